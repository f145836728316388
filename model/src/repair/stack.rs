//! Repairs of what holds between the parts of a document: reliances and their circles, layers, shares, reserves, the
//! dates of a qualification, holdings.

use super::{
    Finder, ids,
    label::{self, Says},
    place,
};
use crate::{Date, patch, qualification::YEARS};
use catalog::{Activity, Layer, LayerSet};
use serde_json::{Map, Value};

/// A service without activity: the one that the layers it operates tell, else a choice.
pub fn activity(f: &mut Finder<'_>) {
    let here = f.at;
    let layers = f.layers(&patch::join(place::above(here), "layers"));
    let mut choices: Vec<Activity> =
        Activity::ALL.into_iter().filter(|a| !a.own_layers().intersection(layers).is_empty()).collect();
    if choices.len() != 1 {
        choices.clear();
    }
    choices.extend(Activity::ALL);
    for activity in choices {
        let value = Value::Array(vec![activity.id().into()]);
        f.offer(&label::ACTIVITY).text(activity.name()).set(here, value);
    }
}

/// Services in a circle: without one of its reliances. First the one that leads the furthest up, as a SaaS rests on an
/// IaaS more often than an IaaS on a SaaS.
pub fn cycle(f: &mut Finder<'_>, services: &[String]) {
    let mut links = Vec::new();
    for (from, to) in services.iter().zip(services.iter().cycle().skip(1)) {
        if let (Some(upper), Some(base)) = (service(f, from), service(f, to)) {
            links.push((height(f, &base) - height(f, &upper), upper, base, to));
        }
    }
    for step in (-3..=3).rev() {
        for (_, upper, base, to) in links.iter().filter(|link| link.0 == step) {
            let (from, to_name) = (f.name(upper), f.name(base));
            let relies_on = patch::join(upper, "relies_on");
            let all = f.items(&relies_on);
            let repair = f.offer(&label::LINK).text(from).text(to_name);
            // From the last to the first: what is taken away moves those behind it.
            for (i, reliance) in all.iter().enumerate().rev() {
                if ids::is(reliance, "service", to) {
                    repair.remove(&patch::join(&relies_on, &i.to_string()));
                }
            }
        }
    }
}

/// The place of a service.
fn service(f: &Finder<'_>, id: &str) -> Option<String> {
    let at = f.items("/services").iter().position(|s| ids::is(s, "id", id))?;
    Some(patch::join("/services", &at.to_string()))
}

/// The highest of its activities, from the ground.
fn height(f: &Finder<'_>, at: &str) -> i8 {
    let activities = f.items(&patch::join(at, "activities"));
    let known = activities.iter().filter_map(|a| Activity::from_id(a.as_str()?));
    known.max().map_or(0, |a| a as i8)
}

/// Two reliances on one base: joined, or without the second.
pub fn duplicate(f: &mut Finder<'_>) {
    let second = f.at;
    let list = place::above(second);
    let Some(base) = f.text_in(second, "service") else { return };
    let first = f.items(list).iter().position(|r| ids::is(r, "service", base)).unwrap_or_default();
    let at = patch::join(list, &first.to_string());
    if let (Some(Value::Object(one)), Some(Value::Object(other))) = (f.value(&at), f.value(second)) {
        let joined = join(one, other);
        f.offer(&label::JOIN).text(base).set(&at, joined.into()).remove(second);
    }
    f.offer(&label::RELIANCE).text(base).remove(second);
}

/// One reliance that brings what two brought.
fn join(first: &Map<String, Value>, second: &Map<String, Value>) -> Map<String, Value> {
    let mut joined = first.clone();
    for (key, value) in second {
        match (key.as_str(), joined.get_mut(key), value) {
            ("layers" | "retained", Some(Value::Array(items)), Value::Array(more)) => {
                for item in more {
                    if !items.contains(item) {
                        items.push(item.clone());
                    }
                }
            }
            ("note", Some(Value::String(note)), Value::String(more)) if note != more => {
                note.push('\n');
                note.push_str(more);
            }
            (_, None, _) => {
                joined.insert(key.clone(), value.clone());
            }
            _ => {}
        }
    }
    // Left out, `layers` means all: that of the two which names none asks for more.
    let names = |r: &Map<String, Value>| r.get("layers").is_some_and(Value::is_array);
    if !(names(first) && names(second)) {
        joined.shift_remove("layers");
    }
    joined
}

/// Takes a layer out of the list at the place of the issue, and says whether nothing is left of it then.
fn without(f: &mut Finder<'_>, layer: Layer, says: &'static Says, last: &'static Says) -> bool {
    let list = f.at;
    let rest: Vec<Value> = f.items(list).iter().filter(|l| l.as_str() != Some(layer.id())).cloned().collect();
    let empty = rest.is_empty();
    f.offer(if empty { last } else { says }).layer(layer).set(list, rest.into());
    empty
}

/// Says that a service operates a layer, where it says what it operates.
fn operates(f: &mut Finder<'_>, service: &str, layer: Layer) {
    let layers = patch::join(service, "layers");
    if f.value(&layers).is_some_and(Value::is_array) {
        let name = f.name(service);
        f.offer(&label::OPERATES).text(name).layer(layer).set_text(&patch::join(&layers, "-"), layer.id());
    }
}

/// A reliance that names a layer which its base does not have.
pub fn not_offered(f: &mut Finder<'_>, layer: Layer, base: &str) {
    let empty = without(f, layer, &label::LAYER_OUT, &label::LAST_LAYER);
    if let Some(base) = service(f, base) {
        operates(f, &base, layer);
    }
    if empty {
        f.discard(f.at);
    }
}

/// A qualification that covers a layer which its service does not have.
pub fn not_held(f: &mut Finder<'_>, layer: Layer) {
    without(f, layer, &label::UNCOVER, &label::UNCOVER_LAST);
    operates(f, place::above(place::above(place::above(f.at))), layer);
}

/// A share or a reserve that names a requirement on a layer on which it does not bear. A reserve keeps the effect that it
/// has on its other layers.
pub fn does_not_bear(f: &mut Finder<'_>, requirement: &str, layer: Layer) {
    let here = f.at;
    let requirements = place::above(here);
    let reserve = place::above(requirements);
    let its_layers = patch::join(reserve, "layers");
    let layers = f.layers(&its_layers);
    let bears = f.catalog.requirement(requirement).map_or(LayerSet::EMPTY, |r| layers.intersection(r.layers));
    let ids: Vec<Value> = bears.without(layer).iter().map(|l| l.id().into()).collect();
    let Some(Value::Object(keys)) = f.value(reserve) else { return };
    if ids.is_empty() || place::key(reserve).0 != "reserves" {
        drop_requirement(f);
    } else if f.items(requirements).len() == 1 {
        f.offer(&label::KEEP).layers(bears).set(&its_layers, ids.into());
    } else {
        let mut apart = keys.clone();
        apart.insert("layers".to_owned(), ids.into());
        apart.insert("requirements".to_owned(), Value::Array(vec![requirement.into()]));
        let end = patch::join(place::above(reserve), "-");
        f.offer(&label::APART).text(requirement).layers(bears).set(&end, apart.into()).remove(here);
    }
}

/// Takes a requirement out of a share or a reserve; with it the whole where it named no other, since naming none means
/// all.
pub fn drop_requirement(f: &mut Finder<'_>) {
    let here = f.at;
    let list = place::above(here);
    let holder = place::above(list);
    if f.items(list).len() > 1 {
        let said = f.value(here);
        f.offer(&label::ITEM).value(said).remove(here);
    } else {
        let is_reserve = place::key(holder).0 == "reserves";
        f.offer(if is_reserve { &label::RESERVE } else { &label::THIS_SHARE }).remove(holder);
    }
}

fn day(f: &Finder<'_>, at: &str, key: &str) -> Option<Date> {
    f.text_in(at, key)?.parse().ok()
}

/// A qualification that ends before it begins.
pub fn ends_before_grant(f: &mut Finder<'_>) {
    let here = f.at;
    let at = place::above(here);
    if let (Some(granted), Some(expires)) = (day(f, at, "granted"), day(f, at, "expires")) {
        let (first, last) = (expires.to_string(), granted.to_string());
        let repair = f.offer(&label::SWAP).text(&first).text(&last);
        repair.set_text(&patch::join(at, "granted"), &first).set_text(here, &last);
    }
    f.discard(here);
}

/// A qualification of more than three years: three years.
pub fn three_years(f: &mut Finder<'_>) {
    if let Some(granted) = day(f, place::above(f.at), "granted") {
        f.write_date(granted.plus_years(YEARS));
    }
}

/// An event before the grant: it concerns another qualification, or none.
pub fn early_event(f: &mut Finder<'_>) {
    let here = f.at;
    let (kind, date) = (f.text_in(here, "kind"), f.text_in(here, "date"));
    f.offer(&label::EVENT).text(kind.unwrap_or_default()).text(date.unwrap_or_default()).remove(here);
}
