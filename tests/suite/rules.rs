//! What the mutants of the rules are tried against (`make mutants`): the modules of the suite that hold the rules,
//! without the others, so that a mutant costs seconds.

// Helpers of the modules that are not here.
#![allow(dead_code)]

mod agreement;
mod catalogue;
mod eucs;
mod grounds;
mod ownership;
mod ownership_naive;
mod parties;
mod properties;
mod running;
mod scenarios;
mod ways;
mod wounds;
