//! The pointer in the diagram: choose, drag, draw, surround, pan, zoom.

use super::{
    super::{from_key, key_of},
    Drag, FRAME, SLACK,
};
use crate::ui::prelude::*;
use crate::{
    composing, dom,
    history::Label,
    state::{Dialog, Mode, State},
};
use catalog::Activity;
use model::{
    document::{Item, ServiceId},
    layout::HALF_COLUMN,
};
use std::cell::Cell;
use wasm_bindgen::JsCast;

/// Where a pointer is, in the diagram's own measure.
fn point(state: State, event: &web_sys::MouseEvent) -> (f64, f64) {
    let (left, top, _, _) = dom::place("diagram").unwrap_or_default();
    let zoom = state.zoom.get_untracked();
    ((f64::from(event.client_x()) - left) / zoom, (f64::from(event.client_y()) - top) / zoom)
}

fn closest(event: &web_sys::MouseEvent, selector: &str) -> Option<web_sys::Element> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(selector).ok()?
}

/// What is under the pointer.
pub fn under(event: &web_sys::MouseEvent) -> Option<Item> {
    from_key(&closest(event, "[data-item]")?.get_attribute("data-item")?)
}

/// What is at a place, whatever has captured the pointer.
pub fn under_point(event: &web_sys::MouseEvent) -> Option<Item> {
    #[allow(clippy::cast_precision_loss)]
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let hit = dom::window()?.document()?.element_from_point(x, y)?;
    from_key(&hit.closest("[data-item]").ok()??.get_attribute("data-item")?)
}

fn capture(event: &web_sys::PointerEvent) {
    if let Some(host) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
        let _ = host.set_pointer_capture(event.pointer_id());
    }
}

/// A button goes down.
pub fn down(state: State, drag: RwSignal<Option<Drag>>, event: &web_sys::PointerEvent) {
    let frame = dom::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(FRAME));
    if event.button() == 1 {
        event.prevent_default();
        let scroll = frame.map_or((0, 0), |f| (f.scroll_left(), f.scroll_top()));
        drag.set(Some(Drag::Pan {
            from: (f64::from(event.client_x()), f64::from(event.client_y())),
            scroll,
        }));
        capture(event);
        return;
    }
    if event.button() != 0 {
        return;
    }
    let item = under(event);
    if let Mode::Connecting { from, .. } = state.mode.get_untracked() {
        match item {
            Some(Item::Service(base)) if composing::open_bases(state, &from).contains(&base) => {
                composing::connect(state, from, &base);
            }
            _ => state.mode.set(Mode::Idle),
        }
        return;
    }
    // A finger pans: only a mouse or a pen drags. The same can be done by single taps.
    let drags = event.pointer_type() != "touch";
    match item {
        Some(Item::Service(service)) => {
            if closest(event, "[data-handle]").is_some() {
                state.select(Some(Item::Service(service.clone())));
                if drags {
                    drag.set(Some(Drag::Draw { from: service, to: point(state, event) }));
                    capture(event);
                } else {
                    composing::begin_connecting(state, true);
                }
                return;
            }
            pick(state, Item::Service(service.clone()), event.shift_key() || event.ctrl_key());
            if drags {
                drag.set(Some(Drag::Move { service, from: point(state, event), by: (0.0, 0.0) }));
                capture(event);
            }
        }
        Some(item) => pick(state, item, event.shift_key() || event.ctrl_key()),
        None => {
            if !event.shift_key() {
                state.select(None);
            }
            if drags {
                let from = point(state, event);
                drag.set(Some(Drag::Surround { from, to: from }));
                capture(event);
            }
        }
    }
}

/// Selects an item: alone, or with or without the others.
fn pick(state: State, item: Item, among_others: bool) {
    POINTED.set(true);
    if among_others {
        state.selection.update(|s| {
            if s.contains(&item) {
                s.retain(|i| *i != item);
            } else {
                s.push(item);
            }
        });
    } else {
        state.select(Some(item));
    }
}

/// The pointer moves.
pub fn moved(state: State, drag: RwSignal<Option<Drag>>, event: &web_sys::PointerEvent) {
    let Some(mut now) = drag.get_untracked() else { return };
    let here = point(state, event);
    match &mut now {
        Drag::Move { service, from, by } => {
            let far = (here.0 - from.0, here.1 - from.1);
            let is_still = *by == (0.0, 0.0) && far.0.abs().max(far.1.abs()) < SLACK;
            if !is_still {
                *by = far;
                shift(state, service, *by);
            }
        }
        Drag::Draw { to, .. } | Drag::Surround { to, .. } => *to = here,
        Drag::Pan { from, scroll } => {
            if let Some(frame) =
                dom::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(FRAME))
            {
                #[allow(clippy::cast_possible_truncation)]
                {
                    frame.set_scroll_left(scroll.0 - (f64::from(event.client_x()) - from.0) as i32);
                    frame.set_scroll_top(scroll.1 - (f64::from(event.client_y()) - from.1) as i32);
                }
            }
        }
    }
    drag.set(Some(now));
}

/// The button comes up: what was begun is done.
#[allow(clippy::cast_possible_truncation)]
pub fn up(state: State, drag: RwSignal<Option<Drag>>, event: &web_sys::PointerEvent) {
    let Some(done) = drag.get_untracked() else { return };
    cancel(state, drag);
    match done {
        Drag::Move { service, by, .. } if by != (0.0, 0.0) => {
            let (y, column) = state.layout.with_untracked(|l| {
                let placed = l.boxes.iter().find(|b| b.service == service);
                placed.map_or((0.0, 0), |b| (f64::from(b.y + b.height / 2), i32::from(b.column)))
            });
            let band = band_at(state, y + by.1);
            let now = state.now();
            let activities = now.as_ref().and_then(|d| d.0.service(service.as_str())).map(|s| s.activities);
            let elsewhere =
                band.filter(|b| activities.is_some_and(|a| !a.contains(*b) && a.iter().count() == 1));
            let by = (by.0 / f64::from(HALF_COLUMN)).round() as i32;
            if let Some(activity) = elsewhere {
                composing::move_to(state, service, activity);
            } else if by != 0 {
                composing::pin(state, service, column + by);
            }
        }
        Drag::Draw { from, .. } => match under_point(event) {
            Some(Item::Service(base)) if base == from => composing::begin_connecting(state, true),
            Some(Item::Service(base)) if composing::open_bases(state, &from).contains(&base) => {
                composing::connect(state, from, &base);
            }
            Some(Item::Service(_)) => state.toast(
                Label::new(
                    "Ce lien existe déjà ou fermerait un cercle.",
                    "This reliance exists already or would close a circle.",
                ),
                false,
            ),
            _ => {}
        },
        Drag::Surround { from, to } => {
            let (left, right) = (from.0.min(to.0), from.0.max(to.0));
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            if right - left < SLACK && bottom - top < SLACK {
                return;
            }
            let inside: Vec<Item> = state.layout.with_untracked(|l| {
                l.boxes
                    .iter()
                    .filter(|b| {
                        let (x, y) = (f64::from(b.x + b.width / 2), f64::from(b.y + b.height / 2));
                        x > left && x < right && y > top && y < bottom
                    })
                    .map(|b| Item::Service(b.service.clone()))
                    .collect()
            });
            state.selection.update(|s| {
                for item in inside {
                    if !s.contains(&item) {
                        s.push(item);
                    }
                }
            });
        }
        _ => {}
    }
}

/// Shows a service so far from its place.
fn shift(state: State, service: &ServiceId, by: (f64, f64)) {
    let at =
        state.layout.with_untracked(|l| l.boxes.iter().find(|b| b.service == *service).map(|b| (b.x, b.y)));
    if let Some((x, y)) = at {
        let key = format!("d-{}", key_of(&Item::Service(service.clone())));
        dom::put_part(&key, x + dom::px(by.0), y + dom::px(by.1));
    }
}

/// What was begun is given up: everything is back in its place.
pub fn cancel(state: State, drag: RwSignal<Option<Drag>>) {
    if let Some(Drag::Move { service, .. }) = drag.get_untracked() {
        shift(state, &service, (0.0, 0.0));
    }
    drag.set(None);
}

/// The band at a height of the diagram.
fn band_at(state: State, y: f64) -> Option<Activity> {
    state.layout.with_untracked(|l| {
        l.bands.iter().find(|b| y >= f64::from(b.y) && y < f64::from(b.y + b.height)).map(|b| b.activity)
    })
}

/// What can be done with what is under the pointer.
pub fn menu(state: State, event: &web_sys::MouseEvent) {
    event.prevent_default();
    let item = under(event);
    let has = state.selection.with_untracked(|s| item.as_ref().is_some_and(|i| s.contains(i)));
    if !has {
        state.select(item);
    }
    state.dialog.set(Some(Dialog::Menu(event.client_x(), event.client_y())));
}

/// Ctrl and the wheel, or two fingers, zoom at the pointer; the wheel alone scrolls.
#[allow(clippy::cast_possible_truncation)]
pub fn wheel(state: State, event: &web_sys::WheelEvent) {
    if !event.ctrl_key() && !event.meta_key() {
        return;
    }
    event.prevent_default();
    let before = point(state, event);
    let zoom = (state.zoom.get_untracked() * (-event.delta_y() / 400.0).exp()).clamp(0.2, 3.0);
    CHOSEN.set(true);
    state.zoom.set(zoom);
    let (x, y) = (event.client_x(), event.client_y());
    dom::soon(move || {
        let Some(frame) = dom::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(FRAME))
        else {
            return;
        };
        let (left, top, _, _) = dom::place("diagram").unwrap_or_default();
        frame.set_scroll_left(frame.scroll_left() + (left + before.0 * zoom - f64::from(x)) as i32);
        frame.set_scroll_top(frame.scroll_top() + (top + before.1 * zoom - f64::from(y)) as i32);
    });
}

thread_local! {
    /// Whether what is selected was just pointed at: it is in sight, and must not move from under the pointer.
    static POINTED: Cell<bool> = const { Cell::new(false) };
    /// Whether a person has chosen how large the diagram is shown.
    static CHOSEN: Cell<bool> = const { Cell::new(false) };
}

/// Shows the diagram so many times larger.
pub fn zoom(state: State, by: f64) {
    CHOSEN.set(true);
    state.zoom.update(|z| *z = (*z * by).clamp(0.2, 3.0));
}

/// Keeps the diagram in its frame, unless a person has chosen otherwise: never larger than it is drawn, and never too
/// small to read, so that a phone scrolls.
pub fn refit(state: State) {
    if !CHOSEN.get() {
        let zoom = fitting(state).clamp(0.6, 1.0);
        if (state.zoom.get_untracked() - zoom).abs() > 0.005 {
            state.zoom.set(zoom);
        }
    }
}

/// Shows all of the diagram.
pub fn fit(state: State) {
    CHOSEN.set(false);
    state.zoom.set(fitting(state));
}

/// How large the diagram can be shown in its frame.
fn fitting(state: State) -> f64 {
    let (_, _, width, height) = dom::place(FRAME).unwrap_or((0.0, 0.0, 800.0, 600.0));
    let (w, h) = state.layout.with_untracked(|l| (f64::from(l.width.max(1)), f64::from(l.height.max(1))));
    ((width - 18.0) / w).min((height - 18.0) / h).clamp(0.2, 1.25)
}

/// Scrolls to what is selected, unless it was pointed at here.
pub fn follow(state: State) {
    if !POINTED.replace(false) {
        reveal(state);
    }
}

/// Scrolls to what is selected.
pub fn reveal(state: State) {
    let zoom = state.zoom.get_untracked();
    let part = state.layout.with_untracked(|l| {
        let b = match state.selected()? {
            Item::Service(id) => {
                let b = l.boxes.iter().find(|b| b.service == id)?;
                (b.x, b.y, b.width, b.height)
            }
            Item::ThirdParty(id) => {
                let a = l.asides.iter().find(|a| a.third_party == id)?;
                (a.x, a.y, a.width, a.height)
            }
            _ => return None,
        };
        let scaled = |n: i32| f64::from(n) * zoom;
        Some((scaled(b.0 - 16), scaled(b.1 - 16), scaled(b.0 + b.2 + 16), scaled(b.1 + b.3 + 24)))
    });
    if let Some(part) = part {
        dom::scroll_to_part(FRAME, part);
    }
}
