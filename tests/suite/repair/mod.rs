//! Repairs: each does what it says, none makes anything up, and one after the other they end.

mod any;
mod mend;
mod parts;
mod values;

use crate::running::stack;
use catalog::{Lang, SECNUMCLOUD};
use model::{
    document::{Issue, read},
    repair::{self, Repair, repairs},
};
use serde_json::Value;

pub fn issues(root: &Value) -> Vec<Issue> {
    read(&SECNUMCLOUD, root.to_string().as_bytes()).expect("a document").1
}

pub fn errors(root: &Value) -> Vec<Issue> {
    issues(root).into_iter().filter(Issue::is_error).collect()
}

pub fn english(repair: &Repair) -> String {
    repair.label.say(Lang::En)
}

/// The issue with this code at this place, and its repairs.
pub fn found(root: &Value, code: &str, at: &str) -> (Issue, Vec<Repair>) {
    let all = issues(root);
    let issue = all.iter().find(|i| i.kind.code() == code && i.at == at);
    let issue = issue.unwrap_or_else(|| panic!("no {code} at {at}: {all:?}")).clone();
    let found = repairs(&SECNUMCLOUD, root, &issue);
    (issue, found)
}

/// What the repairs of an issue are called in English.
pub fn labels(root: &Value, code: &str, at: &str) -> Vec<String> {
    found(root, code, at).1.iter().map(english).collect()
}

/// The document after the first repair of an issue.
pub fn first(root: &Value, code: &str, at: &str) -> Value {
    let (_, found) = found(root, code, at);
    repair::apply(root, found.first().unwrap_or_else(|| panic!("no repair of {code} at {at}")))
}

/// The stack with other values in these places, made where they are missing.
pub fn with(changes: &[(&str, Value)]) -> Value {
    let mut root = stack();
    for (at, value) in changes {
        assert!(model::patch::set(&mut root, at, value.clone()), "{at}");
    }
    root
}

pub const QUALIFICATION: &str = "/services/0/qualifications/0";
