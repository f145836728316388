//! A workbook as XLSX. Texts are written as texts whatever they look like: no formula and no link is ever made.

use crate::Limits;
use catalog::Lang;
use model::{
    table::{Column, Kind, Refusal, Sheet, Use, Value, Workbook},
    verdict::Outcome,
    words,
};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, IgnoreError, Workbook as Book, Worksheet, XlsxError,
};
use std::io::{Cursor, Read, Write};
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// UTF-16 units in a cell, by which spreadsheet programs count.
const CELL: usize = 32_767;
/// Days from 30 December 1899, the zero of spreadsheets, to 1 January 1970.
const EPOCH: i32 = 25_569;
/// The first day that spreadsheets number the same way everywhere: 1 March 1900.
const FIRST_DAY: i32 = 61;
const A4: u8 = 9;
/// Lines in a row: no row is higher than 409 points.
const MOST_LINES: u32 = 27;

const INK: u32 = 0x1b_24_30;
const LINE: u32 = 0xd5_da_e0;
const HEAD: u32 = 0x23_3a_55;
const OPEN_HEAD: u32 = 0x7a_5b_00;
const OPEN: u32 = 0xff_f8_e1;

/// The bytes of a workbook.
///
/// # Errors
/// When it has too many cells, or the library refuses something.
pub fn write(book: &Workbook) -> Result<Vec<u8>, Refusal> {
    let limits = Limits::default();
    let cells = book.sheets.iter().map(|s| (s.rows.len() + 1) * (s.columns.len() + 1)).sum::<usize>();
    if book.sheets.len() > limits.sheets {
        return Err(Refusal::TooManySheets);
    }
    if cells > limits.cells {
        return Err(Refusal::TooManyCells);
    }
    let bytes = build(book).map_err(|e| Refusal::Unwritable(e.to_string()))?;
    grow(bytes).map_err(|e| Refusal::Unwritable(e.to_string()))
}

fn build(book: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut out = Book::new();
    let day = ExcelDateTime::from_ymd(book.day.year(), book.day.month(), book.day.day())?;
    let title: String = clean(&book.title).chars().take(200).collect();
    out.set_properties(
        &DocProperties::new().set_title(&title).set_author("Socle").set_creation_datetime(&day),
    );
    // One sheet at least must be in sight.
    let first = book.sheets.iter().position(|s| s.kind != Use::Hidden).unwrap_or(0);
    let styles = Styles::new(book.lang);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let page = out.add_worksheet();
        page.set_name(&sheet.name)?;
        let writer = Writer { lang: book.lang, styles: &styles, sheet };
        writer.write(page)?;
        writer.paper(page, &title)?;
        if index == first {
            page.set_active(true);
        } else if sheet.kind == Use::Hidden {
            page.set_very_hidden(true);
        }
    }
    // Packed again at once, so with little effort.
    out.set_zip_compression_level(1);
    out.save_to_buffer()
}

/// Lets rows grow with what a person types into them. The library fixes the height of every row that it is given one for,
/// and without one some programs show the first line alone.
fn grow(bytes: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let name = file.name()?.into_owned();
        let mut part = String::new();
        file.read_to_string(&mut part)?;
        if name.starts_with("xl/worksheets/sheet") {
            // Texts stand in another part, and a quote inside an attribute is written otherwise.
            part = part.replace(" customHeight=\"1\"", "");
        }
        out.start_file(name, options)?;
        out.write_all(part.as_bytes())?;
    }
    out.finish().map(Cursor::into_inner)
}

/// Whether a cell shows all of its text, on several lines.
fn wraps(column: &Column, value: &Value) -> bool {
    column.kind == Kind::Prose || matches!(value, Value::Text(text) if text.contains('\n'))
}

/// How many lines a text takes in a column, guessed: letters differ in width, and lines end where words do.
fn lines(text: &str, width: usize) -> usize {
    let width = width.max(4);
    text.split('\n').map(|line| (line.chars().count() + width / 8).div_ceil(width).max(1)).sum()
}

/// How a cell looks.
struct Styles {
    head: Format,
    open_head: Format,
    title: Format,
    heading: Format,
    text: Format,
    day: &'static str,
}

impl Styles {
    fn new(lang: Lang) -> Self {
        let text = Format::new()
            .set_font_color(Color::RGB(INK))
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left);
        let head = text
            .clone()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(HEAD))
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE));
        Self {
            open_head: head.clone().set_background_color(Color::RGB(OPEN_HEAD)),
            head,
            title: text.clone().set_bold().set_font_size(16.0),
            heading: text.clone().set_bold().set_font_size(12.0),
            text,
            // Written out: the same whatever the computer is set to.
            day: words::pick(lang, "dd/mm/yyyy", "yyyy-mm-dd"),
        }
    }

    /// Of a cell in a column.
    fn cell(&self, column: &Column, value: &Value, bordered: bool) -> Format {
        let mut format = self.text.clone();
        if wraps(column, value) {
            format = format.set_text_wrap();
        }
        if column.open {
            format = format.set_background_color(Color::RGB(OPEN));
        }
        if bordered {
            format = format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
        }
        if column.kind == Kind::Date || matches!(value, Value::Date(_)) {
            format = format.set_num_format(self.day);
        }
        match value {
            Value::Number(_) if bordered => format.set_align(FormatAlign::Right),
            Value::Verdict(outcome) => {
                let (fill, ink) = match outcome {
                    Outcome::Inherited => (0xdc_f1_ee, 0x0b_6e_69),
                    Outcome::Shared => (0xee_e6_fa, 0x6a_3f_b0),
                    Outcome::Remains => (0xfc_ec_d6, 0x8f_4a_00),
                    Outcome::NotApplicable => (0xe8_e9_ec, 0x59_61_6d),
                };
                format.set_bold().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(fill))
            }
            // A spreadsheet would make a formula of such a text once a person edits it: the mark has it stay a text.
            Value::Text(text) if text.trim_start().starts_with(['=', '+', '-', '@']) => {
                format.set_quote_prefix()
            }
            _ => format,
        }
    }
}

struct Writer<'a> {
    lang: Lang,
    styles: &'a Styles,
    sheet: &'a Sheet,
}

impl Writer<'_> {
    fn write(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let sheet = self.sheet;
        let columns = column_number(sheet.columns.len())?;
        let headed = sheet.kind == Use::Table || sheet.columns.iter().any(|c| !c.head.is_empty());
        let first = u32::from(headed);
        let last = first + row_number(sheet.rows.len())?;
        for (at, column) in (0..columns).zip(&sheet.columns) {
            if column.width > 0 {
                page.set_column_width(at, f64::from(column.width.min(255)))?;
            }
            if headed {
                let style = if column.open { &self.styles.open_head } else { &self.styles.head };
                page.write_string_with_format(0, at, self.fit(&column.head), style)?;
            }
            if column.open && last > first {
                self.choices(page, column, (first, at, last - 1, at))?;
            }
        }
        if headed {
            // The button of the filter takes some of the width.
            let lines = sheet.columns.iter().map(|c| lines(&c.head, usize::from(c.width).saturating_sub(4)));
            self.height(page, 0, lines.max().unwrap_or(1))?;
        }
        for (at, row) in (first..last).zip(&sheet.rows) {
            if sheet.kind == Use::Page && self.line(page, at, row)? {
                continue;
            }
            let mut most = 1;
            for ((place, column), value) in (0..columns).zip(&sheet.columns).zip(row) {
                self.cell(page, at, place, column, value)?;
                if let Value::Text(text) = value
                    && wraps(column, value)
                {
                    most = lines(text, usize::from(column.width)).max(most);
                }
            }
            self.height(page, at, most)?;
        }
        if sheet.kind == Use::Table && columns > 0 {
            page.autofilter(0, 0, last.max(2) - 1, columns - 1)?;
            page.set_freeze_panes(1, sheet.frozen.min(columns))?;
        }
        if sheet.kind == Use::Page {
            page.set_screen_gridlines(false);
        }
        if columns > 0 {
            // Ids and versions look like numbers to a spreadsheet, which would mark every one of them.
            page.ignore_error_range(0, 0, last.max(1), columns - 1, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }

    fn cell(
        &self,
        page: &mut Worksheet,
        row: u32,
        place: u16,
        column: &Column,
        value: &Value,
    ) -> Result<(), XlsxError> {
        let mut format = self.styles.cell(column, value, self.sheet.kind == Use::Table);
        if self.sheet.kind == Use::Page && place == 0 {
            format = format.set_bold();
        }
        match value {
            Value::Empty if column.open || self.sheet.kind == Use::Table => {
                page.write_blank(row, place, &format)?
            }
            Value::Empty => page,
            Value::Text(text) if text.is_empty() => page.write_blank(row, place, &format)?,
            Value::Text(text) => page.write_string_with_format(row, place, self.fit(text), &format)?,
            // Beyond these a number of a spreadsheet is no longer exact.
            Value::Number(number) => match i32::try_from(*number) {
                Ok(number) => page.write_number_with_format(row, place, number, &format)?,
                Err(_) => page.write_string_with_format(row, place, number.to_string(), &format)?,
            },
            Value::Date(date) => {
                let serial = date.to_days() + EPOCH;
                if serial >= FIRST_DAY {
                    page.write_number_with_format(row, place, serial, &format)?
                } else {
                    page.write_string_with_format(row, place, date.to_string(), &format)?
                }
            }
            Value::Verdict(outcome) => {
                page.write_string_with_format(row, place, words::outcome(*outcome, self.lang), &format)?
            }
        };
        Ok(())
    }

    /// Makes room for so many lines. Programs do so by themselves once a cell is edited (see [`grow`]), and some of them
    /// when they open a file.
    fn height(&self, page: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            page.set_row_height(
                row,
                f64::from(u32::try_from(lines).unwrap_or(MOST_LINES).min(MOST_LINES)) * 15.0,
            )?;
        }
        Ok(())
    }

    /// A row of a page that is one text: a title, a heading or a paragraph over the whole width. Whether it was.
    fn line(&self, page: &mut Worksheet, row: u32, values: &[Value]) -> Result<bool, XlsxError> {
        let Some((Value::Text(text), rest)) = values.split_first() else { return Ok(false) };
        if text.is_empty() || rest.is_empty() || rest.iter().any(|v| *v != Value::Empty) {
            return Ok(false);
        }
        let text = self.fit(text);
        let width = self.sheet.columns.iter().map(|c| usize::from(c.width)).sum::<usize>().max(20);
        let length = text.chars().count();
        if row == 0 {
            page.write_string_with_format(row, 0, text, &self.styles.title)?;
            page.set_row_height(row, 24)?;
        } else if length <= 60 && !text.contains('\n') && !text.ends_with(['.', '!', '?', ':', ';', ',']) {
            page.write_string_with_format(row, 0, text, &self.styles.heading)?;
            page.set_row_height(row, 20)?;
        } else {
            let last = column_number(self.sheet.columns.len())?.max(2) - 1;
            page.merge_range(row, 0, row, last, &text, &self.styles.text.clone().set_text_wrap())?;
            self.height(page, row, lines(&text, width))?;
        }
        Ok(true)
    }

    /// Offers what may stand in a column.
    fn choices(
        &self,
        page: &mut Worksheet,
        column: &Column,
        (top, left, bottom, right): (u32, u16, u32, u16),
    ) -> Result<(), XlsxError> {
        let length = column.choices.iter().map(|c| c.encode_utf16().count() + 1).sum::<usize>();
        // The list is one text with commas; a longer one, or one with commas of its own, is left out.
        if column.choices.is_empty() || length > 255 || column.choices.iter().any(|c| c.contains([',', '"']))
        {
            return Ok(());
        }
        let title = words::say(self.lang, "Hors de la liste", "Not in the list");
        let message = words::say(
            self.lang,
            "Socle ne reprendra que les mots de la liste. Garder tout de même ce texte ?",
            "Socle will take in only the words of the list. Keep this text all the same?",
        );
        let rule = DataValidation::new()
            .allow_list_strings(&column.choices)?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(title)?
            .set_error_message(message)?;
        page.add_data_validation(top, left, bottom, right, &rule)?;
        Ok(())
    }

    /// How it is printed.
    fn paper(&self, page: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
        page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        page.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        if self.sheet.kind == Use::Table {
            page.set_repeat_rows(0, 0)?;
        }
        let mut short: String = title.chars().take(80).collect();
        if short.len() < title.len() {
            short.push('…');
        }
        // An ampersand commands in a footer, brackets may.
        let short = short.replace('&', "&&").replace('[', "(").replace(']', ")").replace('\n', " ");
        page.set_footer(format!("&L{short} – &A&RPage &P / &N"));
        Ok(())
    }

    /// A text as a cell takes it: without what XML forbids, and cut, visibly, where no spreadsheet could hold it.
    fn fit(&self, text: &str) -> String {
        let text = clean(text);
        if text.len() <= CELL || text.encode_utf16().count() <= CELL {
            return text;
        }
        let mark = words::say(
            self.lang,
            " […] (coupé : une cellule ne tient pas plus de 32 767 caractères)",
            " […] (cut: a cell holds no more than 32,767 characters)",
        );
        let room = CELL - mark.encode_utf16().count();
        let mut kept = String::new();
        let mut used = 0;
        for c in text.chars() {
            used += c.len_utf16();
            if used > room {
                break;
            }
            kept.push(c);
        }
        kept + &mark
    }
}

/// Line ends as spreadsheets write them, and the sign for what cannot be shown in place of what XML has no room for.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn column_number(count: usize) -> Result<u16, XlsxError> {
    u16::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)
}

fn row_number(count: usize) -> Result<u32, XlsxError> {
    u32::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)
}
