//! What the verdicts assume: the day, the readings, the facts, candidates. Each answered on the spot.

use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    state::{CATALOG, State},
    words::{count, t},
};
use catalog::{Lang, ReadingId, When};
use model::{
    Date,
    document::{Answer, Item},
    edit::Edit,
};

/// The panel under the stack.
pub fn assumptions(state: State, lang: Lang) -> View {
    let day = move |pick: fn(&model::Document) -> Option<Date>| {
        move || {
            state
                .document
                .with(|d| d.as_ref().and_then(|d| pick(&d.0)))
                .map(|d| d.to_string())
                .unwrap_or_default()
        }
    };
    let as_of = day(|d| d.as_of);
    let horizon = day(|d| d.horizon);
    // A date that is being typed is no date yet, and one outside the format is put back: neither moves a verdict.
    let typed = |event: &web_sys::Event, now: Option<Date>| {
        let input = event
            .target()
            .and_then(|t| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(t).ok())?;
        if input.validity().bad_input() {
            return None;
        }
        let text = input.value();
        match text.parse::<Date>() {
            Ok(date) => Some(Some(date)),
            Err(_) if text.is_empty() => Some(None),
            Err(_) => {
                input.set_value(&now.map(|d| d.to_string()).unwrap_or_default());
                None
            }
        }
    };
    let now = move |pick: fn(&model::Document) -> Option<Date>| {
        state.document.with_untracked(|d| d.as_ref().and_then(|d| pick(&d.0)))
    };
    let set_as_of = move |event: web_sys::Event| {
        if let Some(date) = typed(&event, now(|d| d.as_of)) {
            set(
                state,
                Item::Document,
                "/as_of",
                date.map(|d| d.to_string()),
                Label::new("changer la date", "change the day"),
            );
        }
    };
    let set_horizon = move |event: web_sys::Event| {
        if let Some(date) = typed(&event, now(|d| d.horizon)) {
            let label = Label::new("changer l’horizon", "change the horizon");
            set(state, Item::Document, "/horizon", date.map(|d| d.to_string()), label);
        }
    };
    let switched = move || {
        state.question.with(|q| q.as_ref().map_or(0, |q| q.readings.switched(CATALOG).iter().count()))
    };
    let open_facts = move || {
        let service = state.target.get()?;
        let document = state.document.get()?.0;
        let service = document.service(service.as_str())?;
        Some(CATALOG.facts.iter().filter(|f| service.fact(f.id) == Answer::Unknown).count())
    };
    view! {
        <section class="assumptions" aria-labelledby="assumptions-title">
            <h2 id="assumptions-title">{t(lang, "Ce que les verdicts supposent", "What the verdicts assume")}</h2>
            <div class="fields">
                <p class="field">
                    <label for="as-of">{t(lang, "Date d’étude", "As-of date")}</label>
                    <input type="date" id="as-of" min="1900-01-01" max="2199-12-31" aria-describedby="as-of-hint"
                        prop:value=as_of on:change=set_as_of/>
                    <span class="hint" id="as-of-hint">{t(lang, "Vide : aujourd’hui.", "Empty: today.")}</span>
                </p>
                <p class="field">
                    <label for="horizon">{t(lang, "Horizon", "Horizon")}</label>
                    <input type="date" id="horizon" min="1900-01-01" max="2199-12-31" aria-describedby="horizon-hint"
                        prop:value=horizon on:change=set_horizon/>
                    <span class="hint" id="horizon-hint">
                        {t(lang, "Jusqu’où les socles doivent rester qualifiés.", "Until when bases should stay qualified.")}
                    </span>
                </p>
            </div>
            <p class="check">
                <input type="checkbox" id="assume" prop:checked=move || state.assume.get()
                    on:change=move |e| {
                        state.suppose(event_target_checked(&e));
                    }/>
                <label for="assume">
                    {t(lang, "Tenir les candidats pour qualifiés à leur date prévue", "Take candidates as qualified on their expected dates")}
                </label>
            </p>
            <details id="facts">
                <summary>
                    {t(lang, "Faits sur le service", "Facts about the service")}
                    <span class="quiet">
                        {move || open_facts().map(|n| t(lang, " : ", ": ") + &count(lang, n, ("sans réponse", "sans réponse"), ("unanswered", "unanswered")))}
                    </span>
                </summary>
                <p class="hint">
                    {t(lang, "Sans réponse, l’exigence s’applique, et le verdict le dit.", "Without an answer the requirement applies, and the verdict says so.")}
                </p>
                {CATALOG.facts.iter().map(|f| fact_field(state, lang, f.id, "list")).collect::<Vec<_>>()}
            </details>
            <details id="readings">
                <summary>
                    {t(lang, "Lectures du texte", "Readings of the text")}
                    <span class="quiet">
                        {move || t(lang, " : ", ": ") + &count(lang, switched(), ("modifiée", "modifiées"), ("switched", "switched"))}
                    </span>
                </summary>
                <p class="hint">
                    {t(
                        lang,
                        "Là où le texte laisse un choix, la réponse la plus exigeante est retenue d’abord.",
                        "Where the text leaves a choice, the more demanding answer comes first.",
                    )}
                </p>
                {readings(state, lang)}
            </details>
        </section>
    }
}

/// All readings.
pub fn readings(state: State, lang: Lang) -> View {
    CATALOG.readings.iter().map(|r| reading_field(state, lang, r.id)).collect::<Vec<_>>().into_view()
}

/// Puts a text at a place of an item, or takes it away.
fn set(state: State, item: Item, path: &str, value: Option<String>, label: Label) {
    let there = state.now().and_then(|d| item.value(&d.0)).is_some_and(|v| v.pointer(path).is_some());
    if value.is_some() || there {
        state.try_edit(label, Edit::Set { item, path: path.to_owned(), value: value.map(Into::into) });
    }
}

/// A fact, with its three answers.
pub fn fact_field(state: State, lang: Lang, id: &'static str, place: &'static str) -> View {
    let Some((at, fact)) = CATALOG.fact(id) else { return ().into_view() };
    let label = fact.label.get(lang);
    let moved: Vec<&str> =
        CATALOG.requirements.iter().filter(|r| r.when == Some(When::Fact(at))).map(|r| r.id).collect();
    let moved = if moved.is_empty() {
        CATALOG
            .requirements
            .iter()
            .filter(|r| r.readings.contains(ReadingId::OwnPremises))
            .map(|r| r.id)
            .collect()
    } else {
        moved
    };
    let question = move || {
        state
            .pack
            .with(|p| p.as_ref().and_then(|p| p.facts.get(id).cloned()))
            .unwrap_or_else(|| label.to_owned())
    };
    let answers: Vec<_> = [Answer::Yes, Answer::No, Answer::Unknown]
        .into_iter()
        .map(|answer| {
            let (fr, en) = match answer {
                Answer::Yes => ("Oui", "Yes"),
                Answer::No => ("Non", "No"),
                Answer::Unknown => ("Sans réponse", "Unanswered"),
            };
            let checked = move || {
                let (Some(document), Some(target)) = (state.document.get(), state.target.get()) else { return false };
                document.0.service(target.as_str()).is_some_and(|s| s.fact(id) == answer)
            };
            let choose = move |_| {
                if let Some(service) = state.target.get_untracked() {
                    let label = Label::new(
                        format!("répondre à « {} »", fact.label.fr),
                        format!("answer “{}”", fact.label.en),
                    );
                    set(state, Item::Service(service), &format!("/facts/{id}"), Some(answer.id().to_owned()), label);
                }
            };
            view! {
                <label class="choice">
                    <input type="radio" name=format!("fact-{place}-{id}") value=answer.id() prop:checked=checked on:change=choose/>
                    <span>{t(lang, fr, en)}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="question">
            <legend>{question}</legend>
            <div class="choices">{answers}</div>
            <p class="hint">{t(lang, "Porte sur ", "Bears on ")}{moved.join(", ")}</p>
        </fieldset>
    }
}

/// A reading, with its answers.
pub fn reading_field(state: State, lang: Lang, id: ReadingId) -> View {
    let Some(reading) = CATALOG.reading(id) else { return ().into_view() };
    let text = move |pick: fn(&catalog::text::ReadingText) -> &String| {
        move || state.pack.with(|p| p.as_ref().and_then(|p| p.readings.get(id.id()).map(|r| pick(r).clone())))
    };
    let question = text(|r| &r.question);
    let reason = text(|r| &r.reason);
    let answers: Vec<_> = reading
        .answers
        .iter()
        .zip(reading.labels)
        .map(|(answer, label)| {
            let answer: &'static str = answer;
            let checked = move || {
                state.question.with(|q| q.as_ref().is_some_and(|q| q.readings.answer(CATALOG, id) == answer))
            };
            let meaning = move || {
                state.pack.with(|p| {
                    p.as_ref().and_then(|p| p.readings.get(id.id()).and_then(|r| r.answers.get(answer).cloned()))
                })
            };
            let choose = move |_| {
                let label = Label::new(
                    format!("changer la lecture « {} »", reading.label.fr),
                    format!("switch the reading “{}”", reading.label.en),
                );
                let path = format!("/readings/{}", id.id());
                set(state, Item::Document, &path, Some(answer.to_owned()), label);
            };
            let default = (answer == reading.default_answer())
                .then(|| view! { <span class="tag">{t(lang, "par défaut", "default")}</span> });
            view! {
                <label class="choice block">
                    <input type="radio" name=format!("reading-{}", id.id()) value=answer prop:checked=checked on:change=choose/>
                    <span><strong>{label.get(lang)}</strong>" "{default}<span class="hint">{meaning}</span></span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="question">
            <legend>{reading.label.get(lang)}</legend>
            <p class="reading-question">{question}</p>
            <div class="choices column">{answers}</div>
            <p class="hint">{reason}</p>
        </fieldset>
    }
}

/// Opens the panel of facts or readings, and goes there.
pub fn reveal(id: &'static str) {
    let element = dom::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element {
        let _ = element.set_attribute("open", "");
        element.scroll_into_view();
        let summary = element.query_selector("summary").ok().flatten();
        if let Some(summary) =
            summary.and_then(|s| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(s).ok())
        {
            let _ = summary.focus();
        }
    }
}
