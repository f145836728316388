//! Where things happen (19.2).

use super::PlaceFinding;
use crate::document::{Document, ProviderId};

/// What lies outside the Union, or nowhere that was stated, for a provider's services, what they rest on and the third
/// parties that serve them.
pub fn places(document: &Document, provider: &ProviderId) -> Vec<PlaceFinding> {
    let _ = (document, provider);
    Vec::new()
}
