//! A text that is nearly JSON: the slips that hands, mail programs and broken transfers make, and nothing that would
//! need a guess. What stands inside the quotes of a text is never changed.

use crate::document::MAX_BYTES;
use serde_json::Value;
use std::{iter::Peekable, str::Chars};

/// An object or a list that has been opened.
struct Level {
    /// What closes it.
    close: char,
    /// Whether a value is due or has come: always in a list, behind the colon in an object.
    value: bool,
    /// How long the text was after the last whole member.
    whole: usize,
}

/// The text as JSON, where only these stand in the way: a byte order mark, comments, commas before a closing bracket,
/// typographic quotes around texts, one stray word behind the end, or an end that is missing: then what is open is
/// closed, without the last member if it is not whole. Nothing where that does not help, or nothing is wrong.
///
/// A proposal: a person sees it before it is taken.
pub fn mend_text(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES || serde_json::from_str::<Value>(text).is_ok() {
        return None;
    }
    let mut mender = Mender {
        rest: text.trim_start_matches('\u{feff}').chars().peekable(),
        out: String::with_capacity(text.len() + 8),
        open: Vec::new(),
        comma: None,
        stray: String::new(),
        ended: false,
    };
    mender.run()?;
    let is_object = |value: &Value| value.as_object().is_some_and(|keys| !keys.is_empty());
    serde_json::from_str(&mender.out).ok().filter(is_object).map(|_| mender.out)
}

struct Mender<'t> {
    rest: Peekable<Chars<'t>>,
    out: String,
    open: Vec<Level>,
    /// Where a comma stands behind which nothing has come yet.
    comma: Option<usize>,
    stray: String,
    ended: bool,
}

impl Mender<'_> {
    fn run(&mut self) -> Option<()> {
        while let Some(c) = self.rest.next() {
            match (c, self.rest.peek()) {
                ('/', Some('/')) => while self.rest.next_if(|c| *c != '\n').is_some() {},
                ('/', Some('*')) => self.skip_comment(),
                _ if c.is_ascii_whitespace() && self.stray.is_empty() => self.out.push(c),
                _ if self.ended => self.stray.push(c),
                ('"' | '“' | '”', _) => self.string(c),
                ('{', _) => self.open('}'),
                ('[', _) => self.open(']'),
                ('}' | ']', _) => self.close(c)?,
                (':', _) => {
                    self.out.push(c);
                    self.open.last_mut()?.value = true;
                }
                (',', _) => {
                    let level = self.open.last_mut()?;
                    level.value = level.close == ']';
                    self.comma = Some(self.out.len());
                    self.out.push(c);
                }
                _ => self.word(c),
            }
        }
        if !self.ended {
            let level = self.open.last()?;
            self.out.truncate(level.whole);
            self.out.extend(self.open.iter().rev().map(|level| level.close));
        }
        let stray = self.stray.trim();
        let is_one = !stray.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '[' | '"' | '“' | '”'));
        is_one.then_some(())
    }

    fn skip_comment(&mut self) {
        self.rest.next();
        let mut last = ' ';
        for c in self.rest.by_ref() {
            if (last, c) == ('*', '/') {
                break;
            }
            last = c;
        }
    }

    fn open(&mut self, close: char) {
        self.comma = None;
        self.out.push(if close == '}' { '{' } else { '[' });
        self.open.push(Level { close, value: close == ']', whole: self.out.len() });
    }

    fn close(&mut self, c: char) -> Option<()> {
        if self.open.pop()?.close != c {
            return None;
        }
        if let Some(comma) = self.comma.take() {
            self.out.remove(comma);
        }
        self.out.push(c);
        self.member();
        self.ended = self.open.is_empty();
        Some(())
    }

    /// A value has ended: where one was due, the member is whole.
    fn member(&mut self) {
        if let Some(level) = self.open.last_mut().filter(|level| level.value) {
            level.whole = self.out.len();
        }
    }

    /// A text, with straight quotes around it.
    fn string(&mut self, quote: char) {
        let is_straight = quote == '"';
        self.comma = None;
        self.out.push('"');
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => {
                    self.out.push(c);
                    self.out.extend(self.rest.next());
                }
                '"' if is_straight => return self.end_string(),
                '“' | '”' if !is_straight => return self.end_string(),
                '"' => self.out.push_str("\\\""),
                c => self.out.push(c),
            }
        }
    }

    fn end_string(&mut self) {
        self.out.push('"');
        self.member();
    }

    /// A number, `true`, `false` or `null`. At the very end of the text, a number may have had more digits.
    fn word(&mut self, first: char) {
        let start = self.out.len();
        self.comma = None;
        self.out.push(first);
        let is_word = |c: &char| !c.is_ascii_whitespace() && !",:{}[]\"“”/".contains(*c);
        while let Some(c) = self.rest.next_if(is_word) {
            self.out.push(c);
        }
        let is_constant = self.out.get(start..).is_some_and(|w| matches!(w, "true" | "false" | "null"));
        if is_constant || self.rest.peek().is_some() {
            self.member();
        }
    }
}
