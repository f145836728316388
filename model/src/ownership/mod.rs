//! Who owns a provider (19.6.a and b), which third parties are owned from outside the Union (19.6.c and d), and where
//! things happen (19.2). What a document does not say makes a test end in [`Conclusion::Unknown`], never in a pass.
//!
//! Rooms: [`graph`](self) of entities with their shares as ranges (`graph`); the reading *product* (`product`); who
//! controls whom, and the reading *control* (`control`); the limits of 19.6.b (`limits`); what a slider needs
//! (`track`); third parties and exposed services (`parties`); places (`places`); all of it in words ([`say`]).
//!
//! Deliberately absent: verdicts. No fact of a service is answered from what is found here; a person answers it.
//!
//! Percentages are compared with [`TOLERANCE`]: 0.48 × 0.50 is 24 % and passes, whatever floating point makes of it.

mod control;
pub mod gauge;
mod graph;
pub mod layout;
mod limits;
mod parties;
mod places;
mod product;
pub mod say;
mod track;

use crate::document::{Answer, EntityId, ProviderId, ServiceId, Share, ThirdPartyId};

pub use limits::{ownership, results};
pub use parties::{contradictions, parties};
pub use places::places;
pub use track::{moved, scaled, tips, track, written};

/// The limit of what one non-EU holder may hold (19.6.b), in percent.
pub const INDIVIDUAL: f64 = 24.0;
/// The limit of what non-EU holders may hold together (19.6.b), in percent.
pub const COLLECTIVE: f64 = 39.0;
/// Above this share of the votes, a holder than whom none has more is presumed to control (L233-3 II), in percent.
pub const PRESUMPTION: f64 = 40.0;
/// Above this share of the votes, a holder controls, in percent.
pub const MAJORITY: f64 = 50.0;
/// Two percentages closer than this are the same, in percentage points. Far above what floating point loses along a
/// chain and what an iteration leaves (10⁻¹⁰), far below any figure that a register holds.
pub const TOLERANCE: f64 = 1e-7;

/// Whether a share is stated to the last digit that counts.
fn is_exact(share: Share) -> bool {
    matches!(share, Share::Between(min, max) if max - min <= TOLERANCE)
}

/// What a test comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conclusion {
    /// It passes, whatever is unknown.
    Pass,
    /// What is known does not decide it: one cannot conclude.
    Unknown,
    /// It fails, whatever is unknown.
    Fail,
}

/// Percentages between which something lies.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// Not less than this, in percent.
    pub min: f64,
    /// Not more than this, in percent.
    pub max: f64,
}

/// Capital or votes: computed and shown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The capital.
    Capital,
    /// The voting rights.
    Votes,
}

/// How an indirect holding counts: the answers of the reading `indirect-holding` but the stricter of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Multiplied along each chain, chains added.
    Product,
    /// Whole, where the entity in between is controlled.
    Control,
}

/// Someone who holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// An entity of the document.
    Entity(EntityId),
    /// Whoever holds what the stated holders of this company do not add up to: one holder of unknown seat.
    Unnamed(EntityId),
}

/// What one method makes of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it comes to.
    pub result: Conclusion,
    /// What non-EU holders hold: the greatest of them (individually), or all of them (collectively). The result follows
    /// from it and the limit alone.
    pub percent: Range,
    /// Individually: who decides, for holding most. Nobody where no holder is, or may be, non-EU.
    pub worst: Option<Holder>,
}

/// A limit of 19.6.b for one measure, by both methods.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What may not be exceeded, in percent: 24 or 39.
    pub limit: f64,
    /// By the product.
    pub product: Finding,
    /// By control.
    pub control: Finding,
    /// The method that decides: the one that the reading names, else the stricter (of two alike the one with more).
    pub decides: Method,
}

impl Limit {
    /// The finding of a method.
    pub const fn by(&self, method: Method) -> &Finding {
        match method {
            Method::Product => &self.product,
            Method::Control => &self.control,
        }
    }

    /// The finding that decides.
    pub const fn decided(&self) -> &Finding {
        self.by(self.decides)
    }

    /// What it comes to.
    pub const fn result(&self) -> Conclusion {
        self.decided().result
    }

    /// The points left before the limit; negative for what is too much. Where one cannot conclude, the least that is
    /// left: negative too.
    pub fn margin(&self) -> f64 {
        let percent = self.decided().percent;
        let worst = if self.result() == Conclusion::Fail { percent.min } else { percent.max };
        // What the subtraction leaves would be shown.
        ((self.limit - worst) * 1e9).round() / 1e9
    }
}

/// Both limits for one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Capital or votes.
    pub measure: Measure,
    /// No more than 24 % for one.
    pub individual: Limit,
    /// No more than 39 % together.
    pub collective: Limit,
    /// What the two come to under the reading `thresholds-conjunction`.
    pub result: Conclusion,
}

/// One of the three places of 19.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// The registered seat.
    Registered,
    /// The central administration.
    Administration,
    /// The main establishment.
    Establishment,
}

/// Why an entity is held to be non-EU, EU or neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// This place lies outside the Union.
    Outside(Seat, String),
    /// All places that count lie inside.
    Inside,
    /// These places are not stated.
    Missing(Vec<Seat>),
    /// Nobody has said who this is.
    Unnamed,
}

/// A percentage by both methods.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// By the product.
    pub product: Range,
    /// By control.
    pub control: Range,
}

/// What someone holds of the provider, directly and not.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Who.
    pub holder: Holder,
    /// Whether the holder is a non-EU entity.
    pub non_eu: Answer,
    /// Why.
    pub why: Why,
    /// Of the capital.
    pub capital: Figures,
    /// Of the votes.
    pub votes: Figures,
    /// Whether the holder controls the provider.
    pub controls: Answer,
    /// Chains from the holder down to the provider, both named, the shortest first; at most [`MOST_PATHS`].
    pub paths: Vec<Vec<EntityId>>,
    /// Whether there are more chains than those.
    pub more_paths: bool,
}

/// The most chains shown of one holder.
pub const MOST_PATHS: usize = 8;

/// A veto or the appointment of a majority of a body of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightHeld {
    /// The holding that carries it: its place in the document.
    pub holding: usize,
    /// Who holds it directly.
    pub holder: EntityId,
    /// Who controls the holder from outside the Union, or may.
    pub through: Option<Holder>,
    /// A veto.
    pub veto: bool,
    /// The appointment of a majority.
    pub appoints: bool,
    /// Whether it is in non-EU hands: a failure, no matter, or not known.
    pub result: Conclusion,
}

/// The rights of 19.6.b.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// What it comes to.
    pub result: Conclusion,
    /// Every such right over the provider.
    pub held: Vec<RightHeld>,
}

/// Something that nobody has said and on which a result hangs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// The provider names no legal person.
    NoEntity,
    /// A place of an entity.
    Place(EntityId, Seat),
    /// Where a person, a fund or a public body is.
    Somewhere(EntityId),
    /// Who else holds this entity: capital or votes are not all accounted for.
    Holders(EntityId),
    /// What a holding amounts to: its place in the document, capital or votes.
    Share(usize, Measure),
    /// Whether the first controls the second: votes leave it open, or two hold the same share.
    Control(EntityId, EntityId),
    /// Whether the power to appoint a majority makes the first control the second.
    Appoints(EntityId, EntityId),
    /// These entities hold one another in a circle that leads to nobody outside, or whose sum does not settle.
    Circle(Vec<EntityId>),
}

/// What 19.6.a and b come to for a provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Ownership {
    /// The provider.
    pub provider: ProviderId,
    /// The legal person behind it.
    pub entity: Option<EntityId>,
    /// Seat, administration and establishment: all inside the Union (19.6.a).
    pub seat: Conclusion,
    /// Why.
    pub seat_why: Why,
    /// The limits for the capital (19.6.b).
    pub capital: Limits,
    /// The limits for the votes (19.6.b).
    pub votes: Limits,
    /// Veto and appointment (19.6.b).
    pub rights: Rights,
    /// All of it: the least favourable.
    pub result: Conclusion,
    /// Who holds it, those who hold most first.
    pub holders: Vec<Held>,
    /// What would have to be said before one can conclude; empty where nothing is open.
    pub open: Vec<Open>,
}

impl Ownership {
    /// The limits of a measure.
    pub const fn limits(&self, measure: Measure) -> &Limits {
        match measure {
            Measure::Capital => &self.capital,
            Measure::Votes => &self.votes,
        }
    }
}

/// A stretch of a slider on which the result stays the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Above this percentage (the first stretch begins at 0, which it includes).
    pub from: f64,
    /// Up to and with this percentage.
    pub to: f64,
    /// The result of the measure on it, under the readings in force.
    pub result: Conclusion,
}

/// A third party, or a service that is evaluated with the target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A third party of the document.
    ThirdParty(ThirdPartyId),
    /// An exposed service of another legal person.
    Service(ServiceId),
}

/// What 19.6.c and d ask of a third party.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyReport {
    /// Who.
    pub party: Party,
    /// Its legal person.
    pub entity: Option<EntityId>,
    /// For which services of the provider.
    pub serves: Vec<ServiceId>,
    /// Whether it is non-EU, belongs to or is controlled by a non-EU company.
    pub concerned: Answer,
    /// Why: its own places, or the one who owns or controls it.
    pub why: Why,
    /// The owner or controller from outside the Union, or the one who may be.
    pub owner: Option<Holder>,
    /// What it can technically obtain (19.6.c); unknown where nobody has answered.
    pub access: crate::document::DataAccess,
    /// What answers 19.6.d.
    pub autonomy: crate::document::Autonomy,
    /// 19.6.c.
    pub data: Conclusion,
    /// 19.6.d.
    pub continuity: Conclusion,
    /// Both.
    pub result: Conclusion,
}

/// The fact of the catalogue on which 19.6.c and d hang: whether a service uses a third company from outside the Union.
pub const THIRD_PARTY_FACT: &str = "non_eu_third_party";

/// An answer to [`THIRD_PARTY_FACT`] that the entities and holdings of the document do not bear out. It is pointed out and
/// changes nothing: verdicts follow the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The service of which it was answered.
    pub service: ServiceId,
    /// The answer: yes where nobody is found whom 19.6.c and d concern, no where somebody is.
    pub answer: Answer,
    /// Of the third parties and services that serve it, those that are found concerned, or all, where none is.
    pub parties: Vec<Party>,
}

/// Something that happens outside the Union, or somewhere that nobody has said (19.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceFinding {
    /// Of whom.
    pub of: Party,
    /// What happens there: the word of the document (`storage`, `administration` …), or `countries` for a third party.
    pub what: &'static str,
    /// The country; nothing where it is not stated.
    pub country: Option<String>,
    /// The requirement that it touches: `19.2.b`.
    pub requirement: &'static str,
    /// Whether it stands against the requirement, or allows it under a condition or is unanswered.
    pub result: Conclusion,
}
