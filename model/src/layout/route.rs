//! The arrows: from where to where, and by which channels and gutters.
//!
//! A channel is free over its whole length but for the boxes that span the rows on both of its sides. They cut it into
//! *stretches*; a search over these says how many rows at least an arrow crosses, and the way is then made of corridors
//! that each cross as many of them at once as they can.

use super::{
    BOX_WIDTH, FIRST_COLUMN, Frame, GUTTER, HALF_COLUMN, Key, Point, Rect,
    aside::Party,
    draft::{Draft, Track, settle},
    index,
    place::{Grid, Spot},
    ports::{Link, Side, links},
    px,
};

/// How near to a box that is not its end an arrow may come.
const CLEARANCE: i32 = 12;
/// How many gutters on the way to its end an arrow looks at before it takes one that makes it turn more often.
const LOOK: usize = 32;
/// How many gutters an arrow may lie beyond its ends to turn less often.
const DETOUR: usize = 2;
/// How many gutters beyond its ends a way is searched in first.
const NEARBY: usize = 8;

/// An arrow between two boxes, by their numbers: services first, then third parties.
pub(super) struct Line {
    pub from: usize,
    pub to: usize,
    pub points: Vec<Point>,
}

/// Where a vertical piece of an arrow is: in a gutter, where it is given a lane, or straight at a port.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Corridor {
    x: i32,
    gutter: Option<usize>,
}

impl Corridor {
    fn gutter(gutter: usize) -> Self {
        Self { x: Frame::gutter(gutter), gutter: Some(gutter) }
    }
}

/// A part of a channel without a box in it.
#[derive(Clone, Copy)]
struct Stretch {
    channel: usize,
    /// Its first and its last gutter.
    left: usize,
    right: usize,
}

/// The best corridor found so far: the rows that it crosses, the length of the way, and the stretch to which it leads.
struct Best {
    crossed: u32,
    length: i32,
    corridor: Corridor,
    to: usize,
}

/// The ways around the boxes.
pub(super) struct Map<'a, 'd> {
    pub grid: &'a Grid<'d>,
    frame: &'a Frame,
    stretches: Vec<Stretch>,
    /// The first stretch of each channel, and their number at the end.
    first: Vec<usize>,
}

impl<'a, 'd> Map<'a, 'd> {
    fn new(grid: &'a Grid<'d>, frame: &'a Frame) -> Self {
        let mut cuts: Vec<Vec<usize>> = vec![Vec::new(); frame.rows.len() + 1];
        let key = |(at, spot): (usize, &Spot<'_>)| [px(spot.column), px(at), 0, 0, 0, 0];
        let mut order: Vec<Key> = grid.spots.iter().enumerate().map(key).collect();
        crate::sorted::sort(&mut order);
        for spot in order.iter().filter_map(|[_, at, ..]| grid.spots.get(index(*at))) {
            for cut in cuts.iter_mut().take(spot.bottom + 1).skip(spot.top + 1) {
                cut.push(spot.column);
            }
        }
        let mut map = Self { grid, frame, stretches: Vec::new(), first: vec![0] };
        for (channel, cuts) in cuts.into_iter().enumerate() {
            let mut left = 0;
            for column in cuts {
                map.stretches.push(Stretch { channel, left, right: column });
                left = column + 2;
            }
            map.stretches.push(Stretch { channel, left, right: frame.last_gutter });
            map.first.push(map.stretches.len());
        }
        map
    }

    /// Whether an arrow at `x` passes by all boxes of these rows.
    pub fn clear(&self, x: i32, top: usize, bottom: usize) -> bool {
        let x = x - FIRST_COLUMN;
        let from = (x - BOX_WIDTH - CLEARANCE).div_euclid(HALF_COLUMN) + 1;
        let to = (x + CLEARANCE - 1).div_euclid(HALF_COLUMN);
        (from.max(0)..=to)
            .filter_map(|column| usize::try_from(column).ok())
            .all(|column| self.grid.columns.free(column, top, bottom))
    }

    /// The numbers of the stretches of a channel.
    fn of(&self, channel: usize) -> Option<(usize, usize)> {
        Some((self.first.get(channel).copied()?, self.first.get(channel + 1).copied()?))
    }

    /// The stretch of a channel that has a place.
    fn at(&self, channel: usize, x: i32) -> Option<usize> {
        let (from, to) = self.of(channel)?;
        let stretches = self.stretches.get(from..to)?;
        Some(from + stretches.partition_point(|s| Frame::column(s.right) < x))
    }

    /// How many rows there are to cross from each stretch to the goal, by ways between these gutters and as far as is
    /// needed to know it of the start; without a start, of the nearest one that the last gutter ends. Gives the start.
    fn rows_to_cross(
        &self,
        start: Option<usize>,
        goal: usize,
        (low, high): (usize, usize),
        rows: &mut [Option<u32>],
    ) -> Option<usize> {
        rows.fill(None);
        *rows.get_mut(goal)? = Some(0);
        let mut queue = vec![goal];
        let mut next = 0;
        loop {
            let here = queue.get(next).copied()?;
            next += 1;
            let stretch = self.stretches.get(here)?;
            if start.map_or(stretch.right == self.frame.last_gutter, |start| start == here) {
                return Some(here);
            }
            let crossed = rows.get(here).copied().flatten().map(|rows| rows + 1);
            for channel in [stretch.channel.checked_sub(1), Some(stretch.channel + 1)] {
                let Some((from, to)) = channel.and_then(|c| self.of(c)) else { continue };
                let across = self.stretches.get(from..to).unwrap_or_default();
                let (first, last) = (stretch.left.max(low), stretch.right.min(high));
                let skip = across.partition_point(|s| s.right < first);
                // Where two stretches face each other their first common gutter is free: it is at the edge of the
                // diagram, or beside a box that stands in the row between.
                for (at, _) in across.iter().enumerate().skip(skip).take_while(|(_, s)| s.left <= last) {
                    if let Some(slot @ None) = rows.get_mut(from + at) {
                        *slot = crossed;
                        queue.push(from + at);
                    }
                }
            }
        }
    }

    /// How far a corridor leads from a stretch towards the goal: the rows crossed, and the stretch reached.
    fn follow(&self, x: i32, from: usize, upwards: bool, rows: &[Option<u32>]) -> (u32, usize) {
        let (mut here, mut crossed) = (from, 0);
        let left = |stretch: usize| rows.get(stretch).copied().flatten();
        while let Some(channel) = self.stretches.get(here).map(|s| s.channel) {
            let next = if upwards { channel.checked_sub(1) } else { Some(channel + 1) };
            let Some((next, to)) = next.and_then(|next| Some((next, self.at(next, x)?))) else { break };
            let row = channel.min(next);
            if left(here) != left(to).map(|rows| rows + 1) || !self.clear(x, row, row) {
                break;
            }
            crossed += 1;
            here = to;
        }
        (crossed, here)
    }

    /// The corridor that crosses most rows on the way to the goal, among equals the one of the shortest way; and the
    /// stretch to which it leads.
    fn corridor(
        &self,
        here: usize,
        from: Corridor,
        goal: Corridor,
        rows: &[Option<u32>],
    ) -> Option<(Corridor, usize)> {
        let stretch = self.stretches.get(here)?;
        let left = rows.get(here).copied().flatten()?;
        let direct = (goal.x - from.x).abs();
        let mut best = Best { crossed: 0, length: 0, corridor: from, to: here };
        // Says whether there can be no better one.
        let look = |best: &mut Best, corridor: Corridor| {
            let length = (corridor.x - from.x).abs() + (goal.x - corridor.x).abs();
            for upwards in [false, true] {
                let (crossed, to) = self.follow(corridor.x, here, upwards, rows);
                let better = crossed > best.crossed || (crossed == best.crossed && length < best.length);
                // At the goal's port there is room for an arrow that goes all the way only.
                if better && crossed > 0 && (crossed == left || corridor != goal) {
                    *best = Best { crossed, length, corridor, to };
                }
            }
            best.crossed == left && best.length <= direct
        };
        // Straight on, or straight into the goal.
        let inside = goal.x > Frame::column(stretch.left) - GUTTER && goal.x < Frame::column(stretch.right);
        let mut done = look(&mut best, from) || (inside && look(&mut best, goal));

        // The gutters on the way, nearest first; then a few beyond; at last, all of them.
        let (near, far) = (Frame::gutter_at(from.x), Frame::gutter_at(goal.x));
        let gutters = stretch.left..=stretch.right;
        let mut candidates = Vec::with_capacity(LOOK + 4 * DETOUR);
        for offset in 0..=near.abs_diff(far).min(LOOK) {
            candidates.push(if far < near { near - offset } else { near + offset });
        }
        for by in 1..=DETOUR {
            candidates.extend([near.saturating_sub(by), near + by, far.saturating_sub(by), far + by]);
        }
        for at in candidates {
            done = done || (gutters.contains(&at) && look(&mut best, Corridor::gutter(at)));
        }
        if best.crossed == 0 {
            for at in gutters {
                look(&mut best, Corridor::gutter(at));
            }
        }
        (best.crossed > 0).then_some((best.corridor, best.to))
    }

    /// Leads an arrow from a corridor in a channel into another.
    fn lead(
        &self,
        start: Option<(usize, i32)>,
        from: Corridor,
        goal: Corridor,
        channel: usize,
        rows: &mut [Option<u32>],
        tracks: &mut Vec<Track>,
    ) -> Option<()> {
        let start = match start {
            Some((channel, x)) => Some(self.at(channel, x)?),
            None => None,
        };
        let end = self.at(channel, goal.x)?;
        // Most ways are near: only where none is there the whole diagram is searched.
        let (a, b) = (Frame::gutter_at(from.x), Frame::gutter_at(goal.x));
        let nearby = (a.min(b).saturating_sub(NEARBY), a.max(b) + NEARBY);
        let mut here = self
            .rows_to_cross(start, end, nearby, rows)
            .or_else(|| self.rows_to_cross(start, end, (0, usize::MAX), rows))?;
        let mut at = from;
        let mut turn = |here: usize, at: &mut Corridor, to: Corridor| {
            if *at != to {
                let channel = self.stretches.get(here).map_or(0, |s| s.channel);
                tracks.push(Track { at: self.frame.channel(channel), line: Some(channel) });
                tracks.push(Track { at: to.x, line: to.gutter });
                *at = to;
            }
        };
        while rows.get(here).copied().flatten()? > 0 {
            let (corridor, to) = self.corridor(here, at, goal, rows)?;
            turn(here, &mut at, corridor);
            here = to;
        }
        turn(here, &mut at, goal);
        Some(())
    }
}

/// Leads all arrows.
pub(super) fn route(grid: &Grid<'_>, frame: &Frame, parties: &[Party<'_>], rects: &[Rect]) -> Vec<Line> {
    let map = Map::new(grid, frame);
    let links = links(&map, parties, rects);
    let mut rows = vec![None; map.stretches.len()];
    let mut drafts: Vec<Draft> = links.iter().map(|link| draft(&map, link, &mut rows)).collect();
    settle(&mut drafts);
    links
        .iter()
        .zip(&drafts)
        .map(|(link, draft)| Line { from: link.from.owner, to: link.to.owner, points: draft.points() })
        .collect()
}

fn draft(map: &Map<'_, '_>, link: &Link, rows: &mut [Option<u32>]) -> Draft {
    let (start, end) = (link.start, link.end);
    let sideways = link.to.side == Side::Right;
    let mut tracks = Vec::new();
    let port = |point: Point| Corridor { x: point.x, gutter: None };
    if !sideways {
        let first = Some((link.from.channel, start.x));
        map.lead(first, port(start), port(end), link.to.channel, rows, &mut tracks);
    } else if !link.beside || start.y != end.y {
        // Into the corridor beside the third parties, and straight across to a box at the edge.
        let corridor = Corridor::gutter(map.frame.last_gutter);
        tracks.push(Track { at: corridor.x, line: corridor.gutter });
        if !link.beside {
            let column = map.grid.spots.get(link.to.owner).map_or(0, |s| s.column);
            let goal = Corridor::gutter(column + 2);
            map.lead(None, corridor, goal, link.to.channel, rows, &mut tracks);
        }
    }
    Draft { start, end, sideways, tracks }
}
