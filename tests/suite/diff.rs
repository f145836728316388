//! Two stacks side by side: a comparison says what two scopes differ in, no more and no less, and the same from either
//! side; each move has a cause that is one and a reason that can be read.

use crate::{catalogue::slips_of_french, running::stack, wounds::run};
use catalog::{Lang, Layer, LayerSet, SECNUMCLOUD};
use checks::generate;
use model::{
    Date, Diff, Document, Question, Scope, Side,
    diff::{
        Cause, CauseSet, Caveat, Direction, Move, SwapError, diff,
        ground::{Ground, Lack},
        stack::Fate,
        swap_base,
    },
    document::{Answer, Candidacy, Item, Reliance, Retained, ServiceId, Share, read},
    export,
    overview::{Standing, standing},
    verdict::{Flag, Outcome, PartState, ScopeError},
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};
use std::collections::BTreeSet;

// ---------------------------------------------------------------------------------------------------------------------
// Sides
// ---------------------------------------------------------------------------------------------------------------------

/// What a side is made of.
#[derive(Debug, Clone, PartialEq)]
struct Whole {
    document: Document,
    service: ServiceId,
    question: Question,
}

impl Whole {
    fn side(&self) -> Side<'_> {
        Side { document: &self.document, service: &self.service, question: &self.question }
    }

    fn scope(&self) -> Scope {
        model::scope(&SECNUMCLOUD, &self.document, &self.service, &self.question).expect("no circle")
    }
}

fn compare(before: &Whole, after: &Whole) -> Diff {
    diff(&SECNUMCLOUD, before.side(), after.side()).expect("both sides can be computed")
}

/// Two sides that have more or less in common: the document, a changed copy of it or another; some of the question.
fn two_sides() -> impl Strategy<Value = (Whole, Whole)> {
    let draws = (any::<Index>(), 0..4_usize, any::<[bool; 4]>(), prop::bool::weighted(0.8));
    (generate::case(), generate::case(), draws).prop_map(
        |((document, target, question), (other, other_target, asked), (index, how, taken, same_target))| {
            let before = Whole { document, service: target.as_str().into(), question };
            let mut after = before.clone();
            match how {
                0 => {}
                1 => after.document = other,
                // The same, with a service that is qualified otherwise, rests on less or is answered for otherwise.
                _ => {
                    let giver = index.get(&other.services).clone();
                    let at = index.index(after.document.services.len());
                    let taker = &mut after.document.services[at];
                    taker.qualifications = giver.qualifications;
                    taker.candidacy = giver.candidacy;
                    taker.facts = giver.facts;
                    if how == 3 {
                        taker.relies_on.pop();
                    }
                }
            }
            let q = &mut after.question;
            let [time, horizon, readings, candidates] = taken;
            if time {
                q.as_of = asked.as_of;
            }
            if horizon {
                q.horizon = asked.horizon;
            }
            if readings {
                q.readings = asked.readings;
            }
            if candidates {
                q.assume_candidates = asked.assume_candidates;
            }
            let has = |id: &str| after.document.service(id).is_some();
            if !has(after.service.as_str()) || (!same_target && has(&other_target)) {
                after.service = if has(&other_target) {
                    other_target.as_str().into()
                } else {
                    after.document.services[0].id.clone()
                };
            }
            (before, after)
        },
    )
}

// ---------------------------------------------------------------------------------------------------------------------
// Properties
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_side_differs_from_itself_in_nothing() {
    run(300, &generate::case(), |(document, target, question)| {
        let side = Whole { document, service: target.as_str().into(), question };
        let diff = compare(&side, &side);
        prop_assert!(diff.is_empty(), "{diff:?}");
        prop_assert!(diff.readings.is_empty() && diff.chapters.is_empty());
        prop_assert_eq!(&diff.before, &diff.after);
        // Written otherwise but meaning the same: the order of lists says nothing.
        let mut turned = side.clone();
        turned.document.services.reverse();
        turned.document.providers.reverse();
        turned.document.services.iter_mut().for_each(|s| s.facts.clear());
        let mut plain = side.clone();
        plain.document.services.iter_mut().for_each(|s| s.facts.clear());
        prop_assert!(compare(&plain, &turned).is_empty());
        Ok(())
    });
}

#[test]
fn a_comparison_lists_the_verdicts_that_differ_and_no_other() {
    run(600, &two_sides(), |(before, after)| {
        let diff = compare(&before, &after);
        let (was, is) = (before.scope(), after.scope());
        let mut moves = diff.moves.iter();
        for (b, a) in was.verdicts.iter().zip(&is.verdicts) {
            if b.outcome != a.outcome {
                let moved = moves.next();
                prop_assert_eq!(moved.map(|m| (m.before, m.after)), Some((*b, *a)));
                let moved = moved.expect("just seen");
                prop_assert!(!moved.parts.is_empty() || moved.condition.is_some(), "{moved:?}");
            }
        }
        prop_assert_eq!(moves.next(), None);
        prop_assert_eq!((diff.before.verified, diff.after.verified), (was.verified(), is.verified()));
        prop_assert_eq!((diff.before.all, diff.after.all), (was.all(), is.all()));

        // Flags where the outcome stays, one by one.
        let stays = || was.verdicts.iter().zip(&is.verdicts).filter(|(b, a)| b.outcome == a.outcome);
        let with = |flag: Flag, comes: bool| -> Vec<&'static str> {
            stays()
                .filter(|(b, a)| {
                    a.flags.contains(flag) == comes && b.flags.contains(flag) != a.flags.contains(flag)
                })
                .map(|(b, _)| b.requirement.id)
                .collect()
        };
        let caveats: Vec<Caveat> = Flag::ALL
            .iter()
            .map(|f| Caveat { flag: *f, came: with(*f, true), went: with(*f, false) })
            .filter(|c| !c.came.is_empty() || !c.went.is_empty())
            .collect();
        prop_assert_eq!(&diff.caveats, &caveats);

        let verified = diff.moves.iter().filter(|m| m.before.requirement.modality.is_verified());
        prop_assert_eq!(diff.chapters.iter().map(|c| c.moves).sum::<usize>(), verified.count());
        for c in &diff.chapters {
            let all = SECNUMCLOUD.requirements.iter();
            let of = all.filter(|r| r.chapter == c.chapter && r.modality.is_verified()).count();
            prop_assert!(c.of == of && 0 < c.moves && c.moves <= of, "{c:?}");
        }
        Ok(())
    });
}

#[test]
fn what_moves_is_named_part_by_part() {
    run(300, &two_sides(), |(before, after)| {
        let details = |side: &Whole| {
            let stack = model::supply::Stack::new(&side.document).expect("no circle");
            let node = stack.graph().node(side.service.as_str()).expect("there");
            model::verdict::Evaluator::new(&SECNUMCLOUD, &stack, &side.question, vec![node]).details(node)
        };
        let (was, is) = (details(&before), details(&after));
        for moved in &compare(&before, &after).moves {
            let of = |details: &[model::verdict::Detail]| {
                details.iter().find(|d| d.verdict == moved.before || d.verdict == moved.after).cloned()
            };
            let (was, is) = (of(&was).expect("a verdict"), of(&is).expect("a verdict"));
            let places: BTreeSet<_> = was.parts.iter().chain(&is.parts).map(|p| p.on).collect();
            for on in places {
                let at = |d: &model::verdict::Detail, service: &ServiceId| -> BTreeSet<_> {
                    let whose = |id: &Option<ServiceId>, state| match state {
                        PartState::Own | PartState::Retained => None,
                        _ => id.clone().filter(|id| id != service || state != PartState::Own),
                    };
                    d.parts
                        .iter()
                        .filter(|p| p.on == on)
                        .map(|p| (p.state, whose(&p.operator, p.state), p.covered_by.clone()))
                        .collect()
                };
                let differs = at(&was, &before.service) != at(&is, &after.service);
                let listed = moved.parts.iter().find(|p| p.on == on);
                prop_assert_eq!(differs, listed.is_some(), "{} {:?}", moved.before.requirement.id, on);
                if let Some(listed) = listed {
                    let parts = |d: &model::verdict::Detail| {
                        d.parts.iter().filter(|p| p.on == on).cloned().collect::<Vec<_>>()
                    };
                    prop_assert_eq!((&listed.before.parts, &listed.after.parts), (&parts(&was), &parts(&is)));
                }
            }
        }
        Ok(())
    });
}

/// A comparison as it reads from the other side.
fn mirrored(diff: &Diff) -> Diff {
    let mut m = diff.clone();
    std::mem::swap(&mut m.before, &mut m.after);
    let fate = |fate: &mut Fate| {
        *fate = match *fate {
            Fate::Added => Fate::Removed,
            Fate::Removed => Fate::Added,
            same => same,
        };
    };
    for service in &mut m.services {
        fate(&mut service.fate);
        std::mem::swap(&mut service.before, &mut service.after);
        service.places.iter_mut().for_each(|p| std::mem::swap(&mut p.before, &mut p.after));
    }
    let reliances = m.services.iter_mut().flat_map(|s| &mut s.reliances);
    for item in reliances.chain(&mut m.others) {
        fate(&mut item.fate);
        item.places.iter_mut().for_each(|p| std::mem::swap(&mut p.before, &mut p.after));
    }
    m.readings.iter_mut().for_each(|r| std::mem::swap(&mut r.before, &mut r.after));
    m.caveats.iter_mut().for_each(|c| std::mem::swap(&mut c.came, &mut c.went));
    for moved in &mut m.moves {
        std::mem::swap(&mut moved.before, &mut moved.after);
        moved.parts.iter_mut().for_each(|p| std::mem::swap(&mut p.before, &mut p.after));
        if let Some(c) = &mut moved.condition {
            std::mem::swap(&mut c.before, &mut c.after);
        }
        moved.direction = match moved.direction {
            Direction::Gained => Direction::Lost,
            Direction::Lost => Direction::Gained,
            Direction::NowApplies => Direction::NoLongerApplies,
            Direction::NoLongerApplies => Direction::NowApplies,
        };
    }
    m
}

#[test]
fn a_comparison_reads_the_same_from_the_other_side() {
    run(400, &two_sides(), |(before, after)| {
        prop_assert_eq!(mirrored(&compare(&before, &after)), compare(&after, &before));
        Ok(())
    });
}

/// The second side's factors in the first, one scope a question: slow, and without a memory.
fn corner(before: &Whole, after: &Whole, taken: CauseSet) -> Vec<Outcome> {
    let from = |cause| if taken.contains(cause) { after } else { before };
    let whole = Whole {
        document: from(Cause::Edit).document.clone(),
        service: from(Cause::Edit).service.clone(),
        question: Question {
            as_of: from(Cause::Time).question.as_of,
            horizon: from(Cause::Time).question.horizon,
            assume_candidates: from(Cause::Candidates).question.assume_candidates,
            readings: from(Cause::Reading).question.readings.clone(),
        },
    };
    whole.scope().verdicts.iter().map(|v| v.outcome).collect()
}

#[test]
fn causes_are_those_of_the_definition() {
    run(300, &two_sides(), |(before, after)| {
        let (b, a) = (&before.question, &after.question);
        let services = |w: &Whole| (w.document.services.clone(), w.document.providers.clone());
        let differing: Vec<Cause> = [
            (Cause::Edit, before.service != after.service || services(&before) != services(&after)),
            (Cause::Time, (b.as_of, b.horizon) != (a.as_of, a.horizon)),
            (Cause::Reading, b.readings != a.readings),
            (Cause::Candidates, b.assume_candidates != a.assume_candidates),
        ]
        .into_iter()
        .filter_map(|(cause, differs)| differs.then_some(cause))
        .collect();
        let all = differing.iter().fold(CauseSet::default(), |set, c| set.with(*c));
        let diff = compare(&before, &after);
        let alone: Vec<_> =
            differing.iter().map(|c| (*c, corner(&before, &after, CauseSet::default().with(*c)))).collect();
        let back: Vec<_> = differing.iter().map(|c| corner(&before, &after, all.without(*c))).collect();
        for moved in &diff.moves {
            prop_assert!(!moved.causes.is_empty());
            let at = SECNUMCLOUD.requirement_index(moved.before.requirement.id).expect("a requirement");
            let expected: Vec<Cause> = alone
                .iter()
                .zip(&back)
                .filter(|((_, to), from)| to[at] != moved.before.outcome || from[at] != moved.after.outcome)
                .map(|((cause, _), _)| *cause)
                .collect();
            let expected = if expected.is_empty() { differing.clone() } else { expected };
            prop_assert_eq!(
                moved.causes.iter().collect::<Vec<_>>(),
                expected,
                "{}",
                moved.before.requirement.id
            );
        }
        Ok(())
    });
}

/// What a text may not hold: words of verdicts that are none, figures without what they are of, slips of the pen.
fn faults(text: &str, lang: Lang) -> Vec<String> {
    let mut faults = Vec::new();
    let lower = text.to_lowercase();
    for word in ["cover", "couvert", "complian", "conform", "%", "'", "  ", "better", "meilleur", "()", ": ."]
    {
        if lower.contains(word) {
            faults.push(format!("“{word}” in: {text}"));
        }
    }
    if text.trim() != text || !text.ends_with('.') {
        faults.push(format!("not a sentence: “{text}”"));
    }
    if lang == Lang::Fr {
        faults.extend(slips_of_french(text).into_iter().map(|slip| format!("“{slip}” in: {text}")));
    }
    faults
}

#[test]
fn reasons_and_summaries_are_said_in_both_languages() {
    run(300, &two_sides(), |(before, after)| {
        let diff = compare(&before, &after);
        for moved in &diff.moves {
            let [fr, en] = Lang::ALL.map(|lang| diff.reason(moved, lang));
            prop_assert!(fr != en && fr.len() > 20 && en.len() > 20, "{fr} / {en}");
            let found = [faults(&fr, Lang::Fr), faults(&en, Lang::En)].concat();
            prop_assert!(found.is_empty(), "{found:#?}\n{moved:#?}");
        }
        let [fr, en] = Lang::ALL.map(|lang| diff.summary(lang));
        prop_assert_eq!(fr.len(), en.len());
        prop_assert!(fr.len() >= 2);
        for (lang, sentences) in [(Lang::Fr, fr), (Lang::En, en)] {
            // How readings are labelled is the catalogue's business.
            let labels: Vec<&str> = SECNUMCLOUD.readings.iter().map(|r| r.label.get(lang)).collect();
            let own = sentences.iter().filter(|s| !labels.iter().any(|label| s.starts_with(label)));
            let found: Vec<String> = own.flat_map(|s| faults(s, lang)).collect();
            prop_assert!(found.is_empty(), "{found:#?}");
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// By hand
// ---------------------------------------------------------------------------------------------------------------------

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn document(value: &Value) -> Document {
    let (document, issues) = read(&SECNUMCLOUD, value.to_string().as_bytes()).expect("a document");
    assert!(!issues.iter().any(|i| i.is_error()), "{issues:?}");
    document
}

/// The platform of the tower, on the tower's own day.
fn paas() -> Whole {
    let document = document(&stack());
    let question = Question::of(&SECNUMCLOUD, &document, day("2026-11-22"));
    Whole { document, service: "paas".into(), question }
}

fn changed(change: impl FnOnce(&mut Whole)) -> Whole {
    let mut whole = paas();
    change(&mut whole);
    whole
}

fn moved<'d>(diff: &'d Diff, id: &str) -> &'d Move {
    diff.moves.iter().find(|m| m.before.requirement.id == id).unwrap_or_else(|| panic!("{id} does not move"))
}

fn causes(moved: &Move) -> Vec<&'static str> {
    moved.causes.iter().map(Cause::id).collect()
}

fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no “{word}” in: {text}");
    }
}

/// Bears on hosting rooms alone.
const ROOMS: &str = "11.2.2.a";

#[test]
fn a_qualification_that_ends_takes_verdicts_with_it() {
    let after = changed(|w| w.question.as_of = day("2028-01-11"));
    let diff = compare(&paas(), &after);
    assert!(diff.moves.len() > 100, "{}", diff.moves.len());
    for m in &diff.moves {
        assert_eq!((m.direction, causes(m)), (Direction::Lost, vec!["time"]), "{}", m.before.requirement.id);
    }
    let rooms = moved(&diff, ROOMS);
    assert_eq!((rooms.before.outcome, rooms.after.outcome), (Outcome::Inherited, Outcome::Remains));
    assert_eq!(
        diff.reason(rooms, Lang::En),
        "Hosting rooms: held by Northern IaaS under its qualification, then operated by Northern IaaS and \
         evaluated with the service (its qualification lasted until 10 January 2028)."
    );
    assert_eq!(
        diff.reason(rooms, Lang::Fr),
        "Salles d’hébergement\u{a0}: tenu par Northern IaaS sous sa qualification, puis exploité par Northern IaaS \
         et évalué avec le service (sa qualification valait jusqu’au 10 janvier 2028)."
    );
    // Nothing is written otherwise; only how the base stands has changed.
    let [service] = diff.services.as_slice() else { panic!("{:?}", diff.services) };
    assert_eq!((service.service.as_str(), service.fate), ("iaas", Fate::Kept));
    assert!(service.places.is_empty() && diff.others.is_empty());
    assert_eq!(service.before, Some(Standing::Qualified(Some(day("2028-01-10")))));
    let (held, counts) = (diff.before.verified, diff.after.verified);
    assert!(held.remains < counts.remains && counts.inherited + counts.shared == 0);
    let summary = diff.summary(Lang::En).join("\n");
    let lost = diff.moves.iter().filter(|m| m.before.requirement.modality.is_verified()).count();
    assert_says(
        &summary,
        &[
            "Day: 22 November 2026, then 11 January 2028.",
            "Northern IaaS, from “qualified until 10 January 2028” to “qualification expired”",
            &format!("further from Inherited {lost} of 261; unchanged {} of 261.", 261 - lost),
            &format!("Causes: the day (further from Inherited {lost})."),
            &format!("Remains, {} of 261, then {} of 261", held.remains, counts.remains),
        ],
    );
}

#[test]
fn a_switched_reading_says_so() {
    let after = changed(|w| {
        w.question.readings.set(&SECNUMCLOUD, "own-premises", "hosting-only").expect("an answer");
        w.question.readings.set(&SECNUMCLOUD, "personnel", "shared").expect("an answer");
    });
    let diff = compare(&paas(), &after);
    let premises = moved(&diff, "11.3.a");
    assert_eq!((premises.direction, causes(premises)), (Direction::Gained, vec!["reading"]));
    assert_eq!(
        diff.reason(premises, Lang::En),
        "Provider: a part of one’s own (nobody has answered on own premises), then no part of one’s own (reading \
         “own-premises”)."
    );
    let staff = moved(&diff, "7.1.a");
    assert_eq!((staff.before.outcome, staff.after.outcome), (Outcome::Remains, Outcome::Shared));
    assert_says(
        &diff.reason(staff, Lang::En),
        &["the requirement does not bear there", "held by Northern IaaS", "(reading “personnel”)"],
    );
    assert!(diff.services.is_empty() && diff.others.is_empty());
    assert_eq!(diff.readings.len(), 2);
    assert_says(
        &diff.summary(Lang::Fr).join("\n"),
        &["lecture modifiée", "Causes\u{a0}: les lectures (plus près"],
    );
}

/// The tower with another infrastructure beside the first: nobody's qualification holds for it.
fn two_bases() -> Whole {
    let mut value = stack();
    value["services"].as_array_mut().expect("a list").push(json!(
        { "id": "south", "name": "Southern IaaS", "provider": "north", "activities": ["iaas"] }
    ));
    value["services"][1]["relies_on"] = json!([{
        "service": "iaas", "layers": ["facility", "hardware", "fabric", "compute", "storage", "sdn", "os"],
        "retained": [{ "layer": "compute", "reason": "row 7" }], "note": "contract of 2025"
    }]);
    let document = document(&value);
    Whole { document, ..paas() }
}

#[test]
fn a_base_replaced_names_both() {
    let before = two_bases();
    let swapped =
        swap_base(&before.document, &"paas".into(), &"iaas".into(), &"south".into()).expect("it can be");
    assert_eq!(swapped.dropped.len(), 1);
    assert_eq!(
        (swapped.dropped[0].layer, swapped.dropped[0].reason.as_deref()),
        (Layer::Compute, Some("row 7"))
    );
    let [reliance] = swapped.document.services[1].relies_on.as_slice() else { panic!("one reliance") };
    assert_eq!((reliance.service.as_str(), reliance.note.as_deref()), ("south", Some("contract of 2025")));
    assert_eq!(reliance.layers, before.document.services[1].relies_on[0].layers, "layers stay as they are");
    assert!(reliance.retained.is_empty());

    let after = Whole { document: swapped.document, ..before.clone() };
    let diff = compare(&before, &after);
    let rooms = moved(&diff, ROOMS);
    assert_eq!((rooms.direction, causes(rooms)), (Direction::Lost, vec!["edit"]));
    assert_eq!(
        diff.reason(rooms, Lang::En),
        "Hosting rooms: held by Northern IaaS under its qualification, then operated by Southern IaaS and evaluated \
         with the service (no qualification of it is stated)."
    );
    let [service] = diff.services.as_slice() else { panic!("{:?}", diff.services) };
    assert_eq!((service.service.as_str(), service.fate, service.places.len()), ("paas", Fate::Changed, 0));
    let fates: Vec<_> = service.reliances.iter().map(|r| (r.name.as_str(), r.fate)).collect();
    assert_eq!(fates, [("Northern IaaS", Fate::Removed), ("Southern IaaS", Fate::Added)]);
    assert_says(
        &diff.summary(Lang::En).join("\n"),
        &["Bases: Atelier PaaS rests on Southern IaaS, and no longer on Northern IaaS."],
    );
}

#[test]
fn a_base_is_replaced_only_where_that_makes_sense() {
    let document = two_bases().document;
    let swap = |service: &str, from: &str, to: &str| {
        swap_base(&document, &service.into(), &from.into(), &to.into()).map(|s| s.document)
    };
    assert_eq!(swap("gone", "iaas", "south"), Err(SwapError::UnknownService("gone".into())));
    assert_eq!(swap("paas", "iaas", "gone"), Err(SwapError::UnknownService("gone".into())));
    assert_eq!(swap("paas", "south", "later"), Err(SwapError::NoReliance));
    assert_eq!(swap("paas", "iaas", "iaas"), Err(SwapError::RestsAlready));
    for circle in ["paas", "saas"] {
        let error = swap("paas", "iaas", circle).expect_err("a circle");
        assert!(matches!(error, SwapError::Circle(_)), "{error:?}");
        assert_eq!(error.say(Lang::En), "Services would rest on one another in a circle.");
        assert_eq!(faults(&error.say(Lang::Fr), Lang::Fr), Vec::<String>::new());
    }
    for (error, said) in [
        (SwapError::UnknownService("gone".into()), "The document has no service “gone”."),
        (SwapError::NoReliance, "The service does not rest on the base that is to be replaced."),
        (SwapError::RestsAlready, "The service rests on that base already."),
    ] {
        assert_eq!(error.say(Lang::En), said);
        assert_ne!(error.say(Lang::Fr), said);
        assert_eq!(slips_of_french(&error.say(Lang::Fr)), Vec::<String>::new());
    }
    // There and back is as before, but for what the contract left.
    let there = swap("paas", "iaas", "south").expect("it can be");
    let back = swap_base(&there, &"paas".into(), &"south".into(), &"iaas".into()).expect("it can be");
    let mut without = document.clone();
    without.services[1].relies_on[0].retained.clear();
    assert_eq!((back.document, back.dropped), (without, Vec::new()));
}

#[test]
fn two_factors_that_only_act_together_are_both_causes() {
    // A candidate, and that candidates are assumed: either alone changes nothing.
    let before = changed(|w| {
        w.service = "saas".into();
        w.question.as_of = day("2027-07-01");
        w.document.services[1].candidacy = None;
    });
    let mut after = before.clone();
    after.document.services[1].candidacy = paas().document.services[1].candidacy.clone();
    after.question.assume_candidates = true;
    let diff = compare(&before, &after);
    let both = diff.moves.iter().filter(|m| causes(m) == ["edit", "candidates"]).collect::<Vec<_>>();
    assert_eq!(both.len(), diff.moves.len());
    assert!(both.iter().any(|m| m.after.flags.contains(Flag::Hypothetical)));
    let os = both.iter().find(|m| m.direction == Direction::Gained).expect("a hypothesis");
    assert_says(
        &diff.reason(os, Lang::En),
        &["held by Atelier PaaS as if its candidacy had come through", "(no qualification of it is stated)"],
    );
    assert_says(
        &diff.summary(Lang::En).join("\n"),
        &[
            "Candidates: counted for nothing, then taken as qualified.",
            "Causes: the stack and the candidates (",
            "To know of the verdicts nearer to Inherited: hypothetical ",
        ],
    );
    // The candidate is known, and only the assumption differs.
    let unassumed = Whole { question: before.question.clone(), ..after.clone() };
    let diff = compare(&unassumed, &after);
    let moved = moved(&diff, os.before.requirement.id);
    assert_eq!(causes(moved), ["candidates"]);
    assert_says(&diff.reason(moved, Lang::En), &["(a candidate, and candidates are not taken as qualified)"]);
}

#[test]
fn a_fact_that_is_answered_takes_its_requirements_out() {
    let answered = |answer| {
        changed(|w| {
            w.document.services[1].facts.insert("electronic_signature".to_owned(), answer);
        })
    };
    let diff = compare(&paas(), &answered(Answer::No));
    assert!(!diff.moves.is_empty());
    for m in &diff.moves {
        assert_eq!((m.direction, causes(m)), (Direction::NoLongerApplies, vec!["edit"]));
        let change = m.condition.as_ref().expect("a condition");
        assert_eq!((change.before.unknown.len(), change.after.unknown.len()), (1, 0));
        assert_says(
            &diff.reason(m, Lang::En),
            &[
                "depends on the fact “",
                "nobody has answered for Atelier PaaS, then the condition holds for nobody.",
            ],
        );
    }
    let ways = |diff: &Diff| -> BTreeSet<String> {
        let value = export::diff::json(&SECNUMCLOUD, diff);
        let moves = value["moves"].as_array().expect("a list").iter();
        moves.map(|m| m["direction"].as_str().expect("a word").to_owned()).collect()
    };
    assert_eq!(ways(&diff), ["no_longer_applies".to_owned()].into());
    let diff = compare(&answered(Answer::No), &answered(Answer::Yes));
    assert_eq!(ways(&diff), ["now_applies".to_owned()].into());
    assert!(diff.moves.iter().all(|m| m.direction == Direction::NowApplies) && !diff.moves.is_empty());
    // Unknown applies as yes does: no verdict moves, and the flag goes.
    let diff = compare(&paas(), &answered(Answer::Yes));
    let [caveat] = diff.caveats.as_slice() else { panic!("{:?}", diff.caveats) };
    assert!(diff.moves.is_empty());
    assert_eq!((caveat.flag, caveat.came.len()), (Flag::UnknownFact, 0));
    assert!(!caveat.went.is_empty());
    let [service] = diff.services.as_slice() else { panic!("{:?}", diff.services) };
    let [place] = service.places.as_slice() else { panic!("{:?}", service.places) };
    assert_eq!((place.at.as_str(), &place.before), ("/facts", &None));
    assert_says(&diff.summary(Lang::En).join("\n"), &["unchanged 261 of 261.", "unknown fact, "]);
}

#[test]
fn a_candidate_whose_time_is_over_is_said() {
    let after = changed(|w| {
        let base = &mut w.document.services[0];
        base.qualifications.clear();
        base.candidacy = Some(Candidacy { expected: Some(day("2020-01-10")), ..Candidacy::default() });
        w.question.assume_candidates = true;
    });
    let before = changed(|w| w.question.assume_candidates = true);
    let diff = compare(&before, &after);
    let rooms = moved(&diff, ROOMS);
    let Some(Ground::Lack { lack, .. }) = &rooms.parts[0].after.ground else { panic!("{:?}", rooms.parts) };
    assert_eq!(*lack, Lack::AssumedOver);
    assert_says(&diff.reason(rooms, Lang::En), &["(a candidate, assumed only until 10 January 2023)"]);
}

/// A qualification of the base otherwise, and what is then said of hosting rooms.
#[test]
fn each_lack_is_said() {
    let cases: [(Value, Lack, &str); 10] = [
        (json!([]), Lack::Nothing, "no qualification of it is stated"),
        (
            json!([{ "version": "3.2", "granted": "2027-01-10" }]),
            Lack::NotYet,
            "its qualification only begins on 10 January 2027",
        ),
        (
            json!([{ "version": "3.2", "granted": "2025-01-10", "events": [{ "date": "2026-03-01", "kind": "suspended" }] }]),
            Lack::Suspended,
            "its qualification has been suspended since 1 March 2026",
        ),
        (
            json!([{ "version": "3.2", "granted": "2025-01-10", "events": [{ "date": "2026-04-02", "kind": "withdrawn" }] }]),
            Lack::Withdrawn,
            "its qualification was withdrawn on 2 April 2026",
        ),
        (
            json!([{ "version": "3.2", "granted": "2025-01-10", "covers": ["compute"] }]),
            Lack::Scope,
            "its qualification leaves this part out",
        ),
        (
            json!([{ "version": "3.2", "granted": "2025-01-10", "reserves": [{ "requirements": [ROOMS] }] }]),
            Lack::Scope,
            "its qualification leaves this part out",
        ),
        (
            json!([{ "version": "3.1", "granted": "2025-01-10" }]),
            Lack::EarlierVersion,
            "under an earlier version, which the reading “base-under-3.1” does not count",
        ),
        (
            json!([{ "version": "3.2", "granted": "2025-01-10", "evidence": "press" }]),
            Lack::Press,
            "only the press speaks of its qualification",
        ),
        (
            json!([{ "version": "3.2", "attested_on": "2026-10-01" }]),
            Lack::AttestedUntil,
            "its qualification is vouched for only until 1 October 2026",
        ),
        // The one that comes nearest to holding says why.
        (
            json!([{ "version": "3.2", "granted": "2020-01-10" }, { "version": "3.2", "granted": "2023-01-10" }]),
            Lack::Ended,
            "its qualification lasted until 10 January 2026",
        ),
    ];
    for (qualifications, lack, said) in cases {
        let mut value = stack();
        value["services"][0]["qualifications"] = qualifications.clone();
        let after = Whole { document: document(&value), ..paas() };
        let diff = compare(&paas(), &after);
        let rooms = moved(&diff, ROOMS);
        let found = match &rooms.parts[0].after.ground {
            Some(Ground::Lack { lack, .. }) => *lack,
            other => panic!("{qualifications}: {other:?}"),
        };
        assert_eq!(found, lack, "{qualifications}");
        assert_says(&diff.reason(rooms, Lang::En), &[said]);
        assert_eq!(rooms.parts[0].before.ground, None);
    }
}

#[test]
fn layers_operated_kept_or_lost_are_said() {
    let with =
        |change: &dyn Fn(&mut model::document::Service)| changed(|w| change(&mut w.document.services[1]));
    let rooms = |after: &Whole| {
        let diff = compare(&paas(), after);
        diff.reason(moved(&diff, ROOMS), Lang::En)
    };
    let gone = with(&|s| s.relies_on.clear());
    assert_says(
        &rooms(&gone),
        &["held by Northern IaaS under its qualification, then operated by the service."],
    );
    let all = LayerSet::of(&Layer::ALL).without(Layer::Orchestration).without(Layer::Application);
    let own = with(&|s| s.layers = Some(all));
    assert_says(&rooms(&own), &["then operated by the service."]);
    let kept = with(&|s| {
        let retained = Retained {
            layer: Layer::Facility,
            requirements: Vec::new(),
            reason: None,
            extra: Default::default(),
        };
        s.relies_on[0].retained.push(retained);
    });
    assert_says(
        &rooms(&kept),
        &["then held by Northern IaaS", " and a share left to the service by the contract."],
    );
    // Another base brings what lies higher; nobody brings the rooms any more.
    let lost = changed(|w| {
        w.document.services[1].relies_on = vec![Reliance {
            service: "iaas".into(),
            layers: Some(LayerSet::of(&[Layer::Sdn])),
            ..Reliance::default()
        }];
    });
    assert_says(&rooms(&lost), &["then supplied by nobody."]);
    let elsewhere = changed(|w| {
        let mut other = w.document.services[3].clone();
        other.layers = Some(LayerSet::of(&[Layer::Sdn]));
        w.document.services[3] = other;
        w.document.services[1].relies_on = vec![Reliance { service: "later".into(), ..Reliance::default() }];
    });
    assert_says(
        &rooms(&elsewhere),
        &["then supplied by nobody (the service does not rest on Northern IaaS)."],
    );
}

#[test]
fn what_is_written_otherwise_is_named_by_its_place() {
    let before = paas();
    let mut value = stack();
    value["title"] = json!("Another tower");
    value["services"][0]["qualifications"][0]["expires"] = json!("2027-01-10");
    value["services"][0]["qualifications"][0]["covers"] = json!(["facility"]);
    value["services"][2]["relies_on"][0]["layers"] = json!(["facility"]);
    value["services"][1]["judgements"]["12.11.a"]["x/y"] = json!(1);
    value["services"][3] = json!({ "id": "newer", "provider": "north", "activities": ["paas"] });
    value["providers"][1]["name"] = json!("The Atelier");
    value["third_parties"] = json!([]);
    value["entities"].as_array_mut().expect("a list").push(json!({ "id": "other" }));
    value["holdings"][0]["capital"] = json!(25);
    let after = Whole { document: document(&value), ..paas() };
    let diff = compare(&before, &after);
    let services: Vec<_> = diff.services.iter().map(|s| (s.service.as_str(), s.fate)).collect();
    assert_eq!(
        services,
        [
            ("iaas", Fate::Changed),
            ("later", Fate::Removed),
            ("newer", Fate::Added),
            ("paas", Fate::Changed),
            ("saas", Fate::Changed)
        ]
    );
    let places = |at: usize| -> Vec<_> { diff.services[at].places.iter().map(|p| p.at.as_str()).collect() };
    assert_eq!(places(0), ["/qualifications/0/covers", "/qualifications/0/expires"]);
    assert_eq!(places(3), ["/judgements/12.11.a/x~1y"]);
    let expires = &diff.services[0].places[1];
    assert_eq!((&expires.before, &expires.after), (&Some(json!("2028-01-10")), &Some(json!("2027-01-10"))));
    assert_eq!(diff.services[1].after, None);
    assert_eq!(diff.services[2].before, None);
    let [reliance] = diff.services[4].reliances.as_slice() else { panic!("{:?}", diff.services[4]) };
    assert_eq!(
        (&reliance.item, reliance.places[0].at.as_str()),
        (&Item::Reliance { service: "saas".into(), base: "paas".into() }, "/layers")
    );
    let others: Vec<_> = diff.others.iter().map(|o| (&o.item, o.fate)).collect();
    assert_eq!(
        others,
        [
            (&Item::Document, Fate::Changed),
            (&Item::Provider("atelier".into()), Fate::Changed),
            (&Item::ThirdParty("maker".into()), Fate::Removed),
            (&Item::Entity("other".into()), Fate::Added),
            (&Item::Holding(0), Fate::Changed),
        ]
    );
    assert_eq!(diff.others[4].name, "holder → north-sas");
    assert_eq!(after.document.holdings[0].capital, Share::Between(25.0, 25.0));
    assert_says(
        &diff.summary(Lang::En).join("\n"),
        &[
            "Services added: newer.",
            "Services removed: Alone.",
            "Services changed: Northern IaaS, Atelier PaaS and Atelier SaaS.",
            "changed: the document itself 1; providers 1; third parties 1; entities 1; holdings 1.",
        ],
    );
    // It leaves under the same names.
    let value = export::diff::json(&SECNUMCLOUD, &diff);
    let told = |list: &Value, keys: [&str; 3]| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|v| keys.map(|k| v[k].as_str().unwrap_or("null")).join(" ")).collect()
    };
    assert_eq!(
        told(&value["services"], ["service", "change", "name"]),
        [
            "iaas changed Northern IaaS",
            "later removed Alone",
            "newer added newer",
            "paas changed Atelier PaaS",
            "saas changed Atelier SaaS"
        ]
    );
    assert_eq!(told(&value["services"][4]["reliances"], ["kind", "id", "change"]), ["reliance paas changed"]);
    assert_eq!(
        told(&value["others"], ["kind", "id", "change"]),
        [
            "document null changed",
            "provider atelier changed",
            "third_party maker removed",
            "entity other added",
            "holding null changed"
        ]
    );
    let md = export::diff::markdown(&SECNUMCLOUD, &diff, Lang::En);
    assert_says(
        &md,
        &[
            "- **Alone** (later): removed (not qualified → absent)\n",
            "- **newer** (newer): added (absent → not qualified)\n",
            "  - rests on paas: changed\n    - /layers: nothing → \\[\"facility\"\\]\n",
            "- Maker: removed\n",
        ],
    );
    let md = export::diff::markdown(&SECNUMCLOUD, &diff, Lang::Fr);
    assert_says(&md, &["  - repose sur paas\u{a0}: modification\n", "- Maker\u{a0}: retrait\n"]);
    // A long value is cut, and that is shown.
    let note = "word ".repeat(50);
    let long = changed(|w| w.document.services[0].note = Some(note.clone()));
    let md = export::diff::markdown(&SECNUMCLOUD, &compare(&before, &long), Lang::En);
    let line = md.lines().find(|l| l.contains("/note: nothing → ")).expect("the note");
    assert!(line.ends_with("word…") && line.matches("word").count() == 32, "{line}");
    // A list that goes on says what was added.
    let mut longer = stack();
    longer["services"][0]["qualifications"]
        .as_array_mut()
        .expect("a list")
        .push(json!({ "version": "3.2", "granted": "2028-01-10" }));
    let diff = compare(&before, &Whole { document: document(&longer), ..paas() });
    let [place] = diff.services[0].places.as_slice() else { panic!("{:?}", diff.services[0].places) };
    assert_eq!((place.at.as_str(), &place.before), ("/qualifications/1", &None));
}

#[test]
fn standings_are_those_of_each_day() {
    run(200, &two_sides(), |(before, after)| {
        let diff = compare(&before, &after);
        let ids: BTreeSet<&ServiceId> =
            before.document.services.iter().chain(&after.document.services).map(|s| &s.id).collect();
        for id in ids {
            let stands = |w: &Whole| w.document.service(id.as_str()).map(|s| standing(s, w.question.as_of));
            let (b, a) = (stands(&before), stands(&after));
            match diff.services.iter().find(|c| c.service == *id) {
                Some(change) => prop_assert_eq!((change.before, change.after), (b, a)),
                None => prop_assert_eq!(b, a, "{} stands otherwise and is not listed", id),
            }
        }
        Ok(())
    });
}

#[test]
fn each_standing_leaves_under_its_own_word() {
    let event = |date: &str, kind: &str| json!([{ "date": date, "kind": kind }]);
    let q = |more: Value| {
        let mut q = json!({ "version": "3.2" });
        q.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "qualifications": [q] })
    };
    let cases = [
        (
            q(json!({ "granted": "2025-06-01" })),
            "qualified",
            json!("2028-06-01"),
            "qualified until 1 June 2028",
        ),
        (
            q(json!({ "attested_on": "2027-02-01" })),
            "attested",
            json!("2027-02-01"),
            "called qualified until 1 February 2027",
        ),
        (
            q(json!({ "attested_on": "2026-02-01" })),
            "attested_until",
            json!("2026-02-01"),
            "vouched for by nothing after 1 February 2026",
        ),
        (q(json!({ "granted": "2020-06-01" })), "expired", Value::Null, "qualification expired"),
        (
            q(json!({ "granted": "2025-06-01", "events": event("2026-06-01", "suspended") })),
            "suspended",
            Value::Null,
            "qualification suspended",
        ),
        (
            q(json!({ "granted": "2025-06-01", "events": event("2026-06-01", "withdrawn") })),
            "withdrawn",
            Value::Null,
            "qualification withdrawn",
        ),
        (q(json!({ "granted": "2027-06-01" })), "not_yet", Value::Null, "not yet qualified"),
        (
            q(json!({ "granted": "2025-06-01", "evidence": "press" })),
            "not_established",
            Value::Null,
            "qualification not established",
        ),
        (json!({ "candidacy": { "milestone": "j0" } }), "candidate", Value::Null, "candidate"),
        (json!({ "qualifications": [] }), "none", Value::Null, "not qualified"),
    ];
    let mut seen = BTreeSet::new();
    for (how, state, until, said) in cases {
        let mut value = stack();
        let base = value["services"][0].as_object_mut().expect("an object");
        base.remove("qualifications");
        base.extend(how.as_object().expect("an object").clone());
        let after = Whole { document: document(&value), ..paas() };
        let diff = compare(&paas(), &after);
        let stands = &export::diff::json(&SECNUMCLOUD, &diff)["services"][0]["standing"];
        assert_eq!(stands["before"], json!({ "state": "qualified", "until": "2028-01-10" }));
        assert_eq!(stands["after"], json!({ "state": state, "until": until }));
        let md = export::diff::markdown(&SECNUMCLOUD, &diff, Lang::En);
        assert_says(&md, &[&format!("(qualified until 10 January 2028 → {said})\n")]);
        let diff = compare(&after, &paas());
        let stands = &export::diff::json(&SECNUMCLOUD, &diff)["services"][0]["standing"];
        assert_eq!(stands["before"]["state"], state);
        seen.insert(state);
    }
    assert_eq!(seen.len(), 10);
    let gone = changed(|w| {
        w.document.services.remove(3);
    });
    let value = export::diff::json(&SECNUMCLOUD, &compare(&paas(), &gone));
    assert_eq!(value["services"][0]["standing"]["after"], Value::Null);
}

#[test]
fn sides_that_cannot_be_computed_are_refused() {
    let (before, mut after) = (paas(), paas());
    after.service = "gone".into();
    let error = diff(&SECNUMCLOUD, before.side(), after.side());
    assert_eq!(error.expect_err("no such service"), ScopeError::UnknownService("gone".into()));
    let circle = changed(|w| {
        w.document.services[0].relies_on.push(Reliance { service: "saas".into(), ..Reliance::default() });
    });
    let error = diff(&SECNUMCLOUD, circle.side(), before.side());
    assert!(matches!(error, Err(ScopeError::Cycles(_))), "{error:?}");
}

#[test]
fn markdown_keeps_hostile_text_harmless() {
    let hostile = "<script>|**x** [a](b) `c` &copy;\n# d";
    let after = changed(|w| {
        w.document.title = hostile.to_owned();
        w.document.services[0].name = hostile.to_owned();
        w.document.services[0].note = Some(hostile.to_owned());
        w.document.providers[0].name = hostile.to_owned();
        w.question.as_of = day("2029-01-01");
    });
    let diff = compare(&paas(), &after);
    for lang in Lang::ALL {
        let md = export::diff::markdown(&SECNUMCLOUD, &diff, lang);
        for marks in ["<script", "**x**", "[a]", "`c`", "\n# d"] {
            assert!(!md.contains(marks), "{marks} in {md}");
        }
        assert!(md.contains("&amp;copy;") && !md.contains("&copy;"), "{md}");
        assert!(md.contains("&lt;script>") || md.contains("&lt;script\\>"), "{md}");
        assert_eq!(md.matches("\n# ").count() + usize::from(md.starts_with("# ")), 1, "one title");
        if lang == Lang::Fr {
            let slips: Vec<String> = md
                .lines()
                .filter(|l| !l.contains("script") && !l.starts_with("| -"))
                .flat_map(slips_of_french)
                .collect();
            assert!(slips.is_empty(), "{slips:?}");
        }
    }
}
