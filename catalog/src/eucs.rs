//! EUCS, the European candidate scheme for cloud services: what a draft asks, and what the requirements of SecNumCloud
//! say of it. No version is adopted, no certificate exists; the draft in use is named with every result.
//!
//! Data that the page fetches when somebody asks for it (`text/eucs-fr.json`, `text/eucs-en.json`), embedded in the
//! command. Read by hand rather than derived, since the page pays for every derived reader. A second draft would be
//! a second file of the same form.

use crate::{Confidence, Lang};
use serde_json::Value;

/// An assurance level; requirements are cumulative upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Basic (article 52(5) of Regulation (EU) 2019/881).
    Basic,
    /// Substantial (52(6)).
    Substantial,
    /// High (52(7)).
    High,
}

impl Level {
    /// All of them, from the lowest.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Substantial, Self::High];

    /// The identifier used in data and exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Substantial => "substantial",
            Self::High => "high",
        }
    }

    /// The level with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.id() == id)
    }

    /// Its name in a language.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Basic, Lang::Fr) => "élémentaire",
            (Self::Basic, Lang::En) => "basic",
            (Self::Substantial, Lang::Fr) => "substantiel",
            (Self::Substantial, Lang::En) => "substantial",
            (Self::High, Lang::Fr) => "élevé",
            (Self::High, Lang::En) => "high",
        }
    }
}

/// Whether the requirements of SecNumCloud mapped to a requirement together ask for as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assessment {
    /// They do.
    Full,
    /// Something corresponds, and something is left.
    Partial,
    /// Read, and nothing corresponds.
    None,
    /// Nobody has compared it yet.
    NotAssessed,
}

impl Assessment {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Full, Self::Partial, Self::None, Self::NotAssessed];

    /// The identifier used in data and exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::None => "none",
            Self::NotAssessed => "not_assessed",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.id() == id)
    }
}

/// How the two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Both ask for the same.
    Equal,
    /// SecNumCloud asks for more.
    SecNumCloudStricter,
    /// EUCS asks for more.
    EucsStricter,
    /// Each has something that the other lacks.
    Partial,
    /// Only EUCS asks for it.
    OnlyEucs,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Equal, Self::SecNumCloudStricter, Self::EucsStricter, Self::Partial, Self::OnlyEucs];

    /// The identifier used in data and exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::SecNumCloudStricter => "snc_stricter",
            Self::EucsStricter => "eucs_stricter",
            Self::Partial => "partial",
            Self::OnlyEucs => "none",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.id() == id)
    }
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its code: `OIS`.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its identifier: `OIS-01`.
    pub id: String,
    /// The place of its category.
    pub category: usize,
    /// Its title.
    pub title: String,
}

/// A requirement of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its identifier: `OIS-01.1`.
    pub id: String,
    /// The place of its control.
    pub control: usize,
    /// The lowest level that asks for it.
    pub level: Level,
    /// What it asks, in a line of our own.
    pub gist: String,
    /// What the mapped requirements say of it.
    pub assessment: Assessment,
    /// How the two sides compare; nothing while it is not assessed.
    pub relation: Option<Relation>,
    /// The requirements of SecNumCloud concerned, in the order of the text.
    pub secnumcloud: Vec<String>,
    /// What is left where the assessment is partial.
    pub left: Option<String>,
    /// Why.
    pub reason: String,
    /// How a difference between two who judged it apart was settled.
    pub settled: Option<String>,
    /// How sure that is.
    pub confidence: Confidence,
}

/// What a draft asks of what a requirement of SecNumCloud asks: the other direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The requirement of SecNumCloud.
    pub requirement: String,
    /// Whether the draft asks for as much.
    pub assessment: Assessment,
    /// The lowest level at which it does, as far as it does.
    pub level: Option<Level>,
    /// Why the draft does not ask it, where something of the draft is compared with it all the same.
    pub reason: Option<String>,
}

/// A draft in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its identifier: `EUCS-2020-12`.
    pub id: String,
    /// What it is, with its date and that it is not adopted.
    pub label: String,
    /// The categories.
    pub categories: Vec<Category>,
    /// The controls.
    pub controls: Vec<Control>,
    /// The requirements, in the order of the draft.
    pub requirements: Vec<Requirement>,
    /// The section of SecNumCloud that is told first among what the draft does not ask.
    pub first: String,
    /// The other direction, for each requirement of SecNumCloud in the order of its text.
    pub back: Vec<Back>,
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

impl Draft {
    /// Reads the file; nothing where the bytes are none of ours.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let mut draft = Self {
            id: text(&value, "id")?,
            label: text(&value, "label")?,
            categories: Vec::new(),
            controls: Vec::new(),
            requirements: Vec::new(),
            first: text(&value, "first")?,
            back: Vec::new(),
        };
        for category in value.get("categories")?.as_array()? {
            let at = draft.categories.len();
            draft
                .categories
                .push(Category { code: text(category, "code")?, title: text(category, "title")? });
            for control in category.get("controls")?.as_array()? {
                let place = draft.controls.len();
                let (id, title) = (text(control, "id")?, text(control, "title")?);
                draft.controls.push(Control { id, category: at, title });
                for r in control.get("requirements")?.as_array()? {
                    draft.requirements.push(requirement(r, place)?);
                }
            }
        }
        for back in value.get("secnumcloud")?.as_array()? {
            draft.back.push(Back {
                requirement: text(back, "id")?,
                assessment: Assessment::from_id(&text(back, "assessment")?)?,
                level: text(back, "level").and_then(|l| Level::from_id(&l)),
                reason: text(back, "reason"),
            });
        }
        Some(draft)
    }

    /// The requirement with this identifier.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }

    /// The category of a requirement.
    pub fn category(&self, requirement: &Requirement) -> Option<&Category> {
        self.categories.get(self.controls.get(requirement.control)?.category)
    }
}

fn requirement(value: &Value, control: usize) -> Option<Requirement> {
    let mut secnumcloud = Vec::new();
    for id in value.get("secnumcloud")?.as_array()? {
        secnumcloud.push(id.as_str()?.to_owned());
    }
    Some(Requirement {
        id: text(value, "id")?,
        control,
        level: Level::from_id(&text(value, "level")?)?,
        gist: text(value, "gist")?,
        assessment: Assessment::from_id(&text(value, "assessment")?)?,
        relation: text(value, "relation").and_then(|r| Relation::from_id(&r)),
        secnumcloud,
        left: text(value, "left"),
        reason: text(value, "reason").unwrap_or_default(),
        settled: text(value, "settled"),
        confidence: Confidence::from_id(&text(value, "confidence")?)?,
    })
}
