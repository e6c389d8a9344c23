//! The languages that pages speak, and how each writes money and rates.

use super::money::MoneyStyle;
use crate::protocol::Amount;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `fr`
    French,
    /// `en`
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language with that tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The tag of BCP 47, as in `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// How money is written: `1 234,50 €`, with spaces that do not break, and `€1,234.50`.
    pub const fn money_style(self) -> MoneyStyle<'static> {
        let [before, group, decimal, after] = match self {
            Self::French => ["", "\u{202f}", ",", "\u{a0}€"],
            Self::English => ["€", ",", ".", ""],
        };
        MoneyStyle { before, group, decimal, after }
    }

    /// An amount as people read it: `12,50 €`.
    pub fn money(self, amount: Amount) -> String {
        self.money_style().write(amount.cents())
    }

    /// A number of whole euros as people read it; unlike an [`Amount`], it may be zero.
    pub fn euros(self, euros: u32) -> String {
        self.money_style().write(u64::from(euros) * 100)
    }

    /// What stands before a fraction.
    const fn decimal_mark(self) -> char {
        match self {
            Self::French => ',',
            Self::English => '.',
        }
    }

    /// A number of whole percents as people read it: `66 %`.
    pub fn whole_percent(self, percent: u64) -> String {
        let percent = percent.to_string();
        match self {
            Self::French => percent + "\u{a0}%",
            Self::English => percent + "%",
        }
    }

    /// A rate in hundredths of a percent as people read it: `66 %`.
    pub fn percent(self, basis_points: u16) -> String {
        let (whole, fraction) = (basis_points / 100, basis_points % 100);
        let number = match (fraction / 10, fraction % 10) {
            (0, 0) => format!("{whole}"),
            (tens, 0) => format!("{whole}{}{tens}", self.decimal_mark()),
            (tens, ones) => format!("{whole}{}{tens}{ones}", self.decimal_mark()),
        };
        match self {
            Self::French => number + "\u{a0}%",
            Self::English => number + "%",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_rates() {
        let amount = Amount::from_cents(1250).unwrap();
        assert_eq!(Language::French.money(amount), "12,50\u{a0}€");
        assert_eq!(Language::English.money(amount), "€12.50");
        assert_eq!(Language::French.euros(28_000), "28\u{202f}000\u{a0}€");
        for (rate, expected) in [(6600, "66\u{a0}%"), (6650, "66,5\u{a0}%"), (6605, "66,05\u{a0}%")] {
            assert_eq!(Language::French.percent(rate), expected);
        }
        assert_eq!(Language::English.percent(6600), "66%");
    }

    #[test]
    fn tags_round_trip() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        assert_eq!(Language::parse("FR"), None);
    }
}
