//! The points to settle with the evaluation centre and ANSSI: readings and assumptions, each with the requirements that
//! hang on it and what another answer would change. What it would change is not guessed: the stack is evaluated again.

use super::super::{Annex, Cell, Group, Line, Link, Row, bare};
use crate::{
    document::{Answer, Document, Evidence, ServiceId},
    graph::Node,
    qualification::Warrant,
    question::Question,
    sorted,
    verdict::{Evaluator, OWN_PREMISES_FACT, Outcome, scope},
    words::{self, fill},
};
use catalog::{FactId, When};

/// What is taken for granted, and of what.
#[derive(Clone, PartialEq, Eq)]
enum Assumed {
    /// The scope of a qualification, which is not declared.
    Scope(ServiceId, usize),
    /// A qualification without a grant date.
    Undated(ServiceId, usize),
    /// A qualification on its provider's word alone.
    ProviderSays(ServiceId, usize),
    /// A candidacy or a renewal, as if granted.
    Candidate(ServiceId),
    /// A fact without an answer, as if it were a yes.
    Fact(ServiceId, &'static str),
}

/// Another answer to a point.
struct Other {
    /// What it is called.
    label: String,
    /// What it means, where that is not clear from its name.
    meaning: Option<String>,
    /// The outcomes under it.
    after: Vec<Outcome>,
}

/// A point to settle.
struct Point {
    what: Vec<Line>,
    now: Vec<Line>,
    others: Vec<Other>,
    /// The verified requirements that hang on it.
    hang: Vec<&'static str>,
    /// How many verified verdicts the other answer that changes most would change.
    impact: usize,
}

impl Annex<'_> {
    pub(super) fn position(&mut self, node: Node, blocking: &[String], generated: Option<&str>) {
        self.opening(
            &[
                (
                    "Cette liste réunit ce que les verdicts tiennent pour acquis et que personne n’a encore tranché : les lectures du texte et les hypothèses sur la pile. Elle est faite pour être réglée point par point avec le centre d’évaluation et l’ANSSI, dans la stratégie d’évaluation.",
                    "This list holds what the verdicts take for granted and nobody has decided yet: the readings of the text and the assumptions about the stack. It is made to be settled point by point with the evaluation centre and ANSSI, in the evaluation strategy.",
                ),
                (
                    "L’effet d’une autre réponse a été obtenu en calculant de nouveau les verdicts avec elle, tout le reste restant égal. Des réponses données ensemble peuvent changer davantage.",
                    "What another answer would do was obtained by computing the verdicts again with it, all else staying the same. Answers given together can change more.",
                ),
                (
                    "Zéro ne veut pas dire sans importance : les lectures de 19.6.b pèsent sur les détentions, et une composition tenue pour irrecevable ne change aucun verdict.",
                    "None changed does not mean of no weight: the readings of 19.6.b bear on holdings, and a composition held to be inadmissible changes no verdict.",
                ),
            ],
            blocking,
            generated,
        );
        self.named_qualifications();
        self.section(
            "points",
            "Points à régler, du plus lourd au plus léger",
            "Points to settle, the heaviest first",
        );
        let mut points = self.reading_points();
        for (assumed, hang) in self.assumptions(node) {
            points.push(self.assumption_point(&assumed, hang));
        }
        for point in &mut points {
            for Other { after, .. } in &point.others {
                point.impact = point.impact.max(self.moved(after).len());
            }
        }
        sorted::by(&mut points, |a, b| (b.impact, b.hang.len()).cmp(&(a.impact, a.hang.len())));
        let mut heavy = 0;
        for point in &points {
            heavy += usize::from(point.impact > 0);
        }
        let text = fill(
            self.lang,
            "Points qui changeraient au moins un verdict vérifié : {}.",
            "Points that would change at least one verified verdict: {}.",
            &[&self.of(heavy, points.len())],
        );
        self.blocks.push(super::super::Block::Paragraph(text));
        let mut rows = Vec::new();
        for (at, point) in points.iter().enumerate() {
            rows.push(self.point(at + 1, point));
        }
        let caption = self.t("Lectures et hypothèses", "Readings and assumptions");
        self.table(
            "points-table",
            caption,
            &[
                ("xs", "N°", "No."),
                ("", "Point", "Point"),
                ("", "Réponse en vigueur", "Answer in force"),
                ("", "Autre réponse, et son effet", "Other answer, and its effect"),
                ("", "Exigences vérifiées qui en dépendent", "Verified requirements that hang on it"),
                ("sm", "Position retenue", "Position taken"),
                ("xs", "Date, visa", "Date, initials"),
            ],
            vec![Group { head: None, rows }],
        );
    }

    fn point(&self, number: usize, point: &Point) -> Row {
        let all = self.scope.verified().total();
        let mut effects = Vec::new();
        for Other { label, meaning, after } in &point.others {
            let moved = self.moved(after);
            effects.push(Line {
                label: label.clone(),
                text: fill(
                    self.lang,
                    "verdicts vérifiés changés, {}",
                    "verified verdicts changed, {}",
                    &[&self.of(moved.len(), all)],
                ),
                link: Link::None,
            });
            effects.extend(meaning.iter().map(|m| bare(m.as_str())));
            for before in Outcome::ALL {
                for then in Outcome::ALL {
                    let mut count = 0;
                    for (_, from, to) in &moved {
                        count += usize::from(*from == before && *to == then);
                    }
                    if count > 0 {
                        let from = words::outcome(before, self.lang);
                        let to = words::outcome(then, self.lang);
                        effects.push(bare(format!("{from} → {to}, {count}")));
                    }
                }
            }
        }
        let mut hang = vec![bare(self.of(point.hang.len(), all))];
        if !point.hang.is_empty() {
            hang.push(bare(point.hang.join(", ")));
        }
        Row::Cells {
            id: format!("p{number}"),
            cells: vec![
                Cell::Text(number.to_string()),
                Cell::Lines(point.what.clone()),
                Cell::Lines(point.now.clone()),
                Cell::Lines(effects),
                Cell::Lines(hang),
                Cell::Blank,
                Cell::Blank,
            ],
        }
    }

    /// The verified requirements whose outcome is another, with both outcomes.
    fn moved(&self, after: &[Outcome]) -> Vec<(&'static str, Outcome, Outcome)> {
        let mut moved = Vec::new();
        for (verdict, after) in self.scope.verdicts.iter().zip(after) {
            if verdict.requirement.modality.is_verified() && verdict.outcome != *after {
                moved.push((verdict.requirement.id, verdict.outcome, *after));
            }
        }
        moved
    }

    /// The outcomes of another document or under another question; nothing where there are none.
    fn again(&self, document: &Document, question: &Question) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        if let Ok(scope) = scope(self.catalog, document, &self.service.id, question) {
            for verdict in &scope.verdicts {
                outcomes.push(verdict.outcome);
            }
        }
        outcomes
    }

    fn reading_points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        for reading in self.catalog.readings {
            let prose = self.pack.readings.get(reading.id.id());
            let answer = self.question.readings.answer(self.catalog, reading.id);
            let label = |id: &str| {
                let at = reading.answers.iter().position(|a| *a == id).unwrap_or_default();
                reading.labels.get(at).map_or("", |l| l.get(self.lang)).to_owned()
            };
            let default = reading.default_answer();
            let mut others = Vec::new();
            for other in reading.answers {
                let mut question = self.question.clone();
                if *other == answer || question.readings.set(self.catalog, reading.id.id(), other).is_err() {
                    continue;
                }
                others.push(Other {
                    label: label(other),
                    meaning: prose.and_then(|p| p.answers.get(*other)).cloned(),
                    after: self.again(self.document, &question),
                });
            }
            let mut hang = Vec::new();
            for (at, verdict) in self.scope.verdicts.iter().enumerate() {
                let in_play =
                    verdict.outcome != Outcome::NotApplicable && verdict.readings.contains(reading.id);
                // A reading under which something counts for nothing leaves no trace in the verdict itself.
                let moves = others.iter().any(|o| o.after.get(at).is_some_and(|o| *o != verdict.outcome));
                if verdict.requirement.modality.is_verified() && (in_play || moves) {
                    hang.push(verdict.requirement.id);
                }
            }
            points.push(Point {
                what: vec![
                    self.line("Lecture", "Reading", reading.label.get(self.lang).to_owned()),
                    bare(reading.id.id()),
                    bare(prose.map(|p| p.question.clone()).unwrap_or_default()),
                ],
                now: vec![
                    Line {
                        label: label(answer),
                        text: prose.and_then(|p| p.answers.get(answer)).cloned().unwrap_or_default(),
                        link: Link::None,
                    },
                    self.line("Par défaut", "Default", label(default)),
                ],
                others,
                hang,
                impact: 0,
            });
        }
        points
    }

    /// What is assumed, with the verified requirements that hang on it, in the order of the text.
    fn assumptions(&self, node: Node) -> Vec<(Assumed, Vec<&'static str>)> {
        let mut found: Vec<(Assumed, Vec<&'static str>)> = Vec::new();
        let mut note =
            |assumed: Assumed, id: &'static str| match found.iter_mut().find(|(a, _)| *a == assumed) {
                Some((_, hang)) if hang.last() == Some(&id) => {}
                Some((_, hang)) => hang.push(id),
                None => found.push((assumed, vec![id])),
            };
        for detail in self.details {
            let requirement = detail.verdict.requirement;
            if !requirement.modality.is_verified() {
                continue;
            }
            for part in &detail.parts {
                let (Some(base), Some(cover)) = (&part.covered_by, part.cover) else { continue };
                let at = match cover.warrant {
                    Warrant::Qualification(at) => at,
                    Warrant::Candidacy | Warrant::Renewal(_) => {
                        note(Assumed::Candidate(base.clone()), requirement.id);
                        continue;
                    }
                };
                if cover.scope_assumed {
                    note(Assumed::Scope(base.clone(), at), requirement.id);
                }
                if cover.undated {
                    note(Assumed::Undated(base.clone(), at), requirement.id);
                }
                let service = self.document.service(base.as_str());
                let evidence = service.and_then(|s| s.qualifications.get(at)).and_then(|q| q.evidence);
                if evidence == Some(Evidence::Provider) {
                    note(Assumed::ProviderSays(base.clone(), at), requirement.id);
                }
            }
        }
        let mut evaluator = Evaluator::new(self.catalog, self.stack, self.question, vec![node]);
        for hanging in evaluator.hanging(node) {
            let requirement = hanging.verdict.requirement;
            if !requirement.modality.is_verified() {
                continue;
            }
            let asked = match requirement.when {
                Some(When::Fact(FactId(at))) => self.catalog.facts.get(usize::from(at)).map(|f| f.id),
                _ => None,
            };
            for (fact, nodes) in [(asked, &hanging.condition), (Some(OWN_PREMISES_FACT), &hanging.premises)] {
                for open in nodes {
                    if let (Some(fact), Some(service)) = (fact, self.stack.graph().service(*open)) {
                        note(Assumed::Fact(service.id.clone(), fact), requirement.id);
                    }
                }
            }
        }
        found
    }

    fn assumption_point(&self, assumed: &Assumed, hang: Vec<&'static str>) -> Point {
        let mut next = self.document.clone();
        let (Assumed::Scope(id, _)
        | Assumed::Undated(id, _)
        | Assumed::ProviderSays(id, _)
        | Assumed::Candidate(id)
        | Assumed::Fact(id, _)) = assumed;
        if let Some(service) = next.services.iter_mut().find(|s| s.id == *id) {
            match assumed {
                Assumed::Scope(_, at) => {
                    if let Some(q) = service.qualifications.get_mut(*at) {
                        q.covers = Some(catalog::LayerSet::EMPTY);
                    }
                }
                Assumed::Undated(_, at) => {
                    if let Some(q) = service.qualifications.get_mut(*at) {
                        q.attested_on = None;
                    }
                }
                Assumed::ProviderSays(_, at) => {
                    // As little as the press's word: it counts for nothing.
                    if let Some(q) = service.qualifications.get_mut(*at) {
                        q.evidence = Some(Evidence::Press);
                        q.vouched = false;
                    }
                }
                Assumed::Candidate(_) => {
                    service.candidacy = None;
                    for q in &mut service.qualifications {
                        q.renewal = None;
                    }
                }
                Assumed::Fact(_, fact) => {
                    service.facts.insert((*fact).to_owned(), Answer::No);
                }
            }
        }
        let (fr, en, now_fr, now_en, other_fr, other_en) = match assumed {
            Assumed::Scope(..) => (
                "Portée supposée",
                "Scope assumed",
                "La portée n’est pas déclarée : elle est prise entière.",
                "The scope is not declared: it is taken as whole.",
                "Rien de ces couches n’est dans la portée",
                "None of these layers is in the scope",
            ),
            Assumed::Undated(..) => (
                "Octroi sans date",
                "Grant without a date",
                "La qualification est retenue sur la foi de sa source, sans date d’octroi.",
                "The qualification counts on the word of its source, without a grant date.",
                "Elle ne tient pas ce jour-là",
                "It does not hold on that day",
            ),
            Assumed::ProviderSays(..) => (
                "Parole du prestataire",
                "Provider’s word",
                "La qualification est retenue sur ce qu’en dit son prestataire.",
                "The qualification counts on what its provider says of it.",
                "Rien ne la montre",
                "Nothing shows it",
            ),
            Assumed::Candidate(_) => (
                "Candidat tenu pour qualifié",
                "Candidate taken as qualified",
                "La décision attendue est tenue pour prise.",
                "The expected decision is taken as made.",
                "La décision n’est pas prise",
                "The decision is not made",
            ),
            Assumed::Fact(..) => (
                "Fait inconnu",
                "Unknown fact",
                "Personne n’a répondu : le verdict fait comme si la réponse était oui.",
                "Nobody has answered: the verdict takes the answer to be yes.",
                "La réponse est non",
                "The answer is no",
            ),
        };
        let mut what = vec![self.line(fr, en, self.document.called(id))];
        match assumed {
            Assumed::Scope(_, at) | Assumed::Undated(_, at) | Assumed::ProviderSays(_, at) => {
                let number = self.number(id, *at);
                what.push(Line { link: Link::Place(format!("q{number}")), ..bare(format!("Q{number}")) });
            }
            Assumed::Fact(_, fact) => {
                let label = self.catalog.fact(fact).map_or("", |(_, f)| f.label.get(self.lang));
                what.push(bare(label));
                what.extend(self.pack.facts.get(*fact).map(|q| bare(q.as_str())));
            }
            Assumed::Candidate(_) => {}
        }
        let now = vec![bare(self.t(now_fr, now_en))];
        let others = vec![Other {
            label: self.t(other_fr, other_en),
            meaning: None,
            after: self.again(&next, self.question),
        }];
        Point { what, now, others, hang, impact: 0 }
    }
}
