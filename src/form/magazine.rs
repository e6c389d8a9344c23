//! The magazine: a share of a membership that is not a gift, and is booked apart.

use crate::protocol::{Amount, Frequency};

/// The yearly price of the magazine that a membership includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MagazinePrice(pub Amount);

const ONE_EURO: u64 = 100;

impl MagazinePrice {
    /// Splits a payment into the magazine's share and what is left for the membership. Returns `None` if it is too
    /// small to pay for both, see [`Self::smallest_payment`].
    ///
    /// A month's share is a twelfth, rounded up to a whole euro. At least one euro is left for the membership: a
    /// smaller payment pays less for the magazine.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::MagazinePrice;
    /// use campagnodon::protocol::{Amount, Frequency};
    ///
    /// let euros = |euros| Amount::from_euros(euros).unwrap();
    /// let price = MagazinePrice(euros(12));
    /// assert_eq!(price.split(euros(35), Frequency::Once), Some((euros(12), euros(23))));
    /// assert_eq!(price.split(euros(5), Frequency::Monthly), Some((euros(1), euros(4))));
    /// ```
    pub fn split(self, payment: Amount, frequency: Frequency) -> Option<(Amount, Amount)> {
        let price = match frequency {
            Frequency::Monthly => self.0.cents().div_ceil(12 * ONE_EURO) * ONE_EURO,
            Frequency::Once | Frequency::Yearly => self.0.cents(),
        };
        let share = Amount::from_cents(price.min(payment.cents().checked_sub(ONE_EURO)?))?;
        Some((share, payment.minus(share)?))
    }

    /// Returns the smallest payment that can be split, in cents: amounts are multiples of a euro, or of a cent if
    /// `cents_allowed`.
    pub const fn smallest_payment(cents_allowed: bool) -> u64 {
        ONE_EURO + if cents_allowed { 1 } else { ONE_EURO }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split() {
        let price = |euros| MagazinePrice(Amount::from_euros(euros).unwrap());
        let euros = |euros| Amount::from_euros(euros).unwrap();
        for (magazine, payment, frequency, expected) in [
            (12, 35, Frequency::Once, Some((12, 23))),
            (12, 35, Frequency::Monthly, Some((1, 34))),
            (25, 35, Frequency::Monthly, Some((3, 32))),
            (12, 13, Frequency::Yearly, Some((12, 1))),
            (12, 12, Frequency::Yearly, Some((11, 1))),
            (12, 2, Frequency::Yearly, Some((1, 1))),
            (12, 1, Frequency::Yearly, None),
        ] {
            let split = price(magazine).split(euros(payment), frequency);
            assert_eq!(split, expected.map(|(share, rest)| (euros(share), euros(rest))), "{magazine} in {payment}");
        }
    }
}
