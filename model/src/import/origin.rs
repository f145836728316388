//! The hidden sheet of a workbook: for which service it was made, and what stood under the fields when it was. With it
//! what a person changed in the file is told apart from what changed in the document meanwhile.

use super::Unfit;
use crate::{
    document::ServiceId,
    sorted,
    table::{Field, Grid},
};
use std::cmp::Ordering;

/// The name of the hidden sheet, in every language.
pub const SHEET: &str = "socle";

/// The form of the hidden sheet that is known here.
pub const FORMAT: &str = "socle-sheet/1";

/// Whatever the form, its name begins so.
const FORMATS: &str = "socle-sheet/";

/// What stood under a field when the file was made.
#[derive(Debug)]
struct Entry {
    requirement: String,
    field: Field,
    base: String,
    value: String,
}

/// What the hidden sheet tells.
#[derive(Debug)]
pub(super) struct Origin {
    /// The service for which the file was made.
    pub service: Option<ServiceId>,
    /// The base, where the file is the split with one.
    base: Option<ServiceId>,
    /// The base of every sheet that is the split with one, by the name of the sheet.
    bases: Vec<(String, ServiceId)>,
    /// In the order of requirement, field and base.
    entries: Vec<Entry>,
}

/// A cell of a row; empty where there is none.
fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map(|c| c.trim()).unwrap_or_default()
}

/// Whether a grid is the hidden sheet: its name and its first lines say so. Any other sheet may bear that name.
pub(super) fn is_hidden(grid: &Grid) -> bool {
    grid.name == SHEET && format(grid).is_some()
}

fn format(grid: &Grid) -> Option<&str> {
    let row = grid.rows.iter().take(5).find(|row| cell(row, 0) == "format")?;
    Some(cell(row, 1)).filter(|format| format.starts_with(FORMATS))
}

/// Reads the hidden sheet, where there is one.
///
/// # Errors
/// When it is of another form.
pub(super) fn read(grids: &[Grid]) -> Result<Option<Origin>, Unfit> {
    let Some(grid) = grids.iter().find(|grid| is_hidden(grid)) else { return Ok(None) };
    if let Some(other) = format(grid).filter(|format| *format != FORMAT) {
        return Err(Unfit::OtherFormat(super::inert(other)));
    }
    let mut origin = Origin { service: None, base: None, bases: Vec::new(), entries: Vec::new() };
    let mut rows = grid.rows.iter();
    for row in rows.by_ref() {
        match (cell(row, 0), cell(row, 1)) {
            ("requirement", "field") => break,
            ("service", id) if !id.is_empty() => origin.service = Some(id.into()),
            ("sheet", name) => origin.bases.push((name.to_owned(), cell(row, 2).into())),
            ("base", id) if !id.is_empty() => origin.base = Some(id.into()),
            _ => {}
        }
    }
    for row in rows {
        let field = Field::ALL.into_iter().find(|field| field.id() == cell(row, 1));
        if let Some(field) = field {
            origin.entries.push(Entry {
                requirement: cell(row, 0).to_owned(),
                field,
                base: cell(row, 3).to_owned(),
                value: cell(row, 2).to_owned(),
            });
        }
    }
    sorted::by(&mut origin.entries, |a, b| key(a, &b.requirement, b.field, &b.base));
    Ok(Some(origin))
}

fn key(entry: &Entry, requirement: &str, field: Field, base: &str) -> Ordering {
    let by_place = entry.requirement.as_str().cmp(requirement);
    by_place.then(entry.field.cmp(&field)).then(entry.base.as_str().cmp(base))
}

impl Origin {
    /// What stood under a field when the file was made; nothing told is nothing there.
    pub fn value(&self, requirement: &str, field: Field, base: Option<&ServiceId>) -> &str {
        let find = |base: &str| {
            let found = self.entries.binary_search_by(|e| key(e, requirement, field, base)).ok()?;
            self.entries.get(found).map(|e| e.value.as_str())
        };
        let named = base.map(ServiceId::as_str).unwrap_or_default();
        find(named).or_else(|| find("").filter(|_| base == self.base.as_ref())).unwrap_or_default()
    }

    /// The base that a sheet is about.
    pub fn base_of(&self, sheet: &str) -> Option<&ServiceId> {
        let named = self.bases.iter().find(|(name, _)| name == sheet.trim()).map(|(_, base)| base);
        named.or(self.base.as_ref())
    }
}
