//! A free amount, as people write it: `30`, `12,50`, `12.50 €`, `1 000 euros`, `50,-`. Never guessed.

use super::text::plain;
use crate::protocol::{Amount, Code};

/// Reads an amount of euros.
///
/// Spaces and apostrophes may group thousands; a comma or a point starts the cents, of which there are one or two, or
/// none: `50,-`. A mark before exactly three last digits could be either, so it is refused. The currency may be on
/// either side; an amount in another one is refused.
///
/// # Errors
/// [`Code::Required`], [`Code::AmountInvalid`], [`Code::AmountAmbiguous`], [`Code::AmountNotWhole`]; below one cent
/// [`Code::AmountTooSmall`], above [`Amount::MAX`] [`Code::AmountTooLarge`].
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::amount;
/// use campagnodon::protocol::{Amount, Code};
///
/// assert_eq!(amount::parse("1 000,50 €", true).map(Amount::cents), Ok(100_050));
/// assert_eq!(amount::parse("12,50", false), Err(Code::AmountNotWhole));
/// assert_eq!(amount::parse("1.000", true), Err(Code::AmountAmbiguous));
/// ```
pub fn parse(typed: &str, cents_allowed: bool) -> Result<Amount, Code> {
    let text = plain(typed).to_ascii_uppercase();
    if text.is_empty() {
        return Err(Code::Required);
    }
    let text = without_currency(text.as_bytes()).ok_or(Code::AmountInvalid)?;
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mark = text.iter().position(|byte| matches!(byte, b'.' | b','));
    let (whole, fraction) = mark.map_or((text, &[][..]), |mark| (&text[..mark], &text[mark + 1..]));
    let dashes = fraction.iter().all(|byte| *byte == b'-');
    let euros = if whole.is_empty() && !dashes { 0 } else { whole_euros(whole)? };
    if !dashes && !fraction.iter().all(u8::is_ascii_digit) {
        return Err(if is_grouped(fraction) { Code::AmountAmbiguous } else { Code::AmountInvalid });
    }
    let cents = match fraction {
        _ if dashes => 0,
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

/// More euros than any amount has; a larger number is read as this one.
const TOO_MANY: u64 = Amount::MAX.cents();

/// Returns the number without its currency, or `None` if anything else is beside it.
fn without_currency(text: &[u8]) -> Option<&[u8]> {
    let is_of_number = |byte: &u8| *byte < b'A' && *byte != b' ';
    let from = text.iter().position(is_of_number)?;
    let to = text.iter().rposition(is_of_number)? + 1;
    let is_currency = |word: &[u8]| {
        let ([b' ', word @ ..] | [word @ .., b' '] | word) = word;
        word == "€".as_bytes() || b"EUROS".starts_with(word)
    };
    (is_currency(&text[..from]) && is_currency(&text[to..])).then(|| &text[from..to])
}

/// Reads digits, perhaps in groups of three.
fn whole_euros(text: &[u8]) -> Result<u64, Code> {
    let mut euros: u64 = 0;
    let mut in_group = 0;
    let mut grouped = false;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                euros = TOO_MANY.min(euros * 10 + u64::from(byte - b'0'));
                in_group += 1;
            }
            b' ' | b'\'' if in_group == 3 || (!grouped && (1..=3).contains(&in_group)) => {
                grouped = true;
                in_group = 0;
            }
            _ => return Err(Code::AmountInvalid),
        }
    }
    if in_group == 0 || (grouped && in_group != 3) { Err(Code::AmountInvalid) } else { Ok(euros) }
}

/// Checks whether a second mark follows, as in `1.000,00`: clear in one country, and wrong in another.
fn is_grouped(fraction: &[u8]) -> bool {
    matches!(fraction, [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'.' | b',', ..])
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
            ("50 €", Ok(5000)),
            ("50€", Ok(5000)),
            ("€ 50", Ok(5000)),
            ("eur 50", Ok(5000)),
            ("50 Euros", Ok(5000)),
            ("50 e", Ok(5000)),
            ("50,00\u{a0}€", Ok(5000)),
            ("€1 000.-", Ok(100_000)),
            ("50,-", Ok(5000)),
            ("50.\u{2013}", Ok(5000)),
            ("50.-- EUR", Ok(5000)),
            ("12.", Ok(1200)),
            ("12,", Ok(1200)),
            (",5", Ok(50)),
            (".50 €", Ok(50)),
            ("+12", Ok(1200)),
            ("５０", Ok(5000)),
            ("１ ０００，５０", Ok(100_050)),
            ("1  000", Ok(100_000)),
            ("1\u{2009}000\u{2009}000", Ok(100_000_000)),
            ("\u{200e}50\u{202c} €\u{200f}", Ok(5000)),
            ("\u{2212}5 €", Err(Code::AmountTooSmall)),
            (",00", Err(Code::AmountTooSmall)),
            (",", Err(Code::AmountInvalid)),
            ("-", Err(Code::AmountInvalid)),
            (",-", Err(Code::AmountInvalid)),
            ("€", Err(Code::AmountInvalid)),
            ("50-", Err(Code::AmountInvalid)),
            ("50,5-", Err(Code::AmountInvalid)),
            ("$50", Err(Code::AmountInvalid)),
            ("50 £", Err(Code::AmountInvalid)),
            ("50 CHF", Err(Code::AmountInvalid)),
            ("50 ros", Err(Code::AmountInvalid)),
            ("50 euros par mois", Err(Code::AmountInvalid)),
            ("5 € 0", Err(Code::AmountInvalid)),
            ("1.000 €", Err(Code::AmountAmbiguous)),
            ("1.000,-", Err(Code::AmountAmbiguous)),
            ("1.000", Err(Code::AmountAmbiguous)),
            ("1,000", Err(Code::AmountAmbiguous)),
            ("1.000,00", Err(Code::AmountAmbiguous)),
            ("\u{a0}", Err(Code::Required)),
            ("12.5000", Err(Code::AmountInvalid)),
            ("1 00", Err(Code::AmountInvalid)),
            ("1000 000", Err(Code::AmountInvalid)),
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
