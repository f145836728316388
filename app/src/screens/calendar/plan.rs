//! The service's own plan: a day or some months for each step, and what follows from them. Nothing is filled in that no
//! source gives. Audits and checklists, which stand below it, are in `lists`.

use super::{Desk, lists};
use crate::ui::prelude::*;
use crate::{
    dom,
    forms::{Both, Field, Form, Kind},
    screens::icons,
    words::{count, t},
};
use catalog::{Lang, calendar::Calendar};
use model::{
    calendar::{self, Course, Origin, Stage},
    document::{Item, ServiceId, Step},
    words,
};
use std::cell::Cell;

thread_local! {
    /// Audits and checklists, once they have been fetched: kept for as long as the page.
    static KNOWN: Cell<Option<&'static Calendar>> = const { Cell::new(None) };
}

/// Audits and checklists, fetched where they have not been.
pub async fn bring() -> Option<&'static Calendar> {
    if let Some(known) = KNOWN.get() {
        return Some(known);
    }
    let bytes = dom::fetch("./text/calendar.json").await.ok()?;
    let known: &'static Calendar = Box::leak(Box::new(Calendar::parse(&bytes)?));
    KNOWN.set(Some(known));
    Some(known)
}

const DAY: Both = ("Jour", "Day");
const MONTHS: Both = ("ou mois après l’étape précédente", "or months after the step before");
const NAME: Both = ("Comment vous l’appelez", "What you call it");
const NONE: Both = ("", "");

const fn field(path: &'static str, label: Both, hint: Both, kind: Kind) -> Field {
    Field { path, label, hint, kind }
}

/// The fields of each step. J1 and J2 are known from providers alone: a person may name them otherwise. The first step
/// follows none.
static J0: &[Field] = &[field("/plan/j0/date", DAY, NONE, Kind::Date)];
static J1: &[Field] = &[
    field("/plan/j1/date", DAY, NONE, Kind::Date),
    field("/plan/j1/months", MONTHS, NONE, Kind::Months),
    field("/plan/j1/label", NAME, NONE, Kind::Text),
];
static AUDIT: &[Field] = &[
    field("/plan/initial_audit/date", DAY, NONE, Kind::Date),
    field("/plan/initial_audit/months", MONTHS, NONE, Kind::Months),
];
static UPGRADES: &[Field] = &[
    field("/plan/upgrades/date", DAY, NONE, Kind::Date),
    field("/plan/upgrades/months", MONTHS, NONE, Kind::Months),
];
static J2: &[Field] = &[
    field("/plan/j2/date", DAY, NONE, Kind::Date),
    field("/plan/j2/months", MONTHS, NONE, Kind::Months),
    field("/plan/j2/label", NAME, NONE, Kind::Text),
];
static J3: &[Field] =
    &[field("/plan/j3/date", DAY, NONE, Kind::Date), field("/plan/j3/months", MONTHS, NONE, Kind::Months)];
static AFTER: &[Field] = &[
    field(
        "/plan/validity_months",
        ("Validité, en mois", "Validity, in months"),
        ("Vide : 36, le plus que permet le décret.", "Empty: 36, the most that the decree allows."),
        Kind::Months,
    ),
    field(
        "/plan/surveillance_months",
        ("Mois entre deux surveillances", "Months between two surveillance audits"),
        ("Vide : 12, d’après des prestataires.", "Empty: 12, as providers describe it."),
        Kind::Months,
    ),
    field("/plan/note", ("Note", "Note"), NONE, Kind::Long),
];

const fn fields(step: Step) -> &'static [Field] {
    match step {
        Step::J0 => J0,
        Step::J1 => J1,
        Step::InitialAudit => AUDIT,
        Step::Upgrades => UPGRADES,
        Step::J2 => J2,
        Step::J3 => J3,
    }
}

/// The rooms about what a service does itself.
pub fn plan(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let known = RwSignal::new(KNOWN.get());
    let failed = RwSignal::new(false);
    let fetch = move || {
        failed.set(false);
        leptos::task::spawn_local(async move {
            let found = bring().await;
            // The screen may be gone by then.
            failed.try_set(found.is_none());
            known.try_set(found);
        });
    };
    if known.with_untracked(Option::is_none) {
        fetch();
    }
    let fault = move || {
        failed.get().then(|| {
            view! {
                <section class="fault" role="alert">
                    <p>{t(lang, "Les audits et les listes n’ont pas pu être chargés.", "The audits and the checklists could not be loaded.")}</p>
                    <button type="button" class="plain" on:click=move |_| fetch()>{t(lang, "Réessayer", "Try again")}</button>
                </section>
            }
        })
    };
    let steps = move || state.target.get().map(|service| steps(desk, service));
    let lists = move || {
        let (known, service) = (known.get()?, state.target.get()?);
        Some(view! { {lists::audits(desk, known)}{lists::checklists(desk, known, service)} })
    };
    view! { {steps}{fault}{lists} }
}

fn steps(desk: Desk, service: ServiceId) -> View {
    let Desk { state, lang, told, .. } = desk;
    let form = Form::new(state, lang, Item::Service(service), "k-plan");
    let stage = move |step: Step| {
        told.with(|t| t.as_ref()?.course.as_ref()?.stages.iter().find(|s| s.step == step).cloned())
            .unwrap_or(Stage { step, day: None, origin: Origin::Unknown, label: None })
    };
    let cards: Vec<_> = Step::ALL
        .iter()
        .copied()
        .map(|step| {
            let day = move || {
                let stage = stage(step);
                let day = stage.day.map(|d| words::date(d, lang));
                let origin = stage.origin.say(lang);
                match day {
                    Some(day) => view! { <p class="k-derived"><strong>{day}</strong>" "<span class="quiet">{origin}</span></p> },
                    None => view! { <p class="k-derived quiet">{origin}</p> },
                }
            };
            view! {
                <li>
                    <fieldset class="entry">
                        <legend>{move || words::capital(&stage(step).title(lang))}</legend>
                        <div class="k-fields">{form.fields("", fields(step))}</div>
                        {day}
                    </fieldset>
                </li>
            }
        })
        .collect();
    let course = move |say: fn(&Course, Lang) -> Option<String>| {
        move || told.with(|t| t.as_ref().and_then(|t| t.course.as_ref()).and_then(|c| say(c, lang)))
    };
    let whole = course(|c, lang| {
        let n = c.months_to_decision()?;
        let n = count(lang, usize::from(n), ("mois", "mois"), ("month", "months"));
        Some(t(lang, &format!("Dans ce plan : {n}."), &format!("In this plan: {n}.")))
    });
    let validity = course(|c, lang| {
        let (from, to) = c.validity?;
        let (from, to) = (words::date(from, lang), words::date(to, lang));
        let days = t(lang, &format!("Validité du {from} au {to}."), &format!("Valid from {from} to {to}."));
        Some(format!("{days} {}", c.say_validity(lang)))
    });
    let surveillance = course(|c, lang| {
        let days: Vec<String> = c.surveillance.iter().map(|d| words::date(*d, lang)).collect();
        let days = words::list(&days, lang);
        let said = t(lang, &format!("Surveillance : {days}."), &format!("Surveillance: {days}."));
        (!c.surveillance.is_empty()).then(|| format!("{said} {}", c.say_surveillance(lang)))
    });
    view! {
        <section class="k-plan" aria-labelledby="k-plan-title">
            <h2 id="k-plan-title">{t(lang, "Le plan du service", "The service’s own plan")}</h2>
            <p class="hint">
                {t(
                    lang,
                    "Pour chaque étape, un jour ou un nombre de mois après l’étape datée qui précède ; le jour l’emporte. Rien n’est prérempli : aucune source ne donne la durée de chaque étape.",
                    "For each step, a day or a number of months after the dated step before it; the day comes first. Nothing is filled in: no source gives the length of each step.",
                )}
            </p>
            <p class="k-range">{icons::icon("help")}<span>{calendar::say::months_to_decision(lang)}" "{whole}</span></p>
            <ol class="k-steps-list">{cards}</ol>
            <h3>{t(lang, "Après la décision", "After the decision")}</h3>
            <div class="k-fields k-after">{form.fields("", AFTER)}</div>
            <p>{validity}</p>
            <p>{surveillance}</p>
        </section>
    }
}
