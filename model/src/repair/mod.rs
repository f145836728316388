//! What would repair an issue of a document: changes of its own JSON, because a half-read document has lost what could
//! not be read.
//!
//! Two rules hold everywhere. A repair restates what stands in the document, or takes it away, or lets a person choose;
//! it never makes up a version, a date, an evidence, a share or an answer. And each repair of all but the largest
//! documents has been tried: after it the issue is gone and there are no more errors than before. Rooms: `place` knows
//! the places, `near` what a word was meant to be, `values`, `ids` and `stack` propose, `label` names, `mend` repairs a
//! text that is no JSON.

mod ids;
mod label;
mod mend;
pub(crate) mod near;
mod place;
mod stack;
mod values;

use crate::{
    Date,
    document::{Issue, IssueKind, read},
    patch,
};
use catalog::{Catalog, Layer, LayerSet};
use label::Says;
use serde_json::Value;

pub use label::{Label, hint};
pub use mend::mend_text;

/// How many repairs an issue has at most.
const MOST: usize = 4;

/// The largest document, in bytes, in which every repair is tried before it is offered.
const TRIED: usize = 200_000;

/// One change of the JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Puts a value at a place, made where it is missing.
    Set {
        /// The place.
        at: String,
        /// The value.
        value: Value,
    },
    /// Takes away what stands at a place.
    Remove {
        /// The place.
        at: String,
    },
}

/// A proposed repair: changes that are made together, in their order, and what they are called.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// What it is called.
    pub label: Label,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// The repairs of an issue that a document has, the best first; none where only a person can know ([`hint`] then says
/// what to type).
pub fn repairs(catalog: &Catalog, root: &Value, issue: &Issue) -> Vec<Repair> {
    let mut finder = Finder { catalog, root, at: &issue.at, found: Vec::new() };
    finder.find(&issue.kind);
    let mut found: Vec<Repair> = Vec::new();
    for repair in finder.found {
        if found.iter().all(|f| f.changes != repair.changes) {
            found.push(repair);
        }
    }
    let text = root.to_string();
    if text.len() > TRIED {
        found.truncate(MOST);
        return found;
    }
    let Ok((_, before)) = read(catalog, text.as_bytes()) else { return Vec::new() };
    if !before.contains(issue) {
        return Vec::new();
    }
    let (mut whole, mut rest) = (Vec::new(), Vec::new());
    for repair in found {
        if whole.len() == MOST {
            break;
        }
        let Ok((_, after)) = read(catalog, apply(root, &repair).to_string().as_bytes()) else { continue };
        match helps(issue, &before, &after) {
            Some(true) => whole.push(repair),
            Some(false) => rest.push(repair),
            None => {}
        }
    }
    // One that leaves another error in the place of this one is worth less, however likely.
    whole.append(&mut rest);
    whole.truncate(MOST);
    whole
}

/// The document after a repair.
pub fn apply(root: &Value, repair: &Repair) -> Value {
    let mut next = root.clone();
    for change in &repair.changes {
        match change {
            Change::Set { at, value } => {
                patch::set(&mut next, at, value.clone());
            }
            Change::Remove { at } => {
                patch::remove(&mut next, at);
            }
        }
    }
    next
}

/// Whether an issue is gone and nothing is worse for it; and then whether no other has come in its place.
fn helps(issue: &Issue, before: &[Issue], after: &[Issue]) -> Option<bool> {
    let alike = |all: &[Issue]| all.iter().filter(|i| i.kind.code() == issue.kind.code()).count();
    let is_circle = matches!(issue.kind, IssueKind::Cycle { .. });
    let gone = if is_circle {
        // Another circle through the same services is another issue, at the same place.
        !after.contains(issue)
    } else {
        // In a list, the next fault may have moved up to this place.
        let same = after.iter().any(|i| i.at == issue.at && i.kind.code() == issue.kind.code());
        !same || alike(after) < alike(before)
    };
    let errors = |all: &[Issue]| all.iter().filter(|i| i.is_error()).count();
    let (more, fewer) = if issue.is_error() {
        (errors(after) > errors(before), errors(after) < errors(before))
    } else {
        let more = errors(after) > errors(before) || after.len() > before.len();
        (more, after.len() < before.len())
    };
    // Another fault in the same place is no repair, unless it stood in the list before and moved up.
    let there = |all: &[Issue]| all.iter().filter(|i| i.is_error() && i.at == issue.at).count();
    let instead = !fewer && issue.is_error() && there(after) >= there(before) && !is_circle;
    (gone && !more && !instead).then_some(fewer || is_circle)
}

/// Collects repairs of the issue at a place.
struct Finder<'a> {
    catalog: &'a Catalog,
    root: &'a Value,
    at: &'a str,
    found: Vec<Repair>,
}

impl<'a> Finder<'a> {
    fn find(&mut self, kind: &IssueKind) {
        match kind {
            IssueKind::WrongType { expected } => values::wrong_type(self, *expected),
            IssueKind::MissingKey { key } => ids::missing(self, self.at, key),
            IssueKind::BadId { .. } => ids::bad(self),
            IssueKind::DuplicateId { family, .. } => ids::duplicate(self, *family),
            IssueKind::UnknownId { family, .. } => ids::unknown(self, *family),
            IssueKind::UnknownWord { allowed, .. } | IssueKind::UnknownAnswer { allowed, .. } => {
                values::word(self, allowed);
            }
            IssueKind::BadDate { .. } => values::date(self),
            IssueKind::BadCountry { .. } => values::country(self),
            IssueKind::TooLong { limit } => values::too_long(self, *limit),
            IssueKind::NoActivity { .. } => stack::activity(self),
            IssueKind::SelfReliance { .. } | IssueKind::UnknownRuleset { .. } => self.discard(self.at),
            IssueKind::Cycle { services } => stack::cycle(self, services),
            IssueKind::DuplicateReliance { .. } => stack::duplicate(self),
            IssueKind::NotOffered { layer, base } => stack::not_offered(self, *layer, base),
            IssueKind::RetainedNotSupplied { layer, .. } => {
                let share = place::above(self.at);
                self.offer(&label::SHARE).layer(*layer).remove(share);
            }
            IssueKind::DoesNotBear { requirement, layer } => {
                stack::does_not_bear(self, requirement, *layer);
            }
            IssueKind::CoversNotHeld { layer, .. } => stack::not_held(self, *layer),
            IssueKind::UnknownRequirement { .. } => values::requirement(self),
            IssueKind::UnknownReading { .. } => {
                let known: Vec<&str> = self.catalog.readings.iter().map(|r| r.id.id()).collect();
                values::unknown_key(self, &known);
            }
            IssueKind::UnknownFact { .. } => {
                let known: Vec<&str> = self.catalog.facts.iter().map(|f| f.id).collect();
                values::unknown_key(self, &known);
            }
            IssueKind::UnknownCheck { .. } => {
                let of_base = place::key(self.at).0 == "collected";
                let known = if of_base { self.catalog.collected } else { self.catalog.prerequisites };
                values::unknown_key(self, known);
            }
            IssueKind::EndsBeforeGrant => stack::ends_before_grant(self),
            IssueKind::LongerThanThreeYears => stack::three_years(self),
            IssueKind::PressOnly { .. } => {
                let at = patch::join(place::above(self.at), "vouched");
                self.offer(&label::VOUCH).set(&at, Value::Bool(true));
            }
            IssueKind::NeverHolds { .. } => self.remove_hollow(&label::QUALIFICATION, self.at, ""),
            IssueKind::EventBeforeGrant => stack::early_event(self),
            IssueKind::RangeReversed => {
                self.write(self.items(self.at).iter().rev().cloned().collect());
            }
            // Which of the shares is wrong, only a person knows.
            IssueKind::HoldingsExceed { .. } => {}
        }
    }

    fn value(&self, at: &str) -> Option<&'a Value> {
        self.root.pointer(at)
    }

    fn text(&self, at: &str) -> Option<&'a str> {
        self.value(at)?.as_str()
    }

    fn text_in(&self, at: &str, key: &str) -> Option<&'a str> {
        self.text(&patch::join(at, key))
    }

    fn items(&self, at: &str) -> &'a [Value] {
        self.value(at).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// A repair, still without its values and changes.
    fn offer(&mut self, says: &'static Says) -> &mut Repair {
        self.found.push_mut(Repair { label: Label::new(says), changes: Vec::new() })
    }

    /// Another value at the place of the issue.
    fn write(&mut self, value: Value) {
        let at = self.at;
        let says = if value.is_string() { &label::WRITE_TEXT } else { &label::WRITE };
        self.offer(says).value(Some(&value)).set(at, value);
    }

    fn write_text(&mut self, text: &str) {
        self.write(text.into());
    }

    fn write_date(&mut self, date: Date) {
        let (at, text) = (self.at, date.to_string());
        self.offer(&label::WRITE).text(&text).set_text(at, &text);
    }

    /// Takes an object away when it says nothing besides one of its keys.
    fn remove_hollow(&mut self, says: &'static Says, at: &str, but: &str) {
        if let Some(Value::Object(keys)) = self.value(at)
            && keys.iter().all(|(key, value)| key == but || place::hollow(value))
        {
            self.offer(says).remove(at);
        }
    }

    /// Takes away what stands at a place, with the object that says nothing without it; not where that would say more
    /// than anyone did.
    fn discard(&mut self, at: &str) {
        let above = place::above(at);
        let value = self.value(at);
        let says = match place::key(at) {
            ("relies_on", "service") => {
                let id = self.text(at).filter(|id| !id.trim().is_empty());
                let says = if id.is_some() { &label::RELIANCE } else { &label::NO_BASE };
                self.offer(says).text(id.unwrap_or_default()).remove(above);
                return;
            }
            ("holdings", "holder" | "held") => {
                self.offer(&label::HOLDING).remove(above);
                return;
            }
            ("retained", "layer") => return self.remove_hollow(&label::THIS_SHARE, above, "layer"),
            // Without it, what was suspended holds no more than with it.
            ("events", "date") if self.text_in(above, "kind") == Some("reinstated") => {
                self.offer(&label::IDLE_EVENT).remove(above);
                return;
            }
            ("events", key @ ("date" | "kind")) => return self.remove_hollow(&label::IDLE_EVENT, above, key),
            // Left out, it would count as a decision, whatever stood there.
            ("qualifications", "evidence") => return,
            _ if place::is_required(at) => return,
            _ if place::holds_back(at) && !value.is_some_and(place::hollow) => return,
            _ if self.value(above).is_some_and(Value::is_array) => {
                self.offer(&label::ITEM).value(value).remove(at);
                return;
            }
            ("qualifications", "covers") => &label::COVERS,
            ("qualifications", "granted") => &label::GRANTED,
            ("qualifications", "expires") => &label::EXPIRES,
            ("relies_on", "layers") => &label::ALL_LAYERS,
            ("services", "layers") => &label::OWN_LAYERS,
            ("", "as_of") => &label::TODAY,
            ("readings", _) => &label::READING,
            _ => &label::KEY,
        };
        self.remove_key(says, at);
    }

    fn remove_key(&mut self, says: &'static Says, at: &str) {
        if let Some((_, key)) = patch::split(at) {
            self.offer(says).text(&key).remove(at);
        }
    }
}

impl Repair {
    /// The next value of the label.
    fn text(&mut self, text: &str) -> &mut Self {
        self.label.text(text);
        self
    }

    /// The next value of the label, as it stands in the document: a text without its quotes, unless it is blank.
    fn value(&mut self, value: Option<&Value>) -> &mut Self {
        match value.and_then(Value::as_str).filter(|text| !text.trim().is_empty()) {
            Some(text) => self.text(text),
            None => self.text(&value.map(Value::to_string).unwrap_or_default()),
        }
    }

    /// The next value of the label, layers.
    fn layers(&mut self, layers: LayerSet) -> &mut Self {
        self.label.layers(layers);
        self
    }

    /// The next value of the label, a layer.
    fn layer(&mut self, layer: Layer) -> &mut Self {
        self.layers(LayerSet::of(&[layer]))
    }

    fn set(&mut self, at: &str, value: Value) -> &mut Self {
        self.changes.push(Change::Set { at: at.to_owned(), value });
        self
    }

    fn set_text(&mut self, at: &str, text: &str) -> &mut Self {
        self.set(at, text.into())
    }

    fn remove(&mut self, at: &str) -> &mut Self {
        self.changes.push(Change::Remove { at: at.to_owned() });
        self
    }
}
