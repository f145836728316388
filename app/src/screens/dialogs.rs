//! What lies over the page: the palette of all actions, what can be added, the menu of what is selected, a question
//! before something is gone for good; and at the edge, notes and banners.

use super::{apart, icons};
use crate::ui::prelude::*;
use crate::{
    actions::{self, ACTIONS, Group},
    composing::{self, Link},
    dom,
    library::{self, Shelf},
    state::{Dialog, Elsewhere, Saved, State},
    store,
    words::{count, fold, t},
};
use catalog::{Activity, Lang};
use model::{
    document::{Item, ServiceId},
    share::LinkError,
    words,
};
use std::sync::Arc;

/// Something that can be chosen from a list.
#[derive(Clone)]
struct Choice {
    label: String,
    detail: String,
    keys: String,
    group: String,
    run: Arc<dyn Fn() + Send + Sync>,
}

const ID: &str = "dialog";

/// Closes what lies over the page; the focus goes back to where it was.
pub fn dismiss(state: State) {
    dom::close_modal(ID);
    state.dialog.set(None);
}

/// Whatever lies over the page now.
pub fn over(state: State, lang: Lang) -> View {
    let body = move || {
        let dialog = state.dialog.get()?;
        dom::soon(|| dom::show_modal(ID));
        let mine = dialog.clone();
        // Escape closes by itself; another dialog may have opened since.
        let closed = move |_| {
            if state.dialog.with_untracked(|d| d.as_ref() == Some(&mine)) {
                state.dialog.set(None);
            }
        };
        // A click on what is behind, which is the dialog itself, closes.
        let outside = move |e: web_sys::MouseEvent| {
            let target =
                e.target().and_then(|t| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlDialogElement>(t).ok());
            if target.is_some() {
                dismiss(state);
            }
        };
        let (class, place) = match dialog {
            Dialog::Menu(x, y) => ("menu", Some((x, y))),
            Dialog::Forget(..) | Dialog::Share(_) | Dialog::Wipe => ("small", None),
            _ => ("", None),
        };
        let (left, top) = place.map_or((None, None), |(x, y)| {
            let (w, h) = dom::size();
            (
                Some(format!("{}px", x.min(dom::px(w) - 300).max(8))),
                Some(format!("{}px", y.min(dom::px(h) - 570).max(8))),
            )
        });
        let closes = !matches!(dialog, Dialog::Menu(..));
        let body = match dialog {
            Dialog::Share(link) => apart::share(state, lang, link),
            Dialog::Palette => apart::palette(state, lang),
            Dialog::Add => apart::add(state, lang),
            Dialog::Connect(from) => apart::connect(state, lang, from),
            Dialog::Menu(..) => apart::menu(state, lang),
            Dialog::Forget(key, title) => apart::forget(state, lang, key, title),
            Dialog::Wipe => apart::wipe(state, lang),
        };
        Some(view! {
            <dialog id=ID class=format!("dialog {class}") aria-labelledby="dialog-title" style:left=left style:top=top on:close=closed on:click=outside>
                <div class="dialog-body">
                    {body}
                    {closes.then(|| view! {
                        <button type="button" class="tool dialog-close" title=t(lang, "Fermer (Échap)", "Close (Esc)") on:click=move |_| dismiss(state)>
                            {icons::icon("close")}<span class="away">{t(lang, "Fermer", "Close")}</span>
                        </button>
                    })}
                </div>
            </dialog>
        })
    };
    body.into_view()
}

/// A list to search in and choose from.
fn chooser(state: State, lang: Lang, title: String, between: View, choices: Signal<Vec<Choice>>) -> View {
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let shown = Memo::new_with_compare(
        move |_| {
            let needles: Vec<String> = text.with(|t| t.split_whitespace().map(fold).collect());
            choices.with(|all| {
                let has = |hay: String| needles.iter().all(|n| hay.contains(n.as_str()));
                // What is called so comes before what is described so.
                let (mut called, mut described) = (Vec::new(), Vec::new());
                for (i, c) in all.iter().enumerate() {
                    if has(fold(&c.label)) {
                        called.push(i);
                    } else if has(fold(&format!("{} {} {}", c.label, c.group, c.detail))) {
                        described.push(i);
                    }
                }
                called.append(&mut described);
                called
            })
        },
        |a, b| a != b,
    );
    let run = move |place: usize| {
        let chosen = shown.with_untracked(|s| s.get(place).copied());
        let chosen = chosen.and_then(|i| choices.with_untracked(|all| all.get(i).map(|c| c.run.clone())));
        if let Some(run) = chosen {
            dismiss(state);
            run();
        }
    };
    let key = move |e: web_sys::KeyboardEvent| {
        let n = shown.with_untracked(Vec::len);
        let now = at.get_untracked();
        let to = match e.key().as_str() {
            "ArrowDown" if n > 0 => (now + 1) % n,
            "ArrowUp" if n > 0 => (now + n - 1) % n,
            "PageDown" => (now + 8).min(n.saturating_sub(1)),
            "PageUp" => now.saturating_sub(8),
            "Enter" if !e.is_composing() => {
                e.prevent_default();
                run(now);
                return;
            }
            _ => return,
        };
        e.prevent_default();
        at.set(to);
        dom::soon(move || dom::reveal(&format!("choice-{to}")));
    };
    let rows = move || {
        shown.with(|shown| {
            choices.with(|all| {
                let mut group = String::new();
                shown
                    .iter()
                    .enumerate()
                    .filter_map(|(place, i)| {
                        let c = all.get(*i)?.clone();
                        let head = (c.group != group).then(|| c.group.clone());
                        group.clone_from(&c.group);
                        Some(view! {
                            {head.map(|head| view! { <li role="presentation" class="choice-group">{head}</li> })}
                            <li role="option" id=format!("choice-{place}") class="choice-row"
                                aria-selected=move || if at.get() == place { "true" } else { "false" }
                                on:click=move |_| run(place)>
                                <span class="choice-label">{c.label}</span>
                                {(!c.keys.is_empty()).then(|| view! { <kbd>{c.keys}</kbd> })}
                                <span class="choice-detail">{c.detail}</span>
                            </li>
                        })
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    let found = move || match shown.with(Vec::len) {
        0 => t(
            lang,
            "Rien de ce nom. Effacer un mot élargit la recherche.",
            "Nothing by that name. Clearing a word widens the search.",
        ),
        n => count(lang, n, ("proposition", "propositions"), ("choice", "choices")),
    };
    view! {
        <h2 id="dialog-title">{title}</h2>
        {between}
        <label for="choose" class="choose-label">{t(lang, "Chercher", "Search")}</label>
        <input type="text" id="choose" role="combobox" autofocus=true autocomplete="off" spellcheck="false" aria-expanded="true" aria-controls="choices"
            aria-autocomplete="list"
            aria-activedescendant=move || (shown.with(Vec::len) > 0).then(|| format!("choice-{}", at.get()))
            prop:value=move || text.get() on:keydown=key
            on:input=move |e| { text.set(event_target_value(&e)); at.set(0); }/>
        <ul id="choices" role="listbox" aria-label=t(lang, "Propositions", "Choices") class="choices-list">{rows}</ul>
        <p class="quiet" role="status">{found}</p>
    }
}

/// The link, what it reveals, and a way to take it.
pub fn share(state: State, lang: Lang, link: Result<String, LinkError>) -> View {
    let body = match link {
        Err(error) => view! { <p class="problem">{error.say(lang)}</p> },
        Ok(link) => {
            let n = link.chars().count();
            let text = link.clone();
            let copy = move |_| {
                let text = text.clone();
                leptos::task::spawn_local(async move {
                    let done = dom::copy(&text).await;
                    if !done {
                        // Without a secure address the browser gives no clipboard: the text is ready to be copied by hand.
                        dom::focus_select("share-link");
                    }
                    state.live.set(if done {
                        state.say("Lien copié.", "Link copied.")
                    } else {
                        state.say(
                            "Le lien est choisi : le copier au clavier.",
                            "The link is selected: copy it with the keyboard.",
                        )
                    });
                    dom::set_text("share-said", &state.live.get_untracked());
                });
            };
            view! {
                <p>
                    {t(
                        lang,
                        "Ce lien contient le document entier : services, prestataires, qualifications, notes et jugements. Qui a le lien peut tout lire.",
                        "This link holds the whole document: services, providers, qualifications, notes and judgements. Whoever has the link can read it all.",
                    )}
                </p>
                <p class="hint">
                    {t(
                        lang,
                        "Tout voyage après le signe #, que les navigateurs n’envoient à aucun serveur. La messagerie qui le porte, et l’historique du navigateur, le gardent.",
                        "It all travels behind the sign #, which browsers send to no server. The messenger that carries it, and the browser’s history, keep it.",
                    )}
                </p>
                <p class="field">
                    <label for="share-link">{t(lang, "Lien", "Link")}</label>
                    <input type="text" id="share-link" readonly=true value=link/>
                </p>
                <p class="hint">
                    {count(lang, n, ("caractère. Il ouvre l’écran où l’on est, avec ses filtres.", "caractères. Il ouvre l’écran où l’on est, avec ses filtres."), ("character. It opens the screen where one is, with its filters.", "characters. It opens the screen where one is, with its filters."))}
                </p>
                <p class="hero-actions">
                    <button type="button" class="primary" id="share-copy" autofocus=true on:click=copy>{t(lang, "Copier le lien", "Copy the link")}</button>
                    <span id="share-said" class="quiet"></span>
                </p>
            }
        }
    };
    view! {
        <h2 id="dialog-title">{t(lang, "Partager un lien", "Share a link")}</h2>
        {body}
    }
}

/// All commands, and all services.
pub fn palette(state: State, lang: Lang) -> View {
    let choices = Signal::derive(move || {
        let mut all: Vec<Choice> = Vec::new();
        for group in Group::ALL {
            let name = group.label();
            for action in
                ACTIONS.iter().filter(|a| a.group == group && a.id != "palette" && (a.enabled)(state))
            {
                all.push(Choice {
                    label: actions::label(action, state, lang),
                    detail: String::new(),
                    keys: action.chords.first().map(|c| c.show(lang)).unwrap_or_default(),
                    group: t(lang, name.0, name.1),
                    run: Arc::new(move || (action.run)(state)),
                });
            }
        }
        // Every service is a place to go to.
        if let Some(now) = state.document.get() {
            for service in &now.0.services {
                let item = Item::Service(service.id.clone());
                let chosen = item.clone();
                all.push(Choice {
                    label: composing::name(&now.0, &item, lang),
                    detail: composing::activities(service),
                    keys: String::new(),
                    group: t(lang, "Services", "Services"),
                    run: Arc::new(move || {
                        state.turn_to(crate::route::Screen::Compose);
                        state.select(Some(chosen.clone()));
                    }),
                });
            }
        }
        all
    });
    chooser(state, lang, t(lang, "Toutes les commandes", "All commands"), ().into_view(), choices)
}

/// What a service could rest on.
pub fn connect(state: State, lang: Lang, from: ServiceId) -> View {
    let name =
        state.now().map(|d| composing::name(&d.0, &Item::Service(from.clone()), lang)).unwrap_or_default();
    let choices = Signal::derive(move || {
        let Some(now) = state.document.get() else { return Vec::new() };
        composing::open_bases(state, &from)
            .into_iter()
            .map(|base| {
                let from = from.clone();
                let activities = now.0.service(base.as_str()).map(composing::activities).unwrap_or_default();
                Choice {
                    label: composing::name(&now.0, &Item::Service(base.clone()), lang),
                    detail: activities,
                    keys: String::new(),
                    group: String::new(),
                    run: Arc::new(move || composing::connect(state, from.clone(), &base)),
                }
            })
            .collect()
    });
    let title = t(lang, &format!("« {name} » repose sur…"), &format!("“{name}” rests on…"));
    chooser(state, lang, title, ().into_view(), choices)
}

/// What can be added.
pub fn add(state: State, lang: Lang) -> View {
    let to = state.selected_service();
    let name = to
        .as_ref()
        .and_then(|id| state.now().map(|d| composing::name(&d.0, &Item::Service(id.clone()), lang)));
    let link = RwSignal::new(Link::Fitting);
    let shelves = library::all();
    let linked = to;
    let choices = Signal::derive(move || {
        let link = link.get();
        let mut all: Vec<Choice> = Vec::new();
        let blank = [
            (
                Activity::Iaas,
                "Infrastructure : machines, stockage, réseau",
                "Infrastructure: machines, storage, network",
            ),
            (Activity::Caas, "Conteneurs orchestrés", "Orchestrated containers"),
            (
                Activity::Paas,
                "Plateforme : environnements d’exécution, bases de données",
                "Platform: runtimes, databases",
            ),
            (Activity::Saas, "Application", "Application"),
        ];
        for (activity, fr, en) in blank {
            let to = linked.clone();
            all.push(Choice {
                label: activity.name().to_owned(),
                detail: t(lang, fr, en),
                keys: String::new(),
                group: t(lang, "Un service vide", "An empty service"),
                run: Arc::new(move || composing::add_service(state, activity, link, to.clone())),
            });
        }
        for library in shelves.get() {
            for (at, entry) in library.entries(lang).into_iter().enumerate() {
                let (library, to, title) = (library.clone(), linked.clone(), entry.title.clone());
                let day = entry
                    .as_of
                    .map(|d| words::date(d, lang))
                    .map(|d| t(lang, &format!(" (au {d})"), &format!(" (as of {d})")));
                all.push(Choice {
                    label: entry.title,
                    detail: format!("{}{}", entry.about, day.unwrap_or_default()),
                    keys: String::new(),
                    group: library.title(lang),
                    run: Arc::new(move || {
                        if let Some((document, _)) = library.document(at, lang) {
                            composing::insert(state, &title, document, link, to.clone());
                        }
                    }),
                });
            }
        }
        all
    });
    let options = name.map(|name| {
        let options: Vec<_> = [
            (Link::Fitting, t(lang, &format!("lier à « {name} » selon l’activité"), &format!("link to “{name}” as activities say"))),
            (Link::Under, t(lang, &format!("« {name} » reposera dessus"), &format!("“{name}” will rest on it"))),
            (Link::Above, t(lang, &format!("il reposera sur « {name} »"), &format!("it will rest on “{name}”"))),
            (Link::Alone, t(lang, "sans lien", "no link")),
        ]
        .into_iter()
        .map(|(value, text)| {
            view! {
                <label class="choice">
                    <input type="radio" name="link" prop:checked=move || link.get() == value on:change=move |_| link.set(value)/>
                    <span>{text}</span>
                </label>
            }
        })
        .collect();
        view! { <fieldset class="choices"><legend class="away">{t(lang, "Lien", "Link")}</legend>{options}</fieldset> }
    });
    let note = move || shelves.with(|s| s.iter().find(|l| l.shelf == Shelf::Market).map(|l| l.note(lang)));
    let between = view! {
        {options}
        <details class="reminder">
            <summary>{t(lang, "Services du marché : un relevé de sources publiques, pas la liste de l’ANSSI. À vérifier.", "Services on the market: a collection of public sources, not ANSSI’s list. To be checked.")}</summary>
            <p class="hint">{note}</p>
        </details>
    };
    chooser(state, lang, t(lang, "Ajouter un service", "Add a service"), between.into_view(), choices)
}

/// What can be done with what is selected.
pub fn menu(state: State, lang: Lang) -> View {
    let name = state.now().zip(state.selected()).map(|(d, item)| composing::name(&d.0, &item, lang));
    let items: Vec<_> = ACTIONS
        .iter()
        // On a thing, what can be done with it; on the ground, what can be done with the view as well.
        .filter(|a| a.group == Group::Item || (name.is_none() && a.group == Group::View))
        .filter(|a| !matches!(a.id, "menu" | "grab") && untrack(|| (a.enabled)(state)))
        .map(|action| {
            let keys = action.chords.first().map(|c| c.show(lang));
            let run = move |_| {
                dismiss(state);
                // What is chosen here is done in the diagram, from which the menu was opened.
                (action.run)(state);
            };
            view! {
                <li>
                    <button type="button" class="menu-item" on:click=run>
                        {icons::icon(action.icon)}<span>{actions::label(action, state, lang)}</span>{keys.map(|k| view! { <kbd>{k}</kbd> })}
                    </button>
                </li>
            }
        })
        .collect();
    let key = move |e: web_sys::KeyboardEvent| {
        let forward = match e.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        e.prevent_default();
        dom::focus_neighbour(forward);
    };
    view! {
        <h2 id="dialog-title" class="menu-title">{name.unwrap_or_else(|| t(lang, "Composer", "Compose"))}</h2>
        <ul class="menu-items" on:keydown=key>{items}</ul>
    }
}

/// A question before a document leaves the list.
pub fn forget(state: State, lang: Lang, key: String, title: String) -> View {
    let shown = if title.is_empty() { t(lang, "Sans titre", "Untitled") } else { title.clone() };
    let yes = move |_| {
        let open = state.key.with_untracked(|k| *k == key);
        if let Some(text) = store::text(&key) {
            let services = store::documents().iter().find(|d| d.key == key).map_or(0, |d| d.services);
            store::set_aside(&title, services, &text);
        }
        store::forget(&key);
        if open {
            store::close();
            state.history.set(None);
            state.key.set(String::new());
            state.saved.set(Saved::Nothing);
        }
        dismiss(state);
        state.kept.update(|n| *n += 1);
        dom::soon(|| dom::focus("main"));
    };
    view! {
        <h2 id="dialog-title">{t(lang, "Supprimer ce document ?", "Delete this document?")}</h2>
        <p>{t(lang, "Il quitte la liste. Une copie reste parmi les copies de sécurité, jusqu’à ce que de plus récentes la remplacent.", "It leaves the list. A copy stays among the safety copies, until later ones replace it.")}</p>
        <p class="hero-actions">
            <button type="button" class="primary danger" on:click=yes>{t(lang, &format!("Supprimer « {shown} »"), &format!("Delete “{shown}”"))}</button>
            <button type="button" class="plain" autofocus=true on:click=move |_| dismiss(state)>{t(lang, "Garder", "Keep")}</button>
        </p>
    }
}

/// A note at the edge of the page; it stays until it is closed or another takes its place.
pub fn note(state: State, lang: Lang) -> View {
    let body = move || {
        let toast = state.toast.get()?;
        // The button that was pressed goes with the note: the focus goes back to the work.
        let close = move || {
            state.toast.set(None);
            dom::focus(if state.screen() == crate::route::Screen::Compose { "diagram" } else { "main" });
        };
        Some(view! {
            <aside class="toast" id="toast" aria-label=t(lang, "Note", "Note")>
                <p>{toast.text.get(lang).to_owned()}</p>
                {toast.undo.then(|| view! {
                    <button type="button" class="link" on:click=move |_| { close(); actions::run("undo", state); }>{t(lang, "Annuler", "Undo")}</button>
                })}
                <button type="button" class="tool" title=t(lang, "Fermer", "Close") aria-label=t(lang, "Fermer", "Close") on:click=move |_| close()>{icons::icon("close")}</button>
            </aside>
        })
    };
    body.into_view()
}

/// What a person should know before going on: the browser stores nothing, another tab is at the same document, or a newer
/// version of the page is ready.
pub fn banners(state: State, lang: Lang) -> View {
    let full = move || {
        (state.saved.get() == Saved::Refused).then(|| {
            view! {
                <div class="banner" role="alert">
                    {icons::icon("warning")}
                    <p>{t(lang, "Le navigateur ne garde plus ce document : sa mémoire est pleine ou refusée. Le travail n’est que dans cette page ; enregistrez-le dans un fichier.", "The browser no longer keeps this document: its storage is full or refused. The work is in this page only; save it to a file.")}</p>
                    <button type="button" class="plain small" on:click=move |_| actions::run("save", state)>{t(lang, "Enregistrer le fichier", "Save the file")}</button>
                    <button type="button" class="plain small" on:click=move |_| { state.store(); dom::soon(|| dom::focus("main")); }>{t(lang, "Réessayer", "Try again")}</button>
                </div>
            }
        })
    };
    let elsewhere = move || {
        let text = match state.elsewhere.get() {
            Elsewhere::No => return None,
            Elsewhere::Open => t(
                lang,
                "Ce document est aussi ouvert dans un autre onglet.",
                "This document is also open in another tab.",
            ),
            Elsewhere::Changed => t(
                lang,
                "Un autre onglet vient de modifier ce document. La prochaine modification faite ici ira dans une copie : les deux seront gardés.",
                "Another tab has just changed this document. The next edit made here goes into a copy: both will be kept.",
            ),
        };
        let changed = state.elsewhere.get() == Elsewhere::Changed;
        let take = move |_| {
            state.set_aside();
            let key = state.key.get_untracked();
            state.elsewhere.set(Elsewhere::No);
            state.resume(&key);
        };
        let copy = move |_| {
            state.elsewhere.set(Elsewhere::Changed);
            state.store();
            dom::soon(|| dom::focus("main"));
        };
        Some(view! {
            <div class="banner" role="status">
                {icons::icon("warning")}
                <p>{text}</p>
                {changed.then(|| view! { <button type="button" class="plain small" on:click=take>{t(lang, "Prendre l’autre version", "Take the other version")}</button> })}
                <button type="button" class="plain small" on:click=copy>{t(lang, "Continuer ici dans une copie", "Go on here in a copy")}</button>
            </div>
        })
    };
    // Nothing is reloaded while the work is in this page only: what the browser refused, or a file that is being mended.
    // A memo: storing what was being typed must not draw the button anew under the pointer that presses it.
    let offered = Memo::new(move |_| {
        state.newer.get() && state.saved.with(|s| *s != Saved::Refused) && state.mending.with(Option::is_none)
    });
    let newer = move || {
        let take = move |_| {
            dom::commit();
            state.flush();
            if state.saved.get_untracked() != Saved::Refused {
                dom::announce("socle-take");
            }
        };
        offered.get().then(|| {
            view! {
                <div class="banner" role="status">
                    <p>{t(lang, "Une nouvelle version de Socle est prête. Le travail est enregistré, et revient avec elle.", "A new version of Socle is ready. The work is saved, and comes back with it.")}</p>
                    <button type="button" class="plain small" on:click=take>{t(lang, "Recharger", "Reload")}</button>
                    <button type="button" class="plain small" on:click=move |_| { state.newer.set(false); dom::focus("main"); }>{t(lang, "Plus tard", "Later")}</button>
                </div>
            }
        })
    };
    view! { {full}{elsewhere}{newer} }
}
