//! Tables as text (JSON) between the page and the module that knows the formats: the one has the document, the other
//! the libraries, and each runs in memory of its own. The shape is theirs alone and may change with any version.

use super::{Column, Grid, Kind, Refusal, Sheet, Use, Value, Workbook};
use crate::verdict::Outcome;
use catalog::Lang;
use serde_json::Value as Json;

/// A text under construction.
struct Out(String);

impl Out {
    fn raw(&mut self, piece: &str) {
        self.0.push_str(piece);
    }

    /// A text in quotes.
    fn text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                '\n' => self.raw("\\n"),
                '\r' => self.raw("\\r"),
                '\t' => self.raw("\\t"),
                '\u{0}'..='\u{1f}' => {
                    self.raw("\\u00");
                    for half in [c as u32 >> 4, c as u32 & 15] {
                        self.0.push(char::from_digit(half, 16).unwrap_or('0'));
                    }
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    fn number(&mut self, number: i64) {
        self.raw(&number.to_string());
    }

    /// What goes between brackets, with commas.
    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.0.push('[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            each(self, item);
        }
        self.0.push(']');
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Empty => self.raw("null"),
            Value::Text(text) => self.text(text),
            Value::Number(number) => self.number(*number),
            Value::Date(date) => {
                self.raw("{\"day\":");
                self.text(&date.to_string());
                self.raw("}");
            }
            Value::Verdict(outcome) => {
                self.raw("{\"verdict\":");
                self.text(outcome.id());
                self.raw("}");
            }
        }
    }

    fn column(&mut self, column: &Column) {
        self.raw("{\"head\":");
        self.text(&column.head);
        self.raw(",\"kind\":");
        self.text(column.kind.id());
        self.raw(",\"width\":");
        self.number(column.width.into());
        self.raw(if column.open { ",\"open\":true,\"choices\":" } else { ",\"open\":false,\"choices\":" });
        self.list(&column.choices, |out, choice| out.text(choice));
        self.raw("}");
    }

    fn sheet(&mut self, sheet: &Sheet) {
        self.raw("{\"name\":");
        self.text(&sheet.name);
        self.raw(",\"use\":");
        self.text(sheet.kind.id());
        self.raw(",\"frozen\":");
        self.number(sheet.frozen.into());
        self.raw(",\"columns\":");
        self.list(&sheet.columns, Self::column);
        self.raw(",\"rows\":");
        self.list(&sheet.rows, |out, row| out.list(row, Self::value));
        self.raw("}");
    }
}

/// A workbook as text.
pub fn book(book: &Workbook) -> String {
    let mut out = Out(String::new());
    out.raw("{\"lang\":");
    out.text(book.lang.tag());
    out.raw(",\"title\":");
    out.text(&book.title);
    out.raw(",\"day\":");
    out.text(&book.day.to_string());
    out.raw(",\"sheets\":");
    out.list(&book.sheets, Out::sheet);
    out.raw("}");
    out.0
}

/// What came back, as text: grids or a refusal.
pub fn answer(answer: &Result<Vec<Grid>, Refusal>) -> String {
    let mut out = Out(String::new());
    match answer {
        Ok(grids) => {
            out.raw("{\"grids\":");
            out.list(grids, |out, grid| {
                out.raw("{\"name\":");
                out.text(&grid.name);
                out.raw(",\"formulas\":");
                out.number(i64::try_from(grid.formulas).unwrap_or(i64::MAX));
                out.raw(",\"merged\":");
                out.number(i64::try_from(grid.merged).unwrap_or(i64::MAX));
                out.raw(",\"rows\":");
                out.list(&grid.rows, |out, row| out.list(row, |out, cell| out.text(cell)));
                out.raw("}");
            });
        }
        Err(refusal) => {
            out.raw("{\"refusal\":");
            out.text(refusal.code());
            out.raw(",\"detail\":");
            out.text(refusal.detail());
        }
    }
    out.raw("}");
    out.0
}

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(ToOwned::to_owned)
}

fn small(json: &Json, key: &str) -> Option<u16> {
    u16::try_from(json.get(key)?.as_u64()?).ok()
}

fn many<T>(json: &Json, each: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    let items = json.as_array()?;
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        all.push(each(item)?);
    }
    Some(all)
}

fn value(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Empty),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => number.as_i64().map(Value::Number),
        Json::Object(_) => match json.get("day") {
            Some(day) => day.as_str()?.parse().ok().map(Value::Date),
            None => {
                let id = json.get("verdict")?.as_str()?;
                Outcome::ALL.into_iter().find(|o| o.id() == id).map(Value::Verdict)
            }
        },
        _ => None,
    }
}

fn column(json: &Json) -> Option<Column> {
    let kind = json.get("kind")?.as_str()?;
    Some(Column {
        head: text(json, "head")?,
        kind: Kind::ALL.into_iter().find(|k| k.id() == kind)?,
        width: small(json, "width")?,
        open: json.get("open")?.as_bool()?,
        choices: many(json.get("choices")?, |c| c.as_str().map(ToOwned::to_owned))?,
    })
}

fn sheet(json: &Json) -> Option<Sheet> {
    let kind = json.get("use")?.as_str()?;
    Some(Sheet {
        name: text(json, "name")?,
        kind: Use::ALL.into_iter().find(|u| u.id() == kind)?,
        frozen: small(json, "frozen")?,
        columns: many(json.get("columns")?, column)?,
        rows: many(json.get("rows")?, |row| many(row, value))?,
    })
}

/// The workbook that [`book`] wrote; nothing when the text is no such thing.
pub fn read_book(text_of: &str) -> Option<Workbook> {
    let json: Json = serde_json::from_str(text_of).ok()?;
    let tag = json.get("lang")?.as_str()?;
    Some(Workbook {
        lang: [Lang::Fr, Lang::En].into_iter().find(|lang| lang.tag() == tag)?,
        title: text(&json, "title")?,
        day: json.get("day")?.as_str()?.parse().ok()?,
        sheets: many(json.get("sheets")?, sheet)?,
    })
}

/// The answer that [`answer`] wrote; what is no answer is a damaged file.
///
/// # Errors
/// With the refusal.
pub fn read_answer(text_of: &str) -> Result<Vec<Grid>, Refusal> {
    let strange = || Refusal::Damaged(String::new());
    let json: Json = serde_json::from_str(text_of).map_err(|_| strange())?;
    if let Some(code) = json.get("refusal").and_then(Json::as_str) {
        return Err(Refusal::from_code(code, &text(&json, "detail").unwrap_or_default()));
    }
    let count = |json: &Json, key: &str| usize::try_from(json.get(key)?.as_u64()?).ok();
    let grids = json.get("grids").and_then(|grids| {
        many(grids, |grid| {
            Some(Grid {
                name: text(grid, "name")?,
                rows: many(grid.get("rows")?, |row| many(row, |cell| cell.as_str().map(ToOwned::to_owned)))?,
                formulas: count(grid, "formulas")?,
                merged: count(grid, "merged")?,
            })
        })
    });
    grids.ok_or_else(strange)
}
