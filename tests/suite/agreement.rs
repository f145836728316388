//! The engine and the naive second evaluator agree on every generated document: verdicts, flags and parts.

use crate::wounds::cases;
use catalog::SECNUMCLOUD;
use checks::{generate, naive};
use model::{
    Document, Question,
    supply::Stack,
    verdict::{Evaluator, Outcome},
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
