//! What leaves the model: JSON, CSV and Markdown of scopes and claims, byte-stable.

pub mod csv;
pub mod json;
pub mod markdown;
