//! Two stacks side by side: what changed in them, which verdicts move, why, and what that leaves to the service.
//!
//! Rooms: the types and the comparison here; `moves` finds the causes of a move and where its parts differ; [`ground`],
//! why a part is not held; [`stack`] compares the documents as they are written; `say` and `summary` turn it all into
//! sentences; [`swap`] makes the document with another base.
//! Deliberately absent: any word on which side is better.

pub mod ground;
mod moves;
mod say;
pub mod stack;
mod summary;
pub mod swap;

use crate::{
    document::{Document, ServiceId},
    graph::Node,
    question::Question,
    supply::Stack,
    trace::WhenView,
    verdict::{
        ConditionView, Counts, Evaluator, Flag, FlagSet, On, Outcome, PartView, Scope, ScopeError, Verdict,
    },
};
use catalog::{Bilingual, Catalog, ReadingId};
use ground::Ground;
use stack::{ItemChange, ServiceChange};

pub use summary::{causes, direction, standing};
pub use swap::{SwapError, Swapped, swap_base};

/// One of two stacks: a document, a service of it, and what is asked.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The document.
    pub document: &'a Document,
    /// The service in question.
    pub service: &'a ServiceId,
    /// The day, the horizon, the readings, and whether candidates are assumed.
    pub question: &'a Question,
}

/// Where an outcome goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Nearer to Inherited, in the order Remains, Shared, Inherited.
    Gained,
    /// Further from Inherited.
    Lost,
    /// It did not apply, and does.
    NowApplies,
    /// It applied, and does no more.
    NoLongerApplies,
}

impl Direction {
    /// All, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Gained, Self::Lost, Self::NowApplies, Self::NoLongerApplies];

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::NowApplies => "now_applies",
            Self::NoLongerApplies => "no_longer_applies",
        }
    }

    const fn of(before: Outcome, after: Outcome) -> Self {
        match (nearness(before), nearness(after)) {
            (None, _) => Self::NowApplies,
            (_, None) => Self::NoLongerApplies,
            (Some(before), Some(after)) if after > before => Self::Gained,
            _ => Self::Lost,
        }
    }
}

const fn nearness(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::NotApplicable => None,
        Outcome::Remains => Some(0),
        Outcome::Shared => Some(1),
        Outcome::Inherited => Some(2),
    }
}

/// Something in which two sides can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Cause {
    /// The document, and which of its services is in question.
    Edit,
    /// The day and the horizon.
    Time,
    /// The readings.
    Reading,
    /// Whether candidates are assumed.
    Candidates,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 4] = [Self::Edit, Self::Time, Self::Reading, Self::Candidates];

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Time => "time",
            Self::Reading => "reading",
            Self::Candidates => "candidates",
        }
    }
}

/// A set of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CauseSet(u8);

impl CauseSet {
    /// Whether `cause` is a member.
    pub const fn contains(self, cause: Cause) -> bool {
        self.0 & (1 << (cause as u8)) != 0
    }

    /// Whether it has no member.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with `cause` added.
    #[must_use]
    pub const fn with(self, cause: Cause) -> Self {
        Self(self.0 | 1 << (cause as u8))
    }

    /// The set with `cause` taken out.
    #[must_use]
    pub const fn without(self, cause: Cause) -> Self {
        Self(self.0 & !(1 << (cause as u8)))
    }

    /// Members, in their order.
    pub fn iter(self) -> impl Iterator<Item = Cause> {
        Cause::ALL.into_iter().filter(move |c| self.contains(*c))
    }
}

/// What a requirement's place is on one side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct End {
    /// Its parts; none where the requirement does not bear there, or does not apply.
    pub parts: Vec<PartView>,
    /// Why it is so, where the parts do not say it by themselves.
    pub ground: Option<Ground>,
}

/// A place where the parts of a requirement differ: in their state, their operator or who covers them.
#[derive(Debug, Clone, PartialEq)]
pub struct PartChange {
    /// The place.
    pub on: On,
    /// What it was.
    pub before: End,
    /// What it is.
    pub after: End,
}

/// That a condition holds for others, or is left open for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionChange {
    /// The condition.
    pub when: WhenView,
    /// For whom it held.
    pub before: ConditionView,
    /// For whom it holds.
    pub after: ConditionView,
}

/// That the outcome of a requirement differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The verdict on the first side.
    pub before: Verdict,
    /// The verdict on the second side.
    pub after: Verdict,
    /// Where it goes.
    pub direction: Direction,
    /// What made it go there.
    pub causes: CauseSet,
    /// Where it bears, as far as that changed: from the ground up, the provider last.
    pub parts: Vec<PartChange>,
    /// Its condition, where that changed.
    pub condition: Option<ConditionChange>,
}

/// A flag that comes or goes where the outcome stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caveat {
    /// The flag.
    pub flag: Flag,
    /// The requirements to which it comes, in the order of the text.
    pub came: Vec<&'static str>,
    /// Those that it leaves.
    pub went: Vec<&'static str>,
}

/// A reading that is answered otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingChange {
    /// The reading.
    pub id: ReadingId,
    /// What it is about.
    pub label: Bilingual,
    /// The answer on the first side.
    pub before: Bilingual,
    /// The answer on the second side.
    pub after: Bilingual,
}

/// How many of a chapter's verified requirements have another outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChapterMoves {
    /// The chapter.
    pub chapter: u8,
    /// Those that move.
    pub moves: usize,
    /// Its verified requirements.
    pub of: usize,
}

/// What one side is, and how its verdicts fall.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// The service.
    pub service: ServiceId,
    /// What it is called.
    pub name: String,
    /// What was asked.
    pub question: Question,
    /// Counts over the verified requirements.
    pub verified: Counts,
    /// Counts over all lettered requirements.
    pub all: Counts,
    /// What the services of its document are called, in its order.
    names: Vec<(ServiceId, String)>,
}

/// What differs between two sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The first side.
    pub before: Facet,
    /// The second side.
    pub after: Facet,
    /// Services that came, went or changed, and those whose qualification stands otherwise; by identifier.
    pub services: Vec<ServiceChange>,
    /// What else of the documents differs: their own keys, providers, third parties, entities, holdings.
    pub others: Vec<ItemChange>,
    /// Readings that are answered otherwise.
    pub readings: Vec<ReadingChange>,
    /// Requirements with another outcome, in the order of the text.
    pub moves: Vec<Move>,
    /// Chapters with such requirements, among the verified ones, in the order of the text.
    pub chapters: Vec<ChapterMoves>,
    /// Flags that came or went where the outcome stays.
    pub caveats: Vec<Caveat>,
}

impl Diff {
    /// Whether nothing differs: neither the stacks, nor a verdict, nor what there is to know of one. Days and readings
    /// may differ all the same.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty() && self.others.is_empty() && self.moves.is_empty() && self.caveats.is_empty()
    }
}

/// A side whose service has been found in its graph.
#[derive(Clone, Copy)]
struct Found<'f, 'd> {
    stack: &'f Stack<'d>,
    node: Node,
    service: &'f ServiceId,
    question: &'f Question,
}

/// What differs between two sides.
///
/// Of each requirement with another outcome it says which factors made it so. The definition has no direction: a factor
/// is a cause when it alone, brought to `before` from the other side, gives another outcome than `before` has, or taken
/// back from `after` gives another than `after` has; where no factor alone does, all that differ are causes together.
///
/// # Errors
/// When a document does not have the service, or its services rest on one another in a circle.
pub fn diff(catalog: &Catalog, before: Side<'_>, after: Side<'_>) -> Result<Diff, ScopeError> {
    let old = Stack::new(before.document).map_err(ScopeError::Cycles)?;
    let new = Stack::new(after.document).map_err(ScopeError::Cycles)?;
    let (old, new) = (found(&old, before)?, found(&new, after)?);
    let (mut old_evaluator, mut new_evaluator) = (evaluator(catalog, old), evaluator(catalog, new));
    let (was, is) = (old_evaluator.scope(old.node), new_evaluator.scope(new.node));

    let mut corners = moves::Corners {
        catalog,
        before: old,
        after: new,
        differs: factors(before, after),
        known: Vec::new(),
    };
    let mut moves = Vec::new();
    let mut chapters: Vec<ChapterMoves> = Vec::new();
    let mut caveats: Vec<Caveat> =
        Flag::ALL.iter().map(|f| Caveat { flag: *f, came: Vec::new(), went: Vec::new() }).collect();
    for (at, (b, a)) in was.verdicts.iter().zip(&is.verdicts).enumerate() {
        let requirement = b.requirement;
        let differs = b.outcome != a.outcome;
        if requirement.modality.is_verified() {
            let moves = usize::from(differs);
            match chapters.last_mut().filter(|c| c.chapter == requirement.chapter) {
                Some(chapter) => {
                    chapter.moves += moves;
                    chapter.of += 1;
                }
                None => chapters.push(ChapterMoves { chapter: requirement.chapter, moves, of: 1 }),
            }
        }
        if !differs {
            note(&mut caveats, requirement.id, b.flags, a.flags);
            continue;
        }
        let was = old_evaluator.plain_detail(old.node, requirement);
        let is = new_evaluator.plain_detail(new.node, requirement);
        moves.push(Move {
            before: *b,
            after: *a,
            direction: Direction::of(b.outcome, a.outcome),
            causes: corners.causes(at, b.outcome, a.outcome),
            parts: moves::part_changes(&old, &new, requirement, was.parts, is.parts),
            condition: moves::condition_change(catalog, &old, &new, requirement, was.condition, is.condition),
        });
    }
    chapters.retain(|c| c.moves > 0);
    caveats.retain(|c| !c.came.is_empty() || !c.went.is_empty());
    let (services, others) = stack::compare(before, after);
    let (before, after) = (facet(before, &was), facet(after, &is));
    let readings = readings(catalog, &before.question, &after.question);
    Ok(Diff { before, after, services, others, readings, moves, chapters, caveats })
}

fn found<'f, 'd>(stack: &'f Stack<'d>, side: Side<'f>) -> Result<Found<'f, 'd>, ScopeError> {
    let node = stack.graph().node(side.service.as_str());
    let node = node.ok_or_else(|| ScopeError::UnknownService(side.service.clone()))?;
    Ok(Found { stack, node, service: side.service, question: side.question })
}

fn evaluator<'f, 'd>(catalog: &'f Catalog, side: Found<'f, 'd>) -> Evaluator<'f, 'd> {
    Evaluator::new(catalog, side.stack, side.question, vec![side.node])
}

fn facet(side: Side<'_>, scope: &Scope) -> Facet {
    let services = side.document.services.iter();
    Facet {
        service: side.service.clone(),
        name: side.document.called(side.service),
        question: side.question.clone(),
        verified: scope.verified(),
        all: scope.all(),
        names: services.map(|s| (s.id.clone(), side.document.called(&s.id))).collect(),
    }
}

/// The factors that differ. Of a document only services and providers bear on verdicts: a new title is no cause.
fn factors(before: Side<'_>, after: Side<'_>) -> CauseSet {
    let (b, a) = (before.question, after.question);
    let edited = before.service != after.service
        || before.document.services != after.document.services
        || before.document.providers != after.document.providers;
    let mut set = CauseSet::default();
    for (cause, differs) in [
        (Cause::Edit, edited),
        (Cause::Time, b.as_of != a.as_of || b.horizon != a.horizon),
        (Cause::Reading, b.readings != a.readings),
        (Cause::Candidates, b.assume_candidates != a.assume_candidates),
    ] {
        if differs {
            set = set.with(cause);
        }
    }
    set
}

fn note(caveats: &mut [Caveat], requirement: &'static str, before: FlagSet, after: FlagSet) {
    for caveat in caveats {
        match (before.contains(caveat.flag), after.contains(caveat.flag)) {
            (false, true) => caveat.came.push(requirement),
            (true, false) => caveat.went.push(requirement),
            _ => {}
        }
    }
}

fn readings(catalog: &Catalog, before: &Question, after: &Question) -> Vec<ReadingChange> {
    let mut changes = Vec::new();
    for reading in catalog.readings {
        let label = |question: &Question| {
            let answer = question.readings.answer(catalog, reading.id);
            let at = reading.answers.iter().position(|a| *a == answer)?;
            reading.labels.get(at).copied()
        };
        if let (Some(before), Some(after)) = (label(before), label(after))
            && before != after
        {
            changes.push(ReadingChange { id: reading.id, label: reading.label, before, after });
        }
    }
    changes
}
