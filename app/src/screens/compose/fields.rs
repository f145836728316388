//! Which fields each kind of item has: tables only. The places are those of the format.

use crate::ui::prelude::*;
use crate::{
    forms::{Both, Field, Kind, List},
    state::{CATALOG, State},
    words::t,
};
use catalog::{Lang, LayerSet};
use model::document::Item;

const fn field(path: &'static str, label: Both, hint: Both, kind: Kind) -> Field {
    Field { path, label, hint, kind }
}

pub const NO_HINT: Both = ("", "");

const NAME: Field = field("/name", ("Nom", "Name"), NO_HINT, Kind::Text);
const NOTE: Field = field("/note", ("Note", "Note"), NO_HINT, Kind::Long);
const SOURCES: Field =
    field("/sources", ("Sources", "Sources"), ("Une par ligne.", "One a line."), Kind::Lines);

/// The document itself.
pub static DOCUMENT: &[Field] = &[
    field("/title", ("Titre du document", "Title of the document"), NO_HINT, Kind::Text),
    field("/as_of", ("Date d’étude", "As-of date"), ("Vide : aujourd’hui.", "Empty: today."), Kind::Date),
    field(
        "/horizon",
        ("Horizon", "Horizon"),
        (
            "Le jour jusqu’auquel les qualifications devraient durer, par exemple la fin de la qualification visée.",
            "The day until which qualifications should last, for instance the end of the qualification sought.",
        ),
        Kind::Date,
    ),
    NOTE,
    SOURCES,
];

/// Who a service is.
pub static SERVICE: &[Field] = &[
    NAME,
    field("/provider", ("Prestataire", "Provider"), NO_HINT, Kind::Provider),
    field(
        "/activities",
        ("Activités", "Activities"),
        ("Celles du chapitre 2 ; une au moins.", "Those of chapter 2; at least one."),
        Kind::Words("activities"),
    ),
    field(
        "/layers",
        ("Couches exploitées", "Layers operated"),
        NO_HINT,
        Kind::LayersOr(
            (
                "Celles de ses activités, et ce qu’aucun socle n’apporte",
                "Those of its activities, and what no base brings",
            ),
            operated,
            every_layer,
        ),
    ),
];

/// What a service is qualified for.
pub static QUALIFICATIONS: &[Field] = &[field(
    "/qualifications",
    ("Qualifications", "Qualifications"),
    (
        "Aucune : rien de ce que ce service exploite n’est couvert.",
        "None: nothing that this service operates is covered.",
    ),
    Kind::List(&QUALIFICATION),
)];

static QUALIFICATION: List = List {
    one: ("Qualification", "Qualification"),
    add: ("Ajouter une qualification", "Add a qualification"),
    fresh: r#"{"version":"3.2"}"#,
    first: no_layer,
    titles: &["/version", "/granted"],
    fields: &[
        field("/version", ("Version du référentiel", "Version of the référentiel"), NO_HINT, Kind::Text),
        field("/granted", ("Octroyée le", "Granted on"), NO_HINT, Kind::Date),
        field(
            "/expires",
            ("Dernier jour", "Last day"),
            ("Vide : trois ans après l’octroi.", "Empty: three years after the grant."),
            Kind::Date,
        ),
        field(
            "/attested_on",
            ("Attestée au", "Attested on"),
            (
                "Sans date d’octroi : le jour jusqu’auquel la source la dit en cours.",
                "Without a grant date: the day up to which its source says that it is current.",
            ),
            Kind::Date,
        ),
        field("/evidence", ("Ce qui l’établit", "What shows it"), NO_HINT, Kind::Word("evidence")),
        field(
            "/vouched",
            ("Je m’en porte garant", "I vouch for it"),
            (
                "Seule, la presse ne couvre rien : cocher après vérification auprès de l’ANSSI.",
                "The press alone covers nothing: tick after checking with ANSSI.",
            ),
            Kind::Flag,
        ),
        field("/decision", ("Référence de la décision", "Reference of the decision"), NO_HINT, Kind::Text),
        field("/scope", ("Portée, en toutes lettres", "Scope, in words"), NO_HINT, Kind::Long),
        field("/region", ("Région", "Region"), NO_HINT, Kind::Text),
        field(
            "/covers",
            ("Couches dans sa portée", "Layers in its scope"),
            NO_HINT,
            Kind::LayersOr(
                (
                    "Non déclarées : supposées toutes, et les verdicts le disent",
                    "Not declared: all are assumed, and verdicts say so",
                ),
                held,
                held,
            ),
        ),
        field(
            "/reserves",
            ("Réserves", "Reserves"),
            NO_HINT,
            Kind::List(&List {
                one: ("Réserve", "Reserve"),
                add: ("Ajouter une réserve", "Add a reserve"),
                fresh: "{}",
                first: no_layer,
                titles: &[],
                fields: &[
                    field("/layers", ("Couches exclues", "Layers left out"), NO_HINT, Kind::Layers),
                    field(
                        "/requirements",
                        ("Exigences exclues", "Requirements left out"),
                        ("Par exemple : 10.1.a, 10.5.c", "For instance: 10.1.a, 10.5.c"),
                        Kind::Ids,
                    ),
                    field("/text", ("En toutes lettres", "In words"), NO_HINT, Kind::Long),
                ],
            }),
        ),
        field(
            "/events",
            ("Événements", "Events"),
            NO_HINT,
            Kind::List(&List {
                one: ("Événement", "Event"),
                add: ("Ajouter un événement", "Add an event"),
                fresh: "@event",
                first: no_layer,
                titles: &["/date"],
                fields: &[
                    field("/date", ("Le", "On"), NO_HINT, Kind::Date),
                    field("/kind", ("Elle est", "It is"), NO_HINT, Kind::Word("event")),
                ],
            }),
        ),
        field(
            "/renewal/expected",
            ("Renouvellement attendu le", "Renewal expected on"),
            (
                "Un renouvellement prévu ne couvre rien ; vide, le calendrier suppose le lendemain du dernier jour.",
                "A planned renewal covers nothing; empty, the calendar supposes the day after the last day.",
            ),
            Kind::Date,
        ),
        field(
            "/renewal/supposed",
            ("Le tenir pour accordé quand les candidats le sont", "Take it as granted where candidates are"),
            NO_HINT,
            Kind::Flag,
        ),
        field("/source", ("Source", "Source"), NO_HINT, Kind::Text),
        NOTE,
    ],
};

/// How far a service is towards a qualification.
pub static CANDIDACY: &[Field] = &[
    field(
        "/candidacy/milestone",
        ("Jalon atteint", "Milestone reached"),
        ("Un candidat ne couvre rien avant la décision.", "A candidate covers nothing before the decision."),
        Kind::Word("milestone"),
    ),
    field("/candidacy/since", ("Depuis le", "Since"), NO_HINT, Kind::Date),
    field("/candidacy/expected", ("Décision attendue le", "Decision expected on"), NO_HINT, Kind::Date),
    field("/candidacy/note", ("Note", "Note"), NO_HINT, Kind::Long),
];

/// Where a service is (19.2).
pub static LOCATIONS: &[Field] = &[
    field("/locations/storage", ("Stockage des données", "Data storage"), CODES, Kind::Countries),
    field("/locations/processing", ("Traitement des données", "Data processing"), NO_HINT, Kind::Countries),
    field("/locations/administration", ("Administration", "Administration"), NO_HINT, Kind::Countries),
    field("/locations/supervision", ("Supervision", "Supervision"), NO_HINT, Kind::Countries),
    field("/locations/support", ("Support", "Support"), NO_HINT, Kind::Countries),
];

const CODES: Both = (
    "Codes à deux lettres, séparés par des virgules : FR, DE.",
    "Two-letter codes, separated by commas: FR, DE.",
);

/// What should be known of an item.
pub static ABOUT: &[Field] = &[NOTE, SOURCES];

/// What a service takes from a base.
pub static RELIANCE: &[Field] = &[
    field(
        "/layers",
        ("Couches demandées au socle", "Layers asked of the base"),
        (
            "Aucune case cochée : un service d’appui, qui n’apporte aucune couche.",
            "No box ticked: a supporting service, which brings no layer.",
        ),
        Kind::LayersOr(("Toutes celles qu’il peut offrir", "All that it can offer"), offered, of_base),
    ),
    field(
        "/retained",
        ("Parts laissées par le contrat", "Shares left by the contract"),
        (
            "Ce que le contrat du socle laisse à son client, par exemple décider d’une mise à jour de l’hyperviseur.",
            "What the base’s contract leaves to its customer, for instance deciding on an update of the hypervisor.",
        ),
        Kind::List(&List {
            one: ("Part laissée", "Share left"),
            add: ("Ajouter une part laissée", "Add a share left"),
            fresh: "@retained",
            first: offered_now,
            titles: &["/layer"],
            fields: &[
                field("/layer", ("Couche", "Layer"), NO_HINT, Kind::Layer),
                field(
                    "/requirements",
                    ("Exigences", "Requirements"),
                    ("Aucune : toutes celles de la couche.", "None: all of the layer."),
                    Kind::Ids,
                ),
                field(
                    "/reason",
                    ("Raison", "Reason"),
                    ("Avec la ligne du contrat ou de la matrice.", "With the row of the contract or matrix."),
                    Kind::Long,
                ),
            ],
        }),
    ),
    NOTE,
];

/// Who a third party is, and what it does.
pub static THIRD_PARTY: &[Field] = &[
    NAME,
    field("/roles", ("Rôles", "Roles"), NO_HINT, Kind::Words("roles")),
    field("/serves", ("Services servis", "Services served"), NO_HINT, Kind::Services),
    field("/layers", ("Couches touchées", "Layers touched"), NO_HINT, Kind::Layers),
    DATA_ACCESS,
    field("/countries", ("Pays", "Countries"), CODES, Kind::Countries),
    field(
        "/audit_clause",
        ("Clause d’audit au contrat", "Audit clause in the contract"),
        ("15.2.b", "15.2.b"),
        Kind::Word("answer"),
    ),
    AUTONOMY,
    ENTITY_OF,
    NOTE,
    SOURCES,
];

const DATA_ACCESS: Field = field(
    "/data_access",
    ("Données à sa portée", "Data within its reach"),
    (
        "Ce qu’il peut obtenir techniquement, non ce que le contrat permet (19.6.c).",
        "What it can technically obtain, not what the contract allows (19.6.c).",
    ),
    Kind::Word("data_access"),
);

const AUTONOMY: Field = field(
    "/autonomy",
    ("Ce qui garantit l’autonomie", "What ensures autonomy"),
    ("Pour une société hors de l’Union (19.6.d).", "For a company outside the Union (19.6.d)."),
    Kind::Word("autonomy"),
);

const ENTITY_OF: Field = field("/entity", ("Entité juridique", "Legal entity"), NO_HINT, Kind::Entity);

/// What 19.6.c and d ask of a third party.
pub static PARTY: &[Field] = &[DATA_ACCESS, AUTONOMY, ENTITY_OF];

/// Who offers services.
pub static PROVIDER: &[Field] = &[
    NAME,
    field(
        "/entity",
        ("Entité juridique", "Legal entity"),
        (
            "Deux prestataires de la même entité sont une seule personne morale.",
            "Two providers of the same entity are one legal person.",
        ),
        Kind::Entity,
    ),
    NOTE,
];

/// The provider of a service, from the service.
pub static PROVIDER_NAME: &[Field] =
    &[field("/name", ("Nom du prestataire", "Name of the provider"), NO_HINT, Kind::Text)];

/// A legal entity.
pub static ENTITY: &[Field] = &[
    NAME,
    field("/kind", ("Nature", "Kind"), NO_HINT, Kind::Word("kind")),
    field("/seat", ("Siège statutaire", "Registered seat"), NO_HINT, Kind::Country),
    field("/administration", ("Administration centrale", "Central administration"), NO_HINT, Kind::Country),
    field("/establishment", ("Principal établissement", "Main establishment"), NO_HINT, Kind::Country),
    field("/listed", ("Cotée en bourse", "Listed on an exchange"), NO_HINT, Kind::Flag),
    field(
        "/holders_complete",
        ("Tous ses détenteurs sont dans le document", "All its holders are in the document"),
        NO_HINT,
        Kind::Flag,
    ),
    NOTE,
    SOURCES,
];

/// What one entity holds of another.
pub static HOLDING: &[Field] = &[
    field("/holder", ("Détenteur", "Holder"), NO_HINT, Kind::Entity),
    field(
        "/capital",
        ("Capital, en %", "Capital, in %"),
        (
            "Un nombre, ou une fourchette : 20-30. Vide : inconnu.",
            "A number, or a range: 20-30. Empty: unknown.",
        ),
        Kind::Share,
    ),
    field("/votes", ("Droits de vote, en %", "Voting rights, in %"), NO_HINT, Kind::Share),
    field(
        "/declared",
        ("Franchissement de seuil déclaré", "Threshold crossing declared"),
        NO_HINT,
        Kind::Flag,
    ),
    field("/veto", ("Droit de veto", "Veto"), NO_HINT, Kind::Flag),
    field(
        "/appoints_majority",
        ("Nomme la majorité d’un organe", "Appoints the majority of a body"),
        NO_HINT,
        Kind::Flag,
    ),
    field(
        "/control",
        ("Contrôle que les votes ne montrent pas", "Control that votes do not show"),
        (
            "Accord, contrôle de fait ou de concert : oui. Non : la présomption de L233-3 II est écartée, avec la preuve.",
            "By agreement, in fact or in concert: yes. No: the presumption of L233-3 II is set aside, with the proof.",
        ),
        Kind::Word("answer"),
    ),
    field("/source", ("Source", "Source"), NO_HINT, Kind::Text),
];

/// The layers that a service operates as things stand.
fn operated(state: State, item: &Item) -> LayerSet {
    let Item::Service(id) = item else { return LayerSet::EMPTY };
    state
        .glances
        .with(|g| g.iter().find(|g| g.service == *id).map(|g| g.footprint.operated).unwrap_or_default())
}

/// The layers that a service operates or rests on.
fn held(state: State, item: &Item) -> LayerSet {
    let Item::Service(id) = item else { return LayerSet::EMPTY };
    state.glances.with(|g| g.iter().find(|g| g.service == *id).map(|g| g.footprint.held).unwrap_or_default())
}

/// The layers that a base offers as things stand.
fn offered(state: State, item: &Item) -> LayerSet {
    let Item::Reliance { service, base } = item else { return LayerSet::EMPTY };
    let at = state.document.with(|d| {
        let service = d.as_ref()?.0.service(service.as_str())?;
        service.relies_on.iter().position(|r| r.service == *base)
    });
    state.glances.with(|g| {
        let glance = g.iter().find(|g| g.service == *service);
        glance.and_then(|g| g.offers.get(at?)).copied().unwrap_or_default()
    })
}

fn no_layer(_: State, _: &Item) -> LayerSet {
    LayerSet::EMPTY
}

fn offered_now(state: State, item: &Item) -> LayerSet {
    untrack(|| offered(state, item))
}

fn every_layer(_: State, _: &Item) -> LayerSet {
    LayerSet::of(&catalog::Layer::ALL)
}

/// The layers that the base of a reliance operates or rests on.
fn of_base(state: State, item: &Item) -> LayerSet {
    let Item::Reliance { base, .. } = item else { return LayerSet::EMPTY };
    held(state, &Item::Service(base.clone()))
}

/// What the places of an item are called: the field's words, where a field stands for the place; else the place itself.
pub fn place_name(path: &str, lang: Lang) -> String {
    const TABLES: [&[Field]; 12] = [
        DOCUMENT,
        SERVICE,
        QUALIFICATIONS,
        CANDIDACY,
        LOCATIONS,
        ABOUT,
        RELIANCE,
        THIRD_PARTY,
        PROVIDER,
        PROVIDER_NAME,
        ENTITY,
        HOLDING,
    ];
    if let Some(id) = path.strip_prefix("/facts/") {
        return CATALOG.fact(id).map_or_else(|| id.to_owned(), |(_, f)| f.label.get(lang).to_owned());
    }
    if let Some(reading) = path.strip_prefix("/readings/").and_then(catalog::ReadingId::from_id) {
        return CATALOG.reading(reading).map(|r| r.label.get(lang).to_owned()).unwrap_or_default();
    }
    for field in TABLES.into_iter().flatten() {
        if field.path == path {
            return t(lang, field.label.0, field.label.1);
        }
        // An entry of a list: what one is called, its number, and which of its fields.
        if let Kind::List(list) = field.kind
            && let Some((at, rest)) = path
                .strip_prefix(field.path)
                .and_then(|p| p.strip_prefix('/'))
                .map(|p| p.split_once('/').unwrap_or((p, "")))
            && let Ok(at) = at.parse::<usize>()
        {
            let inner = list.fields.iter().find(|f| f.path.trim_start_matches('/') == rest);
            let one = format!("{} {}", t(lang, list.one.0, list.one.1), at + 1);
            return inner.map_or(one.clone(), |f| format!("{one}, {}", t(lang, f.label.0, f.label.1)));
        }
    }
    path.trim_start_matches('/').to_owned()
}
