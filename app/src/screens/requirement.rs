//! A requirement beside the list: the split, the parts on the layers, the reason, what to obtain, what to show, and
//! the steps behind the verdict.

use super::{
    apart,
    assumptions::{fact_field, reveal},
    icons, judgement,
};
use crate::ui::prelude::*;
use crate::{
    dom,
    route::{Eucs, Route, Screen},
    state::{CATALOG, State},
    words::t,
};
use catalog::{Lang, LayerSet, Requirement, When, text::RequirementText};
use model::{
    lexicon,
    supply::Stack,
    trace::{self, Step},
    verdict::{Detail, Evaluator, On, Outcome},
    words,
};
use std::sync::Arc;

/// What stands behind the open requirement.
#[derive(Debug, Clone, PartialEq)]
struct Opened {
    /// Its verdict, parts and condition.
    detail: Detail,
    /// The steps of the reasoning.
    steps: Vec<Step>,
    /// The layers that the service has, whether the requirement bears on them or not.
    needed: LayerSet,
}

/// Looks behind the open requirement; tracked.
fn look(state: State) -> Option<Opened> {
    let requirement: &'static Requirement = CATALOG.requirement(state.opened.get()?)?;
    let (document, target, question) = (state.document.get()?.0, state.target.get()?, state.question.get()?);
    let stack = Stack::new(&document).ok()?;
    let node = stack.graph().node(target.as_str())?;
    let detail = Evaluator::new(CATALOG, &stack, &question, vec![node]).detail(node, requirement);
    let steps = trace::steps(CATALOG, &document, &question, &detail);
    Some(Opened { detail, steps, needed: stack.footprint(node).needed })
}

/// The panel; closed when no requirement is open.
pub fn requirement_panel(state: State, lang: Lang) -> View {
    // The frame stays while its requirement does, and with it the place to which a person has scrolled.
    let id = state.opened;
    let behind = Memo::new(move |_| look(state).map(Arc::new));
    let part = move |draw: Draw| {
        move || {
            let opened = behind.get()?;
            let text = state.pack.with(|p| {
                p.as_ref().and_then(|p| p.requirements.get(opened.detail.verdict.requirement.id).cloned())
            });
            Some(draw(state, lang, &opened, &text.unwrap_or_default()))
        }
    };
    // What a person types is not drawn anew with the verdict, but belongs to one service and one requirement.
    let judged = move || {
        state.target.track();
        id.get().map(|id| apart::judged(state, lang, id))
    };
    let frame = move || {
        id.get().map(|_| view! {
            <aside class="panel" id="panel" tabindex="-1" aria-labelledby="panel-title">{part(above)}{judged}{part(below)}</aside>
        })
    };
    frame.into_view()
}

type Draw = fn(State, Lang, &Arc<Opened>, &RequirementText) -> View;

/// What is asked, of whom, and the verdict on it.
fn above(state: State, lang: Lang, opened: &Arc<Opened>, text: &RequirementText) -> View {
    let verdict = opened.detail.verdict;
    let requirement = verdict.requirement;
    let applies = verdict.outcome != Outcome::NotApplicable;
    let judged = judgement::any(state);
    let close = move |_| {
        super::list::close(state, requirement.id);
    };
    let flags: Vec<_> = verdict
        .flags
        .iter()
        .map(|f| {
            view! {
                <li><span class=format!("tag flag-{}", f.id())>{words::flag(f, lang)}</span>" "<span>{words::flag_meaning(f, lang)}</span></li>
            }
        })
        .collect();
    let interlock = match (&text.interlock, &text.no_interlock) {
        (Some(interlock), _) => Some((true, interlock.clone())),
        (None, Some(reason)) => Some((false, reason.clone())),
        (None, None) => None,
    };
    view! {
            <div class="panel-top">
                <p class=format!("verdict {}", verdict.outcome.id())>{icons::verdict(verdict.outcome)}{words::outcome(verdict.outcome, lang)}</p>
                <button type="button" class="tool" on:click=close title=t(lang, "Fermer (Échap)", "Close (Esc)")>
                    {icons::icon("close")}<span class="away">{t(lang, "Fermer", "Close")}</span>
                </button>
            </div>
            {move || judged.get().then(|| apart::seen(state, lang, requirement.id))}
            <h2 id="panel-title"><span class="row-number">{requirement.id}</span>" "{requirement.title.get(lang)}</h2>
            <p class="quiet">
                {words::modality(requirement.modality, lang)}
                {requirement.changed_in_3_2.then(|| t(lang, " · section modifiée par la version 3.2", " · section changed by version 3.2"))}
            </p>
            <p class="summary">{text.summary.clone()}</p>
            {matches!(verdict.outcome, Outcome::Inherited | Outcome::Shared).then(|| apart::until(state, lang, requirement.id))}
            {(!flags.is_empty()).then(|| view! { <ul class="flags">{flags}</ul> })}
            {split(lang, text, applies)}
            {(!opened.detail.parts.is_empty()).then(|| parts(state, lang, opened))}
            {third_parties(state, lang, opened)}
            {question(state, lang, requirement)}
            {interlock.filter(|_| applies).map(|(needed, said)| view! {
                <section class:interlock=needed>
                    <h3>{t(lang, "À obtenir du socle", "To obtain from the base")}</h3>
                    <p class:quiet=!needed>{said}</p>
                </section>
            })}
    }
}

/// What shows it, and where the verdict comes from.
fn below(state: State, lang: Lang, opened: &Arc<Opened>, text: &RequirementText) -> View {
    let verdict = opened.detail.verdict;
    let requirement = verdict.requirement;
    let steps: Vec<_> = opened.steps.iter().map(|s| view! { <li>{s.say(lang)}</li> }).collect();
    view! {
            <section>
                <h3>{t(lang, "Ce qu’un évaluateur voit", "What an evaluator is shown")}</h3>
                <p>{text.evidence.clone()}</p>
            </section>
            <section>
                <h3>{t(lang, "Pourquoi ce verdict", "Why this verdict")}</h3>
                <ol class="trace">{steps}</ol>
            </section>
            <section>
                <h3>{t(lang, "Fondement", "Basis")}</h3>
                <p>{text.reason.clone()}</p>
                <p class="quiet">
                    {words::basis(verdict.basis, lang)}
                    {(!requirement.source.is_empty()).then(|| format!(" ({})", requirement.source))}
                    {t(lang, ", confiance ", ", confidence ")}{words::confidence(verdict.confidence, lang)}
                </p>
                {text.doubt.clone().map(|d| view! { <p class="doubt"><strong>{t(lang, "Doute : ", "Doubt: ")}</strong>{d}</p> })}
                {text.settled.clone().map(|d| view! {
                    <p class="quiet"><strong>{t(lang, "Deux auteurs : ", "Two authors: ")}</strong>{d}</p>
                })}
            </section>
            {references(state, lang, requirement)}
            {beside_eucs(state, lang, requirement)}
    }
}

/// The way to what the draft of EUCS asks of the same. Only a link: nothing of EUCS is fetched before it is followed.
fn beside_eucs(state: State, lang: Lang, requirement: &'static Requirement) -> View {
    let route = move || {
        let now = state.route.get_untracked();
        let mut route =
            Route { screen: Screen::Eucs, service: now.service, assume: now.assume, ..Route::default() };
        route.set_eucs(Eucs::Text, requirement.id.to_owned());
        route
    };
    view! {
        <p class="quiet">
            {t(lang, "EUCS : ", "EUCS: ")}
            <a class="link" id="to-eucs" href=route().to_hash() on:click=move |e| super::follow(state, &e, route())>
                {t(lang, &format!("ce que le projet de 2020 demande en regard de {}", requirement.id), &format!("what the draft of 2020 asks beside {}", requirement.id))}
            </a>
        </p>
    }
}

/// The third parties to which the requirement goes on, by name, with what is known of each (15.1 to 15.5, 19.6.c and d).
fn third_parties(state: State, lang: Lang, opened: &Arc<Opened>) -> Option<View> {
    let document =
        state.document.get().filter(|_| opened.detail.verdict.requirement.bites_over_third_party)?.0;
    let rows: Vec<_> = document
        .third_parties
        .iter()
        .filter(|x| x.serves.iter().any(|s| opened.detail.evaluated.contains(s)))
        .map(|x| {
            let name = if x.name.is_empty() { x.id.0.clone() } else { x.name.clone() };
            let word = |family: &str, id: Option<&'static str>| lexicon::word(family, id.unwrap_or("unknown"), lang);
            let clause = word("answer", x.audit_clause.map(|a| a.id()));
            let access = word("data_access", x.data_access.map(|a| a.id()));
            let autonomy = word("autonomy", x.autonomy.map(|a| a.id()));
            let said = t(
                lang,
                &format!("clause d’audit : {clause} ; données à sa portée : {access} ; autonomie : {autonomy}"),
                &format!("audit clause: {clause}; data within its reach: {access}; autonomy: {autonomy}"),
            );
            view! { <li><strong>{name}</strong>" "<span class="quiet">{super::compose::roles(x, lang)}</span><br/>{said}</li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h3>{t(lang, "Les tiers concernés", "The third parties concerned")}</h3>
                <ul class="concerned">{rows}</ul>
            </section>
        }
    })
}

/// The base's part and one's own, side by side.
fn split(lang: Lang, text: &RequirementText, applies: bool) -> Option<View> {
    let (base, own) = (text.base_part.clone()?, text.own_part.clone()?);
    applies.then(|| {
        view! {
            <div class="split">
                <section class="split-own">
                    <h3>{t(lang, "Part propre", "Own part")}</h3>
                    <p>{own}</p>
                </section>
                <section class="split-base">
                    <h3>{t(lang, "Part d’un socle qualifié", "A qualified base’s part")}</h3>
                    <p>{base}</p>
                </section>
            </div>
        }
    })
}

/// The stack, layer by layer from the top, with where the requirement bears and who answers there; those on which it
/// does not bear stay, faint, so that the eye finds the same stack at every requirement.
fn parts(state: State, lang: Lang, opened: &Opened) -> View {
    let document = state.document.get_untracked().map(|d| d.0).unwrap_or_default();
    let name = |id: &model::document::ServiceId| document.called(id);
    let mut rows = Vec::new();
    for on in opened.needed.iter().rev().map(On::Layer).chain([On::Provider]) {
        let mut empty = true;
        for p in opened.detail.parts.iter().filter(|p| p.on == on) {
            empty = false;
            let who = p.operator.as_ref().map(name).unwrap_or_default();
            let path: Vec<String> = p.path.iter().map(name).collect();
            let way = (path.len() > 2).then(|| view! { <span class="quiet path">{path.join(" → ")}</span> });
            rows.push(view! {
                <tr class=p.state.id()>
                    <th scope="row">{words::on(p.on, lang)}</th>
                    <td>{icons::part(p.state)}{words::state(p.state, lang)}</td>
                    <td>{who}{way}</td>
                </tr>
            });
        }
        if empty {
            rows.push(view! {
                <tr class="void">
                    <th scope="row">{words::on(on, lang)}</th>
                    <td colspan="2">{t(lang, "n’y porte pas", "does not bear here")}</td>
                </tr>
            });
        }
    }
    view! {
        <section>
            <h3>{t(lang, "Dans cette pile", "In this stack")}</h3>
            <table class="parts">
                <caption class="away">{t(lang, "Où l’exigence porte, et qui en répond", "Where the requirement bears, and who answers there")}</caption>
                <thead class="away">
                    <tr>
                        <th scope="col">{t(lang, "Couche", "Layer")}</th>
                        <th scope="col">{t(lang, "État", "State")}</th>
                        <th scope="col">{t(lang, "Exploitant", "Operator")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// The fact and the readings that it hangs on, answerable on the spot.
fn question(state: State, lang: Lang, requirement: &'static Requirement) -> Option<View> {
    let fact = match requirement.when {
        Some(When::Fact(id)) => CATALOG.facts.get(usize::from(id.0)).map(|f| f.id),
        _ => requirement
            .readings
            .contains(catalog::ReadingId::OwnPremises)
            .then_some(model::verdict::OWN_PREMISES_FACT),
    };
    let readings: Vec<_> = requirement
        .readings
        .iter()
        .filter(|id| *id != catalog::ReadingId::BaseUnder31)
        .map(|id| reading_label(lang, id))
        .collect();
    let has_readings = !readings.is_empty();
    (fact.is_some() || has_readings).then(|| {
        view! {
            <section class="hangs">
                <h3>{t(lang, "Ce dont le verdict dépend", "What the verdict hangs on")}</h3>
                {fact.map(|f| fact_field(state, lang, f, "panel"))}
                {has_readings.then(|| view! {
                    <p>
                        {t(lang, "Lectures : ", "Readings: ")}{readings.join(", ")}" "
                        <button type="button" class="link" on:click=move |_| reveal("readings")>
                            {t(lang, "Voir les lectures", "See the readings")}
                        </button>
                    </p>
                })}
            </section>
        }
    })
}

fn reading_label(lang: Lang, id: catalog::ReadingId) -> String {
    CATALOG.reading(id).map(|r| r.label.get(lang).to_owned()).unwrap_or_default()
}

/// The requirements that it refers to, and those that refer to it.
fn references(state: State, lang: Lang, requirement: &'static Requirement) -> Option<View> {
    let link = move |id: &'static str| {
        let known = CATALOG.requirement(id).is_some();
        if known {
            view! {
                <li><button type="button" class="link" on:click=move |_| {
                    state.open_requirement(Some(id));
                    dom::soon(|| dom::focus("panel"));
                }>
                    {t(lang, &format!("Voir l’exigence {id}"), &format!("See requirement {id}"))}
                </button></li>
            }
        } else {
            let title = CATALOG.section(id).map(|s| s.title.get(lang)).unwrap_or_default();
            view! { <li>{id}" "{title}</li> }
        }
    };
    let to: Vec<_> = requirement.refers_to.iter().copied().map(link).collect();
    let from: Vec<_> = CATALOG
        .requirements
        .iter()
        .filter(|r| r.refers_to.contains(&requirement.id))
        .map(|r| link(r.id))
        .collect();
    let some = !to.is_empty() || !from.is_empty();
    some.then(|| {
        view! {
            <section>
                <h3>{t(lang, "Renvois", "Cross-references")}</h3>
                {(!to.is_empty()).then(|| view! { <p class="quiet">{t(lang, "Elle renvoie à", "It refers to")}</p><ul>{to}</ul> })}
                {(!from.is_empty()).then(|| view! { <p class="quiet">{t(lang, "Y renvoient", "Referred to by")}</p><ul>{from}</ul> })}
            </section>
        }
    })
}
