//! Screens: what is drawn. Each takes the state and the language; a change of language draws everything anew.

mod apart;
mod ask;
mod assumptions;
mod calendar;
mod compare;
pub mod compose;
mod dialogs;
mod eucs;
mod filters;
mod help;
pub mod icons;
mod judgement;
pub mod list;
mod matrix;
pub mod ownership;
mod present;
mod privacy;
mod problems;
pub mod repair;
mod report;
mod requirement;
mod rules;
mod scope;
mod stack;
pub mod start;

pub use assumptions::reveal;
pub use scope::ORDER;

use crate::ui::prelude::*;
use crate::{
    actions, dom,
    history::Label,
    link,
    route::{Route, Screen},
    state::{Saved, State, Theme},
    tabs,
    words::t,
};
use catalog::{Lang, text::TextPack};
use std::sync::Arc;

/// The whole page.
pub fn root() -> View {
    let state = State::new();
    actions::listen(state);
    tabs::listen(state);
    dom::on_window("hashchange", move |_: web_sys::Event| {
        let mut route = Route::parse(&dom::hash());
        if !route.shared.is_empty() {
            link::open(state, route);
            return;
        }
        route.shared.clear();
        if state.route.with_untracked(|now| *now != route) {
            state.route.set(route);
        }
    });
    link::open(state, state.route.get_untracked());
    state.route.update(|r| r.shared.clear());
    dom::on_window("resize", move |_: web_sys::Event| {
        let width = dom::width();
        if (state.width.get_untracked() - width).abs() > 0.5 {
            state.width.set(width);
        }
    });
    dom::on_window("socle-newer", move |_: web_sys::Event| state.newer.set(true));
    // A file dropped anywhere on the page is opened.
    dom::on_window("dragover", |event: web_sys::DragEvent| event.prevent_default());
    dom::on_window("drop", move |event: web_sys::DragEvent| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|d| d.files()).and_then(|f| f.get(0)) {
            open_file(state, file);
        }
    });
    // The prose is fetched when a screen shows it: the first view does not carry it.
    Effect::new(move |_| {
        let lang = state.lang.get();
        if state.screen() != Screen::Start {
            fetch_pack(state, lang);
        }
    });
    Effect::new(move |_| {
        let lang = state.lang.get();
        let title = page_title(state, lang);
        dom::dress(lang.tag(), &title, state.theme.get().id());
    });
    let body = move || {
        let lang = state.lang.get();
        view! { {shell(state, lang)} }
    };
    body.into_view()
}

fn page_title(state: State, lang: Lang) -> String {
    let fault = state.fault.with(Option::is_some) || state.screen() == Screen::Repair;
    let screen = match state.screen() {
        Screen::Start => t(lang, "Documents et exemples", "Documents and samples"),
        Screen::Scope => t(lang, "Ce qui reste à ma charge", "What remains to me"),
        Screen::Compose => t(lang, "Composer la pile", "Compose the stack"),
        Screen::Repair => t(lang, "Réparer le fichier", "Repair the file"),
        Screen::Matrix => t(lang, "Matrice", "Matrix"),
        Screen::Present => t(lang, "SecNumCloud 3.2, en un écran", "SecNumCloud 3.2 on one screen"),
        Screen::Compare => t(lang, "Comparer", "Compare"),
        Screen::Report => t(lang, "Livrables", "Deliverables"),
        Screen::Eucs => t(lang, "Devant EUCS", "Beside EUCS"),
        Screen::Calendar => t(lang, "Calendrier", "Calendar"),
        Screen::Ownership => t(lang, "Actionnariat", "Ownership"),
        Screen::Help => t(lang, "Aide", "Help"),
    };
    let error = if fault { t(lang, "Erreur : ", "Error: ") } else { String::new() };
    format!("{error}{screen} · Socle")
}

/// Fetches the prose of a language; until it is there, ids, titles and verdicts stand without it.
fn fetch_pack(state: State, lang: Lang) {
    if state.pack.with_untracked(|p| p.as_ref().is_some_and(|p| p.lang == lang.tag())) {
        return;
    }
    state.pack.set(None);
    leptos::task::spawn_local(async move {
        let pack = load_pack(lang).await;
        if state.lang.get_untracked() == lang {
            state.pack_fault.set(pack.is_none());
            state.pack.set(pack);
        }
    });
}

/// The prose of a language.
async fn load_pack(lang: Lang) -> Option<Arc<TextPack>> {
    let bytes = dom::fetch(&format!("./text/{}.json", lang.tag())).await.ok()?;
    TextPack::parse(&bytes).ok().map(Arc::new)
}

/// Opens a file that the person chose or dropped.
fn open_file(state: State, file: web_sys::File) {
    leptos::task::spawn_local(async move {
        match dom::read_file(&file, model::document::MAX_BYTES).await {
            Ok(bytes) => state.open(&file.name(), &bytes),
            Err(said) => state.refuse(Label::new(
                t(Lang::Fr, &format!("Le fichier n’a pas pu être lu : {said}."), ""),
                format!("The file could not be read: {said}."),
            )),
        }
    });
}

/// Opens the document that stands at an address beside the page.
pub fn open_sample(state: State, file: String, screen: Screen) {
    leptos::task::spawn_local(async move {
        match dom::fetch(&format!("./samples/{file}")).await {
            Ok(bytes) => state.open_at(&file, &bytes, screen),
            Err(said) => state.refuse(Label::new(
                t(Lang::Fr, &format!("L’exemple n’a pas pu être chargé : {said}."), ""),
                format!("The sample could not be loaded: {said}."),
            )),
        }
    });
}

/// The notice that stands wherever verdicts are read.
fn notice(lang: Lang) -> String {
    model::export::markdown::notice(lang)
}

/// Follows a link of ours in place, as a step that the browser can take back; one that is asked for in another tab or
/// window is the browser's.
fn follow(state: State, event: &web_sys::MouseEvent, route: Route) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0 {
        return;
    }
    event.prevent_default();
    state.go(route, true);
    dom::soon(dom::begin_screen);
}

/// A button for an action of the table: its icon, and its words beside it or for readers and the pointer alone.
pub fn tool(state: State, lang: Lang, id: &'static str, worded: bool) -> View {
    let Some(action) = actions::action(id) else { return ().into_view() };
    let short = t(lang, action.label.0, action.label.1);
    let title = move || {
        let label = actions::label(action, state, lang);
        match action.chords.first() {
            Some(chord) => format!("{label} ({})", chord.show(lang)),
            None => label,
        }
    };
    let enabled = action.enabled;
    view! {
        <button type="button" class="tool" class:worded=worded data-act=id title=title disabled=move || !enabled(state)
            on:click=move |_| actions::run(id, state)>
            {icons::icon(action.icon)}
            <span class="tool-label">{short}</span>
        </button>
    }
}

pub fn shell(state: State, lang: Lang) -> View {
    let title = move || state.document.with(|d| d.as_ref().map(|d| d.0.title.clone())).unwrap_or_default();
    let rename = move |e: web_sys::Event| {
        let label = Label::new("renommer le document", "rename the document");
        let edit = model::edit::Edit::set(model::document::Item::Document, "/title", event_target_value(&e));
        state.try_edit(label, edit);
    };
    let has_document = move || state.document.with(Option::is_some);
    let saved = move || match state.saved.get() {
        Saved::Nothing => String::new(),
        Saved::At(time) => {
            t(lang, &format!("Enregistré localement à {time}"), &format!("Saved locally at {time}"))
        }
        Saved::Refused => t(
            lang,
            "Non enregistré : le navigateur refuse. Enregistrer le fichier.",
            "Not saved: the browser refuses. Save the file.",
        ),
    };
    let theme = move || {
        let (fr, en) = match state.theme.get() {
            Theme::System => ("Thème : système", "Theme: system"),
            Theme::Light => ("Thème : clair", "Theme: light"),
            Theme::Dark => ("Thème : sombre", "Theme: dark"),
        };
        t(lang, fr, en)
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = dom::picked(&event) {
            open_file(state, file);
        }
    };
    // Memos, so that a keystroke in a filter or an edit does not draw the whole screen anew.
    let screen = Memo::new(move |_| state.screen());
    let news = rules::any(state);
    let current = move |this: Screen| (screen.get() == this).then_some("page");
    let screens: Vec<_> = [
        (Screen::Start, "start", "Documents", "Documents"),
        (Screen::Compose, "compose", "Composer", "Compose"),
        (Screen::Scope, "scope", "Ma charge", "My scope"),
        (Screen::Matrix, "matrix", "Matrice", "Matrix"),
        (Screen::Present, "present", "Présenter", "Present"),
        (Screen::Compare, "compare", "Comparer", "Compare"),
        (Screen::Calendar, "calendar", "Calendrier", "Calendar"),
        (Screen::Report, "report", "Livrables", "Deliverables"),
        (Screen::Ownership, "ownership", "Actionnariat", "Ownership"),
        (Screen::Eucs, "eucs", "EUCS", "EUCS"),
        (Screen::Help, "help", "Aide", "Help"),
    ]
    .into_iter()
    .map(|(this, id, fr, en)| {
        let needs = this.needs_document();
        view! {
            <button type="button" class="screen" aria-current=move || current(this) disabled=move || needs && !has_document()
                on:click=move |_| actions::run(id, state)>{t(lang, fr, en)}</button>
        }
    })
    .collect();
    view! {
        <a class="skip" href="#main" on:click=move |e| { e.prevent_default(); dom::focus("main"); }>
            {t(lang, "Aller au contenu", "Skip to content")}
        </a>
        <header class="bar" inert=move || state.covered_below(901.0)>
            <a class="brand" href="#/">{icons::logo()}<span>"Socle"</span></a>
            <div class="document-name">
                <input type="text" id="title" class="document-title" hidden=move || !has_document() || screen.get() == Screen::Repair autocomplete="off"
                    aria-label=t(lang, "Titre du document", "Title of the document") placeholder=t(lang, "Sans titre", "Untitled")
                    prop:value=title on:change=rename/>
                <span class="saved" hidden=move || screen.get() == Screen::Repair>{saved}</span>
            </div>
            <nav aria-label=t(lang, "Écrans", "Screens") class="screens">
                {screens}
            </nav>
            <div class="tools">
                {["undo", "redo", "open", "save", "share", "palette"].map(|id| tool(state, lang, id, false)).into_iter().collect::<Vec<_>>()}
                <button type="button" class="tool" id="theme" title=theme on:click=move |_| actions::run("theme", state)>
                    {icons::icon("theme")}<span class="tool-label">{theme}</span>
                </button>
                <button type="button" class="tool language" id="language" lang=if lang == Lang::Fr { "en" } else { "fr" }
                    on:click=move |_| actions::run("language", state)>
                    {if lang == Lang::Fr { "English" } else { "Français" }}
                </button>
            </div>
            <input type="file" id="open-file" class="away" tabindex="-1" accept=".json,application/json"
                aria-label=t(lang, "Fichier à ouvrir", "File to open") on:change=picked/>
        </header>
        {dialogs::banners(state, lang)}
        <main id="main" tabindex="-1">
            {move || state.fault.get().map(|said| fault(state, lang, &said))}
            {move || news.get().then(|| apart::rules(state, lang))}
            {move || match screen.get() {
                Screen::Help => apart::help(state, lang),
                Screen::Scope => apart::scope(state, lang),
                Screen::Compose => apart::compose(state, lang),
                Screen::Matrix => apart::matrix(state, lang),
                Screen::Present => apart::present(state, lang),
                Screen::Compare => apart::compare(state, lang),
                Screen::Report => apart::report(state, lang),
                Screen::Eucs => apart::eucs(state, lang),
                Screen::Calendar => apart::calendar(state, lang),
                Screen::Ownership => apart::ownership(state, lang),
                Screen::Repair => apart::repair(state, lang),
                Screen::Start => start::start(state, lang),
            }}
        </main>
        {dialogs::over(state, lang)}
        {dialogs::note(state, lang)}
        <div class="away" role="status" aria-live="polite">{move || state.live.get()}</div>
    }
}

/// Why a file could not be opened at all; the open document is untouched.
fn fault(state: State, lang: Lang, fault: &Label) -> View {
    let close = move |_| {
        state.fault.set(None);
        dom::focus("main");
    };
    view! {
        <section class="fault" id="fault" role="alert" tabindex="-1" aria-labelledby="fault-title">
            <h2 id="fault-title">{t(lang, "Ce document n’a pas été ouvert", "This document was not opened")}</h2>
            <p>{fault.get(lang).to_owned()}</p>
            <p>{t(lang, "Le document ouvert n’a pas changé.", "The open document has not changed.")}</p>
            <button type="button" class="plain" on:click=close>{t(lang, "Fermer", "Close")}</button>
        </section>
    }
}
