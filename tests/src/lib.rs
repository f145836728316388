//! Helpers of the checks: a second evaluator, generated documents.

pub mod generate;
pub mod naive;
