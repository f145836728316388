//! Responsibility matrices: what is read from them, what is wrong with them, and which shares follow.

use crate::{running::socle, wounds::run};
use catalog::{
    Confidence, Lang, Layer, LayerSet, SECNUMCLOUD as CATALOG,
    matrices::{Bearing, Matrices, Matrix, Row as Published, Said, Words},
    text::MATRICES,
};
use checks::generate;
use model::{
    Document, Question,
    document::{Retained, ServiceId, read},
    edit::apply,
    export::{self, json},
    responsibility::{
        Asked, Defect, DefectKind, MAX_BYTES, MAX_ROWS, Pick, Proposal, Roles, Row, Sides, Table, Unreadable,
        Why, edit, from_grid, propose, read_markdown, recognise, say, suggest,
    },
    supply::Stack,
    table::Grid,
    verdict::{Evaluator, Outcome},
};
use proptest::{prelude::*, sample::Index};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
};

fn carried() -> Matrices {
    Matrices::parse(MATRICES.as_bytes()).expect("the file is ours")
}

fn sample(name: &str) -> Document {
    let path = format!("{}/../public/samples/{name}.socle.json", env!("CARGO_MANIFEST_DIR"));
    read(&CATALOG, &fs::read(path).expect("a sample")).expect("it reads").0
}

const CUSTOMER_FIRST: Sides = Sides { customer: 0, provider: 1 };

/// A proposal, with all that it is made from.
fn proposed(document: &Document, ends: [&str; 2], table: &Table, published: Option<&Matrix>) -> Proposal {
    let [service, base] = ends.map(ServiceId::from);
    let carried = carried();
    propose(&asked(document, &service, &base, table, published, &carried)).expect("it rests on it")
}

fn asked<'a>(
    document: &'a Document,
    service: &'a ServiceId,
    base: &'a ServiceId,
    table: &'a Table,
    published: Option<&'a Matrix>,
    carried: &'a Matrices,
) -> Asked<'a> {
    let (sides, hints) = (CUSTOMER_FIRST, carried.hints.as_slice());
    Asked { catalog: &CATALOG, document, service, base, table, sides, published, hints }
}

/// Row, layer and requirements of each share.
fn listed(proposal: &Proposal) -> Vec<(usize, &'static str, String)> {
    proposal.shares.iter().map(|s| (s.row, s.layer.id(), s.requirements.join(" "))).collect()
}

// ---------------------------------------------------------------------------------------------------------------------
// What is carried
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_published_matrices_are_whole_and_say_where_they_come_from() {
    let carried = carried();
    let sizes: Vec<_> = carried.matrices.iter().map(|m| (m.id.as_str(), m.rows.len())).collect();
    assert_eq!(sizes, [("cloud-temple-iaas", 109), ("cloud-temple-openshift", 60), ("cloud-temple-s3", 28)]);
    for m in &carried.matrices {
        assert_eq!(
            (m.provider.as_str(), m.licence.as_str(), m.date.as_str()),
            ("Cloud Temple", "CC0-1.0", "2026-04-17")
        );
        for lang in Lang::ALL {
            assert!(m.source.get(lang).starts_with("https://github.com/Cloud-Temple/docs/blob/"), "{}", m.id);
        }
        for row in &m.rows {
            assert!(
                Roles::parse(&row.customer).is_some() && Roles::parse(&row.provider).is_some(),
                "{row:?}"
            );
            // What the customer answers for says what it means, and nothing else does.
            assert_eq!(row.customer.contains('A'), row.said.is_some(), "{row:?}");
        }
    }
    assert!(Matrices::parse(b"{}").is_none() && Matrices::parse(b"[1").is_none());
}

#[test]
fn every_mapped_requirement_exists_and_bears_on_its_layers() {
    let carried = carried();
    let mut tried = 0;
    for (m, row) in carried.matrices.iter().flat_map(|m| m.rows.iter().map(move |r| (m, r))) {
        let Some(said) = &row.said else { continue };
        let needs = matches!(said.bearing, Bearing::Retained | Bearing::Open);
        assert_eq!(
            needs,
            !said.layers.is_empty() && !said.requirements.is_empty(),
            "{} {}",
            m.id,
            row.number
        );
        for id in &said.requirements {
            let bears = CATALOG.requirement(id).unwrap_or_else(|| panic!("{id}")).layers;
            assert!(said.layers.difference(bears).is_empty(), "{} row {}: {id}", m.id, row.number);
            tried += 1;
        }
    }
    for hint in carried.hints.iter().filter(|h| !h.requirements.is_empty()) {
        for id in &hint.requirements {
            let bears = CATALOG.requirement(id).unwrap_or_else(|| panic!("{id}")).layers;
            assert!(hint.layers.difference(bears).is_empty(), "{:?}: {id}", hint.stems);
        }
    }
    assert!(tried > 30, "only {tried}");
}

#[test]
fn both_languages_say_as_much_and_neither_says_too_much() {
    let carried = carried();
    let mut texts: Vec<Words> = Vec::new();
    for row in carried.matrices.iter().flat_map(|m| &m.rows) {
        for w in [&row.section, &row.activity] {
            assert!(!w.fr.is_empty() && !w.en.is_empty(), "{row:?}");
        }
        texts.extend(row.said.iter().map(|s| s.reason.clone()));
    }
    let kinds = [
        DefectKind::TwoAccountable,
        DefectKind::NoneAccountable,
        DefectKind::NoResponsible,
        DefectKind::UnknownLetter("X".to_owned()),
        DefectKind::EmptyRow,
        DefectKind::NoActivity,
        DefectKind::Ragged,
        DefectKind::TakenForSection,
        DefectKind::TooManyParties(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]),
        DefectKind::OneParty("a".to_owned()),
    ];
    let codes: BTreeSet<&str> = kinds.iter().map(DefectKind::code).collect();
    assert_eq!(codes.len(), kinds.len());
    let both = |say: &dyn Fn(Lang) -> String| Words { fr: say(Lang::Fr), en: say(Lang::En) };
    texts.extend(kinds.iter().map(|k| both(&|lang| say::defect(k, lang))));
    let whys =
        [Why::ProviderAnswers, Why::Own, Why::NoRequirement, Why::NotBrought(LayerSet::of(&[Layer::Sdn]))];
    texts.extend(whys.iter().map(|w| both(&|lang| say::why(*w, lang))));
    for why in [Unreadable::TooLarge, Unreadable::TooManyRows, Unreadable::NoMatrix] {
        texts.push(both(&|lang| say::unreadable(why, lang)));
    }
    for Words { fr, en } in &texts {
        assert!(!fr.is_empty() && !en.is_empty() && fr != en, "{fr} / {en}");
        assert!(!fr.contains('\'') && !en.contains('\''), "{fr} / {en}");
        for plain in ["« ", " »", " :", " ;", " !", " ?"] {
            assert!(!fr.contains(plain), "{fr}");
        }
        let said = format!("{} {}", fr.to_lowercase(), en.to_lowercase());
        for word in ["conforme", "compliant", "couvert", "covered", "certifié", "certified", "garanti", " %"]
        {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------------

/// A matrix as a provider writes it: a heading and a table a section, letters in its own way.
fn written(matrix: &Matrix, lang: Lang, letters: impl Fn(&str) -> String) -> String {
    let mut out = String::from(
        "# RACI\n\nR, A, C, I.\n\n| Lettre | Sens |\n| --- | --- |\n| R | fait |\n| A | approuve |\n",
    );
    let mut section = "";
    for row in &matrix.rows {
        if row.section.get(lang) != section {
            section = row.section.get(lang);
            let _ = write!(
                out,
                "\n## {section}\n\n| Activité | Rôle __Client__ | **Cloud Temple** |\n|:---|:-:|---|\n"
            );
        }
        let activity = row.activity.get(lang).replace('|', "\\|");
        let _ = writeln!(out, "| {activity} | {} | {} |", letters(&row.customer), letters(&row.provider));
    }
    out
}

#[test]
fn every_published_row_is_read_back_from_markdown() {
    let carried = carried();
    let document = sample("s01");
    for m in &carried.matrices {
        for lang in Lang::ALL {
            let styles: [fn(&str) -> String; 4] = [
                str::to_owned,
                |l| if l.is_empty() { String::new() } else { format!("__{l}__") },
                |l| {
                    l.chars()
                        .rev()
                        .map(|c| c.to_ascii_lowercase().to_string())
                        .collect::<Vec<_>>()
                        .join(" / ")
                },
                |l| {
                    if l.is_empty() {
                        "–".to_owned()
                    } else {
                        format!("**{}** (1)", l.split("").collect::<Vec<_>>().join(","))
                    }
                },
            ];
            for letters in styles {
                let tables = read_markdown(&written(m, lang, letters)).expect("tables");
                let [table] = tables.as_slice() else { panic!("{} tables", tables.len()) };
                assert!(table.defects.is_empty(), "{:?}", table.defects);
                assert_eq!(table.parties, ["Rôle Client", "Cloud Temple"]);
                assert_eq!(table.guess(&["Cloud Temple"]), Some(CUSTOMER_FIRST));
                let ours = Table::published(m, lang);
                let bare = |t: &Table| -> Vec<(usize, String, String, Vec<Roles>)> {
                    t.rows
                        .iter()
                        .map(|r| (r.number, r.section.clone(), r.activity.clone(), r.roles.clone()))
                        .collect()
                };
                assert_eq!(bare(table), bare(&ours));
                assert_eq!(recognise(&carried, table).map(|m| m.id.as_str()), Some(m.id.as_str()));
                let ends = ["openshift", "secure-temple"];
                assert_eq!(
                    listed(&proposed(&document, ends, table, Some(m))),
                    listed(&proposed(&document, ends, &ours, Some(m)))
                );
            }
        }
    }
}

#[test]
fn letters_are_read_in_any_dress_and_nothing_else_is() {
    for (cell, letters) in [
        ("RA", "RA"),
        ("A/R", "RA"),
        ("r, a", "RA"),
        ("**A**", "A"),
        ("C I", "CI"),
        ("I;C", "CI"),
        ("", "–"),
        ("-", "–"),
        ("n/a", "–"),
        ("Néant", "–"),
        ("A (2)", "A"),
        ("R\u{a0}+\u{200b}A", "RA"),
        ("Responsable", "R"),
        ("Réalise et approuve", "RA"),
        ("Accountable", "A"),
        ("consulté, informé", "CI"),
        ("R¹", "R"),
    ] {
        assert_eq!(Roles::parse(cell).map(Roles::letters).as_deref(), Some(letters), "{cell}");
    }
    for cell in [
        "S",
        "RASCI",
        "✅",
        "X",
        "А",
        "Ａ",
        "R?",
        "A (si souscrit)",
        "RR",
        "oui",
        "<b>A</b>",
        "A!",
        "Responsable 👍",
    ] {
        assert_eq!(Roles::parse(cell), None, "{cell}");
    }
}

#[test]
fn what_is_wrong_is_reported_where_it_is_and_leads_to_nothing() {
    let text = "## Socle\n\n| Activité | Client | Prestataire |\n|---|---|---|\n\
        | Corriger l’hyperviseur | RA | CI |\n\
        | Deux A | A | RA |\n\
        | Aucun A | R | I |\n\
        | Aucun R | A | I |\n\
        | Autre lettre | S | RA |\n\
        | Vide | | – |\n\
        | | RA | |\n\
        | Trop peu | RA\n\
        | Trop | RA | C | I |\n\
        | | | |\n\
        | Dernière | I | RA |\n";
    let tables = read_markdown(text).expect("a table");
    let found: Vec<(usize, Option<usize>, &str)> =
        tables[0].defects.iter().map(|d| (d.line, d.number, d.kind.code())).collect();
    assert_eq!(
        found,
        [
            (6, Some(2), "two-accountable"),
            (7, Some(3), "none-accountable"),
            (8, Some(4), "no-responsible"),
            (9, Some(5), "unknown-letter"),
            (10, Some(6), "empty-row"),
            (11, Some(7), "no-activity"),
            (12, Some(8), "ragged"),
            (13, Some(9), "ragged"),
        ]
    );
    assert_eq!(tables[0].rows.len(), 10);
    let proposal = proposed(&sample("s01"), ["openshift", "secure-temple"], &tables[0], None);
    assert_eq!(proposal.faulty, [2, 3, 4, 5, 6, 7, 8, 9]);
    assert!(proposal.shares.is_empty());
    // The sound one is suggested something, and nothing of it is chosen.
    let [one] = proposal.unmapped.as_slice() else { panic!("{:?}", proposal.unmapped) };
    assert_eq!((one.row, one.suggestions[0].layer), (1, Layer::Compute));
    // Each leaves with its place and what is to be done about it.
    let (document, carried) = (sample("s01"), carried());
    let [service, base] = ["openshift", "secure-temple"].map(ServiceId::from);
    let asked = asked(&document, &service, &base, &tables[0], None, &carried);
    let value = export::responsibility::json(&asked, &proposal);
    let told: Vec<(u64, u64, &str)> = value["defects"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| {
            let number = |key: &str| d[key].as_u64().expect("a number");
            assert!(d["message"]["fr"] != d["message"]["en"]);
            (number("line"), number("row"), d["code"].as_str().expect("a code"))
        })
        .collect();
    let same: Vec<(u64, u64, &str)> =
        found.iter().map(|(l, n, c)| (*l as u64, n.expect("a row") as u64, *c)).collect();
    assert_eq!(told, same);
    let md = export::responsibility::markdown(&asked, &proposal, Lang::En);
    assert!(
        md.contains("## To be corrected in the matrix\n")
            && md.contains("* row 2 of the matrix (line 6 of the file) — Deux A — "),
        "{md}"
    );
    // A defect of the whole table has no row.
    let whole = Defect { number: None, ..tables[0].defects[0].clone() };
    assert_eq!(say::place(&whole, Lang::En), "line 6 of the file");
}

#[test]
fn three_parties_are_reported_and_not_told_apart() {
    let text = "| Tâche | Client | Prestataire | Infogérant |\n|---|---|---|---|\n| a | RA | I | C |\n| b | I | RA | I |\n";
    let table = &read_markdown(text).expect("a table")[0];
    assert!(matches!(&table.defects[0].kind, DefectKind::TooManyParties(p) if p.len() == 3));
    assert_eq!(table.guess(&[]), None);
    let proposal = proposed(&sample("s01"), ["openshift", "secure-temple"], table, None);
    assert_eq!((proposal.shares.len(), proposal.faulty), (0, vec![1, 2]));
}

#[test]
fn heads_say_whose_a_column_is_or_leave_it_to_a_person() {
    let guess = |a: &str, b: &str| {
        let parties = vec![a.to_owned(), b.to_owned()];
        Table { parties, ..Table::default() }.guess(&["Harbour"]).map(|s| s.customer)
    };
    for (a, b, customer) in [
        ("Client", "Cloud Temple", Some(0)),
        ("OVHcloud", "Customer", Some(1)),
        ("Prestataire", "Commanditaire", Some(1)),
        ("Client Cloud Temple", "Cloud Temple", Some(0)),
        ("Harbour", "Vessel", Some(1)),
        ("Provider", "Host of yours", Some(1)),
        ("Alpha", "Beta", None),
        ("Client", "Customer", None),
        ("Prestataire", "Hébergeur", None),
    ] {
        assert_eq!(guess(a, b), customer, "{a} / {b}");
    }
}

fn grid(rows: &[&[&str]]) -> Grid {
    Grid {
        rows: rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect(),
        ..Grid::default()
    }
}

#[test]
fn a_sheet_is_read_below_its_title_with_its_sections() {
    let table = from_grid(&grid(&[
        &["Matrice de responsabilités", "", "", "", ""],
        &["Version 3", "", "", "", ""],
        &["N°", "Rubrique", "Activité", "Client", "Prestataire", "Remarques du client"],
        &[
            "1",
            "Réseau",
            "Tenir le plan d’adressage",
            "RA",
            "I",
            "une remarque assez longue pour en être une",
        ],
        &["2", "", "Tenir le réseau physique", "I", "R/A"],
        &[],
        &["", "", "Sauvegarde", "", ""],
        &["3", "", "Sauvegarder", "A", "R"],
        &["4", "", "Restaurer", "A", "A"],
    ]))
    .expect("a matrix");
    assert_eq!(table.parties, ["Client", "Prestataire"]);
    let rows: Vec<_> = table.rows.iter().map(|r| (r.line, r.section.as_str(), r.activity.as_str())).collect();
    assert_eq!(
        rows,
        [
            (4, "Réseau", "Tenir le plan d’adressage"),
            (5, "Réseau", "Tenir le réseau physique"),
            (8, "Sauvegarde", "Sauvegarder"),
            (9, "Sauvegarde", "Restaurer"),
        ]
    );
    let codes: Vec<_> = table.defects.iter().map(|d| (d.line, d.kind.code())).collect();
    assert_eq!(codes, [(7, "taken-for-section"), (9, "two-accountable")]);
    assert_eq!(from_grid(&grid(&[&["a", "b"], &["c", "d"]])), Err(Unreadable::NoMatrix));
}

#[test]
fn hostile_texts_stay_texts_and_bounds_hold() {
    assert_eq!(read_markdown(&"|".repeat(MAX_BYTES + 1)), Err(Unreadable::TooLarge));
    let long =
        format!("| a | Client | Prestataire |\n|---|---|---|\n{}", "| x | RA | I |\n".repeat(MAX_ROWS + 1));
    assert_eq!(read_markdown(&long), Err(Unreadable::TooManyRows));
    assert_eq!(read_markdown(""), Err(Unreadable::NoMatrix));
    assert_eq!(
        read_markdown("```\n| a | Client | Prestataire |\n|---|---|---|\n| x | RA | I |\n```"),
        Err(Unreadable::NoMatrix)
    );
    assert_eq!(from_grid(&grid(&vec![["x"].as_slice(); MAX_ROWS + 1])), Err(Unreadable::TooManyRows));
    let half = "x".repeat(MAX_BYTES / 2 + 1);
    assert_eq!(from_grid(&grid(&[&[&half], &[&half]])), Err(Unreadable::TooLarge));

    let huge = "é".repeat(200_000);
    let evil = "<script>alert(1)</script> [x](javascript:alert(1)) =cmd|' /C calc'!A0";
    let text = format!(
        "| Activité | Client | Prestataire |\n|---|---|---|\n| {huge} | RA | I |\n| {} | RA | I |\n\
         | a \u{202e}b\u{7} | RA | {huge} |\n| ||||||||| RA |\n| \\| \\| | RA | I |\n|\n{}\n",
        evil.replace('|', "\\|"),
        "|".repeat(100_000)
    );
    let table = &read_markdown(&text).expect("a matrix")[0];
    assert!(table.rows[0].activity.chars().count() <= 601, "a cell has a bound");
    assert_eq!(table.rows[1].activity, evil);
    assert_eq!(table.rows[2].activity, "a b");
    assert!(table.rows[2].faulty && table.rows[3].faulty);
    assert_eq!(table.rows[4].activity, "| |");
    let (service, base) = ("openshift".into(), "secure-temple".into());
    let (document, carried) = (sample("s01"), carried());
    let asked = asked(&document, &service, &base, table, None, &carried);
    let proposal = propose(&asked).expect("it rests on it");
    let shown = export::responsibility::markdown(&asked, &proposal, Lang::Fr);
    assert!(!shown.contains("<script") && shown.contains("\\[x\\](javascript"), "{shown}");
    // What bears on no requirement of the layer is no share.
    let none = Pick { row: 1, layer: Layer::Compute, requirements: vec!["11.2.2.a".to_owned()] };
    assert_eq!(edit(&asked, &proposal, &[], &[none], Lang::En), None);
    // Picked by a person, the text goes into the document as a text of the length that the format allows.
    let pick = Pick {
        row: 1,
        layer: Layer::Compute,
        requirements: vec!["12.11.b".to_owned(), "12.11.a".to_owned()],
    };
    let change = edit(&asked, &proposal, &[], &[pick], Lang::En).expect("12.11.a is new");
    let (after, _) = apply(&CATALOG, &document, change).expect("it fits");
    assert_eq!(retained(&after, "openshift").len(), 2);
}

#[test]
fn any_text_is_read_or_refused() {
    let cell = prop_oneof![
        Just("RA".to_owned()),
        Just("I".to_owned()),
        Just("Client".to_owned()),
        "\\PC{0,12}",
        "[|\\\\*_<>#-]{0,8}"
    ];
    let row = proptest::collection::vec(cell, 0..6);
    let rows = proptest::collection::vec(row, 0..12);
    run(200, &rows, |rows| {
        let mut text = String::from("| Activité | Client | Prestataire |\n|---|---|---|\n");
        for row in &rows {
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
        if let Ok(tables) = read_markdown(&text) {
            for table in &tables {
                // Every sound row has one party that answers and one that does the work.
                for r in table.rows.iter().filter(|r| !r.faulty) {
                    prop_assert_eq!(r.roles.iter().filter(|x| x.accountable()).count(), 1);
                    prop_assert!(r.roles.iter().any(|x| x.responsible()) && !r.activity.is_empty());
                }
            }
        }
        let _ = from_grid(&Grid { rows: rows.clone(), ..Grid::default() });
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// Proposing
// ---------------------------------------------------------------------------------------------------------------------

/// What Cloud Temple's IaaS leaves to a service on it: row, layer, requirements.
const IAAS: [(usize, &str, &str); 21] = [
    (16, "compute", "9.5.a"),
    (16, "storage", "9.5.a"),
    (16, "sdn", "9.5.a"),
    (17, "compute", "9.2.b 9.3.a"),
    (17, "storage", "9.2.b 9.3.a"),
    (17, "sdn", "9.2.b 9.3.a"),
    (23, "sdn", "13.2.a"),
    (24, "storage", "12.5.a"),
    (32, "compute", "9.3.a 9.3.c 9.4.a"),
    (32, "storage", "9.3.a 9.3.c 9.4.a"),
    (32, "sdn", "9.3.a 9.3.c 9.4.a"),
    (37, "compute", "12.11.b"),
    (51, "compute", "17.4.a"),
    (54, "storage", "17.4.a"),
    (61, "compute", "12.2.a"),
    (61, "storage", "12.2.a"),
    (71, "storage", "12.5.a"),
    (77, "storage", "12.5.a"),
    (78, "storage", "12.5.a"),
    (80, "storage", "12.5.c"),
    (101, "sdn", "13.1.a"),
];

fn retained<'d>(document: &'d Document, service: &str) -> &'d [Retained] {
    document.service(service).map(|s| s.relies_on[0].retained.as_slice()).unwrap_or_default()
}

/// Verdicts and parts by requirement, as exported.
fn verdicts(document: &Document, service: &str) -> BTreeMap<String, (String, String)> {
    let day = document.as_of.expect("a day");
    let question = Question { as_of: day, ..Question::of(&CATALOG, document, day) };
    let stack = Stack::new(document).expect("no circle");
    let node = stack.graph().node(service).expect("it exists");
    let mut evaluator = Evaluator::new(&CATALOG, &stack, &question, vec![node]);
    let (scope, details) = (evaluator.scope(node), evaluator.details(node));
    let blocking = evaluator.blocking(node);
    let out =
        serde_json::to_value(json::scope(&CATALOG, document, &scope, &details, &blocking)).expect("JSON");
    let rows = out["verdicts"].as_array().expect("rows").iter();
    rows.map(|v| {
        let text = |key: &str| v[key].as_str().map_or_else(|| v[key].to_string(), str::to_owned);
        (text("requirement"), (text("verdict"), text("parts")))
    })
    .collect()
}

#[test]
fn the_sample_gets_exactly_these_shares() {
    let (document, carried) = (sample("s01"), carried());
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let table = Table::published(matrix, Lang::Fr);
    let (service, base) = ("openshift".into(), "secure-temple".into());
    let asked = asked(&document, &service, &base, &table, Some(matrix), &carried);
    let proposal = propose(&asked).expect("it rests on it");
    let expected: Vec<_> = IAAS.iter().map(|(n, l, r)| (*n, *l, (*r).to_owned())).collect();
    assert_eq!(listed(&proposal), expected);
    // The share that the sample has is seen; all others stand chosen, for none is in doubt.
    let already: Vec<_> = proposal.shares.iter().filter(|s| s.already).map(|s| s.row).collect();
    assert_eq!(already, [37]);
    assert!(proposal.shares.iter().all(|s| s.confidence != Confidence::Low && s.preselected() != s.already));
    assert_eq!(proposal.unmapped.iter().map(|u| u.row).collect::<Vec<_>>(), [2, 4, 15, 25]);
    assert_eq!((proposal.carried_out.as_slice(), proposal.faulty.len()), ([65].as_slice(), 0));
    let why = |row: usize| proposal.not_concerned.iter().find(|a| a.row == row).map(|a| a.why);
    assert_eq!(
        (why(93), why(20), why(36)),
        (Some(Why::NoRequirement), Some(Why::Own), Some(Why::ProviderAnswers))
    );
    // Each row is somewhere, and once.
    let mut rows: Vec<usize> = proposal.shares.iter().map(|s| s.row).collect();
    rows.dedup();
    rows.extend(proposal.unmapped.iter().map(|u| u.row));
    rows.extend(proposal.not_concerned.iter().map(|a| a.row));
    rows.extend(&proposal.carried_out);
    rows.sort_unstable();
    assert_eq!(rows, (1..=109).collect::<Vec<_>>());

    // One edit; nothing else of the document moves, nothing is wrong then, and asked again all is there.
    let all: Vec<usize> = (0..proposal.shares.len()).collect();
    let change = edit(&asked, &proposal, &all, &[], Lang::Fr).expect("something is new");
    let issues = read(&CATALOG, model::document::write::to_text(&document).as_bytes()).expect("it reads").1;
    let (after, left) = apply(&CATALOG, &document, change).expect("it fits");
    assert_eq!(left, issues);
    let shares = retained(&after, "openshift");
    assert_eq!((shares.len(), &shares[0]), (IAAS.len(), &retained(&document, "openshift")[0]));
    let reason = shares[1].reason.as_deref().unwrap_or_default();
    assert!(
        reason.starts_with("Matrice de responsabilités de Cloud Temple, IaaS VMware et Open IaaS, 17 avril 2026, ligne 16\u{a0}: «\u{202f}Configurer un référentiel"),
        "{reason}"
    );
    let again = Asked { document: &after, ..asked };
    let second = propose(&again).expect("it rests on it");
    assert!(second.shares.iter().all(|s| s.already));
    assert!(edit(&again, &second, &all, &[], Lang::En).is_none(), "nothing twice, in no language");

    // No verdict moves; the parts do where a row says so, and nowhere else.
    let (before, after) = (verdicts(&document, "openshift"), verdicts(&after, "openshift"));
    let moved: BTreeSet<&str> =
        before.iter().filter(|(id, v)| after[*id].1 != v.1).map(|(id, _)| id.as_str()).collect();
    assert!(before.iter().all(|(id, v)| after[id].0 == v.0));
    let named: BTreeSet<&str> =
        IAAS.iter().flat_map(|(_, _, r)| r.split(' ')).filter(|id| *id != "12.11.b").collect();
    assert_eq!(moved, named);
}

#[test]
fn the_scenario_holds_what_is_proposed() {
    let path = format!("{}/scenarios/65-shares-of-a-published-matrix.md", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the scenario");
    let stack = text.split("```json socle/1\n").nth(1).and_then(|t| t.split("```").next()).expect("a stack");
    let full = read(&CATALOG, stack.as_bytes()).expect("it reads").0;
    let mut bare = full.clone();
    bare.services[1].relies_on[0].retained.clear();
    let carried = carried();
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let table = Table::published(matrix, Lang::En);
    let proposal = proposed(&bare, ["harbour", "pier-iaas"], &table, Some(matrix));
    let written: Vec<_> = retained(&full, "harbour")
        .iter()
        .map(|r| {
            let row = r.reason.as_deref().and_then(|t| t.rsplit(' ').next()).and_then(|n| n.parse().ok());
            (row.expect("a row"), r.layer.id(), r.requirements.join(" "))
        })
        .collect();
    assert_eq!(listed(&proposal), written);
    let outcome =
        |d: &Document| verdicts(d, "harbour").into_iter().map(|(id, v)| (id, v.0)).collect::<Vec<_>>();
    assert_eq!(outcome(&bare), outcome(&full), "no verdict moves");
}

#[test]
fn what_a_reliance_does_not_bring_is_not_left_by_it() {
    let (mut document, carried) = (sample("s01"), carried());
    document.services[1].relies_on[0].retained.clear();
    document.services[1].relies_on[0].layers =
        Some(LayerSet::of(&[Layer::Facility, Layer::Hardware, Layer::Compute]));
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let table = Table::published(matrix, Lang::En);
    let proposal = proposed(&document, ["openshift", "secure-temple"], &table, Some(matrix));
    assert!(proposal.shares.iter().all(|s| s.layer == Layer::Compute) && !proposal.shares.is_empty());
    let why = proposal.not_concerned.iter().find(|a| a.row == 23).map(|a| a.why);
    assert_eq!(why, Some(Why::NotBrought(LayerSet::of(&[Layer::Sdn]))));
    let [service, base] = ["openshift", "secure-temple"].map(ServiceId::from);
    let asked = asked(&document, &service, &base, &table, Some(matrix), &carried);
    let value = export::responsibility::json(&asked, &proposal);
    let row = value["not_concerned"].as_array().expect("a list").iter().find(|r| r["row"] == 23);
    assert_eq!(row.map(|r| &r["code"]), Some(&"not-brought".into()));
    // Two services that do not rest on one another have nothing to share out.
    assert!(propose(&Asked { service: &base, base: &service, ..asked }).is_none());
}

#[test]
fn turned_round_it_proposes_nothing_of_the_others() {
    let (document, carried) = (sample("s01"), carried());
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let table = Table::published(matrix, Lang::Fr);
    let (service, base) = ("openshift".into(), "secure-temple".into());
    let straight = asked(&document, &service, &base, &table, Some(matrix), &carried);
    let turned = propose(&Asked { sides: CUSTOMER_FIRST.swapped(), ..straight }).expect("it rests on it");
    // What the published matrix puts to the provider is not mapped: it differs, and a person has to say.
    assert!(turned.shares.is_empty());
    assert!(!turned.unmapped.is_empty() && turned.unmapped.iter().all(|u| u.differs));
    let asked = Asked { sides: CUSTOMER_FIRST.swapped(), ..straight };
    let value = export::responsibility::json(&asked, &turned);
    assert!(value["to_map"].as_array().expect("a list").iter().all(|r| r["differs"] == true));
    for (lang, said) in [
        (Lang::Fr, " — la matrice publiée met cette ligne au prestataire"),
        (Lang::En, " — the published matrix puts this row to the provider"),
    ] {
        let md = export::responsibility::markdown(&asked, &turned, lang);
        assert_eq!(md.matches(said).count(), turned.unmapped.len(), "{md}");
    }
}

#[test]
fn shares_of_one_layer_and_reason_become_one() {
    let (mut document, carried) = (sample("s01"), carried());
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let table = Table::published(matrix, Lang::Fr);
    let (service, base): (ServiceId, ServiceId) = ("openshift".into(), "secure-temple".into());
    let row = table.row(32).expect("row 32");
    let said = matrix.rows[31].said.as_ref().expect("it says something");
    let mut there = Retained {
        layer: Layer::Storage,
        requirements: vec!["9.3.c".to_owned()],
        reason: Some(say::reason(Some(matrix), row, Some(&said.reason.fr), Lang::Fr)),
        extra: Default::default(),
    };
    there.extra.insert("x-kept".to_owned(), 1.into());
    document.services[1].relies_on[0].retained = vec![there];
    let asked = asked(&document, &service, &base, &table, Some(matrix), &carried);
    let proposal = propose(&asked).expect("it rests on it");
    let at = proposal
        .shares
        .iter()
        .position(|s| s.row == 32 && s.layer == Layer::Storage)
        .expect("it is proposed");
    assert!(!proposal.shares[at].already);
    // In the other language: the share is known by either.
    let change = edit(&asked, &proposal, &[at], &[], Lang::En).expect("two requirements are new");
    let after = apply(&CATALOG, &document, change).expect("it fits").0;
    let [one] = retained(&after, "openshift") else { panic!("one share") };
    assert_eq!(one.requirements, ["9.3.c", "9.3.a", "9.4.a"]);
    assert_eq!(one.extra.get("x-kept"), Some(&1.into()));
    // A share of the whole layer holds everything on it.
    let mut whole = document.clone();
    whole.services[1].relies_on[0].retained = vec![Retained {
        layer: Layer::Storage,
        requirements: Vec::new(),
        reason: None,
        extra: Default::default(),
    }];
    let asked = Asked { document: &whole, ..asked };
    let proposal = propose(&asked).expect("it rests on it");
    assert!(proposal.shares.iter().all(|s| s.already == (s.layer == Layer::Storage)));
}

#[test]
fn words_suggest_and_choose_nothing() {
    let carried = carried();
    let all: LayerSet = Layer::ALL.into_iter().collect();
    for (fr, en, layer, requirement) in [
        ("Appliquer les correctifs de l’hyperviseur", "Patch the hypervisor", Layer::Compute, "12.11.b"),
        ("Gérer les clés du stockage", "Manage the keys of the storage", Layer::Storage, "10.5.c"),
        ("Définir les règles du pare-feu réseau", "Define the network firewall rules", Layer::Sdn, "13.2.a"),
        (
            "Conserver les journaux des machines virtuelles",
            "Keep the logs of virtual machines",
            Layer::Os,
            "12.6.c",
        ),
        (
            "Tester la reprise des bases de données",
            "Test disaster recovery of databases",
            Layer::Middleware,
            "17.2.a",
        ),
    ] {
        let of = |activity: &str| {
            let row = Row {
                number: 1,
                line: 1,
                section: String::new(),
                activity: activity.to_owned(),
                roles: Vec::new(),
                faulty: false,
            };
            suggest(&CATALOG, &carried.hints, all, &row)
        };
        for said in [of(fr), of(en)] {
            let first =
                said.iter().find(|s| s.layer == layer).unwrap_or_else(|| panic!("{fr} / {en}: {said:?}"));
            assert!(first.requirements.contains(&requirement), "{fr} / {en}: {said:?}");
            assert!(said.len() <= 4);
            for s in &said {
                for id in &s.requirements {
                    assert!(CATALOG.requirement(id).is_some_and(|r| r.layers.contains(s.layer)), "{id}");
                }
            }
        }
        assert!(
            suggest(
                &CATALOG,
                &carried.hints,
                LayerSet::EMPTY,
                &Row {
                    number: 1,
                    line: 1,
                    section: String::new(),
                    activity: fr.to_owned(),
                    roles: Vec::new(),
                    faulty: false
                }
            )
            .is_empty()
        );
    }
    let nothing = Row {
        number: 1,
        line: 1,
        section: String::new(),
        activity: "Cleaning of offices".to_owned(),
        roles: Vec::new(),
        faulty: false,
    };
    assert!(suggest(&CATALOG, &carried.hints, all, &nothing).is_empty());
}

/// A matrix that leaves requirements to the customer, a row a layer.
fn invented(rows: &[(Layer, Vec<String>)]) -> Matrix {
    let both = |text: String| Words { fr: text.clone(), en: text };
    let rows = rows.iter().enumerate().map(|(i, (layer, requirements))| Published {
        number: i + 1,
        section: Words::default(),
        activity: both(format!("activity {}", i + 1)),
        customer: "RA".to_owned(),
        provider: "I".to_owned(),
        said: Some(Said {
            bearing: Bearing::Retained,
            layers: LayerSet::of(&[*layer]),
            requirements: requirements.clone(),
            confidence: Confidence::High,
            reason: both("because".to_owned()),
        }),
    });
    Matrix {
        id: "invented".to_owned(),
        provider: "Nobody".to_owned(),
        service: Words::default(),
        date: "2026-01-01".to_owned(),
        licence: "CC0-1.0".to_owned(),
        heads: ["Client".to_owned(), "Provider".to_owned()],
        source: Words::default(),
        rows: rows.collect(),
    }
}

#[test]
fn a_share_of_what_is_inherited_makes_it_shared() {
    let mut document = sample("s01");
    document.services[1].relies_on[0].retained.clear();
    let matrix = invented(&[(Layer::Facility, vec!["11.2.2.e".to_owned()])]);
    let table = Table::published(&matrix, Lang::En);
    let (service, base, carried) = ("openshift".into(), "secure-temple".into(), carried());
    let asked = asked(&document, &service, &base, &table, Some(&matrix), &carried);
    let proposal = propose(&asked).expect("it rests on it");
    let change = edit(&asked, &proposal, &[0], &[], Lang::En).expect("it is new");
    let after = apply(&CATALOG, &document, change).expect("it fits").0;
    let (before, after) = (verdicts(&document, "openshift"), verdicts(&after, "openshift"));
    assert_eq!((before["11.2.2.e"].0.as_str(), after["11.2.2.e"].0.as_str()), ("inherited", "shared"));
    assert_eq!(before.iter().filter(|(id, v)| after[*id].0 != v.0).count(), 1);
}

/// How much of a requirement that applies is inherited.
fn carried_by_base(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::NotApplicable => None,
        Outcome::Remains => Some(0),
        Outcome::Shared => Some(1),
        Outcome::Inherited => Some(2),
    }
}

#[test]
fn applying_a_proposal_never_adds_coverage() {
    let named = generate::named_requirements();
    let rows: Vec<(Layer, Vec<String>)> = Layer::ALL.iter().map(|l| (*l, named.clone())).collect();
    let matrix = invented(&rows);
    let table = Table::published(&matrix, Lang::En);
    let carried = carried();
    let applied = std::cell::Cell::new(0);
    run(
        300,
        &(generate::case(), any::<Index>(), any::<u16>()),
        |((document, target, question), which, chosen)| {
            let ends: Vec<(ServiceId, ServiceId)> = document
                .services
                .iter()
                .flat_map(|s| s.relies_on.iter().map(|r| (s.id.clone(), r.service.clone())))
                .collect();
            if ends.is_empty() {
                return Ok(());
            }
            let (service, base) = which.get(&ends);
            let asked = asked(&document, service, base, &table, Some(&matrix), &carried);
            let Some(proposal) = propose(&asked) else { return Ok(()) };
            let picked: Vec<usize> = (0..proposal.shares.len()).filter(|i| chosen & (1 << i) != 0).collect();
            let Some(change) = edit(&asked, &proposal, &picked, &[], Lang::En) else { return Ok(()) };
            let (after, _) =
                apply(&CATALOG, &document, change).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
            applied.set(applied.get() + 1);
            let scope = |d: &Document| model::scope(&CATALOG, d, &target.as_str().into(), &question);
            let (before, now) =
                (scope(&document).expect("it was computed"), scope(&after).expect("it is computed"));
            for (b, a) in before.verdicts.iter().zip(&now.verdicts) {
                if let (Some(b_in), Some(a_in)) = (carried_by_base(b.outcome), carried_by_base(a.outcome)) {
                    prop_assert!(
                        a_in <= b_in,
                        "{}: {:?} became {:?}",
                        b.requirement.id,
                        b.outcome,
                        a.outcome
                    );
                }
            }
            Ok(())
        },
    );
    assert!(applied.get() > 30, "only {} were applied", applied.get());
}

// ---------------------------------------------------------------------------------------------------------------------
// The command
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn the_command_lists_it_all_and_changes_nothing() {
    let path = format!("{}/../public/samples/s01.socle.json", env!("CARGO_MANIFEST_DIR"));
    let input = fs::read(path).expect("a sample");
    let ask = |more: &[&str]| {
        let all = ["responsibilities", "-", "--service", "openshift", "--base", "secure-temple"];
        socle(&[all.as_slice(), more].concat(), &input)
    };
    let ran = ask(&["--matrix", "cloud-temple-iaas"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let value: Value = serde_json::from_str(&ran.out).expect("JSON");
    let shares = value["shares"].as_array().expect("shares");
    let rows: Vec<_> = shares
        .iter()
        .map(|s| (s["row"].as_u64().unwrap_or(0) as usize, s["layer"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(rows, IAAS.iter().map(|(n, l, _)| (*n, *l)).collect::<Vec<_>>());
    assert_eq!((&value["rows"], &value["matrix"]["licence"]), (&109.into(), &"CC0-1.0".into()));
    for (lang, head) in
        [("fr", "## Parts proposées (14 sur 109 lignes)"), ("en", "## Shares proposed (14 of 109 rows)")]
    {
        let ran = ask(&["--matrix", "cloud-temple-iaas", "--format", "md", "--lang", lang]);
        assert!(ran.status == 0 && ran.out.contains(head), "{lang}: {}", ran.err);
    }
    // A file of the same text is known again; columns that nobody can tell apart are asked about.
    let carried = carried();
    let matrix = carried.get("cloud-temple-iaas").expect("it is there");
    let folder = std::env::temp_dir().join(format!("socle-responsibility-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.join(name);
        fs::write(&file, text).expect("written");
        file.to_string_lossy().into_owned()
    };
    let same = ask(&["--matrix", &write("raci.md", &written(matrix, Lang::Fr, str::to_owned))]);
    let same: Value = serde_json::from_str(&same.out).expect("JSON");
    assert_eq!(same["shares"].as_array().map(Vec::len), Some(IAAS.len()));
    let doubtful =
        write("doubt.md", "| Activity | Alpha | Beta |\n|---|---|---|\n| Patch the hypervisor | RA | I |\n");
    let ran = ask(&["--matrix", &doubtful]);
    assert!(ran.status == 2 && ran.err.contains("--customer") && ran.out.is_empty(), "{}", ran.err);
    let told = ask(&["--matrix", &doubtful, "--customer", "Alpha"]);
    let told: Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(
        (told["shares"].as_array().map(Vec::len), told["to_map"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );
    // Of two matrices in one text the longer, and the other is told; of three parties only what is wrong.
    let two = "| Activity | Client | Prestataire |\n|---|---|---|\n| Patch the hypervisor | RA | I |\n\n\
        | Task | Customer | Provider |\n|---|---|---|\n| Patch the hypervisor | RA | I |\n| Keep the keys | RA | I |\n";
    let ran = ask(&["--matrix", &write("two.md", two)]);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((ran.status, &told["rows"]), (0, &2.into()), "{}", ran.err);
    assert_eq!(ran.err.trim(), "left out: table 1 (Client, Prestataire)");
    let three =
        "| Task | Client | Prestataire | Infogérant |\n|---|---|---|---|\n| Keep the keys | RA | I | C |\n";
    let ran = ask(&["--matrix", &write("three.md", three)]);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    let codes: Vec<_> = told["defects"].as_array().into_iter().flatten().map(|d| &d["code"]).collect();
    assert_eq!((ran.status, codes), (0, vec![&Value::from("too-many-parties")]), "{}", ran.err);
    assert_eq!(
        (told["shares"].as_array().map(Vec::len), told["to_map"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    assert_eq!(ask(&["--matrix", &write("none.md", "nothing")]).status, 3);
    assert_eq!(ask(&["--matrix", "/nowhere.md"]).status, 3);
    assert_eq!(ask(&[]).status, 2);
    let _ = fs::remove_dir_all(&folder);
}
