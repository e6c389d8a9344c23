//! The languages that pages speak, and how each writes money and rates.

use super::money::MoneyStyle;
use crate::protocol::Amount;

/// How a language is written.
#[derive(Clone, Copy)]
struct Writing {
    /// As in `dir`.
    direction: &'static str,
    /// How it writes money.
    money: MoneyStyle<'static>,
    /// What is behind the number of percents.
    percent: &'static str,
}

/// What is written of a language in files of its own.
struct Files {
    /// What pages say in it, as TOML.
    texts: &'static str,
    /// The countries' names: one a line, its code before it.
    countries: &'static str,
}

/// Makes the languages of their table. One more is a row here and its file of texts, of which
/// `scripts/country-names.mjs` makes the one of countries. What the texts lack is said in one of [`FALLBACKS`].
macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident = $tag:literal: $writing:expr;)+) => {
        /// A language of the pages.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Language {
            $($(#[$doc])* $name),+
        }

        impl Language {
            /// Every language.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// Returns the tag of BCP 47, as in `lang`.
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Self::$name => $tag),+
                }
            }

            const fn writing(self) -> Writing {
                match self {
                    $(Self::$name => $writing),+
                }
            }

            const fn files(self) -> Files {
                match self {
                    $(Self::$name => Files {
                        texts: include_str!(concat!("texts/", $tag, ".toml")),
                        countries: include_str!(concat!("countries/", $tag, ".tsv")),
                    }),+
                }
            }
        }
    };
}

languages! {
    /// `fr`: `1 234,50 €`, with spaces that do not break.
    French = "fr": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "", group: "\u{202f}", grouped_from: 4, decimal: ",", after: "\u{a0}€" },
        percent: "\u{a0}%",
    };
    /// `en`: `€1,234.50`.
    English = "en": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "€", group: ",", grouped_from: 4, decimal: ".", after: "" },
        percent: "%",
    };
    /// `de`: `1.234,50 €`.
    German = "de": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "", group: ".", grouped_from: 4, decimal: ",", after: "\u{a0}€" },
        percent: "\u{a0}%",
    };
    /// `es`: `1234,50 €`, but `12.345 €`.
    Spanish = "es": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "", group: ".", grouped_from: 5, decimal: ",", after: "\u{a0}€" },
        percent: "\u{a0}%",
    };
    /// `it`: `1234,50 €`, but `12.345 €`.
    Italian = "it": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "", group: ".", grouped_from: 5, decimal: ",", after: "\u{a0}€" },
        percent: "%",
    };
    /// `nl`: `€ 1.234,50`.
    Dutch = "nl": Writing {
        direction: "ltr",
        money: MoneyStyle { before: "€\u{a0}", group: ".", grouped_from: 4, decimal: ",", after: "" },
        percent: "%",
    };
}

/// In which languages something is said that lacks in the one asked for: the first that has it. English comes first,
/// since more people read it beside their own; French has every text.
pub(super) const FALLBACKS: [Language; 2] = [Language::English, Language::French];

impl Language {
    /// Returns the language with that tag, or `None`.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Returns the tags of all languages, as a sentence lists them: `fr, en`.
    pub fn known() -> String {
        Self::ALL.map(Self::tag).join(", ")
    }

    /// Returns the direction in which it is written, as in `dir`.
    pub const fn direction(self) -> &'static str {
        self.writing().direction
    }

    /// Returns what pages say in it, as TOML.
    pub(super) const fn texts(self) -> &'static str {
        self.files().texts
    }

    /// Returns the countries' names: one a line, its code before it, in the order of the names.
    pub(super) const fn countries(self) -> &'static str {
        self.files().countries
    }

    /// Returns how it writes money.
    pub const fn money_style(self) -> MoneyStyle<'static> {
        self.writing().money
    }

    /// Returns an amount as people read it: `12,50 €`.
    pub fn money(self, amount: Amount) -> String {
        self.money_style().write(amount.cents())
    }

    /// Returns a number of whole euros as people read it; unlike an [`Amount`], it may be zero.
    pub fn euros(self, euros: u32) -> String {
        self.money_style().write(u64::from(euros) * 100)
    }

    /// Returns a number of whole percents as people read it: `66 %`.
    pub fn whole_percent(self, percent: u64) -> String {
        percent.to_string() + self.writing().percent
    }

    /// Returns a rate in hundredths of a percent as people read it: `66 %`.
    pub fn percent(self, basis_points: u16) -> String {
        let (whole, fraction) = (basis_points / 100, basis_points % 100);
        let mark = self.money_style().decimal;
        let number = match (fraction / 10, fraction % 10) {
            (0, 0) => format!("{whole}"),
            (tens, 0) => format!("{whole}{mark}{tens}"),
            (tens, ones) => format!("{whole}{mark}{tens}{ones}"),
        };
        number + self.writing().percent
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
