//! Entities and their direct shares, as ranges: all that lies above a provider, holders before what they hold.
//!
//! What the stated holders of an entity do not add up to is a stake of its own: of one unnamed holder, or of a listed
//! company's float, which does not count. How a chain counts is no business of this room.

use super::{Conclusion, Measure, Seat, TOLERANCE, Why};
use crate::{
    document::{Answer, Document, Entity, EntityId, EntityKind, Holding, ProviderId, Share},
    graph::Node,
    question::Readings,
    sorted,
};
use catalog::{ReadingId, UNION};
use petgraph::{algo::kosaraju_scc, graph::DiGraph};
use std::collections::BTreeMap;

/// [`TOLERANCE`] as a part of one.
pub(super) const SAME: f64 = TOLERANCE / 100.0;

/// Who has a stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// An entity, by its place in the view.
    Entity(usize),
    /// Whoever holds the rest.
    Unnamed,
    /// The float of a listed company, and its holders that are not declared: many, and none of them counts.
    Float,
}

/// A direct stake: between two parts of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stake {
    pub source: Source,
    pub min: f64,
    pub max: f64,
    /// Whether it counts for 19.6.b: of listed shares only declared ones do.
    pub counts: bool,
}

/// All direct stakes in an entity.
#[derive(Debug, Default)]
pub(super) struct Stakes {
    /// By holder; the rest last.
    pub list: Vec<Stake>,
    /// What the minima leave.
    pub left: f64,
    /// How much more than their minima all of them together could be.
    pub room: f64,
}

/// Entities and holdings of a document, holdings by who is held.
#[derive(Debug)]
pub(super) struct Graph<'d> {
    /// By the alphabetical order of identifiers, so that nothing depends on the order of the file.
    entities: Vec<&'d Entity>,
    by_id: BTreeMap<&'d str, usize>,
    /// By who is held: who holds, the holding's place in the document, the holding.
    lots: Vec<Vec<(usize, usize, &'d Holding)>>,
}

impl<'d> Graph<'d> {
    /// Of entities with the same identifier the first counts, and holdings of or by unknown ones are left out:
    /// validation reports both.
    pub fn new(document: &'d Document) -> Self {
        let mut first: BTreeMap<&'d str, &'d Entity> = BTreeMap::new();
        for entity in &document.entities {
            first.entry(entity.id.as_str()).or_insert(entity);
        }
        let mut by_id = BTreeMap::new();
        let mut entities = Vec::with_capacity(first.len());
        for (id, entity) in first {
            by_id.insert(id, entities.len());
            entities.push(entity);
        }
        let mut lots = vec![Vec::new(); entities.len()];
        for (at, holding) in document.holdings.iter().enumerate() {
            let ends = by_id.get(holding.holder.as_str()).zip(by_id.get(holding.held.as_str()));
            let Some((holder, held)) = ends else { continue };
            if let Some(lots) = lots.get_mut(*held) {
                lots.push((*holder, at, holding));
            }
        }
        Self { entities, by_id, lots }
    }

    fn lots(&self, entity: usize) -> &[(usize, usize, &'d Holding)] {
        self.lots.get(entity).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The answers to the readings that ownership depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chosen {
    /// `indirect-holding`: one method alone, or the stricter of both.
    pub only: Option<super::Method>,
    /// `thresholds-conjunction`: it takes both limits to fail.
    pub both_broken: bool,
    /// `listed-parent`: a listed parent is looked at like any other company.
    pub look_through: bool,
}

impl Chosen {
    pub fn of(readings: &Readings) -> Self {
        let answer = |id| readings.ownership.get(&id).copied();
        Self {
            only: match answer(ReadingId::IndirectHolding) {
                Some("product") => Some(super::Method::Product),
                Some("control") => Some(super::Method::Control),
                _ => None,
            },
            both_broken: answer(ReadingId::ThresholdsConjunction).is_some(),
            look_through: answer(ReadingId::ListedParent).is_some(),
        }
    }
}

/// Entities around one of them: itself and all above it, numbered anew.
#[derive(Debug)]
pub(super) struct View<'g, 'd> {
    graph: &'g Graph<'d>,
    /// The places in the graph, in its order.
    nodes: Vec<usize>,
    /// The one that is looked at.
    pub root: usize,
    /// Circles and single entities, holders before what they hold.
    pub order: Vec<Vec<usize>>,
    /// By entity: the place of its circle, or of itself alone, in that order.
    pub turn: Vec<usize>,
    capital: Vec<Stakes>,
    votes: Vec<Stakes>,
    nothing: Stakes,
    standing: Vec<Answer>,
    /// By holder: whom it holds directly.
    pub held: Vec<Vec<usize>>,
}

impl<'g, 'd> View<'g, 'd> {
    /// What lies above an entity. `as_provider`: its remainder counts even where nobody is stated to hold it, and of
    /// its listed shares only declared ones do, whatever the reading of a listed parent.
    pub fn new(graph: &'g Graph<'d>, root: &EntityId, chosen: Chosen, as_provider: bool) -> Option<Self> {
        let root = *graph.by_id.get(root.as_str())?;
        let mut local: Vec<Option<usize>> = vec![None; graph.entities.len()];
        let mut above = vec![root];
        let mut is_above = vec![false; graph.entities.len()];
        while let Some(at) = above.pop() {
            let Some(seen) = is_above.get_mut(at).filter(|seen| !**seen) else { continue };
            *seen = true;
            above.extend(graph.lots(at).iter().map(|(holder, ..)| *holder));
        }
        let mut nodes = Vec::new();
        for (at, is) in is_above.iter().enumerate() {
            if *is {
                if let Some(slot) = local.get_mut(at) {
                    *slot = Some(nodes.len());
                }
                nodes.push(at);
            }
        }
        let here = |at: usize| local.get(at).copied().flatten().unwrap_or_default();
        let root = here(root);
        let mut view = Self {
            graph,
            root,
            order: Vec::new(),
            turn: vec![0; nodes.len()],
            nothing: Stakes::default(),
            capital: Vec::with_capacity(nodes.len()),
            votes: Vec::with_capacity(nodes.len()),
            standing: Vec::with_capacity(nodes.len()),
            held: vec![Vec::new(); nodes.len()],
            nodes,
        };
        let mut links: DiGraph<Node, ()> = DiGraph::with_capacity(view.nodes.len(), view.nodes.len());
        let places: Vec<_> = (0..view.nodes.len())
            .map(|at| links.add_node(Node::at(u32::try_from(at).unwrap_or(0))))
            .collect();
        for (at, global) in view.nodes.iter().enumerate() {
            let lots = graph.lots(*global);
            let entity = graph.entities.get(*global);
            view.standing.push(entity.map_or(Answer::Unknown, |e| standing(e).0));
            let Some(entity) = entity else { continue };
            let provider = as_provider && at == root;
            for (measure, into) in [(Measure::Capital, &mut view.capital), (Measure::Votes, &mut view.votes)]
            {
                into.push(Stakes::new(stakes(entity, lots, measure, provider, chosen, &here)));
            }
            for (holder, ..) in lots {
                let holder = here(*holder);
                if let Some(held) = view.held.get_mut(holder).filter(|held| !held.contains(&at)) {
                    held.push(at);
                    if let (Some(from), Some(to)) = (places.get(at), places.get(holder)) {
                        links.add_edge(*from, *to, ());
                    }
                }
            }
        }
        // Components come with what an edge leads to first: holders.
        for component in kosaraju_scc(&links) {
            let mut members: Vec<usize> =
                component.iter().filter_map(|n| links.node_weight(*n).map(|n| n.index())).collect();
            sorted::sort(&mut members);
            for at in &members {
                if let Some(turn) = view.turn.get_mut(*at) {
                    *turn = view.order.len();
                }
            }
            view.order.push(members);
        }
        Some(view)
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The entity at a place.
    pub fn entity(&self, at: usize) -> Option<&'d Entity> {
        self.graph.entities.get(*self.nodes.get(at)?).copied()
    }

    /// The identifier of the entity at a place.
    pub fn id(&self, at: usize) -> EntityId {
        self.entity(at).map(|e| e.id.clone()).unwrap_or_default()
    }

    /// Whether the entity at a place is non-EU.
    pub fn standing(&self, at: usize) -> Answer {
        self.standing.get(at).copied().unwrap_or(Answer::Unknown)
    }

    /// The stakes in the entity at a place. They add up to one, but for rounded figures and for entities in which
    /// nobody is stated to have any.
    pub fn stakes(&self, at: usize, measure: Measure) -> &Stakes {
        let all = match measure {
            Measure::Capital => &self.capital,
            Measure::Votes => &self.votes,
        };
        all.get(at).unwrap_or(&self.nothing)
    }

    /// The holdings of the entity at a place: who holds, the holding's place in the document, the holding.
    pub fn holdings(&self, at: usize) -> impl Iterator<Item = (usize, usize, &'d Holding)> + '_ {
        let lots = self.nodes.get(at).map(|global| self.graph.lots(*global)).unwrap_or_default();
        lots.iter().filter_map(|(holder, place, holding)| {
            Some((self.nodes.binary_search(holder).ok()?, *place, *holding))
        })
    }

    /// Whether a circle leads round: several entities, or one that holds its own shares.
    pub fn is_circle(&self, members: &[usize]) -> bool {
        match members {
            [one] => self.held.get(*one).is_some_and(|held| held.contains(one)),
            _ => true,
        }
    }
}

/// The direct stakes in an entity.
fn stakes(
    entity: &Entity,
    lots: &[(usize, usize, &Holding)],
    measure: Measure,
    as_provider: bool,
    chosen: Chosen,
    here: &dyn Fn(usize) -> usize,
) -> Vec<Stake> {
    // A company in which nobody is stated to have a stake ends the chain; a provider does not.
    if lots.is_empty() && !as_provider {
        return Vec::new();
    }
    let is_listed = entity.listed && (as_provider || !chosen.look_through);
    let mut stakes: Vec<Stake> = Vec::with_capacity(lots.len() + 1);
    for (holder, _, holding) in lots {
        let share = match measure {
            Measure::Capital => holding.capital,
            Measure::Votes => holding.votes,
        };
        let (min, max) = match share {
            Share::Unknown => (0.0, 1.0),
            Share::Between(min, max) => (min / 100.0, max / 100.0),
        };
        let source = Source::Entity(here(*holder));
        let counts = !is_listed || holding.declared;
        match stakes.iter_mut().find(|s| s.source == source && s.counts == counts) {
            Some(stake) => {
                stake.min += min;
                stake.max += max;
            }
            None => stakes.push(Stake { source, min, max, counts }),
        }
    }
    // By holder, so that sums do not depend on the order of the file.
    let key = |s: &Stake| match s.source {
        Source::Entity(at) => (at, s.counts),
        _ => (usize::MAX, false),
    };
    sorted::by(&mut stakes, |a, b| key(a).cmp(&key(b)));
    let least: f64 = stakes.iter().map(|s| s.min).sum();
    let most: f64 = stakes.iter().map(|s| s.max).sum();
    let rest = Stake {
        source: Source::Unnamed,
        min: (1.0 - most).max(0.0),
        max: (1.0 - least).max(0.0),
        counts: true,
    };
    if entity.holders_complete || rest.max <= SAME {
        return stakes;
    }
    // Where nobody is declared, nothing is known of who would have to be.
    let is_float = is_listed && (!as_provider || stakes.iter().any(|s| s.counts));
    stakes.push(if is_float { Stake { source: Source::Float, counts: false, ..rest } } else { rest });
    stakes
}

impl Stakes {
    fn new(list: Vec<Stake>) -> Self {
        let left = 1.0 - list.iter().map(|s| s.min).sum::<f64>();
        let room = list.iter().map(|s| s.max - s.min).sum();
        Self { list, left: left.max(0.0), room }
    }

    /// What some of the stakes come to at their least or their most, each for what it is worth (from 0 to 1): their
    /// minima, and of what no minimum takes as little or as much as the others leave. Leaves them in whatever order.
    pub fn weigh(&self, worth: &mut Vec<Worth>, at_most: bool) -> f64 {
        let mut sum: f64 = worth.iter().map(|w| w.value * w.min).sum();
        let room: f64 = worth.iter().map(|w| w.more).sum();
        let mut left = if at_most { self.left } else { self.left - (self.room - room).max(0.0) };
        if left > 1e-12 && room > 0.0 {
            // What is left goes to the most valuable first, or to the least; where all of it is taken, no order matters.
            if room > left {
                if at_most {
                    sorted::few(worth, |a, b| a.value < b.value);
                } else {
                    sorted::few(worth, |a, b| a.value > b.value);
                }
            }
            for w in worth.iter() {
                let more = w.more.min(left);
                sum += more * w.value;
                left -= more;
                if left <= 0.0 {
                    break;
                }
            }
        }
        sum.min(1.0)
    }
}

/// A stake that is weighed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    /// What a part of it is worth, from 0 to 1.
    value: f64,
    /// Its minimum.
    min: f64,
    /// How much more than its minimum it could be.
    more: f64,
}

impl Worth {
    pub const fn new(value: f64, stake: &Stake) -> Self {
        Self { value, min: stake.min, more: stake.max - stake.min }
    }
}

/// Whether an entity is non-EU, and why. A company is when one of its three places lies outside, and is not when all
/// three lie inside; of others, one place inside and none outside is enough.
pub(super) fn standing(entity: &Entity) -> (Answer, Why) {
    let places = places(entity);
    if let Some((seat, code)) = outside(&places) {
        return (Answer::Yes, Why::Outside(seat, code));
    }
    let missing = missing(&places);
    let is_company = entity.kind.is_none_or(|kind| kind == EntityKind::Company);
    if missing.is_empty() || (!is_company && missing.len() < places.len()) {
        (Answer::No, Why::Inside)
    } else {
        (Answer::Unknown, Why::Missing(missing))
    }
}

/// 19.6.a: all three places of a provider are inside, whatever it is.
pub(super) fn seat(entity: Option<&Entity>) -> (Conclusion, Why) {
    let Some(entity) = entity else { return (Conclusion::Unknown, Why::Unnamed) };
    let places = places(entity);
    if let Some((seat, code)) = outside(&places) {
        return (Conclusion::Fail, Why::Outside(seat, code));
    }
    let missing = missing(&places);
    if missing.is_empty() {
        (Conclusion::Pass, Why::Inside)
    } else {
        (Conclusion::Unknown, Why::Missing(missing))
    }
}

type Places<'d> = [(Seat, Option<&'d str>); 3];

fn places(entity: &Entity) -> Places<'_> {
    [
        (Seat::Registered, entity.seat.as_ref().map(|c| c.0.as_str())),
        (Seat::Administration, entity.administration.as_ref().map(|c| c.0.as_str())),
        (Seat::Establishment, entity.establishment.as_ref().map(|c| c.0.as_str())),
    ]
}

fn outside(places: &Places<'_>) -> Option<(Seat, String)> {
    let found = places.iter().find(|(_, code)| code.is_some_and(|code| !UNION.contains(code)));
    found.map(|(seat, code)| (*seat, code.unwrap_or_default().to_owned()))
}

fn missing(places: &Places<'_>) -> Vec<Seat> {
    places.iter().filter(|(_, code)| code.is_none()).map(|(seat, _)| *seat).collect()
}

/// The legal person of a provider, where the document has it.
pub(super) fn legal_person<'d>(document: &'d Document, provider: &ProviderId) -> Option<&'d Entity> {
    let id = document.provider(provider)?.entity.as_ref()?;
    document.entities.iter().find(|e| e.id == *id)
}
