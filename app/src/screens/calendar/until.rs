//! One line for the panel of a requirement: until when its cover is known to last. The flips are computed when the panel
//! is open and nowhere else.

use crate::screens::icons;
use crate::ui::prelude::*;
use crate::{
    state::{CATALOG, State},
    words::t,
};
use catalog::Lang;
use model::{
    calendar::{flips, lost_from},
    verdict::Outcome,
    words,
};

/// How far ahead it looks, in years: beyond three no qualification lasts without a renewal.
const AHEAD: u16 = 10;

/// The line; nothing where no loss is known.
pub fn until(state: State, lang: Lang, requirement: &'static str) -> View {
    let lost = Memo::new(move |_| {
        let (document, target, question) =
            (state.document.get()?.0, state.target.get()?, state.question.get()?);
        let last = question.as_of.plus_years(AHEAD);
        let flips = flips(CATALOG, &document, &target, &question, question.as_of, last).ok()?;
        let (day, outcome) = lost_from(&flips, requirement)?;
        let flip = flips.iter().find(|f| f.day == day)?;
        let change = flip.changes.iter().find(|c| c.requirement.id == requirement)?;
        let why = change.causes.iter().filter_map(|at| flip.causes.get(*at)).map(|c| c.say(&document, lang));
        let eve = model::Date::from_days(day.to_days() - 1)?;
        Some((change.from, eve, day, outcome, why.collect::<Vec<_>>().join(" ")))
    });
    let line = move || {
        let (from, eve, day, to, why): (Outcome, _, _, Outcome, String) = lost.get()?;
        let (eve, day) = (words::date(eve, lang), words::date(day, lang));
        let (from, to) = (words::outcome(from, lang), words::outcome(to, lang));
        let said = t(
            lang,
            &format!("{from} jusqu’au {eve} ; le {day} : {to}."),
            &format!("{from} until {eve}; on {day}: {to}."),
        );
        Some(
            view! { <p class="until" id="until">{icons::icon("candidate")}<span>{said}" "<span class="quiet">{why}</span></span></p> },
        )
    };
    line.into_view()
}
