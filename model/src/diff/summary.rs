//! What a decision can rest on: the sentences that sum a comparison up. Figures and their causes, never a word on which
//! side is better.

use super::{
    Cause, CauseSet, Diff, Direction, Facet, Move,
    say::{Both, get},
    stack::{Fate, ServiceChange},
};
use crate::{
    Date,
    document::Item,
    overview::Standing,
    qualification::State,
    verdict::{Flag, Outcome},
    words::{self, pick, say},
};
use catalog::Lang;

/// How many names a sentence holds.
const NAMES: usize = 4;

/// « : a, b » after a head, one list a sentence.
struct Sentence(String, bool);

impl Sentence {
    fn new(lang: Lang, head: Both) -> Self {
        let mut text = get(head, lang).to_owned();
        text.push_str(pick(lang, " : ", ": "));
        Self(text, true)
    }

    fn item(&mut self, lang: Lang, text: &str) {
        if !std::mem::take(&mut self.1) {
            self.0.push_str(pick(lang, " ; ", "; "));
        }
        self.0.push_str(text);
    }

    /// Adds the sentence where it holds anything.
    fn end(mut self, lang: Lang, out: &mut Vec<String>) {
        if !self.1 {
            self.0.push('.');
            out.push(say(lang, &self.0, &self.0));
        }
    }
}

/// A direction, as it is counted.
pub const fn direction(direction: Direction, lang: Lang) -> &'static str {
    let text: Both = match direction {
        Direction::Gained => ("plus près de « Héritée »", "nearer to Inherited"),
        Direction::Lost => ("plus loin de « Héritée »", "further from Inherited"),
        Direction::NowApplies => ("désormais applicables", "now applicable"),
        Direction::NoLongerApplies => ("désormais sans objet", "no longer applicable"),
    };
    get(text, lang)
}

/// Causes, as a list.
pub fn causes(set: CauseSet, lang: Lang) -> String {
    let names: Vec<&str> = set
        .iter()
        .map(|cause| {
            let text: Both = match cause {
                Cause::Edit => ("la pile", "the stack"),
                Cause::Time => ("la date", "the day"),
                Cause::Reading => ("les lectures", "the readings"),
                Cause::Candidates => ("les candidats", "the candidates"),
            };
            get(text, lang)
        })
        .collect();
    words::list(&names, lang)
}

/// The first few names, and how many others there are.
fn some(names: &[&str], lang: Lang) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMES).map(|n| (*n).to_owned()).collect();
    let others = names.len().saturating_sub(NAMES);
    if others > 0 {
        shown.push(match (lang, others) {
            (Lang::Fr, 1) => "un autre".to_owned(),
            (Lang::Fr, _) => format!("{others} autres"),
            (Lang::En, 1) => "one other".to_owned(),
            (Lang::En, _) => format!("{others} others"),
        });
    }
    words::list(&shown, lang)
}

/// How a service stands, in a few words.
pub fn standing(standing: Option<Standing>, lang: Lang) -> String {
    let (text, day): (Both, _) = match standing {
        Some(Standing::Qualified(Some(day))) => (("qualifié jusqu’au", "qualified until"), Some(day)),
        Some(Standing::Qualified(None)) => (("qualifié", "qualified"), None),
        Some(Standing::Attested(day)) => (("dit qualifié jusqu’au", "called qualified until"), Some(day)),
        Some(Standing::AttestedUntil(day)) => {
            (("que rien n’atteste après le", "vouched for by nothing after"), Some(day))
        }
        Some(Standing::NotHolding(state)) => {
            let text = match state {
                State::Expired => ("qualification échue", "qualification expired"),
                State::Suspended => ("qualification suspendue", "qualification suspended"),
                State::Withdrawn => ("qualification retirée", "qualification withdrawn"),
                State::NotYet => ("pas encore qualifié", "not yet qualified"),
                _ => ("qualification non établie", "qualification not established"),
            };
            (text, None)
        }
        Some(Standing::Candidate) => (("candidat", "candidate"), None),
        Some(Standing::None) => (("non qualifié", "not qualified"), None),
        None => (("absent", "absent"), None),
    };
    let mut said = get(text, lang).to_owned();
    if let Some(day) = day {
        said.push(' ');
        said.push_str(&words::date(day, lang));
    }
    said
}

impl Diff {
    /// The sentences that a decision can rest on: what changed in the stack, how many verdicts move and why, where, what
    /// remains on each side, and what to know of it. Figures over the verified requirements, unless said otherwise.
    pub fn summary(&self, lang: Lang) -> Vec<String> {
        let mut out = Vec::new();
        self.say_question(lang, &mut out);
        self.say_stack(lang, &mut out);
        self.say_moves(lang, &mut out);
        self.say_counts(lang, &mut out);
        self.say_caveats(lang, &mut out);
        out
    }

    fn say_question(&self, lang: Lang, out: &mut Vec<String>) {
        let (b, a) = (&self.before.question, &self.after.question);
        let then = pick(lang, ", puis ", ", then ");
        let mut one = |head: Both, before: &str, after: &str| {
            let mut sentence = Sentence::new(lang, head);
            sentence.item(lang, &[before, then, after].concat());
            sentence.end(lang, out);
        };
        if self.before.service != self.after.service {
            one(("Service", "Service"), &self.before.name, &self.after.name);
        }
        if b.as_of != a.as_of {
            one(("Date", "Day"), &words::date(b.as_of, lang), &words::date(a.as_of, lang));
        }
        if b.horizon != a.horizon {
            let day = |d: Option<Date>| {
                d.map_or_else(|| pick(lang, "aucun", "none").to_owned(), |d| words::date(d, lang))
            };
            one(("Horizon", "Horizon"), &day(b.horizon), &day(a.horizon));
        }
        if b.assume_candidates != a.assume_candidates {
            let text = |assumed| {
                if assumed {
                    pick(lang, "tenus pour qualifiés", "taken as qualified")
                } else {
                    pick(lang, "comptés pour rien", "counted for nothing")
                }
            };
            one(("Candidats", "Candidates"), text(b.assume_candidates), text(a.assume_candidates));
        }
        for change in &self.readings {
            let quoted = |answer: catalog::Bilingual| match lang {
                Lang::Fr => format!("« {} »", answer.fr),
                Lang::En => format!("“{}”", answer.en),
            };
            one((change.label.fr, change.label.en), &quoted(change.before), &quoted(change.after));
        }
    }

    fn say_stack(&self, lang: Lang, out: &mut Vec<String>) {
        for (fate, head) in [
            (Fate::Added, ("Services ajoutés", "Services added")),
            (Fate::Removed, ("Services retirés", "Services removed")),
            (Fate::Changed, ("Services modifiés", "Services changed")),
        ] {
            let names: Vec<&str> =
                self.services.iter().filter(|c| c.fate == fate).map(|c| c.name.as_str()).collect();
            if !names.is_empty() {
                let mut sentence = Sentence::new(lang, head);
                sentence.item(lang, &some(&names, lang));
                sentence.end(lang, out);
            }
        }
        let mut bases = Sentence::new(lang, ("Socles", "Bases"));
        for change in &self.services {
            let names = |fate| -> Vec<&str> {
                change.reliances.iter().filter(|r| r.fate == fate).map(|r| self.base_name(&r.item)).collect()
            };
            let (added, removed) = (some(&names(Fate::Added), lang), some(&names(Fate::Removed), lang));
            let text = match (lang, added.is_empty(), removed.is_empty()) {
                (_, true, true) => continue,
                (Lang::Fr, false, true) => format!("{} repose aussi sur {added}", change.name),
                (Lang::En, false, true) => format!("{} also rests on {added}", change.name),
                (Lang::Fr, true, false) => format!("{} ne repose plus sur {removed}", change.name),
                (Lang::En, true, false) => format!("{} rests no longer on {removed}", change.name),
                (Lang::Fr, ..) => format!("{} repose sur {added}, et non plus sur {removed}", change.name),
                (Lang::En, ..) => format!("{} rests on {added}, and no longer on {removed}", change.name),
            };
            bases.item(lang, &text);
        }
        bases.end(lang, out);
        // Whoever came or went has been named.
        let moved: Vec<&ServiceChange> = self
            .services
            .iter()
            .filter(|c| c.before != c.after && !matches!(c.fate, Fate::Added | Fate::Removed))
            .collect();
        let mut stands = Sentence::new(lang, ("Qualifications", "Qualifications"));
        for change in moved.iter().take(NAMES) {
            let (before, after) = (standing(change.before, lang), standing(change.after, lang));
            let colon = pick(lang, ", de « ", ", from “");
            let text = match lang {
                Lang::Fr => format!("{}{colon}{before} » à « {after} »", change.name),
                Lang::En => format!("{}{colon}{before}” to “{after}”", change.name),
            };
            stands.item(lang, &text);
        }
        if moved.len() > NAMES {
            let others = moved.len() - NAMES;
            stands.item(lang, &format!("{} {others}", pick(lang, "autres services,", "other services,")));
        }
        stands.end(lang, out);
        let mut others = Sentence::new(
            lang,
            ("Ailleurs dans le document, modifiés", "Elsewhere in the document, changed"),
        );
        type Is = fn(&Item) -> bool;
        let families: [(Is, Both); 5] = [
            (|i| *i == Item::Document, ("le document lui-même", "the document itself")),
            (|i| matches!(i, Item::Provider(_)), ("prestataires", "providers")),
            (|i| matches!(i, Item::ThirdParty(_)), ("tiers", "third parties")),
            (|i| matches!(i, Item::Entity(_)), ("entités", "entities")),
            (|i| matches!(i, Item::Holding(_)), ("participations", "holdings")),
        ];
        for (is, name) in families {
            match self.others.iter().filter(|c| is(&c.item)).count() {
                0 => {}
                n => others.item(lang, &format!("{} {n}", get(name, lang))),
            }
        }
        others.end(lang, out);
    }

    /// The base of a reliance that came or went, as the side that has it calls it.
    fn base_name<'n>(&'n self, item: &'n Item) -> &'n str {
        let Item::Reliance { base, .. } = item else { return "" };
        let known =
            |facet: &'n Facet| facet.names.iter().find(|(id, _)| id == base).map(|(_, name)| name.as_str());
        known(&self.after).or_else(|| known(&self.before)).unwrap_or(base.as_str())
    }

    fn say_moves(&self, lang: Lang, out: &mut Vec<String>) {
        let verified = || self.moves.iter().filter(|m| m.before.requirement.modality.is_verified());
        let total = self.before.verified.total();
        let moved = verified().count();
        let mut sentence = Sentence::new(
            lang,
            ("Verdicts sur les exigences vérifiées", "Verdicts on the verified requirements"),
        );
        let of = pick(lang, "sur", "of");
        for way in Direction::ALL {
            match verified().filter(|m| m.direction == way).count() {
                0 => {}
                n => sentence.item(lang, &format!("{} {n} {of} {total}", direction(way, lang))),
            }
        }
        let same = total - moved;
        sentence.item(lang, &format!("{} {same} {of} {total}", pick(lang, "inchangés", "unchanged")));
        sentence.end(lang, out);

        let mut sets: Vec<(CauseSet, [usize; 4])> = Vec::new();
        for m in verified() {
            let at = match sets.iter().position(|(set, _)| *set == m.causes) {
                Some(at) => at,
                None => {
                    sets.push((m.causes, [0; 4]));
                    sets.len() - 1
                }
            };
            if let Some(count) = sets.get_mut(at).and_then(|(_, counts)| counts.get_mut(m.direction as usize))
            {
                *count += 1;
            }
        }
        crate::sorted::by(&mut sets, |a, b| a.0.cmp(&b.0));
        let mut sentence = Sentence::new(lang, ("Causes", "Causes"));
        for (set, counts) in sets {
            let mut ways = Vec::new();
            for (way, n) in Direction::ALL.into_iter().zip(counts) {
                if n > 0 {
                    ways.push(format!("{} {n}", direction(way, lang)));
                }
            }
            sentence.item(lang, &format!("{} ({})", causes(set, lang), ways.join(", ")));
        }
        sentence.end(lang, out);

        let mut chapters: Vec<_> = self.chapters.iter().collect();
        crate::sorted::by(&mut chapters, |a, b| b.moves.cmp(&a.moves));
        let mut sentence = Sentence::new(lang, ("Chapitres qui changent le plus", "Chapters that move most"));
        for c in chapters.iter().take(3) {
            let chapter = pick(lang, "chapitre", "chapter");
            sentence.item(lang, &format!("{chapter} {}, {} {of} {}", c.chapter, c.moves, c.of));
        }
        sentence.end(lang, out);

        let recommendations = self.before.all.total() - total;
        match self.moves.len() - moved {
            0 => {}
            n => {
                let head =
                    ("Recommandations, que rien ne vérifie", "Recommendations, which nothing verifies");
                let mut sentence = Sentence::new(lang, head);
                let other = pick(lang, "verdict différent pour", "another verdict for");
                sentence.item(lang, &format!("{other} {n} {of} {recommendations}"));
                sentence.end(lang, out);
            }
        }
    }

    fn say_counts(&self, lang: Lang, out: &mut Vec<String>) {
        let of = pick(lang, "sur", "of");
        let head = (
            "Sur les exigences vérifiées, avant puis après",
            "Over the verified requirements, before then after",
        );
        let mut sentence = Sentence::new(lang, head);
        for outcome in [Outcome::Remains, Outcome::Shared, Outcome::Inherited, Outcome::NotApplicable] {
            let count =
                |facet: &Facet| format!("{} {of} {}", facet.verified.get(outcome), facet.verified.total());
            let (before, after) = (count(&self.before), count(&self.after));
            let then = pick(lang, "puis", "then");
            sentence.item(lang, &format!("{}, {before}, {then} {after}", words::outcome(outcome, lang)));
        }
        sentence.end(lang, out);
    }

    fn say_caveats(&self, lang: Lang, out: &mut Vec<String>) {
        // What a gain hangs on: without these it may not be one.
        let head =
            ("À savoir des verdicts plus près de « Héritée »", "To know of the verdicts nearer to Inherited");
        let mut sentence = Sentence::new(lang, head);
        for flag in [
            Flag::Hypothetical,
            Flag::Reading,
            Flag::ScopeAssumed,
            Flag::Undated,
            Flag::FoundationLapsed,
            Flag::Expiring,
            Flag::Exposed,
        ] {
            let gained = |m: &&Move| {
                m.direction == Direction::Gained
                    && m.before.requirement.modality.is_verified()
                    && m.after.flags.contains(flag)
            };
            match self.moves.iter().filter(gained).count() {
                0 => {}
                n => sentence.item(lang, &format!("{} {n}", words::flag(flag, lang))),
            }
        }
        sentence.end(lang, out);
        let head = (
            "À savoir là où le verdict ne change pas, sur toutes les exigences",
            "To know where the verdict does not move, over all requirements",
        );
        let mut sentence = Sentence::new(lang, head);
        for c in &self.caveats {
            let (came, went) = (c.came.len(), c.went.len());
            let flag = words::flag(c.flag, lang);
            let text = match (lang, went) {
                (Lang::Fr, 0) => format!("{flag}, {came} en plus"),
                (Lang::En, 0) => format!("{flag}, {came} more"),
                (Lang::Fr, _) if came == 0 => format!("{flag}, {went} en moins"),
                (Lang::En, _) if came == 0 => format!("{flag}, {went} fewer"),
                (Lang::Fr, _) => format!("{flag}, {came} en plus et {went} en moins"),
                (Lang::En, _) => format!("{flag}, {came} more and {went} fewer"),
            };
            sentence.item(lang, &text);
        }
        sentence.end(lang, out);
    }
}
