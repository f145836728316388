//! The diagram as a picture: well-formed whatever the document says, nothing in it that runs or is fetched, every
//! service and every number there in words.

use crate::{report::document, running::stack, schema::maximal, wounds::samples};
use catalog::{Lang, SECNUMCLOUD};
use checks::generate;
use model::{Document, Question, export::svg::diagram, overview::overview};
use std::collections::BTreeSet;

fn question(document: &Document) -> Question {
    let day = document.as_of.unwrap_or_else(|| "2026-11-22".parse().expect("a day"));
    Question::of(&SECNUMCLOUD, document, day)
}

fn drawn(document: &Document, lang: Lang) -> String {
    diagram(&SECNUMCLOUD, document, &question(document), lang)
}

/// What SVG 1.1 has of these, as far as the picture uses it: anything else is a slip.
fn assert_valid(picture: &str) {
    let tree = roxmltree::Document::parse(picture).unwrap_or_else(|e| panic!("{e}\n{picture}"));
    let allowed = |name: &str| -> Option<&[&str]> {
        Some(match name {
            "svg" => {
                &["width", "height", "viewBox", "role", "aria-labelledby", "lang", "font-family", "fill"]
            }
            "title" | "desc" => &["id"],
            "g" => &["transform"],
            "rect" => {
                &["x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray"]
            }
            "path" => {
                &["d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "transform"]
            }
            "text" => &["x", "y", "font-size", "font-weight", "fill", "text-anchor"],
            _ => return None,
        })
    };
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert_eq!(node.tag_name().namespace(), Some("http://www.w3.org/2000/svg"), "{name}");
        let known = allowed(name).unwrap_or_else(|| panic!("<{name}> has no place in the picture"));
        for attribute in node.attributes() {
            assert!(known.contains(&attribute.name()), "{name} {}", attribute.name());
            if let "x" | "y" | "width" | "height" | "rx" = attribute.name() {
                let number: i32 = attribute.value().parse().expect("a number");
                assert!((0..1_000_000).contains(&number), "{name} {} {number}", attribute.name());
            }
        }
    }
}

/// The texts of a picture, its description too.
fn texts(picture: &str) -> BTreeSet<String> {
    let tree = roxmltree::Document::parse(picture).expect("well-formed");
    tree.descendants().filter_map(|n| n.text()).map(str::to_owned).collect()
}

#[test]
fn every_sample_has_a_picture_with_its_services_and_numbers() {
    let values = samples().into_iter().map(|(_, bytes)| serde_json::from_slice(&bytes).expect("JSON"));
    let documents =
        values.chain([stack()]).map(|value| document(&value)).chain([maximal(), Document::default()]);
    for document in documents {
        let glances = overview(&SECNUMCLOUD, &document, &question(&document));
        for lang in [Lang::Fr, Lang::En] {
            let picture = drawn(&document, lang);
            assert_valid(&picture);
            assert_eq!(picture, drawn(&document, lang), "the same bytes");
            let texts = texts(&picture);
            let described = texts.iter().max_by_key(|t| t.len()).cloned().unwrap_or_default();
            for glance in glances.iter().filter(|_| document.services.len() > 1) {
                assert!(described.contains(&document.called(&glance.service)), "{described}");
                let n = glance.counts.remains;
                let said = if lang == Lang::Fr { format!("{n} restent") } else { format!("{n} remain") };
                assert!(texts.contains(&said), "{said}");
            }
        }
    }
}

#[test]
fn hostile_names_stay_text() {
    let mut hostile = document(&stack());
    let name = "</text><script>alert(1)</script> & \"' \u{0} \u{1b} \u{202e} \u{ffff} ]]> 𝕏";
    hostile.title = name.to_owned();
    for service in &mut hostile.services {
        service.name = name.to_owned();
    }
    for provider in &mut hostile.providers {
        provider.name = name.repeat(400);
    }
    for third in &mut hostile.third_parties {
        third.name = name.to_owned();
    }
    for lang in [Lang::Fr, Lang::En] {
        let picture = drawn(&hostile, lang);
        assert_valid(&picture);
        assert!(!picture.contains("<script"));
    }
}

#[test]
fn generated_documents_have_valid_pictures() {
    crate::wounds::run(60, &generate::case(), |(document, _, question)| {
        assert_valid(&diagram(&SECNUMCLOUD, &document, &question, Lang::Fr));
        Ok(())
    });
}

/// Writes the pictures of the samples to the folder named by SOCLE_PICTURES, to be looked at.
#[test]
#[ignore = "writes files to look at"]
fn pictures_to_look_at() {
    let Ok(folder) = std::env::var("SOCLE_PICTURES") else { return };
    for (name, bytes) in samples() {
        let document = document(&serde_json::from_slice(&bytes).expect("JSON"));
        for lang in [Lang::Fr, Lang::En] {
            let path = format!("{folder}/{name}-{}.svg", lang.tag());
            std::fs::write(path, drawn(&document, lang)).expect("written");
        }
    }
}
