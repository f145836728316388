//! The stack in its layers: what the service in question operates, what a base carries, what nobody covers.

use super::{follow, icons, ownership};
use crate::ui::prelude::*;
use crate::{
    route::{Ownership as Key, Route, Screen},
    state::State,
    words::t,
};
use catalog::{Lang, Layer, LayerSet};
use model::{
    Document, Question,
    document::{ProviderId, Service, ServiceId},
    ownership::Conclusion,
    supply::Stack,
    trace::cover_view,
    verdict::{Evaluator, PartState, PartView},
    words,
};

/// Layers with one answer, drawn as one slab.
#[derive(Debug, Clone, PartialEq)]
pub struct Slab {
    layers: LayerSet,
    parts: Vec<PartView>,
}

/// The slabs under a service, from the top down.
fn slabs(document: &Document, target: &ServiceId, question: &Question) -> Vec<Slab> {
    let Ok(stack) = Stack::new(document) else { return Vec::new() };
    let Some(node) = stack.graph().node(target.as_str()) else { return Vec::new() };
    let mut evaluator = Evaluator::new(crate::state::CATALOG, &stack, question, vec![node]);
    let mut slabs: Vec<Slab> = Vec::new();
    for layer in stack.footprint(node).needed.iter().rev() {
        let parts = evaluator.layer(node, layer);
        let alike = |a: &PartView, b: &PartView| {
            (a.state, &a.operator, &a.covered_by, a.cover) == (b.state, &b.operator, &b.covered_by, b.cover)
        };
        match slabs.last_mut() {
            Some(above)
                if above.parts.len() == parts.len()
                    && above.parts.iter().zip(&parts).all(|(a, b)| alike(a, b)) =>
            {
                above.layers = above.layers.with(layer);
            }
            _ => slabs.push(Slab { layers: LayerSet::of(&[layer]), parts }),
        }
    }
    slabs
}

fn provider_name(document: &Document, service: &Service) -> String {
    let name = document.provider(&service.provider).map(|p| p.name.clone()).filter(|n| !n.is_empty());
    name.unwrap_or_else(|| service.provider.0.clone())
}

/// The activities of a service: « PaaS, CaaS ».
fn activities(service: &Service) -> String {
    service.activities.iter().map(catalog::Activity::name).collect::<Vec<_>>().join(", ")
}

/// What 19.6.a and b come to for providers: empty until the part of the page that computes it has come.
pub type Owned = RwSignal<Vec<(ProviderId, Conclusion)>>;

/// Fills in what 19.6.a and b come to for the providers of the document. It draws nothing.
pub fn owners(state: State, _: Lang, owned: Owned) -> View {
    // Only what the results hang on: most edits move none of it.
    let bare = Memo::new(move |_| {
        let document = state.document.get()?.0;
        let (providers, entities, holdings) =
            (document.providers.clone(), document.entities.clone(), document.holdings.clone());
        Some(Document { providers, entities, holdings, ..Document::default() })
    });
    let readings = Memo::new(move |_| state.question.with(|q| q.as_ref().map(|q| q.readings.clone())));
    Effect::new(move |_| {
        let found = bare.with(|d| {
            let d = d.as_ref()?;
            readings.with(|r| Some(model::ownership::results(d, r.as_ref()?)))
        });
        owned.set(found.unwrap_or_default());
    });
    View::None
}

/// What 19.6.a and b come to for a provider that names its legal person, as the diagram has it, with the way to why.
fn owner(state: State, lang: Lang, owned: Owned, document: &Document, service: &Service) -> View {
    let provider = service.provider.clone();
    if document.provider(&provider).is_none_or(|p| p.entity.is_none()) {
        return View::None;
    }
    let name = provider_name(document, service);
    let body = move || {
        let result = owned.with(|o| o.iter().find(|(id, _)| *id == provider).map(|(_, result)| *result))?;
        let mut route = Route {
            screen: Screen::Ownership,
            service: state.route.with_untracked(|r| r.service.clone()),
            assume: state.assume.get(),
            ..Route::default()
        };
        route.set_own(Key::Provider as usize, provider.0.clone());
        let href = route.to_hash();
        let title =
            t(lang, &format!("Voir l’actionnariat de {name}"), &format!("See the ownership of {name}"));
        Some(view! {
            <p class="slab-owner">
                <a class="link" href=href title=title.clone() on:click=move |e: web_sys::MouseEvent| follow(state, &e, route.clone())>
                    "19.6.a, 19.6.b"{t(lang, " : ", ": ")}{ownership::verdict(result, lang)}<span class="away">" ("{title}")"</span>
                </a>
            </p>
        })
    };
    body.into_view()
}

/// The stack under the service in question; `owned` says which results of 19.6 stand on it.
pub fn stack_view(state: State, lang: Lang, owned: Owned) -> View {
    let drawn = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        Some(slabs(&document, &target, &question))
    });
    let body = move || {
        let (document, target) = (state.document.get()?.0, state.target.get()?);
        let rows: Vec<_> = drawn
            .get()?
            .into_iter()
            .map(|slab| slab_view(state, lang, owned, &document, &target, &slab))
            .collect();
        Some(view! { <ol class="slabs">{rows}</ol> })
    };
    // What the target's reliances say beyond layers: shares left to it, and services that bring no layer.
    let beside = move || {
        let (document, target) = (state.document.get()?.0, state.target.get()?);
        let service = document.service(target.as_str())?;
        let stack = Stack::new(&document).ok()?;
        let node = stack.graph().node(target.as_str())?;
        let mut rows = Vec::new();
        for (edge, offer) in stack.graph().edges(node).iter().zip(stack.offers(node)) {
            let name = document.called(&edge.reliance.service);
            if offer.is_empty() {
                let said = t(
                    lang,
                    &format!("{name} : service d’appui, n’apporte aucune couche (chapitre 15)"),
                    &format!("{name}: supporting service, brings no layer (chapter 15)"),
                );
                let by = document.service(edge.reliance.service.as_str());
                let by = by.map(|s| owner(state, lang, owned, &document, s));
                rows.push(view! { <li>{icons::icon("exposed")}<div>{said}{by}</div></li> });
            }
        }
        for retained in service.relies_on.iter().flat_map(|r| &r.retained) {
            let layer = words::layer(retained.layer, lang);
            let which = if retained.requirements.is_empty() {
                t(lang, "toutes les exigences", "all requirements")
            } else {
                retained.requirements.join(", ")
            };
            let said = t(
                lang,
                &format!("Part laissée par le contrat : {layer} ({which})"),
                &format!("Share left by the contract: {layer} ({which})"),
            );
            rows.push(view! { <li>{icons::icon("shared")}{said}</li> });
        }
        (!rows.is_empty()).then(|| view! { <ul class="beside">{rows}</ul> })
    };
    let thirds = move || {
        let (document, target) = (state.document.get()?.0, state.target.get()?);
        let list: Vec<_> = document
            .third_parties
            .iter()
            .map(|third| {
                let mine = third.serves.contains(&target);
                let roles = super::compose::roles(third, lang);
                let name = if third.name.is_empty() { third.id.0.clone() } else { third.name.clone() };
                let serves: Vec<String> = third.serves.iter().map(|s| document.called(s)).collect();
                view! {
                    <li class:mine=mine>
                        <strong>{name}</strong>
                        <span class="quiet">{roles}" · "{serves.join(", ")}</span>
                    </li>
                }
            })
            .collect();
        (!list.is_empty()).then(|| {
            view! {
                <details class="thirds">
                    <summary>
                        {crate::words::count(lang, list.len(), ("tiers", "tiers"), ("third party", "third parties"))}
                        <span class="quiet">{if list.len() > 1 { t(lang, " : ne couvrent jamais rien", ": never cover anything") } else { t(lang, " : ne couvre jamais rien", ": never covers anything") }}</span>
                    </summary>
                    <ul>{list}</ul>
                </details>
            }
        })
    };
    view! {
        <section class="stack" aria-labelledby="stack-title">
            <h2 id="stack-title">{t(lang, "La pile", "The stack")}</h2>
            {body}
            {beside}
            {thirds}
        </section>
    }
}

fn slab_view(
    state: State,
    lang: Lang,
    owned: Owned,
    document: &Document,
    target: &ServiceId,
    slab: &Slab,
) -> View {
    let names: Vec<_> =
        slab.layers.iter().rev().map(|l: Layer| view! { <li>{words::layer(l, lang)}</li> }).collect();
    let parts: Vec<_> =
        slab.parts.iter().map(|part| part_view(state, lang, owned, document, target, part)).collect();
    let class = match slab.parts.first().map(|p| p.state) {
        _ if slab.parts.len() > 1 => "slab mixed",
        Some(PartState::Own) => "slab own",
        Some(PartState::Covered) => "slab covered",
        Some(PartState::Exposed) => "slab exposed",
        Some(PartState::Retained) => "slab shared",
        Some(PartState::Missing) | None => "slab missing",
    };
    view! {
        <li class=class>
            <ul class="slab-layers">{names}</ul>
            <div class="slab-parts">{parts}</div>
        </li>
    }
}

fn part_view(
    state: State,
    lang: Lang,
    owned: Owned,
    document: &Document,
    target: &ServiceId,
    part: &PartView,
) -> View {
    let operator = part.operator.as_ref().and_then(|id| document.service(id.as_str()));
    let name = operator.map_or_else(|| t(lang, "Personne", "Nobody"), Service::called);
    let who =
        operator.map(|s| format!("{} · {}", activities(s), provider_name(document, s))).unwrap_or_default();
    let said = match (part.state, cover_view(document, part)) {
        (PartState::Covered, Some(cover)) => {
            let mut said = match &cover.version {
                Some(version) => {
                    t(lang, &format!("Qualifié {version}"), &format!("Qualified under {version}"))
                }
                None => t(lang, "Candidat tenu pour qualifié", "Candidate taken as qualified"),
            };
            if cover.name != name {
                said = t(lang, &format!("{said} ({})", cover.name), &format!("{said} ({})", cover.name));
            }
            said.push_str(&cover.until_said(lang));
            let mut caveats = Vec::new();
            if cover.by_provider_only {
                caveats.push(t(lang, "selon son prestataire seul", "on its provider’s word alone"));
            }
            if cover.cover.scope_assumed {
                caveats.push(t(lang, "portée supposée", "scope assumed"));
            }
            if cover.foundation_lapsed {
                caveats.push(t(lang, "fondation échue", "foundation lapsed"));
            }
            if caveats.is_empty() { said } else { format!("{said} · {}", caveats.join(", ")) }
        }
        (other, _) => words::capital(words::state(other, lang)),
    };
    let is_target = part.operator.as_ref() == Some(target);
    let choose = part.operator.clone().filter(|_| !is_target);
    let head = match choose {
        Some(id) => {
            let title =
                t(lang, &format!("Voir ce qui reste à {name}"), &format!("See what remains to {name}"));
            view! {
                <button type="button" class="link" title=title on:click=move |_| state.choose(id.as_str())>{name}</button>
            }
        }
        None => view! { <strong>{name}</strong> },
    };
    view! {
        <div class=format!("slab-part {}", part.state.id())>
            <p class="slab-name">{icons::part(part.state)}{head}</p>
            <p class="quiet">{who}</p>
            <p class="slab-said">{said}</p>
            {operator.map(|s| owner(state, lang, owned, document, s))}
        </div>
    }
}
