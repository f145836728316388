//! The calendar: the day on which the document is read, the lives of qualifications on one axis, every day on which
//! verdicts flip, what would follow if a candidate were granted or a qualification renewed, and the service's own plan.
//!
//! Rooms: `day` places the day and counts live, `axis` draws, `table` says the same in rows, `turns` lists the flips,
//! `suppose` has what is supposed, `plan` the plan, `lists` the audits and the checklists, `away` what leaves; `until` is
//! one line for the panel of a requirement. All dates and sentences are the model's (`model::calendar`).

mod away;
mod axis;
mod day;
mod lists;
mod plan;
mod suppose;
mod table;
mod turns;
pub mod until;

use super::{icons, notice, scope::heading};
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    screens::ORDER,
    state::{CATALOG, State},
    words::{count, t},
};
use catalog::Lang;
use model::{
    Date, Document, Question,
    calendar::{
        Course, Entry, Flip, Life, Of, Span, SpanKind, Supposition, Warning, course, entries, flips, life,
        supposed, unstated, warnings,
    },
    document::{Item, ServiceId},
    edit::Edit,
    words,
};
use std::sync::Arc;

/// How far before and after today the axis goes by itself, in years.
const BEFORE: u16 = 6;
const AFTER: u16 = 12;

/// Where the address says the first day and the last.
const FROM: usize = 0;
const TO: usize = 1;

/// Counts in the order in which outcomes are told.
type Numbers = [usize; ORDER.len()];

/// All that is told of a service over the axis, under what is supposed. The day on which the document is read is no part
/// of it: placing that day computes and draws none of this anew.
#[derive(PartialEq)]
struct Told {
    /// The document without its day: suppositions change what is computed, not what it is called.
    document: Arc<Document>,
    /// The same with what is supposed, and what is asked of it.
    then: Document,
    question: Question,
    target: ServiceId,
    from: Date,
    to: Date,
    flips: Vec<Flip>,
    /// From which day on there are how many of each outcome, over the verified requirements.
    stretches: Vec<(Date, Numbers)>,
    lives: Vec<Life>,
    /// The bases that have none.
    unstated: Vec<ServiceId>,
    course: Option<Course>,
}

impl Told {
    /// The counts on a day.
    fn on(&self, day: Date) -> Numbers {
        let at = self.stretches.iter().rev().find(|(first, _)| *first <= day).or(self.stretches.first());
        at.map(|(_, numbers)| *numbers).unwrap_or_default()
    }

    /// The nearest flip after a day, or before it.
    fn neighbour(&self, day: Date, forward: bool) -> Option<Date> {
        let mut days = self.flips.iter().map(|f| f.day);
        if forward { days.find(|d| *d > day) } else { days.rev().find(|d| *d < day) }
    }

    /// All entries, in the order of time.
    fn entries(&self, lang: Lang) -> Vec<Entry> {
        entries(&self.document, &self.target, &self.flips, lang).unwrap_or_default()
    }
}

/// What the rooms share.
#[derive(Clone, Copy)]
struct Desk {
    state: State,
    lang: Lang,
    /// What is supposed.
    supposed: Memo<Vec<Supposition>>,
    told: Memo<Option<Arc<Told>>>,
    /// The day under the thumb of the slider while it is being moved.
    held: RwSignal<Option<Date>>,
}

impl Desk {
    /// The day of the document, or today; tracked.
    fn as_of(self) -> Option<Date> {
        self.state.question.with(|q| q.as_ref().map(|q| q.as_of))
    }

    /// The day that is shown; tracked.
    fn shown(self) -> Option<Date> {
        self.held.get().or_else(|| self.as_of())
    }

    /// Places the day of the document, as one edit.
    fn place(self, day: Date) {
        let said = |lang| words::date(day, lang);
        let label = Label::new(
            format!("lire le document au {}", said(Lang::Fr)),
            format!("read the document as of {}", said(Lang::En)),
        );
        self.held.set(None);
        self.state.try_edit(label, Edit::set(Item::Document, "/as_of", day.to_string()));
    }

    /// Says something in the address, in place.
    fn ask(self, what: usize, value: &str) {
        let mut route = self.state.route.get_untracked();
        route.set_own(what, value.to_owned());
        self.state.go(route, false);
    }
}

/// The first day of the year of a day, or the last.
fn edge(day: Date, last: bool) -> Date {
    let (month, of_month) = if last { (12, 31) } else { (1, 1) };
    Date::new(day.year(), month, of_month).unwrap_or(day)
}

/// From when to when the axis goes: what the address asks for, else whole years around everything that is dated.
fn span(state: State) -> Option<(Date, Date)> {
    let (document, target, as_of) =
        (state.document.get()?.0, state.target.get()?, state.question.with(|q| q.as_ref().map(|q| q.as_of))?);
    let asked = |what| state.route.with(|r| r.own(what).parse::<Date>().ok());
    let today = dom::today().unwrap_or(as_of);
    let mut days: Vec<Date> = vec![today, today.plus_years(3)];
    days.extend(document.horizon);
    for life in life(&document) {
        days.extend(life.marks.iter().map(|m| m.day));
    }
    if let Some(course) = document.service(target.as_str()).and_then(course) {
        days.extend(course.stages.iter().filter_map(|s| s.day));
        days.extend(course.validity.map(|(_, last)| last));
    }
    let near = |d: &Date| d.year() + BEFORE >= today.year() && d.year() <= today.year() + AFTER;
    days.retain(near);
    days.push(as_of);
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    let (from, to) =
        (asked(FROM).unwrap_or_else(|| edge(*first, false)), asked(TO).unwrap_or_else(|| edge(*last, true)));
    // An axis that ends before it begins is as good as none asked for.
    if from < to { Some((from, to)) } else { Some((edge(*first, false), edge(*last, true))) }
}

/// The lives as they are drawn: hypotheses only where they are supposed.
fn lives(document: &Document, then: &Document, supposed: &[Supposition]) -> Vec<Life> {
    let hypothesis = |s: &Span| matches!(s.kind, SpanKind::IfGranted | SpanKind::IfRenewed);
    let mut lives = life(document);
    for (now, then) in lives.iter_mut().zip(life(then)) {
        let asked = match now.of {
            Of::Candidacy => Supposition::Granted(now.service.clone()),
            Of::Qualification(at) => Supposition::Renewed(now.service.clone(), at),
        };
        now.spans.retain(|s| !hypothesis(s));
        if supposed.contains(&asked) {
            now.spans.extend(then.spans.into_iter().filter(hypothesis));
        }
    }
    lives
}

fn tell(state: State, supposed_now: &[Supposition]) -> Option<Told> {
    let (document, target, question) = (state.document.get()?.0, state.target.get()?, state.question.get()?);
    let (from, to) = span(state)?;
    let document = Arc::new(Document { as_of: None, ..(*document).clone() });
    let then = supposed(&document, supposed_now);
    let question = Question { assume_candidates: !supposed_now.is_empty(), as_of: from, ..question };
    let flips = flips(CATALOG, &then, &target, &question, from, to).ok()?;
    let first = model::scope(CATALOG, &then, &target, &question).ok()?.verified();
    let mut numbers = ORDER.map(|o| first.get(o));
    let mut stretches = vec![(from, numbers)];
    for flip in &flips {
        for change in flip.changes.iter().filter(|c| c.requirement.modality.is_verified()) {
            for (n, outcome) in numbers.iter_mut().zip(ORDER) {
                *n = (*n + usize::from(outcome == change.to))
                    .saturating_sub(usize::from(outcome == change.from));
            }
        }
        stretches.push((flip.day, numbers));
    }
    let lives = lives(&document, &then, supposed_now);
    let course = document.service(target.as_str()).and_then(course);
    let unstated = unstated(&document, &target);
    Some(Told { document, then, question, target, from, to, flips, stretches, lives, unstated, course })
}

/// The screen.
pub fn calendar(state: State, lang: Lang) -> View {
    let supposed = Memo::new(move |_| suppose::suppositions(state));
    let told = Memo::new(move |_| supposed.with(|s| tell(state, s)).map(Arc::new));
    let desk = Desk { state, lang, supposed, told, held: RwSignal::new(None) };
    let any = Memo::new(move |_| told.with(Option::is_some));
    let rooms = move || {
        if !any.get() {
            return view! {
                <p class="empty body-empty">
                    {t(lang, "Ce document n’a encore aucun service : il n’y a rien à dater.", "This document has no service yet: there is nothing to date.")}
                </p>
            };
        }
        let all = vec![
            alerts(desk),
            day::day(desk),
            suppose::what_if(desk),
            turns::turns(desk),
            table::table(desk),
            plan::plan(desk),
            away::away(desk),
        ];
        all.into_view()
    };
    view! {
        <div class="calendar">
            {heading(state, lang, ("Calendrier", "Calendar"))}
            {rooms}
            <p class="notice">{notice(lang)}</p>
        </div>
    }
}

/// What does not go together as of the day of the document, under what is supposed. A candidate whose decision is not
/// supposed still has its expected day: what is told of candidates comes from the document as it is.
fn warned(desk: Desk) -> Vec<Warning> {
    let of_candidates =
        |w: &Warning| matches!(w, Warning::CandidateAfterDecision { .. } | Warning::CandidateUndated { .. });
    let found = desk.told.with(|told| {
        let told = told.as_ref()?;
        let question = Question { as_of: desk.as_of()?, ..told.question.clone() };
        let mut found = warnings(CATALOG, &told.then, &told.target, &question).ok()?;
        found.retain(|w| !of_candidates(w));
        let bare = Question { assume_candidates: false, ..question };
        let bare = warnings(CATALOG, &told.document, &told.target, &bare).ok()?;
        let supposed = |base: &ServiceId| {
            desk.supposed.with(|s| s.iter().any(|s| matches!(s, Supposition::Granted(id) if id == base)))
        };
        found.extend(bare.into_iter().filter(|w| match w {
            // Supposed or not, it comes too late.
            Warning::CandidateAfterDecision { .. } => true,
            Warning::CandidateUndated { base, .. } => !supposed(base),
            _ => false,
        }));
        Some(found)
    });
    found.unwrap_or_default()
}

/// The warnings, first.
fn alerts(desk: Desk) -> View {
    let lang = desk.lang;
    let said = Memo::new(move |_| warned(desk));
    let rows = move || {
        let rows = said.get().into_iter().enumerate().map(|(at, warning)| {
            let place = warning.day().map(|day| {
                view! {
                    <button type="button" class="link" id=format!("k-alert-{at}") on:click=move |_| desk.place(day)>
                        {day_label(lang, day)}
                    </button>
                }
            });
            view! { <li class=format!("k-{}", warning.code())>{icons::icon("warning")}<span>{warning.say(lang)}" "{place}</span></li> }
        });
        rows.collect::<Vec<_>>()
    };
    let title = move || {
        let n = said.with(Vec::len);
        count(lang, n, ("point d’attention", "points d’attention"), ("point to watch", "points to watch"))
    };
    view! {
        <section class="k-alerts" aria-labelledby="k-alerts-title" hidden=move || said.with(Vec::is_empty)>
            <h2 id="k-alerts-title">{title}</h2>
            <ul>{rows}</ul>
        </section>
    }
}

/// What a button says that places the day of the document.
fn day_label(lang: Lang, day: Date) -> String {
    let day = words::date(day, lang);
    t(lang, &format!("Lire au {day}"), &format!("Read as of {day}"))
}
