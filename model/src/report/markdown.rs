//! A report as Markdown. Texts come from documents: none of them becomes markup, and what could not be read, or would
//! turn the direction of what follows, is shown as what it is.

use super::{Block, Cell, Line, Report, Row, Table};
use crate::{
    export::markdown::{escaped, plain},
    words::{outcome, pick},
};
use catalog::Lang;

/// The report as a text.
pub fn write(report: &Report) -> String {
    let mut out = String::with_capacity(60_000);
    for block in &report.blocks {
        match block {
            Block::Heading { level, text, .. } => {
                for _ in 0..*level {
                    out.push('#');
                }
                out.push(' ');
                escaped(&shown(text), &mut out);
                out.push('\n');
            }
            Block::Paragraph(text) => {
                out.push_str(&plain(&shown(text)));
                out.push('\n');
            }
            Block::Notice(text) => {
                out.push_str("> ");
                out.push_str(&plain(&shown(text)));
                out.push('\n');
            }
            Block::Facts(lines) | Block::List(lines) => {
                for line in lines {
                    out.push_str("- ");
                    if line.label.is_empty() {
                        out.push_str(&plain(&shown(&line.text)));
                    } else {
                        put(&mut out, line, report.lang);
                    }
                    out.push('\n');
                }
            }
            Block::Table(table) => self::table(&mut out, table, report.lang),
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Controls, and signs that turn the direction of writing, made visible.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A line where nothing can begin an item: in a cell, or behind its label.
fn put(out: &mut String, line: &Line, lang: Lang) {
    if !line.label.is_empty() {
        out.push_str("**");
        // Stars with a blank inside them would be shown.
        escaped(shown(&line.label).trim(), out);
        out.push_str("**");
        out.push_str(pick(lang, "\u{a0}: ", ": "));
    }
    escaped(&shown(&line.text), out);
}

fn table(out: &mut String, table: &Table, lang: Lang) {
    out.push_str("**");
    escaped(shown(&table.caption).trim(), out);
    out.push_str("**\n\n|");
    for column in &table.columns {
        out.push(' ');
        escaped(&shown(&column.head), out);
        out.push_str(" |");
    }
    out.push_str("\n|");
    for _ in &table.columns {
        out.push_str(" --- |");
    }
    out.push('\n');
    for group in &table.groups {
        if let Some(head) = &group.head {
            head_row(out, head, table.columns.len());
        }
        for row in &group.rows {
            match row {
                Row::Head(head) => head_row(out, head, table.columns.len()),
                Row::Cells { cells, .. } => {
                    out.push('|');
                    for cell in cells {
                        out.push(' ');
                        self::cell(out, cell, lang);
                        out.push_str(" |");
                    }
                    out.push('\n');
                }
            }
        }
    }
}

/// A row that names those below it: one filled cell, the others empty.
fn head_row(out: &mut String, head: &str, columns: usize) {
    out.push_str("| **");
    escaped(shown(head).trim(), out);
    out.push_str("** |");
    for _ in 1..columns {
        out.push_str("  |");
    }
    out.push('\n');
}

fn cell(out: &mut String, cell: &Cell, lang: Lang) {
    let lines = match cell {
        Cell::Text(text) => {
            escaped(&shown(text), out);
            return;
        }
        Cell::Verdict(verdict, lines) => {
            out.push_str("**");
            out.push_str(outcome(*verdict, lang));
            out.push_str("**");
            if !lines.is_empty() {
                out.push_str("<br>");
            }
            lines
        }
        Cell::Lines(lines) => lines,
        Cell::Tick => {
            out.push('☐');
            return;
        }
        Cell::Blank => return,
    };
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        put(out, line, lang);
    }
}
