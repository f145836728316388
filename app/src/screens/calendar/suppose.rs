//! "What if": what could come true, each switched on its own and kept in the address. Whatever hangs on it says so.

use super::Desk;
use crate::ui::prelude::*;
use crate::{
    state::State,
    words::{count, t},
};
use model::{
    Document,
    calendar::{Supposition, possible},
    words,
};

/// Where the address says what is supposed.
const IF: usize = 2;

/// What is supposed is said in the address by this where nothing is, although candidates count elsewhere.
const NOTHING: &str = "-";

/// How a supposition is written in the address.
fn id_of(supposition: &Supposition) -> String {
    match supposition {
        Supposition::Granted(service) => service.0.clone(),
        Supposition::Renewed(service, at) => format!("{service}.{at}"),
    }
}

/// What counts on the other screens where candidates do: all of them, and the renewals that the document supposes.
fn elsewhere(document: &Document) -> Vec<Supposition> {
    let mut found = possible(document);
    found.retain(|s| match s {
        Supposition::Granted(_) => true,
        Supposition::Renewed(id, at) => document
            .service(id.as_str())
            .and_then(|s| s.qualifications.get(*at)?.renewal.as_ref())
            .is_some_and(|r| r.supposed),
    });
    found
}

/// What is supposed: what the address says; else what counts elsewhere.
pub fn suppositions(state: State) -> Vec<Supposition> {
    let Some(document) = state.document.get().map(|d| d.0) else { return Vec::new() };
    let asked = state.route.with(|r| r.own(IF).to_owned());
    if asked.is_empty() {
        return if state.assume.get() { elsewhere(&document) } else { Vec::new() };
    }
    let mut found = possible(&document);
    found.retain(|s| asked.split('~').any(|id| id == id_of(s)));
    found
}

/// What of the suppositions a link to another screen carries: its address knows all candidates or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// Nothing is supposed, there as here.
    Nothing,
    /// Exactly what is supposed here.
    All,
    /// None of what is supposed here: the address cannot say it, and is not to say more.
    Lost,
}

/// What a link from here carries. Nothing of it is tracked.
pub fn carried(desk: Desk) -> Carried {
    let here = desk.supposed.get_untracked();
    if here.is_empty() {
        return Carried::Nothing;
    }
    let there = desk.state.now().map(|d| elsewhere(&d.0)).unwrap_or_default();
    // Both hold each supposition once.
    if here.len() == there.len() && here.iter().all(|s| there.contains(s)) {
        Carried::All
    } else {
        Carried::Lost
    }
}

/// What could come true, each switched on its own.
pub fn what_if(desk: Desk) -> View {
    let Desk { state, lang, supposed, .. } = desk;
    let all =
        Memo::new(move |_| state.document.with(|d| d.as_ref().map(|d| possible(&d.0)).unwrap_or_default()));
    let boxes = move || {
        let Some(document) = state.document.get().map(|d| d.0) else { return Vec::new() };
        let boxes = all.get().into_iter().map(|one| {
            let id = id_of(&one);
            let text = words::capital(&one.say(&document, lang));
            let kind = match one {
                Supposition::Granted(_) => t(lang, "candidature", "candidacy"),
                Supposition::Renewed(..) => t(lang, "renouvellement", "renewal"),
            };
            let (mine, other) = (one.clone(), one);
            let holds = move || supposed.with(|s| s.contains(&mine));
            let change = move |e| {
                let on = event_target_checked(&e);
                let mut now = supposed.get_untracked();
                now.retain(|s| *s != other);
                if on {
                    now.push(other.clone());
                }
                let ids: Vec<String> = now.iter().map(id_of).collect();
                desk.ask(IF, if ids.is_empty() { NOTHING.to_owned() } else { ids.join("~") }.as_str());
                let flips = desk.told.with_untracked(|t| t.as_ref().map_or(0, |t| t.flips.len()));
                let said = count(
                    lang,
                    flips,
                    ("jour de bascule", "jours de bascule"),
                    ("day of flips", "days of flips"),
                );
                state.live.set(t(lang, &format!("{said} sur l’axe."), &format!("{said} on the axis.")));
            };
            let id = format!("k-if-{}", id.replace('.', "-"));
            view! {
                <label class="choice">
                    <input type="checkbox" id=id prop:checked=holds on:change=change/>
                    <span>{text}" "<span class="tag">{kind}</span></span>
                </label>
            }
        });
        boxes.collect::<Vec<_>>()
    };
    let none = move || all.with(Vec::is_empty);
    view! {
        <section class="k-if" aria-labelledby="k-if-title">
            <h2 id="k-if-title">{t(lang, "Et si…", "What if…")}</h2>
            <p class="hint">
                {t(
                    lang,
                    "Rien n’est supposé au départ : aucun candidat n’est qualifié, aucune qualification n’est renouvelée. Ce qui est coché ici vaut pour cet écran et reste une hypothèse ; le document ne change pas.",
                    "Nothing is supposed to begin with: no candidate is qualified, no qualification is renewed. What is ticked here holds for this screen and stays a hypothesis; the document does not change.",
                )}
            </p>
            <fieldset class="choices column" hidden=none>
                <legend class="away">{t(lang, "Ce qui est supposé", "What is supposed")}</legend>
                {boxes}
            </fieldset>
            <p class="quiet" hidden=move || !none()>
                {t(lang, "Aucun candidat n’a de date attendue, aucune qualification n’a de fin connue : il n’y a rien à supposer.", "No candidate has an expected day and no qualification a known end: there is nothing to suppose.")}
            </p>
        </section>
    }
}

/// That what stands below is hypothetical, where something is supposed.
pub fn hypothetical(desk: Desk) -> View {
    let Desk { lang, supposed, .. } = desk;
    let said = move || {
        let n = supposed.with(Vec::len);
        (n > 0).then(|| {
            let n = count(lang, n, ("supposition", "suppositions"), ("supposition", "suppositions"));
            view! {
                <span class="tag flag-hypothetical">{t(lang, &format!("hypothétique : {n}"), &format!("hypothetical: {n}"))}</span>
            }
        })
    };
    said.into_view()
}
