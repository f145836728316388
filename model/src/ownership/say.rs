//! Results of ownership in words, French and English: what a test comes to, why, and what would have to be said.

use super::{
    Conclusion, Contradiction, Held, Holder, Limit, Measure, Method, Open, Ownership, Party, PartyReport,
    PlaceFinding, Range, RightHeld, Seat, TOLERANCE, Why, parties,
};
use crate::{
    document::{Answer, Document, EntityId},
    lexicon,
    words::{self, fill, pick, say},
};
use catalog::Lang;

/// A result: “passes”, “fails”, “cannot conclude”.
pub const fn conclusion(conclusion: Conclusion, lang: Lang) -> &'static str {
    match conclusion {
        Conclusion::Pass => pick(lang, "respecté", "passes"),
        Conclusion::Fail => pick(lang, "non respecté", "fails"),
        Conclusion::Unknown => pick(lang, "impossible de conclure", "cannot conclude"),
    }
}

/// The word of exports: `pass`, `fail`, `unknown`.
pub const fn id(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Pass => "pass",
        Conclusion::Fail => "fail",
        Conclusion::Unknown => "unknown",
    }
}

/// What a measure is called.
pub const fn measure(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Capital => pick(lang, "capital", "capital"),
        Measure::Votes => pick(lang, "droits de vote", "voting rights"),
    }
}

/// What a method is called.
pub const fn method(method: Method, lang: Lang) -> &'static str {
    match method {
        Method::Product => pick(lang, "produit des participations", "product of the stakes"),
        Method::Control => pick(lang, "contrôle", "control"),
    }
}

/// The word of exports and readings: `product`, `control`.
pub const fn method_id(method: Method) -> &'static str {
    match method {
        Method::Product => "product",
        Method::Control => "control",
    }
}

/// What a place of 19.6 is called.
pub const fn seat_name(seat: Seat, lang: Lang) -> &'static str {
    match seat {
        Seat::Registered => pick(lang, "siège statutaire", "registered seat"),
        Seat::Administration => pick(lang, "administration centrale", "central administration"),
        Seat::Establishment => pick(lang, "principal établissement", "main establishment"),
    }
}

/// A number with at most four decimals, the last ones that say something.
fn number(value: f64, lang: Lang) -> String {
    let parts = (value.abs() * 1e4).round() as u64;
    let (whole, rest) = (parts / 10_000, parts % 10_000);
    let mut said = whole.to_string();
    if rest > 0 {
        let decimals = (10_000 + rest).to_string();
        said.push_str(pick(lang, ",", "."));
        said.push_str(decimals.trim_start_matches('1').trim_end_matches('0'));
    }
    if value < 0.0 && parts > 0 { ["−", &said].concat() } else { said }
}

/// A percentage: « 24,01 % », “24.01 %”, rounded to four decimals.
pub fn percent(percent: f64, lang: Lang) -> String {
    [&number(percent, lang), pick(lang, "\u{202f}%", "\u{a0}%")].concat()
}

/// Percentages between which something lies, or the one at which it stands.
pub fn range(range: Range, lang: Lang) -> String {
    if range.max - range.min <= TOLERANCE {
        return percent(range.max, lang);
    }
    if range.min <= TOLERANCE {
        return fill(lang, "au plus {}", "at most {}", &[&percent(range.max, lang)]);
    }
    fill(lang, "de {} à {}", "{} to {}", &[&number(range.min, lang), &percent(range.max, lang)])
}

fn called(document: &Document, id: &EntityId) -> String {
    let entity = document.entities.iter().find(|e| e.id == *id);
    entity.map(|e| &e.name).filter(|n| !n.is_empty()).unwrap_or(&id.0).clone()
}

/// What a holder is called: its name, or “whoever holds the rest of …”.
pub fn holder(document: &Document, holder: &Holder, lang: Lang) -> String {
    match holder {
        Holder::Entity(id) => called(document, id),
        Holder::Unnamed(id) => {
            let name = called(document, id);
            fill(
                lang,
                "qui détient le reste {}{}",
                "whoever holds the rest of {}{}",
                &[de(&name, lang), &name],
            )
        }
    }
}

/// The same at the beginning of a sentence or of a row: names stay as they are written.
pub fn leading(document: &Document, who: &Holder, lang: Lang) -> String {
    let name = holder(document, who, lang);
    if matches!(who, Holder::Entity(_)) { name } else { words::capital(&name) }
}

/// « de » or « d’ » in French; nothing in English, whose sentence has its own word.
fn de(name: &str, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => words::de(name),
        Lang::En => "",
    }
}

/// Why a holder is non-EU, EU or neither.
pub fn non_eu(held: &Held, lang: Lang) -> String {
    why(&held.why, lang)
}

/// Why an entity is non-EU, EU or neither.
pub fn why(why: &Why, lang: Lang) -> String {
    match why {
        Why::Outside(seat, code) => fill(
            lang,
            "hors de l’Union : {} ({})",
            "outside the Union: {} ({})",
            &[seat_name(*seat, lang), code],
        ),
        Why::Inside => say(lang, "dans l’Union", "inside the Union"),
        Why::Missing(seats) => {
            let names: Vec<&str> = seats.iter().map(|s| seat_name(*s, lang)).collect();
            fill(lang, "non indiqué : {}", "not stated: {}", &[&words::list(&names, lang)])
        }
        Why::Unnamed => say(lang, "personne n’est nommé", "nobody is named"),
    }
}

/// 19.6.a: the reason of its result.
pub fn seat(ownership: &Ownership, lang: Lang) -> String {
    match (&ownership.seat_why, ownership.seat) {
        (Why::Unnamed, _) => say(
            lang,
            "La personne morale du prestataire n’est pas indiquée.",
            "The legal person behind the provider is not stated.",
        ),
        (Why::Inside, _) => say(
            lang,
            "Siège, administration centrale et principal établissement sont dans l’Union.",
            "Seat, central administration and main establishment are inside the Union.",
        ),
        (other, Conclusion::Fail) => fill(
            lang,
            "Les trois lieux doivent être dans l’Union. {}.",
            "All three places must be inside the Union. {}.",
            &[&words::capital(&why(other, lang))],
        ),
        (other, _) => fill(
            lang,
            "Les trois lieux doivent être connus. {}.",
            "All three places must be known. {}.",
            &[&words::capital(&why(other, lang))],
        ),
    }
}

/// The reason of a limit's result: who decides, how much, by which method, what is left.
pub fn limit(document: &Document, limit: &Limit, lang: Lang) -> String {
    let finding = limit.decided();
    let (held, most) = (range(finding.percent, lang), percent(limit.limit, lang));
    let one = limit.limit < super::COLLECTIVE;
    let mut said = if finding.percent.max <= TOLERANCE {
        say(
            lang,
            "Aucune entité hors de l’Union ne détient quoi que ce soit.",
            "No entity outside the Union holds anything.",
        )
    } else if let Some(worst) = &finding.worst {
        let name = leading(document, worst, lang);
        fill(lang, "{} : {}, pour {} au plus.", "{}: {}, of {} at most.", &[&name, &held, &most])
    } else if one {
        fill(
            lang,
            "Un seul détenteur : {}, pour {} au plus.",
            "A single holder: {}, of {} at most.",
            &[&held, &most],
        )
    } else {
        fill(
            lang,
            "Entités hors de l’Union ensemble : {}, pour {} au plus.",
            "Entities outside the Union together: {}, of {} at most.",
            &[&held, &most],
        )
    };
    let margin = limit.margin();
    let points = number(margin.abs(), lang);
    said.push(' ');
    said.push_str(&match limit.result() {
        Conclusion::Fail => fill(lang, "Dépassement en points : {}.", "Excess in points: {}.", &[&points]),
        Conclusion::Pass => fill(lang, "Marge en points : {}.", "Margin in points: {}.", &[&points]),
        Conclusion::Unknown => say(
            lang,
            "Le seuil est entre les deux : ce qui n’est pas connu décide.",
            "The limit lies in between: what is not known decides.",
        ),
    });
    let other = match limit.decides {
        Method::Product => Method::Control,
        Method::Control => Method::Product,
    };
    let (mine, theirs) = (finding, limit.by(other));
    if mine.result != theirs.result || mine.percent != theirs.percent {
        said.push(' ');
        said.push_str(&fill(
            lang,
            "Lecture retenue : {}. Par {} : {}, {}.",
            "Reading that decides: {}. By {}: {}, {}.",
            &[
                method(limit.decides, lang),
                method(other, lang),
                &range(theirs.percent, lang),
                conclusion(theirs.result, lang),
            ],
        ));
    }
    said
}

/// The reason of the result of the rights.
pub fn rights(document: &Document, ownership: &Ownership, lang: Lang) -> String {
    let held = &ownership.rights.held;
    let said: Vec<String> = held.iter().map(|r| right(document, r, lang)).collect();
    if !said.is_empty() && held.iter().any(|r| r.result == ownership.rights.result) {
        return said.join(" ");
    }
    let own = match ownership.rights.result {
        Conclusion::Unknown => say(
            lang,
            "Ceux qui ne sont pas nommés peuvent avoir un veto ou nommer une majorité : personne n’a dit le contraire.",
            "Those who are not named may hold a veto or appoint a majority: nobody has said otherwise.",
        ),
        _ => say(
            lang,
            "Aucun veto ni pouvoir de nomination hors de l’Union n’est indiqué.",
            "No veto and no power of appointment outside the Union is stated.",
        ),
    };
    [said, vec![own]].concat().join(" ")
}

/// A right that someone holds.
pub fn right(document: &Document, right: &RightHeld, lang: Lang) -> String {
    let what = match (right.veto, right.appoints) {
        (true, true) => {
            pick(lang, "un veto et la nomination d’une majorité", "a veto and the appointment of a majority")
        }
        (true, false) => pick(lang, "un veto", "a veto"),
        _ => pick(lang, "la nomination d’une majorité", "the appointment of a majority"),
    };
    let name = called(document, &right.holder);
    let hands = match right.result {
        Conclusion::Fail => pick(lang, "hors de l’Union", "outside the Union"),
        Conclusion::Pass => pick(lang, "dans l’Union", "inside the Union"),
        Conclusion::Unknown => pick(lang, "on ne sait pas où", "nobody knows where"),
    };
    match &right.through {
        None => fill(lang, "{} a {} ({}).", "{} has {} ({}).", &[&name, what, hands]),
        Some(above) => fill(
            lang,
            "{} a {} ({}), par {}.",
            "{} has {} ({}), through {}.",
            &[&name, what, hands, &holder(document, above, lang)],
        ),
    }
}

/// What would have to be said, as a request.
pub fn open(document: &Document, open: &Open, lang: Lang) -> String {
    open_of(document, &|id| called(document, id), open, lang)
}

/// The same for many at once, with the names at hand: to look each up among a thousand entities takes longer than to
/// find what is open.
pub fn open_of(document: &Document, name: &dyn Fn(&EntityId) -> String, open: &Open, lang: Lang) -> String {
    match open {
        Open::NoEntity => say(
            lang,
            "Indiquer la personne morale du prestataire.",
            "State the legal person behind the provider.",
        ),
        Open::Place(id, seat) => fill(
            lang,
            "Indiquer pour « {} » : {}.",
            "State for “{}”: {}.",
            &[&name(id), seat_name(*seat, lang)],
        ),
        Open::Somewhere(id) => {
            fill(lang, "Indiquer où se trouve « {} ».", "State where “{}” is.", &[&name(id)])
        }
        Open::Holders(id) => fill(
            lang,
            "Nommer tous ceux qui détiennent « {} », ou confirmer qu’ils sont tous là.",
            "Name all who hold “{}”, or confirm that they are all there.",
            &[&name(id)],
        ),
        Open::Share(at, measure_) => {
            let ends = document.holdings.get(*at).map(|h| (name(&h.holder), name(&h.held)));
            let (from, to) = ends.unwrap_or_default();
            fill(
                lang,
                "Indiquer la part exacte de « {} » dans « {} » : {}.",
                "State the exact share of “{}” in “{}”: {}.",
                &[&from, &to, measure(*measure_, lang)],
            )
        }
        Open::Control(of, over) => fill(
            lang,
            "Dire si « {} » contrôle « {} » : les votes ne le disent pas.",
            "Say whether “{}” controls “{}”: votes do not tell.",
            &[&name(of), &name(over)],
        ),
        Open::Appoints(of, over) => fill(
            lang,
            "Dire si « {} », qui nomme une majorité, contrôle « {} ».",
            "Say whether “{}”, which appoints a majority, controls “{}”.",
            &[&name(of), &name(over)],
        ),
        Open::Circle(ids) => {
            let names: Vec<String> = ids.iter().map(name).collect();
            fill(
                lang,
                "Participations en cercle, sans détenteur au bout ou dont la somme ne se fixe pas : {}. Dire qui d’autre les détient.",
                "Holdings in a circle, with no holder at its end or whose sum does not settle: {}. Say who else holds them.",
                &[&words::list(&names, lang)],
            )
        }
    }
}

/// Whether 19.6.c and d concern a party, with the question and what answers it.
pub fn party(document: &Document, report: &PartyReport, lang: Lang) -> String {
    let mut said = match report.concerned {
        Answer::No => say(
            lang,
            "Dans l’Union, et ni détenu ni contrôlé du dehors : 19.6.c et 19.6.d ne le visent pas.",
            "Inside the Union, neither owned nor controlled from outside: 19.6.c and 19.6.d do not concern it.",
        ),
        Answer::Yes => match &report.owner {
            Some(owner) => fill(
                lang,
                "Détenu ou contrôlé hors de l’Union, par {}.",
                "Owned or controlled from outside the Union, by {}.",
                &[&holder(document, owner, lang)],
            ),
            None => fill(lang, "{}.", "{}.", &[&words::capital(&why(&report.why, lang))]),
        },
        Answer::Unknown => match (&report.owner, &report.why) {
            (Some(owner), _) => fill(
                lang,
                "Peut-être détenu ou contrôlé hors de l’Union : {}.",
                "Maybe owned or controlled from outside the Union: {}.",
                &[&holder(document, owner, lang)],
            ),
            (None, other) => fill(lang, "{}.", "{}.", &[&words::capital(&why(other, lang))]),
        },
    };
    if report.concerned == Answer::No {
        return said;
    }
    let (access, autonomy) = (
        lexicon::word("data_access", report.access.id(), lang),
        lexicon::word("autonomy", report.autonomy.id(), lang),
    );
    said.push(' ');
    said.push_str(&fill(
        lang,
        "Peut-il techniquement obtenir des données des clients ou des données techniques ? {} (19.6.c : {}).",
        "Can it technically obtain customers’ data or technical data? {} (19.6.c: {}).",
        &[&words::capital(access), conclusion(report.data, lang)],
    ));
    said.push(' ');
    said.push_str(&fill(
        lang,
        "Qu’est-ce qui assure l’exploitation sans lui ? {} (19.6.d : {}).",
        "What keeps the service running without it? {} (19.6.d: {}).",
        &[&words::capital(autonomy), conclusion(report.continuity, lang)],
    ));
    said
}

/// An answer that the entities and holdings do not bear out.
pub fn contradiction(document: &Document, found: &Contradiction, lang: Lang) -> String {
    let names: Vec<String> =
        found.parties.iter().map(|p| fill(lang, "« {} »", "“{}”", &[&party_name(document, p)])).collect();
    let (fr, en) = if found.answer == Answer::No {
        (
            "Pour « {} », le document répond qu’aucune société tierce non européenne n’intervient ; ce qu’il dit des entités et de leurs détentions désigne pourtant {}. L’un des deux est à corriger : les verdicts suivent la réponse, pas ce calcul.",
            "For “{}” the document answers that no non-European third company takes part; what it says of entities and their holdings points to {} all the same. One of the two needs correcting: verdicts follow the answer, not this calculation.",
        )
    } else {
        (
            "Pour « {} », le document répond qu’une société tierce non européenne intervient ; d’après ce qu’il dit des entités et de leurs détentions, ce n’est le cas d’aucun de ceux qui le servent ({}). Nommer qui manque, ou revoir la réponse : les verdicts la suivent, pas ce calcul.",
            "For “{}” the document answers that a non-European third company takes part; by what it says of entities and their holdings, none of those that serve it is one ({}). Name who is missing, or review the answer: verdicts follow it, not this calculation.",
        )
    };
    fill(lang, fr, en, &[&document.called(&found.service), &words::list(&names, lang)])
}

/// What a party is called.
pub fn party_name(document: &Document, party: &Party) -> String {
    parties::called(document, party)
}

/// A finding on a place.
pub fn place(document: &Document, finding: &PlaceFinding, lang: Lang) -> String {
    let name = party_name(document, &finding.of);
    let what = match finding.of {
        Party::Service(_) => lexicon::word("place", finding.what, lang),
        Party::ThirdParty(_) => pick(lang, "pays d’où il agit", "country from which it acts"),
    };
    let Some(country) = &finding.country else {
        return fill(
            lang,
            "{} : lieu non indiqué, {} ({}).",
            "{}: place not stated, {} ({}).",
            &[&name, what, finding.requirement],
        );
    };
    let weight = match (finding.result, finding.requirement) {
        (Conclusion::Fail, _) => pick(lang, "contraire à l’exigence", "against the requirement"),
        (_, "19.2.e") => pick(
            lang,
            "admis si opérations et contrôle sont documentés",
            "allowed if operations and their control are documented",
        ),
        _ => pick(lang, "à expliquer", "to be explained"),
    };
    fill(
        lang,
        "{} : {}, hors de l’Union ({}) — {}, {}.",
        "{}: {}, outside the Union ({}) — {}, {}.",
        &[&name, what, country, finding.requirement, weight],
    )
}

/// What every export says first: what the result is and is not.
pub fn notice(lang: Lang) -> String {
    say(
        lang,
        "Un calcul de cet outil sur ce que dit le document, sous des lectures nommées : un avis, à régler avec le centre d’évaluation et l’ANSSI. Rien ici n’est une décision de l’ANSSI.",
        "A calculation of this tool on what the document says, under named readings: advice, to be settled with the evaluation centre and ANSSI. Nothing here is a decision of ANSSI.",
    )
}
