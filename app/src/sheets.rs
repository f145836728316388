//! stub
use crate::ui::prelude::*;
use catalog::Lang;
use model::table::{Grid, Workbook};
#[derive(Clone, PartialEq)]
pub enum Progress {
    Fetching { bytes: f64, of: Option<f64> },
    Working,
}
pub enum Failed {
    Unfetched,
    Cancelled,
}
impl Failed {
    pub fn say(&self, _lang: Lang) -> String {
        String::new()
    }
}
pub async fn write(
    _book: &Workbook,
    _progress: RwSignal<Option<Progress>>,
) -> Result<js_sys::Uint8Array, Failed> {
    Err(Failed::Unfetched)
}
pub async fn read(_bytes: &[u8], _progress: RwSignal<Option<Progress>>) -> Result<Vec<Grid>, Failed> {
    Err(Failed::Unfetched)
}
pub fn busy(_lang: Lang, _p: RwSignal<Option<Progress>>) -> View {
    View::None
}
