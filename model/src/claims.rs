//! What may be said of a service, and what may not (§7 of the rules; 3.1, 3.2, 3.3.1 of the référentiel). Typed
//! claims, each with its basis; nothing here is ANSSI's decision.

use crate::{
    Date,
    document::{Document, Service},
    graph::Node,
    qualification::{Class, State},
    question::Question,
    supply::{Stack, Supply},
    words::{self, say},
};
use catalog::Lang;

/// Whether a claim may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leave {
    /// It may be said.
    May,
    /// It may not be said.
    MayNot,
}

/// Something that a provider could be tempted to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The service is qualified.
    Qualified {
        /// The service.
        service: String,
        /// Its activities.
        activities: String,
        /// The version.
        version: String,
        /// Until when.
        until: Option<Date>,
        /// Whether its scope is declared.
        scope_declared: bool,
        /// Whether only its provider says so.
        by_provider_only: bool,
    },
    /// The service is in the qualification process.
    InProcess {
        /// The service.
        service: String,
    },
    /// The service is hosted on a qualified one.
    HostedOn {
        /// The service.
        service: String,
        /// The qualified one.
        base: String,
        /// Its activities.
        activities: String,
        /// Until when.
        until: Option<Date>,
        /// Whether layers of the service lie outside that base.
        partly: bool,
    },
    /// That the customer may ask for the list of what is not covered.
    ListOnRequest,
    /// « SecNumCloud » of a service that is not qualified.
    CallItselfQualified {
        /// The service.
        service: String,
    },
    /// « Qualified » of a service whose qualification has ended.
    NoLongerQualified {
        /// The service.
        service: String,
        /// How it ended.
        state: State,
    },
    /// « Qualified » before the decision.
    CandidateIsQualified {
        /// The service.
        service: String,
    },
    /// The provider, the company, the site or the software is qualified.
    ProviderQualified {
        /// The provider.
        provider: String,
    },
    /// « Certified ».
    Certified,
    /// What runs on it is qualified through it.
    CustomersQualified {
        /// The service.
        service: String,
    },
    /// Other services of the provider are qualified through it.
    SiblingsQualified {
        /// The sibling services that are not qualified.
        services: String,
    },
    /// « De confiance » before being qualified.
    TrustedCloud,
    /// The technology of a vendor is qualified.
    TechnologyQualified {
        /// The vendors.
        vendors: String,
    },
    /// A qualification claimed on the press's word alone.
    PressSaysSo {
        /// The service.
        service: String,
    },
    /// It holds classified or specially regulated data by itself.
    OtherRegimes,
}

/// A claim, and whether it may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it may be made.
    pub leave: Leave,
    /// What.
    pub claim: Claim,
}

fn name(service: &Service) -> String {
    if service.name.is_empty() { service.id.0.clone() } else { service.name.clone() }
}

fn activities(service: &Service) -> String {
    service.activities.iter().map(catalog::Activity::name).collect::<Vec<_>>().join(", ")
}

/// A service's standing on the day of the question, by its own qualifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A qualification holds, under the current version or an earlier one; its place in the list.
    Qualified(usize),
    /// None holds; the last one ended so.
    Lapsed(State),
    /// Only the press speaks of one.
    PressOnly,
    /// In the process, and not qualified.
    Candidate,
    /// None of these.
    None,
}

/// A service's standing on a day.
pub fn standing(service: &Service, day: Date) -> Standing {
    let holding = service
        .qualifications
        .iter()
        .enumerate()
        .filter(|(_, q)| {
            q.state(day).holds() && q.is_shown() && (q.is_current_version() || q.is_earlier_version())
        })
        .min_by_key(|(_, q)| (q.is_earlier_version(), q.state(day), q.covers.is_none()));
    if let Some((at, _)) = holding {
        return Standing::Qualified(at);
    }
    let lapsed =
        service.qualifications.iter().filter(|q| q.is_shown()).map(|q| q.state(day)).find(|s| s.has_lapsed());
    let press = service.qualifications.iter().any(|q| !q.is_shown() && q.state(day).holds());
    // A milestone that is to be reached later gives no right yet.
    let candidate = service
        .candidacy
        .as_ref()
        .is_some_and(|c| c.milestone.is_some() && c.since.is_none_or(|since| since <= day));
    match (lapsed, candidate, press) {
        (Some(state), ..) => Standing::Lapsed(state),
        (None, true, _) => Standing::Candidate,
        (None, false, true) => Standing::PressOnly,
        (None, false, false) => Standing::None,
    }
}

/// The claims on a service, those that may be made first.
pub fn claims(stack: &Stack<'_>, question: &Question, target: Node) -> Vec<Ruling> {
    let document = stack.document();
    let Some(service) = stack.graph().service(target) else { return Vec::new() };
    let day = question.as_of;
    let mut rulings = Vec::new();
    let mut may = |claim| rulings.push(Ruling { leave: Leave::May, claim });
    let standing_now = standing(service, day);
    let candidate = matches!(standing(&without_qualifications(service), day), Standing::Candidate);
    let qualified = matches!(standing_now, Standing::Qualified(_));

    if let Standing::Qualified(at) = standing_now
        && let Some(q) = service.qualifications.get(at)
    {
        may(Claim::Qualified {
            service: name(service),
            activities: activities(service),
            version: q.version.trim().to_owned(),
            until: q.ends_on().or(q.attested_on),
            scope_declared: q.scope.is_some() || q.covers.is_some(),
            by_provider_only: q.evidence == Some(crate::document::Evidence::Provider),
        });
    }
    if candidate && !qualified {
        may(Claim::InProcess { service: name(service) });
    }
    for (base, partly) in covering_bases(stack, question, target) {
        let Some(base) = stack.graph().service(base) else { continue };
        let until = match standing(base, day) {
            Standing::Qualified(at) => {
                base.qualifications.get(at).and_then(|q| q.ends_on().or(q.attested_on))
            }
            _ => continue,
        };
        may(Claim::HostedOn {
            service: name(service),
            base: name(base),
            activities: activities(base),
            until,
            partly,
        });
    }
    if !qualified {
        may(Claim::ListOnRequest);
    }

    let mut may_not = |claim| rulings.push(Ruling { leave: Leave::MayNot, claim });
    match standing_now {
        Standing::Qualified(_) => {}
        Standing::Lapsed(state) => may_not(Claim::NoLongerQualified { service: name(service), state }),
        Standing::PressOnly => may_not(Claim::PressSaysSo { service: name(service) }),
        Standing::Candidate => may_not(Claim::CandidateIsQualified { service: name(service) }),
        Standing::None => may_not(Claim::CallItselfQualified { service: name(service) }),
    }
    may_not(Claim::CustomersQualified { service: name(service) });
    let provider = document.provider(&service.provider);
    let provider_name = provider.map(|p| p.name.clone()).filter(|n| !n.is_empty());
    may_not(Claim::ProviderQualified {
        provider: provider_name.unwrap_or_else(|| service.provider.0.clone()),
    });
    let siblings: Vec<String> = document
        .services
        .iter()
        .filter(|s| s.provider == service.provider && s.id != service.id)
        .filter(|s| !matches!(standing(s, day), Standing::Qualified(_)))
        .map(name)
        .collect();
    if qualified && !siblings.is_empty() {
        may_not(Claim::SiblingsQualified { services: siblings.join(", ") });
    }
    let vendors = vendors(document, stack, target);
    if !vendors.is_empty() {
        may_not(Claim::TechnologyQualified { vendors });
    }
    may_not(Claim::Certified);
    if !qualified {
        may_not(Claim::TrustedCloud);
    }
    may_not(Claim::OtherRegimes);
    rulings
}

fn without_qualifications(service: &Service) -> Service {
    Service { qualifications: Vec::new(), ..service.clone() }
}

/// The services whose own qualification covers some layer of the target, and whether something lies outside them.
fn covering_bases(stack: &Stack<'_>, question: &Question, target: Node) -> Vec<(Node, bool)> {
    let class = Class { requirement: None, changed_in_3_2: false };
    // Claims are about what is granted: neither candidates nor readings that stretch a cover count.
    let plain = Question { assume_candidates: false, ..question.under_default_readings() };
    let supply = Supply::new(stack, &plain, class, &[target]);
    let footprint = stack.footprint(target);
    let mut bases = Vec::new();
    let mut outside = false;
    for layer in footprint.needed.difference(footprint.operated).iter() {
        let parts = supply.incoming(target, layer);
        outside |= parts.is_empty();
        for part in parts {
            match part.covered_by {
                Some(base) => bases.push(base),
                None => outside = true,
            }
        }
    }
    crate::sorted::sort(&mut bases);
    bases.dedup();
    let several = bases.len() > 1;
    bases.into_iter().map(|b| (b, outside || several)).collect()
}

/// Vendors whose technology the target, or what it rests on, uses.
fn vendors(document: &Document, stack: &Stack<'_>, target: Node) -> String {
    let mut under = stack.graph().bases(target);
    under.push(target);
    let ids: Vec<_> = under.into_iter().filter_map(|n| stack.graph().service(n)).map(|s| &s.id).collect();
    let names: Vec<String> = document
        .third_parties
        .iter()
        .filter(|t| {
            t.roles.contains(&crate::document::Role::Vendor) && t.serves.iter().any(|s| ids.contains(&s))
        })
        .map(|t| if t.name.is_empty() { t.id.0.clone() } else { t.name.clone() })
        .collect();
    names.join(", ")
}

impl Claim {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Qualified { .. } => "qualified",
            Self::InProcess { .. } => "in-process",
            Self::HostedOn { .. } => "hosted-on",
            Self::ListOnRequest => "list-on-request",
            Self::CallItselfQualified { .. } => "not-qualified",
            Self::NoLongerQualified { .. } => "no-longer-qualified",
            Self::CandidateIsQualified { .. } => "candidate",
            Self::ProviderQualified { .. } => "provider-qualified",
            Self::Certified => "certified",
            Self::CustomersQualified { .. } => "customers-qualified",
            Self::SiblingsQualified { .. } => "siblings-qualified",
            Self::TrustedCloud => "trusted-cloud",
            Self::TechnologyQualified { .. } => "technology-qualified",
            Self::PressSaysSo { .. } => "press-only",
            Self::OtherRegimes => "other-regimes",
        }
    }

    /// What it rests on: articles of the référentiel, or a source.
    pub const fn basis(&self) -> &'static str {
        match self {
            Self::Qualified { .. } => "3.1, 3.2, 19.1.o",
            Self::InProcess { .. } => "incyber.org 2025-04, clubic.com 2025-04-17",
            Self::HostedOn { .. } => "3.2, nextinpact.com 2021-10",
            Self::ListOnRequest => "3.3.1",
            Self::CallItselfQualified { .. }
            | Self::CandidateIsQualified { .. }
            | Self::NoLongerQualified { .. }
            | Self::SiblingsQualified { .. } => "3.2",
            Self::PressSaysSo { .. } => "3.1, A2.b, A2.c",
            Self::ProviderQualified { .. } | Self::TechnologyQualified { .. } => "3.1, 3.2, 2",
            Self::CustomersQualified { .. } => "3.2, A2.c",
            Self::Certified => "3.1, scalingo.com",
            Self::TrustedCloud => "3.2, nextinpact.com 2021-10",
            Self::OtherRegimes => "3.3.2, 4, A2.f, A2.h",
        }
    }

    /// The claim as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let day = |d: &Option<Date>| d.map(|d| words::date(d, lang));
        let (fr, en) = match self {
            Self::Qualified { service, activities, version, until, scope_declared, by_provider_only } => {
                let until = day(until);
                let mut fr = format!("Le service « {service} » est qualifié SecNumCloud {version} pour l’activité {activities}");
                let mut en = format!("The service “{service}” is SecNumCloud {version} qualified for the activity {activities}");
                if let Some(until) = until {
                    fr.push_str(&format!(", au plus tard jusqu’au {until}"));
                    en.push_str(&format!(", until {until} at the latest"));
                }
                fr.push('.');
                en.push('.');
                if !scope_declared {
                    fr.push_str(" La portée exacte est à reprendre de la décision.");
                    en.push_str(" Take the exact scope from the decision.");
                }
                if *by_provider_only {
                    fr.push_str(" Seul le prestataire l’affirme ici : vérifier la liste de l’ANSSI.");
                    en.push_str(" Here only the provider says so: check ANSSI’s list.");
                }
                (fr, en)
            }
            Self::InProcess { service } => (
                format!("« {service} » est en cours de qualification, si J0 est acquis ; cela ne dit rien de l’issue."),
                format!("“{service}” is in the qualification process, once J0 has accepted it; that says nothing of the outcome."),
            ),
            Self::HostedOn { service, base, activities, until, partly } => {
                let lead = if *partly { ("hébergé en partie sur", "partly hosted on") } else { ("hébergé sur", "hosted on") };
                let until = day(until).map_or_else(
                    || (String::new(), String::new()),
                    |d| (format!(" jusqu’au {d} au plus tard"), format!(" until {d} at the latest")),
                );
                (
                    format!("« {service} » est {} « {base} », service qualifié SecNumCloud pour l’activité {activities}{}. Donner sa portée et ses dates.", lead.0, until.0),
                    format!("“{service}” is {} “{base}”, a service that is SecNumCloud qualified for the activity {activities}{}. Give its scope and dates.", lead.1, until.1),
                )
            }
            Self::ListOnRequest => (
                "La liste des exigences qui ne sont pas couvertes est remise au client qui la demande.".to_owned(),
                "The list of requirements that are not covered is given to a customer who asks for it.".to_owned(),
            ),
            Self::CallItselfQualified { service } => (
                format!("« {service} » est SecNumCloud, ou qualifié : il ne l’est pas, quel que soit son socle."),
                format!("“{service}” is SecNumCloud, or qualified: it is not, whatever it rests on."),
            ),
            Self::NoLongerQualified { service, state } => {
                let (fr, en) = match state {
                    State::Suspended => ("est suspendue", "is suspended"),
                    State::Withdrawn => ("a été retirée", "was withdrawn"),
                    _ => ("est échue", "has expired"),
                };
                (
                    format!("« {service} » est qualifié : sa qualification {fr} à cette date."),
                    format!("“{service}” is qualified: on that day its qualification {en}."),
                )
            }
            Self::CandidateIsQualified { service } => (
                format!("« {service} » est qualifié, ou le sera à telle date : une candidature ne donne aucun droit."),
                format!("“{service}” is qualified, or will be on a given date: a candidacy gives no right."),
            ),
            Self::ProviderQualified { provider } => (
                format!("{provider} est qualifié, ou son site, son logiciel : la qualification vise un service, sur des activités."),
                format!("{provider} is qualified, or its site, or its software: a qualification is of a service, on activities."),
            ),
            Self::Certified => (
                "« Certifié SecNumCloud » : c’est une qualification, pas une certification.".to_owned(),
                "“SecNumCloud certified”: it is a qualification, not a certification.".to_owned(),
            ),
            Self::CustomersQualified { service } => (
                format!("Ce que l’on bâtit sur « {service} » est qualifié de ce fait : chaque service demande sa propre qualification."),
                format!("What is built on “{service}” is qualified by that: each service needs its own qualification."),
            ),
            Self::SiblingsQualified { services } => (
                format!("Les autres services du prestataire le sont aussi : {services} ne l’est pas."),
                format!("The provider’s other services are too: {services} is not."),
            ),
            Self::TrustedCloud => (
                "« Cloud de confiance » : le terme n’est pas du référentiel, et son emploi avant qualification a été critiqué publiquement.".to_owned(),
                "“Trusted cloud” (« de confiance »): not a term of the référentiel, and its use before qualification was criticised in public.".to_owned(),
            ),
            Self::TechnologyQualified { vendors } => (
                format!("La technologie de {vendors} est qualifiée : un fournisseur de technologie est un tiers, il n’est pas qualifié par là."),
                format!("The technology of {vendors} is qualified: a technology vendor is a third party and is not qualified by this."),
            ),
            Self::PressSaysSo { service } => (
                format!("« {service} » est qualifié, sur la foi de la presse : vérifier d’abord la liste de l’ANSSI."),
                format!("“{service}” is qualified, on the word of the press: check ANSSI’s list first."),
            ),
            Self::OtherRegimes => (
                "La qualification suffit pour des données de santé, Diffusion Restreinte ou classifiées : ces régimes ont leurs propres règles.".to_owned(),
                "The qualification is enough for health, Diffusion Restreinte or classified data: those regimes have rules of their own.".to_owned(),
            ),
        };
        say(lang, &fr, &en)
    }
}
