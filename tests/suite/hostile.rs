//! Hostile bytes: good input, hurt in ways that a person would not think of, given to every reader. A bounded run with
//! fixed seeds; the same targets are fuzzed without end, guided by coverage, by `make fuzz`.

use catalog::SECNUMCLOUD;
use checks::{
    shaped::{Dice, changed},
    targets::{ALL, document, outputs, packed, seeds},
};
use model::document::read;

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

#[test]
fn hurt_input_is_answered_or_refused() {
    const TIMES: usize = 600;
    for (number, (name, target)) in ALL.iter().enumerate() {
        let good = seeds(name);
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

/// Documents that are changed as documents come past the reader: most are computed, some are refused.
#[test]
fn changed_documents_are_answered_or_refused() {
    let good = seeds("document");
    let mut computed = 0;
    for seed in 0..600_u64 {
        let mut bytes = good[seed as usize % good.len()].clone();
        for turn in 0..3 {
            bytes = changed(&bytes, seed << 20 ^ turn << 7 ^ 0x9e37_79b9).unwrap_or(bytes);
        }
        // What is made of a document takes longer than reading it.
        let target = if seed % 19 == 0 { outputs } else { document };
        let done = std::panic::catch_unwind(|| target(&bytes));
        assert!(done.is_ok(), "seed {seed}: {}", String::from_utf8_lossy(&bytes));
        computed += usize::from(
            read(&SECNUMCLOUD, &bytes).is_ok_and(|(_, issues)| !issues.iter().any(|i| i.is_error())),
        );
    }
    assert!((60..540).contains(&computed), "{computed}");
}

/// The good input is such that the readers go all the way with it.
#[test]
fn what_is_hurt_was_good() {
    assert!(seeds("document").iter().all(|bytes| read(&SECNUMCLOUD, bytes).is_ok()));
    for target in ["delimited", "package"] {
        for bytes in seeds(target) {
            let bytes = packed(&bytes).unwrap_or(bytes);
            assert!(sheets::read(&bytes, &sheets::Limits::default()).is_ok(), "{target}");
        }
    }
    assert!(model::share::from_text("1.AAAA").is_ok());
}
