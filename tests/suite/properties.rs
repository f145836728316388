//! The properties of §4 of the rules, one each, over generated documents.

use crate::wounds::run;
use catalog::{Activity, Layer, ReadingId, SECNUMCLOUD};
use checks::generate;
use model::{
    Document, Question, Scope,
    document::{Answer, Event, EventKind, Extra, Qualification, Reliance},
    export::json,
    supply::Stack,
    verdict::{Evaluator, Outcome},
};
use proptest::{
    option,
    prelude::*,
    sample::{Index, select, subsequence},
};
use serde_json::Value;
use std::collections::BTreeSet;

fn scope(document: &Document, target: &str, question: &Question) -> Result<Scope, TestCaseError> {
    model::scope(&SECNUMCLOUD, document, &target.into(), question)
        .map_err(|e| TestCaseError::fail(format!("{e:?}")))
}

/// How much of a requirement that applies is covered.
fn coverage(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::NotApplicable => None,
        Outcome::Remains => Some(0),
        Outcome::Shared => Some(1),
        Outcome::Inherited => Some(2),
    }
}

/// Coverage of the requirements that apply in both scopes.
fn both<'a>(before: &'a Scope, after: &'a Scope) -> impl Iterator<Item = (&'static str, u8, u8)> + 'a {
    before.verdicts.iter().zip(&after.verdicts).filter_map(|(before, after)| {
        Some((before.requirement.id, coverage(before.outcome)?, coverage(after.outcome)?))
    })
}

/// A document, its target, a question, and one of its services, by a draw.
pub fn case_and_draw() -> impl Strategy<Value = (Document, String, Question, Index)> {
    (generate::case(), any::<Index>())
        .prop_map(|((document, target, question), index)| (document, target, question, index))
}

/// All that an export says of a scope.
fn exported(document: &Document, target: &str, question: &Question) -> Value {
    let stack = Stack::new(document).expect("generated documents have no circle");
    let node = stack.graph().node(target).expect("the target exists");
    let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, question, vec![node]);
    let (scope, details, blocking) =
        (evaluator.scope(node), evaluator.details(node), evaluator.blocking(node));
    let out = json::scope(&SECNUMCLOUD, document, &scope, &details, &blocking);
    serde_json::to_value(out).expect("it is JSON")
}

/// The same verdicts, and at times, for it takes its time, the same export to the last word.
fn assert_same(
    before: &Document,
    after: &Document,
    target: &str,
    question: &Question,
    draw: Index,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(scope(before, target, question)?, scope(after, target, question)?);
    if draw.index(8) == 0 {
        prop_assert_eq!(exported(before, target, question), exported(after, target, question));
    }
    Ok(())
}

#[test]
fn the_order_of_services_and_reliances_changes_nothing() {
    let cases = case_and_draw().prop_flat_map(|(document, target, question, draw)| {
        let shuffled = Just(document.services.clone()).prop_shuffle();
        let reliances: Vec<_> =
            document.services.iter().map(|s| (s.id.clone(), s.relies_on.clone())).collect();
        let reliances: Vec<_> = reliances
            .into_iter()
            .map(|(id, list)| Just(list).prop_shuffle().prop_map(move |list| (id.clone(), list)))
            .collect();
        (Just(document), Just((target, question, draw)), shuffled, reliances)
    });
    run(1000, &cases, |(document, (target, question, draw), services, reliances)| {
        let mut shuffled = Document { services, ..document.clone() };
        for service in &mut shuffled.services {
            let list = reliances.iter().find(|(id, _)| *id == service.id).map(|(_, list)| list.clone());
            service.relies_on = list.unwrap_or_default();
        }
        assert_same(&document, &shuffled, &target, &question, draw)
    });
}

#[test]
fn an_unrelated_service_changes_nothing() {
    // First or last in the alphabet, on a service of the document or on none, with all that sets services apart.
    let cases = (case_and_draw(), select(vec!["a", "zz"]), any::<bool>(), generate::case());
    run(1000, &cases, |((document, target, question, index), id, rests, (other, ..))| {
        let base = index.get(&document.services).id.clone();
        let mut stranger = index.get(&other.services).clone();
        stranger.id = id.into();
        stranger.provider = index.get(&document.providers).id.clone();
        stranger.relies_on =
            rests.then(|| Reliance { service: base, ..Reliance::default() }).into_iter().collect();
        let mut with = document.clone();
        with.services.insert(index.index(with.services.len()), stranger);
        assert_same(&document, &with, &target, &question, index)
    });
}

/// A service that the target rests on, drawn by its index.
pub fn base_of(document: &Document, target: &str, index: Index) -> Option<usize> {
    let mut below = BTreeSet::new();
    let mut next = vec![target.to_owned()];
    while let Some(id) = next.pop() {
        let bases = document.service(&id).into_iter().flat_map(|s| &s.relies_on);
        next.extend(
            bases
                .map(|r| r.service.to_string())
                .filter(|base| below.insert(base.clone()))
                .collect::<Vec<_>>(),
        );
    }
    let places: Vec<usize> =
        (0..document.services.len()).filter(|i| below.contains(document.services[*i].id.as_str())).collect();
    (!places.is_empty()).then(|| *index.get(&places))
}

#[test]
fn qualifying_a_base_keeps_what_is_inherited() {
    let covers = option::of(subsequence(Layer::ALL.to_vec(), 1..=Layer::ALL.len()));
    run(1500, &(case_and_draw(), covers), |((document, target, question, index), covers)| {
        let Some(base) = base_of(&document, &target, index) else { return Ok(()) };
        let mut qualified = document.clone();
        qualified.services[base].qualifications.push(Qualification {
            version: "3.2".to_owned(),
            granted: Some(question.as_of),
            covers: covers.map(FromIterator::from_iter),
            ..Qualification::default()
        });
        let before = scope(&document, &target, &question)?;
        let after = scope(&qualified, &target, &question)?;
        for (id, before, after) in both(&before, &after).filter(|(_, before, _)| *before == 2) {
            prop_assert_eq!(before, after, "{} is inherited no more", id);
        }
        Ok(())
    });
}

#[test]
fn withdrawing_never_adds_coverage() {
    run(1500, &case_and_draw(), |(document, target, question, index)| {
        let mut all = Vec::new();
        for (s, service) in document.services.iter().enumerate() {
            all.extend((0..service.qualifications.len()).map(|q| (s, q)));
        }
        if all.is_empty() {
            return Ok(());
        }
        let (s, q) = *index.get(&all);
        let mut withdrawn = document.clone();
        let event = Event { date: question.as_of, kind: EventKind::Withdrawn, extra: Extra::new() };
        withdrawn.services[s].qualifications[q].events.push(event);
        let before = scope(&document, &target, &question)?;
        let after = scope(&withdrawn, &target, &question)?;
        for (id, before, after) in both(&before, &after) {
            prop_assert!(after <= before, "{} is covered more", id);
        }
        Ok(())
    });
}

#[test]
fn an_answer_never_covers_less_than_unknown_did() {
    let facts: Vec<&str> = SECNUMCLOUD.facts.iter().map(|fact| fact.id).collect();
    let answer = select(vec![Answer::Yes, Answer::No]);
    run(
        1500,
        &(case_and_draw(), select(facts), answer),
        |((document, target, question, index), fact, answer)| {
            let service = index.index(document.services.len());
            let (mut unknown, mut answered) = (document.clone(), document);
            unknown.services[service].facts.remove(fact);
            answered.services[service].facts.insert(fact.to_owned(), answer);
            let before = scope(&unknown, &target, &question)?;
            let after = scope(&answered, &target, &question)?;
            for (id, before, after) in both(&before, &after) {
                prop_assert!(after >= before, "{} is covered less once {} is {}", id, fact, answer.id());
            }
            // Unknown applies; an answer adds no duty.
            for (before, after) in before.verdicts.iter().zip(&after.verdicts) {
                let applies = |outcome| outcome != Outcome::NotApplicable;
                prop_assert!(applies(before.outcome) || !applies(after.outcome), "{}", before.requirement.id);
            }
            Ok(())
        },
    );
}

#[test]
fn a_more_demanding_reading_never_adds_coverage() {
    run(1500, &(generate::case(), select(ReadingId::ALL.to_vec())), |((document, target, question), id)| {
        let reading = SECNUMCLOUD.reading(id).expect("a reading");
        let under = |answer: &str| {
            let mut question = question.clone();
            question.readings.set(&SECNUMCLOUD, id.id(), answer).expect("an answer");
            scope(&document, &target, &question)
        };
        // The default is the more demanding one.
        let demanding = under(reading.default_answer())?;
        for answer in &reading.answers[1..] {
            for (requirement, lenient, demanding) in both(&under(answer)?, &demanding) {
                prop_assert!(demanding <= lenient, "{} under {} = {}", requirement, id.id(), answer);
            }
        }
        Ok(())
    });
}

#[test]
fn a_service_alone_covers_nothing_and_needs_what_its_activity_needs() {
    // The seed of the properties above: without reliances nothing is covered, whatever its own qualification.
    run(300, &case_and_draw(), |(mut document, _, question, index)| {
        let at = index.index(document.services.len());
        document.services[at].relies_on.clear();
        let alone = document.services[at].clone();
        let scope = scope(&document, alone.id.as_str(), &question)?;
        prop_assert!(scope.verdicts.iter().all(|v| coverage(v.outcome).unwrap_or(0) == 0));
        let stack = Stack::new(&document).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let needed = stack.footprint(stack.graph().node(alone.id.as_str()).expect("there")).needed;
        let of_activities = |a: Activity| a.needed_layers().difference(needed).is_empty();
        prop_assert!(alone.activities.iter().all(of_activities));
        Ok(())
    });
}

#[test]
fn the_answer_of_a_base_never_adds_coverage_and_a_yes_changes_nothing() {
    run(600, &generate::case(), |(document, target, question)| {
        let mut silent = document.clone();
        let mut agreeing = document.clone();
        for reliance in silent.services.iter_mut().flat_map(|s| &mut s.relies_on) {
            reliance.answers.clear();
        }
        for answer in
            agreeing.services.iter_mut().flat_map(|s| &mut s.relies_on).flat_map(|r| r.answers.values_mut())
        {
            answer.base_part = Some(Answer::Yes);
        }
        let (before, after) = (scope(&silent, &target, &question)?, scope(&document, &target, &question)?);
        for (id, before, after) in both(&before, &after) {
            prop_assert!(after <= before, "{} is covered more by an answer", id);
        }
        let outcomes = |s: &Scope| s.verdicts.iter().map(|v| (v.outcome, v.flags)).collect::<Vec<_>>();
        prop_assert_eq!(outcomes(&before), outcomes(&scope(&agreeing, &target, &question)?));
        Ok(())
    });
}
