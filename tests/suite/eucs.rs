//! EUCS: the data of the draft, the six verdicts of §6 against a second evaluator, and what must hold of any stack.

use crate::{
    catalogue::slips_of_french,
    properties::{base_of, case_and_draw},
    wounds::run,
};
use catalog::{
    Lang, SECNUMCLOUD,
    eucs::{Assessment, Draft, Level, Relation},
    text,
};
use checks::{
    generate,
    naive::{self, NaiveVerdict},
};
use model::{
    Document, Question, Scope,
    document::{Qualification, ServiceId},
    eucs::{Comparison, Met, Rule, compare, rules, trace},
    export::eucs::Both,
    verdict::Outcome,
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The draft in a language, as the page reads it.
pub fn draft(lang: Lang) -> Draft {
    Draft::parse(pack(lang).as_bytes()).expect("the pack is ours")
}

fn pack(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => text::EUCS_FR,
        Lang::En => text::EUCS_EN,
    }
}

fn value(lang: Lang) -> Value {
    serde_json::from_str(pack(lang)).expect("a pack is JSON")
}

fn members<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key} in {value}")).iter()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no word {key} in {value}"))
}

/// The requirements of a pack, in its order.
fn requirements(pack: &Value) -> Vec<&Value> {
    members(pack, "categories")
        .flat_map(|c| members(c, "controls"))
        .flat_map(|c| members(c, "requirements"))
        .collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// The data
// ---------------------------------------------------------------------------------------------------------------------

/// Category, controls, and what Basic, Substantial and High each add: the numbers of the draft of December 2020.
const NUMBERS: [(&str, [usize; 4]); 20] = [
    ("OIS", [4, 7, 4, 3]),
    ("ISP", [3, 11, 4, 4]),
    ("RM", [3, 10, 3, 1]),
    ("HR", [6, 14, 13, 6]),
    ("AM", [5, 10, 7, 6]),
    ("PS", [5, 12, 10, 14]),
    ("OPS", [22, 33, 22, 24]),
    ("IAM", [9, 19, 32, 16]),
    ("CKM", [4, 4, 6, 3]),
    ("CS", [9, 16, 11, 7]),
    ("PI", [3, 7, 4, 2]),
    ("CCM", [6, 7, 8, 11]),
    ("DEV", [7, 11, 13, 7]),
    ("PM", [5, 12, 6, 5]),
    ("IM", [7, 15, 9, 7]),
    ("BC", [4, 3, 10, 1]),
    ("CO", [4, 6, 5, 5]),
    ("DOC", [6, 13, 10, 3]),
    ("INQ", [3, 5, 1, 1]),
    ("PSS", [5, 5, 9, 2]),
];

#[test]
fn counts_are_those_of_the_draft() {
    let draft = draft(Lang::En);
    let mut found = Vec::new();
    for (at, category) in draft.categories.iter().enumerate() {
        let mut numbers = [draft.controls.iter().filter(|c| c.category == at).count(), 0, 0, 0];
        for r in draft.requirements.iter().filter(|r| draft.controls[r.control].category == at) {
            numbers[1 + Level::ALL.iter().position(|l| *l == r.level).expect("a level")] += 1;
        }
        found.push((category.code.as_str(), numbers));
    }
    assert_eq!(found, NUMBERS);
    let up_to = |level| draft.requirements.iter().filter(|r| r.level <= level).count();
    assert_eq!((draft.controls.len(), Level::ALL.map(up_to)), (120, [220, 407, 535]));
    assert_eq!((draft.id.as_str(), draft.first.as_str()), ("EUCS-2020-12", "19.6"));
}

#[test]
fn every_id_is_on_both_sides() {
    let draft = draft(Lang::En);
    let here: Vec<&str> = SECNUMCLOUD.requirements.iter().map(|r| r.id).collect();
    let back: Vec<&str> = draft.back.iter().map(|b| b.requirement.as_str()).collect();
    assert_eq!(here, back);
    let mut seen = BTreeSet::new();
    for r in &draft.requirements {
        let control = &draft.controls[r.control];
        let in_control = r.id.strip_prefix(&control.id).is_some_and(|rest| rest.starts_with('.'));
        assert!(in_control && seen.insert(&r.id), "{} in {}", r.id, control.id);
        assert_eq!(draft.requirement(&r.id), Some(r));
        let category = draft.category(r).expect("a category");
        assert_eq!(r.id.split('-').next(), Some(category.code.as_str()));
        let places: Vec<Option<usize>> =
            r.secnumcloud.iter().map(|id| SECNUMCLOUD.requirement_index(id)).collect();
        assert!(places.iter().all(Option::is_some), "{}: {:?}", r.id, r.secnumcloud);
        assert!(places.is_sorted_by(|a, b| a < b), "{}: {:?} are out of order", r.id, r.secnumcloud);
    }
}

#[test]
fn what_a_judgement_says_goes_together() {
    for r in &draft(Lang::Fr).requirements {
        let fits = match r.assessment {
            Assessment::Full => matches!(r.relation, Some(Relation::Equal | Relation::SecNumCloudStricter)),
            Assessment::Partial => matches!(r.relation, Some(Relation::EucsStricter | Relation::Partial)),
            Assessment::None => r.relation == Some(Relation::OnlyEucs),
            Assessment::NotAssessed => r.relation.is_none(),
        };
        assert!(fits, "{}: {:?} and {:?}", r.id, r.assessment, r.relation);
        let maps = matches!(r.assessment, Assessment::Full | Assessment::Partial);
        assert_eq!(maps, !r.secnumcloud.is_empty(), "{}", r.id);
        assert_eq!(r.assessment == Assessment::Partial, r.left.is_some(), "{}", r.id);
        assert_eq!(r.assessment == Assessment::NotAssessed, r.reason.is_empty(), "{}", r.id);
        if r.assessment == Assessment::Full {
            let verified =
                |id: &String| SECNUMCLOUD.requirement(id).is_some_and(|r| r.modality.is_verified());
            assert!(r.secnumcloud.iter().all(verified), "{} leans on a recommendation", r.id);
        }
    }
}

#[test]
fn both_directions_agree() {
    let draft = draft(Lang::En);
    for back in &draft.back {
        let naming = || draft.requirements.iter().filter(|r| r.secnumcloud.contains(&back.requirement));
        let (id, asked) = (&back.requirement, naming().count() > 0);
        match (back.assessment, back.level) {
            // Nothing is compared with it, or something is and the data say why that asks nothing of it.
            (Assessment::None, None) => assert_eq!(asked, back.reason.is_some(), "{id}"),
            (Assessment::Full | Assessment::Partial, Some(level)) => {
                assert!(naming().any(|r| r.level <= level), "{id}: nothing at {} names it", level.id());
                assert_eq!(back.reason, None, "{id}");
            }
            other => panic!("{id}: {other:?}"),
        }
        for r in naming().filter(|r| r.relation == Some(Relation::Equal) && r.secnumcloud.len() == 1) {
            let asked_there = back.assessment == Assessment::Full && back.level.is_some_and(|l| l <= r.level);
            assert!(asked_there, "{} is equal to {id}, which its level does not ask in full", r.id);
        }
    }
    // Extra-European law is what the draft leaves out on purpose.
    let law = draft
        .back
        .iter()
        .filter(|b| SECNUMCLOUD.requirement(&b.requirement).is_some_and(|r| r.section == "19.6"));
    assert_eq!(law.map(|b| b.assessment).collect::<BTreeSet<_>>(), BTreeSet::from([Assessment::None]));
}

/// What of a pack is prose.
const PROSE: [&str; 6] = ["label", "title", "gist", "left", "reason", "settled"];

/// All prose of a pack, with its place; what is left of the pack says of each text only that it is there.
fn prose(value: &mut Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(keys) => {
            let named = keys.get("id").or(keys.get("code")).and_then(Value::as_str).unwrap_or(at).to_owned();
            for (key, value) in keys.iter_mut() {
                match value {
                    Value::String(text) if PROSE.contains(&key.as_str()) => {
                        found.push((format!("{named} {key}"), std::mem::replace(text, "…".to_owned())));
                    }
                    value => prose(value, &named, found),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| prose(value, at, found)),
        _ => {}
    }
}

#[test]
fn both_languages_agree_in_all_but_words() {
    let (mut fr, mut en, mut in_french, mut in_english) =
        (value(Lang::Fr), value(Lang::En), Vec::new(), Vec::new());
    prose(&mut fr, "", &mut in_french);
    prose(&mut en, "", &mut in_english);
    assert_eq!(fr, en);
    assert_eq!(in_french.len(), in_english.len());
    assert!(in_french.len() > 3 * 535 / 2, "{} texts", in_french.len());
    let mut same = Vec::new();
    for ((place, fr), (other, en)) in in_french.iter().zip(&in_english) {
        assert_eq!(place, other);
        same.extend((fr == en && fr.len() > 20).then_some(place));
    }
    assert_eq!(same, Vec::<&String>::new(), "not translated");
}

#[test]
fn texts_are_written_as_they_should_be() {
    for lang in Lang::ALL {
        let (mut value, mut texts) = (value(lang), Vec::new());
        prose(&mut value, "", &mut texts);
        for (place, text) in texts {
            if lang == Lang::Fr {
                assert_eq!(slips_of_french(&text), Vec::<String>::new(), "{place}: {text}");
            }
            assert!(text.trim() == text && !text.is_empty() && !text.contains("  "), "{place}: {text}");
            assert!(!text.contains(['\'', '"', '<', '>', '\n', '{']), "{place}: {text}");
            // Titles are those of the draft.
            let ours = !place.ends_with(" title");
            let of_others = ["compliant", "conforme ", "conformes ", "CSP", "CSC"];
            assert!(of_others.iter().all(|w| !ours || !text.contains(w)), "{place}: {text}");
            if place.ends_with(" gist") {
                assert!(text.chars().count() <= 165, "{place} is no line: {text}");
            }
        }
    }
}

#[test]
fn what_is_none_of_ours_is_refused() {
    let whole = value(Lang::En);
    assert!(Draft::parse(whole.to_string().as_bytes()).is_some());
    assert_eq!(Draft::parse(b""), None);
    assert_eq!(Draft::parse(b"[]"), None);
    assert_eq!(Draft::parse(&pack(Lang::En).as_bytes()[..1000]), None);
    for key in ["id", "label", "first", "categories", "secnumcloud"] {
        let mut without = whole.clone();
        without.as_object_mut().expect("an object").remove(key);
        assert_eq!(Draft::parse(without.to_string().as_bytes()), None, "without {key}");
    }
    let first = "/categories/0/controls/0/requirements/0";
    for (key, wrong) in [("level", "medium"), ("assessment", "perhaps"), ("confidence", "none"), ("id", "")] {
        let mut other = whole.clone();
        let r = other.pointer_mut(first).expect("a requirement");
        if wrong.is_empty() {
            r.as_object_mut().expect("an object").remove(key);
        } else {
            r[key] = wrong.into();
        }
        assert_eq!(Draft::parse(other.to_string().as_bytes()), None, "{key} = {wrong}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// §6 a second time
// ---------------------------------------------------------------------------------------------------------------------

/// Which of the six verdicts hold of a requirement of the draft: each sentence of §6 by itself, over the verdicts of the
/// naive evaluator on what is mapped, without those that do not apply (§8).
fn holding(requirement: &Value, verdicts: &BTreeMap<&str, &NaiveVerdict>) -> Vec<&'static str> {
    let assessed = word(requirement, "assessment");
    let mapped: Vec<&str> =
        members(requirement, "secnumcloud").map(|id| id.as_str().expect("an id")).collect();
    let applying: Vec<&str> =
        mapped.iter().map(|id| verdicts[id].outcome).filter(|outcome| *outcome != "not_applicable").collect();
    let all = |wanted: &str| !applying.is_empty() && applying.iter().all(|outcome| *outcome == wanted);
    let some_but = |wanted: &str| applying.iter().any(|outcome| *outcome != wanted);
    let each = [
        // "judged full, and all are Inherited"
        ("met_by_base", assessed == "full" && all("inherited")),
        // "judged full, and all are Remains"
        ("met_by_own", assessed == "full" && all("remains")),
        // "judged full, mixed or Shared"
        ("met_by_both", assessed == "full" && some_but("inherited") && some_but("remains")),
        // "mapped, judged partial"
        ("partly_met", assessed == "partial" && !applying.is_empty()),
        // "read, and nothing corresponds"
        ("beyond", ["full", "partial", "none"].contains(&assessed) && applying.is_empty()),
        // "nobody has compared it yet"
        ("not_assessed", assessed == "not_assessed"),
    ];
    each.into_iter().filter(|(_, holds)| *holds).map(|(id, _)| id).collect()
}

fn reaches(level: &str, asked: Level) -> bool {
    let order = ["basic", "substantial", "high"];
    let place = |id: &str| order.iter().position(|l| *l == id).expect("a level");
    place(level) <= place(asked.id())
}

/// What SecNumCloud asks of the service beyond a level: every verified requirement that applies and that the level does
/// not ask in full; whether it asks a part; "19.6 first".
fn beyond(pack: &Value, verdicts: &BTreeMap<&str, &NaiveVerdict>, level: Level) -> Vec<(String, bool)> {
    let (mut law, mut rest) = (Vec::new(), Vec::new());
    for back in members(pack, "secnumcloud") {
        let id = word(back, "id");
        let requirement = SECNUMCLOUD.requirement(id).expect("a requirement");
        let asks = back["level"].as_str().is_some_and(|l| reaches(l, level));
        let fully = asks && word(back, "assessment") == "full";
        let recommended = format!("{:?}", requirement.modality) == "Recommendation";
        if fully || recommended || verdicts[id].outcome == "not_applicable" {
            continue;
        }
        let side = if id.starts_with("19.6.") { &mut law } else { &mut rest };
        side.push((id.to_owned(), asks));
    }
    law.append(&mut rest);
    law
}

fn scope_of(document: &Document, target: &str, question: &Question) -> Result<Scope, TestCaseError> {
    model::scope(&SECNUMCLOUD, document, &target.into(), question)
        .map_err(|e| TestCaseError::fail(format!("{e:?}")))
}

/// The draft with some requirements judged otherwise, so that every judgement is met, "not assessed" among them.
fn altered(changes: &[(usize, &'static str)]) -> Value {
    let mut pack = value(Lang::En);
    let categories = pack["categories"].as_array_mut().expect("a list");
    let controls = categories.iter_mut().flat_map(|c| c["controls"].as_array_mut().expect("a list"));
    let requirements = controls.flat_map(|c| c["requirements"].as_array_mut().expect("a list"));
    for (at, r) in requirements.enumerate() {
        if let Some((_, assessment)) = changes.iter().find(|(place, _)| *place == at) {
            r["assessment"] = (*assessment).into();
            // What is full or partial names something, what has no counterpart names nothing.
            let names = &mut r["secnumcloud"];
            match *assessment {
                "none" => *names = Value::Array(Vec::new()),
                "full" | "partial" if names == &Value::Array(Vec::new()) => *names = vec!["11.2.2.a"].into(),
                _ => {}
            }
        }
    }
    pack
}

fn some_changes() -> impl Strategy<Value = Vec<(usize, &'static str)>> {
    vec((0..535_usize, select(vec!["full", "partial", "none", "not_assessed"])), 0..60)
}

#[test]
fn the_second_evaluator_agrees() {
    let cases = (generate::case(), select(Level::ALL.to_vec()), some_changes());
    run(400, &cases, |((document, target, question), level, changes)| {
        let pack = altered(&changes);
        let draft = Draft::parse(pack.to_string().as_bytes()).expect("still a draft");
        let comparison = compare(&SECNUMCLOUD, &draft, &scope_of(&document, &target, &question)?, level);
        let naive = naive::verdicts(&SECNUMCLOUD, &document, &target, &question);
        let verdicts: BTreeMap<&str, &NaiveVerdict> = naive.iter().map(|v| (v.requirement, v)).collect();
        let mut found = comparison.findings.iter();
        for r in requirements(&pack).into_iter().filter(|r| reaches(word(r, "level"), level)) {
            let finding = found.next().ok_or_else(|| TestCaseError::fail("too few findings"))?;
            prop_assert_eq!(finding.requirement.id.as_str(), word(r, "id"));
            prop_assert_eq!(vec![finding.met.id()], holding(r, &verdicts), "{}", word(r, "id"));
        }
        prop_assert!(found.next().is_none(), "too many findings");
        let surplus: Vec<(String, bool)> =
            comparison.surplus.iter().map(|s| (s.requirement.to_owned(), s.partly)).collect();
        prop_assert_eq!(surplus, beyond(&pack, &verdicts, level));
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// What must hold of any stack
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_six_verdicts_partition_what_a_level_asks() {
    let cases = (generate::case(), some_changes());
    run(150, &cases, |((document, target, question), changes)| {
        let draft = Draft::parse(altered(&changes).to_string().as_bytes()).expect("still a draft");
        let scope = scope_of(&document, &target, &question)?;
        for (level, asked) in Level::ALL.into_iter().zip([220, 407, 535]) {
            let comparison = compare(&SECNUMCLOUD, &draft, &scope, level);
            let counts = comparison.counts();
            prop_assert_eq!(counts.total(), asked);
            for met in Met::ALL {
                let found = comparison.findings.iter().filter(|f| f.met == met).count();
                prop_assert_eq!(counts.get(met), found, "{}", met.id());
            }
            // By category, the counts add up to the whole.
            let of = |code: &str| {
                comparison.counts_of(|r| draft.category(r).is_some_and(|c| c.code == code)).total()
            };
            prop_assert_eq!(draft.categories.iter().map(|c| of(&c.code)).sum::<usize>(), asked);
            for f in &comparison.findings {
                let assessed = f.requirement.assessment != Assessment::NotAssessed;
                prop_assert_eq!(f.met != Met::NotAssessed, assessed, "{}", f.requirement.id);
            }
        }
        Ok(())
    });
}

#[test]
fn raising_the_level_never_removes_a_requirement() {
    let draft = draft(Lang::En);
    run(200, &generate::case(), |(document, target, question)| {
        let scope = scope_of(&document, &target, &question)?;
        let each = Level::ALL.map(|level| compare(&SECNUMCLOUD, &draft, &scope, level));
        for (lower, upper) in [(&each[0], &each[1]), (&each[1], &each[2])] {
            let kept: Vec<_> =
                upper.findings.iter().filter(|f| f.requirement.level <= lower.level).cloned().collect();
            prop_assert_eq!(&kept, &lower.findings, "what the lower level asks changes");
            prop_assert!(upper.findings.len() > lower.findings.len());
            // What a level asks more, SecNumCloud asks less beyond it.
            let ids = |c: &Comparison<'_>| c.surplus.iter().map(|s| s.requirement).collect::<BTreeSet<_>>();
            prop_assert!(ids(upper).is_subset(&ids(lower)));
            for s in &lower.surplus {
                let above = upper.surplus.iter().find(|u| u.requirement == s.requirement);
                prop_assert!(above.is_none_or(|u| u.partly || !s.partly), "{}", s.requirement);
            }
        }
        Ok(())
    });
}

#[test]
fn the_surplus_never_lists_what_the_level_asks_in_full() {
    let draft = draft(Lang::En);
    run(200, &(generate::case(), select(Level::ALL.to_vec())), |((document, target, question), level)| {
        let scope = scope_of(&document, &target, &question)?;
        let comparison = compare(&SECNUMCLOUD, &draft, &scope, level);
        for s in &comparison.surplus {
            let back = draft.back.iter().find(|b| b.requirement == s.requirement).expect("all are there");
            let fully = back.assessment == Assessment::Full && back.level.is_some_and(|l| l <= level);
            prop_assert!(!fully, "{} is asked in full", s.requirement);
            let verdict = scope.verdicts.iter().find(|v| v.requirement.id == s.requirement);
            prop_assert!(verdict.is_some_and(|v| v.outcome != Outcome::NotApplicable), "{}", s.requirement);
        }
        let law = |s: &&model::eucs::Surplus| s.requirement.starts_with("19.6.");
        let first = comparison.surplus.iter().take_while(law).count();
        prop_assert_eq!(first, comparison.surplus.iter().filter(law).count(), "19.6 does not come first");
        Ok(())
    });
}

#[test]
fn qualifying_a_base_never_lessens_what_rests_on_its_evidence() {
    let draft = draft(Lang::En);
    run(400, &case_and_draw(), |(document, target, question, index)| {
        let Some(base) = base_of(&document, &target, index) else { return Ok(()) };
        let mut qualified = document.clone();
        qualified.services[base].qualifications.push(Qualification {
            version: "3.2".to_owned(),
            granted: Some(question.as_of),
            ..Qualification::default()
        });
        let (before, after) =
            (scope_of(&document, &target, &question)?, scope_of(&qualified, &target, &question)?);
        let compare = |scope| compare(&SECNUMCLOUD, &draft, scope, Level::High);
        let ids = |from: &[(&'static str, Outcome)]| from.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        for (b, a) in compare(&before).findings.iter().zip(&compare(&after).findings) {
            // Of requirements that apply before and after (§4): an exposed service brings its own conditions.
            if ids(&b.from) != ids(&a.from) {
                continue;
            }
            let id = &b.requirement.id;
            prop_assert!(b.met != Met::ByBase || a.met == Met::ByBase, "{}: {:?}", id, a.met);
            prop_assert!(b.met != Met::ByBoth || a.met != Met::ByOwn, "{}: {:?}", id, a.met);
            let leans = |m| matches!(m, Met::ByBase | Met::ByOwn | Met::ByBoth);
            prop_assert!(leans(b.met) == leans(a.met) && (leans(a.met) || a.met == b.met), "{}", id);
        }
        Ok(())
    });
}

#[test]
fn a_service_without_a_base_owes_all_to_its_own_dossier() {
    let draft = draft(Lang::En);
    run(200, &generate::case(), |(mut document, target, question)| {
        for service in &mut document.services {
            service.relies_on.clear();
        }
        let scope = scope_of(&document, &target, &question)?;
        let counts = compare(&SECNUMCLOUD, &draft, &scope, Level::High).counts();
        prop_assert_eq!((counts.get(Met::ByBase), counts.get(Met::ByBoth)), (0, 0));
        prop_assert!(counts.get(Met::ByOwn) > 0);
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Words
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn traces_and_rules_are_said_in_both_languages() {
    let (fr, en) = (draft(Lang::Fr), draft(Lang::En));
    let both = Both { fr: &fr, en: &en };
    run(60, &(generate::case(), select(Level::ALL.to_vec())), |((document, target, question), level)| {
        let scope = scope_of(&document, &target, &question)?;
        let each = Lang::ALL.map(|lang| (lang, compare(&SECNUMCLOUD, both.get(lang), &scope, level)));
        for (f, e) in each[0].1.findings.iter().zip(&each[1].1.findings) {
            let said = [trace(f, each[0].0), trace(e, each[1].0)];
            prop_assert_eq!(said[0].len(), said[1].len());
            prop_assert!(said[0].len() > usize::from(!f.requirement.reason.is_empty()));
        }
        for finding in each.iter().filter(|(lang, _)| *lang == Lang::Fr).flat_map(|(_, c)| &c.findings) {
            for step in trace(finding, Lang::Fr) {
                prop_assert_eq!(slips_of_french(&step), Vec::<String>::new(), "{}", step);
            }
        }
        let all: Vec<ServiceId> = document.services.iter().map(|s| s.id.clone()).collect();
        let told = rules(&document, &target.as_str().into(), level, &all);
        for rule in &told {
            let (fr, en) = (rule.say(level, Lang::Fr), rule.say(level, Lang::En));
            prop_assert_eq!(slips_of_french(&fr), Vec::<String>::new(), "{}", fr);
            prop_assert!(fr != en && en.ends_with('.') && rule.source().starts_with("EUCS 2020-12"));
        }
        let codes: BTreeSet<&str> = told.iter().map(Rule::code).collect();
        prop_assert_eq!(codes.len(), told.len(), "a rule is told twice");
        let rests = document.service(&target).is_some_and(|s| !s.relies_on.is_empty());
        for code in ["base-level", "complementary-controls", "inclusive-or-carve-out", "national-evidence"] {
            prop_assert_eq!(codes.contains(code), rests, "{}", code);
        }
        prop_assert_eq!(codes.contains("independent-reports"), rests && level == Level::High);
        let none = rules(&document, &target.as_str().into(), level, &[]);
        prop_assert!(none.iter().all(|r| r.code() != "national-evidence"));
        Ok(())
    });
}

/// What nobody has compared is said to count as nothing.
#[test]
fn what_nobody_has_compared_is_said_to_count_as_nothing() {
    let draft = Draft::parse(altered(&[(0, "not_assessed")]).to_string().as_bytes()).expect("a pack");
    let (document, target) = {
        let value = crate::running::stack().to_string();
        (model::read(&SECNUMCLOUD, value.as_bytes()).expect("a document").0, "paas")
    };
    let question = Question::of(&SECNUMCLOUD, &document, "2026-11-22".parse().expect("a day"));
    let scope = model::scope(&SECNUMCLOUD, &document, &target.into(), &question).expect("computable");
    let compared = compare(&SECNUMCLOUD, &draft, &scope, Level::High);
    let finding = compared.findings.iter().find(|f| f.met == Met::NotAssessed).expect("the one altered");
    for (lang, said) in [
        (Lang::Fr, "Personne ne l’a encore comparée"),
        (Lang::En, "Nobody has compared it yet: it counts neither as carried nor as absent."),
    ] {
        let steps = trace(finding, lang);
        assert!(steps.iter().any(|s| s.starts_with(said)), "{steps:?}");
    }
}

/// Names that could be read as a conformity, or as an inheritance in EUCS's own sense.
#[test]
fn no_name_promises_a_conformity() {
    for met in Met::ALL {
        for lang in Lang::ALL {
            let name = met.name(lang).to_lowercase();
            for word in ["conform", "complian", "covered", "couvert", "certif", "inherit", "hérit"] {
                assert!(!name.contains(word), "{name}");
            }
        }
    }
    assert_eq!(Met::ALL.map(Met::id).iter().collect::<BTreeSet<_>>().len(), Met::ALL.len());
    for level in Level::ALL {
        assert_eq!(Level::from_id(level.id()), Some(level));
    }
    assert_eq!(Level::from_id("elevated"), None);
}
