//! Days: reading them, and how long a membership lasts.

use time::{Date, Duration, Month, OffsetDateTime};

/// Returns a moment as the database keeps it: `2026-09-01 10:20:30`, UTC.
pub(super) fn stamp(now: OffsetDateTime) -> String {
    format!("{} {:02}:{:02}:{:02}", now.date(), now.hour(), now.minute(), now.second())
}

/// Returns the day in `1970-12-31`, `19701231` or either followed by a time. Other ways of writing can be read in two
/// ways.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let parts: Vec<_> = day.split('-').collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..4], &whole[4..6], &whole[6..]),
        _ => return None,
    };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Returns the month and the day in `03-01`.
pub(super) fn parse_month_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // In a year that is not a leap year, so that it is a day of every year.
    date(2001, month, day).map(|_| (month, day))
}

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// Returns the day so many months later, on the same day of the month or else on its last.
pub(super) fn add_months(from: Date, months: u32) -> Date {
    let total = i64::from(u8::from(from.month())) - 1 + i64::from(months);
    let year = i64::from(from.year()) + total / 12;
    let month = u8::try_from(total % 12 + 1).ok().and_then(|month| Month::try_from(month).ok());
    let (Ok(year), Some(month)) = (i32::try_from(year), month) else { return Date::MAX };
    Date::from_calendar_date(year, month, from.day().min(month.length(year))).unwrap_or(Date::MAX)
}

/// The first and the last day of a membership.
pub(super) type Period = (Date, Date);

/// Returns the period of a membership of so many months from that day on.
pub(super) fn rolling_period(from: Date, months: u32) -> Period {
    (from, add_months(from, months).saturating_sub(Duration::DAY))
}

/// Returns the fixed period that `on` is in, which starts on `start` of a year; who comes on or after `rollover` gets
/// the next one as well.
pub(super) fn fixed_period(on: Date, months: u32, start: (u8, u8), rollover: Option<(u8, u8)>) -> Period {
    let latest = |(month, day): (u8, u8)| {
        [on.year(), on.year() - 1].into_iter().filter_map(|year| date(year, month, day)).find(|day| *day <= on)
    };
    let first = latest(start).unwrap_or(on);
    let rolls = rollover.and_then(latest).is_some_and(|day| day >= first);
    (first, add_months(first, if rolls { months.saturating_mul(2) } else { months }).saturating_sub(Duration::DAY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days() {
        for (text, expected) in [
            ("1970-12-31", Some(date!(1970 - 12 - 31))),
            ("1970-1-2", Some(date!(1970 - 01 - 02))),
            ("19701231", Some(date!(1970 - 12 - 31))),
            (" 1970-12-31 10:20:30", Some(date!(1970 - 12 - 31))),
            ("1970-12-31T10:20", Some(date!(1970 - 12 - 31))),
            ("1970-02-30", None),
            ("31/12/1970", None),
            ("70-12-31", None),
            ("+970-12-31", None),
            ("yesterday", None),
            ("1970é31", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert_eq!(parse_month_day("03-01"), Some((3, 1)));
        assert_eq!(parse_month_day("02-29"), None);
    }

    #[test]
    fn periods() {
        assert_eq!(add_months(date!(2024 - 01 - 31), 1), date!(2024 - 02 - 29));
        assert_eq!(add_months(date!(2024 - 11 - 30), 14), date!(2026 - 01 - 30));
        assert_eq!(rolling_period(date!(2024 - 03 - 05), 12).1, date!(2025 - 03 - 04));
        let (start, rollover) = ((3, 1), Some((11, 11)));
        for (on, expected) in [
            (date!(2024 - 03 - 01), (date!(2024 - 03 - 01), date!(2025 - 02 - 28))),
            (date!(2024 - 11 - 10), (date!(2024 - 03 - 01), date!(2025 - 02 - 28))),
            (date!(2024 - 11 - 11), (date!(2024 - 03 - 01), date!(2026 - 02 - 28))),
            (date!(2025 - 02 - 28), (date!(2024 - 03 - 01), date!(2026 - 02 - 28))),
        ] {
            assert_eq!(fixed_period(on, 12, start, rollover), expected, "{on}");
        }
        assert_eq!(fixed_period(date!(2024 - 12 - 31), 12, (1, 1), None).1, date!(2024 - 12 - 31));
    }
}
