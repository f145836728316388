//! The way to each part of a verdict: from the target down the reliances to the operator, a shortest one, and of equals
//! the first by the alphabet. Every way is listed here, one reliance after the other.

use crate::wounds::run;
use catalog::{Activity, ActivitySet, Layer, SECNUMCLOUD};
use checks::generate;
use model::{
    Document, Question,
    document::{Qualification, Reliance, Service, ServiceId},
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

#[test]
fn the_way_to_a_provider_does_not_go_round_by_another_service() {
    let rests: [(&str, &[&str]); 4] = [("t", &["a", "c"]), ("a", &["c"]), ("c", &["d"]), ("d", &[])];
    let document = stacked(&rests, &[]);
    let question = Question::of(&SECNUMCLOUD, &document, "2026-01-01".parse().expect("a day"));
    let stack = Stack::new(&document).expect("no circle");
    let target = stack.graph().node("t").expect("the target");
    let details = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![target]).details(target);
    let staff = details.into_iter().find(|d| d.verdict.requirement.id == "7.1.a").expect("a requirement");
    let ways: Vec<String> = (staff.parts.iter())
        .map(|p| p.path.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(ways, ["t", "t c", "t c d"]);
}

/// Services by what they rest on, each of a provider of its own; some qualified, up to a last day.
fn stacked(rests: &[(&str, &[&str])], qualified: &[(&str, &str)]) -> Document {
    let service = |(id, bases): &(&str, &[&str])| {
        let reliance = |base: &&str| Reliance { service: (*base).into(), ..Reliance::default() };
        let qualification = |(_, expires): &(&str, &str)| Qualification {
            version: "3.2".to_owned(),
            granted: "2024-01-01".parse().ok(),
            expires: expires.parse().ok(),
            ..Qualification::default()
        };
        Service {
            id: (*id).into(),
            provider: format!("p-{id}").as_str().into(),
            activities: ActivitySet::of(&[if bases.is_empty() { Activity::Iaas } else { Activity::Paas }]),
            relies_on: bases.iter().map(reliance).collect(),
            qualifications: qualified.iter().filter(|(of, _)| of == id).map(qualification).collect(),
            ..Service::default()
        }
    };
    Document { services: rests.iter().map(service).collect(), ..Document::default() }
}

fn parts_of(document: &Document, target: &str, layer: Layer) -> Vec<(String, Option<String>, bool)> {
    let question = Question::of(&SECNUMCLOUD, document, "2026-01-01".parse().expect("a day"));
    let stack = Stack::new(document).expect("no circle");
    let target = stack.graph().node(target).expect("the target");
    let parts = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![target]).layer(target, layer);
    let said = parts.into_iter().map(|p| {
        let name = |id: Option<ServiceId>| id.map(|id| id.to_string());
        (name(p.operator).unwrap_or_default(), name(p.covered_by), p.foundation_lapsed)
    });
    said.collect()
}

#[test]
fn a_lapse_on_any_of_two_ways_is_kept() {
    let (before, after) = ("2025-12-31", "2026-12-31");
    let on_one_ground: [(&str, &[&str]); 5] =
        [("t", &["a"]), ("a", &["m", "n"]), ("m", &["g"]), ("n", &["g"]), ("g", &[])];
    let covered = |lapsed| vec![("g".to_owned(), Some("a".to_owned()), lapsed)];
    // Below what covers, one of two ways to the same operator goes by a qualification that has expired.
    for lapsed in ["m", "n"] {
        let document = stacked(&on_one_ground, &[("a", after), (lapsed, before)]);
        assert_eq!(parts_of(&document, "t", Layer::Hardware), covered(true), "{lapsed}");
        // The other way has a cover of its own: the two come together further up.
        let other = if lapsed == "m" { "n" } else { "m" };
        let document = stacked(&on_one_ground, &[("a", after), (lapsed, before), (other, after)]);
        assert_eq!(parts_of(&document, "t", Layer::Hardware), covered(true), "{lapsed}");
    }
    let document = stacked(&on_one_ground, &[("a", after)]);
    assert_eq!(parts_of(&document, "t", Layer::Hardware), covered(false));
    // Whether the ground covers or has lapsed is told of both ways alike.
    let document = stacked(&on_one_ground, &[("a", after), ("g", before)]);
    assert_eq!(parts_of(&document, "t", Layer::Hardware), covered(true));
}

/// The ways to the parts of a layer, each with what covers it.
fn ways_of(document: &Document, target: &str, layer: Layer) -> Vec<(String, Option<String>)> {
    let question = Question::of(&SECNUMCLOUD, document, "2026-01-01".parse().expect("a day"));
    let stack = Stack::new(document).expect("no circle");
    let target = stack.graph().node(target).expect("the target");
    let parts = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![target]).layer(target, layer);
    let way = |path: &[ServiceId]| path.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    parts.into_iter().map(|p| (way(&p.path), p.covered_by.map(|id| id.to_string()))).collect()
}

#[test]
fn each_part_is_shown_its_own_way_below_a_service_that_passes_several_on() {
    let after = "2026-12-31";
    let way = |path: &str, by: Option<&str>| (path.to_owned(), by.map(str::to_owned));
    // Two operators.
    let two: [(&str, &[&str]); 4] = [("t", &["n"]), ("n", &["a", "b"]), ("a", &[]), ("b", &[])];
    let (to_a, to_b) = ("t n a", "t n b");
    assert_eq!(ways_of(&stacked(&two, &[]), "t", Layer::Hardware), [way(to_a, None), way(to_b, None)]);
    assert_eq!(
        ways_of(&stacked(&two, &[("n", after)]), "t", Layer::Hardware),
        [way(to_a, Some("n")), way(to_b, Some("n"))]
    );
    assert_eq!(
        ways_of(&stacked(&two, &[("b", after)]), "t", Layer::Hardware),
        [way(to_a, None), way(to_b, Some("b"))]
    );
    // One operator, by a way that is covered and by a longer or a shorter one that is not.
    let longer: [(&str, &[&str]); 6] =
        [("t", &["n"]), ("n", &["m", "x"]), ("m", &["g"]), ("x", &["y"]), ("y", &["g"]), ("g", &[])];
    assert_eq!(
        ways_of(&stacked(&longer, &[("m", after)]), "t", Layer::Hardware),
        [way("t n x y g", None), way("t n m g", Some("m"))]
    );
    assert_eq!(
        ways_of(&stacked(&longer, &[("x", after)]), "t", Layer::Hardware),
        [way("t n m g", None), way("t n x y g", Some("x"))]
    );
    // A cover on each.
    assert_eq!(
        ways_of(&stacked(&longer, &[("m", after), ("y", after)]), "t", Layer::Hardware),
        [way("t n m g", Some("m")), way("t n x y g", Some("y"))]
    );
}
