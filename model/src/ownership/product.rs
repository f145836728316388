//! The reading `product`.
