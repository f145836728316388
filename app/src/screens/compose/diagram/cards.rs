//! What the diagram shows of services, reliances and third parties: texts cut to their boxes, lines as paths.

use super::super::{key_of, roles, standing};
use crate::ui::prelude::*;
use crate::{composing, state::State, words::t};
use catalog::Lang;
use model::{
    document::{Item, ServiceId},
    layout::{
        End,
        shape::{arrowhead, rounded, wrap},
    },
    overview::Glance,
    ownership::{Conclusion, results, say},
    sorted,
};
use std::collections::BTreeMap;

/// A box as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub pinned: bool,
    pub name: Vec<String>,
    pub who: Vec<String>,
    pub glance: Option<Glance>,
    /// What 19.6.a and b come to for its provider, where that names its legal person.
    pub owned: Option<Conclusion>,
    pub label: String,
}

/// All of them, by what they stand for.
pub type Cards = BTreeMap<ServiceId, Card>;
/// The arrows, by their keys.
pub type Arrows = BTreeMap<String, Arrow>;
/// The third parties, by their keys.
pub type Sides = BTreeMap<String, Side>;

/// An arrow as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    pub line: String,
    pub head: String,
    pub supporting: bool,
    /// What it stands for; a third party's stands for nothing of its own.
    pub item: Option<Item>,
    pub label: String,
}

/// A third party as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub name: Vec<String>,
    pub roles: String,
    pub label: String,
}

/// What is shown of each service.
pub fn cards(state: State, lang: Lang) -> BTreeMap<ServiceId, Card> {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let (layout, glances) = (state.layout.get(), state.glances.get());
    let known = sorted::map(glances.iter().map(|g| (&g.service, g)));
    let total = layout.boxes.len();
    let services = sorted::map(document.services.iter().map(|s| (&s.id, s)));
    let providers = sorted::map(
        document
            .providers
            .iter()
            .map(|p| (&p.id, composing::name(&document, &Item::Provider(p.id.clone()), lang))),
    );
    let results = state.question.with(|q| {
        let named = document.providers.iter().any(|p| p.entity.is_some());
        q.as_ref().filter(|_| named).map(|q| results(&document, &q.readings)).unwrap_or_default()
    });
    let owned = sorted::map(
        (document.providers.iter())
            .filter(|p| p.entity.is_some())
            .filter_map(|p| Some((&p.id, results.iter().find(|(id, _)| *id == p.id)?.1))),
    );
    let found = layout.boxes.iter().enumerate().filter_map(|(at, placed)| {
        let service = *services.get(&placed.service)?;
        let called = if service.name.trim().is_empty() { &service.id.0 } else { &service.name };
        let provider = providers.get(&service.provider).unwrap_or(&service.provider.0);
        let glance = known.get(&service.id).map(|g| (*g).clone());
        let label = glance.as_ref().map_or_else(String::new, |g| {
            t(
                lang,
                &format!(
                    "{called}, {}, {provider}, {}, repose sur {}, {} exigences restent, {} sur {total}",
                    composing::activities(service),
                    standing(g.standing, lang),
                    service.relies_on.len(),
                    g.counts.remains,
                    at + 1,
                ),
                &format!(
                    "{called}, {}, {provider}, {}, rests on {}, {} requirements remain, {} of {total}",
                    composing::activities(service),
                    standing(g.standing, lang),
                    service.relies_on.len(),
                    g.counts.remains,
                    at + 1,
                ),
            )
        });
        let owned = owned.get(&service.provider).copied();
        let label = match owned {
            Some(result) => {
                let word = say::conclusion(result, lang);
                t(lang, &format!("{label}, 19.6.a et b : {word}"), &format!("{label}, 19.6.a and b: {word}"))
            }
            None => label,
        };
        let card = Card {
            owned,
            x: placed.x,
            y: placed.y,
            width: placed.width,
            height: placed.height,
            pinned: placed.pinned,
            name: wrap(called, 20, 2),
            who: wrap(
                &format!("{} · {provider}", composing::activities(service)),
                29,
                if called.chars().count() > 20 { 1 } else { 2 },
            ),
            glance,
            label,
        };
        Some((service.id.clone(), card))
    });
    sorted::map(found)
}

/// The arrows, by their keys.
pub fn arrows(state: State, lang: Lang) -> BTreeMap<String, Arrow> {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let layout = state.layout.get();
    let names = composing::names(&document);
    let services = sorted::map(document.services.iter().map(|s| (s.id.as_str(), s)));
    let found = layout.wires.iter().map(|wire| {
        let (key, label, supporting, item) = match &wire.from {
            End::Service(service) => {
                let item = Item::Reliance { service: service.clone(), base: wire.to.clone() };
                let none = services
                    .get(service.as_str())
                    .and_then(|s| s.relies_on.iter().find(|r| r.service == wire.to))
                    .is_some_and(|r| r.layers.is_some_and(catalog::LayerSet::is_empty));
                let called = |id: &ServiceId| names.get(id.as_str()).map(String::as_str).unwrap_or_default();
                let names = format!("{} → {}", called(service), called(&wire.to));
                (
                    key_of(&item),
                    t(lang, &format!("Dépendance {names}"), &format!("Reliance {names}")),
                    none,
                    Some(item),
                )
            }
            End::ThirdParty(id) => {
                // Drawn with the third party, and chosen through it: the key only tells arrows apart.
                (format!("serves:{id}:{}", wire.to), String::new(), true, None)
            }
        };
        (key, Arrow { line: rounded(&wire.points), head: arrowhead(&wire.points), supporting, label, item })
    });
    sorted::map(found)
}

/// The third parties, by their keys.
pub fn asides(state: State, lang: Lang) -> BTreeMap<String, Side> {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let layout = state.layout.get();
    let found = layout.asides.iter().filter_map(|aside| {
        let third = document.third_parties.iter().find(|p| p.id == aside.third_party)?;
        let item = Item::ThirdParty(third.id.clone());
        let called = composing::name(&document, &item, lang);
        let roles = roles(third, lang);
        let label = t(lang, &format!("Tiers {called}, {roles}"), &format!("Third party {called}, {roles}"));
        let side = Side {
            x: aside.x,
            y: aside.y,
            width: aside.width,
            height: aside.height,
            name: wrap(&called, 17, 1),
            roles: wrap(&roles, 24, 1).concat(),
            label,
        };
        Some((key_of(&item), side))
    });
    sorted::map(found)
}
