//! A telephone number: read as people write it, sent in the international form of ITU-T E.164, `+33612345678`.

use super::country;
use super::text::trim;
use crate::protocol::Code;
use crate::protocol::plain::{cut, joined, parts};

/// How each country of [`country::all`] numbers its telephones, in that order, six characters each: its calling code; the
/// trunk prefix, which is dialled before a number inside the country (`6` is 06, `-` none); the least and the most digits
/// of a number without it, `a` for one.
///
/// Sources: ITU-T E.164's list of calling codes, and the possible lengths in Google's libphonenumber 9, fixed and mobile.
/// A number refused wrongly stops a gift, and one accepted wrongly a call; so where lengths vary they are a window.
const PLANS: &str = "\
376-fi9710hi93_0ii1__1jj1__1jj3550hi3740hh599-gh244-ii672-ff54_0jk1__1jj43_0dm61_0ii297-gg3580ej9940ii3870hi1__1jj\
8800fj32_0hi226-hh3590fi973-hh257-hh229-jj5900ii1__1jj673-gg5910hh599-gg55_0jk1__1jj975-gh47_-hh267-gh3758ii501-gg\
1__1jj61_0ii2430gi236-hh242-ii41_0ii225-jj682-ee56_-ii237-ii86_0jk57_-hj506-hh53_0fh238-gg599-gh61_0ii357-hh420-ii\
49_0em253-hh45_-hh1__1jj1__1jj2130hi5930hi372-gh20_0hj2120ii2910gg34_-ii2510ii3580ej679-gg500-ee691-gg298-ff33_0ii\
241-gi44_0ij1__1jj9950ii5940ii44_0ij2330ii350-hh299-ff220-gi224-hi5900ii240-ii30_-jj500-ee502-hh1__1jj245-gi592-gg\
852-hh672-ff504-hh3850hi509-hh36_6hi62_0gl3530gj9720hi44_0ij91_0jj246-gg9640hj98_0fj354-gi39_-fk44_0ij1__1jj9620hi\
81_0ij2540gi9960ii8550hi6860eh269-gg1__1jj8500hj82_0hj965-hh1__1jj7__8jj8560hj9610gh1__1jj4230gi94_0ii2310gi266-hh\
3708hh352-dk371-hh2180ii2120ii3770hi3730hh3820hh5900ii2610ii6921gg3890hh223-hh95_0fj9760hh853-hh1__1jj5960ii222-hh\
1__1jj356-hh230-gh960-gg2650gi52_-jk60_0hj258-hi2640hi687-ff227-hh672-ff2340hj505-hh31_0ii47_-hh9770hj674-gg683-dg\
64_0hj968-hh507-gh51_0hi689-hh675-gh63_0fj92_0ij48_0ii5080fi64_0hj1__1jj9700hi351-ii680-gg5950gi974-hh2620ii40_0ii\
3810gj7__8jj2500hi9660ii677-eg248-gg2490ii46_0gi65_-hh290-de3860hh47_-hh4210ii2320hh378-fj221-ii2520fi597-fg2110ii\
239-gg503-hh1__1jj9630hi268-hh1__1jj235-hh2620ii228-hh66_0hi9928ii690-dg670-gh9938hh216-hh676-eg90_0jj1__1jj688-eg\
8860hi2550ii3800ii2560ii1__1jj1__1jj5980hh9988ii39_-fk1__1jj58_0jj1__1jj1__1jj84_0ij678-eg681-ff685-ej9670gi2620ii\
27_0ii2600ii2630ii";

/// France's calling code.
const FRANCE: &str = "33";

/// French numbers by their first three digits, and the calling code that these have of their own, in the overseas
/// departments (Arcep's numbering plan).
const DEPARTMENTS: &str =
    "262262 263262 269262 639262 692262 693262 590590 690590 691590 594594 694594 596596 696596 697596";

/// How a country numbers its telephones.
#[derive(Clone, Copy)]
struct Plan {
    /// The calling code.
    code: &'static str,
    /// What may be dialled before a number inside the country.
    trunks: &'static str,
    /// The least digits of a number.
    min: usize,
    /// The most.
    max: usize,
}

/// Reads a number in international form, `+33 6 12 34 56 78`, `0033…`, `+33 (0)6…`, or as it is dialled inside
/// `country`, an ISO 3166-1 alpha-2 code. Spaces and the usual marks are left out.
///
/// A calling code that no country has is let through: some belong to none. Without a country that we know, so is every
/// number of 6 to 15 digits, as digits.
///
/// # Errors
/// [`Code::PhoneInvalid`], also for letters, short numbers and extensions.
pub fn normalise(typed: &str, country: &str) -> Result<String, Code> {
    let number = match digits(typed).ok_or(Code::PhoneInvalid)? {
        (true, digits) => international(&digits),
        (false, digits) => match country::index(country).and_then(plan_at) {
            Some(plan) => national(&digits, plan),
            None => (6..=15).contains(&digits.len()).then_some(digits),
        },
    };
    number.ok_or(Code::PhoneInvalid)
}

/// The digits, and whether they begin with a calling code.
fn digits(typed: &str) -> Option<(bool, String)> {
    let mut digits = String::new();
    let mut plus = false;
    for c in trim(typed).chars() {
        match c {
            '0'..='9' if digits.len() < MOST_DIGITS => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | '-' | '\u{2010}'..='\u{2013}' | '/' | '(' | ')' => {}
            // Some telephones put these around a number that is copied from their contacts.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ => return None,
        }
    }
    match digits.strip_prefix("00") {
        Some(rest) if !plus => Some((true, rest.to_owned())),
        _ => Some((plus, digits)),
    }
}

/// Of a number as typed: the 15 of E.164, and what may come before them.
const MOST_DIGITS: usize = 20;

fn international(digits: &str) -> Option<String> {
    match (0..).map_while(plan_at).find(|plan| digits.starts_with(plan.code)) {
        Some(plan) => plan.write_after_code(digits),
        None => (!digits.starts_with("0") && (8..=15).contains(&digits.len())).then(|| joined(&["+", digits])),
    }
}

/// As it is dialled inside the country, without what is dialled before it, or after the calling code without its `+`.
fn national(digits: &str, plan: Plan) -> Option<String> {
    // France and its overseas departments dial each other so.
    let one_country = parts("33 262 590 594 596", b' ').any(|code| code == plan.code);
    parts(plan.trunks, b' ')
        .find_map(|trunk| digits.strip_prefix(trunk))
        .and_then(|number| plan.write(number, one_country))
        .or_else(|| plan.write(digits, one_country))
        .or_else(|| plan.write_after_code(digits))
}

impl Plan {
    /// Digits that begin with the calling code, in international form.
    fn write_after_code(self, digits: &str) -> Option<String> {
        let mut number = digits.strip_prefix(self.code)?;
        // In `+33 (0)6` the 0 is for calls inside the country.
        if self.trunks.starts_with("0") {
            number = number.strip_prefix(self.trunks).unwrap_or(number);
        }
        self.write(number, self.code == FRANCE)
    }

    /// In international form, if the country has such numbers; a French one under the code of its department.
    fn write(self, number: &str, french: bool) -> Option<String> {
        let least = match self.code {
            "1" | "352" => b'2',
            "34" => b'5',
            // A second 0 after the one of calls inside the country, which no number has.
            _ if !self.trunks.is_empty() => b'1',
            _ => b'0',
        };
        if *number.as_bytes().first()? < least || number.len() < self.min || number.len() > self.max {
            return None;
        }
        let department = parts(DEPARTMENTS, b' ').find(|row| french && row.get(..3) == number.get(..3));
        let code = department.and_then(|row| row.get(3..)).unwrap_or(if french { FRANCE } else { self.code });
        Some(joined(&["+", code, number]))
    }
}

/// The plan of the country at that place of the list.
fn plan_at(place: usize) -> Option<Plan> {
    let row = PLANS.get(6 * place..6 * place + 6)?;
    let (code, rest) = row.split_at_checked(3)?;
    let [trunk, min, max] = rest.as_bytes() else { return None };
    let trunks = match trunk {
        b'0' => "0",
        b'1' => "1",
        b'6' => "06",
        // Where it was 8, it is 0 or 80 by now in some countries.
        b'8' => "80 8 0",
        _ => "",
    };
    let length = |letter: &u8| usize::from(letter.wrapping_sub(b'a' - 1));
    Some(Plan { code: cut(code, b'_').map_or(code, |(code, _)| code), trunks, min: length(min), max: length(max) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_country_has_a_plan() {
        let plans = || country::all().enumerate().map(|(at, country)| (country, plan_at(at).unwrap()));
        assert_eq!(PLANS.len(), 6 * country::all().count());
        for (country, plan) in plans() {
            assert!((1..=3).contains(&plan.code.len()) && !plan.code.starts_with('0'), "{country}");
            assert!(4 <= plan.min && plan.min <= plan.max && plan.code.len() + plan.max <= 15, "{country}");
            // A number could else be read with either of two codes.
            for (other, another) in plans().filter(|(_, another)| another.code != plan.code) {
                assert!(!another.code.starts_with(plan.code), "{country} {other}");
            }
        }
    }

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
            ("+687 12 34 56", Some("+687123456")),
            ("+689 87 12 34 56", Some("+68987123456")),
            ("06 12 34 56 7", None),
            ("06 12 34 56 789", None),
            ("+33 6 12 34 56 7", None),
            ("00 12 34 56 78", None),
            ("+33 00 12 34 56 78", None),
            ("06 12 34 56 78 poste 3", None),
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
