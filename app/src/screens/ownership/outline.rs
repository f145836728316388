//! The holdings as nested lists: of each entity who holds it, and how much. The reference for whoever does not see the
//! drawing; it says the same.

use super::{Desk, called, marks, rest, share, standing};
use crate::ui::prelude::*;
use crate::{dom, screens::icons, words::t};
use model::{
    Document,
    document::{EntityId, Item},
    ownership::{Holder, Measure, Ownership},
};
use std::collections::BTreeSet;

/// How deep lists nest: what lies above is reached by choosing the entity.
const DEEPEST: usize = 24;

fn selects(desk: Desk, item: Item, words: String) -> View {
    let mine = item.clone();
    let current = move || desk.state.selection.with(|s| s.last() == Some(&mine)).then_some("true");
    view! { <button type="button" class="link" aria-current=current on:click=move |_| desk.select(item.clone())>{words}</button> }
}

fn name(desk: Desk, document: &Document, told: &Ownership, id: &EntityId) -> View {
    let (said, class) = standing(told, &Holder::Entity(id.clone()), desk.lang);
    let words = called(document, id, desk.lang);
    view! { {selects(desk, Item::Entity(id.clone()), words)}" "<span class=format!("tag o-tag {class}")>{said}</span> }
}

fn branch(
    desk: Desk,
    document: &Document,
    told: &Ownership,
    of: &EntityId,
    seen: &mut BTreeSet<EntityId>,
    depth: usize,
) -> View {
    let lang = desk.lang;
    let mut rows: Vec<View> = Vec::new();
    for (at, holding) in document.holdings.iter().enumerate().filter(|(_, h)| h.held == *of) {
        let (capital, votes) = (share(holding.capital, lang), share(holding.votes, lang));
        let mut said = t(
            lang,
            &format!("capital {capital}, votes {votes}"),
            &format!("capital {capital}, votes {votes}"),
        );
        for mark in marks(document, at, lang) {
            said.push_str(", ");
            said.push_str(&mark);
        }
        let again = !seen.insert(holding.holder.clone());
        let above = if again || depth >= DEEPEST {
            let has = document.holdings.iter().any(|h| h.held == holding.holder);
            if has {
                view! { <span class="quiet">{t(lang, "ses détenteurs : voir plus haut", "its holders: see above")}</span> }
            } else {
                View::None
            }
        } else {
            branch(desk, document, told, &holding.holder, seen, depth + 1)
        };
        rows.push(view! {
            <li>{name(desk, document, told, &holding.holder)}" "{selects(desk, Item::Holding(at), said)}{above}</li>
        });
    }
    if told.holders.iter().any(|h| h.holder == Holder::Unnamed(of.clone())) {
        let (capital, votes) =
            (rest(document, of, Measure::Capital, lang), rest(document, of, Measure::Votes, lang));
        let said = t(
            lang,
            &format!("D’autres, que personne n’a nommés : capital {capital}, votes {votes}"),
            &format!("Others, whom nobody has named: capital {capital}, votes {votes}"),
        );
        rows.push(view! { <li><span class="quiet">{said}</span></li> });
    }
    if rows.is_empty() {
        View::None
    } else {
        view! { <ul>{rows}</ul> }
    }
}

/// The outline.
pub fn outline(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let tree = move || {
        let (document, told) = (desk.document.get()?, told.get()?);
        let entity = told.entity.clone()?;
        let mut seen = BTreeSet::new();
        seen.insert(entity.clone());
        let above = branch(desk, &document, &told, &entity, &mut seen, 0);
        Some(view! { <ul class="o-tree"><li>{name(desk, &document, &told, &entity)}{above}</li></ul> })
    };
    // Entities that hold nothing of this provider: they are there to be tied to it.
    let others = move || {
        let (document, told) = (desk.document.get()?, told.get()?);
        let tied = |id: &EntityId| {
            told.entity.as_ref() == Some(id)
                || told.holders.iter().any(|h| h.holder == Holder::Entity(id.clone()))
        };
        let rows: Vec<_> = (document.entities.iter())
            .filter(|e| !tied(&e.id))
            .map(|e| view! { <li>{selects(desk, Item::Entity(e.id.clone()), called(&document, &e.id, lang))}</li> })
            .collect();
        (!rows.is_empty()).then(|| {
            view! {
                <h3>{t(lang, "Entités qui n’en détiennent rien", "Entities that hold nothing of it")}</h3>
                <ul class="o-others">{rows}</ul>
            }
        })
    };
    view! {
        <section class="o-outline" aria-labelledby="o-outline-title">
            <h2 id="o-outline-title">{t(lang, "Plan : de chaque entité, qui la détient", "Outline: of each entity, who holds it")}</h2>
            <div id="o-outline" on:keydown=move |e| key(&e)>{tree}</div>
            {others}
            <button type="button" class="plain small o-act" id="o-new" on:click=move |_| super::inspector::add_entity(desk)>
                {icons::icon("add")}{t(lang, "Ajouter une entité", "Add an entity")}
            </button>
        </section>
    }
}

/// Up and down go from one button to the next, as Tab does.
fn key(event: &web_sys::KeyboardEvent) {
    let to = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        _ => return,
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    event.prevent_default();
    dom::focus_among("#o-outline button", to);
}
