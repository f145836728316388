//! The same document with another base under a service: what a comparison of two bases is made of.

use crate::{
    document::{Document, Retained, ServiceId},
    graph::{Cycles, ServiceGraph},
    words::say,
};
use catalog::Lang;

/// A document whose service rests on another base, and what was left behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Swapped {
    /// The document.
    pub document: Document,
    /// The shares that the former base's contract left to the service.
    pub dropped: Vec<Retained>,
}

/// Why a base cannot be put in another's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwapError {
    /// The document has no such service.
    UnknownService(ServiceId),
    /// The service does not rest on the base that is to be replaced.
    NoReliance,
    /// The service rests on the new base already.
    RestsAlready,
    /// Services would rest on one another in a circle.
    Circle(Cycles),
}

impl SwapError {
    /// The reason as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::UnknownService(id) => {
                let fr = format!("Le document n’a pas de service « {id} ».");
                return say(lang, &fr, &format!("The document has no service “{id}”."));
            }
            Self::NoReliance => (
                "Le service ne repose pas sur le socle à remplacer.",
                "The service does not rest on the base that is to be replaced.",
            ),
            Self::RestsAlready => {
                ("Le service repose déjà sur ce socle.", "The service rests on that base already.")
            }
            Self::Circle(_) => (
                "Des services reposeraient les uns sur les autres en cercle.",
                "Services would rest on one another in a circle.",
            ),
        };
        say(lang, fr, en)
    }
}

/// The same document with the reliance of `service` on `from` resting on `to`, another of its services.
///
/// The layers that the reliance names stay as they are, even those that the new base does not offer: the reader warns of
/// them, and they are then Missing. Retained shares are dropped and given back, for they come from the contract of the
/// former base; those of the new one are to be read in its own. So do the former base's answers, and what was collected from it. A note on the reliance stays, for a person to reread.
///
/// # Errors
/// When the document does not have these services, the reliance is not there, the service rests on `to` already, or
/// services would rest on one another in a circle.
pub fn swap_base(
    document: &Document,
    service: &ServiceId,
    from: &ServiceId,
    to: &ServiceId,
) -> Result<Swapped, SwapError> {
    for id in [service, to] {
        if document.service(id.as_str()).is_none() {
            return Err(SwapError::UnknownService(id.clone()));
        }
    }
    let mut document = document.clone();
    let mut dropped = Vec::new();
    let mut is_there = false;
    for s in document.services.iter_mut().filter(|s| s.id == *service) {
        if s.relies_on.iter().any(|r| r.service == *to) {
            return Err(SwapError::RestsAlready);
        }
        for reliance in s.relies_on.iter_mut().filter(|r| r.service == *from) {
            is_there = true;
            reliance.service = to.clone();
            dropped.append(&mut reliance.retained);
            reliance.answers.clear();
            reliance.collected.clear();
        }
    }
    if !is_there {
        return Err(SwapError::NoReliance);
    }
    ServiceGraph::new(&document).map_err(SwapError::Circle)?;
    Ok(Swapped { document, dropped })
}
