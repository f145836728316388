//! What leaves: the dates as calendar entries, and the whole as Markdown.

use super::{Desk, plan, suppose::hypothetical};
use crate::ui::prelude::*;
use crate::{actions, dom, screens::tool, state::CATALOG, words::t};
use model::{
    Question,
    calendar::ics,
    export::calendar::{self as export, Asked},
};

/// The formats: the id of each button, its word, its kind.
const FORMATS: [(&str, &str, &str); 2] =
    [("ics", "iCalendar (.ics)", "text/calendar"), ("calendar-md", "Markdown", "text/markdown")];

/// The room.
pub fn away(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let buttons: Vec<_> = FORMATS
        .into_iter()
        .map(|(id, word, kind)| {
            let label = t(lang, &format!("Emporter les dates, {word}"), &format!("Take the dates away, {word}"));
            view! {
                <button type="button" class="plain" id=format!("get-{id}") aria-label=label on:click=move |_| take(desk, id, kind)>{word}</button>
            }
        })
        .collect();
    view! {
        <section class="k-away" aria-labelledby="k-away-title">
            <h2 id="k-away-title">{t(lang, "À emporter", "To take away")}</h2>
            <span class="quiet">
                {t(lang, "Toutes les dates du service et de ses socles, avec les bascules de l’axe.", "All dates of the service and of its bases, with the flips on the axis.")}
                " "{hypothetical(desk)}
            </span>
            <div class="piece-actions">{buttons}</div>
            <div class="tools">{tool(state, lang, "print", true)}</div>
        </section>
    }
}

/// Makes a file, and offers it.
fn take(desk: Desk, id: &'static str, kind: &'static str) {
    let Desk { state, lang, .. } = desk;
    dom::commit();
    let (Some(told), Some(now), Some(as_of)) =
        (desk.told.get_untracked(), state.now(), untrack(|| desk.as_of()))
    else {
        return;
    };
    let extension = if id == "ics" { "ics" } else { "md" };
    let (stem, what) = (actions::stem(&now.0.title), t(lang, "calendrier", "calendar"));
    let name = format!("{stem}-{}-{what}-{}.{extension}", told.target.0, lang.tag());
    let offer = move |text: &str| {
        dom::download(&name, kind, text);
        actions::offered(state, &name);
    };
    if id == "ics" {
        offer(&ics(&told.entries(lang), dom::today().unwrap_or(as_of), lang));
        return;
    }
    // The audits and the checklists stand in it, and may not have been fetched.
    leptos::task::spawn_local(async move {
        let written = plan::bring().await.and_then(|data| {
            let (service, from, to) = (&told.target, told.from, told.to);
            let question = &Question { as_of, ..told.question.clone() };
            let asked = Asked { catalog: CATALOG, document: &told.then, service, question, from, to, data };
            export::markdown(&asked, lang).ok()
        });
        match written {
            Some(text) => offer(&text),
            None => actions::unmade(state),
        }
    });
}
