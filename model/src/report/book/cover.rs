//! The cover of a workbook: what it is, what it was computed from, what it keeps, and how it comes back.

use super::Told;
use crate::{
    document::Answer,
    export::Filter,
    report::{Annex, Block, Line, bare},
    verdict::{Detail, Flag, Outcome, PartState},
    words::{self, fill},
};
/// The label beside the service's id.
const SERVICE_ID: (&str, &str) = ("Identifiant du service", "Service identifier");

impl Annex<'_> {
    /// Writes the cover as blocks.
    pub(super) fn cover_page(
        &mut self,
        title: &str,
        blocking: &[String],
        generated: Option<&str>,
        filter: Option<Filter<'_>>,
        kept: &[&Detail],
        sheets: &[Told],
    ) {
        self.head(title);
        let id = self.line(SERVICE_ID.0, SERVICE_ID.1, self.service.id.0.clone());
        self.blocks.push(Block::Facts(vec![id]));
        self.section("nature", "Ce que ce classeur est, et n’est pas", "What this workbook is, and is not");
        self.paragraph(
            "Ce classeur dit, exigence par exigence, ce que le service tient d’un socle qualifié, ce qu’il partage avec lui et ce qui reste à sa charge. Tout découle du document, au jour indiqué et sous les lectures en vigueur. Dans le doute, une part est comptée comme restant au service.",
            "Requirement by requirement, this workbook says what the service has from a qualified base, what it shares with one and what remains to it. All of it follows from the document, on the day named and under the readings in force. Where there is doubt, a part is taken to remain with the service.",
        );
        self.notices(blocking);
        self.filter(filter, kept);
        self.sheets(sheets);
        self.way_back(true);
        self.identity(generated);
        self.readings_in_force();
        self.open_facts();
        self.figures();
        self.reserves(kept);
        self.legend_of_words();
    }

    /// What the workbook keeps, filtered or not.
    fn filter(&mut self, filter: Option<Filter<'_>>, kept: &[&Detail]) {
        self.section("filter", "Exigences de ce classeur", "Requirements in this workbook");
        let n = self.of(kept.len(), self.details.len());
        let what = match filter {
            None => self.t("toutes les exigences", "all requirements"),
            Some(filter) => filter.words.to_owned(),
        };
        let facts = vec![
            self.line("Filtre", "Filter", what),
            self.line("Exigences retenues", "Requirements kept", n),
        ];
        self.blocks.push(Block::Facts(facts));
        if filter.is_some() {
            self.paragraph(
                "Les feuilles qui énumèrent des exigences s’en tiennent à celles-là, la feuille cachée aussi : les jugements portés sur les autres ne sont pas dans ce fichier. Les nombres de cette page portent sur tout le périmètre ; les services et les tiers y sont tous.",
                "The sheets that list requirements keep to those, the hidden one as well: judgements on others are not in this file. The figures on this page are over the whole scope; services and third parties are all there.",
            );
        }
    }

    fn sheets(&mut self, sheets: &[Told]) {
        self.section("sheets", "Feuilles", "Sheets");
        let mut lines = Vec::new();
        for (at, (sheet, about)) in sheets.iter().enumerate() {
            let rows = sheet.rows.len();
            let text = if at > 0 && rows == 0 {
                self.t(
                    "rien à montrer : cette feuille n’y est pas",
                    "nothing to show: this sheet is not there",
                )
            } else {
                let count = rows.to_string();
                fill(self.lang, "{} ; lignes : {}", "{}; rows: {}", &[about, &count])
            };
            lines.push(Line { label: sheet.name.clone(), ..bare(text) });
        }
        self.blocks.push(Block::List(lines));
    }

    /// How a workbook is filled in and comes back: that of the scope, or that of a split with bases.
    pub(super) fn way_back(&mut self, scope: bool) {
        const BACK: [(bool, bool, &str, &str); 7] = [
            (
                true,
                false,
                "Sur la feuille du périmètre, remplir les colonnes teintées. Ce qui est écrit ailleurs n’est pas repris.",
                "Fill in the tinted columns of the scope sheet. What is written elsewhere is not taken over.",
            ),
            (
                false,
                true,
                "Chaque socle a sa feuille : son fournisseur y remplit les colonnes teintées. Un oui n’ajoute rien à sa qualification ; à partir de son jour, un non lui retire l’exigence.",
                "Each base has its sheet: its provider fills in the tinted columns there. A yes adds nothing to its qualification; from its day on, a no takes the requirement away from it.",
            ),
            (
                true,
                false,
                "Le verdict mis par une personne se tient à côté du verdict calculé et ne le remplace jamais ; il lui faut un motif, un auteur et une date.",
                "A verdict put by a person stands beside the computed one and never replaces it; it needs a justification, an author and a date.",
            ),
            (
                true,
                true,
                "Garder les titres des colonnes et les numéros des exigences : c’est par eux que chaque ligne se retrouve. L’ordre des lignes et des colonnes est libre, des lignes peuvent manquer.",
                "Keep the heads of the columns and the numbers of the requirements: each row is found again by them. Rows and columns may be in any order, and rows may be missing.",
            ),
            (
                true,
                true,
                "Vider une cellule retire ce qu’elle disait.",
                "To empty a cell takes away what it said.",
            ),
            (
                true,
                false,
                "Plusieurs preuves se mettent une par ligne dans la même cellule.",
                "Several pieces of evidence go one a line into the same cell.",
            ),
            (
                true,
                true,
                "Ouvrir ensuite le fichier dans Socle : chaque changement est montré avant d’être repris, et ce qui a changé des deux côtés est signalé.",
                "Then open the file in Socle: each change is shown before it is taken over, and what changed on both sides is pointed out.",
            ),
        ];
        self.section("back", "Remplir, puis rapporter", "Filling it in, and bringing it back");
        for (of_scope, of_split, fr, en) in BACK {
            if (scope && of_scope) || (!scope && of_split) {
                self.paragraph(fr, en);
            }
        }
    }

    fn readings_in_force(&mut self) {
        self.section("readings", "Lectures en vigueur", "Readings in force");
        let mut lines = Vec::new();
        for reading in self.catalog.readings {
            let answer = self.question.readings.answer(self.catalog, reading.id);
            let at = reading.answers.iter().position(|a| *a == answer).unwrap_or_default();
            let mut text = reading.labels.get(at).map_or("", |l| l.get(self.lang)).to_owned();
            text.push_str(&if answer == reading.default_answer() {
                self.t(" (par défaut)", " (default)")
            } else {
                self.t(" (modifiée)", " (switched)")
            });
            lines.push(Line { label: reading.label.get(self.lang).to_owned(), ..bare(text) });
        }
        self.blocks.push(Block::List(lines));
    }

    fn open_facts(&mut self) {
        self.section("facts", "Faits sans réponse", "Facts not answered");
        let mut lines = Vec::new();
        let mut all = 0;
        for fact in self.catalog.facts {
            for id in self.evaluated() {
                let Some(service) = self.document.service(id.as_str()) else { continue };
                all += 1;
                if service.fact(fact.id) == Answer::Unknown {
                    let mut text = self.pack.facts.get(fact.id).cloned().unwrap_or_default();
                    text.push_str(&format!(" ({})", service.called()));
                    lines.push(Line { label: fact.label.get(self.lang).to_owned(), ..bare(text) });
                }
            }
        }
        let n = self.of(lines.len(), all);
        self.paragraph(
            &format!("Sans réponse, l’exigence s’applique, et le verdict le signale. Sans réponse : {n}."),
            &format!(
                "Without an answer the requirement applies, and the verdict says so. Not answered: {n}."
            ),
        );
        self.blocks.push(Block::List(lines));
    }

    /// The counts over the verified requirements and over all.
    fn figures(&mut self) {
        self.section("counts", "Décomptes, tout le périmètre", "Counts, the whole scope");
        let (verified, all) = (self.scope.verified(), self.scope.all());
        let mut lines = Vec::new();
        for outcome in Outcome::ALL {
            let values =
                [self.of(verified.get(outcome), verified.total()), self.of(all.get(outcome), all.total())];
            let text = fill(
                self.lang,
                "{} vérifiées ; {} en comptant les recommandations",
                "{} verified ones; {} with the recommendations",
                &[&values[0], &values[1]],
            );
            lines.push(Line { label: words::outcome(outcome, self.lang).to_owned(), ..bare(text) });
        }
        self.blocks.push(Block::Facts(lines));
    }

    /// What makes verdicts less than certain, how many of those that are kept, and what people see otherwise.
    fn reserves(&mut self, kept: &[&Detail]) {
        self.section("caveats", "Réserves", "Caveats");
        let mut lines = Vec::new();
        for flag in Flag::ALL {
            let mut count = 0;
            for detail in self.details {
                count += usize::from(detail.verdict.flags.contains(*flag));
            }
            if count > 0 {
                let text = self.of(count, self.details.len()) + ". " + &words::flag_meaning(*flag, self.lang);
                let label = words::capital(words::flag(*flag, self.lang));
                lines.push(Line { label, ..bare(text) });
            }
        }
        let mut press = Vec::new();
        for node in &self.order {
            let Some(service) = self.stack.graph().service(*node) else { continue };
            if service.qualifications.iter().any(|q| q.evidence == Some(crate::document::Evidence::Press)) {
                press.push(service.called());
            }
        }
        if !press.is_empty() {
            lines.push(self.line(
                "Qualification dont seule la presse parle",
                "Qualification that the press alone speaks of",
                words::list(&press, self.lang),
            ));
        }
        let mut otherwise = 0;
        for detail in kept {
            let judgement = self.service.judgements.get(detail.verdict.requirement.id);
            let seen = judgement.and_then(|j| j.verdict).map(crate::judgement::outcome);
            otherwise += usize::from(seen.is_some_and(|v| v != detail.verdict.outcome));
        }
        let otherwise = self.of(otherwise, kept.len());
        lines.push(self.line(
            "Exigences retenues qu’une personne voit autrement",
            "Requirements kept that a person sees otherwise",
            otherwise,
        ));
        self.blocks.push(Block::List(lines));
    }

    fn legend_of_words(&mut self) {
        self.section("legend", "Légende", "Legend");
        let mut lines = Vec::new();
        for outcome in Outcome::ALL {
            let meaning = self.meaning(outcome);
            lines.push(Line { label: words::outcome(outcome, self.lang).to_owned(), ..bare(meaning) });
        }
        for state in
            [PartState::Own, PartState::Covered, PartState::Exposed, PartState::Missing, PartState::Retained]
        {
            let label = self.part(state);
            lines.push(Line { label, ..bare(words::state(state, self.lang)) });
        }
        self.blocks.push(Block::List(lines));
    }
}
