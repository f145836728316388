//! The engine of 19.6 and the naive second solver on generated owners: what the engine says of a document is true in
//! every world that the document allows, and exact where it allows one only.

use catalog::SECNUMCLOUD;
use checks::naive_ownership::{Case, Choices, MEASURES, METHODS, World};
use model::{
    Document, Readings,
    document::{Answer, Country, Entity, EntityId, EntityKind, Holding, Provider, ProviderId, Share, write},
    ownership::{Conclusion, Figures, Holder, Limits, Method, Open, Ownership, Range, ownership},
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::collections::BTreeSet;

/// Documents a run.
const CASES: u32 = 1500;
/// Worlds of one document that are listed one after the other; a document with more is tried by chance as well.
const LISTED: usize = 96;
/// Worlds by chance.
const BY_CHANCE: u64 = 64;
/// What two ways of computing may differ by, in percentage points.
const CLOSE: f64 = 1e-6;

// ---------------------------------------------------------------------------------------------------------------------
// Owners
// ---------------------------------------------------------------------------------------------------------------------

/// How much a generated document leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Openness {
    /// Nothing.
    Plain,
    /// Places and the rest of the shares, not the percentages named.
    Partly,
    /// Anything.
    Open,
}

/// Shares at, below and above what the rules compare with.
fn percent() -> impl Strategy<Value = f64> {
    let telling = vec![
        100.0, 100.0, 80.0, 75.0, 60.0, 51.0, 50.0, 50.0, 49.0, 48.0, 45.0, 45.0, 42.0, 41.0, 40.0, 40.0,
        39.0, 39.5, 35.0, 30.0, 25.0, 24.0, 24.5, 20.0, 15.0, 12.5, 10.0, 5.0, 1.0, 0.0,
    ];
    prop_oneof![5 => select(telling), 1 => (0u32..=1000).prop_map(|n| f64::from(n) / 10.0)]
}

fn share(openness: Openness) -> impl Strategy<Value = Share> {
    let open = u32::from(openness == Openness::Open);
    prop_oneof![
        6 => percent().prop_map(|p| Share::Between(p, p)),
        open * 2 => (percent(), percent()).prop_map(|(a, b)| Share::Between(a.min(b), a.max(b))),
        open => Just(Share::Unknown),
    ]
}

fn country(openness: Openness) -> impl Strategy<Value = Option<Country>> {
    let missing = if openness == Openness::Plain { 0 } else { 1 };
    prop_oneof![
        20 => select(vec!["FR", "FR", "DE", "IE"]).prop_map(Some),
        2 => select(vec!["US", "CH", "GB", "NO"]).prop_map(Some),
        missing => Just(None),
    ]
    .prop_map(|code| code.map(|c| Country(c.to_owned())))
}

fn entity(openness: Openness) -> impl Strategy<Value = Entity> {
    let kind = prop_oneof![
        4 => Just(None),
        8 => Just(Some(EntityKind::Company)),
        1 => Just(Some(EntityKind::Person)),
        1 => Just(Some(EntityKind::Fund)),
        1 => Just(Some(EntityKind::Public)),
    ];
    let places = prop_oneof![
        3 => (country(openness), country(openness), country(openness)),
        // One that is plainly from elsewhere.
        1 => select(vec!["US", "JP"]).prop_map(|c| {
            let there = Some(Country(c.to_owned()));
            (there.clone(), there.clone(), there)
        }),
    ];
    let complete = prop::bool::weighted(if openness == Openness::Plain { 1.0 } else { 0.4 });
    (kind, places, prop::bool::weighted(0.2), complete).prop_map(
        |(kind, (seat, administration, establishment), listed, holders_complete)| Entity {
            kind,
            seat,
            administration,
            establishment,
            listed,
            holders_complete,
            ..Entity::default()
        },
    )
}

#[derive(Debug, Clone)]
struct Draft {
    holder: Index,
    held: Index,
    circular: bool,
    capital: Share,
    votes: Option<Share>,
    declared: bool,
    veto: bool,
    appoints: bool,
    control: Option<Answer>,
}

fn draft(openness: Openness) -> impl Strategy<Value = Draft> {
    let answers = if openness == Openness::Plain {
        vec![Answer::Yes, Answer::No]
    } else {
        vec![Answer::Yes, Answer::No, Answer::Unknown]
    };
    let control = prop_oneof![9 => Just(None), 1 => select(answers).prop_map(Some)];
    (
        (any::<Index>(), any::<Index>(), prop::bool::weighted(0.12)),
        share(openness),
        option::weighted(0.4, share(openness)),
        (prop::bool::weighted(0.7), prop::bool::weighted(0.05), prop::bool::weighted(0.05), control),
    )
        .prop_map(|((holder, held, circular), capital, votes, (declared, veto, appoints, control))| {
            Draft { holder, held, circular, capital, votes, declared, veto, appoints, control }
        })
}

fn least(share: Share) -> f64 {
    if let Share::Between(min, _) = share { min } else { 0.0 }
}

fn id(at: usize) -> EntityId {
    EntityId(format!("e{at}"))
}

/// A provider whose legal person is `e0`, and who stands above it. Nobody's stated minima exceed the whole.
fn owners() -> impl Strategy<Value = (Document, bool)> {
    let openness = prop_oneof![Just(Openness::Plain), Just(Openness::Partly), Just(Openness::Open)];
    openness
        .prop_flat_map(|openness| {
            (
                vec(entity(openness), 2..=7),
                vec(draft(openness), 1..=10),
                vec(draft(openness), 0..=2),
                prop::bool::weighted(0.02),
            )
        })
        .prop_map(|(mut entities, drafts, of_provider, nameless)| {
            let n = entities.len();
            for (at, e) in entities.iter_mut().enumerate() {
                e.id = id(at);
            }
            let mut holdings: Vec<Holding> = Vec::new();
            let all =
                of_provider.into_iter().map(|d| (d, true)).chain(drafts.into_iter().map(|d| (d, false)));
            for (d, of_provider) in all {
                let held = if of_provider { 0 } else { d.held.index(n) };
                let mut holder = d.holder.index(n);
                if !d.circular && held + 1 < n {
                    // Most chains lead away from the provider.
                    holder = held + 1 + d.holder.index(n - held - 1);
                }
                let votes = d.votes.unwrap_or(d.capital);
                let mut sums = (least(d.capital), least(votes));
                for h in holdings.iter().filter(|h| h.held == id(held)) {
                    sums.0 += least(h.capital);
                    sums.1 += least(h.votes);
                }
                if holder == held || sums.0 > 100.0 || sums.1 > 100.0 {
                    continue;
                }
                holdings.push(Holding {
                    holder: id(holder),
                    held: id(held),
                    capital: d.capital,
                    votes,
                    declared: d.declared,
                    veto: d.veto,
                    appoints_majority: d.appoints,
                    control: d.control,
                    ..Holding::default()
                });
            }
            let provider = Provider {
                id: ProviderId("p".to_owned()),
                entity: (!nameless).then(|| id(0)),
                ..Provider::default()
            };
            (Document { providers: vec![provider], entities, holdings, ..Document::default() }, nameless)
        })
}

fn readings() -> impl Strategy<Value = Readings> {
    (
        select(vec!["stricter-of-both", "product", "control"]),
        select(vec!["two-limits", "both-broken"]),
        select(vec!["declared-holders-count", "look-through"]),
    )
        .prop_map(|(indirect, conjunction, parent)| {
            let mut readings = Readings::default();
            for (id, answer) in [
                ("indirect-holding", indirect),
                ("thresholds-conjunction", conjunction),
                ("listed-parent", parent),
            ] {
                readings.set(&SECNUMCLOUD, id, answer).expect("the catalogue has this reading and answer");
            }
            readings
        })
}

// ---------------------------------------------------------------------------------------------------------------------
// Comparing
// ---------------------------------------------------------------------------------------------------------------------

/// What became of the documents of a run.
#[derive(Debug, Default)]
struct Tally {
    documents: u32,
    worlds: u64,
    with_one_world: u32,
    listed_whole: u32,
    passed: u32,
    failed: u32,
    open: u32,
    /// Listed whole without ranges, all worlds agree, and the engine cannot conclude all the same.
    cautious: u32,
    unsettled: u32,
    circles: u32,
}

fn within(range: Range, value: f64) -> bool {
    range.min - CLOSE <= value && value <= range.max + CLOSE
}

fn by(figures: &Figures, method: Method) -> Range {
    match method {
        Method::Product => figures.product,
        Method::Control => figures.control,
    }
}

/// What the engine says wrongly of one world.
fn wrong(o: &Ownership, world: &World) -> Result<(), String> {
    let said = |what: &str, said: Conclusion, fails: bool, circle: bool| {
        if World::confirms(said, fails, circle) {
            Ok(())
        } else {
            Err(format!("{what}: {said:?}, fails here: {fails}"))
        }
    };
    let strict = |said: Conclusion, fails: bool| match said {
        Conclusion::Pass => !fails,
        Conclusion::Fail => fails,
        Conclusion::Unknown => true,
    };
    if !strict(o.seat, world.seat_fails) {
        return Err(format!("seat: {:?}", o.seat));
    }
    let methods = if world.doubtful { &METHODS[..1] } else { &METHODS[..] };
    if !world.doubtful && !strict(o.rights.result, world.rights_fail) {
        return Err(format!("rights: {:?}", o.rights.result));
    }
    for (m, measure) in MEASURES.into_iter().enumerate() {
        let limits: &Limits = o.limits(measure);
        let circle = world.circle[m];
        for (limit, figures, name) in [
            (&limits.individual, &world.individual, "individual"),
            (&limits.collective, &world.collective, "collective"),
        ] {
            let what = format!("{measure:?} {name}");
            for (at, method) in methods.iter().copied().enumerate() {
                let finding = limit.by(method);
                let value = figures[m][at];
                if !circle && !within(finding.percent, value) {
                    return Err(format!("{what} {method:?}: {value} is not within {:?}", finding.percent));
                }
                said(&format!("{what} {method:?}"), finding.result, value > limit.limit + 1e-7, circle)?;
            }
            if !world.doubtful {
                said(&what, limit.result(), world.exceeds(figures, limit.limit, m), circle)?;
            }
        }
        if !world.doubtful {
            said(&format!("{measure:?}"), limits.result, world.fails(m), circle)?;
        }
    }
    if !world.doubtful {
        said("overall", o.result, world.fails_at_all(), world.circle.contains(&true))?;
    }
    for held in &world.holders {
        let something = held.figures.iter().flatten().any(|f| *f > CLOSE);
        let Some(known) = o.holders.iter().find(|h| h.holder == held.holder) else {
            if something && !world.circle.contains(&true) {
                return Err(format!("{:?} is no holder to the engine", held.holder));
            }
            continue;
        };
        let answer = |what: &str, said: Answer, here: bool| {
            if (said == Answer::Yes && !here) || (said == Answer::No && here) {
                return Err(format!("{:?}: {what} {said:?}, here {here}", held.holder));
            }
            Ok(())
        };
        answer("non-EU", known.non_eu, held.outside)?;
        if !world.doubtful && matches!(held.holder, Holder::Entity(_)) {
            answer("controls", known.controls, held.controls)?;
        }
        for (m, figures) in [&known.capital, &known.votes].into_iter().enumerate() {
            for (at, method) in methods.iter().copied().enumerate() {
                let (range, value) = (by(figures, method), held.figures[m][at]);
                if !world.circle[m] && !within(range, value) {
                    let what = format!("{:?} {:?} {method:?}", held.holder, MEASURES[m]);
                    return Err(format!("{what}: {value} is not within {range:?}"));
                }
            }
        }
    }
    Ok(())
}

/// Where only one world is possible, everything is decided and every figure exact.
fn undecided(o: &Ownership, world: &World) -> Result<(), String> {
    // A circle of what is stated leaves the engine open even where shares in it are not counted: the more cautious.
    let met_circle = o.open.iter().any(|open| matches!(open, Open::Circle(_)));
    if met_circle || world.circle.contains(&true) {
        return Ok(());
    }
    let decided = |what: String, said: Conclusion| {
        if said == Conclusion::Unknown { Err(format!("{what} is left open")) } else { Ok(()) }
    };
    decided("seat".to_owned(), o.seat)?;
    decided("rights".to_owned(), o.rights.result)?;
    decided("overall".to_owned(), o.result)?;
    let exact = |what: String, range: Range| {
        if range.max - range.min > CLOSE { Err(format!("{what} is a range: {range:?}")) } else { Ok(()) }
    };
    for measure in MEASURES {
        let limits = o.limits(measure);
        decided(format!("{measure:?}"), limits.result)?;
        for limit in [&limits.individual, &limits.collective] {
            decided(format!("{measure:?} {}", limit.limit), limit.result())?;
            for method in METHODS {
                exact(format!("{measure:?} {} {method:?}", limit.limit), limit.by(method).percent)?;
                decided(format!("{measure:?} {} {method:?}", limit.limit), limit.by(method).result)?;
            }
        }
    }
    for held in &o.holders {
        for (figures, measure) in [(&held.capital, "capital"), (&held.votes, "votes")] {
            exact(format!("{:?} {measure} product", held.holder), figures.product)?;
            exact(format!("{:?} {measure} control", held.holder), figures.control)?;
        }
        let known = world.holders.iter().any(|h| h.holder == held.holder);
        let nothing =
            [held.capital, held.votes].iter().all(|f| f.product.max < CLOSE && f.control.max < CLOSE);
        if !known && !nothing {
            return Err(format!("{:?} holds nothing", held.holder));
        }
    }
    Ok(())
}

fn shown(document: &Document, readings: &Readings, o: &Ownership) -> String {
    format!("\n{:?}\n{}\n{o:#?}", readings.ownership, write::to_text(document))
}

fn compare(document: &Document, readings: &Readings, seed: u64, tally: &mut Tally) -> Result<(), String> {
    let provider = ProviderId("p".to_owned());
    let o = ownership(document, &provider, readings).ok_or("the engine does not know the provider")?;
    tally.documents += 1;
    match o.result {
        Conclusion::Pass => tally.passed += 1,
        Conclusion::Unknown => tally.open += 1,
        Conclusion::Fail => tally.failed += 1,
    }
    let Some(case) = Case::of(document, &provider, readings) else {
        // Nobody has said whose shares would be counted.
        let all = [o.seat, o.capital.result, o.votes.result, o.rights.result, o.result];
        let open = all.iter().all(|said| *said == Conclusion::Unknown);
        return if open { Ok(()) } else { Err("no legal person, and something is concluded".to_owned()) };
    };
    let mut choices = Choices::first();
    let (mut worlds, mut whole, mut last, mut settled) = (0, false, None, true);
    let mut outcomes = BTreeSet::new();
    while worlds < LISTED {
        worlds += 1;
        match case.world(&mut choices) {
            None => settled = false,
            Some(world) => {
                settled &= !world.doubtful;
                wrong(&o, &world).map_err(|e| format!("{e}\n{world:#?}"))?;
                outcomes.insert(if world.circle.contains(&true) { None } else { Some(world.fails_at_all()) });
                last = Some(world);
            }
        }
        if !choices.advance() {
            whole = true;
            break;
        }
    }
    if !whole {
        for at in 0..BY_CHANCE {
            let mut choices = Choices::by_chance(seed.wrapping_mul(977).wrapping_add(at));
            if let Some(world) = case.world(&mut choices) {
                wrong(&o, &world).map_err(|e| format!("{e}\n{world:#?}"))?;
                worlds += 1;
            }
        }
    }
    tally.worlds += worlds as u64;
    tally.unsettled += u32::from(!settled);
    tally.circles += u32::from(outcomes.contains(&None));
    if whole && settled {
        tally.listed_whole += 1;
        if let (1, Some(world)) = (worlds, &last) {
            tally.with_one_world += 1;
            undecided(&o, world).map_err(|e| format!("{e}\n{world:#?}"))?;
        }
        let one = outcomes.len() == 1 && !outcomes.contains(&None);
        tally.cautious += u32::from(one && !choices.met_ranges() && o.result == Conclusion::Unknown);
    }
    Ok(())
}

#[test]
fn engine_and_second_solver_agree_on_owners() {
    let cases = std::env::var("OWNERS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or_else(|| crate::wounds::cases(CASES));
    let tally = std::cell::RefCell::new(Tally::default());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    // The same documents each time; others where somebody asks for a number of them.
    let mut runner = match std::env::var_os("OWNERS") {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let result = runner.run(&(owners(), readings(), any::<u64>()), |((document, _), readings, seed)| {
        let compared = compare(&document, &readings, seed, &mut tally.borrow_mut());
        compared.map_err(|e| {
            let o = ownership(&document, &ProviderId("p".to_owned()), &readings);
            TestCaseError::fail(o.map_or(e.clone(), |o| format!("{e}{}", shown(&document, &readings, &o))))
        })
    });
    println!("{:?}", tally.borrow());
    if let Err(e) = result {
        panic!("{}", e.to_string().replace("\\n", "\n"));
    }
    // The documents are worth comparing: there are plain ones, and all three results come up.
    let tally = tally.into_inner();
    let enough = cases / 40;
    assert!(
        tally.with_one_world > enough
            && tally.passed > enough
            && tally.failed > enough
            && tally.open > enough
    );
}
