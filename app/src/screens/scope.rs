//! What remains to me: the home of a service. Counts, a chart a chapter, then the list, and a requirement beside it.

use super::{
    apart,
    assumptions::assumptions,
    icons,
    judgement::{self, chapter_said},
    list::list,
    notice,
    problems::problems,
    requirement::requirement_panel,
    stack::stack_view,
};
use crate::ui::prelude::*;
use crate::{
    route::{By, chapter_id},
    state::{CATALOG, State},
    words::{of, t},
};
use catalog::Lang;
use model::{
    claims::{self, Leave},
    supply::Stack,
    verdict::{Counts, Flag, Outcome},
    words,
};

/// The order in which outcomes are told: what remains first.
pub const ORDER: [Outcome; 4] =
    [Outcome::Remains, Outcome::Shared, Outcome::Inherited, Outcome::NotApplicable];

/// The screen.
pub fn scope_screen(state: State, lang: Lang) -> View {
    let opened = move || state.opened.with(Option::is_some);
    let empty = move || state.document.with(|d| d.as_ref().is_some_and(|d| d.0.services.is_empty()));
    let inert = move || state.covered_below(1280.0);
    let judged = judgement::any(state);
    let owned = RwSignal::new(Vec::new());
    let named = Memo::new(move |_| {
        state.document.with(|d| d.iter().any(|d| d.0.providers.iter().any(|p| p.entity.is_some())))
    });
    view! {
        <div class="scope" class:with-panel=opened>
            {heading(state, lang, ("Ce qui reste à ma charge", "What remains to me"))}
            {move || empty().then(|| view! {
                <p class="empty body-empty">
                    {t(lang, "Ce document n’a encore aucun service : il n’y a rien à évaluer.", "This document has no service yet: there is nothing to evaluate.")}
                </p>
            })}
            <div class="lead-in" inert=inert hidden=empty>
                {figures(state, lang)}
                {move || judged.get().then(|| apart::progress(state, lang))}
                {caveats(state, lang)}
                {blocking(state, lang)}
            </div>
            <div class="rail" inert=inert>
                {stack_view(state, lang, owned)}
                {move || named.get().then(|| apart::owners(state, lang, owned))}
                {assumptions(state, lang)}
            </div>
            <div class="body" inert=inert hidden=empty>
                {problems(state, lang)}
                {move || judged.get().then(|| apart::orphans(state, lang))}
                {chapters(state, lang)}
                {folded(state, lang, "questions", ("Les réponses qui règlent le plus", "The answers that settle most"), apart::questions)}
                {folded(state, lang, "obtain", ("À obtenir des socles", "To obtain from the bases"), apart::obtain)}
                {sayings(state, lang, false)}
                {list(state, lang)}
                <p class="notice">{notice(lang)}</p>
            </div>
            {requirement_panel(state, lang)}
        </div>
    }
}

/// The title of a screen about one service, the service, and the note of the document.
pub fn heading(state: State, lang: Lang, title: (&'static str, &'static str)) -> View {
    let options = move || {
        let (document, target) = (state.document.get()?.0, state.target.get()?);
        let options: Vec<_> = document
            .services
            .iter()
            .map(|s| {
                let name = if s.name.is_empty() { s.id.0.clone() } else { s.name.clone() };
                view! { <option value=s.id.0.clone() selected=s.id == target>{name}</option> }
            })
            .collect();
        Some(options)
    };
    let about = move || {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let service = document.service(target.as_str())?;
        let provider = document.provider(&service.provider).map(|p| p.name.clone()).unwrap_or_default();
        let activities =
            service.activities.iter().map(catalog::Activity::name).collect::<Vec<_>>().join(", ");
        let day = words::date(question.as_of, lang);
        Some(t(
            lang,
            &format!("{activities} de {provider}, au {day}"),
            &format!("{activities} by {provider}, as of {day}"),
        ))
    };
    view! {
        <div class="heading" inert=move || state.covered_below(1280.0)>
            <h1>{t(lang, title.0, title.1)}</h1>
            <p class="service-choice">
                <label for="service">{t(lang, "Service en question", "Service in question")}</label>
                <select id="service" on:change=move |e| state.choose(&event_target_value(&e))>{options}</select>
                <span class="about">{about}</span>
            </p>
            {document_note(state, lang)}
        </div>
    }
}

/// The note of the document and its sources, folded.
pub fn document_note(state: State, lang: Lang) -> View {
    let note = move || {
        let document = state.document.get()?.0;
        let text = document.note.clone()?;
        let sources: Vec<_> = document.sources.iter().map(|s| view! { <li>{s.clone()}</li> }).collect();
        Some(view! {
            <details class="document-note">
                <summary>{t(lang, "Note et sources du document", "Note and sources of the document")}</summary>
                <p>{text}</p>
                <ul>{sources}</ul>
            </details>
        })
    };
    note.into_view()
}

/// A part that is drawn, and computed at every edit, only while it is unfolded.
fn folded(
    state: State,
    lang: Lang,
    id: &'static str,
    title: (&'static str, &'static str),
    make: fn(State, Lang) -> View,
) -> View {
    let open = RwSignal::new(false);
    let toggled = move |e: web_sys::Event| open.set(crate::dom::is_open(&e));
    view! {
        <details class="asks" id=id on:toggle=toggled>
            <summary><h2>{t(lang, title.0, title.1)}</h2></summary>
            {move || open.get().then(|| make(state, lang))}
        </details>
    }
}

fn hint(outcome: Outcome, lang: Lang) -> String {
    let (fr, en) = match outcome {
        Outcome::Remains => {
            ("rien n’en est tenu par un socle qualifié", "no part lies with a qualified base")
        }
        Outcome::Shared => ("une part à moi, une part au socle", "one part mine, one part the base’s"),
        Outcome::Inherited => {
            ("tout est tenu par un socle qualifié", "every part lies with a qualified base")
        }
        Outcome::NotApplicable => ("la condition n’est pas remplie", "the condition does not hold"),
    };
    t(lang, fr, en)
}

/// Four figures over the verified requirements; each filters the list.
pub fn figures(state: State, lang: Lang) -> View {
    let verified = Memo::new(move |_| state.scope.with(|s| s.as_ref().map(|s| (s.verified(), s.all()))));
    let figures: Vec<_> = ORDER
        .into_iter()
        .map(|outcome| {
            let n = move || verified.get().map_or(0, |(v, _)| v.get(outcome));
            let m = move || verified.get().map_or(0, |(v, _)| v.total());
            let pressed = move || state.route.with(|r| r.filter.is(By::Outcome, outcome.id()));
            let press = move |_| {
                state.filter(|f| f.toggle(By::Outcome, outcome.id()));
            };
            view! {
                <li>
                    <button type="button" class=format!("figure {}", outcome.id()) on:click=press
                        aria-pressed=move || if pressed() { "true" } else { "false" }>
                        <span class="figure-head">{icons::verdict(outcome)}{words::outcome(outcome, lang)}</span>
                        <span class="figure-number">{n}</span>
                        <span class="figure-of">{move || of(lang, n(), m())}</span>
                        <span class="figure-hint">{hint(outcome, lang)}</span>
                    </button>
                </li>
            }
        })
        .collect();
    let all = move || {
        verified.get().map(|(_, all)| {
            let list: Vec<String> = ORDER
                .into_iter()
                .map(|o| format!("{} {}", words::outcome(o, lang).to_lowercase(), all.get(o)))
                .collect();
            t(
                lang,
                &format!(
                    "Sur les 261 exigences vérifiées, sans les 17 recommandations. Sur les 278 : {}.",
                    list.join(", ")
                ),
                &format!(
                    "Over the 261 verified requirements, without the 17 recommendations. Over all 278: {}.",
                    list.join(", ")
                ),
            )
        })
    };
    view! {
        <section class="figures" aria-label=t(lang, "Décompte", "Counts")>
            <ul>{figures}</ul>
            {super::compose::told(state, lang)}
            <p class="quiet">{all}</p>
        </section>
    }
}

/// What to know before relying on the figures: each flag with its count; each filters the list.
pub fn caveats(state: State, lang: Lang) -> View {
    let counted = Memo::new(move |_| {
        state.scope.with(|s| {
            let verdicts =
                || s.iter().flat_map(|s| &s.verdicts).filter(|v| v.requirement.modality.is_verified());
            Flag::ALL
                .iter()
                .map(|f| (*f, verdicts().filter(|v| v.flags.contains(*f)).count()))
                .filter(|(_, n)| *n > 0)
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        counted
            .get()
            .into_iter()
            .map(|(flag, n)| {
                let pressed = move || state.route.with(|r| r.filter.is(By::Flag, flag.id()));
                let press = move |_| {
                    state.filter(|f| f.toggle(By::Flag, flag.id()));
                };
                view! {
                    <li>
                        <button type="button" class="caveat" on:click=press title=words::flag_meaning(flag, lang)
                            aria-pressed=move || if pressed() { "true" } else { "false" }>
                            <span class=format!("tag flag-{}", flag.id())>{words::flag(flag, lang)}</span>
                            <span class="caveat-count">{n}</span>
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section class="caveats" aria-labelledby="caveats-title" hidden=move || counted.with(Vec::is_empty)>
            <h2 id="caveats-title">{t(lang, "À savoir avant de s’y fier", "To know before relying on it")}</h2>
            <ul>{rows}</ul>
        </section>
    }
}

/// The services that a switched reading holds against the document.
pub fn blocking(state: State, lang: Lang) -> View {
    let blocking = Memo::new(move |_| state.ask(|evaluator, node| evaluator.blocking(node)));
    let held = move || {
        blocking
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|id| {
                view! {
                    <li>
                        {icons::icon("warning")}
                        {t(
                            lang,
                            &format!("« {id} » n’est pas qualifié et relève d’un autre prestataire : la lecture choisie tient la composition pour irrecevable."),
                            &format!("“{id}” is not qualified and belongs to another provider: the reading chosen holds the composition inadmissible."),
                        )}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section class="warnings" aria-labelledby="blocking-title" hidden=move || blocking.with(|b| b.as_ref().is_none_or(Vec::is_empty))>
            <h2 id="blocking-title">{t(lang, "Composition irrecevable selon une lecture", "Composition inadmissible under a reading")}</h2>
            <ul>{held}</ul>
        </section>
    }
}

/// How the verified requirements of each chapter fall, counted once an edit.
pub fn by_chapter(state: State) -> impl Fn(u8) -> Counts + Copy {
    let counts =
        Memo::new(move |_| state.scope.with(|s| s.as_ref().map(|s| s.by_chapter()).unwrap_or_default()));
    move |chapter| counts.with(|c| c.get(&chapter).copied().unwrap_or_default())
}

/// One bar a chapter, with its numbers; each filters the list.
pub fn chapters(state: State, lang: Lang) -> View {
    let counts = by_chapter(state);
    // A column that is there once somebody has given a status to something.
    let progress = judgement::by_chapter(state);
    let none = Memo::new(move |_| {
        progress.with(|p| {
            let all = model::judgement::total(p);
            all.of == all.get(None)
        })
    });
    let rows: Vec<_> = CATALOG
        .chapters
        .iter()
        .map(|chapter| {
            let number = chapter.number;
            let of_chapter = move || counts(number);
            let done = move || {
                progress.with(|p| p.iter().find(|p| p.chapter == number).map(|p| chapter_said(p, lang)))
            };
            let pressed = move || state.route.with(|r| r.filter.is(By::Chapter, chapter_id(number)));
            let press = move |_| {
                state.filter(|f| f.toggle(By::Chapter, chapter_id(number)));
            };
            let numbers: Vec<_> = ORDER
                .into_iter()
                .map(|outcome| {
                    view! { <td class=format!("number {}", outcome.id())>{move || of_chapter().get(outcome)}</td> }
                })
                .collect();
            view! {
                <tr class:chosen=pressed>
                    <th scope="row">
                        <button type="button" class="link" on:click=press aria-pressed=move || if pressed() { "true" } else { "false" }>
                            <span class="chapter-number">{number}</span>" "{chapter.title.get(lang)}
                        </button>
                    </th>
                    <td class="bar-cell">{chapter_bar(number, of_chapter, lang)}</td>
                    {numbers}
                    <td class="number progress" hidden=none>{done}</td>
                </tr>
            }
        })
        .collect();
    let heads: Vec<_> = ORDER
        .into_iter()
        .map(|o| view! { <th scope="col" class=format!("number {}", o.id())>{icons::verdict(o)}<span>{words::outcome(o, lang)}</span></th> })
        .collect();
    view! {
        <details class="chapters" open=true>
            <summary><h2>{t(lang, "Par chapitre", "By chapter")}</h2></summary>
            <section class="scroll" tabindex="0" aria-label=t(lang, "Décompte par chapitre", "Counts by chapter")>
                <table>
                    <caption class="away">
                        {t(lang, "Exigences vérifiées de chaque chapitre, par verdict", "Verified requirements of each chapter, by verdict")}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "Chapitre", "Chapter")}</th>
                            <th scope="col"><span class="away">{t(lang, "Barre", "Bar")}</span></th>
                            {heads}
                            <th scope="col" class="number progress" hidden=none>{t(lang, "Avancement", "Progress")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        </details>
    }
}

/// A chapter's bar: as long as the chapter, in the colours and patterns of its verdicts.
pub fn chapter_bar(number: u8, counts: impl Fn() -> Counts + Copy + 'static, lang: Lang) -> View {
    let segments: Vec<_> = ORDER
        .into_iter()
        .map(|outcome| {
            let n = move || counts().get(outcome);
            view! {
                <span class=format!("segment {}", outcome.id()) class:none=move || n() == 0
                    style:flex-grow=move || n().to_string()></span>
            }
        })
        .collect();
    view! {
        <span class="bar-track" role="img" aria-label=move || said(counts(), lang)>
            <span class="bar-fill" style:width=format!("{}%", 100 * chapter_size(number) / catalog_widest())>{segments}</span>
        </span>
    }
}

/// What may be said of the service, and what may not.
pub fn sayings(state: State, lang: Lang, open: bool) -> View {
    let rulings = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let stack = Stack::new(&document).ok()?;
        let node = stack.graph().node(target.as_str())?;
        Some(claims::claims(&stack, &question, node))
    });
    let side = move |leave: Leave| {
        move || {
            rulings
                .get()
                .unwrap_or_default()
                .into_iter()
                .filter(|r| r.leave == leave)
                .map(|r| {
                    view! {
                        <li>{r.claim.say(lang)}" "<span class="quiet">"("{r.claim.basis()}")"</span></li>
                    }
                })
                .collect::<Vec<_>>()
        }
    };
    view! {
        <details class="claims" open=open>
            <summary><h2>{t(lang, "Ce qui peut se dire, et ce qui ne le peut pas", "What may be said, and what may not")}</h2></summary>
            <div class="claims-sides">
                <section class="may">
                    <h3>{icons::icon("may")}{t(lang, "Peut se dire", "May be said")}</h3>
                    <ul>{side(Leave::May)}</ul>
                </section>
                <section class="may-not">
                    <h3>{icons::icon("close")}{t(lang, "Ne peut pas se dire", "May not be said")}</h3>
                    <ul>{side(Leave::MayNot)}</ul>
                </section>
            </div>
        </details>
    }
}

fn chapter_size(number: u8) -> usize {
    CATALOG.requirements.iter().filter(|r| r.chapter == number && r.modality.is_verified()).count()
}

fn catalog_widest() -> usize {
    CATALOG.chapters.iter().map(|c| chapter_size(c.number)).max().unwrap_or(1).max(1)
}

fn said(counts: Counts, lang: Lang) -> String {
    let list: Vec<String> = ORDER
        .into_iter()
        .filter(|o| counts.get(*o) > 0)
        .map(|o| format!("{} {}", words::outcome(o, lang), counts.get(o)))
        .collect();
    format!("{} ({})", list.join(", "), of(lang, counts.applicable(), counts.total()))
}
