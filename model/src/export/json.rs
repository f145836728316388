//! JSON exports, with the keys that the command line promises.

use crate::{
    claims::{Leave, Ruling},
    document::{Document, Judgement, write},
    question::Question,
    trace,
    verdict::{Counts, Detail, Scope},
};
use catalog::{Bilingual, Catalog, Lang, Requirement, When, text::TextPack};
use serde_json::{Map, Value, json};

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

fn counts(counts: Counts) -> Value {
    json!({
        "inherited": counts.inherited,
        "shared": counts.shared,
        "remains": counts.remains,
        "not_applicable": counts.not_applicable,
    })
}

/// A judgement as the document writes it.
fn judgement(document: &Document, scope: &Scope, requirement: &str) -> Option<Value> {
    let judgement: &Judgement =
        document.service(scope.service.as_str())?.judgements.get(requirement)?;
    Some(write::judgement(judgement))
}

/// The scope of a service, with one detail a verdict.
pub fn scope(
    catalog: &Catalog,
    document: &Document,
    scope: &Scope,
    details: &[Detail],
    blocking: &[crate::document::ServiceId],
) -> Value {
    let question: &Question = &scope.question;
    let verdicts: Vec<Value> = details
        .iter()
        .map(|d| {
            let parts: Vec<Value> = d
                .parts
                .iter()
                .map(|p| {
                    json!({
                        "on": p.on.id(),
                        "state": p.state.id(),
                        "operator": p.operator,
                        "covered_by": p.covered_by,
                        "path": p.path,
                    })
                })
                .collect();
            let trace: Vec<Value> = trace::steps(catalog, document, question, d)
                .iter()
                .map(|s| json!({ "fr": s.say(Lang::Fr), "en": s.say(Lang::En) }))
                .collect();
            let mut v = Map::new();
            v.insert("requirement".into(), d.verdict.requirement.id.into());
            v.insert("verdict".into(), d.verdict.outcome.id().into());
            v.insert("flags".into(), d.verdict.flags.iter().map(|f| f.id()).collect::<Vec<_>>().into());
            v.insert("parts".into(), parts.into());
            v.insert("basis".into(), d.verdict.basis.id().into());
            v.insert("confidence".into(), d.verdict.confidence.id().into());
            v.insert("readings".into(), d.verdict.readings.iter().map(|r| r.id()).collect::<Vec<_>>().into());
            v.insert("trace".into(), trace.into());
            if let Some(judgement) = judgement(document, scope, d.verdict.requirement.id) {
                v.insert("judgement".into(), judgement);
            }
            Value::Object(v)
        })
        .collect();
    let findings: Vec<Value> = blocking
        .iter()
        .map(|id| json!({ "code": "unqualified-middle", "service": id }))
        .collect();
    json!({
        "service": scope.service,
        "as_of": question.as_of,
        "scheme": catalog.scheme,
        "version": catalog.version,
        "ruleset": catalog.ruleset,
        "catalogue_hash": catalog.hash,
        "assume_candidates": question.assume_candidates,
        "readings": question.readings.all(catalog),
        "counts": { "verified": counts(scope.verified()), "all": counts(scope.all()) },
        "findings": findings,
        "verdicts": verdicts,
    })
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
