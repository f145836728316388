//! Ways of hurting a document: other values in its places, and JSON that only looks like one.

use crate::running::stack;
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};
use std::{env, fs, path::Path};

/// The samples that are served, by file name.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/samples");
    let mut samples: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("there are samples")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.ends_with(".socle.json"))
        .map(|(name, path)| (name, fs::read(path).expect("a sample")))
        .collect();
    samples.sort();
    assert!(!samples.is_empty());
    samples
}

/// The JSON Pointers of all values, the whole first.
pub fn places(value: &Value) -> Vec<String> {
    fn go(at: &str, value: &Value, places: &mut Vec<String>) {
        places.push(at.to_owned());
        let token = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(keys) => keys.iter().for_each(|(key, value)| go(&token(key), value, places)),
            Value::Array(members) => {
                members.iter().enumerate().for_each(|(i, value)| go(&format!("{at}/{i}"), value, places));
            }
            _ => {}
        }
    }
    let mut places = Vec::new();
    go("", value, &mut places);
    places
}

/// The whole with another value at a place, or with nothing there.
pub fn in_place(whole: &Value, at: &str, other: Option<Value>) -> Value {
    let mut whole = whole.clone();
    let (parent, token) = at.rsplit_once('/').expect("not the whole");
    match (other, whole.pointer_mut(parent)) {
        (Some(other), _) => *whole.pointer_mut(at).expect("a place") = other,
        (None, Some(Value::Object(keys))) => drop(keys.shift_remove(token)),
        (None, Some(Value::Array(members))) => drop(members.remove(token.parse().expect("a number"))),
        _ => panic!("{at} is no place"),
    }
    whole
}

/// Values of every type, to stand where something else is asked for.
pub fn others() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(7),
        json!(-0.5),
        json!(1e300),
        json!(""),
        json!("Not A Word"),
        json!("2026-02-30"),
        json!([]),
        json!([null]),
        json!(["x", 7]),
        json!([30, 20]),
        json!({}),
        json!({ "x": {} }),
        json!("long ".repeat(5_000)),
    ]
}

/// How many of so many cases are tried: all, or one in `ONE_CASE_IN` where that is set (`make mutants` does).
pub fn cases(all: u32) -> u32 {
    let one_in = env::var("ONE_CASE_IN").ok().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    all.div_ceil(one_in.unwrap_or(1))
}

/// Runs a property this many times.
pub fn run<S: Strategy>(all: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(Config { cases: cases(all), ..Config::default() });
    runner.run(strategy, test).unwrap_or_else(|e| panic!("{e}"));
}

/// Scalars, many of them words of the format.
fn scalar() -> impl Strategy<Value = Value> {
    let known = [
        "iaas",
        "paas",
        "north",
        "facility",
        "storage",
        "yes",
        "3.2",
        "12.11.a",
        "FR",
        "2025-01-10",
        "press",
    ];
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        // Whole quarters: what becomes of the last digits of others is checked with the round trips.
        2 => any::<i32>().prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        2 => any::<String>().prop_map(Value::from),
        6 => select(known.to_vec()).prop_map(Value::from),
    ]
}

/// JSON whose keys are most often those of the format.
pub fn anything() -> impl Strategy<Value = Value> {
    let keys: Vec<String> = places(&stack())
        .iter()
        .filter_map(|at| at.rsplit('/').next())
        .filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect();
    let key = prop_oneof![9 => select(keys), 1 => any::<String>()];
    scalar().prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..5).prop_map(Value::from),
            2 => vec((key.clone(), inner), 0..6).prop_map(|keys| Value::Object(Map::from_iter(keys))),
        ]
    })
}
