//! What a place of a document is for, told from its JSON Pointer: identifiers and what refers to them, dates, countries,
//! keys that must be there, and what means something when it is left out.

use crate::document::issue::Family;
use serde_json::Value;

/// What stands at a place, as far as a repair treats it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A date.
    Date,
    /// A country code.
    Country,
    /// An answer: yes, no or unknown.
    Answer,
    /// An identifier, or a reference to one.
    Id,
    /// Something else.
    Other,
}

/// Where identifiers stand: first where they are given, then where they are referred to.
const PLACES: [(Family, &[&str]); 4] = [
    (Family::Service, &["services/*/id", "services/*/relies_on/*/service", "third_parties/*/serves/*"]),
    (Family::Provider, &["providers/*/id", "services/*/provider"]),
    (Family::ThirdParty, &["third_parties/*/id"]),
    (
        Family::Entity,
        &[
            "entities/*/id",
            "providers/*/entity",
            "third_parties/*/entity",
            "holdings/*/holder",
            "holdings/*/held",
        ],
    ),
];

/// The place one step up.
pub fn above(at: &str) -> &str {
    at.rsplit_once('/').map_or("", |(above, _)| above)
}

/// The last token, and the one before it that is no number: the key, and the list or object in which it stands.
pub fn key(at: &str) -> (&str, &str) {
    let mut tokens = at.rsplit('/');
    let key = tokens.next().unwrap_or_default();
    (tokens.find(|t| !is_index(t)).unwrap_or_default(), key)
}

/// Whether a token is the index of an item.
pub fn is_index(token: &str) -> bool {
    token.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the object around a place says nothing without it.
pub fn is_required(at: &str) -> bool {
    matches!(
        key(at),
        ("services" | "providers" | "third_parties" | "entities", "id")
            | ("services", "provider")
            | ("relies_on", "service")
            | ("holdings", "holder" | "held")
            | ("retained", "layer")
            | ("events", "date" | "kind")
            | ("qualifications", "version")
    )
}

/// What stands at a place.
pub fn kind(at: &str) -> Kind {
    match key(at) {
        (_, "as_of" | "horizon" | "granted" | "expires" | "attested_on" | "since" | "expected" | "date") => {
            Kind::Date
        }
        ("entities", "seat" | "administration" | "establishment") => Kind::Country,
        ("countries", _) => Kind::Country,
        _ if at.contains("/locations/") => Kind::Country,
        ("facts" | "collected" | "prerequisites", _) | (_, "audit_clause") | ("holdings", "control") => {
            Kind::Answer
        }
        _ if family(at).is_some() => Kind::Id,
        _ => Kind::Other,
    }
}

/// The family of the identifier at a place.
pub fn family(at: &str) -> Option<Family> {
    Some(match key(at) {
        ("services", "id") | ("relies_on", "service") | ("serves", _) => Family::Service,
        ("providers", "id") | ("services", "provider") => Family::Provider,
        ("third_parties", "id") => Family::ThirdParty,
        ("entities", "id") | ("providers" | "third_parties", "entity") | ("holdings", "holder" | "held") => {
            Family::Entity
        }
        _ => return None,
    })
}

/// The list in which a family is given: `services`.
pub fn list(family: Family) -> &'static str {
    let list = patterns(family).first().and_then(|p| p.split('/').next());
    list.unwrap_or_default()
}

fn patterns(family: Family) -> &'static [&'static str] {
    PLACES.iter().find(|(f, _)| *f == family).map_or(&[], |(_, patterns)| *patterns)
}

/// Where the identifiers of a family are given, and what stands there.
pub fn given(root: &Value, family: Family) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    if let Some(pattern) = patterns(family).first() {
        walk(root, String::new(), pattern, &mut found);
    }
    found
}

/// Where identifiers of a family stand, given or referred to, and what stands there.
pub fn uses(root: &Value, family: Family) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    for pattern in patterns(family) {
        walk(root, String::new(), pattern, &mut found);
    }
    found
}

fn walk<'v>(value: &'v Value, at: String, pattern: &str, found: &mut Vec<(String, &'v str)>) {
    let (token, rest) = pattern.split_once('/').unwrap_or((pattern, ""));
    match (value, token) {
        (Value::String(text), "") => found.push((at, text)),
        (Value::Array(items), "*") => {
            for (i, item) in items.iter().enumerate() {
                walk(item, format!("{at}/{i}"), rest, found);
            }
        }
        (Value::Object(keys), _) => {
            if let Some(inner) = keys.get(token) {
                walk(inner, format!("{at}/{token}"), rest, found);
            }
        }
        _ => {}
    }
}

/// Whether a value says nothing: no text is lost with it.
pub fn hollow(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(hollow),
        Value::Object(keys) => keys.values().all(hollow),
        _ => true,
    }
}

/// Whether a place holds back: taking away what a person wrote there would let a qualification cover more, or a holder
/// hold less, than anyone said.
pub fn holds_back(at: &str) -> bool {
    ["/reserves/", "/events/", "/retained/"].iter().any(|list| at.contains(list))
        || matches!(
            key(at),
            ("qualifications", "evidence" | "covers" | "reserves" | "events")
                | ("relies_on", "retained")
                | ("holdings", "veto" | "appoints_majority" | "control")
        )
}
