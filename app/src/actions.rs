//! Actions: one table that the toolbars, the menu, the palette, the shortcuts and the help read.

use crate::ui::prelude::*;
use crate::{
    composing, dom,
    history::Label,
    route::Screen,
    state::{Dialog, State, Theme},
    words::t,
};
use catalog::Lang;
use model::document::{Item, write};
use std::cell::Cell;

/// Something that a person can do.
#[derive(Clone, Copy)]
pub struct Action {
    /// Its identifier.
    pub id: &'static str,
    /// Where it stands among the others.
    pub group: Group,
    /// Its icon.
    pub icon: &'static str,
    /// Its label, French and English.
    pub label: (&'static str, &'static str),
    /// Its shortcuts; the first is shown.
    pub chords: &'static [Chord],
    /// Whether it can be done now.
    pub enabled: fn(State) -> bool,
    /// Does it.
    pub run: fn(State),
}

/// Where an action stands in the palette and the help, and whether its keys work everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Documents and files.
    File,
    /// Undo and redo.
    Edit,
    /// From screen to screen.
    Go,
    /// On what is selected in the diagram or the outline; the keys work only there.
    Item,
    /// How the diagram is shown; the keys work only there.
    View,
    /// Language, theme, keys.
    Taste,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::Go, Self::Item, Self::View, Self::Taste];

    /// Its name, French and English.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::File => ("Documents et fichiers", "Documents and files"),
            Self::Edit => ("Modifications", "Edits"),
            Self::Go => ("Aller à", "Go to"),
            Self::Item => {
                ("Composer (dans le diagramme ou le plan)", "Compose (in the diagram or the outline)")
            }
            Self::View => ("Vue du diagramme", "Diagram view"),
            Self::Taste => ("Langue et apparence", "Language and appearance"),
        }
    }

    /// Whether its keys work only in the diagram and the outline.
    pub const fn is_local(self) -> bool {
        matches!(self, Self::Item | Self::View)
    }
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
    /// After the key G.
    pub after_g: bool,
}

impl Chord {
    /// As it is written: `Ctrl + Z`.
    pub fn show(self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if self.ctrl {
            parts.push(if dom::is_mac() { "⌘".to_owned() } else { "Ctrl".to_owned() });
        }
        if self.shift {
            parts.push(t(lang, "Maj", "Shift"));
        }
        parts.push(match self.key {
            "delete" => t(lang, "Suppr", "Delete"),
            "enter" => t(lang, "Entrée", "Enter"),
            "contextmenu" => t(lang, "Menu", "Menu"),
            " " => t(lang, "Espace", "Space"),
            key => key.to_uppercase(),
        });
        let keys = parts.join(" + ");
        if self.after_g { t(lang, &format!("G puis {keys}"), &format!("G then {keys}")) } else { keys }
    }

    /// Whether it is a letter or a sign alone, which a person can turn off (WCAG 2.1.4).
    const fn is_single(self) -> bool {
        !self.ctrl && self.key.len() == 1
    }

    fn is(self, event: &web_sys::KeyboardEvent, key: &str, command: bool, after_g: bool) -> bool {
        // A sign such as ? or + needs Shift on some layouts and not on others: only letters and named keys tell.
        let sign = self.key.len() == 1 && !self.key.chars().all(char::is_alphabetic) && self.key != " ";
        self.key == key
            && self.ctrl == command
            && self.after_g == after_g
            && (sign || self.shift == event.shift_key())
    }
}

const fn plain(key: &'static str) -> Chord {
    Chord { key, ctrl: false, shift: false, after_g: false }
}

const fn ctrl(key: &'static str) -> Chord {
    Chord { ctrl: true, ..plain(key) }
}

const fn shift(key: &'static str) -> Chord {
    Chord { shift: true, ..plain(key) }
}

const fn ctrl_shift(key: &'static str) -> Chord {
    Chord { ctrl: true, shift: true, ..plain(key) }
}

const fn g(key: &'static str) -> Chord {
    Chord { after_g: true, ..plain(key) }
}

fn has_document(state: State) -> bool {
    state.document.with(Option::is_some)
}

/// Whether the open document is in sight: while a file is mended it is not, and nothing happens to it.
fn in_sight(state: State) -> bool {
    has_document(state) && state.screen() != Screen::Repair
}

fn composing(state: State) -> bool {
    state.screen() == Screen::Compose
}

fn on_service(state: State) -> bool {
    composing(state) && state.selection.with(|s| matches!(s.last(), Some(Item::Service(_))))
}

fn on_something(state: State) -> bool {
    composing(state) && state.selection.with(|s| s.last().is_some_and(|i| *i != Item::Document))
}

fn pinned(state: State, only_selected: bool) -> bool {
    composing(state)
        && state.document.with(|d| {
            d.as_ref().is_some_and(|d| {
                d.0.services.iter().any(|s| {
                    s.column.is_some()
                        && (!only_selected
                            || state.selection.with(|c| c.contains(&Item::Service(s.id.clone()))))
                })
            })
        })
}

fn always(_: State) -> bool {
    true
}

macro_rules! actions {
    ($($group:ident $id:literal $icon:literal ($fr:literal, $en:literal) [$($chord:expr),*] if $enabled:expr => $run:expr;)*) => {
        &[$(Action {
            id: $id, group: Group::$group, icon: $icon, label: ($fr, $en), chords: &[$($chord),*], enabled: $enabled, run: $run,
        }),*]
    };
}

/// All actions.
pub static ACTIONS: &[Action] = actions! {
    File "new" "add" ("Nouveau document", "New document") [] if always => crate::screens::start::new_document;
    File "open" "open" ("Ouvrir un fichier", "Open a file") [ctrl("o")] if always => |_| dom::click("open-file");
    File "save" "save" ("Enregistrer le fichier", "Save the file") [ctrl("s")] if in_sight => |s| save(s, false);
    File "save_as" "save" ("Enregistrer une copie sous…", "Save a copy as…") [ctrl_shift("s")] if in_sight => |s| save(s, true);
    File "print" "print" ("Imprimer", "Print") [] if in_sight => |_| dom::print();
    File "share" "share" ("Partager un lien", "Share a link") [] if in_sight => share;
    Edit "undo" "undo" ("Annuler", "Undo") [ctrl("z")] if |s| can_step(s, false) => |s| s.step_back(false);
    Edit "redo" "redo" ("Rétablir", "Redo") [ctrl_shift("z"), ctrl("y")] if |s| can_step(s, true) => |s| s.step_back(true);
    Go "palette" "search" ("Toutes les commandes", "All commands") [ctrl("k"), ctrl_shift("p")] if always => |s| s.dialog.set(Some(Dialog::Palette));
    Go "start" "home" ("Documents et exemples", "Documents and samples") [g("d")] if always => |s| s.turn_to(Screen::Start);
    Go "compose" "compose" ("Composer la pile", "Compose the stack") [g("c")] if has_document => |s| s.turn_to(Screen::Compose);
    Go "scope" "remains" ("Ce qui reste à ma charge", "What remains to me") [g("r")] if has_document => |s| s.turn_to(Screen::Scope);
    Go "matrix" "select" ("Matrice des exigences", "Matrix of requirements") [g("m")] if has_document => |s| s.turn_to(Screen::Matrix);
    Go "present" "home" ("Présenter sur un écran", "Present on one screen") [g("p")] if has_document => |s| s.turn_to(Screen::Present);
    Go "compare" "arrange" ("Comparer deux piles", "Compare two stacks") [g("k")] if has_document => |s| s.turn_to(Screen::Compare);
    Go "report" "save" ("Livrables et retours", "Deliverables, and what comes back") [g("a")] if has_document => |s| s.turn_to(Screen::Report);
    Go "eucs" "shared" ("Devant EUCS, projet de 2020", "Beside EUCS, draft of 2020") [g("e")] if has_document => |s| s.turn_to(Screen::Eucs);
    Go "calendar" "candidate" ("Calendrier : dates, bascules et plan", "Calendar: dates, flips and plan") [g("t")] if has_document => |s| s.turn_to(Screen::Calendar);
    Go "ownership" "entity" ("Actionnariat, 19.6 et 19.2", "Ownership, 19.6 and 19.2") [g("o")] if has_document => |s| s.turn_to(Screen::Ownership);
    Go "readings" "search" ("Lectures du texte", "Readings of the text") [] if has_document => |s| assumption(s, "readings");
    Go "facts" "search" ("Faits sur le service", "Facts about the service") [] if has_document => |s| assumption(s, "facts");
    Go "help" "help" ("Aide", "Help") [plain("?"), g("h")] if always => |s| s.turn_to(Screen::Help);
    Go "search" "search" ("Chercher une exigence", "Search for a requirement") [plain("/")] if has_document => |s| {
        if !s.screen().lists() {
            s.turn_to(Screen::Scope);
        }
        // At once where it stands: what is typed next belongs to it.
        if dom::unfold("search") {
            dom::focus("search");
        } else {
            dom::soon(|| {
                dom::unfold("search");
                dom::focus("search");
            });
        }
    };
    Item "add" "add" ("Ajouter un service", "Add a service") [plain("n"), plain("insert")] if composing => |s| s.dialog.set(Some(Dialog::Add));
    Item "connect" "connect" ("Faire reposer sur…", "Make it rest on…") [plain("c")] if on_service => |s| {
        let in_diagram = dom::has_focus("diagram");
        composing::begin_connecting(s, in_diagram);
    };
    Item "rename" "rename" ("Renommer", "Rename") [plain("f2"), plain("enter")] if composing => composing::rename;
    Item "grab" "move" ("Déplacer avec les flèches", "Move with the arrows") [plain(" ")] if |s| on_service(s) && dom::has_focus("diagram") => crate::screens::compose::diagram::grab;
    Item "up" "up" ("Déplacer vers la bande au-dessus", "Move to the band above") [] if |s| band(s, true) => |s| to_band(s, true);
    Item "down" "down" ("Déplacer vers la bande au-dessous", "Move to the band below") [] if |s| band(s, false) => |s| to_band(s, false);
    Item "reverse" "arrange" ("Inverser le lien", "Reverse the reliance") [] if |s| composing(s) && s.selection.with(|c| matches!(c.last(), Some(Item::Reliance { .. }))) => composing::reverse;
    Item "duplicate" "duplicate" ("Dupliquer", "Duplicate") [ctrl("enter")] if on_service => composing::duplicate;
    Item "delete" "delete" ("Supprimer", "Delete") [plain("delete"), plain("backspace")] if on_something => composing::delete;
    Item "third" "third" ("Ajouter un tiers", "Add a third party") [plain("t")] if composing => composing::add_third_party;
    Item "target" "remains" ("Voir ce qui lui reste", "See what remains to it") [] if on_service => |s| {
        if let Some(id) = s.selected_service() {
            s.choose(id.as_str());
            s.turn_to(Screen::Scope);
        }
    };
    Item "unpin" "pin" ("Libérer sa place", "Release its place") [plain("p")] if |s| pinned(s, true) => |s| composing::unpin(s, true);
    Item "menu" "more" ("Ouvrir le menu", "Open the menu") [shift("f10"), plain("contextmenu")] if composing => |s| {
        let (x, y) = dom::middle_of_active();
        s.dialog.set(Some(Dialog::Menu(x, y)));
    };
    Item "select_all" "select" ("Tout sélectionner", "Select all") [ctrl("a")] if composing => |s| {
        let all = s.now().map(|d| d.0.services.iter().map(|x| Item::Service(x.id.clone())).collect::<Vec<_>>());
        s.selection.set(all.unwrap_or_default());
    };
    View "zoom_in" "zoom-in" ("Agrandir", "Zoom in") [plain("+")] if composing => |s| crate::screens::compose::diagram::zoom(s, 1.25);
    View "zoom_out" "zoom-out" ("Réduire", "Zoom out") [plain("-")] if composing => |s| crate::screens::compose::diagram::zoom(s, 0.8);
    View "fit" "fit" ("Tout voir", "Fit all") [plain("f")] if composing => crate::screens::compose::diagram::fit;
    View "fit_selection" "fit" ("Voir la sélection", "Fit the selection") [shift("f")] if on_something => crate::screens::compose::diagram::reveal;
    View "arrange" "arrange" ("Réorganiser : libérer toutes les places", "Rearrange: release all places") [] if |s| pinned(s, false) => |s| composing::unpin(s, false);
    Taste "language" "language" ("Passer en anglais", "Switch to French") [] if always => |s| {
        s.set_lang(if s.lang.get_untracked() == Lang::Fr { Lang::En } else { Lang::Fr });
        dom::soon(|| dom::focus("language"));
    };
    Taste "theme" "theme" ("Changer de thème", "Change the theme") [] if always => |s| {
        s.set_theme(match s.theme.get_untracked() {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        });
    };
    Taste "letters" "keys" ("Raccourcis d’une seule touche : activer ou non", "Single-key shortcuts: on or off") [] if always => |s| {
        let on = !s.letters.get_untracked();
        s.set_letters(on);
        s.live.set(if on {
            s.say("Raccourcis d’une seule touche activés.", "Single-key shortcuts on.")
        } else {
            s.say("Raccourcis d’une seule touche désactivés.", "Single-key shortcuts off.")
        });
    };
};

/// Goes to what the verdicts assume.
fn assumption(state: State, id: &'static str) {
    state.turn_to(Screen::Scope);
    dom::soon(move || crate::screens::reveal(id));
}

fn can_step(state: State, forward: bool) -> bool {
    in_sight(state) && state.history.with(|h| h.as_ref().is_some_and(|h| h.next(forward).is_some()))
}

fn band(state: State, up: bool) -> bool {
    // Tracked through `on_service`, which follows the selection.
    on_service(state)
        && state.document.with(Option::is_some)
        && state.selected_service().is_some_and(|id| composing::next_band(state, &id, up).is_some())
}

fn to_band(state: State, up: bool) {
    if let Some(id) = state.selected_service()
        && let Some(activity) = composing::next_band(state, &id, up)
    {
        composing::move_to(state, id, activity);
    }
}

/// Writes the document to a file: where the browser can, to the same one again.
fn save(state: State, elsewhere: bool) {
    dom::commit();
    if let Some(now) = state.now() {
        let (name, text) = (file_name(&now.0.title), write::to_text(&now.0));
        let key = state.key.get_untracked();
        leptos::task::spawn_local(async move {
            if let Some(true) = dom::save(&key, &name, &text, elsewhere).await {
                state.toast(Label::new(format!("Enregistré : {name}"), format!("Saved: {name}")), false);
            }
        });
    }
}

/// Makes the link that carries the document, and shows it.
fn share(state: State) {
    dom::commit();
    if let Some(now) = state.now() {
        let route = state.route.get_untracked();
        leptos::task::spawn_local(async move {
            state.dialog.set(Some(Dialog::Share(crate::link::to(&now.0, &route).await)));
        });
    }
}

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

/// What an action is called now: undo and redo name the edit.
pub fn label(action: &Action, state: State, lang: Lang) -> String {
    let label = t(lang, action.label.0, action.label.1);
    let step = match action.id {
        "undo" => {
            state.history.with(|h| h.as_ref().and_then(|h| h.next(false)).map(|l| l.get(lang).to_owned()))
        }
        "redo" => {
            state.history.with(|h| h.as_ref().and_then(|h| h.next(true)).map(|l| l.get(lang).to_owned()))
        }
        _ => None,
    };
    match step {
        Some(step) => t(lang, &format!("{label} : {step}"), &format!("{label}: {step}")),
        None => label,
    }
}

/// The name of a document's own file, from its title.
pub fn file_name(title: &str) -> String {
    format!("{}.socle.json", stem(title))
}

/// Says that a file was handed to the browser.
pub fn offered(state: State, name: &str) {
    state.live.set(state.say(&format!("Fichier offert : {name}"), &format!("File offered: {name}")));
}

/// Says that a file could not be made, for something that it needs could not be fetched.
pub fn unmade(state: State) {
    let fr = t(Lang::Fr, "Le fichier n’a pas pu être fait : réessayer une fois en ligne.", "");
    state.toast(Label::new(fr, "The file could not be made: try again once online."), false);
}

/// How the name of a file begins, from a title: what every file system takes.
pub fn stem(title: &str) -> String {
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
    if name.is_empty() { "document".to_owned() } else { name }
}

thread_local! {
    /// When G was pressed alone, in milliseconds: the next key goes somewhere.
    static G: Cell<f64> = const { Cell::new(f64::MIN) };
}

/// How long the key after G may take, in milliseconds.
const G_WAITS: f64 = 1500.0;

/// Listens to the keyboard: shortcuts never act on what is typed into a field, nor while a dialog is open.
pub fn listen(state: State) {
    dom::on_window("keydown", move |event: web_sys::KeyboardEvent| {
        if event.is_composing() || event.alt_key() || event.default_prevented() {
            return;
        }
        let target = event.target().and_then(|t| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(t).ok());
        let typing = target.as_ref().is_some_and(dom::takes_text);
        let command = event.ctrl_key() || event.meta_key();
        let key = event.key().to_lowercase();
        if key == "escape" && !command && !typing && state.dialog.with_untracked(Option::is_none) {
            if state.route.with_untracked(|r| r.requirement.is_some()) {
                let id = state.route.with_untracked(|r| r.requirement.clone()).unwrap_or_default();
                crate::screens::list::close(state, &id);
            } else if state.toast.with_untracked(Option::is_some) {
                state.toast.set(None);
            }
            return;
        }
        if state.dialog.with_untracked(Option::is_some) {
            return;
        }
        let letters = state.letters.get_untracked();
        let now = js_sys::Date::now();
        let after_g = !typing && !command && now - G.replace(f64::MIN) < G_WAITS;
        if key == "g" && !command && !typing && letters && !after_g {
            G.set(now);
            return;
        }
        let stage = target.as_ref().is_some_and(|e| matches!(e.closest(".stage"), Ok(Some(_))));
        let hit = ACTIONS.iter().find(|a| {
            (stage || !a.group.is_local())
                && a.chords
                    .iter()
                    .any(|c| (letters || !c.is_single()) && c.is(&event, &key, command, after_g))
        });
        let Some(action) = hit else { return };
        // Undo inside a field is the field's own; a button is pressed by its own keys.
        if typing && (!command || matches!(action.id, "undo" | "redo" | "select_all")) {
            return;
        }
        event.prevent_default();
        if untrack(|| (action.enabled)(state)) {
            (action.run)(state);
        }
    });
}
