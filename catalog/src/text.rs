//! The prose of the catalogue, a pack a language: fetched by the app when it is needed, embedded in the command.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person reads of a requirement, in one language. All of it is our own wording.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RequirementText {
    /// What the requirement asks, in one to three sentences.
    pub summary: String,
    /// Why it bears where it bears.
    pub reason: String,
    /// What the base's qualification answers for, where it bears on a layer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_part: Option<String>,
    /// What the service above still does, where it bears on a layer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_part: Option<String>,
    /// What an evaluator is shown.
    pub evidence: String,
    /// What must be obtained from the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interlock: Option<String>,
    /// Why nothing has to be obtained from the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_interlock: Option<String>,
    /// What is doubtful in the source or in the bearing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// How a difference between the two authors of the bearings was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<String>,
}

/// What a person reads of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadingText {
    /// The question that the text leaves open.
    pub question: String,
    /// What each answer means, by its identifier.
    pub answers: BTreeMap<String, String>,
    /// Why the default is the default.
    pub reason: String,
}

/// All prose in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TextPack {
    /// `fr` or `en`.
    pub lang: String,
    /// The hash of the catalogue that it belongs to.
    pub hash: String,
    /// By requirement id.
    pub requirements: BTreeMap<String, RequirementText>,
    /// By reading id.
    pub readings: BTreeMap<String, ReadingText>,
    /// The whole question, by fact id.
    pub facts: BTreeMap<String, String>,
}

impl TextPack {
    /// Reads a pack.
    ///
    /// # Errors
    /// When the bytes are not a text pack.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

/// The French pack, as it is served.
#[cfg(feature = "texts")]
pub static FR: &str = include_str!(concat!(env!("OUT_DIR"), "/fr.json"));

/// The English pack, as it is served.
#[cfg(feature = "texts")]
pub static EN: &str = include_str!(concat!(env!("OUT_DIR"), "/en.json"));

/// The published responsibility matrices, both languages, as they are served.
#[cfg(feature = "texts")]
pub static MATRICES: &str = include_str!(concat!(env!("OUT_DIR"), "/matrices.json"));

/// The calendar's audits, duties and checklists, both languages, as they are served.
#[cfg(feature = "texts")]
pub static CALENDAR: &str = include_str!(concat!(env!("OUT_DIR"), "/calendar.json"));

/// EUCS in French, as it is served.
#[cfg(feature = "texts")]
pub static EUCS_FR: &str = include_str!(concat!(env!("OUT_DIR"), "/eucs-fr.json"));

/// EUCS in English, as it is served.
#[cfg(feature = "texts")]
pub static EUCS_EN: &str = include_str!(concat!(env!("OUT_DIR"), "/eucs-en.json"));
