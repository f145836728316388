//! The things of a document that a person can point at, and each of them as a JSON value on its own. The form, the
//! outline, the diagram and the list of problems all speak of the same [`Item`].

use super::{Document, EntityId, Issue, ProviderId, ServiceId, ThirdPartyId, fields::Fields, read, write};
use serde_json::Value;

/// Something that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Item {
    /// The document itself: its title, days, readings, note.
    #[default]
    Document,
    /// A service.
    Service(ServiceId),
    /// That a service rests on another.
    Reliance {
        /// Who relies.
        service: ServiceId,
        /// On what.
        base: ServiceId,
    },
    /// A third party.
    ThirdParty(ThirdPartyId),
    /// A provider.
    Provider(ProviderId),
    /// A legal entity.
    Entity(EntityId),
    /// What one entity holds of another: its place in the list.
    Holding(usize),
}

impl Item {
    /// Its JSON Pointer, where the document has it.
    pub fn at(&self, document: &Document) -> Option<String> {
        let d = document;
        match self {
            Self::Document => Some(String::new()),
            Self::Service(id) => Some(format!("/services/{}", d.services.iter().position(|s| s.id == *id)?)),
            Self::Reliance { service, base } => {
                let i = d.services.iter().position(|s| s.id == *service)?;
                let j = d.services.get(i)?.relies_on.iter().position(|r| r.service == *base)?;
                Some(format!("/services/{i}/relies_on/{j}"))
            }
            Self::ThirdParty(id) => {
                Some(format!("/third_parties/{}", d.third_parties.iter().position(|t| t.id == *id)?))
            }
            Self::Provider(id) => {
                Some(format!("/providers/{}", d.providers.iter().position(|p| p.id == *id)?))
            }
            Self::Entity(id) => Some(format!("/entities/{}", d.entities.iter().position(|e| e.id == *id)?)),
            Self::Holding(i) => d.holdings.get(*i).map(|_| format!("/holdings/{i}")),
        }
    }

    /// The item at or above a place of a document, and the rest of the pointer inside it.
    pub fn of(document: &Document, at: &str) -> (Self, String) {
        let mut tokens = at.split('/').skip(1);
        let (list, index) = (tokens.next().unwrap_or_default(), tokens.next());
        let inside = |item: Self, skip: usize| {
            let rest: Vec<&str> = at.split('/').skip(1 + skip).collect();
            let rest = if rest.is_empty() { String::new() } else { format!("/{}", rest.join("/")) };
            (item, rest)
        };
        let whole = || (Self::Document, at.to_owned());
        let Some(index) = index.and_then(|i| i.parse::<usize>().ok()) else { return whole() };
        let d = document;
        let item = match list {
            "services" => {
                let Some(service) = d.services.get(index) else { return whole() };
                let base = (tokens.next() == Some("relies_on"))
                    .then(|| tokens.next()?.parse::<usize>().ok())
                    .flatten()
                    .and_then(|j| service.relies_on.get(j));
                // Of two reliances on one base only the first can be pointed at: the second is a place of its service.
                let first = |r: &&super::Reliance| {
                    service
                        .relies_on
                        .iter()
                        .find(|o| o.service == r.service)
                        .is_some_and(|o| std::ptr::eq(o, *r))
                };
                if let Some(reliance) = base.filter(first) {
                    let base = reliance.service.clone();
                    return inside(Self::Reliance { service: service.id.clone(), base }, 4);
                }
                Some(Self::Service(service.id.clone()))
            }
            "third_parties" => d.third_parties.get(index).map(|t| Self::ThirdParty(t.id.clone())),
            "providers" => d.providers.get(index).map(|p| Self::Provider(p.id.clone())),
            "entities" => d.entities.get(index).map(|e| Self::Entity(e.id.clone())),
            "holdings" => d.holdings.get(index).map(|_| Self::Holding(index)),
            _ => None,
        };
        item.map_or_else(whole, |item| inside(item, 2))
    }

    /// The item as a JSON value.
    pub fn value(&self, document: &Document) -> Option<Value> {
        let d = document;
        match self {
            Self::Document => Some(write::to_value(&head(d))),
            Self::Service(id) => d.service(id.as_str()).map(write::service),
            Self::Reliance { service, base } => {
                let service = d.service(service.as_str())?;
                service.relies_on.iter().find(|r| r.service == *base).map(write::reliance)
            }
            Self::ThirdParty(id) => d.third_parties.iter().find(|t| t.id == *id).map(write::third_party),
            Self::Provider(id) => d.provider(id).map(write::provider),
            Self::Entity(id) => d.entities.iter().find(|e| e.id == *id).map(write::entity),
            Self::Holding(i) => d.holdings.get(*i).map(write::holding),
        }
    }

    /// Puts a value in the place of the item. Gives what the reader found wrong in it: where that is an error, the
    /// document holds less than the value said and must not be kept.
    pub fn put(&self, document: &mut Document, value: Value) -> Option<Vec<Issue>> {
        let at = self.at(document)?;
        let mut issues = Vec::new();
        let d = document;
        let fields = Fields::of(value, at, &mut issues);
        if let Some(f) = fields {
            match self {
                Self::Document => {
                    let read = read::document(f);
                    *d = Document {
                        providers: std::mem::take(&mut d.providers),
                        services: std::mem::take(&mut d.services),
                        third_parties: std::mem::take(&mut d.third_parties),
                        entities: std::mem::take(&mut d.entities),
                        holdings: std::mem::take(&mut d.holdings),
                        ..read
                    };
                }
                Self::Service(id) => *d.services.iter_mut().find(|s| s.id == *id)? = read::service(f),
                Self::Reliance { service, base } => {
                    let service = d.services.iter_mut().find(|s| s.id == *service)?;
                    *service.relies_on.iter_mut().find(|r| r.service == *base)? = read::reliance(f);
                }
                Self::ThirdParty(id) => {
                    *d.third_parties.iter_mut().find(|t| t.id == *id)? = read::third_party(f);
                }
                Self::Provider(id) => *d.providers.iter_mut().find(|p| p.id == *id)? = read::provider(f),
                Self::Entity(id) => *d.entities.iter_mut().find(|e| e.id == *id)? = read::entity(f),
                Self::Holding(i) => *d.holdings.get_mut(*i)? = read::holding(f),
            }
        }
        Some(issues)
    }
}

/// The document without its lists.
fn head(d: &Document) -> Document {
    Document {
        title: d.title.clone(),
        ruleset: d.ruleset.clone(),
        as_of: d.as_of,
        horizon: d.horizon,
        readings: d.readings.clone(),
        note: d.note.clone(),
        sources: d.sources.clone(),
        extra: d.extra.clone(),
        ..Document::default()
    }
}
