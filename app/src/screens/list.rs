//! The list of requirements: what remains, what is shared, what is inherited, what does not apply. All rows stay
//! mounted and are hidden or shown, so that find-in-page, print and screen readers see what is there.

use super::{
    ORDER, apart, filters, icons,
    judgement::{Mark, mark},
};
use crate::ui::prelude::*;
use crate::{
    state::{CATALOG, Picked, State},
    words::t,
};
use catalog::{Confidence, Lang};
use model::{
    Document, Question,
    trace::{self, Step},
    verdict::{Detail, Flag, Outcome, PartState, Verdict},
    words,
};

/// Closes the open requirement; the focus goes back to its row, or to the list where the row is not shown.
pub fn close(state: State, requirement: &str) {
    state.open_requirement(None);
    let row = row_id(requirement);
    crate::dom::soon(move || {
        crate::dom::focus(&row);
        if !crate::dom::has_focus(&row) {
            crate::dom::focus("search");
        }
    });
}

/// Flags that come from the covering qualification or the legal person, and so stand on many rows at once.
const fn is_common(flag: Flag) -> bool {
    matches!(flag, Flag::ScopeAssumed | Flag::Undated | Flag::Expiring | Flag::Reusable | Flag::CoEvaluated)
}

/// The id of a row's button, for the focus.
pub fn row_id(requirement: &str) -> String {
    format!("row-{requirement}")
}

/// From whom a verdict is held and until when, or why it does not apply.
fn provenance(document: &Document, question: &Question, detail: &Detail, lang: Lang) -> String {
    if detail.verdict.outcome == Outcome::NotApplicable {
        let steps = trace::steps(CATALOG, document, question, detail);
        let why = steps
            .iter()
            .find(|s| matches!(s, Step::ConditionFails { .. }))
            .or_else(|| steps.iter().find(|s| matches!(s, Step::BearsOn { .. })));
        return why.map(|s| s.say(lang)).unwrap_or_default();
    }
    let mut said: Vec<String> = Vec::new();
    for view in detail.parts.iter().filter_map(|p| trace::cover_view(document, p)) {
        let line = view.name.clone() + &view.until_said(lang);
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said.join(" · ")
}

/// The list with its filters.
pub fn list(state: State, lang: Lang) -> View {
    let shown = filters::shown(state, lang);
    let picking = picking(state);
    let groups: Vec<_> =
        ORDER.into_iter().map(|outcome| group(state, lang, outcome, shown, picking)).collect();
    let toggle = move |_| {
        let on = !picking.get_untracked();
        let target = state.target.get_untracked().filter(|_| on);
        let places = vec![false; CATALOG.requirements.len()];
        state.picked.set(target.map(|service| Picked { service, places }));
        if on {
            crate::dom::soon(|| crate::dom::focus_in_place("many-all"));
        }
    };
    // Escape leaves the selection, unless a field or an open requirement takes it.
    let leave = move |event: web_sys::KeyboardEvent| {
        let target = event.target().and_then(|t| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(t).ok());
        if event.key() == "Escape"
            && picking.get_untracked()
            && state.route.with_untracked(|r| r.requirement.is_none())
            && !target.as_ref().is_some_and(crate::dom::takes_text)
        {
            event.stop_propagation();
            state.picked.set(None);
            crate::dom::focus("pick");
        }
    };
    view! {
        <section class="list" aria-labelledby="list-title" on:keydown=leave>
            <h2 id="list-title">{t(lang, "Les exigences", "The requirements")}</h2>
            {filters::filters(state, lang)}
            <div class="m-tools">
                {filters::found(state, lang, shown)}
                <button type="button" class="plain small" id="pick" on:click=toggle
                    aria-pressed=move || if picking.get() { "true" } else { "false" }>
                    {icons::icon("select")}{t(lang, "Sélectionner", "Select")}
                </button>
            </div>
            {move || picking.get().then(|| apart::many(state, lang, shown))}
            {groups}
        </section>
    }
}

/// Whether requirements of the service in question can be selected.
fn picking(state: State) -> Memo<bool> {
    Memo::new(move |_| {
        let target = state.target.get();
        state.picked.with(|p| p.as_ref().is_some_and(|p| Some(&p.service) == target.as_ref()))
    })
}

/// What a row is drawn from: its place in the text, its verdict, from whom that is held, what a person said, and whether
/// it can be selected.
type Drawn = (usize, Verdict, String, Mark, bool);

fn group(state: State, lang: Lang, outcome: Outcome, shown: Memo<Vec<bool>>, picking: Memo<bool>) -> View {
    // Rows of this outcome; a row is drawn anew only when its verdict or what is said of it changes.
    let rows = move || {
        let (Some(document), Some(question)) = (state.document.get(), state.question.get()) else {
            return Vec::new();
        };
        let (details, target, picking) = (state.details.get(), state.target.get(), picking.get());
        let judgements =
            target.and_then(|id| document.0.service(id.as_str())).map(|service| &service.judgements);
        let mine = details.iter().enumerate().filter(|(_, d)| d.verdict.outcome == outcome);
        mine.map(|(i, d)| {
            let said = judgements.and_then(|j| j.get(d.verdict.requirement.id));
            let held = provenance(&document.0, &question, d, lang);
            (i.to_string(), (i, d.verdict, held, Mark::of(said), picking))
        })
        .collect()
    };
    let visible = move || {
        let mine: Vec<usize> = state.scope.with(|s| {
            s.iter()
                .flat_map(|s| s.verdicts.iter().enumerate())
                .filter(|(_, v)| v.outcome == outcome)
                .map(|(i, _)| i)
                .collect()
        });
        shown.with(|s| mine.iter().filter(|i| s.get(**i).copied().unwrap_or(false)).count())
    };
    let title_id = format!("group-{}", outcome.id());
    let labelled = title_id.clone();
    view! {
        <section class=format!("group {}", outcome.id()) aria-labelledby=labelled hidden=move || visible() == 0>
            <h3 id=title_id>
                {icons::verdict(outcome)}{words::outcome(outcome, lang)}" "<span class="group-count">{visible}</span>
            </h3>
            <ul class="rows">
                {each(rows, move |(at, verdict, held, said, picking): Drawn| view! {
                    <li class:picking=picking hidden=move || !shown.with(|s| s.get(at).copied().unwrap_or(false))>
                        {picking.then(|| pick(state, lang, at, verdict.requirement.id))}
                        {row(state, lang, verdict, held, &said)}
                    </li>
                })}
            </ul>
        </section>
    }
}

/// What selects a row.
fn pick(state: State, lang: Lang, at: usize, id: &'static str) -> View {
    let is = move || state.picked.with(|p| p.as_ref().is_some_and(|p| p.places.get(at) == Some(&true)));
    let change = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        state.picked.update(|p| {
            if let Some(place) = p.as_mut().and_then(|p| p.places.get_mut(at)) {
                *place = on;
            }
        });
    };
    view! {
        <input type="checkbox" class="pick" id=format!("pick-{id}") prop:checked=is on:change=change
            aria-label=t(lang, &format!("Sélectionner {id}"), &format!("Select {id}"))/>
    }
}

fn row(state: State, lang: Lang, verdict: Verdict, held: String, said: &Mark) -> View {
    let requirement = verdict.requirement;
    let id = requirement.id;
    let open = move || state.route.with(|r| r.requirement.as_deref() == Some(id));
    let summary = move || {
        state.pack.with(|p| {
            p.as_ref().and_then(|p| p.requirements.get(id)).map(|text| {
                match (verdict.outcome, &text.own_part) {
                    (Outcome::Shared, Some(own)) => own.clone(),
                    _ => text.summary.clone(),
                }
            })
        })
    };
    // What all covered rows have in common is told once, above the list.
    let flags: Vec<_> = verdict
        .flags
        .iter()
        .filter(|f| !is_common(*f))
        .map(|f| view! { <span class=format!("tag flag-{}", f.id()) title=words::flag_meaning(f, lang)>{words::flag(f, lang)}</span> })
        .collect();
    let low = (verdict.confidence == Confidence::Low)
        .then(|| view! { <span class="tag">{t(lang, "confiance faible", "low confidence")}</span> });
    let label = (verdict.outcome == Outcome::Shared)
        .then(|| view! { <span class="row-label">{t(lang, "Ma part : ", "My part: ")}</span> });
    let press = move |_| {
        if open() {
            state.open_requirement(None);
        } else {
            state.open_requirement(Some(id));
            crate::dom::soon(move || {
                crate::dom::focus_in_place("panel");
                crate::dom::reveal(&row_id(id));
            });
        }
    };
    view! {
        <button type="button" class="row" id=row_id(id) class:open=open on:click=press
            aria-expanded=move || if open() { "true" } else { "false" }>
            <span class="row-head">
                <span class="row-number">{id}</span>
                <span class="row-title">{requirement.title.get(lang)}</span>
                <span class="row-tags">{flags}{low}</span>
            </span>
            <span class="row-text">{label}{summary}</span>
            {(!held.is_empty()).then(|| view! {
                <span class="row-held">{(verdict.outcome != Outcome::NotApplicable).then(|| icons::part(PartState::Covered))}{held}</span>
            })}
            {mark(said, lang)}
        </button>
    }
}
