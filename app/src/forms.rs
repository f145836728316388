//! The form: fields that stand for places of an item. A field reads the item's JSON at its place and puts a value
//! there; what fits is decided where files are read, so a form and a file are held to the same rules and told the same
//! words. Which fields an item has is a table (`screens/compose/fields.rs`).

use crate::ui::prelude::*;
use crate::{
    composing, dom,
    history::Label,
    screens::icons,
    state::{CATALOG, State},
    words::t,
};
use catalog::{Lang, Layer, LayerSet, typeset};
use model::{
    document::Item,
    edit::Edit,
    lexicon::{self, Word},
    words,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, rc::Rc, sync::Arc};

/// A text in both languages.
pub type Both = (&'static str, &'static str);

/// A field of an item.
pub struct Field {
    /// Its place in the item, or in the item of a list.
    pub path: &'static str,
    /// What it is called.
    pub label: Both,
    /// What helps to fill it in; may be empty.
    pub hint: Both,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
pub enum Kind {
    /// A short text.
    Text,
    /// A long text.
    Long,
    /// A day.
    Date,
    /// Yes or nothing.
    Flag,
    /// A country.
    Country,
    /// Countries, by their codes.
    Countries,
    /// Texts, one a line.
    Lines,
    /// Identifiers, separated by commas or spaces.
    Ids,
    /// A percentage or a range.
    Share,
    /// A whole number of months.
    Months,
    /// One of the closed words of a family, or nothing.
    Word(&'static str),
    /// Any of the closed words of a family.
    Words(&'static str),
    /// One layer.
    Layer,
    /// Any layers; never left out.
    Layers,
    /// Layers, or left out with the meaning given; what it then amounts to, which is ticked first; the layers among
    /// which to choose.
    LayersOr(Both, fn(State, &Item) -> LayerSet, fn(State, &Item) -> LayerSet),
    /// A provider.
    Provider,
    /// A legal entity, or nothing.
    Entity,
    /// Services.
    Services,
    /// A list of objects.
    List(&'static List),
}

/// A list of objects, each with fields of its own.
pub struct List {
    /// What one of them is called.
    pub one: Both,
    /// What the button that adds one says.
    pub add: Both,
    /// What a new one holds, as JSON; `@event` and `@retained` hold what can only be known then.
    pub fresh: &'static str,
    /// The layers among which a new one begins, where it needs one.
    pub first: fn(State, &Item) -> LayerSet,
    /// Where one says what it is, for its title.
    pub titles: &'static [&'static str],
    /// Its fields.
    pub fields: &'static [Field],
}

/// A form over one item.
#[derive(Clone, Copy)]
pub struct Form {
    /// The state.
    pub state: State,
    /// The language.
    pub lang: Lang,
    /// What is edited.
    item: StoredValue<Item>,
    /// The item as JSON, as it is now.
    value: Memo<Arc<Value>>,
    /// What was refused, by place.
    refused: RwSignal<BTreeMap<String, String>>,
    /// What distinguishes this form's ids from another's.
    prefix: &'static str,
    /// The same among forms of one prefix: a number from one on.
    nth: usize,
    /// What an edit is said to concern, where that is not the item.
    about: Option<&'static str>,
}

/// What takes over the value of a field.
pub type Commit = Box<dyn Fn(Option<Value>)>;

impl Form {
    /// Begins a form.
    pub fn new(state: State, lang: Lang, item: Item, prefix: &'static str) -> Self {
        let stored = StoredValue::new(item.clone());
        let value = Memo::new(move |_| {
            Arc::new(state.document.with(|d| d.as_ref().and_then(|d| item.value(&d.0))).unwrap_or_default())
        });
        Self { state, lang, item: stored, value, refused: RwSignal::default(), prefix, nth: 0, about: None }
    }

    /// The same, whose edits are said to concern something inside the item.
    pub const fn about(self, what: &'static str) -> Self {
        Self { about: Some(what), ..self }
    }

    /// The same as one of several, counted from one: its ids then differ from theirs.
    pub const fn nth(self, nth: usize) -> Self {
        Self { nth, ..self }
    }

    /// What is edited.
    pub fn item(&self) -> Item {
        self.item.get_value()
    }

    fn say(&self, both: Both) -> String {
        t(self.lang, both.0, both.1)
    }

    /// The id of a place's field.
    fn id(&self, path: &str) -> String {
        let (prefix, path) = (self.prefix, path.replace('/', "-"));
        match self.nth {
            0 => format!("{prefix}{path}"),
            nth => format!("{prefix}-{nth}{path}"),
        }
    }

    fn at(&self, path: &str) -> Option<Value> {
        self.value.with(|v| v.pointer(path).cloned())
    }

    fn text(&self, path: &str) -> String {
        self.value.with(|v| v.pointer(path).map(shown).unwrap_or_default())
    }

    fn lines(&self, path: &str) -> String {
        match self.at(path) {
            Some(Value::Array(list)) => list.iter().map(shown).collect::<Vec<_>>().join("\n"),
            other => other.as_ref().map(shown).unwrap_or_default(),
        }
    }

    /// Puts a value at a place, or takes it away; what is refused is said beside the field.
    fn commit(&self, path: &str, label: Both, value: Option<Value>) {
        let item = self.item();
        if value.is_none() && self.value.with_untracked(|v| v.pointer(path).is_none()) {
            self.refused.update(|r| drop(r.remove(path)));
            return;
        }
        let called = match self.about {
            Some(what) => what.to_owned(),
            None => self.state.now().map(|d| composing::name(&d.0, &item, self.lang)).unwrap_or_default(),
        };
        let lower = |text: &str| {
            let mut chars = text.chars();
            let first: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
            format!("{first}{}", chars.as_str())
        };
        let label =
            Label::new(format!("{called}, {}", lower(label.0)), format!("{called}, {}", lower(label.1)));
        match self.state.edit(label, Edit::Set { item, path: path.to_owned(), value }) {
            Ok(()) => self.refused.update(|r| drop(r.remove(path))),
            Err(error) => {
                let said = words::edit_error(&error, self.lang);
                self.state.live.set(said.clone());
                self.refused.update(|r| drop(r.insert(path.to_owned(), said)));
            }
        }
    }

    /// What puts a value at a place.
    pub fn committer(self, path: &str, label: Both) -> Commit {
        let path = path.to_owned();
        Box::new(move |value| self.commit(&path, label, value))
    }

    /// All fields of a table.
    pub fn fields(self, base: &str, fields: &'static [Field]) -> View {
        fields.iter().map(|f| self.field(base, f)).collect::<Vec<_>>().into_view()
    }

    /// A field.
    fn field(self, base: &str, field: &'static Field) -> View {
        let path = format!("{base}{}", field.path);
        let commit = self.committer(&path, field.label);
        match &field.kind {
            Kind::Text => {
                self.line(&path, field, "text", commit, |text| (!text.trim().is_empty()).then(|| text.into()))
            }
            Kind::Date => {
                self.line(&path, field, "date", commit, |text| (!text.is_empty()).then(|| text.into()))
            }
            Kind::Country => self.country(&path, field, commit),
            Kind::Countries => self.line(&path, field, "text", commit, |text| listed(&text.to_uppercase())),
            Kind::Ids => self.line(&path, field, "text", commit, |text| listed(&text)),
            // What is no whole number goes on as it was typed: the reader says so.
            Kind::Months => self.line(&path, field, "text", commit, |text| {
                let text = text.trim();
                (!text.is_empty()).then(|| text.parse::<u32>().map_or_else(|_| json!(text), |n| json!(n)))
            }),
            Kind::Share => self.line(&path, field, "text", commit, |text| share(&text)),
            Kind::Long => {
                self.area(&path, field, commit, |text| (!text.trim().is_empty()).then(|| text.into()))
            }
            Kind::Lines => self.area(&path, field, commit, |text| {
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
                (!lines.is_empty()).then(|| json!(lines))
            }),
            Kind::Flag => self.check(&path, field, commit),
            Kind::Word(family) => {
                self.choice(&path, field.label, field.hint, options(family, self.lang), true, commit)
            }
            Kind::Words(family) => self.several(&path, field, options(family, self.lang), commit),
            Kind::Layer => {
                self.choice(&path, field.label, field.hint, layer_options(self.lang), false, commit)
            }
            Kind::Layers => self.several(&path, field, layer_options(self.lang), commit),
            Kind::LayersOr(absent, amounts, among) => self.layers_or(&path, field, *absent, *amounts, *among),
            Kind::Provider => self.reference(&path, field, false, commit),
            Kind::Entity => self.reference(&path, field, true, commit),
            Kind::Services => self.services(&path, field, commit),
            Kind::List(list) => self.list(path, field, list),
        }
    }

    /// The id of a hint or of a refusal, where there is one.
    fn described(self, path: &str, hint: Both) -> impl Fn() -> Option<String> + use<> {
        let (id, path, has_hint) = (self.id(path), path.to_owned(), !hint.0.is_empty());
        move || {
            let refused = self.refused.with(|r| r.contains_key(&path));
            match (has_hint, refused) {
                (true, true) => Some(format!("{id}-hint {id}-error")),
                (true, false) => Some(format!("{id}-hint")),
                (false, true) => Some(format!("{id}-error")),
                (false, false) => None,
            }
        }
    }

    /// What stands under a field: its hint, and why its value was refused.
    fn under(self, path: &str, hint: Both) -> View {
        let (id, place) = (self.id(path), path.to_owned());
        let error = format!("{id}-error");
        let refused = move || {
            self.refused.with(|r| r.get(&place).cloned()).map(|said| {
                view! { <span class="refused" id=error.clone()>{icons::icon("warning")}{said}</span> }
            })
        };
        let hint = (!hint.0.is_empty())
            .then(|| view! { <span class="hint" id=format!("{id}-hint")>{self.say(hint)}</span> });
        view! { {hint}{refused} }
    }

    fn is_refused(self, path: &str) -> impl Fn() -> Option<&'static str> + use<> {
        let path = path.to_owned();
        move || self.refused.with(|r| r.contains_key(&path)).then_some("true")
    }

    fn line(
        self,
        path: &str,
        field: &'static Field,
        kind: &'static str,
        commit: Commit,
        parse: fn(String) -> Option<Value>,
    ) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        view! {
            <p class="field">
                <label for=id.clone()>{self.say(field.label)}</label>
                <input type=kind id=id autocomplete="off" spellcheck="false" prop:value=move || self.text(&place)
                    aria-invalid=self.is_refused(path) aria-describedby=self.described(path, field.hint)
                    on:change=move |e| if let Some(text) = dom::typed(&e) { commit(parse(text)) }/>
                {self.under(path, field.hint)}
            </p>
        }
    }

    /// A country, by its name; the code that the format holds stands behind it. Whether it lies in the Union is said.
    fn country(self, path: &str, field: &'static Field, commit: Commit) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        let now = untrack(|| self.text(path));
        let mut countries = countries(self.lang);
        if !now.is_empty() && !countries.iter().any(|(code, _)| *code == now) {
            countries.push((now.clone(), now.clone()));
        }
        let options: Vec<_> = countries
            .into_iter()
            .map(|(code, name)| {
                let chosen = code == now;
                view! { <option value=code selected=chosen>{name}</option> }
            })
            .collect();
        view! {
            <p class="field">
                <label for=id.clone()>{self.say(field.label)}</label>
                <select id=id prop:value=move || self.text(&place)
                    aria-invalid=self.is_refused(path) aria-describedby=self.described(path, field.hint)
                    on:change=move |e| {
                        let value = event_target_value(&e);
                        commit((!value.is_empty()).then(|| value.into()));
                    }>
                    <option value="">{t(self.lang, "non dit", "not said")}</option>
                    {options}
                </select>
                {self.under(path, field.hint)}
            </p>
        }
    }

    fn area(
        self,
        path: &str,
        field: &'static Field,
        commit: Commit,
        parse: fn(String) -> Option<Value>,
    ) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        view! {
            <p class="field">
                <label for=id.clone()>{self.say(field.label)}</label>
                <textarea id=id rows="3" prop:value=move || self.lines(&place)
                    aria-invalid=self.is_refused(path) aria-describedby=self.described(path, field.hint)
                    on:change=move |e| commit(parse(event_target_value(&e)))></textarea>
                {self.under(path, field.hint)}
            </p>
        }
    }

    fn check(self, path: &str, field: &'static Field, commit: Commit) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        view! {
            <p class="check">
                <input type="checkbox" id=id.clone() prop:checked=move || self.at(&place) == Some(Value::Bool(true))
                    aria-describedby=self.described(path, field.hint)
                    on:change=move |e| commit(event_target_checked(&e).then_some(Value::Bool(true)))/>
                <span><label for=id>{self.say(field.label)}</label>{self.under(path, field.hint)}</span>
            </p>
        }
    }

    /// One of several options.
    pub fn choice(
        self,
        path: &str,
        label: Both,
        hint: Both,
        options: Vec<(String, String)>,
        optional: bool,
        commit: Commit,
    ) -> View {
        let id = self.id(path);
        let options: Vec<_> = options
            .into_iter()
            .map(|(value, text)| {
                let (place, mine) = (path.to_owned(), value.clone());
                view! { <option value=value selected=move || self.text(&place) == mine>{text}</option> }
            })
            .collect();
        let place = path.to_owned();
        let none = optional.then(|| {
            view! { <option value="" selected=move || self.text(&place).is_empty()>{t(self.lang, "non dit", "not said")}</option> }
        });
        view! {
            <p class="field">
                <label for=id.clone()>{self.say(label)}</label>
                <select id=id aria-invalid=self.is_refused(path) aria-describedby=self.described(path, hint)
                    on:change=move |e| {
                        let value = event_target_value(&e);
                        commit((!value.is_empty()).then(|| value.into()));
                    }>
                    {none}{options}
                </select>
                {self.under(path, hint)}
            </p>
        }
    }

    /// Boxes to tick, that make a list of words.
    fn boxes(self, path: &str, options: Vec<(String, String)>, commit: Commit) -> View {
        let all: Arc<Vec<String>> = Arc::new(options.iter().map(|(id, _)| id.clone()).collect());
        let commit = Rc::new(commit);
        let boxes: Vec<_> = options
            .into_iter()
            .map(|(value, text)| {
                let (place, mine) = (path.to_owned(), value.clone());
                let holds = move || self.at(&place).is_some_and(|v| v.as_array().is_some_and(|a| a.contains(&json!(mine))));
                let (place, all, commit) = (path.to_owned(), all.clone(), commit.clone());
                let change = move |e| {
                    let on = event_target_checked(&e);
                    let now = self.value.with_untracked(|v| v.pointer(&place).cloned());
                    let had = |id: &String| now.as_ref().and_then(Value::as_array).is_some_and(|a| a.contains(&json!(id)));
                    let list: Vec<&String> = all.iter().filter(|id| if **id == value { on } else { had(id) }).collect();
                    commit(Some(json!(list)));
                };
                view! {
                    <label class="choice"><input type="checkbox" prop:checked=holds on:change=change/><span>{text}</span></label>
                }
            })
            .collect();
        view! { <div class="choices">{boxes}</div> }
    }

    fn several(
        self,
        path: &str,
        field: &'static Field,
        options: Vec<(String, String)>,
        commit: Commit,
    ) -> View {
        let id = self.id(path);
        view! {
            <fieldset class="field" id=id tabindex="-1">
                <legend>{self.say(field.label)}</legend>
                {self.boxes(path, options, commit)}
                {self.under(path, field.hint)}
            </fieldset>
        }
    }

    fn layers_or(
        self,
        path: &str,
        field: &'static Field,
        absent: Both,
        amounts: fn(State, &Item) -> LayerSet,
        among: fn(State, &Item) -> LayerSet,
    ) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        let is_absent = Memo::new(move |_| self.at(&place).is_none());
        let place = path.to_owned();
        let toggle = move |e| {
            // What leaving it out amounts to is the beginning of saying otherwise.
            let now = amounts(self.state, &self.item());
            let named: Vec<&str> = now.iter().map(Layer::id).collect();
            self.commit(&place, field.label, (!event_target_checked(&e)).then(|| json!(named)));
        };
        let place = path.to_owned();
        let body = move || {
            if is_absent.get() {
                let now = amounts(self.state, &self.item());
                let said = if now.is_empty() {
                    t(self.lang, "aucune", "none")
                } else {
                    words::layers(now, self.lang)
                };
                view! { <span class="hint">{t(self.lang, "Soit : ", "That is: ")}{said}</span> }
            } else {
                // What is named already stays to be seen, wherever it belongs.
                let named = untrack(|| self.at(&place)).unwrap_or_default();
                let named =
                    named.as_array().into_iter().flatten().filter_map(|l| Layer::from_id(l.as_str()?));
                let open = named.fold(untrack(|| among(self.state, &self.item())), LayerSet::with);
                let options = Layer::ALL.iter().rev().filter(|l| open.contains(**l));
                let options =
                    options.map(|l| (l.id().to_owned(), words::layer(*l, self.lang).to_owned())).collect();
                self.boxes(&place, options, self.committer(&place, field.label))
            }
        };
        view! {
            <fieldset class="field" id=id tabindex="-1">
                <legend>{self.say(field.label)}</legend>
                <label class="choice">
                    <input type="checkbox" prop:checked=move || is_absent.get() on:change=toggle/>
                    <span>{self.say(absent)}</span>
                </label>
                {body}
                {self.under(path, field.hint)}
            </fieldset>
        }
    }

    /// A provider or a legal entity of the document, or a new one.
    fn reference(self, path: &str, field: &'static Field, entity: bool, commit: Commit) -> View {
        let id = self.id(path);
        let place = path.to_owned();
        let options = move || {
            let now = self.text(&place);
            let document = self.state.document.get()?.0;
            let named: Vec<(String, String)> = if entity {
                document.entities.iter().map(|e| (e.id.0.clone(), e.name.clone())).collect()
            } else {
                document.providers.iter().map(|p| (p.id.0.clone(), p.name.clone())).collect()
            };
            let options: Vec<_> = named
                .into_iter()
                .map(|(id, name)| {
                    let selected = id == now;
                    let name = if name.is_empty() { id.clone() } else { name };
                    view! { <option value=id selected=selected>{name}</option> }
                })
                .collect();
            let none = entity.then(|| view! { <option value="" selected=now.is_empty()>{t(self.lang, "non dite", "not said")}</option> });
            let new = if entity {
                t(self.lang, "Nouvelle entité…", "New entity…")
            } else {
                t(self.lang, "Nouveau prestataire…", "New provider…")
            };
            Some(view! { {none}{options}<option value="*">{new}</option> })
        };
        let change = move |e| {
            let value = event_target_value(&e);
            match (value.as_str(), self.item()) {
                ("*", Item::Service(service)) if !entity => composing::add_provider(self.state, service),
                ("*", item) => composing::add_entity(self.state, item),
                ("", _) => commit(None),
                _ => commit(Some(value.into())),
            }
        };
        view! {
            <p class="field">
                <label for=id.clone()>{self.say(field.label)}</label>
                <select id=id aria-describedby=self.described(path, field.hint) on:change=change>{options}</select>
                {self.under(path, field.hint)}
            </p>
        }
    }

    fn services(self, path: &str, field: &'static Field, commit: Commit) -> View {
        // The services are those of the moment: the boxes are drawn anew when one comes or goes.
        let named = Memo::new(move |_| {
            self.state.document.with(|d| {
                let services = d.iter().flat_map(|d| &d.0.services);
                services
                    .map(|s| {
                        (s.id.0.clone(), if s.name.is_empty() { s.id.0.clone() } else { s.name.clone() })
                    })
                    .collect::<Vec<_>>()
            })
        });
        drop(commit);
        let (id, place) = (self.id(path), path.to_owned());
        view! {
            <fieldset class="field" id=id tabindex="-1">
                <legend>{self.say(field.label)}</legend>
                {move || self.boxes(&place, named.get(), self.committer(&place, field.label))}
                {self.under(path, field.hint)}
            </fieldset>
        }
    }

    /// A list of objects, one below the other.
    fn list(self, path: String, field: &'static Field, list: &'static List) -> View {
        let place = path.clone();
        let length = Memo::new(move |_| {
            self.value.with(|v| v.pointer(&place).and_then(Value::as_array).map_or(0, Vec::len))
        });
        let (place, id) = (path.clone(), self.id(&path));
        let items = move || {
            let place = place.clone();
            (0..length.get()).map(|i| self.entry(format!("{place}/{i}"), i, list)).collect::<Vec<_>>()
        };
        let add_id = format!("{id}-add");
        let add = move |_| {
            let fresh = match list.fresh {
                // Both need a value to be read at all: the day in question, the layer that the base is asked for first.
                "@event" => {
                    json!({ "date": self.state.question.with_untracked(|q| q.as_ref().map(|q| q.as_of.to_string())), "kind": "suspended" })
                }
                "@retained" => {
                    // Most contracts that leave something leave it on machines.
                    let first = (list.first)(self.state, &self.item());
                    let layer = if first.contains(Layer::Compute) {
                        Some(Layer::Compute)
                    } else {
                        first.iter().next()
                    };
                    let layer = layer.unwrap_or(Layer::Compute);
                    json!({ "layer": layer.id() })
                }
                fresh => serde_json::from_str(fresh).unwrap_or_default(),
            };
            let at = length.get_untracked();
            self.commit(&format!("{path}/-"), list.one, Some(fresh));
            let first = list.fields.first().map(|f| self.id(&format!("{path}/{at}{}", f.path)));
            if let Some(first) = first {
                dom::soon(move || dom::focus(&first));
            }
        };
        let empty = move || {
            (length.get() == 0 && !field.hint.0.is_empty())
                .then(|| view! { <p class="hint">{self.say(field.hint)}</p> })
        };
        view! {
            <div class="entries" id=id tabindex="-1">
                {empty}
                {items}
                <button type="button" class="plain small" id=add_id on:click=add>{icons::icon("add")}{self.say(list.add)}</button>
            </div>
        }
    }

    fn entry(self, path: String, at: usize, list: &'static List) -> View {
        let place = path.clone();
        let title = move || {
            let said: Vec<String> = list
                .titles
                .iter()
                .map(|key| self.text(&format!("{place}{key}")))
                .filter(|text| !text.is_empty())
                .map(|text| match (text.parse(), Layer::from_id(&text)) {
                    (Ok(day), _) => words::date(day, self.lang),
                    (_, Some(layer)) => words::layer(layer, self.lang).to_owned(),
                    _ => text,
                })
                .collect();
            let one = format!("{} {}", self.say(list.one), at + 1);
            if said.is_empty() { one } else { format!("{one} · {}", said.join(" · ")) }
        };
        let fields = self.fields(&path, list.fields);
        let back = self.id(path.rsplit_once('/').map_or("", |(above, _)| above));
        let remove = move |_| {
            self.commit(&path, list.one, None);
            let back = back.clone();
            dom::soon(move || dom::focus(&format!("{back}-add")));
        };
        view! {
            <fieldset class="entry">
                <legend>{title}</legend>
                {fields}
                <button type="button" class="link danger" on:click=remove>{t(self.lang, "Retirer", "Remove")}</button>
            </fieldset>
        }
    }

    /// The facts of the catalogue about a service.
    pub fn facts(self) -> View {
        CATALOG
            .facts
            .iter()
            .map(|fact| {
                let path = format!("/facts/{}", fact.id);
                let label = (fact.label.fr, fact.label.en);
                let commit = self.committer(&path, label);
                self.choice(&path, label, ("", ""), options("answer", self.lang), true, commit)
            })
            .collect::<Vec<_>>()
            .into_view()
    }
}

fn options(family: &str, lang: Lang) -> Vec<(String, String)> {
    let text = |w: &Word| typeset(lang == Lang::Fr, w.get(lang));
    lexicon::family(family).iter().map(|w| (w.0.to_owned(), text(w))).collect()
}

/// All countries, by their codes and names, in the order of names; of each it is said whether it lies in the Union.
fn countries(lang: Lang) -> Vec<(String, String)> {
    let tag = crate::words::locale(lang);
    let names = dom::region_names(tag, COUNTRIES.split(' '));
    let mut all: Vec<(String, String, String)> = (COUNTRIES.split(' ').zip(names))
        .map(|(code, name)| {
            let (fr, en) = if catalog::UNION.contains(code) {
                ("Union européenne", "European Union")
            } else {
                ("hors de l’Union", "outside the Union")
            };
            (crate::words::fold(&name), code.to_owned(), format!("{name} ({})", t(lang, fr, en)))
        })
        .collect();
    model::sorted::sort(&mut all);
    all.into_iter().map(|(_, code, name)| (code, name)).collect()
}

/// The codes of ISO 3166-1.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

fn layer_options(lang: Lang) -> Vec<(String, String)> {
    Layer::ALL.iter().rev().map(|l| (l.id().to_owned(), words::layer(*l, lang).to_owned())).collect()
}

/// What was typed, as a list: separated by commas, semicolons or blanks.
fn listed(text: &str) -> Option<Value> {
    let parts: Vec<&str> =
        text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| json!(parts))
}

/// A percentage or a range as it is typed: `20`, `20,5`, `20-30`, `20 à 30`.
fn share(text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let numbers: Vec<f64> = text
        .split(['-', '–', 'à', 't', 'o', '[', ']'])
        .map(|part| part.trim().trim_end_matches('%').trim().replace(',', "."))
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(-1.0))
        .collect();
    Some(match numbers.as_slice() {
        [one] if *one >= 0.0 => json!(one),
        [min, max] if *min >= 0.0 && *max >= 0.0 => json!([min, max]),
        // Neither a number nor a range: the reader says so.
        _ => json!(text),
    })
}

/// A value as a field shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => {
            let numbers = list.iter().all(Value::is_number);
            let parts: Vec<String> = list.iter().map(shown).collect();
            parts.join(if numbers { "-" } else { ", " })
        }
        other => other.to_string(),
    }
}
