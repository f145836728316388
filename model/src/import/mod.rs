//! What comes back: a table that people filled in elsewhere becomes a plan, a list of changes that a person looks
//! through and takes, or not, as one edit.
//!
//! Rooms: `origin` reads the hidden sheet of a workbook; `rows` finds the heads and the requirements, `bases` the bases
//! that answered; `cell` turns texts into values; `say` has the sentences. A workbook of ours remembers what stood in it when it was made: what the
//! file changed, what the document changed since, and where both did, are told apart. A CSV file remembers nothing: it
//! is held against the document alone. Nothing is ever taken that the file does not say: a column or a requirement
//! that it does not have changes nothing.

mod bases;
mod cell;
mod origin;
mod rows;
mod say;

use crate::{
    document::{BaseAnswer, Document, Item, Judgement, Reliance, Service, ServiceId, join, write},
    edit::Edit,
    judgement::{self, Lacks},
    table::{Field, Grid},
};
use bases::Bases;
use catalog::Catalog;
use rows::{Numbers, Row, Table};

pub use cell::{Said, Unread};

/// How many changes, and how many remarks of a kind, a plan keeps; of the others it knows the number.
pub const KEPT: usize = 5_000;

/// How much of a text from outside is shown, in characters.
const SHOWN: usize = 60;

/// The fields of a verdict put by a person: they are taken together, or not at all.
const VERDICT: [Field; 4] = [Field::Override, Field::Justification, Field::Author, Field::Date];

/// Why nothing can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// No sheet has a row of heads with the requirement and something that a person may fill in.
    NoTable,
    /// The document has no such service.
    NoSuchService(String),
    /// The hidden sheet is of a form that is not known here.
    OtherFormat(String),
}

/// Where something stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// The row, from 1.
    pub row: usize,
    /// The column, from 1; 0 for the whole row.
    pub column: usize,
}

/// The reliance to which a base's answer belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// Who relies: the service that the file is about, or one on its way to the base.
    pub service: ServiceId,
    /// The base that answered.
    pub base: ServiceId,
}

/// A value that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The requirement, as the document writes it.
    pub requirement: String,
    /// The reliance, where a base answered; nothing for a judgement.
    pub on: Option<On>,
    /// What changes.
    pub field: Field,
    /// What the document says now.
    pub before: Said,
    /// What the file says.
    pub after: Said,
    /// What stood there when the file was made, where the document has changed since in another way than the file.
    pub conflict: Option<Said>,
    /// Where the file says it.
    pub place: Place,
}

impl Change {
    /// What tells it from every other change of the plan.
    pub fn id(&self) -> String {
        let mut id = [self.requirement.as_str(), self.field.id()].join("/");
        if let Some(on) = &self.on {
            for name in [&on.service, &on.base] {
                id.push('/');
                id.push_str(name.as_str());
            }
        }
        id
    }

    /// Whether it is taken unless a person says otherwise: what is in conflict is not.
    pub const fn is_plain(&self) -> bool {
        self.conflict.is_none()
    }

    /// Whether it belongs to a verdict put by a person: such changes are best taken together.
    pub fn is_of_verdict(&self) -> bool {
        VERDICT.contains(&self.field)
    }
}

/// Why something in the file is kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The cell says nothing that the format knows.
    Unread(Unread),
    /// The verdict put by a person would lack something.
    Lacks(Lacks),
    /// The head of the column stands twice.
    Twice,
    /// Nobody can tell which base answered.
    NoBase,
    /// The service does not rest on the base that is named.
    OtherBase,
}

/// Something that is kept out, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The requirement; empty where a whole column is meant.
    pub requirement: String,
    /// The field.
    pub field: Field,
    /// What stands there, cut.
    pub value: String,
    /// Why.
    pub kind: Kind,
    /// Whether the rest of that verdict, or of that answer, is kept out with it.
    pub holds: bool,
}

/// What is in the file and not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// A row whose requirement is not in the text, or that names none.
    Row {
        /// Where.
        place: Place,
        /// What it names, cut.
        id: String,
    },
    /// Columns that are not read.
    Columns {
        /// The sheet.
        sheet: String,
        /// Their heads, cut.
        heads: Vec<String>,
    },
}

/// Rows that say different things of one requirement: none of them is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The requirement.
    pub requirement: String,
    /// Where, the first few.
    pub places: Vec<Place>,
    /// How many rows.
    pub rows: usize,
}

/// What should be known before anything is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The file was made for another service than the one that is looked at.
    OtherService {
        /// The service of the file: what it is called.
        of: String,
        /// The service that is looked at: what it is called.
        at: String,
    },
    /// The file does not say what stood in it when it was made: an empty cell takes away what the document says.
    NoOrigin,
    /// So many cells hold a formula: what they last showed was read.
    Formulas(usize),
    /// So many ranges are merged: in their sheets an empty cell changes nothing.
    Merged(usize),
    /// Sheets without a table that is known.
    Sheets(Vec<String>),
}

/// What a file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The service that it is about: the one that the file names, else the one that is looked at.
    pub service: ServiceId,
    /// The changes, in the order of the text.
    pub changes: Vec<Change>,
    /// What is kept out.
    pub problems: Vec<Problem>,
    /// What is not known.
    pub unknown: Vec<Unknown>,
    /// Requirements of which the file says two things.
    pub duplicates: Vec<Duplicate>,
    /// What should be known first.
    pub notes: Vec<Note>,
    /// How many filled cells say what stood there when the file was made.
    pub unchanged: usize,
    /// How many cells say what the document has come to say since.
    pub already: usize,
    /// How many changes and remarks there are beyond those kept.
    pub more: usize,
}

impl Plan {
    /// How many changes take something away.
    pub fn removals(&self) -> usize {
        self.changes.iter().filter(|c| c.after == Said::Nothing).count()
    }

    /// How many changes are in conflict.
    pub fn conflicts(&self) -> usize {
        self.changes.iter().filter(|c| !c.is_plain()).count()
    }
}

/// A text from outside, fit to be shown: one line, cut, without characters that hide or turn round what stands beside.
fn inert(text: &str) -> String {
    let mut shown = String::new();
    for (n, c) in text.trim().chars().enumerate() {
        if n == SHOWN {
            shown.push('…');
            break;
        }
        match c {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            c if c.is_control() || c.is_whitespace() => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            c => shown.push(c),
        }
    }
    shown
}

fn keep<T>(kept: &mut Vec<T>, more: &mut usize, item: T) {
    if kept.len() < KEPT {
        kept.push(item);
    } else {
        *more += 1;
    }
}

/// What a file would change in a document: the sheets that came back, and the service that is looked at, which counts
/// where the file names none.
///
/// # Errors
/// When nothing can be taken from the file.
pub fn plan(
    catalog: &Catalog,
    document: &Document,
    grids: &[Grid],
    service: &ServiceId,
) -> Result<Plan, Unfit> {
    let origin = origin::read(grids)?;
    let id = origin.as_ref().map_or(service, origin::Origin::service);
    let of = document.service(id.as_str()).ok_or_else(|| Unfit::NoSuchService(inert(id.as_str())))?;
    let mut tables = Vec::new();
    let mut ignored = Vec::new();
    let (mut formulas, mut merged) = (0, 0);
    for grid in grids {
        if origin::is_hidden(grid) {
            continue;
        }
        match Table::of(grid) {
            Some(table) => {
                formulas += grid.formulas;
                merged += grid.merged;
                tables.push(table);
            }
            None => ignored.push(inert(&grid.name)),
        }
    }
    if tables.is_empty() {
        return Err(Unfit::NoTable);
    }
    let mut notes = Vec::new();
    if id != service {
        notes.push(Note::OtherService { of: inert(&of.called()), at: inert(&document.called(service)) });
    }
    if origin.is_none() {
        notes.push(Note::NoOrigin);
    }
    for (count, note) in [(formulas, Note::Formulas(formulas)), (merged, Note::Merged(merged))] {
        if count > 0 {
            notes.push(note);
        }
    }
    if !ignored.is_empty() {
        notes.push(Note::Sheets(ignored));
    }
    let plan = Plan {
        service: id.clone(),
        changes: Vec::new(),
        problems: Vec::new(),
        unknown: Vec::new(),
        duplicates: Vec::new(),
        notes,
        unchanged: 0,
        already: 0,
        more: 0,
    };
    let mut planner = Planner { service: of, origin: origin.as_ref(), tables: &tables, plan };
    let numbers = Numbers::of(catalog);
    planner.heads();
    planner.judgements(&numbers);
    planner.answers(document, &numbers);
    Ok(planner.plan)
}

/// What the sheets say under one field of one requirement.
struct Seen {
    field: Field,
    /// Where, in the first sheet that has moved, else in the first that has the column.
    place: Place,
    /// What stands there.
    text: String,
    /// What the file says; nothing where it says nothing new.
    after: Option<Result<Said, Unread>>,
    /// Whether the file says anything here, were it that there is nothing.
    there: bool,
    /// Whether something stands there.
    filled: bool,
    /// What stood there when the file was made; nothing where that is not to be read.
    base: Option<Said>,
    /// What the document says.
    now: Said,
}

struct Planner<'a> {
    service: &'a Service,
    origin: Option<&'a origin::Origin>,
    tables: &'a [Table<'a>],
    plan: Plan,
}

impl Planner<'_> {
    /// What is to be said of the heads.
    fn heads(&mut self) {
        for table in self.tables {
            let sheet = inert(&table.grid.name);
            for (field, column) in &table.twice {
                let problem = Problem {
                    place: Place { sheet: sheet.clone(), row: table.at + 1, column: column + 1 },
                    requirement: String::new(),
                    field: *field,
                    value: String::new(),
                    kind: Kind::Twice,
                    holds: false,
                };
                keep(&mut self.plan.problems, &mut self.plan.more, problem);
            }
            // A workbook of ours has columns to read beside those to fill in.
            if !table.unread.is_empty() && self.origin.is_none() {
                self.plan.unknown.push(Unknown::Columns { sheet, heads: table.unread.clone() });
            }
        }
    }

    fn judgements(&mut self, numbers: &Numbers) {
        let fields = &Field::JUDGEMENT;
        let mut rows = Vec::new();
        for (t, table) in self.tables.iter().enumerate() {
            if !table.has(fields) {
                continue;
            }
            for at in table.at + 1..table.grid.rows.len() {
                let named = table.named(at);
                if named.is_empty() && !table.is_filled(at, fields) {
                    continue;
                }
                let found = numbers.find(named).or_else(|| {
                    let (id, _) = self.service.judgements.get_key_value(named)?;
                    Some((usize::MAX, id.as_str()))
                });
                match found {
                    Some((order, id)) => {
                        rows.push(Row { order, requirement: id.to_owned(), base: None, table: t, at });
                    }
                    None => self.unknown(t, at, named),
                }
            }
        }
        rows::sort(&mut rows);
        for rows in rows.chunk_by(|a, b| a.order(b).is_eq()) {
            let Some(first) = rows.first() else { continue };
            let now = self.service.judgements.get(&first.requirement).cloned().unwrap_or_default();
            self.requirement(rows, fields, None, |field| cell::of_judgement(&now, field));
        }
    }

    fn answers(&mut self, document: &Document, numbers: &Numbers) {
        let fields = &Field::ANSWER;
        if !self.tables.iter().any(|table| table.has(fields)) {
            return;
        }
        let bases = Bases::under(document, self.service);
        let mut rows = Vec::new();
        for (t, table) in self.tables.iter().enumerate() {
            if !table.has(fields) {
                continue;
            }
            for at in table.at + 1..table.grid.rows.len() {
                let (named, filled) = (table.named(at), table.is_filled(at, fields));
                if named.is_empty() && !filled {
                    continue;
                }
                let said = table.cell(at, Field::Base).map(str::trim).filter(|said| !said.is_empty());
                let told = self.origin.and_then(|origin| origin.base_of(&table.grid.name));
                let base = match (said, told) {
                    (Some(said), _) => bases.find(said),
                    (None, Some(told)) => bases.find(told.as_str()),
                    _ => None,
                };
                let found = numbers.find(named).or_else(|| {
                    let id = bases.answered(base.as_ref()?, named)?;
                    Some((usize::MAX, id))
                });
                match (found, base) {
                    (Some((order, id)), Some(base)) => {
                        let requirement = id.to_owned();
                        rows.push(Row { order, requirement, base: Some(base), table: t, at });
                    }
                    // Nothing is lost of a row that says nothing.
                    (Some((_, id)), None) if filled => {
                        let column = said.map(|_| Field::Base);
                        let problem = Problem {
                            place: self.place(t, at, column),
                            requirement: id.to_owned(),
                            field: Field::Base,
                            value: inert(said.or(told.map(ServiceId::as_str)).unwrap_or_default()),
                            kind: if said.or(told.map(ServiceId::as_str)).is_some() {
                                Kind::OtherBase
                            } else {
                                Kind::NoBase
                            },
                            holds: false,
                        };
                        keep(&mut self.plan.problems, &mut self.plan.more, problem);
                    }
                    // Told already, where the sheet has judgements too.
                    (None, _) if !table.has(&Field::JUDGEMENT) => self.unknown(t, at, named),
                    _ => {}
                }
            }
        }
        rows::sort(&mut rows);
        let mut standing: Option<(ServiceId, Vec<(On, &Reliance)>)> = None;
        for rows in rows.chunk_by(|a, b| a.order(b).is_eq()) {
            let Some((first, base)) = rows.first().and_then(|row| Some((row, row.base.as_ref()?))) else {
                continue;
            };
            // The same for every requirement of a base.
            if standing.as_ref().is_none_or(|(of, _)| of != base) {
                standing = Some((base.clone(), bases.reliances(base)));
            }
            let Some((_, reliances)) = &standing else { continue };
            for (on, reliance) in reliances {
                let now = reliance.answers.get(&first.requirement).cloned().unwrap_or_default();
                self.requirement(rows, fields, Some(on), |field| cell::of_answer(&now, field));
            }
        }
    }

    fn unknown(&mut self, table: usize, row: usize, named: &str) {
        let unknown = Unknown::Row { place: self.place(table, row, None), id: inert(named) };
        keep(&mut self.plan.unknown, &mut self.plan.more, unknown);
    }

    fn place(&self, table: usize, row: usize, field: Option<Field>) -> Place {
        let Some(table) = self.tables.get(table) else { return Place::default() };
        let column = field.and_then(|field| table.column(field)).map_or(0, |column| column + 1);
        Place { sheet: inert(&table.grid.name), row: row + 1, column }
    }

    /// All that the file says of one requirement, or that a base answered on it.
    fn requirement(&mut self, rows: &[Row], fields: &[Field], on: Option<&On>, now: impl Fn(Field) -> Said) {
        let Some(first) = rows.first() else { return };
        let requirement = first.requirement.as_str();
        let mut seen = Vec::with_capacity(fields.len());
        let mut agree = self.agree(rows, fields);
        for field in fields {
            match self.look(rows, *field, now(*field)) {
                Some(one) => seen.push(one),
                None => agree = false,
            }
        }
        if !agree {
            let mut places = Vec::new();
            for row in rows.iter().take(10) {
                places.push(self.place(row.table, row.at, None));
            }
            let duplicate = Duplicate { requirement: requirement.to_owned(), places, rows: rows.len() };
            // The same rows stand for every service on the way to a base.
            if self.plan.duplicates.last() != Some(&duplicate) {
                keep(&mut self.plan.duplicates, &mut self.plan.more, duplicate);
            }
            return;
        }
        // The verdict of a person is one thing, and so is the answer of a base; whatever else stands alone.
        let together = if on.is_some() { seen.len() } else { VERDICT.len().min(seen.len()) };
        let (together, rest) = seen.split_at(together);
        self.unit(requirement, on, together);
        for one in rest {
            self.unit(requirement, on, std::slice::from_ref(one));
        }
    }

    /// Whether the rows of every single sheet say the same.
    fn agree(&self, rows: &[Row], fields: &[Field]) -> bool {
        for rows in rows.chunk_by(|a, b| a.table == b.table) {
            let Some(table) = rows.first().and_then(|row| self.tables.get(row.table)) else { continue };
            for field in fields {
                let mut told: Option<&str> = None;
                for row in rows {
                    let text = table.cell(row.at, *field);
                    if matches!((told, text), (Some(a), Some(b)) if !cell::alike(*field, a, b)) {
                        return false;
                    }
                    told = told.or(text);
                }
            }
        }
        true
    }

    /// What the sheets say under a field; nothing where two of them say something new, and not the same.
    fn look(&self, rows: &[Row], field: Field, now: Said) -> Option<Seen> {
        let first = rows.first()?;
        let told = self.origin.map(|o| o.value(&first.requirement, field, first.base.as_ref()));
        let base = match told {
            Some(told) => cell::read(field, told).ok(),
            None => Some(now.clone()),
        };
        let place = self.place(first.table, first.at, Some(field));
        let text = String::new();
        let mut seen = Seen { field, place, text, after: None, there: false, filled: false, base, now };
        for row in rows {
            let Some(text) = self.tables.get(row.table).and_then(|table| table.cell(row.at, field)) else {
                continue;
            };
            if !seen.there {
                seen.there = true;
                seen.place = self.place(row.table, row.at, Some(field));
            }
            seen.filled |= !text.trim().is_empty();
            if seen.after.is_some() && cell::alike(field, text, &seen.text) {
                continue;
            }
            let written = match (told, &seen.now) {
                (Some(told), _) => Some(told),
                (None, Said::Text(now)) => Some(now.as_str()),
                _ => None,
            };
            if written.is_some_and(|written| cell::plain(written) == cell::plain(text)) {
                continue;
            }
            let said = cell::read(field, text);
            if matches!((&said, &seen.base), (Ok(said), Some(base)) if said.same(base)) {
                continue;
            }
            if seen.after.is_some() {
                return None;
            }
            seen.place = self.place(row.table, row.at, Some(field));
            text.clone_into(&mut seen.text);
            seen.after = Some(said);
        }
        Some(seen)
    }

    /// Fields that are taken together.
    fn unit(&mut self, requirement: &str, on: Option<&On>, unit: &[Seen]) {
        let mut moved = 0;
        let mut held = false;
        for seen in unit {
            match &seen.after {
                None => self.plan.unchanged += usize::from(seen.filled),
                Some(said) => {
                    moved += 1;
                    held |= said.is_err();
                }
            }
        }
        if moved == 0 {
            return;
        }
        if held {
            for seen in unit {
                if let Some(Err(unread)) = seen.after {
                    let holds = unit.len() > 1;
                    self.problem(requirement, seen, Kind::Unread(unread), holds);
                }
            }
            return;
        }
        let mut changes = Vec::new();
        let mut judged = Judgement::default();
        // The document has moved too, where it says something else than what stood there when the file was made.
        let conflict = self.origin.is_some()
            && unit.iter().any(|seen| !seen.base.as_ref().is_some_and(|base| base.same(&seen.now)));
        for seen in unit {
            let after = match (&seen.after, &seen.base) {
                (Some(Ok(said)), _) => said,
                // The file left it as it was.
                (_, Some(base)) if seen.there => base,
                _ => &seen.now,
            };
            cell::put_judgement(&mut judged, seen.field, after.clone());
            if after.same(&seen.now) {
                continue;
            }
            changes.push(Change {
                requirement: requirement.to_owned(),
                on: on.cloned(),
                field: seen.field,
                before: seen.now.clone(),
                after: after.clone(),
                conflict: conflict.then(|| seen.base.clone().unwrap_or(Said::Nothing)),
                place: seen.place.clone(),
            });
        }
        if changes.is_empty() {
            self.plan.already += moved;
            return;
        }
        if let Some(lacks) = judgement::lacks(&judged) {
            let at = unit.iter().find(|seen| seen.field == lacking(lacks) && seen.there);
            let at = at.or_else(|| unit.iter().find(|seen| seen.after.is_some()));
            if let Some(seen) = at {
                self.problem(requirement, seen, Kind::Lacks(lacks), true);
            }
            return;
        }
        if self.plan.changes.len() + changes.len() > KEPT {
            self.plan.more += changes.len();
        } else {
            self.plan.changes.append(&mut changes);
        }
    }

    fn problem(&mut self, requirement: &str, seen: &Seen, kind: Kind, holds: bool) {
        let problem = Problem {
            place: seen.place.clone(),
            requirement: requirement.to_owned(),
            field: seen.field,
            value: inert(&seen.text),
            kind,
            holds,
        };
        keep(&mut self.plan.problems, &mut self.plan.more, problem);
    }
}

/// The field in which something is lacking.
const fn lacking(lacks: Lacks) -> Field {
    match lacks {
        Lacks::Justification => Field::Justification,
        Lacks::Author => Field::Author,
        Lacks::Date => Field::Date,
    }
}

/// The changes that a person takes, as one edit of the document. A verdict put by a person that would then lack its
/// justification, its author or its day is left as it is, whatever was taken of it: see [`withheld`].
pub fn edit(plan: &Plan, document: &Document, taken: &dyn Fn(&Change) -> bool) -> Edit {
    Edit::Several(made(plan, document, taken).0)
}

/// What [`edit`] leaves out although it was taken: verdicts of a person that would lack something.
pub fn withheld(plan: &Plan, document: &Document, taken: &dyn Fn(&Change) -> bool) -> Vec<Problem> {
    made(plan, document, taken).1
}

fn made(plan: &Plan, document: &Document, taken: &dyn Fn(&Change) -> bool) -> (Vec<Edit>, Vec<Problem>) {
    let (mut edits, mut problems) = (Vec::new(), Vec::new());
    for changes in plan.changes.chunk_by(|a, b| a.requirement == b.requirement && a.on == b.on) {
        let Some(first) = changes.first() else { continue };
        let requirement = first.requirement.as_str();
        let Some(on) = &first.on else {
            let Some(service) = document.service(plan.service.as_str()) else { continue };
            let before = service.judgements.get(requirement).cloned().unwrap_or_default();
            let after = judged(&before, changes, taken, &mut problems);
            if after != before {
                edits.push(judgement::place(&service.id, requirement, &after));
            }
            continue;
        };
        let Some(reliance) = on.reliance(document) else { continue };
        let before = reliance.answers.get(requirement).cloned().unwrap_or_default();
        let mut after = before.clone();
        for change in changes {
            if taken(change) {
                cell::put_answer(&mut after, change.field, change.after.clone());
            }
        }
        if after != before {
            edits.push(answer(on, requirement, &after));
        }
    }
    (edits, problems)
}

/// A judgement after the changes that are taken; a verdict that would lack something stays as it was.
fn judged(
    before: &Judgement,
    changes: &[Change],
    taken: &dyn Fn(&Change) -> bool,
    problems: &mut Vec<Problem>,
) -> Judgement {
    let mut after = before.clone();
    let mut of_verdict = None;
    for change in changes {
        if taken(change) {
            cell::put_judgement(&mut after, change.field, change.after.clone());
            if change.is_of_verdict() {
                of_verdict = Some(change);
            }
        }
    }
    if let (Some(change), Some(lacks)) = (of_verdict, judgement::lacks(&after)) {
        after.verdict = before.verdict;
        after.justification.clone_from(&before.justification);
        after.author.clone_from(&before.author);
        after.date = before.date;
        problems.push(Problem {
            place: change.place.clone(),
            requirement: change.requirement.clone(),
            field: lacking(lacks),
            value: String::new(),
            kind: Kind::Lacks(lacks),
            holds: true,
        });
    }
    after
}

/// Puts an answer at its place, or takes it away where it says nothing.
fn answer(on: &On, requirement: &str, answer: &BaseAnswer) -> Edit {
    let value = Some(write::base_answer(answer)).filter(|v| v.as_object().is_some_and(|o| !o.is_empty()));
    let item = Item::Reliance { service: on.service.clone(), base: on.base.clone() };
    Edit::Set { item, path: join("/answers", requirement), value }
}
