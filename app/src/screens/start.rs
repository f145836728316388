//! Where one begins: what the tool answers, the documents that the browser keeps, templates, samples, a file.

use super::{icons, notice, open_sample};
use crate::ui::prelude::*;
use crate::{
    actions, dom,
    history::Label,
    library::{self, Library, Shelf},
    route::Screen,
    state::{CATALOG, Dialog, State},
    store,
    words::{count, t},
};
use catalog::Lang;
use model::{
    Document,
    document::{read, write},
};
use serde_json::Value;
use std::sync::Arc;

/// Opens a document with nothing in it.
pub fn new_document(state: State) {
    let title = state.say("Nouvelle composition", "New composition");
    let ruleset = model::rulesets::of_new(catalog::RULESETS);
    state.show(Document { title, ruleset, ..Document::default() }, Vec::new(), Screen::Compose);
}

/// The first screen.
pub fn start(state: State, lang: Lang) -> View {
    let samples = RwSignal::new(Vec::<Value>::new());
    leptos::task::spawn_local(async move {
        let bytes = dom::fetch("./samples/index.json").await.unwrap_or_default();
        samples.try_set(serde_json::from_slice(&bytes).unwrap_or_default());
    });
    // Public cases of ownership stand apart, and open where ownership is told.
    let rows = move |group: &'static str, screen: Screen| {
        samples.with(|all| {
            all.iter()
                .filter(|sample| sample.get("group").and_then(Value::as_str).unwrap_or_default() == group)
                .map(|sample| {
                    let get = |key: &str| sample.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                    let both = |key: &str| {
                        let text = sample.get(key).and_then(|v| v.get(lang.tag())).and_then(Value::as_str);
                        t(lang, text.unwrap_or_default(), text.unwrap_or_default())
                    };
                    let file = get("file");
                    view! {
                        <li>
                            <button type="button" class="sample" on:click=move |_| open_sample(state, file.clone(), screen)>
                                <span class="sample-id">{get("id")}</span>
                                <span class="sample-title">{both("title")}</span>
                                <span class="sample-shows">{both("summary")}</span>
                            </button>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="start">
            <section class="hero">
                <div class="hero-words">
                    <h1>{t(lang, "Votre pile, exigence par exigence.", "Your stack, requirement by requirement.")}</h1>
                    <p class="lead">
                        {t(
                            lang,
                            "Socle dit, pour chacune des 278 exigences de SecNumCloud 3.2, ce qu’un service hérite d’un socle qualifié, ce qu’il partage et ce qui reste à sa charge. Chaque verdict montre sa raison, sa source et sa confiance.",
                            "Socle says, for each of the 278 requirements of SecNumCloud 3.2, what a service inherits from a qualified base, what it shares and what remains its own. Every verdict shows its reason, its source and its confidence.",
                        )}
                    </p>
                    <p class="hero-actions">
                        <button type="button" class="primary" on:click=move |_| actions::run("new", state)>
                            {icons::icon("add")}{t(lang, "Composer ma pile", "Compose my stack")}
                        </button>
                        <button type="button" class="plain" on:click=move |_| open_sample(state, "s06.socle.json".to_owned(), Screen::Scope)>
                            {t(lang, "Voir un exemple", "See an example")}
                        </button>
                        <button type="button" class="plain" on:click=move |_| actions::run("open", state)>
                            {icons::icon("open")}{t(lang, "Ouvrir un fichier", "Open a file")}
                        </button>
                    </p>
                    <p class="quiet">
                        {t(
                            lang,
                            "Un fichier peut aussi être déposé n’importe où sur la page. Tout reste dans ce navigateur.",
                            "A file can also be dropped anywhere on the page. Everything stays in this browser.",
                        )}
                    </p>
                </div>
                <div class="hero-drawing" aria-hidden="true">
                    <div class="slab own">{t(lang, "Ce qui reste à ma charge", "What remains mine")}</div>
                    <div class="slab shared">{t(lang, "Ce qui se partage", "What is shared")}</div>
                    <div class="slab covered">{t(lang, "Ce que le socle qualifié porte", "What the qualified base carries")}</div>
                </div>
            </section>
            {kept(state, lang)}
            {templates(state, lang)}
            <section>
                <h2>{t(lang, "Exemples réels, d’après des sources publiques", "Real examples, from public sources")}</h2>
                <p class="quiet">
                    {t(
                        lang,
                        "Ces documents portent leurs sources, leurs dates et leurs doutes. Ils ne remplacent pas la liste de l’ANSSI, à vérifier avant tout usage.",
                        "These documents carry their sources, dates and doubts. They do not replace ANSSI’s own list, to be checked before any use.",
                    )}
                </p>
                <ul class="samples">{move || rows("", Screen::Scope)}</ul>
            </section>
            <section>
                <h2>{t(lang, "Actionnariat : cas publics, d’après la presse", "Ownership: public cases, from the press")}</h2>
                <p class="quiet">
                    {t(
                        lang,
                        "Ces chiffres viennent de la presse, non d’un registre : ils se contredisent parfois, et ce qui manque est dit manquant.",
                        "These figures come from the press and not from a register: they contradict one another at times, and what is missing is said to be.",
                    )}
                </p>
                <ul class="samples">{move || rows("ownership", Screen::Ownership)}</ul>
            </section>
            <p class="notice">{notice(lang)}</p>
        </div>
    }
}

/// The documents that the browser keeps, and the copies set aside.
pub fn kept(state: State, lang: Lang) -> View {
    let all = Memo::new(move |_| {
        state.kept.track();
        (store::documents(), store::copies())
    });
    let about = move |kept: &store::Kept| {
        let day = dom::day_and_time(kept.when, crate::words::locale(lang));
        format!("{} · {day}", count(lang, kept.services, ("service", "services"), ("service", "services")))
    };
    let title = move |kept: &store::Kept| {
        if kept.title.is_empty() { t(lang, "Sans titre", "Untitled") } else { kept.title.clone() }
    };
    let download = move |key: &str, title: &str| {
        if let Some(text) = store::text(key) {
            dom::download(&actions::file_name(title), "application/json", &text);
        }
    };
    let duplicate = move |kept: &store::Kept| {
        let Some(text) = store::text(&kept.key) else { return };
        let Ok((mut document, issues)) = read(CATALOG, text.as_bytes()) else { return };
        if issues.iter().any(model::document::Issue::is_error) {
            return;
        }
        document.title = format!("{} {}", document.title, state.say("(copie)", "(copy)"));
        let now = store::current().map(|(key, _)| key);
        store::keep(&store::new_key(), &document.title, document.services.len(), &write::to_text(&document));
        store::reopen(now.as_deref());
        state.kept.update(|n| *n += 1);
        let title = &document.title;
        dom::soon(|| dom::focus("documents-title"));
        state.toast(
            Label::new(format!("Copie faite : « {title} »."), format!("Copy made: “{title}”.")),
            false,
        );
    };
    let documents = move || {
        all.with(|(documents, _)| {
            documents
                .iter()
                .map(|kept| {
                    let (open, take, twin, gone) = (kept.clone(), kept.clone(), kept.clone(), kept.clone());
                    let name = title(kept);
                    let is_open = state.key.with(|k| *k == kept.key);
                    let act = |fr: &str, en: &str| t(lang, &format!("{fr} « {name} »"), &format!("{en} “{name}”"));
                    let (labels, name) = ([act("Dupliquer", "Duplicate"), act("Télécharger", "Download"), act("Supprimer", "Delete")], name.clone());
                    let [label_twin, label_take, label_gone] = labels;
                    view! {
                        <li class="kept">
                            <button type="button" class="sample" on:click=move |_| state.resume(&open.key)>
                                <span class="sample-title">{name}</span>
                                <span class="sample-shows">{about(kept)}</span>
                                {is_open.then(|| view! { <span class="tag">{t(lang, "ouvert", "open")}</span> })}
                            </button>
                            <span class="kept-acts">
                                <button type="button" class="tool" title=label_twin.clone() aria-label=label_twin on:click=move |_| duplicate(&twin)>{icons::icon("duplicate")}</button>
                                <button type="button" class="tool" title=label_take.clone() aria-label=label_take on:click=move |_| download(&take.key, &take.title)>{icons::icon("save")}</button>
                                <button type="button" class="tool" title=label_gone.clone() aria-label=label_gone
                                    on:click=move |_| state.dialog.set(Some(Dialog::Forget(gone.key.clone(), gone.title.clone())))>{icons::icon("delete")}</button>
                            </span>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let copies = move || {
        all.with(|(_, copies)| {
            let rows: Vec<_> = copies
                .iter()
                .map(|kept| {
                    let (open, take) = (kept.clone(), kept.clone());
                    let said = t(lang, "Télécharger la copie", "Download the copy");
                    view! {
                        <li>
                            <button type="button" class="link" on:click=move |_| recover(state, &open.key)>{title(kept)}</button>
                            <span class="quiet">{about(kept)}</span>
                            <button type="button" class="tool" title=said.clone() aria-label=said on:click=move |_| download(&take.key, &take.title)>{icons::icon("save")}</button>
                        </li>
                    }
                })
                .collect();
            (!rows.is_empty()).then(|| view! {
                <details class="copies">
                    <summary>{count(lang, rows.len(), ("copie de sécurité", "copies de sécurité"), ("safety copy", "safety copies"))}</summary>
                    <ul class="links">{rows}</ul>
                </details>
            })
        })
    };
    view! {
        <section class="documents" aria-labelledby="documents-title" hidden=move || all.with(|(d, c)| d.is_empty() && c.is_empty())>
            <h2 id="documents-title" tabindex="-1">{t(lang, "Mes documents", "My documents")}</h2>
            <p class="quiet">{t(lang, "Gardés dans ce navigateur seul ; un fichier enregistré est la seule copie sûre.", "Kept in this browser only; a saved file is the only safe copy.")}</p>
            <ul class="samples">{documents}</ul>
            {copies}
        </section>
    }
}

/// Opens a copy set aside as a document of its own.
fn recover(state: State, key: &str) {
    let Some(text) = store::text(key) else { return };
    state.open("copie.socle.json", text.as_bytes());
}

/// Starting points, and the house's own models; fetched when they are asked for.
pub fn templates(state: State, lang: Lang) -> View {
    let asked = RwSignal::new(false);
    let toggled = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
        }
    };
    let rows = move || asked.get().then(|| super::apart::shelves(state, lang));
    view! {
        <details class="shelf" on:toggle=toggled>
            <summary><h2>{t(lang, "Partir d’un modèle", "Begin from a template")}</h2></summary>
            {rows}
        </details>
    }
}

/// What can be begun from.
pub fn shelves(state: State, lang: Lang) -> View {
    let shelves = library::all();
    let shelf = move |library: &Arc<Library>| {
        let entries: Vec<_> = library
            .entries(lang)
            .into_iter()
            .enumerate()
            .map(|(at, entry)| {
                let library = library.clone();
                let open = move |_| {
                    if let Some((document, issues)) = library.document(at, lang) {
                        state.show(document, issues, Screen::Compose);
                    }
                };
                view! {
                    <li>
                        <button type="button" class="sample" on:click=open>
                            <span class="sample-title">{entry.title}</span>
                            <span class="sample-shows">{entry.about}</span>
                        </button>
                    </li>
                }
            })
            .collect();
        let title = library.title(lang);
        (!entries.is_empty()).then(|| view! { <h3>{title}</h3><ul class="samples">{entries}</ul> })
    };
    let rows = move || {
        shelves.with(|s| s.iter().filter(|l| l.shelf != Shelf::Market).map(shelf).collect::<Vec<_>>())
    };
    rows.into_view()
}
