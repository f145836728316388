//! Requirements by layers and services: where each bears, what that is to the target, and what follows for the services
//! on which it rests. One pass, for the view that shows them all.

use crate::{
    document::{Document, ServiceId},
    overview,
    question::Question,
    supply::Stack,
    verdict::{Detail, Evaluator, On, Outcome, PartState, Verdict},
};
use catalog::{Catalog, LayerSet};

/// What stands at a layer, or at the provider, for one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it bears.
    pub on: On,
    /// What that is to the target; of several parts, the one that leaves most open.
    pub state: PartState,
    /// Who answers there besides the target, under a qualification or exposed; each once, in the order of the parts.
    pub who: Vec<ServiceId>,
    /// Whether its parts differ in what they are to the target.
    pub mixed: bool,
}

/// A requirement's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The target's verdict.
    pub verdict: Verdict,
    /// Where it bears, from the ground up, the provider last; nothing where it does not apply.
    pub cells: Vec<Cell>,
    /// The verdict of each of [`Matrix::services`] for itself.
    pub beneath: Vec<Outcome>,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The layers that the target needs.
    pub layers: LayerSet,
    /// The services on which it rests, directly or not, in the order of the document.
    pub services: Vec<ServiceId>,
    /// One row a requirement, in the order of the text.
    pub rows: Vec<Row>,
}

/// The cells of a requirement.
pub fn cells(detail: &Detail, target: &ServiceId) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    if detail.verdict.outcome == Outcome::NotApplicable {
        return cells;
    }
    for part in &detail.parts {
        let who = part.covered_by.as_ref().or(part.operator.as_ref()).filter(|id| *id != target);
        if let Some(cell) = cells.iter_mut().find(|c| c.on == part.on) {
            cell.mixed |= cell.state != part.state;
            if overview::weight(part.state) > overview::weight(cell.state) {
                cell.state = part.state;
            }
            cell.who.extend(who.filter(|id| !cell.who.contains(id)).cloned().into_iter().collect::<Vec<_>>());
        } else {
            let who = who.cloned().into_iter().collect();
            cells.push(Cell { on: part.on, state: part.state, who, mixed: false });
        }
    }
    cells
}

/// The table for a service; nothing when it does not exist or services rest on one another in a circle.
pub fn matrix(
    catalog: &Catalog,
    document: &Document,
    target: &ServiceId,
    question: &Question,
) -> Option<Matrix> {
    let stack = Stack::new(document).ok()?;
    let node = stack.graph().node(target.as_str())?;
    let beneath = stack.graph().bases(node);
    let services: Vec<_> = document
        .services
        .iter()
        .filter_map(|s| {
            stack.graph().node(s.id.as_str()).filter(|n| beneath.contains(n)).map(|n| (n, s.id.clone()))
        })
        .collect();
    let mut roots = vec![node];
    roots.extend(services.iter().map(|(n, _)| *n));
    let mut evaluator = Evaluator::new(catalog, &stack, question, roots);
    let columns: Vec<_> = services.iter().map(|(n, _)| evaluator.scope(*n).verdicts).collect();
    let rows = evaluator
        .details(node)
        .iter()
        .enumerate()
        .map(|(at, detail)| Row {
            verdict: detail.verdict,
            cells: cells(detail, target),
            beneath: columns.iter().filter_map(|c| c.get(at)).map(|v| v.outcome).collect(),
        })
        .collect();
    Some(Matrix {
        layers: stack.footprint(node).needed,
        services: services.into_iter().map(|(_, id)| id).collect(),
        rows,
    })
}
