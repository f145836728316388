//! Papers for those with whom a service settles its composition: an annex to the contract with a base, the list of points
//! for the evaluation centre and ANSSI, and what a service that is not qualified tells its customers. Each is a report,
//! made of the verdicts and of nothing else.
//!
//! Rooms: `split` and `remainder` lay the verdicts out anew; `position` evaluates the stack again, once for each answer
//! that could have been another.

mod position;
mod remainder;
mod split;

use super::{Annex, Block, Cell, Ground, Line, Report};
use crate::{
    document::{Document, ServiceId},
    question::Question,
    supply::Stack,
    verdict::{Detail, Flag, ScopeError},
    words,
};
use catalog::{Catalog, Lang, text::TextPack};

/// A paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paper {
    /// Who does what, base by base: an annex to the contract.
    Split,
    /// What is to be settled with the evaluation centre and ANSSI.
    Position,
    /// What the qualifications of the stack do not answer for (3.3.1).
    NotCovered,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Split, Self::Position, Self::NotCovered];

    /// The identifier used by the command.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Position => "position",
            Self::NotCovered => "not-covered",
        }
    }

    /// The paper with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.id() == id)
    }
}

/// What a paper is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The rules.
    pub catalog: &'a Catalog,
    /// The document, without errors.
    pub document: &'a Document,
    /// The service.
    pub target: &'a ServiceId,
    /// The question.
    pub question: &'a Question,
    /// The prose of the language.
    pub pack: &'a TextPack,
    /// The language.
    pub lang: Lang,
    /// By what the paper was made, or when.
    pub generated: Option<&'a str>,
}

/// A paper on a service.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn paper(paper: Paper, asked: &Asked<'_>) -> Result<Report, ScopeError> {
    let stack = Stack::new(asked.document).map_err(ScopeError::Cycles)?;
    let ground = Ground::of(asked.catalog, &stack, asked.target, asked.question)?;
    let mut page = ground.writer(asked.catalog, &stack, asked.question, asked.pack, asked.lang);
    let of = match paper {
        Paper::Split => page.t("Répartition avec les socles : ", "Split with the bases: "),
        Paper::Position => page.t("Points à régler : ", "Points to settle: "),
        Paper::NotCovered => page.t(
            "Exigences hors des qualifications de la pile : ",
            "Requirements outside the stack’s qualifications: ",
        ),
    };
    let title = of + &ground.service.called();
    page.head(&title);
    match paper {
        Paper::Split => page.split(&ground.blocking, asked.generated),
        Paper::Position => page.position(ground.node, &ground.blocking, asked.generated),
        Paper::NotCovered => page.remainder(&ground.blocking, asked.generated),
    }
    Ok(page.finish(title))
}

/// Who does what for each shared requirement, base by base, with room for the base's answers.
///
/// # Errors
/// As [`paper`].
pub fn split_sheet(asked: &Asked<'_>) -> Result<Report, ScopeError> {
    paper(Paper::Split, asked)
}

/// What is to be settled with the evaluation centre and ANSSI, what changes most first.
///
/// # Errors
/// As [`paper`].
pub fn position_paper(asked: &Asked<'_>) -> Result<Report, ScopeError> {
    paper(Paper::Position, asked)
}

/// What the qualifications of the stack of a service that is not qualified do not answer for, for its customers.
///
/// # Errors
/// As [`paper`].
pub fn not_covered(asked: &Asked<'_>) -> Result<Report, ScopeError> {
    paper(Paper::NotCovered, asked)
}

impl Annex<'_> {
    /// What a paper is, whose advice it holds, and what it was computed from.
    fn opening(&mut self, paragraphs: &[(&str, &str)], blocking: &[String], generated: Option<&str>) {
        self.section("nature", "Ce que ce document est, et n’est pas", "What this document is, and is not");
        for (fr, en) in paragraphs {
            self.paragraph(fr, en);
        }
        self.notices(blocking);
        self.identity(generated);
    }

    /// The qualifications that the paper names by number.
    fn named_qualifications(&mut self) {
        self.section("named", "Qualifications de la pile", "Qualifications of the stack");
        self.qualifications();
    }

    /// What the prose of a requirement says, or what stands there where it says nothing.
    pub(super) fn prose(&self, text: Option<&String>, fr: &str, en: &str) -> String {
        text.cloned().unwrap_or_else(|| self.t(fr, en))
    }

    /// What makes the qualifications behind a requirement less than certain, where something does.
    pub(super) fn caveats(&self, detail: &Detail) -> Option<Line> {
        let mut said = Vec::new();
        for flag in
            [Flag::ScopeAssumed, Flag::Undated, Flag::Hypothetical, Flag::FoundationLapsed, Flag::Expiring]
        {
            if detail.verdict.flags.contains(flag) {
                said.push(words::flag(flag, self.lang));
            }
        }
        let there = !said.is_empty();
        there.then(|| self.line("À savoir", "To know", said.join(", ")))
    }

    fn third(&mut self, id: String, text: String) {
        self.blocks.push(Block::Heading { level: 3, id, text });
    }
}

fn lines_or_blank(lines: Vec<Line>) -> Cell {
    if lines.is_empty() { Cell::Blank } else { Cell::Lines(lines) }
}
