//! Undo and redo: shared snapshots of the document, each with the label of the edit that made it and what was selected
//! before it.

use model::{
    Document,
    document::{Issue, Item},
};
use std::sync::Arc;

/// A document that many may hold, with its warnings; equal only to itself, so that comparing costs nothing.
#[derive(Debug, Clone)]
pub struct Shared(pub Arc<Document>, pub Arc<Vec<Issue>>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Shared {
    /// Shares a document.
    pub fn new(document: Document, issues: Vec<Issue>) -> Self {
        Self(Arc::new(document), Arc::new(issues))
    }
}

/// What was done, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Label {
    /// A label from both languages.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// In one language.
    pub fn get(&self, lang: catalog::Lang) -> &str {
        match lang {
            catalog::Lang::Fr => &self.fr,
            catalog::Lang::En => &self.en,
        }
    }
}

/// How many edits can be taken back. Each holds a whole document, and memory that a page has taken is never given back.
const MOST: usize = 200;

/// What is selected; the last is the one that the inspector shows.
pub type Selection = Vec<Item>;

/// An edit that was made: its label, the document on the other side of it, what was selected there.
#[derive(Debug, Clone, PartialEq)]
struct Step(Label, Shared, Selection);

/// The present document, those before and those undone.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The document as it is.
    pub present: Shared,
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// Begins with a document.
    pub const fn new(present: Shared) -> Self {
        Self { present, past: Vec::new(), future: Vec::new() }
    }

    /// Records an edit.
    pub fn record(&mut self, label: Label, next: Shared, selection: Selection) {
        let before = std::mem::replace(&mut self.present, next);
        self.past.push(Step(label, before, selection));
        if self.past.len() > MOST {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// Takes the last edit back, or makes the last undone one again; says which, and what was selected.
    pub fn step(&mut self, forward: bool, selection: Selection) -> Option<(Label, Selection)> {
        let (from, to) =
            if forward { (&mut self.future, &mut self.past) } else { (&mut self.past, &mut self.future) };
        let Step(label, there, selected) = from.pop()?;
        let here = std::mem::replace(&mut self.present, there);
        to.push(Step(label.clone(), here, selection));
        Some((label, selected))
    }

    /// What undo would take back, or redo make again.
    pub fn next(&self, forward: bool) -> Option<&Label> {
        if forward { &self.future } else { &self.past }.last().map(|step| &step.0)
    }
}
