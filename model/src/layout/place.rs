//! Rows and columns of the services.
//!
//! Rows: in each band a service stands one row above the highest of its bases there, counted from the ground of the
//! band, so that a service added later on top moves nothing below. Columns: in the order of the document, as near as
//! is free to what is already there and is connected; so that a service added at the end moves nobody aside.

use super::BANDS;
use crate::document::{Document, MAX_COLUMN, Service};
use std::collections::BTreeMap;

/// A service on the grid.
pub(super) struct Spot<'d> {
    pub service: &'d Service,
    /// The highest and the lowest of its bands, by their number from the top.
    pub high: usize,
    pub low: usize,
    /// Its rows from the top of the diagram, both included.
    pub top: usize,
    pub bottom: usize,
    /// In half boxes; it covers this column and the next.
    pub column: usize,
    /// The bases of the reliances that can be drawn, in their order.
    pub bases: Vec<usize>,
}

/// The services on the grid.
pub(super) struct Grid<'d> {
    pub spots: Vec<Spot<'d>>,
    /// The number of rows of each band, at least one.
    pub rows: [usize; BANDS.len()],
    pub columns: Columns,
    pub ids: Ids<'d>,
}

/// The first bearers of each id, numbered in their order.
pub(super) struct Ids<'d> {
    numbers: BTreeMap<&'d str, usize>,
    /// Where the bearers stand in the list given.
    pub firsts: Vec<usize>,
}

impl<'d> Ids<'d> {
    pub fn new(ids: impl Iterator<Item = &'d str>) -> Self {
        let (mut numbers, mut firsts) = (BTreeMap::new(), Vec::new());
        for (at, id) in ids.enumerate() {
            numbers.entry(id).or_insert_with(|| {
                firsts.push(at);
                firsts.len() - 1
            });
        }
        Self { numbers, firsts }
    }

    pub fn get(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }
}

/// The rows that boxes take, by the column in which they begin, from top to bottom.
pub(super) struct Columns(Vec<Vec<(usize, usize)>>);

impl Columns {
    /// Whether no box that begins in this column stands in these rows.
    pub fn free(&self, column: usize, top: usize, bottom: usize) -> bool {
        let Some(spans) = self.0.get(column) else { return true };
        let next = spans.partition_point(|(_, end)| *end < top);
        spans.get(next).is_none_or(|(begin, _)| *begin > bottom)
    }

    fn take(&mut self, column: usize, top: usize, bottom: usize) {
        if self.0.len() <= column {
            self.0.resize_with(column + 1, Vec::new);
        }
        if let Some(spans) = self.0.get_mut(column) {
            let at = spans.partition_point(|(_, end)| *end < top);
            spans.insert(at, (top, bottom));
        }
    }

    /// The nearest free place at `from` or to its right.
    fn rightwards(&self, from: usize, top: usize, bottom: usize) -> usize {
        let mut column = from;
        // Each step leaps over the box that is farthest in the way.
        loop {
            if !self.free(column + 1, top, bottom) {
                column += 3;
            } else if !self.free(column, top, bottom) {
                column += 2;
            } else if column > 0 && !self.free(column - 1, top, bottom) {
                column += 1;
            } else {
                return column;
            }
        }
    }

    /// The nearest free place at `from` or to its left.
    fn leftwards(&self, from: usize, top: usize, bottom: usize) -> Option<usize> {
        let mut column = from;
        loop {
            if column > 0 && !self.free(column - 1, top, bottom) {
                column = column.checked_sub(3)?;
            } else if !self.free(column, top, bottom) {
                column = column.checked_sub(2)?;
            } else if !self.free(column + 1, top, bottom) {
                column = column.checked_sub(1)?;
            } else {
                return Some(column);
            }
        }
    }

    /// The nearest free place, the left one of two.
    fn nearest(&self, to: usize, top: usize, bottom: usize) -> usize {
        let right = self.rightwards(to, top, bottom);
        match self.leftwards(to, top, bottom) {
            Some(left) if to - left <= right - to => left,
            _ => right,
        }
    }
}

/// Places the services.
pub(super) fn place(document: &Document) -> Grid<'_> {
    let ids = Ids::new(document.services.iter().map(|s| s.id.as_str()));
    let services = ids.firsts.iter().filter_map(|at| document.services.get(*at));
    let mut spots: Vec<Spot<'_>> = services
        .enumerate()
        .map(|(at, service)| {
            let has = |activity: &catalog::Activity| service.activities.contains(*activity);
            let bases = service.relies_on.iter().filter_map(|r| ids.get(r.service.as_str()));
            Spot {
                service,
                high: BANDS.iter().position(has).unwrap_or(0),
                low: BANDS.iter().rposition(has).unwrap_or(0),
                top: 0,
                bottom: 0,
                column: 0,
                bases: bases.filter(|base| *base != at).collect(),
            }
        })
        .collect();
    let rows = stand(&mut spots);
    let columns = align(&mut spots);
    Grid { spots, rows, columns, ids }
}

/// All services, each after the bases that it rests on; where they rest on one another in a circle, the one met first
/// in the order of the document comes last of it.
fn bases_first(spots: &[Spot<'_>]) -> Vec<usize> {
    let mut seen = vec![false; spots.len()];
    let mut order = Vec::with_capacity(spots.len());
    // A service and how many of its bases have been looked at: a tower of services is no danger to this stack.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for root in 0..spots.len() {
        let mut found = Some(root);
        loop {
            if let Some(spot) = found.take()
                && let Some(seen) = seen.get_mut(spot)
                && !*seen
            {
                *seen = true;
                stack.push((spot, 0));
            }
            let Some((spot, next)) = stack.last_mut() else { break };
            match spots.get(*spot).and_then(|s| s.bases.get(*next)) {
                Some(base) => {
                    *next += 1;
                    found = Some(*base);
                }
                None => {
                    order.push(*spot);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Gives the services their rows, and says how many each band has.
fn stand(spots: &mut [Spot<'_>]) -> [usize; BANDS.len()] {
    let mut rows = [1; BANDS.len()];
    // How high the upper end stands above the ground of its band, and the lower end above that of its own.
    let mut heights: Vec<Option<(usize, usize)>> = vec![None; spots.len()];
    for at in bases_first(spots) {
        let Some(spot) = spots.get(at) else { continue };
        let (mut upper, mut lower) = (0, 0);
        for base in &spot.bases {
            // A base without height yet closes a circle, and is passed over.
            let (Some(below), Some(Some((height, _)))) = (spots.get(*base), heights.get(*base)) else {
                continue;
            };
            if below.high == spot.low {
                lower = lower.max(height + 1);
            } else if below.high == spot.high {
                // It reaches below its base's band: beside the base, then, and not under it.
                upper = upper.max(*height);
            }
        }
        if spot.high == spot.low {
            upper = lower;
        }
        for (band, height) in [(spot.high, upper), (spot.low, lower)] {
            if let Some(count) = rows.get_mut(band) {
                *count = (*count).max(height + 1);
            }
        }
        if let Some(slot) = heights.get_mut(at) {
            *slot = Some((upper, lower));
        }
    }
    for (spot, (upper, lower)) in spots.iter_mut().zip(heights.into_iter().flatten()) {
        let ground = |band: usize| rows.iter().take(band + 1).sum::<usize>() - 1;
        spot.top = ground(spot.high).saturating_sub(upper);
        spot.bottom = ground(spot.low).saturating_sub(lower);
    }
    rows
}

/// Gives the services their columns.
fn align(spots: &mut [Spot<'_>]) -> Columns {
    let mut columns = Columns(Vec::new());
    let mut placed = vec![false; spots.len()];
    // Of the clients that are placed already: the sum of their columns, and how many.
    let mut clients = vec![(0, 0); spots.len()];
    for pinned in [true, false] {
        for at in 0..spots.len() {
            let Some(spot) = spots.get(at) else { continue };
            let (top, bottom) = (spot.top, spot.bottom);
            let column = match spot.service.column {
                Some(_) if !pinned => continue,
                Some(column) => columns.rightwards(usize::from(column.min(MAX_COLUMN)), top, bottom),
                None if pinned => continue,
                None => {
                    let (mut sum, mut count): (usize, usize) = clients.get(at).copied().unwrap_or_default();
                    for base in &spot.bases {
                        if let (Some(base), Some(true)) = (spots.get(*base), placed.get(*base)) {
                            sum += base.column;
                            count += 1;
                        }
                    }
                    columns.nearest(sum.checked_div(count).unwrap_or(0), top, bottom)
                }
            };
            columns.take(column, top, bottom);
            for base in &spot.bases {
                if let Some((sum, count)) = clients.get_mut(*base) {
                    *sum += column;
                    *count += 1;
                }
            }
            if let (Some(spot), Some(placed)) = (spots.get_mut(at), placed.get_mut(at)) {
                spot.column = column;
                *placed = true;
            }
        }
    }
    columns
}
