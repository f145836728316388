//! The axis: one row for the plan of the service in question, one for each service with a qualification or a candidacy,
//! and one for each base with neither, which says so. What holds is told by pattern and word, what happens by a sign. The
//! table below says the same in rows.

use super::{Desk, Told};
use crate::ui::prelude::*;
use crate::{dom, words::t};
use catalog::Lang;
use model::{
    Date,
    calendar::{Course, Life, MarkKind, Of, Span, SpanKind, say},
    document::{ServiceId, Step},
    words,
};

/// What stands on a track: a span or a mark, ready to be drawn.
struct Bar {
    class: &'static str,
    /// First and last place, in hundredths of a percent.
    from: i32,
    to: i32,
    word: String,
}

/// A sign on a track.
struct Sign {
    class: &'static str,
    at: i32,
    /// A letter or two instead of a drawing.
    word: Option<String>,
    title: String,
}

/// A row.
struct Row {
    name: String,
    bars: Vec<Bar>,
    signs: Vec<Sign>,
    /// What the track shows, in words.
    said: String,
}

/// A place on the axis, in hundredths of a percent.
fn place(told: &Told, day: Date) -> i32 {
    let all = i64::from(told.to.to_days() - told.from.to_days()).max(1) + 1;
    let days = i64::from(day.to_days() - told.from.to_days());
    i32::try_from((days * 10_000 / all).clamp(-1, 10_001)).unwrap_or_default()
}

/// As a style writes it.
fn percent(hundredths: i32) -> String {
    let h = hundredths.clamp(0, 10_000);
    format!("{}.{:02}%", h / 100, h % 100)
}

const fn class(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Holds => "k-holds",
        SpanKind::Undated => "k-undated",
        SpanKind::Suspended => "k-suspended",
        SpanKind::Candidate => "k-candidate",
        SpanKind::IfGranted | SpanKind::IfRenewed => "k-hypothesis",
    }
}

/// The drawing of a mark.
const fn glyph(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Granted => "k-s-granted",
        MarkKind::Suspended => "k-s-suspended",
        MarkKind::Reinstated => "k-s-granted",
        MarkKind::Withdrawn => "k-s-withdrawn",
        MarkKind::AttestedOn => "k-s-attested",
        MarkKind::LastDay => "k-s-last",
        MarkKind::RenewalExpected | MarkKind::DecisionExpected => "k-s-expected",
        MarkKind::CandidateSince(_) => "k-s-since",
    }
}

fn bar(told: &Told, class: &'static str, from: Option<Date>, to: Option<Date>, word: String) -> Option<Bar> {
    let first = from.map_or(0, |d| place(told, d));
    let last = match to.map(|d| Date::from_days(d.to_days() + 1)) {
        // The last day counts: the bar ends where the next day begins.
        Some(Some(next)) => place(told, next),
        _ => 10_000,
    };
    (last > 0 && first < 10_000 && first < last).then_some(Bar {
        class,
        from: first.max(0),
        to: last.min(10_000),
        word,
    })
}

fn sign(
    told: &Told,
    class: &'static str,
    day: Date,
    word: Option<String>,
    title: &str,
    lang: Lang,
) -> Option<Sign> {
    let at = place(told, day);
    let title = format!("{}{}{title}", words::date(day, lang), t(lang, " : ", ": "));
    (0..=10_000).contains(&at).then_some(Sign { class, at, word, title })
}

/// A span in words, with its days.
fn span_said(span: &Span, lang: Lang) -> String {
    let what = span.kind.say(lang);
    let day = |d: Option<Date>| d.map(|d| words::date(d, lang));
    match (day(span.from), day(span.to)) {
        (Some(from), Some(to)) => {
            t(lang, &format!("{what} du {from} au {to}"), &format!("{what} from {from} to {to}"))
        }
        (Some(from), None) => t(lang, &format!("{what} depuis le {from}"), &format!("{what} since {from}")),
        (None, Some(to)) => t(lang, &format!("{what} jusqu’au {to}"), &format!("{what} until {to}")),
        (None, None) => what.to_owned(),
    }
}

fn life_row(told: &Told, life: &Life, lang: Lang) -> Row {
    let name = told.document.called(&life.service);
    let several = told.lives.iter().filter(|l| l.service == life.service).count() > 1;
    let what = match life.of {
        Of::Candidacy => t(lang, "candidature", "candidacy"),
        Of::Qualification(at) => {
            let version = told
                .document
                .service(life.service.as_str())
                .and_then(|s| s.qualifications.get(at))
                .map(|q| q.version.clone())
                .unwrap_or_default();
            t(lang, &format!("qualification {version}"), &format!("qualification {version}"))
        }
    };
    let mut said: Vec<String> = life.spans.iter().map(|s| span_said(s, lang)).collect();
    let mut bars: Vec<Bar> = life
        .spans
        .iter()
        .filter_map(|s| bar(told, class(s.kind), s.from, s.to, s.kind.say(lang).to_owned()))
        .collect();
    if !life.is_shown {
        let unshown = t(lang, "presse seule : ne compte pas", "press alone: does not count");
        for bar in &mut bars {
            bar.class = "k-unshown";
            bar.word.clone_from(&unshown);
        }
        said.push(unshown);
    }
    let signs: Vec<Sign> = life
        .marks
        .iter()
        .filter_map(|m| sign(told, glyph(m.kind), m.day, None, &m.kind.say(lang), lang))
        .collect();
    said.extend(signs.iter().map(|s| s.title.clone()));
    if said.is_empty() {
        said.push(t(lang, "aucune date indiquée", "no date stated"));
    }
    let name = if several || life.of == Of::Candidacy { format!("{name}, {what}") } else { name };
    Row { name, bars, signs, said: said.join(t(lang, " ; ", "; ").as_str()) }
}

/// The row of a base of which nothing is stated that could be drawn.
fn bare_row(told: &Told, base: &ServiceId, lang: Lang) -> Row {
    let word = say::unstated(lang).to_owned();
    let bar = Bar { class: "k-unshown", from: 0, to: 10_000, word: word.clone() };
    Row { name: told.document.called(base), bars: vec![bar], signs: Vec::new(), said: word }
}

/// What is drawn of a step: its short name.
const fn short(step: Step) -> &'static str {
    match step {
        Step::J0 => "J0",
        Step::J1 => "J1",
        Step::InitialAudit => "A",
        Step::Upgrades => "M",
        Step::J2 => "J2",
        Step::J3 => "J3",
    }
}

fn plan_row(told: &Told, course: &Course, lang: Lang) -> Row {
    let days: Vec<Date> = course.stages.iter().filter_map(|s| s.day).collect();
    let decision = course.day(Step::J3);
    let mut bars = Vec::new();
    if let Some(first) = days.iter().min().copied() {
        // The way ends at the decision, or where the plan stops short of one.
        let last =
            decision.and_then(|d| Date::from_days(d.to_days() - 1)).or_else(|| days.iter().max().copied());
        bars.extend(bar(told, "k-way", Some(first), last, t(lang, "en préparation", "under way")));
    }
    if let Some((first, last)) = course.validity {
        bars.extend(bar(
            told,
            "k-planned",
            Some(first),
            Some(last),
            t(lang, "validité prévue", "planned validity"),
        ));
    }
    let mut signs: Vec<Sign> = Vec::new();
    for stage in &course.stages {
        if let Some(day) = stage.day {
            let word = Some(short(stage.step).to_owned());
            signs.extend(sign(told, "k-s-step", day, word, &stage.title(lang), lang));
        }
    }
    let audit = t(lang, "surveillance", "surveillance");
    signs.extend(course.surveillance.iter().filter_map(|d| sign(told, "k-s-audit", *d, None, &audit, lang)));
    let said: Vec<String> = signs.iter().map(|s| s.title.clone()).collect();
    let name = told.document.called(&told.target);
    Row {
        name: t(lang, &format!("Plan de « {name} »"), &format!("Plan of “{name}”")),
        bars,
        signs,
        said: said.join(t(lang, " ; ", "; ").as_str()),
    }
}

/// The flips as signs, with how many verified requirements each concerns.
fn flips_row(told: &Told, lang: Lang) -> Row {
    let signs: Vec<Sign> = told
        .flips
        .iter()
        .filter_map(|flip| {
            let n = flip.verified().to_string();
            let title = t(
                lang,
                &format!("{n} exigences vérifiées basculent"),
                &format!("{n} verified requirements flip"),
            );
            let class = if flip.changes.iter().any(model::calendar::Change::loses) {
                "k-s-flip k-loses"
            } else {
                "k-s-flip"
            };
            sign(told, class, flip.day, Some(n), &title, lang)
        })
        .collect();
    let said: Vec<String> = signs.iter().map(|s| s.title.clone()).collect();
    Row {
        name: t(lang, "Bascules de verdicts", "Flips of verdicts"),
        bars: Vec::new(),
        signs,
        said: if said.is_empty() {
            t(lang, "aucune bascule sur l’axe", "no flip on the axis")
        } else {
            said.join(t(lang, " ; ", "; ").as_str())
        },
    }
}

fn draw(row: Row) -> View {
    let bars: Vec<_> = row
        .bars
        .into_iter()
        .map(|b| {
            view! {
                <span class=format!("k-span {}", b.class) style:left=percent(b.from) style:width=percent(b.to - b.from)>
                    <span class="k-word">{b.word}</span>
                </span>
            }
        })
        .collect();
    let signs: Vec<_> = row
        .signs
        .into_iter()
        .map(|s| {
            // Near the right end a sign's text goes to its left.
            let late = s.at > 9_600;
            view! { <span class=format!("k-sign {}", s.class) class:k-late=late style:left=percent(s.at) title=s.title>{s.word}</span> }
        })
        .collect();
    view! {
        <li class="k-row">
            <span class="k-name">{row.name}</span>
            <div class="k-track" role="img" aria-label=row.said>{bars}{signs}</div>
        </li>
    }
}

/// How many years lie between two labels, for at most so many labels.
fn stride(years: u16) -> u16 {
    [1, 2, 5, 10, 20, 50].into_iter().find(|step| years / step <= 10).unwrap_or(100)
}

/// The years, and lines for today, the horizon and the day in question.
fn grid(desk: Desk, told: &Told) -> View {
    let lang = desk.lang;
    let step = stride(told.to.year().saturating_sub(told.from.year()));
    let years: Vec<_> = (told.from.year()..=told.to.year())
        .filter(|y| y % step == 0 || step == 1)
        .filter_map(|y| Date::new(y, 1, 1).ok())
        .filter(|d| *d >= told.from && *d <= told.to)
        .map(|d| view! { <span class="k-year" style:left=percent(place(told, d))><span>{d.year()}</span></span> })
        .collect();
    let line = |class: &'static str, day: Option<Date>, word: String| {
        day.filter(|d| *d >= told.from && *d <= told.to).map(|day| {
            let at = place(told, day);
            let late = at > 8_500;
            view! { <span class=format!("k-line {class}") class:k-late=late style:left=percent(at)><span>{word}</span></span> }
        })
    };
    let today = line("k-now", dom::today(), t(lang, "aujourd’hui", "today"));
    let horizon = line("k-horizon", told.document.horizon, t(lang, "horizon", "horizon"));
    let (from, to) = (told.from, told.to);
    let all = i64::from(to.to_days() - from.to_days()) + 1;
    let at = move || {
        let days = i64::from(desk.shown()?.to_days() - from.to_days());
        Some(percent(i32::try_from(days * 10_000 / all).unwrap_or_default()))
    };
    let outside = move || desk.shown().is_none_or(|d| d < from || d > to);
    view! {
        <div class="k-lines" aria-hidden="true">
            {years}{today}{horizon}
            <span class="k-line k-asof" style:left=at hidden=outside></span>
        </div>
    }
}

/// All rows.
pub fn axis(desk: Desk, told: &Told) -> View {
    let lang = desk.lang;
    let mut rows = vec![draw(flips_row(told, lang))];
    rows.extend(told.course.as_ref().map(|course| draw(plan_row(told, course, lang))));
    // The service in question first, then what stands in the document's order.
    let own = |life: &&Life| life.service == told.target;
    rows.extend(told.lives.iter().filter(own).map(|life| draw(life_row(told, life, lang))));
    rows.extend(told.lives.iter().filter(|l| !own(l)).map(|life| draw(life_row(told, life, lang))));
    rows.extend(told.unstated.iter().map(|base| draw(bare_row(told, base, lang))));
    let none = told.lives.is_empty().then(|| {
        view! { <p class="quiet">{t(lang, "Aucun service n’a de qualification ni de candidature.", "No service has a qualification or a candidacy.")}</p> }
    });
    view! {
        {grid(desk, told)}
        <ul class="k-rows">{rows}</ul>
        {none}
    }
}

/// What the patterns and the signs mean.
pub fn legend(desk: Desk) -> View {
    let Desk { lang, told, .. } = desk;
    let spans = [
        (SpanKind::Holds, SpanKind::Holds.say(lang).to_owned()),
        (SpanKind::Undated, SpanKind::Undated.say(lang).to_owned()),
        (SpanKind::Suspended, SpanKind::Suspended.say(lang).to_owned()),
        (SpanKind::Candidate, SpanKind::Candidate.say(lang).to_owned()),
        (SpanKind::IfGranted, t(lang, "hypothèse", "hypothesis")),
    ];
    // Only what the axis shows is explained.
    let shown = move |kind: SpanKind| {
        told.with(|t| {
            let mut kinds = t.iter().flat_map(|t| &t.lives).flat_map(|l| &l.spans).map(|s| class(s.kind));
            kinds.any(|c| c == class(kind))
        })
    };
    let plan = move || told.with(|t| t.as_ref().is_some_and(|t| t.course.is_some()));
    let spans: Vec<_> = spans
        .into_iter()
        .map(|(kind, word)| {
            view! { <li hidden=move || !shown(kind)><span class=format!("k-swatch k-span {}", class(kind))></span>{word}</li> }
        })
        .collect();
    let signs = [
        ("k-s-granted", "accordée, rétablie", "granted, reinstated"),
        ("k-s-suspended", "suspendue", "suspended"),
        ("k-s-withdrawn", "retirée", "withdrawn"),
        ("k-s-last", "dernier jour", "last day"),
        ("k-s-attested", "attestée jusqu’à ce jour", "attested up to that day"),
        ("k-s-since", "candidature", "candidacy"),
        ("k-s-expected", "attendu", "expected"),
    ];
    let happens = move |class: &'static str| {
        told.with(|t| {
            let mut kinds = t.iter().flat_map(|t| &t.lives).flat_map(|l| &l.marks).map(|m| glyph(m.kind));
            kinds.any(|c| c == class)
        })
    };
    let signs: Vec<_> = signs
        .into_iter()
        .map(|(class, fr, en)| {
            view! { <li hidden=move || !happens(class)><span class=format!("k-sign {class}")></span>{t(lang, fr, en)}</li> }
        })
        .collect();
    view! {
        <ul class="k-legend">
            {spans}{signs}
            <li hidden=move || !plan()><span class="k-swatch k-span k-way"></span>{t(lang, "plan : en préparation (A audit initial, M mises à niveau)", "plan: under way (A initial audit, M upgrades)")}</li>
            <li hidden=move || !plan()><span class="k-swatch k-span k-planned"></span>{t(lang, "plan : validité prévue", "plan: planned validity")}</li>
            <li hidden=move || !plan()><span class="k-sign k-s-audit"></span>{t(lang, "surveillance", "surveillance")}</li>
            <li><span class="k-sign k-s-flip">"3"</span>{t(lang, "bascule : nombre d’exigences vérifiées", "flip: number of verified requirements")}</li>
            <li class="quiet"><a class="link" href="#k-table" on:click=move |e: web_sys::MouseEvent| { e.prevent_default(); dom::unfold("k-table"); dom::focus("k-table"); }>{t(lang, "La même chose en tableau", "The same as a table")}</a></li>
        </ul>
    }
}
