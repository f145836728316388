//! What the first view does not show: each name is a function of another file behind a split point (see `lazy`). Those of
//! one chunk come together; code that two chunks use and nothing else comes in a chunk that they share.

use super::{
    ask, calendar as dating, compare as comparing, compose as composing, dialogs, eucs as beside,
    help as helping, judgement, matrix as matrices, ownership as owning, present as presenting, privacy,
    problems, repair as repairing, report as reporting, report::Desk, rules as ruling, scope as scoping,
    stack, start,
};
use crate::{lazy::lazy, ui::prelude::Memo};
use model::{
    document::{Issue, ServiceId},
    share::LinkError,
};

lazy! {
    scope: fn scope(state, lang) = scoping::scope_screen;
    compose: fn compose(state, lang) = composing::compose;
    aside: fn add(state, lang) = dialogs::add;
    aside: fn connect(state, lang, from: ServiceId) = dialogs::connect;
    aside: fn forget(state, lang, key: String, title: String) = dialogs::forget;
    aside: fn menu(state, lang) = dialogs::menu;
    aside: fn palette(state, lang) = dialogs::palette;
    aside: fn share(state, lang, link: Result<String, LinkError>) = dialogs::share;
    aside: fn shelves(state, lang) = start::shelves;
    aside: fn wipe(state, lang) = privacy::wipe;
    aside: fn help(state, lang) = helping::help;
    aside(Beside): fn rules(state, lang) = ruling::rules;
    outputs: fn matrix(state, lang) = matrices::matrix_screen;
    outputs: fn present(state, lang) = presenting::present;
    outputs: fn questions(state, lang) = ask::questions;
    outputs: fn obtain(state, lang) = ask::obtain;
    deliver: fn report(state, lang) = reporting::report;
    bring: fn back(state, lang, desk: Desk) = reporting::back::back;
    outputs: fn compare(state, lang) = comparing::compare;
    eucs: fn eucs(state, lang) = beside::eucs;
    calendar: fn calendar(state, lang) = dating::calendar;
    until(Beside): fn until(state, lang, requirement: &'static str) = dating::until::until;
    ownership: fn ownership(state, lang) = owning::ownership;
    owners(Beside): fn owners(state, lang, owned: stack::Owned) = stack::owners;
    judge(Beside): fn judged(state, lang, requirement: &'static str) = judgement::section;
    judge(Beside): fn seen(state, lang, requirement: &'static str) = judgement::seen;
    judge: fn judged_filters(state, lang) = judgement::filters;
    judge: fn many(state, lang, shown: Memo<Vec<bool>>) = judgement::many;
    judge: fn progress(state, lang) = judgement::progress;
    judge: fn orphans(state, lang) = judgement::orphans;
    repair: fn repair(state, lang) = repairing::repair;
    repair: fn repairs(state, lang, issue: Issue) = problems::repairs;
}
