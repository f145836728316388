//! What leaves the model: JSON, CSV, Markdown and workbooks of scopes, claims and comparisons, byte-stable.

pub mod calendar;
pub mod csv;
pub mod diff;
pub mod eucs;
pub mod filter;
pub mod json;
pub mod markdown;
pub mod ownership;
pub mod scope;
pub mod svg;
pub mod workbook;

pub use filter::Filter;
pub mod responsibility;
