//! The courier of a distant: tells it what the store says it must be told, for as long as it takes.
//!
//! One task a distant, so that one that is down delays no other. At least once, in order per transaction.

use super::{Link, retry};
use crate::distant::{Distant, DistantError};
use crate::protocol::{Started, Status, StatusUpdate};
use crate::relay::clock::Clock;
use crate::relay::keys;
use crate::relay::store::{AlarmCause, Delivery, Postponement, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// The courier of one distant.
#[derive(Clone)]
pub struct Courier {
    link: Arc<Link>,
    /// Where the duties are.
    store: Arc<dyn Store>,
    clock: Clock,
    /// How often a distant that is down is asked whether it is back.
    probe: Duration,
}

/// The most statuses told at once to one distant, even if it serves more donors.
const AT_ONCE: usize = 8;
/// The most made due by one write.
const RELEASED_AT_ONCE: usize = 200;
/// How often what the distant's database refuses is tried again: for half an hour.
const DOUBTFUL_TRIES: u32 = 3;
/// The wait after a failure of our own store.
const STORE_PAUSE: Duration = Duration::from_secs(5);
/// Upper bound on one rest: a person may have made something due by the command line, which wakes nobody.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// The longest that a probe's interval can grow.
const LONGEST_PROBE: Duration = Duration::from_secs(24 * 3600);

/// Why a status was not taken.
struct Trouble {
    /// What a person is told, if one must look.
    cause: AlarmCause,
    /// What the distant said.
    said: String,
    /// How long it asked to be left in peace.
    wished: Option<Duration>,
    /// Whether it goes away by itself, or by a repair of the distant.
    passing: bool,
    /// How often it is tried again at most, whatever the schedule says; then it is a person's turn.
    tries: u32,
}

/// What came of one round of deliveries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Entries tried.
    pub tried: usize,
    /// … of which the distant now has.
    pub delivered: usize,
}

impl Courier {
    /// Makes the courier of a link.
    pub(super) const fn new(link: Arc<Link>, store: Arc<dyn Store>, clock: Clock, probe: Duration) -> Self {
        Self { link, store, clock, probe }
    }

    /// Delivers until the task is dropped.
    pub async fn run(self) {
        // Doubles while a distant answers the probe and then fails, so that its schedule is not used up.
        let mut probe = self.probe;
        loop {
            let pause = match self.deliver_due().await {
                Ok(Round { tried: 0, .. }) => self.rest(&mut probe).await,
                Ok(round) => {
                    if round.delivered > 0 {
                        probe = self.probe;
                    }
                    continue;
                }
                Err(error) => {
                    tracing::error!(distant = self.link.name, %error, "delivery cannot use the store");
                    STORE_PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.link.wake.notified() => {}
            }
        }
    }

    /// Delivers what is due now, once.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliver_due(&self) -> Result<Round, StoreError> {
        let due = self.store.claim(&self.link.name, self.link.lease, self.link.at_once.min(AT_ONCE)).await?;
        let mut round = Round { tried: due.len(), delivered: 0 };
        let mut deliveries = tokio::task::JoinSet::new();
        for delivery in due {
            let courier = self.clone();
            deliveries.spawn(async move { courier.deliver(delivery).await });
        }
        while let Some(delivered) = deliveries.join_next().await {
            round.delivered += usize::from(delivered.map_err(|_| StoreError::Closed)??);
        }
        Ok(round)
    }

    /// Delivers one status. Returns whether the distant now has it.
    async fn deliver(&self, delivery: Delivery) -> Result<bool, StoreError> {
        let update = StatusUpdate {
            idx: delivery.idx.clone(),
            status: delivery.status,
            payment_instrument: self.link.instrument(delivery.instrument.as_ref()),
            recurring_status: delivery.recurring_status,
        };
        match self.link.client.update_status(&update).await {
            Ok(answer) if answers(&update, &answer) => {
                tracing::info!(
                    distant = self.link.name,
                    status = update.status.as_str(),
                    answer = answer.status.as_str(),
                    "delivered"
                );
                self.store.settle(delivery, answer).await?;
                Ok(true)
            }
            Ok(answer) => {
                tracing::error!(
                    distant = self.link.name,
                    idx = delivery.idx,
                    status = update.status.as_str(),
                    answer = answer.status.as_str(),
                    "answered another status than it was told: look there whether the contribution exists"
                );
                let said = match answer.recurring_status {
                    Some(series) => format!("{}, {}", answer.status.as_str(), series.as_str()),
                    None => answer.status.as_str().to_owned(),
                };
                self.postpone(
                    delivery,
                    Trouble { cause: AlarmCause::Disputed, said, wished: None, passing: false, tries: u32::MAX },
                )
                .await?;
                Ok(false)
            }
            Err(error) => {
                let wished = match &error {
                    DistantError::Garbled { retry_after, .. } => *retry_after,
                    _ => None,
                };
                let passing = error.is_passing();
                let cause = if passing { AlarmCause::GaveUp } else { AlarmCause::Refused };
                let tries = match passing {
                    true => u32::MAX,
                    false if error.is_doubtful() => DOUBTFUL_TRIES,
                    false => 0,
                };
                self.postpone(delivery, Trouble { cause, said: error.to_string(), wished, passing, tries }).await?;
                Ok(false)
            }
        }
    }

    /// Puts off to another time what the distant did not take, or to a person.
    async fn postpone(&self, delivery: Delivery, trouble: Trouble) -> Result<(), StoreError> {
        let (name, said) = (&self.link.name, trouble.said);
        // Without randomness, the middle of the spread will do.
        let permille = keys::random_permille().unwrap_or(500);
        let failures = delivery.attempts + 1;
        let wait = retry::wait(failures, permille, trouble.wished).filter(|_| failures <= trouble.tries);
        match wait {
            Some(wait) => tracing::warn!(distant = name, error = said, retry_s = wait.as_secs(), "not delivered"),
            None => tracing::error!(
                distant = name,
                idx = delivery.idx,
                status = delivery.status.as_str(),
                error = said,
                "gave up; parked until a person has looked: campagnodon alarms"
            ),
        }
        let is_alarming = wait.is_none() || trouble.cause == AlarmCause::Disputed;
        let alarm = is_alarming.then_some((trouble.cause, said));
        self.store.postpone(name, delivery, Postponement { wait, passing: trouble.passing, alarm }).await
    }

    /// Waits while nothing is due, or says how long to wait. While the distant is down, asks whether it is back, and if
    /// so makes due what waits for that.
    async fn rest(&self, probe: &mut Duration) -> Duration {
        let Ok(backlog) = self.store.backlog(&self.link.name).await else { return STORE_PAUSE };
        let until_due = backlog.next_at.map_or(LONGEST_REST, |at| {
            Duration::from_millis(at.saturating_sub(self.clock.now()).max(1).unsigned_abs())
        });
        let is_down = backlog.retrying > 0 || self.link.client.outage().is_some();
        if !is_down || until_due <= *probe {
            return until_due.min(LONGEST_REST);
        }
        tokio::select! {
            () = tokio::time::sleep(*probe) => {}
            () = self.link.wake.notified() => return Duration::ZERO,
        }
        if self.link.client.test().await.is_ok() {
            *probe = (*probe * 2).min(LONGEST_PROBE);
            self.release().await;
        }
        Duration::ZERO
    }

    /// Makes due at once what waits for this distant: it was just seen to work. In steps, since donors wait for each.
    async fn release(&self) {
        let mut released = 0;
        loop {
            match self.store.release(&self.link.name, RELEASED_AT_ONCE).await {
                Ok(step) => {
                    released += step;
                    if step < RELEASED_AT_ONCE {
                        break;
                    }
                }
                Err(error) => {
                    tracing::error!(distant = self.link.name, %error, "delivery cannot use the store");
                    break;
                }
            }
        }
        if released > 0 {
            tracing::info!(distant = self.link.name, released, "the distant is back");
            self.link.wake();
        }
    }
}

/// Checks whether the distant took what it was told. It alone can find that the payer was a member already.
fn answers(update: &StatusUpdate, answer: &Started) -> bool {
    let took = answer.status == update.status
        || (update.status == Status::Completed && answer.status == Status::DoubleMembership);
    took && (update.recurring_status.is_none() || update.recurring_status == answer.recurring_status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::RecurringStatus;

    #[test]
    fn what_is_an_answer() {
        use RecurringStatus::{Init as NotYet, Ongoing};
        use Status::{Completed, DoubleMembership, Init, Pending, Refunded};
        for (told, answered, taken) in [
            ((Completed, None), (Completed, None), true),
            ((Completed, None), (DoubleMembership, None), true),
            ((Completed, None), (Init, None), false),
            ((Completed, None), (Pending, None), false),
            ((Refunded, None), (Completed, None), false),
            ((Refunded, None), (DoubleMembership, None), false),
            ((Pending, None), (Init, None), false),
            ((Completed, None), (Completed, Some(Ongoing)), true),
            ((Completed, Some(Ongoing)), (Completed, Some(Ongoing)), true),
            ((Completed, Some(Ongoing)), (Completed, Some(NotYet)), false),
            ((Completed, Some(Ongoing)), (Completed, None), false),
        ] {
            let update = StatusUpdate {
                idx: "site/1".to_owned(),
                status: told.0,
                payment_instrument: None,
                recurring_status: told.1,
            };
            let answer = Started { status: answered.0, recurring_status: answered.1 };
            assert_eq!(answers(&update, &answer), taken, "{told:?} -> {answered:?}");
        }
    }
}
