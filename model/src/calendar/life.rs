//! Lives: every qualification and candidacy of a document on one axis of time, as spans during which something holds
//! and marks at which something happens. The state of each day is the engine's own ([`crate::qualification`]).

use super::days_after;
use crate::{
    Date,
    document::{Document, EventKind, Milestone, Qualification, Service, ServiceId},
    qualification::{State, YEARS},
};

/// Whose life it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The qualification at this place of the service's list.
    Qualification(usize),
    /// The candidacy.
    Candidacy,
}

/// What holds during a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpanKind {
    /// The qualification holds.
    Holds,
    /// No grant date is known; its source calls it current up to the end of the span.
    Undated,
    /// It is suspended.
    Suspended,
    /// The service is a candidate.
    Candidate,
    /// As if the candidate were granted on its expected date: a hypothesis.
    IfGranted,
    /// As if the qualification were renewed: a hypothesis.
    IfRenewed,
}

/// A span of days, both ends included; an end that nobody knows is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What holds.
    pub kind: SpanKind,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// The first day of a qualification.
    Granted,
    /// It is suspended from that day.
    Suspended,
    /// It holds again from that day.
    Reinstated,
    /// It is over from that day, for good.
    Withdrawn,
    /// The last day up to which its source attests it.
    AttestedOn,
    /// Its last day, which still counts.
    LastDay,
    /// The day on which its renewal is expected.
    RenewalExpected,
    /// The candidacy begins, at a milestone where one is known.
    CandidateSince(Option<Milestone>),
    /// The decision on the candidacy is expected.
    DecisionExpected,
}

/// Something that happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The day.
    pub day: Date,
    /// What happens.
    pub kind: MarkKind,
}

/// A life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Of which service.
    pub service: ServiceId,
    /// Of what.
    pub of: Of,
    /// Whether what shows it is strong enough to count: press alone is not, unless vouched for.
    pub is_shown: bool,
    /// Its spans, in the order of time, none overlapping another but for hypotheses, which come last.
    pub spans: Vec<Span>,
    /// Its marks, in the order of time.
    pub marks: Vec<Mark>,
}

/// The lives of all qualifications and candidacies, in the order of the document.
pub fn life(document: &Document) -> Vec<Life> {
    let mut lives = Vec::new();
    for service in &document.services {
        for (at, q) in service.qualifications.iter().enumerate() {
            lives.push(of_qualification(service, at, q));
        }
        lives.extend(of_candidacy(service));
    }
    lives
}

/// A service and all that it rests on, directly or not.
pub(crate) fn near<'d>(document: &'d Document, target: &'d ServiceId) -> Vec<&'d ServiceId> {
    let mut near = vec![target];
    let mut at = 0;
    while let Some(id) = near.get(at).copied() {
        at += 1;
        for r in document.service(id.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default() {
            if !near.contains(&&r.service) {
                near.push(&r.service);
            }
        }
    }
    near
}

/// The services that a target rests on, directly or not, of which the document states neither a qualification nor a
/// candidacy, in its order: they have no life, and are told of all the same.
pub fn unstated(document: &Document, target: &ServiceId) -> Vec<ServiceId> {
    let near = near(document, target);
    let is_bare = |s: &&Service| s.qualifications.is_empty() && s.candidacy.is_none();
    let bases = document.services.iter().filter(|s| s.id != *target && near.contains(&&s.id));
    bases.filter(is_bare).map(|s| s.id.clone()).collect()
}

/// The days on which the state of a qualification can change: its own, and those after a last one.
pub(super) fn turning(q: &Qualification) -> Vec<Date> {
    let mut days: Vec<Date> = q.events.iter().map(|e| e.date).collect();
    days.extend(q.granted);
    days.extend(q.last_day().and_then(|d| days_after(d, 1)));
    days.extend(q.attested_on.and_then(|d| days_after(d, 1)));
    crate::sorted::sort(&mut days);
    days.dedup();
    days
}

fn of_qualification(service: &Service, at: usize, q: &Qualification) -> Life {
    let kind = |state| match state {
        State::Holds => Some(SpanKind::Holds),
        State::HoldsUndated => Some(SpanKind::Undated),
        State::Suspended => Some(SpanKind::Suspended),
        State::NotYet | State::Expired | State::Withdrawn | State::Unproven => None,
    };
    let mut spans: Vec<Span> = Vec::new();
    let days = turning(q);
    let eve = |day: Date| days_after(day, -1);
    // Before the first turn, then from each turn to the eve of the next.
    let starts = std::iter::once(None).chain(days.iter().copied().map(Some));
    let ends = days.iter().copied().map(Some).chain([None]);
    for (from, next) in starts.zip(ends) {
        let (Some(probe), to) = (from.or_else(|| eve(next?)), next.and_then(eve)) else { continue };
        // A suspension outlives nothing: past the last day there is nothing left to suspend.
        let over = q.last_day().is_some_and(|last| probe > last);
        let Some(kind) = kind(q.state(probe)).filter(|_| !over) else { continue };
        match spans.last_mut() {
            Some(last) if last.kind == kind && last.to.and_then(|d| days_after(d, 1)) == from => last.to = to,
            _ => spans.push(Span { kind, from, to }),
        }
    }
    let planned = q.renewal.as_ref().filter(|r| r.expected.is_some() || r.supposed);
    if let Some(first) = planned.and_then(|_| q.renewed_from()) {
        spans.push(Span { kind: SpanKind::IfRenewed, from: Some(first), to: Some(first.plus_years(YEARS)) });
    }
    let mut marks = Vec::new();
    let mut mark = |day: Option<Date>, kind| marks.extend(day.map(|day| Mark { day, kind }));
    mark(q.granted, MarkKind::Granted);
    for e in &q.events {
        let kind = match e.kind {
            EventKind::Suspended => MarkKind::Suspended,
            EventKind::Reinstated => MarkKind::Reinstated,
            EventKind::Withdrawn => MarkKind::Withdrawn,
        };
        mark(Some(e.date), kind);
    }
    mark(q.attested_on, MarkKind::AttestedOn);
    mark(q.last_day(), MarkKind::LastDay);
    mark(q.renewal.as_ref().and_then(|_| q.renewed_from()), MarkKind::RenewalExpected);
    crate::sorted::sort(&mut marks);
    Life { service: service.id.clone(), of: Of::Qualification(at), is_shown: q.is_shown(), spans, marks }
}

fn of_candidacy(service: &Service) -> Option<Life> {
    let candidacy = service.candidacy.as_ref()?;
    let eve = candidacy.expected.and_then(|d| days_after(d, -1));
    let mut spans = Vec::new();
    // An expected day that lies before the beginning says nothing of how long the candidacy lasts.
    let in_order = candidacy.since.zip(eve).is_none_or(|(since, eve)| since <= eve);
    if in_order && (candidacy.since.is_some() || eve.is_some()) {
        spans.push(Span { kind: SpanKind::Candidate, from: candidacy.since, to: eve });
    }
    if let Some(first) = candidacy.expected {
        spans.push(Span { kind: SpanKind::IfGranted, from: Some(first), to: Some(first.plus_years(YEARS)) });
    }
    let mut marks = Vec::new();
    let since = candidacy.since.map(|day| Mark { day, kind: MarkKind::CandidateSince(candidacy.milestone) });
    marks.extend(since);
    marks.extend(candidacy.expected.map(|day| Mark { day, kind: MarkKind::DecisionExpected }));
    crate::sorted::sort(&mut marks);
    Some(Life { service: service.id.clone(), of: Of::Candidacy, is_shown: true, spans, marks })
}
