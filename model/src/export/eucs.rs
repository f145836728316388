//! A comparison with EUCS, as JSON in both languages, or as CSV and Markdown in one.

use super::{
    csv::Csv,
    markdown::{notice, plain},
};
use crate::{
    document::Document,
    eucs::{Comparison, Finding, Met, Rule, trace},
    words::{self, fill, list, pick, say},
};
use catalog::{
    Lang,
    eucs::{Draft, Requirement},
};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// A draft in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Both<'d> {
    /// In French.
    pub fr: &'d Draft,
    /// In English.
    pub en: &'d Draft,
}

impl<'d> Both<'d> {
    /// The draft in a language.
    pub const fn get(self, lang: Lang) -> &'d Draft {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }

    fn said(self, id: &str, say: impl Fn(&'d Requirement) -> Option<&'d str>) -> Value {
        let fr = self.fr.requirement(id).and_then(&say);
        let en = self.en.requirement(id).and_then(&say);
        if fr.is_none() && en.is_none() { Value::Null } else { json!({ "fr": fr, "en": en }) }
    }
}

/// The value that `socle catalog --scheme eucs` writes.
pub fn catalog(both: Both<'_>) -> Value {
    let draft = both.en;
    let control = |d: &Draft, r: &Requirement| d.controls.get(r.control).map(|c| c.title.clone());
    let requirements: Vec<Value> = draft
        .requirements
        .iter()
        .map(|r| {
            let fr = both.fr.requirement(&r.id).and_then(|r| control(both.fr, r));
            json!({
                "id": r.id,
                "category": draft.category(r).map(|c| c.code.as_str()),
                "control": draft.controls.get(r.control).map(|c| c.id.as_str()),
                "level": r.level.id(),
                "title": { "fr": fr, "en": control(draft, r) },
                "summary": both.said(&r.id, |r| Some(&r.gist)),
                "assessment": r.assessment.id(),
                "relation": r.relation.map(|r| r.id()),
                "secnumcloud": r.secnumcloud,
                "left": both.said(&r.id, |r| r.left.as_deref()),
                "reason": both.said(&r.id, |r| Some(&r.reason)),
                "settled": both.said(&r.id, |r| r.settled.as_deref()),
                "basis": "reasoning",
                "confidence": r.confidence.id(),
            })
        })
        .collect();
    let back: Vec<Value> = draft
        .back
        .iter()
        .zip(&both.fr.back)
        .map(|(en, fr)| {
            let reason = en.reason.as_ref().map(|said| json!({ "fr": fr.reason, "en": said }));
            json!({
                "id": en.requirement,
                "assessment": en.assessment.id(),
                "level": en.level.map(|l| l.id()),
                "reason": reason,
            })
        })
        .collect();
    json!({
        "scheme": "eucs",
        "version": draft.id,
        "label": { "fr": both.fr.label, "en": both.en.label },
        "requirements": requirements,
        "secnumcloud": back,
    })
}

/// The value that `socle eucs --format json` writes.
pub fn json(both: Both<'_>, comparison: &Comparison<'_>, rules: &[Rule]) -> Value {
    let counts = comparison.counts();
    let mut numbers = Map::new();
    for met in Met::ALL {
        numbers.insert(met.id().to_owned(), counts.get(met).into());
    }
    let requirements: Vec<Value> = comparison
        .findings
        .iter()
        .map(|f| {
            let in_french = Finding {
                requirement: both.fr.requirement(&f.requirement.id).unwrap_or(f.requirement),
                met: f.met,
                from: f.from.clone(),
            };
            let in_english = Finding {
                requirement: both.en.requirement(&f.requirement.id).unwrap_or(f.requirement),
                ..f.clone()
            };
            let steps: Vec<Value> = trace(&in_french, Lang::Fr)
                .into_iter()
                .zip(trace(&in_english, Lang::En))
                .map(|(fr, en)| json!({ "fr": fr, "en": en }))
                .collect();
            json!({
                "id": f.requirement.id,
                "level": f.requirement.level.id(),
                "verdict": f.met.id(),
                "from": f.from.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
                "trace": steps,
            })
        })
        .collect();
    let told: Vec<Value> = rules
        .iter()
        .map(|r| {
            let level = comparison.level;
            json!({ "code": r.code(), "fr": r.say(level, Lang::Fr), "en": r.say(level, Lang::En), "source": r.source() })
        })
        .collect();
    json!({
        "service": comparison.service,
        "level": comparison.level.id(),
        "draft": both.en.id,
        "label": { "fr": both.fr.label, "en": both.en.label },
        "counts": numbers,
        "requirements": requirements,
        "secnumcloud_beyond": comparison.surplus.iter().map(|s| s.requirement).collect::<Vec<_>>(),
        "composition": told,
    })
}

/// The columns of CSV.
const COLUMNS: [&str; 9] =
    ["id", "category", "level", "verdict", "summary", "secnumcloud", "assessment", "confidence", "left"];

/// One row a requirement, in the language of the draft.
pub fn csv(draft: &Draft, comparison: &Comparison<'_>) -> String {
    let mut out = Csv::default();
    out.row(COLUMNS);
    for f in &comparison.findings {
        let r = f.requirement;
        out.row([
            r.id.as_str(),
            draft.category(r).map_or("", |c| &c.code),
            r.level.id(),
            f.met.id(),
            &r.gist,
            &r.secnumcloud.join(" "),
            r.assessment.id(),
            r.confidence.id(),
            r.left.as_deref().unwrap_or_default(),
        ]);
    }
    out.finish()
}

/// In one language, category by category.
pub fn markdown(
    draft: &Draft,
    document: &Document,
    comparison: &Comparison<'_>,
    rules: &[Rule],
    lang: Lang,
) -> String {
    let colon = pick(lang, "\u{a0}:", ":");
    let called = document.called(&comparison.service);
    let level = comparison.level.name(lang);
    let title =
        fill(lang, "{} devant EUCS, niveau {}", "{} beside EUCS, level {}", &[&plain(&called), level]);
    let mut out = format!("# {title}\n\n{}\n\n{}\n\n", caution(draft, lang), notice(lang));
    let counts = comparison.counts();
    let total = counts.total().to_string();
    for met in Met::ALL {
        let n = counts.get(met).to_string();
        let of = fill(lang, "{} sur {}", "{} of {}", &[&n, &total]);
        let _ = writeln!(out, "- **{}**{colon} {of}", words::capital(met.name(lang)));
    }
    if !rules.is_empty() {
        let _ =
            writeln!(out, "\n## {}\n", say(lang, "Composer au sens d’EUCS", "Composing in EUCS’s own sense"));
        for rule in rules {
            let _ = writeln!(out, "- {} ({})", plain(&rule.say(comparison.level, lang)), rule.source());
        }
    }
    let mut category = usize::MAX;
    for f in &comparison.findings {
        let r = f.requirement;
        let at = draft.controls.get(r.control).map_or(0, |c| c.category);
        if at != category {
            category = at;
            let head =
                draft.categories.get(at).map(|c| format!("{}. {}", c.code, c.title)).unwrap_or_default();
            let _ = writeln!(out, "\n## {head}\n");
        }
        let _ = writeln!(
            out,
            "### {} ({}): {}\n\n{}\n",
            r.id,
            r.level.name(lang),
            f.met.name(lang),
            plain(&r.gist)
        );
        for step in trace(f, lang) {
            let _ = writeln!(out, "- {}", plain(&step));
        }
        out.push('\n');
    }
    let head = say(
        lang,
        "Ce que SecNumCloud demande et que ce niveau ne demande pas",
        "What SecNumCloud asks and this level does not",
    );
    let mut beyond = Vec::new();
    for s in &comparison.surplus {
        let partly = if s.partly { say(lang, " (en partie)", " (in part)") } else { String::new() };
        beyond.push(format!("{}{partly}", s.requirement));
    }
    let _ = writeln!(
        out,
        "## {head}\n\n{}",
        if beyond.is_empty() { "–".to_owned() } else { list(&beyond, lang) }
    );
    out
}

/// Which draft it is, and that nothing of it is in force.
pub fn caution(draft: &Draft, lang: Lang) -> String {
    fill(
        lang,
        "{} : {}. Aucune version d’EUCS n’est adoptée et aucun certificat n’existe ; ce rapprochement est le nôtre et ne vaut pas conformité.",
        "{}: {}. No version of EUCS is adopted and no certificate exists; this comparison is ours and is no conformity.",
        &[&draft.id, &draft.label],
    )
}
