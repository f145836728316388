//! Five sentences that matter about a service, for somebody who has a minute: what it rests on, what remains to it, what
//! shared means, until when that holds, and what weakens it. Figures with their whole, and nothing that the verdicts do
//! not say.

use crate::{
    Date,
    document::{Document, ServiceId},
    interlock,
    overview::{self, Standing},
    question::Question,
    trace::{self, CoverView},
    verdict::{Counts, Detail, Flag, Outcome},
    words::{self, say},
};
use catalog::{Catalog, Lang};

/// What the sentences are made of.
#[derive(Debug, Clone)]
pub struct Facts<'d> {
    /// The service's name.
    pub name: String,
    /// How its verified requirements fall.
    pub counts: Counts,
    /// Who covers parts of it, each once, in the order of the parts.
    pub covers: Vec<CoverView>,
    /// The chapters that leave most to the service, by how many verified requirements remain there; at most three.
    pub chapters: Vec<(u8, usize)>,
    /// How many things to obtain from the bases verified requirements name.
    pub to_obtain: usize,
    /// Flags that weaken the figures, with how many verified requirements carry each.
    pub caveats: Vec<(Flag, usize)>,
    /// Whether it is qualified itself.
    pub own: Standing,
    question: &'d Question,
}

/// Flags that say that a figure may turn out otherwise, as opposed to those that only inform.
const WEAKENING: [Flag; 8] = [
    Flag::Missing,
    Flag::Exposed,
    Flag::FoundationLapsed,
    Flag::Hypothetical,
    Flag::ScopeAssumed,
    Flag::Undated,
    Flag::UnknownFact,
    Flag::Expiring,
];

/// The facts about a service, from what stands behind its verdicts.
pub fn facts<'d>(
    catalog: &Catalog,
    document: &'d Document,
    target: &ServiceId,
    question: &'d Question,
    details: &[Detail],
) -> Facts<'d> {
    let name = document.called(target);
    let service = document.service(target.as_str());
    let own = service.map_or(Standing::None, |s| overview::standing(s, question.as_of));
    let verified = || details.iter().filter(|d| d.verdict.requirement.modality.is_verified());
    let mut counts = Counts::default();
    let mut covers: Vec<CoverView> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for detail in verified() {
        counts.add(detail.verdict.outcome, 1);
        for part in &detail.parts {
            let Some(id) = &part.covered_by else { continue };
            if !seen.contains(&id.0) {
                seen.push(id.0.clone());
                covers.extend(trace::cover_view(document, part));
            }
        }
    }
    let remains = |chapter: u8| {
        verified()
            .filter(|d| d.verdict.outcome == Outcome::Remains && d.verdict.requirement.chapter == chapter)
            .count()
    };
    let mut chapters: Vec<(u8, usize)> =
        catalog.chapters.iter().map(|c| (c.number, remains(c.number))).filter(|(_, n)| *n > 0).collect();
    crate::sorted::by(&mut chapters, |a, b| b.1.cmp(&a.1));
    chapters.truncate(3);
    let lists = interlock::of_details(document, details);
    let to_obtain = lists.iter().flat_map(|l| &l.entries).filter(|e| e.is_verified()).count();
    let caveats = WEAKENING
        .into_iter()
        .map(|f| (f, verified().filter(|d| d.verdict.flags.contains(f)).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    Facts { name, counts, covers, chapters, to_obtain, caveats, own, question }
}

impl Facts<'_> {
    /// The first day after which some base is no longer known to be qualified; nothing where an end is not known.
    fn until(&self) -> Option<Date> {
        let mut first: Option<Date> = None;
        for cover in &self.covers {
            let end = cover.until?;
            first = Some(first.map_or(end, |f| f.min(end)));
        }
        first
    }

    /// The sentences.
    pub fn sentences(&self, catalog: &Catalog, lang: Lang) -> Vec<String> {
        let Counts { inherited, shared, remains, .. } = self.counts;
        let (name, total) = (&self.name, self.counts.total());
        let quoted = |name: &str| say(lang, &format!("« {name} »"), &format!("“{name}”"));
        let bases: Vec<String> = self.covers.iter().map(|c| quoted(&c.name)).collect();
        let bases = words::list(&bases, lang);
        let day = words::date(self.question.as_of, lang);
        let mut out = Vec::new();

        // One that is qualified itself and rests on nobody answers for everything by itself.
        let own = match self.own {
            _ if !self.covers.is_empty() => None,
            Standing::Qualified(until) => Some(until),
            Standing::Attested(_) => Some(None),
            _ => None,
        };
        out.push(if own.is_some() {
            say(
                lang,
                &format!("Au {day}, « {name} » est qualifié par lui-même et ne repose sur aucun socle qualifié : il répond seul des {total} exigences vérifiées."),
                &format!("On {day}, “{name}” is qualified by itself and rests on no qualified base: it answers alone for the {total} verified requirements."),
            )
        } else if self.covers.is_empty() {
            say(
                lang,
                &format!("Au {day}, « {name} » ne repose sur aucun socle qualifié : aucune des {total} exigences vérifiées n’est héritée ni partagée."),
                &format!("On {day}, “{name}” rests on no qualified base: none of the {total} verified requirements is inherited or shared."),
            )
        } else {
            say(
                lang,
                &format!("« {name} » repose sur {bases} : des {total} exigences vérifiées, {inherited} sont héritées en entier et {shared} sont partagées."),
                &format!("“{name}” rests on {bases}: of the {total} verified requirements, {inherited} are wholly inherited and {shared} are shared."),
            )
        });

        let chapters: Vec<String> = self
            .chapters
            .iter()
            .filter_map(|(number, n)| {
                let chapter = catalog.chapters.iter().find(|c| c.number == *number)?;
                Some(say(
                    lang,
                    &format!("« {} » ({n})", chapter.title.fr),
                    &format!("“{}” ({n})", chapter.title.en),
                ))
            })
            .collect();
        let chapters = words::list(&chapters, lang);
        out.push(if remains == 0 {
            say(
                lang,
                &format!("Aucune des {total} ne reste entière à sa charge."),
                &format!("None of the {total} remains wholly its own."),
            )
        } else {
            say(
                lang,
                &format!("{remains} sur {total} restent entières à sa charge, d’abord en {chapters}."),
                &format!("{remains} of {total} remain wholly its own, most of them in {chapters}."),
            )
        });

        let obtain = self.to_obtain;
        out.push(if shared == 0 && obtain == 0 {
            say(
                lang,
                "Une qualification s’obtient par service : celle d’un socle, s’il y en avait une, ne vaudrait pas pour lui.",
                "A qualification is obtained service by service: a base’s own, if there were one, would not be this service’s.",
            )
        } else {
            say(
                lang,
                &format!("Partagée n’est pas acquise : chacune garde une part propre, et {obtain} points sont à obtenir des socles, par contrat ou par preuve."),
                &format!("Shared is not done: each keeps a part of one’s own, and {obtain} points are to be obtained from the bases, by contract or by evidence."),
            )
        });

        let until = self.until().map(|d| words::date(d, lang));
        let own = own.map(|until| until.map(|d| words::date(d, lang)));
        out.push(match until {
            _ if matches!(own, Some(Some(_))) => {
                let until = own.flatten().unwrap_or_default();
                say(
                    lang,
                    &format!("Sa qualification vaut jusqu’au {until} au plus tard, dans la portée que dit la décision."),
                    &format!("Its qualification holds until {until} at the latest, within the scope that the decision states."),
                )
            }
            _ if own.is_some() => say(
                lang,
                &format!("Une source dit le service qualifié au {day}, sans donner de date d’octroi ni rien dire de la suite."),
                &format!("A source calls the service qualified on {day}, without a grant date, and says nothing of what follows."),
            ),
            _ if self.covers.is_empty() => say(
                lang,
                "Avec un socle qualifié dessous, une partie de ces exigences se partagerait : comparer les deux piles le chiffre.",
                "With a qualified base beneath, some of these requirements would be shared: comparing the two stacks gives the figure.",
            ),
            Some(until) if self.covers.iter().any(|c| c.cover.undated) => say(
                lang,
                &format!("Ces figures valent au {day}. Une date de qualification n’est pas connue : la source l’atteste au {until}, sans rien dire de la suite."),
                &format!("These figures hold on {day}. A grant date is not known: its source attests it on {until} and says nothing of what follows."),
            ),
            Some(until) => say(
                lang,
                &format!("Ces figures valent au {day} et tiennent jusqu’au {until} au plus tard, première fin de qualification d’un socle."),
                &format!("These figures hold on {day} and until {until} at the latest, when the first qualification of a base ends."),
            ),
            None => say(
                lang,
                &format!("Ces figures valent au {day}, et aussi longtemps que les socles restent qualifiés."),
                &format!("These figures hold on {day}, and for as long as the bases stay qualified."),
            ),
        });

        let caveats: Vec<String> =
            self.caveats.iter().map(|(f, n)| format!("{} ({n})", words::flag(*f, lang))).collect();
        let caveats = words::list(&caveats, lang);
        out.push(if caveats.is_empty() {
            say(
                lang,
                "Rien de ce qui est renseigné n’affaiblit ces figures ; le dossier se règle avec le centre d’évaluation et l’ANSSI.",
                "Nothing that has been stated weakens these figures; the file is settled with the evaluation centre and ANSSI.",
            )
        } else {
            say(
                lang,
                &format!("À lever avant de s’y fier : {caveats}."),
                &format!("To be cleared before relying on it: {caveats}."),
            )
        });
        out
    }
}
