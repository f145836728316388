//! The scope of a service as a file: JSON, Markdown or CSV, whole or as far as a filter keeps it. What is asked is what a
//! paper is asked.

use super::{
    csv,
    filter::{Filter, kept},
    json::{self, Prose},
    markdown,
    workbook::written,
};
use crate::{
    document::ServiceId,
    report::papers::Asked,
    supply::Stack,
    table::{Column, Field, Kind, Sheet, Use, Value},
    verdict::{Detail, Evaluator, Scope, ScopeError},
};

/// The columns of CSV behind those of [`markdown::COLUMNS`]: what else a judgement holds.
const MORE: [Field; 4] = [Field::Justification, Field::Author, Field::Date, Field::Links];

/// The verdicts, what stands behind them, and the services that bar the composition.
fn evaluate(asked: &Asked<'_>) -> Result<(Scope, Vec<Detail>, Vec<ServiceId>), ScopeError> {
    let stack = Stack::new(asked.document).map_err(ScopeError::Cycles)?;
    let unknown = || ScopeError::UnknownService(asked.target.clone());
    let node = stack.graph().node(asked.target.as_str()).ok_or_else(unknown)?;
    let mut evaluator = Evaluator::new(asked.catalog, &stack, asked.question, vec![node]);
    let details = evaluator.details(node);
    let mut verdicts = Vec::with_capacity(details.len());
    for detail in &details {
        verdicts.push(detail.verdict);
    }
    let scope = Scope { service: asked.target.clone(), question: asked.question.clone(), verdicts };
    Ok((scope, details, evaluator.blocking(node)))
}

/// As JSON, with the keys of the command; `filter` is there only where there is one.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn json(asked: &Asked<'_>, filter: Option<Filter<'_>>) -> Result<String, ScopeError> {
    let (scope, details, blocking) = evaluate(asked)?;
    let out = json::filtered(asked.catalog, asked.document, &scope, &details, &blocking, filter);
    // Values of string keys always serialise.
    let mut text = serde_json::to_string_pretty(&out).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

/// As Markdown, in the language asked.
///
/// # Errors
/// As [`json()`].
pub fn markdown(asked: &Asked<'_>, filter: Option<Filter<'_>>) -> Result<String, ScopeError> {
    let (scope, details, _) = evaluate(asked)?;
    let prose = Prose { fr: asked.pack, en: asked.pack };
    let (catalog, document) = (asked.catalog, asked.document);
    Ok(markdown::filtered(catalog, prose, document, &scope, &details, asked.lang, filter))
}

/// As CSV that can come back: the columns of the command, then what else a judgement holds, all by their ids; words are
/// those of the format and prose is in the language asked. See [`csv::sheet`] for the form of the file.
///
/// # Errors
/// As [`json()`].
pub fn csv(asked: &Asked<'_>, filter: Option<Filter<'_>>) -> Result<String, ScopeError> {
    csv_sheet(asked, filter).map(|sheet| csv::sheet(&sheet))
}

/// The table behind [`csv()`].
///
/// # Errors
/// As [`json()`].
pub fn csv_sheet(asked: &Asked<'_>, filter: Option<Filter<'_>>) -> Result<Sheet, ScopeError> {
    let (scope, details, _) = evaluate(asked)?;
    let judgements = asked.document.service(scope.service.as_str()).map(|s| &s.judgements);
    let mut columns = Vec::with_capacity(markdown::COLUMNS.len() + MORE.len());
    for head in markdown::COLUMNS.into_iter().chain(MORE.map(Field::id)) {
        let open = Field::JUDGEMENT.iter().any(|f| f.id() == head);
        columns.push(Column {
            head: head.to_owned(),
            kind: Kind::Short,
            width: 16,
            open,
            choices: Vec::new(),
        });
    }
    let mut rows = Vec::with_capacity(details.len());
    for detail in kept(&details, filter) {
        let id = detail.verdict.requirement.id;
        let judgement = judgements.and_then(|j| j.get(id));
        let mut row = Vec::with_capacity(columns.len());
        let mut put = |text: String| row.push(if text.is_empty() { Value::Empty } else { Value::Text(text) });
        for cell in markdown::csv_row(asked.pack.requirements.get(id), detail, judgement) {
            put(cell);
        }
        for field in MORE {
            put(judgement.map(|j| written(j, field)).unwrap_or_default());
        }
        rows.push(row);
    }
    Ok(Sheet { name: String::new(), kind: Use::Table, frozen: 1, columns, rows })
}
