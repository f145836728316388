//! The requirements of the chosen level and what narrows them, and what SecNumCloud asks beyond. Both are written as one
//! text and read by the browser in one go; rows are then hidden or shown. Only words of the interface, texts of ours and
//! identifiers stand in them, all through `model::escape`.

use super::{Desk, Told, class, icon, relation};
use crate::screens::icons;
use crate::ui::prelude::*;
use crate::{
    dom,
    route::Eucs,
    state::CATALOG,
    words::{count, fold, of, t},
};
use catalog::{
    Lang,
    eucs::{Assessment, Draft, Level, Relation},
};
use model::{
    escape,
    eucs::{Finding, Met, trace},
    words,
};
use std::sync::Arc;

/// How many rows are drawn before the first picture.
const FIRST: usize = 40;

/// What is searched of each requirement, folded once.
fn texts(draft: &Draft) -> Vec<String> {
    let all = draft.requirements.iter().map(|r| {
        let control = draft.controls.get(r.control).map_or("", |c| &c.title);
        let category = draft.category(r).map_or("", |c| &c.title);
        let left = r.left.as_deref().unwrap_or_default();
        let mapped = r.secnumcloud.join(" ");
        fold(&format!("{} {} {control} {category} {left} {} {mapped}", r.id, r.gist, r.reason))
    });
    all.collect()
}

/// What narrows the list.
#[derive(Clone, PartialEq)]
struct Narrow {
    needles: Vec<String>,
    met: String,
    category: String,
    differences: bool,
}

impl Narrow {
    fn active(&self) -> usize {
        usize::from(!self.needles.is_empty())
            + usize::from(!self.met.is_empty())
            + usize::from(!self.category.is_empty())
            + usize::from(self.differences)
    }

    fn keeps(&self, draft: &Draft, finding: &Finding<'_>, text: &str) -> bool {
        let r = finding.requirement;
        (self.met.is_empty() || self.met == finding.met.id())
            && (self.category.is_empty() || draft.category(r).is_some_and(|c| c.code == self.category))
            && !(self.differences && r.relation == Some(Relation::Equal))
            && self.needles.iter().all(|n| {
                // A requirement of SecNumCloud is meant as a whole: 2.1.a is not within 12.1.a.
                if CATALOG.requirement(n).is_some() {
                    r.secnumcloud.iter().any(|id| id == n)
                } else {
                    text.contains(n.as_str())
                }
            })
    }
}

/// Puts texts one after the other.
fn put(out: &mut String, texts: &[&str]) {
    for text in texts {
        out.push_str(text);
    }
}

fn glyph(out: &mut String, name: &str) {
    put(
        out,
        &[
            "<svg class=\"icon\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\" focusable=\"false\"><path d=\"",
            icons::path(name),
            "\"></path></svg>",
        ],
    );
}

/// A link to a requirement of SecNumCloud, with its title.
fn link(out: &mut String, desk: Desk, id: &str) {
    let title = CATALOG.requirement(id).map_or("", |r| r.title.get(desk.lang));
    let href = escape::html(&desk.to_scope(id).to_hash());
    put(
        out,
        &[
            "<a class=\"link\" href=\"",
            &href,
            "\" data-requirement=\"",
            id,
            "\">",
            id,
            "</a> ",
            &escape::html(title),
        ],
    );
}

fn row(out: &mut String, desk: Desk, finding: &Finding<'_>) {
    let lang = desk.lang;
    let r = finding.requirement;
    let id = &r.id;
    put(
        out,
        &[
            "<details class=\"e-row ",
            class(finding.met),
            "\" id=\"e-",
            id,
            "\"><summary><span class=\"e-head\"><span class=\"row-number\">",
        ],
    );
    put(out, &[id, "</span> <span class=\"tag\">", r.level.name(lang), "</span> <span class=\"e-met\">"]);
    glyph(out, icon(finding.met));
    put(out, &[finding.met.name(lang), "</span> <span class=\"e-relation\">", &relation(r.relation, lang)]);
    put(
        out,
        &[
            "</span></span> <span class=\"e-gist\">",
            &escape::html(&r.gist),
            "</span></summary><div class=\"e-body\">",
        ],
    );
    if let Some(left) = &r.left {
        let head = t(lang, "Ce qui reste", "What is left");
        put(out, &["<p class=\"e-left\"><strong>", &head, "</strong> ", &escape::html(left), "</p>"]);
    }
    put(out, &["<h5>", &t(lang, "Pourquoi", "Why"), "</h5><ol class=\"trace\">"]);
    for step in trace(finding, lang) {
        put(out, &["<li>", &escape::html(&step), "</li>"]);
    }
    put(out, &["</ol>"]);
    if !r.secnumcloud.is_empty() {
        put(out, &["<h5>", &t(lang, "Dans Ma charge", "In My scope"), "</h5><ul>"]);
        for mapped in &r.secnumcloud {
            put(out, &["<li>"]);
            link(out, desk, mapped);
            let outcome = finding.from.iter().find(|(from, _)| from == mapped).map(|(_, o)| *o);
            let word = words::outcome(outcome.unwrap_or(model::verdict::Outcome::NotApplicable), lang);
            put(out, &[" <span class=\"quiet\">(", word, ")</span></li>"]);
        }
        put(out, &["</ul>"]);
    }
    let sure = t(lang, "Notre confiance : ", "Our confidence: ");
    put(out, &["<p class=\"quiet\">", &sure, words::confidence(r.confidence, lang), "</p></div></details>"]);
}

/// The rows of a level in two halves: what is seen first, and the rest.
fn written(desk: Desk, told: &Told, level: Level) -> [String; 2] {
    let mut out = [String::new(), String::new()];
    let [first, rest] = &mut out;
    let mut findings = told.at(level).findings.iter().peekable();
    let mut drawn = 0;
    for (at, category) in told.draft.categories.iter().enumerate() {
        let out = if drawn < FIRST { &mut *first } else { &mut *rest };
        let code = &category.code;
        put(out, &["<div class=\"e-group\" id=\"eg-", code, "\"><h4>"]);
        put(out, &["<span class=\"row-number\">", code, "</span> ", &escape::html(&category.title), "</h4>"]);
        let of_it = |f: &&Finding<'_>| {
            told.draft.controls.get(f.requirement.control).is_some_and(|control| control.category == at)
        };
        while let Some(finding) = findings.next_if(of_it) {
            row(out, desk, finding);
            drawn += 1;
        }
        put(out, &["</div>"]);
    }
    out
}

/// A list of values with their words, of which the address names one.
fn chooser(
    desk: Desk,
    what: Eucs,
    id: &'static str,
    label: String,
    all: String,
    options: Vec<(String, String)>,
) -> View {
    let now = untrack(|| desk.asked(what));
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, word)| {
            let chosen = now == value;
            view! { <option value=value selected=chosen>{word}</option> }
        })
        .collect();
    view! {
        <p class="field">
            <label for=id>{label}</label>
            <select id=id prop:value=move || desk.asked(what) on:change=move |e| desk.ask(what, &event_target_value(&e))>
                <option value="">{all}</option>
                {options}
            </select>
        </p>
    }
}

/// What the draft asks of what a requirement of SecNumCloud asks, where one is looked for by its number.
fn back(desk: Desk, told: &Told, id: &str) -> Option<View> {
    let lang = desk.lang;
    let requirement = CATALOG.requirement(id)?;
    let back = told.draft.back.iter().find(|b| b.requirement == id)?;
    let from = back.level.map_or("", |l| l.name(lang));
    let said = match back.assessment {
        Assessment::Full => t(
            lang,
            &format!("le projet en demande autant à partir du niveau {from}."),
            &format!("the draft asks for as much from level {from} on."),
        ),
        Assessment::Partial => t(
            lang,
            &format!("le projet n’en demande qu’une partie, à partir du niveau {from}."),
            &format!("the draft asks for a part of it only, from level {from} on."),
        ),
        Assessment::None => t(lang, "rien dans le projet n’y répond.", "nothing in the draft answers to it."),
        Assessment::NotAssessed => t(
            lang,
            "personne ne l’a encore rapprochée en ce sens.",
            "nobody has compared it in this direction yet.",
        ),
    };
    let route = desk.to_scope(requirement.id);
    Some(view! {
        <p class="e-back">
            <a class="link" href=route.to_hash() data-requirement=requirement.id on:click=move |e| desk.press(&e)>{requirement.id}</a>
            " "{requirement.title.get(lang)}{t(lang, " : ", ": ")}{said}
            {back.reason.clone().map(|reason| view! { " "<span class="quiet">{reason}</span> })}
        </p>
    })
}

/// The list with what narrows it.
pub fn list(desk: Desk) -> View {
    let Desk { lang, told, level, .. } = desk;
    let narrow = Memo::new(move |_| Narrow {
        needles: desk.asked(Eucs::Text).split_whitespace().map(fold).collect(),
        met: desk.asked(Eucs::Met),
        category: desk.asked(Eucs::Category),
        differences: desk.asked(Eucs::Differences) == "1",
    });
    let texts =
        told.with_untracked(|told| told.as_ref().map(|t| Arc::new(texts(t.draft)))).unwrap_or_default();
    // Which rows of the level are shown, each by its id.
    let shown = Memo::new(move |_| {
        let Some(told) = told.get() else { return Vec::new() };
        let narrow = narrow.get();
        let mut texts = told.draft.requirements.iter().zip(texts.iter());
        let findings = told.at(level.get()).findings.iter().map(|f| {
            // Findings stand in the order of the draft.
            let text = texts.find(|(r, _)| r.id == f.requirement.id).map_or("", |(_, text)| text);
            (f.requirement.id.as_str(), narrow.keeps(told.draft, f, text))
        });
        findings.collect::<Vec<(&'static str, bool)>>()
    });
    let drawn = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let Some(told) = told.get() else { return };
        let [first, rest] = written(desk, &told, level.get());
        let apply = move || shown.with_untracked(|s| hide(&told, s));
        dom::fill("e-list", &first);
        apply();
        // The rest after the first picture, unless another level has come since.
        let mine = drawn.get_untracked().wrapping_add(1);
        drawn.set(mine);
        dom::after_paint(move || {
            if drawn.try_get_untracked() == Some(mine) {
                dom::append("e-list", &rest);
                apply();
            }
        });
    });
    Effect::new(move |_| {
        let Some(told) = told.get() else { return };
        shown.with(|s| hide(&told, s));
    });
    let found = move || {
        let (n, m) = shown.with(|s| (s.iter().filter(|(_, is)| *is).count(), s.len()));
        let (fr, en) = (of(Lang::Fr, n, m), of(Lang::En, n, m));
        t(lang, &format!("{fr} exigences affichées"), &format!("{en} requirements shown"))
    };
    let none = move || {
        shown.with(|s| s.iter().all(|(_, is)| !is)).then(|| {
            view! { <p class="empty">{t(lang, "Aucune exigence de ce niveau ne répond à ces filtres.", "No requirement of this level matches these filters.")}</p> }
        })
    };
    let clear = move |_| {
        desk.ask_all(&[(Eucs::Text, ""), (Eucs::Met, ""), (Eucs::Category, ""), (Eucs::Differences, "")]);
        dom::focus("e-search");
    };
    let active = Memo::new(move |_| narrow.with(Narrow::active));
    let clearing = move || {
        let n = active.get();
        (n > 0).then(|| {
            view! {
                " · "
                <button type="button" class="link" on:click=clear>
                    {count(lang, n, ("filtre actif : l’effacer", "filtres actifs : les effacer"), ("active filter: clear it", "active filters: clear them"))}
                </button>
            }
        })
    };
    let named = move || {
        let told = told.get()?;
        let backs: Vec<_> =
            narrow.with(|n| n.needles.iter().filter_map(|id| back(desk, &told, id)).collect());
        Some(backs)
    };
    let draft = told.with_untracked(|told| told.as_ref().map(|t| t.draft));
    let categories = draft.into_iter().flat_map(|d| &d.categories);
    let categories = categories.map(|c| (c.code.clone(), format!("{}. {}", c.code, c.title))).collect();
    let mets = Met::ALL.into_iter().map(|m| (m.id().to_owned(), words::capital(m.name(lang)))).collect();
    let all = || t(lang, "Toutes", "All");
    view! {
        <section class="list" aria-labelledby="e-list-title">
            <h2 id="e-list-title">{move || {
                let name = level.get().name(lang);
                t(lang, &format!("Les exigences du niveau {name}"), &format!("The requirements of level {name}"))
            }}</h2>
            <div class="filters" role="search">
                <p class="field grow">
                    <label for="e-search">{t(lang, "Chercher", "Search")}</label>
                    <input type="search" id="e-search" aria-describedby="e-search-hint" prop:value=move || desk.asked(Eucs::Text)
                        on:input=move |e| desk.ask(Eucs::Text, &event_target_value(&e))/>
                    <span class="hint" id="e-search-hint">
                        {t(lang, "Mots, ou numéro : OPS-05, 12.11.a ; tous doivent s’y trouver.", "Words, or a number: OPS-05, 12.11.a; all must occur.")}
                    </span>
                </p>
                {chooser(desk, Eucs::Met, "e-by-verdict", t(lang, "Ce qui en découle", "What follows"), all(), mets)}
                {chooser(desk, Eucs::Category, "e-by-category", t(lang, "Catégorie", "Category"), all(), categories)}
                <p class="check">
                    <input type="checkbox" id="e-differences" prop:checked=move || desk.asked(Eucs::Differences) == "1"
                        on:change=move |e| desk.ask(Eucs::Differences, if event_target_checked(&e) { "1" } else { "" })/>
                    <label for="e-differences">{t(lang, "Seulement là où les deux diffèrent", "Only where the two differ")}</label>
                </p>
            </div>
            <p class="found"><span role="status">{found}</span>{clearing}</p>
            {named}
            {none}
            <h3 class="away">{t(lang, "Catégories", "Categories")}</h3>
            <div class="e-list" id="e-list" on:click=move |e: web_sys::MouseEvent| desk.press(&e)></div>
        </section>
    }
}

/// Hides the rows that are not shown, and the categories that have none.
fn hide(told: &Told, shown: &[(&'static str, bool)]) {
    for (id, is) in shown {
        dom::set_hidden(&format!("e-{id}"), !is);
    }
    for category in &told.draft.categories {
        let some = shown.iter().any(|(id, is)| {
            *is && id.strip_prefix(category.code.as_str()).is_some_and(|rest| rest.starts_with('-'))
        });
        dom::set_hidden(&format!("eg-{}", category.code), !some);
    }
}

/// What SecNumCloud asks and the level does not.
pub fn surplus(desk: Desk) -> View {
    let Desk { lang, told, level, .. } = desk;
    let said = move || {
        told.with(|told| {
            let told = told.as_ref()?;
            let beyond = &told.at(level.get()).surplus;
            let partly = beyond.iter().filter(|s| s.partly).count();
            let (n, m) = (beyond.len() - partly, told.applicable);
            let first = CATALOG.section(&told.draft.first).map_or("", |s| s.title.get(lang));
            let number = &told.draft.first;
            Some(t(
                lang,
                &format!("Sans rien en regard à ce niveau : {} des exigences qui s’appliquent ; en partie seulement : {}. D’abord {number}, {first}.", of(Lang::Fr, n, m), of(Lang::Fr, partly, m)),
                &format!("With nothing beside them at this level: {} of the requirements that apply; only in part: {}. First {number}, {first}.", of(Lang::En, n, m), of(Lang::En, partly, m)),
            ))
        })
    };
    Effect::new(move |_| {
        let Some(told) = told.get() else { return };
        let mut out = String::new();
        let partly = t(lang, "en partie", "in part");
        for s in &told.at(level.get()).surplus {
            put(&mut out, &["<li>"]);
            link(&mut out, desk, s.requirement);
            if s.partly {
                put(&mut out, &[" <span class=\"quiet\">(", &partly, ")</span>"]);
            }
            put(&mut out, &["</li>"]);
        }
        dom::fill("e-surplus", &out);
    });
    view! {
        <details class="asks" open=true>
            <summary><h2>{t(lang, "Ce que SecNumCloud demande et que ce niveau ne demande pas", "What SecNumCloud asks and this level does not")}</h2></summary>
            <p class="quiet">{said}</p>
            <ul class="e-surplus" id="e-surplus" on:click=move |e: web_sys::MouseEvent| desk.press(&e)></ul>
        </details>
    }
}
