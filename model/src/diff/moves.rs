//! What stands behind a verdict that moves: which factors made it so, where its parts differ, for whom its condition
//! holds.

use super::{Cause, CauseSet, ConditionChange, End, Found, PartChange, evaluator, ground};
use crate::{
    document::ServiceId,
    question::Question,
    trace,
    verdict::{ConditionView, On, Outcome, PartState, PartView},
};
use catalog::{Catalog, Layer, Requirement};

/// The verdicts where some factors come from one side and the others from the other.
pub(super) struct Corners<'c, 'd> {
    pub(super) catalog: &'c Catalog,
    pub(super) before: Found<'c, 'd>,
    pub(super) after: Found<'c, 'd>,
    pub(super) differs: CauseSet,
    /// By the factors taken from `after`: a scope is worked out once, for all requirements.
    pub(super) known: Vec<(CauseSet, Vec<Outcome>)>,
}

impl Corners<'_, '_> {
    /// The outcome of the requirement at this place of the text, with these factors taken from `after`.
    fn outcome(&mut self, at: usize, taken: CauseSet) -> Option<Outcome> {
        if let Some((_, outcomes)) = self.known.iter().find(|(t, _)| *t == taken) {
            return outcomes.get(at).copied();
        }
        let from = |cause| if taken.contains(cause) { self.after } else { self.before };
        let question = Question {
            as_of: from(Cause::Time).question.as_of,
            horizon: from(Cause::Time).question.horizon,
            assume_candidates: from(Cause::Candidates).question.assume_candidates,
            readings: from(Cause::Reading).question.readings.clone(),
        };
        let side = Found { question: &question, ..from(Cause::Edit) };
        let outcomes: Vec<Outcome> =
            evaluator(self.catalog, side).verdicts(side.node).iter().map(|v| v.outcome).collect();
        let outcome = outcomes.get(at).copied();
        self.known.push((taken, outcomes));
        outcome
    }

    /// What made the outcome of the requirement at this place of the text another.
    pub(super) fn causes(&mut self, at: usize, before: Outcome, after: Outcome) -> CauseSet {
        let all = self.differs;
        let mut causes = CauseSet::default();
        for cause in all.iter() {
            let only = CauseSet::default().with(cause);
            // A factor that differs alone is the whole difference.
            if only == all
                || self.outcome(at, only) != Some(before)
                || self.outcome(at, all.without(cause)) != Some(after)
            {
                causes = causes.with(cause);
            }
        }
        if causes.is_empty() { all } else { causes }
    }
}

/// What tells a part from another. The target is nobody in particular: two sides may be about two services.
type Key<'p> = (PartState, Option<&'p ServiceId>, Option<&'p ServiceId>);

fn key(part: &PartView) -> Key<'_> {
    let operator = match part.state {
        PartState::Own | PartState::Retained => None,
        _ => part.operator.as_ref(),
    };
    (part.state, operator, part.covered_by.as_ref())
}

fn same_parts(before: &[PartView], after: &[PartView]) -> bool {
    let has = |list: &[PartView], part: &PartView| list.iter().any(|p| key(p) == key(part));
    before.iter().all(|p| has(after, p)) && after.iter().all(|p| has(before, p))
}

/// The places where parts differ, from the ground up, the provider last, as they come.
pub(super) fn part_changes(
    old: &Found<'_, '_>,
    new: &Found<'_, '_>,
    requirement: &'static Requirement,
    was: Vec<PartView>,
    is: Vec<PartView>,
) -> Vec<PartChange> {
    let (mut was, mut is) = (was.into_iter().peekable(), is.into_iter().peekable());
    let mut changes = Vec::new();
    for on in Layer::ALL.into_iter().map(On::Layer).chain([On::Provider]) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (from, to) in [(&mut was, &mut before), (&mut is, &mut after)] {
            while let Some(part) = from.next_if(|p| p.on == on) {
                to.push(part);
            }
        }
        if same_parts(&before, &after) {
            continue;
        }
        let before_ground = ground::of(old, new, requirement, on, &before, &after);
        let after_ground = ground::of(new, old, requirement, on, &after, &before);
        changes.push(PartChange {
            on,
            before: End { parts: before, ground: before_ground },
            after: End { parts: after, ground: after_ground },
        });
    }
    changes
}

/// The condition, where it holds for others or is left open for others.
pub(super) fn condition_change(
    catalog: &Catalog,
    old: &Found<'_, '_>,
    new: &Found<'_, '_>,
    requirement: &'static Requirement,
    was: Option<ConditionView>,
    is: Option<ConditionView>,
) -> Option<ConditionChange> {
    let (before, after) = (was?, is?);
    let when = trace::when_view(catalog, requirement.when?);
    // The targets stand for each other, as they do in parts.
    let same = |b: &[ServiceId], a: &[ServiceId]| {
        b.len() == a.len()
            && b.iter().all(|b| {
                if b == old.service { a.contains(new.service) } else { b != new.service && a.contains(b) }
            })
    };
    let same = same(&before.holds, &after.holds) && same(&before.unknown, &after.unknown);
    (!same).then_some(ConditionChange { when, before, after })
}
