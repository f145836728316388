//! What the texts ask, as data: the 278 lettered requirements of SecNumCloud v3.2 (ANSSI, 8 March 2022), what each
//! bears on, under which condition, with which basis and confidence, and the readings that stay open.
//!
//! Identifiers, titles, bearings and rules are embedded here. The prose (summaries, splits, evidence, interlocks) is
//! a *text pack* a language, see [`text`]. This crate knows nothing of stacks, verdicts or the browser; the data files
//! in `catalog/data/` are checked when it is built, and a build fails on the first contradiction.

pub mod calendar;
pub mod eucs;
mod layer;
pub mod matrices;
mod requirement;
mod ruleset;
pub mod text;
mod union;

mod typography {
    include!("typeset.rs");
}

pub use layer::{Activity, ActivitySet, Layer, LayerSet};
pub use requirement::{
    Basis, Bilingual, Chapter, Confidence, Fact, FactId, Lang, Modality, Reading, ReadingId, ReadingSet,
    Requirement, RequirementId, Section, When,
};
pub use ruleset::{Change, RULESETS, Ruleset};
pub use typography::typeset;
pub use union::{UNION, Union};

mod generated {
    // Written by `build.rs` from `catalog/data/`.
    use crate::{
        Activity, ActivitySet, Basis, Bilingual, Change, Chapter, Confidence, Fact, FactId, Layer, LayerSet,
        Modality, Reading, ReadingId, ReadingSet, Requirement, Ruleset, Section, Union, When,
    };
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// Everything that the engine needs to know of a scheme's text.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// The scheme's identifier: `secnumcloud`.
    pub scheme: &'static str,
    /// The version of the text: `3.2`.
    pub version: &'static str,
    /// The version of our rules (bearings, conditions, readings), dated.
    pub ruleset: &'static str,
    /// The first sixteen hexadecimal digits of the SHA-256 of the data files, published matrices apart.
    pub hash: &'static str,
    /// Chapters 5 to 19, in the order of the text.
    pub chapters: &'static [Chapter],
    /// The 92 sections and 8 sub-sections, in the order of the text.
    pub sections: &'static [Section],
    /// The 278 lettered requirements, in the order of the text.
    pub requirements: &'static [Requirement],
    /// The named interpretations, the more demanding answer first.
    pub readings: &'static [Reading],
    /// The facts about a service that a condition or a reading asks for.
    pub facts: &'static [Fact],
    /// What to collect from a base's provider: identifiers, for documents; [`calendar`] has the rest.
    pub collected: &'static [&'static str],
    /// What should stand before the application: identifiers.
    pub prerequisites: &'static [&'static str],
}

/// SecNumCloud v3.2, the référentiel of 8 March 2022.
pub static SECNUMCLOUD: Catalog = Catalog {
    scheme: "secnumcloud",
    version: "3.2",
    ruleset: generated::RULESET,
    hash: generated::HASH,
    chapters: generated::CHAPTERS,
    sections: generated::SECTIONS,
    requirements: generated::REQUIREMENTS,
    readings: generated::READINGS,
    facts: generated::FACTS,
    collected: generated::COLLECTED,
    prerequisites: generated::PREREQUISITES,
};

impl Catalog {
    /// The requirement with this official number (`12.11.a`), if the text has one.
    pub fn requirement(&self, id: &str) -> Option<&'static Requirement> {
        self.requirement_index(id).and_then(|i| self.requirements.get(i))
    }

    /// The place of a requirement in the order of the text, from 0.
    pub fn requirement_index(&self, id: &str) -> Option<usize> {
        self.requirements.iter().position(|r| r.id == id)
    }

    /// The section with this number (`12.11`, `11.2.1`).
    pub fn section(&self, number: &str) -> Option<&'static Section> {
        self.sections.iter().find(|s| s.number == number)
    }

    /// The fact with this identifier.
    pub fn fact(&self, id: &str) -> Option<(FactId, &'static Fact)> {
        let at = self.facts.iter().position(|f| f.id == id)?;
        Some((FactId(u8::try_from(at).ok()?), self.facts.get(at)?))
    }

    /// The reading with this identifier.
    pub fn reading(&self, id: ReadingId) -> Option<&'static Reading> {
        self.readings.iter().find(|r| r.id == id)
    }
}
