//! The diagram: boxes that do not overlap, arrows that run around them, and nothing that moves without need.

use crate::wounds::{run, samples};
use catalog::{Activity, ActivitySet, SECNUMCLOUD};
use checks::generate;
use model::{
    Document,
    document::{MAX_COLUMN, Reliance, Service, ServiceId, ThirdParty},
    layout::{
        Aside, BOX_HEIGHT, BOX_WIDTH, CHANNEL, Direction, End, FIRST_COLUMN, GUTTER, HALF_COLUMN, LABEL,
        Layout, Placed, Point, Wire, layout,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

const BANDS: [Activity; 4] = [Activity::Saas, Activity::Paas, Activity::Caas, Activity::Iaas];

// ---------------------------------------------------------------------------------------------------------------------
// Documents
// ---------------------------------------------------------------------------------------------------------------------

fn service(id: &str, activities: &[Activity], bases: &[&str]) -> Service {
    Service {
        id: id.into(),
        activities: ActivitySet::of(activities),
        relies_on: bases.iter().map(|b| Reliance { service: (*b).into(), ..Reliance::default() }).collect(),
        ..Service::default()
    }
}

fn third_party(id: &str, serves: &[&str]) -> ThirdParty {
    ThirdParty {
        id: id.into(),
        serves: serves.iter().map(|s| (*s).into()).collect(),
        ..ThirdParty::default()
    }
}

fn document(services: Vec<Service>) -> Document {
    Document { services, ..Document::default() }
}

/// What a generated service is made from: activities, the services it rests on by number, its column.
type Draft = (Vec<Activity>, Vec<usize>, Option<u16>);

fn draft(most: usize) -> impl Strategy<Value = Draft> {
    let activities = prop_oneof![
        6 => vec(select(BANDS.to_vec()), 1),
        3 => vec(select(BANDS.to_vec()), 2..=3),
    ];
    let column =
        prop_oneof![12 => Just(None), 1 => (0..12_u16).prop_map(Some), 1 => option::of(0..=MAX_COLUMN)];
    (activities, vec(0..most, 0..=3), column)
}

fn made(drafts: Vec<Draft>, parties: Vec<Vec<usize>>, circles: bool) -> Document {
    let count = drafts.len();
    let name = |at: usize| format!("s{at}");
    let services = drafts.into_iter().enumerate().map(|(at, (activities, bases, column))| {
        // Without circles each rests on earlier ones only.
        let bases = bases.into_iter().filter(|_| circles || at > 0);
        let bases: Vec<String> =
            bases.map(|b| name(if circles { b % (count + 1) } else { b % at })).collect();
        let bases: Vec<&str> = bases.iter().map(String::as_str).collect();
        Service { column, ..service(&name(at), &activities, &bases) }
    });
    let services = services.collect();
    let third_parties = parties.into_iter().enumerate().map(|(at, serves)| {
        let serves: Vec<String> = serves.into_iter().map(|s| name(s % (count + 1))).collect();
        third_party(&format!("t{at}"), &serves.iter().map(String::as_str).collect::<Vec<_>>())
    });
    Document { third_parties: third_parties.collect(), ..document(services) }
}

/// Up to 40 services without circles, in any order.
fn documents() -> impl Strategy<Value = Document> {
    let parties = || vec(vec(0..40_usize, 0..=3), 0..=6);
    let drafts = prop_oneof![
        2 => (vec(draft(40), 1..=6), parties()),
        3 => (vec(draft(40), 7..=40), parties()),
    ];
    (drafts, any::<bool>()).prop_flat_map(|((drafts, parties), shuffled)| {
        let document = made(drafts, parties, false);
        let services = Just(document.services.clone());
        let services = if shuffled { services.prop_shuffle().boxed() } else { services.boxed() };
        services.prop_map(move |services| Document { services, ..document.clone() })
    })
}

/// Circles, services that rest on themselves and on nobody, ids that come twice.
fn wild_documents() -> impl Strategy<Value = Document> {
    let parties = vec(vec(0..40_usize, 0..=3), 0..=6);
    (vec(draft(40), 1..=30), parties, vec((0..30_usize, 0..30_usize), 0..=3), any::<bool>()).prop_map(
        |(drafts, parties, twins, bare)| {
            let mut document = made(drafts, parties, true);
            for (a, b) in twins {
                let count = document.services.len();
                document.services[a % count].id = document.services[b % count].id.clone();
            }
            if bare {
                document.services[0].activities = ActivitySet::EMPTY;
            }
            document
        },
    )
}

fn any_documents() -> impl Strategy<Value = Document> {
    prop_oneof![
        1 => generate::case().prop_map(|(document, ..)| document),
        3 => documents(),
        2 => wild_documents(),
    ]
}

// ---------------------------------------------------------------------------------------------------------------------
// What holds of every diagram
// ---------------------------------------------------------------------------------------------------------------------

/// Left, top, right, bottom.
type Rect = (i32, i32, i32, i32);

fn rect(b: &Placed) -> Rect {
    (b.x, b.y, b.x + b.width, b.y + b.height)
}

fn rect_of_aside(a: &Aside) -> Rect {
    (a.x, a.y, a.x + a.width, a.y + a.height)
}

fn rects(layout: &Layout) -> Vec<Rect> {
    layout.boxes.iter().map(rect).chain(layout.asides.iter().map(rect_of_aside)).collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

fn boxed<'l>(layout: &'l Layout, id: &ServiceId) -> &'l Placed {
    layout.boxes.iter().find(|b| &b.service == id).expect("it has a box")
}

fn on_border(p: Point, (left, top, right, bottom): Rect) -> bool {
    let within = (left..=right).contains(&p.x) && (top..=bottom).contains(&p.y);
    within && (p.x == left || p.x == right || p.y == top || p.y == bottom)
}

/// The first of each id, in the order of the document.
fn firsts(document: &Document) -> Vec<&Service> {
    let mut seen = BTreeSet::new();
    document.services.iter().filter(|s| seen.insert(&s.id)).collect()
}

fn bands_of(service: &Service) -> (usize, usize) {
    let has = |a: &Activity| service.activities.contains(*a);
    (BANDS.iter().position(has).unwrap_or(0), BANDS.iter().rposition(has).unwrap_or(0))
}

/// Length of an arrow, and the least that its ends ask for.
fn lengths(wire: &Wire) -> (i32, i32) {
    let (first, last) = (wire.points[0], wire.points[wire.points.len() - 1]);
    let length = |a: &Point, b: &Point| (a.x - b.x).abs() + (a.y - b.y).abs();
    (wire.points.windows(2).map(|w| length(&w[0], &w[1])).sum(), length(&first, &last))
}

fn well_drawn(document: &Document) -> Result<Layout, TestCaseError> {
    let drawn = layout(document);
    prop_assert_eq!(&drawn, &layout(document));

    // Boxes: every service once, within its bands, apart from all others.
    let services = firsts(document);
    let ids: Vec<&ServiceId> = services.iter().map(|s| &s.id).collect();
    prop_assert_eq!(drawn.boxes.iter().map(|b| &b.service).collect::<Vec<_>>(), ids.clone());
    let all = rects(&drawn);
    for (at, a) in all.iter().enumerate() {
        prop_assert!(all[..at].iter().all(|b| !overlap(*a, *b)), "{a:?} overlaps in {drawn:#?}");
        prop_assert!(
            a.0 >= LABEL && a.1 >= 0 && a.2 <= drawn.width && a.3 <= drawn.height,
            "{a:?} is outside"
        );
    }
    prop_assert_eq!(drawn.bands.iter().map(|b| b.activity).collect::<Vec<_>>(), BANDS);
    prop_assert!(drawn.bands.windows(2).all(|w| w[0].y + w[0].height == w[1].y));
    for (service, placed) in services.iter().zip(&drawn.boxes) {
        let (high, low) = bands_of(service);
        let (high, low) = (&drawn.bands[high], &drawn.bands[low]);
        let (_, top, _, bottom) = rect(placed);
        prop_assert!(high.y <= top && top < high.y + high.height, "{placed:?} leaves its highest band");
        prop_assert!(low.y < bottom && bottom <= low.y + low.height, "{placed:?} leaves its lowest band");
        prop_assert_eq!(placed.x, FIRST_COLUMN + i32::from(placed.column) * HALF_COLUMN);
        prop_assert_eq!(placed.width, BOX_WIDTH);
        prop_assert!(placed.height >= BOX_HEIGHT);
        prop_assert_eq!(placed.pinned, service.column.is_some());
    }
    // Side by side there is room for arrows.
    for (at, a) in drawn.boxes.iter().map(rect).enumerate() {
        for b in drawn.boxes[..at].iter().map(rect).filter(|b| a.1 < b.3 && b.1 < a.3) {
            prop_assert!((b.0 - a.2).max(a.0 - b.2) >= GUTTER.min(40));
        }
    }

    // Arrows: all of them in their order, from border to border, around everything.
    let mut expected = Vec::new();
    for service in &services {
        let bases = service.relies_on.iter().map(|r| &r.service);
        let bases = bases.filter(|b| **b != service.id && ids.contains(b));
        expected.extend(bases.map(|b| (End::Service(service.id.clone()), b.clone())));
    }
    let mut parties = BTreeSet::new();
    for party in document.third_parties.iter().filter(|t| parties.insert(&t.id)) {
        let served = party.serves.iter().filter(|s| ids.contains(s));
        expected.extend(served.map(|s| (End::ThirdParty(party.id.clone()), s.clone())));
    }
    prop_assert_eq!(drawn.asides.len(), parties.len());
    let found: Vec<_> = drawn.wires.iter().map(|w| (w.from.clone(), w.to.clone())).collect();
    prop_assert_eq!(found, expected);
    for wire in &drawn.wires {
        let begin = match &wire.from {
            End::Service(id) => rect(boxed(&drawn, id)),
            End::ThirdParty(id) => {
                rect_of_aside(drawn.asides.iter().find(|a| &a.third_party == id).expect("it has a box"))
            }
        };
        let end = rect(boxed(&drawn, &wire.to));
        prop_assert!(wire.points.len() >= 2);
        prop_assert!(on_border(wire.points[0], begin), "{wire:?} does not begin at {begin:?}");
        prop_assert!(on_border(wire.points[wire.points.len() - 1], end), "{wire:?} does not end at {end:?}");
        for piece in wire.points.windows(2) {
            let (a, b) = (piece[0], piece[1]);
            prop_assert!((a.x == b.x) != (a.y == b.y), "{wire:?} has a piece that is neither");
            let piece = (a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y));
            for other in &all {
                prop_assert!(!overlap(piece, *other), "{wire:?} crosses {other:?}");
            }
            prop_assert!(
                piece.0 >= LABEL && piece.1 >= 0 && piece.2 <= drawn.width && piece.3 <= drawn.height
            );
        }
        for corner in wire.points.windows(3) {
            let straight = (corner[0].x == corner[1].x) == (corner[1].x == corner[2].x);
            prop_assert!(!straight, "{wire:?} has a corner in which it does not turn");
        }
    }
    Ok(drawn)
}

#[test]
fn every_diagram_is_well_drawn() {
    run(2000, &any_documents(), |document| well_drawn(&document).map(|_| ()));
}

#[test]
fn a_client_stands_above_its_base() {
    run(500, &documents(), |document| {
        let drawn = layout(&document);
        for client in &document.services {
            for base in client.relies_on.iter().filter_map(|r| document.service(r.service.as_str())) {
                let (above, below) = (rect(boxed(&drawn, &client.id)), rect(boxed(&drawn, &base.id)));
                let ((high, low), (base_high, _)) = (bands_of(client), bands_of(base));
                if low <= base_high {
                    prop_assert!(above.3 < below.1, "{} is not above {}", client.id, base.id);
                } else if high <= base_high {
                    prop_assert!(above.1 < below.3, "{} is below {}", client.id, base.id);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_service_added_at_the_end_moves_no_other_aside() {
    let more = (draft(40), vec(any::<bool>(), 1));
    run(500, &(any_documents(), more), |(document, ((activities, bases, _), _))| {
        let names: Vec<&str> = document.services.iter().map(|s| s.id.as_str()).collect();
        let bases: Vec<&str> = bases.iter().map(|b| names[b % names.len()]).collect();
        let mut with = document.clone();
        with.services.push(service("zz-new", &activities, &bases));
        let columns = |d: &Document| layout(d).boxes.iter().map(|b| (b.column, b.x)).collect::<Vec<_>>();
        let (before, after) = (columns(&document), columns(&with));
        prop_assert_eq!(&before[..], &after[..before.len()]);
        Ok(())
    });
}

#[test]
fn a_pinned_service_stands_at_its_column() {
    run(500, &documents(), |document| {
        let drawn = layout(&document);
        let pinned: Vec<(&Placed, u16)> =
            drawn.boxes.iter().zip(&document.services).filter_map(|(b, s)| Some((b, s.column?))).collect();
        for (at, (placed, column)) in pinned.iter().enumerate() {
            let taken = |column: u16| {
                pinned[..at].iter().any(|(other, _)| {
                    let (a, b) = (rect(placed), rect(other));
                    a.1 < b.3 && b.1 < a.3 && other.column.abs_diff(column) < 2
                })
            };
            // Nothing but an earlier one moves it, and then no farther to the right than needed.
            prop_assert!(placed.column >= *column);
            prop_assert!((*column..placed.column).all(taken), "{placed:?} could stand nearer to {column}");
        }
        Ok(())
    });
}

#[test]
fn nothing_but_services_and_third_parties_counts() {
    run(200, &generate::case(), |(document, ..)| {
        let before = layout(&document);
        let mut other = document.clone();
        other.title = "Another".to_owned();
        other.readings = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
        other.providers.reverse();
        other.entities.clear();
        for service in &mut other.services {
            service.facts.clear();
            service.qualifications.clear();
            service.layers = None;
            service.name = "Another".to_owned();
            service.relies_on.iter_mut().for_each(|r| r.layers = None);
        }
        prop_assert_eq!(before, layout(&other));
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// By hand
// ---------------------------------------------------------------------------------------------------------------------

use Activity::{Caas, Iaas, Paas, Saas};

fn wire<'l>(layout: &'l Layout, from: &str, to: &str) -> &'l Wire {
    let from = End::Service(from.into());
    layout.wires.iter().find(|w| w.from == from && w.to.as_str() == to).expect("there is this arrow")
}

fn column(layout: &Layout, id: &str) -> u16 {
    boxed(layout, &id.into()).column
}

#[test]
fn an_empty_document_has_four_bands() {
    let drawn = well_drawn(&Document::default()).expect("well drawn");
    assert!(drawn.boxes.is_empty() && drawn.wires.is_empty());
    assert!(drawn.bands.iter().all(|b| b.height > 0));
    assert!(drawn.width > LABEL + BOX_WIDTH);
}

#[test]
fn a_service_exactly_above_its_only_base_has_a_straight_arrow() {
    // Whatever else rests on that base.
    for clients in 1..=6 {
        let mut services = vec![service("base", &[Iaas], &[])];
        services.extend((0..clients).map(|at| service(&format!("c{at}"), &[Paas], &["base"])));
        let drawn = well_drawn(&document(services)).expect("well drawn");
        assert_eq!(column(&drawn, "c0"), column(&drawn, "base"));
        assert_eq!(wire(&drawn, "c0", "base").points.len(), 2, "{clients} clients");
    }
}

#[test]
fn a_client_stands_between_its_two_bases() {
    let drawn = well_drawn(&document(vec![
        service("left", &[Iaas], &[]),
        service("right", &[Iaas], &[]),
        service("client", &[Saas], &["left", "right"]),
    ]))
    .expect("well drawn");
    assert_eq!((column(&drawn, "left"), column(&drawn, "client"), column(&drawn, "right")), (0, 1, 2));
    assert!(drawn.wires.iter().all(|w| w.points.len() == 2), "{:?}", drawn.wires);
}

#[test]
fn services_of_one_band_stand_on_one_another() {
    let drawn = well_drawn(&document(vec![
        service("pod", &[Iaas], &[]),
        service("cloud", &[Iaas, Caas], &["pod"]),
        service("other", &[Iaas], &[]),
    ]))
    .expect("well drawn");
    let (pod, cloud) = (boxed(&drawn, &"pod".into()), boxed(&drawn, &"cloud".into()));
    assert!(cloud.y + cloud.height < pod.y && cloud.height > BOX_HEIGHT);
    assert_eq!(pod.y, boxed(&drawn, &"other".into()).y, "a service without base stands on the ground");
}

#[test]
fn an_arrow_goes_around_a_box_that_spans_all_bands() {
    // On both sides of the tall one, in the middle band: the only ways are above and below it.
    let drawn = well_drawn(&document(vec![
        Service { column: Some(0), ..service("client", &[Caas], &["base"]) },
        Service { column: Some(2), ..service("tall", &[Saas, Iaas], &[]) },
        Service { column: Some(4), ..service("base", &[Caas], &[]) },
    ]))
    .expect("well drawn");
    let tall = boxed(&drawn, &"tall".into());
    let points = &wire(&drawn, "client", "base").points;
    assert!(points.iter().any(|p| p.y > tall.y + tall.height || p.y < tall.y), "{points:?}");
}

#[test]
fn wrong_documents_are_drawn_all_the_same() {
    let circle = vec![
        service("a", &[Iaas], &["b", "a", "", "nobody"]),
        service("b", &[Iaas], &["c"]),
        service("c", &[Iaas], &["a", "c"]),
        service("", &[], &[""]),
        service("a", &[Saas], &["c"]),
        Service { column: Some(u16::MAX), ..service("far", &[Paas], &["a", "a", "a"]) },
        Service { column: Some(u16::MAX), ..service("farther", &[Paas], &["far"]) },
    ];
    let third_parties = vec![
        third_party("t", &["nobody", "a", "a"]),
        third_party("t", &["b"]),
        third_party("", &[]),
        third_party("u", &["far", "farther", ""]),
    ];
    let document = Document { third_parties, ..document(circle) };
    let drawn = well_drawn(&document).expect("well drawn");
    assert_eq!(column(&drawn, "far"), MAX_COLUMN);
    // The circle is cut at the reliance of the last on the first that was met.
    let y = |id: &str| boxed(&drawn, &id.into()).y;
    assert!(y("a") < y("b") && y("b") < y("c"));
}

#[test]
fn many_arrows_share_a_channel() {
    let mut services: Vec<Service> = (0..60).map(|at| service(&format!("b{at}"), &[Iaas], &[])).collect();
    let names: Vec<String> = (0..60).map(|at| format!("b{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    services.extend((0..10).map(|at| service(&format!("c{at}"), &[Paas], &names)));
    let drawn = well_drawn(&document(services)).expect("well drawn");
    assert_eq!(drawn.wires.len(), 600);
}

#[test]
fn samples_have_no_long_arrows() {
    for (name, bytes) in samples() {
        let (document, _) = model::read(&SECNUMCLOUD, &bytes).expect("a sample");
        let drawn = well_drawn(&document).unwrap_or_else(|e| panic!("{name}: {e}"));
        for wire in &drawn.wires {
            let (length, least) = lengths(wire);
            // A third party's way may lead over a box of the same row, and down again.
            let over = if matches!(wire.from, End::ThirdParty(_)) { BOX_HEIGHT + CHANNEL } else { 0 };
            let least = least + over;
            assert!(length <= least, "{name}: {wire:?} is {length} long, {least} would do");
        }
        if name.starts_with("s06") {
            let points = &wire(&drawn, "scalingo-paas", "outscale-iaas").points;
            assert_eq!(column(&drawn, "scalingo-paas"), column(&drawn, "outscale-iaas"));
            assert_eq!(points.len(), 2, "{points:?}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// From box to box
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_next_box_is_the_one_across_the_gap() {
    let drawn = layout(&document(vec![
        service("left", &[Iaas], &[]),
        service("right", &[Iaas], &[]),
        service("client", &[Paas], &["right"]),
        service("top", &[Saas], &["client"]),
    ]));
    let next = |from: &str, direction| drawn.nearest(&from.into(), direction).map(ServiceId::as_str);
    assert_eq!(next("left", Direction::Right), Some("right"));
    assert_eq!(next("right", Direction::Left), Some("left"));
    assert_eq!(next("right", Direction::Up), Some("client"));
    assert_eq!(next("client", Direction::Down), Some("right"));
    assert_eq!(next("top", Direction::Down), Some("client"));
    assert_eq!(next("left", Direction::Left), None);
    assert_eq!(next("top", Direction::Up), None);
    assert_eq!(next("nobody", Direction::Up), None);
}

#[test]
fn the_next_box_is_wholly_on_that_side() {
    run(300, &documents(), |document| {
        let drawn = layout(&document);
        for placed in &drawn.boxes {
            let here = rect(placed);
            for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
                let ahead = |there: Rect| match direction {
                    Direction::Left => there.2 <= here.0,
                    Direction::Right => there.0 >= here.2,
                    Direction::Up => there.3 <= here.1,
                    Direction::Down => there.1 >= here.3,
                };
                match drawn.nearest(&placed.service, direction) {
                    Some(next) => prop_assert!(ahead(rect(boxed(&drawn, next)))),
                    None => prop_assert!(!drawn.boxes.iter().any(|b| ahead(rect(b)))),
                }
            }
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// How long it takes
// ---------------------------------------------------------------------------------------------------------------------

/// Services of all sorts, each on two that came shortly before.
fn many(count: usize, near: usize, tall: usize) -> Document {
    let mut draw = 1_u64;
    let mut number = |below: usize| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(draw >> 33).unwrap_or(0) % below
    };
    let drafts = (0..count).map(|at| {
        let band = 3 - at * 4 / count;
        let other = if number(100) < tall { number(4) } else { band };
        let back = |n: usize| at.saturating_sub(1 + n);
        (vec![BANDS[band], BANDS[other]], vec![back(number(near)), back(number(near))], None)
    });
    let drafts = drafts.collect();
    made(drafts, (0..count / 20).map(|at| vec![at * 20, number(count)]).collect(), false)
}

/// Medians of what a diagram takes: `cargo test --release … -- --ignored --nocapture layout`.
#[test]
#[ignore = "a measurement"]
fn how_long_it_takes() {
    let cases = [
        ("300", many(300, 100, 0)),
        ("300, a tenth of them tall", many(300, 100, 10)),
        ("300, half of them tall", many(300, 300, 50)),
        ("1,000", many(1000, 300, 0)),
        ("1,000, a tenth of them tall", many(1000, 300, 10)),
        ("1,000, half of them tall", many(1000, 1000, 50)),
    ];
    for (name, document) in cases {
        let mut times: Vec<Duration> = (0..21)
            .map(|_| {
                let begin = Instant::now();
                std::hint::black_box(layout(&document));
                begin.elapsed()
            })
            .collect();
        times.sort();
        println!("{name}: {:?}", times[times.len() / 2]);
    }
}
