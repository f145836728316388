//! Entries for other people's calendars, and the `.ics` file that holds them (RFC 5545): whole days, lines folded at 75
//! octets, identifiers that stay the same from one export to the next, so that a day that moves moves there too.

use super::{
    Course, Flip, Life, MarkKind, Of, course, days_after, life,
    say::{self, called},
};
use crate::{
    Date, Document,
    document::{ServiceId, Step},
    supply::Stack,
    verdict::ScopeError,
    words::{self, fill, pick},
};
use catalog::Lang;

/// An entry: one whole day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable: what it is about, not when.
    pub uid: String,
    /// Its day.
    pub day: Date,
    /// In a few words.
    pub title: String,
    /// What to know of it; empty where the title says all.
    pub text: String,
}

/// The entries of a service, in the order of time: its plan, what the decision brings, the days of what it rests on,
/// and the flips that were computed for it.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn entries(
    document: &Document,
    target: &ServiceId,
    flips: &[Flip],
    lang: Lang,
) -> Result<Vec<Entry>, ScopeError> {
    let stack = Stack::new(document).map_err(ScopeError::Cycles)?;
    let unknown = || ScopeError::UnknownService(target.clone());
    let node = stack.graph().node(target.as_str()).ok_or_else(unknown)?;
    let mut entries = Vec::new();
    if let Some(course) = stack.graph().service(node).and_then(course) {
        of_plan(&course, document, target, lang, &mut entries);
    }
    let bases = stack.graph().bases(node);
    for life in life(document) {
        let is_base =
            stack.graph().node(life.service.as_str()).is_some_and(|n| n == node || bases.contains(&n));
        if is_base {
            of_life(&life, document, lang, &mut entries);
        }
    }
    let name = document.called(target);
    for flip in flips {
        let verified = flip.verified().to_string();
        let all = flip.changes.len().to_string();
        let causes: Vec<String> = flip.causes.iter().map(|c| c.say(document, lang)).collect();
        let ids: Vec<&str> = flip.changes.iter().map(|c| c.requirement.id).collect();
        entries.push(Entry {
            uid: ["flip", target.as_str(), &flip.day.to_string()].join("."),
            day: flip.day,
            title: fill(lang, "« {} » : {} verdicts changent", "“{}”: {} verdicts change", &[&name, &all]),
            text: fill(
                lang,
                "{} Dont {} d’exigences vérifiées, sur {}. Exigences : {}.",
                "{} Of verified requirements: {} of {}. Requirements: {}.",
                &[&causes.join(" "), &verified, &all, &ids.join(", ")],
            ),
        });
    }
    crate::sorted::by(&mut entries, |a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
    Ok(entries)
}

fn of_plan(course: &Course, document: &Document, target: &ServiceId, lang: Lang, entries: &mut Vec<Entry>) {
    let name = document.called(target);
    let mut put = |what: &[&str], day: Date, title: String, text: String| {
        let uid = ["plan", target.as_str()].iter().chain(what).copied().collect::<Vec<_>>().join(".");
        let title = fill(lang, "« {} » : {}", "“{}”: {}", &[&name, &title]);
        entries.push(Entry { uid, day, title, text });
    };
    for stage in &course.stages {
        if let Some(day) = stage.day {
            put(&[stage.step.id()], day, stage.title(lang), stage.origin.say(lang));
        }
    }
    // Before the evaluation: before its first audit where the plan has a day for it, else before the application.
    if let Some(day) = course.day(Step::InitialAudit).or_else(|| course.day(Step::J0)) {
        let title = pick(
            lang,
            "d’ici là, revue initiale par un PASSI qualifié (18.2.2.a)",
            "by then, initial review by a qualified PASSI (18.2.2.a)",
        );
        put(&["initial"], day, title.to_owned(), say::initial_review(lang));
    }
    for (i, day) in course.yearly_audits.iter().enumerate() {
        let title = pick(
            lang,
            "audit annuel par un PASSI qualifié (18.2.1.a)",
            "yearly audit by a qualified PASSI (18.2.1.a)",
        );
        put(&["yearly", &(i + 1).to_string()], *day, title.to_owned(), say::yearly(lang));
    }
    for (i, day) in course.surveillance.iter().enumerate() {
        let title = pick(lang, "audit de surveillance", "surveillance audit");
        put(&["surveillance", &(i + 1).to_string()], *day, title.to_owned(), say::surveillance(course, lang));
    }
    if let Some((_, last)) = course.validity {
        let title =
            pick(lang, "dernier jour de la qualification prévue", "last day of the planned qualification");
        put(&["validity"], last, title.to_owned(), say::validity(course, lang));
    }
}

fn of_life(life: &Life, document: &Document, lang: Lang, entries: &mut Vec<Entry>) {
    let name = called(document, life, lang);
    let mut nth = 0_usize;
    for mark in &life.marks {
        nth += 1;
        let kind = match mark.kind {
            MarkKind::Granted => "granted",
            MarkKind::AttestedOn => "attested",
            MarkKind::LastDay => "last",
            MarkKind::RenewalExpected => "renewal",
            MarkKind::CandidateSince(_) => "since",
            MarkKind::DecisionExpected => "expected",
            MarkKind::Suspended => "suspended",
            MarkKind::Reinstated => "reinstated",
            MarkKind::Withdrawn => "withdrawn",
        };
        let of = match life.of {
            Of::Qualification(at) => ["q", &(at + 1).to_string()].concat(),
            Of::Candidacy => "candidacy".to_owned(),
        };
        let mut uid = ["life", life.service.as_str(), &of, kind].join(".");
        // Only suspensions and what follows them can come twice.
        if matches!(mark.kind, MarkKind::Suspended | MarkKind::Reinstated | MarkKind::Withdrawn) {
            uid.push('.');
            uid.push_str(&nth.to_string());
        }
        let title = fill(lang, "{} : {}", "{}: {}", &[&name, &mark.kind.say(lang)]);
        entries.push(Entry { uid, day: mark.day, title, text: String::new() });
    }
}

/// The entries as an `.ics` file. `stamp` is the day of the export: the model has no clock.
pub fn ics(entries: &[Entry], stamp: Date, lang: Lang) -> String {
    let mut file = String::new();
    let language = pick(lang, "FR", "EN");
    line(&mut file, "BEGIN:VCALENDAR");
    line(&mut file, "VERSION:2.0");
    line(&mut file, &["PRODID:-//Socle//SecNumCloud calendar//", language].concat());
    line(&mut file, "CALSCALE:GREGORIAN");
    line(&mut file, "METHOD:PUBLISH");
    for entry in entries {
        line(&mut file, "BEGIN:VEVENT");
        line(&mut file, &["UID:", &entry.uid, "@socle"].concat());
        line(&mut file, &["DTSTAMP:", &plain(stamp), "T000000Z"].concat());
        line(&mut file, &["DTSTART;VALUE=DATE:", &plain(entry.day)].concat());
        if let Some(next) = days_after(entry.day, 1) {
            line(&mut file, &["DTEND;VALUE=DATE:", &plain(next)].concat());
        }
        line(&mut file, &["SUMMARY:", &escaped(&entry.title)].concat());
        if !entry.text.is_empty() {
            line(&mut file, &["DESCRIPTION:", &escaped(&entry.text)].concat());
        }
        line(&mut file, "TRANSP:TRANSPARENT");
        line(&mut file, "END:VEVENT");
    }
    line(&mut file, "END:VCALENDAR");
    file
}

/// `20261122`.
fn plain(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A text value (RFC 5545, 3.3.11). Controls other than line ends have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded so that no line is longer than 75 octets, and never inside a character (3.1).
fn line(file: &mut String, content: &str) {
    let mut octets = 0;
    for c in content.chars() {
        let width = c.len_utf8();
        if octets + width > 75 {
            file.push_str("\r\n ");
            octets = 1;
        }
        octets += width;
        file.push(c);
    }
    file.push_str("\r\n");
}

/// A day as people write it.
pub(super) fn day(day: Date, lang: Lang) -> String {
    words::date(day, lang)
}
