//! The document `socle/1`: what a person entered, and nothing that follows from it.
//!
//! Rooms: the types here; [`read`](mod@read) turns bytes into a document and a list of issues; [`write`](mod@write)
//! turns it back; [`validate`] finds what a type cannot say; [`issue`] names what is wrong.
//! Keys that the reader does not know are carried along ([`Extra`]) and written again.

mod fields;
pub mod issue;
pub mod item;
pub mod read;
pub mod validate;
pub mod write;

use crate::Date;
use catalog::{ActivitySet, Layer, LayerSet};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt};

pub use fields::{MAX_TEXT, join};
pub use issue::{Issue, IssueKind, Severity};
pub use item::Item;
pub use read::{MAX_BYTES, ReadError, read};

/// The value of `format` that this reader knows.
pub const FORMAT: &str = "socle/1";

/// The last column of the diagram in which a service can be pinned.
pub const MAX_COLUMN: u16 = 999;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Identifies a service of a document.
    ServiceId,
    /// Identifies a provider of a document.
    ProviderId,
    /// Identifies a third party of a document.
    ThirdPartyId,
    /// Identifies a legal entity of a document.
    EntityId,
}

/// Whether `text` can identify something: 1 to 64 of `a-z 0-9 -`.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Keys that the reader does not know, in their order, and values that it could not read.
pub type Extra = Map<String, Value>;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All values, in the order of the format.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in documents.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The value of this word.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.id() == id)
            }
        }
    )*};
}

words! {
    /// An answer of the user.
    Answer {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// Nobody has answered yet.
        Unknown = "unknown",
    }
    /// What shows that a qualification was granted.
    Evidence {
        /// ANSSI's decision or list.
        Decision = "decision",
        /// The provider says so.
        Provider = "provider",
        /// Only the press says so: covers nothing unless the user vouches for it.
        Press = "press",
    }
    /// What happened to a qualification after its grant.
    EventKind {
        /// It does not hold from that day.
        Suspended = "suspended",
        /// It holds again from that day.
        Reinstated = "reinstated",
        /// It is over from that day, for good.
        Withdrawn = "withdrawn",
    }
    /// How far a candidate has come.
    Milestone {
        /// Application accepted.
        J0 = "j0",
        /// Evaluation strategy accepted.
        J1 = "j1",
        /// Evaluation work accepted.
        J2 = "j2",
    }
    /// What a third party does for the services that it serves.
    Role {
        /// Hosts equipment in its rooms.
        Hosting = "hosting",
        /// Maintains equipment or software.
        Maintenance = "maintenance",
        /// Supplies technology.
        Vendor = "vendor",
        /// Administers.
        Administration = "administration",
        /// Supports users.
        Support = "support",
        /// Detects and responds to incidents.
        Soc = "soc",
        /// Resolves names.
        Dns = "dns",
        /// Manages identities.
        Identity = "identity",
        /// Develops software.
        Development = "development",
        /// Something else.
        Other = "other",
    }
    /// The data that a third party can technically reach (19.6.c).
    DataAccess {
        /// None at all.
        None = "none",
        /// Technical data.
        Technical = "technical",
        /// Customers' data.
        Customer = "customer",
        /// Nobody has answered yet.
        Unknown = "unknown",
    }
    /// What answers 19.6.d.
    Autonomy {
        /// The provider's own skills.
        OwnSkills = "own_skills",
        /// At least two alternative suppliers.
        TwoSuppliers = "two_suppliers",
        /// The third party's service is qualified.
        Qualified = "qualified",
        /// Nothing.
        None = "none",
        /// Nobody has answered yet.
        Unknown = "unknown",
    }
    /// What an entity is.
    EntityKind {
        /// A company.
        Company = "company",
        /// A natural person.
        Person = "person",
        /// A fund.
        Fund = "fund",
        /// A public body.
        Public = "public",
    }
    /// What happens somewhere (19.2).
    Place {
        /// Customers' data are stored.
        Storage = "storage",
        /// Customers' data are processed.
        Processing = "processing",
        /// The service is administered.
        Administration = "administration",
        /// The service is supervised.
        Supervision = "supervision",
        /// Users are supported.
        Support = "support",
    }
    /// A step of a service's own way to the qualification. The référentiel names none of them; J1 and J2 are described
    /// by providers only, so that a person may name them otherwise.
    Step {
        /// The application is accepted.
        J0 = "j0",
        /// The evaluation strategy is settled.
        J1 = "j1",
        /// A first audit by the evaluation centre.
        InitialAudit = "initial_audit",
        /// What its findings asked for is done.
        Upgrades = "upgrades",
        /// The last audit has shown that the requirements are met.
        J2 = "j2",
        /// The decision.
        J3 = "j3",
    }
    /// A person's verdict in place of the computed one.
    Override {
        /// Inherited.
        Inherited = "inherited",
        /// Shared.
        Shared = "shared",
        /// Remains.
        Remains = "remains",
        /// Not applicable.
        NotApplicable = "not_applicable",
    }
    /// How far the work on a requirement has come.
    Status {
        /// Not begun.
        Todo = "todo",
        /// Under way.
        InProgress = "in_progress",
        /// Done.
        Done = "done",
        /// Cannot go on.
        Blocked = "blocked",
    }
}

/// A two-letter country code (ISO 3166-1 alpha-2), upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Country(pub String);

/// A stack of services, and what is known of the people behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The version of the rules under which it was last looked over; the first when left out.
    pub ruleset: Option<String>,
    /// The day for which verdicts are asked; today when left out.
    pub as_of: Option<Date>,
    /// The day until which covering qualifications should last.
    pub horizon: Option<Date>,
    /// Readings in force, by id; those left out are at their default.
    pub readings: BTreeMap<String, String>,
    /// Who offers services.
    pub providers: Vec<Provider>,
    /// The services.
    pub services: Vec<Service>,
    /// Those who take part without offering a service of the model.
    pub third_parties: Vec<ThirdParty>,
    /// Legal entities.
    pub entities: Vec<Entity>,
    /// Who holds what of whom.
    pub holdings: Vec<Holding>,
    /// What should be known when reading the document.
    pub note: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<String>,
    /// The rest.
    pub extra: Extra,
}

/// Who offers services.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provider {
    /// Its identifier.
    pub id: ProviderId,
    /// Its name.
    pub name: String,
    /// The legal person behind it.
    pub entity: Option<EntityId>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// A cloud service on named activities of chapter 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Service {
    /// Its identifier.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Who offers it.
    pub provider: ProviderId,
    /// Its activities: at least one.
    pub activities: ActivitySet,
    /// The layers that it operates; left out, they are derived.
    pub layers: Option<LayerSet>,
    /// The services that it rests on.
    pub relies_on: Vec<Reliance>,
    /// Its qualifications.
    pub qualifications: Vec<Qualification>,
    /// Its candidacy.
    pub candidacy: Option<Candidacy>,
    /// Its own plan through the qualification process.
    pub plan: Option<Plan>,
    /// What should be there before the application, by the identifiers of the catalogue's list.
    pub prerequisites: BTreeMap<String, Answer>,
    /// Countries, by what happens there.
    pub locations: Locations,
    /// Answers to the facts of the catalogue, by fact id.
    pub facts: BTreeMap<String, Answer>,
    /// What people judged, by requirement id.
    pub judgements: BTreeMap<String, Judgement>,
    /// Where a person pinned it in the diagram: a column, in half boxes; left out, it is placed by itself.
    pub column: Option<u16>,
    /// What should be known of it.
    pub note: Option<String>,
    /// Where what is said of it comes from.
    pub sources: Vec<String>,
    /// The rest.
    pub extra: Extra,
}

/// Where a service is stored, processed, administered, supervised and supported (19.2).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Locations {
    /// Countries, by what happens there.
    pub by_place: BTreeMap<Place, Vec<Country>>,
    /// The rest.
    pub extra: Extra,
}

/// That a service rests on another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reliance {
    /// The base.
    pub service: ServiceId,
    /// The layers asked of it; left out, all that it can offer; empty, none (a supporting service).
    pub layers: Option<LayerSet>,
    /// Shares that the base's contract leaves to its customer.
    pub retained: Vec<Retained>,
    /// What the base's provider answered on its split with the service, by requirement.
    pub answers: BTreeMap<String, BaseAnswer>,
    /// What was collected from the base's provider, by the identifiers of the catalogue's list.
    pub collected: BTreeMap<String, Answer>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// A share that the base's contract leaves to its customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Retained {
    /// The layer.
    pub layer: Layer,
    /// The requirements concerned; none named, all of the layer.
    pub requirements: Vec<String>,
    /// Why, with the contract's row.
    pub reason: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// What a base's provider answered on one requirement of the split sheet. It counts from its day on; without a day,
/// always. A yes adds nothing to what a qualification covers; a no takes the base's cover of that requirement away.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BaseAnswer {
    /// Whether it answers for its part.
    pub base_part: Option<Answer>,
    /// Whether it gives what its customer must obtain from it.
    pub interlock: Option<Answer>,
    /// Who answered for it.
    pub author: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// What was answered, in words.
    pub text: Option<String>,
    /// The clause or document in which it stands.
    pub reference: Option<String>,
    /// The rest.
    pub extra: Extra,
}

impl BaseAnswer {
    /// Whether it counts on a day.
    pub fn counts(&self, day: Date) -> bool {
        self.date.is_none_or(|date| date <= day)
    }

    /// Whether the base says, on a day, that it does not answer for its part.
    pub fn refuses(&self, day: Date) -> bool {
        self.base_part == Some(Answer::No) && self.counts(day)
    }
}

/// A qualification decision on a service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Qualification {
    /// The version of the référentiel.
    pub version: String,
    /// The first day.
    pub granted: Option<Date>,
    /// The last day; left out, three years after the grant.
    pub expires: Option<Date>,
    /// The day up to which its source says that it is current.
    pub attested_on: Option<Date>,
    /// What shows it; left out, a decision.
    pub evidence: Option<Evidence>,
    /// Whether the user vouches for what only the press says.
    pub vouched: bool,
    /// The reference of the decision.
    pub decision: Option<String>,
    /// Its scope, in words.
    pub scope: Option<String>,
    /// The region concerned.
    pub region: Option<String>,
    /// The layers in its scope; left out, all (assumed).
    pub covers: Option<LayerSet>,
    /// What the decision leaves out.
    pub reserves: Vec<Reserve>,
    /// What happened since.
    pub events: Vec<Event>,
    /// Its planned renewal: a plan, which covers nothing.
    pub renewal: Option<Renewal>,
    /// Where it is published.
    pub source: Option<String>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// That a qualification is planned to be renewed. By default nothing is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Renewal {
    /// The day on which the new decision is expected; left out, the day after the last day.
    pub expected: Option<Date>,
    /// Whether it counts as granted wherever candidates do; no otherwise.
    pub supposed: bool,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// What a decision leaves out of its cover.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reserve {
    /// The layers concerned.
    pub layers: LayerSet,
    /// The requirements concerned.
    pub requirements: Vec<String>,
    /// In words.
    pub text: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// Something that happened to a qualification.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its day; it counts from then on.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
    /// The rest.
    pub extra: Extra,
}

/// That a service is in the qualification process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidacy {
    /// How far it has come.
    pub milestone: Option<Milestone>,
    /// Since when.
    pub since: Option<Date>,
    /// When the decision is expected.
    pub expected: Option<Date>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// A service's own plan through the qualification process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The steps that the plan names, in the order of the process, none twice.
    pub steps: Vec<PlannedStep>,
    /// How long the decision is expected to hold, in months; left out, three years (the legal maximum).
    pub validity_months: Option<u16>,
    /// The months between two surveillance audits; left out, twelve.
    pub surveillance_months: Option<u16>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// A step of a plan: a day, or so many months after the step before it that has either.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep {
    /// Which one.
    pub step: Step,
    /// Its day; it counts before the months.
    pub date: Option<Date>,
    /// How many months after the step before it.
    pub months: Option<u16>,
    /// What the person calls it.
    pub label: Option<String>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// What a person judged of a requirement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgement {
    /// The verdict put beside the computed one.
    pub verdict: Option<Override>,
    /// Why.
    pub justification: Option<String>,
    /// By whom.
    pub author: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// How far the work has come.
    pub status: Option<Status>,
    /// Who does it.
    pub owner: Option<String>,
    /// Where the evidence is.
    pub evidence: Vec<String>,
    /// A note.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// Someone who takes part in a service without offering one of the model (chapter 15).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThirdParty {
    /// Its identifier.
    pub id: ThirdPartyId,
    /// Its name.
    pub name: String,
    /// Its legal person.
    pub entity: Option<EntityId>,
    /// What it does.
    pub roles: Vec<Role>,
    /// For which services.
    pub serves: Vec<ServiceId>,
    /// The layers that it touches.
    pub layers: LayerSet,
    /// The data that it can technically reach.
    pub data_access: Option<DataAccess>,
    /// From which countries.
    pub countries: Vec<Country>,
    /// Whether its contract has the audit clause (15.2.b).
    pub audit_clause: Option<Answer>,
    /// What answers 19.6.d.
    pub autonomy: Option<Autonomy>,
    /// What should be known of it.
    pub note: Option<String>,
    /// Where what is said of it comes from.
    pub sources: Vec<String>,
    /// The rest.
    pub extra: Extra,
}

/// A legal entity (19.6).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entity {
    /// Its identifier.
    pub id: EntityId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Option<EntityKind>,
    /// Its registered seat.
    pub seat: Option<Country>,
    /// Its central administration.
    pub administration: Option<Country>,
    /// Its main establishment.
    pub establishment: Option<Country>,
    /// Whether its shares are listed.
    pub listed: bool,
    /// Whether the holders in the document are all there are.
    pub holders_complete: bool,
    /// What should be known of it.
    pub note: Option<String>,
    /// Where what is said of it comes from.
    pub sources: Vec<String>,
    /// The rest.
    pub extra: Extra,
}

/// A percentage as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Share {
    /// Not known.
    #[default]
    Unknown,
    /// Between two percentages, equal when it is known exactly.
    Between(f64, f64),
}

/// What one entity holds of another, directly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Holding {
    /// Who holds.
    pub holder: EntityId,
    /// Who is held.
    pub held: EntityId,
    /// Of the capital, in percent.
    pub capital: Share,
    /// Of the votes, in percent.
    pub votes: Share,
    /// Whether it is declared under L233-7.
    pub declared: bool,
    /// Whether it carries a veto.
    pub veto: bool,
    /// Whether it carries the appointment of a majority of a body.
    pub appoints_majority: bool,
    /// Whether the holder controls the held in a way that votes do not show (an agreement, in fact, in concert), or has
    /// shown that the presumption of L233-3 II does not hold. An answer that is not known makes control possible; left
    /// out, votes alone tell.
    pub control: Option<Answer>,
    /// Where it is published.
    pub source: Option<String>,
    /// What should be known of it.
    pub note: Option<String>,
    /// The rest.
    pub extra: Extra,
}

impl Document {
    /// What a service is called: its name, else its identifier.
    pub fn called(&self, id: &ServiceId) -> String {
        self.service(id.as_str()).map_or_else(|| id.0.clone(), Service::called)
    }

    /// The service with this identifier.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|s| s.id.as_str() == id)
    }

    /// The provider with this identifier.
    pub fn provider(&self, id: &ProviderId) -> Option<&Provider> {
        self.providers.iter().find(|p| &p.id == id)
    }
}

impl Service {
    /// What it is called: its name, else its identifier.
    pub fn called(&self) -> String {
        if self.name.is_empty() { self.id.0.clone() } else { self.name.clone() }
    }

    /// The answer to a fact; left out is unknown.
    pub fn fact(&self, id: &str) -> Answer {
        self.facts.get(id).copied().unwrap_or(Answer::Unknown)
    }
}
