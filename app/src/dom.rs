//! The browser: files, storage, fetching, focus, the panel shown when the program stops. No rule of the domain, no
//! word of the interface except that panel's.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FocusOptions, HtmlAnchorElement, HtmlElement, HtmlInputElement, Response,
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

/// Removes a stored value.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The keys of all stored values.
pub fn keys() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten()).collect()
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

/// The file chosen in the field of an event. The field forgets it: the same file may be chosen again after it was mended.
pub fn picked(event: &web_sys::Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
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

/// The names of countries in a language, by their codes; the code itself where the browser knows none.
pub fn region_names<'c>(tag: &str, codes: impl Iterator<Item = &'c str>) -> Vec<String> {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).ok();
    let names = get(&js_sys::global(), "Intl").and_then(|i| get(&i, "DisplayNames")).and_then(|kind| {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
        let kind: js_sys::Function = kind.dyn_into().ok()?;
        js_sys::Reflect::construct(&kind, &Array::of2(&tag.into(), &options)).ok()
    });
    let of = |code: &str| ask(names.as_ref()?, "of", Some(&code.into())).ok()?.as_string();
    codes.map(|code| of(code).unwrap_or_else(|| code.to_owned())).collect()
}

/// Offers a text as a file.
pub fn download(name: &str, kind: &str, text: &str) {
    offer(name, blob(kind, &JsValue::from_str(text)).as_ref());
}

/// Offers bytes as a file.
pub fn download_bytes(name: &str, kind: &str, bytes: &Uint8Array) {
    offer(name, blob(kind, bytes).as_ref());
}

fn blob(kind: &str, content: &JsValue) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(content), &options).ok()
}

/// The longest side of a picture in pixels, and how much larger than the drawing it is at most: browsers refuse more.
const LONGEST: f64 = 12_000.0;
const SHARP: f64 = 2.0;

/// Draws an SVG and offers it as a PNG file; whether the browser could.
pub async fn download_png(name: &str, svg: &str) -> bool {
    match draw(svg).await {
        Ok(picture) => {
            offer(name, picture.dyn_ref::<Blob>());
            picture.is_truthy()
        }
        Err(_) => false,
    }
}

async fn draw(svg: &str) -> Result<JsValue, JsValue> {
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into());
    let url = Url::create_object_url_with_blob(&blob("image/svg+xml", &svg.into()).ok_or(JsValue::NULL)?)?;
    let image = construct("Image", &JsValue::UNDEFINED)?;
    js_sys::Reflect::set(&image, &"src".into(), &url.as_str().into())?;
    let ready = call(&image, "decode", &Array::new()).await;
    let _ = Url::revoke_object_url(&url);
    ready?;
    let side =
        |key: &str| get(&image, key).ok().and_then(|n| n.as_f64()).filter(|n| *n > 0.0).ok_or(JsValue::NULL);
    let (width, height) = (side("naturalWidth")?, side("naturalHeight")?);
    let scale = SHARP.min(LONGEST / width.max(height));
    let size = Array::of2(&(width * scale).floor().into(), &(height * scale).floor().into());
    let canvas = construct_of("OffscreenCanvas", &size)?;
    let pen = ask(&canvas, "getContext", Some(&"2d".into()))?;
    let place = Array::of5(&image, &0.into(), &0.into(), &size.get(0), &size.get(1));
    call_now(&pen, "drawImage", &place)?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &"image/png".into())?;
    call(&canvas, "convertToBlob", &Array::of1(&options)).await
}

fn offer(name: &str, blob: Option<&Blob>) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let Some(Ok(url)) = blob.map(Url::create_object_url_with_blob) else { return };
    if let Some(link) = document.create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok())
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

fn element(id: &str) -> Option<HtmlElement> {
    // Elements of SVG have a style and take the focus as those of HTML do.
    window()?.document()?.get_element_by_id(id).map(JsCast::unchecked_into)
}

/// Puts the focus on the element with this id, and shows it.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Puts the focus on what the first of some selectors finds that finds anything.
pub fn focus_first(selector: &str) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let mut found = None;
    for part in selector.split(", ") {
        found = found.or_else(|| document.query_selector(part).ok().flatten());
    }
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Presses the element with this id.
pub fn click(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

/// Puts the focus on the field with this id, and selects what it holds.
pub fn focus_select(id: &str) {
    focus(id);
    if let Some(input) = element(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Closes the dialog with this id; the focus goes back to where it was.
pub fn close_modal(id: &str) {
    if let Some(dialog) = element(id).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// A measure in whole pixels: fractions of one are not seen, and writing them takes code.
#[allow(clippy::cast_possible_truncation)]
pub fn px(measure: f64) -> i32 {
    measure.round() as i32
}

/// The size of the window, in CSS pixels.
pub fn size() -> (f64, f64) {
    let height = window().and_then(|w| w.inner_height().ok()).and_then(|h| h.as_f64());
    (width(), height.unwrap_or(900.0))
}

/// Goes to the button before or after the one that has the focus, in the same list.
pub fn focus_neighbour(forward: bool) {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    let Some(item) = active.and_then(|a| a.closest("li").ok().flatten()) else {
        if let Some(first) = window()
            .and_then(|w| w.document())
            .and_then(|d| d.query_selector(".menu-items button").ok().flatten())
            .and_then(|e| e.dyn_into::<HtmlElement>().ok())
        {
            let _ = first.focus();
        }
        return;
    };
    let next = if forward { item.next_element_sibling() } else { item.previous_element_sibling() };
    let button = next.and_then(|n| n.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// Opens whatever folds around the element with this id; says whether there is such an element.
pub fn unfold(id: &str) -> bool {
    let Some(element) = element(id) else { return false };
    let mut around = element.closest("details").ok().flatten();
    while let Some(details) = around {
        let _ = details.set_attribute("open", "");
        around = details.parent_element().and_then(|p| p.closest("details").ok().flatten());
    }
    true
}

/// What the field with this id holds.
pub fn value_of(id: &str) -> Option<String> {
    match element(id)?.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some(input.value()),
        Err(other) => other.dyn_into::<web_sys::HtmlTextAreaElement>().ok().map(|area| area.value()),
    }
}

/// A day and its time, from milliseconds since 1970, as the language writes them.
pub fn day_and_time(when: f64, tag: &str) -> String {
    let options =
        js_sys::JSON::parse("{\"dateStyle\":\"medium\",\"timeStyle\":\"short\"}").unwrap_or_default();
    js_sys::Date::new(&JsValue::from_f64(when)).to_locale_string(tag, &options).into()
}

/// What a field holds after a change; nothing while a date is half typed.
pub fn typed(event: &web_sys::Event) -> Option<String> {
    let target = event.target()?;
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => (!input.validity().bad_input()).then(|| input.value()),
        Err(other) => other.dyn_into::<web_sys::HtmlTextAreaElement>().ok().map(|area| area.value()),
    }
}

/// Puts a value into the field of an event, whatever was typed there.
pub fn set_value(event: &web_sys::Event, value: &str) {
    if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(value);
    }
}

/// Takes over what is being typed into the field that has the focus, which stays there.
pub fn commit() {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    if let Some(field) = active.filter(takes_text)
        && let Ok(change) = web_sys::Event::new_with_event_init_dict("change", &options)
    {
        let _ = field.dispatch_event(&change);
    }
}

/// Shows the part of the page with this id from its top.
pub fn to_top(id: &str) {
    if let Some(element) = element(id) {
        element.set_scroll_top(0);
    }
}

/// Puts what is written as HTML into the element with this id. The text is the product's own; what a document brings
/// enters it through `model::escape` alone.
pub fn fill(id: &str, html: &str) {
    if let Some(element) = element(id) {
        element.set_inner_html(html);
    }
}

/// Puts a piece of HTML of its own style into the element with this id, apart from the page's: neither reaches the
/// other. Sheets that are made and not parsed are what the content security policy allows in place of inline styles.
pub fn shadow(id: &str, style: &str, html: &str) -> Option<JsValue> {
    let host: JsValue = element(id)?.into();
    let sheet = construct("CSSStyleSheet", &JsValue::UNDEFINED).ok()?;
    ask(&sheet, "replaceSync", Some(&style.into())).ok()?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"mode".into(), &"open".into()).ok()?;
    let root = match js_sys::Reflect::get(&host, &"shadowRoot".into()) {
        Ok(root) if root.is_truthy() => root,
        _ => ask(&host, "attachShadow", Some(&options)).ok()?,
    };
    js_sys::Reflect::set(&root, &"adoptedStyleSheets".into(), &Array::of1(&sheet)).ok()?;
    js_sys::Reflect::set(&root, &"innerHTML".into(), &html.into()).ok()?;
    Some(root)
}

/// Rules for the whole page, for as long as a screen needs them: how paper is cut. An empty text takes them back.
pub fn rules(style: &str) {
    let Ok(sheet) = construct("CSSStyleSheet", &JsValue::UNDEFINED) else { return };
    let _ = ask(&sheet, "replaceSync", Some(&style.into()));
    if let Some(document) = window().and_then(|w| w.document()) {
        let sheets = if style.is_empty() { Array::new() } else { Array::of1(&sheet) };
        let _ = js_sys::Reflect::set(&document, &"adoptedStyleSheets".into(), &sheets);
    }
}

/// What a selector finds inside what [`shadow`] made.
pub fn within(root: &JsValue, selector: &str) -> Option<web_sys::Element> {
    ask(root, "querySelector", Some(&selector.into())).ok()?.dyn_into().ok()
}

/// Shows a place inside what [`shadow`] made, by its id, and goes on from there by keyboard.
pub fn reveal_within(root: &JsValue, id: &str) {
    if let Ok(found) = ask(root, "getElementById", Some(&id.into()))
        && found.is_truthy()
    {
        let _ = ask(&found, "scrollIntoView", None);
        if let Ok(place) = found.dyn_into::<HtmlElement>() {
            let _ = place.set_attribute("tabindex", "-1");
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = place.focus_with_options(&options);
        }
    }
}

/// Whether what folds, and has just been folded or unfolded, is open.
pub fn is_open(event: &web_sys::Event) -> bool {
    let details = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    details.is_some_and(|d| d.has_attribute("open"))
}

/// Writes a text into the element with this id.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = element(id) {
        element.set_text_content(Some(text));
    }
}

/// Adds what is written as HTML at the end of the element with this id; the same holds as for [`fill`].
pub fn append(id: &str, html: &str) {
    if let Some(element) = element(id) {
        let _ = element.insert_adjacent_html("beforeend", html);
    }
}

/// The attribute of what was pressed, or of what it stands in.
pub fn data_of(event: &web_sys::MouseEvent, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest(&format!("[{name}]")).ok().flatten()?.get_attribute(name)
}

/// Hides the element with this id, or shows it.
pub fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = element(id)
        && element.has_attribute("hidden") != hidden
    {
        let _ = element.toggle_attribute_with_force("hidden", hidden);
    }
}

/// Says of the element with this id whether what it folds is open.
pub fn set_expanded(id: &str, expanded: bool) {
    if let Some(element) = element(id) {
        let _ = element.set_attribute("aria-expanded", if expanded { "true" } else { "false" });
    }
}

/// Opens the dialog with this id over the page.
pub fn show_modal(id: &str) {
    if let Some(dialog) = element(id).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok())
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Whether an element takes what is typed.
pub fn takes_text(element: &web_sys::Element) -> bool {
    match element.tag_name().as_str() {
        "SELECT" | "TEXTAREA" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("radio" | "checkbox" | "button" | "range")
        ),
        _ => false,
    }
}

/// Whether shortcuts are written with ⌘.
pub fn is_mac() -> bool {
    window().and_then(|w| w.navigator().platform().ok()).is_some_and(|p| p.starts_with("Mac"))
}

/// Where an element stands in the window: left, top, width, height.
pub fn place(id: &str) -> Option<(f64, f64, f64, f64)> {
    let r = element(id)?.get_bounding_client_rect();
    Some((r.left(), r.top(), r.width(), r.height()))
}

/// The middle of what has the focus, in the window; of the window where nothing has.
pub fn middle_of_active() -> (i32, i32) {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    // What the diagram or the outline points at, rather than all of it.
    let pointed =
        active.as_ref().and_then(|a| a.get_attribute("aria-activedescendant")).and_then(|id| element(&id));
    let rect = pointed
        .map(|e| e.get_bounding_client_rect())
        .or_else(|| active.map(|e| e.get_bounding_client_rect()));
    #[allow(clippy::cast_possible_truncation)]
    rect.map_or((200, 200), |r| ((r.left() + r.width() / 2.0) as i32, (r.top() + r.height() / 2.0) as i32))
}

/// Gives a part of a drawing its class, and its place where it has moved; whether there is such a part.
pub fn dress_part(id: &str, class: &str, place: Option<(i32, i32)>) -> bool {
    let Some(part) = window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id)) else {
        return false;
    };
    let _ = part.set_attribute("class", class);
    if let Some((x, y)) = place {
        put_part(id, x, y);
    }
    true
}

/// Puts a part of a drawing at a place.
pub fn put_part(id: &str, x: i32, y: i32) {
    if let Some(part) = element(id) {
        let _ = part.style().set_property("transform", &format!("translate({x}px, {y}px)"));
    }
}

/// Marks the elements with these ids inside another, and no others, by an attribute that is true or false.
pub fn mark(within: &str, attribute: &str, ids: &[String]) {
    let Some(host) = element(within) else { return };
    if let Ok(marked) = host.query_selector_all(&format!("[{attribute}=true]")) {
        for i in 0..marked.length() {
            if let Some(old) = marked.item(i).and_then(|n| n.dyn_into::<web_sys::Element>().ok())
                && !ids.contains(&old.id())
            {
                let _ = old.set_attribute(attribute, "false");
            }
        }
    }
    for new in ids.iter().filter_map(|id| element(id)) {
        let _ = new.set_attribute(attribute, "true");
    }
}

/// Moves a scrolling element so that a part of it is seen: the part's left, top, right and bottom, inside it.
pub fn scroll_to_part(id: &str, part: (f64, f64, f64, f64)) {
    let Some(element) = element(id) else { return };
    let near = |from: i32, size: i32, low: f64, high: f64| {
        let (from, size) = (f64::from(from), f64::from(size));
        if low < from {
            low
        } else if high > from + size {
            high - size
        } else {
            from
        }
    };
    #[allow(clippy::cast_possible_truncation)]
    {
        element.set_scroll_left(near(element.scroll_left(), element.client_width(), part.0, part.2) as i32);
        element.set_scroll_top(near(element.scroll_top(), element.client_height(), part.1, part.3) as i32);
    }
}

thread_local! {
    /// The files that were written to, by the key of their document.
    static FILES: std::cell::RefCell<Vec<(String, JsValue)>> = const { std::cell::RefCell::new(Vec::new()) };
}

async fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let value = call_now(object, method, arguments)?;
    JsFuture::from(js_sys::Promise::resolve(&value)).await
}

fn call_now(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let function: js_sys::Function = js_sys::Reflect::get(object, &method.into())?.dyn_into()?;
    js_sys::Reflect::apply(&function, object, arguments)
}

/// Something that the platform makes, by its name.
fn construct(name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    construct_of(name, &Array::of1(argument))
}

fn construct_of(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let make: js_sys::Function = js_sys::Reflect::get(&js_sys::global(), &name.into())?.dyn_into()?;
    js_sys::Reflect::construct(&make, arguments)
}

/// Asks something of an object that answers at once.
fn ask(object: &JsValue, method: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    call_now(object, method, &argument.map_or_else(Array::new, Array::of1))
}

/// Passes bytes through one of the platform's transformers and reads at most `limit` bytes of what comes out: nothing
/// where more would come.
///
/// # Errors
/// When the platform has no such transformer, or the bytes are not what it expects.
pub async fn transform(
    bytes: &[u8],
    name: &str,
    kind: &str,
    limit: usize,
) -> Result<Option<Vec<u8>>, JsValue> {
    let blob = construct("Blob", &Array::of1(&Uint8Array::from(bytes)))?;
    let through = construct(name, &kind.into())?;
    let stream = ask(&ask(&blob, "stream", None)?, "pipeThrough", Some(&through))?;
    let reader = ask(&stream, "getReader", None)?;
    let mut out = Vec::new();
    loop {
        let piece = call(&reader, "read", &Array::new()).await?;
        if js_sys::Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(Some(out));
        }
        let value: Uint8Array = js_sys::Reflect::get(&piece, &"value".into())?.dyn_into()?;
        // What is too much is not even copied, and the rest is never unfolded.
        if out.len() + value.length() as usize > limit {
            let _ = ask(&reader, "cancel", None);
            return Ok(None);
        }
        out.extend(value.to_vec());
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Whether the platform has something by this name.
pub fn knows(name: &str) -> bool {
    js_sys::Reflect::has(&js_sys::global(), &name.into()).unwrap_or(false)
}

/// Where the page stands, without the fragment.
pub fn address() -> String {
    let href = window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Puts a text on the clipboard; says whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let navigator: JsValue = window.navigator().into();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    call(&clipboard, "writeText", &Array::of1(&text.into())).await.is_ok()
}

/// Writes a text to a file: to the document's own again, or to one that the person chooses, where the browser has true
/// files; else it is offered as a download. Says whether it was written; nothing when the person gave up.
pub async fn save(key: &str, name: &str, text: &str, elsewhere: bool) -> Option<bool> {
    let file_name = name;
    let window = window()?;
    let known = FILES.with_borrow(|f| f.iter().find(|(k, _)| k == key).map(|(_, file)| file.clone()));
    let has_files = js_sys::Reflect::has(&window, &"showSaveFilePicker".into()).unwrap_or(false);
    let file = match known.filter(|_| !elsewhere) {
        Some(file) => file,
        None if has_files => {
            let options = js_sys::JSON::parse(
                "{\"types\":[{\"description\":\"Socle\",\"accept\":{\"application/json\":[\".json\"]}}]}",
            )
            .unwrap_or_default();
            let _ = js_sys::Reflect::set(&options, &"suggestedName".into(), &name.into());
            match call(&window, "showSaveFilePicker", &Array::of1(&options)).await {
                Ok(file) => file,
                Err(error) => {
                    let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|n| n.as_string());
                    if name.as_deref() == Some("AbortError") {
                        return None;
                    }
                    download(file_name, "application/json", text);
                    return Some(true);
                }
            }
        }
        None => {
            download(name, "application/json", text);
            return Some(true);
        }
    };
    let written = async {
        let stream = call(&file, "createWritable", &Array::new()).await?;
        call(&stream, "write", &Array::of1(&text.into())).await?;
        call(&stream, "close", &Array::new()).await
    }
    .await;
    if written.is_err() {
        // The file is gone or refused: the work still leaves the browser.
        download(name, "application/json", text);
    } else {
        FILES.with_borrow_mut(|files| {
            files.retain(|(k, _)| k != key);
            files.push((key.to_owned(), file));
        });
    }
    Some(true)
}

/// Puts the focus on the element with this id; the page stays where it is.
pub fn focus_in_place(id: &str) {
    if let Some(element) = element(id) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// An attribute of the element with this id.
pub fn attribute(id: &str, name: &str) -> Option<String> {
    element(id)?.get_attribute(name)
}

/// Puts the focus on what stands so many places after what has it, among what a selector finds; on the first or the last
/// of them where there are not so many.
pub fn focus_among(selector: &str, by: i32) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let Ok(all) = document.query_selector_all(selector) else { return };
    let active = document.active_element();
    let last = i32::try_from(all.length()).unwrap_or(0) - 1;
    let here = (0..=last).find(|i| {
        let node = all.get(i.unsigned_abs());
        node.is_some_and(|n| active.as_ref().is_some_and(|a| a.is_same_node(Some(&n))))
    });
    let to = here.unwrap_or(0).saturating_add(by).clamp(0, last.max(0));
    if let Some(found) = all.get(to.unsigned_abs()).and_then(|n| n.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// Shows the element with this id, moving the page as little as possible.
pub fn reveal(id: &str) {
    if let Some(element) = element(id) {
        show_nearest(&element);
    }
}

fn show_nearest(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
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
    // On a narrow window the screens do not all fit into the bar.
    let current = window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector(".screen[aria-current]").ok().flatten());
    if let Some(current) = current {
        show_nearest(&current);
    }
}

/// Does something once what is being drawn stands: before the next picture, or once a part that is being fetched is
/// drawn.
pub fn soon(act: impl FnOnce() + 'static) {
    next_picture(|| crate::lazy::settled(Box::new(act)));
}

/// Does something before the next picture.
pub fn next_picture(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(act.unchecked_ref());
    }
}

/// Does something after the next picture has been shown.
pub fn after_paint(act: impl FnOnce() + 'static) {
    next_picture(move || in_a_while(0, act));
}

/// Does something after so many milliseconds.
pub fn in_a_while(milliseconds: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = window() {
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), milliseconds);
    }
}

/// Whether something on the page answers to a selector.
pub fn has(selector: &str) -> bool {
    let document = window().and_then(|w| w.document());
    document.is_some_and(|d| d.query_selector(selector).is_ok_and(|found| found.is_some()))
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Sets the page's language, title and theme.
pub fn dress(lang: &str, title: &str, theme: &str) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    if document.title() != title {
        document.set_title(title);
    }
    let Some(root) = document.document_element() else { return };
    // Either attribute, set to what it is already, would have the style of every element of the page computed again.
    for (name, value) in [("lang", lang), ("data-theme", theme)] {
        if root.get_attribute(name).as_deref() != Some(value) {
            let _ = root.set_attribute(name, value);
        }
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

/// Says something to what started the app (`public/boot.js`): it knows the service worker, the app does not.
pub fn announce(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
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
