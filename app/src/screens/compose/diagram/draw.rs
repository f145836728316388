//! The diagram's parts, drawn. Each follows its own memo, so that an edit draws anew only what it changes.

use super::{
    super::{Nearby, from_key, key_of, standing},
    cards::{Arrow, Arrows, Cards, Face, Seen, SideFace, Sides},
};
use crate::ui::prelude::*;
use crate::{
    dom,
    screens::{icons, ownership},
    state::Mode,
    words::t,
};
use catalog::{Activity, Lang, Layer};
use model::{
    document::{Item, ServiceId},
    layout::shape::{arrowhead, rounded, wrap},
    overview::Standing,
    ownership::say,
    verdict::PartState,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// In what light the parts stand.
pub struct Light {
    pub selection: Vec<Item>,
    pub mode: Mode,
    /// What is around the service that is selected.
    pub lit: Option<Nearby>,
    /// On what the service that is being connected can rest.
    pub open: BTreeSet<ServiceId>,
}

impl Light {
    /// How a service stands to what is selected, as a class.
    fn of_service(&self, id: &ServiceId) -> &'static str {
        if let Mode::Connecting { to, .. } = &self.mode {
            return match to {
                Some(to) if to == id => "card aimed",
                _ if self.open.contains(id) => "card open",
                _ => "card dim",
            };
        }
        let is_selected = |item: &Item| matches!(item, Item::Service(s) if s == id);
        match &self.lit {
            _ if self.selection.iter().any(is_selected) => "card selected",
            None => "card",
            Some(near) if near.bases.contains(id) => "card base",
            Some(near) if near.clients.contains(id) => "card client",
            Some(_) => "card dim",
        }
    }

    /// How an arrow stands to what is selected, as a class.
    fn of_arrow(&self, arrow: &Arrow) -> &'static str {
        let Some(Item::Reliance { service, base }) = &arrow.item else { return "wire serves" };
        if self.selection.iter().any(|i| Some(i) == arrow.item.as_ref()) {
            return if arrow.supporting { "wire selected supporting" } else { "wire selected" };
        }
        let near = self.lit.as_ref().map_or("", |near| {
            let up = |id: &ServiceId| near.bases.contains(id) || near.this == *id;
            let down = |id: &ServiceId| near.clients.contains(id) || near.this == *id;
            if up(service) && up(base) {
                "lit-base"
            } else if down(service) && down(base) {
                "lit-client"
            } else {
                "dim"
            }
        });
        match (near, arrow.supporting) {
            ("", false) => "wire",
            ("", true) => "wire supporting",
            ("lit-base", false) => "wire lit-base",
            ("lit-base", true) => "wire lit-base supporting",
            ("lit-client", false) => "wire lit-client",
            ("lit-client", true) => "wire lit-client supporting",
            (_, false) => "wire dim",
            (_, true) => "wire dim supporting",
        }
    }
}

/// How a part is drawn and where it stands, where it stands somewhere of its own.
type Dress = (&'static str, Option<(i32, i32)>);

thread_local! {
    /// How each part stands in the page, by its id. To ask the page of a thousand parts costs more than to remember.
    static DRESSED: RefCell<BTreeMap<String, Dress>> = RefCell::default();
}

/// Forgets how a part stood: it is made anew.
fn fresh(id: &str) {
    DRESSED.with_borrow_mut(|dressed| dressed.remove(id));
}

fn dress_part(id: &str, dress: Dress) {
    DRESSED.with_borrow_mut(|dressed| {
        let before = dressed.get(id);
        if before == Some(&dress) {
            return;
        }
        let place = dress.1.filter(|_| before.is_none_or(|b| b.1 != dress.1));
        // What is not in the page yet is dressed once it is.
        if dom::dress_part(id, dress.0, place) {
            dressed.insert(id.to_owned(), dress);
        }
    });
}

/// Puts every part where it stands and in the light of what is selected. One pass for all: an effect for each of a
/// thousand parts would cost more than what it follows.
pub fn dress(light: &Light, cards: &Cards, arrows: &Arrows, asides: &Sides) {
    let mut id = String::new();
    let mut named = |parts: &[&str], dress: Dress| {
        id.clear();
        id.extend(parts.iter().copied());
        dress_part(&id, dress);
    };
    for (service, card) in cards {
        named(&["d-service:", service.as_str()], (light.of_service(service), Some((card.x, card.y))));
    }
    for (key, arrow) in arrows {
        named(&["d-", key], (light.of_arrow(arrow), None));
    }
    for (key, side) in asides {
        let selected = from_key(key).is_some_and(|i| light.selection.contains(&i));
        let class = if selected { "card third selected" } else { "card third" };
        named(&["d-", key], (class, Some((side.x, side.y))));
    }
}

/// What a service is, in a sentence for readers.
fn label(lang: Lang, face: &Face, activities: &str) -> String {
    let Some(Seen { standing: how, remains, .. }) = &face.glance else { return String::new() };
    let (at, total) = face.place;
    let (called, provider, bases) = (&face.called, &face.provider, face.bases);
    let how = standing(*how, lang);
    let said = match lang {
        Lang::Fr => format!(
            "{called}, {activities}, {provider}, {how}, repose sur {bases}, {remains} exigences restent, {} sur {total}",
            at + 1
        ),
        Lang::En => format!(
            "{called}, {activities}, {provider}, {how}, rests on {bases}, {remains} requirements remain, {} of {total}",
            at + 1
        ),
    };
    let owned = face.owned.map(|result| {
        let word = say::conclusion(result, lang);
        match lang {
            Lang::Fr => format!(", 19.6.a et b : {word}"),
            Lang::En => format!(", 19.6.a and b: {word}"),
        }
    });
    let said = said + &owned.unwrap_or_default();
    t(lang, &said, &said)
}

/// A service.
pub fn card(lang: Lang, face: &Face) -> View {
    let item = key_of(&Item::Service(face.id.clone()));
    fresh(&format!("d-{item}"));
    let activities = face.activities.iter().map(Activity::name).collect::<Vec<_>>().join(", ");
    let label = label(lang, face, &activities);
    view! {
        <g id=format!("d-{item}") data-item=item role="img" aria-label=label>{card_body(lang, face, &activities)}</g>
    }
}

fn card_body(lang: Lang, face: &Face, activities: &str) -> View {
    let (width, height) = (face.width, face.height);
    // The sign of 19.6 stands beside the second line.
    let name = wrap(&face.called, if face.owned.is_some() { 18 } else { 20 }, 2);
    let below = 25 + 18 * name.len();
    let rows = if name.len() > 1 { 1 } else { 2 };
    let lines: Vec<_> = name
        .into_iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-name" x="14" y=24 + 18 * i>{line}</text> })
        .collect();
    let who: Vec<_> = wrap(&[activities, " · ", &face.provider].concat(), 29, rows)
        .into_iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-who" x="14" y=below + 15 * i>{line}</text> })
        .collect();
    let glance = face.glance.as_ref();
    let strip = cells(glance.map_or(&[], |g| &g.layers), height - 20);
    let remains = glance.map_or(0, |g| g.remains);
    let said = t(lang, &format!("{remains} restent"), &format!("{remains} remain"));
    let (mark, class) = match glance.map(|g| g.standing) {
        Some(Standing::Qualified(_) | Standing::Attested(_)) => ("qualified", "mark qualified"),
        Some(Standing::Candidate) => ("candidate", "mark candidate"),
        Some(Standing::NotHolding(_) | Standing::AttestedUntil(_)) => ("lapsed", "mark lapsed"),
        _ => ("", "mark"),
    };
    let pin = face.pinned.then(|| {
        view! { <path class="mark pin" transform=format!("translate({}, {}) scale(.8)", width - 46, 10) d=icons::path("pin")></path> }
    });
    let owned = face.owned.map(|result| {
        view! { <path class=format!("mark o19 {}", ownership::class(result)) transform=format!("translate({}, {}) scale(.85)", width - 27, 34) d=ownership::path(result)></path> }
    });
    view! {
        <rect class="card-box" width=width height=height rx="10"></rect>
        {(!mark.is_empty()).then(|| view! { <rect class=format!("edge {mark}") width="5" height=height - 16 x="0" y="8" rx="2"></rect> })}
        {lines}
        {who}
        {strip}
        <text class="card-count" x=width - 12 y=height - 11 text-anchor="end">{said}</text>
        {(!mark.is_empty()).then(|| view! { <path class=class transform=format!("translate({}, {})", width - 28, 8) d=icons::path(mark)></path> })}
        {owned}
        {pin}
        <g class="handle" data-handle="1" transform=format!("translate({}, {height})", width / 2)>
            <circle r="14" class="handle-hit"></circle>
            <circle r="7" class="handle-dot"></circle>
            <path d="M-3.5 0h7M0 -3.5v7"></path>
        </g>
    }
}

/// Ten cells from the rooms to the application, as one path a state: of three hundred services each cell would be a node.
fn cells(layers: &[(Layer, PartState)], y: i32) -> View {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for (i, layer) in (0_i32..).zip(Layer::ALL) {
        let state = layers.iter().find(|(on, _)| *on == layer).map_or("void", |(_, s)| s.id());
        let cell = format!("M{} {y}h6q1 0 1 1v7q0 1 -1 1h-6q-1 0 -1 -1v-7q0 -1 1 -1z", 15 + 10 * i);
        match lines.iter_mut().find(|(known, _)| *known == state) {
            Some((_, line)) => line.push_str(&cell),
            None => lines.push((state, cell)),
        }
    }
    let paths: Vec<_> = lines
        .into_iter()
        .map(|(state, line)| view! { <path class=format!("cell {state}") d=line></path> })
        .collect();
    paths.into_view()
}

/// A third party.
pub fn aside(lang: Lang, face: &SideFace) -> View {
    let SideFace { key, called, roles, .. } = face;
    let lines: Vec<_> = wrap(called, 17, 1)
        .into_iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-name" x="12" y=22 + 18 * i>{line}</text> })
        .collect();
    fresh(&format!("d-{key}"));
    let label = t(lang, &format!("Tiers {called}, {roles}"), &format!("Third party {called}, {roles}"));
    view! {
        <g id=format!("d-{key}") data-item=key.clone() role="img" aria-label=label>
            <rect class="card-box" width=face.width height=face.height rx="18"></rect>
            {lines}
            <text class="card-who" x="12" y="40">{wrap(roles, 24, 1).concat()}</text>
        </g>
    }
}

/// An arrow.
pub fn arrow(lang: Lang, arrow: &Arrow) -> View {
    let Arrow { key, points, item, ends, .. } = arrow;
    let has_item = item.is_some();
    fresh(&format!("d-{key}"));
    let label = t(lang, &format!("Dépendance {ends}"), &format!("Reliance {ends}"));
    let line = rounded(points);
    view! {
        <g id=format!("d-{key}") data-item=has_item.then(|| key.clone()) role=has_item.then_some("img")
            aria-hidden=(!has_item).then_some("true") aria-label=has_item.then_some(label)>
            <path class="wire-hit" d=line.clone()></path>
            <path class="wire-line" d=line></path>
            <path class="wire-head" d=arrowhead(points)></path>
        </g>
    }
}
