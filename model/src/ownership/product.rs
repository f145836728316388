//! The reading *product*: percentages multiply along each chain, and chains add up.
//!
//! What a holder has of the root is what reaches it when every share is handed on to those who hold it: a chain ends
//! where it first meets the holder, so that nothing is counted twice and nothing exceeds the whole. Holders come before
//! what they hold, and each entity is weighed once; a circle of cross-holdings is a linear system, solved between two
//! bounds that close in on it from below and from above. What the bounds leave open is a range, and never a guess.

use super::{
    Measure, Range,
    graph::{SAME, Source, Stake, View},
};
use crate::{document::Answer, sorted};

/// The most rounds in which a circle is looked at. Two companies that hold 99 % of one another settle within 2,000.
const ROUNDS: usize = 20_000;
/// How often entities are weighed in one circle, for all holders together: large and tight circles are left as a range.
const WEIGHED: usize = 2_000_000;
/// A change below which a circle has settled.
const SETTLED: f64 = 1e-14;

/// Whose part is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// One entity's.
    Entity(usize),
    /// That of whoever holds the rest of an entity.
    Unnamed(usize),
    /// That of non-EU entities together: each chain counts at the first of them on the way up.
    NonEu,
}

/// What a target has of the root.
pub(super) fn reach(view: &View<'_, '_>, measure: Measure, target: Target) -> Range {
    let walk = Walk { view, measure, target, below: below(view, measure, target) };
    let mut bounds = Bounds { least: vec![0.0; view.len()], most: vec![0.0; view.len()] };
    for turn in walk.turns() {
        let Some(members) = view.order.get(turn) else { continue };
        if view.is_circle(members) {
            walk.circle(members, &mut bounds);
        } else {
            for at in members {
                let (min, max) = (walk.part(*at, &bounds.least, false), walk.part(*at, &bounds.most, true));
                put(&mut bounds.least, *at, min);
                put(&mut bounds.most, *at, max);
            }
        }
    }
    let get = |all: &[f64]| all.get(view.root).copied().unwrap_or_default() * 100.0;
    Range { min: get(&bounds.least), max: get(&bounds.most) }
}

/// What every holder has of the root, in one pass from the root upward: entities by their place, then whoever holds the
/// rest of each. Wider than [`reach`] where shares are ranges or stand in a circle, and never narrower.
pub(super) fn spread(view: &View<'_, '_>, measure: Measure) -> Vec<Range> {
    let size = view.len();
    // How much of the root comes by each entity, circles gone round: at least, at most.
    let mut comes = vec![(0.0_f64, 0.0_f64); size];
    let mut found = vec![Range::default(); 2 * size];
    if let Some(root) = comes.get_mut(view.root) {
        *root = (1.0, 1.0);
    }
    for members in view.order.iter().rev() {
        if view.is_circle(members) {
            go_round(view, measure, members, &mut comes);
        }
        for at in members {
            let (min, max) = comes.get(*at).copied().unwrap_or_default();
            let stakes = view.stakes(*at, measure);
            // What came back to an entity in a circle has been counted again: taken off the lower end.
            let back = stakes.list.iter().filter(|s| {
                members.len() > 1 && matches!(s.source, Source::Entity(h) if members.contains(&h))
            });
            let back: f64 = back.map(|s| s.max).sum();
            if let Some(own) = found.get_mut(*at) {
                *own = Range { min: min * (1.0 - back).max(0.0), max };
            }
            for stake in stakes.list.iter().filter(|s| s.counts && s.max > 0.0) {
                let most = stake.max.min(stake.min + stakes.left);
                match stake.source {
                    Source::Entity(holder) if members.len() == 1 || !members.contains(&holder) => {
                        if let Some(to) = comes.get_mut(holder).filter(|_| holder != *at) {
                            to.0 += min * stake.min;
                            to.1 += if most > 0.0 { max * most } else { 0.0 };
                        }
                    }
                    Source::Unnamed => {
                        if let Some(rest) = found.get_mut(size + at) {
                            *rest = Range {
                                min: min * stake.min,
                                max: if most > 0.0 { max * most } else { 0.0 },
                            };
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    for range in &mut found {
        *range = Range { min: range.min.min(1.0) * 100.0, max: range.max.min(1.0) * 100.0 };
    }
    found
}

/// What comes by the members of a circle, once what they hand to one another has gone round; without end where it does
/// not settle.
fn go_round(view: &View<'_, '_>, measure: Measure, members: &[usize], comes: &mut [(f64, f64)]) {
    let get = |all: &[(f64, f64)], at: usize| all.get(at).copied().unwrap_or_default();
    let first: Vec<(f64, f64)> = members.iter().map(|at| get(comes, *at)).collect();
    let mut settled = false;
    for _ in 0..ROUNDS.min(WEIGHED / (members.len() * members.len()).max(1)) {
        let mut next = first.clone();
        for at in members {
            let (min, max) = get(comes, *at);
            let stakes = view.stakes(*at, measure);
            for stake in stakes.list.iter().filter(|s| s.counts) {
                let Source::Entity(holder) = stake.source else { continue };
                let Ok(place) = members.binary_search(&holder) else { continue };
                if let Some(to) = next.get_mut(place) {
                    to.0 += min * stake.min;
                    to.1 += max * stake.max.min(stake.min + stakes.left);
                }
            }
        }
        let mut change: f64 = 0.0;
        for (at, now) in members.iter().zip(next) {
            let before = get(comes, *at);
            change = change.max(now.0 - before.0).max(now.1 - before.1);
            if let Some(slot) = comes.get_mut(*at) {
                *slot = now;
            }
        }
        settled = change < SETTLED;
        if settled || change > 1e6 {
            break;
        }
    }
    if !settled {
        for at in members {
            if let Some(slot) = comes.get_mut(*at) {
                slot.1 = f64::INFINITY;
            }
        }
    }
}

/// What a target has of each entity.
struct Bounds {
    least: Vec<f64>,
    most: Vec<f64>,
}

fn put(all: &mut [f64], at: usize, value: f64) {
    if let Some(slot) = all.get_mut(at) {
        *slot = value;
    }
}

/// The entities below a target, itself included, and the stakes through which something of it comes down: all other
/// stakes bring nothing. Nothing for all non-EU entities, whose part may come from anywhere.
fn below(view: &View<'_, '_>, measure: Measure, target: Target) -> Option<Below> {
    let (from, mut feeds) = match target {
        Target::NonEu => return None,
        Target::Entity(from) => (from, Vec::new()),
        Target::Unnamed(from) => {
            let list = &view.stakes(from, measure).list;
            let rest = list.iter().position(|s| s.source == Source::Unnamed);
            (from, rest.map(|at| (from, at)).into_iter().collect())
        }
    };
    let mut turns = Vec::new();
    let mut seen: Vec<usize> = vec![from];
    let mut is_seen = vec![false; view.len()];
    if let Some(is) = is_seen.get_mut(from) {
        *is = true;
    }
    let mut next = 0;
    while let Some(at) = seen.get(next).copied() {
        next += 1;
        turns.extend(view.turn.get(at));
        for held in view.held.get(at).into_iter().flatten() {
            let list = &view.stakes(*held, measure).list;
            // Stakes stand by holder: at most two are of one, listed shares that count and that do not.
            let first = list.partition_point(|s| matches!(s.source, Source::Entity(holder) if holder < at));
            let mut brings = false;
            for (i, stake) in list.iter().enumerate().skip(first).take(2) {
                if stake.source == Source::Entity(at) && stake.counts && stake.max > 0.0 {
                    feeds.push((*held, i));
                    brings = true;
                }
            }
            if let Some(is) = is_seen.get_mut(*held).filter(|is| brings && !**is) {
                *is = true;
                seen.push(*held);
            }
        }
    }
    sorted::sort(&mut turns);
    turns.dedup();
    sorted::sort(&mut feeds);
    Some(Below { turns, feeds })
}

struct Below {
    turns: Vec<usize>,
    /// Who is held, and the place among its stakes.
    feeds: Vec<(usize, usize)>,
}

struct Walk<'v, 'g, 'd> {
    view: &'v View<'g, 'd>,
    measure: Measure,
    target: Target,
    below: Option<Below>,
}

impl Walk<'_, '_, '_> {
    fn turns(&self) -> Vec<usize> {
        match &self.below {
            Some(below) => below.turns.clone(),
            None => (0..self.view.order.len()).collect(),
        }
    }

    /// What the target has of the entity at a place, from what it has of that entity's holders.
    fn part(&self, at: usize, parts: &[f64], at_most: bool) -> f64 {
        let stakes = self.view.stakes(at, self.measure);
        let mut worth: Vec<(f64, &Stake)> = Vec::new();
        let mut add = |stake| {
            let value = self.value(at, stake, parts, at_most);
            if value > 0.0 {
                worth.push((value, stake));
            }
        };
        match &self.below {
            None => stakes.list.iter().for_each(add),
            Some(below) => {
                let first = below.feeds.partition_point(|(held, _)| *held < at);
                for (held, place) in below.feeds.iter().skip(first) {
                    if *held != at {
                        break;
                    }
                    if let Some(stake) = stakes.list.get(*place) {
                        add(stake);
                    }
                }
            }
        }
        stakes.weigh(&worth, at_most)
    }

    /// What a part of an entity is worth in the hands of who has the stake.
    fn value(&self, at: usize, stake: &Stake, parts: &[f64], at_most: bool) -> f64 {
        if !stake.counts {
            return 0.0;
        }
        match (stake.source, self.target) {
            (Source::Float, _) | (Source::Unnamed, Target::Entity(_)) => 0.0,
            (Source::Unnamed, Target::Unnamed(of)) => f64::from(of == at),
            // Who is not named may be non-EU, and may not.
            (Source::Unnamed, Target::NonEu) => f64::from(at_most),
            (Source::Entity(holder), Target::Entity(whose)) if holder == whose => 1.0,
            (Source::Entity(holder), Target::NonEu) if self.ends_at(holder, at_most) => 1.0,
            (Source::Entity(holder), _) => parts.get(holder).copied().unwrap_or_default(),
        }
    }

    /// Whether a chain ends at this holder, for non-EU entities together.
    fn ends_at(&self, holder: usize, at_most: bool) -> bool {
        // The root is no third party to itself.
        holder != self.view.root
            && match self.view.standing(holder) {
                Answer::Yes => true,
                Answer::No => false,
                Answer::Unknown => at_most,
            }
    }

    /// A circle: from nothing upward and from everything downward. Each round leaves a lower and an upper bound, so
    /// that stopping early is no error.
    fn circle(&self, members: &[usize], bounds: &mut Bounds) {
        for at in members {
            put(&mut bounds.most, *at, 1.0);
        }
        settle(members, self.view.len(), &mut |at| {
            let (min, max) = (self.part(at, &bounds.least, false), self.part(at, &bounds.most, true));
            let moved = |all: &[f64], now: f64| (all.get(at).copied().unwrap_or_default() - now).abs();
            let change = moved(&bounds.least, min).max(moved(&bounds.most, max));
            put(&mut bounds.least, at, min);
            put(&mut bounds.most, at, max);
            change
        });
        // What the arithmetic leaves must not turn a point into a reversed range.
        for at in members {
            let get = |all: &[f64]| all.get(*at).copied().unwrap_or_default();
            let min = get(&bounds.least).min(get(&bounds.most));
            put(&mut bounds.least, *at, min);
        }
    }
}

/// Goes round until nothing changes or patience ends.
fn settle(members: &[usize], holders: usize, step: &mut dyn FnMut(usize) -> f64) {
    let rounds = ROUNDS.min(WEIGHED / (members.len() * holders).max(1));
    for _ in 0..rounds {
        let mut change: f64 = 0.0;
        for at in members {
            change = change.max(step(*at));
        }
        if change < SETTLED {
            break;
        }
    }
}

/// The circles out of which a share may never lead, or whose sum does not settle.
pub(super) fn endless(view: &View<'_, '_>, measure: Measure) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for members in view.order.iter().filter(|m| view.is_circle(m)) {
        let mut inside = vec![0.0; view.len()];
        for at in members {
            put(&mut inside, *at, 1.0);
        }
        settle(members, 1, &mut |at| {
            let stakes = view.stakes(at, measure);
            let mut worth: Vec<(f64, &Stake)> = Vec::new();
            for stake in &stakes.list {
                if let Source::Entity(holder) = stake.source {
                    worth.push((inside.get(holder).copied().unwrap_or_default(), stake));
                }
            }
            let stays = stakes.weigh(&worth, true);
            let before = inside.get(at).copied().unwrap_or_default();
            put(&mut inside, at, stays);
            before - stays
        });
        if members.iter().any(|at| inside.get(*at).is_some_and(|p| *p > SAME)) {
            found.push(members.clone());
        }
    }
    found
}
