//! A document made under older rules tells what has changed since; one made under newer rules tells that too. Nothing
//! of it moves a verdict.

use crate::running::{Ran, socle};
use catalog::{Bilingual, Change, Lang, RULESETS, Ruleset, SECNUMCLOUD};
use model::{
    Document, Question,
    document::{Issue, Item, read, write},
    edit::{Edit, apply},
    rulesets::{News, change, current, is_id, made_under, news, of_new, said},
};
use serde_json::{Value, json};

const fn version(id: &'static str) -> Ruleset {
    Ruleset {
        id,
        day: "2026-11-22",
        changes: &[Change {
            requirements: &["12.11.a", "9.6.i"],
            text: Bilingual { fr: "Deux exigences relues.", en: "Two requirements read again." },
        }],
    }
}

static THREE: [Ruleset; 3] = [version("2026.11"), version("2027.02"), version("2027.10")];

fn under(ruleset: Option<&str>) -> Document {
    Document { ruleset: ruleset.map(str::to_owned), ..Document::default() }
}

/// The versions after the document's, or what else is told.
fn told(all: &'static [Ruleset], ruleset: Option<&str>) -> Vec<&'static str> {
    match news(all, &under(ruleset)) {
        News::None => vec![],
        News::Older(since) => since.iter().map(|r| r.id).collect(),
        News::Newer => vec!["newer"],
    }
}

#[test]
fn every_version_after_that_of_the_document_is_told() {
    for (made, expected) in [
        ("2026.05", vec!["2026.11", "2027.02", "2027.10"]),
        ("2026.11", vec!["2027.02", "2027.10"]),
        // A version that is not in the list stands where its text does.
        ("2027.01", vec!["2027.02", "2027.10"]),
        ("2027.02", vec!["2027.10"]),
        ("2027.09", vec!["2027.10"]),
        ("2027.10", vec![]),
        ("2027.11", vec!["newer"]),
        ("2031.01", vec!["newer"]),
    ] {
        assert_eq!(told(&THREE, Some(made)), expected, "{made}");
    }
}

#[test]
fn without_a_version_a_document_is_of_the_first() {
    assert_eq!(told(&THREE, None), ["2027.02", "2027.10"]);
    assert_eq!(told(&THREE[..1], None), [""; 0]);
    assert_eq!(made_under(&THREE, &under(None)), "2026.11");
    assert_eq!(told(&[], None), [""; 0]);
}

#[test]
fn what_is_no_version_counts_as_left_out_and_is_told() {
    for odd in [
        "",
        "2026",
        "2026-11",
        "2026.13",
        "2026.00",
        "2026.1",
        "26.11",
        "2026.011",
        "２026.11",
        "latest",
        "3.2",
    ] {
        assert!(!is_id(odd), "{odd}");
        assert_eq!(told(&THREE, Some(odd)), told(&THREE, None), "{odd}");
        let bytes = json!({ "format": "socle/1", "ruleset": odd }).to_string();
        let (document, issues) = read(&SECNUMCLOUD, bytes.as_bytes()).expect("a document");
        let told: Vec<_> = issues.iter().map(|i| (i.kind.code(), i.at.as_str(), i.is_error())).collect();
        assert_eq!(told, [("unknown-ruleset", "/ruleset", false)], "{odd}");
        assert_eq!(write::to_value(&document)["ruleset"], odd, "it is kept as written");
    }
    for sound in ["2026.05", "2026.12", "2031.01"] {
        let bytes = json!({ "format": "socle/1", "ruleset": sound }).to_string();
        assert_eq!(read(&SECNUMCLOUD, bytes.as_bytes()).expect("a document").1, [], "{sound}");
    }
}

#[test]
fn it_is_a_short_text() {
    for (value, code) in [(json!(2026.11), "wrong-type"), (json!("2".repeat(301)), "too-long")] {
        let bytes = json!({ "format": "socle/1", "ruleset": value }).to_string();
        let (_, issues) = read(&SECNUMCLOUD, bytes.as_bytes()).expect("a document");
        assert_eq!(issues.iter().filter(|i| i.is_error()).map(|i| i.kind.code()).collect::<Vec<_>>(), [code]);
    }
    let bytes = json!({ "format": "socle/1", "ruleset": null }).to_string();
    let (document, issues) = read(&SECNUMCLOUD, bytes.as_bytes()).expect("a document");
    assert_eq!((document.ruleset, issues), (None, vec![]));
}

/// Files of today do not change by a byte; one that names a version says so after its title.
#[test]
fn it_is_written_only_where_it_was_said() {
    let without = write::to_text(&Document { title: "T".to_owned(), ..Document::default() });
    assert!(!without.contains("ruleset"), "{without}");
    let with = Document { title: "T".to_owned(), as_of: "2026-11-22".parse().ok(), ..under(Some("2026.05")) };
    let keys: Vec<String> = write::to_value(&with).as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["format", "title", "ruleset", "as_of"]);
}

#[test]
fn a_new_document_names_the_rules_once_there_are_others() {
    assert_eq!(of_new(&[]), None);
    assert_eq!(of_new(&THREE[..1]), None);
    for all in [&THREE[..2], &THREE[..]] {
        let made = of_new(all);
        assert_eq!(made.as_deref(), Some(current(all)));
        assert_eq!(news(all, &under(made.as_deref())), News::None);
    }
}

#[test]
fn looking_it_over_is_an_edit_like_others() {
    let old = under(Some("2026.05"));
    assert!(matches!(news(RULESETS, &old), News::Older(_)));
    let edit = Edit::set(Item::Document, "/ruleset", current(RULESETS));
    let (seen, issues) = apply(&SECNUMCLOUD, &old, edit).expect("an edit");
    assert_eq!((news(RULESETS, &seen), issues), (News::None, vec![]));
    assert_eq!(seen, under(Some(current(RULESETS))), "nothing else has changed");
}

#[test]
fn the_last_version_is_the_one_in_force() {
    assert_eq!(current(RULESETS), SECNUMCLOUD.ruleset);
    for ruleset in RULESETS {
        assert!(is_id(ruleset.id) && ruleset.day.parse::<model::Date>().is_ok(), "{ruleset:?}");
        for c in ruleset.changes {
            assert!(c.requirements.iter().all(|id| SECNUMCLOUD.requirement(id).is_some()), "{c:?}");
            assert_ne!(c.text.fr, c.text.en);
            assert_eq!(crate::catalogue::slips_of_french(c.text.fr), [""; 0]);
        }
    }
    assert!(RULESETS.iter().map(|r| r.id).is_sorted());
}

#[test]
fn it_is_said_in_both_languages() {
    let say = |made, lang| said(&THREE, &under(Some(made)), lang);
    assert_eq!(say("2027.10", Lang::Fr), None);
    let older = say("2026.11", Lang::Fr).expect("older");
    assert_eq!(
        older,
        "Ce document a été fait sous les règles 2026.11\u{202f}; voici ce que les règles 2027.10 changent"
    );
    assert!(
        say("2026.11", Lang::En)
            .expect("older")
            .contains("under the rules 2026.11; here is what the rules 2027.10")
    );
    for lang in Lang::ALL {
        let newer = say("2031.01", lang).expect("newer");
        assert!(newer.contains("2031.01") && newer.contains("2027.10"), "{newer}");
    }
    assert_eq!(crate::catalogue::slips_of_french(&say("2031.01", Lang::Fr).expect("newer")), [""; 0]);
    assert_eq!(change(&THREE[0].changes[0], Lang::En), "Two requirements read again. (12.11.a, 9.6.i)");
}

/// A small stack, made under some rules.
fn stack(ruleset: Option<&str>) -> Value {
    let mut stack = json!({
        "format": "socle/1",
        "as_of": "2026-11-22",
        "providers": [{ "id": "p", "name": "P" }],
        "services": [
            { "id": "base", "provider": "p", "activities": ["iaas"], "qualifications": [{ "version": "3.2", "granted": "2025-01-15" }] },
            { "id": "top", "provider": "p", "activities": ["paas"], "relies_on": [{ "service": "base" }] },
        ],
    });
    if let Some(id) = ruleset {
        stack["ruleset"] = id.into();
    }
    stack
}

#[test]
fn no_verdict_hangs_on_it() {
    let scope = |ruleset| {
        let (document, issues) =
            read(&SECNUMCLOUD, stack(ruleset).to_string().as_bytes()).expect("a document");
        assert!(!issues.iter().any(Issue::is_error), "{issues:?}");
        let question = Question::of(&SECNUMCLOUD, &document, model::date::FALLBACK);
        model::scope(&SECNUMCLOUD, &document, &"top".into(), &question).expect("a scope")
    };
    let today = scope(None);
    for ruleset in ["2026.05", "2031.01", "no version"] {
        assert_eq!(scope(Some(ruleset)), today, "{ruleset}");
    }
}

#[test]
fn the_command_tells_it_aside() {
    let file = |ruleset| stack(ruleset).to_string();
    let run = |text: &str| -> [Ran; 2] {
        [&["check", "-"][..], &["scope", "-", "--service", "top"]]
            .map(|arguments| socle(arguments, text.as_bytes()))
    };
    let quiet = run(&file(None));
    for (ruleset, expected) in [
        (None, &[][..]),
        (Some(SECNUMCLOUD.ruleset), &[]),
        (
            Some("2026.05"),
            &[
                "under the rules 2026.05",
                "sous les règles 2026.05",
                RULESETS[0].changes[0].text.en,
                RULESETS[0].changes[0].text.fr,
            ],
        ),
        (Some("2031.01"), &["under the rules 2031.01", "sous les règles 2031.01"]),
    ] {
        for (ran, quiet) in run(&file(ruleset)).iter().zip(&quiet) {
            assert_eq!((ran.status, &ran.out), (0, &quiet.out), "{ruleset:?}");
            for words in expected {
                assert!(ran.err.contains(words), "{ruleset:?}: “{words}” in\n{}", ran.err);
            }
            if expected.is_empty() {
                assert!(!ran.err.contains("rules 20"), "{}", ran.err);
            }
        }
    }
}
