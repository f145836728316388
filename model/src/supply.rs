//! Who supplies a layer (§3 and §8 of the rules): what a service needs and operates, what each reliance offers, and
//! the parts that come up to a service along its reliances.
//!
//! Computed per layer over the graph, bases first, so that many paths through a lattice cost no more than its edges.
//! Nothing here knows requirements, except the [`Class`] that reserves and retained shares tell apart.

use crate::{
    document::{Answer, Document, Reliance, Service},
    graph::{Cycles, Node, ServiceGraph},
    qualification::{self, Class, Cover},
    question::Question,
};
use catalog::{Layer, LayerSet};
use std::collections::{BTreeMap, BTreeSet};

/// What a service needs, operates and gets, whatever the day and the readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Footprint {
    /// The layers without which it does not run.
    pub needed: LayerSet,
    /// The layers that it operates, declared or derived.
    pub operated: LayerSet,
    /// The layers that it operates or rests on.
    pub held: LayerSet,
}

/// A document's services with their footprints and offers: all that does not depend on a question.
#[derive(Debug)]
pub struct Stack<'d> {
    document: &'d Document,
    graph: ServiceGraph<'d>,
    footprints: Vec<Footprint>,
    /// By node, then by reliance in the order of the graph's edges: the layers offered.
    offers: Vec<Vec<LayerSet>>,
    /// Requirements that a reserve, a retained share or the refusal of a base names.
    named: BTreeSet<&'d str>,
    has_earlier_version: bool,
}

impl<'d> Stack<'d> {
    /// Works out footprints and offers.
    ///
    /// # Errors
    /// When services rest on one another in a circle.
    pub fn new(document: &'d Document) -> Result<Self, Cycles> {
        let graph = ServiceGraph::new(document)?;
        let mut footprints = vec![Footprint::default(); graph.len()];
        let mut offers = vec![Vec::new(); graph.len()];
        for node in graph.bases_first().iter().copied() {
            let Some(service) = graph.service(node) else { continue };
            let held_by_bases: Vec<LayerSet> = graph
                .edges(node)
                .iter()
                .map(|e| footprints.get(e.base.index()).copied().unwrap_or_default().held)
                .collect();
            let (footprint, offered) = footprint(service, &graph, node, &held_by_bases);
            if let (Some(f), Some(o)) = (footprints.get_mut(node.index()), offers.get_mut(node.index())) {
                *f = footprint;
                *o = offered;
            }
        }
        let services = || document.services.iter();
        let reserves = services().flat_map(|s| &s.qualifications).flat_map(|q| &q.reserves);
        let retained = services().flat_map(|s| &s.relies_on).flat_map(|r| &r.retained);
        let answered = services().flat_map(|s| &s.relies_on).flat_map(|r| &r.answers);
        let refused = answered.filter(|(_, a)| a.base_part == Some(Answer::No)).map(|(id, _)| id);
        let mut named = BTreeSet::new();
        named.extend(
            reserves
                .flat_map(|r| &r.requirements)
                .chain(retained.flat_map(|r| &r.requirements))
                .chain(refused)
                .map(String::as_str),
        );
        let has_earlier_version = services().flat_map(|s| &s.qualifications).any(|q| q.is_earlier_version());
        Ok(Self { document, graph, footprints, offers, named, has_earlier_version })
    }

    /// The document.
    pub const fn document(&self) -> &'d Document {
        self.document
    }

    /// The graph of its services.
    pub const fn graph(&self) -> &ServiceGraph<'d> {
        &self.graph
    }

    /// What a service needs, operates and gets.
    pub fn footprint(&self, node: Node) -> Footprint {
        self.footprints.get(node.index()).copied().unwrap_or_default()
    }

    /// The layers that each reliance of a service offers, in the order of the graph's edges.
    pub fn offers(&self, node: Node) -> &[LayerSet] {
        self.offers.get(node.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The class of a requirement: those of one class are covered alike everywhere in this document.
    pub fn class(&self, requirement: &'static str, changed_in_3_2: bool) -> Class<'d> {
        Class {
            requirement: self.named.get(requirement).copied(),
            changed_in_3_2: changed_in_3_2 && self.has_earlier_version,
        }
    }

    /// Whether two services have the same legal person behind them.
    pub fn same_person(&self, a: Node, b: Node) -> bool {
        let provider = |n| self.graph.service(n).map(|s| &s.provider);
        let (Some(a), Some(b)) = (provider(a), provider(b)) else { return false };
        let entity = |p| self.document.provider(p).and_then(|p| p.entity.as_ref());
        a == b || entity(a).is_some_and(|e| entity(b) == Some(e))
    }
}

/// A service's footprint and what each of its reliances offers, from what its bases hold.
fn footprint(
    service: &Service,
    graph: &ServiceGraph<'_>,
    node: Node,
    held_by_bases: &[LayerSet],
) -> (Footprint, Vec<LayerSet>) {
    let own = service.activities.iter().fold(LayerSet::EMPTY, |set, a| set.union(a.own_layers()));
    let declared = service.layers.unwrap_or_default();
    let edges = graph.edges(node);
    let named_by = |at: usize| edges.get(at).and_then(|e| e.reliance.layers).unwrap_or_default();
    let named = (0..edges.len()).fold(LayerSet::EMPTY, |set, at| set.union(named_by(at)));
    let mut needed = service
        .activities
        .iter()
        .fold(LayerSet::EMPTY, |set, a| set.union(a.needed_layers()))
        .union(declared)
        .union(named);
    // Orchestration is needed where a reliance offers it, though no activity but CaaS asks for it (§8).
    let offers_orchestration = edges
        .iter()
        .zip(held_by_bases)
        .any(|(e, held)| e.reliance.layers.is_none() && held.contains(Layer::Orchestration));
    if offers_orchestration {
        needed = needed.with(Layer::Orchestration);
    }

    let operates = service.layers.unwrap_or(own);
    let offers: Vec<LayerSet> = edges
        .iter()
        .zip(held_by_bases)
        .map(|(edge, held)| match edge.reliance.layers {
            Some(names) => names.intersection(*held),
            // What no other reliance names: `named` holds only those of others here, as this one names none.
            None => held.intersection(needed).difference(operates).difference(named),
        })
        .collect();
    let offered = offers.iter().fold(LayerSet::EMPTY, |set, o| set.union(*o));
    let operated = match service.layers {
        Some(declared) => declared,
        None => match offered.highest() {
            Some(highest) => own.union(needed.above(highest)),
            None => own.union(needed),
        },
    };
    (Footprint { needed, operated, held: operated.union(offered) }, offers)
}

/// Whether a part is the layer itself, or a share of it that a base leaves to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The layer, at the service that operates it.
    Layer,
    /// A retained share, at the service to which it is left.
    Share,
}

/// A part of a layer that comes up to a service along its reliances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Who operates it.
    pub operator: Node,
    /// The service whose qualification covers it, nearest to the target.
    pub covered_by: Option<Node>,
    /// Whether a qualification below the covering one has lapsed.
    pub foundation_lapsed: bool,
    /// Whether a qualification on the way from here down has lapsed and nothing replaces it.
    lapsed_on_way: bool,
    /// The next service down, and how many follow: the shortest way there, for showing.
    next: Option<Node>,
    length: u32,
}

impl Part {
    const fn key(&self) -> (Kind, Node, Option<Node>) {
        (self.kind, self.operator, self.covered_by)
    }
}

/// The parts of every layer at every service, for one class of requirements.
#[derive(Debug)]
pub struct Supply<'s, 'd> {
    stack: &'s Stack<'d>,
    /// By node and layer: what its reliances bring, before its own qualification counts.
    incoming: Vec<Vec<Part>>,
    covers: Vec<Option<Cover>>,
}

const LAYERS: usize = Layer::ALL.len();

const fn cell(node: Node, layer: Layer) -> usize {
    node.index() * LAYERS + layer.index()
}

impl<'s, 'd> Supply<'s, 'd> {
    /// Works out the parts, bases first, for `roots` and all that they rest on.
    pub fn new(stack: &'s Stack<'d>, question: &Question, class: Class<'_>, roots: &[Node]) -> Self {
        let size = stack.graph.len() * LAYERS;
        let mut supply = Self { stack, incoming: vec![Vec::new(); size], covers: vec![None; size] };
        let mut wanted = vec![false; stack.graph.len()];
        for root in roots {
            for node in stack.graph.bases(*root).into_iter().chain([*root]) {
                if let Some(w) = wanted.get_mut(node.index()) {
                    *w = true;
                }
            }
        }
        for node in stack.graph.bases_first().iter().copied() {
            if wanted.get(node.index()).copied().unwrap_or(false) {
                supply.visit(node, question, class);
            }
        }
        supply
    }

    fn visit(&mut self, node: Node, question: &Question, class: Class<'_>) {
        let Some(service) = self.stack.graph.service(node) else { return };
        let footprint = self.stack.footprint(node);
        for layer in footprint.held.iter() {
            let cover = qualification::cover(service, layer, class, question);
            if let Some(slot) = self.covers.get_mut(cell(node, layer)) {
                *slot = cover;
            }
            if footprint.operated.contains(layer) {
                continue;
            }
            let mut parts = Vec::new();
            for (edge, offer) in self.stack.graph.edges(node).iter().zip(self.stack.offers(node)) {
                if !offer.contains(layer) {
                    continue;
                }
                self.outgoing(edge.base, edge.reliance, layer, class, question, &mut parts);
                let left = edge.reliance.retained.iter().any(|r| {
                    r.layer == layer
                        && (r.requirements.is_empty()
                            || class.requirement.is_some_and(|c| r.requirements.iter().any(|x| x == c)))
                });
                if left {
                    parts.push(Part {
                        kind: Kind::Share,
                        operator: node,
                        covered_by: None,
                        foundation_lapsed: false,
                        lapsed_on_way: false,
                        next: None,
                        length: 0,
                    });
                }
            }
            if let Some(slot) = self.incoming.get_mut(cell(node, layer)) {
                *slot = merge(parts);
            }
        }
    }

    /// What a base passes up: its own part or what came up to it, under its own qualification where that covers and
    /// where its provider has not said that it does not answer for this requirement.
    fn outgoing(
        &self,
        base: Node,
        reliance: &Reliance,
        layer: Layer,
        class: Class<'_>,
        question: &Question,
        parts: &mut Vec<Part>,
    ) {
        let Some(service) = self.stack.graph.service(base) else { return };
        let refused = class
            .requirement
            .and_then(|r| reliance.answers.get(r))
            .is_some_and(|a| a.refuses(question.as_of));
        let covers = self.cover(base, layer).is_some() && !refused;
        let lapsed = !covers && qualification::has_lapsed(service, layer, class, question.as_of);
        let pass = |part: &Part, next: Node, length: u32| Part {
            covered_by: if covers { Some(base) } else { part.covered_by },
            foundation_lapsed: if covers { part.lapsed_on_way } else { part.foundation_lapsed },
            lapsed_on_way: part.lapsed_on_way || lapsed,
            next: Some(next),
            length,
            ..*part
        };
        if self.stack.footprint(base).operated.contains(layer) {
            let own = Part {
                kind: Kind::Layer,
                operator: base,
                covered_by: None,
                foundation_lapsed: false,
                lapsed_on_way: false,
                next: None,
                length: 0,
            };
            parts.push(pass(&own, base, 1));
        } else {
            parts.extend(self.incoming(base, layer).iter().map(|p| pass(p, base, p.length + 1)));
        }
    }

    /// The parts of a layer that come up to a service, before its own qualification counts. Empty when it operates
    /// the layer itself, and when nobody supplies it.
    pub fn incoming(&self, node: Node, layer: Layer) -> &[Part] {
        self.incoming.get(cell(node, layer)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a service covers a layer by its own qualification, and how.
    pub fn cover(&self, node: Node, layer: Layer) -> Option<Cover> {
        self.covers.get(cell(node, layer)).copied().flatten()
    }

    /// A shortest way from a service down to the operator of one of its parts, both included.
    pub fn path(&self, from: Node, layer: Layer, part: &Part) -> Vec<Node> {
        let mut path = vec![from];
        let mut part = *part;
        // Each step goes down one reliance; a path is never longer than the graph.
        while let Some(next) = part.next {
            path.push(next);
            let below = self.incoming(next, layer).iter().find(|p| {
                p.kind == part.kind
                    && p.operator == part.operator
                    && p.length + 1 == part.length
                    && (p.covered_by == part.covered_by || part.covered_by == Some(next))
            });
            match below {
                Some(below) => part = *below,
                None => break,
            }
        }
        path
    }
}

/// One part for each kind, operator and covering service: the shortest way stands for all, the alphabetical order of
/// services decides between equals, and a lapse on any way is kept.
fn merge(mut parts: Vec<Part>) -> Vec<Part> {
    if parts.len() < 2 {
        return parts;
    }
    crate::sorted::by(&mut parts, |a, b| (a.key(), a.length, a.next).cmp(&(b.key(), b.length, b.next)));
    parts.dedup_by(|later, kept| {
        let same = later.key() == kept.key();
        if same {
            kept.foundation_lapsed |= later.foundation_lapsed;
            kept.lapsed_on_way |= later.lapsed_on_way;
        }
        same
    });
    parts
}

/// Supplies by class, worked out when first asked for.
#[derive(Debug)]
pub struct Supplies<'s, 'd> {
    stack: &'s Stack<'d>,
    question: &'s Question,
    roots: Vec<Node>,
    by_class: BTreeMap<Class<'d>, Supply<'s, 'd>>,
}

impl<'s, 'd> Supplies<'s, 'd> {
    /// Begins, for `roots` and all that they rest on.
    pub const fn new(stack: &'s Stack<'d>, question: &'s Question, roots: Vec<Node>) -> Self {
        Self { stack, question, roots, by_class: BTreeMap::new() }
    }

    /// The supply for a class.
    pub fn get(&mut self, class: Class<'d>) -> &Supply<'s, 'd> {
        let (stack, question, roots) = (self.stack, self.question, &self.roots);
        self.by_class.entry(class).or_insert_with(|| Supply::new(stack, question, class, roots))
    }

    /// The stack.
    pub const fn stack(&self) -> &'s Stack<'d> {
        self.stack
    }

    /// The question.
    pub const fn question(&self) -> &'s Question {
        self.question
    }
}
