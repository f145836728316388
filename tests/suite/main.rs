//! The checks that `make test` runs: one binary, so that it links once.

mod agreement;
mod broken;
mod catalogue;
mod command;
mod dictionary;
mod diff;
mod edits;
mod explain;
mod fewest;
mod import;
mod interlock;
mod judgement;
mod layout;
mod library;
mod overview;
mod papers;
mod picture;
mod properties;
mod repair;
mod report;
mod round_trip;
mod running;
mod scenarios;
mod schema;
mod workbook;
mod wounds;
