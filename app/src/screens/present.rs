//! One screen that explains a service from the back of a room, and one page of print: the stack, three numbers, a chart
//! a chapter, five sentences, what may be said, the caveats.

use super::{
    ORDER, icons, judgement,
    scope::{by_chapter, caveats, chapter_bar, heading, sayings},
    stack::stack_view,
    tool,
};
use crate::ui::prelude::*;
use crate::{
    state::{CATALOG, State},
    words::{of, t},
};
use catalog::Lang;
use model::{pitch, verdict::Outcome, words};

/// The screen.
pub fn present(state: State, lang: Lang) -> View {
    let sentences = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let details = state.details.get();
        let facts = pitch::facts(CATALOG, &document, &target, &question, &details);
        Some(facts.sentences(CATALOG, lang))
    });
    let said = move || {
        let sentences = sentences.get().unwrap_or_default();
        sentences.into_iter().map(|s| view! { <li>{s}</li> }).collect::<Vec<_>>()
    };
    view! {
        <div class="present">
            <div class="present-top">
                {heading(state, lang, ("SecNumCloud 3.2, en un écran", "SecNumCloud 3.2 on one screen"))}
                <div class="tools">{tool(state, lang, "print", true)}{tool(state, lang, "share", true)}</div>
            </div>
            {stack_view(state, lang, RwSignal::new(Vec::new()))}
            <div class="present-figures">
                {figures(state, lang)}
                {chart(state, lang)}
            </div>
            <section class="present-said" aria-labelledby="said-title">
                <h2 id="said-title">{t(lang, "Cinq phrases", "Five sentences")}</h2>
                <ol>{said}</ol>
            </section>
            {sayings(state, lang, true)}
            {caveats(state, lang)}
            <p class="notice">{super::notice(lang)}</p>
        </div>
    }
}

/// Three numbers, and what does not apply said apart.
fn figures(state: State, lang: Lang) -> View {
    let verified =
        Memo::new(move |_| state.scope.with(|s| s.as_ref().map(|s| s.verified()).unwrap_or_default()));
    let numbers: Vec<_> = [Outcome::Remains, Outcome::Shared, Outcome::Inherited]
        .into_iter()
        .map(|outcome| {
            view! {
                <li class=format!("figure {}", outcome.id())>
                    <span class="figure-head">{icons::verdict(outcome)}{words::outcome(outcome, lang)}</span>
                    <span class="figure-number">{move || verified.get().get(outcome)}</span>
                    <span class="figure-of">{move || of(lang, verified.get().get(outcome), verified.get().total())}</span>
                </li>
            }
        })
        .collect();
    let apart = move || {
        let counts = verified.get();
        let n = of(lang, counts.not_applicable, counts.total());
        t(
            lang,
            &format!("Sur les exigences vérifiées, sans les recommandations. Sans objet : {n}."),
            &format!("Over the verified requirements, without recommendations. Not applicable: {n}."),
        )
    };
    view! {
        <section class="figures" aria-label=t(lang, "Décompte", "Counts")>
            <ul>{numbers}</ul>
            <p class="quiet">{apart}</p>
            {judgement::otherwise(state, lang)}
        </section>
    }
}

/// A bar a chapter, with its numbers in words.
fn chart(state: State, lang: Lang) -> View {
    let counts = by_chapter(state);
    let rows: Vec<_> = CATALOG
        .chapters
        .iter()
        .map(|chapter| {
            let number = chapter.number;
            let of_chapter = move || counts(number);
            let numbers = move || {
                let counts = of_chapter();
                let said: Vec<String> =
                    ORDER.into_iter().take(3).map(|o| counts.get(o).to_string()).collect();
                said.join(" · ")
            };
            view! {
                <li>
                    <span class="chart-title"><strong>{number}</strong>" "{chapter.title.get(lang)}</span>
                    {chapter_bar(number, of_chapter, lang)}
                    <span class="chart-numbers" aria-hidden="true">{numbers}</span>
                </li>
            }
        })
        .collect();
    let key: Vec<_> = ORDER
        .into_iter()
        .map(
            |o| view! { <li><span class=format!("segment {}", o.id())></span>{words::outcome(o, lang)}</li> },
        )
        .collect();
    view! {
        <section class="chart" aria-labelledby="chart-title">
            <h2 id="chart-title">{t(lang, "Par chapitre", "By chapter")}</h2>
            <ul class="chart-key">{key}</ul>
            <ul class="chart-rows">{rows}</ul>
        </section>
    }
}
