//! What stays in this browser, and how to remove it.

use super::{dialogs::dismiss, icons};
use crate::ui::prelude::*;
use crate::{
    actions, dom,
    state::{Dialog, Saved, State},
    store,
    words::{count, t},
};
use catalog::Lang;

/// The section of the help: what is kept, where, and what never leaves.
pub fn privacy(state: State, lang: Lang) -> View {
    let kept = move || {
        state.kept.track();
        state.saved.track();
        told(lang)
    };
    view! {
        <section id="privacy">
            <h2>{t(lang, "Vie privée", "Privacy")}</h2>
            <p>{t(
                lang,
                "Socle est un dossier de fichiers : rien de ce qui est saisi ne quitte ce navigateur. Aucun compte, aucun témoin (cookie), aucune mesure d’audience, aucune requête vers un autre site. Qui héberge la page voit, comme pour toute page, quelle adresse la demande et quand ; jamais ce qui y est écrit.",
                "Socle is a folder of files: nothing that is entered leaves this browser. No account, no cookie, no audience measurement, no request to another site. Whoever hosts the page sees, as for any page, which address asks for it and when; never what is written in it.",
            )}</p>
            <p>{t(lang, "Ce navigateur garde, et rien d’autre :", "This browser keeps, and nothing else:")}</p>
            <ul>
                <li>{t(lang, "vos documents, après chaque modification, et les copies mises de côté avant une étape risquée : ", "your documents, after each edit, and the copies set aside before a risky step: ")}{kept}</li>
                <li>{t(lang, "des réglages, s’ils ont été changés : langue, thème, raccourcis d’une touche, densité de la matrice ;", "settings, where they were changed: language, theme, shortcuts of a single key, density of the matrix;")}</li>
                <li>{t(lang, "les fichiers de la page elle-même, pour qu’elle marche sans réseau : les mêmes pour tous.", "the files of the page itself, so that it works without a network: the same for everybody.")}</li>
            </ul>
            <p>{t(
                lang,
                "Un lien de partage porte le document entier, dans la partie de l’adresse qui n’est envoyée à aucun serveur ; qui le reçoit peut tout lire. Les fichiers enregistrés sont à vous : Socle ne les suit pas.",
                "A share link carries the whole document, in the part of the address that is sent to no server; whoever receives it can read it all. Saved files are yours: Socle does not follow them.",
            )}</p>
            <p>
                <button type="button" class="plain" id="wipe" on:click=move |_| state.dialog.set(Some(Dialog::Wipe))>
                    {icons::icon("delete")}{t(lang, "Tout effacer de ce navigateur…", "Remove everything from this browser…")}
                </button>
            </p>
        </section>
    }
}

/// How many documents and copies there are.
fn told(lang: Lang) -> String {
    let documents =
        count(lang, store::documents().len(), ("document", "documents"), ("document", "documents"));
    let copies = count(
        lang,
        store::copies().len(),
        ("copie de sécurité", "copies de sécurité"),
        ("safety copy", "safety copies"),
    );
    format!("{documents}, {copies}{}", t(lang, " ;", ";"))
}

/// The question before everything goes: it names what goes, and offers the files first.
pub fn wipe(state: State, lang: Lang) -> View {
    state.flush();
    let files: Vec<_> = store::documents()
        .into_iter()
        .chain(store::copies())
        .map(|kept| {
            let title = if kept.title.is_empty() {
                t(lang, "Sans titre", "Untitled")
            } else {
                kept.title.clone()
            };
            let said = t(lang, &format!("Télécharger « {title} »"), &format!("Download “{title}”"));
            let when = dom::day_and_time(kept.when, crate::words::locale(lang));
            let take = move |_| {
                if let Some(text) = store::text(&kept.key) {
                    dom::download(&actions::file_name(&kept.title), "application/json", &text);
                }
            };
            view! {
                <li>
                    <button type="button" class="link" title=said.clone() aria-label=said on:click=take>{icons::icon("save")}{title}</button>
                    <span class="quiet">{when}</span>
                </li>
            }
        })
        .collect();
    let refused = (state.saved.get_untracked() == Saved::Refused).then(|| {
        view! {
            <p>
                {t(lang, "Le document ouvert n’est que dans cette page : ", "The open document is in this page only: ")}
                <button type="button" class="link" on:click=move |_| actions::run("save", state)>{t(lang, "enregistrer le fichier", "save the file")}</button>
            </p>
        }
    });
    let some = !files.is_empty();
    view! {
        <h2 id="dialog-title">{t(lang, "Tout effacer de ce navigateur ?", "Remove everything from this browser?")}</h2>
        <p>
            {t(lang, "S’en vont, sans retour : ", "What goes, for good: ")}{told(lang)}" "
            {t(lang, "les réglages ; les fichiers de la page gardés pour le hors ligne, et ce qui les sert. Les autres onglets ouverts sur Socle sont à fermer d’abord.", "the settings; the files of the page kept for use without a network, and what serves them. Close other tabs that show Socle first.")}
        </p>
        {some.then(|| view! { <p>{t(lang, "Les fichiers, à prendre avant :", "The files, to take before:")}</p> })}
        {some.then(|| view! { <ul class="links wipe-files">{files}</ul> })}
        {refused}
        <p class="hero-actions">
            <button type="button" class="primary danger" id="wipe-all" on:click=|_| dom::announce("socle-wipe")>{t(lang, "Tout effacer", "Remove everything")}</button>
            <button type="button" class="plain" autofocus=true on:click=move |_| dismiss(state)>{t(lang, "Garder", "Keep")}</button>
        </p>
    }
}
