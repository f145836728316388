//! "What if": suppositions, each switched on its own, as a change of the document. Asked with `assume_candidates`, the
//! verdicts then carry the flag `hypothetical` wherever a supposition bears them. A supposition adds a cover; it never
//! stands in for a qualification that covers, and it never takes one away.

use crate::document::{Document, Renewal, ServiceId};

/// Something that could come true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supposition {
    /// The candidate is granted on its expected date, for three years, under version 3.2.
    Granted(ServiceId),
    /// The qualification at this place of the service's list is renewed: on the day that its document expects, else
    /// on the day after its last, for three years, with the same scope and reserves.
    Renewed(ServiceId, usize),
}

/// What can be supposed of a document: candidates with an expected day, qualifications whose end is known or whose
/// renewal is expected on a day, and that were not withdrawn.
pub fn possible(document: &Document) -> Vec<Supposition> {
    let mut found = Vec::new();
    for service in &document.services {
        if service.candidacy.as_ref().is_some_and(|c| c.expected.is_some()) {
            found.push(Supposition::Granted(service.id.clone()));
        }
        for (at, q) in service.qualifications.iter().enumerate() {
            let withdrawn = q.events.iter().any(|e| e.kind == crate::document::EventKind::Withdrawn);
            if !withdrawn && q.renewed_from().is_some() {
                found.push(Supposition::Renewed(service.id.clone(), at));
            }
        }
    }
    found
}

/// The document in which exactly these suppositions hold, when asked with `assume_candidates`: every other candidate
/// loses its expected day, every other renewal is not supposed.
#[must_use]
pub fn supposed(document: &Document, suppositions: &[Supposition]) -> Document {
    let mut next = document.clone();
    for service in &mut next.services {
        if let Some(candidacy) = &mut service.candidacy
            && !suppositions.iter().any(|s| matches!(s, Supposition::Granted(id) if *id == service.id))
        {
            candidacy.expected = None;
        }
        for (at, q) in service.qualifications.iter_mut().enumerate() {
            let holds = suppositions
                .iter()
                .any(|s| matches!(s, Supposition::Renewed(id, place) if *id == service.id && *place == at));
            match &mut q.renewal {
                Some(renewal) => renewal.supposed = holds,
                None if holds => q.renewal = Some(Renewal { supposed: true, ..Renewal::default() }),
                None => {}
            }
        }
    }
    next
}
