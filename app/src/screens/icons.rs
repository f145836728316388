//! Icons, drawn here so that nothing is fetched: 20 × 20, strokes in the current colour, hidden from readers because
//! a word always stands beside them.

use crate::ui::prelude::*;
use model::verdict::{Outcome, PartState};

/// An icon by its name.
pub fn icon(name: &str) -> View {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=path(name)></path>
        </svg>
    }
}

/// An icon's path.
pub fn path(name: &str) -> &'static str {
    match name {
        "undo" => "M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 10H7",
        "redo" => "m13 4 4 4-4 4M17 8H9a5 5 0 0 0 0 10h4",
        "open" => "M3 5h5l2 2h7v9H3z",
        "save" => "M10 3v9m-4-4 4 4 4-4M4 16h12",
        "print" => "M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z",
        "share" => "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
        "theme" => "M10 3a7 7 0 1 0 7 7 5 5 0 0 1-7-7z",
        "close" => "m5 5 10 10M15 5 5 15",
        "may" => "m4 10 4 4 8-9",
        "down" => "m6 8 4 4 4-4",
        "warning" => "M10 3 2 17h16zM10 8v4m0 2v.5",
        // Verdicts: resting on a slab; two halves; held by oneself; nothing.
        "inherited" => "M10 3v8m-3-3 3 3 3-3M4 15h12M4 17.5h12",
        "shared" => "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
        "remains" => "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17a6 6 0 0 1 12 0z",
        "not_applicable" => "M4 10h12",
        "exposed" => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm0 4v4m0 2.5v.5",
        "missing" => "M5 5h2m3 0h2m3 0v2m0 3v2m0 3h-2m-3 0H8m-3 0v-2m0-3V8",
        "add" => "M10 4v12M4 10h12",
        "rename" => "M4 16l1-4 8-8 3 3-8 8zM11 6l3 3",
        "connect" => "M5 3h10v5H5zM10 8v6m-3-3 3 3 3-3M4 17.5h12",
        "compose" => "M6 3h8v5H6zM3 12h6v5H3zm8 0h6v5h-6zM10 8v2M6 12v-2h8v2",
        "third" => "M4 10a6 6 0 1 0 12 0 6 6 0 1 0-12 0M7.5 10h5",
        "provider" => "M4 17V5l6-2 6 2v12zM8 8h.1m4 0h.1M8 12h.1m4 0h.1",
        "entity" => "M3 8l7-5 7 5zM5 8v7m5-7v7m5-7v7M3 17h14",
        "duplicate" => "M7 7h10v10H7zM3 13V3h10",
        "delete" => "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11",
        "more" => "M4.5 10h.1M10 10h.1M15.5 10h.1",
        "zoom-in" => "M3 9a6 6 0 1 0 12 0A6 6 0 1 0 3 9m10.5 4.5L17 17M9 6.5v5M6.5 9h5",
        "zoom-out" => "M3 9a6 6 0 1 0 12 0A6 6 0 1 0 3 9m10.5 4.5L17 17M6.5 9h5",
        "fit" => "M3 7V3h4m6 0h4v4m0 6v4h-4M7 17H3v-4",
        "arrange" => "M3 3h6v5H3zm8 0h6v5h-6zM7 12h6v5H7z",
        "pin" => "M7 3h6l-1 6 3 3H5l3-3zM10 12v6",
        "search" => "M3 9a6 6 0 1 0 12 0A6 6 0 1 0 3 9m10.5 4.5L17 17",
        "home" => "M5 3h7l3 3v11H5zM8 9h4m-4 3h4",
        "help" => "M7 7a3 3 0 1 1 4 3c-1 .5-1 1-1 2m0 3v.1",
        "up" => "M10 16V4M5 9l5-5 5 5",
        "below" => "M10 4v12M5 11l5 5 5-5",
        "move" => "M10 3v14M3 10h14M8 5l2-2 2 2M8 15l2 2 2-2M5 8l-2 2 2 2m10-4 2 2-2 2",
        "language" => "M3 5h8M7 3v2c0 4-2 7-4 8m1-6c1 3 4 5 6 6m1 4 3-8 3 8m-5-3h4",
        "keys" => "M3 6h14v9H3zM6 9h.1m3 0h.1m3 0h.1M7 12h6",
        "select" => "M4 4h3m3 0h3m3 0v3m0 3v3m0 3h-3m-3 0H7m-3 0v-3m0-3V7",
        // Standing: a seal, an hourglass, a broken seal.
        "qualified" => "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5zM6.5 10l2.5 2.5 4.5-5",
        "candidate" => "M5 3h10M5 17h10M6 3c0 4 8 5 8 14M14 3c0 4-8 5-8 14",
        "lapsed" => "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5zM7 7l6 6m0-6-6 6",
        _ => "M10 10h.1",
    }
}

/// A verdict's icon.
pub fn verdict(outcome: Outcome) -> View {
    icon(outcome.id())
}

/// A part's icon.
pub fn part(state: PartState) -> View {
    icon(of_part(state.id()))
}

/// The name of the icon that stands for the id of a part's state; another id stands for itself.
pub fn of_part(id: &'static str) -> &'static str {
    match id {
        "covered" => "inherited",
        "own" => "remains",
        "retained" => "shared",
        other => other,
    }
}

/// The mark: three slabs, the lowest the widest.
pub fn logo() -> View {
    view! {
        <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <path class="slab-1" d="M12 5h8l2 6H10z"></path>
            <path class="slab-2" d="M9 13h14l2 6H7z"></path>
            <path class="slab-3" d="M6 21h20l3 7H3z"></path>
        </svg>
    }
}
