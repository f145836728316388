//! The holdings drawn, from the ultimate holders down to the provider. One tab stop: what is selected is what the keys
//! act on, here as in the outline, which says the same in words.

use super::{Desk, gauges::measures, marks, rest, share, standing};
use crate::ui::prelude::*;
use crate::{
    dom,
    screens::compose::key_of,
    words::{count, of, t},
};
use model::{
    Document,
    document::Item,
    layout::{
        Direction, Point,
        shape::{arrowhead, rounded, wrap},
    },
    ownership::{
        Holder, Measure, Ownership,
        layout::{BOX, Line, Spot},
        say,
    },
};

/// An arrow that leaves and arrives upright.
fn curve(points: &[Point]) -> String {
    let mut path = String::new();
    for (at, b) in points.iter().enumerate() {
        match at.checked_sub(1).and_then(|i| points.get(i)) {
            None => path.push_str(&format!("M{} {}", b.x, b.y)),
            Some(a) if a.x == b.x => path.push_str(&format!("V{}", b.y)),
            Some(a) => {
                let y = a.y.midpoint(b.y);
                path.push_str(&format!("C{} {y} {} {y} {} {}", a.x, b.x, b.x, b.y));
            }
        }
    }
    path
}

fn id_of(holder: &Holder) -> String {
    match holder {
        Holder::Entity(id) => format!("h-entity:{id}"),
        Holder::Unnamed(id) => format!("h-rest:{id}"),
    }
}

/// What is drawn of a holding: its percentage and its marks.
fn labels(document: &Document, line: &Line, measure: Measure, desk: Desk) -> Vec<String> {
    let lang = desk.lang;
    match line.holding {
        Some(at) => {
            let holding = document.holdings.get(at);
            let direct = holding.map(|h| if measure == Measure::Capital { h.capital } else { h.votes });
            let mut said = vec![share(direct.unwrap_or_default(), lang)];
            said.extend(marks(document, at, lang));
            said
        }
        None => vec![rest(document, &line.to, measure, lang)],
    }
}

fn arrow(desk: Desk, document: &Document, line: &Line, measure: Measure) -> View {
    let lang = desk.lang;
    let said = labels(document, line, measure, desk);
    let item = line.holding.map(Item::Holding);
    let name = |holder: &Holder| say::holder(document, holder, lang);
    let (from, to) = (name(&line.from), name(&Holder::Entity(line.to.clone())));
    let label = t(
        lang,
        &format!("Participation {from} → {to} : {}", said.join(", ")),
        &format!("Holding {from} → {to}: {}", said.join(", ")),
    );
    let texts: Vec<_> = said
        .iter()
        .enumerate()
        .map(|(i, text)| {
            let class = if i == 0 { "o-share" } else { "o-mark" };
            view! { <text class=class x=line.label.x y=line.label.y + 15 * i32::try_from(i).unwrap_or(0) text-anchor="middle">{text.clone()}</text> }
        })
        .collect();
    let path = if line.back { rounded(&line.points) } else { curve(&line.points) };
    let last = line.points.last().copied().unwrap_or(Point { x: 0, y: 0 });
    let head = if line.back {
        arrowhead(&line.points)
    } else {
        arrowhead(&[Point { y: last.y - 20, ..last }, last])
    };
    let mine = item.clone();
    let selected = move || mine.as_ref().is_some_and(|i| desk.state.selection.with(|s| s.last() == Some(i)));
    let class = match (line.back, line.holding) {
        (true, _) => "o-wire back",
        (_, None) => "o-wire rest",
        _ => "o-wire",
    };
    let id = item.as_ref().map(|i| format!("h-{}", key_of(i)));
    view! {
        <g class=class class:selected=selected id=id role=item.is_some().then_some("img") aria-label=item.is_some().then_some(label)
            aria-hidden=item.is_none().then_some("true")
            on:click=move |_| if let Some(item) = item.clone() { desk.select(item) }>
            <path class="wire-hit" d=path.clone()></path>
            <path class="wire-line" d=path></path>
            <path class="wire-head" d=head></path>
            {texts}
        </g>
    }
}

fn spot(desk: Desk, document: &Document, told: &Ownership, spot: &Spot) -> View {
    let lang = desk.lang;
    let (said, class) = standing(told, &spot.holder, lang);
    let name = say::leading(document, &spot.holder, lang);
    let is_provider = spot.row == 0;
    let held = told.holders.iter().find(|h| h.holder == spot.holder);
    let mut label = format!("{name}, {said}");
    if let Some(held) = held {
        let figures = if desk.measure.get() == Measure::Capital { held.capital } else { held.votes };
        let most = say::range(figures.product, lang);
        label.push_str(&t(
            lang,
            &format!(" ; en tout {most} par le produit"),
            &format!("; {most} in all by the product"),
        ));
    }
    let lines = wrap(&name, 20, 2);
    let below = 24 + 18 * i32::try_from(lines.len()).unwrap_or(1);
    let lines: Vec<_> = lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| view! { <text class="card-name" x="16" y=24 + 18 * i>{line}</text> })
        .collect();
    let item = Desk::item(&spot.holder);
    let mine = item.clone();
    let entity = matches!(spot.holder, Holder::Entity(_));
    let selected = move || entity && desk.state.selection.with(|s| s.last() == Some(&mine));
    let hatch = (class == "outside").then(
        || view! { <rect class="o-hatch" width=BOX.0 height=BOX.1 rx="10" fill="url(#o-hatch)"></rect> },
    );
    let foot = if is_provider {
        t(lang, &format!("prestataire, {said}"), &format!("provider, {said}"))
    } else {
        said
    };
    view! {
        <g class=format!("o-card {class}") class:selected=selected class:provider=is_provider id=id_of(&spot.holder) role="img" aria-label=label
            transform=format!("translate({}, {})", spot.x, spot.y)
            on:click=move |_| desk.select(item.clone())
            on:dblclick=move |_| desk.inspect()>
            <rect class="card-box" width=BOX.0 height=BOX.1 rx="10"></rect>
            {hatch}
            {lines}
            <text class="o-standing" x="16" y=below + 2>{foot}</text>
        </g>
    }
}

/// The drawing.
pub fn drawing(desk: Desk) -> View {
    let Desk { state, lang, told, picture, .. } = desk;
    let parts = move || {
        let (document, told, picture) = (desk.document.get()?, told.get()?, picture.get());
        let measure = desk.measure.get();
        let lines: Vec<_> = picture.lines.iter().map(|l| arrow(desk, &document, l, measure)).collect();
        let spots: Vec<_> = picture.spots.iter().map(|s| spot(desk, &document, &told, s)).collect();
        Some(view! { <g>{lines}</g><g>{spots}</g> })
    };
    let label = move || {
        let (holders, holdings) = picture.with(|p| (p.spots.len().saturating_sub(1), p.lines.len()));
        format!(
            "{}{}{}, {}",
            t(lang, "Détentions", "Holdings"),
            t(lang, " : ", ": "),
            count(lang, holders, ("détenteur", "détenteurs"), ("holder", "holders")),
            count(lang, holdings, ("participation", "participations"), ("holding", "holdings"))
        )
    };
    // What is selected, where it is drawn.
    let active = move || {
        let item = state.selection.with(|s| s.last().cloned())?;
        let drawn = picture.with(|p| match &item {
            Item::Entity(id) => p.spots.iter().any(|s| s.holder == Holder::Entity(id.clone())),
            Item::Holding(at) => p.lines.iter().any(|l| l.holding == Some(*at)),
            _ => false,
        });
        drawn.then(|| format!("h-{}", key_of(&item)))
    };
    let left_out = move || {
        let (left, shown) = picture.with(|p| (p.left_out, p.spots.len()));
        (left > 0).then(|| {
            let n = of(lang, shown, shown + left);
            view! { <p class="quiet">{t(lang, &format!("{n} détenteurs dessinés, les plus proches du prestataire ; le plan les a tous."), &format!("{n} holders drawn, those nearest to the provider; the outline has them all."))}</p> }
        })
    };
    let empty = move || picture.with(|p| p.lines.is_empty());
    let size = move || picture.with(|p| (p.width.max(BOX.0 + 40), p.height.max(BOX.1 + 40)));
    view! {
        <section class="o-drawing" aria-labelledby="o-drawing-title">
            <div class="o-bar">
                <h2 id="o-drawing-title">{t(lang, "Qui détient quoi", "Who holds what")}</h2>
                {measures(desk)}
            </div>
            <p class="empty" hidden=move || !empty()>{t(lang, "Aucune participation n’est encore dite : choisir la personne morale du prestataire dans le plan et lui ajouter un détenteur.", "No holding is said yet: choose the provider’s legal person in the outline and add a holder to it.")}</p>
            <div class="o-frame" id="o-frame" hidden=empty>
                <svg id="holdings" class="o-picture" tabindex="0" role="application" aria-roledescription=t(lang, "diagramme", "diagram")
                    aria-label=label aria-describedby="o-keys" aria-activedescendant=active
                    viewBox=move || format!("0 0 {} {}", size().0, size().1) width=move || size().0 height=move || size().1
                    style:min-width=move || format!("{}px", size().0 * 3 / 5)
                    on:keydown=move |e| key(desk, &e)>
                    <defs>
                        <pattern id="o-hatch" patternUnits="userSpaceOnUse" width="9" height="9" patternTransform="rotate(45)"><path class="o-hatch-line" d="M0 0v9"></path></pattern>
                    </defs>
                    {parts}
                </svg>
            </div>
            <p class="hint" id="o-keys" hidden=empty>
                {t(
                    lang,
                    "Flèches : d’un détenteur à l’autre ; Ctrl et flèche : suivre une participation ; Début, Fin ; Entrée : la fiche. Hachuré : hors de l’Union. « ? » : personne ne l’a dit.",
                    "Arrows: from one holder to another; Ctrl and an arrow: follow a holding; Home, End; Enter: the details. Hatched: outside the Union. “?”: nobody has said.",
                )}
            </p>
            {left_out}
        </section>
    }
}

fn key(desk: Desk, event: &web_sys::KeyboardEvent) {
    if event.alt_key() || event.is_composing() {
        return;
    }
    let name = event.key();
    let direction = match name.as_str() {
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        _ => None,
    };
    let picture = desk.picture.get_untracked();
    let named: Vec<&Spot> = picture.spots.iter().filter(|s| matches!(s.holder, Holder::Entity(_))).collect();
    let now = desk.state.selected();
    let entity = |s: &&Spot| Desk::item(&s.holder);
    let to = match (direction, name.as_str()) {
        (_, "Home") => named.first().map(entity),
        (_, "End") => named.last().map(entity),
        (_, "Enter" | "F2") if now.is_some() => {
            desk.inspect();
            now
        }
        (_, "Escape") if now.is_some() => {
            desk.state.select(None);
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        (Some(direction), _) => step(desk, direction, event.ctrl_key() || event.meta_key()),
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(item) = to {
        let id = format!("h-{}", key_of(&item));
        let label = dom::attribute(&id, "aria-label").unwrap_or_default();
        desk.select(item);
        desk.state.live.set(label);
        dom::reveal(&id);
    }
}

/// The next thing in a direction: a holder; or, following a holding, the arrow and then what is behind it.
fn step(desk: Desk, direction: Direction, along: bool) -> Option<Item> {
    let picture = desk.picture.get_untracked();
    let up = matches!(direction, Direction::Up);
    match desk.state.selected() {
        Some(Item::Entity(id)) if along => {
            let line = picture.lines.iter().find(|l| {
                l.holding.is_some() && if up { l.to == id } else { l.from == Holder::Entity(id.clone()) }
            });
            line.and_then(|l| l.holding).map(Item::Holding)
        }
        Some(Item::Holding(at)) => {
            let line = picture.lines.iter().find(|l| l.holding == Some(at))?;
            match direction {
                Direction::Up => Some(Desk::item(&line.from)),
                Direction::Down => Some(Item::Entity(line.to.clone())),
                side => {
                    // From one holding in a company to the next.
                    let mut beside: Vec<(i32, usize)> = (picture.lines.iter())
                        .filter(|l| l.to == line.to)
                        .filter_map(|l| Some((l.label.x, l.holding?)))
                        .collect();
                    model::sorted::sort(&mut beside);
                    let here = beside.iter().position(|(_, i)| *i == at)?;
                    let next = if matches!(side, Direction::Left) { here.checked_sub(1)? } else { here + 1 };
                    beside.get(next).map(|(_, i)| Item::Holding(*i))
                }
            }
        }
        Some(Item::Entity(id)) => {
            let mut from = Holder::Entity(id);
            // Whoever is not named is passed over.
            loop {
                let next = picture.nearest(&from, direction)?;
                match next {
                    Holder::Entity(id) => return Some(Item::Entity(id.clone())),
                    rest @ Holder::Unnamed(_) => from = rest.clone(),
                }
            }
        }
        _ => picture.spots.last().map(|s| Desk::item(&s.holder)),
    }
}
