//! Why a verdict is what it is: typed steps that a person reads from top to bottom, in either language.

use crate::{
    Date,
    document::{Answer, BaseAnswer, Document, Evidence, Qualification, ServiceId},
    qualification::{Cover, Warrant},
    question::{OwnPremises, Question},
    verdict::{Detail, Flag, On, Outcome, PartState, PartView},
    words::{self, say},
};
use catalog::{Catalog, Lang, LayerSet, Modality, ReadingId, When};

/// One step of the reasoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// What the requirement bears on.
    BearsOn {
        /// The provider itself.
        provider: bool,
        /// The layers, all of those borne on.
        layers: LayerSet,
        /// Of these, the layers that the service has.
        needed: LayerSet,
    },
    /// A recommendation is not verified.
    Recommendation,
    /// Services evaluated with the target.
    Evaluated {
        /// Their names.
        names: Vec<String>,
    },
    /// The condition holds.
    ConditionHolds {
        /// The condition.
        when: WhenView,
        /// For whom.
        names: Vec<String>,
    },
    /// Nobody has answered; the requirement applies.
    ConditionUnknown {
        /// The condition.
        when: WhenView,
        /// For whom.
        names: Vec<String>,
    },
    /// The condition holds for nobody.
    ConditionFails {
        /// The condition.
        when: WhenView,
    },
    /// Layers with one and the same answer.
    Layers {
        /// Which.
        layers: LayerSet,
        /// What they are to the target.
        state: PartState,
        /// Who operates them.
        operator: String,
        /// Whose qualification covers them, and how.
        cover: Option<CoverView>,
        /// From the target down.
        path: Vec<String>,
    },
    /// A base on the way answered on its part.
    Answered {
        /// The base.
        base: String,
        /// The service that it answered.
        service: String,
        /// Whether it answers for its part.
        answer: Answer,
        /// When.
        date: Option<Date>,
        /// The clause or document in which it stands.
        reference: Option<String>,
    },
    /// The provider's own part.
    Provider,
    /// The provider part that an exposed service brings.
    ExposedProvider {
        /// Who.
        name: String,
    },
    /// No own premises, by the fact.
    PremisesExcluded,
    /// Own premises are not known.
    PremisesUnknown,
    /// Own premises are left out by the reading.
    HostingOnly,
    /// The base's staff takes part, by the reading.
    PersonnelShared,
    /// An unqualified service of another provider is in the way, by the reading.
    Blocking,
    /// It bites because of composition.
    Composed,
    /// A switched reading decided it.
    ByDefault {
        /// The outcome under default readings.
        outcome: Outcome,
    },
    /// What follows.
    Conclusion {
        /// The outcome.
        outcome: Outcome,
    },
}

/// A condition, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenView {
    /// One of these activities.
    Activities(String),
    /// A base of this activity.
    Base(&'static str),
    /// A fact, by its label in both languages.
    Fact(catalog::Bilingual),
}

/// A covering qualification, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverView {
    /// The covering service.
    pub name: String,
    /// The version; nothing for a candidacy and for a supposed renewal.
    pub version: Option<String>,
    /// Since when.
    pub granted: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
    /// Whether only its provider says so: neither a decision nor ANSSI's list was read.
    pub by_provider_only: bool,
    /// Its caveats.
    pub cover: Cover,
    /// Whether a qualification below has lapsed.
    pub foundation_lapsed: bool,
}

impl CoverView {
    /// Until when, as the end of a phrase. The day up to which a source attests an undated one is no end.
    pub fn until_said(&self, lang: Lang) -> String {
        let Some(day) = self.until.map(|d| words::date(d, lang)) else { return String::new() };
        if self.cover.undated {
            say(lang, &format!(", attesté au {day}"), &format!(", attested on {day}"))
        } else {
            say(lang, &format!(", jusqu’au {day}"), &format!(", until {day}"))
        }
    }
}

/// The steps behind a verdict.
pub fn steps(catalog: &Catalog, document: &Document, question: &Question, detail: &Detail) -> Vec<Step> {
    let requirement = detail.verdict.requirement;
    let readings = &question.readings;
    let names = |ids: &[ServiceId]| ids.iter().map(|id| document.called(id)).collect::<Vec<_>>();
    let mut steps = vec![Step::BearsOn {
        provider: requirement.provider,
        layers: requirement.layers,
        needed: detail.layers,
    }];
    if requirement.modality == Modality::Recommendation {
        steps.push(Step::Recommendation);
    }
    if let [_, with @ ..] = detail.evaluated.as_slice()
        && !with.is_empty()
    {
        steps.push(Step::Evaluated { names: names(with) });
    }
    if let (Some(when), Some(condition)) = (requirement.when, &detail.condition) {
        let view = when_view(catalog, when);
        steps.push(match (condition.holds.as_slice(), condition.unknown.as_slice()) {
            ([], []) => Step::ConditionFails { when: view },
            ([], unknown) => Step::ConditionUnknown { when: view, names: names(unknown) },
            (holds, _) => Step::ConditionHolds { when: view, names: names(holds) },
        });
    }
    if detail.verdict.outcome != Outcome::NotApplicable {
        if requirement.readings.contains(ReadingId::Personnel)
            && readings.personnel == crate::question::Personnel::Shared
        {
            steps.push(Step::PersonnelShared);
        }
        steps.extend(layer_steps(document, detail));
        steps.extend(answers(document, question, detail));
        if requirement.readings.contains(ReadingId::OwnPremises) {
            steps.push(match readings.own_premises {
                OwnPremises::HostingOnly => Step::HostingOnly,
                OwnPremises::UnlessExcluded if detail.verdict.flags.contains(Flag::UnknownFact) => {
                    Step::PremisesUnknown
                }
                OwnPremises::UnlessExcluded if detail.parts.iter().any(|p| p.on == On::Provider) => {
                    Step::Provider
                }
                OwnPremises::UnlessExcluded => Step::PremisesExcluded,
            });
        }
        for part in detail.parts.iter().filter(|p| p.on == On::Provider) {
            match part.state {
                PartState::Own if requirement.readings.contains(ReadingId::OwnPremises) => {}
                PartState::Own => steps.push(Step::Provider),
                _ => {
                    let name = part.operator.as_ref().map(|o| document.called(o)).unwrap_or_default();
                    steps.push(Step::ExposedProvider { name });
                }
            }
        }
        if detail.verdict.flags.contains(Flag::Composed) {
            steps.push(Step::Composed);
        }
        if readings.unqualified_middle == crate::question::UnqualifiedMiddle::Blocking
            && detail.verdict.readings.contains(ReadingId::UnqualifiedMiddle)
        {
            steps.push(Step::Blocking);
        }
    }
    if let Some(outcome) = detail.by_default {
        steps.push(Step::ByDefault { outcome });
    }
    steps.push(Step::Conclusion { outcome: detail.verdict.outcome });
    steps
}

/// Layers with the same answer become one step, in the order of the first of them.
fn layer_steps(document: &Document, detail: &Detail) -> Vec<Step> {
    let mut groups: Vec<(LayerSet, &PartView)> = Vec::new();
    for part in &detail.parts {
        let On::Layer(layer) = part.on else { continue };
        let same = groups.iter_mut().find(|(_, p)| {
            p.state == part.state
                && p.operator == part.operator
                && p.covered_by == part.covered_by
                && p.cover == part.cover
                && p.path == part.path
                && p.foundation_lapsed == part.foundation_lapsed
        });
        match same {
            Some((set, _)) => *set = set.with(layer),
            None => groups.push((LayerSet::EMPTY.with(layer), part)),
        }
    }
    groups
        .into_iter()
        .map(|(layers, part)| Step::Layers {
            layers,
            state: part.state,
            operator: part.operator.as_ref().map(|o| document.called(o)).unwrap_or_default(),
            cover: cover_view(document, part),
            path: part.path.iter().map(|id| document.called(id)).collect(),
        })
        .collect()
}

/// What the bases on the ways to the parts answered on this requirement, as far as it counts on the day.
fn answers(document: &Document, question: &Question, detail: &Detail) -> Vec<Step> {
    let mut steps = Vec::new();
    let ways = detail.parts.iter().flat_map(|p| p.path.iter().zip(p.path.iter().skip(1)));
    for (service, base) in ways {
        let reliances =
            document.service(service.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default();
        let mut said = Vec::new();
        for reliance in reliances.iter().filter(|r| r.service == *base) {
            let answer = reliance.answers.get(detail.verdict.requirement.id);
            said.extend(answer.filter(|a| a.counts(question.as_of) && a.base_part.is_some()));
        }
        // A base that stands twice in the list may have answered twice; what is told hangs on no order of the list.
        let key =
            |a: &BaseAnswer| (a.base_part != Some(Answer::No), a.base_part, a.date, a.reference.clone());
        crate::sorted::by(&mut said, |a, b| key(a).cmp(&key(b)));
        for said in said {
            let step = Step::Answered {
                base: document.called(base),
                service: document.called(service),
                answer: said.base_part.unwrap_or(Answer::Unknown),
                date: said.date,
                reference: said.reference.clone(),
            };
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
    }
    steps
}

/// The qualification behind a covered part.
pub fn cover_view(document: &Document, part: &PartView) -> Option<CoverView> {
    let (id, cover) = (part.covered_by.as_ref()?, part.cover?);
    let service = document.service(id.as_str())?;
    let qualification = match cover.warrant {
        Warrant::Qualification(at) => service.qualifications.get(at),
        Warrant::Candidacy | Warrant::Renewal(_) => None,
    };
    let renewed = match cover.warrant {
        Warrant::Renewal(at) => service.qualifications.get(at).and_then(Qualification::renewed_from),
        _ => service.candidacy.as_ref().and_then(|c| c.expected),
    };
    Some(CoverView {
        name: document.called(id),
        version: qualification.map(|q| q.version.clone()),
        granted: qualification.and_then(|q| q.granted),
        by_provider_only: qualification.is_some_and(|q| q.evidence == Some(Evidence::Provider)),
        until: match qualification {
            // Without a grant nothing holds beyond what its source attested, whatever last day it gives.
            Some(q) if q.granted.is_none() => q.attested_on.into_iter().chain(q.ends_on()).min(),
            Some(q) => q.ends_on(),
            None => renewed.map(|d| d.plus_years(crate::qualification::YEARS)),
        },
        cover,
        foundation_lapsed: part.foundation_lapsed,
    })
}

/// A condition of the text, ready to be said.
pub(crate) fn when_view(catalog: &Catalog, when: When) -> WhenView {
    match when {
        When::Activities(set) => {
            WhenView::Activities(set.iter().map(catalog::Activity::name).collect::<Vec<_>>().join(", "))
        }
        When::Base(activity) => WhenView::Base(activity.name()),
        When::Fact(id) => {
            catalog.facts.get(usize::from(id.0)).map_or(WhenView::Base(""), |f| WhenView::Fact(f.label))
        }
    }
}

impl WhenView {
    /// What it asks, as what is said of a requirement.
    pub(crate) fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Activities(list), Lang::Fr) => format!("ne vise que l’activité {list}"),
            (Self::Activities(list), Lang::En) => format!("only concerns the activity {list}"),
            (Self::Base(base), Lang::Fr) => {
                format!("ne joue que si un service {base} sert de socle à un autre type de service")
            }
            (Self::Base(base), Lang::En) => {
                format!("only bites where a service of type {base} is the base of another type of service")
            }
            (Self::Fact(label), Lang::Fr) => format!("dépend du fait « {} »", label.fr),
            (Self::Fact(label), Lang::En) => format!("depends on the fact “{}”", label.en),
        }
    }
}

impl Step {
    /// The step as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let (fr, en) = self.both();
        say(lang, &fr, &en)
    }

    /// The step as a sentence in French and one in English.
    pub fn say_both(&self) -> (String, String) {
        let (fr, en) = self.both();
        (say(Lang::Fr, &fr, ""), say(Lang::En, "", &en))
    }

    fn both(&self) -> (String, String) {
        let list = |names: &[String], lang| words::list(names, lang);
        match self {
            Self::BearsOn { provider, layers, needed } => bears_on(*provider, *layers, *needed),
            Self::Recommendation => (
                "C’est une recommandation : elle n’est pas vérifiée (3.1), et aucune qualification ne l’atteste.".to_owned(),
                "It is a recommendation: it is not verified (3.1), and no qualification attests it.".to_owned(),
            ),
            Self::Evaluated { names } => (
                format!(
                    "Rien ne couvre {} : {} part est évaluée avec le service (15.2.a, 15.2.b).",
                    list(names, Lang::Fr),
                    if names.len() > 1 { "leur" } else { "sa" }
                ),
                format!(
                    "Nothing covers {}: {} part is evaluated with the service (15.2.a, 15.2.b).",
                    list(names, Lang::En),
                    if names.len() > 1 { "their" } else { "its" }
                ),
            ),
            Self::ConditionHolds { when, names } => (
                format!("L’exigence {} : la condition est remplie pour {}.", when.say(Lang::Fr), list(names, Lang::Fr)),
                format!("The requirement {}: the condition holds for {}.", when.say(Lang::En), list(names, Lang::En)),
            ),
            Self::ConditionUnknown { when, names } => (
                format!(
                    "L’exigence {} : personne n’a répondu pour {} ; sans réponse, elle s’applique.",
                    when.say(Lang::Fr),
                    list(names, Lang::Fr)
                ),
                format!(
                    "The requirement {}: nobody has answered for {}; without an answer it applies.",
                    when.say(Lang::En),
                    list(names, Lang::En)
                ),
            ),
            Self::ConditionFails { when } => (
                format!("L’exigence {} : la condition n’est pas remplie.", when.say(Lang::Fr)),
                format!("The requirement {}: the condition does not hold.", when.say(Lang::En)),
            ),
            Self::Layers { layers, state, operator, cover, path } => {
                layers_step(*layers, *state, operator, cover.as_ref(), path)
            }
            Self::Answered { base, service, answer, date, reference } => {
                answered(base, service, *answer, *date, reference.as_deref())
            }
            Self::Provider => (
                "Le prestataire a sa propre part : elle ne s’hérite jamais d’une autre personne morale.".to_owned(),
                "The provider has a part of its own: it is never inherited from another legal person.".to_owned(),
            ),
            Self::ExposedProvider { name } => (
                format!("{name} apporte aussi sa part de prestataire (personnel, locaux, postes d’administration)."),
                format!("{name} also brings its provider part (staff, premises, administration posts)."),
            ),
            Self::PremisesExcluded => (
                "Aucun équipement du service ne se trouve dans des locaux propres : pas de part propre.".to_owned(),
                "No equipment of the service stands in own premises: no part of one’s own.".to_owned(),
            ),
            Self::PremisesUnknown => (
                "On ne sait pas si des équipements du service se trouvent dans des locaux propres : la part propre demeure (lecture « own-premises »).".to_owned(),
                "It is not known whether service equipment stands in own premises: the own part stays (reading “own-premises”).".to_owned(),
            ),
            Self::HostingOnly => (
                "La lecture « own-premises » ne retient que les salles d’hébergement : pas de part propre.".to_owned(),
                "The reading “own-premises” looks at hosting rooms only: no part of one’s own.".to_owned(),
            ),
            Self::PersonnelShared => (
                "La lecture « personnel » fait entrer le personnel du socle, couche par couche.".to_owned(),
                "The reading “personnel” brings in the base’s staff, layer by layer.".to_owned(),
            ),
            Self::Blocking => (
                "La lecture « unqualified-middle » tient la composition pour irrecevable tant que ce service tiers n’est pas qualifié.".to_owned(),
                "The reading “unqualified-middle” holds the composition inadmissible until that other provider’s service is qualified.".to_owned(),
            ),
            Self::Composed => (
                "Elle joue à cause de la composition elle-même.".to_owned(),
                "It bites because of the composition itself.".to_owned(),
            ),
            Self::ByDefault { outcome } => (
                format!("Sous les lectures par défaut, le verdict serait : {}.", words::outcome(*outcome, Lang::Fr)),
                format!("Under the default readings the verdict would be: {}.", words::outcome(*outcome, Lang::En)),
            ),
            Self::Conclusion { outcome } => conclusion(*outcome),
        }
    }
}

fn bears_on(provider: bool, layers: LayerSet, needed: LayerSet) -> (String, String) {
    let absent = layers.difference(needed);
    let tail = if absent.is_empty() || needed.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(" Le service n’a pas : {}.", words::layers(absent, Lang::Fr)),
            format!(" The service does not have: {}.", words::layers(absent, Lang::En)),
        )
    };
    let (fr, en) = match (provider, layers.is_empty()) {
        (true, true) => (
            "L’exigence porte sur le prestataire lui-même, et sur aucune couche.".to_owned(),
            "The requirement bears on the provider itself, and on no layer.".to_owned(),
        ),
        (true, false) => (
            format!("L’exigence porte sur le prestataire et sur : {}.", words::layers(layers, Lang::Fr)),
            format!("The requirement bears on the provider and on: {}.", words::layers(layers, Lang::En)),
        ),
        (false, _) => (
            format!("L’exigence porte sur : {}.", words::layers(layers, Lang::Fr)),
            format!("The requirement bears on: {}.", words::layers(layers, Lang::En)),
        ),
    };
    (fr + &tail.0, en + &tail.1)
}

fn answered(
    base: &str,
    service: &str,
    answer: Answer,
    date: Option<Date>,
    reference: Option<&str>,
) -> (String, String) {
    let (fr, en) = match answer {
        Answer::Yes => (
            "qu’il tient sa part ; cela n’ajoute rien à sa qualification",
            "that it answers for its part; that adds nothing to its qualification",
        ),
        Answer::No => (
            "qu’il ne tient pas cette part : sa qualification n’y est pas comptée",
            "that it does not answer for this part: its qualification does not count there",
        ),
        Answer::Unknown => {
            ("ne pas savoir s’il tient sa part", "that it does not know whether it answers for its part")
        }
    };
    let place = reference.filter(|r| !r.is_empty()).map(|r| format!(" ({r})")).unwrap_or_default();
    let on = |lang| date.map(|d| words::date(d, lang));
    let (from_fr, from_en) = match (on(Lang::Fr), on(Lang::En)) {
        (Some(day_fr), Some(day_en)) => (format!("Le {day_fr}, "), format!("On {day_en}, ")),
        _ => Default::default(),
    };
    (
        format!("{from_fr}{base} a répondu à {service} {fr}{place}."),
        format!("{from_en}{base} answered {service} {en}{place}."),
    )
}

fn layers_step(
    layers: LayerSet,
    state: PartState,
    operator: &str,
    cover: Option<&CoverView>,
    path: &[String],
) -> (String, String) {
    let (fr, en) =
        (words::capital(&words::layers(layers, Lang::Fr)), words::capital(&words::layers(layers, Lang::En)));
    let way = if path.len() > 2 { format!(" ({})", path.join(" → ")) } else { String::new() };
    match (state, cover) {
        (PartState::Covered, Some(c)) => {
            let (what_fr, what_en) = cover_words(c);
            let by = if c.name == operator {
                (String::new(), String::new())
            } else {
                (format!(" par {}", c.name), format!(" by {}", c.name))
            };
            (
                format!("{fr} : exploité par {operator}{way}, couvert{} {what_fr}.", by.0),
                format!("{en}: operated by {operator}{way}, covered{} {what_en}.", by.1),
            )
        }
        (PartState::Covered, None) | (PartState::Exposed, _) => (
            format!(
                "{fr} : exploité par {operator}{way}, que rien ne couvre à cette date : évalué avec le service."
            ),
            format!(
                "{en}: operated by {operator}{way}, which nothing covers on that day: evaluated with the service."
            ),
        ),
        (PartState::Own, _) => (
            format!("{fr} : exploité par le service lui-même."),
            format!("{en}: operated by the service itself."),
        ),
        (PartState::Missing, _) => (
            format!("{fr} : personne ne le fournit dans ce document ; cela reste à établir."),
            format!("{en}: nobody supplies it in this document; that remains to be settled."),
        ),
        (PartState::Retained, _) => (
            format!("{fr} : le contrat du socle en laisse une part au service."),
            format!("{en}: the base’s contract leaves a share of it to the service."),
        ),
    }
}

fn cover_words(c: &CoverView) -> (String, String) {
    let until = |lang| c.until.map(|d| words::date(d, lang));
    let granted = |lang| c.granted.map(|d| words::date(d, lang));
    let (mut fr, mut en) = match (&c.version, granted(Lang::Fr).zip(granted(Lang::En))) {
        (None, _) if matches!(c.cover.warrant, Warrant::Renewal(_)) => (
            "par le renouvellement de sa qualification, tenu pour accordé".to_owned(),
            "by the renewal of its qualification, taken as granted".to_owned(),
        ),
        (None, _) => (
            "par sa candidature, tenue pour accordée".to_owned(),
            "by its candidacy, taken as granted".to_owned(),
        ),
        (Some(v), Some((from_fr, from_en))) => (
            format!("par la qualification {v} du {from_fr}"),
            format!("by the qualification under {v} of {from_en}"),
        ),
        (Some(v), None) => (
            format!("par une qualification {v} sans date connue"),
            format!("by a qualification under {v} of unknown date"),
        ),
    };
    if let (Some(to_fr), Some(to_en)) = (until(Lang::Fr), until(Lang::En)) {
        fr.push_str(&format!(", jusqu’au {to_fr}"));
        en.push_str(&format!(", until {to_en}"));
    }
    for (due, say_fr, say_en) in [
        (c.by_provider_only, "selon son prestataire seul", "on its provider’s word alone"),
        (c.cover.scope_assumed, "portée supposée", "scope assumed"),
        (c.cover.expiring, "avant l’horizon", "before the horizon"),
        (
            c.cover.earlier_version,
            "version antérieure, retenue par une lecture",
            "earlier version, counted by a reading",
        ),
        (
            c.foundation_lapsed,
            "une qualification a pris fin plus bas",
            "a qualification further down has ended",
        ),
    ] {
        if due {
            fr.push_str(&format!(" ; {say_fr}"));
            en.push_str(&format!("; {say_en}"));
        }
    }
    (fr, en)
}

fn conclusion(outcome: Outcome) -> (String, String) {
    let (fr, en) = match outcome {
        Outcome::Inherited => (
            "Tout ce sur quoi elle porte est tenu par un socle qualifié : héritée.",
            "All that it bears on lies with a qualified base: inherited.",
        ),
        Outcome::Shared => (
            "Une part est tenue par un socle qualifié, une autre demeure : partagée.",
            "One part lies with a qualified base, another stays: shared.",
        ),
        Outcome::Remains => (
            "Aucune part n’est tenue par un socle qualifié : elle reste à la charge du service.",
            "No part lies with a qualified base: it remains with the service.",
        ),
        Outcome::NotApplicable => ("Elle est donc sans objet ici.", "So it does not apply here."),
    };
    (fr.to_owned(), en.to_owned())
}
