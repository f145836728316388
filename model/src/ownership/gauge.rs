//! What stands on a gauge and on a slider, in words.

use super::{Conclusion, Finding, Measure, Range, Stretch, say};
use crate::document::{Document, EntityId, Share};
use catalog::{Lang, typeset};

/// A percentage without its sign: « 24,01 ».
fn points(percent: f64, lang: Lang) -> String {
    say::percent(percent, lang).trim_end_matches(|c: char| c == '%' || c.is_whitespace()).to_owned()
}

/// A number of points, and the word that goes with it.
fn counted(number: f64, lang: Lang) -> String {
    // French counts from two on as many, English all but one.
    let one = if lang == Lang::Fr { number < 2.0 } else { (number - 1.0).abs() < 1e-6 };
    format!("{} {}", points(number, lang), if one { "point" } else { "points" })
}

/// How many points of a limit, and how many are left, or too many.
pub fn margin(limit: f64, finding: &Finding, lang: Lang) -> String {
    let (min, max) = (finding.percent.min, finding.percent.max);
    let french = lang == Lang::Fr;
    let (least, most, all) = (points(min, lang), points(max, lang), points(limit, lang));
    let held = match (least == most, french) {
        (true, true) => format!("{} sur {all}", counted(min, lang)),
        (true, false) => format!("{} of {all}", counted(min, lang)),
        (false, true) => format!("de {least} à {most} points sur {all}"),
        (false, false) => format!("{least} to {most} points of {all}"),
    };
    let rest = match (finding.result, french) {
        (Conclusion::Pass, true) => format!("{} de marge", counted(limit - max, lang)),
        (Conclusion::Pass, false) => format!("{} left", counted(limit - max, lang)),
        (Conclusion::Fail, true) => format!("{} de trop", counted(min - limit, lang)),
        (Conclusion::Fail, false) => format!("{} over", counted(min - limit, lang)),
        (Conclusion::Unknown, true) => format!("{} de trop au pire", counted(max - limit, lang)),
        (Conclusion::Unknown, false) => format!("{} over at worst", counted(max - limit, lang)),
    };
    typeset(french, &format!("{held}, {rest}"))
}

/// What the stated holders of an entity leave to others.
pub fn rest(document: &Document, of: &EntityId, measure: Measure) -> Range {
    let (mut least, mut most) = (0.0, 0.0);
    for holding in document.holdings.iter().filter(|h| h.held == *of) {
        let share = if measure == Measure::Capital { holding.capital } else { holding.votes };
        let (min, max) = if let Share::Between(min, max) = share { (min, max) } else { (0.0, 100.0) };
        least += min;
        most += max;
    }
    Range { min: (100.0_f64 - most).max(0.0), max: (100.0_f64 - least).max(0.0) }
}

/// A stretch of a slider: from where to where, and what then holds.
pub fn stretch(stretch: &Stretch, lang: Lang) -> String {
    let (from, to) = (say::percent(stretch.from, lang), say::percent(stretch.to, lang));
    let result = say::conclusion(stretch.result, lang);
    let said = match (stretch.from <= 0.0, lang) {
        (true, Lang::Fr) => format!("jusqu’à {to} : {result}"),
        (true, Lang::En) => format!("up to {to}: {result}"),
        (false, Lang::Fr) => format!("au-delà de {from}, jusqu’à {to} : {result}"),
        (false, Lang::En) => format!("above {from}, up to {to}: {result}"),
    };
    typeset(lang == Lang::Fr, &said)
}
