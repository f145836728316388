//! Third parties and exposed services (19.6.c and d): who is owned or controlled from outside the Union, what it can
//! reach, and what answers for its absence. The facts of a service stay with the user: nothing here answers them.

use super::{
    Conclusion, Contradiction, Holder, MAJORITY, Measure, Party, PartyReport, THIRD_PARTY_FACT, TOLERANCE,
    Why,
    control::Control,
    graph::{self, Chosen, Graph, View},
    limits,
    product::{Reach, Target},
};
use crate::{
    document::{Answer, Autonomy, DataAccess, Document, Entity, EntityKind, ProviderId, ServiceId},
    graph::Node,
    qualification::Class,
    question::Question,
    sorted,
    supply::{Stack, Supply},
};

/// 19.6 came with 3.2: a qualification under an earlier version says nothing of it.
const CLASS: Class<'static> = Class { requirement: None, changed_in_3_2: true };

/// Every third party that serves a provider's services or what is evaluated with them, and every exposed service of
/// another legal person, by the order of the document. Those that are not concerned are there too.
pub fn parties(stack: &Stack<'_>, question: &Question, provider: &ProviderId) -> Vec<PartyReport> {
    let document = stack.document();
    let services = document.services.iter().filter(|s| s.provider == *provider);
    let targets: Vec<Node> = services.filter_map(|s| stack.graph().node(s.id.as_str())).collect();
    let supply = Supply::new(stack, question, CLASS, &targets);
    // Who is evaluated, and for which services of the provider.
    let mut evaluated: Vec<(Node, Vec<ServiceId>)> = Vec::new();
    for target in &targets {
        let id = stack.graph().service(*target).map(|s| s.id.clone()).unwrap_or_default();
        for node in exposed(stack, &supply, *target) {
            match evaluated.iter_mut().find(|(known, _)| *known == node) {
                Some((_, serves)) => serves.push(id.clone()),
                None => evaluated.push((node, vec![id.clone()])),
            }
        }
    }
    sorted::by(&mut evaluated, |a, b| a.0.cmp(&b.0));

    let (graph, chosen) = (Graph::new(document), Chosen::of(&question.readings));
    let mut reports = Vec::new();
    for third in &document.third_parties {
        let serves: Vec<ServiceId> =
            third.serves.iter().filter(|s| is_among(stack, &evaluated, s)).cloned().collect();
        if serves.is_empty() {
            continue;
        }
        let entity = third.entity.as_ref().and_then(|id| document.entities.iter().find(|e| e.id == *id));
        let blank = PartyReport {
            access: third.data_access.unwrap_or(DataAccess::Unknown),
            autonomy: third.autonomy.unwrap_or(Autonomy::Unknown),
            ..blank(Party::ThirdParty(third.id.clone()), serves)
        };
        reports.push(report(&graph, chosen, entity, blank));
    }
    for (node, serves) in &evaluated {
        let Some(service) = stack.graph().service(*node) else { continue };
        let of = |target: &Node| stack.same_person(*node, *target);
        if service.provider == *provider || targets.iter().any(of) {
            continue;
        }
        let entity = graph::legal_person(document, &service.provider);
        let is_qualified = stack.footprint(*node).held.iter().any(|l| supply.cover(*node, l).is_some());
        let blank = PartyReport {
            autonomy: if is_qualified { Autonomy::Qualified } else { Autonomy::Unknown },
            ..blank(Party::Service(service.id.clone()), serves.clone())
        };
        reports.push(report(&graph, chosen, entity, blank));
    }
    reports
}

/// The answers about third companies from outside the Union that these reports do not bear out, in the order of the
/// document: "no" although one is concerned, "yes" although none of those that there are is. What is not known of one
/// contradicts nothing; nor does a service that nobody serves.
pub fn contradictions(document: &Document, reports: &[PartyReport]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for service in &document.services {
        let answer = service.fact(THIRD_PARTY_FACT);
        let at_odds = match answer {
            Answer::No => Answer::Yes,
            Answer::Yes => Answer::No,
            Answer::Unknown => continue,
        };
        let (mut parties, mut all) = (Vec::new(), 0);
        for report in reports.iter().filter(|r| r.serves.contains(&service.id)) {
            all += 1;
            if report.concerned == at_odds {
                parties.push(report.party.clone());
            }
        }
        if !parties.is_empty() && (answer == Answer::No || parties.len() == all) {
            found.push(Contradiction { service: service.id.clone(), answer, parties });
        }
    }
    found
}

/// A target, the services that operate an exposed part of what it needs, and those that only support it: their
/// qualification, if they have one, covers nothing of the target.
fn exposed(stack: &Stack<'_>, supply: &Supply<'_, '_>, target: Node) -> Vec<Node> {
    let mut found = vec![target];
    for layer in stack.footprint(target).needed.iter() {
        for part in supply.incoming(target, layer) {
            if part.covered_by.is_none() && !found.contains(&part.operator) {
                found.push(part.operator);
            }
        }
    }
    for at in found.clone() {
        for (edge, offered) in stack.graph().edges(at).iter().zip(stack.offers(at)) {
            if offered.is_empty() && !found.contains(&edge.base) {
                found.push(edge.base);
            }
        }
    }
    found
}

fn is_among(stack: &Stack<'_>, evaluated: &[(Node, Vec<ServiceId>)], service: &ServiceId) -> bool {
    stack.graph().node(service.as_str()).is_some_and(|node| evaluated.iter().any(|(known, _)| *known == node))
}

fn blank(party: Party, serves: Vec<ServiceId>) -> PartyReport {
    PartyReport {
        party,
        entity: None,
        serves,
        concerned: Answer::Unknown,
        why: Why::Unnamed,
        owner: None,
        access: DataAccess::Unknown,
        autonomy: Autonomy::Unknown,
        data: Conclusion::Unknown,
        continuity: Conclusion::Unknown,
        result: Conclusion::Unknown,
    }
}

fn report(graph: &Graph<'_>, chosen: Chosen, entity: Option<&Entity>, blank: PartyReport) -> PartyReport {
    let (concerned, why, owner) = match entity {
        Some(entity) => concerned(graph, chosen, entity),
        None => (Answer::Unknown, Why::Unnamed, None),
    };
    let ask = |answered: Conclusion| match concerned {
        Answer::Yes => answered,
        Answer::No => Conclusion::Pass,
        // What fails if it is concerned is not known to fail.
        Answer::Unknown => answered.min(Conclusion::Unknown),
    };
    let data = ask(match blank.access {
        DataAccess::None => Conclusion::Pass,
        DataAccess::Technical | DataAccess::Customer => Conclusion::Fail,
        DataAccess::Unknown => Conclusion::Unknown,
    });
    let continuity = ask(match blank.autonomy {
        Autonomy::OwnSkills | Autonomy::TwoSuppliers | Autonomy::Qualified => Conclusion::Pass,
        Autonomy::None => Conclusion::Fail,
        Autonomy::Unknown => Conclusion::Unknown,
    });
    let entity = entity.map(|e| e.id.clone());
    PartyReport { entity, concerned, why, owner, data, continuity, result: data.max(continuity), ..blank }
}

/// Whether an entity is non-EU, belongs to a non-EU one (a majority of its capital) or is controlled by one.
fn concerned(graph: &Graph<'_>, chosen: Chosen, entity: &Entity) -> (Answer, Why, Option<Holder>) {
    let (own, why) = graph::standing(entity);
    if own == Answer::Yes {
        return (own, why, None);
    }
    // Whoever holds a company is a question even where nobody is stated; a person or a public body belongs to nobody.
    let is_company = entity.kind.is_none_or(|kind| kind == EntityKind::Company);
    let Some(view) = View::new(graph, &entity.id, chosen, is_company) else { return (own, why, None) };
    let control = Control::new(&view);
    let hand = control.in_non_eu_hands(&view, view.root);
    let mut reach = Reach::new(&view, Measure::Capital);
    let mut answer = hand;
    let mut owner = (hand != Answer::No).then(|| limits::through(&view, &control, view.root, hand)).flatten();
    for at in (0..view.len()).filter(|at| *at != view.root && view.standing(*at) != Answer::No) {
        if answer == Answer::Yes {
            break;
        }
        let part = reach.of(Target::Entity(at));
        let is_sure = part.min > MAJORITY + TOLERANCE && view.standing(at) == Answer::Yes;
        if is_sure || (part.max > MAJORITY + TOLERANCE && answer == Answer::No) {
            answer = if is_sure { Answer::Yes } else { Answer::Unknown };
            owner = Some(Holder::Entity(view.id(at)));
        }
    }
    for at in 0..view.len() {
        if answer == Answer::No && reach.of(Target::Unnamed(at)).max > MAJORITY + TOLERANCE {
            answer = Answer::Unknown;
            owner = Some(Holder::Unnamed(view.id(at)));
        }
    }
    // Where it is itself is not known: it may be non-EU all the same.
    if own == Answer::Unknown && answer == Answer::No {
        answer = Answer::Unknown;
    }
    (answer, why, owner)
}

/// The document's third parties and services by name.
pub(super) fn called(document: &Document, party: &Party) -> String {
    match party {
        Party::Service(id) => document.called(id),
        Party::ThirdParty(id) => {
            let third = document.third_parties.iter().find(|t| t.id == *id);
            third.map(|t| &t.name).filter(|n| !n.is_empty()).unwrap_or(&id.0).clone()
        }
    }
}
