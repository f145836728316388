//! Helpers of the checks: second evaluators, of verdicts and of ownership; generated documents; what hostile bytes are
//! given to.

pub mod generate;
pub mod naive;
pub mod naive_ownership;
pub mod outputs;
pub mod shaped;
pub mod targets;
