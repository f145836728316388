//! Which few questions settle the most: groups of requirements that hang on the same questions, and a set of at most
//! so many questions that holds all that the heaviest groups ask for. Nothing here knows what a question is about.
//!
//! Sets are tried in the order of the questions, and a branch is left when what is still in reach cannot be better.
//! That is exact, but what it may cost is bounded: where the work runs out, the best set found until then stands, and
//! it is never worse than the one that takes the most for a question step by step.

/// Requirements that hang on the same questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The questions, by number, from the least.
    pub needs: Vec<u32>,
    /// How many requirements.
    pub weight: usize,
}

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The questions, in the order to ask.
    pub asked: Vec<u32>,
    /// Whether no other set of that size settles more.
    pub exact: bool,
}

/// Shares of a weight among the questions that it still needs are counted in these; divided by 1 to 10 and by 12
/// nothing is lost.
const UNIT: usize = 2520;

/// How much work the exact choice may cost: looks at a need of a group, some milliseconds in all.
const WORK: usize = 2_000_000;

/// The set of at most `limit` questions that settles the most; of equal ones the smallest, then the one whose
/// questions come first. In the order to ask: the most is settled the soonest.
pub fn choose(groups: &[Group], limit: usize) -> Choice {
    choose_within(groups, limit, WORK)
}

/// The same, with a bound on the work: looks at a need of a group.
pub fn choose_within(groups: &[Group], limit: usize, work: usize) -> Choice {
    let within: Vec<&Group> = groups.iter().filter(|g| g.needs.len() <= limit).collect();
    let numbers = within.iter().flat_map(|g| &g.needs).max().map_or(0, |n| *n as usize + 1);
    let best = by_steps(&within, limit);
    let mut search = Search {
        best_settled: settled(&within, &best),
        // A set of that size which comes first is as good.
        best_size: best.len() + 1,
        best,
        groups: within,
        share: vec![0; numbers],
        reach: Vec::with_capacity(limit + 1),
        work,
        exhausted: false,
    };
    if search.best_settled > 0 {
        search.explore(&mut Vec::with_capacity(limit), 0, limit);
    }
    let asked = ordered(&search.groups, search.best);
    Choice { asked, exact: !search.exhausted }
}

/// How many requirements a set settles.
fn settled(groups: &[&Group], asked: &[u32]) -> usize {
    groups.iter().filter(|g| open(g, asked).next().is_none()).map(|g| g.weight).sum()
}

/// What a group still needs.
fn open<'g>(group: &'g Group, asked: &'g [u32]) -> impl Iterator<Item = u32> + 'g {
    group.needs.iter().copied().filter(|q| !asked.contains(q))
}

/// A good set, step by step: the group whose missing questions settle the most each.
fn by_steps(groups: &[&Group], limit: usize) -> Vec<u32> {
    let mut asked: Vec<u32> = Vec::with_capacity(limit);
    loop {
        let now = settled(groups, &asked);
        let mut best: Option<(usize, Vec<u32>)> = None;
        for group in groups {
            let added: Vec<u32> = open(group, &asked).collect();
            if added.is_empty() || asked.len() + added.len() > limit {
                continue;
            }
            let mut with = asked.clone();
            with.extend(&added);
            let gain = settled(groups, &with) - now;
            if best.as_ref().is_none_or(|(g, a)| gain * a.len() > g * added.len()) {
                best = Some((gain, added));
            }
        }
        let Some((_, added)) = best else { return asked };
        asked.extend(added);
    }
}

struct Search<'g> {
    groups: Vec<&'g Group>,
    best: Vec<u32>,
    best_settled: usize,
    best_size: usize,
    /// By question: the most that asking it can bring.
    share: Vec<usize>,
    /// By number of further questions: the most that so many can bring.
    reach: Vec<usize>,
    work: usize,
    exhausted: bool,
}

impl Search<'_> {
    /// Tries `asked` with any of the questions from `from` on, at most `left` of them.
    fn explore(&mut self, asked: &mut Vec<u32>, mut from: u32, left: usize) {
        loop {
            let Some((settled, next)) = self.look(asked, from, left) else { return };
            if settled > self.best_settled || (settled == self.best_settled && asked.len() < self.best_size) {
                self.best_settled = settled;
                self.best_size = asked.len();
                self.best.clone_from(asked);
            }
            let reach = |further: usize| {
                let further = self.reach.get(further).or(self.reach.last()).copied().unwrap_or(0);
                settled + further / UNIT
            };
            // As much with fewer questions is better too.
            let fewer = self.best_size.saturating_sub(asked.len() + 1).min(left);
            let promising =
                reach(left) > self.best_settled || (fewer > 0 && reach(fewer) >= self.best_settled);
            let Some(next) = next.filter(|_| left > 0 && promising) else { return };
            asked.push(next);
            self.explore(asked, next + 1, left - 1);
            asked.pop();
            if self.exhausted {
                return;
            }
            // From here on, without it.
            from = next + 1;
        }
    }

    /// How many requirements are settled by now, and the next question that can still bring something; what further
    /// ones can bring at most stands in `reach` then. Nothing when the work has run out.
    fn look(&mut self, asked: &[u32], from: u32, left: usize) -> Option<(usize, Option<u32>)> {
        let cost = self.share.len() + self.groups.len();
        self.share.fill(0);
        let mut settled = 0;
        let mut needs = 0;
        for group in &self.groups {
            needs += group.needs.len();
            let missing = open(group, asked).count();
            if missing == 0 {
                settled += group.weight;
            }
            // A question before `from` that is not asked will not be.
            if missing == 0 || missing > left || open(group, asked).any(|q| q < from) {
                continue;
            }
            let share = (group.weight * UNIT).div_ceil(missing);
            for question in open(group, asked) {
                if let Some(s) = self.share.get_mut(question as usize) {
                    *s += share;
                }
            }
        }
        self.exhausted |= cost + needs > self.work;
        self.work = self.work.saturating_sub(cost + needs);
        // The largest shares, then their sums.
        self.reach.clear();
        let mut next = None;
        for (question, share) in self.share.iter().copied().enumerate().filter(|(_, s)| *s > 0) {
            next = next.or(u32::try_from(question).ok());
            let at = self.reach.iter().position(|s| *s < share).unwrap_or(self.reach.len());
            if at < left {
                self.reach.insert(at, share);
                self.reach.truncate(left);
            }
        }
        self.reach.insert(0, 0);
        let mut sum = 0;
        for share in &mut self.reach {
            sum += *share;
            *share = sum;
        }
        (!self.exhausted).then_some((settled, next))
    }
}

/// The most questions that are put in order: the table has an entry for each of their sets.
const ORDERED: usize = 12;

/// The questions of a set in the order that settles the most the soonest: the sum of what is settled after each is the
/// greatest. Two questions that settle a hundred together come before one that settles two by itself. Of equal orders
/// the one in which the questions come as they are numbered; more than [`ORDERED`] stay as they are numbered.
fn ordered(groups: &[&Group], mut set: Vec<u32>) -> Vec<u32> {
    crate::sorted::sort(&mut set);
    if set.len() > ORDERED {
        return set;
    }
    // What each set settles: what its groups need, as bits, where the whole set has it.
    let mut needs: Vec<(usize, usize)> = Vec::new();
    for group in groups.iter().filter(|g| open(g, &set).next().is_none()) {
        let bits = set.iter().enumerate().filter(|(_, q)| group.needs.contains(q));
        needs.push((bits.fold(0, |bits, (at, _)| bits | 1 << at), group.weight));
    }
    // By set: the greatest sum of an order of it, and the question that comes last in that order.
    let mut best: Vec<(usize, usize)> = Vec::with_capacity(1 << set.len());
    for bits in 0..1_usize << set.len() {
        let settled: usize = needs.iter().filter(|(n, _)| n & !bits == 0).map(|(_, weight)| weight).sum();
        let mut entry = (0, 0);
        for last in (0..set.len()).filter(|at| bits >> at & 1 == 1) {
            let before = best.get(bits & !(1 << last)).map_or(0, |b| b.0);
            if entry.0 <= before + settled {
                entry = (before + settled, last);
            }
        }
        best.push(entry);
    }
    let mut bits = best.len() - 1;
    let mut asked = Vec::with_capacity(set.len());
    while bits != 0 {
        let Some((_, last)) = best.get(bits) else { break };
        asked.extend(set.get(*last));
        bits &= !(1 << last);
    }
    asked.reverse();
    asked
}
