//! Parts of the page in modules of their own: WebAssembly that is fetched when somebody first goes there, so that the
//! first view does not carry it. `tests/tools/dist.sh` has them cut off after compiling, at the functions named with
//! `lazy!`; without the feature `split` everything is one module and these functions are called directly.
//!
//! Once a part is there it is drawn at once, as if it had never been apart. Until then its place says after a moment
//! that it is on its way; what was to be done once the screen stands (`dom::soon`: the focus, for one) waits for it. A
//! part that cannot be fetched says so and can be asked for again: nothing else on the page is concerned.

#![cfg_attr(not(feature = "split"), allow(dead_code))]

use crate::ui::prelude::*;
use crate::{dom, state::State, words::t};
use catalog::Lang;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::{Pin, pin},
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll, Waker},
};

/// Makes a function that draws behind a split point: `lazy! { chunk: fn name(state, lang, more: Kind) = path; }` is
/// `path(state, lang, more)`, in the chunk of that name. What is passed is `Clone`, and kept to try again. What is said
/// of it stands after the chunk, see [`Mark`].
macro_rules! lazy {
    ($($chunk:ident $(($mark:ident))?: fn $name:ident($state:ident, $lang:ident $(, $arg:ident: $kind:ty)*) = $make:path;)*) => {$(
        pub fn $name($state: $crate::state::State, $lang: catalog::Lang $(, $arg: $kind)*) -> $crate::ui::View {
            #[cfg(feature = "split")]
            {
                mod apart {
                    use super::*;
                    #[wasm_split_helpers::wasm_split($chunk, preload(fetch), fallible)]
                    pub fn $name(
                        $state: $crate::state::State,
                        $lang: catalog::Lang
                        $(, $arg: $kind)*
                    ) -> Result<$crate::ui::View, wasm_split_helpers::SplitLoaderError> {
                        Ok($make($state, $lang $(, $arg)*))
                    }
                    pub async fn bring() -> bool {
                        fetch().await.is_ok()
                    }
                }
                static HERE: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
                $crate::lazy::part(
                    $state,
                    $lang,
                    &[$($crate::lazy::Mark::$mark)?],
                    &HERE,
                    || Box::pin(apart::bring()),
                    Box::new(move || $crate::lazy::at_once(apart::$name($state, $lang $(, $arg.clone())*))?.ok()),
                )
            }
            #[cfg(not(feature = "split"))]
            $make($state, $lang $(, $arg)*)
        }
    )*};
}
pub(crate) use lazy;

/// Fetches a chunk; whether it is there then.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = bool>>>;

/// How a part stands that is not drawn yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It is on its way since a moment.
    Coming,
    /// It is on its way, and that takes long enough to be told.
    Slow,
    /// It is there.
    Here,
    /// It could not be fetched.
    Failed,
}

/// How long a part may take without a word, in milliseconds.
const MOMENT: i32 = 100;

thread_local! {
    /// How many parts are on their way.
    static COMING: Cell<usize> = const { Cell::new(0) };
    /// What is to be done once they stand.
    static AFTER: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Does something once no part of the page is on its way: now, mostly.
pub fn settled(act: Box<dyn FnOnce()>) {
    if COMING.get() == 0 {
        act();
    } else {
        AFTER.with_borrow_mut(|after| after.push(act));
    }
}

/// What a future gives if it gives it at once, as that of a split function does whose chunk is there.
pub fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// What is said of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It stands beside what a person came for: nothing waits for it. The focus goes to a requirement that was opened at
    /// once, and not later, when the part comes, away from where the person has gone since.
    Beside,
}

/// A part of the page: drawn now where its chunk is here, else once it has come.
pub fn part(
    state: State,
    lang: Lang,
    marks: &'static [Mark],
    here: &'static AtomicBool,
    fetch: Fetch,
    make: Box<dyn Fn() -> Option<View>>,
) -> View {
    if here.load(Ordering::Relaxed) {
        return make().into_view();
    }
    let step = RwSignal::new(Step::Coming);
    let awaited = !marks.contains(&Mark::Beside);
    bring(step, awaited, here, fetch);
    let body = move || match step.get() {
        Step::Coming => View::None,
        Step::Slow => view! { <p class="quiet" role="status">{t(lang, "Chargement…", "Loading…")}</p> },
        Step::Here => make().into_view(),
        Step::Failed => failed(state, lang, move |_| {
            step.set(Step::Coming);
            bring(step, awaited, here, fetch);
            dom::soon(dom::begin_screen);
        }),
    };
    body.into_view()
}

/// What stands in the place of a part that could not be fetched.
fn failed(state: State, lang: Lang, again: impl FnMut(web_sys::MouseEvent) + 'static) -> View {
    let title = t(lang, "Cette partie n’a pas pu être chargée", "This part could not be loaded");
    // It may be a screen, a dialog or something small: each is named in its own way.
    let title = if state.dialog.with_untracked(Option::is_some) {
        view! { <h2 id="dialog-title">{title}</h2> }
    } else if dom::has("main h1") {
        view! { <h2>{title}</h2> }
    } else {
        view! { <h1>{title}</h1> }
    };
    view! {
        <section class="fault" role="alert">
            {title}
            <p>
                {t(
                    lang,
                    "La connexion est coupée, ou la version a été remplacée depuis l’ouverture de la page. Le document n’a pas changé.",
                    "The connection is down, or the version was replaced since the page was opened. The document has not changed.",
                )}
            </p>
            <p class="hero-actions">
                <button type="button" class="primary" on:click=again>{t(lang, "Réessayer", "Try again")}</button>
                <button type="button" class="plain" on:click=|_| dom::reload()>{t(lang, "Recharger la page", "Reload the page")}</button>
            </p>
        </section>
    }
}

/// Fetches a part, and sees to what waits for it, where anything does.
fn bring(step: RwSignal<Step>, awaited: bool, here: &'static AtomicBool, fetch: Fetch) {
    if awaited {
        COMING.set(COMING.get() + 1);
    }
    dom::in_a_while(MOMENT, move || {
        // Whoever asked may have gone elsewhere since: nobody is told then.
        if step.try_get_untracked() == Some(Step::Coming) {
            step.set(Step::Slow);
        }
    });
    leptos::task::spawn_local(async move {
        let came = fetch().await;
        here.store(came, Ordering::Relaxed);
        step.try_set(if came { Step::Here } else { Step::Failed });
        if !awaited {
            return;
        }
        // The part is drawn before the next picture.
        dom::next_picture(|| {
            COMING.set(COMING.get().saturating_sub(1));
            if COMING.get() == 0 {
                for act in AFTER.take() {
                    act();
                }
            }
        });
    });
}
