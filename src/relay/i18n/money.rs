//! How a language writes money. In the page the browser knows it too (`Intl`), and both write alike.

use crate::protocol::compact::{digits, push_two_digits};

/// How sums of euros are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyStyle<'a> {
    /// What is before the number.
    pub before: &'a str,
    /// What is between thousands; may be empty.
    pub group: &'a str,
    /// From how many digits on there is something between thousands: 5 where one writes `1000` but `10.000`, else 4.
    pub grouped_from: usize,
    /// What is before the cents.
    pub decimal: &'a str,
    /// What is after the number.
    pub after: &'a str,
}

impl<'a> MoneyStyle<'a> {
    /// Writes a sum of cents; whole euros have none.
    pub fn write(&self, cents: u64) -> String {
        let euros = digits(cents / 100);
        let mut text = self.before.to_owned();
        for (at, digit) in euros.char_indices() {
            if at > 0 && euros.len() >= self.grouped_from && (euros.len() - at).is_multiple_of(3) {
                text.push_str(self.group);
            }
            text.push(digit);
        }
        if !cents.is_multiple_of(100) {
            text.push_str(self.decimal);
            push_two_digits(&mut text, cents % 100);
        }
        text.push_str(self.after);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        let french = MoneyStyle { before: "", group: "\u{202f}", grouped_from: 4, decimal: ",", after: "\u{a0}€" };
        let english = MoneyStyle { before: "€", group: ",", grouped_from: 4, decimal: ".", after: "" };
        let spanish = MoneyStyle { group: ".", grouped_from: 5, ..french };
        for (style, cents, expected) in [
            (french, 0, "0\u{a0}€"),
            (french, 3000, "30\u{a0}€"),
            (french, 99_999, "999,99\u{a0}€"),
            (french, 100_005, "1\u{202f}000,05\u{a0}€"),
            (french, 123_456_700, "1\u{202f}234\u{202f}567\u{a0}€"),
            (english, 7, "€0.07"),
            (english, 1250, "€12.50"),
            (english, 100_000, "€1,000"),
            (spanish, 999_905, "9999,05\u{a0}€"),
            (spanish, 1_000_000, "10.000\u{a0}€"),
            (english, u64::MAX, "€184,467,440,737,095,516.15"),
        ] {
            assert_eq!(style.write(cents), expected);
        }
    }
}
