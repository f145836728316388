//! Templates and known services: files of the format `socle-library/1` that stand beside the page, fetched when they
//! are first asked for. A house may put its own models into `library/index.json`.

use crate::ui::prelude::*;
use crate::{dom, state::CATALOG};
use catalog::{Lang, typeset};
use model::{
    Document,
    document::{Issue, read},
};
use serde_json::Value;
use std::{cell::RefCell, sync::Arc};

/// The largest library that is read, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A library's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Starting points.
    Templates,
    /// What the house that serves the page has put there.
    House,
    /// Services of the market.
    Market,
}

impl Shelf {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Templates, Self::House, Self::Market];

    const fn file(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::House => "index",
            Self::Market => "market",
        }
    }
}

/// A library as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    /// Which.
    pub shelf: Shelf,
    /// The whole file.
    value: Value,
}

/// Something that can be taken from a library.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// When to take it, or what is known of it.
    pub about: String,
    /// The day of what is known of it.
    pub as_of: Option<model::Date>,
}

/// A text that may be given a language each.
fn text(value: &Value, lang: Lang) -> String {
    let tag = lang.tag();
    let one = value.get(tag).unwrap_or(value).as_str().unwrap_or_default();
    typeset(lang == Lang::Fr, one)
}

impl Library {
    /// What the library is, and what to be careful about.
    pub fn note(&self, lang: Lang) -> String {
        self.value.get("note").map(|v| text(v, lang)).unwrap_or_default()
    }

    /// Its title.
    pub fn title(&self, lang: Lang) -> String {
        self.value.get("title").map(|v| text(v, lang)).unwrap_or_default()
    }

    /// What can be taken from it.
    pub fn entries(&self, lang: Lang) -> Vec<Entry> {
        let entries = self.value.get("entries").and_then(Value::as_array);
        let get = |e: &Value, key: &str| e.get(key).map(|v| text(v, lang)).unwrap_or_default();
        entries
            .into_iter()
            .flatten()
            .map(|e| Entry {
                title: get(e, "title"),
                about: get(e, "about"),
                as_of: e.get("as_of").and_then(Value::as_str).and_then(|d| d.parse().ok()),
            })
            .collect()
    }

    /// The document of an entry, in a language. Held to the same rules as a file: nothing when it has errors.
    pub fn document(&self, at: usize, lang: Lang) -> Option<(Document, Vec<Issue>)> {
        let entry = self.value.get("entries")?.get(at)?;
        let mut document = entry.get("document")?.clone();
        choose(&mut document, lang, 0);
        let (document, issues) = read(CATALOG, document.to_string().as_bytes()).ok()?;
        (!issues.iter().any(Issue::is_error)).then_some((document, issues))
    }
}

/// Puts one language's text in the place of `{"fr", "en"}`.
fn choose(value: &mut Value, lang: Lang, depth: u8) {
    // JSON itself is read no deeper than this.
    if depth > 120 {
        return;
    }
    match value {
        Value::Object(map) if map.len() == 2 && map.contains_key("fr") && map.contains_key("en") => {
            *value = Value::String(text(value, lang));
        }
        Value::Object(map) => map.values_mut().for_each(|v| choose(v, lang, depth + 1)),
        Value::Array(list) => list.iter_mut().for_each(|v| choose(v, lang, depth + 1)),
        _ => {}
    }
}

thread_local! {
    static KNOWN: RefCell<Vec<Arc<Library>>> = const { RefCell::new(Vec::new()) };
}

/// The libraries, as they arrive; fetched once.
pub fn all() -> RwSignal<Vec<Arc<Library>>> {
    let shelves = RwSignal::new(KNOWN.with_borrow(Clone::clone));
    if shelves.with_untracked(Vec::is_empty) {
        leptos::task::spawn_local(async move {
            let mut found = Vec::new();
            for shelf in Shelf::ALL {
                let Ok(bytes) = dom::fetch(&format!("./library/{}.json", shelf.file())).await else {
                    continue;
                };
                if bytes.len() > MAX_BYTES {
                    continue;
                }
                let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { continue };
                if value.get("format").and_then(Value::as_str) == Some("socle-library/1") {
                    found.push(Arc::new(Library { shelf, value }));
                }
            }
            KNOWN.set(found.clone());
            shelves.try_set(found);
        });
    }
    shelves
}
