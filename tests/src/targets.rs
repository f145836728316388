//! What hostile bytes are given to. Each target takes any bytes and has to come back: with an answer or with a refusal,
//! never with a panic, and with what it promises of its answer. The suite runs them on mutations of good input, on the
//! stable toolchain; `make fuzz` runs the same ones guided by coverage (`tests/fuzz`).

use catalog::{Activity, Lang, SECNUMCLOUD};
use model::{
    Document, Question,
    document::{
        Answer, Country, Entity, EntityKind, Holding, Issue, Provider, Service, ServiceId, Share, read, write,
    },
    ownership::{Measure, ownership, results, say, track},
    question::Readings,
    share,
    supply::Stack,
    verdict::Evaluator,
};
use sheets::Limits;

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 5] = [
    ("document", document),
    ("link", link),
    ("delimited", delimited),
    ("package", package),
    ("holdings", holdings),
];

/// How many services are evaluated at most: a file of a megabyte is not to take a minute.
const FEW: usize = 8;

/// The reader of documents: what it takes is written and read again alike, and computed where it has no error.
///
/// # Panics
/// When a promise is broken, which is what is looked for.
pub fn document(bytes: &[u8]) {
    let Ok((document, issues)) = read(&SECNUMCLOUD, bytes) else { return };
    for issue in &issues {
        assert!(
            !model::words::issue(&issue.kind, Lang::Fr).is_empty()
                && !model::words::issue(&issue.kind, Lang::En).is_empty()
        );
    }
    let text = write::to_text(&document);
    let (again, _) = read(&SECNUMCLOUD, text.as_bytes()).expect("what is written is read");
    assert_eq!(write::to_text(&again), text, "written again, it is the same");
    if issues.iter().any(Issue::is_error) {
        return;
    }
    let Ok(stack) = Stack::new(&document) else { panic!("a document without errors has no circle") };
    let day = document.as_of.unwrap_or_else(|| "2026-11-22".parse().expect("a day"));
    let question = Question::of(&SECNUMCLOUD, &document, day);
    for service in document.services.iter().take(FEW) {
        let node = stack.graph().node(service.id.as_str()).expect("a service of the document");
        let scope = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![node]).scope(node);
        assert_eq!(scope.all().total(), 278, "the four verdicts part all requirements");
    }
    assert_eq!(results(&document, &question.readings).len(), document.providers.len());
}

/// The decoder of links.
///
/// # Panics
/// When a promise is broken.
pub fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(compressed) = share::from_text(&text) {
        assert_eq!(share::to_text(&compressed).as_deref(), Ok(&*text), "a link has one form");
    }
    // Nothing at all has no link.
    if !bytes.is_empty()
        && let Ok(text) = share::to_text(bytes)
    {
        assert_eq!(share::from_text(&text).as_deref(), Ok(bytes), "what is packed is unpacked");
    }
}

/// Grids into what they would change in a document.
fn bring_back(bytes: &[u8]) {
    let limits =
        Limits { bytes: 1_000_000, unfolded: 4_000_000, cells: 20_000, text: 2_000_000, ..Limits::default() };
    let grids = match sheets::read(bytes, &limits) {
        Ok(grids) => grids,
        Err(refusal) => {
            assert!(!refusal.code().is_empty());
            return;
        }
    };
    let service = ServiceId::from("paas");
    let document = Document {
        title: "A platform".to_owned(),
        providers: vec![Provider { id: "p".into(), name: "P".to_owned(), ..Provider::default() }],
        services: vec![Service {
            id: service.clone(),
            name: "A platform".to_owned(),
            provider: "p".into(),
            activities: [Activity::Paas].into_iter().collect(),
            ..Service::default()
        }],
        ..Document::default()
    };
    if let Ok(plan) = model::import::plan(&SECNUMCLOUD, &document, &grids, &service) {
        let edit = model::import::edit(&plan, &document, &|_| true);
        assert!(model::edit::apply(&SECNUMCLOUD, &document, edit).is_ok(), "what is proposed can be done");
    }
    for grid in &grids {
        let _ = model::responsibility::from_grid(grid);
    }
}

/// CSV, whatever stands at its beginning.
///
/// # Panics
/// When a promise is broken.
pub fn delimited(bytes: &[u8]) {
    bring_back(bytes);
    let _ = model::responsibility::read_markdown(&String::from_utf8_lossy(bytes));
}

/// The package of a spreadsheet: bytes of any kind under its first letters.
///
/// # Panics
/// When a promise is broken.
pub fn package(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        bring_back(bytes);
    } else {
        bring_back(&[b"PK\x03\x04", bytes].concat());
    }
}

/// The solver of holdings, on the graph that the bytes spell: five bytes a holding among at most eight entities, in percent.
///
/// # Panics
/// When a promise is broken.
pub fn holdings(bytes: &[u8]) {
    let (settings, body) = bytes.split_at(bytes.len().min(9));
    let setting = |at: usize| settings.get(at).copied().unwrap_or_default();
    let country = |byte: u8| match byte % 4 {
        0 => None,
        1 => Some(Country("US".to_owned())),
        _ => Some(Country("FR".to_owned())),
    };
    let id = |at: u8| format!("e{}", at % 8).as_str().into();
    let entities = (0..8_u8)
        .map(|at| {
            let byte = setting(usize::from(at));
            Entity {
                id: id(at),
                kind: Some(EntityKind::ALL[usize::from(byte >> 2) % EntityKind::ALL.len()]),
                seat: country(byte),
                administration: country(byte >> 1),
                establishment: country(byte >> 3),
                listed: byte & 0x40 != 0,
                holders_complete: byte & 0x80 != 0,
                ..Entity::default()
            }
        })
        .collect();
    let share = |low: u8, wide: u8| match low {
        0xf0.. => Share::Unknown,
        _ => {
            let min = f64::from(low.min(200)) / 2.0;
            Share::Between(min, (min + f64::from(wide & 0x3f)).min(100.0))
        }
    };
    let holdings: Vec<Holding> = body
        .chunks_exact(5)
        .take(24)
        .filter_map(|c| match c {
            [who, capital, votes, wide, marks] if who >> 4 & 7 != who & 7 => Some(Holding {
                holder: id(who >> 4),
                held: id(*who),
                capital: share(*capital, *wide),
                votes: share(*votes, wide.rotate_left(3)),
                declared: marks & 1 != 0,
                veto: marks & 2 != 0,
                appoints_majority: marks & 4 != 0,
                control: [None, Some(Answer::Yes), Some(Answer::No), Some(Answer::Unknown)]
                    [usize::from(marks >> 3 & 3)],
                ..Holding::default()
            }),
            _ => None,
        })
        .collect();
    let provider = Provider { id: "p".into(), entity: Some(id(0)), ..Provider::default() };
    let document = Document { providers: vec![provider], entities, holdings, ..Document::default() };
    let readings = Readings::default();
    let found = ownership(&document, &"p".into(), &readings).expect("there is such a provider");
    for limits in [&found.capital, &found.votes] {
        for limit in [&limits.individual, &limits.collective] {
            for finding in [&limit.product, &limit.control] {
                let range = finding.percent;
                assert!(range.min >= 0.0 && range.min <= range.max && range.max <= 100.0, "{range:?}");
            }
        }
    }
    for lang in Lang::ALL {
        assert!(found.open.iter().all(|open| !say::open(&document, open, lang).is_empty()));
    }
    if !document.holdings.is_empty() {
        let stretches = track(&document, &"p".into(), &readings, 0, Measure::Capital);
        assert!(stretches.windows(2).all(|w| w[0].to <= w[1].from + 1e-9), "stretches follow one another");
    }
}
