//! Hostile bytes: good input, hurt in ways that a person would not think of, given to every reader. A bounded run with
//! fixed seeds; the same targets are fuzzed without end, guided by coverage, by `make fuzz`.

use crate::wounds::samples;
use catalog::{Lang, SECNUMCLOUD};
use checks::targets::ALL;
use model::{
    document::read,
    table::{Column, Kind, Sheet, Use, Value, Workbook},
};

/// A generator of numbers (xorshift64*), so that a failure can be repeated by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let wide = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(wide).expect("31 bits") % below.max(1)
    }
}

/// What readers look for: words of the formats, and numbers at the edge.
const WORDS: [&[u8]; 28] = [
    b"null",
    b"{}",
    b"[",
    b"]",
    b"\"",
    b"\\u0000",
    b"-0",
    b"1e999",
    b"99999999999999999999",
    b"2024-02-29",
    b"9999-12-31",
    b"\"services\":[",
    b"\"relies_on\":[{\"service\":\"iaas\"}]",
    b"\"layers\":[]",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3\x28",
    b"=cmd|",
    b";",
    b",",
    b"\t",
    b"\r\n",
    b"\"\"",
    b"PK\x05\x06",
    b"xl/workbook.xml",
    b"1.",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
];

/// Hurts bytes here and there.
fn hurt(dice: &mut Dice, good: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len() + 1);
        match dice.roll(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.roll(8);
                }
            }
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, WORDS[dice.roll(WORDS.len())].iter().copied())),
            3 => {
                let to = (at + dice.roll(40)).min(bytes.len());
                drop(bytes.drain(at..to));
            }
            4 => {
                let to = (at + dice.roll(200)).min(bytes.len());
                let again = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, again));
            }
            5 => {
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(300)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].iter().copied()));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(dice.roll(256)).expect("a byte");
                }
            }
        }
    }
    bytes
}

/// Good input of a target.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let heads = ["Requirement", "Verdict", "Status", "Owner", "Note"];
    let rows =
        [["5.1.a", "remains", "todo", "Ana", "a; \"b\""], ["12.11.a", "shared", "done", "Zoé", "=1+1"]];
    match target {
        "document" => samples().into_iter().map(|(_, bytes)| bytes).collect(),
        "link" => {
            let small: Vec<u8> = (0..=255).collect();
            vec![model::share::to_text(&small).expect("short").into_bytes(), b"1.AAAA".to_vec(), small]
        }
        "delimited" => ["\u{feff}", ""]
            .iter()
            .flat_map(|mark| [';', ',', '\t'].map(|by| (mark, by)))
            .map(|(mark, by)| {
                let line = |cells: &[&str; 5]| {
                    cells.map(|c| format!("\"{}\"", c.replace('"', "\"\""))).join(&by.to_string())
                };
                let lines: Vec<String> = std::iter::once(&heads).chain(&rows).map(line).collect();
                format!("{mark}{}\r\n", lines.join("\r\n")).into_bytes()
            })
            .chain(["| Task | You | Us |\n|---|---|---|\n| Patch | A | R |\n".as_bytes().to_vec()])
            .collect(),
        "package" => vec![sheets::write(&book(&heads, &rows)).expect("a workbook")],
        _ => vec![(0..64_u8).map(|i| i.wrapping_mul(37)).collect(), vec![0x90; 64], vec![0xff; 80]],
    }
}

fn book(heads: &[&str], rows: &[[&str; 5]]) -> Workbook {
    let column = |head: &&str| Column {
        head: (*head).to_owned(),
        kind: Kind::Short,
        width: 12,
        open: false,
        choices: Vec::new(),
    };
    let rows = rows.iter().map(|row| row.iter().map(|c| Value::Text((*c).to_owned())).collect()).collect();
    let columns = heads.iter().map(column).collect();
    let sheet = Sheet { name: "Scope".to_owned(), kind: Use::Table, frozen: 1, columns, rows };
    let day = "2026-11-22".parse().expect("a day");
    Workbook { lang: Lang::En, title: "A workbook".to_owned(), day, sheets: vec![sheet] }
}

#[test]
fn hurt_input_is_answered_or_refused() {
    const TIMES: usize = 600;
    for (number, (name, target)) in ALL.iter().enumerate() {
        let good = corpus(name);
        good.iter().for_each(|bytes| target(bytes));
        for seed in 0..TIMES {
            let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed as u64) << 8 ^ number as u64);
            let [one, other] = [dice.roll(good.len()), dice.roll(good.len())];
            let bytes = hurt(&mut dice, &good[one], &good[other]);
            let done = std::panic::catch_unwind(|| target(&bytes));
            assert!(done.is_ok(), "{name}, seed {seed}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

/// The good input is such that the readers go all the way with it.
#[test]
fn what_is_hurt_was_good() {
    assert!(corpus("document").iter().all(|bytes| read(&SECNUMCLOUD, bytes).is_ok()));
    for target in ["delimited", "package"] {
        for bytes in corpus(target) {
            assert!(sheets::read(&bytes, &sheets::Limits::default()).is_ok(), "{target}");
        }
    }
    assert!(model::share::from_text("1.AAAA").is_ok());
}
