//! The checks that `make test` runs: one binary, so that it links once.

mod agreement;
