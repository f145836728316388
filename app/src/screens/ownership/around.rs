//! Third parties and exposed services (19.6.c and d), and where things happen (19.2).

use super::{Desk, class, verdict};
use crate::ui::prelude::*;
use crate::{
    forms::Form,
    route::Screen,
    screens::{compose::fields, icons},
    words::{count, t},
};
use model::{
    document::{Answer, Item},
    ownership::{Party, PartyReport, PlaceFinding, contradictions, parties as judge, places as find, say},
    supply::Stack,
};
use std::sync::Arc;

fn item_of(party: &Party) -> Item {
    match party {
        Party::ThirdParty(id) => Item::ThirdParty(id.clone()),
        Party::Service(id) => Item::Service(id.clone()),
    }
}

/// A button that goes to something where the stack is composed.
fn compose(desk: Desk, item: Item, words: String) -> View {
    let go = move |_| {
        desk.state.select(Some(item.clone()));
        desk.state.face.set("inspector");
        desk.state.turn_to(Screen::Compose);
    };
    view! { <button type="button" class="link" on:click=go>{words}</button> }
}

fn party(desk: Desk, document: &model::Document, at: usize, report: &PartyReport) -> View {
    let Desk { state, lang, .. } = desk;
    let item = item_of(&report.party);
    let name = crate::composing::name(document, &item, lang);
    // The fields are kept as they are while one of them is being answered.
    let fields = match &report.party {
        Party::ThirdParty(_) => {
            let form = Form::new(state, lang, item.clone(), "party").nth(at + 1);
            view! { <div class="fields">{form.fields("", fields::PARTY)}</div> }
        }
        Party::Service(_) => View::None,
    };
    view! {
        <article class=format!("o-party {}", class(report.result))>
            <h3>{compose(desk, item, name)}</h3>
            <p>{say::party(document, report, lang)}</p>
            <p class="o-figures"><span>{desk.link("19.6.c")}" "{verdict(report.data, lang)}</span><span>{desk.link("19.6.d")}" "{verdict(report.continuity, lang)}</span></p>
            {fields}
        </article>
    }
}

/// Third parties.
pub fn parties(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let found = Memo::new(move |_| {
        let (document, question, provider) =
            (state.document.get()?.0, state.question.get()?, desk.provider.get()?);
        let stack = Stack::new(&document).ok()?;
        Some(Arc::new(judge(&stack, &question, &provider)))
    });
    let concerned = |r: &PartyReport| r.concerned != Answer::No;
    let cards = move || {
        let (document, found) = (state.document.get()?.0, found.get()?);
        let cards: Vec<_> = found
            .iter()
            .enumerate()
            .filter(|(_, r)| concerned(r))
            .map(|(at, r)| party(desk, &document, at, r))
            .collect();
        Some(cards)
    };
    let others = move || {
        let (document, found) = (state.document.get()?.0, found.get()?);
        let rows: Vec<_> = found
            .iter()
            .filter(|r| !concerned(r))
            .map(|r| view! { <li>{say::party(&document, r, lang)}</li> })
            .collect();
        (!rows.is_empty()).then(|| {
            let n = count(
                lang,
                rows.len(),
                ("autre, que ces exigences ne concernent pas", "autres, que ces exigences ne concernent pas"),
                (
                    "other, whom these requirements do not concern",
                    "others, whom these requirements do not concern",
                ),
            );
            view! { <details class="o-rest"><summary>{n}</summary><ul>{rows}</ul></details> }
        })
    };
    // Answers that do not go with what was entered: pointed out, and no more.
    let at_odds = move || {
        let (document, found) = (state.document.get()?.0, found.get()?);
        let mut rows = Vec::new();
        for c in contradictions(&document, &found) {
            let said = say::contradiction(&document, &c, lang);
            let item = Item::Service(c.service);
            let name = crate::composing::name(&document, &item, lang);
            let open = compose(desk, item, t(lang, &format!("Ouvrir {name}"), &format!("Open {name}")));
            rows.push(view! { <li>{icons::icon("warning")}<span>{said}" "{open}</span></li> });
        }
        (!rows.is_empty()).then(|| view! { <div class="k-alerts" id="o-odds"><ul>{rows}</ul></div> })
    };
    let none = move || found.with(|f| f.as_ref().is_none_or(|f| f.is_empty()));
    view! {
        <section class="o-around" aria-labelledby="o-parties-title">
            <h2 id="o-parties-title">{t(lang, "Tiers et services exposés (19.6.c, 19.6.d)", "Third parties and exposed services (19.6.c, 19.6.d)")}</h2>
            <p class="quiet" hidden=move || !none()>{t(lang, "Aucun tiers ni service d’une autre personne morale ne sert ceux de ce prestataire.", "No third party and no service of another legal person serves those of this provider.")}</p>
            {at_odds}
            <div class="o-parties">{cards}</div>
            {others}
        </section>
    }
}

/// Where things happen.
pub fn places(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let found = Memo::new(move |_| {
        let (document, provider) = (state.document.get()?.0, desk.provider.get()?);
        Some(Arc::new(find(&document, &provider)))
    });
    let rows = move || {
        let (document, found) = (state.document.get()?.0, found.get()?);
        let row = |place: &PlaceFinding| {
            let item = item_of(&place.of);
            let name = crate::composing::name(&document, &item, lang);
            view! {
                <li class=class(place.result)>
                    {verdict(place.result, lang)}
                    <span>{desk.link(place.requirement)}" "{say::place(&document, place, lang)}" "{compose(desk, item, t(lang, &format!("Ouvrir {name}"), &format!("Open {name}")))}</span>
                </li>
            }
        };
        Some(found.iter().map(row).collect::<Vec<_>>())
    };
    let none = move || found.with(|f| f.as_ref().is_none_or(|f| f.is_empty()));
    view! {
        <section class="o-around" aria-labelledby="o-places-title">
            <h2 id="o-places-title">{t(lang, "Localisation (19.2)", "Localisation (19.2)")}</h2>
            <p class="quiet" hidden=move || !none()>{t(lang, "Rien de ce qui est saisi ne se passe hors de l’Union, et rien n’est laissé sans lieu.", "Nothing that was entered happens outside the Union, and nothing is left without a place.")}</p>
            <ul class="o-tests">{rows}</ul>
        </section>
    }
}
