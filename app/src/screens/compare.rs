//! Two stacks side by side: the open one as it is, and a second that differs in what one chooses: the document, the
//! service, a base, the day, the readings, the candidates. What is chosen stands in the address.

use super::{ORDER, compose::fields::place_name, icons, scope::heading};
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    state::{CATALOG, State},
    store,
    words::{count, of, t},
};
use catalog::{Lang, ReadingId};
use model::{
    Date, Document, Question,
    diff::{self, Diff, Direction, Move, Side, diff, swap_base},
    document::{Issue, ServiceId, read},
    verdict::Outcome,
    words,
};
use std::sync::Arc;

/// What the second side differs in: words of the address, `key=value` with a tilde between.
#[derive(Clone, PartialEq, Default)]
struct Choice(Vec<(String, String)>);

impl Choice {
    fn parse(text: &str) -> Self {
        let pairs = text.split('~').filter_map(|p| p.split_once('='));
        Self(pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
    }

    fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v)
    }

    fn set(&mut self, key: &str, value: &str) {
        self.0.retain(|(k, _)| k != key);
        if !value.is_empty() {
            self.0.push((key.to_owned(), value.to_owned()));
        }
    }

    fn write(&self) -> String {
        let pairs: Vec<String> = self.0.iter().map(|(k, v)| format!("{k}={v}")).collect();
        pairs.join("~")
    }
}

/// The second side, ready to be compared.
struct Second {
    document: Arc<Document>,
    service: ServiceId,
    question: Question,
    /// Shares that the former base's contract left to the service, and which the swap dropped.
    dropped: usize,
}

/// Why there is no second side, in both languages.
type Fault = Label;

/// The document that the second side starts from: the open one, or one that this browser keeps.
fn source(state: State, choice: &Choice) -> Result<Arc<Document>, Fault> {
    let kept = choice.get("doc");
    if kept.is_empty() {
        return state.document.get().map(|d| d.0).ok_or_else(|| Label::new("", ""));
    }
    let text = store::text(kept).ok_or_else(|| {
        Label::new(
            "Ce navigateur ne garde plus le second document. En choisir un autre.",
            "This browser no longer keeps the second document. Choose another.",
        )
    })?;
    match read(CATALOG, text.as_bytes()) {
        Ok((document, issues)) if !issues.iter().any(Issue::is_error) => Ok(Arc::new(document)),
        _ => Err(Label::new(
            "Le second document a des erreurs : l’ouvrir d’abord pour le réparer.",
            "The second document has errors: open it first to repair it.",
        )),
    }
}

fn second(state: State, choice: &Choice) -> Result<Second, Fault> {
    let none = || Label::new("", "");
    let (target, now) = (state.target.get().ok_or_else(none)?, state.question.get().ok_or_else(none)?);
    let mut document = source(state, choice)?;
    let asked = choice.get("service");
    let service = if asked.is_empty() { target } else { ServiceId(asked.to_owned()) };
    let service = if document.service(service.as_str()).is_some() {
        service
    } else {
        model::overview::top_service(&document).ok_or_else(|| {
            Label::new("Le second document n’a aucun service.", "The second document has no service.")
        })?
    };
    let mut dropped = 0;
    if let Some((from, to)) = choice.get("base").split_once('>') {
        let swapped = swap_base(&document, &service, &ServiceId(from.to_owned()), &ServiceId(to.to_owned()))
            .map_err(|e| Label::new(e.say(Lang::Fr), e.say(Lang::En)))?;
        dropped = swapped.dropped.len();
        document = Arc::new(swapped.document);
    }
    // Another document asks its own question; the open one's is kept for everything that is not chosen.
    let mut question =
        if choice.get("doc").is_empty() { now.clone() } else { Question::of(CATALOG, &document, now.as_of) };
    if let Ok(day) = choice.get("day").parse::<Date>() {
        question.as_of = day;
    }
    question.assume_candidates = match choice.get("candidates") {
        "1" => true,
        "0" => false,
        _ => now.assume_candidates,
    };
    for id in ReadingId::ALL {
        let answer = choice.get(id.id());
        if !answer.is_empty() {
            let _ = question.readings.set(CATALOG, id.id(), answer);
        }
    }
    Ok(Second { document, service, question, dropped })
}

/// The screen.
pub fn compare(state: State, lang: Lang) -> View {
    let choice = Memo::new(move |_| Choice::parse(&state.route.with(|r| r.with.clone())));
    let set = move |key: &str, value: &str| {
        let mut route = state.route.get_untracked();
        let mut choice = Choice::parse(&route.with);
        choice.set(key, value);
        // What belonged to another document means nothing in this one.
        if key == "doc" || key == "service" {
            choice.set("base", "");
        }
        if key == "doc" {
            choice.set("service", "");
        }
        route.with = choice.write();
        state.go(route, false);
    };
    let result = move || {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let body = match second(state, &choice.get()) {
            Err(fault) => view! { <p class="fault" role="alert">{fault.get(lang).to_owned()}</p> },
            Ok(second) => {
                let before = Side { document: &document, service: &target, question: &question };
                let after =
                    Side { document: &second.document, service: &second.service, question: &second.question };
                match diff(CATALOG, before, after) {
                    Ok(diff) => told(lang, &diff, second.dropped),
                    Err(_) => View::None,
                }
            }
        };
        Some(body)
    };
    view! {
        <div class="compare">
            {heading(state, lang, ("Comparer deux piles", "Compare two stacks"))}
            {form(state, lang, choice, set)}
            <div class="compare-result">{result}</div>
            <p class="notice">{super::notice(lang)}</p>
        </div>
    }
}

/// A field of the form: a list of values with their words.
fn chooser(
    choice: Memo<Choice>,
    key: &'static str,
    label: String,
    options: Vec<(String, String)>,
    set: impl Fn(&str, &str) + Copy + 'static,
) -> View {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, word)| {
            let chosen = choice.with(|c| c.get(key) == value);
            view! { <option value=value selected=chosen>{word}</option> }
        })
        .collect();
    let id = format!("with-{key}");
    view! {
        <p class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=move |e| set(key, &event_target_value(&e))>{options}</select>
        </p>
    }
}

fn form(state: State, lang: Lang, choice: Memo<Choice>, set: impl Fn(&str, &str) + Copy + 'static) -> View {
    let documents = move || {
        let here = state.key.get();
        let mut options = vec![(String::new(), t(lang, "Celui qui est ouvert", "The open one"))];
        for kept in store::documents().into_iter().filter(|k| k.key != here) {
            let title = if kept.title.is_empty() { t(lang, "Sans titre", "Untitled") } else { kept.title };
            options.push((kept.key, title));
        }
        chooser(choice, "doc", t(lang, "Document", "Document"), options, set)
    };
    let services = move || {
        let document = source(state, &choice.get()).ok()?;
        let same = choice.with(|c| c.get("doc").is_empty());
        let first = if same {
            t(lang, "Le même service", "The same service")
        } else {
            t(lang, "Son service principal, ou le même", "Its main service, or the same")
        };
        let mut options = vec![(String::new(), first)];
        options.extend(document.services.iter().map(|s| (s.id.0.clone(), s.called())));
        Some(chooser(choice, "service", t(lang, "Service", "Service"), options, set))
    };
    let bases = move || {
        let now = choice.get();
        let document = source(state, &now).ok()?;
        let mut unswapped = now;
        unswapped.set("base", "");
        let service = second(state, &unswapped).ok()?.service;
        let own = document.service(service.as_str())?;
        let rests = &own.relies_on;
        // The model allows more: a PaaS on a SaaS. What stands above the service is offered by no list.
        let top = own.activities.iter().last();
        let mut options = vec![(String::new(), t(lang, "Les mêmes socles", "The same bases"))];
        for from in rests.iter().map(|r| &r.service) {
            let open = model::edit::bases_open_to(&document, &service);
            for to in open.into_iter().filter(|s| s.activities.iter().next() <= top) {
                {
                    let (was, is) = (document.called(from), to.called());
                    let word =
                        t(lang, &format!("{is} à la place de {was}"), &format!("{is} in place of {was}"));
                    options.push((format!("{}>{}", from.0, to.id.0), word));
                }
            }
        }
        Some(chooser(choice, "base", t(lang, "Socle", "Base"), options, set))
    };
    let candidates = move || {
        let options = vec![
            (String::new(), t(lang, "Comme à gauche", "As on the left")),
            ("1".to_owned(), t(lang, "Tenus pour qualifiés", "Taken as qualified")),
            ("0".to_owned(), t(lang, "Non tenus pour qualifiés", "Not taken as qualified")),
        ];
        chooser(choice, "candidates", t(lang, "Candidats", "Candidates"), options, set)
    };
    let readings: Vec<_> = CATALOG
        .readings
        .iter()
        .filter(|r| {
            CATALOG.requirements.iter().any(|q| q.readings.contains(r.id))
                || r.id == ReadingId::UnqualifiedMiddle
                || r.id == ReadingId::BaseUnder31
        })
        .map(|r| {
            let view = move || {
                let mut options = vec![(String::new(), t(lang, "Comme à gauche", "As on the left"))];
                options.extend(
                    r.answers.iter().zip(r.labels).map(|(a, l)| ((*a).to_owned(), l.get(lang).to_owned())),
                );
                chooser(choice, r.id.id(), r.label.get(lang).to_owned(), options, set)
            };
            view.into_view()
        })
        .collect();
    // An address may hold anything.
    let day =
        move || choice.with(|c| c.get("day").parse::<Date>().map(|d| d.to_string()).unwrap_or_default());
    let typed = move |e: web_sys::Event| {
        if let Some(text) = dom::typed(&e)
            && (text.is_empty() || text.parse::<Date>().is_ok())
        {
            set("day", &text);
        }
    };
    view! {
        <section class="compare-form" aria-labelledby="second-title">
            <h2 id="second-title">{t(lang, "À droite : ce qui y diffère", "On the right: what differs there")}</h2>
            <p class="hint">
                {t(
                    lang,
                    "À gauche, la pile ouverte, telle qu’elle est. À droite, la même, sauf ce que l’on choisit ici.",
                    "On the left, the open stack as it is. On the right, the same, except for what is chosen here.",
                )}
            </p>
            <div class="fields">
                {documents}
                {services}
                {bases}
                <p class="field">
                    <label for="with-day">{t(lang, "Date d’étude", "As-of date")}</label>
                    <input type="date" id="with-day" min="1900-01-01" max="2199-12-31" prop:value=day on:change=typed/>
                </p>
                {candidates}
            </div>
            <details class="compare-readings">
                <summary>{t(lang, "Lectures du texte", "Readings of the text")}</summary>
                <div class="fields">{readings}</div>
            </details>
        </section>
    }
}

/// The result: sentences first, then the figures, the stack, the verdicts one by one.
fn told(lang: Lang, diff: &Diff, dropped: usize) -> View {
    if diff.is_empty() {
        return view! {
            <p class="empty">
                {t(
                    lang,
                    "Rien ne diffère encore : choisir ci-dessus un document, un socle, une date, une lecture.",
                    "Nothing differs yet: choose a document, a base, a date or a reading above.",
                )}
            </p>
        };
    }
    let sentences: Vec<_> = diff.summary(lang).into_iter().map(|s| view! { <li>{s}</li> }).collect();
    let dropped = (dropped > 0).then(|| {
        let said = count(
            lang,
            dropped,
            ("part laissée par le contrat de l’ancien socle n’est pas reprise : le contrat du nouveau est à lire", "parts laissées par le contrat de l’ancien socle ne sont pas reprises : le contrat du nouveau est à lire"),
            ("share that the former base’s contract left is not taken over: read the new one’s contract", "shares that the former base’s contract left are not taken over: read the new one’s contract"),
        );
        view! { <p class="beside">{icons::icon("warning")}{said}"."</p> }
    });
    view! {
        <section class="compare-summary" aria-labelledby="summary-title">
            <h2 id="summary-title">{t(lang, "En bref", "In short")}</h2>
            <ul>{sentences}</ul>
            {dropped}
        </section>
        {figures(lang, diff)}
        {stacks(lang, diff)}
        {moves(lang, diff)}
        {flags(lang, diff)}
    }
}

fn figures(lang: Lang, diff: &Diff) -> View {
    let (b, a) = (diff.before.verified, diff.after.verified);
    let rows: Vec<_> = ORDER
        .into_iter()
        .map(|o| {
            let (was, is) = (b.get(o), a.get(o));
            let delta = match is.cmp(&was) {
                std::cmp::Ordering::Greater => format!("+{}", is - was),
                std::cmp::Ordering::Less => format!("−{}", was - is),
                std::cmp::Ordering::Equal => "=".to_owned(),
            };
            view! {
                <tr class=format!("m-{}", o.id())>
                    <th scope="row">{icons::verdict(o)}{words::outcome(o, lang)}</th>
                    <td>{of(lang, was, b.total())}</td>
                    <td>{of(lang, is, a.total())}</td>
                    <td class="delta-cell">{delta}</td>
                </tr>
            }
        })
        .collect();
    let side = |facet: &diff::Facet| format!("{}, {}", facet.name, words::date(facet.question.as_of, lang));
    view! {
        <section class="scroll" tabindex="0" aria-label=t(lang, "Décompte des deux côtés", "Counts on both sides")>
            <table class="compare-figures">
                <caption>{t(lang, "Exigences vérifiées", "Verified requirements")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "Verdict", "Verdict")}</th>
                        <th scope="col"><span class="quiet">{t(lang, "À gauche : ", "Left: ")}</span>{side(&diff.before)}</th>
                        <th scope="col"><span class="quiet">{t(lang, "À droite : ", "Right: ")}</span>{side(&diff.after)}</th>
                        <th scope="col">{t(lang, "Écart", "Difference")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// What differs in the stacks: services, the places in them, the rest of the document.
fn stacks(lang: Lang, diff: &Diff) -> Option<View> {
    let fate = |fate: diff::stack::Fate| {
        let (fr, en) = match fate {
            diff::stack::Fate::Added => ("ajouté", "added"),
            diff::stack::Fate::Removed => ("absent à droite", "absent on the right"),
            diff::stack::Fate::Changed => ("modifié", "changed"),
            diff::stack::Fate::Kept => ("inchangé", "unchanged"),
        };
        t(lang, fr, en)
    };
    let places = |places: &[diff::stack::PlaceChange]| {
        let said: Vec<String> = places.iter().take(6).map(|p| place_name(&p.at, lang)).collect();
        said.join(", ")
    };
    let mut rows = Vec::new();
    for service in &diff.services {
        let mut said = Vec::new();
        if service.fate != diff::stack::Fate::Kept {
            said.push(fate(service.fate));
        }
        said.extend(Some(places(&service.places)).filter(|p| !p.is_empty()));
        for reliance in &service.reliances {
            said.push(format!("{} ({})", reliance.name, fate(reliance.fate)));
        }
        let standing = (service.before != service.after).then(|| {
            format!("{} → {}", diff::standing(service.before, lang), diff::standing(service.after, lang))
        });
        rows.push(view! {
            <li><strong>{service.name.clone()}</strong>" "<span>{said.join(" · ")}</span>{standing.map(|s| view! { <span class="quiet">{s}</span> })}</li>
        });
    }
    for item in &diff.others {
        let said = [fate(item.fate), places(&item.places)];
        let said: Vec<String> = said.into_iter().filter(|s| !s.is_empty()).collect();
        rows.push(view! { <li><strong>{item.name.clone()}</strong>" "<span>{said.join(" · ")}</span></li> });
    }
    (!rows.is_empty()).then(|| {
        view! {
            <details class="compare-stacks" open=true>
                <summary><h2>{t(lang, "Dans les piles", "In the stacks")}</h2></summary>
                <ul>{rows}</ul>
            </details>
        }
    })
}

const fn direction(direction: Direction) -> (&'static str, &'static str) {
    match direction {
        Direction::Gained => ("Gagnées : plus près de l’héritage", "Gained: nearer to inheritance"),
        Direction::Lost => ("Perdues : plus loin de l’héritage", "Lost: further from inheritance"),
        Direction::NowApplies => ("S’appliquent désormais", "Now apply"),
        Direction::NoLongerApplies => ("Ne s’appliquent plus", "No longer apply"),
    }
}

/// Every verdict that moves, with its reason and what made it move.
fn moves(lang: Lang, diff: &Diff) -> View {
    let outcome = |o: Outcome| view! { <span class=format!("verdict {}", o.id())>{icons::verdict(o)}{words::outcome(o, lang)}</span> };
    // Moves for which all the same is to be said stand together, each by its name.
    let bundle = |of: Direction| {
        let mut bundles: Vec<(&Move, String, Vec<&Move>)> = Vec::new();
        for m in diff.moves.iter().filter(|m| m.direction == of) {
            let reason = diff.reason(m, lang);
            let same = |(first, said, _): &&mut (&Move, String, Vec<&Move>)| {
                *said == reason
                    && first.causes == m.causes
                    && (first.before.outcome, first.after.outcome) == (m.before.outcome, m.after.outcome)
            };
            match bundles.iter_mut().find(same) {
                Some((.., moves)) => moves.push(m),
                None => bundles.push((m, reason, vec![m])),
            }
        }
        bundles
    };
    let row = |(first, reason, moves): (&Move, String, Vec<&Move>)| {
        let names: Vec<_> = moves
            .into_iter()
            .map(|m| {
                let r = m.before.requirement;
                let recommended = (!r.modality.is_verified()).then(|| view! { " "<span class="tag">{words::modality(r.modality, lang)}</span> });
                view! { <li class="move"><span class="row-number">{r.id}</span>" "<span>{r.title.get(lang)}</span>{recommended}</li> }
            })
            .collect();
        view! {
            <div class="move-bundle">
                <p class="move-verdicts">
                    {outcome(first.before.outcome)}<span class="move-arrow" aria-hidden="true">"→"</span>
                    <span class="away">{t(lang, " puis ", " then ")}</span>{outcome(first.after.outcome)}
                    <span class="tag">{diff::causes(first.causes, lang)}</span>
                    <span class="quiet">{count(lang, names.len(), ("exigence", "exigences"), ("requirement", "requirements"))}</span>
                </p>
                <p class="move-reason">{reason}</p>
                <ul class="move-names">{names}</ul>
            </div>
        }
    };
    let groups: Vec<_> = Direction::ALL
        .into_iter()
        .filter_map(|d| {
            let n = diff.moves.iter().filter(|m| m.direction == d).count();
            (n > 0).then(|| {
                let (fr, en) = direction(d);
                let mine: Vec<_> = bundle(d).into_iter().map(row).collect();
                view! {
                    <details class="compare-moves" open=true>
                        <summary><h2>{t(lang, fr, en)}" "<span class="group-count">{n}</span></h2></summary>
                        {mine}
                    </details>
                }
            })
        })
        .collect();
    view! {
        {(diff.moves.is_empty()).then(|| view! { <p class="empty">{t(lang, "Aucun verdict ne change.", "No verdict moves.")}</p> })}
        {groups}
    }
}

/// What there is to know came or went where the verdict stays.
fn flags(lang: Lang, diff: &Diff) -> Option<View> {
    let rows: Vec<_> = diff
        .caveats
        .iter()
        .map(|c| {
            let side = |ids: &[&'static str], fr: &str, en: &str| {
                (!ids.is_empty()).then(|| format!("{} {}{}{}", t(lang, fr, en), ids.len(), t(lang, " : ", ": "), ids.join(", ")))
            };
            let said = [side(&c.came, "vient sur", "comes to"), side(&c.went, "quitte", "leaves")];
            let said: Vec<String> = said.into_iter().flatten().collect();
            view! {
                <li><span class=format!("tag flag-{}", c.flag.id())>{words::flag(c.flag, lang)}</span>" "<span class="quiet">{said.join(&t(lang, " ; ", "; "))}</span></li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="compare-flags">
                <summary><h2>{t(lang, "À savoir, où le verdict ne change pas", "To know, where the verdict stays")}</h2></summary>
                <ul>{rows}</ul>
            </details>
        }
    })
}
