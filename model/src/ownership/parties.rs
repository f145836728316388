//! Third parties and exposed services (19.6.c and d).

use super::PartyReport;
use crate::{document::ProviderId, question::Question, supply::Stack};

/// Every third party that serves a provider's services or what is evaluated with them, and every exposed service of
/// another legal person, by the order of the document. Those that are not concerned are there too.
pub fn parties(stack: &Stack<'_>, question: &Question, provider: &ProviderId) -> Vec<PartyReport> {
    let _ = (stack, question, provider);
    Vec::new()
}
