//! The reading `control`.
