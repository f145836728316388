//! Repairs of identifiers, of what refers to them, and of keys that an object needs. An identifier may be made up, as it
//! says nothing; what it stands for may not.

use super::{Finder, label, near, place, values::object};
use crate::{
    document::{is_id, issue::Family},
    patch,
};
use catalog::{Layer, LayerSet};
use serde_json::Value;

impl<'a> Finder<'a> {
    /// The identifiers of a family that the document gives and that are some.
    fn known(&self, family: Family) -> Vec<&'a str> {
        let mut known = Vec::new();
        for (_, id) in place::given(self.root, family) {
            if is_id(id) {
                known.push(id);
            }
        }
        known
    }

    /// What a person calls the object at a place: by its name, else by its identifier.
    pub fn name(&self, at: &str) -> &'a str {
        let named = |key| self.text_in(at, key).filter(|text| !text.trim().is_empty());
        named("name").or_else(|| named("id")).unwrap_or("?")
    }

    /// The layers that a list names.
    pub fn layers(&self, at: &str) -> LayerSet {
        self.items(at).iter().filter_map(|item| Layer::from_id(item.as_str()?)).collect()
    }
}

/// Whether an object has this text under a key.
pub fn is(object: &Value, key: &str, text: &str) -> bool {
    object.get(key).and_then(Value::as_str) == Some(text)
}

/// A key without which an object says nothing: derived where the document tells it, chosen where there is a choice.
pub fn missing(f: &mut Finder<'_>, at: &str, key: &str) {
    let place = patch::join(at, key);
    match key {
        "id" => {
            f.remove_hollow(&label::EMPTY, at, "id");
            let Some(family) = place::family(&place) else { return };
            for id in derived(f, at, family) {
                f.offer(&label::NAME).text(&id).set_text(&place, &id);
            }
        }
        "provider" => {
            providers(f, &place);
            if f.known(Family::Provider).is_empty() {
                create(f, Family::Provider, &place, "provider", None);
            }
        }
        "service" => {
            bases(f, at, &place);
            f.discard(&place);
        }
        "layer" => {
            layers_of_share(f, at, &place);
            f.discard(&place);
        }
        "version" => f.remove_hollow(&label::QUALIFICATION, at, "version"),
        _ => f.discard(&place),
    }
}

/// Identifiers for an object that has none: the one that others refer to and nobody has, where no other object could be
/// meant; else one made of its name.
fn derived(f: &Finder<'_>, at: &str, family: Family) -> Vec<String> {
    let known = f.known(family);
    let mut dangling: Vec<&str> = Vec::new();
    for (_, id) in place::uses(f.root, family) {
        if is_id(id) && !known.contains(&id) && !dangling.contains(&id) {
            dangling.push(id);
        }
    }
    let nameless = f.items(place::above(at)).len().saturating_sub(known.len()) == 1;
    let mut ids = Vec::new();
    if let ([one], true) = (dangling.as_slice(), nameless) {
        ids.push((*one).to_owned());
    }
    let name = f.text_in(at, "name").filter(|name| !near::fold(name).is_empty());
    let kind = match family {
        Family::Service => "service",
        Family::Provider => "provider",
        Family::ThirdParty => "third-party",
        Family::Entity => "entity",
    };
    ids.push(near::free_id(name.unwrap_or(kind), &known));
    ids
}

/// The document's providers, to choose from.
fn providers(f: &mut Finder<'_>, place: &str) {
    for (at, id) in place::given(f.root, Family::Provider) {
        if is_id(id) {
            let name = f.name(place::above(&at));
            f.offer(&label::PROVIDER).text(name).set_text(place, id);
        }
    }
}

/// The services that a service does not rest on yet, to choose from.
fn bases(f: &mut Finder<'_>, reliance: &str, place: &str) {
    let relies_on = place::above(reliance);
    let own = f.text_in(place::above(relies_on), "id");
    let all = f.items(relies_on);
    for (at, id) in place::given(f.root, Family::Service) {
        let taken = own == Some(id) || all.iter().any(|r| is(r, "service", id));
        if is_id(id) && !taken && f.found.len() < 3 {
            let name = f.name(place::above(&at));
            f.offer(&label::BASE).text(name).set_text(place, id);
        }
    }
}

/// The layers that a retained share can be about: those of its reliance on which all its requirements bear.
fn layers_of_share(f: &mut Finder<'_>, share: &str, place: &str) {
    let mut layers = f.layers(&patch::join(place::above(place::above(share)), "layers"));
    if layers.is_empty() {
        layers = LayerSet::of(&Layer::ALL);
    }
    for id in f.items(&patch::join(share, "requirements")) {
        if let Some(r) = id.as_str().and_then(|id| f.catalog.requirement(id)) {
            layers = layers.intersection(r.layers);
        }
    }
    if layers.len() < 4 {
        for layer in layers.iter() {
            f.offer(&label::LAYER).layer(layer).set_text(place, layer.id());
        }
    }
}

/// Adds a provider or an entity to the document, and refers to it.
fn create(f: &mut Finder<'_>, family: Family, place: &str, id: &str, name: Option<&str>) {
    let says = match family {
        Family::Provider => &label::NEW_PROVIDER,
        Family::Entity => &label::NEW_ENTITY,
        Family::Service | Family::ThirdParty => return,
    };
    let known = f.known(family);
    let is_free = is_id(id) && !known.contains(&id);
    let id = if is_free { id.to_owned() } else { near::free_id(id, &known) };
    let keys = [("id", id.as_str()), ("name", name.unwrap_or_default())];
    // A provider that nobody has named has no name.
    let made = object(if name.is_some() { &keys } else { keys.get(..1).unwrap_or_default() });
    let end = patch::join(&patch::join("", place::list(family)), "-");
    f.offer(says).text(name.unwrap_or(&id)).set(&end, made).set_text(place, &id);
}

/// The identifiers that a reference most likely means: nearly the same, or what is called so.
fn meant<'a>(f: &Finder<'a>, family: Family, written: &str) -> Vec<&'a str> {
    let folded = near::fold(written);
    let mut meant = near::closest(written, &f.known(family));
    for (at, id) in place::given(f.root, family) {
        if is_id(id) && !folded.is_empty() && near::fold(f.name(place::above(&at))) == folded {
            meant.insert(0, id);
        }
    }
    meant
}

/// An identifier that is none: in better letters, wherever it stands.
pub fn bad(f: &mut Finder<'_>) {
    let (Some(family), Some(old)) = (place::family(f.at), f.text(f.at)) else { return };
    let given = place::given(f.root, family).into_iter().find(|(_, id)| *id == old && !old.is_empty());
    let Some((definition, _)) = given.or_else(|| f.at.ends_with("/id").then(|| (f.at.to_owned(), old)))
    else {
        return refer(f, family, old);
    };
    if near::fold(old).is_empty() {
        return missing(f, place::above(&definition), "id");
    }
    let known = f.known(family);
    let new = near::free_id(old, &known);
    let uses = place::uses(f.root, family);
    let repair = f.offer(&label::RENAME).text(old).text(&new);
    for (at, id) in uses {
        if id == old {
            repair.set_text(&at, &new);
        }
    }
}

/// The second object with an identifier.
pub fn duplicate(f: &mut Finder<'_>, family: Family) {
    let Some(id) = f.text(f.at) else { return };
    let second = place::above(f.at);
    let first = place::given(f.root, family).into_iter().find(|(_, other)| *other == id);
    if first.is_some_and(|(at, _)| f.value(place::above(&at)) == f.value(second)) {
        f.offer(&label::TWIN).text(id).remove(second);
    }
    let known = f.known(family);
    let new = near::free_id(id, &known);
    let at = f.at;
    f.offer(&label::NAME).text(&new).set_text(at, &new);
}

/// A reference to something that the document does not have.
pub fn unknown(f: &mut Finder<'_>, family: Family) {
    if let Some(written) = f.text(f.at) {
        refer(f, family, written);
    }
}

fn refer(f: &mut Finder<'_>, family: Family, written: &str) {
    for id in meant(f, family, written) {
        f.write_text(id);
    }
    let place = f.at;
    if !near::fold(written).is_empty() {
        create(f, family, place, written, Some(written));
    }
    match place::key(place) {
        ("services", "provider") => providers(f, place),
        _ => f.discard(place),
    }
}
