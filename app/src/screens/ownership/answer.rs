//! What it comes to, what decides, what would tip it, and the readings on which it hangs.

use super::{Desk, class, measure_name, sign, verdict};
use crate::screens::assumptions::reading_field;
use crate::ui::prelude::*;
use crate::{
    dom,
    forms::Form,
    screens::{compose::fields, icons},
    state::CATALOG,
    words::{count, t},
};
use catalog::ReadingId;
use model::{
    document::Item,
    ownership::{Conclusion, Limits, Measure, Open, Ownership, Seat, gauge, say},
};

/// The readings of 19.6.b.
const READINGS: [ReadingId; 3] =
    [ReadingId::IndirectHolding, ReadingId::ThresholdsConjunction, ReadingId::ListedParent];

/// The limit that is nearest to tipping, or furthest beyond: in words.
fn nearest(told: &Ownership, desk: Desk) -> (f64, String) {
    let lang = desk.lang;
    let mut best: Option<(f64, String)> = None;
    for measure in [Measure::Capital, Measure::Votes] {
        let limits = told.limits(measure);
        for (limit, fr, en) in [
            (&limits.individual, "individuellement", "individually"),
            (&limits.collective, "ensemble", "together"),
        ] {
            let margin = limit.margin();
            if best.as_ref().is_none_or(|(least, _)| margin < *least) {
                let said = format!(
                    "{}, {}{}{}",
                    measure_name(measure, lang),
                    t(lang, fr, en),
                    t(lang, " : ", ": "),
                    gauge::margin(limit.limit, limit.decided(), lang)
                );
                best = Some((margin, said));
            }
        }
    }
    best.unwrap_or_default()
}

/// Where something open is said: the item, and the field to go to.
fn place(told: &Ownership, open: &Open) -> Option<(Item, &'static str)> {
    Some(match open {
        Open::NoEntity => (Item::Provider(told.provider.clone()), ""),
        Open::Place(id, seat) => (
            Item::Entity(id.clone()),
            match seat {
                Seat::Registered => "field-seat",
                Seat::Administration => "field-administration",
                Seat::Establishment => "field-establishment",
            },
        ),
        Open::Somewhere(id) => (Item::Entity(id.clone()), "field-seat"),
        Open::Holders(id) | Open::Appoints(id, _) => (Item::Entity(id.clone()), "inspector"),
        Open::Share(at, Measure::Capital) => (Item::Holding(*at), "field-capital"),
        Open::Share(at, Measure::Votes) => (Item::Holding(*at), "field-votes"),
        Open::Control(_, id) => (Item::Entity(id.clone()), "inspector"),
        Open::Circle(ids) => (Item::Entity(ids.first()?.clone()), "inspector"),
    })
}

/// How many open points are listed at once.
const LISTED: usize = 6;

/// The answer.
pub fn answer(desk: Desk) -> View {
    let Desk { state, lang, told, .. } = desk;
    let body = move || {
        let (document, told) = (desk.document.get()?, told.get()?);
        let name = crate::composing::name(&document, &Item::Provider(told.provider.clone()), lang);
        let result = told.result;
        let word = say::conclusion(result, lang);
        let title =
            t(lang, &format!("19.6.a et b, {name} : {word}"), &format!("19.6.a and b, {name}: {word}"));
        // Of both limits the one that weighs more on the result.
        let heaviest = |limits: &Limits| {
            let (one, all) = (&limits.individual, &limits.collective);
            let all_weighs = (all.result(), -all.margin()) > (one.result(), -one.margin());
            let name = measure_name(limits.measure, lang);
            let reason = say::limit(&document, if all_weighs { all } else { one }, lang);
            t(lang, &format!("{name}. {reason}"), &format!("{name}. {reason}"))
        };
        let tests = [
            ("19.6.a", told.seat, say::seat(&told, lang)),
            ("19.6.b", told.capital.result, heaviest(&told.capital)),
            ("19.6.b", told.votes.result, heaviest(&told.votes)),
            ("19.6.b", told.rights.result, say::rights(&document, &told, lang)),
        ];
        let tests: Vec<_> = tests
            .into_iter()
            .map(|(id, each, said)| {
                let decides = (each == result && result != Conclusion::Pass)
                    .then(|| view! { " "<span class="tag">{t(lang, "décide", "decides")}</span> });
                view! { <li class=class(each)>{verdict(each, lang)}<span>{desk.link(id)}" "{said}{decides}</span></li> }
            })
            .collect();
        let trial = desk.trial.get().is_some().then(|| {
            view! { <p class="o-trial">{icons::icon("move")}{t(lang, "Essai au curseur : rien n’est encore changé.", "Tried on the slider: nothing is changed yet.")}</p> }
        });
        Some(view! {
            <section class=format!("o-answer {}", class(result)) aria-labelledby="o-answer-title">
                <div class="o-head">{sign(result)}<h2 id="o-answer-title">{title}</h2></div>
                {trial}
                <ul class="o-tests">{tests}</ul>
                {tips(desk, &document, &told)}
            </section>
        })
    };
    let entity = move || {
        let told = told.get()?;
        told.entity.is_none().then(|| {
            let form = Form::new(state, lang, Item::Provider(told.provider.clone()), "person");
            view! { <div class="o-person">{form.fields("", fields::PROVIDER.get(1..2).unwrap_or_default())}</div> }
        })
    };
    view! { {body}{entity} }
}

/// What would tip it.
fn tips(desk: Desk, document: &model::Document, told: &Ownership) -> View {
    let lang = desk.lang;
    let n = told.open.len();
    let mut open: Vec<_> = told
        .open
        .iter()
        .map(|open| {
            let said = say::open(document, open, lang);
            let go = place(told, open).filter(|(_, field)| !field.is_empty()).map(|(item, field)| {
                let act = move |_| {
                    desk.select(item.clone());
                    dom::soon(move || {
                        dom::unfold(field);
                        dom::focus(field);
                    });
                };
                view! { " "<button type="button" class="link" on:click=act>{t(lang, "Le dire", "Say it")}<span class="away">{t(lang, " : ", ": ")}{said.clone()}</span></button> }
            });
            view! { <li>{said}{go}</li> }
        })
        .collect();
    let rest = open.split_off(n.min(LISTED));
    let more = (n > LISTED).then(|| {
        let said = count(lang, n - LISTED, ("autre point", "autres points"), ("more point", "more points"));
        view! { <details class="o-rest"><summary>{said}</summary><ul class="o-open-list">{rest}</ul></details> }
    });
    let (margin, near) = nearest(told, desk);
    let nearest = if margin < 0.0 {
        t(lang, "Le plus au-delà d’une limite : ", "Furthest beyond a limit: ")
    } else {
        t(lang, "Le plus près de basculer : ", "Nearest to tipping: ")
    };
    let near =
        (told.entity.is_some() && told.result != Conclusion::Unknown || told.open.is_empty()).then(|| {
            view! { <p><strong>{nearest}</strong>{near}{"."}</p> }
        });
    let missing = (n > 0).then(|| {
        let title = if told.result == Conclusion::Unknown {
            t(lang, "Ce qu’il faut dire pour conclure", "What must be said to conclude")
        } else {
            t(lang, "Ce que personne n’a dit", "What nobody has said")
        };
        view! { <h3>{title}</h3><ul class="o-open-list">{open}</ul>{more} }
    });
    view! { <div class="o-tips">{near}{missing}</div> }
}

/// The readings, by their answers, and to be switched.
pub fn readings(desk: Desk) -> View {
    let Desk { state, lang, readings, .. } = desk;
    let now = move || {
        readings.with(|now| {
            let said: Vec<String> = READINGS
                .into_iter()
                .filter_map(|id| {
                    let reading = CATALOG.reading(id)?;
                    let answer = now.answer(CATALOG, id);
                    let at = reading.answers.iter().position(|a| *a == answer)?;
                    let label = reading.labels.get(at)?.get(lang);
                    Some(format!("{}{}{label}", reading.label.get(lang), t(lang, " : ", ": ")))
                })
                .collect();
            said.join(" · ")
        })
    };
    let fields: Vec<_> = READINGS.into_iter().map(|id| reading_field(state, lang, id)).collect();
    view! {
        <details class="asks o-readings" id="o-readings">
            <summary><h2>{t(lang, "Lectures du texte", "Readings of the text")}</h2><span class="quiet">{now}</span></summary>
            <div class="o-reading-list">{fields}</div>
        </details>
    }
}
