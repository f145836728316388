//! Repairs of single values, kind by kind.

use super::{QUALIFICATION, english, first, found, issues, labels, with};
use crate::{catalogue::slips_of_french, wounds::in_place};
use catalog::{Lang, SECNUMCLOUD};
use model::repair::{self, repairs};
use serde_json::json;

#[test]
fn values_of_another_type() {
    let cases = [
        ("/title", json!(2026), "Write “2026”", json!("2026")),
        ("/services/1/note", json!(true), "Write “true”", json!("true")),
        ("/services/1/note", json!(["one"]), "Write “one”", json!("one")),
        ("/as_of", json!(20_261_122), "Write 2026-11-22", json!("2026-11-22")),
        ("/services/0/qualifications/0/version", json!(3.2), "Write “3.2”", json!("3.2")),
        ("/services/1/sources", json!("x, y"), "Write [\"x, y\"]", json!(["x, y"])),
        ("/services/1/activities", json!("paas"), "Write [\"paas\"]", json!(["paas"])),
        (
            "/services/1/layers",
            json!("os, middleware"),
            "Write [\"os\",\"middleware\"]",
            json!(["os", "middleware"]),
        ),
        (
            "/services/1/relies_on",
            json!("iaas"),
            "Write [{\"service\":\"iaas\"}]",
            json!([{ "service": "iaas" }]),
        ),
        (
            "/services/1/relies_on/0",
            json!("iaas"),
            "Write {\"service\":\"iaas\"}",
            json!({ "service": "iaas" }),
        ),
        (
            "/services/1/relies_on",
            json!({ "service": "iaas" }),
            "Write [{\"service\":\"iaas\"}]",
            json!([{ "service": "iaas" }]),
        ),
        (
            "/services/1/candidacy",
            json!([{ "milestone": "j1" }]),
            "Write {\"milestone\":\"j1\"}",
            json!({ "milestone": "j1" }),
        ),
        (
            "/services/1/judgements/12.11.a",
            json!("ask Ann"),
            "Write {\"note\":\"ask Ann\"}",
            json!({ "note": "ask Ann" }),
        ),
        (
            "/services/1/facts",
            json!({ "electronic_signature": true }),
            "Write “yes”",
            json!({ "electronic_signature": "yes" }),
        ),
        ("/third_parties/0/audit_clause", json!(false), "Write “no”", json!("no")),
        ("/entities/0/listed", json!("oui"), "Write true", json!(true)),
        ("/entities/0/listed", json!("false"), "Write false", json!(false)),
        ("/holdings/0/control", json!(true), "Write “yes”", json!("yes")),
        ("/holdings/0/capital", json!("25,5 %"), "Write 25.5", json!(25.5)),
        ("/holdings/0/capital", json!(["20", 30]), "Write [20,30]", json!([20, 30])),
        ("/services/1/column", json!("4"), "Write 4", json!(4)),
        (
            "/services/0/qualifications/0/reserves",
            json!("10.1.a"),
            "Write [{\"text\":\"10.1.a\"}]",
            json!([{ "text": "10.1.a" }]),
        ),
    ];
    for (at, value, label, repaired) in cases {
        let root = with(&[(at, value)]);
        let issue = issues(&root).into_iter().find(|i| i.kind.code() == "wrong-type").expect(at);
        let found = repairs(&SECNUMCLOUD, &root, &issue);
        assert_eq!(found.first().map(english).as_deref(), Some(label), "{at}");
        assert_eq!(repair::apply(&root, &found[0]).pointer(at), Some(&repaired), "{at}");
    }
    for (at, value, label) in [
        ("/services/1/note", json!({ "a": 1 }), "Remove “note”"),
        ("/services/1/column", json!(1000), "Remove “column”"),
        ("/holdings/0/capital", json!(101), "Remove “capital”"),
        ("/services/3", json!(7), "Remove “7” from this list"),
        (
            "/services/1/layers",
            json!(7),
            "Remove “layers”: the layers operated then follow from the activities",
        ),
        (
            "/services/1/relies_on/0/layers",
            json!({}),
            "Remove “layers”: this reliance then brings all that it can",
        ),
    ] {
        assert_eq!(labels(&with(&[(at, value)]), "wrong-type", at), [label]);
    }
}

/// What is to be typed instead, with the bounds of each.
#[test]
fn a_hint_says_what_is_to_be_typed() {
    let expires = format!("{QUALIFICATION}/expires");
    for (at, value, code, hint) in [
        ("/services/0/column", json!("left"), "wrong-type", "A whole number from 0 to 999, such as 4."),
        (
            "/services/1/plan/j1/months",
            json!("some"),
            "wrong-type",
            "A whole number of months, such as 6; 120 at most.",
        ),
        (
            expires.as_str(),
            json!("2024-01-10"),
            "ends-before-grant",
            "The last day, such as 2026-11-22: after the grant, three years at most.",
        ),
        (
            expires.as_str(),
            json!("2031-01-10"),
            "longer-than-three-years",
            "The last day, such as 2026-11-22: after the grant, three years at most.",
        ),
    ] {
        let root = with(&[(at, value)]);
        let (issue, _) = found(&root, code, at);
        assert_eq!(repair::hint(&issue, Lang::En).as_deref(), Some(hint), "{at}");
        let fr = repair::hint(&issue, Lang::Fr).expect("one");
        assert_eq!(slips_of_french(&fr), Vec::<String>::new());
    }
}

/// What holds back is not thrown away because it is badly written.
#[test]
fn nothing_is_removed_that_would_say_more() {
    let withdrawn = json!([{ "date": "last spring", "kind": "withdrawn" }]);
    for (at, value, code, issue_at) in [
        ("/reserves", json!([7, "x", ["storage"]]), "wrong-type", "/reserves/2"),
        ("/events", json!("withdrawn in spring"), "wrong-type", "/events"),
        ("/events", withdrawn, "bad-date", "/events/0/date"),
        ("/events", json!([{ "kind": "withdrawn" }]), "missing-key", "/events/0"),
        ("/evidence", json!("a rumour"), "unknown-word", "/evidence"),
        ("/evidence", json!(7), "wrong-type", "/evidence"),
        ("/covers", json!({ "all": "storage" }), "wrong-type", "/covers"),
    ] {
        let root = with(&[(&format!("{QUALIFICATION}{at}"), value)]);
        let (issue, found) = found(&root, code, &format!("{QUALIFICATION}{issue_at}"));
        let found: Vec<String> = found.iter().map(english).collect();
        let removed = found.iter().any(|label| label.starts_with("Remove"));
        assert!(!removed, "{at}: {found:?}");
        assert!(repair::hint(&issue, Lang::En).is_some());
    }
    let root = with(&[("/holdings/0/veto", json!("perhaps"))]);
    assert_eq!(labels(&root, "wrong-type", "/holdings/0/veto"), [""; 0]);
    // An object where its list is asked for, which would show more errors than it has now.
    let root = with(&[("/services/1/relies_on", json!({ "servise": "iaas", "layers": ["x", "y"] }))]);
    assert_eq!(labels(&root, "wrong-type", "/services/1/relies_on"), [""; 0]);
}

#[test]
fn words_and_countries() {
    for (at, word, label) in [
        ("/services/0/qualifications/0/covers/0", "Facility", "Write “facility”"),
        ("/services/0/qualifications/0/covers/0", "salles d'hébergement", "Write “facility”"),
        ("/services/0/qualifications/0/covers/0", "stockage", "Write “storage”"),
        ("/services/0/qualifications/0/covers/0", "cellar", "Remove “cellar” from this list"),
        ("/services/0/qualifications/0/evidence", "décision", "Write “decision”"),
        ("/services/1/candidacy/milestone", "J0", "Write “j0”"),
        ("/services/1/judgements/12.11.a/status", "in-progress", "Write “in_progress”"),
        ("/services/1/judgements/12.11.a/status", "en cours", "Write “in_progress”"),
        ("/services/1/judgements/12.11.a/override", "Partagée", "Write “shared”"),
        ("/third_parties/0/autonomy", "own skills", "Write “own_skills”"),
        ("/third_parties/0/audit_clause", "oui", "Write “yes”"),
        ("/third_parties/0/data_access", "inconnu", "Write “unknown”"),
        ("/third_parties/0/data_access", "perhaps", "Remove “data_access”"),
        ("/services/1/facts/electronic_signature", "Non", "Write “no”"),
        ("/services/1/facts/electronic_signature", "maybe", "Remove “electronic_signature”"),
        ("/entities/0/kind", "Société", "Write “company”"),
    ] {
        assert_eq!(labels(&with(&[(at, json!(word))]), "unknown-word", at)[0], label, "{word}");
    }
    // No slip is small enough in so short a word.
    let root = with(&[("/third_parties/0/audit_clause", json!("nay"))]);
    assert_eq!(labels(&root, "unknown-word", "/third_parties/0/audit_clause"), ["Remove “audit_clause”"]);
    let root = with(&[("/services/1/activities", json!(["xaas"]))]);
    let choices = ["Write “iaas”", "Write “caas”", "Write “paas”", "Write “saas”"];
    assert_eq!(labels(&root, "unknown-word", "/services/1/activities/0"), choices);
    let share = json!({ "service": "iaas", "layers": ["compute"], "retained": [{ "layer": "comptue", "reason": "row" }] });
    let root = with(&[("/services/1/relies_on/0", share)]);
    let choices = ["Write “compute”", "Choose the layer “compute and hypervisor”"];
    assert_eq!(labels(&root, "unknown-word", "/services/1/relies_on/0/retained/0/layer")[0], choices[0]);

    for (written, label) in [
        ("fr", "Write “FR”"),
        ("FRA", "Write “FR”"),
        ("France", "Write “FR”"),
        ("États-Unis", "Write “US”"),
        ("uk", "Write “GB”"),
        ("Pays-Bas", "Write “NL”"),
        ("EU-wide", "Remove “EU-wide” from this list"),
        ("eu", "Remove “eu” from this list"),
        ("Utopia", "Remove “Utopia” from this list"),
    ] {
        let at = "/services/1/locations/storage/0";
        assert_eq!(labels(&with(&[(at, json!(written))]), "bad-country", at)[0], label, "{written}");
    }
    let root = with(&[("/entities/0/seat", json!("Frankreich"))]);
    assert_eq!(labels(&root, "bad-country", "/entities/0/seat"), ["Remove “seat”"]);
}

#[test]
fn dates() {
    for (written, meant) in [
        ("2026/11/22", vec!["2026-11-22"]),
        ("2026-1-2", vec!["2026-01-02"]),
        (" 2026-11-22 ", vec!["2026-11-22"]),
        ("2026-11-22T10:00:00Z", vec!["2026-11-22"]),
        ("2026-11-22 10:00", vec!["2026-11-22"]),
        ("20261122", vec!["2026-11-22"]),
        ("22.11.2026", vec!["2026-11-22"]),
        ("22/11/2026", vec!["2026-11-22"]),
        ("11/22/2026", vec!["2026-11-22"]),
        ("10/01/2026", vec!["2026-01-10", "2026-10-01"]),
        ("05/05/2026", vec!["2026-05-05"]),
        ("2026-02-30", vec!["2026-02-28"]),
        ("2026-02-32", vec![]),
        ("2026-13-01", vec![]),
        ("2026", vec![]),
        ("11/2026", vec![]),
        ("22/11/26", vec![]),
        ("22 novembre 2026", vec![]),
        ("soon", vec![]),
        // Eight bytes, and no figure of them.
        ("aaa\u{4e91}aa", vec![]),
        ("1066-10-14", vec![]),
        ("", vec![]),
    ] {
        let expected: Vec<String> = meant
            .iter()
            .map(|day| format!("Write {day}"))
            .chain(["Remove “as_of”: the current day then counts".to_owned()])
            .collect();
        assert_eq!(labels(&with(&[("/as_of", json!(written))]), "bad-date", "/as_of"), expected, "{written}");
    }
    let at = format!("{QUALIFICATION}/expires");
    let root = with(&[(&at, json!("2028/01/10"))]);
    assert_eq!(
        labels(&root, "bad-date", &at),
        ["Write 2028-01-10", "Remove “expires”: the end is then three years after the grant"]
    );

    let root = with(&[(&at, json!("2024-01-10"))]);
    assert_eq!(labels(&root, "ends-before-grant", &at)[0], "Swap the dates: from 2024-01-10 to 2025-01-10");
    let root = with(&[(&at, json!("2030-01-10"))]);
    assert_eq!(labels(&root, "longer-than-three-years", &at), ["Write 2028-01-10"]);

    let events = format!("{QUALIFICATION}/events");
    let event = json!([{ "date": "2023-05-01", "kind": "suspended" }]);
    let root = with(&[(&events, event)]);
    assert_eq!(
        labels(&root, "event-before-grant", &format!("{events}/0")),
        ["Remove the event “suspended” of 2023-05-01"]
    );
}

#[test]
fn lengths_and_maps() {
    let root = with(&[("/services/1/name", json!("é".repeat(301)))]);
    assert_eq!(labels(&root, "too-long", "/services/1/name"), ["Cut to 300 characters"]);
    let mended = first(&root, "too-long", "/services/1/name");
    assert_eq!(mended["services"][1]["name"].as_str().map(|n| n.chars().count()), Some(300));

    let root = with(&[("/readings/personel", json!("shared"))]);
    let root = in_place(&root, "/readings/personnel", None);
    let choices = ["Replace “personel” with “personnel”", "Remove “personel”"];
    assert_eq!(labels(&root, "unknown-reading", "/readings/personel"), choices);
    assert_eq!(
        first(&root, "unknown-reading", "/readings/personel")["readings"],
        json!({ "personnel": "shared" })
    );
    let root = with(&[("/readings/personnel", json!("share"))]);
    let choices = ["Write “shared”", "Go back to the default answer of “personnel”"];
    assert_eq!(labels(&root, "unknown-answer", "/readings/personnel"), choices);
    let root = with(&[("/services/1/facts/electronic-signature", json!("no"))]);
    let choices =
        ["Replace “electronic-signature” with “electronic_signature”", "Remove “electronic-signature”"];
    assert_eq!(labels(&root, "unknown-fact", "/services/1/facts/electronic-signature"), choices);

    for (written, label) in [
        ("12.11a", "Write “12.11.a”"),
        ("12-11-A", "Write “12.11.a”"),
        ("§ 12.11.a", "Write “12.11.a”"),
        ("99.1.a", "Remove “99.1.a” from this list"),
    ] {
        let reserve = json!([{ "layers": ["compute"], "requirements": [written, "12.11.b"] }]);
        let root = with(&[(&format!("{QUALIFICATION}/reserves"), reserve)]);
        let at = format!("{QUALIFICATION}/reserves/0/requirements/0");
        assert_eq!(labels(&root, "unknown-requirement", &at)[0], label);
    }
    let root = with(&[(&format!("{QUALIFICATION}/reserves"), json!([{ "requirements": ["99.1.a"] }]))]);
    let at = format!("{QUALIFICATION}/reserves/0/requirements/0");
    assert_eq!(labels(&root, "unknown-requirement", &at), ["Remove this reserve"]);
    let root = with(&[("/services/1/judgements/12.11b", json!({ "status": "done" }))]);
    let at = "/services/1/judgements/12.11b";
    assert_eq!(
        labels(&root, "unknown-requirement", at),
        ["Replace “12.11b” with “12.11.b”", "Remove “12.11b”"]
    );
}
