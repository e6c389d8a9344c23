//! How countries number their telephones: what the page can afford of Google's libphonenumber.

use crate::protocol::compact::{cut, joined, parts};

/// How each country of [`country::all`] numbers its telephones, in that order: its calling code, and a letter. A capital one
/// tells that 0 (or what [`TRUNKS`] has) is dialled before a number inside the country; its place in the alphabet, which
/// of [`WINDOWS`] is the country's.
///
/// Sources: ITU-T E.164's list of calling codes, and the possible lengths in Google's libphonenumber 9, fixed and mobile.
/// A number refused wrongly stops a gift, and one accepted wrongly a call; so where lengths vary they are a window.
const PLANS: &str = "\
376l971D93A1c1c355D374B244a672i54N1c43T61A297e358O994A387D1c880K32D226b359L973b257b229c590@1c673e591B599h55N1c975h47\
b267h375A501e1c61A243F236b242a41A225c682p56a237a86N57g506b53U238e599h61A357b420a49V253b45b1c1c213D593D372h20G212A291\
E34a251A358O679e500p691e298i33@241B44J1c995A594@44J233A350b299i220f224d590@240a30c500p502b1c245f592e852b672i504b385D\
509b36d62Q353W972D44J91C246e964G98K354f39r44J1c962D81J254F996A855D686X269e1c850G82G965b1c7C856G961H1c423F94A231F266b\
370B352z371b218A212A377D373B382B590@261A692e389B223b95K976B853b1c596@222b1c356b230h960e265F52c60G258d264D687i227b672\
i234G505b31A47b977G674e683s64G968b507h51D689b675h63K92J48A508L64G1c970D351a680e595F974b262@40A381Q7C250D966A677m248e\
249A46F65b290{386B47b421A232B378k221a252L597|211A239e503b1c963D268b1c235b262@228b66D992A690s670h993B216b676m90C1c688\
m886D255A380A256A1c1c598B998A39r1c58C1c1c84J678m681i685o383Y967F262@27A260A263A";

/// The least and the most digits of a number, without what is dialled before it, `a` for one: two characters each.
const WINDOWS: &str = "iiiihhjjhigggihjghffijfjfiegjkejeeglfldgdmfhemgjehhldkdefg";

/// What a window does not tell: how numbers begin, with the calling code and `.` for any digit, then the least and the most
/// digits, and `-`; or [`NEVER`]. In this order: no such numbers in North America, Luxembourg, Spain and Hungary; machines
/// in the Netherlands, faxes in Israel, ranges of Congo, Mongolia, Cuba, Rwanda and Tajikistan, old ones of Gabon, and
/// short ones behind an area code of Korea, Slovakia, Romania, Poland and China.
const UNUSUAL: &str = "\
10--! 11--! 3520--! 3521--! 340--! 341--! 342--! 343--! 360--! 3197kk- 972153kl- 24357jj- 9761ij- 9762ij- 538jj- 25006hh- 9920ii- 24101hh- 82..1ef- 42121fg- 421..1fg- 4021ff- \
402..9ff- 4031ff- 4830gg- 48..19gg- 86..1gh- 86...1gh- 86..95gi- 86...95gi-";

/// Of [`UNUSUAL`]: there are no such numbers.
const NEVER: &str = "--!";

/// How French numbers begin that have a calling code of their own, and then that code, in the overseas departments
/// (Arcep's numbering plan).
const OVERSEAS: &str = "\
262262 639262 692262 693262 7092262 70935262 70936262 70937262 590590 690590 691590 7090590 594594 694594 7093594 \
696596 697596 7091596";

/// Likewise those that have it where they are dialled, behind that code: libphonenumber knows them under France's too.
const AT_HOME: &str = "\
262263--- 262268--- 262269--- 596596--- 59.598--- 59.80--- 59.939--- 59.947--- 59.976--- 26280--- 262939--- 262947--- \
262976---";

/// What may be dialled before a number inside the country: the calling code, `Z` for each with a capital letter or `~` for
/// all; then that. Where it was 8, it is 0 or 80 by now in some countries.
pub(super) const TRUNKS: &str = "1.1 52.1 692.1 36.06 7.8 375.80 375.8 370.8 992.8 993.8 998.8 Z.0 ~.";

/// Likewise before the calling code of another.
pub(super) const ABROAD: &str = "1.011 81.010 7.810 375.810 992.810 993.810 ~.0011 ~.00";

/// The letter of those that dial each other as one country.
const FRENCH: u8 = b'@';

/// How a country numbers its telephones.
pub(super) struct Plan {
    /// The calling code.
    pub code: &'static str,
    letter: u8,
}

impl Plan {
    /// The plan of the country at that place of the list, or else the one with whose calling code the digits begin.
    pub fn find(mut place: usize, digits: &str) -> Option<Self> {
        let mut rest = PLANS;
        loop {
            let at = rest.bytes().position(|byte| byte >= b'@')?;
            let (code, letter) = (rest.get(..at)?, *rest.as_bytes().get(at)?);
            if place == 0 || digits.starts_with(code) {
                return Some(Self { code, letter });
            }
            place -= 1;
            rest = rest.get(at + 1..)?;
        }
    }

    /// What `read` makes of the digits after one of the prefixes that this country has.
    pub fn read(&self, prefixes: &str, digits: &str, read: fn(&Self, &str) -> Option<String>) -> Option<String> {
        parts(prefixes, b' ').find_map(|row| {
            let (whose, prefix) = cut(row, b'.')?;
            let ours = whose == self.code || whose.as_bytes().first() >= Some(&self.letter);
            read(self, digits.strip_prefix(prefix).filter(|_| ours)?)
        })
    }

    /// A number in international form, if the country has such numbers.
    pub fn write(&self, number: &str) -> Option<String> {
        // Argentina dials 15 between the area code and the number of a mobile.
        if self.code == "54" && number.len() == 12 {
            let at = (2..5).find(|at| number.get(*at..at + 2) == Some("15"))?;
            return self.write(&joined(&["9", number.get(..at)?, number.get(at + 2..)?]));
        }
        let whole = joined(&["+", self.code, number]);
        let unusual = row(UNUSUAL, whole.get(1..)?);
        let fits = |window: &[u8]| {
            let length = number.len() + 96;
            matches!(window, [min, max, ..] if (usize::from(*min)..=usize::from(*max)).contains(&length))
        };
        // A second 0 after the one of calls inside the country, which no number has.
        let zero = number.starts_with(if self.letter < b'a' { "0" } else { "00" });
        let usual =
            !zero && unusual != Some(NEVER) && fits(WINDOWS.as_bytes().get(2 * usize::from(self.letter % 32)..)?);
        if !(usual || unusual.is_some_and(|row| fits(row.as_bytes()))) {
            return None;
        }
        if self.letter == FRENCH && row(AT_HOME, whole.get(1..)?).is_none() {
            return Some(joined(&["+", row(OVERSEAS, number).unwrap_or("33"), number]));
        }
        Some(whole)
    }
}

/// The last three characters of the first row that fits how the text begins, `.` for any character.
fn row(rows: &'static str, text: &str) -> Option<&'static str> {
    parts(rows, b' ').find_map(|row| {
        let (start, end) = row.split_at_checked(row.len().checked_sub(3)?)?;
        let fits = text.bytes().zip(start.bytes()).all(|(byte, wanted)| wanted == byte || wanted == b'.');
        (fits && text.len() >= start.len()).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::rules::country;

    #[test]
    fn each_country_has_a_plan() {
        let plans = || country::all().enumerate().map(|(at, country)| (country, Plan::find(at, "").unwrap()));
        assert_eq!(PLANS.bytes().filter(|byte| *byte >= b'@').count(), country::all().count());
        for (country, plan) in plans() {
            assert!((1..=3).contains(&plan.code.len()) && !plan.code.starts_with('0'), "{country}");
            let at = 2 * usize::from(plan.letter % 32);
            assert!(matches!(WINDOWS.as_bytes()[at..at + 2], [min, max] if (b'd'..=max).contains(&min)), "{country}");
            // A number could else be read with either of two codes.
            for (other, another) in plans().filter(|(_, another)| another.code != plan.code) {
                assert!(!another.code.starts_with(plan.code), "{country} {other}");
            }
        }
    }
}
