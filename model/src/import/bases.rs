//! The bases that a service rests on, as people name them, and on whose reliance what they answered stands.

use super::On;
use crate::{
    answers,
    document::{Document, Reliance, Service, ServiceId},
    repair::near::fold,
};

/// What a service rests on, directly or through others.
pub(super) struct Bases<'d> {
    document: &'d Document,
    service: &'d Service,
    /// The bases, each once.
    bases: Vec<&'d Service>,
    /// Their names, folded.
    names: Vec<String>,
}

impl<'d> Bases<'d> {
    /// All that a service rests on.
    pub fn under(document: &'d Document, service: &'d Service) -> Self {
        let mut under = Self { document, service, bases: Vec::new(), names: Vec::new() };
        let mut next = 0;
        let mut here = Some(service);
        while let Some(service) = here {
            for reliance in &service.relies_on {
                let Some(base) = document.service(reliance.service.as_str()) else { continue };
                if !under.bases.iter().any(|b| b.id == base.id) {
                    under.bases.push(base);
                    under.names.push(fold(&base.name));
                }
            }
            here = under.bases.get(next).copied();
            next += 1;
        }
        under
    }

    /// The base that a text names, by its identifier or its name; nothing where two bear that name.
    pub fn find(&self, said: &str) -> Option<ServiceId> {
        if let Some(base) = self.bases.iter().find(|base| base.id.as_str() == said) {
            return Some(base.id.clone());
        }
        let folded = fold(said);
        let mut found = None;
        for (base, name) in self.bases.iter().zip(&self.names) {
            let is_named = base.name.trim() == said || (!folded.is_empty() && *name == folded);
            if is_named && found.replace(&base.id).is_some() {
                return None;
            }
        }
        found.cloned()
    }

    /// The reliances on which the answers of a base stand.
    pub fn reliances(&self, base: &ServiceId) -> Vec<(On, &'d Reliance)> {
        let mut found = Vec::new();
        for place in answers::reliances(self.document, &self.service.id, base) {
            let on = On { service: place.service, base: base.clone() };
            if let Some(reliance) = on.reliance(self.document) {
                found.push((on, reliance));
            }
        }
        found
    }

    /// A requirement on which a base answered, whatever the text has.
    pub fn answered(&self, base: &ServiceId, requirement: &str) -> Option<&'d str> {
        let mut reliances = self.reliances(base).into_iter();
        reliances.find_map(|(_, r)| r.answers.get_key_value(requirement).map(|(id, _)| id.as_str()))
    }
}

impl On {
    /// The reliance, where the document has it.
    pub(super) fn reliance<'d>(&self, document: &'d Document) -> Option<&'d Reliance> {
        document.service(self.service.as_str())?.relies_on.iter().find(|r| r.service == self.base)
    }
}
