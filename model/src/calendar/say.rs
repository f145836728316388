//! The calendar in words: steps, marks, spans, causes, warnings and suppositions, French and English.

use super::{
    Cause, Course, Life, MarkKind, Of, Origin, SpanKind, Stage, Supposition, Warning, Why, ics::day,
    warnings::Ending,
};
use crate::{
    Document,
    document::{Milestone, Step},
    words::{self, fill, pick, say},
};
use catalog::Lang;

/// What a step is called. J1 and J2 are as a provider in the process describes them: a person may name them otherwise.
pub(super) const fn step(step: Step, lang: Lang) -> &'static str {
    let (fr, en) = match step {
        Step::J0 => ("J0, dossier accepté", "J0, application accepted"),
        Step::J1 => ("J1, stratégie d’évaluation", "J1, evaluation strategy"),
        Step::InitialAudit => ("audit initial", "initial audit"),
        Step::Upgrades => ("mises à niveau faites", "upgrades done"),
        Step::J2 => ("J2, audit final", "J2, final audit"),
        Step::J3 => ("J3, décision", "J3, decision"),
    };
    pick(lang, fr, en)
}

const fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::J0 => "J0",
        Milestone::J1 => "J1",
        Milestone::J2 => "J2",
    }
}

impl Stage {
    /// Its name: the person's, else the usual one.
    pub fn title(&self, lang: Lang) -> String {
        let usual = step(self.step, lang);
        match self.label.as_deref().filter(|label| !label.trim().is_empty()) {
            Some(label) => {
                let short = usual.split(',').next().unwrap_or(usual);
                [short, ", ", label].concat()
            }
            None => usual.to_owned(),
        }
    }
}

impl Origin {
    /// Where a day comes from, as a sentence.
    pub fn say(self, lang: Lang) -> String {
        match self {
            Self::Given => say(lang, "Jour donné dans le document.", "A day that the document gives."),
            Self::After { step: after, months } => fill(
                lang,
                "{} mois après {}.",
                "{} months after {}.",
                &[&months.to_string(), step(after, lang)],
            ),
            Self::Unknown => say(lang, "Sans date.", "No day."),
        }
    }
}

impl MarkKind {
    /// What happens, in a few words.
    pub fn say(self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Granted => ("qualification accordée", "qualification granted"),
            Self::Suspended => ("qualification suspendue", "qualification suspended"),
            Self::Reinstated => ("qualification rétablie", "qualification reinstated"),
            Self::Withdrawn => ("qualification retirée", "qualification withdrawn"),
            Self::AttestedOn => ("dite en cours jusqu’à ce jour", "called current up to that day"),
            Self::LastDay => ("dernier jour de la qualification", "last day of the qualification"),
            Self::RenewalExpected => ("renouvellement attendu", "renewal expected"),
            Self::CandidateSince(Some(at)) => {
                return fill(lang, "en cours de qualification ({})", "in the process ({})", &[milestone(at)]);
            }
            Self::CandidateSince(None) => ("en cours de qualification", "in the process"),
            Self::DecisionExpected => ("décision attendue", "decision expected"),
        };
        say(lang, fr, en)
    }
}

impl SpanKind {
    /// What holds, in a few words.
    pub const fn say(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Holds => ("qualifié", "qualified"),
            Self::Undated => ("dit qualifié, sans date d’octroi", "called qualified, without a grant date"),
            Self::Suspended => ("suspendu", "suspended"),
            Self::Candidate => ("candidat", "candidate"),
            Self::IfGranted => ("si la candidature aboutit", "if the candidacy comes through"),
            Self::IfRenewed => ("si la qualification est renouvelée", "if the qualification is renewed"),
        };
        pick(lang, fr, en)
    }
}

/// What a life is of: the service's name, with the place of the qualification where there are several.
pub(super) fn called(document: &Document, life: &Life, lang: Lang) -> String {
    let name = document.called(&life.service);
    let several = document.service(life.service.as_str()).is_some_and(|s| s.qualifications.len() > 1);
    match life.of {
        Of::Qualification(at) if several => {
            fill(lang, "« {} », qualification {}", "“{}”, qualification {}", &[&name, &(at + 1).to_string()])
        }
        _ => fill(lang, "« {} »", "“{}”", &[&name]),
    }
}

impl Life {
    /// What it is of.
    pub fn title(&self, document: &Document, lang: Lang) -> String {
        called(document, self, lang)
    }
}

impl Cause {
    /// The cause as a sentence.
    pub fn say(&self, document: &Document, lang: Lang) -> String {
        let name = document.called(&self.service);
        let (fr, en) = match &self.why {
            Why::Granted(_) => ("La qualification de « {} » commence.", "The qualification of “{}” begins."),
            Why::Ended(_) => (
                "La qualification de « {} » a pris fin la veille.",
                "The qualification of “{}” ended the day before.",
            ),
            Why::Suspended(_) => {
                ("La qualification de « {} » est suspendue.", "The qualification of “{}” is suspended.")
            }
            Why::Reinstated(_) => {
                ("La qualification de « {} » est rétablie.", "The qualification of “{}” is reinstated.")
            }
            Why::Withdrawn(_) => {
                ("La qualification de « {} » est retirée.", "The qualification of “{}” is withdrawn.")
            }
            Why::Unattested(_) => (
                "La source ne disait « {} » qualifié que jusqu’à la veille : rien n’est connu au-delà.",
                "The source called “{}” qualified only up to the day before: nothing is known beyond.",
            ),
            Why::IfGranted => (
                "La candidature de « {} » est supposée aboutir.",
                "The candidacy of “{}” is supposed to come through.",
            ),
            Why::IfGrantedEnds => (
                "Trois ans ont passé depuis l’octroi supposé à « {} ».",
                "Three years have passed since the supposed grant to “{}”.",
            ),
            Why::IfRenewed(_) => (
                "La qualification de « {} » est supposée renouvelée.",
                "The qualification of “{}” is supposed to be renewed.",
            ),
            Why::IfRenewedEnds(_) => (
                "Trois ans ont passé depuis le renouvellement supposé de « {} ».",
                "Three years have passed since the supposed renewal of “{}”.",
            ),
            Why::Refused { by, requirement } => {
                return fill(
                    lang,
                    "« {} » répond à « {} » qu’il ne tient pas sa part de {}.",
                    "“{}” answers “{}” that it does not hold its part of {}.",
                    &[&name, &document.called(by), requirement],
                );
            }
        };
        fill(lang, fr, en, &[&name])
    }
}

impl Supposition {
    /// The supposition as a question's end: « et si … ? ».
    pub fn say(&self, document: &Document, lang: Lang) -> String {
        match self {
            Self::Granted(id) => {
                let expected = document.service(id.as_str()).and_then(|s| s.candidacy.as_ref()?.expected);
                fill(
                    lang,
                    "« {} » obtient sa qualification le {}",
                    "“{}” is granted its qualification on {}",
                    &[&document.called(id), &expected.map(|d| day(d, lang)).unwrap_or_default()],
                )
            }
            Self::Renewed(id, at) => {
                let from =
                    document.service(id.as_str()).and_then(|s| s.qualifications.get(*at)?.renewed_from());
                fill(
                    lang,
                    "la qualification de « {} » est renouvelée le {}",
                    "the qualification of “{}” is renewed on {}",
                    &[&document.called(id), &from.map(|d| day(d, lang)).unwrap_or_default()],
                )
            }
        }
    }
}

impl Ending {
    /// « « Base » (10 janvier 2028) ».
    fn say(&self, lang: Lang) -> String {
        let (fr, en) = if self.is_attested {
            ("« {} » (attesté au {})", "“{}” (attested on {})")
        } else {
            ("« {} » ({})", "“{}” ({})")
        };
        fill(lang, fr, en, &[&self.name, &day(self.last, lang)])
    }
}

impl Warning {
    /// The warning as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::SuspendedMeanwhile { name, above, from, to, decision, .. } => {
                let (from, to) = (day(*from, lang), day(*to, lang));
                let mut said = match above {
                    None => fill(
                        lang,
                        "« {} » est suspendu du {} au {}, puis rétabli : il ne couvre rien entre-temps.",
                        "“{}” is suspended from {} to {} and then reinstated: in between it covers nothing.",
                        &[name, &from, &to],
                    ),
                    Some(above) => fill(
                        lang,
                        "« {} », sur lequel repose « {} », est suspendu du {} au {}, puis rétabli : demander ce que cela change.",
                        "“{}”, on which “{}” rests, is suspended from {} to {} and then reinstated: ask what that changes.",
                        &[name, above, &from, &to],
                    ),
                };
                if let Some(decision) = decision {
                    said.push(' ');
                    said += &fill(
                        lang,
                        "La décision est prévue le {}, pendant la suspension.",
                        "The decision is planned on {}, during the suspension.",
                        &[&day(*decision, lang)],
                    );
                }
                said
            }
            Self::EndsBeforeDecision { ending, decision } => {
                let (fr, en) = if ending.is_attested {
                    (
                        "Rien ne montre « {} » qualifié au-delà du {}, avant la décision prévue le {} : demander à son prestataire les dates de la décision.",
                        "Nothing shows “{}” to be qualified beyond {}, before the decision planned on {}: ask its provider for the dates of the decision.",
                    )
                } else {
                    (
                        "« {} » ne couvre plus après le {}, avant la décision prévue le {} : demander si son renouvellement est engagé.",
                        "“{}” covers no longer after {}, before the decision planned on {}: ask whether its renewal is under way.",
                    )
                };
                fill(lang, fr, en, &[&ending.name, &day(ending.last, lang), &day(*decision, lang)])
            }
            Self::EndsWithinValidity { ending, from, to } => {
                let (fr, en) = if ending.is_attested {
                    (
                        "Rien ne montre « {} » qualifié au-delà du {}, alors que la qualification prévue irait du {} au {}.",
                        "Nothing shows “{}” to be qualified beyond {}, while the planned qualification would run from {} to {}.",
                    )
                } else {
                    (
                        "« {} » doit être renouvelé pour couvrir après le {}, alors que la qualification prévue irait du {} au {}.",
                        "“{}” has to be renewed to cover after {}, while the planned qualification would run from {} to {}.",
                    )
                };
                fill(
                    lang,
                    fr,
                    en,
                    &[&ending.name, &day(ending.last, lang), &day(*from, lang), &day(*to, lang)],
                )
            }
            Self::Chain { endings } => {
                let all: Vec<String> = endings.iter().map(|e| e.say(lang)).collect();
                fill(
                    lang,
                    "Les échéances se suivent : {}. Chacune peut faire basculer des verdicts.",
                    "The ends follow one another: {}. Each may flip verdicts.",
                    &[&words::list(&all, lang)],
                )
            }
            Self::FoundationEndsFirst { base, foundation } => fill(
                lang,
                "{} finit avant {}, qui repose dessus : demander ce que cela change.",
                "{} ends before {}, which rests on it: ask what that changes.",
                &[&foundation.say(lang), &base.say(lang)],
            ),
            Self::NoDecisionDay => say(
                lang,
                "Le plan ne donne pas de jour à J3 : rien ne dit si le socle couvrira encore à la décision.",
                "The plan gives J3 no day: nothing tells whether the base will still cover at the decision.",
            ),
            Self::Reversed { first, second } => fill(
                lang,
                "Dans le plan, « {} » vient avant « {} » : corriger l’un des jours.",
                "In the plan, “{}” comes before “{}”: correct one of the days.",
                &[step(*second, lang), step(*first, lang)],
            ),
            Self::CandidateAfterDecision { name, expected, decision, .. } => fill(
                lang,
                "« {} » n’attend sa décision que le {}, après celle prévue pour le service le {} : d’ici là, il ne couvre rien.",
                "“{}” expects its decision only on {}, after the one planned for the service on {}: until then it covers nothing.",
                &[name, &day(*expected, lang), &day(*decision, lang)],
            ),
            Self::CandidateUndated { name, .. } => fill(
                lang,
                "« {} » est candidat sans date attendue : aucun plan ne peut compter dessus.",
                "“{}” is a candidate without an expected day: no plan can count on it.",
                &[name],
            ),
        }
    }
}

/// What the initial review is.
pub(super) fn initial_review(lang: Lang) -> String {
    say(
        lang,
        "Le référentiel veut cette revue d’un PASSI qualifié avant l’évaluation ; il ne donne pas de délai.",
        "The référentiel wants this review by a qualified PASSI before the evaluation; it gives no time limit.",
    )
}

/// What the yearly audit is.
pub(super) fn yearly(lang: Lang) -> String {
    say(
        lang,
        "Le programme court sur trois ans ; ce jour n’est qu’un repère, un an après le précédent.",
        "The programme runs over three years; this day is only a mark, one year after the one before.",
    )
}

/// What surveillance is, and where its rhythm comes from.
pub(super) fn surveillance(course: &Course, lang: Lang) -> String {
    let (months, is_set) = course.surveillance_months;
    let (fr, en) = if is_set {
        ("Tous les {} mois, selon le plan.", "Every {} months, by the plan.")
    } else {
        (
            "Tous les {} mois, comme l’ont décrit des prestataires ; à confirmer avec le centre d’évaluation.",
            "Every {} months, as providers have described it; to be confirmed with the evaluation centre.",
        )
    };
    fill(lang, fr, en, &[&months.to_string()])
}

/// How long the decision would hold, and where that comes from.
pub(super) fn validity(course: &Course, lang: Lang) -> String {
    let (months, is_set) = course.validity_months;
    let (fr, en) = if is_set {
        ("{} mois, selon le plan ; la décision dira.", "{} months, by the plan; the decision will tell.")
    } else {
        (
            "{} mois au plus (décret 2015-350) ; la décision peut en dire moins.",
            "{} months at most (decree 2015-350); the decision may say less.",
        )
    };
    fill(lang, fr, en, &[&months.to_string()])
}

impl Course {
    /// How long the decision would hold, and where that comes from.
    pub fn say_validity(&self, lang: Lang) -> String {
        validity(self, lang)
    }

    /// The rhythm of surveillance, and where that comes from.
    pub fn say_surveillance(&self, lang: Lang) -> String {
        surveillance(self, lang)
    }
}

/// What is told of a base without a life of its own.
pub const fn unstated(lang: Lang) -> &'static str {
    pick(lang, "ni qualification ni candidature indiquée", "no qualification or candidacy stated")
}

/// Where the steps between J0 and J3 come from: the référentiel names none of them.
pub fn steps_source(lang: Lang) -> String {
    say(
        lang,
        "Le référentiel ne décrit pas ces étapes : ce qui se passe entre J0 et J3 est ce qu’en dit un prestataire engagé dans la démarche. Nommez-les comme votre centre d’évaluation.",
        "The référentiel does not describe these steps: what lies between J0 and J3 is as one provider in the process tells it. Name them as your evaluation centre does.",
    )
}

/// The range from application to decision, as public cases tell it.
pub fn months_to_decision(lang: Lang) -> String {
    let (least, most) = super::MONTHS_TO_DECISION;
    fill(
        lang,
        "De la demande (J0) à la décision (J3) : de {} à {} mois, d’après des cas publics dont un seul est allé au bout.",
        "From the application (J0) to the decision (J3): {} to {} months, from public cases, of which one alone is complete.",
        &[&least.to_string(), &most.to_string()],
    )
}
