//! The diagram: the layer bands, a box a service, an arrow a reliance, third parties at the side. One tab stop; what is
//! selected is what the keys act on, here as in the outline. Positions come from the model; a drag only pins a column,
//! changes an activity or draws a reliance, and each of these can be done by single clicks and by keys as well.
//!
//! Rooms: `cards` is what is shown, `draw` shows it, `pointer` and `keys` turn gestures into edits.

mod cards;
mod draw;
mod keys;
mod pointer;

use super::{key_of, nearby};
use crate::ui::prelude::*;
use crate::{
    actions, composing, dom,
    screens::icons,
    state::{Mode, State},
    words::{count, t},
};
use catalog::Lang;
use model::document::{Item, ServiceId};
use std::collections::BTreeSet;

pub use keys::grab;
pub use pointer::{fit, follow, refit, reveal, zoom};

/// What the pointer is in the middle of.
#[derive(Debug, Clone, PartialEq)]
enum Drag {
    /// Moving a service by so much.
    Move { service: ServiceId, from: (f64, f64), by: (f64, f64) },
    /// Drawing a reliance from a service.
    Draw { from: ServiceId, to: (f64, f64) },
    /// Surrounding services.
    Surround { from: (f64, f64), to: (f64, f64) },
    /// Moving the view, from a scroll position.
    Pan { from: (f64, f64), scroll: (i32, i32) },
}

/// The frame that scrolls.
const FRAME: &str = "diagram-frame";
/// How far a pointer moves before it drags, in CSS pixels.
const SLACK: f64 = 5.0;

/// The diagram.
pub fn diagram(state: State, lang: Lang) -> View {
    let cards = Memo::new(move |_| cards::cards(state, lang));
    let arrows = Memo::new(move |_| cards::arrows(state));
    let asides = Memo::new(move |_| cards::asides(state, lang));
    let lit = Memo::new(move |_| {
        let document = state.document.get()?.0;
        state.selection.with(|s| match s.last() {
            Some(Item::Service(id)) => Some(nearby(&document, id)),
            _ => None,
        })
    });
    let open = Memo::new(move |_| match state.mode.get() {
        Mode::Connecting { from, .. } => model::sorted::set(composing::open_bases(state, &from)),
        _ => BTreeSet::new(),
    });
    let drag = RwSignal::new(None::<Drag>);
    // After the parts have been made: where they stand, and in which light.
    Effect::new(move |_| {
        cards.track();
        arrows.track();
        asides.track();
        lit.track();
        open.track();
        state.mode.track();
        state.selection.track();
        dom::soon(move || {
            let parts = (cards.try_get_untracked(), arrows.try_get_untracked(), asides.try_get_untracked());
            if let (Some(cards), Some(arrows), Some(asides)) = parts {
                let light = draw::Light {
                    selection: state.selection.get_untracked(),
                    mode: state.mode.get_untracked(),
                    lit: lit.try_get_untracked().flatten(),
                    open: open.try_get_untracked().unwrap_or_default(),
                };
                draw::dress(&light, &cards, &arrows, &asides);
            }
        });
    });
    let size = move || state.layout.with(|l| (l.width, l.height));

    let bands = move || {
        state.layout.with(|l| {
            // As wide as any window: what lies outside the picture is not drawn.
            let width = l.width + 6000;
            l.bands
                .iter()
                .map(|b| {
                    let (y, height, name) = (b.y, b.height, b.activity.name());
                    view! {
                        <g class="band">
                            <rect x="0" y=y width=width height=height></rect>
                            <text x="20" y=y + height / 2 + 6>{name}</text>
                        </g>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let label = move || {
        let (services, reliances) = state.document.with(|d| {
            let services = d.as_ref().map(|d| &d.0.services);
            (services.map_or(0, Vec::len), services.map_or(0, |s| s.iter().map(|s| s.relies_on.len()).sum()))
        });
        format!(
            "{} : {}, {}",
            t(lang, "Composition", "Composition"),
            count(lang, services, ("service", "services"), ("service", "services")),
            count(lang, reliances, ("dépendance", "dépendances"), ("reliance", "reliances"))
        )
    };
    let active = move || {
        state.selection.with(|s| s.last().filter(|i| is_drawn(i)).map(|i| format!("d-{}", key_of(i))))
    };
    let empty = move || state.document.with(|d| d.as_ref().is_some_and(|d| d.0.services.is_empty()));
    view! {
        <div class="diagram-frame" id=FRAME tabindex="-1">
            <svg id="diagram" class="stage diagram" tabindex="0" role="application" data-mode=move || if drag.with(Option::is_some) { "dragging" } else { mode_name(state) }
                aria-roledescription=t(lang, "diagramme", "diagram") aria-label=label
                aria-describedby="diagram-help" aria-activedescendant=active
                width=move || dom::px(f64::from(size().0) * state.zoom.get()) height=move || dom::px(f64::from(size().1) * state.zoom.get())
                on:keydown=move |e| keys::key(state, drag, &e)
                on:focusout=move |e: web_sys::Event| keys::leave(state, &e)
                on:pointerdown=move |e| pointer::down(state, drag, &e)
                on:pointermove=move |e| pointer::moved(state, drag, &e)
                on:pointerup=move |e| pointer::up(state, drag, &e)
                on:pointercancel=move |_| pointer::cancel(state, drag)
                on:dblclick=move |e| if pointer::under_point(&e).is_some() { composing::rename(state) }
                on:contextmenu=move |e| pointer::menu(state, &e)
                on:wheel=move |e| pointer::wheel(state, &e)>
                <g class="scaled" style:transform=move || format!("scale({})", zoom_text(state.zoom.get()))>
                <g aria-hidden="true">{bands}</g>
                <g class="wires">
                    {each(move || arrows.with(|a| a.values().map(|a| (a.key.clone(), a.clone())).collect()), move |a| draw::arrow(lang, &a))}
                </g>
                {each(move || asides.with(|a| a.iter().map(|(k, a)| (k.clone(), a.face.clone())).collect()), move |face| draw::aside(lang, &face))}
                {each(move || cards.with(|c| c.iter().map(|(id, c)| (id.0.clone(), c.face.clone())).collect()), move |face| draw::card(lang, &face))}
                {move || drag.get().and_then(|d| sketch(state, &d))}
                </g>
            </svg>
            {move || empty().then(|| view! {
                <div class="diagram-empty">
                    <p>{t(lang, "Aucun service encore. Commencer par ce que vous exploitez, puis ajouter ce sur quoi il repose.", "No service yet. Begin with what you operate, then add what it rests on.")}</p>
                    <button type="button" class="primary" on:click=move |_| actions::run("add", state)>
                        {icons::icon("add")}{t(lang, "Ajouter un service", "Add a service")}
                    </button>
                </div>
            })}
        </div>
        <p class="away" id="diagram-help">
            {t(
                lang,
                "Flèches : choisir un voisin. Ctrl et flèches : suivre une dépendance. Entrée : modifier. N : ajouter. C : faire reposer sur. Espace : déplacer. Suppr : supprimer. Le plan à gauche permet les mêmes gestes.",
                "Arrows: choose a neighbour. Ctrl and arrows: follow a reliance. Enter: edit. N: add. C: make it rest on. Space: move. Delete: delete. The outline beside allows the same.",
            )}
        </p>
    }
}

/// Whether an item stands in the diagram.
const fn is_drawn(item: &Item) -> bool {
    matches!(item, Item::Service(_) | Item::Reliance { .. } | Item::ThirdParty(_))
}

/// A factor, written with two digits after the point.
fn zoom_text(zoom: f64) -> String {
    let hundredths = dom::px(zoom * 100.0).max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn mode_name(state: State) -> &'static str {
    match state.mode.get() {
        Mode::Idle => "idle",
        Mode::Connecting { .. } => "connecting",
        Mode::Grabbing(_) => "grabbing",
    }
}

/// What a drag draws over the diagram.
fn sketch(state: State, drag: &Drag) -> Option<View> {
    match drag {
        Drag::Draw { from, to } => {
            let (x, y) = state.layout.with(|l| {
                let b = l.boxes.iter().find(|b| b.service == *from)?;
                Some((b.x + b.width / 2, b.y + b.height))
            })?;
            Some(
                view! { <path class="sketch" d=format!("M{x} {y}L{} {}", dom::px(to.0), dom::px(to.1))></path> },
            )
        }
        Drag::Surround { from, to } => {
            let (x, y) = (from.0.min(to.0), from.1.min(to.1));
            let (w, h) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
            Some(
                view! { <rect class="sketch" x=dom::px(x) y=dom::px(y) width=dom::px(w) height=dom::px(h)></rect> },
            )
        }
        _ => None,
    }
}
