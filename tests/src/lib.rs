//! Helpers of the checks: a second evaluator, generated documents, what hostile bytes are given to.

pub mod generate;
pub mod naive;
pub mod targets;
//! Helpers of the checks: a second evaluator, a second solver of ownership, generated documents.

pub mod generate;
pub mod naive;
pub mod naive_ownership;
