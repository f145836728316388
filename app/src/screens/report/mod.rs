//! What leaves and what comes back: every deliverable in either language, the one that is shown as it will be printed,
//! and the way in for what people filled in elsewhere.
//!
//! Rooms: `files` has the deliverables and makes them; `show` puts one on the page; `back` takes what comes back;
//! `shares` reads the responsibility matrix of a base.

pub mod back;
mod files;
mod shares;
mod show;

use super::{apart, filters, scope::heading, tool};
use crate::ui::prelude::*;
use crate::{
    dom, sheets,
    state::{CATALOG, State},
    words::t,
};
use catalog::{Lang, text::TextPack};
use leptos::prelude::on_cleanup;
use model::{
    Document, Question,
    document::ServiceId,
    report::{
        Report, annex,
        papers::{Asked, Paper, paper},
    },
    words,
};
use std::sync::Arc;

/// What is shown: a paper, or the annex.
type Shown = Option<Paper>;

/// What the rooms of the screen share.
#[derive(Clone, Copy)]
pub struct Desk {
    state: State,
    /// The language of the page.
    lang: Lang,
    /// The language of what leaves.
    out: RwSignal<Lang>,
    /// The prose in that language, once it is there.
    pack: Memo<Option<Arc<TextPack>>>,
    /// What is shown; the address says it.
    shown: Memo<Shown>,
    /// Whether the table keeps to what the list shows.
    narrowed: RwSignal<bool>,
    /// Which requirements the list shows, by their place in the text.
    kept: Memo<Vec<bool>>,
    /// How far the spreadsheet module is with what was asked of it.
    progress: RwSignal<Option<sheets::Progress>>,
}

/// All that an answer hangs on.
struct Asking {
    document: Arc<Document>,
    target: ServiceId,
    question: Question,
    pack: Arc<TextPack>,
    lang: Lang,
    today: Option<String>,
}

impl Asking {
    fn asked(&self) -> Asked<'_> {
        Asked {
            catalog: CATALOG,
            document: &self.document,
            target: &self.target,
            question: &self.question,
            pack: &self.pack,
            lang: self.lang,
            generated: self.today.as_deref(),
        }
    }

    fn report(&self, shown: Shown) -> Option<Report> {
        let a = self.asked();
        let made = match shown {
            Some(which) => paper(which, &a),
            None => annex(a.catalog, a.document, a.target, a.question, a.pack, a.lang, a.generated),
        };
        made.ok()
    }
}

impl Desk {
    /// What is asked now; nothing until all of it is there. Tracked.
    fn asking(self) -> Option<Asking> {
        let state = self.state;
        Some(Asking {
            document: state.document.get()?.0,
            target: state.target.get()?,
            question: state.question.get()?,
            pack: self.pack.get()?,
            lang: self.out.get(),
            today: dom::today().map(|d| format!("Socle, {}", words::date(d, self.out.get()))),
        })
    }
}

/// The screen.
pub fn report(state: State, lang: Lang) -> View {
    let out = RwSignal::new(lang);
    let other: RwSignal<Option<Arc<TextPack>>> = RwSignal::new(None);
    Effect::new(move |_| {
        let wanted = out.get();
        let there = |p: &Option<Arc<TextPack>>| p.as_ref().is_some_and(|p| p.lang == wanted.tag());
        if wanted != lang && !other.with_untracked(there) {
            leptos::task::spawn_local(async move {
                let pack = super::load_pack(wanted).await;
                state.pack_fault.set(pack.is_none());
                other.set(pack);
            });
        }
    });
    let pack = Memo::new_with_compare(
        move |_| {
            let wanted = out.get();
            let fits = |p: &Arc<TextPack>| p.lang == wanted.tag();
            if wanted == lang { state.pack.get().filter(fits) } else { other.get().filter(fits) }
        },
        |before, after| match (before, after) {
            (Some(Some(before)), Some(Some(after))) => !Arc::ptr_eq(before, after),
            _ => true,
        },
    );
    let desk = Desk {
        state,
        lang,
        out,
        pack,
        shown: Memo::new(move |_| state.route.with(|r| Paper::from_id(&r.paper))),
        narrowed: RwSignal::new(true),
        kept: filters::shown(state, lang),
        progress: RwSignal::new(None),
    };
    let made = Memo::new_with_compare(
        move |_| {
            let shown = desk.shown.get();
            desk.asking()?.report(shown).map(Arc::new)
        },
        |_, _| true,
    );
    Effect::new(move |_| {
        if let Some(report) = made.get() {
            show::show(&report);
        }
    });
    on_cleanup(|| dom::rules(""));
    let choices: Vec<_> = files::SHOWN
        .into_iter()
        .map(|(which, id, fr, en)| {
            let is = move || if desk.shown.get() == which { "true" } else { "false" };
            view! {
                <button type="button" class="plain" id=id aria-pressed=is on:click=move |_| {
                    state.show_paper(which.map_or("", Paper::id));
                }>{t(lang, fr, en)}</button>
            }
        })
        .collect();
    view! {
        <div class="report">
            <div class="present-top">
                {heading(state, lang, ("Livrables", "Deliverables"))}
            </div>
            {files::files(desk)}
            {apart::back(state, lang, desk)}
            <section class="sheet" aria-labelledby="sheet-title">
                <div class="sheet-top">
                    <h2 id="sheet-title">{t(lang, "Sur le papier", "On paper")}</h2>
                    <div class="segments" role="group" aria-label=t(lang, "Document montré", "Document shown")>{choices}</div>
                    <div class="tools">{tool(state, lang, "print", true)}</div>
                </div>
                <p class="hint report-hint">
                    {t(
                        lang,
                        "Imprimer donne ce qui est montré ici, en A4 paysage, pages numérotées. Le fichier HTML est le même, sans script : il s’ouvre partout, hors ligne, et ne charge rien.",
                        "Printing gives what is shown here, on A4 landscape, with page numbers. The HTML file is the same, without a script: it opens anywhere, offline, and loads nothing.",
                    )}
                </p>
                <div class="annex" id=show::HOST lang=move || out.get().tag()></div>
            </section>
        </div>
    }
}
