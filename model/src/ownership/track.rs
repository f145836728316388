//! What a slider on a holding needs: the document that it shows, and where the result of a measure tips.

use super::{
    Conclusion, Measure, Stretch,
    graph::{Chosen, Graph},
    limits::judge,
};
use crate::{
    document::{Document, Holding, ProviderId, Share},
    question::Readings,
};

/// The document with one holding set to a percentage, the other holdings of the same entity scaled to leave room: what a
/// slider shows. Nothing where there is no such holding.
pub fn moved(document: &Document, holding: usize, measure: Measure, percent: f64) -> Option<Document> {
    let mut next = document.clone();
    let shares = scaled(document, holding, measure, percent)?;
    for (at, share) in shares {
        if let Some(holding) = next.holdings.get_mut(at) {
            *of(holding, measure) = share;
        }
    }
    Some(next)
}

const fn of(holding: &mut Holding, measure: Measure) -> &mut Share {
    match measure {
        Measure::Capital => &mut holding.capital,
        Measure::Votes => &mut holding.votes,
    }
}

/// The holdings that change when one is set to a percentage, and what they are set to.
pub fn scaled(
    document: &Document,
    holding: usize,
    measure: Measure,
    percent: f64,
) -> Option<Vec<(usize, Share)>> {
    let percent = if percent.is_nan() { 0.0 } else { percent.clamp(0.0, 100.0) };
    let moving = document.holdings.get(holding)?;
    let share = |h: &Holding| if measure == Measure::Capital { h.capital } else { h.votes };
    let others = || {
        let all = document.holdings.iter().enumerate();
        all.filter(|(at, h)| *at != holding && h.held == moving.held)
    };
    let factor = match share(moving) {
        // What all others have, stated or not, makes room or takes it.
        Share::Between(min, max) if min.total_cmp(&max).is_eq() && min < 100.0 => {
            (100.0 - percent) / (100.0 - min)
        }
        Share::Between(min, max) if min.total_cmp(&max).is_eq() => 1.0,
        // One that is not known exactly only pushes others aside.
        _ => {
            let least: f64 =
                others().map(|(_, h)| if let Share::Between(min, _) = share(h) { min } else { 0.0 }).sum();
            if least > 100.0 - percent { (100.0 - percent) / least } else { 1.0 }
        }
    };
    let mut shares = vec![(holding, Share::Between(percent, percent))];
    for (at, other) in others() {
        if let Share::Between(min, max) = share(other) {
            shares.push((at, Share::Between((min * factor).min(100.0), (max * factor).min(100.0))));
        }
    }
    Some(shares)
}

/// The results of a measure for a provider as one holding goes from 0 to 100 % (see [`moved`]): where it tips. Empty where
/// there is no such provider or holding.
pub fn track(
    document: &Document,
    provider: &ProviderId,
    readings: &Readings,
    holding: usize,
    measure: Measure,
) -> Vec<Stretch> {
    if document.provider(provider).is_none() || document.holdings.get(holding).is_none() {
        return Vec::new();
    }
    let chosen = Chosen::of(readings);
    let mut next = document.clone();
    let mut at = |percent: f64| -> Conclusion {
        for (place, share) in scaled(document, holding, measure, percent).unwrap_or_default() {
            if let Some(holding) = next.holdings.get_mut(place) {
                *of(holding, measure) = share;
            }
        }
        judge(&next, &Graph::new(&next), provider, chosen).limits(measure).result
    };
    // Every whole percentage; of many entities every fifth, for the time that it takes.
    let step = if document.entities.len() > MANY { 5 } else { 1 };
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut from, mut before) = (0.0, at(0.0));
    let mut here = 0.0;
    for whole in (step..=100).step_by(step) {
        let there = whole as f64;
        let result = at(there);
        if result != before {
            let (mut low, mut high) = (here, there);
            while high - low > 1e-6 {
                let middle = f64::midpoint(low, high);
                if at(middle) == before { low = middle } else { high = middle }
            }
            let tips = (high * 1e4).round() / 1e4;
            if tips > from || stretches.is_empty() {
                stretches.push(Stretch { from, to: tips, result: before });
            }
            from = tips;
            before = result;
        }
        here = there;
    }
    stretches.push(Stretch { from, to: 100.0, result: before });
    stretches
}

/// Above this many entities a slider is looked at in larger steps.
const MANY: usize = 200;

/// Where the result changes on either side of a percentage: below which, and above which, and what it then is.
pub fn tips(track: &[Stretch], percent: f64) -> [Option<(f64, Conclusion)>; 2] {
    // The first stretch includes its beginning.
    let here = track.iter().position(|s| percent <= s.to).unwrap_or_default();
    let below = here.checked_sub(1).and_then(|before| track.get(before));
    let from = track.get(here).map(|s| s.from);
    let above = track.get(here + 1);
    [below.zip(from).map(|(s, from)| (from, s.result)), above.map(|s| (s.from, s.result))]
}
