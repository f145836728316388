//! Where a stack is built: the outline, the diagram and the inspector over one document and one selection, and above
//! them what the last edit moved for the service in question.

pub mod diagram;
pub mod fields;
mod inspector;
mod outline;

use super::{ORDER, icons, ownership, problems::problems, tool};
use crate::ui::prelude::*;
use crate::{
    composing, dom,
    state::State,
    words::{of, t},
};
use catalog::Lang;
use model::{
    Document,
    document::{EntityId, Item, ProviderId, ServiceId, ThirdParty, ThirdPartyId},
    lexicon,
    overview::Standing,
    ownership::Conclusion,
    qualification::State as Holding,
    words,
};
use std::collections::BTreeSet;

/// What identifies an item on the page. Identifiers hold no colon.
pub fn key_of(item: &Item) -> String {
    match item {
        Item::Document => "document".to_owned(),
        Item::Service(id) => format!("service:{id}"),
        Item::Reliance { service, base } => format!("reliance:{service}:{base}"),
        Item::ThirdParty(id) => format!("third:{id}"),
        Item::Provider(id) => format!("provider:{id}"),
        Item::Entity(id) => format!("entity:{id}"),
        Item::Holding(i) => format!("holding:{i}"),
    }
}

/// The item that a key stands for.
pub fn from_key(key: &str) -> Option<Item> {
    let mut parts = key.split(':');
    let (kind, a, b) = (parts.next()?, parts.next(), parts.next());
    Some(match kind {
        "document" => Item::Document,
        "service" => Item::Service(ServiceId::from(a?)),
        "reliance" => Item::Reliance { service: ServiceId::from(a?), base: ServiceId::from(b?) },
        "third" => Item::ThirdParty(ThirdPartyId::from(a?)),
        "provider" => Item::Provider(ProviderId::from(a?)),
        "entity" => Item::Entity(EntityId::from(a?)),
        "holding" => Item::Holding(a?.parse().ok()?),
        _ => return None,
    })
}

/// A service, what it rests on, and what rests on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearby {
    this: ServiceId,
    bases: BTreeSet<ServiceId>,
    clients: BTreeSet<ServiceId>,
}

/// What a service rests on and what rests on it, directly or not.
pub fn nearby(document: &Document, this: &ServiceId) -> Nearby {
    let reach = |next: &dyn Fn(&ServiceId) -> Vec<ServiceId>| {
        let mut found = BTreeSet::new();
        let mut open = vec![this.clone()];
        while let Some(id) = open.pop() {
            for other in next(&id) {
                if found.insert(other.clone()) {
                    open.push(other);
                }
            }
        }
        found
    };
    let bases = reach(&|id| {
        let service = document.service(id.as_str());
        service.map(|s| s.relies_on.iter().map(|r| r.service.clone()).collect()).unwrap_or_default()
    });
    let clients = reach(&|id| {
        let rests = document.services.iter().filter(|s| s.relies_on.iter().any(|r| r.service == *id));
        rests.map(|s| s.id.clone()).collect()
    });
    Nearby { this: this.clone(), bases, clients }
}

/// Whether a service is qualified, in few words.
pub fn standing(standing: Standing, lang: Lang) -> String {
    let dated = |fr: &str, en: &str, day| words::fill(lang, fr, en, &[&words::date(day, lang)]);
    match standing {
        Standing::Qualified(Some(day)) => dated("qualifié jusqu’au {}", "qualified until {}", day),
        Standing::Attested(day) => dated("qualification attestée au {}", "qualification attested on {}", day),
        Standing::AttestedUntil(day) => dated(
            "qualification attestée jusqu’au {}, pas au-delà",
            "qualification attested up to {}, not beyond",
            day,
        ),
        Standing::Qualified(None) => t(lang, "qualifié", "qualified"),
        Standing::Candidate => t(lang, "candidat", "candidate"),
        Standing::None => t(lang, "non qualifié", "not qualified"),
        Standing::NotHolding(state) => {
            let (fr, en) = match state {
                Holding::NotYet => ("qualification à venir", "qualification to come"),
                Holding::Expired => ("qualification échue", "qualification expired"),
                Holding::Suspended => ("qualification suspendue", "qualification suspended"),
                Holding::Withdrawn => ("qualification retirée", "qualification withdrawn"),
                _ => ("qualification non établie", "qualification not shown"),
            };
            t(lang, fr, en)
        }
    }
}

/// What a third party does.
pub fn roles(third: &ThirdParty, lang: Lang) -> String {
    let roles: Vec<&str> = third.roles.iter().map(|r| lexicon::word("roles", r.id(), lang)).collect();
    if roles.is_empty() { t(lang, "rôle non dit", "role not said") } else { roles.join(", ") }
}

/// The faces of the screen: on a narrow one, one at a time.
const FACES: [(&str, &str, &str); 3] =
    [("outline", "Plan", "Outline"), ("diagram", "Diagramme", "Diagram"), ("inspector", "Fiche", "Details")];

/// The screen.
pub fn compose(state: State, lang: Lang) -> View {
    let face = state.face;
    if state.layouter.with_untracked(Option::is_none) {
        state.layouter.set(Some(model::layout::layout));
    }
    // The first look shows all of the stack; afterwards the person decides.
    dom::soon(move || {
        diagram::fit(state);
        diagram::refit(state);
    });
    // As long as a person has not zoomed, the diagram keeps to its frame as it grows.
    Effect::new(move |_| {
        let _ = state.layout.with(|l| (l.width, l.height));
        dom::soon(move || diagram::refit(state));
    });
    // What is selected in one face is shown in the others.
    Effect::new(move |_| {
        state.selection.track();
        if state.selected().is_some() {
            dom::soon(move || diagram::follow(state));
        }
    });
    let tabs: Vec<_> = FACES
        .into_iter()
        .map(|(id, fr, en)| {
            view! {
                <button type="button" class="face" aria-pressed=move || if face.get() == id { "true" } else { "false" }
                    on:click=move |_| face.set(id)>{t(lang, fr, en)}</button>
            }
        })
        .collect();
    view! {
        <div class="compose" data-face=move || face.get()>
            <h1 class="away">{t(lang, "Composer la pile", "Compose the stack")}</h1>
            <div class="compose-top">
                <div class="toolbar" role="toolbar" aria-label=t(lang, "Composer", "Compose")>
                    {["add", "third", "connect", "duplicate", "delete"].map(|id| tool(state, lang, id, true)).into_iter().collect::<Vec<_>>()}
                    <span class="gap"></span>
                    {["zoom_out", "zoom_in", "fit", "arrange"].map(|id| tool(state, lang, id, false)).into_iter().collect::<Vec<_>>()}
                    {tool(state, lang, "menu", false)}
                </div>
                <div class="faces" role="group" aria-label=t(lang, "Face", "Face")>{tabs}</div>
                {strip(state, lang)}
            </div>
            <section class="face-outline" aria-labelledby="outline-title">
                <h2 id="outline-title" class="face-title">{t(lang, "Plan", "Outline")}</h2>
                {outline::outline(state, lang)}
                {problems(state, lang)}
            </section>
            <section class="face-diagram" aria-labelledby="diagram-title">
                <h2 id="diagram-title" class="away">{t(lang, "Diagramme", "Diagram")}</h2>
                {diagram::diagram(state, lang)}
                {legend(lang)}
            </section>
            <aside class="face-inspector" id="details" aria-labelledby="inspector-title">
                {inspector::inspector(state, lang)}
            </aside>
        </div>
    }
}

/// The counts of the service in question, and what the last edit moved.
pub fn strip(state: State, lang: Lang) -> View {
    let services = move || {
        let Some((document, target)) = state.document.get().zip(state.target.get()) else {
            return Vec::new();
        };
        let names = composing::names(&document.0);
        let services = document.0.services.iter().map(|s| {
            let name = names.get(s.id.as_str()).copied().unwrap_or_default().to_owned();
            (s.id.0.clone(), (s.id.0.clone(), name, s.id == target))
        });
        services.collect()
    };
    let options =
        each(services, |(id, name, is_target)| view! { <option value=id selected=is_target>{name}</option> });
    let counts = Memo::new(move |_| state.scope.with(|s| s.as_ref().map(|s| s.verified())));
    let figures: Vec<_> = ORDER
        .into_iter()
        .map(|outcome| {
            let n = move || counts.get().map_or(0, |c| c.get(outcome));
            let change = move || {
                let delta = state.moved.with(|m| {
                    let (before, after) = m.as_ref().map(|m| (m.before.get(outcome), m.after.get(outcome)))?;
                    (before != after).then(|| if after > before { format!("+{}", after - before) } else { format!("−{}", before - after) })
                })?;
                Some(view! { <span class="delta">{delta}</span> })
            };
            view! {
                <li class=format!("strip-figure {}", outcome.id())>
                    {icons::verdict(outcome)}<strong>{n}</strong>" "<span>{words::outcome(outcome, lang)}</span>{change}
                </li>
            }
        })
        .collect();
    let total = move || counts.get().map(|c| of(lang, c.applicable(), c.total()));
    let day = move || {
        let day = words::date(state.question.with(|q| q.as_ref().map(|q| q.as_of))?, lang);
        Some(t(lang, &format!("au {day}"), &format!("as of {day}")))
    };
    let empty = move || state.document.with(|d| d.as_ref().is_none_or(|d| d.0.services.is_empty()));
    view! {
        <div class="strip" hidden=empty>
            <p class="strip-service">
                <label for="strip-service">{t(lang, "Pour", "For")}</label>
                <select id="strip-service" on:change=move |e| state.choose(&event_target_value(&e))>{options}</select>
            </p>
            <button type="button" class="link strip-day" on:click=move |_| super::problems::go_to(state, "/as_of")>{day}</button>
            <div role="group" aria-label=t(lang, "Décompte", "Counts")><ul class="strip-figures">{figures}</ul></div>
            <p class="quiet strip-total">{t(lang, "exigences qui s’appliquent : ", "requirements that apply: ")}{total}</p>
            <button type="button" class="link" on:click=move |_| crate::actions::run("search", state)>
                {t(lang, "Voir la liste", "See the list")}
            </button>
            {told(state, lang)}
        </div>
    }
}

/// What the last edit moved, in a sentence; its place is kept while there is nothing to tell.
pub fn told(state: State, lang: Lang) -> View {
    let body = move || {
        state.moved.get().map(|m| {
            let flows: Vec<String> = m
                .flows
                .iter()
                .map(|(a, b, n)| format!("{n} {} → {}", words::outcome(*a, lang), words::outcome(*b, lang)))
                .collect();
            let flows = if flows.is_empty() {
                t(lang, "aucun verdict n’a changé", "no verdict moved")
            } else {
                flows.join(" ; ")
            };
            let separator = t(lang, " : ", ": ");
            view! { <strong>{m.label.get(lang).to_owned()}</strong>{separator}{flows} }
        })
    };
    view! { <p class="told">{body}</p> }
}

/// What the signs of the diagram mean.
pub fn legend(lang: Lang) -> View {
    let cells: Vec<_> = [
        ("covered", "couverte", "covered"),
        ("own", "exploitée par le service", "operated by the service"),
        ("exposed", "exposée", "exposed"),
        ("missing", "fournie par personne", "supplied by nobody"),
        ("void", "pas nécessaire", "not needed"),
    ]
    .into_iter()
    .map(|(class, fr, en)| {
        view! {
            <li>
                <svg viewBox="0 0 11 11" width="14" height="14" aria-hidden="true" focusable="false"><rect class=format!("cell {class}") x="1" y="1" width="9" height="9" rx="2"></rect></svg>
                {t(lang, fr, en)}
            </li>
        }
    })
    .collect();
    let marks: Vec<_> = [
        ("qualified", "qualifié", "qualified"),
        ("candidate", "candidat", "candidate"),
        ("lapsed", "qualification qui ne tient pas", "qualification that does not hold"),
    ]
    .into_iter()
    .map(|(name, fr, en)| view! { <li><span class=format!("mark {name}")>{icons::icon(name)}</span>{t(lang, fr, en)}</li> })
    .collect();
    let owned: Vec<_> = [Conclusion::Pass, Conclusion::Unknown, Conclusion::Fail]
        .into_iter()
        .map(|result| view! { <li>"19.6.a, 19.6.b"{t(lang, " : ", ": ")}{ownership::verdict(result, lang)}</li> })
        .collect();
    view! {
        <details class="legend">
            <summary>{t(lang, "Légende", "Key")}</summary>
            <p class="quiet">{t(lang, "Dix cases par service : une par couche, des salles (à gauche) à l’application (à droite).", "Ten cells a service: one a layer, from the rooms (left) to the application (right).")}</p>
            <ul>{cells}{marks}{owned}</ul>
        </details>
    }
}
