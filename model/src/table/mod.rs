//! Tables as a spreadsheet or a CSV file holds them: what leaves ([`Workbook`]) and what comes back ([`Grid`]), and
//! the columns that a person may fill in elsewhere ([`Field`]), which both sides know by the same names.
//!
//! Deliberately absent: the formats themselves. A workbook is turned into bytes, and bytes into grids, by a module of
//! its own that the page fetches when somebody first asks for it.

mod refusal;
pub mod wire;

pub use refusal::{Format, Refusal};

use crate::{Date, repair::near::fold, verdict::Outcome, words};
use catalog::Lang;

/// What stands in a cell that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text, which may come from a document and hold anything: it is never a formula.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Date(Date),
    /// A verdict, shown in the language of the workbook and marked by its colour.
    Verdict(Outcome),
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A short text on one line.
    Short,
    /// Prose, wrapped.
    Prose,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A verdict.
    Verdict,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Short, Self::Prose, Self::Number, Self::Date, Self::Verdict];

    /// The word by which it passes from one module to another.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Prose => "prose",
            Self::Number => "number",
            Self::Date => "date",
            Self::Verdict => "verdict",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How it is set.
    pub kind: Kind,
    /// How wide it is, in characters.
    pub width: u16,
    /// Whether a person may fill it in: it is tinted.
    pub open: bool,
    /// What may stand in it, offered as a list; empty, anything.
    pub choices: Vec<String>,
}

/// What a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A page to read, labels before texts: neither frozen nor filtered.
    Page,
    /// A table: its head is frozen and has filters.
    Table,
    /// For the return trip alone: hidden.
    Hidden,
}

impl Use {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Page, Self::Table, Self::Hidden];

    /// The word by which it passes from one module to another.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Table => "table",
            Self::Hidden => "hidden",
        }
    }
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, at most 31 characters, none of `[ ] : * ? / \`, unique in the workbook.
    pub name: String,
    /// What it is for.
    pub kind: Use,
    /// How many columns on the left stay in sight.
    pub frozen: u16,
    /// The columns; a page may leave their heads empty.
    pub columns: Vec<Column>,
    /// The rows, one value a column.
    pub rows: Vec<Vec<Value>>,
}

/// A workbook in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The language.
    pub lang: Lang,
    /// The title, for the properties of the file.
    pub title: String,
    /// The day of the question, for the properties of the file: the same question gives the same bytes.
    pub day: Date,
    /// The sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet that came back: what it shows, as text. Days are `YYYY-MM-DD`; numbers are written the shortest way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// Its name; empty for CSV.
    pub name: String,
    /// The rows, without those that are empty at the end; rows may be of different lengths.
    pub rows: Vec<Vec<String>>,
    /// How many cells hold a formula: what it last showed was taken as text, nothing was computed.
    pub formulas: usize,
    /// How many ranges of cells are merged: their text counts in the first cell alone.
    pub merged: usize,
}

/// A column that is known by name when a table comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The requirement: with it a row is found again.
    Requirement,
    /// The base to which a row of a split sheet is put.
    Base,
    /// The verdict put by a person.
    Override,
    /// Why.
    Justification,
    /// By whom.
    Author,
    /// When.
    Date,
    /// How far the work has come.
    Status,
    /// Who does it.
    Owner,
    /// Where the evidence is, an address a line.
    Links,
    /// A note.
    Note,
    /// Whether the base answers for its part.
    BasePart,
    /// Whether the base gives what must be obtained from it.
    Interlock,
    /// Who answered for the base.
    AnsweredBy,
    /// When.
    AnsweredOn,
    /// What was answered, in words.
    Answer,
    /// The clause or document in which it stands.
    Reference,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Requirement,
        Self::Base,
        Self::Override,
        Self::Justification,
        Self::Author,
        Self::Date,
        Self::Status,
        Self::Owner,
        Self::Links,
        Self::Note,
        Self::BasePart,
        Self::Interlock,
        Self::AnsweredBy,
        Self::AnsweredOn,
        Self::Answer,
        Self::Reference,
    ];

    /// The fields of a judgement, in the order of the columns.
    pub const JUDGEMENT: [Self; 8] = [
        Self::Override,
        Self::Justification,
        Self::Author,
        Self::Date,
        Self::Status,
        Self::Owner,
        Self::Links,
        Self::Note,
    ];

    /// The fields of a base's answer, in the order of the columns.
    pub const ANSWER: [Self; 6] =
        [Self::BasePart, Self::Interlock, Self::AnsweredBy, Self::AnsweredOn, Self::Answer, Self::Reference];

    /// The name in CSV, and on the hidden sheet of a workbook.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Requirement => "requirement",
            Self::Base => "base",
            Self::Override => "override",
            Self::Justification => "justification",
            Self::Author => "author",
            Self::Date => "date",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Links => "links",
            Self::Note => "note",
            Self::BasePart => "base_part_answer",
            Self::Interlock => "interlock_answer",
            Self::AnsweredBy => "answered_by",
            Self::AnsweredOn => "answered_on",
            Self::Answer => "answer",
            Self::Reference => "reference",
        }
    }

    /// The head of its column.
    pub const fn head(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Requirement => ("Exigence", "Requirement"),
            Self::Base => ("Socle", "Base"),
            Self::Override => ("Verdict mis par une personne", "Verdict put by a person"),
            Self::Justification => ("Motif", "Justification"),
            Self::Author => ("Auteur", "Author"),
            Self::Date => ("Date", "Date"),
            Self::Status => ("Avancement", "Status"),
            Self::Owner => ("Responsable", "Owner"),
            Self::Links => ("Liens vers les preuves", "Links to the evidence"),
            Self::Note => ("Note", "Note"),
            Self::BasePart => ("Le socle tient-il sa part\u{202f}?", "Does the base answer for its part?"),
            Self::Interlock => {
                ("Fournit-il ce qui est à obtenir\u{202f}?", "Does it give what is to be obtained?")
            }
            Self::AnsweredBy => ("Répondu par", "Answered by"),
            Self::AnsweredOn => ("Répondu le", "Answered on"),
            Self::Answer => ("Réponse", "Answer"),
            Self::Reference => ("Référence au contrat", "Reference in the contract"),
        };
        words::pick(lang, fr, en)
    }

    /// The field that a head names, in either language or by its id; letters, accents and blanks decide, their case
    /// and typography do not.
    pub fn from_head(head: &str) -> Option<Self> {
        let said = fold(head);
        Self::ALL.into_iter().find(|f| {
            said == fold(f.id()) || [Lang::Fr, Lang::En].iter().any(|lang| said == fold(f.head(*lang)))
        })
    }
}
