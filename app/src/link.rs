//! Links that carry a document: written for the dialog, read when the page opens at one.

use crate::{
    dom,
    history::Label,
    route::{Route, Screen},
    screens::repair::Mending,
    state::{CATALOG, State},
};
use catalog::Lang;
use model::{
    Document,
    document::{Issue, read, write},
    share::{self, LinkError},
};

/// The address that opens a document where one is now.
///
/// # Errors
/// When the document is too large for a link, or the browser cannot compress.
pub async fn to(document: &Document, route: &Route) -> Result<String, LinkError> {
    if !dom::knows("CompressionStream") {
        return Err(LinkError::Unsupported);
    }
    let text = write::to_text(document);
    if text.len() > share::MAX_UNFOLDED {
        return Err(LinkError::TooLarge);
    }
    let folded = dom::transform(text.as_bytes(), "CompressionStream", "deflate-raw", share::MAX_TEXT).await;
    let folded = folded.map_err(|_| LinkError::Unsupported)?.ok_or(LinkError::TooLarge)?;
    let hash = route.to_hash();
    let joint = if hash.contains('?') { '&' } else { '?' };
    Ok(format!("{}{hash}{joint}d={}", dom::address(), share::to_text(&folded)?))
}

async fn unfold(text: &str) -> Result<Vec<u8>, LinkError> {
    let folded = share::from_text(text)?;
    if !dom::knows("DecompressionStream") {
        return Err(LinkError::Unsupported);
    }
    let unfolded = dom::transform(&folded, "DecompressionStream", "deflate-raw", share::MAX_UNFOLDED).await;
    unfolded.map_err(|_| LinkError::Broken)?.ok_or(LinkError::TooLarge)
}

/// Opens the document that an address carries, where the address says; the address goes back to its short form.
pub fn open(state: State, mut route: Route) {
    let text = std::mem::take(&mut route.shared);
    if text.is_empty() {
        return;
    }
    leptos::task::spawn_local(async move {
        let bytes = match unfold(&text).await {
            Ok(bytes) => bytes,
            Err(error) => {
                state.go(Route::default(), false);
                state.refuse(Label::new(error.say(Lang::Fr), error.say(Lang::En)));
                return;
            }
        };
        if !route.screen.needs_document() {
            route.screen = Screen::Scope;
        }
        match read(CATALOG, &bytes) {
            Ok((document, issues)) if !issues.iter().any(Issue::is_error) => {
                // The same document again is no second one.
                if state.now().is_some_and(|now| *now.0 == document) {
                    state.go(route, false);
                } else {
                    state.show_at(document, issues, route);
                    state.toast(
                        Label::new(
                            "Le document du lien est ouvert ; il est gardé dans ce navigateur, et là seulement.",
                            "The link’s document is open; it is kept in this browser, and only there.",
                        ),
                        false,
                    );
                }
            }
            _ => state.mend(Mending::file("link", String::from_utf8_lossy(&bytes).into_owned())),
        }
    });
}
