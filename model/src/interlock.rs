//! What a service has to obtain from each base that its verdicts rest on, requirement by requirement: a list to work
//! through with the base, not a verdict. What exactly is asked stands in the text pack.
//!
//! A requirement stands under a base where that base's qualification covers a part of it. One that bears on no layer (an
//! agreement, a notice, the organisation of accounts) is asked of every such base as a whole.

use crate::{
    Date, answers,
    document::{Answer, Document, ServiceId},
    lexicon,
    question::Question,
    supply::Stack,
    verdict::{Detail, Evaluator, On, Outcome},
    words::{self, fill},
};
use catalog::{Catalog, Lang, LayerSet, Requirement, When};

/// Something to obtain from a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The requirement that the service could not meet without it.
    pub requirement: &'static Requirement,
    /// The layers that the base covers of it; none where it is asked of the base as a whole.
    pub layers: LayerSet,
    /// The verdict on the requirement.
    pub outcome: Outcome,
    /// Whether the base said that it gives it, and when.
    pub answer: Option<(Answer, Option<Date>)>,
}

impl Entry {
    /// Whether an evaluation verifies the requirement (3.1).
    pub const fn is_verified(&self) -> bool {
        self.requirement.modality.is_verified()
    }

    /// What the base said on it, where it did.
    pub fn said(&self, lang: Lang) -> Option<String> {
        let (answer, date) = self.answer?;
        let day = date.map(|d| fill(lang, " le {}", " on {}", &[&words::date(d, lang)]));
        let word = lexicon::word("answer", answer.id(), lang);
        let (fr, en) = ("Le socle a répondu{} : {}", "The base answered{}: {}");
        Some(fill(lang, fr, en, &[&day.unwrap_or_default(), word]))
    }
}

/// What to obtain from one base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// The base.
    pub base: ServiceId,
    /// In the order of the text.
    pub entries: Vec<Entry>,
}

/// What a service has to obtain from each base that covers a part of its requirements, bases in the order of the
/// document. Nothing for a service that the document does not have, nor where services rest on one another in a circle.
pub fn interlocks(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
) -> Vec<Checklist> {
    let Ok(stack) = Stack::new(document) else { return Vec::new() };
    let Some(node) = stack.graph().node(target.as_str()) else { return Vec::new() };
    let details = Evaluator::new(catalog, &stack, question, vec![node]).details(node);
    of_details(document, &details)
}

/// The same, from what stands behind the verdicts.
pub fn of_details(document: &Document, details: &[Detail]) -> Vec<Checklist> {
    let mut lists = Vec::new();
    for service in &document.services {
        let covers = |d: &Detail| {
            let mut layers = LayerSet::EMPTY;
            for part in &d.parts {
                if let (On::Layer(layer), true) = (part.on, part.covered_by.as_ref() == Some(&service.id)) {
                    layers = layers.with(layer);
                }
            }
            layers
        };
        // Two services of one id: the first counts, as everywhere.
        let seen = lists.iter().any(|l: &Checklist| l.base == service.id);
        if seen || !details.iter().any(|d| !covers(d).is_empty()) {
            continue;
        }
        let mut entries = Vec::new();
        for d in details {
            let requirement = d.verdict.requirement;
            if !requirement.interlock || d.verdict.outcome == Outcome::NotApplicable {
                continue;
            }
            let layers = covers(d);
            // One that bears on layers, none of which this base covers, is no business of this base.
            let asked = match (requirement.layers.is_empty(), requirement.when) {
                (false, _) => !layers.is_empty(),
                (true, Some(When::Base(activity))) => service.activities.contains(activity),
                (true, _) => true,
            };
            if asked {
                // The target comes first among those evaluated.
                let target = d.evaluated.first();
                let said = target.and_then(|t| answers::of(document, t, &service.id, requirement.id));
                let answer = said.and_then(|a| Some((a.interlock?, a.date)));
                entries.push(Entry { requirement, layers, outcome: d.verdict.outcome, answer });
            }
        }
        lists.push(Checklist { base: service.id.clone(), entries });
    }
    lists
}
