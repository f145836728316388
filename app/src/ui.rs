//! Elements: what `view!` is made of. An element is a node of the page from the start; what changes is followed by an
//! effect, which goes when the part of the page that it belongs to goes. Leptos's signals drive it all.
//!
//! Everything here works on strings and on boxed closures of one type, so that a view costs calls and not types: see
//! `app/view` for what that saves.

use leptos::prelude::{Get, Memo, Owner, RenderEffect, on_cleanup};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, Node};

pub use view::view;

/// What screens use of Leptos: its signals, and the elements of this module in the place of its views.
pub mod prelude {
    pub use super::{IntoView, View, each, view};
    pub use leptos::prelude::{
        Effect, Get, GetUntracked, GetValue, Memo, RwSignal, Set, SetValue, Signal, StoredValue, Track,
        Update, UpdateValue, With, WithUntracked, event_target_checked, event_target_value, untrack,
    };
}

/// Something that stands in the page.
pub enum View {
    /// Nothing.
    None,
    /// A text.
    Text(String),
    /// A node.
    Node(Node),
    /// Several, one after the other.
    Many(Vec<Self>),
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Runs something now and again whenever what it read changes, until the part of the page around it goes.
fn follow(act: Box<dyn FnMut()>) {
    let mut act = act;
    let effect = RenderEffect::new(move |_| act());
    keep(Box::new(effect));
}

/// Keeps something until the part of the page around it goes.
fn keep(thing: Box<dyn std::any::Any>) {
    let thing = SendWrapper::new(thing);
    on_cleanup(move || drop(thing));
}

// ---------------------------------------------------------------------------------------------------------------------
// Values of attributes
// ---------------------------------------------------------------------------------------------------------------------

/// What an attribute can be set to.
pub enum Setting {
    /// Once and for all; nothing leaves it out.
    Fixed(Option<String>),
    /// Again whenever it changes.
    Followed(Box<dyn Fn() -> Option<String>>),
}

/// A value that an attribute can hold. `true` is an attribute without a text, `false` none.
pub trait Plain {
    /// As a text; nothing leaves the attribute out.
    fn plain(self) -> Option<String>;
}

impl Plain for String {
    fn plain(self) -> Option<String> {
        Some(self)
    }
}

impl Plain for &str {
    fn plain(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Plain for bool {
    fn plain(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(self) -> Option<String> {
        self.and_then(Plain::plain)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Plain for $number {
            fn plain(self) -> Option<String> {
                Some(self.to_string())
            }
        }

        impl IntoView for $number {
            fn into_view(self) -> View {
                View::Text(self.to_string())
            }
        }

        impl IntoSetting for $number {
            fn setting(self) -> Setting {
                Setting::Fixed(self.plain())
            }
        }
    )*};
}

numbers!(u8, u16, u32, usize, i32);

/// What can stand behind `name=`.
pub trait IntoSetting {
    /// The setting.
    fn setting(self) -> Setting;
}

macro_rules! fixed {
    ($($kind:ty),*) => {$(
        impl IntoSetting for $kind {
            fn setting(self) -> Setting {
                Setting::Fixed(self.plain())
            }
        }
    )*};
}

fixed!(String, &str, bool);

impl<T: Plain> IntoSetting for Option<T> {
    fn setting(self) -> Setting {
        Setting::Fixed(self.plain())
    }
}

impl<F, T> IntoSetting for F
where
    F: Fn() -> T + 'static,
    T: Plain,
{
    fn setting(self) -> Setting {
        Setting::Followed(Box::new(move || self().plain()))
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// What can stand in an element
// ---------------------------------------------------------------------------------------------------------------------

/// What can stand between the tags of an element.
pub trait IntoView {
    /// As a view.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for Tag {
    fn into_view(self) -> View {
        View::Node(self.0.into())
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::None
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(self)
    }
}

impl IntoView for &str {
    fn into_view(self) -> View {
        View::Text(self.to_owned())
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or(View::None, IntoView::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}

impl<F, T> IntoView for F
where
    F: Fn() -> T + 'static,
    T: IntoView,
{
    fn into_view(self) -> View {
        region(Box::new(move || self().into_view()))
    }
}

/// Puts a view before a node, or at the end.
fn insert(parent: &Node, view: View, before: Option<&Node>) {
    match view {
        View::None => {}
        View::Text(text) => {
            if let Some(node) = document().map(|d| d.create_text_node(&text)) {
                let _ = parent.insert_before(&node, before);
            }
        }
        View::Node(node) => {
            let _ = parent.insert_before(&node, before);
        }
        View::Many(views) => views.into_iter().for_each(|v| insert(parent, v, before)),
    }
}

/// A part of the page that is made anew whenever what it read changes. It lies between two empty texts.
fn region(make: Box<dyn Fn() -> View>) -> View {
    let Some(document) = document() else { return View::None };
    let fragment: Node = document.create_document_fragment().into();
    let (start, end): (Node, Node) =
        (document.create_text_node("").into(), document.create_text_node("").into());
    let _ = fragment.append_child(&start);
    let _ = fragment.append_child(&end);
    // A text that becomes another text stays the same node.
    let mut text: Option<web_sys::Text> = None;
    follow(Box::new(move || {
        let view = make();
        let Some(parent) = end.parent_node() else { return };
        match (&text, &view) {
            (Some(node), View::Text(new)) => {
                if node.data() != *new {
                    node.set_data(new);
                }
                return;
            }
            (_, View::Text(new)) => {
                clear(&parent, &start, &end);
                if let Some(node) = self::document().map(|d| d.create_text_node(new)) {
                    let _ = parent.insert_before(&node, Some(&end));
                    text = Some(node);
                }
                return;
            }
            _ => text = None,
        }
        let focus = focused_between(&start, &end);
        clear(&parent, &start, &end);
        insert(&parent, view, Some(&end));
        if let Some(focus) = focus {
            refocus(&parent, &focus);
        }
    }));
    View::Node(fragment)
}

/// Removes what lies between two nodes.
fn clear(parent: &Node, start: &Node, end: &Node) {
    while let Some(next) = start.next_sibling().filter(|n| !n.is_same_node(Some(end))) {
        let _ = parent.remove_child(&next);
    }
}

/// How to find again what has the focus, where it lies between two nodes that are about to be made anew.
fn focused_between(start: &Node, end: &Node) -> Option<String> {
    let active = document()?.active_element()?;
    let mut next = start.next_sibling();
    let mut inside = false;
    while let Some(node) = next.filter(|n| !n.is_same_node(Some(end))) {
        inside |= node.contains(Some(&active));
        next = node.next_sibling();
    }
    if !inside {
        return None;
    }
    let id = active.id();
    if !id.is_empty() {
        return Some(format!("[id=\"{id}\"]"));
    }
    match (active.get_attribute("name"), active.get_attribute("value")) {
        (Some(name), Some(value)) => Some(format!("[name=\"{name}\"][value=\"{value}\"]")),
        _ => None,
    }
}

fn refocus(parent: &Node, selector: &str) {
    let found = parent.dyn_ref::<Element>().and_then(|p| p.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Elements
// ---------------------------------------------------------------------------------------------------------------------

/// An element being made.
pub struct Tag(Element);

/// An element of HTML with its fixed attributes.
pub fn html(name: &str, fixed: &str) -> Tag {
    make(document().and_then(|d| d.create_element(name).ok()), fixed)
}

/// An element of SVG with its fixed attributes.
pub fn svg(name: &str, fixed: &str) -> Tag {
    make(document().and_then(|d| d.create_element_ns(Some("http://www.w3.org/2000/svg"), name).ok()), fixed)
}

fn make(element: Option<Element>, fixed: &str) -> Tag {
    // The names are those of the standards, and there is a page: the browser always makes the element.
    let element = element.unwrap_or_else(|| JsValue::NULL.unchecked_into());
    for pair in fixed.split('\u{1}').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let _ = element.set_attribute(name, value);
    }
    Tag(element)
}

/// What listens to an element. An event may still be under way when its part of the page goes, the end of a dialog for
/// instance: it must find nobody.
struct Listener {
    element: Element,
    event: String,
    act: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ =
            self.element.remove_event_listener_with_callback(&self.event, self.act.as_ref().unchecked_ref());
    }
}

type Apply = fn(&Element, &str, Option<&str>);

impl Tag {
    /// Sets something of the element, now and whenever it changes.
    fn apply(self, name: &'static str, setting: Setting, apply: Apply) -> Self {
        match setting {
            Setting::Fixed(value) => apply(&self.0, name, value.as_deref()),
            Setting::Followed(value) => {
                let element = self.0.clone();
                let mut last: Option<Option<String>> = None;
                follow(Box::new(move || {
                    let now = value();
                    if last.as_ref() != Some(&now) {
                        apply(&element, name, now.as_deref());
                        last = Some(now);
                    }
                }));
            }
        }
        self
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.apply(name, value.setting(), |element, name, value| {
            let _ = match value {
                Some(value) => element.set_attribute(name, value),
                None => element.remove_attribute(name),
            };
        })
    }

    /// A class that comes and goes.
    pub fn class(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.apply(name, value.setting(), |element, name, value| {
            let _ = element.class_list().toggle_with_force(name, value.is_some());
        })
    }

    /// A property of the style, which the content security policy allows where it would not allow an attribute.
    pub fn style(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.apply(name, value.setting(), |element, name, value| {
            // Elements of SVG have a style as those of HTML do.
            let style = element.unchecked_ref::<web_sys::HtmlElement>().style();
            let _ = match value {
                Some(value) => style.set_property(name, value),
                None => style.remove_property(name).map(drop),
            };
        })
    }

    /// A property of the element: what a field holds, whether a box is ticked.
    pub fn prop(self, name: &'static str, value: impl IntoSetting) -> Self {
        // What a person has typed or ticked since is put right even where the value is the one of before.
        let set = |element: &Element, name: &str, value: Option<&str>| {
            let value = match name {
                "checked" => JsValue::from_bool(value.is_some()),
                _ => JsValue::from_str(value.unwrap_or_default()),
            };
            let _ = js_sys::Reflect::set(element, &name.into(), &value);
        };
        match value.setting() {
            Setting::Fixed(value) => set(&self.0, name, value.as_deref()),
            Setting::Followed(value) => {
                let element = self.0.clone();
                follow(Box::new(move || set(&element, name, value().as_deref())));
            }
        }
        self
    }

    /// What an event does.
    pub fn on<E: JsCast + 'static>(self, event: &str, act: impl FnMut(E) + 'static) -> Self {
        let mut act = act;
        self.listen(event, Box::new(move |event: Event| act(event.unchecked_into())))
    }

    fn listen(self, event: &str, act: Box<dyn FnMut(Event)>) -> Self {
        let act = Closure::wrap(act);
        let _ = self.0.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
        keep(Box::new(Listener { element: self.0.clone(), event: event.to_owned(), act }));
        self
    }

    /// What stands in the element.
    pub fn child(self, child: impl IntoView) -> Self {
        insert(&self.0, child.into_view(), None);
        self
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Lists
// ---------------------------------------------------------------------------------------------------------------------

/// An item of a list that stands in the page: its node, and what belongs to it.
struct Standing {
    node: Node,
    owner: Owner,
}

/// What makes an item of a list.
type Make = Box<dyn FnOnce() -> View>;

/// What has become of a list.
enum Change {
    /// Nothing.
    None,
    /// The same items in the same order, some of them made anew: their places.
    Some(Vec<(usize, Make)>),
    /// Another order: for each item its former place, or what makes it.
    All(Vec<Result<usize, Make>>),
}

/// A list of elements by keys: one whose key and content stay is left as it is, wherever it moves; one whose content
/// changes is made anew. Each makes one element, and follows nothing by itself. Items are compared and copied at every
/// change: what is large stands behind an `Arc`.
pub fn each<T: PartialEq + Clone + 'static>(
    items: impl Fn() -> Vec<(String, T)> + 'static,
    make: impl Fn(T) -> View + 'static,
) -> View {
    let make = Rc::new(make);
    let held: RefCell<Vec<(String, T)>> = RefCell::default();
    list(Box::new(move || {
        let now = items();
        let before = held.take();
        let making = |item: &T| -> Make {
            let (make, item) = (make.clone(), item.clone());
            Box::new(move || make(item))
        };
        let change = if now.len() == before.len() && now.iter().zip(&before).all(|(a, b)| a.0 == b.0) {
            // Most edits change no item or one: nothing is looked up then.
            let pairs = now.iter().zip(&before).enumerate().filter(|(_, (a, b))| a.1 != b.1);
            let anew: Vec<_> = pairs.map(|(at, (a, _))| (at, making(&a.1))).collect();
            if anew.is_empty() { Change::None } else { Change::Some(anew) }
        } else {
            let mut places: BTreeMap<&str, usize> = BTreeMap::new();
            for (at, (key, _)) in before.iter().enumerate() {
                places.insert(key, at);
            }
            // A place is given once: of two items of one key the second is made anew.
            let origin = |(key, item): &(String, T)| {
                let at = places.remove(key.as_str());
                at.filter(|at| before.get(*at).is_some_and(|b| b.1 == *item)).ok_or_else(|| making(item))
            };
            Change::All(now.iter().map(origin).collect())
        };
        held.replace(now);
        change
    }))
}

fn list(change: Box<dyn Fn() -> Change>) -> View {
    let Some(document) = document() else { return View::None };
    let fragment: Node = document.create_document_fragment().into();
    let end: Node = document.create_text_node("").into();
    let _ = fragment.append_child(&end);
    // What an item keeps lives under this list, and not under the effect, which forgets all at every run.
    let owner = Owner::current().unwrap_or_default();
    let mut standing: Vec<Standing> = Vec::new();
    follow(Box::new(move || {
        let change = change();
        let Some(parent) = end.parent_node() else { return };
        let stand = |make: Make| {
            let owner = owner.child();
            let node = owner.with(|| single(make()));
            // An item without an element keeps its place all the same.
            let node = node.or_else(|| Some(document.create_text_node("").into()));
            node.map(|node| Standing { node, owner })
        };
        match change {
            Change::None => {}
            Change::Some(anew) => {
                for (at, make) in anew {
                    if let (Some(item), Some(old)) = (stand(make), standing.get_mut(at)) {
                        let _ = parent.replace_child(&item.node, &old.node);
                        old.owner.cleanup();
                        *old = item;
                    }
                }
            }
            Change::All(origins) => {
                let mut before: Vec<Option<Standing>> = standing.drain(..).map(Some).collect();
                // Those that are gone go first: what is left stands in its former order.
                let mut is_kept = vec![false; before.len()];
                for at in origins.iter().flatten() {
                    if let Some(is) = is_kept.get_mut(*at) {
                        *is = true;
                    }
                }
                for (item, _) in before.iter_mut().zip(&is_kept).filter(|(_, is)| !**is) {
                    if let Some(item) = item.take() {
                        let _ = parent.remove_child(&item.node);
                        item.owner.cleanup();
                    }
                }
                // Then the former order and the new one are walked side by side, and the page is touched only where they
                // differ. `next` is the first of those that have not been passed: moved ones are no longer there.
                let mut next = 0;
                for origin in origins {
                    while before.get(next).is_some_and(Option::is_none) {
                        next += 1;
                    }
                    let stays = matches!(&origin, Ok(at) if *at == next);
                    let item = match origin {
                        Ok(at) => before.get_mut(at).and_then(Option::take),
                        Err(make) => stand(make),
                    };
                    let Some(item) = item else { continue };
                    if !stays {
                        let following = before.get(next).and_then(Option::as_ref).map_or(&end, |s| &s.node);
                        let _ = parent.insert_before(&item.node, Some(following));
                    }
                    standing.push(item);
                }
            }
        }
    }));
    View::Node(fragment)
}

/// The one element of an item's view.
fn single(view: View) -> Option<Node> {
    match view {
        View::Node(node) => Some(node),
        View::Many(views) => views.into_iter().find_map(single),
        View::Text(_) | View::None => None,
    }
}

/// Puts a view into the page, for as long as the page lives.
pub fn mount(make: impl FnOnce() -> View + 'static) {
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let Some(body) = document().and_then(|d| d.body()) else { return };
    owner.with(|| insert(&body, make(), None));
    // The application lives as long as the page.
    std::mem::forget(owner);
}

/// Values of memos, where a closure would do no more than read one.
impl<T> IntoView for Memo<T>
where
    T: IntoView + Clone + Send + Sync + 'static,
{
    fn into_view(self) -> View {
        region(Box::new(move || self.get().into_view()))
    }
}

impl<T> IntoSetting for Memo<T>
where
    T: Plain + Clone + Send + Sync + 'static,
{
    fn setting(self) -> Setting {
        Setting::Followed(Box::new(move || self.get().plain()))
    }
}
