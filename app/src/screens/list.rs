//! The list of requirements: what remains, what is shared, what is inherited, what does not apply. All rows stay
//! mounted and are hidden or shown, so that find-in-page, print and screen readers see what is there.

use super::{ORDER, filters, icons};
use crate::ui::prelude::*;
use crate::{
    state::{CATALOG, State},
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
    let groups: Vec<_> = ORDER.into_iter().map(|outcome| group(state, lang, outcome, shown)).collect();
    view! {
        <section class="list" aria-labelledby="list-title">
            <h2 id="list-title">{t(lang, "Les exigences", "The requirements")}</h2>
            {filters::filters(state, lang)}
            {filters::found(state, lang, shown)}
            {groups}
        </section>
    }
}

fn group(state: State, lang: Lang, outcome: Outcome, shown: Memo<Vec<bool>>) -> View {
    // Rows of this outcome; a row is drawn anew only when its verdict changes.
    let rows = move || {
        let (Some(document), Some(question)) = (state.document.get(), state.question.get()) else {
            return Vec::new();
        };
        let details = state.details.get();
        let mine = details.iter().enumerate().filter(|(_, d)| d.verdict.outcome == outcome);
        mine.map(|(i, d)| (i.to_string(), (i, d.verdict, provenance(&document.0, &question, d, lang))))
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
                {each(rows, move |(at, verdict, held): (usize, Verdict, String)| view! {
                    <li hidden=move || !shown.with(|s| s.get(at).copied().unwrap_or(false))>{row(state, lang, verdict, held)}</li>
                })}
            </ul>
        </section>
    }
}

fn row(state: State, lang: Lang, verdict: Verdict, held: String) -> View {
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
        </button>
    }
}
