//! Lanes: pieces of arrows that run beside one another in the same channel or gutter are set apart, in an order that
//! saves crossings.

use super::{Key, index, px};

/// A piece of an arrow in a channel or a gutter.
pub(super) struct Run {
    /// The channel or the gutter.
    pub line: i32,
    /// From where to where it runs.
    pub low: i32,
    pub high: i32,
    /// Which side of the line its lane is counted from: lanes of the two sorts are filled from the two sides.
    pub far: bool,
    /// Whether the arrow goes on towards lower numbers, across the line, at the low end and at the high end.
    pub back: [bool; 2],
    /// By how much it is set aside from the middle of the line.
    pub shift: i32,
}

/// Sets runs, which come in the order of lines and then of where they begin, apart by `step`, by less where more of them run side by side than there is `room` for.
///
/// A run that comes in at the near side, goes on towards lower numbers and leaves at the far side crosses none of those
/// that begin and end further on if these keep farther from the near side, and the other way round for runs towards
/// higher numbers: so the one sort is stacked from the near side in ascending order, the other from the far side.
pub(super) fn spread(runs: &mut [Run], step: i32, room: i32) {
    let mut rest = runs;
    while let Some(first) = rest.first() {
        // As many as touch one another, directly or by way of others.
        let (line, mut reach) = (first.line, first.high);
        let touching = rest.iter().take_while(|r| {
            let touches = r.line == line && r.low <= reach;
            reach = reach.max(r.high);
            touches
        });
        let count = touching.count();
        let Some((group, others)) = rest.split_at_mut_checked(count) else { return };
        set_apart(group, step, room);
        rest = others;
    }
}

/// How near two arrows may come that go on from a line in opposite directions.
const APART: i32 = 5;
/// How often lanes are put into another order at most: where arrows ask for opposite orders there is no right one.
const TRIES: usize = 8;

fn set_apart(group: &mut [Run], step: i32, room: i32) {
    if group.len() < 2 {
        return;
    }
    // As long as there is room each has its own lane, for then they can be put into any order. Lanes, and up to where
    // they are taken.
    let share = px(group.len() - 1) * step > room;
    let (mut near, mut far) = (Vec::new(), Vec::new());
    let mut taken: Vec<usize> = Vec::with_capacity(group.len());
    for run in &*group {
        let lanes = if run.far { &mut far } else { &mut near };
        let lane = lanes.iter().position(|end| share && *end < run.low).unwrap_or(lanes.len());
        match lanes.get_mut(lane) {
            Some(end) => *end = run.high,
            None => lanes.push(run.high),
        }
        taken.push(lane);
    }
    let count = near.len() + far.len();
    for (lane, run) in taken.iter_mut().zip(&*group) {
        if run.far {
            *lane = count - 1 - *lane;
        }
    }
    let order = order(group, &taken, count);
    let last = px(count) - 1;
    let width = room.min(last * step);
    for (run, lane) in group.iter_mut().zip(taken) {
        let place = px(order.get(lane).copied().unwrap_or(lane));
        run.shift = if last == 0 { 0 } else { place * width / last - width / 2 };
    }
}

/// The places of the lanes: in their order, unless an arrow would then go on over another that comes from the other
/// side of the line at the same spot, so that nobody could tell which goes where.
fn order(group: &[Run], lanes: &[usize], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut ends: Vec<Key> = Vec::with_capacity(2 * group.len());
    for (run, lane) in group.iter().zip(lanes) {
        for (x, back) in [run.low, run.high].into_iter().zip(run.back) {
            ends.push([x, i32::from(back), px(*lane), 0, 0, 0]);
        }
    }
    crate::sorted::sort(&mut ends);
    for _ in 0..TRIES {
        let mut moved = false;
        for (at, [x, back, lane, ..]) in ends.iter().enumerate() {
            for [_, other_back, other, ..] in
                ends.iter().skip(at + 1).take_while(|[other, ..]| other - x < APART)
            {
                let (before, behind) = if *back == 1 { (*lane, *other) } else { (*other, *lane) };
                let (before, behind) = (index(before), index(behind));
                if back != other_back && places.get(before) > places.get(behind) {
                    places.swap(before, behind);
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    places
}
