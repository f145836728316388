//! Spreadsheets: a [`Workbook`] into the bytes of an XLSX file, and the bytes of an XLSX or CSV file into [`Grid`]s.
//!
//! The only crate that knows the formats. The page does not carry it: it is compiled to a module of its own that runs in
//! a worker, so that a file which brings a library down, or keeps it busy, brings down nothing else.
//! What comes in is hostile until read: it is bounded before it is unfolded, and nothing in it is computed or followed.

mod delimited;
mod package;
#[cfg(target_arch = "wasm32")]
mod worker;
mod write;
mod xlsx;

use model::table::{Format, Grid, Refusal, Workbook, wire};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes once it is unfolded.
    pub unfolded: usize,
    /// Sheets.
    pub sheets: usize,
    /// Cells of all sheets together, empty ones before others included.
    pub cells: usize,
    /// Characters in a cell.
    pub cell: usize,
    /// Bytes of text in all cells: a text may be named by many.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10_000_000,
            unfolded: 100_000_000,
            sheets: 50,
            cells: 400_000,
            cell: 32_767,
            text: 50_000_000,
        }
    }
}

/// A workbook as the bytes of an XLSX file: the same workbook gives the same bytes.
///
/// # Errors
/// When it has more cells than what is read back, or the library refuses: a name of a sheet that no spreadsheet allows.
pub fn write(book: &Workbook) -> Result<Vec<u8>, Refusal> {
    guarded(Refusal::Unwritable, || write::write(book))
}

/// The same from the workbook's text, as [`wire::book`] writes it.
///
/// # Errors
/// As [`write()`], and when the text is no workbook.
pub fn write_text(text: &str) -> Result<Vec<u8>, Refusal> {
    let book = wire::read_book(text).ok_or_else(|| Refusal::Unwritable("not a workbook".to_owned()))?;
    write(&book)
}

/// What the sheets of a file show, hidden ones included. The bytes decide what it is, its name does not.
///
/// # Errors
/// When the file is not one that is read, or goes beyond the limits; nothing is taken from it then.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge);
    }
    guarded(Refusal::Damaged, || match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::read(&package::open(bytes, limits)?, limits),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Err(compound(bytes)),
        _ => delimited::read(bytes, limits),
    })
}

/// What an OLE compound file is: an encrypted workbook, one from before 2007, or something else.
fn compound(bytes: &[u8]) -> Refusal {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("EncryptedPackage") {
        Refusal::Encrypted
    } else if names("Workbook") || names("Book") {
        Refusal::OtherFormat(Format::Xls)
    } else {
        Refusal::NotASpreadsheet
    }
}

/// Runs what leans on libraries: should one of them panic, that is a refusal. (In WebAssembly a panic ends the module:
/// the page sees to that.)
fn guarded<T>(
    refusal: impl Fn(String) -> Refusal,
    run: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(refusal("stopped".to_owned())))
}
