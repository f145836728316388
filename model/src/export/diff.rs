//! Two stacks side by side, as JSON and as Markdown.

use super::markdown::{counts_row, notice, plain};
use crate::{
    diff::{
        self, Diff, Direction, Facet, Move,
        stack::{Fate, ItemChange, PlaceChange},
    },
    document::Item,
    overview::Standing,
    qualification::State,
    verdict::{Counts, Outcome, PartView},
    words::{self, pick, say},
};
use catalog::{Catalog, Lang};
use serde_json::{Value, json};
use std::fmt::Write;

/// How long a value is shown in Markdown, in characters.
const VALUE: usize = 160;

/// A comparison as JSON, both languages.
pub fn json(catalog: &Catalog, diff: &Diff) -> Value {
    let services: Vec<Value> = diff
        .services
        .iter()
        .map(|c| {
            json!({
                "service": c.service,
                "name": c.name,
                "change": c.fate.id(),
                "places": c.places.iter().map(place).collect::<Vec<_>>(),
                "reliances": c.reliances.iter().map(item).collect::<Vec<_>>(),
                "standing": { "before": stands(c.before), "after": stands(c.after) },
            })
        })
        .collect();
    let caveats: Vec<Value> =
        diff.caveats.iter().map(|c| json!({ "flag": c.flag.id(), "came": c.came, "went": c.went })).collect();
    let chapters: Vec<Value> = diff
        .chapters
        .iter()
        .map(|c| json!({ "chapter": c.chapter.to_string(), "moves": c.moves, "of": c.of }))
        .collect();
    json!({
        "before": facet(catalog, &diff.before),
        "after": facet(catalog, &diff.after),
        "scheme": catalog.scheme,
        "version": catalog.version,
        "ruleset": catalog.ruleset,
        "catalogue_hash": catalog.hash,
        "services": services,
        "others": diff.others.iter().map(item).collect::<Vec<_>>(),
        "moves": diff.moves.iter().map(|m| moved(diff, m)).collect::<Vec<_>>(),
        "chapters": chapters,
        "caveats": caveats,
        "summary": { "fr": diff.summary(Lang::Fr), "en": diff.summary(Lang::En) },
    })
}

fn counts(c: Counts) -> Value {
    json!({
        "inherited": c.inherited,
        "shared": c.shared,
        "remains": c.remains,
        "not_applicable": c.not_applicable,
    })
}

fn facet(catalog: &Catalog, facet: &Facet) -> Value {
    json!({
        "service": facet.service,
        "as_of": facet.question.as_of,
        "horizon": facet.question.horizon,
        "assume_candidates": facet.question.assume_candidates,
        "readings": facet.question.readings.all(catalog),
        "counts": { "verified": counts(facet.verified), "all": counts(facet.all) },
    })
}

fn place(change: &PlaceChange) -> Value {
    json!({ "at": change.at, "before": change.before, "after": change.after })
}

fn item(change: &ItemChange) -> Value {
    let (kind, id) = match &change.item {
        Item::Document => ("document", None),
        Item::Service(id) => ("service", Some(id.as_str())),
        Item::Reliance { base, .. } => ("reliance", Some(base.as_str())),
        Item::ThirdParty(id) => ("third_party", Some(id.as_str())),
        Item::Provider(id) => ("provider", Some(id.as_str())),
        Item::Entity(id) => ("entity", Some(id.as_str())),
        // A holding has no identifier: its name says who holds whom.
        Item::Holding(_) => ("holding", None),
    };
    json!({
        "kind": kind,
        "id": id,
        "name": change.name,
        "change": change.fate.id(),
        "places": change.places.iter().map(place).collect::<Vec<_>>(),
    })
}

fn stands(standing: Option<Standing>) -> Value {
    let (state, until) = match standing {
        None => return Value::Null,
        Some(Standing::Qualified(until)) => ("qualified", until),
        Some(Standing::Attested(until)) => ("attested", Some(until)),
        Some(Standing::AttestedUntil(until)) => ("attested_until", Some(until)),
        Some(Standing::NotHolding(State::Expired)) => ("expired", None),
        Some(Standing::NotHolding(State::Suspended)) => ("suspended", None),
        Some(Standing::NotHolding(State::Withdrawn)) => ("withdrawn", None),
        Some(Standing::NotHolding(State::NotYet)) => ("not_yet", None),
        Some(Standing::NotHolding(_)) => ("not_established", None),
        Some(Standing::Candidate) => ("candidate", None),
        Some(Standing::None) => ("none", None),
    };
    json!({ "state": state, "until": until })
}

fn parts(parts: &[PartView]) -> Vec<Value> {
    parts
        .iter()
        .map(|p| {
            json!({
                "state": p.state.id(),
                "operator": p.operator,
                "covered_by": p.covered_by,
                "path": p.path,
            })
        })
        .collect()
}

fn moved(diff: &Diff, m: &Move) -> Value {
    let changed: Vec<Value> = m
        .parts
        .iter()
        .map(|p| json!({ "on": p.on.id(), "before": parts(&p.before.parts), "after": parts(&p.after.parts) }))
        .collect();
    let condition = m.condition.as_ref().map(|c| {
        json!({
            "before": { "holds": c.before.holds, "unknown": c.before.unknown },
            "after": { "holds": c.after.holds, "unknown": c.after.unknown },
        })
    });
    json!({
        "requirement": m.before.requirement.id,
        "before": m.before.outcome.id(),
        "after": m.after.outcome.id(),
        "direction": m.direction.id(),
        "causes": m.causes.iter().map(|c| c.id()).collect::<Vec<_>>(),
        "parts": changed,
        "condition": condition,
        "reason": { "fr": diff.reason(m, Lang::Fr), "en": diff.reason(m, Lang::En) },
    })
}

/// A comparison as Markdown.
pub fn markdown(catalog: &Catalog, diff: &Diff, lang: Lang) -> String {
    let mut out = String::new();
    let colon = pick(lang, "\u{a0}:", ":");
    let (before, after) = (plain(&diff.before.name), plain(&diff.after.name));
    let title = say(lang, "Comparaison : ", "Comparison: ");
    if diff.before.service == diff.after.service && before == after {
        let _ = writeln!(out, "# {title}{after}\n");
    } else {
        let _ = writeln!(out, "# {title}{before}, {} {after}\n", pick(lang, "puis", "then"));
    }
    let _ = writeln!(out, "> {}\n", notice(lang));
    let rules = pick(lang, "règles", "rules");
    let hash = pick(lang, "empreinte", "hash");
    let _ = writeln!(
        out,
        "SecNumCloud {} · {rules} {} ({hash} {})\n",
        catalog.version, catalog.ruleset, catalog.hash
    );
    for sentence in diff.summary(lang) {
        let _ = writeln!(out, "- {}", plain(&sentence));
    }

    let _ = writeln!(out, "\n{}\n", pick(lang, "## Décompte", "## Counts"));
    let heads: Vec<&str> = Outcome::ALL.iter().map(|o| words::outcome(*o, lang)).collect();
    let _ = writeln!(out, "| | {} | Total |", heads.join(" | "));
    out.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (facet, side) in
        [(&diff.before, pick(lang, "avant", "before")), (&diff.after, pick(lang, "après", "after"))]
    {
        let day = words::date(facet.question.as_of, lang);
        for (of, counts) in [
            (pick(lang, "Exigences vérifiées", "Verified requirements"), facet.verified),
            (pick(lang, "Toutes les exigences lettrées", "All lettered requirements"), facet.all),
        ] {
            counts_row(&mut out, &format!("{of}, {side} ({day})"), counts);
        }
    }

    let _ = writeln!(out, "\n{}\n", pick(lang, "## Lectures en vigueur", "## Readings in force"));
    for id in catalog.readings.iter().map(|r| r.id) {
        let answer = |facet: &Facet| facet.question.readings.answer(catalog, id);
        let (b, a) = (answer(&diff.before), answer(&diff.after));
        let then = if b == a { String::new() } else { format!(", {} `{a}`", pick(lang, "puis", "then")) };
        let _ = writeln!(out, "- `{}`{colon} `{b}`{then}", id.id());
    }

    if !diff.services.is_empty() || !diff.others.is_empty() {
        let _ = writeln!(
            out,
            "\n{}\n",
            pick(lang, "## Ce qui change dans la pile", "## What changed in the stack")
        );
    }
    for c in &diff.services {
        let name = plain(&c.name);
        let _ = write!(out, "- **{name}** ({})", plain(c.service.as_str()));
        if c.fate != Fate::Kept {
            let _ = write!(out, "{colon} {}", fate(c.fate, lang));
        }
        if c.before != c.after {
            let said = |s| diff::standing(s, lang);
            let _ = write!(out, " ({} → {})", said(c.before), said(c.after));
        }
        out.push('\n');
        places(&mut out, &c.places, lang);
        for r in &c.reliances {
            let text = pick(lang, "repose sur", "rests on");
            let base = if let Item::Reliance { base, .. } = &r.item { base.as_str() } else { "" };
            let _ = writeln!(out, "  - {text} {}{colon} {}", plain(base), fate(r.fate, lang));
            places(&mut out, &r.places, lang);
        }
    }
    for c in &diff.others {
        let _ = writeln!(out, "- {}{colon} {}", plain(&c.name), fate(c.fate, lang));
        places(&mut out, &c.places, lang);
    }

    for way in Direction::ALL {
        let chosen: Vec<&Move> = diff.moves.iter().filter(|m| m.direction == way).collect();
        if chosen.is_empty() {
            continue;
        }
        let of = pick(lang, "sur", "of");
        let title = words::capital(&say(lang, diff::direction(way, lang), diff::direction(way, lang)));
        let _ = writeln!(out, "\n## {title} ({} {of} {})\n", chosen.len(), diff.before.all.total());
        for m in chosen {
            let r = m.before.requirement;
            let _ = writeln!(
                out,
                "- **{}** {} *({} → {}, cause{colon} {})*  \n  {}",
                r.id,
                r.title.get(lang),
                words::outcome(m.before.outcome, lang),
                words::outcome(m.after.outcome, lang),
                diff::causes(m.causes, lang),
                plain(&diff.reason(m, lang))
            );
        }
    }

    if !diff.caveats.is_empty() {
        let title = pick(lang, "## À savoir, verdict inchangé", "## To know, verdict unchanged");
        let _ = writeln!(out, "\n{title}\n");
    }
    for c in &diff.caveats {
        for (ids, text) in [
            (&c.came, pick(lang, "en plus pour", "comes to")),
            (&c.went, pick(lang, "en moins pour", "leaves")),
        ] {
            if !ids.is_empty() {
                let flag = words::flag(c.flag, lang);
                let _ = writeln!(out, "- {flag}, {text} {}{colon} {}", ids.len(), ids.join(", "));
            }
        }
    }
    out
}

const fn fate(fate: Fate, lang: Lang) -> &'static str {
    match fate {
        Fate::Added => pick(lang, "ajout", "added"),
        Fate::Removed => pick(lang, "retrait", "removed"),
        Fate::Changed => pick(lang, "modification", "changed"),
        Fate::Kept => pick(lang, "sans modification", "unchanged"),
    }
}

fn places(out: &mut String, places: &[PlaceChange], lang: Lang) {
    let colon = pick(lang, "\u{a0}:", ":");
    for place in places {
        let value = |value: &Option<Value>| match value {
            None => pick(lang, "rien", "nothing").to_owned(),
            Some(value) => {
                let text = value.to_string();
                let mut shown: String = text.chars().take(VALUE).collect();
                if shown.len() < text.len() {
                    shown.push('…');
                }
                plain(&shown)
            }
        };
        let _ = writeln!(
            out,
            "    - {}{colon} {} → {}",
            plain(&place.at),
            value(&place.before),
            value(&place.after)
        );
    }
}
