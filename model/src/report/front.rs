//! What comes before the requirements: what the annex is, what it was computed from, the readings, the facts, what is
//! wrong with the document, the counts and the legend.

use super::{Annex, Block, Cell, Group, Line, Link, Row, bare, cells, text};
use crate::{
    document::{Answer, ServiceId, validate::validate},
    export::markdown::notice,
    trace::Step,
    verdict::{Counts, Flag, Outcome, PartState},
    words::{self, pick},
};
use catalog::{Basis, Confidence, Lang};

impl Annex<'_> {
    /// Everything before the requirements.
    pub(super) fn front(&mut self, title: &str, blocking: &[String], generated: Option<&str>) {
        self.head(title);
        self.nature(blocking);
        self.identity(generated);
        self.services();
        self.qualifications();
        self.notes();
        self.third_parties();
        self.readings();
        self.facts();
        self.warnings();
        self.counts();
        self.flags();
        self.legend();
    }

    /// The title, and the service that it is about.
    pub(super) fn head(&mut self, title: &str) {
        let title = title.to_owned();
        self.blocks.push(Block::Heading { level: 1, id: "top".to_owned(), text: title });
        let activities = self.activities(self.service);
        let facts = vec![
            self.line("Service", "Service", self.service.called()),
            self.line("Activités", "Activities", activities),
            self.line("Prestataire", "Provider", self.provider(self.service)),
            self.line("Verdicts au", "Verdicts as of", words::date(self.question.as_of, self.lang)),
        ];
        self.blocks.push(Block::Facts(facts));
    }

    fn nature(&mut self, blocking: &[String]) {
        self.section("nature", "Ce que ce document est, et n’est pas", "What this document is, and is not");
        self.paragraph(
            "Cette annexe dit, pour chacune des 278 exigences lettrées du référentiel, ce que le service tient d’un socle qualifié, ce qu’il partage avec lui et ce qui reste à sa charge. Tout découle du document décrit plus bas, au jour indiqué et sous les lectures en vigueur : si l’un d’eux est faux, le verdict l’est aussi.",
            "For each of the 278 lettered requirements of the référentiel, this annex says what the service has from a qualified base, what it shares with one and what remains to it. All of it follows from the document described below, on the day named and under the readings in force: where one of these is wrong, so is the verdict.",
        );
        self.paragraph(
            "Elle prépare un échange avec l’évaluateur. Elle n’est ni un rapport d’audit, ni une preuve, ni une attestation. Les exigences y sont résumées avec nos mots : seul le texte du référentiel fait foi. Dans le doute, une part est comptée comme restant au service.",
            "It prepares a discussion with the evaluator. It is no audit report, no evidence and no attestation. Requirements are summed up in our own words: only the text of the référentiel counts. Where there is doubt, a part is taken to remain with the service.",
        );
        self.notices(blocking);
    }

    /// What nobody may miss: whose advice this is, and what bars it or makes it a hypothesis.
    pub(super) fn notices(&mut self, blocking: &[String]) {
        self.blocks.push(Block::Notice(notice(self.lang)));
        if self.question.assume_candidates {
            let hypothesis = self.t(
                "Les candidats sont tenus pour qualifiés à leur date prévue : les verdicts marqués « hypothétique » ne valent que si ces décisions sont prises.",
                "Candidates are taken as qualified on their expected dates: verdicts marked “hypothetical” only hold if those decisions are taken.",
            );
            self.blocks.push(Block::Notice(hypothesis));
        }
        if !blocking.is_empty() {
            let mut finding = self.t(
                "Sous la lecture « unqualified-middle » en vigueur, la composition n’est pas tenue pour recevable tant que rien ne couvre : ",
                "Under the reading “unqualified-middle” in force, the composition is not held to be admissible as long as nothing covers: ",
            );
            finding.push_str(&words::list(blocking, self.lang));
            self.blocks.push(Block::Notice(finding));
        }
    }

    pub(super) fn identity(&mut self, generated: Option<&str>) {
        self.section("identity", "Ce qui a servi au calcul", "What the verdicts were computed from");
        let (catalog, document) = (self.catalog, self.document);
        let mut facts = Vec::new();
        let mut put = |fr: &str, en: &str, said: String| facts.push(self.line(fr, en, said));
        put("Référentiel", "Référentiel", format!("SecNumCloud {}", catalog.version));
        put("Version des règles", "Version of the rules", catalog.ruleset.to_owned());
        put("Empreinte du catalogue", "Hash of the catalogue", catalog.hash.to_owned());
        put("Jour des verdicts", "Day of the verdicts", words::date(self.question.as_of, self.lang));
        let horizon = match self.question.horizon {
            Some(day) => words::date(day, self.lang),
            None => self.t(
                "aucun : les échéances proches ne sont pas signalées",
                "none: nothing is said of what ends soon",
            ),
        };
        put("Horizon", "Horizon", horizon);
        let candidates = if self.question.assume_candidates {
            self.t("tenus pour qualifiés à leur date prévue", "taken as qualified on their expected dates")
        } else {
            self.t("ne couvrent rien", "cover nothing")
        };
        put("Candidats à la qualification", "Candidates", candidates);
        put("Document", "Document", document.title.clone());
        if let Some(generated) = generated {
            put("Établi par", "Made by", generated.to_owned());
        }
        self.put(&mut facts, "Note du document", "Note of the document", document.note.as_deref());
        self.blocks.push(Block::Facts(facts));
        if !document.sources.is_empty() {
            self.paragraph("Sources que le document cite :", "Sources that the document names:");
            let mut list = Vec::new();
            for source in &document.sources {
                list.push(Line { link: Link::Web, ..bare(source.as_str()) });
            }
            self.blocks.push(Block::List(list));
        }
    }

    fn readings(&mut self) {
        self.section("readings", "Lectures en vigueur", "Readings in force");
        self.paragraph(
            "Où le texte laisse un choix, le choix est une lecture : une question, et la réponse retenue. La réponse par défaut est la plus exigeante.",
            "Where the text leaves a choice, the choice is a reading: a question, and the answer taken. The default is the more demanding one.",
        );
        let mut rows = Vec::new();
        for reading in self.catalog.readings {
            let answer = self.question.readings.answer(self.catalog, reading.id);
            let at = reading.answers.iter().position(|a| *a == answer).unwrap_or_default();
            let label = reading.labels.get(at).map_or("", |l| l.get(self.lang));
            let prose = self.pack.readings.get(reading.id.id());
            let mut said = vec![Line {
                label: label.to_owned(),
                text: prose.and_then(|p| p.answers.get(answer)).cloned().unwrap_or_default(),
                link: Link::None,
            }];
            let default = answer == reading.default_answer();
            if default {
                said.push(self.line(
                    "Pourquoi ce défaut",
                    "Why this default",
                    prose.map(|p| p.reason.clone()).unwrap_or_default(),
                ));
            }
            let status = if default {
                bare(self.t("par défaut", "default"))
            } else {
                self.line(
                    "Modifiée",
                    "Switched",
                    self.t("les verdicts qu’elle a décidés le disent", "the verdicts that it decided say so"),
                )
            };
            rows.push(cells(vec![
                Cell::Lines(vec![bare(reading.label.get(self.lang)), bare(reading.id.id())]),
                Cell::Text(prose.map(|p| p.question.clone()).unwrap_or_default()),
                Cell::Lines(said),
                Cell::Lines(vec![status]),
            ]));
        }
        let caption = self.t("Lectures et réponses", "Readings and answers");
        self.table(
            "in-force",
            caption,
            &[
                ("md", "Lecture", "Reading"),
                ("", "Question", "Question"),
                ("", "Réponse en vigueur", "Answer in force"),
                ("sm", "État", "State"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    /// The service and those that are evaluated with it, each once.
    pub(super) fn evaluated(&self) -> Vec<&ServiceId> {
        let mut evaluated: Vec<&ServiceId> = vec![&self.service.id];
        for detail in self.details {
            for id in &detail.evaluated {
                if !evaluated.contains(&id) {
                    evaluated.push(id);
                }
            }
        }
        evaluated
    }

    fn facts(&mut self) {
        self.section("facts", "Faits", "Facts");
        self.paragraph(
            "Des exigences dépendent de faits que seul le prestataire connaît. Sans réponse, l’exigence s’applique, et le verdict le signale.",
            "Some requirements hang on facts that only the provider knows. Without an answer the requirement applies, and the verdict says so.",
        );
        let evaluated = self.evaluated();
        let (mut answered, mut open) = (Vec::new(), Vec::new());
        for fact in self.catalog.facts {
            for id in &evaluated {
                let Some(service) = self.document.service(id.as_str()) else { continue };
                let answer = service.fact(fact.id);
                let mut row = vec![
                    text(fact.label.get(self.lang)),
                    Cell::Text(self.pack.facts.get(fact.id).cloned().unwrap_or_default()),
                    Cell::Text(self.closed("answer", answer.id())),
                ];
                // Whose answer it is goes without saying where there is one service.
                if evaluated.len() > 1 {
                    row.push(Cell::Text(service.called()));
                }
                let row = cells(row);
                if answer == Answer::Unknown { open.push(row) } else { answered.push(row) }
            }
        }
        let all = answered.len() + open.len();
        let mut groups = Vec::new();
        for (fr, en, rows) in
            [("Avec une réponse", "Answered", answered), ("Sans réponse", "Not answered", open)]
        {
            let head = format!("{} ({})", self.t(fr, en), self.of(rows.len(), all));
            groups.push(Group { head: Some(head), rows });
        }
        let caption = self.t("Faits des services évalués", "Facts about the services evaluated");
        let mut columns =
            vec![("md", "Fait", "Fact"), ("", "Question", "Question"), ("sm", "Réponse", "Answer")];
        if evaluated.len() > 1 {
            columns.push(("md", "Service", "Service"));
        }
        self.table("facts-table", caption, &columns, groups);
    }

    fn warnings(&mut self) {
        self.section(
            "warnings",
            "Ce qui est à revoir dans le document",
            "What should be looked at in the document",
        );
        let issues = validate(self.catalog, self.document);
        if issues.is_empty() {
            self.paragraph("Rien n’est signalé.", "Nothing is reported.");
            return;
        }
        let mut list = Vec::new();
        for issue in &issues {
            list.push(Line {
                label: issue.at.clone(),
                text: words::issue(&issue.kind, self.lang),
                link: Link::None,
            });
        }
        self.blocks.push(Block::List(list));
    }

    fn counts(&mut self) {
        self.section("counts", "Décomptes", "Counts");
        let (verified, all) = (self.scope.verified(), self.scope.all());
        self.paragraph(
            "Les recommandations ne sont pas vérifiées (3.1) : les décomptes par chapitre ne portent que sur les exigences vérifiées. La dernière ligne compte toutes les exigences lettrées.",
            "Recommendations are not verified (3.1): the counts by chapter are over the verified requirements alone. The last row counts all lettered requirements.",
        );
        let mut rows = Vec::new();
        for (chapter, counts) in self.scope.by_chapter() {
            rows.push(self.count(self.chapter(chapter), counts));
        }
        let total = self.t(
            &format!("Les {} exigences vérifiées", verified.total()),
            &format!("The {} verified requirements", verified.total()),
        );
        let lettered = self.t(
            &format!("Les {} exigences lettrées, recommandations comprises", all.total()),
            &format!("All {} lettered requirements, recommendations included", all.total()),
        );
        let groups = vec![
            Group {
                head: Some(self.t("Par chapitre, exigences vérifiées", "By chapter, verified requirements")),
                rows,
            },
            Group {
                head: Some(self.t("En tout", "In all")),
                rows: vec![self.count(total, verified), self.count(lettered, all)],
            },
        ];
        let caption = self.t("Nombre d’exigences par verdict", "Requirements by verdict");
        let mut columns = vec![("", "Chapitre", "Chapter")];
        for outcome in Outcome::ALL {
            columns.push(("no", words::outcome(outcome, Lang::Fr), words::outcome(outcome, Lang::En)));
        }
        columns.push(("no", "Total", "Total"));
        self.table("by-chapter", caption, &columns, groups);
    }

    fn count(&self, label: String, counts: Counts) -> Row {
        let mut row = vec![Cell::Text(label)];
        for outcome in Outcome::ALL {
            row.push(Cell::Text(self.of(counts.get(outcome), counts.total())));
        }
        row.push(Cell::Text(counts.total().to_string()));
        cells(row)
    }

    fn flags(&mut self) {
        self.section("flags", "Réserves et signaux", "Caveats");
        let mut rows = Vec::new();
        for flag in Flag::ALL {
            let mut count = 0;
            for detail in self.details {
                count += usize::from(detail.verdict.flags.contains(*flag));
            }
            if count > 0 {
                rows.push(cells(vec![
                    text(words::flag(*flag, self.lang)),
                    Cell::Text(self.of(count, self.details.len())),
                    Cell::Text(words::flag_meaning(*flag, self.lang)),
                ]));
            }
        }
        if rows.is_empty() {
            self.paragraph("Aucun verdict n’en porte.", "No verdict carries any.");
            return;
        }
        let caption = self.t(
            "Signaux que portent les verdicts, toutes exigences lettrées",
            "What verdicts carry, over all lettered requirements",
        );
        self.table(
            "caveats",
            caption,
            &[
                ("md", "Signal", "Caveat"),
                ("sm", "Exigences", "Requirements"),
                ("", "Ce que cela veut dire", "What it means"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    /// What a verdict means.
    pub(super) fn meaning(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::NotApplicable => self.t(
                "Sa condition n’est pas remplie, ou elle ne porte sur rien que le service ait.",
                "Its condition does not hold, or it bears on nothing that the service has.",
            ),
            _ => Step::Conclusion { outcome }.say(self.lang),
        }
    }

    fn legend(&mut self) {
        self.section("legend", "Légende", "Legend");
        let mut verdicts = Vec::new();
        for outcome in Outcome::ALL {
            let meaning = self.meaning(outcome);
            verdicts.push(cells(vec![Cell::Verdict(outcome, Vec::new()), Cell::Text(meaning)]));
        }
        let mut states = Vec::new();
        for state in
            [PartState::Own, PartState::Covered, PartState::Exposed, PartState::Missing, PartState::Retained]
        {
            states.push(cells(vec![Cell::Text(self.part(state)), text(words::state(state, self.lang))]));
        }
        let mut trust = Vec::new();
        for (basis, fr, en) in [
            (Basis::Text, "les mots d’une exigence nommée", "the words of a named requirement"),
            (Basis::Practice, "ce qu’un praticien nommé a publié", "what a named practitioner published"),
            (
                Basis::Reasoning,
                "notre propre raisonnement, qu’aucun texte ne confirme",
                "our own reasoning, which no text confirms",
            ),
        ] {
            let label = format!(
                "{} {}",
                pick(self.lang, "Fondement\u{a0}:", "Basis:"),
                words::basis(basis, self.lang)
            );
            trust.push(cells(vec![Cell::Text(label), Cell::Text(self.t(fr, en))]));
        }
        for (confidence, fr, en) in [
            (Confidence::High, "peu de doute", "little doubt"),
            (
                Confidence::Medium,
                "un évaluateur pourrait le voir autrement",
                "an evaluator could see it otherwise",
            ),
            (Confidence::Low, "à demander avant de s’y fier", "to be asked before relying on it"),
        ] {
            let label = format!(
                "{} {}",
                pick(self.lang, "Confiance\u{a0}:", "Confidence:"),
                words::confidence(confidence, self.lang)
            );
            trust.push(cells(vec![Cell::Text(label), Cell::Text(self.t(fr, en))]));
        }
        let groups = vec![
            Group { head: Some(self.t("Verdicts", "Verdicts")), rows: verdicts },
            Group { head: Some(self.t("Parts d’une exigence", "Parts of a requirement")), rows: states },
            Group { head: Some(self.t("Fondement et confiance", "Basis and confidence")), rows: trust },
        ];
        let caption = self.t("Mots et signes de ce document", "Words and signs of this document");
        self.table("words", caption, &[("md", "Mot", "Word"), ("", "Sens", "Meaning")], groups);
    }

    /// What a part is called in the columns of the requirements.
    pub(super) fn part(&self, state: PartState) -> String {
        let (fr, en) = match state {
            PartState::Own => ("En propre", "Own"),
            PartState::Covered => ("Socle qualifié", "Qualified base"),
            PartState::Exposed => ("Exposé", "Exposed"),
            PartState::Missing => ("Manquant", "Missing"),
            PartState::Retained => ("Laissé au client", "Left to the customer"),
        };
        self.t(fr, en)
    }
}
