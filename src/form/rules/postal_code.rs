//! A postal code, by country: its pattern, and the way the country writes it.
//!
//! The patterns and their source are in `countries.tsv`. A code refused wrongly loses a gift, and one accepted wrongly
//! a stamp; so only those countries have one whose pattern is certain and from where people give. The others take any
//! text, and what does not look like a code is only remarked on.

use super::country;
use super::tables::{PATTERNS, PREFIXES, SIGNS, WITHOUT};
use super::text::plain;
use crate::protocol::Code;
use crate::protocol::compact::{cut, parts};

/// Checks whether addresses in a country have a code.
pub fn is_used(country: &str) -> bool {
    !lists(WITHOUT, country)
}

/// Checks whether a code is accepted but does not look like one, in a country whose pattern is not known.
pub fn is_unusual(typed: &str, country: &str) -> bool {
    if country.is_empty() || !is_used(country) || patterns_of(country).is_some() {
        return false;
    }
    let code = normalise(typed, country).unwrap_or_default();
    let looks_right =
        (3..=10).contains(&code.len()) && code.is_ascii() && code.bytes().any(|byte| byte.is_ascii_digit());
    !code.is_empty() && !looks_right
}

/// Checks a code and writes it as its country does.
///
/// Case, the separator, and the country's own letters or sign before it, `L-1234`, are forgiven; so is their absence
/// where they are a part of the code. A country without a known pattern takes any text without marks that no code has.
///
/// # Errors
/// [`Code::PostalCodeInvalid`].
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::postal_code;
/// use campagnodon::protocol::Code;
///
/// assert_eq!(postal_code::normalise("F-75 011", "FR").as_deref(), Ok("75011"));
/// assert_eq!(postal_code::normalise("sw1a1aa", "GB").as_deref(), Ok("SW1A 1AA"));
/// assert_eq!(postal_code::normalise("7501", "FR"), Err(Code::PostalCodeInvalid));
/// ```
pub fn normalise(typed: &str, country: &str) -> Result<String, Code> {
    let upper = plain(typed).to_ascii_uppercase();
    let verdict = match patterns_of(country) {
        Some(patterns) => {
            let fit_one = |code| parts(patterns, b'|').find_map(|pattern| fit(code, pattern, country));
            fit_one(upper.as_bytes())
                .or_else(|| fit_one(without_country(upper.as_bytes(), country)?))
                .filter(|code| has_prefix(code, country))
        }
        None => {
            let is_mark = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !is_separator(byte);
            (!upper.bytes().any(is_mark)).then_some(upper)
        }
    };
    verdict.ok_or(Code::PostalCodeInvalid)
}

/// Checks whether a list of countries, two letters each, has this one.
fn lists(countries: &str, country: &str) -> bool {
    country::place(countries, country).is_some()
}

/// Returns what a table, of words that begin with a country's two letters, has for this one, or `None` if it has
/// nothing.
fn said_of<'a>(table: &'a str, country: &str) -> Option<&'a str> {
    parts(table, b' ').find_map(|row| row.strip_prefix(country))
}

/// Returns what follows the country's sign, its two letters or the first of them, which is its sign on cars; `None` if
/// nothing of these is there. Only letters need a separator after them.
fn without_country<'a>(upper: &'a [u8], country: &str) -> Option<&'a [u8]> {
    let rest = upper
        .strip_prefix(said_of(SIGNS, country).unwrap_or(country).as_bytes())
        .or_else(|| upper.strip_prefix(country.as_bytes()))
        .or_else(|| upper.strip_prefix(country.as_bytes().get(..1)?))?;
    let code = after_separators(rest);
    (code.len() < rest.len() || code.first()?.is_ascii_digit()).then_some(code)
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.')
}

fn after_separators(mut rest: &[u8]) -> &[u8] {
    while let [first, after @ ..] = rest
        && is_separator(*first)
    {
        rest = after;
    }
    rest
}

fn patterns_of(country: &str) -> Option<&'static str> {
    parts(PATTERNS, b'\n')
        .find_map(|row| cut(row, b':').filter(|(countries, _)| lists(countries, country)))
        .map(|row| row.1)
}

/// Writes the code as the pattern does, or returns `None` if it does not fit.
fn fit(mut rest: &[u8], pattern: &str, country: &str) -> Option<String> {
    let mut code = String::new();
    for expected in pattern.bytes() {
        match expected {
            b'&' => code.push_str(country),
            b' ' | b'-' => {
                code.push(char::from(expected));
                rest = after_separators(rest);
            }
            b'_' => {
                if let [b' ' | b'.', after @ ..] = rest {
                    rest = after;
                }
            }
            _ => {
                let (next, after) = rest.split_first()?;
                let fits = match expected {
                    b'9' => next.is_ascii_digit(),
                    b'a' => next.is_ascii_uppercase(),
                    b'*' => next.is_ascii_digit() || next.is_ascii_uppercase(),
                    literal => *next == literal,
                };
                if !fits {
                    return None;
                }
                code.push(char::from(*next));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(code)
}

fn has_prefix(code: &str, country: &str) -> bool {
    match country {
        // Departments go from 01 to 98.
        "FR" => !code.starts_with("00") && !code.starts_with("99"),
        _ => said_of(PREFIXES, country).is_none_or(|prefix| code.starts_with(prefix)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for countries in parts(PATTERNS, b'\n').filter_map(|row| Some(cut(row, b':')?.0)).chain([WITHOUT]) {
            assert!(countries.len().is_multiple_of(2), "{countries}");
            for at in (0..countries.len()).step_by(2) {
                let code = &countries[at..at + 2];
                // ISO 3166-1 leaves this one to whoever needs it: Kosovo's, for all.
                assert!(country::is_code(code) || code == "XK", "{code}");
                assert!(seen.insert(&countries[at..at + 2]), "{} stands twice", &countries[at..at + 2]);
            }
        }
    }

    #[test]
    fn codes() {
        for (typed, country, expected) in [
            ("75001", "FR", Some("75001")),
            (" 75001 ", "FR", Some("75001")),
            ("75 011", "FR", Some("75011")),
            ("F-75 011", "FR", Some("75011")),
            ("7 5001", "FR", None),
            ("750 11", "FR", None),
            ("75-011", "FR", None),
            ("75  011", "FR", Some("75011")),
            ("75\u{a0}011", "FR", Some("75011")),
            ("10 115", "DE", Some("10115")),
            ("75.011", "FR", Some("75011")),
            ("７５０１１", "FR", Some("75011")),
            ("75\u{2009}011\t", "FR", Some("75011")),
            ("98 000", "MC", Some("98000")),
            ("110 001", "IN", Some("110001")),
            ("99123", "FR", None),
            ("sw1a1aa", "GB", Some("SW1A 1AA")),
            ("SW1A-1AA", "GB", Some("SW1A 1AA")),
            ("1012ab", "NL", Some("1012 AB")),
            ("1234 AB", "NL", Some("1234 AB")),
            ("12 34 AB", "NL", None),
            ("SW1A 1AA", "GB", Some("SW1A 1AA")),
            ("S W1A 1AA", "GB", None),
            ("SW1A\t1AA", "GB", Some("SW1A 1AA")),
            ("GB-SW1A 1AA", "GB", Some("SW1A 1AA")),
            ("GBSW1A 1AA", "GB", None),
            ("bfpo61", "GB", Some("BFPO 61")),
            ("BFPO 1234", "GB", Some("BFPO 1234")),
            ("BFPO", "GB", None),
            ("gir0aa", "GB", Some("GIR 0AA")),
            ("241CA", "GB", None),
            ("11AA", "GB", None),
            ("123 45", "SE", Some("123 45")),
            ("12345", "SE", Some("123 45")),
            ("12 345", "SE", None),
            ("00950", "PL", Some("00-950")),
            ("1000-205", "PT", Some("1000-205")),
            ("1000 \u{2013} 205", "PT", Some("1000-205")),
            ("01.310-100", "BR", Some("01310-100")),
            ("01310100", "BR", Some("01310-100")),
            ("〒100-0001", "JP", Some("100-0001")),
            ("〒 １００ー０００１", "JP", Some("100-0001")),
            ("12643-2121", "SA", Some("12643-2121")),
            ("120101", "KH", Some("120101")),
            ("12 010", "KH", Some("12010")),
            ("r5133", "MU", Some("R5133")),
            ("A0001", "MU", Some("A0001")),
            ("B0001", "MU", None),
            ("BZN1130", "MT", Some("BZN 1130")),
            ("A1117", "MT", None),
            ("47890", "SM", Some("47890")),
            ("47900", "SM", None),
            ("22150", "AX", Some("22150")),
            ("00120", "VA", Some("00120")),
            ("D02 AF30", "IE", Some("D02 AF30")),
            ("d6wxy00", "IE", Some("D6W XY00")),
            ("D02X2", "IE", None),
            ("02X28", "IE", None),
            ("56A60", "IE", None),
            ("12345-6789", "US", Some("12345-6789")),
            ("2A004", "US", None),
            ("98714", "PF", Some("98714")),
            ("75001", "PF", None),
            ("anything 1", "AE", Some("ANYTHING 1")),
            ("101", "IS", Some("101")),
            ("AZ1000", "AZ", Some("AZ1000")),
            ("11000", "RS", Some("11000")),
            ("L-1234", "LU", Some("1234")),
            ("L 1234", "LU", Some("1234")),
            ("LT-01100", "LT", Some("01100")),
            ("FIN-00100", "FI", Some("00100")),
            ("FI-00100", "FI", Some("00100")),
            ("FL-9490", "LI", Some("9490")),
            ("RKS-10000", "XK", Some("10000")),
            ("1000", "XK", None),
            ("SLO - 1000", "SI", Some("1000")),
            ("EST-10111", "EE", Some("10111")),
            ("S-114 55", "SE", Some("114 55")),
            ("NL 1012 AB", "NL", Some("1012 AB")),
            ("LV1010", "LV", Some("LV-1010")),
            ("1010", "LV", Some("LV-1010")),
            ("500", "AD", Some("AD500")),
            ("AD 500", "AD", Some("AD500")),
            ("BD500", "AD", None),
            ("MC98000", "MC", Some("98000")),
            ("f-75001", "FR", Some("75001")),
            ("FR-75001", "LT", None),
            ("D-10115", "BE", None),
            ("B1000", "BE", Some("1000")),
            ("A|1234", "LV", None),
            ("٧٥٠٠١", "IR", Some("٧٥٠٠١")),
            ("12\u{202e}34", "IR", Some("1234")),
            ("12|34", "IR", None),
            ("", "FR", None),
            ("<b>", "AE", None),
            ("é", "FR", None),
        ] {
            assert_eq!(normalise(typed, country).ok().as_deref(), expected, "{typed} {country}");
        }
    }

    #[test]
    fn unusual_codes() {
        for (code, country, unusual) in [
            ("75001", "FR", false),
            ("SE1 9XX", "BM", false),
            ("1234567890", "IR", false),
            ("BEIRUT", "LB", true),
            ("12", "IS", true),
            ("12345678901", "IR", true),
            ("٧٥٠٠١", "IR", true),
            ("-", "AE", false),
        ] {
            assert_eq!(is_unusual(code, country), unusual, "{code} {country}");
        }
        assert!(is_used("FR") && is_used("IS") && is_used("") && !is_used("AE") && !is_used("HK"));
    }
}
