//! Who controls whom, and the reading *control*: the stake of a controlled entity counts whole for its controller.
//!
//! A majority of the votes controls. More than 40 % of them, and nobody with more, is presumed to (article L233-3 II of
//! the commercial code): an answer of the user can rebut that, and can say that someone controls by an agreement, in
//! fact or in concert. Votes of all that someone controls are added to their own. On ranges there are two relations:
//! who surely controls, and who may. Whoever holds the rest of an entity, unnamed, may be one or many: such a rest may
//! control and may stand in the way of others, and never surely does either.

use super::{
    MAJORITY, Measure, Open, PRESUMPTION, Range,
    graph::{SAME, Source, Stake, Stakes, View, Worth},
    is_exact,
};
use crate::document::Answer;

/// A set of holders: entities by their place, then whoever holds the rest of each.
type Set = Vec<u64>;

fn has(set: &Set, at: usize) -> bool {
    set.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

fn put(set: &mut Set, at: usize) {
    if let Some(word) = set.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn join(set: &mut Set, other: &Set) {
    for (word, more) in set.iter_mut().zip(other) {
        *word |= more;
    }
}

fn members(set: &Set) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(i, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros();
            (left != 0).then(|| {
                left &= left - 1;
                i * 64 + bit as usize
            })
        })
    })
}

/// Who controls each entity of a view.
#[derive(Debug)]
pub(super) struct Control {
    size: usize,
    /// Whether more than 40 % of the votes is presumed to control, or a majority alone does.
    presumes: bool,
    sure: Vec<Set>,
    /// Holds all who surely do, too.
    maybe: Vec<Set>,
}

impl Control {
    pub fn new(view: &View<'_, '_>) -> Self {
        let size = view.len();
        let empty: Set = vec![0; (2 * size).div_ceil(64)];
        let mut control =
            Self { size, presumes: true, sure: vec![empty.clone(); size], maybe: vec![empty; size] };
        let mut votes = Tally::new(size);
        for component in &view.order {
            let is_circle = view.is_circle(component);
            // In a circle majorities come first: a presumption that is made before them would hold itself up.
            control.presumes = !is_circle;
            let mut settled = control.settle(view, component, &mut votes);
            if is_circle {
                control.presumes = true;
                settled = control.settle(view, component, &mut votes);
            }
            if !settled && is_circle {
                control.leave_open(view, component);
            }
        }
        control
    }

    /// Who controls in a circle hangs on who controls in the circle: round until it says the same twice. Whether it did.
    fn settle(&mut self, view: &View<'_, '_>, component: &[usize], votes: &mut Tally) -> bool {
        let rounds = if view.is_circle(component) { 2 * component.len() + 8 } else { 1 };
        for _ in 0..rounds {
            let mut settled = true;
            for at in component {
                let (sure, maybe) = self.of(view, *at, votes);
                settled &= self.sure.get(*at) == Some(&sure) && self.maybe.get(*at) == Some(&maybe);
                if let (Some(s), Some(m)) = (self.sure.get_mut(*at), self.maybe.get_mut(*at)) {
                    *s = sure;
                    *m = maybe;
                }
            }
            if settled {
                return true;
            }
        }
        false
    }

    /// In a circle that never says the same twice, everyone with votes in it may control all of it, and nobody surely.
    fn leave_open(&mut self, view: &View<'_, '_>, component: &[usize]) {
        let mut all: Set = vec![0; (2 * self.size).div_ceil(64)];
        for at in component {
            let votes = view.stakes(*at, Measure::Votes).list.iter();
            for stake in votes.filter(|s| s.max > SAME) {
                if let Some(holder) = self.candidate(*at, stake) {
                    put(&mut all, holder);
                    if let Some(above) = self.maybe.get(holder) {
                        join(&mut all, above);
                    }
                }
            }
        }
        for at in component {
            if let (Some(s), Some(m)) = (self.sure.get_mut(*at), self.maybe.get_mut(*at)) {
                s.iter_mut().for_each(|word| *word = 0);
                m.clone_from(&all);
            }
        }
    }

    /// Who a stake in an entity belongs to, as a place in a set. A float belongs to nobody in particular.
    const fn candidate(&self, held: usize, stake: &Stake) -> Option<usize> {
        match stake.source {
            Source::Entity(at) => Some(at),
            Source::Unnamed => Some(self.size + held),
            Source::Float => None,
        }
    }

    /// Whether a stake is surely, or may be, in the hands of someone.
    fn in_hands(&self, held: usize, stake: &Stake, of: usize, surely: bool) -> bool {
        let Some(holder) = self.candidate(held, stake) else { return false };
        let all = if surely { &self.sure } else { &self.maybe };
        holder == of || all.get(holder).is_some_and(|set| has(set, of))
    }

    /// Who controls the entity at a place, given who controls its holders.
    fn of(&self, view: &View<'_, '_>, at: usize, tally: &mut Tally) -> (Set, Set) {
        let stakes = view.stakes(at, Measure::Votes);
        tally.count(self, at, stakes, false);
        let empty: Set = vec![0; (2 * self.size).div_ceil(64)];
        let (mut sure, mut maybe) = (empty.clone(), empty);
        let (limit, majority) = (PRESUMPTION / 100.0 + SAME, MAJORITY / 100.0 + SAME);
        let met = || tally.met.iter().copied().filter(|of| *of != at);
        // Only those who surely have much can keep others from having more.
        let strong: Vec<usize> =
            met().filter(|of| *of < self.size && tally.range(*of, stakes).min > limit).collect();
        let denied: Vec<usize> = view
            .holdings(at)
            .filter(|(_, _, holding)| holding.control == Some(Answer::No))
            .map(|(holder, ..)| holder)
            .collect();
        for of in met() {
            let group = tally.range(of, stakes);
            if group.max <= limit {
                continue;
            }
            if group.min > majority && of < self.size {
                put(&mut sure, of);
                continue;
            }
            if !self.presumes {
                if group.max > majority {
                    put(&mut maybe, of);
                }
                continue;
            }
            // Votes of which somebody said that they are no control count for a majority, and for no presumption: not
            // of whoever has them, nor of those above.
            let presumed = if denied.contains(&of) {
                Range::default()
            } else if denied.is_empty() {
                group
            } else {
                let votes = |surely| -> Vec<Worth> {
                    let is = |s: &&Stake| {
                        self.in_hands(at, s, of, surely)
                            && !matches!(s.source, Source::Entity(holder) if denied.contains(&holder))
                    };
                    stakes.list.iter().filter(is).map(|s| Worth::new(1.0, s)).collect()
                };
                Range {
                    min: stakes.weigh(&mut votes(true), false),
                    max: stakes.weigh(&mut votes(false), true),
                }
            };
            if presumed.max <= limit {
                if group.max > majority {
                    put(&mut maybe, of);
                }
            } else {
                let apart = |other: usize, surely: bool| -> f64 {
                    let mine = |s: &&Stake| {
                        self.in_hands(at, s, other, surely) && !self.in_hands(at, s, of, !surely)
                    };
                    let votes = stakes.list.iter().filter(mine);
                    votes.map(|s| if surely { s.min } else { s.max }).sum()
                };
                let is_ahead = of < self.size
                    && presumed.min > limit
                    && met()
                        .filter(|other| *other != of)
                        .all(|other| apart(other, false).min(1.0 - presumed.min) < presumed.min - SAME);
                let is_behind =
                    strong.iter().any(|other| *other != of && apart(*other, true) > group.max + SAME);
                if is_ahead {
                    put(&mut sure, of);
                } else if !is_behind {
                    put(&mut maybe, of);
                }
            }
        }
        for (holder, _, holding) in view.holdings(at).filter(|(holder, ..)| *holder != at) {
            match holding.control {
                Some(Answer::Yes) => put(&mut sure, holder),
                // The question has been put and has no answer.
                Some(Answer::Unknown) => put(&mut maybe, holder),
                // Whoever appoints a majority may control: that is a question until it is answered.
                None if holding.appoints_majority => put(&mut maybe, holder),
                _ => {}
            }
        }
        join(&mut maybe, &sure);
        // Whoever controls a controller controls.
        for (set, all) in [(&mut sure, &self.sure), (&mut maybe, &self.maybe)] {
            let direct: Vec<usize> = members(set).collect();
            for above in direct.into_iter().filter_map(|of| all.get(of)) {
                join(set, above);
            }
        }
        (sure, maybe)
    }

    /// Whether someone controls an entity.
    pub fn controls(&self, of: usize, at: usize) -> Answer {
        match (self.sure.get(at), self.maybe.get(at)) {
            (Some(sure), _) if has(sure, of) => Answer::Yes,
            (_, Some(maybe)) if has(maybe, of) => Answer::Unknown,
            _ => Answer::No,
        }
    }

    /// Who controls an entity, or may: places of entities, then of whoever holds the rest of each.
    pub fn over(&self, at: usize) -> Vec<(usize, Answer)> {
        let Some(maybe) = self.maybe.get(at) else { return Vec::new() };
        members(maybe).filter(|of| *of != at).map(|of| (of, self.controls(of, at))).collect()
    }

    /// Whether the entity at a place is in non-EU hands: itself, or through whoever controls it.
    pub fn in_non_eu_hands(&self, view: &View<'_, '_>, at: usize) -> Answer {
        // The root is no third party to itself.
        let mut answer = if at == view.root { Answer::No } else { view.standing(at) };
        for (of, controls) in self.over(at) {
            if answer == Answer::Yes {
                break;
            }
            let standing = match of {
                _ if of == view.root => Answer::No,
                _ if of < self.size => view.standing(of),
                _ => Answer::Unknown,
            };
            answer = match (standing, controls) {
                (Answer::Yes, Answer::Yes) => Answer::Yes,
                (Answer::No, _) => answer,
                _ => Answer::Unknown,
            };
        }
        answer
    }

    /// What each holder has of the root: its own stake, and whole the stakes of what it controls.
    pub fn each(&self, view: &View<'_, '_>, measure: Measure) -> Vec<Range> {
        let stakes = view.stakes(view.root, measure);
        let mut tally = Tally::new(self.size);
        tally.count(self, view.root, stakes, true);
        (0..2 * self.size).map(|of| percent(tally.range(of, stakes))).collect()
    }

    /// What non-EU entities have of the root together: each stake once, that is in the hands of one of them.
    pub fn together(&self, view: &View<'_, '_>, measure: Measure, hands: &[Answer]) -> Range {
        let stakes = view.stakes(view.root, measure);
        let worth = |surely: bool| -> Vec<Worth> {
            let is = |stake: &&Stake| match stake.source {
                _ if !stake.counts => false,
                Source::Entity(at) => match hands.get(at) {
                    Some(Answer::Yes) => true,
                    Some(Answer::No) => false,
                    _ => !surely,
                },
                Source::Unnamed => !surely,
                Source::Float => false,
            };
            stakes.list.iter().filter(is).map(|s| Worth::new(1.0, s)).collect()
        };
        percent(Range {
            min: stakes.weigh(&mut worth(true), false),
            max: stakes.weigh(&mut worth(false), true),
        })
    }

    /// Where votes leave open whether an entity controls another. Where it has been answered that it does not, a majority
    /// would say otherwise: then the votes are what has to be said.
    pub fn open(&self, view: &View<'_, '_>) -> Vec<Open> {
        let mut open = Vec::new();
        for at in 0..self.size {
            for (holder, _, holding) in view.holdings(at) {
                if self.controls(holder, at) != Answer::Unknown || holder == at {
                    continue;
                }
                if holding.control == Some(Answer::No) {
                    self.votes_open(view, at, &mut open);
                    continue;
                }
                let (of, over) = (view.id(holder), view.id(at));
                open.push(if holding.appoints_majority {
                    Open::Appoints(of, over)
                } else {
                    Open::Control(of, over)
                });
            }
        }
        open
    }

    /// What is not said exactly of the votes in an entity.
    pub fn votes_open(&self, view: &View<'_, '_>, at: usize, open: &mut Vec<Open>) {
        for (_, place, holding) in view.holdings(at) {
            if !is_exact(holding.votes) {
                open.push(Open::Share(place, Measure::Votes));
            }
        }
        if view.stakes(at, Measure::Votes).list.iter().any(|s| s.source == Source::Unnamed) {
            open.push(Open::Holders(view.id(at)));
        }
    }
}

/// Parts of one as percentages.
fn percent(parts: Range) -> Range {
    Range { min: parts.min.min(1.0) * 100.0, max: parts.max.min(1.0) * 100.0 }
}

/// Stakes in one entity, by those who have them in hand, surely or maybe.
struct Tally {
    hands: Vec<Hand>,
    met: Vec<usize>,
}

/// Minima, and how much more than those it could be.
#[derive(Clone, Copy, Default)]
struct Hand {
    sure: (f64, f64),
    maybe: (f64, f64),
    is_met: bool,
}

impl Tally {
    fn new(size: usize) -> Self {
        Self { hands: vec![Hand::default(); 2 * size], met: Vec::new() }
    }

    /// Counts the stakes in the entity at a place, or only those that count for 19.6.b.
    fn count(&mut self, control: &Control, at: usize, stakes: &Stakes, counted: bool) {
        for of in self.met.drain(..) {
            if let Some(hand) = self.hands.get_mut(of) {
                *hand = Hand::default();
            }
        }
        for stake in stakes.list.iter().filter(|s| s.max > SAME && (s.counts || !counted)) {
            let Some(holder) = control.candidate(at, stake) else { continue };
            self.add(holder, stake, true);
            if let Some(above) = control.maybe.get(holder) {
                let sure = control.sure.get(holder);
                for of in members(above).filter(|of| *of != holder) {
                    self.add(of, stake, sure.is_some_and(|set| has(set, of)));
                }
            }
        }
        crate::sorted::sort(&mut self.met);
    }

    fn add(&mut self, of: usize, stake: &Stake, surely: bool) {
        let Some(hand) = self.hands.get_mut(of) else { return };
        if !hand.is_met {
            hand.is_met = true;
            self.met.push(of);
        }
        hand.maybe.0 += stake.min;
        hand.maybe.1 += stake.max - stake.min;
        if surely {
            hand.sure.0 += stake.min;
            hand.sure.1 += stake.max - stake.min;
        }
    }

    /// What someone has, as parts of one: the least that all others leave, the most that their minima leave.
    fn range(&self, of: usize, stakes: &Stakes) -> Range {
        let hand = self.hands.get(of).copied().unwrap_or_default();
        let forced = stakes.left - (stakes.room - hand.sure.1).max(0.0);
        Range {
            min: hand.sure.0 + forced.clamp(0.0, hand.sure.1.max(0.0)),
            max: hand.maybe.0 + hand.maybe.1.min(stakes.left),
        }
    }
}
