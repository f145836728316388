//! From bytes to a document. Reading does not fail on content: whatever is wrong inside becomes an issue, and only
//! bytes that are no `socle/1` at all are refused.

use super::{
    Autonomy, BaseAnswer, Candidacy, DataAccess, Document, Entity, EntityId, EntityKind, Event, EventKind,
    Evidence, FORMAT, Holding, Issue, Judgement, Locations, Milestone, Override, Place, Plan, PlannedStep,
    Provider, ProviderId, Qualification, Reliance, Renewal, Reserve, Retained, Role, Service, ServiceId,
    Status, Step, ThirdParty, ThirdPartyId, fields::Fields, issue::IssueKind, validate,
};
use crate::{Date, document::Answer};
use catalog::{Catalog, Layer};
use serde_json::Value;
use std::collections::BTreeMap;

/// The largest file that is read, in bytes: a stack of 10,000 services stays well below.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most months between two steps of a plan.
pub const MOST_MONTHS: u8 = 120;

/// The most months for which a decision can hold: three years (decree 2015-350).
pub const MOST_VALIDITY: u8 = 36;

/// Why bytes are no document at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// More than [`MAX_BYTES`].
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// Not UTF-8, from this byte on.
    NotUtf8 {
        /// The first bad byte.
        at: usize,
    },
    /// Not JSON.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// Whether the text breaks off.
        truncated: bool,
        /// Whether it is nested too deep.
        too_deep: bool,
    },
    /// JSON, but no object with `"format": "socle/1"`.
    NotSocle {
        /// What stands under `format`, if anything.
        format: Option<String>,
    },
}

impl ReadError {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::NotUtf8 { .. } => "not-utf-8",
            Self::NotJson { too_deep: true, .. } => "too-deep",
            Self::NotJson { truncated: true, .. } => "truncated",
            Self::NotJson { .. } => "not-json",
            Self::NotSocle { .. } => "not-socle",
        }
    }
}

/// Reads a document and lists what is wrong inside. A document with an issue of severity error can be opened for
/// repair but is not computed.
///
/// # Errors
/// When the bytes are no `socle/1`: too large, not UTF-8, not JSON, another format.
pub fn read(catalog: &Catalog, bytes: &[u8]) -> Result<(Document, Vec<Issue>), ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    // A byte order mark is no part of JSON, but editors write one.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| ReadError::NotUtf8 { at: e.valid_up_to() })?;
    let value: Value = serde_json::from_str(text).map_err(|e| ReadError::NotJson {
        line: e.line(),
        column: e.column(),
        truncated: e.is_eof(),
        too_deep: e.to_string().starts_with("recursion limit"),
    })?;
    let format = value.get("format");
    if format.and_then(Value::as_str) != Some(FORMAT) {
        let format = format.map(|f| f.as_str().map_or_else(|| f.to_string(), str::to_owned));
        return Err(ReadError::NotSocle { format: format.map(|f| f.chars().take(80).collect()) });
    }
    let mut issues = Vec::new();
    let document = Fields::of(value, String::new(), &mut issues).map(document).unwrap_or_default();
    // What could not be read says nothing: no second issue in or below its place, nor, where an item of a list was left
    // out, in that list.
    let unread: Vec<String> = issues.iter().filter(|i| i.is_error()).map(|i| i.at.clone()).collect();
    let below = |at: &str, place: &str| {
        at.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let shifted = |at: &str| {
        ["/events", "/retained"].iter().any(|list| {
            let list = at.find(list).and_then(|start| at.get(..start + list.len()));
            list.is_some_and(|list| unread.iter().any(|u| u != list && below(u, list)))
        })
    };
    let more = validate::validate(catalog, &document);
    issues.extend(more.into_iter().filter(|i| !unread.iter().any(|u| below(&i.at, u)) && !shifted(&i.at)));
    crate::sorted::sort(&mut issues);
    issues.dedup();
    Ok((document, issues))
}

pub(super) fn document(mut f: Fields<'_>) -> Document {
    f.name("format");
    Document {
        title: f.name("title"),
        ruleset: f.short("ruleset"),
        as_of: f.date("as_of"),
        horizon: f.date("horizon"),
        readings: f.string_map("readings"),
        providers: f.list("providers", provider),
        services: f.list("services", service),
        third_parties: f.list("third_parties", third_party),
        entities: f.list("entities", entity),
        holdings: f.list("holdings", holding),
        note: f.text("note"),
        sources: f.strings("sources"),
        extra: f.rest(),
    }
}

pub(super) fn provider(mut f: Fields<'_>) -> Provider {
    Provider {
        id: ProviderId(f.id("id")),
        name: f.name("name"),
        entity: f.reference("entity").map(EntityId),
        note: f.text("note"),
        extra: f.rest(),
    }
}

pub(super) fn service(mut f: Fields<'_>) -> Service {
    Service {
        id: ServiceId(f.id("id")),
        name: f.name("name"),
        provider: ProviderId(f.id("provider")),
        activities: f.activities("activities"),
        layers: f.layers("layers"),
        relies_on: f.list("relies_on", reliance),
        qualifications: f.list("qualifications", qualification),
        candidacy: f.object("candidacy", candidacy),
        plan: f.object("plan", plan),
        prerequisites: f.answers("prerequisites"),
        locations: f.object("locations", locations).unwrap_or_default(),
        facts: f.answers("facts"),
        judgements: f.object_map("judgements", judgement),
        column: f.column("column"),
        note: f.text("note"),
        sources: f.strings("sources"),
        extra: f.rest(),
    }
}

fn locations(mut f: Fields<'_>) -> Locations {
    let mut by_place = BTreeMap::new();
    for place in Place::ALL {
        let countries = f.countries(place.id());
        if !countries.is_empty() {
            by_place.insert(*place, countries);
        }
    }
    Locations { by_place, extra: f.rest() }
}

pub(super) fn reliance(mut f: Fields<'_>) -> Reliance {
    Reliance {
        service: ServiceId(f.id("service")),
        layers: f.layers("layers"),
        retained: f.list("retained", retained).into_iter().flatten().collect(),
        answers: f.object_map("answers", base_answer),
        collected: f.answers("collected"),
        note: f.text("note"),
        extra: f.rest(),
    }
}

fn base_answer(mut f: Fields<'_>) -> BaseAnswer {
    BaseAnswer {
        base_part: f.word("base_part", Answer::ALL, Answer::id),
        interlock: f.word("interlock", Answer::ALL, Answer::id),
        author: f.text("author"),
        date: f.date("date"),
        text: f.text("text"),
        reference: f.text("reference"),
        extra: f.rest(),
    }
}

fn retained(mut f: Fields<'_>) -> Option<Retained> {
    let layer = f.word("layer", &Layer::ALL, Layer::id);
    if layer.is_none() && f.issues.last().is_none_or(|i| !i.at.starts_with(&f.at)) {
        let at = f.at.clone();
        f.issues.push(Issue::new(at, IssueKind::MissingKey { key: "layer" }));
    }
    let (requirements, reason) = (f.strings("requirements"), f.text("reason"));
    Some(Retained { layer: layer?, requirements, reason, extra: f.rest() })
}

fn qualification(mut f: Fields<'_>) -> Qualification {
    let version = f.name("version");
    if version.is_empty() {
        let at = f.at.clone();
        f.issues.push(Issue::new(at, IssueKind::MissingKey { key: "version" }));
    }
    Qualification {
        version,
        granted: f.date("granted"),
        expires: f.date("expires"),
        attested_on: f.date("attested_on"),
        evidence: f.word("evidence", Evidence::ALL, Evidence::id),
        vouched: f.flag("vouched"),
        decision: f.text("decision"),
        scope: f.text("scope"),
        region: f.text("region"),
        covers: f.layers("covers"),
        reserves: f.list("reserves", |mut f| Reserve {
            layers: f.layers("layers").unwrap_or_default(),
            requirements: f.strings("requirements"),
            text: f.text("text"),
            extra: f.rest(),
        }),
        events: f.list("events", event).into_iter().flatten().collect(),
        renewal: f.object("renewal", |mut f| Renewal {
            expected: f.date("expected"),
            supposed: f.flag("supposed"),
            note: f.text("note"),
            extra: f.rest(),
        }),
        source: f.text("source"),
        note: f.text("note"),
        extra: f.rest(),
    }
}

fn event(mut f: Fields<'_>) -> Option<Event> {
    let before = f.issues.len();
    let (date, kind): (Option<Date>, _) = (f.date("date"), f.word("kind", EventKind::ALL, EventKind::id));
    if f.issues.len() == before {
        let at = f.at.clone();
        for (key, there) in [("date", date.is_some()), ("kind", kind.is_some())] {
            if !there {
                f.issues.push(Issue::new(at.clone(), IssueKind::MissingKey { key }));
            }
        }
    }
    Some(Event { date: date?, kind: kind?, extra: f.rest() })
}

fn candidacy(mut f: Fields<'_>) -> Candidacy {
    Candidacy {
        milestone: f.word("milestone", Milestone::ALL, Milestone::id),
        since: f.date("since"),
        expected: f.date("expected"),
        note: f.text("note"),
        extra: f.rest(),
    }
}

fn plan(mut f: Fields<'_>) -> Plan {
    let mut steps = Vec::new();
    for step in Step::ALL.iter().copied() {
        steps.extend(f.object(step.id(), |mut f| PlannedStep {
            step,
            date: f.date("date"),
            months: f.months("months", 0, MOST_MONTHS),
            label: f.text("label"),
            note: f.text("note"),
            extra: f.rest(),
        }));
    }
    Plan {
        steps,
        validity_months: f.months("validity_months", 1, MOST_VALIDITY),
        surveillance_months: f.months("surveillance_months", 1, MOST_VALIDITY),
        note: f.text("note"),
        extra: f.rest(),
    }
}

fn judgement(mut f: Fields<'_>) -> Judgement {
    Judgement {
        verdict: f.word("override", Override::ALL, Override::id),
        justification: f.text("justification"),
        author: f.text("author"),
        date: f.date("date"),
        status: f.word("status", Status::ALL, Status::id),
        owner: f.text("owner"),
        evidence: f.strings("evidence"),
        note: f.text("note"),
        extra: f.rest(),
    }
}

pub(super) fn third_party(mut f: Fields<'_>) -> ThirdParty {
    ThirdParty {
        id: ThirdPartyId(f.id("id")),
        name: f.name("name"),
        entity: f.reference("entity").map(EntityId),
        roles: f.words("roles", Role::ALL, Role::id).unwrap_or_default(),
        serves: f.strings("serves").into_iter().map(ServiceId).collect(),
        layers: f.layers("layers").unwrap_or_default(),
        data_access: f.word("data_access", DataAccess::ALL, DataAccess::id),
        countries: f.countries("countries"),
        audit_clause: f.word("audit_clause", Answer::ALL, Answer::id),
        autonomy: f.word("autonomy", Autonomy::ALL, Autonomy::id),
        note: f.text("note"),
        sources: f.strings("sources"),
        extra: f.rest(),
    }
}

pub(super) fn entity(mut f: Fields<'_>) -> Entity {
    Entity {
        id: EntityId(f.id("id")),
        name: f.name("name"),
        kind: f.word("kind", EntityKind::ALL, EntityKind::id),
        seat: f.country("seat"),
        administration: f.country("administration"),
        establishment: f.country("establishment"),
        listed: f.flag("listed"),
        holders_complete: f.flag("holders_complete"),
        note: f.text("note"),
        sources: f.strings("sources"),
        extra: f.rest(),
    }
}

pub(super) fn holding(mut f: Fields<'_>) -> Holding {
    Holding {
        holder: EntityId(f.id("holder")),
        held: EntityId(f.id("held")),
        capital: f.share("capital"),
        votes: f.share("votes"),
        declared: f.flag("declared"),
        veto: f.flag("veto"),
        appoints_majority: f.flag("appoints_majority"),
        control: f.word("control", Answer::ALL, Answer::id),
        source: f.text("source"),
        note: f.text("note"),
        extra: f.rest(),
    }
}
