//! The dictionary says everything, in both languages, in whole and well-set sentences.

use crate::{catalogue::slips_of_french, running::stack, schema::maximal, wounds::run};
use catalog::{Activity, Basis, Confidence, Lang, Layer, LayerSet, Modality, SECNUMCLOUD, text::TextPack};
use checks::generate;
use model::{
    Date, Question, ReadError,
    claims::{Claim, Known},
    document::{
        Answer, Evidence, Issue, IssueKind, Item, Milestone,
        issue::{Expected, Family},
    },
    edit::EditError,
    export::markdown,
    fewest::{Kind, OpenQuestion},
    qualification::{Cover, State, Warrant},
    supply::Stack,
    trace::{self, CoverView, Step, WhenView},
    verdict::{Evaluator, Flag, On, Outcome, PartState},
    words,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeSet, mem::discriminant};

/// Words that French and English share.
const COGNATES: [&str; 3] = ["application", "Obligation", "Permission"];

/// What is wrong with what is said of one thing.
fn faults(what: &str, say: impl Fn(Lang) -> String) -> Vec<String> {
    let (fr, en) = (say(Lang::Fr), say(Lang::En));
    let mut faults = Vec::new();
    for (lang, text) in [("fr", &fr), ("en", &en)] {
        if text.trim().is_empty() || text.trim() != text || text.contains("  ") {
            faults.push(format!("{what}, {lang}: blank or badly spaced: “{text}”"));
        }
        if text.contains(['{', '}', '\'']) {
            faults.push(format!("{what}, {lang}: not typeset: {text}"));
        }
    }
    for slip in slips_of_french(&fr) {
        faults.push(format!("{what}, fr: “{slip}” in: {fr}"));
    }
    if fr == en && !COGNATES.contains(&fr.as_str()) {
        faults.push(format!("{what}: the same in both languages: {fr}"));
    }
    faults
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

// ---------------------------------------------------------------------------------------------------------------------
// Names
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn names_are_said() {
    let mut all = Vec::new();
    for flag in Flag::ALL {
        all.extend(faults(flag.id(), |lang| words::flag(*flag, lang).to_owned()));
        all.extend(faults(flag.id(), |lang| words::flag_meaning(*flag, lang)));
    }
    for outcome in Outcome::ALL {
        all.extend(faults(outcome.id(), |lang| words::outcome(outcome, lang).to_owned()));
    }
    for layer in Layer::ALL {
        all.extend(faults(layer.id(), |lang| words::layer(layer, lang).to_owned()));
        all.extend(faults(layer.id(), |lang| words::on(On::Layer(layer), lang).to_owned()));
    }
    all.extend(faults("provider", |lang| words::on(On::Provider, lang).to_owned()));
    for confidence in Confidence::ALL {
        all.extend(faults(confidence.id(), |lang| words::confidence(confidence, lang).to_owned()));
    }
    for basis in [Basis::Text, Basis::Practice, Basis::Reasoning] {
        all.extend(faults(basis.id(), |lang| words::basis(basis, lang).to_owned()));
    }
    for modality in [
        Modality::Obligation,
        Modality::Recommendation,
        Modality::Permission,
        Modality::PermissionWithObligation,
    ] {
        all.extend(faults(modality.id(), |lang| words::modality(modality, lang).to_owned()));
    }
    all.extend(faults("layers", |lang| words::layers(LayerSet::of(&Layer::ALL), lang)));
    all.extend(faults("the notice", markdown::notice));
    assert_none(all);
}

#[test]
fn states_are_said() {
    let states =
        [PartState::Own, PartState::Covered, PartState::Exposed, PartState::Missing, PartState::Retained];
    assert_none(
        states.iter().flat_map(|s| faults(s.id(), |lang| words::state(*s, lang).to_owned())).collect(),
    );
}

#[test]
fn names_tell_things_apart() {
    for lang in Lang::ALL {
        let distinct = |names: Vec<&str>| BTreeSet::from_iter(&names).len() == names.len();
        assert!(distinct(Flag::ALL.iter().map(|flag| words::flag(*flag, lang)).collect()));
        assert!(distinct(Outcome::ALL.iter().map(|outcome| words::outcome(*outcome, lang)).collect()));
        assert!(distinct(Layer::ALL.iter().map(|layer| words::layer(*layer, lang)).collect()));
        let meanings: BTreeSet<String> =
            Flag::ALL.iter().map(|flag| words::flag_meaning(*flag, lang)).collect();
        assert_eq!(meanings.len(), Flag::ALL.len());
    }
}

#[test]
fn days_and_lists_are_said() {
    for (date, fr, en) in [
        ("2026-11-22", "22 novembre 2026", "22 November 2026"),
        ("2024-08-01", "1er août 2024", "1 August 2024"),
        ("2025-02-28", "28 février 2025", "28 February 2025"),
    ] {
        assert_eq!([words::date(day(date), Lang::Fr), words::date(day(date), Lang::En)], [fr, en]);
    }
    let months: BTreeSet<String> =
        (1..=12).map(|m| words::date(day(&format!("2026-{m:02}-02")), Lang::Fr)).collect();
    assert_eq!(months.len(), 12);
    let none: [&str; 0] = [];
    assert_eq!(words::list(&none, Lang::Fr), "");
    assert_eq!(words::list(&["a"], Lang::Fr), "a");
    assert_eq!(words::list(&["a", "b", "c"], Lang::Fr), "a, b et c");
    assert_eq!(words::list(&["a", "b", "c"], Lang::En), "a, b and c");
}

// ---------------------------------------------------------------------------------------------------------------------
// Issues
// ---------------------------------------------------------------------------------------------------------------------

fn issue_kinds() -> Vec<IssueKind> {
    let t = || "thing".to_owned();
    let layer = Layer::Storage;
    let mut kinds = vec![
        IssueKind::MissingKey { key: "id" },
        IssueKind::BadId { id: t() },
        IssueKind::UnknownWord { word: t(), allowed: "a, b".to_owned() },
        IssueKind::BadDate { text: t() },
        IssueKind::BadCountry { text: t() },
        IssueKind::TooLong { limit: 300 },
        IssueKind::NoActivity { service: t() },
        IssueKind::SelfReliance { service: t() },
        IssueKind::Cycle { services: vec![t(), "other".to_owned()] },
        IssueKind::DuplicateReliance { service: t(), base: t() },
        IssueKind::NotOffered { layer, base: t() },
        IssueKind::RetainedNotSupplied { layer, base: t() },
        IssueKind::DoesNotBear { requirement: "12.11.a".to_owned(), layer },
        IssueKind::CoversNotHeld { layer, service: t() },
        IssueKind::UnknownRequirement { id: t() },
        IssueKind::UnknownReading { id: t() },
        IssueKind::UnknownAnswer { reading: t(), answer: t(), allowed: "a, b".to_owned() },
        IssueKind::UnknownFact { id: t() },
        IssueKind::UnknownCheck { id: t() },
        IssueKind::UnknownRuleset { id: t() },
        IssueKind::EndsBeforeGrant,
        IssueKind::NeverHolds { service: t() },
        IssueKind::PressOnly { service: t() },
        IssueKind::LongerThanThreeYears,
        IssueKind::EventBeforeGrant,
        IssueKind::RangeReversed,
        IssueKind::HoldingsExceed { entity: t() },
    ];
    for expected in [
        Expected::Text,
        Expected::List,
        Expected::Object,
        Expected::Bool,
        Expected::Percent,
        Expected::Column,
        Expected::Months { least: 1, most: 36 },
    ] {
        kinds.push(IssueKind::WrongType { expected });
    }
    for family in [Family::Service, Family::Provider, Family::ThirdParty, Family::Entity] {
        kinds.push(IssueKind::DuplicateId { family, id: t() });
        kinds.push(IssueKind::UnknownId { family, id: t(), from: "other".to_owned() });
    }
    kinds
}

/// A new kind does not compile until it has its place here; then it belongs in `issue_kinds` too.
const fn issue_place(kind: &IssueKind) -> usize {
    match kind {
        IssueKind::WrongType { expected: Expected::Text } => 0,
        IssueKind::WrongType { expected: Expected::List } => 1,
        IssueKind::WrongType { expected: Expected::Object } => 2,
        IssueKind::WrongType { expected: Expected::Bool } => 3,
        IssueKind::WrongType { expected: Expected::Percent } => 4,
        IssueKind::MissingKey { .. } => 5,
        IssueKind::BadId { .. } => 6,
        IssueKind::DuplicateId { .. } => 7,
        IssueKind::UnknownId { .. } => 8,
        IssueKind::UnknownWord { .. } => 9,
        IssueKind::BadDate { .. } => 10,
        IssueKind::BadCountry { .. } => 11,
        IssueKind::TooLong { .. } => 12,
        IssueKind::NoActivity { .. } => 13,
        IssueKind::SelfReliance { .. } => 14,
        IssueKind::Cycle { .. } => 15,
        IssueKind::DuplicateReliance { .. } => 16,
        IssueKind::NotOffered { .. } => 17,
        IssueKind::RetainedNotSupplied { .. } => 18,
        IssueKind::DoesNotBear { .. } => 19,
        IssueKind::CoversNotHeld { .. } => 20,
        IssueKind::UnknownRequirement { .. } => 21,
        IssueKind::UnknownReading { .. } => 22,
        IssueKind::UnknownAnswer { .. } => 23,
        IssueKind::UnknownFact { .. } => 24,
        IssueKind::EndsBeforeGrant => 25,
        IssueKind::NeverHolds { .. } => 26,
        IssueKind::PressOnly { .. } => 27,
        IssueKind::LongerThanThreeYears => 28,
        IssueKind::EventBeforeGrant => 29,
        IssueKind::RangeReversed => 30,
        IssueKind::HoldingsExceed { .. } => 31,
        IssueKind::WrongType { expected: Expected::Column } => 32,
        IssueKind::WrongType { expected: Expected::Months { .. } } => 33,
        IssueKind::UnknownCheck { .. } => 34,
        IssueKind::UnknownRuleset { .. } => 35,
    }
}

#[test]
fn every_issue_is_said() {
    let kinds = issue_kinds();
    assert!(kinds.iter().map(issue_place).collect::<BTreeSet<_>>().into_iter().eq(0..36), "one of each");
    let codes: BTreeSet<_> =
        kinds.iter().map(|kind| (kind.code(), format!("{:?}", discriminant(kind)))).collect();
    assert_eq!(
        codes.iter().map(|(code, _)| code).collect::<BTreeSet<_>>().len(),
        codes.len(),
        "a code is a kind's own"
    );
    assert_none(kinds.iter().flat_map(|kind| faults(kind.code(), |lang| words::issue(kind, lang))).collect());
}

#[test]
fn every_reason_to_refuse_a_file_is_said() {
    let not_json = |truncated, too_deep| ReadError::NotJson { line: 3, column: 7, truncated, too_deep };
    let errors = [
        ReadError::TooLarge { bytes: 20_000_000 },
        ReadError::NotUtf8 { at: 12 },
        not_json(false, false),
        not_json(true, false),
        not_json(false, true),
        ReadError::NotSocle { format: Some("socle/2".to_owned()) },
        ReadError::NotSocle { format: None },
    ];
    assert_none(errors.iter().flat_map(|e| faults(e.code(), |lang| words::read_error(e, lang))).collect());
}

#[test]
fn every_reason_to_refuse_an_edit_is_said() {
    let issue = |kind: &IssueKind| Issue { at: "/services/0".to_owned(), kind: kind.clone() };
    let kinds = issue_kinds();
    let errors = [
        EditError::NoSuchPlace,
        EditError::BadId("Nord".to_owned()),
        EditError::InUse("north".into()),
        EditError::Refused(kinds.iter().take(1).map(issue).collect()),
        EditError::Refused(kinds.iter().take(5).map(issue).collect()),
    ];
    // A new reason has to be put into the list above.
    let name = |error: &EditError| match error {
        EditError::NoSuchPlace => "no such place",
        EditError::BadId(_) => "bad id",
        EditError::InUse(_) => "in use",
        EditError::Refused(_) => "refused",
    };
    assert_eq!(errors.iter().map(name).collect::<BTreeSet<_>>().len(), 4, "one of each");
    assert_none(errors.iter().flat_map(|e| faults(name(e), |lang| words::edit_error(e, lang))).collect());
    // Of several faults, the first three are said, each as it is said by itself.
    for lang in Lang::ALL {
        let first: Vec<String> = kinds.iter().take(3).map(|kind| words::issue(kind, lang)).collect();
        assert_eq!(words::edit_error(&errors[4], lang), first.join(" "));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Steps
// ---------------------------------------------------------------------------------------------------------------------

fn cover_views() -> Vec<Option<CoverView>> {
    let mut views = vec![None];
    for (version, granted, until) in [
        (Some("3.2"), Some("2025-01-10"), Some("2028-01-10")),
        (Some("3.2"), None, Some("2026-08-20")),
        (Some("3.1"), None, None),
        (None, None, Some("2030-06-30")),
    ] {
        for caveat in [false, true] {
            views.push(Some(CoverView {
                name: "Base".to_owned(),
                version: version.map(str::to_owned),
                granted: granted.map(day),
                until: until.map(day),
                by_provider_only: caveat,
                cover: Cover {
                    warrant: version.map_or(Warrant::Candidacy, |_| Warrant::Qualification(0)),
                    scope_assumed: caveat,
                    undated: granted.is_none(),
                    hypothetical: version.is_none(),
                    expiring: caveat,
                    earlier_version: caveat,
                },
                foundation_lapsed: caveat,
            }));
        }
    }
    views
}

fn steps() -> Vec<Step> {
    let names = || vec!["One".to_owned(), "Two".to_owned()];
    let label = || WhenView::Fact(SECNUMCLOUD.facts[0].label);
    let (all, two) = (LayerSet::of(&Layer::ALL), LayerSet::of(&[Layer::Storage, Layer::Sdn]));
    let mut steps = vec![
        Step::BearsOn { provider: true, layers: LayerSet::EMPTY, needed: LayerSet::EMPTY },
        Step::BearsOn { provider: true, layers: all, needed: two },
        Step::BearsOn { provider: false, layers: all, needed: all },
        Step::BearsOn { provider: false, layers: two, needed: LayerSet::EMPTY },
        Step::Recommendation,
        Step::Evaluated { names: names() },
        Step::Provider,
        Step::ExposedProvider { name: "One".to_owned() },
        Step::PremisesExcluded,
        Step::PremisesUnknown,
        Step::HostingOnly,
        Step::PersonnelShared,
        Step::Blocking,
        Step::Composed,
    ];
    for (date, reference) in [(None, None), (Some(day("2026-10-01")), Some("Annex 4".to_owned()))] {
        for answer in Answer::ALL.iter().copied() {
            let (base, service) = ("One".to_owned(), "Two".to_owned());
            steps.push(Step::Answered { base, service, answer, date, reference: reference.clone() });
        }
    }
    for when in [WhenView::Activities("SaaS".to_owned()), WhenView::Base("IaaS"), label()] {
        steps.push(Step::ConditionHolds { when: when.clone(), names: names() });
        steps.push(Step::ConditionUnknown { when: when.clone(), names: names() });
        steps.push(Step::ConditionFails { when });
    }
    for outcome in Outcome::ALL {
        steps.push(Step::ByDefault { outcome });
        steps.push(Step::Conclusion { outcome });
    }
    for state in
        [PartState::Own, PartState::Covered, PartState::Exposed, PartState::Missing, PartState::Retained]
    {
        for cover in cover_views() {
            let path = ["Target", "Two", "One"].map(str::to_owned).to_vec();
            steps.push(Step::Layers { layers: two, state, operator: "One".to_owned(), cover, path });
        }
    }
    steps
}

/// A new step does not compile until it has its place here; then it belongs in `steps` too.
const fn step_place(step: &Step) -> usize {
    match step {
        Step::BearsOn { .. } => 0,
        Step::Recommendation => 1,
        Step::Evaluated { .. } => 2,
        Step::ConditionHolds { .. } => 3,
        Step::ConditionUnknown { .. } => 4,
        Step::ConditionFails { .. } => 5,
        Step::Layers { .. } => 6,
        Step::Provider => 7,
        Step::ExposedProvider { .. } => 8,
        Step::PremisesExcluded => 9,
        Step::PremisesUnknown => 10,
        Step::HostingOnly => 11,
        Step::PersonnelShared => 12,
        Step::Blocking => 13,
        Step::Composed => 14,
        Step::ByDefault { .. } => 15,
        Step::Conclusion { .. } => 16,
        Step::Answered { .. } => 17,
    }
}

#[test]
fn every_step_is_said() {
    let steps = steps();
    assert!(steps.iter().map(step_place).collect::<BTreeSet<_>>().into_iter().eq(0..18), "one of each");
    assert_none(steps.iter().flat_map(|s| faults(&format!("{s:?}"), |lang| s.say(lang))).collect());
}

#[test]
fn generated_traces_are_said() {
    run(40, &generate::case(), |(document, target, question)| {
        let stack = Stack::new(&document).expect("no circle");
        let node = stack.graph().node(&target).expect("the target exists");
        for detail in Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![node]).details(node) {
            let steps = trace::steps(&SECNUMCLOUD, &document, &question, &detail);
            let said: Vec<String> =
                steps.iter().flat_map(|s| faults(&format!("{s:?}"), |lang| s.say(lang))).collect();
            prop_assert!(said.is_empty(), "{said:?}");
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Claims
// ---------------------------------------------------------------------------------------------------------------------

fn claims() -> Vec<Claim> {
    let service = || "One".to_owned();
    let names = |several: bool| {
        vec!["Oodrive", "Two"]
            .into_iter()
            .take(if several { 2 } else { 1 })
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut claims = vec![
        Claim::ListOnRequest,
        Claim::CallItselfQualified { service: service() },
        Claim::CandidateIsQualified { service: service() },
        Claim::ProviderQualified { provider: service() },
        Claim::Certified,
        Claim::CustomersQualified { service: service() },
        Claim::TrustedCloud,
        Claim::PressSaysSo { service: service() },
        Claim::OtherRegimes,
    ];
    for several in [false, true] {
        claims.push(Claim::SiblingsQualified { services: names(several) });
        claims.push(Claim::TechnologyQualified { vendors: names(several) });
        claims.push(Claim::HostedOnUnqualified { bases: names(several) });
        claims.push(Claim::ThroughSibling { service: service(), siblings: names(several) });
    }
    for state in [State::Expired, State::Suspended, State::Withdrawn] {
        claims.push(Claim::NoLongerQualified { service: service(), state });
    }
    for (layers, reserves) in [
        (LayerSet::EMPTY, true),
        (LayerSet::of(&[Layer::Sdn, Layer::Os]), false),
        (LayerSet::of(&[Layer::Sdn]), true),
    ] {
        claims.push(Claim::OutsideScope { service: service(), layers, reserves });
    }
    for milestone in Milestone::ALL {
        claims.push(Claim::InProcess { service: service(), milestone: *milestone, since: None });
    }
    let since = Some(day("2026-05-01"));
    claims.push(Claim::InProcess { service: service(), milestone: Milestone::J0, since });
    for date in [None, since] {
        claims.push(Claim::NoLongerShown { service: service(), attested: date });
        for (evidence, several) in Evidence::ALL.iter().zip([false, true, false]) {
            let known = Known {
                version: "3.2".to_owned(),
                evidence: *evidence,
                until: date,
                attested: if date.is_none() { since } else { None },
            };
            let activities =
                [Activity::Iaas, Activity::Paas].into_iter().take(if several { 2 } else { 1 }).collect();
            claims.push(Claim::Qualified {
                service: service(),
                activities,
                known: known.clone(),
                scope_declared: several,
            });
            let (base, partly) =
                ("Two".to_owned(), several.then_some(LayerSet::of(&[Layer::Facility, Layer::Sdn])));
            claims.push(Claim::HostedOn { service: service(), base, activities, known, partly });
        }
    }
    claims
}

/// A new claim does not compile until it has its place here; then it belongs in `claims` too.
const fn claim_place(claim: &Claim) -> usize {
    match claim {
        Claim::Qualified { .. } => 0,
        Claim::InProcess { .. } => 1,
        Claim::HostedOn { .. } => 2,
        Claim::ListOnRequest => 3,
        Claim::CallItselfQualified { .. } => 4,
        Claim::NoLongerQualified { .. } => 5,
        Claim::CandidateIsQualified { .. } => 6,
        Claim::ProviderQualified { .. } => 7,
        Claim::Certified => 8,
        Claim::CustomersQualified { .. } => 9,
        Claim::SiblingsQualified { .. } => 10,
        Claim::TrustedCloud => 11,
        Claim::TechnologyQualified { .. } => 12,
        Claim::PressSaysSo { .. } => 13,
        Claim::OtherRegimes => 14,
        Claim::NoLongerShown { .. } => 15,
        Claim::HostedOnUnqualified { .. } => 16,
        Claim::ThroughSibling { .. } => 17,
        Claim::OutsideScope { .. } => 18,
    }
}

/// Of two qualifications that cover a service between them, the one that is known least well is named, then the one that
/// ends first.
#[test]
fn who_is_hosted_on_two_qualifications_names_the_weaker() {
    let known = |first: Value, second: Value| {
        let mut value = stack();
        let with = |q: Value, covers: [&str; 3]| {
            let mut all = json!({ "version": "3.2", "covers": covers });
            all.as_object_mut().expect("an object").extend(q.as_object().expect("an object").clone());
            all
        };
        value["services"][0]["qualifications"] = json!([
            with(first, ["facility", "hardware", "fabric"]),
            with(second, ["compute", "storage", "sdn"])
        ]);
        let (document, _) = model::read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("a document");
        let question = Question::of(&SECNUMCLOUD, &document, day("2026-11-22"));
        let stack = Stack::new(&document).expect("no circle");
        let node = stack.graph().node("paas").expect("there");
        let rulings = model::claims::claims(&stack, &question, node);
        let hosted = rulings.into_iter().find_map(|r| match r.claim {
            Claim::HostedOn { known, .. } => Some(known),
            _ => None,
        });
        hosted.expect("it is hosted").until
    };
    let early = json!({ "granted": "2024-06-01" });
    let late = json!({ "granted": "2025-06-01" });
    let told = json!({ "granted": "2025-06-01", "evidence": "provider" });
    for (first, second, until) in [
        (&early, &late, "2027-06-01"),
        (&late, &early, "2027-06-01"),
        (&early, &told, "2028-06-01"),
        (&told, &early, "2028-06-01"),
    ] {
        assert_eq!(known(first.clone(), second.clone()), Some(day(until)), "{first} {second}");
    }
}

/// An activity leaves as the word that a document has for it.
#[test]
fn activities_leave_under_their_words() {
    let all: catalog::ActivitySet = Activity::ALL.into_iter().collect();
    assert_eq!(json!(all), json!(Activity::ALL.map(Activity::id)));
    assert_eq!(json!(catalog::ActivitySet::of(&[Activity::Saas])), json!(["saas"]));
}

#[test]
fn every_claim_is_said() {
    let claims = claims();
    assert!(claims.iter().map(claim_place).collect::<BTreeSet<_>>().into_iter().eq(0..19), "one of each");
    let codes: BTreeSet<_> = claims.iter().map(Claim::code).collect();
    assert_eq!(codes.len(), 19);
    assert!(claims.iter().all(|claim| !claim.basis().is_empty()));
    let said: BTreeSet<String> = claims.iter().map(|c| c.say(Lang::En)).collect();
    assert_eq!(said.len(), claims.len(), "each says something of its own");
    assert_none(claims.iter().flat_map(|c| faults(c.code(), |lang| c.say(lang))).collect());
    // What nobody but ANSSI can say, and what no verdict is called here.
    for claim in &claims {
        for (lang, words) in [(Lang::Fr, ["couvert", "conforme"]), (Lang::En, ["covered", "compliant"])] {
            let said = claim.say(lang).to_lowercase();
            assert!(words.iter().all(|w| !said.contains(w)), "{said}");
        }
    }
}

#[test]
fn before_a_vowel_de_is_elided() {
    for (name, of) in [
        ("Oodrive", "d’"),
        ("Équinoxe", "d’"),
        ("iliad", "d’"),
        ("Œuvre", "d’"),
        ("Bleu", "de "),
        ("S3NS", "de "),
        ("Huawei", "de "),
        ("Yahoo", "de "),
        ("3DS", "de "),
        ("", "de "),
    ] {
        assert_eq!(words::de(name), of, "{name}");
    }
    let vendors = vec!["Oodrive".to_owned(), "Bleu".to_owned()];
    let said = Claim::TechnologyQualified { vendors }.say(Lang::Fr);
    assert!(said.starts_with("La technologie d’Oodrive et de Bleu est"), "{said}");
    let issue = words::issue(&IssueKind::PressOnly { service: "Outscale".to_owned() }, Lang::Fr);
    assert!(issue.contains("la qualification d’«\u{202f}Outscale\u{202f}»"), "{issue}");
}

#[test]
fn markdown_is_typeset() {
    let document = maximal();
    let question = Question::of(&SECNUMCLOUD, &document, day("2026-11-22"));
    let stack = Stack::new(&document).expect("no circle");
    let node = stack.graph().node("paas").expect("there");
    let rulings = model::claims::claims(&stack, &question, node);
    let md = markdown::claims(&document, "paas", &question, &rulings, Lang::Fr);
    for line in md.lines() {
        assert_eq!(slips_of_french(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn every_open_question_is_asked() {
    let document = maximal();
    let service = || Item::Service("paas".into());
    let mut kinds = vec![(service(), Kind::GrantDate), (service(), Kind::Scope)];
    let third = document.third_parties.first().expect("one");
    for kind in [Kind::AuditClause, Kind::DataAccess, Kind::Autonomy] {
        kinds.push((Item::ThirdParty(third.id.clone()), kind));
    }
    kinds.extend((0..SECNUMCLOUD.facts.len()).map(|at| (service(), Kind::Fact(at))));
    let pack = |text: &str| TextPack::parse(text.as_bytes()).expect("a pack");
    let (fr, en) = (pack(catalog::text::FR), pack(catalog::text::EN));
    let mut all = Vec::new();
    let mut said = BTreeSet::new();
    for (item, kind) in kinds {
        let open = OpenQuestion { item, path: String::new(), kind, settles: Vec::new(), answers: Vec::new() };
        let name = open.about(&document);
        assert!(!name.is_empty());
        // Only a fact has a longer question in the pack.
        for whole in [false, true].into_iter().take(if matches!(kind, Kind::Fact(_)) { 2 } else { 1 }) {
            let ask = |lang| {
                let pack = Some(if lang == Lang::Fr { &fr } else { &en }).filter(|_| whole);
                open.ask(&SECNUMCLOUD, &document, pack, lang)
            };
            all.extend(faults(kind.id(), ask));
            for lang in Lang::ALL {
                assert!(ask(lang).ends_with('?') && ask(lang).contains(&name), "{}", ask(lang));
                assert!(said.insert(ask(lang)), "said twice: {}", ask(lang));
            }
        }
        all.extend(faults(kind.id(), |lang| open.why(lang)));
    }
    assert_none(all);
}
