//! What tabs of one browser tell one another, so that a document that is open twice is never overwritten unseen.
//! A message says who speaks, what happened and to which document; nothing of a document itself goes through here.

use crate::state::{Elsewhere, State};
use crate::ui::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

thread_local! {
    static CHANNEL: RefCell<Option<(BroadcastChannel, String)>> = const { RefCell::new(None) };
}

/// Tells the other tabs: `open`, `here`, `saved` or `left`, and the document's key.
pub fn say(what: &str, key: &str) {
    CHANNEL.with_borrow(|channel| {
        if let Some((channel, me)) = channel {
            let _ = channel.post_message(&JsValue::from_str(&format!("{me} {what} {key}")));
        }
    });
}

/// Listens to the other tabs for as long as the page lives.
pub fn listen(state: State) {
    let Ok(channel) = BroadcastChannel::new("socle") else { return };
    let me = crate::store::new_key();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(text) = event.data().as_string() else { return };
        let mut words = text.split(' ');
        let (_, what, key) = (words.next(), words.next(), words.next());
        if key.is_none_or(|key| key.is_empty() || state.key.with_untracked(|k| k != key)) {
            return;
        }
        let now = state.elsewhere.get_untracked();
        match what {
            Some("open") => {
                state.elsewhere.set(now.max(Elsewhere::Open));
                say("here", &state.key.get_untracked());
            }
            Some("here") => state.elsewhere.set(now.max(Elsewhere::Open)),
            Some("saved") => state.elsewhere.set(Elsewhere::Changed),
            Some("left") if now == Elsewhere::Open => state.elsewhere.set(Elsewhere::No),
            _ => {}
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // The application lives as long as the page.
    hear.forget();
    CHANNEL.set(Some((channel, me)));
    let key = state.key.get_untracked();
    if !key.is_empty() {
        say("open", &key);
    }
    crate::dom::on_window("pagehide", move |_: web_sys::Event| {
        state.flush();
        say("left", &state.key.get_untracked());
    });
}
