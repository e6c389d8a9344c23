//! The schedule of retries: a pure function.
//!
//! The waits are those of Standard Webhooks 1.0.0, about 75 hours in all; then once a day up to 30 days; then a person
//! must look. Each wait is spread by a fifth, so that a distant that comes back is not met by everything at once.

use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The wait after the first failure, the second…
const WAITS: [u64; 9] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, DAY];
/// Days on which one more try is made after those.
const DAILY: u32 = 26;
/// The longest wait that a distant can ask for.
const LONGEST: u64 = DAY;

/// Returns the wait before the next try after `failures` failures, at least one, or `None` when it is a person's turn.
///
/// `permille` is random, in 0..1000. `wished` is what the distant asked for: it can lengthen the wait, to a day.
pub fn wait(failures: u32, permille: u16, wished: Option<Duration>) -> Option<Duration> {
    let index = failures.saturating_sub(1);
    let seconds = match WAITS.get(index as usize) {
        Some(seconds) => *seconds,
        None if index < WAITS.len() as u32 + DAILY => DAY,
        None => return None,
    };
    let spread = 800 + u64::from(permille.min(999)) * 2 / 5;
    let wait = Duration::from_millis(seconds * spread);
    Some(wait.max(wished.unwrap_or_default().min(Duration::from_secs(LONGEST))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_after_thirty_days() {
        let middle = |failures| wait(failures, 500, None).map(|wait| wait.as_secs());
        assert_eq!(middle(1), Some(5));
        assert_eq!(middle(2), Some(300));
        assert_eq!(middle(9), Some(DAY));
        let total: u64 = (1..).map_while(middle).sum();
        assert!((29 * DAY..=31 * DAY).contains(&total), "{} days", total / DAY);
    }

    #[test]
    fn waits_are_spread_by_a_fifth() {
        assert_eq!(wait(2, 0, None), Some(Duration::from_secs(240)));
        assert!(wait(2, 999, None).unwrap() < Duration::from_secs(360));
    }

    #[test]
    fn a_wish_lengthens_and_never_shortens() {
        assert_eq!(wait(1, 500, Some(Duration::from_secs(60))), Some(Duration::from_secs(60)));
        assert_eq!(wait(2, 500, Some(Duration::from_secs(1))), Some(Duration::from_secs(300)));
        assert_eq!(wait(1, 500, Some(Duration::MAX)), Some(Duration::from_secs(DAY)));
        assert_eq!(wait(u32::MAX, 500, Some(Duration::MAX)), None);
    }
}
