//! What a person does with a stack, as edits with their labels: add, connect, move, duplicate, delete. The diagram, the
//! outline, the inspector, the menu and the palette all come here, so that they offer the same.

use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    state::{Dialog, Mode, State},
};
use catalog::{Activity, ActivitySet, Lang, LayerSet};
use model::{
    Document,
    document::{
        EntityId, Item, MAX_COLUMN, Provider, ProviderId, Service, ServiceId, ThirdParty, ThirdPartyId,
    },
    edit::{Addition, Edit, bases_open_to, free_id},
    lexicon,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How a new service is linked to one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// As their activities say: what is higher rests on what is lower.
    #[default]
    Fitting,
    /// Not at all.
    Alone,
    /// It rests on that one.
    Above,
    /// That one rests on it.
    Under,
}

impl Link {
    /// How a service of some activities is linked to one that is there.
    fn to(self, document: &Document, new: ActivitySet, to: Option<&ServiceId>) -> Self {
        let there = to.and_then(|id| document.service(id.as_str())).map(|s| s.activities);
        let height =
            |set: ActivitySet| set.iter().map(Activity::own_layers).filter_map(LayerSet::highest).max();
        match (self, there) {
            (Self::Fitting, Some(there)) => match height(new).cmp(&height(there)) {
                std::cmp::Ordering::Less => Self::Under,
                std::cmp::Ordering::Equal => Self::Alone,
                std::cmp::Ordering::Greater => Self::Above,
            },
            (link, _) => link,
        }
    }
}

/// What an item is called.
pub fn name(document: &Document, item: &Item, lang: Lang) -> String {
    let or_id = |name: &str, id: &str| if name.trim().is_empty() { id.to_owned() } else { name.to_owned() };
    let entity = |id: &EntityId| {
        document
            .entities
            .iter()
            .find(|e| e.id == *id)
            .map_or_else(|| id.0.clone(), |e| or_id(&e.name, &e.id.0))
    };
    let service = |id: &ServiceId| {
        document.service(id.as_str()).map_or_else(|| id.0.clone(), |s| or_id(&s.name, s.id.as_str()))
    };
    match item {
        Item::Document => or_id(&document.title, &crate::words::t(lang, "Sans titre", "Untitled")),
        Item::Service(id) => service(id),
        Item::Reliance { service: from, base } => format!("{} → {}", service(from), service(base)),
        Item::ThirdParty(id) => {
            let third = document.third_parties.iter().find(|t| t.id == *id);
            third.map_or_else(|| id.0.clone(), |t| or_id(&t.name, t.id.as_str()))
        }
        Item::Provider(id) => {
            document.provider(id).map_or_else(|| id.0.clone(), |p| or_id(&p.name, p.id.as_str()))
        }
        Item::Entity(id) => entity(id),
        Item::Holding(i) => document
            .holdings
            .get(*i)
            .map_or_else(String::new, |h| format!("{} → {}", entity(&h.holder), entity(&h.held))),
    }
}

/// What all services are called, looked up once for views that show them all.
pub fn names(document: &Document) -> BTreeMap<&str, &str> {
    model::sorted::map(document.services.iter().map(|s| {
        let name = if s.name.trim().is_empty() { &s.id.0 } else { &s.name };
        (s.id.as_str(), name.as_str())
    }))
}

/// The activities of a service, in words.
pub fn activities(service: &Service) -> String {
    service.activities.iter().map(Activity::name).collect::<Vec<_>>().join(", ")
}

fn named(fr: &str, en: &str, name: &str) -> Label {
    Label::new(format!("{fr} « {name} »"), format!("{en} “{name}”"))
}

fn taken(document: &Document) -> impl Fn(&str) -> bool + '_ {
    |id| document.service(id).is_some()
}

/// A name that no service has yet: the name itself, or with a number.
fn free_name(document: &Document, name: &str) -> String {
    let is_taken = |n: &str| document.services.iter().any(|s| s.name == n);
    if !is_taken(name) {
        return name.to_owned();
    }
    (2..).map(|n: u32| format!("{name} {n}")).find(|n| !is_taken(n)).unwrap_or_default()
}

/// Adds a service of an activity, linked to one that is there; selects it and goes to its name.
pub fn add_service(state: State, activity: Activity, link: Link, to: Option<ServiceId>) {
    let Some(now) = state.now() else { return };
    let document = &now.0;
    let name = free_name(document, activity.name());
    let id = ServiceId(free_id(&name, taken(document)));
    let beside = to.as_ref().and_then(|id| document.service(id.as_str())).map(|s| s.provider.clone());
    let beside = beside.or_else(|| document.providers.first().map(|p| p.id.clone()));
    let mut edits = Vec::new();
    let provider = beside.unwrap_or_else(|| {
        let name = state.say("Prestataire", "Provider");
        let id = ProviderId(free_id(&name, |_| false));
        edits.push(Edit::Add(Addition::Provider(Provider { id: id.clone(), name, ..Provider::default() })));
        id
    });
    let service = Service {
        id: id.clone(),
        name: name.clone(),
        provider,
        activities: std::iter::once(activity).collect(),
        ..Service::default()
    };
    let link = link.to(document, service.activities, to.as_ref());
    edits.push(Edit::Add(Addition::Service(Box::new(service))));
    match (link, to) {
        (Link::Above, Some(base)) => edits.push(Edit::connect(id.clone(), &base)),
        (Link::Under, Some(client)) => edits.push(Edit::connect(client, &id)),
        _ => {}
    }
    if state.try_edit(named("ajouter", "add", &name), Edit::Several(edits)) {
        state.select(Some(Item::Service(id)));
        rename(state);
    }
}

/// Adds all that a document holds: a template, a known service. Selects its top service.
pub fn insert(state: State, title: &str, addition: Document, link: Link, to: Option<ServiceId>) {
    let Some(now) = state.now() else { return };
    let mut merged = (*now.0).clone();
    let added = model::edit::merge(&mut merged, addition);
    // The last service of a template is the one that rests on the others.
    let Some(top) = added.last().cloned() else { return };
    let bottom = added.first().cloned().unwrap_or_else(|| top.clone());
    let activities = |id: &ServiceId| merged.service(id.as_str()).map(|s| s.activities).unwrap_or_default();
    let link = match link.to(&now.0, activities(&top), to.as_ref()) {
        // What rests on the one that is there is the lowest of what comes.
        Link::Above => link.to(&now.0, activities(&bottom), to.as_ref()),
        other => other,
    };
    let mut edits = vec![Edit::Replace(Box::new(merged))];
    match (link, to) {
        (Link::Above, Some(base)) => edits.push(Edit::connect(bottom, &base)),
        (Link::Under, Some(client)) => edits.push(Edit::connect(client, &top)),
        _ => {}
    }
    if state.try_edit(named("ajouter", "add", title), Edit::Several(edits)) {
        state.select(Some(Item::Service(top)));
    }
}

/// Adds a third party that serves what is selected; goes to its name.
pub fn add_third_party(state: State) {
    let Some(now) = state.now() else { return };
    let name = state.say("Tiers", "Third party");
    let id = ThirdPartyId(free_id(&name, |id| now.0.third_parties.iter().any(|t| t.id.as_str() == id)));
    let serves = state.selected_service().into_iter().collect();
    let third = ThirdParty { id: id.clone(), name: name.clone(), serves, ..ThirdParty::default() };
    if state.try_edit(named("ajouter", "add", &name), Edit::Add(Addition::ThirdParty(Box::new(third)))) {
        state.select(Some(Item::ThirdParty(id)));
        rename(state);
    }
}

/// Gives a service a provider of its own, to be named.
pub fn add_provider(state: State, service: ServiceId) {
    let Some(now) = state.now() else { return };
    let name = state.say("Nouveau prestataire", "New provider");
    let id = ProviderId(free_id(&name, |id| now.0.providers.iter().any(|p| p.id.as_str() == id)));
    let provider = Provider { id: id.clone(), name: name.clone(), ..Provider::default() };
    let edits =
        vec![Edit::Add(Addition::Provider(provider)), Edit::set(Item::Service(service), "/provider", id.0)];
    if state.try_edit(named("ajouter", "add", &name), Edit::Several(edits)) {
        dom::soon(|| dom::focus_select("field-provider-name"));
    }
}

/// Gives a provider or a third party a legal entity of its own, named like it.
pub fn add_entity(state: State, item: Item) {
    let Some(now) = state.now() else { return };
    let lang = state.lang.get_untracked();
    let name = name(&now.0, &item, lang);
    let id = EntityId(free_id(&name, |id| now.0.entities.iter().any(|e| e.id.as_str() == id)));
    let entity = model::document::Entity { id: id.clone(), name: name.clone(), ..Default::default() };
    let mut edits = vec![Edit::Add(Addition::Entity(entity))];
    if item != Item::Document {
        edits.push(Edit::set(item, "/entity", id.0.clone()));
    }
    if state.try_edit(named("ajouter l’entité", "add the entity", &name), Edit::Several(edits)) {
        state.select(Some(Item::Entity(id)));
        rename(state);
    }
}

/// The services on which a service can come to rest.
pub fn open_bases(state: State, service: &ServiceId) -> Vec<ServiceId> {
    state
        .now()
        .map_or_else(Vec::new, |d| bases_open_to(&d.0, service).into_iter().map(|s| s.id.clone()).collect())
}

/// Makes a service rest on another.
pub fn connect(state: State, service: ServiceId, base: &ServiceId) {
    let Some(now) = state.now() else { return };
    let lang = state.lang.get_untracked();
    let called = |id: &ServiceId| name(&now.0, &Item::Service(id.clone()), lang);
    let (from, to) = (called(&service), called(base));
    let label = Label::new(format!("« {from} » repose sur « {to} »"), format!("“{from}” rests on “{to}”"));
    state.try_edit(label, Edit::connect(service, base));
}

/// Begins to choose on what the selected service should rest: in the diagram, or from a list.
pub fn begin_connecting(state: State, in_diagram: bool) {
    let Some(from) = state.selected_service() else { return };
    let open = open_bases(state, &from);
    if open.is_empty() {
        state.toast(
            Label::new(
                "Aucun autre service ne peut servir de socle à celui-ci : en ajouter un.",
                "No other service can be a base of this one: add one.",
            ),
            false,
        );
    } else if in_diagram {
        let n = open.len();
        state.mode.set(Mode::Connecting { from, to: None });
        state.live.set(crate::words::t(
            state.lang.get_untracked(),
            &format!("Choisir un socle parmi {n} : flèches puis Entrée, ou un clic. Échap pour renoncer."),
            &format!("Choose a base among {n}: arrows then Enter, or a click. Esc to give up."),
        ));
    } else {
        state.dialog.set(Some(Dialog::Connect(from)));
    }
}

/// Copies the selected service.
pub fn duplicate(state: State) {
    let (Some(service), Some(now)) = (state.selected_service(), state.now()) else { return };
    let old = name(&now.0, &Item::Service(service.clone()), state.lang.get_untracked());
    let name = free_name(&now.0, &format!("{old} {}", state.say("(copie)", "(copy)")));
    let copy = ServiceId(free_id(&name, taken(&now.0)));
    let bare = now
        .0
        .service(service.as_str())
        .is_some_and(|s| !s.qualifications.is_empty() || s.candidacy.is_some());
    if state.try_edit(
        named("dupliquer", "duplicate", &old),
        Edit::Duplicate { service, copy: copy.clone(), name },
    ) {
        state.select(Some(Item::Service(copy)));
        if bare {
            state.toast(
                Label::new(
                    "La copie ne porte pas la qualification : une décision vise un service nommé.",
                    "The copy does not carry the qualification: a decision is about one named service.",
                ),
                true,
            );
        }
    }
}

/// Deletes what is selected, and says what no longer has a base.
pub fn delete(state: State) {
    let Some(now) = state.now() else { return };
    let lang = state.lang.get_untracked();
    let mut items: Vec<Item> =
        state.selection.with_untracked(|s| s.iter().filter(|i| **i != Item::Document).cloned().collect());
    // A reliance goes with its service; removing it first would leave nothing to remove.
    let gone: Vec<ServiceId> = items
        .iter()
        .filter_map(|i| if let Item::Service(id) = i { Some(id.clone()) } else { None })
        .collect();
    items.retain(|i| match i {
        Item::Reliance { service, base } => !gone.contains(service) && !gone.contains(base),
        _ => true,
    });
    let Some(first) = items.first() else { return };
    let what = match items.len() {
        1 => name(&now.0, first, lang),
        n => crate::words::count(lang, n, ("élément", "éléments"), ("item", "items")),
    };
    let left: Vec<String> = now
        .0
        .services
        .iter()
        .filter(|s| !gone.contains(&s.id) && s.relies_on.iter().any(|r| gone.contains(&r.service)))
        .map(|s| name(&now.0, &Item::Service(s.id.clone()), lang))
        .collect();
    // Later places first, so that removing one holding does not move the next.
    model::sorted::sort(&mut items);
    let edits = items.into_iter().rev().map(Edit::Remove).collect();
    if state.try_edit(named("supprimer", "delete", &what), Edit::Several(edits)) {
        let text = if left.is_empty() {
            Label::new(format!("« {what} » supprimé."), format!("“{what}” deleted."))
        } else {
            let left = left.join(", ");
            Label::new(
                format!("« {what} » supprimé. Reposaient dessus : {left}."),
                format!("“{what}” deleted. These rested on it: {left}."),
            )
        };
        state.toast(text, true);
    }
}

/// Opens the inspector at the name of what is selected.
pub fn rename(state: State) {
    state.dialog.set(None);
    state.face.set("inspector");
    // What has no name of its own is edited from its top.
    dom::soon(|| {
        dom::focus("inspector");
        dom::focus_select("field-name");
    });
}

/// Moves a service to another activity's band: it then has that activity alone.
pub fn move_to(state: State, service: ServiceId, activity: Activity) {
    let Some(now) = state.now() else { return };
    let lang = state.lang.get_untracked();
    let called = name(&now.0, &Item::Service(service.clone()), lang);
    let label = Label::new(
        format!("déplacer « {called} » en {}", activity.name()),
        format!("move “{called}” to {}", activity.name()),
    );
    let list: Value = json!([activity.id()]);
    state.try_edit(label, Edit::set(Item::Service(service), "/activities", list));
}

/// The band above or below a service's.
pub fn next_band(state: State, service: &ServiceId, up: bool) -> Option<Activity> {
    let now = state.now()?;
    let activities = now.0.service(service.as_str())?.activities;
    let bands =
        lexicon::family("activities").iter().filter_map(|w| Activity::from_id(w.0)).collect::<Vec<_>>();
    let at = bands.iter().position(|a| activities.contains(*a))?;
    bands.get(if up { at.checked_sub(1)? } else { at + 1 }).copied()
}

/// Pins a service at a column of the diagram.
pub fn pin(state: State, service: ServiceId, column: i32) {
    let Some(now) = state.now() else { return };
    let called = name(&now.0, &Item::Service(service.clone()), state.lang.get_untracked());
    let column = u16::try_from(column.max(0)).unwrap_or(MAX_COLUMN).min(MAX_COLUMN);
    state.try_edit(named("placer", "place", &called), Edit::set(Item::Service(service), "/column", column));
}

/// Lets go of all pins, or of those selected.
pub fn unpin(state: State, only_selected: bool) {
    let Some(now) = state.now() else { return };
    let chosen = state.selection.get_untracked();
    let edits: Vec<Edit> = now
        .0
        .services
        .iter()
        .filter(|s| s.column.is_some())
        .map(|s| Item::Service(s.id.clone()))
        .filter(|i| !only_selected || chosen.contains(i))
        .map(|i| Edit::unset(i, "/column"))
        .collect();
    if !edits.is_empty() {
        state.try_edit(Label::new("réorganiser le diagramme", "rearrange the diagram"), Edit::Several(edits));
    }
}

/// Turns a reliance around: the base then rests on the service.
pub fn reverse(state: State) {
    let (Some(Item::Reliance { service, base }), Some(now)) = (state.selected(), state.now()) else { return };
    let item = Item::Reliance { service: service.clone(), base: base.clone() };
    let label = named("inverser", "reverse", &name(&now.0, &item, state.lang.get_untracked()));
    let edits = vec![Edit::Remove(item), Edit::connect(base.clone(), &service)];
    if state.try_edit(label, Edit::Several(edits)) {
        state.select(Some(Item::Reliance { service: base, base: service }));
    }
}
