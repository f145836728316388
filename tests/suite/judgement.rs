//! What people say beside the verdicts: counted against the verdicts, never dropped, given to many at once.

use crate::{running::stack, wounds::run};
use catalog::{Lang, SECNUMCLOUD};
use model::{
    Date, Document, Question, Scope,
    document::{Judgement, Override, Service, Status, write},
    edit::{Edit, apply},
    judgement::{
        Change, Lacks, STATUSES, Why, bulk, orphans, outcome, override_with, progress, status, total,
        withdraw, without,
    },
    read, scope,
    verdict::Outcome,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day() -> Date {
    Date::new(2026, 11, 22).expect("a day")
}

fn document() -> Document {
    read(&SECNUMCLOUD, stack().to_string().as_bytes()).expect("a document").0
}

fn paas(document: &Document) -> (&Service, Scope) {
    let question = Question::of(&SECNUMCLOUD, document, day());
    let scope = scope(&SECNUMCLOUD, document, &"paas".into(), &question).expect("a scope");
    (document.service("paas").expect("it is there"), scope)
}

fn ids_with(scope: &Scope, outcome: Outcome) -> Vec<&'static str> {
    scope.verdicts.iter().filter(|v| v.outcome == outcome).map(|v| v.requirement.id).collect()
}

#[test]
fn progress_counts_what_is_left_to_do_whatever_people_judged() {
    let any_status = proptest::sample::select(STATUSES.to_vec());
    let any_override = proptest::option::of(proptest::sample::select(Override::ALL.to_vec()));
    run(32, &proptest::collection::vec((0..278_usize, any_status, any_override), 0..60), |said| {
        let mut document = document();
        let judgements = &mut document.services[1].judgements;
        judgements.clear();
        for (at, status, verdict) in said {
            let id = SECNUMCLOUD.requirements[at].id.to_owned();
            judgements.insert(id, Judgement { status, verdict, ..Judgement::default() });
        }
        let (service, scope) = paas(&document);
        let chapters = progress(&SECNUMCLOUD, &scope, service);
        prop_assert_eq!(chapters.len(), SECNUMCLOUD.chapters.len());
        for (chapter, counts) in chapters.iter().zip(scope.by_chapter().into_values()) {
            prop_assert_eq!(chapter.of, counts.shared + counts.remains);
            prop_assert_eq!(chapter.by_status.iter().sum::<usize>(), chapter.of);
        }
        let all = total(&chapters);
        for status in STATUSES {
            let expected = scope.verdicts.iter().filter(|v| {
                v.requirement.modality.is_verified()
                    && matches!(v.outcome, Outcome::Shared | Outcome::Remains)
                    && service.judgements.get(v.requirement.id).and_then(|j| j.status) == status
            });
            prop_assert_eq!(all.get(status), expected.count());
        }
        let seen_otherwise = scope.verdicts.iter().filter(|v| {
            let seen = service.judgements.get(v.requirement.id).and_then(|j| j.verdict).map(outcome);
            v.requirement.modality.is_verified()
                && v.outcome != Outcome::NotApplicable
                && seen.is_some_and(|s| s != v.outcome)
        });
        prop_assert_eq!(all.overridden, seen_otherwise.count());
        // What matches nothing: nothing else, and every one of them.
        let listed: BTreeSet<String> =
            orphans(&SECNUMCLOUD, service, &scope).into_iter().map(|o| o.requirement).collect();
        for v in &scope.verdicts {
            let judged = service.judgements.get(v.requirement.id);
            let same = judged.and_then(|j| j.verdict).is_some_and(|o| outcome(o) == v.outcome);
            let due = judged.is_some() && (same || v.outcome == Outcome::NotApplicable);
            prop_assert_eq!(listed.contains(v.requirement.id), due, "{}", v.requirement.id);
        }
        Ok(())
    });
}

#[test]
fn orphans_are_told_apart_and_said() {
    let mut document = document();
    let (_, scope) = paas(&document);
    let (inherited, gone) =
        (ids_with(&scope, Outcome::Inherited)[0], ids_with(&scope, Outcome::NotApplicable)[0]);
    let judgements = &mut document.services[1].judgements;
    judgements
        .insert("99.1.a".to_owned(), Judgement { note: Some("kept".to_owned()), ..Judgement::default() });
    let same = Judgement { verdict: Some(Override::Inherited), ..Judgement::default() };
    judgements.insert(inherited.to_owned(), same);
    judgements.insert(gone.to_owned(), Judgement { status: Some(Status::Done), ..Judgement::default() });
    let (service, scope) = paas(&document);
    let mut found = orphans(&SECNUMCLOUD, service, &scope);
    assert_eq!(
        found.pop().map(|o| (o.requirement, o.why)),
        Some(("99.1.a".to_owned(), Why::UnknownRequirement))
    );
    let whys: BTreeSet<(String, &str)> = found.iter().map(|o| (o.requirement.clone(), o.why.id())).collect();
    assert_eq!(whys, [(inherited.to_owned(), "same_as_verdict"), (gone.to_owned(), "does_not_apply")].into());
    assert_eq!(
        Why::SameAsVerdict(Outcome::Inherited).say(Lang::Fr),
        "Le verdict calculé est maintenant le même\u{a0}: «\u{202f}Héritée\u{202f}»."
    );
    assert_eq!(Why::UnknownRequirement.id(), "unknown_requirement");
    assert_eq!(Why::UnknownRequirement.say(Lang::En), "No requirement has this number.");
    assert_eq!(Why::DoesNotApply.say(Lang::En), "The requirement does not apply now.");
    assert_eq!(Why::DoesNotApply.say(Lang::Fr), "L’exigence est sans objet maintenant.");
    assert_eq!(service.judgements.len(), 4, "nothing is dropped");
    let names: BTreeSet<&str> = Lang::ALL.iter().flat_map(|l| STATUSES.map(|s| status(s, *l))).collect();
    assert_eq!(names.len(), 2 * STATUSES.len(), "each status has its own word");
}

#[test]
fn what_matches_nothing_is_taken_away_one_by_one() {
    let mut document = document();
    let (_, scope) = paas(&document);
    let same_now = ids_with(&scope, Outcome::Inherited)[0];
    let judgements = &mut document.services[1].judgements;
    let note = Some("kept".to_owned());
    judgements.insert("99.1.a".to_owned(), Judgement { note: note.clone(), ..Judgement::default() });
    let verdict = Some(Override::Inherited);
    judgements.insert(same_now.to_owned(), Judgement { verdict, note: note.clone(), ..Judgement::default() });
    let (service, scope) = paas(&document);
    for orphan in orphans(&SECNUMCLOUD, service, &scope) {
        let edit = without(service, &orphan).expect("there is something to take away");
        let (after, _) = apply(&SECNUMCLOUD, &document, edit).expect("it can be made");
        let judgements = &after.services[1].judgements;
        let left = judgements.get(&orphan.requirement);
        match orphan.why {
            // What the person said beside that verdict is not concerned.
            Why::SameAsVerdict(_) => {
                assert_eq!(left.map(|j| (j.verdict, j.note.clone())), Some((None, note.clone())));
            }
            _ => assert_eq!(left, None, "{}", orphan.requirement),
        }
        let others = service.judgements.iter().filter(|(id, _)| **id != orphan.requirement);
        for (id, judgement) in others {
            assert_eq!(judgements.get(id), Some(judgement));
        }
        let gone = orphan.requirement.as_str();
        let (service, scope) = paas(&after);
        assert!(orphans(&SECNUMCLOUD, service, &scope).iter().all(|o| o.requirement != gone));
        assert_eq!(without(service, &orphan), None);
    }
}

#[test]
fn a_verdict_is_taken_back_and_the_rest_stays() {
    let document = document();
    let service = &document.services[1];
    let before = &service.judgements["12.11.a"];
    assert!(before.verdict.is_some() && before.status.is_some());
    let edit = withdraw(service, "12.11.a").expect("there is a verdict");
    let (after, _) = apply(&SECNUMCLOUD, &document, edit).expect("it can be made");
    let left = Judgement { verdict: None, justification: None, author: None, date: None, ..before.clone() };
    assert_eq!(after.services[1].judgements["12.11.a"], left);
    assert_eq!(withdraw(&after.services[1], "12.11.a"), None);
    assert_eq!(withdraw(service, "5.1.b"), None);
}

#[test]
fn many_are_changed_at_once_and_the_rest_stays() {
    let before = document();
    let ids: Vec<&str> = SECNUMCLOUD.requirements.iter().map(|r| r.id).collect();
    let change = Change {
        status: Some(Some(Status::Todo)),
        owner: Some("B".to_owned()),
        note: None,
        evidence: Some("https://example.org/e".to_owned()),
    };
    // Named twice, it is changed once.
    let twice = [ids.as_slice(), &["12.11.a"]].concat();
    let edit = bulk(&before.services[1], &twice, &change);
    assert!(matches!(&edit, Edit::Several(all) if all.len() == 278));
    let (after, _) = apply(&SECNUMCLOUD, &before, edit).expect("it can be made");
    let judgements = &after.services[1].judgements;
    assert_eq!(judgements.len(), 278);
    for judgement in judgements.values() {
        assert_eq!((judgement.status, judgement.owner.as_deref()), (Some(Status::Todo), Some("B")));
        assert_eq!(judgement.evidence, ["https://example.org/e"]);
    }
    let kept = &judgements["12.11.a"];
    assert_eq!((kept.verdict, kept.note.as_deref()), (Some(Override::Remains), Some("two\nlines")));
    // Again, and there is nothing to do.
    assert_eq!(bulk(&after.services[1], &ids, &change), Edit::Several(Vec::new()));
    // Taken away: what says nothing goes, what says something stays.
    let none = Change { status: Some(None), owner: Some(String::new()), ..Change::default() };
    let (emptied, _) = apply(&SECNUMCLOUD, &after, bulk(&after.services[1], &ids, &none)).expect("made");
    assert_eq!(emptied.services[1].judgements.len(), 278, "evidence is still there");
    let bare = Judgement { status: Some(Status::Done), ..Judgement::default() };
    let mut small = before.clone();
    small.services[1].judgements = [("5.1.a".to_owned(), bare)].into();
    let (gone, _) = apply(&SECNUMCLOUD, &small, bulk(&small.services[1], &ids, &none)).expect("made");
    assert!(gone.services[1].judgements.is_empty() && !write::to_text(&gone).contains("judgements"));
    assert_eq!(before.services[0], after.services[0]);
}

#[test]
fn an_override_says_who_when_and_why() {
    let document = document();
    let service = &document.services[1];
    let put = |why, who, when| override_with(service, "12.11.a", Override::Inherited, why, who, when);
    assert_eq!(put(" ", "A", Some(day())), Err(Lacks::Justification));
    assert_eq!(put("because", "", Some(day())), Err(Lacks::Author));
    assert_eq!(put("because", "A", None), Err(Lacks::Date));
    let edit = put("because", "A", Some(day())).expect("complete");
    let (after, _) = apply(&SECNUMCLOUD, &document, edit).expect("it can be made");
    let judged = &after.services[1].judgements["12.11.a"];
    assert_eq!((judged.verdict, judged.status), (Some(Override::Inherited), Some(Status::InProgress)));
    // The computed verdict does not move.
    assert_eq!(paas(&after).1.verdicts, paas(&document).1.verdicts);
    for lacks in [Lacks::Justification, Lacks::Author, Lacks::Date] {
        assert!(lacks.say(Lang::Fr).contains("\u{a0}:") && lacks.say(Lang::Fr) != lacks.say(Lang::En));
    }
}
