//! Turns a matrix into shares: where the customer of the base answers, and where we can say for which requirements on
//! which layers, a share is proposed. Everything else is listed with its reason. One edit adds what a person chose.

use super::{Roles, Row, Sides, Table, say};
use crate::{
    document::{Document, Item, Retained, ServiceId},
    edit::Edit,
    repair::near::fold,
    sorted,
    supply::Stack,
};
use catalog::{
    Catalog, Confidence, Lang, Layer, LayerSet,
    matrices::{Bearing, Hint, Matrices, Matrix, Said, Words},
};
use serde_json::Value;

/// What a proposal is made from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The document.
    pub document: &'a Document,
    /// The service above.
    pub service: &'a ServiceId,
    /// The base on which it rests directly.
    pub base: &'a ServiceId,
    /// The matrix.
    pub table: &'a Table,
    /// Whose its columns are.
    pub sides: Sides,
    /// The published matrix whose mapped rows are looked up; see [`recognise`].
    pub published: Option<&'a Matrix>,
    /// The words by which the other rows get suggestions.
    pub hints: &'a [Hint],
}

/// A share that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The number of its row.
    pub row: usize,
    /// The layer.
    pub layer: Layer,
    /// The requirements, all of which bear on the layer.
    pub requirements: Vec<&'static str>,
    /// How sure the mapping is: high or medium.
    pub confidence: Confidence,
    /// Why, without the row.
    pub because: Words,
    /// What the document would say: the matrix, its day, the row and why.
    pub reason: Words,
    /// Whether the reliance holds as much already.
    pub already: bool,
}

impl Share {
    /// Whether it stands chosen when it is first shown. Nothing that is in doubt does, nor what is there already.
    pub fn preselected(&self) -> bool {
        !self.already && self.confidence != Confidence::Low
    }
}

/// Where a row might bear, by its words alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The layer.
    pub layer: Layer,
    /// The requirements, all of which bear on the layer.
    pub requirements: Vec<&'static str>,
    /// How many words point there: for the order only.
    pub score: usize,
}

/// A row for which the customer answers and of which nothing is proposed: a person has to say what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// The number of the row.
    pub row: usize,
    /// What the mapping says of it, where it leaves it open.
    pub note: Option<Words>,
    /// Whether the matrix that its provider published puts it to the provider.
    pub differs: bool,
    /// Where it might bear, the likeliest first; never chosen beforehand.
    pub suggestions: Vec<Suggestion>,
}

/// Why a row leads to no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The provider of the base answers for it.
    ProviderAnswers,
    /// It is about layers above the base, or about the service's own organisation.
    Own,
    /// No requirement hangs on it.
    NoRequirement,
    /// This reliance does not bring its layers to the service.
    NotBrought(LayerSet),
}

impl Why {
    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProviderAnswers => "provider-answers",
            Self::Own => "own",
            Self::NoRequirement => "no-requirement",
            Self::NotBrought(_) => "not-brought",
        }
    }
}

/// A row that is not concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The number of the row.
    pub row: usize,
    /// Why.
    pub why: Why,
    /// What the mapping says of it.
    pub note: Option<Words>,
}

/// What follows from a matrix for one reliance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// The service above.
    pub service: ServiceId,
    /// Its base.
    pub base: ServiceId,
    /// The shares, row by row and from the ground up.
    pub shares: Vec<Share>,
    /// Rows for which the customer answers and that a person has to map.
    pub unmapped: Vec<Unmapped>,
    /// Rows that are not concerned.
    pub not_concerned: Vec<Aside>,
    /// Numbers of the rows that the customer carries out and the provider answers for: nothing is left, yet something
    /// is to be done.
    pub carried_out: Vec<usize>,
    /// Numbers of the rows that are left aside because something is wrong with them; [`Table::defects`] says what.
    pub faulty: Vec<usize>,
}

/// The text of an activity as rows are recognised by: without footnotes, markup, case and accents.
fn key(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        plain.push_str(before);
        match after.split_once(')') {
            Some((digits, after)) if digits.bytes().all(|b| b.is_ascii_digit()) => rest = after,
            _ => {
                plain.push('(');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    fold(&plain)
}

/// A mapped row with the texts by which it is recognised.
struct Known<'m> {
    row: &'m catalog::matrices::Row,
    activities: [String; 2],
    sections: [String; 2],
}

fn known(matrix: &Matrix) -> Vec<Known<'_>> {
    let mut all = Vec::with_capacity(matrix.rows.len());
    for row in &matrix.rows {
        let both = |w: &Words| [key(&w.fr), key(&w.en)];
        all.push(Known { row, activities: both(&row.activity), sections: both(&row.section) });
    }
    all
}

/// The mapped row that a row is: the same activity, in the same section where several have it. Where they cannot be told
/// apart and do not say the same, none.
fn find<'m>(known: &[Known<'m>], row: &Row) -> Option<&'m catalog::matrices::Row> {
    let (activity, section) = (key(&row.activity), key(&row.section));
    if activity.is_empty() {
        return None;
    }
    let mut found: Vec<&Known<'m>> = known.iter().filter(|k| k.activities.contains(&activity)).collect();
    let within: Vec<&Known<'m>> = found.iter().copied().filter(|k| k.sections.contains(&section)).collect();
    if !within.is_empty() {
        found = within;
    }
    let first = found.first()?;
    found.iter().all(|k| k.row.said == first.row.said).then_some(first.row)
}

/// The published matrix that a table most likely is: at least half of its rows, and eight of them, are known there.
pub fn recognise<'m>(matrices: &'m Matrices, table: &Table) -> Option<&'m Matrix> {
    let mut best: Option<(usize, &Matrix)> = None;
    for matrix in &matrices.matrices {
        let mut activities: Vec<String> = Vec::new();
        for k in known(matrix) {
            activities.extend(k.activities);
        }
        let hits = table.rows.iter().filter(|r| activities.contains(&key(&r.activity))).count();
        if hits >= 8 && hits * 2 >= table.rows.len() && best.is_none_or(|(b, _)| hits > b) {
            best = Some((hits, matrix));
        }
    }
    best.map(|(_, matrix)| matrix)
}

/// The requirements of a list that the catalogue has and that bear on a layer.
fn bearing(catalog: &Catalog, requirements: &[String], layer: Layer) -> Vec<&'static str> {
    let there = requirements.iter().filter_map(|id| catalog.requirement(id));
    there.filter(|r| r.layers.contains(layer)).map(|r| r.id).collect()
}

/// Where the words of a row point, among some layers; the likeliest first, four at most.
pub fn suggest(catalog: &Catalog, hints: &[Hint], among: LayerSet, row: &Row) -> Vec<Suggestion> {
    let mut said = fold(&row.activity);
    said.insert(0, '-');
    said.push('-');
    // Short stems are whole words: the beginning of too many others.
    let hit = |hint: &Hint| {
        let points = |stem: &&String| {
            let end = if stem.len() <= 4 { "-" } else { "" };
            let mut word = String::from("-");
            word.push_str(stem);
            word.push_str(end);
            said.contains(&word)
        };
        hint.stems.iter().filter(points).count()
    };
    let (mut layers, mut subjects) = (LayerSet::EMPTY, Vec::new());
    for hint in hints {
        let hits = hit(hint);
        if hits > 0 && hint.requirements.is_empty() {
            layers = layers.union(hint.layers);
        } else if hits > 0 {
            subjects.push((hits, hint));
        }
    }
    let mut found: Vec<Suggestion> = Vec::new();
    for (hits, subject) in subjects {
        let (at, weight) = if layers.is_empty() { (subject.layers, hits) } else { (layers, hits + 1) };
        for layer in at.intersection(among).iter() {
            let requirements = bearing(catalog, &subject.requirements, layer);
            if requirements.is_empty() {
                continue;
            }
            match found.iter_mut().find(|s| s.layer == layer) {
                Some(there) => {
                    there.score += weight;
                    there.requirements.extend(requirements);
                }
                None => found.push(Suggestion { layer, requirements, score: weight }),
            }
        }
    }
    for suggestion in &mut found {
        in_order(catalog, &mut suggestion.requirements);
    }
    sorted::by(&mut found, |a, b| b.score.cmp(&a.score).then(a.layer.cmp(&b.layer)));
    found.truncate(4);
    found
}

/// Requirements in the order of the text, each once.
fn in_order(catalog: &Catalog, requirements: &mut Vec<&'static str>) {
    sorted::by(requirements, |a, b| catalog.requirement_index(a).cmp(&catalog.requirement_index(b)));
    requirements.dedup();
}

/// Whether shares hold requirements on a layer already.
fn held(shares: &[Retained], layer: Layer, requirements: &[&str]) -> bool {
    let there = || shares.iter().filter(|r| r.layer == layer);
    there().any(|r| r.requirements.is_empty())
        || requirements.iter().all(|id| there().any(|r| r.requirements.iter().any(|x| x == id)))
}

/// What follows from a matrix for one reliance; nothing where the service does not rest directly on the base, or
/// services rest on one another in a circle.
pub fn propose(asked: &Asked<'_>) -> Option<Proposal> {
    let document = asked.document;
    let service = document.service(asked.service.as_str())?;
    let reliance = service.relies_on.iter().find(|r| r.service == *asked.base)?;
    let stack = Stack::new(document).ok()?;
    let node = stack.graph().node(asked.service.as_str())?;
    let mut brought = LayerSet::EMPTY;
    for (edge, offer) in stack.graph().edges(node).iter().zip(stack.offers(node)) {
        if edge.reliance.service == *asked.base {
            brought = brought.union(*offer);
        }
    }
    brought = brought.difference(stack.footprint(node).operated);
    let known = asked.published.map(known).unwrap_or_default();
    let mut proposal =
        Proposal { service: asked.service.clone(), base: asked.base.clone(), ..Proposal::default() };
    // Of three parties or one, who is the base's customer cannot be known.
    let readable = asked.table.parties.len() == 2 && asked.sides.customer != asked.sides.provider;
    for row in &asked.table.rows {
        let of = |side: usize| row.roles.get(side).copied().unwrap_or_default();
        let (customer, provider): (Roles, Roles) = (of(asked.sides.customer), of(asked.sides.provider));
        if row.faulty || !readable || customer.accountable() == provider.accountable() {
            proposal.faulty.push(row.number);
            continue;
        }
        let mapped = find(&known, row);
        if provider.accountable() {
            if customer.responsible() {
                proposal.carried_out.push(row.number);
            } else {
                proposal.not_concerned.push(Aside { row: row.number, why: Why::ProviderAnswers, note: None });
            }
            continue;
        }
        let said = mapped.and_then(|m| m.said.as_ref());
        let note = said.map(|s| s.reason.clone());
        let aside = |why: Why| Aside { row: row.number, why, note: note.clone() };
        match said.map(|s| (s.bearing, s)) {
            Some((Bearing::Own, _)) => proposal.not_concerned.push(aside(Why::Own)),
            Some((Bearing::None, _)) => proposal.not_concerned.push(aside(Why::NoRequirement)),
            // What is in doubt is never proposed, whatever the data call it.
            Some((Bearing::Retained, s)) if s.confidence != Confidence::Low => {
                if s.layers.intersection(brought).is_empty() {
                    proposal.not_concerned.push(aside(Why::NotBrought(s.layers)));
                }
                shares(asked, row, s, brought, &reliance.retained, &mut proposal.shares);
            }
            other => {
                let suggestions = match other {
                    Some((_, s)) => left_open(asked.catalog, s, brought),
                    None => suggest(asked.catalog, asked.hints, brought, row),
                };
                let differs = mapped.is_some() && said.is_none();
                proposal.unmapped.push(Unmapped { row: row.number, note, differs, suggestions });
            }
        }
    }
    Some(proposal)
}

/// The shares of a mapped row, a layer each.
fn shares(
    asked: &Asked<'_>,
    row: &Row,
    said: &Said,
    brought: LayerSet,
    there: &[Retained],
    out: &mut Vec<Share>,
) {
    for layer in said.layers.intersection(brought).iter() {
        let requirements = bearing(asked.catalog, &said.requirements, layer);
        if requirements.is_empty() {
            continue;
        }
        let told = |lang: Lang| say::reason(asked.published, row, Some(said.reason.get(lang)), lang);
        out.push(Share {
            row: row.number,
            layer,
            already: held(there, layer, &requirements),
            requirements,
            confidence: said.confidence,
            because: said.reason.clone(),
            reason: Words { fr: told(Lang::Fr), en: told(Lang::En) },
        });
    }
}

/// Where a row that the mapping leaves open might bear.
fn left_open(catalog: &Catalog, said: &Said, brought: LayerSet) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for layer in said.layers.intersection(brought).iter() {
        let requirements = bearing(catalog, &said.requirements, layer);
        if !requirements.is_empty() {
            found.push(Suggestion { layer, requirements, score: 0 });
        }
    }
    found
}

/// What a person makes of a row that nobody has mapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The number of the row.
    pub row: usize,
    /// The layer.
    pub layer: Layer,
    /// The requirements, at least one, all of which bear on the layer.
    pub requirements: Vec<String>,
}

/// One edit that adds to the reliance the shares at these places of [`Proposal::shares`], and what a person made of
/// other rows, with their reasons in a language. A share with the same layer and reason takes the requirements in; what
/// the reliance holds already is left as it is. Nothing where nothing would change.
pub fn edit(
    asked: &Asked<'_>,
    proposal: &Proposal,
    chosen: &[usize],
    picks: &[Pick],
    lang: Lang,
) -> Option<Edit> {
    let item = Item::Reliance { service: proposal.service.clone(), base: proposal.base.clone() };
    let service = asked.document.service(proposal.service.as_str())?;
    let reliance = service.relies_on.iter().find(|r| r.service == proposal.base)?;
    let mut list = match item.value(asked.document)?.get("retained") {
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    let mut changed = false;
    for (at, share) in proposal.shares.iter().enumerate() {
        if chosen.contains(&at) && !held(&reliance.retained, share.layer, &share.requirements) {
            changed |=
                add(&mut list, share.layer, &share.requirements, [&share.reason.fr, &share.reason.en], lang);
        }
    }
    for pick in picks {
        let Some(row) = asked.table.row(pick.row).filter(|r| !r.faulty) else { continue };
        let requirements = bearing(asked.catalog, &pick.requirements, pick.layer);
        if requirements.is_empty() || held(&reliance.retained, pick.layer, &requirements) {
            continue;
        }
        let told = |lang: Lang| say::reason(asked.published, row, None, lang);
        changed |= add(&mut list, pick.layer, &requirements, [&told(Lang::Fr), &told(Lang::En)], lang);
    }
    changed.then(|| Edit::set(item, "/retained", Value::Array(list)))
}

/// Adds a share to those of a reliance, as the format writes them; says whether anything changed.
fn add(list: &mut Vec<Value>, layer: Layer, requirements: &[&str], reason: [&str; 2], lang: Lang) -> bool {
    let text = |share: &Value, key: &str| share.get(key).and_then(Value::as_str).map(str::to_owned);
    for share in list.iter_mut() {
        let same = text(share, "layer").as_deref() == Some(layer.id())
            && text(share, "reason").is_some_and(|r| reason.contains(&r.as_str()));
        // A share without requirements stands for all of its layer.
        let Some(Value::Array(ids)) = share.get_mut("requirements").filter(|_| same) else { continue };
        let before = ids.len();
        for id in requirements {
            if !ids.iter().any(|x| x == id) {
                ids.push((*id).into());
            }
        }
        return ids.len() > before;
    }
    let [fr, en] = reason;
    let reason = if lang == Lang::Fr { fr } else { en };
    list.push(serde_json::json!({ "layer": layer.id(), "requirements": requirements, "reason": reason }));
    true
}
