//! Claims in words: one template a sentence and a language, filled in at one place.

use super::{Claim, Known};
use crate::{
    Date,
    document::{Evidence, Milestone},
    qualification::State,
    words::{self, fill, pick},
};
use catalog::{Activity, ActivitySet, Lang};

impl Known {
    /// Until when, at the end of a sentence.
    fn until(&self, lang: Lang) -> String {
        self.until.map_or_else(String::new, |day| {
            let day = words::date(day, lang);
            fill(lang, ", jusqu’au {} au plus tard", ", until {} at the latest", &[&day])
        })
    }

    /// What to add to a sentence that leans on it: no date is known, or neither decision nor list was read.
    fn caveats(&self, lang: Lang) -> String {
        let mut said = String::new();
        if let Some(day) = self.attested {
            said = fill(
                lang,
                " La source dit cette qualification en cours au {}, sans date d’octroi.",
                " Its source calls that qualification current on {}, without a grant date.",
                &[&words::date(day, lang)],
            );
        }
        let (fr, en) = match self.evidence {
            Evidence::Decision => return said,
            Evidence::Provider => (
                " Seul son prestataire affirme cette qualification ici : vérifier la liste de l’ANSSI.",
                " Here only its provider speaks of that qualification: check ANSSI’s list.",
            ),
            Evidence::Press => (
                " Seule la presse parle ici de cette qualification : vérifier la liste de l’ANSSI.",
                " Here only the press speaks of that qualification: check ANSSI’s list.",
            ),
        };
        said + &fill(lang, fr, en, &[])
    }
}

/// « pour l’activité IaaS », « pour les activités IaaS et PaaS ».
fn for_activities(set: ActivitySet, lang: Lang) -> String {
    let names: Vec<&str> = set.iter().map(Activity::name).collect();
    let (fr, en) = match names.len() {
        0 | 1 => ("pour l’activité {}", "for the activity {}"),
        _ => ("pour les activités {}", "for the activities {}"),
    };
    fill(lang, fr, en, &[&words::list(&names, lang)])
}

/// Names in quotation marks, as a list.
fn quoted(names: &[String], lang: Lang) -> String {
    let quoted: Vec<String> = names.iter().map(|n| fill(lang, "« {} »", "“{}”", &[n])).collect();
    words::list(&quoted, lang)
}

/// The same after « de ».
fn of(names: &[String], lang: Lang) -> String {
    let de = names.first().map_or("de ", |n| words::de(n));
    pick(lang, de, "of ").to_owned() + &quoted(names, lang)
}

const fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::J0 => "J0",
        Milestone::J1 => "J1",
        Milestone::J2 => "J2",
    }
}

impl Claim {
    /// The claim as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let day = |d: Date| words::date(d, lang);
        let (fr, en) = self.template();
        let values: Vec<String> = match self {
            Self::Qualified { service, activities, known, scope_declared } => {
                let scope = if *scope_declared {
                    ""
                } else {
                    pick(
                        lang,
                        " La portée exacte est à reprendre de la décision.",
                        " Take the exact scope from the decision.",
                    )
                };
                vec![
                    service.clone(),
                    known.version.clone(),
                    for_activities(*activities, lang) + &known.until(lang),
                    scope.to_owned() + &known.caveats(lang),
                ]
            }
            Self::InProcess { service, milestone: at, since } => {
                let since = since.map(|d| fill(lang, " depuis le {}", " since {}", &[&day(d)]));
                vec![service.clone(), milestone(*at).to_owned() + &since.unwrap_or_default()]
            }
            Self::HostedOn { service, base, activities, known, partly } => {
                let layers = partly.map(|l| fill(lang, " ({})", " ({})", &[&words::layers(l, lang)]));
                vec![
                    service.clone(),
                    base.clone(),
                    layers.unwrap_or_default(),
                    known.version.clone(),
                    for_activities(*activities, lang) + &known.until(lang),
                    known.caveats(lang),
                ]
            }
            Self::NoLongerShown { service, attested } => {
                vec![service.clone(), attested.map(day).unwrap_or_default()]
            }
            Self::CallItselfQualified { service }
            | Self::NoLongerQualified { service, .. }
            | Self::CandidateIsQualified { service }
            | Self::CustomersQualified { service }
            | Self::PressSaysSo { service }
            | Self::ProviderQualified { provider: service } => vec![service.clone()],
            Self::HostedOnUnqualified { bases } => vec![of(bases, lang)],
            Self::ThroughSibling { service, siblings } => vec![service.clone(), quoted(siblings, lang)],
            Self::OutsideScope { service, layers, .. } => {
                vec![of(std::slice::from_ref(service), lang), words::layers(*layers, lang)]
            }
            Self::SiblingsQualified { services } => vec![quoted(services, lang)],
            Self::TechnologyQualified { vendors } => {
                let de = |v: &String| if lang == Lang::Fr { words::de(v) } else { "" };
                let of: Vec<String> = vendors.iter().map(|v| [de(v), v].concat()).collect();
                vec![words::list(&of, lang)]
            }
            Self::ListOnRequest | Self::Certified | Self::TrustedCloud | Self::OtherRegimes => Vec::new(),
        };
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        fill(lang, fr, en, &values)
    }

    /// Its sentence, French and English, with `{}` where a value goes.
    const fn template(&self) -> (&'static str, &'static str) {
        match self {
            Self::Qualified { .. } => (
                "Le service « {} » est qualifié SecNumCloud {} {}.{}",
                "The service “{}” is SecNumCloud {} qualified {}.{}",
            ),
            Self::InProcess { .. } => (
                "« {} » est en cours de qualification SecNumCloud ({}) ; cela ne dit rien de l’issue.",
                "“{}” is in the SecNumCloud qualification process ({}); that says nothing of the outcome.",
            ),
            Self::HostedOn { partly: None, .. } => (
                "« {} » est hébergé sur « {} »{}, service qualifié SecNumCloud {} {}. Donner la portée et les dates de cette qualification.{}",
                "“{}” is hosted on “{}”{}, a service that is SecNumCloud {} qualified {}. Give the scope and the dates of that qualification.{}",
            ),
            Self::HostedOn { .. } => (
                "« {} » est hébergé en partie sur « {} »{}, service qualifié SecNumCloud {} {}. Donner la portée et les dates de cette qualification.{}",
                "“{}” is partly hosted on “{}”{}, a service that is SecNumCloud {} qualified {}. Give the scope and the dates of that qualification.{}",
            ),
            Self::ListOnRequest => (
                "Le client qui la demande reçoit la liste des exigences que le service ne satisfait pas.",
                "A customer who asks is given the list of the requirements that the service does not meet.",
            ),
            Self::CallItselfQualified { .. } => (
                "« {} » est SecNumCloud, ou qualifié : il ne l’est pas, quel que soit son socle.",
                "“{}” is SecNumCloud, or qualified: it is not, whatever it rests on.",
            ),
            Self::NoLongerQualified { state: State::Suspended, .. } => (
                "« {} » est qualifié : à cette date, sa qualification est suspendue.",
                "“{}” is qualified: on that day its qualification is suspended.",
            ),
            Self::NoLongerQualified { state: State::Withdrawn, .. } => (
                "« {} » est qualifié : à cette date, sa qualification a été retirée.",
                "“{}” is qualified: on that day its qualification has been withdrawn.",
            ),
            Self::NoLongerQualified { .. } => (
                "« {} » est qualifié : à cette date, sa qualification est échue.",
                "“{}” is qualified: on that day its qualification has expired.",
            ),
            Self::NoLongerShown { attested: Some(_), .. } => (
                "« {} » est qualifié : sa source ne disait la qualification en cours que jusqu’au {}. Vérifier d’abord la liste de l’ANSSI.",
                "“{}” is qualified: its source called the qualification current only up to {}. Check ANSSI’s list first.",
            ),
            Self::NoLongerShown { .. } => (
                "« {} » est qualifié : aucune date ne montre qu’il l’est à ce jour. Vérifier d’abord la liste de l’ANSSI.",
                "“{}” is qualified: no date shows that it is on that day. Check ANSSI’s list first.",
            ),
            Self::CandidateIsQualified { .. } => (
                "« {} » est qualifié, ou le sera à telle date : une candidature n’en donne pas le droit.",
                "“{}” is qualified, or will be on a given date: a candidacy gives no right to say so.",
            ),
            Self::HostedOnUnqualified { bases } if bases.len() == 1 => (
                "« Hébergé sur un service qualifié », à propos {} : rien ici ne montre qu’il le soit à cette date.",
                "“Hosted on a qualified service”, {}: nothing here shows that it is on that day.",
            ),
            Self::HostedOnUnqualified { .. } => (
                "« Hébergé sur un service qualifié », à propos {} : rien ici ne montre qu’ils le soient à cette date.",
                "“Hosted on a qualified service”, {}: nothing here shows that they are on that day.",
            ),
            Self::ThroughSibling { siblings, .. } if siblings.len() == 1 => (
                "« {} » est qualifié parce que {} l’est : une qualification ne passe d’un service à un autre ni chez un même prestataire ni entre sociétés liées.",
                "“{}” is qualified because {} is: a qualification does not pass from one service to another, neither within a provider nor between linked companies.",
            ),
            Self::ThroughSibling { .. } => (
                "« {} » est qualifié parce que {} le sont : une qualification ne passe d’un service à un autre ni chez un même prestataire ni entre sociétés liées.",
                "“{}” is qualified because {} are: a qualification does not pass from one service to another, neither within a provider nor between linked companies.",
            ),
            Self::OutsideScope { layers, .. } if layers.is_empty() => (
                "La qualification {} vaut pour tout ce qu’il comprend : la décision porte des réserves.",
                "The qualification {} holds for all that it comprises: the decision has reserves.",
            ),
            Self::OutsideScope { reserves: true, .. } => (
                "La qualification {} vaut pour tout ce qu’il comprend : restent en dehors {}, et la décision porte des réserves.",
                "The qualification {} holds for all that it comprises: outside it lie {}, and the decision has reserves.",
            ),
            Self::OutsideScope { .. } => (
                "La qualification {} vaut pour tout ce qu’il comprend : restent en dehors {}.",
                "The qualification {} holds for all that it comprises: outside it lie {}.",
            ),
            Self::ProviderQualified { .. } => (
                "Le prestataire « {} » est qualifié, ou son site, ou son logiciel : une qualification vise un service, sur des activités.",
                "The provider “{}” is qualified, or its site, or its software: a qualification is of a service, on activities.",
            ),
            Self::Certified => (
                "« Certifié SecNumCloud » : c’est une qualification, pas une certification.",
                "“SecNumCloud certified”: it is a qualification, not a certification.",
            ),
            Self::CustomersQualified { .. } => (
                "Ce que l’on bâtit sur « {} » est qualifié de ce fait : chaque service demande sa propre qualification.",
                "What is built on “{}” is qualified by that: each service needs its own qualification.",
            ),
            Self::SiblingsQualified { services } if services.len() == 1 => (
                "Les autres services du prestataire le sont aussi : {} demande sa propre qualification.",
                "The provider’s other services are too: {} needs a qualification of its own.",
            ),
            Self::SiblingsQualified { .. } => (
                "Les autres services du prestataire le sont aussi : {} demandent chacun leur propre qualification.",
                "The provider’s other services are too: {} each need a qualification of their own.",
            ),
            Self::TrustedCloud => (
                "« Cloud de confiance » : le terme n’est pas du référentiel, et son emploi avant qualification a été critiqué publiquement.",
                "“Trusted cloud” (« de confiance »): not a term of the référentiel, and its use before qualification was criticised in public.",
            ),
            Self::TechnologyQualified { .. } => (
                "La technologie {} est qualifiée : un fournisseur de technologie est un tiers, et la qualification ne vise pas ce qu’il fournit.",
                "The technology of {} is qualified: a technology vendor is a third party, and the qualification is not of what it supplies.",
            ),
            Self::PressSaysSo { .. } => (
                "« {} » est qualifié, sur la foi de la presse : vérifier d’abord la liste de l’ANSSI.",
                "“{}” is qualified, on the word of the press: check ANSSI’s list first.",
            ),
            Self::OtherRegimes => (
                "La qualification suffit pour des données de santé, Diffusion Restreinte ou classifiées : ces régimes ont leurs propres règles.",
                "The qualification is enough for health, Diffusion Restreinte or classified data: those regimes have rules of their own.",
            ),
        }
    }
}
