//! The calendar: what the dates of a document mean together. The life of every qualification, the service's own plan,
//! every day on which verdicts flip and why, what to be warned of, and entries for other people's calendars.
//!
//! Rooms: [`plan`] dates the steps of a plan; [`life`](mod@life) puts qualifications and candidacies on one axis;
//! [`flips`](mod@flips) finds the days; [`suppose`] answers "what if"; [`warnings`](mod@warnings) says what does not
//! go together; [`ics`](mod@ics) writes entries; `say` puts all of it into words. Audits and checklists are data of the
//! catalogue ([`catalog::calendar`]). Deliberately absent: a clock, and any default for what no source gives (the
//! months between J0 and J3 above all).

pub mod flips;
pub mod ics;
pub mod life;
pub mod plan;
pub mod say;
pub mod suppose;
pub mod warnings;

pub use flips::{Cause, Change, Flip, Why, flips, lost_from};
pub use ics::{Entry, entries, ics};
pub(crate) use life::near;
pub use life::{Life, Mark, MarkKind, Of, Span, SpanKind, life, unstated};
pub use plan::{Course, Origin, Stage, course};
pub use suppose::{Supposition, possible, supposed};
pub use warnings::{Warning, warnings};

use crate::Date;

/// From application to decision, in months, as far as public cases tell: one complete case, others still on the way.
/// A range to show beside a plan, never to fill one in.
pub const MONTHS_TO_DECISION: (u16, u16) = (18, 24);

/// How long a decision holds at most, in months (decree 2015-350).
pub const VALIDITY_MONTHS: u16 = 36;

/// Months between two audits that the référentiel asks for (18.2.1.a), and, as providers describe it, between two of
/// surveillance.
pub const SURVEILLANCE_MONTHS: u16 = 12;

/// Some days later; nothing outside the years that a document may name.
pub(crate) fn days_after(day: Date, days: i32) -> Option<Date> {
    Date::from_days(day.to_days().checked_add(days)?)
}
