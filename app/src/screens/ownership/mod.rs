//! Who owns a provider: the answer to 19.6.a and b as far as the document carries it, what decides and what would tip
//! it, the holdings drawn and listed, the limits as gauges, third parties (19.6.c and d) and places (19.2).
//!
//! Rooms: `answer` says what it comes to, `gauges` has the limits, `draw` the drawing with its keys, `outline` the same
//! as nested lists, `inspector` what is edited, with the `slider`, `around` third parties and places. All share one
//! selection, that of the page, and one trial: what a slider would make of the document, before it does.

mod answer;
mod around;
mod draw;
mod gauges;
mod inspector;
mod outline;
mod slider;

use super::{follow, scope::document_note};
use crate::ui::prelude::*;
use crate::{
    dom,
    route::{Ownership as Key, Route, Screen},
    state::State,
    words::t,
};
use catalog::Lang;
use model::{
    Document,
    document::{Answer, EntityId, Item, ProviderId, Share},
    ownership::{
        Conclusion, Holder, Measure, Method, Ownership, Range, Why, gauge,
        layout::{Picture, picture},
        moved, ownership as judge, say,
    },
    question::Readings,
};
use std::sync::Arc;

/// The most holders in the drawing; the outline has all.
const DRAWN: usize = 60;

/// A holding, the measure and the percentage that a slider shows, before anything is changed.
type Trial = Option<(usize, Measure, f64)>;

/// What the rooms share.
#[derive(Clone, Copy)]
struct Desk {
    state: State,
    lang: Lang,
    provider: Memo<Option<ProviderId>>,
    measure: Memo<Measure>,
    /// The one method that is shown; both where the address names none.
    method: Memo<Option<Method>>,
    readings: Memo<Readings>,
    trial: RwSignal<Trial>,
    /// The document as it is, or as the slider would make it.
    document: Memo<Option<Arc<Document>>>,
    told: Memo<Option<Arc<Ownership>>>,
    picture: Memo<Arc<Picture>>,
}

impl Desk {
    /// Says something in the address, in place.
    fn ask(self, what: Key, value: &str) {
        let mut route = self.state.route.get_untracked();
        route.set_own(what as usize, value.to_owned());
        self.state.go(route, false);
    }

    /// A link to a requirement among what remains.
    fn link(self, id: &'static str) -> View {
        let now = self.state.route.get_untracked();
        let route = Route {
            screen: Screen::Scope,
            service: now.service,
            assume: now.assume,
            requirement: Some(id.to_owned()),
            ..Route::default()
        };
        let said = t(self.lang, &format!("Voir l’exigence {id}"), &format!("See requirement {id}"));
        let href = route.to_hash();
        view! {
            <a class="link o-link" href=href title=said on:click=move |e: web_sys::MouseEvent| {
                follow(self.state, &e, route.clone());
                dom::soon(|| dom::focus_in_place("panel"));
            }>{id}</a>
        }
    }

    /// Selects something, in the drawing and the outline alike.
    fn select(self, item: Item) {
        self.state.select(Some(item));
    }

    /// Goes to the fields of what is selected.
    fn inspect(self) {
        dom::soon(|| dom::focus("inspector"));
    }

    /// What stands for a holder: an entity; for whoever is not named, the one of which a rest is held.
    fn item(holder: &Holder) -> Item {
        match holder {
            Holder::Entity(id) | Holder::Unnamed(id) => Item::Entity(id.clone()),
        }
    }
}

/// What stands for a result: never the colour alone.
pub const fn class(result: Conclusion) -> &'static str {
    match result {
        Conclusion::Pass => "o-pass",
        Conclusion::Fail => "o-fail",
        Conclusion::Unknown => "o-open",
    }
}

/// The path of the sign of a result, 20 by 20.
pub const fn path(result: Conclusion) -> &'static str {
    match result {
        Conclusion::Pass => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M6.5 10l2.5 2.5 4.5-5",
        Conclusion::Fail => "M7 3h6l4 4v6l-4 4H7l-4-4V7zM7.5 7.5l5 5m0-5-5 5",
        Conclusion::Unknown => "M10 2.5l7.5 7.5-7.5 7.5L2.5 10zM8 8a2 2 0 1 1 2.6 2c-.6.3-.6.6-.6 1.2m0 2v.1",
    }
}

/// The sign of a result.
fn sign(result: Conclusion) -> View {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d=path(result)></path></svg>
    }
}

/// A result with its sign and its word.
pub fn verdict(result: Conclusion, lang: Lang) -> View {
    view! { <span class=format!("o-verdict {}", class(result))>{sign(result)}{say::conclusion(result, lang)}</span> }
}

fn measure_name(measure: Measure, lang: Lang) -> String {
    model::words::capital(say::measure(measure, lang))
}

/// A direct share as it stands on an arrow.
fn share(share: Share, lang: Lang) -> String {
    match share {
        Share::Unknown => "?".to_owned(),
        Share::Between(min, max) => say::range(Range { min, max }, lang),
    }
}

/// What marks a holding beside its percentage.
fn marks(document: &Document, at: usize, lang: Lang) -> Vec<String> {
    let Some(holding) = document.holdings.get(at) else { return Vec::new() };
    [
        (holding.veto, "veto", "veto"),
        (holding.appoints_majority, "nomme la majorité", "appoints the majority"),
        (holding.declared, "déclarée", "declared"),
        (holding.control == Some(Answer::Yes), "contrôle", "control"),
    ]
    .into_iter()
    .filter(|(is, _, _)| *is)
    .map(|(_, fr, en)| t(lang, fr, en))
    .collect()
}

/// Whether a holder is non-EU, in two or three words, and the class that goes with it.
fn standing(told: &Ownership, holder: &Holder, lang: Lang) -> (String, &'static str) {
    let (answer, why) = match told.holders.iter().find(|h| h.holder == *holder) {
        Some(held) => (held.non_eu, Some(&held.why)),
        None if told.entity.as_ref().is_some_and(|e| Holder::Entity(e.clone()) == *holder) => match told.seat
        {
            Conclusion::Pass => (Answer::No, None),
            Conclusion::Fail => (Answer::Yes, Some(&told.seat_why)),
            Conclusion::Unknown => (Answer::Unknown, None),
        },
        None => (Answer::Unknown, None),
    };
    match answer {
        Answer::Yes => {
            let said = t(lang, "hors UE", "non-EU");
            match why {
                Some(Why::Outside(_, code)) => (format!("{said} · {code}"), "outside"),
                _ => (said, "outside"),
            }
        }
        Answer::No => (t(lang, "dans l’UE", "EU"), "inside"),
        Answer::Unknown => (t(lang, "UE ou non ?", "EU or not?"), "somewhere"),
    }
}

/// What an entity is called.
fn called(document: &Document, id: &EntityId, lang: Lang) -> String {
    crate::composing::name(document, &Item::Entity(id.clone()), lang)
}

/// The screen.
pub fn ownership(state: State, lang: Lang) -> View {
    let provider = Memo::new(move |_| {
        let document = state.document.get()?.0;
        let asked = state.route.with(|r| r.own(Key::Provider as usize).to_owned());
        let asked = Some(ProviderId(asked)).filter(|p| document.provider(p).is_some());
        let target =
            state.target.get().and_then(|t| document.service(t.as_str()).map(|s| s.provider.clone()));
        let target = target.filter(|p| document.provider(p).is_some());
        asked.or(target).or_else(|| document.providers.first().map(|p| p.id.clone()))
    });
    let measure = Memo::new(move |_| {
        if state.route.with(|r| r.own(Key::Measure as usize) == "votes") {
            Measure::Votes
        } else {
            Measure::Capital
        }
    });
    let method = Memo::new(move |_| {
        state.route.with(|r| match r.own(Key::Reading as usize) {
            "product" => Some(Method::Product),
            "control" => Some(Method::Control),
            _ => None,
        })
    });
    let readings = Memo::new(move |_| {
        state.question.with(|q| q.as_ref().map(|q| q.readings.clone())).unwrap_or_default()
    });
    let trial = RwSignal::new(None);
    let document = Memo::new(move |_| {
        let now = state.document.get()?.0;
        match trial.get() {
            Some((at, measure, percent)) => Some(moved(&now, at, measure, percent).map_or(now, Arc::new)),
            None => Some(now),
        }
    });
    let told = Memo::new(move |_| {
        let (document, provider) = (document.get()?, provider.get()?);
        readings.with(|readings| judge(&document, &provider, readings)).map(Arc::new)
    });
    let picture = Memo::new(move |_| {
        let (Some(document), Some(told)) = (document.get(), told.get()) else { return Arc::default() };
        let Some(entity) = &told.entity else { return Arc::default() };
        let unnamed: Vec<EntityId> = (told.holders.iter())
            .filter_map(|h| if let Holder::Unnamed(of) = &h.holder { Some(of.clone()) } else { None })
            .collect();
        Arc::new(picture(&document, entity, &unnamed, DRAWN))
    });
    // A trial ends with the selection that it was made on.
    Effect::new(move |_| {
        state.selection.track();
        if trial.get_untracked().is_some() {
            trial.set(None);
        }
    });
    let desk = Desk { state, lang, provider, measure, method, readings, trial, document, told, picture };
    let none = move || {
        provider.with(Option::is_none).then(|| view! {
        <p class="empty">{t(lang, "Ce document ne nomme aucun prestataire.", "This document names no provider.")}</p>
    })
    };
    view! {
        <div class="ownership">
            {heading(desk)}
            {none}
            {answer::answer(desk)}
            {answer::readings(desk)}
            {gauges::gauges(desk)}
            <div class="o-stage">
                {draw::drawing(desk)}
                <aside class="o-details" aria-labelledby="inspector-title">{inspector::inspector(desk)}</aside>
                {outline::outline(desk)}
            </div>
            {around::parties(desk)}
            {around::places(desk)}
            <p class="notice">{say::notice(lang)}</p>
        </div>
    }
}

/// What 19.6.a and b come to for a provider, with the way to this screen: for where the stack is composed.
pub fn line(state: State, lang: Lang, provider: Signal<Option<ProviderId>>) -> View {
    let found = Memo::new(move |_| {
        let (document, provider, question) =
            (state.document.get()?.0, provider.get()?, state.question.get()?);
        document.provider(&provider)?.entity.as_ref()?;
        judge(&document, &provider, &question.readings).map(|told| told.result)
    });
    let body = move || {
        let result = found.get()?;
        let go = move |_| {
            let Some(provider) = provider.get_untracked() else { return };
            let now = state.route.get_untracked();
            let mut route = Route {
                screen: Screen::Ownership,
                service: now.service,
                assume: now.assume,
                ..Route::default()
            };
            route.set_own(Key::Provider as usize, provider.0);
            state.go(route, true);
            dom::soon(dom::begin_screen);
        };
        Some(view! {
            <p class="o-line">
                "19.6.a, 19.6.b"{t(lang, " : ", ": ")}{verdict(result, lang)}" "
                <button type="button" class="link" id="to-ownership" on:click=go>{t(lang, "Voir l’actionnariat", "See the ownership")}</button>
            </p>
        })
    };
    body.into_view()
}

/// The title, and the provider in question.
fn heading(desk: Desk) -> View {
    let Desk { state, lang, provider, .. } = desk;
    let options = move || {
        let (document, now) = (state.document.get()?.0, provider.get()?);
        let first = state.target.get().and_then(|t| document.service(t.as_str()).map(|s| s.provider.clone()));
        let mut providers: Vec<_> = document.providers.iter().collect();
        model::sorted::by(&mut providers, |a, b| {
            (Some(&b.id) == first.as_ref()).cmp(&(Some(&a.id) == first.as_ref()))
        });
        let options: Vec<_> = providers
            .into_iter()
            .map(|p| {
                let name = crate::composing::name(&document, &Item::Provider(p.id.clone()), lang);
                view! { <option value=p.id.0.clone() selected=p.id == now>{name}</option> }
            })
            .collect();
        Some(options)
    };
    let about = move || {
        let (document, told) = (state.document.get()?.0, desk.told.get()?);
        let person = told.entity.as_ref().map(|e| called(&document, e, lang));
        Some(match person {
            Some(name) => t(lang, &format!("personne morale : {name}"), &format!("legal person: {name}")),
            None => t(lang, "personne morale non dite", "legal person not said"),
        })
    };
    view! {
        <div class="heading">
            <h1>{t(lang, "Actionnariat", "Ownership")}</h1>
            <p class="service-choice">
                <label for="provider">{t(lang, "Prestataire", "Provider")}</label>
                <select id="provider" on:change=move |e| desk.ask(Key::Provider, &event_target_value(&e))>{options}</select>
                <span class="about">{about}</span>
            </p>
            {document_note(state, lang)}
        </div>
    }
}

/// What holds nobody of a company: the rest that its stated holders leave.
fn rest(document: &Document, of: &EntityId, measure: Measure, lang: Lang) -> String {
    say::range(gauge::rest(document, of, measure), lang)
}
