//! Running the `socle` command: where it is, what it is given, and how to read its tables.

use serde_json::{Value, json};
use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
};

/// The built command. Cargo says where it is; with the profile of the tests, most of it is built already.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--locked", "--profile", "test", "--message-format", "json"])
            .args(["--package", "model", "--features", "cli", "--bin", "socle"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let messages = String::from_utf8_lossy(&built.stdout);
        let executable = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .find_map(|message| message["executable"].as_str().map(PathBuf::from));
        executable.unwrap_or_else(|| panic!("no binary: {}", String::from_utf8_lossy(&built.stderr)))
    })
}

/// How a run of the command went.
pub struct Ran {
    /// The exit status; -1 when a signal ended it.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the command with these arguments and this standard input.
pub fn socle(arguments: &[&str], input: &[u8]) -> Ran {
    run(Command::new(binary()).args(arguments), input)
}

/// The same with this much stack, in KiB.
#[cfg(unix)]
pub fn socle_with_stack(kib: u32, arguments: &[&str], input: &[u8]) -> Ran {
    let script = format!("ulimit -s {kib} && exec \"$0\" \"$@\"");
    run(Command::new("sh").args(["-c", &script]).arg(binary()).args(arguments), input)
}

/// Runs it as it has been prepared.
pub fn run(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("piped");
    let output = thread::scope(|scope| {
        // It may end before it has read everything, and must not be kept from writing meanwhile.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("it ends")
    });
    let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
    Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// The services of [`stack`].
pub const SERVICES: [&str; 4] = ["iaas", "paas", "saas", "later"];

/// A SaaS on a candidate PaaS on a qualified IaaS of another provider, and what else the checks need.
pub fn stack() -> Value {
    json!({
        "format": "socle/1", "title": "A tower (fictional)", "as_of": "2026-11-22",
        "readings": { "personnel": "remains" },
        "providers": [{ "id": "north", "name": "Northern Cloud", "entity": "north-sas" }, { "id": "atelier", "name": "Atelier" }],
        "services": [
            { "id": "iaas", "name": "Northern IaaS", "provider": "north", "activities": ["iaas"], "relies_on": [],
              "qualifications": [{ "version": "3.2", "granted": "2025-01-10", "expires": "2028-01-10",
                "covers": ["facility", "hardware", "fabric", "compute", "storage", "sdn"] }] },
            { "id": "paas", "name": "Atelier PaaS", "provider": "atelier", "activities": ["paas"],
              "relies_on": [{ "service": "iaas" }], "candidacy": { "milestone": "j0", "expected": "2027-06-30" },
              "locations": { "storage": ["FR"] },
              "judgements": { "12.11.a": { "override": "remains", "status": "in_progress", "owner": "A, \"B\"", "note": "two\nlines" } } },
            { "id": "saas", "name": "Atelier SaaS", "provider": "atelier", "activities": ["saas"],
              "relies_on": [{ "service": "paas" }] },
            { "id": "later", "name": "Alone", "provider": "north", "activities": ["iaas"] }
        ],
        "third_parties": [{ "id": "maker", "name": "Maker", "roles": ["vendor"], "serves": ["paas"] }],
        "entities": [{ "id": "north-sas", "name": "Northern Cloud SAS" }, { "id": "holder", "name": "A holder" }],
        "holdings": [{ "holder": "holder", "held": "north-sas", "capital": [20, 30] }]
    })
}

/// The rows of a CSV (RFC 4180): quoted cells hold commas, line breaks and doubled quotes.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.next_if_eq(&'\n').is_some() => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the last row ends");
    rows
}
