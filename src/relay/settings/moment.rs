//! Moments in the settings: `2026-12-01`, a whole day in UTC, or `2026-12-01T18:00:00+01:00`.

use crate::settings::SettingsError;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};
use toml::value::{Datetime, Offset};

/// Which end of a day without a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its first moment.
    First,
    /// The moment after it.
    Last,
}

/// Reads a moment. What zone a site lives in, the relay does not know: a day alone is one of UTC, and a time must name
/// its offset, which the moment keeps.
///
/// # Errors
/// If it is no day, or a time without an offset.
pub fn moment(key: &str, written: &Datetime, end: End) -> Result<OffsetDateTime, SettingsError> {
    let unusable = |reason: &str| {
        let example = "expected a day such as 2026-12-01, or a time with its offset: 2026-12-01T18:00:00+01:00";
        SettingsError::unusable(key, format!("{written} {reason}; {example}"))
    };
    let day = written
        .date
        .and_then(|day| Date::from_calendar_date(day.year.into(), Month::try_from(day.month).ok()?, day.day).ok());
    let day = day.ok_or_else(|| unusable("has no day that exists"))?;
    match (written.time, written.offset, end) {
        (None, _, End::First) => Ok(day.midnight().assume_utc()),
        (None, _, End::Last) => {
            day.next_day().map(|next| next.midnight().assume_utc()).ok_or_else(|| unusable("is too late"))
        }
        (Some(_), None, _) => Err(unusable("has no offset")),
        (Some(time), Some(offset), _) => {
            let minutes = match offset {
                Offset::Z => 0,
                Offset::Custom { minutes } => i32::from(minutes),
            };
            let time = Time::from_hms(time.hour, time.minute, time.second.unwrap_or(0)).ok();
            let moment = time.zip(UtcOffset::from_whole_seconds(minutes * 60).ok());
            let moment = moment.map(|(time, offset)| day.with_time(time).assume_offset(offset));
            moment.ok_or_else(|| unusable("has no time that exists"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn days_and_times() {
        let read = |text: &str, end| moment("opens", &text.parse().unwrap(), end).map_err(|error| error.to_string());
        assert_eq!(read("2026-12-01", End::First), Ok(datetime!(2026-12-01 00:00 UTC)));
        assert_eq!(read("2026-12-31", End::Last), Ok(datetime!(2027-01-01 00:00 UTC)));
        for end in [End::First, End::Last] {
            assert_eq!(read("2026-12-01T18:00:00+01:00", end), Ok(datetime!(2026-12-01 18:00 +1)));
            assert_eq!(read("2026-12-01T18:00:00Z", end), Ok(datetime!(2026-12-01 18:00 UTC)));
        }
        for (text, reason) in [("2026-12-01T18:00:00", "has no offset"), ("18:00:00", "has no day")] {
            let refused = read(text, End::First).unwrap_err();
            assert!(refused.contains(reason) && refused.contains("opens") && refused.contains("+01:00"), "{refused}");
        }
    }
}
