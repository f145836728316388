//! The member States of the European Union, as data with the day from which the list holds.

/// Who is a member of the Union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Union {
    /// The day since which the list has not changed.
    pub since: &'static str,
    /// The day on which it was last compared with its source.
    pub read_on: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The 27 States (ISO 3166-1 alpha-2), in the order of their codes.
    pub members: &'static [&'static str],
    /// Parts of a member State with a code of their own, to which the Treaties apply.
    pub parts: &'static [&'static str],
}

/// The list in force.
pub static UNION: Union = crate::generated::UNION;

impl Union {
    /// Whether a country code lies inside the Union. Norway, Iceland, Liechtenstein, Switzerland and the United
    /// Kingdom do not.
    pub fn contains(&self, code: &str) -> bool {
        self.members.contains(&code) || self.parts.contains(&code)
    }
}
