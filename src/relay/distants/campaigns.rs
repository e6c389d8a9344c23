//! What campaigns have raised: asked of their distant now and then, remembered in memory alone, never waited for long.

use super::{Distants, Link};
use crate::distant::Distant;
use crate::protocol::Campaign;
use crate::relay::site::SiteCampaign;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long what the distant said is fresh.
const FRESH: Duration = Duration::from_secs(300);
/// How soon a distant that did not answer is asked again.
const AGAIN: Duration = Duration::from_secs(30);
/// How long a page waits for a distant that has not yet said anything. A page is worth more than its bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a campaign wants to raise and has, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it wants, more than nothing.
    pub goal: u64,
    /// What it has.
    pub raised: u64,
}

/// The campaigns of a distant.
pub struct Campaigns {
    distant: Arc<dyn Distant>,
    known: Mutex<Known>,
    /// Held while the distant is being asked.
    asking: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Known {
    campaigns: Vec<Campaign>,
    /// Until when the distant need not be asked.
    until: Option<Instant>,
}

impl Campaigns {
    /// Makes those of a distant that has not been asked yet.
    pub fn new(distant: Arc<dyn Distant>) -> Arc<Self> {
        Arc::new(Self { distant, known: Mutex::default(), asking: Arc::default() })
    }

    /// Returns the campaign of that number as the distant last told of it; none if it never did. What is old is
    /// answered at once, and asked for meanwhile.
    pub async fn get(self: &Arc<Self>, id: u64) -> Option<Campaign> {
        let asks = self.refresh(Instant::now());
        let known = self.find(id);
        // Only the page that asks waits: while a distant hangs, not every page is to be late.
        if known.is_some() || !asks {
            return known;
        }
        let _ = tokio::time::timeout(PATIENCE, self.asking.lock()).await;
        self.find(id)
    }

    fn find(&self, id: u64) -> Option<Campaign> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.campaigns.iter().find(|campaign| campaign.id == id).cloned()
    }

    /// Asks the distant in a task of its own, if it is time and nobody is at it; answers whether it does.
    fn refresh(self: &Arc<Self>, now: Instant) -> bool {
        let Ok(asking) = Arc::clone(&self.asking).try_lock_owned() else { return false };
        let until = self.known.lock().unwrap_or_else(PoisonError::into_inner).until;
        if until.is_some_and(|until| now < until) {
            return false;
        }
        let campaigns = Arc::clone(self);
        tokio::spawn(async move {
            let told = campaigns.distant.campaigns().await;
            campaigns.learn(told.inspect_err(|error| tracing::warn!(%error, "no campaigns")).ok());
            drop(asking);
        });
        true
    }

    /// Notes what the distant told. What was known stays where it told nothing.
    fn learn(&self, told: Option<Vec<Campaign>>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.until = Instant::now().checked_add(if told.is_some() { FRESH } else { AGAIN });
        if let Some(campaigns) = told {
            known.campaigns = campaigns;
        }
    }
}

impl Link {
    /// Returns what a campaign of this distant wants to raise and has, or `None` where there is no goal, or the distant
    /// has not told what was raised.
    pub async fn raised(&self, campaign: &SiteCampaign) -> Option<Raised> {
        let told = self.campaigns.get(campaign.id).await?;
        let goal = campaign.goal.or(told.goal_cents).filter(|&goal| goal > 0)?;
        let raised = match (told.raised_cents, campaign.raised_before) {
            (None, 0) => return None,
            (raised, before) => raised.unwrap_or(0).saturating_add(before),
        };
        Some(Raised { goal, raised })
    }
}

impl Distants {
    /// Returns what a campaign wants to raise and has, as [`Link::raised`].
    pub async fn raised(&self, campaign: &SiteCampaign) -> Option<Raised> {
        self.get(&campaign.distant)?.raised(campaign).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distant::DistantError;
    use crate::protocol::{BillingDetails, Start, Started, StatusUpdate};
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// Tells of one campaign, or is down.
    #[derive(Default)]
    struct Stub {
        asked: AtomicUsize,
        down: AtomicBool,
    }

    #[async_trait::async_trait]
    impl Distant for Stub {
        async fn test(&self) -> Result<(), DistantError> {
            Err(DistantError::Unreachable)
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
            self.asked.fetch_add(1, Ordering::Relaxed);
            if self.down.load(Ordering::Relaxed) {
                return Err(DistantError::Unreachable);
            }
            let (goal_cents, raised_cents) = (Some(1000), Some(20));
            Ok(vec![Campaign { id: 1, title: "Spring".to_owned(), start_date: None, goal_cents, raised_cents }])
        }
    }

    impl Campaigns {
        /// Ends the time for which the distant need not be asked.
        fn age(&self) {
            self.known.lock().unwrap().until = None;
        }
    }

    #[tokio::test]
    async fn a_distant_is_asked_once_for_many_pages_and_again_when_that_is_old() {
        let stub = Arc::new(Stub::default());
        let campaigns = Campaigns::new(stub.clone());
        for _ in 0..3 {
            assert_eq!(campaigns.get(1).await.and_then(|campaign| campaign.raised_cents), Some(20));
            assert_eq!(campaigns.get(2).await, None);
        }
        assert_eq!(stub.asked.load(Ordering::Relaxed), 1);
        campaigns.age();
        assert!(campaigns.get(1).await.is_some());
        drop(campaigns.asking.lock().await);
        assert_eq!(stub.asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn what_was_known_stays_while_the_distant_is_down() {
        let stub = Arc::new(Stub::default());
        let campaigns = Campaigns::new(stub.clone());
        stub.down.store(true, Ordering::Relaxed);
        assert_eq!(campaigns.get(1).await, None);
        assert_eq!(campaigns.get(1).await, None);
        assert_eq!(stub.asked.load(Ordering::Relaxed), 1, "it is left in peace for a while");
        stub.down.store(false, Ordering::Relaxed);
        campaigns.age();
        let known = campaigns.get(1).await;
        stub.down.store(true, Ordering::Relaxed);
        campaigns.age();
        assert_eq!(campaigns.get(1).await, known);
        drop(campaigns.asking.lock().await);
        assert_eq!(campaigns.get(1).await, known);
        assert_eq!(stub.asked.load(Ordering::Relaxed), 3);
    }
}
