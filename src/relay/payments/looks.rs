//! What is looked at without a message that came here: attempts that are open or wait for their money, and the objects
//! that messages named.
//!
//! A message may be lost, a provider away for days. Each object that is to be looked at stands in the store with its
//! time, so that neither a crash nor an outage passes one over.

use super::{KeptAttempt, PaymentProvider, Payments, Prompt, Reference};
use crate::relay::settlement::{Money, Sight, State, Sum};
use crate::relay::store::{Look, StoreError};
use std::sync::Arc;
use std::time::Duration;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long an attempt is left alone at first: the payer is at the bank.
const FIRST: i64 = 15 * MINUTE;
/// How long a payer whose payment was refused may try again before the distant is told that it failed.
const GRACE: i64 = DAY;
/// How long a payment that nobody made stays open before the distant is told that it was given up.
const ABANDONED: i64 = 30 * DAY;
/// For how long an attempt that waits for its money is looked at daily; then weekly.
const DAILY: i64 = 21 * DAY;
/// How many objects are taken at once.
const AT_ONCE: usize = 50;
/// The longest rest: something may have become due.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// How often a provider is asked what changed without a message that came here.
const SWEEP: i64 = HOUR;
/// For how long none of a provider's messages may come, while there is news of its payments.
const SILENCE: i64 = 2 * DAY;

/// Returns when an attempt that begins at `now` is looked at first.
pub(super) const fn first(now: i64) -> i64 {
    now.saturating_add(FIRST)
}

/// Returns when an attempt is to be looked at again, or `None` where nothing more is expected of it.
fn next(kept: &KeptAttempt, is_over: bool, now: i64) -> Option<i64> {
    let age = now.saturating_sub(kept.opened_at);
    match kept.attempt.state {
        State::Open => Some(now.saturating_add((age / 2).clamp(10 * MINUTE, DAY))),
        State::Pending if age < DAILY => Some(now.saturating_add(DAY)),
        State::Pending => Some(now.saturating_add(7 * DAY)),
        State::Failed if !is_over => Some(kept.changed_at.saturating_add(GRACE)),
        State::Expired | State::GivenUp if !is_over => Some(kept.opened_at.saturating_add(ABANDONED)),
        State::Failed | State::Expired | State::GivenUp | State::OtherSum | State::Paid => None,
    }
}

/// Returns what time itself says of an attempt, or `None` while it says nothing.
fn over(kept: &KeptAttempt, now: i64) -> Option<Sight> {
    let is_old = now >= kept.opened_at.saturating_add(ABANDONED);
    match kept.attempt.state {
        State::Open if is_old => Some(Sight::Money(Money::Expired, Sum::Euros(0))),
        State::Failed if now >= kept.changed_at.saturating_add(GRACE) => Some(Sight::TimeIsOver),
        State::Expired | State::GivenUp if is_old => Some(Sight::TimeIsOver),
        _ => None,
    }
}

/// Returns how long a provider that did not answer so many times in a row is left alone.
const fn wait(tries: u32) -> i64 {
    let wait = MINUTE.saturating_mul(1 << if tries < 11 { tries } else { 11 });
    if wait < DAY { wait } else { DAY }
}

impl Payments {
    /// Looks at what is due, for as long as the task lives.
    pub async fn watch(self: Arc<Self>) {
        loop {
            let now = self.clock.now();
            match self.watch_once(now).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "payments are not looked at"),
            }
            tokio::select! {
                () = tokio::time::sleep(LONGEST_REST) => {}
                () = self.hinted.notified() => {}
                () = self.clock.moved(now) => {}
            }
        }
    }

    /// Sees whether providers are silent, looks at what is due, and asks what changed. Returns whether more is due at once.
    async fn watch_once(&self, now: i64) -> Result<bool, StoreError> {
        self.store.raise_silence(now.saturating_sub(SILENCE)).await?;
        Ok(self.look_at_due().await? == AT_ONCE || self.sweep(now).await?)
    }

    /// Looks once at what is due. Returns how much that was.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn look_at_due(&self) -> Result<usize, StoreError> {
        let due = self.store.due_looks(AT_ONCE).await?;
        let number = due.len();
        for look in due {
            self.look(look).await?;
        }
        Ok(number)
    }

    async fn look(&self, look: Look) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(means) = self.means.get(&look.means) else {
            // Its means is no longer in the settings. It may come back.
            return self.store.looked(look, Some(now.saturating_add(DAY))).await;
        };
        let prompt = if look.told > 0 { Prompt::Told } else { Prompt::Unasked };
        if let Err(error) = self.look_at(means.as_ref(), &Reference(look.object.clone()), prompt).await {
            let tries = look.tries.saturating_add(1);
            tracing::warn!(provider = means.name(), %error, tries, "not looked at");
            return self.store.looked(Look { tries, ..look }, Some(now.saturating_add(wait(tries)))).await;
        }
        let next_at = self.pass_time(&look, now).await?;
        self.store.looked(Look { tries: 0, ..look }, next_at).await
    }

    /// Records what time says of the attempt that an object is of. Returns when to look again.
    async fn pass_time(&self, look: &Look, now: i64) -> Result<Option<i64>, StoreError> {
        let find = || self.store.find_attempt(&look.means, &look.object);
        let Some(found) = find().await? else { return Ok(None) };
        let Some(kept) = found.kept() else { return Ok(None) };
        let Some(sight) = over(kept, now) else { return Ok(next(kept, false, now)) };
        self.record(&found.payment.idx, kept, sight).await?;
        let found = find().await?;
        Ok(found.as_ref().and_then(|found| next(found.kept()?, sight == Sight::TimeIsOver, now)))
    }

    /// Asks each provider what changed since it was last asked, a crash or an outage ago, if that is an hour. Returns whether one
    /// told something.
    ///
    /// # Errors
    /// If the store fails.
    async fn sweep(&self, now: i64) -> Result<bool, StoreError> {
        let mut found = false;
        for means in self.means.iter() {
            let Some(since) = self.store.swept_at(means.name()).await? else {
                self.store.note_sweep(means.name(), Vec::new(), now).await?;
                continue;
            };
            if now >= since.saturating_add(SWEEP) {
                found |= self.sweep_one(means.as_ref(), since, now).await?;
            }
        }
        Ok(found)
    }

    async fn sweep_one(&self, means: &dyn PaymentProvider, since: i64, now: i64) -> Result<bool, StoreError> {
        match means.sweep(since).await {
            Ok(references) => {
                let objects: Vec<_> = references.into_iter().map(|reference| reference.0).collect();
                let found = !objects.is_empty();
                self.store.note_sweep(means.name(), objects, now).await?;
                Ok(found)
            }
            Err(error) => {
                tracing::warn!(provider = means.name(), %error, "not swept");
                Ok(false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::settlement::Attempt;

    fn kept(state: State, opened_at: i64, changed_at: i64) -> KeptAttempt {
        let attempt = Attempt { state, ..Attempt::new(1) };
        KeptAttempt { attempt, means: "sandbox".to_owned(), reference: None, opened_at, changed_at }
    }

    #[test]
    fn when_an_attempt_is_looked_at_again() {
        let now = 100 * DAY;
        for (state, opened, changed, expected) in [
            (State::Open, now - 15 * MINUTE, now, Some(now + 10 * MINUTE)),
            (State::Open, now - 2 * DAY, now, Some(now + DAY)),
            (State::Open, now - 10 * DAY, now, Some(now + DAY)),
            (State::Pending, now - DAY, now, Some(now + DAY)),
            (State::Pending, now - 30 * DAY, now, Some(now + 7 * DAY)),
            (State::Failed, now - DAY, now - HOUR, Some(now + 23 * HOUR)),
            (State::Expired, now - DAY, now, Some(now + 29 * DAY)),
            (State::Paid, now, now, None),
            (State::OtherSum, now, now, None),
        ] {
            assert_eq!(next(&kept(state, opened, changed), false, now), expected, "{state:?}");
        }
        assert_eq!(next(&kept(State::Failed, now, now), true, now), None);
    }

    #[test]
    fn what_time_says() {
        let now = 100 * DAY;
        let expired = Sight::Money(Money::Expired, Sum::Euros(0));
        for (state, opened, changed, expected) in [
            (State::Failed, now - 2 * DAY, now - DAY, Some(Sight::TimeIsOver)),
            (State::Failed, now - 2 * DAY, now - DAY + 1, None),
            (State::Expired, now - 30 * DAY, now, Some(Sight::TimeIsOver)),
            (State::Expired, now - 29 * DAY, now, None),
            (State::Open, now - 30 * DAY, now, Some(expired)),
            (State::Pending, now - 90 * DAY, now, None),
            (State::Paid, now - 90 * DAY, now, None),
        ] {
            assert_eq!(over(&kept(state, opened, changed), now), expected, "{state:?}");
        }
    }

    #[test]
    fn a_provider_that_does_not_answer_is_left_alone_for_longer_each_time() {
        assert_eq!([1, 2, 10, 11, 40].map(wait), [2 * MINUTE, 4 * MINUTE, 1024 * MINUTE, DAY, DAY]);
    }
}
