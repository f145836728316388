//! Layers of the technical infrastructure and activities of chapter 2, with small sets of each.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A stratum of the technical infrastructure, from the ground up. Vocabulary of the model, not of the référentiel:
/// its definition of « infrastructure technique » (1.3.2) names no strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Hosting rooms (« zones sensibles »), power, cooling, cabling.
    Facility,
    /// Servers, storage devices, network equipment, spares, media.
    Hardware,
    /// Physical network and links of the infrastructure.
    Fabric,
    /// Hypervisor, virtual machines, bare-metal provisioning.
    Compute,
    /// Block, file and object storage services.
    Storage,
    /// Software-defined network, virtual networks, filtering offered.
    Sdn,
    /// Operating systems and images under the service.
    Os,
    /// Container orchestration and registry.
    Orchestration,
    /// Runtimes, databases, brokers, managed services.
    Middleware,
    /// The business application and its user interface.
    Application,
}

impl Layer {
    /// All layers, from the ground up.
    pub const ALL: [Self; 10] = [
        Self::Facility,
        Self::Hardware,
        Self::Fabric,
        Self::Compute,
        Self::Storage,
        Self::Sdn,
        Self::Os,
        Self::Orchestration,
        Self::Middleware,
        Self::Application,
    ];

    /// The identifier used in documents and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Facility => "facility",
            Self::Hardware => "hardware",
            Self::Fabric => "fabric",
            Self::Compute => "compute",
            Self::Storage => "storage",
            Self::Sdn => "sdn",
            Self::Os => "os",
            Self::Orchestration => "orchestration",
            Self::Middleware => "middleware",
            Self::Application => "application",
        }
    }

    /// The layer with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.id() == id)
    }

    /// Its place from the ground, 0 to 9.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A set of layers, ordered from the ground up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LayerSet(u16);

impl LayerSet {
    /// No layer.
    pub const EMPTY: Self = Self(0);

    /// A set from its members.
    pub const fn of(layers: &[Layer]) -> Self {
        let mut bits = 0;
        let mut rest = layers;
        while let [first, tail @ ..] = rest {
            bits |= 1 << (*first as u16);
            rest = tail;
        }
        Self(bits)
    }

    /// Whether the set has no member.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many layers it holds.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether `layer` is a member.
    pub const fn contains(self, layer: Layer) -> bool {
        self.0 & (1 << (layer as u16)) != 0
    }

    /// The set with `layer` added.
    #[must_use]
    pub const fn with(self, layer: Layer) -> Self {
        Self(self.0 | (1 << (layer as u16)))
    }

    /// The set with `layer` taken out.
    #[must_use]
    pub const fn without(self, layer: Layer) -> Self {
        Self(self.0 & !(1 << (layer as u16)))
    }

    /// Members of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Members of both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Members of this set that the other lacks.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The highest member.
    pub fn highest(self) -> Option<Layer> {
        Layer::ALL.into_iter().rev().find(|l| self.contains(*l))
    }

    /// Members that stand above `layer`.
    #[must_use]
    pub const fn above(self, layer: Layer) -> Self {
        Self(self.0 & !((1 << (layer as u16 + 1)) - 1))
    }

    /// Members, from the ground up.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Layer> {
        Layer::ALL.into_iter().filter(move |l| self.contains(*l))
    }
}

impl FromIterator<Layer> for LayerSet {
    fn from_iter<T: IntoIterator<Item = Layer>>(iter: T) -> Self {
        iter.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for LayerSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for LayerSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// An activity of chapter 2 of the référentiel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Infrastructure as a service (2.4).
    Iaas,
    /// Containers as a service (2.3).
    Caas,
    /// Platform as a service (2.2).
    Paas,
    /// Software as a service (2.1).
    Saas,
}

const GROUND: LayerSet = LayerSet::of(&[
    Layer::Facility,
    Layer::Hardware,
    Layer::Fabric,
    Layer::Compute,
    Layer::Storage,
    Layer::Sdn,
]);

impl Activity {
    /// The four activities, from the ground up.
    pub const ALL: [Self; 4] = [Self::Iaas, Self::Caas, Self::Paas, Self::Saas];

    /// The identifier used in documents.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Iaas => "iaas",
            Self::Caas => "caas",
            Self::Paas => "paas",
            Self::Saas => "saas",
        }
    }

    /// The usual spelling: IaaS, CaaS, PaaS, SaaS.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iaas => "IaaS",
            Self::Caas => "CaaS",
            Self::Paas => "PaaS",
            Self::Saas => "SaaS",
        }
    }

    /// The activity with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.id() == id)
    }

    /// The layers that a service of this activity operates by default.
    pub const fn own_layers(self) -> LayerSet {
        match self {
            Self::Iaas => GROUND,
            Self::Caas => LayerSet::of(&[Layer::Os, Layer::Orchestration]),
            Self::Paas => LayerSet::of(&[Layer::Middleware]),
            Self::Saas => LayerSet::of(&[Layer::Application]),
        }
    }

    /// The layers that a service of this activity needs, its own included.
    pub const fn needed_layers(self) -> LayerSet {
        match self {
            Self::Iaas => GROUND,
            Self::Caas => GROUND.with(Layer::Os).with(Layer::Orchestration),
            Self::Paas => GROUND.with(Layer::Os).with(Layer::Middleware),
            Self::Saas => GROUND.with(Layer::Os).with(Layer::Middleware).with(Layer::Application),
        }
    }
}

/// A set of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ActivitySet(u8);

impl ActivitySet {
    /// No activity.
    pub const EMPTY: Self = Self(0);

    /// A set from its members.
    pub const fn of(activities: &[Activity]) -> Self {
        let mut bits = 0;
        let mut rest = activities;
        while let [first, tail @ ..] = rest {
            bits |= 1 << (*first as u8);
            rest = tail;
        }
        Self(bits)
    }

    /// Whether the set has no member.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `activity` is a member.
    pub const fn contains(self, activity: Activity) -> bool {
        self.0 & (1 << (activity as u8)) != 0
    }

    /// The set with `activity` added.
    #[must_use]
    pub const fn with(self, activity: Activity) -> Self {
        Self(self.0 | (1 << (activity as u8)))
    }

    /// The set with `activity` taken out.
    #[must_use]
    pub const fn without(self, activity: Activity) -> Self {
        Self(self.0 & !(1 << (activity as u8)))
    }

    /// Whether the two sets share a member.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Members, IaaS first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Activity> {
        Activity::ALL.into_iter().filter(move |a| self.contains(*a))
    }
}

impl FromIterator<Activity> for ActivitySet {
    fn from_iter<T: IntoIterator<Item = Activity>>(iter: T) -> Self {
        iter.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl Serialize for ActivitySet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
