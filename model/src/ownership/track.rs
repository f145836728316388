//! What a slider on a holding needs: the document that it shows, the one that letting go of it writes, and where the
//! result of a measure tips.

use super::{
    COLLECTIVE, Conclusion, INDIVIDUAL, Limits, MAJORITY, Measure, PRESUMPTION, Stretch, TOLERANCE,
    graph::{Chosen, Graph},
    limits::{judge, results},
};
use crate::{
    document::{Document, Holding, ProviderId, Share},
    question::Readings,
    sorted,
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

/// What letting go of the slider writes: [`moved`], with the shares that followed rounded to a ten-thousandth of a point,
/// so that no arithmetic is left in a register. Together they stay what they were, and never more than the whole. Where
/// rounding would turn a conclusion or who controls, it is to a millionth; where even that would, there is none.
pub fn written(
    document: &Document,
    holding: usize,
    measure: Measure,
    percent: f64,
    readings: &Readings,
) -> Option<Document> {
    let exact = moved(document, holding, measure, percent)?;
    for units in [1e4, 1e6] {
        let Some(rounded) = rounded(document, &exact, holding, measure, units) else { break };
        if tells_the_same(&exact, &rounded, holding, measure, readings) {
            return Some(rounded);
        }
    }
    Some(exact)
}

const fn get(holding: &Holding, measure: Measure) -> Share {
    match measure {
        Measure::Capital => holding.capital,
        Measure::Votes => holding.votes,
    }
}

/// The shares that followed the one of a holding, in so many whole units of a point: each is cut to its units, and what
/// that leaves of their sum goes to those of which most was cut. Nothing where none followed.
fn rounded(
    document: &Document,
    exact: &Document,
    holding: usize,
    measure: Measure,
    units: f64,
) -> Option<Document> {
    let moving = exact.holdings.get(holding)?;
    // The place of each in the document, its units, and what was cut.
    let mut parts: Vec<(usize, f64, f64)> = Vec::new();
    let mut sum = 0.0;
    for (at, (before, after)) in document.holdings.iter().zip(&exact.holdings).enumerate() {
        // What did not have to follow stays as it was entered.
        let follows = at != holding && after.held == moving.held;
        if let Share::Between(min, _) = get(after, measure)
            && follows
            && get(before, measure) != get(after, measure)
        {
            sum += min * units;
            parts.push((at, (min * units).floor(), (min * units).fract()));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let room = if let Share::Between(percent, _) = get(moving, measure) { 100.0 - percent } else { 100.0 };
    // A whole number may come as a little less.
    let mut left = sum.round().min(((room + TOLERANCE) * units).floor());
    for (_, whole, _) in &parts {
        left -= whole;
    }
    sorted::by(&mut parts, |a, b| b.2.total_cmp(&a.2));
    let mut next = exact.clone();
    for (at, whole, _) in parts {
        let more = if left > 0.5 { 1.0 } else { 0.0 };
        left -= more;
        if let Some(holding) = next.holdings.get_mut(at)
            && let Share::Between(min, max) = get(holding, measure)
        {
            let least = (whole + more) / units;
            let most = if min.total_cmp(&max).is_eq() { least } else { (max * units).round() / units };
            *of(holding, measure) = Share::Between(least, most.max(least).min(100.0));
        }
    }
    Some(next)
}

/// Whether two documents that differ by the rounded shares of one entity come to the same: every conclusion, and what a
/// share decides by itself.
fn tells_the_same(a: &Document, b: &Document, holding: usize, measure: Measure, readings: &Readings) -> bool {
    let held = a.holdings.get(holding).map(|h| &h.held);
    let ends = |h: &Holding| match get(h, measure) {
        Share::Between(min, max) => (min, max),
        Share::Unknown => (0.0, 0.0),
    };
    let shares = a.holdings.iter().zip(&b.holdings).filter(|(h, _)| Some(&h.held) == held);
    let shares: Vec<_> = shares.map(|(a, b)| (ends(a), ends(b))).collect();
    // As much is no more: neither of a limit nor of what another has.
    let over = |x: f64, y: f64| x > y + TOLERANCE;
    for (x, y) in &shares {
        for limit in [INDIVIDUAL, COLLECTIVE, PRESUMPTION, MAJORITY] {
            if over(x.0, limit) != over(y.0, limit) || over(x.1, limit) != over(y.1, limit) {
                return false;
            }
        }
        // Of two that could be presumed to control, the one with more does.
        for (u, v) in shares.iter().filter(|(u, _)| x.1 > PRESUMPTION && u.1 > PRESUMPTION) {
            if over(x.0, u.1) != over(y.0, v.1) || over(x.1, u.0) != over(y.1, v.0) {
                return false;
            }
        }
    }
    if results(a, readings) != results(b, readings) {
        return false;
    }
    let chosen = Chosen::of(readings);
    let (of_a, of_b) = (Graph::new(a), Graph::new(b));
    a.providers.iter().filter(|p| p.entity.is_some()).all(|p| {
        let (x, y) = (judge(a, &of_a, &p.id, chosen), judge(b, &of_b, &p.id, chosen));
        alike(&x.capital, &y.capital) && alike(&x.votes, &y.votes)
    })
}

/// Whether two findings on limits come to the same by each method, with no more between them than rounding puts there: who
/// gains or loses control moves them by far more.
fn alike(a: &Limits, b: &Limits) -> bool {
    [(&a.individual, &b.individual), (&a.collective, &b.collective)].into_iter().all(|(a, b)| {
        [(&a.product, &b.product), (&a.control, &b.control)].into_iter().all(|(a, b)| {
            let near = |x: f64, y: f64| (x - y).abs() < 0.1;
            a.result == b.result && near(a.percent.min, b.percent.min) && near(a.percent.max, b.percent.max)
        })
    })
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
    let share = |h: &Holding| get(h, measure);
    let others = || {
        let all = document.holdings.iter().enumerate();
        all.filter(|(at, h)| *at != holding && h.held == moving.held)
    };
    let factor = match share(moving) {
        // What all others have, stated or not, makes room or takes it.
        Share::Between(min, max) if min.total_cmp(&max).is_eq() && min < 100.0 => {
            (100.0 - percent) / (100.0 - min)
        }
        // One that is not known exactly, or that leaves others nothing as it is, only pushes them aside.
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
