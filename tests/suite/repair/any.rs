//! Repairs of any wound: what holds for each of them, and what they are called.

use super::{QUALIFICATION, english, errors, found, issues, with};
use crate::{
    catalogue::slips_of_french,
    wounds::{anything, in_place, others, places, run, samples},
};
use catalog::{Lang, SECNUMCLOUD};
use model::{
    document::{Issue, IssueKind, issue::Expected},
    repair::{self, Change, Repair, repairs},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The stack with more in it, and a key that nobody knows in every object.
fn rich() -> Value {
    let mut root = with(&[
        (&format!("{QUALIFICATION}/evidence"), json!("decision")),
        (&format!("{QUALIFICATION}/attested_on"), json!("2026-08-20")),
        (
            &format!("{QUALIFICATION}/reserves"),
            json!([{ "layers": ["storage"], "requirements": ["10.1.a"], "text": "t" }]),
        ),
        (
            &format!("{QUALIFICATION}/events"),
            json!([{ "date": "2026-03-01", "kind": "suspended" }, { "date": "2026-04-01", "kind": "reinstated" }]),
        ),
        (
            "/services/1/relies_on/0/layers",
            json!(["facility", "hardware", "fabric", "compute", "storage", "sdn"]),
        ),
        (
            "/services/1/relies_on/0/retained",
            json!([{ "layer": "compute", "requirements": ["12.11.b"], "reason": "row" }]),
        ),
        ("/services/1/layers", json!(["os", "middleware"])),
        ("/services/1/facts", json!({ "electronic_signature": "no" })),
        ("/third_parties/0/data_access", json!("technical")),
        ("/third_parties/0/audit_clause", json!("yes")),
        ("/third_parties/0/autonomy", json!("none")),
        ("/third_parties/0/countries", json!(["FR"])),
        ("/entities/0/seat", json!("FR")),
        ("/entities/0/kind", json!("company")),
        ("/holdings/0/votes", json!(20)),
        ("/holdings/0/veto", json!(false)),
    ]);
    assert_eq!(issues(&root), [], "nothing is wrong with it");
    // Not in maps: their keys are names.
    let in_map = |at: &str| ["/readings", "/facts", "/judgements"].iter().any(|map| at.ends_with(map));
    for at in places(&root) {
        if root.pointer(&at).is_some_and(Value::is_object) && !in_map(&at) {
            model::patch::set(&mut root, &format!("{at}/x-kept"), json!("kept"));
        }
    }
    assert_eq!(issues(&root), []);
    root
}

fn kept(root: &Value, under: &str) -> usize {
    let inside = |at: &&String| at.as_str() == under || at.starts_with(&format!("{under}/"));
    places(root).iter().filter(inside).filter(|at| at.ends_with("/x-kept")).count()
}

/// What a repair must be, whatever the wound: it takes its issue away, adds no error, loses no key that nobody knows
/// besides what it says it removes, and can be said.
fn assert_good(root: &Value, issue: &Issue, repair: &Repair) {
    let told = format!("{issue:?}: {}", english(repair));
    let before = issues(root);
    let after = repair::apply(root, repair);
    let left = issues(&after);
    let count = |all: &[Issue]| all.iter().filter(|i| i.is_error()).count();
    assert!(count(&left) <= count(&before), "{told}: {left:?}");
    let alike = |all: &[Issue]| all.iter().filter(|i| i.kind == issue.kind).count();
    assert!(!left.contains(issue) || alike(&left) < alike(&before), "{told}: still there");
    if !issue.is_error() {
        assert!(left.len() <= before.len(), "{told}: {left:?}");
    }
    let removed: usize = repair
        .changes
        .iter()
        .map(|change| match change {
            Change::Remove { at } => kept(root, at),
            Change::Set { .. } => 0,
        })
        .sum();
    assert!(kept(&after, "") + removed >= kept(root, ""), "{told}: an unknown key is lost");
    for lang in Lang::ALL {
        let said = repair.label.say(lang);
        assert!(!said.trim().is_empty() && !said.contains('\n') && said.chars().count() < 200, "{said}");
    }
}

fn assert_all_good(root: &Value) {
    for issue in issues(root) {
        let found = repairs(&SECNUMCLOUD, root, &issue);
        assert!(found.len() <= 4, "{issue:?}");
        let distinct: BTreeSet<String> = found.iter().map(|r| format!("{:?}", r.changes)).collect();
        assert_eq!(distinct.len(), found.len(), "{issue:?}");
        for repair in found {
            assert_good(root, &issue, &repair);
        }
        for lang in Lang::ALL {
            let hint = repair::hint(&issue, lang);
            assert!(hint.is_none_or(|hint| hint.len() > 10 && !hint.contains("{}")), "{issue:?}");
        }
    }
}

/// Makes the first repair of the first error that has one, again and again; gives what is left.
fn repaired(root: &Value) -> Value {
    let mut root = root.clone();
    let limit = issues(&root).len() + 20;
    for _ in 0..=limit {
        let next = errors(&root)
            .iter()
            .find_map(|issue| Some(repair::apply(&root, repairs(&SECNUMCLOUD, &root, issue).first()?)));
        match next {
            Some(next) => root = next,
            None => return root,
        }
    }
    panic!("no end: {:?} of {root}", errors(&root));
}

#[test]
fn every_repair_of_any_wound_is_good() {
    let whole = rich();
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        for other in others() {
            assert_all_good(&in_place(&whole, at, Some(other)));
        }
        assert_all_good(&in_place(&whole, at, None));
    }
}

#[test]
fn every_repair_of_a_wounded_sample_is_good() {
    let mut turn = 0_usize;
    for (_, bytes) in samples() {
        let whole: Value = serde_json::from_slice(&bytes).expect("a sample is JSON");
        assert_all_good(&whole);
        for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
            for other in others() {
                turn += 1;
                if turn.is_multiple_of(23) {
                    assert_all_good(&in_place(&whole, at, Some(other)));
                }
            }
        }
    }
}

#[test]
fn repairs_end_and_leave_no_error_that_has_one() {
    let whole = rich();
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        for other in others() {
            let left = repaired(&in_place(&whole, at, Some(other)));
            for issue in errors(&left) {
                assert!(repair::hint(&issue, Lang::En).is_some(), "{issue:?} has neither repair nor hint");
            }
        }
    }
    let wounds = vec((any::<Index>(), prop_oneof![3 => anything().prop_map(Some), 1 => Just(None)]), 1..8);
    run(200, &wounds, |wounds| {
        let mut root = rich();
        for (at, other) in wounds {
            let places: Vec<String> =
                places(&root).into_iter().filter(|at| !at.is_empty() && at != "/format").collect();
            if !places.is_empty() {
                root = in_place(&root, &places[at.index(places.len())], other);
            }
        }
        assert_all_good(&root);
        for issue in errors(&repaired(&root)) {
            prop_assert!(repair::hint(&issue, Lang::En).is_some(), "{issue:?} has neither repair nor hint");
        }
        Ok(())
    });
}

/// The facts that only a person knows are restated at most: where nothing that could be one stood there, none is
/// written.
#[test]
fn nothing_is_made_up() {
    const FACTS: [&str; 10] = [
        "version",
        "granted",
        "expires",
        "evidence",
        "attested_on",
        "capital",
        "votes",
        "audit_clause",
        "data_access",
        "autonomy",
    ];
    let whole = rich();
    let is_fact =
        |at: &str| at.contains("/facts/") || FACTS.iter().any(|key| at.ends_with(&format!("/{key}")));
    let mut told = 0;
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        for other in others().into_iter().map(Some).chain([None]) {
            let root = in_place(&whole, at, other.clone());
            for issue in issues(&root) {
                for repair in repairs(&SECNUMCLOUD, &root, &issue) {
                    for change in &repair.changes {
                        let Change::Set { at: set, value } = change else { continue };
                        if is_fact(set) {
                            told += 1;
                            let text = value.as_str().unwrap_or_default();
                            let from = other.clone().unwrap_or_default();
                            let derived = match issue.kind {
                                IssueKind::WrongType { expected: Expected::Text } if from.is_boolean() => {
                                    text == "yes"
                                }
                                IssueKind::WrongType { expected: Expected::Text } => {
                                    set.ends_with("/version")
                                        && Some(from.to_string().as_str()) == value.as_str()
                                }
                                IssueKind::BadDate { .. } => from == "2026-02-30" && text == "2026-02-28",
                                IssueKind::TooLong { .. } => {
                                    from.as_str().is_some_and(|f| f.starts_with(text))
                                }
                                IssueKind::RangeReversed => {
                                    root.pointer(set) == Some(&json!([value[1], value[0]]))
                                }
                                // One number in brackets.
                                IssueKind::WrongType { expected: Expected::Percent } => {
                                    root.pointer(set) == Some(&json!([value]))
                                }
                                _ => false,
                            };
                            assert!(derived, "{issue:?}: {}, where {from} stood", english(&repair));
                        }
                        // Nor in a whole object that is put somewhere.
                        let whole_object = places(value).iter().any(|at| is_fact(at));
                        assert!(!whole_object || value.get("layers").is_some(), "{issue:?}: {repair:?}");
                    }
                }
            }
        }
    }
    assert!(told > 20, "the check looked at {told}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Words
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn labels_and_hints_are_said_well_in_both_languages() {
    let mut said = BTreeSet::new();
    let mut keep = |fr: String, en: String| {
        said.insert((fr, en));
    };
    let whole = rich();
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        for other in others().into_iter().map(Some).chain([None]) {
            let root = in_place(&whole, at, other);
            for issue in issues(&root) {
                for repair in repairs(&SECNUMCLOUD, &root, &issue) {
                    keep(repair.label.say(Lang::Fr), repair.label.say(Lang::En));
                }
                if let (Some(fr), Some(en)) = (repair::hint(&issue, Lang::Fr), repair::hint(&issue, Lang::En))
                {
                    keep(fr, en);
                }
            }
        }
    }
    assert!(said.len() > 60, "{}", said.len());
    for (fr, en) in said {
        assert_ne!(fr, en);
        // Quotes of JSON are no quotation marks, nor is what stands in the document ours to set.
        let ours = |text: &str| !text.contains(['"', '{']);
        assert!(!ours(&fr) || slips_of_french(&fr).is_empty(), "{fr}: {:?}", slips_of_french(&fr));
        assert!(!en.contains('\'') && !en.contains("  "), "{en}");
    }
}

#[test]
fn quoted_values_are_short_and_stay_as_they_are() {
    let name = "L'été : « long » ; \n".repeat(5);
    let root = with(&[("/services/3/id", json!(name))]);
    let (_, found) = found(&root, "bad-id", "/services/3/id");
    let label = found[0].label.say(Lang::Fr);
    assert!(
        label.starts_with("Renommer «\u{202f}L'été : « long » ;  L'été : « long » ; …\u{202f}» en"),
        "{label}"
    );
}
