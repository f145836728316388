//! The tests of 19.6.a and b.

use super::{Conclusion, Ownership};
use crate::{
    document::{Document, ProviderId},
    question::Readings,
};

/// What 19.6.a and b come to for a provider; nothing where the document has no such provider.
pub fn ownership(document: &Document, provider: &ProviderId, readings: &Readings) -> Option<Ownership> {
    let _ = (document, provider, readings);
    None
}

/// The overall result of every provider, in the order of the document: the badge on the stack.
pub fn results(document: &Document, readings: &Readings) -> Vec<(ProviderId, Conclusion)> {
    let _ = (document, readings);
    Vec::new()
}
