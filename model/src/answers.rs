//! What bases answered to those who rest on them: on which reliance an answer stands, and what was said.

use crate::document::{BaseAnswer, Document, ServiceId};

/// A reliance: the service at its head, and its place in the list of that service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The service that rests on the base.
    pub service: ServiceId,
    /// The place in its `relies_on`.
    pub at: usize,
}

/// The reliances that bring a base to a service, on which the answers of that base stand: its own, where it rests on the
/// base directly, for its contract is that one; else those of the services that it rests on, in the order of the document.
pub fn reliances(document: &Document, target: &ServiceId, base: &ServiceId) -> Vec<Place> {
    let on_base = |service: &ServiceId| {
        let list = document.service(service.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default();
        let at = list.iter().position(|r| r.service == *base)?;
        Some(Place { service: service.clone(), at })
    };
    if let Some(own) = on_base(target) {
        return vec![own];
    }
    // What the target rests on, each once: a circle ends where it began.
    let mut below: Vec<&ServiceId> = vec![target];
    let mut next = 0;
    while let Some(id) = below.get(next).copied() {
        next += 1;
        for reliance in document.service(id.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default() {
            if !below.contains(&&reliance.service) {
                below.push(&reliance.service);
            }
        }
    }
    let mut places = Vec::new();
    for service in &document.services {
        if below.contains(&&service.id) && !places.iter().any(|p: &Place| p.service == service.id) {
            places.extend(on_base(&service.id));
        }
    }
    places
}

/// What a base answered on a requirement, as a service hears it: the first answer on the reliances that bring the base.
pub fn of<'d>(
    document: &'d Document,
    target: &ServiceId,
    base: &ServiceId,
    requirement: &str,
) -> Option<&'d BaseAnswer> {
    for place in reliances(document, target, base) {
        let service = document.service(place.service.as_str());
        let reliance = service.and_then(|s| s.relies_on.get(place.at));
        if let Some(answer) = reliance.and_then(|r| r.answers.get(requirement)) {
            return Some(answer);
        }
    }
    None
}
