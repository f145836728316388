//! Why a verdict moves, in a sentence or two.

use super::{
    Diff, End, Facet, Move, PartChange,
    ground::{Ground, Lack},
};
use crate::{
    document::{Answer, ServiceId},
    verdict::{ConditionView, On, PartState, PartView},
    words::{self, pick, say},
};
use catalog::{Lang, LayerSet, ReadingId};

/// A text in both languages, typeset when it is said.
pub(super) type Both = (&'static str, &'static str);

/// The text of a language.
pub(super) const fn get(text: Both, lang: Lang) -> &'static str {
    pick(lang, text.0, text.1)
}

impl Diff {
    /// Why a verdict moves, in a sentence or two.
    pub fn reason(&self, moved: &Move, lang: Lang) -> String {
        if let Some(change) = &moved.condition
            && applies(&change.before) != applies(&change.after)
        {
            let (before, after) =
                (condition(&self.before, &change.before, lang), condition(&self.after, &change.after, lang));
            let when = change.when.say(lang);
            return say(
                lang,
                &format!("L’exigence {when} : {before}, puis {after}."),
                &format!("The requirement {when}: {before}, then {after}."),
            );
        }
        // Places of which the same is to be said are named together.
        let mut groups: Vec<(bool, LayerSet, bool, String)> = Vec::new();
        for part in &moved.parts {
            let text = format!(
                "{}{} {}",
                self.before.end(part, &part.before, lang),
                pick(lang, ", puis", ", then"),
                self.after.end(part, &part.after, lang)
            );
            let place = groups.iter().position(|(_, _, _, said)| *said == text);
            let group = match place.and_then(|at| groups.get_mut(at)) {
                Some(group) => group,
                None => {
                    groups.push((decides(part), LayerSet::EMPTY, false, text));
                    let Some(group) = groups.last_mut() else { continue };
                    group
                }
            };
            match part.on {
                On::Layer(layer) => group.1 = group.1.with(layer),
                On::Provider => group.2 = true,
            }
        }
        // What weighs as before is left unsaid, unless nothing else is there to say.
        if groups.iter().any(|g| g.0) {
            groups.retain(|g| g.0);
        }
        let more = groups.len().saturating_sub(2);
        let mut out = String::new();
        for (_, layers, provider, text) in groups.iter().take(2) {
            let mut names: Vec<&str> = layers.iter().map(|l| words::layer(l, lang)).collect();
            if *provider {
                names.push(words::on(On::Provider, lang));
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&words::capital(&words::list(&names, lang)));
            out.push_str(pick(lang, " : ", ": "));
            out.push_str(text);
            out.push('.');
        }
        if more > 0 {
            out.push_str(pick(lang, " D’autres parts changent aussi.", " Other parts change too."));
        }
        say(lang, &out, &out)
    }
}

const fn applies(condition: &ConditionView) -> bool {
    !condition.holds.is_empty() || !condition.unknown.is_empty()
}

/// Whether what a place gives to the outcome differs: a part that is held, a part that is not.
fn decides(part: &PartChange) -> bool {
    let weighs = |end: &End| {
        let held = |p: &PartView| p.state == PartState::Covered;
        (end.parts.iter().any(held), end.parts.iter().any(|p| !held(p)))
    };
    weighs(&part.before) != weighs(&part.after)
}

fn condition(facet: &Facet, view: &ConditionView, lang: Lang) -> String {
    let names =
        |ids: &[ServiceId]| words::list(&ids.iter().map(|id| facet.name_of(id)).collect::<Vec<_>>(), lang);
    let (text, ids) = if !view.holds.is_empty() {
        (("la condition tient pour", "the condition holds for"), &view.holds)
    } else if !view.unknown.is_empty() {
        (("personne n’a répondu pour", "nobody has answered for"), &view.unknown)
    } else {
        return pick(lang, "la condition ne tient pour personne", "the condition holds for nobody")
            .to_owned();
    };
    // A condition can hold through another service: the requirement then applies because that one is evaluated too.
    let through = if ids.contains(&facet.service) {
        ""
    } else {
        pick(lang, ", que l’on évalue avec le service", ", evaluated with the service")
    };
    format!("{} {}{through}", get(text, lang), names(ids))
}

impl Facet {
    /// What a service of this side is called.
    pub(super) fn known(&self, id: &ServiceId) -> Option<&str> {
        self.names.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str())
    }

    fn name_of<'n>(&'n self, id: &'n ServiceId) -> &'n str {
        self.known(id).unwrap_or(id.as_str())
    }

    /// What a place is on this side, and why.
    fn end(&self, change: &PartChange, end: &End, lang: Lang) -> String {
        let mut said: Vec<String> = Vec::new();
        for part in &end.parts {
            let text = self.part(part, lang);
            if !said.contains(&text) {
                said.push(text);
            }
        }
        let mut text = match (said.is_empty(), change.on) {
            (true, On::Layer(_)) => {
                pick(lang, "l’exigence n’y porte pas", "the requirement does not bear there").to_owned()
            }
            (true, On::Provider) => pick(lang, "pas de part propre", "no part of one’s own").to_owned(),
            (false, _) => words::list(&said, lang),
        };
        if let Some(ground) = &end.ground {
            text.push_str(" (");
            text.push_str(&self.ground(ground, end, lang));
            text.push(')');
        }
        text
    }

    fn part(&self, part: &PartView, lang: Lang) -> String {
        let operator = part.operator.as_ref().map(|id| self.name_of(id)).unwrap_or_default();
        let own_provider = part.on == On::Provider;
        let by_itself: Both = match part.state {
            PartState::Own if own_provider => ("une part propre", "a part of one’s own"),
            PartState::Own => ("exploité par le service", "operated by the service"),
            PartState::Missing => ("fourni par personne", "supplied by nobody"),
            PartState::Retained => {
                ("une part laissée au service par le contrat", "a share left to the service by the contract")
            }
            PartState::Exposed if own_provider => {
                return match lang {
                    Lang::Fr => format!("la part de {operator}, évaluée avec le service"),
                    Lang::En => format!("the part of {operator}, evaluated with the service"),
                };
            }
            PartState::Exposed => {
                return match lang {
                    Lang::Fr => format!("exploité par {operator} et évalué avec le service"),
                    Lang::En => format!("operated by {operator} and evaluated with the service"),
                };
            }
            PartState::Covered => return self.held(part, operator, lang),
        };
        get(by_itself, lang).to_owned()
    }

    fn held(&self, part: &PartView, operator: &str, lang: Lang) -> String {
        let by = part.covered_by.as_ref().map(|id| self.name_of(id)).unwrap_or_default();
        let cover = part.cover;
        let how: Both = if cover.is_some_and(|c| c.hypothetical) {
            ("comme si sa candidature avait abouti", "as if its candidacy had come through")
        } else if cover.is_some_and(|c| c.earlier_version) {
            ("sous une qualification d’une version antérieure", "under a qualification of an earlier version")
        } else {
            ("sous sa qualification", "under its qualification")
        };
        let mut text = match lang {
            Lang::Fr => format!("tenu par {by} {}", get(how, lang)),
            Lang::En => format!("held by {by} {}", get(how, lang)),
        };
        if part.covered_by != part.operator {
            text.push_str(pick(lang, ", et exploité par ", ", and operated by "));
            text.push_str(operator);
        }
        text
    }

    fn ground(&self, ground: &Ground, end: &End, lang: Lang) -> String {
        match ground {
            Ground::Lack { service, lack, day } => {
                // Whose qualification it is goes without saying where only its operator has been named.
                let is_named =
                    matches!(end.parts.as_slice(), [only] if only.operator.as_ref() == Some(service));
                let mut text = String::new();
                if !is_named {
                    text.push_str(self.name_of(service));
                    text.push_str(pick(lang, " : ", ": "));
                }
                text.push_str(get(lack_words(*lack), lang));
                if let Some(day) = day {
                    text.push(' ');
                    text.push_str(&words::date(*day, lang));
                }
                text
            }
            Ground::NotUnder(id) => match lang {
                Lang::Fr => format!("le service ne repose pas sur {}", self.name_of(id)),
                Lang::En => format!("the service does not rest on {}", self.name_of(id)),
            },
            Ground::Reading(id) => reading(*id, lang),
            Ground::Premises(answer) => {
                let text: Both = match answer {
                    Answer::Yes => (
                        "des équipements du service dans des locaux propres",
                        "service equipment in own premises",
                    ),
                    Answer::No => (
                        "aucun équipement du service dans des locaux propres",
                        "no service equipment in own premises",
                    ),
                    Answer::Unknown => {
                        ("personne n’a répondu sur les locaux propres", "nobody has answered on own premises")
                    }
                };
                get(text, lang).to_owned()
            }
        }
    }
}

fn reading(id: ReadingId, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("lecture « {} »", id.id()),
        Lang::En => format!("reading “{}”", id.id()),
    }
}

/// What a service lacks; the day, where there is one, ends the words.
const fn lack_words(lack: Lack) -> Both {
    match lack {
        Lack::Nothing => ("aucune qualification n’en est indiquée", "no qualification of it is stated"),
        Lack::Candidate => (
            "candidat, et les candidats ne sont pas tenus pour qualifiés",
            "a candidate, and candidates are not taken as qualified",
        ),
        Lack::ExpectedLater => ("candidat, dont la décision est attendue le", "a candidate, expected on"),
        Lack::AssumedOver => {
            ("candidat, dont la qualification supposée s’arrêterait le", "a candidate, assumed only until")
        }
        Lack::Press => {
            ("seule la presse parle de sa qualification", "only the press speaks of its qualification")
        }
        Lack::Version => {
            ("sa qualification relève d’une autre version", "its qualification is under another version")
        }
        Lack::EarlierVersion => (
            "sa qualification relève d’une version antérieure, que la lecture « base-under-3.1 » ne retient pas",
            "its qualification is under an earlier version, which the reading “base-under-3.1” does not count",
        ),
        Lack::Scope => {
            ("sa qualification laisse cette part dehors", "its qualification leaves this part out")
        }
        Lack::Undated => ("sa qualification n’a aucune date", "its qualification has no date"),
        Lack::AttestedUntil => {
            ("sa qualification n’est attestée que jusqu’au", "its qualification is vouched for only until")
        }
        Lack::NotYet => ("sa qualification ne commence que le", "its qualification only begins on"),
        Lack::Ended => ("sa qualification valait jusqu’au", "its qualification lasted until"),
        Lack::Withdrawn => ("sa qualification a été retirée le", "its qualification was withdrawn on"),
        Lack::Suspended => {
            ("sa qualification est suspendue depuis le", "its qualification has been suspended since")
        }
    }
}
