//! The bounds of an operation's payments at each frequency, and which amounts of a list they keep from being offered.

use super::{OfferOptions, Tag};
use crate::form::Bounds;
use crate::protocol::{Amount, Frequency, Operation};

/// The bounds of an operation's payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentBounds {
    /// Of a single payment.
    pub once: Bounds,
    /// Of each monthly payment.
    pub monthly: Bounds,
    /// Of each yearly payment.
    pub yearly: Bounds,
}

impl PaymentBounds {
    /// Returns the same bounds for every frequency.
    pub const fn same(bounds: Bounds) -> Self {
        Self { once: bounds, monthly: bounds, yearly: bounds }
    }

    /// Returns the bounds of a frequency.
    pub const fn at(self, frequency: Frequency) -> Bounds {
        match frequency {
            Frequency::Once => self.once,
            Frequency::Monthly => self.monthly,
            Frequency::Yearly => self.yearly,
        }
    }
}

/// Which bound an amount is outside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The smallest amount.
    Minimum,
    /// The largest.
    Maximum,
}

/// Amounts that a list has and no form shows, since they are outside a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unoffered {
    /// Of which operation.
    pub operation: Operation,
    /// At which frequency.
    pub frequency: Frequency,
    /// The amounts, in the order of the list; never empty.
    pub amounts: Vec<Amount>,
    /// Which bound.
    pub side: Side,
    /// That bound.
    pub bound: Amount,
    /// Whether the list is the tag's own, and not the site's.
    pub of_tag: bool,
}

impl OfferOptions {
    /// Returns the bounds of an operation's payments at a frequency.
    pub const fn bounds(&self, operation: Operation, frequency: Frequency) -> Bounds {
        match operation {
            Operation::Donation => self.donation_bounds.at(frequency),
            Operation::Membership => self.membership_bounds.at(frequency),
        }
    }

    /// Returns the amounts that the form of this tag leaves out, so that whoever looks after the site can be warned.
    pub fn unoffered(&self, tag: &Tag) -> Vec<Unoffered> {
        let operations = tag.operations.list().iter();
        let choices =
            operations.flat_map(|&operation| self.frequencies(operation, tag).map(move |each| (operation, each)));
        choices.flat_map(|(operation, frequency)| self.outside(operation, frequency, tag)).collect()
    }

    fn outside(&self, operation: Operation, frequency: Frequency, tag: &Tag) -> Vec<Unoffered> {
        let bounds = self.bounds(operation, frequency);
        let of_tag = tag.list(operation, frequency).is_some();
        let (list, _) = self.list(operation, frequency, tag);
        let outside = |side: Side, bound: Amount, is_outside: fn(Amount, Amount) -> bool| {
            let amounts = list.proposals.iter().map(|proposal| proposal.amount);
            let amounts: Vec<_> = amounts.filter(|amount| is_outside(*amount, bound)).collect();
            (!amounts.is_empty()).then_some(Unoffered { operation, frequency, amounts, side, bound, of_tag })
        };
        let below = outside(Side::Minimum, bounds.min(), |amount, bound| amount < bound);
        let above = outside(Side::Maximum, bounds.max(), |amount, bound| amount > bound);
        below.into_iter().chain(above).collect()
    }
}
