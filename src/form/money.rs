//! How a language writes money, learnt from one example: the relay writes it into the page, and both write alike.

use crate::protocol::digits;

/// How sums of euros are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyStyle {
    /// What stands before the number.
    pub before: String,
    /// What stands between thousands; may be empty.
    pub group: String,
    /// What stands before the cents.
    pub decimal: String,
    /// What stands after the number.
    pub after: String,
}

impl MoneyStyle {
    /// The sum that an example shows, in cents: its digits all differ where it matters.
    const SHOWN: u64 = 123_450;

    /// Reads how the sum of 1234.50 euros is written, as in `1 234,50 €`. Something must stand before the cents, other
    /// than what stands between thousands.
    pub fn parse(example: &str) -> Option<Self> {
        let (before, rest) = example.split_once('1')?;
        let (group, rest) = rest.split_once('2')?;
        let (decimal, rest) = rest.strip_prefix("34")?.split_once('5')?;
        let after = rest.strip_prefix('0')?;
        let parts = [before, group, decimal, after];
        let has_digit = parts.iter().any(|part| part.bytes().any(|byte| byte.is_ascii_digit()));
        if has_digit || decimal.is_empty() || decimal == group {
            return None;
        }
        let [before, group, decimal, after] = parts.map(str::to_owned);
        Some(Self { before, group, decimal, after })
    }

    /// The example that [`Self::parse`] reads.
    pub fn example(&self) -> String {
        self.write(Self::SHOWN)
    }

    /// A sum of cents; whole euros have none.
    pub fn write(&self, cents: u64) -> String {
        let euros = digits(cents / 100);
        let mut text = self.before.clone();
        for (at, digit) in euros.char_indices() {
            if at > 0 && (euros.len() - at).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(digit);
        }
        if !cents.is_multiple_of(100) {
            text.push_str(&self.decimal);
            text.push(char::from(b'0' + (cents / 10 % 10) as u8));
            text.push(char::from(b'0' + (cents % 10) as u8));
        }
        text.push_str(&self.after);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_says_how_every_sum_is_written() {
        for (example, cents, expected) in [
            ("1 234,50 €", 3000, "30 €"),
            ("1 234,50 €", 0, "0 €"),
            ("1 234,50 €", 99_999, "999,99 €"),
            ("1 234,50 €", 100_005, "1 000,05 €"),
            ("1\u{202f}234,50\u{a0}€", 123_456_700, "1\u{202f}234\u{202f}567\u{a0}€"),
            ("€1,234.50", 1250, "€12.50"),
            ("€1,234.50", 100_000, "€1,000"),
            ("1234,50", 100_000_000_000, "1000000000"),
            ("CHF 1’234.50", 7, "CHF 0.07"),
            ("€1,234.50", u64::MAX, "€184,467,440,737,095,516.15"),
        ] {
            let style = MoneyStyle::parse(example).unwrap();
            assert_eq!(style.write(cents), expected);
            assert_eq!(style.example(), example);
        }
    }

    #[test]
    fn what_shows_no_style_is_none() {
        for text in ["", "{} €", "1234 €", "123450", "1,234,50", "1 234,5 €", "2 1 234,50", "1 234,50 5", "12 34,50"]
        {
            assert_eq!(MoneyStyle::parse(text), None, "{text:?}");
        }
    }
}
