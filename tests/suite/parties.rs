//! Third parties and exposed services (19.6.c and d), and places (19.2), by hand: who is concerned and through whom, what
//! that makes of the answers, who is looked at at all.

use catalog::{Activity, ActivitySet, LayerSet, SECNUMCLOUD};
use model::{
    Document, Question,
    document::{
        Answer, Autonomy, Country, DataAccess, Entity, EntityKind, Holding, Place, Provider, Qualification,
        Reliance, Role, Service, Share, ThirdParty,
    },
    ownership::{Conclusion, Holder, Party, PartyReport, PlaceFinding, Seat, Why, parties, places},
    supply::Stack,
};

fn country(code: &str) -> Option<Country> {
    Some(Country(code.to_owned()))
}

fn entity(id: &str, kind: EntityKind, seat: &str) -> Entity {
    // A company from nowhere in particular has places left out.
    let place = || if seat == "?" { None } else { country(seat) };
    let (administration, establishment) = (place(), place());
    Entity {
        id: id.into(),
        kind: Some(kind),
        seat: if seat == "?" { country("FR") } else { country(seat) },
        administration,
        establishment,
        ..Entity::default()
    }
}

fn holding(holder: &str, held: &str, capital: (f64, f64), votes: f64) -> Holding {
    Holding {
        holder: holder.into(),
        held: held.into(),
        capital: Share::Between(capital.0, capital.1),
        votes: Share::Between(votes, votes),
        ..Holding::default()
    }
}

/// A provider with one service, and one third party of the entity `e`.
fn with_third_party(entities: Vec<Entity>, holdings: Vec<Holding>) -> Document {
    Document {
        providers: vec![Provider { id: "p".into(), ..Provider::default() }],
        services: vec![Service {
            id: "s".into(),
            provider: "p".into(),
            activities: ActivitySet::of(&[Activity::Iaas]),
            ..Service::default()
        }],
        third_parties: vec![ThirdParty {
            id: "t".into(),
            entity: Some("e".into()),
            serves: vec!["s".into()],
            ..ThirdParty::default()
        }],
        entities,
        holdings,
        ..Document::default()
    }
}

fn reports(document: &Document) -> Vec<PartyReport> {
    let stack = Stack::new(document).expect("no circle");
    let question = Question::of(&SECNUMCLOUD, document, "2026-01-01".parse().expect("a day"));
    parties(&stack, &question, &"p".into())
}

#[test]
fn whoever_belongs_to_or_is_controlled_by_one_from_outside_is_concerned() {
    let company = |id, seat| entity(id, EntityKind::Company, seat);
    let person = || entity("h", EntityKind::Person, "FR");
    let of = |id: &str| Some(Holder::Entity(id.into()));
    let unnamed = |id: &str| Some(Holder::Unnamed(id.into()));
    let (yes, no, unknown) = (Answer::Yes, Answer::No, Answer::Unknown);
    // The person has all votes, so that only capital tells.
    let capital = |us: (f64, f64), person: (f64, f64)| {
        vec![holding("us", "e", us, 0.0), holding("h", "e", person, 100.0)]
    };
    let at = |percent: f64| (percent, percent);
    for (what, kind, seat, owner_seat, holdings, concerned, owner) in [
        ("a person belongs to nobody", EntityKind::Person, "FR", "US", vec![], no, None),
        ("nor does a public body", EntityKind::Public, "FR", "US", vec![], no, None),
        ("a company may", EntityKind::Company, "FR", "US", vec![], unknown, unnamed("e")),
        ("it is outside itself", EntityKind::Company, "US", "US", vec![], yes, None),
        ("all is a person’s", EntityKind::Company, "FR", "US", capital(at(0.0), at(100.0)), no, None),
        ("just half", EntityKind::Company, "FR", "US", capital(at(50.0), at(50.0)), no, None),
        ("more than half", EntityKind::Company, "FR", "US", capital(at(51.0), at(49.0)), yes, of("us")),
        (
            "maybe half",
            EntityKind::Company,
            "FR",
            "US",
            capital((40.0, 60.0), (40.0, 60.0)),
            unknown,
            of("us"),
        ),
        ("at most half", EntityKind::Company, "FR", "US", capital((40.0, 50.0), (50.0, 60.0)), no, None),
        (
            "of whom one does not know",
            EntityKind::Company,
            "FR",
            "?",
            capital(at(51.0), at(49.0)),
            unknown,
            of("us"),
        ),
        (
            "it is not known itself",
            EntityKind::Company,
            "?",
            "US",
            capital(at(0.0), at(100.0)),
            unknown,
            None,
        ),
        (
            "a majority of the rest",
            EntityKind::Company,
            "FR",
            "US",
            capital(at(0.0), at(49.0)),
            unknown,
            unnamed("e"),
        ),
        ("half of the rest", EntityKind::Company, "FR", "US", capital(at(0.0), at(50.0)), no, None),
        ("half of which is outside", EntityKind::Company, "FR", "DE", capital(at(80.0), at(20.0)), no, None),
    ] {
        let document =
            with_third_party(vec![entity("e", kind, seat), company("us", owner_seat), person()], holdings);
        let found = reports(&document);
        let [report] = found.as_slice() else { panic!("{what}: {found:?}") };
        assert_eq!((report.concerned, &report.owner), (concerned, &owner), "{what}");
        let why = match (kind, seat) {
            (_, "US") => Why::Outside(Seat::Registered, "US".to_owned()),
            (_, "?") => Why::Missing(vec![Seat::Administration, Seat::Establishment]),
            _ => Why::Inside,
        };
        assert_eq!(report.why, why, "{what}");
        assert_eq!(report.entity.as_ref().map(ToString::to_string).as_deref(), Some("e"));
    }
    // Multiplied along a chain: 80 % of 70 % is a majority, 70 % of 70 % is not.
    for (share, concerned, owner) in [(80.0, yes, of("us")), (70.0, no, None)] {
        let holdings = vec![
            holding("us", "m", at(share), 0.0),
            holding("h", "m", at(100.0 - share), 100.0),
            holding("m", "e", at(70.0), 0.0),
            holding("h", "e", at(30.0), 100.0),
        ];
        let entities = vec![company("e", "FR"), company("m", "FR"), company("us", "US"), person()];
        let found = reports(&with_third_party(entities, holdings));
        assert_eq!((found[0].concerned, &found[0].owner), (concerned, &owner), "{share}");
    }
    // Controlled by votes, with no capital at all.
    let holdings = vec![holding("us", "e", at(0.0), 60.0), holding("h", "e", at(100.0), 40.0)];
    let found = reports(&with_third_party(vec![company("e", "FR"), company("us", "US"), person()], holdings));
    assert_eq!((found[0].concerned, &found[0].owner), (yes, &of("us")));
}

#[test]
fn what_a_third_party_reaches_and_what_stands_in_for_it_are_two_questions() {
    let (pass, open, fail) = (Conclusion::Pass, Conclusion::Unknown, Conclusion::Fail);
    let access = [
        (Some(DataAccess::None), pass),
        (Some(DataAccess::Technical), fail),
        (Some(DataAccess::Customer), fail),
        (Some(DataAccess::Unknown), open),
        (None, open),
    ];
    let autonomy = [
        (Some(Autonomy::OwnSkills), pass),
        (Some(Autonomy::TwoSuppliers), pass),
        (Some(Autonomy::Qualified), pass),
        (Some(Autonomy::None), fail),
        (Some(Autonomy::Unknown), open),
        (None, open),
    ];
    for (seat, concerned) in [("US", Answer::Yes), ("FR", Answer::No), ("?", Answer::Unknown)] {
        // Who is not concerned passes; of whom it is not known, what would fail is not known either.
        let asked = |answered: Conclusion| match concerned {
            Answer::Yes => answered,
            Answer::No => pass,
            Answer::Unknown => {
                if answered == pass {
                    pass
                } else {
                    open
                }
            }
        };
        let kind = if seat == "?" { EntityKind::Company } else { EntityKind::Person };
        for (data_access, data) in access {
            for (stands_in, continuity) in autonomy {
                let mut document = with_third_party(vec![entity("e", kind, seat)], Vec::new());
                document.third_parties[0].data_access = data_access;
                document.third_parties[0].autonomy = stands_in;
                let report = reports(&document).remove(0);
                let (data, continuity) = (asked(data), asked(continuity));
                assert_eq!(report.concerned, concerned);
                assert_eq!((report.data, report.continuity), (data, continuity), "{report:?}");
                assert_eq!(report.result, data.max(continuity));
            }
        }
    }
    let mut nameless = with_third_party(Vec::new(), Vec::new());
    nameless.third_parties[0].entity = None;
    assert_eq!(reports(&nameless)[0].concerned, Answer::Unknown);
}

#[test]
fn those_who_are_evaluated_with_a_service_are_looked_at() {
    let reliance = |base: &str, layers| Reliance { service: base.into(), layers, ..Reliance::default() };
    let service = |id: &str, provider: &str, relies_on| Service {
        id: id.into(),
        provider: provider.into(),
        activities: ActivitySet::of(&[if relies_on == Vec::new() { Activity::Iaas } else { Activity::Paas }]),
        relies_on,
        ..Service::default()
    };
    let provider = |id: &str, entity: &str| Provider {
        id: id.into(),
        entity: Some(entity.into()),
        ..Provider::default()
    };
    let third = |id: &str, serves: &str| ThirdParty {
        id: id.into(),
        serves: vec![serves.into()],
        ..ThirdParty::default()
    };
    let supporting = || Some(LayerSet::EMPTY);
    let mut document = Document {
        providers: vec![provider("p", "e"), provider("q", "f"), provider("r", "e")],
        entities: vec![entity("e", EntityKind::Company, "FR"), entity("f", EntityKind::Company, "FR")],
        services: vec![
            // Two of the provider on a base of another, one of them with a supporting service.
            service("a", "p", vec![reliance("base", None)]),
            service("b", "p", vec![reliance("base", None), reliance("dns", supporting())]),
            service("base", "q", vec![]),
            service("dns", "q", vec![]),
            // Of the same legal person, and of nobody’s concern.
            service("c", "p", vec![reliance("own", None)]),
            service("own", "r", vec![]),
            service("alien", "q", vec![]),
        ],
        third_parties: vec![
            third("of-a", "a"),
            third("of-base", "base"),
            third("of-own", "own"),
            third("of-alien", "alien"),
        ],
        ..Document::default()
    };
    let looked_at = |document: &Document| -> Vec<(String, Vec<String>, Autonomy)> {
        let name = |party: &Party| match party {
            Party::ThirdParty(id) => id.to_string(),
            Party::Service(id) => id.to_string(),
        };
        let serves = |r: &PartyReport| r.serves.iter().map(ToString::to_string).collect();
        reports(document).iter().map(|r| (name(&r.party), serves(r), r.autonomy)).collect()
    };
    let expected = |of: &[(&str, &[&str], Autonomy)]| -> Vec<(String, Vec<String>, Autonomy)> {
        let serves = |all: &[&str]| all.iter().map(ToString::to_string).collect();
        of.iter().map(|(id, all, autonomy)| ((*id).to_owned(), serves(all), *autonomy)).collect()
    };
    let unknown = Autonomy::Unknown;
    assert_eq!(
        looked_at(&document),
        expected(&[
            ("of-a", &["a"], unknown),
            ("of-base", &["base"], unknown),
            ("of-own", &["own"], unknown),
            ("base", &["a", "b"], unknown),
            ("dns", &["b"], unknown),
        ])
    );
    // A base that its qualification covers is evaluated no more; a supporting service is, qualified.
    let qualification = || Qualification {
        version: "3.2".to_owned(),
        granted: "2025-01-01".parse().ok(),
        ..Qualification::default()
    };
    document.services[2].qualifications.push(qualification());
    document.services[3].qualifications.push(qualification());
    assert_eq!(
        looked_at(&document),
        expected(&[
            ("of-a", &["a"], unknown),
            ("of-own", &["own"], unknown),
            ("dns", &["b"], Autonomy::Qualified)
        ])
    );
}

#[test]
fn places_outside_and_places_unstated_are_found() {
    let (open, fail) = (Conclusion::Unknown, Conclusion::Fail);
    let said =
        |findings: Vec<PlaceFinding>| -> Vec<(String, &'static str, String, &'static str, Conclusion)> {
            let name = |party: &Party| match party {
                Party::ThirdParty(id) => id.to_string(),
                Party::Service(id) => id.to_string(),
            };
            let told = |f: PlaceFinding| {
                (name(&f.of), f.what, f.country.unwrap_or_default(), f.requirement, f.result)
            };
            findings.into_iter().map(told).collect()
        };
    let mut document = with_third_party(Vec::new(), Vec::new());
    document.third_parties.clear();
    let found = |document: &Document| said(places(document, &"p".into()));
    let row = |of: &str, what, country: &str, requirement, result| {
        (of.to_owned(), what, country.to_owned(), requirement, result)
    };
    // Nothing is stated: all is asked but support.
    let unstated = [
        row("s", "storage", "", "19.2.a", open),
        row("s", "processing", "", "19.2.a", open),
        row("s", "administration", "", "19.2.c", open),
        row("s", "supervision", "", "19.2.c", open),
    ];
    assert_eq!(found(&document), unstated);
    // All is stated, and outside: of the bases below, what is stated counts and what is not is not asked.
    let everywhere = |service: &mut Service, codes: &[&str]| {
        for place in Place::ALL {
            let codes = codes.iter().map(|code| Country((*code).to_owned())).collect();
            service.locations.by_place.insert(*place, codes);
        }
    };
    everywhere(&mut document.services[0], &["FR", "US"]);
    let outside = |of: &str| {
        [
            ("storage", "19.2.b", fail),
            ("processing", "19.2.b", fail),
            ("administration", "19.2.c", fail),
            ("supervision", "19.2.c", fail),
            ("support", "19.2.e", open),
        ]
        .map(|(what, requirement, result)| row(of, what, "US", requirement, result))
    };
    assert_eq!(found(&document), outside("s"));
    let below = |id: &str, on: &str| Service {
        id: id.into(),
        provider: "q".into(),
        relies_on: vec![Reliance { service: on.into(), ..Reliance::default() }],
        ..Service::default()
    };
    document.services[0].relies_on.push(Reliance { service: "base".into(), ..Reliance::default() });
    document.services.extend([below("base", "ground"), below("ground", "none"), below("alien", "ground")]);
    everywhere(&mut document.services[2], &["US"]);
    everywhere(&mut document.services[3], &["US"]);
    assert_eq!(found(&document), [outside("s"), outside("ground")].concat());

    // A third party by its roles and by what it reaches.
    document.services.clear();
    document.services.extend(with_third_party(Vec::new(), Vec::new()).services);
    everywhere(&mut document.services[0], &["FR"]);
    let customer = row("t", "countries", "US", "19.2.b", open);
    let administers = row("t", "countries", "US", "19.2.c", fail);
    let technical = row("t", "countries", "US", "19.2.d", open);
    let supports = row("t", "countries", "US", "19.2.e", open);
    for (roles, access, expected) in [
        (vec![], None, vec![technical.clone()]),
        (vec![], Some(DataAccess::None), vec![]),
        (vec![], Some(DataAccess::Unknown), vec![technical.clone()]),
        (vec![], Some(DataAccess::Technical), vec![technical.clone()]),
        (vec![], Some(DataAccess::Customer), vec![customer.clone()]),
        (vec![Role::Hosting], Some(DataAccess::None), vec![customer.clone()]),
        (vec![Role::Administration], Some(DataAccess::None), vec![administers.clone()]),
        (vec![Role::Maintenance], Some(DataAccess::None), vec![administers.clone()]),
        (vec![Role::Soc], Some(DataAccess::Technical), vec![administers.clone(), technical]),
        (vec![Role::Support], Some(DataAccess::None), vec![supports.clone()]),
        (vec![Role::Support, Role::Soc, Role::Hosting], None, vec![customer, administers, supports]),
    ] {
        document.third_parties = vec![ThirdParty {
            id: "t".into(),
            roles,
            serves: vec!["s".into()],
            data_access: access,
            countries: ["FR", "US"].map(|code| Country(code.to_owned())).to_vec(),
            ..ThirdParty::default()
        }];
        assert_eq!(found(&document), expected);
        document.third_parties[0].serves = vec!["elsewhere".into()];
        assert_eq!(found(&document), []);
    }
}
