//! The reading *product*: percentages multiply along each chain, and chains add up.
//!
//! What a holder has of the root is what reaches it when every share is handed on to those who hold it: a chain ends
//! where it first meets the holder, so that nothing is counted twice and nothing exceeds the whole. Holders come before
//! what they hold, and each entity is weighed once; a circle of cross-holdings is a linear system, solved between two
//! bounds that close in on it from below and from above. What the bounds leave open is a range, and never a guess.

use super::{
    Measure, Range,
    graph::{SAME, Source, Stake, View, Worth},
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

/// What targets have of the root, one after another: what is set up once for all of them, and what each starts from.
pub(super) struct Reach<'v, 'g, 'd> {
    view: &'v View<'g, 'd>,
    measure: Measure,
    /// By holder: those of whom something comes down from it.
    down: Vec<Vec<usize>>,
    /// What the target has of each entity.
    parts: Vec<Part>,
    /// The entities below the target, itself included, as far as they have been met.
    below: Vec<usize>,
    least: Vec<Worth>,
    most: Vec<Worth>,
}

/// What a target has of an entity: at least, at most, as parts of one.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    least: f64,
    most: f64,
    /// Whether something of the target comes down to it at all.
    is_below: bool,
}

impl<'v, 'g, 'd> Reach<'v, 'g, 'd> {
    pub fn new(view: &'v View<'g, 'd>, measure: Measure) -> Self {
        let mut down = vec![Vec::new(); view.len()];
        for at in 0..view.len() {
            for stake in view.stakes(at, measure).list.iter().filter(|s| s.counts && s.max > 0.0) {
                if let Source::Entity(holder) = stake.source
                    && let Some(down) = down.get_mut(holder)
                {
                    down.push(at);
                }
            }
        }
        Self {
            view,
            measure,
            down,
            parts: vec![Part::default(); view.len()],
            below: Vec::new(),
            least: Vec::new(),
            most: Vec::new(),
        }
    }

    /// What a target has of the root.
    pub fn of(&mut self, target: Target) -> Range {
        let view = self.view;
        for at in std::mem::take(&mut self.below) {
            if let Some(part) = self.parts.get_mut(at) {
                *part = Part::default();
            }
        }
        let first = match target {
            // Their part may come from anywhere.
            Target::NonEu => {
                (0..view.len()).for_each(|at| self.meet(at));
                0
            }
            Target::Entity(from) | Target::Unnamed(from) => {
                self.meet(from);
                view.turn.get(from).copied().unwrap_or_default()
            }
        };
        for members in view.order.iter().skip(first) {
            if !members.iter().any(|at| self.get(*at).is_below) {
                continue;
            }
            if view.is_circle(members) {
                self.circle(members, target);
            } else {
                for at in members {
                    let (least, most) = self.part(*at, target);
                    self.put(*at, least, most);
                    self.hand_down(*at, None);
                }
            }
        }
        let root = self.get(view.root);
        Range { min: root.least * 100.0, max: root.most * 100.0 }
    }

    fn get(&self, at: usize) -> Part {
        self.parts.get(at).copied().unwrap_or_default()
    }

    fn put(&mut self, at: usize, least: f64, most: f64) {
        if let Some(part) = self.parts.get_mut(at) {
            (part.least, part.most) = (least, most);
        }
    }

    /// Something of the target comes down to the entity at a place.
    fn meet(&mut self, at: usize) {
        if let Some(part) = self.parts.get_mut(at).filter(|part| !part.is_below) {
            part.is_below = true;
            self.below.push(at);
        }
    }

    /// Meets those whom the entity at a place holds: all of them, or those among some.
    fn hand_down(&mut self, at: usize, among: Option<&[usize]>) {
        let down = self.down.get_mut(at).map(std::mem::take).unwrap_or_default();
        for held in &down {
            if among.is_none_or(|among| among.binary_search(held).is_ok()) {
                self.meet(*held);
            }
        }
        if let Some(slot) = self.down.get_mut(at) {
            *slot = down;
        }
    }

    /// What the target has of the entity at a place, from what it has of that entity's holders: at least, at most.
    fn part(&mut self, at: usize, target: Target) -> (f64, f64) {
        let stakes = self.view.stakes(at, self.measure);
        self.least.clear();
        self.most.clear();
        for stake in stakes.list.iter().filter(|s| s.counts) {
            let (least, most) = self.value(at, stake, target);
            if least > 0.0 {
                self.least.push(Worth::new(least, stake));
            }
            if most > 0.0 {
                self.most.push(Worth::new(most, stake));
            }
        }
        (stakes.weigh(&mut self.least, false), stakes.weigh(&mut self.most, true))
    }

    /// What a part of an entity is worth in the hands of who has the stake: at least, at most.
    fn value(&self, at: usize, stake: &Stake, target: Target) -> (f64, f64) {
        let parts = |holder| {
            let part = self.get(holder);
            (part.least, part.most)
        };
        match (stake.source, target) {
            (Source::Float, _) | (Source::Unnamed, Target::Entity(_)) => (0.0, 0.0),
            (Source::Unnamed, Target::Unnamed(of)) => (f64::from(of == at), f64::from(of == at)),
            // Who is not named may be non-EU, and may not.
            (Source::Unnamed, Target::NonEu) => (0.0, 1.0),
            (Source::Entity(holder), Target::Entity(whose)) if holder == whose => (1.0, 1.0),
            // A chain ends at the first non-EU holder; the root is no third party to itself.
            (Source::Entity(holder), Target::NonEu) if holder != self.view.root => {
                let (least, most) = parts(holder);
                match self.view.standing(holder) {
                    Answer::Yes => (1.0, 1.0),
                    Answer::No => (least, most),
                    Answer::Unknown => (least, 1.0),
                }
            }
            (Source::Entity(holder), _) => parts(holder),
        }
    }

    /// A circle: from nothing upward and from everything downward. Each round leaves a lower and an upper bound, so
    /// that stopping early is no error.
    fn circle(&mut self, members: &[usize], target: Target) {
        // All that is below in the circle, before any of it is weighed.
        let mut met: Vec<usize> = members.iter().copied().filter(|at| self.get(*at).is_below).collect();
        let mut next = 0;
        while let Some(at) = met.get(next).copied() {
            next += 1;
            let known = self.below.len();
            self.hand_down(at, Some(members));
            met.extend(self.below.iter().skip(known));
        }
        sorted::sort(&mut met);
        for at in &met {
            self.put(*at, 0.0, 1.0);
        }
        settle(&met, members.len() * self.view.len(), &mut |at| {
            let (before, (least, most)) = (self.get(at), self.part(at, target));
            self.put(at, least, most);
            (before.least - least).abs().max((before.most - most).abs())
        });
        for at in &met {
            // What the arithmetic leaves must not turn a point into a reversed range.
            let part = self.get(*at);
            self.put(*at, part.least.min(part.most), part.most);
            self.hand_down(*at, None);
        }
    }
}

/// What every holder has of the root, in one pass from the root upward: entities by their place, then whoever holds the
/// rest of each. Wider than [`Reach`] where shares are ranges or stand in a circle, and never narrower.
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

/// Goes round until nothing changes or patience ends: by how much all holders together weigh in a round.
fn settle(members: &[usize], weighed: usize, step: &mut dyn FnMut(usize) -> f64) {
    let rounds = ROUNDS.min(WEIGHED / weighed.max(1));
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

fn put(all: &mut [f64], at: usize, value: f64) {
    if let Some(slot) = all.get_mut(at) {
        *slot = value;
    }
}

/// The circles out of which a share may never lead, or whose sum does not settle.
pub(super) fn endless(view: &View<'_, '_>, measure: Measure) -> Vec<Vec<usize>> {
    let (mut found, mut worth) = (Vec::new(), Vec::new());
    for members in view.order.iter().filter(|m| view.is_circle(m)) {
        let mut inside = vec![0.0; view.len()];
        for at in members {
            put(&mut inside, *at, 1.0);
        }
        settle(members, members.len(), &mut |at| {
            let stakes = view.stakes(at, measure);
            worth.clear();
            for stake in &stakes.list {
                if let Source::Entity(holder) = stake.source {
                    worth.push(Worth::new(inside.get(holder).copied().unwrap_or_default(), stake));
                }
            }
            let stays = stakes.weigh(&mut worth, true);
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
