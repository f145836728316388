//! The third parties, in a column at the right of all services, each as near as can be to the height of those that it
//! serves.

use super::{
    ASIDE_GAP, ASIDE_HEIGHT, ASIDE_WIDTH, Frame, Key, Rect, index,
    place::{Grid, Ids},
    px,
};
use crate::document::{Document, ThirdParty};

/// A third party, where it stands, and the services that it serves.
pub(super) struct Party<'d> {
    pub third_party: &'d ThirdParty,
    pub rect: Rect,
    pub serves: Vec<usize>,
}

/// Places the third parties.
pub(super) fn parties<'d>(document: &'d Document, grid: &Grid<'_>, frame: &Frame) -> Vec<Party<'d>> {
    let ids = Ids::new(document.third_parties.iter().map(|t| t.id.as_str()));
    let bottom = frame.bands.last().map_or(0, |b| b.y + b.height);
    let x = Frame::column(frame.last_gutter) + ASIDE_GAP;
    let mut parties: Vec<Party<'_>> = (ids.firsts.iter())
        .filter_map(|at| document.third_parties.get(*at))
        .map(|third_party| {
            let serves: Vec<usize> =
                third_party.serves.iter().filter_map(|id| grid.ids.get(id.as_str())).collect();
            let (mut sum, mut count) = (0, 0);
            for spot in serves.iter().filter_map(|at| grid.spots.get(*at)) {
                let rect = frame.rect(spot);
                sum += i64::from(rect.y) + i64::from(rect.height / 2);
                count += 1;
            }
            // One that serves nobody stands at the bottom.
            let middle = if count == 0 { bottom } else { i32::try_from(sum / count).unwrap_or(bottom) };
            let rect = Rect { x, y: middle - ASIDE_HEIGHT / 2, width: ASIDE_WIDTH, height: ASIDE_HEIGHT };
            Party { third_party, rect, serves }
        })
        .collect();

    // From the top each below the last; then from the bottom, so that none leaves the bands while there is room above;
    // and where there is too little room, from the top again.
    let key = |(at, party): (usize, &Party<'_>)| [party.rect.y, px(at), 0, 0, 0, 0];
    let mut order: Vec<Key> = parties.iter().enumerate().map(key).collect();
    crate::sorted::sort(&mut order);
    let step = ASIDE_HEIGHT + ASIDE_GAP;
    for downwards in [true, false, true] {
        let mut limit = if downwards { ASIDE_GAP } else { bottom - step };
        for [_, at, ..] in &order {
            if let Some(party) = parties.get_mut(index(*at)) {
                let y = &mut party.rect.y;
                *y = if downwards { limit.max(*y) } else { limit.min(*y) };
                limit = if downwards { *y + step } else { *y - step };
            }
        }
        order.reverse();
    }
    parties
}
