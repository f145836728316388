//! Workbooks and the files beside them: everything is there once and in order, a filter is honoured and said, names hold
//! whatever a service is called, both languages have one structure, and what is needed for the way back is there.

use crate::{
    catalogue::slips_of_french,
    papers::asked,
    report::{document, pack, question},
    running::{rows, stack},
    schema::maximal,
    wounds::{run, samples},
};
use catalog::{Lang, SECNUMCLOUD};
use checks::generate;
use model::{
    Date, Document, Question, Scope,
    document::{Answer, BaseAnswer, Judgement, Override, ServiceId, Status},
    export::{
        Filter, csv, json, markdown, scope,
        workbook::{
            answered,
            hidden::{self, Origin},
            paper_book, workbook, written,
        },
    },
    judgement,
    report::papers::Paper,
    supply::Stack,
    table::{Column, Field, Grid, Kind, Sheet, Use, Value, Workbook},
    verdict::{Detail, Evaluator, Outcome, ScopeError, Verdict},
    words,
};
use proptest::{collection::vec, prelude::*};
use serde_json::json;
use std::{collections::BTreeSet, time::Instant};

fn made(document: &Document, target: &str, lang: Lang, filter: Option<Filter<'_>>) -> Workbook {
    let question = question(document);
    workbook(&asked(document, &target.into(), &question, lang), filter).expect("computable")
}

fn papers(document: &Document, target: &str, lang: Lang) -> [Workbook; 3] {
    let (question, target) = (question(document), target.into());
    Paper::ALL.map(|p| paper_book(p, &asked(document, &target, &question, lang)).expect("computable"))
}

fn split(document: &Document, target: &str, lang: Lang) -> Workbook {
    let [split, ..] = papers(document, target, lang);
    split
}

fn scope_of(document: &Document, target: &str) -> Scope {
    model::scope(&SECNUMCLOUD, document, &target.into(), &question(document)).expect("a scope")
}

/// Every service of every sample, of the stack of these checks and of the document that uses every key.
fn all() -> Vec<(Document, String)> {
    let values = samples().into_iter().map(|(_, bytes)| serde_json::from_slice(&bytes).expect("JSON"));
    let documents = values.chain([stack()]).map(|value| document(&value)).chain([maximal()]);
    documents
        .flat_map(|d| d.services.iter().map(|s| (d.clone(), s.id.0.clone())).collect::<Vec<_>>())
        .collect()
}

fn sheet<'b>(book: &'b Workbook, name: &str) -> &'b Sheet {
    book.sheets.iter().find(|s| s.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
}

fn text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Verdict(outcome) => outcome.id().to_owned(),
    }
}

/// The place of a column, by its head.
fn at(sheet: &Sheet, head: &str) -> usize {
    sheet.columns.iter().position(|c| c.head == head).unwrap_or_else(|| panic!("{}: no {head}", sheet.name))
}

fn column(sheet: &Sheet, head: &str) -> Vec<String> {
    let at = at(sheet, head);
    sheet.rows.iter().map(|row| text(&row[at])).collect()
}

/// A sheet as it comes back when nothing was changed in it.
fn grid(sheet: &Sheet) -> Grid {
    let rows = sheet.rows.iter().map(|row| row.iter().map(text).collect());
    Grid { name: sheet.name.clone(), rows: rows.collect(), formulas: 0, merged: 0 }
}

fn origin(book: &Workbook) -> Origin {
    hidden::parse(&grid(sheet(book, hidden::NAME))).expect("an origin")
}

fn cover(book: &Workbook) -> String {
    let lines = book.sheets[0].rows.iter().map(|row| format!("{} | {}", text(&row[0]), text(&row[1])));
    lines.collect::<Vec<_>>().join("\n")
}

/// A stack in which a person has said something in every column, matched and unmatched.
fn judged() -> Document {
    let mut document = document(&stack());
    let full = |n: u8| Judgement {
        verdict: Some(Override::Remains),
        justification: Some(format!("=because {n}")),
        author: Some("A. Author".to_owned()),
        date: Date::new(2026, 11, n).ok(),
        status: Some(Status::Blocked),
        owner: Some("The team".to_owned()),
        evidence: vec![format!("https://example.org/{n}"), "Binder 3".to_owned()],
        note: Some("two\nlines".to_owned()),
        extra: Default::default(),
    };
    let judgements = &mut document.services[1].judgements;
    for (n, id) in (1..).zip(["5.1.a", "11.2.2.a", "12.11.a", "99.9.z"]) {
        judgements.insert(id.to_owned(), full(n));
    }
    document
}

// ---------------------------------------------------------------------------------------------------------------------
// What is in it
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_requirement_is_there_once_in_order_with_its_computed_verdict() {
    for (document, target) in all() {
        let scope = scope_of(&document, &target);
        let ids: Vec<&str> = scope.verdicts.iter().map(|v| v.requirement.id).collect();
        let book = made(&document, &target, Lang::En, None);
        let table = sheet(&book, "Scope");
        assert_eq!(column(table, "Requirement"), ids);
        assert_eq!(column(sheet(&book, "Matrix"), "Requirement"), ids);
        let outcomes: Vec<&str> = scope.verdicts.iter().map(|v| v.outcome.id()).collect();
        assert_eq!(column(table, "Computed verdict"), outcomes, "{target}");
        // Whatever people judged, what remains is what the verdicts say.
        let left = scope.verdicts.iter().filter(|v| matches!(v.outcome, Outcome::Remains | Outcome::Shared));
        let left: Vec<&str> = left.map(|v| v.requirement.id).collect();
        let remaining = book.sheets.iter().find(|s| s.name == "What remains");
        assert_eq!(remaining.map(|s| column(s, "Requirement")).unwrap_or_default(), left, "{target}");
        for name in ["Scope", "What remains", "Matrix", "To obtain from bases"] {
            let Some(table) = book.sheets.iter().find(|s| s.name == name) else { continue };
            for (id, verdict) in column(table, "Requirement").iter().zip(column(table, "Computed verdict")) {
                let computed = scope.verdicts.iter().find(|v| v.requirement.id == *id).expect("known");
                assert_eq!(verdict, computed.outcome.id(), "{target} {name} {id}");
            }
        }
        let (verified, all) = (scope.verified(), scope.all());
        let page = cover(&book);
        for outcome in Outcome::ALL {
            let said = format!(
                "{} | {} of {} verified ones; {} of {} with the recommendations",
                words::outcome(outcome, Lang::En),
                verified.get(outcome),
                verified.total(),
                all.get(outcome),
                all.total()
            );
            assert!(page.contains(&said), "{target}: {said}");
        }
        assert!(page.contains(&format!("Service identifier | {target}\n")), "{page}");
        assert!(page.contains("Filter | all requirements\nRequirements kept | 278 of 278"), "{page}");
        assert!(page.contains(&markdown::notice(Lang::En)));
    }
}

#[test]
fn what_a_person_said_stands_in_its_columns_and_on_the_hidden_sheet() {
    let document = judged();
    let judgements = &document.services[1].judgements;
    for lang in Lang::ALL {
        let book = made(&document, "paas", lang, None);
        let table = &book.sheets[1];
        let origin = origin(&book);
        assert_eq!((origin.service.as_str(), origin.lang), ("paas", Some(lang)));
        assert_eq!(
            (origin.title.as_str(), origin.day),
            ("A tower (fictional)", Date::new(2026, 11, 22).ok())
        );
        let requirements = column(table, Field::Requirement.head(lang));
        for field in Field::JUDGEMENT {
            let shown = column(table, field.head(lang));
            for (id, shown) in requirements.iter().zip(shown) {
                let given = judgements.get(id).map(|j| written(j, field)).unwrap_or_default();
                assert_eq!(origin.value(id, field, ""), given, "{id} {field:?}");
                let expected = match (field, judgements.get(id)) {
                    (Field::Override, Some(j)) => {
                        j.verdict.map_or("", |v| words::outcome(judgement::outcome(v), lang)).to_owned()
                    }
                    (Field::Status, Some(j)) if j.status.is_some() => {
                        judgement::status(j.status, lang).to_owned()
                    }
                    _ => given,
                };
                assert_eq!(shown, expected, "{id} {field:?}");
            }
            let column = &table.columns[at(table, field.head(lang))];
            assert!(column.open, "{field:?}");
            let shown: usize = column.choices.iter().map(|c| c.chars().count() + 1).sum();
            assert!(shown <= 255, "a list that spreadsheets take: {:?}", column.choices);
            assert_eq!(
                column.choices.len(),
                if matches!(field, Field::Override | Field::Status) { 4 } else { 0 }
            );
        }
        // 11.2.2.a is inherited: a person sees it otherwise, and the computed verdict is still there.
        let row = requirements.iter().position(|id| id == "11.2.2.a").expect("there");
        assert!(table.rows[row].contains(&Value::Verdict(Outcome::Inherited)));
        assert!(!table.rows[row].contains(&Value::Verdict(Outcome::Remains)));
        // What matches nothing is listed, and is no part of the way back.
        let orphans = book.sheets.iter().rev().nth(1).expect("a sheet");
        let listed: Vec<String> = orphans.rows.iter().map(|r| text(&r[0])).collect();
        assert_eq!(listed, ["99.9.z"], "{:?}", orphans.name);
        assert!(origin.base_values.iter().all(|g| g.requirement != "99.9.z"));
        let all = judgements.iter().filter(|(id, _)| id.as_str() != "99.9.z");
        let expected: usize =
            all.map(|(_, j)| Field::JUDGEMENT.iter().filter(|f| !written(j, **f).is_empty()).count()).sum();
        assert_eq!(origin.base_values.len(), expected);
    }
    let page = cover(&made(&document, "paas", Lang::En, None));
    let scope = scope_of(&document, "paas");
    let otherwise = scope.verdicts.iter().filter(|v| {
        let seen = judgements.get(v.requirement.id).and_then(|j| j.verdict).map(judgement::outcome);
        seen.is_some_and(|seen| seen != v.outcome)
    });
    let said = format!("Requirements kept that a person sees otherwise | {} of 278", otherwise.count());
    assert!(page.contains(&said), "{page}");
}

#[test]
fn one_sheet_alone_comes_back() {
    for (document, target) in all().into_iter().chain([(judged(), "paas".to_owned())]) {
        for lang in Lang::ALL {
            let comes_back = |sheet: &&Sheet| {
                let fields: BTreeSet<Field> =
                    sheet.columns.iter().filter_map(|c| Field::from_head(&c.head)).collect();
                // A head can stand in any row.
                let in_rows = sheet.kind != Use::Hidden
                    && sheet.rows.iter().any(|row| {
                        let found = row.iter().filter_map(|v| Field::from_head(&text(v)));
                        let found: BTreeSet<Field> = found.collect();
                        found.contains(&Field::Requirement) && found.len() > 1
                    });
                in_rows || (fields.contains(&Field::Requirement) && fields.len() > 1)
            };
            let book = made(&document, &target, lang, None);
            let back: Vec<usize> = (0..book.sheets.len()).filter(|i| comes_back(&&book.sheets[*i])).collect();
            assert_eq!(back, [1], "{target}");
            for other in book.sheets.iter().enumerate().filter(|(i, _)| *i != 1).map(|(_, s)| s) {
                assert!(other.columns.iter().all(|c| !c.open && c.choices.is_empty()), "{}", other.name);
            }
            // Of the papers, the bases' sheets of the split.
            let [split, position, rest] = papers(&document, &target, lang);
            let bases: Vec<&str> = split.sheets.iter().filter(comes_back).map(|s| s.name.as_str()).collect();
            let named: Vec<String> = origin(&split).bases.into_iter().map(|(name, _)| name).collect();
            assert_eq!(bases, named, "{target}");
            assert_eq!(position.sheets.iter().chain(&rest.sheets).filter(comes_back).count(), 0, "{target}");
        }
    }
}

#[test]
fn services_give_days_as_days_and_third_parties_what_is_asked_of_them() {
    let document = maximal();
    let book = made(&document, "paas", Lang::En, None);
    let services = sheet(&book, "Services");
    let paas = document.service("paas").expect("there");
    let mine: Vec<&Vec<Value>> = services.rows.iter().filter(|r| text(&r[1]) == "paas").collect();
    assert_eq!(mine.len(), paas.qualifications.len().max(1));
    for (row, q) in mine.iter().zip(&paas.qualifications) {
        for (head, day) in
            [("Granted", q.granted), ("Last day", q.last_day()), ("Called current on", q.attested_on)]
        {
            assert_eq!(row[at(services, head)], day.map_or(Value::Empty, Value::Date), "{head}");
        }
        for reserve in &q.reserves {
            let said = reserve.text.clone().unwrap_or_default();
            assert!(text(&row[at(services, "Reserves")]).contains(&said));
        }
        let said = text(&row[at(services, "Events")]);
        assert_eq!(said.lines().count(), q.events.len());
    }
    let third = sheet(&book, "Third parties");
    let serving = document.third_parties.iter().filter(|t| t.serves.iter().any(|s| s.as_str() == "paas"));
    for party in serving {
        let row = third.rows.iter().find(|r| text(&r[0]) == party.name).expect("a row");
        assert!(text(&row[at(third, "Requirements concerned (chapter 15, 19.6)")]).contains("15.2.b"));
        assert!(!text(&row[at(third, "Audit clause (15.2.b)")]).is_empty());
    }
    // A base of another legal person is a third party, qualified or not; one's own is none.
    let other = made(&self::document(&stack()), "paas", Lang::En, None);
    let names = column(sheet(&other, "Third parties"), "Third party");
    assert_eq!(names, ["Maker", "Northern IaaS"]);
    assert!(!column(third, "Third party").contains(&"Northern IaaS".to_owned()));
}

// ---------------------------------------------------------------------------------------------------------------------
// The filter
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_filter_is_honoured_everywhere_and_said() {
    let document = judged();
    let keeps = |v: &Verdict| v.outcome == Outcome::Inherited && v.requirement.chapter == 11;
    let filter = Some(Filter { keeps: &keeps, words: "Inherited *and* chapter 11" });
    let scope = scope_of(&document, "paas");
    let kept: Vec<&str> = scope.verdicts.iter().filter(|v| keeps(v)).map(|v| v.requirement.id).collect();
    assert!(kept.contains(&"11.2.2.a") && kept.len() < 60);
    let book = made(&document, "paas", Lang::En, filter);
    let ids: BTreeSet<&str> = scope.verdicts.iter().map(|v| v.requirement.id).collect();
    assert_eq!(column(sheet(&book, "Scope"), "Requirement"), kept);
    for table in book.sheets.iter().filter(|s| s.kind != Use::Page) {
        for cell in table.rows.iter().flatten().map(text) {
            assert!(!ids.contains(cell.as_str()) || kept.contains(&cell.as_str()), "{}: {cell}", table.name);
        }
    }
    assert!(!book.sheets.iter().any(|s| s.name == "What remains" || s.name == "Judgements to look at"));
    let origin = origin(&book);
    assert!(!origin.base_values.is_empty() && origin.base_values.iter().all(|g| g.requirement == "11.2.2.a"));
    // Not a word of what is said of the others leaves.
    assert!(!format!("{book:?}").contains("=because 1") && format!("{book:?}").contains("=because 2"));
    let page = cover(&book);
    let said = format!("Filter | Inherited *and* chapter 11\nRequirements kept | {} of 278", kept.len());
    assert!(page.contains(&said), "{page}");
    let verified = scope.verified();
    assert!(
        page.contains(&format!("Remains | {} of {}", verified.remains, verified.total())),
        "the whole scope"
    );

    let (question, target) = (question(&document), "paas".into());
    let asked = asked(&document, &target, &question, Lang::En);
    let text = scope::csv(&asked, filter).expect("made");
    let listed: Vec<String> = rows(&text).into_iter().skip(1).map(|mut r| r.swap_remove(0)).collect();
    assert_eq!(listed, kept);
    let text = scope::json(&asked, filter).expect("made");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let words = "Inherited *and* chapter 11";
    assert_eq!(value["filter"], json!({ "words": words, "kept": kept.len(), "of": 278 }));
    let listed: Vec<&str> = value["verdicts"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|v| v["requirement"].as_str())
        .collect();
    assert_eq!(listed, kept);
    assert_eq!(value["counts"]["verified"]["remains"], verified.remains);
    let text = scope::markdown(&asked, filter).expect("made");
    assert!(text.contains("Filter: Inherited \\*and\\* chapter 11. Requirements kept below: "), "{text}");
    let listed: Vec<&str> =
        text.lines().filter_map(|l| l.strip_prefix("### ")).filter_map(|l| l.split(' ').next()).collect();
    assert_eq!(listed, kept);

    // One that keeps nothing gives files that say so.
    let none = Some(Filter { keeps: &|_| false, words: "none" });
    let book = made(&document, "paas", Lang::Fr, none);
    assert_eq!((book.sheets[1].rows.len(), self::origin(&book).base_values.len()), (0, 0));
    assert!(cover(&book).contains("0 sur 278"));
}

/// The verdicts, what is behind them and the services that bar the composition, as the command has them.
fn evaluated(document: &Document, target: &str, question: &Question) -> (Scope, Vec<Detail>, Vec<ServiceId>) {
    let stack = Stack::new(document).expect("no circle");
    let node = stack.graph().node(target).expect("there");
    let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, question, vec![node]);
    (evaluator.scope(node), evaluator.details(node), evaluator.blocking(node))
}

#[test]
fn without_a_filter_files_are_those_of_the_command() {
    for (document, target) in all() {
        let question = question(&document);
        let (scope, details, blocking) = evaluated(&document, &target, &question);
        let id = target.as_str().into();
        for lang in Lang::ALL {
            let asked = asked(&document, &id, &question, lang);
            let prose = json::Prose { fr: pack(Lang::Fr), en: pack(Lang::En) };
            let plain = json::scope(&SECNUMCLOUD, &document, &scope, &details, &blocking);
            let plain = serde_json::to_string_pretty(&plain).expect("JSON") + "\n";
            assert_eq!(scope::json(&asked, None).expect("made"), plain, "{target}");
            let plain = markdown::scope(&SECNUMCLOUD, prose, &document, &scope, &details, lang);
            assert_eq!(scope::markdown(&asked, None).expect("made"), plain, "{target}");
            // CSV: the columns of the command, and four more.
            let text = scope::csv(&asked, None).expect("made");
            let text = text.strip_prefix(csv::BOM).expect("a byte order mark");
            let plain = rows(&markdown::scope_csv(prose, &document, &scope, &details, lang));
            let full = rows(text);
            let judgements = &document.service(&target).expect("there").judgements;
            assert_eq!(full.len(), plain.len());
            assert_eq!(full[0][17..], ["justification", "author", "date", "links"]);
            for (full, plain) in full.iter().zip(plain) {
                assert_eq!(full[..17], plain);
                let judged = judgements.get(&full[0]).cloned().unwrap_or_default();
                let date = judged.date.map(|d| d.to_string()).unwrap_or_default();
                assert!(full[0] == "requirement" || full[19..] == [date, judged.evidence.join("\n")]);
            }
        }
    }
}

#[test]
fn any_sheet_can_be_csv_and_no_cell_of_it_is_a_formula() {
    let table = Sheet {
        name: "x".to_owned(),
        kind: Use::Table,
        frozen: 0,
        columns: ["=a", "b,\"c\""]
            .map(|head| Column {
                head: head.to_owned(),
                kind: Kind::Short,
                width: 9,
                open: false,
                choices: Vec::new(),
            })
            .to_vec(),
        rows: vec![
            vec![Value::Text("=1+1".to_owned()), Value::Date(Date::new(2026, 2, 1).expect("a day"))],
            vec![Value::Number(12), Value::Verdict(Outcome::NotApplicable)],
            vec![Value::Text("é\nè".to_owned()), Value::Empty],
        ],
    };
    assert_eq!(
        csv::sheet(&table),
        "\u{feff}'=a,\"b,\"\"c\"\"\"\r\n'=1+1,2026-02-01\r\n12,not_applicable\r\n\"é\nè\",\r\n"
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// Names, languages, sameness
// ---------------------------------------------------------------------------------------------------------------------

/// What spreadsheets ask of a workbook, whatever stands in its cells.
fn assert_sound(book: &Workbook) -> Result<(), TestCaseError> {
    let mut names = BTreeSet::new();
    for sheet in &book.sheets {
        let name = sheet.name.as_str();
        prop_assert!((1..=31).contains(&name.encode_utf16().count()), "{:?}", name);
        let bad = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
        prop_assert!(!name.contains(bad) && name.trim() == name, "{:?}", name);
        prop_assert!(!name.starts_with('\'') && !name.ends_with('\''), "{:?}", name);
        prop_assert!(names.insert(name.to_lowercase()), "{:?} twice", name);
        for row in &sheet.rows {
            prop_assert_eq!(row.len(), sheet.columns.len(), "{}", name);
            for value in row {
                prop_assert!(*value != Value::Text(String::new()), "{}", name);
            }
        }
        match sheet.kind {
            Use::Table => {
                let heads: BTreeSet<&str> = sheet.columns.iter().map(|c| c.head.as_str()).collect();
                prop_assert!(heads.len() == sheet.columns.len() && !heads.contains(""), "{}", name);
                prop_assert!(usize::from(sheet.frozen) < sheet.columns.len());
            }
            Use::Page | Use::Hidden => prop_assert!(sheet.columns.iter().all(|c| c.head.is_empty())),
        }
        prop_assert_eq!(sheet.kind == Use::Hidden, name == hidden::NAME);
    }
    Ok(())
}

#[test]
fn names_hold_whatever_a_base_is_called() {
    let called = [
        "A base whose name is very much longer than any name of a sheet may be",
        "A base whose name is very much longer than any name of a sheet may be",
        "[x]:*?/\\ 'y'",
        "socle",
        "\u{202e}\u{7}\t\n",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
    ];
    let layers = ["facility", "hardware", "fabric", "compute", "storage", "sdn"];
    let mut services = Vec::new();
    let mut reliances = Vec::new();
    for (at, (name, layer)) in called.iter().zip(layers).enumerate() {
        let id = format!("base-{at}");
        services.push(json!({ "id": id, "name": name, "provider": "north", "activities": ["iaas"],
            "qualifications": [{ "version": "3.2", "granted": "2025-01-10" }] }));
        reliances.push(json!({ "service": id, "layers": [layer] }));
    }
    services.push(
        json!({ "id": "paas", "name": "P", "provider": "own", "activities": ["paas"], "relies_on": reliances }),
    );
    let document = document(&json!({ "format": "socle/1", "title": "Names", "services": services,
        "providers": [{ "id": "north", "name": "N" }, { "id": "own", "name": "O" }] }));
    for lang in Lang::ALL {
        let book = split(&document, "paas", lang);
        assert_sound(&book).expect("sound");
        let origin = origin(&book);
        assert_eq!(origin.bases.len(), called.len(), "each has something shared");
        for (at, (name, base)) in origin.bases.iter().enumerate() {
            assert_eq!(base.as_str(), format!("base-{at}"));
            assert_eq!(origin.base_of(name), Some(base));
            let table = sheet(&book, name);
            assert!(column(table, Field::Base.head(lang)).iter().all(|b| b == base.as_str()));
        }
        assert_sound(&made(&document, "paas", lang, None)).expect("sound");
    }
}

/// What is in a workbook, without its words.
fn shape(book: &Workbook) -> Vec<String> {
    let mut shape = Vec::new();
    for sheet in &book.sheets {
        let columns: Vec<_> =
            sheet.columns.iter().map(|c| (c.kind, c.width, c.open, c.choices.len())).collect();
        shape.push(format!("{:?} {} {columns:?}", sheet.kind, sheet.frozen));
        for row in &sheet.rows {
            let cells = row.iter().map(|v| match v {
                Value::Text(_) => "text".to_owned(),
                other => format!("{other:?}"),
            });
            shape.push(cells.collect::<Vec<_>>().join(" "));
        }
    }
    shape
}

#[test]
fn both_languages_have_one_structure_and_the_same_asks_give_the_same() {
    for (document, target) in all().into_iter().chain([(judged(), "paas".to_owned())]) {
        let [fr, en] = Lang::ALL.map(|lang| {
            let [a, b, c] = papers(&document, &target, lang);
            [made(&document, &target, lang, None), a, b, c]
        });
        for (fr, en) in fr.iter().zip(&en) {
            assert_eq!(shape(fr), shape(en), "{target}");
            assert_ne!(fr.title, en.title);
            assert_sound(fr).and_then(|()| assert_sound(en)).expect("sound");
            for (fr, en) in fr.sheets.iter().zip(&en.sheets) {
                assert_eq!(
                    fr.name == en.name,
                    ["Services", "Qualifications", hidden::NAME].contains(&en.name.as_str())
                        || en.name.starts_with(|c: char| c.is_ascii_digit()),
                    "{}",
                    en.name
                );
            }
        }
        assert_eq!(made(&document, &target, Lang::Fr, None), fr[0]);
        assert_eq!(split(&document, &target, Lang::Fr), fr[1]);
    }
}

#[test]
fn any_stack_gives_sound_workbooks() {
    run(48, &generate::case(), |(document, target, question)| {
        let target = target.as_str().into();
        let asked = asked(&document, &target, &question, Lang::Fr);
        let book = workbook(&asked, None).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        assert_sound(&book)?;
        prop_assert_eq!(book.sheets[1].rows.len(), 278);
        let split = paper_book(Paper::Split, &asked).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        assert_sound(&split)
    });
}

#[test]
fn our_own_words_are_well_set() {
    // In the stack of these checks no name, note or source holds a sign that French sets apart.
    let mut value = stack();
    value["services"][1]["judgements"] = json!({});
    let document = document(&value);
    let [a, b, c] = papers(&document, "paas", Lang::Fr);
    for book in [made(&document, "paas", Lang::Fr, None), a, b, c] {
        for sheet in book.sheets.iter().filter(|s| s.kind != Use::Hidden) {
            let heads = sheet.columns.iter().map(|c| c.head.clone());
            for text in heads.chain(sheet.rows.iter().flatten().map(text)) {
                assert_eq!(slips_of_french(&text), Vec::<String>::new(), "{}: {text}", sheet.name);
                assert!(!text.contains("  ") && text.trim() == text, "{}: {text:?}", sheet.name);
            }
        }
    }
}

#[test]
fn there_is_none_of_an_unknown_service() {
    let document = document(&stack());
    let (question, target) = (question(&document), "gone".into());
    let asked = asked(&document, &target, &question, Lang::En);
    let unknown = ScopeError::UnknownService("gone".into());
    assert_eq!(workbook(&asked, None).map(|_| ()), Err(unknown.clone()));
    assert_eq!(paper_book(Paper::Split, &asked).map(|_| ()), Err(unknown.clone()));
    assert_eq!(scope::csv(&asked, None).map(|_| ()), Err(unknown));
}

// ---------------------------------------------------------------------------------------------------------------------
// Answers of bases, and the hidden sheet
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn what_a_base_answered_stands_in_its_columns_even_where_it_said_no() {
    let mut document = document(&stack());
    let full = BaseAnswer {
        base_part: Some(Answer::No),
        interlock: Some(Answer::Unknown),
        author: Some("Northern, contracts".to_owned()),
        date: Date::new(2026, 10, 1).ok(),
        text: Some("two\nlines".to_owned()),
        reference: Some("-Annex 4".to_owned()),
        extra: Default::default(),
    };
    let yes = BaseAnswer { base_part: Some(Answer::Yes), ..BaseAnswer::default() };
    let answers = &mut document.services[1].relies_on[0].answers;
    answers.insert("12.11.b".to_owned(), full.clone());
    answers.insert("10.1.a".to_owned(), yes.clone());
    for lang in Lang::ALL {
        let book = split(&document, "paas", lang);
        let origin = origin(&book);
        let (name, base) = &origin.bases[0];
        assert_eq!(base.as_str(), "iaas");
        let table = sheet(&book, name);
        let ids = column(table, Field::Requirement.head(lang));
        let refused = ids.iter().position(|id| id == "12.11.b").expect("its answer stays in sight");
        let word = |answer: Answer| model::lexicon::word("answer", answer.id(), lang);
        for field in Field::ANSWER {
            let shown = &column(table, field.head(lang))[refused];
            let expected = match field {
                Field::BasePart => word(Answer::No).to_owned(),
                Field::Interlock => word(Answer::Unknown).to_owned(),
                _ => answered(&full, field),
            };
            assert_eq!(*shown, expected, "{field:?}");
            assert_eq!(origin.value("12.11.b", field, "iaas"), answered(&full, field), "{field:?}");
            assert_eq!(origin.value("10.1.a", field, "iaas"), answered(&yes, field));
            assert_eq!(origin.value("12.11.b", field, ""), "", "of a base, not of the service");
            let choices = &table.columns[at(table, field.head(lang))].choices;
            assert_eq!(
                choices.len(),
                if matches!(field, Field::BasePart | Field::Interlock) { 3 } else { 0 }
            );
        }
        // Who rests on the base through another has the answers of that other.
        let above = split(&document, "saas", lang);
        let said = self::origin(&above);
        assert_eq!(said.value("10.1.a", Field::BasePart, "iaas"), "yes");
    }
}

#[test]
fn the_hidden_sheet_is_read_back_as_written_and_nothing_else_is() {
    let document = judged();
    let book = made(&document, "paas", Lang::Fr, None);
    let mut grid = grid(sheet(&book, hidden::NAME));
    let read = hidden::parse(&grid).expect("an origin");
    assert_eq!(hidden::sheet(&read), *sheet(&book, hidden::NAME));
    // Rows that make no sense are left out.
    grid.rows.push(vec!["5.1.a".to_owned(), "verdict".to_owned(), "inherited".to_owned()]);
    grid.rows.push(vec![String::new(), "note".to_owned(), "x".to_owned()]);
    grid.rows.push(vec!["5.1.a".to_owned()]);
    assert_eq!(hidden::parse(&grid), Some(read));
    // However many rows somebody adds.
    let row = ["5.1.a", "note", "x"].map(str::to_owned).to_vec();
    grid.rows.extend(vec![row; 2 * hidden::MAX_VALUES]);
    assert_eq!(hidden::parse(&grid).map(|o| o.base_values.len()), Some(hidden::MAX_VALUES));
    grid.rows[0][1] = "socle-sheet/2".to_owned();
    assert_eq!(hidden::parse(&grid), None);
    grid.rows[0][1] = hidden::FORMAT.to_owned();
    grid.rows[1][1].clear();
    assert_eq!(hidden::parse(&grid), None, "of no service");
    grid.name = "Socle".to_owned();
    assert_eq!(hidden::parse(&grid), None);

    let words = ["format", hidden::FORMAT, "service", "requirement", "sheet", "day", "note", "5.1.a", ""];
    let cell = prop_oneof![4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    run(200, &vec(vec(cell, 0..6), 0..12), |rows| {
        let grid = Grid { name: hidden::NAME.to_owned(), rows, formulas: 0, merged: 0 };
        let again = hidden::parse(&grid).map(|o| hidden::sheet(&o));
        let back = again.as_ref().map(self::grid).and_then(|g| hidden::parse(&g));
        prop_assert_eq!(back, hidden::parse(&grid));
        Ok(())
    });
}

#[test]
fn thirty_services_are_written_at_once() {
    let mut services = vec![json!({ "id": "s0", "name": "Ground", "provider": "p0", "activities": ["iaas"],
        "qualifications": [{ "version": "3.2", "granted": "2025-01-10" }] })];
    for n in 1..30 {
        let below: Vec<_> = (n.max(3) - 3..n).map(|b| json!({ "service": format!("s{b}") })).collect();
        services.push(
            json!({ "id": format!("s{n}"), "name": format!("Service {n}"), "provider": format!("p{}", n % 3),
            "activities": [if n < 15 { "paas" } else { "saas" }], "relies_on": below }),
        );
    }
    let document = document(&json!({ "format": "socle/1", "title": "Thirty", "services": services,
        "providers": [{ "id": "p0", "name": "A" }, { "id": "p1", "name": "B" }, { "id": "p2", "name": "C" }] }));
    let _ = pack(Lang::Fr);
    let begun = Instant::now();
    let book = made(&document, "s29", Lang::Fr, None);
    println!("a stack of thirty services as a workbook: {:?}", begun.elapsed());
    assert_eq!((book.sheets[1].rows.len(), sheet(&book, "Services").rows.len()), (278, 30));
}
