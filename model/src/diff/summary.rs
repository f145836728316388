//! What a decision can rest on: the sentences that sum a comparison up. Figures and their causes, never a word on which
//! side is better.

use super::{
    Cause, CauseSet, ChapterMoves, Diff, Direction, Facet, Move,
    say::{Both, get},
    stack::Fate,
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

/// A head and what is listed under it.
struct Sentence {
    lang: Lang,
    text: String,
    is_bare: bool,
}

impl Sentence {
    fn new(lang: Lang, head: Both) -> Self {
        let mut text = get(head, lang).to_owned();
        text.push_str(pick(lang, " : ", ": "));
        Self { lang, text, is_bare: true }
    }

    fn item(&mut self, words: &[&str]) {
        if !std::mem::take(&mut self.is_bare) {
            self.text.push_str(pick(self.lang, " ; ", "; "));
        }
        for word in words {
            self.text.push_str(word);
        }
    }

    /// A figure, where there is one, and what it is of.
    fn count(&mut self, what: &str, n: usize, of: Option<usize>) {
        if n > 0 {
            self.item(&[what, " ", &figure(self.lang, n, of)]);
        }
    }

    /// Adds the sentence where it holds anything.
    fn end(mut self, out: &mut Vec<String>) {
        if !self.is_bare {
            self.text.push('.');
            out.push(say(self.lang, &self.text, &self.text));
        }
    }
}

/// A figure, of how many.
fn figure(lang: Lang, n: usize, of: Option<usize>) -> String {
    let mut text = n.to_string();
    if let Some(of) = of {
        text.push_str(pick(lang, " sur ", " of "));
        text.push_str(&of.to_string());
    }
    text
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
    let others = names.len().saturating_sub(NAMES).to_string();
    let mut shown: Vec<&str> = names.iter().take(NAMES).copied().collect();
    let more = match others.as_str() {
        "0" => String::new(),
        "1" => pick(lang, "un autre", "one other").to_owned(),
        n => [n, pick(lang, " autres", " others")].concat(),
    };
    if !more.is_empty() {
        shown.push(&more);
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
            sentence.item(&[before, then, after]);
            sentence.end(out);
        };
        if self.before.service != self.after.service {
            one(("Service", "Service"), &self.before.name, &self.after.name);
        }
        let day = |d: Option<Date>| {
            d.map_or_else(|| pick(lang, "aucun", "none").to_owned(), |d| words::date(d, lang))
        };
        for (head, before, after) in
            [(("Date", "Day"), Some(b.as_of), Some(a.as_of)), (("Horizon", "Horizon"), b.horizon, a.horizon)]
        {
            if before != after {
                one(head, &day(before), &day(after));
            }
        }
        if b.assume_candidates != a.assume_candidates {
            let assumed = pick(lang, "tenus pour qualifiés", "taken as qualified");
            let plain = pick(lang, "comptés pour rien", "counted for nothing");
            let (before, after) = if a.assume_candidates { (plain, assumed) } else { (assumed, plain) };
            one(("Candidats", "Candidates"), before, after);
        }
        let (open, close) = (pick(lang, "« ", "“"), pick(lang, " »", "”"));
        for change in &self.readings {
            let quoted = |answer: catalog::Bilingual| [open, answer.get(lang), close].concat();
            one((change.label.fr, change.label.en), &quoted(change.before), &quoted(change.after));
        }
    }

    fn say_stack(&self, lang: Lang, out: &mut Vec<String>) {
        for (fate, head) in [
            (Fate::Added, ("Services ajoutés", "Services added")),
            (Fate::Removed, ("Services retirés", "Services removed")),
            (Fate::Changed, ("Services modifiés", "Services changed")),
        ] {
            let mut names = Vec::new();
            for change in self.services.iter().filter(|c| c.fate == fate) {
                names.push(change.name.as_str());
            }
            let mut sentence = Sentence::new(lang, head);
            if !names.is_empty() {
                sentence.item(&[&some(&names, lang)]);
            }
            sentence.end(out);
        }
        let mut bases = Sentence::new(lang, ("Socles", "Bases"));
        for change in &self.services {
            let names = |fate| {
                let mut names = Vec::new();
                for reliance in change.reliances.iter().filter(|r| r.fate == fate) {
                    names.push(self.base_name(&reliance.item));
                }
                some(&names, lang)
            };
            let (added, removed) = (names(Fate::Added), names(Fate::Removed));
            let (on, off): (Both, Both) = match (added.is_empty(), removed.is_empty()) {
                (true, true) => continue,
                (false, true) => ((" repose aussi sur ", " also rests on "), ("", "")),
                (true, false) => (("", ""), (" ne repose plus sur ", " rests no longer on ")),
                (false, false) => {
                    ((" repose sur ", " rests on "), (", et non plus sur ", ", and no longer on "))
                }
            };
            bases.item(&[&change.name, get(on, lang), &added, get(off, lang), &removed]);
        }
        bases.end(out);
        self.say_standings(lang, out);
        let mut counts = [0; 5];
        for change in &self.others {
            let family = match change.item {
                Item::Document => 0,
                Item::Provider(_) => 1,
                Item::ThirdParty(_) => 2,
                Item::Entity(_) => 3,
                _ => 4,
            };
            if let Some(count) = counts.get_mut(family) {
                *count += 1;
            }
        }
        let head = ("Ailleurs dans le document, modifiés", "Elsewhere in the document, changed");
        let mut others = Sentence::new(lang, head);
        let families: [Both; 5] = [
            ("le document lui-même", "the document itself"),
            ("prestataires", "providers"),
            ("tiers", "third parties"),
            ("entités", "entities"),
            ("participations", "holdings"),
        ];
        for (family, n) in families.into_iter().zip(counts) {
            others.count(get(family, lang), n, None);
        }
        others.end(out);
    }

    fn say_standings(&self, lang: Lang, out: &mut Vec<String>) {
        let mut stands = Sentence::new(lang, ("Qualifications", "Qualifications"));
        let mut more = 0_usize;
        for (at, change) in self
            .services
            .iter()
            // Whoever came or went has been named.
            .filter(|c| c.before != c.after && c.before.is_some() && c.after.is_some())
            .enumerate()
        {
            if at >= NAMES {
                more += 1;
                continue;
            }
            let (before, after) = (standing(change.before, lang), standing(change.after, lang));
            let (from, to, end) = match lang {
                Lang::Fr => (", de « ", " » à « ", " »"),
                Lang::En => (", from “", "” to “", "”"),
            };
            stands.item(&[&change.name, from, &before, to, &after, end]);
        }
        stands.count(pick(lang, "autres services,", "other services,"), more, None);
        stands.end(out);
    }

    /// The base of a reliance that came or went, as the side that has it calls it.
    fn base_name<'n>(&'n self, item: &'n Item) -> &'n str {
        let Item::Reliance { base, .. } = item else { return "" };
        self.after.known(base).or_else(|| self.before.known(base)).unwrap_or(base.as_str())
    }

    fn say_moves(&self, lang: Lang, out: &mut Vec<String>) {
        let total = self.before.verified.total();
        // How many go where, in all and by causes.
        let mut all = [0_usize; 4];
        let mut sets: Vec<(CauseSet, [usize; 4])> = Vec::new();
        let mut recommendations = 0;
        for m in &self.moves {
            if !m.before.requirement.modality.is_verified() {
                recommendations += 1;
                continue;
            }
            let known = sets.iter().position(|(set, _)| *set == m.causes);
            let at = known.unwrap_or(sets.len());
            if known.is_none() {
                sets.push((m.causes, [0; 4]));
            }
            let by_causes = sets.get_mut(at).map(|(_, counts)| counts);
            for counts in [&mut all].into_iter().chain(by_causes) {
                if let Some(count) = counts.get_mut(m.direction as usize) {
                    *count += 1;
                }
            }
        }
        let head = ("Verdicts sur les exigences vérifiées", "Verdicts on the verified requirements");
        let mut sentence = Sentence::new(lang, head);
        for (way, n) in Direction::ALL.into_iter().zip(all) {
            sentence.count(direction(way, lang), n, Some(total));
        }
        let moved: usize = all.iter().sum();
        sentence.count(pick(lang, "inchangés", "unchanged"), total - moved, Some(total));
        sentence.end(out);

        crate::sorted::by(&mut sets, |a, b| a.0.cmp(&b.0));
        let mut sentence = Sentence::new(lang, ("Causes", "Causes"));
        for (set, counts) in sets {
            let mut ways = String::new();
            for (way, n) in Direction::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0) {
                ways.push_str(if ways.is_empty() { " (" } else { ", " });
                ways.push_str(direction(way, lang));
                ways.push(' ');
                ways.push_str(&n.to_string());
            }
            sentence.item(&[&causes(set, lang), &ways, ")"]);
        }
        sentence.end(out);

        let mut left: Vec<&ChapterMoves> = self.chapters.iter().collect();
        crate::sorted::by(&mut left, |a, b| b.moves.cmp(&a.moves));
        let mut sentence = Sentence::new(lang, ("Chapitres qui changent le plus", "Chapters that move most"));
        for c in left.into_iter().take(3) {
            let chapter = [pick(lang, "chapitre ", "chapter "), &c.chapter.to_string(), ","].concat();
            sentence.count(&chapter, c.moves, Some(c.of));
        }
        sentence.end(out);

        let head = ("Recommandations, que rien ne vérifie", "Recommendations, which nothing verifies");
        let mut sentence = Sentence::new(lang, head);
        let other = pick(lang, "verdict différent pour", "another verdict for");
        sentence.count(other, recommendations, Some(self.before.all.total() - total));
        sentence.end(out);
    }

    fn say_counts(&self, lang: Lang, out: &mut Vec<String>) {
        let head = (
            "Sur les exigences vérifiées, avant puis après",
            "Over the verified requirements, before then after",
        );
        let mut sentence = Sentence::new(lang, head);
        for outcome in [Outcome::Remains, Outcome::Shared, Outcome::Inherited, Outcome::NotApplicable] {
            let count =
                |facet: &Facet| figure(lang, facet.verified.get(outcome), Some(facet.verified.total()));
            let (before, after) = (count(&self.before), count(&self.after));
            let then = pick(lang, ", puis ", ", then ");
            sentence.item(&[words::outcome(outcome, lang), ", ", &before, then, &after]);
        }
        sentence.end(out);
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
            sentence.count(words::flag(flag, lang), self.moves.iter().filter(gained).count(), None);
        }
        sentence.end(out);
        let head = (
            "À savoir là où le verdict ne change pas, sur toutes les exigences",
            "To know where the verdict does not move, over all requirements",
        );
        let mut sentence = Sentence::new(lang, head);
        for c in &self.caveats {
            let (came, went) = (c.came.len().to_string(), c.went.len().to_string());
            let (more, fewer) = (pick(lang, " en plus", " more"), pick(lang, " en moins", " fewer"));
            let flag = words::flag(c.flag, lang);
            match (c.came.is_empty(), c.went.is_empty()) {
                (_, true) => sentence.item(&[flag, ", ", &came, more]),
                (true, _) => sentence.item(&[flag, ", ", &went, fewer]),
                _ => sentence.item(&[flag, ", ", &came, more, pick(lang, " et ", " and "), &went, fewer]),
            }
        }
        sentence.end(out);
    }
}
