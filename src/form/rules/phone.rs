//! A telephone number: read as people write it, sent in the international form of ITU-T E.164, `+33612345678`.

mod plans;

use self::plans::{ABROAD, Plan, TRUNKS};
use super::country;
use super::text::plain;
use crate::protocol::Code;
use crate::protocol::compact::joined;

/// Reads a number in international form, `+33 6 12 34 56 78`, `0033…`, `+33 (0)6…`, or as it is dialled inside
/// `country`, an ISO 3166-1 alpha-2 code, and writes it as E.164 does.
///
/// Marks, a `tel:` before and an extension after the number are left out. A calling code that no country has is let
/// through: some belong to none. Where the country is not known, so is every number of 6 to 15 digits, as digits.
///
/// # Errors
/// [`Code::PhoneInvalid`], also for other letters and short numbers.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::phone;
/// use campagnodon::protocol::Code;
///
/// assert_eq!(phone::normalise("06 12 34 56 78", "FR").as_deref(), Ok("+33612345678"));
/// assert_eq!(phone::normalise("0032 2 123 45 67", "FR").as_deref(), Ok("+3221234567"));
/// assert_eq!(phone::normalise("06 12 34", "FR"), Err(Code::PhoneInvalid));
/// ```
pub fn normalise(typed: &str, country: &str) -> Result<String, Code> {
    let digits = digits(typed).ok_or(Code::PhoneInvalid)?;
    let number = match (digits.strip_prefix("+"), country::index(country).and_then(|place| Plan::find(place, ""))) {
        (Some(digits), _) => international(digits),
        (None, Some(plan)) => plan
            .read(TRUNKS, &digits, Plan::write)
            .or_else(|| plan.read(TRUNKS, &digits, after_code))
            .or_else(|| plan.read(ABROAD, &digits, |_, digits| international(digits))),
        (None, None) => match digits.strip_prefix("00") {
            Some(digits) => international(digits),
            None => (6..=15).contains(&digits.len()).then_some(digits),
        },
    };
    number.ok_or(Code::PhoneInvalid)
}

/// Returns the digits, without those of an extension, behind the `+` if there is one; `None` if a number has no such
/// signs.
fn digits(typed: &str) -> Option<String> {
    let mut digits = String::new();
    let typed = plain(typed);
    let mut typed = typed.chars();
    while let Some(c) = typed.next() {
        match c.to_ascii_lowercase() {
            c @ ('0'..='9' | '+') if c != '+' || digits.is_empty() => digits.push(c),
            ' ' | '\'' | '(' | ')' | ','..='/' | ':' | ';' | '[' | ']' | '_' | '~' | '·' | '\u{2000}'..='\u{206f}' => {
            }
            // `Tél.`, but no letter that is meant as a 0.
            'a'..='n' | 'p'..='z' | 'é' if digits.is_empty() => {}
            // `x12`, `ext. 12`, `poste 12`
            'x' | 'e' | 'p' | '#' if !digits.is_empty() => {
                let extension = typed.filter(char::is_ascii_digit).count();
                return (1..7).contains(&extension).then_some(digits);
            }
            _ => return None,
        }
    }
    Some(digits)
}

fn international(digits: &str) -> Option<String> {
    match Plan::find(usize::MAX, digits) {
        Some(plan) => after_code(&plan, digits),
        None => (!digits.starts_with("0") && (8..=15).contains(&digits.len())).then(|| joined(&["+", digits])),
    }
}

/// Reads digits that begin with the calling code. In `+33 (0)6` the 0 is for calls inside the country.
fn after_code(plan: &Plan, digits: &str) -> Option<String> {
    plan.read(TRUNKS, digits.strip_prefix(plan.code)?, Plan::write)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_numbers() {
        for (typed, expected) in [
            ("06 12 34 56 78", Some("+33612345678")),
            ("01.02-03/04 05", Some("+33102030405")),
            ("612345678", Some("+33612345678")),
            ("33 6 12 34 56 78", Some("+33612345678")),
            ("+33 6 12 34 56 78", Some("+33612345678")),
            ("(+33) 6 12 34 56 78", Some("+33612345678")),
            ("0033612345678", Some("+33612345678")),
            ("\u{202a}+33 6 12 34 56 78\u{202c}", Some("+33612345678")),
            (" +33\u{a0}(0)6\u{202f}12 34 56 78\u{200e}", Some("+33612345678")),
            ("+33 06 12 34 56 78", Some("+33612345678")),
            ("06\u{2011}12\u{2011}34\u{2011}56\u{2011}78", Some("+33612345678")),
            ("0692 12 34 56", Some("+262692123456")),
            ("0639 12 34 56", Some("+262639123456")),
            ("+33 692 12 34 56", Some("+262692123456")),
            ("0590 12 34 56", Some("+590590123456")),
            ("+594 594 12 34 56", Some("+594594123456")),
            ("0696123456", Some("+596696123456")),
            ("0709 10 00 86", Some("+596709100086")),
            ("+33 709 36 10 88", Some("+262709361088")),
            ("0598 70 04 34", Some("+33598700434")),
            ("033612345678", Some("+33612345678")),
            ("+33 33 6 12 34 56 78", None),
            ("+687 12 34 56", Some("+687123456")),
            ("+689 87 12 34 56", Some("+68987123456")),
            ("06 12 34 56 7", None),
            ("06 12 34 56 789", None),
            ("+33 6 12 34 56 7", None),
            ("00 12 34 56 78", None),
            ("+33 00 12 34 56 78", None),
            ("06 12 34 56 78 poste", None),
            ("06 12 34 56 78 Anne", None),
            ("06 12 34 56 78 puis 06 98 76 54 32", None),
            ("O6 12 34 56 78", None),
            ("06abcdefgh", None),
            ("#31#0102030405", None),
            ("01+02030405", None),
            ("++33612345678", None),
            ("٠٦١٢٣٤٥٦٧٨", None),
            ("3949", None),
            ("112", None),
            ("000", None),
            ("+", None),
            ("-1", None),
            ("", None),
            ("111111111111111111111111111111", None),
        ] {
            assert_eq!(normalise(typed, "FR").ok().as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn ways_to_write() {
        for typed in [
            "０６ １２ ３４ ５６ ７８",
            "＋３３（０）６１２３４５６７８",
            "06\t12  34\u{3000}56\u{2007}78",
            "06\u{2212}12\u{2014}34\u{2015}56\u{ff0d}78",
            "06·12_34,56:78",
            "[06] 12'34’56;78",
            "06\u{2060}12\u{fffc}34\u{feff}56\u{ad}78",
            "\u{2068}06 12 34 56 78\u{2069}",
            "tel:+33612345678",
            "tel:+33-6-12-34-56-78;ext=12",
            "Tél. : 06 12 34 56 78",
            "06 12 34 56 78 x12",
            "06 12 34 56 78, Ext. 12",
            "06 12 34 56 78 poste 3",
            "06 12 34 56 78 #3",
        ] {
            assert_eq!(normalise(typed, "FR").as_deref(), Ok("+33612345678"), "{typed:?}");
        }
        assert_eq!(normalise("(202) 555-0143 ext. 12", "US").as_deref(), Ok("+12025550143"));
    }

    #[test]
    fn numbers_of_other_countries() {
        for (typed, country, expected) in [
            ("02 123 45 67", "BE", Some("+3221234567")),
            ("0470 12 34 56", "BE", Some("+32470123456")),
            ("021 234 56 78", "CH", Some("+41212345678")),
            ("621 123 456", "LU", Some("+352621123456")),
            ("06 12 34 56 78", "MC", Some("+377612345678")),
            ("020 7946 0958", "GB", Some("+442079460958")),
            ("030 123456", "DE", Some("+4930123456")),
            ("612 34 56 78", "ES", Some("+34612345678")),
            ("0102030405", "ES", None),
            ("+34 102 030 405", "ES", None),
            ("+352 123 456", "LU", None),
            ("02 1234 5678", "IT", Some("+390212345678")),
            ("312 345 6789", "IT", Some("+393123456789")),
            ("212 345 678", "PT", Some("+351212345678")),
            ("(506) 234-5678", "CA", Some("+15062345678")),
            ("1-506-234-5678", "US", Some("+15062345678")),
            ("106 234 5678", "US", None),
            ("234-5678", "US", None),
            ("0102030405", "US", None),
            ("8 (301) 123-45-67", "RU", Some("+73011234567")),
            ("0 612 34567", "LT", Some("+37061234567")),
            ("8 612 34567", "LT", Some("+37061234567")),
            ("8 029 491 19 11", "BY", Some("+375294911911")),
            ("06 20 123 4567", "HU", Some("+36201234567")),
            ("06 612 3456", "CG", Some("+242066123456")),
            ("01 23 45 67 89", "CI", Some("+2250123456789")),
            ("0550 12 34 56", "DZ", Some("+213550123456")),
            ("0650-123456", "MA", Some("+212650123456")),
            ("20 123 456", "TN", Some("+21620123456")),
            ("0692 12 34 56", "RE", Some("+262692123456")),
            ("0709 00 07 32", "GP", Some("+590709000732")),
            ("0598 70 04 34", "GP", Some("+590598700434")),
            ("0939 50 14 58", "GP", Some("+590939501458")),
            ("0596 12 34 56", "MQ", Some("+596596123456")),
            ("0709 30 01 63", "GF", Some("+594709300163")),
            ("0709 20 04 16", "YT", Some("+262709200416")),
            ("0268 90 11 66", "YT", Some("+262268901166")),
            ("044 123 456", "XK", Some("+38344123456")),
            ("011 15-2345-6789", "AR", Some("+5491123456789")),
            ("0351 15 234 5678", "AR", Some("+5493512345678")),
            ("03715 15 44-5678", "AR", Some("+5493715445678")),
            ("11 2345-6789", "AR", Some("+541123456789")),
            ("+54 9 11 2345 6789", "AR", Some("+5491123456789")),
            ("+52 1 55 1234 5678", "FR", Some("+525512345678")),
            ("062 34 56 78", "GA", Some("+24162345678")),
            ("011 70 34 56", "GA", Some("+24111703456")),
            ("+241 062 34 56 78", "FR", Some("+24162345678")),
            // Either of two old numbers, which nobody has any more.
            ("04 79 08 00", "GA", None),
            ("+992 00 924 0576", "FR", Some("+992009240576")),
            ("00 924 0576", "TJ", Some("+992009240576")),
            ("06 44 55 22", "RW", Some("+25006445522")),
            ("+31 970 101 27148", "FR", Some("+3197010127148")),
            ("+31 6 12 34 56 78 90", "FR", None),
            ("011 33 6 12 34 56 78", "US", Some("+33612345678")),
            ("0011 33 6 12 34 56 78", "AU", Some("+33612345678")),
            ("010 33 6 12 34 56 78", "JP", Some("+33612345678")),
            ("8~10 33 6 12 34 56 78", "RU", Some("+33612345678")),
            ("00 33 6 12 34 56 78", "IT", Some("+33612345678")),
            ("06 12 34 56 78", "RE", Some("+33612345678")),
            ("41 23 45", "PM", Some("+508412345")),
            ("12 34 56", "NC", Some("+687123456")),
            ("+39 02 1234 5678", "FR", Some("+390212345678")),
            ("+39 (0)2 1234 5678", "FR", Some("+390212345678")),
            ("+44 (0)20 7946 0958", "FR", Some("+442079460958")),
            ("+383 43 201 234", "FR", Some("+38343201234")),
            ("+44 20 7946", "FR", None),
            ("+061 234 5678", "FR", None),
            ("+999 1234", "FR", None),
            ("0102030405", "", Some("0102030405")),
            ("1", "", None),
        ] {
            assert_eq!(normalise(typed, country).ok().as_deref(), expected, "{typed:?} {country}");
        }
    }
}
