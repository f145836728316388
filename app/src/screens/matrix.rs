//! Requirements by layers and services: a real table, or cards on a narrow window. Its body is written as one text and
//! read by the browser in one go: three thousand cells made one by one would take ten times as long. Only words of the
//! interface, identifiers and escaped names stand in that text.
//!
//! On a screen each row is a grid of the same columns (late.css), so that rows out of the window are neither laid out nor
//! painted: a table lays out all of its cells at every keystroke. Browsers that take an element's meaning from its
//! display are told it by the roles. On paper it is a table, with its head on every page.

use super::{
    ORDER, filters,
    judgement::{Mark, seen_as},
    list::row_id,
    requirement::requirement_panel,
    scope::heading,
};
use crate::ui::prelude::*;
use crate::{
    dom,
    route::chapter_id,
    state::{CATALOG, State},
    words::{of, t},
};
use catalog::{Lang, Requirement};
use model::{
    document::ServiceId,
    escape,
    matrix::{Cell, Matrix, Row, matrix},
    verdict::{On, Outcome, PartState},
    words,
};
use std::sync::Arc;

/// Below this width of the window, cards.
const CARDS: f64 = 700.0;

/// How many services beneath have a column of their own.
const COLUMNS: usize = 12;

/// How much a cell says: the id kept, and the label.
const DENSITIES: [(&str, (&str, &str)); 3] = [
    ("compact", ("Compacte", "Compact")),
    ("normal", ("Normale", "Normal")),
    ("text", ("Avec les noms", "With names")),
];

const KEY: &str = "socle.density";

/// What is shown, computed once per edit.
#[derive(Clone, PartialEq)]
struct Shown {
    matrix: Arc<Matrix>,
    names: Arc<Vec<(ServiceId, String)>>,
    /// Services beneath that have no column.
    left_out: usize,
    /// What people said of requirements of the service in question.
    said: Vec<(String, Mark)>,
}

/// The screen.
pub fn matrix_screen(state: State, lang: Lang) -> View {
    let kept = dom::load(KEY).filter(|k| DENSITIES.iter().any(|(id, _)| id == k));
    let density = RwSignal::new(kept.unwrap_or_else(|| "normal".to_owned()));
    let closed = RwSignal::new(0_u32);
    // Which rows are hidden.
    let last = StoredValue::new(Vec::new());
    // How many times the table has been drawn.
    let drawn = RwSignal::new(0_u32);
    // Whether the screen has been painted: what is folded comes after that.
    let painted = RwSignal::new(false);
    let is_seen = Memo::new(move |_| painted.get());
    let cards = Memo::new(move |_| state.width.get() < CARDS);
    let table = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let mut matrix = matrix(CATALOG, &document, &target, &question)?;
        let left_out = matrix.services.len().saturating_sub(COLUMNS);
        matrix.services.truncate(COLUMNS);
        let names = document.services.iter().map(|s| (s.id.clone(), s.called())).collect();
        let judgements = document.service(target.as_str()).map(|s| &s.judgements);
        let marks = judgements.into_iter().flatten().map(|(id, j)| (id.clone(), Mark::of(Some(j))));
        let said = marks.filter(|(_, m)| *m != Mark::default()).collect();
        Some(Shown { matrix: Arc::new(matrix), names: Arc::new(names), left_out, said })
    });
    let shown = filters::shown(state, lang);
    Effect::new(move |_| {
        let row = if density.with_untracked(|d| d == "compact") { COMPACT } else { HIGH };
        let (_, high) = dom::size();
        let [first, rest] =
            table.get().map(|s| written(&s, lang, cards.get(), high, row)).unwrap_or_default();
        let apply = move || {
            last.set_value(Vec::new());
            shown.with_untracked(|s| last.update_value(|last| hide(s, closed.get_untracked(), last)));
        };
        dom::fill("matrix-body", &first);
        apply();
        // The rest after the first picture, unless another table has come since.
        let mine = drawn.get_untracked().wrapping_add(1);
        drawn.set(mine);
        dom::after_paint(move || {
            if drawn.try_get_untracked() == Some(mine) {
                dom::append("matrix-body", &rest);
                apply();
                painted.set(true);
            }
        });
    });
    Effect::new(move |_| shown.with(|s| last.update_value(|last| hide(s, closed.get(), last))));
    let press = move |event: web_sys::MouseEvent| {
        if let Some(id) = dom::data_of(&event, "data-open") {
            state.open_requirement(Some(&id));
            dom::soon(move || {
                dom::focus_in_place("panel");
                dom::reveal(&row_id(&id));
            });
        } else if let Some(chapter) = dom::data_of(&event, "data-chapter").and_then(|c| c.parse::<u32>().ok())
        {
            closed.update(|bits| *bits ^= 1 << chapter.min(31));
        }
    };
    let choices: Vec<_> = DENSITIES
        .into_iter()
        .map(|(id, label)| {
            view! {
                <button type="button" class="face" aria-pressed=move || if density.with(|d| d == id) { "true" } else { "false" }
                    on:click=move |_| { dom::store(KEY, id); density.set(id.to_owned()); }>{t(lang, label.0, label.1)}</button>
            }
        })
        .collect();
    let opened = move || state.opened.with(Option::is_some);
    let inert = move || state.covered_below(1280.0);
    // Fixed columns: cells that are measured before the first is drawn are slow to open.
    let width = move || {
        let columns =
            table.with(|s| s.as_ref().map_or(0, |s| places(&s.matrix).len() + s.matrix.services.len() + 1));
        format!("{}px", if density.with(|d| d == "compact") { 84 + 64 * columns } else { 216 + 98 * columns })
    };
    let body = move || {
        if cards.get() {
            return view! { <ul class="m-cards" id="matrix-body" on:click=press></ul> };
        }
        view! {
            <section class="m-frame" tabindex="0" aria-label=t(lang, "Matrice des exigences", "Matrix of requirements")>
                <table role="table" id="matrix-body" class=move || format!("matrix m-{}", density.get()) style:min-width=width on:click=press></table>
            </section>
        }
    };
    let left_out = move || {
        table.with(|s| s.as_ref().map_or(0, |s| s.left_out)).checked_sub(1).map(|n| {
            let said = crate::words::count(
                lang,
                n + 1,
                ("service du dessous n’a pas de colonne", "services du dessous n’ont pas de colonne"),
                ("service beneath has no column", "services beneath have no column"),
            );
            view! { <p class="quiet">{said}"."</p> }
        })
    };
    view! {
        <div class="scope on-matrix" class:with-panel=opened>
            {heading(state, lang, ("Matrice des exigences", "Matrix of requirements"))}
            <div class="body" inert=inert>
                <details class="m-filters">
                    <summary>{t(lang, "Filtrer", "Filter")}</summary>
                    {move || is_seen.get().then(|| filters::filters(state, lang))}
                </details>
                <div class="m-tools">
                    {filters::found(state, lang, shown)}
                    <div class="densities" role="group" aria-label=t(lang, "Densité", "Density")>{choices}</div>
                </div>
                {legend(lang)}
                {body}
                {left_out}
                <p class="notice">{super::notice(lang)}</p>
            </div>
            {requirement_panel(state, lang)}
        </div>
    }
}

/// Hides what the filters do not let through, and the rows of folded chapters. `last` is what was hidden last, so that a
/// keystroke touches only the rows that it concerns; empty for a table just made.
fn hide(shown: &[bool], closed: u32, last: &mut Vec<bool>) {
    let mut left = [0_u32; 32];
    let mut now = Vec::with_capacity(shown.len());
    for (at, (requirement, is_shown)) in CATALOG.requirements.iter().zip(shown).enumerate() {
        let chapter = usize::from(requirement.chapter).min(31);
        if let Some(left) = left.get_mut(chapter) {
            *left += u32::from(*is_shown);
        }
        let hidden = !is_shown || closed >> chapter & 1 == 1;
        if last.get(at) != Some(&hidden) {
            dom::set_hidden(&format!("m-{}", requirement.id), hidden);
        }
        now.push(hidden);
    }
    *last = now;
    for chapter in CATALOG.chapters {
        let n = usize::from(chapter.number).min(31);
        dom::set_hidden(&format!("mc-{n}"), left.get(n).is_none_or(|n| *n == 0));
        dom::set_expanded(&format!("mb-{n}"), closed >> n & 1 == 0);
    }
}

const STATES: [PartState; 5] =
    [PartState::Own, PartState::Covered, PartState::Exposed, PartState::Missing, PartState::Retained];

/// A part's state in one word.
fn brief(state: PartState, lang: Lang) -> String {
    let (fr, en) = match state {
        PartState::Own => ("propre", "own"),
        PartState::Covered => ("socle", "base"),
        PartState::Exposed => ("exposée", "exposed"),
        PartState::Missing => ("manque", "missing"),
        PartState::Retained => ("laissée", "left"),
    };
    t(lang, fr, en)
}

fn legend(lang: Lang) -> View {
    let items: Vec<_> = STATES
        .into_iter()
        .map(|s| {
            view! { <li class=format!("m-key {}", s.id())><strong>{brief(s, lang)}</strong>{t(lang, " : ", ": ")}{match s {
                PartState::Exposed => t(lang, "évaluée avec le service", "evaluated with the service"),
                _ => words::state(s, lang).to_owned(),
            }}</li> }
        })
        .collect();
    view! {
        <h2 class="away">{t(lang, "Légende", "Legend")}</h2>
        <ul class="m-legend">{items}</ul>
    }
}

/// The places that have a column: layers from the top down, then the provider.
fn places(matrix: &Matrix) -> Vec<On> {
    matrix.layers.iter().rev().map(On::Layer).chain([On::Provider]).collect()
}

fn label(names: &[(ServiceId, String)], id: &ServiceId) -> String {
    names.iter().find(|(i, _)| i == id).map_or_else(|| id.0.clone(), |(_, n)| n.clone())
}

/// Writes the table's rows.
struct Writer<'s> {
    out: String,
    shown: &'s Shown,
    lang: Lang,
    places: Vec<On>,
    briefs: Vec<String>,
    outcomes: Vec<(Outcome, String)>,
    /// Names as the text may hold them.
    names: Vec<(ServiceId, String)>,
}

impl<'s> Writer<'s> {
    fn new(shown: &'s Shown, lang: Lang) -> Self {
        Self {
            out: String::with_capacity(1 << 18),
            places: places(&shown.matrix),
            briefs: STATES.into_iter().map(|s| brief(s, lang)).collect(),
            outcomes: ORDER.into_iter().map(|o| (o, words::outcome(o, lang).to_owned())).collect(),
            names: shown.names.iter().map(|(id, n)| (id.clone(), escape::html(n))).collect(),
            shown,
            lang,
        }
    }

    fn put(&mut self, texts: &[&str]) {
        for text in texts {
            self.out.push_str(text);
        }
    }

    fn head(&mut self) {
        let lang = self.lang;
        let beneath = self.shown.matrix.services.len().to_string();
        let parts = self.places.len().to_string();
        self.put(&[
            "<caption class=\"away\">",
            &t(
                lang,
                "Une ligne par exigence : le verdict du service en question, ce que chaque couche et le prestataire y sont pour lui, puis le verdict de chaque service du dessous pour lui-même.",
                "A row a requirement: the verdict of the service in question, what each layer and the provider are to it, then the verdict of each service beneath for itself.",
            ),
            "</caption><colgroup><col class=\"m-id\"><col class=\"m-v\"></colgroup><thead role=\"rowgroup\"><tr role=\"row\" class=\"m-groups\"><td role=\"cell\" colspan=\"2\"></td><th role=\"columnheader\" scope=\"colgroup\" colspan=\"",
            &parts,
            "\">",
            &t(lang, "Où l’exigence porte, et qui en répond", "Where it bears, and who answers there"),
            "</th>",
        ]);
        if beneath != "0" {
            let said = t(lang, "Services du dessous", "Services beneath");
            self.put(&[
                "<th role=\"columnheader\" scope=\"colgroup\" colspan=\"",
                &beneath,
                "\">",
                &said,
                "</th>",
            ]);
        }
        self.put(&[
            "</tr><tr role=\"row\"><th role=\"columnheader\" scope=\"col\" class=\"m-id\">",
            &t(lang, "Exigence", "Requirement"),
            "</th>",
        ]);
        let mut columns = vec![t(lang, "Verdict", "Verdict")];
        columns.extend(self.places.iter().map(|on| words::on(*on, lang).to_owned()));
        columns.extend(self.shown.matrix.services.iter().map(|id| label(&self.names, id)));
        for column in columns {
            self.put(&["<th role=\"columnheader\" scope=\"col\">", &column, "</th>"]);
        }
        self.put(&["</tr></thead>"]);
    }

    fn outcome(&mut self, outcome: Outcome) {
        let word = self.outcomes.iter().find(|(o, _)| *o == outcome).map_or("", |(_, w)| w).to_owned();
        self.put(&["<b>", &word, "</b>"]);
    }

    /// What a cell says: the state's word, then who.
    fn cell(&mut self, cell: &Cell) {
        let at = STATES.iter().position(|s| *s == cell.state).unwrap_or_default();
        let word = self.briefs.get(at).cloned().unwrap_or_default();
        self.put(&["<b>", &word, if cell.mixed { " +" } else { "" }, "</b>"]);
        let who: Vec<String> = cell.who.iter().map(|id| label(&self.names, id)).collect();
        if !who.is_empty() {
            self.put(&["<i>", &who.join(", "), "</i>"]);
        }
    }

    fn button(&mut self, requirement: &Requirement) {
        let id = requirement.id;
        let title = escape::html(requirement.title.get(self.lang));
        self.put(&[
            "<button type=\"button\" class=\"link\" id=\"",
            &row_id(id),
            "\" data-open=\"",
            id,
            "\">",
            id,
            "</button> <span class=\"m-title\">",
            &title,
            "</span>",
        ]);
        let work = self.said(id).map(|m| escape::html(&m.work(self.lang))).unwrap_or_default();
        if !work.is_empty() {
            self.put(&["<span class=\"m-said\">", &work, "</span>"]);
        }
    }

    /// What a person said of a requirement.
    fn said(&self, id: &str) -> Option<&'s Mark> {
        self.shown.said.iter().find(|(of, _)| of == id).map(|(_, mark)| mark)
    }

    /// The verdict that a person put beside the computed one, under it.
    fn seen(&mut self, id: &str) {
        if let Some(verdict) = self.said(id).and_then(|m| m.verdict) {
            self.put(&["<span class=\"m-seen\">", &seen_as(verdict, self.lang), "</span>"]);
        }
    }

    fn row(&mut self, row: &Row) {
        let id = row.verdict.requirement.id;
        self.put(&["<tr role=\"row\" id=\"m-", id, "\"><th role=\"rowheader\" scope=\"row\">"]);
        self.button(row.verdict.requirement);
        self.put(&["</th><td role=\"cell\" class=\"m-", row.verdict.outcome.id(), "\">"]);
        self.outcome(row.verdict.outcome);
        self.seen(id);
        self.put(&["</td>"]);
        for on in self.places.clone() {
            match row.cells.iter().find(|c| c.on == on) {
                Some(cell) => {
                    self.put(&["<td role=\"cell\" class=\"", cell.state.id(), "\">"]);
                    self.cell(cell);
                    self.put(&["</td>"]);
                }
                None => self.put(&["<td role=\"cell\">–</td>"]),
            }
        }
        for outcome in row.beneath.iter().take(self.shown.matrix.services.len()) {
            self.put(&["<td role=\"cell\" class=\"m-", outcome.id(), "\">"]);
            self.outcome(*outcome);
            self.put(&["</td>"]);
        }
        self.put(&["</tr>"]);
    }

    /// A chapter's line: its title, and how its verified requirements fall.
    fn chapter(&mut self, chapter: &catalog::Chapter, cards: bool) {
        let n = chapter_id(chapter.number);
        let mut counts = [0_usize; 4];
        let verified = |r: &&Row| {
            r.verdict.requirement.chapter == chapter.number && r.verdict.requirement.modality.is_verified()
        };
        let rows = &self.shown.matrix.rows;
        for row in rows.iter().filter(verified) {
            let at = ORDER.iter().position(|o| *o == row.verdict.outcome).unwrap_or_default();
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        let total: usize = counts.iter().sum();
        let said: Vec<String> = self
            .outcomes
            .iter()
            .zip(counts)
            .filter(|(_, n)| *n > 0)
            .map(|((_, word), n)| format!("{word} {}", of(self.lang, n, total)))
            .collect();
        let span = (2 + self.places.len() + self.shown.matrix.services.len()).to_string();
        let title = escape::html(chapter.title.get(self.lang));
        if !cards {
            self.put(&[
                "<tbody role=\"rowgroup\"><tr role=\"row\" class=\"m-chapter\" id=\"mc-",
                n,
                "\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"",
                &span,
                "\">",
            ]);
        } else {
            self.put(&["<li class=\"m-chapter\" id=\"mc-", n, "\"><h2>"]);
        }
        self.put(&[
            "<button type=\"button\" class=\"link\" aria-expanded=\"true\" id=\"mb-",
            n,
            "\" data-chapter=\"",
            n,
            "\">",
            n,
            ". ",
            &title,
            "</button> <span class=\"quiet\">",
            &said.join(" · "),
            "</span>",
            if cards { "</h2></li>" } else { "</th></tr>" },
        ]);
    }

    fn card(&mut self, row: &Row) {
        let id = row.verdict.requirement.id;
        self.put(&["<li class=\"m-card\" id=\"m-", id, "\"><h3>"]);
        self.button(row.verdict.requirement);
        self.put(&["</h3><p class=\"m-", row.verdict.outcome.id(), "\">"]);
        self.outcome(row.verdict.outcome);
        self.put(&["</p>"]);
        self.seen(id);
        self.put(&["<dl>"]);
        for on in self.places.clone() {
            if let Some(cell) = row.cells.iter().find(|c| c.on == on) {
                self.put(&[
                    "<div><dt>",
                    words::on(on, self.lang),
                    "</dt><dd class=\"",
                    cell.state.id(),
                    "\">",
                ]);
                self.cell(cell);
                self.put(&["</dd></div>"]);
            }
        }
        self.put(&["</dl></li>"]);
    }
}

/// What stands above the rows, and how high one is, in CSS pixels: not more than they are.
const ABOVE: f64 = 300.0;
const HIGH: f64 = 44.0;
const COMPACT: f64 = 26.0;

/// The table or the cards, in two halves: the chapters whose rows fill a window so high, which come before the first
/// picture, and the rest, which comes with the next one.
fn written(shown: &Shown, lang: Lang, cards: bool, high: f64, high_of_one: f64) -> [String; 2] {
    let mut first = Writer::new(shown, lang);
    if !cards {
        first.head();
    }
    let mut rest = Writer::new(shown, lang);
    let mut left = high - ABOVE;
    for chapter in CATALOG.chapters {
        let writer = if left > 0.0 { &mut first } else { &mut rest };
        writer.chapter(chapter, cards);
        for row in shown.matrix.rows.iter().filter(|r| r.verdict.requirement.chapter == chapter.number) {
            left -= high_of_one;
            if cards {
                writer.card(row);
            } else {
                writer.row(row);
            }
        }
        if !cards {
            writer.put(&["</tbody>"]);
        }
    }
    [first.out, rest.out]
}
