//! Where arrows leave and enter boxes.
//!
//! A client is left below and its base entered above; where the base is higher up it is the other way round; and where
//! the two stand side by side both ends are below. What a third party does comes in from the right. The ends at one side
//! of a box are spread along it in the order of where the other ends are.

use super::{Key, Point, Rect, aside::Party, index, place::Grid, px, route::Map};

/// How far from the corners of a box ports keep.
const INSET: i32 = 8;
/// How far a port may be moved towards a corner to make an arrow straight.
const STRAIGHT_INSET: i32 = 20;
/// How far the start of an arrow that turns is moved towards its end.
const NUDGE: i32 = 6;

/// A side of a box.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

impl Side {
    /// Where this side of a box begins, and how long it is.
    fn length(self, of: Rect) -> (i32, i32) {
        match self {
            Self::Top | Self::Bottom => (of.x, of.width),
            Self::Left | Self::Right => (of.y, of.height),
        }
    }

    fn point(self, of: Rect, port: i32) -> Point {
        match self {
            Self::Top => Point { x: port, y: of.y },
            Self::Bottom => Point { x: port, y: of.y + of.height },
            Self::Left => Point { x: of.x, y: port },
            Self::Right => Point { x: of.x + of.width, y: port },
        }
    }
}

/// One end of an arrow.
#[derive(Clone, Copy)]
pub(super) struct Port {
    /// The box: services first, then third parties.
    pub owner: usize,
    pub side: Side,
    /// The channel beside it, where it is above or below.
    pub channel: usize,
    /// Where along the side.
    at: i32,
    /// How many arrows have an end at this side.
    neighbours: i32,
}

/// An arrow by its two ends.
pub(super) struct Link {
    pub from: Port,
    pub to: Port,
    /// Whether nothing stands between a third party and what it serves.
    pub beside: bool,
    pub start: Point,
    pub end: Point,
}

/// All arrows: the reliances of each service, then what each third party serves.
pub(super) fn links(map: &Map<'_, '_>, parties: &[Party<'_>], rects: &[Rect]) -> Vec<Link> {
    let grid = map.grid;
    let mut links = Vec::new();
    for (from, client) in grid.spots.iter().enumerate() {
        for to in &client.bases {
            let Some(base) = grid.spots.get(*to) else { continue };
            let (out, into) = if base.bottom < client.top {
                (Side::Top, Side::Bottom)
            } else if client.bottom < base.top {
                (Side::Bottom, Side::Top)
            } else {
                (Side::Bottom, Side::Bottom)
            };
            links.push(link(port(grid, from, out), port(grid, *to, into), false));
        }
    }
    // The last box of each row.
    let mut rims = vec![0; grid.rows.iter().sum()];
    for spot in &grid.spots {
        for rim in rims.iter_mut().take(spot.bottom + 1).skip(spot.top) {
            *rim = spot.column.max(*rim);
        }
    }
    for (at, party) in parties.iter().enumerate() {
        for to in &party.serves {
            let Some(spot) = grid.spots.get(*to) else { continue };
            let mut rows = rims.iter().take(spot.bottom + 1).skip(spot.top);
            let beside = rows.all(|rim| *rim == spot.column);
            let from =
                Port { owner: grid.spots.len() + at, side: Side::Left, channel: 0, at: 0, neighbours: 0 };
            links.push(link(from, port(grid, *to, Side::Right), beside));
        }
    }
    distribute(&mut links, rects);
    straighten(&mut links, map, rects);
    for link in &mut links {
        let rect = |port: Port| rects.get(port.owner).copied().unwrap_or_default();
        link.start = link.from.side.point(rect(link.from), link.from.at);
        link.end = link.to.side.point(rect(link.to), link.to.at);
    }
    links
}

fn port(grid: &Grid<'_>, owner: usize, side: Side) -> Port {
    let channel =
        grid.spots.get(owner).map_or(0, |s| if side == Side::Bottom { s.bottom + 1 } else { s.top });
    Port { owner, side, channel, at: 0, neighbours: 0 }
}

fn link(from: Port, to: Port, beside: bool) -> Link {
    let nowhere = Point { x: 0, y: 0 };
    Link { from, to, beside, start: nowhere, end: nowhere }
}

/// Spreads the ports of each side along it.
fn distribute(links: &mut [Link], rects: &[Rect]) {
    let middle = |port: Port, along: Side| {
        let (begin, length) = along.length(rects.get(port.owner).copied().unwrap_or_default());
        begin + length / 2
    };
    let mut ends: Vec<Key> = Vec::with_capacity(2 * links.len());
    for (at, link) in links.iter().enumerate() {
        for (port, other, last) in [(link.from, link.to, 0), (link.to, link.from, 1)] {
            let away = middle(other, port.side) - middle(port, port.side);
            // Of several straight in the same direction the nearest turns off first.
            let across = if matches!(port.side, Side::Top | Side::Bottom) { Side::Left } else { Side::Top };
            let far = (middle(other, across) - middle(port, across)).abs();
            let far = if away < 0 { far } else { -far };
            ends.push([4 * px(port.owner) + port.side as i32, away, far, px(at), last, 0]);
        }
    }
    crate::sorted::sort(&mut ends);
    for side in ends.chunk_by(|[a, ..], [b, ..]| a == b) {
        for (place, [_, _, _, at, last, _]) in (0..).zip(side) {
            let Some(link) = links.get_mut(index(*at)) else { continue };
            let port = if *last == 1 { &mut link.to } else { &mut link.from };
            let (begin, length) = port.side.length(rects.get(port.owner).copied().unwrap_or_default());
            port.neighbours = px(side.len());
            port.at = begin + INSET + (2 * place + 1) * (length - 2 * INSET) / (2 * port.neighbours);
        }
    }
}

/// Moves the port of an arrow that is alone in its place opposite to its other end, where that makes it straight.
fn straighten(links: &mut [Link], map: &Map<'_, '_>, rects: &[Rect]) {
    let mut leaving = vec![0_usize; rects.len()];
    for link in &*links {
        if let Some(count) = leaving.get_mut(link.from.owner) {
            *count += 1;
        }
    }
    let mut given_way = Vec::new();
    for link in &mut *links {
        let (from, to) = (link.from, link.to);
        let (top, bottom) = (from.channel.min(to.channel), from.channel.max(to.channel));
        let vertical = to.side != Side::Right;
        let free = |at: i32| {
            if vertical { top == bottom || map.clear(at, top, bottom - 1) } else { link.beside }
        };
        let holds = |port: Port, at: i32| {
            let (begin, length) = port.side.length(rects.get(port.owner).copied().unwrap_or_default());
            (begin + STRAIGHT_INSET..=begin + length - STRAIGHT_INSET).contains(&at)
        };
        // The only arrow of a box is moved even where others come in beside it: a service above its only base.
        if leaving.get(from.owner) == Some(&1) && holds(from, to.at) && free(to.at) {
            link.from.at = to.at;
            if from.neighbours > 1 {
                given_way.push((from, to.at));
            }
        } else if to.neighbours == 1 && holds(to, from.at) && free(from.at) {
            link.to.at = from.at;
        } else if vertical && from.at != to.at {
            // Off the spot where an arrow from the other way may enter the box across the channel.
            link.from.at += NUDGE * (to.at - from.at).signum();
        }
    }
    // What came in where such an arrow leaves now takes its former place.
    for (left, taken) in given_way {
        for port in links.iter_mut().map(|link| &mut link.to) {
            if port.owner == left.owner && port.side == left.side && (port.at - taken).abs() < NUDGE {
                port.at = left.at;
            }
        }
    }
}
