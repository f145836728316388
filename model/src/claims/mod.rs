//! What may be said of a service, and what may not (§7 of the rules; 3.1, 3.2, 3.3.1 of the référentiel). Typed
//! claims, each with its basis; nothing here is ANSSI's decision. The sentences stand in a room of their own.

mod say;

use crate::{
    Date,
    document::{Document, EntityId, Evidence, Milestone, Qualification, Role, Service},
    graph::Node,
    qualification::{Class, State, Warrant},
    question::Question,
    supply::{Stack, Supply},
};
use catalog::{Activity, ActivitySet, LayerSet};
use std::cmp::Reverse;

/// Whether a claim may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leave {
    /// It may be said.
    May,
    /// It may not be said.
    MayNot,
}

/// How a qualification is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The version.
    pub version: String,
    /// What shows it.
    pub evidence: Evidence,
    /// Until when it holds at the latest; nothing where no grant date is known.
    pub until: Option<Date>,
    /// Without a grant date: the day on which its source calls it current.
    pub attested: Option<Date>,
}

impl Known {
    fn of(q: &Qualification) -> Self {
        Self {
            version: q.version.trim().to_owned(),
            evidence: q.evidence.unwrap_or(Evidence::Decision),
            until: q.granted.and(q.ends_on()),
            attested: if q.granted.is_some() { None } else { q.attested_on },
        }
    }
}

/// Something that a provider could be tempted to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The service is qualified.
    Qualified {
        /// The service.
        service: String,
        /// Its activities.
        activities: ActivitySet,
        /// How its qualification is known.
        known: Known,
        /// Whether its scope is declared.
        scope_declared: bool,
    },
    /// The service is in the qualification process.
    InProcess {
        /// The service.
        service: String,
        /// How far it has come.
        milestone: Milestone,
        /// Since when.
        since: Option<Date>,
    },
    /// The service is hosted on a qualified one.
    HostedOn {
        /// The service.
        service: String,
        /// The qualified one.
        base: String,
        /// Its activities.
        activities: ActivitySet,
        /// How its qualification is known.
        known: Known,
        /// Where it is not the whole of what the service stands on: the layers for which it answers.
        partly: Option<LayerSet>,
    },
    /// That the customer may ask for the list of what is not met.
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
    /// « Qualified » of a service whose qualification nothing shows on that day.
    NoLongerShown {
        /// The service.
        service: String,
        /// Up to when its source called it current, where it named a day.
        attested: Option<Date>,
    },
    /// « Qualified » before the decision.
    CandidateIsQualified {
        /// The service.
        service: String,
    },
    /// Hosted on a qualified service, of one that nothing shows to be qualified.
    HostedOnUnqualified {
        /// Those on which it rests and that nothing covers.
        bases: Vec<String>,
    },
    /// « Qualified » because another service of the provider, or of a company linked to it, is.
    ThroughSibling {
        /// The service.
        service: String,
        /// The qualified ones.
        siblings: Vec<String>,
    },
    /// The qualification, of what lies outside its scope.
    OutsideScope {
        /// The service.
        service: String,
        /// The layers that the service operates or rests on and that are left out.
        layers: LayerSet,
        /// Whether the decision has reserves.
        reserves: bool,
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
        services: Vec<String>,
    },
    /// « De confiance » before being qualified.
    TrustedCloud,
    /// The technology of a vendor is qualified.
    TechnologyQualified {
        /// The vendors.
        vendors: Vec<String>,
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

/// A service's standing on the day of the question, by its own qualifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A qualification holds, under the current version or an earlier one; its place in the list.
    Qualified(usize),
    /// None holds; the last one ended so.
    Lapsed(State),
    /// One is stated, and nothing shows that it holds on that day; up to when its source called it current.
    NotShown(Option<Date>),
    /// Only the press speaks of one.
    PressOnly,
    /// In the process, and not qualified.
    Candidate,
    /// None of these.
    None,
}

/// A service's standing on a day.
pub fn standing(service: &Service, day: Date) -> Standing {
    let shown = || service.qualifications.iter().enumerate().filter(|(_, q)| q.is_shown());
    // Of several that hold: the current version, a known date, the better evidence, a declared scope.
    let holding = shown()
        .filter(|(_, q)| q.state(day).holds() && (q.is_current_version() || q.is_earlier_version()))
        .min_by_key(|(_, q)| (q.is_earlier_version(), q.state(day), q.evidence, q.covers.is_none()));
    if let Some((at, _)) = holding {
        return Standing::Qualified(at);
    }
    let lapsed = shown().filter(|(_, q)| q.state(day).has_lapsed()).max_by_key(|(_, q)| q.last_day());
    if let Some((_, lapsed)) = lapsed {
        return Standing::Lapsed(lapsed.state(day));
    }
    let unproven = shown().filter(|(_, q)| q.state(day) == State::Unproven);
    if let Some((_, unproven)) = unproven.max_by_key(|(_, q)| q.attested_on) {
        return Standing::NotShown(unproven.attested_on);
    }
    if in_process(service, day).is_some() {
        return Standing::Candidate;
    }
    let press = service.qualifications.iter().any(|q| !q.is_shown() && q.state(day).holds());
    if press { Standing::PressOnly } else { Standing::None }
}

/// How far a service has come in the process on a day: a milestone that is to be reached later gives no right yet.
fn in_process(service: &Service, day: Date) -> Option<(Milestone, Option<Date>)> {
    let candidacy = service.candidacy.as_ref()?;
    let begun = candidacy.since.is_none_or(|since| since <= day);
    candidacy.milestone.filter(|_| begun).map(|milestone| (milestone, candidacy.since))
}

/// The claims on a service, those that may be made first.
pub fn claims(stack: &Stack<'_>, question: &Question, target: Node) -> Vec<Ruling> {
    let document = stack.document();
    let Some(service) = stack.graph().service(target) else { return Vec::new() };
    let day = question.as_of;
    let mut rulings = Vec::new();
    let mut may = |claim| rulings.push(Ruling { leave: Leave::May, claim });
    let standing_now = standing(service, day);
    let own = match standing_now {
        Standing::Qualified(at) => service.qualifications.get(at),
        _ => None,
    };

    if let Some(q) = own {
        may(Claim::Qualified {
            service: service.called(),
            activities: service.activities,
            known: Known::of(q),
            scope_declared: q.scope.is_some() || q.covers.is_some(),
        });
    } else if let Some((milestone, since)) = in_process(service, day) {
        may(Claim::InProcess { service: service.called(), milestone, since });
    }
    let hosting = hosting(stack, question, target);
    for (base, known, layers) in hosting.covering {
        let Some(base) = stack.graph().service(base) else { continue };
        may(Claim::HostedOn {
            service: service.called(),
            base: base.called(),
            activities: base.activities,
            known,
            partly: (!hosting.whole).then_some(layers),
        });
    }
    if own.is_none() {
        may(Claim::ListOnRequest);
    }

    let mut may_not = |claim| rulings.push(Ruling { leave: Leave::MayNot, claim });
    match standing_now {
        Standing::Qualified(_) => {}
        Standing::Lapsed(state) => may_not(Claim::NoLongerQualified { service: service.called(), state }),
        Standing::NotShown(attested) => may_not(Claim::NoLongerShown { service: service.called(), attested }),
        Standing::PressOnly => may_not(Claim::PressSaysSo { service: service.called() }),
        Standing::Candidate => may_not(Claim::CandidateIsQualified { service: service.called() }),
        Standing::None => may_not(Claim::CallItselfQualified { service: service.called() }),
    }
    let is_qualified = |s: &Service| matches!(standing(s, day), Standing::Qualified(_));
    let unqualified = hosting.exposed.iter().filter_map(|n| stack.graph().service(*n));
    let bases: Vec<String> = unqualified.filter(|s| !is_qualified(s)).map(Service::called).collect();
    if !bases.is_empty() {
        may_not(Claim::HostedOnUnqualified { bases });
    }
    if let Some(q) = own
        && let Some(claim) = outside_scope(service, stack.footprint(target).held, q)
    {
        may_not(claim);
    }
    may_not(Claim::CustomersQualified { service: service.called() });
    let provider = document.provider(&service.provider);
    let provider_name = provider.map(|p| p.name.clone()).filter(|n| !n.is_empty());
    may_not(Claim::ProviderQualified {
        provider: provider_name.unwrap_or_else(|| service.provider.0.clone()),
    });
    let linked = linked(document, provider.and_then(|p| p.entity.as_ref()));
    let mut siblings = Vec::new();
    for other in document.services.iter().filter(|s| s.id != service.id) {
        let same = stack.graph().node(other.id.as_str()).is_some_and(|n| stack.same_person(target, n));
        let entity = document.provider(&other.provider).and_then(|p| p.entity.as_ref());
        let near = same || (own.is_none() && entity.is_some_and(|e| linked.binary_search(&e).is_ok()));
        // Of a qualified service those that are not, of another those that are.
        if near && is_qualified(other) != own.is_some() {
            siblings.push(other.called());
        }
    }
    match (siblings.is_empty(), own) {
        (true, _) => {}
        (false, Some(_)) => may_not(Claim::SiblingsQualified { services: siblings }),
        (false, None) => may_not(Claim::ThroughSibling { service: service.called(), siblings }),
    }
    let vendors = vendors(document, stack, target);
    if !vendors.is_empty() {
        may_not(Claim::TechnologyQualified { vendors });
    }
    may_not(Claim::Certified);
    if own.is_none() {
        may_not(Claim::TrustedCloud);
    }
    may_not(Claim::OtherRegimes);
    rulings
}

/// That the qualification of a service is claimed for what its scope or its reserves leave out (3.2).
fn outside_scope(service: &Service, held: LayerSet, q: &Qualification) -> Option<Claim> {
    let mut layers = q.covers.map_or(LayerSet::EMPTY, |covers| held.difference(covers));
    for reserve in q.reserves.iter().filter(|r| r.requirements.is_empty()) {
        layers = layers.union(reserve.layers.intersection(held));
    }
    let reserves = !q.reserves.is_empty();
    (reserves || !layers.is_empty()).then(|| Claim::OutsideScope {
        service: service.called(),
        layers,
        reserves,
    })
}

/// The legal entities one step away in holdings: who holds this one, whom it holds, and whom its holders hold. How
/// much is no matter here: none of them makes a service qualified.
fn linked<'d>(document: &'d Document, entity: Option<&EntityId>) -> Vec<&'d EntityId> {
    let mut linked: Vec<&EntityId> = Vec::new();
    let Some(entity) = entity else { return linked };
    for holding in document.holdings.iter().filter(|h| h.held == *entity) {
        linked.push(&holding.holder);
    }
    crate::sorted::sort(&mut linked);
    let mut held = Vec::new();
    for holding in &document.holdings {
        if holding.holder == *entity || linked.binary_search(&&holding.holder).is_ok() {
            held.push(&holding.held);
        }
    }
    linked.append(&mut held);
    crate::sorted::sort(&mut linked);
    linked
}

/// What a service stands on.
struct Hosting {
    /// The services whose qualification covers some of its layers: how it is known, and which layers.
    covering: Vec<(Node, Known, LayerSet)>,
    /// Whether one service covers all of the infrastructure, and all else that is not operated by the service.
    whole: bool,
    /// The services that operate a part which nothing covers.
    exposed: Vec<Node>,
}

fn hosting(stack: &Stack<'_>, question: &Question, target: Node) -> Hosting {
    let class = Class { requirement: None, changed_in_3_2: false };
    // Claims are about what is granted: neither candidates nor readings that stretch a cover count.
    let plain = Question { assume_candidates: false, ..question.under_default_readings() };
    let supply = Supply::new(stack, &plain, class, &[target]);
    let footprint = stack.footprint(target);
    let mut covering: Vec<(Node, Known, LayerSet)> = Vec::new();
    let mut exposed = Vec::new();
    // Who operates infrastructure is not hosted there by another, even where others bring the rest.
    let ground = Activity::Iaas.own_layers().intersection(footprint.needed);
    let mut whole = ground.intersection(footprint.operated).is_empty();
    for layer in footprint.needed.difference(footprint.operated).iter() {
        let parts = supply.incoming(target, layer);
        whole &= !parts.is_empty();
        for part in parts {
            // A share that the base's contract leaves to the service does not move the layer.
            if part.operator == target {
                continue;
            }
            let by = part.covered_by.and_then(|n| Some((n, stack.graph().service(n)?)));
            let warrant = part.covered_by.and_then(|n| supply.cover(n, layer)).map(|c| c.warrant);
            let (Some((node, base)), Some(Warrant::Qualification(at))) = (by, warrant) else {
                whole = false;
                exposed.push(part.operator);
                continue;
            };
            let Some(known) = base.qualifications.get(at).map(Known::of) else { continue };
            match covering.iter_mut().find(|(n, ..)| *n == node) {
                Some((_, first, layers)) => {
                    *layers = layers.with(layer);
                    // Of several qualifications the one that is known least well, then the one that ends first.
                    let doubt = |k: &Known| (Reverse(k.evidence), k.until);
                    if doubt(&known) < doubt(first) {
                        *first = known;
                    }
                }
                None => covering.push((node, known, LayerSet::EMPTY.with(layer))),
            }
        }
    }
    crate::sorted::by(&mut covering, |a, b| a.0.cmp(&b.0));
    crate::sorted::sort(&mut exposed);
    exposed.dedup();
    whole &= covering.len() == 1;
    Hosting { covering, whole, exposed }
}

/// Vendors whose technology the target, or what it rests on, uses.
fn vendors(document: &Document, stack: &Stack<'_>, target: Node) -> Vec<String> {
    let mut under = stack.graph().bases(target);
    under.push(target);
    let ids: Vec<_> = under.into_iter().filter_map(|n| stack.graph().service(n)).map(|s| &s.id).collect();
    document
        .third_parties
        .iter()
        .filter(|t| t.roles.contains(&Role::Vendor) && t.serves.iter().any(|s| ids.contains(&s)))
        .map(|t| if t.name.is_empty() { t.id.0.clone() } else { t.name.clone() })
        .collect()
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
            Self::NoLongerShown { .. } => "no-longer-shown",
            Self::HostedOnUnqualified { .. } => "hosted-on-unqualified",
            Self::ThroughSibling { .. } => "through-sibling",
            Self::OutsideScope { .. } => "outside-scope",
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

    /// What it rests on: articles of the référentiel, or a source. Where neither the decision nor ANSSI's list was
    /// read, the articles that send to the list.
    pub const fn basis(&self) -> &'static str {
        match self {
            Self::Qualified { known: Known { evidence: Evidence::Decision, .. }, .. } => "3.1, 3.2, 19.1.o",
            Self::Qualified { .. } => "3.2, A2.b, A2.c",
            Self::InProcess { .. } => "incyber.org 2025-04, clubic.com 2025-04-17",
            Self::HostedOn { known: Known { evidence: Evidence::Decision, .. }, .. }
            | Self::TrustedCloud
            | Self::HostedOnUnqualified { .. } => "3.2, nextinpact.com 2021-10",
            Self::HostedOn { .. } => "3.2, A2.b, nextinpact.com 2021-10",
            Self::ListOnRequest => "3.3.1",
            Self::CallItselfQualified { .. }
            | Self::CandidateIsQualified { .. }
            | Self::NoLongerQualified { .. }
            | Self::OutsideScope { .. } => "3.2",
            Self::NoLongerShown { .. } | Self::PressSaysSo { .. } => "3.1, A2.b, A2.c",
            Self::ProviderQualified { .. } | Self::TechnologyQualified { .. } => "3.1, 3.2, 2",
            Self::CustomersQualified { .. }
            | Self::SiblingsQualified { .. }
            | Self::ThroughSibling { .. } => "3.2, A2.c",
            Self::Certified => "3.1, scalingo.com",
            Self::OtherRegimes => "3.3.2, 4, A2.f, A2.h",
        }
    }
}
