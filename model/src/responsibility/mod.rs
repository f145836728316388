//! Published responsibility matrices: who answers for what between a base and its customer, and the shares that follow
//! for a service on that base (§3.7).
//!
//! A matrix is read from Markdown or from a sheet ([`read`]), held against the rows that we have mapped, and turned
//! into shares that a person sees before anything changes ([`propose`](mod@propose)). Nothing is guessed: a row that two
//! parties answer for, or none, is reported with its place and leads to nothing. A share never adds cover; left out, the
//! row's layer stays as it was.

pub mod propose;
pub mod read;
pub mod say;

use catalog::{Lang, matrices::Matrix};
pub use propose::{
    Aside, Asked, Pick, Proposal, Share, Suggestion, Unmapped, Why, edit, propose, recognise, suggest,
};
pub use read::{MAX_BYTES, MAX_ROWS, Unreadable, from_grid, read_markdown};

use crate::repair::near::fold;

/// The letters that a party has in a row: does the work, answers for it, is consulted, is informed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

/// The letters, in the order of the sets' members.
const LETTERS: [char; 4] = ['R', 'A', 'C', 'I'];

/// How words for the four roles begin, folded; the words themselves are of no more use.
const ROLE_WORDS: [(&str, u8); 12] = [
    ("realis", 1),
    ("respons", 1),
    ("execut", 1),
    ("approuv", 2),
    ("approb", 2),
    ("account", 2),
    ("approv", 2),
    ("redevable", 2),
    ("consult", 4),
    ("inform", 8),
    ("notifi", 8),
    ("garant", 2),
];

/// What stands for no role at all, folded.
const NOTHING: [&str; 6] = ["n-a", "na", "neant", "none", "sans-objet", "not-applicable"];

impl Roles {
    /// Whether the party does the work.
    pub const fn responsible(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether it answers for it.
    pub const fn accountable(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether it has no letter.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The letters, in the usual order; a dash for none.
    pub fn letters(self) -> String {
        let said: String =
            LETTERS.iter().enumerate().filter(|(i, _)| self.0 & (1 << i) != 0).map(|(_, c)| *c).collect();
        if said.is_empty() { "–".to_owned() } else { said }
    }

    /// The letters of a cell, in any order and case, with or without separators, or the roles in words; nothing where
    /// anything else stands there.
    pub fn parse(cell: &str) -> Option<Self> {
        let folded = fold(cell);
        if NOTHING.contains(&folded.as_str()) {
            return Some(Self::default());
        }
        let mut bits = 0;
        let mut rest = cell.chars().peekable();
        let mut spelt = true;
        while let Some(c) = rest.next() {
            let upper = c.to_ascii_uppercase();
            if let Some(place) = LETTERS.iter().position(|l| *l == upper) {
                // A letter twice says nothing that can be relied on.
                spelt &= bits & (1 << place) == 0;
                bits |= 1 << place;
            } else if c == '(' {
                // A reference to a footnote.
                let digits = rest.by_ref().take_while(|c| *c != ')').all(|c| c.is_ascii_digit());
                spelt &= digits;
            } else if !is_separator(c) {
                spelt = false;
            }
        }
        if spelt {
            return Some(Self(bits));
        }
        let mut bits = 0;
        for word in folded.split('-').filter(|w| !matches!(*w, "" | "et" | "and")) {
            bits |= ROLE_WORDS.iter().find(|(stem, _)| word.starts_with(stem))?.1;
        }
        // What folding leaves out, a sign that is no letter, may have meant something.
        let odd = cell.chars().any(|c| !c.is_alphabetic() && !is_separator(c));
        Some(Self(bits)).filter(|roles| !roles.is_empty() && !odd)
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '/' | ',' | ';' | '+' | '&' | '-' | '–' | '—' | '.' | '|' | '·' | '*' | '_' | '`')
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number among the rows of its matrix, from 1.
    pub number: usize,
    /// Its line in the text, or its row in the sheet, from 1.
    pub line: usize,
    /// The section in which it stands; may be empty.
    pub section: String,
    /// The activity.
    pub activity: String,
    /// The letters of each party, in the order of [`Table::parties`].
    pub roles: Vec<Roles>,
    /// Whether something is wrong with it: it then leads to nothing.
    pub faulty: bool,
}

/// A matrix as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its name: a sheet's, else none.
    pub name: String,
    /// The heads of the columns that hold letters.
    pub parties: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is wrong, in order.
    pub defects: Vec<Defect>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The line of the text, or the row of the sheet, from 1.
    pub line: usize,
    /// The number of the row among those of its matrix, where it is one.
    pub number: Option<usize>,
    /// The activity, where one stands there.
    pub activity: String,
    /// What.
    pub kind: DefectKind,
}

/// What can be wrong with a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefectKind {
    /// More than one party answers for the row.
    TwoAccountable,
    /// No party answers for it.
    NoneAccountable,
    /// Nobody does the work.
    NoResponsible,
    /// A cell holds something else than R, A, C and I.
    UnknownLetter(String),
    /// No party has a letter.
    EmptyRow,
    /// Letters without an activity.
    NoActivity,
    /// The row has more or fewer cells than its head.
    Ragged,
    /// A text alone in its row was taken for the head of a section.
    TakenForSection,
    /// There are more than two parties, which cannot be told apart as the base and its customer.
    TooManyParties(Vec<String>),
    /// There is one party only.
    OneParty(String),
}

impl DefectKind {
    /// The code in exports.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TwoAccountable => "two-accountable",
            Self::NoneAccountable => "none-accountable",
            Self::NoResponsible => "no-responsible",
            Self::UnknownLetter(_) => "unknown-letter",
            Self::EmptyRow => "empty-row",
            Self::NoActivity => "no-activity",
            Self::Ragged => "ragged",
            Self::TakenForSection => "taken-for-section",
            Self::TooManyParties(_) => "too-many-parties",
            Self::OneParty(_) => "one-party",
        }
    }
}

/// Which column is whose: their places among [`Table::parties`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// The customer of the base: the service above.
    pub customer: usize,
    /// The provider of the base.
    pub provider: usize,
}

impl Sides {
    /// The two the other way round.
    #[must_use]
    pub const fn swapped(self) -> Self {
        Self { customer: self.provider, provider: self.customer }
    }
}

/// Words by which the head of a column names the customer, folded.
const CUSTOMERS: [&str; 16] = [
    "client",
    "clients",
    "cliente",
    "clientele",
    "customer",
    "customers",
    "commanditaire",
    "commanditaires",
    "beneficiaire",
    "abonne",
    "subscriber",
    "consumer",
    "souscripteur",
    "locataire",
    "tenant",
    "vous",
];

/// Words by which it names the provider, folded.
const PROVIDERS: [&str; 22] = [
    "prestataire",
    "prestataires",
    "provider",
    "providers",
    "fournisseur",
    "fournisseurs",
    "hebergeur",
    "operateur",
    "vendor",
    "supplier",
    "csp",
    "temple",
    "ovhcloud",
    "ovh",
    "outscale",
    "numspot",
    "s3ns",
    "bleu",
    "scaleway",
    "scalingo",
    "nous",
    "cloud",
];

/// Whether a head names the customer, the provider, both or neither.
fn named(head: &str, names: &[&str]) -> (bool, bool) {
    let folded = fold(head);
    let has = |words: &[&str]| folded.split('-').any(|w| words.contains(&w));
    let own = names.iter().map(|n| fold(n)).any(|n| !n.is_empty() && folded.contains(&n));
    (has(&CUSTOMERS), own || has(&PROVIDERS))
}

impl Table {
    /// Which column is the customer's, as far as the heads say: `names` are those of the base's provider. Nothing where
    /// they leave a doubt; a person then says it.
    pub fn guess(&self, names: &[&str]) -> Option<Sides> {
        let [a, b] = self.parties.as_slice() else { return None };
        match (named(a, names), named(b, names)) {
            // « Client Cloud Temple » names both, and is told from the other column.
            ((true, false), (false, _) | (true, true))
            | ((_, false), (false, true))
            | ((true, true), (false, true)) => Some(Sides { customer: 0, provider: 1 }),
            ((false, _) | (true, true), (true, false)) | ((false, true), (_, false) | (true, true)) => {
                Some(Sides { customer: 1, provider: 0 })
            }
            _ => None,
        }
    }

    /// A published matrix that we carry, in a language.
    pub fn published(matrix: &Matrix, lang: Lang) -> Self {
        let letters = |text: &str| Roles::parse(text).unwrap_or_default();
        let mut table = Self {
            name: matrix.service.get(lang).to_owned(),
            parties: matrix.heads.to_vec(),
            ..Self::default()
        };
        for row in &matrix.rows {
            table.rows.push(Row {
                number: row.number,
                line: row.number,
                section: row.section.get(lang).to_owned(),
                activity: row.activity.get(lang).to_owned(),
                roles: vec![letters(&row.customer), letters(&row.provider)],
                faulty: false,
            });
        }
        table
    }

    /// The row with this number.
    pub fn row(&self, number: usize) -> Option<&Row> {
        self.rows.iter().find(|r| r.number == number)
    }
}
