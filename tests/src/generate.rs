//! Small valid documents, and questions about them, for proptest.
//!
//! A service rests only on services made before it, so there is no cycle; ids are numbered, so none comes twice. Days
//! are drawn from few, and questions are asked on, before and after the days that the document names: that is where
//! rules break.

use catalog::{Activity, ActivitySet, Layer, LayerSet, Requirement, SECNUMCLOUD};
use model::{
    Date, Document, Question, Readings,
    document::{
        Answer, BaseAnswer, Candidacy, Entity, EntityId, Event, EventKind, Evidence, Extra, Milestone,
        Provider, ProviderId, Qualification, Reliance, Renewal, Reserve, Retained, Service, ServiceId,
    },
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};
use std::collections::{BTreeMap, BTreeSet};

/// The most services that a generated document has.
pub const MOST_SERVICES: usize = 7;

// ---------------------------------------------------------------------------------------------------------------------
// Small things
// ---------------------------------------------------------------------------------------------------------------------

const GROUND: LayerSet = Activity::Iaas.own_layers();

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

fn later(date: Date, days: i32) -> Date {
    Date::from_days(date.to_days() + days).unwrap_or(date)
}

/// A day on which something begins. Few, so that days meet; one is 29 February.
fn some_day() -> impl Strategy<Value = Date> {
    let days =
        ["2022-06-15", "2023-11-20", "2024-02-29", "2024-09-01", "2025-01-10", "2025-01-11", "2026-05-20"];
    select(days.map(day).to_vec())
}

/// How many days later something else happens.
fn some_days_later() -> impl Strategy<Value = i32> {
    select(vec![0, 1, 30, 200, 201, 400, 700, 1095, 1096])
}

fn layer_set() -> impl Strategy<Value = LayerSet> {
    vec(select(Layer::ALL.to_vec()), 0..=6).prop_map(LayerSet::from_iter)
}

fn some_layers() -> impl Strategy<Value = LayerSet> {
    vec(select(Layer::ALL.to_vec()), 1..=3).prop_map(LayerSet::from_iter)
}

/// Requirements that reserves and shares name: the first of each sort that the rules tell apart, and one number that
/// the text does not have.
pub fn named_requirements() -> Vec<String> {
    let sorts: [fn(&Requirement) -> bool; 8] = [
        |r| !r.provider && !r.layers.is_empty() && !r.changed_in_3_2,
        |r| !r.provider && r.layers.len() > 1,
        |r| r.provider && r.layers.len() > 1 && !r.changed_in_3_2,
        |r| r.layers.len() > 1 && r.changed_in_3_2,
        |r| r.layers.contains(Layer::Os) && r.layers.contains(Layer::Application) && r.when.is_none(),
        |r| r.chapter == 7,
        |r| r.readings.contains(catalog::ReadingId::OwnPremises),
        |r| r.bites_over_third_party,
    ];
    let of_the_text: BTreeSet<&str> =
        sorts.iter().filter_map(|is| SECNUMCLOUD.requirements.iter().find(|r| is(r))).map(|r| r.id).collect();
    of_the_text.into_iter().chain(["99.9.z"]).map(str::to_owned).collect()
}

fn requirement_ids(at_least: usize) -> impl Strategy<Value = Vec<String>> {
    vec(select(named_requirements()), at_least..=2)
}

fn answer() -> impl Strategy<Value = Answer> {
    select(Answer::ALL.to_vec())
}

// ---------------------------------------------------------------------------------------------------------------------
// Qualifications and candidacies
// ---------------------------------------------------------------------------------------------------------------------

/// The four shapes: layers and requirements, either alone, or a text alone.
fn reserve() -> impl Strategy<Value = Reserve> {
    let shape = |layers, requirements| Reserve { layers, requirements, ..Reserve::default() };
    prop_oneof![
        (some_layers(), requirement_ids(1)).prop_map(move |(layers, ids)| shape(layers, ids)),
        some_layers().prop_map(move |layers| shape(layers, Vec::new())),
        requirement_ids(1).prop_map(move |ids| shape(LayerSet::EMPTY, ids)),
        Just(Reserve { text: Some("Words alone.".to_owned()), ..Reserve::default() }),
    ]
}

/// Events by the days that pass between the beginning and each of them.
fn events() -> impl Strategy<Value = Vec<(i32, EventKind)>> {
    let kind = prop_oneof![
        3 => Just(EventKind::Suspended),
        3 => Just(EventKind::Reinstated),
        1 => Just(EventKind::Withdrawn),
    ];
    prop_oneof![2 => Just(Vec::new()), 1 => vec((some_days_later(), kind), 1..=4)]
}

/// When a qualification begins, up to when it is attested, and the days that events count from.
fn beginning() -> impl Strategy<Value = (Option<Date>, Option<Date>, Date)> {
    let attested = || (some_day(), some_days_later()).prop_map(|(date, days)| later(date, days));
    prop_oneof![
        8 => (some_day(), option::weighted(0.2, attested())).prop_map(|(day, attested)| (Some(day), attested, day)),
        3 => (attested(), some_day()).prop_map(|(attested, from)| (None, Some(attested), from)),
        1 => some_day().prop_map(|from| (None, None, from)),
    ]
}

/// One that holds on most of the days that are asked about.
fn plain_qualification() -> impl Strategy<Value = Qualification> {
    let covers = prop_oneof![1 => Just(None), 1 => Just(Some(LayerSet::of(&Layer::ALL)))];
    (select(["2024-02-29", "2024-09-01", "2025-01-10"].map(day).to_vec()), covers).prop_map(
        |(granted, covers)| Qualification {
            version: "3.2".to_owned(),
            granted: Some(granted),
            covers,
            ..Qualification::default()
        },
    )
}

fn qualification() -> impl Strategy<Value = Qualification> {
    prop_oneof![1 => plain_qualification(), 2 => any_qualification()]
}

fn any_qualification() -> impl Strategy<Value = Qualification> {
    let version = prop_oneof![8 => Just("3.2"), 3 => Just("3.1"), 1 => Just("4.0")];
    let evidence = prop_oneof![
        4 => Just(None),
        3 => Just(Some(Evidence::Decision)),
        2 => Just(Some(Evidence::Provider)),
        2 => Just(Some(Evidence::Press)),
    ];
    let covers = prop_oneof![5 => Just(None), 3 => Just(Some(GROUND)), 3 => layer_set().prop_map(Some)];
    let expires = option::weighted(0.3, some_days_later());
    let reserves = prop_oneof![3 => Just(Vec::new()), 2 => vec(reserve(), 1..=2)];
    let lasting = (beginning(), expires, option::weighted(0.3, renewal()));
    (version, evidence, any::<bool>(), lasting, covers, reserves, events()).prop_map(
        |(version, evidence, vouched, lasting, covers, reserves, events)| {
            let ((granted, attested_on, from), expires, renewal) = lasting;
            Qualification {
                version: version.to_owned(),
                granted,
                // Never before the grant: that is an error of the document.
                expires: expires.map(|days| later(from, days)),
                attested_on,
                evidence,
                vouched: vouched && evidence == Some(Evidence::Press),
                covers,
                reserves,
                events: events
                    .into_iter()
                    .map(|(days, kind)| Event { date: later(from, days), kind, extra: Extra::new() })
                    .collect(),
                renewal,
                ..Qualification::default()
            }
        },
    )
}

/// A planned renewal, supposed most of the time.
fn renewal() -> impl Strategy<Value = Renewal> {
    let expected = option::weighted(0.4, (some_day(), some_days_later()).prop_map(|(d, n)| later(d, n)));
    (expected, prop::bool::weighted(0.8)).prop_map(|(expected, supposed)| Renewal {
        expected,
        supposed,
        ..Renewal::default()
    })
}

fn candidacy() -> impl Strategy<Value = Candidacy> {
    (option::weighted(0.8, select(Milestone::ALL.to_vec())), option::weighted(0.9, some_day()))
        .prop_map(|(milestone, expected)| Candidacy { milestone, expected, ..Candidacy::default() })
}

// ---------------------------------------------------------------------------------------------------------------------
// Services
// ---------------------------------------------------------------------------------------------------------------------

/// A service before it is known on which others it can rest.
#[derive(Debug, Clone)]
struct Draft {
    service: Service,
    /// A number for the provider, and for each of `relies_on` how many services back its base was made.
    provider: usize,
    bases: Vec<usize>,
}

fn activities() -> impl Strategy<Value = ActivitySet> {
    let one = |activity| Just(ActivitySet::of(&[activity]));
    prop_oneof![
        4 => one(Activity::Iaas),
        2 => one(Activity::Caas),
        3 => one(Activity::Paas),
        3 => one(Activity::Saas),
        2 => vec(select(Activity::ALL.to_vec()), 2..=3).prop_map(ActivitySet::from_iter),
    ]
}

/// Undeclared, the activities' own, those and some more, or anything.
fn declared(activities: ActivitySet) -> impl Strategy<Value = Option<LayerSet>> {
    let own = activities.iter().fold(LayerSet::EMPTY, |own, activity| own.union(activity.own_layers()));
    prop_oneof![
        4 => Just(None),
        2 => Just(Some(own)),
        2 => some_layers().prop_map(move |more| Some(own.union(more))),
        1 => some_layers().prop_map(move |less| Some(own.difference(less))),
        1 => layer_set().prop_map(Some),
    ]
}

fn retained() -> impl Strategy<Value = Retained> {
    let requirements = prop_oneof![Just(Vec::new()), requirement_ids(1)];
    (select(Layer::ALL.to_vec()), requirements).prop_map(|(layer, requirements)| Retained {
        layer,
        requirements,
        reason: None,
        extra: Extra::new(),
    })
}

/// A reliance whose base is still to be chosen.
fn reliance() -> impl Strategy<Value = Reliance> {
    let layers = prop_oneof![
        6 => Just(None),
        1 => Just(Some(LayerSet::EMPTY)),
        3 => Just(Some(GROUND)),
        2 => some_layers().prop_map(Some),
        2 => layer_set().prop_map(Some),
    ];
    let retained = prop_oneof![2 => Just(Vec::new()), 1 => vec(retained(), 1..=3)];
    let answers = prop_oneof![3 => Just(BTreeMap::new()), 1 => btree_map(select(named_requirements()), base_answer(), 1..=3)];
    (layers, retained, answers).prop_map(|(layers, retained, answers)| Reliance {
        layers,
        retained,
        answers,
        ..Reliance::default()
    })
}

/// What a base answered; often a no, for nothing else changes a verdict.
fn base_answer() -> impl Strategy<Value = BaseAnswer> {
    let base_part = prop_oneof![1 => Just(None), 2 => Just(Some(Answer::No)), 1 => answer().prop_map(Some)];
    (base_part, option::of(answer()), option::of(some_day())).prop_map(|(base_part, interlock, date)| {
        BaseAnswer { base_part, interlock, date, ..BaseAnswer::default() }
    })
}

/// Answers to the facts that the rules ask for: the one of `own-premises` often, others at times.
fn facts() -> impl Strategy<Value = BTreeMap<String, Answer>> {
    let others: Vec<&str> = SECNUMCLOUD.facts.iter().map(|fact| fact.id).collect();
    (option::of(answer()), vec((select(others), answer()), 0..=6)).prop_map(|(own_premises, others)| {
        let own_premises = own_premises.map(|answer| ("service_equipment_in_own_premises", answer));
        others.into_iter().chain(own_premises).map(|(fact, answer)| (fact.to_owned(), answer)).collect()
    })
}

/// How far back the base of a reliance was made: most often just before, so that there are chains.
fn base() -> impl Strategy<Value = usize> {
    prop_oneof![2 => Just(0), 1 => 1..MOST_SERVICES]
}

fn draft() -> impl Strategy<Value = Draft> {
    let qualifications = prop_oneof![
        2 => Just(Vec::new()),
        5 => vec(qualification(), 1),
        3 => vec(qualification(), 2..=3),
    ];
    let relies_on = prop_oneof![
        1 => Just(Vec::new()),
        4 => vec((base(), reliance()), 1),
        5 => vec((base(), reliance()), 2..=3),
    ];
    let layers_of = activities().prop_flat_map(|activities| (Just(activities), declared(activities)));
    (layers_of, any::<usize>(), qualifications, option::weighted(0.3, candidacy()), relies_on, facts())
        .prop_map(|((activities, layers), provider, qualifications, candidacy, relies_on, facts)| {
            let (bases, relies_on) = relies_on.into_iter().unzip();
            let service = Service {
                activities,
                layers,
                relies_on,
                qualifications,
                candidacy,
                facts,
                ..Service::default()
            };
            Draft { service, provider, bases }
        })
}

/// The services of the drafts: each rests on some of those before it, on the same one twice only where `twice`.
fn services(drafts: Vec<Draft>, providers: usize, twice: bool) -> Vec<Service> {
    let mut made: Vec<Service> = Vec::new();
    for (place, Draft { mut service, provider, bases }) in drafts.into_iter().enumerate() {
        service.id = ServiceId(format!("s{place}"));
        service.name = format!("Service {place}");
        service.provider = ProviderId(format!("p{}", provider % providers));
        let mut taken = BTreeSet::new();
        let reliances = std::mem::take(&mut service.relies_on).into_iter().zip(bases);
        service.relies_on = reliances
            .filter(|_| !made.is_empty())
            .filter_map(|(mut reliance, base)| {
                reliance.service = made[made.len() - 1 - base % made.len()].id.clone();
                (taken.insert(reliance.service.clone()) || twice).then_some(reliance)
            })
            .collect();
        made.push(service);
    }
    made
}

/// Providers `p0` …, each with or without one of two legal persons, and these.
fn providers() -> impl Strategy<Value = (Vec<Provider>, Vec<Entity>)> {
    vec(option::weighted(0.7, 0..2_usize), 1..=3).prop_map(|persons| {
        let id = |person: usize| EntityId(format!("e{person}"));
        let used: BTreeSet<usize> = persons.iter().flatten().copied().collect();
        let entity =
            |person| Entity { id: id(person), name: format!("Entity {person}"), ..Entity::default() };
        let provider = |(place, person): (usize, Option<usize>)| Provider {
            id: ProviderId(format!("p{place}")),
            name: format!("Provider {place}"),
            entity: person.map(id),
            ..Provider::default()
        };
        (persons.into_iter().enumerate().map(provider).collect(), used.into_iter().map(entity).collect())
    })
}

/// Answers to some readings, by id; each is allowed.
fn reading_answers() -> impl Strategy<Value = BTreeMap<String, String>> {
    let choices: Vec<_> = (SECNUMCLOUD.readings.iter())
        .map(|reading| {
            option::of(select(reading.answers.to_vec()).prop_map(|answer| (reading.id.id(), answer)))
        })
        .collect();
    let all = choices.prop_map(|answers| {
        answers.into_iter().flatten().map(|(id, answer)| (id.to_owned(), answer.to_owned())).collect()
    });
    prop_oneof![2 => Just(BTreeMap::new()), 3 => all]
}

/// A valid document: services in any order, most often with the lower activities below the higher ones.
pub fn document() -> impl Strategy<Value = Document> {
    let drafts = (
        prop_oneof![1 => vec(draft(), 1..=2), 5 => vec(draft(), 3..=MOST_SERVICES)],
        prop::bool::weighted(0.7),
    )
        .prop_map(|(mut drafts, from_the_ground)| {
            if from_the_ground {
                drafts.sort_by_key(|draft| draft.service.activities.iter().next_back());
            }
            drafts
        });
    let day = || option::of((some_day(), some_days_later()).prop_map(|(date, days)| later(date, days)));
    let ruleset =
        option::weighted(0.2, select(vec!["2026.05".to_owned(), "2026.11".to_owned(), "2031.01".to_owned()]));
    (drafts, providers(), prop::bool::weighted(0.1), day(), day(), reading_answers(), ruleset).prop_flat_map(
        |(drafts, (providers, entities), twice, as_of, horizon, readings, ruleset)| {
            let services = services(drafts, providers.len(), twice);
            Just(services).prop_shuffle().prop_map(move |services| Document {
                title: "Generated".to_owned(),
                ruleset: ruleset.clone(),
                as_of,
                horizon,
                readings: readings.clone(),
                providers: providers.clone(),
                services,
                entities: entities.clone(),
                ..Document::default()
            })
        },
    )
}

// ---------------------------------------------------------------------------------------------------------------------
// Questions
// ---------------------------------------------------------------------------------------------------------------------

/// Every day that matters to some qualification or candidacy of the document.
fn days_named(document: &Document) -> BTreeSet<Date> {
    let mut days = BTreeSet::from([day("2025-11-22")]);
    for service in &document.services {
        for qualification in &service.qualifications {
            let granted = qualification.granted;
            days.extend(granted.into_iter().chain(granted.map(|date| date.plus_years(3))));
            days.extend(qualification.expires.into_iter().chain(qualification.attested_on));
            days.extend(qualification.events.iter().map(|event| event.date));
            let renewed = qualification.renewal.as_ref().and_then(|_| qualification.renewed_from());
            days.extend(renewed.into_iter().chain(renewed.map(|date| date.plus_years(3))));
        }
        let expected = service.candidacy.as_ref().and_then(|candidacy| candidacy.expected);
        days.extend(expected.into_iter().chain(expected.map(|date| date.plus_years(3))));
    }
    days
}

/// A question about this document: on, the day before or the day after a day that it names; any readings.
pub fn question(document: &Document) -> impl Strategy<Value = Question> + use<> {
    let named: Vec<Date> = days_named(document).into_iter().collect();
    let near = move || (select(named.clone()), -1..=1).prop_map(|(date, days)| later(date, days));
    // In the middle of the usual days, where most qualifications hold.
    let as_of = prop_oneof![3 => near(), 1 => some_day(), 2 => Just(day("2025-06-01"))];
    let readings = reading_answers().prop_map(|answers| {
        let mut readings = Readings::default();
        for (id, answer) in answers {
            readings.set(&SECNUMCLOUD, &id, &answer).unwrap_or_else(|e| panic!("{id} = {answer}: {e:?}"));
        }
        readings
    });
    let horizon =
        prop_oneof![2 => Just(None), 2 => near().prop_map(Some), 1 => Just(Some(day("2029-06-30")))];
    (as_of, horizon, any::<bool>(), readings).prop_map(|(as_of, horizon, assume_candidates, readings)| {
        Question { as_of, horizon, assume_candidates, readings }
    })
}

/// One of the services of this document: most often the last that was made, which rests on most.
pub fn any_target(document: &Document) -> impl Strategy<Value = String> + use<> {
    let ids: Vec<String> = document.services.iter().map(|service| service.id.to_string()).collect();
    let last = ids.iter().max().cloned().unwrap_or_default();
    prop_oneof![1 => select(ids), 1 => Just(last)]
}

/// A document, one of its services, and a question.
pub fn case() -> impl Strategy<Value = (Document, String, Question)> {
    document().prop_flat_map(|document| {
        let target = any_target(&document);
        let question = question(&document);
        (Just(document), target, question)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::document::validate::validate;

    proptest! {
        #[test]
        fn documents_have_no_errors_and_questions_no_unknown_answer((document, target, question) in case()) {
            let errors: Vec<_> =
                validate(&SECNUMCLOUD, &document).into_iter().filter(|issue| issue.is_error()).collect();
            prop_assert!(errors.is_empty(), "{errors:?}");
            prop_assert!(document.service(&target).is_some());
            prop_assert_eq!(question.readings.all(&SECNUMCLOUD).len(), SECNUMCLOUD.readings.len());
        }
    }
}
