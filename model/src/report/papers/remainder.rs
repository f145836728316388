//! What the qualifications of a stack do not answer for, told to the customers of a service that is not qualified.

use super::super::{Annex, Block, Cell, Group, Row, bare, text};
use super::lines_or_blank;
use crate::{
    claims::{Standing, standing},
    verdict::{Detail, Outcome},
};

impl Annex<'_> {
    pub(super) fn remainder(&mut self, blocking: &[String], generated: Option<&str>) {
        self.opening(
            &[
                (
                    "Le référentiel conseille aux clients d’un service sans qualification de réclamer cette liste (3.3.1). Elle nomme les exigences vérifiées dont aucune qualification de la pile ne répond, en tout ou en partie.",
                    "The référentiel advises the customers of a service without a qualification to request this list (3.3.1). It names the verified requirements for which no qualification of the stack answers, in whole or in part.",
                ),
                (
                    "Figurer dans la liste ne dit pas que le service manque à l’exigence : il peut la tenir par ses propres moyens, sans qu’une évaluation l’ait vérifié. Ne pas y figurer ne dit pas que le service est qualifié.",
                    "To stand in the list does not say that the service falls short of the requirement: it may meet it by its own means, without an evaluation having verified it. Not to stand in it does not say that the service is qualified.",
                ),
                (
                    "Les exigences sont résumées avec nos mots. Les recommandations ne sont pas vérifiées et n’y sont pas (3.1).",
                    "Requirements are summed up in our own words. Recommendations are not verified and are left out (3.1).",
                ),
            ],
            blocking,
            generated,
        );
        if matches!(standing(self.service, self.question.as_of), Standing::Qualified(_)) {
            let notice = self.t(
                "Le document tient ce service pour qualifié ce jour-là : cette liste est faite pour ceux qui ne le sont pas et n’est pas établie. Ce que sa qualification laisse dehors se lit dans sa portée et ses réserves.",
                "The document takes this service as qualified on that day: this list is made for those that are not, and is not drawn up. What its qualification leaves out is read in its scope and its reserves.",
            );
            self.blocks.push(Block::Notice(notice));
            self.named_qualifications();
            return;
        }
        self.named_qualifications();
        self.section("figures", "En nombres", "In figures");
        let counts = self.scope.verified();
        let mut rows = Vec::new();
        for (outcome, fr, en) in [
            (
                Outcome::Remains,
                "aucune qualification de la pile n’en répond",
                "no qualification of the stack answers for it",
            ),
            (
                Outcome::Shared,
                "une qualification répond d’une part, le service d’une autre",
                "a qualification answers for one part, the service for another",
            ),
            (
                Outcome::Inherited,
                "des qualifications de la pile répondent de toutes les parts",
                "qualifications of the stack answer for all parts",
            ),
            (Outcome::NotApplicable, "ne concerne pas ce service", "does not concern this service"),
        ] {
            rows.push(Row::Cells {
                id: String::new(),
                cells: vec![
                    Cell::Verdict(outcome, Vec::new()),
                    Cell::Text(self.of(counts.get(outcome), counts.total())),
                    Cell::Text(self.t(fr, en)),
                ],
            });
        }
        let caption = self.t("Exigences vérifiées, par verdict", "Verified requirements by verdict");
        self.table(
            "figures-table",
            caption,
            &[
                ("vd", "Verdict du service", "Verdict of the service"),
                ("md", "Exigences", "Requirements"),
                ("", "Ce que cela veut dire", "What it means"),
            ],
            vec![Group { head: None, rows }],
        );
        for (outcome, id, fr, en) in [
            (
                Outcome::Remains,
                "none",
                "Exigences dont aucune qualification de la pile ne répond",
                "Requirements for which no qualification of the stack answers",
            ),
            (
                Outcome::Shared,
                "part",
                "Exigences dont une part seulement a une qualification qui en répond",
                "Requirements of which only a part has a qualification that answers for it",
            ),
            (
                Outcome::Inherited,
                "apart",
                "À part : exigences dont des qualifications de la pile répondent",
                "Apart: requirements for which qualifications of the stack answer",
            ),
        ] {
            self.section(id, fr, en);
            self.told(outcome, id);
        }
    }

    fn told(&mut self, outcome: Outcome, id: &str) {
        let mut groups: Vec<Group> = Vec::new();
        let (mut chapter, mut count, mut all) = (0, 0, 0);
        for detail in self.details {
            let requirement = detail.verdict.requirement;
            all += usize::from(requirement.modality.is_verified());
            if detail.verdict.outcome != outcome || !requirement.modality.is_verified() {
                continue;
            }
            count += 1;
            if requirement.chapter != chapter {
                chapter = requirement.chapter;
                groups.push(Group { head: Some(self.chapter(chapter)), rows: Vec::new() });
            }
            let row = self.told_of(detail);
            if let Some(group) = groups.last_mut() {
                group.rows.push(row);
            }
        }
        if count == 0 {
            self.paragraph(
                "Aucune exigence vérifiée n’est dans ce cas.",
                "No verified requirement is in this case.",
            );
            return;
        }
        let caption = self.t("Exigences vérifiées : ", "Verified requirements: ") + &self.of(count, all);
        self.table(
            &format!("{id}-table"),
            caption,
            &[
                ("id", "Exigence", "Requirement"),
                ("", "Ce qu’elle demande", "What it asks"),
                ("", "Ce dont aucune qualification ne répond", "What no qualification answers for"),
                ("", "Ce dont une qualification répond", "What a qualification answers for"),
            ],
            groups,
        );
    }

    fn told_of(&self, detail: &Detail) -> Row {
        let requirement = detail.verdict.requirement;
        let prose = self.pack.requirements.get(requirement.id);
        let mut asks = vec![bare(requirement.title.get(self.lang))];
        asks.extend(prose.map(|p| bare(p.summary.as_str())));
        let (mut own, mut base) = (Vec::new(), Vec::new());
        let outcome = detail.verdict.outcome;
        if outcome == Outcome::Shared {
            own.push(bare(self.prose(
                prose.and_then(|p| p.own_part.as_ref()),
                "Tout ce que le socle ne fait pas.",
                "All that the base does not do.",
            )));
        }
        if outcome != Outcome::Remains {
            base.extend(prose.and_then(|p| p.base_part.as_ref()).map(|p| bare(p.as_str())));
        }
        self.parts(detail, outcome == Outcome::Shared, &mut own, &mut base);
        base.extend(self.caveats(detail));
        Row::Cells {
            id: String::new(),
            cells: vec![text(requirement.id), Cell::Lines(asks), lines_or_blank(own), lines_or_blank(base)],
        }
    }
}
