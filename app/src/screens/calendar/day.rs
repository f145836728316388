//! The day on which the document is read: a field, a slider over the axis with the flips as its marks, steps from flip
//! to flip, and the counts of the day that is shown. Dragging computes nothing: the counts of every stretch between two
//! flips are known. What is let go of becomes one edit.

use super::{Desk, FROM, TO, Told, axis, suppose::hypothetical};
use crate::screens::icons;
use crate::ui::prelude::*;
use crate::{
    dom,
    screens::ORDER,
    words::{of, t},
};
use model::{Date, document::Item, edit::Edit, words};
use std::{cell::Cell, rc::Rc, sync::Arc};

/// How long the keys of the slider may rest before its day becomes an edit, in milliseconds.
const REST: i32 = 600;

/// The room: the day, its counts, and the axis that the slider belongs to.
pub fn day(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    view! {
        <section class="k-day" aria-labelledby="k-day-title">
            <div class="k-head">
                <h2 id="k-day-title">{t(lang, "Au jour choisi", "On the chosen day")}</h2>
                {hypothetical(desk)}
            </div>
            <div class="k-choose">
                {field(desk)}
                {steps(desk)}
                {counts(desk)}
            </div>
            <div class="k-chart">
                {slider(desk)}
                {move || told.get().map(|told| axis::axis(desk, &told))}
            </div>
            {axis::legend(desk)}
            {ends(desk)}
        </section>
    }
}

/// A day that was typed: nothing while it is half typed, `Some(None)` where the field was emptied. What is no day of the
/// format is put back.
fn typed(event: &web_sys::Event, now: &str) -> Option<Option<Date>> {
    let text = dom::typed(event)?;
    match text.parse::<Date>() {
        Ok(day) => Some(Some(day)),
        Err(_) if text.is_empty() => Some(None),
        Err(_) => {
            dom::set_value(event, now);
            None
        }
    }
}

fn field(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let own = move || state.document.with(|d| d.as_ref().and_then(|d| d.0.as_of));
    let value = move || own().map(|d| d.to_string()).unwrap_or_default();
    let change = move |e: web_sys::Event| match typed(&e, &untrack(value)) {
        Some(Some(day)) => desk.place(day),
        Some(None) => {
            let label = crate::history::Label::new(
                "lire le document à la date du jour",
                "read the document as of today",
            );
            state.try_edit(label, Edit::unset(Item::Document, "/as_of"));
        }
        None => {}
    };
    let hint = move || {
        if own().is_some() {
            t(lang, "Vaut pour tout le document.", "Holds for the whole document.")
        } else {
            t(lang, "Aucune n’est donnée : aujourd’hui.", "None is given: today.")
        }
    };
    view! {
        <p class="field">
            <label for="k-day">{t(lang, "Date d’étude", "As-of date")}</label>
            <input type="date" id="k-day" min="1900-01-01" max="2199-12-31" aria-describedby="k-day-hint" prop:value=value on:change=change/>
            <span class="hint" id="k-day-hint">{hint}</span>
        </p>
    }
}

/// From flip to flip, and back to today.
fn steps(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let neighbour = move |forward: bool| {
        let shown = desk.shown()?;
        told.with(|t| t.as_ref().and_then(|t| t.neighbour(shown, forward)))
    };
    let step = move |forward: bool, id: &'static str, icon: &'static str, fr: &str, en: &str| {
        let label = t(lang, fr, en);
        let said = move || neighbour(forward).map(|day| words::date(day, lang));
        view! {
            <button type="button" class="plain" id=id disabled=move || neighbour(forward).is_none()
                on:click=move |_| if let Some(day) = untrack(|| neighbour(forward)) { desk.place(day) }>
                {icons::icon(icon)}<span>{label}" "<span class="quiet">{said}</span></span>
            </button>
        }
    };
    let today = move || dom::today();
    view! {
        <div class="k-steps">
            {step(false, "k-previous", "undo", "Bascule précédente", "Previous flip")}
            {step(true, "k-next", "redo", "Bascule suivante", "Next flip")}
            <button type="button" class="plain" id="k-today" disabled=move || desk.as_of() == today()
                on:click=move |_| if let Some(day) = today() { desk.place(day) }>
                {t(lang, "Aujourd’hui", "Today")}
            </button>
        </div>
    }
}

/// The counts of the day that is shown.
fn counts(desk: Desk) -> View {
    let Desk { lang, told, held, .. } = desk;
    let numbers = Memo::new(move |_| {
        let shown = desk.shown()?;
        told.with(|t| t.as_ref().map(|t| t.on(shown)))
    });
    let total = move || numbers.get().map_or(0, |n| n.iter().sum::<usize>());
    let chips: Vec<_> = ORDER
        .into_iter()
        .enumerate()
        .map(|(at, outcome)| {
            let n = move || numbers.get().and_then(|n| n.get(at).copied()).unwrap_or_default();
            view! {
                <li class=format!("k-count {}", outcome.id())>
                    {icons::verdict(outcome)}<span>{words::outcome(outcome, lang)}</span>
                    <strong>{move || of(lang, n(), total())}</strong>
                </li>
            }
        })
        .collect();
    let shown = move || {
        desk.shown().map(|day| {
            let day = words::date(day, lang);
            if held.with(Option::is_some) {
                t(lang, &format!("{day}, en cours de choix"), &format!("{day}, being chosen"))
            } else {
                day
            }
        })
    };
    view! {
        <div class="k-counts">
            <h3>{shown}</h3>
            <ul>{chips}</ul>
            <p class="hint">{t(lang, "Sur les exigences vérifiées.", "Over the verified requirements.")}</p>
        </div>
    }
}

/// The day at some days from the first.
fn at(told: &Told, days: i32) -> Option<Date> {
    Date::from_days(told.from.to_days() + days)
}

fn slider(desk: Desk) -> View {
    let Desk { lang, told, held, .. } = desk;
    let from_first =
        move |day: Date| told.with(|t| t.as_ref().map_or(0, |t| day.to_days() - t.from.to_days()));
    let most = move || told.with(|t| t.as_ref().map_or(0, |t| t.to.to_days() - t.from.to_days())).to_string();
    let value = move || desk.shown().map_or(0, from_first).to_string();
    let said = move || {
        let day = desk.shown()?;
        let numbers = told.with(|t| t.as_ref().map(|t| t.on(day)))?;
        let said: Vec<String> =
            ORDER.iter().zip(numbers).map(|(o, n)| format!("{} {n}", words::outcome(*o, lang))).collect();
        Some([words::date(day, lang), said.join(", ")].join(t(lang, " : ", ": ").as_str()))
    };
    let typed = move |event: &web_sys::Event| -> Option<Date> {
        let days: i32 = dom::typed(event)?.parse().ok()?;
        told.with_untracked(|t| t.as_ref().and_then(|t| at(t, days)))
    };
    // A pointer lets go once; a key lets go at every step: those that follow one another are one edit.
    let pointer = Rc::new(Cell::new(false));
    let wait = Rc::new(Cell::new(0_u32));
    let commit = move || {
        if let Some(day) = held.get_untracked() {
            desk.place(day);
        }
    };
    let (down, up) = (pointer.clone(), pointer.clone());
    let change = move |e: web_sys::Event| {
        let Some(day) = typed(&e) else { return };
        held.set(Some(day));
        wait.set(wait.get().wrapping_add(1));
        if pointer.replace(false) {
            commit();
            return;
        }
        let (wait, mine) = (wait.clone(), wait.get());
        dom::in_a_while(REST, move || {
            // The screen may be gone, and the day with it.
            if wait.get() == mine && held.try_get_untracked().is_some_and(|d| d.is_some()) {
                commit();
            }
        });
    };
    view! {
        <div class="k-row k-slide">
            <label class="k-name" for="k-slider">{t(lang, "Glisser la date d’étude", "Drag the as-of date")}</label>
            <div class="k-track">
                <input type="range" id="k-slider" min="0" max=most step="1" prop:value=value aria-valuetext=said
                    on:pointerdown=move |_: web_sys::PointerEvent| down.set(true)
                    on:pointercancel=move |_: web_sys::PointerEvent| up.set(false)
                    on:input=move |e: web_sys::Event| if let Some(day) = typed(&e) { held.set(Some(day)) }
                    on:change=change
                    on:blur=move |_: web_sys::Event| commit()/>
            </div>
        </div>
    }
}

/// From when to when the axis goes.
fn ends(desk: Desk) -> View {
    let Desk { state, lang, told, .. } = desk;
    let end = move |what: usize, id: &'static str, fr: &str, en: &str| {
        let value = move || {
            told.with(|t: &Option<Arc<Told>>| t.as_ref().map(|t| if what == FROM { t.from } else { t.to }))
                .map(|d| d.to_string())
                .unwrap_or_default()
        };
        let change = move |e: web_sys::Event| {
            if let Some(day) = typed(&e, &untrack(value)) {
                desk.ask(what, &day.map(|d| d.to_string()).unwrap_or_default());
            }
        };
        view! {
            <p class="field">
                <label for=id>{t(lang, fr, en)}</label>
                <input type="date" id=id min="1900-01-01" max="2199-12-31" prop:value=value on:change=change/>
            </p>
        }
    };
    let asked = move || state.route.with(|r| !r.own(FROM).is_empty() || !r.own(TO).is_empty());
    view! {
        <div class="k-ends">
            {end(FROM, "k-from", "L’axe va du", "The axis runs from")}
            {end(TO, "k-to", "au", "to")}
            <button type="button" class="link" hidden=move || !asked()
                on:click=move |_| { desk.ask(FROM, ""); desk.ask(TO, ""); dom::focus("k-from"); }>
                {t(lang, "Revenir à l’axe entier", "Back to the whole axis")}
            </button>
        </div>
    }
}
