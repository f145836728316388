//! What people said beside the verdicts: how far the work has come, which judgements match nothing any more, and one
//! judgement given to many requirements at once. A judgement never replaces a verdict, and none is ever dropped here.

use crate::{
    Date,
    document::{Item, Judgement, Override, Service, ServiceId, Status, join, write},
    edit::Edit,
    verdict::{Outcome, Scope},
    words::{self, fill, pick, say},
};
use catalog::{Catalog, Lang};

/// What a status can be, the places of [`Progress::by_status`] in order: none first.
pub const STATUSES: [Option<Status>; 5] =
    [None, Some(Status::Todo), Some(Status::InProgress), Some(Status::Done), Some(Status::Blocked)];

/// What a status is called.
pub const fn status(status: Option<Status>, lang: Lang) -> &'static str {
    let (fr, en) = match status {
        None => ("sans avancement", "no status"),
        Some(Status::Todo) => ("à faire", "to do"),
        Some(Status::InProgress) => ("en cours", "in progress"),
        Some(Status::Done) => ("fait", "done"),
        Some(Status::Blocked) => ("bloqué", "blocked"),
    };
    pick(lang, fr, en)
}

/// The verdict that a person put beside the computed one.
pub const fn outcome(verdict: Override) -> Outcome {
    match verdict {
        Override::Inherited => Outcome::Inherited,
        Override::Shared => Outcome::Shared,
        Override::Remains => Outcome::Remains,
        Override::NotApplicable => Outcome::NotApplicable,
    }
}

/// How far the work has come on the requirements of a chapter, by the computed verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// The chapter's number; 0 for all of them.
    pub chapter: u8,
    /// The verified requirements that apply and are not inherited: those on which the service has something to do.
    pub of: usize,
    /// How many of these have which status, in the order of [`STATUSES`].
    pub by_status: [usize; STATUSES.len()],
    /// How many verified requirements that apply, inherited ones too, a person sees otherwise.
    pub overridden: usize,
}

impl Progress {
    /// How many have a status.
    pub fn get(&self, status: Option<Status>) -> usize {
        let at = STATUSES.iter().position(|s| *s == status);
        at.and_then(|at| self.by_status.get(at)).copied().unwrap_or_default()
    }
}

/// How far the work on a service has come, a chapter each, in the order of the text; chapters without work are there.
pub fn progress(catalog: &Catalog, scope: &Scope, service: &Service) -> Vec<Progress> {
    let mut all = Vec::with_capacity(catalog.chapters.len());
    for chapter in catalog.chapters {
        let mut here = Progress { chapter: chapter.number, ..Progress::default() };
        for verdict in &scope.verdicts {
            let requirement = verdict.requirement;
            let in_play = verdict.outcome != Outcome::NotApplicable;
            if requirement.chapter != chapter.number || !requirement.modality.is_verified() || !in_play {
                continue;
            }
            let judgement = service.judgements.get(requirement.id);
            let seen = judgement.and_then(|j| j.verdict);
            here.overridden += usize::from(seen.is_some_and(|v| outcome(v) != verdict.outcome));
            if verdict.outcome == Outcome::Inherited {
                continue;
            }
            here.of += 1;
            let status = judgement.and_then(|j| j.status);
            let at = STATUSES.iter().position(|s| *s == status).unwrap_or_default();
            if let Some(count) = here.by_status.get_mut(at) {
                *count += 1;
            }
        }
        all.push(here);
    }
    all
}

/// The sum over all chapters.
pub fn total(chapters: &[Progress]) -> Progress {
    let mut sum = Progress::default();
    for chapter in chapters {
        sum.of += chapter.of;
        sum.overridden += chapter.overridden;
        for (all, here) in sum.by_status.iter_mut().zip(chapter.by_status) {
            *all += here;
        }
    }
    sum
}

/// Why a judgement matches nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The text has no such requirement.
    UnknownRequirement,
    /// The verdict that the person put is the computed one now.
    SameAsVerdict(Outcome),
    /// The requirement does not apply now.
    DoesNotApply,
}

impl Why {
    /// The identifier used in exports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UnknownRequirement => "unknown_requirement",
            Self::SameAsVerdict(_) => "same_as_verdict",
            Self::DoesNotApply => "does_not_apply",
        }
    }

    /// In words.
    pub fn say(self, lang: Lang) -> String {
        match self {
            Self::UnknownRequirement => {
                say(lang, "Aucune exigence ne porte ce numéro.", "No requirement has this number.")
            }
            Self::SameAsVerdict(outcome) => fill(
                lang,
                "Le verdict calculé est maintenant le même : « {} ».",
                "The computed verdict is the same now: “{}”.",
                &[words::outcome(outcome, lang)],
            ),
            Self::DoesNotApply => {
                say(lang, "L’exigence est sans objet maintenant.", "The requirement does not apply now.")
            }
        }
    }
}

/// A judgement that matches nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The requirement, as the document writes it.
    pub requirement: String,
    /// Why.
    pub why: Why,
}

/// The judgements of a service that match nothing any more, in the order of the text, then those on requirements that
/// the text does not have. They stay in the document: a person decides what becomes of them.
pub fn orphans(catalog: &Catalog, service: &Service, scope: &Scope) -> Vec<Orphan> {
    let mut orphans = Vec::new();
    for verdict in &scope.verdicts {
        let Some(judgement) = service.judgements.get(verdict.requirement.id) else { continue };
        let same = judgement.verdict.is_some_and(|v| outcome(v) == verdict.outcome);
        let why = match verdict.outcome {
            now if same => Why::SameAsVerdict(now),
            Outcome::NotApplicable => Why::DoesNotApply,
            _ => continue,
        };
        orphans.push(Orphan { requirement: verdict.requirement.id.to_owned(), why });
    }
    for id in service.judgements.keys() {
        if catalog.requirement(id).is_none() {
            orphans.push(Orphan { requirement: id.clone(), why: Why::UnknownRequirement });
        }
    }
    orphans
}

/// Takes away what matches nothing any more: the verdict put by a person where the computed one is the same now, else
/// all that is said of the requirement. Nothing where nothing is there.
pub fn without(service: &Service, orphan: &Orphan) -> Option<Edit> {
    match orphan.why {
        Why::SameAsVerdict(_) => withdraw(service, &orphan.requirement),
        Why::UnknownRequirement | Why::DoesNotApply => {
            service.judgements.get(&orphan.requirement)?;
            Some(place(&service.id, &orphan.requirement, &Judgement::default()))
        }
    }
}

/// What is said of many requirements at once; what is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// The status; a status of nothing takes it away.
    pub status: Option<Option<Status>>,
    /// Who does it; an empty one takes it away.
    pub owner: Option<String>,
    /// A note; an empty one takes it away.
    pub note: Option<String>,
    /// A piece of evidence to add where it is not there yet; an empty one adds nothing.
    pub evidence: Option<String>,
}

impl Change {
    /// The judgement after the change.
    fn on(&self, mut judgement: Judgement) -> Judgement {
        let put = |field: &mut Option<String>, said: &Option<String>| {
            if let Some(said) = said {
                *field = Some(said.clone()).filter(|s| !s.is_empty());
            }
        };
        put(&mut judgement.owner, &self.owner);
        put(&mut judgement.note, &self.note);
        if let Some(status) = self.status {
            judgement.status = status;
        }
        if let Some(evidence) = &self.evidence
            && !evidence.is_empty()
            && !judgement.evidence.contains(evidence)
        {
            judgement.evidence.push(evidence.clone());
        }
        judgement
    }
}

/// One edit that says the same of many requirements of a service; it leaves verdicts put by a person alone. A
/// judgement that says nothing any more is taken away, and where nothing changes there is nothing in the edit.
pub fn bulk(service: &Service, requirements: &[&str], change: &Change) -> Edit {
    let mut edits = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for id in requirements {
        if done.contains(id) {
            continue;
        }
        done.push(id);
        let before = service.judgements.get(*id);
        let after = change.on(before.cloned().unwrap_or_default());
        if before.is_some_and(|b| *b == after) || (before.is_none() && after == Judgement::default()) {
            continue;
        }
        edits.push(place(&service.id, id, &after));
    }
    Edit::Several(edits)
}

/// Puts a judgement at its place, or takes it away where it says nothing.
pub fn place(service: &ServiceId, requirement: &str, judgement: &Judgement) -> Edit {
    let value = Some(write::judgement(judgement)).filter(|v| v.as_object().is_some_and(|o| !o.is_empty()));
    Edit::Set { item: Item::Service(service.clone()), path: join("/judgements", requirement), value }
}

/// What an override lacks: someone else must be able to tell who decided it, when and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// A justification.
    Justification,
    /// An author.
    Author,
    /// A day.
    Date,
}

impl Lacks {
    /// In words.
    pub fn say(self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Justification => (
                "Un verdict mis à côté du verdict calculé demande un motif : l’écrire.",
                "A verdict put beside the computed one needs a justification: write it.",
            ),
            Self::Author => (
                "Un verdict mis à côté du verdict calculé demande un auteur : le nommer.",
                "A verdict put beside the computed one needs an author: name them.",
            ),
            Self::Date => (
                "Un verdict mis à côté du verdict calculé demande un jour : le donner.",
                "A verdict put beside the computed one needs a day: give it.",
            ),
        };
        say(lang, fr, en)
    }
}

/// The first thing that a verdict put by a person lacks, where there is one.
pub fn lacks(judgement: &Judgement) -> Option<Lacks> {
    judgement.verdict?;
    let written = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
    if !written(&judgement.justification) {
        Some(Lacks::Justification)
    } else if !written(&judgement.author) {
        Some(Lacks::Author)
    } else if judgement.date.is_none() {
        Some(Lacks::Date)
    } else {
        None
    }
}

/// Puts a person's verdict beside the computed one; the rest of the judgement stays.
///
/// # Errors
/// With the first thing that it lacks.
pub fn override_with(
    service: &Service,
    requirement: &str,
    verdict: Override,
    justification: &str,
    author: &str,
    date: Option<Date>,
) -> Result<Edit, Lacks> {
    let judgement = Judgement {
        verdict: Some(verdict),
        justification: Some(justification.to_owned()),
        author: Some(author.to_owned()),
        date,
        ..service.judgements.get(requirement).cloned().unwrap_or_default()
    };
    if let Some(lacks) = lacks(&judgement) {
        return Err(lacks);
    }
    Ok(place(&service.id, requirement, &judgement))
}

/// Takes a person's verdict back with what goes with it; the rest of the judgement stays. Nothing where there is none.
pub fn withdraw(service: &Service, requirement: &str) -> Option<Edit> {
    let judgement = service.judgements.get(requirement).filter(|j| j.verdict.is_some())?;
    let left =
        Judgement { verdict: None, justification: None, author: None, date: None, ..judgement.clone() };
    Some(place(&service.id, requirement, &left))
}
