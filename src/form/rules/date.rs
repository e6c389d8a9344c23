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

    /// A day that exists, in the years 1 to 9999.
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

    /// ISO 8601: `1970-12-31`.
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

/// Reads `1970-12-31`, `31/12/1970`, `31.12.1970`, `31 12 1970`, `31 / 12 / 1970`, the same without padding, and
/// `31121970` or `19701231`, since some telephones' keys for numbers have no marks. A year has four digits.
///
/// # Errors
/// [`Code::DateInvalid`] for what is not written so, [`Code::DateImpossible`] for a day that does not exist or on which
/// no living person was born.
pub fn birth_date(typed: &str, today: Day) -> Result<Day, Code> {
    let mut parts = [0_u32; 3];
    let mut lengths = [0_usize; 3];
    let mut at = 0;
    let (mut space, mut mark) = (false, false);
    for c in plain(typed).chars() {
        match c {
            '0'..='9' => {
                at += usize::from(space || mark);
                (space, mark) = (false, false);
                let (Some(part), Some(length @ ..8)) = (parts.get_mut(at), lengths.get_mut(at)) else {
                    return Err(Code::DateInvalid);
                };
                *part = *part * 10 + (u32::from(c) - u32::from('0'));
                *length += 1;
            }
            ' ' => space = true,
            '-' | '/' | '.' if !mark && lengths != [0; 3] => mark = true,
            _ => return Err(Code::DateInvalid),
        }
    }
    let [first, second, third] = parts;
    let born = |year: u32, month: u32, day: u32| {
        Day::new(year as u16, month as u8, day as u8)
            .filter(|born| *born <= today && born.year + MAX_AGE >= today.year)
            .ok_or(Code::DateImpossible)
    };
    match lengths {
        _ if mark => Err(Code::DateInvalid),
        [4, 1 | 2, 1 | 2] => born(first, second, third),
        [1 | 2, 1 | 2, 4] if second <= 12 => born(third, second, first),
        // A year that a living person was born in makes no month, so only one of the two can be.
        [8, 0, 0] => born(first % 10_000, first / 10_000 % 100, first / 1_000_000)
            .or_else(|_| born(first / 10_000, first / 100 % 100, first % 100)),
        _ => Err(Code::DateInvalid),
    }
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
            ("31 / 12 / 1970", Ok("1970-12-31")),
            ("31. 12. 1970", Ok("1970-12-31")),
            ("31 12-1970", Ok("1970-12-31")),
            ("31121970", Ok("1970-12-31")),
            ("19701231", Ok("1970-12-31")),
            ("20012001", Ok("2001-01-20")),
            ("31022000", Err(Code::DateImpossible)),
            ("12345678", Err(Code::DateImpossible)),
            ("123456789", Err(Code::DateInvalid)),
            ("311270", Err(Code::DateInvalid)),
            ("1 janvier 1970", Err(Code::DateInvalid)),
            ("- 1970-12-31", Err(Code::DateInvalid)),
            ("1970--12-31", Err(Code::DateInvalid)),
            ("1970-12-31-", Err(Code::DateInvalid)),
            ("1970-12-311", Err(Code::DateInvalid)),
            ("", Err(Code::DateInvalid)),
        ] {
            let verdict = birth_date(typed, today).map(Day::to_iso);
            assert_eq!(verdict.as_deref().map_err(|code| *code), expected, "{typed:?}");
        }
    }
}
