//! A service's own plan, dated: a step has the day that the person gave, or follows from the step before it; where
//! neither tells, it has none. What comes after the decision follows from its day.

use super::{SURVEILLANCE_MONTHS, VALIDITY_MONTHS, days_after};
use crate::{
    Date,
    document::{Plan, Service, Step},
};

/// Where the day of a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The person gave it.
    Given,
    /// So many months after another step.
    After {
        /// That step.
        step: Step,
        /// The months.
        months: u16,
    },
    /// Nothing tells.
    Unknown,
}

/// A step of the plan on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Which step.
    pub step: Step,
    /// Its day, where one follows.
    pub day: Option<Date>,
    /// Where that comes from.
    pub origin: Origin,
    /// What the person calls it.
    pub label: Option<String>,
}

/// A plan, dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// All six steps, in the order of the process.
    pub stages: Vec<Stage>,
    /// The first and the last day of the decision's validity, where J3 has a day.
    pub validity: Option<(Date, Date)>,
    /// How long that is, in months, and whether the person set it.
    pub validity_months: (u16, bool),
    /// The days of surveillance inside the validity.
    pub surveillance: Vec<Date>,
    /// The months between them, and whether the person set them.
    pub surveillance_months: (u16, bool),
    /// The yearly qualified audits of the three-year programme (18.2.1.a): a day by which each is due.
    pub yearly_audits: Vec<Date>,
    /// Pairs of steps of which the later one comes first.
    pub reversed: Vec<(Step, Step)>,
}

impl Course {
    /// The day of a step.
    pub fn day(&self, step: Step) -> Option<Date> {
        self.stages.iter().find(|s| s.step == step).and_then(|s| s.day)
    }

    /// From J0 to J3 in whole months, where both have a day.
    pub fn months_to_decision(&self) -> Option<u16> {
        let (from, to) = (self.day(Step::J0)?, self.day(Step::J3)?);
        let months = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
        u16::try_from(months(to) - months(from) - i32::from(to.day() < from.day())).ok()
    }
}

/// A service's plan, dated; nothing without a plan.
pub fn course(service: &Service) -> Option<Course> {
    service.plan.as_ref().map(of)
}

fn of(plan: &Plan) -> Course {
    let mut stages: Vec<Stage> = Vec::with_capacity(Step::ALL.len());
    // The nearest step before that the plan dates, or tries to: a gap there leaves what follows open too.
    let mut before: Option<(Step, Option<Date>)> = None;
    let mut latest: Option<(Step, Date)> = None;
    let mut reversed = Vec::new();
    for step in Step::ALL.iter().copied() {
        let planned = plan.steps.iter().find(|s| s.step == step);
        let given = planned.and_then(|s| s.date);
        let months = planned.and_then(|s| s.months);
        let (day, origin) = match (given, months, before) {
            (Some(day), _, _) => (Some(day), Origin::Given),
            (None, Some(months), Some((after, Some(day)))) => {
                (day.plus_months(months), Origin::After { step: after, months })
            }
            _ => (None, Origin::Unknown),
        };
        if given.is_some() || months.is_some() {
            before = Some((step, day));
        }
        if let Some(day) = day {
            match latest {
                Some((earlier, last)) if day < last => reversed.push((earlier, step)),
                _ => latest = Some((step, day)),
            }
        }
        stages.push(Stage { step, day, origin, label: planned.and_then(|s| s.label.clone()) });
    }
    let validity_months = plan.validity_months.map_or((VALIDITY_MONTHS, false), |m| (m, true));
    let surveillance_months = plan.surveillance_months.map_or((SURVEILLANCE_MONTHS, false), |m| (m, true));
    let decision = stages.iter().find(|s| s.step == Step::J3).and_then(|s| s.day);
    let validity = decision.and_then(|first| Some((first, first.plus_months(validity_months.0)?)));
    Course {
        stages,
        validity,
        validity_months,
        surveillance: every(validity, surveillance_months.0),
        surveillance_months,
        yearly_audits: every(validity, SURVEILLANCE_MONTHS),
        reversed,
    }
}

/// The days so many months apart after the first, up to the eve of the last: the last day itself is the renewal's.
fn every(span: Option<(Date, Date)>, months: u16) -> Vec<Date> {
    let mut days = Vec::new();
    let Some((first, last)) = span else { return days };
    let mut after = months.max(1);
    // Counted from the first day each time: the 31st comes back after a month of thirty.
    while let Some(day) =
        first.plus_months(after).filter(|d| days_after(*d, 1).is_some_and(|next| next <= last))
    {
        days.push(day);
        after = after.saturating_add(months.max(1));
    }
    days
}
