//! How countries number their telephones: what the page can afford of Google's libphonenumber. The tables, country by
//! country and with their sources, are in `countries.tsv` and `dialling.tsv`.

pub(super) use crate::form::rules::tables::{ABROAD, TRUNKS};
use crate::form::rules::tables::{AT_HOME, NEVER, OVERSEAS, PLANS, UNUSUAL, WINDOWS};
use crate::protocol::compact::{cut, joined, parts};

/// The letter of France and its overseas departments, which dial each other as one country.
const FRENCH: u8 = b'@';

/// How a country numbers its telephones.
pub(super) struct Plan {
    /// The calling code.
    pub code: &'static str,
    letter: u8,
}

impl Plan {
    /// Returns the plan of the country at that place of the list, or else that of the calling code with which the
    /// digits begin; `None` if there is neither.
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

    /// Returns what `read` makes of the digits after one of the prefixes that this country has; `None` if it makes
    /// nothing of any.
    pub fn read(&self, prefixes: &str, digits: &str, read: fn(&Self, &str) -> Option<String>) -> Option<String> {
        parts(prefixes, b' ').find_map(|row| {
            let (whose, prefix) = cut(row, b'.')?;
            let ours = whose == self.code || whose.as_bytes().first() >= Some(&self.letter);
            read(self, digits.strip_prefix(prefix).filter(|_| ours)?)
        })
    }

    /// Writes a number in international form, or returns `None` if the country has no such number.
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

/// Returns the last three characters of the first row with whose beginning the text begins, `.` for any character;
/// `None` if there is no such row.
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
            // Otherwise a number could be read with either of two codes.
            for (other, another) in plans().filter(|(_, another)| another.code != plan.code) {
                assert!(!another.code.starts_with(plan.code), "{country} {other}");
            }
        }
    }
}
