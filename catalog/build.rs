//! Reads the data files, refuses contradictions with the place and the remedy, and writes two things: the embedded
//! catalogue (Rust constants) and one text pack a language (JSON).

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

#[path = "build/calendar.rs"]
mod calendar;
#[path = "build/eucs.rs"]
mod eucs;
#[path = "build/rulesets.rs"]
mod rulesets;

include!("src/typeset.rs");

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    fr: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChapterFile {
    number: u8,
    title: Words,
    section: Vec<SectionData>,
    requirement: Vec<RequirementData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionData {
    number: String,
    title: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementData {
    id: String,
    modality: String,
    bears_on: BearsOn,
    #[serde(default)]
    when: Option<WhenData>,
    basis: String,
    #[serde(default)]
    source: String,
    confidence: String,
    #[serde(default)]
    changed_in_3_2: bool,
    #[serde(default)]
    bites_over_third_party: bool,
    #[serde(default)]
    refers_to: Vec<String>,
    summary: Words,
    reason: Words,
    base_part: Option<Words>,
    own_part: Option<Words>,
    evidence: Words,
    interlock: Option<Words>,
    no_interlock: Option<Words>,
    doubt: Option<Words>,
    settled: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BearsOn {
    provider: bool,
    layers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum WhenData {
    Activities(Vec<String>),
    Base(String),
    Fact(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Readings {
    reading: Vec<ReadingData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingData {
    id: String,
    hangs_on: Vec<String>,
    #[serde(default)]
    fact: Option<String>,
    label: Words,
    question: Words,
    reason: Words,
    answer: Vec<AnswerData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerData {
    id: String,
    label: Words,
    text: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    fact: Vec<FactData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactData {
    id: String,
    label: Words,
    question: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meta {
    ruleset: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnionData {
    since: String,
    read_on: String,
    source: String,
    members: Vec<String>,
    parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixFile {
    id: String,
    provider: String,
    service: Words,
    heads: Heads,
    date: String,
    licence: String,
    source: Words,
    section: Vec<MatrixSection>,
    reasons: BTreeMap<String, Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heads {
    customer: String,
    provider: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixSection {
    title: Words,
    row: Vec<MatrixRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixRow {
    number: usize,
    activity: Words,
    customer: String,
    provider: String,
    bearing: Option<String>,
    #[serde(default)]
    layers: Vec<String>,
    #[serde(default)]
    requirements: Vec<String>,
    confidence: Option<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixWords {
    layer: Vec<LayerWords>,
    subject: Vec<SubjectWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerWords {
    id: String,
    stems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectWords {
    stems: Vec<String>,
    layers: Vec<String>,
    requirements: Vec<String>,
}

/// What a row for which the customer answers may say (`matrix-*.toml`).
const BEARINGS: [&str; 4] = ["retained", "open", "own", "none"];

/// Identifiers in the data and the Rust variants that they stand for.
const LAYERS: [(&str, &str); 10] = [
    ("facility", "Facility"),
    ("hardware", "Hardware"),
    ("fabric", "Fabric"),
    ("compute", "Compute"),
    ("storage", "Storage"),
    ("sdn", "Sdn"),
    ("os", "Os"),
    ("orchestration", "Orchestration"),
    ("middleware", "Middleware"),
    ("application", "Application"),
];
const ACTIVITIES: [(&str, &str); 4] =
    [("iaas", "Iaas"), ("caas", "Caas"), ("paas", "Paas"), ("saas", "Saas")];
const MODALITIES: [(&str, &str); 4] = [
    ("obligation", "Obligation"),
    ("recommendation", "Recommendation"),
    ("permission", "Permission"),
    ("permission_with_obligation", "PermissionWithObligation"),
];
const BASES: [(&str, &str); 3] = [("text", "Text"), ("practice", "Practice"), ("reasoning", "Reasoning")];
const CONFIDENCES: [(&str, &str); 3] = [("high", "High"), ("medium", "Medium"), ("low", "Low")];
const READINGS: [(&str, &str); 7] = [
    ("personnel", "Personnel"),
    ("base-under-3.1", "BaseUnder31"),
    ("own-premises", "OwnPremises"),
    ("unqualified-middle", "UnqualifiedMiddle"),
    ("indirect-holding", "IndirectHolding"),
    ("thresholds-conjunction", "ThresholdsConjunction"),
    ("listed-parent", "ListedParent"),
];

/// The file of words that point somewhere; the other `matrix-*.toml` are a matrix each.
const MATRIX_WORDS: &str = "matrix-words.toml";
/// The file of EUCS that holds no category: what the draft is, and the other direction.
const EUCS_DRAFT: &str = "eucs-draft.toml";

/// What the calendar knows besides dates.
const CALENDAR: &str = "calendar.toml";

/// What each version of the rules changed.
const RULESETS: &str = "rulesets.toml";

/// What the référentiel holds (`counts.md` of the reference): a data file that drifts from it does not build.
const REQUIREMENTS: usize = 278;
const SECTIONS: usize = 92;
const SUBSECTIONS: usize = 8;
const RECOMMENDATIONS: usize = 17;
/// How many States the Union has.
const MEMBERS: usize = 27;

fn variant(table: &[(&str, &'static str)], id: &str, place: &str) -> Result<&'static str> {
    table
        .iter()
        .find(|(name, _)| *name == id)
        .map(|(_, variant)| *variant)
        .ok_or_else(|| format!("{place}: “{id}” is none of {}", names(table)).into())
}

fn names(table: &[(&str, &'static str)]) -> String {
    table.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn main() -> Result<()> {
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/typeset.rs");

    let mut files = fs::read_dir(&data)?.map(|e| Ok(e?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let mut digest = Sha256::new();
    let mut chapters: Vec<ChapterFile> = Vec::new();
    let mut matrices: Vec<MatrixFile> = Vec::new();
    let mut categories: Vec<PathBuf> = Vec::new();
    for file in &files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // No verdict follows from a published matrix, from EUCS, from the calendar or from what the rules say of their past: the
        // hash, which names the rules, leaves them out.
        if name.starts_with("matrix-") {
            if name != MATRIX_WORDS {
                matrices.push(parse(file)?);
            }
            continue;
        }
        if name.starts_with("eucs-") {
            if name != EUCS_DRAFT {
                categories.push(file.clone());
            }
            continue;
        }
        if name == CALENDAR || name == RULESETS {
            continue;
        }
        let bytes = fs::read(file)?;
        digest.update(&name);
        digest.update(&bytes);
        if name.starts_with("chapter-") {
            chapters.push(parse(file)?);
        }
    }
    chapters.sort_by_key(|c| c.number);
    let meta: Meta = parse(&data.join("meta.toml"))?;
    let readings: Readings = parse(&data.join("readings.toml"))?;
    let facts: Facts = parse(&data.join("facts.toml"))?;
    let union: UnionData = parse(&data.join("union.toml"))?;
    let hash: String = digest.finalize().iter().take(8).fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    });

    let words: MatrixWords = parse(&data.join(MATRIX_WORDS))?;
    check(&chapters, &readings, &facts)?;
    check_union(&union)?;
    check_matrices(&chapters, &matrices, &words)?;
    let draft = eucs::Eucs::read(&data.join(EUCS_DRAFT), &categories)?;
    let known = chapters.iter().flat_map(|c| &c.requirement);
    let known: Vec<(String, bool)> = known.map(|r| (r.id.clone(), r.modality != "recommendation")).collect();
    draft.check(&known)?;
    for (lang, french) in [("fr", true), ("en", false)] {
        fs::write(out.join(format!("eucs-{lang}.json")), draft.pack(french).to_string())?;
    }
    fs::write(out.join("matrices.json"), matrix_pack(&matrices, &words).to_string())?;
    let known = chapters.iter().flat_map(|c| &c.requirement).map(|r| r.id.as_str()).collect();
    let calendar = calendar::Calendar::read(&data.join(CALENDAR), &known)?;
    let rulesets = rulesets::Rulesets::read(&data.join(RULESETS), &known, &meta.ruleset)?;
    fs::write(out.join("calendar.json"), calendar.pack().to_string())?;
    let mut generated = rust(&meta, &hash, &chapters, &readings, &facts, &union)?;
    let [collected, prerequisites] = calendar.ids();
    writeln!(generated, "pub(crate) const COLLECTED: &[&str] = &{collected:?};")?;
    writeln!(generated, "pub(crate) const PREREQUISITES: &[&str] = &{prerequisites:?};")?;
    generated.push_str(&rulesets.rust()?);
    fs::write(out.join("catalogue.rs"), generated)?;
    for lang in ["fr", "en"] {
        fs::write(
            out.join(format!("{lang}.json")),
            pack(lang, &hash, &chapters, &readings, &facts).to_string(),
        )?;
    }
    Ok(())
}

fn parse<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    toml::from_str(&text).map_err(|e| format!("{}: {e}", file.display()).into())
}

/// Everything that the types cannot say.
fn check(chapters: &[ChapterFile], readings: &Readings, facts: &Facts) -> Result<()> {
    let mut faults: Vec<String> = Vec::new();
    let sections: BTreeSet<&str> =
        chapters.iter().flat_map(|c| &c.section).map(|s| s.number.as_str()).collect();
    let ids: BTreeSet<&str> = chapters.iter().flat_map(|c| &c.requirement).map(|r| r.id.as_str()).collect();
    let numbers: BTreeSet<String> = chapters.iter().map(|c| c.number.to_string()).collect();
    let exists = |name: &str| sections.contains(name) || ids.contains(name) || numbers.contains(name);
    let fact_ids: BTreeSet<&str> = facts.fact.iter().map(|f| f.id.as_str()).collect();

    let subsections = sections.iter().filter(|s| s.matches('.').count() == 2).count();
    for (what, found, expected) in [
        ("requirements", ids.len(), REQUIREMENTS),
        ("sections", sections.len() - subsections, SECTIONS),
        ("sub-sections", subsections, SUBSECTIONS),
        (
            "recommendations",
            chapters.iter().flat_map(|c| &c.requirement).filter(|r| r.modality == "recommendation").count(),
            RECOMMENDATIONS,
        ),
    ] {
        if found != expected {
            faults.push(format!("{found} {what}, the référentiel has {expected}"));
        }
    }

    for chapter in chapters {
        let mut previous: Option<(&str, char)> = None;
        for requirement in &chapter.requirement {
            let id = requirement.id.as_str();
            let mut fault = |text: &str| faults.push(format!("{id}: {text}"));
            let Some((section, letter)) = split_id(id) else {
                fault("is no official number");
                continue;
            };
            if !sections.contains(section) {
                fault("its section is not listed in this file");
            }
            let expected = match previous {
                Some((before, letter)) if before == section => char::from(letter as u8 + 1),
                _ => 'a',
            };
            if letter != expected {
                fault(&format!("letter {letter} where {expected} was expected: the series has no gap"));
            }
            previous = Some((section, letter));
            if !requirement.bears_on.provider && requirement.bears_on.layers.is_empty() {
                fault("bears on nothing");
            }
            let split = requirement.base_part.is_some() && requirement.own_part.is_some();
            if split == requirement.bears_on.layers.is_empty() {
                fault("base_part and own_part stand exactly where a layer is borne on");
            }
            if requirement.interlock.is_some() == requirement.no_interlock.is_some() {
                fault("exactly one of interlock and no_interlock");
            }
            if requirement.basis != "reasoning" && requirement.source.is_empty() {
                fault("a basis of text or practice names its source");
            }
            for name in &requirement.refers_to {
                if !exists(name) {
                    fault(&format!("refers to {name}, which does not exist"));
                }
            }
            if let Some(WhenData::Fact(name)) = &requirement.when
                && !fact_ids.contains(name.as_str())
            {
                fault(&format!("its condition asks for the fact {name}, which facts.toml does not have"));
            }
            for (name, words) in prose(requirement) {
                for (lang, text) in [("fr", &words.fr), ("en", &words.en)] {
                    if let Some(said) = words_fault(text) {
                        fault(&format!("{name}.{lang}: {said}"));
                    }
                }
            }
        }
    }
    for reading in &readings.reading {
        for name in &reading.hangs_on {
            if !exists(name) && name != "layers-unchanged" {
                faults.push(format!("readings.toml, {}: hangs on {name}, which does not exist", reading.id));
            }
        }
        if reading.fact.as_ref().is_some_and(|f| !fact_ids.contains(f.as_str())) {
            faults.push(format!("readings.toml, {}: its fact is not in facts.toml", reading.id));
        }
    }
    if readings.reading.iter().map(|r| r.id.as_str()).ne(READINGS.iter().map(|(id, _)| *id)) {
        faults.push(format!("readings.toml must hold, in this order: {}", names(&READINGS)));
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("catalogue:\n  {}", faults.join("\n  ")).into()) }
}

/// That the list of the Union is one: 27 States, codes in their order, none twice.
fn check_union(union: &UnionData) -> Result<()> {
    let code = |c: &String| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
    if union.members.len() != MEMBERS || !union.members.is_sorted() {
        return Err(format!("union.toml: {MEMBERS} members, in the order of their codes").into());
    }
    let all: BTreeSet<&String> = union.members.iter().chain(&union.parts).collect();
    if all.len() != union.members.len() + union.parts.len() || !all.iter().all(|c| code(c)) {
        return Err("union.toml: two capital letters each, and none twice".into());
    }
    Ok(())
}

/// Everything that the types cannot say of the published matrices.
fn check_matrices(chapters: &[ChapterFile], matrices: &[MatrixFile], words: &MatrixWords) -> Result<()> {
    let mut faults: Vec<String> = Vec::new();
    let bearing: BTreeMap<&str, &[String]> = chapters
        .iter()
        .flat_map(|c| &c.requirement)
        .map(|r| (r.id.as_str(), r.bears_on.layers.as_slice()))
        .collect();
    let known = |layer: &str| LAYERS.iter().any(|(id, _)| *id == layer);
    let odd = |text: &str| text.trim() != text || text.is_empty() || text.chars().any(char::is_control);
    for m in matrices {
        let id = m.id.as_str();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut number = 0;
        for row in m.section.iter().flat_map(|s| &s.row) {
            number += 1;
            let mut fault = |text: &str| faults.push(format!("{id}, row {}: {text}", row.number));
            if row.number != number {
                fault("rows are numbered from 1 on, without a gap");
            }
            if odd(&row.activity.fr) || odd(&row.activity.en) {
                fault("its activity is empty or has blanks or control characters around or in it");
            }
            let letters = |roles: &str| roles.chars().all(|c| "RACI".contains(c));
            if !letters(&row.customer) || !letters(&row.provider) {
                fault("roles are letters of R, A, C and I");
            }
            let answers = row.customer.contains('A');
            if answers == row.provider.contains('A') {
                fault("exactly one party answers for it");
            }
            if answers != row.bearing.is_some()
                || answers != row.confidence.is_some()
                || answers != row.reason.is_some()
            {
                fault("bearing, confidence and reason stand exactly where the customer answers");
            }
            let said = row.bearing.as_deref().unwrap_or("none");
            if !BEARINGS.contains(&said) {
                fault(&format!("“{said}” is none of {}", BEARINGS.join(", ")));
            }
            let needs = matches!(said, "retained" | "open");
            if needs == (row.layers.is_empty() || row.requirements.is_empty()) {
                fault("layers and requirements stand exactly where a row is retained or open");
            }
            if row.confidence.as_deref().is_some_and(|c| (c == "low") != (said == "open")) {
                fault("low is the confidence of what stays open, and of nothing else");
            }
            for r in &row.requirements {
                match bearing.get(r.as_str()) {
                    None => fault(&format!("{r} does not exist")),
                    Some(layers) => {
                        for l in row.layers.iter().filter(|l| !layers.contains(l)) {
                            fault(&format!("{r} does not bear on {l}"));
                        }
                    }
                }
            }
            if let Some(reason) = &row.reason {
                used.insert(reason);
                if !m.reasons.contains_key(reason) {
                    fault(&format!("its reason “{reason}” is not among the reasons"));
                }
            }
        }
        for (name, reason) in &m.reasons {
            if !used.contains(name.as_str()) || odd(&reason.fr) || odd(&reason.en) {
                faults.push(format!("{id}: the reason “{name}” is used by no row, or is no text"));
            }
        }
    }
    for l in &words.layer {
        if !known(&l.id) {
            faults.push(format!("{MATRIX_WORDS}: there is no layer “{}”", l.id));
        }
    }
    for (stem, s) in words.subject.iter().map(|s| (s.stems.first().map_or("", String::as_str), s)) {
        for r in &s.requirements {
            match bearing.get(r.as_str()) {
                Some(layers) if s.layers.iter().all(|l| layers.contains(l)) => {}
                _ => faults
                    .push(format!("{MATRIX_WORDS}, {stem}: {r} does not bear on {}", s.layers.join(", "))),
            }
        }
    }
    let stems = words.layer.iter().flat_map(|l| &l.stems).chain(words.subject.iter().flat_map(|s| &s.stems));
    for stem in stems {
        if stem.is_empty() || stem.bytes().any(|b| !b.is_ascii_lowercase() && b != b'-') {
            faults.push(format!("{MATRIX_WORDS}: “{stem}” is no beginning of a folded word"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("matrices:\n  {}", faults.join("\n  ")).into()) }
}

/// The published matrices in both languages, with the words that suggest where a row may bear. What the provider wrote
/// stays as it wrote it; the reasons are typeset.
fn matrix_pack(matrices: &[MatrixFile], words: &MatrixWords) -> serde_json::Value {
    let both = |w: &Words| serde_json::json!({ "fr": w.fr, "en": w.en });
    let set = |w: &Words| serde_json::json!({ "fr": typeset(true, &w.fr), "en": typeset(false, &w.en) });
    let matrices: Vec<_> = matrices
        .iter()
        .map(|m| {
            let reasons: serde_json::Map<_, _> = m.reasons.iter().map(|(k, w)| (k.clone(), set(w))).collect();
            let sections: Vec<_> = m.section.iter().map(|s| {
                let rows: Vec<_> = s.row.iter().map(|r| {
                    let mut row = serde_json::json!({
                        "n": r.number, "activity": both(&r.activity), "customer": r.customer, "provider": r.provider
                    });
                    if let (Some(map), Some(bearing)) = (row.as_object_mut(), &r.bearing) {
                        map.insert("bearing".to_owned(), bearing.as_str().into());
                        map.insert("layers".to_owned(), r.layers.clone().into());
                        map.insert("requirements".to_owned(), r.requirements.clone().into());
                        map.insert("confidence".to_owned(), r.confidence.clone().into());
                        map.insert("reason".to_owned(), r.reason.clone().into());
                    }
                    row
                }).collect();
                serde_json::json!({ "title": both(&s.title), "rows": rows })
            }).collect();
            serde_json::json!({
                "id": m.id, "provider": m.provider, "service": set(&m.service), "date": m.date, "licence": m.licence,
                "heads": [m.heads.customer, m.heads.provider], "source": both(&m.source), "reasons": reasons,
                "sections": sections
            })
        })
        .collect();
    let layers: Vec<_> =
        words.layer.iter().map(|l| serde_json::json!({ "id": l.id, "stems": l.stems })).collect();
    let subjects: Vec<_> = words
        .subject
        .iter()
        .map(|s| serde_json::json!({ "stems": s.stems, "layers": s.layers, "requirements": s.requirements }))
        .collect();
    serde_json::json!({ "matrices": matrices, "words": { "layers": layers, "subjects": subjects } })
}

/// What is wrong with a text, if anything.
fn words_fault(text: &str) -> Option<&'static str> {
    if text.trim() != text || text.is_empty() {
        Some("empty, or blanks around it")
    } else if text.contains(['<', '>', '\n', '"']) {
        Some("no markup, no line break, “quotes” or « guillemets » only")
    } else {
        None
    }
}

fn split_id(id: &str) -> Option<(&str, char)> {
    let (section, letter) = id.rsplit_once('.')?;
    let mut letters = letter.chars();
    let letter = letters.next().filter(char::is_ascii_lowercase)?;
    letters.next().is_none().then_some((section, letter))
}

fn prose(r: &RequirementData) -> Vec<(&'static str, &Words)> {
    let mut all = vec![("summary", &r.summary), ("reason", &r.reason), ("evidence", &r.evidence)];
    for (name, words) in [
        ("base_part", &r.base_part),
        ("own_part", &r.own_part),
        ("interlock", &r.interlock),
        ("no_interlock", &r.no_interlock),
        ("doubt", &r.doubt),
        ("settled", &r.settled),
    ] {
        if let Some(words) = words {
            all.push((name, words));
        }
    }
    all
}

/// Whether an entry of a reading's `hangs_on` names this requirement.
fn hangs(entry: &str, requirement: &RequirementData) -> bool {
    let id = requirement.id.as_str();
    let under =
        |prefix: &str| id == prefix || id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    match entry {
        "layers-unchanged" => !requirement.bears_on.layers.is_empty() && !requirement.changed_in_3_2,
        name => under(name),
    }
}

fn bilingual(words: &Words) -> String {
    format!("Bilingual {{ fr: {:?}, en: {:?} }}", typeset(true, &words.fr), typeset(false, &words.en))
}

fn rust(
    meta: &Meta,
    hash: &str,
    chapters: &[ChapterFile],
    readings: &Readings,
    facts: &Facts,
    union: &UnionData,
) -> Result<String> {
    let mut s = String::new();
    writeln!(
        s,
        "pub(crate) const UNION: Union = Union {{ since: {:?}, read_on: {:?}, source: {:?}, members: &{:?}, parts: &{:?} }};",
        union.since, union.read_on, union.source, union.members, union.parts
    )?;
    writeln!(s, "pub(crate) const RULESET: &str = {:?};", meta.ruleset)?;
    writeln!(s, "pub(crate) const HASH: &str = {hash:?};")?;
    writeln!(s, "pub(crate) const CHAPTERS: &[Chapter] = &[")?;
    for c in chapters {
        writeln!(s, "Chapter {{ number: {}, title: {} }},", c.number, bilingual(&c.title))?;
    }
    writeln!(s, "];\npub(crate) const SECTIONS: &[Section] = &[")?;
    let mut titles = BTreeMap::new();
    for c in chapters {
        for section in &c.section {
            titles.insert(section.number.as_str(), &section.title);
            writeln!(
                s,
                "Section {{ number: {:?}, chapter: {}, title: {}, is_subsection: {} }},",
                section.number,
                c.number,
                bilingual(&section.title),
                section.number.matches('.').count() == 2
            )?;
        }
    }
    writeln!(s, "];\npub(crate) const FACTS: &[Fact] = &[")?;
    for f in &facts.fact {
        writeln!(s, "Fact {{ id: {:?}, label: {} }},", f.id, bilingual(&f.label))?;
    }
    writeln!(s, "];\npub(crate) const READINGS: &[Reading] = &[")?;
    for r in &readings.reading {
        let answers: Vec<&str> = r.answer.iter().map(|a| a.id.as_str()).collect();
        let labels: Vec<String> = r.answer.iter().map(|a| bilingual(&a.label)).collect();
        writeln!(
            s,
            "Reading {{ id: ReadingId::{}, answers: &{answers:?}, labels: &[{}], label: {} }},",
            variant(&READINGS, &r.id, "readings.toml")?,
            labels.join(", "),
            bilingual(&r.label)
        )?;
    }
    writeln!(s, "];\npub(crate) const REQUIREMENTS: &[Requirement] = &[")?;
    for c in chapters {
        for r in &c.requirement {
            let section = split_id(&r.id).map(|(section, _)| section).unwrap_or_default();
            let layers = r
                .bears_on
                .layers
                .iter()
                .map(|l| Ok(format!("Layer::{}", variant(&LAYERS, l, &r.id)?)))
                .collect::<Result<Vec<_>>>()?;
            let when = match &r.when {
                None => "None".to_owned(),
                Some(WhenData::Base(a)) => {
                    format!("Some(When::Base(Activity::{}))", variant(&ACTIVITIES, a, &r.id)?)
                }
                Some(WhenData::Activities(list)) => {
                    let list = list
                        .iter()
                        .map(|a| Ok(format!("Activity::{}", variant(&ACTIVITIES, a, &r.id)?)))
                        .collect::<Result<Vec<_>>>()?;
                    format!("Some(When::Activities(ActivitySet::of(&[{}])))", list.join(", "))
                }
                Some(WhenData::Fact(name)) => {
                    let at = facts.fact.iter().position(|f| &f.id == name).unwrap_or_default();
                    format!("Some(When::Fact(FactId({at})))")
                }
            };
            let hanging = readings
                .reading
                .iter()
                .filter(|reading| reading.hangs_on.iter().any(|entry| hangs(entry, r)))
                .map(|reading| {
                    Ok(format!("ReadingId::{}", variant(&READINGS, &reading.id, "readings.toml")?))
                })
                .collect::<Result<Vec<_>>>()?;
            let title = titles.get(section).ok_or_else(|| format!("{}: no title for {section}", r.id))?;
            writeln!(
                s,
                "Requirement {{ id: {:?}, chapter: {}, section: {section:?}, title: {}, modality: Modality::{}, \
                 provider: {}, layers: LayerSet::of(&[{}]), when: {when}, basis: Basis::{}, source: {:?}, \
                 confidence: Confidence::{}, changed_in_3_2: {}, bites_over_third_party: {}, interlock: {}, \
                 refers_to: &{:?}, readings: ReadingSet::of(&[{}]) }},",
                r.id,
                c.number,
                bilingual(title),
                variant(&MODALITIES, &r.modality, &r.id)?,
                r.bears_on.provider,
                layers.join(", "),
                variant(&BASES, &r.basis, &r.id)?,
                r.source,
                variant(&CONFIDENCES, &r.confidence, &r.id)?,
                r.changed_in_3_2,
                r.bites_over_third_party,
                r.interlock.is_some(),
                r.refers_to,
                hanging.join(", ")
            )?;
        }
    }
    writeln!(s, "];")?;
    Ok(s)
}

fn pack(
    lang: &str,
    hash: &str,
    chapters: &[ChapterFile],
    readings: &Readings,
    facts: &Facts,
) -> serde_json::Value {
    let say = |words: &Words| typeset(lang == "fr", if lang == "fr" { &words.fr } else { &words.en });
    let requirements: serde_json::Map<_, _> = chapters
        .iter()
        .flat_map(|c| &c.requirement)
        .map(|r| {
            let text: serde_json::Map<_, _> =
                prose(r).into_iter().map(|(name, words)| (name.to_owned(), say(words).into())).collect();
            (r.id.clone(), text.into())
        })
        .collect();
    let readings: serde_json::Map<_, _> = readings
        .reading
        .iter()
        .map(|r| {
            let answers: serde_json::Map<_, _> =
                r.answer.iter().map(|a| (a.id.clone(), say(&a.text).into())).collect();
            let text = serde_json::json!({
                "question": say(&r.question), "answers": answers, "reason": say(&r.reason)
            });
            (r.id.clone(), text)
        })
        .collect();
    let facts: serde_json::Map<_, _> =
        facts.fact.iter().map(|f| (f.id.clone(), say(&f.question).into())).collect();
    serde_json::json!({
        "lang": lang, "hash": hash, "requirements": requirements, "readings": readings, "facts": facts
    })
}
