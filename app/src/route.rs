//! Where one is: the fragment of the address, which also carries the filters, so that a link shows what one saw.

use catalog::Confidence;
use model::verdict::{Flag, Outcome};

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
    /// Where a broken file is mended.
    Repair,
    /// Help.
    Help,
}

/// What the list of requirements shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words that all must occur.
    pub text: String,
    /// One outcome only.
    pub outcome: Option<Outcome>,
    /// One chapter only.
    pub chapter: Option<u8>,
    /// One flag only.
    pub flag: Option<Flag>,
    /// One confidence only.
    pub confidence: Option<Confidence>,
    /// Recommendations as well.
    pub recommendations: bool,
}

impl Filter {
    /// How many filters narrow the list.
    pub fn active(&self) -> usize {
        [
            !self.text.trim().is_empty(),
            self.outcome.is_some(),
            self.chapter.is_some(),
            self.flag.is_some(),
            self.confidence.is_some(),
        ]
        .into_iter()
        .filter(|f| *f)
        .count()
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
}

impl Route {
    /// Reads a fragment; what makes no sense is left out.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut route = Self {
            screen: match path {
                "scope" => Screen::Scope,
                "compose" => Screen::Compose,
                "repair" => Screen::Repair,
                "help" => Screen::Help,
                _ => Screen::Start,
            },
            ..Self::default()
        };
        for pair in query.split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            let value = crate::dom::decode(value);
            let filter = &mut route.filter;
            match key {
                "service" => route.service = Some(value),
                "requirement" => route.requirement = Some(value),
                "q" => filter.text = value,
                "verdict" => filter.outcome = Outcome::ALL.into_iter().find(|o| o.id() == value),
                "chapter" => filter.chapter = value.parse().ok(),
                "flag" => filter.flag = Flag::ALL.iter().copied().find(|f| f.id() == value),
                "confidence" => filter.confidence = Confidence::ALL.into_iter().find(|c| c.id() == value),
                "all" => filter.recommendations = value == "1",
                _ => {}
            }
        }
        route
    }

    /// Writes the fragment.
    pub fn to_hash(&self) -> String {
        let path = match self.screen {
            Screen::Start => "#/",
            Screen::Scope => "#/scope",
            Screen::Compose => "#/compose",
            Screen::Repair => "#/repair",
            Screen::Help => "#/help",
        };
        let filter = &self.filter;
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut put = |key, value: Option<String>| {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                pairs.push((key, value));
            }
        };
        if matches!(self.screen, Screen::Scope | Screen::Compose) {
            put("service", self.service.clone());
        }
        if self.screen == Screen::Scope {
            put("requirement", self.requirement.clone());
            put("q", Some(filter.text.clone()));
            put("verdict", filter.outcome.map(|o| o.id().to_owned()));
            put("chapter", filter.chapter.map(|c| c.to_string()));
            put("flag", filter.flag.map(|f| f.id().to_owned()));
            put("confidence", filter.confidence.map(|c| c.id().to_owned()));
            put("all", filter.recommendations.then(|| "1".to_owned()));
        }
        let query: Vec<String> =
            pairs.into_iter().map(|(key, value)| format!("{key}={}", crate::dom::encode(&value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}
