//! The days of operators: of what clock they are, how they are read and written.

use crate::relay::clock::local;
use crate::relay::settings::{End, OperatorsSettings, moment, utc_offset};
use crate::relay::store::Period;
use crate::settings::SettingsError;
use time::format_description::well_known::Rfc3339;
use time::{Date, UtcOffset};

/// The clock that days are of. The store has moments, which are everybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// How far it is from UTC.
    pub offset: UtcOffset,
}

impl Days {
    /// Returns those of the settings.
    ///
    /// # Errors
    /// If they say what is no offset.
    pub fn of(settings: &OperatorsSettings) -> Result<Self, SettingsError> {
        Ok(Self { offset: settings.offset()? })
    }

    /// Returns those of another clock; `key` is what names it to whoever wrote it.
    ///
    /// # Errors
    /// If it is no offset.
    pub fn of_clock(key: &str, text: &str) -> Result<Self, SettingsError> {
        Ok(Self { offset: utc_offset(key, text)? })
    }

    /// Reads the period from the one to the other: days, or times with their offset. Of a last day, its end.
    ///
    /// # Errors
    /// At the first that is neither, or if nothing is between them.
    pub fn period(&self, since: (&str, Option<&str>), until: (&str, Option<&str>)) -> Result<Period, SettingsError> {
        let read = |(key, text): (&str, Option<&str>), end| text.map(|text| self.moment(key, text, end)).transpose();
        let period = Period { since: read(since, End::First)?, until: read(until, End::Last)? };
        if period.since.zip(period.until).is_some_and(|(since, until)| since >= until) {
            return Err(SettingsError::unusable(until.0, format!("nothing is between it and {}", since.0)));
        }
        Ok(period)
    }

    fn moment(&self, key: &str, text: &str, end: End) -> Result<i64, SettingsError> {
        let unreadable = || {
            let reason = format!("{text:?} is no day such as 2026-12-01, nor a time such as 2026-12-01T18:00:00+01:00");
            SettingsError::unusable(key, reason)
        };
        let written: toml::value::Datetime = text.parse().map_err(|_| unreadable())?;
        let read = moment(key, &written, end)?;
        // A day alone was taken for one of UTC.
        let ahead = if written.time.is_none() { self.offset.whole_seconds() } else { 0 };
        Ok((read.unix_timestamp() - i64::from(ahead)).saturating_mul(1000))
    }

    /// Reads a day that is not after the one of `now`, in milliseconds since 1970; `key` is what names it to whoever wrote it.
    ///
    /// # Errors
    /// If it is no day, or is still to come.
    pub fn past_day(&self, key: &str, text: &str, now: i64) -> Result<Date, SettingsError> {
        let day = self.day(self.moment(key, text, End::First)?);
        if day > self.day(now) {
            return Err(SettingsError::unusable(key, format!("{text} is still to come")));
        }
        Ok(day)
    }

    /// Returns the day of a moment in milliseconds since 1970.
    pub fn day(&self, milliseconds: i64) -> Date {
        local(milliseconds, self.offset).date()
    }

    /// Writes a moment in milliseconds since 1970 for people: `2026-12-01 18:05:00`.
    pub fn write(&self, milliseconds: i64) -> String {
        let moment = local(milliseconds, self.offset);
        let (hour, minute, second) = moment.to_hms();
        format!("{} {hour:02}:{minute:02}:{second:02}", moment.date())
    }

    /// Writes a moment in milliseconds since 1970 as RFC 3339 does.
    pub fn write_rfc3339(&self, milliseconds: i64) -> String {
        local(milliseconds, self.offset).format(&Rfc3339).unwrap_or_default()
    }

    /// Returns the clock's name: `UTC`, `UTC+01:00`.
    pub fn clock(&self) -> String {
        let (hours, minutes, _) = self.offset.as_hms();
        match self.offset.is_utc() {
            true => "UTC".to_owned(),
            false => {
                let sign = if self.offset.is_negative() { '-' } else { '+' };
                format!("UTC{sign}{:02}:{:02}", hours.abs(), minutes.abs())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::offset;

    /// The first moment of 2027 in UTC.
    const YEAR: i64 = 1_798_761_600_000;
    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_day_is_one_of_the_clock_and_a_time_one_of_its_own() {
        for (days, since, until, expected) in [
            (offset!(UTC), "2027-01-01", "2027-01-01", (YEAR, YEAR + 24 * HOUR)),
            (offset!(+1), "2027-01-01", "2027-01-02", (YEAR - HOUR, YEAR + 47 * HOUR)),
            (offset!(+1), "2027-01-01T00:00:00Z", "2027-01-01T02:00:00+01:00", (YEAR, YEAR + HOUR)),
        ] {
            let period = Days { offset: days }.period(("since", Some(since)), ("until", Some(until)));
            assert_eq!(period.unwrap(), Period { since: Some(expected.0), until: Some(expected.1) }, "{since}");
        }
        let days = Days { offset: UtcOffset::UTC };
        for (since, until, reason) in [
            ("yesterday", "2027-01-01", "since: \"yesterday\" is no day"),
            ("2027-01-01", "2027-02-30", "until: "),
            ("2027-01-01", "2026-12-31", "until: nothing is between it and since"),
            ("2027-01-01T10:00:00", "2027-01-02", "has no offset"),
        ] {
            let refused = days.period(("since", Some(since)), ("until", Some(until))).unwrap_err().to_string();
            assert!(refused.contains(reason), "{refused}");
        }
        assert_eq!(days.period(("since", None), ("until", None)).unwrap(), Period::default());
    }

    #[test]
    fn moments_are_written_by_the_clock() {
        for (offset, clock, written, rfc3339) in [
            (offset!(UTC), "UTC", "2027-01-01 00:00:00", "2027-01-01T00:00:00Z"),
            (offset!(-3:30), "UTC-03:30", "2026-12-31 20:30:00", "2026-12-31T20:30:00-03:30"),
        ] {
            let days = Days { offset };
            assert_eq!((days.clock(), days.write(YEAR)), (clock.to_owned(), written.to_owned()));
            assert_eq!(days.write_rfc3339(YEAR), rfc3339);
        }
    }
}
