//! One way to change a document: an [`Edit`], applied to a document, gives another. Undo keeps the documents before.
//!
//! The structure is laid here for every screen; further edits join the enum.

use crate::{
    Date,
    document::{Answer, Document, Qualification, Reliance, Retained, Service, ServiceId, ThirdParty},
    question::{ReadingError, Readings},
};
use catalog::Catalog;

/// A change that a person makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Renames the document.
    SetTitle(String),
    /// Asks for another day; nothing means today.
    SetAsOf(Option<Date>),
    /// Sets the day until which qualifications should last.
    SetHorizon(Option<Date>),
    /// Answers a reading.
    SetReading {
        /// The reading.
        reading: String,
        /// The answer.
        answer: String,
    },
    /// Answers a fact about a service.
    SetFact {
        /// The service.
        service: ServiceId,
        /// The fact.
        fact: String,
        /// The answer.
        answer: Answer,
    },
    /// Renames a service.
    RenameService {
        /// The service.
        service: ServiceId,
        /// Its new name.
        name: String,
    },
    /// Adds a service.
    AddService(Box<Service>),
    /// Removes a service, every reliance on it, and its name from those who serve it.
    RemoveService(ServiceId),
    /// Makes a service rest on another, or replaces that reliance.
    SetReliance {
        /// Who relies.
        service: ServiceId,
        /// On what.
        reliance: Reliance,
    },
    /// Takes a reliance away.
    RemoveReliance {
        /// Who relies.
        service: ServiceId,
        /// On what.
        base: ServiceId,
    },
    /// Replaces the shares that a base leaves to a service.
    SetRetained {
        /// Who relies.
        service: ServiceId,
        /// On what.
        base: ServiceId,
        /// The shares.
        retained: Vec<Retained>,
    },
    /// Replaces the qualifications of a service.
    SetQualifications {
        /// The service.
        service: ServiceId,
        /// Its qualifications.
        qualifications: Vec<Qualification>,
    },
    /// Adds or replaces a third party.
    SetThirdParty(Box<ThirdParty>),
}

/// Why an edit cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The document has no such service.
    UnknownService(ServiceId),
    /// The identifier is taken.
    DuplicateService(ServiceId),
    /// The service does not rest on that base.
    UnknownReliance {
        /// Who relies.
        service: ServiceId,
        /// On what.
        base: ServiceId,
    },
    /// The two would rest on one another.
    Cycle {
        /// Who relies.
        service: ServiceId,
        /// On what.
        base: ServiceId,
    },
    /// The rules have no such fact.
    UnknownFact(String),
    /// The reading or its answer does not exist.
    Reading(ReadingError),
}

/// The document after an edit.
///
/// # Errors
/// When the edit names something that does not exist, or would make services rest on one another.
pub fn apply(catalog: &Catalog, document: &Document, edit: Edit) -> Result<Document, EditError> {
    let mut next = document.clone();
    match edit {
        Edit::SetTitle(title) => next.title = title,
        Edit::SetAsOf(day) => next.as_of = day,
        Edit::SetHorizon(day) => next.horizon = day,
        Edit::SetReading { reading, answer } => {
            Readings::default().set(catalog, &reading, &answer).map_err(EditError::Reading)?;
            next.readings.insert(reading, answer);
        }
        Edit::SetFact { service, fact, answer } => {
            if catalog.fact(&fact).is_none() {
                return Err(EditError::UnknownFact(fact));
            }
            service_mut(&mut next, &service)?.facts.insert(fact, answer);
        }
        Edit::RenameService { service, name } => service_mut(&mut next, &service)?.name = name,
        Edit::AddService(service) => {
            if next.service(service.id.as_str()).is_some() {
                return Err(EditError::DuplicateService(service.id));
            }
            next.services.push(*service);
        }
        Edit::RemoveService(id) => {
            service_mut(&mut next, &id)?;
            next.services.retain(|s| s.id != id);
            for service in &mut next.services {
                service.relies_on.retain(|r| r.service != id);
            }
            for third in &mut next.third_parties {
                third.serves.retain(|s| *s != id);
            }
        }
        Edit::SetReliance { service, reliance } => {
            let base = reliance.service.clone();
            if next.service(base.as_str()).is_none() {
                return Err(EditError::UnknownService(base));
            }
            let target = service_mut(&mut next, &service)?;
            match target.relies_on.iter_mut().find(|r| r.service == base) {
                Some(existing) => *existing = reliance,
                None => target.relies_on.push(reliance),
            }
            if crate::graph::ServiceGraph::new(&next).is_err() {
                return Err(EditError::Cycle { service, base });
            }
        }
        Edit::RemoveReliance { service, base } => {
            let target = service_mut(&mut next, &service)?;
            let before = target.relies_on.len();
            target.relies_on.retain(|r| r.service != base);
            if target.relies_on.len() == before {
                return Err(EditError::UnknownReliance { service, base });
            }
        }
        Edit::SetRetained { service, base, retained } => {
            let target = service_mut(&mut next, &service)?;
            match target.relies_on.iter_mut().find(|r| r.service == base) {
                Some(reliance) => reliance.retained = retained,
                None => return Err(EditError::UnknownReliance { service, base }),
            }
        }
        Edit::SetQualifications { service, qualifications } => {
            service_mut(&mut next, &service)?.qualifications = qualifications;
        }
        Edit::SetThirdParty(third) => match next.third_parties.iter_mut().find(|t| t.id == third.id) {
            Some(existing) => *existing = *third,
            None => next.third_parties.push(*third),
        },
    }
    Ok(next)
}

fn service_mut<'d>(document: &'d mut Document, id: &ServiceId) -> Result<&'d mut Service, EditError> {
    document.services.iter_mut().find(|s| s.id == *id).ok_or_else(|| EditError::UnknownService(id.clone()))
}
