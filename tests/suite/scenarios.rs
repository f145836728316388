//! The scenario files under `tests/scenarios`: Markdown that an auditor reviews, with a stack and what must come out of
//! it. How they are written stands in their `README.md`. Nothing is skipped: a line that this reader does not know is a
//! failure, and so is a name that is only ever denied, since a misspelt one would pass for ever.

mod ownership;

use catalog::{
    Lang, Layer, SECNUMCLOUD as CATALOG,
    eucs::{Draft, Level},
};
use model::{
    Date, Document, Question,
    claims::claims,
    document::read,
    eucs,
    export::{self, eucs::Both, json},
    graph::Node,
    supply::Stack,
    verdict::Evaluator,
};
use serde_json::Value;
use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path, sync::OnceLock};

/// A scenario as its file writes it.
struct Scenario {
    file: String,
    title: String,
    stack: String,
    issues: Vec<(usize, String)>,
    blocks: Vec<Block>,
    /// What must come out for providers.
    ownership: Vec<ownership::Block>,
    /// Whether the last block is about a provider.
    of_provider: bool,
}

/// What must come out for one service and one question.
#[derive(Default)]
struct Block {
    line: usize,
    /// The line as written, to name it.
    head: String,
    service: String,
    as_of: Option<Date>,
    assume_candidates: bool,
    readings: Vec<(String, String)>,
    rows: Vec<Row>,
    /// Verdict and number.
    counts: Vec<(usize, String, u64)>,
    may: Vec<(usize, Term)>,
    may_not: Vec<(usize, Term)>,
    /// All that may and may not be said, where a table lists it.
    claims: Vec<ClaimRow>,
    findings: Vec<(usize, String)>,
    eucs: Vec<EucsBlock>,
}

/// What must come out beside one level of EUCS.
struct EucsBlock {
    line: usize,
    level: Level,
    rows: Vec<EucsRow>,
    counts: Vec<(usize, String, u64)>,
    /// What SecNumCloud asks beyond the level.
    beyond: Vec<(usize, Term)>,
    rules: Vec<(usize, Term)>,
}

/// A requirement of the draft, its verdict, and what that follows from.
struct EucsRow {
    line: usize,
    requirement: String,
    verdict: String,
    from: Vec<Term>,
    why: String,
}

struct Row {
    line: usize,
    requirement: String,
    verdict: String,
    flags: Vec<Term>,
    parts: Vec<Term>,
    why: String,
}

/// A claim that must be among those of its side, and which no other row names.
struct ClaimRow {
    line: usize,
    /// `may` or `may_not`.
    side: &'static str,
    code: String,
    basis: String,
    /// Words of its sentence, in either language.
    says: Vec<String>,
}

/// A name that must be there or, with `!` in front, must not.
struct Term {
    wanted: bool,
    name: String,
}

/// What differs, with file and line.
struct Report {
    file: String,
    failures: Vec<String>,
}

impl Report {
    fn at(&mut self, line: usize, what: &str, lines: &[String]) {
        let mut said = format!("{}:{line}: {what}", self.file);
        for l in lines {
            let _ = write!(said, "\n    {l}");
        }
        self.failures.push(said);
    }
}

const VERDICTS: [&str; 4] = ["inherited", "shared", "remains", "not_applicable"];
const STATES: [&str; 5] = ["own", "covered", "exposed", "missing", "retained"];
const TABLE: [&str; 5] = ["requirement", "verdict", "flags", "parts", "why"];
const EUCS: [&str; 4] = ["EUCS", "verdict", "from", "why"];
/// The last is said of a requirement that a higher level asks for.
const EUCS_VERDICTS: [&str; 7] =
    ["met_by_base", "met_by_own", "met_by_both", "partly_met", "beyond", "not_assessed", "not_asked"];
const EUCS_RULES: [&str; 7] = [
    "base-level",
    "several-bases",
    "complementary-controls",
    "inclusive-or-carve-out",
    "independent-reports",
    "not-suited-to-basic",
    "national-evidence",
];
const CLAIMS: [&str; 5] = ["said", "claim", "basis", "words", "why"];

fn words(cell: &str) -> Vec<Term> {
    cell.split(',')
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .map(|w| match w.strip_prefix('!') {
            Some(name) => Term { wanted: false, name: name.to_owned() },
            None => Term { wanted: true, name: w.to_owned() },
        })
        .collect()
}

fn verdict_id(words: &str) -> Option<String> {
    let id = words.replace(' ', "_");
    VERDICTS.contains(&id.as_str()).then_some(id)
}

/// `For \`service\` as of DATE, assuming candidates, reading ID=ANSWER`
fn block(line: usize, text: &str) -> Result<Block, String> {
    let rest = text.strip_prefix("For `").ok_or("begins with “For `service`”")?;
    let (service, rest) = rest.split_once('`').ok_or("the service has no closing backtick")?;
    let mut b = Block { line, head: text.to_owned(), service: service.to_owned(), ..Block::default() };
    for word in rest.split(',').map(str::trim).filter(|w| !w.is_empty()) {
        if let Some(date) = word.strip_prefix("as of ") {
            b.as_of = Some(date.parse().map_err(|_| format!("“{date}” is no date"))?);
        } else if word == "assuming candidates" {
            b.assume_candidates = true;
        } else if let Some((id, answer)) = word.strip_prefix("reading ").and_then(|r| r.split_once('=')) {
            b.readings.push((id.to_owned(), answer.to_owned()));
        } else {
            return Err(format!("“{word}” is not understood"));
        }
    }
    Ok(b)
}

fn cells(text: &str) -> Vec<&str> {
    let inner = text.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(str::trim).collect()
}

/// A row of a table of claims, `None` for its head.
fn claim_row(line: usize, text: &str) -> Result<Option<ClaimRow>, String> {
    let cells = cells(text);
    let [side, code, basis, says, why] = cells.as_slice() else {
        return Err(format!("{} columns in place of 5", cells.len()));
    };
    if cells == CLAIMS {
        return Ok(None);
    }
    if basis.is_empty() || why.is_empty() {
        return Err("a claim without its basis or its reason".to_owned());
    }
    let side = if *side == "may" { "may" } else { "may_not" };
    let says = says.split(" … ").filter(|s| !s.is_empty()).map(str::to_owned).collect();
    Ok(Some(ClaimRow { line, side, code: (*code).to_owned(), basis: (*basis).to_owned(), says }))
}

/// A row of a table, `None` for its head and rule.
fn row(line: usize, text: &str) -> Result<Option<Row>, String> {
    let cells = cells(text);
    let [requirement, verdict, flags, parts, why] = cells.as_slice() else {
        return Err(format!("{} columns in place of 5", cells.len()));
    };
    if cells == TABLE || cells.iter().all(|c| *c == "---") {
        return Ok(None);
    }
    if why.is_empty() {
        return Err("a row without its reason".to_owned());
    }
    let verdict = verdict_id(verdict).ok_or_else(|| format!("“{verdict}” is no verdict"))?;
    Ok(Some(Row {
        line,
        requirement: (*requirement).to_owned(),
        verdict,
        flags: words(flags),
        parts: words(parts),
        why: (*why).to_owned(),
    }))
}

fn eucs_verdict(words: &str) -> Result<String, String> {
    let id = words.replace(' ', "_");
    EUCS_VERDICTS.contains(&id.as_str()).then_some(id).ok_or_else(|| format!("“{words}” is no verdict"))
}

/// A row of a table about EUCS, `None` for its head and rule.
fn eucs_row(line: usize, text: &str) -> Result<Option<EucsRow>, String> {
    let cells = cells(text);
    let [requirement, verdict, from, why] = cells.as_slice() else {
        return Err(format!("{} columns in place of 4", cells.len()));
    };
    if cells == EUCS || cells.iter().all(|c| *c == "---") {
        return Ok(None);
    }
    if why.is_empty() {
        return Err("a row without its reason".to_owned());
    }
    let (verdict, from) = (eucs_verdict(verdict)?, words(from));
    if let Some(term) = from.iter().find(|t| CATALOG.requirement(&t.name).is_none()) {
        return Err(format!("no requirement “{}”", term.name));
    }
    Ok(Some(EucsRow { line, requirement: (*requirement).to_owned(), verdict, from, why: (*why).to_owned() }))
}

/// A line about EUCS; `None` where it is about something else.
fn eucs_line(b: &mut Block, line: usize, text: &str) -> Option<Result<(), String>> {
    let terms = |text: &str| words(text).into_iter().map(|t| (line, t)).collect::<Vec<_>>();
    if let Some(level) = text.strip_prefix("EUCS level ") {
        let Some(level) = Level::from_id(level) else {
            return Some(Err(format!("“{level}” is no level")));
        };
        let (rows, counts, beyond, rules) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        b.eucs.push(EucsBlock { line, level, rows, counts, beyond, rules });
        return Some(Ok(()));
    }
    let e = b.eucs.last_mut()?;
    if text.starts_with('|') {
        return Some(eucs_row(line, text).map(|row| e.rows.extend(row)));
    }
    if let Some(counts) = text.strip_prefix("Counts, EUCS: ") {
        for count in counts.split(',').map(str::trim) {
            let (verdict, number) = count.rsplit_once(' ').unwrap_or((count, ""));
            match (eucs_verdict(verdict), number.parse()) {
                (Ok(verdict), Ok(number)) => e.counts.push((line, verdict, number)),
                (Err(e), _) => return Some(Err(e)),
                (_, Err(_)) => return Some(Err(format!("“{number}” is no number"))),
            }
        }
    } else if let Some(ids) = text.strip_prefix("Beyond EUCS: ") {
        e.beyond.extend(terms(ids));
    } else if let Some(codes) = text.strip_prefix("EUCS rules: ") {
        e.rules.extend(terms(codes));
    } else {
        return None;
    }
    Some(Ok(()))
}

/// One line of “What must come out”.
fn expectation(s: &mut Scenario, line: usize, text: &str) -> Result<(), String> {
    if let Some(issues) = text.strip_prefix("Issues: ") {
        s.issues.extend(issues.split(',').map(|i| (line, i.trim().to_owned())));
        return Ok(());
    }
    if text.starts_with("For ") {
        s.blocks.push(block(line, text)?);
        s.of_provider = false;
        return Ok(());
    }
    if text.starts_with("Ownership of ") {
        s.ownership.push(ownership::block(line, text)?);
        s.of_provider = true;
        return Ok(());
    }
    if let Some(b) = s.ownership.last_mut().filter(|_| s.of_provider) {
        b.rows.extend(ownership::row(line, text)?);
        return Ok(());
    }
    let b = s.blocks.last_mut().ok_or("belongs to no “For” line")?;
    if let Some(done) = eucs_line(b, line, text) {
        return done;
    }
    if ["said", "may", "may not"].contains(&cells(text)[0]) {
        b.claims.extend(claim_row(line, text)?);
    } else if text.starts_with('|') {
        b.rows.extend(row(line, text)?);
    } else if let Some(counts) = text.strip_prefix("Counts, verified: ") {
        for count in counts.split(',').map(str::trim) {
            let (words, number) = count.rsplit_once(' ').ok_or("a count is a verdict and a number")?;
            let verdict = verdict_id(words).ok_or_else(|| format!("“{words}” is no verdict"))?;
            let number = number.parse().map_err(|_| format!("“{number}” is no number"))?;
            b.counts.push((line, verdict, number));
        }
    } else if let Some(codes) = text.strip_prefix("May: ") {
        b.may.extend(words(codes).into_iter().map(|t| (line, t)));
    } else if let Some(codes) = text.strip_prefix("May not: ") {
        b.may_not.extend(words(codes).into_iter().map(|t| (line, t)));
    } else if let Some(findings) = text.strip_prefix("Findings: ") {
        b.findings.extend(findings.split(',').map(|f| (line, f.trim().to_owned())));
    } else {
        return Err("is not understood".to_owned());
    }
    Ok(())
}

fn parse(file: &str, text: &str, report: &mut Report) -> Scenario {
    let mut s = Scenario {
        file: file.to_owned(),
        title: String::new(),
        stack: String::new(),
        issues: Vec::new(),
        blocks: Vec::new(),
        ownership: Vec::new(),
        of_provider: false,
    };
    let (mut section, mut fenced, mut stacks, mut prose) = ("", false, 0, false);
    for (i, text) in text.lines().enumerate() {
        let line = i + 1;
        if fenced {
            if text == "```" {
                fenced = false;
            } else {
                s.stack.push_str(text);
                s.stack.push('\n');
            }
            continue;
        }
        match text.trim() {
            "" => {}
            "```json socle/1" if section == "Stack" => (fenced, stacks) = (true, stacks + 1),
            "## Stack" => section = "Stack",
            "## What must come out" => section = "What must come out",
            t if t.starts_with("# ") && s.title.is_empty() => s.title = t[2..].to_owned(),
            t if section == "What must come out" => {
                if let Err(e) = expectation(&mut s, line, t) {
                    report.at(line, &format!("“{t}”: {e}"), &[]);
                }
            }
            t if section.is_empty() && !t.starts_with('#') => prose = true,
            t => report.at(line, &format!("“{t}” stands in no known place"), &[]),
        }
    }
    if s.title.is_empty() || !prose || stacks != 1 || fenced {
        report.at(1, "a scenario has a title, some prose and one closed stack", &[]);
    }
    let said = |b: &Block| {
        b.rows.len()
            + b.counts.len()
            + b.may.len()
            + b.may_not.len()
            + b.claims.len()
            + b.findings.len()
            + b.eucs.len()
    };
    for e in s.blocks.iter().flat_map(|b| &b.eucs) {
        if e.rows.len() + e.counts.len() + e.beyond.len() + e.rules.len() == 0 {
            report.at(e.line, "a level of EUCS of which nothing is expected", &[]);
        }
    }
    for b in s.ownership.iter().filter(|b| b.rows.is_empty()) {
        report.at(b.line, &format!("{}: expects nothing", b.head), &[]);
    }
    if s.issues.is_empty() && s.blocks.is_empty() && s.ownership.is_empty() {
        report.at(1, "expects nothing", &[]);
    }
    for b in s.blocks.iter().filter(|b| said(b) == 0) {
        report.at(b.line, &format!("{}: expects nothing", b.head), &[]);
    }
    s
}

/// Runs a scenario against the engine, through the keys that the command line promises.
fn run(s: &Scenario, report: &mut Report) {
    let (document, issues) = match read(&CATALOG, s.stack.as_bytes()) {
        Ok(both) => both,
        Err(e) => return report.at(1, &format!("the stack cannot be read: {}", e.code()), &[]),
    };
    let found: BTreeSet<String> = issues.iter().map(|i| format!("{} at {}", i.kind.code(), i.at)).collect();
    let expected: BTreeSet<String> = s.issues.iter().map(|(_, i)| i.clone()).collect();
    let line = s.issues.first().map_or(1, |(line, _)| *line);
    for missing in expected.difference(&found) {
        report.at(line, &format!("issue expected and not found: {missing}"), &[format!("found: {found:?}")]);
    }
    for other in found.difference(&expected) {
        report.at(line, &format!("issue found and not expected: {other}"), &[]);
    }
    if issues.iter().any(model::document::Issue::is_error) {
        if let Some(b) = s.blocks.first() {
            report.at(b.line, "verdicts are expected of a document that is not computed", &[]);
        }
        return;
    }
    match Stack::new(&document) {
        Ok(stack) => {
            s.blocks.iter().for_each(|b| run_block(&document, &stack, b, report));
            s.ownership.iter().for_each(|b| ownership::run(&document, &stack, b, report));
        }
        Err(_) => report.at(1, "a circle that no issue names", &[]),
    }
}

fn run_block(document: &Document, stack: &Stack<'_>, b: &Block, report: &mut Report) {
    let head = &b.head;
    let Some(target) = stack.graph().node(&b.service) else {
        return report.at(b.line, &format!("{head}: no such service"), &[]);
    };
    let Some(day) = b.as_of.or(document.as_of) else {
        return report.at(b.line, &format!("{head}: neither the line nor the stack names a day"), &[]);
    };
    let mut question = Question { as_of: day, ..Question::of(&CATALOG, document, day) };
    question.assume_candidates = b.assume_candidates;
    for (id, answer) in &b.readings {
        if question.readings.set(&CATALOG, id, answer).is_err() {
            report.at(b.line, &format!("{head}: no reading {id}={answer}"), &[]);
        }
    }
    let scope = scope(document, stack, &question, target);
    for row in &b.rows {
        check_row(document, &scope, head, row, report);
    }
    for (line, verdict, expected) in &b.counts {
        let got = scope["counts"]["verified"][verdict].as_u64();
        if got != Some(*expected) {
            let got = got.map_or("nothing".to_owned(), |n| n.to_string());
            report.at(*line, &format!("{head}: {verdict} expected {expected}, got {got}"), &[]);
        }
    }
    if !b.findings.is_empty() {
        let text = |f: &Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
        let list = scope["findings"].as_array().cloned().unwrap_or_default();
        let found: BTreeSet<String> =
            list.iter().map(|f| format!("{} {}", text(f, "code"), text(f, "service"))).collect();
        let expected: BTreeSet<String> =
            b.findings.iter().map(|(_, f)| f.clone()).filter(|f| f != "none").collect();
        if found != expected {
            let line = b.findings[0].0;
            report.at(line, &format!("{head}: findings expected {expected:?}, got {found:?}"), &[]);
        }
    }
    for e in &b.eucs {
        check_eucs(&beside_eucs(document, stack, &question, target, e.level), head, e, report);
    }
    if !b.may.is_empty() || !b.may_not.is_empty() || !b.claims.is_empty() {
        let rulings = json::claims(&b.service, &question, &claims(stack, &question, target));
        if !b.claims.is_empty() {
            check_claims(&rulings, b, report);
        }
        for (key, terms) in [("may", &b.may), ("may_not", &b.may_not)] {
            let list = rulings[key].as_array().cloned().unwrap_or_default();
            let codes: BTreeSet<&str> = list.iter().filter_map(|c| c["code"].as_str()).collect();
            for (line, term) in terms {
                if codes.contains(term.name.as_str()) != term.wanted {
                    let what = if term.wanted { "expected and absent" } else { "present and not expected" };
                    let said = format!("{head}: {key}: {} {what}", term.name);
                    report.at(*line, &said, &[format!("{key}: {codes:?}")]);
                }
            }
        }
    }
}

/// The claims of a table against all that is said: none missing, none besides, each with its basis and its words.
fn check_claims(rulings: &Value, b: &Block, report: &mut Report) {
    let head = &b.head;
    for side in ["may", "may_not"] {
        let mut left = rulings[side].as_array().cloned().unwrap_or_default();
        for row in b.claims.iter().filter(|r| r.side == side) {
            let what = format!("{head}: {side}: {}", row.code);
            // Of several with one code, the one that says it.
            let says = |c: &Value| {
                let sentence =
                    |lang: &str| c[lang].as_str().unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ");
                let (fr, en) = (sentence("fr"), sentence("en"));
                row.says.iter().all(|s| fr.contains(s.as_str()) || en.contains(s.as_str()))
            };
            let same: Vec<usize> =
                (0..left.len()).filter(|i| left[*i]["code"] == row.code.as_str()).collect();
            let Some(first) = same.first() else {
                report.at(row.line, &format!("{what} expected and absent"), &[]);
                continue;
            };
            let at = same.iter().find(|i| says(&left[**i])).unwrap_or(first);
            let got = left.remove(*at);
            if !says(&got) {
                let lines = [format!("words: {:?}", row.says), got["fr"].to_string(), got["en"].to_string()];
                report.at(row.line, &format!("{what} is said otherwise"), &lines);
            }
            if got["basis"] != row.basis.as_str() {
                report.at(
                    row.line,
                    &format!("{what}: basis expected {}, got {}", row.basis, got["basis"]),
                    &[],
                );
            }
        }
        for other in left {
            let line = b.claims.iter().find(|r| r.side == side).map_or(b.line, |r| r.line);
            let said = [other["fr"].to_string(), other["en"].to_string()];
            report.at(line, &format!("{head}: {side}: {} present and not expected", other["code"]), &said);
        }
    }
}

/// What `socle scope --format json` says.
fn scope(document: &Document, stack: &Stack<'_>, question: &Question, target: Node) -> Value {
    let mut evaluator = Evaluator::new(&CATALOG, stack, question, vec![target]);
    let scope = evaluator.scope(target);
    let details = evaluator.details(target);
    let blocking = evaluator.blocking(target);
    let said = json::scope(&CATALOG, document, &scope, &details, &blocking);
    serde_json::to_value(said).expect("an export is JSON")
}

/// What `socle eucs --format json` says.
fn beside_eucs(
    document: &Document,
    stack: &Stack<'_>,
    question: &Question,
    target: Node,
    level: Level,
) -> Value {
    static DRAFTS: OnceLock<[Draft; 2]> = OnceLock::new();
    let [fr, en] = DRAFTS.get_or_init(|| [Lang::Fr, Lang::En].map(crate::eucs::draft));
    let mut evaluator = Evaluator::new(&CATALOG, stack, question, vec![target]);
    let scope = evaluator.scope(target);
    let rules = eucs::rules(document, &scope.service, level, &evaluator.qualified(target));
    export::eucs::json(Both { fr, en }, &eucs::compare(&CATALOG, en, &scope, level), &rules)
}

fn check_eucs(found: &Value, head: &str, e: &EucsBlock, report: &mut Report) {
    let what = format!("{head}: EUCS {}", e.level.id());
    let list = |value: &Value| -> BTreeSet<String> {
        let words = value.as_array().into_iter().flatten();
        words.filter_map(|w| w.as_str().or(w["code"].as_str())).map(str::to_owned).collect()
    };
    let [fr, _] = [Lang::Fr, Lang::En].map(crate::eucs::draft);
    for row in &e.rows {
        let what = format!("{what}: {}", row.requirement);
        if fr.requirement(&row.requirement).is_none() {
            report.at(row.line, &format!("{what}: no such requirement"), &[]);
            continue;
        }
        let mut requirements = found["requirements"].as_array().into_iter().flatten();
        let got = requirements.find(|r| r["id"] == row.requirement.as_str());
        let verdict = got.map_or("not_asked", |r| r["verdict"].as_str().unwrap_or_default());
        let from = got.map(|r| list(&r["from"])).unwrap_or_default();
        let mut wrong = Vec::new();
        if verdict != row.verdict {
            wrong.push(format!("verdict expected {}, got {verdict}", row.verdict));
        }
        for term in row.from.iter().filter(|t| from.contains(&t.name) != t.wanted) {
            let what = if term.wanted { "expected and absent" } else { "present and not expected" };
            wrong.push(format!("from {}: {what}; it follows from {from:?}", term.name));
        }
        if !wrong.is_empty() {
            wrong.push(format!("reason given for the expectation: {}", row.why));
            report.at(row.line, &what, &wrong);
        }
    }
    for (line, verdict, expected) in &e.counts {
        let got = found["counts"][verdict].as_u64();
        if got != Some(*expected) {
            report.at(*line, &format!("{what}: {verdict} expected {expected}, got {got:?}"), &[]);
        }
    }
    let (beyond, rules) = (list(&found["secnumcloud_beyond"]), list(&found["composition"]));
    for ((line, term), there, known) in e
        .beyond
        .iter()
        .map(|t| (t, &beyond, CATALOG.requirement(&t.1.name).is_some()))
        .chain(e.rules.iter().map(|t| (t, &rules, EUCS_RULES.contains(&t.1.name.as_str()))))
    {
        if !known {
            report.at(*line, &format!("{what}: “{}” is unknown", term.name), &[]);
        } else if there.contains(&term.name) != term.wanted {
            let said = if term.wanted { "expected and absent" } else { "present and not expected" };
            report.at(*line, &format!("{what}: {} {said}", term.name), &[]);
        }
    }
}

/// `on:state:operator:covered_by`, as far as they are there.
fn part(value: &Value) -> String {
    let keys = ["on", "state", "operator", "covered_by"];
    let words: Vec<&str> = keys.iter().map_while(|k| value[*k].as_str()).collect();
    words.join(":")
}

fn check_row(document: &Document, scope: &Value, head: &str, row: &Row, report: &mut Report) {
    let what = format!("{head}: {}", row.requirement);
    let verdicts = scope["verdicts"].as_array().cloned().unwrap_or_default();
    let Some(got) = verdicts.iter().find(|v| v["requirement"] == row.requirement.as_str()) else {
        return report.at(row.line, &format!("{what}: no such requirement"), &[]);
    };
    let verdict = got["verdict"].as_str().unwrap_or_default();
    let list = got["flags"].as_array().cloned().unwrap_or_default();
    let flags: BTreeSet<&str> = list.iter().filter_map(Value::as_str).collect();
    let parts: Vec<String> = got["parts"].as_array().into_iter().flatten().map(part).collect();
    let mut wrong = Vec::new();
    if verdict != row.verdict {
        wrong.push(format!("verdict expected {}, got {verdict}", row.verdict));
    }
    for term in &row.flags {
        if flags.contains(term.name.as_str()) != term.wanted {
            let what = if term.wanted { "expected and absent" } else { "present and not expected" };
            wrong.push(format!("flag {}: {what}; flags are {flags:?}", term.name));
        }
    }
    for term in &row.parts {
        if let Err(e) = known_part(document, &term.name) {
            wrong.push(format!("part {}: {e}", term.name));
        }
        let begins = |p: &String| *p == term.name || p.starts_with(&format!("{}:", term.name));
        if parts.iter().any(begins) != term.wanted {
            let what = if term.wanted { "expected and absent" } else { "present and not expected" };
            wrong.push(format!("part {}: {what}; parts are {}", term.name, parts.join(", ")));
        }
    }
    if !wrong.is_empty() {
        wrong.push(format!("reason given for the expectation: {}", row.why));
        report.at(row.line, &what, &wrong);
    }
}

/// Whether a part names things that exist, so that none is absent by a slip of the pen.
fn known_part(document: &Document, name: &str) -> Result<(), String> {
    let mut words = name.split(':');
    let on = words.next().unwrap_or_default();
    if on != "provider" && !Layer::ALL.iter().any(|l| l.id() == on) {
        return Err(format!("“{on}” is no layer"));
    }
    match words.next() {
        Some(state) if !STATES.contains(&state) => return Err(format!("“{state}” is no state")),
        _ => {}
    }
    match words.find(|id| document.service(id).is_none()) {
        Some(id) => Err(format!("no service “{id}”")),
        None => Ok(()),
    }
}

fn all() -> (Vec<Scenario>, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = fs::read_dir(&folder).expect("tests/scenarios can be listed");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    let names: BTreeSet<String> = names.filter(|n| n.ends_with(".md") && n != "README.md").collect();
    let mut scenarios = Vec::new();
    let mut failures = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(&name)).expect("a scenario can be read");
        let mut report = Report { file: format!("tests/scenarios/{name}"), failures: Vec::new() };
        scenarios.push(parse(&name, &text, &mut report));
        failures.append(&mut report.failures);
    }
    (scenarios, failures)
}

fn failures_of(s: &Scenario) -> Vec<String> {
    let mut report = Report { file: format!("tests/scenarios/{}", s.file), failures: Vec::new() };
    run(s, &mut report);
    report.failures
}

#[test]
fn every_scenario_is_understood() {
    let (scenarios, failures) = all();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    assert!(scenarios.len() >= 26, "{} scenarios", scenarios.len());
    let titles: BTreeSet<&str> = scenarios.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles.len(), scenarios.len(), "two scenarios have one title");
}

#[test]
fn everything_comes_out_as_the_scenarios_say() {
    let (scenarios, _) = all();
    let failures: Vec<String> = scenarios.iter().flat_map(failures_of).collect();
    let rows: usize = scenarios.iter().flat_map(|s| &s.blocks).map(|b| b.rows.len()).sum::<usize>()
        + scenarios.iter().flat_map(|s| &s.ownership).map(|b| b.rows.len()).sum::<usize>();
    println!("{} scenarios, {rows} rows", scenarios.len());
    assert!(failures.is_empty(), "{} differ:\n\n{}\n", failures.len(), failures.join("\n\n"));
}

/// A name that is denied somewhere must be expected elsewhere, or it may be no name at all.
#[test]
fn what_a_scenario_denies_another_one_expects() {
    let (scenarios, _) = all();
    let blocks = || scenarios.iter().flat_map(|s| &s.blocks);
    let flags = blocks().flat_map(|b| &b.rows).flat_map(|r| &r.flags);
    let codes = blocks().flat_map(|b| b.may.iter().chain(&b.may_not)).map(|(_, t)| t);
    let (mut wanted, mut denied) = (BTreeSet::new(), BTreeSet::new());
    wanted.extend(blocks().flat_map(|b| &b.claims).map(|c| ("claim", c.code.as_str())));
    for (kind, term) in flags.map(|t| ("flag", t)).chain(codes.map(|t| ("claim", t))) {
        let side = if term.wanted { &mut wanted } else { &mut denied };
        side.insert((kind, term.name.as_str()));
    }
    let only: Vec<_> = denied.difference(&wanted).collect();
    assert!(only.is_empty(), "only ever denied: {only:?}");
}

/// A runner that lets everything pass would never be noticed: each kind of wrong expectation must be reported.
#[test]
fn a_wrong_expectation_is_reported_with_both_values() {
    let stack = r#"{ "format": "socle/1", "as_of": "2026-11-22", "providers": [ { "id": "p", "name": "P" } ],
        "services": [ { "id": "s", "name": "S", "provider": "p", "activities": ["iaas"] } ] }"#;
    let with = |expected: &str| {
        let text = format!(
            "# T\n\nProse.\n\n## Stack\n\n```json socle/1\n{stack}\n```\n\n## What must come out\n\n{expected}\n"
        );
        let mut report = Report { file: "x.md".to_owned(), failures: Vec::new() };
        let s = parse("x.md", &text, &mut report);
        run(&s, &mut report);
        report.failures.join("\n")
    };
    assert_eq!(
        with("For `s`\n\n| 11.2.2.a | remains | !exposed | facility:own:s, !facility:covered | why |"),
        ""
    );
    for (expected, said) in [
        ("For `s`\n| 11.2.2.a | inherited | | | why |", "verdict expected inherited, got remains"),
        ("For `s`\n| 11.2.2.a | remains | exposed | | why |", "flag exposed: expected and absent"),
        ("For `s`\n| 11.2.2.b | remains | !not_attested | | why |", "flag not_attested: present"),
        ("For `s`\n| 11.2.2.a | remains | | facility:covered:s | why |", "part facility:covered:s: expected"),
        ("For `s`\n| 11.2.2.a | remains | | !facility | why |", "part facility: present"),
        ("For `s`\n| 11.2.2.a | remains | | !faculty | why |", "“faculty” is no layer"),
        ("For `s`\n| 11.2.2.a | remains | | !facility:covered:t | why |", "no service “t”"),
        ("For `s`\n| 11.2.2.zz | remains | | | why |", "no such requirement"),
        ("For `s`\n| 11.2.2.a | remains | | | |", "without its reason"),
        ("For `s`\nCounts, verified: remains 1", "remains expected 1, got "),
        ("For `s`\nMay: qualified", "may: qualified expected and absent"),
        ("For `s`\nMay not: !not-qualified", "may_not: not-qualified present"),
        ("For `s`\n| may | qualified | 3.2 | | why |", "may: qualified expected and absent"),
        ("For `s`\n| may | list-on-request | 3.3.1 | | why |", "certified\" present and not expected"),
        ("For `s`\n| may not | certified | 3.1 | | why |", "list-on-request\" present and not expected"),
        ("For `s`\n| may not | certified | 3.1 | | why |", "basis expected 3.1, got "),
        ("For `s`\n| may not | certified | 3.1, scalingo.com | certainly | why |", "is said otherwise"),
        ("For `s`\n| may not | certified | 3.1, scalingo.com | | |", "without its basis or its reason"),
        ("For `s`\n| may not | certified |", "2 columns in place of 5"),
        ("For `s`\nFindings: unqualified-middle s", "findings expected"),
        ("For `s`\nFindings: none\nMay not: nothing-at-all", "nothing-at-all expected and absent"),
        ("For `s`, reading personnel=never\nCounts, verified: shared 0", "no reading personnel=never"),
        ("For `t`\nMay: qualified", "no such service"),
        ("For `s`", "expects nothing"),
        ("For `s` tomorrow\nMay: qualified", "“tomorrow” is not understood"),
        ("Issues: cycle at /services/0/relies_on", "issue expected and not found"),
        ("Whatever", "belongs to no"),
        ("Ownership of `q`\n| seat | passes | | why |", "no such provider"),
        ("Ownership of `p`", "expects nothing"),
        ("Ownership of `p`\n| seat | passes | | why |", "result expected pass, got unknown"),
        ("Ownership of `p`\n| seat | maybe | | why |", "“maybe” is no result"),
        ("Ownership of `p`\n| seats | passes | | why |", "no such test"),
        ("Ownership of `p`\n| seat | passes | | |", "without its reason"),
        (
            "Ownership of `p`\n| votes each | cannot conclude | 0 to 24 | why |",
            "measured expected [0.0, 24.0]",
        ),
        (
            "Ownership of `p`\n| votes each | cannot conclude | 0 to 100 by x | why |",
            "by expected x, got nobody",
        ),
        ("Ownership of `p`, reading indirect-holding=never\n| seat | passes | | why |", "no reading"),
        ("For `s`\nEUCS level top", "“top” is no level"),
        ("For `s`\nEUCS level high", "of which nothing is expected"),
        ("For `s`\nEUCS level high\n| PS-01.4 | met by base | | why |", "met_by_base, got met_by_own"),
        ("For `s`\nEUCS level basic\n| PS-01.4 | met by own | | why |", "met_by_own, got not_asked"),
        ("For `s`\nEUCS level high\n| PS-01.4 | met by own | !11.2.2.j | why |", "11.2.2.j: present"),
        ("For `s`\nEUCS level high\n| PS-01.4 | met by own | 11.2.2.a | why |", "11.2.2.a: expected"),
        ("For `s`\nEUCS level high\n| PS-01.4 | met by own | 11.2.2.zz | why |", "no requirement"),
        ("For `s`\nEUCS level high\n| PS-99.1 | met by own | | why |", "no such requirement"),
        ("For `s`\nEUCS level high\n| PS-01.4 | covered | | why |", "“covered” is no verdict"),
        ("For `s`\nEUCS level high\nCounts, EUCS: not assessed 1", "not_assessed expected 1, got Some(0)"),
        ("For `s`\nEUCS level basic\nBeyond EUCS: 9.7.b", "9.7.b expected and absent"),
        ("For `s`\nEUCS level high\nBeyond EUCS: !19.6.b", "19.6.b present"),
        ("For `s`\nEUCS level high\nEUCS rules: base-level", "base-level expected and absent"),
        ("For `s`\nEUCS level high\nEUCS rules: !base-levels", "is unknown"),
    ] {
        let report = with(expected);
        assert!(report.contains(said), "“{expected}” gave “{report}”, without “{said}”");
    }
}
