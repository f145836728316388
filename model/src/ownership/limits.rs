//! The tests of 19.6.a and b on what the two methods find.

use super::{
    COLLECTIVE, Conclusion, Figures, Finding, Held, Holder, INDIVIDUAL, Limit, Limits, MOST_PATHS, Measure,
    Method, Open, Ownership, Range, RightHeld, Rights, TOLERANCE, Why,
    control::Control,
    graph::{self, Chosen, Graph, SAME, Source, View},
    is_exact,
    product::{self, Reach, Target},
};
use crate::{
    document::{Answer, Document, EntityId, EntityKind, ProviderId},
    question::Readings,
    sorted,
};

/// What 19.6.a and b come to for a provider; nothing where the document has no such provider.
pub fn ownership(document: &Document, provider: &ProviderId, readings: &Readings) -> Option<Ownership> {
    document.provider(provider)?;
    let (graph, chosen) = (Graph::new(document), Chosen::of(readings));
    let judged = judge(document, &graph, provider, chosen);
    let holders = judged.view.as_ref().map(|view| judged.holders(view)).unwrap_or_default();
    let open = judged.open();
    let (seat, seat_why) = judged.seat;
    Some(Ownership {
        provider: provider.clone(),
        entity: judged.view.as_ref().map(|view| view.id(view.root)),
        seat,
        seat_why,
        capital: judged.capital,
        votes: judged.votes,
        rights: judged.rights,
        result: judged.result,
        holders,
        open,
    })
}

/// The overall result of every provider, in the order of the document: the badge on the stack.
pub fn results(document: &Document, readings: &Readings) -> Vec<(ProviderId, Conclusion)> {
    let (graph, chosen) = (Graph::new(document), Chosen::of(readings));
    let providers = document.providers.iter();
    providers.map(|p| (p.id.clone(), judge(document, &graph, &p.id, chosen).result)).collect()
}

/// What is found of a provider, before anything is named or shown.
pub(super) struct Judged<'g, 'd> {
    view: Option<View<'g, 'd>>,
    control: Option<Control>,
    /// By who holds: entities by their place, then whoever holds the rest of each.
    figures: [Vec<Figures>; 2],
    seat: (Conclusion, Why),
    pub capital: Limits,
    pub votes: Limits,
    rights: Rights,
    result: Conclusion,
}

/// Judges a provider.
pub(super) fn judge<'g, 'd>(
    document: &'d Document,
    graph: &'g Graph<'d>,
    provider: &ProviderId,
    chosen: Chosen,
) -> Judged<'g, 'd> {
    let entity = graph::legal_person(document, provider);
    let view = entity.and_then(|e| View::new(graph, &e.id, chosen, true));
    let control = view.as_ref().map(Control::new);
    let seat = graph::seat(entity);
    let mut figures = [Vec::new(), Vec::new()];
    let mut limits = [Measure::Capital, Measure::Votes].map(|measure| unknown(measure, chosen));
    let mut rights = Rights { result: Conclusion::Unknown, held: Vec::new() };
    if let (Some(view), Some(control)) = (&view, &control) {
        let hands: Vec<Answer> = (0..view.len()).map(|at| control.in_non_eu_hands(view, at)).collect();
        for ((figures, limits), measure) in
            figures.iter_mut().zip(&mut limits).zip([Measure::Capital, Measure::Votes])
        {
            *figures = each(view, control, measure);
            *limits = judge_measure(view, control, measure, figures, &hands, chosen);
        }
        rights = judge_rights(view, control, &hands);
    }
    let [capital, votes] = limits;
    let result = seat.0.max(capital.result).max(votes.result).max(rights.result);
    Judged { view, control, figures, seat, capital, votes, rights, result }
}

/// What every holder has of the root, by both methods.
fn each(view: &View<'_, '_>, control: &Control, measure: Measure) -> Vec<Figures> {
    let by_control = control.each(view, measure);
    let has_rest = |at: usize| view.stakes(at, measure).list.iter().any(|s| s.source == Source::Unnamed);
    let size = view.len();
    let mut figures = Vec::with_capacity(2 * size);
    // Of many holders one pass gives bounds, and only those are looked at closely whose bounds leave the result open.
    let mut reach = Reach::new(view, measure);
    let wide = if size > MANY { product::spread(view, measure) } else { Vec::new() };
    let decides = |of: usize, range: &Range| {
        let inside = of < size && view.standing(of) == Answer::No;
        !inside && compare(*range, INDIVIDUAL) == Conclusion::Unknown
    };
    for (of, whole) in by_control.into_iter().enumerate() {
        let product = if of == view.root {
            Range::default()
        } else if let Some(range) = wide.get(of).filter(|range| !decides(of, range)) {
            *range
        } else if of < size && of != view.root {
            reach.of(Target::Entity(of))
        } else if of >= size && has_rest(of - size) {
            reach.of(Target::Unnamed(of - size))
        } else {
            Range::default()
        };
        let control = if of == view.root { Range::default() } else { whole };
        figures.push(Figures { product: tidy(product), control: tidy(control) });
    }
    figures
}

/// Rounds away what the arithmetic leaves, so that a result does not depend on the order of a sum.
fn tidy(range: Range) -> Range {
    // Nought has no sign.
    let tidy = |p: f64| ((p * 1e9).round() / 1e9).clamp(0.0, 100.0) + 0.0;
    let (min, max) = (tidy(range.min), tidy(range.max));
    Range { min: min.min(max), max }
}

/// Compares what is held with a limit: “more than” fails, as much passes.
fn compare(percent: Range, limit: f64) -> Conclusion {
    if percent.min > limit + TOLERANCE {
        Conclusion::Fail
    } else if percent.max > limit + TOLERANCE {
        Conclusion::Unknown
    } else {
        Conclusion::Pass
    }
}

fn judge_measure(
    view: &View<'_, '_>,
    control: &Control,
    measure: Measure,
    figures: &[Figures],
    hands: &[Answer],
    chosen: Chosen,
) -> Limits {
    // Whoever is, or is not, at the end of a circle that leads nowhere: nothing can be concluded from it.
    let has_stake = |at: &usize| {
        *at == view.root
            || figures.get(*at).is_some_and(|f| f.product.max > TOLERANCE || f.control.max > TOLERANCE)
    };
    let is_endless = product::endless(view, measure).iter().flatten().any(has_stake);
    let open = |percent: Range| if is_endless { Range { max: 100.0, ..percent } } else { percent };
    let one = |method: Method| individual(view, figures, method, &open);
    let all = |percent: Range| {
        let percent = open(tidy(percent));
        Finding { result: compare(percent, COLLECTIVE), percent, worst: None }
    };
    join(
        measure,
        limit(INDIVIDUAL, one(Method::Product), one(Method::Control), chosen),
        limit(
            COLLECTIVE,
            all(Reach::new(view, measure).of(Target::NonEu)),
            all(control.together(view, measure, hands)),
            chosen,
        ),
        chosen,
    )
}

/// The greatest of those who are, or may be, non-EU.
fn individual(
    view: &View<'_, '_>,
    figures: &[Figures],
    method: Method,
    open: &dyn Fn(Range) -> Range,
) -> Finding {
    let mut sure: Option<(usize, f64)> = None;
    let mut may: Option<(usize, f64)> = None;
    for (of, figures) in figures.iter().enumerate() {
        let range = match method {
            Method::Product => figures.product,
            Method::Control => figures.control,
        };
        let standing = if of < view.len() { view.standing(of) } else { Answer::Unknown };
        if standing == Answer::No || of == view.root || range.max <= TOLERANCE {
            continue;
        }
        if may.is_none_or(|(_, most)| range.max > most) {
            may = Some((of, range.max));
        }
        if standing == Answer::Yes && sure.is_none_or(|(_, least)| range.min > least) {
            sure = Some((of, range.min));
        }
    }
    let percent = open(Range { min: sure.map_or(0.0, |(_, p)| p), max: may.map_or(0.0, |(_, p)| p) });
    let result = compare(percent, INDIVIDUAL);
    let worst = if result == Conclusion::Fail { sure } else { may };
    Finding { result, percent, worst: worst.map(|(of, _)| holder(view, of)) }
}

fn holder(view: &View<'_, '_>, of: usize) -> Holder {
    if of < view.len() { Holder::Entity(view.id(of)) } else { Holder::Unnamed(view.id(of - view.len())) }
}

fn limit(limit: f64, product: Finding, control: Finding, chosen: Chosen) -> Limit {
    let key = |f: &Finding| (f.result, f.percent.max, f.percent.min);
    let (p, c) = (key(&product), key(&control));
    let stricter = p.0.cmp(&c.0).then(p.1.total_cmp(&c.1)).then(p.2.total_cmp(&c.2));
    let decides = chosen.only.unwrap_or(if stricter.is_lt() { Method::Control } else { Method::Product });
    Limit { limit, product, control, decides }
}

fn join(measure: Measure, individual: Limit, collective: Limit, chosen: Chosen) -> Limits {
    let (one, all) = (individual.result(), collective.result());
    let result = if chosen.both_broken { one.min(all) } else { one.max(all) };
    Limits { measure, individual, collective, result }
}

/// Of a provider whose legal person is not stated, nothing is known.
fn unknown(measure: Measure, chosen: Chosen) -> Limits {
    let open = |of: f64| {
        let percent = Range { min: 0.0, max: 100.0 };
        let finding = Finding { result: Conclusion::Unknown, percent, worst: None };
        limit(of, finding.clone(), finding, chosen)
    };
    join(measure, open(INDIVIDUAL), open(COLLECTIVE), chosen)
}

/// Vetoes and appointments, of a direct holder or of whoever controls it.
fn judge_rights(view: &View<'_, '_>, control: &Control, hands: &[Answer]) -> Rights {
    let mut held = Vec::new();
    for (at, holding, lot) in view.holdings(view.root).filter(|(_, _, lot)| lot.veto || lot.appoints_majority)
    {
        let hand = hands.get(at).copied().unwrap_or(Answer::Unknown);
        let result = match hand {
            Answer::Yes => Conclusion::Fail,
            Answer::No => Conclusion::Pass,
            Answer::Unknown => Conclusion::Unknown,
        };
        // Whose hands they are: the holder's own, unless it takes someone above to make them non-EU.
        let own = at != view.root && view.standing(at) == hand;
        let through = (hand != Answer::No && !own).then(|| through(view, control, at, hand)).flatten();
        held.push(RightHeld {
            holding,
            holder: view.id(at),
            through,
            veto: lot.veto,
            appoints: lot.appoints_majority,
            result,
        });
    }
    sorted::by(&mut held, |a, b| (&a.holder, a.holding).cmp(&(&b.holder, b.holding)));
    let mut result = held.iter().map(|r| r.result).max().unwrap_or(Conclusion::Pass);
    // Whoever is not named may have such a right, and nobody has said that they have not.
    let is_unnamed =
        |measure| view.stakes(view.root, measure).list.iter().any(|s| s.source == Source::Unnamed);
    if is_unnamed(Measure::Capital) || is_unnamed(Measure::Votes) {
        result = result.max(Conclusion::Unknown);
    }
    Rights { result, held }
}

/// Who controls an entity from outside the Union (`hand` is yes), or may.
pub(super) fn through(view: &View<'_, '_>, control: &Control, at: usize, hand: Answer) -> Option<Holder> {
    let above = control.over(at).into_iter().find(|(of, controls)| {
        let standing = if *of < view.len() { view.standing(*of) } else { Answer::Unknown };
        *of != view.root
            && if hand == Answer::Yes {
                (standing, *controls) == (Answer::Yes, Answer::Yes)
            } else {
                standing != Answer::No
            }
    });
    above.map(|(of, _)| holder(view, of))
}

impl Judged<'_, '_> {
    /// The limits of a measure.
    pub fn limits(&self, measure: Measure) -> &Limits {
        match measure {
            Measure::Capital => &self.capital,
            Measure::Votes => &self.votes,
        }
    }

    fn of(&self, measure: Measure, of: usize) -> Figures {
        let [capital, votes] = &self.figures;
        let all = if measure == Measure::Capital { capital } else { votes };
        all.get(of).copied().unwrap_or_default()
    }

    /// The most that someone has of the root, whatever the measure and the method.
    fn most(&self, of: usize) -> f64 {
        let (capital, votes) = (self.of(Measure::Capital, of), self.of(Measure::Votes, of));
        capital.product.max.max(capital.control.max).max(votes.product.max).max(votes.control.max)
    }

    fn holders(&self, view: &View<'_, '_>) -> Vec<Held> {
        let mut all: Vec<(usize, f64)> = (0..2 * view.len()).map(|of| (of, self.most(of))).collect();
        all.retain(|(of, most)| *of != view.root && *most > TOLERANCE);
        // Those who hold most first; the order of identifiers between equals.
        sorted::by(&mut all, |a, b| b.1.total_cmp(&a.1));
        let mut holders = Vec::with_capacity(all.len());
        let shortest = (view.len() > MANY).then(|| steps_down(view));
        for (of, _) in all {
            let at = if of < view.len() { of } else { of - view.len() };
            let (non_eu, why) = match view.entity(at) {
                Some(entity) if of < view.len() => graph::standing(entity),
                _ => (Answer::Unknown, Why::Unnamed),
            };
            let (paths, more_paths) = match &shortest {
                Some(steps) => (vec![down(view, steps, at)], true),
                None => match paths(view, at) {
                    // None of the beginnings that were followed came down to the root: one chain is shown all the same.
                    (none, true) if none.is_empty() => (vec![down(view, &steps_down(view), at)], true),
                    found => found,
                },
            };
            holders.push(Held {
                holder: holder(view, of),
                non_eu,
                why,
                capital: self.of(Measure::Capital, of),
                votes: self.of(Measure::Votes, of),
                controls: self.control.as_ref().map_or(Answer::Unknown, |c| c.controls(of, view.root)),
                paths,
                more_paths,
            });
        }
        holders
    }

    /// Whether somebody above an entity may exceed the limit for one holder, and has more ways to the root than through
    /// that entity alone: then what it has of that entity matters.
    fn may_exceed_from_behind(&self, view: &View<'_, '_>, measure: Measure, at: usize) -> bool {
        let own = self.of(measure, at).product.max;
        let may = |of: usize| {
            let product = self.of(measure, of).product;
            product.max > own + TOLERANCE
                && compare(product, INDIVIDUAL) == Conclusion::Unknown
                && (of >= view.len() || (of != view.root && view.standing(of) != Answer::No))
        };
        let mut is_met = vec![false; view.len()];
        let mut open = vec![at];
        while let Some(next) = open.pop() {
            let Some(met) = is_met.get_mut(next).filter(|met| !**met) else { continue };
            *met = true;
            if may(next) || may(view.len() + next) {
                return true;
            }
            let stakes = view.stakes(next, measure).list.iter().filter(|s| s.max > SAME);
            open.extend(stakes.filter_map(|s| match s.source {
                Source::Entity(holder) => Some(holder),
                _ => None,
            }));
        }
        false
    }

    /// What would have to be said before one can conclude.
    fn open(&self) -> Vec<Open> {
        let mut open = Vec::new();
        if self.result != Conclusion::Unknown {
            return open;
        }
        let Some(view) = &self.view else { return vec![Open::NoEntity] };
        let root = view.root;
        if let (Conclusion::Unknown, Why::Missing(seats)) = &self.seat {
            open.extend(seats.iter().map(|seat| Open::Place(view.id(root), *seat)));
        }
        let undecided = |measure| self.limits(measure).result == Conclusion::Unknown;
        let by_control = [Measure::Capital, Measure::Votes].into_iter().any(|measure| {
            let limits = self.limits(measure);
            limits.result == Conclusion::Unknown
                && [&limits.individual, &limits.collective]
                    .iter()
                    .any(|limit| limit.control.result == Conclusion::Unknown)
        });
        // On whom an undecided right hangs: who has it, and who may control that one, if only as an unnamed rest.
        let hanging: Vec<&EntityId> = (self.rights.held.iter())
            .filter(|right| right.result == Conclusion::Unknown)
            .flat_map(|right| {
                let above = right.through.as_ref().map(|of| match of {
                    Holder::Entity(id) | Holder::Unnamed(id) => id,
                });
                std::iter::once(&right.holder).chain(above)
            })
            .collect();
        for at in 0..view.len() {
            let hangs = !hanging.is_empty() && hanging.contains(&&view.id(at));
            // Of those of whom nothing reaches the provider nothing need be known.
            if at != root && self.most(at) <= TOLERANCE && !hangs {
                continue;
            }
            let (non_eu, why) = view.entity(at).map_or((Answer::No, Why::Inside), graph::standing);
            if let (Answer::Unknown, Why::Missing(seats)) = (non_eu, why)
                && at != root
            {
                let kind = view.entity(at).and_then(|e| e.kind);
                if kind.is_none_or(|kind| kind == EntityKind::Company) {
                    open.extend(seats.into_iter().map(|seat| Open::Place(view.id(at), seat)));
                } else {
                    open.push(Open::Somewhere(view.id(at)));
                }
            }
            // Whoever holds the rest of it, unnamed, may control it: what one has of the capital hangs on votes, too. Of a
            // non-EU entity they have no more than that entity.
            if by_control
                && at != root
                && view.standing(at) != Answer::Yes
                && let Some(control) = &self.control
                && control.controls(view.len() + at, at) == Answer::Unknown
            {
                control.votes_open(view, at, &mut open);
            }
            let rest = |m| view.stakes(at, m).list.iter().any(|s| s.source == Source::Unnamed);
            let rights = hangs || (at == root && self.rights.result == Conclusion::Unknown);
            for measure in [Measure::Capital, Measure::Votes] {
                // A non-EU holder ends the chain: who is behind it changes nothing, unless that one may have more.
                let ends = at != root
                    && view.standing(at) == Answer::Yes
                    && !(undecided(measure) && self.may_exceed_from_behind(view, measure, at));
                if rest(measure) && (undecided(measure) || rights) && !ends {
                    open.push(Open::Holders(view.id(at)));
                }
                if !undecided(measure) || ends {
                    continue;
                }
                for (_, holding, lot) in view.holdings(at) {
                    let share = if measure == Measure::Capital { lot.capital } else { lot.votes };
                    if !is_exact(share) {
                        open.push(Open::Share(holding, measure));
                    }
                }
            }
        }
        let either = [Measure::Capital, Measure::Votes].into_iter().filter(|m| undecided(*m));
        for measure in either {
            for circle in product::endless(view, measure) {
                open.push(Open::Circle(circle.into_iter().map(|at| view.id(at)).collect()));
            }
        }
        if let Some(control) = &self.control {
            open.extend(control.open(view));
        }
        sorted::sort(&mut open);
        open.dedup();
        open
    }
}

/// Chains from the entity at a place down to the root, the shortest first, none through the same entity twice.
fn paths(view: &View<'_, '_>, from: usize) -> (Vec<Vec<EntityId>>, bool) {
    let mut found: Vec<Vec<EntityId>> = Vec::new();
    let mut open: Vec<Vec<usize>> = vec![vec![from]];
    let mut next = 0;
    while let Some(path) = open.get(next).cloned() {
        next += 1;
        let Some(last) = path.last().copied() else { continue };
        if last == view.root {
            if found.len() == MOST_PATHS {
                return (found, true);
            }
            found.push(path.iter().map(|at| view.id(*at)).collect());
            continue;
        }
        for held in view.held.get(last).into_iter().flatten() {
            if path.contains(held) || !has_stake(view, last, *held) {
                continue;
            }
            // A lattice has more chains than anyone reads.
            if open.len() >= LOOKED_AT {
                return (found, true);
            }
            let mut longer = path.clone();
            longer.push(*held);
            open.push(longer);
        }
    }
    (found, false)
}

/// The next entity on a shortest way down to the root, of each.
fn steps_down(view: &View<'_, '_>) -> Vec<usize> {
    let mut steps = vec![usize::MAX; view.len()];
    let mut open = vec![view.root];
    let mut next = 0;
    while let Some(at) = open.get(next).copied() {
        next += 1;
        for measure in [Measure::Capital, Measure::Votes] {
            for stake in view.stakes(at, measure).list.iter().filter(|s| s.max > SAME) {
                let Source::Entity(holder) = stake.source else { continue };
                if let Some(step) = steps.get_mut(holder).filter(|s| holder != view.root && **s == usize::MAX)
                {
                    *step = at;
                    open.push(holder);
                }
            }
        }
    }
    steps
}

/// One shortest chain down to the root: of many entities nobody reads all chains.
fn down(view: &View<'_, '_>, steps: &[usize], from: usize) -> Vec<EntityId> {
    let mut chain = vec![view.id(from)];
    let mut at = from;
    while let Some(next) = steps.get(at).copied().filter(|_| at != view.root && chain.len() <= view.len()) {
        if next == usize::MAX {
            break;
        }
        chain.push(view.id(next));
        at = next;
    }
    chain
}

/// Above this many entities, what each has is bounded in one pass.
const MANY: usize = 200;

/// How many beginnings of chains are followed for one holder.
const LOOKED_AT: usize = 128;

fn has_stake(view: &View<'_, '_>, holder: usize, held: usize) -> bool {
    [Measure::Capital, Measure::Votes].into_iter().any(|measure| {
        let mut stakes = view.stakes(held, measure).list.iter();
        stakes.any(|s| s.source == Source::Entity(holder) && s.max > SAME)
    })
}
