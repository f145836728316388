//! Helpers of the checks: a second evaluator, generated documents, what hostile bytes are given to.

pub mod generate;
pub mod naive;
pub mod targets;
