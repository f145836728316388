//! How fast verdicts are, and how that grows: `cargo bench -p checks`. Medians over repeated runs, printed as a table.
//! A plain timer rather than a framework: what is asked is a few medians, and they go into the README.

use catalog::SECNUMCLOUD;
use model::{
    Document, Question,
    document::{Evidence, Qualification, Reliance, Service},
    supply::Stack,
    verdict::Evaluator,
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

fn qualified() -> Qualification {
    Qualification {
        version: "3.2".to_owned(),
        granted: "2025-01-10".parse().ok(),
        evidence: Some(Evidence::Decision),
        ..Qualification::default()
    }
}

fn service(at: usize, activity: catalog::Activity, bases: &[usize], is_qualified: bool) -> Service {
    Service {
        id: id(at),
        name: format!("Service {at}"),
        provider: format!("p{}", at % 7).as_str().into(),
        activities: [activity].into_iter().collect(),
        relies_on: bases.iter().map(|b| Reliance { service: id(*b), ..Reliance::default() }).collect(),
        qualifications: if is_qualified { vec![qualified()] } else { Vec::new() },
        ..Service::default()
    }
}

fn id(at: usize) -> model::document::ServiceId {
    format!("s{at:05}").as_str().into()
}

fn document(services: Vec<Service>) -> Document {
    let providers = (0..7)
        .map(|p| model::document::Provider { id: format!("p{p}").as_str().into(), ..Default::default() })
        .collect();
    Document { as_of: "2026-11-22".parse().ok(), providers, services, ..Document::default() }
}

/// Four layers: SaaS on PaaS on CaaS on IaaS, the lowest qualified.
fn four() -> Document {
    use catalog::Activity::{Caas, Iaas, Paas, Saas};
    document(vec![
        service(0, Iaas, &[], true),
        service(1, Caas, &[0], false),
        service(2, Paas, &[1], false),
        service(3, Saas, &[2], false),
    ])
}

/// Many services: an IaaS every ten, platforms on them, applications on those, half of the bases qualified.
fn wide(n: usize) -> Document {
    use catalog::Activity::{Iaas, Paas, Saas};
    document(
        (0..n)
            .map(|i| {
                let ground = i - i % 10;
                match i % 10 {
                    0 => service(i, Iaas, &[], i % 20 == 0),
                    1..=3 => service(i, Paas, &[ground], i % 2 == 0),
                    k => service(i, Saas, &[ground + 1 + k % 3], false),
                }
            })
            .collect(),
    )
}

/// A chain: each service rests on the one before.
fn chain(n: usize) -> Document {
    use catalog::Activity::{Iaas, Saas};
    document(
        (0..n)
            .map(|i| match i {
                0 => service(0, Iaas, &[], true),
                i => service(i, Saas, &[i - 1], false),
            })
            .collect(),
    )
}

/// A fan: one service that rests on all the others, half of which are qualified.
fn fan(n: usize) -> Document {
    use catalog::Activity::{Iaas, Saas};
    let bases: Vec<usize> = (0..n - 1).collect();
    let grounds = bases.iter().map(|i| service(*i, Iaas, &[], i % 2 == 0));
    document(grounds.chain([service(n - 1, Saas, &bases, n == 1)]).collect())
}

/// Diamonds one on top of the other: two services on the tip below, and one on both. The ways down double with each.
fn diamonds(n: usize) -> Document {
    use catalog::Activity::{Iaas, Paas, Saas};
    document(
        (0..n)
            .map(|i| match i % 3 {
                _ if i == 0 => service(0, Iaas, &[], true),
                1 => service(i, Paas, &[i - 1], false),
                2 => service(i, Paas, &[i - 2], false),
                _ => service(i, Saas, &[i - 2, i - 1], false),
            })
            .collect(),
    )
}

fn question(document: &Document) -> Question {
    Question::of(&SECNUMCLOUD, document, model::date::FALLBACK)
}

/// The median of several runs, after one to warm up.
fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(runs / 2).copied().unwrap_or_default()
}

/// The median of as many runs as a second or two allow, of at most nine.
fn patient(mut run: impl FnMut()) -> (Duration, usize) {
    let start = Instant::now();
    run();
    let once = start.elapsed();
    let runs = (Duration::from_secs(2).as_nanos() / once.as_nanos().max(1)).min(9) as usize;
    // A run that takes long is not worth a rehearsal.
    if runs < 3 { (once, 1) } else { (median(runs, run), runs) }
}

/// How time grows with the number of services, for a shape: verdicts of the top alone, and of every service.
fn growth(shape: &str, of: fn(usize) -> Document) {
    for n in [1, 10, 100, 1_000, 10_000] {
        let stack = of(n);
        let (top, top_runs) = patient(|| one(&stack, n - 1));
        let (every, every_runs) = patient(|| all(&stack));
        let each = |time: Duration| format!("{:.2} µs", time.as_secs_f64() * 1e6 / n as f64);
        println!(
            "| {shape} | {n} | {top:.2?} | {} | {every:.2?} | {} | {top_runs}, {every_runs} |",
            each(top),
            each(every)
        );
    }
}

/// A thousand entities above a provider, three holdings each but for the last ones, every share a range, all inside the
/// Union or one in ten outside: nothing can be concluded, or a good deal fails.
fn held(n: usize, is_union: bool) -> Document {
    use model::document::{Country, Entity, EntityKind, Holding, Provider, Share};
    let entity = |at: usize| {
        let seat = if at % 10 == 7 && !is_union { "US" } else { "FR" };
        Entity {
            id: format!("e{at}").as_str().into(),
            kind: Some(EntityKind::Company),
            seat: Some(Country(seat.to_owned())),
            administration: Some(Country("FR".to_owned())),
            establishment: Some(Country("FR".to_owned())),
            ..Entity::default()
        }
    };
    let holding = |at: usize, step: usize| Holding {
        holder: format!("e{}", at + step).as_str().into(),
        held: format!("e{at}").as_str().into(),
        capital: Share::Between(10.0, 30.0),
        votes: Share::Between(15.0, 35.0),
        ..Holding::default()
    };
    let steps =
        |at: usize| [1, 2, 7].into_iter().filter(move |step| at + step < n).map(move |step| (at, step));
    Document {
        providers: vec![Provider { id: "p".into(), entity: Some("e0".into()), ..Provider::default() }],
        entities: (0..n).map(entity).collect(),
        holdings: (0..n).flat_map(steps).map(|(at, step)| holding(at, step)).collect(),
        ..document(Vec::new())
    }
}

fn owned(document: &Document) {
    let found = model::ownership::ownership(document, &"p".into(), &question(document).readings);
    black_box(found.expect("the provider exists"));
}

/// Verdicts of one target, the stack worked out anew each time, as after an edit.
fn one(document: &Document, target: usize) {
    let question = question(document);
    let stack = Stack::new(document).expect("no circle");
    let node = stack.graph().node(id(target).as_str()).expect("the target exists");
    black_box(Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![node]).scope(node));
}

/// Verdicts of every service.
fn all(document: &Document) {
    let question = question(document);
    let stack = Stack::new(document).expect("no circle");
    let nodes = stack.graph().bases_first().to_vec();
    let mut evaluator = Evaluator::new(&SECNUMCLOUD, &stack, &question, nodes.clone());
    for node in nodes {
        black_box(evaluator.scope(node));
    }
}

/// A comparison with another day: the base's qualification has ended.
fn compare(document: &Document, target: usize) {
    let before = question(document);
    let mut after = before.clone();
    after.as_of = "2029-01-01".parse().expect("a day");
    let service = id(target);
    let side = |question| model::Side { document, service: &service, question };
    let diff = model::diff(&SECNUMCLOUD, side(&before), side(&after)).expect("no circle");
    assert!(diff.moves.len() > 100);
    black_box(diff);
}

fn row(what: &str, time: Duration, limit: Option<Duration>) -> bool {
    let within = limit.is_none_or(|l| time <= l);
    let limit = limit.map_or(String::new(), |l| format!("{l:?}"));
    println!("| {what} | {time:?} | {limit} | {} |", if within { "yes" } else { "NO" });
    within
}

fn main() {
    println!("| what | median | limit | within |\n| --- | ---: | ---: | --- |");
    let mut within = true;
    let stack = four();
    within &= row(
        "278 verdicts of a four-layer stack",
        median(501, || one(&stack, 3)),
        Some(Duration::from_micros(100)),
    );
    row("a four-layer stack on two days, side by side", median(501, || compare(&stack, 3)), None);
    let wide_300 = wide(300);
    within &= row(
        "278 verdicts of each of 300 services",
        median(15, || all(&wide_300)),
        Some(Duration::from_millis(100)),
    );
    for n in [10, 100, 1_000] {
        let stack = wide(n);
        row(&format!("each of {n} services"), median(9, || all(&stack)), None);
    }
    for n in [10, 100, 1_000] {
        let stack = chain(n);
        row(&format!("the top of a chain of {n}"), median(9, || one(&stack, n - 1)), None);
    }
    for (what, is_union) in [("all in the Union", true), ("one in ten outside", false)] {
        let stack = held(1_000, is_union);
        within &= row(
            &format!("who owns a provider: 1,000 entities, {} ranged holdings, {what}", stack.holdings.len()),
            median(9, || owned(&stack)),
            Some(Duration::from_millis(50)),
        );
    }
    println!(
        "\n| shape | services | the top | a service | every service | a service | runs |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    );
    growth("chain", chain);
    growth("fan", fan);
    growth("diamonds", diamonds);
    growth("wide", wide);
    if !within {
        std::process::exit(1);
    }
}
