//! The calendar: the computed flips equal a sweep day by day, lives say what the engine says of each day, plans add up,
//! every warning has a case that lacks it, suppositions touch nothing else, and the `.ics` file is read by a reader that
//! knows nothing of the writer.

use crate::{
    catalogue::slips_of_french,
    wounds::{run, samples},
};
use catalog::{Activity, ActivitySet, Lang, SECNUMCLOUD, calendar::Calendar, calendar::Occasion, text};
use checks::generate;
use model::{
    Date, Document, Question,
    calendar::{
        Entry, Flip, Of, Origin, SpanKind, Supposition, Warning, Why, course, entries, flips, ics, life,
        lost_from, possible, say, supposed, unstated, warnings,
    },
    document::{EventKind, ServiceId, Step, read},
    edit::{self, Edit},
    export,
    qualification::State,
    scope,
    verdict::{Flag, Outcome, ScopeError},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

fn later(date: Date, days: i32) -> Date {
    Date::from_days(date.to_days() + days).expect("a day")
}

fn document(value: &Value) -> Document {
    let (document, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("readable");
    let errors: Vec<_> = issues.into_iter().filter(model::document::Issue::is_error).collect();
    assert_eq!(errors, []);
    document
}

fn question(document: &Document) -> Question {
    Question::of(&SECNUMCLOUD, document, day("2026-11-22"))
}

fn assuming(document: &Document) -> Question {
    Question { assume_candidates: true, ..question(document) }
}

/// A PaaS on an IaaS with these qualifications, and what else the two say.
fn pair(qualifications: Value, iaas: Value, paas: Value) -> Document {
    let mut below = json!({ "id": "iaas", "name": "Pier IaaS", "provider": "pier", "activities": ["iaas"],
        "qualifications": qualifications });
    let mut above = json!({ "id": "paas", "name": "Harbour PaaS", "provider": "atelier", "activities": ["paas"],
        "relies_on": [ { "service": "iaas" } ] });
    for (service, more) in [(&mut below, iaas), (&mut above, paas)] {
        for (key, value) in more.as_object().cloned().unwrap_or_default() {
            service[key] = value;
        }
    }
    document(&json!({ "format": "socle/1", "as_of": "2026-11-22",
        "providers": [ { "id": "pier" }, { "id": "atelier" } ], "services": [below, above] }))
}

fn on(
    document: &Document,
    service: &str,
    question: &Question,
    as_of: Date,
) -> BTreeMap<&'static str, Outcome> {
    let asked = Question { as_of, ..question.clone() };
    let scope = scope(&SECNUMCLOUD, document, &service.into(), &asked).expect("a service");
    scope.verdicts.iter().map(|v| (v.requirement.id, v.outcome)).collect()
}

fn of(document: &Document, service: &str, question: &Question, from: &str, to: &str) -> Vec<Flip> {
    flips(&SECNUMCLOUD, document, &service.into(), question, day(from), day(to)).expect("a service")
}

fn whys(flip: &Flip) -> Vec<Why> {
    flip.causes.iter().map(|c| c.why.clone()).collect()
}

fn days(flips: &[Flip]) -> Vec<String> {
    flips.iter().map(|f| f.day.to_string()).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// Flips
// ---------------------------------------------------------------------------------------------------------------------

type Moved = BTreeMap<&'static str, (Outcome, Outcome)>;

fn computed(flips: &[Flip]) -> BTreeMap<Date, Moved> {
    let moved = |f: &Flip| f.changes.iter().map(|c| (c.requirement.id, (c.from, c.to))).collect();
    flips.iter().map(|f| (f.day, moved(f))).collect()
}

/// Every day asked for by itself.
fn swept(
    document: &Document,
    service: &str,
    question: &Question,
    from: Date,
    to: Date,
) -> BTreeMap<Date, Moved> {
    let mut found = BTreeMap::new();
    let mut before = on(document, service, question, from);
    for number in from.to_days() + 1..=to.to_days() {
        let today = Date::from_days(number).expect("a day");
        let after = on(document, service, question, today);
        let pairs = before.iter().zip(&after);
        let moved: Moved = pairs.filter(|(b, a)| b.1 != a.1).map(|(b, a)| (*b.0, (*b.1, *a.1))).collect();
        if !moved.is_empty() {
            found.insert(today, moved);
        }
        before = after;
    }
    found
}

#[test]
fn ten_years_of_generated_documents_flip_on_the_computed_days() {
    let seen = Cell::new(0);
    run(10, &generate::case(), |(document, target, question)| {
        let (from, to) = (day("2021-06-01"), day("2031-06-01"));
        let found = of(&document, &target, &question, "2021-06-01", "2031-06-01");
        seen.set(seen.get() + found.len());
        prop_assert_eq!(computed(&found), swept(&document, &target, &question, from, to));
        Ok(())
    });
    assert!(seen.get() > 0, "some document flips");
}

#[test]
fn ten_years_of_the_samples_flip_on_the_computed_days() {
    let mut seen = 0;
    for (name, bytes) in samples() {
        let (document, _) = read(&SECNUMCLOUD, &bytes).expect("a sample");
        let top = model::overview::top_service(&document).expect("a service");
        let (from, to) = (day("2024-01-01"), day("2033-12-31"));
        let asked = assuming(&document);
        let found = of(&document, top.as_str(), &asked, "2024-01-01", "2033-12-31");
        seen += found.len();
        assert_eq!(computed(&found), swept(&document, top.as_str(), &asked, from, to), "{name}");
    }
    assert!(seen > 3, "the samples flip: {seen}");
}

#[test]
fn any_day_is_the_first_day_and_what_flipped_since() {
    run(400, &(generate::case(), 0..5000_i32), |((document, target, question), days)| {
        let from = day("2021-06-01");
        let to = later(from, days);
        let found = of(&document, &target, &question, "2021-06-01", &to.to_string());
        let mut outcomes = on(&document, &target, &question, from);
        let mut last = from;
        for flip in &found {
            prop_assert!(flip.day > last && flip.day <= to, "in order, in the span");
            last = flip.day;
            prop_assert!(!flip.changes.is_empty());
            for change in &flip.changes {
                let before = outcomes.insert(change.requirement.id, change.to);
                prop_assert_eq!(before, Some(change.from));
                prop_assert!(change.from != change.to);
            }
        }
        prop_assert_eq!(outcomes, on(&document, &target, &question, to));
        Ok(())
    });
}

#[test]
fn every_change_has_a_cause_that_can_be_its_own() {
    run(400, &generate::case(), |(document, target, question)| {
        let found = of(&document, &target, &question, "2021-06-01", "2033-06-01");
        for flip in &found {
            let mut used = BTreeSet::new();
            for change in &flip.changes {
                prop_assert!(!change.causes.is_empty(), "{} on {}", change.requirement.id, flip.day);
                used.extend(change.causes.iter().copied());
                for place in &change.causes {
                    let cause = flip.causes.get(*place).expect("a place in the list");
                    prop_assert!(cause.service.as_str() != target, "never the target's own");
                    if let Why::Refused { requirement, .. } = &cause.why {
                        prop_assert_eq!(requirement, change.requirement.id);
                    }
                }
            }
            prop_assert!(used.into_iter().eq(0..flip.causes.len()), "no cause without a change");
            // The state of that day bears the cause out.
            for cause in &flip.causes {
                let service = document.service(cause.service.as_str()).expect("a base");
                let state = |at: usize| service.qualifications[at].state(flip.day);
                match cause.why {
                    Why::Granted(at) => prop_assert!(state(at).holds()),
                    // Of a supposed renewal too, whose qualification has ended.
                    Why::Reinstated(at) => {
                        prop_assert!(!matches!(state(at), State::Suspended | State::Withdrawn))
                    }
                    Why::Ended(at) => prop_assert_eq!(state(at), State::Expired),
                    Why::Suspended(at) => prop_assert_eq!(state(at), State::Suspended),
                    Why::Withdrawn(at) => prop_assert_eq!(state(at), State::Withdrawn),
                    Why::Unattested(at) => prop_assert_eq!(state(at), State::Unproven),
                    Why::IfGranted | Why::IfGrantedEnds | Why::IfRenewed(_) | Why::IfRenewedEnds(_) => {
                        prop_assert!(question.assume_candidates);
                    }
                    Why::Refused { .. } => {}
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_last_day_counts_and_leap_days_end_on_the_28th() {
    let document = pair(json!([ { "version": "3.2", "granted": "2024-02-29" } ]), json!({}), json!({}));
    let found = of(&document, "paas", &question(&document), "2024-01-01", "2034-01-01");
    assert_eq!(days(&found), ["2024-02-29", "2027-03-01"]);
    assert_eq!(whys(&found[0]), [Why::Granted(0)]);
    assert_eq!(whys(&found[1]), [Why::Ended(0)]);
    assert!(found[1].changes.iter().all(model::calendar::Change::loses));
    let lost = lost_from(&found, "11.2.2.a");
    assert_eq!(lost, Some((day("2027-03-01"), Outcome::Remains)));
    assert_eq!(
        on(&document, "paas", &question(&document), day("2027-02-28"))["11.2.2.a"],
        Outcome::Inherited
    );
    // A day that never was inherited is never lost.
    assert_eq!(lost_from(&found, "7.1.a"), None);
    // From 29 February on, four years later, a last day that is itself a leap day.
    let leap = pair(
        json!([ { "version": "3.2", "granted": "2025-03-01", "expires": "2028-02-29" } ]),
        json!({}),
        json!({}),
    );
    assert_eq!(days(&of(&leap, "paas", &question(&leap), "2026-01-01", "2034-01-01")), ["2028-03-01"]);
}

#[test]
fn suspended_reinstated_withdrawn_and_attested_each_have_their_day() {
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "events": [
            { "date": "2026-03-01", "kind": "suspended" }, { "date": "2026-04-01", "kind": "reinstated" },
            { "date": "2027-05-05", "kind": "withdrawn" } ] } ]),
        json!({}),
        json!({}),
    );
    let found = of(&document, "paas", &question(&document), "2024-12-31", "2034-12-31");
    let expected: [(&str, Why); 4] = [
        ("2025-01-10", Why::Granted(0)),
        ("2026-03-01", Why::Suspended(0)),
        ("2026-04-01", Why::Reinstated(0)),
        ("2027-05-05", Why::Withdrawn(0)),
    ];
    let told: Vec<(String, Vec<Why>)> = found.iter().map(|f| (f.day.to_string(), whys(f))).collect();
    assert_eq!(told, expected.map(|(day, why)| (day.to_owned(), vec![why])));
    // The first day of the span is where it begins, not one of its flips.
    assert_eq!(of(&document, "paas", &question(&document), "2025-01-10", "2026-02-28"), []);
    // Without a grant date, up to the day on which it is attested, and then nothing is known.
    let attested = pair(json!([ { "version": "3.2", "attested_on": "2026-08-20" } ]), json!({}), json!({}));
    let found = of(&attested, "paas", &question(&attested), "2026-01-01", "2036-01-01");
    assert_eq!((days(&found), whys(&found[0])), (vec!["2026-08-21".to_owned()], vec![Why::Unattested(0)]));
    // With neither day it never holds, so that nothing flips.
    let never = pair(json!([ { "version": "3.2" } ]), json!({}), json!({}));
    assert_eq!(of(&never, "paas", &question(&never), "2016-01-01", "2036-01-01"), []);
}

#[test]
fn one_that_ends_as_another_begins_flips_nothing() {
    let seamless = pair(
        json!([ { "version": "3.2", "granted": "2023-01-10" }, { "version": "3.2", "granted": "2026-01-11" } ]),
        json!({}),
        json!({}),
    );
    assert_eq!(
        days(&of(&seamless, "paas", &question(&seamless), "2024-01-01", "2030-01-01")),
        ["2029-01-12"]
    );
    let gap = pair(
        json!([ { "version": "3.2", "granted": "2023-01-10" }, { "version": "3.2", "granted": "2026-01-12" } ]),
        json!({}),
        json!({}),
    );
    let found = of(&gap, "paas", &question(&gap), "2024-01-01", "2028-01-01");
    assert_eq!(days(&found), ["2026-01-11", "2026-01-12"]);
    assert_eq!(whys(&found[1]), [Why::Granted(1)]);
}

#[test]
fn the_answer_of_a_base_flips_its_requirement_alone() {
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-06-01" } ]),
        json!({}),
        json!({ "relies_on": [ { "service": "iaas", "answers": {
            "11.2.2.e": { "base_part": "no", "date": "2026-10-01" }, "11.2.2.f": { "base_part": "yes", "date": "2026-10-01" } } } ] }),
    );
    let found = of(&document, "paas", &question(&document), "2026-01-01", "2027-01-01");
    assert_eq!(days(&found), ["2026-10-01"]);
    let change = &found[0].changes[0];
    assert_eq!((found[0].changes.len(), change.requirement.id), (1, "11.2.2.e"));
    let why = Why::Refused { by: "paas".into(), requirement: "11.2.2.e".to_owned() };
    assert_eq!((whys(&found[0]), change.causes.clone()), (vec![why], vec![0]));
}

#[test]
fn what_is_not_there_has_no_calendar() {
    let document = pair(json!([]), json!({}), json!({}));
    let nobody = ServiceId::from("nobody");
    let unknown = ScopeError::UnknownService(nobody.clone());
    let asked = question(&document);
    let span = (day("2026-01-01"), day("2027-01-01"));
    assert_eq!(flips(&SECNUMCLOUD, &document, &nobody, &asked, span.0, span.1), Err(unknown.clone()));
    assert_eq!(warnings(&SECNUMCLOUD, &document, &nobody, &asked), Err(unknown.clone()));
    assert_eq!(entries(&document, &nobody, &[], Lang::Fr), Err(unknown));
}

// ---------------------------------------------------------------------------------------------------------------------
// Lives
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_life_says_of_each_day_what_the_engine_says() {
    run(400, &generate::document(), |document| {
        for life in life(&document) {
            let Of::Qualification(at) = life.of else { continue };
            let service = document.service(life.service.as_str()).expect("there");
            let q = &service.qualifications[at];
            let spans: Vec<_> = life.spans.iter().filter(|s| s.kind != SpanKind::IfRenewed).collect();
            for pair in spans.windows(2) {
                prop_assert!(pair[0].to < pair[1].from, "apart, in order");
            }
            let mut probes: BTreeSet<Date> = BTreeSet::from([day("2020-01-01"), day("2035-01-01")]);
            for mark in &life.marks {
                probes.extend((-1..=1).map(|n| later(mark.day, n)));
            }
            for probe in probes {
                let inside = |s: &&&model::calendar::Span| {
                    s.from.is_none_or(|d| d <= probe) && s.to.is_none_or(|d| probe <= d)
                };
                let kinds: Vec<SpanKind> = spans.iter().filter(inside).map(|s| s.kind).collect();
                let over = q.last_day().is_some_and(|last| probe > last);
                let expected = match q.state(probe) {
                    State::Holds => vec![SpanKind::Holds],
                    State::HoldsUndated => vec![SpanKind::Undated],
                    State::Suspended if !over => vec![SpanKind::Suspended],
                    _ => Vec::new(),
                };
                prop_assert_eq!(kinds, expected, "{} of {:?}", probe, q);
            }
            prop_assert!(life.marks.windows(2).all(|m| m[0].day <= m[1].day));
            prop_assert_eq!(life.is_shown, q.is_shown());
        }
        Ok(())
    });
}

#[test]
fn a_candidacy_lives_until_its_decision_and_as_if_after_it() {
    let document = pair(
        json!([]),
        json!({ "candidacy": { "milestone": "j1", "since": "2026-05-01", "expected": "2027-11-30" } }),
        json!({}),
    );
    let lives = life(&document);
    let [life] = lives.as_slice() else { panic!("one life: {lives:?}") };
    assert_eq!((life.of, life.service.as_str()), (Of::Candidacy, "iaas"));
    let spans: Vec<_> = life.spans.iter().map(|s| (s.kind, s.from, s.to)).collect();
    let some = |text| Some(day(text));
    assert_eq!(
        spans,
        [
            (SpanKind::Candidate, some("2026-05-01"), some("2027-11-29")),
            (SpanKind::IfGranted, some("2027-11-30"), some("2030-11-30")),
        ]
    );
    // A renewal shows only where somebody plans or supposes it.
    for (renewal, shown) in [(json!(null), 0), (json!({ "note": "?" }), 0), (json!({ "supposed": true }), 1)]
    {
        let q = json!([ { "version": "3.2", "granted": "2025-01-10", "renewal": renewal } ]);
        let spans = &life_of(&pair(q, json!({}), json!({})))[0].spans;
        assert_eq!(spans.iter().filter(|s| s.kind == SpanKind::IfRenewed).count(), shown);
    }
}

fn life_of(document: &Document) -> Vec<model::calendar::Life> {
    life(document)
}

// ---------------------------------------------------------------------------------------------------------------------
// Plans
// ---------------------------------------------------------------------------------------------------------------------

fn plan(plan: Value) -> model::calendar::Course {
    let document = pair(json!([]), json!({}), json!({ "plan": plan }));
    course(document.service("paas").expect("there")).expect("a plan")
}

#[test]
fn a_plan_follows_from_what_was_given_and_from_nothing_else() {
    let course = plan(
        json!({ "j0": { "date": "2027-01-31" }, "j1": { "months": 1 }, "initial_audit": { "months": 2 },
        "j2": { "date": "2027-12-01", "label": "report" }, "j3": { "months": 3 } }),
    );
    let days: Vec<Option<String>> = course.stages.iter().map(|s| s.day.map(|d| d.to_string())).collect();
    let some = |text: &str| Some(text.to_owned());
    // A month that has no 31st ends on its last day; a step that is not named leaves no gap.
    let expected = [
        some("2027-01-31"),
        some("2027-02-28"),
        some("2027-04-28"),
        None,
        some("2027-12-01"),
        some("2028-03-01"),
    ];
    assert_eq!(days, expected);
    assert_eq!(course.stages[4].origin, Origin::Given);
    assert_eq!(course.stages[5].origin, Origin::After { step: Step::J2, months: 3 });
    assert_eq!(course.stages[4].title(Lang::En), "J2, report");
    assert_eq!(course.months_to_decision(), Some(13));
    // Three years, yearly audits and yearly surveillance: sourced, and said not to be the person's.
    assert_eq!(course.validity, Some((day("2028-03-01"), day("2031-03-01"))));
    assert_eq!((course.validity_months, course.surveillance_months), ((36, false), (12, false)));
    assert_eq!(course.surveillance, [day("2029-03-01"), day("2030-03-01")]);
    assert_eq!(course.yearly_audits, course.surveillance);
    assert_eq!(course.reversed, []);
}

#[test]
fn nothing_is_filled_in() {
    for (value, dated) in [
        (json!({}), 0),
        (json!({ "note": "later" }), 0),
        // No J0, so that months lead nowhere; no months, so that J0 leads nowhere.
        (json!({ "j3": { "months": 18 } }), 0),
        (json!({ "j0": { "date": "2027-01-15" } }), 1),
        // A step whose months lead nowhere leaves what follows open.
        (json!({ "j1": { "months": 2 }, "j2": { "months": 2 } }), 0),
        // One that has a name alone is passed over.
        (json!({ "j0": { "date": "2027-01-15" }, "j1": { "label": "?" }, "j3": { "months": 18 } }), 2),
        (json!({ "j0": { "date": "2199-12-31" }, "j3": { "months": 18 } }), 1),
    ] {
        let course = plan(value.clone());
        assert_eq!(course.stages.len(), 6);
        assert_eq!(course.stages.iter().filter(|s| s.day.is_some()).count(), dated, "{value}");
        assert_eq!(course.validity.is_some(), course.day(Step::J3).is_some(), "{value}");
    }
    let document = pair(json!([]), json!({}), json!({}));
    assert_eq!(course(&document.services[1]), None);
}

#[test]
fn validity_and_surveillance_are_the_persons_where_they_say_so() {
    let course =
        plan(json!({ "j3": { "date": "2028-08-31" }, "validity_months": 18, "surveillance_months": 6 }));
    assert_eq!(course.validity, Some((day("2028-08-31"), day("2030-02-28"))));
    assert_eq!((course.validity_months, course.surveillance_months), ((18, true), (6, true)));
    // The last day is the renewal's own; the 31st comes back after February.
    assert_eq!(course.surveillance, [day("2029-02-28"), day("2029-08-31")]);
    // The qualified audit stays yearly: the text says so (18.2.1.a).
    assert_eq!(course.yearly_audits, [day("2029-08-31")]);
    for lang in Lang::ALL {
        assert!(course.say_validity(lang).starts_with("18 "));
    }
}

#[test]
fn months_outside_their_bounds_are_no_months() {
    for (key, months, fits) in [
        ("validity_months", json!(36), true),
        ("validity_months", json!(37), false),
        ("validity_months", json!(0), false),
        ("surveillance_months", json!(36), true),
        ("surveillance_months", json!(0), false),
        ("surveillance_months", json!(1.5), false),
    ] {
        let mut value = json!({ "format": "socle/1", "providers": [ { "id": "p" } ],
            "services": [ { "id": "s", "provider": "p", "activities": ["saas"], "plan": {} } ] });
        value["services"][0]["plan"][key] = months;
        let (_, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("readable");
        let codes: Vec<_> = issues.iter().map(|i| (i.kind.code(), i.at.as_str())).collect();
        let place = format!("/services/0/plan/{key}");
        assert_eq!(codes, if fits { vec![] } else { vec![("wrong-type", place.as_str())] });
    }
}

#[test]
fn a_month_more_for_each_month() {
    let start = day("2024-01-31");
    let told = [1, 2, 12, 13, 25].map(|n| start.plus_months(n).expect("a day").to_string());
    assert_eq!(told, ["2024-02-29", "2024-03-31", "2025-01-31", "2025-02-28", "2026-02-28"]);
    assert_eq!(start.plus_months(0), Some(start));
    assert_eq!(day("2199-12-31").plus_months(1), None);
    assert_eq!(start.plus_months(u16::MAX), None);
    for years in 0..9 {
        assert_eq!(day("2024-02-29").plus_months(12 * years), Some(day("2024-02-29").plus_years(years)));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// What if
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_renewal_holds_from_the_day_after_with_its_scope_and_its_reserves() {
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "covers": ["facility", "hardware", "fabric"],
            "reserves": [ { "requirements": ["11.2.2.b"], "text": "…" } ] } ]),
        json!({}),
        json!({}),
    );
    let asked = assuming(&document);
    let lapses = of(&document, "paas", &asked, "2026-01-01", "2036-01-01");
    assert_eq!(days(&lapses), ["2028-01-11"], "by default nothing is renewed");
    let renewed = supposed(&document, &[Supposition::Renewed("iaas".into(), 0)]);
    let found = of(&renewed, "paas", &asked, "2026-01-01", "2036-01-01");
    assert_eq!((days(&found), whys(&found[0])), (vec!["2031-01-12".to_owned()], vec![Why::IfRenewedEnds(0)]));
    // Without the assumption it is a plan, and covers nothing.
    assert_eq!(days(&of(&renewed, "paas", &question(&document), "2026-01-01", "2036-01-01")), ["2028-01-11"]);
    let (before, after) = (day("2028-01-10"), day("2028-01-11"));
    let verdicts = |as_of| {
        scope(&SECNUMCLOUD, &renewed, &"paas".into(), &Question { as_of, ..asked.clone() })
            .expect("there")
            .verdicts
    };
    for (b, a) in verdicts(before).iter().zip(&verdicts(after)) {
        assert_eq!(b.outcome, a.outcome, "{}", a.requirement.id);
        assert!(!b.flags.contains(Flag::Hypothetical), "never in place of a qualification that covers");
        let covered = matches!(a.outcome, Outcome::Inherited | Outcome::Shared);
        assert_eq!(a.flags.contains(Flag::Hypothetical), covered, "{}", a.requirement.id);
        assert!(!a.flags.contains(Flag::ScopeAssumed), "the scope is the old one’s");
    }
    assert_eq!(on(&renewed, "paas", &asked, after)["11.2.2.b"], Outcome::Remains, "a reserve stays");
    // On the day that the document expects, where it expects one: there may be a gap.
    let planned = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "renewal": { "expected": "2028-03-01" } } ]),
        json!({}),
        json!({}),
    );
    let renewed = supposed(&planned, &[Supposition::Renewed("iaas".into(), 0)]);
    let found = of(&renewed, "paas", &asked, "2026-01-01", "2036-01-01");
    assert_eq!(days(&found), ["2028-01-11", "2028-03-01", "2031-03-02"]);
    assert_eq!(whys(&found[1]), [Why::IfRenewed(0)]);
}

#[test]
fn what_is_suspended_withdrawn_or_told_by_the_press_alone_is_not_renewed() {
    let end = [("suspended", "2027-12-01"), ("withdrawn", "2027-12-01"), ("withdrawn", "2029-01-01")];
    for (kind, date) in end {
        let q = json!([ { "version": "3.2", "granted": "2025-01-10", "events": [ { "date": date, "kind": kind } ] } ]);
        let document = pair(q, json!({}), json!({}));
        let renewed = supposed(&document, &[Supposition::Renewed("iaas".into(), 0)]);
        let last = of(&renewed, "paas", &assuming(&document), "2026-01-01", "2036-01-01");
        let last = last.last().expect("a flip");
        assert_eq!(last.day, day(date), "{kind} on {date}");
        let why = if kind == "suspended" { Why::Suspended(0) } else { Why::Withdrawn(0) };
        assert_eq!(whys(last), [why]);
        assert!(last.changes.iter().all(|c| !c.loses() || c.to == Outcome::Remains));
    }
    let q = json!([ { "version": "3.2", "granted": "2025-01-10", "evidence": "press" } ]);
    let press = supposed(&pair(q, json!({}), json!({})), &[Supposition::Renewed("iaas".into(), 0)]);
    assert_eq!(of(&press, "paas", &assuming(&press), "2024-01-01", "2036-01-01"), []);
}

#[test]
fn each_supposition_is_switched_by_itself() {
    let document = document(&json!({ "format": "socle/1", "as_of": "2026-11-22",
        "providers": [ { "id": "p" } ],
        "services": [
            { "id": "one", "provider": "p", "activities": ["iaas"], "candidacy": { "expected": "2027-03-01" } },
            { "id": "two", "provider": "p", "activities": ["caas"], "candidacy": { "expected": "2027-06-01" },
              "relies_on": [ { "service": "one" } ] },
            { "id": "top", "provider": "p", "activities": ["saas"], "relies_on": [ { "service": "two" } ] } ] }));
    let asked = assuming(&document);
    let all = possible(&document);
    assert_eq!(all, [Supposition::Granted("one".into()), Supposition::Granted("two".into())]);
    let days_of = |list: &[Supposition]| {
        days(&of(&supposed(&document, list), "top", &asked, "2026-11-22", "2028-01-01"))
    };
    assert_eq!(days_of(&[]), Vec::<String>::new());
    assert_eq!(days_of(&all[..1]), ["2027-03-01"]);
    assert_eq!(days_of(&all[1..]), ["2027-06-01"]);
    assert_eq!(days_of(&all), ["2027-03-01", "2027-06-01"]);
}

#[test]
fn suppositions_change_the_suppositions_alone() {
    run(300, &(generate::document(), any::<u64>()), |(document, chosen)| {
        let all = possible(&document);
        let some: Vec<Supposition> = all
            .iter()
            .enumerate()
            .filter(|(i, _)| chosen >> (i % 64) & 1 == 1)
            .map(|(_, s)| s.clone())
            .collect();
        let next = supposed(&document, &some);
        let told: Vec<Supposition> = next
            .services
            .iter()
            .flat_map(|s| {
                let granted = s.candidacy.as_ref().and_then(|c| c.expected);
                let renewed = s
                    .qualifications
                    .iter()
                    .enumerate()
                    .filter(|(_, q)| q.renewal.as_ref().is_some_and(|r| r.supposed));
                let granted = granted.map(|_| Supposition::Granted(s.id.clone()));
                granted.into_iter().chain(renewed.map(|(at, _)| Supposition::Renewed(s.id.clone(), at)))
            })
            .collect();
        prop_assert_eq!(&told, &some);
        let mut plain = (document.clone(), next.clone());
        for service in plain.0.services.iter_mut().chain(&mut plain.1.services) {
            for q in &mut service.qualifications {
                q.renewal = None;
            }
            if let Some(candidacy) = &mut service.candidacy {
                candidacy.expected = None;
            }
        }
        prop_assert_eq!(plain.0, plain.1);
        // What is not assumed says the same with any suppositions.
        let target = document.services.last().expect("a service").id.clone();
        let asked = Question { assume_candidates: false, ..question(&document) };
        let outcomes = |d: &Document| scope(&SECNUMCLOUD, d, &target, &asked).expect("there").verdicts;
        prop_assert_eq!(outcomes(&document), outcomes(&next));
        Ok(())
    });
}

#[test]
fn a_supposition_never_takes_cover_away() {
    run(400, &generate::case(), |(document, target, question)| {
        let asked = Question { assume_candidates: true, ..question };
        let bare = on(&supposed(&document, &[]), &target, &asked, asked.as_of);
        let full = on(&supposed(&document, &possible(&document)), &target, &asked, asked.as_of);
        let height = |o: Outcome| match o {
            Outcome::Inherited => 2,
            Outcome::Shared => 1,
            Outcome::Remains | Outcome::NotApplicable => 0,
        };
        for (id, before) in &bare {
            let after = full[id];
            // An exposed service brings its own conditions: what applies may differ.
            if *before != Outcome::NotApplicable && after != Outcome::NotApplicable {
                prop_assert!(height(after) >= height(*before), "{}: {:?} to {:?}", id, before, after);
            }
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Warnings
// ---------------------------------------------------------------------------------------------------------------------

fn codes(document: &Document) -> Vec<&'static str> {
    let found = warnings(&SECNUMCLOUD, document, &"paas".into(), &question(document)).expect("there");
    for warning in &found {
        for lang in Lang::ALL {
            let said = warning.say(lang);
            assert!(!said.contains("{}") && said.ends_with('.'), "{said}");
        }
    }
    found.iter().map(Warning::code).collect()
}

fn planned(granted: &str, plan: Value) -> Document {
    pair(json!([ { "version": "3.2", "granted": granted } ]), json!({}), json!({ "plan": plan }))
}

#[test]
fn a_base_that_ends_before_the_decision_or_within_its_validity() {
    let nothing: [&str; 0] = [];
    // 2025-01-10 to 2028-01-10.
    let decided = |on: &str| codes(&planned("2025-01-10", json!({ "j3": { "date": on } })));
    assert_eq!(decided("2028-01-11"), ["base-ends-before-decision"]);
    assert_eq!(decided("2028-01-10"), ["base-ends-within-validity"], "the last day counts");
    assert_eq!(decided("2027-01-01"), ["base-ends-within-validity"]);
    assert_eq!(decided("2025-01-10"), nothing, "both end on one day");
    let early = planned("2025-01-10", json!({ "j3": { "date": "2025-06-01" }, "validity_months": 12 }));
    assert_eq!(codes(&early), nothing);
    // Without a plan there is nothing to hold it against.
    let document = pair(json!([ { "version": "3.2", "granted": "2025-01-10" } ]), json!({}), json!({}));
    assert_eq!(codes(&document), nothing);
    // Not even where a source only attests it; with a plan it is said otherwise than an end.
    let attested = pair(
        json!([ { "version": "3.2", "attested_on": "2027-01-10" } ]),
        json!({}),
        json!({ "plan": { "j3": { "date": "2028-01-01" } } }),
    );
    let found = warnings(&SECNUMCLOUD, &attested, &"paas".into(), &question(&attested)).expect("there");
    let [Warning::EndsBeforeDecision { ending, decision }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((ending.last, ending.is_attested, *decision), (day("2027-01-10"), true, day("2028-01-01")));
    assert_eq!(found[0].day(), Some(day("2027-01-10")));
    for name in ["Pier IaaS", "10 January 2027", "1 January 2028"] {
        assert!(found[0].say(Lang::En).contains(name), "{name}");
    }
    let within = pair(
        json!([ { "version": "3.2", "attested_on": "2028-01-10" } ]),
        json!({}),
        json!({ "plan": { "j3": { "date": "2027-01-01" } } }),
    );
    let found = warnings(&SECNUMCLOUD, &within, &"paas".into(), &question(&within)).expect("there");
    let [Warning::EndsWithinValidity { ending, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert!(ending.is_attested);
    assert_eq!(
        found[0].say(Lang::En),
        "Nothing shows “Pier IaaS” to be qualified beyond 10 January 2028, while the planned qualification would \
         run from 1 January 2027 to 1 January 2030."
    );
    assert!(
        found[0].say(Lang::Fr).starts_with("Rien ne montre"),
        "nothing has to be renewed that is not known to end"
    );
}

#[test]
fn a_supposed_renewal_moves_the_end() {
    let document = planned("2025-01-10", json!({ "j3": { "date": "2028-06-01" } }));
    assert_eq!(codes(&document), ["base-ends-before-decision"]);
    let renewed = supposed(&document, &[Supposition::Renewed("iaas".into(), 0)]);
    let found = warnings(&SECNUMCLOUD, &renewed, &"paas".into(), &assuming(&renewed)).expect("there");
    let [Warning::EndsWithinValidity { ending, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(ending.last, day("2031-01-11"));
}

/// A base from 2025-01-10 to 2028-01-10 with these events, under a service with this plan.
fn suspended(events: Value, plan: Value) -> Document {
    pair(json!([ { "version": "3.2", "granted": "2025-01-10", "events": events } ]), json!({}), plan)
}

fn from_to(from: &str, to: Option<&str>) -> Value {
    let again = to.map(|to| json!({ "date": to, "kind": "reinstated" }));
    Value::Array([json!({ "date": from, "kind": "suspended" })].into_iter().chain(again).collect())
}

#[test]
fn a_suspension_that_is_to_be_lifted_is_no_end() {
    let decided = |on: &str| json!({ "plan": { "j3": { "date": on } } });
    let document = suspended(from_to("2027-03-01", Some("2027-05-01")), decided("2027-01-01"));
    assert_eq!(codes(&document), ["base-suspended-meanwhile", "base-ends-within-validity"]);
    let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
    let [
        Warning::SuspendedMeanwhile { from, to, decision: None, above: None, .. },
        Warning::EndsWithinValidity { ending, .. },
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!((*from, *to, ending.last), (day("2027-03-01"), day("2027-04-30"), day("2028-01-10")));
    assert_eq!(found[0].day(), Some(day("2027-03-01")));
    let said = found[0].say(Lang::En);
    for words in ["Pier IaaS", "suspended from 1 March 2027 to 30 April 2027"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("no longer") && !said.contains("decision"), "{said}");
    // Planned in the midst of it, the decision is named; on the day of the reinstatement it is no longer.
    let during = |on: &str| {
        let document = suspended(from_to("2027-03-01", Some("2027-05-01")), decided(on));
        let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
        let said = found[0].say(Lang::En);
        let Warning::SuspendedMeanwhile { decision, .. } = &found[0] else { panic!("{found:?}") };
        assert_eq!(said.contains("decision is planned"), decision.is_some(), "{said}");
        decision.is_some()
    };
    assert!(during("2027-03-01") && during("2027-04-30"));
    assert!(!during("2027-02-28") && !during("2027-05-01"));
    // It is told without a plan too, each time; not where the planned validity is over before it begins.
    let twice = json!([ { "date": "2027-03-01", "kind": "suspended" }, { "date": "2027-05-01", "kind": "reinstated" },
        { "date": "2027-06-01", "kind": "suspended" }, { "date": "2027-07-01", "kind": "reinstated" } ]);
    assert_eq!(codes(&suspended(twice, json!({}))), ["base-suspended-meanwhile"; 2]);
    let short = json!({ "plan": { "j3": { "date": "2025-06-01" }, "validity_months": 12 } });
    let nothing: [&str; 0] = [];
    assert_eq!(codes(&suspended(from_to("2027-03-01", Some("2027-05-01")), short)), nothing);
    // What nothing lifts, or only after the last day, is an end, from the eve on; so is a withdrawal meanwhile.
    let withdrawn = json!([ { "date": "2027-03-01", "kind": "suspended" }, { "date": "2027-04-01", "kind": "withdrawn" },
        { "date": "2027-05-01", "kind": "reinstated" } ]);
    for events in [from_to("2027-03-01", None), from_to("2027-03-01", Some("2028-02-01")), withdrawn] {
        let document = suspended(events, decided("2027-06-01"));
        let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
        let [Warning::EndsBeforeDecision { ending, .. }] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(ending.last, day("2027-02-28"));
    }
    // A gap between two qualifications is no suspension: the first one ends.
    let gap = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "expires": "2027-01-10" }, { "version": "3.2", "granted": "2027-03-01" } ]),
        json!({}),
        decided("2027-06-01"),
    );
    assert_eq!(codes(&gap), ["base-ends-before-decision"]);
    // In the time of a supposed renewal as well.
    let document = suspended(from_to("2029-03-01", Some("2029-04-01")), decided("2028-06-01"));
    let renewed = supposed(&document, &[Supposition::Renewed("iaas".into(), 0)]);
    let found = warnings(&SECNUMCLOUD, &renewed, &"paas".into(), &assuming(&renewed)).expect("there");
    let [Warning::SuspendedMeanwhile { from, to, .. }, Warning::EndsWithinValidity { ending, .. }] =
        found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!((*from, *to, ending.last), (day("2029-03-01"), day("2029-03-31"), day("2031-01-11")));
}

#[test]
fn what_a_base_rests_on_may_be_suspended_meanwhile() {
    let mut document = chain("2025-06-01", "2025-06-01", "2026-01-01");
    let nothing: [&str; 0] = [];
    assert_eq!(codes(&document), nothing);
    let kinds = [("2027-03-01", EventKind::Suspended), ("2027-05-01", EventKind::Reinstated)];
    for (date, kind) in kinds {
        let event = model::document::Event { date: day(date), kind, extra: Default::default() };
        document.services[0].qualifications[0].events.push(event);
    }
    let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
    let [Warning::SuspendedMeanwhile { base, above: Some(above), .. }] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((base.as_str(), above.as_str()), ("ground", "store"));
    assert!(found[0].say(Lang::En).contains("on which “store” rests"), "{}", found[0].say(Lang::En));
    assert_eq!(codes(&document), ["base-suspended-meanwhile"]);
}

#[test]
fn bases_of_which_nothing_is_stated_are_named() {
    let ids = |document: &Document, target: &str| -> Vec<String> {
        unstated(document, &target.into()).into_iter().map(|id| id.0).collect()
    };
    let nothing: [&str; 0] = [];
    let qualified = json!([ { "version": "3.2", "granted": "2025-01-10" } ]);
    assert_eq!(ids(&pair(json!([]), json!({}), json!({})), "paas"), ["iaas"]);
    assert_eq!(ids(&pair(json!([]), json!({}), json!({})), "iaas"), nothing, "it is not the target’s own");
    assert_eq!(ids(&pair(qualified.clone(), json!({}), json!({})), "paas"), nothing);
    assert_eq!(ids(&pair(json!([]), json!({ "candidacy": {} }), json!({})), "paas"), nothing);
    // Those that a base rests on too, in the order of the document; what nobody rests on is left out.
    let mut document = chain("2025-06-01", "2025-06-01", "2026-01-01");
    for service in &mut document.services {
        service.qualifications.clear();
    }
    assert_eq!(ids(&document, "paas"), ["ground", "store", "compute"]);
    assert_eq!(ids(&document, "store"), ["ground"]);
    for lang in Lang::ALL {
        assert!(!say::unstated(lang).is_empty());
    }
}

#[test]
fn a_plan_without_a_decision_or_out_of_order() {
    assert_eq!(codes(&planned("2026-01-10", json!({ "j0": { "date": "2027-01-01" } }))), ["no-decision-day"]);
    let document = planned(
        "2026-11-01",
        json!({ "j0": { "date": "2026-10-01" }, "j1": { "date": "2026-09-01" }, "j3": { "date": "2026-11-01" } }),
    );
    assert_eq!(codes(&document), ["steps-reversed"]);
    let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
    assert_eq!(found, [Warning::Reversed { first: Step::J0, second: Step::J1 }]);
    assert_eq!(found[0].day(), None, "there are two");
}

/// A SaaS called `paas` on two bases, one of which rests on a third.
fn chain(storage: &str, compute: &str, ground: &str) -> Document {
    document(
        &json!({ "format": "socle/1", "as_of": "2026-11-22", "providers": [ { "id": "p" }, { "id": "q" } ],
        "services": [
            { "id": "ground", "provider": "p", "activities": ["iaas"], "qualifications": [ { "version": "3.2", "granted": ground } ] },
            { "id": "store", "provider": "p", "activities": ["iaas"], "layers": ["storage"],
              "relies_on": [ { "service": "ground", "layers": ["facility", "hardware", "fabric"] } ],
              "qualifications": [ { "version": "3.2", "granted": storage, "covers": ["facility", "hardware", "fabric", "storage"] } ] },
            { "id": "compute", "provider": "p", "activities": ["iaas"], "qualifications": [ { "version": "3.2", "granted": compute } ] },
            { "id": "paas", "provider": "q", "activities": ["paas"], "relies_on": [
                { "service": "store", "layers": ["storage"] },
                { "service": "compute", "layers": ["facility", "hardware", "fabric", "compute", "sdn"] } ] } ] }),
    )
}

#[test]
fn ends_that_follow_one_another_and_a_foundation_that_ends_first() {
    let nothing: [&str; 0] = [];
    assert_eq!(codes(&chain("2025-01-10", "2025-06-01", "2026-01-01")), ["chain-of-expiries"]);
    assert_eq!(codes(&chain("2025-06-01", "2025-06-01", "2026-01-01")), nothing, "on one day");
    assert_eq!(codes(&chain("2025-06-01", "2025-06-01", "2025-01-10")), ["foundation-ends-first"]);
    // On the day of the question neither covers any longer: that is the scope's matter, not the calendar's.
    assert_eq!(codes(&chain("2020-01-10", "2020-06-01", "2026-01-01")), nothing);
    let document = chain("2025-01-10", "2025-06-01", "2024-06-01");
    let found = warnings(&SECNUMCLOUD, &document, &"paas".into(), &question(&document)).expect("there");
    let [Warning::Chain { endings }, Warning::FoundationEndsFirst { base, foundation }] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(endings.iter().map(|e| e.base.as_str()).collect::<Vec<_>>(), ["store", "compute"]);
    assert_eq!(
        (base.base.as_str(), foundation.base.as_str(), foundation.last),
        ("store", "ground", day("2027-06-01"))
    );
}

#[test]
fn a_candidate_base_that_comes_too_late_or_says_no_day() {
    let nothing: [&str; 0] = [];
    let with = |candidacy: Value, qualifications: Value| {
        let plan = json!({ "plan": { "j3": { "date": "2028-01-01" } } });
        codes(&pair(qualifications, json!({ "candidacy": candidacy }), plan))
    };
    assert_eq!(with(json!({ "expected": "2028-01-02" }), json!([])), ["candidate-after-decision"]);
    assert_eq!(with(json!({ "expected": "2028-01-01" }), json!([])), nothing);
    assert_eq!(with(json!({ "since": "2026-05-01" }), json!([])), ["candidate-undated"]);
    let late = pair(
        json!([]),
        json!({ "candidacy": { "expected": "2028-01-02" } }),
        json!({ "plan": { "j3": { "date": "2028-01-01" } } }),
    );
    let found = warnings(&SECNUMCLOUD, &late, &"paas".into(), &question(&late)).expect("there");
    assert_eq!(found[0].day(), Some(day("2028-01-02")), "the day that is too late");
    // Qualified already: the candidacy is for something else.
    let holds = json!([ { "version": "3.2", "granted": "2026-11-01" } ]);
    assert_eq!(with(json!({ "expected": "2028-01-02" }), holds.clone()), ["base-ends-within-validity"]);
    assert_eq!(with(json!({ "since": "2026-05-01" }), holds), ["base-ends-within-validity"]);
    // Without a plan nothing is late.
    assert_eq!(
        codes(&pair(json!([]), json!({ "candidacy": { "expected": "2030-01-01" } }), json!({}))),
        nothing
    );
}

#[test]
fn warnings_never_fail_and_have_names_in_both_languages() {
    run(300, &generate::case(), |(document, target, question)| {
        let found = warnings(&SECNUMCLOUD, &document, &target.as_str().into(), &question)
            .map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        for warning in found {
            for lang in Lang::ALL {
                prop_assert!(!warning.say(lang).contains("{}"), "a gap");
            }
            let past = warning.day().is_some_and(|d| d < question.as_of);
            prop_assert!(!past, "{:?}", warning);
            // A suspension lies between two days on which the base holds.
            if let Warning::SuspendedMeanwhile { base, from, to, .. } = &warning {
                let service = document.service(base.as_str()).expect("there");
                let suspended = |day| service.qualifications.iter().any(|q| q.state(day) == State::Suspended);
                prop_assert!(from <= to && suspended(*from) && suspended(*to), "{:?}", warning);
            }
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Audits and checklists
// ---------------------------------------------------------------------------------------------------------------------

fn data() -> Calendar {
    Calendar::parse(text::CALENDAR.as_bytes()).expect("the file is ours")
}

#[test]
fn the_audits_follow_from_the_activity() {
    let data = data();
    let ids = |activities: &[Activity], occasion| {
        let audits = data.audits(ActivitySet::of(activities));
        let ids = audits.into_iter().filter(|a| a.occasion == occasion && a.only_if.is_none());
        ids.map(|a| a.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[Activity::Iaas], Occasion::Initial), ["initial-administration"]);
    for activity in [Activity::Caas, Activity::Paas] {
        let both = ["initial-administration", "initial-configuration"];
        assert_eq!(ids(&[activity], Occasion::Initial), both);
        assert_eq!(ids(&[Activity::Iaas, activity], Occasion::Initial), both);
    }
    let most = ["initial-administration", "initial-configuration", "initial-user-interface", "initial-code"];
    assert_eq!(ids(&[Activity::Saas], Occasion::Initial), most);
    assert_eq!(
        ids(&[Activity::Iaas], Occasion::Yearly).len() + 1,
        ids(&[Activity::Saas], Occasion::Yearly).len()
    );
    assert_eq!(
        ids(&[Activity::Iaas], Occasion::Change).len() + 1,
        ids(&[Activity::Saas], Occasion::Change).len()
    );
    assert_eq!(data.audits(ActivitySet::of(&[])), Vec::<&catalog::calendar::Audit>::new());
    // Each stands under the requirement of its occasion.
    for audit in &data.audits {
        let expected = match audit.occasion {
            Occasion::Initial => "18.2.2.a",
            Occasion::Yearly => "18.2.1.a",
            Occasion::Change => "18.2.3.a",
        };
        assert_eq!(audit.requirement, expected, "{}", audit.id);
    }
    let duties = |activity| data.duties(ActivitySet::of(&[activity])).len();
    assert_eq!(duties(Activity::Paas), duties(Activity::Saas) + 1, "12.2.c is a PaaS's");
}

#[test]
fn checklists_have_sources_and_the_identifiers_that_documents_name() {
    let data = data();
    let of = |list: &[catalog::calendar::Check]| list.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    assert_eq!(of(&data.collect), SECNUMCLOUD.collected);
    assert_eq!(of(&data.prerequisites), SECNUMCLOUD.prerequisites);
    let mut titles = Vec::new();
    for check in data.collect.iter().chain(&data.prerequisites) {
        assert!(!check.source.is_empty(), "{}", check.id);
        titles.push(&check.title);
        // What is said to be in the text names where: a requirement or a section that there is.
        if check.mark == catalog::calendar::Mark::Text {
            let first = check.source.split(", ").next().unwrap_or_default();
            let known = SECNUMCLOUD.requirement(first).is_some() || SECNUMCLOUD.section(first).is_some();
            assert!(known, "{}: {first}", check.id);
        }
    }
    titles.extend(data.audits.iter().map(|a| &a.title).chain(data.duties.iter().map(|d| &d.title)));
    titles.extend(data.audits.iter().filter_map(|a| a.only_if.as_ref()));
    for title in titles {
        assert!(!title.fr.is_empty() && !title.en.is_empty() && title.fr != title.en, "{title:?}");
        assert!(!title.fr.contains('\'') && !title.en.contains('\''), "{title:?}");
    }
    for needed in ["seat", "capital", "data-protection", "iso-27001", "continuity", "siem"] {
        assert!(SECNUMCLOUD.prerequisites.contains(&needed), "{needed}");
    }
}

#[test]
fn a_word_of_the_data_that_is_none_of_ours_is_refused() {
    let changed = |at: &str, word: &str| {
        let mut value: Value = serde_json::from_str(text::CALENDAR).expect("JSON");
        *value.pointer_mut(at).expect("a place") = word.into();
        Calendar::parse(value.to_string().as_bytes())
    };
    assert_eq!(changed("/collect/0/mark", "practice").expect("a mark").collect[0].mark.id(), "practice");
    assert!(changed("/collect/0/mark", "rumour").is_none());
    assert!(changed("/audits/0/occasion", "rumour").is_none());
    assert_eq!(catalog::matrices::Bearing::from_id("rumour"), None);
}

#[test]
fn an_answer_to_no_item_of_the_list_is_told_and_mended() {
    let value = json!({ "format": "socle/1", "providers": [ { "id": "p" } ], "services": [
        { "id": "b", "provider": "p", "activities": ["iaas"] },
        { "id": "s", "provider": "p", "activities": ["saas"], "prerequisites": { "seats": "yes", "siem": "no" },
          "relies_on": [ { "service": "b", "collected": { "atestation": "yes", "agreement": "oui" } } ] } ] });
    let (_, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("readable");
    let told: Vec<_> = issues.iter().map(|i| (i.kind.code(), i.at.as_str())).collect();
    assert_eq!(
        told,
        [
            ("unknown-check", "/services/1/prerequisites/seats"),
            ("unknown-word", "/services/1/relies_on/0/collected/agreement"),
            ("unknown-check", "/services/1/relies_on/0/collected/atestation"),
        ]
    );
    let mut mended = value;
    for issue in &issues {
        let repairs = model::repair::repairs(&SECNUMCLOUD, &mended, issue);
        let first = repairs.first().unwrap_or_else(|| panic!("no repair of {}", issue.at));
        mended = model::repair::apply(&mended, first);
    }
    let (document, issues) = read(&SECNUMCLOUD, mended.to_string().as_bytes()).expect("readable");
    assert_eq!(issues, []);
    let service = document.service("s").expect("there");
    let answers = |map: &BTreeMap<String, model::document::Answer>| {
        map.iter().map(|(id, a)| format!("{id} {}", a.id())).collect::<Vec<_>>()
    };
    assert_eq!(answers(&service.prerequisites), ["seat yes", "siem no"]);
    assert_eq!(answers(&service.relies_on[0].collected), ["agreement yes", "attestation yes"]);
}

#[test]
fn edits_reach_the_plan_the_renewal_and_the_lists() {
    use model::document::Item;
    let mut document = pair(json!([ { "version": "3.2", "granted": "2025-01-10" } ]), json!({}), json!({}));
    let service = |id: &str| Item::Service(id.into());
    let reliance = || Item::Reliance { service: "paas".into(), base: "iaas".into() };
    let mut done = |edit| document = edit::apply(&SECNUMCLOUD, &document, edit).expect("an edit").0;
    done(Edit::set(service("paas"), "/plan/j0/date", "2027-01-15"));
    done(Edit::set(service("paas"), "/plan/j3/months", 18));
    done(Edit::set(service("paas"), "/prerequisites/seat", "yes"));
    done(Edit::set(reliance(), "/collected/attestation", "no"));
    done(Edit::set(service("iaas"), "/qualifications/0/renewal/supposed", true));
    let paas = document.service("paas").expect("there");
    assert_eq!(course(paas).and_then(|c| c.day(Step::J3)), Some(day("2028-07-15")));
    assert!(document.services[0].qualifications[0].renewal.as_ref().is_some_and(|r| r.supposed));
    // What then says nothing goes: no empty plan is left behind.
    for (item, path) in [
        (service("paas"), "/plan/j0/date"),
        (service("paas"), "/plan/j3/months"),
        (service("paas"), "/prerequisites/seat"),
        (reliance(), "/collected/attestation"),
        (service("iaas"), "/qualifications/0/renewal/supposed"),
    ] {
        document = edit::apply(&SECNUMCLOUD, &document, Edit::unset(item, path)).expect("an edit").0;
    }
    let bare = pair(json!([ { "version": "3.2", "granted": "2025-01-10" } ]), json!({}), json!({}));
    assert_eq!(document, bare);
    // Another base was never asked.
    let refused = Edit::set(service("paas"), "/plan/j3/months", 121);
    assert!(edit::apply(&SECNUMCLOUD, &document, refused).is_err());
}

// ---------------------------------------------------------------------------------------------------------------------
// What leaves
// ---------------------------------------------------------------------------------------------------------------------

/// The calendar of the PaaS with candidates and renewals assumed, as JSON and as Markdown in both languages.
fn exported(document: &Document) -> (Value, [String; 2]) {
    let (data, asked) = (data(), assuming(document));
    let asked = export::calendar::Asked {
        catalog: &SECNUMCLOUD,
        document,
        service: &"paas".into(),
        question: &asked,
        from: day("2024-12-31"),
        to: day("2036-12-31"),
        data: &data,
    };
    let said = |lang| export::calendar::markdown(&asked, lang).expect("a service");
    let [fr, en] = [said(Lang::Fr), said(Lang::En)];
    let slips: Vec<String> =
        fr.lines().filter(|l| !l.starts_with("- **")).flat_map(slips_of_french).collect();
    assert_eq!(slips, [""; 0]);
    (export::calendar::json(&asked).expect("a service"), [fr, en])
}

/// The members of a list, each as the text of these keys.
fn told(list: &Value, keys: &[&str]) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let said = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    list.iter().map(|v| keys.iter().map(|key| said(&v[*key])).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn what_leaves_names_each_cause_mark_and_span() {
    let events = json!([ { "date": "2026-03-01", "kind": "suspended" }, { "date": "2026-04-01", "kind": "reinstated" },
        { "date": "2029-03-01", "kind": "suspended" }, { "date": "2029-04-01", "kind": "reinstated" } ]);
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "events": events,
            "renewal": { "expected": "2028-03-01", "supposed": true } } ]),
        json!({}),
        json!({ "relies_on": [ { "service": "iaas",
            "answers": { "11.2.2.e": { "base_part": "no", "date": "2026-10-01" } } } ] }),
    );
    let (value, [fr, en]) = exported(&document);
    let causes: Vec<String> = value["flips"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|f| {
            let day = f["day"].as_str().expect("a day").to_owned();
            told(&f["causes"], &["code", "service", "qualification"])
                .into_iter()
                .map(move |c| format!("{day} {c}"))
        })
        .collect();
    assert_eq!(
        causes,
        [
            "2025-01-10 granted iaas 0",
            "2026-03-01 suspended iaas 0",
            "2026-04-01 reinstated iaas 0",
            "2026-10-01 refused iaas null",
            "2028-01-11 ended iaas 0",
            "2028-03-01 if_renewed iaas 0",
            // What happens to the qualification happens to its supposed renewal.
            "2029-03-01 suspended iaas 0",
            "2029-04-01 reinstated iaas 0",
            "2031-03-02 if_renewed_ends iaas 0",
        ]
    );
    let life = &value["lives"][0];
    let spans = told(&life["spans"], &["kind", "from", "to"]);
    assert_eq!(
        spans,
        [
            "holds 2025-01-10 2026-02-28",
            "suspended 2026-03-01 2026-03-31",
            "holds 2026-04-01 2028-01-10",
            "if_renewed 2028-03-01 2031-03-01",
        ]
    );
    let marks = told(&life["marks"], &["day", "kind", "en"]);
    assert_eq!(
        marks,
        [
            "2025-01-10 granted qualification granted",
            "2026-03-01 suspended qualification suspended",
            "2026-04-01 reinstated qualification reinstated",
            "2028-01-10 last_day last day of the qualification",
            "2028-03-01 renewal_expected renewal expected",
            "2029-03-01 suspended qualification suspended",
            "2029-04-01 reinstated qualification reinstated",
        ]
    );
    assert_eq!(
        told(&life["spans"], &["fr"])[1..],
        ["suspendu", "qualifié", "si la qualification est renouvelée"]
    );
    for sentence in [
        "Candidacies and supposed renewals count as granted: verdicts are hypothetical.",
        "The qualification of “Pier IaaS” is suspended.",
        "The qualification of “Pier IaaS” is reinstated.",
        "The qualification of “Pier IaaS” is supposed to be renewed.",
        "Three years have passed since the supposed renewal of “Pier IaaS”.",
        "“Pier IaaS” answers “Harbour PaaS” that it does not hold its part of 11.2.2.e.",
        "  - 1 March 2028 – renewal expected",
    ] {
        assert!(en.contains(sentence), "{sentence}: {en}");
    }
    for sentence in ["est rétablie.", "est supposée renouvelée.", "les verdicts sont hypothétiques."] {
        assert!(fr.contains(sentence), "{sentence}: {fr}");
    }

    let withdrawn = json!([ { "date": "2027-05-05", "kind": "withdrawn" } ]);
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "events": withdrawn } ]),
        json!({}),
        json!({}),
    );
    let (value, _) = exported(&document);
    assert_eq!(told(&value["flips"][1]["causes"], &["code", "qualification"]), ["withdrawn 0"]);
    assert_eq!(told(&value["lives"][0]["marks"], &["kind"]), ["granted", "withdrawn", "last_day"]);

    let candidate = |candidacy| exported(&pair(json!([]), json!({ "candidacy": candidacy }), json!({})));
    let (value, [_, en]) =
        candidate(json!({ "milestone": "j1", "since": "2026-05-01", "expected": "2027-11-30" }));
    let codes: Vec<String> = [0, 1]
        .iter()
        .flat_map(|at| told(&value["flips"][at]["causes"], &["code", "qualification"]))
        .collect();
    assert_eq!(codes, ["if_granted null", "if_granted_ends null"]);
    assert!(en.contains("  - 1 May 2026 – in the process (J1)"), "{en}");
    assert!(
        candidate(json!({ "milestone": "j2", "since": "2026-05-01" })).1[1].contains("in the process (J2)")
    );
    let (value, [_, en]) = candidate(json!({ "since": "2026-05-01" }));
    assert_eq!(told(&value["lives"][0]["marks"], &["kind", "en"]), ["candidate_since in the process"]);
    assert!(en.contains("“Pier IaaS” is a candidate") || !en.contains("To look at"), "{en}");
}

#[test]
fn what_leaves_has_the_plan_with_what_is_given_and_what_follows() {
    let plan = json!({ "j0": { "date": "2027-01-15" }, "j1": { "months": 2, "label": "report" }, "j3": { "months": 10 },
        "surveillance_months": 6 });
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10" } ]),
        json!({}),
        json!({ "plan": plan, "prerequisites": { "seat": "yes", "siem": "no" } }),
    );
    let (value, [fr, en]) = exported(&document);
    let plan = &value["plan"];
    assert_eq!(
        told(&plan["steps"], &["step", "day", "given", "months", "label", "en"]),
        [
            "j0 2027-01-15 true null null J0, application accepted",
            "j1 2027-03-15 false 2 report J1, report",
            "initial_audit null false null null initial audit",
            "upgrades null false null null upgrades done",
            "j2 null false null null J2, final audit",
            "j3 2028-01-15 false 10 null J3, decision",
        ]
    );
    assert_eq!(plan["validity"], json!({ "from": "2028-01-15", "to": "2031-01-15" }));
    assert_eq!(
        (&plan["validity_months"]["months"], &plan["validity_months"]["set"]),
        (&json!(36), &json!(false))
    );
    assert_eq!(
        plan["surveillance"],
        json!(["2028-07-15", "2029-01-15", "2029-07-15", "2030-01-15", "2030-07-15"])
    );
    let surveillance = &plan["surveillance_months"];
    assert_eq!((&surveillance["months"], &surveillance["set"]), (&json!(6), &json!(true)));
    assert_eq!(surveillance["en"], "Every 6 months, by the plan.");
    assert_eq!(plan["yearly_audits"], json!(["2029-01-15", "2030-01-15"]));
    assert_eq!(told(&value["warnings"], &["code", "day"]), ["base-ends-before-decision 2028-01-10"]);
    for line in [
        "## To look at\n\n- “Pier IaaS” covers no longer after 10 January 2028, before the decision planned on 15 January 2028",
        "- 15 January 2027 – J0, application accepted. A day that the document gives.",
        "- 15 March 2027 – J1, report. 2 months after J0, application accepted.",
        "- – – initial audit. No day.",
        "- 15 January 2028 – J3, decision. 10 months after J1",
        "- Validity from 15 January 2028 to 15 January 2031. 36 months at most",
        "- Surveillance: 15 July 2028, 15 January 2029, 15 July 2029, 15 January 2030 and 15 July 2030. Every 6 months",
        "The référentiel does not describe these steps",
        "- **yes** – ",
        "- **no** – ",
        "- **no answer yet** – ",
    ] {
        assert!(en.contains(line), "{line}: {en}");
    }
    for line in
        ["- – – audit initial. Sans date.", "Nommez-les comme votre centre d’évaluation.", "- **oui** – "]
    {
        assert!(fr.contains(line), "{line}: {fr}");
    }
    // Too short for surveillance: the line says so. What has no decision has no validity.
    let short = pair(
        json!([]),
        json!({}),
        json!({ "plan": { "j3": { "date": "2028-01-15" }, "validity_months": 6 } }),
    );
    let (value, [_, en]) = exported(&short);
    assert_eq!(value["plan"]["surveillance"], json!([]));
    assert!(en.contains("- Surveillance: –. Every 12 months, as providers have described it"), "{en}");
    let (value, [_, en]) =
        exported(&pair(json!([]), json!({}), json!({ "plan": { "j0": { "date": "2027-01-15" } } })));
    assert_eq!(value["plan"]["validity"], Value::Null);
    assert!(!en.contains("Validity") && !en.contains("Surveillance:"), "{en}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Calendar entries
// ---------------------------------------------------------------------------------------------------------------------

/// Reads a file as RFC 5545 has it, strictly: properties of each VEVENT, by name.
fn parsed(file: &str) -> Vec<BTreeMap<String, String>> {
    assert!(file.ends_with("\r\n") && !file.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF");
    let lines: Vec<&str> = file.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|l| l.len() <= 75), "75 octets at most");
    let mut unfolded: Vec<String> = Vec::new();
    for line in lines {
        match line.strip_prefix(' ') {
            Some(rest) => unfolded.last_mut().expect("something to go on").push_str(rest),
            None => unfolded.push(line.to_owned()),
        }
    }
    let mut lines = unfolded.iter();
    let mut next = || lines.next().map(String::as_str);
    for head in ["BEGIN:VCALENDAR", "VERSION:2.0"] {
        assert_eq!(next(), Some(head));
    }
    assert!(next().is_some_and(|l| l.starts_with("PRODID:-//")));
    let mut events = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    let mut ended = false;
    while let Some(line) = next() {
        assert!(!ended, "nothing after the end");
        match line {
            "BEGIN:VEVENT" => assert!(open.replace(BTreeMap::new()).is_none()),
            "END:VEVENT" => events.push(open.take().expect("one is open")),
            "END:VCALENDAR" => ended = true,
            line => {
                let (name, value) = line.split_once(':').expect("a property");
                let mut text = String::new();
                let mut chars = value.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next() {
                            Some('n') => text.push('\n'),
                            Some(c @ ('\\' | ';' | ',')) => text.push(c),
                            other => panic!("no escape: {other:?}"),
                        },
                        ';' | ',' => panic!("not escaped: {line}"),
                        c => text.push(c),
                    }
                }
                if let Some(event) = &mut open {
                    assert_eq!(event.insert(name.to_owned(), text), None, "{name} once");
                }
            }
        }
    }
    assert!(ended && open.is_none());
    events
}

fn plain(day: Date) -> String {
    day.to_string().replace('-', "")
}

#[test]
fn the_file_says_each_entry_and_nothing_else() {
    let document = pair(
        json!([ { "version": "3.2", "granted": "2025-01-10", "renewal": { "expected": "2028-01-05" } } ]),
        json!({ "name": "Quai ; « Été », \\ et é".repeat(6) }),
        json!({ "name": "PaaS\nligne, deux; trois", "plan": { "j0": { "date": "2027-01-15" }, "j3": { "months": 18, "label": "la; décision" } } }),
    );
    for lang in Lang::ALL {
        let found = of(&document, "paas", &question(&document), "2026-11-22", "2036-11-22");
        let list = entries(&document, &"paas".into(), &found, lang).expect("there");
        let file = ics(&list, day("2026-11-22"), lang);
        let events = parsed(&file);
        assert_eq!(events.len(), list.len());
        assert!(!list.is_empty() && list.windows(2).all(|e| e[0].day <= e[1].day));
        let uids: BTreeSet<&String> = list.iter().map(|e| &e.uid).collect();
        assert_eq!(uids.len(), list.len(), "identifiers are unique");
        for (entry, event) in list.iter().zip(&events) {
            assert_eq!(event["UID"], format!("{}@socle", entry.uid));
            assert_eq!(event["DTSTAMP"], "20261122T000000Z");
            assert_eq!(event["DTSTART;VALUE=DATE"], plain(entry.day));
            assert_eq!(event["DTEND;VALUE=DATE"], plain(later(entry.day, 1)));
            assert_eq!(event["SUMMARY"], entry.title);
            assert_eq!(event.get("DESCRIPTION").cloned().unwrap_or_default(), entry.text);
        }
        // The plan, what it brings, the base's days and the flips are all there.
        let days: BTreeMap<&str, String> = list.iter().map(|e| (e.uid.as_str(), e.day.to_string())).collect();
        for (uid, on) in [
            ("plan.paas.j0", "2027-01-15"),
            ("plan.paas.initial", "2027-01-15"),
            ("plan.paas.j3", "2028-07-15"),
            ("plan.paas.yearly.1", "2029-07-15"),
            ("plan.paas.surveillance.2", "2030-07-15"),
            ("plan.paas.validity", "2031-07-15"),
            ("life.iaas.q1.last", "2028-01-10"),
            ("life.iaas.q1.renewal", "2028-01-05"),
            ("flip.paas.2028-01-11", "2028-01-11"),
        ] {
            assert_eq!(days.get(uid).map(String::as_str), Some(on), "{uid}");
        }
        assert_eq!(ics(&list, day("2026-11-22"), lang), file, "the same again");
    }
}

#[test]
fn an_entry_that_moves_keeps_its_identifier() {
    let at = |j0: &str| {
        let plan = json!({ "plan": { "j0": { "date": j0 }, "j3": { "months": 18 } } });
        let document = pair(json!([ { "version": "3.2", "granted": "2025-01-10" } ]), json!({}), plan);
        entries(&document, &"paas".into(), &[], Lang::En).expect("there")
    };
    let uids = |list: &[Entry]| list.iter().map(|e| e.uid.clone()).collect::<BTreeSet<_>>();
    let (before, after) = (at("2027-01-15"), at("2027-04-15"));
    assert_eq!(uids(&before), uids(&after));
    assert_ne!(before, after);
}

#[test]
fn any_document_gives_a_file_that_can_be_read() {
    run(150, &generate::case(), |(document, target, question)| {
        let found = of(&document, &target, &question, "2024-01-01", "2030-01-01");
        for lang in Lang::ALL {
            let list = entries(&document, &target.as_str().into(), &found, lang).expect("there");
            let uids: BTreeSet<&String> = list.iter().map(|e| &e.uid).collect();
            prop_assert_eq!(uids.len(), list.len());
            prop_assert_eq!(parsed(&ics(&list, day("2026-11-22"), lang)).len(), list.len());
            for entry in &list {
                prop_assert!(!entry.title.contains("{}") && !entry.text.contains("{}"), "{:?}", entry);
            }
        }
        Ok(())
    });
}
