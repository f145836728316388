//! What a person says beside the verdicts: how far the work has come, who does it, what shows it, and a verdict of
//! their own beside the computed one, which stays. One requirement at a time, or many at once. The marks in the list
//! come with it; all else comes when somebody judges.

use super::icons;
use crate::ui::prelude::*;
use crate::{
    dom,
    forms::{Field, Form, Kind},
    history::Label,
    route::{By, status_id},
    state::{CATALOG, Picked, State},
    words::{count, of, t},
};
use catalog::Lang;
use model::{
    Date,
    document::{Item, Judgement, Override, Status},
    edit::Edit,
    judgement::{self, Change, Lacks, Progress, STATUSES, bulk},
    words,
};
use std::{cell::RefCell, sync::Arc};

// ---------------------------------------------------------------------------------------------------------------------
// Marks: part of the list
// ---------------------------------------------------------------------------------------------------------------------

/// What a row of a list says of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// The verdict that a person put beside the computed one.
    pub verdict: Option<Override>,
    /// The status.
    pub status: Option<Status>,
    /// Who does it.
    pub owner: Option<String>,
}

impl Mark {
    /// The mark of a judgement.
    pub fn of(judgement: Option<&Judgement>) -> Self {
        judgement.map_or_else(Self::default, |j| Self {
            verdict: j.verdict,
            status: j.status,
            owner: j.owner.clone(),
        })
    }

    /// Status and owner in words; may be empty.
    pub fn work(&self, lang: Lang) -> String {
        let status = self.status.map(|s| judgement::status(Some(s), lang).to_owned());
        status.into_iter().chain(self.owner.clone()).collect::<Vec<_>>().join(" · ")
    }
}

/// A person's verdict in words: « vous : Partagée ».
pub fn seen_as(verdict: Override, lang: Lang) -> String {
    t(lang, "vous : ", "you: ") + words::outcome(judgement::outcome(verdict), lang)
}

/// A person's verdict with its icon: never the look of a computed one.
fn seen_tag(verdict: Override, lang: Lang) -> View {
    let outcome = judgement::outcome(verdict);
    view! { <span class=format!("seen {}", outcome.id())>{icons::verdict(outcome)}{seen_as(verdict, lang)}</span> }
}

/// What stands on a row of the list.
pub fn mark(mark: &Mark, lang: Lang) -> Option<View> {
    (*mark != Mark::default()).then(|| {
        let work = mark.work(lang);
        view! {
            <span class="row-judged">
                {mark.verdict.map(|v| seen_tag(v, lang))}
                {(!work.is_empty()).then(|| view! { <span>{icons::icon("rename")}{work}</span> })}
            </span>
        }
    })
}

/// Whether anything has been judged of the service in question.
pub fn any(state: State) -> Memo<bool> {
    Memo::new(move |_| {
        let (document, target) = (state.document.get(), state.target.get());
        let service = document.as_ref().zip(target).and_then(|(d, id)| d.0.service(id.as_str()));
        service.is_some_and(|s| !s.judgements.is_empty())
    })
}

/// How far the work has come, a chapter each; empty where nobody has judged anything.
pub fn by_chapter(state: State) -> Memo<Vec<Progress>> {
    Memo::new(move |_| {
        let (Some(document), Some(scope)) = (state.document.get(), state.scope.get()) else {
            return Vec::new();
        };
        match document.0.service(scope.service.as_str()) {
            Some(service) if !service.judgements.is_empty() => judgement::progress(CATALOG, &scope, service),
            _ => Vec::new(),
        }
    })
}

/// A chapter's progress in words; nothing where there is nothing to do in it.
pub fn chapter_said(progress: &Progress, lang: Lang) -> String {
    if progress.of == 0 {
        return String::new();
    }
    let begun = of(lang, progress.of - progress.get(None), progress.of);
    match progress.get(Some(Status::Done)) {
        0 => begun,
        done => begun + " · " + judgement::status(Some(Status::Done), lang) + &format!(" {done}"),
    }
}

/// That a person sees verdicts otherwise; nothing where nobody does.
pub fn otherwise(state: State, lang: Lang) -> View {
    let chapters = by_chapter(state);
    let body = move || {
        let n = chapters.with(|c| judgement::total(c).overridden);
        (n > 0).then(|| {
            let fr = ("verdict est vu autrement par une personne", "verdicts sont vus autrement par une personne");
            let en = ("verdict is seen otherwise by a person", "verdicts are seen otherwise by a person");
            let end = t(lang, " ; les nombres sont ceux des verdicts calculés.", "; the figures are those of the computed verdicts.");
            view! { <p class="otherwise">{icons::icon("rename")}<span>{count(lang, n, fr, en)}{end}</span></p> }
        })
    };
    body.into_view()
}

// ---------------------------------------------------------------------------------------------------------------------
// Beside one verdict
// ---------------------------------------------------------------------------------------------------------------------

/// The verdict that a person put, with who, when and why: under the computed one.
pub fn seen(state: State, lang: Lang, requirement: &'static str) -> View {
    let judgement = Memo::new(move |_| state.judgement(requirement).filter(|j| j.verdict.is_some()));
    let body = move || {
        let judgement = judgement.get()?;
        let said = [judgement.author.clone(), judgement.date.map(|d| words::date(d, lang))];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Some(view! {
            <div class="seen-by">
                <p>{seen_tag(judgement.verdict?, lang)}" "<span class="quiet">{said}</span></p>
                {judgement.justification.map(|why| view! { <p class="why">{why}</p> })}
            </div>
        })
    };
    body.into_view()
}

static OWNER: [Field; 1] =
    [Field { path: "/owner", label: ("Responsable", "Owner"), hint: ("", ""), kind: Kind::Text }];

static EXHIBITS: [Field; 1] = [Field {
    path: "/evidence",
    label: ("Pièces", "Exhibits"),
    hint: (
        "Une par ligne ; une adresse qui commence par http:// ou https:// devient un lien.",
        "One a line; an address that begins with http:// or https:// becomes a link.",
    ),
    kind: Kind::Lines,
}];

static NOTE: [Field; 1] =
    [Field { path: "/note", label: ("Note", "Note"), hint: ("", ""), kind: Kind::Long }];

const STATUS: (&str, &str) = ("Avancement", "Progress");

/// Whether a piece of evidence is an address of the web.
fn is_link(evidence: &str) -> bool {
    let low = evidence.get(..8).unwrap_or(evidence).to_ascii_lowercase();
    (low.starts_with("http://") || low.starts_with("https://")) && !evidence.contains(char::is_whitespace)
}

/// What a person says of the open requirement.
pub fn section(state: State, lang: Lang, requirement: &'static str) -> View {
    let Some(target) = state.target.get_untracked() else { return View::None };
    let form = Form::new(state, lang, Item::Service(target), "j").about(requirement);
    let base = format!("/judgements/{requirement}");
    let place = format!("{base}/status");
    let statuses = STATUSES.into_iter().map(|s| {
        (s.map(|s| s.id().to_owned()).unwrap_or_default(), words::capital(judgement::status(s, lang)))
    });
    let status =
        form.choice(&place, STATUS, ("", ""), statuses.collect(), false, form.committer(&place, STATUS));
    let links = Memo::new(move |_| {
        let evidence = state.judgement(requirement).map(|j| j.evidence).unwrap_or_default();
        evidence.into_iter().filter(|e| is_link(e)).collect::<Vec<_>>()
    });
    let links = move || {
        let links: Vec<_> = links
            .get()
            .into_iter()
            .map(|link| view! { <li><a href=link.clone() target="_blank" rel="noopener noreferrer">{link}</a></li> })
            .collect();
        (!links.is_empty()).then(|| view! { <ul class="exhibits">{links}</ul> })
    };
    view! {
        <section class="judgement" aria-labelledby="judgement-title">
            <h3 id="judgement-title">{t(lang, "Votre jugement", "Your judgement")}</h3>
            <p class="hint">{t(lang, "Il se lit à côté du verdict calculé et ne le change pas.", "It is read beside the computed verdict and does not change it.")}</p>
            <div class="fields">{status}{form.fields(&base, &OWNER)}</div>
            {form.fields(&base, &EXHIBITS)}
            {links}
            {form.fields(&base, &NOTE)}
            {beside(state, lang, requirement)}
        </section>
    }
}

/// What is typed before it is a verdict.
#[derive(Debug, Clone, PartialEq, Default)]
struct Draft {
    verdict: String,
    justification: String,
    author: String,
    date: String,
}

/// The fields, in the order in which they stand.
const FIELDS: [&str; 4] = ["seen-verdict", "seen-why", "seen-author", "seen-date"];

thread_local! {
    /// Who judged last: most people judge more than once.
    static AUTHOR: RefCell<String> = const { RefCell::new(String::new()) };
    /// What was typed and not put yet, and of what: closing the panel or changing the language does not lose it.
    static TYPED: RefCell<Option<(String, Draft)>> = const { RefCell::new(None) };
}

impl Draft {
    /// What the document says, or how one begins.
    fn of(judgement: Option<&Judgement>) -> Self {
        let said = judgement.and_then(|j| j.verdict.map(|v| (j, v)));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match said {
            Some((j, verdict)) => Self {
                verdict: verdict.id().to_owned(),
                justification: text(&j.justification),
                author: text(&j.author),
                date: j.date.map(|d| d.to_string()).unwrap_or_default(),
            },
            None => Self {
                author: AUTHOR.with_borrow(String::clone),
                date: dom::today().map(|d| d.to_string()).unwrap_or_default(),
                ..Self::default()
            },
        }
    }

    fn verdict(&self) -> Option<Override> {
        Override::ALL.iter().copied().find(|v| v.id() == self.verdict)
    }

    fn date(&self) -> Option<Date> {
        self.date.parse().ok()
    }

    /// What it lacks, by the field that should hold it.
    fn lacks(&self, lang: Lang) -> [Option<String>; 4] {
        let say = |lacking: bool, what: Lacks| lacking.then(|| what.say(lang));
        [
            self.verdict().is_none().then(|| t(lang, "Choisir un verdict.", "Choose a verdict.")),
            say(self.justification.trim().is_empty(), Lacks::Justification),
            say(self.author.trim().is_empty(), Lacks::Author),
            say(self.date().is_none(), Lacks::Date),
        ]
    }
}

/// The fold in which a person puts a verdict beside the computed one, or takes it away.
fn beside(state: State, lang: Lang, requirement: &'static str) -> View {
    let key = format!(
        "{} {} {requirement}",
        state.key.get_untracked(),
        state.target.get_untracked().map(|id| id.0).unwrap_or_default()
    );
    let kept = TYPED.with_borrow(|typed| typed.clone().filter(|(of, _)| *of == key).map(|(_, draft)| draft));
    let begun = kept.is_some();
    // What was typed; nothing while the fields show what the document says.
    let typed = RwSignal::new(kept);
    let tried = RwSignal::new(false);
    let said = Memo::new(move |_| state.judgement(requirement));
    let draft = Memo::new(move |_| typed.get().unwrap_or_else(|| said.with(|j| Draft::of(j.as_ref()))));
    let put_by = Memo::new(move |_| said.with(|j| j.as_ref().is_some_and(|j| j.verdict.is_some())));
    let lacks = Memo::new(move |_| if tried.get() { draft.get().lacks(lang) } else { Default::default() });
    let settle = move || {
        TYPED.set(None);
        tried.set(false);
        typed.set(None);
    };
    let write = Arc::new(move |change: &dyn Fn(&mut Draft)| {
        let mut now = draft.get_untracked();
        change(&mut now);
        TYPED.set(Some((key.clone(), now.clone())));
        typed.set(Some(now));
    });
    // Puts it where it is complete; says whether it did.
    let put = move || -> bool {
        let now = draft.get_untracked();
        let (Some(document), Some(target)) = (state.now(), state.target.get_untracked()) else {
            return false;
        };
        let (Some(service), Some(verdict)) = (document.0.service(target.as_str()), now.verdict()) else {
            return false;
        };
        let made = judgement::override_with(
            service,
            requirement,
            verdict,
            now.justification.trim(),
            now.author.trim(),
            now.date(),
        );
        let Ok(edit) = made else { return false };
        let word = |lang| words::outcome(judgement::outcome(verdict), lang);
        let label = Label::new(
            format!("{requirement}, verdict d’une personne : {}", word(Lang::Fr)),
            format!("{requirement}, a person’s verdict: {}", word(Lang::En)),
        );
        let done = state.try_edit(label, edit);
        if done {
            AUTHOR.set(now.author.trim().to_owned());
            settle();
        }
        done
    };
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        if put() {
            dom::focus("seen-fold");
            return;
        }
        tried.set(true);
        let wrong = draft.with_untracked(|d| d.lacks(lang));
        if let Some((id, said)) = FIELDS.into_iter().zip(wrong).find_map(|(id, said)| Some((id, said?))) {
            state.live.set(said);
            dom::focus(id);
        }
    };
    // The file that Ctrl+S writes holds what is complete; what is not stays in the fields.
    let keys = move |event: web_sys::KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key())
            && event.key().eq_ignore_ascii_case("s")
            && typed.with_untracked(Option::is_some)
        {
            put();
        }
    };
    let withdraw = move |_| {
        let edit = state
            .now()
            .zip(state.target.get_untracked())
            .and_then(|(d, id)| judgement::withdraw(d.0.service(id.as_str())?, requirement));
        let label = Label::new(
            format!("{requirement}, retirer le verdict d’une personne"),
            format!("{requirement}, take a person’s verdict away"),
        );
        if let Some(edit) = edit
            && state.try_edit(label, edit)
        {
            settle();
            dom::focus("seen-fold");
        }
    };
    let under = move |at: usize, id: &'static str| {
        move || {
            let said = lacks.with(|l| l.get(at).cloned().flatten());
            said.map(|said| view! { <span class="refused" id=format!("{id}-error")>{icons::icon("warning")}{said}</span> })
        }
    };
    let wrong = move |at: usize| move || lacks.with(|l| l.get(at).is_some_and(Option::is_some));
    let invalid = move |at: usize| {
        let wrong = wrong(at);
        move || wrong().then_some("true")
    };
    let described = move |at: usize, id: &'static str| {
        let wrong = wrong(at);
        move || wrong().then(|| format!("{id}-error"))
    };
    let [choose, why, author, date] = FIELDS;
    let options: Vec<_> = super::ORDER
        .into_iter()
        .filter_map(|outcome| {
            let verdict = Override::ALL.iter().copied().find(|v| judgement::outcome(*v) == outcome)?.id();
            Some(view! { <option value=verdict selected=move || draft.with(|d| d.verdict == verdict)>{words::outcome(outcome, lang)}</option> })
        })
        .collect();
    let [on_verdict, on_why, on_author, on_date] = std::array::from_fn(|_| write.clone());
    let summary = move || {
        if put_by.get() {
            t(lang, "Changer ou retirer le verdict mis à côté", "Change or take away the verdict put beside")
        } else {
            t(
                lang,
                "Mettre un autre verdict à côté du verdict calculé",
                "Put another verdict beside the computed one",
            )
        }
    };
    view! {
        <details class="beside-fold" open=begun>
            <summary id="seen-fold">{summary}</summary>
            <form novalidate=true on:submit=submit on:keydown=keys>
                <p class="hint">{t(lang, "Les quatre champs sont nécessaires.", "All four fields are needed.")}</p>
                <p class="field">
                    <label for=choose>{t(lang, "Votre verdict", "Your verdict")}</label>
                    <select id=choose aria-invalid=invalid(0) aria-describedby=described(0, choose)
                        on:change=move |e| { let v = event_target_value(&e); on_verdict(&|d| d.verdict.clone_from(&v)); }>
                        <option value="" selected=move || draft.with(|d| d.verdict.is_empty())>{t(lang, "À choisir", "To choose")}</option>
                        {options}
                    </select>
                    {under(0, choose)}
                </p>
                <p class="field">
                    <label for=why>{t(lang, "Motif", "Justification")}</label>
                    <textarea id=why rows="3" prop:value=move || draft.with(|d| d.justification.clone())
                        aria-invalid=invalid(1) aria-describedby=described(1, why)
                        on:input=move |e| { let v = event_target_value(&e); on_why(&|d| d.justification.clone_from(&v)); }></textarea>
                    {under(1, why)}
                </p>
                <div class="fields">
                    <p class="field">
                        <label for=author>{t(lang, "Auteur", "Author")}</label>
                        <input type="text" id=author autocomplete="off" spellcheck="false" prop:value=move || draft.with(|d| d.author.clone())
                            aria-invalid=invalid(2) aria-describedby=described(2, author)
                            on:input=move |e| { let v = event_target_value(&e); on_author(&|d| d.author.clone_from(&v)); }/>
                        {under(2, author)}
                    </p>
                    <p class="field">
                        <label for=date>{t(lang, "Date", "Date")}</label>
                        <input type="date" id=date min="1900-01-01" max="2199-12-31" prop:value=move || draft.with(|d| d.date.clone())
                            aria-invalid=invalid(3) aria-describedby=described(3, date)
                            on:change=move |e| { let v = event_target_value(&e); on_date(&|d| d.date.clone_from(&v)); }/>
                        {under(3, date)}
                    </p>
                </div>
                <p class="hero-actions">
                    <button type="submit" class="primary">
                        {move || if put_by.get() { t(lang, "Garder la modification", "Keep the change") } else { t(lang, "Mettre ce verdict à côté", "Put this verdict beside") }}
                    </button>
                    {move || put_by.get().then(|| view! {
                        <button type="button" class="plain" on:click=withdraw>{icons::icon("delete")}{t(lang, "Le retirer", "Take it away")}</button>
                    })}
                </p>
            </form>
        </details>
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Filters
// ---------------------------------------------------------------------------------------------------------------------

/// What narrows the list by what people said.
pub fn filters(state: State, lang: Lang) -> View {
    let owners = Memo::new(move |_| {
        let mut owners: Vec<String> = Vec::new();
        if let Some((document, target)) = state.document.get().zip(state.target.get())
            && let Some(service) = document.0.service(target.as_str())
        {
            for owner in service.judgements.values().filter_map(|j| j.owner.as_ref()) {
                if !owners.contains(owner) {
                    owners.push(owner.clone());
                }
            }
        }
        // One that the address names is offered even where nobody is called so any more.
        let asked = state.route.with(|r| r.filter.get(By::Owner).to_owned());
        if !asked.is_empty() && !owners.contains(&asked) {
            owners.push(asked);
        }
        model::sorted::by(&mut owners, Ord::cmp);
        owners
    });
    let chosen = move |by: By, value: String| move || state.route.with(|r| r.filter.is(by, &value));
    let option = move |by: By, value: String, text: String| {
        view! { <option value=value.clone() selected=chosen(by, value)>{text}</option> }
    };
    let field = move |by: By, id: &'static str, label: String, options: View| {
        view! {
            <p class="field">
                <label for=id>{label}</label>
                <select id=id on:change=move |e| state.filter(|f| f.set(by, event_target_value(&e)))>{options}</select>
            </p>
        }
    };
    let statuses = STATUSES
        .map(|s| option(By::Status, status_id(s).to_owned(), words::capital(judgement::status(s, lang))));
    let statuses = View::Many(vec![
        option(By::Status, String::new(), t(lang, "Tous", "Any")),
        View::Many(statuses.into()),
    ]);
    let owner_options = move || {
        let named = owners.get().into_iter().map(|o| option(By::Owner, o.clone(), o));
        let all = option(By::Owner, String::new(), t(lang, "Tous", "Anyone"));
        std::iter::once(all).chain(named).collect::<Vec<_>>()
    };
    let seen = View::Many(vec![
        option(By::Overridden, String::new(), t(lang, "Tous", "All")),
        option(By::Overridden, "1".to_owned(), t(lang, "D’une personne", "A person’s")),
    ]);
    view! {
        {field(By::Status, "by-status", t(lang, STATUS.0, STATUS.1), statuses)}
        {field(By::Owner, "by-owner", t(lang, "Responsable", "Owner"), owner_options.into_view())}
        {field(By::Overridden, "by-overridden", t(lang, "Verdict à côté", "Verdict beside"), seen)}
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Many at once
// ---------------------------------------------------------------------------------------------------------------------

/// The requirements that are selected and shown: what cannot be seen is not changed.
fn chosen(picked: Option<&Picked>, shown: &[bool]) -> Vec<&'static str> {
    let Some(picked) = picked else { return Vec::new() };
    let places = picked.places.iter().zip(shown).zip(CATALOG.requirements);
    places.filter(|((p, s), _)| **p && **s).map(|(_, r)| r.id).collect()
}

/// The bar over the list while requirements can be selected.
pub fn many(state: State, lang: Lang, shown: Memo<Vec<bool>>) -> View {
    let picked = Memo::new(move |_| state.picked.with(|p| shown.with(|s| chosen(p.as_ref(), s))));
    let in_sight = move || shown.with(|s| s.iter().filter(|s| **s).count());
    let told = move || {
        let n = picked.with(Vec::len);
        let fr = ("exigence sélectionnée", "exigences sélectionnées");
        let en = ("requirement selected", "requirements selected");
        count(lang, n, fr, en)
            + &t(lang, &format!(" sur {} affichées", in_sight()), &format!(" of {} shown", in_sight()))
    };
    let select = move |all: bool| {
        let now = shown.get_untracked();
        state.picked.update(|p| {
            if let Some(p) = p {
                p.places = now.into_iter().map(|s| s && all).collect();
            }
        });
    };
    // What stops one from applying it.
    let fault = RwSignal::new(None::<(&'static str, String)>);
    let status = RwSignal::new(String::new());
    let [owner, note, evidence] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let apply = move |event: web_sys::Event| {
        event.prevent_default();
        let text =
            |typed: RwSignal<String>| Some(typed.get_untracked().trim().to_owned()).filter(|t| !t.is_empty());
        let change = Change {
            status: STATUSES.into_iter().find(|s| status.with_untracked(|v| v == status_id(*s))),
            owner: text(owner),
            note: text(note),
            evidence: text(evidence),
        };
        let ids = picked.get_untracked();
        let wrong = if ids.is_empty() {
            Some((
                "many-all",
                t(lang, "Sélectionner au moins une exigence.", "Select at least one requirement."),
            ))
        } else if change == Change::default() {
            Some((
                "many-status",
                t(
                    lang,
                    "Dire au moins une chose : un avancement, un responsable, une note ou une pièce.",
                    "Say at least one thing: a status, an owner, a note or an exhibit.",
                ),
            ))
        } else {
            None
        };
        if let Some((id, _)) = &wrong {
            dom::focus(id);
            fault.set(wrong);
            return;
        }
        fault.set(None);
        let Some((document, target)) = state.now().zip(state.target.get_untracked()) else { return };
        let Some(service) = document.0.service(target.as_str()) else { return };
        let edit = bulk(service, &ids, &change);
        let Edit::Several(edits) = &edit else { return };
        let n = edits.len();
        if n == 0 {
            state.toast(
                Label::new("Rien n’a changé : c’était déjà dit.", "Nothing changed: it was said already."),
                false,
            );
            return;
        }
        let said = |lang: Lang| {
            let put = |what: (&'static str, &'static str), text: &Option<String>| {
                text.as_ref().map(|text| format!("{} {text}", words::pick(lang, what.0, what.1)))
            };
            let parts = [
                change.status.map(|s| judgement::status(s, lang).to_owned()),
                put(("responsable", "owner"), &change.owner),
                change.note.as_ref().map(|_| words::pick(lang, "note", "note").to_owned()),
                change.evidence.as_ref().map(|_| words::pick(lang, "pièce", "exhibit").to_owned()),
            ];
            let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let head = count(lang, n, ("exigence", "exigences"), ("requirement", "requirements"));
            format!("{head}, {parts}")
        };
        let label = Label::new(said(Lang::Fr), said(Lang::En));
        if state.try_edit(label.clone(), edit) {
            for field in [status, owner, note, evidence] {
                field.set(String::new());
            }
            state.toast(label, true);
        }
    };
    let line = move |id: &'static str, label: String, value: RwSignal<String>| {
        view! {
            <p class="field">
                <label for=id>{label}</label>
                <input type="text" id=id autocomplete="off" prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))/>
            </p>
        }
    };
    let options = STATUSES.map(|s| {
        let id = status_id(s);
        view! { <option value=id selected=move || status.with(|v| v == id)>{words::capital(judgement::status(s, lang))}</option> }
    });
    view! {
        <form class="many" novalidate=true aria-labelledby="many-title" on:submit=apply>
            <div class="many-top">
                <h3 id="many-title"><span role="status">{told}</span></h3>
                <button type="button" class="link" id="many-all" aria-describedby="many-fault" on:click=move |_| select(true)>
                    {move || t(lang, &format!("Sélectionner les {} affichées", in_sight()), &format!("Select the {} shown", in_sight()))}
                </button>
                <button type="button" class="link" on:click=move |_| select(false)>{t(lang, "N’en sélectionner aucune", "Select none")}</button>
            </div>
            <div class="fields">
                <p class="field">
                    <label for="many-status">{t(lang, STATUS.0, STATUS.1)}</label>
                    <select id="many-status" aria-describedby="many-fault" on:change=move |e| status.set(event_target_value(&e))>
                        <option value="" selected=move || status.with(String::is_empty)>{t(lang, "Ne pas changer", "Leave as it is")}</option>
                        {Vec::from(options)}
                    </select>
                </p>
                {line("many-owner", t(lang, "Responsable", "Owner"), owner)}
                {line("many-note", t(lang, "Note", "Note"), note)}
                {line("many-evidence", t(lang, "Pièce à ajouter", "Exhibit to add"), evidence)}
                <button type="submit" class="primary">{t(lang, "Appliquer", "Apply")}</button>
            </div>
            <div>
            <p class="hint">{t(lang, "Un champ laissé vide ne change rien. Les verdicts mis à côté ne bougent pas.", "A field left empty changes nothing. Verdicts put beside do not move.")}</p>
            <div id="many-fault" role="alert">
                {move || fault.get().map(|(_, said)| view! { <p class="refused">{icons::icon("warning")}{said}</p> })}
            </div>
            </div>
        </form>
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// How far the work has come, and what matches nothing any more
// ---------------------------------------------------------------------------------------------------------------------

/// The total over the chapters, in words, and how many verdicts are seen otherwise.
pub fn progress(state: State, lang: Lang) -> View {
    let chapters = by_chapter(state);
    let said = move || {
        let all = chapters.with(|c| judgement::total(c));
        let begun = of(lang, all.of - all.get(None).min(all.of), all.of);
        let by_status: Vec<String> = [Status::Done, Status::InProgress, Status::Todo, Status::Blocked]
            .into_iter()
            .map(|s| (all.get(Some(s)), judgement::status(Some(s), lang)))
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{word} {n}"))
            .collect();
        let list =
            if by_status.is_empty() { String::new() } else { t(lang, " : ", ": ") + &by_status.join(", ") };
        let head = t(
            lang,
            &format!(
                "{begun} exigences vérifiées qui restent à ma charge ou sont partagées ont un avancement"
            ),
            &format!("{begun} verified requirements that remain or are shared have a status"),
        );
        view! { <strong>{t(lang, "Avancement", "Progress")}</strong>{t(lang, " : ", ": ")}{head}{list}"." }
    };
    let any = move || chapters.with(|c| judgement::total(c)).by_status.iter().skip(1).any(|n| *n > 0);
    let body = move || any().then(|| view! { <p class="progress-total">{said}</p> });
    view! { <div class="work">{body}{otherwise(state, lang)}</div> }
}

/// The judgements that match nothing any more, each with why; a person decides what becomes of each.
pub fn orphans(state: State, lang: Lang) -> View {
    let orphans = Memo::new(move |_| {
        let (Some(document), Some(scope)) = (state.document.get(), state.scope.get()) else {
            return Vec::new();
        };
        let service = document.0.service(scope.service.as_str());
        service.map(|s| judgement::orphans(CATALOG, s, &scope)).unwrap_or_default()
    });
    let rows = move || {
        let rows = orphans.get().into_iter().enumerate();
        rows.map(|(at, orphan)| {
            let requirement = CATALOG.requirement(&orphan.requirement);
            let id = orphan.requirement.clone();
            let name = match requirement {
                Some(requirement) => {
                    let known = requirement.id;
                    let open = move |_| {
                        state.open_requirement(Some(known));
                        dom::soon(|| dom::focus_in_place("panel"));
                    };
                    view! { <button type="button" class="link" on:click=open>{known}" "{requirement.title.get(lang)}</button> }
                }
                None => view! { <strong>{id.clone()}</strong> },
            };
            let why = orphan.why.say(lang);
            let remove = move |_| {
                let edit = state
                    .now()
                    .zip(state.target.get_untracked())
                    .and_then(|(d, id)| judgement::without(d.0.service(id.as_str())?, &orphan));
                let label = Label::new(
                    format!("{}, retirer le jugement", orphan.requirement),
                    format!("{}, take the judgement away", orphan.requirement),
                );
                if let Some(edit) = edit
                    && state.try_edit(label.clone(), edit)
                {
                    state.toast(label, true);
                    // The next one has come to this place; else the title, or what stands after it.
                    let next = format!("orphan-{at}");
                    dom::soon(move || {
                        for id in [next.as_str(), "orphans-title", "main"] {
                            if dom::has(&format!("[id='{id}']")) {
                                dom::focus(id);
                                break;
                            }
                        }
                    });
                }
            };
            view! {
                <li>
                    <p>{icons::icon("warning")}{name}" "<span class="quiet">{why}</span></p>
                    <p class="problem-acts">
                        <button type="button" class="link danger" id=format!("orphan-{at}") on:click=remove>
                            {t(lang, "Le retirer", "Take it away")}<span class="away">" "{id}</span>
                        </button>
                    </p>
                </li>
            }
        })
        .collect::<Vec<_>>()
    };
    let body = move || {
        orphans.with(|o| !o.is_empty()).then(|| {
            view! {
                <section class="warnings orphans" aria-labelledby="orphans-title">
                    <h2 id="orphans-title" tabindex="-1">{t(lang, "Jugements à revoir", "Judgements to look at again")}</h2>
                    <p class="hint">
                        {t(lang, "Ils restent dans le document tant que personne ne les retire : rien n’est à faire pour les garder.", "They stay in the document as long as nobody takes them away: nothing need be done to keep them.")}
                    </p>
                    <ul>{rows}</ul>
                </section>
            }
        })
    };
    body.into_view()
}
