//! What a payment's provider takes of it, which whoever pays may add.

use crate::protocol::Amount;

/// The fees of a payment: a part of it, and so much each time.
///
/// # Examples
///
/// ```
/// use campagnodon::form::Fees;
/// use campagnodon::protocol::Amount;
///
/// let fees = Fees::new(140, 25).unwrap();
/// assert_eq!(Amount::from_euros(30).and_then(|amount| fees.on(amount)).map(Amount::cents), Some(3067));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fees {
    basis_points: u16,
    fixed: u16,
}

const WHOLE: u64 = 10_000;

impl Fees {
    /// Returns the fees of that rate, in hundredths of a percent, and that many cents each time, or `None` if they are
    /// nothing, more than a tenth or more than ten euros: no provider takes that.
    pub const fn new(basis_points: u16, fixed: u16) -> Option<Self> {
        if basis_points > 1000 || fixed > 1000 || basis_points + fixed == 0 {
            return None;
        }
        Some(Self { basis_points, fixed })
    }

    /// Returns the rate in hundredths of a percent.
    pub const fn basis_points(self) -> u16 {
        self.basis_points
    }

    /// Returns what is taken each time, in cents.
    pub const fn fixed(self) -> u16 {
        self.fixed
    }

    /// Returns the fees of an amount, in cents, rounded up.
    pub const fn of(self, amount: Amount) -> u64 {
        (amount.cents() * self.basis_points as u64).div_ceil(WHOLE) + self.fixed as u64
    }

    /// Returns the amount with its fees, or `None` if that is too large to be one.
    pub fn on(self, amount: Amount) -> Option<Amount> {
        Amount::from_cents(amount.cents() + self.of(amount))
    }

    /// Returns the amount that is `sum` cents with its fees, or `None` if there is none; there is never another.
    pub fn without(self, sum: u64) -> Option<Amount> {
        let rated = sum.checked_sub(self.fixed.into()).filter(|rated| *rated <= Amount::MAX.cents())?;
        let amount = Amount::from_cents(rated * WHOLE / (WHOLE + u64::from(self.basis_points)))?;
        (amount.cents() + self.of(amount) == sum).then_some(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_up_to_the_cent() {
        for ((rate, fixed), cents, expected) in [
            ((140, 25), 3000, 67),
            ((140, 25), 1, 26),
            ((140, 0), 100, 2),
            ((0, 25), 100, 25),
            ((1000, 1000), Amount::MAX.cents(), Amount::MAX.cents() / 10 + 1000),
        ] {
            let amount = Amount::from_cents(cents).unwrap();
            assert_eq!(Fees::new(rate, fixed).unwrap().of(amount), expected);
        }
        assert_eq!(Fees::new(140, 25).unwrap().on(Amount::MAX), None);
        for (rate, fixed) in [(0, 0), (1001, 0), (0, 1001), (u16::MAX, u16::MAX)] {
            assert_eq!(Fees::new(rate, fixed), None);
        }
    }

    #[test]
    fn the_amount_is_found_again() {
        for (rate, fixed) in [(140, 25), (1000, 1000), (1, 0), (0, 1), (290, 30)] {
            let fees = Fees::new(rate, fixed).unwrap();
            for cents in (1..20_000).chain([1_234_567, 999_999_900]) {
                let sum = fees.on(Amount::from_cents(cents).unwrap()).unwrap().cents();
                assert_eq!(fees.without(sum).map(Amount::cents), Some(cents));
            }
            for sum in [0, 1, u64::MAX] {
                assert_eq!(fees.without(sum).filter(|found| found.cents() + fees.of(*found) != sum), None);
            }
        }
        assert_eq!(Fees::new(140, 25).unwrap().without(3068), None);
    }
}
