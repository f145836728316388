//! Entities and their shares.
