//! What to obtain from each base: under the base that covers, in the order of the text, and nothing else.

use crate::{running::stack, wounds::run};
use catalog::{Activity, ActivitySet, Layer, LayerSet, SECNUMCLOUD, When, text, text::TextPack};
use checks::generate;
use model::{
    Date, Document, Question,
    document::{Qualification, Reliance, Service, ServiceId},
    interlock::{Checklist, interlocks},
    read,
    supply::Stack,
    verdict::{Evaluator, On, Outcome},
};
use proptest::prelude::*;

fn asked(document: &Document, target: &str, day: &str) -> Vec<Checklist> {
    let mut question = Question::of(&SECNUMCLOUD, document, Date::new(2026, 11, 22).expect("a day"));
    question.as_of = day.parse().expect("a day");
    interlocks(&SECNUMCLOUD, document, &target.into(), &question)
}

fn tower() -> Document {
    read(&SECNUMCLOUD, stack().to_string().as_bytes()).expect("a document").0
}

#[test]
fn the_catalogue_knows_which_requirements_have_one() {
    for pack in [text::FR, text::EN] {
        let pack = TextPack::parse(pack.as_bytes()).expect("a pack");
        for r in SECNUMCLOUD.requirements {
            assert_eq!(r.interlock, pack.requirements[r.id].interlock.is_some(), "{}", r.id);
        }
    }
}

#[test]
fn the_worked_cases_are_asked_of_the_base() {
    let lists = asked(&tower(), "paas", "2026-11-22");
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0].base, ServiceId::from("iaas"));
    let find = |id: &str| lists[0].entries.iter().find(|e| e.requirement.id == id);
    // A private administration path, asked of an IaaS base; of a CaaS base nothing, as there is none.
    assert!(find("9.6.i").is_some_and(|e| e.layers.is_empty() && e.is_verified()));
    assert!(find("9.6.j").is_none());
    // Capacity is asked of the layers that the base covers, and of no other.
    let shared = find("12.11.a").expect("asked");
    assert_eq!(shared.outcome, Outcome::Shared);
    assert!(shared.layers.contains(Layer::Compute) && !shared.layers.contains(Layer::Middleware));
    assert!(lists[0].entries.iter().any(|e| !e.is_verified()), "recommendations are told apart");
    // Nothing is asked of a base that covers nothing: before its grant, nor of a candidate.
    assert_eq!(asked(&tower(), "paas", "2025-01-09"), []);
    assert_eq!(asked(&tower(), "saas", "2026-11-22")[0].base, ServiceId::from("iaas"));
    assert_eq!(asked(&tower(), "iaas", "2026-11-22"), []);
    assert_eq!(asked(&tower(), "gone", "2026-11-22"), []);
}

#[test]
fn each_base_is_asked_for_its_own_layers() {
    let base = |id: &str, layers: &[Layer]| Service {
        id: id.into(),
        provider: id.into(),
        activities: ActivitySet::of(&[Activity::Iaas]),
        layers: Some(LayerSet::of(layers)),
        qualifications: vec![Qualification {
            version: "3.2".to_owned(),
            granted: "2025-01-10".parse().ok(),
            ..Qualification::default()
        }],
        ..Service::default()
    };
    let on = |id: &str| Reliance { service: id.into(), ..Reliance::default() };
    let document = Document {
        services: vec![
            Service {
                id: "top".into(),
                activities: ActivitySet::of(&[Activity::Paas]),
                relies_on: vec![on("disk"), on("rack")],
                ..Service::default()
            },
            base("disk", &[Layer::Storage]),
            base("rack", &[Layer::Facility, Layer::Hardware, Layer::Fabric, Layer::Compute, Layer::Sdn]),
        ],
        ..Document::default()
    };
    let lists = asked(&document, "top", "2026-11-22");
    assert_eq!(lists.iter().map(|l| l.base.as_str()).collect::<Vec<_>>(), ["disk", "rack"]);
    let storage = LayerSet::of(&[Layer::Storage]);
    assert!(lists[0].entries.iter().all(|e| e.layers.is_empty() || e.layers == storage));
    assert!(lists[1].entries.iter().all(|e| !e.layers.contains(Layer::Storage)));
    for list in &lists {
        assert!(list.entries.iter().any(|e| !e.layers.is_empty()));
        let rooms_only =
            list.entries.iter().any(|e| e.requirement.layers == LayerSet::of(&[Layer::Facility]));
        assert_eq!(rooms_only, list.base.as_str() == "rack", "{}", list.base);
    }
}

#[test]
fn lists_agree_with_the_parts_of_the_verdicts() {
    run(200, &generate::case(), |(document, target, question)| {
        let lists = interlocks(&SECNUMCLOUD, &document, &target.as_str().into(), &question);
        let stack = Stack::new(&document).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
        let node = stack.graph().node(&target).expect("there");
        let details = Evaluator::new(&SECNUMCLOUD, &stack, &question, vec![node]).details(node);
        for service in &document.services {
            let list = lists.iter().find(|l| l.base == service.id);
            let covers =
                details.iter().any(|d| d.parts.iter().any(|p| p.covered_by.as_ref() == Some(&service.id)));
            prop_assert_eq!(list.is_some(), covers, "{}", service.id);
            let Some(list) = list else { continue };
            let mut entries = list.entries.iter().peekable();
            for d in &details {
                let r = d.verdict.requirement;
                let layers: LayerSet = d
                    .parts
                    .iter()
                    .filter(|p| p.covered_by.as_ref() == Some(&service.id))
                    .filter_map(|p| if let On::Layer(l) = p.on { Some(l) } else { None })
                    .collect();
                let here = match r.when {
                    Some(When::Base(activity)) => service.activities.contains(activity),
                    _ => true,
                };
                let due = r.interlock
                    && d.verdict.outcome != Outcome::NotApplicable
                    && (!layers.is_empty() || (r.layers.is_empty() && here));
                let entry = entries.next_if(|e| e.requirement.id == r.id);
                prop_assert_eq!(entry.map(|e| e.layers), due.then_some(layers), "{} {}", service.id, r.id);
            }
            prop_assert!(entries.next().is_none(), "in the order of the text");
        }
        Ok(())
    });
}
