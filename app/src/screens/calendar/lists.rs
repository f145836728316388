//! The audits that chapter 18.2 asks of a service of these activities, the duties that run on, and the two checklists:
//! what should stand before the application, what to collect from each base's provider. No verdict hangs on any of it.

use super::Desk;
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    route::{Route, Screen},
    screens::follow,
    state::{CATALOG, State},
    words::{count, of, t},
};
use catalog::{
    Lang,
    calendar::{Calendar, Check, Mark, Occasion},
};
use model::{
    document::{Answer, Document, Item, ServiceId},
    edit::Edit,
    words,
};
use std::collections::BTreeMap;

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
pub fn audits(desk: Desk, known: &'static Calendar) -> View {
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

pub fn checklists(desk: Desk, known: &'static Calendar, service: ServiceId) -> View {
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
                &format!("base-{}", at + 1),
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

/// One list. What its prefix names tells its fields from those of another list.
fn checklist(
    desk: Desk,
    prefix: &str,
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
    prefix: &str,
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
            <legend>{t(lang, &check.title.fr, &check.title.en)}</legend>
            <div class="choices">{choices}</div>
            <p class="hint">{source(check, lang)}</p>
        </fieldset>
    }
}
