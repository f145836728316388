//! Repairs of single values: of another type, words, dates, countries, texts that are too long, keys that nobody knows.
//! What needs a look at other places of the document is asked of `ids` and `stack`.

use super::{
    Finder, ids, label, near,
    place::{self, Kind},
    stack,
};
use crate::{Date, document::issue::Expected, patch};
use serde_json::Value;

/// The members of the Union, and who else is often met: code, three letters, then names in French and English.
const COUNTRIES: &str = "at aut autriche austria|be bel belgique belgium|bg bgr bulgarie bulgaria|cy cyp chypre cyprus\
|cz cze tchequie czechia republique-tcheque czech-republic|de deu allemagne germany|dk dnk danemark denmark\
|ee est estonie estonia|es esp espagne spain|fi fin finlande finland|fr fra france|gr grc el grece greece\
|hr hrv croatie croatia|hu hun hongrie hungary|ie irl irlande ireland|it ita italie italy|lt ltu lituanie lithuania\
|lu lux luxembourg|lv lva lettonie latvia|mt mlt malte malta|nl nld pays-bas netherlands the-netherlands\
|pl pol pologne poland|pt prt portugal|ro rou roumanie romania|se swe suede sweden|si svn slovenie slovenia\
|sk svk slovaquie slovakia|us usa etats-unis united-states etats-unis-d-amerique united-states-of-america\
|gb gbr uk royaume-uni united-kingdom grande-bretagne great-britain|ch che suisse switzerland\
|no nor norvege norway|tn tun tunisie tunisia|ma mar maroc morocco|ca can canada|in ind inde india";

/// Lists of objects; the others are lists of texts.
const OF_OBJECTS: [&str; 10] = [
    "services",
    "providers",
    "third_parties",
    "entities",
    "holdings",
    "relies_on",
    "retained",
    "qualifications",
    "reserves",
    "events",
];

/// A value of another type than its place asks for.
pub fn wrong_type(f: &mut Finder<'_>, expected: Expected) {
    let Some(value) = f.value(f.at) else { return };
    let (list, key) = place::key(f.at);
    let mut keep = false;
    match expected {
        Expected::Text => match value {
            Value::Bool(is) if place::kind(f.at) == Kind::Answer => {
                f.write_text(if *is { "yes" } else { "no" });
            }
            // Of a version or an identifier, true and false say nothing.
            Value::Bool(_) if place::is_required(f.at) => {}
            Value::Bool(_) | Value::Number(_) => text(f, &value.to_string()),
            Value::Array(items) => {
                if let [Value::String(one)] = items.as_slice() {
                    text(f, one);
                }
            }
            _ => {}
        },
        Expected::List => match value {
            Value::String(words) if OF_OBJECTS.contains(&key) => {
                f.write_list(from_text(key, words).into_iter().collect());
            }
            Value::String(words) if matches!(key, "sources" | "evidence") => {
                f.write_list(vec![words.as_str().into()]);
            }
            Value::String(words) => {
                let items = words.split([',', ';']).map(str::trim).filter(|w| !w.is_empty());
                f.write_list(items.map(Value::from).collect());
            }
            Value::Object(_) if OF_OBJECTS.contains(&key) => {
                f.write_list(vec![value.clone()]);
                // A whole service, say, is not thrown away because its list has no brackets.
                keep = !place::hollow(value);
            }
            _ => {}
        },
        Expected::Object => match value {
            Value::Array(items) => {
                if let [one @ Value::Object(_)] = items.as_slice() {
                    f.write(one.clone());
                }
            }
            Value::String(words) => {
                if let Some(object) = from_text(list, words) {
                    f.write(object);
                }
            }
            _ => {}
        },
        Expected::Bool => {
            let word = value.as_str().map_or_else(|| value.to_string(), near::fold);
            match word.as_str() {
                "true" | "yes" | "oui" | "vrai" | "1" => f.write(true.into()),
                "false" | "no" | "non" | "faux" | "0" => f.write(false.into()),
                _ => {}
            }
        }
        Expected::Percent => {
            if let Some(share) = share(value) {
                f.write(share);
            }
        }
        Expected::Column | Expected::Months { .. } => {
            if let Some(number) = value.as_str().and_then(number) {
                f.write(number);
            }
        }
    }
    if key == "activities" {
        stack::activity(f);
    } else if place::is_required(f.at) {
        ids::missing(f, place::above(f.at), key);
    } else if !keep {
        f.discard(f.at);
    }
}

/// What stands where a text is asked for, as one.
fn text(f: &mut Finder<'_>, text: &str) {
    match place::kind(f.at) {
        Kind::Date => dates(text).into_iter().for_each(|date| f.write_date(date)),
        Kind::Country => country_code(text).into_iter().for_each(|code| f.write_text(&code)),
        _ => f.write_text(text),
    }
}

impl Finder<'_> {
    fn write_list(&mut self, items: Vec<Value>) {
        if !items.is_empty() {
            self.write(Value::Array(items));
        }
    }
}

/// The object of a list, or under a name, that a text in its place most likely stands for.
fn from_text(what: &str, text: &str) -> Option<Value> {
    let key = match what {
        "relies_on" => "service",
        "retained" => "layer",
        // A text takes nothing from the cover, no more than what could not be read; but it stays.
        "reserves" => "text",
        "judgements" => "note",
        _ => return None,
    };
    Some(object(&[(key, text)])).filter(|_| !text.trim().is_empty())
}

/// An object of texts.
pub fn object(keys: &[(&str, &str)]) -> Value {
    keys.iter().map(|(key, text)| ((*key).to_owned(), Value::from(*text))).collect()
}

/// A JSON number written as a text, with a comma or a percent sign.
fn number(text: &str) -> Option<Value> {
    let plain = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    serde_json::from_str(&plain).ok().filter(Value::is_number)
}

/// A percentage, or a range of two, written otherwise.
fn share(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => number(text),
        Value::Array(ends) => match ends.as_slice() {
            [one] => {
                if one.is_number() {
                    Some(one.clone())
                } else {
                    share(one)
                }
            }
            [a, b] => {
                let end = |v: &Value| if v.is_number() { Some(v.clone()) } else { number(v.as_str()?) };
                Some(Value::Array(vec![end(a)?, end(b)?]))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A word that the format does not know, or an answer that a reading does not allow.
pub fn word(f: &mut Finder<'_>, allowed: &str) {
    let word = f.text(f.at).unwrap_or_default();
    let allowed: Vec<&str> = allowed.split(", ").collect();
    for word in near::words(word, &allowed) {
        f.write_text(word);
    }
    if place::is_required(f.at) {
        ids::missing(f, place::above(f.at), place::key(f.at).1);
    } else {
        f.discard(f.at);
    }
}

/// A text that is no date.
pub fn date(f: &mut Finder<'_>) {
    for date in dates(f.text(f.at).unwrap_or_default()) {
        f.write_date(date);
    }
    f.discard(f.at);
}

/// The days that a text can mean: one where its form leaves no doubt, two where day and month could change places, none
/// where it would be a guess.
pub fn dates(text: &str) -> Vec<Date> {
    let text = text.trim();
    // A time behind the day says nothing here.
    let day = text.get(..10).filter(|day| {
        let bytes = text.as_bytes();
        matches!(bytes.get(10), Some(b'T' | b't' | b' ')) && !day.bytes().any(|b| b.is_ascii_alphabetic())
    });
    let folded = near::fold(day.unwrap_or(text));
    let parts: Vec<&str> = folded.split('-').collect();
    let (a, b, c) = match parts.as_slice() {
        [a, b, c] => (*a, *b, *c),
        [one] if one.len() == 8 => match (one.get(..4), one.get(4..6), one.get(6..)) {
            (Some(a), Some(b), Some(c)) => (a, b, c),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let (Some(x), Some(y), Some(z)) = (n(a), n(b), n(c)) else { return Vec::new() };
    let mut found = Vec::new();
    if a.len() == 4 {
        found.extend(day_of(x, y, z));
    } else if c.len() == 4 {
        // 22/11/2026 can only be read one way; 10/01/2026 is the tenth of January to some, the first of October to others.
        found.extend(day_of(z, y, x));
        if x != y {
            found.extend(day_of(z, x, y));
        }
    }
    found
}

/// A number of four digits at most.
fn n(part: &str) -> Option<u16> {
    part.parse().ok().filter(|_| part.len() <= 4)
}

/// The day of this year and month; for one past the end of a month, its last day.
fn day_of(year: u16, month: u16, day: u16) -> Option<Date> {
    let month = u8::try_from(month).ok()?;
    let day = u8::try_from(day).ok().filter(|day| *day <= 31)?;
    let earliest = day.min(28);
    (earliest..=day).rev().find_map(|day| Date::new(year, month, day).ok())
}

/// A text that is no country code.
pub fn country(f: &mut Finder<'_>) {
    if let Some(code) = country_code(f.text(f.at).unwrap_or_default()) {
        f.write_text(&code);
    }
    f.discard(f.at);
}

/// The code of a country that is named otherwise.
fn country_code(text: &str) -> Option<String> {
    let folded = near::fold(text);
    let known = COUNTRIES.split('|').find(|names| names.split(' ').any(|name| name == folded));
    let code = match known {
        Some(names) => names.get(..2)?,
        // The Union is no country.
        None if matches!(folded.as_str(), "eu" | "ue") => return None,
        None if folded.len() == 2 && folded.bytes().all(|b| b.is_ascii_lowercase()) => &folded,
        None => return None,
    };
    Some(code.to_ascii_uppercase())
}

/// A text longer than the format allows.
pub fn too_long(f: &mut Finder<'_>, limit: usize) {
    let at = f.at;
    if let Some(text) = f.text(at) {
        let value = text.chars().take(limit).collect::<String>().into();
        f.offer(&label::CUT).text(&limit.to_string()).set(at, value);
    }
}

/// A key of a map that the rules do not know: what was meant, or away with it.
pub fn unknown_key(f: &mut Finder<'_>, known: &[&str]) {
    let Some((above, key)) = patch::split(f.at) else { return };
    rename_key(f, above, &key, &near::closest(&key, known));
    f.remove_key(&label::KEY, f.at);
}

fn rename_key(f: &mut Finder<'_>, above: &str, key: &str, known: &[&str]) {
    let old = f.at;
    let Some(value) = f.value(old) else { return };
    for new in known {
        let at = patch::join(above, new);
        if f.value(&at).is_none() {
            f.offer(&label::RENAME_KEY).text(key).text(new).remove(old).set(&at, value.clone());
        }
    }
}

/// A number that the référentiel does not have.
pub fn requirement(f: &mut Finder<'_>) {
    let Some((above, key)) = patch::split(f.at) else { return };
    let written = f.text(f.at).unwrap_or(&key);
    // 12.11a, 12-11-A, § 12.11.a: the numbers and the letter are there, the dots are not.
    let mut number = String::new();
    for c in near::fold(written).chars() {
        let last = number.chars().next_back().filter(|last| *last != '.' && c != '-');
        if last.is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit()) {
            number.push('.');
        }
        number.push(if c == '-' { '.' } else { c });
    }
    let ids: Vec<&str> = f.catalog.requirements.iter().map(|r| r.id).collect();
    let known: Vec<&str> = match f.catalog.requirement(&number) {
        Some(r) => vec![r.id],
        // One slip makes many numbers of one; only a single neighbour is worth a proposal.
        None => Some(near::closest(written, &ids)).filter(|near| near.len() == 1).unwrap_or_default(),
    };
    if place::key(f.at).0 == "judgements" {
        rename_key(f, above, &key, &known);
        f.remove_key(&label::KEY, f.at);
    } else {
        known.into_iter().for_each(|id| f.write_text(id));
        stack::drop_requirement(f);
    }
}
