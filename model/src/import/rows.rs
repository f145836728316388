//! Where things stand in a sheet: the row of heads, which column is which field, and the rows of the requirements.

use crate::{
    document::ServiceId,
    export::markdown::COLUMNS,
    repair::near::fold,
    sorted,
    table::{Field, Grid},
};
use catalog::Catalog;
use std::cmp::Ordering;

/// How many rows may stand above the heads.
const ABOVE: usize = 30;
/// How many columns are looked at.
const WIDE: usize = 200;
/// How long a head may be, in bytes.
const HEAD: usize = 200;

/// A sheet with a row of heads that are known.
#[derive(Debug)]
pub(super) struct Table<'g> {
    /// The sheet.
    pub grid: &'g Grid,
    /// The row of the heads, from 0.
    pub at: usize,
    /// The columns that are read.
    columns: Vec<(Field, usize)>,
    /// The columns that are not read, for their head stands twice.
    pub twice: Vec<(Field, usize)>,
    /// The heads that name no field.
    pub unread: Vec<String>,
}

impl<'g> Table<'g> {
    /// Finds the row of heads: the first that names the requirement and something that a person may fill in.
    pub fn of(grid: &'g Grid) -> Option<Self> {
        for (at, row) in grid.rows.iter().take(ABOVE).enumerate() {
            let mut table = Self { grid, at, columns: Vec::new(), twice: Vec::new(), unread: Vec::new() };
            let mut seen: Vec<(Field, usize)> = Vec::new();
            for (column, head) in row.iter().take(WIDE).enumerate() {
                if head.trim().is_empty() {
                    continue;
                }
                match Some(head).filter(|h| h.len() <= HEAD).and_then(|h| Field::from_head(h)) {
                    Some(field) => seen.push((field, column)),
                    // What the scope says is ours, and not read back: no word of it.
                    None if COLUMNS.iter().any(|known| fold(head) == fold(known)) => {}
                    None => table.unread.push(super::inert(head)),
                }
            }
            for (field, column) in &seen {
                let alone = seen.iter().filter(|(f, _)| f == field).count() == 1;
                // Of two numbers of the requirement the first counts; of two answers nobody knows which.
                let first = table.columns.iter().all(|(f, _)| f != field);
                if alone || (*field == Field::Requirement && first) {
                    table.columns.push((*field, *column));
                } else if *field != Field::Requirement {
                    table.twice.push((*field, *column));
                }
            }
            let open = |f: &Field| Field::JUDGEMENT.contains(f) || Field::ANSWER.contains(f);
            if table.column(Field::Requirement).is_some() && seen.iter().any(|(f, _)| open(f)) {
                return Some(table);
            }
        }
        None
    }

    /// The column of a field, from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, column)| *column)
    }

    /// Whether it has a column for one of these.
    pub fn has(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.column(*field).is_some())
    }

    /// What stands in a row under a field; nothing where the sheet has no such column. Of merged cells all but one come
    /// back empty: in a sheet that has some, an empty cell tells nothing.
    pub fn cell(&self, row: usize, field: Field) -> Option<&'g str> {
        let text = self.text(row, self.column(field)?);
        Some(text).filter(|text| self.grid.merged == 0 || !text.trim().is_empty())
    }

    /// What stands in a cell.
    fn text(&self, row: usize, column: usize) -> &'g str {
        self.grid.rows.get(row).and_then(|row| row.get(column)).map(String::as_str).unwrap_or_default()
    }

    /// What stands in a row where the requirement is named.
    pub fn named(&self, row: usize) -> &'g str {
        self.column(Field::Requirement).map(|column| self.text(row, column).trim()).unwrap_or_default()
    }

    /// Whether something stands in a row under one of these fields.
    pub fn is_filled(&self, row: usize, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.cell(row, *field).is_some_and(|text| !text.trim().is_empty()))
    }
}

/// The numbers of the requirements as people write them.
#[derive(Debug)]
pub(super) struct Numbers {
    catalog: &'static [catalog::Requirement],
    folded: Vec<String>,
}

impl Numbers {
    pub fn of(catalog: &Catalog) -> Self {
        let mut folded = Vec::with_capacity(catalog.requirements.len());
        for requirement in catalog.requirements {
            folded.push(fold(requirement.id));
        }
        Self { catalog: catalog.requirements, folded }
    }

    /// The requirement that a text names (`12.11.a`, `12.11 a)`, `12.11.A`), and its place in the text.
    pub fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        if text.len() > 40 {
            return None;
        }
        let said = fold(text);
        let at = self.folded.iter().position(|folded| *folded == said)?;
        self.catalog.get(at).map(|requirement| (at, requirement.id))
    }
}

/// A row that names a requirement.
#[derive(Debug)]
pub(super) struct Row {
    /// The place of the requirement in the text; those that the text does not have come last.
    pub order: usize,
    /// The requirement, as the document writes it.
    pub requirement: String,
    /// The base, where the row speaks of one.
    pub base: Option<ServiceId>,
    /// The table, by its place.
    pub table: usize,
    /// The row, from 0.
    pub at: usize,
}

impl Row {
    /// By requirement, in the order of the text, and by base: rows that are equal here speak of the same.
    pub fn order(&self, other: &Self) -> Ordering {
        let by_text = self.order.cmp(&other.order).then_with(|| self.requirement.cmp(&other.requirement));
        by_text.then_with(|| self.base.cmp(&other.base))
    }
}

/// Puts rows in their order; those that speak of the same stay in that of the file.
pub(super) fn sort(rows: &mut Vec<Row>) {
    sorted::by(rows, Row::order);
}
