//! The diagram's parts, drawn. Each follows its own memo, so that an edit draws anew only what it changes.

use super::{
    super::{Nearby, from_key, key_of},
    cards::{Arrow, Arrows, Card, Cards, Side, Sides},
};
use crate::ui::prelude::*;
use crate::{
    dom,
    screens::{icons, ownership},
    state::{Mode, State},
    words::t,
};
use catalog::{Lang, Layer};
use model::{
    document::{Item, ServiceId},
    overview::Standing,
    verdict::PartState,
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// How a service stands to what is selected, as a class.
fn of_service(
    state: State,
    lit: Option<&Nearby>,
    open: &BTreeSet<ServiceId>,
    id: &ServiceId,
) -> &'static str {
    if let Some(class) = state.mode.with_untracked(|mode| match mode {
        Mode::Connecting { to, .. } if to.as_ref() == Some(id) => Some("card aimed"),
        Mode::Connecting { .. } if open.contains(id) => Some("card open"),
        Mode::Connecting { .. } => Some("card dim"),
        _ => None,
    }) {
        return class;
    }
    match lit {
        _ if state.selection.with_untracked(|s| s.contains(&Item::Service(id.clone()))) => "card selected",
        None => "card",
        Some(near) if near.bases.contains(id) => "card base",
        Some(near) if near.clients.contains(id) => "card client",
        Some(_) => "card dim",
    }
}

/// How an arrow stands to what is selected, as a class.
fn of_arrow(state: State, lit: Option<&Nearby>, arrow: &Arrow) -> &'static str {
    let Some(Item::Reliance { service, base }) = &arrow.item else { return "wire serves" };
    if state.selection.with_untracked(|s| s.iter().any(|i| Some(i) == arrow.item.as_ref())) {
        return if arrow.supporting { "wire selected supporting" } else { "wire selected" };
    }
    let near = lit.map_or("", |near| {
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

fn dress_part(id: String, dress: Dress) {
    DRESSED.with_borrow_mut(|dressed| {
        let before = dressed.get(&id);
        if before == Some(&dress) {
            return;
        }
        let place = dress.1.filter(|_| before.is_none_or(|b| b.1 != dress.1));
        // What is not in the page yet is dressed once it is.
        if dom::dress_part(&id, dress.0, place) {
            dressed.insert(id, dress);
        }
    });
}

/// Puts every part where it stands and in the light of what is selected. One pass for all: an effect for each of a
/// thousand parts would cost more than what it follows.
pub fn dress(
    state: State,
    cards: &Cards,
    arrows: &Arrows,
    asides: &Sides,
    lit: Option<&Nearby>,
    open: &BTreeSet<ServiceId>,
) {
    for (id, card) in cards {
        let key = format!("d-{}", key_of(&Item::Service(id.clone())));
        dress_part(key, (of_service(state, lit, open, id), Some((card.x, card.y))));
    }
    for (key, arrow) in arrows {
        dress_part(format!("d-{key}"), (of_arrow(state, lit, arrow), None));
    }
    for (key, side) in asides {
        let selected = from_key(key).is_some_and(|i| state.selection.with_untracked(|s| s.contains(&i)));
        let class = if selected { "card third selected" } else { "card third" };
        dress_part(format!("d-{key}"), (class, Some((side.x, side.y))));
    }
}

/// A service.
pub fn card(lang: Lang, id: &ServiceId, card: &Card) -> View {
    let item = key_of(&Item::Service(id.clone()));
    fresh(&format!("d-{item}"));
    view! {
        <g id=format!("d-{item}") data-item=item role="img" aria-label=card.label.clone()>{card_body(lang, card)}</g>
    }
}

fn card_body(lang: Lang, card: &Card) -> View {
    let (width, height) = (card.width, card.height);
    let lines: Vec<_> = card
        .name
        .iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-name" x="14" y=24 + 18 * i>{line.clone()}</text> })
        .collect();
    let below = 25 + 18 * card.name.len();
    let who: Vec<_> = card
        .who
        .iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-who" x="14" y=below + 15 * i>{line.clone()}</text> })
        .collect();
    let glance = card.glance.as_ref();
    let states: BTreeMap<Layer, PartState> =
        model::sorted::map(glance.iter().flat_map(|g| g.layers.iter().copied()));
    let strip: Vec<_> = Layer::ALL
        .iter()
        .enumerate()
        .map(|(i, layer)| {
            let class = states.get(layer).map_or("void", |s| s.id());
            view! { <rect class=format!("cell {class}") x=14 + 10 * i y=height - 20 width="8" height="9" rx="2"></rect> }
        })
        .collect();
    let remains = glance.map_or(0, |g| g.counts.remains);
    let said = t(lang, &format!("{remains} restent"), &format!("{remains} remain"));
    let (mark, class) = match glance.map(|g| g.standing) {
        Some(Standing::Qualified(_) | Standing::Attested(_)) => ("qualified", "mark qualified"),
        Some(Standing::Candidate) => ("candidate", "mark candidate"),
        Some(Standing::NotHolding(_) | Standing::AttestedUntil(_)) => ("lapsed", "mark lapsed"),
        _ => ("", "mark"),
    };
    let pin = card.pinned.then(|| {
        view! { <path class="mark pin" transform=format!("translate({}, {}) scale(.8)", width - 46, 10) d=icons::path("pin")></path> }
    });
    let owned = card.owned.map(|result| {
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

/// A third party.
pub fn aside(key: &str, side: &Side) -> View {
    let lines: Vec<_> = side
        .name
        .iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-name" x="12" y=22 + 18 * i>{line.clone()}</text> })
        .collect();
    fresh(&format!("d-{key}"));
    view! {
        <g id=format!("d-{key}") data-item=key role="img" aria-label=side.label.clone()>
            <rect class="card-box" width=side.width height=side.height rx="18"></rect>
            {lines}
            <text class="card-who" x="12" y="40">{side.roles.clone()}</text>
        </g>
    }
}

/// An arrow.
pub fn arrow(key: &str, arrow: &Arrow) -> View {
    let has_item = arrow.item.is_some();
    fresh(&format!("d-{key}"));
    view! {
        <g id=format!("d-{key}") data-item=has_item.then(|| key.to_owned()) role=has_item.then_some("img")
            aria-hidden=(!has_item).then_some("true") aria-label=has_item.then(|| arrow.label.clone())>
            <path class="wire-hit" d=arrow.line.clone()></path>
            <path class="wire-line" d=arrow.line.clone()></path>
            <path class="wire-head" d=arrow.head.clone()></path>
        </g>
    }
}
