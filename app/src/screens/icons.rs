//! Icons, drawn here so that nothing is fetched: 20 × 20, strokes in the current colour, hidden from readers because
//! a word always stands beside them.

use leptos::prelude::*;
use model::verdict::{Outcome, PartState};

/// An icon by its name.
pub fn icon(name: &str) -> impl IntoView {
    let path = match name {
        "undo" => "M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 10H7",
        "redo" => "m13 4 4 4-4 4M17 8H9a5 5 0 0 0 0 10h4",
        "open" => "M3 5h5l2 2h7v9H3z",
        "save" => "M10 3v9m-4-4 4 4 4-4M4 16h12",
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
        _ => "M10 10h.1",
    };
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
}

/// A verdict's icon.
pub fn verdict(outcome: Outcome) -> impl IntoView {
    icon(outcome.id())
}

/// A part's icon.
pub fn part(state: PartState) -> impl IntoView {
    icon(match state {
        PartState::Covered => "inherited",
        PartState::Own => "remains",
        PartState::Retained => "shared",
        PartState::Exposed => "exposed",
        PartState::Missing => "missing",
    })
}

/// The mark: three slabs, the lowest the widest.
pub fn logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
            <path class="slab-1" d="M12 5h8l2 6H10z"></path>
            <path class="slab-2" d="M9 13h14l2 6H7z"></path>
            <path class="slab-3" d="M6 21h20l3 7H3z"></path>
        </svg>
    }
}
