//! A postal code, by country: its pattern, and the way the country writes it.
//!
//! Source of the patterns: the Universal Postal Union's addressing guides, as of 2026. A code refused wrongly loses a
//! gift, and one accepted wrongly a stamp; so a country stands here only if its pattern is certain and it is a place
//! from where people give, and every other takes any plausible text.

use super::text::{max, trim};
use crate::protocol::Code;

/// A country's pattern: `9` is a digit, `A` a letter, `*` either; a space or `-` is how the country separates the parts,
/// and may be left out when typing; anything else stands for itself. Several are separated by `|`.
///
/// Countries that use the same pattern stand together, two letters each, before the colon.
const PATTERNS: &[(&str, &str)] = &[
    ("BABLBTCRCUDEDODZEEEGESFIFRGFGPGTHNHRIDIQITJOKEKHKRKWLALKLTMAMCMEMFMMMQMUMVMXMYNCNINPPEPFPK", "99999"),
    ("PMRESASDSNSOTHTRUAUYWFYTZM", "99999"),
    ("ATAUBEBGCHCYDKHULILUNONZSITNZA", "9999"),
    ("BYCNINRORUSG", "999999"),
    ("ASFMGUMHMPPRPWUMUSVI", "99999|99999-9999"),
    ("GBGGIMJE", "A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA"),
    ("CZGRSESK", "999 99"),
    ("AD", "AD999"),
    ("AX", "22999"),
    ("BR", "99999-999"),
    ("CA", "A9A 9A9"),
    ("IE", "A** ****"),
    ("IL", "9999999|99999"),
    ("JP", "999-9999"),
    ("LV", "LV-9999"),
    ("MT", "AAA 9999"),
    ("NL", "9999 AA"),
    ("PL", "99-999"),
    ("PT", "9999-999|9999"),
    ("SM", "4789*"),
    ("VA", "00120"),
];

/// The first digits that the pattern alone does not tell.
const PREFIXES: &[(&str, &str)] = &[
    ("MC", "980"),
    ("NC", "988"),
    ("PF", "987"),
    ("WF", "986"),
    ("PM", "97"),
    ("GP", "97"),
    ("MQ", "97"),
    ("GF", "97"),
    ("RE", "97"),
    ("YT", "97"),
    ("BL", "97"),
    ("MF", "97"),
];

/// Checks a code and writes it as its country does. Outer white space, case, and the separator are forgiven.
///
/// A country without a known pattern takes any short text of letters, digits and separators.
///
/// # Errors
/// [`Code::PostalCodeInvalid`], [`Code::TooLong`].
pub fn normalise(typed: &str, country: &str) -> Result<String, Code> {
    let typed = trim(typed);
    if typed.chars().count() > max::POSTAL_CODE {
        return Err(Code::TooLong);
    }
    let upper = typed.to_ascii_uppercase();
    let verdict = match patterns_of(country) {
        Some(patterns) => crate::protocol::plain::parts(patterns, b'|')
            .find_map(|pattern| fit(&upper, pattern))
            .filter(|code| has_prefix(code, country)),
        None => is_plausible(&upper).then_some(upper),
    };
    verdict.ok_or(Code::PostalCodeInvalid)
}

fn patterns_of(country: &str) -> Option<&'static str> {
    let lists = |countries: &str| (0..countries.len()).step_by(2).any(|at| countries.get(at..at + 2) == Some(country));
    PATTERNS.iter().find(|(countries, _)| lists(countries)).map(|(_, patterns)| *patterns)
}

/// The code as the pattern writes it, if it fits.
fn fit(upper: &str, pattern: &str) -> Option<String> {
    let mut code = String::with_capacity(pattern.len());
    let mut rest = upper.chars().peekable();
    for expected in pattern.chars() {
        if matches!(expected, ' ' | '-') {
            rest.next_if(|c| matches!(c, ' ' | '-' | '\u{a0}'));
            code.push(expected);
            continue;
        }
        let c = rest.next()?;
        let fits = match expected {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            '*' => c.is_ascii_digit() || c.is_ascii_uppercase(),
            literal => c == literal,
        };
        if !fits {
            return None;
        }
        code.push(c);
    }
    rest.next().is_none().then_some(code)
}

fn has_prefix(code: &str, country: &str) -> bool {
    match country {
        // Departments go from 01 to 98.
        "FR" => !code.starts_with("00") && !code.starts_with("99"),
        _ => PREFIXES.iter().find(|(known, _)| *known == country).is_none_or(|(_, prefix)| code.starts_with(prefix)),
    }
}

fn is_plausible(upper: &str) -> bool {
    (2..=12).contains(&upper.len())
        && upper.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (countries, _) in PATTERNS {
            assert!(countries.len().is_multiple_of(2), "{countries}");
            for at in (0..countries.len()).step_by(2) {
                assert!(seen.insert(&countries[at..at + 2]), "{} stands twice", &countries[at..at + 2]);
            }
        }
    }

    #[test]
    fn codes() {
        for (typed, country, expected) in [
            ("75001", "FR", Some("75001")),
            (" 75001 ", "FR", Some("75001")),
            ("7 5001", "FR", None),
            ("99123", "FR", None),
            ("sw1a1aa", "GB", Some("SW1A 1AA")),
            ("SW1A-1AA", "GB", Some("SW1A 1AA")),
            ("1012ab", "NL", Some("1012 AB")),
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
            ("<b>", "AE", None),
            ("é", "FR", None),
        ] {
            assert_eq!(normalise(typed, country).ok().as_deref(), expected, "{typed} {country}");
        }
    }
}
