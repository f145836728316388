//! A file that cannot be computed, opened for repair: what is wrong, where, what it says now, and what would mend it.
//! Work goes on the file's own JSON, so that nothing of it is lost; the open document stays as it is until the person
//! takes the mended one.

use super::icons;
use crate::ui::prelude::*;
use crate::{
    dom,
    state::{CATALOG, State},
    store,
    words::{count, t},
};
use catalog::Lang;
use model::{
    Document,
    document::{Issue, ReadError, read},
    patch, repair, words,
};
use serde_json::Value;

/// How many errors are shown at once; the others come as these go.
const SHOWN: usize = 25;
/// The longest text that is shown for editing, in bytes: a field that holds megabytes serves nobody.
const LONGEST: usize = 400_000;

/// A file that is being mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Mending {
    /// The file's name, or the document's title.
    name: String,
    /// The key under which the browser keeps it, where it came from there.
    key: Option<String>,
    /// Its text as it is now.
    text: String,
    /// The texts before.
    past: Vec<String>,
}

/// What a text turns out to be.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    /// Not a document at all.
    Unreadable(ReadError),
    /// A document with errors.
    Broken(Value, Vec<Issue>),
    /// A document that can be computed.
    Sound(Box<Document>, Vec<Issue>),
}

impl Mending {
    /// A file that was chosen.
    pub fn file(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), key: None, text, past: Vec::new() }
    }

    /// A document that the browser keeps.
    pub fn stored(key: String, text: String) -> Self {
        Self { name: String::new(), key: Some(key), text, past: Vec::new() }
    }

    fn found(&self) -> Found {
        match read(CATALOG, self.text.as_bytes()) {
            Err(error) => Found::Unreadable(error),
            Ok((document, issues)) if !issues.iter().any(Issue::is_error) => {
                Found::Sound(Box::new(document), issues)
            }
            Ok((_, issues)) => {
                let text = self.text.trim_start_matches('\u{feff}');
                Found::Broken(serde_json::from_str(text).unwrap_or_default(), issues)
            }
        }
    }
}

fn change(state: State, text: String) {
    let lang = state.lang.get_untracked();
    state.mending.update(|m| {
        if let Some(m) = m
            && m.text != text
        {
            let before = std::mem::replace(&mut m.text, text);
            m.past.push(before);
        }
    });
    let left = state.mending.with_untracked(|m| {
        m.as_ref().map(|m| match m.found() {
            Found::Broken(_, issues) => issues.iter().filter(|i| i.is_error()).count(),
            Found::Sound(..) => 0,
            Found::Unreadable(_) => 1,
        })
    });
    state.live.set(count(lang, left.unwrap_or(0), ("problème", "problèmes"), ("problem", "problems")));
    dom::soon(|| dom::focus("problems"));
}

fn change_value(state: State, value: &Value) {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    change(state, text);
}

/// Takes the mended document: it becomes the open one, and the one before stays among the documents.
fn take(state: State, document: Document, issues: Vec<Issue>) {
    let key = state.mending.with_untracked(|m| m.as_ref().and_then(|m| m.key.clone()));
    state.mending.set(None);
    if let Some(key) = key {
        // What was stored stays, as a copy set aside: the repair may have gone the wrong way.
        if let Some(text) = store::text(&key) {
            store::set_aside(&document.title, document.services.len(), &text);
        }
        store::forget(&key);
    }
    state.show(document, issues, crate::route::Screen::Scope);
}

/// The screen.
pub fn repair(state: State, lang: Lang) -> View {
    let found = Memo::new(move |_| state.mending.with(|m| m.as_ref().map(Mending::found)));
    let name = move || {
        state.mending.with(|m| {
            let m = m.as_ref()?;
            Some(if m.name.is_empty() {
                t(lang, "Document enregistré dans ce navigateur", "Document stored in this browser")
            } else {
                m.name.clone()
            })
        })
    };
    let body = move || {
        found.get().map(|found| match found {
            Found::Unreadable(error) => unreadable(state, lang, &error),
            Found::Broken(value, issues) => broken(state, lang, &value, &issues),
            Found::Sound(document, issues) => sound(state, lang, *document, issues),
        })
    };
    let undo = move |_| {
        state.mending.update(|m| {
            if let Some(m) = m
                && let Some(before) = m.past.pop()
            {
                m.text = before;
            }
        });
    };
    let give_up = move |_| {
        state.mending.set(None);
        crate::actions::run("start", state);
    };
    let download = move |_| {
        if let Some(m) = state.mending.get_untracked() {
            let name = if m.name.is_empty() { "document.socle.json".to_owned() } else { m.name };
            dom::download(&name, "application/json", &m.text);
        }
    };
    view! {
        <div class="repair">
            <h1>{t(lang, "Réparer le fichier", "Repair the file")}</h1>
            <p class="lead">{name}</p>
            {body}
            <p class="hero-actions">
                <button type="button" class="plain" disabled=move || state.mending.with(|m| m.as_ref().is_none_or(|m| m.past.is_empty())) on:click=undo>
                    {icons::icon("undo")}{t(lang, "Revenir d’un pas", "One step back")}
                </button>
                <button type="button" class="plain" on:click=download>{icons::icon("save")}{t(lang, "Télécharger dans cet état", "Download as it is now")}</button>
                <button type="button" class="plain" on:click=give_up>{icons::icon("close")}{t(lang, "Renoncer", "Give up")}</button>
            </p>
            <p class="quiet" hidden=move || found.with(|f| matches!(f, Some(Found::Sound(..))))>{t(lang, "Rien n’est calculé tant qu’il reste une erreur. Le document déjà ouvert n’a pas changé.", "Nothing is computed while an error is left. The document that was open has not changed.")}</p>
        </div>
    }
}

fn sound(state: State, lang: Lang, document: Document, issues: Vec<Issue>) -> View {
    let warnings = issues.len();
    let about = count(lang, document.services.len(), ("service", "services"), ("service", "services"));
    let stored = StoredValue::new(Some((document, issues)));
    let open = move |_| {
        if let Some((document, issues)) = stored.try_update_value(Option::take).flatten() {
            take(state, document, issues);
        }
    };
    view! {
        <section class="mended" id="problems" tabindex="-1" aria-labelledby="problems-title">
            <h2 id="problems-title">{icons::icon("may")}{t(lang, "Plus aucune erreur", "No error left")}</h2>
            <p>
                {about}
                {(warnings > 0).then(|| format!(" · {}", count(lang, warnings, ("point à vérifier", "points à vérifier"), ("point to check", "points to check"))))}
            </p>
            <button type="button" class="primary" on:click=open>{t(lang, "Ouvrir le document réparé", "Open the repaired document")}</button>
        </section>
    }
}

fn broken(state: State, lang: Lang, value: &Value, issues: &[Issue]) -> View {
    let errors: Vec<&Issue> = issues.iter().filter(|i| i.is_error()).collect();
    let head = count(
        lang,
        errors.len(),
        ("problème dans le fichier", "problèmes dans le fichier"),
        ("problem in the file", "problems in the file"),
    );
    let links: Vec<_> = errors
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(i, issue)| {
            let to = format!("mend-{i}");
            view! {
                <li><button type="button" class="link" on:click=move |_| dom::focus(&to)>{words::issue(&issue.kind, lang)}</button></li>
            }
        })
        .collect();
    let cards: Vec<_> =
        errors.iter().take(SHOWN).enumerate().map(|(i, issue)| card(state, lang, value, issue, i)).collect();
    let more = errors.len().saturating_sub(SHOWN);
    view! {
        <section class="fault" id="problems" tabindex="-1" aria-labelledby="problems-title">
            <h2 id="problems-title">{head}</h2>
            <ul>{links}</ul>
            {(more > 0).then(|| view! { <p>{count(lang, more, ("autre, à voir ensuite", "autres, à voir ensuite"), ("more, to come after these", "more, to come after these"))}</p> })}
        </section>
        <ol class="mend">{cards}</ol>
    }
}

/// The names on the way to a place: the object's own name says more than its number.
fn whereabouts(lang: Lang, value: &Value, at: &str) -> String {
    let mut said = Vec::new();
    let mut place = String::new();
    for token in patch::tokens(at) {
        place = patch::join(&place, &token);
        let named = value
            .pointer(&place)
            .and_then(|v| v.get("name").or_else(|| v.get("title")).or_else(|| v.get("id")));
        said.push(match named.and_then(Value::as_str).filter(|n| !n.is_empty()) {
            Some(name) => {
                let name: String = name.chars().take(60).collect();
                t(lang, &format!("« {name} »"), &format!("“{name}”"))
            }
            None => token,
        });
    }
    if said.is_empty() { "/".to_owned() } else { said.join(" › ") }
}

fn card(state: State, lang: Lang, value: &Value, issue: &Issue, at: usize) -> View {
    let now = value.pointer(&issue.at).map(Value::to_string).unwrap_or_default();
    let short = now.len() < 2_000;
    let (id, place) = (format!("value-{at}"), issue.at.clone());
    let field = id.clone();
    let root = StoredValue::new(value.clone());
    let typed = move |_| {
        let Some(text) = dom::value_of(&field) else { return };
        // What is no JSON is taken as a text: people type 2026-11-22, not "2026-11-22".
        let new = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.clone()));
        let mut next = root.get_value();
        if patch::set(&mut next, &place, new) {
            change_value(state, &next);
        }
    };
    let repairs: Vec<_> = repair::repairs(CATALOG, value, issue)
        .into_iter()
        .map(|found| {
            let text = found.label.say(lang);
            let apply = move |_| change_value(state, &repair::apply(&root.get_value(), &found));
            view! { <li><button type="button" class="plain small" on:click=apply>{text}</button></li> }
        })
        .collect();
    let hint = repair::hint(issue, lang);
    let described = hint.is_some().then(|| format!("{id}-hint"));
    view! {
        <li class="mend-card" id=format!("mend-{at}") tabindex="-1">
            <p class="mend-said">{icons::icon("warning")}<strong>{words::issue(&issue.kind, lang)}</strong></p>
            <p class="quiet">{whereabouts(lang, value, &issue.at)}" "<code>{if issue.at.is_empty() { "/".to_owned() } else { issue.at.clone() }}</code>" "<span class="code">{issue.kind.code()}</span></p>
            <ul class="repairs">{repairs}</ul>
            {short.then(|| view! {
                <p class="field mend-value">
                    <label for=id.clone()>{t(lang, "Ce qui s’y trouve", "What stands there")}</label>
                    <span class="mend-row">
                        <input type="text" id=id.clone() value=now spellcheck="false" autocomplete="off" aria-describedby=described/>
                        <button type="button" class="plain small" on:click=typed>{t(lang, "Remplacer", "Replace")}</button>
                    </span>
                    {hint.map(|hint| view! { <span class="hint" id=format!("{id}-hint")>{hint}</span> })}
                </p>
            })}
        </li>
    }
}

fn unreadable(state: State, lang: Lang, error: &ReadError) -> View {
    let said = words::read_error(error, lang);
    let text = state.mending.with_untracked(|m| m.as_ref().map(|m| m.text.clone()).unwrap_or_default());
    let proposal = repair::mend_text(&text);
    let line = match error {
        ReadError::NotJson { line, column, .. } => Some((*line, *column)),
        _ => None,
    };
    let excerpt = line.map(|(line, column)| {
        let all: Vec<&str> = text.lines().collect();
        let from = line.saturating_sub(3);
        let shown: Vec<String> = all
            .iter()
            .enumerate()
            .skip(from)
            .take(5)
            .map(|(i, l)| {
                let mark = if i + 1 == line { "▶" } else { " " };
                // A file of one line: what stands around the place.
                let start = if l.chars().count() > 160 && i + 1 == line { column.saturating_sub(80) } else { 0 };
                format!("{mark} {:>4} {}", i + 1, l.chars().skip(start).take(160).collect::<String>())
            })
            .collect();
        view! { <pre class="excerpt" tabindex="0" aria-label=t(lang, "Extrait du fichier", "Excerpt of the file")>{shown.join("\n")}</pre> }
    });
    let mend = proposal.map(|mended| {
        view! {
            <p>{t(lang, "Une correction de forme suffit : virgules en trop, commentaires, guillemets ou fin manquante. Le contenu n’est pas touché.", "A correction of form is enough: spare commas, comments, quotes or a missing end. The content is not touched.")}</p>
            <button type="button" class="primary" on:click=move |_| change(state, mended.clone())>{t(lang, "Appliquer la correction", "Apply the correction")}</button>
        }
    });
    let by_hand = (text.len() <= LONGEST).then(|| {
        let again = move |_| {
            if let Some(text) = dom::value_of("raw-text") {
                change(state, text);
            }
        };
        view! {
            <p class="field">
                <label for="raw-text">{t(lang, "Le texte du fichier", "The text of the file")}</label>
                <textarea id="raw-text" class="raw" rows="18" spellcheck="false" prop:value=text></textarea>
            </p>
            <button type="button" class="plain" on:click=again>{t(lang, "Relire", "Read again")}</button>
        }
    });
    view! {
        <section class="fault" id="problems" tabindex="-1" aria-labelledby="problems-title">
            <h2 id="problems-title">{t(lang, "Ce fichier ne se lit pas", "This file cannot be read")}</h2>
            <p>{said}</p>
            {excerpt}
            {mend}
        </section>
        {by_hand}
    }
}
