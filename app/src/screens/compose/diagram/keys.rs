//! The keys in the diagram that the outline has no use for: neighbours, bands, aiming, carrying.

use super::{Drag, pointer::cancel, reveal};
use crate::ui::prelude::*;
use crate::{
    composing,
    state::{Mode, State},
};
use model::{
    document::{Item, ServiceId},
    layout::Direction,
};

/// The keys that belong to the diagram alone; what it shares with the outline stands among the actions.
pub fn key(state: State, drag: RwSignal<Option<Drag>>, event: &web_sys::KeyboardEvent) {
    if event.alt_key() || event.is_composing() {
        return;
    }
    let key = event.key();
    let direction = match key.as_str() {
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        _ => None,
    };
    let mode = state.mode.get_untracked();
    let handled = match (&mode, direction, key.as_str()) {
        (_, _, "Escape") if drag.with_untracked(Option::is_some) => {
            cancel(state, drag);
            true
        }
        (Mode::Connecting { from, to }, Some(direction), _) => {
            aim(state, from, to.as_ref(), direction);
            true
        }
        (Mode::Connecting { from, to: Some(to) }, _, "Enter") => {
            composing::connect(state, from.clone(), to);
            true
        }
        // Nothing is aimed at yet: the key does not mean renaming here.
        (Mode::Connecting { .. }, _, "Enter") => true,
        (Mode::Grabbing(service), Some(direction), _) => {
            carry(state, service, direction, event.shift_key());
            true
        }
        (Mode::Connecting { .. } | Mode::Grabbing(_), _, "Escape") => {
            if matches!(mode, Mode::Grabbing(_)) {
                grab_back(state);
            }
            state.mode.set(Mode::Idle);
            state.live.set(state.say("Abandonné.", "Given up."));
            true
        }
        (Mode::Grabbing(_), _, " " | "Enter") => {
            GRABBED.set(0);
            state.mode.set(Mode::Idle);
            state.live.set(state.say("Posé.", "Dropped."));
            true
        }
        (Mode::Idle, Some(direction), _) if event.ctrl_key() || event.meta_key() => {
            follow(state, direction);
            true
        }
        (Mode::Idle, Some(direction), _) => {
            step(state, direction, event.shift_key());
            true
        }
        (Mode::Idle, _, "Home" | "End") => {
            let order = reading_order(state);
            let to = if key == "Home" { order.first() } else { order.last() };
            choose(state, to.cloned().map(Item::Service));
            true
        }
        (Mode::Idle, _, "PageUp" | "PageDown") => {
            by_band(state, key == "PageUp");
            true
        }
        (Mode::Idle, _, "Escape") => {
            let had = state.selection.with_untracked(|s| !s.is_empty());
            state.select(None);
            had
        }
        _ => false,
    };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// The focus goes elsewhere on the page: what is under way ends, and what has been carried stays where it is.
pub fn leave(state: State, event: &web_sys::Event) {
    let elsewhere = js_sys::Reflect::get(event, &"relatedTarget".into()).is_ok_and(|to| to.is_truthy());
    if elsewhere && state.mode.with_untracked(|m| *m != Mode::Idle) {
        GRABBED.set(0);
        state.mode.set(Mode::Idle);
    }
}

/// Selects, shows and says.
fn choose(state: State, item: Option<Item>) {
    if item.is_none() {
        return;
    }
    state.select(item);
    reveal(state);
}

/// Services from top to bottom, then from left to right.
fn reading_order(state: State) -> Vec<ServiceId> {
    state.layout.with_untracked(|l| {
        let mut boxes: Vec<_> = l.boxes.iter().map(|b| (b.y, b.x, &b.service)).collect();
        model::sorted::sort(&mut boxes);
        boxes.into_iter().map(|b| b.2.clone()).collect()
    })
}

fn step(state: State, direction: Direction, extend: bool) {
    let from = state.selected_service();
    let to = match &from {
        Some(from) => state.layout.with_untracked(|l| l.nearest(from, direction).cloned()),
        None => reading_order(state).first().cloned(),
    };
    let Some(to) = to.map(Item::Service) else { return };
    if extend {
        state.selection.update(|s| {
            s.retain(|i| *i != to);
            s.push(to);
        });
        reveal(state);
    } else {
        choose(state, Some(to));
    }
}

/// Follows a reliance: down to a base, up to a client; first the arrow, then what is behind it.
fn follow(state: State, direction: Direction) {
    let Some(now) = state.now() else { return };
    let down = matches!(direction, Direction::Down | Direction::Right);
    let to = match state.selected() {
        Some(Item::Service(id)) if down => now
            .0
            .service(id.as_str())
            .and_then(|s| s.relies_on.first())
            .map(|r| Item::Reliance { service: id.clone(), base: r.service.clone() }),
        Some(Item::Service(id)) => now
            .0
            .services
            .iter()
            .find(|s| s.relies_on.iter().any(|r| r.service == id))
            .map(|s| Item::Reliance { service: s.id.clone(), base: id.clone() }),
        Some(Item::Reliance { service, base }) => Some(Item::Service(if down { base } else { service })),
        _ => None,
    };
    choose(state, to);
}

fn by_band(state: State, up: bool) {
    let order = reading_order(state);
    let band = |id: &ServiceId| {
        state.layout.with_untracked(|l| {
            let y = l.boxes.iter().find(|b| b.service == *id).map(|b| b.y)?;
            l.bands.iter().position(|b| y >= b.y && y < b.y + b.height)
        })
    };
    let Some(now) = state.selected_service().and_then(|id| band(&id)) else {
        choose(state, order.first().cloned().map(Item::Service));
        return;
    };
    let other = |id: &&ServiceId| band(id).is_some_and(|b| if up { b < now } else { b > now });
    let to = if up { order.iter().rev().find(other) } else { order.iter().find(other) };
    choose(state, to.cloned().map(Item::Service));
}

/// Goes from one possible base to the next.
fn aim(state: State, from: &ServiceId, to: Option<&ServiceId>, direction: Direction) {
    let open: Vec<ServiceId> = reading_order(state)
        .into_iter()
        .filter(|id| composing::open_bases(state, from).contains(id))
        .collect();
    let at = to.and_then(|to| open.iter().position(|id| id == to));
    let forward = matches!(direction, Direction::Down | Direction::Right);
    let next = match (at, forward) {
        (None, _) => 0,
        (Some(at), true) => (at + 1) % open.len().max(1),
        (Some(at), false) => (at + open.len() - 1) % open.len().max(1),
    };
    if let (Some(to), Some(now)) = (open.get(next), state.now()) {
        state.live.set(composing::name(&now.0, &Item::Service(to.clone()), state.lang.get_untracked()));
        state.mode.set(Mode::Connecting { from: from.clone(), to: Some(to.clone()) });
    }
}

thread_local! {
    /// How many edits the arrows have made since a service was grabbed.
    static GRABBED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Takes back what the arrows did since a service was grabbed.
fn grab_back(state: State) {
    for _ in 0..GRABBED.replace(0) {
        state.step_back(false);
    }
}

fn carry(state: State, service: &ServiceId, direction: Direction, far: bool) {
    let before = state.now();
    match direction {
        Direction::Left | Direction::Right => {
            let column = state.layout.with_untracked(|l| {
                l.boxes.iter().find(|b| b.service == *service).map_or(0, |b| i32::from(b.column))
            });
            let by = if far { 4 } else { 1 };
            composing::pin(
                state,
                service.clone(),
                column + if direction == Direction::Left { -by } else { by },
            );
        }
        Direction::Up | Direction::Down => {
            if let Some(activity) = composing::next_band(state, service, direction == Direction::Up) {
                composing::move_to(state, service.clone(), activity);
                state.live.set(state.say(
                    &format!("Déplacé en {}.", activity.name()),
                    &format!("Moved to {}.", activity.name()),
                ));
            }
        }
    }
    if before != state.now() {
        GRABBED.set(GRABBED.get() + 1);
    }
    // An edit ends what was under way: the service is still held.
    state.mode.set(Mode::Grabbing(service.clone()));
    reveal(state);
}

/// Takes hold of the selected service: the arrows then carry it.
pub fn grab(state: State) {
    let Some(service) = state.selected_service() else { return };
    GRABBED.set(0);
    state.mode.set(Mode::Grabbing(service));
    state.live.set(state.say(
        "Flèches : gauche et droite placent, haut et bas changent d’activité. Espace pour poser, Échap pour revenir.",
        "Arrows: left and right place, up and down change the activity. Space to drop, Esc to go back.",
    ));
}
