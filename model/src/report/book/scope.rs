//! The sheets that list requirements: all of them with room for a person's judgement, what remains, and where each bears.

use super::{Book, Head, Told, open, said, told};
use crate::{
    document::Judgement,
    export::workbook::written,
    judgement, matrix,
    table::{Column, Field, Kind, Value},
    trace::{self, Step},
    verdict::{Detail, On, Outcome},
    words,
};

const SCOPE: [Head; 17] = [
    (Kind::Short, 11, Field::Requirement.head(catalog::Lang::Fr), Field::Requirement.head(catalog::Lang::En)),
    (Kind::Prose, 26, "Intitulé", "Title"),
    (Kind::Prose, 22, "Chapitre", "Chapter"),
    (Kind::Short, 16, "Modalité", "Modality"),
    (Kind::Verdict, 19, "Verdict calculé", "Computed verdict"),
    (Kind::Prose, 44, "Ce qu’elle demande", "What it asks"),
    (Kind::Prose, 44, "Part propre", "Own part"),
    (Kind::Prose, 44, "Part du socle", "Base part"),
    (Kind::Prose, 26, "Couvert par", "Covered by"),
    (Kind::Date, 13, "Jusqu’au", "Until"),
    (Kind::Prose, 44, "À obtenir du socle", "To obtain from the base"),
    (Kind::Prose, 44, "Preuves", "Evidence"),
    (Kind::Prose, 24, "À savoir", "To know"),
    (Kind::Prose, 26, "Lectures dont elle dépend", "Readings that it hangs on"),
    (Kind::Short, 18, "Fondement", "Basis"),
    (Kind::Short, 12, "Confiance", "Confidence"),
    (Kind::Prose, 70, "Pourquoi", "Why"),
];

// Copies of what is filled in on the first sheet have heads that do not come back: a copy left as it was would speak
// against the cell that was filled in.
const REMAINING: [Head; 12] = [
    (Kind::Short, 11, "Exigence", "Requirement"),
    (Kind::Verdict, 19, "Verdict calculé", "Computed verdict"),
    (Kind::Prose, 60, "Part propre", "Own part"),
    (Kind::Prose, 26, "Intitulé", "Title"),
    (Kind::Prose, 22, "Chapitre", "Chapter"),
    (Kind::Short, 16, "Modalité", "Modality"),
    (Kind::Prose, 24, "À savoir", "To know"),
    (Kind::Prose, 44, "Preuves", "Evidence"),
    (Kind::Prose, 44, "À obtenir du socle", "To obtain from the base"),
    (Kind::Short, 22, "Avancement (repris du périmètre)", "Status (from the scope)"),
    (Kind::Short, 22, "Responsable (repris du périmètre)", "Owner (from the scope)"),
    (Kind::Short, 24, "Verdict d’une personne (repris du périmètre)", "A person’s verdict (from the scope)"),
];

const MATRIX: [Head; 3] = [
    (Kind::Short, 11, "Exigence", "Requirement"),
    (Kind::Prose, 26, "Intitulé", "Title"),
    (Kind::Verdict, 19, "Verdict calculé", "Computed verdict"),
];

impl Book<'_, '_> {
    /// All requirements that are kept, in the order of the text, and what a person fills in.
    pub(super) fn scope(&self) -> Told {
        let lang = self.page.lang;
        let mut rows = Vec::with_capacity(self.kept.len());
        for detail in self.kept {
            rows.push(self.requirement(detail));
        }
        let mut sheet = self.table(("Périmètre", "Scope"), 1, &SCOPE, rows);
        for field in Field::JUDGEMENT {
            sheet.columns.push(open(field, lang));
        }
        let about = self.page.t(
            "les exigences et leurs verdicts calculés ; les colonnes teintées, à droite, sont à remplir",
            "requirements and their computed verdicts; the tinted columns on the right are to be filled in",
        );
        (sheet, about)
    }

    fn requirement(&self, detail: &Detail) -> Vec<Value> {
        let page = self.page;
        let (lang, verdict) = (page.lang, &detail.verdict);
        let requirement = verdict.requirement;
        let prose = page.pack.requirements.get(requirement.id);
        let applies = verdict.outcome != Outcome::NotApplicable;
        let base_takes_part = matches!(verdict.outcome, Outcome::Shared | Outcome::Inherited);
        let part = |text: Option<&String>, there: bool| match text {
            Some(text) if there => told(text),
            _ => Value::Empty,
        };
        let (covering, until) = self.covering(detail);
        let mut row = vec![
            told(requirement.id),
            told(requirement.title.get(lang)),
            said(page.chapter(requirement.chapter)),
            told(words::modality(requirement.modality, lang)),
            Value::Verdict(verdict.outcome),
            part(prose.map(|p| &p.summary), true),
            part(prose.and_then(|p| p.own_part.as_ref()), base_takes_part),
            part(prose.and_then(|p| p.base_part.as_ref()), base_takes_part),
            said(covering),
            until,
            part(prose.and_then(|p| p.interlock.as_ref()), applies),
            part(prose.map(|p| &p.evidence), applies),
            self.flags(detail),
            self.readings(detail),
            told(words::basis(verdict.basis, lang)),
            told(words::confidence(verdict.confidence, lang)),
            self.why(detail),
        ];
        let judgement = page.service.judgements.get(requirement.id);
        for field in Field::JUDGEMENT {
            row.push(judgement.map_or(Value::Empty, |j| self.judged(j, field)));
        }
        row
    }

    /// What a judgement says in a column, in words.
    pub(super) fn judged(&self, judgement: &Judgement, field: Field) -> Value {
        let lang = self.page.lang;
        match (field, judgement.verdict, judgement.status, judgement.date) {
            (Field::Override, Some(verdict), ..) => told(words::outcome(judgement::outcome(verdict), lang)),
            (Field::Status, _, status @ Some(_), _) => told(judgement::status(status, lang)),
            (Field::Date, .., Some(day)) => Value::Date(day),
            _ => said(written(judgement, field)),
        }
    }

    /// By whom its parts are covered, and the first day on which one of these ends. The day up to which a source attests
    /// a qualification is no end: it stands beside the name.
    fn covering(&self, detail: &Detail) -> (String, Value) {
        let (mut names, mut until): (Vec<String>, _) = (Vec::new(), None);
        for part in &detail.parts {
            let Some(view) = trace::cover_view(self.page.document, part) else { continue };
            let mut name = view.name.clone();
            if view.cover.undated {
                name.push_str(&view.until_said(self.page.lang));
            } else if let Some(day) = view.until {
                until = Some(until.map_or(day, |first| day.min(first)));
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (names.join("\n"), until.map_or(Value::Empty, Value::Date))
    }

    fn flags(&self, detail: &Detail) -> Value {
        let mut flags = Vec::new();
        for flag in detail.verdict.flags.iter() {
            flags.push(words::flag(flag, self.page.lang));
        }
        said(flags.join(", "))
    }

    fn readings(&self, detail: &Detail) -> Value {
        let mut labels = Vec::new();
        for id in detail.verdict.readings.iter() {
            labels.push(self.page.catalog.reading(id).map_or(id.id(), |r| r.label.get(self.page.lang)));
        }
        said(labels.join("\n"))
    }

    /// The reasoning without its conclusion, which is the verdict.
    fn why(&self, detail: &Detail) -> Value {
        let page = self.page;
        let mut said = String::new();
        for step in trace::steps(page.catalog, page.document, page.question, detail) {
            if matches!(step, Step::Conclusion { .. }) {
                continue;
            }
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&step.say(page.lang));
        }
        super::said(said)
    }

    /// What the service has to do something about, by the computed verdicts.
    pub(super) fn remaining(&self) -> Told {
        let (page, lang) = (self.page, self.page.lang);
        let mut rows = Vec::new();
        for detail in self.kept {
            let verdict = &detail.verdict;
            if !matches!(verdict.outcome, Outcome::Remains | Outcome::Shared) {
                continue;
            }
            let requirement = verdict.requirement;
            let prose = page.pack.requirements.get(requirement.id);
            let own = match verdict.outcome {
                Outcome::Shared => page.both_parts(detail).1,
                _ => prose.map(|p| p.summary.clone()).unwrap_or_default(),
            };
            let judgement = page.service.judgements.get(requirement.id);
            let copy = |field| judgement.map_or(Value::Empty, |j| self.judged(j, field));
            rows.push(vec![
                told(requirement.id),
                Value::Verdict(verdict.outcome),
                said(own),
                told(requirement.title.get(lang)),
                said(page.chapter(requirement.chapter)),
                told(words::modality(requirement.modality, lang)),
                self.flags(detail),
                said(prose.map(|p| p.evidence.clone()).unwrap_or_default()),
                said(prose.and_then(|p| p.interlock.clone()).unwrap_or_default()),
                copy(Field::Status),
                copy(Field::Owner),
                copy(Field::Override),
            ]);
        }
        let about = page.t(
            "ce qui reste au service en tout ou en partie, par les verdicts calculés",
            "what remains with the service in whole or in part, by the computed verdicts",
        );
        (self.table(("Ce qui reste", "What remains"), 1, &REMAINING, rows), about)
    }

    /// Where each requirement bears, and who answers there.
    pub(super) fn matrix(&self) -> Told {
        let (page, lang) = (self.page, self.page.lang);
        let mut places = Vec::new();
        for layer in page.stack.footprint(self.node).needed.iter() {
            places.push(On::Layer(layer));
        }
        places.push(On::Provider);
        let mut rows = Vec::with_capacity(self.kept.len());
        for detail in self.kept {
            let requirement = detail.verdict.requirement;
            let mut row = vec![
                told(requirement.id),
                told(requirement.title.get(lang)),
                Value::Verdict(detail.verdict.outcome),
            ];
            let cells = matrix::cells(detail, &page.service.id);
            for place in &places {
                row.push(cells.iter().find(|c| c.on == *place).map_or(Value::Empty, |c| self.place(c)));
            }
            rows.push(row);
        }
        let mut sheet = self.table(("Matrice", "Matrix"), 3, &MATRIX, rows);
        for place in places {
            sheet.columns.push(Column {
                head: words::capital(words::on(place, lang)),
                kind: Kind::Prose,
                width: 20,
                open: false,
                choices: Vec::new(),
            });
        }
        let about = page.t(
            "où porte chaque exigence, couche par couche, et qui y répond",
            "where each requirement bears, layer by layer, and who answers there",
        );
        (sheet, about)
    }

    fn place(&self, cell: &matrix::Cell) -> Value {
        let mut text = self.page.part(cell.state);
        if cell.mixed {
            text.push_str(&self.page.t(", en partie", ", in part"));
        }
        for id in &cell.who {
            text.push('\n');
            text.push_str(&self.page.document.called(id));
        }
        said(text)
    }
}
