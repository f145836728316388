//! The papers as workbooks: what is prose on one page, each table on a sheet of its own. In the split with the bases each
//! base has a sheet with columns for its answers, which come back.

use super::{Book, Head, leaf, numbered, open, said, told};
use crate::{
    document::{BaseAnswer, ServiceId},
    export::workbook::{
        answered,
        hidden::{self, Given},
    },
    lexicon,
    report::{
        Annex, Block, Cell, Ground, Group, Line, Report, Row, Table,
        papers::{Asked, Paper, paper},
    },
    supply::Stack,
    table::{Column, Field, Kind, Sheet, Use, Value, Workbook},
    verdict::{Detail, ScopeError},
    words,
};
use catalog::{Lang, LayerSet};

const SPLIT: [Head; 8] = [
    (Kind::Short, 11, Field::Requirement.head(Lang::Fr), Field::Requirement.head(Lang::En)),
    (Kind::Short, 18, Field::Base.head(Lang::Fr), Field::Base.head(Lang::En)),
    (Kind::Prose, 28, "Intitulé", "Title"),
    (Kind::Prose, 50, "Part du socle", "Base part"),
    (Kind::Prose, 26, "Couches", "Layers"),
    (Kind::Prose, 50, "Part propre", "Own part"),
    (Kind::Prose, 44, "Preuves", "Evidence"),
    (Kind::Prose, 44, "À obtenir du socle", "To obtain from the base"),
];

/// A paper as a workbook. A split with bases has a sheet for each, numbered and named after it, and a hidden one for the
/// way back.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn paper_book(which: Paper, asked: &Asked<'_>) -> Result<Workbook, ScopeError> {
    let report = paper(which, asked)?;
    let title = report.title.clone();
    let is_split = which == Paper::Split;
    let sections = report.blocks.iter().filter(|b| matches!(b, Block::Heading { level: 2, .. })).count();
    // The tables of the split are written anew below, with columns that come back.
    let mut sheets = sheets(report, &|table| !is_split || !table.id.starts_with("split-"));
    if is_split {
        split(asked, sections, &mut sheets)?;
    }
    Ok(Workbook { lang: asked.lang, title, day: asked.question.as_of, sheets })
}

/// The sheets of the bases, how to fill them in (after that many sections), and the hidden sheet.
fn split(asked: &Asked<'_>, sections: usize, sheets: &mut Vec<Sheet>) -> Result<(), ScopeError> {
    let stack = Stack::new(asked.document).map_err(ScopeError::Cycles)?;
    let ground = Ground::of(asked.catalog, &stack, asked.target, asked.question)?;
    let mut page = ground.writer(asked.catalog, &stack, asked.question, asked.pack, asked.lang);
    page.sections = sections;
    page.way_back(false);
    let blocks = std::mem::take(&mut page.blocks);
    if let Some(first) = sheets.first_mut() {
        first.rows.push(vec![Value::Empty, Value::Empty]);
        first.rows.extend(leaf(String::new(), blocks).rows);
    }
    let book = Book { page: &page, node: ground.node, kept: &[], filtered: false };
    let (mut bases, mut values) = (Vec::new(), Vec::new());
    for (at, (base, shared)) in page.split_bases().iter().enumerate() {
        let mut rows = Vec::with_capacity(shared.len());
        for (detail, layers, answer) in shared {
            let mut row = page.shared_with(base, detail, *layers);
            for field in Field::ANSWER {
                row.push(answer.map_or(Value::Empty, |a| shown(a, field, asked.lang)));
                let value = answer.map(|a| answered(a, field)).unwrap_or_default();
                if !value.is_empty() {
                    let requirement = detail.verdict.requirement.id.to_owned();
                    values.push(Given { requirement, field, value, base: base.0.clone() });
                }
            }
            rows.push(row);
        }
        let name = numbered(at + 1, &asked.document.called(base));
        bases.push((name.clone(), (*base).clone()));
        let mut sheet = book.table(("", ""), 1, &SPLIT, rows);
        sheet.name = name;
        for field in Field::ANSWER {
            sheet.columns.push(open(field, asked.lang));
        }
        sheets.push(sheet);
    }
    sheets.push(hidden::sheet(&book.origin(asked, bases, values)));
    Ok(())
}

/// What a base's answer says in a column, in words.
fn shown(answer: &BaseAnswer, field: Field, lang: Lang) -> Value {
    let word = match field {
        Field::BasePart => answer.base_part,
        Field::Interlock => answer.interlock,
        _ => None,
    };
    match (word, answer.date) {
        (Some(word), _) => told(lexicon::word("answer", word.id(), lang)),
        (None, Some(day)) if field == Field::AnsweredOn => Value::Date(day),
        _ => said(answered(answer, field)),
    }
}

impl Annex<'_> {
    /// What is shared with a base, up to its answers.
    fn shared_with(&self, base: &ServiceId, detail: &Detail, layers: LayerSet) -> Vec<Value> {
        let requirement = detail.verdict.requirement;
        let prose = self.pack.requirements.get(requirement.id);
        let mut title = requirement.title.get(self.lang).to_owned();
        if !requirement.modality.is_verified() {
            title.push('\n');
            title.push_str(&self.t("recommandation, non vérifiée", "recommendation, not verified"));
        }
        let (base_part, own_part) = self.both_parts(detail);
        let mut theirs = base_part;
        if let Some(line) = self.caveats(detail) {
            theirs.push('\n');
            theirs.push_str(&labelled(&line, self.lang));
        }
        let mut own = vec![crate::report::bare(own_part)];
        self.parts(detail, true, &mut own, &mut Vec::new());
        vec![
            told(requirement.id),
            told(base.as_str()),
            said(title),
            said(theirs),
            said(words::layers(layers, self.lang)),
            said(lines(&own, self.lang)),
            said(prose.map(|p| p.evidence.clone()).unwrap_or_default()),
            said(prose.and_then(|p| p.interlock.clone()).unwrap_or_default()),
        ]
    }
}

/// The names of the sheets of tables, by the ids of these.
const NAMES: [(&str, &str, &str); 6] = [
    ("qualifications", "Qualifications", "Qualifications"),
    ("points-table", "Points à régler", "Points to settle"),
    ("figures-table", "En nombres", "In figures"),
    ("none-table", "Aucune qualification", "No qualification"),
    ("part-table", "Une part seulement", "A part only"),
    ("apart-table", "À part", "Apart"),
];

/// Any report as sheets: its prose on a page, each table on a sheet of its own.
fn sheets(report: Report, wanted: &dyn Fn(&Table) -> bool) -> Vec<Sheet> {
    let lang = report.lang;
    let mut tables: Vec<Sheet> = Vec::new();
    let mut prose = Vec::with_capacity(report.blocks.len());
    for block in report.blocks {
        let Block::Table(table) = block else {
            prose.push(block);
            continue;
        };
        if !wanted(&table) {
            continue;
        }
        let named = NAMES.iter().find(|(id, ..)| *id == table.id);
        let name = match named {
            Some((_, fr, en)) => words::pick(lang, fr, en).to_owned(),
            None => numbered(tables.len() + 1, &table.caption),
        };
        let line = Line { label: name.clone(), ..crate::report::bare(table.caption.as_str()) };
        prose.push(Block::List(vec![line]));
        tables.push(sheet(name, &table, lang));
    }
    let mut sheets = vec![leaf(words::pick(lang, "Lisez-moi", "Read me").to_owned(), prose)];
    sheets.extend(tables);
    sheets
}

/// A table of a report as a sheet. The heads of its groups are a column of their own, so that it can be sorted; columns
/// that are all blank are to be filled in by hand.
fn sheet(name: String, table: &Table, lang: Lang) -> Sheet {
    let grouped = table.groups.iter().any(|g| g.head.is_some());
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut blank = vec![true; table.columns.len()];
    let mut verdicts = vec![true; table.columns.len()];
    for Group { head, rows: group } in &table.groups {
        for row in group {
            let Row::Cells { cells, .. } = row else { continue };
            let mut values = Vec::with_capacity(cells.len() + 1);
            if grouped {
                values.push(told(head.as_deref().unwrap_or_default()));
            }
            for ((cell, blank), verdict) in cells.iter().zip(&mut blank).zip(&mut verdicts) {
                *blank &= matches!(cell, Cell::Blank | Cell::Tick);
                *verdict &= matches!(cell, Cell::Verdict(_, more) if more.is_empty());
                values.push(value(cell, lang));
            }
            rows.push(values);
        }
    }
    let mut columns = Vec::with_capacity(table.columns.len() + 1);
    if grouped {
        columns.push(Column {
            head: words::pick(lang, "Partie", "Part").to_owned(),
            kind: Kind::Prose,
            width: 26,
            open: false,
            choices: Vec::new(),
        });
    }
    for ((column, blank), verdict) in table.columns.iter().zip(blank).zip(verdicts) {
        let (kind, width) = match column.class {
            "xs" => (Kind::Short, 12),
            "id" => (Kind::Short, 11),
            "no" => (Kind::Short, 14),
            "sm" => (Kind::Prose, 22),
            "md" => (Kind::Prose, 30),
            "wd" => (Kind::Prose, 40),
            "vd" | "vn" => (Kind::Short, 20),
            _ => (Kind::Prose, 50),
        };
        let there = !rows.is_empty();
        columns.push(Column {
            head: column.head.clone(),
            kind: if verdict && there { Kind::Verdict } else { kind },
            width,
            open: blank && there,
            choices: Vec::new(),
        });
    }
    Sheet { name, kind: Use::Table, frozen: 1 + u16::from(grouped), columns, rows }
}

fn value(cell: &Cell, lang: Lang) -> Value {
    match cell {
        Cell::Text(text) => told(text),
        Cell::Verdict(outcome, more) if more.is_empty() => Value::Verdict(*outcome),
        Cell::Verdict(outcome, more) => {
            said(words::outcome(*outcome, lang).to_owned() + "\n" + &lines(more, lang))
        }
        Cell::Lines(more) => said(lines(more, lang)),
        Cell::Tick | Cell::Blank => Value::Empty,
    }
}

fn lines(lines: &[Line], lang: Lang) -> String {
    let mut text = String::new();
    for line in lines {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&labelled(line, lang));
    }
    text
}

fn labelled(line: &Line, lang: Lang) -> String {
    match (line.label.is_empty(), line.text.is_empty()) {
        (true, _) => line.text.clone(),
        (_, true) => line.label.clone(),
        _ => line.label.clone() + words::pick(lang, "\u{a0}: ", ": ") + &line.text,
    }
}
