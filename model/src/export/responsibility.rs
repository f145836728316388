//! A proposal from a responsibility matrix, as JSON in both languages or as Markdown in one.

use super::markdown::{notice, plain};
use crate::{
    responsibility::{Asked, Proposal, Share, Suggestion, say},
    words::{self, pick},
};
use catalog::{Lang, LayerSet, matrices::Words};
use serde_json::{Value, json};
use std::fmt::Write;

fn both(words: &Words) -> Value {
    json!({ "fr": words.fr, "en": words.en })
}

fn told(say: impl Fn(Lang) -> String) -> Value {
    json!({ "fr": say(Lang::Fr), "en": say(Lang::En) })
}

/// The value that `socle responsibilities --format json` writes.
pub fn json(asked: &Asked<'_>, proposal: &Proposal) -> Value {
    let table = asked.table;
    let row = |number: usize| {
        let row = table.row(number);
        let letters = |side: usize| row.and_then(|r| r.roles.get(side)).map(|r| r.letters());
        json!({
            "row": number,
            "section": row.map(|r| r.section.as_str()),
            "activity": row.map(|r| r.activity.as_str()),
            "customer": letters(asked.sides.customer),
            "provider": letters(asked.sides.provider),
        })
    };
    let with = |number: usize, more: Value| {
        let mut value = row(number);
        if let (Some(map), Value::Object(more)) = (value.as_object_mut(), more) {
            map.extend(more);
        }
        value
    };
    let suggestions = |list: &[Suggestion]| -> Vec<Value> {
        let one = |s: &Suggestion| json!({ "layer": s.layer.id(), "requirements": s.requirements, "score": s.score });
        list.iter().map(one).collect()
    };
    let shares = proposal.shares.iter().map(|s| {
        with(
            s.row,
            json!({
                "layer": s.layer.id(), "requirements": s.requirements, "confidence": s.confidence.id(),
                "preselected": s.preselected(), "already": s.already, "because": both(&s.because),
                "reason": both(&s.reason),
            }),
        )
    });
    let to_map = proposal.unmapped.iter().map(|u| {
        let note = u.note.as_ref().map(both);
        with(u.row, json!({ "note": note, "differs": u.differs, "suggestions": suggestions(&u.suggestions) }))
    });
    let not_concerned = proposal.not_concerned.iter().map(|a| {
        let why = told(|lang| say::why(a.why, lang));
        with(a.row, json!({ "code": a.why.code(), "why": why, "note": a.note.as_ref().map(both) }))
    });
    let defects = table.defects.iter().map(|d| {
        json!({
            "line": d.line, "row": d.number, "activity": d.activity, "code": d.kind.code(),
            "message": told(|lang| say::defect(&d.kind, lang)),
        })
    });
    let published = asked.published.map(|m| {
        json!({
            "id": m.id, "provider": m.provider, "service": both(&m.service), "date": m.date,
            "licence": m.licence, "source": both(&m.source),
        })
    });
    json!({
        "service": proposal.service, "base": proposal.base, "matrix": published,
        "customer": table.parties.get(asked.sides.customer), "provider": table.parties.get(asked.sides.provider),
        "rows": table.rows.len(),
        "shares": shares.collect::<Vec<_>>(),
        "to_map": to_map.collect::<Vec<_>>(),
        "carried_out": proposal.carried_out.iter().map(|n| row(*n)).collect::<Vec<_>>(),
        "not_concerned": not_concerned.collect::<Vec<_>>(),
        "defects": defects.collect::<Vec<_>>(),
    })
}

/// The same in Markdown, in one language.
pub fn markdown(asked: &Asked<'_>, proposal: &Proposal, lang: Lang) -> String {
    let mut out = String::new();
    let called = |id| plain(&asked.document.called(id));
    let (service, base) = (called(&proposal.service), called(&proposal.base));
    let head = words::fill(
        lang,
        "Ce que la matrice de {} laisse à {}",
        "What the matrix of {} leaves to {}",
        &[&base, &service],
    );
    let _ = writeln!(out, "# {head}\n\n> {}\n", notice(lang));
    if let Some(m) = asked.published {
        let day = m.date.parse().map(|d| words::date(d, lang)).unwrap_or_else(|_| m.date.clone());
        let source = words::fill(
            lang,
            "Lignes publiées par {} ({}), {}, sous licence {} : <{}>. Leur lecture est la nôtre.",
            "Rows published by {} ({}), {}, under the licence {}: <{}>. How they are read is ours.",
            &[&m.provider, m.service.get(lang), &day, &m.licence, m.source.get(lang)],
        );
        let _ = writeln!(out, "{source}\n");
    }
    let total = asked.table.rows.len().to_string();
    let rows = |n: usize| words::fill(lang, "{} sur {} lignes", "{} of {} rows", &[&n.to_string(), &total]);
    let activity = |n: usize| asked.table.row(n).map(|r| plain(&r.activity)).unwrap_or_default();
    let title = |out: &mut String, fr: &str, en: &str, n: usize| {
        let _ = writeln!(out, "## {} ({})\n", words::say(lang, fr, en), rows(n));
    };

    let mut seen: Vec<usize> = proposal.shares.iter().map(|s| s.row).collect();
    seen.dedup();
    title(&mut out, "Parts proposées", "Shares proposed", seen.len());
    if !seen.is_empty() {
        let _ = writeln!(
            out,
            "{}\n| --- | --- | --- | --- | --- | --- |",
            pick(
                lang,
                "| ligne | activité | couches | exigences | confiance | motif |",
                "| row | activity | layers | requirements | confidence | reason |"
            )
        );
        let mut rest = proposal.shares.as_slice();
        while let [s, ..] = rest {
            // A row that leaves the same on several layers is said once.
            let alike =
                |o: &&Share| o.row == s.row && o.requirements == s.requirements && o.already == s.already;
            let (same, after) = rest.split_at(rest.iter().take_while(alike).count());
            rest = after;
            let there =
                if s.already { pick(lang, " (déjà dans la pile)", " (in the stack already)") } else { "" };
            let layers: LayerSet = same.iter().map(|o| o.layer).collect();
            let _ = writeln!(
                out,
                "| {} | {} | {} | {}{there} | {} | {} |",
                s.row,
                activity(s.row),
                words::layers(layers, lang),
                s.requirements.join(", "),
                words::confidence(s.confidence, lang),
                plain(s.because.get(lang))
            );
        }
        out.push('\n');
    }
    title(&mut out, "À rattacher par une personne", "To be mapped by a person", proposal.unmapped.len());
    for u in &proposal.unmapped {
        let _ = write!(out, "* {}. {}", u.row, activity(u.row));
        if u.differs {
            let _ = write!(out, " — {}", differs(lang));
        }
        if let Some(note) = &u.note {
            let _ = write!(out, " — {}", plain(note.get(lang)));
        }
        for (i, s) in u.suggestions.iter().enumerate() {
            let lead = if i == 0 {
                pick(lang, " — à regarder\u{a0}: ", " — to look at: ")
            } else {
                pick(lang, "\u{202f}; ", "; ")
            };
            let _ = write!(out, "{lead}{} ({})", words::layer(s.layer, lang), s.requirements.join(", "));
        }
        out.push('\n');
    }
    out.push('\n');
    title(
        &mut out,
        "Réalisées par le client, sous la responsabilité du prestataire",
        "Carried out by the customer, the provider answering for them",
        proposal.carried_out.len(),
    );
    for n in &proposal.carried_out {
        let _ = writeln!(out, "* {n}. {}", activity(*n));
    }
    out.push('\n');
    title(&mut out, "Non concernées", "Not concerned", proposal.not_concerned.len());
    for a in &proposal.not_concerned {
        let note = a.note.as_ref().map(|n| plain(n.get(lang))).unwrap_or_else(|| say::why(a.why, lang));
        let _ = writeln!(out, "* {}. {} — {note}", a.row, activity(a.row));
    }
    if !asked.table.defects.is_empty() {
        let _ = writeln!(
            out,
            "\n## {}\n",
            pick(lang, "À corriger dans la matrice", "To be corrected in the matrix")
        );
        for d in &asked.table.defects {
            let _ = write!(out, "* {}", say::place(d, lang));
            if !d.activity.is_empty() {
                let _ = write!(out, " — {}", plain(&d.activity));
            }
            let _ = writeln!(out, " — {}", plain(&say::defect(&d.kind, lang)));
        }
    }
    out
}

/// That this copy gives the customer what the published one gives the provider.
fn differs(lang: Lang) -> String {
    words::say(
        lang,
        "la matrice publiée met cette ligne au prestataire",
        "the published matrix puts this row to the provider",
    )
}
