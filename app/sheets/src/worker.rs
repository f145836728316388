//! What the worker's script calls (`worker.js`): texts and bytes, which pass between memories by copying.

use crate::{Limits, read, write_text};
use model::table::wire;
use wasm_bindgen::prelude::wasm_bindgen;

/// The bytes of an XLSX file, from the text of a workbook. A refusal is thrown as the text of an answer.
#[wasm_bindgen]
pub fn write_book(text: &str) -> Result<Vec<u8>, String> {
    write_text(text).map_err(|refusal| wire::answer(&Err(refusal)))
}

/// The text of an answer: what a file shows, or why it was refused.
#[wasm_bindgen]
pub fn read_file(bytes: &[u8]) -> String {
    wire::answer(&read(bytes, &Limits::default()))
}
