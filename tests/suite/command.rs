//! The `socle` command: the keys that it promises, its options, its exit status, and the same bytes every time.

use crate::{
    catalogue::{in_official_order, slips_of_french},
    running::{Ran, SERVICES, binary, rows, run, socle, stack},
    wounds::samples,
};
use model::Date;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::SystemTime,
};

fn run_on_stack(arguments: &[&str]) -> Ran {
    socle(arguments, stack().to_string().as_bytes())
}

/// What a successful run writes, as JSON.
fn value(arguments: &[&str]) -> Value {
    let ran = run_on_stack(arguments);
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{arguments:?}: {e}"))
}

fn scope(more: &[&str]) -> Value {
    value(&[&["scope", "-", "--service", "paas"], more].concat())
}

// ---------------------------------------------------------------------------------------------------------------------
// Shapes
// ---------------------------------------------------------------------------------------------------------------------

fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}")).iter()
}

fn words(value: &Value) -> Vec<&str> {
    members(value).map(|word| word.as_str().expect("a word")).collect()
}

fn assert_keys(value: &Value, keys: &[&str]) {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for key in keys {
        assert!(object.contains_key(*key), "no {key} in {value}");
    }
}

fn assert_bilingual(value: &Value) {
    for lang in ["fr", "en"] {
        assert!(value[lang].as_str().is_some_and(|text| !text.is_empty()), "no {lang} in {value}");
    }
}

fn assert_one_of(value: &Value, allowed: &[&str]) {
    assert!(value.as_str().is_some_and(|word| allowed.contains(&word)), "{value} is none of {allowed:?}");
}

const LAYERS: [&str; 10] = [
    "facility",
    "hardware",
    "fabric",
    "compute",
    "storage",
    "sdn",
    "os",
    "orchestration",
    "middleware",
    "application",
];
const OUTCOMES: [&str; 4] = ["inherited", "shared", "remains", "not_applicable"];
const STATES: [&str; 5] = ["own", "covered", "exposed", "missing", "retained"];
const FLAGS: [&str; 13] = [
    "exposed",
    "missing",
    "foundation_lapsed",
    "scope_assumed",
    "undated",
    "hypothetical",
    "unknown_fact",
    "reading",
    "not_attested",
    "composed",
    "reusable",
    "co_evaluated",
    "expiring",
];
const BASES: [&str; 3] = ["text", "practice", "reasoning"];
const CONFIDENCES: [&str; 3] = ["high", "medium", "low"];
const MODALITIES: [&str; 4] = ["obligation", "recommendation", "permission", "permission_with_obligation"];

#[test]
fn catalog_keeps_its_promise() {
    let catalog = value(&["catalog", "--format", "json"]);
    assert_eq!(catalog, value(&["catalog", "--scheme", "secnumcloud"]));
    assert_keys(&catalog, &["scheme", "version", "ruleset", "requirements", "readings"]);
    assert_eq!((&catalog["scheme"], &catalog["version"]), (&json!("secnumcloud"), &json!("3.2")));
    let ids: Vec<&str> =
        members(&catalog["requirements"]).map(|r| r["id"].as_str().expect("an id")).collect();
    assert!(in_official_order(&ids), "{ids:?}");
    assert_eq!(ids.len(), 278);
    let readings: BTreeSet<&str> =
        members(&catalog["readings"]).map(|r| r["id"].as_str().expect("an id")).collect();
    let facts: BTreeSet<&str> =
        members(&catalog["facts"]).map(|f| f["id"].as_str().expect("an id")).collect();
    for r in members(&catalog["requirements"]) {
        assert_keys(
            r,
            &[
                "id",
                "chapter",
                "section",
                "modality",
                "title",
                "summary",
                "bears_on",
                "when",
                "basis",
                "confidence",
                "reason",
                "base_part",
                "own_part",
                "evidence",
                "interlock",
                "changed_in_3_2",
                "refers_to",
                "readings",
            ],
        );
        let id = r["id"].as_str().expect("an id");
        assert_eq!(r["chapter"], id.split('.').next().expect("a chapter"));
        assert!(id.starts_with(&format!("{}.", r["section"].as_str().expect("a section"))), "{id}");
        assert_one_of(&r["modality"], &MODALITIES);
        assert_one_of(&r["basis"], &BASES);
        assert_one_of(&r["confidence"], &CONFIDENCES);
        for text in ["title", "summary", "reason", "evidence"] {
            assert_bilingual(&r[text]);
        }
        for text in ["base_part", "own_part", "interlock"].iter().filter(|text| !r[**text].is_null()) {
            assert_bilingual(&r[*text]);
        }
        assert!(r["bears_on"]["provider"].is_boolean() && r["changed_in_3_2"].is_boolean());
        members(&r["bears_on"]["layers"]).for_each(|layer| assert_one_of(layer, &LAYERS));
        assert!(words(&r["readings"]).into_iter().all(|reading| readings.contains(reading)));
        assert!(words(&r["refers_to"]).into_iter().all(|number| !number.is_empty()));
        let activity = |value: &Value| assert_one_of(value, &["iaas", "caas", "paas", "saas"]);
        match r["when"].as_object().map(|when| when.iter().collect::<Vec<_>>()).as_deref() {
            None => assert!(r["when"].is_null(), "{id}"),
            Some([(key, when)]) if *key == "activities" => members(when).for_each(activity),
            Some([(key, when)]) if *key == "base" => activity(when),
            Some([(key, when)]) if *key == "fact" => {
                assert!(facts.contains(when.as_str().expect("a fact")), "{id}")
            }
            other => panic!("{id}: {other:?}"),
        }
    }
    for reading in members(&catalog["readings"]) {
        assert_keys(reading, &["id", "answers", "default"]);
        assert_eq!(reading["default"], reading["answers"][0]);
    }
}

fn assert_scope(scope: &Value, services: &[&str]) {
    assert_keys(
        scope,
        &[
            "service",
            "as_of",
            "scheme",
            "version",
            "ruleset",
            "catalogue_hash",
            "readings",
            "counts",
            "verdicts",
        ],
    );
    let sum = |counts: &Value| OUTCOMES.iter().map(|o| counts[o].as_u64().expect("a count")).sum::<u64>();
    assert_eq!((sum(&scope["counts"]["verified"]), sum(&scope["counts"]["all"])), (261, 278));
    let ids: Vec<&str> =
        members(&scope["verdicts"]).map(|v| v["requirement"].as_str().expect("an id")).collect();
    assert!(ids.len() == 278 && in_official_order(&ids), "{ids:?}");
    for outcome in OUTCOMES {
        let count = members(&scope["verdicts"]).filter(|v| v["verdict"] == outcome).count();
        assert_eq!(scope["counts"]["all"][outcome], count, "{outcome}");
    }
    for v in members(&scope["verdicts"]) {
        assert_keys(v, &["requirement", "verdict", "flags", "parts", "basis", "confidence", "trace"]);
        assert_one_of(&v["verdict"], &OUTCOMES);
        assert_one_of(&v["basis"], &BASES);
        assert_one_of(&v["confidence"], &CONFIDENCES);
        members(&v["flags"]).for_each(|flag| assert_one_of(flag, &FLAGS));
        assert!(members(&v["trace"]).count() >= 2, "{v}");
        members(&v["trace"]).for_each(assert_bilingual);
        assert_eq!(v["verdict"] == "not_applicable", v["parts"] == json!([]), "{v}");
        for part in members(&v["parts"]) {
            assert_keys(part, &["on", "state", "operator", "covered_by", "path"]);
            assert_one_of(&part["on"], &[LAYERS.as_slice(), &["provider"]].concat());
            assert_one_of(&part["state"], &STATES);
            assert_eq!(part["state"] == "covered", part["covered_by"].is_string(), "{part}");
            assert_eq!(part["state"] == "missing", part["operator"].is_null(), "{part}");
            let path = words(&part["path"]);
            assert_eq!(path[0], scope["service"]);
            assert!(path.iter().all(|id| services.contains(id)), "{part}");
            assert!(
                part["operator"].is_null() || path.last() == part["operator"].as_str().as_ref(),
                "{part}"
            );
        }
    }
}

#[test]
fn scope_keeps_its_promise() {
    for service in SERVICES {
        let scope = value(&["scope", "-", "--service", service]);
        assert_scope(&scope, &SERVICES);
        assert_eq!((&scope["service"], &scope["as_of"]), (&json!(service), &json!("2026-11-22")));
    }
    // A person's judgement stands beside the verdict.
    let scope = scope(&[]);
    let verdict = members(&scope["verdicts"]).find(|v| v["requirement"] == "12.11.a").expect("a verdict");
    assert_eq!(
        (&verdict["verdict"], &verdict["judgement"]["override"]),
        (&json!("shared"), &json!("remains"))
    );
    assert!(members(&scope["verdicts"]).filter(|v| v.get("judgement").is_some()).count() == 1);
}

#[test]
fn every_service_of_every_sample_has_its_scope() {
    for (name, bytes) in samples() {
        let sample: Value = serde_json::from_slice(&bytes).expect("a sample is JSON");
        let services: Vec<&str> = members(&sample["services"]).filter_map(|s| s["id"].as_str()).collect();
        for service in &services {
            let ran = socle(&["scope", "-", "--service", service], &bytes);
            assert_eq!(ran.status, 0, "{name}: {}", ran.err);
            assert_scope(&serde_json::from_str(&ran.out).expect("JSON"), &services);
            for lang in ["fr", "en"] {
                let ran =
                    socle(&["claims", "-", "--service", service, "--format", "md", "--lang", lang], &bytes);
                assert!(ran.status == 0 && ran.out.starts_with("# "), "{name}: {}", ran.err);
            }
        }
    }
}

#[test]
fn claims_and_check_keep_their_promise() {
    let claims = value(&["claims", "-", "--service", "paas", "--format", "json"]);
    assert_keys(&claims, &["service", "as_of", "may", "may_not"]);
    for claim in members(&claims["may"]).chain(members(&claims["may_not"])) {
        assert_keys(claim, &["code", "basis"]);
        assert_bilingual(claim);
    }
    let codes = |side: &str| {
        members(&claims[side]).map(|c| c["code"].as_str().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert!(codes("may").contains(&"hosted-on") && codes("may_not").contains(&"candidate"), "{claims:#}");
    assert_eq!(value(&["check", "-"]), json!({ "errors": 0, "warnings": 0, "issues": [] }));
}

#[test]
fn questions_keep_their_promise() {
    let asked = value(&["questions", "-", "--service", "saas"]);
    assert_keys(&asked, &["service", "as_of", "readings", "verified", "unsettled", "exact", "questions"]);
    assert_eq!(
        (&asked["service"], &asked["verified"], &asked["exact"]),
        (&json!("saas"), &json!(261), &json!(true))
    );
    let document = stack();
    let mut settled = 0;
    assert!((1..=5).contains(&members(&asked["questions"]).count()), "{asked:#}");
    for q in members(&asked["questions"]) {
        assert_keys(
            q,
            &["item", "at", "path", "kind", "fact", "ask", "why", "settles", "settled", "answers"],
        );
        assert_one_of(
            &q["kind"],
            &["fact", "grant_date", "scope", "audit_clause", "data_access", "autonomy"],
        );
        assert_bilingual(&q["ask"]);
        assert_bilingual(&q["why"]);
        // Its place is one that the document does not fill, inside the item that it names.
        let at = q["at"].as_str().expect("a place");
        let inside = q["path"].as_str().expect("a path");
        let item = at.strip_suffix(inside).and_then(|item| document.pointer(item)).expect("an item");
        assert_eq!((&item["id"], document.pointer(at)), (&q["item"]["id"], None));
        assert!(in_official_order(&words(&q["settles"])) && !words(&q["settles"]).is_empty(), "{q}");
        let then = q["settled"].as_u64().expect("a number");
        assert!(then >= settled && then <= asked["unsettled"].as_u64().expect("a number"), "{asked:#}");
        settled = then;
        assert_eq!(q["kind"] == "grant_date", q["answers"] == json!([]), "{q}");
        for answer in members(&q["answers"]) {
            let sum: u64 = OUTCOMES.iter().map(|o| answer["after"][o].as_u64().expect("a count")).sum();
            assert!(sum == 261 && answer["moves"].as_u64() <= Some(261), "{answer}");
        }
    }
    assert!(settled > 0, "{asked:#}");
    // Once the base is no longer qualified its facts are open too; a reading can take a question away.
    let on = |more: &[&str]| value(&[&["questions", "-", "--service", "saas"], more].concat());
    assert_ne!(on(&["--as-of", "2029-01-01"])["questions"], asked["questions"]);
    assert_ne!(on(&["--reading", "own-premises=hosting-only"])["unsettled"], asked["unsettled"]);
    for (lang, words) in [
        ("fr", ["Questions à poser d’abord", "Réglées jusqu’ici"]),
        ("en", ["Questions to ask first", "Settled so far"]),
    ] {
        let ran = run_on_stack(&["questions", "-", "--service", "saas", "--format", "md", "--lang", lang]);
        assert!(ran.status == 0 && words.iter().all(|w| ran.out.contains(w)), "{}{}", ran.err, ran.out);
        assert_eq!(
            ran.out.lines().filter(|l| l.contains(". **")).count(),
            members(&asked["questions"]).count()
        );
        assert!(!ran.out.contains('%'), "never a bare percentage");
    }
}

#[test]
fn calendar_keeps_its_promise() {
    let calendar = value(&["calendar", "-", "--service", "paas"]);
    assert_keys(
        &calendar,
        &["service", "as_of", "from", "to", "assume_candidates", "readings", "plan", "lives", "flips"],
    );
    assert_keys(&calendar, &["warnings", "suppositions", "audits", "duties", "prerequisites", "collected"]);
    assert_eq!((&calendar["from"], &calendar["to"]), (&json!("2026-11-22"), &json!("2036-11-22")));
    assert_eq!((&calendar["plan"], &calendar["unstated"]), (&Value::Null, &json!([])));
    for key in ["lives", "warnings", "suppositions", "audits", "duties", "prerequisites"] {
        members(&calendar[key]).for_each(assert_bilingual);
    }
    let flips: Vec<&Value> = members(&calendar["flips"]).collect();
    assert!(!flips.is_empty());
    for flip in &flips {
        assert_keys(flip, &["day", "verified", "changes", "causes"]);
        members(&flip["causes"]).for_each(assert_bilingual);
        // Both sides are what `scope` says of the day and of the eve.
        let day: model::Date = flip["day"].as_str().and_then(|d| d.parse().ok()).expect("a day");
        let eve = model::Date::from_days(day.to_days() - 1).expect("a day").to_string();
        let verdicts = |on: &str| {
            let scope = scope(&["--as-of", on]);
            let told = members(&scope["verdicts"]).map(|v| (v["requirement"].clone(), v["verdict"].clone()));
            told.collect::<Vec<_>>()
        };
        let sides = verdicts(&eve).into_iter().zip(verdicts(&day.to_string()));
        let moved: Vec<Value> = sides
            .filter(|(before, after)| before != after)
            .map(|(before, after)| json!([before.0, before.1, after.1]))
            .collect();
        let said: Vec<Value> =
            members(&flip["changes"]).map(|c| json!([c["requirement"], c["from"], c["to"]])).collect();
        assert_eq!(said, moved);
    }
    let first = flips[0]["day"].as_str().expect("a day");
    let eve = value(&["calendar", "-", "--service", "paas", "--from", "2026-11-22", "--to", first]);
    assert_eq!(members(&eve["flips"]).count(), 1);
    for (lang, words) in [("fr", "Calendrier de"), ("en", "Calendar of")] {
        let ran = run_on_stack(&["calendar", "-", "--service", "paas", "--format", "md", "--lang", lang]);
        assert!(ran.status == 0 && ran.out.contains(words), "{}{}", ran.err, ran.out);
        let ics = ["calendar", "-", "--service", "paas", "--format", "ics", "--lang", lang];
        let (once, again) = (run_on_stack(&ics), run_on_stack(&ics));
        assert!(
            once.out.starts_with("BEGIN:VCALENDAR\r\n") && once.out.contains("BEGIN:VEVENT"),
            "{}",
            once.err
        );
        assert_eq!(once.out, again.out, "no clock in it: the day asked for");
    }
}

fn diff(more: &[&str]) -> Value {
    value(&[&["diff", "-", "-", "--service", "paas"], more].concat())
}

#[test]
fn diff_keeps_its_promise() {
    let diff = diff(&["--as-of-b", "2028-01-11", "--reading-b", "own-premises=hosting-only"]);
    assert_keys(&diff, &["before", "after", "services", "others", "moves", "chapters", "caveats", "summary"]);
    let reading = |side: &str| diff[side]["readings"]["own-premises"].clone();
    assert_eq!((reading("before"), reading("after")), (json!("unless-excluded"), json!("hosting-only")));
    // The sides are what `scope` says of each.
    let sides = [
        ("before", scope(&[])),
        ("after", scope(&["--as-of", "2028-01-11", "--reading", "own-premises=hosting-only"])),
    ];
    for (side, scope) in &sides {
        for key in ["service", "as_of", "assume_candidates", "readings", "counts"] {
            assert_eq!(diff[side][key], scope[key], "{side} {key}");
        }
    }
    let verdict = |side: usize, id: &Value| {
        members(&sides[side].1["verdicts"]).find(|v| v["requirement"] == *id).expect("a verdict").clone()
    };
    let ids: Vec<&str> = members(&diff["moves"]).filter_map(|m| m["requirement"].as_str()).collect();
    assert!(ids.len() > 100 && in_official_order(&ids), "{ids:?}");
    for m in members(&diff["moves"]) {
        let (before, after) = (verdict(0, &m["requirement"]), verdict(1, &m["requirement"]));
        assert_eq!((&m["before"], &m["after"]), (&before["verdict"], &after["verdict"]));
        assert_ne!(m["before"], m["after"]);
        assert_one_of(&m["direction"], &["gained", "lost", "now_applies", "no_longer_applies"]);
        assert!(!words(&m["causes"]).is_empty());
        members(&m["causes"]).for_each(|c| assert_one_of(c, &["edit", "time", "reading", "candidates"]));
        assert_bilingual(&m["reason"]);
        for part in members(&m["parts"]) {
            assert_one_of(&part["on"], &[LAYERS.as_slice(), &["provider"]].concat());
            for (side, verdict) in [("before", &before), ("after", &after)] {
                let ours: Vec<&Value> = members(&part[side]).map(|p| &p["path"]).collect();
                let theirs: Vec<&Value> = members(&verdict["parts"])
                    .filter(|p| p["on"] == part["on"])
                    .map(|p| &p["path"])
                    .collect();
                assert_eq!(ours, theirs, "{m}");
            }
        }
    }
    for c in members(&diff["caveats"]) {
        assert_one_of(&c["flag"], &FLAGS);
        assert!(members(&c["came"]).chain(members(&c["went"])).count() > 0);
    }
    let [service] = diff["services"].as_array().expect("a list").as_slice() else { panic!("{diff:#}") };
    assert_eq!((&service["service"], &service["change"]), (&json!("iaas"), &json!("kept")));
    assert_eq!(service["standing"]["before"], json!({ "state": "qualified", "until": "2028-01-10" }));
    assert_eq!(service["standing"]["after"]["state"], "expired");
    let sentences = |lang: &str| words(&diff["summary"][lang]).len();
    assert!(sentences("fr") == sentences("en") && sentences("en") > 4);
}

#[test]
fn the_second_side_is_asked_what_the_first_is() {
    let sides = |more: &[&str]| {
        let diff = diff(more);
        (diff["before"].clone(), diff["after"].clone())
    };
    let (before, after) =
        sides(&["--as-of", "2027-01-01", "--reading", "personnel=shared", "--assume-candidates"]);
    assert_eq!(before, after);
    assert_eq!((&before["as_of"], &before["assume_candidates"]), (&json!("2027-01-01"), &json!(true)));
    assert_eq!(before["readings"]["personnel"], "shared");
    // A reading of the second side puts its own in the place of the first side's.
    let (before, after) =
        sides(&["--reading", "personnel=shared", "--reading-b", "own-premises=hosting-only"]);
    let readings =
        |side: &Value| [&side["readings"]["personnel"], &side["readings"]["own-premises"]].map(Value::clone);
    assert_eq!(readings(&before), ["shared", "unless-excluded"]);
    assert_eq!(readings(&after), ["remains", "hosting-only"]);
    let (before, after) = sides(&["--assume-candidates-b", "--service-b", "saas"]);
    assert_eq!([&before["assume_candidates"], &after["assume_candidates"]], [false, true]);
    assert_eq!([&before["service"], &after["service"]], ["paas", "saas"]);
    // Nothing asked otherwise, nothing else.
    let same = diff(&[]);
    for list in ["services", "others", "moves", "chapters", "caveats"] {
        assert_eq!(same[list], json!([]), "{list}");
    }
}

#[test]
fn two_files_are_compared_and_their_top_is_found() {
    let folder = std::env::temp_dir().join(format!("socle-diff-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str, document: &Value| {
        let path = folder.join(name);
        fs::write(&path, document.to_string()).expect("it can be written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let mut tower = stack();
    tower["services"].as_array_mut().expect("a list").pop();
    let mut later = tower.clone();
    later["as_of"] = json!("2028-06-01");
    let (a, b) = (file("a.json", &tower), file("b.json", &later));
    let ran = socle(&["diff", &a, &b], b"");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    // On the day of each document.
    for (side, day) in [("before", "2026-11-22"), ("after", "2028-06-01")] {
        assert_eq!((&found[side]["service"], &found[side]["as_of"]), (&json!("saas"), &json!(day)));
    }
    assert_eq!(found["others"][0]["places"][0]["at"], "/as_of");
    // With two services on which no other rests, somebody has to say.
    let two = file("two.json", &stack());
    let ran = socle(&["diff", &a, &two], b"");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("two.json") && ran.err.contains("saas, later"), "{}", ran.err);
    // A side with errors is no side.
    tower["services"][0]["relies_on"] = json!([{ "service": "saas" }]);
    let circle = file("circle.json", &tower);
    let ran = socle(&["diff", &a, &circle], b"");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("circle.json") && ran.err.contains("cycle"), "{}", ran.err);
    for arguments in [["diff", &a, "/nowhere/b.json"], ["diff", "/nowhere/b.json", &a]] {
        assert_eq!(socle(&arguments, b"").status, 3);
    }
    let md = socle(&["diff", &a, &b, "--format", "md", "--lang", "fr"], b"");
    assert!(md.status == 0 && md.out.starts_with("# Comparaison"), "{}", md.err);
    drop(fs::remove_dir_all(folder));
}

// ---------------------------------------------------------------------------------------------------------------------
// Options
// ---------------------------------------------------------------------------------------------------------------------

fn count(scope: &Value, outcome: &str) -> u64 {
    scope["counts"]["all"][outcome].as_u64().expect("a count")
}

#[test]
fn as_of_is_honoured() {
    let on = |day: &str| scope(&["--as-of", day]);
    assert_eq!(on("2026-11-22"), scope(&[]));
    assert_eq!(on("2024-02-29")["as_of"], "2024-02-29");
    // The day of the grant and the last day count; the days around them do not.
    for (day, covered) in
        [("2025-01-09", false), ("2025-01-10", true), ("2028-01-10", true), ("2028-01-11", false)]
    {
        assert_eq!(count(&on(day), "inherited") + count(&on(day), "shared") > 0, covered, "{day}");
    }
    // Without a day in the document either, it is today.
    let mut document = stack();
    document.as_object_mut().expect("an object").shift_remove("as_of");
    let today = || {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        Date::from_days(i32::try_from(since.as_secs() / 86_400).expect("near")).expect("a day").to_string()
    };
    let before = today();
    let ran = socle(&["scope", "-", "--service", "paas"], document.to_string().as_bytes());
    let asked: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!([before.as_str(), &today()].contains(&asked["as_of"].as_str().expect("a day")));
}

#[test]
fn readings_are_honoured() {
    let answers = |scope: &Value, id: &str| scope["readings"][id].as_str().expect("an answer").to_owned();
    let verdict = |scope: &Value, id: &str| {
        members(&scope["verdicts"]).find(|v| v["requirement"] == id).expect("a verdict").clone()
    };
    let plain = scope(&[]);
    assert_eq!(
        (answers(&plain, "personnel"), answers(&plain, "own-premises")),
        ("remains".into(), "unless-excluded".into())
    );
    let switched = scope(&["--reading", "own-premises=hosting-only", "--reading", "personnel=shared"]);
    assert_eq!(
        (answers(&switched, "personnel"), answers(&switched, "own-premises")),
        ("shared".into(), "hosting-only".into())
    );
    for (id, before, after) in [("11.3.a", "shared", "inherited"), ("7.1.a", "remains", "shared")] {
        assert_eq!(
            (&verdict(&plain, id)["verdict"], &verdict(&switched, id)["verdict"]),
            (&json!(before), &json!(after))
        );
        assert!(words(&verdict(&switched, id)["flags"]).contains(&"reading"), "{id}");
        assert!(!words(&verdict(&plain, id)["flags"]).contains(&"reading"), "{id}");
    }
    // What an option says goes before what the document says.
    let mut document = stack();
    document["readings"]["personnel"] = json!("shared");
    let ask = |more: &[&str]| -> Value {
        let arguments = [&["scope", "-", "--service", "paas"], more].concat();
        serde_json::from_str(&socle(&arguments, document.to_string().as_bytes()).out).expect("JSON")
    };
    assert_eq!(answers(&ask(&[]), "personnel"), "shared");
    assert_eq!(answers(&ask(&["--reading", "personnel=remains"]), "personnel"), "remains");
}

#[test]
fn candidates_are_assumed_only_when_asked() {
    let on = |more: &[&str]| {
        value(&[&["scope", "-", "--service", "saas", "--as-of", "2027-07-01"], more].concat())
    };
    let hypothetical = |scope: &Value| {
        members(&scope["verdicts"]).filter(|v| words(&v["flags"]).contains(&"hypothetical")).count()
    };
    let (plain, assumed) = (on(&[]), on(&["--assume-candidates"]));
    assert_eq!((hypothetical(&plain), &plain["assume_candidates"]), (0, &json!(false)));
    assert!(hypothetical(&assumed) > 0 && assumed["assume_candidates"] == true);
    assert!(count(&assumed, "remains") < count(&plain, "remains"));
    for (lang, said) in
        [("fr", "ces verdicts sont hypothétiques."), ("en", "these verdicts are hypothetical.")]
    {
        let on = |more: &[&str]| {
            let asked = [
                "scope",
                "-",
                "--service",
                "saas",
                "--as-of",
                "2027-07-01",
                "--format",
                "md",
                "--lang",
                lang,
            ];
            run_on_stack(&[&asked, more].concat()).out
        };
        assert!(on(&["--assume-candidates"]).contains(said) && !on(&[]).contains(said), "{lang}");
    }
    // Before the expected day there is nothing to assume.
    let early = value(&["scope", "-", "--service", "saas", "--assume-candidates", "--as-of", "2027-06-29"]);
    assert_eq!(hypothetical(&early), 0);
}

#[test]
fn a_file_and_standard_input_give_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/samples/s06.socle.json");
    let bytes = fs::read(&path).expect("a sample");
    let path = path.to_str().expect("UTF-8");
    let by_path = socle(&["scope", path, "--service", "scalingo-paas"], b"");
    let by_input = socle(&["scope", "-", "--service", "scalingo-paas"], &bytes);
    let after_dashes = socle(&["scope", "--service=scalingo-paas", "--", path], b"");
    assert_eq!((by_path.status, after_dashes.status), (0, 0), "{}{}", by_path.err, after_dashes.err);
    assert_eq!(by_path.out, by_input.out);
    assert_eq!(by_path.out, after_dashes.out);
}

// ---------------------------------------------------------------------------------------------------------------------
// EUCS
// ---------------------------------------------------------------------------------------------------------------------

const MET: [&str; 6] = ["met_by_base", "met_by_own", "met_by_both", "partly_met", "beyond", "not_assessed"];
const LEVELS: [(&str, usize); 3] = [("basic", 220), ("substantial", 407), ("high", 535)];

fn beside_eucs(service: &str, level: &str, more: &[&str]) -> Ran {
    run_on_stack(&[&["eucs", "-", "--service", service, "--level", level], more].concat())
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

#[test]
fn the_catalogue_of_eucs_keeps_its_promise() {
    let catalog = value(&["catalog", "--scheme", "eucs", "--format", "json"]);
    assert_eq!((&catalog["scheme"], &catalog["version"]), (&json!("eucs"), &json!("EUCS-2020-12")));
    assert_bilingual(&catalog["label"]);
    assert_eq!(members(&catalog["requirements"]).count(), 535);
    for r in members(&catalog["requirements"]) {
        let promised = [
            "id",
            "category",
            "control",
            "level",
            "title",
            "summary",
            "assessment",
            "relation",
            "secnumcloud",
            "left",
            "reason",
            "settled",
            "basis",
            "confidence",
        ];
        assert_eq!(keys(r), promised, "{r}");
        let (id, control) = (r["id"].as_str().expect("an id"), r["control"].as_str().expect("an id"));
        assert!(id.starts_with(control) && control.starts_with(r["category"].as_str().expect("a code")));
        assert_one_of(&r["level"], &["basic", "substantial", "high"]);
        assert_one_of(&r["assessment"], &["full", "partial", "none", "not_assessed"]);
        assert_one_of(&r["basis"], &BASES);
        assert_one_of(&r["confidence"], &CONFIDENCES);
        for said in ["title", "summary", "reason"] {
            assert_bilingual(&r[said]);
        }
        for said in ["left", "settled"] {
            if !r[said].is_null() {
                assert_bilingual(&r[said]);
            }
        }
        assert_eq!(r["left"].is_null(), r["assessment"] != "partial", "{id}");
        assert!(in_official_order(&words(&r["secnumcloud"])), "{id}");
    }
    let back: Vec<&str> =
        members(&catalog["secnumcloud"]).map(|b| b["id"].as_str().expect("an id")).collect();
    assert!(back.len() == 278 && in_official_order(&back));
    assert!(members(&catalog["secnumcloud"]).any(|b| b["id"] == "19.6.d" && b["reason"]["fr"].is_string()));
}

#[test]
fn eucs_keeps_its_promise() {
    let known: BTreeSet<String> = members(&value(&["catalog"])["requirements"])
        .map(|r| r["id"].as_str().expect("an id").to_owned())
        .collect();
    for (level, asked) in LEVELS {
        let found = value(&["eucs", "-", "--service", "paas", "--level", level]);
        let promised = [
            "service",
            "level",
            "draft",
            "label",
            "counts",
            "requirements",
            "secnumcloud_beyond",
            "composition",
        ];
        assert_eq!(keys(&found), promised);
        assert_eq!((&found["service"], &found["level"]), (&json!("paas"), &json!(level)));
        assert_eq!(found["draft"], "EUCS-2020-12");
        for (lang, says) in [("fr", "jamais adopté"), ("en", "never adopted")] {
            assert!(found["label"][lang].as_str().is_some_and(|l| l.contains(says)), "{}", found["label"]);
        }
        assert_eq!(keys(&found["counts"]), MET);
        let counted: Vec<u64> =
            MET.iter().map(|met| found["counts"][met].as_u64().expect("a number")).collect();
        assert_eq!(counted.iter().sum::<u64>(), asked as u64);
        assert_eq!(members(&found["requirements"]).count(), asked);
        for (met, count) in MET.iter().zip(counted) {
            let so = members(&found["requirements"]).filter(|r| r["verdict"] == *met).count();
            assert_eq!(so as u64, count, "{met}");
        }
        for r in members(&found["requirements"]) {
            assert_eq!(keys(r), ["id", "level", "verdict", "from", "trace"]);
            assert_one_of(&r["verdict"], &MET);
            assert!(words(&r["from"]).iter().all(|id| known.contains(*id)), "{r}");
            assert!(members(&r["trace"]).count() > 1, "{r}");
            members(&r["trace"]).for_each(assert_bilingual);
        }
        let beyond = words(&found["secnumcloud_beyond"]);
        assert!(beyond[0] == "19.6.a" && beyond.iter().all(|id| known.contains(*id)), "{beyond:?}");
        for rule in members(&found["composition"]) {
            assert_keys(rule, &["code", "source"]);
            assert_bilingual(rule);
        }
    }
}

#[test]
fn eucs_asks_what_every_question_asks() {
    let met = |more: &[&str]| {
        let ran = beside_eucs("paas", "high", more);
        assert_eq!(ran.status, 0, "{more:?}: {}", ran.err);
        let found: Value = serde_json::from_str(&ran.out).expect("JSON");
        let of =
            |id: &str| members(&found["requirements"]).find(|r| r["id"] == id).map(|r| r["verdict"].clone());
        of("PS-01.4").expect("High asks for it")
    };
    assert_eq!(met(&[]), "met_by_base");
    assert_eq!(met(&["--as-of", "2028-01-11"]), "met_by_own", "the qualification of the base is over");
    // A candidate is no evidence for EUCS, even where it is assumed.
    let codes = |more: &[&str]| {
        let found: Value = serde_json::from_str(&beside_eucs("saas", "high", more).out).expect("JSON");
        members(&found["composition"])
            .map(|r| r["code"].as_str().expect("a code").to_owned())
            .collect::<Vec<_>>()
    };
    let assumed = codes(&["--as-of", "2027-12-01", "--assume-candidates"]);
    assert!(assumed.iter().any(|c| c == "base-level") && !assumed.iter().any(|c| c == "national-evidence"));
}

#[test]
fn eucs_is_written_as_csv_and_markdown() {
    for (level, asked) in LEVELS {
        for lang in ["fr", "en"] {
            let csv = beside_eucs("paas", level, &["--format", "csv", "--lang", lang]);
            assert_eq!((csv.status, csv.err.as_str()), (0, ""));
            let table = rows(&csv.out);
            let columns = [
                "id",
                "category",
                "level",
                "verdict",
                "summary",
                "secnumcloud",
                "assessment",
                "confidence",
                "left",
            ];
            assert_eq!(
                (table[0].as_slice(), table.len()),
                (columns.map(str::to_owned).as_slice(), asked + 1)
            );
            for row in &table[1..] {
                assert!(row.len() == columns.len() && MET.contains(&row[3].as_str()), "{row:?}");
                assert_eq!(row[8].is_empty(), row[6] != "partial", "{row:?}");
            }
        }
    }
    for (lang, says) in [
        ("fr", ["niveau élevé", "aucun certificat n’existe", "19.6.a", "### PS-01.4", "sur 535"]),
        ("en", ["level high", "no certificate exists", "19.6.a", "### PS-01.4", "of 535"]),
    ] {
        let md = beside_eucs("paas", "high", &["--format", "md", "--lang", lang]);
        assert_eq!((md.status, md.err.as_str()), (0, ""));
        for word in says {
            assert!(md.out.contains(word), "{lang}: no “{word}”");
        }
        assert!(md.out.contains("EUCS-2020-12") && !md.out.contains('%'), "{lang}");
        if lang == "fr" {
            let prose = md.out.lines().filter(|l| !l.starts_with(['#', '|']) && !l.contains("http"));
            for line in prose {
                assert_eq!(slips_of_french(line), Vec::<String>::new(), "{line}");
            }
        }
    }
}

#[test]
fn csv_has_its_columns_and_reads_back() {
    let json = scope(&[]);
    let mut columns = Vec::new();
    for lang in ["fr", "en"] {
        let ran = run_on_stack(&["scope", "-", "--service", "paas", "--format", "csv", "--lang", lang]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let head = "requirement,section,modality,verdict,own_part,base_part,covered_by,interlock,evidence,flags,\
                    readings,basis,confidence,override,status,owner,note\r\n";
        assert!(ran.out.starts_with(head), "{:?}", ran.out.lines().next());
        let rows = rows(&ran.out);
        assert_eq!(rows.len(), 1 + 278);
        for (row, v) in rows[1..].iter().zip(members(&json["verdicts"])) {
            assert_eq!(row.len(), 17, "{row:?}");
            assert_eq!(
                [&row[0], &row[3], &row[11], &row[12]].map(|cell| json!(cell)),
                [&v["requirement"], &v["verdict"], &v["basis"], &v["confidence"]].map(Value::clone)
            );
            assert_eq!(
                (&row[9], &row[10]),
                (&words(&v["flags"]).join(" "), &words(&v["readings"]).join(" "))
            );
            assert_one_of(&json!(row[2]), &MODALITIES);
            assert!(!row[8].is_empty(), "{row:?}");
        }
        let judged = rows.iter().find(|row| row[0] == "12.11.a").expect("a row");
        assert_eq!(judged[13..], ["remains", "in_progress", "A, \"B\"", "two\nlines"]);
        assert_eq!(judged[6], "iaas");
        columns.push(rows.iter().map(|row| row[8].clone()).collect::<Vec<_>>());
    }
    assert_ne!(columns[0], columns[1], "the languages differ");
}

#[test]
fn a_report_is_a_page_in_the_language_asked_for() {
    for (more, lang, says) in [
        (["--lang", "fr"], "fr", "Annexe d’audit\u{a0}: Atelier PaaS"),
        (["--lang", "en"], "en", "Audit annex: Atelier PaaS"),
        (["--as-of", "2030-01-01"], "en", "1 January 2030"),
        (["--reading", "personnel=shared"], "en", "Switched"),
    ] {
        let ran = run_on_stack(&[["report", "-", "--service", "paas"].as_slice(), &more].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{more:?}");
        assert!(ran.out.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">")), "{more:?}");
        assert!(ran.out.contains(says) && ran.out.ends_with("</html>\n"), "{more:?}");
    }
    let plain = run_on_stack(&["report", "-", "--service", "paas"]);
    assert!(!plain.out.contains("Switched") && !plain.out.contains("hypothetical"));
    let day = ["report", "-", "--service", "saas", "--as-of", "2027-07-01", "--assume-candidates"];
    assert!(run_on_stack(&day).out.contains("candidacy taken as granted"));
    let mut broken = stack();
    broken["services"][1]["relies_on"] = json!([{ "service": "saas" }]);
    let ran = socle(&["report", "-", "--service", "paas"], broken.to_string().as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{}", ran.err);
}

#[test]
fn a_paper_is_a_page_or_markdown() {
    for paper in ["split", "position", "not-covered"] {
        let ask = ["paper", "-", "--service", "paas", "--paper", paper];
        for (lang, says) in [("fr", "n’est une décision de l’ANSSI"), ("en", "is a decision of ANSSI")] {
            let page = run_on_stack(&[ask.as_slice(), &["--lang", lang]].concat());
            assert_eq!((page.status, page.err.as_str()), (0, ""), "{paper}");
            assert!(page.out.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">")), "{paper}");
            let text = run_on_stack(&[ask.as_slice(), &["--lang", lang, "--format", "md"]].concat());
            assert!(text.status == 0 && text.out.starts_with("# "), "{paper}: {}", text.err);
            for out in [&page.out, &text.out] {
                assert!(out.contains(says) && out.contains("Atelier PaaS"), "{paper}");
            }
        }
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for arguments in [
        vec!["catalog"],
        vec!["check", "-"],
        vec!["scope", "-", "--service", "saas"],
        vec!["scope", "-", "--service", "saas", "--format", "csv"],
        vec!["scope", "-", "--service", "saas", "--format", "md", "--lang", "fr"],
        vec!["claims", "-", "--service", "saas"],
        vec!["claims", "-", "--service", "saas", "--format", "md"],
        vec!["questions", "-", "--service", "saas"],
        vec!["questions", "-", "--service", "saas", "--format", "md", "--lang", "fr"],
        vec!["diff", "-", "-", "--service", "saas", "--as-of-b", "2028-06-01"],
        vec!["diff", "-", "-", "--service", "saas", "--service-b", "paas", "--format", "md", "--lang", "fr"],
        vec!["report", "-", "--service", "saas", "--lang", "fr"],
        vec!["paper", "-", "--service", "saas", "--paper", "split", "--lang", "fr"],
        vec!["paper", "-", "--service", "saas", "--paper", "position", "--format", "md"],
        vec!["catalog", "--scheme", "eucs"],
        vec!["eucs", "-", "--service", "saas", "--level", "high"],
        vec!["eucs", "-", "--service", "saas", "--level", "basic", "--format", "csv", "--lang", "fr"],
        vec!["eucs", "-", "--service", "saas", "--level", "substantial", "--format", "md"],
    ] {
        let (first, second) = (run_on_stack(&arguments), run_on_stack(&arguments));
        assert_eq!((first.status, first.err.as_str()), (0, ""), "{arguments:?}");
        assert!(!first.out.is_empty() && first.out == second.out, "{arguments:?}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Help and exit status
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn help_names_every_command() {
    let version = [vec!["--version"], vec!["-V"]].map(|arguments| socle(&arguments, b""));
    assert_eq!((version[0].status, &version[0].out), (0, &version[1].out));
    assert!(version[0].out.contains(env!("CARGO_PKG_VERSION")), "{}", version[0].out);
    for arguments in [vec!["--help"], vec!["-h"], vec!["help"]] {
        let ran = socle(&arguments, b"");
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        for command in [
            "catalog",
            "check",
            "scope",
            "claims",
            "questions",
            "diff",
            "report",
            "paper",
            "responsibilities",
            "eucs",
            "calendar",
        ] {
            assert!(ran.out.contains(&format!("socle {command}")), "{arguments:?} does not name {command}");
        }
    }
    for command in [
        "catalog",
        "check",
        "scope",
        "claims",
        "questions",
        "diff",
        "report",
        "paper",
        "responsibilities",
        "eucs",
        "calendar",
    ] {
        let (by_option, by_word) = (socle(&[command, "--help"], b""), socle(&["help", command], b""));
        assert_eq!((by_option.status, by_word.status), (0, 0), "{command}");
        assert!(
            by_option.out.starts_with(&format!("socle {command}")) && by_option.out == by_word.out,
            "{command}"
        );
    }
    assert_eq!(socle(&["--version"], b"").status, 0);
}

/// Examples on a sample, as they stand in the help, run from the top of the checkout.
#[test]
fn the_examples_of_the_help_run() {
    let mut tried = 0;
    for topic in [
        "",
        "catalog",
        "check",
        "scope",
        "claims",
        "questions",
        "diff",
        "report",
        "paper",
        "responsibilities",
        "eucs",
        "calendar",
    ] {
        let arguments: Vec<&str> = ["help", topic].into_iter().filter(|word| !word.is_empty()).collect();
        let help = socle(&arguments, b"").out;
        for line in
            help.lines().filter(|line| line.starts_with("  socle ") && line.contains("public/samples/"))
        {
            let example = line.split(['|', '>']).next().unwrap_or_default();
            let words: Vec<&str> = example.split_whitespace().skip(1).collect();
            let ran = run(
                Command::new(binary())
                    .args(words)
                    .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")),
                b"",
            );
            assert_eq!(ran.status, 0, "{line}: {}", ran.err);
            tried += 1;
        }
    }
    assert!(tried >= 5, "only {tried} examples");
}

#[test]
fn wrong_usage_is_2_and_writes_nothing() {
    let scope = ["scope", "-", "--service", "paas"];
    let with = |more: &[&'static str]| [&scope, more].concat();
    for arguments in [
        vec![],
        vec!["frobnicate"],
        vec!["--frobnicate"],
        vec!["-x"],
        vec!["catalog", "--format", "csv"],
        vec!["catalog", "--scheme", "iso"],
        vec!["catalog", "extra"],
        vec!["catalog", "--service", "paas"],
        vec!["check"],
        vec!["check", "-", "extra"],
        vec!["check", "-", "--as-of", "2026-11-22"],
        vec!["scope"],
        vec!["scope", "-"],
        vec!["scope", "--service", "paas"],
        vec!["scope", "-", "--service"],
        vec!["scope", "-", "--service", "gone"],
        vec!["claims", "-", "--service", "gone"],
        vec!["claims", "-", "--service", "paas", "--format", "csv"],
        vec!["questions"],
        vec!["questions", "-"],
        vec!["questions", "-", "--service", "gone"],
        vec!["questions", "-", "--service", "paas", "--format", "csv"],
        vec!["questions", "-", "--service", "paas", "--scheme", "secnumcloud"],
        with(&["--service-b", "saas"]),
        with(&["--as-of-b", "2026-11-22"]),
        vec!["diff", "-"],
        vec!["diff", "-", "-", "-"],
        vec!["diff", "-", "-"],
        vec!["diff", "-", "-", "--service", "gone"],
        vec!["diff", "-", "-", "--service", "paas", "--service-b", "gone"],
        vec!["diff", "-", "-", "--service", "paas", "--format", "csv"],
        vec!["diff", "-", "-", "--service", "paas", "--as-of-b", "2026-02-30"],
        vec!["diff", "-", "-", "--service", "paas", "--reading-b", "personnel=perhaps"],
        vec!["diff", "-", "-", "--service", "paas", "--scheme", "secnumcloud"],
        vec!["report", "-"],
        vec!["report", "-", "--service", "gone"],
        vec!["report", "-", "--service", "paas", "--format", "md"],
        vec!["paper", "-", "--service", "paas"],
        vec!["paper", "-", "--paper", "split"],
        vec!["paper", "-", "--service", "gone", "--paper", "split"],
        vec!["paper", "-", "--service", "paas", "--paper", "essay"],
        vec!["paper", "-", "--service", "paas", "--paper", "split", "--format", "json"],
        vec!["eucs", "-", "--service", "paas"],
        vec!["eucs", "-", "--level", "high"],
        vec!["eucs", "--service", "paas", "--level", "high"],
        vec!["eucs", "-", "--service", "gone", "--level", "high"],
        vec!["eucs", "-", "--service", "paas", "--level", "medium"],
        vec!["eucs", "-", "--service", "paas", "--level", "High"],
        vec!["eucs", "-", "--service", "paas", "--level", "high", "--format", "html"],
        vec!["eucs", "-", "--service", "paas", "--level", "high", "--paper", "split"],
        vec!["eucs", "-", "--service", "paas", "--level", "high", "--scheme", "eucs"],
        vec!["calendar", "-"],
        vec!["calendar", "-", "--service", "gone"],
        vec!["calendar", "-", "--service", "paas", "--format", "csv"],
        vec!["calendar", "-", "--service", "paas", "--format", "html"],
        vec!["calendar", "-", "--service", "paas", "--from", "2027-01-01", "--to", "2026-12-31"],
        vec!["calendar", "-", "--service", "paas", "--to", "2026-02-30"],
        vec!["paper", "-", "--service", "paas", "--paper", "split", "--format", "ics"],
        vec!["diff", "-", "-", "--service", "paas", "--from", "2027-01-01"],
        with(&["--to", "2027-01-01"]),
        with(&["--format", "ics"]),
        vec!["catalog", "--level", "high"],
        with(&["--level", "high"]),
        with(&["--format", "html"]),
        with(&["--paper", "split"]),
        vec!["diff", "-", "-", "--service", "paas", "--paper", "split"],
        with(&["--format", "xml"]),
        with(&["--lang", "de"]),
        with(&["--as-of", "2026-02-30"]),
        with(&["--as-of", "22/11/2026"]),
        with(&["--reading", "personnel"]),
        with(&["--reading", "personnel=perhaps"]),
        with(&["--reading", "mood=good"]),
        vec![
            "responsibilities",
            "-",
            "--service",
            "paas",
            "--base",
            "iaas",
            "--matrix",
            "m",
            "--format",
            "csv",
        ],
        with(&["--assume-candidates=yes"]),
        with(&["extra"]),
    ] {
        let ran = run_on_stack(&arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("socle: ") && ran.err.contains("--help"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn files_that_cannot_be_read_are_3() {
    for file in ["/nowhere/stack.socle.json", env!("CARGO_MANIFEST_DIR")] {
        for arguments in [vec!["check", file], vec!["scope", file, "--service", "paas"]] {
            let ran = socle(&arguments, b"");
            assert_eq!((ran.status, ran.out.as_str()), (3, ""), "{arguments:?}");
            assert!(ran.err.contains(file), "{}", ran.err);
        }
    }
}

/// 0 says done; a result that did not reach the disk is not done.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_success() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let status =
        Command::new(binary()).arg("catalog").stdout(full).stderr(Stdio::null()).status().expect("it runs");
    assert_ne!(status.code(), Some(0));
}

/// One that leaves before it has read everything, as `head` does.
#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_failure() {
    let mut command = Command::new(binary());
    command.arg("catalog").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
fn ownership_is_said_of_a_provider() {
    let document = br#"{ "format": "socle/1", "as_of": "2026-11-22", "providers": [ { "id": "p", "name": "P", "entity": "e" } ],
        "entities": [ { "id": "e", "name": "E", "seat": "FR", "administration": "FR", "establishment": "FR" },
            { "id": "x", "name": "X", "seat": "US" } ],
        "holdings": [ { "holder": "x", "held": "e", "capital": 30, "votes": 20 } ] }"#;
    let ran = socle(&["ownership", "-", "--provider", "p"], document);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let said: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!([&said["seat"], &said["rights"], &said["result"]], ["pass", "unknown", "fail"]);
    assert_eq!(said["capital"]["individual"]["worst"], "x");
    assert_eq!(said["capital"]["individual"]["percent"][0], 30);
    assert_eq!(said["votes"]["individual"]["result"], "unknown", "80 % of the votes are nobody's");
    for (lang, words) in [("fr", "non respecté"), ("en", "fails")] {
        let ran = socle(&["ownership", "-", "--provider", "p", "--format", "md", "--lang", lang], document);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    let both = ["ownership", "-", "--provider", "p", "--reading", "thresholds-conjunction=both-broken"];
    assert_eq!(socle(&both, document).status, 0);
    for wrong in [
        &["ownership", "-"][..],
        &["ownership", "-", "--provider", "q"],
        &["ownership", "-", "--provider", "p", "--format", "csv"],
        &["ownership", "-", "--provider", "p", "--reading", "listed-parent=never"],
        &["ownership", "-", "--provider", "p", "--service", "s"],
    ] {
        assert_eq!(socle(wrong, document).status, 2, "{wrong:?}");
    }
}
