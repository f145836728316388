//! The house: facts, inference, view, in that order. What a crate may use is what stands in its manifest, and what its
//! sources name; nothing depends on the tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The crates of the workspace and, for each, the others of the house that it is built with.
fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let told: serde_json::Value = serde_json::from_slice(&cargo.stdout).expect("JSON");
    let packages = told["packages"].as_array().expect("packages");
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    packages
        .iter()
        .map(|p| {
            let used = p["dependencies"].as_array().expect("dependencies").iter().map(name);
            (name(p), used.filter(|d| ours.contains(d)).collect())
        })
        .collect()
}

#[test]
fn dependencies_point_from_the_view_to_the_facts() {
    let crates = crates();
    let allowed: [(&str, &[&str]); 6] = [
        ("catalog", &[]),
        ("model", &["catalog"]),
        ("view", &[]),
        ("sheets", &["catalog", "model"]),
        ("app", &["catalog", "model", "view"]),
        ("checks", &["catalog", "model", "sheets"]),
    ];
    assert_eq!(
        crates.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        allowed.iter().map(|(n, _)| *n).collect()
    );
    for (name, may) in allowed {
        for used in &crates[name] {
            assert!(may.contains(&used.as_str()), "{name} is built with {used}");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// What a room must not know, by words that no honest source of it holds.
#[test]
fn no_room_knows_what_it_must_not() {
    let barred: [(&str, &[&str]); 2] = [
        (
            "catalog/src",
            &["leptos", "web_sys", "wasm_bindgen", "js_sys", "SystemTime", "Instant::now", "std::net"],
        ),
        (
            "model/src",
            &[
                "leptos",
                "web_sys",
                "wasm_bindgen",
                "js_sys",
                "SystemTime",
                "Instant::now",
                "std::fs",
                "std::net",
                "HashMap",
                "HashSet",
            ],
        ),
    ];
    for (folder, words) in barred {
        let mut files = Vec::new();
        sources(&root().join(folder), &mut files);
        assert!(files.len() > 3, "{folder}");
        for file in files {
            // Commands read files and clocks: that is what they are for.
            if file.components().any(|part| part.as_os_str() == "bin") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("a source");
            for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
                for word in words {
                    assert!(!line.contains(word), "{}:{}: {word}", file.display(), at + 1);
                }
            }
        }
    }
}

/// Behaviour never hangs on a requirement by its number: rules are data.
#[test]
fn no_rule_names_a_requirement() {
    let mut files = Vec::new();
    for folder in [
        "model/src/supply.rs",
        "model/src/verdict.rs",
        "model/src/graph.rs",
        "model/src/qualification.rs",
        "model/src/overview.rs",
    ] {
        files.push(root().join(folder));
    }
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let names = code.split('"').skip(1).step_by(2).any(|word| {
                let mut parts = word.split('.');
                parts.next().is_some_and(|p| p.parse::<u8>().is_ok_and(|n| (5..=19).contains(&n)))
                    && parts.next().is_some_and(|p| p.parse::<u8>().is_ok())
            });
            assert!(!names, "{}:{}: {line}", file.display(), at + 1);
        }
    }
}
