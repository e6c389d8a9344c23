//! What the person does, how often, and the distant's word for the two together.

use serde::{Deserialize, Serialize};

/// What the person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// A gift.
    Donation,
    /// A membership of the association; it needs the person's full address.
    Membership,
}

/// How often the person pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// One payment.
    Once,
    /// A payment a month, until it is ended.
    Monthly,
    /// A payment a year, until it is ended.
    Yearly,
}

impl Operation {
    /// Both, in the order in which a form shows them.
    pub const ALL: [Self; 2] = [Self::Donation, Self::Membership];

    /// Returns the word on the wire and in HTML.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Donation => "donation",
            Self::Membership => "membership",
        }
    }

    /// Returns the operation with that word, or `None` if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Operation;
    ///
    /// assert_eq!(Operation::parse("membership"), Some(Operation::Membership));
    /// assert_eq!(Operation::parse("loan"), None);
    /// ```
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.as_str() == word)
    }
}

impl Frequency {
    /// All, in the order in which a form shows them.
    pub const ALL: [Self; 3] = [Self::Once, Self::Monthly, Self::Yearly];

    /// Returns the word on the wire and in HTML.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }

    /// Returns the frequency with that word, or `None` if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::protocol::Frequency;
    ///
    /// let monthly = Frequency::parse("monthly").unwrap();
    /// assert!(monthly.is_recurring() && !Frequency::Once.is_recurring());
    /// ```
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.as_str() == word)
    }

    /// Checks whether further payments follow the first.
    pub const fn is_recurring(self) -> bool {
        !matches!(self, Self::Once)
    }
}

/// The distant's `operation_type`: an operation and its frequency, and whether it is the first payment or a later
/// instalment (a "due"). The distant takes it as an opaque word; these are the ones that an origin sends.
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::{Frequency, Operation, OperationType};
///
/// let due = OperationType::due(Operation::Donation, Frequency::Monthly).unwrap();
/// assert_eq!(due.as_str(), "monthly_donation_due");
/// assert_eq!(OperationType::parse("monthly_donation_due"), Some(due));
/// assert_eq!(OperationType::due(Operation::Donation, Frequency::Once), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OperationType {
    /// What the person does.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Whether this is an instalment after the first payment; never for a single payment.
    due: bool,
}

impl OperationType {
    /// Returns the type of the first, or only, payment.
    pub const fn first(operation: Operation, frequency: Frequency) -> Self {
        Self { operation, frequency, due: false }
    }

    /// Returns the type of a later instalment, or `None` if the frequency has none.
    pub const fn due(operation: Operation, frequency: Frequency) -> Option<Self> {
        if frequency.is_recurring() { Some(Self { operation, frequency, due: true }) } else { None }
    }

    /// Checks whether this is an instalment after the first payment.
    pub const fn is_due(self) -> bool {
        self.due
    }

    /// Returns the distant's word: `donation`, `monthly_membership`, `yearly_donation_due`…
    pub const fn as_str(self) -> &'static str {
        use Frequency::{Monthly, Once, Yearly};
        use Operation::{Donation, Membership};
        match (self.operation, self.frequency, self.due) {
            (Donation, Once, _) => "donation",
            (Donation, Monthly, false) => "monthly_donation",
            (Donation, Monthly, true) => "monthly_donation_due",
            (Donation, Yearly, false) => "yearly_donation",
            (Donation, Yearly, true) => "yearly_donation_due",
            (Membership, Once, _) => "membership",
            (Membership, Monthly, false) => "monthly_membership",
            (Membership, Monthly, true) => "monthly_membership_due",
            (Membership, Yearly, false) => "yearly_membership",
            (Membership, Yearly, true) => "yearly_membership_due",
        }
    }

    /// Returns the operation type with that word, or `None` if there is none.
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|candidate| candidate.as_str() == word)
    }

    fn all() -> impl Iterator<Item = Self> {
        Operation::ALL.into_iter().flat_map(|operation| {
            Frequency::ALL.into_iter().flat_map(move |frequency| {
                [Some(Self::first(operation, frequency)), Self::due(operation, frequency)].into_iter().flatten()
            })
        })
    }
}

impl TryFrom<String> for OperationType {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::parse(&word).ok_or("unknown operation type")
    }
}

impl From<OperationType> for String {
    fn from(operation_type: OperationType) -> Self {
        operation_type.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_types_have_each_a_word_of_their_own() {
        let words: std::collections::BTreeSet<_> = OperationType::all().map(OperationType::as_str).collect();
        assert_eq!(words.len(), 10);
        for operation_type in OperationType::all() {
            assert_eq!(OperationType::parse(operation_type.as_str()), Some(operation_type));
        }
        assert_eq!(OperationType::due(Operation::Donation, Frequency::Once), None);
        assert_eq!(OperationType::parse("don"), None);
    }
}
