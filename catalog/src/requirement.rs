//! The types of the catalogue: requirement, section, reading, fact.

use crate::{ActivitySet, LayerSet, layer::Activity};
use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// The two languages.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The BCP 47 tag: `fr` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// A short text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bilingual {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Bilingual {
    /// The text in `lang`.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// An official number such as `12.11.a`.
pub type RequirementId = &'static str;

/// What the text says of a requirement's force (3.1: recommendations are not verified).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Must be met to be qualified.
    Obligation,
    /// « Il est recommandé »: good practice, not verified (3.1).
    Recommendation,
    /// The text allows something (11.1.2.a).
    Permission,
    /// The text allows something and asks for something in return (19.2.e).
    PermissionWithObligation,
}

impl Modality {
    /// Whether an evaluation verifies it: everything but recommendations (3.1).
    pub const fn is_verified(self) -> bool {
        !matches!(self, Self::Recommendation)
    }

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Recommendation => "recommendation",
            Self::Permission => "permission",
            Self::PermissionWithObligation => "permission_with_obligation",
        }
    }
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The words of a named requirement.
    Text,
    /// What a named practitioner published.
    Practice,
    /// Our own reasoning.
    Reasoning,
}

impl Basis {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Practice => "practice",
            Self::Reasoning => "reasoning",
        }
    }
}

/// How sure we are of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Little doubt.
    High,
    /// An evaluator could see it otherwise.
    Medium,
    /// To be asked before relying on it.
    Low,
}

impl Confidence {
    /// All, the surest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// The confidence with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.id() == id)
    }
}

/// A fact's place in [`crate::Catalog::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u8);

/// A question about a service that its provider answers yes, no or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// The identifier used in documents.
    pub id: &'static str,
    /// The question in a few words; the whole of it stands in the text pack.
    pub label: Bilingual,
}

/// The condition that the text puts on a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The service has one of these activities.
    Activities(ActivitySet),
    /// The service rests directly on a base of this activity and has another activity itself (9.6.i to k).
    Base(Activity),
    /// The fact holds; unknown counts as holding.
    Fact(FactId),
}

/// A named interpretation, see §0 of the rules: the text leaves a choice, and the user can see and switch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ReadingId {
    /// Does the base's staff take part in chapter 7?
    Personnel,
    /// What does a qualification under an earlier version cover?
    BaseUnder31,
    /// Do own premises bear requirements that the text does not tie to hosting rooms?
    OwnPremises,
    /// May an unqualified service of another provider stand in the middle?
    UnqualifiedMiddle,
    /// How do indirect holdings count (19.6.b)?
    IndirectHolding,
    /// Are the limits of 19.6.b two limits, or one that needs both broken?
    ThresholdsConjunction,
    /// How does a listed parent count (19.6.b)?
    ListedParent,
}

impl ReadingId {
    /// All readings, in the order of the rules.
    pub const ALL: [Self; 7] = [
        Self::Personnel,
        Self::BaseUnder31,
        Self::OwnPremises,
        Self::UnqualifiedMiddle,
        Self::IndirectHolding,
        Self::ThresholdsConjunction,
        Self::ListedParent,
    ];

    /// The identifier used in documents.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Personnel => "personnel",
            Self::BaseUnder31 => "base-under-3.1",
            Self::OwnPremises => "own-premises",
            Self::UnqualifiedMiddle => "unqualified-middle",
            Self::IndirectHolding => "indirect-holding",
            Self::ThresholdsConjunction => "thresholds-conjunction",
            Self::ListedParent => "listed-parent",
        }
    }

    /// The reading with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.id() == id)
    }
}

/// A set of readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ReadingSet(u8);

impl ReadingSet {
    /// A set from its members.
    pub const fn of(readings: &[ReadingId]) -> Self {
        let mut bits = 0;
        let mut rest = readings;
        while let [first, tail @ ..] = rest {
            bits |= 1 << (*first as u8);
            rest = tail;
        }
        Self(bits)
    }

    /// Whether `reading` is a member.
    pub const fn contains(self, reading: ReadingId) -> bool {
        self.0 & (1 << (reading as u8)) != 0
    }

    /// Members, in the order of the rules.
    pub fn iter(self) -> impl Iterator<Item = ReadingId> {
        ReadingId::ALL.into_iter().filter(move |r| self.contains(*r))
    }
}

/// The answers that a reading allows; the default is always the more demanding one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Which reading.
    pub id: ReadingId,
    /// Identifiers of the answers, the default first.
    pub answers: &'static [&'static str],
    /// Their labels, in the same order.
    pub labels: &'static [Bilingual],
    /// The question in a few words; the whole of it stands in the text pack.
    pub label: Bilingual,
}

impl Reading {
    /// The answer in force when a document says nothing.
    pub fn default_answer(&self) -> &'static str {
        self.answers.first().copied().unwrap_or_default()
    }
}

/// A chapter of the référentiel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// Its number: `5` to `19`.
    pub number: u8,
    /// Its title.
    pub title: Bilingual,
}

/// A section or sub-section of the référentiel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its number: `12.11` or `11.2.1`.
    pub number: &'static str,
    /// Its chapter's number.
    pub chapter: u8,
    /// Its title.
    pub title: Bilingual,
    /// Whether it is a sub-section (three numbers).
    pub is_subsection: bool,
}

/// A lettered requirement: the référentiel's own numbered unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// Its official number: `12.11.a`.
    pub id: RequirementId,
    /// Its chapter's number.
    pub chapter: u8,
    /// The number of its innermost section: `12.11`, or `11.2.1` where there are sub-sections.
    pub section: &'static str,
    /// The title of that section.
    pub title: Bilingual,
    /// Its force.
    pub modality: Modality,
    /// Whether an evaluator looks for it at the provider itself: governance, people, own premises, legal person.
    pub provider: bool,
    /// The layers at which an evaluator looks for it.
    pub layers: LayerSet,
    /// Its condition, if the text puts one.
    pub when: Option<When>,
    /// What the bearing rests on.
    pub basis: Basis,
    /// The requirements or the publication behind the basis; empty for reasoning.
    pub source: &'static str,
    /// How sure the bearing is.
    pub confidence: Confidence,
    /// Whether its section is in a list of what 3.2 changed (the draft 3.2.a of 2021 or the final text of 2022).
    pub changed_in_3_2: bool,
    /// Whether it bites because a service of another legal person takes part (chapter 15; 19.6.c and d).
    pub bites_over_third_party: bool,
    /// Whether a service has to obtain something from its base to be able to meet it; what, stands in the text pack.
    pub interlock: bool,
    /// Requirements and sections that its text refers to.
    pub refers_to: &'static [&'static str],
    /// Readings that hang on it.
    pub readings: ReadingSet,
}
