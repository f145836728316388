//! The `socle` command: the same rules without a browser, for pipelines and for tests. The only room of the model
//! that reads files and the clock.

mod arguments;
mod help;

use arguments::{Asked, Command, Format, Options};
use catalog::{
    Lang, RULESETS, SECNUMCLOUD as CATALOG,
    calendar::Calendar,
    eucs::{Draft, Level},
    matrices::Matrices,
    text,
    text::TextPack,
};
use model::{
    Date, Document, Question, Side, calendar,
    claims::claims,
    document::{Issue, ProviderId, ServiceId, Severity, read},
    eucs,
    export::{self, json, json::Prose, markdown},
    fewest::fewest,
    graph::Node,
    overview::tops,
    ownership,
    report::{
        self,
        papers::{self, Paper},
    },
    responsibility::{self, Sides, Table},
    rulesets::{self, News},
    supply::Stack,
    verdict::Evaluator,
    words,
};
use std::{
    io::{ErrorKind, Read, Write},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

/// How the command ends, besides success.
enum Failure {
    /// 1: the document has errors.
    DocumentErrors,
    /// 2: wrong usage.
    Usage(String),
    /// 3: the file cannot be read or is no `socle/1`.
    Unreadable(String),
    /// Standard output went away; nobody is left to tell.
    Closed,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::DocumentErrors) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            say(&format!("socle: {message}\n{}", help::SHORT));
            ExitCode::from(2)
        }
        Err(Failure::Unreadable(message)) => {
            say(&format!("socle: {message}"));
            ExitCode::from(3)
        }
    }
}

/// Messages go to standard error; that it is closed is no reason to stop.
fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|e| match e.kind() {
        ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Unreadable(format!("standard output: {e}")),
    })
}

fn out_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    // Values of string keys always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    out(&text)
}

fn run() -> Result<(), Failure> {
    let options = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(message) => return Err(Failure::Usage(message)),
    };
    match &options.command {
        Command::Help(topic) => out(help::text(topic.as_deref())),
        Command::Version => out(&format!(
            "socle {} (SecNumCloud {}, rules {}, catalogue {})\n",
            env!("CARGO_PKG_VERSION"),
            CATALOG.version,
            CATALOG.ruleset,
            CATALOG.hash
        )),
        Command::Catalog { eucs: false } => with_prose(|prose| out_json(&json::catalog(&CATALOG, prose))),
        Command::Catalog { eucs: true } => with_draft(|both| out_json(&export::eucs::catalog(both))),
        Command::Eucs { file, service, level } => eucs_of(file, service, *level, &options),
        Command::Calendar { file, service, span } => calendar_of(file, service, *span, &options),
        Command::Check { file } => check(file),
        Command::Scope { file, service } => scope(file, service, &options),
        Command::Claims { file, service } => claims_of(file, service, &options),
        Command::Questions { file, service } => questions(file, service, &options),
        Command::Diff { files, services } => diff(files, services, &options),
        Command::Paper { file, service, paper } => paper_on(file, service, *paper, &options),
        Command::Responsibilities { file, service, base, matrix, customer } => {
            responsibilities(file, [service, base], matrix, customer.as_deref(), &options)
        }
        Command::Ownership { file, provider } => ownership_of(file, provider, &options),
        Command::Report { file, service } => report_on(file, service, &options),
    }
}

fn with_draft(act: impl FnOnce(export::eucs::Both<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    let draft = |text: &str| {
        Draft::parse(text.as_bytes()).ok_or_else(|| Failure::Unreadable("EUCS cannot be read".to_owned()))
    };
    let (fr, en) = (draft(text::EUCS_FR)?, draft(text::EUCS_EN)?);
    act(export::eucs::Both { fr: &fr, en: &en })
}

fn with_prose(act: impl FnOnce(Prose<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    let pack = |text: &str| {
        TextPack::parse(text.as_bytes()).map_err(|e| Failure::Unreadable(format!("text pack: {e}")))
    };
    let (fr, en) = (pack(text::FR)?, pack(text::EN)?);
    act(Prose { fr: &fr, en: &en })
}

fn bytes(file: &std::ffi::OsStr) -> Result<Vec<u8>, Failure> {
    // One byte past the limit is enough to know that a file is too large.
    let limit = model::document::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|f| f.take(limit).read_to_end(&mut bytes))
    };
    read.map(|_| bytes).map_err(|e| Failure::Unreadable(format!("{}: {e}", file.to_string_lossy())))
}

fn open(file: &std::ffi::OsStr) -> Result<(Document, Vec<Issue>), Failure> {
    read(&CATALOG, &bytes(file)?).map_err(|e| {
        let said = |lang| words::read_error(&e, lang);
        let name = file.to_string_lossy();
        Failure::Unreadable(format!("{name}: [{}] {}\n       {}", e.code(), said(Lang::En), said(Lang::Fr)))
    })
}

/// A document that can be computed; its issues are said on standard error.
fn computable(file: &std::ffi::OsStr) -> Result<Document, Failure> {
    let (document, issues) = open(file)?;
    tell(&issues);
    if issues.iter().any(Issue::is_error) { Err(Failure::DocumentErrors) } else { Ok(document) }
}

fn tell(issues: &[Issue]) {
    for issue in issues {
        let severity = if issue.is_error() { "error" } else { "warning" };
        let at = if issue.at.is_empty() { "/" } else { &issue.at };
        say(&format!("{severity} [{}] {at}: {}", issue.kind.code(), words::issue(&issue.kind, Lang::En)));
        say(&format!("    {}", words::issue(&issue.kind, Lang::Fr)));
    }
}

/// That a document was made under other rules, and what has changed since: no fault of it.
fn tell_rules(document: &Document) {
    let said = |lang| rulesets::said(RULESETS, document, lang);
    let (Some(en), Some(fr)) = (said(Lang::En), said(Lang::Fr)) else { return };
    say(&format!("note [rules] /ruleset: {en}"));
    say(&format!("    {fr}"));
    let News::Older(since) = rulesets::news(RULESETS, document) else { return };
    for ruleset in since {
        for change in ruleset.changes {
            say(&format!("  {}: {}", ruleset.id, rulesets::change(change, Lang::En)));
            say(&format!("    {}", rulesets::change(change, Lang::Fr)));
        }
    }
}

fn check(file: &std::ffi::OsStr) -> Result<(), Failure> {
    let (document, issues) = open(file)?;
    tell_rules(&document);
    let count = |severity| issues.iter().filter(|i| i.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    out_json(&serde_json::json!({ "errors": errors, "warnings": warnings, "issues": issues }))?;
    if errors > 0 { Err(Failure::DocumentErrors) } else { Ok(()) }
}

fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Date::from_days(i32::try_from(since.as_secs() / 86_400).ok()?)
}

fn question(document: &Document, asked: &Asked) -> Result<Question, Failure> {
    // A clock that is off matters only when nobody names a day.
    let day = asked.as_of.or(document.as_of).or_else(today);
    let day =
        day.ok_or_else(|| Failure::Usage("the clock tells no date; name one with --as-of".to_owned()))?;
    let mut question = Question { as_of: day, ..Question::of(&CATALOG, document, day) };
    question.assume_candidates = asked.assume_candidates;
    for (id, answer) in &asked.readings {
        question.readings.set(&CATALOG, id, answer).map_err(|e| match e {
            model::question::ReadingError::UnknownReading(id) => {
                let known: Vec<&str> = CATALOG.readings.iter().map(|r| r.id.id()).collect();
                Failure::Usage(format!("no reading “{id}”; there are: {}", known.join(", ")))
            }
            model::question::ReadingError::UnknownAnswer { reading, answer } => {
                let known = CATALOG.reading(reading).map(|r| r.answers.join(", ")).unwrap_or_default();
                Failure::Usage(format!("no answer “{answer}” to {}; there are: {known}", reading.id()))
            }
        })?;
    }
    Ok(question)
}

fn target(stack: &Stack<'_>, service: &str) -> Result<Node, Failure> {
    stack.graph().node(service).ok_or_else(|| {
        let known: Vec<&str> = stack.document().services.iter().map(|s| s.id.as_str()).collect();
        Failure::Usage(format!("no service “{service}” in the document; there are: {}", known.join(", ")))
    })
}

fn scope(file: &std::ffi::OsStr, service: &str, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    tell_rules(&document);
    let question = question(&document, &options.asked)?;
    // A circle is an error of the document and has been said above.
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    let target = target(&stack, service)?;
    let mut evaluator = Evaluator::new(&CATALOG, &stack, &question, vec![target]);
    let scope = evaluator.scope(target);
    let details = evaluator.details(target);
    match options.format {
        Format::Json | Format::Html | Format::Ics => {
            let blocking = evaluator.blocking(target);
            out_json(&json::scope(&CATALOG, &document, &scope, &details, &blocking))
        }
        Format::Csv => {
            with_prose(|prose| out(&markdown::scope_csv(prose, &document, &scope, &details, options.lang)))
        }
        Format::Md => with_prose(|prose| {
            out(&markdown::scope(&CATALOG, prose, &document, &scope, &details, options.lang))
        }),
    }
}

fn eucs_of(file: &std::ffi::OsStr, service: &str, level: Level, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    let target = target(&stack, service)?;
    let mut evaluator = Evaluator::new(&CATALOG, &stack, &question, vec![target]);
    let scope = evaluator.scope(target);
    let rules = eucs::rules(&document, &scope.service, level, &evaluator.qualified(target));
    with_draft(|both| {
        let draft = both.get(options.lang);
        let comparison = eucs::compare(&CATALOG, draft, &scope, level);
        match options.format {
            Format::Csv => out(&export::eucs::csv(draft, &comparison)),
            Format::Md => out(&export::eucs::markdown(draft, &document, &comparison, &rules, options.lang)),
            Format::Json | Format::Html | Format::Ics => {
                out_json(&export::eucs::json(both, &comparison, &rules))
            }
        }
    })
}

/// How many years ahead flips are sought where nobody names a last day.
const YEARS_AHEAD: u16 = 10;

fn calendar_of(
    file: &std::ffi::OsStr,
    service: &str,
    [from, to]: [Option<Date>; 2],
    options: &Options,
) -> Result<(), Failure> {
    if !matches!(options.format, Format::Json | Format::Md | Format::Ics) {
        return Err(Failure::Usage("calendar has the formats json, md and ics".to_owned()));
    }
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    target(&stack, service)?;
    let from = from.unwrap_or(question.as_of);
    let to = to.unwrap_or_else(|| from.plus_years(YEARS_AHEAD));
    if to < from {
        return Err(Failure::Usage(format!("--to {to} comes before --from {from}")));
    }
    let data = Calendar::parse(text::CALENDAR.as_bytes())
        .ok_or_else(|| Failure::Unreadable("the audits and checklists".to_owned()))?;
    let service = &ServiceId::from(service);
    let asked = export::calendar::Asked {
        catalog: &CATALOG,
        document: &document,
        service,
        question: &question,
        from,
        to,
        data: &data,
    };
    // Circles and unknown services have been told above.
    let told = |_| Failure::DocumentErrors;
    match options.format {
        Format::Md => out(&export::calendar::markdown(&asked, options.lang).map_err(told)?),
        Format::Ics => {
            let flips = calendar::flips(&CATALOG, &document, service, &question, from, to).map_err(told)?;
            let entries = calendar::entries(&document, service, &flips, options.lang).map_err(told)?;
            out(&calendar::ics(&entries, question.as_of, options.lang))
        }
        _ => out_json(&export::calendar::json(&asked).map_err(told)?),
    }
}

fn claims_of(file: &std::ffi::OsStr, service: &str, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    let target = target(&stack, service)?;
    let rulings = claims(&stack, &question, target);
    match options.format {
        Format::Json => out_json(&json::claims(service, &question, &rulings)),
        Format::Md => out(&markdown::claims(&document, service, &question, &rulings, options.lang)),
        _ => Err(Failure::Usage("claims has the formats json and md".to_owned())),
    }
}

fn ownership_of(file: &std::ffi::OsStr, provider: &str, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    let id = ProviderId::from(provider);
    let found = ownership::ownership(&document, &id, &question.readings).ok_or_else(|| {
        let known: Vec<&str> = document.providers.iter().map(|p| p.id.as_str()).collect();
        Failure::Usage(format!("no provider “{provider}” in the document; there are: {}", known.join(", ")))
    })?;
    let found = export::ownership::Found {
        document: &document,
        question: &question,
        ownership: &found,
        parties: &ownership::parties(&stack, &question, &id),
        places: &ownership::places(&document, &id),
    };
    match options.format {
        Format::Json => out_json(&export::ownership::json(&CATALOG, found)),
        Format::Md => out(&export::ownership::markdown(found, options.lang)),
        _ => Err(Failure::Usage("ownership has the formats json and md".to_owned())),
    }
}

/// How many questions are asked at once.
const FEW: usize = 5;

fn questions(file: &std::ffi::OsStr, service: &str, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    target(&stack, service)?;
    let fewest = fewest(&CATALOG, &document, &service.into(), &question, FEW);
    let (d, q) = (&document, &question);
    match options.format {
        Format::Json => {
            with_prose(|prose| out_json(&json::questions(&CATALOG, prose, d, service, q, &fewest)))
        }
        Format::Md => with_prose(|prose| {
            out(&markdown::questions(&CATALOG, prose, d, service, q, &fewest, options.lang))
        }),
        _ => Err(Failure::Usage("questions has the formats json and md".to_owned())),
    }
}

fn diff(
    files: &[std::ffi::OsString; 2],
    services: &[Option<String>; 2],
    options: &Options,
) -> Result<(), Failure> {
    let [a, b] = files;
    if options.format == Format::Csv {
        return Err(Failure::Usage("diff has the formats json and md".to_owned()));
    }
    // One file twice is read once: standard input cannot be read again.
    let first = open(a)?;
    let second = if a == b { None } else { Some(open(b)?) };
    let mut wrong = false;
    for (file, opened) in [(a, Some(&first)), (b, second.as_ref())] {
        let Some((_, issues)) = opened else { continue };
        if !issues.is_empty() {
            say(&format!("{}:", file.to_string_lossy()));
        }
        tell(issues);
        wrong |= issues.iter().any(Issue::is_error);
    }
    if wrong {
        return Err(Failure::DocumentErrors);
    }
    let before = &first.0;
    let after = second.as_ref().map_or(before, |(document, _)| document);
    let [service, service_b] = services;
    let (service, service_b) = (
        chosen(a, before, service.as_deref(), "--service")?,
        chosen(b, after, service_b.as_deref(), "--service-b")?,
    );
    let (asked, asked_b) = (question(before, &options.asked)?, question(after, &options.asked_b)?);
    let diff = model::diff(
        &CATALOG,
        Side { document: before, service: &service, question: &asked },
        Side { document: after, service: &service_b, question: &asked_b },
    );
    // The services are there, and a circle is an error of the document and has been said above.
    let diff = diff.map_err(|_| Failure::DocumentErrors)?;
    match options.format {
        Format::Md => out(&export::diff::markdown(&CATALOG, &diff, options.lang)),
        _ => out_json(&export::diff::json(&CATALOG, &diff)),
    }
}

/// The service that is named, else the only one on which no other rests.
fn chosen(
    file: &std::ffi::OsStr,
    document: &Document,
    named: Option<&str>,
    option: &str,
) -> Result<ServiceId, Failure> {
    let file = file.to_string_lossy();
    let ids = |services: Vec<&model::document::Service>| {
        services.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match named {
        Some(id) if document.service(id).is_some() => Ok(id.into()),
        Some(id) => {
            let known = ids(document.services.iter().collect());
            Err(Failure::Usage(format!("no service “{id}” in {file}; there are: {known}")))
        }
        None => match tops(document).as_slice() {
            [only] => Ok(only.id.clone()),
            [] => Err(Failure::Usage(format!("{file} has no service"))),
            several => Err(Failure::Usage(format!(
                "which service of {file}? ({option} ID) No other rests on: {}",
                ids(several.to_vec())
            ))),
        },
    }
}

fn report_on(file: &std::ffi::OsStr, service: &str, options: &Options) -> Result<(), Failure> {
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    target(&stack, service)?;
    let made_by = concat!("socle ", env!("CARGO_PKG_VERSION"));
    with_prose(|prose| {
        let (pack, lang) = (prose.get(options.lang), options.lang);
        let report =
            report::annex(&CATALOG, &document, &service.into(), &question, pack, lang, Some(made_by))
                // Circles and unknown services have been told above.
                .map_err(|_| Failure::DocumentErrors)?;
        out(&report::html::page(&report))
    })
}

fn responsibilities(
    file: &std::ffi::OsStr,
    [service, base]: [&String; 2],
    matrix: &str,
    customer: Option<&str>,
    options: &Options,
) -> Result<(), Failure> {
    if !matches!(options.format, Format::Json | Format::Md) {
        return Err(Failure::Usage("responsibilities has the formats json and md".to_owned()));
    }
    let document = computable(file)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    target(&stack, service)?;
    target(&stack, base)?;
    let carried = Matrices::parse(text::MATRICES.as_bytes())
        .ok_or_else(|| Failure::Unreadable("the published matrices".to_owned()))?;
    let (table, published) = match carried.get(matrix) {
        Some(m) => (Table::published(m, options.lang), Some(m)),
        None => {
            let text = String::from_utf8(bytes(matrix.as_ref())?)
                .map_err(|_| Failure::Unreadable(format!("{matrix}: not UTF-8")))?;
            let read = responsibility::read_markdown(&text).map_err(|why| {
                let said = |lang| responsibility::say::unreadable(why, lang);
                Failure::Unreadable(format!("{matrix}: {}\n       {}", said(Lang::En), said(Lang::Fr)))
            })?;
            // Of several matrices in one text, the longest; the others are told.
            let at = (0..read.len()).max_by_key(|i| read.get(*i).map(|t| t.rows.len())).unwrap_or_default();
            for (i, other) in read.iter().enumerate().filter(|(i, _)| *i != at) {
                say(&format!("left out: table {} ({})", i + 1, other.parties.join(", ")));
            }
            let table = read.into_iter().nth(at).unwrap_or_default();
            let published = responsibility::recognise(&carried, &table);
            (table, published)
        }
    };
    let provider = document.service(base).and_then(|s| document.provider(&s.provider));
    let names: Vec<&str> = provider.iter().map(|p| p.name.as_str()).collect();
    let heads = table.parties.join(", ");
    let sides = match customer {
        Some(head) => {
            let unknown = || Failure::Usage(format!("no column “{head}” in the matrix; there are: {heads}"));
            let customer = table.parties.iter().position(|p| p == head).ok_or_else(unknown)?;
            Sides { customer, provider: usize::from(customer == 0) }
        }
        None => match table.guess(&names) {
            Some(sides) => sides,
            None if table.parties.len() == 2 => {
                let doubt = format!("whose column is whose? (--customer HEAD) There are: {heads}");
                return Err(Failure::Usage(doubt));
            }
            // What is wrong with the matrix says it; nothing follows from it.
            None => Sides { customer: 0, provider: 1 },
        },
    };
    let asked = responsibility::Asked {
        catalog: &CATALOG,
        document: &document,
        service: &service.as_str().into(),
        base: &base.as_str().into(),
        table: &table,
        sides,
        published,
        hints: &carried.hints,
    };
    let proposal = responsibility::propose(&asked)
        .ok_or_else(|| Failure::Usage(format!("“{service}” does not rest directly on “{base}”")))?;
    match options.format {
        Format::Md => out(&export::responsibility::markdown(&asked, &proposal, options.lang)),
        _ => out_json(&export::responsibility::json(&asked, &proposal)),
    }
}

fn paper_on(file: &std::ffi::OsStr, service: &str, paper: Paper, options: &Options) -> Result<(), Failure> {
    if !matches!(options.format, Format::Html | Format::Md) {
        return Err(Failure::Usage("paper has the formats html and md".to_owned()));
    }
    let document = computable(file)?;
    let question = question(&document, &options.asked)?;
    let stack = Stack::new(&document).map_err(|_| Failure::DocumentErrors)?;
    target(&stack, service)?;
    with_prose(|prose| {
        let asked = papers::Asked {
            catalog: &CATALOG,
            document: &document,
            target: &service.into(),
            question: &question,
            pack: prose.get(options.lang),
            lang: options.lang,
            generated: Some(concat!("socle ", env!("CARGO_PKG_VERSION"))),
        };
        // Circles and unknown services have been told above.
        let report = papers::paper(paper, &asked).map_err(|_| Failure::DocumentErrors)?;
        out(&match options.format {
            Format::Md => report::markdown::write(&report),
            _ => report::html::page(&report),
        })
    })
}
