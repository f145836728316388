//! Spreadsheets, as far as the page goes: the module that knows the formats (app/sheets) runs in a worker, which is
//! fetched and started when somebody first asks for a spreadsheet. What is asked and what comes back is matched by a
//! number. A worker that was cancelled, or whose module has stopped, is put away; the next question starts another.

use crate::{dom, ui::prelude::*, words::t};
use catalog::Lang;
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use model::table::{Grid, Refusal, Workbook, wire};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

/// How far a question has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// The module is being fetched.
    Fetching {
        /// Bytes that have come.
        bytes: f64,
        /// Of so many.
        of: Option<f64>,
    },
    /// It works.
    Working,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// The module says why.
    Refused(Refusal),
    /// The module could not be fetched.
    Unfetched,
    /// The person gave up.
    Cancelled,
}

impl Failed {
    /// What is the matter, and what to do.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Refused(refusal) => refusal.say(lang),
            Self::Unfetched => t(
                lang,
                "Le module des tableurs n’a pas pu être chargé : la connexion est coupée, ou la version a été remplacée depuis l’ouverture de la page. Réessayer, ou recharger la page ; le document n’a pas changé.",
                "The spreadsheet module could not be loaded: the connection is down, or the version was replaced since the page was opened. Try again, or reload the page; the document has not changed.",
            ),
            Self::Cancelled => t(lang, "Annulé : rien n’a changé.", "Cancelled: nothing has changed."),
        }
    }
}

/// A question that has no answer yet.
struct Waiting {
    id: u32,
    progress: RwSignal<Option<Progress>>,
    answer: Function,
}

/// The worker, with what listens to it.
struct Started {
    worker: Worker,
    heard: bool,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(web_sys::Event)>,
}

thread_local! {
    static WORKER: RefCell<Option<Started>> = const { RefCell::new(None) };
    static WAITING: RefCell<(u32, Vec<Waiting>)> = const { RefCell::new((0, Vec::new())) };
}

/// The bytes of a workbook as XLSX.
///
/// # Errors
/// When it could not be written, the module could not be fetched, or the person gave up.
pub async fn write(book: &Workbook, progress: RwSignal<Option<Progress>>) -> Result<Uint8Array, Failed> {
    let text = wire::book(book);
    let (step, answer) = question("text", &text.into(), progress).await?;
    match step.as_str() {
        "written" => Ok(get(&answer, "bytes").unchecked_into()),
        "refused" => {
            let refusal = wire::read_answer(&string(&answer, "text")).err();
            Err(Failed::Refused(refusal.unwrap_or(Refusal::Unwritable(String::new()))))
        }
        _ => Err(Failed::Refused(Refusal::Unwritable(string(&answer, "words")))),
    }
}

/// What the sheets of a file show.
///
/// # Errors
/// When the file is refused, the module could not be fetched, or the person gave up.
pub async fn read(bytes: &[u8], progress: RwSignal<Option<Progress>>) -> Result<Vec<Grid>, Failed> {
    let (step, answer) = question("bytes", &Uint8Array::from(bytes).into(), progress).await?;
    match step.as_str() {
        "read" => wire::read_answer(&string(&answer, "text")).map_err(Failed::Refused),
        _ => Err(Failed::Refused(Refusal::Damaged(string(&answer, "words")))),
    }
}

/// Gives up all that is being asked.
pub fn cancel() {
    put_away("cancelled");
}

/// How a question stands: a line that is announced, how much has been fetched, and a button that gives up. Nothing while
/// nothing is asked.
pub fn busy(lang: Lang, progress: RwSignal<Option<Progress>>) -> View {
    // What stays the same from one step to the next is not drawn anew: the button keeps its focus.
    let runs = Memo::new(move |_| progress.get().is_some());
    let words = Memo::new(move |_| match progress.get() {
        None => String::new(),
        Some(Progress::Fetching { .. }) => {
            t(lang, "Chargement du module des tableurs…", "Loading the spreadsheet module…")
        }
        Some(Progress::Working) => t(lang, "Le tableau se prépare…", "The table is being prepared…"),
    });
    let share = Memo::new(move |_| match progress.get() {
        Some(Progress::Fetching { bytes, of: Some(of) }) if of > 0.0 => {
            Some(dom::px(100.0 * bytes / of).clamp(0, 100).to_string())
        }
        _ => None,
    });
    let bar = move || {
        runs.get().then(|| {
            view! {
                <progress max="100" value=move || share.get() aria-label=t(lang, "Chargement", "Loading")></progress>
                <button type="button" class="plain" on:click=|_| cancel()>{t(lang, "Annuler", "Cancel")}</button>
            }
        })
    };
    view! { <div class="busy"><span role="status">{move || words.get()}</span>{bar}</div> }.into_view()
}

/// Asks the worker, and waits for the step that ends it.
async fn question(
    name: &str,
    what: &JsValue,
    progress: RwSignal<Option<Progress>>,
) -> Result<(String, JsValue), Failed> {
    let answer = pose(name, what, progress);
    let answer = match answer {
        Some(promise) => JsFuture::from(promise).await.unwrap_or_default(),
        None => JsValue::UNDEFINED,
    };
    progress.try_set(None);
    match string(&answer, "step").as_str() {
        "cancelled" => Err(Failed::Cancelled),
        "" | "unfetched" => Err(Failed::Unfetched),
        step => Ok((step.to_owned(), answer)),
    }
}

fn pose(name: &str, what: &JsValue, progress: RwSignal<Option<Progress>>) -> Option<Promise> {
    let (script, code, size) = built()?;
    progress.try_set(Some(Progress::Fetching { bytes: 0.0, of: Some(size) }));
    let mut id = 0;
    let promise = Promise::new(&mut |answer, _| {
        id = WAITING.with_borrow_mut(|(last, waiting)| {
            *last += 1;
            waiting.push(Waiting { id: *last, progress, answer });
            *last
        });
    });
    let message = object(&[("id", id.into()), ("code", code), (name, what.clone())]);
    let sent = WORKER.with_borrow_mut(|worker| {
        if worker.is_none() {
            *worker = start(&script);
        }
        worker.as_ref().is_some_and(|started| started.worker.post_message(&message).is_ok())
    });
    if !sent {
        put_away("unfetched");
    }
    Some(promise)
}

/// What the build wrote into the page: the script of the worker; its module, with its integrity; how large that is.
fn built() -> Option<(String, JsValue, f64)> {
    let meta = dom::window()?.document()?.query_selector("meta[name=sheets]").ok()??;
    let content = meta.get_attribute("content")?;
    let mut pieces = content.split(' ');
    let (script, url, integrity, size) = (pieces.next()?, pieces.next()?, pieces.next()?, pieces.next()?);
    let size: u32 = size.parse().ok()?;
    let code = object(&[("url", url.into()), ("integrity", integrity.into())]);
    Some((script.to_owned(), code, size.into()))
}

fn start(script: &str) -> Option<Started> {
    let worker = Worker::new(script).ok()?;
    let message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    let error = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| {
        event.prevent_default();
        // A script that has said nothing yet was not fetched.
        let heard = WORKER.with_borrow(|worker| worker.as_ref().is_some_and(|started| started.heard));
        put_away(if heard { "stopped" } else { "unfetched" });
    });
    worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(error.as_ref().unchecked_ref()));
    Some(Started { worker, heard: false, _message: message, _error: error })
}

fn hear(data: &JsValue) {
    WORKER.with_borrow_mut(|worker| {
        if let Some(started) = worker {
            started.heard = true;
        }
    });
    let id = get(data, "id").as_f64();
    let step = string(data, "step");
    let now = match step.as_str() {
        "fetching" => Progress::Fetching {
            bytes: get(data, "got").as_f64().unwrap_or_default(),
            of: built().map(|(.., size)| size),
        },
        "working" => Progress::Working,
        _ => {
            let waiting = WAITING.with_borrow_mut(|(_, waiting)| {
                let at = waiting.iter().position(|w| Some(f64::from(w.id)) == id)?;
                Some(waiting.remove(at))
            });
            if let Some(waiting) = waiting {
                let _ = waiting.answer.call1(&JsValue::NULL, data);
            }
            // The memory of a module that has stopped is not to be used again.
            if step == "stopped" {
                put_away("stopped");
            }
            return;
        }
    };
    let progress = WAITING
        .with_borrow(|(_, waiting)| waiting.iter().find(|w| Some(f64::from(w.id)) == id).map(|w| w.progress));
    if let Some(progress) = progress {
        progress.try_set(Some(now));
    }
}

/// Ends the worker, and answers all that waits for it.
fn put_away(step: &str) {
    // Not dropped at once: this may be one of its listeners.
    if let Some(started) = WORKER.take() {
        started.worker.terminate();
        dom::in_a_while(0, move || drop(started));
    }
    let waiting = WAITING.with_borrow_mut(|(_, waiting)| std::mem::take(waiting));
    let answer = object(&[("step", step.into())]);
    for waiting in waiting {
        let _ = waiting.answer.call1(&JsValue::NULL, &answer);
    }
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn string(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}
