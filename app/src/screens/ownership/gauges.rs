//! The limits of 19.6.b as gauges: capital and votes, one holder and all together, by both methods.

use super::{Desk, class, measure_name, verdict};
use crate::ui::prelude::*;
use crate::{dom, route::Ownership as Key, words::t};
use model::{
    Document,
    ownership::{Finding, Limit, Measure, Method, gauge, say},
    words,
};

/// A percentage of the width, for a style.
fn wide(percent: f64) -> String {
    let n = dom::px(percent.clamp(0.0, 100.0) * 10.0);
    format!("{}.{}%", n / 10, n % 10)
}

fn row(desk: Desk, document: &Document, limit: &Limit, method: Method) -> View {
    let lang = desk.lang;
    let finding: &Finding = limit.by(method);
    let decides = limit.decides == method;
    let (min, max) = (finding.percent.min, finding.percent.max);
    let said = say::range(finding.percent, lang);
    let at = say::percent(limit.limit, lang);
    let label = t(lang, &format!("{said}, la limite est à {at}"), &format!("{said}, the limit is at {at}"));
    let who = finding.worst.as_ref().map(|who| {
        view! { <span class="quiet">{say::holder(document, who, lang)}</span> }
    });
    let tag = decides.then(|| view! { " "<span class="tag">{t(lang, "décide", "decides")}</span> });
    view! {
        <li class=format!("o-row {}", class(finding.result)) class:decides=decides>
            <p class="o-method"><span>{words::capital(say::method(method, lang))}</span>{tag}</p>
            <span class="o-track" role="img" aria-label=label>
                <span class="o-sure" style:width=wide(min)></span>
                <span class="o-maybe" style:left=wide(min) style:width=wide(max - min)></span>
                <span class="o-limit" style:left=wide(limit.limit)></span>
            </span>
            <p class="o-figures">{verdict(finding.result, lang)}<strong>{said}</strong><span>{gauge::margin(limit.limit, finding, lang)}</span>{who}</p>
        </li>
    }
}

fn card(desk: Desk, document: &Document, measure: Measure, limit: &Limit, fr: &str, en: &str) -> View {
    let lang = desk.lang;
    let shown = desk.method.get();
    let rows: Vec<_> = [Method::Product, Method::Control]
        .into_iter()
        .filter(|m| shown.is_none_or(|s| s == *m))
        .map(|m| row(desk, document, limit, m))
        .collect();
    let at = say::percent(limit.limit, lang);
    view! {
        <article class="o-gauge">
            <h3>{measure_name(measure, lang)}", "{t(lang, fr, en)}<span class="quiet">{t(lang, &format!("pas plus de {at}"), &format!("not more than {at}"))}</span></h3>
            <ul>{rows}</ul>
        </article>
    }
}

/// A row of buttons of which one is pressed.
fn segments(desk: Desk, what: Key, label: String, options: Vec<(&'static str, String)>) -> View {
    let buttons: Vec<_> = options
        .into_iter()
        .map(|(value, word)| {
            let pressed = move || {
                let now = desk.state.route.with(|r| r.own(what as usize).to_owned());
                let now = if what == Key::Measure && now != "votes" { "capital".to_owned() } else { now };
                if now == value { "true" } else { "false" }
            };
            view! { <button type="button" class="plain" aria-pressed=pressed on:click=move |_| desk.ask(what, value)>{word}</button> }
        })
        .collect();
    view! { <div class="segments" role="group" aria-label=label.clone()><span class="quiet">{label}</span>{buttons}</div> }
}

/// The gauges, and what is shown of them.
pub fn gauges(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let cards = move || {
        let (document, told) = (desk.document.get()?, told.get()?);
        let cards: Vec<_> = [Measure::Capital, Measure::Votes]
            .into_iter()
            .flat_map(|measure| {
                let limits = told.limits(measure);
                [
                    card(
                        desk,
                        &document,
                        measure,
                        &limits.individual,
                        "un seul détenteur",
                        "one holder alone",
                    ),
                    card(desk, &document, measure, &limits.collective, "tous ensemble", "all together"),
                ]
            })
            .collect();
        Some(cards)
    };
    let methods = vec![
        ("", t(lang, "Les deux", "Both")),
        ("product", t(lang, "Produit", "Product")),
        ("control", t(lang, "Contrôle", "Control")),
    ];
    view! {
        <section class="o-gauges" aria-labelledby="o-gauges-title">
            <div class="o-bar">
                <h2 id="o-gauges-title">{t(lang, "Ce que détiennent des entités hors de l’Union", "What entities outside the Union hold")}</h2>
                {segments(desk, Key::Reading, t(lang, "Calcul montré", "Computation shown"), methods)}
            </div>
            <div class="o-cards">{cards}</div>
        </section>
    }
}

/// Capital or votes: what the drawing, the outline and the slider show.
pub fn measures(desk: Desk) -> View {
    let lang = desk.lang;
    let options = vec![
        ("capital", measure_name(Measure::Capital, lang)),
        ("votes", measure_name(Measure::Votes, lang)),
    ];
    segments(desk, Key::Measure, t(lang, "Sur les flèches", "On the arrows"), options)
}
