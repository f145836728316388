//! The list of requirements: what remains, what is shared, what is inherited, what does not apply. All rows stay
//! mounted and are hidden or shown, so that find-in-page, print and screen readers see what is there.

use super::{icons, scope::ORDER};
use crate::ui::prelude::*;
use crate::{
    state::{CATALOG, State},
    words::{count, fold, t},
};
use catalog::{Confidence, Lang};
use model::{
    verdict::{Flag, Outcome, Verdict},
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

/// Which requirements the filters let through, by their place in the text.
fn shown(state: State, texts: &[String]) -> Vec<bool> {
    let Some(scope) = state.scope.get() else { return Vec::new() };
    let filter = state.route.with(|r| r.filter.clone());
    let needles: Vec<String> = filter.text.split_whitespace().map(fold).collect();
    scope
        .verdicts
        .iter()
        .zip(texts)
        .map(|(v, text)| {
            let r = v.requirement;
            (filter.recommendations || r.modality.is_verified())
                && filter.outcome.is_none_or(|o| o == v.outcome)
                && filter.chapter.is_none_or(|c| c == r.chapter)
                && filter.flag.is_none_or(|f| v.flags.contains(f))
                && filter.confidence.is_none_or(|c| c == v.confidence)
                && needles.iter().all(|n| text.contains(n.as_str()))
        })
        .collect()
}

/// The list with its filters.
pub fn list(state: State, lang: Lang) -> View {
    // What is searched: number, title, summary and parts, folded once for each pack.
    let texts = Memo::new(move |_| {
        state.pack.with(|pack| {
            CATALOG
                .requirements
                .iter()
                .map(|r| {
                    let mut text = format!("{} {} ", r.id, r.title.get(lang));
                    if let Some(prose) = pack.as_ref().and_then(|p| p.requirements.get(r.id)) {
                        text.push_str(&prose.summary);
                        for part in [&prose.own_part, &prose.interlock].into_iter().flatten() {
                            text.push(' ');
                            text.push_str(part);
                        }
                    }
                    fold(&text)
                })
                .collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| texts.with(|texts| shown(state, texts)));
    let total = move || shown.with(|s| s.iter().filter(|s| **s).count());
    let groups: Vec<_> = ORDER.into_iter().map(|outcome| group(state, lang, outcome, shown)).collect();
    let clear = move |_| {
        state.filter(|f| {
            *f = crate::route::Filter { recommendations: f.recommendations, ..Default::default() }
        });
        crate::dom::focus("search");
    };
    let flags: Vec<_> = Flag::ALL
        .iter()
        .map(|f| {
            let chosen = move || state.route.with(|r| r.filter.flag == Some(*f));
            view! { <option value=f.id() selected=chosen>{words::flag(*f, lang)}</option> }
        })
        .collect();
    let confidences: Vec<_> = Confidence::ALL
        .into_iter()
        .map(|c| {
            let chosen = move || state.route.with(|r| r.filter.confidence == Some(c));
            view! { <option value=c.id() selected=chosen>{words::confidence(c, lang)}</option> }
        })
        .collect();
    let chapters: Vec<_> = CATALOG
        .chapters
        .iter()
        .map(|c| {
            let number = c.number;
            let chosen = move || state.route.with(|r| r.filter.chapter == Some(number));
            view! { <option value=number.to_string() selected=chosen>{number}". "{c.title.get(lang)}</option> }
        })
        .collect();
    view! {
        <section class="list" aria-labelledby="list-title">
            <h2 id="list-title">{t(lang, "Les exigences", "The requirements")}</h2>
            <div class="filters" role="search">
                <p class="field grow">
                    <label for="search">{t(lang, "Chercher", "Search")}</label>
                    <input type="search" id="search" aria-describedby="search-hint"
                        prop:value=move || state.route.with(|r| r.filter.text.clone())
                        on:input=move |e| state.filter(|f| f.text = event_target_value(&e))/>
                    <span class="hint" id="search-hint">
                        {t(lang, "Numéro, titre ou mots du résumé ; tous doivent s’y trouver.", "Number, title or words of the summary; all must occur.")}
                    </span>
                </p>
                <p class="field">
                    <label for="by-chapter">{t(lang, "Chapitre", "Chapter")}</label>
                    <select id="by-chapter" on:change=move |e| state.filter(|f| f.chapter = event_target_value(&e).parse().ok())>
                        <option value="" selected=move || state.route.with(|r| r.filter.chapter.is_none())>{t(lang, "Tous", "All")}</option>
                        {chapters}
                    </select>
                </p>
                <p class="field">
                    <label for="by-flag">{t(lang, "À savoir", "To know")}</label>
                    <select id="by-flag" on:change=move |e| {
                        let value = event_target_value(&e);
                        state.filter(|f| f.flag = Flag::ALL.iter().copied().find(|x| x.id() == value));
                    }>
                        <option value="" selected=move || state.route.with(|r| r.filter.flag.is_none())>{t(lang, "Tout", "Anything")}</option>
                        {flags}
                    </select>
                </p>
                <p class="field">
                    <label for="by-confidence">{t(lang, "Confiance", "Confidence")}</label>
                    <select id="by-confidence" on:change=move |e| {
                        let value = event_target_value(&e);
                        state.filter(|f| f.confidence = Confidence::ALL.into_iter().find(|c| c.id() == value));
                    }>
                        <option value="" selected=move || state.route.with(|r| r.filter.confidence.is_none())>{t(lang, "Toutes", "Any")}</option>
                        {confidences}
                    </select>
                </p>
                <p class="check">
                    <input type="checkbox" id="recommendations"
                        prop:checked=move || state.route.with(|r| r.filter.recommendations)
                        on:change=move |e| state.filter(|f| f.recommendations = event_target_checked(&e))/>
                    <label for="recommendations">{t(lang, "Avec les 17 recommandations", "With the 17 recommendations")}</label>
                </p>
            </div>
            <p class="found" role="status">
                {move || count(lang, total(), ("exigence affichée", "exigences affichées"), ("requirement shown", "requirements shown"))}
                {move || {
                    let n = state.route.with(|r| r.filter.active());
                    (n > 0).then(|| view! {
                        " · "
                        <button type="button" class="link" on:click=clear>
                            {count(lang, n, ("filtre actif : l’effacer", "filtres actifs : les effacer"), ("active filter: clear it", "active filters: clear them"))}
                        </button>
                    })
                }}
            </p>
            {move || state.pack_fault.get().then(|| view! {
                <p class="fault" role="alert">
                    {t(lang, "Les résumés n’ont pas pu être chargés. Les verdicts sont là ; recharger la page pour les textes.", "The summaries could not be loaded. The verdicts are here; reload the page for the texts.")}
                </p>
            })}
            {groups}
            {move || (total() == 0).then(|| view! {
                <p class="empty">{t(lang, "Aucune exigence ne répond à ces filtres.", "No requirement matches these filters.")}</p>
            })}
        </section>
    }
}

fn group(state: State, lang: Lang, outcome: Outcome, shown: Memo<Vec<bool>>) -> View {
    // Rows of this outcome; a row is drawn anew only when its verdict changes.
    let rows = move || {
        let scope = state.scope.get();
        let verdicts = scope.map(|s| s.verdicts.clone()).unwrap_or_default();
        let mine = verdicts.into_iter().enumerate().filter(|(_, v)| v.outcome == outcome);
        mine.map(|(i, v)| (i.to_string(), (i, v))).collect::<Vec<_>>()
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
                {each(rows, move |(at, verdict): (usize, Verdict)| view! {
                    <li hidden=move || !shown.with(|s| s.get(at).copied().unwrap_or(false))>{row(state, lang, verdict)}</li>
                })}
            </ul>
        </section>
    }
}

fn row(state: State, lang: Lang, verdict: Verdict) -> View {
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
        </button>
    }
}
