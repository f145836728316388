//! What leaves the model: JSON, CSV and Markdown of scopes, claims and comparisons, byte-stable.

pub mod csv;
pub mod diff;
pub mod json;
pub mod markdown;
pub mod svg;
