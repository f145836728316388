//! The outline: the same things as the diagram, as a tree, for keyboards and readers. One tab stop; the row that the
//! arrows reach is what is selected, here and in the diagram.

use super::{key_of, roles, standing};
use crate::ui::prelude::*;
use crate::{
    composing, dom,
    screens::icons,
    state::State,
    words::{count, t},
};
use catalog::{Activity, Lang, LayerSet};
use model::{document::Item, overview::Glance};
use std::collections::{BTreeMap, BTreeSet};

/// A row of the tree.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    /// What identifies it on the page.
    key: String,
    /// What it stands for; a heading stands for nothing.
    item: Option<Item>,
    /// From 1.
    level: u8,
    icon: &'static str,
    text: String,
    about: String,
    /// Whether rows lie below it.
    parent: bool,
    /// Whether those are shown.
    open: bool,
}

/// All rows, top to bottom: services by band, each with what it rests on; third parties; providers and entities.
fn rows(state: State, lang: Lang) -> Vec<Row> {
    let Some(document) = state.document.get().map(|d| d.0) else { return Vec::new() };
    let glances = state.glances.get();
    let names = composing::names(&document);
    let called = |item: &Item| match item {
        Item::Service(id) => names.get(id.as_str()).cloned().unwrap_or_default(),
        // What a row says of a reliance names its base alone.
        Item::Reliance { .. } => String::new(),
        other => composing::name(&document, other, lang),
    };
    let known = model::sorted::map(glances.iter().map(|g| (&g.service, g)));
    let mut offered: BTreeMap<&str, usize> = BTreeMap::new();
    for service in &document.services {
        *offered.entry(service.provider.as_str()).or_default() += 1;
    }
    let mut rows = Vec::new();
    let head = |key: &str, text: String, parent: bool| Row {
        key: key.to_owned(),
        item: None,
        level: 1,
        icon: "",
        text,
        about: String::new(),
        parent,
        open: true,
    };
    let row = |item: Item, level: u8, icon: &'static str, about: String, parent: bool| Row {
        key: key_of(&item),
        level,
        icon,
        text: called(&item),
        about,
        parent,
        open: true,
        item: Some(item),
    };
    rows.push(row(
        Item::Document,
        1,
        "home",
        t(lang, "titre, dates, lectures", "title, days, readings"),
        false,
    ));
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for activity in [Activity::Saas, Activity::Paas, Activity::Caas, Activity::Iaas] {
        let here: Vec<_> = document
            .services
            .iter()
            .filter(|s| s.activities.contains(activity) && !shown.contains(s.id.as_str()))
            .collect();
        if here.is_empty() {
            continue;
        }
        rows.push(head(activity.id(), format!("{} ({})", activity.name(), here.len()), true));
        for service in here {
            shown.insert(service.id.as_str());
            let glance: Option<&Glance> = known.get(&service.id).copied();
            let about = glance.map_or_else(String::new, |g| {
                t(
                    lang,
                    &format!("{}, {} restent", standing(g.standing, lang), g.counts.remains),
                    &format!("{}, {} remain", standing(g.standing, lang), g.counts.remains),
                )
            });
            let thirds = document.third_parties.iter().filter(|x| x.serves.contains(&service.id));
            let parent = !service.relies_on.is_empty() || thirds.clone().next().is_some();
            rows.push(row(Item::Service(service.id.clone()), 2, "compose", about, parent));
            for (i, reliance) in service.relies_on.iter().enumerate() {
                let item = Item::Reliance { service: service.id.clone(), base: reliance.service.clone() };
                let offered = glance.and_then(|g| g.offers.get(i)).copied().unwrap_or(LayerSet::EMPTY);
                let mut about = if offered.is_empty() {
                    t(lang, "service d’appui", "supporting service")
                } else {
                    count(lang, offered.len(), ("couche", "couches"), ("layer", "layers"))
                };
                if !reliance.retained.is_empty() {
                    about.push_str(", ");
                    about.push_str(&count(
                        lang,
                        reliance.retained.len(),
                        ("part laissée", "parts laissées"),
                        ("share left", "shares left"),
                    ));
                }
                let base = called(&Item::Service(reliance.service.clone()));
                let text = t(lang, &format!("repose sur {base}"), &format!("rests on {base}"));
                rows.push(Row { text, ..row(item, 3, "connect", about, false) });
            }
            for third in thirds {
                let item = Item::ThirdParty(third.id.clone());
                let key = format!("{}-{}", key_of(&item), service.id);
                let text =
                    t(lang, &format!("servi par {}", called(&item)), &format!("served by {}", called(&item)));
                rows.push(Row { key, text, ..row(item, 3, "third", roles(third, lang), false) });
            }
        }
    }
    let mut section = |key: &str, fr: &str, en: &str, items: Vec<(Item, String)>, icon: &'static str| {
        if !items.is_empty() {
            rows.push(head(key, format!("{} ({})", t(lang, fr, en), items.len()), true));
            for (item, about) in items {
                rows.push(row(item, 2, icon, about, false));
            }
        }
    };
    let thirds =
        document.third_parties.iter().map(|x| (Item::ThirdParty(x.id.clone()), roles(x, lang))).collect();
    section("thirds", "Tiers", "Third parties", thirds, "third");
    let providers = document.providers.iter().map(|p| {
        let n = offered.get(p.id.as_str()).copied().unwrap_or(0);
        (Item::Provider(p.id.clone()), count(lang, n, ("service", "services"), ("service", "services")))
    });
    section("providers", "Prestataires", "Providers", providers.collect(), "provider");
    let entities = document.entities.iter().map(|e| {
        let seat = e.seat.as_ref().map_or_else(|| t(lang, "siège non dit", "seat not said"), |c| c.0.clone());
        (Item::Entity(e.id.clone()), seat)
    });
    section("entities", "Entités juridiques", "Legal entities", entities.collect(), "entity");
    rows
}

/// The tree.
pub fn outline(state: State, lang: Lang) -> View {
    let all = Memo::new(move |_| rows(state, lang));
    let folded = RwSignal::new(BTreeSet::<String>::new());
    // Rows below a folded one are not there.
    let open = Memo::new(move |_| {
        let folded = folded.get();
        let mut below: Option<u8> = None;
        all.with(|all| {
            all.iter()
                .filter(|r| {
                    if below.is_some_and(|level| r.level > level) {
                        return false;
                    }
                    below = folded.contains(&r.key).then_some(r.level);
                    true
                })
                .map(|r| Row { open: !folded.contains(&r.key), ..r.clone() })
                .collect::<Vec<_>>()
        })
    });
    // The row that the arrows have reached: a heading can be reached too, and stands for nothing.
    let reached = RwSignal::new(String::new());
    let active = Memo::new(move |_| {
        let selected = state.selection.with(|s| s.last().cloned());
        let reached = reached.get();
        open.with(|rows| {
            let here = rows.iter().find(|r| r.key == reached);
            let fits = here.filter(|r| r.item.is_none() || r.item == selected);
            let row = fits.or_else(|| rows.iter().find(|r| r.item.is_some() && r.item == selected));
            row.or(here).map(|r| r.key.clone()).unwrap_or_default()
        })
    });
    let go = move |row: &Row| {
        reached.set(row.key.clone());
        if row.item.is_some() {
            state.select(row.item.clone());
        }
        let id = format!("o-{}", row.key);
        dom::soon(move || dom::reveal(&id));
    };
    let fold = move |key: &str, close: bool| {
        folded.update(|f| {
            if close {
                f.insert(key.to_owned());
            } else {
                f.remove(key);
            }
        });
    };
    let key = move |e: web_sys::KeyboardEvent| {
        if e.ctrl_key() || e.meta_key() || e.alt_key() || e.is_composing() {
            return;
        }
        let rows = open.get_untracked();
        let at = rows.iter().position(|r| active.with_untracked(|a| *a == r.key));
        let now = at.and_then(|i| rows.get(i));
        let is_open = now.is_some_and(|r| r.parent && !folded.with_untracked(|f| f.contains(&r.key)));
        let to = match e.key().as_str() {
            "ArrowDown" => rows.get(at.map_or(0, |i| i + 1)),
            "ArrowUp" => at.and_then(|i| rows.get(i.checked_sub(1)?)),
            "Home" => rows.first(),
            "End" => rows.last(),
            "ArrowRight" => match now {
                Some(r) if r.parent && !is_open => {
                    fold(&r.key, false);
                    None
                }
                Some(r) if r.parent => at.and_then(|i| rows.get(i + 1)),
                _ => None,
            },
            "ArrowLeft" => match now {
                Some(r) if is_open => {
                    fold(&r.key, true);
                    None
                }
                Some(r) => rows.iter().take(at.unwrap_or(0)).rev().find(|above| above.level < r.level),
                None => None,
            },
            _ => return,
        };
        if let Some(row) = to {
            go(row);
        }
        e.prevent_default();
        e.stop_propagation();
    };
    // What is selected is marked once the rows stand: one pass, and not an effect a row.
    Effect::new(move |_| {
        open.track();
        let active = active.get();
        let selected = state.selection.get();
        dom::soon(move || {
            let rows = open.try_get_untracked().unwrap_or_default();
            let chosen = rows.iter().filter(|r| r.item.as_ref().is_some_and(|i| selected.contains(i)));
            let ids: Vec<String> = chosen.map(|r| format!("o-{}", r.key)).collect();
            dom::mark("outline", "aria-selected", &ids);
            dom::mark("outline", "data-active", &[format!("o-{active}")]);
        });
    });
    let row_view = move |row: Row| {
        let (pressed, asked) = (row.clone(), row.clone());
        let press = move |e: web_sys::MouseEvent| {
            match &pressed.item {
                None => fold(&pressed.key, pressed.open),
                Some(item) if e.shift_key() || e.ctrl_key() => {
                    state.selection.update(|s| {
                        if s.contains(item) {
                            s.retain(|i| i != item);
                        } else {
                            s.push(item.clone());
                        }
                    });
                    return;
                }
                Some(_) => {}
            }
            go(&pressed);
        };
        let menu = move |e: web_sys::MouseEvent| {
            e.prevent_default();
            go(&asked);
            state.dialog.set(Some(crate::state::Dialog::Menu(e.client_x(), e.client_y())));
        };
        let expanded = row.parent.then_some(if row.open { "true" } else { "false" });
        let level = row.level.to_string();
        view! {
            <li role="treeitem" id=format!("o-{}", row.key) class="outline-row" aria-selected="false" data-active="false"
                aria-expanded=expanded attr:aria-level=level.clone() data-level=level
                on:click=press on:contextmenu=menu on:dblclick=move |_| composing::rename(state)>
                <span class="twist" aria-hidden="true">{row.parent.then(|| icons::icon("down"))}</span>
                {(!row.icon.is_empty()).then(|| icons::icon(row.icon))}
                <span class="outline-text">{row.text}</span>
                <span class="quiet">{row.about}</span>
            </li>
        }
    };
    view! {
        <ul id="outline" class="stage outline" role="tree" tabindex="0" aria-label=t(lang, "Plan de la composition", "Outline of the composition")
            aria-activedescendant=move || active.with(|a| (!a.is_empty()).then(|| format!("o-{a}"))) on:keydown=key>
            {each(move || open.with(|o| o.iter().map(|r| (r.key.clone(), r.clone())).collect()), row_view)}
        </ul>
    }
}
