//! The audit annex: everything is there, nothing in it comes from a document as markup, and it fetches nothing.

use crate::{
    catalogue::slips_of_french,
    running::stack,
    schema::maximal,
    wounds::{run, samples},
};
use catalog::{Lang, SECNUMCLOUD, text, text::TextPack};
use model::{
    Date, Document, Question, read,
    report::{Block, Cell, Group, Link, Report, Row, Table, annex, html},
    scope,
    verdict::{Flag, Outcome, ScopeError},
    words,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::OnceLock};

pub fn pack(lang: Lang) -> &'static TextPack {
    static PACKS: OnceLock<[TextPack; 2]> = OnceLock::new();
    let [fr, en] =
        PACKS.get_or_init(|| [text::FR, text::EN].map(|t| TextPack::parse(t.as_bytes()).expect("a pack")));
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

pub fn question(document: &Document) -> Question {
    Question::of(&SECNUMCLOUD, document, Date::new(2026, 11, 22).expect("a day"))
}

fn report(document: &Document, target: &str, lang: Lang) -> Report {
    let question = question(document);
    annex(&SECNUMCLOUD, document, &target.into(), &question, pack(lang), lang, Some("a check"))
        .expect("computable")
}

pub fn document(value: &Value) -> Document {
    let (document, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("a document");
    assert!(!issues.iter().any(|i| i.is_error()), "{issues:?}");
    document
}

/// A service, its document, and its report in French and in English.
type Made = (Document, String, [Report; 2]);

/// Every service of every sample, of the stack of these checks and of the document that uses every key.
fn all() -> &'static [Made] {
    static ALL: OnceLock<Vec<Made>> = OnceLock::new();
    ALL.get_or_init(make_all)
}

fn make_all() -> Vec<Made> {
    let mut all = Vec::new();
    let values = samples().into_iter().map(|(_, bytes)| serde_json::from_slice(&bytes).expect("JSON"));
    let documents = values.chain([stack()]).map(|value| document(&value));
    for document in documents.chain([maximal()]) {
        for service in &document.services {
            let id = service.id.0.clone();
            let reports = [Lang::Fr, Lang::En].map(|lang| report(&document, &id, lang));
            all.push((document.clone(), id, reports));
        }
    }
    all
}

pub fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let found = report.blocks.iter().find_map(|b| match b {
        Block::Table(table) if table.id == id => Some(table),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no table {id}"))
}

pub fn rows(table: &Table) -> Vec<(&str, &[Cell])> {
    let rows = table.groups.iter().flat_map(|g: &Group| &g.rows);
    rows.filter_map(|r| match r {
        Row::Cells { id, cells } => Some((id.as_str(), cells.as_slice())),
        Row::Head(_) => None,
    })
    .collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// What is in it
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_requirement_has_the_verdict_of_its_scope() {
    for (document, target, [_, report]) in all() {
        let scope =
            scope(&SECNUMCLOUD, document, &target.as_str().into(), &question(document)).expect("a scope");
        let all = table(report, "all");
        assert_eq!((all.groups.len(), rows(all).len()), (SECNUMCLOUD.chapters.len(), 278));
        let reasonings = table(report, "why");
        for ((id, cells), verdict) in rows(all).into_iter().zip(&scope.verdicts) {
            let name = verdict.requirement.id;
            assert_eq!((id, &cells[0]), (format!("r-{name}").as_str(), &Cell::Text(name.to_owned())));
            let Cell::Verdict(outcome, lines) = &cells[1] else { panic!("{name}: no verdict") };
            assert_eq!(*outcome, verdict.outcome, "{target} {name}");
            for flag in verdict.flags.iter() {
                let said = words::flag(flag, Lang::En);
                assert!(lines.iter().any(|l| l.text.contains(said)), "{target} {name}: {said}");
            }
            // Its reasoning is there, ends in the same verdict and names the requirement.
            let place = lines.iter().find_map(|l| match &l.link {
                Link::Place(place) if place.starts_with('w') => Some(place.as_str()),
                _ => None,
            });
            let (_, why) =
                rows(reasonings).into_iter().find(|(id, _)| Some(*id) == place).expect("a reasoning");
            assert_eq!(why[1], Cell::Verdict(verdict.outcome, Vec::new()), "{target} {name}");
            let Cell::Text(who) = &why[3] else { panic!("no requirements") };
            assert!(who.split(", ").any(|id| id == name), "{target} {name}");
        }
        let count = |n: usize, m: usize| Cell::Text(format!("{n} of {m}"));
        let counts = rows(table(report, "by-chapter"));
        let (verified, all) = (scope.verified(), scope.all());
        for (row, c) in counts.iter().rev().take(2).zip([all, verified]) {
            for (cell, outcome) in row.1[1..].iter().zip(Outcome::ALL) {
                assert_eq!(*cell, count(c.get(outcome), c.total()));
            }
        }
        assert_eq!((verified.total(), all.total(), counts.len()), (261, 278, SECNUMCLOUD.chapters.len() + 2));
    }
}

#[test]
fn flags_are_counted_and_what_is_asked_of_bases_is_listed() {
    let document = document(&stack());
    let report = report(&document, "paas", Lang::En);
    let scope = scope(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("a scope");
    let caveats = rows(table(&report, "caveats"));
    for flag in Flag::ALL {
        let n = scope.verdicts.iter().filter(|v| v.flags.contains(*flag)).count();
        let row = caveats.iter().find(|(_, c)| c[0] == Cell::Text(words::flag(*flag, Lang::En).to_owned()));
        assert_eq!(
            row.map(|(_, c)| c[1].clone()),
            (n > 0).then(|| Cell::Text(format!("{n} of 278"))),
            "{flag:?}"
        );
    }
    let lists = model::interlock::interlocks(&SECNUMCLOUD, &document, &"paas".into(), &question(&document));
    let listed = rows(table(&report, "obtain-1"));
    assert_eq!(listed.len(), lists[0].entries.len());
    for ((_, cells), entry) in listed.iter().zip(&lists[0].entries) {
        assert_eq!((&cells[1], &cells[4]), (&Cell::Tick, &Cell::Blank));
        let asked = pack(Lang::En).requirements[entry.requirement.id].interlock.clone();
        assert_eq!(cells[2], Cell::Text(asked.expect("it has one")));
    }
    // A person's judgement stands beside the verdict.
    let (_, judged) =
        rows(table(&report, "all")).into_iter().find(|(id, _)| *id == "r-12.11.a").expect("a row");
    assert!(matches!(judged[1], Cell::Verdict(Outcome::Shared, _)));
    let Cell::Lines(lines) = &judged[3] else { panic!("no lines") };
    for said in ["Remains", "in progress", "A, \"B\"", "two\nlines"] {
        assert!(lines.iter().any(|l| l.text == said), "{said}");
    }
    assert_eq!(judged[2..].iter().filter(|c| matches!(c, Cell::Verdict(..))).count(), 0);
}

#[test]
fn a_switched_reading_and_assumed_candidates_are_told() {
    let document = document(&stack());
    let mut question = question(&document);
    let notices = |question: &Question| {
        let made = annex(&SECNUMCLOUD, &document, &"saas".into(), question, pack(Lang::En), Lang::En, None)
            .expect("made");
        let said = |b: &Block| if let Block::Notice(text) = b { Some(text.clone()) } else { None };
        let switched = rows(table(&made, "in-force"))
            .iter()
            .filter(|(_, c)| matches!(&c[3], Cell::Lines(l) if l[0].label == "Switched"))
            .count();
        (made.blocks.iter().filter_map(said).collect::<Vec<_>>(), switched)
    };
    assert_eq!((notices(&question).0.len(), notices(&question).1), (1, 0));
    question.assume_candidates = true;
    question.readings.set(&SECNUMCLOUD, "unqualified-middle", "blocking").expect("an answer");
    question.as_of = "2026-11-22".parse().expect("a day");
    let (said, switched) = notices(&question);
    assert_eq!(switched, 1);
    assert!(said.iter().any(|n| n.contains("hypothetical")), "{said:?}");
}

#[test]
fn where_a_reading_bars_the_composition_the_services_that_bar_it_are_named() {
    // Of another provider than the platform: one legal person is evaluated as a whole.
    let mut value = stack();
    value["services"][2]["provider"] = json!("north");
    let document = document(&value);
    let mut question = question(&document);
    let barred = |question: &Question, target: &str, lang| {
        let made =
            annex(&SECNUMCLOUD, &document, &target.into(), question, pack(lang), lang, None).expect("made");
        let mut said = made.blocks.iter().filter_map(|b| match b {
            Block::Notice(text) if text.contains("unqualified-middle") => Some(text.clone()),
            _ => None,
        });
        let first = said.next();
        assert_eq!(said.next(), None);
        first
    };
    assert_eq!(barred(&question, "saas", Lang::En), None);
    question.readings.set(&SECNUMCLOUD, "unqualified-middle", "blocking").expect("an answer");
    assert_eq!(
        barred(&question, "saas", Lang::En).as_deref(),
        Some(
            "Under the reading “unqualified-middle” in force, the composition is not held to be admissible as long \
             as nothing covers: Atelier PaaS"
        )
    );
    let fr = barred(&question, "saas", Lang::Fr).expect("it is said");
    assert!(fr.ends_with("tant que rien ne couvre\u{a0}: Atelier PaaS"), "{fr}");
    // The one below is qualified, and taken as qualified a candidate covers.
    assert_eq!(barred(&question, "paas", Lang::En), None);
    question.assume_candidates = true;
    question.as_of = Date::new(2027, 7, 1).expect("a day");
    assert_eq!(barred(&question, "saas", Lang::En), None);
}

#[test]
fn a_renewal_that_is_supposed_is_told_of_as_such() {
    let mut value = stack();
    value["services"][0]["qualifications"][0]["renewal"] = json!({ "supposed": true });
    let document = document(&value);
    let question = Question {
        assume_candidates: true,
        as_of: Date::new(2029, 1, 1).expect("a day"),
        ..question(&document)
    };
    for (lang, said) in [
        (Lang::Fr, "renouvellement tenu pour accordé, jusqu’au 11 janvier 2031"),
        (Lang::En, "renewal taken as granted, until 11 January 2031"),
    ] {
        let made = annex(&SECNUMCLOUD, &document, &"paas".into(), &question, pack(lang), lang, None);
        let page = html::page(&made.expect("made"));
        assert!(page.contains(said), "{said}");
    }
}

/// What the page of the app shows of a report is what stands in the file, in a place of its own.
#[test]
fn the_body_shown_in_the_page_is_that_of_the_file() {
    let document = document(&stack());
    for lang in Lang::ALL {
        let made = report(&document, "paas", lang);
        let (page, body, style) = (html::page(&made), html::body(&made), html::style(&made));
        let inner = body.strip_prefix("<div class=\"body\">").and_then(|b| b.strip_suffix("</div>"));
        let inner = inner.expect("one element");
        assert!(inner.len() > 10_000 && page.contains(inner), "the same blocks");
        // The rules hold inside that element and nowhere else.
        assert!(style.contains(":host{") && style.contains(".body{"), "{}", &style[..400]);
        assert!(!style.contains(":root") && !style.contains("color-scheme:light dark"));
        assert!(!style.contains('<') && !body.contains("<style") && !body.contains("<script"));
        // The sheet of paper is laid out for the whole page.
        let paper = html::paper(&made);
        assert!(paper.starts_with("@page") && page.contains(&paper), "{paper}");
    }
}

#[test]
fn there_is_none_of_an_unknown_service_or_in_a_circle() {
    let mut document = document(&stack());
    let ask = |document: &Document, id: &str| {
        let question = question(document);
        annex(&SECNUMCLOUD, document, &id.into(), &question, pack(Lang::En), Lang::En, None).map(|_| ())
    };
    assert_eq!(ask(&document, "gone"), Err(ScopeError::UnknownService("gone".into())));
    document.services[0].relies_on = document.services[2].relies_on.clone();
    assert!(matches!(ask(&document, "paas"), Err(ScopeError::Cycles(_))));
}

/// What is in a report, without its words.
pub fn shape(report: &Report) -> Vec<String> {
    let cell = |c: &Cell| match c {
        Cell::Lines(lines) => lines.iter().map(|l| format!("{}{:?}", !l.label.is_empty(), l.link)).collect(),
        Cell::Verdict(outcome, lines) => format!("{outcome:?}{}", lines.len()),
        Cell::Text(text) => format!("text {}", !text.is_empty()),
        Cell::Tick | Cell::Blank => format!("{c:?}"),
    };
    let mut shape = Vec::new();
    for block in &report.blocks {
        match block {
            Block::Heading { level, id, .. } => shape.push(format!("h{level} {id}")),
            Block::Facts(lines) | Block::List(lines) => shape.push(format!("list {}", lines.len())),
            Block::Paragraph(_) => shape.push("paragraph".to_owned()),
            Block::Notice(_) => shape.push("notice".to_owned()),
            Block::Table(t) => {
                shape.push(format!(
                    "table {} {:?}",
                    t.id,
                    t.columns.iter().map(|c| c.class).collect::<Vec<_>>()
                ));
                for group in &t.groups {
                    shape.push(format!("group {}", group.head.is_some()));
                    for row in &group.rows {
                        shape.push(match row {
                            Row::Head(_) => "head".to_owned(),
                            Row::Cells { id, cells } => {
                                format!("{id} {:?}", cells.iter().map(cell).collect::<Vec<_>>())
                            }
                        });
                    }
                }
            }
        }
    }
    shape
}

#[test]
fn both_languages_say_the_same_things() {
    for (_, target, [fr, en]) in all() {
        assert_eq!(shape(fr), shape(en), "{target}");
        assert_ne!((&fr.running, &fr.title), (&en.running, &en.title));
    }
}

/// Every text of a report.
pub fn all_texts(report: &Report) -> Vec<String> {
    let mut texts = vec![report.title.clone()];
    texts.extend(report.running.clone());
    for block in &report.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => {
                texts.push(text.clone())
            }
            Block::Facts(lines) | Block::List(lines) => {
                texts.extend(lines.iter().flat_map(|l| [l.label.clone(), l.text.clone()]));
            }
            Block::Table(t) => {
                texts.push(t.caption.clone());
                texts.extend(t.columns.iter().map(|c| c.head.clone()));
                texts.extend(t.groups.iter().filter_map(|g| g.head.clone()));
                for (_, cells) in rows(t) {
                    for cell in cells {
                        match cell {
                            Cell::Text(text) => texts.push(text.clone()),
                            Cell::Lines(lines) | Cell::Verdict(_, lines) => {
                                texts.extend(lines.iter().flat_map(|l| [l.label.clone(), l.text.clone()]));
                            }
                            Cell::Tick | Cell::Blank => {}
                        }
                    }
                }
            }
        }
    }
    texts
}

#[test]
fn our_own_words_are_well_set() {
    // In the stack of these checks no name, note or source holds a sign that French sets apart.
    let mut value = stack();
    value["services"][1]["judgements"] = json!({});
    let report = report(&document(&value), "paas", Lang::Fr);
    for text in all_texts(&report) {
        assert_eq!(slips_of_french(&text), Vec::<String>::new(), "{text}");
        assert!(!text.contains("  ") && text.trim() == text, "{text:?}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The page
// ---------------------------------------------------------------------------------------------------------------------

/// The tags of a page, as they stand.
pub fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().expect("a first piece")).collect()
}

fn values<'p>(tags: &[&'p str], name: &str) -> Vec<&'p str> {
    let key = format!(" {name}=\"");
    tags.iter()
        .filter_map(|t| t.split_once(&key))
        .map(|(_, rest)| rest.split('"').next().unwrap_or_default())
        .collect()
}

/// What must hold of any page whatever.
pub fn assert_sound(page: &str, lang: &str, what: &str) {
    let tags = tags(page);
    assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">\n")), "{what}");
    let allowed: BTreeSet<&str> = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "nav", "ol", "ul", "li", "a",
        "h1", "h2", "h3", "p", "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody",
        "tr", "th", "td", "b", "span",
    ]
    .into();
    let void = ["!DOCTYPE", "meta", "col"];
    let mut open = Vec::new();
    for tag in &tags {
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{what}: {tag}");
        } else {
            assert!(allowed.contains(name), "{what}: <{tag}>");
            if !void.contains(&name) {
                open.push(name);
            }
        }
        assert!(!tag.contains(" on") && !tag.contains(" src") && !tag.contains(" style="), "{what}: <{tag}>");
    }
    assert!(open.is_empty(), "{what}: {open:?}");
    // Policy: one, before anything that it could let in.
    assert!(
        tags[3].starts_with("meta") && page.contains("default-src 'none'; style-src 'unsafe-inline'"),
        "{what}"
    );
    // Ids are there once, and every inner link leads to one.
    let ids = values(&tags, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "{what}: an id twice");
    for address in values(&tags, "href") {
        match address.strip_prefix('#') {
            Some(place) => assert!(known.contains(place), "{what}: #{place}"),
            None => assert!(
                address.starts_with("https://") || address.starts_with("http://"),
                "{what}: {address}"
            ),
        }
    }
    for tag in tags.iter().filter(|t| t.contains("href=\"http")) {
        assert!(tag.contains("rel=\"noreferrer noopener\""), "{what}: {tag}");
    }
    // One title, headings without a gap.
    let mut level = 0;
    for tag in &tags {
        if let Some(next) =
            tag.strip_prefix('h').and_then(|rest| rest.get(..1)).and_then(|n| n.parse::<u32>().ok())
        {
            assert!(next <= level + 1 && (next > 1 || level == 0), "{what}: h{next} after h{level}");
            level = next;
        }
    }
    // The style sheet fetches nothing and ends where it ends.
    let style =
        page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('\n'), "{what}");
    let (mut depth, mut quoted) = (0_i32, false);
    for c in style.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0, "{what}");
    }
    assert!(depth == 0 && !quoted, "{what}: an unbalanced style");
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    assert!(!page.contains(hidden), "{what}: a hidden character");
}

#[test]
fn pages_are_sound_tables_are_named_and_none_is_large() {
    let mut largest = 0;
    for (_, target, reports) in all() {
        for report in reports {
            let page = html::page(report);
            assert_sound(&page, report.lang.tag(), target);
            largest = largest.max(page.len());
            for (block, shown) in report
                .blocks
                .iter()
                .filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
                .zip(page.split("<table").skip(1))
            {
                let shown = shown.split("</table>").next().expect("it ends");
                assert!(shown.starts_with(&format!(" id=\"{}\">\n<caption>", block.id)), "{}", block.id);
                assert_eq!(shown.matches("<th scope=\"col\">").count(), block.columns.len(), "{}", block.id);
                assert_eq!(shown.matches("<th scope=\"row\">").count(), rows(block).len(), "{}", block.id);
                let heads = block.groups.iter().filter(|g| g.head.is_some()).count();
                assert_eq!(shown.matches("<th scope=\"rowgroup\"").count(), heads, "{}", block.id);
                assert_eq!(shown.matches("<tbody>").count(), block.groups.len(), "{}", block.id);
                for (id, cells) in rows(block) {
                    assert_eq!(cells.len(), block.columns.len(), "{} {id}", block.id);
                }
            }
            assert_eq!(page.matches(" id=\"r-").count(), 278);
        }
    }
    assert!(largest < 700_000, "a page of {largest} bytes");
}

/// A document with this text wherever a document holds free text.
pub fn with_text(said: &str) -> Value {
    let mut value = stack();
    value["title"] = json!(said);
    value["note"] = json!(said);
    value["sources"] = json!([said]);
    value["providers"][0]["name"] = json!(said);
    value["providers"][1]["name"] = json!(said);
    for service in 0..4 {
        value["services"][service]["name"] = json!(said);
        value["services"][service]["note"] = json!(said);
    }
    let qualification = &mut value["services"][0]["qualifications"][0];
    for key in ["decision", "scope", "region", "source", "note"] {
        qualification[key] = json!(said);
    }
    qualification["reserves"] = json!([{ "requirements": ["10.1.a"], "text": said }]);
    value["services"][1]["relies_on"][0]["retained"] = json!([{ "layer": "compute", "reason": said }]);
    value["services"][1]["relies_on"][0]["note"] = json!(said);
    value["services"][1]["judgements"] = json!({ "12.11.a": { "justification": said, "author": said, "owner": said,
        "evidence": [said], "note": said } });
    value["third_parties"][0]["name"] = json!(said);
    value["third_parties"][0]["note"] = json!(said);
    value["third_parties"][0]["entity"] = json!("holder");
    value["entities"][1]["name"] = json!(said);
    value
}

fn page_with(said: &str, lang: Lang) -> String {
    html::page(&report(&document(&with_text(said)), "paas", lang))
}

#[test]
fn no_text_of_a_document_becomes_markup() {
    let plain = page_with("plain", Lang::En);
    let plain = tags(&plain);
    for said in [
        "<script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "\"><b onmouseover=\"alert(1)",
        "' onclick='x",
        "--><!-- ]]>",
        "\\\"}body{background:red}@import \"x\";",
        "&lt;i&gt; &amp; &#60;",
        "a\u{202e}b\u{2066}c\u{0}d\u{7}e\u{1b}[0m\u{85}",
        "javascript:alert(1)",
        "data:text/html,<p>",
        "HTTPS://example.org",
        "xhttps://example.org",
        "https://",
    ] {
        let page = page_with(said, Lang::En);
        assert_sound(&page, "en", said);
        assert_eq!(tags(&page), plain, "{said}");
    }
    let shown = page_with("<i> & \"q\"", Lang::Fr);
    assert!(shown.contains("&lt;i&gt; &amp; &quot;q&quot;"), "it is shown as what it is");
}

#[test]
fn any_text_leaves_the_tags_as_they_are() {
    let plain = page_with("plain", Lang::Fr);
    let plain = tags(&plain);
    run(24, &"(\\PC|[<>\"'&\\\\/=;{}\\n\\x00-\\x1f]){1,24}", |said: String| {
        // One word that is no address: addresses are checked by themselves.
        let said = format!("x{}", said.replace("http", "ptth"));
        let page = page_with(&said, Lang::Fr);
        assert_sound(&page, "fr", &said);
        prop_assert_eq!(&tags(&page), &plain, "{}", said);
        Ok(())
    });
}

#[test]
fn only_addresses_of_the_web_become_links() {
    let linked = |source: &str| {
        let page = page_with(source, Lang::En);
        assert_sound(&page, "en", source);
        let found =
            values(&tags(&page), "href").into_iter().filter(|h| !h.starts_with('#')).map(str::to_owned);
        found.collect::<BTreeSet<_>>()
    };
    assert_eq!(
        linked("See https://a.example/b?c=1&d=\"e\"."),
        ["https://a.example/b?c=1&amp;d=&quot;e&quot;".to_owned()].into()
    );
    assert_eq!(
        linked("(http://a.example/x), then https://b.example; end"),
        ["https://b.example".to_owned()].into()
    );
    for none in [
        "javascript:alert(1)",
        "JaVaScRiPt://https://x",
        "//a.example",
        "file:///etc/passwd",
        "https://a\u{202e}b",
    ] {
        assert_eq!(linked(none), BTreeSet::new(), "{none}");
    }
}

#[test]
fn the_head_of_a_printed_page_is_short_and_safe() {
    let page = page_with(&"long \"name\" ".repeat(20), Lang::En);
    let head =
        page.split_once("@top-left{content:\"").expect("a margin").1.split('"').next().expect("a string");
    assert!(head.len() < 400 && head.contains("\\22 name\\22 "), "{head}");
}
