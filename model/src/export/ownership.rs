//! What 19.6 and 19.2 come to for a provider, as JSON and as Markdown.

use super::{markdown::plain, object};
use crate::{
    Date,
    document::{Document, EntityId},
    ownership::{
        Conclusion, Figures, Holder, Limit, Limits, Measure, Ownership, Party, PartyReport, PlaceFinding,
        Range, THIRD_PARTY_FACT, contradictions, say,
    },
    question::Question,
    sorted,
    words::{self, pick},
};
use catalog::{Catalog, Lang, UNION};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, fmt::Write as _};

/// All that is found of a provider.
#[derive(Debug, Clone, Copy)]
pub struct Found<'f> {
    /// The document.
    pub document: &'f Document,
    /// What was asked.
    pub question: &'f Question,
    /// 19.6.a and b.
    pub ownership: &'f Ownership,
    /// 19.6.c and d.
    pub parties: &'f [PartyReport],
    /// 19.2.
    pub places: &'f [PlaceFinding],
}

fn both(text: impl Fn(Lang) -> String) -> Value {
    object([("fr", Value::String(text(Lang::Fr))), ("en", Value::String(text(Lang::En)))])
}

fn range(range: Range) -> Value {
    let end = |p: f64| if p.fract() == 0.0 { json!(p as u8) } else { json!(p) };
    Value::Array(vec![end(range.min), end(range.max)])
}

fn holder(holder: Option<&Holder>) -> Value {
    match holder {
        Some(Holder::Entity(id)) => id.as_str().into(),
        _ => Value::Null,
    }
}

/// The company of whose holders nobody is named.
fn rest_of(holder: Option<&Holder>) -> Value {
    match holder {
        Some(Holder::Unnamed(id)) => id.as_str().into(),
        _ => Value::Null,
    }
}

fn limit(document: &Document, limit: &Limit, of_one: bool) -> Value {
    let decided = limit.decided();
    let mut o = Map::new();
    o.insert("result".to_owned(), json!(say::id(limit.result())));
    if of_one {
        o.insert("worst".to_owned(), holder(decided.worst.as_ref()));
        o.insert("worst_rest_of".to_owned(), rest_of(decided.worst.as_ref()));
    }
    o.insert("percent".to_owned(), range(decided.percent));
    o.insert("limit".to_owned(), json!(limit.limit as u8));
    o.insert("margin".to_owned(), json!(limit.margin()));
    o.insert("decides".to_owned(), json!(say::method_id(limit.decides)));
    for (key, finding) in [("product", &limit.product), ("control", &limit.control)] {
        let mut by =
            object([("result", say::id(finding.result).into()), ("percent", range(finding.percent))]);
        if of_one && let Some(by) = by.as_object_mut() {
            by.insert("worst".to_owned(), holder(finding.worst.as_ref()));
        }
        o.insert(key.to_owned(), by);
    }
    o.insert("reason".to_owned(), both(|lang| say::limit(document, limit, lang)));
    Value::Object(o)
}

fn limits(document: &Document, limits: &Limits) -> Value {
    object([
        ("individual", limit(document, &limits.individual, true)),
        ("collective", limit(document, &limits.collective, false)),
        ("result", say::id(limits.result).into()),
    ])
}

fn figures(figures: Figures) -> Value {
    object([("product", range(figures.product)), ("control", range(figures.control))])
}

fn party(of: &Party) -> (&'static str, &str) {
    match of {
        Party::ThirdParty(id) => ("third_party", id.as_str()),
        Party::Service(id) => ("service", id.as_str()),
    }
}

/// As JSON, with the keys that the command promises, and more beside them.
pub fn json(catalog: &Catalog, found: Found<'_>) -> Value {
    let Found { document, question, ownership, parties, places } = found;
    let holders: Vec<Value> = ownership
        .holders
        .iter()
        .map(|held| {
            object([
                ("entity", holder(Some(&held.holder))),
                ("rest_of", rest_of(Some(&held.holder))),
                ("non_eu", held.non_eu.id().into()),
                ("why", both(|lang| say::non_eu(held, lang))),
                ("controls", held.controls.id().into()),
                ("capital", figures(held.capital)),
                ("votes", figures(held.votes)),
                ("paths", json!(held.paths)),
                ("more_paths", held.more_paths.into()),
            ])
        })
        .collect();
    let rights: Vec<Value> = ownership
        .rights
        .held
        .iter()
        .map(|r| {
            json!({
                "holding": r.holding,
                "entity": r.holder,
                "through": holder(r.through.as_ref()),
                "veto": r.veto,
                "appoints_majority": r.appoints,
                "result": say::id(r.result),
            })
        })
        .collect();
    let thirds: Vec<Value> = parties
        .iter()
        .map(|p| {
            let (kind, id) = party(&p.party);
            json!({
                "id": id,
                "kind": kind,
                "entity": p.entity,
                "serves": p.serves,
                "concerned": p.concerned.id(),
                "through": holder(p.owner.as_ref()),
                "access": p.access.id(),
                "autonomy": p.autonomy.id(),
                "data": say::id(p.data),
                "continuity": say::id(p.continuity),
                "result": say::id(p.result),
                "reason": both(|lang| say::party(document, p, lang)),
            })
        })
        .collect();
    let at_odds: Vec<Value> = contradictions(document, parties)
        .iter()
        .map(|c| {
            let of = |p: &Party| json!({ "kind": party(p).0, "id": party(p).1 });
            json!({
                "service": c.service,
                "fact": THIRD_PARTY_FACT,
                "answer": c.answer.id(),
                "parties": c.parties.iter().map(of).collect::<Vec<_>>(),
                "reason": both(|lang| say::contradiction(document, c, lang)),
            })
        })
        .collect();
    let locations: Vec<Value> = places
        .iter()
        .map(|f| {
            let (kind, id) = party(&f.of);
            let mut o = Map::new();
            o.insert(kind.to_owned(), json!(id));
            o.insert("what".to_owned(), json!(f.what));
            o.insert("country".to_owned(), json!(f.country));
            o.insert("requirement".to_owned(), json!(f.requirement));
            o.insert("result".to_owned(), json!(say::id(f.result)));
            o.insert("reason".to_owned(), both(|lang| say::place(document, f, lang)));
            Value::Object(o)
        })
        .collect();
    let names = names(document);
    let name = |id: &EntityId| names.get(id).copied().unwrap_or(&id.0).to_owned();
    object([
        ("provider", json!(ownership.provider)),
        ("entity", json!(ownership.entity)),
        ("as_of", json!(question.as_of)),
        ("readings", json!(question.readings.all(catalog))),
        ("union", json!({ "since": UNION.since, "read_on": UNION.read_on })),
        ("seat", say::id(ownership.seat).into()),
        ("capital", limits(document, &ownership.capital)),
        ("votes", limits(document, &ownership.votes)),
        ("rights", say::id(ownership.rights.result).into()),
        ("rights_held", rights.into()),
        ("result", say::id(ownership.result).into()),
        ("holders", holders.into()),
        (
            "open",
            ownership.open.iter().map(|o| both(|lang| say::open_of(document, &name, o, lang))).collect(),
        ),
        ("third_parties", thirds.into()),
        ("contradictions", at_odds.into()),
        ("locations", locations.into()),
    ])
}

/// What entities are called, by their identifiers: those that have a name.
fn names(document: &Document) -> BTreeMap<&EntityId, &str> {
    let named = document.entities.iter().filter(|e| !e.name.is_empty());
    sorted::map(named.map(|e| (&e.id, e.name.as_str())))
}

/// As Markdown.
pub fn markdown(found: Found<'_>, lang: Lang) -> String {
    let Found { document, question, ownership, parties, places } = found;
    let mut out = String::new();
    let provider = document.provider(&ownership.provider);
    let name = provider.map(|p| &p.name).filter(|n| !n.is_empty()).unwrap_or(&ownership.provider.0);
    let colon = pick(lang, "\u{a0}:", ":");
    let since = UNION.since.parse::<Date>().map(|day| words::date(day, lang)).unwrap_or_default();
    let result = say::conclusion(ownership.result, lang);
    let _ = writeln!(
        out,
        "# {}{colon} {}\n",
        pick(lang, "Détention et localisation", "Ownership and location"),
        plain(name)
    );
    let _ = writeln!(out, "> {}\n", say::notice(lang));
    let _ = writeln!(
        out,
        "{} {} · {}\n",
        pick(lang, "Au", "As of"),
        words::date(question.as_of, lang),
        words::fill(
            lang,
            "États membres de l’Union : liste inchangée depuis le {}",
            "Members of the Union: list unchanged since {}",
            &[&since]
        )
    );
    let _ = writeln!(out, "**19.6.a, 19.6.b{colon} {result}**\n");

    let mut line = |test: &str, result: Conclusion, reason: &str| {
        let _ = writeln!(out, "- **{test}{colon} {}.** {}", say::conclusion(result, lang), plain(reason));
    };
    line(pick(lang, "Lieux (19.6.a)", "Places (19.6.a)"), ownership.seat, &say::seat(ownership, lang));
    for (measure, one, all) in [
        (
            Measure::Capital,
            pick(lang, "Capital, chacun", "Capital, each"),
            pick(lang, "Capital, ensemble", "Capital, together"),
        ),
        (
            Measure::Votes,
            pick(lang, "Votes, chacun", "Votes, each"),
            pick(lang, "Votes, ensemble", "Votes, together"),
        ),
    ] {
        let limits = ownership.limits(measure);
        for (test, limit) in [(one, &limits.individual), (all, &limits.collective)] {
            line(test, limit.result(), &say::limit(document, limit, lang));
        }
    }
    let rights = pick(lang, "Veto et nominations", "Veto and appointments");
    line(rights, ownership.rights.result, &say::rights(document, ownership, lang));

    if !ownership.open.is_empty() {
        let _ = writeln!(
            out,
            "\n## {}\n",
            pick(lang, "Ce qui permettrait de conclure", "What would make it possible to conclude")
        );
        let names = names(document);
        let name = |id: &EntityId| names.get(id).copied().unwrap_or(&id.0).to_owned();
        for open in &ownership.open {
            let _ = writeln!(out, "- {}", plain(&say::open_of(document, &name, open, lang)));
        }
    }
    if !ownership.holders.is_empty() {
        let _ = writeln!(out, "\n## {}\n", pick(lang, "Détenteurs", "Holders"));
        let _ = writeln!(
            out,
            "{}",
            pick(
                lang,
                "| Détenteur | Union | Capital (produit) | Capital (contrôle) | Votes (produit) | Votes (contrôle) |",
                "| Holder | Union | Capital (product) | Capital (control) | Votes (product) | Votes (control) |"
            )
        );
        let _ = writeln!(out, "| --- | --- | --- | --- | --- | --- |");
        for held in &ownership.holders {
            let name = say::leading(document, &held.holder, lang);
            let _ = write!(out, "| {} | {} |", cell(&name), cell(&say::non_eu(held, lang)));
            for figure in [held.capital.product, held.capital.control, held.votes.product, held.votes.control]
            {
                let _ = write!(out, " {} |", say::range(figure, lang));
            }
            out.push('\n');
        }
    }
    let _ = writeln!(
        out,
        "\n## {}\n",
        pick(
            lang,
            "Tiers et services exposés (19.6.c, 19.6.d)",
            "Third parties and exposed services (19.6.c, 19.6.d)"
        )
    );
    if parties.is_empty() {
        let _ = writeln!(out, "{}", pick(lang, "Aucun dans le document.", "None in the document."));
    }
    for party in parties {
        let name = say::party_name(document, &party.party);
        let result = say::conclusion(party.result, lang);
        let _ = writeln!(
            out,
            "- **{}{colon} {result}.** {}",
            plain(&name),
            plain(&say::party(document, party, lang))
        );
    }
    for found in contradictions(document, parties) {
        let said = say::contradiction(document, &found, lang);
        let _ = writeln!(out, "- **{}{colon}** {}", pick(lang, "À vérifier", "To be checked"), plain(&said));
    }
    let _ = writeln!(out, "\n## {}\n", pick(lang, "Localisation (19.2)", "Location (19.2)"));
    if places.is_empty() {
        let _ = writeln!(
            out,
            "{}",
            pick(lang, "Rien d’indiqué hors de l’Union.", "Nothing stated outside the Union.")
        );
    }
    for place in places {
        let _ = writeln!(out, "- {}", plain(&say::place(document, place, lang)));
    }
    out
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}
