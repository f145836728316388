//! A slider on a holding: where it stands, where the result tips, and what it would come to, before anything is changed.
//! Letting go of it is one edit.

use super::{Desk, class, measure_name, sign};
use crate::ui::prelude::*;
use crate::{history::Label, words::t};
use model::{
    document::{Item, Share},
    edit::Edit,
    ownership::{Measure, Range, Stretch, gauge, say, track, written},
};
use serde_json::json;

/// The stretch in which a percentage lies.
fn stretch(stretches: &[Stretch], percent: f64) -> Option<&Stretch> {
    stretches.iter().find(|s| percent <= s.to).or(stretches.last())
}

/// The slider of a holding.
pub fn slider(desk: Desk, at: usize) -> View {
    let Desk { state, lang, measure, trial, .. } = desk;
    let now = Memo::new(move |_| {
        let measure = measure.get();
        state.document.with(|d| {
            let holding = d.as_ref()?.0.holdings.get(at)?;
            Some(if measure == Measure::Capital { holding.capital } else { holding.votes })
        })
    });
    let shown = move || match (trial.get(), now.get()) {
        (Some((_, _, percent)), _) => percent,
        (None, Some(Share::Between(min, max))) => f64::midpoint(min, max),
        _ => 0.0,
    };
    let stretches = Memo::new(move |_| {
        let (document, provider) = (state.document.get()?.0, desk.provider.get()?);
        let measure = measure.get();
        Some(desk.readings.with(|readings| track(&document, &provider, readings, at, measure)))
    });
    let read = |e: &web_sys::Event| event_target_value(e).replace(',', ".").parse::<f64>().ok();
    let within = |n: &f64| (0.0..=100.0).contains(n);
    let input = move |e: web_sys::Event| {
        if let Some(percent) = read(&e).filter(within) {
            trial.set(Some((at, measure.get_untracked(), percent)));
        }
    };
    let change = move |e: web_sys::Event| {
        let Some(percent) = read(&e).filter(within) else {
            trial.set(None);
            return;
        };
        let measure = measure.get_untracked();
        let next = state.now().and_then(|d| {
            let name = crate::composing::name(&d.0, &Item::Holding(at), lang);
            let next = desk.readings.with_untracked(|readings| written(&d.0, at, measure, percent, readings));
            next.map(|next| (name, next))
        });
        trial.set(None);
        if let Some((name, next)) = next {
            let said = |lang| {
                format!(
                    "{name}, {} {}",
                    measure_name(measure, lang).to_lowercase(),
                    say::percent(percent, lang)
                )
            };
            state.try_edit(
                Label::new(said(catalog::Lang::Fr), said(catalog::Lang::En)),
                Edit::Replace(Box::new(next)),
            );
        }
    };
    let value = move || json!(shown()).to_string().trim_end_matches(".0").to_owned();
    let said = move || {
        let percent = shown();
        let found = stretches.get()?;
        let stretch = stretch(&found, percent)?;
        Some(view! {
            <span class=format!("o-verdict {}", class(stretch.result))>
                {sign(stretch.result)}{say::percent(percent, lang)}{t(lang, " : ", ": ")}{say::conclusion(stretch.result, lang)}
            </span>
        })
    };
    let text = move || {
        let found = stretches.get().unwrap_or_default();
        let percent = shown();
        let result = stretch(&found, percent).map(|s| say::conclusion(s.result, lang)).unwrap_or_default();
        format!("{}, {result}", say::percent(percent, lang))
    };
    let band = move || {
        let found = stretches.get().unwrap_or_default();
        found
            .iter()
            .map(|s| {
                let wide = crate::dom::px((s.to - s.from) * 10.0).max(4);
                view! { <span class=format!("o-stretch {}", class(s.result)) style:flex-grow=wide.to_string()></span> }
            })
            .collect::<Vec<_>>()
    };
    let list = move || {
        let found = stretches.get().unwrap_or_default();
        found
            .iter()
            .map(|s| view! { <li class=class(s.result)>{sign(s.result)}{gauge::stretch(s, lang)}</li> })
            .collect::<Vec<_>>()
    };
    let open = move || {
        let words = match now.get()? {
            Share::Unknown => t(lang, "Aujourd’hui : inconnu.", "As it stands: unknown."),
            Share::Between(min, max) => {
                let range = say::range(Range { min, max }, lang);
                t(lang, &format!("Aujourd’hui : {range}."), &format!("As it stands: {range}."))
            }
        };
        Some(words)
    };
    view! {
        <fieldset class="o-slider">
            <legend>{move || t(lang, &format!("{} : essayer", measure_name(measure.get(), lang)), &format!("{}: try it", measure_name(measure.get(), lang)))}</legend>
            <p class="hint" id="o-slider-hint">{open}" "{t(lang, "Rien n’est changé avant de relâcher ; les autres détenteurs s’ajustent à proportion.", "Nothing is changed before letting go; the other holders follow in proportion.")}</p>
            <div class="o-slide">
                <input type="range" id="o-slider" min="0" max="100" step="0.5" prop:value=value aria-describedby="o-slider-hint"
                    aria-label=t(lang, "Part, en pour cent", "Share, in per cent") aria-valuetext=text on:input=input on:change=change/>
                <input type="number" id="o-slider-number" min="0" max="100" step="any" prop:value=value
                    aria-label=t(lang, "Part exacte, en pour cent", "Exact share, in per cent") on:input=input on:change=change/>
            </div>
            <div class="o-stretches" aria-hidden="true">{band}</div>
            <p role="status">{said}</p>
            <ul class="o-stretch-list">{list}</ul>
        </fieldset>
    }
}
