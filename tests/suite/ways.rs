//! The way to each part of a verdict: from the target down the reliances to the operator, a shortest one, and of equals
//! the first by the alphabet. Every way is listed here, one reliance after the other.

use crate::wounds::run;
use catalog::{Layer, SECNUMCLOUD};
use checks::generate;
use model::{
    document::ServiceId,
    graph::Node,
    qualification::Class,
    supply::{Stack, Supply},
    verdict::{Evaluator, On, PartState},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Every way from a service to whoever operates a layer, or is left a share of it.
fn ways(stack: &Stack<'_>, from: Node, layer: Layer) -> Vec<(Vec<Node>, bool)> {
    if stack.footprint(from).operated.contains(layer) {
        return vec![(vec![from], false)];
    }
    let mut found = Vec::new();
    for (edge, offer) in stack.graph().edges(from).iter().zip(stack.offers(from)) {
        if !offer.contains(layer) {
            continue;
        }
        if edge.reliance.retained.iter().any(|r| r.layer == layer && r.requirements.is_empty()) {
            found.push((vec![from], true));
        }
        for (below, is_share) in ways(stack, edge.base, layer) {
            found.push((std::iter::once(from).chain(below).collect(), is_share));
        }
    }
    found
}

/// Every way down the reliances from one service to another.
fn down(stack: &Stack<'_>, from: Node, to: Node) -> Vec<Vec<Node>> {
    if from == to {
        return vec![vec![to]];
    }
    let below = stack.graph().edges(from).iter().flat_map(|edge| down(stack, edge.base, to));
    below.map(|way| std::iter::once(from).chain(way).collect()).collect()
}

fn id(stack: &Stack<'_>, node: Node) -> ServiceId {
    stack.graph().service(node).expect("a node of the graph").id.clone()
}

#[test]
fn the_way_to_each_part_of_a_layer_is_a_shortest_one() {
    run(1200, &generate::case(), |(document, target, question)| {
        let stack = Stack::new(&document).expect("generated documents have no circle");
        let node = |id: &str| stack.graph().node(id).expect("a service of the document");
        let target = node(&target);
        let class = Class { requirement: None, changed_in_3_2: false };
        let supply = Supply::new(&stack, &question, class, &[target]);
        let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![target]);
        for layer in stack.footprint(target).needed.iter() {
            let mut expected: BTreeMap<(bool, Node, Option<Node>), Vec<Vec<Node>>> = BTreeMap::new();
            for (way, is_share) in ways(&stack, target, layer) {
                // The nearest that covers, never the target itself.
                let covers = way.iter().skip(1).copied().find(|n| supply.cover(*n, layer).is_some());
                let operator = *way.last().expect("a way leads somewhere");
                expected.entry((is_share, operator, covers)).or_default().push(way);
            }
            let parts = evaluator.layer(target, layer);
            if expected.is_empty() {
                prop_assert_eq!(parts.len(), 1);
                prop_assert_eq!((parts[0].state, &parts[0].operator), (PartState::Missing, &None));
                prop_assert_eq!(&parts[0].path, &[id(&stack, target)]);
                continue;
            }
            prop_assert_eq!(parts.len(), expected.len(), "{:?}: {:?}", layer, parts);
            for part in &parts {
                let at = |id: &Option<ServiceId>| id.as_ref().map(|id| node(id.as_str()));
                let operator = at(&part.operator).expect("somebody operates it");
                let is_share = !stack.footprint(operator).operated.contains(layer);
                let key = (is_share, operator, at(&part.covered_by));
                let mut all = expected.remove(&key).unwrap_or_default();
                all.sort_by_key(|way| (way.len(), way.get(1).copied()));
                let shown: Vec<Node> = part.path.iter().map(|id| node(id.as_str())).collect();
                prop_assert!(all.contains(&shown), "{:?} is no way to {:?}", shown, part);
                let first = |way: &[Node]| (way.len(), way.get(1).copied());
                prop_assert_eq!(first(&shown), first(&all[0]), "{:?} among {:?}", shown, all);
            }
        }
        Ok(())
    });
}

/// Where a service that nothing covers brings its provider’s part, any reliance leads there.
#[test]
fn the_way_to_a_provider_is_the_shortest_and_first() {
    run(400, &generate::case(), |(document, target, question)| {
        let stack = Stack::new(&document).expect("generated documents have no circle");
        let target = stack.graph().node(&target).expect("the target");
        let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![target]);
        let details = evaluator.details(target);
        let parts = details.iter().flat_map(|d| &d.parts).filter(|p| p.on == On::Provider);
        for part in parts {
            let operator = part.operator.as_ref().expect("somebody is the provider");
            let operator = stack.graph().node(operator.as_str()).expect("a service");
            let first = down(&stack, target, operator).into_iter().min_by_key(|way| (way.len(), way.clone()));
            let first: Vec<ServiceId> =
                first.expect("a way").into_iter().map(|node| id(&stack, node)).collect();
            prop_assert_eq!(&part.path, &first);
        }
        Ok(())
    });
}
