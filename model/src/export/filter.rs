//! What an export keeps of the requirements: one filter for the workbook, CSV, Markdown and JSON, which all say it.

use crate::verdict::{Detail, Verdict};
use std::fmt;

/// Which requirements an export keeps, and how that is told.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    /// Whether a requirement is kept, by its verdict.
    pub keeps: &'a dyn Fn(&Verdict) -> bool,
    /// The filter in words, in the language of the export; a person may have written some of them.
    pub words: &'a str,
}

impl fmt::Debug for Filter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.words).finish()
    }
}

/// The details that a filter keeps, in their order; without a filter, all.
pub fn kept<'d>(details: &'d [Detail], filter: Option<Filter<'_>>) -> Vec<&'d Detail> {
    let mut kept = Vec::with_capacity(details.len());
    for detail in details {
        if filter.is_none_or(|f| (f.keeps)(&detail.verdict)) {
            kept.push(detail);
        }
    }
    kept
}
