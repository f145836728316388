//! The papers: what stands in them follows from the verdicts, both languages say the same, and no text of a document
//! becomes markup.

use crate::{
    catalogue::slips_of_french,
    report::{all_texts, assert_sound, document, pack, question, rows, shape, table, tags, with_text},
    running::stack,
    schema::maximal,
    wounds::samples,
};
use catalog::{Lang, SECNUMCLOUD};
use checks::naive::{NaiveVerdict, verdicts};
use model::{
    Document, Question,
    document::{Answer, ServiceId},
    report::{
        Block, Cell, Report, html, markdown,
        papers::{Asked, Paper, not_covered, paper, position_paper, split_sheet},
    },
    verdict::{Flag, Outcome, ScopeError},
    words,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a paper, or a spreadsheet, is asked for.
pub fn asked<'a>(
    document: &'a Document,
    target: &'a ServiceId,
    question: &'a Question,
    lang: Lang,
) -> Asked<'a> {
    Asked {
        catalog: &SECNUMCLOUD,
        document,
        target,
        question,
        pack: pack(lang),
        lang,
        generated: Some("a check"),
    }
}

fn made(which: Paper, document: &Document, target: &str, question: &Question, lang: Lang) -> Report {
    paper(which, &asked(document, &target.into(), question, lang)).expect("computable")
}

fn is_verified(id: &str) -> bool {
    SECNUMCLOUD.requirement(id).expect("it is there").modality.is_verified()
}

/// Every service of every sample, of the stack of these checks and of the document that uses every key.
fn all() -> Vec<(Document, String)> {
    let values = samples().into_iter().map(|(_, bytes)| serde_json::from_slice(&bytes).expect("JSON"));
    let documents = values.chain([stack()]).map(|value| document(&value)).chain([maximal()]);
    documents
        .flat_map(|d| d.services.iter().map(|s| (d.clone(), s.id.0.clone())).collect::<Vec<_>>())
        .collect()
}

/// The ids in the first column of a table, where there is such a table.
fn listed(report: &Report, id: &str) -> Vec<String> {
    let there = report.blocks.iter().any(|b| matches!(b, Block::Table(t) if t.id == id));
    if !there {
        return Vec::new();
    }
    let first = |cells: &[Cell]| match &cells[0] {
        Cell::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    rows(table(report, id)).into_iter().map(|(_, cells)| first(cells)).collect()
}

fn texts(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => vec![text.clone()],
        Cell::Lines(lines) | Cell::Verdict(_, lines) => lines
            .iter()
            .map(|l| if l.label.is_empty() { l.text.clone() } else { format!("{}: {}", l.label, l.text) })
            .collect(),
        Cell::Tick | Cell::Blank => Vec::new(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// What is in them
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_split_has_every_shared_requirement_under_each_base_that_answers_for_a_part() {
    let mut tables = 0;
    for (document, target) in all() {
        let question = question(&document);
        let report =
            split_sheet(&asked(&document, &target.as_str().into(), &question, Lang::En)).expect("made");
        let naive = verdicts(&SECNUMCLOUD, &document, &target, &question);
        let mut number = 0;
        for base in &document.services {
            let of_base = |v: &&NaiveVerdict| {
                v.outcome == "shared" && v.parts.iter().any(|p| p.3.as_deref() == Some(base.id.as_str()))
            };
            // What a base answered once stays on its sheet.
            let said = |v: &NaiveVerdict| {
                let answer = model::answers::of(&document, &target.as_str().into(), &base.id, v.requirement);
                answer.is_some() && v.outcome != "not_applicable"
            };
            let expected: Vec<&str> =
                naive.iter().filter(|v| of_base(v) || said(v)).map(|v| v.requirement).collect();
            if expected.is_empty() {
                continue;
            }
            number += 1;
            let id = format!("split-{number}");
            assert_eq!(listed(&report, &id), expected, "{target} {id}");
            let heads = report.blocks.iter().filter_map(|b| match b {
                Block::Heading { id, text, .. } if *id == format!("base-{number}") => Some(text.clone()),
                _ => None,
            });
            assert_eq!(heads.collect::<Vec<_>>(), [base.name.as_str()]);
            for (_, cells) in rows(table(&report, &id)) {
                let name = &texts(&cells[0])[0];
                let prose = &pack(Lang::En).requirements[name.as_str()];
                for (at, said) in [(2, &prose.base_part), (3, &prose.own_part), (5, &prose.interlock)] {
                    let has = said.as_ref().is_none_or(|said| texts(&cells[at]).contains(said));
                    assert!(has, "{target} {name} {at}");
                }
                assert_eq!(texts(&cells[4]), [prose.evidence.as_str()]);
                let verdict = naive.iter().find(|v| v.requirement == name).expect("a verdict");
                if said(verdict) {
                    continue;
                }
                assert_eq!(cells[6..], [Cell::Blank, Cell::Blank, Cell::Blank], "room for the base");
                // The layers named are those that this base answers for.
                let layers =
                    texts(&cells[2]).into_iter().find(|l| l.starts_with("Layers: ")).expect("layers");
                for layer in catalog::Layer::ALL {
                    let due = verdict
                        .parts
                        .iter()
                        .any(|p| p.0 == layer.id() && p.3.as_deref() == Some(base.id.as_str()));
                    let named = model::words::layer(layer, Lang::En);
                    let said = layers.split(": ").nth(1).expect("a list").replace(" and ", ", ");
                    // One name holds an « and » of its own.
                    let named = named.replace(" and ", ", ");
                    assert_eq!(
                        format!(", {said},").contains(&format!(", {named},")),
                        due,
                        "{target} {name} {layers}"
                    );
                }
            }
            tables += 1;
        }
        assert!(
            !report
                .blocks
                .iter()
                .any(|b| matches!(b, Block::Table(t) if t.id == format!("split-{}", number + 1)))
        );
    }
    assert!(tables >= 5, "{tables} tables");
}

#[test]
fn what_is_not_answered_for_is_listed_apart_from_what_is() {
    let mut seen = 0;
    for (document, target) in all() {
        let question = question(&document);
        let report =
            not_covered(&asked(&document, &target.as_str().into(), &question, Lang::En)).expect("made");
        let naive = verdicts(&SECNUMCLOUD, &document, &target, &question);
        let drawn = report.blocks.iter().any(|b| matches!(b, Block::Table(t) if t.id == "figures-table"));
        if !drawn {
            // Only of a service that is taken as qualified, and it says so.
            let notices = report.blocks.iter().filter(|b| matches!(b, Block::Notice(_))).count();
            let qualified = document
                .service(&target)
                .expect("there")
                .qualifications
                .iter()
                .any(|q| q.is_shown() && q.state(question.as_of).holds());
            assert!(qualified && notices >= 2, "{target}");
            continue;
        }
        seen += 1;
        for (id, outcome) in
            [("none-table", "remains"), ("part-table", "shared"), ("apart-table", "inherited")]
        {
            let expected: Vec<&str> = naive
                .iter()
                .filter(|v| v.outcome == outcome && is_verified(v.requirement))
                .map(|v| v.requirement)
                .collect();
            assert_eq!(listed(&report, id), expected, "{target} {id}");
        }
        for (row, outcome) in rows(table(&report, "figures-table")).iter().zip([
            Outcome::Remains,
            Outcome::Shared,
            Outcome::Inherited,
            Outcome::NotApplicable,
        ]) {
            let count =
                naive.iter().filter(|v| v.outcome == outcome.id() && is_verified(v.requirement)).count();
            assert_eq!(
                row.1[..2],
                [Cell::Verdict(outcome, Vec::new()), Cell::Text(format!("{count} of 261"))]
            );
        }
        if !listed(&report, "part-table").is_empty() {
            for (_, cells) in rows(table(&report, "part-table")) {
                assert!(cells[2..].iter().all(|c| !texts(c).is_empty()), "{target}: both halves are told");
            }
        }
        // What is less than certain says so.
        for id in ["part-table", "apart-table"] {
            for name in listed(&report, id) {
                let verdict = naive.iter().find(|v| v.requirement == name).expect("a verdict");
                let (_, cells) = rows(table(&report, id))
                    .into_iter()
                    .find(|(_, c)| c[0] == Cell::Text(name.clone()))
                    .expect("a row");
                for flag in [Flag::ScopeAssumed, Flag::Undated, Flag::FoundationLapsed] {
                    let said = texts(&cells[3]).iter().any(|l| l.contains(words::flag(flag, Lang::En)));
                    assert_eq!(said, verdict.flags.contains(flag.id()), "{target} {name} {flag:?}");
                }
            }
        }
    }
    assert!(seen >= 5, "{seen} lists");
}

/// What a row of the position paper says of another answer: how many verified verdicts change.
fn changed(line: &str) -> Option<usize> {
    line.rsplit_once("changed, ").and_then(|(_, n)| n.split(' ').next()).and_then(|n| n.parse().ok())
}

fn naive_outcomes(
    document: &Document,
    target: &str,
    question: &Question,
) -> BTreeMap<&'static str, &'static str> {
    verdicts(&SECNUMCLOUD, document, target, question)
        .into_iter()
        .map(|v| (v.requirement, v.outcome))
        .collect()
}

fn naive_moves(
    before: &BTreeMap<&'static str, &'static str>,
    after: &BTreeMap<&'static str, &'static str>,
) -> usize {
    before.iter().filter(|(id, o)| is_verified(id) && after[*id] != **o).count()
}

#[test]
fn every_reading_is_a_point_and_its_other_answer_was_tried() {
    for (document, target) in all() {
        let question = question(&document);
        let report =
            position_paper(&asked(&document, &target.as_str().into(), &question, Lang::En)).expect("made");
        let before = naive_outcomes(&document, &target, &question);
        let mut impacts = Vec::new();
        let mut readings = BTreeSet::new();
        for (_, cells) in rows(table(&report, "points-table")) {
            let what = texts(&cells[1]);
            let found: Vec<usize> = texts(&cells[3]).iter().filter_map(|l| changed(l)).collect();
            impacts.push(found.iter().copied().max().expect("another answer"));
            assert_eq!(cells[5..], [Cell::Blank, Cell::Blank]);
            let hang = texts(&cells[4]);
            let ids: Vec<&str> = hang.get(1).map(|l| l.split(", ").collect()).unwrap_or_default();
            assert_eq!(hang[0], format!("{} of 261", ids.len()), "{target} {what:?}");
            assert!(ids.iter().all(|id| is_verified(id)), "{target} {what:?}");
            if !what[0].starts_with("Reading: ") {
                continue;
            }
            let reading = SECNUMCLOUD.readings.iter().find(|r| r.id.id() == what[1]).expect("a reading");
            assert!(readings.insert(what[1].clone()));
            let now = question.readings.answer(&SECNUMCLOUD, reading.id);
            let expected: Vec<usize> = reading
                .answers
                .iter()
                .filter(|a| **a != now)
                .map(|other| {
                    let mut question = question.clone();
                    question.readings.set(&SECNUMCLOUD, reading.id.id(), other).expect("an answer");
                    naive_moves(&before, &naive_outcomes(&document, &target, &question))
                })
                .collect();
            assert_eq!(found, expected, "{target} {}", what[1]);
        }
        assert_eq!(readings.len(), SECNUMCLOUD.readings.len(), "{target}");
        assert!(impacts.is_sorted_by(|a, b| a >= b), "{target}: {impacts:?}");
    }
}

#[test]
fn assumptions_are_points_and_the_stack_is_evaluated_without_them() {
    let mut value = stack();
    let q = &mut value["services"][0]["qualifications"][0];
    q.as_object_mut().expect("an object").remove("covers");
    q.as_object_mut().expect("an object").remove("granted");
    q["attested_on"] = json!("2027-01-01");
    q["evidence"] = json!("provider");
    let document = document(&value);
    let question = question(&document);
    let before = naive_outcomes(&document, "paas", &question);
    let report = made(Paper::Position, &document, "paas", &question, Lang::En);
    let points: BTreeMap<String, (usize, usize)> = rows(table(&report, "points-table"))
        .iter()
        .map(|(_, cells)| {
            let what = texts(&cells[1]);
            let label = if what[0].starts_with("Unknown fact") { what[1].clone() } else { what[0].clone() };
            let n = texts(&cells[3]).iter().find_map(|l| changed(l)).expect("an effect");
            let hang = texts(&cells[4])[0].split(' ').next().and_then(|n| n.parse().ok()).expect("a count");
            (label, (n, hang))
        })
        .collect();
    // Without its only base's qualification nothing is shared or inherited.
    let none =
        before.iter().filter(|(id, o)| is_verified(id) && ["inherited", "shared"].contains(*o)).count();
    for label in ["Scope assumed", "Grant without a date", "Provider’s word"] {
        assert_eq!(points.get(&format!("{label}: Northern IaaS")), Some(&(none, none)), "{label}");
    }
    // Each fact that is open and on which something hangs: answered no, by the slow rules.
    let mut facts = 0;
    for fact in SECNUMCLOUD.facts {
        let mut no = document.clone();
        no.services[1].facts.insert(fact.id.to_owned(), Answer::No);
        let moves = naive_moves(&before, &naive_outcomes(&no, "paas", &question));
        let said = points.get(fact.label.en).map(|p| p.0);
        assert!(said == Some(moves) || (said.is_none() && moves == 0), "{}: {said:?}, {moves}", fact.id);
        facts += usize::from(said.is_some());
    }
    assert!(facts > 3, "{facts} facts");
    assert!(!points.keys().any(|k| k.starts_with("Candidate")), "none is taken as qualified");
    // A candidate is a point where candidates are taken as granted.
    let document = self::document(&stack());
    let day = "2027-07-01".parse().expect("a day");
    let question = Question { assume_candidates: true, as_of: day, ..self::question(&document) };
    let report = made(Paper::Position, &document, "saas", &question, Lang::En);
    let there = rows(table(&report, "points-table"))
        .iter()
        .any(|(_, c)| texts(&c[1])[0] == "Candidate taken as qualified: Atelier PaaS");
    assert!(there);
    // A renewal that is supposed is one likewise: without it the base covers nothing any more.
    let mut value = stack();
    value["services"][0]["qualifications"][0]["renewal"] = json!({ "supposed": true });
    let document = self::document(&value);
    let day = "2029-01-01".parse().expect("a day");
    let question = Question { assume_candidates: true, as_of: day, ..self::question(&document) };
    let before = naive_outcomes(&document, "paas", &question);
    let none =
        before.iter().filter(|(id, o)| is_verified(id) && ["inherited", "shared"].contains(*o)).count();
    let report = made(Paper::Position, &document, "paas", &question, Lang::En);
    let moved = rows(table(&report, "points-table")).iter().find_map(|(_, cells)| {
        let is_it = texts(&cells[1])[0] == "Candidate taken as qualified: Northern IaaS";
        is_it.then(|| texts(&cells[3]).iter().find_map(|l| changed(l))).flatten()
    });
    assert!(none > 100 && moved == Some(none), "{moved:?} of {none}");
}

#[test]
fn there_is_none_of_an_unknown_service() {
    let document = document(&stack());
    let question = question(&document);
    let gone: ServiceId = "gone".into();
    for which in Paper::ALL {
        assert_eq!(
            paper(which, &asked(&document, &gone, &question, Lang::En)).map(|_| ()),
            Err(ScopeError::UnknownService("gone".into()))
        );
        assert_eq!(Paper::from_id(which.id()), Some(which));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// How they are written
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn both_languages_say_the_same_on_sound_pages_of_a_size() {
    let (mut largest, mut longest) = (0, 0);
    for (document, target) in all() {
        let question = question(&document);
        for which in Paper::ALL {
            let [fr, en] = Lang::ALL.map(|lang| made(which, &document, &target, &question, lang));
            assert_eq!(shape(&fr), shape(&en), "{which:?} {target}");
            assert_ne!((&fr.running, &fr.title), (&en.running, &en.title));
            for report in [&fr, &en] {
                let page = html::page(report);
                assert_sound(&page, report.lang.tag(), &format!("{which:?} {target}"));
                let text = markdown::write(report);
                largest = largest.max(page.len());
                longest = longest.max(text.len());
                for block in &report.blocks {
                    let Block::Table(table) = block else { continue };
                    for (id, cells) in rows(table) {
                        assert_eq!(cells.len(), table.columns.len(), "{which:?} {target} {} {id}", table.id);
                    }
                }
            }
        }
    }
    assert!(largest < 500_000 && longest < 450_000, "a page of {largest} bytes, a text of {longest}");
}

#[test]
fn our_own_words_are_well_set() {
    let document = document(&stack());
    let question = question(&document);
    for which in Paper::ALL {
        for text in all_texts(&made(which, &document, "paas", &question, Lang::Fr)) {
            assert_eq!(slips_of_french(&text), Vec::<String>::new(), "{which:?}: {text}");
            assert!(!text.contains("  ") && text.trim() == text, "{which:?}: {text:?}");
        }
    }
}

/// What a paper says by itself: headings, paragraphs, notices, and the heads of tables.
fn own_words(report: &Report) -> Vec<String> {
    let mut said = vec![report.title.clone()];
    for block in &report.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => {
                said.push(text.clone())
            }
            Block::Table(t) => {
                said.push(t.caption.clone());
                said.extend(t.columns.iter().map(|c| c.head.clone()));
            }
            Block::Facts(_) | Block::List(_) => {}
        }
    }
    said
}

#[test]
fn no_paper_says_more_than_a_verdict_does() {
    let document = document(&stack());
    let question = question(&document);
    for which in Paper::ALL {
        for lang in Lang::ALL {
            for text in own_words(&made(which, &document, "paas", &question, lang)) {
                let low = text.to_lowercase();
                for word in ["complian", "conform", "covered", "couvert", "certif", "fails", "échou", "%"] {
                    assert!(!low.contains(word), "{which:?}: {word} in {text}");
                }
            }
        }
    }
}

/// A text without the signs that a backslash escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in text.chars() {
        if escaped || c == '\\' {
            escaped = !escaped;
            continue;
        }
        out.push(c);
    }
    out
}

#[test]
fn no_text_of_a_document_becomes_markup() {
    let write = |said: &str, which| {
        let document = document(&with_text(said));
        let report = made(which, &document, "paas", &question(&document), Lang::En);
        (html::page(&report), markdown::write(&report))
    };
    for which in Paper::ALL {
        let (page, text) = write("plain", which);
        let plain = tags(&page);
        for said in [
            "<script>alert(1)</script>",
            "</title><img src=x onerror=alert(1)>",
            "a | b\n| c |\n# d\n> e\n- f",
            "`code` **bold** [link](javascript:alert(1)) ![i](x) \\| \\\\",
            "a\u{202e}b\u{2066}c\u{7}d\u{1b}[0m\u{85}",
            "1. one",
        ] {
            let (hostile, md) = write(said, which);
            assert_sound(&hostile, "en", said);
            assert_eq!(tags(&hostile), plain, "{which:?} {said}");
            assert_eq!(md.lines().count(), text.lines().count(), "{which:?} {said}");
            for (a, b) in text.lines().zip(md.lines()) {
                let (a, b) = (unescaped(a), unescaped(b));
                for sign in ["|", "**", "`", "[", "<", ">", "#"] {
                    assert_eq!(
                        a.matches(sign).count(),
                        b.matches(sign).count(),
                        "{which:?} {said}: {sign} in {b}"
                    );
                }
            }
            let hidden = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!md.contains(hidden), "{which:?} {said}");
        }
    }
}

#[test]
fn the_answers_of_a_base_stand_on_its_sheet_and_in_the_checklist() {
    let mut value = stack();
    let paas = value["services"].as_array_mut().expect("a list").iter_mut().find(|s| s["id"] == "paas");
    let reliance = &mut paas.expect("the PaaS")["relies_on"][0];
    reliance["answers"] = json!({
        "12.11.a": { "base_part": "no", "interlock": "no", "date": "2026-06-01", "author": "Contracts <b>", "text": "Never promised.", "reference": "Annex 3" },
        "12.7.c": { "base_part": "yes", "interlock": "yes" },
    });
    let base = reliance["service"].as_str().expect("an id").to_owned();
    let document = document(&value);
    let question = question(&document);
    for lang in [Lang::Fr, Lang::En] {
        let report = made(Paper::Split, &document, "paas", &question, lang);
        let ids = listed(&report, "split-1");
        assert!(ids.contains(&"12.11.a".to_owned()), "what was refused stays on the sheet");
        let texts = all_texts(&report).join("\n");
        for said in ["Contracts <b>", "Never promised.", "Annex 3"] {
            assert!(texts.contains(said), "{said}");
        }
        assert!(!html::page(&report).contains("Contracts <b>"));
        let lists = model::interlock::interlocks(&SECNUMCLOUD, &document, &"paas".into(), &question);
        let list = lists.iter().find(|l| l.base.0 == base).expect("its checklist");
        let said = |id: &str| list.entries.iter().find(|e| e.requirement.id == id).and_then(|e| e.said(lang));
        let yes = if lang == Lang::Fr { "Le socle a répondu : oui" } else { "The base answered: yes" };
        assert_eq!(said("12.7.c").map(|s| s.replace(['\u{202f}', '\u{a0}'], " ")).as_deref(), Some(yes));
    }
}
