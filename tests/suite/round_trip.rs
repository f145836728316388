//! What is read is written again, to the last key and the last digit.

use crate::{
    schema::{OF_FORM, maximal, misfits, validator},
    wounds::{in_place, others, places, run},
};
use catalog::{Layer, SECNUMCLOUD};
use checks::generate;
use model::{
    Document,
    document::{
        Answer, Autonomy, Country, DataAccess, Entity, EntityKind, Extra, Holding, Issue, Judgement,
        Locations, MAX_COLUMN, Override, Place, Role, Service, Share, Status, ThirdParty, read, write,
    },
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

fn reread(value: &Value) -> (Document, Vec<Issue>) {
    read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("a document")
}

// ---------------------------------------------------------------------------------------------------------------------
// Documents with everything in them
// ---------------------------------------------------------------------------------------------------------------------

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,12}", "\\PC{0,12}", any::<String>()]
        .prop_map(|text| text.chars().take(300).collect())
}

/// Keys that no reader knows, with values of every type.
fn extra() -> impl Strategy<Value = Extra> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    let json = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((words(), inner), 0..3).prop_map(|keys| Value::Object(Map::from_iter(keys))),
        ]
    });
    vec(("x-[a-z~/]{0,3}", json), 0..3).prop_map(Extra::from_iter)
}

fn share(percent: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Share> {
    let range = (percent.clone(), percent.clone()).prop_map(|(a, b)| Share::Between(a.min(b), a.max(b)));
    prop_oneof![Just(Share::Unknown), percent.prop_map(|p| Share::Between(p, p)), range]
}

/// As people write them: at most two decimals.
fn percent() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![(0..=100_u8).prop_map(f64::from), (0..=10_000_u16).prop_map(|p| f64::from(p) / 100.0)]
}

fn countries() -> impl Strategy<Value = Vec<Country>> {
    vec("[A-Z]{2}".prop_map(Country), 1..3)
}

fn third_party() -> impl Strategy<Value = ThirdParty> {
    let answers = (
        option::of(select(DataAccess::ALL.to_vec())),
        option::of(select(Answer::ALL.to_vec())),
        option::of(select(Autonomy::ALL.to_vec())),
    );
    let roles = subsequence(Role::ALL.to_vec(), 0..4);
    let layers = subsequence(Layer::ALL.to_vec(), 0..4);
    (words(), roles, layers, countries(), answers, option::of(words()), vec(words(), 0..2), extra()).prop_map(
        |(name, roles, layers, countries, (data_access, audit_clause, autonomy), note, sources, extra)| {
            ThirdParty {
                name,
                roles,
                serves: vec!["s0".into()],
                layers: layers.into_iter().collect(),
                data_access,
                countries,
                audit_clause,
                autonomy,
                note,
                sources,
                extra,
                ..ThirdParty::default()
            }
        },
    )
}

fn entity() -> impl Strategy<Value = Entity> {
    let place = || option::of("[A-Z]{2}".prop_map(Country));
    let kind = option::of(select(EntityKind::ALL.to_vec()));
    let flags = (any::<bool>(), any::<bool>());
    (words(), kind, place(), place(), place(), flags, option::of(words()), extra()).prop_map(
        |(name, kind, seat, administration, establishment, (listed, holders_complete), note, extra)| Entity {
            name,
            kind,
            seat,
            administration,
            establishment,
            listed,
            holders_complete,
            note,
            extra,
            ..Entity::default()
        },
    )
}

fn judgement() -> impl Strategy<Value = Judgement> {
    let verdict = option::of(select(Override::ALL.to_vec()));
    let status = option::of(select(Status::ALL.to_vec()));
    (verdict, status, option::of(words()), option::of(words()), vec(words(), 0..2), extra()).prop_map(
        |(verdict, status, owner, note, evidence, extra)| Judgement {
            verdict,
            status,
            owner,
            note,
            evidence,
            extra,
            ..Judgement::default()
        },
    )
}

/// What a service says besides what verdicts hang on.
fn remarks() -> impl Strategy<Value = Service> {
    let requirement = select(SECNUMCLOUD.requirements.iter().map(|r| r.id.to_owned()).collect::<Vec<_>>());
    let judgements = prop::collection::btree_map(requirement, judgement(), 0..3);
    let places = prop::collection::btree_map(select(Place::ALL.to_vec()), countries(), 0..4);
    let locations = (places, extra()).prop_map(|(by_place, extra)| Locations { by_place, extra });
    let column = option::of(0..=MAX_COLUMN);
    (words(), judgements, locations, column, option::of(words()), vec(words(), 0..2), extra()).prop_map(
        |(name, judgements, locations, column, note, sources, extra)| Service {
            name,
            judgements,
            column,
            locations,
            note,
            sources,
            extra,
            ..Service::default()
        },
    )
}

/// A generated document with third parties, entities, holdings, remarks and unknown keys.
fn rich(percent: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Document> {
    let holding = (share(percent.clone()), share(percent), any::<[bool; 3]>(), option::of(words()), extra())
        .prop_map(|(capital, votes, [declared, veto, appoints_majority], source, extra)| Holding {
            holder: "own-0".into(),
            held: "own-1".into(),
            capital,
            votes,
            declared,
            veto,
            appoints_majority,
            control: veto.then_some(if declared { Answer::Yes } else { Answer::No }),
            source,
            extra,
            ..Holding::default()
        });
    let remarks = vec(remarks(), generate::MOST_SERVICES);
    let people = (vec(third_party(), 0..3), vec(entity(), 2..4), vec(holding, 0..3));
    let about = (words(), option::of(words()), vec(words(), 0..2));
    (generate::document(), remarks, people, about, vec(extra(), 8)).prop_map(
        |(mut document, remarks, (third_parties, entities, holdings), (title, note, sources), mut extras)| {
            let mut extra = || extras.pop().unwrap_or_default();
            for (service, remark) in document.services.iter_mut().zip(remarks) {
                service.name = remark.name;
                service.judgements = remark.judgements;
                service.column = remark.column;
                service.locations = remark.locations;
                service.note = remark.note;
                service.sources = remark.sources;
                service.extra = remark.extra;
            }
            if let Some(qualification) =
                document.services.iter_mut().flat_map(|s| &mut s.qualifications).next()
            {
                qualification.extra = extra();
                qualification.reserves.iter_mut().for_each(|reserve| reserve.extra = extra());
                qualification.events.iter_mut().for_each(|event| event.extra = extra());
            }
            if let Some(reliance) = document.services.iter_mut().flat_map(|s| &mut s.relies_on).next() {
                reliance.extra = extra();
                reliance.retained.iter_mut().for_each(|share| share.extra = extra());
            }
            document.providers[0].extra = extra();
            document.extra = extra();
            let named = |prefix: &str, i: usize| format!("{prefix}-{i}");
            document.third_parties = third_parties;
            for (i, third_party) in document.third_parties.iter_mut().enumerate() {
                third_party.id = named("third", i).as_str().into();
            }
            for (i, entity) in entities.into_iter().enumerate() {
                document.entities.push(Entity { id: named("own", i).as_str().into(), ..entity });
            }
            document.holdings = holdings;
            (document.title, document.note, document.sources) = (title, note, sources);
            document
        },
    )
}

fn assert_round(document: &Document) -> Result<(), TestCaseError> {
    let text = write::to_text(document);
    let (again, issues) =
        read(&SECNUMCLOUD, text.as_bytes()).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
    prop_assert!(!issues.iter().any(Issue::is_error), "{issues:?}");
    prop_assert_eq!(&again, document);
    prop_assert_eq!(write::to_text(document), &text[..], "the same document, the same bytes");
    prop_assert_eq!(write::to_text(&again), text, "read and written again, the same bytes");
    Ok(())
}

#[test]
fn what_is_written_is_read_back() {
    run(600, &rich(percent()), |document| assert_round(&document));
}

#[test]
fn what_is_written_fits_the_schema() {
    let validator = validator();
    run(300, &rich(percent()), |document| {
        prop_assert_eq!(misfits(&validator, &write::to_value(&document)), Vec::<String>::new());
        Ok(())
    });
}

/// Percentages that no person writes, but that a division gives.
#[test]
fn percentages_are_kept_to_the_last_digit() {
    let percent = (any::<u32>(), 1..=u32::MAX).prop_map(|(a, b)| {
        let (a, b) = (f64::from(a.min(b)), f64::from(a.max(b)));
        100.0 * a / b
    });
    run(3000, &share(percent), |capital| {
        let mut document = maximal();
        document.holdings[0].capital = capital;
        let text = write::to_text(&document);
        let (again, _) = reread(&write::to_value(&document));
        prop_assert_eq!(again.holdings[0].capital, capital);
        prop_assert_eq!(write::to_text(&again), text);
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Nothing is lost
// ---------------------------------------------------------------------------------------------------------------------

/// The document with every key and an unknown one in every object, and where those are.
fn with_unknown_keys() -> (Value, Vec<String>) {
    let mut whole = write::to_value(&maximal());
    let mut added = Vec::new();
    for at in places(&whole) {
        // The keys of these are names, and all are known.
        let is_map = ["/readings", "/facts", "/judgements", "/answers", "/prerequisites", "/collected"]
            .iter()
            .any(|map| at.ends_with(map));
        if let Some(Value::Object(keys)) = whole.pointer_mut(&at)
            && !is_map
        {
            keys.insert("x-unknown".to_owned(), json!({ "kept": [1, null, "é", { "deep": true }] }));
            added.push(format!("{at}/x-unknown"));
        }
    }
    (whole, added)
}

#[test]
fn unknown_keys_survive_in_every_object() {
    let (whole, added) = with_unknown_keys();
    assert_eq!(added.len(), 25, "{added:?}");
    let (document, issues) = reread(&whole);
    let again = write::to_value(&document);
    let lost: Vec<&String> = added.iter().filter(|at| again.pointer(at) != whole.pointer(at)).collect();
    assert_eq!((lost, issues), (Vec::new(), Vec::new()));
}

/// Whether an issue is one of this place: there, below it, or, for the ends of a share, at the share.
fn is_of(issue: &Issue, at: &str) -> bool {
    let share = at.rsplit_once('/').filter(|(parent, _)| parent.ends_with("/votes"));
    let version = at.strip_suffix("/version").filter(|_| issue.kind.code() == "missing-key");
    let above = share.map(|(parent, _)| parent).or(version);
    let below = issue.at.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below || above == Some(issue.at.as_str())
}

/// A value of any type in any place is either kept, or refused there with an error: nothing is lost in silence.
#[test]
fn what_is_not_kept_is_refused_in_its_place() {
    let whole = write::to_value(&maximal());
    let mut faults = BTreeSet::new();
    for at in places(&whole).iter().filter(|at| !at.is_empty() && *at != "/format") {
        // null counts as left out, and so does an empty list.
        for other in others().into_iter().filter(|other| !other.is_null() && *other != json!([])) {
            let (document, issues) = reread(&in_place(&whole, at, Some(other.clone())));
            let kept = write::to_value(&document).pointer(at) == Some(&other);
            let refused = issues.iter().any(|issue| issue.is_error() && is_of(issue, at));
            // What has the form but leads nowhere is reported where it is led to.
            let malformed = issues.iter().any(|issue| OF_FORM.contains(&issue.kind.code()));
            let shown: String = other.to_string().chars().take(30).collect();
            let listed: Vec<String> = issues.iter().map(|i| format!("{} {}", i.at, i.kind.code())).collect();
            if !refused && (malformed || !kept && other != json!({})) {
                faults.insert(format!("{at} = {shown}: {listed:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", Vec::from_iter(faults).join("\n"));
}
