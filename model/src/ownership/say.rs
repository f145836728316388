//! Results of ownership in words, French and English.

use super::{
    Conclusion, Held, Holder, Limit, Limits, Measure, Open, Ownership, PartyReport, PlaceFinding, Range,
    RightHeld,
};
use crate::{document::Document, words::pick};
use catalog::Lang;

/// A result: “passes”, “fails”, “cannot conclude”.
pub const fn conclusion(conclusion: Conclusion, lang: Lang) -> &'static str {
    match conclusion {
        Conclusion::Pass => pick(lang, "respecté", "passes"),
        Conclusion::Fail => pick(lang, "non respecté", "fails"),
        Conclusion::Unknown => pick(lang, "impossible de conclure", "cannot conclude"),
    }
}

/// A percentage: « 24,01 % », “24.01 %”, rounded to two decimals.
pub fn percent(percent: f64, lang: Lang) -> String {
    let _ = (percent, lang);
    String::new()
}

/// Percentages between which something lies, or the one at which it stands.
pub fn range(range: Range, lang: Lang) -> String {
    let _ = (range, lang);
    String::new()
}

/// What a holder is called: its name, or “whoever holds the rest of …”.
pub fn holder(document: &Document, holder: &Holder, lang: Lang) -> String {
    let _ = (document, holder, lang);
    String::new()
}

/// Why a holder is non-EU, EU or neither.
pub fn non_eu(document: &Document, held: &Held, lang: Lang) -> String {
    let _ = (document, held, lang);
    String::new()
}

/// The result of 19.6.a and its reason.
pub fn seat(document: &Document, ownership: &Ownership, lang: Lang) -> String {
    let _ = (document, ownership, lang);
    String::new()
}

/// The result of one limit and its reason: who decides, how much, by which method, what is left.
pub fn limit(document: &Document, measure: Measure, limit: &Limit, lang: Lang) -> String {
    let _ = (document, measure, limit, lang);
    String::new()
}

/// What both limits of a measure come to, and why.
pub fn limits(document: &Document, limits: &Limits, lang: Lang) -> String {
    let _ = (document, limits, lang);
    String::new()
}

/// The result of the rights and its reason.
pub fn rights(document: &Document, ownership: &Ownership, lang: Lang) -> String {
    let _ = (document, ownership, lang);
    String::new()
}

/// A right that someone holds.
pub fn right(document: &Document, right: &RightHeld, lang: Lang) -> String {
    let _ = (document, right, lang);
    String::new()
}

/// What would have to be said, as a request.
pub fn open(document: &Document, open: &Open, lang: Lang) -> String {
    let _ = (document, open, lang);
    String::new()
}

/// Whether 19.6.c and d concern a party, with the question and what answers it.
pub fn party(document: &Document, party: &PartyReport, lang: Lang) -> String {
    let _ = (document, party, lang);
    String::new()
}

/// A finding on a place.
pub fn place(document: &Document, place: &PlaceFinding, lang: Lang) -> String {
    let _ = (document, place, lang);
    String::new()
}

/// What every export says first: advice, figures as they were stated, to be settled with the evaluation centre and ANSSI.
pub fn notice(lang: Lang) -> String {
    let _ = lang;
    String::new()
}
