//! Verdicts (§4 and §8 of the rules): for each requirement and a target, what is inherited, shared, remains or does
//! not apply, with flags, parts and the steps of the reasoning.
//!
//! Behaviour never looks at a requirement's number: bearings, conditions and readings are data of the catalogue.

use crate::{
    document::{Answer, Document, ServiceId},
    graph::{Cycles, Node},
    qualification::{Class, Cover},
    question::{OwnPremises, Personnel, Question, UnqualifiedMiddle},
    supply::{Kind, Stack, Supplies, Supply},
};
use catalog::{
    Basis, Catalog, Confidence, FactId, Layer, LayerSet, ReadingId, ReadingSet, Requirement, When,
};
use std::collections::BTreeMap;

/// The fact that the reading `own-premises` asks for.
pub const OWN_PREMISES_FACT: &str = "service_equipment_in_own_premises";

/// What follows for a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Every part lies with a qualified base.
    Inherited,
    /// Some part lies with a qualified base, and something remains.
    Shared,
    /// No part lies with a qualified base.
    Remains,
    /// Its condition does not hold, or it bears on nothing that the service has.
    NotApplicable,
}

impl Outcome {
    /// All, in the order of the rules.
    pub const ALL: [Self; 4] = [Self::Inherited, Self::Shared, Self::Remains, Self::NotApplicable];

    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Inherited => "inherited",
            Self::Shared => "shared",
            Self::Remains => "remains",
            Self::NotApplicable => "not_applicable",
        }
    }
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $id:literal),* $(,)?) => {
        /// Something to know of a verdict.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Flag { $($(#[$doc])* $name),* }

        impl Flag {
            /// All flags, in the order of the rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The identifier used in exports.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

flags! {
    /// A part lies with a service that nothing covers: it is evaluated with the target.
    Exposed = "exposed",
    /// A needed layer is supplied by nobody.
    Missing = "missing",
    /// Below the covering service, a qualification has lapsed.
    FoundationLapsed = "foundation_lapsed",
    /// A covering qualification does not declare its scope.
    ScopeAssumed = "scope_assumed",
    /// A covering qualification has no known grant date.
    Undated = "undated",
    /// A candidate is taken as granted.
    Hypothetical = "hypothetical",
    /// It hangs on a fact that nobody has answered.
    UnknownFact = "unknown_fact",
    /// A switched reading decided it.
    Reading = "reading",
    /// A recommendation: no qualification attests it (3.1).
    NotAttested = "not_attested",
    /// It bites because of composition.
    Composed = "composed",
    /// The same legal person operates a covering base: evidence can be shown once.
    Reusable = "reusable",
    /// The same legal person operates an exposed part: both are evaluated in one campaign.
    CoEvaluated = "co_evaluated",
    /// A covering qualification ends before the horizon.
    Expiring = "expiring",
}

/// A set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FlagSet(u16);

impl FlagSet {
    /// Whether `flag` is a member.
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & (1 << (flag as u8)) != 0
    }

    /// Whether it has no member.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds `flag` where it is due.
    fn put(&mut self, flag: Flag, due: bool) {
        if due {
            self.0 |= 1 << (flag as u8);
        }
    }

    /// Members, in the order of the rules.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.iter().copied().filter(move |f| self.contains(*f))
    }
}

/// The verdict on one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What follows.
    pub outcome: Outcome,
    /// What to know of it.
    pub flags: FlagSet,
    /// What it rests on: the catalogue's, or reasoning where the stack adds some.
    pub basis: Basis,
    /// How sure it is: the catalogue's, or lower where the stack lowers it.
    pub confidence: Confidence,
    /// The readings that it hangs on.
    pub readings: ReadingSet,
}

/// How many requirements have which outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Inherited.
    pub inherited: usize,
    /// Shared.
    pub shared: usize,
    /// Remains.
    pub remains: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

impl Counts {
    /// The count of one outcome.
    pub const fn get(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Inherited => self.inherited,
            Outcome::Shared => self.shared,
            Outcome::Remains => self.remains,
            Outcome::NotApplicable => self.not_applicable,
        }
    }

    pub(crate) const fn add(&mut self, outcome: Outcome, n: usize) {
        match outcome {
            Outcome::Inherited => self.inherited += n,
            Outcome::Shared => self.shared += n,
            Outcome::Remains => self.remains += n,
            Outcome::NotApplicable => self.not_applicable += n,
        }
    }

    /// Those that apply.
    pub const fn applicable(&self) -> usize {
        self.inherited + self.shared + self.remains
    }

    /// All of them.
    pub const fn total(&self) -> usize {
        self.applicable() + self.not_applicable
    }
}

/// The verdicts on all requirements, for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The target.
    pub service: ServiceId,
    /// What was asked.
    pub question: Question,
    /// One verdict a requirement, in the order of the text.
    pub verdicts: Vec<Verdict>,
}

impl Scope {
    /// Counts over the requirements that `chosen` accepts.
    pub fn counts(&self, chosen: impl Fn(&Requirement) -> bool) -> Counts {
        let mut counts = Counts::default();
        for verdict in self.verdicts.iter().filter(|v| chosen(v.requirement)) {
            counts.add(verdict.outcome, 1);
        }
        counts
    }

    /// Counts over the verified requirements: obligations and permissions (3.1).
    pub fn verified(&self) -> Counts {
        self.counts(|r| r.modality.is_verified())
    }

    /// Counts over all lettered requirements.
    pub fn all(&self) -> Counts {
        self.counts(|_| true)
    }

    /// Counts a chapter over the verified requirements.
    pub fn by_chapter(&self) -> BTreeMap<u8, Counts> {
        let mut chapters: BTreeMap<u8, Counts> = BTreeMap::new();
        for verdict in self.verdicts.iter().filter(|v| v.requirement.modality.is_verified()) {
            chapters.entry(verdict.requirement.chapter).or_default().add(verdict.outcome, 1);
        }
        chapters
    }
}

/// Why no verdict can be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeError {
    /// Services rest on one another in a circle.
    Cycles(Cycles),
    /// The document has no such service.
    UnknownService(ServiceId),
}

/// The verdicts for a service of a document without errors.
///
/// # Errors
/// When the service does not exist, or services rest on one another in a circle.
pub fn scope(
    catalog: &Catalog,
    document: &Document,
    service: &ServiceId,
    question: &Question,
) -> Result<Scope, ScopeError> {
    let stack = Stack::new(document).map_err(ScopeError::Cycles)?;
    let node =
        stack.graph().node(service.as_str()).ok_or_else(|| ScopeError::UnknownService(service.clone()))?;
    Ok(Evaluator::new(catalog, &stack, question, vec![node]).scope(node))
}

/// What a layer is to the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartState {
    /// The target operates it.
    Own,
    /// A qualified service answers for it.
    Covered,
    /// Nothing covers it: it is evaluated with the target.
    Exposed,
    /// Nobody supplies it.
    Missing,
    /// The base's contract leaves it to the target.
    Retained,
}

impl PartState {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Covered => "covered",
            Self::Exposed => "exposed",
            Self::Missing => "missing",
            Self::Retained => "retained",
        }
    }
}

/// A layer, or the provider itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// A layer.
    Layer(Layer),
    /// The provider: governance, people, premises, legal person.
    Provider,
}

impl On {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Layer(layer) => layer.id(),
            Self::Provider => "provider",
        }
    }
}

/// A part of a requirement: where it bears, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartView {
    /// Where it bears.
    pub on: On,
    /// What that is to the target.
    pub state: PartState,
    /// Who operates it; nobody where it is missing.
    pub operator: Option<ServiceId>,
    /// Whose qualification covers it.
    pub covered_by: Option<ServiceId>,
    /// From the target down to the operator.
    pub path: Vec<ServiceId>,
    /// The covering qualification, and its caveats.
    pub cover: Option<Cover>,
    /// Whether a qualification below the covering one has lapsed.
    pub foundation_lapsed: bool,
}

/// Which evaluated services a condition holds for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConditionView {
    /// Those for which it holds.
    pub holds: Vec<ServiceId>,
    /// Those for which nobody has answered.
    pub unknown: Vec<ServiceId>,
}

/// All that stands behind one verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The verdict.
    pub verdict: Verdict,
    /// The target and every service evaluated with it.
    pub evaluated: Vec<ServiceId>,
    /// The condition, where there is one.
    pub condition: Option<ConditionView>,
    /// The layers at which it bears and that the target needs.
    pub layers: LayerSet,
    /// Its parts, from the ground up, the provider last.
    pub parts: Vec<PartView>,
    /// Under default readings the outcome would be this, where it differs.
    pub by_default: Option<Outcome>,
}

impl Detail {
    /// Notes what the outcome would be under default readings, where it differs.
    fn compare(&mut self, by_default: Outcome) {
        let differs = by_default != self.verdict.outcome;
        self.verdict.flags.put(Flag::Reading, differs);
        self.by_default = differs.then_some(by_default);
    }
}

/// What a layer looks like from the target, for one class: sets of layers, so that a requirement is a few
/// intersections.
#[derive(Debug, Clone, Default)]
struct View {
    own: LayerSet,
    covered: LayerSet,
    exposed: LayerSet,
    retained: LayerSet,
    missing: LayerSet,
    lapsed: LayerSet,
    scope_assumed: LayerSet,
    undated: LayerSet,
    hypothetical: LayerSet,
    expiring: LayerSet,
    earlier_version: LayerSet,
    /// Exposed through a service of another legal person.
    exposed_foreign: LayerSet,
    /// A service of the same legal person covers some needed layer.
    reusable: bool,
    /// Services that operate an exposed part of any needed layer.
    exposed_services: Vec<Node>,
    /// Of these, one has the target's legal person.
    co_evaluated: bool,
}

/// Evaluates requirements for targets of one stack, under one question.
#[derive(Debug)]
pub struct Evaluator<'s, 'd> {
    catalog: &'s Catalog,
    supplies: Supplies<'s, 'd>,
    roots: Vec<Node>,
    alike: Vec<Alike<'d>>,
}

/// Verified requirements whose verdicts fall alike for any target: what an outcome follows from is the same for all.
#[derive(Debug)]
struct Alike<'d> {
    class: Class<'d>,
    /// One of them.
    requirement: &'static Requirement,
    /// How many they are.
    number: usize,
}

impl Alike<'_> {
    /// Whether the outcome for a requirement of the same class follows from the same as that of these.
    fn takes(&self, other: &Requirement) -> bool {
        let one = self.requirement;
        one.layers == other.layers
            && one.provider == other.provider
            && one.when == other.when
            && one.readings == other.readings
    }
}

impl<'s, 'd> Evaluator<'s, 'd> {
    /// Begins, for the targets `roots`.
    pub fn new(catalog: &'s Catalog, stack: &'s Stack<'d>, question: &'s Question, roots: Vec<Node>) -> Self {
        let mut alike: Vec<Alike<'d>> = Vec::new();
        for requirement in catalog.requirements.iter().filter(|r| r.modality.is_verified()) {
            let class = stack.class(requirement.id, requirement.changed_in_3_2);
            match alike.iter_mut().find(|a| a.class == class && a.takes(requirement)) {
                Some(alike) => alike.number += 1,
                None => alike.push(Alike { class, requirement, number: 1 }),
            }
        }
        Self { catalog, supplies: Supplies::new(stack, question, roots.clone()), roots, alike }
    }

    /// The verdicts for one of the targets.
    pub fn scope(&mut self, target: Node) -> Scope {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let mut verdicts = self.verdicts(target);
        if question.readings != Default::default() {
            let plain = question.under_default_readings();
            let by_default = Evaluator::new(self.catalog, stack, &plain, self.roots.clone()).verdicts(target);
            for (verdict, plain) in verdicts.iter_mut().zip(by_default) {
                verdict.flags.put(Flag::Reading, verdict.outcome != plain.outcome);
            }
        }
        let service = service_id(stack, target);
        Scope { service, question: question.clone(), verdicts }
    }

    /// How the verdicts for one of the targets fall, over the verified requirements: what [`Self::scope`] would count.
    pub fn verified(&mut self, target: Node) -> Counts {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let mut views: BTreeMap<Class<'d>, View> = BTreeMap::new();
        let mut counts = Counts::default();
        for Alike { class, requirement, number } in &self.alike {
            let view = views.entry(*class).or_insert_with(|| view(stack, self.supplies.get(*class), target));
            let judged = judge(self.catalog, stack, question, target, requirement, view, false);
            counts.add(judged.verdict.outcome, *number);
        }
        counts
    }

    /// The verdicts, without the flag `reading` for what switched readings decide.
    pub(crate) fn verdicts(&mut self, target: Node) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(self.catalog.requirements.len());
        self.each(target, &mut |judged, _| verdicts.push(judged.verdict));
        verdicts
    }

    /// What of each verdict hangs on answers that nobody has given, in the order of the text.
    pub(crate) fn hanging(&mut self, target: Node) -> Vec<Hanging<'d>> {
        let stack = self.supplies.stack();
        let mut all = Vec::with_capacity(self.catalog.requirements.len());
        self.each(target, &mut |judged, class| {
            let Judged { verdict, condition, layers, providers } = judged;
            let open = verdict.flags.contains(Flag::UnknownFact);
            // A condition that holds for one service holds, whatever is not known of the others.
            let of_condition = condition.filter(|c| open && c.holds.is_empty());
            let premises = open && verdict.requirement.readings.contains(ReadingId::OwnPremises);
            all.push(Hanging {
                verdict,
                class,
                layers,
                condition: of_condition.map(|c| c.unknown).unwrap_or_default(),
                premises: providers
                    .into_iter()
                    .filter(|n| premises && answer(stack, *n, OWN_PREMISES_FACT) == Answer::Unknown)
                    .collect(),
            });
        });
        all
    }

    /// Judges every requirement, in the order of the text.
    fn each(&mut self, target: Node, take: &mut dyn FnMut(Judged, Class<'d>)) {
        let stack = self.supplies.stack();
        let question = self.supplies.question();
        let rests_on_another =
            stack.graph().bases(target).iter().any(|base| !stack.same_person(target, *base));
        let mut views: BTreeMap<Class<'d>, View> = BTreeMap::new();
        for requirement in self.catalog.requirements {
            let class = stack.class(requirement.id, requirement.changed_in_3_2);
            let view = views.entry(class).or_insert_with(|| view(stack, self.supplies.get(class), target));
            take(judge(self.catalog, stack, question, target, requirement, view, rests_on_another), class);
        }
    }

    /// For the requirements of a class: the target and the services evaluated with it, and what covers each layer
    /// that the target does not operate, once a layer and service.
    pub(crate) fn ground(
        &mut self,
        target: Node,
        class: Class<'d>,
    ) -> (Vec<Node>, Vec<(Layer, Node, Cover)>) {
        let stack = self.supplies.stack();
        let supply = self.supplies.get(class);
        let footprint = stack.footprint(target);
        let mut covers = Vec::new();
        for layer in footprint.needed.difference(footprint.operated).iter() {
            let mut by: Vec<Node> =
                supply.incoming(target, layer).iter().filter_map(|p| p.covered_by).collect();
            crate::sorted::sort(&mut by);
            by.dedup();
            covers.extend(by.into_iter().filter_map(|n| Some((layer, n, supply.cover(n, layer)?))));
        }
        (evaluated(target, &view(stack, supply, target)).collect(), covers)
    }

    /// All that stands behind the verdict on one requirement.
    pub fn detail(&mut self, target: Node, requirement: &'static Requirement) -> Detail {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let mut detail = self.plain_detail(target, requirement);
        if question.readings != Default::default() {
            let plain = question.under_default_readings();
            let by_default = Evaluator::new(self.catalog, stack, &plain, vec![target])
                .plain_detail(target, requirement)
                .verdict
                .outcome;
            detail.compare(by_default);
        }
        detail
    }

    /// The same, the flag `reading` for what switched readings decide not yet set.
    pub(crate) fn plain_detail(&mut self, target: Node, requirement: &'static Requirement) -> Detail {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let rests_on_another =
            stack.graph().bases(target).iter().any(|base| !stack.same_person(target, *base));
        let class = stack.class(requirement.id, requirement.changed_in_3_2);
        let supply = self.supplies.get(class);
        let view = view(stack, supply, target);
        let judged = judge(self.catalog, stack, question, target, requirement, &view, rests_on_another);
        let id = |node: Node| service_id(stack, node);
        Detail {
            verdict: judged.verdict,
            evaluated: evaluated(target, &view).map(id).collect(),
            condition: judged.condition.as_ref().map(|c| ConditionView {
                holds: c.holds.iter().copied().map(id).collect(),
                unknown: c.unknown.iter().copied().map(id).collect(),
            }),
            layers: judged.layers,
            parts: parts(stack, supply, target, &judged),
            by_default: None,
        }
    }

    /// All that stands behind every verdict, in the order of the text.
    pub fn details(&mut self, target: Node) -> Vec<Detail> {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let mut details: Vec<Detail> =
            self.catalog.requirements.iter().map(|r| self.plain_detail(target, r)).collect();
        if question.readings != Default::default() {
            let plain = question.under_default_readings();
            let by_default = Evaluator::new(self.catalog, stack, &plain, vec![target]).verdicts(target);
            for (detail, plain) in details.iter_mut().zip(by_default) {
                detail.compare(plain.outcome);
            }
        }
        details
    }

    /// The parts of one layer that the target needs, whatever the requirement: for drawing the stack.
    pub fn layer(&mut self, target: Node, layer: Layer) -> Vec<PartView> {
        let stack = self.supplies.stack();
        let supply = self.supplies.get(Class { requirement: None, changed_in_3_2: false });
        layer_parts(stack, supply, target, layer)
    }

    /// The services whose qualification covers something of a target. A candidacy is no evidence, whatever the question
    /// assumes of it.
    pub fn qualified(&self, target: Node) -> Vec<ServiceId> {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        let holding = Question { assume_candidates: false, ..question.clone() };
        let mut found: Vec<ServiceId> = Vec::new();
        for detail in Evaluator::new(self.catalog, stack, &holding, vec![target]).details(target) {
            for part in detail.parts {
                found.extend(part.covered_by.filter(|base| !found.contains(base)));
            }
        }
        found
    }

    /// Services of another legal person that nothing covers, where the reading `unqualified-middle` is `blocking`.
    pub fn blocking(&mut self, target: Node) -> Vec<ServiceId> {
        let (stack, question) = (self.supplies.stack(), self.supplies.question());
        if question.readings.unqualified_middle != UnqualifiedMiddle::Blocking {
            return Vec::new();
        }
        let class = Class { requirement: None, changed_in_3_2: false };
        let view = view(stack, self.supplies.get(class), target);
        view.exposed_services
            .iter()
            .filter(|n| !stack.same_person(target, **n))
            .filter_map(|n| stack.graph().service(*n).map(|s| s.id.clone()))
            .collect()
    }
}

fn evaluated(target: Node, view: &View) -> impl Iterator<Item = Node> + '_ {
    std::iter::once(target).chain(view.exposed_services.iter().copied())
}

fn view(stack: &Stack<'_>, supply: &Supply<'_, '_>, target: Node) -> View {
    let footprint = stack.footprint(target);
    let mut view = View { own: footprint.operated.intersection(footprint.needed), ..View::default() };
    for layer in footprint.needed.difference(footprint.operated).iter() {
        let parts = supply.incoming(target, layer);
        if parts.is_empty() {
            view.missing = view.missing.with(layer);
        }
        for part in parts {
            if part.kind == Kind::Share && part.operator == target {
                view.retained = view.retained.with(layer);
                continue;
            }
            let Some(covering) = part.covered_by else {
                let foreign = !stack.same_person(target, part.operator);
                view.exposed = view.exposed.with(layer);
                if foreign {
                    view.exposed_foreign = view.exposed_foreign.with(layer);
                }
                view.co_evaluated |= !foreign;
                view.exposed_services.push(part.operator);
                continue;
            };
            view.covered = view.covered.with(layer);
            view.reusable |= stack.same_person(target, covering);
            let Some(cover) = supply.cover(covering, layer) else { continue };
            for (set, due) in [
                (&mut view.lapsed, part.foundation_lapsed),
                (&mut view.scope_assumed, cover.scope_assumed),
                (&mut view.undated, cover.undated),
                (&mut view.hypothetical, cover.hypothetical),
                (&mut view.expiring, cover.expiring),
                (&mut view.earlier_version, cover.earlier_version),
            ] {
                if due {
                    *set = set.with(layer);
                }
            }
        }
    }
    crate::sorted::sort(&mut view.exposed_services);
    view.exposed_services.dedup();
    view
}

/// Which evaluated services a condition holds for.
#[derive(Debug, Clone, Default)]
struct Condition {
    holds: Vec<Node>,
    unknown: Vec<Node>,
}

/// What of a verdict hangs on answers that nobody has given.
#[derive(Debug)]
pub(crate) struct Hanging<'d> {
    pub(crate) verdict: Verdict,
    pub(crate) class: Class<'d>,
    /// The layers at which the requirement bears and that the target needs.
    pub(crate) layers: LayerSet,
    /// The services whose answer to the fact of its condition is open, where the verdict hangs on it.
    pub(crate) condition: Vec<Node>,
    /// Those whose answer on own premises is open.
    pub(crate) premises: Vec<Node>,
}

struct Judged {
    verdict: Verdict,
    condition: Option<Condition>,
    layers: LayerSet,
    /// The evaluated services that bring a provider part.
    providers: Vec<Node>,
}

/// The verdict on one requirement, from what the target's layers look like.
fn judge(
    catalog: &Catalog,
    stack: &Stack<'_>,
    question: &Question,
    target: Node,
    requirement: &'static Requirement,
    view: &View,
    rests_on_another: bool,
) -> Judged {
    let readings = &question.readings;
    let hangs_on = |id| requirement.readings.contains(id);
    let needed = stack.footprint(target).needed;

    let personnel_shared = hangs_on(ReadingId::Personnel) && readings.personnel == Personnel::Shared;
    let layers = if personnel_shared { needed } else { requirement.layers.intersection(needed) };

    // Provider parts, one a service evaluated; own premises by each one's own fact.
    let mut premises_unknown = false;
    let providers: Vec<Node> = if hangs_on(ReadingId::OwnPremises) {
        match readings.own_premises {
            OwnPremises::HostingOnly => Vec::new(),
            OwnPremises::UnlessExcluded => evaluated(target, view)
                .filter(|node| {
                    let answer = answer(stack, *node, OWN_PREMISES_FACT);
                    premises_unknown |= answer == Answer::Unknown;
                    answer != Answer::No
                })
                .collect(),
        }
    } else if requirement.provider {
        evaluated(target, view).collect()
    } else {
        Vec::new()
    };

    let condition = requirement.when.map(|when| condition(catalog, stack, when, target, view));
    let applies = condition.as_ref().is_none_or(|c| !c.holds.is_empty() || !c.unknown.is_empty());

    let hits = |set: LayerSet| !set.intersection(layers).is_empty();
    let covered = hits(view.covered);
    let rest = !providers.is_empty()
        || hits(view.own)
        || hits(view.exposed)
        || hits(view.retained)
        || hits(view.missing);
    let outcome = match (applies && (covered || rest), covered, rest) {
        (false, ..) => Outcome::NotApplicable,
        (true, true, false) => Outcome::Inherited,
        (true, true, true) => Outcome::Shared,
        (true, false, _) => Outcome::Remains,
    };

    let exposed = hits(view.exposed) || providers.iter().any(|n| *n != target);
    let in_play = outcome != Outcome::NotApplicable;
    let own_provider = providers.contains(&target);
    let fact_open = condition.as_ref().is_some_and(|c| c.holds.is_empty() && !c.unknown.is_empty());
    let bites = match requirement.when {
        Some(When::Base(_)) => true,
        _ => requirement.bites_over_third_party && rests_on_another,
    };
    let foreign_part = hits(view.exposed_foreign)
        || providers.iter().any(|n| *n != target && !stack.same_person(target, *n));
    let blocked = readings.unqualified_middle == UnqualifiedMiddle::Blocking && foreign_part;

    let mut flags = FlagSet::default();
    flags.put(Flag::NotAttested, !requirement.modality.is_verified());
    if in_play {
        flags.put(Flag::Exposed, exposed);
        flags.put(Flag::Missing, hits(view.missing));
        flags.put(Flag::FoundationLapsed, hits(view.lapsed));
        flags.put(Flag::ScopeAssumed, hits(view.scope_assumed));
        flags.put(Flag::Undated, hits(view.undated));
        flags.put(Flag::Hypothetical, hits(view.hypothetical));
        flags.put(Flag::UnknownFact, fact_open || premises_unknown);
        flags.put(Flag::Reading, blocked);
        flags.put(Flag::Composed, bites);
        flags.put(Flag::Reusable, own_provider && view.reusable);
        flags.put(Flag::CoEvaluated, own_provider && view.co_evaluated);
        flags.put(Flag::Expiring, hits(view.expiring));
    }

    let mut used: Vec<ReadingId> =
        [ReadingId::Personnel, ReadingId::OwnPremises].into_iter().filter(|id| hangs_on(*id)).collect();
    if hits(view.earlier_version) {
        used.push(ReadingId::BaseUnder31);
    }
    if foreign_part {
        used.push(ReadingId::UnqualifiedMiddle);
    }
    used.extend(
        [ReadingId::IndirectHolding, ReadingId::ThresholdsConjunction, ReadingId::ListedParent]
            .into_iter()
            .filter(|id| hangs_on(*id)),
    );
    // Two readings lower what can be said: an earlier version that counts, and an unqualified service in the middle.
    let weakened = in_play && (hits(view.earlier_version) || foreign_part);
    let verdict = Verdict {
        requirement,
        outcome,
        flags,
        basis: if weakened { Basis::Reasoning } else { requirement.basis },
        confidence: if weakened { Confidence::Low } else { requirement.confidence },
        readings: ReadingSet::of(&used),
    };
    Judged { verdict, condition, layers, providers }
}

fn answer(stack: &Stack<'_>, node: Node, fact: &str) -> Answer {
    stack.graph().service(node).map_or(Answer::Unknown, |s| s.fact(fact))
}

fn condition(catalog: &Catalog, stack: &Stack<'_>, when: When, target: Node, view: &View) -> Condition {
    let mut condition = Condition::default();
    for node in evaluated(target, view) {
        let Some(service) = stack.graph().service(node) else { continue };
        let holds = match when {
            When::Activities(activities) => service.activities.intersects(activities),
            When::Base(base) => {
                let rests = stack.graph().edges(node).iter().any(|edge| {
                    stack.graph().service(edge.base).is_some_and(|s| s.activities.contains(base))
                });
                rests && !service.activities.without(base).is_empty()
            }
            When::Fact(FactId(at)) => {
                let answer =
                    catalog.facts.get(usize::from(at)).map_or(Answer::Unknown, |f| service.fact(f.id));
                if answer == Answer::Unknown {
                    condition.unknown.push(node);
                }
                answer == Answer::Yes
            }
        };
        if holds {
            condition.holds.push(node);
        }
    }
    condition
}

/// The parts of a requirement, from the ground up, the provider last.
fn parts(stack: &Stack<'_>, supply: &Supply<'_, '_>, target: Node, judged: &Judged) -> Vec<PartView> {
    if judged.verdict.outcome == Outcome::NotApplicable {
        return Vec::new();
    }
    let mut views: Vec<PartView> =
        judged.layers.iter().flat_map(|layer| layer_parts(stack, supply, target, layer)).collect();
    for node in &judged.providers {
        let state = if *node == target { PartState::Own } else { PartState::Exposed };
        let path = if *node == target { vec![target] } else { shortest_path(stack, target, *node) };
        views.push(part_view(stack, On::Provider, state, Some(*node), path));
    }
    views
}

/// A part without a cover.
fn part_view(
    stack: &Stack<'_>,
    on: On,
    state: PartState,
    operator: Option<Node>,
    path: Vec<Node>,
) -> PartView {
    PartView {
        on,
        state,
        operator: operator.map(|node| service_id(stack, node)),
        covered_by: None,
        path: path.into_iter().map(|node| service_id(stack, node)).collect(),
        cover: None,
        foundation_lapsed: false,
    }
}

fn service_id(stack: &Stack<'_>, node: Node) -> ServiceId {
    stack.graph().service(node).map(|s| s.id.clone()).unwrap_or_default()
}

/// The parts of one layer that the target needs.
fn layer_parts(stack: &Stack<'_>, supply: &Supply<'_, '_>, target: Node, layer: Layer) -> Vec<PartView> {
    let on = On::Layer(layer);
    if stack.footprint(target).operated.contains(layer) {
        return vec![part_view(stack, on, PartState::Own, Some(target), vec![target])];
    }
    let incoming = supply.incoming(target, layer);
    if incoming.is_empty() {
        return vec![part_view(stack, on, PartState::Missing, None, vec![target])];
    }
    incoming
        .iter()
        .map(|part| {
            let state = match (part.kind, part.covered_by) {
                (Kind::Share, _) if part.operator == target => PartState::Retained,
                (_, Some(_)) => PartState::Covered,
                (_, None) => PartState::Exposed,
            };
            let path = supply.path(target, layer, part);
            PartView {
                covered_by: part.covered_by.map(|node| service_id(stack, node)),
                cover: part.covered_by.and_then(|node| supply.cover(node, layer)),
                foundation_lapsed: part.covered_by.is_some() && part.foundation_lapsed,
                ..part_view(stack, on, state, Some(part.operator), path)
            }
        })
        .collect()
}

/// A shortest way down the reliances, the alphabetical order deciding between equals.
fn shortest_path(stack: &Stack<'_>, from: Node, to: Node) -> Vec<Node> {
    let mut before: BTreeMap<Node, Node> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            break;
        }
        let mut bases: Vec<Node> = stack.graph().edges(node).iter().map(|e| e.base).collect();
        crate::sorted::sort(&mut bases);
        for base in bases {
            if base != from && !before.contains_key(&base) {
                before.insert(base, node);
                queue.push_back(base);
            }
        }
    }
    let mut path = vec![to];
    let mut at = to;
    while let Some(previous) = before.get(&at) {
        path.push(*previous);
        at = *previous;
    }
    path.reverse();
    path
}
