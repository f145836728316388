//! Where a file comes from: the hidden sheet of a workbook tells for which service it was made, and what stood under the
//! fields when it was. With it what a person changed in the file is told apart from what changed in the document
//! meanwhile. The sheet itself is known to [`hidden`].

use super::Unfit;
use crate::{
    document::ServiceId,
    export::workbook::hidden::{self, FORMAT, Given, NAME},
    sorted,
    table::{Field, Grid},
};
use std::cmp::Ordering;

/// Whatever the form of the hidden sheet, its name begins so.
const FORMATS: &str = "socle-sheet/";

/// What the hidden sheet tells, its values in the order of requirement, field and base.
#[derive(Debug)]
pub(super) struct Origin(hidden::Origin);

/// Whether a grid is the hidden sheet: its name and its first lines say so. Any other sheet may bear that name.
pub(super) fn is_hidden(grid: &Grid) -> bool {
    grid.name == NAME && format(grid).is_some()
}

fn format(grid: &Grid) -> Option<&str> {
    let row = grid.rows.iter().take(5).find(|row| row.first().is_some_and(|key| key == "format"))?;
    row.get(1).map(String::as_str).filter(|format| format.starts_with(FORMATS))
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
    let mut origin = hidden::parse(grid);
    if let Some(origin) = &mut origin {
        sorted::by(&mut origin.base_values, |a, b| key(a, &b.requirement, b.field, &b.base));
    }
    Ok(origin.map(Origin))
}

fn key(given: &Given, requirement: &str, field: Field, base: &str) -> Ordering {
    let by_place = given.requirement.as_str().cmp(requirement);
    by_place.then(given.field.cmp(&field)).then(given.base.as_str().cmp(base))
}

impl Origin {
    /// The service for which the file was made.
    pub const fn service(&self) -> &ServiceId {
        &self.0.service
    }

    /// What stood under a field when the file was made; nothing told is nothing there.
    pub fn value(&self, requirement: &str, field: Field, base: Option<&ServiceId>) -> &str {
        let base = base.map(ServiceId::as_str).unwrap_or_default();
        let given = &self.0.base_values;
        let found = given.binary_search_by(|given| key(given, requirement, field, base)).ok();
        found.and_then(|at| given.get(at)).map(|given| given.value.as_str()).unwrap_or_default()
    }

    /// The base that a sheet is about.
    pub fn base_of(&self, sheet: &str) -> Option<&ServiceId> {
        self.0.base_of(sheet)
    }
}
