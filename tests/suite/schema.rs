//! `public/schema/socle-1.schema.json` says what the reader takes: the same keys, the same words, the same forms.

use crate::wounds::{in_place, others, places, run, samples};
use catalog::{Activity, ActivitySet, Layer, LayerSet, ReadingId, SECNUMCLOUD};
use checks::generate;
use jsonschema::{Draft, JSONSchema};
use model::{
    Date, Document,
    document::{
        Answer, Autonomy, BaseAnswer, Candidacy, Country, DataAccess, Entity, EntityKind, Event, EventKind,
        Evidence, Extra, Holding, Issue, Judgement, Locations, Milestone, Override, Place, Plan, PlannedStep,
        Provider, Qualification, Reliance, Renewal, Reserve, Retained, Role, Service, Share, Status, Step,
        ThirdParty, read, write,
    },
};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const TEXT: &str = include_str!("../../public/schema/socle-1.schema.json");

fn schema() -> Value {
    serde_json::from_str(TEXT).expect("the schema is JSON")
}

/// A validator that takes `format` seriously, as editors do.
pub fn validator() -> JSONSchema {
    JSONSchema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .compile(&schema())
        .unwrap_or_else(|e| panic!("the schema is no schema: {e}"))
}

/// Where a document does not fit, and why.
pub fn misfits(validator: &JSONSchema, document: &Value) -> Vec<String> {
    match validator.validate(document) {
        Ok(()) => Vec::new(),
        Err(errors) => errors.map(|e| format!("{}: {e}", e.instance_path)).collect(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// A document with every key
// ---------------------------------------------------------------------------------------------------------------------

fn day(text: &str) -> Option<Date> {
    Some(text.parse().expect("a day"))
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn country(code: &str) -> Country {
    Country(code.to_owned())
}

fn ground() -> LayerSet {
    Activity::Iaas.own_layers()
}

/// A document with every key that the types have, and nothing wrong in it. Only what comes twice is left to defaults,
/// so that a new field does not compile before it stands here too.
pub fn maximal() -> Document {
    let facts = SECNUMCLOUD.facts.iter().zip(Answer::ALL.iter().cycle());
    let readings = SECNUMCLOUD.readings.iter().filter_map(|r| Some((r.id.id(), *r.answers.last()?)));
    Document {
        title: "Every key (fictional)".to_owned(),
        ruleset: text("2026.11"),
        as_of: day("2026-11-22"),
        horizon: day("2029-06-30"),
        readings: readings.map(|(id, answer)| (id.to_owned(), answer.to_owned())).collect(),
        providers: vec![Provider {
            id: "north".into(),
            name: "Northern Cloud".to_owned(),
            entity: Some("north-sas".into()),
            note: text("Made up."),
            extra: Extra::new(),
        }],
        services: vec![
            Service {
                id: "iaas".into(),
                name: "Northern IaaS".to_owned(),
                provider: "north".into(),
                activities: ActivitySet::of(&[Activity::Iaas]),
                ..Service::default()
            },
            Service {
                id: "paas".into(),
                name: "Northern PaaS".to_owned(),
                provider: "north".into(),
                activities: ActivitySet::of(&[Activity::Caas, Activity::Paas]),
                layers: Some(LayerSet::of(&[Layer::Os, Layer::Orchestration, Layer::Middleware])),
                relies_on: vec![Reliance {
                    service: "iaas".into(),
                    layers: Some(ground()),
                    retained: vec![Retained {
                        layer: Layer::Compute,
                        requirements: texts("12.11.a"),
                        reason: text("Row 12 of the contract."),
                        extra: Extra::new(),
                    }],
                    answers: BTreeMap::from([(
                        "12.11.a".to_owned(),
                        BaseAnswer {
                            base_part: Some(Answer::Yes),
                            interlock: Some(Answer::No),
                            author: text("Northern Cloud"),
                            date: day("2026-06-01"),
                            text: text("Patched within a week."),
                            reference: text("Annex 3, row 12"),
                            extra: Extra::new(),
                        },
                    )]),
                    collected: checks(SECNUMCLOUD.collected),
                    note: text("Two regions."),
                    extra: Extra::new(),
                }],
                qualifications: vec![qualification()],
                candidacy: Some(Candidacy {
                    milestone: Some(Milestone::J1),
                    since: day("2026-05-01"),
                    expected: day("2027-11-30"),
                    note: text("As announced."),
                    extra: Extra::new(),
                }),
                plan: Some(plan()),
                prerequisites: checks(SECNUMCLOUD.prerequisites),
                locations: Locations {
                    by_place: Place::ALL.iter().map(|place| (*place, vec![country("FR")])).collect(),
                    extra: Extra::new(),
                },
                facts: facts.map(|(fact, answer)| (fact.id.to_owned(), *answer)).collect(),
                judgements: BTreeMap::from([("12.11.a".to_owned(), judgement())]),
                column: Some(3),
                note: text("Made up."),
                sources: texts("https://example.org/paas"),
                extra: Extra::new(),
            },
        ],
        third_parties: vec![ThirdParty {
            id: "soc".into(),
            name: "Watch".to_owned(),
            entity: Some("watch-inc".into()),
            roles: Role::ALL.to_vec(),
            serves: vec!["paas".into()],
            layers: LayerSet::of(&[Layer::Os]),
            data_access: Some(DataAccess::Technical),
            countries: vec![country("FR"), country("TN")],
            audit_clause: Some(Answer::Yes),
            autonomy: Some(Autonomy::TwoSuppliers),
            note: text("Nights only."),
            sources: texts("https://example.org/soc"),
            extra: Extra::new(),
        }],
        entities: vec![
            Entity { id: "north-sas".into(), name: "Northern Cloud SAS".to_owned(), ..Entity::default() },
            Entity {
                id: "watch-inc".into(),
                name: "Watch Inc.".to_owned(),
                kind: Some(EntityKind::Company),
                seat: Some(country("US")),
                administration: Some(country("US")),
                establishment: Some(country("CA")),
                listed: true,
                holders_complete: true,
                note: text("Made up."),
                sources: texts("https://example.org/watch"),
                extra: Extra::new(),
            },
        ],
        holdings: vec![Holding {
            holder: "watch-inc".into(),
            held: "north-sas".into(),
            capital: Share::Between(12.5, 12.5),
            votes: Share::Between(20.0, 30.0),
            declared: true,
            veto: true,
            appoints_majority: true,
            control: Some(Answer::Yes),
            source: text("https://example.org/register"),
            note: text("Rounded."),
            extra: Extra::new(),
        }],
        note: text("No such services exist."),
        sources: texts("https://example.org"),
        extra: Extra::new(),
    }
}

fn qualification() -> Qualification {
    Qualification {
        version: "3.2".to_owned(),
        granted: day("2025-01-10"),
        expires: day("2028-01-10"),
        attested_on: day("2026-08-20"),
        evidence: Some(Evidence::Decision),
        vouched: true,
        decision: text("No. 1"),
        scope: text("The platform"),
        region: text("region 1"),
        covers: Some(ground()),
        reserves: vec![Reserve {
            layers: LayerSet::of(&[Layer::Storage]),
            requirements: texts("10.1.a"),
            text: text("Object storage."),
            extra: Extra::new(),
        }],
        events: vec![Event {
            date: "2026-03-01".parse().expect("a day"),
            kind: EventKind::Suspended,
            extra: Extra::new(),
        }],
        renewal: Some(Renewal {
            expected: day("2027-12-20"),
            supposed: true,
            note: text("Applied for."),
            extra: Extra::new(),
        }),
        source: text("https://example.org/decision"),
        note: text("Read on the list."),
        extra: Extra::new(),
    }
}

fn plan() -> Plan {
    let mut months = 0;
    let step = |step: &Step| {
        months += 1;
        PlannedStep {
            step: *step,
            date: day("2027-01-15"),
            months: Some(months),
            label: text("Settled with the centre"),
            note: text("A wish."),
            extra: Extra::new(),
        }
    };
    Plan {
        steps: Step::ALL.iter().map(step).collect(),
        validity_months: Some(30),
        surveillance_months: Some(12),
        note: text("The board's."),
        extra: Extra::new(),
    }
}

fn checks(ids: &[&str]) -> BTreeMap<String, Answer> {
    ids.iter().map(|id| (*id).to_owned()).zip(Answer::ALL.iter().copied().cycle()).collect()
}

fn judgement() -> Judgement {
    Judgement {
        verdict: Some(Override::Remains),
        justification: text("The contract leaves it."),
        author: text("A. Person"),
        date: day("2026-11-20"),
        status: Some(Status::InProgress),
        owner: text("B. Person"),
        evidence: texts("https://example.org/evidence"),
        note: text("Next week."),
        extra: Extra::new(),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Keys and words
// ---------------------------------------------------------------------------------------------------------------------

/// Walks a document along the schema: keys met, by the name of their object, and keys that it does not declare.
struct Walk<'s> {
    root: &'s Value,
    met: BTreeSet<(String, String)>,
    undeclared: Vec<String>,
}

impl<'s> Walk<'s> {
    fn go(&mut self, name: &str, node: &'s Value, value: &Value) {
        if let Some(reference) = node["$ref"].as_str() {
            let name = reference.trim_start_matches("#/$defs/");
            return self.go(name, &self.root["$defs"][name], value);
        }
        match value {
            Value::Array(members) => members.iter().for_each(|member| self.go(name, &node["items"], member)),
            Value::Object(keys) => {
                for (key, value) in keys {
                    if let Some(next) = node["properties"].get(key) {
                        self.met.insert((name.to_owned(), key.clone()));
                        self.go(key, next, value);
                    } else if let Some(next) = node.get("additionalProperties") {
                        self.go(key, next, value);
                    } else {
                        self.undeclared.push(format!("{name}.{key}"));
                    }
                }
            }
            _ => {}
        }
    }
}

fn declared(schema: &Value) -> BTreeSet<(String, String)> {
    let definitions = schema["$defs"].as_object().into_iter().flatten();
    let objects = definitions.map(|(name, node)| (name.as_str(), node)).chain([("socle/1", schema)]);
    objects
        .flat_map(|(name, node)| {
            let keys = node["properties"].as_object().into_iter().flat_map(|keys| keys.keys());
            keys.map(|key| (name.to_owned(), key.clone())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_schema_declares_what_is_written_and_nothing_else() {
    let schema = schema();
    let written = write::to_value(&maximal());
    let mut walk = Walk { root: &schema, met: BTreeSet::new(), undeclared: Vec::new() };
    walk.go("socle/1", &schema, &written);
    assert_eq!(walk.undeclared, Vec::<String>::new(), "written, but not in the schema");
    assert_eq!(walk.met, declared(&schema), "left: written; right: in the schema");
}

#[test]
fn every_key_is_read_back() {
    let document = maximal();
    let (again, issues) = read(&SECNUMCLOUD, write::to_text(&document).as_bytes()).expect("readable");
    // Equal, and so nothing was left over: `extra` is empty everywhere.
    assert_eq!(again, document);
    assert_eq!(issues, []);
    assert_eq!(misfits(&validator(), &write::to_value(&document)), Vec::<String>::new());
}

#[test]
fn every_key_has_a_title_and_a_description() {
    let schema = schema();
    for (name, key) in declared(&schema) {
        let object = if name == "socle/1" { &schema } else { &schema["$defs"][&name] };
        for about in ["title", "description"] {
            let said = object["properties"][&key][about].as_str().unwrap_or_default();
            assert!(!said.is_empty(), "{name}.{key} has no {about}");
        }
    }
}

/// The words of every enumeration of the schema, null left out, by JSON Pointer.
fn enumerations(schema: &Value) -> BTreeMap<String, Vec<String>> {
    let words = |list: &Value| {
        let list = list.as_array().into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    places(schema)
        .into_iter()
        .filter_map(|at| Some((at.strip_suffix("/enum")?.to_owned(), words(schema.pointer(&at)?))))
        .collect()
}

#[test]
fn the_words_are_those_of_the_types() {
    fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|word| id(*word).to_owned()).collect()
    }
    let mut words: BTreeMap<String, Vec<String>> = [
        ("layer", ids(&Layer::ALL, Layer::id)),
        ("activity", ids(&Activity::ALL, Activity::id)),
        ("answer", ids(Answer::ALL, Answer::id)),
        ("qualification/properties/evidence", ids(Evidence::ALL, Evidence::id)),
        ("event/properties/kind", ids(EventKind::ALL, EventKind::id)),
        ("candidacy/properties/milestone", ids(Milestone::ALL, Milestone::id)),
        ("judgement/properties/override", ids(Override::ALL, Override::id)),
        ("judgement/properties/status", ids(Status::ALL, Status::id)),
        ("third_party/properties/roles/items", ids(Role::ALL, Role::id)),
        ("third_party/properties/data_access", ids(DataAccess::ALL, DataAccess::id)),
        ("third_party/properties/autonomy", ids(Autonomy::ALL, Autonomy::id)),
        ("entity/properties/kind", ids(EntityKind::ALL, EntityKind::id)),
    ]
    .into_iter()
    .map(|(place, words)| (format!("/$defs/{place}"), words))
    .collect();
    for reading in SECNUMCLOUD.readings {
        let answers = reading.answers.iter().map(|answer| (*answer).to_owned()).collect();
        words.insert(format!("/$defs/readings/properties/{}", reading.id.id()), answers);
    }
    let schema = schema();
    assert_eq!(enumerations(&schema), words, "left: the schema; right: the types");

    let keys = |name: &str| -> Vec<&str> {
        schema["$defs"][name]["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(k, _)| k.as_str())
            .collect()
    };
    assert_eq!(keys("locations"), ids(Place::ALL, Place::id));
    assert_eq!(keys("readings"), ids(&ReadingId::ALL, ReadingId::id));
}

// ---------------------------------------------------------------------------------------------------------------------
// Documents
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_sample_fits() {
    let validator = validator();
    for (name, bytes) in samples() {
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(misfits(&validator, &value), Vec::<String>::new(), "{name}");
        let (_, issues) = read(&SECNUMCLOUD, &bytes).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert!(!issues.iter().any(Issue::is_error), "{name}: {issues:?}");
    }
}

#[test]
fn generated_documents_fit() {
    let validator = validator();
    run(256, &generate::document(), |document| {
        prop_assert_eq!(misfits(&validator, &write::to_value(&document)), Vec::<String>::new());
        Ok(())
    });
}

/// Codes of what a schema can see: the form of a value. It cannot see references, circles and sums.
pub const OF_FORM: [&str; 9] = [
    "wrong-type",
    "missing-key",
    "bad-id",
    "unknown-word",
    "bad-date",
    "bad-country",
    "too-long",
    "no-activity",
    "unknown-answer",
];

#[test]
fn schema_and_reader_refuse_the_same_values() {
    let validator = validator();
    let whole = write::to_value(&maximal());
    let mut tried = 0;
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        for other in others() {
            let value = in_place(&whole, at, Some(other.clone()));
            let (_, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("still a document");
            let refused: Vec<&Issue> = issues.iter().filter(|i| OF_FORM.contains(&i.kind.code())).collect();
            let misfits = misfits(&validator, &value);
            assert_eq!(
                refused.is_empty(),
                misfits.is_empty(),
                "{at} = {other}\nreader: {refused:?}\nschema: {misfits:?}"
            );
            tried += 1;
        }
        let value = in_place(&whole, at, None);
        let (_, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("still a document");
        let refused = issues.iter().any(|i| OF_FORM.contains(&i.kind.code()));
        assert_eq!(refused, !validator.is_valid(&value), "{at} left out: {issues:?}");
    }
    assert!(tried > 2000, "only {tried} values tried");
}
