//! Every day on which verdicts of a service flip. Between the days of the document nothing can change: the verdicts
//! are asked on those days alone, and compared with those of the day before. Which day it is decides only whether
//! qualifications hold, whether suppositions have come true and whether answers of bases count.

use super::{days_after, life::turning};
use crate::{
    Date, Document, Question,
    document::{Answer, Qualification, Service, ServiceId},
    graph::Node,
    qualification::{Class, State, YEARS, cover},
    supply::Stack,
    verdict::{Evaluator, Outcome, ScopeError},
};
use catalog::{Catalog, Layer, LayerSet, Requirement};

/// A day on which verdicts are no longer what they were the day before.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// The first day of the new verdicts.
    pub day: Date,
    /// What flips, in the order of the text.
    pub changes: Vec<Change>,
    /// What it comes from: each cause of some change, bases in alphabetical order.
    pub causes: Vec<Cause>,
}

impl Flip {
    /// How many of the changes are of verified requirements (3.1).
    pub fn verified(&self) -> usize {
        self.changes.iter().filter(|c| c.requirement.modality.is_verified()).count()
    }
}

/// A verdict that flips.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// The day before.
    pub from: Outcome,
    /// From that day on.
    pub to: Outcome,
    /// Why: places in the flip's causes.
    pub causes: Vec<usize>,
}

impl Change {
    /// Whether cover is lost, wholly or in part.
    pub const fn loses(&self) -> bool {
        matches!(
            (self.from, self.to),
            (Outcome::Inherited, Outcome::Shared | Outcome::Remains) | (Outcome::Shared, Outcome::Remains)
        )
    }
}

/// What makes verdicts flip on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The base concerned.
    pub service: ServiceId,
    /// What becomes of it.
    pub why: Why,
}

/// What becomes of a base on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The qualification at this place begins to hold.
    Granted(usize),
    /// Its last day was the day before.
    Ended(usize),
    /// It is suspended.
    Suspended(usize),
    /// It holds again.
    Reinstated(usize),
    /// It is withdrawn.
    Withdrawn(usize),
    /// Its source called it current up to the day before, and nothing is known beyond.
    Unattested(usize),
    /// The candidacy is supposed to be granted.
    IfGranted,
    /// Three years after its supposed grant.
    IfGrantedEnds,
    /// The qualification is supposed to be renewed.
    IfRenewed(usize),
    /// Three years after its supposed renewal.
    IfRenewedEnds(usize),
    /// The base's answer to this service, that it does not hold its part of a requirement, begins to count.
    Refused {
        /// Who rests on the base.
        by: ServiceId,
        /// The requirement.
        requirement: String,
    },
}

/// The days after `from`, up to and including `to`, on which verdicts of the target flip.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn flips(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
    from: Date,
    to: Date,
) -> Result<Vec<Flip>, ScopeError> {
    let stack = Stack::new(document).map_err(ScopeError::Cycles)?;
    let unknown = || ScopeError::UnknownService(target.clone());
    let node = stack.graph().node(target.as_str()).ok_or_else(unknown)?;
    let bases = stack.graph().bases(node);
    let on = |day| Question { as_of: day, ..question.clone() };
    let outcomes = |question: &Question| -> Vec<(&'static Requirement, Outcome)> {
        let verdicts = Evaluator::new(catalog, &stack, question, vec![node]).verdicts(node);
        verdicts.into_iter().map(|v| (v.requirement, v.outcome)).collect()
    };
    let mut days = days(&stack, node, &bases, question);
    days.retain(|day| *day > from && *day <= to);
    let mut found = Vec::new();
    let mut before = outcomes(&on(from));
    for day in days {
        let now = on(day);
        let after = outcomes(&now);
        let changed = before.iter().zip(&after).filter(|(b, a)| b.1 != a.1);
        let changed: Vec<_> = changed.map(|(b, a)| (b.0, b.1, a.1)).collect();
        before = after;
        if changed.is_empty() {
            continue;
        }
        let Some(eve) = days_after(day, -1).map(on) else { continue };
        let turns = turns(&stack, node, &bases, &eve, &now);
        let mut flip = Flip { day, changes: Vec::new(), causes: Vec::new() };
        for (requirement, from, to) in changed {
            let class = stack.class(requirement.id, requirement.changed_in_3_2);
            // What it bears on tells; else the stack does, whose exposed services bring their own conditions.
            let mut causes = Vec::new();
            for layers in [requirement.layers, LayerSet::of(&Layer::ALL)] {
                if causes.is_empty() {
                    causes = turns.iter().filter(|t| t.touches(class, layers, &eve, &now)).collect();
                }
            }
            let mut places = Vec::with_capacity(causes.len());
            for turn in causes {
                let known = flip.causes.iter().position(|c| *c == turn.cause);
                places.push(known.unwrap_or(flip.causes.len()));
                if known.is_none() {
                    flip.causes.push(turn.cause.clone());
                }
            }
            flip.changes.push(Change { requirement, from, to, causes: places });
        }
        found.push(flip);
    }
    Ok(found)
}

/// From which day cover of a requirement is lost, wholly or in part, and what the verdict is then: the first of these
/// flips that takes it from Inherited to less, or from Shared to Remains.
pub fn lost_from(flips: &[Flip], requirement: &str) -> Option<(Date, Outcome)> {
    flips.iter().find_map(|flip| {
        let lost = flip.changes.iter().find(|c| c.requirement.id == requirement && c.loses())?;
        Some((flip.day, lost.to))
    })
}

/// The days on which anything can change for a target.
fn days(stack: &Stack<'_>, node: Node, bases: &[Node], question: &Question) -> Vec<Date> {
    let mut days = Vec::new();
    for service in bases.iter().filter_map(|n| stack.graph().service(*n)) {
        days.append(&mut own_days(service, question));
    }
    for user in bases.iter().chain([&node]) {
        for edge in stack.graph().edges(*user) {
            days.extend(edge.reliance.answers.values().filter_map(|a| a.date));
        }
    }
    crate::sorted::sort(&mut days);
    days.dedup();
    days
}

/// The days on which what a service covers by itself can change.
pub(super) fn own_days(service: &Service, question: &Question) -> Vec<Date> {
    let mut days = Vec::new();
    let mut supposed = |first: Option<Date>| {
        days.extend(first);
        days.extend(first.and_then(|d| days_after(d.plus_years(YEARS), 1)));
    };
    if question.assume_candidates {
        supposed(service.candidacy.as_ref().and_then(|c| c.expected));
        for q in &service.qualifications {
            supposed(q.renewed_from());
        }
    }
    for q in &service.qualifications {
        days.append(&mut turning(q));
    }
    days
}

/// Something that turns on a day, and of whom.
struct Turn<'d> {
    cause: Cause,
    service: &'d Service,
    at: Option<usize>,
}

impl Turn<'_> {
    /// Whether it can bear on the requirements of a class, on one of these layers.
    fn touches(&self, class: Class<'_>, layers: LayerSet, eve: &Question, now: &Question) -> bool {
        if let Why::Refused { requirement, .. } = &self.cause.why {
            return class.requirement == Some(requirement.as_str());
        }
        let qualification = self.at.and_then(|at| self.service.qualifications.get(at));
        layers.iter().any(|layer| {
            let covers = |question| cover(self.service, layer, class, question).is_some();
            qualification.is_none_or(|q| q.has_in_cover(layer, class)) && covers(eve) != covers(now)
        })
    }
}

/// What turns between two days, for the bases of a target.
fn turns<'d>(stack: &Stack<'d>, node: Node, bases: &[Node], eve: &Question, now: &Question) -> Vec<Turn<'d>> {
    let mut turns = Vec::new();
    for service in bases.iter().filter_map(|n| stack.graph().service(*n)) {
        let mut push = |why, at| {
            let cause = Cause { service: service.id.clone(), why };
            turns.push(Turn { cause, service, at });
        };
        for (at, q) in service.qualifications.iter().enumerate().filter(|(_, q)| q.is_shown()) {
            if let Some(why) = turned(q, at, eve.as_of, now.as_of) {
                push(why, Some(at));
            }
        }
        if !now.assume_candidates {
            continue;
        }
        for (at, q) in service.qualifications.iter().enumerate().filter(|(_, q)| q.is_shown()) {
            let why = renewed(q, at, eve.as_of, now.as_of);
            // What became of the qualification has been told.
            if let Some(why) = why.filter(|why| turned(q, at, eve.as_of, now.as_of).as_ref() != Some(why)) {
                push(why, Some(at));
            }
        }
        let expected = service.candidacy.as_ref().and_then(|c| c.expected);
        match expected.map(|first| edge(first, eve.as_of, now.as_of)) {
            Some(Some(true)) => push(Why::IfGranted, None),
            Some(Some(false)) => push(Why::IfGrantedEnds, None),
            _ => {}
        }
    }
    for user in bases.iter().chain([&node]) {
        let Some(by) = stack.graph().service(*user) else { continue };
        for edge in stack.graph().edges(*user) {
            let Some(service) = stack.graph().service(edge.base) else { continue };
            for (id, answer) in &edge.reliance.answers {
                if answer.base_part == Some(Answer::No) && answer.date == Some(now.as_of) {
                    let why = Why::Refused { by: by.id.clone(), requirement: id.clone() };
                    turns.push(Turn { cause: Cause { service: service.id.clone(), why }, service, at: None });
                }
            }
        }
    }
    turns
}

/// What becomes of a qualification between two days, where it begins or ceases to hold.
fn turned(q: &Qualification, at: usize, eve: Date, day: Date) -> Option<Why> {
    let (before, after) = (q.state(eve), q.state(day));
    match (before.holds(), after) {
        (false, State::Holds | State::HoldsUndated) if before == State::Suspended => {
            Some(Why::Reinstated(at))
        }
        (false, State::Holds | State::HoldsUndated) => Some(Why::Granted(at)),
        (true, State::Suspended) => Some(Why::Suspended(at)),
        (true, State::Withdrawn) => Some(Why::Withdrawn(at)),
        (true, State::Unproven) => Some(Why::Unattested(at)),
        (true, State::Expired | State::NotYet) => Some(Why::Ended(at)),
        _ => None,
    }
}

/// What becomes of a supposed renewal between two days: it begins, it ends, or what happens to the qualification
/// happens to it.
fn renewed(q: &Qualification, at: usize, eve: Date, day: Date) -> Option<Why> {
    let first = q.renewed_from().filter(|_| q.renewal.as_ref().is_some_and(|r| r.supposed))?;
    let broken = |day| matches!(q.state(day), State::Suspended | State::Withdrawn);
    let inside = |day: Date| (first..=first.plus_years(YEARS)).contains(&day);
    match (inside(eve) && !broken(eve), inside(day) && !broken(day)) {
        (false, true) if inside(eve) => Some(Why::Reinstated(at)),
        (false, true) => Some(Why::IfRenewed(at)),
        (true, false) => Some(match q.state(day) {
            State::Suspended => Why::Suspended(at),
            State::Withdrawn => Why::Withdrawn(at),
            _ => Why::IfRenewedEnds(at),
        }),
        _ => None,
    }
}

/// Whether three years from a first day begin or end between two days.
fn edge(first: Date, eve: Date, day: Date) -> Option<bool> {
    let inside = |day: Date| (first..=first.plus_years(YEARS)).contains(&day);
    (inside(eve) != inside(day)).then(|| inside(day))
}
