//! What the diagram shows of services, reliances and third parties. All of it is looked up again at every edit, so it is
//! kept to what decides the picture; words and lines are made in `draw`, of the parts that change.

use super::super::{key_of, roles};
use crate::ui::prelude::*;
use crate::{composing, state::State};
use catalog::{ActivitySet, Lang, Layer};
use model::{
    document::{Item, ServiceId},
    layout::{End, Point},
    overview::Standing,
    ownership::{Conclusion, results},
    sorted,
    verdict::PartState,
};
use std::{collections::BTreeMap, sync::Arc};

/// A box: where it stands, and what is drawn in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub x: i32,
    pub y: i32,
    pub face: Arc<Face>,
}

/// What is drawn in a box.
#[derive(Debug, PartialEq)]
pub struct Face {
    pub id: ServiceId,
    pub width: i32,
    pub height: i32,
    pub pinned: bool,
    /// What it is called.
    pub called: String,
    /// What its provider is called.
    pub provider: String,
    pub activities: ActivitySet,
    /// On how many services it rests.
    pub bases: usize,
    /// Nothing where services rest on one another in a circle.
    pub glance: Option<Seen>,
    /// What 19.6.a and b come to for its provider, where that names its legal person.
    pub owned: Option<Conclusion>,
    /// Its place among all, from 0, and how many there are.
    pub place: (usize, usize),
}

/// What a box shows of a service at a glance.
#[derive(Debug, PartialEq)]
pub struct Seen {
    /// What stands on each layer that it needs.
    pub layers: Vec<(Layer, PartState)>,
    /// Whether it is qualified.
    pub standing: Standing,
    /// How many requirements remain.
    pub remains: usize,
}

/// All of them, by what they stand for.
pub type Cards = BTreeMap<ServiceId, Card>;
/// The arrows, by their keys.
pub type Arrows = BTreeMap<String, Arc<Arrow>>;
/// The third parties, by their keys.
pub type Sides = BTreeMap<String, Side>;

/// An arrow.
#[derive(Debug, PartialEq)]
pub struct Arrow {
    pub key: String,
    pub points: Vec<Point>,
    pub supporting: bool,
    /// What it stands for; a third party's stands for nothing of its own.
    pub item: Option<Item>,
    /// What both ends are called.
    pub ends: String,
}

/// A third party: where it stands, and what is drawn of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub x: i32,
    pub y: i32,
    pub face: Arc<SideFace>,
}

/// What is drawn of a third party.
#[derive(Debug, PartialEq)]
pub struct SideFace {
    pub key: String,
    pub width: i32,
    pub height: i32,
    pub called: String,
    pub roles: String,
}

/// What is shown of each service.
pub fn cards(state: State, lang: Lang) -> Cards {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let (layout, glances) = (state.layout.get(), state.glances.get());
    let known = sorted::map(glances.iter().map(|g| (&g.service, g)));
    let total = layout.boxes.len();
    let services = sorted::map(document.services.iter().map(|s| (&s.id, s)));
    let results = state.question.with(|q| {
        let named = document.providers.iter().any(|p| p.entity.is_some());
        q.as_ref().filter(|_| named).map(|q| results(&document, &q.readings)).unwrap_or_default()
    });
    // What each provider is called, and what it comes to.
    let providers = sorted::map(document.providers.iter().map(|p| {
        let result = || results.iter().find(|(id, _)| *id == p.id).map(|(_, result)| *result);
        let name = composing::name(&document, &Item::Provider(p.id.clone()), lang);
        (&p.id, (name, p.entity.as_ref().and_then(|_| result())))
    }));
    let found = layout.boxes.iter().enumerate().filter_map(|(at, placed)| {
        let service = *services.get(&placed.service)?;
        let provider = providers.get(&service.provider);
        let glance = known.get(&service.id).map(|g| Seen {
            layers: g.layers.clone(),
            standing: g.standing,
            remains: g.counts.remains,
        });
        let face = Face {
            id: service.id.clone(),
            width: placed.width,
            height: placed.height,
            pinned: placed.pinned,
            called: if service.name.trim().is_empty() { &service.id.0 } else { &service.name }.clone(),
            provider: provider.map_or(&service.provider.0, |(name, _)| name).clone(),
            activities: service.activities,
            bases: service.relies_on.len(),
            glance,
            owned: provider.and_then(|(_, result)| *result),
            place: (at, total),
        };
        Some((service.id.clone(), Card { x: placed.x, y: placed.y, face: Arc::new(face) }))
    });
    sorted::map(found)
}

/// The arrows, by their keys.
pub fn arrows(state: State) -> Arrows {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let layout = state.layout.get();
    let names = composing::names(&document);
    let services = sorted::map(document.services.iter().map(|s| (s.id.as_str(), s)));
    let found = layout.wires.iter().map(|wire| {
        let points = wire.points.clone();
        let arrow = match &wire.from {
            End::Service(service) => {
                let item = Item::Reliance { service: service.clone(), base: wire.to.clone() };
                let supporting = services
                    .get(service.as_str())
                    .and_then(|s| s.relies_on.iter().find(|r| r.service == wire.to))
                    .is_some_and(|r| r.layers.is_some_and(catalog::LayerSet::is_empty));
                let called = |id: &ServiceId| names.get(id.as_str()).copied().unwrap_or_default();
                let ends = [called(service), " → ", called(&wire.to)].concat();
                Arrow { key: key_of(&item), points, supporting, item: Some(item), ends }
            }
            // Drawn with the third party, and chosen through it: the key only tells arrows apart.
            End::ThirdParty(id) => Arrow {
                key: format!("serves:{id}:{}", wire.to),
                points,
                supporting: true,
                item: None,
                ends: String::new(),
            },
        };
        (arrow.key.clone(), Arc::new(arrow))
    });
    sorted::map(found)
}

/// The third parties, by their keys.
pub fn asides(state: State, lang: Lang) -> Sides {
    let Some(document) = state.document.get().map(|d| d.0) else { return BTreeMap::new() };
    let layout = state.layout.get();
    let found = layout.asides.iter().filter_map(|aside| {
        let third = document.third_parties.iter().find(|p| p.id == aside.third_party)?;
        let item = Item::ThirdParty(third.id.clone());
        let key = key_of(&item);
        let face = SideFace {
            key: key.clone(),
            width: aside.width,
            height: aside.height,
            called: composing::name(&document, &item, lang),
            roles: roles(third, lang),
        };
        Some((key, Side { x: aside.x, y: aside.y, face: Arc::new(face) }))
    });
    sorted::map(found)
}
