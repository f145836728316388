//! Actions: one table that the toolbar, the shortcuts and the help read.

use crate::{
    dom,
    route::{Route, Screen},
    state::{State, Theme},
    words::t,
};
use catalog::Lang;
use leptos::prelude::*;
use model::document::write;

/// Something that a person can do anywhere.
#[derive(Clone, Copy)]
pub struct Action {
    /// Its identifier.
    pub id: &'static str,
    /// Its label, French and English.
    pub label: (&'static str, &'static str),
    /// Its shortcut: a key, with Ctrl (or ⌘) where it says so, and Shift.
    pub chord: Option<Chord>,
    /// Whether it can be done now.
    pub enabled: fn(State) -> bool,
    /// Does it.
    pub run: fn(State),
}

/// A shortcut. The key is what the keyboard layout writes, so that it also works on AZERTY.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    /// The key's name.
    pub key: &'static str,
    /// With Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// With Shift.
    pub shift: bool,
}

impl Chord {
    /// As it is written: `Ctrl + Z`.
    pub fn show(self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if self.ctrl {
            parts.push("Ctrl".to_owned());
        }
        if self.shift {
            parts.push(t(lang, "Maj", "Shift"));
        }
        parts.push(self.key.to_uppercase());
        parts.join(" + ")
    }
}

const fn ctrl(key: &'static str) -> Option<Chord> {
    Some(Chord { key, ctrl: true, shift: false })
}

fn has_document(state: State) -> bool {
    state.document.with(Option::is_some)
}

fn always(_: State) -> bool {
    true
}

/// All actions.
pub static ACTIONS: &[Action] = &[
    Action {
        id: "undo",
        label: ("Annuler", "Undo"),
        chord: ctrl("z"),
        enabled: |s| s.history.with(|h| h.as_ref().is_some_and(|h| h.undoable().is_some())),
        run: |s| s.step_back(false),
    },
    Action {
        id: "redo",
        label: ("Rétablir", "Redo"),
        chord: Some(Chord { key: "z", ctrl: true, shift: true }),
        enabled: |s| s.history.with(|h| h.as_ref().is_some_and(|h| h.redoable().is_some())),
        run: |s| s.step_back(true),
    },
    Action {
        id: "open",
        label: ("Ouvrir un fichier", "Open a file"),
        chord: ctrl("o"),
        enabled: always,
        run: |_| {
            let picker =
                dom::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("open-file"));
            if let Some(picker) =
                picker.and_then(|e| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(e).ok())
            {
                picker.click();
            }
        },
    },
    Action {
        id: "save",
        label: ("Enregistrer le fichier", "Save the file"),
        chord: ctrl("s"),
        enabled: has_document,
        run: |s| {
            if let Some(document) = s.document.get_untracked() {
                dom::download(
                    &file_name(&document.0.title),
                    "application/json",
                    &write::to_text(&document.0),
                );
            }
        },
    },
    Action {
        id: "start",
        label: ("Documents et exemples", "Documents and samples"),
        chord: None,
        enabled: always,
        run: |s| {
            s.go(Route { screen: Screen::Start, ..Route::default() }, true);
            dom::soon(dom::begin_screen);
        },
    },
    Action {
        id: "scope",
        label: ("Ce qui reste à ma charge", "What remains to me"),
        chord: None,
        enabled: has_document,
        run: |s| {
            let route = s.route.get_untracked();
            s.go(Route { screen: Screen::Scope, ..route }, true);
            dom::soon(dom::begin_screen);
        },
    },
    Action {
        id: "help",
        label: ("Aide", "Help"),
        chord: Some(Chord { key: "?", ctrl: false, shift: false }),
        enabled: always,
        run: |s| {
            let route = s.route.get_untracked();
            s.go(Route { screen: Screen::Help, ..route }, true);
            dom::soon(dom::begin_screen);
        },
    },
    Action {
        id: "search",
        label: ("Chercher une exigence", "Search for a requirement"),
        chord: Some(Chord { key: "/", ctrl: false, shift: false }),
        enabled: has_document,
        run: |_| dom::focus("search"),
    },
    Action {
        id: "language",
        label: ("Passer en anglais", "Switch to French"),
        chord: None,
        enabled: always,
        run: |s| {
            let other = if s.lang.get_untracked() == Lang::Fr { Lang::En } else { Lang::Fr };
            s.set_lang(other);
            dom::soon(|| dom::focus("language"));
        },
    },
    Action {
        id: "theme",
        label: ("Changer de thème", "Change the theme"),
        chord: None,
        enabled: always,
        run: |s| {
            s.set_theme(match s.theme.get_untracked() {
                Theme::System => Theme::Light,
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::System,
            });
        },
    },
];

/// The action with this identifier.
pub fn action(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|a| a.id == id)
}

/// Does an action by its identifier, where it can be done.
pub fn run(id: &str, state: State) {
    if let Some(action) = action(id)
        && untrack(|| (action.enabled)(state))
    {
        (action.run)(state);
    }
}

/// A file's name from a title: what every file system takes.
fn file_name(title: &str) -> String {
    let folded = crate::words::fold(title);
    let mut name = String::new();
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name: String = name.trim_end_matches('-').chars().take(60).collect();
    format!("{}.socle.json", if name.is_empty() { "document" } else { &name })
}

/// Listens to the keyboard: shortcuts never act on what is typed into a field.
pub fn listen(state: State) {
    dom::on_window("keydown", move |event: web_sys::KeyboardEvent| {
        let typing = event
            .target()
            .and_then(|t| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(t).ok())
            .is_some_and(|e| {
                matches!(e.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
                    && e.get_attribute("type").as_deref() != Some("radio")
            });
        if event.is_composing() || event.alt_key() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let key = event.key().to_lowercase();
        if key == "escape" && !command && state.route.with_untracked(|r| r.requirement.is_some()) && !typing {
            let id = state.route.with_untracked(|r| r.requirement.clone()).unwrap_or_default();
            crate::screens::list::close(state, &id);
            return;
        }
        let hit = ACTIONS.iter().find(|a| {
            a.chord.is_some_and(|c| {
                // A sign such as ? needs Shift on some layouts and not on others: only letters tell them apart.
                let letter = c.key.chars().all(char::is_alphabetic);
                c.key == key && c.ctrl == command && (!letter || c.shift == event.shift_key())
            })
        });
        let redo_windows = command && key == "y";
        let Some(action) = hit.or_else(|| redo_windows.then(|| action("redo")).flatten()) else { return };
        // Undo inside a field is the field's own.
        if typing && (!command || matches!(action.id, "undo" | "redo")) {
            return;
        }
        event.prevent_default();
        if untrack(|| (action.enabled)(state)) {
            (action.run)(state);
        }
    });
}
