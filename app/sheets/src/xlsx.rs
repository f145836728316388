//! Cells of a workbook that [`crate::package`] has prepared. They are taken one by one: a range would set aside room for
//! every cell between the first and the last, and a single one may stand at `XFD1048576`.

use crate::Limits;
use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};
use model::{
    Date,
    table::{Grid, Refusal},
};
use std::io::Cursor;

/// How many cells are looked at, empty ones included, before a sheet is too much.
const LOOKED_AT: usize = 4_000_000;

/// The sheets with cells, in order.
///
/// # Errors
/// When they cannot be read to their end, or go beyond the limits.
pub fn read(package: &[u8], limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(package)).map_err(|e| refusal(&e))?;
    let sheets: Vec<(String, SheetType)> =
        book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ)).collect();
    if sheets.len() > limits.sheets {
        return Err(Refusal::TooManySheets);
    }
    let mut room = Room { cells: limits.cells, text: limits.text };
    let mut grids = Vec::new();
    for (index, (name, kind)) in sheets.iter().enumerate() {
        if *kind != SheetType::WorkSheet {
            continue;
        }
        // The library finds sheets by name: a second of the same name would be read as the first.
        if sheets.get(..index).is_some_and(|before| before.iter().any(|(other, _)| other == name)) {
            return Err(Refusal::Damaged(format!("two sheets named {name}")));
        }
        let (rows, formulas) = cells(&mut book, name, limits, &mut room)?;
        let merged = book.merge_cells_by_sheet_id(index).map_err(|e| refusal(&e))?.len();
        grids.push(Grid { name: name.clone(), rows, formulas, merged });
    }
    if grids.iter().all(|grid| grid.rows.is_empty()) {
        return Err(Refusal::Empty);
    }
    Ok(grids)
}

/// What is left of the limits.
struct Room {
    cells: usize,
    text: usize,
}

type Found = (Vec<Vec<String>>, usize);

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
    room: &mut Room,
) -> Result<Found, Refusal> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| refusal(&e))?;
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    let mut formulas = 0;
    let mut looked_at = 0;
    let mut stray = 0;
    loop {
        looked_at += 1;
        if looked_at > LOOKED_AT {
            return Err(Refusal::TooManyCells);
        }
        let cell = match reader.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            // An error value that the library does not know, as newer programs write them: there is no text to take.
            Err(XlsxError::CellError(_)) => {
                stray += 1;
                if stray > limits.cells {
                    return Err(Refusal::TooManyCells);
                }
                continue;
            }
            Err(error) => return Err(refusal(&error)),
        };
        formulas += usize::from(cell.formula.is_some());
        let text = shown(&cell.value);
        if text.is_empty() {
            continue;
        }
        if text.len() > limits.cell && text.chars().count() > limits.cell {
            return Err(Refusal::CellTooLong);
        }
        room.text = room.text.checked_sub(text.len()).ok_or(Refusal::TooLarge)?;
        if found.len() >= limits.cells {
            return Err(Refusal::TooManyCells);
        }
        let place = |n: u32| usize::try_from(n).map_err(|_| Refusal::TooManyCells);
        found.push((place(cell.pos.0)?, place(cell.pos.1)?, text));
    }

    // The room is counted before it is taken.
    let height = found.iter().map(|(row, ..)| row + 1).max().unwrap_or(0);
    room.cells = room.cells.checked_sub(height).ok_or(Refusal::TooManyCells)?;
    let mut widths = vec![0; height];
    for (row, column, _) in &found {
        if let Some(width) = widths.get_mut(*row) {
            *width = (column + 1).max(*width);
        }
    }
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(height);
    for width in widths {
        room.cells = room.cells.checked_sub(width).ok_or(Refusal::TooManyCells)?;
        rows.push(vec![String::new(); width]);
    }
    for (row, column, text) in found {
        if let Some(cell) = rows.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell = text;
        }
    }
    Ok((rows, formulas))
}

/// What a cell shows, as text.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            match Date::new(year, month, day) {
                // The first day of the calendar of spreadsheets is 1: below are times of day.
                Ok(date) if when.is_datetime() && when.as_f64() >= 1.0 => date.to_string(),
                _ => when.as_f64().to_string(),
            }
        }
    }
}

fn refusal(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        other => Refusal::Damaged(other.to_string()),
    }
}
