//! The deliverables: what each is for, whether it keeps to the filter of the list, and its formats.

use super::{Desk, Shown};
use crate::ui::prelude::*;
use crate::{
    actions, dom,
    screens::{filters, icons},
    sheets,
    state::{CATALOG, State},
    words::{of, t},
};
use catalog::Lang;
use model::{
    document::write,
    export::{self, scope, svg, workbook},
    report::{html, markdown, papers::Paper},
    table::Workbook,
    verdict::Verdict,
};

/// What can be shown as on paper: which, the id of its button, its words.
pub const SHOWN: [(Shown, &str, &str, &str); 4] = [
    (None, "show-annex", "Annexe d’audit", "Audit annex"),
    (Some(Paper::Split), "show-split", "Partage avec les socles", "Split with the bases"),
    (Some(Paper::Position), "show-position", "Points à régler", "Points to settle"),
    (Some(Paper::NotCovered), "show-not-covered", "Exigences non couvertes", "Requirements not covered"),
];

/// What leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// The table of the scope.
    Scope,
    /// The annex, or a paper.
    Report(Shown),
    /// The diagram.
    Diagram,
    /// The document itself.
    Document,
}

/// A format, by its extension.
type Format = &'static str;

/// A piece: its id, its icon, what it is, what it is for, its formats.
struct Item {
    piece: Piece,
    id: &'static str,
    icon: &'static str,
    name: (&'static str, &'static str),
    what: (&'static str, &'static str),
    formats: &'static [Format],
}

const ITEMS: [Item; 7] = [
    Item {
        piece: Piece::Scope,
        id: "scope",
        icon: "select",
        name: ("Tableau du périmètre", "Table of the scope"),
        what: (
            "Verdicts, parts, preuves, points à obtenir, matrice et tiers. Avancement, responsables, preuves et jugements s’y remplissent et se rapportent ici.",
            "Verdicts, parts, evidence, points to obtain, matrix and third parties. Status, owners, evidence and judgements are filled in there and brought back here.",
        ),
        formats: &["xlsx", "csv", "md", "json"],
    },
    Item {
        piece: Piece::Report(None),
        id: "annex",
        icon: "save",
        name: ("Annexe d’audit", "Audit annex"),
        what: (
            "Tout ce qui est derrière les verdicts, pour le dossier d’évaluation.",
            "All that stands behind the verdicts, for the evaluation file.",
        ),
        formats: &["html", "md"],
    },
    Item {
        piece: Piece::Report(Some(Paper::Split)),
        id: "split",
        icon: "shared",
        name: ("Partage avec les socles", "Split with the bases"),
        what: (
            "Annexe au contrat avec chaque socle : sa part, la part propre, ce qui est à obtenir. Ses réponses se rapportent ici et font bouger les verdicts.",
            "An annex to the contract with each base: its part, the own part, what is to be obtained. Its answers are brought back here and move verdicts.",
        ),
        formats: &["xlsx", "html", "md"],
    },
    Item {
        piece: Piece::Report(Some(Paper::Position)),
        id: "position",
        icon: "warning",
        name: ("Points à régler", "Points to settle"),
        what: (
            "Les lectures et les hypothèses retenues, et ce que changerait l’autre réponse : pour le centre d’évaluation et l’ANSSI.",
            "The readings and assumptions taken, and what the other answer would change: for the evaluation centre and ANSSI.",
        ),
        formats: &["xlsx", "html", "md"],
    },
    Item {
        piece: Piece::Report(Some(Paper::NotCovered)),
        id: "not-covered",
        icon: "remains",
        name: ("Exigences non couvertes", "Requirements not covered"),
        what: (
            "Pour les clients d’un service qui n’est pas qualifié (3.3.1).",
            "For the customers of a service that is not qualified (3.3.1).",
        ),
        formats: &["xlsx", "html", "md"],
    },
    Item {
        piece: Piece::Diagram,
        id: "diagram",
        icon: "compose",
        name: ("Diagramme de la pile", "Diagram of the stack"),
        what: (
            "Pour un dossier d’architecture ou une présentation.",
            "For an architecture file or a presentation.",
        ),
        formats: &["svg", "png"],
    },
    Item {
        piece: Piece::Document,
        id: "document",
        icon: "open",
        name: ("Document Socle", "Socle document"),
        what: (
            "La pile et tout ce qui y a été saisi : le fichier à garder.",
            "The stack and all that was entered: the file to keep.",
        ),
        formats: &["socle.json"],
    },
];

/// The list of deliverables.
pub fn files(desk: Desk) -> View {
    let Desk { state, lang, out, .. } = desk;
    let active = move || state.route.with(|r| r.filter.active());
    let items: Vec<_> = ITEMS.iter().map(|item| item_view(desk, item)).collect();
    let chosen = move |l: Lang| move || out.get() == l;
    let kept = move || {
        let (n, m) = desk.kept.with(|k| (k.iter().filter(|k| **k).count(), k.len()));
        let said = state.route.with(|r| filters::said(&r.filter, lang));
        t(
            lang,
            &format!("Ne garder dans le tableau que ce que montre la liste : {} ({said})", of(lang, n, m)),
            &format!("Keep in the table only what the list shows: {} ({said})", of(lang, n, m)),
        )
    };
    view! {
        <section class="files" aria-labelledby="files-title">
            <div class="files-top">
                <h2 id="files-title">{t(lang, "À emporter", "To take away")}</h2>
                <p class="field">
                    <label for="out-lang">{t(lang, "Langue des livrables", "Language of the deliverables")}</label>
                    <select id="out-lang" on:change=move |e| out.set(if event_target_value(&e) == "fr" { Lang::Fr } else { Lang::En })>
                        <option value="fr" selected=chosen(Lang::Fr)>"Français"</option>
                        <option value="en" selected=chosen(Lang::En)>"English"</option>
                    </select>
                </p>
                {move || (active() > 0).then(|| view! {
                    <p class="check">
                        <input type="checkbox" id="narrowed" prop:checked=move || desk.narrowed.get() on:change=move |e| desk.narrowed.set(event_target_checked(&e))/>
                        <label for="narrowed">{kept}</label>
                    </p>
                })}
            </div>
            {sheets::busy(lang, desk.progress)}
            <ul class="pieces">{items}</ul>
        </section>
    }
}

fn item_view(desk: Desk, item: &'static Item) -> View {
    let lang = desk.lang;
    let name = t(lang, item.name.0, item.name.1);
    let ready = move || item.piece == Piece::Document || desk.pack.with(Option::is_some);
    let buttons: Vec<_> = item
        .formats
        .iter()
        .map(|format| {
            let label = match *format {
                "md" => "Markdown".to_owned(),
                "socle.json" => "JSON".to_owned(),
                other => other.to_uppercase(),
            };
            let full = format!("{name}, {label}");
            let busy = move || !ready() || (*format == "xlsx" && desk.progress.with(Option::is_some));
            view! {
                <button type="button" class="plain" id=format!("get-{}-{}", item.id, format.replace('.', "-")) aria-label=full disabled=busy
                    on:click=move |_| take(desk, item, format)>{label}</button>
            }
        })
        .collect();
    let shown = match item.piece {
        Piece::Report(which) => Some(which),
        _ => None,
    };
    let see = shown.map(|which| {
        let label = t(lang, &format!("Voir : {name}"), &format!("See: {name}"));
        view! {
            <button type="button" class="link" aria-label=label on:click=move |_| {
                desk.state.show_paper(which.map_or("", Paper::id));
                dom::soon(|| {
                    dom::focus(SHOWN_BUTTONS);
                    dom::reveal("sheet-title");
                });
            }>{t(lang, "Voir", "See")}</button>
        }
    });
    let keeps = match item.piece {
        Piece::Scope => {
            t(lang, "Suit le filtre de la liste, et le dit.", "Keeps to the filter of the list, and says so.")
        }
        Piece::Diagram | Piece::Document => {
            t(lang, "Toute la pile, sans filtre.", "The whole stack, unfiltered.")
        }
        Piece::Report(_) => t(lang, "Tout le service, sans filtre.", "The whole service, unfiltered."),
    };
    view! {
        <li class="piece">
            <h3>{icons::icon(item.icon)}{name}</h3>
            <p>{t(lang, item.what.0, item.what.1)}</p>
            <p class="quiet">{keeps}</p>
            <div class="piece-actions">{buttons}{see}</div>
        </li>
    }
}

/// Where the focus goes when something else is shown.
const SHOWN_BUTTONS: &str = "show-annex";

/// The name of a file: the document, the service, what it is, in which language.
fn name(state: State, id: &str, lang: Lang, extension: &str) -> String {
    let title = state.now().map(|d| d.0.title.clone()).unwrap_or_default();
    let stem = actions::stem(&title);
    let service = state.target.get_untracked().map(|s| s.0).unwrap_or_default();
    match id {
        "document" => actions::file_name(&title),
        "diagram" => format!("{stem}-{id}-{}.{extension}", lang.tag()),
        _ => format!("{stem}-{service}-{id}-{}.{extension}", lang.tag()),
    }
}

/// Makes a piece and offers it as a file.
fn take(desk: Desk, item: &'static Item, format: Format) {
    let state = desk.state;
    // What is being typed belongs to it.
    dom::commit();
    let out = desk.out.get_untracked();
    let name = name(state, item.id, out, format);
    if item.piece == Piece::Document {
        if let Some(now) = state.now() {
            dom::download(&name, "application/json", &write::to_text(&now.0));
            actions::offered(state, &name);
        }
        return;
    }
    let Some(asking) = untrack(|| desk.asking()) else { return };
    let asked = asking.asked();
    let shown = desk.kept.get_untracked();
    let keeps = |v: &Verdict| {
        let place = CATALOG.requirements.iter().position(|r| r.id == v.requirement.id);
        place.and_then(|p| shown.get(p)).copied().unwrap_or(true)
    };
    let filter = state.route.with_untracked(|r| r.filter.clone());
    let words = filters::said(&filter, out);
    let narrows = filter.active() > 0 && desk.narrowed.get_untracked();
    let filter = narrows.then_some(export::Filter { keeps: &keeps, words: &words });
    let text = |kind: &str, text: Option<String>| {
        if let Some(text) = text {
            dom::download(&name, kind, &text);
            actions::offered(state, &name);
        }
    };
    match (item.piece, format) {
        (Piece::Scope, "csv") => text("text/csv", scope::csv(&asked, filter).ok()),
        (Piece::Scope, "md") => text("text/markdown", scope::markdown(&asked, filter).ok()),
        (Piece::Scope, "json") => text("application/json", scope::json(&asked, filter).ok()),
        (Piece::Scope, _) => {
            book(desk, name.clone(), workbook::workbook(&asked, filter).ok());
        }
        (Piece::Report(Some(which)), "xlsx") => {
            book(desk, name.clone(), workbook::paper_book(which, &asked).ok());
        }
        (Piece::Report(which), "md") => {
            text("text/markdown", asking.report(which).map(|r| markdown::write(&r)));
        }
        (Piece::Report(which), _) => text("text/html", asking.report(which).map(|r| html::page(&r))),
        (Piece::Diagram, _) => {
            let picture = svg::diagram(CATALOG, asked.document, asked.question, out);
            if format == "svg" {
                text("image/svg+xml", Some(picture));
                return;
            }
            let name = name.clone();
            leptos::task::spawn_local(async move {
                if dom::download_png(&name, &picture).await {
                    actions::offered(state, &name);
                } else {
                    state.live.set(state.say(
                        "Le navigateur n’a pas pu faire l’image PNG ; le SVG reste possible.",
                        "The browser could not make the PNG picture; SVG still works.",
                    ));
                }
            });
        }
        (Piece::Document, _) => {}
    }
}

/// Has a workbook written and offers it as a file.
fn book(desk: Desk, name: String, book: Option<Workbook>) {
    let Some(book) = book else { return };
    let (state, lang) = (desk.state, desk.lang);
    leptos::task::spawn_local(async move {
        match sheets::write(&book, desk.progress).await {
            Ok(bytes) => {
                dom::download_bytes(
                    &name,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    &bytes,
                );
                actions::offered(state, &name);
            }
            Err(sheets::Failed::Cancelled) => {
                state.live.set(t(lang, "Classeur abandonné.", "Workbook given up."));
            }
            Err(failed) => {
                state.toast(crate::history::Label::new(failed.say(Lang::Fr), failed.say(Lang::En)), false);
            }
        }
    });
}
