//! The pace of posts that an address must keep: so many at once, and then one after the other as the minute goes by.

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::IpAddr;
use std::num::{NonZeroU32, NonZeroU64};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often addresses that no longer count are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// The pace, and who came when.
pub struct RateLimit {
    limiter: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>,
    swept: Mutex<Instant>,
}

/// An address came too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many posts; the next in {seconds} s")]
pub struct TooFast {
    /// When it may come again.
    pub seconds: NonZeroU64,
}

impl RateLimit {
    /// Makes a limit of so many posts a minute.
    pub fn per_minute(posts: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::hashmap(Quota::per_minute(posts)), swept: Mutex::new(Instant::now()) }
    }

    /// Counts a post of this address.
    ///
    /// # Errors
    /// If it comes too early; it does not count then.
    pub fn step(&self, address: IpAddr) -> Result<(), TooFast> {
        self.sweep(Instant::now());
        self.limiter.check_key(&address).map_err(|early| {
            let wait = early.wait_time_from(DefaultClock::default().now());
            TooFast { seconds: NonZeroU64::MIN.saturating_add(wait.as_secs()) }
        })
    }

    /// Forgets the addresses that no longer count, at most once a minute.
    fn sweep(&self, now: Instant) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(*swept) >= SWEEP {
            *swept = now;
            self.limiter.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_a_pace_of_its_own() {
        let pace = RateLimit::per_minute(NonZeroU32::new(2).unwrap());
        let [one, other] = ["203.0.113.7", "203.0.113.8"].map(|address| address.parse().unwrap());
        assert_eq!([pace.step(one), pace.step(one)], [Ok(()), Ok(())]);
        let wait = pace.step(one).unwrap_err().seconds.get();
        assert!((1..=30).contains(&wait), "{wait}");
        assert_eq!(pace.step(other), Ok(()));
        // Those that still count outlast a sweep.
        pace.sweep(Instant::now() + SWEEP);
        assert!(pace.step(one).is_err());
        assert_eq!(pace.limiter.len(), 2);
    }
}
