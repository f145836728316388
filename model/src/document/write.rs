//! From a document to JSON: keys in the order of the format, defaults left out, what the reader did not know last.
//! Byte-stable: the same document always gives the same bytes.

use super::{
    Answer, BaseAnswer, Candidacy, Country, Document, Entity, Event, Extra, FORMAT, Holding, Judgement, Plan,
    PlannedStep, Provider, Qualification, Reliance, Renewal, Reserve, Retained, Service, Share, ThirdParty,
};
use crate::Date;
use catalog::LayerSet;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The document as JSON text, indented, with a final newline.
pub fn to_text(document: &Document) -> String {
    // A `Value` of string keys always serialises.
    let mut text = serde_json::to_string_pretty(&to_value(document)).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as a JSON value.
pub fn to_value(document: &Document) -> Value {
    let mut o = Object::new();
    o.put("format", Some(FORMAT));
    o.put("title", Some(document.title.as_str()));
    o.put("ruleset", document.ruleset.as_deref());
    o.put_date("as_of", document.as_of);
    o.put_date("horizon", document.horizon);
    o.put_value("readings", nonempty(json!(document.readings)));
    o.list("providers", &document.providers, provider);
    o.list("services", &document.services, service);
    o.list("third_parties", &document.third_parties, third_party);
    o.list("entities", &document.entities, entity);
    o.list("holdings", &document.holdings, holding);
    o.put("note", document.note.as_deref());
    o.put_value("sources", nonempty(json!(document.sources)));
    o.end(&document.extra)
}

struct Object(Map<String, Value>);

impl Object {
    fn new() -> Self {
        Self(Map::new())
    }

    fn put_value(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value);
        }
    }

    fn put(&mut self, key: &str, value: Option<&str>) {
        self.put_value(key, value.map(Value::from));
    }

    fn put_date(&mut self, key: &str, date: Option<Date>) {
        self.put_value(key, date.map(|d| d.to_string().into()));
    }

    fn put_flag(&mut self, key: &str, flag: bool) {
        self.put_value(key, flag.then_some(Value::Bool(true)));
    }

    fn list<T>(&mut self, key: &str, items: &[T], write: fn(&T) -> Value) {
        if !items.is_empty() {
            self.put_value(key, Some(items.iter().map(write).collect()));
        }
    }

    /// What the reader did not know; a key that has been repaired since is not written twice.
    fn end(mut self, extra: &Extra) -> Value {
        for (key, value) in extra {
            if !self.0.contains_key(key) {
                self.0.insert(key.clone(), value.clone());
            }
        }
        Value::Object(self.0)
    }
}

fn nonempty(value: Value) -> Option<Value> {
    let empty = match &value {
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        Value::String(s) => s.is_empty(),
        _ => false,
    };
    (!empty).then_some(value)
}

fn layers(set: LayerSet) -> Value {
    set.iter().map(|l| Value::from(l.id())).collect()
}

fn countries(list: &[Country]) -> Option<Value> {
    nonempty(json!(list))
}

pub(super) fn provider(p: &Provider) -> Value {
    let mut o = Object::new();
    o.put("id", Some(p.id.as_str()));
    o.put("name", Some(p.name.as_str()));
    o.put("entity", p.entity.as_ref().map(|e| e.as_str()));
    o.put("note", p.note.as_deref());
    o.end(&p.extra)
}

pub(super) fn service(s: &Service) -> Value {
    let mut o = Object::new();
    o.put("id", Some(s.id.as_str()));
    o.put("name", Some(s.name.as_str()));
    o.put("provider", Some(s.provider.as_str()));
    o.put_value("activities", Some(s.activities.iter().map(|a| Value::from(a.id())).collect()));
    o.put_value("layers", s.layers.map(layers));
    o.list("relies_on", &s.relies_on, reliance);
    o.list("qualifications", &s.qualifications, qualification);
    o.put_value("candidacy", s.candidacy.as_ref().map(candidacy));
    o.put_value("plan", s.plan.as_ref().map(plan));
    o.put_value("prerequisites", checks(&s.prerequisites));
    let mut places = Object::new();
    for (place, list) in &s.locations.by_place {
        places.put_value(place.id(), countries(list));
    }
    o.put_value("locations", nonempty(places.end(&s.locations.extra)));
    o.put_value("facts", checks(&s.facts));
    let judgements: Map<String, Value> =
        s.judgements.iter().map(|(id, j)| (id.clone(), judgement(j))).collect();
    o.put_value("judgements", nonempty(Value::Object(judgements)));
    o.put_value("column", s.column.map(Value::from));
    o.put("note", s.note.as_deref());
    o.put_value("sources", nonempty(json!(s.sources)));
    o.end(&s.extra)
}

pub(super) fn reliance(r: &Reliance) -> Value {
    let mut o = Object::new();
    o.put("service", Some(r.service.as_str()));
    o.put_value("layers", r.layers.map(layers));
    o.list("retained", &r.retained, retained);
    let answers: Map<String, Value> = r.answers.iter().map(|(id, a)| (id.clone(), base_answer(a))).collect();
    o.put_value("answers", nonempty(Value::Object(answers)));
    o.put_value("collected", checks(&r.collected));
    o.put("note", r.note.as_deref());
    o.end(&r.extra)
}

/// Answers by identifier.
fn checks(answers: &BTreeMap<String, Answer>) -> Option<Value> {
    let answers: Map<String, Value> = answers.iter().map(|(id, a)| (id.clone(), a.id().into())).collect();
    nonempty(Value::Object(answers))
}

/// What a base answered, as it stands in a document.
pub fn base_answer(a: &BaseAnswer) -> Value {
    let mut o = Object::new();
    o.put("base_part", a.base_part.map(Answer::id));
    o.put("interlock", a.interlock.map(Answer::id));
    o.put("author", a.author.as_deref());
    o.put_date("date", a.date);
    o.put("text", a.text.as_deref());
    o.put("reference", a.reference.as_deref());
    o.end(&a.extra)
}

fn retained(r: &Retained) -> Value {
    let mut o = Object::new();
    o.put("layer", Some(r.layer.id()));
    o.put_value("requirements", nonempty(json!(r.requirements)));
    o.put("reason", r.reason.as_deref());
    o.end(&r.extra)
}

fn qualification(q: &Qualification) -> Value {
    let mut o = Object::new();
    o.put("version", Some(q.version.as_str()));
    o.put_date("granted", q.granted);
    o.put_date("expires", q.expires);
    o.put_date("attested_on", q.attested_on);
    o.put("evidence", q.evidence.map(super::Evidence::id));
    o.put_flag("vouched", q.vouched);
    o.put("decision", q.decision.as_deref());
    o.put("scope", q.scope.as_deref());
    o.put("region", q.region.as_deref());
    o.put_value("covers", q.covers.map(layers));
    o.list("reserves", &q.reserves, reserve);
    o.list("events", &q.events, event);
    o.put_value("renewal", q.renewal.as_ref().map(renewal));
    o.put("source", q.source.as_deref());
    o.put("note", q.note.as_deref());
    o.end(&q.extra)
}

fn reserve(r: &Reserve) -> Value {
    let mut o = Object::new();
    o.put_value("layers", nonempty(layers(r.layers)));
    o.put_value("requirements", nonempty(json!(r.requirements)));
    o.put("text", r.text.as_deref());
    o.end(&r.extra)
}

fn event(e: &Event) -> Value {
    let mut o = Object::new();
    o.put_date("date", Some(e.date));
    o.put("kind", Some(e.kind.id()));
    o.end(&e.extra)
}

fn candidacy(c: &Candidacy) -> Value {
    let mut o = Object::new();
    o.put("milestone", c.milestone.map(super::Milestone::id));
    o.put_date("since", c.since);
    o.put_date("expected", c.expected);
    o.put("note", c.note.as_deref());
    o.end(&c.extra)
}

fn renewal(r: &Renewal) -> Value {
    let mut o = Object::new();
    o.put_date("expected", r.expected);
    o.put_flag("supposed", r.supposed);
    o.put("note", r.note.as_deref());
    o.end(&r.extra)
}

fn plan(p: &Plan) -> Value {
    let mut o = Object::new();
    for s in &p.steps {
        o.put_value(s.step.id(), Some(planned(s)));
    }
    o.put_value("validity_months", p.validity_months.map(Value::from));
    o.put_value("surveillance_months", p.surveillance_months.map(Value::from));
    o.put("note", p.note.as_deref());
    o.end(&p.extra)
}

fn planned(s: &PlannedStep) -> Value {
    let mut o = Object::new();
    o.put_date("date", s.date);
    o.put_value("months", s.months.map(Value::from));
    o.put("label", s.label.as_deref());
    o.put("note", s.note.as_deref());
    o.end(&s.extra)
}

/// A judgement, as it stands in a document.
pub fn judgement(j: &Judgement) -> Value {
    let mut o = Object::new();
    o.put("override", j.verdict.map(super::Override::id));
    o.put("justification", j.justification.as_deref());
    o.put("author", j.author.as_deref());
    o.put_date("date", j.date);
    o.put("status", j.status.map(super::Status::id));
    o.put("owner", j.owner.as_deref());
    o.put_value("evidence", nonempty(json!(j.evidence)));
    o.put("note", j.note.as_deref());
    o.end(&j.extra)
}

pub(super) fn third_party(t: &ThirdParty) -> Value {
    let mut o = Object::new();
    o.put("id", Some(t.id.as_str()));
    o.put("name", Some(t.name.as_str()));
    o.put("entity", t.entity.as_ref().map(|e| e.as_str()));
    o.put_value("roles", nonempty(t.roles.iter().map(|r| Value::from(r.id())).collect()));
    o.put_value("serves", nonempty(json!(t.serves)));
    o.put_value("layers", nonempty(layers(t.layers)));
    o.put("data_access", t.data_access.map(super::DataAccess::id));
    o.put_value("countries", countries(&t.countries));
    o.put("audit_clause", t.audit_clause.map(Answer::id));
    o.put("autonomy", t.autonomy.map(super::Autonomy::id));
    o.put("note", t.note.as_deref());
    o.put_value("sources", nonempty(json!(t.sources)));
    o.end(&t.extra)
}

pub(super) fn entity(e: &Entity) -> Value {
    let mut o = Object::new();
    o.put("id", Some(e.id.as_str()));
    o.put("name", Some(e.name.as_str()));
    o.put("kind", e.kind.map(super::EntityKind::id));
    for (key, place) in
        [("seat", &e.seat), ("administration", &e.administration), ("establishment", &e.establishment)]
    {
        o.put(key, place.as_ref().map(|c| c.0.as_str()));
    }
    o.put_flag("listed", e.listed);
    o.put_flag("holders_complete", e.holders_complete);
    o.put("note", e.note.as_deref());
    o.put_value("sources", nonempty(json!(e.sources)));
    o.end(&e.extra)
}

fn share(share: Share) -> Option<Value> {
    // Nought has no sign.
    let unsigned = |p: f64| p + 0.0;
    match share {
        Share::Unknown => None,
        Share::Between(min, max) if min.total_cmp(&max).is_eq() || min + max == 0.0 => {
            Some(percent(unsigned(min)))
        }
        Share::Between(min, max) => Some(Value::Array(vec![percent(unsigned(min)), percent(unsigned(max))])),
    }
}

/// Whole percentages are written without a decimal point, as people write them.
fn percent(p: f64) -> Value {
    if p.fract() == 0.0 { json!(p as u8) } else { json!(p) }
}

pub(super) fn holding(h: &Holding) -> Value {
    let mut o = Object::new();
    o.put("holder", Some(h.holder.as_str()));
    o.put("held", Some(h.held.as_str()));
    o.put_value("capital", share(h.capital));
    o.put_value("votes", share(h.votes));
    o.put_flag("declared", h.declared);
    o.put_flag("veto", h.veto);
    o.put_flag("appoints_majority", h.appoints_majority);
    o.put("control", h.control.map(Answer::id));
    o.put("source", h.source.as_deref());
    o.put("note", h.note.as_deref());
    o.end(&h.extra)
}
