//! Money: a positive, whole number of euro cents.

use super::compact::{digits, push_two_digits};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A positive amount in euro cents. On the wire of the relay it is that whole number; on the distant's wire, a
/// decimal text in euros ([`Amount::to_decimal`]).
///
/// # Examples
///
/// ```
/// use campagnodon::protocol::Amount;
///
/// let amount = Amount::from_cents(1250).unwrap();
/// assert_eq!(amount.to_decimal(), "12.50");
/// assert_eq!(amount.to_text(','), "12,50");
/// assert_eq!(serde_json::to_string(&amount).unwrap(), "1250");
/// assert_eq!(Amount::from_cents(0), None);
/// assert!(serde_json::from_str::<Amount>("-5").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Amount(u64);

/// The error of a number of cents that is zero or above [`Amount::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an amount is a whole number of cents between 1 and {}", Amount::MAX.cents())
    }
}

impl std::error::Error for NotAnAmount {}

impl Amount {
    /// The smallest amount, one cent.
    pub const MIN: Self = Self(1);
    /// The largest amount that any form can accept, ten thousand million euros: far above every bound that a site
    /// sets, and small enough that a year of monthly payments cannot overflow.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// Returns `cents` as an amount, or `None` if it is zero or above [`Self::MAX`].
    pub const fn from_cents(cents: u64) -> Option<Self> {
        if cents == 0 || cents > Self::MAX.0 { None } else { Some(Self(cents)) }
    }

    /// Returns `euros` as an amount, or `None` if it is zero or above [`Self::MAX`].
    pub const fn from_euros(euros: u64) -> Option<Self> {
        match euros.checked_mul(100) {
            Some(cents) => Self::from_cents(cents),
            None => None,
        }
    }

    /// Returns the number of cents.
    pub const fn cents(self) -> u64 {
        self.0
    }

    /// Returns this amount less `other`, or `None` if nothing is left.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::from_cents)
    }

    /// Writes the amount in euros, with a point and no more digits than needed: `30`, `12.50`. The distant reads it so,
    /// and so is the `value` of a proposal in a form.
    pub fn to_decimal(self) -> String {
        cents_to_text(self.0, '.')
    }

    /// Writes the amount in euros as people do, without the sign: `30`, and `12,50` or `12.50` by `decimal_mark`.
    pub fn to_text(self, decimal_mark: char) -> String {
        cents_to_text(self.0, decimal_mark)
    }
}

/// Writes any number of cents as [`Amount::to_text`] does: a figure may be zero, or a year of the largest amount.
///
/// Without `fmt`, which weighs more than the rest of this file in the page.
pub fn cents_to_text(cents: u64, decimal_mark: char) -> String {
    let mut text = digits(cents / 100);
    if !cents.is_multiple_of(100) {
        text.push(decimal_mark);
        push_two_digits(&mut text, cents % 100);
    }
    text
}

impl TryFrom<u64> for Amount {
    type Error = NotAnAmount;

    fn try_from(cents: u64) -> Result<Self, NotAnAmount> {
        Self::from_cents(cents).ok_or(NotAnAmount)
    }
}

impl From<Amount> for u64 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(Amount::from_cents(0), None);
        assert_eq!(Amount::from_cents(1), Some(Amount::MIN));
        assert_eq!(Amount::from_cents(Amount::MAX.cents() + 1), None);
        assert_eq!(Amount::from_euros(u64::MAX), None);
    }

    #[test]
    fn texts() {
        for (cents, expected) in [(3000, "30"), (1250, "12.50"), (1205, "12.05"), (7, "0.07"), (100_000, "1000")] {
            assert_eq!(Amount::from_cents(cents).map(Amount::to_decimal).as_deref(), Some(expected));
        }
        assert_eq!(Amount::from_cents(1250).map(|amount| amount.to_text(',')).as_deref(), Some("12,50"));
    }
}
