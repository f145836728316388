//! What narrows a list of requirements: the same filters over the list and over the matrix, kept in the address.

use super::{
    apart,
    judgement::{Mark, any},
};
use crate::ui::prelude::*;
use crate::{
    route::{By, Filter, MODALITIES, status_id},
    state::{CATALOG, State},
    words::{count, fold, t},
};
use catalog::{Confidence, Lang, Layer, ReadingId, Requirement};
use model::{
    judgement::{self, STATUSES},
    verdict::{Flag, On, Outcome, Verdict},
    words,
};

/// Whether a requirement bears on a layer, or on the provider, by its id.
fn bears_on(requirement: &Requirement, id: &str) -> bool {
    if id == On::Provider.id() {
        return requirement.provider || requirement.readings.contains(ReadingId::OwnPremises);
    }
    Layer::from_id(id).is_some_and(|layer| requirement.layers.contains(layer))
}

fn passes(filter: &Filter, needles: &[String], verdict: &Verdict, said: &Mark, text: &str) -> bool {
    let r = verdict.requirement;
    let is = |by: By, value: &str| {
        let wanted = filter.get(by);
        wanted.is_empty() || wanted == value
    };
    let one_of = |by: By, holds: &dyn Fn(&str) -> bool| {
        let wanted = filter.get(by);
        wanted.is_empty() || holds(wanted)
    };
    (filter.recommendations() || r.modality.is_verified())
        && is(By::Outcome, verdict.outcome.id())
        && is(By::Chapter, crate::route::chapter_id(r.chapter))
        && is(By::Modality, r.modality.id())
        && is(By::Confidence, verdict.confidence.id())
        && one_of(By::On, &|id| bears_on(r, id))
        && one_of(By::Flag, &|id| verdict.flags.iter().any(|f| f.id() == id))
        && one_of(By::Reading, &|id| verdict.readings.iter().chain(r.readings.iter()).any(|x| x.id() == id))
        && is(By::Status, status_id(said.status))
        && is(By::Owner, said.owner.as_deref().unwrap_or_default())
        && is(By::Overridden, if said.verdict.is_some() { "1" } else { "" })
        && needles.iter().all(|n| text.contains(n.as_str()))
}

/// Which requirements the filters let through, by their place in the text.
pub fn shown(state: State, lang: Lang) -> Memo<Vec<bool>> {
    // What is searched: number, title, summary and parts, folded once for each pack.
    let texts = Memo::new(move |_| {
        state.pack.with(|pack| {
            CATALOG
                .requirements
                .iter()
                .map(|r| {
                    let mut text = format!("{} {} ", r.id, r.title.get(lang));
                    if let Some(prose) = pack.as_ref().and_then(|p| p.requirements.get(r.id)) {
                        text.push_str(&prose.summary);
                        for part in [&prose.own_part, &prose.interlock].into_iter().flatten() {
                            text.push(' ');
                            text.push_str(part);
                        }
                    }
                    fold(&text)
                })
                .collect::<Vec<_>>()
        })
    });
    Memo::new(move |_| {
        let Some(scope) = state.scope.get() else { return Vec::new() };
        let filter = state.route.with(|r| r.filter.clone());
        let needles: Vec<String> = filter.get(By::Text).split_whitespace().map(fold).collect();
        let document = state.document.get();
        let service = document.as_ref().and_then(|d| d.0.service(scope.service.as_str()));
        let said = |id: &str| Mark::of(service.and_then(|s| s.judgements.get(id)));
        let pass = |v: &Verdict, text: &str| passes(&filter, &needles, v, &said(v.requirement.id), text);
        // Nothing is folded before somebody searches.
        if needles.is_empty() {
            return scope.verdicts.iter().map(|v| pass(v, "")).collect();
        }
        texts.with(|texts| scope.verdicts.iter().zip(texts).map(|(v, text)| pass(v, text)).collect())
    })
}

/// A value's word, and its id where it narrows by something unknown.
fn word(by: By, id: &str, lang: Lang) -> String {
    let found = match by {
        By::Outcome => Outcome::ALL.into_iter().find(|o| o.id() == id).map(|o| words::outcome(o, lang)),
        By::Chapter => {
            let chapter = CATALOG.chapters.iter().find(|c| crate::route::chapter_id(c.number) == id);
            return chapter.map(|c| format!("{id}. {}", c.title.get(lang))).unwrap_or_default();
        }
        By::On => Layer::from_id(id).map(|l| words::layer(l, lang)).or(Some(words::on(On::Provider, lang))),
        By::Modality => MODALITIES.into_iter().find(|m| m.id() == id).map(|m| words::modality(m, lang)),
        By::Flag => Flag::ALL.iter().find(|f| f.id() == id).map(|f| words::flag(*f, lang)),
        By::Confidence => {
            Confidence::ALL.into_iter().find(|c| c.id() == id).map(|c| words::confidence(c, lang))
        }
        By::Reading => ReadingId::from_id(id).and_then(|r| CATALOG.reading(r)).map(|r| r.label.get(lang)),
        By::Text | By::All | By::Status | By::Owner | By::Overridden => None,
    };
    words::capital(found.unwrap_or(id))
}

/// The choices: what it narrows by, the id of the field, its label, and what stands for no choice.
type Choice = (By, &'static str, (&'static str, &'static str), (&'static str, &'static str));

const CHOICES: [Choice; 7] = [
    (By::Outcome, "by-verdict", ("Verdict", "Verdict"), ("Tous", "All")),
    (By::Chapter, "by-chapter", ("Chapitre", "Chapter"), ("Tous", "All")),
    (By::On, "by-layer", ("Porte sur", "Bears on"), ("Tout", "Anything")),
    (By::Flag, "by-flag", ("À savoir", "To know"), ("Tout", "Anything")),
    (By::Confidence, "by-confidence", ("Confiance", "Confidence"), ("Toutes", "Any")),
    (By::Modality, "by-modality", ("Modalité", "Modality"), ("Toutes", "Any")),
    (
        By::Reading,
        "by-reading",
        ("Dépend d’une lecture", "Hangs on a reading"),
        ("Toutes ou aucune", "Any or none"),
    ),
];

/// What narrows the list, in words: « Verdict : Partagée ; sans les recommandations ».
pub fn said(filter: &Filter, lang: Lang) -> String {
    let mut said = Vec::new();
    let mut put =
        |fr: &str, en: &str, value: &str| said.push(t(lang, fr, en) + &t(lang, " : ", ": ") + value);
    let text = filter.get(By::Text).trim();
    if !text.is_empty() {
        put("Mots", "Words", text);
    }
    for (by, _, label, _) in CHOICES {
        let value = filter.get(by);
        if !value.is_empty() {
            put(label.0, label.1, &word(by, value, lang));
        }
    }
    let status = filter.get(By::Status);
    if !status.is_empty() {
        let found = STATUSES.into_iter().find(|s| status_id(*s) == status);
        put("Avancement", "Status", judgement::status(found.flatten(), lang));
    }
    let owner = filter.get(By::Owner);
    if !owner.is_empty() {
        put("Responsable", "Owner", owner);
    }
    if !filter.get(By::Overridden).is_empty() {
        said.push(t(lang, "Vues autrement par une personne", "Seen otherwise by a person"));
    }
    said.push(if filter.recommendations() {
        t(lang, "recommandations comprises", "recommendations included")
    } else {
        t(lang, "sans les recommandations", "without the recommendations")
    });
    said.join(&t(lang, " ; ", "; "))
}

/// The fields.
pub fn filters(state: State, lang: Lang) -> View {
    let choices: Vec<_> = CHOICES
        .into_iter()
        .map(|(by, id, label, none)| {
            let chosen = move |value: &'static str| move || state.route.with(|r| r.filter.is(by, value));
            let options: Vec<_> = by
                .values()
                .into_iter()
                .map(|v| view! { <option value=v selected=chosen(v)>{word(by, v, lang)}</option> })
                .collect();
            view! {
                <p class="field">
                    <label for=id>{t(lang, label.0, label.1)}</label>
                    <select id=id on:change=move |e| state.filter(|f| f.set(by, event_target_value(&e)))>
                        <option value="" selected=chosen("")>{t(lang, none.0, none.1)}</option>
                        {options}
                    </select>
                </p>
            }
        })
        .collect();
    // What people said narrows the list once they said something; or where the address asks for it.
    let any = any(state);
    let judged = Memo::new(move |_| {
        let asked =
            |f: &Filter| [By::Status, By::Owner, By::Overridden].iter().any(|by| !f.get(*by).is_empty());
        any.get() || state.route.with(|r| asked(&r.filter))
    });
    view! {
        <div class="filters" role="search">
            <p class="field grow">
                <label for="search">{t(lang, "Chercher", "Search")}</label>
                <input type="search" id="search" aria-describedby="search-hint"
                    prop:value=move || state.route.with(|r| r.filter.get(By::Text).to_owned())
                    on:input=move |e| state.filter(|f| f.set(By::Text, event_target_value(&e)))/>
                <span class="hint" id="search-hint">
                    {t(lang, "Numéro, titre ou mots du résumé ; tous doivent s’y trouver.", "Number, title or words of the summary; all must occur.")}
                </span>
            </p>
            {choices}
            {move || judged.get().then(|| apart::judged_filters(state, lang))}
            <p class="check">
                <input type="checkbox" id="recommendations"
                    prop:checked=move || state.route.with(|r| r.filter.is(By::All, "1"))
                    on:change=move |e| state.filter(|f| f.set(By::All, if event_target_checked(&e) { "1".to_owned() } else { String::new() }))/>
                <label for="recommendations">{t(lang, "Avec les 17 recommandations", "With the 17 recommendations")}</label>
            </p>
        </div>
    }
}

/// How many are shown, and a way back to all.
pub fn found(state: State, lang: Lang, shown: Memo<Vec<bool>>) -> View {
    let total = move || shown.with(|s| s.iter().filter(|s| **s).count());
    let clear = move |_| {
        state.filter(|f| *f = f.cleared());
        crate::dom::focus("search");
    };
    view! {
        <p class="found" role="status">
            {move || count(lang, total(), ("exigence affichée", "exigences affichées"), ("requirement shown", "requirements shown"))}
            {move || {
                let n = state.route.with(|r| r.filter.active());
                (n > 0).then(|| view! {
                    " · "
                    <button type="button" class="link" on:click=clear>
                        {count(lang, n, ("filtre actif : l’effacer", "filtres actifs : les effacer"), ("active filter: clear it", "active filters: clear them"))}
                    </button>
                })
            }}
        </p>
        {move || (total() == 0).then(|| view! {
            <p class="empty">{t(lang, "Aucune exigence ne répond à ces filtres.", "No requirement matches these filters.")}</p>
        })}
        {move || state.pack_fault.get().then(|| view! {
            <p class="fault" role="alert">
                {t(lang, "Les résumés n’ont pas pu être chargés. Les verdicts sont là ; recharger la page pour les textes.", "The summaries could not be loaded. The verdicts are here; reload the page for the texts.")}
            </p>
        })}
    }
}
