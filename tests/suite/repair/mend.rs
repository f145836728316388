//! Texts that are nearly JSON.

use crate::wounds::{anything, places, run, samples};
use model::repair::mend_text;
use proptest::{collection::vec, prelude::*};
use serde_json::Value;

#[test]
fn slips_are_mended() {
    for (text, mended) in [
        ("\u{feff}{\"a\": 1}", "{\"a\": 1}"),
        ("{\"a\": [1, 2,\n ],\n}\n", "{\"a\": [1, 2\n ]\n}\n"),
        ("{ // one\n \"a\": /* two */ \"// no, /* text\" }", "{ \n \"a\":  \"// no, /* text\" }"),
        ("{\"a\": 1}}", "{\"a\": 1}"),
        ("{\"a\": 1};\n", "{\"a\": 1}"),
        ("{“a”: “b \"c\" ’d’”}", "{\"a\": \"b \\\"c\\\" ’d’\"}"),
        ("{\"a\": \"“quoted”, ]\"", "{\"a\": \"“quoted”, ]\"}"),
        ("{\"a\": {\"b\": [1, 2", "{\"a\": {\"b\": [1]}}"),
        ("{\"a\": {\"b\": [1, 2,", "{\"a\": {\"b\": [1, 2]}}"),
        ("{\"a\": {\"b\": [1, true", "{\"a\": {\"b\": [1, true]}}"),
        ("{\"a\": 1, \"b", "{\"a\": 1}"),
        ("{\"a\": 1, \"b\"", "{\"a\": 1}"),
        ("{\"a\": 1, \"b\": ", "{\"a\": 1}"),
        ("{\"a\": 1, \"b\": \"tru", "{\"a\": 1}"),
        ("{\"a\": 1, \"b\": \"whole\"", "{\"a\": 1, \"b\": \"whole\"}"),
        ("{\"a\": [{\"b\": 1}, {\"c\": 2}", "{\"a\": [{\"b\": 1}, {\"c\": 2}]}"),
        ("{\"a\": 1, // the end", "{\"a\": 1}"),
        ("{\"a\": \"\\", ""),
        ("{\"a\": 1, \"b\": \"\\u00", "{\"a\": 1}"),
    ] {
        assert_eq!(mend_text(text).unwrap_or_default(), mended, "{text}");
    }
    for text in [
        "",
        "{",
        "[]",
        "[1,]",
        "null",
        "{\"a\": 1}",
        " {\"a\": [1, 2]} ",
        "{\"a\" 1}",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\": 1} and more",
        "{\"a\": ]}",
        "{\"a\": 1]",
        "}",
        "<!doctype html>",
        "{\"a\": nope}",
        "{\"a\": 1 \"b\": 2}",
    ] {
        assert_eq!(mend_text(text), None, "{text}");
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        assert_eq!(mend_text(&format!("{{\"x\":{}{},}}", open.repeat(200_000), close.repeat(200_000))), None);
        assert_eq!(mend_text(&open.repeat(200_000)), None);
    }
}

/// A sample that breaks off anywhere is a document again, and holds nothing that the whole does not.
#[test]
fn truncated_samples_are_closed() {
    for (name, bytes) in samples() {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let whole: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(mend_text(&text), None, "{name}");
        for length in (30..text.trim_end().len()).step_by(61).filter(|at| text.is_char_boundary(*at)) {
            let mended = mend_text(&text[..length]).unwrap_or_else(|| panic!("{name}, {length} bytes"));
            let part: Value = serde_json::from_str(&mended).expect("JSON");
            for at in places(&part) {
                let (here, there) = (part.pointer(&at), whole.pointer(&at));
                let scalar = here.is_some_and(|v| !v.is_object() && !v.is_array());
                assert!(there.is_some() && (!scalar || here == there), "{name}, {length} bytes: {at}");
            }
        }
    }
}

#[test]
fn any_text_is_mended_or_not_without_panic() {
    let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "“", "”", "\\", "/", "//", "/*", "*/", "1", "-", "true", "nul",
        "\"a\"", "é", "\n", "\u{feff}", " ",
    ];
    run(4000, &vec(proptest::sample::select(pieces.to_vec()), 0..40), |pieces| {
        let text = pieces.concat();
        if let Some(mended) = mend_text(&text) {
            let value: Value = serde_json::from_str(&mended).expect("what is mended is JSON");
            prop_assert!(value.is_object());
            prop_assert!(serde_json::from_str::<Value>(&text).is_err());
            prop_assert_eq!(mend_text(&mended), None);
        }
        Ok(())
    });
    run(1000, &any::<String>(), |text| {
        let _ = mend_text(&text);
        Ok(())
    });
    // What is whole stays as it is.
    run(300, &anything(), |value| {
        prop_assert_eq!(mend_text(&value.to_string()), None);
        Ok(())
    });
}
