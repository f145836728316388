//! What follows for a stack: documents, the service graph, supply, verdicts with their trace, claims, and what changes
//! between two stacks.
//!
//! Pure inference: every result is a function of a catalogue, a document and a question. Deliberately absent: clocks,
//! randomness, files, the browser (the `socle` command's `main` excepted). Interpretation never hides in code: it is
//! a reading of the catalogue and an argument of every computation.

pub mod answers;
pub mod calendar;
pub mod claims;
pub mod date;
pub mod diff;
pub mod document;
pub mod edit;
pub mod escape;
pub mod eucs;
pub mod export;
pub mod fewest;
pub mod graph;
pub mod import;
pub mod interlock;
pub mod judgement;
pub mod layout;
pub mod lexicon;
pub mod matrix;
pub mod overview;
pub mod ownership;
pub mod patch;
pub mod pitch;
pub mod qualification;
pub mod question;
pub mod repair;
pub mod report;
pub mod responsibility;
pub mod rulesets;
pub mod share;
pub mod sorted;
pub mod supply;
pub mod table;
pub mod trace;
pub mod verdict;
pub mod words;

pub use date::Date;
pub use diff::{Diff, Side, diff};
pub use document::{Document, ReadError, read};
pub use question::{Question, Readings};
pub use verdict::{Scope, scope};
