//! What the store keeps of attempts to pay, and what it is told of them.

use crate::relay::settlement::{Attempt, Sight};

/// An attempt, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAttempt {
    /// Where it stands.
    pub attempt: Attempt,
    /// The word of its means.
    pub means: String,
    /// The provider's object that tells where it stands, once there is one.
    pub reference: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub opened_at: i64,
    /// Since when it is in its state.
    pub changed_at: i64,
}

/// Something that was seen of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Our name of the transaction.
    pub idx: String,
    /// Which attempt at it.
    pub number: u32,
    /// The word of its means.
    pub means: String,
    /// By what it was paid, in the provider's word.
    pub instrument: Option<String>,
    /// What was seen.
    pub sight: Sight,
}

/// What became of a sighting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is new, and recorded with the duty to tell the distant.
    Changed {
        /// Which one.
        distant: String,
        /// Whether it is to be told something.
        told: bool,
        /// Whether money came after a payment was said to be lost.
        late: bool,
    },
    /// It was seen before.
    Known,
    /// Something that counts for more was seen before.
    Outranked,
    /// No such transaction.
    NotFound,
}

/// An object of a provider that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The word of the means.
    pub means: String,
    /// The provider's name of the object.
    pub object: String,
    /// How often the provider did not answer, in a row.
    pub tries: u32,
    /// How many messages named it since it was last looked at.
    pub told: u32,
}
