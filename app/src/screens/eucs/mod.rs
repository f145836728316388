//! A service beside EUCS: how far its dossier carries at each level of a draft that nobody has adopted, requirement by
//! requirement, and what SecNumCloud asks beyond. The draft is fetched when somebody comes here.
//!
//! Rooms: `levels` has the counts, `list` the requirements and what narrows them, `timeline` what became of the scheme.

mod levels;
mod list;
mod timeline;

use super::{follow, icons, notice, scope::heading, tool};
use crate::ui::prelude::*;
use crate::{
    actions, dom,
    route::{Eucs, Route, Screen},
    state::{CATALOG, State},
    words::t,
};
use catalog::{
    Lang,
    eucs::{Draft, Level, Relation},
};
use model::{
    eucs::{Comparison, Met, Rule, compare, rules},
    export::eucs as export,
};
use std::{cell::Cell, sync::Arc};

thread_local! {
    /// The draft in French and in English, once it has been fetched. Kept for as long as the page: what is computed
    /// borrows from it, and whoever comes back finds it.
    static DRAFTS: [Cell<Option<&'static Draft>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

/// The draft in a language, where it has been fetched.
fn kept(lang: Lang) -> Option<&'static Draft> {
    DRAFTS.with(|[fr, en]| if lang == Lang::Fr { fr.get() } else { en.get() })
}

/// The draft in a language, fetched where it has not been.
async fn bring(lang: Lang) -> Option<&'static Draft> {
    if let Some(draft) = kept(lang) {
        return Some(draft);
    }
    let bytes = dom::fetch(&format!("./text/eucs-{}.json", lang.tag())).await.ok()?;
    let draft: &'static Draft = Box::leak(Box::new(Draft::parse(&bytes)?));
    DRAFTS.with(|[fr, en]| if lang == Lang::Fr { fr.set(Some(draft)) } else { en.set(Some(draft)) });
    Some(draft)
}

/// A service beside the three levels.
struct Told {
    draft: &'static Draft,
    levels: [Comparison<'static>; Level::ALL.len()],
    /// How many requirements of SecNumCloud are verified and apply.
    applicable: usize,
}

impl Told {
    fn at(&self, level: Level) -> &Comparison<'static> {
        let [basic, substantial, high] = &self.levels;
        match level {
            Level::Basic => basic,
            Level::Substantial => substantial,
            Level::High => high,
        }
    }
}

/// What the rooms share.
#[derive(Clone, Copy)]
struct Desk {
    state: State,
    lang: Lang,
    told: Memo<Option<Arc<Told>>>,
    /// The chosen level: High where the address names none, for it is what SecNumCloud is held against most often.
    level: Memo<Level>,
}

impl Desk {
    /// What the address says; tracked.
    fn asked(self, what: Eucs) -> String {
        self.state.route.with(|r| r.eucs(what).to_owned())
    }

    /// Says something in the address, in place.
    fn ask(self, what: Eucs, value: &str) {
        self.ask_all(&[(what, value)]);
    }

    fn ask_all(self, all: &[(Eucs, &str)]) {
        let mut route = self.state.route.get_untracked();
        for (what, value) in all {
            route.set_eucs(*what, (*value).to_owned());
        }
        self.state.go(route, false);
    }

    /// The address of a requirement of SecNumCloud among what remains.
    fn to_scope(self, requirement: &str) -> Route {
        let now = self.state.route.get_untracked();
        Route {
            screen: Screen::Scope,
            service: now.service,
            assume: now.assume,
            requirement: Some(requirement.to_owned()),
            ..Route::default()
        }
    }

    /// Follows a link to a requirement of SecNumCloud, where the press was on one.
    fn press(self, event: &web_sys::MouseEvent) {
        let Some(id) = dom::data_of(event, "data-requirement") else { return };
        follow(self.state, event, self.to_scope(&id));
        dom::soon(move || {
            dom::focus_in_place("panel");
            dom::reveal(&super::list::row_id(&id));
        });
    }

    /// What EUCS itself says of building on others, for the chosen level; tracked.
    fn rules(self, level: Level) -> Vec<Rule> {
        let qualified = self.state.ask(|evaluator, target| evaluator.qualified(target));
        let (Some(document), Some(target)) = (self.state.document.get(), self.state.target.get()) else {
            return Vec::new();
        };
        rules(&document.0, &target, level, &qualified.unwrap_or_default())
    }
}

/// The hue and the pattern of what follows for a requirement: never those of a verdict of SecNumCloud, nor green.
const fn class(met: Met) -> &'static str {
    match met {
        Met::ByBase => "e-base",
        Met::ByOwn => "e-own",
        Met::ByBoth => "e-both",
        Met::Partly => "e-partly",
        Met::Beyond => "e-beyond",
        Met::NotAssessed => "e-unread",
    }
}

/// The name of its icon.
const fn icon(met: Met) -> &'static str {
    match met {
        Met::ByBase => "inherited",
        Met::ByOwn => "remains",
        Met::ByBoth => "arrange",
        Met::Partly => "shared",
        Met::Beyond => "missing",
        Met::NotAssessed => "help",
    }
}

/// How the two sides compare, in words.
fn relation(relation: Option<Relation>, lang: Lang) -> String {
    let (fr, en) = match relation {
        Some(Relation::Equal) => ("de part et d’autre, la même demande", "both ask for the same"),
        Some(Relation::SecNumCloudStricter) => ("SecNumCloud demande davantage", "SecNumCloud asks for more"),
        Some(Relation::EucsStricter) => ("EUCS demande davantage", "EUCS asks for more"),
        Some(Relation::Partial) => {
            ("chacun demande ce que l’autre n’a pas", "each asks what the other lacks")
        }
        Some(Relation::OnlyEucs) => ("EUCS seul le demande", "only EUCS asks for it"),
        None => ("non rapprochée", "not compared"),
    };
    t(lang, fr, en)
}

/// The screen.
pub fn eucs(state: State, lang: Lang) -> View {
    let draft = RwSignal::new(kept(lang));
    let failed = RwSignal::new(false);
    let fetch = move || {
        failed.set(false);
        leptos::task::spawn_local(async move {
            match bring(lang).await {
                Some(found) => draft.set(Some(found)),
                None => failed.set(true),
            }
        });
    };
    if draft.with_untracked(Option::is_none) {
        fetch();
    }
    let told = Memo::new_with_compare(
        move |_| {
            let (draft, scope) = (draft.get()?, state.scope.get()?);
            let levels = Level::ALL.map(|level| compare(CATALOG, draft, &scope, level));
            Some(Arc::new(Told { draft, levels, applicable: scope.verified().applicable() }))
        },
        |before, after| match (before, after) {
            (Some(Some(before)), Some(Some(after))) => !Arc::ptr_eq(before, after),
            _ => true,
        },
    );
    let level =
        Memo::new(move |_| state.route.with(|r| Level::from_id(r.eucs(Eucs::Level))).unwrap_or(Level::High));
    let desk = Desk { state, lang, told, level };
    let ready = Memo::new(move |_| told.with(Option::is_some));
    let loading = move || (!ready.get() && !failed.get()).then(|| t(lang, "Chargement…", "Loading…"));
    let fault = move || {
        failed.get().then(|| {
            view! {
                <section class="fault" role="alert">
                    <p>{t(lang, "Le rapprochement avec EUCS n’a pas pu être chargé.", "The comparison with EUCS could not be loaded.")}</p>
                    <button type="button" class="plain" on:click=move |_| fetch()>{t(lang, "Réessayer", "Try again")}</button>
                </section>
            }
        })
    };
    view! {
        <div class="eucs">
            {heading(state, lang, ("Devant EUCS", "Beside EUCS"))}
            <section class="caution" aria-labelledby="caution-title">
                {icons::icon("warning")}
                <div>
                    <h2 id="caution-title">
                        {t(lang, "Un projet de décembre 2020 : aucune version adoptée, aucun certificat délivré", "A draft of December 2020: no version adopted, no certificate issued")}
                    </h2>
                    <p>{move || draft.get().map(|d| export::caution(d, lang))}</p>
                </div>
            </section>
            <p class="quiet" role="status">{loading}</p>
            {fault}
            {move || ready.get().then(|| rooms(desk))}
            {timeline::timeline(lang)}
            <p class="notice">{notice(lang)}</p>
        </div>
    }
}

fn rooms(desk: Desk) -> View {
    vec![
        levels::levels(desk),
        take_away(desk),
        composition(desk),
        levels::categories(desk),
        list::list(desk),
        list::surplus(desk),
    ]
    .into_view()
}

/// EUCS's own rules on building on others: findings that stand apart from the requirements.
fn composition(desk: Desk) -> View {
    let Desk { lang, level, .. } = desk;
    let found = move || {
        let level = level.get();
        let rules = desk.rules(level);
        if rules.is_empty() {
            return view! {
                <p class="quiet">
                    {t(lang, "Ce service ne repose sur aucun autre : rien à en dire à ce niveau.", "This service rests on no other: nothing to say of it at this level.")}
                </p>
            };
        }
        let rules = rules.into_iter().map(|rule| {
            view! { <li>{rule.say(level, lang)}" "<span class="quiet">"("{rule.source()}")"</span></li> }
        });
        let rules: Vec<_> = rules.collect();
        view! { <ul>{rules}</ul> }
    };
    view! {
        <section class="e-rules" aria-labelledby="e-rules-title">
            <h2 id="e-rules-title">{t(lang, "Composer au sens d’EUCS", "Composing in EUCS’s own sense")}</h2>
            <p class="hint">
                {t(lang, "Ce que le projet dit lui-même des services bâtis sur d’autres ; ce n’est pas la composition de SecNumCloud.", "What the draft itself says of services built on others; this is not the composition of SecNumCloud.")}
            </p>
            {found}
        </section>
    }
}

/// The formats: the id of each button, and its word.
const FORMATS: [(&str, &str, &str); 3] =
    [("csv", "CSV", "text/csv"), ("md", "Markdown", "text/markdown"), ("json", "JSON", "application/json")];

fn take_away(desk: Desk) -> View {
    let Desk { state, lang, .. } = desk;
    let buttons: Vec<_> = FORMATS
        .into_iter()
        .map(|(id, word, kind)| {
            let label = t(lang, &format!("Emporter le niveau montré, {word}"), &format!("Take the level shown away, {word}"));
            view! {
                <button type="button" class="plain" id=format!("get-eucs-{id}") aria-label=label on:click=move |_| take(desk, id, kind)>{word}</button>
            }
        })
        .collect();
    view! {
        <section class="e-away" aria-labelledby="e-away-title">
            <h2 id="e-away-title">{t(lang, "À emporter", "To take away")}</h2>
            <span class="quiet">{t(lang, "Le niveau montré, en entier, sans filtre.", "The level shown, in full, unfiltered.")}</span>
            <div class="piece-actions">{buttons}</div>
            <div class="tools">{tool(state, lang, "print", true)}</div>
        </section>
    }
}

/// Makes a file of the level that is shown, and offers it.
fn take(desk: Desk, id: &'static str, kind: &'static str) {
    let Desk { state, lang, .. } = desk;
    dom::commit();
    let level = desk.level.get_untracked();
    let rules = untrack(|| desk.rules(level));
    let (Some(told), Some(now)) = (desk.told.get_untracked(), state.now()) else { return };
    let comparison = told.at(level);
    let stem = actions::stem(&now.0.title);
    let name = format!("{stem}-{}-eucs-{}-{}.{id}", comparison.service.0, level.id(), lang.tag());
    let offer = move |text: &str| {
        dom::download(&name, kind, text);
        actions::offered(state, &name);
    };
    match id {
        "csv" => offer(&export::csv(told.draft, comparison)),
        "md" => offer(&export::markdown(told.draft, &now.0, comparison, &rules, lang)),
        // Both languages stand in it, and one of them may not have been fetched.
        _ => leptos::task::spawn_local(async move {
            match (bring(Lang::Fr).await, bring(Lang::En).await) {
                (Some(fr), Some(en)) => {
                    let value = export::json(export::Both { fr, en }, told.at(level), &rules);
                    offer(&format!("{value:#}\n"));
                }
                _ => actions::unmade(state),
            }
        }),
    }
}
