//! The sheets around the requirements: what to obtain from bases, who takes part besides, the services with their
//! qualifications, and judgements that match nothing.

use super::{Book, Head, Told, said, told};
use crate::{
    Date,
    document::{Qualification, Service, ThirdParty},
    interlock, judgement,
    overview::standing,
    table::{Field, Kind, Value},
    verdict::Outcome,
    words,
};

const OBTAIN: [Head; 6] = [
    (Kind::Prose, 30, "Socle qui couvre", "Covering base"),
    (Kind::Short, 11, "Exigence", "Requirement"),
    (Kind::Prose, 26, "Intitulé", "Title"),
    (Kind::Verdict, 19, "Verdict calculé", "Computed verdict"),
    (Kind::Prose, 34, "Couches concernées", "Layers concerned"),
    (Kind::Prose, 70, "À obtenir du socle", "To obtain from the base"),
];

const THIRD: [Head; 12] = [
    (Kind::Prose, 30, "Tiers", "Third party"),
    (Kind::Prose, 26, "Ce que c’est", "What it is"),
    (Kind::Prose, 26, "Entité", "Entity"),
    (Kind::Prose, 24, "Rôles", "Roles"),
    (Kind::Prose, 26, "Sert", "Serves"),
    (Kind::Prose, 26, "Couches", "Layers"),
    (Kind::Short, 22, "Données à sa portée", "Data within reach"),
    (Kind::Short, 18, "Clause d’audit (15.2.b)", "Audit clause (15.2.b)"),
    (Kind::Short, 24, "Réponse à 19.6.d", "Answer to 19.6.d"),
    (Kind::Short, 14, "Pays", "Countries"),
    (
        Kind::Prose,
        40,
        "Exigences concernées (chapitre 15, 19.6)",
        "Requirements concerned (chapter 15, 19.6)",
    ),
    (Kind::Prose, 40, "Notes et sources", "Notes and sources"),
];

const SERVICES: [Head; 19] = [
    (Kind::Prose, 30, "Service", "Service"),
    (Kind::Short, 18, "Identifiant", "Identifier"),
    (Kind::Prose, 24, "Prestataire", "Provider"),
    (Kind::Short, 14, "Activités", "Activities"),
    (Kind::Prose, 30, "Couches exploitées", "Layers operated"),
    (Kind::Prose, 34, "Socles et couches apportées", "Bases and the layers that they bring"),
    (Kind::Prose, 26, "Ce jour-là", "On that day"),
    (Kind::Prose, 26, "Candidature", "Candidacy"),
    (Kind::Short, 9, "Version", "Version"),
    (Kind::Date, 13, "Octroi", "Granted"),
    (Kind::Date, 13, "Dernier jour", "Last day"),
    (Kind::Date, 13, "Dite en cours le", "Called current on"),
    (Kind::Prose, 24, "La qualification ce jour-là", "The qualification on that day"),
    (Kind::Prose, 26, "Événements", "Events"),
    (Kind::Prose, 34, "Portée", "Scope"),
    (Kind::Prose, 30, "Couches dans la portée", "Layers in the scope"),
    (Kind::Prose, 34, "Réserves", "Reserves"),
    (Kind::Prose, 26, "Ce qui la montre", "What shows it"),
    (Kind::Prose, 34, "Décision et source", "Decision and source"),
];

/// The chapter on suppliers, and the section on other law: what third parties bring to a service.
const SUPPLIERS: u8 = 15;
const OTHER_LAW: &str = "19.6";

impl Book<'_, '_> {
    /// What to obtain from each base, for the requirements that are kept.
    pub(super) fn obtain(&self) -> Told {
        let (page, lang) = (self.page, self.page.lang);
        let mut rows = Vec::new();
        for list in interlock::of_details(page.document, page.details) {
            let base = page.document.called(&list.base);
            for entry in &list.entries {
                let id = entry.requirement.id;
                if !self.kept.iter().any(|d| d.verdict.requirement.id == id) {
                    continue;
                }
                let asked = page.pack.requirements.get(id).and_then(|p| p.interlock.clone());
                let layers = if entry.layers.is_empty() {
                    page.t("le socle dans son ensemble", "the base as a whole")
                } else {
                    words::layers(entry.layers, lang)
                };
                rows.push(vec![
                    told(&base),
                    told(id),
                    told(entry.requirement.title.get(lang)),
                    Value::Verdict(entry.outcome),
                    said(layers),
                    said(asked.unwrap_or_default()),
                ]);
            }
        }
        let about = page.t(
            "ce que le service doit tenir de chaque socle qui couvre une part",
            "what the service must have from each base that covers a part",
        );
        (self.table(("À obtenir des socles", "To obtain from bases"), 2, &OBTAIN, rows), about)
    }

    /// Third parties of the stack, and its services of another legal person, which are third parties too.
    pub(super) fn third_parties(&self) -> Told {
        let page = self.page;
        let mut concerned = Vec::new();
        for detail in self.kept {
            let requirement = detail.verdict.requirement;
            let about = requirement.chapter == SUPPLIERS || requirement.section == OTHER_LAW;
            if about && detail.verdict.outcome != Outcome::NotApplicable {
                concerned.push(requirement.id);
            }
        }
        let concerned = concerned.join(", ");
        let mut rows = Vec::new();
        for third in &page.document.third_parties {
            let mut serves = Vec::new();
            for node in &page.order {
                let served = page.stack.graph().service(*node).filter(|s| third.serves.contains(&s.id));
                serves.extend(served.map(Service::called));
            }
            if !serves.is_empty() {
                rows.push(self.third(third, serves.join("\n"), &concerned));
            }
        }
        for node in &page.order {
            let Some(service) = page.stack.graph().service(*node) else { continue };
            if page.stack.same_person(self.node, *node) {
                continue;
            }
            let mut serves = Vec::new();
            for above in &page.order {
                for edge in page.stack.graph().edges(*above) {
                    if edge.base == *node {
                        serves.extend(page.stack.graph().service(*above).map(Service::called));
                    }
                }
            }
            let standing = page.standing(standing(service, page.question.as_of));
            let entity = page.document.provider(&service.provider).and_then(|p| p.entity.as_ref());
            rows.push(vec![
                said(service.called()),
                said(page.t("service de la pile, ", "service of the stack, ") + &standing),
                said(self.entity(entity).unwrap_or_else(|| page.provider(service))),
                Value::Empty,
                said(serves.join("\n")),
                said(page.layers(page.stack.footprint(*node).operated)),
                Value::Empty,
                Value::Empty,
                Value::Empty,
                Value::Empty,
                told(&concerned),
                said(notes(service.note.as_deref(), &service.sources)),
            ]);
        }
        let about = page.t(
            "qui prend part au service ; un socle d’une autre personne morale est aussi un tiers, qualifié ou non",
            "who takes part in the service; a base of another legal person is a third party too, qualified or not",
        );
        (self.table(("Tiers", "Third parties"), 1, &THIRD, rows), about)
    }

    fn third(&self, third: &ThirdParty, serves: String, concerned: &str) -> Vec<Value> {
        let (page, lang) = (self.page, self.page.lang);
        let closed = |key: &str, id: Option<&'static str>| said(page.closed(key, id.unwrap_or("unknown")));
        let mut roles = Vec::new();
        for role in &third.roles {
            roles.push(page.closed("roles", role.id()));
        }
        let mut countries = Vec::new();
        for country in &third.countries {
            countries.push(country.0.as_str());
        }
        vec![
            told(if third.name.is_empty() { third.id.as_str() } else { &third.name }),
            said(page.t("tiers", "third party")),
            said(self.entity(third.entity.as_ref()).unwrap_or_default()),
            said(words::list(&roles, lang)),
            said(serves),
            said(page.layers(third.layers)),
            closed("data_access", third.data_access.map(|x| x.id())),
            closed("answer", third.audit_clause.map(|x| x.id())),
            closed("autonomy", third.autonomy.map(|x| x.id())),
            said(countries.join(", ")),
            told(concerned),
            said(notes(third.note.as_deref(), &third.sources)),
        ]
    }

    /// What an entity is called, where the document has it.
    fn entity(&self, id: Option<&crate::document::EntityId>) -> Option<String> {
        let entity = self.page.document.entities.iter().find(|e| Some(&e.id) == id)?;
        Some(if entity.name.is_empty() { entity.id.0.clone() } else { entity.name.clone() })
    }

    /// The service and those that it rests on, top first: a row for each qualification.
    pub(super) fn services(&self) -> Told {
        let page = self.page;
        let mut rows = Vec::new();
        for node in &page.order {
            let Some(service) = page.stack.graph().service(*node) else { continue };
            let mut bases = Vec::new();
            for (edge, offer) in page.stack.graph().edges(*node).iter().zip(page.stack.offers(*node)) {
                let colon = words::pick(page.lang, "\u{a0}: ", ": ");
                bases.push(page.document.called(&edge.reliance.service) + colon + &page.layers(*offer));
            }
            let who = [
                said(service.called()),
                told(service.id.as_str()),
                said(page.provider(service)),
                said(page.activities(service)),
                said(page.layers(page.stack.footprint(*node).operated)),
                said(bases.join("\n")),
                said(page.standing(standing(service, page.question.as_of))),
                said(service.candidacy.as_ref().map(|c| page.candidacy(c)).unwrap_or_default()),
            ];
            let mut qualified = Vec::new();
            for q in &service.qualifications {
                qualified.push(self.qualification(q));
            }
            if qualified.is_empty() {
                qualified.push(vec![Value::Empty; SERVICES.len() - who.len()]);
            }
            for q in qualified {
                let mut row = who.to_vec();
                row.extend(q);
                rows.push(row);
            }
        }
        let about = page.t(
            "les services de la pile, de haut en bas, une ligne par qualification déclarée",
            "the services of the stack from top to bottom, a row for each qualification declared",
        );
        (self.table(("Services", "Services"), 1, &SERVICES, rows), about)
    }

    fn qualification(&self, q: &Qualification) -> Vec<Value> {
        let (page, lang) = (self.page, self.page.lang);
        let day = |day: Option<Date>| day.map_or(Value::Empty, Value::Date);
        let mut events = Vec::new();
        for event in &q.events {
            events.push(page.closed("event", event.kind.id()) + " " + &words::date(event.date, lang));
        }
        let mut reserves = Vec::new();
        for reserve in &q.reserves {
            reserves.push(page.reserve(reserve));
        }
        let mut scope = Vec::new();
        scope.extend(q.scope.as_deref());
        scope.extend(q.region.as_deref());
        let mut sources = Vec::new();
        sources.extend(q.decision.as_deref());
        sources.extend(q.source.as_deref());
        vec![
            told(&q.version),
            day(q.granted),
            day(q.last_day()),
            day(q.attested_on),
            said(page.now(q).join("\n")),
            said(events.join("\n")),
            said(scope.join("\n")),
            said(match q.covers {
                Some(covers) => page.layers(covers),
                None => page.t("non déclarées : supposées toutes", "not declared: all of them assumed"),
            }),
            said(reserves.join("\n")),
            said(page.shown(q).join("\n")),
            said(sources.join("\n")),
        ]
    }

    /// Judgements that match nothing any more. Its heads do not come back: those on requirements that there are can be
    /// changed on the sheet of the scope, the others only in the document.
    pub(super) fn orphans(&self) -> Told {
        let (page, lang) = (self.page, self.page.lang);
        let mut rows = Vec::new();
        for orphan in judgement::orphans(page.catalog, page.service, page.scope) {
            let kept = self.kept.iter().any(|d| d.verdict.requirement.id == orphan.requirement);
            if self.filtered && !kept {
                continue;
            }
            let Some(judged) = page.service.judgements.get(&orphan.requirement) else { continue };
            let mut row = vec![told(&orphan.requirement), said(orphan.why.say(lang))];
            for field in Field::JUDGEMENT {
                row.push(self.judged(judged, field));
            }
            rows.push(row);
        }
        let mut sheet = self.table(
            ("Jugements à revoir", "Judgements to look at"),
            1,
            &[
                (Kind::Short, 16, "Numéro, tel qu’écrit", "Number, as written"),
                (Kind::Prose, 40, "Pourquoi il ne répond à rien", "Why it matches nothing"),
            ],
            rows,
        );
        for field in Field::JUDGEMENT {
            sheet.columns.push(crate::table::Column {
                open: false,
                choices: Vec::new(),
                ..super::open(field, lang)
            });
        }
        let about = page.t(
            "les jugements d’une personne qui ne répondent plus à rien ; ils restent dans le document",
            "a person’s judgements that match nothing any more; they stay in the document",
        );
        (sheet, about)
    }
}

/// A note, and where it comes from, a line each.
fn notes(note: Option<&str>, sources: &[String]) -> String {
    let mut lines = Vec::new();
    lines.extend(note.filter(|n| !n.is_empty()));
    for source in sources {
        lines.push(source);
    }
    lines.join("\n")
}
