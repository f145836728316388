//! The state of the page: ground state in signals, everything else derived once per edit.

use crate::ui::prelude::*;
use crate::{
    dom,
    history::{History, Label, Selection, Shared},
    route::{Filter, Route, Screen},
    screens::repair::Mending,
    store, tabs,
    words::{count, t},
};
use catalog::{Catalog, Lang, SECNUMCLOUD, text::TextPack};
use model::{
    Document, Question,
    document::{Issue, Item, Judgement, ReadError, ServiceId, read, write},
    edit::{Edit, EditError, apply},
    layout::Layout,
    overview::{Glance, overview, refreshed, top_service},
    share::LinkError,
    supply::Stack,
    verdict::{Counts, Detail, Evaluator, Outcome, Scope},
    words,
};
use std::{collections::BTreeMap, sync::Arc};

/// The catalogue.
pub static CATALOG: &Catalog = &SECNUMCLOUD;

thread_local! {
    /// Whether an edit has been made that is not stored yet.
    static UNSTORED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

const KEY_LANG: &str = "socle.lang";
const KEY_THEME: &str = "socle.theme";
const KEY_LETTERS: &str = "socle.letters";

/// Light, dark, or as the machine prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the machine prefers.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word kept in storage and on the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Whether the work is stored in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Saved {
    /// Nothing to store yet.
    #[default]
    Nothing,
    /// Stored, at this time of day.
    At(String),
    /// Refused or full.
    Refused,
}

/// What other tabs do with the document that is open here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Elsewhere {
    /// Nothing.
    #[default]
    No,
    /// It is open in another tab.
    Open,
    /// Another tab has stored it since.
    Changed,
}

/// What the diagram and the outline are in the middle of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mode {
    /// Nothing.
    #[default]
    Idle,
    /// Choosing on what a service should rest.
    Connecting {
        /// Who will rest.
        from: ServiceId,
        /// The base that the arrows have reached.
        to: Option<ServiceId>,
    },
    /// Moving a service with the arrows.
    Grabbing(ServiceId),
}

/// What an edit moved, for the service in question.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The edit.
    pub label: Label,
    /// The service.
    pub service: ServiceId,
    /// How many verdicts went from one outcome to another, over the verified requirements.
    pub flows: Vec<(Outcome, Outcome, usize)>,
    /// The counts before.
    pub before: Counts,
    /// The counts after.
    pub after: Counts,
}

/// A note at the edge of the page: what was done, and whether undo takes it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// What was done.
    pub text: Label,
    /// Whether to offer undo.
    pub undo: bool,
}

/// What lies over the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// All actions, by their names.
    Palette,
    /// A service to add, and the one that it should be linked to.
    Add,
    /// A base to choose.
    Connect(ServiceId),
    /// What can be done with the selection, at a place of the window.
    Menu(i32, i32),
    /// A document to forget: its key and its title.
    Forget(String, String),
    /// A link that carries the document, or why there is none.
    Share(Result<String, LinkError>),
    /// Everything that the browser keeps, to be removed.
    Wipe,
}

/// What is selected in the list: requirements of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    /// The service: its selection does not outlive the change to another.
    pub service: ServiceId,
    /// Which requirements, by their place in the text.
    pub places: Vec<bool>,
}

/// What all services looked like when they were looked at last.
struct Seen {
    document: Arc<Document>,
    question: Question,
    glances: Arc<Vec<Glance>>,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.glances == other.glances
    }
}

/// What says where the boxes of a diagram stand.
pub type Layouter = fn(&Document) -> Layout;

/// All of it. Signals are handles: copying the state copies no data.
#[derive(Clone, Copy)]
pub struct State {
    /// The language in use.
    pub lang: RwSignal<Lang>,
    /// The theme in use.
    pub theme: RwSignal<Theme>,
    /// Whether shortcuts of a single key work.
    pub letters: RwSignal<bool>,
    /// The document and its past.
    pub history: RwSignal<Option<History>>,
    /// The key under which the browser keeps the document.
    pub key: RwSignal<String>,
    /// The address.
    pub route: RwSignal<Route>,
    /// Whether candidates count as granted, as the address says.
    pub assume: Memo<bool>,
    /// The prose, once it has been fetched.
    pub pack: RwSignal<Option<Arc<TextPack>>>,
    /// That the prose could not be fetched.
    pub pack_fault: RwSignal<bool>,
    /// What the live region says.
    pub live: RwSignal<String>,
    /// Whether the work is stored.
    pub saved: RwSignal<Saved>,
    /// Why a file could not be opened at all.
    pub fault: RwSignal<Option<Label>>,
    /// A file that is being mended.
    pub mending: RwSignal<Option<Mending>>,
    /// What other tabs do with the document.
    pub elsewhere: RwSignal<Elsewhere>,
    /// The width of the window, in CSS pixels: below a breakpoint an open requirement lies over the rest.
    pub width: RwSignal<f64>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// What the diagram and the outline are in the middle of.
    pub mode: RwSignal<Mode>,
    /// The face of the compose screen that a narrow window shows.
    pub face: RwSignal<&'static str>,
    /// How large the diagram is shown; 1 is its own size.
    pub zoom: RwSignal<f64>,
    /// What the last edit moved.
    pub moved: RwSignal<Option<Moved>>,
    /// A note at the edge of the page.
    pub toast: RwSignal<Option<Toast>>,
    /// What lies over the page.
    pub dialog: RwSignal<Option<Dialog>>,
    /// Whether a newer version of the page is ready, to be taken when the person says so.
    pub newer: RwSignal<bool>,
    /// The requirements that are selected in the list, by their place in the text; nothing while none can be.
    pub picked: RwSignal<Option<Picked>>,
    /// Counts changes of what the browser keeps, so that its list is read anew.
    pub kept: RwSignal<u32>,
    /// The document in question.
    pub document: Memo<Option<Shared>>,
    /// The service in question.
    pub target: Memo<Option<ServiceId>>,
    /// What is asked.
    pub question: Memo<Option<Question>>,
    /// The verdicts.
    pub scope: Memo<Option<Arc<Scope>>>,
    /// All that stands behind every verdict, for the screens that show parts.
    pub details: Memo<Arc<Vec<Detail>>>,
    /// The open requirement, by its identifier.
    pub opened: Memo<Option<&'static str>>,
    /// All services at a glance.
    pub glances: Memo<Arc<Vec<Glance>>>,
    /// What lays the diagram out, once the chunk that draws it has come.
    pub layouter: RwSignal<Option<Layouter>>,
    /// Where the boxes of the diagram stand.
    pub layout: Memo<Arc<Layout>>,
}

impl State {
    /// The state at the start of the page: what was stored last, if anything was.
    pub fn new() -> Self {
        let lang = match dom::load(KEY_LANG).as_deref() {
            Some("fr") => Lang::Fr,
            Some("en") => Lang::En,
            _ if dom::prefers_french() => Lang::Fr,
            _ => Lang::En,
        };
        let theme = match dom::load(KEY_THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let stored = store::current();
        let key = stored.as_ref().map(|(key, _)| key.clone()).unwrap_or_default();
        let read = stored.as_ref().and_then(|(_, text)| read(CATALOG, text.as_bytes()).ok());
        let sound = read.filter(|(_, issues)| !issues.iter().any(Issue::is_error));
        // What was stored and can no longer be computed is opened for repair, never passed over.
        let mending = stored.filter(|_| sound.is_none()).map(|(key, text)| Mending::stored(key, text));
        let history =
            RwSignal::new(sound.map(|(document, issues)| History::new(Shared::new(document, issues))));
        let route = if mending.is_some() {
            Route { screen: Screen::Repair, ..Route::default() }
        } else {
            Route::parse(&dom::hash())
        };
        let route = RwSignal::new(route);
        let assume = Memo::new(move |_| route.with(|r| r.assume));
        let today = dom::today().unwrap_or(model::date::FALLBACK);

        let document = Memo::new(move |_| history.with(|h| h.as_ref().map(|h| h.present.clone())));
        let target = Memo::new(move |_| {
            let document = document.get()?.0;
            let asked = route.with(|r| r.service.clone());
            let asked = asked.filter(|id| document.service(id).is_some());
            asked.map(ServiceId).or_else(|| top_service(&document))
        });
        let question = Memo::new(move |_| {
            let document = document.get()?.0;
            let assume_candidates = assume.get();
            Some(Question { assume_candidates, ..Question::of(CATALOG, &document, today) })
        });
        let scope = Memo::new(move |_| {
            let (document, target, question) = (document.get()?.0, target.get()?, question.get()?);
            model::scope(CATALOG, &document, &target, &question).ok().map(Arc::new)
        });
        let details = Memo::new(move |_| {
            Arc::new(on_target(document, target, question, |e, n| e.details(n)).unwrap_or_default())
        });
        let opened = Memo::new(move |_| {
            let requirement =
                route.with(|r| r.requirement.as_ref().and_then(|id| CATALOG.requirement(id)))?;
            scope.with(Option::is_some).then_some(requirement.id)
        });
        let seen = Memo::new(move |before: Option<&Option<Seen>>| {
            let (document, question) = (document.get()?.0, question.get()?);
            let all = match before {
                Some(Some(s)) => {
                    refreshed(CATALOG, &document, &question, (&s.document, &s.question, &s.glances))
                }
                _ => overview(CATALOG, &document, &question),
            };
            Some(Seen { document, question, glances: Arc::new(all) })
        });
        let glances =
            Memo::new(move |_| seen.with(|s| s.as_ref().map(|s| s.glances.clone()).unwrap_or_default()));
        let layouter = RwSignal::new(None::<Layouter>);
        let layout = Memo::new(move |_| {
            let layout = layouter
                .get()
                .map(|layout| document.get().map_or_else(|| layout(&Document::default()), |d| layout(&d.0)));
            Arc::new(layout.unwrap_or_default())
        });
        Self {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(theme),
            letters: RwSignal::new(dom::load(KEY_LETTERS).as_deref() != Some("off")),
            history,
            key: RwSignal::new(key),
            route,
            assume,
            pack: RwSignal::new(None),
            pack_fault: RwSignal::new(false),
            live: RwSignal::new(String::new()),
            saved: RwSignal::new(Saved::default()),
            fault: RwSignal::new(None),
            mending: RwSignal::new(mending),
            elsewhere: RwSignal::new(Elsewhere::No),
            width: RwSignal::new(dom::width()),
            selection: RwSignal::new(Vec::new()),
            mode: RwSignal::new(Mode::Idle),
            face: RwSignal::new("diagram"),
            zoom: RwSignal::new(1.0),
            moved: RwSignal::new(None),
            toast: RwSignal::new(None),
            dialog: RwSignal::new(None),
            newer: RwSignal::new(false),
            picked: RwSignal::new(None),
            kept: RwSignal::new(0),
            document,
            target,
            question,
            scope,
            details,
            opened,
            glances,
            layouter,
            layout,
        }
    }

    /// Asks something of the service in question; tracked, like the memos.
    pub fn ask<T>(self, ask: fn(&mut Evaluator<'_, '_>, model::graph::Node) -> T) -> Option<T> {
        on_target(self.document, self.target, self.question, ask)
    }

    /// What a person said of a requirement for the service in question; tracked.
    pub fn judgement(self, requirement: &str) -> Option<Judgement> {
        let (document, target) = (self.document.get()?.0, self.target.get()?);
        document.service(target.as_str())?.judgements.get(requirement).cloned()
    }

    /// Whether an open requirement lies over what is narrower than a limit.
    pub fn covered_below(self, limit: f64) -> bool {
        self.screen().lists() && self.opened.with(Option::is_some) && self.width.get() < limit
    }

    /// The screen that is shown: without a document there are no verdicts to show.
    pub fn screen(self) -> Screen {
        let none = || self.document.with(Option::is_none);
        match self.route.with(|r| r.screen) {
            screen if screen.needs_document() && none() => Screen::Start,
            Screen::Repair if self.mending.with(Option::is_none) => Screen::Start,
            screen => screen,
        }
    }

    /// The document as it is now, outside any tracking.
    pub fn now(self) -> Option<Shared> {
        self.history.with_untracked(|h| h.as_ref().map(|h| h.present.clone()))
    }

    /// A text in the language in use, outside any tracking.
    pub fn say(self, fr: &str, en: &str) -> String {
        t(self.lang.get_untracked(), fr, en)
    }

    /// Says what went wrong with a file, where it is seen.
    pub fn refuse(self, fault: Label) {
        if self.route.with_untracked(|r| r.requirement.is_some()) {
            self.open_requirement(None);
        }
        self.fault.set(Some(fault));
        dom::soon(|| dom::focus("fault"));
    }

    /// Opens a document from bytes. One that cannot be computed is opened for repair; the open one stays as it is.
    pub fn open(self, name: &str, bytes: &[u8]) {
        self.open_at(name, bytes, Screen::Scope);
    }

    /// The same, to be shown on a screen.
    pub fn open_at(self, name: &str, bytes: &[u8], screen: Screen) {
        match read(CATALOG, bytes) {
            Ok((document, issues)) if !issues.iter().any(Issue::is_error) => {
                self.show(document, issues, screen);
            }
            Err(error @ (ReadError::TooLarge { .. } | ReadError::NotUtf8 { .. })) => {
                let say = |lang| words::read_error(&error, lang);
                self.refuse(Label::new(say(Lang::Fr), say(Lang::En)));
            }
            _ => self.mend(Mending::file(name, String::from_utf8_lossy(bytes).into_owned())),
        }
    }

    /// Opens a file for repair.
    pub fn mend(self, mending: Mending) {
        self.fault.set(None);
        self.mending.set(Some(mending));
        self.go(Route { screen: Screen::Repair, ..Route::default() }, true);
        dom::soon(|| dom::focus("problems"));
    }

    /// Shows a document that the browser does not keep yet, from its top service.
    pub fn show(self, document: Document, issues: Vec<Issue>, screen: Screen) {
        self.show_at(document, issues, Route { screen, ..Route::default() });
    }

    /// The same, where an address says.
    pub fn show_at(self, document: Document, issues: Vec<Issue>, route: Route) {
        self.begin(store::new_key(), document, issues, route);
        self.store();
    }

    /// Shows a document that the browser keeps under a key.
    pub fn resume(self, key: &str) {
        let Some(text) = store::text(key) else { return };
        match read(CATALOG, text.as_bytes()) {
            Ok((document, issues)) if !issues.iter().any(Issue::is_error) => {
                self.begin(
                    key.to_owned(),
                    document,
                    issues,
                    Route { screen: Screen::Scope, ..Route::default() },
                );
                store::reopen(Some(key));
                self.saved.set(Saved::At(dom::time_of_day(crate::words::locale(self.lang.get_untracked()))));
            }
            _ => self.mend(Mending::stored(key.to_owned(), text)),
        }
    }

    fn begin(self, key: String, document: Document, issues: Vec<Issue>, mut route: Route) {
        self.flush();
        let former = self.key.get_untracked();
        if former != key && !former.is_empty() {
            tabs::say("left", &former);
        }
        if document.services.is_empty() {
            route.screen = Screen::Compose;
        }
        self.fault.set(None);
        self.elsewhere.set(Elsewhere::No);
        self.selection.set(Vec::new());
        self.mode.set(Mode::Idle);
        self.moved.set(None);
        self.toast.set(None);
        self.picked.set(None);
        self.key.set(key);
        self.history.set(Some(History::new(Shared::new(document, issues))));
        self.go(route, true);
        tabs::say("open", &self.key.get_untracked());
        dom::soon(dom::begin_screen);
    }

    /// Makes an edit, and tells what moved.
    ///
    /// # Errors
    /// When the edit cannot be made; nothing has changed then.
    pub fn edit(self, label: Label, edit: Edit) -> Result<(), EditError> {
        let Some(present) = self.now() else { return Ok(()) };
        let (next, issues) = apply(CATALOG, &present.0, edit)?;
        if next == *present.0 {
            return Ok(());
        }
        let before = self.scope.get_untracked();
        let selection = self.selection.get_untracked();
        self.history.update(|history| {
            if let Some(history) = history {
                history.record(label.clone(), Shared::new(next, issues), selection);
            }
        });
        // A note about an earlier edit would offer to undo this one.
        self.toast.set(None);
        self.after(before, label, None);
        Ok(())
    }

    /// Makes an edit; where it cannot be made, says why at the edge of the page.
    pub fn try_edit(self, label: Label, edit: Edit) -> bool {
        let done = self.edit(label, edit);
        if let Err(error) = &done {
            let say = |lang| words::edit_error(error, lang);
            self.toast(Label::new(say(Lang::Fr), say(Lang::En)), false);
        }
        done.is_ok()
    }

    /// Undoes or redoes an edit.
    pub fn step_back(self, forward: bool) {
        let before = self.scope.get_untracked();
        let selection = self.selection.get_untracked();
        let mut done = None;
        self.history.update(|history| done = history.as_mut().and_then(|h| h.step(forward, selection)));
        let Some((label, selection)) = done else { return };
        self.selection.set(selection);
        self.toast.set(None);
        let (fr, en) = if forward { ("Rétabli", "Redone") } else { ("Annulé", "Undone") };
        self.after(before, label, Some((fr, en)));
    }

    /// What follows an edit: the selection keeps to what there is, what moved is told, the document is stored.
    fn after(self, before: Option<Arc<Scope>>, label: Label, step: Option<(&str, &str)>) {
        if let Some(now) = self.now() {
            let gone = self.selection.with_untracked(|s| s.iter().any(|i| i.at(&now.0).is_none()));
            if gone {
                self.selection.update(|s| s.retain(|i| i.at(&now.0).is_some()));
            }
        }
        self.mode.set(Mode::Idle);
        let after = self.scope.get_untracked();
        let lang = self.lang.get_untracked();
        let mut said = match step {
            Some((fr, en)) => {
                format!("{} ", t(lang, &format!("{fr} : {}.", label.fr), &format!("{en}: {}.", label.en)))
            }
            None => String::new(),
        };
        if let Some((before, after)) = before.zip(after).filter(|(a, b)| a.service == b.service) {
            let mut flows: BTreeMap<(Outcome, Outcome), usize> = BTreeMap::new();
            let mut all = 0;
            for (a, b) in before.verdicts.iter().zip(&after.verdicts).filter(|(a, b)| a.outcome != b.outcome)
            {
                all += 1;
                if a.requirement.modality.is_verified() {
                    *flows.entry((a.outcome, b.outcome)).or_default() += 1;
                }
            }
            let (before, now) = (before.verified(), after.verified());
            let moved = count(
                lang,
                all,
                ("verdict a changé", "verdicts ont changé"),
                ("verdict moved", "verdicts moved"),
            );
            said.push_str(&moved);
            said.push_str(&t(lang, " ; restent à ma charge : ", "; remaining: "));
            said.push_str(&format!("{}.", now.remains));
            self.moved.set(Some(Moved {
                label: match step {
                    Some((fr, en)) => {
                        Label::new(format!("{fr} : {}", label.fr), format!("{en}: {}", label.en))
                    }
                    None => label,
                },
                service: after.service.clone(),
                flows: flows.into_iter().map(|((a, b), n)| (a, b, n)).collect(),
                before,
                after: now,
            }));
        } else {
            self.moved.set(None);
            if said.is_empty() {
                said = format!("{}.", label.get(lang));
            }
        }
        self.live.set(said);
        // The views first: what was done is stored once it is seen, or when the page is left.
        UNSTORED.set(true);
        dom::after_paint(move || self.flush());
    }

    /// Stores what has not been stored yet.
    pub fn flush(self) {
        if UNSTORED.replace(false) {
            self.store();
        }
    }

    /// Takes candidates as granted, or not, and tells what moved.
    pub fn suppose(self, granted: bool) {
        let before = self.scope.get_untracked();
        let mut route = self.route.get_untracked();
        route.assume = granted;
        self.go(route, false);
        let label = if granted {
            Label::new("candidats tenus pour qualifiés", "candidates taken as qualified")
        } else {
            Label::new("candidats non tenus pour qualifiés", "candidates not taken as qualified")
        };
        self.after(before, label, None);
    }

    /// Shows a note at the edge of the page.
    pub fn toast(self, text: Label, undo: bool) {
        self.live.set(text.get(self.lang.get_untracked()).to_owned());
        self.toast.set(Some(Toast { text, undo }));
    }

    /// Stores the document in the browser. Where another tab has stored it since, this one goes on in a copy of its
    /// own: neither overwrites the other.
    pub fn store(self) {
        UNSTORED.set(false);
        let Some(Shared(document, _)) = self.now() else { return };
        if self.elsewhere.get_untracked() == Elsewhere::Changed {
            tabs::say("left", &self.key.get_untracked());
            self.key.set(store::new_key());
            self.elsewhere.set(Elsewhere::No);
            self.toast(
                Label::new(
                    "Un autre onglet a modifié ce document : cet onglet continue dans une copie, les deux sont gardés.",
                    "Another tab has changed this document: this tab goes on in a copy, both are kept.",
                ),
                false,
            );
        }
        let key = self.key.get_untracked();
        let stored = store::keep(&key, &document.title, document.services.len(), &write::to_text(&document));
        self.saved.set(if stored {
            tabs::say("saved", &key);
            Saved::At(dom::time_of_day(crate::words::locale(self.lang.get_untracked())))
        } else {
            Saved::Refused
        });
    }

    /// Sets a copy of the open document aside before a risky step.
    pub fn set_aside(self) {
        if let Some(Shared(document, _)) = self.now() {
            store::set_aside(&document.title, document.services.len(), &write::to_text(&document));
        }
    }

    /// Selects one thing, and says so.
    pub fn select(self, item: Option<Item>) {
        let now = item.into_iter().collect::<Vec<_>>();
        if self.selection.with_untracked(|s| *s != now) {
            self.selection.set(now);
        }
    }

    /// The thing that the inspector shows, outside any tracking.
    pub fn selected(self) -> Option<Item> {
        self.selection.with_untracked(|s| s.last().cloned())
    }

    /// The service that is selected, outside any tracking.
    pub fn selected_service(self) -> Option<ServiceId> {
        match self.selected()? {
            Item::Service(id) => Some(id),
            _ => None,
        }
    }

    /// Goes somewhere.
    pub fn go(self, route: Route, as_step: bool) {
        dom::set_hash(&route.to_hash(), as_step);
        self.route.set(route);
    }

    /// Goes to another screen; the service in question stays.
    pub fn turn_to(self, screen: Screen) {
        let now = self.route.get_untracked();
        self.picked.set(None);
        // What narrows one list narrows the other, and what is taken away of it.
        let filter = if now.screen.filters() && screen.filters() { now.filter } else { Filter::default() };
        self.go(Route { screen, service: now.service, assume: now.assume, filter, ..Route::default() }, true);
        dom::soon(dom::begin_screen);
    }

    /// Shows a paper among the deliverables, by its id; the annex where it is empty.
    pub fn show_paper(self, paper: &str) {
        let mut route = self.route.get_untracked();
        paper.clone_into(&mut route.paper);
        self.go(route, false);
    }

    /// Changes the filters, in place.
    pub fn filter(self, change: impl FnOnce(&mut Filter)) {
        let mut route = self.route.get_untracked();
        change(&mut route.filter);
        self.go(route, false);
    }

    /// Opens a requirement beside the list, or closes it.
    pub fn open_requirement(self, id: Option<&str>) {
        let mut route = self.route.get_untracked();
        route.requirement = id.map(str::to_owned);
        self.go(route, false);
    }

    /// Chooses the service in question.
    pub fn choose(self, service: &str) {
        let mut route = self.route.get_untracked();
        route.service = Some(service.to_owned());
        self.moved.set(None);
        self.go(route, true);
    }

    /// Changes the language, and remembers it.
    pub fn set_lang(self, lang: Lang) {
        dom::store(KEY_LANG, lang.tag());
        // What was said stays in the other language's words: it is not said again.
        self.live.set(String::new());
        self.lang.set(lang);
    }

    /// Changes the theme, and remembers it.
    pub fn set_theme(self, theme: Theme) {
        dom::store(KEY_THEME, theme.id());
        self.theme.set(theme);
    }

    /// Lets shortcuts of a single key work, or not, and remembers it.
    pub fn set_letters(self, on: bool) {
        dom::store(KEY_LETTERS, if on { "on" } else { "off" });
        self.letters.set(on);
    }
}

/// Asks something of the service in question.
fn on_target<T>(
    document: Memo<Option<Shared>>,
    target: Memo<Option<ServiceId>>,
    question: Memo<Option<Question>>,
    ask: fn(&mut Evaluator<'_, '_>, model::graph::Node) -> T,
) -> Option<T> {
    let (document, target, question) = (document.get()?.0, target.get()?, question.get()?);
    let stack = Stack::new(&document).ok()?;
    let node = stack.graph().node(target.as_str())?;
    Some(ask(&mut Evaluator::new(CATALOG, &stack, &question, vec![node]), node))
}
