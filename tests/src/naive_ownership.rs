//! 19.6.a and b a second time, as literally as they read: the check of the ownership engine.
//!
//! Written from `composition-rules.md` §5 and §8 alone, without sight of the engine. It knows no ranges. Whatever a
//! document leaves open (a percentage, a place, who holds the rest, whether somebody controls) is *chosen*, and in such
//! a world everything is a plain number: money walks up from the provider, control is a fixed point, limits are
//! compared. What an engine says of the document must hold in every world. Quoted sentences are those of the rules.

// Matrices read best with their indices.
#![allow(clippy::needless_range_loop)]

use catalog::{ReadingId, SECNUMCLOUD, UNION};
use model::{
    Document, Readings,
    document::{Answer, Entity, EntityKind, ProviderId, Share},
    ownership::{Conclusion, Holder, Measure, Method},
};
use std::collections::{BTreeMap, BTreeSet};

/// Below this many percentage points two percentages are the same.
const SAME: f64 = 1e-7;
/// The walk up the chains takes two to this power steps: what still walks then goes round for ever.
const DOUBLINGS: usize = 17;

/// Capital, then votes.
pub const MEASURES: [Measure; 2] = [Measure::Capital, Measure::Votes];
/// By the product, then by control.
pub const METHODS: [Method; 2] = [Method::Product, Method::Control];

// ---------------------------------------------------------------------------------------------------------------------
// Choices: what the document leaves open
// ---------------------------------------------------------------------------------------------------------------------

/// Where what is open is taken from: one after the other until all have been, or by chance.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    taken: Vec<(usize, usize)>,
    at: usize,
    dice: Option<u64>,
    ranges: bool,
}

impl Choices {
    /// The first world of all.
    pub fn first() -> Self {
        Self::default()
    }

    /// Worlds by chance.
    pub fn by_chance(seed: u64) -> Self {
        Self { dice: Some(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), ..Self::default() }
    }

    /// The next world; false after the last.
    pub fn advance(&mut self) -> bool {
        self.taken.truncate(self.at);
        self.at = 0;
        while let Some((choice, of)) = self.taken.pop() {
            if choice + 1 < of {
                self.taken.push((choice + 1, of));
                return true;
            }
        }
        false
    }

    /// Whether a percentage was among what was open: then there are worlds between those that are listed.
    pub fn met_ranges(&self) -> bool {
        self.ranges
    }

    fn number(&mut self) -> Option<u64> {
        let dice = self.dice.as_mut()?;
        *dice ^= *dice << 13;
        *dice ^= *dice >> 7;
        *dice ^= *dice << 17;
        Some(*dice >> 11)
    }

    fn pick(&mut self, of: usize) -> usize {
        if of < 2 {
            return 0;
        }
        if let Some(number) = self.number() {
            return (number % of as u64) as usize;
        }
        if self.at == self.taken.len() {
            self.taken.push((0, of));
        }
        self.at += 1;
        self.taken.get(self.at - 1).map_or(0, |t| t.0)
    }

    /// How far along a range: one of its ends, by chance also anything between.
    fn portion(&mut self) -> f64 {
        self.ranges = true;
        if self.dice.is_some() && self.pick(3) == 0 {
            return self.number().map_or(0.5, |number| (number % 1001) as f64 / 1000.0);
        }
        self.pick(2) as f64
    }
}

/// Yes or no to what is open, asked once for each thing.
struct Open<'a> {
    choices: &'a mut Choices,
    answered: BTreeMap<(&'static str, usize, usize), bool>,
    /// The rules do not say what follows here.
    doubtful: bool,
}

impl Open<'_> {
    fn is(&mut self, what: &'static str, a: usize, b: usize) -> bool {
        if let Some(answer) = self.answered.get(&(what, a, b)) {
            return *answer;
        }
        let answer = self.choices.pick(2) == 1;
        self.answered.insert((what, a, b), answer);
        answer
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// What the document says
// ---------------------------------------------------------------------------------------------------------------------

struct Stake {
    holder: usize,
    held: usize,
    range: [(f64, f64); 2],
    /// §5 "Of a listed company's shares only holders declared under L233-7 count"
    counts: bool,
    control: Option<Answer>,
    appoints: bool,
    veto: bool,
}

/// A provider's owners, and how the readings want them looked at.
pub struct Case {
    entities: Vec<Entity>,
    stakes: Vec<Stake>,
    provider: usize,
    method: &'static str,
    conjunction: &'static str,
    look_through: bool,
}

impl Case {
    /// Of a provider that the document has and that names a legal person.
    pub fn of(document: &Document, provider: &ProviderId, readings: &Readings) -> Option<Self> {
        let place = |id: &model::document::EntityId| document.entities.iter().position(|e| &e.id == id);
        let entity = document.provider(provider)?.entity.as_ref()?;
        let provider = place(entity)?;
        let answer = |id| readings.answer(&SECNUMCLOUD, id);
        let look_through = answer(ReadingId::ListedParent) == "look-through";
        let range = |share| match share {
            Share::Between(min, max) => (min, max),
            Share::Unknown => (0.0, 100.0),
        };
        let mut stakes = Vec::new();
        for h in &document.holdings {
            let held = place(&h.held)?;
            let listed = document.entities.get(held)?.listed;
            stakes.push(Stake {
                holder: place(&h.holder)?,
                held,
                range: [range(h.capital), range(h.votes)],
                counts: h.declared || !listed || (held != provider && look_through),
                control: h.control,
                appoints: h.appoints_majority,
                veto: h.veto,
            });
        }
        Some(Self {
            entities: document.entities.clone(),
            stakes,
            provider,
            method: answer(ReadingId::IndirectHolding),
            conjunction: answer(ReadingId::ThresholdsConjunction),
            look_through,
        })
    }

    fn company(e: &Entity) -> bool {
        matches!(e.kind, None | Some(EntityKind::Company))
    }

    /// Whether what the listed holders do not add up to is somebody's.
    ///
    /// §8 "what the listed holders of an unlisted company do not add up to is one unknown holder of unknown seat; a
    /// company without any holder in the document ends the chain; the provider always has its remainder counted", "An
    /// entity may say `holders_complete: true`", "Shares of a listed provider below the declared holders are not
    /// counted".
    fn has_rest(&self, at: usize) -> bool {
        let Some(e) = self.entities.get(at) else { return false };
        if e.holders_complete {
            return false;
        }
        if at == self.provider {
            return !e.listed || !self.stakes.iter().any(|s| s.held == at && s.counts);
        }
        self.stakes.iter().any(|s| s.held == at) && (!e.listed || self.look_through)
    }

    /// Inside or outside of the Union: §5 "A company is non-EU when its seat, central administration or main
    /// establishment lies in a State that is not a member", §8 "Persons, funds and public bodies are EU when a place
    /// inside is given and none outside; a company with a place missing and none outside is unknown".
    fn outside(&self, at: usize) -> Option<bool> {
        let e = self.entities.get(at)?;
        let places: Vec<bool> = [&e.seat, &e.administration, &e.establishment]
            .into_iter()
            .flatten()
            .map(|country| UNION.contains(&country.0))
            .collect();
        if places.contains(&false) {
            return Some(true);
        }
        let enough = if Self::company(e) { 3 } else { 1 };
        (places.len() >= enough).then_some(false)
    }

    /// Everything in one world; nothing where control does not settle in it.
    pub fn world(&self, choices: &mut Choices) -> Option<World> {
        let n = self.entities.len();
        let mut shares = [vec![0.0; self.stakes.len()], vec![0.0; self.stakes.len()]];
        let mut rest = [vec![0.0; n], vec![0.0; n]];
        for m in 0..2 {
            for held in 0..n {
                rest[m][held] = self.deal(m, held, &mut shares[m], choices);
            }
        }
        let mut open = Open { choices, answered: BTreeMap::new(), doubtful: false };
        let controls = self.control(&shares[1], &rest[1], &mut open)?;
        let mut world = World {
            holders: Vec::new(),
            individual: [[0.0; 2]; 2],
            collective: [[0.0; 2]; 2],
            seat_fails: false,
            rights_fail: false,
            circle: [false; 2],
            doubtful: open.doubtful,
            method: self.method,
            conjunction: self.conjunction,
        };
        // Who is outside: entities as they say, the holders of a rest by choice.
        let met = self.above(&shares, &rest);
        let mut outside = vec![false; 2 * n];
        for node in 0..2 * n {
            let near = met.contains(&node);
            let known = if node < n { self.outside(node) } else { None };
            outside[node] = match known {
                Some(known) => known,
                None => (near || node == self.provider) && open.is("outside", node, 0),
            };
        }
        for m in 0..2 {
            let walk = |ends: &dyn Fn(usize) -> bool| self.walk(&shares[m], &rest[m], ends);
            world.circle[m] = walk(&|_| false).1 > 1e-9;
            world.collective[m][0] = walk(&|node| outside[node]).0;
            for stake in self.direct(m, &shares, &rest) {
                let (holder, share) = stake;
                let by_control = outside[holder]
                    || (0..2 * n)
                        .any(|x| x != self.provider && outside[x] && controls[x].get(holder) == Some(&true));
                if by_control {
                    world.collective[m][1] += share;
                }
            }
        }
        for node in met {
            let mut figures = [[0.0; 2]; 2];
            for (m, figure) in figures.iter_mut().enumerate() {
                figure[0] = self.walk(&shares[m], &rest[m], &|other| other == node).0;
                for (holder, share) in self.direct(m, &shares, &rest) {
                    if holder == node || controls[node].get(holder) == Some(&true) {
                        figure[1] += share;
                    }
                }
                if outside[node] {
                    for method in 0..2 {
                        world.individual[m][method] = world.individual[m][method].max(figure[method]);
                    }
                }
            }
            let name = |at: usize| self.entities[at].id.clone();
            world.holders.push(HeldIn {
                holder: if node < n { Holder::Entity(name(node)) } else { Holder::Unnamed(name(node - n)) },
                outside: outside[node],
                figures,
                controls: controls[node][self.provider],
            });
        }
        // §5 "the provider's own three places must all be in the Union"
        let own = &self.entities[self.provider];
        let stated = [&own.seat, &own.administration, &own.establishment];
        let all = stated.iter().all(|place| place.is_some());
        world.seat_fails =
            outside[self.provider] || (!all && !Self::company(own) && open.is("seat", self.provider, 0));
        // §5 "or hold a veto or the appointment of a majority, individually or collectively"
        for s in self.stakes.iter().filter(|s| s.held == self.provider && (s.veto || s.appoints)) {
            world.rights_fail |= outside[s.holder]
                || (0..2 * n).any(|x| x != self.provider && outside[x] && controls[x][s.holder]);
        }
        if rest[0][self.provider].max(rest[1][self.provider]) > SAME {
            world.rights_fail |= outside[n + self.provider] && open.is("veto of the rest", 0, 0);
        }
        Some(world)
    }

    /// Percentages of one company, as far as they are open; gives what nobody named holds. §8 "A holding is capped by
    /// what the others' minima leave."
    fn deal(&self, m: usize, held: usize, shares: &mut [f64], choices: &mut Choices) -> f64 {
        let of: Vec<usize> = (0..self.stakes.len()).filter(|i| self.stakes[*i].held == held).collect();
        let mut left = 100.0;
        for i in &of {
            shares[*i] = self.stakes[*i].range[m].0;
            left -= shares[*i];
        }
        let mut wide: Vec<usize> = of;
        wide.retain(|i| self.stakes[*i].range[m].1 - self.stakes[*i].range[m].0 > SAME);
        if left > SAME && !wide.is_empty() {
            let first = choices.pick(wide.len());
            wide.rotate_left(first);
            for i in &wide {
                let i = *i;
                let room = (self.stakes[i].range[m].1 - shares[i]).min(left);
                if room > SAME {
                    let more = room * choices.portion();
                    shares[i] += more;
                    left -= more;
                }
            }
            // §8 "`holders_complete: true`: then nothing is unknown beyond its listed holders": together they have all.
            if self.entities[held].holders_complete {
                for i in wide {
                    let more = (self.stakes[i].range[m].1 - shares[i]).min(left);
                    shares[i] += more;
                    left -= more;
                }
            }
        }
        if self.has_rest(held) && left > SAME { left } else { 0.0 }
    }

    /// Direct stakes in the provider that count. The holder of the rest of company `c` is `n + c`.
    fn direct(&self, m: usize, shares: &[Vec<f64>; 2], rest: &[Vec<f64>; 2]) -> Vec<(usize, f64)> {
        let mut all: Vec<(usize, f64)> = (self.stakes.iter().zip(&shares[m]))
            .filter(|(s, _)| s.held == self.provider && s.counts)
            .map(|(s, share)| (s.holder, *share))
            .collect();
        all.push((self.entities.len() + self.provider, rest[m][self.provider]));
        all
    }

    /// Who stands above the provider on some chain.
    fn above(&self, shares: &[Vec<f64>; 2], rest: &[Vec<f64>; 2]) -> BTreeSet<usize> {
        let n = self.entities.len();
        let mut met = BTreeSet::new();
        let mut todo = vec![self.provider];
        let mut been = BTreeSet::new();
        while let Some(at) = todo.pop() {
            if !been.insert(at) {
                continue;
            }
            if rest[0][at] > SAME || rest[1][at] > SAME {
                met.insert(n + at);
            }
            for (i, s) in self.stakes.iter().enumerate() {
                let something = shares[0][i] > SAME
                    || shares[1][i] > SAME
                    || s.appoints
                    || s.veto
                    || matches!(s.control, Some(Answer::Yes | Answer::Unknown));
                if s.held == at && something {
                    met.insert(s.holder);
                    todo.push(s.holder);
                }
            }
        }
        met.remove(&self.provider);
        met
    }

    /// §5 "multiply along every chain, add the chains": the provider's hundred per cent walk up, and stop at whoever is
    /// an end. What has stopped, and what still walks when it should long have arrived.
    ///
    /// `stops` and `moves` tell what becomes of one per cent that stands somewhere, in one step; then in two, four …
    fn walk(&self, shares: &[f64], rest: &[f64], ends: &dyn Fn(usize) -> bool) -> (f64, f64) {
        let n = self.entities.len();
        let mut stops = vec![0.0; n];
        let mut moves = vec![vec![0.0; n]; n];
        for (s, share) in self.stakes.iter().zip(shares).filter(|(s, _)| s.counts) {
            if s.holder != self.provider && ends(s.holder) {
                stops[s.held] += share / 100.0;
            } else {
                moves[s.held][s.holder] += share / 100.0;
            }
        }
        for at in 0..n {
            if ends(n + at) {
                stops[at] += rest[at] / 100.0;
            }
        }
        for _ in 0..DOUBLINGS {
            let (before, once) = (stops.clone(), moves.clone());
            for at in 0..n {
                stops[at] += (0..n).map(|next| once[at][next] * before[next]).sum::<f64>();
                for to in 0..n {
                    moves[at][to] = (0..n).map(|next| once[at][next] * once[next][to]).sum();
                }
            }
        }
        (100.0 * stops[self.provider], 100.0 * moves[self.provider].iter().sum::<f64>())
    }

    /// Who controls whom: `[controller][controlled]`, rests among the controllers (`n + c`).
    ///
    /// §5 "more than 40 % of the votes and no other holder with more; two holders at the same share above 40 % → cannot
    /// conclude. A majority of votes is control." Votes are held "directly or indirectly": with those of all that the
    /// holder controls. "Other forms of control are questions that the user answers."
    fn control(&self, votes: &[f64], rest: &[f64], open: &mut Open<'_>) -> Option<Vec<Vec<bool>>> {
        let n = self.entities.len();
        let mut stated = vec![vec![false; n]; 2 * n];
        for (i, s) in self.stakes.iter().enumerate().filter(|(_, s)| s.holder != s.held) {
            let yes = match s.control {
                Some(Answer::Yes) => true,
                Some(Answer::No) => false,
                Some(Answer::Unknown) => open.is("control", i, 0),
                None => s.appoints && open.is("appoints", i, 0),
            };
            if yes {
                stated[s.holder][s.held] = true;
            }
        }
        let mut presumed = vec![vec![false; n]; 2 * n];
        for _ in 0..40 {
            let controls = self.majorities(votes, rest, &stated, &presumed, open);
            let mut next = vec![vec![false; n]; 2 * n];
            for x in 0..2 * n {
                for c in 0..n {
                    next[x][c] = x != c && self.presumed(x, c, votes, rest, &controls, open);
                }
            }
            if next == presumed {
                // Two that control one another decide of themselves: whether such votes count, no text says.
                open.doubtful |= (0..n).any(|a| (0..a).any(|b| controls[a][b] && controls[b][a]));
                return Some(controls);
            }
            presumed = next;
        }
        None
    }

    /// What `x` has of the votes of `c`, directly and through those that it controls.
    fn votes_of(
        &self,
        x: usize,
        c: usize,
        votes: &[f64],
        rest: &[f64],
        controls: &[Vec<bool>],
        open: &mut Open<'_>,
    ) -> f64 {
        self.votes_besides(x, usize::MAX, c, votes, rest, controls, open)
    }

    /// The same without what `but` has.
    #[allow(clippy::too_many_arguments)]
    fn votes_besides(
        &self,
        x: usize,
        but: usize,
        c: usize,
        votes: &[f64],
        rest: &[f64],
        controls: &[Vec<bool>],
        open: &mut Open<'_>,
    ) -> f64 {
        let n = self.entities.len();
        let mut sum = 0.0;
        // All votes: L233-3 knows no declared holders.
        for (s, share) in self.stakes.iter().zip(votes).filter(|(s, _)| s.held == c) {
            if s.holder == but || controls.get(but).is_some_and(|of| of[s.holder]) {
                continue;
            }
            if s.holder == x || (s.holder != c && controls[x][s.holder]) {
                sum += share;
            }
        }
        // The rest may be in one hand or in many.
        if x == n + c && rest[c] > 40.0 + SAME && open.is("in one hand", c, 0) {
            sum += rest[c];
        }
        sum
    }

    fn majorities(
        &self,
        votes: &[f64],
        rest: &[f64],
        stated: &[Vec<bool>],
        presumed: &[Vec<bool>],
        open: &mut Open<'_>,
    ) -> Vec<Vec<bool>> {
        let n = self.entities.len();
        let mut controls = stated.to_vec();
        loop {
            let before = controls.clone();
            for x in 0..2 * n {
                for c in (0..n).filter(|c| *c != x) {
                    let through = (0..n).any(|d| d != c && before[x][d] && before[d][c]);
                    if presumed[x][c]
                        || through
                        || self.votes_of(x, c, votes, rest, &before, open) > 50.0 + SAME
                    {
                        controls[x][c] = true;
                    }
                }
            }
            if controls == before {
                return controls;
            }
        }
    }

    fn presumed(
        &self,
        x: usize,
        c: usize,
        votes: &[f64],
        rest: &[f64],
        controls: &[Vec<bool>],
        open: &mut Open<'_>,
    ) -> bool {
        let n = self.entities.len();
        let share = self.votes_of(x, c, votes, rest, controls, open);
        if share <= 40.0 + SAME {
            return false;
        }
        let no = |s: &&Stake| s.held == c && s.control == Some(Answer::No);
        if self.stakes.iter().filter(no).any(|s| s.holder == x) {
            return false;
        }
        let through = self.stakes.iter().filter(no).any(|s| controls[x][s.holder]);
        if through {
            open.doubtful = true;
        }
        // Another holder's votes are those that are not the first one's own: a parent is no rival through its daughter.
        for y in (0..2 * n).filter(|y| *y != x && *y != c) {
            let other = self.votes_besides(y, x, c, votes, rest, controls, open);
            if other > share + SAME {
                return false;
            }
            if (other - share).abs() <= SAME && !open.is("equals", x, c) {
                return false;
            }
        }
        true
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// A world, judged
// ---------------------------------------------------------------------------------------------------------------------

/// What one holder has in a world.
#[derive(Debug, Clone)]
pub struct HeldIn {
    /// Who.
    pub holder: Holder,
    /// Whether it is non-EU.
    pub outside: bool,
    /// Of [`MEASURES`] by [`METHODS`].
    pub figures: [[f64; 2]; 2],
    /// Whether it controls the provider.
    pub controls: bool,
}

/// The figures of one world.
#[derive(Debug, Clone)]
pub struct World {
    /// Everyone above the provider.
    pub holders: Vec<HeldIn>,
    /// What the greatest non-EU holder has, of [`MEASURES`] by [`METHODS`].
    pub individual: [[f64; 2]; 2],
    /// What non-EU holders have together.
    pub collective: [[f64; 2]; 2],
    /// 19.6.a.
    pub seat_fails: bool,
    /// A veto or an appointment in non-EU hands.
    pub rights_fail: bool,
    /// Of [`MEASURES`]: entities hold one another in a loop of 100 % that leads nowhere.
    pub circle: [bool; 2],
    /// The rules leave open what control comes to here: only the product is to be compared.
    pub doubtful: bool,
    method: &'static str,
    conjunction: &'static str,
}

impl World {
    /// Whether a limit is exceeded; by the method that the reading names, by default by either.
    pub fn exceeds(&self, figures: &[[f64; 2]; 2], limit: f64, m: usize) -> bool {
        let over = |method: usize| figures[m][method] > limit + SAME;
        match self.method {
            "product" => over(0),
            "control" => over(1),
            _ => over(0) || over(1),
        }
    }

    /// Whether a measure fails, both limits taken together as the reading says.
    pub fn fails(&self, m: usize) -> bool {
        let one = self.exceeds(&self.individual, 24.0, m);
        let all = self.exceeds(&self.collective, 39.0, m);
        if self.conjunction == "both-broken" { one && all } else { one || all }
    }

    /// Whether the world fails altogether.
    pub fn fails_at_all(&self) -> bool {
        self.seat_fails || self.rights_fail || self.fails(0) || self.fails(1)
    }

    /// Whether what is said of a document is true in this world.
    pub fn confirms(said: Conclusion, fails: bool, circle: bool) -> bool {
        match said {
            Conclusion::Pass => !fails && !circle,
            Conclusion::Fail => fails,
            Conclusion::Unknown => true,
        }
    }
}
