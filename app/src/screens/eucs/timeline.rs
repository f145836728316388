//! What became of the scheme, event by event, each with where we have it from: read at the source, or told by others.

use crate::ui::prelude::*;
use crate::words::t;
use catalog::Lang;

/// An event: when, what, from where, and whether we read the source itself.
struct Event {
    when: (&'static str, &'static str),
    what: (&'static str, &'static str),
    source: &'static str,
    read: bool,
}

const fn event(
    when: (&'static str, &'static str),
    what: (&'static str, &'static str),
    source: &'static str,
    read: bool,
) -> Event {
    Event { when, what, source, read }
}

const EVENTS: &[Event] = &[
    event(
        ("décembre 2019", "December 2019"),
        (
            "La Commission confie à l’ENISA la préparation d’un schéma pour le cloud.",
            "The Commission turns to ENISA for a cloud scheme.",
        ),
        "Euronews, 18.06.2024",
        false,
    ),
    event(
        ("5 mars 2020", "5 March 2020"),
        ("Le groupe de travail se met à l’ouvrage.", "The working group sets to work."),
        "ENISA, EUCS 2020-12, p. 4",
        true,
    ),
    event(
        ("22 décembre 2020", "22 December 2020"),
        (
            "Le projet est publié et mis en consultation. Il demande la transparence sur les lieux et les droits applicables, et n’en interdit aucun. C’est celui que cet écran emploie.",
            "The draft is published and put to consultation. It wants transparency about places and applicable laws, and forbids none. It is the one that this screen uses.",
        ),
        "ENISA, EUCS 2020-12, p. 11",
        true,
    ),
    event(
        ("7 février 2021", "7 February 2021"),
        ("Fin de la consultation.", "The consultation closes."),
        "ec.europa.eu",
        false,
    ),
    event(
        ("8 mars 2022", "8 March 2022"),
        (
            "En France, SecNumCloud passe en version 3.2, avec son chapitre 19.6.",
            "In France, SecNumCloud moves to version 3.2, with its chapter 19.6.",
        ),
        "ANSSI, SecNumCloud 3.2",
        true,
    ),
    event(
        ("2022", "2022"),
        (
            "Une annexe J sur le droit extra-européen (« INL », puis « PUA ») est envisagée au niveau élevé.",
            "An annex J on non-European law (“INL”, then “PUA”) is considered at level High.",
        ),
        "onlinetrustcoalitie.nl",
        false,
    ),
    event(
        ("20 juin 2022", "20 June 2022"),
        (
            "Une version divulguée prévoirait des données localisées en Europe et des prestataires sans contrôle extérieur.",
            "A leaked version is said to place data in Europe, with providers free of outside control.",
        ),
        "tbsri.com (Euractiv)",
        false,
    ),
    event(
        ("23 janvier 2023", "23 January 2023"),
        (
            "Un document commun énumère six voies, d’un niveau supplémentaire à une autre loi.",
            "A joint paper lists six ways, from one more level to another law.",
        ),
        "incyber.org",
        false,
    ),
    event(
        ("mai 2023", "May 2023"),
        (
            "Un nouveau projet garde contrôle, indépendance et localisation, pour les données les plus sensibles.",
            "A new draft keeps control, independence and localisation, for the most sensitive data.",
        ),
        "siia.net, silicon.fr",
        false,
    ),
    event(
        ("août 2023", "August 2023"),
        (
            "Des niveaux CS-EL3 et CS-EL4 apparaissent ; la localisation stricte ne vaut que pour le plus haut.",
            "Levels CS-EL3 and CS-EL4 appear; strict localisation holds for the highest alone.",
        ),
        "natlawreview.com, skadden.com",
        false,
    ),
    event(
        ("20 novembre 2023", "20 November 2023"),
        (
            "Le texte s’assouplit : au moins un centre de données dans l’Union pour le niveau élevé, tous pour « high+ ».",
            "The text softens: at least one data centre in the Union for High, all of them for “high+”.",
        ),
        "incyber.org, 05.12.2023",
        false,
    ),
    event(
        ("22 mars 2024", "22 March 2024"),
        (
            "Les demandes de souveraineté disparaissent ; reste une déclaration de profil du prestataire (ICPA).",
            "Sovereignty demands are gone; a declaration of the provider’s profile (ICPA) stays.",
        ),
        "openinternetproject.eu, rstreet.org",
        false,
    ),
    event(
        ("18 juin 2024", "18 June 2024"),
        (
            "Le sujet est retiré de l’ordre du jour ; on attend la Commission sur les compléments nationaux.",
            "The item is taken off the agenda; the Commission is awaited on national additions.",
        ),
        "Euronews",
        false,
    ),
    event(
        ("début 2025", "early 2025"),
        (
            "Le schéma attend la révision du règlement sur la cybersécurité ; l’avis du groupe des États manque.",
            "The scheme waits for the review of the Cybersecurity Act; the opinion of the States’ group is missing.",
        ),
        "thenewsaffair.com (Euronews)",
        false,
    ),
    event(
        ("octobre 2025", "October 2025"),
        (
            "La Commission publie un cadre de souveraineté (SEAL-0 à SEAL-4) : un outil d’achat, pas une certification.",
            "The Commission publishes a sovereignty framework (SEAL-0 to SEAL-4): a tool for buyers, not a certification.",
        ),
        "Cloud Sovereignty Framework 1.2.1 (CISO Assistant)",
        true,
    ),
    event(
        ("20 janvier 2026", "20 January 2026"),
        (
            "Un nouveau règlement est proposé à la place de 2019/881 ; selon la presse, les schémas s’y tiendraient aux risques techniques.",
            "A new regulation is proposed in place of 2019/881; the press has schemes keep to technical risks in it.",
        ),
        "COM(2026) 11, cullen-international.com",
        false,
    ),
    event(
        ("7 avril 2026", "7 April 2026"),
        (
            "En Allemagne, le BSI publie C5:2026, proche des travaux sur EUCS.",
            "In Germany, the BSI publishes C5:2026, close to the work on EUCS.",
        ),
        "heise.de",
        false,
    ),
    event(
        ("3 juin 2026", "3 June 2026"),
        (
            "La proposition CADA prévoit quatre niveaux d’assurance, qui prendraient appui sur un certificat européen « substantiel » ou « élevé » et, d’ici là, sur la CEN/TS 18026:2024 ou le schéma national.",
            "The CADA proposal has four assurance levels, which would lean on a European certificate at ‘substantial’ or ‘high’ and, until then, on CEN/TS 18026:2024 or the national scheme.",
        ),
        "COM(2026) 502, annexes II, III (mattpltn/cloud-sovereignty)",
        false,
    ),
    event(
        ("mi-2026", "mid-2026"),
        (
            "EUCS reste un projet : ni adopté, ni applicable.",
            "EUCS is still a draft: neither adopted nor applicable.",
        ),
        "marekhronec.com, cadafaq.com",
        false,
    ),
];

/// The events, folded.
pub fn timeline(lang: Lang) -> View {
    let events: Vec<_> = EVENTS
        .iter()
        .map(|e| {
            let how = if e.read {
                t(lang, "lu à la source", "read at the source")
            } else {
                t(lang, "de seconde main", "second hand")
            };
            view! {
                <li>
                    <strong>{t(lang, e.when.0, e.when.1)}</strong>
                    <p>{t(lang, e.what.0, e.what.1)}" "<span class="quiet">{format!("{} ({how})", e.source)}</span></p>
                </li>
            }
        })
        .collect();
    view! {
        <details class="asks" id="e-timeline">
            <summary><h2>{t(lang, "Ce qu’il est advenu du schéma", "What became of the scheme")}</h2></summary>
            <p class="quiet">
                {t(lang, "D’après des sources publiques, jusque vers août 2026. « De seconde main » : la presse ou un tiers le rapporte, le texte lui-même n’a pas été lu.", "From public sources, up to about August 2026. “Second hand”: the press or another party reports it, the text itself was not read.")}
            </p>
            <ol class="e-events">{events}</ol>
        </details>
    }
}
