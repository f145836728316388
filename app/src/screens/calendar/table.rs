//! The same as the axis in rows: a day, what happens, what to know of it. It is the reference for whoever does not see
//! the axis; each day can be made the day on which the document is read.

use super::{Desk, Told, day_label};
use crate::ui::prelude::*;
use crate::{
    dom,
    words::{count, t},
};
use catalog::Lang;
use model::{Date, calendar::say, words};

/// A row: its id, its day where it has one, what happens, what to know of it, what it is.
#[derive(Clone, PartialEq)]
struct Line {
    id: String,
    day: Option<Date>,
    title: String,
    text: String,
    class: &'static str,
}

fn lines(desk: Desk, told: &Told, as_of: Option<Date>) -> Vec<Line> {
    let lang = desk.lang;
    let mut lines: Vec<Line> = told
        .entries(lang)
        .into_iter()
        .map(|e| {
            if !e.uid.starts_with("flip.") {
                return Line { id: e.uid, day: Some(e.day), title: e.title, text: e.text, class: "" };
            }
            // Which requirements they are is told above, day by day.
            let flip = told.flips.iter().find(|f| f.day == e.day);
            let why: Vec<String> =
                flip.iter().flat_map(|f| &f.causes).map(|c| c.say(&told.document, lang)).collect();
            Line { id: e.uid, day: Some(e.day), title: e.title, text: why.join(" "), class: "k-flips" }
        })
        .collect();
    let mut own = |id: &str, day: Option<Date>, title: String| {
        if day.is_some() {
            lines.push(Line { id: id.to_owned(), day, title, text: String::new(), class: "k-own" });
        }
    };
    own("today", dom::today(), t(lang, "Aujourd’hui", "Today"));
    own("as-of", as_of, t(lang, "Date d’étude", "As-of date"));
    own("horizon", told.document.horizon, t(lang, "Horizon", "Horizon"));
    lines.retain(|l| l.day.is_some_and(|day| day >= told.from && day <= told.to));
    // Entries come in order; what was put behind them finds its place, and stays behind those of its day.
    model::sorted::by(&mut lines, |a, b| a.day.cmp(&b.day));
    // Bases of which no day could be told come last.
    for base in &told.unstated {
        let name = told.document.called(base);
        let what = say::unstated(lang);
        let title = t(lang, &format!("« {name} » : {what}"), &format!("“{name}”: {what}"));
        let text = t(
            lang,
            "Sans qualification, ce service ne couvre rien.",
            "Without a qualification it covers nothing.",
        );
        lines.push(Line { id: format!("unstated.{base}"), day: None, title, text, class: "" });
    }
    lines
}

/// The table.
pub fn table(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let found = Memo::new(move |_| {
        let as_of = desk.as_of();
        told.with(|t| t.as_ref().map(|t| lines(desk, t, as_of)).unwrap_or_default())
    });
    let outside = move || {
        told.with(|t| {
            let t = t.as_ref()?;
            let n = t.entries(lang).iter().filter(|e| e.day < t.from || e.day > t.to).count();
            (n > 0).then(|| {
                let n = count(
                    lang,
                    n,
                    ("date hors de l’axe", "dates hors de l’axe"),
                    ("date outside the axis", "dates outside the axis"),
                );
                t_outside(lang, &n)
            })
        })
    };
    let rows = move || {
        let rows = found.get().into_iter().map(|line| {
            let day = match line.day {
                Some(day) => {
                    let written = words::date(day, lang);
                    view! { <button type="button" class="link" id=format!("k-at-{}", line.id) aria-label=day_label(lang, day) on:click=move |_| desk.place(day)>{written}</button> }
                }
                None => t(lang, "sans date", "no date").into_view(),
            };
            view! {
                <tr class=line.class>
                    <th scope="row">{day}</th>
                    <td>{line.title}</td>
                    <td class="quiet">{line.text}</td>
                </tr>
            }
        });
        rows.collect::<Vec<_>>()
    };
    view! {
        <details class="asks k-dates" open=true>
            <summary><h2 id="k-table" tabindex="-1">{t(lang, "Toutes les dates", "All dates")}</h2></summary>
            <p class="hint">
                {t(lang, "L’axe en tableau, du plus ancien au plus récent. Choisir une date y place la date d’étude.", "The axis as a table, oldest first. Choosing a date makes it the as-of date.")}
                " "{outside}
            </p>
            <section class="scroll" tabindex="0" aria-label=t(lang, "Toutes les dates", "All dates")>
                <table>
                    <caption class="away">{t(lang, "Dates du service, de ses socles et de son plan", "Dates of the service, of its bases and of its plan")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "Date", "Date")}</th>
                            <th scope="col">{t(lang, "Quoi", "What")}</th>
                            <th scope="col">{t(lang, "À savoir", "To know")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        </details>
    }
}

fn t_outside(lang: Lang, n: &str) -> String {
    t(lang, &format!("({n}.)"), &format!("({n}.)"))
}
