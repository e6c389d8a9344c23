//! When a form takes payments.

use crate::relay::settings::{End, moment};
use crate::settings::SettingsError;
use time::OffsetDateTime;
use toml::value::Datetime;

/// When a form takes payments: always, unless the settings say otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    closed: bool,
    opens: Option<OffsetDateTime>,
    closes: Option<OffsetDateTime>,
}

/// Where a form stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It takes payments from this moment on.
    Before(OffsetDateTime),
    /// It takes payments.
    Open,
    /// It takes no more.
    Over,
}

impl Period {
    /// Checks what the settings say; `key` is the table in which they do. A form that is `closed` is over whatever the
    /// day.
    ///
    /// # Errors
    /// If a moment cannot be read, or the form would close before it opens.
    pub fn new(
        key: &str,
        closed: bool,
        opens: Option<&Datetime>,
        closes: Option<&Datetime>,
    ) -> Result<Self, SettingsError> {
        let read = |name: &str, written: Option<&Datetime>, end| {
            written.map(|written| moment(&format!("{key}.{name}"), written, end)).transpose()
        };
        let period =
            Self { closed, opens: read("opens", opens, End::First)?, closes: read("closes", closes, End::Last)? };
        match (period.opens, period.closes) {
            (Some(opens), Some(closes)) if closes <= opens => {
                let reason = format!("{closes} is not after {key}.opens, {opens}");
                Err(SettingsError::unusable(format!("{key}.closes"), reason))
            }
            _ => Ok(period),
        }
    }

    /// Returns where the form stands at `now`, in milliseconds since 1970 UTC.
    pub fn at(&self, now: i64) -> Phase {
        let is_past = |moment: OffsetDateTime| moment.unix_timestamp_nanos() <= i128::from(now) * 1_000_000;
        match (self.opens, self.closes) {
            _ if self.closed => Phase::Over,
            (_, Some(closes)) if is_past(closes) => Phase::Over,
            (Some(opens), _) if !is_past(opens) => Phase::Before(opens),
            _ => Phase::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn period(closed: bool, opens: Option<&str>, closes: Option<&str>) -> Result<Period, String> {
        let read = |text: Option<&str>| text.map(|text| text.parse::<Datetime>().unwrap());
        let (opens, closes) = (read(opens), read(closes));
        Period::new("forms.a", closed, opens.as_ref(), closes.as_ref()).map_err(|error| error.to_string())
    }

    #[test]
    fn phases() {
        let december = datetime!(2026-12-01 00:00 UTC);
        let [before, first, last, after] = [
            december - time::Duration::MILLISECOND,
            december,
            datetime!(2026-12-31 23:59:59.999 UTC),
            datetime!(2027-01-01 00:00 UTC),
        ]
        .map(|moment| i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap());
        let (opens, closes) = (Some("2026-12-01"), Some("2026-12-31"));
        use Phase::{Before, Open, Over};
        for (period, expected) in [
            (period(false, None, None), [Open; 4]),
            (period(true, opens, closes), [Over; 4]),
            (period(false, opens, None), [Before(december), Open, Open, Open]),
            (period(false, None, closes), [Open, Open, Open, Over]),
            (period(false, opens, closes), [Before(december), Open, Open, Over]),
        ] {
            assert_eq!([before, first, last, after].map(|now| period.as_ref().unwrap().at(now)), expected);
        }
    }

    #[test]
    fn what_closes_before_it_opens_is_refused() {
        assert!(period(false, Some("2026-12-01"), Some("2026-12-01")).is_ok(), "one day");
        for (opens, closes) in [("2026-12-02", "2026-12-01"), ("2026-12-01T18:00:00+01:00", "2026-12-01T17:00:00Z")] {
            let refused = period(false, Some(opens), Some(closes)).unwrap_err();
            assert!(refused.contains("forms.a.closes") && refused.contains("forms.a.opens"), "{refused}");
        }
    }
}
