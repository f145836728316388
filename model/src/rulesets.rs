//! What the rules have changed since a document was last looked over under them. The document names a version of the
//! rules (`ruleset`); verdicts always follow the rules at hand, and nothing here moves one.

use crate::{Document, words};
use catalog::{Change, Lang, Ruleset};

/// How a document stands to the rules at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News<'c> {
    /// It was last looked over under these rules.
    None,
    /// It was last looked over under older ones: every version after it, oldest first.
    Older(Vec<&'c Ruleset>),
    /// It names rules that are not known here yet.
    Newer,
}

/// Whether a text is a version of the rules: a year, a dot and a month, such as `2026.11`.
pub fn is_id(text: &str) -> bool {
    let Some((year, month)) = text.split_once('.') else { return false };
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
}

/// The version under which a document was last looked over: the first where it names none, or what is none.
pub fn made_under<'d>(all: &'d [Ruleset], document: &'d Document) -> &'d str {
    let named = document.ruleset.as_deref().filter(|id| is_id(id));
    named.or_else(|| all.first().map(|r| r.id)).unwrap_or_default()
}

/// The version in force: the last.
pub fn current(all: &[Ruleset]) -> &str {
    all.last().map_or("", |r| r.id)
}

/// What a document made now names: nothing under the first rules, since leaving it out means them.
pub fn of_new(all: &[Ruleset]) -> Option<String> {
    all.get(1..)?.last().map(|r| r.id.to_owned())
}

/// How a document stands to the rules, given oldest first. The order of versions is that of their texts.
pub fn news<'c>(all: &'c [Ruleset], document: &Document) -> News<'c> {
    let made = made_under(all, document);
    let mut since = Vec::new();
    for ruleset in all {
        if ruleset.id > made {
            since.push(ruleset);
        }
    }
    if !since.is_empty() {
        News::Older(since)
    } else if made > current(all) {
        News::Newer
    } else {
        News::None
    }
}

/// A sentence that says how a document stands to the rules; nothing where there is nothing to tell.
pub fn said(all: &[Ruleset], document: &Document, lang: Lang) -> Option<String> {
    let (fr, en) = match news(all, document) {
        News::None => return None,
        News::Older(_) => (
            "Ce document a été fait sous les règles {} ; voici ce que les règles {} changent",
            "This document was made under the rules {}; here is what the rules {} change",
        ),
        News::Newer => (
            "Ce document a été fait sous les règles {}, que cette version de Socle ne connaît pas encore : les verdicts suivent ici les règles {}, plus anciennes. Prendre une version plus récente de Socle.",
            "This document was made under the rules {}, which this version of Socle does not know yet: verdicts here follow the rules {}, which are older. Take a newer version of Socle.",
        ),
    };
    Some(words::fill(lang, fr, en, &[made_under(all, document), current(all)]))
}

/// What a version changed, with the requirements concerned.
pub fn change(change: &Change, lang: Lang) -> String {
    let mut said = change.text.get(lang).to_owned();
    if !change.requirements.is_empty() {
        said.push_str(" (");
        said.push_str(&change.requirements.join(", "));
        said.push(')');
    }
    said
}
