//! The stack as the document declares it: services from top to bottom, qualifications, notes and sources, third parties.

use super::{Annex, Block, Cell, Group, Line, Link, Row, bare, cells};
use crate::{
    Date,
    document::{Candidacy, Qualification, Reserve, Service, ServiceId},
    lexicon::word,
    overview::{Standing, standing},
    qualification::State,
    words::{self, pick},
};
use catalog::{Lang, LayerSet};

impl Annex<'_> {
    pub(super) fn activities(&self, service: &Service) -> String {
        let mut names = Vec::new();
        for activity in service.activities.iter() {
            names.push(activity.name());
        }
        words::list(&names, self.lang)
    }

    pub(super) fn provider(&self, service: &Service) -> String {
        let named =
            self.document.provider(&service.provider).map(|p| p.name.as_str()).filter(|n| !n.is_empty());
        named.unwrap_or(service.provider.as_str()).to_owned()
    }

    pub(super) fn services(&mut self) {
        self.section("stack", "La pile", "The stack");
        self.paragraph(
            "De haut en bas : le service d’abord, puis ceux sur lesquels il repose, directement ou non.",
            "From top to bottom: the service first, then those that it rests on, directly or not.",
        );
        let mut rows = Vec::new();
        for node in &self.order {
            let Some(service) = self.stack.graph().service(*node) else { continue };
            let footprint = self.stack.footprint(*node);
            let mut who = vec![bare(service.called())];
            who.push(self.line("Identifiant", "Identifier", service.id.0.clone()));
            who.push(self.line("Activités", "Activities", self.activities(service)));
            who.push(self.line("Prestataire", "Provider", self.provider(service)));
            let mut bases = Vec::new();
            for (edge, offer) in self.stack.graph().edges(*node).iter().zip(self.stack.offers(*node)) {
                let base = self.document.called(&edge.reliance.service);
                let layers = self.layers(*offer);
                bases.push(Line { label: base, text: layers, link: Link::None });
                for share in &edge.reliance.retained {
                    let mut said = words::layer(share.layer, self.lang).to_owned();
                    if !share.requirements.is_empty() {
                        said.push_str(&format!(" ({})", share.requirements.join(", ")));
                    }
                    if let Some(reason) = &share.reason {
                        said.push_str(", ");
                        said.push_str(reason);
                    }
                    bases.push(self.line("Laissé au client", "Left to the customer", said));
                }
            }
            if bases.is_empty() {
                bases.push(bare(self.t("aucun", "none")));
            }
            let mut now = vec![bare(self.standing(standing(service, self.question.as_of)))];
            for at in 0..service.qualifications.len() {
                let number = self.number(&service.id, at);
                now.push(Line { link: Link::Place(format!("q{number}")), ..bare(format!("Q{number}")) });
            }
            if let Some(candidacy) = &service.candidacy {
                now.push(self.line("Candidature", "Candidacy", self.candidacy(candidacy)));
            }
            rows.push(cells(vec![
                Cell::Lines(who),
                Cell::Text(self.layers(footprint.operated)),
                Cell::Lines(bases),
                Cell::Lines(now),
            ]));
        }
        let caption = self.t("Services de la pile", "Services of the stack");
        self.table(
            "services",
            caption,
            &[
                ("", "Service", "Service"),
                ("", "Couches exploitées", "Layers operated"),
                ("wd", "Socles et couches apportées", "Bases and the layers that they bring"),
                ("", "Ce jour-là", "On that day"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    /// How far a candidate has come.
    pub(super) fn candidacy(&self, candidacy: &Candidacy) -> String {
        let mut said = Vec::new();
        if let Some(milestone) = candidacy.milestone {
            said.push(self.closed("milestone", milestone.id()));
        }
        if let Some(since) = candidacy.since {
            let since = words::date(since, self.lang);
            said.push(self.t(&format!("depuis le {since}"), &format!("since {since}")));
        }
        if let Some(expected) = candidacy.expected {
            let expected = words::date(expected, self.lang);
            said.push(
                self.t(
                    &format!("décision attendue le {expected}"),
                    &format!("decision expected on {expected}"),
                ),
            );
        }
        said.join(", ")
    }

    pub(super) fn layers(&self, set: LayerSet) -> String {
        if set.is_empty() { self.t("aucune couche", "no layer") } else { words::layers(set, self.lang) }
    }

    pub(super) fn standing(&self, standing: Standing) -> String {
        let day = |d: Date| words::date(d, self.lang);
        match standing {
            Standing::Qualified(None) => self.t("qualifié", "qualified"),
            Standing::Qualified(Some(d)) => {
                self.t(&format!("qualifié, jusqu’au {}", day(d)), &format!("qualified, until {}", day(d)))
            }
            Standing::Attested(d) => self.t(
                &format!("qualifié selon une source du {}", day(d)),
                &format!("qualified by a source of {}", day(d)),
            ),
            Standing::AttestedUntil(d) => self.t(
                &format!("dit qualifié jusqu’au {} ; rien n’est connu au-delà", day(d)),
                &format!("called qualified up to {}; nothing is known beyond", day(d)),
            ),
            Standing::NotHolding(state) => format!("qualification {}", self.state(state)),
            Standing::Candidate => self.t("candidat, non qualifié", "candidate, not qualified"),
            Standing::None => self.t("non qualifié", "not qualified"),
        }
    }

    /// What a closed word of the format is called.
    pub(super) fn closed(&self, key: &str, id: &str) -> String {
        self.t(word(key, id, Lang::Fr), word(key, id, Lang::En))
    }

    /// What stands between things that hold commas.
    const fn and_also(&self) -> &'static str {
        pick(self.lang, "\u{202f}; ", "; ")
    }

    /// What a qualification is on the day.
    fn state(&self, state: State) -> String {
        let (fr, en) = match state {
            State::Holds => ("en cours", "holds"),
            State::HoldsUndated => {
                ("en cours selon sa source, octroi sans date", "holds by its source, grant undated")
            }
            State::NotYet => ("à venir", "to come"),
            State::Expired => ("échue", "expired"),
            State::Suspended => ("suspendue", "suspended"),
            State::Withdrawn => ("retirée", "withdrawn"),
            State::Unproven => ("non établie ce jour-là", "not shown on that day"),
        };
        self.t(fr, en)
    }

    /// A qualification's number in this report: its place among those of the stack, top first.
    pub(super) fn number(&self, id: &ServiceId, at: usize) -> usize {
        let mut before = 0;
        for node in &self.order {
            match self.stack.graph().service(*node) {
                Some(service) if &service.id == id => break,
                Some(service) => before += service.qualifications.len(),
                None => {}
            }
        }
        before + at + 1
    }

    pub(super) fn qualifications(&mut self) {
        let mut rows = Vec::new();
        for node in &self.order {
            let Some(service) = self.stack.graph().service(*node) else { continue };
            for (at, q) in service.qualifications.iter().enumerate() {
                rows.push(self.qualification(service, at, q));
            }
        }
        if rows.is_empty() {
            self.paragraph(
                "Le document ne déclare de qualification pour aucun service de la pile.",
                "The document declares no qualification for any service of the stack.",
            );
            return;
        }
        let caption = self.t("Qualifications déclarées", "Qualifications declared");
        self.table(
            "qualifications",
            caption,
            &[
                ("xs", "N°", "No."),
                ("md", "Service", "Service"),
                ("md", "Version et jours", "Version and days"),
                ("md", "Ce jour-là", "On that day"),
                ("", "Portée et réserves", "Scope and reserves"),
                ("", "Ce qui la montre", "What shows it"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    /// What a qualification is on the day, and why it may count for nothing then.
    pub(super) fn now(&self, q: &Qualification) -> Vec<String> {
        let mut now = vec![self.state(q.state(self.question.as_of))];
        if !q.is_shown() {
            now.push(self.t(
                "ne couvre rien : seule la presse en parle",
                "covers nothing: the press alone speaks of it",
            ));
        }
        if !q.is_current_version() {
            now.push(self.t(
                "une autre version que 3.2 ne compte que par la lecture « base-under-3.1 »",
                "a version other than 3.2 only counts by the reading “base-under-3.1”",
            ));
        }
        now
    }

    /// What shows a qualification.
    pub(super) fn shown(&self, q: &Qualification) -> Vec<String> {
        let mut shown = vec![match q.evidence {
            Some(evidence) => self.closed("evidence", evidence.id()),
            None => self.t("non précisé : compte comme une décision", "not stated: counts as a decision"),
        }];
        if q.vouched {
            shown.push(self.t("le document s’en porte garant", "the document vouches for it"));
        }
        shown
    }

    /// What a decision leaves out.
    pub(super) fn reserve(&self, reserve: &Reserve) -> String {
        let mut said = Vec::new();
        if !reserve.layers.is_empty() {
            said.push(words::layers(reserve.layers, self.lang));
        }
        if !reserve.requirements.is_empty() {
            said.push(reserve.requirements.join(", "));
        }
        said.extend(reserve.text.clone());
        said.join(self.and_also())
    }

    fn qualification(&self, service: &Service, at: usize, q: &Qualification) -> Row {
        let day = |d: Option<Date>| match d {
            Some(d) => words::date(d, self.lang),
            None => self.t("pas de date", "no date"),
        };
        let mut days = vec![
            self.line("Version", "Version", q.version.clone()),
            self.line("Octroi", "Granted", day(q.granted)),
        ];
        if let Some(last) = q.last_day() {
            let mut said = words::date(last, self.lang);
            if q.expires.is_none() {
                said.push_str(&self.t(" (trois ans après l’octroi)", " (three years after the grant)"));
            }
            days.push(self.line("Dernier jour", "Last day", said));
        }
        if q.attested_on.is_some() {
            days.push(self.line("Dite en cours le", "Called current on", day(q.attested_on)));
        }
        for event in &q.events {
            let said = words::date(event.date, self.lang);
            days.push(Line { label: self.closed("event", event.kind.id()), text: said, link: Link::None });
        }
        let mut now = Vec::new();
        for said in self.now(q) {
            now.push(bare(said));
        }
        let mut scope = Vec::new();
        self.put(&mut scope, "Portée", "Scope", q.scope.as_deref());
        self.put(&mut scope, "Région", "Region", q.region.as_deref());
        let covers = match q.covers {
            Some(covers) => self.layers(covers),
            None => self.t(
                "non déclarées ; tout ce que le service exploite ou tient de ses socles est supposé dedans",
                "not declared; all that the service operates or rests on is assumed to be in",
            ),
        };
        scope.push(self.line("Couches", "Layers", covers));
        for reserve in &q.reserves {
            scope.push(self.line("Réserve", "Reserve", self.reserve(reserve)));
        }
        let mut shown = Vec::new();
        for said in self.shown(q) {
            shown.push(bare(said));
        }
        self.put(&mut shown, "Décision", "Decision", q.decision.as_deref());
        self.put(&mut shown, "Source", "Source", q.source.as_deref());
        let number = self.number(&service.id, at);
        Row::Cells {
            id: format!("q{number}"),
            cells: vec![
                Cell::Text(format!("Q{number}")),
                Cell::Text(service.called()),
                Cell::Lines(days),
                Cell::Lines(now),
                Cell::Lines(scope),
                Cell::Lines(shown),
            ],
        }
    }

    /// What the document notes of the services, their reliances and their qualifications, and where it has it from.
    pub(super) fn notes(&mut self) {
        let mut lines = Vec::new();
        for node in &self.order {
            let Some(service) = self.stack.graph().service(*node) else { continue };
            let mut put = |label: String, text: &str| {
                if !text.is_empty() {
                    lines.push(Line { label, text: text.to_owned(), link: Link::Web });
                }
            };
            let name = service.called();
            put(name.clone(), service.note.as_deref().unwrap_or_default());
            for reliance in &service.relies_on {
                let base = self.document.called(&reliance.service);
                put(format!("{name} → {base}"), reliance.note.as_deref().unwrap_or_default());
            }
            for (at, q) in service.qualifications.iter().enumerate() {
                put(format!("Q{}", self.number(&service.id, at)), q.note.as_deref().unwrap_or_default());
            }
            let candidacy = service.candidacy.as_ref().and_then(|c| c.note.as_deref());
            put(self.t("Candidature", "Candidacy"), candidacy.unwrap_or_default());
            let sources = self.t("Sources, ", "Sources, ") + &name;
            put(sources, &service.sources.join(self.and_also()));
        }
        if !lines.is_empty() {
            let text = self.t("Notes et sources", "Notes and sources");
            self.blocks.push(Block::Heading { level: 3, id: "notes".to_owned(), text });
            self.blocks.push(Block::List(lines));
        }
    }

    pub(super) fn third_parties(&mut self) {
        self.section(
            "third-parties",
            "Tiers qui prennent part au service",
            "Third parties that take part in the service",
        );
        let mut rows = Vec::new();
        for third in &self.document.third_parties {
            let mut serves = Vec::new();
            for node in &self.order {
                if let Some(service) =
                    self.stack.graph().service(*node).filter(|s| third.serves.contains(&s.id))
                {
                    serves.push(service.called());
                }
            }
            if serves.is_empty() {
                continue;
            }
            let mut who =
                vec![bare(if third.name.is_empty() { third.id.0.clone() } else { third.name.clone() })];
            if let Some(entity) =
                third.entity.as_ref().and_then(|e| self.document.entities.iter().find(|x| &x.id == e))
            {
                let named = if entity.name.is_empty() { &entity.id.0 } else { &entity.name };
                who.push(self.line("Entité", "Entity", named.clone()));
            }
            let mut roles = Vec::new();
            for role in &third.roles {
                roles.push(self.closed("roles", role.id()));
            }
            let mut countries = Vec::new();
            for country in &third.countries {
                countries.push(country.0.as_str());
            }
            let closed = |key: &str, id: Option<&'static str>| self.closed(key, id.unwrap_or("unknown"));
            let mut duties = vec![
                self.line(
                    "Données à sa portée",
                    "Data within reach",
                    closed("data_access", third.data_access.map(|x| x.id())),
                ),
                self.line(
                    "Clause d’audit (15.2.b)",
                    "Audit clause (15.2.b)",
                    closed("answer", third.audit_clause.map(|x| x.id())),
                ),
                self.line(
                    "Réponse à 19.6.d",
                    "Answer to 19.6.d",
                    closed("autonomy", third.autonomy.map(|x| x.id())),
                ),
            ];
            if !countries.is_empty() {
                duties.push(self.line("Pays", "Countries", countries.join(", ")));
            }
            let mut notes = Vec::new();
            self.put(&mut notes, "Note", "Note", third.note.as_deref());
            for source in &third.sources {
                self.put(&mut notes, "Source", "Source", Some(source));
            }
            rows.push(cells(vec![
                Cell::Lines(who),
                Cell::Text(words::list(&roles, self.lang)),
                Cell::Text(serves.join(", ")),
                Cell::Text(self.layers(third.layers)),
                Cell::Lines(duties),
                Cell::Lines(notes),
            ]));
        }
        if rows.is_empty() {
            self.paragraph(
                "Le document n’en déclare aucun pour cette pile. Un tiers oublié ici manque aussi au chapitre 15 et en 19.6.",
                "The document declares none for this stack. A third party left out here is missing from chapter 15 and 19.6 as well.",
            );
            return;
        }
        let caption = self.t(
            "Tiers ; un tiers ne couvre jamais rien",
            "Third parties; a third party never covers anything",
        );
        self.table(
            "third",
            caption,
            &[
                ("md", "Tiers", "Third party"),
                ("sm", "Rôles", "Roles"),
                ("md", "Sert", "Serves"),
                ("sm", "Couches", "Layers"),
                ("", "Accès et contrat", "Access and contract"),
                ("", "Notes et sources", "Notes and sources"),
            ],
            vec![Group { head: None, rows }],
        );
    }
}
