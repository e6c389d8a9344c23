//! Card testing: somebody tries stolen cards by small gifts, one after the other. Banks then refuse most of them, and that is
//! what is counted, over all payments. While it lasts, forms ask for a proof of work, whatever the settings say.
//!
//! Nothing of a person is in it. The store keeps the refusals, from which it is found again after a restart.

use crate::relay::clock::{Clock, milliseconds};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many refusals within a minute are no donors'.
const REFUSALS: usize = 30;
/// The time in which they are counted.
const MINUTE: Duration = Duration::from_secs(60);
/// How long it is held to last after the last such minute.
const LASTS: Duration = Duration::from_secs(60 * 60);

/// Notices that somebody tests cards.
pub struct CardTesting {
    clock: Clock,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// When banks refused, in milliseconds since 1970, the earliest first: those that can still count.
    refusals: VecDeque<i64>,
    /// Until when it is held to last.
    until: i64,
}

impl CardTesting {
    /// For how long a refusal counts.
    pub const COUNTS: Duration = LASTS.saturating_add(MINUTE);

    /// Makes it; nothing has been refused yet.
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: Mutex::default() }
    }

    /// Counts that a bank refused a try at `at`, in milliseconds since 1970: what is heard of late counts when it was.
    pub fn refused(&self, at: i64) {
        let now = self.clock.now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let counts_from = now.saturating_sub(milliseconds(Self::COUNTS));
        while seen.refusals.front().is_some_and(|first| *first < counts_from) {
            seen.refusals.pop_front();
        }
        let place = seen.refusals.partition_point(|earlier| *earlier <= at);
        seen.refusals.insert(place, at);
        let until = minutes_end(&seen.refusals).map_or(0, |end| end.saturating_add(milliseconds(LASTS)));
        if seen.until <= now && until > now {
            tracing::error!(
                refused = REFUSALS,
                "card testing: so many payments were refused within a minute; forms ask for a proof of work for an hour"
            );
        }
        seen.until = seen.until.max(until);
    }

    /// Returns until when it is held to last, in milliseconds since 1970, or `None` while nobody tests cards.
    pub fn until(&self) -> Option<i64> {
        let until = self.seen.lock().unwrap_or_else(PoisonError::into_inner).until;
        (until > self.clock.now()).then_some(until)
    }

    /// Checks whether somebody tests cards.
    pub fn is_on(&self) -> bool {
        self.until().is_some()
    }
}

/// Returns when the last minute ended in which there were too many, or `None` if there was none.
fn minutes_end(refusals: &VecDeque<i64>) -> Option<i64> {
    let ends = refusals.iter().skip(REFUSALS - 1).zip(refusals);
    ends.filter(|(last, first)| *last - *first < milliseconds(MINUTE)).map(|(last, _)| *last).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_refusals_within_a_minute_are_an_alarm_for_an_hour() {
        for (apart, expected) in [(0, true), (2_000, true), (2_069, false), (60_000, false)] {
            let clock = Clock::fixed(1_798_761_599_000);
            let testing = CardTesting::new(clock.clone());
            for _ in 1..REFUSALS {
                testing.refused(clock.now());
                assert!(!testing.is_on(), "{apart}");
                clock.advance(Duration::from_millis(apart));
            }
            testing.refused(clock.now());
            assert_eq!(testing.is_on(), expected, "{apart}");
        }
    }

    #[test]
    fn it_ends_an_hour_after_the_last_such_minute() {
        let clock = Clock::fixed(1_798_761_599_000);
        let testing = CardTesting::new(clock.clone());
        let refuse = |times| (0..times).for_each(|_| testing.refused(clock.now()));
        refuse(REFUSALS);
        clock.advance(LASTS / 2);
        refuse(REFUSALS);
        clock.advance(LASTS / 2);
        assert!(testing.is_on());
        // A donor's card that is refused is none.
        refuse(1);
        clock.advance(LASTS / 2);
        assert_eq!(testing.until(), None);
    }

    #[test]
    fn what_is_heard_of_late_counts_when_it_was() {
        const NOW: i64 = 1_798_761_599_000;
        let (minute, hour) = (milliseconds(MINUTE), milliseconds(LASTS));
        for (first, apart, expected) in [
            // Of half an hour ago, the last first: it lasts half an hour more.
            (NOW - hour / 2, -1000, Some(NOW + hour / 2)),
            (NOW - hour / 2, -3000, None),
            // A sweep finds a day's refusals at once.
            (NOW - hour, -hour, None),
            // Of more than an hour ago.
            (NOW - hour - minute, 1000, None),
        ] {
            let testing = CardTesting::new(Clock::fixed(NOW));
            for number in 0..REFUSALS as i64 {
                testing.refused(first + number * apart);
            }
            assert_eq!(testing.until(), expected, "{first} {apart}");
        }
    }
}
