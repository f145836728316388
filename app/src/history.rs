//! Undo and redo: shared snapshots of the document, each with the label of the edit that made it.

use model::Document;
use std::sync::Arc;

/// A document that many may hold; equal only to itself, so that comparing costs nothing.
#[derive(Debug, Clone)]
pub struct Shared(pub Arc<Document>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Shared {
    /// Shares a document.
    pub fn new(document: Document) -> Self {
        Self(Arc::new(document))
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

/// The present document, those before and those undone.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The document as it is.
    pub present: Shared,
    past: Vec<(Label, Shared)>,
    future: Vec<(Label, Shared)>,
}

impl History {
    /// Begins with a document.
    pub const fn new(present: Shared) -> Self {
        Self { present, past: Vec::new(), future: Vec::new() }
    }

    /// Records an edit.
    pub fn record(&mut self, label: Label, next: Document) {
        let before = std::mem::replace(&mut self.present, Shared::new(next));
        self.past.push((label, before));
        self.future.clear();
    }

    /// Takes the last edit back; says which.
    pub fn undo(&mut self) -> Option<Label> {
        let (label, before) = self.past.pop()?;
        let after = std::mem::replace(&mut self.present, before);
        self.future.push((label.clone(), after));
        Some(label)
    }

    /// Makes the last undone edit again; says which.
    pub fn redo(&mut self) -> Option<Label> {
        let (label, after) = self.future.pop()?;
        let before = std::mem::replace(&mut self.present, after);
        self.past.push((label.clone(), before));
        Some(label)
    }

    /// What undo would take back.
    pub fn undoable(&self) -> Option<&Label> {
        self.past.last().map(|(label, _)| label)
    }

    /// What redo would make again.
    pub fn redoable(&self) -> Option<&Label> {
        self.future.last().map(|(label, _)| label)
    }
}
