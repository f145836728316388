//! Services side by side say what each says alone, and the closed words have a name in both languages.

use crate::wounds::run;
use catalog::{Activity, LayerSet, SECNUMCLOUD};
use checks::generate;
use model::{
    Date, Document, Question,
    document::{
        Answer, Autonomy, Candidacy, DataAccess, EntityKind, Event, EventKind, Evidence, Extra, Milestone,
        Place, Qualification, Reliance, Role, Service,
    },
    lexicon::{FAMILIES, family, word},
    overview::{Standing, overview, refreshed, standing, top_service, tops},
    qualification::State,
    supply::Stack,
    verdict::{Evaluator, On, PartState},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

// ---------------------------------------------------------------------------------------------------------------------
// At a glance
// ---------------------------------------------------------------------------------------------------------------------

/// From what leaves most open to what leaves least.
const WORST_FIRST: [PartState; 5] =
    [PartState::Missing, PartState::Exposed, PartState::Own, PartState::Retained, PartState::Covered];

#[test]
fn a_glance_says_what_each_service_says_alone() {
    run(300, &generate::case(), |(document, _, question)| {
        let glances = overview(&SECNUMCLOUD, &document, &question);
        let stack = Stack::new(&document).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        prop_assert_eq!(glances.len(), document.services.len());
        for (service, glance) in document.services.iter().zip(&glances) {
            let node = stack.graph().node(service.id.as_str()).expect("there");
            let mut alone = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![node]);
            prop_assert_eq!(&glance.service, &service.id);
            prop_assert_eq!(glance.footprint, stack.footprint(node));
            prop_assert_eq!(&glance.offers, stack.offers(node));
            prop_assert_eq!(glance.offers.len(), service.relies_on.len());
            prop_assert_eq!(glance.standing, standing(service, question.as_of));
            let scope = model::scope(&SECNUMCLOUD, &document, &service.id, &question)
                .map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
            prop_assert_eq!(glance.counts, scope.verified());
            let mut layers = Vec::new();
            for layer in glance.footprint.needed.iter() {
                let parts = alone.layer(node, layer);
                prop_assert!(parts.iter().all(|p| p.on == On::Layer(layer)) && !parts.is_empty());
                let worst = WORST_FIRST.into_iter().find(|state| parts.iter().any(|p| p.state == *state));
                layers.push((layer, worst.expect("one of them")));
            }
            prop_assert_eq!(&glance.layers, &layers);
        }
        Ok(())
    });
}

/// Edits of a document: a service takes on what another one has, goes, comes back under another name; who is behind the
/// providers changes; another day or other readings are asked.
fn edited(before: &Document, other: &Document, at: usize, of: usize, what: u8) -> Document {
    let mut document = before.clone();
    let n = document.services.len();
    let donor = document.services[of % n].clone();
    let service = &mut document.services[at % n];
    match what {
        0 => service.name = "Autre".to_owned(),
        1 => service.qualifications = donor.qualifications,
        2 => service.relies_on = donor.relies_on.into_iter().filter(|r| r.service != service.id).collect(),
        3 => service.activities = donor.activities,
        4 => service.facts = donor.facts,
        5 => service.provider = donor.provider,
        6 => drop(document.services.remove(at % n)),
        7 => service.id = format!("{}-{n}", service.id).as_str().into(),
        8 => document.services.swap(at % n, of % n),
        9 => document.providers.clone_from(&other.providers),
        10 => document.third_parties.clone_from(&other.third_parties),
        _ => {
            document.entities.clone_from(&other.entities);
            document.services.extend(
                other
                    .services
                    .iter()
                    .cloned()
                    .map(|s| Service { id: format!("{}-{n}-{at}", s.id).as_str().into(), ..s }),
            );
        }
    }
    document
}

#[test]
fn after_an_edit_the_glances_are_those_of_a_first_look() {
    let edits = prop::collection::vec((0_usize..20, 0_usize..20, 0_u8..12), 1..4);
    let case = (generate::case(), generate::case(), edits);
    let kept = std::cell::Cell::new(0);
    run(600, &case, |((mut document, _, question), (other, _, other_question), edits)| {
        let mut asked = question.clone();
        let mut glances = overview(&SECNUMCLOUD, &document, &asked);
        for (at, of, what) in edits {
            if document.services.is_empty() {
                break;
            }
            let next = edited(&document, &other, at, of, what);
            let question = if at == 19 { other_question.clone() } else { asked.clone() };
            let found = refreshed(&SECNUMCLOUD, &next, &question, (&document, &asked, &glances));
            prop_assert_eq!(&found, &overview(&SECNUMCLOUD, &next, &question), "edit {}", what);
            kept.set(kept.get() + usize::from(found != glances));
            (document, asked, glances) = (next, question, found);
        }
        Ok(())
    });
    assert!(kept.get() > 200, "edits that change what is seen are among them: {}", kept.get());
}

#[test]
fn a_circle_has_no_overview_and_an_unknown_base_offers_nothing() {
    let on = |base: &str| Reliance { service: base.into(), ..Reliance::default() };
    let service = |id: &str, activity, bases: &[&str]| Service {
        id: id.into(),
        activities: [activity].into_iter().collect(),
        relies_on: bases.iter().map(|base| on(base)).collect(),
        ..Service::default()
    };
    let mut document = Document {
        services: vec![
            service("top", Activity::Paas, &["nobody", "base", "base"]),
            service("base", Activity::Iaas, &[]),
        ],
        ..Document::default()
    };
    let question = Question::of(&SECNUMCLOUD, &document, day("2026-11-22"));
    let glances = overview(&SECNUMCLOUD, &document, &question);
    let ground = Activity::Iaas.own_layers();
    assert_eq!(glances[0].offers, [LayerSet::EMPTY, ground, ground]);
    assert_eq!(glances[1].offers, []);
    document.services[1].relies_on.push(on("top"));
    assert_eq!(overview(&SECNUMCLOUD, &document, &question), []);
    assert_eq!(overview(&SECNUMCLOUD, &Document::default(), &question), []);
}

#[test]
fn the_top_is_what_no_other_rests_on() {
    let on = |base: &str| Reliance { service: base.into(), ..Reliance::default() };
    let service = |id: &str, bases: &[&str]| Service {
        id: id.into(),
        relies_on: bases.iter().map(|base| on(base)).collect(),
        ..Service::default()
    };
    let mut document = Document {
        services: vec![service("alone", &[]), service("base", &[]), service("top", &["base"])],
        ..Document::default()
    };
    assert_eq!(tops(&document).iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["alone", "top"]);
    assert_eq!(top_service(&document), Some("top".into()), "the one that rests on most");
    // In a circle nobody is on top; there is still something to begin with.
    document.services = vec![service("a", &["b"]), service("b", &["a"])];
    assert!(tops(&document).is_empty());
    assert_eq!(top_service(&document), Some("a".into()));
    assert_eq!(top_service(&Document::default()), None);
}

// ---------------------------------------------------------------------------------------------------------------------
// Standing
// ---------------------------------------------------------------------------------------------------------------------

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn granted(on: &str) -> Qualification {
    Qualification { version: "3.2".to_owned(), granted: Some(day(on)), ..Qualification::default() }
}

fn with_event(q: Qualification, on: &str, kind: EventKind) -> Qualification {
    let mut q = q;
    q.events.push(Event { date: day(on), kind, extra: Extra::new() });
    q
}

fn shown_by(evidence: Evidence, q: Qualification) -> Qualification {
    Qualification { evidence: Some(evidence), ..q }
}

fn attested(on: &str) -> Qualification {
    Qualification { version: "3.2".to_owned(), attested_on: Some(day(on)), ..Qualification::default() }
}

/// On 22 November 2026.
fn stands(qualifications: &[Qualification], candidacy: bool) -> Standing {
    let service = Service {
        qualifications: qualifications.to_vec(),
        candidacy: candidacy.then(Candidacy::default),
        ..Service::default()
    };
    standing(&service, day("2026-11-22"))
}

#[test]
fn a_qualification_holds_until_its_last_day() {
    let until = |text: &str| Standing::Qualified(Some(day(text)));
    assert_eq!(stands(&[granted("2025-01-10")], false), until("2028-01-10"));
    assert_eq!(stands(&[granted("2023-11-22")], false), until("2026-11-22"), "its last day still counts");
    assert_eq!(stands(&[granted("2026-11-22")], false), until("2029-11-22"), "so does its first");
    let shorter = Qualification { expires: Some(day("2027-06-30")), ..granted("2025-01-10") };
    assert_eq!(stands(&[shorter], false), until("2027-06-30"));
    // A candidacy beside it changes nothing.
    assert_eq!(stands(&[granted("2025-01-10")], true), until("2028-01-10"));
    let earlier = Qualification { version: "3.1".to_owned(), ..granted("2025-01-10") };
    assert_eq!(stands(std::slice::from_ref(&earlier), false), until("2028-01-10"), "under 3.1 too");
    // Of several, that under the current version, then the one that lasts longest, wherever it stands.
    let longer = Qualification { version: "3.1".to_owned(), ..granted("2026-01-10") };
    for order in [
        [granted("2024-05-01"), granted("2025-01-10"), longer.clone()],
        [longer, granted("2025-01-10"), granted("2024-05-01")],
    ] {
        assert_eq!(stands(&order, false), until("2028-01-10"));
    }
    assert_eq!(stands(&[granted("2025-01-10"), granted("2020-01-10")], false), until("2028-01-10"));
}

#[test]
fn a_qualification_that_does_not_hold_says_why() {
    let not = Standing::NotHolding;
    assert_eq!(stands(&[granted("2023-11-21")], false), not(State::Expired), "the day after its last");
    assert_eq!(stands(&[granted("2026-11-23")], false), not(State::NotYet));
    let suspended = with_event(granted("2025-01-10"), "2026-11-22", EventKind::Suspended);
    assert_eq!(stands(std::slice::from_ref(&suspended), false), not(State::Suspended));
    let back = with_event(suspended.clone(), "2026-11-22", EventKind::Reinstated);
    assert_eq!(stands(&[back], false), not(State::Suspended), "of the same day, the suspension");
    let later = with_event(granted("2025-01-10"), "2026-11-23", EventKind::Suspended);
    assert_eq!(stands(&[later], false), Standing::Qualified(Some(day("2028-01-10"))), "not yet suspended");
    let ending = with_event(granted("2025-01-10"), "2027-01-01", EventKind::Withdrawn);
    assert_eq!(
        stands(&[ending], false),
        Standing::Qualified(Some(day("2026-12-31"))),
        "the eve of its withdrawal"
    );
    let reinstated = with_event(
        with_event(granted("2025-01-10"), "2026-01-01", EventKind::Suspended),
        "2026-02-01",
        EventKind::Reinstated,
    );
    assert_eq!(stands(&[reinstated], false), Standing::Qualified(Some(day("2028-01-10"))));
    let withdrawn = with_event(granted("2025-01-10"), "2026-01-01", EventKind::Withdrawn);
    assert_eq!(stands(&[withdrawn], false), not(State::Withdrawn));
    // Nor does a candidacy make good for it.
    assert_eq!(stands(&[granted("2020-01-10")], true), not(State::Expired));
    let nothing_known = Qualification { version: "3.2".to_owned(), ..Qualification::default() };
    assert_eq!(stands(&[nothing_known], false), not(State::Unproven));
    assert_eq!(
        stands(&[suspended, granted("2025-01-10")], false),
        Standing::Qualified(Some(day("2028-01-10")))
    );
}

#[test]
fn what_the_press_says_counts_when_a_person_vouches_for_it() {
    let press = shown_by(Evidence::Press, granted("2025-01-10"));
    assert_eq!(stands(std::slice::from_ref(&press), false), Standing::NotHolding(State::Unproven));
    assert_eq!(stands(std::slice::from_ref(&press), true), Standing::NotHolding(State::Unproven));
    let vouched = Qualification { vouched: true, ..press.clone() };
    assert_eq!(stands(&[vouched], false), Standing::Qualified(Some(day("2028-01-10"))));
    for evidence in [Evidence::Decision, Evidence::Provider] {
        let shown = shown_by(evidence, granted("2024-01-10"));
        assert_eq!(
            stands(&[press.clone(), shown], false),
            Standing::Qualified(Some(day("2027-01-10"))),
            "the press adds nothing to {evidence:?}"
        );
    }
}

#[test]
fn without_a_grant_its_source_says_up_to_when() {
    assert_eq!(stands(&[attested("2026-12-31")], false), Standing::Attested(day("2026-12-31")));
    assert_eq!(stands(&[attested("2026-11-22")], false), Standing::Attested(day("2026-11-22")));
    assert_eq!(stands(&[attested("2026-11-21")], false), Standing::AttestedUntil(day("2026-11-21")));
    // Whatever last day it names: nothing holds beyond what was attested, nor beyond that day.
    let until = |text: &str| Qualification { expires: Some(day(text)), ..attested("2026-12-31") };
    assert_eq!(stands(&[until("2030-01-01")], false), Standing::Attested(day("2026-12-31")));
    assert_eq!(stands(&[until("2026-12-01")], false), Standing::Attested(day("2026-12-01")));
    assert_eq!(stands(&[until("2026-11-01")], false), Standing::NotHolding(State::Expired));
    // A grant that is known says more than a later attestation.
    assert_eq!(
        stands(&[attested("2029-12-31"), granted("2024-01-10")], false),
        Standing::Qualified(Some(day("2027-01-10")))
    );
    let both = Qualification { granted: Some(day("2025-01-10")), ..attested("2026-12-31") };
    assert_eq!(stands(&[both], false), Standing::Qualified(Some(day("2028-01-10"))));
    let press = shown_by(Evidence::Press, attested("2026-12-31"));
    assert_eq!(stands(&[press], false), Standing::NotHolding(State::Unproven));
}

#[test]
fn a_later_version_than_these_rules_shows_nothing() {
    let of = |version: &str| Qualification { version: version.to_owned(), ..granted("2025-01-10") };
    for version in ["4.0", "3.3", "3.2.1", "?"] {
        let later = of(version);
        assert_eq!(
            stands(std::slice::from_ref(&later), false),
            Standing::NotHolding(State::Unproven),
            "{version}"
        );
        assert_eq!(
            stands(&[later, granted("2024-01-10")], false),
            Standing::Qualified(Some(day("2027-01-10")))
        );
    }
    for version in ["3.1", " 3.2 "] {
        assert_eq!(stands(&[of(version)], false), Standing::Qualified(Some(day("2028-01-10"))), "{version}");
    }
}

#[test]
fn a_candidate_and_no_one() {
    assert_eq!(stands(&[], true), Standing::Candidate);
    assert_eq!(stands(&[], false), Standing::None);
}

/// « Nothing depends on the order of a file. »
#[test]
fn the_order_of_qualifications_changes_no_standing() {
    let cases = generate::document().prop_flat_map(|document| {
        let all: Vec<Qualification> =
            document.services.iter().flat_map(|s| s.qualifications.clone()).take(4).collect();
        let question = generate::question(&document);
        (Just(all.clone()), Just(all).prop_shuffle(), question)
    });
    run(600, &cases, |(before, after, question)| {
        let of = |qualifications| standing(&Service { qualifications, ..Service::default() }, question.as_of);
        prop_assert_eq!(of(before), of(after));
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Words
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_lexicon_has_the_words_of_the_format() {
    fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> BTreeSet<&'static str> {
        all.iter().map(|word| id(*word)).collect()
    }
    let expected = BTreeMap::from([
        ("activities", ids(&Activity::ALL, Activity::id)),
        ("evidence", ids(Evidence::ALL, Evidence::id)),
        ("event", ids(EventKind::ALL, EventKind::id)),
        ("milestone", ids(Milestone::ALL, Milestone::id)),
        ("roles", ids(Role::ALL, Role::id)),
        ("data_access", ids(DataAccess::ALL, DataAccess::id)),
        ("answer", ids(Answer::ALL, Answer::id)),
        ("autonomy", ids(Autonomy::ALL, Autonomy::id)),
        ("kind", ids(EntityKind::ALL, EntityKind::id)),
        ("place", ids(Place::ALL, Place::id)),
    ]);
    let found: BTreeMap<&str, BTreeSet<&str>> =
        FAMILIES.iter().map(|(key, words)| (*key, words.iter().map(|w| w.0).collect())).collect();
    assert_eq!(found, expected, "left: the lexicon; right: the types");
    assert_eq!(found.len(), FAMILIES.len(), "a family comes twice");
}

#[test]
fn every_word_is_said_once_in_both_languages() {
    for (key, words) in FAMILIES {
        assert_eq!(family(key), *words);
        let distinct = |said: fn(&model::lexicon::Word) -> &'static str| {
            let all: BTreeSet<&str> = words.iter().map(said).collect();
            assert_eq!(all.len(), words.len(), "{key}: two words for one");
            assert!(all.iter().all(|said| !said.trim().is_empty() && said.trim() == *said), "{key}: {all:?}");
        };
        distinct(|w| w.0);
        distinct(|w| w.1);
        distinct(|w| w.2);
        for w in *words {
            assert_eq!(word(key, w.0, catalog::Lang::Fr), w.1);
            assert_eq!(word(key, w.0, catalog::Lang::En), w.2);
            for said in [w.1, w.2] {
                assert!(!said.contains(['\'', '\u{a0}', '\u{202f}']), "{key}: {said}");
            }
        }
    }
    assert_eq!(family("nowhere"), []);
    assert_eq!(word("answer", "perhaps", catalog::Lang::En), "");
}
