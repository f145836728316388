//! Every service of a document at a glance: what stands on each layer, whether its qualification holds, how the
//! verdicts fall. One pass for all services, for the views that show them side by side.

use crate::{
    Date,
    document::{Document, Qualification, Reliance, Service, ServiceId},
    qualification::State,
    question::Question,
    sorted,
    supply::{Footprint, Stack},
    verdict::{Counts, Evaluator, PartState},
};
use catalog::{Catalog, Layer, LayerSet};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a service is qualified, as its document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A qualification holds, shown by more than the press; its last day where one is known.
    Qualified(Option<Date>),
    /// One holds without a known grant: its source calls it current up to that day, and nothing is known beyond.
    Attested(Date),
    /// Its source called it current up to that day, and nothing is known beyond.
    AttestedUntil(Date),
    /// One is stated and does not hold, is shown by the press alone, or is under a version later than these rules.
    NotHolding(State),
    /// In the qualification process.
    Candidate,
    /// Nothing is stated.
    None,
}

/// A service at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The service.
    pub service: ServiceId,
    /// What it needs, operates and gets.
    pub footprint: Footprint,
    /// The layers that each of its reliances offers, in the order of the document; nothing where the base is unknown.
    pub offers: Vec<LayerSet>,
    /// What stands on each layer that it needs, from the ground up: the least covered of its parts.
    pub layers: Vec<(Layer, PartState)>,
    /// Whether it is qualified.
    pub standing: Standing,
    /// Its verdicts over the verified requirements.
    pub counts: Counts,
}

/// All services, in the order of the document. Nothing when services rest on one another in a circle.
pub fn overview(catalog: &Catalog, document: &Document, question: &Question) -> Vec<Glance> {
    glances(catalog, document, question, &mut |_| None)
}

/// The same, after an edit: what was found before it stands for every service that the edit did not touch, and that rests
/// on none that it did. Most edits touch one service of many.
pub fn refreshed(
    catalog: &Catalog,
    document: &Document,
    question: &Question,
    before: (&Document, &Question, &[Glance]),
) -> Vec<Glance> {
    let (former, asked, known) = before;
    if question != asked || !has_same_frame(document, former) {
        return overview(catalog, document, question);
    }
    let was = sorted::map(former.services.iter().map(|s| (&s.id, s)));
    let is = sorted::map(document.services.iter().map(|s| (&s.id, s)));
    let is_new = |service: &&Service| was.get(&service.id).is_none_or(|old| old != service);
    let mut open: Vec<&ServiceId> = document.services.iter().filter(is_new).map(|s| &s.id).collect();
    open.extend(former.services.iter().map(|s| &s.id).filter(|id| !is.contains_key(id)));
    let mut clients: BTreeMap<&ServiceId, Vec<&ServiceId>> = BTreeMap::new();
    for service in &document.services {
        for reliance in &service.relies_on {
            clients.entry(&reliance.service).or_default().push(&service.id);
        }
    }
    let mut touched: BTreeSet<&ServiceId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if touched.insert(id) {
            open.extend(clients.get(id).into_iter().flatten());
        }
    }
    let known = sorted::map(known.iter().map(|g| (&g.service, g)));
    glances(catalog, document, question, &mut |service| {
        if touched.contains(&service.id) { None } else { known.get(&service.id).map(|g| (*g).clone()) }
    })
}

/// Whether two documents differ in their services at most, or in what no verdict looks at.
fn has_same_frame(document: &Document, other: &Document) -> bool {
    // Named one by one, so that whoever adds a part must say here whether verdicts look at it. The day, the horizon and the
    // readings are in the question.
    let Document {
        title: _,
        ruleset: _,
        as_of: _,
        horizon: _,
        readings: _,
        providers,
        services: _,
        third_parties,
        entities,
        holdings,
        note: _,
        sources: _,
        extra: _,
    } = document;
    *providers == other.providers
        && *third_parties == other.third_parties
        && *entities == other.entities
        && *holdings == other.holdings
}

/// All services; those that are known are not looked at again.
fn glances(
    catalog: &Catalog,
    document: &Document,
    question: &Question,
    known: &mut dyn FnMut(&Service) -> Option<Glance>,
) -> Vec<Glance> {
    let Ok(stack) = Stack::new(document) else { return Vec::new() };
    let found: Vec<(&Service, Option<Glance>)> = document.services.iter().map(|s| (s, known(s))).collect();
    let asked = found.iter().filter(|(_, known)| known.is_none());
    let nodes: Vec<_> = asked.filter_map(|(s, _)| stack.graph().node(s.id.as_str())).collect();
    let mut evaluator = Evaluator::new(catalog, &stack, question, nodes);
    let all = found.into_iter().filter_map(|(service, known)| match known {
        Some(glance) => Some(glance),
        None => glance(&stack, &mut evaluator, service, question),
    });
    all.collect()
}

fn glance(
    stack: &Stack<'_>,
    evaluator: &mut Evaluator<'_, '_>,
    service: &Service,
    question: &Question,
) -> Option<Glance> {
    let node = stack.graph().node(service.id.as_str())?;
    let footprint = stack.footprint(node);
    let mut layers = Vec::new();
    for layer in footprint.needed.iter() {
        let parts = evaluator.layer(node, layer);
        let worst = parts.iter().map(|p| p.state).max_by_key(|s| weight(*s));
        layers.push((layer, worst.unwrap_or(PartState::Missing)));
    }
    let mut known = stack.graph().edges(node).iter().zip(stack.offers(node)).peekable();
    let mut offered = |reliance: &Reliance| {
        let next = known.next_if(|(edge, _)| std::ptr::eq(edge.reliance, reliance));
        next.map_or(LayerSet::EMPTY, |(_, offered)| *offered)
    };
    Some(Glance {
        service: service.id.clone(),
        footprint,
        offers: service.relies_on.iter().map(&mut offered).collect(),
        layers,
        standing: standing(service, question.as_of),
        counts: evaluator.verified(node),
    })
}

/// How much of a layer a state leaves open: doubt weighs most.
pub(crate) const fn weight(state: PartState) -> u8 {
    match state {
        PartState::Covered => 0,
        PartState::Retained => 1,
        PartState::Own => 2,
        PartState::Exposed => 3,
        PartState::Missing => 4,
    }
}

/// Whether a service is qualified on a day.
pub fn standing(service: &Service, day: Date) -> Standing {
    // Under a version that these rules do not know, nothing is shown: as in what may be said of it.
    let tells = |q: &Qualification| q.is_shown() && (q.is_current_version() || q.is_earlier_version());
    let holding = service.qualifications.iter().filter(|q| tells(q) && q.state(day).holds());
    if let Some(best) =
        holding.max_by_key(|q| (q.is_current_version(), q.granted.is_some(), q.ends_on(), q.attested_on))
    {
        return match (best.granted, best.attested_on) {
            (None, Some(attested)) => Standing::Attested(attested.min(best.ends_on().unwrap_or(attested))),
            _ => Standing::Qualified(best.ends_on()),
        };
    }
    // Of those that do not hold, the one that says most: shown by more than the press, then the latest.
    let last =
        service.qualifications.iter().max_by_key(|q| (tells(q), q.last_day(), q.attested_on, q.state(day)));
    match last {
        Some(last) if !tells(last) => Standing::NotHolding(State::Unproven),
        Some(last) => match (last.state(day), last.attested_on) {
            (State::Unproven, Some(attested)) => Standing::AttestedUntil(attested),
            (state, _) => Standing::NotHolding(state),
        },
        None if service.candidacy.is_some() => Standing::Candidate,
        None => Standing::None,
    }
}

/// The services on which no other rests, in the order of the document.
pub fn tops(document: &Document) -> Vec<&Service> {
    let services = &document.services;
    let is_base = |id: &ServiceId| services.iter().any(|s| s.relies_on.iter().any(|r| r.service == *id));
    services.iter().filter(|s| !is_base(&s.id)).collect()
}

/// The service to begin with: one on which no other rests; of several, the one that rests on most.
pub fn top_service(document: &Document) -> Option<ServiceId> {
    let top = tops(document).into_iter().max_by_key(|s| s.relies_on.len());
    top.or_else(|| document.services.first()).map(|s| s.id.clone())
}
