//! What to ask first, and what to obtain: the open questions whose answers settle the most requirements, each
//! answerable on the spot, and the points that each base has to give, to work through with it.

use super::icons;
use crate::ui::prelude::*;
use crate::{
    history::Label,
    state::{CATALOG, State},
    words::{count, of, t},
};
use catalog::Lang;
use model::{
    document::Item,
    edit::Edit,
    fewest::{Answer, Kind, OpenQuestion, fewest},
    interlock,
    verdict::Outcome,
    words,
};
use serde_json::Value;

/// How many questions are listed at once.
const ASKED: usize = 5;

/// The fewest questions that settle the most.
pub fn questions(state: State, lang: Lang) -> View {
    let found = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        Some(fewest(CATALOG, &document, &target, &question, ASKED))
    });
    let none = move || found.with(|f| f.as_ref().is_none_or(|f| f.questions.is_empty()));
    let said = move || {
        found.with(|f| {
            f.as_ref().map(|f| {
                let n = f.settled.last().copied().unwrap_or_default();
                let asked = count(
                    lang,
                    f.questions.len(),
                    ("réponse règle", "réponses règlent"),
                    ("answer settles", "answers settle"),
                );
                format!("{asked} {}", of(lang, n, f.unsettled))
            })
        })
    };
    let rows = move || {
        let document = state.document.get().map(|d| d.0);
        let pack = state.pack.get();
        let found = found.get().unwrap_or_default();
        let settled = found.settled.clone();
        found
            .questions
            .into_iter()
            .zip(settled)
            .filter_map(|(q, settled)| {
                let document = document.clone()?;
                let asked = q.ask(CATALOG, &document, pack.as_deref(), lang);
                let hanging = count(
                    lang,
                    q.settles.len(),
                    ("exigence en dépend", "exigences en dépendent"),
                    ("requirement hangs on it", "requirements hang on it"),
                );
                let after = t(
                    lang,
                    &format!("réglées après celle-ci : {settled}"),
                    &format!("settled after this one: {settled}"),
                );
                Some(view! {
                    <li class="ask">
                        <p class="ask-question"><strong>{asked}</strong></p>
                        <p class="quiet">{q.why(lang)}" "{hanging}", "{after}"."</p>
                        {answers(state, lang, &q)}
                    </li>
                })
            })
            .collect::<Vec<_>>()
    };
    view! {
        <p><strong>{move || said().filter(|_| !none()).map(|s| t(lang, &format!("{s} exigences en suspens"), &format!("{s} requirements in doubt")))}</strong></p>
        <p class="empty" hidden=move || !none()>{t(lang, "Rien n’est en suspens : chaque question qui pèse sur un verdict a sa réponse.", "Nothing is in doubt: every question that weighs on a verdict has its answer.")}</p>
            <p class="hint" hidden=none>
                {t(
                    lang,
                    "Réglée veut dire que plus rien d’ouvert n’y pèse, quelle que soit la réponse ; pas qu’elle est satisfaite.",
                    "Settled means that nothing open weighs on it any more, whatever the answer; not that it is met.",
                )}
            </p>
            <ol>{rows}</ol>
    }
}

/// What an answer is called on its button. The one scope that is offered confirms what is assumed.
fn word(q: &OpenQuestion, answer: &Answer, lang: Lang) -> String {
    if q.kind == Kind::Scope {
        return t(
            lang,
            "Tout ce que le service exploite ou sur quoi il repose",
            "All that the service operates or rests on",
        );
    }
    words::capital(&q.word(&answer.value, lang))
}

fn answers(state: State, lang: Lang, q: &OpenQuestion) -> View {
    let put = move |item: Item, path: String, value: Value| {
        let label = Label::new("répondre à une question ouverte", "answer an open question");
        state.try_edit(label, Edit::Set { item, path, value: Some(value) });
        // The question goes with its answer: the next one takes the focus, or what folds them all.
        crate::dom::soon(|| {
            crate::dom::focus_first("#questions .ask button, #questions .ask input, #questions summary");
        });
    };
    if q.answers.is_empty() {
        let (item, path) = (q.item.clone(), q.path.clone());
        let typed = move |e: web_sys::Event| {
            if let Some(day) = crate::dom::typed(&e).filter(|d| d.parse::<model::Date>().is_ok()) {
                put(item.clone(), path.clone(), day.into());
            }
        };
        let id = format!("ask-{}", q.path.replace('/', "-"));
        return view! {
            <p class="field ask-date">
                <label for=id.clone()>{t(lang, "Date d’octroi, lue dans la décision", "Grant date, read in the decision")}</label>
                <input type="date" id=id min="1900-01-01" max="2199-12-31" on:change=typed/>
            </p>
        };
    }
    let buttons: Vec<_> = q
        .answers
        .iter()
        .map(|answer| {
            let (item, path, value) = (q.item.clone(), q.path.clone(), answer.value.clone());
            let moves = count(lang, answer.moves, ("verdict changerait", "verdicts changeraient"), ("verdict would move", "verdicts would move"));
            view! {
                <button type="button" class="plain" on:click=move |_| put(item.clone(), path.clone(), value.clone())>
                    <span>{word(q, answer, lang)}</span><span class="quiet">{moves}</span>
                </button>
            }
        })
        .collect();
    view! { <div class="ask-answers">{buttons}</div> }
}

/// What to obtain, base by base.
pub fn obtain(state: State, lang: Lang) -> View {
    let lists = Memo::new(move |_| {
        let document = state.document.get()?.0;
        let details = state.details.get();
        Some(interlock::of_details(&document, &details))
    });
    let none = move || lists.with(|l| l.as_ref().is_none_or(Vec::is_empty));
    let said = move || {
        let (points, bases) = lists.with(|l| {
            let lists = l.as_deref().unwrap_or_default();
            (lists.iter().map(|l| l.entries.len()).sum::<usize>(), lists.len())
        });
        let points = count(lang, points, ("point", "points"), ("point", "points"));
        let bases = count(lang, bases, ("socle", "socles"), ("base", "bases"));
        format!("{points}, {bases}")
    };
    let bodies = move || {
        let document = state.document.get().map(|d| d.0);
        let lists = lists.get().unwrap_or_default();
        lists
            .into_iter()
            .filter_map(|list| {
                let document = document.clone()?;
                let n = list.entries.len();
                let rows: Vec<_> = list
                    .entries
                    .into_iter()
                    .map(|entry| {
                        let id = entry.requirement.id;
                        let text = move || {
                            state.pack.with(|p| {
                                p.as_ref()
                                    .and_then(|p| p.requirements.get(id))
                                    .and_then(|r| r.interlock.clone())
                                    .unwrap_or_else(|| entry.requirement.title.get(lang).to_owned())
                            })
                        };
                        let open = move |_| {
                            state.open_requirement(Some(id));
                            crate::dom::soon(|| crate::dom::focus_in_place("panel"));
                        };
                        let before = t(lang, "avant de pouvoir répondre de", "before one can answer for");
                        let own = entry.outcome != Outcome::Inherited;
                        view! {
                            <li>
                                <span class="box" aria-hidden="true"></span>
                                <span>
                                    {text}" "
                                    <span class="quiet">{own.then_some(before)}</span>" "
                                    <button type="button" class="link" title=entry.requirement.title.get(lang) on:click=open>{id}</button>
                                    {entry.said(lang).map(|s| view! { " "<strong>{s}</strong> })}
                                    {(!entry.is_verified()).then(|| view! { " "<span class="tag">{words::modality(entry.requirement.modality, lang)}</span> })}
                                </span>
                            </li>
                        }
                    })
                    .collect();
                Some(view! {
                    <details>
                        <summary><h3>{icons::icon("inherited")}{document.called(&list.base)}</h3><span class="quiet">{count(lang, n, ("point à obtenir", "points à obtenir"), ("point to obtain", "points to obtain"))}</span></summary>
                        <ul>{rows}</ul>
                    </details>
                })
            })
            .collect::<Vec<_>>()
    };
    view! {
        <p><strong>{move || (!none()).then(said)}</strong></p>
        <p class="empty" hidden=move || !none()>{t(lang, "Aucun socle qualifié ne tient de part : il n’y a rien à en obtenir.", "No qualified base holds a part: there is nothing to obtain from one.")}</p>
        <div class="obtain">{bodies}</div>
    }
}
