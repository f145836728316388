//! CSV (RFC 4180), with a guard: a cell that a spreadsheet would take for a formula is given a leading apostrophe.

use crate::table::{Sheet, Value};

/// What a file begins with for spreadsheets to read it as UTF-8.
pub const BOM: char = '\u{feff}';

/// A sheet as a file of CSV: its heads, then a row each. UTF-8 with a byte order mark, without which spreadsheets take
/// accents for something else; days are `YYYY-MM-DD` and verdicts their identifiers, whatever the language.
pub fn sheet(sheet: &Sheet) -> String {
    let mut csv = Csv(BOM.to_string());
    csv.row(sheet.columns.iter().map(|c| c.head.as_str()));
    for row in &sheet.rows {
        let mut cells = Vec::with_capacity(row.len());
        for value in row {
            cells.push(match value {
                Value::Empty => String::new(),
                Value::Text(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Date(date) => date.to_string(),
                Value::Verdict(outcome) => outcome.id().to_owned(),
            });
        }
        csv.row(cells);
    }
    csv.finish()
}

/// A table being written.
#[derive(Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        let text = guard(text);
        if text.contains([',', '"', '\n', '\r']) {
            self.0.push('"');
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(&text);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Whether spreadsheets would take a cell for a formula: when it begins with one of these signs, blanks before it not
/// counting. Apostrophes before it do not count either, so that the one which the guard adds is told from the text's own.
fn risky(text: &str) -> bool {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let text = text.trim_start_matches('\'');
    text.starts_with(sign) || text.trim_start().starts_with(sign)
}

fn guard(text: &str) -> std::borrow::Cow<'_, str> {
    if risky(text) { format!("'{text}").into() } else { text.into() }
}

/// The text of a cell without the apostrophe that the guard put before it: what was written comes back exactly.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| risky(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_quotes_doubled() {
        let mut csv = Csv::default();
        csv.row(["=1+1", " @SUM(A1)", "-2", "plain", "a,b", "say \"x\"", "two\nlines"]);
        assert_eq!(csv.finish(), "'=1+1,' @SUM(A1),'-2,plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
    }
}
