//! What does not go together between a service's plan and the dates of what it rests on. Each warning names the
//! services and the days; none says what ANSSI will decide.

use super::{days_after, flips::own_days, plan::Course};
use crate::{
    Date, Document, Question,
    document::{Qualification, Service, ServiceId, Step},
    graph::Node,
    qualification::{Class, State, cover},
    supply::Stack,
    verdict::{Evaluator, ScopeError},
};
use catalog::Catalog;

/// A base, and the last day up to which it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The base.
    pub base: ServiceId,
    /// What it is called.
    pub name: String,
    /// The last day.
    pub last: Date,
    /// Whether it is no end, but the day up to which its source attests a qualification without a grant date.
    pub is_attested: bool,
}

/// Something to be warned of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A base is to be suspended and then reinstated, and covers nothing in between.
    SuspendedMeanwhile {
        /// The base.
        base: ServiceId,
        /// What it is called.
        name: String,
        /// What covers and rests on it; nothing where it covers by itself.
        above: Option<String>,
        /// The first day without it.
        from: Date,
        /// The last.
        to: Date,
        /// The planned J3, where it falls between the two.
        decision: Option<Date>,
    },
    /// A base covers no longer on the day of the planned decision.
    EndsBeforeDecision {
        /// The base.
        ending: Ending,
        /// The planned J3.
        decision: Date,
    },
    /// A base has to be renewed while the service's own decision would hold.
    EndsWithinValidity {
        /// The base.
        ending: Ending,
        /// The first day of that validity.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// Several bases end one after the other.
    Chain {
        /// The bases, in the order of their ends.
        endings: Vec<Ending>,
    },
    /// What a base itself rests on ends before it does.
    FoundationEndsFirst {
        /// The base.
        base: Ending,
        /// What it rests on.
        foundation: Ending,
    },
    /// The plan gives no day for the decision.
    NoDecisionDay,
    /// A step of the plan comes before one that goes before it.
    Reversed {
        /// The step that goes before.
        first: Step,
        /// The one that comes too early.
        second: Step,
    },
    /// The decision on a candidate base is expected after the planned one of the service.
    CandidateAfterDecision {
        /// The base.
        base: ServiceId,
        /// What it is called.
        name: String,
        /// Its expected day.
        expected: Date,
        /// The planned J3.
        decision: Date,
    },
    /// A candidate base has no expected day, so that no plan can count on it.
    CandidateUndated {
        /// The base.
        base: ServiceId,
        /// What it is called.
        name: String,
    },
}

impl Warning {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SuspendedMeanwhile { .. } => "base-suspended-meanwhile",
            Self::EndsBeforeDecision { .. } => "base-ends-before-decision",
            Self::EndsWithinValidity { .. } => "base-ends-within-validity",
            Self::Chain { .. } => "chain-of-expiries",
            Self::FoundationEndsFirst { .. } => "foundation-ends-first",
            Self::NoDecisionDay => "no-decision-day",
            Self::Reversed { .. } => "steps-reversed",
            Self::CandidateAfterDecision { .. } => "candidate-after-decision",
            Self::CandidateUndated { .. } => "candidate-undated",
        }
    }

    /// The day to look at, where there is one: the first end or suspension, or the expected decision.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::EndsBeforeDecision { ending, .. } | Self::EndsWithinValidity { ending, .. } => {
                Some(ending.last)
            }
            Self::SuspendedMeanwhile { from, .. } => Some(*from),
            Self::Chain { endings } => endings.first().map(|e| e.last),
            Self::FoundationEndsFirst { foundation, .. } => Some(foundation.last),
            Self::CandidateAfterDecision { expected, .. } => Some(*expected),
            Self::NoDecisionDay | Self::Reversed { .. } | Self::CandidateUndated { .. } => None,
        }
    }
}

/// The warnings on a service, as of the question's day and under its suppositions.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn warnings(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
) -> Result<Vec<Warning>, ScopeError> {
    let stack = Stack::new(document).map_err(ScopeError::Cycles)?;
    let unknown = || ScopeError::UnknownService(target.clone());
    let node = stack.graph().node(target.as_str()).ok_or_else(unknown)?;
    let course = stack.graph().service(node).and_then(super::course);
    let mut warnings = Vec::new();
    if let Some(course) = &course {
        if course.day(Step::J3).is_none() {
            warnings.push(Warning::NoDecisionDay);
        }
        warnings.extend(
            course
                .reversed
                .iter()
                .map(|(first, second)| Warning::Reversed { first: *first, second: *second }),
        );
    }
    let covering = covering(catalog, &stack, node, question);
    warnings.extend(suspended(&stack, &covering, question, course.as_ref()));
    let mut endings: Vec<Ending> =
        covering.iter().filter_map(|base| ending(&stack, *base, question)).collect();
    crate::sorted::by(&mut endings, |a, b| (a.last, &a.base).cmp(&(b.last, &b.base)));
    warnings.extend(against_plan(&endings, course.as_ref()));
    // Those that end after the service's own decision would are another cycle's matter.
    let end = course.as_ref().and_then(|c| c.validity).map(|(_, last)| last);
    let chain: Vec<Ending> =
        endings.iter().filter(|e| end.is_none_or(|end| e.last <= end)).cloned().collect();
    if chain.first().map(|e| e.last) != chain.last().map(|e| e.last) {
        warnings.push(Warning::Chain { endings: chain });
    }
    for base in &endings {
        let below =
            stack.graph().node(base.base.as_str()).map(|n| stack.graph().bases(n)).unwrap_or_default();
        let mut first = below.iter().filter_map(|n| ending(&stack, *n, question)).collect::<Vec<_>>();
        first.retain(|foundation| foundation.last < base.last);
        if let Some(foundation) = first.into_iter().min_by_key(|e| e.last) {
            warnings.push(Warning::FoundationEndsFirst { base: base.clone(), foundation });
        }
    }
    if let Some(course) = &course {
        for base in stack.graph().bases(node) {
            let service = stack.graph().service(base).filter(|_| !covering.contains(&base));
            warnings.extend(service.and_then(|s| candidate(s, question, course)));
        }
    }
    Ok(warnings)
}

fn against_plan(endings: &[Ending], course: Option<&Course>) -> Vec<Warning> {
    let mut found = Vec::new();
    let Some(course) = course else { return found };
    let Some(decision) = course.day(Step::J3) else { return found };
    for ending in endings {
        if ending.last < decision {
            found.push(Warning::EndsBeforeDecision { ending: ending.clone(), decision });
        } else if let Some((from, to)) = course.validity
            && ending.last < to
        {
            found.push(Warning::EndsWithinValidity { ending: ending.clone(), from, to });
        }
    }
    found
}

/// The services whose own qualification covers some layer for the target on the day of the question.
fn covering(catalog: &Catalog, stack: &Stack<'_>, target: Node, question: &Question) -> Vec<Node> {
    let mut evaluator = Evaluator::new(catalog, stack, question, vec![target]);
    let mut by = Vec::new();
    for changed_in_3_2 in [false, true] {
        let (_, covers) = evaluator.ground(target, Class { requirement: None, changed_in_3_2 });
        by.extend(covers.into_iter().map(|(_, node, _)| node));
    }
    crate::sorted::sort(&mut by);
    by.dedup();
    by
}

/// The suspensions to come of what covers, and of what that rests on, up to the end of what is planned: what lies beyond
/// is another cycle's matter.
fn suspended(
    stack: &Stack<'_>,
    covering: &[Node],
    question: &Question,
    course: Option<&Course>,
) -> Vec<Warning> {
    let id = |node: &Node| stack.graph().service(*node).map(|s| &s.id);
    let mut above: Vec<Node> = covering.to_vec();
    crate::sorted::by(&mut above, |a, b| id(a).cmp(&id(b)));
    let mut all: Vec<(Node, Option<String>)> = above.iter().map(|node| (*node, None)).collect();
    for over in above {
        for below in stack.graph().bases(over) {
            if all.iter().all(|(known, _)| *known != below) {
                all.push((below, stack.graph().service(over).map(Service::called)));
            }
        }
    }
    let end = course.and_then(|c| c.validity).map(|(_, last)| last);
    let mut found = Vec::new();
    for (node, above) in all {
        let (Some(service), Some(lasting)) = (stack.graph().service(node), lasting(stack, node, question))
        else {
            continue;
        };
        for (from, to) in lasting.breaks {
            if end.is_none_or(|end| from <= end) {
                found.push(Warning::SuspendedMeanwhile {
                    base: service.id.clone(),
                    name: service.called(),
                    above: above.clone(),
                    from,
                    to,
                    decision: course.and_then(|c| c.day(Step::J3)).filter(|d| from <= *d && *d <= to),
                });
            }
        }
    }
    crate::sorted::by(&mut found, |a, b| a.day().cmp(&b.day()));
    found
}

/// How long a service covers something from the day of the question on.
struct Lasting {
    /// The suspensions between which it does, each from its first day to the eve of the reinstatement.
    breaks: Vec<(Date, Date)>,
    /// Its end; nothing where none is known.
    ending: Option<Ending>,
}

/// The last day up to which a service covers something, suspensions that are to be lifted apart; nothing where it covers
/// nothing on the day of the question, or where no end is known.
fn ending(stack: &Stack<'_>, node: Node, question: &Question) -> Option<Ending> {
    lasting(stack, node, question)?.ending
}

/// How long a service covers; nothing where it covers nothing on the day of the question.
fn lasting(stack: &Stack<'_>, node: Node, question: &Question) -> Option<Lasting> {
    let service = stack.graph().service(node)?;
    let held = stack.footprint(node).held;
    let by = |day| {
        let on = Question { as_of: day, ..question.clone() };
        let class = Class { requirement: None, changed_in_3_2: false };
        held.iter().find_map(|layer| cover(service, layer, class, &on))
    };
    by(question.as_of)?;
    let mut days = own_days(service, question);
    days.retain(|day| *day > question.as_of);
    crate::sorted::sort(&mut days);
    let mut breaks = Vec::new();
    let ending = loop {
        let Some(first) = days.iter().copied().find(|day| by(*day).is_none()) else { break None };
        let last = days_after(first, -1)?;
        days.retain(|day| *day > first);
        let again = days.iter().copied().find(|day| by(*day).is_some());
        let through = again.and_then(|again| Some((again, days_after(again, -1)?)));
        if let Some((again, to)) = through {
            // One suspension, from its first day to its last.
            let is = |q: &Qualification, day| q.state(day) == State::Suspended;
            let mut shown = service.qualifications.iter().filter(|q| q.is_shown());
            if shown.any(|q| !is(q, last) && is(q, first) && is(q, to) && !is(q, again)) {
                breaks.push((first, to));
                days.retain(|day| *day > again);
                continue;
            }
        }
        let is_attested = by(last).is_some_and(|c| c.undated)
            && service.qualifications.iter().any(|q| q.attested_on == Some(last) && q.granted.is_none());
        break Some(Ending { base: service.id.clone(), name: service.called(), last, is_attested });
    };
    Some(Lasting { breaks, ending })
}

fn candidate(service: &Service, question: &Question, course: &Course) -> Option<Warning> {
    let candidacy = service.candidacy.as_ref()?;
    if service.qualifications.iter().any(|q| q.is_shown() && q.state(question.as_of).holds()) {
        return None;
    }
    let (base, name) = (service.id.clone(), service.called());
    match (candidacy.expected, course.day(Step::J3)) {
        (None, _) => Some(Warning::CandidateUndated { base, name }),
        (Some(expected), Some(decision)) if expected > decision => {
            Some(Warning::CandidateAfterDecision { base, name, expected, decision })
        }
        _ => None,
    }
}
