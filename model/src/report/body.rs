//! The requirements one by one, the reasonings behind the verdicts, what to obtain from each base, and what may be said.

use super::{Annex, Block, Cell, Group, Line, Link, Row, bare};
use crate::{
    claims::{Leave, claims},
    document::{Judgement, ServiceId},
    interlock::{self, Entry},
    judgement,
    qualification::{Cover, Warrant},
    trace::{self, Step},
    verdict::{Detail, On, Outcome, PartState},
    words,
};
use catalog::LayerSet;

/// A reasoning, and the requirements that share it.
struct Reasoning {
    steps: Vec<Step>,
    requirements: Vec<&'static str>,
}

impl Annex<'_> {
    /// Everything from the requirements on.
    pub(super) fn body(&mut self) {
        let mut reasonings: Vec<Reasoning> = Vec::new();
        let mut numbers = Vec::new();
        for detail in self.details {
            let steps = trace::steps(self.catalog, self.document, self.question, detail);
            let at = match reasonings.iter().position(|r| r.steps == steps) {
                Some(at) => at,
                None => {
                    reasonings.push(Reasoning { steps, requirements: Vec::new() });
                    reasonings.len() - 1
                }
            };
            if let Some(reasoning) = reasonings.get_mut(at) {
                reasoning.requirements.push(detail.verdict.requirement.id);
            }
            numbers.push(at + 1);
        }
        self.requirements(&numbers);
        self.reasonings(&reasonings);
        self.doubts();
        self.obtain();
        self.claims();
    }

    fn requirements(&mut self, numbers: &[usize]) {
        self.section("requirements", "Exigence par exigence", "Requirement by requirement");
        self.paragraph(
            "Où une exigence est partagée, la part propre vient d’abord. Sous le verdict, un renvoi mène au raisonnement, dans la section suivante. Le jugement d’une personne se tient à côté du verdict calculé et ne le remplace jamais.",
            "Where a requirement is shared, the own part comes first. A link under the verdict leads to the reasoning, in the next section. A person’s judgement stands beside the computed verdict and never replaces it.",
        );
        let mut groups: Vec<Group> = Vec::new();
        let (mut chapter, mut section) = (0, "");
        for (detail, number) in self.details.iter().zip(numbers) {
            let requirement = detail.verdict.requirement;
            if requirement.chapter != chapter {
                chapter = requirement.chapter;
                groups.push(Group { head: Some(self.chapter(chapter)), rows: Vec::new() });
            }
            let Some(group) = groups.last_mut() else { continue };
            if requirement.section != section {
                section = requirement.section;
                group.rows.push(Row::Head(format!("{section} {}", requirement.title.get(self.lang))));
            }
            group.rows.push(self.requirement(detail, *number));
        }
        let caption = self.t("Les 278 exigences lettrées", "The 278 lettered requirements");
        self.table(
            "all",
            caption,
            &[
                ("id", "Exigence", "Requirement"),
                ("vd", "Verdict, et à savoir", "Verdict, and to know"),
                ("", "Ce qu’elle demande, part propre", "What it asks, own part"),
                (
                    "",
                    "Part du socle, preuves, jugement d’une personne",
                    "Base part, evidence, a person’s judgement",
                ),
            ],
            groups,
        );
    }

    fn requirement(&self, detail: &Detail, number: usize) -> Row {
        let verdict = &detail.verdict;
        let requirement = verdict.requirement;
        let prose = self.pack.requirements.get(requirement.id);
        let applies = verdict.outcome != Outcome::NotApplicable;
        let base_takes_part = matches!(verdict.outcome, Outcome::Shared | Outcome::Inherited);
        // Left what is asked and what the service does about it, right what the base does and what is shown.
        let mut left = Vec::new();
        let mut right = Vec::new();
        left.extend(prose.map(|p| bare(p.summary.as_str())));
        if base_takes_part {
            let part = |text: Option<&String>| text.cloned().unwrap_or_default();
            let (own, base) =
                (prose.and_then(|p| p.own_part.as_ref()), prose.and_then(|p| p.base_part.as_ref()));
            left.push(self.line("Part propre", "Own part", part(own)));
            right.push(self.line("Part du socle", "Base part", part(base)));
        }
        self.parts(detail, base_takes_part, &mut left, &mut right);
        if applies {
            let evidence = prose.map(|p| p.evidence.clone()).unwrap_or_default();
            right.push(self.line("Preuves", "Evidence", evidence));
        }
        if let Some(judgement) = self.service.judgements.get(requirement.id) {
            self.judgement(judgement, &mut right);
        }

        let mut know = Vec::new();
        let mut flags = Vec::new();
        for flag in verdict.flags.iter() {
            flags.push(words::flag(flag, self.lang));
        }
        if !flags.is_empty() {
            know.push(bare(flags.join(", ")));
        }
        let mut readings = Vec::new();
        for reading in verdict.readings.iter() {
            readings.push(reading.id());
        }
        if !readings.is_empty() {
            know.push(self.line("Lectures", "Readings", readings.join(", ")));
        }
        let mut basis = words::basis(verdict.basis, self.lang).to_owned();
        if verdict.basis == requirement.basis && !requirement.source.is_empty() {
            basis.push_str(&format!(" ({})", requirement.source));
        }
        let confidence = words::confidence(verdict.confidence, self.lang);
        basis.push_str(&self.t(&format!(", confiance {confidence}"), &format!(", confidence {confidence}")));
        know.push(self.line("Fondement", "Basis", basis));
        know.push(Line {
            link: Link::Place(format!("w{number}")),
            ..bare(format!("{} {number}", words::pick(self.lang, "Raisonnement", "Reasoning")))
        });
        if prose.is_some_and(|p| p.doubt.is_some()) {
            know.push(Line {
                link: Link::Place(format!("d-{}", requirement.id)),
                ..bare(self.t("Doute signalé", "Doubt reported"))
            });
        }

        Row::Cells {
            id: format!("r-{}", requirement.id),
            cells: vec![
                Cell::Text(requirement.id.to_owned()),
                Cell::Verdict(verdict.outcome, know),
                Cell::Lines(left),
                Cell::Lines(right),
            ],
        }
    }

    /// Where it bears: what lies with the service and what with a base. Parts with one answer make one line.
    pub(super) fn parts(&self, detail: &Detail, shared: bool, own: &mut Vec<Line>, base: &mut Vec<Line>) {
        type Answer<'d> = (PartState, Option<&'d ServiceId>, Option<Cover>);
        let mut groups: Vec<(Answer<'_>, LayerSet, bool)> = Vec::new();
        for part in &detail.parts {
            let who = if part.state == PartState::Covered {
                part.covered_by.as_ref()
            } else {
                part.operator.as_ref()
            };
            let answer = (part.state, who, part.cover);
            let at = match groups.iter().position(|g| g.0 == answer) {
                Some(at) => at,
                None => {
                    groups.push((answer, LayerSet::EMPTY, false));
                    groups.len() - 1
                }
            };
            if let Some((_, layers, provider)) = groups.get_mut(at) {
                match part.on {
                    On::Layer(layer) => *layers = layers.with(layer),
                    On::Provider => *provider = true,
                }
            }
        }
        let mut bases = 0;
        for ((state, ..), ..) in &groups {
            bases += usize::from(*state == PartState::Covered);
        }
        for ((state, who, cover), layers, provider) in groups {
            let mut places = Vec::new();
            if provider {
                places.push(words::on(On::Provider, self.lang));
            }
            for layer in layers.iter() {
                places.push(words::layer(layer, self.lang));
            }
            let places = words::list(&places, self.lang);
            let name = who.map(|id| self.document.called(id)).unwrap_or_default();
            match (state, who, cover) {
                (PartState::Covered, Some(id), Some(cover)) => {
                    let (mut said, link) = self.cover(id, cover, detail);
                    // Which layers is said where several answer; else the reasoning says it.
                    if bases > 1 {
                        said = format!("{said}, {places}");
                    }
                    base.push(Line { label: name, text: said, link });
                }
                (PartState::Exposed, ..) => {
                    own.push(Line {
                        label: self.part(state),
                        text: format!("{places} ({name})"),
                        link: Link::None,
                    });
                }
                // Beside the prose of the own part, where it lies goes without saying.
                (PartState::Own, ..) if shared => {}
                (PartState::Own, ..) => {
                    own.push(self.line("Part propre, toute l’exigence", "Own part, all of it", places));
                }
                _ => own.push(Line { label: self.part(state), text: places, link: Link::None }),
            }
        }
    }

    /// The qualification behind a cover in few words, and where it stands in the report.
    fn cover(&self, id: &ServiceId, cover: Cover, detail: &Detail) -> (String, Link) {
        let part = detail.parts.iter().find(|p| p.covered_by.as_ref() == Some(id) && p.cover == Some(cover));
        let view = part.and_then(|p| trace::cover_view(self.document, p));
        let until = match view.as_ref().and_then(|v| v.until) {
            Some(day) => {
                let day = words::date(day, self.lang);
                // A day of attestation is no end.
                if view.as_ref().is_some_and(|v| v.cover.undated) {
                    self.t(&format!(", attestée au {day}"), &format!(", attested on {day}"))
                } else {
                    self.t(&format!(", jusqu’au {day}"), &format!(", until {day}"))
                }
            }
            None => String::new(),
        };
        match cover.warrant {
            Warrant::Qualification(at) => {
                let number = self.number(id, at);
                let version = view.and_then(|v| v.version).unwrap_or_default();
                (format!("Q{number} ({version}{until})"), Link::Place(format!("q{number}")))
            }
            Warrant::Renewal(_) => {
                (self.t("renouvellement tenu pour accordé", "renewal taken as granted") + &until, Link::None)
            }
            Warrant::Candidacy => {
                (self.t("candidature tenue pour accordée", "candidacy taken as granted") + &until, Link::None)
            }
        }
    }

    fn judgement(&self, judgement: &Judgement, lines: &mut Vec<Line>) {
        if let Some(verdict) = judgement.verdict {
            let said = words::outcome(judgement::outcome(verdict), self.lang).to_owned();
            lines.push(self.line("Jugement d’une personne", "A person’s judgement", said));
        }
        self.put(lines, "Motif", "Justification", judgement.justification.as_deref());
        self.put(lines, "Auteur", "Author", judgement.author.as_deref());
        if let Some(day) = judgement.date {
            lines.push(self.line("Le", "On", words::date(day, self.lang)));
        }
        if let Some(status) = judgement.status {
            let said = judgement::status(Some(status), self.lang).to_owned();
            lines.push(self.line("Avancement", "Progress", said));
        }
        self.put(lines, "Responsable", "Owner", judgement.owner.as_deref());
        for evidence in &judgement.evidence {
            self.put(lines, "Pièce", "Exhibit", Some(evidence));
        }
        self.put(lines, "Note", "Note", judgement.note.as_deref());
    }

    fn reasonings(&mut self, reasonings: &[Reasoning]) {
        self.section("reasonings", "Raisonnements", "Reasonings");
        self.paragraph(
            "Ce qui a mené à chaque verdict, pas à pas. Des exigences qui portent aux mêmes endroits ont le même raisonnement.",
            "What led to each verdict, step by step. Requirements that bear on the same places share one reasoning.",
        );
        let mut rows = Vec::new();
        for (at, reasoning) in reasonings.iter().enumerate() {
            let mut said = String::new();
            let mut outcome = Outcome::Remains;
            for step in &reasoning.steps {
                if let Step::Conclusion { outcome: concluded } = step {
                    outcome = *concluded;
                }
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(&step.say(self.lang));
            }
            let number = at + 1;
            rows.push(Row::Cells {
                id: format!("w{number}"),
                cells: vec![
                    Cell::Text(number.to_string()),
                    Cell::Verdict(outcome, Vec::new()),
                    Cell::Text(said),
                    Cell::Text(reasoning.requirements.join(", ")),
                ],
            });
        }
        let caption = self.t("Raisonnements derrière les verdicts", "Reasonings behind the verdicts");
        self.table(
            "why",
            caption,
            &[
                ("xs", "N°", "No."),
                ("vn", "Verdict", "Verdict"),
                ("", "Pas à pas", "Step by step"),
                ("md", "Exigences", "Requirements"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    /// What is doubtful in the source or in where a requirement bears.
    fn doubts(&mut self) {
        let mut rows = Vec::new();
        for detail in self.details {
            let id = detail.verdict.requirement.id;
            if let Some(doubt) = self.pack.requirements.get(id).and_then(|p| p.doubt.as_deref()) {
                rows.push(Row::Cells {
                    id: format!("d-{id}"),
                    cells: vec![super::text(id), super::text(doubt)],
                });
            }
        }
        let caption = self.t(
            "Doutes signalés, à lever avec l’évaluateur",
            "Doubts reported, to be cleared with the evaluator",
        );
        let columns = [("id", "Exigence", "Requirement"), ("", "Ce qui est douteux", "What is doubtful")];
        self.table("doubts", caption, &columns, vec![Group { head: None, rows }]);
    }

    fn obtain(&mut self) {
        self.section("obtain", "À obtenir de chaque socle", "To obtain from each base");
        let lists = interlock::of_details(self.document, self.details);
        if lists.is_empty() {
            self.paragraph(
                "Aucun socle qualifié ne prend part à ces verdicts : il n’y a rien à lui demander.",
                "No qualified base takes part in these verdicts: there is nothing to ask of one.",
            );
            return;
        }
        self.paragraph(
            "Ce que le service doit tenir de son socle pour pouvoir satisfaire l’exigence. Hériter n’en dispense pas : sans ces moyens, la part propre ne peut pas être tenue. À cocher une fois obtenu, avec la date et un visa.",
            "What the service must have from its base to be able to meet the requirement. Inheriting is no exemption: without these means the own part cannot be done. To be ticked once obtained, with the date and initials.",
        );
        for (at, list) in lists.iter().enumerate() {
            let name = self.document.called(&list.base);
            let id = format!("obtain-{}", at + 1);
            self.blocks.push(Block::Heading { level: 3, id: format!("from-{}", at + 1), text: name });
            let mut groups: Vec<Group> = Vec::new();
            let mut chapter = 0;
            let mut verified = 0;
            for entry in &list.entries {
                verified += usize::from(entry.is_verified());
                if entry.requirement.chapter != chapter {
                    chapter = entry.requirement.chapter;
                    groups.push(Group { head: Some(self.chapter(chapter)), rows: Vec::new() });
                }
                if let Some(group) = groups.last_mut() {
                    group.rows.push(self.entry(entry));
                }
            }
            let caption = self.t(
                &format!(
                    "À obtenir : {} points, dont {verified} pour des exigences vérifiées",
                    list.entries.len()
                ),
                &format!(
                    "To obtain: {} points, {verified} of them for verified requirements",
                    list.entries.len()
                ),
            );
            self.table(
                &id,
                caption,
                &[
                    ("id", "Exigence", "Requirement"),
                    ("xs", "Obtenu", "Obtained"),
                    ("", "À obtenir du socle", "To obtain from the base"),
                    ("wd", "Couches concernées", "Layers concerned"),
                    ("sm", "Date, visa", "Date, initials"),
                ],
                groups,
            );
        }
    }

    fn entry(&self, entry: &Entry) -> Row {
        let Entry { requirement, layers, .. } = *entry;
        let prose = self.pack.requirements.get(requirement.id);
        let mut on = vec![bare(if layers.is_empty() {
            self.t("le socle dans son ensemble", "the base as a whole")
        } else {
            words::layers(layers, self.lang)
        })];
        if !entry.is_verified() {
            on.push(bare(self.t("recommandation, non vérifiée", "recommendation, not verified")));
        }
        Row::Cells {
            id: String::new(),
            cells: vec![
                Cell::Lines(vec![Line {
                    link: Link::Place(format!("r-{}", requirement.id)),
                    ..bare(requirement.id)
                }]),
                Cell::Tick,
                Cell::Text(prose.and_then(|p| p.interlock.clone()).unwrap_or_default()),
                Cell::Lines(on),
                entry.said(self.lang).map_or(Cell::Blank, Cell::Text),
            ],
        }
    }

    fn claims(&mut self) {
        self.section("claims", "Ce qui peut se dire du service", "What may be said of the service");
        let Some(node) = self.order.first() else { return };
        let rulings = claims(self.stack, self.question, *node);
        for (leave, id, fr, en) in [
            (Leave::May, "may", "Peut se dire", "May be said"),
            (Leave::MayNot, "may-not", "Ne peut pas se dire", "May not be said"),
        ] {
            let text = self.t(fr, en);
            self.blocks.push(Block::Heading { level: 3, id: id.to_owned(), text });
            let mut list = Vec::new();
            for ruling in &rulings {
                if ruling.leave == leave {
                    let basis = self.t(" (fondement : ", " (basis: ") + ruling.claim.basis() + ")";
                    list.push(bare(ruling.claim.say(self.lang) + &basis));
                }
            }
            self.blocks.push(Block::List(list));
        }
    }
}
