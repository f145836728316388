//! Screens: what is drawn. Each takes the state and the language; a change of language draws everything anew.

mod assumptions;
mod help;
mod icons;
pub mod list;
mod requirement;
mod scope;
mod stack;
mod start;

use crate::{
    actions, dom,
    history::Label,
    route::{Route, Screen},
    state::{OpenFault, Saved, State, Theme},
    words::t,
};
use catalog::{Lang, text::TextPack};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The whole page.
#[component]
pub fn Root() -> impl IntoView {
    let state = State::new();
    actions::listen(state);
    dom::on_window("hashchange", move |_: web_sys::Event| {
        let route = Route::parse(&dom::hash());
        if state.route.with_untracked(|now| *now != route) {
            state.route.set(route);
        }
    });
    dom::on_window("resize", move |_: web_sys::Event| {
        let width = dom::width();
        if (state.width.get_untracked() - width).abs() > 0.5 {
            state.width.set(width);
        }
    });
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
    move || {
        let lang = state.lang.get();
        view! { <Shell state lang/> }
    }
}

fn page_title(state: State, lang: Lang) -> String {
    let fault = state.fault.with(Option::is_some);
    let screen = match state.screen() {
        Screen::Start => t(lang, "Documents et exemples", "Documents and samples"),
        Screen::Scope => t(lang, "Ce qui reste à ma charge", "What remains to me"),
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
        let pack = dom::fetch(&format!("./text/{}.json", lang.tag())).await;
        let pack = pack.ok().and_then(|bytes| TextPack::parse(&bytes).ok());
        if state.lang.get_untracked() == lang {
            state.pack_fault.set(pack.is_none());
            state.pack.set(pack.map(Arc::new));
        }
    });
}

/// Opens a file that the person chose or dropped.
fn open_file(state: State, file: web_sys::File) {
    leptos::task::spawn_local(async move {
        match dom::read_file(&file, model::document::MAX_BYTES).await {
            Ok(bytes) => state.open(&bytes),
            Err(said) => {
                let label = Label {
                    fr: t(Lang::Fr, &format!("Le fichier n’a pas pu être lu : {said}."), ""),
                    en: format!("The file could not be read: {said}."),
                };
                state.refuse(OpenFault::Unreadable(label));
            }
        }
    });
}

/// Opens the document that stands at an address beside the page.
pub fn open_sample(state: State, file: &'static str) {
    leptos::task::spawn_local(async move {
        match dom::fetch(&format!("./samples/{file}")).await {
            Ok(bytes) => state.open(&bytes),
            Err(said) => {
                let label = Label {
                    fr: t(Lang::Fr, &format!("L’exemple n’a pas pu être chargé : {said}."), ""),
                    en: format!("The sample could not be loaded: {said}."),
                };
                state.refuse(OpenFault::Unreadable(label));
            }
        }
    });
}

/// The notice that stands wherever verdicts are read.
fn notice(lang: Lang) -> String {
    model::export::markdown::notice(lang)
}

/// A button for an action of the table.
fn action_button(state: State, lang: Lang, id: &'static str, icon: &'static str) -> impl IntoView {
    let Some(action) = actions::action(id) else { return ().into_any() };
    let label = t(lang, action.label.0, action.label.1);
    let title = match action.chord {
        Some(chord) => format!("{label} ({})", chord.show(lang)),
        None => label.clone(),
    };
    let enabled = action.enabled;
    view! {
        <button type="button" class="tool" id=id title=title disabled=move || !enabled(state)
            on:click=move |_| actions::run(id, state)>
            {icons::icon(icon)}
            <span class="tool-label">{label}</span>
        </button>
    }
    .into_any()
}

#[component]
fn Shell(state: State, lang: Lang) -> impl IntoView {
    let title = move || {
        let title = state.document.with(|d| d.as_ref().map(|d| d.0.title.clone()));
        title.map(|title| if title.is_empty() { t(lang, "Sans titre", "Untitled") } else { title })
    };
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
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            if let Some(file) = input.files().and_then(|f| f.get(0)) {
                open_file(state, file);
            }
            // The same file may be chosen again after it was mended.
            input.set_value("");
        }
    };
    // Memos, so that a keystroke in a filter or an edit does not draw the whole screen anew.
    let screen = Memo::new(move |_| state.screen());
    let current = move |this: Screen| (screen.get() == this).then_some("page");
    view! {
        <a class="skip" href="#main" on:click=move |e| { e.prevent_default(); dom::focus("main"); }>
            {t(lang, "Aller au contenu", "Skip to content")}
        </a>
        <header class="bar" inert=move || state.covered_below(901.0)>
            <a class="brand" href="#/">{icons::logo()}<span>"Socle"</span></a>
            <div class="document-name">
                <span class="document-title">{title}</span>
                <span class="saved">{saved}</span>
            </div>
            <nav aria-label=t(lang, "Écrans", "Screens") class="screens">
                <button type="button" class="screen" aria-current=move || current(Screen::Start)
                    on:click=move |_| actions::run("start", state)>{t(lang, "Documents", "Documents")}</button>
                <button type="button" class="screen" aria-current=move || current(Screen::Scope)
                    disabled=move || state.document.with(Option::is_none)
                    on:click=move |_| actions::run("scope", state)>{t(lang, "Ma charge", "My scope")}</button>
                <button type="button" class="screen" aria-current=move || current(Screen::Help)
                    on:click=move |_| actions::run("help", state)>{t(lang, "Aide", "Help")}</button>
            </nav>
            <div class="tools">
                {action_button(state, lang, "undo", "undo")}
                {action_button(state, lang, "redo", "redo")}
                {action_button(state, lang, "open", "open")}
                {action_button(state, lang, "save", "save")}
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
        <main id="main" tabindex="-1">
            {move || state.fault.get().map(|fault| view! { <Fault state lang fault/> })}
            {move || match screen.get() {
                Screen::Help => help::Help(help::HelpProps { state, lang }).into_any(),
                Screen::Scope => scope::ScopeScreen(scope::ScopeScreenProps { state, lang }).into_any(),
                Screen::Start => start::Start(start::StartProps { state, lang }).into_any(),
            }}
        </main>
        <div class="away" role="status" aria-live="polite">{move || state.live.get()}</div>
    }
}

/// What went wrong when a file was opened, with the places; the open document is untouched.
#[component]
fn Fault(state: State, lang: Lang, fault: OpenFault) -> impl IntoView {
    let close = move |_| {
        state.fault.set(None);
        dom::focus("main");
    };
    let body = match fault {
        OpenFault::Unreadable(label) => {
            let said = match lang {
                Lang::Fr => label.fr,
                Lang::En => label.en,
            };
            view! { <p>{said}</p> }.into_any()
        }
        OpenFault::Issues(title, issues) => {
            let errors: Vec<_> = issues.into_iter().filter(model::document::Issue::is_error).collect();
            let total = errors.len();
            let head = crate::words::count(
                lang,
                total,
                ("problème dans le fichier", "problèmes dans le fichier"),
                ("problem in the file", "problems in the file"),
            );
            let rows: Vec<_> = errors
                .into_iter()
                .take(50)
                .map(|issue| {
                    let at = if issue.at.is_empty() { "/".to_owned() } else { issue.at.clone() };
                    view! {
                        <li>
                            <code>{at}</code>" "{model::words::issue(&issue.kind, lang)}" "
                            <span class="code">{issue.kind.code()}</span>
                        </li>
                    }
                })
                .collect();
            let title = if title.is_empty() { String::new() } else { format!(" · {title}") };
            view! { <p><strong>{head}</strong>{title}</p><ul>{rows}</ul> }.into_any()
        }
    };
    view! {
        <section class="fault" id="fault" role="alert" tabindex="-1" aria-labelledby="fault-title">
            <h2 id="fault-title">{t(lang, "Ce fichier n’a pas été ouvert", "This file was not opened")}</h2>
            {body}
            <p>{t(lang, "Le document ouvert n’a pas changé.", "The open document has not changed.")}</p>
            <button type="button" class="plain" on:click=close>{t(lang, "Fermer", "Close")}</button>
        </section>
    }
}
