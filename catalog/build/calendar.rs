//! The calendar: audits, duties and two checklists; checked, then written as one pack for both languages. The
//! identifiers of the lists go into the embedded catalogue, for a reader to know them.

use super::{Result, Words, parse, typeset};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path};

const OCCASIONS: [&str; 3] = ["initial", "yearly", "change"];
const MARKS: [&str; 3] = ["text", "provider", "practice"];
const CONFIDENCES: [&str; 3] = ["high", "medium", "low"];
const ACTIVITIES: [&str; 4] = ["iaas", "caas", "paas", "saas"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    audit: Vec<Due>,
    duty: Vec<Due>,
    collect: Vec<Check>,
    prerequisite: Vec<Check>,
}

/// An audit, or a duty: the same without an occasion.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Due {
    id: String,
    #[serde(default)]
    occasion: String,
    requirement: String,
    #[serde(default)]
    activities: Vec<String>,
    #[serde(default)]
    only_if: Option<Words>,
    title: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    id: String,
    mark: String,
    source: String,
    confidence: String,
    title: Words,
}

fn words(w: &Words) -> Value {
    json!({ "fr": typeset(true, &w.fr), "en": typeset(false, &w.en) })
}

fn among(word: &str, all: &[&str], id: &str) -> Result<()> {
    if all.contains(&word) {
        Ok(())
    } else {
        Err(format!("calendar.toml, {id}: “{word}” is none of {}", all.join(", ")).into())
    }
}

impl Calendar {
    /// Reads the file and checks it against the requirements that there are.
    pub fn read(file: &Path, known: &BTreeSet<&str>) -> Result<Self> {
        let calendar: Self = parse(file)?;
        for due in calendar.audit.iter().chain(&calendar.duty) {
            if !known.contains(due.requirement.as_str()) {
                return Err(format!("calendar.toml, {}: no requirement {}", due.id, due.requirement).into());
            }
            for activity in &due.activities {
                among(activity, &ACTIVITIES, &due.id)?;
            }
        }
        for audit in &calendar.audit {
            among(&audit.occasion, &OCCASIONS, &audit.id)?;
        }
        for check in calendar.collect.iter().chain(&calendar.prerequisite) {
            among(&check.mark, &MARKS, &check.id)?;
            among(&check.confidence, &CONFIDENCES, &check.id)?;
        }
        let dues = calendar.audit.iter().chain(&calendar.duty).map(|d| d.id.as_str());
        for mut ids in [
            dues.collect::<Vec<_>>(),
            calendar.collect.iter().map(|c| c.id.as_str()).collect(),
            calendar.prerequisite.iter().map(|c| c.id.as_str()).collect(),
        ] {
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() != all {
                return Err("calendar.toml: an identifier stands twice in one list".into());
            }
        }
        Ok(calendar)
    }

    /// The identifiers of what is collected, and of what should stand first.
    pub fn ids(&self) -> [Vec<&str>; 2] {
        [&self.collect, &self.prerequisite].map(|list| list.iter().map(|c| c.id.as_str()).collect())
    }

    /// The pack.
    pub fn pack(&self) -> Value {
        let due = |d: &Due| {
            let activities = if d.activities.is_empty() { json!(ACTIVITIES) } else { json!(d.activities) };
            json!({ "id": d.id, "occasion": d.occasion, "requirement": d.requirement, "activities": activities,
                "only_if": d.only_if.as_ref().map(words), "title": words(&d.title) })
        };
        let check = |c: &Check| json!({ "id": c.id, "mark": c.mark, "source": c.source, "confidence": c.confidence, "title": words(&c.title) });
        json!({
            "audits": self.audit.iter().map(due).collect::<Vec<_>>(),
            "duties": self.duty.iter().map(due).collect::<Vec<_>>(),
            "collect": self.collect.iter().map(check).collect::<Vec<_>>(),
            "prerequisites": self.prerequisite.iter().map(check).collect::<Vec<_>>(),
        })
    }
}
