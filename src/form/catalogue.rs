//! How a distant wants things named: titles, accounting categories, membership types, optional subscriptions.

use super::{MagazinePrice, Title};
use crate::protocol::{Frequency, Operation, When};

/// What one distant knows, under its own names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistantCatalogue {
    /// The titles that people can choose from.
    pub titles: Vec<Title>,
    /// The accounting categories.
    pub financial_types: FinancialTypes,
    /// The membership types.
    pub membership_types: MembershipTypes,
    /// What people may subscribe to.
    pub subscriptions: Vec<SubscriptionOption>,
    /// What a donation may be for, where the payer chooses.
    pub purposes: Vec<Purpose>,
    /// The magazine that a membership includes, if any.
    pub magazine_price: Option<MagazinePrice>,
    /// The label under which contacts and contributions are filed; see
    /// [`source_label`](super::source_label) for its places.
    pub source: Option<String>,
}

/// The distant's accounting categories, by name or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinancialTypes {
    /// Of a single donation.
    pub donation: String,
    /// Of a monthly donation.
    pub monthly_donation: String,
    /// Of a yearly donation.
    pub yearly_donation: String,
    /// Of a membership, whatever its frequency.
    pub membership: String,
    /// Of the magazine's share of a membership.
    pub magazine: String,
}

impl FinancialTypes {
    /// Returns the category of a donation at that frequency.
    pub fn of_donation(&self, frequency: Frequency) -> &str {
        match frequency {
            Frequency::Once => &self.donation,
            Frequency::Monthly => &self.monthly_donation,
            Frequency::Yearly => &self.yearly_donation,
        }
    }
}

/// The distant's membership types, by name or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipTypes {
    /// Of the association.
    pub membership: String,
    /// Of the magazine.
    pub magazine: String,
}

/// Something that people may subscribe to, beside what they pay for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionOption {
    /// The origin's key.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What it is at the distant.
    pub kind: SubscriptionKind,
    /// When it takes effect.
    pub when: When,
    /// Whom it is for; empty is everyone.
    pub audience: Vec<Audience>,
    /// Whether it makes sense only with an address.
    pub needs_address: bool,
}

/// What an optional subscription is at the distant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionKind {
    /// Something that the distant's API takes: `group`, `opt-in` or `tag`, and which one.
    Remote {
        /// The API's word.
        kind: String,
        /// The name or number.
        key: Option<String>,
    },
    /// The magazine as a file rather than on paper: a yes-or-no field of the magazine's membership, by this name.
    MagazinePdf(String),
    /// Shown, and never sent.
    Local,
}

/// For whom an optional subscription is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audience {
    /// People who do this.
    pub operation: Operation,
    /// Only in forms that ask for the subscription by its key (the SPIP plugin's `don?`).
    pub on_request: bool,
}

impl SubscriptionOption {
    /// Checks whether it is for people who do `operation`.
    pub fn is_for(&self, operation: Operation) -> bool {
        self.audience.is_empty() || self.audience.iter().any(|audience| audience.operation == operation)
    }

    /// Checks whether a form that offers `operations` shows it although its tag does not list it.
    pub fn is_shown_unasked(&self, operations: &[Operation]) -> bool {
        let suits = |audience: &Audience| !audience.on_request && operations.contains(&audience.operation);
        self.audience.is_empty() || self.audience.iter().any(suits)
    }
}

/// What a donation may be for: a campaign of the distant, or one of its accounting categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// The origin's key.
    pub key: String,
    /// What it is at the distant.
    pub kind: PurposeKind,
}

/// What a purpose is at the distant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PurposeKind {
    /// The number of a campaign, in the place of the form's own.
    Campaign(u64),
    /// An accounting category, in the place of the donation's.
    FinancialType(String),
}

impl Purpose {
    /// How many a form has at most.
    pub const MAX: usize = 5;
}
