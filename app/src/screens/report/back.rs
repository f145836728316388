//! What comes back: a table that was filled in elsewhere is read, what it would change is shown, and nothing changes
//! before a person has chosen; one undo takes it back.

use super::Desk;
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    screens::icons,
    sheets,
    state::{CATALOG, State},
    words::{count, t},
};
use catalog::Lang;
use model::{
    Document,
    import::{self, Change, Plan},
    table::Grid,
};
use std::{collections::BTreeSet, sync::Arc};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// How many changes are drawn at first.
const DRAWN: usize = 300;

/// A file that was read.
#[derive(Clone)]
struct Brought {
    name: String,
    grids: Arc<Vec<Grid>>,
}

/// The room.
pub fn back(state: State, lang: Lang, desk: Desk) -> View {
    let brought: RwSignal<Option<Brought>> = RwSignal::new(None);
    let refused = RwSignal::new(String::new());
    // What is kept out by hand, or for a conflict until it is taken by hand: whatever is here differs from the default.
    let turned: RwSignal<BTreeSet<String>> = RwSignal::new(BTreeSet::new());
    // Against the document as it stands: an edit meanwhile may settle a conflict or make one.
    let plan = Memo::new_with_compare(
        move |_| {
            let (document, target) = (state.document.get()?.0, state.target.get()?);
            let file = brought.get()?;
            Some(import::plan(CATALOG, &document, &file.grids, &target).map(Arc::new))
        },
        |_, _| true,
    );
    let read = move |file: web_sys::File| {
        brought.set(None);
        refused.set(String::new());
        turned.set(BTreeSet::new());
        leptos::task::spawn_local(async move {
            let name = file.name();
            let said = match dom::read_file(&file, MAX_BYTES).await {
                Ok(bytes) => match sheets::read(&bytes, desk.progress).await {
                    Ok(grids) => {
                        brought.set(Some(Brought { name, grids: Arc::new(grids) }));
                        dom::soon(|| dom::focus("plan-title"));
                        return;
                    }
                    Err(sheets::Failed::Cancelled) => return,
                    Err(failed) => failed.say(lang),
                },
                Err(said) => said,
            };
            refused.set(t(
                lang,
                &format!("« {name} » n’a pas été lu. {said}"),
                &format!("“{name}” was not read. {said}"),
            ));
            dom::soon(|| dom::focus("back-fault"));
        });
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = dom::picked(&event) {
            read(file);
        }
    };
    let give_up = move || {
        brought.set(None);
        dom::soon(|| dom::focus("bring"));
    };
    let body = move || {
        let file = brought.get()?;
        Some(match plan.get()? {
            Ok(plan) => planned(desk, &file.name, &plan, turned, give_up).into_view(),
            Err(unfit) => {
                let said = unfit.say(lang);
                let title = t(
                    lang,
                    &format!("Rien n’a été pris de « {} »", file.name),
                    &format!("Nothing was taken from “{}”", file.name),
                );
                view! {
                    <div class="fault" role="alert">
                        <h3 id="plan-title" tabindex="-1">{title}</h3>
                        <p>{said}</p>
                    </div>
                }
                .into_view()
            }
        })
    };
    view! {
        <section class="back" aria-labelledby="back-title">
            <h2 id="back-title">{t(lang, "À rapporter", "To bring back")}</h2>
            <p class="hint">
                {t(
                    lang,
                    "Un tableau du périmètre ou un partage, en XLSX ou en CSV, rempli ailleurs : avancement, responsables, preuves, notes, jugements, réponses des socles. Ce qu’il changerait est d’abord montré ; rien ne change avant votre choix.",
                    "A table of the scope or a split, as XLSX or CSV, filled in elsewhere: status, owners, evidence, notes, judgements, answers of bases. What it would change is shown first; nothing changes before you choose.",
                )}
            </p>
            <p>
                <button type="button" class="plain" id="bring" disabled=move || desk.progress.with(Option::is_some) on:click=move |_| dom::click("bring-file")>
                    {icons::icon("open")}{t(lang, "Choisir un fichier rempli", "Choose a filled file")}
                </button>
                <input type="file" id="bring-file" class="away" tabindex="-1" accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    aria-label=t(lang, "Fichier rempli à rapporter", "Filled file to bring back") on:change=picked/>
            </p>
            {move || {
                let said = refused.get();
                (!said.is_empty()).then(|| view! { <p class="fault" id="back-fault" role="alert" tabindex="-1">{said}</p> })
            }}
            {body}
            {super::shares::shares(desk)}
        </section>
    }
}

/// Whether a change is taken: what is in conflict is not, unless it was turned.
fn is_taken(change: &Change, turned: &BTreeSet<String>) -> bool {
    change.is_plain() != turned.contains(&change.id())
}

fn planned(
    desk: Desk,
    file: &str,
    plan: &Arc<Plan>,
    turned: RwSignal<BTreeSet<String>>,
    give_up: impl Fn() + Copy + 'static,
) -> View {
    let Desk { state, lang, .. } = desk;
    let called = state.now().map(|d| d.0.called(&plan.service)).unwrap_or_default();
    let title = t(lang, &format!("« {file} », pour {called}"), &format!("“{file}”, for {called}"));
    let n = plan.changes.len();
    let mut sums = vec![count(
        lang,
        n,
        ("changement proposé", "changements proposés"),
        ("change proposed", "changes proposed"),
    )];
    let mut sum = |n: usize, fr: (&str, &str), en: (&str, &str)| {
        if n > 0 {
            sums.push(count(lang, n, fr, en));
        }
    };
    sum(plan.removals(), ("retrait", "retraits"), ("removal", "removals"));
    sum(plan.conflicts(), ("conflit", "conflits"), ("conflict", "conflicts"));
    sum(
        plan.problems.len(),
        ("valeur laissée de côté", "valeurs laissées de côté"),
        ("value kept out", "values kept out"),
    );
    sum(plan.unchanged, ("valeur inchangée", "valeurs inchangées"), ("value unchanged", "values unchanged"));
    sum(
        plan.already,
        ("déjà dans le document", "déjà dans le document"),
        ("already in the document", "already in the document"),
    );
    sum(plan.more, ("autre, non montré", "autres, non montrés"), ("more, not shown", "more, not shown"));
    let notes: Vec<_> = plan.notes.iter().map(|n| view! { <li>{n.say(lang)}</li> }).collect();
    let mut out: Vec<String> = plan.problems.iter().map(|p| p.say(lang)).collect();
    out.extend(plan.duplicates.iter().map(|d| d.say(lang)));
    out.extend(plan.unknown.iter().map(|u| u.say(lang)));
    let left = out.len();
    let out: Vec<_> = out.into_iter().map(|said| view! { <li>{said}</li> }).collect();
    let all = RwSignal::new(n <= DRAWN);
    let for_rows = plan.clone();
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { DRAWN };
        let document = state.now().map(|d| d.0).unwrap_or_default();
        let rows = for_rows.changes.iter().take(shown);
        rows.map(|c| change_row(c, &document, lang, turned)).collect::<Vec<_>>()
    };
    let for_count = plan.clone();
    let taken = Memo::new(move |_| {
        turned.with(|turned| for_count.changes.iter().filter(|c| is_taken(c, turned)).count())
    });
    let for_apply = plan.clone();
    let name = file.to_owned();
    let apply = move |_| {
        let Some(now) = state.now() else { return };
        let turned = turned.get_untracked();
        let taken = |c: &Change| is_taken(c, &turned);
        let held = import::withheld(&for_apply, &now.0, &taken).len();
        let edit = import::edit(&for_apply, &now.0, &taken);
        let label = Label::new(format!("rapporter « {name} »"), format!("bring back “{name}”"));
        if state.try_edit(label, edit) {
            let held = |fr: (&str, &str), en: (&str, &str), lang| {
                if held > 0 { format!(" {}.", count(lang, held, fr, en)) } else { String::new() }
            };
            let words = (
                (
                    "verdict laissé de côté : il lui manque un motif, un auteur ou un jour",
                    "verdicts laissés de côté : il leur manque un motif, un auteur ou un jour",
                ),
                (
                    "verdict kept out: it lacks a justification, an author or a day",
                    "verdicts kept out: they lack a justification, an author or a day",
                ),
            );
            let said = Label::new(
                format!("« {name} » rapporté.{}", held(words.0, words.1, Lang::Fr)),
                format!("“{name}” brought back.{}", held(words.0, words.1, Lang::En)),
            );
            give_up();
            state.toast(said, true);
        }
    };
    let turn_all = move |plan: Arc<Plan>, take: bool| {
        turned.set(plan.changes.iter().filter(|c| c.is_plain() != take).map(Change::id).collect());
    };
    let (plan_all, plan_none) = (plan.clone(), plan.clone());
    view! {
        <div class="plan" id="plan" role="region" aria-labelledby="plan-title">
            <h3 id="plan-title" tabindex="-1">{title}</h3>
            <p><strong>{sums.join(" · ")}</strong></p>
            {(!notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> })}
            {(n > 0).then(|| view! {
                <p class="plan-all">
                    <button type="button" class="link" on:click=move |_| turn_all(plan_all.clone(), true)>{t(lang, "Tout prendre", "Take all")}</button>
                    <button type="button" class="link" on:click=move |_| turn_all(plan_none.clone(), false)>{t(lang, "Ne rien prendre", "Take none")}</button>
                </p>
                <div class="plan-table" tabindex="0" role="group" aria-label=t(lang, "Changements proposés", "Changes proposed")>
                    <table class="changes">
                        <caption class="away">{t(lang, "Ce que le fichier changerait", "What the file would change")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t(lang, "Prendre", "Take")}</th>
                                <th scope="col">{t(lang, "Exigence", "Requirement")}</th>
                                <th scope="col">{t(lang, "Champ", "Field")}</th>
                                <th scope="col">{t(lang, "Maintenant", "Now")}</th>
                                <th scope="col">{t(lang, "Dans le fichier", "In the file")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {move || (!all.get()).then(|| view! {
                    <p><button type="button" class="link" on:click=move |_| all.set(true)>
                        {count(lang, n - DRAWN, ("autre changement : le montrer", "autres changements : les montrer"), ("more change: show it", "more changes: show them"))}
                    </button></p>
                })}
            })}
            {(left > 0).then(|| view! {
                <details open=left <= 12>
                    <summary><h4>{count(lang, left, ("remarque", "remarques"), ("remark", "remarks"))}</h4></summary>
                    <ul class="notes">{out}</ul>
                </details>
            })}
            <p class="hero-actions">
                <button type="button" class="primary" id="plan-apply" disabled=move || taken.get() == 0 on:click=apply>
                    {move || count(lang, taken.get(), ("changement à prendre : appliquer", "changements à prendre : appliquer"), ("change taken: apply", "changes taken: apply"))}
                </button>
                <button type="button" class="plain" id="plan-close" on:click=move |_| give_up()>{t(lang, "Fermer sans rien changer", "Close without a change")}</button>
            </p>
        </div>
    }
}

fn change_row(change: &Change, document: &Document, lang: Lang, turned: RwSignal<BTreeSet<String>>) -> View {
    // An answer stands on a reliance: of whom, on what.
    let on = change
        .on
        .as_ref()
        .map(|on| format!("{} → {}", document.called(&on.service), document.called(&on.base)));
    let id = change.id();
    let key = id.clone();
    let plain = change.is_plain();
    let checked = move || turned.with(|turned| plain != turned.contains(&key));
    let turn = move |_| {
        turned.update(|turned| {
            if !turned.remove(&id) {
                turned.insert(id.clone());
            }
        });
    };
    let field = change.field.head(lang);
    let label = t(
        lang,
        &format!("Prendre : {}, {field}", change.requirement),
        &format!("Take: {}, {field}", change.requirement),
    );
    let said = |said: String| {
        if said.is_empty() {
            view! { <span class="quiet">{t(lang, "rien", "nothing")}</span> }
        } else {
            view! { <span>{said}</span> }
        }
    };
    let conflict = change.conflict.as_ref().map(|was| {
        let was = was.say(lang);
        let was = if was.is_empty() { t(lang, "rien", "nothing") } else { was };
        let text = t(
            lang,
            &format!("Conflit : à l’export, « {was} »"),
            &format!("Conflict: when exported, “{was}”"),
        );
        view! { <span class="tag conflict">{text}</span> }
    });
    view! {
        <tr class:conflict=!plain>
            <td><input type="checkbox" aria-label=label prop:checked=checked on:change=turn/></td>
            <th scope="row">{change.requirement.clone()}{on.map(|on| view! { " "<span class="quiet">{on}</span> })}</th>
            <td>{field}</td>
            <td>{said(change.before.say(lang))}{conflict}</td>
            <td>{said(change.after.say(lang))}</td>
        </tr>
    }
}
