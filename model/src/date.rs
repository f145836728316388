//! Calendar dates, proleptic Gregorian, without a clock or a time zone.

use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A day. Ordered by time; written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// The years that a document may name: far enough for any qualification, near enough to catch slips of the pen.
pub const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;

/// The day of the référentiel v3.2, for a machine whose clock tells no date.
pub const FALLBACK: Date = Date { year: 2022, month: 3, day: 8 };

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// It is not written `YYYY-MM-DD`.
    Form,
    /// No calendar has that day.
    Impossible,
}

impl Date {
    /// The day of this year, month (1 to 12) and day (1 to 31).
    ///
    /// # Errors
    /// When no calendar has that day, or the year is outside [`YEARS`].
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let possible = YEARS.contains(&year) && (1..=12).contains(&month) && day >= 1;
        if possible && day <= days_in_month(year, month) {
            Ok(Self { year, month, day })
        } else {
            Err(DateError::Impossible)
        }
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The same day some years on; 29 February becomes the 28th where there is none.
    #[must_use]
    pub fn plus_years(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        Self { year, month: self.month, day: self.day.min(days_in_month(year, self.month)) }
    }

    /// The same day some months on; a day that the month does not have becomes its last. Nothing outside [`YEARS`].
    pub fn plus_months(self, months: u16) -> Option<Self> {
        let months = u32::from(self.year) * 12 + u32::from(self.month).saturating_sub(1) + u32::from(months);
        let year = u16::try_from(months / 12).ok()?;
        let month = u8::try_from(months % 12 + 1).ok()?;
        Self::new(year, month, self.day.min(days_in_month(year, month))).ok()
    }

    /// Days since 1 January 1970, negative before (Howard Hinnant's civil algorithm).
    pub fn to_days(self) -> i32 {
        let y = i32::from(self.year) - i32::from(self.month <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let month_index = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_index + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The inverse of [`Date::to_days`]; days outside [`YEARS`] give nothing.
    pub fn from_days(days: i32) -> Option<Self> {
        let z = days.checked_add(719_468)?;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            parts
                .next()
                .filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|p| p.parse::<u16>().ok())
                .ok_or(DateError::Form)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() {
            return Err(DateError::Form);
        }
        let small = |n: u16| u8::try_from(n).map_err(|_| DateError::Impossible);
        Self::new(year, small(month)?, small(day)?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn leap_day_plus_three_years_is_the_28th() {
        assert_eq!(date("2024-02-29").plus_years(3), date("2027-02-28"));
        assert_eq!(date("2024-02-29").plus_years(4), date("2028-02-29"));
        assert_eq!(date("2025-01-10").plus_years(3), date("2028-01-10"));
    }

    #[test]
    fn impossible_days_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "0001-01-01"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Impossible), "{text}");
        }
        for text in
            ["", "2026", "2026-1-1", "22/11/2026", "2026-11-22T00:00", "2026-11-22-1", "２０２６-11-22"]
        {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn days_run_on_and_come_back() {
        let mut before = date("1999-12-31");
        for day in before.to_days() + 1..date("2032-01-01").to_days() {
            let next = Date::from_days(day).unwrap();
            assert!(next > before);
            assert_eq!(next.to_days(), day);
            before = next;
        }
        assert_eq!(date("1970-01-01").to_days(), 0);
    }
}
