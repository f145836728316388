//! A report on the page, as it will be printed: one text with a style of its own, apart from the page's.

use crate::dom;
use model::report::{Report, html};
use wasm_bindgen::{JsCast, closure::Closure};

/// The element that it stands in.
pub const HOST: &str = "annex";

/// Shows it, in the place of what stood there.
pub fn show(report: &Report) {
    dom::rules(&html::paper(report));
    let Some(root) = dom::shadow(HOST, &html::style(report), &html::body(report)) else { return };
    // An address inside the report is a place of the report, not of the app.
    let within = root.clone();
    let act = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|t| t.closest("a[href^=\"#\"]").ok().flatten());
        if let Some(place) = link.and_then(|l| l.get_attribute("href")) {
            event.prevent_default();
            dom::reveal_within(&within, place.trim_start_matches('#'));
        }
    });
    // On the body, which is new at each drawing: a shadow root has no such property, and listeners would add up on it.
    if let Some(body) = dom::within(&root, ".body") {
        let _ = js_sys::Reflect::set(&body, &"onclick".into(), act.as_ref());
    }
    // It lives as long as what it listens to.
    act.forget();
}
