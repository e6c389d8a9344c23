//! A telephone number: read as people write it, sent in the international form of ITU-T E.164, `+33612345678`.

use super::country;
use super::text::plain;
use crate::protocol::Code;
use crate::protocol::plain::{cut, joined, parts};

/// How each country of [`country::all`] numbers its telephones, in that order, four characters each: its calling code, and
/// the letter of its place in [`KINDS`], from `A` to `Z` and on from `a`.
///
/// Sources: ITU-T E.164's list of calling codes, and the possible lengths in Google's libphonenumber 9, fixed and mobile.
/// A number refused wrongly stops a gift, and one accepted wrongly a call; so where lengths vary they are a window.
const PLANS: &str = "\
376c971D93_A1__C1__C355D374G599H244I672K54_P1__C43_d61_A297E358V994A387D1__C880M32_D226B359Q973B257B229R590A1__C673E\
591G599E55_P1__C975H47_B267H375S501E1__C61_A243J236B242I41_A225R682T56_I237I86_P57_e506B53_f238E599H61_A357B420I49_g\
253B45_B1__C1__C213D593D372H20_F212A291h34_I251A358V679E500T691E298K33_A241N44_L1__C995A594A44_L233A350B299K220N224W\
590A240I30_R500T502B1__C245N592E852B672K504B385D509B36_i62_j353X972D44_L91_U246E964F98_M354N39_Y44_L1__C962D81_L254J\
996A855D686k269E1__C850F82_F965B1__C7__Z856F961l1__C423J94_A231J266B370a352m371B218A212A377D373G382G590A261A692n389G\
223B95_M976G853B1__C596A222B1__C356B230H960E265J52_o60_F258W264D687K227B672K234F505B31_A47_B977F674E683b64_F968B507H\
51_D689B675H63_M92_L48_A508Q64_F1__C970D351I680E595J974B262A40_A381X7__Z250D966A677O248E249A46_J65_B290p386G47_B421A\
232G378q221I252Q597r211A239E503B1__C963D268B1__C235B262A228B66_D992S690b670H993a216B676O90_U1__C688O886D255A380A256A\
1__C1__C598G998S39_Y1__C58_U1__C1__C84_L678O681K685s967J262A27_A260A263A";

/// Each kind of numbers, three characters each: the trunk prefix, which is dialled before a number inside the country (`6`
/// is 06, `-` none); the least and the most digits of a number without it, `a` for one.
const KINDS: &str = "\
0ii-hh1jj0hi-gg0hj0hh-gh-ii0gi-ff0ij0fj-gi-eg0jk0fi-jj8ii-ee0jj0ej-hi0gj-fk8jj8hh-dg-fi0dm-hj0fh0em0gg6hi0gl0eh0gh\
-dk1gg-jk-de-fj-fg-ej";

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
    for c in plain(typed).chars() {
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
    let (code, kind) = PLANS.get(4 * place..4 * place + 4)?.split_at_checked(3)?;
    let kind = match *kind.as_bytes().first()? {
        capital @ ..=b'Z' => usize::from(capital - b'A'),
        small => usize::from(small - b'a') + 26,
    };
    let [trunk, min, max] = KINDS.as_bytes().get(3 * kind..3 * kind + 3)? else { return None };
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
        assert_eq!(PLANS.len(), 4 * country::all().count());
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
