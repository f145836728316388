//! What a type cannot say: duplicate and unknown ids, circles, layers that nobody offers, dates that contradict each
//! other, numbers that the référentiel does not have.

use super::{
    Answer, Document, EventKind, Evidence, Issue, Qualification, Service, Share,
    fields::join,
    issue::{Family, IssueKind},
};
use crate::{graph::ServiceGraph, qualification::YEARS, rulesets, supply::Stack};
use catalog::{Catalog, LayerSet, ReadingId};
use std::collections::{BTreeMap, BTreeSet};

/// Lists what is wrong with a document, in the order of its places.
pub fn validate(catalog: &Catalog, document: &Document) -> Vec<Issue> {
    let mut v = Validator { catalog, document, known: Known::of(document), issues: Vec::new() };
    v.ids();
    v.references();
    v.ruleset();
    v.readings();
    for (i, service) in document.services.iter().enumerate() {
        v.service(&format!("/services/{i}"), service);
    }
    v.holdings();
    v.graph();
    crate::sorted::sort(&mut v.issues);
    v.issues.dedup();
    v.issues
}

/// The ids of a document, to look references up in.
struct Known<'a> {
    services: BTreeSet<&'a str>,
    providers: BTreeSet<&'a str>,
    third_parties: BTreeSet<&'a str>,
    entities: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(d: &'a Document) -> Self {
        Self {
            services: crate::sorted::set(d.services.iter().map(|s| s.id.as_str())),
            providers: crate::sorted::set(d.providers.iter().map(|p| p.id.as_str())),
            third_parties: crate::sorted::set(d.third_parties.iter().map(|t| t.id.as_str())),
            entities: crate::sorted::set(d.entities.iter().map(|e| e.id.as_str())),
        }
    }
}

struct Validator<'a> {
    catalog: &'a Catalog,
    document: &'a Document,
    known: Known<'a>,
    issues: Vec<Issue>,
}

impl Validator<'_> {
    fn push(&mut self, at: String, kind: IssueKind) {
        self.issues.push(Issue::new(at, kind));
    }

    fn ids(&mut self) {
        let d = self.document;
        let families: [(Family, &str, Vec<&str>); 4] = [
            (Family::Service, "services", d.services.iter().map(|s| s.id.as_str()).collect()),
            (Family::Provider, "providers", d.providers.iter().map(|p| p.id.as_str()).collect()),
            (Family::ThirdParty, "third_parties", d.third_parties.iter().map(|t| t.id.as_str()).collect()),
            (Family::Entity, "entities", d.entities.iter().map(|e| e.id.as_str()).collect()),
        ];
        for (family, key, ids) in families {
            let mut seen = BTreeSet::new();
            for (i, id) in ids.into_iter().enumerate() {
                if !id.is_empty() && !seen.insert(id) {
                    self.push(format!("/{key}/{i}/id"), IssueKind::DuplicateId { family, id: id.to_owned() });
                }
            }
        }
    }

    fn refers(&mut self, at: String, family: Family, id: &str, from: &str) {
        let known = match family {
            Family::Service => &self.known.services,
            Family::Provider => &self.known.providers,
            Family::ThirdParty => &self.known.third_parties,
            Family::Entity => &self.known.entities,
        }
        .contains(id);
        // An empty id has been reported as missing where it was read.
        if !known && !id.is_empty() {
            self.push(at, IssueKind::UnknownId { family, id: id.to_owned(), from: from.to_owned() });
        }
    }

    fn references(&mut self) {
        let d = self.document;
        for (i, p) in d.providers.iter().enumerate() {
            if let Some(entity) = &p.entity {
                self.refers(format!("/providers/{i}/entity"), Family::Entity, entity.as_str(), p.id.as_str());
            }
        }
        for (i, s) in d.services.iter().enumerate() {
            self.refers(
                format!("/services/{i}/provider"),
                Family::Provider,
                s.provider.as_str(),
                s.id.as_str(),
            );
            for (j, r) in s.relies_on.iter().enumerate() {
                let at = format!("/services/{i}/relies_on/{j}/service");
                self.refers(at, Family::Service, r.service.as_str(), s.id.as_str());
            }
        }
        for (i, t) in d.third_parties.iter().enumerate() {
            for (j, id) in t.serves.iter().enumerate() {
                let at = format!("/third_parties/{i}/serves/{j}");
                // An item of a list has no key that could be missing: nothing else speaks of an empty one.
                if id.as_str().is_empty() {
                    let kind = IssueKind::UnknownId {
                        family: Family::Service,
                        id: String::new(),
                        from: t.id.0.clone(),
                    };
                    self.push(at, kind);
                } else {
                    self.refers(at, Family::Service, id.as_str(), t.id.as_str());
                }
            }
            if let Some(entity) = &t.entity {
                self.refers(
                    format!("/third_parties/{i}/entity"),
                    Family::Entity,
                    entity.as_str(),
                    t.id.as_str(),
                );
            }
        }
        for (i, h) in d.holdings.iter().enumerate() {
            for (key, id) in [("holder", &h.holder), ("held", &h.held)] {
                self.refers(format!("/holdings/{i}/{key}"), Family::Entity, id.as_str(), "holdings");
            }
        }
    }

    fn ruleset(&mut self) {
        let id = self.document.ruleset.as_deref().filter(|id| !rulesets::is_id(id));
        if let Some(id) = id {
            self.push("/ruleset".to_owned(), IssueKind::UnknownRuleset { id: id.chars().take(80).collect() });
        }
    }

    fn readings(&mut self) {
        for (id, answer) in &self.document.readings {
            let at = join("/readings", id);
            let Some(reading) = ReadingId::from_id(id).and_then(|r| self.catalog.reading(r)) else {
                self.push(at, IssueKind::UnknownReading { id: id.clone() });
                continue;
            };
            if !reading.answers.contains(&answer.as_str()) {
                let allowed = reading.answers.join(", ");
                let kind = IssueKind::UnknownAnswer { reading: id.clone(), answer: answer.clone(), allowed };
                self.push(at, kind);
            }
        }
    }

    fn requirement(&mut self, at: String, id: &str, layers: LayerSet) {
        match self.catalog.requirement(id) {
            None => self.push(at, IssueKind::UnknownRequirement { id: id.chars().take(40).collect() }),
            Some(r) => {
                for layer in layers.difference(r.layers).iter() {
                    let kind = IssueKind::DoesNotBear { requirement: id.to_owned(), layer };
                    self.push(at.clone(), kind);
                }
            }
        }
    }

    fn checks(&mut self, at: &str, answers: &BTreeMap<String, Answer>, known: &[&str]) {
        for id in answers.keys().filter(|id| !known.contains(&id.as_str())) {
            self.push(join(at, id), IssueKind::UnknownCheck { id: id.clone() });
        }
    }

    fn service(&mut self, at: &str, s: &Service) {
        if s.activities.is_empty() {
            self.push(format!("{at}/activities"), IssueKind::NoActivity { service: s.id.0.clone() });
        }
        for id in s.facts.keys() {
            if self.catalog.fact(id).is_none() {
                self.push(join(&format!("{at}/facts"), id), IssueKind::UnknownFact { id: id.clone() });
            }
        }
        for id in s.judgements.keys() {
            self.requirement(join(&format!("{at}/judgements"), id), id, LayerSet::EMPTY);
        }
        self.checks(&format!("{at}/prerequisites"), &s.prerequisites, self.catalog.prerequisites);
        let mut bases = BTreeSet::new();
        for (i, r) in s.relies_on.iter().enumerate() {
            let at = format!("{at}/relies_on/{i}");
            if !bases.insert(&r.service) && !r.service.as_str().is_empty() {
                let kind =
                    IssueKind::DuplicateReliance { service: s.id.0.clone(), base: r.service.0.clone() };
                self.push(at.clone(), kind);
            }
            for id in r.answers.keys() {
                self.requirement(join(&format!("{at}/answers"), id), id, LayerSet::EMPTY);
            }
            self.checks(&format!("{at}/collected"), &r.collected, self.catalog.collected);
            for (j, retained) in r.retained.iter().enumerate() {
                for (k, id) in retained.requirements.iter().enumerate() {
                    let layers = LayerSet::of(&[retained.layer]);
                    self.requirement(format!("{at}/retained/{j}/requirements/{k}"), id, layers);
                }
            }
        }
        for (i, q) in s.qualifications.iter().enumerate() {
            self.qualification(&format!("{at}/qualifications/{i}"), s, q);
        }
    }

    fn qualification(&mut self, at: &str, s: &Service, q: &Qualification) {
        match (q.granted, q.expires) {
            (Some(granted), Some(expires)) if expires < granted => {
                self.push(format!("{at}/expires"), IssueKind::EndsBeforeGrant);
            }
            (Some(granted), Some(expires)) if expires > granted.plus_years(YEARS) => {
                self.push(format!("{at}/expires"), IssueKind::LongerThanThreeYears);
            }
            (None, _) if q.attested_on.is_none() => {
                self.push(at.to_owned(), IssueKind::NeverHolds { service: s.id.0.clone() });
            }
            _ => {}
        }
        if q.evidence == Some(Evidence::Press) && !q.vouched {
            self.push(format!("{at}/evidence"), IssueKind::PressOnly { service: s.id.0.clone() });
        }
        for (i, e) in q.events.iter().enumerate() {
            let early = q.granted.is_some_and(|granted| e.date < granted);
            if early && e.kind != EventKind::Reinstated {
                self.push(format!("{at}/events/{i}"), IssueKind::EventBeforeGrant);
            }
        }
        for (i, r) in q.reserves.iter().enumerate() {
            for (j, id) in r.requirements.iter().enumerate() {
                self.requirement(format!("{at}/reserves/{i}/requirements/{j}"), id, r.layers);
            }
        }
    }

    fn holdings(&mut self) {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for h in &self.document.holdings {
            let least = |share| if let Share::Between(min, _) = share { min } else { 0.0 };
            let sum = sums.entry(h.held.as_str()).or_default();
            sum.0 += least(h.capital);
            sum.1 += least(h.votes);
        }
        for (i, e) in self.document.entities.iter().enumerate() {
            let (capital, votes) = sums.get(e.id.as_str()).copied().unwrap_or_default();
            // Published figures are rounded: half a point over is no contradiction.
            if capital > 100.5 || votes > 100.5 {
                self.push(format!("/entities/{i}"), IssueKind::HoldingsExceed { entity: e.id.0.clone() });
            }
        }
    }

    /// Circles, and what only the graph can tell.
    fn graph(&mut self) {
        for (i, s) in self.document.services.iter().enumerate() {
            for (j, r) in s.relies_on.iter().enumerate() {
                if r.service == s.id {
                    let kind = IssueKind::SelfReliance { service: s.id.0.clone() };
                    self.push(format!("/services/{i}/relies_on/{j}/service"), kind);
                }
            }
        }
        match ServiceGraph::new(self.document) {
            Ok(_) => self.offers(),
            Err(cycles) => {
                for cycle in cycles.0.into_iter().filter(|c| c.len() > 1) {
                    let services: Vec<String> = cycle.into_iter().map(|s| s.0).collect();
                    let first = services.first().map(String::as_str).unwrap_or_default();
                    let at = self.document.services.iter().position(|s| s.id.as_str() == first).unwrap_or(0);
                    self.push(format!("/services/{at}/relies_on"), IssueKind::Cycle { services });
                }
            }
        }
    }

    fn offers(&mut self) {
        let Ok(stack) = Stack::new(self.document) else { return };
        for (i, s) in self.document.services.iter().enumerate() {
            let Some(node) = stack.graph().node(s.id.as_str()) else { continue };
            let footprint = stack.footprint(node);
            for (j, r) in s.relies_on.iter().enumerate() {
                let Some(base) = stack.graph().node(r.service.as_str()) else { continue };
                let at = format!("/services/{i}/relies_on/{j}");
                let held = stack.footprint(base).held;
                for layer in r.layers.unwrap_or_default().difference(held).iter() {
                    let kind = IssueKind::NotOffered { layer, base: r.service.0.clone() };
                    self.push(format!("{at}/layers"), kind);
                }
                let offered = stack
                    .graph()
                    .edges(node)
                    .iter()
                    .zip(stack.offers(node))
                    .find(|(e, _)| std::ptr::eq(e.reliance, r))
                    .map(|(_, offer)| *offer)
                    .unwrap_or_default();
                let brought = offered.difference(footprint.operated);
                for (k, retained) in r.retained.iter().enumerate() {
                    if !brought.contains(retained.layer) {
                        let kind = IssueKind::RetainedNotSupplied {
                            layer: retained.layer,
                            base: r.service.0.clone(),
                        };
                        self.push(format!("{at}/retained/{k}/layer"), kind);
                    }
                }
            }
            for (j, q) in s.qualifications.iter().enumerate() {
                for layer in q.covers.unwrap_or_default().difference(footprint.held).iter() {
                    let kind = IssueKind::CoversNotHeld { layer, service: s.id.0.clone() };
                    self.push(format!("/services/{i}/qualifications/{j}/covers"), kind);
                }
            }
        }
    }
}
