//! Arrows while they are being made: a row of pieces, then lanes for those that share a channel or a gutter, then
//! corners.

use super::{
    Key, Point, index,
    lanes::{Run, spread},
    px,
};

/// From one lane to the next, and the width that all lanes of a channel or a gutter have together.
const CHANNEL_LANES: (i32, i32) = (7, 28);
const GUTTER_LANES: (i32, i32) = (6, 24);

/// A piece of an arrow between two bends.
pub(super) struct Track {
    /// Its y where it lies in a channel, its x where it stands in a corridor.
    pub at: i32,
    /// The channel or the gutter in which it is given a lane.
    pub line: Option<usize>,
}

/// An arrow while it is being made: from its start in turns along channels and corridors; the last piece stands in a
/// corridor, for arrows enter channels from above or from below, and gutters from the side.
pub(super) struct Draft {
    pub start: Point,
    pub end: Point,
    /// Whether the first piece after the start stands in a corridor.
    pub sideways: bool,
    pub tracks: Vec<Track>,
}

/// Gives the pieces of all arrows their lanes.
pub(super) fn settle(drafts: &mut [Draft]) {
    // Corridors first: how far the pieces in channels reach depends on them.
    set_apart(drafts, true, GUTTER_LANES);
    set_apart(drafts, false, CHANNEL_LANES);
}

/// Gives all pieces in gutters, or all in channels, their lanes.
fn set_apart(drafts: &mut [Draft], gutters: bool, (step, room): (i32, i32)) {
    let mut keys: Vec<Key> = Vec::new();
    for (wire, draft) in drafts.iter().enumerate() {
        for (track, piece) in draft.tracks.iter().enumerate() {
            if let Some(line) = piece.line.filter(|_| draft.stands(track) == gutters) {
                let (from, to) = (draft.before(track, 1), draft.after(track, 1));
                keys.push([px(line), from.min(to), from.max(to), px(wire), px(track), 0]);
            }
        }
    }
    crate::sorted::sort(&mut keys);
    let mut runs: Vec<Run> = Vec::with_capacity(keys.len());
    for [line, low, high, wire, track, _] in keys.iter().copied() {
        let (Some(draft), track) = (drafts.get(index(wire)), index(track)) else { continue };
        let at = draft.tracks.get(track).map_or(0, |piece| piece.at);
        let forwards = draft.before(track, 1) == low;
        let (came_back, goes_back) = (draft.before(track, 2) > at, draft.after(track, 2) < at);
        // Gutters are crossed at heights that are not settled yet.
        let back = match (gutters, forwards) {
            (true, _) => [true; 2],
            (false, true) => [!came_back, goes_back],
            (false, false) => [goes_back, !came_back],
        };
        runs.push(Run { line, low, high, far: forwards != came_back, back, shift: 0 });
    }
    spread(&mut runs, step, room);
    for ([_, _, _, wire, track, _], run) in keys.into_iter().zip(runs) {
        if let Some(piece) = drafts.get_mut(index(wire)).and_then(|d| d.tracks.get_mut(index(track))) {
            piece.at += run.shift;
        }
    }
}

impl Draft {
    /// Whether a piece stands in a corridor rather than lies in a channel.
    fn stands(&self, track: usize) -> bool {
        track.is_multiple_of(2) == self.sideways
    }

    /// Where the piece so many before this one is, or the start on the same axis.
    fn before(&self, track: usize, back: usize) -> i32 {
        match track.checked_sub(back).and_then(|t| self.tracks.get(t)) {
            Some(piece) => piece.at,
            None if self.stands(track) == back.is_multiple_of(2) => self.start.x,
            None => self.start.y,
        }
    }

    /// Where the piece so many after this one is, or the end on the same axis.
    fn after(&self, track: usize, on: usize) -> i32 {
        match self.tracks.get(track + on) {
            Some(piece) => piece.at,
            None if self.stands(track) == on.is_multiple_of(2) => self.end.x,
            None => self.end.y,
        }
    }

    /// The corners, without those in which the arrow does not turn.
    pub fn points(&self) -> Vec<Point> {
        let mut corners = vec![self.start];
        let mut here = self.start;
        for (at, piece) in self.tracks.iter().enumerate() {
            *(if self.stands(at) { &mut here.x } else { &mut here.y }) = piece.at;
            corners.push(here);
        }
        // The last piece stands in a corridor, and ends at the height of the end.
        corners.push(Point { x: here.x, y: self.end.y });
        let mut points: Vec<Point> = Vec::with_capacity(corners.len() + 1);
        for corner in corners.into_iter().chain([self.end]) {
            while let [.., a, b] = points.as_slice()
                && ((a.x == b.x && b.x == corner.x) || (a.y == b.y && b.y == corner.y))
            {
                points.pop();
            }
            if points.last() != Some(&corner) {
                points.push(corner);
            }
        }
        points
    }
}
