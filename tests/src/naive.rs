//! The rules a second time, as slowly and as literally as they read: the check of the engine.
//!
//! Written from `composition-rules.md` alone, without sight of the engine. Every path is listed, every layer of every
//! requirement is judged from the beginning, nothing is remembered between two requirements. Only for small documents:
//! the time grows with the number of paths. Quoted sentences are those of the rules.

use catalog::{ActivitySet, Catalog, Layer, LayerSet, Modality, ReadingId, Requirement, When};
use model::{
    Date, Document, Question,
    document::{
        Answer, Candidacy, Event, EventKind, Evidence, Qualification, Reliance, Reserve, Retained, Service,
    },
    question::{BaseUnder31, OwnPremises, Personnel, UnqualifiedMiddle},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the rules say of one requirement for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveVerdict {
    /// Its official number.
    pub requirement: &'static str,
    /// `inherited`, `shared`, `remains` or `not_applicable`.
    pub outcome: &'static str,
    /// The flags, by their names in the rules.
    pub flags: BTreeSet<&'static str>,
    /// Where it is looked for: layer id or `provider`; `own`, `covered`, `exposed`, `missing` or `retained`; the
    /// operator; the covering service.
    pub parts: BTreeSet<(String, &'static str, Option<String>, Option<String>)>,
}

/// The verdicts on all requirements, in the order of the text. The document is valid (§3: a cycle, an unknown id … is
/// an error); a target that it does not have gets no verdicts.
pub fn verdicts(
    catalog: &Catalog,
    document: &Document,
    target: &str,
    question: &Question,
) -> Vec<NaiveVerdict> {
    let Some(target) = document.service(target) else { return Vec::new() };
    let stack = Stack::of(document, target);
    let ask =
        |requirement, question| Case { catalog, document, stack: &stack, requirement, question }.verdict();
    let under_defaults = question.under_default_readings();
    catalog
        .requirements
        .iter()
        .map(|requirement| {
            let mut verdict = ask(requirement, question);
            // §8 "The `reading` flag: the verdict differs from that under all default readings."
            let default = ask(requirement, &under_defaults);
            if verdict.outcome != default.outcome {
                verdict.flags.insert("reading");
            }
            verdict
        })
        .collect()
}

const NOT_APPLICABLE: &str = "not_applicable";
const OWN_PREMISES_FACT: &str = "service_equipment_in_own_premises";

// ---------------------------------------------------------------------------------------------------------------------
// §1 and §3: layers, who supplies them. Nothing here depends on the requirement or on the day.
// ---------------------------------------------------------------------------------------------------------------------

type Layers = BTreeSet<Layer>;

fn layers(set: LayerSet) -> Layers {
    Layer::ALL.into_iter().filter(|layer| set.contains(*layer)).collect()
}

fn each_activity(activities: ActivitySet, layers_of: fn(catalog::Activity) -> LayerSet) -> Layers {
    // "Several activities: the union."
    activities.iter().flat_map(|activity| layers(layers_of(activity))).collect()
}

/// The layers that a reliance names; one that names none, and one with an empty list, name nothing.
fn named(reliance: &Reliance) -> Layers {
    reliance.layers.map(layers).unwrap_or_default()
}

/// What a service needs, operates, is offered by each of its reliances, and holds (operates or rests on).
struct Supply {
    needed: Layers,
    operates: Layers,
    /// By place in `relies_on`.
    offers: Vec<Layers>,
    held: Layers,
}

impl Supply {
    fn of(document: &Document, service: &Service) -> Self {
        // "Needed: an IaaS needs …; any service also what it declares or its reliances name" (offered or not).
        let mut needed = each_activity(service.activities, catalog::Activity::needed_layers);
        needed.extend(service.layers.map(layers).unwrap_or_default());
        needed.extend(service.relies_on.iter().flat_map(named));

        // "the activity's own layers, even those that a base offers too (an IaaS on an IaaS)"
        let own = match service.layers {
            Some(declared) => layers(declared),
            None => each_activity(service.activities, catalog::Activity::own_layers),
        };

        let mut offers = Vec::new();
        for (place, reliance) in service.relies_on.iter().enumerate() {
            // A valid document has no unknown base; were there one, it would hold nothing.
            let base = document.service(reliance.service.as_str());
            let held = base.map(|base| Self::of(document, base).held).unwrap_or_default();
            offers.push(match reliance.layers {
                // "A reliance offers the layers that it names (one that its base neither operates nor rests on is
                // reported, and offers nothing there)"; "one with an empty list offers no layer".
                Some(_) => &named(reliance) & &held,
                // "one that names none offers what its base operates or rests on, among the layers that T needs, does
                // not operate, and no other reliance of T names". Ambiguous: a name that its base does not offer still
                // counts as named here (more demanding: the layer may be Missing).
                // "orchestration … where a base that it rests on operates it": needed, so within what is offered.
                None => {
                    let others: Layers = (service.relies_on.iter().enumerate())
                        .filter(|(other, _)| *other != place)
                        .flat_map(|(_, other)| named(other))
                        .collect();
                    let wanted = &needed | &Layers::from([Layer::Orchestration]);
                    &(&(&held & &wanted) - &own) - &others
                }
            });
        }
        let offered: Layers = offers.iter().flatten().copied().collect();

        // §8 "`orchestration` is needed where a reliance of T offers it."
        if offered.contains(&Layer::Orchestration) {
            needed.insert(Layer::Orchestration);
        }

        // §8 "Derived layers: the activity's own layers …, and the needed layers above the highest one that any
        // reliance offers. Below it: supplied or Missing."
        let mut operates = own;
        if service.layers.is_none() {
            let highest = offered.last();
            operates.extend(needed.iter().filter(|layer| highest.is_none_or(|highest| *layer > highest)));
        }

        let held = &operates | &offered;
        Self { needed, operates, offers, held }
    }
}

/// One step down a path: the reliance that is followed, the base that it leads to, and what that base holds.
#[derive(Clone)]
struct Step<'a> {
    reliance: &'a Reliance,
    service: &'a Service,
    held: Layers,
}

/// "paths T → s₁ → … → sₖ where sₖ operates ℓ", written without T. `from` does not operate the layer.
fn paths<'a>(document: &'a Document, from: &'a Service, layer: Layer) -> Vec<Vec<Step<'a>>> {
    let supply = Supply::of(document, from);
    let mut found = Vec::new();
    for (reliance, offers) in from.relies_on.iter().zip(&supply.offers) {
        // "follow T's reliances that offer ℓ, and recurse"
        let Some(service) = document.service(reliance.service.as_str()).filter(|_| offers.contains(&layer))
        else {
            continue;
        };
        let base = Supply::of(document, service);
        let ends_here = base.operates.contains(&layer);
        let step = Step { reliance, service, held: base.held };
        if ends_here {
            found.push(vec![step]);
        } else {
            for rest in paths(document, service, layer) {
                found.push([vec![step.clone()], rest].concat());
            }
        }
    }
    found
}

/// The target, and every path to every layer that it needs and does not operate.
struct Stack<'a> {
    target: &'a Service,
    needed: Layers,
    operates: Layers,
    paths: BTreeMap<Layer, Vec<Vec<Step<'a>>>>,
}

impl<'a> Stack<'a> {
    fn of(document: &'a Document, target: &'a Service) -> Self {
        let supply = Supply::of(document, target);
        let elsewhere = &supply.needed - &supply.operates;
        let paths = elsewhere.into_iter().map(|layer| (layer, paths(document, target, layer))).collect();
        Self { target, needed: supply.needed, operates: supply.operates, paths }
    }
}

/// Every service that `service` rests on, directly or not, supporting ones included.
fn rests_on<'a>(document: &'a Document, service: &'a Service) -> Vec<&'a Service> {
    let direct = service.relies_on.iter().filter_map(|reliance| document.service(reliance.service.as_str()));
    direct.flat_map(|base| [vec![base], rests_on(document, base)].concat()).collect()
}

/// §8 "Legal person: the same provider, or providers with the same `entity`."
fn same_legal_person(document: &Document, one: &Service, other: &Service) -> bool {
    let entity = |service: &Service| document.provider(&service.provider).and_then(|p| p.entity.as_ref());
    one.provider == other.provider || (entity(one).is_some() && entity(one) == entity(other))
}

// ---------------------------------------------------------------------------------------------------------------------
// §3, second half: what a qualification covers.
// ---------------------------------------------------------------------------------------------------------------------

/// Why a qualification does not hold, or that it does.
#[derive(PartialEq)]
enum Standing {
    Holds,
    /// "expired, suspended or withdrawn"
    Lapsed,
    /// Not granted yet, or beyond the day on which its source says that it is current.
    Unknown,
}

/// "three years from the grant unless stated; the last day counts; 29 February plus three years is 28 February"
fn last_day(qualification: &Qualification) -> Option<Date> {
    qualification.expires.or_else(|| qualification.granted.map(|granted| granted.plus_years(3)))
}

/// "a same-day or later withdrawal is final": a day of withdrawal has come. "Events count from their day on."
fn withdrawn(events: &[Event], on: Date) -> bool {
    events.iter().any(|event| event.kind == EventKind::Withdrawn && event.date <= on)
}

/// The last day on which the qualification was suspended or reinstated decides; on one day a suspension wins.
fn suspended(events: &[Event], on: Date) -> bool {
    let turns = || events.iter().filter(|event| event.kind != EventKind::Withdrawn && event.date <= on);
    let last = turns().map(|event| event.date).max();
    turns().any(|event| Some(event.date) == last && event.kind == EventKind::Suspended)
}

/// "A qualification covers a layer at a date when it is granted and neither expired, suspended nor withdrawn then."
fn standing(qualification: &Qualification, on: Date) -> Standing {
    let expired = last_day(qualification).is_some_and(|last| last < on);
    if expired || suspended(&qualification.events, on) || withdrawn(&qualification.events, on) {
        // Read literally, whatever its grant: an undated one can be withdrawn too.
        return Standing::Lapsed;
    }
    let begun = match (qualification.granted, qualification.attested_on) {
        (Some(granted), _) => granted <= on,
        // §8 "Undated qualifications hold on every date up to `attested_on`; with neither …, never."
        (None, Some(attested)) => on <= attested,
        (None, None) => false,
    };
    if begun { Standing::Holds } else { Standing::Unknown }
}

/// "press alone covers nothing unless the user says so"; it shows no lapse either. "`evidence` left out counts as a
/// decision."
fn counts(qualification: &Qualification) -> bool {
    qualification.evidence != Some(Evidence::Press) || qualification.vouched
}

/// §8 "Reserves: layers and requirements together mean those requirements on those layers; one alone means all of the
/// other; a text alone covers nothing and removes nothing."
fn reserved(reserve: &Reserve, layer: Layer, requirement: &Requirement) -> bool {
    let names_layer = reserve.layers.contains(layer);
    let names_requirement = reserve.requirements.iter().any(|id| id == requirement.id);
    match (reserve.layers.is_empty(), reserve.requirements.is_empty()) {
        (false, false) => names_layer && names_requirement,
        (false, true) => names_layer,
        (true, false) => names_requirement,
        (true, true) => false,
    }
}

/// "the layer lies in its declared scope. A scope that is not declared is taken as all that the service operates or
/// rests on"; "Reserves name layers or requirements that it does not cover".
fn in_cover(qualification: &Qualification, held: &Layers, layer: Layer, requirement: &Requirement) -> bool {
    let in_scope = match qualification.covers {
        Some(declared) => declared.contains(layer),
        None => held.contains(&layer),
    };
    in_scope && !qualification.reserves.iter().any(|reserve| reserved(reserve, layer, requirement))
}

/// Whether a version of the référentiel comes before 3.2: numbers between dots, compared one by one. What is not
/// written so comes before nothing.
fn is_earlier(version: &str) -> bool {
    let numbers: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    numbers.is_ok_and(|numbers| numbers < vec![3, 2])
}

/// §4 "`expiring` — the covering qualification ends before the horizon"
fn ends_before(last: Option<Date>, horizon: Option<Date>) -> bool {
    matches!((last, horizon), (Some(last), Some(horizon)) if last < horizon)
}

/// What is to be said of a qualification that covers: the caveats that become flags, and `earlier-version`.
type Caveats = BTreeSet<&'static str>;

fn caveats(list: [(&'static str, bool); 5]) -> Caveats {
    list.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

/// A requirement asked of a target's stack.
struct Case<'a> {
    catalog: &'a Catalog,
    document: &'a Document,
    stack: &'a Stack<'a>,
    requirement: &'static Requirement,
    question: &'a Question,
}

/// What is found at one layer, on one path.
struct Piece<'a> {
    state: &'static str,
    operator: Option<&'a Service>,
    cover: Option<(&'a Service, Caveats)>,
    foundation_lapsed: bool,
}

impl<'a> Case<'a> {
    /// Whether this qualification covers the layer for the requirement, and with which caveats.
    fn qualification_covers(
        &self,
        qualification: &Qualification,
        held: &Layers,
        layer: Layer,
    ) -> Option<Caveats> {
        // "its version is 3.2 (else the reading `base-under-3.1`)": "covers requirements outside the sections that 3.2
        // changed".
        let current = qualification.version == "3.2";
        let earlier = self.question.readings.base_under_3_1 == BaseUnder31::CoversUnchanged
            && is_earlier(&qualification.version)
            && !self.requirement.changed_in_3_2;
        let covers = counts(qualification)
            && (current || earlier)
            && standing(qualification, self.question.as_of) == Standing::Holds
            && in_cover(qualification, held, layer, self.requirement);
        if !covers {
            return None;
        }
        // A dated withdrawal that is still to come ends it on the eve.
        let withdrawals = qualification.events.iter().filter(|event| event.kind == EventKind::Withdrawn);
        let eves = withdrawals.filter_map(|event| Date::from_days(event.date.to_days() - 1));
        let last = eves.chain(last_day(qualification)).min();
        Some(caveats([
            ("scope_assumed", qualification.covers.is_none()),
            ("undated", qualification.granted.is_none()),
            ("hypothetical", false),
            ("expiring", ends_before(last, self.question.horizon)),
            ("earlier-version", !current),
        ]))
    }

    /// §8 "Candidates under "as if granted": from `expected` for three years, version 3.2; … `hypothetical` and
    /// `scope_assumed`." Its milestone is not asked.
    fn candidacy_covers(&self, candidacy: &Candidacy, held: &Layers, layer: Layer) -> Option<Caveats> {
        let first = candidacy.expected.filter(|_| self.question.assume_candidates)?;
        let last = first.plus_years(3);
        let covers = first <= self.question.as_of && self.question.as_of <= last && held.contains(&layer);
        covers.then(|| {
            caveats([
                ("scope_assumed", true),
                ("undated", false),
                ("hypothetical", true),
                ("expiring", ends_before(Some(last), self.question.horizon)),
                ("earlier-version", false),
            ])
        })
    }

    /// A supposed renewal, where candidates count as granted: from its expected day, else from the day after the last,
    /// for three years; with the scope, the reserves and the version of what it renews; not of one that is suspended
    /// or withdrawn. Never in place of a qualification that covers, and before the candidacy of the same service.
    fn renewal_covers(&self, qualification: &Qualification, held: &Layers, layer: Layer) -> Option<Caveats> {
        let renewal = qualification.renewal.as_ref()?;
        let after = last_day(qualification).and_then(|day| Date::from_days(day.to_days() + 1));
        let first = renewal.expected.or(after)?;
        let last = first.plus_years(3);
        let day = self.question.as_of;
        let past: Vec<_> = qualification.events.iter().filter(|event| event.date <= day).collect();
        let latest = past.iter().filter(|e| e.kind != EventKind::Withdrawn).map(|e| e.date).max();
        let broken = past.iter().any(|event| {
            event.kind == EventKind::Withdrawn
                || (event.kind == EventKind::Suspended && Some(event.date) == latest)
        });
        let current = qualification.version == "3.2";
        let earlier = self.question.readings.base_under_3_1 == BaseUnder31::CoversUnchanged
            && is_earlier(&qualification.version)
            && !self.requirement.changed_in_3_2;
        let covers = self.question.assume_candidates
            && renewal.supposed
            && (first..=last).contains(&day)
            && !broken
            && counts(qualification)
            && (current || earlier)
            && in_cover(qualification, held, layer, self.requirement);
        covers.then(|| {
            caveats([
                ("scope_assumed", qualification.covers.is_none()),
                ("undated", false),
                ("hypothetical", true),
                ("expiring", ends_before(Some(last), self.question.horizon)),
                ("earlier-version", !current),
            ])
        })
    }

    /// "Of several qualifications that cover at once, the one with the fewest flags" (a tie: the first in the list);
    /// a candidacy "never in place of a qualification that covers" (of the same service).
    /// An answer of the base, from its day on, that it does not hold its part: its qualification is not counted there.
    fn covered_by(&self, step: &Step<'a>, layer: Layer) -> Option<Caveats> {
        let answer = step.reliance.answers.get(self.requirement.id);
        if answer.is_some_and(|a| {
            a.base_part == Some(Answer::No) && a.date.is_none_or(|date| date <= self.question.as_of)
        }) {
            return None;
        }
        let qualifications = &step.service.qualifications;
        let covering = qualifications.iter().filter_map(|q| self.qualification_covers(q, &step.held, layer));
        let renewed = qualifications.iter().filter_map(|q| self.renewal_covers(q, &step.held, layer));
        covering.min_by_key(BTreeSet::len).or_else(|| renewed.min_by_key(BTreeSet::len)).or_else(|| {
            let candidacy = step.service.candidacy.as_ref()?;
            self.candidacy_covers(candidacy, &step.held, layer)
        })
    }

    /// "the service among s₁ … sₖ, never T itself, nearest to T whose qualification covers ℓ": its place and caveats.
    /// Ambiguous: a candidate that is taken as granted is such a service, before a qualified one further down (more
    /// demanding: the verdict says `hypothetical`).
    fn nearest(&self, steps: &[Step<'a>], layer: Layer) -> Option<(usize, &'a Service, Caveats)> {
        steps.iter().enumerate().find_map(|(place, step)| {
            let caveats = self.covered_by(step, layer)?;
            Some((place, step.service, caveats))
        })
    }

    /// §8 "`foundation_lapsed`: below the covering service, one that has no covering qualification for ℓ and one that
    /// is expired, suspended or withdrawn with ℓ in its cover." Ambiguous: the version of the lapsed one is not asked
    /// (more demanding); what a reserve takes out is not in its cover; a candidate taken as granted covers.
    fn has_lapsed(&self, step: &Step<'a>, layer: Layer) -> bool {
        self.covered_by(step, layer).is_none()
            && step.service.qualifications.iter().any(|qualification| {
                counts(qualification)
                    && standing(qualification, self.question.as_of) == Standing::Lapsed
                    && in_cover(qualification, &step.held, layer, self.requirement)
            })
    }

    /// "retained: a layer, optionally the requirements concerned"
    fn is_retained(&self, retained: &Retained, layer: Layer) -> bool {
        let requirements = &retained.requirements;
        retained.layer == layer
            && (requirements.is_empty() || requirements.iter().any(|id| id == self.requirement.id))
    }

    /// What §3 says of one needed layer: a piece for every path and for every share left on it.
    fn pieces(&self, layer: Layer) -> Vec<Piece<'a>> {
        let target = self.stack.target;
        let bare = |state, operator| Piece { state, operator, cover: None, foundation_lapsed: false };
        // 1. "T operates ℓ → Own." A share that a base leaves there is part of it.
        if self.stack.operates.contains(&layer) {
            return vec![bare("own", Some(target))];
        }
        let mut pieces = Vec::new();
        for path in self.stack.paths.get(&layer).into_iter().flatten() {
            let operator = path.last().map(|step| step.service);
            pieces.push(match self.nearest(path, layer) {
                // 3. "makes it Covered by that service … the walk still goes on to the ground".
                Some((place, service, caveats)) => Piece {
                    state: "covered",
                    operator,
                    cover: Some((service, caveats)),
                    foundation_lapsed: path.iter().skip(place + 1).any(|step| self.has_lapsed(step, layer)),
                },
                // 4. "No such service → Exposed".
                None => bare("exposed", operator),
            });
            // 7. A share counts where the reliance that leaves it lies on a path to the layer.
            for (place, step) in path.iter().enumerate() {
                if !step.reliance.retained.iter().any(|retained| self.is_retained(retained, layer)) {
                    continue;
                }
                // Those above the base: s₁ … S, the last of which the share is left to; none when that is T.
                let above = path.get(..place).unwrap_or_default();
                pieces.push(match (above.last(), self.nearest(above, layer)) {
                    (None, _) => bare("retained", Some(target)),
                    // §8 "a part of its own, operated by S, Covered by the nearest qualified service on T … S (never T
                    // itself), else `exposed`. ℓ itself stays Covered."
                    (Some(keeper), Some((_, service, caveats))) => Piece {
                        state: "covered",
                        operator: Some(keeper.service),
                        cover: Some((service, caveats)),
                        foundation_lapsed: false,
                    },
                    (Some(keeper), None) => bare("exposed", Some(keeper.service)),
                });
            }
        }
        // 5. "No path → Missing."
        if pieces.is_empty() {
            pieces.push(bare("missing", None));
        }
        pieces
    }

    /// Whether the condition of the requirement is met for an evaluated service, or, not known, taken as met.
    fn condition_holds(&self, service: &Service) -> bool {
        match self.requirement.when {
            None => true,
            Some(When::Activities(activities)) => activities.iter().any(|a| service.activities.contains(a)),
            // §8 "holds when a direct reliance is on a service with X among its activities and T has an activity other
            // than X". Any direct reliance, a supporting one too.
            Some(When::Base(base)) => {
                let on_such_a_base = service.relies_on.iter().any(|reliance| {
                    let below = self.document.service(reliance.service.as_str());
                    below.is_some_and(|below| below.activities.contains(base))
                });
                on_such_a_base && service.activities.iter().any(|activity| activity != base)
            }
            // "Unknown applies, and says so."
            Some(When::Fact(_)) => self.condition_fact(service) != Some(Answer::No),
        }
    }

    /// The service's answer where the condition is a fact.
    fn condition_fact(&self, service: &Service) -> Option<Answer> {
        let Some(When::Fact(fact)) = self.requirement.when else { return None };
        self.catalog.facts.get(usize::from(fact.0)).map(|fact| service.fact(fact.id))
    }

    fn hangs_on_own_premises(&self) -> bool {
        self.requirement.readings.contains(ReadingId::OwnPremises)
    }

    /// Whether the requirement bears on the provider part of an evaluated service.
    fn bears_on_provider_of(&self, service: &Service) -> bool {
        if !self.hangs_on_own_premises() {
            return self.requirement.provider;
        }
        match self.question.readings.own_premises {
            // §8 "`own-premises` replaces `bears_on.provider` …: a provider part unless the fact … is "no" (left out is
            // unknown), for each evaluated service by its own fact."
            OwnPremises::UnlessExcluded => service.fact(OWN_PREMISES_FACT) != Answer::No,
            OwnPremises::HostingOnly => false,
        }
    }

    /// §8 "`personnel = shared`: chapter 7 bears on all needed layers besides the provider." Else as the catalogue says.
    fn bears_on_layer(&self, layer: Layer) -> bool {
        let staff = self.requirement.chapter == 7 && self.question.readings.personnel == Personnel::Shared;
        staff || self.requirement.layers.contains(layer)
    }

    /// §4, without the comparison with the default readings.
    fn verdict(&self) -> NaiveVerdict {
        let target = self.stack.target;
        let everywhere: Vec<(Layer, Piece<'a>)> = (self.stack.needed.iter())
            .flat_map(|layer| self.pieces(*layer).into_iter().map(|piece| (*layer, piece)))
            .collect();

        // §8 "Evaluated are T and every service that operates an exposed part of any needed layer", borne on or not; the
        // coverage is that for this requirement.
        let mut evaluated = vec![target];
        for (_, piece) in everywhere.iter().filter(|(_, piece)| piece.state == "exposed") {
            evaluated.extend(piece.operator.filter(|new| evaluated.iter().all(|known| known.id != new.id)));
        }

        // "Every exposed service also brings its own provider part into each requirement that bears on the provider".
        let providers: Vec<&Service> =
            evaluated.iter().copied().filter(|s| self.bears_on_provider_of(s)).collect();
        // "L = bears_on.layers ∩ needed(T)". A share or a reserve on a layer outside L says nothing of the requirement.
        let pieces: Vec<&(Layer, Piece<'a>)> =
            everywhere.iter().filter(|(layer, _)| self.bears_on_layer(*layer)).collect();

        let mut parts = BTreeSet::new();
        for (layer, piece) in &pieces {
            let covered_by = piece.cover.as_ref().map(|(service, _)| service.id.to_string());
            let operator = piece.operator.map(|service| service.id.to_string());
            parts.insert((layer.id().to_owned(), piece.state, operator, covered_by));
        }
        for service in &providers {
            let state = if service.id == target.id { "own" } else { "exposed" };
            parts.insert(("provider".to_owned(), state, Some(service.id.to_string()), None));
        }

        let mut flags = BTreeSet::new();
        // "a recommendation: no qualification attests it, whatever the verdict"
        if self.requirement.modality == Modality::Recommendation {
            flags.insert("not_attested");
        }
        let conditions_fail = !evaluated.iter().any(|service| self.condition_holds(service));
        let covered = parts.iter().filter(|(_, state, ..)| *state == "covered").count();
        let outcome = if conditions_fail || parts.is_empty() {
            NOT_APPLICABLE
        } else if covered == 0 {
            "remains" // "no part is Covered"
        } else if covered == parts.len() {
            "inherited" // "does not bear on the provider, every layer of L is Covered, and nothing is retained"
        } else {
            "shared" // "some part is Covered, and something else remains"
        };
        if outcome == NOT_APPLICABLE {
            parts.clear();
        } else {
            let pieces: Vec<&Piece<'a>> = pieces.into_iter().map(|(_, piece)| piece).collect();
            let all: Vec<&Piece<'a>> = everywhere.iter().map(|(_, piece)| piece).collect();
            flags.extend(self.flags(&pieces, &all, &evaluated, &providers));
        }
        NaiveVerdict { requirement: self.requirement.id, outcome, flags, parts }
    }

    /// The flags of a verdict that applies: `pieces` are those of its layers, `everywhere` those of all needed layers.
    fn flags(
        &self,
        pieces: &[&Piece<'a>],
        everywhere: &[&Piece<'a>],
        evaluated: &[&Service],
        providers: &[&Service],
    ) -> BTreeSet<&'static str> {
        let target = self.stack.target;
        let ours = |service: &Service| same_legal_person(self.document, target, service);
        let mut flags = BTreeSet::new();
        let mut set = |name: &'static str, holds: bool| {
            if holds {
                flags.insert(name);
            }
        };

        // The services that operate an exposed part of this verdict, at a layer or by their provider part.
        let operators = pieces.iter().filter(|p| p.state == "exposed").filter_map(|p| p.operator);
        let exposed: Vec<&Service> =
            operators.chain(providers.iter().copied().filter(|s| s.id != target.id)).collect();
        set("exposed", !exposed.is_empty());
        set("missing", pieces.iter().any(|piece| piece.state == "missing"));
        set("foundation_lapsed", pieces.iter().any(|piece| piece.foundation_lapsed));
        for name in ["scope_assumed", "undated", "hypothetical", "expiring"] {
            let says =
                |piece: &&Piece<'a>| piece.cover.as_ref().is_some_and(|(_, caveats)| caveats.contains(name));
            set(name, pieces.iter().any(says));
        }

        // "Unknown applies, and says so": nobody answers yes and somebody has not answered.
        let answers: Vec<Answer> = evaluated.iter().filter_map(|s| self.condition_fact(s)).collect();
        set("unknown_fact", !answers.contains(&Answer::Yes) && answers.contains(&Answer::Unknown));
        let consulted = self.hangs_on_own_premises()
            && self.question.readings.own_premises == OwnPremises::UnlessExcluded
            && evaluated.iter().any(|s| s.fact(OWN_PREMISES_FACT) == Answer::Unknown);
        set("unknown_fact", consulted);

        // §8 "`unqualified-middle = blocking`: the verdict stays, with the flag `reading`".
        let blocking = self.question.readings.unqualified_middle == UnqualifiedMiddle::Blocking;
        set("reading", blocking && exposed.iter().any(|service| !ours(service)));

        // "the requirement bites because of composition (9.6.i–k, 15.x towards the base, 19.6.c–d)"; §8 "T rests,
        // directly or not, on a service of another legal person".
        set("composed", matches!(self.requirement.when, Some(When::Base(_))));
        let third_party = rests_on(self.document, target).into_iter().any(|service| !ours(service));
        set("composed", self.requirement.bites_over_third_party && third_party);

        // §8 "`reusable`: the provider part remains and some needed layer is Covered by a service of the same legal
        // person." `co_evaluated` "where both are evaluated in one campaign".
        let own_part = providers.iter().any(|service| service.id == target.id);
        let by_ours = everywhere.iter().any(|p| p.cover.as_ref().is_some_and(|(service, _)| ours(service)));
        let at_ours = everywhere.iter().any(|p| p.state == "exposed" && p.operator.is_some_and(ours));
        set("reusable", own_part && by_ours);
        set("co_evaluated", own_part && at_ours);
        flags
    }
}
