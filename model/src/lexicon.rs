//! What the closed words of the format are called, French and English side by side: one table for the form, the
//! outline and the exports. A test holds it equal to the words that the reader knows.

use catalog::Lang;

/// The families of closed words, each under the key that holds them.
pub const FAMILIES: &[(&str, &[Word])] = &[
    (
        "activities",
        &[
            Word("saas", "SaaS", "SaaS"),
            Word("paas", "PaaS", "PaaS"),
            Word("caas", "CaaS", "CaaS"),
            Word("iaas", "IaaS", "IaaS"),
        ],
    ),
    (
        "evidence",
        &[
            Word("decision", "la décision ou la liste de l’ANSSI", "ANSSI’s decision or list"),
            Word("provider", "le prestataire le dit", "its provider says so"),
            Word("press", "la presse seule le dit", "the press alone says so"),
        ],
    ),
    (
        "event",
        &[
            Word("suspended", "suspendue", "suspended"),
            Word("reinstated", "rétablie", "reinstated"),
            Word("withdrawn", "retirée", "withdrawn"),
        ],
    ),
    (
        "milestone",
        &[
            Word("j0", "J0 : demande acceptée", "J0: application accepted"),
            Word("j1", "J1 : stratégie d’évaluation acceptée", "J1: evaluation strategy accepted"),
            Word("j2", "J2 : travaux d’évaluation acceptés", "J2: evaluation work accepted"),
        ],
    ),
    (
        "roles",
        &[
            Word("hosting", "hébergement", "hosting"),
            Word("maintenance", "maintenance", "maintenance"),
            Word("vendor", "technologie", "technology"),
            Word("administration", "administration", "administration"),
            Word("support", "support", "support"),
            Word("soc", "détection (SOC)", "detection (SOC)"),
            Word("dns", "DNS", "DNS"),
            Word("identity", "identités", "identities"),
            Word("development", "développement", "development"),
            Word("other", "autre", "other"),
        ],
    ),
    (
        "data_access",
        &[
            Word("none", "aucune donnée", "no data"),
            Word("technical", "données techniques", "technical data"),
            Word("customer", "données des clients", "customers’ data"),
            Word("unknown", "pas de réponse", "no answer"),
        ],
    ),
    (
        "answer",
        &[Word("yes", "oui", "yes"), Word("no", "non", "no"), Word("unknown", "pas de réponse", "no answer")],
    ),
    (
        "autonomy",
        &[
            Word("own_skills", "compétences propres", "own skills"),
            Word("two_suppliers", "deux autres fournisseurs au moins", "at least two other suppliers"),
            Word("qualified", "le service du tiers est qualifié", "the third party’s service is qualified"),
            Word("none", "rien", "nothing"),
            Word("unknown", "pas de réponse", "no answer"),
        ],
    ),
    (
        "kind",
        &[
            Word("company", "société", "company"),
            Word("person", "personne physique", "natural person"),
            Word("fund", "fonds", "fund"),
            Word("public", "organisme public", "public body"),
        ],
    ),
    (
        "place",
        &[
            Word("storage", "stockage des données", "data storage"),
            Word("processing", "traitement des données", "data processing"),
            Word("administration", "administration", "administration"),
            Word("supervision", "supervision", "supervision"),
            Word("support", "support aux utilisateurs", "user support"),
        ],
    ),
];

/// A word of the format: its id, and what it is called in French and in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub &'static str, pub &'static str, pub &'static str);

impl Word {
    /// What it is called.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.1,
            Lang::En => self.2,
        }
    }
}

/// The words of a family, in the order in which they are offered.
pub fn family(key: &str) -> &'static [Word] {
    FAMILIES.iter().find(|(k, _)| *k == key).map(|(_, words)| *words).unwrap_or_default()
}

/// What a word of a family is called.
pub fn word(key: &str, id: &str, lang: Lang) -> &'static str {
    family(key).iter().find(|w| w.0 == id).map_or("", |w| w.get(lang))
}
