//! The inspector: all that can be said of what is selected, field by field.

use super::fields;
use crate::ui::prelude::*;
use crate::{
    actions, composing, dom,
    forms::{Field, Form},
    screens::{assumptions, icons, ownership, tool},
    state::State,
    words::{count, t},
};
use catalog::Lang;
use model::{
    document::{EntityId, Holding, Item, ServiceId},
    edit::{Addition, Edit},
};

/// The inspector; it follows the selection, and without one shows the document.
pub fn inspector(state: State, lang: Lang) -> View {
    // Drawn anew when another thing is selected, and not at every edit: what is being typed stays.
    let item = Memo::new(move |_| {
        let item = state.selection.with(|s| s.last().cloned()).unwrap_or_default();
        let there = state.document.with(|d| d.as_ref().is_some_and(|d| item.at(&d.0).is_some()));
        if there { item } else { Item::Document }
    });
    // Another thing is shown from its top.
    Effect::new(move |_| {
        item.track();
        dom::to_top("details");
    });
    let body = move || {
        let item = item.get();
        let shown = item.clone();
        let title = move || {
            let name = state.document.with(|d| d.as_ref().map(|d| composing::name(&d.0, &shown, lang)))?;
            let (fr, en) = kind(&shown);
            Some(view! { <span class="kind">{t(lang, fr, en)}</span>{name} })
        };
        let several = move || {
            let n = state.selection.with(Vec::len);
            (n > 1).then(|| {
                view! {
                    <p class="hint">
                        {count(lang, n, ("élément choisi", "éléments choisis"), ("item selected", "items selected"))}
                        {t(lang, " : la fiche montre le dernier.", ": the details are the last one’s.")}
                    </p>
                }
            })
        };
        view! {
            <div class="inspector" id="inspector" tabindex="-1">
                <h2 id="inspector-title">{title}</h2>
                {several}
                {body(state, lang, item)}
            </div>
        }
    };
    body.into_view()
}

const fn kind(item: &Item) -> (&'static str, &'static str) {
    match item {
        Item::Document => ("Document", "Document"),
        Item::Service(_) => ("Service", "Service"),
        Item::Reliance { .. } => ("Dépendance", "Reliance"),
        Item::ThirdParty(_) => ("Tiers", "Third party"),
        Item::Provider(_) => ("Prestataire", "Provider"),
        Item::Entity(_) => ("Entité juridique", "Legal entity"),
        Item::Holding(_) => ("Participation", "Holding"),
    }
}

fn body(state: State, lang: Lang, item: Item) -> View {
    let form = Form::new(state, lang, item.clone(), "field");
    match item {
        Item::Document => view! {
            {form.fields("", fields::DOCUMENT)}
            {section(lang, "readings", ("Lectures", "Readings"), false, assumptions::readings(state, lang))}
            {section(lang, "people", ("Entités juridiques", "Legal entities"), false, entities(state, lang))}
        },
        Item::Service(id) => service(state, lang, form, id),
        Item::Reliance { service, base } => view! {
            <p class="buttons">
                {jump(state, lang, Item::Service(service), "up")}
                {jump(state, lang, Item::Service(base), "below")}
                {tool(state, lang, "reverse", true)}
                {tool(state, lang, "delete", true)}
            </p>
            {form.fields("", fields::RELIANCE)}
        },
        Item::ThirdParty(_) => view! {
            <p class="buttons">{tool(state, lang, "delete", true)}</p>
            {form.fields("", fields::THIRD_PARTY)}
        },
        Item::Provider(id) => view! {
            <p class="buttons">{tool(state, lang, "delete", true)}</p>
            {ownership::line(state, lang, Signal::derive(move || Some(id.clone())))}
            {form.fields("", fields::PROVIDER)}
        },
        Item::Entity(id) => view! {
            <p class="buttons">{tool(state, lang, "delete", true)}</p>
            {form.fields("", fields::ENTITY)}
            {section(lang, "holders", ("Qui la détient", "Who holds it"), true, holders(state, lang, id))}
        },
        Item::Holding(_) => form.fields("", fields::HOLDING),
    }
}

/// A part of the inspector that folds.
fn section(lang: Lang, id: &'static str, title: (&str, &str), open: bool, body: View) -> View {
    view! {
        <details class="part" id=format!("part-{id}") open=open>
            <summary><h3>{t(lang, title.0, title.1)}</h3></summary>
            {body}
        </details>
    }
}

/// A button that selects something else.
fn jump(state: State, lang: Lang, item: Item, icon: &'static str) -> View {
    let named = item.clone();
    let name = move || state.document.with(|d| d.as_ref().map(|d| composing::name(&d.0, &named, lang)));
    view! {
        <button type="button" class="link" on:click=move |_| state.select(Some(item.clone()))>{icons::icon(icon)}{name}</button>
    }
}

fn service(state: State, lang: Lang, form: Form, id: ServiceId) -> View {
    let (mine, bases) = (id.clone(), id.clone());
    // The provider's own name, so that a new one can be named on the spot.
    let provider = Memo::new(move |_| {
        state
            .document
            .with(|d| d.as_ref().and_then(|d| d.0.service(mine.as_str()).map(|s| s.provider.clone())))
    });
    let offered = Memo::new(move |_| {
        let provider = provider.get();
        state.document.with(|d| {
            d.iter().flat_map(|d| &d.0.services).filter(|s| Some(&s.provider) == provider.as_ref()).count()
        })
    });
    let provider_name = move || {
        let provider = provider.get()?;
        let n = offered.get();
        if n > 1 {
            // Renaming it here would rename it for the others, out of sight.
            return Some(view! {
                <p class="inset">
                    {jump(state, lang, Item::Provider(provider), "provider")}
                    <span class="hint">{count(lang, n, ("service", "services"), ("service", "services"))}</span>
                </p>
            });
        }
        let form = Form::new(state, lang, Item::Provider(provider.clone()), "field-provider");
        Some(view! {
            <div class="inset">
                {form.fields("", fields::PROVIDER_NAME)}
                {jump(state, lang, Item::Provider(provider), "provider")}
            </div>
        })
    };
    view! {
        <p class="buttons">
            {tool(state, lang, "target", true)}
            {tool(state, lang, "connect", true)}
            {tool(state, lang, "duplicate", true)}
            {tool(state, lang, "delete", true)}
        </p>
        {form.fields("", fields::SERVICE.get(..2).unwrap_or_default())}
        {provider_name}
        {ownership::line(state, lang, provider.into())}
        {form.fields("", fields::SERVICE.get(2..).unwrap_or_default())}
        {section(lang, "bases", ("Repose sur", "Rests on"), true, rests_on(state, lang, bases))}
        {section(lang, "qualifications", ("Qualifications", "Qualifications"), true, form.fields("", fields::QUALIFICATIONS))}
        {section(lang, "candidacy", ("Candidature", "Candidacy"), false, form.fields("", fields::CANDIDACY))}
        {section(lang, "locations", ("Localisation (19.2)", "Localisation (19.2)"), false, form.fields("", fields::LOCATIONS))}
        {section(lang, "facts", ("Faits", "Facts"), false, form.facts())}
        {section(lang, "thirds", ("Tiers", "Third parties"), false, served_by(state, lang, id))}
        {section(lang, "about", ("Note et sources", "Note and sources"), false, form.fields("", fields::ABOUT))}
    }
}

/// The bases of a service, and how to add one.
fn rests_on(state: State, lang: Lang, id: ServiceId) -> View {
    let (mine, open) = (id.clone(), id.clone());
    let rows = move || {
        let document = state.document.get()?.0;
        let service = document.service(mine.as_str())?;
        let rows: Vec<_> = service
            .relies_on
            .iter()
            .map(|r| {
                let item = Item::Reliance { service: mine.clone(), base: r.service.clone() };
                let name = composing::name(&document, &Item::Service(r.service.clone()), lang);
                let layers = r.layers.map(|l| count(lang, l.len(), ("couche nommée", "couches nommées"), ("layer named", "layers named")));
                let layers = layers.unwrap_or_else(|| t(lang, "toutes ses couches", "all its layers"));
                let remove = Edit::Remove(item.clone());
                let label = crate::history::Label::new(format!("retirer le lien vers « {name} »"), format!("remove the reliance on “{name}”"));
                let said = t(lang, &format!("Retirer le lien vers {name}"), &format!("Remove the reliance on {name}"));
                view! {
                    <li>
                        <button type="button" class="link" on:click=move |_| state.select(Some(item.clone()))>{name}</button>
                        <span class="quiet">{layers}</span>
                        <button type="button" class="tool" title=said.clone() aria-label=said on:click=move |_| { state.try_edit(label.clone(), remove.clone()); }>
                            {icons::icon("close")}
                        </button>
                    </li>
                }
            })
            .collect();
        Some(rows)
    };
    let bases = move || {
        state.document.track();
        let Some(now) = state.now() else { return Vec::new() };
        let named =
            |b: ServiceId| (b.0.clone(), (composing::name(&now.0, &Item::Service(b.clone()), lang), b.0));
        composing::open_bases(state, &open).into_iter().map(named).collect()
    };
    let options = each(bases, |(name, id)| view! { <option value=id>{name}</option> });
    let add = move |e: web_sys::Event| {
        let base = event_target_value(&e);
        if base == "*" {
            actions::run("add", state);
        } else if !base.is_empty() {
            composing::connect(state, id.clone(), &ServiceId(base));
        }
    };
    view! {
        <ul class="links">{rows}</ul>
        <p class="field">
            <label for="add-base">{t(lang, "Ajouter un socle", "Add a base")}</label>
            <select id="add-base" prop:value="" on:change=add>
                <option value="">{t(lang, "Choisir…", "Choose…")}</option>
                {options}
                <option value="*">{t(lang, "Un nouveau service…", "A new service…")}</option>
            </select>
        </p>
    }
}

/// The third parties that serve a service.
fn served_by(state: State, lang: Lang, id: ServiceId) -> View {
    let rows = move || {
        let document = state.document.get()?.0;
        let rows: Vec<_> = document
            .third_parties
            .iter()
            .filter(|x| x.serves.contains(&id))
            .map(|x| view! { <li>{jump(state, lang, Item::ThirdParty(x.id.clone()), "third")}<span class="quiet">{super::roles(x, lang)}</span></li> })
            .collect();
        Some(rows)
    };
    view! {
        <ul class="links">{rows}</ul>
        <p class="buttons">{tool(state, lang, "third", true)}</p>
    }
}

/// The legal entities of the document.
fn entities(state: State, lang: Lang) -> View {
    let rows = move || {
        let document = state.document.get()?.0;
        let rows: Vec<_> = document
            .entities
            .iter()
            .map(|e| view! { <li>{jump(state, lang, Item::Entity(e.id.clone()), "entity")}</li> })
            .collect();
        Some(rows)
    };
    view! {
        <ul class="links">{rows}</ul>
        <button type="button" class="plain small" on:click=move |_| new_entity(state)>
            {icons::icon("add")}{t(lang, "Ajouter une entité", "Add an entity")}
        </button>
    }
}

fn new_entity(state: State) {
    let Some(now) = state.now() else { return };
    let name = state.say("Nouvelle entité", "New entity");
    let id = EntityId(model::edit::free_id(&name, |id| now.0.entities.iter().any(|e| e.id.as_str() == id)));
    let entity = model::document::Entity { id: id.clone(), name, ..Default::default() };
    let label = crate::history::Label::new("ajouter une entité", "add an entity");
    if state.try_edit(label, Edit::Add(Addition::Entity(entity))) {
        state.select(Some(Item::Entity(id)));
        composing::rename(state);
    }
}

/// Who holds an entity, each holding with its fields.
fn holders(state: State, lang: Lang, id: EntityId) -> View {
    let held = id.clone();
    let places = Memo::new(move |_| {
        state.document.with(|d| {
            let holdings = d.iter().flat_map(|d| d.0.holdings.iter().enumerate());
            holdings.filter(|(_, h)| h.held == id).map(|(i, _)| i).collect::<Vec<_>>()
        })
    });
    let forms = move || {
        places
            .get()
            .into_iter()
            .enumerate()
            .map(|(n, i)| {
                let item = Item::Holding(i);
                let named = item.clone();
                let title = move || state.document.with(|d| d.as_ref().map(|d| composing::name(&d.0, &named, lang)));
                let fields: &'static [Field] = fields::HOLDING;
                let form = Form::new(state, lang, item.clone(), "held").nth(n + 1);
                let remove = move |_| {
                    let label = crate::history::Label::new("retirer une participation", "remove a holding");
                    state.try_edit(label, Edit::Remove(item.clone()));
                };
                view! {
                    <fieldset class="entry">
                        <legend>{title}</legend>
                        {form.fields("", fields)}
                        <button type="button" class="link danger" on:click=remove>{t(lang, "Retirer", "Remove")}</button>
                    </fieldset>
                }
            })
            .collect::<Vec<_>>()
    };
    let add = move |_| {
        let Some(now) = state.now() else { return };
        // Some other entity to begin with, or a new one.
        let mut edits = Vec::new();
        let holder =
            now.0.entities.iter().find(|e| e.id != held).map(|e| e.id.clone()).unwrap_or_else(|| {
                let name = state.say("Détenteur", "Holder");
                let id = EntityId(model::edit::free_id(&name, |id| {
                    now.0.entities.iter().any(|e| e.id.as_str() == id)
                }));
                let entity = model::document::Entity { id: id.clone(), name, ..Default::default() };
                edits.push(Edit::Add(Addition::Entity(entity)));
                id
            });
        edits.push(Edit::Add(Addition::Holding(Holding {
            holder,
            held: held.clone(),
            ..Holding::default()
        })));
        state.try_edit(
            crate::history::Label::new("ajouter une participation", "add a holding"),
            Edit::Several(edits),
        );
    };
    view! {
        {forms}
        <button type="button" class="plain small" on:click=add>{icons::icon("add")}{t(lang, "Ajouter un détenteur", "Add a holder")}</button>
    }
}
