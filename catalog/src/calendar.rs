//! What the calendar knows besides dates: the audits of chapter 18.2, the duties that run after the decision, what to
//! collect from a base's provider and what should stand before the application. Data that the page fetches when
//! somebody opens the calendar (`text/calendar.json`), embedded in the command. No verdict hangs on it.
//!
//! Read by hand rather than derived, since the page pays for every derived reader.

use crate::{Activity, ActivitySet, Confidence, matrices::Words};
use serde_json::Value;

/// When an audit is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Before the evaluation (18.2.2.a).
    Initial,
    /// In the programme, at least one qualified audit a year (18.2.1.a).
    Yearly,
    /// At a major change (18.2.3.a).
    Change,
}

impl Occasion {
    /// All, in the order of a service's life.
    pub const ALL: [Self; 3] = [Self::Initial, Self::Yearly, Self::Change];

    /// The identifier used in the data and in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Yearly => "yearly",
            Self::Change => "change",
        }
    }
}

/// Where an item of a checklist comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The référentiel or the decree.
    Text,
    /// A provider in the process has published it.
    Provider,
    /// The press, or what follows when a service rests on another.
    Practice,
}

impl Mark {
    /// The identifier used in the data and in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Provider => "provider",
            Self::Practice => "practice",
        }
    }
}

/// An audit that the référentiel asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Its identifier.
    pub id: String,
    /// When it is due.
    pub occasion: Occasion,
    /// The requirement that asks for it.
    pub requirement: String,
    /// The activities for which it is due: any of them.
    pub activities: ActivitySet,
    /// A condition that the activity does not tell.
    pub only_if: Option<Words>,
    /// What it is.
    pub title: Words,
}

/// A duty that runs after the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its identifier.
    pub id: String,
    /// The requirement behind it.
    pub requirement: String,
    /// The activities that have it: any of them.
    pub activities: ActivitySet,
    /// What it is.
    pub title: Words,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its identifier, as documents name it.
    pub id: String,
    /// Where it comes from.
    pub mark: Mark,
    /// Requirements, or who published it.
    pub source: String,
    /// How sure it is that it will be asked for.
    pub confidence: Confidence,
    /// What it is.
    pub title: Words,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The audits, by occasion.
    pub audits: Vec<Audit>,
    /// The duties.
    pub duties: Vec<Duty>,
    /// What to collect from a base's provider.
    pub collect: Vec<Check>,
    /// What should stand before the application.
    pub prerequisites: Vec<Check>,
}

impl Calendar {
    /// Reads the file; nothing where the bytes are none of ours.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let list = |key: &str| value.get(key)?.as_array();
        let mut calendar = Self::default();
        for a in list("audits")? {
            let occasion = text(a, "occasion");
            calendar.audits.push(Audit {
                id: text(a, "id"),
                occasion: Occasion::ALL.into_iter().find(|o| o.id() == occasion)?,
                requirement: text(a, "requirement"),
                activities: activities(a),
                only_if: words(a, "only_if"),
                title: words(a, "title")?,
            });
        }
        for d in list("duties")? {
            calendar.duties.push(Duty {
                id: text(d, "id"),
                requirement: text(d, "requirement"),
                activities: activities(d),
                title: words(d, "title")?,
            });
        }
        for c in list("collect")? {
            calendar.collect.push(check(c)?);
        }
        for c in list("prerequisites")? {
            calendar.prerequisites.push(check(c)?);
        }
        Some(calendar)
    }

    /// The audits of a service with these activities (18.2), in the order of the data. An activity that the text sets
    /// apart counts as soon as the service has it, whatever others it has.
    pub fn audits(&self, activities: ActivitySet) -> Vec<&Audit> {
        self.audits.iter().filter(|a| meets(a.activities, activities)).collect()
    }

    /// The duties of a service with these activities.
    pub fn duties(&self, activities: ActivitySet) -> Vec<&Duty> {
        self.duties.iter().filter(|d| meets(d.activities, activities)).collect()
    }
}

fn meets(asked: ActivitySet, had: ActivitySet) -> bool {
    had.iter().any(|a| asked.contains(a))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn words(value: &Value, key: &str) -> Option<Words> {
    value.get(key).filter(|w| w.is_object()).map(|w| Words { fr: text(w, "fr"), en: text(w, "en") })
}

fn activities(value: &Value) -> ActivitySet {
    let list = value.get("activities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|id| Activity::from_id(id.as_str()?)).collect()
}

fn check(value: &Value) -> Option<Check> {
    Some(Check {
        id: text(value, "id"),
        mark: match text(value, "mark").as_str() {
            "text" => Mark::Text,
            "provider" => Mark::Provider,
            "practice" => Mark::Practice,
            _ => return None,
        },
        source: text(value, "source"),
        confidence: match text(value, "confidence").as_str() {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        },
        title: words(value, "title")?,
    })
}
