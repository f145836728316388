//! Reading an object key by key: what fits is taken, what does not becomes an issue with its place, and what nobody
//! asked for is left over. What could not be read is not part of the document: a broken file is repaired in its own
//! JSON, where nothing is lost, and not by writing out a half-read document.

use super::{
    Answer, Country, Extra, MAX_COLUMN, Share, is_id,
    issue::{Expected, Issue, IssueKind},
};
use crate::{Date, sorted};
use catalog::{Activity, ActivitySet, Layer, LayerSet};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The longest name, in characters.
pub const MAX_NAME: usize = 300;
/// The longest note, in characters.
pub const MAX_TEXT: usize = 20_000;

/// Appends a reference token to a JSON Pointer.
pub fn join(at: &str, token: &str) -> String {
    format!("{at}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// An object being read.
pub struct Fields<'i> {
    /// Where it stands.
    pub at: String,
    rest: Map<String, Value>,
    /// Where issues go.
    pub issues: &'i mut Vec<Issue>,
}

impl<'i> Fields<'i> {
    /// Begins with an object, or says that it is none.
    pub fn of(value: Value, at: String, issues: &'i mut Vec<Issue>) -> Option<Self> {
        if let Value::Object(rest) = value {
            Some(Self { at, rest, issues })
        } else {
            issues.push(Issue::new(at, IssueKind::WrongType { expected: Expected::Object }));
            None
        }
    }

    /// What was not asked for.
    pub fn rest(self) -> Extra {
        self.rest
    }

    /// Records an issue at one of the keys.
    pub fn issue(&mut self, key: &str, kind: IssueKind) {
        self.issues.push(Issue::new(join(&self.at, key), kind));
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        // `shift_remove` keeps the order of what is left.
        self.rest.shift_remove(key).filter(|v| !v.is_null())
    }

    fn wrong(&mut self, key: &str, expected: Expected) {
        self.issue(key, IssueKind::WrongType { expected });
    }

    /// A text of at most `limit` characters.
    fn bounded(&mut self, key: &str, limit: usize) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => {
                if text.chars().count() > limit {
                    self.issue(key, IssueKind::TooLong { limit });
                }
                Some(text)
            }
            _ => {
                self.wrong(key, Expected::Text);
                None
            }
        }
    }

    /// A short text; empty when left out.
    pub fn name(&mut self, key: &str) -> String {
        self.bounded(key, MAX_NAME).unwrap_or_default()
    }

    /// A short text that may be left out.
    pub fn short(&mut self, key: &str) -> Option<String> {
        self.bounded(key, MAX_NAME)
    }

    /// A text that may be left out.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.bounded(key, MAX_TEXT)
    }

    /// true or false; false when left out.
    pub fn flag(&mut self, key: &str) -> bool {
        match self.take(key) {
            Some(Value::Bool(b)) => b,
            Some(_) => {
                self.wrong(key, Expected::Bool);
                false
            }
            None => false,
        }
    }

    /// An identifier that must be there.
    pub fn id(&mut self, key: &'static str) -> String {
        let reported = self.issues.len();
        let id = self.reference(key);
        if id.is_none() && self.issues.len() == reported {
            let at = self.at.clone();
            self.issues.push(Issue::new(at, IssueKind::MissingKey { key }));
        }
        id.unwrap_or_default()
    }

    /// An identifier that may be left out.
    pub fn reference(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(id) => {
                if !is_id(&id) {
                    let shown = id.chars().take(80).collect();
                    self.issue(key, IssueKind::BadId { id: shown });
                }
                Some(id)
            }
            _ => {
                self.wrong(key, Expected::Text);
                None
            }
        }
    }

    /// A date that may be left out.
    pub fn date(&mut self, key: &str) -> Option<Date> {
        let text = self.bounded(key, MAX_NAME)?;
        match text.parse() {
            Ok(date) => Some(date),
            Err(_) => {
                let shown = text.chars().take(40).collect();
                self.issue(key, IssueKind::BadDate { text: shown });
                None
            }
        }
    }

    /// One of the words of the format.
    pub fn word<T: Copy>(&mut self, key: &str, all: &[T], id: fn(T) -> &'static str) -> Option<T> {
        let text = self.bounded(key, MAX_NAME)?;
        let found = all.iter().copied().find(|v| id(*v) == text);
        if found.is_none() {
            let kind = unknown_word(&text, all, id);
            self.issue(key, kind);
        }
        found
    }

    /// A column of the diagram.
    pub fn column(&mut self, key: &str) -> Option<u16> {
        let value = self.take(key)?;
        let column = value.as_u64().and_then(|n| u16::try_from(n).ok()).filter(|n| *n <= MAX_COLUMN);
        if column.is_none() {
            self.wrong(key, Expected::Column);
        }
        column
    }

    /// A number of months between two bounds, both included.
    pub fn months(&mut self, key: &str, least: u8, most: u8) -> Option<u16> {
        let value = self.take(key)?;
        let range = u64::from(least)..=u64::from(most);
        let months = value.as_u64().filter(|n| range.contains(n)).and_then(|n| u16::try_from(n).ok());
        if months.is_none() {
            self.wrong(key, Expected::Months { least, most });
        }
        months
    }

    /// A list of objects, each read by `read`. One that is no object leaves an empty one in its place, so that the places
    /// of the others stay those of the file.
    pub fn list<T: Default>(&mut self, key: &str, mut read: impl FnMut(Fields<'_>) -> T) -> Vec<T> {
        let at = join(&self.at, key);
        let Some(values) = self.values(key) else { return Vec::new() };
        values
            .into_iter()
            .enumerate()
            .map(|(i, value)| {
                Fields::of(value, join(&at, &i.to_string()), self.issues).map(&mut read).unwrap_or_default()
            })
            .collect()
    }

    /// An object, read by `read`.
    pub fn object<T>(&mut self, key: &str, read: impl FnOnce(Fields<'_>) -> T) -> Option<T> {
        let at = join(&self.at, key);
        let value = self.take(key)?;
        if !value.is_object() {
            self.wrong(key, Expected::Object);
            return None;
        }
        Fields::of(value, at, self.issues).map(read)
    }

    /// The values of a list.
    fn values(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.take(key)? {
            Value::Array(values) => Some(values),
            _ => {
                self.wrong(key, Expected::List);
                None
            }
        }
    }

    /// A list of texts, and their places.
    fn texts(&mut self, key: &str) -> Option<Vec<(String, String)>> {
        let at = join(&self.at, key);
        let values = self.values(key)?;
        let mut texts = Vec::with_capacity(values.len());
        for (i, value) in values.into_iter().enumerate() {
            let place = join(&at, &i.to_string());
            match value {
                Value::String(text) => texts.push((place, text)),
                _ => self.issues.push(Issue::new(place, IssueKind::WrongType { expected: Expected::Text })),
            }
        }
        Some(texts)
    }

    /// A list of texts; empty when left out.
    pub fn strings(&mut self, key: &str) -> Vec<String> {
        let Some(texts) = self.texts(key) else { return Vec::new() };
        for (at, text) in &texts {
            if text.chars().count() > MAX_TEXT {
                self.issues.push(Issue::new(at.clone(), IssueKind::TooLong { limit: MAX_TEXT }));
            }
        }
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// A list of words of the format.
    pub fn words<T: Copy>(&mut self, key: &str, all: &[T], id: fn(T) -> &'static str) -> Option<Vec<T>> {
        let texts = self.texts(key)?;
        let mut found = Vec::with_capacity(texts.len());
        for (at, text) in texts {
            match all.iter().copied().find(|v| id(*v) == text) {
                Some(word) => found.push(word),
                None => self.issues.push(Issue::new(at, unknown_word(&text, all, id))),
            }
        }
        Some(found)
    }

    /// A set of layers; nothing when left out.
    pub fn layers(&mut self, key: &str) -> Option<LayerSet> {
        Some(self.words(key, &Layer::ALL, Layer::id)?.into_iter().collect())
    }

    /// A set of activities.
    pub fn activities(&mut self, key: &str) -> ActivitySet {
        self.words(key, &Activity::ALL, Activity::id).unwrap_or_default().into_iter().collect()
    }

    /// A country code.
    pub fn country(&mut self, key: &str) -> Option<Country> {
        let text = self.bounded(key, MAX_NAME)?;
        match country(&text) {
            Some(country) => Some(country),
            None => {
                let shown = text.chars().take(40).collect();
                self.issue(key, IssueKind::BadCountry { text: shown });
                None
            }
        }
    }

    /// A list of country codes.
    pub fn countries(&mut self, key: &str) -> Vec<Country> {
        let mut found = Vec::new();
        for (at, text) in self.texts(key).unwrap_or_default() {
            match country(&text) {
                Some(country) => found.push(country),
                None => {
                    let shown = text.chars().take(40).collect();
                    self.issues.push(Issue::new(at, IssueKind::BadCountry { text: shown }));
                }
            }
        }
        found
    }

    /// A percentage: a number, a range or nothing.
    pub fn share(&mut self, key: &str) -> Share {
        let Some(value) = self.take(key) else { return Share::Unknown };
        let percent = |v: &Value| v.as_f64().filter(|p| (0.0..=100.0).contains(p));
        let bounds = match &value {
            Value::Array(ends) => match ends.as_slice() {
                [min, max] => percent(min).zip(percent(max)),
                _ => None,
            },
            one => percent(one).map(|p| (p, p)),
        };
        match bounds {
            Some((min, max)) if min <= max => Share::Between(min, max),
            Some(_) => {
                self.issue(key, IssueKind::RangeReversed);
                Share::Unknown
            }
            None => {
                self.wrong(key, Expected::Percent);
                Share::Unknown
            }
        }
    }

    /// A map from names to words of the format.
    pub fn answers(&mut self, key: &str) -> BTreeMap<String, Answer> {
        self.object(key, |mut fields| {
            let names: Vec<String> = fields.rest.keys().cloned().collect();
            let mut map = BTreeMap::new();
            for name in names {
                if let Some(answer) = fields.word(&name, Answer::ALL, Answer::id) {
                    map.insert(name, answer);
                }
            }
            map
        })
        .unwrap_or_default()
    }

    /// A map from names to texts.
    pub fn string_map(&mut self, key: &str) -> BTreeMap<String, String> {
        self.object(key, |mut fields| {
            let names: Vec<String> = fields.rest.keys().cloned().collect();
            sorted::map(
                names.into_iter().filter_map(|name| Some((name.clone(), fields.bounded(&name, MAX_NAME)?))),
            )
        })
        .unwrap_or_default()
    }

    /// A map from names to objects, each read by `read`.
    pub fn object_map<T>(&mut self, key: &str, mut read: impl FnMut(Fields<'_>) -> T) -> BTreeMap<String, T> {
        self.object(key, |mut fields| {
            let names: Vec<String> = fields.rest.keys().cloned().collect();
            sorted::map(
                names
                    .into_iter()
                    .filter_map(|name| fields.object(&name, &mut read).map(|value| (name, value))),
            )
        })
        .unwrap_or_default()
    }
}

fn unknown_word<T: Copy>(word: &str, all: &[T], id: fn(T) -> &'static str) -> IssueKind {
    let allowed = all.iter().map(|v| id(*v)).collect::<Vec<_>>().join(", ");
    IssueKind::UnknownWord { word: word.chars().take(80).collect(), allowed }
}

fn country(text: &str) -> Option<Country> {
    let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    fits.then(|| Country(text.to_owned()))
}
