//! Changes at a place of a JSON value. A place is a JSON Pointer (RFC 6901); `-` after a list stands for the place
//! behind its last item, as in JSON Patch (RFC 6902). Nothing here knows what a document is: edits of the form and
//! repairs of a broken file both go through here.

use serde_json::{Map, Value};

/// The tokens of a pointer, unescaped.
pub fn tokens(at: &str) -> impl Iterator<Item = String> + '_ {
    at.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// A place in a list as a pointer writes it: digits, without a zero before others.
fn place(token: &str) -> Option<usize> {
    let plain = token.bytes().all(|b| b.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    token.parse().ok().filter(|_| plain)
}

/// Whether a text is a pointer at all: nothing, or a way that begins with a slash.
fn is_pointer(at: &str) -> bool {
    at.is_empty() || at.starts_with('/')
}

/// Appends a token to a pointer.
pub fn join(at: &str, token: &str) -> String {
    crate::document::join(at, token)
}

/// The pointer one step up, and the last token, unescaped.
pub fn split(at: &str) -> Option<(&str, String)> {
    let (above, token) = at.rsplit_once('/')?;
    Some((above, token.replace("~1", "/").replace("~0", "~")))
}

/// Puts a value at a place. Objects and, for `-`, lists that are missing on the way are made; any other way that leads
/// nowhere leaves the value as it is. Says whether it was done.
pub fn set(root: &mut Value, at: &str, value: Value) -> bool {
    if !is_pointer(at) {
        return false;
    }
    let tokens: Vec<String> = tokens(at).collect();
    let mut here = root;
    for (i, token) in tokens.iter().enumerate() {
        let makes_list = tokens.get(i + 1).is_some_and(|t| t == "-");
        let fresh = || if makes_list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
        here = match here {
            Value::Object(map) => {
                let next = map.entry(token.as_str()).or_insert_with(fresh);
                if next.is_null() {
                    *next = fresh();
                }
                next
            }
            Value::Array(list) => {
                let index = if token == "-" { Some(list.len()) } else { place(token) };
                let Some(index) = index.filter(|i| *i <= list.len()) else { return false };
                if index == list.len() {
                    list.push(fresh());
                }
                let Some(next) = list.get_mut(index) else { return false };
                next
            }
            _ => return false,
        };
    }
    *here = value;
    true
}

/// Takes away what stands at a place, and gives it.
pub fn remove(root: &mut Value, at: &str) -> Option<Value> {
    let (above, token) = split(at).filter(|_| is_pointer(at))?;
    match root.pointer_mut(above)? {
        Value::Object(map) => map.shift_remove(&token),
        Value::Array(list) => {
            let index = place(&token).filter(|i| *i < list.len())?;
            Some(list.remove(index))
        }
        _ => None,
    }
}
