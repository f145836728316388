//! One way to change a document: an [`Edit`], applied to a document, gives another. Undo keeps the documents before.
//!
//! Most edits put a value at a place of an item, as the format writes it: the form, the list of problems and a file
//! all speak the same language, and the reader alone says what fits. Whatever the edit, what comes out has no error:
//! an edit that would leave one is refused, with the reader's own words.

use crate::{
    document::{
        Document, Entity, EntityId, Holding, Issue, Item, Provider, ProviderId, Reliance, Service, ServiceId,
        ThirdParty, ThirdPartyId, issue::IssueKind, read, validate::validate, write,
    },
    patch,
};
use catalog::Catalog;
use serde_json::Value;
use std::collections::BTreeMap;

/// The largest value that an edit puts somewhere, in bytes: well above any text of the format.
const LARGEST: usize = 1_000_000;

/// A change that a person makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Puts a value at a place inside an item, or takes away what stands there. `-` stands for a list's end.
    Set {
        /// The item.
        item: Item,
        /// The place inside it, as a JSON Pointer.
        path: String,
        /// The value; nothing takes it away.
        value: Option<Value>,
    },
    /// Adds something.
    Add(Addition),
    /// Removes an item, and whatever refers to it; a provider that still offers services stays.
    Remove(Item),
    /// Adds a copy of a service under another name. A decision names one service, so the copy carries no
    /// qualification, no candidacy, no plan, no judgement and nothing that a base answered or handed over.
    Duplicate {
        /// The service.
        service: ServiceId,
        /// The copy's identifier.
        copy: ServiceId,
        /// The copy's name.
        name: String,
    },
    /// Adds all that another document holds: a template, a known service. Identifiers that are taken are changed.
    Insert(Box<Document>),
    /// Puts another document in its place: a repair made on the file's own JSON.
    Replace(Box<Document>),
    /// Several edits as one.
    Several(Vec<Self>),
}

/// What can be added.
#[derive(Debug, Clone, PartialEq)]
pub enum Addition {
    /// A service.
    Service(Box<Service>),
    /// A provider.
    Provider(Provider),
    /// A third party.
    ThirdParty(Box<ThirdParty>),
    /// A legal entity.
    Entity(Entity),
    /// A holding.
    Holding(Holding),
}

impl Edit {
    /// Puts a value at a place inside an item.
    pub fn set(item: Item, path: &str, value: impl Into<Value>) -> Self {
        Self::Set { item, path: path.to_owned(), value: Some(value.into()) }
    }

    /// Takes away what stands at a place inside an item.
    pub fn unset(item: Item, path: &str) -> Self {
        Self::Set { item, path: path.to_owned(), value: None }
    }

    /// Makes a service rest on another.
    pub fn connect(service: ServiceId, base: &ServiceId) -> Self {
        let reliance = serde_json::json!({ "service": base });
        Self::set(Item::Service(service), "/relies_on/-", reliance)
    }
}

/// Why an edit cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The document has no such item, or the item no such place.
    NoSuchPlace,
    /// The identifier is taken or is none.
    BadId(String),
    /// Services still name this provider.
    InUse(ProviderId),
    /// The document would have these errors.
    Refused(Vec<Issue>),
}

/// A document after an edit, and its warnings.
///
/// # Errors
/// When the edit names something that does not exist, or would leave the document with an error.
pub fn apply(
    catalog: &Catalog,
    document: &Document,
    edit: Edit,
) -> Result<(Document, Vec<Issue>), EditError> {
    let mut next = document.clone();
    let by_place = matches!(edit, Edit::Set { .. } | Edit::Add(_) | Edit::Remove(_) | Edit::Duplicate { .. });
    change(&mut next, edit)?;
    let issues = if by_place {
        validate(catalog, &next)
    } else {
        // Whole documents come from elsewhere: they are held to all that a file is held to.
        match read(catalog, write::to_text(&next).as_bytes()) {
            Ok((_, issues)) => issues,
            Err(_) => return Err(EditError::NoSuchPlace),
        }
    };
    refuse(&issues)?;
    Ok((next, issues))
}

fn refuse(issues: &[Issue]) -> Result<(), EditError> {
    let errors: Vec<Issue> = issues.iter().filter(|i| i.is_error()).cloned().collect();
    if errors.is_empty() { Ok(()) } else { Err(EditError::Refused(errors)) }
}

fn change(next: &mut Document, edit: Edit) -> Result<(), EditError> {
    match edit {
        Edit::Set { item, path, value } => set(next, item, &path, value),
        Edit::Add(addition) => add(next, addition),
        Edit::Remove(item) => remove(next, &item),
        Edit::Duplicate { service, copy, name } => {
            let mut original = next.service(service.as_str()).ok_or(EditError::NoSuchPlace)?.clone();
            let serves = next.third_parties.iter_mut().filter(|t| t.serves.contains(&service));
            serves.for_each(|t| t.serves.push(copy.clone()));
            for reliance in &mut original.relies_on {
                reliance.answers.clear();
                reliance.collected.clear();
            }
            let service = Service {
                id: copy,
                name,
                qualifications: Vec::new(),
                candidacy: None,
                plan: None,
                judgements: BTreeMap::new(),
                column: None,
                ..original
            };
            add(next, Addition::Service(Box::new(service)))
        }
        Edit::Insert(addition) => {
            merge(next, *addition);
            Ok(())
        }
        Edit::Replace(document) => {
            *next = *document;
            Ok(())
        }
        Edit::Several(edits) => several(next, edits),
    }
}

/// Edits one after the other. What people said of hundreds of requirements is put into the same item: it is written out
/// and read back once for all that follow one another.
fn several(next: &mut Document, edits: Vec<Edit>) -> Result<(), EditError> {
    let mut open: Option<(Item, Value)> = None;
    for edit in edits {
        match edit {
            Edit::Set { item, path, value }
                if path.starts_with("/judgements/") || path.starts_with("/answers/") =>
            {
                if open.as_ref().is_none_or(|(here, _)| *here != item) {
                    close(next, open.take())?;
                    let whole = item.value(next).ok_or(EditError::NoSuchPlace)?;
                    open = Some((item, whole));
                }
                if let Some((item, whole)) = &mut open {
                    put(next, item, whole, &path, value)?;
                }
            }
            edit => {
                close(next, open.take())?;
                change(next, edit)?;
            }
        }
    }
    close(next, open)
}

fn close(next: &mut Document, open: Option<(Item, Value)>) -> Result<(), EditError> {
    let Some((item, whole)) = open else { return Ok(()) };
    let issues = item.put(next, whole).ok_or(EditError::NoSuchPlace)?;
    refuse(&issues)
}

fn set(next: &mut Document, item: Item, path: &str, value: Option<Value>) -> Result<(), EditError> {
    let mut whole = item.value(next).ok_or(EditError::NoSuchPlace)?;
    put(next, &item, &mut whole, path, value)?;
    close(next, Some((item, whole)))
}

/// Puts a value at a place of an item that is written out, or takes away what stands there.
fn put(
    next: &Document,
    item: &Item,
    whole: &mut Value,
    path: &str,
    value: Option<Value>,
) -> Result<(), EditError> {
    // What identifies an item is not a field of it: renaming would leave references behind. The lists of the document
    // are items of their own.
    let first = path.split('/').nth(1).unwrap_or_default();
    let barred = match item {
        Item::Document => {
            ["format", "providers", "services", "third_parties", "entities", "holdings"].contains(&first)
        }
        Item::Reliance { .. } => first == "service",
        Item::Holding(_) => false,
        _ => first == "id",
    };
    if first.is_empty() || barred {
        return Err(EditError::NoSuchPlace);
    }
    // The reader goes no deeper than JSON is read; no place of the format lies anywhere near.
    if path.split('/').count() > 12
        || value.as_ref().is_some_and(|v| depth(v) > 32 || v.to_string().len() > LARGEST)
    {
        return Err(EditError::NoSuchPlace);
    }
    if let (Item::Service(service), "/relies_on/-", Some(base)) = (item, path, &value)
        && let Some(base) = base.get("service").and_then(Value::as_str)
        && next
            .service(service.as_str())
            .is_some_and(|s| s.relies_on.iter().any(|r| r.service.as_str() == base))
    {
        let kind = IssueKind::DuplicateReliance { service: service.0.clone(), base: base.to_owned() };
        return Err(EditError::Refused(vec![Issue::new(item.at(next).unwrap_or_default(), kind)]));
    }
    let done = match value {
        Some(value) => patch::set(whole, path, value),
        None => {
            let done = patch::remove(whole, path).is_some();
            // What then says nothing goes too: an empty candidacy would still make a candidate. Lists of layers stay,
            // for none at all is something said.
            let mut place = path;
            while let Some((above, _)) = patch::split(place).filter(|(above, _)| !above.is_empty()) {
                let key = patch::split(above).map(|(_, key)| key).unwrap_or_default();
                let says_nothing = whole.pointer(above).is_some_and(|v| match v {
                    Value::Object(map) => map.is_empty() && key.parse::<usize>().is_err(),
                    Value::Array(list) => list.is_empty() && key == "evidence",
                    _ => false,
                });
                if !says_nothing {
                    break;
                }
                patch::remove(whole, above);
                place = above;
            }
            done
        }
    };
    if done { Ok(()) } else { Err(EditError::NoSuchPlace) }
}

/// How deep a value is nested.
fn depth(value: &Value) -> usize {
    // One level at a time: a value that is nested too deep must not be followed to its end by calls.
    let mut level: Vec<&Value> = vec![value];
    let mut depth = 0;
    while !level.is_empty() && depth <= 64 {
        depth += 1;
        level = level
            .into_iter()
            .flat_map(|v| -> Vec<&Value> {
                match v {
                    Value::Array(list) => list.iter().collect(),
                    Value::Object(map) => map.values().collect(),
                    _ => Vec::new(),
                }
            })
            .collect();
    }
    depth
}

fn add(next: &mut Document, addition: Addition) -> Result<(), EditError> {
    let (item, is_taken) = match &addition {
        Addition::Service(s) => (Item::Service(s.id.clone()), next.service(s.id.as_str()).is_some()),
        Addition::Provider(p) => (Item::Provider(p.id.clone()), next.provider(&p.id).is_some()),
        Addition::ThirdParty(t) => {
            (Item::ThirdParty(t.id.clone()), next.third_parties.iter().any(|x| x.id == t.id))
        }
        Addition::Entity(e) => (Item::Entity(e.id.clone()), next.entities.iter().any(|x| x.id == e.id)),
        // A holding has no identifier of its own.
        Addition::Holding(_) => (Item::Holding(next.holdings.len()), false),
    };
    let id = match &item {
        Item::Service(id) => id.as_str(),
        Item::Provider(id) => id.as_str(),
        Item::ThirdParty(id) => id.as_str(),
        Item::Entity(id) => id.as_str(),
        _ => "-",
    };
    if is_taken || !crate::document::is_id(id) {
        return Err(EditError::BadId(id.to_owned()));
    }
    match addition {
        Addition::Service(s) => next.services.push(*s),
        Addition::Provider(p) => next.providers.push(p),
        Addition::ThirdParty(t) => next.third_parties.push(*t),
        Addition::Entity(e) => next.entities.push(e),
        Addition::Holding(h) => next.holdings.push(h),
    }
    // What is added is held to what a file is held to: names of a length, texts, days.
    let whole = item.value(next).filter(|v| depth(v) <= 32).ok_or(EditError::NoSuchPlace)?;
    let issues = item.put(next, whole).ok_or(EditError::NoSuchPlace)?;
    refuse(&issues)
}

fn remove(next: &mut Document, item: &Item) -> Result<(), EditError> {
    // Whatever the document does not have cannot be removed.
    item.at(next).filter(|_| *item != Item::Document).ok_or(EditError::NoSuchPlace)?;
    match item {
        Item::Document => {}
        Item::Service(id) => {
            next.services.retain(|s| s.id != *id);
            for service in &mut next.services {
                service.relies_on.retain(|r| r.service != *id);
            }
            for third in &mut next.third_parties {
                third.serves.retain(|s| s != id);
            }
        }
        Item::Reliance { service, base } => {
            for s in next.services.iter_mut().filter(|s| s.id == *service) {
                s.relies_on.retain(|r| r.service != *base);
            }
        }
        Item::ThirdParty(id) => next.third_parties.retain(|t| t.id != *id),
        Item::Provider(id) => {
            if next.services.iter().any(|s| s.provider == *id) {
                return Err(EditError::InUse(id.clone()));
            }
            next.providers.retain(|p| p.id != *id);
        }
        Item::Entity(id) => {
            next.entities.retain(|e| e.id != *id);
            next.holdings.retain(|h| h.holder != *id && h.held != *id);
            let providers = next.providers.iter_mut().map(|p| &mut p.entity);
            let thirds = next.third_parties.iter_mut().map(|t| &mut t.entity);
            for entity in providers.chain(thirds) {
                *entity = entity.take().filter(|e| e != id);
            }
        }
        Item::Holding(i) => {
            next.holdings.remove(*i);
        }
    }
    Ok(())
}

/// An identifier from a name, free among those taken: letters without accents, digits and hyphens.
pub fn free_id(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            c => c,
        };
        if plain.is_ascii_alphanumeric() {
            slug.push(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "item" } else { slug };
    let mut id = slug.to_owned();
    let mut n = 2_u32;
    while is_taken(&id) {
        id = format!("{slug}-{n}");
        n = n.saturating_add(1);
    }
    id
}

/// An identifier as it is where it is free, else one like it.
fn fresh(id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if crate::document::is_id(id) && !is_taken(id) { id.to_owned() } else { free_id(id, is_taken) }
}

/// Adds to a document all that another holds, and gives the identifiers that its services then have. An entity or a
/// provider that the document has already, under the same identifier and name and with the same legal person, is taken
/// for the same.
pub fn merge(next: &mut Document, addition: Document) -> Vec<ServiceId> {
    // Only what stood there before can be the same: two of the addition stay two.
    let (entities_before, providers_before) = (next.entities.len(), next.providers.len());
    let mut entities: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for mut entity in addition.entities {
        let mut before = next.entities.iter().take(entities_before);
        let same = before.any(|k| k.id == entity.id && k.name == entity.name);
        let id = if same {
            entity.id.clone()
        } else {
            EntityId(fresh(entity.id.as_str(), |id| next.entities.iter().any(|e| e.id.as_str() == id)))
        };
        entities.insert(entity.id.clone(), id.clone());
        if !same {
            entity.id = id;
            next.entities.push(entity);
        }
    }
    let entity_of = |id: EntityId| entities.get(&id).cloned().unwrap_or(id);
    let mut providers: BTreeMap<ProviderId, ProviderId> = BTreeMap::new();
    for mut provider in addition.providers {
        provider.entity = provider.entity.map(entity_of);
        let mut before = next.providers.iter().take(providers_before);
        let same =
            before.any(|k| k.id == provider.id && k.name == provider.name && k.entity == provider.entity);
        let id = if same {
            provider.id.clone()
        } else {
            ProviderId(fresh(provider.id.as_str(), |id| next.providers.iter().any(|p| p.id.as_str() == id)))
        };
        providers.insert(provider.id.clone(), id.clone());
        if !same {
            provider.id = id;
            next.providers.push(provider);
        }
    }
    let mut services: BTreeMap<ServiceId, ServiceId> = BTreeMap::new();
    for service in &addition.services {
        let is_taken = |id: &str| next.service(id).is_some() || services.values().any(|s| s.as_str() == id);
        let id = ServiceId(fresh(service.id.as_str(), is_taken));
        services.insert(service.id.clone(), id);
    }
    let service_of = |id: ServiceId| services.get(&id).cloned().unwrap_or(id);
    let mut added = Vec::with_capacity(addition.services.len());
    for mut service in addition.services {
        service.id = service_of(service.id);
        added.push(service.id.clone());
        service.provider = providers.get(&service.provider).cloned().unwrap_or(service.provider);
        service.column = None;
        for Reliance { service, .. } in &mut service.relies_on {
            *service = service_of(std::mem::take(service));
        }
        next.services.push(service);
    }
    for mut third in addition.third_parties {
        let is_taken = |id: &str| next.third_parties.iter().any(|t| t.id.as_str() == id);
        third.id = ThirdPartyId(fresh(third.id.as_str(), is_taken));
        third.entity = third.entity.map(entity_of);
        third.serves = third.serves.into_iter().map(service_of).collect();
        next.third_parties.push(third);
    }
    for mut holding in addition.holdings {
        holding.holder = entity_of(holding.holder);
        holding.held = entity_of(holding.held);
        if !next.holdings.contains(&holding) {
            next.holdings.push(holding);
        }
    }
    added
}

/// The services on which a service can come to rest: not itself, no base that it has, none that rests on it.
pub fn bases_open_to<'d>(document: &'d Document, service: &ServiceId) -> Vec<&'d Service> {
    // Whoever rests on the service, directly or not.
    let mut clients = vec![service];
    let mut at = 0;
    while let Some(id) = clients.get(at).copied() {
        for s in document.services.iter().filter(|s| s.relies_on.iter().any(|r| r.service == *id)) {
            if !clients.contains(&&s.id) {
                clients.push(&s.id);
            }
        }
        at += 1;
    }
    let has = document.service(service.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default();
    document
        .services
        .iter()
        .filter(|s| !clients.contains(&&s.id) && !has.iter().any(|r| r.service == s.id))
        .collect()
}
