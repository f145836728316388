//! The engine and the naive second evaluator agree on every generated document: verdicts, flags and parts.

use crate::wounds::cases;
use catalog::SECNUMCLOUD;
use checks::{generate, naive};
use model::{
    Document, Question, Scope,
    document::ServiceId,
    graph::Node,
    question::UnqualifiedMiddle,
    supply::Stack,
    verdict::{Evaluator, Outcome, Verdict},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::collections::BTreeSet;

/// Cases a run: enough for thousands of documents within a few seconds a property.
const CASES: u32 = 4000;

type Part = (String, &'static str, Option<String>, Option<String>);
type Seen = (&'static str, &'static str, BTreeSet<&'static str>, BTreeSet<Part>);

fn by_engine(document: &Document, target: &str, question: &Question) -> Vec<Seen> {
    let stack = Stack::new(document).expect("generated documents have no circle");
    let node = stack.graph().node(target).expect("the target exists");
    let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, question, vec![node]);
    let scope = evaluator.scope(node);
    let mut details = evaluator.details(node).into_iter();
    follows(&stack, &mut evaluator, node, &scope, question);
    scope
        .verdicts
        .iter()
        .map(|verdict| {
            let detail = evaluator.detail(node, verdict.requirement);
            assert_eq!(
                detail.verdict, *verdict,
                "detail and scope tell the same of {}",
                verdict.requirement.id
            );
            assert_eq!(details.next().as_ref(), Some(&detail), "one at a time and all at once");
            let id = |s: &Option<model::document::ServiceId>| s.as_ref().map(|s| s.0.clone());
            let parts = detail
                .parts
                .iter()
                .map(|p| (p.on.id().to_owned(), p.state.id(), id(&p.operator), id(&p.covered_by)))
                .collect();
            (
                verdict.requirement.id,
                verdict.outcome.id(),
                verdict.flags.iter().map(|f| f.id()).collect(),
                parts,
            )
        })
        .collect()
}

/// What is counted and named on a shorter way is what the verdicts say.
fn follows(
    stack: &Stack<'_>,
    evaluator: &mut Evaluator<'_, '_>,
    node: Node,
    scope: &Scope,
    question: &Question,
) {
    let counts = scope.verified();
    assert_eq!(evaluator.verified(node), counts);
    let chapters = scope.by_chapter();
    for outcome in Outcome::ALL {
        let verified = scope.verdicts.iter().filter(|v| v.requirement.modality.is_verified());
        let of = |chapter: Option<u8>| {
            let is = |v: &&Verdict| {
                v.outcome == outcome && chapter.is_none_or(|chapter| chapter == v.requirement.chapter)
            };
            verified.clone().filter(is).count()
        };
        assert_eq!(counts.get(outcome), of(None));
        for (chapter, counts) in &chapters {
            assert_eq!(counts.get(outcome), of(Some(*chapter)), "chapter {chapter}");
        }
    }
    assert_eq!(counts.applicable() + counts.not_applicable, counts.total());
    for verdict in &scope.verdicts {
        assert_eq!(verdict.flags.is_empty(), verdict.flags.iter().next().is_none());
    }
    let all: BTreeSet<u8> = scope.verdicts.iter().map(|v| v.requirement.chapter).collect();
    assert_eq!(chapters.keys().copied().collect::<BTreeSet<_>>(), all);
    // Whoever is evaluated with the target and is another person blocks, under the reading that says so.
    let blocks = question.readings.unqualified_middle == UnqualifiedMiddle::Blocking;
    let is_another =
        |id: &ServiceId| stack.graph().node(id.as_str()).is_some_and(|other| !stack.same_person(node, other));
    // A reserve, or a qualification under an earlier version, has others evaluated for some requirements alone: those are
    // qualified, and do not block.
    let details = evaluator.details(node);
    for id in evaluator.blocking(node) {
        assert!(blocks && is_another(&id), "{id} blocks");
        assert!(details.iter().any(|d| d.evaluated.contains(&id)), "{id} is evaluated with the target");
    }
    let always = |id: &&ServiceId| details.iter().all(|d| d.evaluated.contains(id));
    let bare = |id: &&ServiceId| {
        let service = stack.document().service(id.as_str());
        service.is_some_and(|s| s.qualifications.is_empty() && s.candidacy.is_none())
    };
    let services = stack.document().services.iter().map(|s| &s.id);
    for id in services.filter(always).filter(bare).filter(|id| blocks && is_another(id)) {
        assert!(evaluator.blocking(node).contains(id), "{id} is evaluated for everything and blocks");
    }
    if !question.assume_candidates {
        let mut covering: Vec<_> =
            evaluator.details(node).into_iter().flat_map(|d| d.parts).filter_map(|p| p.covered_by).collect();
        let mut qualified = evaluator.qualified(node);
        qualified.sort_unstable();
        covering.sort_unstable();
        covering.dedup();
        assert_eq!(qualified, covering);
    }
}

fn by_naive(document: &Document, target: &str, question: &Question) -> Vec<Seen> {
    naive::verdicts(&SECNUMCLOUD, document, target, question)
        .into_iter()
        .map(|v| (v.requirement, v.outcome, v.flags, v.parts))
        .collect()
}

#[test]
fn engine_and_second_evaluator_agree() {
    let mut runner = TestRunner::new(Config { cases: cases(CASES), ..Config::default() });
    runner
        .run(&generate::case(), |(document, target, question)| {
            for (ours, theirs) in by_engine(&document, &target, &question)
                .into_iter()
                .zip(by_naive(&document, &target, &question))
            {
                prop_assert_eq!(ours, theirs);
            }
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn the_four_outcomes_partition_the_requirements() {
    let mut runner = TestRunner::new(Config { cases: cases(300), ..Config::default() });
    runner
        .run(&generate::case(), |(document, target, question)| {
            let scope = model::scope(&SECNUMCLOUD, &document, &target.as_str().into(), &question)
                .map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
            prop_assert_eq!(scope.all().total(), 278);
            prop_assert_eq!(scope.verified().total(), 261);
            let alone = document.service(&target).is_some_and(|s| s.relies_on.is_empty());
            if alone {
                let inherits = |o| matches!(o, Outcome::Inherited | Outcome::Shared);
                prop_assert!(!scope.verdicts.iter().any(|v| inherits(v.outcome)));
            }
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
}
