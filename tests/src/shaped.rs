//! Documents changed as documents: a key of the format more, one less, a member twice, a reference elsewhere. Bytes
//! changed at random are hardly ever JSON any more; these come past the reader, to what it is read for.

use catalog::SECNUMCLOUD;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// A generator of numbers (xorshift64*), so that a failure can be repeated by its seed.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below this one, or nought.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let wide = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        wide as usize % below.max(1)
    }

    fn one<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.roll(among.len()))
    }

    fn word(&mut self, among: &[&str]) -> Value {
        self.one(among).map_or(Value::Null, |word| json!(word))
    }
}

/// Days around those of the samples, and at the edges.
const DAYS: [&str; 12] = [
    "1900-01-01",
    "2020-02-29",
    "2024-02-29",
    "2025-01-10",
    "2026-11-21",
    "2026-11-22",
    "2026-11-23",
    "2028-01-10",
    "2029-06-30",
    "2199-12-31",
    "2026-02-30",
    "2199-01-01",
];

const COUNTRIES: [&str; 5] = ["FR", "DE", "US", "GB", "ZZ"];

const TEXTS: [&str; 6] =
    ["", "Words", "=1+1", "<b>&amp;\"'|`*_[x](y)", "\u{202e}\u{0}\n\r\n# x", "https://a.example/b?c"];

const NUMBERS: [f64; 10] =
    [0.0, 24.0, 24.000_001, 39.0, 40.0, 50.0, 100.0, 33.333_333_333_333_336, 1e-9, -1.0];

fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        serde_json::from_str(include_str!("../../public/schema/socle-1.schema.json")).expect("a schema")
    })
}

/// What the schema says of a value, behind its references.
fn behind(mut shape: &'static Value) -> &'static Value {
    while let Some(place) = shape.get("$ref").and_then(Value::as_str) {
        shape = schema().pointer(place.trim_start_matches('#')).expect("a definition");
    }
    shape
}

/// What the schema says of the value at a place; nothing where it says nothing.
fn shape(place: &[String]) -> Option<&'static Value> {
    place.iter().try_fold(behind(schema()), |shape, token| {
        let key = shape.get("properties").and_then(|p| p.get(token));
        key.or_else(|| shape.get("items")).or_else(|| shape.get("additionalProperties")).map(behind)
    })
}

/// A value of that shape, most often. References go to what the document has.
fn made(dice: &mut Dice, shape: &'static Value, ids: &[String], depth: usize) -> Value {
    let shape = behind(shape);
    if let Some(only) = shape.get("const") {
        return only.clone();
    }
    if let Some(words) = shape.get("enum").and_then(Value::as_array) {
        return dice.one(words).cloned().unwrap_or_default();
    }
    if let Some(ways) = shape.get("anyOf").and_then(Value::as_array) {
        let at = dice.roll(ways.len());
        return made(dice, &ways[at], ids, depth);
    }
    let kind = match &shape["type"] {
        Value::Array(kinds) => kinds[0].as_str(),
        kind => kind.as_str(),
    };
    match kind {
        Some("object") => {
            let mut keys = serde_json::Map::new();
            let due = shape.get("required").and_then(Value::as_array);
            for (key, inner) in shape.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let is_due = due.is_some_and(|due| due.iter().any(|d| d == key));
                if is_due || depth < 5 && dice.roll(3) == 0 {
                    keys.insert(key.clone(), made(dice, inner, ids, depth + 1));
                }
            }
            if let Some(inner) = shape.get("additionalProperties").filter(|i| i.is_object()) {
                for _ in 0..dice.roll(3) {
                    keys.insert(requirement(dice).to_owned(), made(dice, inner, ids, depth + 1));
                }
            }
            Value::Object(keys)
        }
        Some("array") => {
            let least = shape.get("minItems").and_then(Value::as_u64).unwrap_or(0) as usize;
            let count = least.max(dice.roll(3));
            (0..count).map(|_| made(dice, &shape["items"], ids, depth + 1)).collect()
        }
        Some("string") => match (shape.get("pattern").and_then(Value::as_str), dice.roll(8)) {
            (_, 0) => dice.word(&TEXTS),
            (Some(pattern), _) if pattern.contains("a-z") => {
                dice.one(ids).map_or_else(|| json!("new"), |id| json!(id))
            }
            (Some(pattern), _) if pattern.contains("19") => dice.word(&DAYS),
            (Some(_), _) => dice.word(&COUNTRIES),
            (None, 1) => dice.word(&TEXTS),
            (None, _) => json!(requirement(dice)),
        },
        Some("number") => json!(NUMBERS[dice.roll(NUMBERS.len())]),
        Some("integer") => json!(dice.roll(121)),
        Some("boolean") => json!(dice.roll(2) == 0),
        _ => Value::Null,
    }
}

fn requirement(dice: &mut Dice) -> &'static str {
    let all: usize = SECNUMCLOUD.requirements.len();
    SECNUMCLOUD.requirements.get(dice.roll(all)).map_or("", |r| r.id)
}

/// All places of a value, and the ids that stand in it.
fn survey(value: &Value, at: &mut Vec<String>, places: &mut Vec<Vec<String>>, ids: &mut Vec<String>) {
    places.push(at.clone());
    let members: Vec<(String, &Value)> = match value {
        Value::Object(keys) => keys.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(members) => {
            members.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (token, inner) in members {
        if token == "id" {
            ids.extend(inner.as_str().map(str::to_owned));
        }
        at.push(token);
        survey(inner, at, places, ids);
        at.pop();
    }
}

fn find<'v>(value: &'v mut Value, place: &[String]) -> Option<&'v mut Value> {
    place.iter().try_fold(value, |value, token| match value {
        Value::Object(keys) => keys.get_mut(token),
        Value::Array(members) => members.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The same document with up to four changes; nothing when the bytes are no JSON.
pub fn changed(bytes: &[u8], seed: u64) -> Option<Vec<u8>> {
    let mut dice = Dice(seed | 1);
    let mut whole: Value = serde_json::from_slice(bytes).ok()?;
    for _ in 0..=dice.roll(4) {
        let (mut places, mut ids) = (Vec::new(), Vec::new());
        survey(&whole, &mut Vec::new(), &mut places, &mut ids);
        let place = dice.one(&places)?.clone();
        let other = dice.one(&places)?.clone();
        match dice.roll(6) {
            // Something of the format where there is room for it, or another value.
            0..=2 => {
                let Some(shape) = shape(&place) else { continue };
                let key = shape.get("properties").and_then(Value::as_object).and_then(|keys| {
                    let at = dice.roll(keys.len());
                    keys.iter().nth(at)
                });
                match (find(&mut whole, &place)?, key, shape.get("items")) {
                    (Value::Object(keys), Some((key, inner)), _) => {
                        keys.insert(key.clone(), made(&mut dice, inner, &ids, 0));
                    }
                    (Value::Array(members), _, Some(inner)) => {
                        let at = dice.roll(members.len() + 1);
                        members.insert(at, made(&mut dice, inner, &ids, 0));
                    }
                    (value, ..) => *value = made(&mut dice, shape, &ids, 0),
                }
            }
            // Something less, or a member twice.
            3 | 4 => {
                let Some((token, above)) = place.split_last() else { continue };
                let twice = dice.roll(2) == 0;
                match find(&mut whole, above)? {
                    Value::Object(keys) => drop(keys.shift_remove(token)),
                    Value::Array(members) => {
                        let at = token.parse::<usize>().ok()?;
                        let member = members.remove(at);
                        if twice {
                            members.insert(at, member.clone());
                            members.push(member);
                        }
                    }
                    _ => {}
                }
            }
            // What stands elsewhere.
            _ => {
                let again = find(&mut whole, &other)?.clone();
                *find(&mut whole, &place)? = again;
            }
        }
    }
    serde_json::to_vec(&whole).ok()
}

/// What a fuzzer does to `size` bytes of `data`, and how many there are then: of four changes, three keep them a document,
/// where they are one; the others are the fuzzer's own.
pub fn mutate(
    data: &mut [u8],
    size: usize,
    most: usize,
    seed: u32,
    otherwise: fn(&mut [u8], usize, usize) -> usize,
) -> usize {
    if !seed.is_multiple_of(4)
        && let Some(bytes) = changed(&data[..size], u64::from(seed) << 8 | 0x9e37_79b9)
        && bytes.len() <= most
    {
        data[..bytes.len()].copy_from_slice(&bytes);
        return bytes.len();
    }
    otherwise(data, size, most)
}
