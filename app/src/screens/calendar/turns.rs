//! The days on which verdicts of the service flip: how many, from what to what, why, and which.

use super::{
    Desk, Numbers, day_label,
    suppose::{Carried, carried, hypothetical},
};
use crate::screens::{follow, icons};
use crate::ui::prelude::*;
use crate::{
    dom,
    route::{Route, Screen},
    screens::ORDER,
    words::{count, t},
};
use model::{
    Date, Document,
    calendar::{Change, Flip},
    escape,
    verdict::Outcome,
    words,
};
use std::sync::Arc;

/// The list.
pub fn turns(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let title = move || {
        let n = told.with(|t| t.as_ref().map_or(0, |t| t.flips.len()));
        count(
            lang,
            n,
            ("jour de bascule", "jours de bascule"),
            ("day on which verdicts flip", "days on which verdicts flip"),
        )
    };
    let rows = move || {
        let Some(told) = told.get() else { return Vec::new() };
        let document = told.document.clone();
        told.flips.iter().map(|flip| row(desk, &document, flip, told.on(flip.day))).collect::<Vec<_>>()
    };
    let none = move || told.with(|t| t.as_ref().is_none_or(|t| t.flips.is_empty()));
    let lost = move || {
        desk.supposed.track();
        // What is supposed elsewhere hangs on the document.
        (!none() && carried(desk) == Carried::Lost).then(|| {
            view! {
                <p class="hint" id="k-lost">
                    {t(
                        lang,
                        "« Ma charge » ne sait supposer que tous les candidats ensemble, avec les renouvellements que le document suppose. Ce qui est coché ici est autre chose : les liens l’ouvrent sans rien supposer, et les verdicts peuvent y être différents.",
                        "“My scope” can only suppose all candidates together, with the renewals that the document supposes. What is ticked here is something else: the links open it with nothing supposed, and verdicts may differ there.",
                    )}
                </p>
            }
        })
    };
    view! {
        <section class="k-turns" aria-labelledby="k-turns-title">
            <div class="k-head">
                <h2 id="k-turns-title">{title}</h2>
                {hypothetical(desk)}
            </div>
            <p class="hint" hidden=none>
                {t(
                    lang,
                    "Chaque jour où les verdicts du service ne sont plus ceux de la veille. Suivre une exigence y place la date d’étude, ce qui s’annule.",
                    "Every day on which the service’s verdicts are no longer those of the day before. Following a requirement makes that day the as-of date, which can be undone.",
                )}
            </p>
            {lost}
            <p class="quiet" hidden=move || !none()>
                {t(lang, "Aucun verdict ne change sur l’axe : rien de ce qui est daté ne porte une exigence du service.", "No verdict changes on the axis: nothing that has a date bears a requirement of the service.")}
            </p>
            <ol>{rows}</ol>
        </section>
    }
}

/// What goes from one outcome to another, with how many of them are verified.
struct Move {
    from: Outcome,
    to: Outcome,
    all: Vec<Change>,
    verified: usize,
}

fn moves(flip: &Flip) -> Vec<Move> {
    let mut moves = Vec::new();
    for from in ORDER {
        for to in ORDER {
            let all: Vec<Change> =
                flip.changes.iter().filter(|c| c.from == from && c.to == to).cloned().collect();
            if !all.is_empty() {
                let verified = all.iter().filter(|c| c.requirement.modality.is_verified()).count();
                moves.push(Move { from, to, all, verified });
            }
        }
    }
    moves
}

fn row(desk: Desk, document: &Arc<Document>, flip: &Flip, after: Numbers) -> View {
    let Desk { lang, .. } = desk;
    let day = flip.day;
    let causes: Vec<_> =
        flip.causes.iter().map(|cause| view! { <li>{cause.say(document, lang)}</li> }).collect();
    let moves = moves(flip);
    let chips: Vec<_> = moves
        .iter()
        .map(|m| {
            view! {
                <li>
                    <span class=format!("verdict {}", m.from.id())>{icons::verdict(m.from)}{words::outcome(m.from, lang)}</span>
                    " → "
                    <span class=format!("verdict {}", m.to.id())>{icons::verdict(m.to)}{words::outcome(m.to, lang)}</span>
                    " "<strong>{m.verified}</strong>
                </li>
            }
        })
        .collect();
    let after: Vec<String> = ORDER
        .iter()
        .zip(after)
        .map(|(o, n)| format!("{} {n}", words::outcome(*o, lang).to_lowercase()))
        .collect();
    let after = after.join(", ");
    let many = count(
        lang,
        flip.verified(),
        ("exigence vérifiée bascule", "exigences vérifiées basculent"),
        ("verified requirement flips", "verified requirements flip"),
    );
    let loses = flip.changes.iter().any(Change::loses);
    let list = RwSignal::new(false);
    let id = format!("k-which-{day}");
    let html = written(desk, &moves);
    let (host, filled) = (id.clone(), std::cell::Cell::new(false));
    let unfold = move |e: web_sys::Event| {
        list.set(dom::is_open(&e));
        if !filled.replace(true) {
            dom::fill(&host, &html);
        }
    };
    let press = move |event: web_sys::MouseEvent| {
        let Some(id) = dom::data_of(&event, "data-requirement") else { return };
        visit(desk, &event, &id, day);
    };
    view! {
        <li class="k-turn" class:k-loses=loses id=format!("k-on-{day}")>
            <div class="k-turn-head">
                <h3>{words::date(day, lang)}</h3>
                <span>{many}</span>
                <button type="button" class="plain small" id=format!("k-read-{day}") on:click=move |_| desk.place(day)>{day_label(lang, day)}</button>
            </div>
            <ul class="k-why">{causes}</ul>
            <ul class="k-moves">{chips}</ul>
            <p class="quiet">{t(lang, &format!("À partir de ce jour : {after}."), &format!("From that day on: {after}."))}</p>
            <details on:toggle=unfold>
                <summary>{t(lang, "Lesquelles", "Which ones")}" "<span class="quiet">{all_said(desk, flip)}</span></summary>
                <div class="k-which" id=id on:click=press></div>
            </details>
        </li>
    }
}

/// How many in all, where recommendations flip too.
fn all_said(desk: Desk, flip: &Flip) -> String {
    let lang = desk.lang;
    let others = flip.changes.len() - flip.verified();
    let all = flip.changes.len();
    if others == 0 {
        format!("({all})")
    } else {
        let others =
            count(lang, others, ("recommandation", "recommandations"), ("recommendation", "recommendations"));
        t(lang, &format!("({all}, dont {others})"), &format!("({all}, {others} among them)"))
    }
}

/// The address of a requirement among what remains.
fn route_to(desk: Desk, id: &str) -> Route {
    let now = desk.state.route.get_untracked();
    Route {
        screen: Screen::Scope,
        service: now.service,
        // Never more than what is supposed here.
        assume: carried(desk) == Carried::All,
        requirement: Some(id.to_owned()),
        ..Route::default()
    }
}

/// Reads the document on a day, and goes to a requirement there.
fn visit(desk: Desk, event: &web_sys::MouseEvent, id: &str, day: Date) {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0 {
        return;
    }
    if untrack(|| desk.as_of()) != Some(day) {
        desk.place(day);
    }
    follow(desk.state, event, route_to(desk, id));
    let row = crate::screens::list::row_id(id);
    dom::soon(move || {
        dom::focus_in_place("panel");
        dom::reveal(&row);
    });
}

/// The requirements, a list for each move. Only identifiers and titles of the catalogue stand in it.
fn written(desk: Desk, moves: &[Move]) -> String {
    let lang = desk.lang;
    let mut out = String::new();
    let lost = match carried(desk) {
        Carried::Lost => escape::html(&t(lang, " (sans rien supposer)", " (nothing supposed)")),
        Carried::Nothing | Carried::All => String::new(),
    };
    for m in moves {
        let (from, to) = (words::outcome(m.from, lang), words::outcome(m.to, lang));
        for part in ["<h4>", &escape::html(from), " → ", &escape::html(to), "</h4><ul>"] {
            out.push_str(part);
        }
        for change in &m.all {
            let id = change.requirement.id;
            let href = escape::html(&untrack(|| route_to(desk, id)).to_hash());
            let title = escape::html(change.requirement.title.get(lang));
            for part in [
                "<li><a class=\"link\" href=\"",
                &href,
                "\" data-requirement=\"",
                id,
                "\">",
                id,
                &lost,
                "</a> ",
                &title,
            ] {
                out.push_str(part);
            }
            if !change.requirement.modality.is_verified() {
                let said = t(lang, "recommandation", "recommendation");
                for part in [" <span class=\"quiet\">(", &said, ")</span>"] {
                    out.push_str(part);
                }
            }
            out.push_str("</li>");
        }
        out.push_str("</ul>");
    }
    out
}
