//! Workbooks: the scope of a service as sheets that a person filters, fills in and brings back, and the papers as sheets.
//! They are written here, beside the report, since they say the same with the same words.
//!
//! Rooms: `cover` is the page that says what the workbook is; `scope` the sheets that list requirements; `around` those of
//! bases, third parties, services and judgements; `papers` makes sheets of any report, and of the split with the bases.

mod around;
mod cover;
mod papers;
mod scope;

pub use papers::paper_book;

use super::{Annex, Block, Ground, papers::Asked};
use crate::{
    document::ServiceId,
    export::{
        filter::{Filter, kept},
        workbook::{
            hidden::{self, Given, Origin},
            written,
        },
    },
    graph::Node,
    judgement::{STATUSES, status},
    lexicon,
    supply::Stack,
    table::{Column, Field, Kind, Sheet, Use, Value, Workbook},
    verdict::{Detail, Outcome, ScopeError},
    words,
};
use catalog::Lang;

/// How a column is set, its width and its head in French and in English.
type Head = (Kind, u16, &'static str, &'static str);

/// The workbook of a service's scope: a cover, the requirements with columns to fill in, what remains, where each bears,
/// what to obtain from bases, third parties, services, judgements that match nothing, and the hidden sheet for the way
/// back. Sheets that would have no row are left out, and the cover says so. A filter narrows every sheet that lists
/// requirements, and the hidden one; the counts on the cover stay those of the whole scope.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn workbook(asked: &Asked<'_>, filter: Option<Filter<'_>>) -> Result<Workbook, ScopeError> {
    let stack = Stack::new(asked.document).map_err(ScopeError::Cycles)?;
    let ground = Ground::of(asked.catalog, &stack, asked.target, asked.question)?;
    let mut page = ground.writer(asked.catalog, &stack, asked.question, asked.pack, asked.lang);
    let title = page.t("Périmètre : ", "Scope: ") + &ground.service.called();
    let kept = kept(&ground.details, filter);
    let book = Book { page: &page, node: ground.node, kept: &kept, filtered: filter.is_some() };
    let about = [
        book.scope(),
        book.remaining(),
        book.matrix(),
        book.obtain(),
        book.third_parties(),
        book.services(),
        book.orphans(),
    ];
    let origin = book.origin(asked, Vec::new(), book.values());
    page.cover_page(&title, &ground.blocking, asked.generated, filter, &kept, &about);
    let mut sheets = Vec::with_capacity(about.len() + 2);
    sheets.push(leaf(page.t("Couverture", "Cover"), std::mem::take(&mut page.blocks)));
    for (at, (sheet, _)) in about.into_iter().enumerate() {
        // The requirements are there even where a filter keeps none.
        if at == 0 || !sheet.rows.is_empty() {
            sheets.push(sheet);
        }
    }
    sheets.push(hidden::sheet(&origin));
    Ok(Workbook { lang: asked.lang, title, day: asked.question.as_of, sheets })
}

/// What the sheets are written from.
struct Book<'a, 'p> {
    page: &'p Annex<'a>,
    node: Node,
    /// The requirements that the filter keeps.
    kept: &'p [&'a Detail],
    filtered: bool,
}

/// A sheet, and what the cover says of it.
type Told = (Sheet, String);

impl Book<'_, '_> {
    /// Where the workbook comes from, for the way back.
    fn origin(&self, asked: &Asked<'_>, bases: Vec<(String, ServiceId)>, base_values: Vec<Given>) -> Origin {
        Origin {
            service: asked.target.clone(),
            title: asked.document.title.clone(),
            day: Some(asked.question.as_of),
            lang: Some(asked.lang),
            bases,
            base_values,
        }
    }

    /// What stands in the columns of judgement. What the filter leaves out is not in the file at all: whoever gets the
    /// file gets no judgement that is not shown.
    fn values(&self) -> Vec<Given> {
        let mut values = Vec::new();
        for detail in self.kept {
            let id = detail.verdict.requirement.id;
            let Some(judgement) = self.page.service.judgements.get(id) else { continue };
            for field in Field::JUDGEMENT {
                let value = written(judgement, field);
                if !value.is_empty() {
                    values.push(Given { requirement: id.to_owned(), field, value, base: String::new() });
                }
            }
        }
        values
    }

    /// A table.
    fn table(&self, name: (&str, &str), frozen: u16, heads: &[Head], rows: Vec<Vec<Value>>) -> Sheet {
        let mut columns = Vec::with_capacity(heads.len() + Field::JUDGEMENT.len());
        for (kind, width, fr, en) in heads {
            columns.push(Column {
                head: self.page.t(fr, en),
                kind: *kind,
                width: *width,
                open: false,
                choices: Vec::new(),
            });
        }
        Sheet { name: self.page.t(name.0, name.1), kind: Use::Table, frozen, columns, rows }
    }
}

/// The column of a field that a person fills in.
fn open(field: Field, lang: Lang) -> Column {
    let (kind, width) = match field {
        Field::Date | Field::AnsweredOn => (Kind::Date, 13),
        Field::Justification | Field::Note | Field::Links | Field::Answer => (Kind::Prose, 40),
        Field::Override => (Kind::Short, 24),
        _ => (Kind::Short, 20),
    };
    let mut choices = Vec::new();
    match field {
        Field::Override => {
            for outcome in Outcome::ALL {
                choices.push(words::outcome(outcome, lang).to_owned());
            }
        }
        Field::Status => {
            for some in STATUSES.into_iter().flatten() {
                choices.push(status(Some(some), lang).to_owned());
            }
        }
        Field::BasePart | Field::Interlock => {
            for word in lexicon::family("answer") {
                choices.push(word.get(lang).to_owned());
            }
        }
        _ => {}
    }
    Column { head: field.head(lang).to_owned(), kind, width, open: true, choices }
}

/// A text, or nothing where it is empty.
fn said(text: String) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

/// The same of a text that stays where it is.
fn told(text: &str) -> Value {
    said(text.to_owned())
}

/// A page: headings in the first column, labels there and texts beside them.
fn leaf(name: String, blocks: Vec<Block>) -> Sheet {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level, text, .. } => {
                if level < 3 && !rows.is_empty() {
                    rows.push(vec![Value::Empty, Value::Empty]);
                }
                rows.push(vec![said(text), Value::Empty]);
            }
            Block::Paragraph(text) | Block::Notice(text) => rows.push(vec![Value::Empty, said(text)]),
            Block::Facts(lines) | Block::List(lines) => {
                for line in lines {
                    rows.push(vec![said(line.label), said(line.text)]);
                }
            }
            // A table has a sheet of its own.
            Block::Table(table) => rows.push(vec![Value::Empty, said(table.caption)]),
        }
    }
    let mut columns = Vec::with_capacity(2);
    for (kind, width) in [(Kind::Short, 36), (Kind::Prose, 110)] {
        columns.push(Column { head: String::new(), kind, width, open: false, choices: Vec::new() });
    }
    Sheet { name, kind: Use::Page, frozen: 0, columns, rows }
}

/// The longest name of a sheet, in the units in which spreadsheets count.
const NAME_LENGTH: usize = 31;

/// A name for the sheet with this number, out of any text. The number makes it unique.
fn numbered(number: usize, text: &str) -> String {
    let mut name = number.to_string() + ". ";
    let mut units = name.len();
    for c in text.chars() {
        let plain = match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' => ' ',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                continue;
            }
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        };
        units += plain.len_utf16();
        if units > NAME_LENGTH {
            break;
        }
        // One blank is enough.
        if plain != ' ' || !name.ends_with(' ') {
            name.push(plain);
        } else {
            units -= 1;
        }
    }
    name.truncate(name.trim_end().len());
    name
}
