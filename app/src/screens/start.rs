//! Where one begins: what the tool answers, the samples, a file.

use super::{icons, notice, open_sample};
use crate::{actions, state::State, words::t};
use catalog::Lang;
use leptos::prelude::*;

/// The samples served beside the page: file, French and English title, what they show.
struct Sample {
    file: &'static str,
    id: &'static str,
    title: (&'static str, &'static str),
    shows: (&'static str, &'static str),
}

const SAMPLES: [Sample; 8] = [
    Sample {
        file: "s06.socle.json",
        id: "S06",
        title: ("Scalingo sur Outscale", "Scalingo on Outscale"),
        shows: (
            "Un PaaS sur l’IaaS qualifié d’un autre prestataire.",
            "A PaaS on another provider’s qualified IaaS.",
        ),
    },
    Sample {
        file: "s09.socle.json",
        id: "S09",
        title: ("Whaller DONJON sur OVHcloud", "Whaller DONJON on OVHcloud"),
        shows: ("Un SaaS sur un cloud privé hébergé.", "A SaaS on a hosted private cloud."),
    },
    Sample {
        file: "s20.socle.json",
        id: "S20",
        title: ("Cloud privé sur serveurs nus", "Private cloud on bare metal"),
        shows: (
            "Un hyperviseur à soi sur un socle qui s’arrête au réseau.",
            "One’s own hypervisor on a base that stops at the network.",
        ),
    },
    Sample {
        file: "s01.socle.json",
        id: "S01",
        title: ("OpenShift sur l’IaaS du même prestataire", "OpenShift on the same provider’s IaaS"),
        shows: ("Une seule personne morale, deux services.", "One legal person, two services."),
    },
    Sample {
        file: "s12.socle.json",
        id: "S12",
        title: ("S3NS PREMI3NS", "S3NS PREMI3NS"),
        shows: (
            "Trois activités en un service, une technologie hors de l’Union.",
            "Three activities in one service, technology from outside the Union.",
        ),
    },
    Sample {
        file: "s14.socle.json",
        id: "S14",
        title: ("Bleu", "Bleu"),
        shows: (
            "Un candidat : rien n’est acquis avant la décision.",
            "A candidate: nothing holds before the decision.",
        ),
    },
    Sample {
        file: "s10.socle.json",
        id: "S10",
        title: ("Oodrive", "Oodrive"),
        shows: ("Un prestataire qui exploite toutes les couches.", "A provider that operates every layer."),
    },
    Sample {
        file: "s27.socle.json",
        id: "S27",
        title: ("Un boîtier du client à côté", "A customer’s own appliance beside it"),
        shows: ("Un composant hors du périmètre qualifié.", "A component outside the qualified scope."),
    },
];

/// The first screen.
#[component]
pub fn Start(state: State, lang: Lang) -> impl IntoView {
    let samples: Vec<_> = SAMPLES
        .iter()
        .map(|sample| {
            let file = sample.file;
            view! {
                <li>
                    <button type="button" class="sample" on:click=move |_| open_sample(state, file)>
                        <span class="sample-id">{sample.id}</span>
                        <span class="sample-title">{t(lang, sample.title.0, sample.title.1)}</span>
                        <span class="sample-shows">{t(lang, sample.shows.0, sample.shows.1)}</span>
                    </button>
                </li>
            }
        })
        .collect();
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
                        <button type="button" class="primary" on:click=move |_| open_sample(state, "s06.socle.json")>
                            {t(lang, "Voir un PaaS sur un IaaS qualifié", "See a PaaS on a qualified IaaS")}
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
            {move || state.document.with(|d| d.as_ref().map(|d| d.0.title.clone())).map(|title| view! {
                <section class="resume">
                    <h2>{t(lang, "Reprendre", "Resume")}</h2>
                    <button type="button" class="sample resume-button" on:click=move |_| actions::run("scope", state)>
                        <span class="sample-title">{title}</span>
                        <span class="sample-shows">{t(lang, "Le document ouvert dans ce navigateur", "The document open in this browser")}</span>
                    </button>
                </section>
            })}
            <section>
                <h2>{t(lang, "Exemples réels, d’après des sources publiques", "Real examples, from public sources")}</h2>
                <p class="quiet">
                    {t(
                        lang,
                        "Ces documents portent leurs sources, leurs dates et leurs doutes. Ils ne remplacent pas la liste de l’ANSSI, à vérifier avant tout usage.",
                        "These documents carry their sources, dates and doubts. They do not replace ANSSI’s own list, to be checked before any use.",
                    )}
                </p>
                <ul class="samples">{samples}</ul>
            </section>
            <p class="notice">{notice(lang)}</p>
        </div>
    }
}
