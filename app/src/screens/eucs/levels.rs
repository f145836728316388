//! The counts: the three levels side by side, and the categories of the one that is chosen.

use super::{Desk, class, icon};
use crate::screens::icons;
use crate::ui::prelude::*;
use crate::{
    route::Eucs,
    words::{count, of, t},
};
use catalog::{Lang, eucs::Level};
use model::{
    eucs::{Counts, Met},
    words,
};

/// A bar as long as what it counts is of the widest, in the patterns of what follows.
fn bar(counts: Counts, widest: usize, lang: Lang) -> View {
    let total = counts.total();
    let mut said = Vec::new();
    let mut segments = Vec::new();
    for met in Met::ALL {
        let n = counts.get(met);
        if n > 0 {
            said.push(format!("{} {n}", met.name(lang)));
            segments.push(
                view! { <span class=format!("segment {}", class(met)) style:flex-grow=n.to_string()></span> },
            );
        }
    }
    let label = format!(
        "{} ({})",
        said.join(", "),
        count(lang, total, ("exigence", "exigences"), ("requirement", "requirements"))
    );
    view! {
        <span class="bar-track" role="img" aria-label=label>
            <span class="bar-fill" style:width=format!("{}%", 100 * total / widest.max(1))>{segments}</span>
        </span>
    }
}

/// The three levels. A press on one shows it below; a press on a count also narrows the list to it.
pub fn levels(desk: Desk) -> View {
    let Desk { lang, told, level, .. } = desk;
    let cards = move || {
        let Some(told) = told.get() else { return Vec::new() };
        let widest = told.at(Level::High).findings.len();
        let cards = Level::ALL.into_iter().map(|this| {
            let counts = told.at(this).counts();
            let total = counts.total();
            let chosen = move || if level.get() == this { "true" } else { "false" };
            let lines: Vec<_> = Met::ALL
                .into_iter()
                .map(|met| {
                    let asked = move || level.get() == this && desk.asked(Eucs::Met) == met.id();
                    let press = move |_| {
                        let value = if untrack(asked) { "" } else { met.id() };
                        desk.ask_all(&[(Eucs::Level, this.id()), (Eucs::Met, value)]);
                    };
                    view! {
                        <li>
                            <button type="button" class=format!("e-count {}", class(met)) id=format!("count-{}-{}", this.id(), met.id())
                                aria-pressed=move || if asked() { "true" } else { "false" } on:click=press>
                                {icons::icon(icon(met))}<span>{words::capital(met.name(lang))}</span><strong>{of(lang, counts.get(met), total)}</strong>
                            </button>
                        </li>
                    }
                })
                .collect();
            let name = this.name(lang);
            view! {
                <li class="e-level" class:chosen=move || level.get() == this>
                    <h3>
                        <button type="button" id=format!("level-{}", this.id()) aria-pressed=chosen on:click=move |_| desk.ask(Eucs::Level, this.id())>
                            {t(lang, &format!("Niveau {name}"), &format!("Level {name}"))}" "
                            <span class="quiet">{count(lang, total, ("exigence", "exigences"), ("requirement", "requirements"))}</span>
                        </button>
                    </h3>
                    {bar(counts, widest, lang)}
                    <ul>{lines}</ul>
                </li>
            }
        });
        cards.collect::<Vec<_>>()
    };
    view! {
        <section class="e-levels" aria-labelledby="e-levels-title">
            <h2 id="e-levels-title">{t(lang, "Les trois niveaux du projet", "The three levels of the draft")}</h2>
            <p class="hint">
                {t(lang, "Chacun reprend ceux du dessous. En choisir un le montre plus bas ; choisir un décompte y réduit la liste.", "Each takes in those below it. Choosing one shows it below; choosing a count narrows the list to it.")}
            </p>
            <ul>{cards}</ul>
        </section>
    }
}

/// The chosen level, a category a row; each narrows the list.
pub fn categories(desk: Desk) -> View {
    let Desk { lang, told, level, .. } = desk;
    let chosen = Memo::new(move |_| desk.asked(Eucs::Category));
    let rows = move || {
        let Some(told) = told.get() else { return Vec::new() };
        let comparison = told.at(level.get());
        let chosen = chosen.get();
        let draft = told.draft;
        let mut counted = Vec::new();
        for at in 0..draft.categories.len() {
            counted.push(
                comparison.counts_of(|r| {
                    draft.controls.get(r.control).is_some_and(|control| control.category == at)
                }),
            );
        }
        let widest = counted.iter().map(Counts::total).max().unwrap_or_default();
        let rows = draft.categories.iter().zip(counted).map(|(category, counts)| {
            let code = category.code.clone();
            let is = chosen == code;
            let numbers: Vec<_> = Met::ALL
                .into_iter()
                .map(|met| view! { <td class=format!("number {}", class(met))>{counts.get(met)}</td> })
                .collect();
            view! {
                <tr class:chosen=is>
                    <th scope="row">
                        <button type="button" class="link" id=format!("cat-{code}") aria-pressed=if is { "true" } else { "false" }
                            on:click=move |_| desk.ask(Eucs::Category, if is { "" } else { &code })>
                            <span class="chapter-number">{category.code.clone()}</span>" "{category.title.clone()}
                        </button>
                    </th>
                    <td class="bar-cell">{bar(counts, widest, lang)}</td>
                    {numbers}
                    <td class="number">{counts.total()}</td>
                </tr>
            }
        });
        rows.collect::<Vec<_>>()
    };
    let heads: Vec<_> = Met::ALL
        .into_iter()
        .map(|met| {
            view! { <th scope="col" class=format!("number {}", class(met))>{icons::icon(icon(met))}<span>{words::capital(met.name(lang))}</span></th> }
        })
        .collect();
    view! {
        <details class="chapters e-categories" open=true>
            <summary>
                <h2>{move || {
                    let name = level.get().name(lang);
                    t(lang, &format!("Par catégorie, niveau {name}"), &format!("By category, level {name}"))
                }}</h2>
            </summary>
            <section class="scroll" tabindex="0" aria-label=t(lang, "Décompte par catégorie", "Counts by category")>
                <table>
                    <caption class="away">
                        {t(lang, "Exigences de chaque catégorie au niveau choisi, selon ce qui en découle", "Requirements of each category at the chosen level, by what follows")}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "Catégorie", "Category")}</th>
                            <th scope="col"><span class="away">{t(lang, "Barre", "Bar")}</span></th>
                            {heads}
                            <th scope="col" class="number">{t(lang, "Sur", "Of")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        </details>
    }
}
