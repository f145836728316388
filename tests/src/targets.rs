//! What hostile bytes are given to. Each target takes any bytes and has to come back: with an answer or with a refusal,
//! never with a panic, and with what it promises of its answer. The suite runs them on mutations of good input, on the
//! stable toolchain; `make fuzz` runs the same ones guided by coverage (`tests/fuzz`).

use crate::outputs::{Texts, all as made, repaired};
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
    table::{Column, Kind, Sheet, Use, Value, Workbook, wire},
    verdict::Evaluator,
};
use sheets::Limits;
use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A target: its name, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 6] = [
    ("document", document),
    ("outputs", outputs),
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
    let Ok((document, issues)) = read(&SECNUMCLOUD, bytes) else {
        if let Some(mended) = std::str::from_utf8(bytes).ok().and_then(model::repair::mend_text) {
            assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "what is mended is JSON");
        }
        return;
    };
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

/// What is made of a document: its repairs where it has errors, else every export and every paper.
///
/// # Panics
/// When a promise is broken.
pub fn outputs(bytes: &[u8]) {
    let Ok((document, issues)) = read(&SECNUMCLOUD, bytes) else { return };
    if issues.iter().any(Issue::is_error) {
        repaired(bytes, &document, &issues);
    } else {
        made(&document, Texts::get());
    }
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
    let answer = Ok(grids);
    assert_eq!(wire::read_answer(&wire::answer(&answer)), answer, "grids pass between modules");
    let Ok(grids) = answer else { return };
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

/// The package of a spreadsheet. Bytes that begin otherwise are its parts, laid open: no checksum and no compression then
/// stands between what is changed and what is read.
///
/// # Panics
/// When a promise is broken.
pub fn package(bytes: &[u8]) {
    match packed(bytes) {
        Some(whole) => bring_back(&whole),
        None if bytes.starts_with(b"PK") => bring_back(bytes),
        None => bring_back(&[b"PK\x03\x04", bytes].concat()),
    }
}

/// What stands before each part that lies open; its name follows, then the end of the line, then what it holds.
const PART: &[u8] = b"\n--part ";

/// The package of the parts that lie open in these bytes; nothing where there are none, or a package cannot hold them.
pub fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut rest = bytes.strip_prefix(PART)?;
    while !rest.is_empty() {
        let end = rest.windows(PART.len()).position(|window| window == PART);
        let part = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[], |end| &rest[end + PART.len()..]);
        let line = part.iter().position(|byte| *byte == b'\n')?;
        out.start_file(String::from_utf8_lossy(&part[..line]), plain).ok()?;
        out.write_all(part.get(line + 1..)?).ok()?;
    }
    out.finish().ok().map(Cursor::into_inner)
}

/// The parts of a package, laid open.
fn opened(package: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut bytes = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        bytes.extend_from_slice(PART);
        bytes.extend_from_slice(file.name().expect("a name").as_bytes());
        bytes.push(b'\n');
        file.read_to_end(&mut bytes).expect("a whole part");
    }
    bytes
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
    // The ninth byte: the readings, and whether the slider is tried, which computes a hundred times.
    let mut readings = Readings::default();
    for (place, reading) in SECNUMCLOUD.readings.iter().rev().take(3).enumerate() {
        let answer = usize::from(setting(8) >> (2 * place) & 3) % reading.answers.len();
        readings
            .set(&SECNUMCLOUD, reading.id.id(), reading.answers[answer])
            .expect("an answer of the reading");
    }
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
    if setting(8) >> 6 == 3 && !document.holdings.is_empty() {
        let stretches = track(&document, &"p".into(), &readings, 0, Measure::Capital);
        assert!(stretches.windows(2).all(|w| w[0].to <= w[1].from + 1e-9), "stretches follow one another");
    }
}

/// Good input of a target, by its name: what is hurt, and where fuzzing begins.
///
/// # Panics
/// When a sample that the application serves cannot be read, or no workbook can be made.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "document" | "outputs" => samples(),
        "link" => {
            let small: Vec<u8> = (0..=255).collect();
            vec![share::to_text(&small).expect("short").into_bytes(), b"1.AAAA".to_vec(), small]
        }
        "delimited" => ["\u{feff}", ""]
            .iter()
            .flat_map(|mark| [';', ',', '\t'].map(|by| (mark, by)))
            .map(|(mark, by)| {
                let line = |cells: &[&str; 5]| {
                    cells.map(|c| format!("\"{}\"", c.replace('"', "\"\""))).join(&by.to_string())
                };
                let lines: Vec<String> = std::iter::once(&HEADS).chain(&ROWS).map(line).collect();
                format!("{mark}{}\r\n", lines.join("\r\n")).into_bytes()
            })
            .chain(["| Task | You | Us |\n|---|---|---|\n| Patch | A | R |\n".as_bytes().to_vec()])
            .collect(),
        "package" => {
            let whole = sheets::write(&book()).expect("a workbook");
            vec![opened(&whole), whole]
        }
        _ => vec![(0..64_u8).map(|i| i.wrapping_mul(37)).collect(), vec![0x90; 64], vec![0xff; 80]],
    }
}

/// The documents that the application serves as samples, in the order of their names.
fn samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/samples");
    let files = fs::read_dir(folder).expect("there are samples").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = files.filter(|path| path.to_string_lossy().ends_with(".socle.json")).collect();
    files.sort();
    files.iter().map(|path| fs::read(path).expect("a sample")).collect()
}

const HEADS: [&str; 5] = ["Requirement", "Verdict", "Status", "Owner", "Note"];
const ROWS: [[&str; 5]; 2] =
    [["5.1.a", "remains", "todo", "Ana", "a; \"b\""], ["12.11.a", "shared", "done", "Zoé", "=1+1"]];

fn book() -> Workbook {
    let column = |head: &&str| Column {
        head: (*head).to_owned(),
        kind: Kind::Short,
        width: 12,
        open: false,
        choices: Vec::new(),
    };
    let rows = ROWS.iter().map(|row| row.iter().map(|c| Value::Text((*c).to_owned())).collect()).collect();
    let columns = HEADS.iter().map(column).collect();
    let sheet = Sheet { name: "Scope".to_owned(), kind: Use::Table, frozen: 1, columns, rows };
    let day = "2026-11-22".parse().expect("a day");
    Workbook { lang: Lang::En, title: "A workbook".to_owned(), day, sheets: vec![sheet] }
}

/// Writes the good input of a target into the folder that `SOCLE_SEEDS` names, if it names one. What is fuzzed calls it
/// before it begins, so that nothing else has to be built for that.
///
/// # Panics
/// When the folder cannot be written.
pub fn sow(target: &str) {
    let Some(folder) = std::env::var_os("SOCLE_SEEDS") else { return };
    for (number, seed) in seeds(target).into_iter().enumerate() {
        fs::write(Path::new(&folder).join(format!("seed-{number}")), seed).expect("a folder to write into");
    }
}
