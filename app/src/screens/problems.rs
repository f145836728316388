//! What is wrong with the open document, or should be checked: each with its place, which can be gone to, and the edits
//! that would repair it. The document is computed all the same: it has warnings only.

use super::icons;
use crate::ui::prelude::*;
use crate::{
    composing, dom,
    history::Label,
    route::Screen,
    state::{CATALOG, State},
    words::{count, t},
};
use catalog::Lang;
use model::{
    document::{Issue, Item, read, write},
    edit::Edit,
    repair, words,
};

/// How many are shown; more are counted.
const SHOWN: usize = 40;

/// The problems, under the outline and above the verdicts.
pub fn problems(state: State, lang: Lang) -> View {
    let issues = Memo::new(move |_| state.document.get().map(|d| d.1.to_vec()).unwrap_or_default());
    let head = move || {
        let n = issues.with(Vec::len);
        count(lang, n, ("point à vérifier", "points à vérifier"), ("point to check", "points to check"))
    };
    let rows = move || {
        issues.with(|all| {
            all.iter().take(SHOWN).map(|issue| row(state, lang, issue.clone())).collect::<Vec<_>>()
        })
    };
    let more = move || {
        let n = issues.with(Vec::len).saturating_sub(SHOWN);
        (n > 0)
            .then(|| view! { <li class="quiet">{count(lang, n, ("autre", "autres"), ("more", "more"))}</li> })
    };
    view! {
        <section class="warnings" aria-labelledby="warnings-title" hidden=move || issues.with(Vec::is_empty)>
            <h2 id="warnings-title">{head}</h2>
            <ul>{rows}{more}</ul>
        </section>
    }
}

fn row(state: State, lang: Lang, issue: Issue) -> View {
    let said = words::issue(&issue.kind, lang);
    let at = issue.at.clone();
    let name = state.now().map(|d| composing::name(&d.0, &Item::of(&d.0, &at).0, lang)).unwrap_or_default();
    let go = move |_| go_to(state, &at);
    // Repairs are looked for when they are asked for: each is tried on the whole document.
    let asked = RwSignal::new(false);
    let repairs = move || asked.get().then(|| super::apart::repairs(state, lang, issue.clone()));
    let title = t(lang, &format!("Aller à {name}"), &format!("Go to {name}"));
    view! {
        <li>
            <p>{icons::icon("warning")}{said}</p>
            <p class="problem-acts">
                <button type="button" class="link" title=title on:click=go>{name}</button>
                <button type="button" class="link" aria-expanded=move || if asked.get() { "true" } else { "false" }
                    on:click=move |_| asked.update(|a| *a = !*a)>{t(lang, "Réparer…", "Repair…")}</button>
            </p>
            {repairs}
        </li>
    }
}

/// What would mend an issue of the open document.
#[expect(clippy::needless_pass_by_value, reason = "what goes to another module is passed whole")]
pub fn repairs(state: State, lang: Lang, issue: Issue) -> View {
    let Some(now) = state.now() else { return ().into_view() };
    let root = write::to_value(&now.0);
    let hint = repair::hint(&issue, lang);
    let found: Vec<_> = repair::repairs(CATALOG, &root, &issue)
        .into_iter()
        .map(|found| {
            let label = Label::new(found.label.say(Lang::Fr), found.label.say(Lang::En));
            let text = label.get(lang).to_owned();
            let apply = move |_| {
                // The place is looked up in the document as it is now: other edits may have come between.
                let Some(now) = state.now() else { return };
                let next = repair::apply(&write::to_value(&now.0), &found).to_string();
                if let Ok((next, _)) = read(CATALOG, next.as_bytes())
                    && state.try_edit(label.clone(), Edit::Replace(Box::new(next)))
                {
                    dom::focus("outline");
                }
            };
            view! { <li><button type="button" class="plain small" on:click=apply>{text}</button></li> }
        })
        .collect();
    let none = found.is_empty();
    view! {
        <ul class="repairs">{found}</ul>
        {(none || hint.is_some()).then(|| view! {
            <p class="hint">{hint.unwrap_or_else(|| t(lang, "À vous de dire : aller au champ.", "Yours to say: go to the field."))}</p>
        })}
    }
}

/// Goes to the field of a place of the document.
pub fn go_to(state: State, at: &str) {
    let Some(now) = state.now() else { return };
    let (item, rest) = Item::of(&now.0, at);
    if state.screen() != Screen::Compose {
        state.turn_to(Screen::Compose);
    }
    state.select(Some(item));
    dom::soon(move || {
        // The field itself, or the nearest that there is above it.
        let mut path = rest.as_str();
        loop {
            let id = format!("field{}", path.replace('/', "-"));
            if !path.is_empty() && dom::unfold(&id) {
                dom::focus(&id);
                break;
            }
            match path.rsplit_once('/') {
                Some((above, _)) => path = above,
                None => {
                    dom::focus("inspector");
                    break;
                }
            }
        }
    });
}
