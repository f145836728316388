//! When a qualification holds, and what it covers then (§3 of the rules; three years at most by decree).

use crate::{
    Date,
    document::{EventKind, Evidence, Qualification, Reserve, Service},
    question::{BaseUnder31, Question},
};
use catalog::Layer;

/// The version of the référentiel that the rules are about.
pub const VERSION: &str = "3.2";

/// How many years a qualification lasts when nothing else is stated.
pub const YEARS: u16 = 3;

/// What a qualification is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Granted, and nothing has ended it.
    Holds,
    /// No grant date is known, but its source says that it is current up to a later day.
    HoldsUndated,
    /// The grant is still to come.
    NotYet,
    /// Past its last day.
    Expired,
    /// Suspended, and not reinstated since.
    Suspended,
    /// Withdrawn, for good.
    Withdrawn,
    /// Neither a grant date nor an attestation reaches that day.
    Unproven,
}

impl State {
    /// Whether it holds.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Holds | Self::HoldsUndated)
    }

    /// Whether it held once and does no more.
    pub const fn has_lapsed(self) -> bool {
        matches!(self, Self::Expired | Self::Suspended | Self::Withdrawn)
    }
}

impl Qualification {
    /// Its last day: as stated, else three years after the grant.
    pub fn last_day(&self) -> Option<Date> {
        self.expires.or_else(|| self.granted.map(|d| d.plus_years(YEARS)))
    }

    /// What it is on a day. Events count from their day on; a withdrawal is final; of a suspension and a
    /// reinstatement on the same day the suspension counts.
    pub fn state(&self, day: Date) -> State {
        let past = || self.events.iter().filter(|e| e.date <= day);
        if past().any(|e| e.kind == EventKind::Withdrawn) {
            return State::Withdrawn;
        }
        let last = past()
            .filter(|e| e.kind != EventKind::Withdrawn)
            .max_by_key(|e| (e.date, e.kind == EventKind::Suspended));
        if last.is_some_and(|e| e.kind == EventKind::Suspended) {
            return State::Suspended;
        }
        if self.granted.is_some_and(|granted| day < granted) {
            return State::NotYet;
        }
        if self.last_day().is_some_and(|last| day > last) {
            return State::Expired;
        }
        match (self.granted, self.attested_on) {
            (Some(_), _) => State::Holds,
            (None, Some(attested)) if day <= attested => State::HoldsUndated,
            (None, _) => State::Unproven,
        }
    }

    /// Whether what shows it is strong enough to count: press alone is not, unless the user vouches for it.
    pub fn is_shown(&self) -> bool {
        self.vouched || self.evidence != Some(Evidence::Press)
    }

    /// Whether its version is the current one.
    pub fn is_current_version(&self) -> bool {
        self.version.trim() == VERSION
    }

    /// Whether its version is an earlier one. What is not written as numbers is none: doubtful, it covers nothing.
    pub fn is_earlier_version(&self) -> bool {
        let number = |text: &str| {
            let mut parts = text.trim().split('.').map(str::parse::<u32>);
            match (parts.next(), parts.next(), parts.next()) {
                (Some(Ok(major)), None, None) => Some((major, 0)),
                (Some(Ok(major)), Some(Ok(minor)), None) => Some((major, minor)),
                _ => None,
            }
        };
        number(&self.version).zip(number(VERSION)).is_some_and(|(ours, current)| ours < current)
    }

    /// Whether a layer lies in its declared scope and in none of its reserves, for the requirements of a class.
    pub fn has_in_cover(&self, layer: Layer, class: Class<'_>) -> bool {
        self.covers.is_none_or(|covers| covers.contains(layer))
            && !self.reserves.iter().any(|r| r.takes_out(layer, class))
    }
}

impl Reserve {
    /// Layers and requirements together mean those requirements on those layers; one alone means all of the other; a
    /// text alone takes nothing out.
    fn takes_out(&self, layer: Layer, class: Class<'_>) -> bool {
        let layer_hit = self.layers.contains(layer);
        let requirement_hit = class.requirement.is_some_and(|r| self.requirements.iter().any(|x| x == r));
        match (self.layers.is_empty(), self.requirements.is_empty()) {
            (true, true) => false,
            (false, true) => layer_hit,
            (true, false) => requirement_hit,
            (false, false) => layer_hit && requirement_hit,
        }
    }
}

/// Requirements that coverage cannot tell apart: those that no reserve, no retained share and no refusal names, on either side
/// of what 3.2 changed; each named one is a class of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class<'r> {
    /// The requirement, where a reserve, a retained share or a refusal of the document names it.
    pub requirement: Option<&'r str>,
    /// Whether 3.2 changed its section.
    pub changed_in_3_2: bool,
}

/// What stands behind a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warrant {
    /// The qualification at this place of the service's list.
    Qualification(usize),
    /// The candidacy, as if granted.
    Candidacy,
    /// The renewal of the qualification at this place of the service's list, as if granted.
    Renewal(usize),
}

/// That a service covers a layer, and with which caveats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cover {
    /// What stands behind it.
    pub warrant: Warrant,
    /// Its scope is not declared.
    pub scope_assumed: bool,
    /// Its grant date is not known.
    pub undated: bool,
    /// It is a candidate, taken as granted.
    pub hypothetical: bool,
    /// It ends before the horizon.
    pub expiring: bool,
    /// It is under an earlier version, and counts by the reading `base-under-3.1`.
    pub earlier_version: bool,
}

impl Cover {
    fn caveats(self) -> usize {
        [self.scope_assumed, self.undated, self.hypothetical, self.expiring, self.earlier_version]
            .into_iter()
            .filter(|c| *c)
            .count()
    }
}

/// Whether a service covers a layer, by itself, for the requirements of a class. Of several qualifications that do,
/// the one with the fewest caveats; neither a candidacy nor a supposed renewal ever stands in for a qualification.
pub fn cover(service: &Service, layer: Layer, class: Class<'_>, question: &Question) -> Option<Cover> {
    let ends_early =
        |last: Option<Date>| question.horizon.zip(last).is_some_and(|(horizon, last)| last < horizon);
    let by_reading = |q: &Qualification| {
        question.readings.base_under_3_1 == BaseUnder31::CoversUnchanged
            && q.is_earlier_version()
            && !class.changed_in_3_2
    };
    let granted = service
        .qualifications
        .iter()
        .enumerate()
        .filter_map(|(at, q)| {
            let state = q.state(question.as_of);
            let counts = state.holds()
                && q.is_shown()
                && (q.is_current_version() || by_reading(q))
                && q.has_in_cover(layer, class);
            counts.then(|| Cover {
                warrant: Warrant::Qualification(at),
                scope_assumed: q.covers.is_none(),
                undated: state == State::HoldsUndated,
                hypothetical: false,
                expiring: ends_early(q.ends_on()),
                earlier_version: !q.is_current_version(),
            })
        })
        .min_by_key(|c| c.caveats());
    if granted.is_some() || !question.assume_candidates {
        return granted;
    }
    let supposed = |warrant, first: Date, scope_assumed, earlier_version| {
        let last = first.plus_years(YEARS);
        (first..=last).contains(&question.as_of).then(|| Cover {
            warrant,
            scope_assumed,
            undated: false,
            hypothetical: true,
            expiring: ends_early(Some(last)),
            earlier_version,
        })
    };
    // A renewal is of the same scope: whatever the decision left out stays out.
    let renewed = service.qualifications.iter().enumerate().filter_map(|(at, q)| {
        let counts = q.renewal.as_ref().is_some_and(|r| r.supposed)
            && !matches!(q.state(question.as_of), State::Suspended | State::Withdrawn)
            && q.is_shown()
            && (q.is_current_version() || by_reading(q))
            && q.has_in_cover(layer, class);
        let first = q.renewed_from().filter(|_| counts)?;
        supposed(Warrant::Renewal(at), first, q.covers.is_none(), !q.is_current_version())
    });
    let renewed = renewed.min_by_key(|c| c.caveats());
    let expected = service.candidacy.as_ref().and_then(|c| c.expected);
    renewed.or_else(|| supposed(Warrant::Candidacy, expected?, true, false))
}

impl Qualification {
    /// The day from which a renewal would hold: the expected one, else the day after the last day. Nothing for one
    /// whose end nobody knows.
    pub fn renewed_from(&self) -> Option<Date> {
        let expected = self.renewal.as_ref().and_then(|r| r.expected);
        expected.or_else(|| Date::from_days(self.last_day()?.to_days() + 1))
    }

    /// The last day on which it holds, as far as is known: its last day, or the eve of a withdrawal.
    pub fn ends_on(&self) -> Option<Date> {
        let withdrawn = self
            .events
            .iter()
            .filter(|e| e.kind == EventKind::Withdrawn)
            .filter_map(|e| Date::from_days(e.date.to_days() - 1))
            .min();
        match (self.last_day(), withdrawn) {
            (Some(last), Some(withdrawn)) => Some(last.min(withdrawn)),
            (last, withdrawn) => last.or(withdrawn),
        }
    }
}

/// Whether a service once had this layer in the cover of a qualification that has lapsed since.
pub fn has_lapsed(service: &Service, layer: Layer, class: Class<'_>, day: Date) -> bool {
    service
        .qualifications
        .iter()
        .any(|q| q.state(day).has_lapsed() && q.is_shown() && q.has_in_cover(layer, class))
}
