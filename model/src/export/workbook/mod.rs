//! The workbook of a scope and those of the papers, as sheets of values in one language: what a person reads, filters,
//! fills in elsewhere and brings back. Its sheets are written beside the report, in `report::book`, from the
//! same verdicts and with the same words; [`hidden`] is what makes the return trip safe.
//!
//! Deliberately absent: the bytes of a file.

pub mod hidden;

pub use crate::report::book::{paper_book, workbook};

use crate::{
    document::{Answer, BaseAnswer, Judgement},
    table::Field,
};

/// What a judgement says in a column, as it is told to a machine: words of the format, days as `YYYY-MM-DD`, one piece of
/// evidence a line. Nothing for a column of something else.
pub fn written(judgement: &Judgement, field: Field) -> String {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        Field::Override => judgement.verdict.map(|v| v.id().to_owned()).unwrap_or_default(),
        Field::Justification => said(&judgement.justification),
        Field::Author => said(&judgement.author),
        Field::Date => judgement.date.map(|d| d.to_string()).unwrap_or_default(),
        Field::Status => judgement.status.map(|s| s.id().to_owned()).unwrap_or_default(),
        Field::Owner => said(&judgement.owner),
        Field::Links => judgement.evidence.join("\n"),
        Field::Note => said(&judgement.note),
        _ => String::new(),
    }
}

/// What a base's answer says in a column, told likewise.
pub fn answered(answer: &BaseAnswer, field: Field) -> String {
    let word = |answer: Option<Answer>| answer.map(|a| a.id().to_owned()).unwrap_or_default();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        Field::BasePart => word(answer.base_part),
        Field::Interlock => word(answer.interlock),
        Field::AnsweredBy => said(&answer.author),
        Field::AnsweredOn => answer.date.map(|d| d.to_string()).unwrap_or_default(),
        Field::Answer => said(&answer.text),
        Field::Reference => said(&answer.reference),
        _ => String::new(),
    }
}
