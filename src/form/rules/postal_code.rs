//! A postal code, by country: its pattern, and the way the country writes it.
//!
//! Source of the patterns: the Universal Postal Union's addressing guides, as of 2026. A code refused wrongly loses a
//! gift, and one accepted wrongly a stamp; so a country stands here only if its pattern is certain and it is a place
//! from where people give. Every other takes any text, and what looks like no code is only remarked on.

use super::country;
use super::text::{clean, max, plain};
use crate::protocol::Code;
use crate::protocol::plain::{cut, joined, parts};

/// The countries of each pattern, two letters each, and the pattern: `9` is a digit, `A` a letter, `*` either; a space or
/// `-` is how the country separates the parts, and may be left out when typing; `_` is where some people type a space that
/// the country does not write, `75 011`; anything else stands for itself. Several are separated by `|`.
const PATTERNS: &str = "\
BABLBTCRCUDEDODZEEEGESFIFRGFGPGTHNHRIDIQITJOKEKHKRKWLALKLTMAMCMEMFMMMQMUMVMXMYNCNINPPEPFPK:99_999\n\
PMRESASDSNTHTRUAUYWFYTZM:99_999\n\
ATAUBEBGCHCYDKHULILUNONZSITNZA:9999\n\
BYCNINRORUSG:999_999\n\
ASFMGUMHMPPRPWUMUSVI:99999|99999-9999\n\
GBGGIMJE:A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA\n\
CZGRSESK:999 99\n\
AD:AD999\n\
AX:22999\n\
BR:99999-999\n\
CA:A9A 9A9\n\
IE:A** ****\n\
IL:9999999|99999\n\
JP:999-9999\n\
LV:LV-9999\n\
MT:AAA 9999\n\
NL:9999 AA\n\
PL:99-999\n\
PT:9999-999|9999\n\
SM:4789*\n\
VA:00120";

/// The first digits that the pattern alone does not tell.
const PREFIXES: &str = "MC980 NC988 PF987 WF986 PM97 GP97 MQ97 GF97 RE97 YT97 BL97 MF97";

/// Countries where addresses have no code, or seldom (the Universal Postal Union's guides again).
const WITHOUT: &str = "AEAGANAOAQAWBFBIBJBOBQBSBVBWBZCDCFCGCICKCMCWDJDMERFJGAGDGMGQGYHKHMJMKIKMKNKPLYMLMOMRNRNUQARWSBSCSL\
SOSRSSSTSXSYTDTFTGTKTLTOTTTVUGVUYEZW";

/// Whether addresses in a country have a code.
pub fn is_used(country: &str) -> bool {
    !lists(WITHOUT, country)
}

/// Whether what was typed can be accepted, but looks like no code, where the country's pattern is not known.
pub fn is_unusual(typed: &str, country: &str) -> bool {
    if country.is_empty() || !is_used(country) || patterns_of(country).is_some() {
        return false;
    }
    let code = normalise(typed, country).unwrap_or_default();
    let looks_right =
        (3..=10).contains(&code.len()) && code.is_ascii() && code.bytes().any(|byte| byte.is_ascii_digit());
    !code.is_empty() && !looks_right
}

/// Checks a code and writes it as its country does. Outer white space, case, the separator, and the country's own code
/// or letter before it, `L-1234`, are forgiven; so is its absence where it is a part of the code.
///
/// A country without a known pattern takes any text, but for the marks that no code has.
///
/// # Errors
/// [`Code::PostalCodeInvalid`], [`Code::TooLong`], [`Code::ForbiddenCharacters`].
pub fn normalise(typed: &str, country: &str) -> Result<String, Code> {
    let upper = plain(&clean(typed, max::POSTAL_CODE)?).to_ascii_uppercase();
    let verdict = match patterns_of(country) {
        Some(patterns) => fit_one(&upper, patterns)
            .or_else(|| fit_one(without_country(&upper, country)?, patterns))
            .or_else(|| fit_one(&joined(&[country, &upper]), patterns))
            .filter(|code| has_prefix(code, country)),
        None => {
            let is_mark = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !is_separator(byte.into());
            (!upper.bytes().any(is_mark)).then_some(upper)
        }
    };
    verdict.ok_or(Code::PostalCodeInvalid)
}

/// Whether a list of countries, two letters each, has this one.
fn lists(countries: &str, country: &str) -> bool {
    country::place(countries, country).is_some()
}

/// What follows the country's own code, or its first letter, which is its sign on cars where people write it so.
fn without_country<'a>(upper: &'a str, country: &str) -> Option<&'a str> {
    let rest = upper.strip_prefix(country).or_else(|| upper.strip_prefix(country.get(..1)?))?;
    let mut after = rest.chars();
    Some(if after.next().is_some_and(is_separator) { after.as_str() } else { rest })
}

const fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{a0}')
}

fn patterns_of(country: &str) -> Option<&'static str> {
    parts(PATTERNS, b'\n')
        .find_map(|row| cut(row, b':').filter(|(countries, _)| lists(countries, country)))
        .map(|row| row.1)
}

/// The code as one of the patterns writes it, if it fits.
fn fit_one(upper: &str, patterns: &str) -> Option<String> {
    parts(patterns, b'|').find_map(|pattern| fit(upper, pattern))
}

fn fit(upper: &str, pattern: &str) -> Option<String> {
    let mut code = String::new();
    let mut rest = upper.chars();
    for expected in pattern.chars() {
        let mut after = rest.clone();
        let next = after.next();
        let fits = match expected {
            ' ' | '-' => {
                code.push(expected);
                if next.is_some_and(is_separator) {
                    rest = after;
                }
                continue;
            }
            '_' => {
                if next.is_some_and(char::is_whitespace) {
                    rest = after;
                }
                continue;
            }
            '9' => next?.is_ascii_digit(),
            'A' => next?.is_ascii_uppercase(),
            '*' => next?.is_ascii_digit() || next?.is_ascii_uppercase(),
            literal => next? == literal,
        };
        if !fits {
            return None;
        }
        code.push(next?);
        rest = after;
    }
    rest.next().is_none().then_some(code)
}

fn has_prefix(code: &str, country: &str) -> bool {
    match country {
        // Departments go from 01 to 98.
        "FR" => !code.starts_with("00") && !code.starts_with("99"),
        _ => parts(PREFIXES, b' ')
            .find_map(|row| row.strip_prefix(country))
            .is_none_or(|prefix| code.starts_with(prefix)),
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
                assert!(country::is_code(&countries[at..at + 2]), "{}", &countries[at..at + 2]);
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
            ("123 45", "SE", Some("123 45")),
            ("12345", "SE", Some("123 45")),
            ("12 345", "SE", None),
            ("00950", "PL", Some("00-950")),
            ("1000-205", "PT", Some("1000-205")),
            ("D02 AF30", "IE", Some("D02 AF30")),
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
            ("LV1010", "LV", Some("LV-1010")),
            ("1010", "LV", Some("LV-1010")),
            ("500", "AD", Some("AD500")),
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
