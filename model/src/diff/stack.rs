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
            let pairs = pairs(list, take(&mut old, list), take(&mut new, list));
            for pair in pairs {
                if list == "services" {
                    services.extend(service(pair));
                } else {
                    others.extend(item(list, "", &pair));
                }
            }
        }
        let places = places(&old, &new);
        if !places.is_empty() {
            let (item, fate) = (Item::Document, Fate::Changed);
            others.insert(0, ItemChange { item, name: after.document.title.clone(), fate, places });
        }
    }
    // How a service stands hangs on the day as well: those that are written alike may stand otherwise.
    for side in [before, after] {
        for s in &side.document.services {
            if !services.iter().any(|c: &ServiceChange| c.service == s.id) {
                services.push(ServiceChange {
                    service: s.id.clone(),
                    name: crate::trace::name(side.document, &s.id),
                    fate: Fate::Kept,
                    places: Vec::new(),
                    reliances: Vec::new(),
                    before: None,
                    after: None,
                });
            }
        }
    }
    for change in &mut services {
        let stands = |side: Side<'_>| {
            side.document.service(change.service.as_str()).map(|s| standing(s, side.question.as_of))
        };
        (change.before, change.after) = (stands(before), stands(after));
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

/// What became of one item; nothing where it is written alike. `within` is the service of a reliance.
fn item(list: &str, within: &str, (before, after): &Pair) -> Option<ItemChange> {
    let (at, value) = after.as_ref().or(before.as_ref())?;
    let (fate, places) = match (before, after) {
        (Some((_, before)), Some((_, after))) => (Fate::Changed, places(before, after)),
        (None, _) => (Fate::Added, Vec::new()),
        _ => (Fate::Removed, Vec::new()),
    };
    if fate == Fate::Changed && places.is_empty() {
        return None;
    }
    let id = text(value, "id");
    let item = match list {
        "providers" => Item::Provider(id.into()),
        "third_parties" => Item::ThirdParty(id.into()),
        "entities" => Item::Entity(id.into()),
        "holdings" => Item::Holding(*at),
        "relies_on" => Item::Reliance { service: within.into(), base: text(value, "service").into() },
        _ => Item::Service(id.into()),
    };
    let name = match text(value, "name") {
        "" => keys(list).iter().map(|key| text(value, key)).collect::<Vec<_>>().join(" → "),
        name => name.to_owned(),
    };
    Some(ItemChange { item, name, fate, places })
}

fn service((mut before, mut after): Pair) -> Option<ServiceChange> {
    let value = after.as_ref().or(before.as_ref()).map(|(_, v)| v)?;
    let id = text(value, "id").to_owned();
    let name = match text(value, "name") {
        "" => id.clone(),
        name => name.to_owned(),
    };
    let (mut fate, mut places_of, mut reliances) = (Fate::Changed, Vec::new(), Vec::new());
    match (&mut before, &mut after) {
        (Some((_, before)), Some((_, after))) => {
            let both = pairs("relies_on", take(before, "relies_on"), take(after, "relies_on"));
            reliances.extend(both.iter().filter_map(|pair| item("relies_on", &id, pair)));
            places_of = places(before, after);
            if places_of.is_empty() && reliances.is_empty() {
                fate = Fate::Kept;
            }
        }
        (None, _) => fate = Fate::Added,
        _ => fate = Fate::Removed,
    }
    let (before, after) = (None, None);
    Some(ServiceChange {
        service: id.as_str().into(),
        name,
        fate,
        places: places_of,
        reliances,
        before,
        after,
    })
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
