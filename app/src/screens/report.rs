//! The audit annex, as it will be printed, and as a file that opens anywhere without the app. It is written by the
//! model as one text and shown with a style of its own, apart from the page.

use super::{scope::heading, tool};
use crate::ui::prelude::*;
use crate::{
    actions, dom,
    state::{CATALOG, State},
    words::t,
};
use catalog::Lang;
use leptos::prelude::on_cleanup;
use model::report::{Report, annex, html};
use std::sync::Arc;
use wasm_bindgen::{JsCast, closure::Closure};

const HOST: &str = "annex";

/// The screen.
pub fn report(state: State, lang: Lang) -> View {
    let made = Memo::new_with_compare(
        move |_| {
            let (document, target, question) =
                (state.document.get()?.0, state.target.get()?, state.question.get()?);
            let pack = state.pack.get()?;
            let today = dom::today().map(|d| d.to_string());
            annex(CATALOG, &document, &target, &question, &pack, lang, today.as_deref()).ok().map(Arc::new)
        },
        |_, _| true,
    );
    Effect::new(move |_| {
        if let Some(report) = made.get() {
            show(&report);
        }
    });
    on_cleanup(|| dom::rules(""));
    let keep = move |_| {
        if let Some(report) = made.get_untracked() {
            let title = state.now().map(|d| d.0.title.clone()).unwrap_or_default();
            let name = actions::file_name(&title).replace(".socle.json", &format!("-{}.html", lang.tag()));
            dom::download(&name, "text/html", &html::page(&report));
        }
    };
    view! {
        <div class="report">
            <div class="present-top">
                {heading(state, lang, ("Annexe d’audit", "Audit annex"))}
                <div class="tools">
                    {tool(state, lang, "print", true)}
                    <button type="button" class="primary" id="keep-report" on:click=keep>{t(lang, "Enregistrer le rapport HTML", "Save the HTML report")}</button>
                </div>
            </div>
            <p class="hint report-hint">
                {t(
                    lang,
                    "Le rapport est un seul fichier, sans script : il s’ouvre partout, hors ligne, et ne charge rien. Imprimer donne l’annexe en A4 paysage, pages numérotées.",
                    "The report is one file without a script: it opens anywhere, offline, and loads nothing. Printing gives the annex on A4 landscape, with page numbers.",
                )}
            </p>
            <section class="annex" id=HOST aria-label=t(lang, "Annexe", "Annex")></section>
        </div>
    }
}

fn show(report: &Report) {
    dom::rules(&html::paper(report));
    let Some(root) = dom::shadow(HOST, &html::style(report), &html::body(report)) else { return };
    // An address inside the annex is a place of the annex, not of the app.
    let within = root.clone();
    let act = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|t| t.closest("a[href^=\"#\"]").ok().flatten());
        if let Some(place) = link.and_then(|l| l.get_attribute("href")) {
            event.prevent_default();
            dom::reveal_within(&within, place.trim_start_matches('#'));
        }
    });
    // On the body, which is new at each drawing: a shadow root has no such property, and listeners would add up on it.
    if let Some(body) = dom::within(&root, ".body") {
        let _ = js_sys::Reflect::set(&body, &"onclick".into(), act.as_ref());
    }
    // It lives as long as what it listens to.
    act.forget();
}
