//! The fewest questions whose answers settle the most requirements.
//!
//! A verified requirement *hangs* on an open question when it applies and its verdict carries a flag that the answer
//! takes away (`unknown_fact`, `undated`, `scope_assumed`), or when it goes on to a third party that serves the target
//! or a service evaluated with it, and a point of that third party is open. A set of questions *settles* a requirement
//! that hangs on something when none of the questions on which it hangs today is left open once the set is answered,
//! whatever the answers: they all have to be in it, for there is always an answer after which the others still count
//! (the fact is there; the qualification holds).
//!
//! An answer can also raise new questions: a date under which the qualification had ended, a scope that leaves a layer
//! out. Those are not foreseen here, they stand in the next list. That a candidate is taken as granted is a hypothesis
//! and no question: what leans on it is never settled. Settled does not mean met, and a verdict stays advice.

pub mod choose;
mod say;

use crate::{
    document::{self, Autonomy, DataAccess, Document, Item, ServiceId, ThirdParty},
    graph::Node,
    lexicon,
    qualification::{Class, Warrant},
    question::Question,
    supply::Stack,
    verdict::{Counts, Evaluator, Flag, OWN_PREMISES_FACT, Outcome, Verdict},
};
use catalog::{Catalog, Layer, LayerSet, Requirement, When};
use choose::{Group, choose};
use serde_json::Value;

/// The most questions that are ever listed: more are no short list.
pub const MOST: usize = 12;

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A fact about a service: its place in [`Catalog::facts`].
    Fact(usize),
    /// The day on which a qualification was granted.
    GrantDate,
    /// The layers in the scope of a qualification.
    Scope,
    /// Whether a third party's contract has the audit clause (15.2.b).
    AuditClause,
    /// The data that a third party can technically reach (19.6.c).
    DataAccess,
    /// What answers 19.6.d for a third party.
    Autonomy,
}

impl Kind {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fact(_) => "fact",
            Self::GrantDate => "grant_date",
            Self::Scope => "scope",
            Self::AuditClause => "audit_clause",
            Self::DataAccess => "data_access",
            Self::Autonomy => "autonomy",
        }
    }
}

/// A question that nobody has answered.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// What it is about: a service or a third party.
    pub item: Item,
    /// Where the answer goes: a JSON Pointer inside the item.
    pub path: String,
    /// What it asks for.
    pub kind: Kind,
    /// The verified requirements that hang on it, in the order of the text.
    pub settles: Vec<&'static str>,
    /// What can be answered. Empty for a date, which is read from the decision; for a scope the one answer that
    /// confirms what is assumed: all that the service operates or rests on, written out.
    pub answers: Vec<Answer>,
}

/// An answer, and what it would move.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The value, as the document holds it.
    pub value: Value,
    /// How many verified requirements would have another outcome than now.
    pub moves: usize,
    /// How the verdicts on the verified requirements would fall.
    pub after: Counts,
}

/// The questions to ask first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fewest {
    /// In the order to ask: the most is settled the soonest.
    pub questions: Vec<OpenQuestion>,
    /// After the first question, after the first two and so on: how many requirements are settled in all.
    pub settled: Vec<usize>,
    /// How many verified requirements hang on something open today, a candidate taken as granted included.
    pub unsettled: usize,
    /// Whether no other set of as many questions settles more.
    pub exact: bool,
}

/// Where a question stands: services come first, then third parties, both in the order of the document; within a
/// service its facts in the order of the catalogue, then date and scope of each qualification.
type Place = (usize, usize);

/// What stands behind the requirements of a class.
struct Ground<'d> {
    class: Class<'d>,
    /// By node: whether it is evaluated.
    evaluated: Vec<bool>,
    /// By layer: the open points of the qualifications that cover it.
    doubts: Vec<(Layer, Place)>,
    /// The first open points of third parties; nothing until a requirement goes on to third parties.
    third: Option<Vec<Place>>,
}

/// A requirement and what it hangs on.
struct Hang {
    requirement: &'static Requirement,
    places: Vec<Place>,
    ground: usize,
    /// No answer settles it: it leans on a candidate taken as granted.
    hypothetical: bool,
}

/// Which at most `limit` open questions of a service to ask first, so that the answers settle the most requirements:
/// of equal sets the smallest, then the one that comes first in the document. More than [`MOST`] are never listed.
///
/// Where no such set settles anything, the questions are the first of those on which the requirement nearest to being
/// settled hangs. Empty when nothing is open, and for a service that does not exist or that rests on a circle.
pub fn fewest(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
    limit: usize,
) -> Fewest {
    let nothing = || Fewest { exact: true, ..Fewest::default() };
    let Ok(stack) = Stack::new(document) else { return nothing() };
    let Some(node) = stack.graph().node(target.as_str()) else { return nothing() };
    let limit = limit.min(MOST);
    let asking = Asking { catalog, document, stack: &stack, places: places(&stack), limit };
    let mut evaluator = Evaluator::new(catalog, &stack, question, vec![node]);
    let (grounds, hangs, now) = asking.hangs(&mut evaluator, node);

    // A requirement that hangs on more than can be asked cannot be settled: it takes no part.
    let mut known: Vec<Place> = Vec::new();
    let settleable = || hangs.iter().filter(|h| !h.hypothetical && h.places.len() <= limit);
    for hang in settleable() {
        known.extend(&hang.places);
    }
    crate::sorted::sort(&mut known);
    known.dedup();
    let number = |p: &Place| known.binary_search(p).ok().and_then(|n| u32::try_from(n).ok());
    let mut groups: Vec<Group> = settleable()
        .map(|h| Group { needs: h.places.iter().filter_map(number).collect(), weight: 1 })
        .collect();
    crate::sorted::by(&mut groups, |a, b| a.needs.cmp(&b.needs));
    groups.dedup_by(|later, kept| {
        let same = later.needs == kept.needs;
        kept.weight += if same { later.weight } else { 0 };
        same
    });
    let choice = choose(&groups, limit);
    let mut asked: Vec<Place> = choice.asked.iter().filter_map(|n| known.get(*n as usize).copied()).collect();
    if asked.is_empty() {
        let nearest = hangs.iter().min_by_key(|h| (h.hypothetical, h.places.len()));
        asked.extend(nearest.iter().flat_map(|h| &h.places).take(limit));
    }
    let settled = (1..=asked.len())
        .map(|n| {
            let first = asked.get(..n).unwrap_or_default();
            settleable().filter(|h| h.places.iter().all(|p| first.contains(p))).count()
        })
        .collect();
    let mut probe = Document {
        providers: document.providers.clone(),
        services: document.services.clone(),
        ..Document::default()
    };
    let questions = asked
        .iter()
        .filter_map(|place| {
            let mut open = asking.question(*place)?;
            let hanging = hangs.iter().filter(|h| asking.hangs_on(h, &grounds, *place));
            open.settles = hanging.map(|h| h.requirement.id).collect();
            open.answers = asking.answers(&mut probe, *place, open.kind, target, question, &now);
            Some(open)
        })
        .collect();
    Fewest { questions, settled, unsettled: hangs.len(), exact: choice.exact }
}

/// By node: the service's place in the document.
fn places(stack: &Stack<'_>) -> Vec<usize> {
    let mut places = vec![0; stack.graph().len()];
    // Backwards, so that of two with the same identifier the first counts.
    for (at, service) in stack.document().services.iter().enumerate().rev() {
        let node = stack.graph().node(service.id.as_str());
        if let Some(place) = node.and_then(|n| places.get_mut(n.index())) {
            *place = at;
        }
    }
    places
}

/// What of a third party is open: audit clause, data, autonomy.
fn open_points(third: &ThirdParty) -> [bool; 3] {
    [
        third.audit_clause.is_none_or(|a| a == document::Answer::Unknown),
        third.data_access.is_none_or(|a| a == DataAccess::Unknown),
        third.autonomy.is_none_or(|a| a == Autonomy::Unknown),
    ]
}

struct Asking<'a, 'd> {
    catalog: &'a Catalog,
    document: &'d Document,
    stack: &'a Stack<'d>,
    places: Vec<usize>,
    limit: usize,
}

impl<'d> Asking<'_, 'd> {
    fn place(&self, node: Node, inside: usize) -> Place {
        (self.places.get(node.index()).copied().unwrap_or_default(), inside)
    }

    /// What every verified requirement hangs on, the grounds of that, and the verdicts of today.
    fn hangs(
        &self,
        evaluator: &mut Evaluator<'_, 'd>,
        target: Node,
    ) -> (Vec<Ground<'d>>, Vec<Hang>, Vec<Verdict>) {
        let mut grounds: Vec<Ground<'d>> = Vec::new();
        let mut hangs = Vec::new();
        let mut now = Vec::new();
        let premises = self.catalog.facts.iter().position(|f| f.id == OWN_PREMISES_FACT);
        for hanging in evaluator.hanging(target) {
            let verdict = hanging.verdict;
            let requirement = verdict.requirement;
            now.push(verdict);
            if !requirement.modality.is_verified() || verdict.outcome == Outcome::NotApplicable {
                continue;
            }
            let at = match grounds.iter().position(|g| g.class == hanging.class) {
                Some(at) => at,
                None => {
                    grounds.push(self.ground(evaluator, target, hanging.class));
                    grounds.len() - 1
                }
            };
            let Some(ground) = grounds.get_mut(at) else { continue };
            let mut places: Vec<Place> = Vec::new();
            if let Some(When::Fact(id)) = requirement.when {
                places.extend(hanging.condition.iter().map(|n| self.place(*n, usize::from(id.0))));
            }
            places.extend(hanging.premises.iter().filter_map(|n| Some(self.place(*n, premises?))));
            let doubts = ground.doubts.iter().filter(|(layer, _)| hanging.layers.contains(*layer));
            places.extend(doubts.map(|(_, place)| *place));
            crate::sorted::sort(&mut places);
            places.dedup();
            if requirement.bites_over_third_party {
                places.extend(self.third(ground));
            }
            let hypothetical = verdict.flags.contains(Flag::Hypothetical);
            // A candidacy and a renewal are supposed, and nobody can be asked whether they come.
            if !places.is_empty() || hypothetical {
                hangs.push(Hang { requirement, places, ground: at, hypothetical });
            }
        }
        (grounds, hangs, now)
    }

    fn ground(&self, evaluator: &mut Evaluator<'_, 'd>, target: Node, class: Class<'d>) -> Ground<'d> {
        let (nodes, covers) = evaluator.ground(target, class);
        let mut evaluated = vec![false; self.stack.graph().len()];
        for node in nodes {
            if let Some(e) = evaluated.get_mut(node.index()) {
                *e = true;
            }
        }
        let mut doubts = Vec::new();
        for (layer, node, cover) in covers {
            let Warrant::Qualification(at) = cover.warrant else { continue };
            for (open, point) in [(cover.undated, 0), (cover.scope_assumed, 1)] {
                if open {
                    doubts.push((layer, self.place(node, self.catalog.facts.len() + 2 * at + point)));
                }
            }
        }
        Ground { class, evaluated, doubts, third: None }
    }

    /// The first open points of the third parties that serve an evaluated service: one more than can be asked tells
    /// that there are too many.
    fn third(&self, ground: &mut Ground<'d>) -> Vec<Place> {
        if ground.third.is_none() {
            let mut points = Vec::new();
            for (at, third) in self.document.third_parties.iter().enumerate() {
                if points.len() > self.limit {
                    break;
                }
                if self.serves(third, ground) {
                    let open = open_points(third).into_iter().enumerate().filter(|(_, open)| *open);
                    points.extend(open.map(|(point, _)| (self.document.services.len() + at, point)));
                }
            }
            ground.third = Some(points);
        }
        ground.third.clone().unwrap_or_default()
    }

    fn serves(&self, third: &ThirdParty, ground: &Ground<'d>) -> bool {
        // Answers that are all there are looked at first: they cost nothing.
        open_points(third).contains(&true)
            && third.serves.iter().any(|id| {
                let node = self.stack.graph().node(id.as_str());
                node.and_then(|n| ground.evaluated.get(n.index())).copied().unwrap_or(false)
            })
    }

    /// Whether a requirement hangs on the question at a place.
    fn hangs_on(&self, hang: &Hang, grounds: &[Ground<'d>], place: Place) -> bool {
        if hang.places.contains(&place) {
            return true;
        }
        // The points of third parties are noted only up to the limit.
        let third = place.0.checked_sub(self.document.services.len());
        let third = third.and_then(|at| self.document.third_parties.get(at));
        let ground = grounds.get(hang.ground).filter(|_| hang.requirement.bites_over_third_party);
        third.zip(ground).is_some_and(|(t, g)| self.serves(t, g))
    }

    /// The question at a place.
    fn question(&self, (at, inside): Place) -> Option<OpenQuestion> {
        let facts = self.catalog.facts.len();
        let (item, path, kind) = match self.document.services.get(at) {
            Some(service) => {
                let (path, kind) = match inside.checked_sub(facts) {
                    None => (format!("/facts/{}", self.catalog.facts.get(inside)?.id), Kind::Fact(inside)),
                    Some(point) => {
                        let (key, kind) = if point % 2 == 0 {
                            ("granted", Kind::GrantDate)
                        } else {
                            ("covers", Kind::Scope)
                        };
                        (format!("/qualifications/{}/{key}", point / 2), kind)
                    }
                };
                (Item::Service(service.id.clone()), path, kind)
            }
            None => {
                let third = self.document.third_parties.get(at - self.document.services.len())?;
                let kind = match inside {
                    0 => Kind::AuditClause,
                    1 => Kind::DataAccess,
                    _ => Kind::Autonomy,
                };
                (Item::ThirdParty(third.id.clone()), format!("/{}", kind.id()), kind)
            }
        };
        Some(OpenQuestion { item, path, kind, settles: Vec::new(), answers: Vec::new() })
    }

    /// What can be answered, and what each answer would move; `probe` holds the services, and is left as it was.
    fn answers(
        &self,
        probe: &mut Document,
        (at, _): Place,
        kind: Kind,
        target: &ServiceId,
        question: &Question,
        now: &[Verdict],
    ) -> Vec<Answer> {
        let node = self.document.services.get(at).and_then(|s| self.stack.graph().node(s.id.as_str()));
        let held = node.map(|n| self.stack.footprint(n).held).unwrap_or_default();
        let mut answers = Vec::new();
        let mut answer = |probe: Option<&Document>, value: Value| {
            let then = probe.and_then(|p| verdicts(self.catalog, p, target, question));
            let (moves, after) = compare(now, then.as_deref().unwrap_or(now));
            answers.push(Answer { value, moves, after });
        };
        match kind {
            Kind::Fact(fact) => {
                let Some(fact) = self.catalog.facts.get(fact) else { return answers };
                let facts = |d: &Document| d.services.get(at).map(|s| s.facts.clone()).unwrap_or_default();
                let before = facts(probe);
                for said in [document::Answer::Yes, document::Answer::No] {
                    if let Some(service) = probe.services.get_mut(at) {
                        service.facts.insert(fact.id.to_owned(), said);
                    }
                    answer(Some(probe), said.id().into());
                }
                if let Some(service) = probe.services.get_mut(at) {
                    service.facts = before;
                }
            }
            // No verdict is computed from what is known of third parties, and the scope offered is the one assumed.
            Kind::Scope => answer(None, scope_value(held)),
            Kind::GrantDate => {}
            Kind::AuditClause | Kind::DataAccess | Kind::Autonomy => {
                let family = if kind == Kind::AuditClause { "answer" } else { kind.id() };
                for word in lexicon::family(family).iter().filter(|w| w.0 != "unknown") {
                    answer(None, word.0.into());
                }
            }
        }
        answers
    }
}

fn scope_value(layers: LayerSet) -> Value {
    Value::Array(layers.iter().map(|l| l.id().into()).collect())
}

fn verdicts(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
) -> Option<Vec<Verdict>> {
    let stack = Stack::new(document).ok()?;
    let node = stack.graph().node(target.as_str())?;
    Some(Evaluator::new(catalog, &stack, question, vec![node]).verdicts(node))
}

/// How many verified requirements have another outcome then, and how they fall.
fn compare(now: &[Verdict], then: &[Verdict]) -> (usize, Counts) {
    let (mut moves, mut after) = (0, Counts::default());
    for (now, then) in now.iter().zip(then).filter(|(n, _)| n.requirement.modality.is_verified()) {
        moves += usize::from(now.outcome != then.outcome);
        after.add(then.outcome, 1);
    }
    (moves, after)
}
