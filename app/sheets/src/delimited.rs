//! CSV and its kin: which encoding, which sign between cells, then the cells.

use crate::Limits;
use model::{
    export::csv::unguard,
    table::{Field, Grid, Refusal},
};

/// The signs that stand between cells, the likeliest first.
const SIGNS: [u8; 3] = [b',', b';', b'\t'];

/// How many rows are looked at to tell which one it is.
const LOOK: usize = 30;

/// What Windows-1252 has at 0x80 to 0x9F; the five that it leaves free stay as they are.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The one table of a file of rows.
///
/// # Errors
/// When it is no text, or goes beyond the limits.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let text = decode(bytes)?;
    // What spreadsheet programs write to tell one another the sign.
    let (text, told) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, rest)) if sign.trim_end_matches('\r').len() == 1 => (rest, sign.bytes().next()),
        _ => (text.as_str(), None),
    };
    let rows = rows(text, told.unwrap_or_else(|| guess(text)), limits)?;
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    Ok(vec![Grid { name: String::new(), rows, formulas: 0, merged: 0 }])
}

fn rows(text: &str, sign: u8, limits: &Limits) -> Result<Vec<Vec<String>>, Refusal> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut room = limits.cells;
    let mut filled = 0;
    for record in reader(text, sign).records() {
        let record = record.map_err(|e| Refusal::Damaged(e.to_string()))?;
        let mut row: Vec<String> = Vec::with_capacity(record.len());
        for cell in &record {
            let cell = unguard(cell);
            if cell.len() > limits.cell && cell.chars().count() > limits.cell {
                return Err(Refusal::CellTooLong);
            }
            row.push(cell.to_owned());
        }
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        room = room.checked_sub(row.len() + 1).ok_or(Refusal::TooManyCells)?;
        rows.push(row);
        if rows.last().is_some_and(|row| !row.is_empty()) {
            filled = rows.len();
        }
    }
    rows.truncate(filled);
    Ok(rows)
}

fn reader(text: &str, sign: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(sign).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The sign that makes the best table of the first rows: the one that gives heads which are known; else the one that
/// gives most rows of the same width.
fn guess(text: &str) -> u8 {
    let mut best = (0, 0, b',');
    for sign in SIGNS {
        let mut known = 0;
        let mut widths = Vec::new();
        for record in reader(text, sign).records().take(LOOK).map_while(Result::ok) {
            let heads = if record.len() < 1_000 { record.iter().filter(|c| c.len() < 100) } else { continue };
            known = heads.filter(|cell| Field::from_head(cell).is_some()).count().max(known);
            widths.push(record.len());
        }
        let even = widths.iter().map(|width| {
            let alike = widths.iter().filter(|other| *other == width).count();
            (width - 1) * alike
        });
        let even = even.max().unwrap_or(0);
        // A lone head is found whatever the sign, when it is the only cell.
        let known = if known > 1 { known } else { 0 };
        if (known, even) > (best.0, best.1) {
            best = (known, even, sign);
        }
    }
    best.2
}

/// The text of the bytes: as their mark says, else UTF-8, else what Windows used to write.
fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let no_text = || Refusal::NotASpreadsheet;
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return String::from_utf8(rest.to_vec()).map_err(|_| no_text()),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if bytes.iter().any(|b| is_control(*b)) => return Err(no_text()),
            Err(_) => bytes.iter().map(|b| windows(*b)).collect(),
        },
    };
    // Other files that are text, or nearly, and hold no rows.
    let begin = text.trim_start().get(..200).unwrap_or(text.trim_start()).to_lowercase();
    let other = ["<!doctype", "<html", "<?xml", "<table", "{\\rtf", "%pdf-", "{\"", "{\n", "{\r\n"];
    if text.contains('\0') || other.iter().any(|o| begin.starts_with(o)) {
        return Err(no_text());
    }
    Ok(text)
}

const fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| Refusal::NotASpreadsheet)
}
