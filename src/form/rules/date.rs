//! A birth date: read as people write it, sent as ISO 8601.

use super::text::plain;
use crate::protocol::Code;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// No person alive was born before; the oldest known lived 122 years.
const MAX_AGE: u16 = 130;

impl Day {
    /// The last day that four digits can write.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };

    /// Returns the day of that date, or `None` if there is none in the years 1 to 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::rules::date::Day;
    ///
    /// assert_eq!(Day::new(2024, 2, 29).map(Day::to_iso).as_deref(), Some("2024-02-29"));
    /// assert_eq!(Day::new(2026, 2, 29), None);
    /// ```
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let length = match month {
            2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return None,
        };
        if year == 0 || year > 9999 || day == 0 || day > length { None } else { Some(Self { year, month, day }) }
    }

    /// Writes the day in ISO 8601: `1970-12-31`.
    pub fn to_iso(self) -> String {
        let mut iso = String::with_capacity(10);
        let mut push = |number: u16, mut unit: u16| {
            while unit > 0 {
                iso.push(char::from(b'0' + (number / unit % 10) as u8));
                unit /= 10;
            }
            if iso.len() < 10 {
                iso.push('-');
            }
        };
        push(self.year, 1000);
        push(self.month.into(), 10);
        push(self.day.into(), 10);
        iso
    }
}

/// The first letters of the months' names in French, then in English; after `jui` the fourth letter replaces the
/// third.
const MONTHS: &str = "janfevmaravrmaijunjulaousepoctnovdecjanfebmaraprmayjunjulaugsepoctnovdec";

/// The length of a part that is a month's name: one that digits cannot have.
const NAME: usize = usize::MAX;

/// Reads a birth date.
///
/// Known are `1970-12-31`, `31/12/1970`, `31.12.1970.`, `31 12 1970`, `31 / 12 / 1970`, the same without padding, and
/// `31121970` or `19701231`, since the number keys of some telephones have no marks. The month may be a French or
/// English name or its beginning: `1er janv. 1970`, `December 31, 1970`. Of a day and a month in digits, the day comes
/// first.
///
/// A year has four digits, or two if these cannot be a day and only one century can be meant: `31/12/70`.
///
/// # Errors
/// [`Code::Required`] for nothing, [`Code::DateInvalid`] for what is written in another way, [`Code::DateImpossible`]
/// for a day that does not exist or on which no living person was born.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::date::{Day, birth_date};
/// use campagnodon::protocol::Code;
///
/// let today = Day::new(2026, 11, 22).unwrap();
/// assert_eq!(birth_date("1er janv. 1970", today), Ok(Day::new(1970, 1, 1).unwrap()));
/// assert_eq!(birth_date("01/31/2000", today), Err(Code::DateInvalid));
/// assert_eq!(birth_date("30/02/2000", today), Err(Code::DateImpossible));
/// ```
pub fn birth_date(typed: &str, today: Day) -> Result<Day, Code> {
    let mut text = plain(typed);
    if text.is_empty() {
        return Err(Code::Required);
    }
    // It ends the last word.
    text.push(' ');
    // Each a number and how many digits it was written with.
    let mut parts = [(0_u32, 0_usize); 3];
    let mut count = 0;
    let (mut apart, mut mark) = (true, false);
    let (mut word, mut letters) = ([0; 3], 0);
    for byte in text.bytes() {
        let letter = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => byte | 0x20,
            // What follows in UTF-8: of é and É, of û and Û.
            0xc3 => continue,
            0xa9 | 0x89 => b'e',
            0xbb | 0x9b => b'u',
            _ => 0,
        };
        if letter > 0 {
            if letters < 3 {
                word[letters] = letter;
            } else if letters == 3 && word == *b"jui" {
                word[2] = letter;
            }
            letters += 1;
            (apart, mark) = (true, false);
            continue;
        }
        // Shorter words say nothing: `le 1er`, `31 de mayo`.
        if letters > 2 {
            let place = MONTHS.as_bytes().chunks_exact(3).position(|month| month == word).ok_or(Code::DateInvalid)?;
            *parts.get_mut(count).ok_or(Code::DateInvalid)? = (place as u32 % 12 + 1, NAME);
            count += 1;
        }
        letters = 0;
        match byte {
            b'0'..=b'9' => {
                count += usize::from(apart);
                (apart, mark) = (false, false);
                let (number, length) = parts.get_mut(count - 1).ok_or(Code::DateInvalid)?;
                *number = number.wrapping_mul(10).wrapping_add((byte - b'0').into());
                *length += 1;
            }
            b' ' => apart = true,
            b'-' | b'/' | b'.' | b',' if !mark && count > 0 => (apart, mark) = (true, true),
            _ => return Err(Code::DateInvalid),
        }
    }
    let (year, month, day) = match parts {
        [(year, 4), (month, 1 | 2 | NAME), (day, 1 | 2)]
        | [(day, 1 | 2), (month @ ..=12, 1 | 2 | NAME), (year, 4)]
        | [(month, NAME), (day, 1 | 2), (year, 4)] => (year, month, day),
        [(day, 1 | 2), (month @ ..=12, 1 | 2 | NAME), (year @ 32.., 2)] if 2000 + year > today.year.into() => {
            (1900 + year, month, day)
        }
        // A year that a living person was born in makes no month and day.
        [(digits, 8), (_, 0), _] if digits % 10_000 > 1231 => {
            (digits % 10_000, digits / 10_000 % 100, digits / 1_000_000)
        }
        [(digits, 8), (_, 0), _] => (digits / 10_000, digits / 100 % 100, digits % 100),
        _ => return Err(Code::DateInvalid),
    };
    Day::new(year as u16, month as u8, day as u8)
        .filter(|born| *born <= today && born.year + MAX_AGE >= today.year)
        .ok_or(Code::DateImpossible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birth_dates() {
        let today = Day::new(2026, 11, 22).unwrap();
        for (typed, expected) in [
            ("1970-12-31", Ok("1970-12-31")),
            (" 1970-2-3 ", Ok("1970-02-03")),
            ("31/12/1970", Ok("1970-12-31")),
            ("3.2.1970", Ok("1970-02-03")),
            ("2000-02-29", Ok("2000-02-29")),
            ("1900-02-29", Err(Code::DateImpossible)),
            ("2026-11-22", Ok("2026-11-22")),
            ("2026-11-23", Err(Code::DateImpossible)),
            ("1895-01-01", Err(Code::DateImpossible)),
            ("2000-12-32", Err(Code::DateImpossible)),
            ("0000-00-00", Err(Code::DateImpossible)),
            ("01/31/2000", Err(Code::DateInvalid)),
            ("70-12-31", Err(Code::DateInvalid)),
            ("31/12/70", Ok("1970-12-31")),
            ("1 dec. 99", Ok("1999-12-01")),
            ("31/12/26", Err(Code::DateInvalid)),
            ("01/02/03", Err(Code::DateInvalid)),
            ("31/02/70", Err(Code::DateImpossible)),
            ("12/31/70", Err(Code::DateInvalid)),
            ("31 / 12 / 1970", Ok("1970-12-31")),
            ("31. 12. 1970", Ok("1970-12-31")),
            ("31 12-1970", Ok("1970-12-31")),
            ("31\u{a0}12\u{202f}1970", Ok("1970-12-31")),
            ("31\u{2011}12\u{2013}1970", Ok("1970-12-31")),
            ("31.12.1970.", Ok("1970-12-31")),
            ("1970. 12. 31.", Ok("1970-12-31")),
            ("３１／１２／１９７０", Ok("1970-12-31")),
            ("1 janvier 1970", Ok("1970-01-01")),
            ("le 1er JANVIER 1970", Ok("1970-01-01")),
            ("1 février 1970", Ok("1970-02-01")),
            ("1 fév. 1970", Ok("1970-02-01")),
            ("15 juin 1970", Ok("1970-06-15")),
            ("15 juil. 1970", Ok("1970-07-15")),
            ("15 aout 1970", Ok("1970-08-15")),
            ("15 AOÛT 1970", Ok("1970-08-15")),
            ("31 December 1970", Ok("1970-12-31")),
            ("December 31st, 1970", Ok("1970-12-31")),
            ("Dec. 31, 1970", Ok("1970-12-31")),
            ("31-Déc-1970", Ok("1970-12-31")),
            ("31dec1970", Ok("1970-12-31")),
            ("1970 Dec 31", Ok("1970-12-31")),
            ("31 mai 1970", Ok("1970-05-31")),
            ("June 5, 1970", Ok("1970-06-05")),
            ("30 février 1970", Err(Code::DateImpossible)),
            ("15 jui 1970", Err(Code::DateInvalid)),
            ("15 ju 1970", Err(Code::DateInvalid)),
            ("1 dog 1970", Err(Code::DateInvalid)),
            ("mardi 31 mars 1970", Err(Code::DateInvalid)),
            ("mars 1970", Err(Code::DateInvalid)),
            ("mars avril 1970", Err(Code::DateInvalid)),
            ("31121970", Ok("1970-12-31")),
            ("19701231", Ok("1970-12-31")),
            ("20012001", Ok("2001-01-20")),
            ("31022000", Err(Code::DateImpossible)),
            ("12345678", Err(Code::DateImpossible)),
            ("123456789", Err(Code::DateInvalid)),
            ("311270", Err(Code::DateInvalid)),
            ("- 1970-12-31", Err(Code::DateInvalid)),
            ("1970--12-31", Err(Code::DateInvalid)),
            ("1970-12-311", Err(Code::DateInvalid)),
            (" \u{200e}", Err(Code::Required)),
        ] {
            let verdict = birth_date(typed, today).map(Day::to_iso);
            assert_eq!(verdict.as_deref().map_err(|code| *code), expected, "{typed:?}");
        }
    }
}
