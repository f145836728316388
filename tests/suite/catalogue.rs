//! The catalogue against the count of the référentiel, its conditions, its prose, and a first pass over a service on
//! one qualified IaaS of another provider.

use catalog::{Activity, Catalog, Lang, Modality, SECNUMCLOUD, Section, When, text, text::TextPack};
use model::{
    Document, Question,
    document::{Answer, Provider, Qualification, Reliance, Service},
    question::OwnPremises,
    verdict::{OWN_PREMISES_FACT, Outcome},
};
use std::collections::{BTreeMap, BTreeSet};

const CATALOG: &Catalog = &SECNUMCLOUD;

fn pack(lang: Lang) -> TextPack {
    let bytes = match lang {
        Lang::Fr => text::FR,
        Lang::En => text::EN,
    };
    TextPack::parse(bytes.as_bytes()).expect("a pack")
}

// ---------------------------------------------------------------------------------------------------------------------
// Counts
// ---------------------------------------------------------------------------------------------------------------------

/// By chapter: sections, lettered requirements, recommendations.
const CHAPTERS: [(u8, usize, usize, usize); 15] = [
    (5, 3, 15, 0),
    (6, 5, 13, 3),
    (7, 5, 12, 0),
    (8, 5, 8, 1),
    (9, 7, 34, 0),
    (10, 6, 20, 5),
    (11, 10, 42, 3),
    (12, 14, 37, 2),
    (13, 3, 8, 0),
    (14, 7, 12, 0),
    (15, 5, 9, 0),
    (16, 6, 14, 1),
    (17, 6, 7, 0),
    (18, 4, 11, 1),
    (19, 6, 36, 1),
];

const RECOMMENDATIONS: [&str; 17] = [
    "6.1.g", "6.3.a", "6.4.a", "8.4.a", "10.1.c", "10.2.b", "10.3.c", "10.4.b", "10.5.b", "11.2.1.b",
    "11.2.2.b", "11.6.c", "12.6.e", "12.9.b", "16.4.c", "18.2.1.b", "19.1.r",
];

fn ids_of(chosen: impl Fn(Modality) -> bool) -> Vec<&'static str> {
    CATALOG.requirements.iter().filter(|r| chosen(r.modality)).map(|r| r.id).collect()
}

#[test]
fn each_chapter_has_its_count() {
    assert_eq!(CATALOG.chapters.iter().map(|c| c.number).collect::<Vec<_>>(), CHAPTERS.map(|c| c.0));
    for (chapter, sections, lettered, recommended) in CHAPTERS {
        let of = |s: &&Section| s.chapter == chapter && !s.is_subsection;
        let requirements = || CATALOG.requirements.iter().filter(|r| r.chapter == chapter);
        let recommendations = requirements().filter(|r| r.modality == Modality::Recommendation).count();
        assert_eq!(
            (CATALOG.sections.iter().filter(of).count(), requirements().count(), recommendations),
            (sections, lettered, recommended),
            "chapter {chapter}"
        );
    }
    assert_eq!(CATALOG.requirements.len(), 278);
    assert_eq!(CATALOG.requirements.iter().filter(|r| r.modality.is_verified()).count(), 261);
    let subsections: Vec<&str> =
        CATALOG.sections.iter().filter(|s| s.is_subsection).map(|s| s.number).collect();
    assert_eq!(subsections, ["11.1.1", "11.1.2", "11.1.3", "11.2.1", "11.2.2", "18.2.1", "18.2.2", "18.2.3"]);
}

#[test]
fn modalities_are_those_of_the_text() {
    assert_eq!(ids_of(|m| m == Modality::Recommendation), RECOMMENDATIONS);
    assert_eq!(ids_of(|m| m == Modality::Permission), ["11.1.2.a"]);
    assert_eq!(ids_of(|m| m == Modality::PermissionWithObligation), ["19.2.e"]);
}

/// Whether requirements stand in the order of the text: by number, letters before the sub-sections of their section.
pub fn in_official_order(ids: &[&str]) -> bool {
    let key = |id: &str| -> Vec<(bool, u32)> {
        let number = |part: &str| part.parse().ok().map(|n| (true, n));
        id.split('.').map(|part| number(part).unwrap_or((false, u32::from(part.as_bytes()[0])))).collect()
    };
    ids.windows(2).all(|pair| key(pair[0]) < key(pair[1]))
}

#[test]
fn numbers_run_on_without_a_gap() {
    let ids: Vec<&str> = CATALOG.requirements.iter().map(|r| r.id).collect();
    assert!(in_official_order(&ids));
    let mut letters: BTreeMap<&str, String> = BTreeMap::new();
    for r in CATALOG.requirements {
        let letter =
            r.id.strip_prefix(r.section).and_then(|rest| rest.strip_prefix('.')).expect("section and letter");
        letters.entry(r.section).or_default().push_str(letter);
        assert_eq!(
            CATALOG.section(r.section).map(|s| (s.chapter, s.title)),
            Some((r.chapter, r.title)),
            "{}",
            r.id
        );
    }
    for (section, letters) in letters {
        assert!("abcdefghijklmnopqrstuvwxyz".starts_with(&letters), "{section}: {letters}");
    }
    for r in CATALOG.requirements {
        for target in r.refers_to {
            let chapter = || CATALOG.chapters.iter().any(|c| c.number.to_string() == *target);
            let known =
                CATALOG.requirement(target).is_some() || CATALOG.section(target).is_some() || chapter();
            assert!(known && *target != r.id, "{} refers to {target}", r.id);
        }
    }
}

/// Every condition of the text, and no other.
const CONDITIONS: [(&str, &str); 29] = [
    ("5.3.f", "regulated_data"),
    ("6.1.f", "large_scale_special_data"),
    ("6.1.h", "high_risk_processing"),
    ("8.3.b", "regulated_data"),
    ("9.5.c", "of saas"),
    ("9.5.d", "technical_accounts"),
    ("9.6.e", "public_customer_admin_interface"),
    ("9.6.g", "of saas"),
    ("9.6.h", "public_admin_interface"),
    ("9.6.i", "on iaas"),
    ("9.6.j", "on caas"),
    ("9.6.k", "on paas"),
    ("9.7.d", "support_data_access"),
    ("10.2.a", "network_encryption"),
    ("10.2.b", "network_encryption"),
    ("10.2.c", "tls"),
    ("10.2.d", "ipsec"),
    ("10.2.e", "ssh"),
    ("10.4.a", "electronic_signature"),
    ("10.4.b", "electronic_signature"),
    ("12.2.c", "of paas"),
    ("12.12.c", "administrator_mobility"),
    ("12.13.a", "remote_maintenance"),
    ("13.2.c", "admin_network_not_physically_separated"),
    ("14.7.b", "production_data_in_tests"),
    ("19.2.e", "support_outside_eu"),
    ("19.5.c", "gdpr_processor"),
    ("19.6.c", "non_eu_third_party"),
    ("19.6.d", "non_eu_third_party"),
];

#[test]
fn conditions_are_those_of_the_text() {
    let said = |when: When| match when {
        When::Activities(set) => format!("of {}", set.iter().map(Activity::id).collect::<Vec<_>>().join(" ")),
        When::Base(base) => format!("on {}", base.id()),
        When::Fact(fact) => CATALOG.facts[usize::from(fact.0)].id.to_owned(),
    };
    let found: Vec<(&str, String)> =
        CATALOG.requirements.iter().filter_map(|r| Some((r.id, said(r.when?)))).collect();
    let expected: Vec<(&str, String)> =
        CONDITIONS.iter().map(|(id, when)| (*id, (*when).to_owned())).collect();
    assert_eq!(found, expected);
    let asked: BTreeSet<&str> = CONDITIONS.iter().map(|c| c.1).chain([OWN_PREMISES_FACT]).collect();
    for fact in CATALOG.facts {
        assert!(asked.contains(fact.id), "nothing asks for {}", fact.id);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Prose
// ---------------------------------------------------------------------------------------------------------------------

/// Every text of a language by its place: the packs, titles and labels.
fn prose(lang: Lang) -> BTreeMap<String, String> {
    let pack = pack(lang);
    let mut texts = BTreeMap::new();
    let mut put = |place: String, text: &str| drop(texts.insert(place, text.to_owned()));
    for (id, t) in &pack.requirements {
        let optional = [&t.base_part, &t.own_part, &t.interlock, &t.no_interlock, &t.doubt, &t.settled];
        let names = ["base_part", "own_part", "interlock", "no_interlock", "doubt", "settled"];
        for (name, text) in [("summary", &t.summary), ("reason", &t.reason), ("evidence", &t.evidence)] {
            put(format!("{id} {name}"), text);
        }
        for (name, text) in names.into_iter().zip(optional) {
            text.iter().for_each(|text| put(format!("{id} {name}"), text));
        }
    }
    for (id, t) in &pack.readings {
        put(format!("{id} question"), &t.question);
        put(format!("{id} reason"), &t.reason);
        t.answers.iter().for_each(|(answer, text)| put(format!("{id} {answer}"), text));
    }
    pack.facts.iter().for_each(|(id, question)| put(format!("{id} question"), question));
    for c in CATALOG.chapters {
        put(format!("chapter {}", c.number), c.title.get(lang));
    }
    for s in CATALOG.sections {
        put(format!("section {}", s.number), s.title.get(lang));
    }
    for r in CATALOG.readings {
        put(format!("{} label", r.id.id()), r.label.get(lang));
        for (answer, label) in r.answers.iter().zip(r.labels) {
            put(format!("{} {answer} label", r.id.id()), label.get(lang));
        }
    }
    for f in CATALOG.facts {
        put(format!("{} label", f.id), f.label.get(lang));
    }
    texts
}

/// Names that French and English share.
const COGNATES: [&str; 4] = ["ipsec label", "section 12.12", "ssh label", "tls label"];

#[test]
fn every_text_stands_in_both_languages_and_is_not_the_same() {
    let (fr, en) = (prose(Lang::Fr), prose(Lang::En));
    assert!(fr.keys().eq(en.keys()), "the same places");
    assert!(fr.len() > 278 * 4);
    for ((place, fr), en) in fr.iter().zip(en.values()) {
        assert!(!fr.trim().is_empty() && !en.trim().is_empty(), "{place} is empty");
    }
    let same =
        fr.iter().zip(en.values()).filter(|((_, fr), en)| fr == en).map(|((place, _), _)| place.as_str());
    assert_eq!(same.collect::<Vec<_>>(), COGNATES);
    for lang in Lang::ALL {
        let pack = pack(lang);
        assert_eq!((pack.lang.as_str(), pack.hash.as_str()), (lang.tag(), CATALOG.hash));
        assert_eq!(pack.requirements.len(), 278);
        assert!(pack.facts.keys().map(String::as_str).eq(sorted(CATALOG.facts.iter().map(|f| f.id))));
        assert!(
            pack.readings.keys().map(String::as_str).eq(sorted(CATALOG.readings.iter().map(|r| r.id.id())))
        );
        for r in CATALOG.requirements {
            let text = &pack.requirements[r.id];
            assert_eq!(text.base_part.is_some(), !r.layers.is_empty(), "{} base_part", r.id);
            assert_eq!(text.own_part.is_some(), !r.layers.is_empty(), "{} own_part", r.id);
            assert!(text.interlock.is_some() != text.no_interlock.is_some(), "{} interlock", r.id);
        }
        for r in CATALOG.readings {
            assert!(
                pack.readings[r.id.id()]
                    .answers
                    .keys()
                    .map(String::as_str)
                    .eq(sorted(r.answers.iter().copied()))
            );
        }
    }
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    words.collect::<BTreeSet<_>>().into_iter()
}

/// What French typography does not allow: an ordinary space where the line must not break, or none at all.
pub fn slips_of_french(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut slips = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let good = match c {
            ';' | '!' | '?' | '»' | '%' => before == Some('\u{202f}'),
            '«' => after == Some('\u{202f}'),
            // A colon inside a number or an address has no blank after it.
            ':' => {
                before == Some('\u{a0}') || (before != Some(' ') && after.is_some_and(|c| !c.is_whitespace()))
            }
            '\'' | '"' => false,
            _ => true,
        };
        if !good {
            slips.push(chars[at.saturating_sub(12)..chars.len().min(at + 12)].iter().collect());
        }
    }
    slips
}

#[test]
fn typography_is_kept() {
    for (place, text) in prose(Lang::Fr) {
        assert_eq!(slips_of_french(&text), Vec::<String>::new(), "{place}: {text}");
    }
    for lang in Lang::ALL {
        for (place, text) in prose(lang) {
            assert!(!text.contains(['\'', '<', '>', '\n', '\t', '{']), "{place}: {text}");
            assert!(!text.contains("  ") && text.trim() == text, "{place}: {text}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The first pass
// ---------------------------------------------------------------------------------------------------------------------

const UPPER: [Activity; 3] = [Activity::Paas, Activity::Caas, Activity::Saas];

/// Lines of a table that are no comment.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// Letters for PaaS, CaaS and SaaS, by requirement: its own line, else its section's.
fn first_pass() -> BTreeMap<&'static str, String> {
    let table: BTreeMap<&str, String> = lines(include_str!("first_pass.txt"))
        .map(|line| line.split_once(' ').expect("a place and letters"))
        .map(|(place, letters)| (place, letters.replace(' ', "")))
        .collect();
    let section = |r: &str| r.split('.').take(2).collect::<Vec<_>>().join(".");
    CATALOG
        .requirements
        .iter()
        .map(|r| {
            (r.id, table.get(r.id).or_else(|| table.get(section(r.id).as_str())).expect("a line").clone())
        })
        .collect()
}

/// Departures: the first pass, ours.
fn departures() -> BTreeMap<&'static str, (String, String)> {
    lines(include_str!("departures.txt"))
        .map(|line| {
            let mut words = line.splitn(4, ' ');
            let (id, first, ours, reason) = (words.next(), words.next(), words.next(), words.next());
            assert!(reason.is_some_and(|reason| reason.len() > 20), "{line}: why?");
            (id.expect("an id"), (first.expect("the first pass").repeat(3), ours.expect("ours").repeat(3)))
        })
        .collect()
}

/// A PaaS, a CaaS and a SaaS, each on one qualified IaaS of another provider; every fact holds.
fn on_a_qualified_iaas() -> Document {
    let provider = |id: &str| Provider { id: id.into(), ..Provider::default() };
    let base = Service {
        id: "base".into(),
        provider: "north".into(),
        activities: [Activity::Iaas].into_iter().collect(),
        qualifications: vec![Qualification {
            version: "3.2".to_owned(),
            granted: Some("2025-01-10".parse().expect("a day")),
            covers: Some(Activity::Iaas.own_layers()),
            ..Qualification::default()
        }],
        ..Service::default()
    };
    let upper = |activity: Activity| Service {
        id: activity.id().into(),
        provider: "atelier".into(),
        activities: [activity].into_iter().collect(),
        relies_on: vec![Reliance { service: "base".into(), ..Reliance::default() }],
        facts: CATALOG.facts.iter().map(|fact| (fact.id.to_owned(), Answer::Yes)).collect(),
        ..Service::default()
    };
    Document {
        providers: vec![provider("north"), provider("atelier")],
        services: [base].into_iter().chain(UPPER.map(upper)).collect(),
        ..Document::default()
    }
}

fn ours() -> BTreeMap<&'static str, String> {
    let document = on_a_qualified_iaas();
    let mut question = Question::of(CATALOG, &document, "2026-11-22".parse().expect("a day"));
    question.readings.own_premises = OwnPremises::HostingOnly;
    let mut verdicts: BTreeMap<&str, String> = BTreeMap::new();
    for activity in UPPER {
        let scope = model::scope(CATALOG, &document, &activity.id().into(), &question).expect("a scope");
        for verdict in scope.verdicts {
            verdicts.entry(verdict.requirement.id).or_default().push(match verdict.outcome {
                Outcome::Inherited => 'I',
                Outcome::Shared => 'S',
                Outcome::Remains => 'R',
                Outcome::NotApplicable => 'N',
            });
        }
    }
    verdicts
}

#[test]
fn verdicts_are_those_of_the_first_pass_save_listed_departures() {
    let ours = ours();
    let found: BTreeMap<&str, (String, String)> = first_pass()
        .into_iter()
        .map(|(id, first)| (id, (first, ours[id].clone())))
        .filter(|(_, (first, ours))| first != ours)
        .collect();
    assert_eq!(found, departures(), "left: what departs; right: what departures.txt lists");
}
