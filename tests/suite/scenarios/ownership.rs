//! What must come out of 19.6 and 19.2 for a provider, as a scenario writes it.

use super::{Report, cells};
use catalog::SECNUMCLOUD as CATALOG;
use model::{
    Document, Question,
    export::ownership::{Found, json},
    ownership::{ownership, parties, places},
    supply::Stack,
};
use serde_json::Value;

/// What must come out for one provider and one question.
pub struct Block {
    pub line: usize,
    pub head: String,
    provider: String,
    readings: Vec<(String, String)>,
    pub rows: Vec<Row>,
}

pub struct Row {
    line: usize,
    test: String,
    result: String,
    /// Percentages, as the export gives them.
    measured: Option<[f64; 2]>,
    /// Who decides.
    by: Option<String>,
    why: String,
}

const TABLE: [&str; 4] = ["test", "result", "measured", "why"];

/// `Ownership of \`provider\`, reading ID=ANSWER`
pub fn block(line: usize, text: &str) -> Result<Block, String> {
    let rest = text.strip_prefix("Ownership of `").ok_or("begins with “Ownership of `provider`”")?;
    let (provider, rest) = rest.split_once('`').ok_or("the provider has no closing backtick")?;
    let mut readings = Vec::new();
    for word in rest.split(',').map(str::trim).filter(|w| !w.is_empty()) {
        let pair = word.strip_prefix("reading ").and_then(|r| r.split_once('='));
        let (id, answer) = pair.ok_or_else(|| format!("“{word}” is not understood"))?;
        readings.push((id.to_owned(), answer.to_owned()));
    }
    Ok(Block { line, head: text.to_owned(), provider: provider.to_owned(), readings, rows: Vec::new() })
}

/// A row of the table, `None` for its head and rule.
pub fn row(line: usize, text: &str) -> Result<Option<Row>, String> {
    let cells = cells(text);
    let [test, result, measured, why] = cells.as_slice() else {
        return Err(format!("{} columns in place of 4", cells.len()));
    };
    if cells == TABLE || cells.iter().all(|c| *c == "---") {
        return Ok(None);
    }
    if why.is_empty() {
        return Err("a row without its reason".to_owned());
    }
    let result = match *result {
        "passes" => "pass",
        "fails" => "fail",
        "cannot conclude" => "unknown",
        other => return Err(format!("“{other}” is no result")),
    };
    let (numbers, by) = match measured.split_once("by ") {
        Some((numbers, by)) => (numbers.trim_end(), Some(by.trim().to_owned())),
        None => (*measured, None),
    };
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| format!("“{text}” is no number"));
    let measured = match (numbers, numbers.split_once(" to ")) {
        ("", _) => None,
        (_, Some((min, max))) => Some([number(min)?, number(max)?]),
        (one, None) => Some([number(one)?, number(one)?]),
    };
    let (test, why) = ((*test).to_owned(), (*why).to_owned());
    Ok(Some(Row { line, test, result: result.to_owned(), measured, by, why }))
}

/// What `socle ownership --format json` says.
pub fn said(document: &Document, stack: &Stack<'_>, question: &Question, provider: &str) -> Option<Value> {
    let id = provider.into();
    let found = ownership(document, &id, &question.readings)?;
    let (parties, places) = (parties(stack, question, &id), places(document, &id));
    let found = Found { document, question, ownership: &found, parties: &parties, places: &places };
    Some(json(&CATALOG, found))
}

pub fn run(document: &Document, stack: &Stack<'_>, b: &Block, report: &mut Report) {
    let Some(day) = document.as_of else {
        return report.at(b.line, "the stack names no day", &[]);
    };
    let mut question = Question::of(&CATALOG, document, day);
    for (id, answer) in &b.readings {
        if question.readings.set(&CATALOG, id, answer).is_err() {
            report.at(b.line, &format!("{}: no reading {id}={answer}", b.head), &[]);
        }
    }
    let Some(said) = said(document, stack, &question, &b.provider) else {
        return report.at(b.line, &format!("{}: no such provider", b.head), &[]);
    };
    for row in &b.rows {
        let what = format!("{}: {}", b.head, row.test);
        let Some(got) = place(&said, &row.test) else {
            report.at(row.line, &format!("{what}: no such test"), &[]);
            continue;
        };
        let mut wrong = Vec::new();
        let result = got["result"].as_str().or(got.as_str()).unwrap_or_default();
        if result != row.result {
            wrong.push(format!("result expected {}, got {result}", row.result));
        }
        if let Some(measured) = row.measured {
            let end = |i: usize| got["percent"][i].as_f64();
            if [0, 1].iter().any(|i| end(*i).is_none_or(|end| (end - measured[*i]).abs() >= 1e-6)) {
                wrong.push(format!("measured expected {measured:?}, got {}", got["percent"]));
            }
        }
        if let Some(by) = &row.by {
            let found = got["worst"].as_str().or(got["through"].as_str()).unwrap_or("nobody");
            if found != by {
                wrong.push(format!("by expected {by}, got {found}"));
            }
        }
        if !wrong.is_empty() {
            wrong.push(format!("reason given for the expectation: {}", row.why));
            report.at(row.line, &what, &wrong);
        }
    }
}

/// Where the export gives a test: `capital each by product`, `third party soc`, `place paas support TN 19.2.e`.
fn place<'v>(said: &'v Value, test: &str) -> Option<&'v Value> {
    let words: Vec<&str> = test.split(' ').collect();
    match words.as_slice() {
        [one @ ("seat" | "rights" | "result")] => Some(&said[*one]),
        [measure @ ("capital" | "votes")] => Some(&said[*measure]),
        [measure @ ("capital" | "votes"), which @ ("each" | "together"), rest @ ..] => {
            let limit = &said[*measure][if *which == "each" { "individual" } else { "collective" }];
            match rest {
                [] => Some(limit),
                ["by", method @ ("product" | "control")] => Some(&limit[*method]),
                _ => None,
            }
        }
        ["third", "party", id] => party(said, "third_party", id),
        ["service", id] => party(said, "service", id),
        ["place", id, what, country, requirement] => said["locations"].as_array()?.iter().find(|f| {
            (f["service"] == *id || f["third_party"] == *id)
                && f["what"] == *what
                && f["country"].as_str().unwrap_or("unstated") == *country
                && f["requirement"] == *requirement
        }),
        _ => None,
    }
}

fn party<'v>(said: &'v Value, kind: &str, id: &str) -> Option<&'v Value> {
    said["third_parties"].as_array()?.iter().find(|p| p["kind"] == kind && p["id"] == id)
}
