//! What leaves the model: JSON, CSV, Markdown and workbooks of scopes, claims and comparisons, byte-stable.

pub mod calendar;
pub mod csv;
pub mod diff;
pub mod eucs;
pub mod filter;
pub mod json;
pub mod markdown;
pub mod ownership;
pub mod responsibility;
pub mod scope;
pub mod svg;
pub mod workbook;

pub use filter::Filter;

/// An object of values that are moved into it: the macro of `serde_json` copies each, at every level.
pub(crate) fn object<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> serde_json::Value {
    let mut object = serde_json::Map::with_capacity(N);
    for (key, value) in pairs {
        object.insert(key.to_owned(), value);
    }
    serde_json::Value::Object(object)
}
