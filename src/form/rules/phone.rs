//! A telephone number, as people write it.

use super::text::{max, trim};
use crate::protocol::Code;

/// Trims a number and checks that one can be dialled: 6 to 15 digits (ITU-T E.164 allows 15), perhaps after `+`, with
/// the usual marks between them.
///
/// # Errors
/// [`Code::PhoneInvalid`], [`Code::TooLong`].
pub fn check(typed: &str) -> Result<&str, Code> {
    let number = trim(typed);
    let mut digits = 0;
    for (at, c) in number.char_indices() {
        match c {
            '0'..='9' => digits += 1,
            '+' if at == 0 => {}
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' | '(' | ')' => {}
            _ => return Err(Code::PhoneInvalid),
        }
    }
    if !(6..=15).contains(&digits) {
        return Err(Code::PhoneInvalid);
    }
    if number.chars().count() > max::PHONE { Err(Code::TooLong) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (typed, expected) in [
            ("01 02 03 04 05", Ok("01 02 03 04 05")),
            (" +33 (0)1 02-03.04/05 ", Ok("+33 (0)1 02-03.04/05")),
            ("1", Err(Code::PhoneInvalid)),
            ("06abcdefgh", Err(Code::PhoneInvalid)),
            ("#31#0102030405", Err(Code::PhoneInvalid)),
            ("01+02030405", Err(Code::PhoneInvalid)),
            ("1234567890123456", Err(Code::PhoneInvalid)),
            ("1 2 3 4 5 6 7 8 9 0 1 2 3 4        5", Err(Code::TooLong)),
        ] {
            assert_eq!(check(typed), expected, "{typed:?}");
        }
    }
}
