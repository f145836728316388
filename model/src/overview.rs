//! Every service of a document at a glance: what stands on each layer, whether its qualification holds, how the
//! verdicts fall. One pass for all services, for the views that show them side by side.

use crate::{
    Date,
    document::{Document, Qualification, Service, ServiceId},
    qualification::State,
    question::Question,
    supply::{Footprint, Stack},
    verdict::{Counts, Evaluator, PartState},
};
use catalog::{Catalog, Layer, LayerSet};

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
    let Ok(stack) = Stack::new(document) else { return Vec::new() };
    let nodes: Vec<_> = document.services.iter().filter_map(|s| stack.graph().node(s.id.as_str())).collect();
    let mut evaluator = Evaluator::new(catalog, &stack, question, nodes);
    document
        .services
        .iter()
        .filter_map(|service| {
            let node = stack.graph().node(service.id.as_str())?;
            let footprint = stack.footprint(node);
            let layers = footprint
                .needed
                .iter()
                .map(|layer| {
                    let parts = evaluator.layer(node, layer);
                    (
                        layer,
                        parts
                            .iter()
                            .map(|p| p.state)
                            .max_by_key(|s| weight(*s))
                            .unwrap_or(PartState::Missing),
                    )
                })
                .collect();
            let mut known = stack.graph().edges(node).iter().zip(stack.offers(node)).peekable();
            let offers = service
                .relies_on
                .iter()
                .map(|r| {
                    known.next_if(|(e, _)| std::ptr::eq(e.reliance, r)).map_or(LayerSet::EMPTY, |(_, o)| *o)
                })
                .collect();
            Some(Glance {
                service: service.id.clone(),
                footprint,
                offers,
                layers,
                standing: standing(service, question.as_of),
                counts: evaluator.verified(node),
            })
        })
        .collect()
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
