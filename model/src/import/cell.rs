//! What a cell says: its text becomes a value of the document's format, or the reason why it does not. What a document
//! holds goes through the same door, so that both sides are compared alike.

use crate::{
    Date,
    document::{Answer, BaseAnswer, Judgement, MAX_TEXT, Override, Status},
    judgement::{self, STATUSES},
    lexicon,
    repair::near::{self, fold},
    table::Field,
    words,
};
use catalog::Lang;

/// What stands, or is to stand, under a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// A verdict put by a person.
    Verdict(Override),
    /// How far the work has come.
    Status(Status),
    /// The answer of a base.
    Answer(Answer),
    /// A day.
    Day(Date),
    /// A text.
    Text(String),
    /// Pieces of evidence.
    Links(Vec<String>),
}

/// Why a cell says nothing that the format knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// No word of the list.
    Word,
    /// No day.
    Date,
    /// What a spreadsheet shows where a formula failed.
    Failed,
    /// Longer than the format allows.
    TooLong,
}

/// What spreadsheets show where a formula failed, in English and in French.
const FAILED: [&str; 11] = [
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALEUR!", "#NOM?", "#NOMBRE!",
    "#NUL!",
];

impl Said {
    /// In words, whole: a person's text stays as they wrote it.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Verdict(verdict) => words::outcome(judgement::outcome(*verdict), lang).to_owned(),
            Self::Status(status) => judgement::status(Some(*status), lang).to_owned(),
            Self::Answer(answer) => lexicon::word("answer", answer.id(), lang).to_owned(),
            Self::Day(day) => words::date(*day, lang),
            Self::Text(text) => text.clone(),
            Self::Links(links) => links.join("\n"),
        }
    }

    /// Whether two say the same: characters that no spreadsheet carries make no difference.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => plain(a) == plain(b),
            (Self::Links(a), Self::Links(b)) => plain(&a.join("\n")) == plain(&b.join("\n")),
            _ => self == other,
        }
    }

    /// The text, if any.
    fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// A text without blanks around it, its lines ended in one way.
fn tidy(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// A text as a spreadsheet can carry it: control characters are lost or replaced on the way.
pub(super) fn plain(text: &str) -> String {
    let mut kept = tidy(text);
    kept.retain(|c| matches!(c, '\n' | '\t') || !(c.is_control() || c == '\u{fffd}'));
    kept.truncate(kept.trim_end().len());
    kept.trim_start().to_owned()
}

/// What a cell says under a field.
///
/// # Errors
/// When it says nothing that the format knows.
pub(super) fn read(field: Field, text: &str) -> Result<Said, Unread> {
    let text = tidy(text);
    if text.is_empty() {
        return Ok(Said::Nothing);
    }
    if FAILED.contains(&text.as_str()) {
        return Err(Unread::Failed);
    }
    let too_long = |text: &str| text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT;
    match field {
        Field::Override => verdict(&text).map(Said::Verdict).ok_or(Unread::Word),
        Field::Status => status(&text).ok_or(Unread::Word),
        Field::BasePart | Field::Interlock => answer(&text).map(Said::Answer).ok_or(Unread::Word),
        Field::Date | Field::AnsweredOn => day(&text).map(Said::Day).ok_or(Unread::Date),
        Field::Links => match links(&text) {
            Said::Links(links) if links.iter().any(|link| too_long(link)) => Err(Unread::TooLong),
            links => Ok(links),
        },
        _ if too_long(&text) => Err(Unread::TooLong),
        _ => Ok(Said::Text(text)),
    }
}

/// Whether two cells of a column say the same.
pub(super) fn alike(field: Field, a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b) || matches!((read(field, a), read(field, b)), (Ok(a), Ok(b)) if a.same(&b))
}

/// The id that a text means, said in either language or as a synonym; a slip of the pen is not guessed at.
fn meant(text: &str, ids: &[&'static str]) -> Option<&'static str> {
    match near::meant(text, ids).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

fn verdict(text: &str) -> Option<Override> {
    let said = fold(text);
    let mut ids = Vec::with_capacity(Override::ALL.len());
    for verdict in Override::ALL {
        if said == fold(verdict.id()) {
            return Some(*verdict);
        }
        ids.push(verdict.id());
    }
    Override::from_id(meant(text, &ids)?)
}

fn status(text: &str) -> Option<Said> {
    let said = fold(text);
    let mut ids = Vec::with_capacity(Status::ALL.len());
    for status in STATUSES {
        let named = |lang: &Lang| said == fold(judgement::status(status, *lang));
        if Lang::ALL.iter().any(named) || status.is_some_and(|s| said == fold(s.id())) {
            return Some(status.map_or(Said::Nothing, Said::Status));
        }
        ids.extend(status.map(Status::id));
    }
    Status::from_id(meant(text, &ids)?).map(Said::Status)
}

fn answer(text: &str) -> Option<Answer> {
    let said = fold(text);
    let mut ids = Vec::with_capacity(Answer::ALL.len());
    for word in lexicon::family("answer") {
        if said == word.0 || Lang::ALL.iter().any(|lang| said == fold(word.get(*lang))) {
            return Answer::from_id(word.0);
        }
        ids.push(word.0);
    }
    Answer::from_id(meant(text, &ids)?)
}

/// A day: `2026-11-22`, `22/11/2026` or `22.11.2026`, the day always before the month. Midnight after it says nothing.
fn day(text: &str) -> Option<Date> {
    let day = match text.split_once(['T', ' ']) {
        Some((day, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) => day,
        _ => text,
    };
    if let Ok(day) = day.parse() {
        return Some(day);
    }
    let sign = if day.contains('/') { '/' } else { '.' };
    let mut parts = day.split(sign);
    let mut next = |digits: std::ops::RangeInclusive<usize>| -> Option<u16> {
        let part = parts.next()?;
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| fits)
    };
    let (day, month, year) = (next(1..=2)?, next(1..=2)?, next(4..=4)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// Whether a piece is an address on the web.
fn is_address(piece: &str) -> bool {
    let scheme = piece.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    scheme.is_some_and(|(scheme, rest)| (scheme == "http" || scheme == "https") && !rest.is_empty())
}

/// Pieces of evidence, one a line; a line of addresses alone is taken apart.
fn links(text: &str) -> Said {
    let mut links = Vec::new();
    for line in text.split('\n') {
        let mut pieces = Vec::new();
        for piece in line.split([';', ' ', '\t', '\u{a0}']) {
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
        if !pieces.iter().all(|piece| is_address(piece)) {
            pieces = vec![line.trim()];
        }
        links.extend(pieces.into_iter().map(str::to_owned));
    }
    links.retain(|link| !link.is_empty());
    if links.is_empty() { Said::Nothing } else { Said::Links(links) }
}

fn text(text: Option<&str>) -> Said {
    let text = tidy(text.unwrap_or_default());
    if text.is_empty() { Said::Nothing } else { Said::Text(text) }
}

/// What a judgement says under a field.
pub(super) fn of_judgement(judgement: &Judgement, field: Field) -> Said {
    match field {
        Field::Override => judgement.verdict.map_or(Said::Nothing, Said::Verdict),
        Field::Justification => text(judgement.justification.as_deref()),
        Field::Author => text(judgement.author.as_deref()),
        Field::Date => judgement.date.map_or(Said::Nothing, Said::Day),
        Field::Status => judgement.status.map_or(Said::Nothing, Said::Status),
        Field::Owner => text(judgement.owner.as_deref()),
        Field::Links => links(&tidy(&judgement.evidence.join("\n"))),
        Field::Note => text(judgement.note.as_deref()),
        _ => Said::Nothing,
    }
}

/// Puts what was said under a field of a judgement.
pub(super) fn put_judgement(judgement: &mut Judgement, field: Field, said: Said) {
    match (field, said) {
        (Field::Override, Said::Verdict(verdict)) => judgement.verdict = Some(verdict),
        (Field::Override, _) => judgement.verdict = None,
        (Field::Date, Said::Day(day)) => judgement.date = Some(day),
        (Field::Date, _) => judgement.date = None,
        (Field::Status, Said::Status(status)) => judgement.status = Some(status),
        (Field::Status, _) => judgement.status = None,
        (Field::Links, Said::Links(links)) => judgement.evidence = links,
        (Field::Links, _) => judgement.evidence = Vec::new(),
        (Field::Justification, said) => judgement.justification = said.text(),
        (Field::Author, said) => judgement.author = said.text(),
        (Field::Owner, said) => judgement.owner = said.text(),
        (Field::Note, said) => judgement.note = said.text(),
        _ => {}
    }
}

/// What the answer of a base says under a field.
pub(super) fn of_answer(answer: &BaseAnswer, field: Field) -> Said {
    match field {
        Field::BasePart => answer.base_part.map_or(Said::Nothing, Said::Answer),
        Field::Interlock => answer.interlock.map_or(Said::Nothing, Said::Answer),
        Field::AnsweredBy => text(answer.author.as_deref()),
        Field::AnsweredOn => answer.date.map_or(Said::Nothing, Said::Day),
        Field::Answer => text(answer.text.as_deref()),
        Field::Reference => text(answer.reference.as_deref()),
        _ => Said::Nothing,
    }
}

/// Puts what was said under a field of the answer of a base.
pub(super) fn put_answer(answer: &mut BaseAnswer, field: Field, said: Said) {
    match (field, said) {
        (Field::BasePart, Said::Answer(said)) => answer.base_part = Some(said),
        (Field::BasePart, _) => answer.base_part = None,
        (Field::Interlock, Said::Answer(said)) => answer.interlock = Some(said),
        (Field::Interlock, _) => answer.interlock = None,
        (Field::AnsweredOn, Said::Day(day)) => answer.date = Some(day),
        (Field::AnsweredOn, _) => answer.date = None,
        (Field::AnsweredBy, said) => answer.author = said.text(),
        (Field::Answer, said) => answer.text = said.text(),
        (Field::Reference, said) => answer.reference = said.text(),
        _ => {}
    }
}
