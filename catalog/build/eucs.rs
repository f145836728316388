//! EUCS: one file a category, and the other direction; checked against one another and against the requirements of
//! SecNumCloud, then written as one pack a language.

use super::{Result, Words, parse, typeset};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// How many requirements each level adds in the draft of December 2020: Basic, Substantial, High.
const COUNTS: [usize; 3] = [220, 187, 128];
/// The categories, in the order of the draft.
const ORDER: [&str; 20] = [
    "OIS", "ISP", "RM", "HR", "AM", "PS", "OPS", "IAM", "CKM", "CS", "PI", "CCM", "DEV", "PM", "IM", "BC",
    "CO", "DOC", "INQ", "PSS",
];
const LEVELS: [&str; 3] = ["basic", "substantial", "high"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    id: String,
    label: Words,
    first: String,
    secnumcloud: Vec<BackData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BackData {
    id: String,
    assessment: String,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    reason: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryFile {
    code: String,
    title: Words,
    control: Vec<ControlData>,
    requirement: Vec<RequirementData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlData {
    id: String,
    title: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementData {
    id: String,
    level: String,
    gist: Words,
    assessment: String,
    #[serde(default)]
    relation: Option<String>,
    #[serde(default)]
    secnumcloud: Vec<String>,
    #[serde(default)]
    left: Option<Words>,
    #[serde(default)]
    reason: Option<Words>,
    confidence: String,
    #[serde(default)]
    settled: Option<Words>,
}

/// The draft, from its files.
pub struct Eucs {
    draft: DraftFile,
    categories: Vec<CategoryFile>,
}

impl Eucs {
    /// Reads the files; `files` are those of the categories, `draft` the other direction.
    pub fn read(draft: &Path, files: &[PathBuf]) -> Result<Self> {
        let mut categories: Vec<CategoryFile> = files.iter().map(|f| parse(f)).collect::<Result<_>>()?;
        categories.sort_by_key(|c| ORDER.iter().position(|code| *code == c.code));
        Ok(Self { draft: parse(draft)?, categories })
    }

    /// Everything that the types cannot say. `known` are the requirements of SecNumCloud, in the order of the text, with
    /// whether an evaluation verifies them.
    pub fn check(&self, known: &[(String, bool)]) -> Result<()> {
        let mut faults = Vec::new();
        let codes: Vec<&str> = self.categories.iter().map(|c| c.code.as_str()).collect();
        if codes != ORDER {
            faults.push(format!("categories {codes:?} instead of {ORDER:?}"));
        }
        let verified: BTreeMap<&str, bool> = known.iter().map(|(id, v)| (id.as_str(), *v)).collect();
        let mut counts = [0; 3];
        let mut seen = BTreeSet::new();
        // The lowest level of the requirements that name each requirement of SecNumCloud.
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        // What each requirement of SecNumCloud meets by itself: the level, and whether both ask for the same.
        let mut alone: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
        // Those that some requirement names together with others, or without being enough.
        let mut together: BTreeMap<&str, usize> = BTreeMap::new();
        for category in &self.categories {
            for (at, r) in category.requirement.iter().enumerate() {
                let mut fault = |said: String| faults.push(format!("{}: {said}", r.id));
                if !seen.insert(&r.id) {
                    fault("twice".to_owned());
                }
                let control = r.id.split_once('.').map_or("", |(control, _)| control);
                if !category.control.iter().any(|c| c.id == control) {
                    fault(format!("no control {control} in the file"));
                }
                let before = at.checked_sub(1).and_then(|b| category.requirement.get(b));
                if before.is_some_and(|b| number(&b.id) >= number(&r.id)) {
                    fault("out of order".to_owned());
                }
                let level = LEVELS.iter().position(|l| *l == r.level);
                match level.and_then(|l| counts.get_mut(l)) {
                    Some(count) => *count += 1,
                    None => fault(format!("level {}", r.level)),
                }
                let relation = r.relation.as_deref().unwrap_or_default();
                let fits = match r.assessment.as_str() {
                    "full" => ["equal", "snc_stricter"].contains(&relation),
                    "partial" => ["eucs_stricter", "partial"].contains(&relation),
                    "none" => relation == "none",
                    "not_assessed" => relation.is_empty(),
                    other => {
                        fault(format!("assessment {other}"));
                        continue;
                    }
                };
                if !fits {
                    fault(format!("relation “{relation}” does not go with {}", r.assessment));
                }
                let maps = ["full", "partial"].contains(&r.assessment.as_str());
                if maps == r.secnumcloud.is_empty() {
                    fault("names requirements of SecNumCloud exactly where it is full or partial".to_owned());
                }
                if (r.assessment == "partial") != r.left.is_some() {
                    fault("says what is left exactly where it is partial".to_owned());
                }
                if (r.assessment == "not_assessed") == r.reason.is_some() {
                    fault("gives a reason exactly where it is assessed".to_owned());
                }
                if !["high", "medium", "low"].contains(&r.confidence.as_str()) {
                    fault(format!("confidence {}", r.confidence));
                }
                let mut weak = Vec::new();
                let single = r.secnumcloud.len() == 1 && r.assessment == "full";
                for (place, id) in r.secnumcloud.iter().enumerate() {
                    if r.secnumcloud.iter().take(place).any(|other| other == id) {
                        fault(format!("{id} twice"));
                    }
                    match verified.get(id.as_str()) {
                        None => fault(format!("no requirement {id} in SecNumCloud")),
                        Some(v) => weak.extend((!v).then_some(id)),
                    }
                    if let Some(level) = level {
                        let lowest = named.entry(id).or_insert(level);
                        *lowest = (*lowest).min(level);
                        if single {
                            alone.entry(id).or_default().push((level, relation == "equal"));
                        } else {
                            let lowest = together.entry(id).or_insert(level);
                            *lowest = (*lowest).min(level);
                        }
                    }
                }
                // No qualification attests a recommendation.
                if r.assessment == "full" && !weak.is_empty() {
                    fault("full, and leans on a recommendation".to_owned());
                }
                let texts = [Some(&r.gist), r.left.as_ref(), r.reason.as_ref(), r.settled.as_ref()];
                for words in texts.into_iter().flatten() {
                    if words.fr.trim().is_empty() || words.en.trim().is_empty() {
                        fault("an empty text".to_owned());
                    }
                }
            }
        }
        if counts != COUNTS {
            faults.push(format!("levels {counts:?} instead of {COUNTS:?}"));
        }
        let order: Vec<&str> = self.draft.secnumcloud.iter().map(|b| b.id.as_str()).collect();
        if order.len() != known.len() || order.iter().zip(known).any(|(a, (b, _))| a != b) {
            faults.push(
                "the other direction does not list the requirements of SecNumCloud in their order".to_owned(),
            );
        }
        for back in &self.draft.secnumcloud {
            let level = back.level.as_deref().map(|l| LEVELS.iter().position(|x| *x == l));
            let mine = alone.get(back.id.as_str()).map_or(&[][..], Vec::as_slice);
            let with = together.get(back.id.as_str());
            let full = |at: usize| back.assessment == "full" && level == Some(Some(at));
            if mine.iter().any(|(at, equal)| *equal && !(0..=*at).any(full)) {
                faults.push(format!("{}: a requirement of the draft is said to be equal to it", back.id));
            }
            let at = (0..LEVELS.len()).find(|at| full(*at));
            let below = at.is_some_and(|at| with.is_none_or(|lowest| *lowest > at));
            if below && !mine.iter().any(|(own, equal)| *equal && Some(*own) <= at) {
                faults.push(format!("{}: full, yet all at its level is said to ask for less", back.id));
            }
            if back.reason.as_ref().is_some_and(|r| r.fr.trim().is_empty() || r.en.trim().is_empty()) {
                faults.push(format!("{}: an empty text", back.id));
            }
            let said = back.reason.is_some();
            let fault = match (back.assessment.as_str(), level, named.get(back.id.as_str())) {
                ("none", None, None) => said.then_some("a reason, though nothing names it"),
                ("none", None, Some(_)) => (!said).then_some("none, yet a requirement names it: why?"),
                ("full" | "partial", _, _) if said => Some("a reason where the draft asks something of it"),
                ("full" | "partial", Some(Some(_)), None) => Some("no requirement of the draft names it"),
                ("full" | "partial", Some(Some(level)), Some(lowest)) if *lowest > level => {
                    Some("nothing at its level names it")
                }
                ("full" | "partial", Some(Some(_)), Some(_)) => None,
                _ => Some("assessment and level do not go together"),
            };
            faults.extend(fault.map(|f| format!("{}: {f}", back.id)));
        }
        if faults.is_empty() { Ok(()) } else { Err(format!("EUCS:\n  {}", faults.join("\n  ")).into()) }
    }

    /// The pack of a language.
    pub fn pack(&self, french: bool) -> Value {
        let set = |w: &Words| typeset(french, if french { &w.fr } else { &w.en });
        // In the order of the text, which is that of the other direction.
        let ordered = |ids: &[String]| -> Vec<&str> {
            let all = self.draft.secnumcloud.iter().map(|b| b.id.as_str());
            all.filter(|id| ids.iter().any(|named| named == id)).collect()
        };
        let requirement = |r: &RequirementData| {
            let mut out = json!({
                "id": r.id, "level": r.level, "gist": set(&r.gist), "assessment": r.assessment,
                "secnumcloud": ordered(&r.secnumcloud), "confidence": r.confidence
            });
            if let Some(map) = out.as_object_mut() {
                let relation = r.relation.as_ref().map(|r| r.as_str().into());
                let words = [("left", &r.left), ("reason", &r.reason), ("settled", &r.settled)];
                let words = words.into_iter().filter_map(|(k, w)| Some((k, Value::from(set(w.as_ref()?)))));
                map.extend(words.chain(relation.map(|r| ("relation", r))).map(|(k, v)| (k.to_owned(), v)));
            }
            out
        };
        let categories: Vec<Value> = self
            .categories
            .iter()
            .map(|c| {
                let controls: Vec<Value> = c
                    .control
                    .iter()
                    .map(|control| {
                        let mine = c.requirement.iter().filter(|r| {
                            r.id.strip_prefix(&control.id).is_some_and(|rest| rest.starts_with('.'))
                        });
                        let requirements: Vec<Value> = mine.map(requirement).collect();
                        json!({ "id": control.id, "title": set(&control.title), "requirements": requirements })
                    })
                    .collect();
                json!({ "code": c.code, "title": set(&c.title), "controls": controls })
            })
            .collect();
        let back: Vec<Value> = self
            .draft
            .secnumcloud
            .iter()
            .map(|b| match (&b.level, &b.reason) {
                (Some(level), _) => json!({ "id": b.id, "assessment": b.assessment, "level": level }),
                (None, Some(reason)) => {
                    json!({ "id": b.id, "assessment": b.assessment, "reason": set(reason) })
                }
                (None, None) => json!({ "id": b.id, "assessment": b.assessment }),
            })
            .collect();
        json!({ "id": self.draft.id, "label": set(&self.draft.label), "first": self.draft.first, "categories": categories, "secnumcloud": back })
    }
}

/// An identifier as what orders it: its control, its number, and the letter where the draft printed one number twice.
fn number(id: &str) -> (&str, u32, &str) {
    let (control, number) = id.split_once('.').unwrap_or((id, ""));
    let letter = number.trim_start_matches(|c: char| c.is_ascii_digit());
    (control, number.strip_suffix(letter).and_then(|n| n.parse().ok()).unwrap_or(0), letter)
}
