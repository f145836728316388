//! Who does what for each shared requirement, base by base.

use super::{
    super::{Annex, Cell, Group, Row, bare, text},
    lines_or_blank,
};
use crate::{
    answers,
    document::{Answer, BaseAnswer, ServiceId},
    lexicon,
    verdict::{Detail, On, Outcome},
    words::{self, fill},
};
use catalog::LayerSet;

/// What is shared with a base: the requirement, the layers for which the base answers, and what it said.
pub(in crate::report) type Shared<'a> = (&'a Detail, LayerSet, Option<&'a BaseAnswer>);

/// A base, and what is shared with it.
pub(in crate::report) type Split<'a> = (&'a ServiceId, Vec<Shared<'a>>);

impl<'a> Annex<'a> {
    pub(super) fn split(&mut self, blocking: &[String], generated: Option<&str>) {
        self.opening(
            &[
                (
                    "Ce tableau propose un partage, exigence par exigence, entre le service et chaque socle dont une qualification répond d’une part. Il est fait pour être joint au contrat : le fournisseur du socle répond dans les dernières colonnes, vides tant qu’il ne l’a pas fait.",
                    "This sheet proposes a split, requirement by requirement, between the service and each base whose qualification answers for a part. It is made to go with the contract: the base’s provider answers in the last columns, which are empty until then.",
                ),
                (
                    "Tant que le socle n’a pas répondu, rien ici ne l’engage, et une part sans réponse est à tenir pour restant au service.",
                    "As long as the base has not answered, nothing here binds it, and a part without an answer is to be taken as remaining with the service.",
                ),
            ],
            blocking,
            generated,
        );
        self.named_qualifications();
        self.section("split", "Partage avec chaque socle", "Split with each base");
        let bases = self.split_bases();
        let number = bases.len();
        for (at, (base, shared)) in bases.iter().enumerate() {
            self.third(format!("base-{}", at + 1), self.document.called(base));
            self.base(at + 1, shared);
        }
        if number == 0 {
            self.paragraph(
                "Aucune exigence n’est partagée avec un socle qualifié : il n’y a rien à répartir.",
                "No requirement is shared with a qualified base: there is nothing to split.",
            );
        }
    }

    /// Each base whose qualification answers for a part of something shared, in the order of the document: what it is, and
    /// for which layers.
    pub(in crate::report) fn split_bases(&self) -> Vec<Split<'a>> {
        let mut bases: Vec<Split<'a>> = Vec::new();
        for service in &self.document.services {
            let base = &service.id;
            let mut shared = Vec::new();
            for detail in self.details {
                let layers = answered(detail, base);
                let said = answers::of(self.document, &self.service.id, base, detail.verdict.requirement.id);
                if detail.verdict.outcome == Outcome::Shared && !layers.is_empty() {
                    shared.push((detail, layers, said));
                } else if said.is_some() && detail.verdict.outcome != Outcome::NotApplicable {
                    // What was asked once stays on the sheet: a no has taken it from the shared ones.
                    shared.push((detail, on_way(detail, base), said));
                }
            }
            // Two services of one id: the first counts, as everywhere.
            if !shared.is_empty() && !bases.iter().any(|(seen, _)| *seen == base) {
                bases.push((base, shared));
            }
        }
        bases
    }

    fn base(&mut self, number: usize, shared: &[Shared<'_>]) {
        let mut groups: Vec<Group> = Vec::new();
        let (mut chapter, mut verified) = (0, 0);
        for (detail, layers, said) in shared {
            let requirement = detail.verdict.requirement;
            verified += usize::from(requirement.modality.is_verified());
            if requirement.chapter != chapter {
                chapter = requirement.chapter;
                groups.push(Group { head: Some(self.chapter(chapter)), rows: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.rows.push(self.shared(detail, *layers, *said));
            }
        }
        let (all, verified) = (shared.len().to_string(), verified.to_string());
        let caption = fill(
            self.lang,
            "Exigences partagées : {}, dont {} vérifiées",
            "Shared requirements: {}, {} of them verified",
            &[&all, &verified],
        );
        self.table(
            &format!("split-{number}"),
            caption,
            &[
                ("id", "Exigence", "Requirement"),
                ("sm", "Intitulé", "Title"),
                ("", "Part du socle", "Base part"),
                ("", "Part propre", "Own part"),
                ("", "Preuves", "Evidence"),
                ("", "À obtenir du socle", "To obtain from the base"),
                ("sm", "Réponse du socle", "Answer of the base"),
                ("xs", "Date", "Date"),
                ("xs", "Référence", "Reference"),
            ],
            groups,
        );
    }

    /// What the base does of a shared requirement, and what the service does.
    pub(in crate::report) fn both_parts(&self, detail: &Detail) -> (String, String) {
        let prose = self.pack.requirements.get(detail.verdict.requirement.id);
        let base = self.prose(
            prose.and_then(|p| p.base_part.as_ref()),
            "À décrire avec le socle : une lecture modifiée ouvre cette part.",
            "To be described with the base: a switched reading opens this part.",
        );
        let own = self.prose(
            prose.and_then(|p| p.own_part.as_ref()),
            "Tout ce que le socle ne fait pas.",
            "All that the base does not do.",
        );
        (base, own)
    }

    fn shared(&self, detail: &Detail, layers: LayerSet, said: Option<&BaseAnswer>) -> Row {
        let requirement = detail.verdict.requirement;
        let prose = self.pack.requirements.get(requirement.id);
        let mut title = vec![bare(requirement.title.get(self.lang))];
        if !requirement.modality.is_verified() {
            title.push(bare(self.t("recommandation, non vérifiée", "recommendation, not verified")));
        }
        let (base_part, own_part) = self.both_parts(detail);
        let mut base =
            vec![bare(base_part), self.line("Couches", "Layers", words::layers(layers, self.lang))];
        base.extend(self.caveats(detail));
        let mut own = vec![bare(own_part)];
        self.parts(detail, true, &mut own, &mut Vec::new());
        let mut row = vec![
            text(requirement.id),
            Cell::Lines(title),
            Cell::Lines(base),
            Cell::Lines(own),
            Cell::Text(prose.map(|p| p.evidence.clone()).unwrap_or_default()),
            match prose.and_then(|p| p.interlock.as_ref()) {
                Some(interlock) => text(interlock),
                None => Cell::Blank,
            },
        ];
        row.extend(self.said(said));
        Row::Cells { id: String::new(), cells: row }
    }
}

impl Annex<'_> {
    /// What the base answered, or room for it.
    fn said(&self, said: Option<&BaseAnswer>) -> [Cell; 3] {
        let Some(said) = said else { return [Cell::Blank, Cell::Blank, Cell::Blank] };
        let mut lines = Vec::new();
        let word = |answer: Answer| lexicon::word("answer", answer.id(), self.lang).to_owned();
        if let Some(answer) = said.base_part {
            lines.push(self.line("Sa part", "Its part", word(answer)));
        }
        if let Some(answer) = said.interlock {
            lines.push(self.line("Ce qui est à obtenir", "What is to be obtained", word(answer)));
        }
        lines.extend(said.text.as_deref().map(bare));
        self.put(&mut lines, "Répondu par", "Answered by", said.author.as_deref());
        [
            lines_or_blank(lines),
            said.date.map_or(Cell::Blank, |d| Cell::Text(words::date(d, self.lang))),
            said.reference.as_deref().map_or(Cell::Blank, text),
        ]
    }
}

/// The layers of a requirement whose parts come up through a base.
fn on_way(detail: &Detail, base: &ServiceId) -> LayerSet {
    let mut layers = LayerSet::EMPTY;
    for part in &detail.parts {
        if let (On::Layer(layer), true) = (part.on, part.path.contains(base)) {
            layers = layers.with(layer);
        }
    }
    layers
}

/// The layers of a requirement for which a base's qualification answers.
fn answered(detail: &Detail, base: &ServiceId) -> LayerSet {
    let mut layers = LayerSet::EMPTY;
    for part in &detail.parts {
        if let (On::Layer(layer), true) = (part.on, part.covered_by.as_ref() == Some(base)) {
            layers = layers.with(layer);
        }
    }
    layers
}
