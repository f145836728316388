//! What a qualification is on a day, what covers with it and until when, and what a verdict then rests on: cases worked by
//! hand, each at a day or a version where one step would change the answer.

use catalog::{Activity, ActivitySet, Basis, Confidence, Layer, ReadingId, SECNUMCLOUD};
use model::{
    Date, Document, Question,
    document::{Candidacy, Event, EventKind, Provider, Qualification, Reliance, Renewal, Service, ServiceId},
    graph::{Cycles, ServiceGraph},
    qualification::{Class, Cover, State, Warrant, cover, has_lapsed},
    question::{BaseUnder31, UnqualifiedMiddle},
    verdict::{Outcome, Verdict, scope},
};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn on(text: &str, kind: EventKind) -> Event {
    Event { date: day(text), kind, extra: Default::default() }
}

fn granted(version: &str, on: &str) -> Qualification {
    Qualification { version: version.to_owned(), granted: on.parse().ok(), ..Qualification::default() }
}

fn asked(as_of: &str) -> Question {
    Question::of(&SECNUMCLOUD, &Document::default(), day(as_of))
}

fn counting_earlier(as_of: &str) -> Question {
    let mut question = asked(as_of);
    question.readings.base_under_3_1 = BaseUnder31::CoversUnchanged;
    question
}

const UNCHANGED: Class<'static> = Class { requirement: None, changed_in_3_2: false };
const CHANGED: Class<'static> = Class { requirement: None, changed_in_3_2: true };

#[test]
fn events_count_from_their_day_and_the_last_one_decides() {
    use EventKind::{Reinstated, Suspended, Withdrawn};
    let with = |events: Vec<Event>| Qualification { events, ..granted("3.2", "2025-01-10") };
    let suspended = || on("2026-03-01", Suspended);
    let same_day = || on("2026-03-01", Reinstated);
    let after = || on("2026-03-02", Reinstated);
    for (events, as_of, expected) in [
        (vec![suspended()], "2026-02-28", State::Holds),
        (vec![suspended()], "2026-03-01", State::Suspended),
        // On one day the suspension wins, in whichever order the two are written.
        (vec![suspended(), same_day()], "2026-03-01", State::Suspended),
        (vec![same_day(), suspended()], "2026-03-01", State::Suspended),
        (vec![suspended(), after()], "2026-03-01", State::Suspended),
        (vec![suspended(), after()], "2026-03-02", State::Holds),
        (vec![after(), suspended()], "2026-03-02", State::Holds),
        // A withdrawal is for good, whatever comes after it.
        (vec![on("2026-03-01", Withdrawn), after()], "2026-02-28", State::Holds),
        (vec![on("2026-03-01", Withdrawn), after()], "2026-03-02", State::Withdrawn),
    ] {
        assert_eq!(with(events.clone()).state(day(as_of)), expected, "{events:?} on {as_of}");
    }
}

#[test]
fn it_holds_from_its_first_day_to_its_last() {
    let three_years = granted("3.2", "2025-01-10");
    let stated = Qualification { expires: "2026-06-30".parse().ok(), ..granted("3.2", "2025-01-10") };
    let undated = Qualification { attested_on: "2026-06-30".parse().ok(), ..granted("3.2", "") };
    for (of, as_of, expected) in [
        (&three_years, "2025-01-09", State::NotYet),
        (&three_years, "2025-01-10", State::Holds),
        (&three_years, "2028-01-10", State::Holds),
        (&three_years, "2028-01-11", State::Expired),
        (&stated, "2026-06-30", State::Holds),
        (&stated, "2026-07-01", State::Expired),
        (&undated, "2026-06-30", State::HoldsUndated),
        (&undated, "2026-07-01", State::Unproven),
    ] {
        assert_eq!(of.state(day(as_of)), expected, "{of:?} on {as_of}");
    }
    assert_eq!(undated.last_day(), None);
    assert_eq!(three_years.ends_on(), Some(day("2028-01-10")));
    assert_eq!(stated.ends_on(), Some(day("2026-06-30")));

    // A withdrawal ends it on the eve, the first of several; one that comes too late ends nothing.
    let until = |of: &Qualification, events: &[&str]| {
        let events = events.iter().map(|at| on(at, EventKind::Withdrawn)).collect();
        Qualification { events, ..of.clone() }.ends_on().map(|day| day.to_string())
    };
    assert_eq!(until(&stated, &["2026-03-01"]).as_deref(), Some("2026-02-28"));
    assert_eq!(until(&stated, &["2026-05-11", "2026-03-01"]).as_deref(), Some("2026-02-28"));
    assert_eq!(until(&stated, &["2026-07-01"]).as_deref(), Some("2026-06-30"));
    assert_eq!(until(&stated, &["2027-01-01"]).as_deref(), Some("2026-06-30"));
    assert_eq!(until(&undated, &["2026-03-01"]).as_deref(), Some("2026-02-28"));
    assert_eq!(until(&undated, &[]), None);
}

#[test]
fn a_renewal_begins_the_day_after_the_last_or_when_it_is_expected() {
    let renewal = |expected: &str| Renewal { expected: expected.parse().ok(), ..Renewal::default() };
    let from = |of: &Qualification, expected: &str| {
        Qualification { renewal: Some(renewal(expected)), ..of.clone() }.renewed_from()
    };
    let three_years = granted("3.2", "2024-02-29");
    assert_eq!(from(&three_years, ""), Some(day("2027-03-01")));
    assert_eq!(from(&three_years, "2027-01-15"), Some(day("2027-01-15")));
    let stated = Qualification { expires: "2026-12-31".parse().ok(), ..three_years.clone() };
    assert_eq!(from(&stated, ""), Some(day("2027-01-01")));
    assert_eq!(from(&granted("3.2", ""), ""), None, "nobody knows its end");
}

#[test]
fn an_earlier_version_is_one_that_is_written_as_numbers_before_3_2() {
    for (version, earlier) in [
        ("3.1", true),
        (" 3.1 ", true),
        ("3.0", true),
        ("3", true),
        ("2", true),
        ("2.5", true),
        ("2.10", true),
        ("3.2", false),
        ("3.3", false),
        ("3.10", false),
        ("4", false),
        ("4.0", false),
        ("", false),
        ("3.x", false),
        ("x.1", false),
        ("v3.1", false),
        ("3.", false),
    ] {
        assert_eq!(granted(version, "2025-01-10").is_earlier_version(), earlier, "{version:?}");
        let is_current = version == "3.2";
        assert_eq!(granted(version, "2025-01-10").is_current_version(), is_current, "{version:?}");
        // Nothing covers but the current version, or under the reading an earlier one, where 3.2 changed nothing.
        let service = Service { qualifications: vec![granted(version, "2025-01-10")], ..Service::default() };
        for (question, class, covers) in [
            (asked("2026-01-01"), UNCHANGED, is_current),
            (asked("2026-01-01"), CHANGED, is_current),
            (counting_earlier("2026-01-01"), UNCHANGED, is_current || earlier),
            (counting_earlier("2026-01-01"), CHANGED, is_current),
        ] {
            let cover = cover(&service, Layer::Hardware, class, &question);
            assert_eq!(cover.is_some(), covers, "{version:?} {class:?}");
            assert_eq!(cover.is_some_and(|c| c.earlier_version), covers && earlier, "{version:?} {class:?}");
        }
    }
}

#[test]
fn what_ends_before_the_horizon_expires_and_what_ends_on_it_does_not() {
    let service = |q: Qualification| Service { qualifications: vec![q], ..Service::default() };
    let candidate = Candidacy { expected: "2025-01-10".parse().ok(), ..Candidacy::default() };
    let candidate = Service { candidacy: Some(candidate), ..Service::default() };
    let renewal = Renewal { expected: "2025-01-10".parse().ok(), supposed: true, ..Renewal::default() };
    let renewed = Qualification { renewal: Some(renewal), ..granted("3.2", "2021-01-01") };
    // Each ends on 10 January 2028.
    for service in [service(granted("3.2", "2025-01-10")), candidate, service(renewed)] {
        for (horizon, expiring) in [("2028-01-09", false), ("2028-01-10", false), ("2028-01-11", true)] {
            let mut question = asked("2026-01-01");
            question.assume_candidates = true;
            question.horizon = Some(day(horizon));
            let cover = cover(&service, Layer::Hardware, CHANGED, &question);
            assert_eq!(cover.map(|c| c.expiring), Some(expiring), "{service:?} by {horizon}");
        }
    }
}

/// A supposed renewal is of the same version as what it renews, and counts for as much.
#[test]
fn a_renewal_keeps_the_version_that_it_renews() {
    let renewal = Renewal { supposed: true, ..Renewal::default() };
    let of = |version: &str| {
        let renewed = Qualification { renewal: Some(renewal.clone()), ..granted(version, "2022-01-10") };
        Service { qualifications: vec![renewed], ..Service::default() }
    };
    let supposing = |mut question: Question| {
        question.assume_candidates = true;
        question
    };
    let plain = |version: &str, class: Class<'_>, question: Question| {
        cover(&of(version), Layer::Hardware, class, &supposing(question))
    };
    let expected = |earlier_version: bool| {
        Some(Cover {
            warrant: Warrant::Renewal(0),
            scope_assumed: true,
            undated: false,
            hypothetical: true,
            expiring: false,
            earlier_version,
        })
    };
    // The last day is 10 January 2025: the renewal begins on the morrow.
    let (last, first) = ("2025-01-10", "2025-01-11");
    let granted = plain("3.2", CHANGED, asked(last));
    assert_eq!(granted.map(|c| c.warrant), Some(Warrant::Qualification(0)));
    assert_eq!(plain("3.2", CHANGED, asked(first)), expected(false));
    assert_eq!(plain("3.2", UNCHANGED, asked(first)), expected(false));
    assert_eq!(plain("3.1", UNCHANGED, asked(first)), None);
    assert_eq!(plain("3.1", UNCHANGED, counting_earlier(first)), expected(true));
    assert_eq!(plain("3.1", CHANGED, counting_earlier(first)), None);
    // Three years on from its first day, which counts as the last does.
    assert_eq!(plain("3.2", CHANGED, asked("2028-01-11")), expected(false));
    assert_eq!(plain("3.2", CHANGED, asked("2028-01-12")), None);
    assert!(has_lapsed(&of("3.2"), Layer::Hardware, CHANGED, day(first)));
    assert!(!has_lapsed(&of("3.2"), Layer::Hardware, CHANGED, day(last)));
}

/// A service on a base of another provider, of which this is the qualification, or none.
fn over(base: Option<Qualification>) -> Document {
    let provider = |id: &str| Provider { id: id.into(), ..Provider::default() };
    let base = Service {
        id: "base".into(),
        provider: "of-base".into(),
        activities: ActivitySet::of(&[Activity::Iaas]),
        qualifications: base.into_iter().collect(),
        ..Service::default()
    };
    let top = Service {
        id: "top".into(),
        provider: "of-top".into(),
        activities: ActivitySet::of(&[Activity::Paas]),
        relies_on: vec![Reliance { service: "base".into(), ..Reliance::default() }],
        ..Service::default()
    };
    Document {
        providers: vec![provider("of-base"), provider("of-top")],
        services: vec![base, top],
        ..Document::default()
    }
}

fn verdict(document: &Document, question: &Question, requirement: &str) -> Verdict {
    let scope = scope(&SECNUMCLOUD, document, &"top".into(), question).expect("a service of the document");
    scope.verdicts.into_iter().find(|v| v.requirement.id == requirement).expect("a requirement")
}

/// Two things lower what can be said: an earlier version that counts, and somebody else’s unqualified service in the middle.
/// Nothing else does, and where the requirement does not apply nothing is lowered.
#[test]
fn two_readings_lower_what_a_verdict_rests_on() {
    let plain = |v: &Verdict| (v.requirement.basis, v.requirement.confidence);
    let told = |v: &Verdict| (v.basis, v.confidence);
    let low = (Basis::Reasoning, Confidence::Low);
    let as_of = "2026-01-01";
    let earlier = over(Some(granted("3.1", "2025-01-10")));

    // Covered by the current version: as in the catalogue.
    let current = over(Some(granted("3.2", "2025-01-10")));
    for question in [asked(as_of), counting_earlier(as_of)] {
        let verdict = verdict(&current, &question, "11.2.2.a");
        assert_eq!((verdict.outcome, told(&verdict)), (Outcome::Inherited, plain(&verdict)));
        assert_ne!(plain(&verdict), low, "lowering it would show");
        assert!(!verdict.readings.contains(ReadingId::BaseUnder31));
        assert!(!verdict.readings.contains(ReadingId::UnqualifiedMiddle));
    }
    // Covered by an earlier one, under the reading.
    let counted = verdict(&earlier, &counting_earlier(as_of), "11.2.2.a");
    assert_eq!((counted.outcome, told(&counted)), (Outcome::Inherited, low));
    assert!(counted.readings.contains(ReadingId::BaseUnder31));
    // Where 3.2 changed the section it does not count: the base is in the middle, unqualified.
    let changed = verdict(&earlier, &counting_earlier(as_of), "11.5.a");
    assert_eq!((changed.outcome, told(&changed)), (Outcome::Remains, low));
    assert!(!changed.readings.contains(ReadingId::BaseUnder31));
    assert!(changed.readings.contains(ReadingId::UnqualifiedMiddle));
    // Without the reading nothing of it counts.
    for document in [&earlier, &over(None)] {
        let exposed = verdict(document, &asked(as_of), "11.2.2.a");
        assert_eq!((exposed.outcome, told(&exposed)), (Outcome::Remains, low));
        assert!(!exposed.readings.contains(ReadingId::BaseUnder31));
        assert!(exposed.readings.contains(ReadingId::UnqualifiedMiddle));
        // The provider’s part of the base is somebody else’s as well.
        let staff = verdict(document, &asked(as_of), "7.1.a");
        assert_eq!((staff.outcome, told(&staff)), (Outcome::Remains, low));
    }
    // A base of the same provider is exposed, and nobody else’s.
    let mut own = over(None);
    own.services[0].provider = "of-top".into();
    let own = verdict(&own, &asked(as_of), "11.2.2.a");
    assert_eq!((own.outcome, told(&own)), (Outcome::Remains, plain(&own)));
    assert!(!own.readings.contains(ReadingId::UnqualifiedMiddle));

    // What does not apply is not lowered, though the base is in the middle or counts by the reading.
    let mut seen = 0;
    let blocking = {
        let mut question = asked(as_of);
        question.readings.unqualified_middle = UnqualifiedMiddle::Blocking;
        question
    };
    for (document, question) in
        [(&earlier, counting_earlier(as_of)), (&earlier, asked(as_of)), (&over(None), blocking)]
    {
        let scope = scope(&SECNUMCLOUD, document, &"top".into(), &question).expect("a service");
        let out = scope.verdicts.iter().filter(|v| v.outcome == Outcome::NotApplicable);
        for verdict in out.filter(|v| plain(v) != low) {
            assert_eq!(told(verdict), plain(verdict), "{}", verdict.requirement.id);
            seen += 1;
        }
    }
    assert!(seen >= 9, "{seen}");
}

fn resting(rests: &[(&str, &[&str])]) -> Document {
    let reliance = |base: &&str| Reliance { service: (*base).into(), ..Reliance::default() };
    let service = |(id, bases): &(&str, &[&str])| Service {
        id: (*id).into(),
        provider: "p".into(),
        relies_on: bases.iter().map(reliance).collect(),
        ..Service::default()
    };
    Document { services: rests.iter().map(service).collect(), ..Document::default() }
}

#[test]
fn a_circle_is_named_in_its_order_the_shortest_through_its_first() {
    let circles = |rests: &[(&str, &[&str])]| -> Vec<Vec<String>> {
        let Cycles(circles) = ServiceGraph::new(&resting(rests)).err().unwrap_or(Cycles(vec![]));
        let names = |circle: Vec<ServiceId>| circle.into_iter().map(|id| id.to_string()).collect();
        circles.into_iter().map(names).collect()
    };
    let none: [&[&str]; 0] = [];
    assert_eq!(circles(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]), none);
    assert_eq!(circles(&[("a", &["a"])]), [["a"]]);
    assert_eq!(circles(&[("b", &["a"]), ("a", &["b"])]), [["a", "b"]]);
    assert_eq!(circles(&[("a", &["c"]), ("b", &["a"]), ("c", &["b"])]), [["a", "c", "b"]]);
    // What hangs on a circle, and what it hangs on, is no part of it.
    let hung: [(&str, &[&str]); 5] =
        [("a", &["c"]), ("b", &["d"]), ("c", &["b"]), ("d", &["c", "e"]), ("e", &[])];
    assert_eq!(circles(&hung), [["b", "d", "c"]]);
    // Of two through the first the shorter, of two as short the first by the alphabet.
    let two: [(&str, &[&str]); 5] =
        [("a", &["d", "b"]), ("b", &["c"]), ("c", &["a"]), ("d", &["a"]), ("e", &["e", "a"])];
    assert_eq!(circles(&two), [vec!["a", "d"], vec!["e"]]);
    let alike: [(&str, &[&str]); 4] = [("a", &["c", "b"]), ("b", &["d"]), ("c", &["d"]), ("d", &["a"])];
    assert_eq!(circles(&alike), [["a", "b", "d"]]);
    // The way back from the last is not the way on.
    let there_and_back: [(&str, &[&str]); 4] =
        [("a", &["b"]), ("b", &["c", "d"]), ("c", &["b"]), ("d", &["c", "a"])];
    assert_eq!(circles(&there_and_back), [["a", "b", "d"]]);
}

#[test]
fn a_graph_is_empty_without_services_alone() {
    let empty = |rests| ServiceGraph::new(&resting(rests)).expect("no circle").is_empty();
    assert!(empty(&[]));
    assert!(!empty(&[("a", &[])]));
}
