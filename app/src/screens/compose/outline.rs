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
use model::{
    document::{Item, ServiceId},
    overview::{Glance, Standing},
    words::fill,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

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
    /// What it names: itself, or the other end of a link.
    called: String,
    about: About,
    /// Whether rows lie below it.
    parent: bool,
    /// Whether those are shown.
    open: bool,
}

/// What a row says beside the name. All rows are looked up at every edit; words are made of those that change.
#[derive(Debug, Clone, PartialEq)]
enum About {
    /// A text.
    Said(String),
    /// A service: whether it is qualified, and how many requirements remain. Nothing in a circle.
    Service(Option<(Standing, usize)>),
    /// A reliance: how many layers it offers, and how many shares are left to the client.
    Reliance(usize, usize),
    /// That a third party serves: its roles.
    Serves(String),
}

impl Row {
    fn text(&self, lang: Lang) -> String {
        match &self.about {
            About::Said(_) | About::Service(_) => self.called.clone(),
            About::Reliance(..) => fill(lang, "repose sur {}", "rests on {}", &[&self.called]),
            About::Serves(_) => fill(lang, "servi par {}", "served by {}", &[&self.called]),
        }
    }

    fn about(&self, lang: Lang) -> String {
        match &self.about {
            About::Said(said) | About::Serves(said) => said.clone(),
            About::Service(None) => String::new(),
            About::Service(Some((how, remains))) => {
                fill(lang, "{}, {} restent", "{}, {} remain", &[&standing(*how, lang), &remains.to_string()])
            }
            About::Reliance(offered, retained) => {
                let mut about = if *offered == 0 {
                    t(lang, "service d’appui", "supporting service")
                } else {
                    count(lang, *offered, ("couche", "couches"), ("layer", "layers"))
                };
                if *retained > 0 {
                    about.push_str(", ");
                    about.push_str(&count(
                        lang,
                        *retained,
                        ("part laissée", "parts laissées"),
                        ("share left", "shares left"),
                    ));
                }
                about
            }
        }
    }
}

/// All rows, top to bottom: services by band, each with what it rests on; third parties; providers and entities.
fn rows(state: State, lang: Lang) -> Vec<Arc<Row>> {
    let Some(document) = state.document.get().map(|d| d.0) else { return Vec::new() };
    let glances = state.glances.get();
    let names = composing::names(&document);
    let service = |id: &ServiceId| names.get(id.as_str()).copied().unwrap_or_default().to_owned();
    let called = |item: &Item| composing::name(&document, item, lang);
    let known = model::sorted::map(glances.iter().map(|g| (&g.service, g)));
    let mut offered: BTreeMap<&str, usize> = BTreeMap::new();
    for service in &document.services {
        *offered.entry(service.provider.as_str()).or_default() += 1;
    }
    let mut rows = Vec::new();
    let head = |key: &str, called: String| Row {
        key: key.to_owned(),
        item: None,
        level: 1,
        icon: "",
        called,
        about: About::Said(String::new()),
        parent: true,
        open: true,
    };
    let row = |item: Item, level: u8, icon: &'static str, called: String, about: About| Row {
        key: key_of(&item),
        level,
        icon,
        called,
        about,
        parent: false,
        open: true,
        item: Some(item),
    };
    let about = About::Said(t(lang, "titre, dates, lectures", "title, days, readings"));
    rows.push(row(Item::Document, 1, "home", called(&Item::Document), about));
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
        rows.push(head(activity.id(), format!("{} ({})", activity.name(), here.len())));
        for this in here {
            shown.insert(this.id.as_str());
            let glance: Option<&Glance> = known.get(&this.id).copied();
            let about = About::Service(glance.map(|g| (g.standing, g.counts.remains)));
            let thirds = document.third_parties.iter().filter(|x| x.serves.contains(&this.id));
            let parent = !this.relies_on.is_empty() || thirds.clone().next().is_some();
            let item = Item::Service(this.id.clone());
            rows.push(Row { parent, ..row(item, 2, "compose", service(&this.id), about) });
            for (i, reliance) in this.relies_on.iter().enumerate() {
                let item = Item::Reliance { service: this.id.clone(), base: reliance.service.clone() };
                let offered = glance.and_then(|g| g.offers.get(i)).copied().unwrap_or(LayerSet::EMPTY);
                let about = About::Reliance(offered.len(), reliance.retained.len());
                rows.push(row(item, 3, "connect", service(&reliance.service), about));
            }
            for third in thirds {
                let item = Item::ThirdParty(third.id.clone());
                let key = format!("{}-{}", key_of(&item), this.id);
                let said = called(&item);
                rows.push(Row { key, ..row(item, 3, "third", said, About::Serves(roles(third, lang))) });
            }
        }
    }
    let mut section = |key: &str, fr: &str, en: &str, items: Vec<(Item, String)>, icon: &'static str| {
        if !items.is_empty() {
            rows.push(head(key, format!("{} ({})", t(lang, fr, en), items.len())));
            for (item, about) in items {
                let said = called(&item);
                rows.push(row(item, 2, icon, said, About::Said(about)));
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
    rows.into_iter().map(Arc::new).collect()
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
                .map(|r| {
                    if folded.contains(&r.key) {
                        Arc::new(Row { open: false, ..Row::clone(r) })
                    } else {
                        r.clone()
                    }
                })
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
    let row_view = move |row: Arc<Row>| {
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
        let (level, text, about) = (row.level.to_string(), row.text(lang), row.about(lang));
        view! {
            <li role="treeitem" id=format!("o-{}", row.key) class="outline-row" aria-selected="false" data-active="false"
                aria-expanded=expanded attr:aria-level=level.clone() data-level=level
                on:click=press on:contextmenu=menu on:dblclick=move |_| composing::rename(state)>
                <span class="twist" aria-hidden="true">{row.parent.then(|| icons::icon("down"))}</span>
                {(!row.icon.is_empty()).then(|| icons::icon(row.icon))}
                <span class="outline-text">{text}</span>
                <span class="quiet">{about}</span>
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
