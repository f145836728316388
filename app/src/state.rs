//! The state of the page: ground state in signals, everything else derived once per edit.

use crate::{
    dom,
    history::{History, Label, Shared},
    route::{Filter, Route, Screen},
};
use catalog::{Catalog, Lang, Requirement, SECNUMCLOUD, text::TextPack};
use leptos::prelude::*;
use model::{
    Document, Question,
    document::{Issue, ServiceId, read, write},
    edit::{Edit, apply},
    supply::Stack,
    trace::{self, Step},
    verdict::{Detail, Evaluator, Scope},
    words,
};
use std::sync::Arc;

/// The catalogue.
pub static CATALOG: &Catalog = &SECNUMCLOUD;

const KEY_DOCUMENT: &str = "socle.document";
const KEY_LANG: &str = "socle.lang";
const KEY_THEME: &str = "socle.theme";

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

/// What went wrong when a file was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenFault {
    /// It is no document; the sentence, in both languages.
    Unreadable(Label),
    /// It has errors inside; it is not computed.
    Issues(String, Vec<Issue>),
}

/// What stands behind the open requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its verdict, parts and condition.
    pub detail: Detail,
    /// The steps of the reasoning.
    pub steps: Vec<Step>,
}

/// All of it. Signals are handles: copying the state copies no data.
#[derive(Clone, Copy)]
pub struct State {
    /// The language in use.
    pub lang: RwSignal<Lang>,
    /// The theme in use.
    pub theme: RwSignal<Theme>,
    /// The document and its past.
    pub history: RwSignal<Option<History>>,
    /// The address.
    pub route: RwSignal<Route>,
    /// Whether candidates count as granted.
    pub assume: RwSignal<bool>,
    /// The prose, once it has been fetched.
    pub pack: RwSignal<Option<Arc<TextPack>>>,
    /// That the prose could not be fetched.
    pub pack_fault: RwSignal<bool>,
    /// What the live region says.
    pub live: RwSignal<String>,
    /// Whether the work is stored.
    pub saved: RwSignal<Saved>,
    /// What went wrong when a file was opened.
    pub fault: RwSignal<Option<OpenFault>>,
    /// The width of the window, in CSS pixels: below a breakpoint an open requirement lies over the rest.
    pub width: RwSignal<f64>,
    /// The document in question.
    pub document: Memo<Option<Shared>>,
    /// The service in question.
    pub target: Memo<Option<ServiceId>>,
    /// What is asked.
    pub question: Memo<Option<Question>>,
    /// The verdicts.
    pub scope: Memo<Option<Arc<Scope>>>,
    /// The open requirement.
    pub opened: Memo<Option<Arc<Opened>>>,
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
        let stored = dom::load(KEY_DOCUMENT).and_then(|text| read(CATALOG, text.as_bytes()).ok());
        let history = RwSignal::new(
            stored
                .filter(|(_, issues)| !issues.iter().any(Issue::is_error))
                .map(|(document, _)| History::new(Shared::new(document))),
        );
        let route = RwSignal::new(Route::parse(&dom::hash()));
        let assume = RwSignal::new(false);
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
        let opened = Memo::new(move |_| {
            let (document, target, question) = (document.get()?.0, target.get()?, question.get()?);
            let id = route.with(|r| r.requirement.clone())?;
            let requirement: &'static Requirement = CATALOG.requirement(&id)?;
            let stack = Stack::new(&document).ok()?;
            let node = stack.graph().node(target.as_str())?;
            let detail = Evaluator::new(CATALOG, &stack, &question, vec![node]).detail(node, requirement);
            let steps = trace::steps(CATALOG, &document, &question, &detail);
            Some(Arc::new(Opened { detail, steps }))
        });
        Self {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(theme),
            history,
            route,
            assume,
            pack: RwSignal::new(None),
            pack_fault: RwSignal::new(false),
            live: RwSignal::new(String::new()),
            saved: RwSignal::new(Saved::default()),
            fault: RwSignal::new(None),
            width: RwSignal::new(dom::width()),
            document,
            target,
            question,
            scope,
            opened,
        }
    }

    /// Whether an open requirement lies over what is narrower than a limit.
    pub fn covered_below(self, limit: f64) -> bool {
        self.opened.with(Option::is_some) && self.width.get() < limit
    }

    /// The screen that is shown: without a document there are no verdicts to show.
    pub fn screen(self) -> Screen {
        match self.route.with(|r| r.screen) {
            Screen::Scope if self.document.with(Option::is_none) => Screen::Start,
            screen => screen,
        }
    }

    /// Says what went wrong with a file, where it is seen.
    pub fn refuse(self, fault: OpenFault) {
        if self.route.with_untracked(|r| r.requirement.is_some()) {
            self.open_requirement(None);
        }
        self.fault.set(Some(fault));
        dom::soon(|| dom::focus("fault"));
    }

    /// Opens a document from bytes. One that cannot be computed leaves the open one as it is.
    pub fn open(self, bytes: &[u8]) {
        match read(CATALOG, bytes) {
            Err(error) => {
                let label = Label {
                    fr: words::read_error(&error, Lang::Fr),
                    en: words::read_error(&error, Lang::En),
                };
                self.refuse(OpenFault::Unreadable(label));
            }
            Ok((document, issues)) if issues.iter().any(Issue::is_error) => {
                self.refuse(OpenFault::Issues(document.title, issues));
            }
            Ok((document, _)) => self.show(document),
        }
    }

    /// Shows a document, from its top service.
    pub fn show(self, document: Document) {
        self.fault.set(None);
        self.assume.set(false);
        self.history.set(Some(History::new(Shared::new(document))));
        self.store();
        self.go(Route { screen: Screen::Scope, ..Route::default() }, true);
        dom::soon(dom::begin_screen);
    }

    /// Makes an edit. One that cannot be made changes nothing.
    pub fn edit(self, label: Label, edit: Edit) {
        let before = self.scope.get_untracked();
        self.history.update(|history| {
            let Some(history) = history else { return };
            if let Ok(next) = apply(CATALOG, &history.present.0, edit) {
                history.record(label, next);
            }
        });
        self.tell_moves(before.as_deref());
        self.store();
    }

    /// Undoes or redoes an edit.
    pub fn step_back(self, forward: bool) {
        let before = self.scope.get_untracked();
        self.history.update(|history| {
            if let Some(history) = history {
                let _ = if forward { history.redo() } else { history.undo() };
            }
        });
        self.tell_moves(before.as_deref());
        self.store();
    }

    /// Says how many verdicts moved.
    pub fn tell_moves(self, before: Option<&Scope>) {
        let (Some(before), Some(after)) = (before, self.scope.get_untracked()) else { return };
        let moved =
            before.verdicts.iter().zip(&after.verdicts).filter(|(a, b)| a.outcome != b.outcome).count();
        let lang = self.lang.get_untracked();
        let remains = after.verified().remains;
        let moved = crate::words::count(
            lang,
            moved,
            ("verdict a changé", "verdicts ont changé"),
            ("verdict moved", "verdicts moved"),
        );
        let tail = crate::words::t(lang, " ; restent à ma charge : ", "; remaining: ");
        self.live.set(format!("{moved}{tail}{remains}."));
    }

    /// Stores the document in the browser.
    fn store(self) {
        let Some(document) = self.document.get_untracked() else { return };
        let stored = dom::store(KEY_DOCUMENT, &write::to_text(&document.0));
        self.saved.set(if stored {
            Saved::At(dom::time_of_day(crate::words::locale(self.lang.get_untracked())))
        } else {
            Saved::Refused
        });
    }

    /// Goes somewhere.
    pub fn go(self, route: Route, as_step: bool) {
        dom::set_hash(&route.to_hash(), as_step);
        self.route.set(route);
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
        self.go(route, true);
    }

    /// Changes the language, and remembers it.
    pub fn set_lang(self, lang: Lang) {
        dom::store(KEY_LANG, lang.tag());
        self.lang.set(lang);
    }

    /// Changes the theme, and remembers it.
    pub fn set_theme(self, theme: Theme) {
        dom::store(KEY_THEME, theme.id());
        self.theme.set(theme);
    }
}

/// A service on which no other rests; of several, the one that rests on most.
fn top_service(document: &Document) -> Option<ServiceId> {
    let is_base =
        |id: &ServiceId| document.services.iter().any(|s| s.relies_on.iter().any(|r| r.service == *id));
    document
        .services
        .iter()
        .filter(|s| !is_base(&s.id))
        .max_by_key(|s| s.relies_on.len())
        .or_else(|| document.services.first())
        .map(|s| s.id.clone())
}
