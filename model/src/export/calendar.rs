//! The calendar of a service, as JSON in both languages or as Markdown in one.

use super::markdown::{notice, plain};
use crate::{
    Date, Document, Question,
    calendar::{self, Change, Course, Flip, Life, MarkKind, Of, Origin, SpanKind, Supposition, Warning, Why},
    document::{Answer, Service, ServiceId},
    verdict::ScopeError,
    words::{self, fill, pick, say},
};
use catalog::{
    Catalog, Lang,
    calendar::{Audit, Calendar, Check, Duty, Mark, Occasion},
    matrices::Words,
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, fmt::Write};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The document.
    pub document: &'a Document,
    /// The service.
    pub service: &'a ServiceId,
    /// As of which day, and under which suppositions.
    pub question: &'a Question,
    /// Flips are sought after this day.
    pub from: Date,
    /// Up to this one.
    pub to: Date,
    /// Audits, duties, checklists.
    pub data: &'a Calendar,
}

impl Asked<'_> {
    fn flips(&self) -> Result<Vec<Flip>, ScopeError> {
        calendar::flips(self.catalog, self.document, self.service, self.question, self.from, self.to)
    }

    fn warnings(&self) -> Result<Vec<Warning>, ScopeError> {
        calendar::warnings(self.catalog, self.document, self.service, self.question)
    }

    fn service(&self) -> Result<&Service, ScopeError> {
        let unknown = || ScopeError::UnknownService(self.service.clone());
        self.document.service(self.service.as_str()).ok_or_else(unknown)
    }

    /// The lives of the service and of all that it rests on, directly or not.
    fn lives(&self) -> Vec<Life> {
        let near = calendar::near(self.document, self.service);
        let mut lives = calendar::life(self.document);
        lives.retain(|l| near.contains(&&l.service));
        lives
    }
}

const fn mark_id(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Granted => "granted",
        MarkKind::Suspended => "suspended",
        MarkKind::Reinstated => "reinstated",
        MarkKind::Withdrawn => "withdrawn",
        MarkKind::AttestedOn => "attested_on",
        MarkKind::LastDay => "last_day",
        MarkKind::RenewalExpected => "renewal_expected",
        MarkKind::CandidateSince(_) => "candidate_since",
        MarkKind::DecisionExpected => "decision_expected",
    }
}

const fn span_id(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Holds => "holds",
        SpanKind::Undated => "undated",
        SpanKind::Suspended => "suspended",
        SpanKind::Candidate => "candidate",
        SpanKind::IfGranted => "if_granted",
        SpanKind::IfRenewed => "if_renewed",
    }
}

const fn why_id(why: &Why) -> &'static str {
    match why {
        Why::Granted(_) => "granted",
        Why::Ended(_) => "ended",
        Why::Suspended(_) => "suspended",
        Why::Reinstated(_) => "reinstated",
        Why::Withdrawn(_) => "withdrawn",
        Why::Unattested(_) => "unattested",
        Why::IfGranted => "if_granted",
        Why::IfGrantedEnds => "if_granted_ends",
        Why::IfRenewed(_) => "if_renewed",
        Why::IfRenewedEnds(_) => "if_renewed_ends",
        Why::Refused { .. } => "refused",
    }
}

/// An object with a sentence in both languages beside its other keys.
fn both(mut value: Value, say: impl Fn(Lang) -> String) -> Value {
    if let Value::Object(keys) = &mut value {
        for lang in Lang::ALL {
            keys.insert(lang.tag().to_owned(), say(lang).into());
        }
    }
    value
}

fn titled(w: &Words) -> Value {
    json!({ "fr": w.fr, "en": w.en })
}

/// The calendar in both languages.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn json(asked: &Asked<'_>) -> Result<Value, ScopeError> {
    let document = asked.document;
    let service = asked.service()?;
    let flips: Vec<Value> = asked.flips()?.iter().map(|f| flip(f, document)).collect();
    let warned = |w: &Warning| both(json!({ "code": w.code(), "day": w.day() }), |lang| w.say(lang));
    let warnings: Vec<Value> = asked.warnings()?.iter().map(warned).collect();
    let lives: Vec<Value> = asked.lives().iter().map(|l| life(l, document)).collect();
    let audits: Vec<Value> = asked.data.audits(service.activities).into_iter().map(audit).collect();
    let duties: Vec<Value> = asked.data.duties(service.activities).into_iter().map(duty).collect();
    let lists: Vec<Value> = service
        .relies_on
        .iter()
        .map(|r| json!({ "base": r.service, "items": checks(&asked.data.collect, &r.collected) }))
        .collect();
    let suppositions: Vec<Value> =
        calendar::possible(document).iter().map(|s| supposition(s, document)).collect();
    Ok(json!({
        "service": asked.service,
        "as_of": asked.question.as_of,
        "from": asked.from,
        "to": asked.to,
        "assume_candidates": asked.question.assume_candidates,
        "readings": asked.question.readings.all(asked.catalog),
        "plan": calendar::course(service).map(|c| plan(&c)),
        "lives": lives,
        "unstated": calendar::unstated(document, asked.service),
        "flips": flips,
        "warnings": warnings,
        "suppositions": suppositions,
        "audits": audits,
        "duties": duties,
        "prerequisites": checks(&asked.data.prerequisites, &service.prerequisites),
        "collected": lists,
    }))
}

fn plan(course: &Course) -> Value {
    let mut steps = Vec::new();
    for stage in &course.stages {
        let months = match stage.origin {
            Origin::After { months, .. } => Some(months),
            _ => None,
        };
        let value = json!({
            "step": stage.step.id(),
            "day": stage.day,
            "given": stage.origin == Origin::Given,
            "months": months,
            "label": stage.label,
        });
        steps.push(both(value, |lang| stage.title(lang)));
    }
    let (validity, surveillance) = (course.validity_months, course.surveillance_months);
    json!({
        "steps": steps,
        "validity": course.validity.map(|(from, to)| json!({ "from": from, "to": to })),
        "validity_months": both(json!({ "months": validity.0, "set": validity.1 }), |lang| course.say_validity(lang)),
        "surveillance": course.surveillance,
        "surveillance_months":
            both(json!({ "months": surveillance.0, "set": surveillance.1 }), |lang| course.say_surveillance(lang)),
        "yearly_audits": course.yearly_audits,
        "source": both(json!({}), calendar::say::steps_source),
        "range": both(
            json!({ "months": [calendar::MONTHS_TO_DECISION.0, calendar::MONTHS_TO_DECISION.1] }),
            calendar::say::months_to_decision,
        ),
    })
}

fn life(life: &Life, document: &Document) -> Value {
    let qualification = match life.of {
        Of::Qualification(at) => Some(at),
        Of::Candidacy => None,
    };
    let mut spans = Vec::new();
    for s in &life.spans {
        let value = json!({ "kind": span_id(s.kind), "from": s.from, "to": s.to });
        spans.push(both(value, |lang| s.kind.say(lang).to_owned()));
    }
    let mut marks = Vec::new();
    for m in &life.marks {
        marks.push(both(json!({ "day": m.day, "kind": mark_id(m.kind) }), |lang| m.kind.say(lang)));
    }
    let value = json!({
        "service": life.service,
        "qualification": qualification,
        "shown": life.is_shown,
        "spans": spans,
        "marks": marks,
    });
    both(value, |lang| life.title(document, lang))
}

fn flip(flip: &Flip, document: &Document) -> Value {
    let mut changes = Vec::new();
    for c in &flip.changes {
        changes.push(json!({
            "requirement": c.requirement.id,
            "from": c.from.id(),
            "to": c.to.id(),
            "causes": c.causes,
        }));
    }
    let mut causes = Vec::new();
    for c in &flip.causes {
        let at = match c.why {
            Why::Granted(at)
            | Why::Ended(at)
            | Why::Suspended(at)
            | Why::Reinstated(at)
            | Why::Withdrawn(at)
            | Why::Unattested(at)
            | Why::IfRenewed(at)
            | Why::IfRenewedEnds(at) => Some(at),
            Why::IfGranted | Why::IfGrantedEnds | Why::Refused { .. } => None,
        };
        let value = json!({ "code": why_id(&c.why), "service": c.service, "qualification": at });
        causes.push(both(value, |lang| c.say(document, lang)));
    }
    json!({ "day": flip.day, "verified": flip.verified(), "changes": changes, "causes": causes })
}

fn supposition(supposition: &Supposition, document: &Document) -> Value {
    let value = match supposition {
        Supposition::Granted(id) => json!({ "code": "granted", "service": id, "qualification": null }),
        Supposition::Renewed(id, at) => json!({ "code": "renewed", "service": id, "qualification": at }),
    };
    both(value, |lang| supposition.say(document, lang))
}

fn audit(a: &Audit) -> Value {
    let value = json!({
        "id": a.id,
        "occasion": a.occasion.id(),
        "requirement": a.requirement,
        "only_if": a.only_if.as_ref().map(titled),
    });
    both(value, |lang| a.title.get(lang).to_owned())
}

fn duty(d: &Duty) -> Value {
    both(json!({ "id": d.id, "requirement": d.requirement }), |lang| d.title.get(lang).to_owned())
}

fn checks(list: &[Check], answers: &BTreeMap<String, Answer>) -> Value {
    let mut items = Vec::new();
    for c in list {
        let mut value = Map::new();
        for (key, text) in [
            ("id", c.id.as_str()),
            ("answer", answer(answers, c).id()),
            ("mark", c.mark.id()),
            ("source", &c.source),
            ("confidence", c.confidence.id()),
        ] {
            value.insert(key.to_owned(), text.into());
        }
        items.push(both(Value::Object(value), |lang| c.title.get(lang).to_owned()));
    }
    Value::Array(items)
}

fn answer(answers: &BTreeMap<String, Answer>, check: &Check) -> Answer {
    answers.get(&check.id).copied().unwrap_or(Answer::Unknown)
}

/// What an occasion is called.
fn occasion(occasion: Occasion, lang: Lang) -> &'static str {
    let (fr, en) = match occasion {
        Occasion::Initial => ("Avant l’évaluation", "Before the evaluation"),
        Occasion::Yearly => ("Chaque année", "Every year"),
        Occasion::Change => ("À un changement majeur", "At a major change"),
    };
    pick(lang, fr, en)
}

/// Where an item comes from, in words.
fn origin(mark: Mark, lang: Lang) -> &'static str {
    let (fr, en) = match mark {
        Mark::Text => ("texte", "text"),
        Mark::Provider => ("publié par un prestataire", "published by a provider"),
        Mark::Practice => ("pratique", "practice"),
    };
    pick(lang, fr, en)
}

/// The calendar in one language.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn markdown(asked: &Asked<'_>, lang: Lang) -> Result<String, ScopeError> {
    let document = asked.document;
    let service = asked.service()?;
    let (flips, warnings) = (asked.flips()?, asked.warnings()?);
    let day = |d: Date| words::date(d, lang);
    let title = fill(lang, "Calendrier de {}", "Calendar of {}", &[&plain(&service.called())]);
    let mut out = format!("# {title}\n\n{}\n\n", notice(lang));
    out += &fill(lang, "Au {}.", "As of {}.", &[&day(asked.question.as_of)]);
    if asked.question.assume_candidates {
        out.push(' ');
        out += &say(
            lang,
            "Des candidatures et des renouvellements supposés comptent comme accordés : les verdicts sont hypothétiques.",
            "Candidacies and supposed renewals count as granted: verdicts are hypothetical.",
        );
    }
    out.push('\n');
    let head = |out: &mut String, fr: &str, en: &str| {
        let _ = writeln!(out, "\n## {}\n", say(lang, fr, en));
    };
    if !warnings.is_empty() {
        head(&mut out, "À regarder", "To look at");
        for w in &warnings {
            let _ = writeln!(out, "- {}", plain(&w.say(lang)));
        }
    }
    head(&mut out, "Le plan du service", "The service’s plan");
    match calendar::course(service) {
        Some(course) => {
            of_plan(&course, &mut out, lang);
            let _ = writeln!(out, "\n{}", calendar::say::steps_source(lang));
        }
        None => {
            let _ =
                writeln!(out, "{}", say(lang, "Aucun plan dans le document.", "No plan in the document."));
        }
    }
    let _ = writeln!(out, "\n{}", calendar::say::months_to_decision(lang));
    head(&mut out, "Qualifications et candidatures", "Qualifications and candidacies");
    for life in asked.lives() {
        let _ = writeln!(out, "- {}", plain(&life.title(document, lang)));
        for m in &life.marks {
            let _ = writeln!(out, "  - {} – {}", day(m.day), plain(&m.kind.say(lang)));
        }
    }
    for base in calendar::unstated(document, asked.service) {
        let name =
            fill(lang, "« {} » : {}", "“{}”: {}", &[&document.called(&base), calendar::say::unstated(lang)]);
        let _ = writeln!(out, "- {}", plain(&name));
    }
    head(&mut out, "Jours où des verdicts changent", "Days on which verdicts change");
    let span = fill(
        lang,
        "Après le {} et jusqu’au {}.",
        "After {} and up to {}.",
        &[&day(asked.from), &day(asked.to)],
    );
    let _ = writeln!(out, "{span}\n");
    if flips.is_empty() {
        let _ = writeln!(out, "{}", say(lang, "Aucun.", "None."));
    }
    for flip in &flips {
        of_flip(flip, document, &mut out, lang);
    }
    head(&mut out, "Audits que le référentiel demande", "Audits that the référentiel asks for");
    for when in Occasion::ALL {
        let _ = writeln!(out, "- **{}**", occasion(when, lang));
        for a in asked.data.audits(service.activities).into_iter().filter(|a| a.occasion == when) {
            let only = a.only_if.as_ref().map(|w| w.get(lang).to_owned() + pick(lang, "\u{a0}: ", ": "));
            let title = plain(a.title.get(lang));
            let _ = writeln!(out, "  - {}{title} ({})", only.unwrap_or_default(), a.requirement);
        }
    }
    head(&mut out, "Ce qui court après la décision", "What runs on after the decision");
    for d in asked.data.duties(service.activities) {
        let _ = writeln!(out, "- {} ({})", plain(d.title.get(lang)), d.requirement);
    }
    head(&mut out, "À réunir avant J0", "To have before J0");
    list(&asked.data.prerequisites, &service.prerequisites, &mut out, lang);
    for r in &service.relies_on {
        let base = plain(&document.called(&r.service));
        let title = fill(
            lang,
            "À recueillir du prestataire de « {} »",
            "To collect from the provider of “{}”",
            &[&base],
        );
        let _ = writeln!(out, "\n## {title}\n");
        list(&asked.data.collect, &r.collected, &mut out, lang);
    }
    Ok(out)
}

fn of_plan(course: &Course, out: &mut String, lang: Lang) {
    for stage in &course.stages {
        let day = stage.day.map_or_else(|| "–".to_owned(), |d| words::date(d, lang));
        let _ = writeln!(out, "- {day} – {}. {}", plain(&stage.title(lang)), plain(&stage.origin.say(lang)));
    }
    if let Some((from, to)) = course.validity {
        let ends = [words::date(from, lang), words::date(to, lang)];
        let span = fill(lang, "Validité du {} au {}.", "Validity from {} to {}.", &[&ends[0], &ends[1]]);
        let _ = writeln!(out, "- {span} {}", course.say_validity(lang));
        let days: Vec<String> = course.surveillance.iter().map(|d| words::date(*d, lang)).collect();
        let days = if days.is_empty() { "–".to_owned() } else { words::list(&days, lang) };
        let marks = fill(lang, "Surveillance : {}.", "Surveillance: {}.", &[&days]);
        let _ = writeln!(out, "- {marks} {}", course.say_surveillance(lang));
    }
}

fn of_flip(flip: &Flip, document: &Document, out: &mut String, lang: Lang) {
    let counts = fill(
        lang,
        "{} verdicts, dont {} d’exigences vérifiées",
        "{} verdicts, {} of them on verified requirements",
        &[&flip.changes.len().to_string(), &flip.verified().to_string()],
    );
    let _ = writeln!(out, "### {} – {counts}\n", words::date(flip.day, lang));
    for cause in &flip.causes {
        let _ = writeln!(out, "- {}", plain(&cause.say(document, lang)));
    }
    // Grouped by what they turn from and into, in the order in which the text first has them.
    let mut told: Vec<(&Change, Vec<&str>)> = Vec::new();
    for change in &flip.changes {
        match told.iter_mut().find(|(c, _)| (c.from, c.to) == (change.from, change.to)) {
            Some((_, ids)) => ids.push(change.requirement.id),
            None => told.push((change, vec![change.requirement.id])),
        }
    }
    for (change, ids) in told {
        let (from, to) = (words::outcome(change.from, lang), words::outcome(change.to, lang));
        let _ =
            writeln!(out, "- {from} → {to} ({}){} {}", ids.len(), pick(lang, "\u{a0}:", ":"), ids.join(", "));
    }
    out.push('\n');
}

fn list(list: &[Check], answers: &BTreeMap<String, Answer>, out: &mut String, lang: Lang) {
    for c in list {
        let said = match answer(answers, c) {
            Answer::Yes => pick(lang, "oui", "yes"),
            Answer::No => pick(lang, "non", "no"),
            Answer::Unknown => pick(lang, "sans réponse", "no answer yet"),
        };
        let (mark, confidence) = (origin(c.mark, lang), words::confidence(c.confidence, lang));
        let about =
            fill(lang, "{}, {} ; confiance {}", "{}, {}; confidence {}", &[mark, &c.source, confidence]);
        let _ = writeln!(out, "- **{said}** – {} ({about})", plain(c.title.get(lang)));
    }
}
