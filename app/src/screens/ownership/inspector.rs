//! What is selected, field by field: an entity with its holders, or a holding with its slider.

use super::{Desk, called, share, slider::slider};
use crate::ui::prelude::*;
use crate::{composing, dom, forms::Form, history::Label, screens::compose::fields, words::t};
use model::{
    document::{Answer, Entity, EntityId, Holding, Item},
    edit::{Addition, Edit, free_id},
    ownership::{Holder, say},
};

/// The inspector; it follows the selection.
pub fn inspector(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    // Drawn anew when another thing is selected, and not at every edit: what is being typed stays.
    let item = Memo::new(move |_| {
        let item = state.selection.with(|s| s.last().cloned())?;
        let ours = matches!(item, Item::Entity(_) | Item::Holding(_));
        state.document.with(|d| d.as_ref().is_some_and(|d| ours && item.at(&d.0).is_some())).then_some(item)
    });
    let body = move || match item.get() {
        None => view! {
            <div class="inspector" id="inspector" tabindex="-1">
                <h2 id="inspector-title">{t(lang, "Fiche", "Details")}</h2>
                <p class="hint">{t(lang, "Choisir une entité ou une participation, dans le dessin ou dans le plan, pour la lire et la changer.", "Choose an entity or a holding, in the drawing or in the outline, to read and change it.")}</p>
            </div>
        },
        Some(item) => {
            let named = item.clone();
            let title =
                move || state.document.with(|d| d.as_ref().map(|d| composing::name(&d.0, &named, lang)));
            let kind = match item {
                Item::Holding(_) => t(lang, "Participation", "Holding"),
                _ => t(lang, "Entité juridique", "Legal entity"),
            };
            let fields = match item.clone() {
                Item::Holding(at) => holding(desk, at),
                Item::Entity(id) => entity(desk, id),
                _ => View::None,
            };
            view! {
                <div class="inspector" id="inspector" tabindex="-1">
                    <h2 id="inspector-title"><span class="kind">{kind}</span>{title}</h2>
                    {fields}
                    <button type="button" class="link danger" on:click=move |_| remove(desk, &item)>{t(lang, "Supprimer", "Delete")}</button>
                </div>
            }
        }
    };
    body.into_view()
}

fn remove(desk: Desk, item: &Item) {
    let (state, lang) = (desk.state, desk.lang);
    let name = state.now().map(|d| composing::name(&d.0, item, lang)).unwrap_or_default();
    let label = Label::new(format!("supprimer « {name} »"), format!("delete “{name}”"));
    if state.try_edit(label, Edit::Remove(item.clone())) {
        state.select(None);
        state.toast(Label::new(format!("« {name} » supprimé."), format!("“{name}” deleted.")), true);
        desk.inspect();
    }
}

fn holding(desk: Desk, at: usize) -> View {
    let Desk { state, lang, .. } = desk;
    let form = Form::new(state, lang, Item::Holding(at), "field");
    let ends = move || {
        let document = state.document.get()?.0;
        let holding = document.holdings.get(at)?;
        let end = |id: &EntityId| {
            let (item, name) = (Item::Entity(id.clone()), called(&document, id, lang));
            view! { <button type="button" class="link" on:click=move |_| desk.select(item.clone())>{name}</button> }
        };
        Some(view! { {end(&holding.holder)}" → "{end(&holding.held)} })
    };
    view! {
        <p>{ends}</p>
        {slider(desk, at)}
        {form.fields("", fields::HOLDING)}
    }
}

fn entity(desk: Desk, id: EntityId) -> View {
    let Desk { state, lang, .. } = desk;
    let form = Form::new(state, lang, Item::Entity(id.clone()), "field");
    let mine = id.clone();
    // What it comes to for the provider in question.
    let held = move || {
        let (document, told) = (desk.document.get()?, desk.told.get()?);
        let held = told.holders.iter().find(|h| h.holder == Holder::Entity(mine.clone()))?;
        let line = |name: String, figures: model::ownership::Figures| {
            let (product, control) = (say::range(figures.product, lang), say::range(figures.control, lang));
            view! { <tr><th scope="row">{name}</th><td>{product}</td><td>{control}</td></tr> }
        };
        let chains: Vec<_> = held
            .paths
            .iter()
            .map(|path| {
                let names: Vec<String> = path.iter().map(|id| called(&document, id, lang)).collect();
                view! { <li>{names.join(" → ")}</li> }
            })
            .collect();
        let more = held.more_paths.then(|| t(lang, "et d’autres chaînes", "and other chains"));
        let controls = match held.controls {
            Answer::Yes => t(lang, "Elle contrôle le prestataire.", "It controls the provider."),
            Answer::No => t(lang, "Elle ne le contrôle pas.", "It does not control it."),
            Answer::Unknown => t(lang, "Contrôle : impossible de conclure.", "Control: cannot conclude."),
        };
        Some(view! {
            <p>{model::words::capital(&say::non_eu(held, lang))}</p>
            <table class="o-held">
                <caption>{t(lang, "Ce qu’elle détient du prestataire, en tout", "What it holds of the provider, in all")}</caption>
                <thead><tr><td></td><th scope="col">{t(lang, "Produit", "Product")}</th><th scope="col">{t(lang, "Contrôle", "Control")}</th></tr></thead>
                <tbody>{line(t(lang, "Capital", "Capital"), held.capital)}{line(t(lang, "Votes", "Votes"), held.votes)}</tbody>
            </table>
            <p>{controls}</p>
            <ul class="o-chains">{chains}</ul>
            <p class="quiet">{more}</p>
        })
    };
    view! {
        {held}
        {holders(desk, id)}
        <details class="part" open=true>
            <summary><h3>{t(lang, "Où elle est, et ce qu’elle est", "Where it is, and what it is")}</h3></summary>
            {form.fields("", fields::ENTITY)}
        </details>
    }
}

/// Who holds it, and how to add a holder.
fn holders(desk: Desk, id: EntityId) -> View {
    let Desk { state, lang, .. } = desk;
    let mine = id.clone();
    let rows = move || {
        let document = state.document.get()?.0;
        let rows: Vec<_> = (document.holdings.iter().enumerate())
            .filter(|(_, h)| h.held == mine)
            .map(|(at, h)| {
                let name = called(&document, &h.holder, lang);
                let said = format!("{}, {}", share(h.capital, lang), share(h.votes, lang));
                view! {
                    <li>
                        <button type="button" class="link" on:click=move |_| { desk.select(Item::Holding(at)); desk.inspect(); }>{name}</button>
                        <span class="quiet">{t(lang, &format!("capital et votes : {said}"), &format!("capital and votes: {said}"))}</span>
                    </li>
                }
            })
            .collect();
        Some(rows)
    };
    let (mine, held) = (id.clone(), id);
    let options = move || {
        let document = state.document.get()?.0;
        let has = |holder: &EntityId| document.holdings.iter().any(|h| h.held == mine && h.holder == *holder);
        let options: Vec<_> = (document.entities.iter())
            .filter(|e| e.id != mine && !has(&e.id))
            .map(|e| view! { <option value=e.id.0.clone()>{called(&document, &e.id, lang)}</option> })
            .collect();
        Some(options)
    };
    let add = move |e: web_sys::Event| match event_target_value(&e).as_str() {
        "" => {}
        "*" => add_holder(desk, &held, None),
        holder => add_holder(desk, &held, Some(EntityId::from(holder))),
    };
    view! {
        <h3>{t(lang, "Qui la détient", "Who holds it")}</h3>
        <ul class="links">{rows}</ul>
        <p class="field">
            <label for="o-add">{t(lang, "Ajouter un détenteur", "Add a holder")}</label>
            <select id="o-add" prop:value="" on:change=add>
                <option value="">{t(lang, "Choisir…", "Choose…")}</option>
                {options}
                <option value="*">{t(lang, "Une nouvelle entité…", "A new entity…")}</option>
            </select>
        </p>
    }
}

/// An entity that the document does not have yet, by a name.
fn fresh(desk: Desk, name: String) -> Option<Entity> {
    let now = desk.state.now()?;
    let id = EntityId(free_id(&name, |id| now.0.entities.iter().any(|e| e.id.as_str() == id)));
    Some(Entity { id, name, ..Entity::default() })
}

/// Adds a holder; a new one is named next, another one gets its percentage next.
fn add_holder(desk: Desk, held: &EntityId, holder: Option<EntityId>) {
    let (state, lang) = (desk.state, desk.lang);
    let Some(now) = state.now() else { return };
    let mut edits = Vec::new();
    let is_new = holder.is_none();
    let holder = match holder {
        Some(id) => id,
        None => {
            let Some(entity) = fresh(desk, state.say("Nouveau détenteur", "New holder")) else { return };
            let id = entity.id.clone();
            edits.push(Edit::Add(Addition::Entity(entity)));
            id
        }
    };
    let at = now.0.holdings.len();
    let holding = Holding { holder: holder.clone(), held: held.clone(), ..Holding::default() };
    edits.push(Edit::Add(Addition::Holding(holding)));
    let name = called(&now.0, held, lang);
    let label = Label::new(format!("ajouter un détenteur à « {name} »"), format!("add a holder to “{name}”"));
    if state.try_edit(label, Edit::Several(edits)) {
        if is_new {
            desk.select(Item::Entity(holder));
            dom::soon(|| dom::focus_select("field-name"));
        } else {
            desk.select(Item::Holding(at));
            dom::soon(|| dom::focus_select("o-slider-number"));
        }
    }
}

/// Adds an entity that holds nothing yet.
pub fn add_entity(desk: Desk) {
    let state = desk.state;
    let Some(entity) = fresh(desk, state.say("Nouvelle entité", "New entity")) else { return };
    let id = entity.id.clone();
    let label = Label::new("ajouter une entité", "add an entity");
    if state.try_edit(label, Edit::Add(Addition::Entity(entity))) {
        desk.select(Item::Entity(id));
        dom::soon(|| dom::focus_select("field-name"));
    }
}
