//! The graph of services: who rests on whom, in an order where bases come first.
//!
//! Services are numbered by the alphabetical order of their ids, so that nothing downstream depends on the order of
//! the file. Layers and qualifications are no business of this module.

use crate::document::{Document, Reliance, Service, ServiceId};
use petgraph::{algo::kosaraju_scc, graph::DiGraph, visit::EdgeRef};
use std::collections::BTreeMap;

/// A service's place in the alphabetical order of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

impl Node {
    /// The node at a place, for graphs of other things.
    pub(crate) const fn at(place: u32) -> Self {
        Self(place)
    }

    /// As an index into slices that this graph hands out.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A reliance and the service at its end.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'d> {
    /// The base.
    pub base: Node,
    /// What is asked of it.
    pub reliance: &'d Reliance,
}

/// The services of a document and their reliances.
#[derive(Debug)]
pub struct ServiceGraph<'d> {
    services: Vec<&'d Service>,
    edges: Vec<Vec<Edge<'d>>>,
    bases_first: Vec<Node>,
    by_id: BTreeMap<&'d str, Node>,
}

/// Services that rest on one another in a circle, each circle in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycles(pub Vec<Vec<ServiceId>>);

impl<'d> ServiceGraph<'d> {
    /// Builds the graph. Of services with the same id the first counts, and reliances on unknown services are left
    /// out: validation reports both.
    ///
    /// # Errors
    /// When services rest on one another in a circle.
    pub fn new(document: &'d Document) -> Result<Self, Cycles> {
        let mut first: BTreeMap<&'d str, &'d Service> = BTreeMap::new();
        for service in &document.services {
            first.entry(service.id.as_str()).or_insert(service);
        }
        let services: Vec<&'d Service> = first.into_values().collect();
        let mut by_id: BTreeMap<&'d str, Node> = BTreeMap::new();
        by_id.extend(
            services
                .iter()
                .enumerate()
                .filter_map(|(i, s)| Some((s.id.as_str(), Node(u32::try_from(i).ok()?)))),
        );

        let mut graph: DiGraph<Node, ()> = DiGraph::with_capacity(services.len(), services.len());
        let nodes: Vec<_> = by_id.values().map(|node| graph.add_node(*node)).collect();
        let mut edges: Vec<Vec<Edge<'d>>> = Vec::with_capacity(services.len());
        for (service, from) in services.iter().zip(&nodes) {
            let mut out = Vec::with_capacity(service.relies_on.len());
            for reliance in &service.relies_on {
                if let Some(base) = by_id.get(reliance.service.as_str()).copied() {
                    out.push(Edge { base, reliance });
                    if let Some(to) = nodes.get(base.index()) {
                        graph.add_edge(*from, *to, ());
                    }
                }
            }
            edges.push(out);
        }

        // Kosaraju's components come bases first, and without recursion, so that a tower of services is no danger; one
        // of several members, or a loop, is a circle.
        let mut bases_first = Vec::with_capacity(services.len());
        let mut cycles = Vec::new();
        for component in kosaraju_scc(&graph) {
            let loops = component.iter().any(|n| graph.edges(*n).any(|e| e.target() == *n));
            if component.len() > 1 || loops {
                cycles.push(circle(&graph, &component, &services));
            }
            bases_first.extend(component.iter().filter_map(|n| graph.node_weight(*n).copied()));
        }
        if cycles.is_empty() {
            Ok(Self { services, edges, bases_first, by_id })
        } else {
            crate::sorted::sort(&mut cycles);
            Err(Cycles(cycles))
        }
    }

    /// The node of a service.
    pub fn node(&self, id: &str) -> Option<Node> {
        self.by_id.get(id).copied()
    }

    /// How many services there are.
    pub fn len(&self) -> usize {
        self.services.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    /// The service of a node.
    pub fn service(&self, node: Node) -> Option<&'d Service> {
        self.services.get(node.index()).copied()
    }

    /// The reliances of a node.
    pub fn edges(&self, node: Node) -> &[Edge<'d>] {
        self.edges.get(node.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// All nodes, each after every service that it rests on.
    pub fn bases_first(&self) -> &[Node] {
        &self.bases_first
    }

    /// All nodes that `from` rests on, directly or not.
    pub fn bases(&self, from: Node) -> Vec<Node> {
        let mut seen = vec![false; self.len()];
        let mut stack = vec![from];
        while let Some(node) = stack.pop() {
            for edge in self.edges(node) {
                if let Some(seen) = seen.get_mut(edge.base.index())
                    && !*seen
                {
                    *seen = true;
                    stack.push(edge.base);
                }
            }
        }
        (0_u32..).zip(seen).filter(|(_, is)| *is).map(|(at, _)| Node::at(at)).collect()
    }
}

/// One circle through a strongly connected component, from its first member in alphabetical order.
fn circle(
    graph: &DiGraph<Node, ()>,
    component: &[petgraph::graph::NodeIndex],
    services: &[&Service],
) -> Vec<ServiceId> {
    let name = |n: petgraph::graph::NodeIndex| {
        graph.node_weight(n).and_then(|w| services.get(w.index())).map(|s| s.id.clone()).unwrap_or_default()
    };
    let Some(start) = component.iter().copied().min_by_key(|n| graph.node_weight(*n).copied()) else {
        return Vec::new();
    };
    // Breadth-first inside the component, back to where it began: the shortest circle through `start`.
    let mut before: BTreeMap<_, _> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        let mut next: Vec<_> =
            graph.edges(node).map(|e| e.target()).filter(|t| component.contains(t)).collect();
        crate::sorted::by(&mut next, |a, b| graph.node_weight(*a).cmp(&graph.node_weight(*b)));
        for to in next {
            if to == start {
                let mut path = vec![name(node)];
                let mut at = node;
                while at != start {
                    let Some(previous) = before.get(&at).copied() else { break };
                    path.push(name(previous));
                    at = previous;
                }
                path.reverse();
                return path;
            }
            if let std::collections::btree_map::Entry::Vacant(slot) = before.entry(to) {
                slot.insert(node);
                queue.push_back(to);
            }
        }
    }
    component.iter().map(|n| name(*n)).collect()
}
