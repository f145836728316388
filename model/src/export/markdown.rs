//! Markdown exports: a scope that an architect can paste into a dossier, and the claims on a service.

use super::{
    csv,
    filter::{Filter, kept},
    json::Prose,
};
use crate::{
    claims::{Leave, Ruling},
    document::{Document, Judgement},
    fewest::Fewest,
    judgement,
    question::Question,
    sorted,
    verdict::{Counts, Detail, Outcome, PartState, Scope},
    words::{self, pick, say},
};
use catalog::{Catalog, Lang, text::RequirementText};
use std::fmt::Write;

/// The notice that stands wherever verdicts are read.
pub fn notice(lang: Lang) -> String {
    say(
        lang,
        "Un verdict est un avis de cet outil, à régler avec le centre d’évaluation et le chargé de qualification de l’ANSSI dans la stratégie d’évaluation. Rien ici n’est une décision de l’ANSSI.",
        "A verdict is this tool’s advice, to be settled with the evaluation centre and ANSSI’s qualification officer in the evaluation strategy. Nothing here is a decision of ANSSI.",
    )
}

/// That candidates are taken as granted.
fn assumed(lang: Lang) -> String {
    say(
        lang,
        "Les candidats sont tenus pour qualifiés à leur date prévue : ces verdicts sont hypothétiques.",
        "Candidates are taken as qualified on their expected dates: these verdicts are hypothetical.",
    )
}

/// Text from a document inside Markdown: no markup of its own, no line break, no HTML, and no list, quotation or heading
/// where it begins an item.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let start = text.trim_start();
    let after_digits = start.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_digits.len() < start.len() && after_digits.starts_with(['.', ')']);
    if numbered || start.starts_with(['-', '+', '=', '~']) {
        // A backslash before a digit would be shown; a word joiner is not, and is no digit.
        out.push('\u{2060}');
    }
    escaped(text, &mut out);
    out
}

/// The same in the middle of a line, where nothing begins an item.
pub(crate) fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '#' | '>' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
}

/// A row of a table of counts.
pub(super) fn counts_row(out: &mut String, label: &str, c: Counts) {
    let _ = writeln!(
        out,
        "| {label} | {} | {} | {} | {} | {} |",
        c.inherited,
        c.shared,
        c.remains,
        c.not_applicable,
        c.total()
    );
}

/// The scope of a service as Markdown.
pub fn scope(
    catalog: &Catalog,
    prose: Prose<'_>,
    document: &Document,
    scope: &Scope,
    details: &[Detail],
    lang: Lang,
) -> String {
    filtered(catalog, prose, document, scope, details, lang, None)
}

/// The same with the requirements that a filter keeps; the counts stay those of the whole scope.
pub fn filtered(
    catalog: &Catalog,
    prose: Prose<'_>,
    document: &Document,
    scope: &Scope,
    details: &[Detail],
    lang: Lang,
    filter: Option<Filter<'_>>,
) -> String {
    let mut out = String::new();
    let question = &scope.question;
    let name = plain(&document.called(&scope.service));
    let _ = writeln!(out, "# {}{name}\n", say(lang, "Périmètre : ", "Scope: "));
    let _ = writeln!(out, "> {}\n", notice(lang));
    let head = say(
        lang,
        &format!(
            "SecNumCloud {} · au {} · règles {} (empreinte {})",
            catalog.version,
            words::date(question.as_of, lang),
            catalog.ruleset,
            catalog.hash
        ),
        &format!(
            "SecNumCloud {} · as of {} · rules {} (hash {})",
            catalog.version,
            words::date(question.as_of, lang),
            catalog.ruleset,
            catalog.hash
        ),
    );
    let _ = writeln!(out, "{head}\n");
    if question.assume_candidates {
        let _ = writeln!(out, "{}\n", assumed(lang));
    }
    let _ = writeln!(out, "{}\n", pick(lang, "## Lectures en vigueur", "## Readings in force"));
    for reading in catalog.readings {
        let answer = question.readings.answer(catalog, reading.id);
        let label = reading
            .answers
            .iter()
            .position(|a| *a == answer)
            .and_then(|i| reading.labels.get(i))
            .map_or("", |l| l.get(lang));
        let mark = if answer == reading.default_answer() {
            String::new()
        } else {
            format!(" **{}**", pick(lang, "(modifiée)", "(switched)"))
        };
        let colon = pick(lang, "\u{a0}:", ":");
        let _ = writeln!(out, "- {} (`{}`){colon} {label}{mark}", reading.label.get(lang), reading.id.id());
    }
    let _ = writeln!(out, "\n{}\n", pick(lang, "## Décompte", "## Counts"));
    let heads: Vec<&str> = Outcome::ALL.iter().map(|o| words::outcome(*o, lang)).collect();
    let _ = writeln!(out, "| | {} | {} |", heads.join(" | "), pick(lang, "Total", "Total"));
    out.push_str("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (chapter, counts) in scope.by_chapter() {
        let title = catalog.chapters.iter().find(|c| c.number == chapter).map_or("", |c| c.title.get(lang));
        counts_row(&mut out, &format!("{chapter}. {title}"), counts);
    }
    counts_row(
        &mut out,
        pick(
            lang,
            "**Exigences vérifiées (sans les recommandations)**",
            "**Verified requirements (without recommendations)**",
        ),
        scope.verified(),
    );
    counts_row(
        &mut out,
        pick(lang, "**Toutes les exigences lettrées**", "**All lettered requirements**"),
        scope.all(),
    );

    let texts = prose.get(lang);
    let details = {
        let kept = kept(details, filter);
        if let Some(filter) = filter {
            let said = words::fill(
                lang,
                "Filtre : {}. Exigences retenues ci-dessous : {} sur {}. Les décomptes ci-dessus portent sur tout le périmètre.",
                "Filter: {}. Requirements kept below: {} of {}. The counts above are over the whole scope.",
                &[&plain(filter.words), &kept.len().to_string(), &details.len().to_string()],
            );
            let _ = writeln!(out, "\n**{said}**");
        }
        kept
    };
    let judgements = document.service(scope.service.as_str()).map(|s| &s.judgements);
    for outcome in [Outcome::Remains, Outcome::Shared, Outcome::Inherited, Outcome::NotApplicable] {
        let chosen: Vec<&Detail> = details.iter().filter(|d| d.verdict.outcome == outcome).copied().collect();
        let _ = writeln!(out, "\n## {} ({})\n", words::outcome(outcome, lang), chosen.len());
        for d in chosen {
            let r = d.verdict.requirement;
            let text = texts.requirements.get(r.id);
            let _ = writeln!(out, "### {} {}\n", r.id, r.title.get(lang));
            if let Some(text) = text {
                let _ = writeln!(out, "{}\n", text.summary);
                let mut item = |label_fr: &str, label_en: &str, value: Option<&String>| {
                    if let Some(value) = value {
                        let colon = pick(lang, "\u{a0}:", ":");
                        let _ = writeln!(out, "- **{}**{colon} {value}", pick_str(lang, label_fr, label_en));
                    }
                };
                if outcome == Outcome::Shared {
                    item("Part propre", "Own part", text.own_part.as_ref());
                    item("Part du socle", "Base part", text.base_part.as_ref());
                } else if outcome == Outcome::Inherited {
                    item("Part du socle", "Base part", text.base_part.as_ref());
                }
                if outcome != Outcome::NotApplicable {
                    item("À obtenir du socle", "To obtain from the base", text.interlock.as_ref());
                    item("Preuves", "Evidence", Some(&text.evidence));
                }
                item("Motif", "Reason", Some(&text.reason));
            }
            let covering =
                sorted::set(d.parts.iter().filter_map(|p| p.covered_by.as_ref()).map(|s| s.as_str()));
            let covering: Vec<String> =
                covering.iter().map(|id| plain(&document.called(&(*id).into()))).collect();
            let colon = pick(lang, "\u{a0}:", ":");
            if !covering.is_empty() {
                let label = pick(lang, "Couvert par", "Covered by");
                let _ = writeln!(out, "- **{label}**{colon} {}", words::list(&covering, lang));
            }
            let flags: Vec<&str> = d.verdict.flags.iter().map(|f| words::flag(f, lang)).collect();
            if !flags.is_empty() {
                let _ =
                    writeln!(out, "- **{}**{colon} {}", pick(lang, "À savoir", "To know"), flags.join(", "));
            }
            if let Some(judgement) = judgements.and_then(|j| j.get(r.id)) {
                judged(&mut out, judgement, lang);
            }
            let _ = writeln!(
                out,
                "- **{}**{colon} {}, {} {}\n",
                pick(lang, "Fondement", "Basis"),
                words::basis(d.verdict.basis, lang),
                pick(lang, "confiance", "confidence"),
                words::confidence(d.verdict.confidence, lang)
            );
        }
    }
    out
}

/// What a person said of a requirement, beside its verdict.
fn judged(out: &mut String, judgement: &Judgement, lang: Lang) {
    let mut item = |fr: &str, en: &str, value: Option<String>| {
        if let Some(value) = value {
            let colon = pick(lang, "\u{a0}:", ":");
            let _ = writeln!(out, "- **{}**{colon} {}", pick_str(lang, fr, en), plain(&value));
        }
    };
    let verdict = judgement.verdict.map(|v| words::outcome(judgement::outcome(v), lang).to_owned());
    item("Jugement d’une personne", "A person’s judgement", verdict);
    item("Motif du jugement", "Justification", judgement.justification.clone());
    item("Auteur", "Author", judgement.author.clone());
    item("Le", "On", judgement.date.map(|d| words::date(d, lang)));
    item("Avancement", "Progress", judgement.status.map(|s| judgement::status(Some(s), lang).to_owned()));
    item("Responsable", "Owner", judgement.owner.clone());
    for evidence in &judgement.evidence {
        item("Pièce", "Exhibit", Some(evidence.clone()));
    }
    item("Note", "Note", judgement.note.clone());
}

fn pick_str<'a>(lang: Lang, fr: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::Fr { fr } else { en }
}

/// The columns of the CSV of a scope.
pub const COLUMNS: [&str; 17] = [
    "requirement",
    "section",
    "modality",
    "verdict",
    "own_part",
    "base_part",
    "covered_by",
    "interlock",
    "evidence",
    "flags",
    "readings",
    "basis",
    "confidence",
    "override",
    "status",
    "owner",
    "note",
];

/// The scope of a service as CSV; identifiers as in JSON, prose in `lang`.
pub fn scope_csv(
    prose: Prose<'_>,
    document: &Document,
    scope: &Scope,
    details: &[Detail],
    lang: Lang,
) -> String {
    let mut table = csv::Csv::default();
    table.row(COLUMNS);
    let judgements = document.service(scope.service.as_str()).map(|s| &s.judgements);
    for d in details {
        let id = d.verdict.requirement.id;
        let text = prose.get(lang).requirements.get(id);
        table.row(csv_row(text, d, judgements.and_then(|j| j.get(id))));
    }
    table.finish()
}

/// A row under [`COLUMNS`].
pub(crate) fn csv_row(
    text: Option<&RequirementText>,
    d: &Detail,
    judgement: Option<&Judgement>,
) -> [String; COLUMNS.len()] {
    let r = d.verdict.requirement;
    let text = text.cloned().unwrap_or_default();
    let judgement = judgement.cloned().unwrap_or_default();
    let covered = d.parts.iter().filter(|p| p.state == PartState::Covered);
    let covering = sorted::set(covered.filter_map(|p| p.covered_by.as_ref()).map(|s| s.as_str()));
    let shown = |part: Option<String>, outcomes: &[Outcome]| {
        part.filter(|_| outcomes.contains(&d.verdict.outcome)).unwrap_or_default()
    };
    let applies = d.verdict.outcome != Outcome::NotApplicable;
    [
        r.id.to_owned(),
        r.section.to_owned(),
        r.modality.id().to_owned(),
        d.verdict.outcome.id().to_owned(),
        shown(text.own_part, &[Outcome::Shared, Outcome::Inherited]),
        shown(text.base_part, &[Outcome::Shared, Outcome::Inherited]),
        covering.into_iter().collect::<Vec<_>>().join(" "),
        text.interlock.filter(|_| applies).unwrap_or_default(),
        text.evidence,
        d.verdict.flags.iter().map(|f| f.id()).collect::<Vec<_>>().join(" "),
        d.verdict.readings.iter().map(|x| x.id()).collect::<Vec<_>>().join(" "),
        d.verdict.basis.id().to_owned(),
        d.verdict.confidence.id().to_owned(),
        judgement.verdict.map(crate::document::Override::id).unwrap_or_default().to_owned(),
        judgement.status.map(crate::document::Status::id).unwrap_or_default().to_owned(),
        judgement.owner.unwrap_or_default(),
        judgement.note.unwrap_or_default(),
    ]
}

/// The claims on a service as Markdown.
pub fn claims(
    document: &Document,
    service: &str,
    question: &Question,
    rulings: &[Ruling],
    lang: Lang,
) -> String {
    let mut out = String::new();
    let name = plain(&document.called(&service.into()));
    let _ = writeln!(out, "# {}{name}\n", say(lang, "Ce qui peut se dire : ", "What may be said: "));
    let _ = writeln!(out, "> {}\n", notice(lang));
    let day = words::date(question.as_of, lang);
    let _ = writeln!(out, "{} {day}\n", pick(lang, "Au", "As of"));
    for (leave, title) in [
        (Leave::May, pick(lang, "## Peut se dire", "## May be said")),
        (Leave::MayNot, pick(lang, "## Ne peut pas se dire", "## May not be said")),
    ] {
        let _ = writeln!(out, "{title}\n");
        for ruling in rulings.iter().filter(|r| r.leave == leave) {
            let basis = pick(lang, "fondement", "basis");
            let colon = pick(lang, "\u{a0}:", ":");
            let _ = writeln!(
                out,
                "- {} *({basis}{colon} {})*",
                plain(&ruling.claim.say(lang)),
                ruling.claim.basis()
            );
        }
        out.push('\n');
    }
    out
}

/// The questions to ask first of a service, as Markdown.
pub fn questions(
    catalog: &Catalog,
    prose: Prose<'_>,
    document: &Document,
    service: &str,
    question: &Question,
    fewest: &Fewest,
    lang: Lang,
) -> String {
    let mut out = String::new();
    let name = plain(&document.called(&service.into()));
    let _ =
        writeln!(out, "# {}{name}\n", say(lang, "Questions à poser d’abord : ", "Questions to ask first: "));
    let _ = writeln!(out, "> {}\n", notice(lang));
    let (day, verified) = (words::date(question.as_of, lang), super::json::verified(catalog));
    let (open, settled) = (fewest.unsettled, fewest.settled.last().copied().unwrap_or(0));
    let head = say(
        lang,
        &format!(
            "Au {day}. Exigences vérifiées qui tiennent à une question ouverte : {open} sur {verified}."
        ),
        &format!("As of {day}. Verified requirements that hang on an open question: {open} of {verified}."),
    );
    let _ = writeln!(out, "{head}\n");
    if question.assume_candidates {
        let _ = writeln!(out, "{}\n", assumed(lang));
    }
    if fewest.questions.is_empty() {
        let none = say(lang, "Aucune question n’est à poser ici.", "There is no question to ask here.");
        let _ = writeln!(out, "{none}");
        return out;
    }
    let told = if settled == 0 {
        say(
            lang,
            "Ce peu de questions n’en règle aucune à lui seul ; celles-ci mènent à l’exigence la plus proche de l’être.",
            "So few questions settle none by themselves; these lead to the requirement nearest to it.",
        )
    } else {
        say(
            lang,
            &format!(
                "Réglées une fois qu’il y est répondu, quelles que soient les réponses : {settled} sur {open}. Réglée ne veut pas dire satisfaite : plus rien d’ouvert ne pèse alors sur le verdict."
            ),
            &format!(
                "Settled once these are answered, whatever the answers: {settled} of {open}. Settled does not mean met: nothing that is open then weighs on the verdict."
            ),
        )
    };
    let _ = writeln!(out, "{told}\n");
    if !fewest.exact {
        let _ = writeln!(
            out,
            "{}\n",
            say(
                lang,
                "La liste est bonne sans être sûrement la meilleure : il y a trop de questions pour les comparer toutes.",
                "The list is a good one and perhaps not the best: there are too many questions to compare all.",
            )
        );
    }
    for (number, (open_question, settled)) in fewest.questions.iter().zip(&fewest.settled).enumerate() {
        let ask = open_question.ask(catalog, document, Some(prose.get(lang)), lang);
        let _ = writeln!(out, "{}. **{}** {}", number + 1, plain(&ask), open_question.why(lang));
        let concerned = open_question.settles.join(", ");
        let line = say(
            lang,
            &format!("Exigences qui y tiennent : {concerned}. Réglées jusqu’ici : {settled} sur {open}."),
            &format!("Requirements that hang on it: {concerned}. Settled so far: {settled} of {open}."),
        );
        let _ = writeln!(out, "   - {line}");
        for a in &open_question.answers {
            let said = open_question.word(&a.value, lang);
            let falls: Vec<String> = Outcome::ALL
                .into_iter()
                .map(|o| format!("{} {}", words::outcome(o, lang), a.after.get(o)))
                .collect();
            let (moves, falls) = (a.moves, falls.join(", "));
            let line = say(
                lang,
                &format!("Réponse « {said} » : verdicts changés, {moves} sur {verified} ; ensuite {falls}."),
                &format!("Answer “{said}”: verdicts changed, {moves} of {verified}; then {falls}."),
            );
            let _ = writeln!(out, "   - {line}");
        }
    }
    out
}
