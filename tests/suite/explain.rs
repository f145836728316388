//! What turns verdicts into understanding: the matrix, the five sentences, links, and text that enters HTML.

use crate::{
    catalogue::slips_of_french,
    running::stack,
    wounds::{self, run},
};
use catalog::{Lang, SECNUMCLOUD as CATALOG};
use checks::generate;
use model::{
    Date, Document, Question,
    date::DateError,
    document::{Answer, ServiceId, read, write},
    escape, interlock,
    matrix::matrix,
    pitch,
    question::Readings,
    share::{self, LinkError},
    supply::Stack,
    trace,
    verdict::{Detail, Evaluator, On, Outcome, PartState},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

/// A base that stands twice in the list may have answered twice: both are told, the refusal first, whatever their order.
#[test]
fn two_answers_of_a_base_are_told_in_one_order() {
    let told = |turned: bool| {
        let mut value = stack();
        let answered = |layers: &[&str], answer: &str, reference: &str| {
            json!({ "service": "iaas", "layers": layers, "answers": { "12.11.b":
                { "base_part": answer, "date": "2026-01-01", "reference": reference } } })
        };
        let mut all =
            vec![answered(&["facility", "hardware"], "yes", "§ 1"), answered(&["compute"], "no", "§ 2")];
        if turned {
            all.reverse();
        }
        value["services"][1]["relies_on"] = all.into();
        let (document, issues) = read(&CATALOG, value.to_string().as_bytes()).expect("a document");
        assert!(issues.iter().all(|i| !i.is_error()), "{issues:?}");
        let question = Question::of(&CATALOG, &document, "2026-11-22".parse().expect("a day"));
        let stack = Stack::new(&document).expect("no circle");
        let node = stack.graph().node("paas").expect("there");
        let details = Evaluator::new(&CATALOG, &stack, &question, vec![node]).details(node);
        let detail = details.iter().find(|d| d.verdict.requirement.id == "12.11.b").expect("there");
        let steps = trace::steps(&CATALOG, &document, &question, detail);
        let answered = steps.into_iter().filter_map(|step| match step {
            trace::Step::Answered { answer, reference, .. } => Some((answer, reference.unwrap_or_default())),
            _ => None,
        });
        answered.collect::<Vec<_>>()
    };
    assert_eq!(told(false), [(Answer::No, "§ 2".to_owned()), (Answer::Yes, "§ 1".to_owned())]);
    assert_eq!(told(true), told(false));
}

/// Readings count as switched where their answer is another than by default, and under no other condition.
#[test]
fn readings_that_are_not_at_their_default_are_switched() {
    let mut readings = Readings::default();
    assert_eq!(readings.switched(&CATALOG).iter().count(), 0);
    for reading in CATALOG.readings {
        let default = reading.default_answer();
        for answer in reading.answers {
            readings.set(&CATALOG, reading.id.id(), answer).expect("an answer");
            let switched: Vec<_> = readings.switched(&CATALOG).iter().collect();
            let expected = if *answer == default { vec![] } else { vec![reading.id] };
            assert_eq!(switched, expected, "{answer}");
        }
        readings.set(&CATALOG, reading.id.id(), default).expect("an answer");
    }
}

#[test]
fn a_day_has_three_parts() {
    for text in ["2026-11-22", "1900-01-01", "2028-02-29"] {
        assert_eq!(text.parse::<Date>().expect("a day").to_string(), text);
    }
    for text in
        ["2026-11-22-1", "2026-11", "2026-11-2", "26-11-22", "2026/11/22", "+026-11-22", "", "2026-11-22 "]
    {
        assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text:?}");
    }
    for text in ["2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00"] {
        assert_eq!(text.parse::<Date>(), Err(DateError::Impossible), "{text:?}");
    }
}

/// The samples that are served, read.
fn samples() -> Vec<(String, Document)> {
    let read = |bytes: Vec<u8>| read(&CATALOG, &bytes).expect("a sample reads").0;
    wounds::samples().into_iter().map(|(name, bytes)| (name, read(bytes))).collect()
}

fn details(document: &Document, target: &str, question: &Question) -> Vec<Detail> {
    let stack = Stack::new(document).expect("no circle");
    let node = stack.graph().node(target).expect("the target exists");
    Evaluator::new(&CATALOG, &stack, question, vec![node]).details(node)
}

/// How much a state leaves open, as the rules order them.
fn openness(state: PartState) -> usize {
    [PartState::Covered, PartState::Retained, PartState::Own, PartState::Exposed, PartState::Missing]
        .iter()
        .position(|s| *s == state)
        .expect("all states are listed")
}

#[test]
fn the_matrix_says_what_the_verdicts_say() {
    run(120, &generate::case(), |(document, target, question)| {
        let id = ServiceId(target.clone());
        let matrix = matrix(&CATALOG, &document, &id, &question).expect("it exists");
        let scope = model::scope(&CATALOG, &document, &id, &question).expect("it exists");
        let details = details(&document, &target, &question);
        prop_assert_eq!(matrix.rows.len(), 278);
        for ((row, verdict), detail) in matrix.rows.iter().zip(&scope.verdicts).zip(&details) {
            prop_assert_eq!(&row.verdict, verdict);
            let applies = verdict.outcome != Outcome::NotApplicable;
            for on in matrix.layers.iter().map(On::Layer).chain([On::Provider]) {
                let parts: Vec<_> = detail.parts.iter().filter(|p| p.on == on).collect();
                let cell = row.cells.iter().find(|c| c.on == on);
                prop_assert_eq!(cell.is_some(), applies && !parts.is_empty());
                let Some(cell) = cell else { continue };
                let worst = parts.iter().map(|p| p.state).max_by_key(|s| openness(*s));
                prop_assert_eq!(Some(cell.state), worst);
                prop_assert_eq!(cell.mixed, parts.iter().any(|p| p.state != cell.state));
                for part in parts {
                    let who = part.covered_by.as_ref().or(part.operator.as_ref());
                    let named = who.is_none_or(|w| *w == id || cell.who.contains(w));
                    prop_assert!(named, "{:?} is not named", who);
                }
            }
        }
        // Each column beneath is that service's own scope.
        for (at, beneath) in matrix.services.iter().enumerate() {
            let own = model::scope(&CATALOG, &document, beneath, &question).expect("it exists");
            for (row, verdict) in matrix.rows.iter().zip(&own.verdicts) {
                prop_assert_eq!(row.beneath[at], verdict.outcome);
            }
        }
        Ok(())
    });
}

#[test]
fn the_sentences_say_the_figures_of_the_scope() {
    for (name, document) in samples() {
        for service in &document.services {
            let question = Question::of(&CATALOG, &document, "2026-11-22".parse().expect("a date"));
            let scope = model::scope(&CATALOG, &document, &service.id, &question).expect("it exists");
            let details = details(&document, &service.id.0, &question);
            let facts = pitch::facts(&CATALOG, &document, &service.id, &question, &details);
            let counts = scope.verified();
            assert_eq!(facts.counts, counts, "{name}");
            let covering = details.iter().any(|d| {
                d.verdict.requirement.modality.is_verified() && d.parts.iter().any(|p| p.covered_by.is_some())
            });
            assert_eq!(facts.covers.is_empty(), !covering, "{name}");
            for lang in Lang::ALL {
                let said = facts.sentences(&CATALOG, lang);
                assert_eq!(said.len(), 5, "{name}");
                let whole = counts.total().to_string();
                assert!(said[0].contains(&whole) && said[1].contains(&whole), "{name}: {said:?}");
                if covering {
                    assert!(said[0].contains(&counts.inherited.to_string()), "{name}: {}", said[0]);
                    assert!(said[0].contains(&counts.shared.to_string()), "{name}: {}", said[0]);
                }
                assert!(said[1].contains(&counts.remains.to_string()), "{name}: {}", said[1]);
                assert!(said.iter().all(|s| s.ends_with('.')), "{name}: {said:?}");
            }
        }
    }
}

/// With all facts answered and the base's decision read there is nothing to clear; one fact left open is.
#[test]
fn where_nothing_weakens_the_figures_that_is_said() {
    let said = |open: usize| {
        let facts = |open: usize| -> Value {
            CATALOG.facts.iter().skip(open).map(|f| (f.id.to_owned(), Value::from("no"))).collect()
        };
        let value = json!({ "format": "socle/1", "providers": [{ "id": "n", "name": "N" }], "services": [
            { "id": "top", "name": "Top", "provider": "n", "activities": ["paas"],
              "layers": ["orchestration", "middleware", "os"], "facts": facts(open), "relies_on": [{ "service": "base" }] },
            { "id": "base", "name": "Base", "provider": "n", "activities": ["iaas"], "facts": facts(0),
              "qualifications": [{ "version": "3.2", "granted": "2026-01-01", "evidence": "decision",
                "covers": ["facility", "hardware", "fabric", "compute", "storage", "sdn"] }] } ] });
        let (document, issues) = read(&CATALOG, value.to_string().as_bytes()).expect("a document");
        assert!(issues.iter().all(|i| !i.is_error()), "{issues:?}");
        let question = Question::of(&CATALOG, &document, "2026-11-22".parse().expect("a day"));
        let details = details(&document, "top", &question);
        let facts = pitch::facts(&CATALOG, &document, &"top".into(), &question, &details);
        Lang::ALL.map(|lang| facts.sentences(&CATALOG, lang)[4].clone())
    };
    let [fr, en] = said(0);
    assert!(en.starts_with("Nothing that has been stated weakens these figures; "), "{en}");
    assert!(fr.starts_with("Rien de ce qui est renseigné n’affaiblit ces figures\u{202f}; "), "{fr}");
    let [fr, en] = said(1);
    assert!(en.starts_with("To be cleared before relying on it: "), "{en}");
    assert!(fr.starts_with("À lever avant de s’y fier\u{a0}: "), "{fr}");
}

#[test]
fn the_last_day_is_the_first_end_and_none_is_made_up() {
    let text = |second: &str| {
        format!(
            r#"{{"format":"socle/1","title":"","as_of":"2026-06-01","providers":[{{"id":"n","name":"N"}},{{"id":"m","name":"M"}}],
            "services":[
              {{"id":"a","name":"A","provider":"n","activities":["iaas"],"qualifications":[{{"version":"3.2","granted":"2025-01-10"}}]}},
              {{"id":"b","name":"B","provider":"n","activities":["caas"],"qualifications":[{second}],"relies_on":[{{"service":"a"}}]}},
              {{"id":"t","name":"T","provider":"m","activities":["paas"],"relies_on":[{{"service":"b","layers":["os","orchestration"]}},{{"service":"a"}}]}}]}}"#
        )
    };
    let said = |second: &str| {
        let (document, issues) = read(&CATALOG, text(second).as_bytes()).expect("it reads");
        assert!(issues.iter().all(|i| !i.is_error()), "{issues:?}");
        let question = Question::of(&CATALOG, &document, "2026-06-01".parse().expect("a date"));
        let details = details(&document, "t", &question);
        let facts = pitch::facts(&CATALOG, &document, &"t".into(), &question, &details);
        facts.sentences(&CATALOG, Lang::En)[3].clone()
    };
    let sooner = said(r#"{"version":"3.2","granted":"2024-03-01"}"#);
    assert!(sooner.contains("1 March 2027"), "{sooner}");
    let later = said(r#"{"version":"3.2","granted":"2026-03-01"}"#);
    assert!(later.contains("10 January 2028"), "{later}");
    let alone = |qualification: &str| {
        let text = format!(
            r#"{{"format":"socle/1","title":"","providers":[{{"id":"n","name":"N"}}],
            "services":[{{"id":"a","name":"A","provider":"n","activities":["iaas"],"qualifications":[{qualification}]}}]}}"#
        );
        let (document, _) = read(&CATALOG, text.as_bytes()).expect("it reads");
        let question = Question::of(&CATALOG, &document, "2026-06-01".parse().expect("a date"));
        let details = details(&document, "a", &question);
        pitch::facts(&CATALOG, &document, &"a".into(), &question, &details).sentences(&CATALOG, Lang::En)
    };
    let own = alone(r#"{"version":"3.2","granted":"2025-01-10"}"#);
    assert!(own[0].contains("qualified by itself") && own[3].contains("10 January 2028"), "{own:?}");
    let lapsed = alone(r#"{"version":"3.2","granted":"2020-01-10"}"#);
    assert!(lapsed[0].contains("rests on no qualified base: none"), "{lapsed:?}");
    let attested = said(r#"{"version":"3.2","attested_on":"2026-08-20"}"#);
    assert!(attested.contains("says nothing of what follows"), "{attested}");
}

#[test]
fn what_is_to_obtain_belongs_to_a_base_that_covers() {
    run(120, &generate::case(), |(document, target, question)| {
        let lists = interlock::interlocks(&CATALOG, &document, &ServiceId(target.clone()), &question);
        let details = details(&document, &target, &question);
        for list in &lists {
            prop_assert!(document.service(list.base.as_str()).is_some());
            for entry in &list.entries {
                let detail =
                    details.iter().find(|d| d.verdict.requirement.id == entry.requirement.id).expect("one");
                prop_assert_eq!(detail.verdict.outcome, entry.outcome);
                prop_assert!(entry.requirement.interlock && entry.outcome != Outcome::NotApplicable);
                for layer in entry.layers.iter() {
                    let covers = |p: &model::verdict::PartView| {
                        p.on == On::Layer(layer) && p.covered_by.as_ref() == Some(&list.base)
                    };
                    prop_assert!(detail.parts.iter().any(covers));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_link_gives_back_its_bytes_and_nothing_else() {
    run(400, &vec(any::<u8>(), 1..2_000), |bytes| {
        let text = share::to_text(&bytes).expect("it fits");
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)), "{}", text);
        prop_assert_eq!(share::from_text(&text), Ok(bytes));
        Ok(())
    });
}

#[test]
fn every_sample_fits_into_a_link() {
    for (name, document) in samples() {
        let text = write::to_text(&document);
        assert!(text.len() <= share::MAX_UNFOLDED, "{name}");
        // Without any compression at all, and still within the bound.
        assert!(share::to_text(text.as_bytes()).is_ok(), "{name}: {} bytes", text.len());
    }
}

#[test]
fn hostile_links_are_refused_in_plain_words() {
    let cases: [(&str, LinkError); 12] = [
        ("", LinkError::Broken),
        ("1.", LinkError::Broken),
        ("1.A", LinkError::Broken),
        ("1.AA=", LinkError::Broken),
        ("1.AAA\u{e9}", LinkError::Broken),
        ("1.AAA AAAA", LinkError::Broken),
        // Bits beyond the last byte: a second text for the same bytes.
        ("1.AB", LinkError::Broken),
        ("AAAA", LinkError::Broken),
        ("x.AAAA", LinkError::Broken),
        (".AAAA", LinkError::Broken),
        ("2.AAAA", LinkError::Version("2".to_owned())),
        ("99999999999999999999.AAAA", LinkError::Version("999999999999".to_owned())),
    ];
    for (text, error) in cases {
        assert_eq!(share::from_text(text), Err(error.clone()), "{text:?}");
        for lang in Lang::ALL {
            assert!(error.say(lang).len() > 40, "it says what to do");
        }
    }
    for (error, french, english) in [
        (LinkError::Version("2".to_owned()), "une forme plus récente (2)", "newer form (2)"),
        (LinkError::Broken, "est abîmé", "is damaged"),
        (LinkError::Unsupported, "Ce navigateur", "This browser"),
        (LinkError::TooLarge, "trop grand", "too large"),
    ] {
        let [fr, en] = [error.say(Lang::Fr), error.say(Lang::En)];
        assert!(fr.contains(french) && en.contains(english), "{fr} / {en}");
        assert_eq!(slips_of_french(&fr), Vec::<String>::new());
    }
    let long = format!("1.{}", "A".repeat(share::MAX_TEXT));
    assert_eq!(share::from_text(&long), Err(LinkError::TooLarge));
    assert_eq!(share::to_text(&vec![7; share::MAX_TEXT]), Err(LinkError::TooLarge));
    run(400, &any::<String>(), |text| {
        // Whatever the text, an answer and no panic.
        let _ = share::from_text(&text);
        let _ = share::from_text(&format!("1.{text}"));
        Ok(())
    });
}

#[test]
fn no_text_opens_a_tag_or_ends_an_attribute() {
    run(600, &any::<String>(), |text| {
        let safe = escape::html(&text);
        prop_assert!(!safe.contains(['<', '>', '"', '\'']), "{}", safe);
        // Every ampersand begins one of the five references.
        for (at, _) in safe.match_indices('&') {
            let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            prop_assert!(known.iter().any(|k| safe[at..].starts_with(k)), "{}", safe);
        }
        Ok(())
    });
    assert_eq!(escape::html("two\nlines\tand a\rstop"), "two\nlines\tand astop");
    assert_eq!(
        escape::html("<b onload=\"x\">&'\u{202e}\u{0}a\u{9b}"),
        "&lt;b onload=&quot;x&quot;&gt;&amp;&#39;a"
    );
}
