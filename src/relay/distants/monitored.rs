//! A distant as the relay uses it: what its database gave way to is asked again, and how it was last seen is known.

use crate::distant::{Distant, DistantError};
use crate::protocol::{BillingDetails, Campaign, Start, Started, StatusUpdate};
use crate::relay::clock::Clock;
use crate::relay::keys;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::RwLock;
use tokio::time::{sleep, timeout};

/// The waits before a request that met a conflict is sent again, in milliseconds, before they are spread by a half.
/// Somebody waits for the answer.
const WAITS: [u64; 3] = [60, 150, 400];
/// How long such a request waits for the others to end, so that it goes alone. One that hangs must not stop everybody.
const CLEARING: Duration = Duration::from_secs(3);

/// One distant.
pub struct MonitoredDistant {
    name: String,
    distant: Arc<dyn Distant>,
    outage: Mutex<Option<Outage>>,
    /// Shared by the requests that go together; who met a conflict takes it alone.
    road: RwLock<()>,
    clock: Clock,
}

/// Why a distant serves nobody for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// In one word.
    pub cause: &'static str,
    /// In a sentence that begins with the distant.
    pub reason: String,
    /// Since when, in milliseconds since 1970.
    pub since: i64,
}

impl MonitoredDistant {
    /// Watches a distant that has not been seen yet.
    pub fn new(name: impl Into<String>, distant: Arc<dyn Distant>, clock: Clock) -> Arc<Self> {
        Arc::new(Self { name: name.into(), distant, outage: Mutex::new(None), road: RwLock::new(()), clock })
    }

    /// Returns why it serves nobody, or `None` if it does as far as we know.
    pub fn outage(&self) -> Option<Outage> {
        self.outage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends it, and again after each conflict, then while nothing else of ours is there: under REPEATABLE-READ two
    /// contacts that are made at once block each other, time after time.
    async fn insist<T, F>(&self, ask: impl Fn() -> F) -> Result<T, DistantError>
    where
        F: Future<Output = Result<T, DistantError>>,
    {
        let together = self.road.read().await;
        let mut outcome = ask().await;
        drop(together);
        for wait in WAITS {
            if !matches!(outcome, Err(DistantError::Conflict)) {
                break;
            }
            // Without randomness, the middle of the spread will do.
            let permille = u64::from(keys::random_permille().unwrap_or(500));
            sleep(Duration::from_millis(wait * (500 + permille) / 1000)).await;
            let _alone = timeout(CLEARING, self.road.write()).await;
            outcome = ask().await;
        }
        self.note(outcome.as_ref().err());
        outcome
    }

    /// Logs once when it stops serving, for another reason, and when it is back.
    fn note(&self, error: Option<&DistantError>) {
        let mut outage = self.outage.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(error) = error.filter(|error| error.is_outage()) else {
            if outage.take().is_some() {
                tracing::info!(distant = self.name, "the distant serves again");
            }
            return;
        };
        let cause = error.cause();
        if outage.as_ref().is_some_and(|known| known.cause == cause) {
            return;
        }
        match cause {
            "unreachable" | "unanswered" | "maintenance" | "failing" => {
                tracing::warn!(distant = self.name, cause, "the distant {error}");
            }
            // It does not pass by itself.
            _ => tracing::error!(distant = self.name, cause, "the distant {error}; see campagnodon check-distant"),
        }
        let since = outage.as_ref().map_or_else(|| self.clock.now(), |known| known.since);
        *outage = Some(Outage { cause, reason: format!("the distant {error}"), since });
    }
}

#[async_trait::async_trait]
impl Distant for MonitoredDistant {
    async fn test(&self) -> Result<(), DistantError> {
        self.insist(|| self.distant.test()).await
    }

    async fn start(&self, start: &Start) -> Result<Started, DistantError> {
        self.insist(|| self.distant.start(start)).await
    }

    async fn update_status(&self, update: &StatusUpdate) -> Result<Started, DistantError> {
        self.insist(|| self.distant.update_status(update)).await
    }

    async fn billing_details(&self, idx: &str) -> Result<BillingDetails, DistantError> {
        self.insist(|| self.distant.billing_details(idx)).await
    }

    // A page's bar can do without it, and an older extension does not have it: it says nothing of the rest.
    async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError> {
        self.distant.campaigns().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distant::Fault;
    use std::collections::VecDeque;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Answers its test so, one after the other.
    struct Stub(Mutex<VecDeque<Result<(), DistantError>>>);

    #[async_trait::async_trait]
    impl Distant for Stub {
        async fn test(&self) -> Result<(), DistantError> {
            self.0.lock().unwrap().pop_front().unwrap()
        }
        async fn start(&self, _: &Start) -> Result<Started, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn update_status(&self, _: &StatusUpdate) -> Result<Started, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn billing_details(&self, _: &str) -> Result<BillingDetails, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError> {
            Err(DistantError::Unreachable)
        }
    }

    fn watched(answers: impl IntoIterator<Item = Result<(), DistantError>>) -> Arc<MonitoredDistant> {
        MonitoredDistant::new("main", Arc::new(Stub(Mutex::new(answers.into_iter().collect()))), Clock::default())
    }

    #[tokio::test]
    async fn a_conflict_is_tried_again_three_times() {
        let conflict = || Err(DistantError::Conflict);
        let watched =
            watched([conflict(), conflict(), conflict(), Ok(()), conflict(), conflict(), conflict(), conflict()]);
        assert_eq!(watched.test().await, Ok(()));
        assert_eq!(watched.test().await, conflict());
        assert_eq!(watched.outage(), None, "it serves others");
    }

    /// Has room for one: two that meet there are both turned away.
    #[derive(Default)]
    struct Narrow {
        inside: AtomicU32,
        met: AtomicU32,
    }

    #[async_trait::async_trait]
    impl Distant for Narrow {
        async fn test(&self) -> Result<(), DistantError> {
            let before = self.met.load(Ordering::SeqCst);
            if self.inside.fetch_add(1, Ordering::SeqCst) > 0 {
                self.met.fetch_add(1, Ordering::SeqCst);
            }
            sleep(Duration::from_millis(20)).await;
            self.inside.fetch_sub(1, Ordering::SeqCst);
            if self.met.load(Ordering::SeqCst) == before { Ok(()) } else { Err(DistantError::Conflict) }
        }
        async fn start(&self, _: &Start) -> Result<Started, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn update_status(&self, _: &StatusUpdate) -> Result<Started, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn billing_details(&self, _: &str) -> Result<BillingDetails, DistantError> {
            Err(DistantError::Unreachable)
        }
        async fn campaigns(&self) -> Result<Vec<Campaign>, DistantError> {
            Err(DistantError::Unreachable)
        }
    }

    #[tokio::test]
    async fn who_met_a_conflict_goes_alone() {
        let watched = MonitoredDistant::new("main", Arc::new(Narrow::default()), Clock::default());
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let watched = Arc::clone(&watched);
            crowd.spawn(async move { watched.test().await });
        }
        assert_eq!(crowd.join_all().await, vec![Ok(()); 12]);
    }

    #[tokio::test]
    async fn an_outage_lasts_from_its_first_sign_to_the_next_answer() {
        let refused = Err(DistantError::Refused { code: None, message: None });
        let fault = |fault| Err(DistantError::Unserved(fault));
        let watched =
            watched([Err(DistantError::Unreachable), fault(Fault::SiteKey), refused, fault(Fault::Extension)]);
        let cause = || watched.outage().map(|outage| outage.cause);
        for expected in [Some("unreachable"), Some("site_key"), None, Some("extension")] {
            let _ = watched.test().await;
            assert_eq!(cause(), expected);
        }
    }
}
