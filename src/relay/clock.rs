//! What time it is. Tests set it: [`Clock::fixed`].

use crate::form::rules::date::Day;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::{Date, OffsetDateTime, UtcOffset};
use tokio::sync::watch;

/// Where the time comes from. Cheap to clone; clones of a fixed clock are set together.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    /// The system's clock.
    #[default]
    System,
    /// The milliseconds since 1970 that a test has set.
    Fixed(Arc<watch::Sender<i64>>),
}

/// Returns a moment in milliseconds since 1970 by a clock so far from UTC.
pub fn local(milliseconds: i64, offset: UtcOffset) -> OffsetDateTime {
    let moment = OffsetDateTime::from_unix_timestamp(milliseconds.div_euclid(1000));
    moment.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(offset)
}

impl Clock {
    /// Returns a clock that stands at `now`, in milliseconds since 1970 UTC, until [`Clock::advance`] moves it.
    pub fn fixed(now: i64) -> Self {
        Self(Source::Fixed(Arc::new(watch::Sender::new(now))))
    }

    /// Moves a fixed clock forward; does nothing to the system's.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(now) = &self.0 {
            now.send_modify(|now| *now += milliseconds(by));
        }
    }

    /// Returns the milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        match &self.0 {
            Source::System => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, milliseconds),
            Source::Fixed(now) => *now.borrow(),
        }
    }

    /// Waits until a fixed clock is moved away from `since`, in milliseconds since 1970: what rests by the time of the machine
    /// is woken. The system's clock wakes nobody.
    pub async fn moved(&self, since: i64) {
        match &self.0 {
            Source::System => std::future::pending().await,
            // Its sender is this clock, so that it is never closed.
            Source::Fixed(now) => drop(now.subscribe().wait_for(|now| *now != since).await),
        }
    }

    /// Returns today's date, UTC. A birth date may be one day ahead of it somewhere, and a tax rule an hour late; that is
    /// not worth a time zone.
    pub fn today(&self) -> Date {
        OffsetDateTime::from_unix_timestamp(self.now() / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH).date()
    }

    /// Returns today's date as the rules of a form take it.
    pub fn day(&self) -> Day {
        let today = self.today();
        let year = u16::try_from(today.year()).unwrap_or(9999);
        Day::new(year, today.month().into(), today.day()).unwrap_or(Day::MAX)
    }
}

/// Returns a duration in milliseconds, as many as fit.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_until_it_is_moved() {
        let clock = Clock::fixed(1_798_761_599_000);
        let other = clock.clone();
        assert_eq!((clock.now(), clock.today().to_string().as_str()), (1_798_761_599_000, "2026-12-31"));
        clock.advance(Duration::from_secs(1));
        assert_eq!((other.today().year(), other.day()), (2027, Day::new(2027, 1, 1).unwrap()));
    }

    #[tokio::test]
    async fn whoever_waits_for_a_fixed_clock_is_woken() {
        let clock = Clock::fixed(0);
        tokio::join!(clock.moved(0), async { clock.advance(Duration::from_secs(1)) });
        clock.moved(0).await;
        assert_eq!(clock.now(), 1000);
    }

    #[test]
    fn the_systems_clock_goes_by_itself() {
        let clock = Clock::default();
        clock.advance(Duration::from_secs(3600));
        assert!(clock.now() - Clock::default().now() < 60_000);
    }
}
