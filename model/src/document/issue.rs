//! What can be wrong inside a document: a closed list, each with a stable code, a place and, through
//! [`crate::words`], a whole sentence in either language.

use catalog::{Lang, Layer};
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document can be opened for repair but is not computed.
    Error,
    /// The document is computed; the person should look.
    Warning,
}

/// Something wrong at a place of the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The JSON Pointer of the place (RFC 6901).
    pub at: String,
    /// What is wrong.
    pub kind: IssueKind,
}

/// The kinds of value that a key can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// true or false.
    Bool,
    /// A number from 0 to 100, or a list of two.
    Percent,
    /// A whole number from 0 to [`super::MAX_COLUMN`].
    Column,
    /// A whole number of months.
    Months {
        /// The fewest.
        least: u8,
        /// The most.
        most: u8,
    },
}

/// The families of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Services.
    Service,
    /// Providers.
    Provider,
    /// Third parties.
    ThirdParty,
    /// Legal entities.
    Entity,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// A value of another type than the key asks for.
    WrongType {
        /// What the key asks for.
        expected: Expected,
    },
    /// A key without which the object says nothing.
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// An identifier outside `a-z 0-9 -`, 1 to 64.
    BadId {
        /// As written.
        id: String,
    },
    /// Two objects of one family with the same identifier.
    DuplicateId {
        /// Which family.
        family: Family,
        /// The identifier.
        id: String,
    },
    /// A reference to something that the document does not have.
    UnknownId {
        /// Which family.
        family: Family,
        /// The identifier.
        id: String,
        /// Who refers to it.
        from: String,
    },
    /// A word that the format does not know.
    UnknownWord {
        /// As written.
        word: String,
        /// The words that it knows.
        allowed: String,
    },
    /// A text that is no date, or a day that no calendar has.
    BadDate {
        /// As written.
        text: String,
    },
    /// A text that is no country code.
    BadCountry {
        /// As written.
        text: String,
    },
    /// A text longer than the format allows.
    TooLong {
        /// The limit, in characters.
        limit: usize,
    },
    /// A service without activity.
    NoActivity {
        /// The service.
        service: String,
    },
    /// A service that rests on itself.
    SelfReliance {
        /// The service.
        service: String,
    },
    /// Services that rest on one another in a circle.
    Cycle {
        /// The services, in the order of the circle.
        services: Vec<String>,
    },
    /// Two reliances on the same base.
    DuplicateReliance {
        /// Who relies.
        service: String,
        /// The base.
        base: String,
    },
    /// A reliance names a layer that its base neither operates nor rests on.
    NotOffered {
        /// The layer.
        layer: Layer,
        /// The base.
        base: String,
    },
    /// A retained share of a layer that the reliance does not bring.
    RetainedNotSupplied {
        /// The layer.
        layer: Layer,
        /// The base.
        base: String,
    },
    /// A retained share or a reserve names a requirement that does not bear on the layer.
    DoesNotBear {
        /// The requirement.
        requirement: String,
        /// The layer.
        layer: Layer,
    },
    /// A qualification's cover holds a layer that the service neither operates nor rests on.
    CoversNotHeld {
        /// The layer.
        layer: Layer,
        /// The service.
        service: String,
    },
    /// A number that the référentiel does not have.
    UnknownRequirement {
        /// As written.
        id: String,
    },
    /// A reading that the rules do not have.
    UnknownReading {
        /// As written.
        id: String,
    },
    /// An answer that a reading does not allow.
    UnknownAnswer {
        /// The reading.
        reading: String,
        /// As written.
        answer: String,
        /// Those allowed.
        allowed: String,
    },
    /// A fact that the rules do not have.
    UnknownFact {
        /// As written.
        id: String,
    },
    /// An item that the catalogue's list does not have.
    UnknownCheck {
        /// As written.
        id: String,
    },
    /// A text that is no version of the rules.
    UnknownRuleset {
        /// As written.
        id: String,
    },
    /// A qualification that ends before it begins.
    EndsBeforeGrant,
    /// A qualification without a grant date, nor a day up to which it is attested: it never covers.
    NeverHolds {
        /// The service.
        service: String,
    },
    /// A qualification that only the press reports: it covers nothing.
    PressOnly {
        /// The service.
        service: String,
    },
    /// A qualification that names more than three years (the legal maximum).
    LongerThanThreeYears,
    /// An event that comes before the grant.
    EventBeforeGrant,
    /// A range whose first number is the larger.
    RangeReversed,
    /// Direct holdings of one entity that add up to more than all of it.
    HoldingsExceed {
        /// The entity.
        entity: String,
    },
}

impl IssueKind {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongType { .. } => "wrong-type",
            Self::MissingKey { .. } => "missing-key",
            Self::BadId { .. } => "bad-id",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::UnknownId { .. } => "unknown-id",
            Self::UnknownWord { .. } => "unknown-word",
            Self::BadDate { .. } => "bad-date",
            Self::BadCountry { .. } => "bad-country",
            Self::TooLong { .. } => "too-long",
            Self::NoActivity { .. } => "no-activity",
            Self::SelfReliance { .. } => "self-reliance",
            Self::Cycle { .. } => "cycle",
            Self::DuplicateReliance { .. } => "duplicate-reliance",
            Self::NotOffered { .. } => "not-offered",
            Self::RetainedNotSupplied { .. } => "retained-not-supplied",
            Self::DoesNotBear { .. } => "does-not-bear",
            Self::CoversNotHeld { .. } => "covers-not-held",
            Self::UnknownRequirement { .. } => "unknown-requirement",
            Self::UnknownReading { .. } => "unknown-reading",
            Self::UnknownAnswer { .. } => "unknown-answer",
            Self::UnknownFact { .. } => "unknown-fact",
            Self::UnknownCheck { .. } => "unknown-check",
            Self::UnknownRuleset { .. } => "unknown-ruleset",
            Self::EndsBeforeGrant => "ends-before-grant",
            Self::NeverHolds { .. } => "never-holds",
            Self::PressOnly { .. } => "press-only",
            Self::LongerThanThreeYears => "longer-than-three-years",
            Self::EventBeforeGrant => "event-before-grant",
            Self::RangeReversed => "range-reversed",
            Self::HoldingsExceed { .. } => "holdings-exceed",
        }
    }

    /// How bad it is.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::WrongType { .. }
            | Self::MissingKey { .. }
            | Self::BadId { .. }
            | Self::DuplicateId { .. }
            | Self::UnknownId { .. }
            | Self::UnknownWord { .. }
            | Self::BadDate { .. }
            | Self::BadCountry { .. }
            | Self::TooLong { .. }
            | Self::NoActivity { .. }
            | Self::SelfReliance { .. }
            | Self::Cycle { .. }
            | Self::UnknownAnswer { .. }
            | Self::EndsBeforeGrant
            | Self::RangeReversed => Severity::Error,
            Self::DuplicateReliance { .. }
            | Self::NotOffered { .. }
            | Self::RetainedNotSupplied { .. }
            | Self::DoesNotBear { .. }
            | Self::CoversNotHeld { .. }
            | Self::UnknownRequirement { .. }
            | Self::UnknownReading { .. }
            | Self::UnknownFact { .. }
            | Self::UnknownCheck { .. }
            | Self::UnknownRuleset { .. }
            | Self::NeverHolds { .. }
            | Self::PressOnly { .. }
            | Self::LongerThanThreeYears
            | Self::EventBeforeGrant
            | Self::HoldingsExceed { .. } => Severity::Warning,
        }
    }
}

impl Issue {
    /// An issue at a place.
    pub const fn new(at: String, kind: IssueKind) -> Self {
        Self { at, kind }
    }

    /// How bad it is.
    pub const fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// Whether it keeps the document from being computed.
    pub const fn is_error(&self) -> bool {
        matches!(self.severity(), Severity::Error)
    }
}

/// Written as `{"code","severity","at","fr","en"}`.
impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut s = serializer.serialize_struct("Issue", 5)?;
        s.serialize_field("code", self.kind.code())?;
        s.serialize_field("severity", &self.severity())?;
        s.serialize_field("at", &self.at)?;
        for lang in Lang::ALL {
            s.serialize_field(lang.tag(), &crate::words::issue(&self.kind, lang))?;
        }
        s.end()
    }
}
