//! Where the holdings over a provider are drawn: ultimate holders at the top, the provider at the bottom, an arrow a
//! holding. A holding that would lead upwards, within a circle, is drawn beside the others and marked as such.
//!
//! Whole numbers throughout: what is drawn is the same on every machine.

use super::Holder;
use crate::{
    document::{Document, EntityId},
    layout::{Direction, Point},
    sorted,
};
use std::collections::BTreeMap;

/// The size of a box.
pub const BOX: (i32, i32) = (188, 76);
/// Between two boxes of a row.
const GAP: i32 = 28;
/// Between two rows: room for what stands on an arrow.
const BETWEEN: i32 = 96;
/// Around everything.
const PADDING: i32 = 20;
/// How wide an arrow is that passes a row.
const PASSING: i32 = 24;
/// How often rows are put in order, down and up again.
const SWEEPS: usize = 6;

/// A holder as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Who.
    pub holder: Holder,
    /// Its left edge.
    pub x: i32,
    /// Its top edge.
    pub y: i32,
    /// How many rows it stands above the provider.
    pub row: usize,
}

/// A holding as it is drawn, from the holder to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who holds.
    pub from: Holder,
    /// Who is held.
    pub to: EntityId,
    /// The holding: its place in the document; nothing for what nobody named holds.
    pub holding: Option<usize>,
    /// Where it goes.
    pub points: Vec<Point>,
    /// Where its percentage stands, in the middle.
    pub label: Point,
    /// Whether it closes a circle, and leads upwards.
    pub back: bool,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// How wide it is.
    pub width: i32,
    /// How high.
    pub height: i32,
    /// The boxes, from the top to the bottom and from the left to the right.
    pub spots: Vec<Spot>,
    /// The arrows.
    pub lines: Vec<Line>,
    /// How many holders have no place in it: those furthest from the provider.
    pub left_out: usize,
}

/// Something in a row: a holder, or an arrow on its way past it.
struct Part {
    row: usize,
    wide: i32,
    /// The middle.
    x: i32,
}

struct Bond {
    from: usize,
    to: usize,
    holding: Option<usize>,
    back: bool,
    /// The parts that it passes, from the top.
    by: Vec<usize>,
}

/// Draws the holders of an entity, at most so many; `unnamed` are the companies of which somebody unnamed holds a rest.
pub fn picture(document: &Document, entity: &EntityId, unnamed: &[EntityId], most: usize) -> Picture {
    let (holders, left_out) = nearest_first(document, entity, unnamed, most);
    let places: BTreeMap<&Holder, usize> = sorted::map(holders.iter().enumerate().map(|(i, h)| (h, i)));
    let mut bonds: Vec<Bond> = Vec::new();
    let bond = |from: usize, to: usize, holding| Bond { from, to, holding, back: false, by: Vec::new() };
    for (at, holding) in document.holdings.iter().enumerate() {
        let ends = (
            places.get(&Holder::Entity(holding.holder.clone())),
            places.get(&Holder::Entity(holding.held.clone())),
        );
        if let (Some(from), Some(to)) = ends {
            bonds.push(bond(*from, *to, Some(at)));
        }
    }
    for (at, holder) in holders.iter().enumerate() {
        if let Holder::Unnamed(of) = holder
            && let Some(to) = places.get(&Holder::Entity(of.clone()))
        {
            bonds.push(bond(at, *to, None));
        }
    }
    let rows = rows(holders.len(), &mut bonds);
    let mut parts: Vec<Part> = rows.iter().map(|row| Part { row: *row, wide: BOX.0, x: 0 }).collect();
    for bond in &mut bonds {
        let (Some(from), Some(to)) = (rows.get(bond.from), rows.get(bond.to)) else { continue };
        for row in (to + 1..*from).rev() {
            bond.by.push(parts.len());
            parts.push(Part { row, wide: PASSING, x: 0 });
        }
    }
    arrange(&mut parts, &bonds);
    draw(&holders, &parts, &bonds, left_out)
}

/// The entity, then those above it, the nearest first; and how many more there are.
fn nearest_first(
    document: &Document,
    entity: &EntityId,
    unnamed: &[EntityId],
    most: usize,
) -> (Vec<Holder>, usize) {
    let mut above: BTreeMap<&EntityId, Vec<&EntityId>> = BTreeMap::new();
    for holding in &document.holdings {
        above.entry(&holding.held).or_default().push(&holding.holder);
    }
    let known = sorted::set(document.entities.iter().map(|e| &e.id));
    let mut found: Vec<Holder> = vec![Holder::Entity(entity.clone())];
    let mut seen = sorted::set([entity]);
    let mut at = 0;
    while let Some(holder) = found.get(at).cloned() {
        at += 1;
        let Holder::Entity(id) = holder else { continue };
        for holder in above.get(&id).into_iter().flatten() {
            if known.contains(holder) && seen.insert(holder) {
                found.push(Holder::Entity((*holder).clone()));
            }
        }
        if unnamed.contains(&id) {
            found.push(Holder::Unnamed(id));
        }
    }
    let left_out = found.len().saturating_sub(most.max(1));
    found.truncate(most.max(1));
    (found, left_out)
}

/// The row of each: one above the highest that it holds. What closes a circle is marked.
fn rows(len: usize, bonds: &mut [Bond]) -> Vec<usize> {
    let mut over: Vec<Vec<usize>> = vec![Vec::new(); len];
    for (at, bond) in bonds.iter().enumerate() {
        if let Some(over) = over.get_mut(bond.to) {
            over.push(at);
        }
    }
    // A walk up from the provider: whoever is met again on the way closes a circle.
    let mut state = vec![0_u8; len];
    let mut order: Vec<usize> = Vec::new();
    let mut way: Vec<(usize, usize)> = vec![(0, 0)];
    while let Some((at, next)) = way.pop() {
        if let Some(state) = state.get_mut(at) {
            *state = 1;
        }
        let Some(bond) = over.get(at).and_then(|o| o.get(next)).copied() else {
            if let Some(state) = state.get_mut(at) {
                *state = 2;
            }
            order.push(at);
            continue;
        };
        way.push((at, next + 1));
        let Some(bond) = bonds.get_mut(bond) else { continue };
        match state.get(bond.from) {
            Some(0) => way.push((bond.from, 0)),
            Some(1) => bond.back = true,
            _ => {}
        }
    }
    let mut rows = vec![0_usize; len];
    // From the provider up: whoever is done last stands lowest.
    for at in order.into_iter().rev() {
        let below = rows.get(at).copied().unwrap_or_default();
        for bond in over.get(at).into_iter().flatten().filter_map(|b| bonds.get(*b)) {
            if !bond.back
                && let Some(row) = rows.get_mut(bond.from)
            {
                *row = (*row).max(below + 1);
            }
        }
    }
    rows
}

/// Puts the parts of each row in order and side by side, near those that they are tied to.
fn arrange(parts: &mut [Part], bonds: &[Bond]) {
    let mut ties: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for bond in bonds.iter().filter(|b| !b.back) {
        let mut way = vec![bond.from];
        way.extend(&bond.by);
        way.push(bond.to);
        for pair in way.windows(2) {
            let [a, b] = pair else { continue };
            for (one, other) in [(a, b), (b, a)] {
                if let Some(ties) = ties.get_mut(*one) {
                    ties.push(*other);
                }
            }
        }
    }
    let count = parts.iter().map(|p| p.row).max().unwrap_or(0) + 1;
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, part) in parts.iter().enumerate() {
        if let Some(row) = rows.get_mut(part.row) {
            row.push(at);
        }
    }
    for row in &rows {
        side_by_side(parts, row, None);
    }
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let (at, upwards) = if sweep % 2 == 0 { (step, true) } else { (count - 1 - step, false) };
            let Some(row) = rows.get_mut(at) else { continue };
            // Where each would best stand: the middle of those in the row just seen.
            let wish: BTreeMap<usize, i32> = sorted::map(row.iter().map(|at| {
                let here = parts.get(*at).map_or((0, 0), |p| (p.x, i32::try_from(p.row).unwrap_or(0)));
                let (mut sum, mut n) = (0, 0);
                for tie in ties.get(*at).into_iter().flatten().filter_map(|t| parts.get(*t)) {
                    if (i32::try_from(tie.row).unwrap_or(0) < here.1) == upwards {
                        sum += tie.x;
                        n += 1;
                    }
                }
                (*at, if n > 0 { sum / n } else { here.0 })
            }));
            sorted::by(row, |a, b| wish.get(a).cmp(&wish.get(b)));
            side_by_side(parts, row, Some(&wish));
        }
    }
}

/// Puts a row side by side: from the left, and where a wish is known as near to it as the neighbours allow.
fn side_by_side(parts: &mut [Part], row: &[usize], wish: Option<&BTreeMap<usize, i32>>) {
    let wide = |parts: &[Part], at: usize| parts.get(at).map_or(0, |p| p.wide);
    let apart = |parts: &[Part], a: usize, b: usize| (wide(parts, a) + wide(parts, b)) / 2 + GAP;
    let wished = |at: usize| wish.and_then(|w| w.get(&at)).copied().unwrap_or(i32::MIN / 4);
    // As far left as wishes allow, as far right, and the middle of both.
    let mut left = Vec::with_capacity(row.len());
    let mut last: Option<(usize, i32)> = None;
    for at in row {
        let least = last.map_or(i32::MIN / 4, |(before, x)| x + apart(parts, before, *at));
        let x = match last {
            None if wish.is_none() => 0,
            _ => wished(*at).max(least),
        };
        left.push(x);
        last = Some((*at, x));
    }
    let mut right = left.clone();
    if wish.is_some() {
        let mut last: Option<(usize, i32)> = None;
        for (at, x) in row.iter().zip(right.iter_mut()).rev() {
            let most = last.map_or(i32::MAX / 4, |(after, x)| x - apart(parts, *at, after));
            *x = wished(*at).min(most);
            last = Some((*at, *x));
        }
    }
    for (at, (left, right)) in row.iter().zip(left.iter().zip(&right)) {
        if let Some(part) = parts.get_mut(*at) {
            part.x = left.midpoint(*right);
        }
    }
}

fn draw(holders: &[Holder], parts: &[Part], bonds: &[Bond], left_out: usize) -> Picture {
    let first = parts.iter().map(|p| p.x - p.wide / 2).min().unwrap_or(0);
    let last = parts.iter().map(|p| p.x + p.wide / 2).max().unwrap_or(0);
    let top = parts.iter().map(|p| p.row).max().unwrap_or(0);
    let y = |row: usize| PADDING + i32::try_from(top - row.min(top)).unwrap_or(0) * (BOX.1 + BETWEEN);
    let shift = PADDING - first;
    let mut spots: Vec<Spot> = (holders.iter().zip(parts))
        .map(|(holder, part)| Spot {
            holder: holder.clone(),
            x: part.x - BOX.0 / 2 + shift,
            y: y(part.row),
            row: part.row,
        })
        .collect();
    let middle = |at: usize| parts.get(at).map_or((0, 0), |p| (p.x + shift, y(p.row)));
    // Arrows leave a box side by side, and arrive side by side, in the order of where they come from and go to.
    let port = |bond: usize, at: usize, out: bool| {
        let x = |b: &Bond| {
            let far = if out { b.by.first().unwrap_or(&b.to) } else { b.by.last().unwrap_or(&b.from) };
            middle(*far).0
        };
        let mut same: Vec<usize> = (bonds.iter().enumerate())
            .filter(|(_, b)| !b.back && if out { b.from == at } else { b.to == at })
            .map(|(i, _)| i)
            .collect();
        sorted::by(&mut same, |a, b| {
            let key = |i: &usize| bonds.get(*i).map(|b| (x(b), *i));
            key(a).cmp(&key(b))
        });
        let (n, i) = (same.len(), same.iter().position(|i| *i == bond).unwrap_or(0));
        let step = (BOX.0 - 48) / i32::try_from(n.max(1)).unwrap_or(1);
        let step = step.min(44);
        step * (2 * i32::try_from(i).unwrap_or(0) - i32::try_from(n).unwrap_or(1) + 1) / 2
    };
    let mut circles = 0;
    let mut lines = Vec::with_capacity(bonds.len());
    for (at, bond) in bonds.iter().enumerate() {
        let (Some(from), Some(Holder::Entity(to))) = (holders.get(bond.from), holders.get(bond.to)) else {
            continue;
        };
        let ((ax, ay), (bx, by)) = (middle(bond.from), middle(bond.to));
        let point = |x: i32, y: i32| Point { x, y };
        let (points, label) = if bond.back {
            // Around the right-hand side, up to what is held; one holder of itself makes a loop.
            circles += 1;
            let x = last + shift + 24 * circles;
            let (ax, bx) = (ax + BOX.0 / 2, bx + BOX.0 / 2);
            let (ay, by) = (ay + BOX.1 * 2 / 3, by + BOX.1 / 3);
            (vec![point(ax, ay), point(x, ay), point(x, by), point(bx, by)], point(x - 40, ay.midpoint(by)))
        } else {
            let (ax, bx) = (ax + port(at, bond.from, true), bx + port(at, bond.to, false));
            let mut points = vec![point(ax, ay + BOX.1)];
            for passed in &bond.by {
                let (x, y) = middle(*passed);
                points.push(point(x, y));
                points.push(point(x, y + BOX.1));
            }
            points.push(point(bx, by));
            let label = match points.as_slice() {
                // Where arrows that meet have not met yet: on a curve that leaves and arrives upright.
                [a, b, ..] => point(a.x + (b.x - a.x) * 35 / 100, a.y + (b.y - a.y) * 42 / 100),
                _ => point(ax, ay),
            };
            (points, label)
        };
        let (from, to) = (from.clone(), to.clone());
        lines.push(Line { from, to, holding: bond.holding, points, label, back: bond.back });
    }
    sorted::by(&mut spots, |a, b| (a.y, a.x).cmp(&(b.y, b.x)));
    Picture {
        width: last + shift + PADDING + if circles > 0 { 24 * circles + 8 } else { 0 },
        height: y(0) + BOX.1 + PADDING,
        spots,
        lines,
        left_out,
    }
}

impl Picture {
    /// The box nearest to another in a direction: what is across counts once, what is beside the way twice.
    pub fn nearest(&self, from: &Holder, direction: Direction) -> Option<&Holder> {
        let here = self.spots.iter().find(|s| s.holder == *from)?;
        let ahead = |s: &Spot| match direction {
            Direction::Left => here.x - (s.x + BOX.0),
            Direction::Right => s.x - (here.x + BOX.0),
            Direction::Up => here.y - (s.y + BOX.1),
            Direction::Down => s.y - (here.y + BOX.1),
        };
        let beside = |s: &Spot| match direction {
            Direction::Left | Direction::Right => (s.y - here.y).abs(),
            Direction::Up | Direction::Down => (s.x - here.x).abs(),
        };
        let ahead_of = self.spots.iter().filter(|s| ahead(s) >= 0);
        ahead_of.min_by_key(|s| ahead(s) + 2 * beside(s)).map(|s| &s.holder)
    }
}
