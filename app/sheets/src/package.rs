//! The package that an XLSX file is: unfolded within bounds, and put together anew with nothing but the parts that cells
//! need. What reads the parts then meets only what has been counted.

use crate::Limits;
use model::table::{Format, Refusal};
use std::io::{Cursor, Read, Write};
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// How many files a package may hold: a workbook of fifty sheets has some two hundred.
const ENTRIES: usize = 2_000;
/// How much smaller than what it unfolds into a part may be, once that is large. Tables of equal cells come to about 60.
const RATIO: u64 = 300;
/// What is large.
const LARGE: u64 = 4_000_000;
/// How many digits the number of texts may have that a part says it holds.
const DIGITS: usize = 6;
/// How many styles there may be.
const STYLES: usize = 70_000;

/// The parts of a workbook, in a package of their own, stored plainly.
///
/// # Errors
/// When the file is no such package, is protected, or goes beyond the limits.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refusal> {
    // The one way to declare more than 65,535 files, which is never done for a workbook of this size.
    let tail = bytes.get(bytes.len().saturating_sub(70_000)..).unwrap_or(bytes);
    if tail.windows(4).any(|window| window == b"PK\x06\x07") {
        return Err(damaged("zip64 directory"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| zip_error(&e))?;
    if archive.len() > ENTRIES {
        return Err(Refusal::TooLarge);
    }

    let mut declared: u64 = 0;
    let mut kinds = Kinds::default();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|e| zip_error(&e))?;
        if entry.encrypted() {
            return Err(Refusal::Encrypted);
        }
        declared = declared.saturating_add(entry.size());
        if entry.size() > LARGE && entry.size() / RATIO > entry.compressed_size() {
            return Err(Refusal::TooLarge);
        }
        kinds.see(&entry.name().map_err(|e| zip_error(&e))?);
    }
    if declared > limits.unfolded as u64 {
        return Err(Refusal::TooLarge);
    }
    if archive.has_overlapping_files().map_err(|e| zip_error(&e))? {
        return Err(damaged("overlapping files"));
    }
    kinds.judge(&mut archive)?;

    // What the directory says may be a lie: what is read is counted too.
    let mut room = limits.unfolded as u64;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|e| zip_error(&e))?;
        let name = entry.name().map_err(|e| zip_error(&e))?.replace('\\', "/");
        if !is_needed(&name) {
            continue;
        }
        let mut part = Vec::new();
        entry.take(room + 1).read_to_end(&mut part).map_err(|e| damaged(&e.to_string()))?;
        room = room.checked_sub(part.len() as u64).ok_or(Refusal::TooLarge)?;
        check(&name, &part, limits)?;
        out.start_file(name, plain).map_err(|e| zip_error(&e))?;
        out.write_all(&part).map_err(|e| damaged(&e.to_string()))?;
    }
    out.finish().map(Cursor::into_inner).map_err(|e| zip_error(&e))
}

/// What the names in a package tell of it.
#[derive(Default)]
struct Kinds {
    types: bool,
    mimetype: bool,
    numbers: bool,
}

impl Kinds {
    fn see(&mut self, name: &str) {
        match name {
            "[Content_Types].xml" => self.types = true,
            "mimetype" => self.mimetype = true,
            "Index.zip" | "Index/Document.iwa" => self.numbers = true,
            _ => {}
        }
    }

    fn judge(&self, archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Refusal> {
        if self.mimetype && begin(archive, "mimetype")?.contains("opendocument.spreadsheet") {
            return Err(Refusal::OtherFormat(Format::Ods));
        }
        if self.numbers {
            return Err(Refusal::OtherFormat(Format::Numbers));
        }
        if !self.types {
            return Err(Refusal::NotASpreadsheet);
        }
        let types = begin(archive, "[Content_Types].xml")?;
        // Documents of other kinds may hold a workbook: only the main part tells.
        const MAIN: [&str; 4] = [
            "spreadsheetml.sheet.main",
            "spreadsheetml.template.main",
            "ms-excel.sheet.macroEnabled.main",
            "ms-excel.template",
        ];
        if MAIN.iter().any(|main| types.contains(main)) {
            Ok(())
        } else if types.contains("ms-excel.sheet.binary") {
            Err(Refusal::OtherFormat(Format::Xlsb))
        } else {
            Err(Refusal::NotASpreadsheet)
        }
    }
}

/// The beginning of a small part.
fn begin(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Refusal> {
    let entry = archive.by_name(name).map_err(|e| zip_error(&e))?;
    let mut part = Vec::new();
    entry.take(1_000_000).read_to_end(&mut part).map_err(|e| damaged(&e.to_string()))?;
    Ok(String::from_utf8_lossy(&part).into_owned())
}

/// Whether cells need a part: pictures, charts, macros and the like are not even unfolded.
fn is_needed(name: &str) -> bool {
    const APART: [&str; 12] = [
        "docprops/",
        "customxml/",
        "/drawings/",
        "/charts/",
        "/media/",
        "/embeddings/",
        "/pivot",
        "/externallinks/",
        "/comments",
        "/threadedcomments/",
        "/persons/",
        "/theme/",
    ];
    let name = name.to_lowercase();
    (name.ends_with(".xml") || name.ends_with(".rels")) && !APART.iter().any(|apart| name.contains(apart))
}

/// Looks at what a part declares, and at how much it holds, before a library believes it.
fn check(name: &str, part: &[u8], limits: &Limits) -> Result<(), Refusal> {
    // Another encoding would hide from what follows; spreadsheet programs write UTF-8.
    if part.contains(&0) || std::str::from_utf8(part).is_err() {
        return Err(damaged("a part that is not UTF-8"));
    }
    let head = part.get(..200).unwrap_or(part).to_ascii_lowercase();
    let end = find(&head, b"?>").unwrap_or(0);
    let declaration = head.get(..end).unwrap_or_default();
    if find(declaration, b"encoding").is_some() && find(declaration, b"utf-8").is_none() {
        return Err(damaged("a part that is not UTF-8"));
    }

    let name = name.to_lowercase();
    if name.ends_with("sharedstrings.xml") && declares_many(part) {
        return Err(Refusal::TooManyCells);
    }
    if name.ends_with("sharedstrings.xml") && elements(part, b"si") > limits.cells {
        return Err(Refusal::TooManyCells);
    }
    if name.ends_with("styles.xml") {
        for element in [b"xf".as_slice(), b"font", b"fill", b"border", b"numFmt"] {
            if elements(part, element) > STYLES {
                return Err(Refusal::TooLarge);
            }
        }
    }
    if name.ends_with("workbook.xml") && elements(part, b"sheet") > limits.sheets {
        return Err(Refusal::TooManySheets);
    }
    Ok(())
}

/// Whether a part says somewhere that it holds a million texts or more: the library sets aside memory for as many.
fn declares_many(part: &[u8]) -> bool {
    let mut rest = part;
    while let Some(at) = find(rest, b"uniqueCount") {
        rest = rest.get(at + b"uniqueCount".len()..).unwrap_or_default();
        let value = rest.trim_ascii_start().strip_prefix(b"=").unwrap_or_default();
        let digits = value
            .iter()
            .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'+' | b'0'))
            .take_while(|b| b.is_ascii_digit());
        if digits.count() > DIGITS {
            return true;
        }
    }
    false
}

/// How many elements of this name begin in a part, whatever the prefix of their namespace.
fn elements(part: &[u8], name: &[u8]) -> usize {
    part.split(|b| *b == b'<')
        .filter(|tag| {
            let end = tag
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
                .unwrap_or(tag.len());
            let whole = tag.get(..end).unwrap_or_default();
            whole.rsplit(|b| *b == b':').next() == Some(name)
        })
        .count()
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

fn zip_error(error: &ZipError) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::Encrypted,
        other => damaged(&other.to_string()),
    }
}

fn damaged(words: &str) -> Refusal {
    Refusal::Damaged(words.to_owned())
}
