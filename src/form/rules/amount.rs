//! A free amount, as people write it: `30`, `12,50`, `12.50`, `1 000`. Never guessed.

use super::text::plain;
use crate::protocol::plain::cut;
use crate::protocol::{Amount, Code};

/// Reads an amount of euros. Spaces, apostrophes and thin spaces may group thousands; a comma or a point starts the
/// cents, of which there are one or two. A mark before exactly three last digits could be either, so it is refused.
///
/// # Errors
/// [`Code::AmountInvalid`], [`Code::AmountAmbiguous`], [`Code::AmountNotWhole`], and for what is below one cent or above
/// [`Amount::MAX`] [`Code::AmountTooSmall`], [`Code::AmountTooLarge`].
pub fn parse(typed: &str, cents_allowed: bool) -> Result<Amount, Code> {
    let text = plain(typed);
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let mark = text.bytes().find(|byte| matches!(byte, b'.' | b','));
    let (whole, fraction) = mark.and_then(|mark| cut(text, mark)).unwrap_or((text, ""));
    let euros = whole_euros(whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(if is_grouped(fraction) { Code::AmountAmbiguous } else { Code::AmountInvalid });
    }
    let cents = match fraction.as_bytes() {
        [] if mark.is_some() => return Err(Code::AmountInvalid),
        [] => 0,
        [tens] => u64::from(tens - b'0') * 10,
        [tens, ones] => u64::from(tens - b'0') * 10 + u64::from(ones - b'0'),
        [_, _, _] => return Err(Code::AmountAmbiguous),
        _ => return Err(Code::AmountInvalid),
    };
    if cents != 0 && !cents_allowed {
        return Err(Code::AmountNotWhole);
    }
    if negative {
        return Err(Code::AmountTooSmall);
    }
    match euros * 100 + cents {
        0 => Err(Code::AmountTooSmall),
        total => Amount::from_cents(total).ok_or(Code::AmountTooLarge),
    }
}

/// More euros than any amount; what is above counts as this.
const TOO_MANY: u64 = Amount::MAX.cents();

/// Digits, perhaps in groups of three.
fn whole_euros(text: &str) -> Result<u64, Code> {
    let mut euros: u64 = 0;
    let mut in_group = 0;
    let mut grouped = false;
    for c in text.chars() {
        match c {
            '0'..='9' => {
                euros = TOO_MANY.min(euros * 10 + u64::from(u32::from(c) - u32::from('0')));
                in_group += 1;
            }
            ' ' | '\'' | '\u{2019}' if in_group == 3 || (!grouped && (1..=3).contains(&in_group)) => {
                grouped = true;
                in_group = 0;
            }
            _ => return Err(Code::AmountInvalid),
        }
    }
    if in_group == 0 || (grouped && in_group != 3) { Err(Code::AmountInvalid) } else { Ok(euros) }
}

/// Whether a second mark follows, as in `1.000,00`: readable to people of one country, and to others not.
fn is_grouped(fraction: &str) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'.' | b',');
    match fraction.as_bytes() {
        [a, b, c, mark, rest @ ..] => {
            [a, b, c].iter().all(|byte| byte.is_ascii_digit())
                && is_mark(mark)
                && rest.iter().all(|byte| byte.is_ascii_digit() || is_mark(byte))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (typed, expected) in [
            ("30", Ok(3000)),
            (" 30\u{a0}", Ok(3000)),
            ("030", Ok(3000)),
            ("12,5", Ok(1250)),
            ("12.50", Ok(1250)),
            ("0,07", Ok(7)),
            ("1 000", Ok(100_000)),
            ("1\u{202f}000,50", Ok(100_050)),
            ("1'000'000", Ok(100_000_000)),
            ("1.000", Err(Code::AmountAmbiguous)),
            ("1,000", Err(Code::AmountAmbiguous)),
            ("1.000,00", Err(Code::AmountAmbiguous)),
            ("", Err(Code::AmountInvalid)),
            ("12.", Err(Code::AmountInvalid)),
            (",5", Err(Code::AmountInvalid)),
            ("12.5000", Err(Code::AmountInvalid)),
            ("1 00", Err(Code::AmountInvalid)),
            ("1000 000", Err(Code::AmountInvalid)),
            ("12 €", Err(Code::AmountInvalid)),
            ("+12", Err(Code::AmountInvalid)),
            ("1e2", Err(Code::AmountInvalid)),
            ("١٢", Err(Code::AmountInvalid)),
            ("12.é", Err(Code::AmountInvalid)),
            ("1.00é,", Err(Code::AmountInvalid)),
            ("0", Err(Code::AmountTooSmall)),
            ("-100", Err(Code::AmountTooSmall)),
            ("- 100", Err(Code::AmountInvalid)),
            ("10000000000", Ok(1_000_000_000_000)),
            ("10000000001", Err(Code::AmountTooLarge)),
            ("99999999999999999999999999", Err(Code::AmountTooLarge)),
        ] {
            assert_eq!(parse(typed, true).map(Amount::cents), expected, "{typed:?}");
        }
    }

    #[test]
    fn whole_euros_only() {
        assert_eq!(parse("12,50", false), Err(Code::AmountNotWhole));
        assert_eq!(parse("12,00", false).map(Amount::cents), Ok(1200));
    }
}
