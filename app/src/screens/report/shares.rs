//! The responsibility matrix of a base: read, held against the stack, and what it leaves to the service proposed as
//! shares. Nothing is added that a person has not seen and chosen.

use super::Desk;
use crate::ui::prelude::*;
use crate::{
    dom,
    history::Label,
    screens::icons,
    sheets,
    state::CATALOG,
    words::{count, t},
};
use catalog::{Lang, Layer, matrices::Matrices};
use model::{
    Document,
    document::ServiceId,
    responsibility::{self, Asked, Pick, Proposal, Share, Sides, Table, Unmapped, say},
    words,
};
use std::{collections::BTreeSet, sync::Arc};

/// A matrix as it was read, or chosen among those that we carry.
#[derive(Clone)]
struct Read {
    table: Arc<Table>,
    /// Its place among the published ones, where it is one of them.
    published: Option<usize>,
}

/// What is chosen here.
#[derive(Clone, Copy)]
struct Room {
    desk: Desk,
    matrices: RwSignal<Option<Arc<Matrices>>>,
    read: RwSignal<Option<Read>>,
    base: RwSignal<Option<ServiceId>>,
    /// Which column is the customer's, where a person said so.
    customer: RwSignal<Option<usize>>,
    /// The shares whose tick is not what it is at first.
    turned: RwSignal<BTreeSet<usize>>,
    /// Suggestions that a person took: a row, and a layer.
    picked: RwSignal<BTreeSet<(usize, Layer)>>,
    refused: RwSignal<String>,
}

/// All that a proposal is made from.
struct Made {
    document: Arc<Document>,
    service: ServiceId,
    base: ServiceId,
    read: Read,
    sides: Sides,
    matrices: Arc<Matrices>,
}

impl Made {
    fn asked(&self) -> Asked<'_> {
        Asked {
            catalog: CATALOG,
            document: &self.document,
            service: &self.service,
            base: &self.base,
            table: &self.read.table,
            sides: self.sides,
            published: self.read.published.and_then(|at| self.matrices.matrices.get(at)),
            hints: &self.matrices.hints,
        }
    }

    fn proposal(&self) -> Option<Proposal> {
        responsibility::propose(&self.asked())
    }
}

impl Room {
    /// The services on which the service in question rests directly; tracked.
    fn bases(self) -> Vec<(ServiceId, String)> {
        let state = self.desk.state;
        let (Some(document), Some(target)) = (state.document.get(), state.target.get()) else {
            return Vec::new();
        };
        let reliances =
            document.0.service(target.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default();
        reliances.iter().map(|r| (r.service.clone(), document.0.called(&r.service))).collect()
    }

    fn sides(self, document: &Document, base: &ServiceId, table: &Table) -> Option<Sides> {
        if let Some(customer) = self.customer.get() {
            return Some(Sides { customer, provider: 1 - customer.min(1) });
        }
        let provider = document.service(base.as_str()).and_then(|s| document.provider(&s.provider));
        table.guess(&[provider.map(|p| p.name.as_str()).unwrap_or_default()])
    }

    fn made(self) -> Option<Made> {
        let state = self.desk.state;
        let document = state.document.get()?.0;
        let (service, read) = (state.target.get()?, self.read.get()?);
        let bases = self.bases();
        let wanted = self.base.get();
        let chosen = bases.iter().find(|(id, _)| Some(id) == wanted.as_ref()).or_else(|| bases.first());
        let base = chosen?.0.clone();
        let sides = self.sides(&document, &base, &read.table)?;
        let matrices = self.matrices.get()?;
        Some(Made { document, service, base, read, sides, matrices })
    }

    fn take(self, read: Option<Read>) {
        self.turned.set(BTreeSet::new());
        self.picked.set(BTreeSet::new());
        self.customer.set(None);
        self.refused.set(String::new());
        self.read.set(read);
    }

    /// Takes the largest of the tables that were read, and knows it again where its provider publishes it.
    fn take_tables(self, tables: Vec<Table>, name: &str) {
        let lang = self.desk.lang;
        let Some(table) = tables.into_iter().max_by_key(|t| t.rows.len()) else {
            self.refuse(name, &say::unreadable(responsibility::Unreadable::NoMatrix, lang));
            return;
        };
        let published = self.matrices.with_untracked(|m| {
            let matrices = m.as_ref()?;
            let found = responsibility::recognise(matrices, &table)?;
            matrices.matrices.iter().position(|x| x.id == found.id)
        });
        self.take(Some(Read { table: Arc::new(table), published }));
        dom::soon(|| dom::focus("shares-title"));
    }

    fn refuse(self, name: &str, why: &str) {
        self.take(None);
        let lang = self.desk.lang;
        self.refused.set(t(
            lang,
            &format!("« {name} » n’a pas été lu. {why}"),
            &format!("“{name}” was not read. {why}"),
        ));
        dom::soon(|| dom::focus("shares-fault"));
    }

    fn open(self, file: web_sys::File) {
        let lang = self.desk.lang;
        leptos::task::spawn_local(async move {
            let name = file.name();
            let bytes = match dom::read_file(&file, super::back::MAX_BYTES).await {
                Ok(bytes) => bytes,
                Err(said) => return self.refuse(&name, &said),
            };
            let lower = name.to_lowercase();
            if lower.ends_with(".md") || lower.ends_with(".txt") || lower.ends_with(".markdown") {
                match responsibility::read_markdown(&String::from_utf8_lossy(&bytes)) {
                    Ok(tables) => self.take_tables(tables, &name),
                    Err(why) => self.refuse(&name, &say::unreadable(why, lang)),
                }
                return;
            }
            match sheets::read(&bytes, self.desk.progress).await {
                Ok(grids) => {
                    let tables = grids.iter().filter_map(|g| responsibility::from_grid(g).ok()).collect();
                    self.take_tables(tables, &name);
                }
                Err(sheets::Failed::Cancelled) => {}
                Err(failed) => self.refuse(&name, &failed.say(lang)),
            }
        });
    }
}

/// The room: folded until somebody wants it; only then are the published matrices fetched.
pub fn shares(desk: Desk) -> View {
    let lang = desk.lang;
    let room = Room {
        desk,
        matrices: RwSignal::new(None),
        read: RwSignal::new(None),
        base: RwSignal::new(None),
        customer: RwSignal::new(None),
        turned: RwSignal::new(BTreeSet::new()),
        picked: RwSignal::new(BTreeSet::new()),
        refused: RwSignal::new(String::new()),
    };
    let opened = RwSignal::new(false);
    let unfold = move |event: web_sys::Event| {
        if !dom::is_open(&event) || opened.get_untracked() {
            return;
        }
        opened.set(true);
        leptos::task::spawn_local(async move {
            let bytes = dom::fetch("./text/matrices.json").await;
            match bytes.ok().and_then(|b| Matrices::parse(&b)) {
                Some(matrices) => room.matrices.set(Some(Arc::new(matrices))),
                None => {
                    opened.set(false);
                    room.refused.set(t(
                        lang,
                        "Les matrices publiées n’ont pas pu être chargées : replier, puis déplier pour réessayer.",
                        "The published matrices could not be loaded: fold and unfold to try again.",
                    ));
                }
            }
        });
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = dom::picked(&event) {
            room.open(file);
        }
    };
    let choose = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        let found = room.matrices.with_untracked(|m| {
            let matrices = m.as_ref()?;
            let at = matrices.matrices.iter().position(|x| x.id == value)?;
            let table = Table::published(matrices.matrices.get(at)?, lang);
            Some(Read { table: Arc::new(table), published: Some(at) })
        });
        room.take(found);
    };
    let is_chosen =
        move |at: usize| move || room.read.with(|r| r.as_ref().is_some_and(|r| r.published == Some(at)));
    let options = move || {
        let matrices = room.matrices.get()?;
        let options: Vec<_> = matrices
            .matrices
            .iter()
            .enumerate()
            .map(|(at, m)| {
                let day = m.date.parse().map(|d| words::date(d, lang)).unwrap_or_else(|_| m.date.clone());
                let called = format!("{}, {} ({day}, {})", m.provider, m.service.get(lang), m.licence);
                view! { <option value=m.id.clone() selected=is_chosen(at)>{called}</option> }
            })
            .collect();
        Some(options)
    };
    let bases = move || {
        let bases = room.bases();
        let wanted = room.base.get();
        bases
            .into_iter()
            .map(|(id, called)| view! { <option value=id.0.clone() selected=wanted.as_ref() == Some(&id)>{called}</option> })
            .collect::<Vec<_>>()
    };
    let none = Memo::new(move |_| room.bases().is_empty());
    view! {
        <details class="shares" on:toggle=unfold>
            <summary><h3>{t(lang, "Matrice de responsabilités d’un socle", "Responsibility matrix of a base")}</h3></summary>
            <p class="hint">
                {t(
                    lang,
                    "Là où le contrat du socle rend son client responsable (A), une part reste au service. La matrice est lue, ses défauts sont dits, et les parts retenues sont proposées, jamais ajoutées sans vous.",
                    "Where the base’s contract makes its customer accountable (A), a share stays with the service. The matrix is read, its defects are told, and retained shares are proposed, never added without you.",
                )}
            </p>
            {move || if none.get() {
                view! { <p class="empty">{t(lang, "Ce service ne repose sur aucun autre : il n’y a pas de socle dont lire la matrice.", "This service rests on no other: there is no base whose matrix could be read.")}</p> }
            } else {
                view! {
                    <div class="fields">
                        <p class="field">
                            <label for="shares-base">{t(lang, "Socle", "Base")}</label>
                            <select id="shares-base" on:change=move |e| room.base.set(Some(ServiceId(event_target_value(&e))))>{bases}</select>
                        </p>
                        <p class="field">
                            <label for="shares-published">{t(lang, "Matrice publiée", "Published matrix")}</label>
                            <select id="shares-published" disabled=move || room.matrices.with(Option::is_none) on:change=choose>
                                <option value="">{t(lang, "Choisir…", "Choose…")}</option>
                                {options}
                            </select>
                        </p>
                        <p class="field">
                            <span class="label">{t(lang, "Ou la vôtre", "Or your own")}</span>
                            <button type="button" class="plain" id="shares-open" disabled=move || room.matrices.with(Option::is_none) || desk.progress.with(Option::is_some) on:click=move |_| dom::click("shares-file")>
                                {icons::icon("open")}{t(lang, "Lire un fichier (Markdown, CSV, XLSX)", "Read a file (Markdown, CSV, XLSX)")}
                            </button>
                        </p>
                    </div>
                }
            }}
            <input type="file" id="shares-file" class="away" tabindex="-1" accept=".md,.markdown,.txt,.csv,.xlsx"
                aria-label=t(lang, "Matrice de responsabilités à lire", "Responsibility matrix to read") on:change=picked/>
            {move || {
                let said = room.refused.get();
                (!said.is_empty()).then(|| view! { <p class="fault" id="shares-fault" role="alert" tabindex="-1">{said}</p> })
            }}
            {move || columns(room)}
            {move || room.made().and_then(|made| Some(proposed(room, &made, made.proposal()?)))}
        </details>
    }
}

/// Which column is whose: said where it is clear, asked where it is not.
fn columns(room: Room) -> Option<View> {
    let lang = room.desk.lang;
    let read = room.read.get()?;
    let [first, second] = read.table.parties.as_slice() else {
        let said: Vec<_> = defects(&read.table, lang);
        return Some(view! { <ul class="notes">{said}</ul> });
    };
    let made = room.made();
    let customer = made.map(|m| m.sides.customer);
    let options: Vec<_> = [first, second]
        .into_iter()
        .enumerate()
        .map(|(at, head)| view! { <option value=at selected=customer == Some(at)>{head.clone()}</option> })
        .collect();
    let choose = move |e: web_sys::Event| room.customer.set(event_target_value(&e).parse().ok());
    Some(view! {
        <p class="field shares-customer">
            <label for="shares-customer">{t(lang, "Colonne du client du socle", "Column of the base’s customer")}</label>
            <select id="shares-customer" on:change=choose>
                {customer.is_none().then(|| view! { <option value="" selected=true>{t(lang, "À dire", "To be said")}</option> })}
                {options}
            </select>
        </p>
    })
}

fn defects(table: &Table, lang: Lang) -> Vec<View> {
    let said = table.defects.iter().map(|d| {
        let place = words::capital(&say::place(d, lang));
        let colon = t(lang, " : ", ": ");
        let activity = (!d.activity.is_empty()).then(|| view! { <strong>{d.activity.clone()}</strong>" " });
        view! { <li>{activity}{format!("{place}{colon}{}", say::defect(&d.kind, lang))}</li> }
    });
    said.collect()
}

fn activity(table: &Table, row: usize) -> String {
    table.row(row).map(|r| r.activity.clone()).unwrap_or_default()
}

fn proposed(room: Room, made: &Made, proposal: Proposal) -> View {
    let Desk { state, lang, .. } = room.desk;
    let table = made.read.table.clone();
    let base = made.document.called(&made.base);
    let faults = defects(&table, lang);
    let title =
        t(lang, &format!("Ce que {base} laisse au service"), &format!("What {base} leaves to the service"));
    let mut sums = vec![
        count(lang, table.rows.len(), ("ligne lue", "lignes lues"), ("row read", "rows read")),
        count(
            lang,
            proposal.shares.len(),
            ("part proposée", "parts proposées"),
            ("share proposed", "shares proposed"),
        ),
    ];
    let mut sum = |n: usize, fr: (&str, &str), en: (&str, &str)| {
        if n > 0 {
            sums.push(count(lang, n, fr, en));
        }
    };
    sum(proposal.unmapped.len(), ("ligne à rattacher", "lignes à rattacher"), ("row to map", "rows to map"));
    sum(faults.len(), ("défaut", "défauts"), ("defect", "defects"));
    sum(
        proposal.not_concerned.len(),
        ("ligne non concernée", "lignes non concernées"),
        ("row not concerned", "rows not concerned"),
    );
    let shares: Vec<_> =
        proposal.shares.iter().enumerate().map(|(at, s)| share_row(room, &table, at, s)).collect();
    let unmapped: Vec<_> = proposal.unmapped.iter().map(|u| unmapped_row(room, &table, u)).collect();
    let aside: Vec<_> = proposal
        .not_concerned
        .iter()
        .map(|a| {
            let note = a.note.as_ref().map(|n| n.get(lang).to_owned());
            let said = note.filter(|n| !n.is_empty()).unwrap_or_else(|| say::why(a.why, lang));
            view! { <li><strong>{a.row}</strong>" "{activity(&table, a.row)}" "<span class="quiet">{said}</span></li> }
        })
        .collect();
    let (has_shares, to_map, wrong, beside) = (!shares.is_empty(), unmapped.len(), faults.len(), aside.len());
    let proposal = Arc::new(proposal);
    let counted = proposal.clone();
    let chosen = Memo::new(move |_| {
        let turned = room.turned.get();
        let shares = counted.shares.iter().enumerate();
        let chosen: Vec<usize> =
            shares.filter(|(at, s)| s.preselected() != turned.contains(at)).map(|(at, _)| at).collect();
        chosen
    });
    let n = move || chosen.with(Vec::len) + room.picked.with(BTreeSet::len);
    let apply = move |_| {
        let Some(made) = untrack(|| room.made()) else { return };
        let picks: Vec<Pick> = room.picked.with_untracked(|picked| {
            let found = picked.iter().filter_map(|(row, layer)| {
                let unmapped = proposal.unmapped.iter().find(|u| u.row == *row)?;
                let suggestion = unmapped.suggestions.iter().find(|s| s.layer == *layer)?;
                let requirements = suggestion.requirements.iter().map(|r| (*r).to_owned()).collect();
                Some(Pick { row: *row, layer: *layer, requirements })
            });
            found.collect()
        });
        let edit = responsibility::edit(&made.asked(), &proposal, &chosen.get_untracked(), &picks, lang);
        let base = made.document.called(&made.base);
        let label = Label::new(
            format!("ajouter les parts laissées par « {base} »"),
            format!("add the shares left by “{base}”"),
        );
        let done = match edit {
            Some(edit) => state.try_edit(label, edit),
            None => true,
        };
        if done {
            room.take(None);
            state.toast(
                Label::new(
                    format!("Parts laissées par « {base} » ajoutées."),
                    format!("Shares left by “{base}” added."),
                ),
                true,
            );
            dom::soon(|| dom::focus("shares-published"));
        }
    };
    view! {
        <div class="plan" role="region" aria-labelledby="shares-title">
            <h4 id="shares-title" tabindex="-1">{title}</h4>
            <p><strong>{sums.join(" · ")}</strong></p>
            {has_shares.then(|| view! {
                <div class="plan-table" tabindex="0" role="group" aria-label=t(lang, "Parts proposées", "Shares proposed")>
                    <table class="changes">
                        <caption class="away">{t(lang, "Parts que la matrice laisse au service", "Shares that the matrix leaves to the service")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t(lang, "Ajouter", "Add")}</th>
                                <th scope="col">{t(lang, "Ligne de la matrice", "Row of the matrix")}</th>
                                <th scope="col">{t(lang, "Couche", "Layer")}</th>
                                <th scope="col">{t(lang, "Exigences", "Requirements")}</th>
                                <th scope="col">{t(lang, "Pourquoi, et avec quelle confiance", "Why, and how sure")}</th>
                            </tr>
                        </thead>
                        <tbody>{shares}</tbody>
                    </table>
                </div>
            })}
            {(to_map > 0).then(|| view! {
                <details>
                    <summary><h5>{count(lang, to_map, ("ligne à rattacher par vous", "lignes à rattacher par vous"), ("row for you to map", "rows for you to map"))}</h5></summary>
                    <ul class="notes">{unmapped}</ul>
                </details>
            })}
            {(wrong > 0).then(|| view! {
                <details open=true>
                    <summary><h5>{count(lang, wrong, ("défaut de la matrice", "défauts de la matrice"), ("defect of the matrix", "defects of the matrix"))}</h5></summary>
                    <ul class="notes">{faults}</ul>
                </details>
            })}
            {(beside > 0).then(|| view! {
                <details>
                    <summary><h5>{count(lang, beside, ("ligne non concernée", "lignes non concernées"), ("row not concerned", "rows not concerned"))}</h5></summary>
                    <ul class="notes">{aside}</ul>
                </details>
            })}
            <p class="hero-actions">
                <button type="button" class="primary" id="shares-apply" disabled=move || n() == 0 on:click=apply>
                    {move || count(lang, n(), ("part choisie : ajouter", "parts choisies : ajouter"), ("share chosen: add", "shares chosen: add"))}
                </button>
                <button type="button" class="plain" on:click=move |_| { room.take(None); dom::soon(|| dom::focus("shares-published")); }>
                    {t(lang, "Fermer sans rien ajouter", "Close without adding")}
                </button>
            </p>
        </div>
    }
}

fn share_row(room: Room, table: &Table, at: usize, share: &Share) -> View {
    let lang = room.desk.lang;
    let first = share.preselected();
    let checked = move || first != room.turned.with(|t| t.contains(&at));
    let turn = move |_| {
        room.turned.update(|turned| {
            if !turned.remove(&at) {
                turned.insert(at);
            }
        });
    };
    let layer = words::layer(share.layer, lang);
    let label = t(
        lang,
        &format!("Ajouter : ligne {}, {layer}", share.row),
        &format!("Add: row {}, {layer}", share.row),
    );
    let sure =
        format!("{}{}", t(lang, "confiance ", "confidence: "), words::confidence(share.confidence, lang));
    view! {
        <tr>
            <td><input type="checkbox" aria-label=label disabled=share.already prop:checked=checked on:change=turn/></td>
            <th scope="row"><strong>{share.row}</strong>" "<span>{activity(table, share.row)}</span></th>
            <td>{layer}</td>
            <td>{share.requirements.join(", ")}</td>
            <td>
                {share.because.get(lang).to_owned()}" "<span class="quiet">{sure}</span>
                {share.already.then(|| view! { " "<span class="tag">{t(lang, "déjà dans la pile", "in the stack already")}</span> })}
            </td>
        </tr>
    }
}

fn unmapped_row(room: Room, table: &Table, unmapped: &Unmapped) -> View {
    let lang = room.desk.lang;
    let row = unmapped.row;
    let choices: Vec<_> = unmapped
        .suggestions
        .iter()
        .map(|s| {
            let layer = s.layer;
            let key = (row, layer);
            let checked = move || room.picked.with(|p| p.contains(&key));
            let turn = move |_| {
                room.picked.update(|picked| {
                    if !picked.remove(&key) {
                        picked.insert(key);
                    }
                });
            };
            let id = format!("pick-{row}-{}", layer.id());
            let colon = t(lang, " : ", ": ");
            let said = format!("{}{colon}{}", words::layer(layer, lang), s.requirements.join(", "));
            view! {
                <span class="check"><input type="checkbox" id=id.clone() prop:checked=checked on:change=turn/><label for=id>{said}</label></span>
            }
        })
        .collect();
    let note = unmapped.note.as_ref().map(|n| n.get(lang).to_owned());
    let differs = unmapped.differs.then(|| {
        t(
            lang,
            "La matrice publiée par le prestataire met cette ligne à sa charge.",
            "The matrix that the provider published puts this row on the provider.",
        )
    });
    view! {
        <li>
            <strong>{row}</strong>" "{activity(table, row)}
            {note.map(|n| view! { " "<span class="quiet">{n}</span> })}
            {differs.map(|n| view! { " "<span class="quiet">{n}</span> })}
            {choices}
        </li>
    }
}
