//! Where one is: the fragment of the address, which also carries the filters, so that a link shows what one saw.

use crate::state::CATALOG;
use catalog::{Confidence, Layer, ReadingId};
use model::{
    document::Status,
    judgement::STATUSES,
    verdict::{Flag, On},
};

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// Samples, files: where one begins.
    #[default]
    Start,
    /// What remains to a service.
    Scope,
    /// Where a stack is built.
    Compose,
    /// Requirements by layers and services.
    Matrix,
    /// One screen that explains, and one page of print.
    Present,
    /// Two stacks side by side.
    Compare,
    /// What leaves, and what comes back.
    Report,
    /// A service beside EUCS.
    Eucs,
    /// Until when: dates, flips and a plan.
    Calendar,
    /// Who owns the providers.
    Ownership,
    /// Where a broken file is mended.
    Repair,
    /// Help.
    Help,
}

impl Screen {
    /// All of them with the word that stands for each in the address.
    const PATHS: [(Self, &'static str); 12] = [
        (Self::Start, ""),
        (Self::Scope, "scope"),
        (Self::Compose, "compose"),
        (Self::Matrix, "matrix"),
        (Self::Present, "present"),
        (Self::Compare, "compare"),
        (Self::Report, "report"),
        (Self::Eucs, "eucs"),
        (Self::Calendar, "calendar"),
        (Self::Ownership, "ownership"),
        (Self::Repair, "repair"),
        (Self::Help, "help"),
    ];

    /// Whether it shows a document, and a service of it.
    pub const fn needs_document(self) -> bool {
        !matches!(self, Self::Start | Self::Repair | Self::Help)
    }

    /// Whether the filters hold there: where requirements are listed, and where the list is taken away.
    pub const fn filters(self) -> bool {
        self.lists() || matches!(self, Self::Report)
    }

    /// Whether it lists requirements: an open requirement belongs to these alone.
    pub const fn lists(self) -> bool {
        matches!(self, Self::Scope | Self::Matrix)
    }
}

/// By what the list of requirements can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Words that all must occur.
    Text,
    /// The verdict.
    Outcome,
    /// The chapter.
    Chapter,
    /// A layer on which it bears, or the provider.
    On,
    /// The modality.
    Modality,
    /// A flag.
    Flag,
    /// The confidence.
    Confidence,
    /// A reading on which it hangs.
    Reading,
    /// Recommendations as well: this one widens.
    All,
    /// The status that a person gave it.
    Status,
    /// Who does it.
    Owner,
    /// That a person put a verdict beside the computed one.
    Overridden,
}

/// Modalities, as exports write them.
pub const MODALITIES: [catalog::Modality; 4] = [
    catalog::Modality::Obligation,
    catalog::Modality::Permission,
    catalog::Modality::PermissionWithObligation,
    catalog::Modality::Recommendation,
];

impl By {
    /// All of them, with the key of each in the address.
    pub const ALL: [(Self, &'static str); FILTERS] = [
        (Self::Text, "q"),
        (Self::Outcome, "verdict"),
        (Self::Chapter, "chapter"),
        (Self::On, "on"),
        (Self::Modality, "modality"),
        (Self::Flag, "flag"),
        (Self::Confidence, "confidence"),
        (Self::Reading, "reading"),
        (Self::All, "all"),
        (Self::Status, "status"),
        (Self::Owner, "owner"),
        (Self::Overridden, "overridden"),
    ];

    /// Whether any text will do.
    const fn is_free(self) -> bool {
        matches!(self, Self::Text | Self::Owner)
    }

    /// What it can be, in order; nothing where any text will do.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Text | Self::Owner => Vec::new(),
            Self::Outcome => crate::screens::ORDER.iter().map(|o| o.id()).collect(),
            Self::Chapter => CATALOG.chapters.iter().map(|c| chapter_id(c.number)).collect(),
            Self::On => Layer::ALL.iter().rev().map(|l| l.id()).chain([On::Provider.id()]).collect(),
            Self::Modality => MODALITIES.iter().map(|m| m.id()).collect(),
            Self::Flag => Flag::ALL.iter().map(|f| f.id()).collect(),
            Self::Confidence => Confidence::ALL.iter().map(|c| c.id()).collect(),
            Self::Reading => ReadingId::ALL.iter().map(|r| r.id()).collect(),
            Self::All | Self::Overridden => vec!["1"],
            Self::Status => STATUSES.iter().map(|s| status_id(*s)).collect(),
        }
    }
}

/// A status as a word of the address.
pub const fn status_id(status: Option<Status>) -> &'static str {
    match status {
        None => "none",
        Some(status) => status.id(),
    }
}

/// A chapter's number as a word of the address.
pub fn chapter_id(number: u8) -> &'static str {
    const IDS: [&str; 20] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
        "18", "19",
    ];
    IDS.get(usize::from(number)).copied().unwrap_or_default()
}

/// How many things narrow the list.
const FILTERS: usize = 12;

/// What narrows the list of requirements: a value for each of [`By::ALL`], empty where it does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter([String; FILTERS]);

impl Filter {
    /// The value of one of them.
    pub fn get(&self, by: By) -> &str {
        self.0.get(by as usize).map_or("", String::as_str)
    }

    /// Whether one of them has this value.
    pub fn is(&self, by: By, value: &str) -> bool {
        self.get(by) == value
    }

    /// Gives one of them a value.
    pub fn set(&mut self, by: By, value: String) {
        if let Some(place) = self.0.get_mut(by as usize) {
            *place = value;
        }
    }

    /// Gives one of them a value, or takes it back where it has it.
    pub fn toggle(&mut self, by: By, value: &str) {
        let value = if self.is(by, value) { "" } else { value };
        self.set(by, value.to_owned());
    }

    /// How many narrow the list.
    pub fn active(&self) -> usize {
        By::ALL.iter().filter(|(by, _)| *by != By::All && !self.get(*by).trim().is_empty()).count()
    }

    /// The same without anything that narrows.
    pub fn cleared(&self) -> Self {
        let mut cleared = Self::default();
        cleared.set(By::All, self.get(By::All).to_owned());
        cleared
    }

    /// Whether recommendations are listed: asked for, or named by another filter.
    pub fn recommendations(&self) -> bool {
        self.is(By::All, "1")
            || self.is(By::Modality, catalog::Modality::Recommendation.id())
            || self.is(By::Flag, Flag::NotAttested.id())
    }
}

/// What the address says of the screen that tells a service beside EUCS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eucs {
    /// The level.
    Level,
    /// Words that all must occur.
    Text,
    /// What follows for a requirement.
    Met,
    /// The category.
    Category,
    /// Whether what both ask alike is left out.
    Differences,
}

/// The key of each in the address.
const EUCS: [&str; OWN] = ["level", "q", "verdict", "category", "differences"];

/// The keys of the calendar: the first day of its axis, the last, what is supposed.
const CALENDAR: [&str; 3] = ["from", "to", "if"];

/// What the address says of the screen on ownership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The provider.
    Provider,
    /// Capital or votes.
    Measure,
    /// The one reading of indirect holdings that is shown; empty, both.
    Reading,
}

/// The key of each in the address.
const OWNERSHIP: [&str; 3] = ["provider", "measure", "reading"];

/// The most keys that a screen has for itself.
const OWN: usize = 5;

/// The keys that a screen has for itself.
const fn own(screen: Screen) -> &'static [&'static str] {
    match screen {
        Screen::Eucs => &EUCS,
        Screen::Calendar => &CALENDAR,
        Screen::Ownership => &OWNERSHIP,
        _ => &[],
    }
}

/// The whole address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// The service in question.
    pub service: Option<String>,
    /// The open requirement.
    pub requirement: Option<String>,
    /// The filters.
    pub filter: Filter,
    /// Whether candidates count as granted.
    pub assume: bool,
    /// With what it is compared: see the compare screen.
    pub with: String,
    /// The paper that is shown among the deliverables; empty, the annex.
    pub paper: String,
    /// A document that the address carries; read once, and not written again.
    pub shared: String,
    /// What the screen keeps for itself, a value for each of its keys.
    pub own: [String; OWN],
}

impl Route {
    /// Reads a fragment; what makes no sense is left out.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let screen = Screen::PATHS.iter().find(|(_, p)| *p == path).map(|(s, _)| *s).unwrap_or_default();
        let mut route = Self { screen, ..Self::default() };
        for pair in query.split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            let value = crate::dom::decode(value);
            if let Some(place) = own(screen).iter().position(|k| *k == key) {
                route.set_own(place, value);
                continue;
            }
            match key {
                "service" => route.service = Some(value),
                "requirement" => route.requirement = Some(value),
                "assume" => route.assume = value == "1",
                "with" => route.with = value,
                "paper" => route.paper = value,
                "d" => route.shared = value,
                _ => {
                    let by = By::ALL.iter().find(|(_, k)| *k == key).map(|(by, _)| *by);
                    if let Some(by) = by
                        && (by.is_free() || by.values().iter().any(|v| *v == value))
                    {
                        route.filter.set(by, value);
                    }
                }
            }
        }
        route
    }

    /// What the address says of EUCS.
    pub fn eucs(&self, what: Eucs) -> &str {
        self.own(what as usize)
    }

    /// Says it.
    pub fn set_eucs(&mut self, what: Eucs, value: String) {
        self.set_own(what as usize, value);
    }

    /// What the screen keeps for itself at a place.
    pub fn own(&self, place: usize) -> &str {
        self.own.get(place).map_or("", String::as_str)
    }

    /// Keeps something there.
    pub fn set_own(&mut self, place: usize, value: String) {
        if let Some(slot) = self.own.get_mut(place) {
            *slot = value;
        }
    }

    /// Writes the fragment.
    pub fn to_hash(&self) -> String {
        let path = Screen::PATHS.iter().find(|(s, _)| *s == self.screen).map_or("", |(_, p)| *p);
        let mut hash = format!("#/{path}");
        let mut first = true;
        let mut put = |key: &str, value: &str| {
            if !value.is_empty() {
                hash.push(if std::mem::take(&mut first) { '?' } else { '&' });
                hash.push_str(key);
                hash.push('=');
                hash.push_str(&crate::dom::encode(value));
            }
        };
        if self.screen.needs_document() {
            put("service", self.service.as_deref().unwrap_or_default());
            put("assume", if self.assume { "1" } else { "" });
        }
        if self.screen.lists() {
            put("requirement", self.requirement.as_deref().unwrap_or_default());
        }
        if self.screen.filters() {
            for (by, key) in By::ALL {
                put(key, self.filter.get(by));
            }
        }
        if self.screen == Screen::Compare {
            put("with", &self.with);
        }
        if self.screen == Screen::Report {
            put("paper", &self.paper);
        }
        for (key, value) in own(self.screen).iter().zip(&self.own) {
            put(key, value);
        }
        hash
    }
}
