//! What the browser keeps: named documents, the copies set aside before risky steps, and which document is open. Each
//! document stands under a key of its own, so that two tabs never write into one another's list. No rule of the domain.

use crate::dom;

const DOCUMENT: &str = "socle.document.";
const ABOUT: &str = "socle.about.";
const COPY: &str = "socle.copy.";
const CURRENT: &str = "socle.current";
/// Where the first version kept its only document.
const FORMER: &str = "socle.document";
/// How many copies are set aside at most; the oldest goes first.
const COPIES: usize = 8;

/// What is known of a kept document without reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// When it was kept, in milliseconds since 1970.
    pub when: f64,
    /// How many services it has.
    pub services: usize,
}

/// A key that nothing uses: the time, and a little chance for two tabs at once.
pub fn new_key() -> String {
    let chance = dom::px(js_sys::Math::random() * 1296.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    format!("{now}-{chance}")
}

fn about(title: &str, services: usize) -> String {
    serde_json::json!([title, js_sys::Date::now(), services]).to_string()
}

fn kept(key: &str, about: Option<&str>) -> Kept {
    let value: serde_json::Value = about.and_then(|a| serde_json::from_str(a).ok()).unwrap_or_default();
    Kept {
        key: key.to_owned(),
        title: value.get(0).and_then(|v| v.as_str()).unwrap_or_default().to_owned(),
        when: value.get(1).and_then(serde_json::Value::as_f64).unwrap_or_default(),
        services: value
            .get(2)
            .and_then(serde_json::Value::as_u64)
            .and_then(|n| n.try_into().ok())
            .unwrap_or(0),
    }
}

fn listed(prefix: &str) -> Vec<Kept> {
    let mut found: Vec<Kept> = dom::keys()
        .iter()
        .filter_map(|key| key.strip_prefix(prefix))
        .map(|key| kept(key, dom::load(&format!("{ABOUT}{key}")).as_deref()))
        .collect();
    model::sorted::by(&mut found, |a, b| b.when.total_cmp(&a.when).then_with(|| a.key.cmp(&b.key)));
    found
}

/// The documents, the last kept first.
pub fn documents() -> Vec<Kept> {
    listed(DOCUMENT)
}

/// The copies set aside, the last first.
pub fn copies() -> Vec<Kept> {
    listed(COPY)
}

/// The key and the text of the document that was open last.
pub fn current() -> Option<(String, String)> {
    if let Some(text) = dom::load(FORMER) {
        let key = new_key();
        if dom::store(&format!("{DOCUMENT}{key}"), &text) && dom::store(CURRENT, &key) {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            let title = value.get("title").and_then(|v| v.as_str()).unwrap_or_default();
            let services = value.get("services").and_then(|v| v.as_array()).map_or(0, Vec::len);
            dom::store(&format!("{ABOUT}{key}"), &about(title, services));
            dom::forget(FORMER);
        }
    }
    let key = dom::load(CURRENT)?;
    let text = dom::load(&format!("{DOCUMENT}{key}"))?;
    Some((key, text))
}

/// The text of a document or of a copy.
pub fn text(key: &str) -> Option<String> {
    dom::load(&format!("{DOCUMENT}{key}")).or_else(|| dom::load(&format!("{COPY}{key}")))
}

/// Keeps a document and makes it the one that is open. When the browser is full, copies set aside make room, the
/// oldest first; false when it still refuses.
pub fn keep(key: &str, title: &str, services: usize, text: &str) -> bool {
    let mut spare = copies();
    loop {
        if dom::store(&format!("{DOCUMENT}{key}"), text) {
            // Without these two the document is still there: only its name in the list is missing.
            dom::store(&format!("{ABOUT}{key}"), &about(title, services));
            dom::store(CURRENT, key);
            return true;
        }
        let Some(oldest) = spare.pop() else { return false };
        forget(&oldest.key);
    }
}

/// Sets a copy aside before a risky step; false when the browser refuses.
pub fn set_aside(title: &str, services: usize, text: &str) -> bool {
    for old in copies().into_iter().skip(COPIES - 1) {
        forget(&old.key);
    }
    let key = new_key();
    dom::store(&format!("{COPY}{key}"), text) && dom::store(&format!("{ABOUT}{key}"), &about(title, services))
}

/// Forgets a document or a copy.
pub fn forget(key: &str) {
    for prefix in [DOCUMENT, COPY, ABOUT] {
        dom::forget(&format!("{prefix}{key}"));
    }
}

/// Nothing is open any more.
pub fn close() {
    dom::forget(CURRENT);
}

/// Makes another document the open one again.
pub fn reopen(key: Option<&str>) {
    match key {
        Some(key) => drop(dom::store(CURRENT, key)),
        None => close(),
    }
}
