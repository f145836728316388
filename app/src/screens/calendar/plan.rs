//! The service's own plan: a day or some months for each step, what follows from them, the audits that the référentiel
//! asks for, and two checklists. Nothing is filled in that no source gives.

use super::Desk;
use crate::ui::prelude::*;
use crate::{
    dom,
    forms::{Both, Field, Form, Kind},
    history::Label,
    route::{Route, Screen},
    screens::{follow, icons},
    state::{CATALOG, State},
    words::{count, of, t},
};
use catalog::{
    Lang,
    calendar::{Calendar, Check, Mark, Occasion},
    matrices::Words,
};
use model::{
    calendar::{self, Course, Origin, Stage},
    document::{Answer, Document, Item, ServiceId, Step},
    edit::Edit,
    words,
};
use std::{cell::Cell, collections::BTreeMap};

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
        Some(view! { {audits(desk, known)}{checklists(desk, known, service)} })
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

const fn get(words: &'static Words, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => words.fr.as_str(),
        Lang::En => words.en.as_str(),
    }
}

/// A link to a requirement among what remains.
fn link(desk: Desk, id: &'static str) -> View {
    let state = desk.state;
    if CATALOG.requirement(id).is_none() {
        return id.into_view();
    }
    let route = move || {
        let now = state.route.get_untracked();
        Route {
            screen: Screen::Scope,
            service: now.service,
            assume: now.assume,
            requirement: Some(id.to_owned()),
            ..Route::default()
        }
    };
    view! {
        <a class="link" href=route().to_hash() on:click=move |e: web_sys::MouseEvent| {
            follow(state, &e, route());
            dom::soon(move || {
                dom::focus_in_place("panel");
                dom::reveal(&crate::screens::list::row_id(id));
            });
        }>{id}</a>
    }
}

/// The audits of chapter 18.2, by the activities of the service, and the duties that run on.
fn audits(desk: Desk, known: &'static Calendar) -> View {
    let Desk { state, lang, .. } = desk;
    let activities = Memo::new(move |_| {
        let (document, target) = (state.document.get()?.0, state.target.get()?);
        document.service(target.as_str()).map(|s| s.activities)
    });
    let title = move |occasion| match occasion {
        Occasion::Initial => t(lang, "Avant l’évaluation (18.2.2)", "Before the evaluation (18.2.2)"),
        Occasion::Yearly => t(lang, "Chaque année (18.2.1)", "Every year (18.2.1)"),
        Occasion::Change => t(lang, "À chaque changement majeur (18.2.3)", "At every major change (18.2.3)"),
    };
    let groups = move || {
        let activities = activities.get()?;
        let all = known.audits(activities);
        let groups: Vec<_> = Occasion::ALL
            .into_iter()
            .map(|occasion| {
                let rows: Vec<_> = all
                    .iter()
                    .filter(|a| a.occasion == occasion)
                    .map(|a| {
                        let only = a.only_if.as_ref().map(|w| t(lang, &w.fr, &w.en));
                        view! {
                            <li>
                                {t(lang, &a.title.fr, &a.title.en)}" "
                                {only.map(|only| view! { <span class="tag">{only}</span>" " })}
                                <span class="quiet">{link(desk, &a.requirement)}</span>
                            </li>
                        }
                    })
                    .collect();
                view! { <section><h3>{title(occasion)}</h3><ul>{rows}</ul></section> }
            })
            .collect();
        let duties: Vec<_> = known
            .duties(activities)
            .into_iter()
            .map(|d| {
                view! { <li>{t(lang, &d.title.fr, &d.title.en)}" "<span class="quiet">{link(desk, &d.requirement)}</span></li> }
            })
            .collect();
        let duties = view! {
            <section><h3>{t(lang, "Après la décision, en continu", "After the decision, all along")}</h3><ul>{duties}</ul></section>
        };
        Some(view! { {groups}{duties} })
    };
    let named = move || {
        activities.get().map(|a| {
            let names: Vec<&str> = a.iter().map(catalog::Activity::name).collect();
            let names = names.join(", ");
            t(
                lang,
                &format!("Audits que le référentiel demande à ce service ({names})"),
                &format!("Audits that the référentiel asks of this service ({names})"),
            )
        })
    };
    view! {
        <section class="k-audits" aria-labelledby="k-audits-title">
            <h2 id="k-audits-title">{named}</h2>
            <p class="hint">
                {t(lang, "Tirés du chapitre 18.2 et de l’activité ; par un prestataire d’audit qualifié (PASSI). Le rythme de la surveillance exercée par le centre d’évaluation n’est pas dans le texte.", "Drawn from chapter 18.2 and the activity; by a qualified audit provider (PASSI). The rhythm of the evaluation centre’s own surveillance is not in the text.")}
            </p>
            <div class="k-groups">{groups}</div>
        </section>
    }
}

/// Where an item comes from, in words.
fn source(check: &'static Check, lang: Lang) -> String {
    let from = match check.mark {
        Mark::Text => t(lang, "texte", "text"),
        Mark::Provider => t(lang, "prestataire", "provider"),
        Mark::Practice => t(lang, "pratique", "practice"),
    };
    let sure = words::confidence(check.confidence, lang);
    t(
        lang,
        &format!("{from} : {} ; confiance {sure}", check.source),
        &format!("{from}: {}; confidence {sure}", check.source),
    )
}

/// What a list asks of: an item of the document and the place of its answers.
type Place = (Item, &'static str);

type Answers = fn(&Document, &Item) -> Option<BTreeMap<String, Answer>>;

fn prerequisites(document: &Document, item: &Item) -> Option<BTreeMap<String, Answer>> {
    match item {
        Item::Service(id) => document.service(id.as_str()).map(|s| s.prerequisites.clone()),
        _ => None,
    }
}

fn collected(document: &Document, item: &Item) -> Option<BTreeMap<String, Answer>> {
    match item {
        Item::Reliance { service, base } => {
            let mut all = document.service(service.as_str())?.relies_on.iter();
            all.find(|r| r.service == *base).map(|r| r.collected.clone())
        }
        _ => None,
    }
}

fn checklists(desk: Desk, known: &'static Calendar, service: ServiceId) -> View {
    let Desk { state, lang, .. } = desk;
    let before = checklist(
        desk,
        "before",
        &(Item::Service(service.clone()), "/prerequisites"),
        prerequisites,
        &known.prerequisites,
        t(lang, "Avant de déposer le dossier (J0)", "Before the application is filed (J0)"),
    );
    let bases = Memo::new(move |_| {
        let (Some(document), Some(target)) = (state.document.get(), state.target.get()) else {
            return Vec::new();
        };
        let document = document.0;
        let Some(service) = document.service(target.as_str()) else { return Vec::new() };
        service.relies_on.iter().map(|r| (r.service.clone(), document.called(&r.service))).collect::<Vec<_>>()
    });
    let lists = move || {
        let lists = bases.get().into_iter().enumerate().map(|(at, (base, name))| {
            let item = Item::Reliance { service: service.clone(), base };
            let title = t(
                lang,
                &format!("Auprès du prestataire de « {name} »"),
                &format!("From the provider of “{name}”"),
            );
            checklist(
                desk,
                NTH.get(at).copied().unwrap_or("base"),
                &(item, "/collected"),
                collected,
                &known.collect,
                title,
            )
        });
        lists.collect::<Vec<_>>()
    };
    view! {
        <section class="k-checks" aria-labelledby="k-checks-title">
            <h2 id="k-checks-title">{t(lang, "Ce qu’il faut réunir", "What to bring together")}</h2>
            <p class="hint">
                {t(lang, "Aucun verdict n’en dépend. Chaque point dit d’où il vient ; le référentiel ne publie pas ces listes.", "No verdict hangs on it. Each item says where it comes from; the référentiel publishes no such lists.")}
            </p>
            <div class="k-groups">{before}{lists}</div>
        </section>
    }
}

/// What tells the names of the fields of several bases apart.
const NTH: [&str; 8] = ["base-1", "base-2", "base-3", "base-4", "base-5", "base-6", "base-7", "base-8"];

fn checklist(
    desk: Desk,
    prefix: &'static str,
    place: &Place,
    answers: Answers,
    checks: &'static [Check],
    title: String,
) -> View {
    let Desk { state, lang, .. } = desk;
    let item = place.0.clone();
    let now = Memo::new(move |_| {
        state.document.with(|d| d.as_ref().and_then(|d| answers(&d.0, &item))).unwrap_or_default()
    });
    let answer = move |id: &str| now.with(|n| n.get(id).copied().unwrap_or(Answer::Unknown));
    let rows: Vec<_> = checks
        .iter()
        .map(|check| check_row(state, lang, prefix, place, check, move || answer(&check.id)))
        .collect();
    let said = move || {
        let yes = checks.iter().filter(|c| answer(&c.id) == Answer::Yes).count();
        let open = checks.iter().filter(|c| answer(&c.id) == Answer::Unknown).count();
        let open = count(lang, open, ("sans réponse", "sans réponse"), ("unanswered", "unanswered"));
        let yes = of(lang, yes, checks.len());
        t(lang, &format!("{yes} réunis, {open}"), &format!("{yes} at hand, {open}"))
    };
    view! {
        <section class="k-check">
            <h3>{title}" "<span class="quiet">{said}</span></h3>
            {rows}
        </section>
    }
}

fn check_row(
    state: State,
    lang: Lang,
    prefix: &'static str,
    place: &Place,
    check: &'static Check,
    now: impl Fn() -> Answer + Copy + 'static,
) -> View {
    let choices: Vec<_> = [Answer::Yes, Answer::No, Answer::Unknown]
        .into_iter()
        .map(|answer| {
            let (fr, en) = match answer {
                Answer::Yes => ("Oui", "Yes"),
                Answer::No => ("Non", "No"),
                Answer::Unknown => ("Sans réponse", "Unanswered"),
            };
            let (item, path) = (place.0.clone(), format!("{}/{}", place.1, check.id));
            let choose = move |_| {
                let label = Label::new(format!("répondre à « {} »", check.title.fr), format!("answer “{}”", check.title.en));
                // No answer is written as no answer.
                let value = (answer != Answer::Unknown).then(|| answer.id().into());
                state.try_edit(label, Edit::Set { item: item.clone(), path: path.clone(), value });
            };
            view! {
                <label class="choice">
                    <input type="radio" name=format!("k-{prefix}-{}", check.id) value=answer.id() prop:checked=move || now() == answer on:change=choose/>
                    <span>{t(lang, fr, en)}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="question">
            <legend>{t(lang, get(&check.title, Lang::Fr), get(&check.title, Lang::En))}</legend>
            <div class="choices">{choices}</div>
            <p class="hint">{source(check, lang)}</p>
        </fieldset>
    }
}
