//! What a repair is called, and what a person is asked for where no repair can know. One template a sentence, filled
//! in at one place: a formatted sentence a repair and a language would cost the page more than the repairs.

use super::place::{self, Kind};
use crate::{
    document::{
        Issue, IssueKind,
        issue::{Expected, Family},
    },
    words,
};
use catalog::{Lang, LayerSet};

/// The longest value that a label quotes, in characters.
const QUOTED: usize = 40;

/// A sentence in French and English, `{}` where a value goes.
pub type Says = (&'static str, &'static str);

/// A value in a label.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// As it stands in the document.
    Text(String),
    /// Layers, by their names.
    Layers(LayerSet),
}

/// What a repair is called: a short order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    says: &'static Says,
    values: Vec<Said>,
}

impl Label {
    /// A sentence, still without its values.
    pub const fn new(says: &'static Says) -> Self {
        Self { says, values: Vec::new() }
    }

    /// The next value, cut to what fits into a label, on one line.
    pub fn text(&mut self, text: &str) {
        let mut said: String =
            text.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.chars().nth(QUOTED).is_some() {
            said.pop();
            said.push('…');
        }
        self.values.push(Said::Text(said));
    }

    /// The next value, layers by their names.
    pub fn layers(&mut self, layers: LayerSet) {
        self.values.push(Said::Layers(layers));
    }

    /// In a language. The sentence is typeset; the values stay as they are in the document.
    pub fn say(&self, lang: Lang) -> String {
        let values: Vec<String> = self
            .values
            .iter()
            .map(|v| match v {
                Said::Text(text) => text.clone(),
                Said::Layers(layers) => words::layers(*layers, lang),
            })
            .collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        words::fill(lang, self.says.0, self.says.1, &values)
    }
}

/// A date or a number is written.
pub static WRITE: Says = ("Écrire {}", "Write {}");
/// A text is written.
pub static WRITE_TEXT: Says = ("Écrire « {} »", "Write “{}”");
/// A text is shortened.
pub static CUT: Says = ("Couper à {} caractères", "Cut to {} characters");
/// A key is taken away.
pub static KEY: Says = ("Retirer « {} »", "Remove “{}”");
/// An item of a list is taken away.
pub static ITEM: Says = ("Retirer « {} » de cette liste", "Remove “{}” from this list");
/// An object that says nothing is taken away.
pub static EMPTY: Says = ("Retirer cet objet, qui ne dit rien", "Remove this object, which says nothing");
/// The key of a map is exchanged for another.
pub static RENAME_KEY: Says = ("Remplacer « {} » par « {} »", "Replace “{}” with “{}”");
/// The scope of a qualification is no longer declared.
pub static COVERS: Says = (
    "Retirer « {} » : la qualification est alors supposée tout couvrir",
    "Remove “{}”: the qualification is then taken to cover everything",
);
/// The last day of a qualification is no longer stated.
pub static EXPIRES: Says = (
    "Retirer « {} » : la fin est alors trois ans après l’octroi",
    "Remove “{}”: the end is then three years after the grant",
);
/// The first day of a qualification is no longer stated.
pub static GRANTED: Says = (
    "Retirer « {} » : seul compte alors le jour jusqu’auquel une source l’atteste",
    "Remove “{}”: only the day up to which a source attests it then counts",
);
/// A reliance no longer names layers.
pub static ALL_LAYERS: Says = (
    "Retirer « {} » : ce lien apporte alors tout ce qu’il peut",
    "Remove “{}”: this reliance then brings all that it can",
);
/// A service no longer declares its layers.
pub static OWN_LAYERS: Says = (
    "Retirer « {} » : les couches exploitées suivent alors des activités",
    "Remove “{}”: the layers operated then follow from the activities",
);
/// The document no longer asks for a day.
pub static TODAY: Says =
    ("Retirer « {} » : c’est alors le jour même qui compte", "Remove “{}”: the current day then counts");
/// A reading is no longer answered.
pub static READING: Says =
    ("Revenir à la réponse par défaut de « {} »", "Go back to the default answer of “{}”");
/// An object is given an identifier.
pub static NAME: Says = ("Donner l’identifiant « {} »", "Give the identifier “{}”");
/// An identifier is exchanged wherever it stands.
pub static RENAME: Says = ("Renommer « {} » en « {} » partout", "Rename “{}” to “{}” everywhere");
/// The second of two equal objects is taken away.
pub static TWIN: Says = ("Retirer ce double de « {} »", "Remove this copy of “{}”");
/// One of the document's providers is chosen.
pub static PROVIDER: Says = ("Choisir le prestataire « {} »", "Choose the provider “{}”");
/// A provider is made.
pub static NEW_PROVIDER: Says = ("Créer le prestataire « {} »", "Create the provider “{}”");
/// An entity is made.
pub static NEW_ENTITY: Says = ("Créer l’entité « {} »", "Create the entity “{}”");
/// One of the document's services is chosen.
pub static BASE: Says = ("Reposer sur « {} »", "Rest on “{}”");
/// A layer is chosen.
pub static LAYER: Says = ("Choisir la couche « {} »", "Choose the layer “{}”");
/// An activity is chosen.
pub static ACTIVITY: Says = ("Choisir l’activité {}", "Choose the activity {}");
/// A reliance is taken away.
pub static RELIANCE: Says = ("Retirer ce lien vers « {} »", "Remove this reliance on “{}”");
/// A reliance without a base is taken away.
pub static NO_BASE: Says = ("Retirer ce lien", "Remove this reliance");
/// A reliance of a circle is taken away.
pub static LINK: Says = ("Retirer le lien de « {} » vers « {} »", "Remove the reliance of “{}” on “{}”");
/// Two reliances on one base become one.
pub static JOIN: Says = ("Réunir les deux liens vers « {} »", "Join the two reliances on “{}”");
/// A reliance names one layer less.
pub static LAYER_OUT: Says = ("Retirer « {} » de ce lien", "Take “{}” out of this reliance");
/// A reliance names its last layer less.
pub static LAST_LAYER: Says = (
    "Retirer « {} » : ce lien n’apporte alors plus aucune couche",
    "Take out “{}”: this reliance then brings no layer at all",
);
/// A service declares one layer more.
pub static OPERATES: Says = ("Déclarer que « {} » exploite « {} »", "Declare that “{}” operates “{}”");
/// A qualification covers one layer less.
pub static UNCOVER: Says = ("Retirer « {} » de la portée", "Take “{}” out of the scope");
/// A qualification covers its last layer less.
pub static UNCOVER_LAST: Says = (
    "Retirer « {} » de la portée : la qualification ne couvre alors plus rien",
    "Take “{}” out of the scope: the qualification then covers nothing",
);
/// A retained share is taken away.
pub static SHARE: Says = ("Retirer la part laissée sur « {} »", "Remove the share left on “{}”");
/// A retained share without a layer, or without a requirement, is taken away.
pub static THIS_SHARE: Says = ("Retirer cette part laissée", "Remove this share");
/// A reserve is taken away.
pub static RESERVE: Says = ("Retirer cette réserve", "Remove this reserve");
/// A reserve keeps the layers on which it has an effect.
pub static KEEP: Says = ("Ne garder dans cette réserve que : {}", "Keep in this reserve only: {}");
/// A requirement gets a reserve of its own.
pub static APART: Says =
    ("Mettre {} dans une réserve à part, sur : {}", "Put {} into a reserve of its own, on: {}");
/// A qualification that says nothing is taken away.
pub static QUALIFICATION: Says =
    ("Retirer cette qualification, qui ne dit rien", "Remove this qualification, which says nothing");
/// A qualification's first and last day change places.
pub static SWAP: Says = ("Échanger les dates : du {} au {}", "Swap the dates: from {} to {}");
/// A person answers for a qualification.
pub static VOUCH: Says = (
    "Me porter garant de cette qualification : elle compte alors",
    "Vouch for this qualification myself: it then counts",
);
/// An event is taken away.
pub static EVENT: Says = ("Retirer l’événement « {} » du {}", "Remove the event “{}” of {}");
/// An event that says nothing, or changes nothing, is taken away.
pub static IDLE_EVENT: Says = ("Retirer cet événement sans effet", "Remove this event, which has no effect");
/// A holding is taken away.
pub static HOLDING: Says = ("Retirer cette participation", "Remove this holding");
static DATE: Says =
    ("Une date : année, mois et jour, comme 2026-11-22.", "A date: year, month and day, such as 2026-11-22.");
static ID: Says = (
    "De 1 à 64 caractères parmi a-z, 0-9 et le tiret, comme paas-nord.",
    "1 to 64 characters out of a-z, 0-9 and the hyphen, such as paas-north.",
);
static COUNTRY: Says = ("Deux lettres majuscules, comme FR.", "Two capital letters, such as FR.");
static ONE_OF: Says = ("Un de ces mots : {}.", "One of these words: {}.");
static NUMBER: Says = (
    "Un numéro du référentiel : chapitre, section et lettre, comme 12.11.a.",
    "A number of the référentiel: chapter, section and letter, such as 12.11.a.",
);
static PROVIDER_ID: Says = (
    "L’identifiant d’un prestataire du document, comme nord.",
    "The identifier of a provider of the document, such as north.",
);
static SERVICE_ID: Says = (
    "L’identifiant d’un service du document, comme iaas-nord.",
    "The identifier of a service of the document, such as iaas-north.",
);
static ENTITY_ID: Says = (
    "L’identifiant d’une entité du document, comme nord-sas.",
    "The identifier of an entity of the document, such as north-sas.",
);

/// What to type at the place of an issue, with a short example; nothing where there is nothing to type.
pub fn hint(issue: &Issue, lang: Lang) -> Option<String> {
    let mut value = String::new();
    let says: &Says = match &issue.kind {
        IssueKind::WrongType { expected } => match (expected, place::kind(&issue.at)) {
            (Expected::Text, Kind::Date) => &DATE,
            (Expected::Text, Kind::Id) => &ID,
            (Expected::Text, Kind::Country) => &COUNTRY,
            (Expected::Text, _) => &("Un texte, comme « région 1 ».", "A text, such as “region 1”."),
            (Expected::List, _) => &(
                "Une liste entre crochets, comme [\"FR\", \"BE\"].",
                "A list in square brackets, such as [\"FR\", \"BE\"].",
            ),
            (Expected::Object, _) => &(
                "Un objet entre accolades : des clés, comme \"id\", et leurs valeurs.",
                "An object in braces: keys, such as \"id\", and their values.",
            ),
            (Expected::Bool, _) => &("true (oui) ou false (non).", "true (yes) or false (no)."),
            (Expected::Percent, _) => &(
                "Un nombre de 0 à 100, comme 25, ou un intervalle, comme [20, 30].",
                "A number from 0 to 100, such as 25, or a range, such as [20, 30].",
            ),
            (Expected::Column, _) => {
                &("Un nombre entier de 0 à 999, comme 4.", "A whole number from 0 to 999, such as 4.")
            }
            (Expected::Months { most, .. }, _) => {
                value = most.to_string();
                &(
                    "Un nombre entier de mois, comme 6 ; {} au plus.",
                    "A whole number of months, such as 6; {} at most.",
                )
            }
        },
        IssueKind::MissingKey { key } => match *key {
            "date" => &DATE,
            "kind" => {
                value = "suspended, reinstated, withdrawn".to_owned();
                &ONE_OF
            }
            "version" => &(
                "La version du référentiel que nomme la décision : deux nombres séparés par un point.",
                "The version of the référentiel that the decision names: two numbers with a dot between.",
            ),
            "layer" => &("Une couche, comme storage ou os.", "A layer, such as storage or os."),
            "provider" => &PROVIDER_ID,
            "service" => &SERVICE_ID,
            "holder" | "held" => &ENTITY_ID,
            _ => &ID,
        },
        IssueKind::UnknownId { family: Family::Service, .. } => &SERVICE_ID,
        IssueKind::UnknownId { family: Family::Provider, .. } => &PROVIDER_ID,
        IssueKind::UnknownId { family: Family::Entity, .. } => &ENTITY_ID,
        IssueKind::BadId { .. } | IssueKind::DuplicateId { .. } | IssueKind::UnknownId { .. } => &ID,
        IssueKind::UnknownWord { allowed, .. } | IssueKind::UnknownAnswer { allowed, .. } => {
            value = allowed.clone();
            &ONE_OF
        }
        IssueKind::BadDate { .. } | IssueKind::EventBeforeGrant => &DATE,
        IssueKind::BadCountry { .. } => &COUNTRY,
        IssueKind::TooLong { limit } => {
            value = limit.to_string();
            &("Un texte de {} caractères au plus.", "A text of at most {} characters.")
        }
        IssueKind::NoActivity { .. } => {
            value = "iaas, caas, paas, saas".to_owned();
            &ONE_OF
        }
        IssueKind::UnknownRequirement { .. } | IssueKind::DoesNotBear { .. } => &NUMBER,
        IssueKind::EndsBeforeGrant | IssueKind::LongerThanThreeYears => &(
            "Le dernier jour, comme 2026-11-22 : après l’octroi, trois ans au plus.",
            "The last day, such as 2026-11-22: after the grant, three years at most.",
        ),
        IssueKind::NeverHolds { .. } => &(
            "Le jour de l’octroi (« granted »), ou celui jusqu’auquel une source dit la qualification en cours (« attested_on »), comme 2026-11-22.",
            "The day of the grant (“granted”), or the one up to which a source calls the qualification current (“attested_on”), such as 2026-11-22.",
        ),
        IssueKind::PressOnly { .. } => &(
            "Une preuve : la décision, ou ce qu’en dit le prestataire (« decision », « provider »).",
            "What shows it: the decision, or what the provider says (“decision”, “provider”).",
        ),
        IssueKind::RangeReversed => &(
            "Un intervalle : le plus petit nombre, puis le plus grand, comme [20, 30].",
            "A range: the smaller number, then the larger, such as [20, 30].",
        ),
        IssueKind::HoldingsExceed { .. } => &(
            "Des parts directes dont la somme ne dépasse pas 100, comme 60 et 40.",
            "Direct holdings that add up to no more than 100, such as 60 and 40.",
        ),
        IssueKind::SelfReliance { .. }
        | IssueKind::Cycle { .. }
        | IssueKind::DuplicateReliance { .. }
        | IssueKind::NotOffered { .. }
        | IssueKind::RetainedNotSupplied { .. }
        | IssueKind::CoversNotHeld { .. }
        | IssueKind::UnknownReading { .. }
        | IssueKind::UnknownFact { .. }
        | IssueKind::UnknownCheck { .. }
        | IssueKind::UnknownRuleset { .. } => return None,
    };
    Some(words::say(lang, says.0, says.1).replace("{}", &value))
}
