//! What a payment really costs after tax relief: figures, for the sentences of the page.

use super::{Form, MagazinePrice};
use crate::protocol::{Amount, Frequency, Operation};

/// How much of a gift the tax gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxRelief {
    /// In hundredths of a percent of the gift: 6600 for 66 %.
    basis_points: u16,
}

const WHOLE: u64 = 10_000;

impl TaxRelief {
    /// A rate in hundredths of a percent, at most the whole gift.
    pub const fn from_basis_points(basis_points: u16) -> Option<Self> {
        if basis_points as u64 > WHOLE { None } else { Some(Self { basis_points }) }
    }

    /// The rate in hundredths of a percent.
    pub const fn basis_points(self) -> u16 {
        self.basis_points
    }

    /// What a payment costs, in whole euros, halves rounded up: `plain` cents without relief and `relieved` cents
    /// with it.
    const fn cost(self, plain: u64, relieved: u64) -> u64 {
        let cost = plain * WHOLE + relieved * (WHOLE - self.basis_points as u64);
        (cost + 50 * WHOLE) / (100 * WHOLE)
    }
}

/// The figures of one payment, or of twelve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// What is paid, in cents.
    pub amount: u64,
    /// The magazine's share, in cents.
    pub magazine: u64,
    /// What the tax counts as a gift, in cents.
    pub gift: u64,
    /// What it costs after tax relief, in whole euros.
    pub cost: u64,
}

/// What a chosen amount means. Figures are estimates: the form does not know the donor's income.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// One payment.
    pub payment: Figures,
    /// A year of monthly payments, rounded once, not twelve times.
    pub year: Option<Figures>,
}

impl Explanation {
    /// Explains a payment; `None` where the form knows of no relief, or the payment cannot be split.
    pub fn of(form: &Form, operation: Operation, frequency: Frequency, amount: Amount) -> Option<Self> {
        let relief = form.tax_relief?;
        let magazine = match (operation, form.magazine_price) {
            (Operation::Membership, Some(price)) => MagazinePrice::split(price, amount, frequency)?.0.cents(),
            _ => 0,
        };
        let figures = |times: u64| {
            let (amount, magazine) = (amount.cents() * times, magazine * times);
            let gift = amount - magazine;
            Figures { amount, magazine, gift, cost: relief.cost(magazine, gift) }
        };
        Some(Self { payment: figures(1), year: matches!(frequency, Frequency::Monthly).then(|| figures(12)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_rounded_to_the_nearest_euro_halves_up() {
        let relief = TaxRelief::from_basis_points(6600).unwrap();
        for (euros, cost) in [(1, 0), (24, 8), (25, 9), (30, 10), (75, 26), (100, 34), (10_000_000, 3_400_000)] {
            assert_eq!(relief.cost(0, euros * 100), cost, "{euros}");
        }
        assert_eq!(relief.cost(1200, 2300), 20);
    }

    #[test]
    fn a_rate_above_the_gift_is_none() {
        assert_eq!(TaxRelief::from_basis_points(10_001), None);
    }
}
