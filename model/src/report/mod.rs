//! The audit annex: all that stands behind the verdicts on one service, as blocks that a screen can draw and a printer
//! can page, in one language. What is said stands here and in the rooms below; how it looks stands in [`html`] alone.
//!
//! Rooms: `front` is what comes before the requirements, `stack` the part of it that tells the stack, `body` the
//! requirements, their reasonings and what follows; `papers` are shorter documents made of the same blocks, `book` makes
//! workbooks with the same words, and [`markdown`] writes any report as text.
//! Deliberately absent: clocks, pages, and any rule of the domain.

mod body;
pub(crate) mod book;
mod front;
pub mod html;
pub mod markdown;
pub mod papers;
mod stack;

use crate::{
    document::{Document, Service, ServiceId},
    graph::Node,
    question::Question,
    supply::Stack,
    verdict::{Detail, Evaluator, Outcome, Scope, ScopeError},
    words::{self, say},
};
use catalog::{Catalog, Lang, text::TextPack};

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Nowhere.
    None,
    /// To the addresses of the web that stand in its text, where there are any.
    Web,
    /// To a place of the report, by its id.
    Place(String),
}

/// A text, with what it is called where that is not clear from its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is called; may be empty.
    pub label: String,
    /// The text, which may come from a document and hold anything.
    pub text: String,
    /// Where it leads.
    pub link: Link,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A verdict, and what to know of it.
    Verdict(Outcome, Vec<Line>),
    /// Several texts.
    Lines(Vec<Line>),
    /// A box to tick by hand.
    Tick,
    /// Room to write by hand.
    Blank,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// What the rows that follow have in common.
    Head(String),
    /// One cell a column; the first names the row.
    Cells {
        /// Its id in the report; may be empty.
        id: String,
        /// The cells.
        cells: Vec<Cell>,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How wide it is and how it is set: a class of the styles.
    pub class: &'static str,
}

/// Rows under one head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The head; a table with one group has none.
    pub head: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its id in the report.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub groups: Vec<Group>,
}

/// A block of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; the title is level 1.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its id in the report.
        id: String,
        /// In words.
        text: String,
    },
    /// A paragraph.
    Paragraph(String),
    /// Labelled facts.
    Facts(Vec<Line>),
    /// A list.
    List(Vec<Line>),
    /// A table.
    Table(Table),
    /// What nobody may miss.
    Notice(String),
}

/// A report in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The language.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// What stands at the head of each printed page, left and right, and at its foot.
    pub running: [String; 3],
    /// The blocks, in order.
    pub blocks: Vec<Block>,
}

/// The audit annex of a service, in the language of its prose. `generated` says by what it was made, or when; nothing
/// else in it depends on anything but the other arguments.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn annex(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
    pack: &TextPack,
    lang: Lang,
    generated: Option<&str>,
) -> Result<Report, ScopeError> {
    let stack = Stack::new(document).map_err(ScopeError::Cycles)?;
    let ground = Ground::of(catalog, &stack, target, question)?;
    let mut annex = ground.writer(catalog, &stack, question, pack, lang);
    // Names stand as they were written: typography is for our own words.
    let title = annex.t("Annexe d’audit : ", "Audit annex: ") + &ground.service.called();
    annex.front(&title, &ground.blocking, generated);
    annex.body();
    Ok(annex.finish(title))
}

/// What a report on a service is written from.
struct Ground<'d> {
    service: &'d Service,
    node: Node,
    order: Vec<Node>,
    details: Vec<Detail>,
    scope: Scope,
    /// Services that bar the composition, by name.
    blocking: Vec<String>,
}

impl<'d> Ground<'d> {
    fn of(
        catalog: &Catalog,
        stack: &Stack<'d>,
        target: &ServiceId,
        question: &Question,
    ) -> Result<Self, ScopeError> {
        let unknown = || ScopeError::UnknownService(target.clone());
        let node = stack.graph().node(target.as_str()).ok_or_else(unknown)?;
        let service = stack.graph().service(node).ok_or_else(unknown)?;
        let mut evaluator = Evaluator::new(catalog, stack, question, vec![node]);
        let details = evaluator.details(node);
        let mut blocking = Vec::new();
        for id in evaluator.blocking(node) {
            blocking.push(stack.document().called(&id));
        }
        let mut verdicts = Vec::with_capacity(details.len());
        for detail in &details {
            verdicts.push(detail.verdict);
        }
        let scope = Scope { service: service.id.clone(), question: question.clone(), verdicts };
        // Top first: a service stands above all that it rests on.
        let bases = stack.graph().bases(node);
        let mut order = Vec::new();
        for other in stack.graph().bases_first().iter().rev() {
            if *other == node || bases.contains(other) {
                order.push(*other);
            }
        }
        Ok(Self { service, node, order, details, scope, blocking })
    }

    fn writer<'a>(
        &'a self,
        catalog: &'a Catalog,
        stack: &'a Stack<'d>,
        question: &'a Question,
        pack: &'a TextPack,
        lang: Lang,
    ) -> Annex<'a> {
        Annex {
            catalog,
            document: stack.document(),
            stack,
            question,
            service: self.service,
            order: self.order.clone(),
            details: &self.details,
            scope: &self.scope,
            pack,
            lang,
            sections: 0,
            blocks: Vec::new(),
        }
    }
}

/// What all rooms need, and the blocks that they write.
struct Annex<'a> {
    catalog: &'a Catalog,
    document: &'a Document,
    stack: &'a Stack<'a>,
    question: &'a Question,
    service: &'a Service,
    /// The service and all that it rests on, top first.
    order: Vec<Node>,
    details: &'a [Detail],
    scope: &'a Scope,
    pack: &'a TextPack,
    lang: Lang,
    sections: usize,
    blocks: Vec<Block>,
}

impl Annex<'_> {
    /// The report, with its running texts.
    fn finish(self, title: String) -> Report {
        let day = words::date(self.question.as_of, self.lang);
        let running = [
            // A margin has no room for a novel.
            title.chars().take(90).collect(),
            self.t(
                &format!("SecNumCloud {}, au {day}", self.catalog.version),
                &format!("SecNumCloud {}, as of {day}", self.catalog.version),
            ),
            self.t(
                "Avis d’un outil, à régler avec le centre d’évaluation ; rien ici n’est une décision de l’ANSSI",
                "A tool’s advice, to be settled with the evaluation centre; nothing here is a decision of ANSSI",
            ),
        ];
        Report { lang: self.lang, title, running, blocks: self.blocks }
    }

    fn t(&self, fr: &str, en: &str) -> String {
        say(self.lang, fr, en)
    }

    /// A numbered heading of the second level.
    fn section(&mut self, id: &str, fr: &str, en: &str) {
        self.sections += 1;
        let text = format!("{}. {}", self.sections, self.t(fr, en));
        self.blocks.push(Block::Heading { level: 2, id: id.to_owned(), text });
    }

    fn paragraph(&mut self, fr: &str, en: &str) {
        let text = self.t(fr, en);
        self.blocks.push(Block::Paragraph(text));
    }

    /// A table; one without a row says so in its place.
    fn table(
        &mut self,
        id: &str,
        caption: String,
        columns: &[(&'static str, &str, &str)],
        groups: Vec<Group>,
    ) {
        let mut heads = Vec::new();
        for (class, fr, en) in columns {
            heads.push(Column { head: self.t(fr, en), class });
        }
        self.blocks.push(Block::Table(Table { id: id.to_owned(), caption, columns: heads, groups }));
    }

    fn line(&self, fr: &str, en: &str, text: String) -> Line {
        Line { label: self.t(fr, en), text, link: Link::None }
    }

    /// Adds a line where there is something to say.
    fn put(&self, lines: &mut Vec<Line>, fr: &str, en: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            lines.push(Line { link: Link::Web, ..self.line(fr, en, text.to_owned()) });
        }
    }

    /// The name of a chapter, with its number.
    fn chapter(&self, number: u8) -> String {
        let title =
            self.catalog.chapters.iter().find(|c| c.number == number).map_or("", |c| c.title.get(self.lang));
        format!("{number}. {title}")
    }

    /// « n sur m ».
    fn of(&self, n: usize, m: usize) -> String {
        format!("{n} {} {m}", words::pick(self.lang, "sur", "of"))
    }
}

fn bare(text: impl Into<String>) -> Line {
    Line { label: String::new(), text: text.into(), link: Link::None }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn cells(cells: Vec<Cell>) -> Row {
    Row::Cells { id: String::new(), cells }
}
