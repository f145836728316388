//! JSON exports, with the keys that the command line promises.

use super::filter::{Filter, kept};
use crate::{
    Date,
    claims::{Leave, Ruling},
    document::{Document, Item, ServiceId, write},
    fewest::{Fewest, Kind},
    question::Question,
    trace,
    verdict::{Counts, Detail, Scope},
};
use catalog::{Bilingual, Catalog, Lang, ReadingId, Requirement, When, text::TextPack};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The prose of both languages.
#[derive(Debug, Clone, Copy)]
pub struct Prose<'t> {
    /// French.
    pub fr: &'t TextPack,
    /// English.
    pub en: &'t TextPack,
}

impl<'t> Prose<'t> {
    /// The pack of a language.
    pub const fn get(&self, lang: Lang) -> &'t TextPack {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }

    fn both(&self, id: &str, pick: impl Fn(&catalog::text::RequirementText) -> Option<&String>) -> Value {
        let say = |pack: &TextPack| pack.requirements.get(id).and_then(&pick).cloned();
        match (say(self.fr), say(self.en)) {
            (Some(fr), Some(en)) => json!({ "fr": fr, "en": en }),
            _ => Value::Null,
        }
    }
}

fn bilingual(text: Bilingual) -> Value {
    json!({ "fr": text.fr, "en": text.en })
}

/// The condition of a requirement.
pub fn when(catalog: &Catalog, requirement: &Requirement) -> Value {
    match requirement.when {
        None => Value::Null,
        Some(When::Activities(set)) => json!({ "activities": set }),
        Some(When::Base(base)) => json!({ "base": base }),
        Some(When::Fact(id)) => json!({ "fact": catalog.facts.get(usize::from(id.0)).map(|f| f.id) }),
    }
}

/// The catalogue.
pub fn catalog(catalog: &Catalog, prose: Prose<'_>) -> Value {
    let requirements: Vec<Value> = catalog
        .requirements
        .iter()
        .map(|r| {
            json!({
                "id": r.id,
                "chapter": r.chapter.to_string(),
                "section": r.section,
                "modality": r.modality,
                "title": bilingual(r.title),
                "summary": prose.both(r.id, |t| Some(&t.summary)),
                "bears_on": { "provider": r.provider, "layers": r.layers },
                "when": when(catalog, r),
                "basis": r.basis,
                "source": (!r.source.is_empty()).then_some(r.source),
                "confidence": r.confidence,
                "reason": prose.both(r.id, |t| Some(&t.reason)),
                "base_part": prose.both(r.id, |t| t.base_part.as_ref()),
                "own_part": prose.both(r.id, |t| t.own_part.as_ref()),
                "evidence": prose.both(r.id, |t| Some(&t.evidence)),
                "interlock": prose.both(r.id, |t| t.interlock.as_ref()),
                "no_interlock": prose.both(r.id, |t| t.no_interlock.as_ref()),
                "doubt": prose.both(r.id, |t| t.doubt.as_ref()),
                "settled": prose.both(r.id, |t| t.settled.as_ref()),
                "changed_in_3_2": r.changed_in_3_2,
                "refers_to": r.refers_to,
                "readings": r.readings.iter().map(|id| id.id()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let readings: Vec<Value> = catalog
        .readings
        .iter()
        .map(|r| {
            json!({
                "id": r.id.id(),
                "answers": r.answers,
                "default": r.default_answer(),
                "label": bilingual(r.label),
            })
        })
        .collect();
    let facts: Vec<Value> =
        catalog.facts.iter().map(|f| json!({ "id": f.id, "label": bilingual(f.label) })).collect();
    json!({
        "scheme": catalog.scheme,
        "version": catalog.version,
        "ruleset": catalog.ruleset,
        "catalogue_hash": catalog.hash,
        "requirements": requirements,
        "readings": readings,
        "facts": facts,
    })
}

/// Counts, as they are written.
#[derive(Serialize)]
struct CountsOut {
    inherited: usize,
    shared: usize,
    remains: usize,
    not_applicable: usize,
}

impl From<Counts> for CountsOut {
    fn from(c: Counts) -> Self {
        Self {
            inherited: c.inherited,
            shared: c.shared,
            remains: c.remains,
            not_applicable: c.not_applicable,
        }
    }
}

#[derive(Serialize)]
struct BothCounts {
    verified: CountsOut,
    all: CountsOut,
}

#[derive(Serialize)]
struct Sentence {
    fr: String,
    en: String,
}

#[derive(Serialize)]
struct PartOut<'a> {
    on: &'static str,
    state: &'static str,
    operator: Option<&'a ServiceId>,
    covered_by: Option<&'a ServiceId>,
    path: &'a [ServiceId],
}

#[derive(Serialize)]
struct VerdictOut<'a> {
    requirement: &'static str,
    verdict: &'static str,
    flags: Vec<&'static str>,
    parts: Vec<PartOut<'a>>,
    basis: &'static str,
    confidence: &'static str,
    readings: Vec<&'static str>,
    trace: Vec<Sentence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    judgement: Option<Value>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    service: &'a ServiceId,
}

/// The filter of an export, and how much it keeps.
#[derive(Serialize)]
struct FilterOut<'a> {
    words: &'a str,
    kept: usize,
    of: usize,
}

/// The scope of a service, ready to be written.
#[derive(Serialize)]
pub struct ScopeOut<'a> {
    service: &'a ServiceId,
    as_of: Date,
    scheme: &'static str,
    version: &'static str,
    ruleset: &'static str,
    catalogue_hash: &'static str,
    assume_candidates: bool,
    readings: BTreeMap<&'static str, &'static str>,
    counts: BothCounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<FilterOut<'a>>,
    findings: Vec<Finding<'a>>,
    verdicts: Vec<VerdictOut<'a>>,
}

/// The scope of a service, with one detail a verdict.
pub fn scope<'a>(
    catalog: &Catalog,
    document: &Document,
    scope: &'a Scope,
    details: &'a [Detail],
    blocking: &'a [ServiceId],
) -> ScopeOut<'a> {
    filtered(catalog, document, scope, details, blocking, None)
}

/// The same with the verdicts that a filter keeps; the counts stay those of the whole scope.
pub fn filtered<'a>(
    catalog: &Catalog,
    document: &Document,
    scope: &'a Scope,
    details: &'a [Detail],
    blocking: &'a [ServiceId],
    filter: Option<Filter<'a>>,
) -> ScopeOut<'a> {
    let question: &Question = &scope.question;
    let judgements = document.service(scope.service.as_str()).map(|s| &s.judgements);
    let kept = kept(details, filter);
    let verdicts: Vec<VerdictOut<'a>> = kept
        .iter()
        .map(|d| VerdictOut {
            requirement: d.verdict.requirement.id,
            verdict: d.verdict.outcome.id(),
            flags: d.verdict.flags.iter().map(|f| f.id()).collect(),
            parts: d
                .parts
                .iter()
                .map(|p| PartOut {
                    on: p.on.id(),
                    state: p.state.id(),
                    operator: p.operator.as_ref(),
                    covered_by: p.covered_by.as_ref(),
                    path: &p.path,
                })
                .collect(),
            basis: d.verdict.basis.id(),
            confidence: d.verdict.confidence.id(),
            readings: d.verdict.readings.iter().map(|r| r.id()).collect(),
            trace: trace::steps(catalog, document, question, d)
                .iter()
                .map(|s| {
                    let (fr, en) = s.say_both();
                    Sentence { fr, en }
                })
                .collect(),
            judgement: judgements.and_then(|j| j.get(d.verdict.requirement.id)).map(write::judgement),
        })
        .collect();
    ScopeOut {
        service: &scope.service,
        as_of: question.as_of,
        scheme: catalog.scheme,
        version: catalog.version,
        ruleset: catalog.ruleset,
        catalogue_hash: catalog.hash,
        assume_candidates: question.assume_candidates,
        readings: question.readings.all(catalog),
        counts: BothCounts { verified: scope.verified().into(), all: scope.all().into() },
        filter: filter.map(|f| FilterOut { words: f.words, kept: kept.len(), of: details.len() }),
        findings: blocking
            .iter()
            .map(|service| Finding { code: ReadingId::UnqualifiedMiddle.id(), service })
            .collect(),
        verdicts,
    }
}

/// The claims on a service.
pub fn claims(service: &str, question: &Question, rulings: &[Ruling]) -> Value {
    let side = |leave| -> Vec<Value> {
        rulings
            .iter()
            .filter(|r| r.leave == leave)
            .map(|r| {
                json!({
                    "code": r.claim.code(),
                    "fr": r.claim.say(Lang::Fr),
                    "en": r.claim.say(Lang::En),
                    "basis": r.claim.basis(),
                })
            })
            .collect()
    };
    json!({
        "service": service,
        "as_of": question.as_of,
        "may": side(Leave::May),
        "may_not": side(Leave::MayNot),
    })
}

/// The questions to ask first of a service.
pub fn questions(
    catalog: &Catalog,
    prose: Prose<'_>,
    document: &Document,
    service: &str,
    question: &Question,
    fewest: &Fewest,
) -> Value {
    let questions: Vec<Value> = fewest
        .questions
        .iter()
        .zip(&fewest.settled)
        .map(|(open, settled)| {
            let ask = |lang| open.ask(catalog, document, Some(prose.get(lang)), lang);
            let (kind, id) = match &open.item {
                Item::ThirdParty(id) => ("third_party", id.as_str()),
                Item::Service(id) => ("service", id.as_str()),
                _ => ("", ""),
            };
            let fact = match open.kind {
                Kind::Fact(at) => catalog.facts.get(at).map(|f| f.id),
                _ => None,
            };
            let answers: Vec<Value> = open
                .answers
                .iter()
                .map(|a| json!({ "value": a.value, "moves": a.moves, "after": CountsOut::from(a.after) }))
                .collect();
            json!({
                "item": { "kind": kind, "id": id },
                "at": open.item.at(document).map(|at| at + &open.path),
                "path": open.path,
                "kind": open.kind.id(),
                "fact": fact,
                "ask": { "fr": ask(Lang::Fr), "en": ask(Lang::En) },
                "why": { "fr": open.why(Lang::Fr), "en": open.why(Lang::En) },
                "settles": open.settles,
                "settled": settled,
                "answers": answers,
            })
        })
        .collect();
    json!({
        "service": service,
        "as_of": question.as_of,
        "assume_candidates": question.assume_candidates,
        "readings": question.readings.all(catalog),
        "verified": verified(catalog),
        "unsettled": fewest.unsettled,
        "exact": fewest.exact,
        "questions": questions,
    })
}

/// How many requirements are verified (3.1).
pub(super) fn verified(catalog: &Catalog) -> usize {
    catalog.requirements.iter().filter(|r| r.modality.is_verified()).count()
}
