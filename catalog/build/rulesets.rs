//! The versions of the rules: checked, then written as constants.

use super::{Result, Words, bilingual, parse, words_fault};
use serde::Deserialize;
use std::{collections::BTreeSet, fmt::Write as _, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rulesets {
    ruleset: Vec<RulesetData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesetData {
    id: String,
    day: String,
    change: Vec<ChangeData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeData {
    requirements: Vec<String>,
    fr: String,
    en: String,
}

/// Whether a text has this form, `0` for any digit.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(t, f)| if f == b'0' { t.is_ascii_digit() } else { t == f })
}

/// Whether the two digits from here on are a number in the range.
fn within(text: &str, from: usize, range: std::ops::RangeInclusive<u8>) -> bool {
    text.get(from..from + 2).and_then(|n| n.parse().ok()).is_some_and(|n| range.contains(&n))
}

impl Rulesets {
    /// Reads the file and checks it against the requirements that there are and the version in force.
    pub fn read(file: &Path, known: &BTreeSet<&str>, current: &str) -> Result<Self> {
        let all: Self = parse(file)?;
        let mut faults: Vec<String> = Vec::new();
        for r in &all.ruleset {
            let id = r.id.as_str();
            if !has_form(id, "0000.00") || !within(id, 5, 1..=12) {
                faults.push(format!("{id}: a version is a year and a month, such as 2026.11"));
            }
            if !has_form(&r.day, "0000-00-00") || !within(&r.day, 5, 1..=12) || !within(&r.day, 8, 1..=31) {
                faults.push(format!("{id}: “{}” is no day", r.day));
            }
            if r.change.is_empty() {
                faults.push(format!("{id}: says nothing of what it changed"));
            }
            for change in &r.change {
                for name in change.requirements.iter().filter(|name| !known.contains(name.as_str())) {
                    faults.push(format!("{id}: there is no requirement {name}"));
                }
                for (lang, text) in [("fr", &change.fr), ("en", &change.en)] {
                    faults.extend(words_fault(text).map(|fault| format!("{id}, {lang}: {fault}")));
                }
            }
        }
        for pair in all.ruleset.windows(2) {
            if let [before, after] = pair
                && (before.id >= after.id || before.day >= after.day)
            {
                faults.push(format!("{} stands before {}: the oldest first", before.id, after.id));
            }
        }
        if all.ruleset.last().is_none_or(|r| r.id != current) {
            faults.push(format!("the last must be {current}, as meta.toml says"));
        }
        if faults.is_empty() {
            Ok(all)
        } else {
            Err(format!("rulesets.toml:\n  {}", faults.join("\n  ")).into())
        }
    }

    /// The constant.
    pub fn rust(&self) -> Result<String> {
        let mut s = String::from("pub(crate) const RULESETS: &[Ruleset] = &[");
        for r in &self.ruleset {
            write!(s, "\nRuleset {{ id: {:?}, day: {:?}, changes: &[", r.id, r.day)?;
            for c in &r.change {
                let text = bilingual(&Words { fr: c.fr.clone(), en: c.en.clone() });
                write!(s, "Change {{ requirements: &{:?}, text: {text} }}, ", c.requirements)?;
            }
            s.push_str("] },");
        }
        s.push_str("\n];\n");
        Ok(s)
    }
}
