//! Edits are held to their word: whatever is asked, the document stays whole, and what was asked is what happens.

use crate::{
    schema::{maximal, misfits, validator},
    wounds::{anything, others, places, run},
};
use catalog::{Activity, Layer, SECNUMCLOUD};
use checks::generate;
use jsonschema::JSONSchema;
use model::{
    Document, Question, Scope,
    document::{
        Answer, Autonomy, Country, DataAccess, Entity, EntityId, EntityKind, EventKind, Evidence, Extra,
        Holding, Issue, Item, Judgement, MAX_COLUMN, Milestone, Override, Place, Provider, ProviderId,
        Qualification, Reliance, Role, Service, ServiceId, Share, Status, ThirdParty, ThirdPartyId, is_id,
        read, validate::validate, write,
    },
    edit::{Addition, Edit, EditError, apply, bases_open_to, free_id, merge},
    patch, sorted,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select, subsequence},
};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

// ---------------------------------------------------------------------------------------------------------------------
// Documents
// ---------------------------------------------------------------------------------------------------------------------

/// Few names, so that they meet, and some of any letters.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![3 => select(vec!["", "Alpha", "Bêta"]).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn share() -> impl Strategy<Value = Share> {
    let percent = || (0..=400_u16).prop_map(|quarters| f64::from(quarters) / 4.0);
    prop_oneof![
        Just(Share::Unknown),
        percent().prop_map(|p| Share::Between(p, p)),
        (percent(), percent()).prop_map(|(a, b)| Share::Between(a.min(b), a.max(b))),
    ]
}

fn third_party() -> impl Strategy<Value = ThirdParty> {
    let words = (
        subsequence(Role::ALL.to_vec(), 0..3),
        option::of(select(DataAccess::ALL.to_vec())),
        option::of(select(Answer::ALL.to_vec())),
        option::of(select(Autonomy::ALL.to_vec())),
    );
    (name(), words, vec("[A-Z]{2}".prop_map(Country), 0..2)).prop_map(
        |(name, (roles, data_access, audit_clause, autonomy), countries)| ThirdParty {
            name,
            roles,
            data_access,
            audit_clause,
            autonomy,
            countries,
            ..ThirdParty::default()
        },
    )
}

fn entity() -> impl Strategy<Value = Entity> {
    let kind = option::of(select(EntityKind::ALL.to_vec()));
    (name(), kind, option::of("[A-Z]{2}".prop_map(Country)), any::<bool>())
        .prop_map(|(name, kind, seat, listed)| Entity { name, kind, seat, listed, ..Entity::default() })
}

fn judgement() -> impl Strategy<Value = Judgement> {
    (option::of(select(Override::ALL.to_vec())), option::of(select(Status::ALL.to_vec())), option::of(name()))
        .prop_map(|(verdict, status, note)| Judgement { verdict, status, note, ..Judgement::default() })
}

/// What a service says besides what verdicts hang on.
fn remarks() -> impl Strategy<Value = Service> {
    let requirement = select(SECNUMCLOUD.requirements.iter().map(|r| r.id.to_owned()).collect::<Vec<_>>());
    let judgements = prop::collection::btree_map(requirement, judgement(), 0..3);
    let places = prop::collection::btree_map(
        select(Place::ALL.to_vec()),
        vec("[A-Z]{2}".prop_map(Country), 1..3),
        0..3,
    );
    let extra = select(vec![json!({}), json!({ "x-a~/b": { "deep": [1, "two"] } }), json!({ "x": 1 })]);
    (judgements, places, option::weighted(0.3, 0..=MAX_COLUMN), option::of(name()), vec(name(), 0..2), extra)
        .prop_map(|(judgements, by_place, column, note, sources, extra)| {
            let mut service = Service { judgements, column, note, sources, ..Service::default() };
            service.locations.by_place = by_place;
            service.extra = extra.as_object().cloned().unwrap_or_default();
            service
        })
}

/// A generated document with third parties, entities, holdings, remarks and unknown keys.
fn rich() -> impl Strategy<Value = Document> {
    let serves = || (vec(any::<Index>(), 0..3), option::of(any::<Index>()));
    let people = (
        vec((third_party(), serves()), 0..3),
        vec(entity(), 0..3),
        vec((any::<[Index; 2]>(), share(), share(), any::<[bool; 3]>()), 0..3),
    );
    (generate::document(), people, vec(remarks(), generate::MOST_SERVICES)).prop_map(
        |(mut document, (third_parties, entities, holdings), remarks)| {
            for (service, remark) in document.services.iter_mut().zip(remarks) {
                service.judgements = remark.judgements;
                service.column = remark.column;
                service.locations = remark.locations;
                service.note = remark.note;
                service.sources = remark.sources;
                // Unknown keys, of the services and of what is around them.
                document.extra.extend(remark.extra.clone());
                document.providers[0].extra.extend(remark.extra.clone());
                service.relies_on.iter_mut().for_each(|r| r.extra.extend(remark.extra.clone()));
                service.extra = remark.extra;
            }
            for (i, entity) in entities.into_iter().enumerate() {
                document.entities.push(Entity { id: EntityId(format!("own-{i}")), ..entity });
            }
            let entities: Vec<EntityId> = document.entities.iter().map(|e| e.id.clone()).collect();
            for (i, (third, (serves, entity))) in third_parties.into_iter().enumerate() {
                document.third_parties.push(ThirdParty {
                    id: ThirdPartyId(format!("third-{i}")),
                    serves: serves.iter().map(|s| s.get(&document.services).id.clone()).collect(),
                    entity: entity.filter(|_| !entities.is_empty()).map(|e| e.get(&entities).clone()),
                    ..third
                });
            }
            for ([holder, held], capital, votes, [declared, veto, appoints_majority]) in holdings {
                if entities.is_empty() {
                    continue;
                }
                document.holdings.push(Holding {
                    holder: holder.get(&entities).clone(),
                    held: held.get(&entities).clone(),
                    capital,
                    votes,
                    declared,
                    veto,
                    appoints_majority,
                    ..Holding::default()
                });
            }
            document
        },
    )
}

/// All that can be pointed at.
fn items(d: &Document) -> Vec<Item> {
    let reliances = d.services.iter().flat_map(|s| {
        s.relies_on.iter().map(|r| Item::Reliance { service: s.id.clone(), base: r.service.clone() })
    });
    let services = d.services.iter().map(|s| Item::Service(s.id.clone()));
    let third_parties = d.third_parties.iter().map(|t| Item::ThirdParty(t.id.clone()));
    let providers = d.providers.iter().map(|p| Item::Provider(p.id.clone()));
    let entities = d.entities.iter().map(|e| Item::Entity(e.id.clone()));
    let holdings = (0..d.holdings.len()).map(Item::Holding);
    let lists = services.chain(reliances).chain(third_parties).chain(providers).chain(entities);
    std::iter::once(Item::Document).chain(lists).chain(holdings).collect()
}

/// References that lead nowhere, and identifiers that come twice or are none.
fn loose_ends(d: &Document) -> Vec<String> {
    let mut loose = Vec::new();
    let mut family = |name: &str, ids: Vec<&str>| -> BTreeSet<String> {
        let known: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        if known.len() < ids.len() {
            loose.push(format!("{name}: one comes twice in {ids:?}"));
        }
        loose.extend(ids.into_iter().filter(|id| !is_id(id)).map(|id| format!("{name}: “{id}” is no id")));
        known
    };
    let services = family("services", d.services.iter().map(|s| s.id.as_str()).collect());
    let providers = family("providers", d.providers.iter().map(|p| p.id.as_str()).collect());
    family("third parties", d.third_parties.iter().map(|t| t.id.as_str()).collect());
    let entities = family("entities", d.entities.iter().map(|e| e.id.as_str()).collect());
    let mut refers = |from: &str, id: &str, known: &BTreeSet<String>| {
        if !known.contains(id) {
            loose.push(format!("{from} refers to “{id}”"));
        }
    };
    for service in &d.services {
        refers(service.id.as_str(), service.provider.as_str(), &providers);
        service.relies_on.iter().for_each(|r| refers(service.id.as_str(), r.service.as_str(), &services));
    }
    for third in &d.third_parties {
        third.serves.iter().for_each(|s| refers(third.id.as_str(), s.as_str(), &services));
        third.entity.iter().for_each(|e| refers(third.id.as_str(), e.as_str(), &entities));
    }
    d.providers
        .iter()
        .for_each(|p| p.entity.iter().for_each(|e| refers("a provider", e.as_str(), &entities)));
    for holding in &d.holdings {
        refers("a holding", holding.holder.as_str(), &entities);
        refers("a holding", holding.held.as_str(), &entities);
    }
    loose
}

fn applied(document: &Document, edit: Edit) -> Result<Document, EditError> {
    apply(&SECNUMCLOUD, document, edit).map(|(next, _)| next)
}

/// The edit must be possible.
fn done(document: &Document, edit: Edit) -> Result<Document, TestCaseError> {
    let shown = format!("{edit:?}");
    applied(document, edit).map_err(|e| TestCaseError::fail(format!("{shown}: {e:?}")))
}

// ---------------------------------------------------------------------------------------------------------------------
// Any edits, one after another
// ---------------------------------------------------------------------------------------------------------------------

/// Which edit to make of a document that is not known yet.
#[derive(Debug, Clone)]
struct Draw {
    sort: u8,
    picks: [Index; 5],
}

fn draw() -> impl Strategy<Value = Draw> {
    (0..100_u8, any::<[Index; 5]>()).prop_map(|(sort, picks)| Draw { sort, picks })
}

const DAYS: [&str; 6] = ["2024-02-29", "2025-01-10", "2025-01-11", "2026-11-22", "2028-01-10", "2031-12-31"];
const DATED: [&str; 8] =
    ["as_of", "horizon", "granted", "expires", "attested_on", "since", "expected", "date"];

/// What a place asks for: its last key, and whether it is a member of the list there.
fn key_of(path: &str) -> String {
    let is_member = |token: &str| token == "-" || token.parse::<usize>().is_ok();
    let mut tokens = path.rsplit('/');
    match (tokens.next().unwrap_or_default(), tokens.next()) {
        (last, Some(list)) if is_member(last) => format!("{list}/*"),
        (last, _) => last.to_owned(),
    }
}

/// Where values come from: places and values of the format, other documents, values of any kind.
struct Pool {
    /// The places of the items of a document with every key, by what the items are.
    places: BTreeMap<&'static str, Vec<String>>,
    /// Values that fit, by key.
    fitting: BTreeMap<String, Vec<Value>>,
    documents: Vec<Document>,
    junk: Vec<Value>,
}

fn sort_of(item: &Item) -> &'static str {
    match item {
        Item::Document => "document",
        Item::Service(_) => "service",
        Item::Reliance { .. } => "reliance",
        Item::ThirdParty(_) => "third party",
        Item::Provider(_) => "provider",
        Item::Entity(_) => "entity",
        Item::Holding(_) => "holding",
    }
}

/// Every value of a document under its key.
fn by_key(value: &Value, into: &mut BTreeMap<String, Vec<Value>>) {
    for at in places(value) {
        into.entry(key_of(&at)).or_default().extend(value.pointer(&at).cloned());
    }
}

fn pool() -> Pool {
    let document = maximal();
    let mut known: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for item in items(&document) {
        let value = item.value(&document).expect("it is there");
        let list = known.entry(sort_of(&item)).or_default();
        for at in places(&value) {
            if value.pointer(&at).is_some_and(Value::is_array) {
                list.push(format!("{at}/-"));
            }
            list.push(at);
        }
        list.sort();
        list.dedup();
    }
    let mut fitting = BTreeMap::new();
    by_key(&write::to_value(&document), &mut fitting);
    for key in DATED {
        fitting.entry(key.to_owned()).or_default().extend(DAYS.map(Value::from));
    }
    fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> Vec<Value> {
        all.iter().map(|word| id(*word).into()).collect()
    }
    let answers: Vec<Value> = ids(Answer::ALL, Answer::id);
    let words = [
        ("evidence", ids(Evidence::ALL, Evidence::id)),
        ("kind", ids(EventKind::ALL, EventKind::id)),
        ("kind", ids(EntityKind::ALL, EntityKind::id)),
        ("milestone", ids(Milestone::ALL, Milestone::id)),
        ("override", ids(Override::ALL, Override::id)),
        ("status", ids(Status::ALL, Status::id)),
        ("roles/*", ids(Role::ALL, Role::id)),
        ("data_access", ids(DataAccess::ALL, DataAccess::id)),
        ("autonomy", ids(Autonomy::ALL, Autonomy::id)),
        ("layer", ids(&Layer::ALL, Layer::id)),
        ("layers/*", ids(&Layer::ALL, Layer::id)),
        ("covers/*", ids(&Layer::ALL, Layer::id)),
        ("activities/*", ids(&Activity::ALL, Activity::id)),
        ("activities", ids(&Activity::ALL, Activity::id).into_iter().map(|a| json!([a])).collect()),
        ("audit_clause", answers.clone()),
        ("version", vec![json!("3.1"), json!("3.2"), json!("4.0")]),
        ("capital", vec![json!(0), json!(33.5), json!([10, 20]), json!(100)]),
        ("votes", vec![json!(0), json!(33.5), json!([10, 20]), json!(100)]),
    ];
    for (key, words) in words {
        fitting.entry(key.to_owned()).or_default().extend(words);
    }
    for fact in SECNUMCLOUD.facts {
        fitting.entry(fact.id.to_owned()).or_default().extend(answers.iter().cloned());
    }
    for reading in SECNUMCLOUD.readings {
        let answers = reading.answers.iter().map(|answer| Value::from(*answer));
        fitting.entry(reading.id.id().to_owned()).or_default().extend(answers);
    }
    Pool { places: known, fitting, documents: Vec::new(), junk: Vec::new() }
}

/// Places that no item has, and places that no edit may touch.
const ODD: [&str; 18] = [
    "",
    "/",
    "//",
    "/-",
    "/id",
    "/service",
    "/format",
    "/services",
    "/services/0/id",
    "/providers/-",
    "/x-new",
    "/x-new/a~1b/~0",
    "/x-new/-/-",
    "/note/x",
    "/sources/7",
    "/relies_on/99/note",
    "title",
    "x/title",
];

impl Pool {
    fn place(&self, item: &Item, document: &Document, pick: Index) -> String {
        let own = item.value(document).map(|value| places(&value)).unwrap_or_default();
        let known = self.places.get(sort_of(item)).into_iter().flatten();
        let all: Vec<&str> = own.iter().chain(known).map(String::as_str).chain(ODD).collect();
        (*pick.get(&all)).to_owned()
    }

    /// A value that fits a place, as far as a key tells; names of things are those of the document.
    fn fitting(&self, document: &Document, path: &str, pick: Index) -> Value {
        let key = key_of(path);
        let mut all = BTreeMap::new();
        by_key(&write::to_value(document), &mut all);
        let mut all = all.remove(&key).unwrap_or_default();
        let names_things =
            ["provider", "entity", "service", "holder", "held", "serves/*", "serves", "relies_on/*"];
        if !names_things.contains(&key.as_str()) {
            all.extend(self.fitting.get(&key).into_iter().flatten().cloned());
        }
        let things = |list: Vec<String>| list.into_iter().map(Value::from).collect::<Vec<_>>();
        all.extend(match key.as_str() {
            "provider" => things(document.providers.iter().map(|p| p.id.to_string()).collect()),
            "service" | "serves/*" => things(document.services.iter().map(|s| s.id.to_string()).collect()),
            "entity" | "holder" | "held" => {
                things(document.entities.iter().map(|e| e.id.to_string()).collect())
            }
            "relies_on/*" => document.services.iter().map(|s| json!({ "service": s.id })).collect(),
            _ => Vec::new(),
        });
        if all.is_empty() { json!("x") } else { pick.get(&all).clone() }
    }

    fn wrong(&self, pick: Index) -> Value {
        let all: Vec<&Value> = self.fitting.values().flatten().collect();
        (*pick.get(&all)).clone()
    }

    fn any(&self, pick: Index) -> Value {
        let all: Vec<Value> = others().into_iter().chain(self.junk.iter().cloned()).collect();
        pick.get(&all).clone()
    }

    /// An identifier: a new one, one that is taken, or none at all.
    fn id(&self, document: &Document, pick: Index) -> String {
        let new = (0..6).map(|i| format!("new-{i}")).chain(["a".repeat(64)]);
        let taken = items(document).into_iter().filter_map(|item| match item {
            Item::Service(id) => Some(id.0),
            Item::Provider(id) => Some(id.0),
            Item::Entity(id) => Some(id.0),
            Item::ThirdParty(id) => Some(id.0),
            _ => None,
        });
        let none = ["", "Bad Id", "é", "a_b"].map(str::to_owned).into_iter().chain(["a".repeat(65)]);
        let all: Vec<String> = new.chain(taken).chain(none).collect();
        pick.get(&all).clone()
    }

    fn addition(&self, document: &Document, [sort, whose, what, id, to]: [Index; 5]) -> Addition {
        let from = if whose.index(3) == 0 { document } else { whose.get(&self.documents) };
        let id = self.id(document, id);
        fn one<T: Clone + Default>(pick: Index, all: &[T]) -> T {
            if all.is_empty() { T::default() } else { pick.get(all).clone() }
        }
        match sort.index(5) {
            0 => {
                let mut service = one(what, &from.services);
                service.id = ServiceId(id);
                if to.index(4) > 0 {
                    service.provider = one(to, &document.providers).id;
                    service.relies_on.retain(|r| document.service(r.service.as_str()).is_some());
                }
                Addition::Service(Box::new(service))
            }
            1 => {
                let entity = document.entities.first().map(|e| e.id.clone()).filter(|_| to.index(2) == 0);
                Addition::Provider(Provider { id: ProviderId(id), entity, ..one(what, &from.providers) })
            }
            2 => Addition::ThirdParty(Box::new(ThirdParty {
                id: ThirdPartyId(id),
                ..one(what, &from.third_parties)
            })),
            3 => Addition::Entity(Entity { id: EntityId(id), ..one(what, &from.entities) }),
            _ => {
                let entity = |pick: Index| match document.entities.as_slice() {
                    [] => "nobody".into(),
                    all => pick.get(all).id.clone(),
                };
                Addition::Holding(Holding {
                    holder: entity(to),
                    held: entity(whose),
                    ..one(what, &from.holdings)
                })
            }
        }
    }

    fn edit(&self, document: &Document, draw: &Draw) -> Edit {
        let [a, b, c, d, e] = draw.picks;
        let mut all = items(document);
        all.push(Item::Service("nobody".into()));
        all.push(Item::Reliance { service: "s0".into(), base: "nobody".into() });
        all.push(Item::Holding(99));
        let item = a.get(&all).clone();
        let set = |value: fn(&Self, &Document, &str, Index) -> Option<Value>| {
            let path = self.place(&item, document, b);
            let value = value(self, document, &path, c);
            Edit::Set { item: item.clone(), path, value }
        };
        match draw.sort {
            0..=39 => set(|pool, document, path, pick| Some(pool.fitting(document, path, pick))),
            40..=47 => set(|pool, _, _, pick| Some(pool.wrong(pick))),
            48..=55 => set(|pool, _, _, pick| Some(pool.any(pick))),
            56..=67 if d.index(2) == 0 => set(|_, _, _, _| None),
            56..=67 => {
                let own = item.value(document).map(|value| places(&value)).unwrap_or_default();
                let path = if own.is_empty() { String::new() } else { b.get(&own).clone() };
                Edit::Set { item, path, value: None }
            }
            68..=79 => Edit::Add(self.addition(document, draw.picks)),
            80..=86 => {
                // Of every sort as often, however many there are.
                let sorts: BTreeSet<&str> = all.iter().map(sort_of).collect();
                let sort = *b.get(&Vec::from_iter(sorts));
                all.retain(|item| sort_of(item) == sort);
                Edit::Remove(a.get(&all).clone())
            }
            87..=91 => Edit::Duplicate {
                service: if document.services.is_empty() {
                    "nobody".into()
                } else {
                    b.get(&document.services).id.clone()
                },
                copy: ServiceId(self.id(document, c)),
                name: ["", "Copy", "Été"][d.index(3)].to_owned(),
            },
            92..=96 if document.services.len() < 16 => Edit::Insert(Box::new(e.get(&self.documents).clone())),
            92..=96 => Edit::Remove(item),
            _ => Edit::Replace(Box::new(e.get(&self.documents).clone())),
        }
    }
}

fn variant(edit: &Edit) -> String {
    match edit {
        Edit::Set { value: Some(_), .. } => "set",
        Edit::Set { .. } => "unset",
        Edit::Add(Addition::Service(_)) => "add a service",
        Edit::Add(Addition::Provider(_)) => "add a provider",
        Edit::Add(Addition::ThirdParty(_)) => "add a third party",
        Edit::Add(Addition::Entity(_)) => "add an entity",
        Edit::Add(Addition::Holding(_)) => "add a holding",
        Edit::Remove(item) => return format!("remove a {}", sort_of(item)),
        Edit::Duplicate { .. } => "duplicate",
        Edit::Insert(_) => "insert",
        Edit::Replace(_) => "replace",
        Edit::Several(_) => "several",
    }
    .to_owned()
}

/// What every document must be, that an edit has left: without errors, readable, the same when read again, fit for the
/// schema, and without loose ends.
fn assert_whole(schema: &JSONSchema, document: &Document, issues: &[Issue]) -> Result<(), TestCaseError> {
    prop_assert!(!issues.iter().any(Issue::is_error), "{:?}", issues);
    let text = write::to_text(document);
    let (again, found) = read(&SECNUMCLOUD, text.as_bytes())
        .map_err(|e| TestCaseError::fail(format!("it is not readable: {e:?}")))?;
    prop_assert_eq!(&again, document, "read again, another document");
    prop_assert_eq!(&found, issues, "left: found by the reader; right: by the edit");
    prop_assert_eq!(write::to_text(&again), text, "written again, other bytes");
    prop_assert_eq!(misfits(schema, &write::to_value(document)), Vec::<String>::new());
    prop_assert_eq!(loose_ends(document), Vec::<String>::new());
    Ok(())
}

/// Refuses with the edit that was made.
fn after(edit: &Edit, result: Result<(), TestCaseError>) -> Result<(), TestCaseError> {
    result.map_err(|e| TestCaseError::fail(format!("after {edit:?}\n{e}")))
}

#[test]
fn any_edits_leave_a_whole_document() {
    let schema = validator();
    let known = RefCell::new(pool());
    // By variant: how often done, how often refused.
    let tally: RefCell<BTreeMap<String, (u32, u32)>> = RefCell::default();
    let wish = prop_oneof![12 => draw().prop_map(|d| vec![d]), 1 => vec(draw(), 2..=3)];
    let cases = (rich(), vec(wish, 1..=30), vec(rich(), 2), vec(anything(), 3));
    run(400, &cases, |(mut document, wishes, documents, junk)| {
        let mut pool = known.borrow_mut();
        (pool.documents, pool.junk) = (documents, junk);
        for wish in wishes {
            let mut edits: Vec<Edit> = wish.iter().map(|draw| pool.edit(&document, draw)).collect();
            let edit = if edits.len() == 1 { edits.remove(0) } else { Edit::Several(edits) };
            let before = document.clone();
            let result = apply(&SECNUMCLOUD, &document, edit.clone());
            prop_assert_eq!(&document, &before, "the document itself has changed, by {:?}", edit);
            if wish[0].picks[4].index(4) == 0 {
                prop_assert_eq!(&apply(&SECNUMCLOUD, &before, edit.clone()), &result, "not the same again");
            }
            let mut tally = tally.borrow_mut();
            let (accepted, refused) = tally.entry(variant(&edit)).or_default();
            if let Ok((next, issues)) = result {
                *accepted += 1;
                after(&edit, assert_whole(&schema, &next, &issues))?;
                document = next;
            } else {
                *refused += 1;
            }
        }
        Ok(())
    });
    // The property says something only where edits were made, and where some were refused.
    let tally = tally.into_inner();
    for (variant, (accepted, _)) in tally.iter().filter(|(variant, _)| *variant != "remove a document") {
        assert!(*accepted > 0, "{variant}: {tally:?}");
    }
    for variant in ["set", "unset", "add a service", "remove a provider", "duplicate", "several"] {
        assert!(tally.get(variant).is_some_and(|(_, refused)| *refused > 0), "{variant}: {tally:?}");
    }
}

/// What the types can hold and no reader lets in. Of these the app itself can make the names: a person types them.
#[test]
fn what_the_reader_refuses_is_refused_from_an_edit_too() {
    let document = maximal();
    let long = || "n".repeat(301);
    let country = || Some(Country("France".to_owned()));
    let third = || ThirdParty { id: "new".into(), ..ThirdParty::default() };
    let entity = || Entity { id: "new".into(), ..Entity::default() };
    let service = || Service { id: "new".into(), ..document.services[0].clone() };
    let holding = || document.holdings[0].clone();
    let provider = || Provider { id: "new".into(), ..Provider::default() };
    let add = |service: Service| Edit::Add(Addition::Service(Box::new(service)));
    let qualified = |q: Qualification| {
        Edit::Add(Addition::Service(Box::new(Service { qualifications: vec![q], ..service() })))
    };
    let with = |change: fn(&mut Document)| {
        let mut document = maximal();
        change(&mut document);
        Box::new(document)
    };
    let extra = |value: Value| value.as_object().cloned().unwrap_or_default();
    let edits: Vec<(&str, Edit)> = vec![
        ("the name of a copy", Edit::Duplicate { service: "iaas".into(), copy: "new".into(), name: long() }),
        ("the name of a service", add(Service { name: long(), ..service() })),
        ("the name of a provider", Edit::Add(Addition::Provider(Provider { name: long(), ..provider() }))),
        ("the name of a third party", {
            Edit::Add(Addition::ThirdParty(Box::new(ThirdParty { name: long(), ..third() })))
        }),
        ("the name of an entity", Edit::Add(Addition::Entity(Entity { name: long(), ..entity() }))),
        ("a title, replaced", Edit::Replace(with(|d| d.title = "n".repeat(301)))),
        ("a name, inserted", Edit::Insert(with(|d| d.services[0].name = "n".repeat(301)))),
        ("an identifier, replaced", {
            Edit::Replace(with(|d| {
                d.third_parties[0].id = "Not An Id".into();
            }))
        }),
        ("no identifier, replaced", Edit::Replace(with(|d| d.third_parties[0].id = "".into()))),
        (
            "no version",
            qualified(Qualification { granted: "2025-01-10".parse().ok(), ..Qualification::default() }),
        ),
        ("a column", add(Service { column: Some(MAX_COLUMN + 1), ..service() })),
        ("a country", Edit::Add(Addition::Entity(Entity { seat: country(), ..entity() }))),
        (
            "a share",
            Edit::Add(Addition::Holding(Holding { capital: Share::Between(0.0, 120.0), ..holding() })),
        ),
        ("a range", Edit::Add(Addition::Holding(Holding { votes: Share::Between(30.0, 20.0), ..holding() }))),
        ("no holder", Edit::Add(Addition::Holding(Holding { holder: "".into(), ..holding() }))),
        ("no entity", Edit::Add(Addition::Provider(Provider { entity: Some("".into()), ..provider() }))),
        ("no provider", add(Service { provider: "".into(), ..service() })),
        ("no base", add(Service { relies_on: vec![Reliance::default()], ..service() })),
        ("a known key among the unknown", {
            let extra = extra(json!({ "note": 7 }));
            Edit::Add(Addition::Provider(Provider { extra, ..provider() }))
        }),
    ];
    let accepted: Vec<String> = edits
        .into_iter()
        .filter_map(|(what, edit)| {
            let next = applied(&document, edit).ok()?;
            let found = read(&SECNUMCLOUD, write::to_text(&next).as_bytes()).map(|(_, issues)| issues);
            let errors =
                found.map(|issues| issues.iter().filter(|i| i.is_error()).cloned().collect::<Vec<_>>());
            Some(format!("{what}: {errors:?}"))
        })
        .collect();
    assert!(accepted.is_empty(), "accepted, though the reader finds:\n{}", accepted.join("\n"));
}

/// The reader goes 127 levels deep; what an edit leaves must be readable.
#[test]
fn nothing_is_nested_deeper_than_the_reader_goes() {
    let deep = (0..200).fold(json!(1), |value, _| json!([value]));
    for edit in [
        Edit::set(Item::Document, "/x", deep.clone()),
        Edit::set(Item::Document, &"/x".repeat(200), 1),
        Edit::set(Item::Service("iaas".into()), "/candidacy/x", deep),
        Edit::set(Item::Service("iaas".into()), &"/-".repeat(200), 1),
    ] {
        assert_readable(edit);
    }
}

/// What no form can say, but the types can.
#[test]
fn nothing_grows_beyond_what_the_reader_takes() {
    let deep = (0..200).fold(json!(1), |value, _| json!([value]));
    let mut extra = Extra::new();
    extra.insert("x".to_owned(), deep);
    assert_readable(Edit::Add(Addition::Provider(Provider {
        id: "new".into(),
        extra,
        ..Provider::default()
    })));
    assert_readable(Edit::set(Item::Document, "/x", "x".repeat(read::MAX_BYTES)));
}

/// Either the edit is refused, or what it leaves can be read.
fn assert_readable(edit: Edit) {
    if let Ok(next) = applied(&maximal(), edit) {
        let again = read(&SECNUMCLOUD, write::to_text(&next).as_bytes());
        assert!(again.is_ok(), "{:?}", again.err());
    }
}

/// Read and written again, the same bytes: also for the one number that is equal to another and looks different.
#[test]
fn nought_has_no_sign() {
    let edit = Edit::set(Item::Holding(0), "/capital", json!([-0.0, 0]));
    let text = write::to_text(&applied(&maximal(), edit).expect("a share"));
    let (again, _) = read(&SECNUMCLOUD, text.as_bytes()).expect("a document");
    let capital = |text: &str| {
        let value: Value = serde_json::from_str(text).expect("JSON");
        value["holdings"][0]["capital"].to_string()
    };
    assert_eq!(capital(&write::to_text(&again)), capital(&text));
}

/// An empty name is none.
#[test]
fn a_third_party_serves_no_service_without_a_name() {
    let edit = Edit::set(Item::ThirdParty("soc".into()), "/serves/-", "");
    let result = applied(&maximal(), edit);
    assert!(result.is_err(), "{:?}", result.map(|d| d.third_parties[0].serves.clone()));
}

#[test]
fn several_edits_are_one() {
    let document = maximal();
    let (soc, north) = (Item::ThirdParty("soc".into()), Item::Provider("north".into()));
    let removed = Edit::Several(vec![Edit::Remove(soc.clone()), Edit::set(Item::Document, "/title", "Both")]);
    let next = applied(&document, removed).expect("both can be made");
    assert_eq!((next.title.as_str(), next.third_parties.len()), ("Both", 0));
    let half = Edit::Several(vec![Edit::Remove(soc), Edit::Remove(north)]);
    assert_eq!(applied(&document, half), Err(EditError::InUse("north".into())));
    assert_eq!(applied(&document, Edit::Several(Vec::new())), Ok(document));
}

#[test]
fn identifiers_and_lists_are_not_set() {
    let document = maximal();
    for (item, path) in [
        (Item::Document, "/format"),
        (Item::Document, "/services"),
        (Item::Document, "/services/0/name"),
        (Item::Document, "/providers/-"),
        (Item::Document, "/third_parties/0"),
        (Item::Document, "/entities"),
        (Item::Document, "/holdings/0/veto"),
        (Item::Document, ""),
        (Item::Document, "/"),
        (Item::Service("paas".into()), "/id"),
        (Item::Service("paas".into()), "/id/x"),
        (Item::Service("paas".into()), ""),
        (Item::Reliance { service: "paas".into(), base: "iaas".into() }, "/service"),
        (Item::ThirdParty("soc".into()), "/id"),
        (Item::Provider("north".into()), "/id"),
        (Item::Entity("watch-inc".into()), "/id"),
        (Item::Entity("nobody".into()), "/name"),
        (Item::Holding(1), "/veto"),
        (Item::Service("paas".into()), "/name/x"),
        (Item::Service("paas".into()), "/sources/9"),
    ] {
        for value in [Some(json!("x")), None] {
            let edit = Edit::Set { item: item.clone(), path: path.to_owned(), value };
            assert_eq!(applied(&document, edit), Err(EditError::NoSuchPlace), "{item:?} {path}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// There and back
// ---------------------------------------------------------------------------------------------------------------------

/// Whether a place holds one value that is set by itself: members of a set of layers or activities have no place of
/// their own, and the ends of a share are one value.
fn stands_alone(path: &str) -> bool {
    !["activities/*", "layers/*", "covers/*", "capital/*", "votes/*"].contains(&key_of(path).as_str())
}

/// The item's value at a place, and whether the object that would hold it is there and empty.
fn former(document: &Document, item: &Item, path: &str) -> (Option<Value>, bool) {
    let whole = item.value(document).expect("it is there");
    let above = patch::split(path).and_then(|(above, _)| whole.pointer(above));
    (whole.pointer(path).cloned(), above.is_some_and(|above| *above == json!({})))
}

#[test]
fn what_is_set_can_be_set_back() {
    let pool = pool();
    let tried = RefCell::new((0, 0));
    run(300, &(rich(), vec(any::<[Index; 3]>(), 30)), |(document, picks)| {
        let all = items(&document);
        for [which, place, value] in picks {
            let item = which.get(&all).clone();
            let path = pool.place(&item, &document, place);
            if ODD.contains(&path.as_str()) {
                continue;
            }
            let (before, empty) = former(&document, &item, &path);
            let scalar = |value: &Value| !value.is_object() && !value.is_array();
            let value = pool.fitting(&document, &path, value);
            if !before.as_ref().is_none_or(scalar) || !scalar(&value) || !stands_alone(&path) || empty {
                continue;
            }
            // A member added at the end is taken away from its place there.
            let back = match path.strip_suffix("/-") {
                Some(list) => {
                    let whole = item.value(&document).expect("it is there");
                    let len = whole.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
                    format!("{list}/{len}")
                }
                None => path.clone(),
            };
            let Ok(next) = applied(&document, Edit::set(item.clone(), &path, value.clone())) else {
                continue;
            };
            let shown = format!("{item:?} {path} = {value}, formerly {before:?}");
            tried.borrow_mut().0 += 1;
            tried.borrow_mut().1 += i32::from(before.is_none() && next != document);
            // A default is not written; there is nothing then to take away.
            let undone = match before {
                None if former(&next, &item, &back).0.is_none() => next,
                before => done(&next, Edit::Set { item, path: back, value: before })?,
            };
            prop_assert_eq!(&undone, &document, "{}", shown);
        }
        Ok(())
    });
    let (all, new) = tried.into_inner();
    assert!(all > 1000 && new > 200, "{all} tried, {new} of them where nothing was");
}

/// Saying one thing of a candidacy and taking it back leaves none: an empty one would still make a candidate.
#[test]
fn a_candidacy_goes_with_the_last_that_it_says() {
    let mut document = maximal();
    document.services[0].candidacy = None;
    let item = Item::Service("iaas".into());
    let noted = applied(&document, Edit::set(item.clone(), "/candidacy/note", "x")).expect("a note");
    assert_eq!(applied(&noted, Edit::unset(item, "/candidacy/note")), Ok(document));
}

/// A judgement that says nothing more goes, whatever was the last that it said.
#[test]
fn the_only_evidence_of_a_judgement_goes_with_it() {
    let (document, item) = (maximal(), Item::Service("iaas".into()));
    let edit = Edit::set(item.clone(), "/judgements/12.11.a/evidence/-", "https://example.org");
    let judged = applied(&document, edit).expect("a judgement");
    let back = applied(&judged, Edit::unset(item, "/judgements/12.11.a/evidence/0")).expect("it is there");
    assert_eq!(back.services[0].judgements, BTreeMap::new());
}

#[test]
fn what_says_nothing_more_goes() {
    let document = maximal();
    let item = Item::Service("iaas".into());
    for path in ["/candidacy/note", "/judgements/12.11.a/note", "/locations/storage", "/facts/x"] {
        let value = match path {
            "/locations/storage" => json!(["FR"]),
            "/facts/x" => json!("yes"),
            _ => json!("x"),
        };
        let next = applied(&document, Edit::set(item.clone(), path, value)).expect("it can be said");
        assert_ne!(next, document, "{path}");
        assert_eq!(applied(&next, Edit::unset(item.clone(), path)), Ok(document.clone()), "{path}");
    }
    // A member of a list stays, though nothing is left of it.
    let paas = Item::Service("paas".into());
    let mut next = document;
    for key in ["layers", "requirements", "text"] {
        let path = format!("/qualifications/0/reserves/0/{key}");
        next = applied(&next, Edit::unset(paas.clone(), &path)).expect("it can be taken away");
    }
    assert_eq!(next.services[1].qualifications[0].reserves, [Default::default()]);
}

#[test]
fn items_and_places_lead_to_one_another() {
    run(300, &rich(), |document| {
        let whole = write::to_value(&document);
        for at in places(&whole) {
            let (item, rest) = Item::of(&document, &at);
            let above = item.at(&document);
            prop_assert_eq!(above.map(|above| above + &rest), Some(at.clone()), "{:?}", item);
            let list = ["/providers", "/services", "/third_parties", "/entities", "/holdings"];
            if rest.is_empty() && item == Item::Document || list.contains(&rest.as_str()) {
                continue;
            }
            let value = item.value(&document).expect("it is there");
            prop_assert_eq!(value.pointer(&rest), whole.pointer(&at), "{}", at);
        }
        for item in items(&document) {
            let at = item.at(&document).expect("it is there");
            prop_assert_eq!(Item::of(&document, &at), (item, String::new()));
        }
        Ok(())
    });
    let document = maximal();
    for at in ["/services/9", "/services/x/name", "/nowhere/0", "/holdings/1", "/services"] {
        assert_eq!(Item::of(&document, at), (Item::Document, at.to_owned()));
    }
    let nobody = [Item::Service("x".into()), Item::Holding(1), Item::Entity("soc".into())];
    assert!(nobody.iter().all(|item| item.at(&document).is_none() && item.value(&document).is_none()));
}

/// The problems list says « /services/1/relies_on/1 comes twice »: it must lead there, not to the first.
#[test]
fn the_second_of_two_reliances_on_one_base_has_a_place_too() {
    let mut document = maximal();
    let twice = Reliance { service: "iaas".into(), ..Reliance::default() };
    document.services[1].relies_on.push(twice);
    assert!(validate(&SECNUMCLOUD, &document).iter().any(|i| i.at == "/services/1/relies_on/1"));
    let (item, rest) = Item::of(&document, "/services/1/relies_on/1");
    assert_eq!(item.at(&document).map(|at| at + &rest).as_deref(), Some("/services/1/relies_on/1"));
}

#[test]
fn an_item_put_back_is_the_same() {
    run(300, &rich(), |document| {
        for item in items(&document) {
            let mut again = document.clone();
            let value = item.value(&document).expect("it is there");
            prop_assert_eq!(item.put(&mut again, value), Some(Vec::new()), "{:?}", item);
            prop_assert_eq!(&again, &document, "{:?}", item);
        }
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Removing and copying
// ---------------------------------------------------------------------------------------------------------------------

/// Where an identifier stands in a document; what people write can look like one.
fn mentions(document: &Document, id: &str) -> Vec<String> {
    let whole = write::to_value(document);
    let is_prose = |at: &str| ["title", "name", "note", "sources/*"].contains(&key_of(at).as_str());
    let is_it = |at: &str| whole.pointer(at).and_then(Value::as_str) == Some(id);
    places(&whole).into_iter().filter(|at| is_it(at) && !is_prose(at)).collect()
}

#[test]
fn what_is_removed_is_named_nowhere() {
    run(300, &(rich(), any::<Index>()), |(document, index)| {
        let service = index.get(&document.services).id.clone();
        let next = done(&document, Edit::Remove(Item::Service(service.clone())))?;
        prop_assert_eq!(mentions(&next, service.as_str()), Vec::<String>::new());
        prop_assert_eq!(next.services.len() + 1, document.services.len());
        prop_assert_eq!(&next.providers, &document.providers);
        prop_assert_eq!(next.third_parties.len(), document.third_parties.len());
        if !document.entities.is_empty() {
            let entity = index.get(&document.entities).id.clone();
            let next = done(&document, Edit::Remove(Item::Entity(entity.clone())))?;
            prop_assert_eq!(mentions(&next, entity.as_str()), Vec::<String>::new());
            prop_assert_eq!(&next.services, &document.services);
            prop_assert_eq!(next.providers.len(), document.providers.len());
            prop_assert!(next.holdings.iter().all(|h| document.holdings.contains(h)));
        }
        for provider in &document.providers {
            let result = applied(&document, Edit::Remove(Item::Provider(provider.id.clone())));
            if document.services.iter().any(|s| s.provider == provider.id) {
                prop_assert_eq!(result, Err(EditError::InUse(provider.id.clone())));
            } else {
                let next = result.map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
                prop_assert_eq!(mentions(&next, provider.id.as_str()), Vec::<String>::new());
            }
        }
        for third in &document.third_parties {
            let next = done(&document, Edit::Remove(Item::ThirdParty(third.id.clone())))?;
            prop_assert_eq!(mentions(&next, third.id.as_str()), Vec::<String>::new());
            prop_assert_eq!(next.third_parties.len() + 1, document.third_parties.len());
        }
        for i in 0..document.holdings.len() {
            let next = done(&document, Edit::Remove(Item::Holding(i)))?;
            let mut rest = document.holdings.clone();
            rest.remove(i);
            prop_assert_eq!(next.holdings, rest);
        }
        for service in &document.services {
            for reliance in &service.relies_on {
                let item = Item::Reliance { service: service.id.clone(), base: reliance.service.clone() };
                let next = done(&document, Edit::Remove(item.clone()))?;
                prop_assert_eq!(item.at(&next), None);
                prop_assert_eq!(next.services.len(), document.services.len());
            }
        }
        let nothing = [Item::Document, Item::Service("nobody".into()), Item::Holding(99)];
        for item in nothing {
            prop_assert_eq!(applied(&document, Edit::Remove(item)), Err(EditError::NoSuchPlace));
        }
        Ok(())
    });
}

#[test]
fn a_copy_rests_on_the_same_and_carries_no_decision() {
    run(300, &(rich(), any::<Index>(), name()), |(document, index, name)| {
        let original = index.get(&document.services).clone();
        let copy =
            |id: &str| Edit::Duplicate { service: original.id.clone(), copy: id.into(), name: name.clone() };
        let next = done(&document, copy("copy"))?;
        let made = next.service("copy").cloned().expect("the copy");
        prop_assert_eq!(&made.name, &name);
        prop_assert!(made.qualifications.is_empty() && made.candidacy.is_none() && made.plan.is_none());
        prop_assert!(made.judgements.is_empty() && made.column.is_none());
        // What a base answered, it answered to the original.
        let silent = |service: &Service| {
            let mut relies_on = service.relies_on.clone();
            for reliance in &mut relies_on {
                reliance.answers.clear();
                reliance.collected.clear();
            }
            relies_on
        };
        prop_assert_eq!(&made.relies_on, &silent(&original));
        // All else is the original's.
        let rest = |service: &Service| Service {
            id: ServiceId::default(),
            name: String::new(),
            qualifications: Vec::new(),
            candidacy: None,
            plan: None,
            judgements: BTreeMap::new(),
            relies_on: silent(service),
            column: None,
            ..service.clone()
        };
        prop_assert_eq!(rest(&made), rest(&original));
        for (before, after) in document.third_parties.iter().zip(&next.third_parties) {
            let serves = |third: &ThirdParty, id: &ServiceId| third.serves.contains(id);
            prop_assert_eq!(serves(after, &"copy".into()), serves(before, &original.id));
            let mut served = after.serves.clone();
            served.retain(|id| id.as_str() != "copy");
            prop_assert_eq!(&served, &before.serves);
        }
        prop_assert_eq!(&next.services[..document.services.len()], &document.services[..]);
        // And gone again, nothing has happened.
        prop_assert_eq!(done(&next, Edit::Remove(Item::Service("copy".into())))?, document.clone());
        for id in document.services.iter().map(|s| s.id.as_str()).chain(["", "Copy", "a b", "é"]) {
            prop_assert!(applied(&document, copy(id)).is_err(), "“{}”", id);
        }
        prop_assert!(applied(&document, copy(&"a".repeat(65))).is_err());
        let of_nobody = Edit::Duplicate { service: "nobody".into(), copy: "copy".into(), name };
        prop_assert_eq!(applied(&document, of_nobody), Err(EditError::NoSuchPlace));
        Ok(())
    });
}

/// « The identifier is taken or is none » is what the error says of itself.
#[test]
fn an_identifier_that_is_taken_is_refused_as_such() {
    let document = maximal();
    let copy = |id: &str| Edit::Duplicate { service: "iaas".into(), copy: id.into(), name: String::new() };
    assert_eq!(applied(&document, copy("Not An Id")), Err(EditError::BadId("Not An Id".to_owned())));
    assert_eq!(applied(&document, copy("paas")), Err(EditError::BadId("paas".to_owned())));
}

// ---------------------------------------------------------------------------------------------------------------------
// Putting documents together
// ---------------------------------------------------------------------------------------------------------------------

fn scope(document: &Document, service: &ServiceId, question: &Question) -> Result<Scope, TestCaseError> {
    model::scope(&SECNUMCLOUD, document, service, question)
        .map_err(|e| TestCaseError::fail(format!("{service}: {e:?}")))
}

/// The document under other identifiers.
fn renamed(mut d: Document, to: impl Fn(&str) -> String) -> Document {
    for service in &mut d.services {
        service.id.0 = to(&service.id.0);
        service.provider.0 = to(&service.provider.0);
        service.relies_on.iter_mut().for_each(|r| r.service.0 = to(&r.service.0));
    }
    for provider in &mut d.providers {
        provider.id.0 = to(&provider.id.0);
        provider.entity.iter_mut().for_each(|e| e.0 = to(&e.0));
    }
    for third in &mut d.third_parties {
        third.id.0 = to(&third.id.0);
        third.serves.iter_mut().for_each(|s| s.0 = to(&s.0));
        third.entity.iter_mut().for_each(|e| e.0 = to(&e.0));
    }
    d.entities.iter_mut().for_each(|e| e.id.0 = to(&e.id.0));
    for holding in &mut d.holdings {
        holding.holder.0 = to(&holding.holder.0);
        holding.held.0 = to(&holding.held.0);
    }
    d
}

/// Identifiers as they are, numbered as if taken, longer than those made from names, sharing a long beginning, and with
/// hyphens where names have none.
fn in_style(style: usize, id: &str) -> String {
    match style {
        0 => id.to_owned(),
        1 => format!("{id}-2"),
        2 => format!("{id}-{}", "long".repeat(12)),
        3 => format!("{}-{id}", "long".repeat(12)),
        4 => format!("-{id}--"),
        // s0, s0-2, s2, s2-2 and so on.
        _ => match id.chars().last().and_then(|c| c.to_digit(10)) {
            Some(n) if n % 2 == 1 => format!("{}{}-2", &id[..id.len() - 1], n - 1),
            _ => id.to_owned(),
        },
    }
}

/// A host, what is added to it, and a question: the same whose identifiers often meet.
fn two_documents() -> impl Strategy<Value = (Document, Document, Question)> {
    let pair = prop_oneof![4 => (rich(), rich()), 1 => rich().prop_map(|d| (d.clone(), d))];
    (pair, 0..6_usize, 0..6_usize).prop_flat_map(|((host, addition), a, b)| {
        let (host, addition) = (renamed(host, |id| in_style(a, id)), renamed(addition, |id| in_style(b, id)));
        let question = prop_oneof![generate::question(&host), generate::question(&addition)];
        (Just(host), Just(addition), question)
    })
}

fn place_of(document: &Document, service: &ServiceId) -> usize {
    document.services.iter().position(|s| s.id == *service).expect("it is there")
}

fn entity_named<'d>(document: &'d Document, id: &EntityId) -> &'d str {
    document.entities.iter().find(|e| e.id == *id).map_or("nobody", |e| e.name.as_str())
}

/// The names of a service's provider and of the legal person behind it.
fn provider_named<'d>(document: &'d Document, service: &Service) -> (&'d str, Option<&'d str>) {
    let provider = document.provider(&service.provider).expect("it is there");
    (provider.name.as_str(), provider.entity.as_ref().map(|e| entity_named(document, e)))
}

/// Inserts, and inserts again: nothing comes twice, nothing is loose, and everyone’s verdicts are what they were.
fn assert_inserts(host: &Document, addition: &Document, question: &Question) -> Result<(), TestCaseError> {
    let verdicts = |document: &Document, ids: &[ServiceId]| {
        ids.iter()
            .map(|id| Ok(scope(document, id, question)?.verdicts))
            .collect::<Result<Vec<_>, TestCaseError>>()
    };
    let ids = |d: &Document| d.services.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    let (of_host, of_addition) = (verdicts(host, &ids(host))?, verdicts(addition, &ids(addition))?);
    let mut next = host.clone();
    let mut copies = Vec::new();
    for round in 1..=2 {
        let inserted = done(&next, Edit::Insert(Box::new(addition.clone())))?;
        let added = merge(&mut next, addition.clone());
        prop_assert_eq!(&inserted, &next, "the edit and what it is made of");
        prop_assert_eq!(loose_ends(&next), Vec::<String>::new());
        let tail = &next.services[next.services.len() - added.len()..];
        prop_assert_eq!(tail.iter().map(|s| s.id.clone()).collect::<Vec<_>>(), added.clone());
        prop_assert_eq!(added.len(), addition.services.len());
        for (made, original) in tail.iter().zip(&addition.services) {
            prop_assert_eq!((&made.name, made.column), (&original.name, None));
            let bases = original.relies_on.iter().map(|r| &added[place_of(addition, &r.service)]);
            prop_assert!(made.relies_on.iter().map(|r| &r.service).eq(bases));
            prop_assert_eq!(provider_named(&next, made), provider_named(addition, original));
        }
        let thirds = &next.third_parties[next.third_parties.len() - addition.third_parties.len()..];
        for (made, original) in thirds.iter().zip(&addition.third_parties) {
            let served = original.serves.iter().map(|s| &added[place_of(addition, s)]);
            prop_assert!(made.serves.iter().eq(served), "{:?}", made);
            prop_assert_eq!(&made.name, &original.name);
            let entities = [(&next, &made.entity), (addition, &original.entity)]
                .map(|(d, entity)| entity.as_ref().map(|e| entity_named(d, e)));
            prop_assert_eq!(entities[0], entities[1]);
        }
        let named = |d: &Document, h: &Holding| Holding {
            holder: EntityId(entity_named(d, &h.holder).to_owned()),
            held: EntityId(entity_named(d, &h.held).to_owned()),
            ..h.clone()
        };
        for holding in &addition.holdings {
            let holding = named(addition, holding);
            prop_assert!(next.holdings.iter().any(|h| named(&next, h) == holding), "{:?}", holding);
        }
        copies.push(added);
        for (i, copy) in copies.iter().enumerate() {
            let now = verdicts(&next, copy)?;
            for (now, was) in now.iter().zip(&of_addition) {
                prop_assert_eq!(now, was, "copy {} after insertion {}", i, round);
            }
        }
        prop_assert_eq!(verdicts(&next, &ids(host))?, of_host.clone(), "the host’s, after {}", round);
    }
    prop_assert_eq!(&next.services[..host.services.len()], &host.services[..]);
    prop_assert_eq!(&next.third_parties[..host.third_parties.len()], &host.third_parties[..]);
    prop_assert_eq!(&next.entities[..host.entities.len()], &host.entities[..]);
    prop_assert_eq!(&next.title, &host.title);
    Ok(())
}

#[test]
fn any_document_can_be_inserted_into_any_other() {
    run(200, &two_documents(), |(host, addition, question)| assert_inserts(&host, &addition, &question));
}

/// The same where nobody is taken for another: no identifier of people meets, or no legal person joins providers.
#[test]
fn a_document_of_strangers_can_be_inserted() {
    run(100, &two_documents(), |(host, addition, question)| {
        let mut addition = renamed(addition, |id| format!("x-{}", &id[..id.len().min(60)]));
        addition.providers.iter_mut().for_each(|p| p.name.push_str(" of another document"));
        assert_inserts(&host, &addition, &question)
    });
    run(100, &two_documents(), |(host, mut addition, question)| {
        for provider in &mut addition.providers {
            provider.name.push_str(" of another document");
            provider.entity = None;
        }
        assert_inserts(&host, &addition, &question)
    });
}

fn service_of(id: &str, provider: &str, bases: &[&str]) -> Service {
    Service {
        id: id.into(),
        provider: provider.into(),
        activities: std::iter::once(if bases.is_empty() { Activity::Iaas } else { Activity::Paas }).collect(),
        relies_on: bases
            .iter()
            .map(|base| Reliance { service: (*base).into(), ..Reliance::default() })
            .collect(),
        ..Service::default()
    }
}

fn provider_of(id: &str, name: &str, entity: Option<&str>) -> Provider {
    Provider { id: id.into(), name: name.to_owned(), entity: entity.map(Into::into), ..Provider::default() }
}

/// The requirements whose verdicts for the first copy of `top`, and for the second, are not those of the addition.
fn moved(host: &Document, addition: &Document) -> [usize; 2] {
    let question = Question::of(&SECNUMCLOUD, addition, "2026-11-22".parse().expect("a day"));
    let before = scope(addition, &"top".into(), &question).expect("verdicts");
    let mut next = host.clone();
    [(); 2].map(|()| {
        let added = merge(&mut next, addition.clone());
        let after = scope(&next, added.last().expect("the top"), &question).expect("verdicts");
        before.verdicts.iter().zip(&after.verdicts).filter(|(before, after)| before != after).count()
    })
}

fn entity_of(id: &str, name: &str) -> Entity {
    Entity { id: id.into(), name: name.to_owned(), ..Entity::default() }
}

/// Two providers of one legal person stay so when the host knows the first without its legal person.
#[test]
fn who_is_one_legal_person_stays_one() {
    let host = Document { providers: vec![provider_of("a", "Alpha", None)], ..Document::default() };
    let addition = Document {
        providers: vec![provider_of("a", "Alpha", Some("e")), provider_of("b", "Beta", Some("e"))],
        entities: vec![entity_of("e", "Group")],
        services: vec![service_of("base", "a", &[]), service_of("top", "b", &["base"])],
        ..Document::default()
    };
    assert_eq!(moved(&host, &addition), [0, 0], "verdicts that have moved, of 278");
}

/// And in the second copy when the host has others under two of their three identifiers.
#[test]
fn who_is_one_legal_person_stays_one_in_a_second_copy() {
    let host = Document {
        providers: vec![provider_of("a", "Other", None)],
        entities: vec![entity_of("e", "Other")],
        ..Document::default()
    };
    let addition = Document {
        providers: vec![provider_of("a", "Alpha", Some("e")), provider_of("b", "Beta", Some("e"))],
        entities: vec![entity_of("e", "Group")],
        services: vec![service_of("base", "a", &[]), service_of("top", "b", &["base"])],
        ..Document::default()
    };
    assert_eq!(moved(&host, &addition), [0, 0], "verdicts that have moved, of 278");
}

/// Two of the same name stay two, though the first becomes what the second is called.
#[test]
fn who_are_two_stay_two() {
    let mut next = Document {
        providers: vec![provider_of("p", "Other", None)],
        entities: vec![entity_of("e", "Other")],
        ..Document::default()
    };
    let addition = Document {
        providers: vec![provider_of("p", "Cloud", None), provider_of("p-2", "Cloud", None)],
        entities: vec![entity_of("e", "Fund"), entity_of("e-2", "Fund")],
        services: vec![service_of("base", "p", &[]), service_of("top", "p-2", &["base"])],
        holdings: vec![Holding { holder: "e".into(), held: "e-2".into(), ..Holding::default() }],
        ..Document::default()
    };
    merge(&mut next, addition);
    assert_eq!((next.providers.len(), next.entities.len()), (3, 3), "{:?}", next.providers);
    assert_ne!(next.services[0].provider, next.services[1].provider);
    assert_ne!(next.holdings[0].holder, next.holdings[0].held);
}

/// « Identifiers that are taken are changed »: no others.
#[test]
fn an_identifier_that_is_free_is_kept() {
    let changed: Vec<String> = (0..6)
        .filter_map(|style| {
            let addition = renamed(maximal(), |id| in_style(style, id));
            let mut next = Document::default();
            let added = merge(&mut next, addition.clone());
            let ids: Vec<ServiceId> = addition.services.iter().map(|s| s.id.clone()).collect();
            let same = added == ids
                && next.providers == addition.providers
                && next.entities == addition.entities
                && next.third_parties == addition.third_parties;
            (!same).then(|| format!("{ids:?} → {added:?}"))
        })
        .collect();
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// The same provider, inserted twice, is there once, whatever its identifier.
#[test]
fn whoever_is_known_already_is_not_added_again() {
    for style in 0..6 {
        let addition = renamed(maximal(), |id| in_style(style, id));
        let mut next = addition.clone();
        merge(&mut next, addition.clone());
        merge(&mut next, addition.clone());
        assert_eq!(
            (next.providers.len(), next.entities.len(), next.holdings.len()),
            (addition.providers.len(), addition.entities.len(), addition.holdings.len()),
            "{:?}",
            next.providers
        );
        assert_eq!((next.services.len(), next.third_parties.len()), (6, 3));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Bases
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn every_base_on_offer_can_be_taken() {
    run(300, &rich(), |document| {
        for service in &document.services {
            let open: Vec<&ServiceId> = bases_open_to(&document, &service.id).iter().map(|s| &s.id).collect();
            for base in &document.services {
                let result = applied(&document, Edit::connect(service.id.clone(), &base.id));
                let shown = format!("{} on {}: {result:?}", service.id, base.id);
                prop_assert_eq!(result.is_ok(), open.contains(&&base.id), "{}", shown);
                if let Ok(next) = result {
                    let made = Item::Reliance { service: service.id.clone(), base: base.id.clone() };
                    prop_assert!(made.at(&next).is_some());
                    prop_assert!(!bases_open_to(&next, &service.id).iter().any(|s| s.id == base.id));
                    prop_assert!(!bases_open_to(&next, &base.id).iter().any(|s| s.id == service.id));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn nothing_rests_on_itself_nor_twice_on_the_same() {
    let document = maximal();
    for (service, base, code) in [
        ("paas", "iaas", "duplicate-reliance"),
        ("paas", "paas", "self-reliance"),
        ("iaas", "paas", "cycle"),
        ("iaas", "nobody", "unknown-id"),
    ] {
        match applied(&document, Edit::connect(service.into(), &base.into())) {
            Err(EditError::Refused(issues)) => {
                let codes: Vec<&str> = issues.iter().map(|issue| issue.kind.code()).collect();
                assert_eq!(codes, [code]);
            }
            other => panic!("{service} on {base}: {:?}", other.err()),
        }
    }
    assert_eq!(
        applied(&document, Edit::connect("nobody".into(), &"iaas".into())),
        Err(EditError::NoSuchPlace)
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// Places, identifiers, order
// ---------------------------------------------------------------------------------------------------------------------

/// The value with something set at a place; nothing where that is refused.
fn set(root: &Value, at: &str, value: Value) -> Option<Value> {
    let mut next = root.clone();
    let done = patch::set(&mut next, at, value);
    assert!(done || next == *root, "{at}: refused, and changed all the same");
    done.then_some(next)
}

fn removed(root: &Value, at: &str) -> Option<(Value, Value)> {
    let mut next = root.clone();
    let gone = patch::remove(&mut next, at);
    assert!(gone.is_some() || next == *root, "{at}: refused, and changed all the same");
    gone.map(|gone| (gone, next))
}

#[test]
fn values_are_set_at_places() {
    let root = json!({ "a": { "b": 1 }, "l": [1, 2], "n": null, "~/": 0 });
    let with = |change: fn(&mut Value)| {
        let mut next = root.clone();
        change(&mut next);
        Some(next)
    };
    assert_eq!(set(&root, "", json!(7)), Some(json!(7)), "the whole");
    assert_eq!(set(&root, "/a/b", json!(2)), with(|v| v["a"]["b"] = json!(2)));
    assert_eq!(set(&root, "/a", json!(2)), with(|v| v["a"] = json!(2)));
    assert_eq!(set(&root, "/a/c/d", json!(2)), with(|v| v["a"]["c"] = json!({ "d": 2 })), "missing objects");
    assert_eq!(set(&root, "/n/d", json!(2)), with(|v| v["n"] = json!({ "d": 2 })), "null is missing");
    assert_eq!(set(&root, "/n/-", json!(2)), with(|v| v["n"] = json!([2])), "a missing list");
    assert_eq!(set(&root, "/m/-/x", json!(2)), with(|v| v["m"] = json!([{ "x": 2 }])));
    assert_eq!(set(&root, "/m/-/-", json!(2)), with(|v| v["m"] = json!([[2]])));
    assert_eq!(set(&root, "/l/0", json!(3)), with(|v| v["l"] = json!([3, 2])));
    assert_eq!(set(&root, "/l/-", json!(3)), with(|v| v["l"] = json!([1, 2, 3])));
    assert_eq!(set(&root, "/l/2", json!(3)), with(|v| v["l"] = json!([1, 2, 3])), "behind the last");
    assert_eq!(set(&root, "/~0~1", json!(3)), with(|v| v["~/"] = json!(3)));
    assert_eq!(set(&root, "/~01", json!(3)), with(|v| v["~1"] = json!(3)), "~01 is ~1, not /");
    assert_eq!(set(&root, "/", json!(3)), with(|v| v[""] = json!(3)), "the empty key");
    assert_eq!(set(&root, "/-", json!(3)), with(|v| v["-"] = json!(3)), "a key of an object like any other");
    assert_eq!(set(&root, "/7", json!(3)), with(|v| v["7"] = json!(3)));
    for at in
        ["/l/3", "/l/x", "/l/-1", "/l/", "/l/0/x", "/a/b/c", "/a/b/-", "/~0~1/x", "/l/99999999999999999999"]
    {
        assert_eq!(set(&root, at, json!(3)), None, "{at}");
    }
    assert_eq!(set(&json!(7), "/a", json!(3)), None);
}

#[test]
fn values_are_removed_from_places() {
    let root = json!({ "a": { "b": 1 }, "l": [1, 2], "n": null, "~/": 0 });
    assert_eq!(removed(&root, "/a/b"), Some((json!(1), json!({ "a": {}, "l": [1, 2], "n": null, "~/": 0 }))));
    assert_eq!(
        removed(&root, "/l/0").map(|(gone, next)| (gone, next["l"].clone())),
        Some((json!(1), json!([2])))
    );
    assert_eq!(removed(&root, "/n").map(|(gone, _)| gone), Some(Value::Null));
    assert_eq!(removed(&root, "/~0~1").map(|(gone, _)| gone), Some(json!(0)));
    for at in ["", "/", "/x", "/a/x", "/x/y", "/l/2", "/l/-", "/l/x", "/l/-1", "/a/b/c", "/~1~0", "a", "a/b"]
    {
        assert_eq!(removed(&root, at), None, "{at}");
    }
    // The order of what is left stays.
    let (_, next) = removed(&json!({ "c": 1, "b": 2, "a": 3 }), "/c").expect("it is there");
    assert_eq!(next.to_string(), r#"{"b":2,"a":3}"#);
}

/// RFC 6901: a pointer is empty or begins with a slash, and a place in a list has no sign and no leading zero.
#[test]
fn what_is_no_pointer_leads_nowhere() {
    let root = json!({ "a": 1, "l": [1, 2] });
    let led: Vec<String> = ["a", "l/0", "x/a", "/l/00", "/l/01", "/l/+1"]
        .into_iter()
        .flat_map(|at| {
            let set = set(&root, at, json!(3)).map(|next| format!("set {at}: {next}"));
            set.into_iter().chain(removed(&root, at).map(|(_, next)| format!("removed {at}: {next}")))
        })
        .collect();
    assert!(led.is_empty(), "{}", led.join("\n"));
}

#[test]
fn pointers_are_taken_apart_and_put_together() {
    let tokens = |at: &str| patch::tokens(at).collect::<Vec<_>>();
    assert_eq!(tokens(""), Vec::<String>::new());
    assert_eq!(tokens("/"), [""]);
    assert_eq!(tokens("/a/0/-"), ["a", "0", "-"]);
    assert_eq!(tokens("/~0/~1/~01/~10/~00"), ["~", "/", "~1", "/0", "~0"]);
    assert_eq!(patch::split(""), None);
    assert_eq!(patch::split("/a"), Some(("", "a".to_owned())));
    assert_eq!(patch::split("/a~1b/c~0~1"), Some(("/a~1b", "c~/".to_owned())));
    run(1000, &vec(prop_oneof!["[a~/01-]{0,4}", any::<String>()], 0..5), |parts| {
        let at = parts.iter().fold(String::new(), |at, part| patch::join(&at, part));
        prop_assert_eq!(tokens(&at), parts.clone());
        let split = patch::split(&at).map(|(above, last)| patch::join(above, &last));
        prop_assert_eq!(split, (!parts.is_empty()).then(|| at.clone()));
        // What is set stands there, for the library too.
        let mut root = json!({});
        if !parts.iter().skip(1).any(|part| part == "-") {
            prop_assert!(patch::set(&mut root, &at, json!("x")));
            prop_assert_eq!(root.pointer(&at), Some(&json!("x")));
            prop_assert!(parts.is_empty() || patch::remove(&mut root, &at) == Some(json!("x")));
        }
        Ok(())
    });
}

#[test]
fn an_identifier_can_be_made_from_any_name() {
    let names = prop_oneof![any::<String>(), "\\PC{0,80}", "[À-ÿ '’._/-]{0,60}", "[a-z]{30,90}"];
    run(3000, &(names, 0..30_u32), |(name, taken)| {
        let mut ids = BTreeSet::new();
        for _ in 0..=taken {
            let id = free_id(&name, |id| ids.contains(id));
            prop_assert!(is_id(&id), "“{}” from “{}”", id, name);
            prop_assert_eq!(&id, &free_id(&name, |id| ids.contains(id)));
            prop_assert!(ids.insert(id.clone()), "“{}” was taken", id);
        }
        Ok(())
    });
    let free = |name: &str| free_id(name, |_| false);
    for (name, id) in [
        ("Cloud Temple — OpenIaaS", "cloud-temple-openiaas"),
        ("ÉTÉ à Noël", "ete-a-noel"),
        ("  --  ", "item"),
        ("", "item"),
        ("漢字", "item"),
        ("s0", "s0"),
    ] {
        assert_eq!(free(name), id);
    }
    assert_eq!(free_id("Alpha", |id| ["alpha", "alpha-2"].contains(&id)), "alpha-3");
}

#[test]
fn sorting_is_the_library_s() {
    run(2000, &(vec((0..12_u8, any::<u16>()), 0..200), any::<bool>()), |(items, down)| {
        let compare = |a: &(u8, u16), b: &(u8, u16)| if down { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) };
        let (mut ours, mut theirs) = (items.clone(), items.clone());
        sorted::by(&mut ours, compare);
        theirs.sort_by(compare);
        prop_assert_eq!(&ours, &theirs, "items with equal keys stay in their order");
        let places = sorted::order(items.len(), &mut |a, b| compare(&items[a], &items[b]));
        prop_assert_eq!(places.iter().map(|i| items[*i]).collect::<Vec<_>>(), theirs);
        let (mut ours, mut theirs) = (items.clone(), items.clone());
        sorted::sort(&mut ours);
        theirs.sort();
        prop_assert_eq!(ours, theirs);
        prop_assert_eq!(sorted::map(items.clone()), BTreeMap::from_iter(items.clone()));
        prop_assert_eq!(sorted::set(items.clone()), BTreeSet::from_iter(items));
        Ok(())
    });
    // Few are sorted where they stand, more by the same merge.
    run(2000, &(vec((0..5_u8, any::<u16>()), 0..40), any::<bool>()), |(items, down)| {
        let (mut ours, mut theirs) = (items.clone(), items);
        if down {
            sorted::few(&mut ours, |a, b| a.0 < b.0);
            theirs.sort_by_key(|a| std::cmp::Reverse(a.0));
        } else {
            sorted::few(&mut ours, |a, b| a.0 > b.0);
            theirs.sort_by_key(|a| a.0);
        }
        prop_assert_eq!(ours, theirs);
        Ok(())
    });
    run(500, &vec("[ab]{0,3}", 0..70), |mut words| {
        let mut theirs = words.clone();
        theirs.sort();
        sorted::sort(&mut words);
        prop_assert_eq!(words, theirs);
        Ok(())
    });
}
