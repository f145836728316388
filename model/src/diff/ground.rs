//! Why a part is not held where it is on the other side: what a qualification lacks on that day, under those readings.
//! Only what the parts do not say by themselves.

use super::Found;
use crate::{
    Date,
    document::{Answer, EventKind, Qualification, Service, ServiceId},
    qualification::{self, Class, State, Warrant, YEARS},
    question::{OwnPremises, Personnel, Question},
    verdict::{OWN_PREMISES_FACT, On, PartState, PartView},
};
use catalog::{Layer, ReadingId, Requirement};

/// Why a part is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// A service does not cover.
    Lack {
        /// The service.
        service: ServiceId,
        /// What it lacks.
        lack: Lack,
        /// The day that goes with it.
        day: Option<Date>,
    },
    /// The service rests on that one no more.
    NotUnder(ServiceId),
    /// A reading decides it.
    Reading(ReadingId),
    /// The fact on own premises decides it.
    Premises(Answer),
}

/// What keeps a service from covering. Ordered: of several qualifications, the one that comes nearest says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// No qualification is stated.
    Nothing,
    /// A candidate, and candidates are not assumed.
    Candidate,
    /// A candidate whose decision is expected later.
    ExpectedLater,
    /// A candidate whose assumed qualification would have ended.
    AssumedOver,
    /// Only the press speaks of one.
    Press,
    /// It is under a version that does not count.
    Version,
    /// It is under an earlier version, and a reading lets that count for nothing.
    EarlierVersion,
    /// Its scope or its reserves leave the part out.
    Scope,
    /// It has no date.
    Undated,
    /// Its source calls it current up to an earlier day only.
    AttestedUntil,
    /// It begins later.
    NotYet,
    /// It has ended.
    Ended,
    /// It was withdrawn.
    Withdrawn,
    /// It is suspended.
    Suspended,
}

/// Why the parts at a place are what they are on the side `here`, given those on the side `there`.
pub(super) fn of(
    here: &Found<'_, '_>,
    there: &Found<'_, '_>,
    requirement: &'static Requirement,
    on: On,
    parts: &[PartView],
    others: &[PartView],
) -> Option<Ground> {
    let hangs_on = |id| requirement.readings.contains(id);
    let On::Layer(layer) = on else {
        let has_own = |parts: &[PartView]| parts.iter().any(|p| p.state == PartState::Own);
        return (hangs_on(ReadingId::OwnPremises) && has_own(parts) != has_own(others))
            .then(|| premises(here));
    };
    let personnel = |side: &Found<'_, '_>| side.question.readings.personnel;
    if hangs_on(ReadingId::Personnel) && personnel(here) != personnel(there) {
        return (personnel(here) == Personnel::Shared).then_some(Ground::Reading(ReadingId::Personnel));
    }
    let class = here.stack.class(requirement.id, requirement.changed_in_3_2);
    let held: Vec<&ServiceId> = others.iter().filter_map(|p| p.covered_by.as_ref()).collect();
    for part in parts {
        // A service that covers there and stands on the way here; else, where nobody covers here, who operates.
        let fallen = held.iter().copied().find(|s| {
            part.covered_by.as_ref() != Some(s) && part.path.iter().skip(1).any(|on_way| on_way == *s)
        });
        let exposed = part.state == PartState::Exposed && !held.is_empty();
        let who = fallen.or_else(|| part.operator.as_ref().filter(|_| exposed));
        let Some(service) = who.and_then(|id| here.stack.document().service(id.as_str())) else { continue };
        let assumed = others.iter().any(|p| {
            p.covered_by.as_ref() == Some(&service.id)
                && p.cover.is_some_and(|c| c.warrant == Warrant::Candidacy)
        });
        let Some((mut lack, mut day)) = lack(service, layer, class, here.question) else { continue };
        // What was assumed there is missed here, whatever became of qualifications before it.
        if assumed && service.candidacy.is_some() {
            (lack, day) = candidacy(service, here.question);
        }
        return Some(Ground::Lack { service: service.id.clone(), lack, day });
    }
    if !parts.iter().any(|p| p.state == PartState::Missing) {
        return None;
    }
    let below = here.stack.graph().bases(here.node);
    let under =
        |id: &ServiceId| here.stack.graph().node(id.as_str()).is_some_and(|node| below.contains(&node));
    let base = others.iter().filter_map(|p| p.path.get(1)).find(|id| !under(id))?;
    Some(Ground::NotUnder(base.clone()))
}

fn premises(side: &Found<'_, '_>) -> Ground {
    match side.question.readings.own_premises {
        OwnPremises::HostingOnly => Ground::Reading(ReadingId::OwnPremises),
        OwnPremises::UnlessExcluded => {
            let service = side.stack.graph().service(side.node);
            Ground::Premises(service.map_or(Answer::Unknown, |s| s.fact(OWN_PREMISES_FACT)))
        }
    }
}

/// What keeps a service from covering a layer by itself, and the day that goes with it; nothing where it covers.
pub fn lack(
    service: &Service,
    layer: Layer,
    class: Class<'_>,
    question: &Question,
) -> Option<(Lack, Option<Date>)> {
    if qualification::cover(service, layer, class, question).is_some() {
        return None;
    }
    let mut nearest = candidacy(service, question);
    for q in &service.qualifications {
        nearest = nearest.max(shortfall(q, layer, class, question.as_of));
    }
    Some(nearest)
}

fn candidacy(service: &Service, question: &Question) -> (Lack, Option<Date>) {
    let Some(candidacy) = &service.candidacy else { return (Lack::Nothing, None) };
    match candidacy.expected.filter(|_| question.assume_candidates) {
        None => (Lack::Candidate, None),
        Some(expected) if question.as_of < expected => (Lack::ExpectedLater, Some(expected)),
        Some(expected) => (Lack::AssumedOver, Some(expected.plus_years(YEARS))),
    }
}

/// What one qualification lacks on a day; it lacks something, or the service would cover.
fn shortfall(q: &Qualification, layer: Layer, class: Class<'_>, day: Date) -> (Lack, Option<Date>) {
    if !q.is_shown() {
        return (Lack::Press, None);
    }
    if !q.has_in_cover(layer, class) {
        return (Lack::Scope, None);
    }
    let event = |kind| q.events.iter().filter(move |e| e.kind == kind && e.date <= day).map(|e| e.date);
    match q.state(day) {
        State::Withdrawn => (Lack::Withdrawn, event(EventKind::Withdrawn).min()),
        State::Suspended => (Lack::Suspended, event(EventKind::Suspended).max()),
        State::Expired => (Lack::Ended, q.last_day()),
        State::NotYet => (Lack::NotYet, q.granted),
        State::Unproven if q.attested_on.is_some() => (Lack::AttestedUntil, q.attested_on),
        State::Unproven => (Lack::Undated, None),
        // Under an earlier version it would count by a reading, for what 3.2 did not change.
        _ if q.is_earlier_version() && !class.changed_in_3_2 => (Lack::EarlierVersion, None),
        _ => (Lack::Version, None),
    }
}
