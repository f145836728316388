//! How far a SecNumCloud dossier carries at a level of EUCS (§6 of the rules): for each requirement of the draft, whether
//! evidence of the base, one's own dossier or both meet it, what is left, and what nothing corresponds to; the other way
//! round, what SecNumCloud asks that the level does not; and EUCS's own composition rules as findings.
//!
//! EUCS is a candidate scheme: nothing here is a conformity, and nothing is inherited in EUCS's own sense, which needs a
//! base certified at the same level. What nobody has compared stays *not assessed* and counts as nothing else.

use crate::{
    document::{Document, ServiceId},
    verdict::{Outcome, Scope},
    words::{self, fill, say},
};
use catalog::{
    Activity, Catalog, Lang,
    eucs::{Assessment, Draft, Level, Requirement},
};

/// What follows for a requirement of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// The mapped requirements ask for as much, and all are inherited.
    ByBase,
    /// They ask for as much, and all remain.
    ByOwn,
    /// They ask for as much, mixed or shared.
    ByBoth,
    /// Something corresponds, and something is left.
    Partly,
    /// Nothing corresponds.
    Beyond,
    /// Nobody has compared it yet.
    NotAssessed,
}

impl Met {
    /// All of them, in the order of the rules.
    pub const ALL: [Self; 6] =
        [Self::ByBase, Self::ByOwn, Self::ByBoth, Self::Partly, Self::Beyond, Self::NotAssessed];

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ByBase => "met_by_base",
            Self::ByOwn => "met_by_own",
            Self::ByBoth => "met_by_both",
            Self::Partly => "partly_met",
            Self::Beyond => "beyond",
            Self::NotAssessed => "not_assessed",
        }
    }

    /// In words that cannot be read as a conformity.
    pub const fn name(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::ByBase => ("preuves du socle", "base evidence"),
            Self::ByOwn => ("dossier propre", "own dossier"),
            Self::ByBoth => ("socle et dossier propre", "base and own dossier"),
            Self::Partly => ("en partie", "in part"),
            Self::Beyond => ("hors de SecNumCloud", "beyond SecNumCloud"),
            Self::NotAssessed => ("non évaluée", "not assessed"),
        };
        words::pick(lang, fr, en)
    }

    const fn place(self) -> usize {
        match self {
            Self::ByBase => 0,
            Self::ByOwn => 1,
            Self::ByBoth => 2,
            Self::Partly => 3,
            Self::Beyond => 4,
            Self::NotAssessed => 5,
        }
    }
}

/// How many requirements stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([usize; Met::ALL.len()]);

impl Counts {
    /// How many stand so.
    pub fn get(&self, met: Met) -> usize {
        self.0.get(met.place()).copied().unwrap_or_default()
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    fn add(&mut self, met: Met) {
        if let Some(count) = self.0.get_mut(met.place()) {
            *count += 1;
        }
    }
}

/// What follows for one requirement of the draft, and from which verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'d> {
    /// The requirement.
    pub requirement: &'d Requirement,
    /// What follows.
    pub met: Met,
    /// The requirements of SecNumCloud that it follows from, with their verdicts; those that do not apply to the
    /// service are left out.
    pub from: Vec<(&'static str, Outcome)>,
}

/// Why a requirement of SecNumCloud goes beyond a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surplus {
    /// The requirement.
    pub requirement: &'static str,
    /// Whether the level asks for a part of it.
    pub partly: bool,
}

/// A service beside one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'d> {
    /// The service.
    pub service: ServiceId,
    /// The level.
    pub level: Level,
    /// Each requirement that the level asks for, in the order of the draft.
    pub findings: Vec<Finding<'d>>,
    /// What SecNumCloud asks of the service and the level does not, or only in part: chapter 19.6 first.
    pub surplus: Vec<Surplus>,
}

impl Comparison<'_> {
    /// How the requirements stand.
    pub fn counts(&self) -> Counts {
        self.counts_of(|_| true)
    }

    /// How those stand that `chosen` accepts.
    pub fn counts_of(&self, chosen: impl Fn(&Requirement) -> bool) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            if chosen(finding.requirement) {
                counts.add(finding.met);
            }
        }
        counts
    }
}

/// A scope beside a level.
pub fn compare<'d>(catalog: &Catalog, draft: &'d Draft, scope: &Scope, level: Level) -> Comparison<'d> {
    let verdict = |id: &str| {
        let at = catalog.requirement_index(id)?;
        scope.verdicts.get(at).map(|v| (v.requirement.id, v.outcome))
    };
    let mut findings = Vec::new();
    for requirement in &draft.requirements {
        if requirement.level > level {
            continue;
        }
        let mut from = Vec::with_capacity(requirement.secnumcloud.len());
        for id in &requirement.secnumcloud {
            from.extend(verdict(id).filter(|(_, outcome)| *outcome != Outcome::NotApplicable));
        }
        let met = judge(requirement.assessment, &from);
        findings.push(Finding { requirement, met, from });
    }
    let mut surplus = Vec::new();
    for first in [true, false] {
        for back in &draft.back {
            let Some((id, outcome)) = verdict(&back.requirement) else { continue };
            let Some(requirement) = catalog.requirement(id) else { continue };
            let asked = back.assessment == Assessment::Full && back.level.is_some_and(|l| l <= level);
            let applies = outcome != Outcome::NotApplicable && requirement.modality.is_verified();
            if asked || !applies || (requirement.section == draft.first) != first {
                continue;
            }
            let partly = back.level.is_some_and(|l| l <= level);
            surplus.push(Surplus { requirement: id, partly });
        }
    }
    Comparison { service: scope.service.clone(), level, findings, surplus }
}

/// What follows from the verdicts on the mapped requirements that apply. Where none applies, nothing of the dossier speaks
/// of it.
fn judge(assessment: Assessment, from: &[(&'static str, Outcome)]) -> Met {
    match assessment {
        Assessment::NotAssessed => Met::NotAssessed,
        Assessment::None => Met::Beyond,
        Assessment::Full | Assessment::Partial if from.is_empty() => Met::Beyond,
        Assessment::Partial => Met::Partly,
        Assessment::Full if from.iter().all(|(_, o)| *o == Outcome::Inherited) => Met::ByBase,
        Assessment::Full if from.iter().all(|(_, o)| *o == Outcome::Remains) => Met::ByOwn,
        Assessment::Full => Met::ByBoth,
    }
}

/// What EUCS itself says of building on others, as far as it bears on this stack and level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Bases would have to be certified at the level or above; none is, for no certificate exists.
    BaseLevel(Vec<String>),
    /// Several bases are allowed; each has to hold.
    SeveralBases(usize),
    /// What a base expects from its customer is added to one's own, and passed on.
    Controls(Vec<String>),
    /// Without a certified base: inside the audit, or carved out with an analysis of its evidence.
    Subservices(Vec<String>),
    /// At High, independent reports or audit rights over what is carved out.
    Reports,
    /// Basic is typically not meant for infrastructure and platform.
    NotForBasic,
    /// A national qualification may serve as assurance documentation until it ends.
    NationalEvidence(Vec<String>),
}

impl Rule {
    /// The code in exports.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BaseLevel(_) => "base-level",
            Self::SeveralBases(_) => "several-bases",
            Self::Controls(_) => "complementary-controls",
            Self::Subservices(_) => "inclusive-or-carve-out",
            Self::Reports => "independent-reports",
            Self::NotForBasic => "not-suited-to-basic",
            Self::NationalEvidence(_) => "national-evidence",
        }
    }

    /// Where the draft of December 2020 says so.
    pub const fn source(&self) -> &'static str {
        match self {
            Self::BaseLevel(_) | Self::SeveralBases(_) => "EUCS 2020-12, 24.4",
            Self::Controls(_) => "EUCS 2020-12, 24.4, DOC-05, DOC-06",
            Self::Subservices(_) => "EUCS 2020-12, annex B.8",
            Self::Reports => "EUCS 2020-12, PM-01",
            Self::NotForBasic => "EUCS 2020-12, ch. 3",
            Self::NationalEvidence(_) => "EUCS 2020-12, ch. 16",
        }
    }

    /// In a sentence.
    pub fn say(&self, level: Level, lang: Lang) -> String {
        let name = level.name(lang);
        match self {
            Self::BaseLevel(bases) => fill(
                lang,
                "Pour composer au sens d’EUCS, {} devrait être certifié au niveau {} ou au-dessus. Aucun certificat EUCS n’existe : rien n’est hérité en ce sens.",
                "To compose in EUCS’s own sense, {} would have to be certified at level {} or above. No EUCS certificate exists: nothing is inherited in that sense.",
                &[&words::list(bases, lang), name],
            ),
            Self::SeveralBases(n) => fill(
                lang,
                "{} socles directs : EUCS l’admet, et la règle vaut pour chacun ; le plus bas décide.",
                "{} direct bases: EUCS allows it, and the rule holds for each; the lowest decides.",
                &[&n.to_string()],
            ),
            Self::Controls(bases) => fill(
                lang,
                "Ce que {} attend de son client s’ajoute aux exigences du service, et se transmet à ses propres clients pour ce qui les regarde.",
                "What {} expects from its customer is added to the service’s own requirements, and passed on to its customers as far as it concerns them.",
                &[&words::list(bases, lang)],
            ),
            Self::Subservices(bases) => fill(
                lang,
                "Sans certificat, {} entre dans l’audit (méthode inclusive) ou en est écarté (carve-out) : l’auditeur analyse alors si les preuves disponibles suffisent au niveau {}, exigence par exigence.",
                "Without a certificate, {} is audited along (inclusive method) or carved out: the auditor then analyses whether the evidence at hand is enough for level {}, requirement by requirement.",
                &[&words::list(bases, lang), name],
            ),
            Self::Reports => say(
                lang,
                "Au niveau élevé, ce qui est écarté de l’audit demande des rapports indépendants portant sur les exigences d’EUCS, ou un droit d’audit.",
                "At level High, what is carved out asks for independent reports on the requirements of EUCS, or for a right to audit.",
            ),
            Self::NotForBasic => say(
                lang,
                "Le projet tient le niveau élémentaire pour peu adapté à l’infrastructure et aux plateformes dont beaucoup de services se servent.",
                "The draft holds level Basic to be a poor fit for infrastructure and platforms that many services use.",
            ),
            Self::NationalEvidence(bases) => fill(
                lang,
                "La qualification SecNumCloud de {} peut servir de preuve tant qu’elle court, si l’évaluation confirme que ce service satisfait chaque exigence d’EUCS.",
                "The SecNumCloud qualification of {} may serve as evidence as long as it runs, if the evaluation confirms that this service meets each requirement of EUCS.",
                &[&words::list(bases, lang)],
            ),
        }
    }
}

/// EUCS's own composition rules, for a service and a level; `qualified` are the services whose qualification covers
/// something of it ([`Evaluator::qualified`](crate::verdict::Evaluator::qualified)).
pub fn rules(document: &Document, target: &ServiceId, level: Level, qualified: &[ServiceId]) -> Vec<Rule> {
    let Some(service) = document.service(target.as_str()) else { return Vec::new() };
    let mut bases = Vec::new();
    let mut national = Vec::new();
    for reliance in &service.relies_on {
        let called = document.called(&reliance.service);
        if bases.contains(&called) {
            continue;
        }
        if qualified.contains(&reliance.service) {
            national.push(called.clone());
        }
        bases.push(called);
    }
    let mut rules = Vec::new();
    let below = [Activity::Iaas, Activity::Caas, Activity::Paas];
    if level == Level::Basic && below.iter().any(|a| service.activities.contains(*a)) {
        rules.push(Rule::NotForBasic);
    }
    if bases.is_empty() {
        return rules;
    }
    rules.push(Rule::BaseLevel(bases.clone()));
    if bases.len() > 1 {
        rules.push(Rule::SeveralBases(bases.len()));
    }
    rules.push(Rule::Controls(bases.clone()));
    rules.push(Rule::Subservices(bases));
    if level == Level::High {
        rules.push(Rule::Reports);
    }
    if !national.is_empty() {
        rules.push(Rule::NationalEvidence(national));
    }
    rules
}

/// Why a requirement of the draft stands as it does, step by step.
pub fn trace(finding: &Finding<'_>, lang: Lang) -> Vec<String> {
    let r = finding.requirement;
    let mut steps = Vec::new();
    if !r.secnumcloud.is_empty() {
        let mut named = Vec::new();
        for id in &r.secnumcloud {
            let outcome = finding.from.iter().find(|(from, _)| from == id).map(|(_, o)| *o);
            let word = words::outcome(outcome.unwrap_or(Outcome::NotApplicable), lang);
            named.push(format!("{id} ({word})"));
        }
        steps.push(fill(
            lang,
            "Rapprochée de SecNumCloud : {}.",
            "Compared with SecNumCloud: {}.",
            &[&words::list(&named, lang)],
        ));
    }
    if !r.reason.is_empty() {
        steps.push(r.reason.clone());
    }
    if let Some(settled) = &r.settled {
        steps.push(fill(
            lang,
            "Deux avis, le moindre retenu : {}",
            "Two opinions, the lesser kept: {}",
            &[settled],
        ));
    }
    if let Some(left) = &r.left {
        steps.push(fill(lang, "Il reste : {}", "What is left: {}", &[left]));
    }
    let (fr, en) = match finding.met {
        Met::ByBase => (
            "Le rapprochement est complet et tout est hérité : les preuves du socle la portent.",
            "The comparison is full and all is inherited: the base’s evidence carries it.",
        ),
        Met::ByOwn => (
            "Le rapprochement est complet et tout reste au service : son dossier la porte.",
            "The comparison is full and all remains with the service: its dossier carries it.",
        ),
        Met::ByBoth => (
            "Le rapprochement est complet : le socle en porte une part, le dossier du service l’autre.",
            "The comparison is full: the base carries a part of it, the service’s dossier the other.",
        ),
        Met::Partly => (
            "Quelque chose y répond, et quelque chose demeure à faire.",
            "Something answers to it, and something stays to be done.",
        ),
        Met::Beyond if r.assessment != Assessment::None => (
            "Ce qui y répondrait est sans objet pour ce service : rien dans le dossier n’en parle.",
            "What would answer to it does not apply to this service: nothing in the dossier speaks of it.",
        ),
        Met::Beyond => {
            ("Lue, et rien dans SecNumCloud n’y répond.", "Read, and nothing in SecNumCloud answers to it.")
        }
        Met::NotAssessed => (
            "Personne ne l’a encore comparée : elle ne compte ni comme portée ni comme absente.",
            "Nobody has compared it yet: it counts neither as carried nor as absent.",
        ),
    };
    steps.push(say(lang, fr, en));
    steps
}
