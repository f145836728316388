//! Where the boxes of the diagram stand, and how its arrows run: geometry in pixels, from the document alone.
//!
//! Four bands from top to bottom, SaaS, PaaS, CaaS and IaaS, divided into rows; columns of half a box, so that a client
//! can stand between its two bases. Rooms: `place` gives every service its rows and its column; `aside` stands the third
//! parties at the right; `ports` says where arrows leave and enter boxes, `route` leads them around all others, `draft`
//! and `lanes` keep them apart; [`shape`] gives lines and texts their form.
//! Nothing here fails: what is wrong with a document is left out (a reliance on nobody, on itself, the second of two
//! services with one id) or drawn all the same (a circle), and validation says so.

mod aside;
mod draft;
mod lanes;
mod place;
mod ports;
mod route;
pub mod shape;

use crate::document::{Document, ServiceId, ThirdPartyId};
use aside::parties;
use catalog::Activity;
use place::{Grid, Spot, place};
use route::route;

/// The width of a service's box.
pub const BOX_WIDTH: i32 = 208;
/// The height of a box that spans one row.
pub const BOX_HEIGHT: i32 = 92;
/// Between two boxes side by side; arrows run down through it.
pub const GUTTER: i32 = 48;
/// From one column to the next: half a box and its share of a gutter.
pub const HALF_COLUMN: i32 = (BOX_WIDTH + GUTTER) / 2;
/// Between two rows, and above the first of a band; arrows run along it.
pub const CHANNEL: i32 = 56;
/// The strip at the left that names the bands.
pub const LABEL: i32 = 96;
/// Where the first column begins.
pub const FIRST_COLUMN: i32 = LABEL + GUTTER;
/// Below the last row of a band.
pub const BAND_FOOT: i32 = 12;
/// The height of the row of an empty band.
pub const EMPTY_ROW: i32 = 12;
/// Around the diagram, at its right and below.
pub const PADDING: i32 = 24;
/// The width of a third party's box.
pub const ASIDE_WIDTH: i32 = 176;
/// The height of a third party's box.
pub const ASIDE_HEIGHT: i32 = 64;
/// Between two third parties, and between the last gutter and their column.
pub const ASIDE_GAP: i32 = 16;

/// The bands from top to bottom.
const BANDS: [Activity; 4] = [Activity::Saas, Activity::Paas, Activity::Caas, Activity::Iaas];

/// A place, from the top left corner of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// The band of an activity; bands touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The activity.
    pub activity: Activity,
    /// Its upper edge.
    pub y: i32,
    /// Its height.
    pub height: i32,
}

/// The box of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The service.
    pub service: ServiceId,
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
    /// The column, in half boxes.
    pub column: u16,
    /// Whether a person pinned it.
    pub pinned: bool,
}

/// The box of a third party, at the right of all services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The third party.
    pub third_party: ThirdPartyId,
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
}

/// Where an arrow begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// At the service that rests on another.
    Service(ServiceId),
    /// At the third party that serves.
    ThirdParty(ThirdPartyId),
}

/// An arrow: from a service down to its base, or from a third party to a service that it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// Where it begins.
    pub from: End,
    /// Where it ends.
    pub to: ServiceId,
    /// Its corners, both ends included: at least two, every piece horizontal or vertical.
    pub points: Vec<Point>,
}

/// The diagram.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// The four bands from top to bottom.
    pub bands: Vec<Band>,
    /// The services, in the order of the document.
    pub boxes: Vec<Placed>,
    /// The third parties, in the order of the document.
    pub asides: Vec<Aside>,
    /// The arrows: the reliances of each service in their order, then what each third party serves.
    pub wires: Vec<Wire>,
}

/// Where to look for the next box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
}

/// A box of either sort.
#[derive(Clone, Copy, Default)]
struct Rect {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

/// Where rows, channels, columns and gutters are, in pixels. Channel `k` is above row `k`, one more is below the last
/// row; gutter `g` is at the left of column `g`.
struct Frame {
    /// Top and height of every row.
    rows: Vec<(i32, i32)>,
    /// The one behind the last box.
    last_gutter: usize,
    bands: Vec<Band>,
}

/// What things are put in order by. One type for all, so that the page carries the sorting once.
type Key = [i32; 6];

fn index(at: i32) -> usize {
    usize::try_from(at).unwrap_or(0)
}

fn px(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1024)
}

impl Frame {
    fn new(grid: &Grid<'_>) -> Self {
        let mut rows = Vec::new();
        let mut bands = Vec::new();
        let mut y = 0;
        for (at, activity) in BANDS.into_iter().enumerate() {
            let empty = !grid.spots.iter().any(|s| s.high <= at && at <= s.low);
            let top = y;
            for row in 0..grid.rows.get(at).copied().unwrap_or(1) {
                y += CHANNEL;
                // A row of a band has its channel above it.
                let height = if empty && row == 0 { EMPTY_ROW } else { BOX_HEIGHT };
                rows.push((y, height));
                y += height;
            }
            y += BAND_FOOT;
            bands.push(Band { activity, y: top, height: y - top });
        }
        let last = grid.spots.iter().map(|s| s.column).max().unwrap_or(0);
        Self { rows, last_gutter: last + 2, bands }
    }

    /// The left edge of a column, which is the right edge of its gutter.
    fn column(column: usize) -> i32 {
        FIRST_COLUMN + px(column) * HALF_COLUMN
    }

    /// The middle of a gutter.
    fn gutter(gutter: usize) -> i32 {
        Self::column(gutter) - GUTTER / 2
    }

    /// The gutter at a place, or the next to its right.
    fn gutter_at(x: i32) -> usize {
        index((x - FIRST_COLUMN).div_euclid(HALF_COLUMN) + 1)
    }

    /// The middle of a channel.
    fn channel(&self, channel: usize) -> i32 {
        match self.rows.get(channel) {
            Some((y, _)) => y - CHANNEL / 2,
            None => self.rows.last().map_or(0, |(y, height)| y + height + CHANNEL / 2),
        }
    }

    fn rect(&self, spot: &Spot<'_>) -> Rect {
        let (y, _) = self.rows.get(spot.top).copied().unwrap_or_default();
        let (bottom, height) = self.rows.get(spot.bottom).copied().unwrap_or_default();
        Rect { x: Self::column(spot.column), y, width: BOX_WIDTH, height: bottom + height - y }
    }
}

/// Works the diagram out.
pub fn layout(document: &Document) -> Layout {
    let grid = place(document);
    let mut frame = Frame::new(&grid);
    let parties = parties(document, &grid, &frame);
    let mut rects: Vec<Rect> = grid.spots.iter().map(|s| frame.rect(s)).collect();
    let boxes = (grid.spots.iter().zip(&rects))
        .map(|(spot, rect)| Placed {
            service: spot.service.id.clone(),
            x: rect.x,
            y: rect.y,
            width: rect.width,
            height: rect.height,
            column: u16::try_from(spot.column).unwrap_or(u16::MAX),
            pinned: spot.service.column.is_some(),
        })
        .collect();
    let asides: Vec<Aside> = (parties.iter())
        .map(|p| Aside {
            third_party: p.third_party.id.clone(),
            x: p.rect.x,
            y: p.rect.y,
            width: p.rect.width,
            height: p.rect.height,
        })
        .collect();
    rects.extend(parties.iter().map(|p| p.rect));

    let mut wires = Vec::new();
    let floor = frame.rows.last().map_or(0, |(y, height)| y + height);
    let mut below = false;
    for line in route(&grid, &frame, &parties, &rects) {
        let from = match grid.spots.get(line.from) {
            Some(spot) => End::Service(spot.service.id.clone()),
            None => {
                let party = parties.get(line.from - grid.spots.len()).map(|p| p.third_party.id.clone());
                End::ThirdParty(party.unwrap_or_default())
            }
        };
        let to = grid.spots.get(line.to).map(|s| s.service.id.clone()).unwrap_or_default();
        below |= line.points.iter().any(|p| p.y > floor && p.y < floor + CHANNEL);
        wires.push(Wire { from, to, points: line.points });
    }

    // Arrows below the last row are rare: the last band has room for them only then.
    if let Some(last) = frame.bands.last_mut().filter(|_| below) {
        last.height += CHANNEL - BAND_FOOT;
    }
    let bottom = frame.bands.last().map_or(0, |b| b.y + b.height);
    let right = asides.first().map_or(Frame::column(frame.last_gutter), |a| a.x + a.width + PADDING);
    Layout {
        width: right,
        height: asides.iter().fold(bottom, |y, a| y.max(a.y + a.height)) + PADDING,
        bands: frame.bands,
        boxes,
        asides,
        wires,
    }
}

impl Layout {
    /// The box nearest to another in a direction: what is across the gap between facing edges counts once, what is
    /// beside the way twice. None when no box is wholly on that side.
    pub fn nearest(&self, from: &ServiceId, direction: Direction) -> Option<&ServiceId> {
        let here = self.boxes.iter().find(|b| &b.service == from)?;
        let ahead = |b: &Placed| match direction {
            Direction::Left => here.x - (b.x + b.width),
            Direction::Right => b.x - (here.x + here.width),
            Direction::Up => here.y - (b.y + b.height),
            Direction::Down => b.y - (here.y + here.height),
        };
        let beside = |b: &Placed| match direction {
            Direction::Left | Direction::Right => off(here.y, here.height, b.y, b.height),
            Direction::Up | Direction::Down => off(here.x, here.width, b.x, b.width),
        };
        let candidates = self.boxes.iter().filter(|b| ahead(b) >= 0);
        let best = candidates.min_by_key(|b| {
            let (gap, centres) = beside(b);
            (ahead(b) + 2 * gap, centres)
        });
        best.map(|b| &b.service)
    }
}

/// How far two lengths are from each other, nothing where they overlap; and twice how far their middles are.
fn off(a: i32, a_length: i32, b: i32, b_length: i32) -> (i32, i32) {
    let gap = (b - (a + a_length)).max(a - (b + b_length)).max(0);
    (gap, ((2 * a + a_length) - (2 * b + b_length)).abs())
}
