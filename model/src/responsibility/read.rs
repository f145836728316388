//! Turns a text or a sheet into matrices. Whatever stands in a cell is text: nothing is followed, computed or kept as
//! markup. What cannot be read as a row of letters is reported, never made to fit.

use super::{Defect, DefectKind, Roles, Row, Table, named};
use crate::{repair::near::fold, table::Grid};

/// The largest text that is read, in bytes.
pub const MAX_BYTES: usize = 2_000_000;

/// How many rows are read at most.
pub const MAX_ROWS: usize = 5_000;

/// How many cells of a row are read at most.
const MAX_CELLS: usize = 64;

/// How many rows say what a column holds.
const SAMPLE: usize = 400;

/// How far down the head of a sheet is looked for.
const HEAD_WITHIN: usize = 20;

/// The longest activity or section that is kept, in characters.
const LONGEST: usize = 600;

/// Why nothing can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// More than [`MAX_ROWS`].
    TooManyRows,
    /// No table with a column of letters.
    NoMatrix,
}

/// Cells before anything is known of them.
struct Raw {
    line: usize,
    section: String,
    cells: Vec<String>,
}

/// The matrices of a Markdown text: its pipe tables, each with its heading as the section. Tables with the same parties
/// make one matrix, numbered throughout.
///
/// # Errors
/// When the text is too large, or has no such table.
pub fn read_markdown(text: &str) -> Result<Vec<Table>, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut tables: Vec<Table> = Vec::new();
    let mut section = String::new();
    let mut fenced = false;
    let mut read = 0;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        if let Some(heading) = heading(trimmed) {
            section = clean(heading);
            continue;
        }
        let delimited = lines.peek().is_some_and(|(_, next)| is_delimiter(next));
        if !delimited || !line.contains('|') {
            continue;
        }
        lines.next();
        let head = Raw { line: at + 1, section: String::new(), cells: cells(line) };
        let mut rows = Vec::new();
        while let Some((at, line)) = lines.next_if(|(_, l)| l.contains('|') && heading(l.trim()).is_none()) {
            read += 1;
            if read > MAX_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            rows.push(Raw { line: at + 1, section: section.clone(), cells: cells(line) });
        }
        let columns = columns(&head.cells, &rows);
        if let Some(columns) = columns {
            fill(&mut tables, &head, &columns, rows, Form::Markdown);
        }
    }
    if tables.is_empty() { Err(Unreadable::NoMatrix) } else { Ok(tables) }
}

/// The matrix of a sheet: its head is the one of the first rows under which the most columns hold letters.
///
/// # Errors
/// When it has too many rows, or no column of letters.
pub fn from_grid(grid: &Grid) -> Result<Table, Unreadable> {
    if grid.rows.len() > MAX_ROWS {
        return Err(Unreadable::TooManyRows);
    }
    let mut size = 0;
    let mut rows: Vec<Raw> = Vec::new();
    for (at, cells) in grid.rows.iter().enumerate() {
        size += cells.iter().map(String::len).sum::<usize>();
        if size > MAX_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let cells = cells.iter().take(MAX_CELLS).map(|c| clean(c)).collect();
        rows.push(Raw { line: at + 1, section: String::new(), cells });
    }
    let mut best: Option<(usize, Columns)> = None;
    for at in 0..rows.len().min(HEAD_WITHIN) {
        let (above, below) = rows.split_at(at + 1);
        let Some(head) = above.last() else { continue };
        let Some(found) = columns(&head.cells, below) else { continue };
        if best.as_ref().is_none_or(|(_, b)| b.parties.len() < found.parties.len()) {
            best = Some((at, found));
        }
    }
    let Some((at, columns)) = best else { return Err(Unreadable::NoMatrix) };
    let below = rows.split_off(at + 1);
    let Some(head) = rows.pop() else { return Err(Unreadable::NoMatrix) };
    let mut tables = Vec::new();
    fill(&mut tables, &head, &columns, below, Form::Sheet);
    let mut table = tables.pop().ok_or(Unreadable::NoMatrix)?;
    table.name = clean(&grid.name);
    Ok(table)
}

/// The text of a heading.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with([' ', '\t'])).then(|| text.trim().trim_end_matches('#'))
}

/// Whether a line stands between the head and the rows of a table.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains("-")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a line, at its pipes that are not escaped.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if !escaped => {
                cells.push(clean(&std::mem::take(&mut cell)));
                if cells.len() > MAX_CELLS {
                    return cells;
                }
            }
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            c => {
                if escaped && !c.is_ascii_punctuation() {
                    cell.push('\\');
                }
                cell.push(c);
            }
        }
        escaped = false;
    }
    // After the closing pipe comes nothing; without one, the last cell.
    if !cell.trim().is_empty() {
        cells.push(clean(&cell));
    }
    cells
}

/// A cell as plain text on one line: no emphasis around it, no control character, none that turns the writing.
fn clean(cell: &str) -> String {
    let mut out = String::new();
    let mut kept = 0;
    for c in cell.replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ").chars() {
        let blank = c.is_whitespace() || c.is_control();
        let hidden = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if hidden || (blank && (out.is_empty() || out.ends_with(' '))) {
            continue;
        }
        kept += 1;
        if kept > LONGEST {
            out.push('…');
            break;
        }
        out.push(if blank { ' ' } else { c });
    }
    let out = out.replace("**", "").replace("__", "");
    let bare = out.trim();
    let inner = bare.strip_prefix(['*', '_', '`']).and_then(|b| b.strip_suffix(['*', '_', '`']));
    inner.filter(|b| !b.contains(['*', '_', '`'])).unwrap_or(bare).trim().to_owned()
}

/// What the columns of a table are.
struct Columns {
    activity: Option<usize>,
    section: Option<usize>,
    parties: Vec<usize>,
}

const ACTIVITIES: [&str; 16] = [
    "activite",
    "activites",
    "activity",
    "activities",
    "tache",
    "taches",
    "task",
    "tasks",
    "action",
    "actions",
    "description",
    "processus",
    "process",
    "responsabilite",
    "responsibility",
    "prestation",
];

const SECTIONS: [&str; 15] = [
    "section",
    "rubrique",
    "domaine",
    "domain",
    "theme",
    "phase",
    "categorie",
    "category",
    "chapitre",
    "chapter",
    "famille",
    "family",
    "groupe",
    "group",
    "area",
];

fn cell(row: &Raw, column: usize) -> &str {
    row.cells.get(column).map(String::as_str).unwrap_or_default()
}

/// Which columns hold letters, activities and sections; nothing where no table of letters stands there.
fn columns(head: &[String], rows: &[Raw]) -> Option<Columns> {
    let mut parties = Vec::new();
    let (mut activity, mut longest, mut section) = (None, 0, None);
    let mut told = false;
    for (at, head) in head.iter().enumerate().take(MAX_CELLS) {
        if head.is_empty() {
            continue;
        }
        let (mut said, mut letters, mut length) = (0, 0, 0);
        for row in rows.iter().take(SAMPLE) {
            let text = cell(row, at);
            if text.is_empty() {
                continue;
            }
            said += 1;
            length += text.len();
            letters += usize::from(text.len() <= 40 && Roles::parse(text).is_some());
        }
        let folded = fold(head);
        let has = |words: &[&str]| folded.split('-').any(|w| words.contains(&w));
        let (customer, provider) = named(head, &[]);
        // A named party whose cells are short has a column, whatever stands in it; a column of remarks has not.
        let party = (customer || provider) && !has(&ACTIVITIES) && length <= 12 * said;
        if said > 0 && (letters * 5 >= said * 3 || party) && Roles::parse(head).is_none() {
            parties.push(at);
        } else if has(&SECTIONS) && section.is_none() {
            section = Some(at);
        } else if has(&ACTIVITIES) && !told {
            (activity, told) = (Some(at), true);
        } else if !told && length > longest {
            (activity, longest) = (Some(at), length);
        }
    }
    // One column of letters is a matrix only where its head names a party: a legend has one as well.
    let one = parties.len() == 1
        && parties.iter().all(|p| head.get(*p).is_some_and(|h| named(h, &[]) != (false, false)));
    // Where the only texts stand under the head of a section, they are the activities.
    let (activity, section) = if activity.is_none() { (section, None) } else { (activity, section) };
    (parties.len() >= 2 || one).then_some(Columns { activity, section, parties })
}

/// Where the rows come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A pipe table: as many cells as the head, sections in headings.
    Markdown,
    /// A sheet: rows end where their cells do, sections may stand alone in a row.
    Sheet,
}

/// Puts the rows of a table where they belong: in the matrix with the same parties, or in a new one.
fn fill(tables: &mut Vec<Table>, head: &Raw, columns: &Columns, rows: Vec<Raw>, form: Form) {
    let parties: Vec<String> = columns.parties.iter().filter_map(|p| head.cells.get(*p)).cloned().collect();
    let mut same = None;
    for (at, table) in tables.iter().enumerate() {
        let alike = table.parties.len() == parties.len()
            && table.parties.iter().zip(&parties).all(|(a, b)| fold(a) == fold(b));
        if alike {
            same = Some(at);
        }
    }
    let at = same.unwrap_or_else(|| {
        let mut table = Table { parties: parties.clone(), ..Table::default() };
        let kind = match parties.as_slice() {
            [one] => Some(DefectKind::OneParty(one.clone())),
            [_, _] => None,
            more => Some(DefectKind::TooManyParties(more.to_vec())),
        };
        if let Some(kind) = kind {
            table.defects.push(Defect { line: head.line, number: None, activity: String::new(), kind });
        }
        tables.push(table);
        tables.len() - 1
    });
    let Some(table) = tables.get_mut(at) else { return };
    let mut section = String::new();
    let mut last = String::new();
    for raw in rows {
        let filled = raw.cells.iter().filter(|c| !c.is_empty()).count();
        if filled == 0 {
            continue;
        }
        let activity = columns.activity.map(|a| cell(&raw, a)).unwrap_or_default();
        if form == Form::Sheet && filled == 1 && columns.parties.iter().all(|p| cell(&raw, *p).is_empty()) {
            last.clear();
            section = raw.cells.iter().find(|c| !c.is_empty()).cloned().unwrap_or_default();
            let kind = DefectKind::TakenForSection;
            table.defects.push(Defect { line: raw.line, number: None, activity: section.clone(), kind });
            continue;
        }
        let given = columns.section.map(|s| cell(&raw, s)).unwrap_or_default();
        // In a merged column, the name stands in the first of its rows alone.
        if !given.is_empty() {
            given.clone_into(&mut last);
        }
        let within =
            [last.as_str(), section.as_str(), raw.section.as_str()].into_iter().find(|s| !s.is_empty());
        let number = table.rows.len() + 1;
        let mut row = Row {
            number,
            line: raw.line,
            section: within.unwrap_or_default().to_owned(),
            activity: activity.to_owned(),
            roles: Vec::new(),
            faulty: false,
        };
        let mut wrong: Vec<DefectKind> = Vec::new();
        let beyond = raw.cells.iter().skip(head.cells.len()).any(|c| !c.is_empty());
        if beyond || (form == Form::Markdown && raw.cells.len() < head.cells.len()) {
            wrong.push(DefectKind::Ragged);
        }
        let mut unknown = false;
        for party in &columns.parties {
            let text = cell(&raw, *party);
            let roles = Roles::parse(text);
            if roles.is_none() {
                unknown = true;
                wrong.push(DefectKind::UnknownLetter(text.chars().take(40).collect()));
            }
            row.roles.push(roles.unwrap_or_default());
        }
        if row.activity.is_empty() {
            wrong.push(DefectKind::NoActivity);
        }
        let answering = row.roles.iter().filter(|r| r.accountable()).count();
        if row.roles.iter().all(|r| r.is_empty()) && !unknown {
            wrong.push(DefectKind::EmptyRow);
        } else if answering > 1 {
            wrong.push(DefectKind::TwoAccountable);
        } else if !unknown {
            // With a letter that cannot be read, who is missing cannot be told.
            if answering == 0 {
                wrong.push(DefectKind::NoneAccountable);
            }
            if !row.roles.iter().any(|r| r.responsible()) {
                wrong.push(DefectKind::NoResponsible);
            }
        }
        row.faulty = !wrong.is_empty();
        for kind in wrong {
            let activity = row.activity.clone();
            table.defects.push(Defect { line: row.line, number: Some(number), activity, kind });
        }
        table.rows.push(row);
    }
}
