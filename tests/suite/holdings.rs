//! The drawing of holdings, and what stands on gauges and sliders: nothing overlaps, every holding is drawn once, circles
//! lead upwards and nothing else does, and the words say what the numbers are.

use crate::wounds::run;
use catalog::Lang;
use model::{
    Document,
    document::{Entity, EntityId, Holding, Share},
    layout::Direction,
    ownership::{
        Conclusion, Finding, Holder, Measure, Range, Stretch, gauge,
        layout::{BOX, Picture, picture},
    },
};
use proptest::prelude::*;

fn id(n: usize) -> EntityId {
    EntityId(format!("e{n}"))
}

/// Entities `e0` to `e{n-1}` and holdings by pairs: holder, held.
fn document(n: usize, pairs: &[(usize, usize)]) -> Document {
    let entity = |n| Entity { id: id(n), name: format!("E{n}"), ..Entity::default() };
    let holding = |(a, b): &(usize, usize)| Holding { holder: id(*a), held: id(*b), ..Holding::default() };
    Document {
        entities: (0..n).map(entity).collect(),
        holdings: pairs.iter().map(holding).collect(),
        ..Document::default()
    }
}

/// Who holds the first entity, directly or not, counted by itself.
fn above(pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut found = vec![0];
    let mut at = 0;
    while at < found.len() {
        for (a, b) in pairs {
            if *b == found[at] && !found.contains(a) {
                found.push(*a);
            }
        }
        at += 1;
    }
    found
}

fn row(picture: &Picture, n: usize) -> usize {
    picture.spots.iter().find(|s| s.holder == Holder::Entity(id(n))).expect("it is drawn").row
}

fn check(n: usize, pairs: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let document = document(n, pairs);
    let drawn = picture(&document, &id(0), &[id(0)], 1_000);
    let above = above(pairs);
    prop_assert_eq!(drawn.left_out, 0);
    prop_assert_eq!(drawn.spots.len(), above.len() + 1, "all above, and whoever is not named");
    for (i, a) in drawn.spots.iter().enumerate() {
        prop_assert!(a.x >= 0 && a.y >= 0 && a.x + BOX.0 <= drawn.width && a.y + BOX.1 <= drawn.height);
        for b in &drawn.spots[i + 1..] {
            prop_assert!(a.y != b.y || (a.x - b.x).abs() >= BOX.0, "{:?} lies on {:?}", a, b);
        }
    }
    let expected: Vec<usize> = (pairs.iter().enumerate())
        .filter(|(_, (a, b))| above.contains(a) && above.contains(b))
        .map(|(i, _)| i)
        .collect();
    let mut found: Vec<usize> = drawn.lines.iter().filter_map(|l| l.holding).collect();
    found.sort_unstable();
    prop_assert_eq!(found, expected);
    for line in &drawn.lines {
        let Some(holding) = line.holding else { continue };
        let (a, b) = pairs[holding];
        let (from, to) = (row(&drawn, a), row(&drawn, b));
        prop_assert!(line.back || from > to, "{} does not lead down: {} to {}", holding, from, to);
        for point in line.points.iter().chain([&line.label]) {
            prop_assert!((0..=drawn.width).contains(&point.x) && (0..=drawn.height).contains(&point.y));
        }
        if !line.back {
            prop_assert!(line.points.windows(2).all(|w| w[0].y <= w[1].y));
        }
    }
    // Without its back arrows nothing goes round: every way up ends.
    let left: Vec<(usize, usize)> =
        drawn.lines.iter().filter(|l| !l.back).filter_map(|l| l.holding).map(|h| pairs[h]).collect();
    prop_assert!(left.iter().all(|(a, b)| row(&drawn, *a) > row(&drawn, *b)));
    Ok(())
}

#[test]
fn any_graph_is_drawn_without_overlap_and_downwards() {
    let graphs = (1_usize..12).prop_flat_map(|n| (Just(n), prop::collection::vec((0..n, 0..n), 0..24)));
    run(600, &graphs, |(n, mut pairs)| {
        pairs.sort_unstable();
        pairs.dedup();
        check(n, &pairs)
    });
}

#[test]
fn an_acyclic_graph_has_no_arrow_upwards() {
    let graphs = (2_usize..12).prop_flat_map(|n| (Just(n), prop::collection::vec((0..n, 0..n), 0..24)));
    run(300, &graphs, |(n, pairs)| {
        // Holders have greater numbers than what they hold.
        let mut pairs: Vec<(usize, usize)> =
            pairs.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.max(b), a.min(b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let drawn = picture(&document(n, &pairs), &id(0), &[], 1_000);
        prop_assert!(drawn.lines.iter().all(|l| !l.back));
        Ok(())
    });
}

#[test]
fn the_nearest_are_drawn_and_the_others_counted() {
    let pairs: Vec<(usize, usize)> = (1..200).map(|n| (n, n - 1)).collect();
    let drawn = picture(&document(200, &pairs), &id(0), &[], 60);
    assert_eq!((drawn.spots.len(), drawn.left_out), (60, 140));
    assert_eq!(row(&drawn, 59), 59);
}

#[test]
fn arrows_go_to_what_is_next() {
    // One company between two holders and the provider, one holder beside.
    let pairs = [(1, 0), (2, 1), (3, 1), (4, 0)];
    let drawn = picture(&document(5, &pairs), &id(0), &[], 60);
    let entity = |n| Holder::Entity(id(n));
    assert_eq!(drawn.nearest(&entity(0), Direction::Down), None);
    assert_eq!(drawn.nearest(&entity(2), Direction::Down), Some(&entity(1)));
    let up = drawn.nearest(&entity(1), Direction::Up).expect("somebody is above");
    assert!([entity(2), entity(3)].contains(up));
    for (from, to) in [(Direction::Left, Direction::Right), (Direction::Right, Direction::Left)] {
        if let Some(next) = drawn.nearest(&entity(1), from) {
            assert_eq!(drawn.nearest(next, to), Some(&entity(1)));
        }
    }
}

#[test]
fn a_gauge_says_what_is_left_and_what_is_too_much() {
    let finding = |result, min, max| Finding { result, percent: Range { min, max }, worst: None };
    for (limit, finding, fr, en) in [
        (
            24.0,
            finding(Conclusion::Pass, 20.0, 20.0),
            "20 points sur 24, 4 points de marge",
            "20 points of 24, 4 points left",
        ),
        (
            24.0,
            finding(Conclusion::Pass, 24.0, 24.0),
            "24 points sur 24, 0 point de marge",
            "24 points of 24, 0 points left",
        ),
        (
            39.0,
            finding(Conclusion::Fail, 40.5, 40.5),
            "40,5 points sur 39, 1,5 point de trop",
            "40.5 points of 39, 1.5 points over",
        ),
        (
            39.0,
            finding(Conclusion::Fail, 40.0, 50.0),
            "de 40 à 50 points sur 39, 1 point de trop",
            "40 to 50 points of 39, 1 point over",
        ),
        (
            24.0,
            finding(Conclusion::Unknown, 0.0, 30.0),
            "de 0 à 30 points sur 24, 6 points de trop au pire",
            "0 to 30 points of 24, 6 points over at worst",
        ),
    ] {
        assert_eq!(gauge::margin(limit, &finding, Lang::Fr), fr);
        assert_eq!(gauge::margin(limit, &finding, Lang::En), en);
    }
}

#[test]
fn a_stretch_says_from_where_to_where() {
    let first = Stretch { from: 0.0, to: 24.0, result: Conclusion::Pass };
    let last = Stretch { from: 24.0, to: 100.0, result: Conclusion::Fail };
    assert_eq!(gauge::stretch(&first, Lang::Fr), "jusqu’à 24\u{202f}%\u{a0}: respecté");
    assert_eq!(gauge::stretch(&first, Lang::En), "up to 24\u{a0}%: passes");
    assert_eq!(
        gauge::stretch(&last, Lang::Fr),
        "au-delà de 24\u{202f}%, jusqu’à 100\u{202f}%\u{a0}: non respecté"
    );
    assert_eq!(gauge::stretch(&last, Lang::En), "above 24\u{a0}%, up to 100\u{a0}%: fails");
}

#[test]
fn the_rest_is_what_stated_holders_leave() {
    let mut document = document(3, &[(1, 0), (2, 0)]);
    document.holdings[0].capital = Share::Between(50.0, 60.0);
    document.holdings[1].capital = Share::Between(20.0, 20.0);
    let rest = |measure| gauge::rest(&document, &id(0), measure);
    assert_eq!(rest(Measure::Capital), Range { min: 20.0, max: 30.0 });
    assert_eq!(rest(Measure::Votes), Range { min: 0.0, max: 100.0 });
}
