//! What the rules have changed since the open document was made: told above the screens that show verdicts, until a
//! person says that they have seen it. The verdicts follow the rules at hand either way.

use super::follow;
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    route::{Route, Screen},
    state::State,
    words::t,
};
use catalog::{Lang, RULESETS, Ruleset};
use model::{
    document::Item,
    edit::Edit,
    rulesets::{self, News},
};

/// Whether there is anything to tell. Part of the first view; what is told comes when there is.
pub fn any(state: State) -> Memo<bool> {
    Memo::new(move |_| {
        state.document.with(|d| d.as_ref().is_some_and(|d| rulesets::news(RULESETS, &d.0) != News::None))
            && state.screen().needs_document()
    })
}

/// What has changed, or that these rules are the older ones.
pub fn rules(state: State, lang: Lang) -> View {
    let told = Memo::new(move |_| {
        let document = state.document.get()?.0;
        Some((rulesets::said(RULESETS, &document, lang)?, rulesets::news(RULESETS, &document)))
    });
    let body = move || {
        let (said, news) = told.get()?;
        Some(match news {
            News::Older(since) => older(state, lang, said, since),
            _ => view! {
                <section class="notice rules-news" aria-labelledby="rules-title">
                    <h2 id="rules-title">{t(lang, "Ce document a été fait sous des règles plus récentes", "This document was made under newer rules")}</h2>
                    <p>{said}</p>
                </section>
            },
        })
    };
    body.into_view()
}

fn older(state: State, lang: Lang, said: String, since: Vec<&'static Ruleset>) -> View {
    let noted = move |_| {
        let label = Label::new("règles récentes vues", "newer rules noted");
        let edit = Edit::set(Item::Document, "/ruleset", rulesets::current(RULESETS));
        if state.try_edit(label, edit) {
            dom::soon(|| dom::focus("main"));
        }
    };
    let rows: Vec<_> = since
        .into_iter()
        .flat_map(|ruleset| ruleset.changes.iter().map(move |change| (ruleset.id, change)))
        .map(|(id, change)| {
            let links: Vec<_> = change.requirements.iter().map(|id| link(state, id)).collect();
            view! { <li><strong>{id}</strong>" "{change.text.get(lang)}{links}</li> }
        })
        .collect();
    view! {
        <section class="notice rules-news" aria-labelledby="rules-title">
            <h2 id="rules-title">{said}</h2>
            <ul>{rows}</ul>
            <button type="button" class="plain" id="rules-noted" on:click=noted>{t(lang, "J’ai vu", "Noted")}</button>
        </section>
    }
}

/// A way to a requirement.
fn link(state: State, id: &'static str) -> View {
    let route = move || Route {
        screen: Screen::Scope,
        service: state.route.with_untracked(|r| r.service.clone()),
        assume: state.assume.get_untracked(),
        requirement: Some(id.to_owned()),
        ..Route::default()
    };
    // The address follows the service in question.
    let href = move || {
        state.route.track();
        route().to_hash()
    };
    view! { " "<a class="link" href=href on:click=move |e: web_sys::MouseEvent| follow(state, &e, route())>{id}</a> }
}
