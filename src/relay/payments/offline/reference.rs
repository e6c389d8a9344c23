//! The reference by which a transfer or a cheque is known again.

use super::account::groups_of_four;
use crate::relay::keys::{self, NoRandomness};
use std::fmt;

/// The digits of Crockford's base 32, which has no I, L, O or U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many digits a reference has, of five bits each.
const LENGTH: usize = 12;

/// How many characters it has with `RF` and the check digits before it.
const WHOLE: usize = LENGTH + 4;

/// 60 random bits, kept as 12 digits of Crockford's base 32. People see them behind `RF` and two check digits, as a
/// creditor reference (ISO 11649).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransferReference(String);

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It has another number of letters and digits: how many.
    #[error("it has {0} letters and digits; a reference has {WHOLE}, or {LENGTH} without the RF and two digits before")]
    Length(usize),
    /// It has 16 letters and digits, and does not begin with `RF` and two digits.
    #[error("it has {WHOLE} letters and digits, and does not begin with RF and two digits")]
    Beginning,
    /// It has a character that no reference has: which.
    #[error("no reference has the character {0:?}")]
    Character(char),
    /// The check digits do not fit the rest.
    #[error("its check digits do not fit: a character was misread, or two are in each other’s place")]
    CheckDigits,
}

impl TransferReference {
    /// Returns a new one.
    ///
    /// # Errors
    /// If the system gives no randomness.
    pub fn mint() -> Result<Self, NoRandomness> {
        Ok(Self::of(keys::mint_reference()?))
    }

    /// Returns the reference of the last 60 bits of a number.
    fn of(number: u64) -> Self {
        let digit = |at: usize| {
            let bits = (number >> (5 * (LENGTH - 1 - at))) & 31;
            char::from(DIGITS[usize::from(bits as u8)])
        };
        Self((0..LENGTH).map(digit).collect())
    }

    /// Reads a reference as people copy it and banks print it: with or without `RF` and its check digits, whatever the
    /// case, the spaces and the hyphens, with O for 0 and I or L for 1.
    ///
    /// # Errors
    /// See [`ReferenceError`].
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let bare: Vec<char> = text.chars().filter(|c| !is_between(*c)).collect();
        let (beginning, digits) = match bare.len() {
            LENGTH => (None, &bare[..]),
            WHOLE => {
                let (beginning, digits) = bare.split_at(WHOLE - LENGTH);
                (Some(beginning), digits)
            }
            length => return Err(ReferenceError::Length(length)),
        };
        let digits = digits.iter().map(|c| digit(*c).ok_or(ReferenceError::Character(*c)));
        let reference = Self(digits.collect::<Result<_, _>>()?);
        if let Some(beginning) = beginning {
            let read: String = beginning.iter().map(|c| digit(*c).unwrap_or(*c)).collect();
            let check = read.strip_prefix("RF").filter(|check| check.bytes().all(|byte| byte.is_ascii_digit()));
            if check.ok_or(ReferenceError::Beginning)? != reference.check_digits() {
                return Err(ReferenceError::CheckDigits);
            }
        }
        Ok(reference)
    }

    /// Returns its 12 digits: what is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns it as a creditor reference, without spaces: `RF18539007547034` is one.
    pub fn creditor_reference(&self) -> String {
        ["RF", &self.check_digits(), &self.0].concat()
    }

    /// Returns the groups of four characters of the creditor reference, as people read it.
    pub fn groups(&self) -> Vec<String> {
        groups_of_four(&self.creditor_reference()).map(str::to_owned).collect()
    }

    /// Returns the check digits of ISO 11649, by mod 97-10 of ISO 7064: with letters as 10 to 35, the digits, `RF` and
    /// the check digits are 1 modulo 97.
    fn check_digits(&self) -> String {
        let add = |rest: u32, byte: u8| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        };
        format!("{:02}", 98 - self.0.bytes().chain(*b"RF00").fold(0, add))
    }
}

/// Checks whether a character is only between groups.
const fn is_between(c: char) -> bool {
    // Hyphens of every kind: word processors put others in their place.
    c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}' | '\u{200b}')
}

/// Returns the digit that a person may have written so, or `None` if there is none.
fn digit(c: char) -> Option<char> {
    let digit = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    DIGITS.iter().any(|known| char::from(*known) == digit).then_some(digit)
}

impl fmt::Display for TransferReference {
    /// Writes it as people read it: `RF18 5390 0754 7034`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.groups().join(" "))
    }
}

impl fmt::Debug for TransferReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.creditor_reference())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reference_is_read_as_people_write_it() {
        let reference = Ok("539007547034");
        for (text, expected) in [
            // An example of the standard's own shape.
            ("RF18 5390 0754 7034", reference),
            ("rf18-5390-0754-7034", reference),
            ("RF18539007547034", reference),
            (" 5390 o754 7O34 ", reference),
            ("RFi8 5390 0754 7034", reference),
            ("RFL8\u{a0}539007\u{2011}547034", reference),
            ("539007547034", reference),
            ("RF19 5390 0754 7034", Err(ReferenceError::CheckDigits)),
            ("RF18 5390 0754 7043", Err(ReferenceError::CheckDigits)),
            ("RF18 5390 0754 703", Err(ReferenceError::Length(15))),
            ("", Err(ReferenceError::Length(0))),
            ("FR18 5390 0754 7034", Err(ReferenceError::Beginning)),
            ("RFA8 5390 0754 7034", Err(ReferenceError::Beginning)),
            ("RF18 5390 0754 70U4", Err(ReferenceError::Character('U'))),
            ("5390 0754 70é4", Err(ReferenceError::Character('é'))),
            // Twelve digits that begin as a whole reference does.
            ("RF18 5390 0754", Ok("RF1853900754")),
        ] {
            let read = TransferReference::parse(text);
            assert_eq!(read.as_ref().map(TransferReference::as_str).map_err(|error| *error), expected, "{text}");
        }
    }

    /// As python-stdnum has them.
    #[test]
    fn check_digits() {
        for (digits, shown) in [
            ("539007547034", "RF18 5390 0754 7034"),
            ("000000000000", "RF04 0000 0000 0000"),
            ("ZZZZZZZZZZZZ", "RF56 ZZZZ ZZZZ ZZZZ"),
        ] {
            assert_eq!(TransferReference::parse(digits).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn a_new_one_is_another() {
        let one = TransferReference::mint().unwrap();
        assert_ne!(one, TransferReference::mint().unwrap());
        assert_eq!(one.as_str().len(), LENGTH);
    }

    fn reference() -> impl Strategy<Value = TransferReference> {
        (0_u64..1 << 60).prop_map(TransferReference::of)
    }

    /// Returns a text with each character in one of the ways in which people copy it.
    fn copied(text: &str, ways: &[usize]) -> String {
        let ways = ways.iter().copied().chain(std::iter::repeat(0));
        let way = |(c, way): (char, usize)| match (c, way) {
            ('0', 1) => "o".to_owned(),
            ('0', 2) => "O".to_owned(),
            ('1', 1) => "I".to_owned(),
            ('1', 2) => "l".to_owned(),
            (c, 3) => format!("{c} "),
            (c, 4) => format!("-{c}"),
            (c, 5) => format!("{c}\u{202f}"),
            (c, 0) => c.to_string(),
            (c, _) => c.to_ascii_lowercase().to_string(),
        };
        text.chars().zip(ways).map(way).collect()
    }

    proptest! {
        #[test]
        fn a_number_is_one_reference(one in 0_u64..1 << 60, other in 0_u64..1 << 60) {
            prop_assert_eq!(TransferReference::of(one) == TransferReference::of(other), one == other);
        }

        #[test]
        fn what_is_shown_is_read(reference in reference(), ways in prop::collection::vec(0_usize..7, 19)) {
            for shown in [reference.to_string(), reference.creditor_reference(), reference.as_str().to_owned()] {
                prop_assert_eq!(TransferReference::parse(&copied(&shown, &ways)), Ok(reference.clone()), "{}", shown);
            }
        }

        /// ISO 11649: what was shown, with its first four characters at the end and letters as numbers, is 1 modulo 97.
        #[test]
        fn what_is_shown_is_a_creditor_reference(reference in reference()) {
            let shown = reference.creditor_reference();
            prop_assert!(shown.len() <= 25 && shown.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            let moved = [&shown[4..], &shown[..4]].concat();
            let digits: String = moved.chars().map(|c| c.to_digit(36).unwrap().to_string()).collect();
            prop_assert_eq!(digits.parse::<u128>().unwrap() % 97, 1);
        }

        /// A digit for a digit, a letter for a letter; of a letter for a digit, one in 97 is not.
        #[test]
        fn one_character_misread_is_noticed(
            reference in reference(), at in 0_usize..16, digit in "[0-9]", letter in "[A-HJKMNP-TV-Z]",
        ) {
            let right = reference.creditor_reference();
            let sign = if right.as_bytes()[at].is_ascii_digit() { digit } else { letter };
            let wrong = [&right[..at], &sign, &right[at + 1..]].concat();
            prop_assert_eq!(TransferReference::parse(&wrong).is_ok(), wrong == right, "{}", wrong);
        }

        /// All but B1, M2 and X3: with letters as numbers, both orders are 111, 222 and 333.
        #[test]
        fn two_characters_exchanged_are_noticed(reference in reference(), at in 4_usize..15) {
            let right = reference.creditor_reference();
            let mut bytes = right.clone().into_bytes();
            bytes.swap(at, at + 1);
            let wrong = String::from_utf8(bytes).unwrap();
            let same = wrong == right || ["B1", "1B", "M2", "2M", "X3", "3X"].contains(&&right[at..at + 2]);
            prop_assert_eq!(TransferReference::parse(&wrong).is_ok(), same, "{}", wrong);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            if let Ok(reference) = TransferReference::parse(&text) {
                prop_assert_eq!(TransferReference::parse(reference.as_str()), Ok(reference));
            }
        }
    }
}
