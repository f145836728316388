//! The diagram's parts, drawn. Each follows its own memo, so that an edit draws anew only what it changes.

use super::{
    super::{Nearby, from_key, key_of},
    Drag,
    cards::{Arrow, Card, Side},
};
use crate::{
    dom,
    screens::icons,
    state::{Mode, State},
    words::t,
};
use catalog::{Lang, Layer};
use crate::ui::prelude::*;
use model::{
    document::{Item, ServiceId},
    overview::Standing,
    verdict::PartState,
};
use std::collections::{BTreeMap, BTreeSet};

/// How a service stands to the one selected.
fn nearness(state: State, lit: Memo<Option<Nearby>>, open: Memo<BTreeSet<ServiceId>>, id: &ServiceId) -> &'static str {
    let mode = state.mode.get();
    if let Mode::Connecting { to, .. } = &mode {
        return if to.as_ref() == Some(id) {
            "aimed"
        } else if open.with(|o| o.contains(id)) {
            "open"
        } else {
            "dim"
        };
    }
    let mine = Item::Service(id.clone());
    if state.selection.with(|s| s.contains(&mine)) {
        return "selected";
    }
    lit.with(|lit| match lit {
        None => "",
        Some(near) if near.bases.contains(id) => "base",
        Some(near) if near.clients.contains(id) => "client",
        Some(_) => "dim",
    })
}

/// A service.
pub fn card(
    state: State,
    lang: Lang,
    id: ServiceId,
    cards: Memo<BTreeMap<ServiceId, Card>>,
    lit: Memo<Option<Nearby>>,
    open: Memo<BTreeSet<ServiceId>>,
    drag: RwSignal<Option<Drag>>,
) -> View {
    let stored = StoredValue::new(id.clone());
    let mine = Memo::new(move |_| cards.with(|c| stored.with_value(|id| c.get(id).cloned())));
    let item = key_of(&Item::Service(id));
    let near = Memo::new(move |_| stored.with_value(|id| nearness(state, lit, open, id)));
    let at = move || {
        let (x, y) = mine.with(|c| c.as_ref().map_or((0, 0), |c| (c.x, c.y)));
        let by = drag.with(|d| match d {
            Some(Drag::Move { service, by, .. }) if stored.with_value(|id| id == service) => *by,
            _ => (0.0, 0.0),
        });
        format!("translate({}px, {}px)", x + dom::px(by.0), y + dom::px(by.1))
    };
    let body = move || mine.get().map(|c| card_body(lang, &c));
    view! {
        <g id=format!("d-{item}") class=move || format!("card {}", near.get()) data-item=item role="img" style:transform=at
            aria-label=move || mine.with(|c| c.as_ref().map(|c| c.label.clone()))>
            {body}
        </g>
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
    let who = 25 + 18 * card.name.len();
    let glance = card.glance.as_ref();
    let states: BTreeMap<Layer, PartState> = model::sorted::map(glance.iter().flat_map(|g| g.layers.iter().copied()));
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
    view! {
        <rect class="card-box" width=width height=height rx="10"></rect>
        {(!mark.is_empty()).then(|| view! { <rect class=format!("edge {mark}") width="5" height=height - 16 x="0" y="8" rx="2"></rect> })}
        {lines}
        <text class="card-who" x="14" y=who>{card.who.clone()}</text>
        {strip}
        <text class="card-count" x=width - 12 y=height - 11 text-anchor="end">{said}</text>
        {(!mark.is_empty()).then(|| view! { <path class=class transform=format!("translate({}, {})", width - 28, 8) d=icons::path(mark)></path> })}
        {pin}
        <g class="handle" data-handle="1" transform=format!("translate({}, {height})", width / 2)>
            <circle r="14" class="handle-hit"></circle>
            <circle r="7" class="handle-dot"></circle>
            <path d="M-3.5 0h7M0 -3.5v7"></path>
        </g>
    }
}

/// A third party.
pub fn aside(state: State, lang: Lang, key: String, asides: Memo<BTreeMap<String, Side>>) -> View {
    let _ = lang;
    let stored = StoredValue::new(key.clone());
    let mine = Memo::new(move |_| asides.with(|a| stored.with_value(|k| a.get(k).cloned())));
    let selected = move || {
        let here = stored.with_value(|k| from_key(k));
        state.selection.with(|s| here.as_ref().is_some_and(|i| s.contains(i)))
    };
    let body = move || {
        mine.get().map(|a| {
            let lines: Vec<_> = a
                .name
                .iter()
                .enumerate()
                .map(|(i, line)| view! { <text class="card-name" x="12" y=22 + 18 * i>{line.clone()}</text> })
                .collect();
            view! {
                <rect class="card-box" width=a.width height=a.height rx="18"></rect>
                {lines}
                <text class="card-who" x="12" y="40">{a.roles.clone()}</text>
            }
        })
    };
    view! {
        <g id=format!("d-{key}") class="card third" class:selected=selected data-item=key role="img"
            style:transform=move || mine.with(|a| a.as_ref().map_or_else(String::new, |a| format!("translate({}px, {}px)", a.x, a.y)))
            aria-label=move || mine.with(|a| a.as_ref().map(|a| a.label.clone()))>
            {body}
        </g>
    }
}

/// An arrow.
pub fn arrow(
    state: State,
    key: String,
    arrows: Memo<BTreeMap<String, Arrow>>,
    lit: Memo<Option<Nearby>>,
) -> View {
    let stored = StoredValue::new(key.clone());
    let mine = Memo::new(move |_| arrows.with(|a| stored.with_value(|k| a.get(k).cloned())));
    let item = from_key(&key);
    let near = {
        let item = item.clone();
        move || {
            let Some(item) = &item else { return "wire serves" };
            if state.selection.with(|s| s.contains(item)) {
                return "wire selected";
            }
            let Item::Reliance { service, base } = item else { return "wire" };
            lit.with(|lit| match lit {
                None => "wire",
                Some(near) => {
                    let up = |id: &ServiceId| near.bases.contains(id) || near.this == *id;
                    let down = |id: &ServiceId| near.clients.contains(id) || near.this == *id;
                    if up(service) && up(base) {
                        "wire lit-base"
                    } else if down(service) && down(base) {
                        "wire lit-client"
                    } else {
                        "wire dim"
                    }
                }
            })
        }
    };
    let has_item = item.is_some();
    let line = move || mine.with(|a| a.as_ref().map(|a| a.line.clone()));
    view! {
        <g id=has_item.then(|| format!("d-{key}")) class=near class:supporting=move || mine.with(|a| a.as_ref().is_some_and(|a| a.supporting))
            data-item=has_item.then_some(key) role=has_item.then_some("img") aria-hidden=(!has_item).then_some("true")
            aria-label=move || mine.with(|a| a.as_ref().map(|a| a.label.clone()).filter(|l| !l.is_empty()))>
            <path class="wire-hit" d=line></path>
            <path class="wire-line" d=line></path>
            <path class="wire-head" d=move || mine.with(|a| a.as_ref().map(|a| a.head.clone()))></path>
        </g>
    }
}

