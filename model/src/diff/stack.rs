//! What changed in the stacks, as the documents write it. Things are matched by their identifiers, reliances by their
//! base, holdings by who holds whom; the order of a list says nothing. What follows from it is no business of this
//! module, but for how each service stands.

use super::Side;
use crate::{
    document::{Item, ServiceId, join, write},
    overview::{Standing, standing},
};
use serde_json::Value;
use std::cmp::Ordering;

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Only the second side has it.
    Added,
    /// Only the first side has it.
    Removed,
    /// Both have it, written otherwise.
    Changed,
    /// Both have it, written alike.
    Kept,
}

impl Fate {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Kept => "kept",
        }
    }
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceChange {
    /// Its place inside the item, as a JSON Pointer.
    pub at: String,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there.
    pub after: Option<Value>,
}

/// That an item came, went or is written otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemChange {
    /// The item, where the second side has it as that side names it.
    pub item: Item,
    /// What it is called.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
    /// The values that differ, where both sides have it.
    pub places: Vec<PlaceChange>,
}

/// That a service came, went, is written otherwise or stands otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceChange {
    /// The service.
    pub service: ServiceId,
    /// What it is called.
    pub name: String,
    /// What became of it; kept where only its standing differs. Its reliances count as written in it.
    pub fate: Fate,
    /// The values that differ, those of its reliances aside.
    pub places: Vec<PlaceChange>,
    /// Its reliances, where both sides have the service.
    pub reliances: Vec<ItemChange>,
    /// Whether it is qualified, on the first side's day.
    pub before: Option<Standing>,
    /// Whether it is qualified, on the second side's day.
    pub after: Option<Standing>,
}

/// The lists of a document that hold items.
const LISTS: [&str; 5] = ["services", "providers", "third_parties", "entities", "holdings"];

/// What changed in the services, and what changed elsewhere in the documents.
pub(super) fn compare(before: Side<'_>, after: Side<'_>) -> (Vec<ServiceChange>, Vec<ItemChange>) {
    let (mut services, mut others) = (Vec::new(), Vec::new());
    if before.document != after.document {
        let (mut old, mut new) = (write::to_value(before.document), write::to_value(after.document));
        for list in LISTS {
            for pair in pairs(list, take(&mut old, list), take(&mut new, list)) {
                if list == "services" {
                    services.push(service(pair));
                } else {
                    others.push(item(list, "", &pair));
                }
            }
        }
        // What is left are the document's own keys.
        others.push(item("", "", &(Some((0, old)), Some((0, new)))));
        others.rotate_right(1);
        others.retain(|c| c.fate != Fate::Kept);
    } else {
        for s in &before.document.services {
            services.push(ServiceChange {
                service: s.id.clone(),
                name: before.document.called(&s.id),
                fate: Fate::Kept,
                places: Vec::new(),
                reliances: Vec::new(),
                before: None,
                after: None,
            });
        }
    }
    // How a service stands hangs on the day as well: those that are written alike may stand otherwise.
    for change in &mut services {
        let stands = |side: Side<'_>| {
            side.document.service(change.service.as_str()).map(|s| standing(s, side.question.as_of))
        };
        (change.before, change.after) = (stands(before), stands(after));
        // A reliance is told by what its base is called where it stands.
        for reliance in &mut change.reliances {
            if let Item::Reliance { base, .. } = &reliance.item {
                let side = if reliance.fate == Fate::Removed { before } else { after };
                reliance.name = side.document.called(base);
            }
        }
    }
    services.retain(|c| c.fate != Fate::Kept || c.before != c.after);
    crate::sorted::by(&mut services, |a, b| a.service.cmp(&b.service));
    (services, others)
}

/// Takes a list out of an object, the places of its members kept.
fn take(value: &mut Value, key: &str) -> Vec<(usize, Value)> {
    match value.as_object_mut().and_then(|o| o.shift_remove(key)) {
        Some(Value::Array(list)) => list.into_iter().enumerate().collect(),
        _ => Vec::new(),
    }
}

/// A text of an object.
fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The keys by which the members of a list are matched.
fn keys(list: &str) -> &'static [&'static str] {
    match list {
        "holdings" => &["holder", "held"],
        "relies_on" => &["service"],
        _ => &["id"],
    }
}

type Pair = (Option<(usize, Value)>, Option<(usize, Value)>);

/// The members of two lists, matched: of those with the same key the first goes with the first. In the order of keys.
fn pairs(list: &str, mut old: Vec<(usize, Value)>, mut new: Vec<(usize, Value)>) -> Vec<Pair> {
    let keys = keys(list);
    let compare = |a: &(usize, Value), b: &(usize, Value)| {
        keys.iter()
            .map(|key| text(&a.1, key).cmp(text(&b.1, key)))
            .find(|o| *o != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    };
    crate::sorted::by(&mut old, compare);
    crate::sorted::by(&mut new, compare);
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    let mut pairs = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(b), Some(a)) => compare(b, a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return pairs,
        };
        let before = if order == Ordering::Greater { None } else { old.next() };
        let after = if order == Ordering::Less { None } else { new.next() };
        pairs.push((before, after));
    }
}

/// What became of one item. `within` is the service of a reliance.
fn item(list: &str, within: &str, (before, after): &Pair) -> ItemChange {
    let (fate, places) = match (before, after) {
        (Some((_, before)), Some((_, after))) => match places(before, after) {
            none if none.is_empty() => (Fate::Kept, none),
            places => (Fate::Changed, places),
        },
        (None, _) => (Fate::Added, Vec::new()),
        _ => (Fate::Removed, Vec::new()),
    };
    let nothing = (0, Value::Null);
    let (at, value) = after.as_ref().or(before.as_ref()).unwrap_or(&nothing);
    let id = text(value, "id");
    let item = match list {
        "services" => Item::Service(id.into()),
        "providers" => Item::Provider(id.into()),
        "third_parties" => Item::ThirdParty(id.into()),
        "entities" => Item::Entity(id.into()),
        "holdings" => Item::Holding(*at),
        "relies_on" => Item::Reliance { service: within.into(), base: text(value, "service").into() },
        _ => Item::Document,
    };
    let called = text(value, if item == Item::Document { "title" } else { "name" });
    let mut name = called.to_owned();
    if called.is_empty() {
        for key in keys(list) {
            if !name.is_empty() {
                name.push_str(" → ");
            }
            name.push_str(text(value, key));
        }
    }
    ItemChange { item, name, fate, places }
}

fn service(mut pair: Pair) -> ServiceChange {
    let mut relies_on = [Vec::new(), Vec::new()];
    for (side, list) in [&mut pair.0, &mut pair.1].into_iter().zip(&mut relies_on) {
        if let Some((_, value)) = side {
            *list = take(value, "relies_on");
        }
    }
    let ItemChange { item: whole, name, mut fate, places } = item("services", "", &pair);
    let service = if let Item::Service(id) = whole { id } else { ServiceId::default() };
    let mut reliances = Vec::new();
    // Those of a service that came or went came or went with it.
    if let (Some(_), Some(_), [before, after]) = (&pair.0, &pair.1, relies_on) {
        for pair in pairs("relies_on", before, after) {
            reliances.push(item("relies_on", service.as_str(), &pair));
        }
    }
    reliances.retain(|r| r.fate != Fate::Kept);
    if !reliances.is_empty() {
        fate = Fate::Changed;
    }
    ServiceChange { service, name, fate, places, reliances, before: None, after: None }
}

/// The places where two values differ, the deepest that both have. Lists of which one continues the other differ in
/// what follows; other lists of unequal length differ as wholes.
fn places(before: &Value, after: &Value) -> Vec<PlaceChange> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Option<&Value>, Option<&Value>)> =
        vec![(String::new(), Some(before), Some(after))];
    while let Some((at, before, after)) = open.pop() {
        match (before, after) {
            (Some(b), Some(a)) if b == a => {}
            (Some(Value::Object(b)), Some(Value::Object(a))) => {
                for (key, value) in b {
                    open.push((join(&at, key), Some(value), a.get(key)));
                }
                for (key, value) in a.iter().filter(|(key, _)| !b.contains_key(*key)) {
                    open.push((join(&at, key), None, Some(value)));
                }
            }
            (Some(Value::Array(b)), Some(Value::Array(a))) if follows(b, a) => {
                for i in 0..b.len().max(a.len()) {
                    open.push((join(&at, &i.to_string()), b.get(i), a.get(i)));
                }
            }
            _ => found.push(PlaceChange { at, before: before.cloned(), after: after.cloned() }),
        }
    }
    crate::sorted::by(&mut found, |x, y| x.at.cmp(&y.at));
    found
}

/// Whether two lists can be told apart member by member: lists of objects that are as long as each other, or of which
/// one goes on where the other ends.
fn follows(before: &[Value], after: &[Value]) -> bool {
    let objects = before.iter().chain(after).all(Value::is_object);
    objects && (before.len() == after.len() || before.iter().zip(after).all(|(b, a)| b == a))
}
