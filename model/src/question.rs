//! What is asked of a document: the day, the readings in force, and whether candidates count as if granted.

use crate::{Date, document::Document};
use catalog::{Catalog, ReadingId, ReadingSet};
use std::collections::BTreeMap;

/// The reading `personnel`: chapter 7 over a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Personnel {
    /// Only the provider's own staff.
    #[default]
    Remains,
    /// The base's staff takes part too.
    Shared,
}

/// The reading `base-under-3.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BaseUnder31 {
    /// A qualification under an earlier version covers nothing.
    #[default]
    CoversNothing,
    /// It covers requirements outside the sections that 3.2 changed.
    CoversUnchanged,
}

/// The reading `own-premises`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OwnPremises {
    /// An own part remains unless the fact excludes it.
    #[default]
    UnlessExcluded,
    /// Hosting rooms only.
    HostingOnly,
}

/// The reading `unqualified-middle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UnqualifiedMiddle {
    /// The unqualified service is evaluated with the target.
    #[default]
    EvaluatedWithTarget,
    /// The composition is not held to be admissible.
    Blocking,
}

/// One answer for every reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readings {
    /// Chapter 7 over a base.
    pub personnel: Personnel,
    /// A base under an earlier version.
    pub base_under_3_1: BaseUnder31,
    /// Own premises.
    pub own_premises: OwnPremises,
    /// An unqualified service of another provider.
    pub unqualified_middle: UnqualifiedMiddle,
    /// Answers to the readings of 19.6.b that are not the default; verdicts do not depend on them.
    pub ownership: BTreeMap<ReadingId, &'static str>,
}

/// Why an answer cannot be given to a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadingError {
    /// The rules have no such reading.
    UnknownReading(String),
    /// The reading does not allow that answer.
    UnknownAnswer {
        /// The reading.
        reading: ReadingId,
        /// As written.
        answer: String,
    },
}

impl Readings {
    /// Those of a document; what it does not name, or names wrongly, stays at its default.
    pub fn of(catalog: &Catalog, document: &Document) -> Self {
        let mut readings = Self::default();
        for (id, answer) in &document.readings {
            // An unknown reading or answer is an issue of the document, reported there.
            let _ = readings.set(catalog, id, answer);
        }
        readings
    }

    /// Gives an answer to a reading.
    ///
    /// # Errors
    /// When the reading or the answer does not exist.
    pub fn set(&mut self, catalog: &Catalog, id: &str, answer: &str) -> Result<(), ReadingError> {
        let unknown = || ReadingError::UnknownReading(id.to_owned());
        let reading = ReadingId::from_id(id).ok_or_else(unknown)?;
        let data = catalog.reading(reading).ok_or_else(unknown)?;
        let Some(known) = data.answers.iter().find(|a| **a == answer) else {
            return Err(ReadingError::UnknownAnswer { reading, answer: answer.to_owned() });
        };
        let is_default = *known == data.default_answer();
        match reading {
            ReadingId::Personnel => {
                self.personnel = if is_default { Personnel::Remains } else { Personnel::Shared };
            }
            ReadingId::BaseUnder31 => {
                self.base_under_3_1 =
                    if is_default { BaseUnder31::CoversNothing } else { BaseUnder31::CoversUnchanged };
            }
            ReadingId::OwnPremises => {
                self.own_premises =
                    if is_default { OwnPremises::UnlessExcluded } else { OwnPremises::HostingOnly };
            }
            ReadingId::UnqualifiedMiddle => {
                self.unqualified_middle = if is_default {
                    UnqualifiedMiddle::EvaluatedWithTarget
                } else {
                    UnqualifiedMiddle::Blocking
                };
            }
            ReadingId::IndirectHolding | ReadingId::ThresholdsConjunction | ReadingId::ListedParent => {
                if is_default {
                    self.ownership.remove(&reading);
                } else {
                    self.ownership.insert(reading, known);
                }
            }
        }
        Ok(())
    }

    /// The answer in force for a reading.
    pub fn answer(&self, catalog: &Catalog, id: ReadingId) -> &'static str {
        let second = |chosen: bool| {
            catalog.reading(id).and_then(|r| r.answers.get(usize::from(chosen))).copied().unwrap_or_default()
        };
        match id {
            ReadingId::Personnel => second(self.personnel == Personnel::Shared),
            ReadingId::BaseUnder31 => second(self.base_under_3_1 == BaseUnder31::CoversUnchanged),
            ReadingId::OwnPremises => second(self.own_premises == OwnPremises::HostingOnly),
            ReadingId::UnqualifiedMiddle => second(self.unqualified_middle == UnqualifiedMiddle::Blocking),
            ReadingId::IndirectHolding | ReadingId::ThresholdsConjunction | ReadingId::ListedParent => {
                self.ownership.get(&id).copied().unwrap_or_else(|| second(false))
            }
        }
    }

    /// All answers in force, by id.
    pub fn all(&self, catalog: &Catalog) -> BTreeMap<&'static str, &'static str> {
        ReadingId::ALL.into_iter().map(|id| (id.id(), self.answer(catalog, id))).collect()
    }

    /// Those that are not at their default.
    pub fn switched(&self, catalog: &Catalog) -> ReadingSet {
        let switched: Vec<ReadingId> = ReadingId::ALL
            .into_iter()
            .filter(|id| {
                catalog.reading(*id).is_some_and(|r| r.default_answer() != self.answer(catalog, *id))
            })
            .collect();
        ReadingSet::of(&switched)
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The day for which verdicts are asked.
    pub as_of: Date,
    /// The day until which covering qualifications should last.
    pub horizon: Option<Date>,
    /// Whether candidates count as if granted on their expected date.
    pub assume_candidates: bool,
    /// The readings in force.
    pub readings: Readings,
}

impl Question {
    /// The question that a document asks by itself, `today` where it names no day.
    pub fn of(catalog: &Catalog, document: &Document, today: Date) -> Self {
        Self {
            as_of: document.as_of.unwrap_or(today),
            horizon: document.horizon,
            assume_candidates: false,
            readings: Readings::of(catalog, document),
        }
    }

    /// The same question under all default readings.
    #[must_use]
    pub fn under_default_readings(&self) -> Self {
        Self { readings: Readings::default(), ..self.clone() }
    }
}
