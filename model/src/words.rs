//! One dictionary for the app and the command: layers, outcomes, flags, states and issues, in whole sentences, French
//! and English. Steps of a trace are in [`crate::trace`], claims in [`crate::claims`]; both use it.

use crate::{
    Date,
    document::{
        ReadError,
        issue::{Expected, Family, IssueKind},
    },
    edit::EditError,
    verdict::{Flag, On, Outcome, PartState},
};
use catalog::{Confidence, Lang, Layer, typeset};

/// The text of a language, typeset.
pub fn say(lang: Lang, fr: &str, en: &str) -> String {
    match lang {
        Lang::Fr => typeset(true, fr),
        Lang::En => typeset(false, en),
    }
}

/// A sentence with its values, each in the place of the next `{}`: one template costs less than a formatted sentence a
/// language. The sentence is typeset; the values stay as they are.
pub fn fill(lang: Lang, fr: &str, en: &str, values: &[&str]) -> String {
    let sentence = say(lang, fr, en);
    let mut pieces = sentence.split("{}");
    let mut said = pieces.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for piece in pieces {
        said.push_str(values.next().unwrap_or(&""));
        said.push_str(piece);
    }
    said
}

/// Chooses between two constant texts that need no typesetting.
pub const fn pick(lang: Lang, fr: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// A layer's name.
pub const fn layer(layer: Layer, lang: Lang) -> &'static str {
    let (fr, en) = match layer {
        Layer::Facility => ("salles d’hébergement", "hosting rooms"),
        Layer::Hardware => ("matériel", "hardware"),
        Layer::Fabric => ("réseau physique", "physical network"),
        Layer::Compute => ("calcul et hyperviseur", "compute and hypervisor"),
        Layer::Storage => ("stockage", "storage"),
        Layer::Sdn => ("réseau virtuel", "virtual network"),
        Layer::Os => ("systèmes d’exploitation", "operating systems"),
        Layer::Orchestration => ("orchestration de conteneurs", "container orchestration"),
        Layer::Middleware => ("intergiciels", "middleware"),
        Layer::Application => ("application", "application"),
    };
    pick(lang, fr, en)
}

/// The name of a place where a requirement bears.
pub const fn on(on: On, lang: Lang) -> &'static str {
    match on {
        On::Layer(l) => layer(l, lang),
        On::Provider => pick(lang, "prestataire", "provider"),
    }
}

/// The same with a capital first.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// « a, b et c ».
pub fn list<S: AsRef<str>>(items: &[S], lang: Lang) -> String {
    let and = pick(lang, " et ", " and ");
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{}{and}{}", head.join(", "), last.as_ref())
        }
    }
}

/// « de » before a name, elided before a vowel: « d’Oodrive », « de Bleu ». An h or a y may be aspirate or not: it
/// keeps « de ».
pub fn de(name: &str) -> &'static str {
    const VOWELS: &str = "aeiouàâäéèêëîïôöùûüœæAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ";
    let first = name.chars().find(|c| !c.is_whitespace());
    if first.is_some_and(|c| VOWELS.contains(c)) { "d’" } else { "de " }
}

/// The names of layers, as a list.
pub fn layers(set: catalog::LayerSet, lang: Lang) -> String {
    list(&set.iter().map(|l| layer(l, lang)).collect::<Vec<_>>(), lang)
}

/// A verdict's name. The same words everywhere.
pub const fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let (fr, en) = match outcome {
        Outcome::Inherited => ("Héritée", "Inherited"),
        Outcome::Shared => ("Partagée", "Shared"),
        Outcome::Remains => ("Reste à ma charge", "Remains"),
        Outcome::NotApplicable => ("Sans objet", "Not applicable"),
    };
    pick(lang, fr, en)
}

/// A part's state.
pub const fn state(state: PartState, lang: Lang) -> &'static str {
    let (fr, en) = match state {
        PartState::Own => ("exploité par le service", "operated by the service"),
        PartState::Covered => ("couvert par un socle qualifié", "covered by a qualified base"),
        PartState::Exposed => ("exposé\u{a0}: évalué avec le service", "exposed: evaluated with the service"),
        PartState::Missing => ("fourni par personne", "supplied by nobody"),
        PartState::Retained => ("laissé au client du socle", "left to the base’s customer"),
    };
    pick(lang, fr, en)
}

/// A confidence.
pub const fn confidence(confidence: Confidence, lang: Lang) -> &'static str {
    let (fr, en) = match confidence {
        Confidence::High => ("élevée", "high"),
        Confidence::Medium => ("moyenne", "medium"),
        Confidence::Low => ("faible", "low"),
    };
    pick(lang, fr, en)
}

/// What a basis is called.
pub const fn basis(basis: catalog::Basis, lang: Lang) -> &'static str {
    let (fr, en) = match basis {
        catalog::Basis::Text => ("texte", "text"),
        catalog::Basis::Practice => ("pratique publiée", "published practice"),
        catalog::Basis::Reasoning => ("raisonnement", "reasoning"),
    };
    pick(lang, fr, en)
}

/// A requirement's force.
pub const fn modality(modality: catalog::Modality, lang: Lang) -> &'static str {
    let (fr, en) = match modality {
        catalog::Modality::Obligation => ("Obligation", "Obligation"),
        catalog::Modality::Recommendation => ("Recommandation", "Recommendation"),
        catalog::Modality::Permission => ("Permission", "Permission"),
        catalog::Modality::PermissionWithObligation => {
            ("Permission avec contrepartie", "Permission with an obligation")
        }
    };
    pick(lang, fr, en)
}

/// A flag's short name.
pub const fn flag(flag: Flag, lang: Lang) -> &'static str {
    let (fr, en) = match flag {
        Flag::Exposed => ("part exposée", "exposed part"),
        Flag::Missing => ("couche manquante", "missing layer"),
        Flag::FoundationLapsed => ("fondation échue", "foundation lapsed"),
        Flag::ScopeAssumed => ("portée supposée", "scope assumed"),
        Flag::Undated => ("sans date", "undated"),
        Flag::Hypothetical => ("hypothétique", "hypothetical"),
        Flag::UnknownFact => ("fait inconnu", "unknown fact"),
        Flag::Reading => ("lecture modifiée", "switched reading"),
        Flag::NotAttested => ("recommandation", "recommendation"),
        Flag::Composed => ("née de la composition", "due to composition"),
        Flag::Reusable => ("preuves réutilisables", "reusable evidence"),
        Flag::CoEvaluated => ("co-évaluée", "co-evaluated"),
        Flag::Expiring => ("échéance avant l’horizon", "ends before the horizon"),
    };
    pick(lang, fr, en)
}

/// What a flag means.
pub fn flag_meaning(flag: Flag, lang: Lang) -> String {
    let (fr, en) = match flag {
        Flag::Exposed => (
            "Une part est tenue par un service que rien ne couvre : elle est évaluée avec le service (15.2.a, 15.2.b).",
            "A part lies with a service that nothing covers: it is evaluated with the service (15.2.a, 15.2.b).",
        ),
        Flag::Missing => (
            "Une couche nécessaire n’est fournie par personne : la pile est incomplète.",
            "A needed layer is supplied by nobody: the stack is incomplete.",
        ),
        Flag::FoundationLapsed => (
            "Sous le service qui couvre, une qualification a pris fin : demander ce que cela change.",
            "Below the covering service, a qualification has ended: ask what that changes.",
        ),
        Flag::ScopeAssumed => (
            "La portée de la qualification n’est pas déclarée : elle est supposée entière.",
            "The scope of the qualification is not declared: it is assumed to be whole.",
        ),
        Flag::Undated => (
            "La date d’octroi n’est pas connue : la qualification n’est retenue que jusqu’au jour où sa source la dit en cours.",
            "The grant date is not known: the qualification counts only up to the day on which its source calls it current.",
        ),
        Flag::Hypothetical => (
            "Un candidat est tenu pour qualifié à sa date prévue : ce n’est qu’une hypothèse.",
            "A candidate is taken as qualified on its expected date: this is only a hypothesis.",
        ),
        Flag::UnknownFact => (
            "Le verdict dépend d’un fait auquel personne n’a répondu.",
            "The verdict hangs on a fact that nobody has answered.",
        ),
        Flag::Reading => {
            ("Une lecture modifiée a décidé de ce verdict.", "A switched reading decided this verdict.")
        }
        Flag::NotAttested => (
            "Une recommandation n’est pas vérifiée (3.1) : aucune qualification ne l’atteste.",
            "A recommendation is not verified (3.1): no qualification attests it.",
        ),
        Flag::Composed => (
            "L’exigence joue parce que le service repose sur un autre.",
            "The requirement bites because the service rests on another.",
        ),
        Flag::Reusable => (
            "La même personne morale exploite un socle qui couvre : une preuve peut servir deux fois. Le verdict ne change pas.",
            "The same legal person operates a covering base: evidence can be shown once. The verdict does not change.",
        ),
        Flag::CoEvaluated => (
            "La même personne morale exploite une part exposée : les deux sont évaluées dans une même campagne.",
            "The same legal person operates an exposed part: both are evaluated in one campaign.",
        ),
        Flag::Expiring => (
            "La qualification qui couvre prend fin avant l’horizon choisi.",
            "The covering qualification ends before the chosen horizon.",
        ),
    };
    say(lang, fr, en)
}

/// A date as people write it: `22 novembre 2026`, `22 November 2026`.
pub fn date(date: Date, lang: Lang) -> String {
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::from(date.month()).saturating_sub(1);
    match (lang, date.day()) {
        (Lang::Fr, 1) => format!("1er {} {}", FR.get(month).unwrap_or(&""), date.year()),
        (Lang::Fr, day) => format!("{day} {} {}", FR.get(month).unwrap_or(&""), date.year()),
        (Lang::En, day) => format!("{day} {} {}", EN.get(month).unwrap_or(&""), date.year()),
    }
}

const fn family(family: Family, lang: Lang) -> &'static str {
    let (fr, en) = match family {
        Family::Service => ("service", "service"),
        Family::Provider => ("prestataire", "provider"),
        Family::ThirdParty => ("tiers", "third party"),
        Family::Entity => ("entité", "entity"),
    };
    pick(lang, fr, en)
}

/// What is wrong at a place of a document, and what to do about it.
pub fn issue(kind: &IssueKind, lang: Lang) -> String {
    let (fr, en) = match kind {
        IssueKind::WrongType { expected } => {
            let (fr, en) = match expected {
                Expected::Text => ("un texte entre guillemets", "a text in quotes"),
                Expected::List => ("une liste entre crochets", "a list in square brackets"),
                Expected::Object => ("un objet entre accolades", "an object in braces"),
                Expected::Bool => ("true ou false", "true or false"),
                Expected::Column => ("un nombre entier de 0 à 999", "a whole number from 0 to 999"),
                Expected::Months { least, most } => {
                    return fill(
                        lang,
                        "Il faut ici un nombre entier de mois, de {} à {}.",
                        "This must be a whole number of months, from {} to {}.",
                        &[&least.to_string(), &most.to_string()],
                    );
                }
                Expected::Percent => (
                    "un pourcentage de 0 à 100, ou une liste de deux",
                    "a percentage from 0 to 100, or a list of two",
                ),
            };
            (format!("Il faut ici {fr}."), format!("This must be {en}."))
        }
        IssueKind::MissingKey { key } => {
            (format!("La clé « {key} » manque : l’ajouter."), format!("The key “{key}” is missing: add it."))
        }
        IssueKind::BadId { id } => (
            format!("« {id} » n’est pas un identifiant : de 1 à 64 caractères parmi a-z, 0-9 et le tiret."),
            format!("“{id}” is no identifier: 1 to 64 characters out of a-z, 0-9 and the hyphen."),
        ),
        IssueKind::DuplicateId { family: f, id } => (
            format!(
                "L’identifiant « {id} » est porté par plus d’un objet ({}) : en renommer un.",
                family(*f, Lang::Fr)
            ),
            format!("The identifier “{id}” is used more than once ({}): rename one.", family(*f, Lang::En)),
        ),
        IssueKind::UnknownId { family: f, id, from } => (
            format!(
                "« {from} » renvoie à « {id} », qui n’existe pas ({}) : l’ajouter ou corriger le renvoi.",
                family(*f, Lang::Fr)
            ),
            format!(
                "“{from}” refers to “{id}”, which does not exist ({}): add it or correct the reference.",
                family(*f, Lang::En)
            ),
        ),
        IssueKind::UnknownWord { word, allowed } => (
            format!("« {word} » n’est pas un mot du format. Choisir parmi : {allowed}."),
            format!("“{word}” is not a word of the format. Choose from: {allowed}."),
        ),
        IssueKind::BadDate { text } => (
            format!("« {text} » n’est pas une date : AAAA-MM-JJ, un jour qui existe, de 1900 à 2199."),
            format!("“{text}” is no date: YYYY-MM-DD, a day that exists, from 1900 to 2199."),
        ),
        IssueKind::BadCountry { text } => (
            format!("« {text} » n’est pas un code de pays : deux lettres majuscules, comme FR."),
            format!("“{text}” is no country code: two capital letters, such as FR."),
        ),
        IssueKind::TooLong { limit } => (
            format!("Ce texte dépasse {limit} caractères : le raccourcir."),
            format!("This text is longer than {limit} characters: shorten it."),
        ),
        IssueKind::NoActivity { service } => (
            format!(
                "« {service} » n’a pas d’activité : en choisir au moins une parmi iaas, caas, paas et saas."
            ),
            format!("“{service}” has no activity: choose at least one of iaas, caas, paas and saas."),
        ),
        IssueKind::SelfReliance { service } => (
            format!("« {service} » repose sur lui-même : supprimer ce lien."),
            format!("“{service}” rests on itself: remove that reliance."),
        ),
        IssueKind::Cycle { services } => {
            let mut round = services.clone();
            round.extend(services.first().cloned());
            let round = round.join(" → ");
            (
                format!(
                    "Ces services reposent les uns sur les autres en cercle : {round}. Supprimer un des liens."
                ),
                format!(
                    "These services rest on one another in a circle: {round}. Remove one of the reliances."
                ),
            )
        }
        IssueKind::DuplicateReliance { service, base } => (
            format!("« {service} » repose deux fois sur « {base} » : réunir les deux liens."),
            format!("“{service}” rests on “{base}” twice: join the two reliances."),
        ),
        IssueKind::NotOffered { layer: l, base } => (
            format!(
                "« {base} » n’exploite pas et n’obtient de personne la couche « {} » : ce lien ne l’apporte pas.",
                layer(*l, Lang::Fr)
            ),
            format!(
                "“{base}” neither operates nor obtains the layer “{}”: this reliance does not bring it.",
                layer(*l, Lang::En)
            ),
        ),
        IssueKind::RetainedNotSupplied { layer: l, base } => (
            format!(
                "« {base} » n’apporte pas la couche « {} » : la part laissée est sans effet.",
                layer(*l, Lang::Fr)
            ),
            format!(
                "“{base}” does not bring the layer “{}”: the share left has no effect.",
                layer(*l, Lang::En)
            ),
        ),
        IssueKind::DoesNotBear { requirement, layer: l } => (
            format!(
                "L’exigence {requirement} ne porte pas sur la couche « {} » : sans effet.",
                layer(*l, Lang::Fr)
            ),
            format!(
                "Requirement {requirement} does not bear on the layer “{}”: no effect.",
                layer(*l, Lang::En)
            ),
        ),
        IssueKind::CoversNotHeld { layer: l, service } => (
            format!(
                "La qualification {}« {service} » couvre « {} », que le service n’exploite pas et n’obtient de personne.",
                de(service),
                layer(*l, Lang::Fr)
            ),
            format!(
                "The qualification of “{service}” covers “{}”, which the service neither operates nor obtains.",
                layer(*l, Lang::En)
            ),
        ),
        IssueKind::UnknownRequirement { id } => (
            format!("Le référentiel n’a pas d’exigence « {id} » : vérifier le numéro (par exemple 12.11.a)."),
            format!("The référentiel has no requirement “{id}”: check the number (for example 12.11.a)."),
        ),
        IssueKind::UnknownReading { id } => (
            format!("La lecture « {id} » n’existe pas dans ces règles : elle est ignorée."),
            format!("The reading “{id}” does not exist in these rules: it is ignored."),
        ),
        IssueKind::UnknownAnswer { reading, answer, allowed } => (
            format!("« {answer} » ne répond pas à la lecture « {reading} ». Choisir parmi : {allowed}."),
            format!("“{answer}” is no answer to the reading “{reading}”. Choose from: {allowed}."),
        ),
        IssueKind::UnknownFact { id } => (
            format!("Le fait « {id} » n’existe pas dans ces règles : il est ignoré."),
            format!("The fact “{id}” does not exist in these rules: it is ignored."),
        ),
        IssueKind::UnknownCheck { id } => (
            format!("Le point « {id} » n’existe pas dans cette liste : il est ignoré."),
            format!("The item “{id}” does not exist in this list: it is ignored."),
        ),
        IssueKind::UnknownRuleset { id } => (
            format!(
                "« {id} » n’est pas une version des règles (une année et un mois, comme 2026.11) : elle est ignorée."
            ),
            format!(
                "“{id}” is no version of the rules (a year and a month, such as 2026.11): it is ignored."
            ),
        ),
        IssueKind::EndsBeforeGrant => (
            "La qualification prend fin avant d’être accordée : corriger l’une des dates.".to_owned(),
            "The qualification ends before it is granted: correct one of the dates.".to_owned(),
        ),
        IssueKind::NeverHolds { service } => (
            format!(
                "La qualification {}« {service} » n’a ni date d’octroi ni date d’attestation : elle ne couvre jamais rien.",
                de(service)
            ),
            format!(
                "The qualification of “{service}” has neither a grant date nor a day of attestation: it never covers anything."
            ),
        ),
        IssueKind::PressOnly { service } => (
            format!(
                "Seule la presse parle de la qualification {}« {service} » : elle ne couvre rien.",
                de(service)
            ),
            format!("Only the press speaks of the qualification of “{service}”: it covers nothing."),
        ),
        IssueKind::LongerThanThreeYears => (
            "Une qualification dure au plus trois ans : vérifier la date de fin.".to_owned(),
            "A qualification lasts three years at most: check the last day.".to_owned(),
        ),
        IssueKind::EventBeforeGrant => (
            "Cet événement précède l’octroi : vérifier les dates.".to_owned(),
            "This event comes before the grant: check the dates.".to_owned(),
        ),
        IssueKind::RangeReversed => (
            "Le premier nombre d’un intervalle est le plus petit : les échanger.".to_owned(),
            "The first number of a range is the smaller one: swap them.".to_owned(),
        ),
        IssueKind::HoldingsExceed { entity } => (
            format!("Les parts directes {}« {entity} » dépassent 100 % : les vérifier.", de(entity)),
            format!("The direct holdings of “{entity}” exceed 100 %: check them."),
        ),
    };
    say(lang, &fr, &en)
}

/// Why an edit cannot be made.
pub fn edit_error(error: &EditError, lang: Lang) -> String {
    let (fr, en) = match error {
        EditError::NoSuchPlace => (
            "Ce que la modification vise n’est plus dans le document.".to_owned(),
            "What the edit is about is no longer in the document.".to_owned(),
        ),
        EditError::BadId(id) => (
            format!(
                "L’identifiant « {id} » ne convient pas : de 1 à 64 lettres minuscules, chiffres ou traits d’union."
            ),
            format!("The identifier “{id}” will not do: 1 to 64 lower-case letters, digits or hyphens."),
        ),
        EditError::InUse(id) => (
            format!(
                "Des services sont encore offerts par « {id} » : leur donner d’abord un autre prestataire."
            ),
            format!("Services are still offered by “{id}”: give them another provider first."),
        ),
        EditError::Refused(issues) => {
            let said: Vec<String> = issues.iter().take(3).map(|i| issue(&i.kind, lang)).collect();
            return said.join(" ");
        }
    };
    say(lang, &fr, &en)
}

/// Why a file is no document at all, and what to do about it.
pub fn read_error(error: &ReadError, lang: Lang) -> String {
    let (fr, en) = match error {
        ReadError::TooLarge { .. } => {
            let limit = crate::document::MAX_BYTES / (1024 * 1024);
            (
                format!("Le fichier est trop grand : la limite est de {limit} Mio."),
                format!("The file is too large: the limit is {limit} MiB."),
            )
        }
        ReadError::NotUtf8 { at } => (
            format!("Le fichier n’est pas en UTF-8 (octet {at}) : l’enregistrer dans ce codage."),
            format!("The file is not UTF-8 (byte {at}): save it in that encoding."),
        ),
        ReadError::NotJson { line, column, too_deep: true, .. } => (
            format!("Le fichier est imbriqué trop profondément (ligne {line}, colonne {column})."),
            format!("The file is nested too deep (line {line}, column {column})."),
        ),
        ReadError::NotJson { line, column, truncated: true, .. } => (
            format!(
                "Le fichier s’interrompt (ligne {line}, colonne {column}) : reprendre une copie entière."
            ),
            format!("The file breaks off (line {line}, column {column}): take a whole copy of it."),
        ),
        ReadError::NotJson { line, column, .. } => (
            format!("Le fichier n’est pas du JSON : faute à la ligne {line}, colonne {column}."),
            format!("The file is not JSON: mistake at line {line}, column {column}."),
        ),
        ReadError::NotSocle { format: Some(format) } => (
            format!("Ce fichier est au format « {format} » ; celui que l’on sait lire est « socle/1 »."),
            format!("This file has the format “{format}”; the one that can be read is “socle/1”."),
        ),
        ReadError::NotSocle { format: None } => (
            "Ce fichier n’est pas un document Socle : la clé « format » avec la valeur « socle/1 » manque."
                .to_owned(),
            "This file is no Socle document: the key “format” with the value “socle/1” is missing."
                .to_owned(),
        ),
    };
    say(lang, &fr, &en)
}
