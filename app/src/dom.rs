//! The browser: files, storage, fetching, focus, the panel shown when the program stops. No rule of the domain, no
//! word of the interface except that panel's.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FocusOptions, HtmlAnchorElement, HtmlElement, Response,
    ScrollIntoViewOptions, ScrollLogicalPosition, Storage, Url, Window,
};

/// The window; there always is one in a browser.
pub fn window() -> Option<Window> {
    web_sys::window()
}

fn storage() -> Option<Storage> {
    // Refused storage throws: it is then as if there were none.
    window()?.local_storage().ok()?
}

/// A stored value.
pub fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a value; false when the browser refuses or is full.
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|s| s.set_item(key, value).is_ok())
}

/// Percent-encodes a part of an address.
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Decodes it; what cannot be decoded stays as it is.
pub fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// The fragment of the address.
pub fn hash() -> String {
    window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// Changes the fragment: as a new step of the browser's history, or in place.
pub fn set_hash(hash: &str, as_step: bool) {
    let Some(window) = window() else { return };
    if as_step {
        let _ = window.location().set_hash(hash);
    } else if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(hash));
    }
}

/// Today, where the person is.
pub fn today() -> Option<model::Date> {
    let now = js_sys::Date::new_0();
    let small = |n: u32| u8::try_from(n).ok();
    model::Date::new(
        u16::try_from(now.get_full_year()).ok()?,
        small(now.get_month() + 1)?,
        small(now.get_date())?,
    )
    .ok()
}

/// The time of day, hours and minutes, as the language writes it.
pub fn time_of_day(tag: &str) -> String {
    let options = js_sys::Object::new();
    let two = JsValue::from_str("2-digit");
    let _ = js_sys::Reflect::set(&options, &"hour".into(), &two);
    let _ = js_sys::Reflect::set(&options, &"minute".into(), &two);
    js_sys::Date::new_0().to_locale_time_string_with_options(tag, &options).into()
}

/// The languages that the person prefers, the first first.
pub fn prefers_french() -> bool {
    window()
        .map(|w| w.navigator().languages())
        .and_then(|l| l.get(0).as_string())
        .is_some_and(|tag| tag.to_lowercase().starts_with("fr"))
}

/// Fetches a file that stands beside the page.
///
/// # Errors
/// With the browser's words.
pub async fn fetch(path: &str) -> Result<Vec<u8>, String> {
    let say = |e: JsValue| e.as_string().unwrap_or_else(|| format!("{e:?}"));
    let window = window().ok_or("no window")?;
    let response: Response =
        JsFuture::from(window.fetch_with_str(path)).await.map_err(say)?.dyn_into().map_err(say)?;
    if !response.ok() {
        return Err(format!("{path}: {}", response.status()));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(say)?).await.map_err(say)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The bytes of a file that the person chose; at most `limit` and one more.
///
/// # Errors
/// With the browser's words.
pub async fn read_file(file: &File, limit: usize) -> Result<Vec<u8>, String> {
    let say = |e: JsValue| e.as_string().unwrap_or_else(|| format!("{e:?}"));
    #[allow(clippy::cast_precision_loss)]
    let part = file.slice_with_f64_and_f64(0.0, limit as f64 + 1.0).map_err(say)?;
    let buffer = JsFuture::from(part.array_buffer()).await.map_err(say)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Offers a text as a file.
pub fn download(name: &str, kind: &str, text: &str) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Some(link) = document.create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok())
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

fn element(id: &str) -> Option<HtmlElement> {
    window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the focus on the element with this id, and shows it.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Puts the focus on the element with this id; the page stays where it is.
pub fn focus_in_place(id: &str) {
    if let Some(element) = element(id) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Shows the element with this id, moving the page as little as possible.
pub fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether the focus is on the element with this id.
pub fn has_focus(id: &str) -> bool {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.is_some_and(|e| e.id() == id)
}

/// The width of the window, in CSS pixels.
pub fn width() -> f64 {
    window().and_then(|w| w.inner_width().ok()).and_then(|w| w.as_f64()).unwrap_or(1440.0)
}

/// A new screen begins at its top, with the focus on its content.
pub fn begin_screen() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    focus_in_place("main");
}

/// Does something once what is being drawn stands.
pub fn soon(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(act.unchecked_ref());
    }
}

/// Sets the page's language, title and theme.
pub fn dress(lang: &str, title: &str, theme: &str) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", lang);
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// Listens to an event of the window for as long as the page lives.
pub fn on_window<E: JsCast + 'static>(name: &str, act: impl FnMut(E) + 'static) {
    let mut act = act;
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            act(event);
        }
    });
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    }
    // The application lives as long as the page.
    closure.forget();
}

/// When the program stops, a panel that needs no program: the work is stored, here is the file.
pub fn install_panic_panel() {
    std::panic::set_hook(Box::new(|info| {
        let Some(document) = window().and_then(|w| w.document()) else { return };
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        if let Some(panel) = document.get_element_by_id("stopped") {
            let _ = panel.remove_attribute("hidden");
        }
    }));
}
