//! The bases that a service rests on, and on whose reliance what they answered stands.

use crate::{
    document::{Document, Reliance, Service, ServiceId},
    repair::near::fold,
};

/// What a service rests on, directly or through others.
pub(super) struct Bases<'d> {
    /// Who relies, by what: the reliances of the service first.
    reliances: Vec<(&'d Service, &'d Reliance)>,
    /// The bases, each once.
    bases: Vec<&'d Service>,
    /// Their names, folded.
    names: Vec<String>,
}

impl<'d> Bases<'d> {
    /// All that a service rests on.
    pub fn under(document: &'d Document, service: &'d Service) -> Self {
        let mut under = Self { reliances: Vec::new(), bases: Vec::new(), names: Vec::new() };
        let mut next = 0;
        let mut here = Some(service);
        while let Some(service) = here {
            for (at, reliance) in service.relies_on.iter().enumerate() {
                // Of two reliances on one base only the first can be pointed at.
                if service.relies_on.iter().position(|r| r.service == reliance.service) != Some(at) {
                    continue;
                }
                let Some(base) = document.service(reliance.service.as_str()) else { continue };
                under.reliances.push((service, reliance));
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

    /// The reliances on a base to which its answers belong: that of the service itself, else those of all services on
    /// the way to it.
    pub fn reliances(&self, base: &ServiceId) -> Vec<(&'d ServiceId, &'d Reliance)> {
        let mut found: Vec<(&ServiceId, &Reliance)> = Vec::new();
        let first = self.reliances.first().map(|(service, _)| &service.id);
        for (service, reliance) in &self.reliances {
            if reliance.service == *base {
                found.push((&service.id, reliance));
                if Some(&service.id) == first {
                    break;
                }
            }
        }
        found
    }

    /// A requirement on which a base answered, whatever the text has.
    pub fn judged(&self, base: &ServiceId, requirement: &str) -> Option<&'d str> {
        let mut reliances = self.reliances.iter().filter(|(_, reliance)| reliance.service == *base);
        reliances.find_map(|(_, r)| r.answers.get_key_value(requirement).map(|(id, _)| id.as_str()))
    }
}
