//! Card testing: somebody tries stolen cards by small gifts, one after the other. Banks then refuse most of them, and that is
//! what is counted, over all payments. While it lasts, forms ask for a proof of work, whatever the settings say.
//!
//! It is in memory, and nothing of a person is in it: a restart forgets it, and the next minute finds it again.

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
    /// When the last refusals were, in milliseconds since 1970: as many as make the alarm, at most.
    refusals: VecDeque<i64>,
    /// Until when it is held to last.
    until: i64,
}

impl CardTesting {
    /// Makes it; nothing has been refused yet.
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: Mutex::default() }
    }

    /// Counts that a bank refused an attempt.
    pub fn refused(&self) {
        let now = self.clock.now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.refusals.push_back(now);
        if seen.refusals.len() > REFUSALS {
            seen.refusals.pop_front();
        }
        let oldest = seen.refusals.front().copied().unwrap_or(now);
        if seen.refusals.len() < REFUSALS || now - oldest >= milliseconds(MINUTE) {
            return;
        }
        if seen.until <= now {
            tracing::error!(
                refused = REFUSALS,
                "card testing: so many payments were refused within a minute; forms ask for a proof of work for an hour"
            );
        }
        seen.until = now.saturating_add(milliseconds(LASTS));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_refusals_within_a_minute_are_an_alarm_for_an_hour() {
        for (apart, expected) in [(0, true), (2_000, true), (2_069, false), (60_000, false)] {
            let clock = Clock::fixed(1_798_761_599_000);
            let testing = CardTesting::new(clock.clone());
            for _ in 1..REFUSALS {
                testing.refused();
                assert!(!testing.is_on(), "{apart}");
                clock.advance(Duration::from_millis(apart));
            }
            testing.refused();
            assert_eq!(testing.is_on(), expected, "{apart}");
        }
    }

    #[test]
    fn it_ends_an_hour_after_the_last_such_minute() {
        let clock = Clock::fixed(1_798_761_599_000);
        let testing = CardTesting::new(clock.clone());
        let refuse = |times| (0..times).for_each(|_| testing.refused());
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
}
