//! The versions of our rules, and what each changed: for documents that were made under an older one.

use crate::{Bilingual, RequirementId};

/// A version of the rules: bearings, conditions, readings and what follows from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruleset {
    /// Its year and month (`2026.11`): versions follow one another in the order of these texts.
    pub id: &'static str,
    /// The day on which it was published.
    pub day: &'static str,
    /// What it changed from the version before.
    pub changes: &'static [Change],
}

/// Something that a version of the rules changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The requirements concerned; none where it is about none in particular.
    pub requirements: &'static [RequirementId],
    /// What changed.
    pub text: Bilingual,
}

/// All versions, oldest first: the last is that of [`crate::Catalog::ruleset`].
pub static RULESETS: &[Ruleset] = crate::generated::RULESETS;
