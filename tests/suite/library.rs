//! `public/library/`: what a person can start from. Each file fits its schema, each document is whole in both languages
//! and can be computed, and what is said of real services stays as weak as its sources.

use crate::{
    schema::{misfits, validator},
    wounds::{in_place, places},
};
use catalog::SECNUMCLOUD;
use jsonschema::{Draft, JSONSchema};
use model::{
    Date, Document, Question, Readings,
    document::{Evidence, Issue, IssueKind, ServiceId, read},
    scope,
    verdict::Counts,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = include_str!("../../public/schema/socle-library-1.schema.json");
const DOCUMENT_SCHEMA: &str = include_str!("../../public/schema/socle-1.schema.json");

const FILES: [(&str, &str); 3] = [
    ("templates", include_str!("../../public/library/templates.json")),
    ("market", include_str!("../../public/library/market.json")),
    ("index", include_str!("../../public/library/index.json")),
];

const LANGUAGES: [&str; 2] = ["fr", "en"];

/// Keys under which the two languages may differ; everything else is a fact.
const PROSE: [&str; 9] =
    ["title", "note", "name", "version", "decision", "scope", "region", "source", "reason"];

/// The ids of the list of services that the market library was compiled from (22 November 2026), and the entries that
/// each has become. A service an entry: where a row named three providers, it has become three.
const REFERENCE: [(&str, &[&str]); 26] = [
    ("cloud-temple-secure-temple", &["cloud-temple-secure-temple"]),
    ("cloud-temple-openiaas", &["cloud-temple-openiaas"]),
    ("cloud-temple-vm-instances", &["cloud-temple-vm-instances"]),
    ("cloud-temple-bare-metal", &["cloud-temple-bare-metal"]),
    ("cloud-temple-openshift", &["cloud-temple-openshift"]),
    ("cloud-temple-object-storage", &["cloud-temple-object-storage"]),
    ("cloud-temple-vpc", &["cloud-temple-vpc"]),
    ("cloud-temple-llmaas", &["cloud-temple-llmaas"]),
    ("outscale-iaas", &["outscale-iaas"]),
    ("ovh-hpc-vmware", &["ovh-hpc-vmware"]),
    ("ovh-bare-metal-pod", &["ovh-bare-metal-pod"]),
    ("s3ns-premi3ns", &["s3ns-premi3ns"]),
    ("oodrive", &["oodrive"]),
    ("worldline", &["worldline"]),
    ("index-education", &["index-education"]),
    ("cegedim-cloud", &["cegedim-cloud"]),
    ("whaller-donjon", &["whaller-donjon"]),
    ("orange-cloud-avenue", &["orange-cloud-avenue"]),
    ("free-pro", &["free-pro"]),
    ("bleu", &["bleu"]),
    ("scaleway", &["scaleway"]),
    ("numspot", &["numspot"]),
    ("scalingo", &["scalingo"]),
    ("clever-cloud", &["clever-cloud"]),
    ("wimi-jamespot-interstis", &["wimi", "jamespot-collabnext", "interstis"]),
    // Four names without a service or an activity, hence no document: the note of the library names them.
    ("not-found", &[]),
];

/// Warnings that documents keep, and why.
const KEPT: [(&str, &str, &str); 9] = [
    ("ovh-hpc-vmware", "press-only", "that it is under 3.2, only the press says"),
    ("s3ns-premi3ns", "press-only", "two articles, no decision read"),
    ("oodrive", "press-only", "articles alone"),
    ("oodrive", "never-holds", "no article gives a day"),
    ("worldline", "press-only", "listings alone"),
    ("worldline", "never-holds", "no listing gives a day"),
    ("index-education", "press-only", "one article on the announcement"),
    ("cegedim-cloud", "press-only", "a third party’s table"),
    ("whaller-donjon", "press-only", "a consultancy’s radar"),
];

fn parsed(name: &str, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn library(name: &str) -> Value {
    let (_, text) = FILES.iter().find(|(file, _)| *file == name).expect("a library");
    parsed(name, text)
}

fn entries(library: &Value) -> Vec<&Value> {
    library["entries"].as_array().expect("a list of entries").iter().collect()
}

fn id(entry: &Value) -> &str {
    entry["id"].as_str().expect("an id")
}

/// A text in both languages: an object whose keys are exactly fr and en.
fn bilingual(value: &Value) -> bool {
    value.as_object().is_some_and(|keys| keys.len() == 2 && LANGUAGES.iter().all(|l| keys.contains_key(*l)))
}

/// A value with the texts of one language, as the app takes it.
fn resolved(value: &Value, language: &str) -> Value {
    match value {
        both if bilingual(both) => both[language].clone(),
        Value::Object(keys) => {
            keys.iter().map(|(key, value)| (key.clone(), resolved(value, language))).collect()
        }
        Value::Array(members) => members.iter().map(|member| resolved(member, language)).collect(),
        other => other.clone(),
    }
}

fn readable(value: &Value) -> (Document, Vec<Issue>) {
    read(&SECNUMCLOUD, value.to_string().as_bytes()).unwrap_or_else(|e| panic!("no document: {e:?}"))
}

fn document(entry: &Value, language: &str) -> (Document, Vec<Issue>) {
    readable(&resolved(&entry["document"], language))
}

/// Every entry of every library, by library.
fn all() -> Vec<(&'static str, Value)> {
    FILES
        .iter()
        .flat_map(|(name, text)| {
            let entries = parsed(name, text)["entries"].as_array().cloned().unwrap_or_default();
            entries.into_iter().map(move |entry| (*name, entry))
        })
        .collect()
}

fn library_validator() -> JSONSchema {
    JSONSchema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .compile(&parsed("the schema", SCHEMA))
        .unwrap_or_else(|e| panic!("the schema is no schema: {e}"))
}

/// The schema of documents, closed: readers carry unknown keys along, but here they would be slips of the pen.
fn closed_validator() -> JSONSchema {
    fn close(node: &mut Value) {
        match node {
            Value::Object(keys) => {
                keys.values_mut().for_each(close);
                if keys.contains_key("properties") && !keys.contains_key("additionalProperties") {
                    keys.insert("additionalProperties".to_owned(), Value::Bool(false));
                }
            }
            Value::Array(members) => members.iter_mut().for_each(close),
            _ => {}
        }
    }
    let mut schema = parsed("the schema", DOCUMENT_SCHEMA);
    close(&mut schema);
    JSONSchema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .compile(&schema)
        .unwrap_or_else(|e| panic!("the schema is no schema: {e}"))
}

// ---------------------------------------------------------------------------------------------------------------------
// Files
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_library_fits_its_schema() {
    let validator = library_validator();
    for (name, text) in FILES {
        assert_eq!(misfits(&validator, &parsed(name, text)), Vec::<String>::new(), "{name}");
    }
    assert!(entries(&library("index")).is_empty(), "the house library ships empty");
}

#[test]
fn the_schema_is_strict() {
    let validator = library_validator();
    let market = library("market");
    let breaks = [
        ("/format", Some(json!("socle-library/2"))),
        ("/note", None),
        ("/title/en", None),
        ("/title/de", Some(json!("Dienste"))),
        ("/entries/0/id", Some(json!("Upper"))),
        ("/entries/0/about", Some(json!("in one language"))),
        ("/entries/0/about/fr", Some(json!(""))),
        ("/entries/0/status", Some(json!("certified"))),
        ("/entries/0/status", None),
        ("/entries/0/confidence", None),
        ("/entries/0/as_of", None),
        ("/entries/0/as_of", Some(json!("2026-02-30"))),
        ("/entries/0/sources", None),
        ("/entries/0/sources", Some(json!([]))),
        ("/entries/0/document", Some(json!("socle/1"))),
        ("/entries/0/more", Some(json!(true))),
    ];
    for (at, other) in breaks {
        let mut broken = market.clone();
        match (at.rsplit_once('/'), broken.pointer(at).is_some(), &other) {
            (Some((parent, key)), false, Some(other)) => {
                broken.pointer_mut(parent).expect("a place")[key] = other.clone();
            }
            _ => broken = in_place(&market, at, other.clone()),
        }
        assert!(!validator.is_valid(&broken), "{at} = {other:?} passes");
    }
    // What is not about a real service needs neither status nor sources.
    assert!(!entries(&library("templates")).iter().any(|entry| entry.get("status").is_some()));
}

#[test]
fn ids_of_entries_are_unique() {
    for (name, text) in FILES {
        let library = parsed(name, text);
        let entries = entries(&library);
        let ids: BTreeSet<&str> = entries.iter().map(|entry| id(entry)).collect();
        assert_eq!(ids.len(), entries.len(), "{name}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Documents in both languages
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_document_reads_in_both_languages() {
    let (open, closed) = (validator(), closed_validator());
    let mut kept: BTreeSet<(String, &str)> = BTreeSet::new();
    for (name, entry) in all() {
        for language in LANGUAGES {
            let at = format!("{name}, {}, {language}", id(&entry));
            let value = resolved(&entry["document"], language);
            assert_eq!(misfits(&open, &value), Vec::<String>::new(), "{at}");
            assert_eq!(misfits(&closed, &value), Vec::<String>::new(), "{at}: unknown keys");
            for issue in readable(&value).1 {
                let code = issue.kind.code();
                assert!(!issue.is_error(), "{at}: {issue:?}");
                assert!(
                    name == "market" && KEPT.iter().any(|(e, c, _)| *e == id(&entry) && *c == code),
                    "{at}: a warning without a reason, {issue:?}"
                );
                kept.insert((id(&entry).to_owned(), code));
            }
        }
    }
    let listed: BTreeSet<(String, &str)> =
        KEPT.iter().map(|(entry, code, _)| ((*entry).to_owned(), *code)).collect();
    assert_eq!(kept, listed, "left: warnings met; right: listed");
}

#[test]
fn both_languages_say_the_same() {
    for (name, entry) in all() {
        let [fr, en] = LANGUAGES.map(|language| resolved(&entry["document"], language));
        let at = places(&fr);
        assert_eq!(at, places(&en), "{name}, {}", id(&entry));
        for at in at {
            let (fr, en) = (fr.pointer(&at).expect("a place"), en.pointer(&at).expect("a place"));
            let key = at.rsplit('/').next().unwrap_or_default();
            let leaf = !fr.is_object() && !fr.is_array();
            if leaf && fr != en {
                assert!(fr.is_string() && en.is_string(), "{name}, {}, {at}", id(&entry));
                assert!(
                    PROSE.contains(&key),
                    "{name}, {}, {at}: a fact that depends on the language",
                    id(&entry)
                );
            }
        }
        let [fr, en] = LANGUAGES.map(|language| document(&entry, language).1);
        let told = |issues: &[Issue]| -> Vec<(String, &str)> {
            issues.iter().map(|i| (i.at.clone(), i.kind.code())).collect()
        };
        assert_eq!(told(&fr), told(&en), "{name}, {}", id(&entry));
    }
}

/// Every text in both languages, and every other string, with its place.
fn strings(value: &Value, language: &str) -> Vec<(String, String)> {
    let value = resolved(value, language);
    let text = |at: String| value.pointer(&at).and_then(Value::as_str).map(|s| (at.clone(), s.to_owned()));
    places(&value).into_iter().filter_map(text).collect()
}

#[test]
fn words_are_well_chosen() {
    for (name, text) in FILES {
        let library = parsed(name, text);
        for language in LANGUAGES {
            for (at, said) in strings(&library, language) {
                let prose = said.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>();
                let prose = prose.join(" ").to_lowercase();
                assert!(
                    !prose.contains("certifi"),
                    "{name}, {language}, {at}: a qualification is no certification"
                );
                assert!(
                    !said.contains(['\u{a0}', '\u{202f}']),
                    "{name}, {language}, {at}: the app sets spaces"
                );
                assert!(!prose.contains('\''), "{name}, {language}, {at}: a typewriter’s apostrophe");
                let other = if language == "fr" { ['“', '”'] } else { ['«', '»'] };
                assert!(
                    !said.contains(other),
                    "{name}, {language}, {at}: quotation marks of the other language"
                );
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The market
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_market_is_that_of_the_reference() {
    let market = library("market");
    let ids: Vec<&str> = entries(&market).into_iter().map(id).collect();
    let expected: Vec<&str> = REFERENCE.iter().flat_map(|(_, entries)| entries.iter().copied()).collect();
    assert_eq!(ids, expected);
    for language in LANGUAGES {
        let note = market["note"][language].as_str().unwrap_or_default().to_lowercase();
        for needed in
            ["https://messervices.cyber.gouv.fr/visas/", "22 nov", "2026", "tixeo", "leviia", "parsec"]
        {
            assert!(note.contains(needed), "{language}: the note does not say {needed}");
        }
    }
}

#[test]
fn every_service_of_the_market_says_where_it_comes_from() {
    let market = library("market");
    for entry in entries(&market) {
        let id = id(entry);
        for key in ["status", "confidence", "as_of", "sources"] {
            assert!(entry.get(key).is_some(), "{id} has no {key}");
        }
        for language in LANGUAGES {
            for key in ["title", "about"] {
                assert!(
                    !entry[key][language].as_str().unwrap_or_default().is_empty(),
                    "{id}: {key}, {language}"
                );
            }
            let (document, _) = document(entry, language);
            assert_eq!((document.services.len(), document.providers.len()), (1, 1), "{id}: one service");
            let service = &document.services[0];
            assert!(service.relies_on.is_empty(), "{id}: its base is an entry of its own");
            assert!(service.note.is_some(), "{id}: what should be known travels with the service");
            assert_eq!(json!(service.sources), entry["sources"], "{id}: so do its sources");
        }
    }
}

#[test]
fn the_market_claims_no_more_than_its_sources() {
    let market = library("market");
    for entry in entries(&market) {
        let id = id(entry);
        let status = entry["status"].as_str().expect("a status");
        let as_of: Date = entry["as_of"].as_str().expect("a day").parse().expect("a day");
        let (document, _) = document(entry, "en");
        let service = &document.services[0];
        let qualified = ["qualified", "qualified_claimed"].contains(&status);
        assert_eq!(qualified, !service.qualifications.is_empty(), "{id}: {status}");
        assert_eq!(status == "in_progress", service.candidacy.is_some(), "{id}: {status}");
        for q in &service.qualifications {
            // ANSSI's list and decisions were not read.
            assert!(
                matches!(q.evidence, Some(Evidence::Provider | Evidence::Press)),
                "{id}: {:?}",
                q.evidence
            );
            assert!(!q.vouched, "{id}: nobody has vouched for it");
            // One grant alone is known to the day.
            assert_eq!(q.granted.is_some(), id == "s3ns-premi3ns", "{id}");
            assert!(q.expires.is_none() && q.covers.is_none(), "{id}: read nowhere");
            assert!(q.attested_on.is_none_or(|day| day <= as_of), "{id}: attested after its last source");
            assert!(q.scope.is_some() && q.source.is_some() && q.note.is_some(), "{id}");
        }
    }
}

/// Two documents in one, as when a person adds an entry to a stack: a provider that is there already is not added.
fn together(one: &Value, other: &Value) -> Value {
    let mut whole = one.clone();
    for key in ["providers", "services"] {
        let there = whole[key].as_array().cloned().unwrap_or_default();
        let more =
            other[key].as_array().into_iter().flatten().filter(|m| key == "services" || !there.contains(m));
        let all: Vec<Value> = there.iter().chain(more).cloned().collect();
        whole[key] = Value::Array(all);
    }
    whole
}

#[test]
fn any_two_services_of_the_market_go_together() {
    let market = library("market");
    let entries = entries(&market);
    let mut services = BTreeSet::new();
    let mut names: BTreeMap<&str, &Value> = BTreeMap::new();
    for entry in &entries {
        for service in entry["document"]["services"].as_array().into_iter().flatten() {
            assert!(services.insert(service["id"].as_str()), "{} comes twice", service["id"]);
        }
        for provider in entry["document"]["providers"].as_array().into_iter().flatten() {
            let known = names.entry(provider["id"].as_str().expect("an id")).or_insert(provider);
            assert_eq!(*known, provider, "one provider, said in two ways");
        }
    }
    let said: BTreeSet<String> = names.values().map(|provider| provider["name"].to_string()).collect();
    assert_eq!(said.len(), names.len(), "one name, two providers");
    for language in LANGUAGES {
        let documents: Vec<Value> = entries.iter().map(|e| resolved(&e["document"], language)).collect();
        for (i, one) in documents.iter().enumerate() {
            for other in &documents[i + 1..] {
                let (document, issues) = readable(&together(one, other));
                assert_eq!(document.services.len(), 2);
                let duplicate = issues.iter().find(|i| matches!(i.kind, IssueKind::DuplicateId { .. }));
                assert!(duplicate.is_none() && !issues.iter().any(Issue::is_error), "{duplicate:?}");
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Starting points
// ---------------------------------------------------------------------------------------------------------------------

/// The service on which no other rests.
fn top(document: &Document) -> ServiceId {
    let rested_on: BTreeSet<&ServiceId> =
        document.services.iter().flat_map(|s| s.relies_on.iter().map(|r| &r.service)).collect();
    let tops: Vec<&ServiceId> =
        document.services.iter().map(|s| &s.id).filter(|id| !rested_on.contains(id)).collect();
    assert_eq!(tops.len(), 1, "{tops:?}");
    tops[0].clone()
}

fn counts(document: &Document, day: &str) -> Counts {
    let question = Question {
        as_of: day.parse().expect("a day"),
        horizon: None,
        assume_candidates: false,
        readings: Readings::default(),
    };
    scope(&SECNUMCLOUD, document, &top(document), &question).expect("verdicts").all()
}

fn template(wanted: &str) -> Document {
    let templates = library("templates");
    let entry = entries(&templates).into_iter().find(|entry| id(entry) == wanted).expect("a template");
    document(entry, "fr").0
}

#[test]
fn every_starting_point_can_be_computed() {
    let templates = library("templates");
    for entry in entries(&templates) {
        let [fr, en] = LANGUAGES.map(|language| {
            let document = document(entry, language).0;
            assert!(document.as_of.is_none(), "{}: the day is the reader’s", id(entry));
            let counts = counts(&document, "2026-11-22");
            assert_eq!(counts.total(), SECNUMCLOUD.requirements.len(), "{}", id(entry));
            for service in &document.services {
                for q in &service.qualifications {
                    let day = "2026-11-22".parse().expect("a day");
                    assert!(q.granted.is_some() && q.state(day).holds() && q.is_shown(), "{}", id(entry));
                    assert!(q.note.is_some(), "{}: made up, and says so", id(entry));
                }
            }
            counts
        });
        assert_eq!(fr, en, "{}", id(entry));
        // A base makes the difference, and only a base.
        let rests = entry["document"]["services"].as_array().is_some_and(|s| s.len() > 1);
        assert_eq!(rests, fr.inherited + fr.shared > 0, "{}: {fr:?}", id(entry));
    }
}

#[test]
fn nothing_in_a_starting_point_is_real() {
    let market = library("market");
    let names = |library: &Value, language: &str, kind: &str| -> Vec<String> {
        let name = |o: &Value| resolved(&o["name"], language).as_str().unwrap_or_default().to_owned();
        let lists = entries(library).into_iter().filter_map(|e| e["document"][kind].as_array());
        lists.flatten().map(name).collect()
    };
    for (language, mark) in [("fr", "(fictif)"), ("en", "(fictional)")] {
        let real = names(&market, language, "providers");
        for kind in ["providers", "services", "third_parties"] {
            for name in names(&library("templates"), language, kind) {
                assert!(name.ends_with(mark), "{name} does not say {mark}");
                assert!(!real.iter().any(|real| name.contains(real.as_str())), "{name} is real");
            }
        }
    }
}

#[test]
fn a_paas_on_a_qualified_iaas_inherits_for_three_years() {
    let document = template("paas-on-iaas");
    let now = counts(&document, "2026-11-22");
    assert!(now.inherited > 0 && now.shared > 0, "{now:?}");
    let later = counts(&document, "2035-01-01");
    assert_eq!((later.inherited, later.shared), (0, 0), "{later:?}");
}

#[test]
fn the_stack_of_three_asks_about_its_soc() {
    let document = template("saas-on-paas-on-iaas");
    let providers: BTreeSet<_> = document.services.iter().map(|s| &s.provider).collect();
    assert_eq!(providers.len(), 3);
    let templates = library("templates");
    let entry =
        entries(&templates).into_iter().find(|e| id(e) == "saas-on-paas-on-iaas").expect("a template");
    let [soc] = entry["document"]["third_parties"].as_array().expect("third parties").as_slice() else {
        panic!("one third party")
    };
    for question in ["data_access", "audit_clause", "autonomy"] {
        assert_eq!(soc[question], "unknown");
    }
}
