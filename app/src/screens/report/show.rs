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
    // It is found from what was pressed: a listener that held the report would keep every one that was ever shown.
    let act = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(|event: web_sys::MouseEvent| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|t| t.closest("a[href^=\"#\"]").ok().flatten());
        if let Some(link) = link
            && let Some(place) = link.get_attribute("href")
        {
            event.prevent_default();
            dom::reveal_within(&link.get_root_node(), place.trim_start_matches('#'));
        }
    });
    // On the body, which is new at each drawing: a shadow root has no such property, and listeners would add up on it.
    if let Some(body) = dom::within(&root, ".body") {
        // It lives as long as what it listens to.
        let _ = js_sys::Reflect::set(&body, &"onclick".into(), &act.into_js_value());
    }
}
