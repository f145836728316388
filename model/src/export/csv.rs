//! CSV (RFC 4180), with a guard: a cell that a spreadsheet would take for a formula is given a leading apostrophe.

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

/// Spreadsheets take a cell for a formula when it begins with one of these, blanks before it not counting.
fn guard(text: &str) -> std::borrow::Cow<'_, str> {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(risky) || text.trim_start().starts_with(risky) {
        format!("'{text}").into()
    } else {
        text.into()
    }
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
