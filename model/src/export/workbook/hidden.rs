//! The hidden sheet of a workbook: from which service it was made, and what stood in the cells that may be filled in. What
//! comes back is compared with it, so that a change made in the file and one made in the document meanwhile are told
//! apart.
//!
//! Its rows: a key and its value; then, below the row `requirement, field, value, base`, what stood where, in the words of
//! the format. Cells that were empty are not listed.

use crate::{
    Date,
    document::ServiceId,
    table::{Column, Field, Grid, Kind, Sheet, Use, Value},
};
use catalog::Lang;

/// The name of the sheet, in every language.
pub const NAME: &str = "socle";

/// The form of the sheet; a later one is not read.
pub const FORMAT: &str = "socle-sheet/1";

/// The most values that are read: a workbook of a service with something in every cell has fewer.
pub const MAX_VALUES: usize = 20_000;

/// The most bases whose sheets are read.
const MAX_BASES: usize = 500;

/// The row above the values.
const HEADS: [&str; 4] = ["requirement", "field", "value", "base"];

/// What stood in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The requirement, as it was written.
    pub requirement: String,
    /// The column.
    pub field: Field,
    /// What stood there: words of the format, days as `YYYY-MM-DD`, a piece of evidence a line.
    pub value: String,
    /// The base that it is about; empty for what is said of the service itself.
    pub base: String,
}

/// Where a workbook comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The service.
    pub service: ServiceId,
    /// The title of the document.
    pub title: String,
    /// The day of the verdicts, where it can be read.
    pub day: Option<Date>,
    /// The language of the workbook, where it can be read.
    pub lang: Option<Lang>,
    /// The sheets that are about one base: their names, and the base.
    pub bases: Vec<(String, ServiceId)>,
    /// What stood in the cells that may be filled in, where they were not empty.
    pub base_values: Vec<Given>,
}

impl Origin {
    /// What stood in the cell of a requirement; empty where nothing did.
    pub fn value(&self, requirement: &str, field: Field, base: &str) -> &str {
        let is = |g: &&Given| g.field == field && g.requirement == requirement && g.base == base;
        self.base_values.iter().find(is).map_or("", |g| g.value.as_str())
    }

    /// The base that a sheet is about.
    pub fn base_of(&self, sheet: &str) -> Option<&ServiceId> {
        self.bases.iter().find(|(name, _)| name == sheet).map(|(_, base)| base)
    }
}

/// The hidden sheet.
pub fn sheet(origin: &Origin) -> Sheet {
    let mut rows = Vec::new();
    let mut put = |cells: [&str; 4]| {
        let mut row = Vec::with_capacity(cells.len());
        for cell in cells {
            row.push(if cell.is_empty() { Value::Empty } else { Value::Text(cell.to_owned()) });
        }
        rows.push(row);
    };
    put(["format", FORMAT, "", ""]);
    put(["service", origin.service.as_str(), "", ""]);
    put(["title", &origin.title, "", ""]);
    put(["day", &origin.day.map(|d| d.to_string()).unwrap_or_default(), "", ""]);
    put(["lang", origin.lang.map(Lang::tag).unwrap_or_default(), "", ""]);
    for (name, base) in &origin.bases {
        put(["sheet", name, base.as_str(), ""]);
    }
    put(HEADS);
    for given in &origin.base_values {
        put([&given.requirement, given.field.id(), &given.value, &given.base]);
    }
    let mut columns = Vec::new();
    for _ in HEADS {
        columns.push(Column {
            head: String::new(),
            kind: Kind::Short,
            width: 16,
            open: false,
            choices: Vec::new(),
        });
    }
    Sheet { name: NAME.to_owned(), kind: Use::Hidden, frozen: 0, columns, rows }
}

/// Reads the hidden sheet; nothing where the grid is none, or one of a form that is not known. Rows that make no sense
/// are left out, since anybody can show the sheet and write in it.
pub fn parse(grid: &Grid) -> Option<Origin> {
    if grid.name != NAME {
        return None;
    }
    let mut origin = Origin {
        service: ServiceId::default(),
        title: String::new(),
        day: None,
        lang: None,
        bases: Vec::new(),
        base_values: Vec::new(),
    };
    let (mut known, mut in_values) = (false, false);
    for row in &grid.rows {
        let cell = |at: usize| row.get(at).map(String::as_str).unwrap_or_default();
        let (first, second, third) = (cell(0), cell(1), cell(2));
        if in_values {
            if let Some(field) = by_id(second)
                && !first.is_empty()
                && !third.is_empty()
                && origin.base_values.len() < MAX_VALUES
            {
                origin.base_values.push(Given {
                    requirement: first.to_owned(),
                    field,
                    value: third.to_owned(),
                    base: cell(3).to_owned(),
                });
            }
            continue;
        }
        match first {
            "format" => known = second == FORMAT,
            "service" => origin.service = second.into(),
            "title" => second.clone_into(&mut origin.title),
            "day" => origin.day = second.parse().ok(),
            "lang" => origin.lang = Lang::ALL.into_iter().find(|l| l.tag() == second),
            "sheet" if origin.bases.len() < MAX_BASES => {
                origin.bases.push((second.to_owned(), third.into()));
            }
            "requirement" => in_values = true,
            _ => {}
        }
    }
    (known && !origin.service.0.is_empty()).then_some(origin)
}

/// The field of this id; heads in a language do not count here.
fn by_id(id: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|f| f.id() == id)
}
