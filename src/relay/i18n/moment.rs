//! How a language writes a moment: `1er décembre 2026 à 18 h 00`.

use super::Texts;
use time::{Month, OffsetDateTime, Time};

impl Texts {
    /// Returns a moment as people read it, by the clock of its own offset; midnight is the day alone.
    pub fn moment(&self, moment: OffsetDateTime) -> String {
        let day = match moment.day() {
            1 => self.get("date.first").to_owned(),
            day => day.to_string(),
        };
        let month = self.get(match moment.month() {
            Month::January => "date.january",
            Month::February => "date.february",
            Month::March => "date.march",
            Month::April => "date.april",
            Month::May => "date.may",
            Month::June => "date.june",
            Month::July => "date.july",
            Month::August => "date.august",
            Month::September => "date.september",
            Month::October => "date.october",
            Month::November => "date.november",
            Month::December => "date.december",
        });
        let date = self.fill("date.day", &[("day", &day), ("month", month), ("year", &moment.year().to_string())]);
        if moment.time() == Time::MIDNIGHT {
            return date;
        }
        let (hour, minute) = (moment.hour().to_string(), format!("{:02}", moment.minute()));
        self.fill("date.time", &[("date", &date), ("hour", &hour), ("minute", &minute)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;
    use time::macros::datetime;

    #[test]
    fn moments() {
        for (language, moment, expected) in [
            (Language::French, datetime!(2026-12-01 00:00 UTC), "1er décembre 2026"),
            (Language::French, datetime!(2026-08-31 18:05 +2), "31 août 2026 à 18 h 05"),
            (Language::English, datetime!(2026-12-01 00:00 +1), "1 December 2026"),
            (Language::English, datetime!(2026-03-02 9:30 UTC), "2 March 2026 at 9:30"),
        ] {
            let texts = Texts::load(language, &BTreeMap::new()).unwrap();
            assert_eq!(texts.moment(moment).replace('\u{a0}', " "), expected);
        }
    }
}
