//! What a payment really costs after tax relief: figures, for the sentences of the page.

use super::{Form, MagazinePrice};
use crate::protocol::{Amount, Frequency, Operation};

/// How much of the gifts of a year the tax gives back: a rate, perhaps up to a ceiling and another one beyond.
///
/// # Examples
///
/// ```
/// use campagnodon::form::TaxRelief;
/// use campagnodon::protocol::Amount;
///
/// // 75 % up to 2,000 euros a year, 66 % above.
/// let relief = TaxRelief::from_basis_points(7500).and_then(|relief| relief.up_to(Amount::from_euros(2000)?, 6600));
/// assert_eq!(relief.map(TaxRelief::basis_points), Some(7500));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxRelief {
    /// In hundredths of a percent of the gift: 6600 for 66 %.
    basis_points: u16,
    /// The ceiling, and the rate above it.
    beyond: Option<(Amount, u16)>,
}

const WHOLE: u64 = 10_000;

impl TaxRelief {
    /// Returns the relief of that rate, in hundredths of a percent, or `None` if it gives back more than the gift.
    pub const fn from_basis_points(basis_points: u16) -> Option<Self> {
        if basis_points as u64 > WHOLE { None } else { Some(Self { basis_points, beyond: None }) }
    }

    /// Returns this rate up to `ceiling` a year with the rate `beyond` above it, or `None` if that gives back more than
    /// the gift.
    pub const fn up_to(self, ceiling: Amount, beyond: u16) -> Option<Self> {
        if beyond as u64 > WHOLE { None } else { Some(Self { beyond: Some((ceiling, beyond)), ..self }) }
    }

    /// Returns the rate in hundredths of a percent.
    pub const fn basis_points(self) -> u16 {
        self.basis_points
    }

    /// Returns the ceiling of a year's gifts and the rate beyond, or `None` if one rate is for all.
    pub const fn beyond(self) -> Option<(Amount, u16)> {
        self.beyond
    }

    /// Returns the cost of one of `times` equal payments in a year, in cents, halves rounded up. In the year, `plain`
    /// cents are paid without relief and `gift` cents with it.
    fn cost(self, plain: u64, gift: u64, times: u64) -> u64 {
        let (ceiling, beyond) = self.beyond.map_or((gift, 0), |(ceiling, rate)| (ceiling.cents(), rate));
        let below = gift.min(ceiling);
        let given_back = below * u64::from(self.basis_points) + (gift - below) * u64::from(beyond);
        let (cost, cent) = ((plain + gift) * WHOLE - given_back, WHOLE * times);
        (cost + cent / 2) / cent
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
    /// What it costs after tax relief, in cents.
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
    /// Explains a payment. Returns `None` if the form has no tax relief, or if the payment is too small to be split.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{Explanation, Form};
    /// use campagnodon::protocol::{Amount, Frequency, Operation};
    ///
    /// let form = Form::decode("o donation monthly - 1000;r 6600").unwrap();
    /// let ten = Amount::from_euros(10).unwrap();
    /// let explanation = Explanation::of(&form, Operation::Donation, Frequency::Monthly, ten).unwrap();
    /// assert_eq!(explanation.payment.cost, 340);
    /// assert_eq!(explanation.year.map(|year| year.cost), Some(4080));
    /// ```
    pub fn of(form: &Form, operation: Operation, frequency: Frequency, amount: Amount) -> Option<Self> {
        let relief = form.tax_relief?;
        let magazine = match (operation, form.magazine_price) {
            (Operation::Membership, Some(price)) => MagazinePrice::split(price, amount, frequency)?.0.cents(),
            _ => 0,
        };
        let monthly = matches!(frequency, Frequency::Monthly);
        // A ceiling is for the gifts of a year, and each month has its part of what is above it.
        let in_year = if monthly { 12 } else { 1 };
        let (amount, gift) = (amount.cents(), amount.cents() - magazine);
        let figures = |times: u64, cost: u64| Figures {
            amount: amount * times,
            magazine: magazine * times,
            gift: gift * times,
            cost: relief.cost(magazine * in_year, gift * in_year, cost),
        };
        Some(Self { payment: figures(1, in_year), year: monthly.then(|| figures(in_year, 1)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_exact_to_the_cent_halves_up() {
        let relief = TaxRelief::from_basis_points(6600).unwrap();
        for (cents, cost) in [(100, 34), (1000, 340), (3000, 1020), (7500, 2550), (101, 34), (125, 43), (1, 0), (2, 1)]
        {
            assert_eq!(relief.cost(0, cents, 1), cost, "{cents}");
            assert_eq!(relief.cost(0, cents * 12, 12), cost, "{cents} a month");
        }
        assert_eq!(relief.cost(0, Amount::MAX.cents() * 12, 1), Amount::MAX.cents() * 12 / 100 * 34);
        assert_eq!(relief.cost(1200, 2300, 1), 1982);
    }

    #[test]
    fn beyond_the_ceiling_of_a_year_another_rate_holds() {
        let euros = |euros| Amount::from_euros(euros).unwrap();
        let relief = TaxRelief::from_basis_points(7500).and_then(|rate| rate.up_to(euros(2000), 6600)).unwrap();
        for (gift, cost) in [(100, 2500), (2000, 50_000), (2001, 50_034), (2003, 50_102), (3000, 84_000)] {
            assert_eq!(relief.cost(0, gift * 100, 1), cost, "{gift}");
        }
        // 200 euros a month are 2400 a year: 500 for the first 2000, 136 for the rest, 53 a month.
        assert_eq!((relief.cost(0, 240_000, 1), relief.cost(0, 240_000, 12)), (63_600, 5300));
        assert_eq!(relief.cost(1200, 200_000, 1), 51_200);
    }

    #[test]
    fn a_rate_above_the_gift_is_none() {
        assert_eq!(TaxRelief::from_basis_points(10_001), None);
        let relief = TaxRelief::from_basis_points(10_000).unwrap();
        assert_eq!(relief.up_to(Amount::MIN, 10_001), None);
    }
}
