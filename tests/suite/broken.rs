//! Broken input, through the reader and through the command: never a panic, always a code and a place; and what a
//! stranger types into a name stays text in every export.

use crate::{
    running::{Ran, SERVICES, rows, socle, socle_with_stack, stack},
    wounds::{anything, in_place, others, places, run, samples},
};
use catalog::{Lang, SECNUMCLOUD};
use model::{
    Document, Question, ReadError,
    document::{Issue, MAX_BYTES, read, write},
    words,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use serde_json::{Value, json};

/// Whether a JSON Pointer leads to a value, or to where one is missing.
fn leads_somewhere(whole: &Value, at: &str) -> bool {
    let parent = at.rsplit_once('/').map(|(parent, _)| parent);
    whole.pointer(at).is_some() || parent.is_some_and(|parent| whole.pointer(parent).is_some())
}

fn assert_told(whole: &Value, issues: &[Issue]) {
    for issue in issues {
        assert!(leads_somewhere(whole, &issue.at), "{issue:?}");
        assert!(!issue.kind.code().is_empty());
        for lang in Lang::ALL {
            assert!(!words::issue(&issue.kind, lang).is_empty());
        }
    }
}

/// Reads, computes and writes: all that opening a file leads to.
fn open(bytes: &[u8]) -> Result<(Document, Vec<Issue>), ReadError> {
    let (document, issues) = read(&SECNUMCLOUD, bytes)?;
    let question = Question::of(&SECNUMCLOUD, &document, model::date::FALLBACK);
    for service in &document.services {
        // Also with errors inside: nobody promises verdicts then, but nobody may fall over.
        let _ = model::scope(&SECNUMCLOUD, &document, &service.id, &question);
    }
    let text = write::to_text(&document);
    let (again, _) = read(&SECNUMCLOUD, text.as_bytes())?;
    assert_eq!(write::to_text(&again), text, "written twice");
    Ok((document, issues))
}

fn refused(bytes: &[u8]) -> ReadError {
    read(&SECNUMCLOUD, bytes).expect_err("refused")
}

/// The command refuses the same bytes: 3, a reason, and nothing on standard output.
fn assert_unreadable(bytes: &[u8], code: &str) {
    assert_eq!(refused(bytes).code(), code);
    for arguments in
        [vec!["check", "-"], vec!["scope", "-", "--service", "paas"], vec!["claims", "-", "--service", "x"]]
    {
        let ran = socle(&arguments, bytes);
        assert_eq!((ran.status, ran.out.as_str()), (3, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(&format!("[{code}]")), "{}", ran.err);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// No document at all
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn truncated_files_are_refused_as_such() {
    for (name, bytes) in samples() {
        let whole = bytes.trim_ascii_end().len();
        for length in (0..whole).step_by(97) {
            let error = refused(&bytes[..length]);
            let expected =
                if std::str::from_utf8(&bytes[..length]).is_ok() { "truncated" } else { "not-utf-8" };
            assert_eq!(error.code(), expected, "{name}, {length} bytes");
        }
    }
    assert_unreadable(&samples()[0].1[..1067], "truncated");
}

#[test]
fn bytes_that_are_no_document_are_refused() {
    assert_unreadable(b"", "truncated");
    assert_unreadable(b"   \n", "truncated");
    assert_unreadable(b"\xef\xbb\xbf", "truncated");
    assert_unreadable(b"null", "not-socle");
    assert_unreadable(b"[]", "not-socle");
    assert_unreadable(b"\"socle/1\"", "not-socle");
    assert_unreadable(b"{}", "not-socle");
    assert_unreadable(br#"{ "format": null }"#, "not-socle");
    assert_unreadable(br#"{ "format": ["socle/1"] }"#, "not-socle");
    assert_unreadable(br#"{ "format": "socle/2" }"#, "not-socle");
    assert_unreadable(br#"{ "format": "SOCLE/1" }"#, "not-socle");
    assert_unreadable(br#"{ "format": "socle/1" } {}"#, "not-json");
    assert_unreadable(br#"{ "format": "socle/1", }"#, "not-json");
    assert_unreadable(br#"{ 'format': 'socle/1' }"#, "not-json");
    assert_unreadable(br#"{ "format": "socle/1", "title": "\ud800" }"#, "not-json");
    assert_unreadable(b"{ \"format\": \"socle/1\", \"title\": \"a\0b\" }", "not-json");
    assert_unreadable(b"<!doctype html>", "not-json");
    assert_unreadable(b"{ \"format\": \"socle/1\", \"title\": \"\xe9t\xe9\" }", "not-utf-8");
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_unreadable(&utf16, "not-utf-8");
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    for (name, bytes) in samples() {
        let marked = [b"\xef\xbb\xbf", bytes.as_slice()].concat();
        assert_eq!(read(&SECNUMCLOUD, &marked), read(&SECNUMCLOUD, &bytes), "{name}");
    }
}

#[test]
fn a_million_brackets_are_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = [open.repeat(1_000_000), "0".to_owned(), close.repeat(1_000_000)].concat();
        assert_unreadable(format!("{{\"format\":\"socle/1\",\"x\":{deep}}}").as_bytes(), "too-deep");
        assert_unreadable(open.repeat(1_000_000).as_bytes(), "too-deep");
    }
}

#[test]
fn twenty_megabytes_are_refused_and_fifteen_are_read() {
    let with_note = |length: usize| {
        let note = "x".repeat(length);
        format!("{{\"format\":\"socle/1\",\"note\":\"{note}\"}}").into_bytes()
    };
    assert_unreadable(&with_note(20_000_000), "too-large");
    const { assert!(15_000_000 < MAX_BYTES) };
    let (document, issues) = read(&SECNUMCLOUD, &with_note(15_000_000)).expect("read");
    assert_eq!(
        issues.iter().map(|i| (i.kind.code(), i.at.as_str())).collect::<Vec<_>>(),
        [("too-long", "/note")]
    );
    assert_eq!(document.note.map(|n| n.len()), Some(15_000_000));
}

/// The reader promises stacks of 10,000 services, and a browser gives 1 MiB of stack: going down a tower of them must
/// not take a frame a floor. The first in the alphabet stands on top.
#[cfg(unix)]
#[test]
fn a_tower_of_services_does_not_overflow_the_stack() {
    const HEIGHT: usize = 10_000;
    let floor = |i: usize| {
        let base = (i + 1 < HEIGHT).then(|| json!({ "service": format!("s{:05}", i + 1) }));
        let relies_on: Vec<Value> = base.into_iter().collect();
        json!({ "id": format!("s{i:05}"), "provider": "p", "activities": ["iaas"], "relies_on": relies_on })
    };
    let services: Vec<Value> = (0..HEIGHT).map(floor).collect();
    let document =
        json!({ "format": "socle/1", "providers": [{ "id": "p" }], "services": services }).to_string();
    let ran = socle_with_stack(1024, &["check", "-"], document.as_bytes());
    assert_eq!(ran.status, 0, "{}", ran.err.chars().take(400).collect::<String>());
}

// ---------------------------------------------------------------------------------------------------------------------
// Something wrong inside
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn any_value_in_any_place_is_read_without_panic() {
    for (_, bytes) in samples() {
        let whole: Value = serde_json::from_slice(&bytes).expect("a sample is JSON");
        for at in places(&whole).iter().filter(|at| !at.is_empty()) {
            for other in others() {
                let broken = in_place(&whole, at, Some(other));
                match read(&SECNUMCLOUD, broken.to_string().as_bytes()) {
                    Ok((_, issues)) => assert_told(&broken, &issues),
                    Err(error) => assert_eq!((at.as_str(), error.code()), ("/format", "not-socle")),
                }
            }
        }
    }
}

/// The codes and places of the issues of a document, in its order.
fn issues(document: &Value) -> Vec<(&'static str, String)> {
    let bytes = document.to_string();
    let (_, issues) = open(bytes.as_bytes()).expect("a document");
    assert_told(document, &issues);
    issues.into_iter().map(|i| (i.kind.code(), i.at)).collect()
}

/// The stack of the command's checks with something else in one place.
fn broken(at: &str, other: Value) -> Value {
    in_place(&stack(), at, Some(other))
}

#[test]
fn each_fault_has_its_code_and_its_place() {
    let rests_on = |base: &str| json!([{ "service": base }]);
    let qualification = "/services/0/qualifications/0";
    let cases = [
        (broken("/services/1/id", json!("iaas")), "duplicate-id", "/services/1/id".to_owned()),
        (broken("/providers/1/id", json!("north")), "duplicate-id", "/providers/1/id".to_owned()),
        (broken("/services/1/id", json!("No Id")), "bad-id", "/services/1/id".to_owned()),
        (broken("/services/1/id", json!("a".repeat(65))), "bad-id", "/services/1/id".to_owned()),
        (
            broken("/services/1/relies_on/0/service", json!("gone")),
            "unknown-id",
            "/services/1/relies_on/0/service".to_owned(),
        ),
        (broken("/services/1/provider", json!("gone")), "unknown-id", "/services/1/provider".to_owned()),
        (
            broken("/services/1/relies_on/0/service", json!("paas")),
            "self-reliance",
            "/services/1/relies_on/0/service".to_owned(),
        ),
        (broken("/services/0/relies_on", rests_on("saas")), "cycle", "/services/0/relies_on".to_owned()),
        (
            broken(&format!("{qualification}/granted"), json!("2026-02-30")),
            "bad-date",
            format!("{qualification}/granted"),
        ),
        (
            broken(&format!("{qualification}/granted"), json!("2025-13-01")),
            "bad-date",
            format!("{qualification}/granted"),
        ),
        (
            broken(&format!("{qualification}/granted"), json!("10/01/2025")),
            "bad-date",
            format!("{qualification}/granted"),
        ),
        (
            broken(&format!("{qualification}/granted"), json!(20_250_110)),
            "wrong-type",
            format!("{qualification}/granted"),
        ),
        (
            broken(&format!("{qualification}/expires"), json!("2024-01-10")),
            "ends-before-grant",
            format!("{qualification}/expires"),
        ),
        (
            broken(&format!("{qualification}/covers/0"), json!("cellar")),
            "unknown-word",
            format!("{qualification}/covers/0"),
        ),
        (broken("/services/1/activities", json!([])), "no-activity", "/services/1/activities".to_owned()),
        (
            broken("/services/1/activities/0", json!("xaas")),
            "unknown-word",
            "/services/1/activities/0".to_owned(),
        ),
        (broken("/services/1/name", json!("n".repeat(301))), "too-long", "/services/1/name".to_owned()),
        (broken("/readings/personnel", json!("perhaps")), "unknown-answer", "/readings/personnel".to_owned()),
        (
            broken("/services/1/locations/storage/0", json!("France")),
            "bad-country",
            "/services/1/locations/storage/0".to_owned(),
        ),
        (broken("/holdings/0/capital", json!([30, 20])), "range-reversed", "/holdings/0/capital".to_owned()),
        (broken("/holdings/0/capital", json!(101)), "wrong-type", "/holdings/0/capital".to_owned()),
        (broken("/holdings/0/held", json!("gone")), "unknown-id", "/holdings/0/held".to_owned()),
        (in_place(&stack(), "/services/1/id", None), "missing-key", "/services/1".to_owned()),
        (
            in_place(&stack(), &format!("{qualification}/version"), None),
            "missing-key",
            qualification.to_owned(),
        ),
    ];
    for (document, code, at) in cases {
        let found = issues(&document);
        assert!(found.contains(&(code, at.clone())), "{code} at {at}; found {found:?}");

        let bytes = document.to_string();
        let listed = socle(&["check", "-"], bytes.as_bytes());
        assert_eq!(listed.status, 1, "{code} at {at}");
        let list: Value = serde_json::from_str(&listed.out).expect("the list is JSON");
        let member = |i: &Value| i["code"] == code && i["at"] == at.as_str() && i["severity"] == "error";
        assert!(list["issues"].as_array().is_some_and(|all| all.iter().any(member)), "{list:#}");

        // A document with errors is not computed: no verdict leaves the command.
        let scope = socle(&["scope", "-", "--service", "paas"], bytes.as_bytes());
        assert_eq!((scope.status, scope.out.as_str()), (1, ""), "{code} at {at}");
        assert!(scope.err.contains(&format!("[{code}] {at}:")), "{}", scope.err);
    }
}

/// What cannot be read in a list must not move the others: places are those of the file.
#[test]
fn places_are_those_of_the_file() {
    let service = json!({ "id": "a", "provider": "gone", "activities": ["iaas"] });
    let found = issues(&json!({ "format": "socle/1", "services": [null, service] }));
    assert!(found.contains(&("unknown-id", "/services/1/provider".to_owned())), "{found:?}");

    let mut document = stack();
    document["services"][0]["qualifications"][0]["events"] =
        json!([{ "date": "never", "kind": "suspended" }, { "date": "2020-01-01", "kind": "suspended" }]);
    let elsewhere = ("event-before-grant", "/services/0/qualifications/0/events/0".to_owned());
    let found = issues(&document);
    assert!(!found.contains(&elsewhere), "{found:?}");
}

#[test]
fn a_circle_names_its_services() {
    let circle = broken("/services/0/relies_on", json!([{ "service": "saas" }]));
    let ran = socle(&["check", "-"], circle.to_string().as_bytes());
    for id in ["iaas", "paas", "saas"] {
        assert!(ran.out.contains(id), "{}", ran.out);
    }
    assert!(ran.out.contains("iaas → saas → paas → iaas"), "{}", ran.out);
}

// ---------------------------------------------------------------------------------------------------------------------
// Names that are no words
// ---------------------------------------------------------------------------------------------------------------------

const NASTY: [&str; 11] = [
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(\"https://example.org\",\"click\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "-2+3",
    "\t=1+1",
    "[link](javascript:alert(1)) `code` **bold** | cell",
    "first line\r\n\r\n# second line\n- third",
    "> quoted",
    "- listed",
    "1. numbered",
];

fn named(name: &str) -> Vec<u8> {
    let mut document = stack();
    for at in ["/title", "/providers/0/name", "/providers/1/name", "/third_parties/0/name"] {
        document = in_place(&document, at, Some(json!(name)));
    }
    for service in 0..SERVICES.len() {
        document = in_place(&document, &format!("/services/{service}/name"), Some(json!(name)));
    }
    let judgement = json!({ "owner": name, "note": name, "justification": name, "author": name });
    in_place(&document, "/services/1/judgements/12.11.a", Some(judgement)).to_string().into_bytes()
}

fn export(name: &str, arguments: &[&str]) -> String {
    let Ran { status, out, err } = socle(arguments, &named(name));
    assert_eq!(status, 0, "{name}: {err}");
    out
}

#[test]
fn csv_is_defused() {
    for name in NASTY {
        let csv = export(name, &["scope", "-", "--service", "paas", "--format", "csv"]);
        let rows = rows(&csv);
        assert_eq!(rows.len(), 279, "{name}");
        for cell in rows.iter().flatten() {
            let formula = |c: char| ['=', '+', '-', '@', '\t', '\r'].contains(&c);
            assert!(!cell.trim_start_matches([' ', '\n']).starts_with(formula), "{name}: {cell}");
        }
        // The owner is there all the same.
        let row = rows.iter().find(|row| row[0] == "12.11.a").expect("a row");
        assert_eq!(row[15].trim_start_matches('\''), name);
        assert_eq!(row[16].trim_start_matches('\''), name);
    }
}

/// Markdown without what a backslash makes plain.
fn unescaped(markdown: &str) -> String {
    let mut chars = markdown.chars();
    let mut rest = String::with_capacity(markdown.len());
    while let Some(c) = chars.next() {
        if c != '\\' {
            rest.push(c);
        } else if chars.next().is_none() {
            break;
        }
    }
    rest
}

#[test]
fn markdown_is_escaped() {
    for name in NASTY {
        for command in ["scope", "claims"] {
            for lang in ["fr", "en"] {
                let md = export(name, &[command, "-", "--service", "paas", "--format", "md", "--lang", lang]);
                let plain =
                    export("Plain", &[command, "-", "--service", "paas", "--format", "md", "--lang", lang]);
                let lines = |text: &str| text.lines().count();
                assert_eq!(lines(&md), lines(&plain), "{command}: {name} breaks lines");
                for mark in ["<", "](", "`code`", "**bold**", " | cell", "\n# second", "\n- third"] {
                    let count = |text: &str| unescaped(text).matches(mark).count();
                    assert_eq!(count(&md), count(&plain), "{command}: {mark} of {name} is markup");
                }
                for opens in ["- >", "- - ", "- + ", "- 1. "] {
                    let line = md.lines().find(|line| line.starts_with(opens));
                    assert_eq!(line, None, "{command}: a name opens a block");
                }
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Anything
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn random_bytes_are_refused_or_read() {
    run(2000, &vec(any::<u8>(), 0..400), |bytes| {
        prop_assert!(open(&bytes).is_err());
        Ok(())
    });
    // Bytes of a sample, some of them changed.
    let changes = vec((any::<Index>(), any::<u8>()), 1..6);
    run(500, &(select(samples()), changes), |((_, mut bytes), changes)| {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = open(&bytes);
        Ok(())
    });
}

#[test]
fn random_json_is_read() {
    run(1500, &anything(), |value| {
        let mut whole = json!({ "format": "socle/1" });
        if let (Value::Object(keys), Value::Object(random)) = (&mut whole, value) {
            keys.extend(random.into_iter().filter(|(key, _)| key != "format"));
        }
        let (_, issues) = open(whole.to_string().as_bytes()).expect("a document");
        assert_told(&whole, &issues);
        Ok(())
    });
}

#[test]
fn a_document_with_random_wounds_is_read() {
    let wounds = vec((any::<Index>(), prop_oneof![3 => anything().prop_map(Some), 1 => Just(None)]), 1..6);
    run(1500, &wounds, |wounds| {
        let mut whole = stack();
        for (at, other) in wounds {
            let places: Vec<String> =
                places(&whole).into_iter().filter(|at| !at.is_empty() && at != "/format").collect();
            if !places.is_empty() {
                whole = in_place(&whole, &places[at.index(places.len())], other);
            }
        }
        let (_, issues) = open(whole.to_string().as_bytes()).expect("a document");
        assert_told(&whole, &issues);
        Ok(())
    });
}
