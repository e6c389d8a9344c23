//! The origin's relay: shows the forms, checks what they send, feeds the distants, and keeps nothing of a person.

mod alarms;
mod campaigns;
mod captcha;
pub mod check_distant;
pub mod delivery;
pub mod guard;
mod http;
pub mod keys;
mod line;
pub mod pages;
mod sandbox;
pub mod settings;
mod site;
mod steps;
pub mod store;
mod submission;
mod surroundings;
pub mod tags;
pub mod tax;
mod turns;
pub mod unicode;
mod watched;

pub use alarms::Alarms;
pub use captcha::Captcha;
pub use sandbox::{Action, SandboxError};
pub use site::{Site, SiteCampaign, SiteDistant, SiteForm};
pub use submission::{Holder, Proof, Rejection};

use crate::distant::Distant as _;
use campaigns::Campaigns;
use check_distant::DistantCheck;
use delivery::Courier;
use line::{Line, Place};
use pages::CompressedPages;
use settings::RelaySettings;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use steps::Steps;
use store::{Delivery, Store, StoreError, forget_old};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use turns::Turns;

/// Why the relay cannot run.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] crate::settings::SettingsError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server failed.
    #[error("the server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A relay that is running, or about to.
pub struct Relay {
    site: Site,
    store: Store,
    couriers: BTreeMap<String, Courier>,
    campaigns: BTreeMap<String, Arc<Campaigns>>,
    lines: BTreeMap<String, Line>,
    turns: Turns,
    compressed: CompressedPages,
    checks: Vec<DistantCheck>,
}

/// What an entry's lease has beyond the distant's time-out: our own store's time.
const LEASE_MARGIN: Duration = Duration::from_secs(30);

/// How often old keys are forgotten.
const FORGETTING: Duration = Duration::from_secs(24 * 3600);

/// What a relay answers over HTTP, as an OpenAPI 3.1 document in JSON.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn openapi() -> Result<String, serde_json::Error> {
    http::document().to_pretty_json()
}

/// Today, UTC. A birth date may be one day ahead of it somewhere, and a tax rule an hour late; that is not worth a time
/// zone.
fn today() -> time::Date {
    time::OffsetDateTime::now_utc().date()
}

impl Relay {
    /// Checks the settings and opens the store. Relative paths are taken from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If the settings or the store cannot be used.
    pub fn open(settings: &RelaySettings, base: &Path) -> Result<Arc<Self>, RelayError> {
        let site = Site::new(settings, base)?;
        for warning in site.tax.iter().flat_map(|tax| tax.warnings(today())) {
            tracing::warn!("{warning}");
        }
        for warning in &site.warnings {
            tracing::warn!("{warning}");
        }
        let store = Store::open(&base.join(&settings.database))?;
        let courier = |name: &String, distant: &SiteDistant| Courier {
            name: name.clone(),
            distant: Arc::clone(&distant.distant),
            payment_instrument: distant.payment_instrument.clone(),
            store: store.clone(),
            bell: Arc::new(Notify::new()),
            lease: distant.timeout + LEASE_MARGIN,
            probe: site.probe,
            at_once: distant.at_once,
        };
        let couriers = site.distants.iter().map(|(name, distant)| (name.clone(), courier(name, distant))).collect();
        let campaigns = |distant: &SiteDistant| Campaigns::new(distant.distant.clone());
        let campaigns = site.distants.iter().map(|(name, distant)| (name.clone(), campaigns(distant))).collect();
        let lines = site.distants.iter().map(|(name, distant)| (name.clone(), Line::new(distant.at_once))).collect();
        Ok(Arc::new(Self {
            site,
            store,
            couriers,
            campaigns,
            lines,
            turns: Turns::default(),
            compressed: CompressedPages::default(),
            checks: DistantCheck::all(settings, base)?,
        }))
    }

    /// Serves until `shutdown`, then lets requests that have begun end, for a while: see [`crate::server::serve`].
    ///
    /// # Errors
    /// If the store or the server fails.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), RelayError> {
        self.store.write(Delivery::take_back_leases).await?;
        let mut tasks = tokio::task::JoinSet::new();
        for courier in self.couriers.values() {
            tasks.spawn(courier.clone().run());
        }
        let relay = Arc::clone(&self);
        tasks.spawn(async move { relay.check_distants().await });
        tasks.spawn(forget_old_keys(self.store.clone(), self.site.keys_kept));
        crate::server::serve(listener, http::router(&self), self.site.max_connections, shutdown).await?;
        tasks.shutdown().await;
        Ok(())
    }

    /// Tells of each distant what is to be mended there or in the settings.
    async fn check_distants(&self) {
        for check in &self.checks {
            // Seen for the first time: an outage is told, and a courier asks until it is over.
            if let Some(courier) = self.couriers.get(check.name()) {
                let _ = courier.distant.test().await;
                courier.bell.notify_one();
            }
            for mend in check.run().await.mends() {
                tracing::warn!(distant = check.name(), "check-distant: {mend}");
            }
        }
    }

    /// Waits for a place at a distant.
    async fn place(&self, distant: &str) -> Result<Place, Rejection> {
        let line = self.lines.get(distant).ok_or(Rejection::Unsendable)?;
        line.wait().await.map_err(|_| Rejection::Busy)
    }
}

/// Forgets old keys, now and then until the task is dropped. A form sent again after that is a new one.
async fn forget_old_keys(store: Store, kept: Duration) {
    loop {
        let before = store::now().saturating_sub(i64::try_from(kept.as_millis()).unwrap_or(i64::MAX));
        match forget_before(&store, before).await {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "old idempotency keys forgotten"),
            Err(error) => tracing::error!(%error, "old idempotency keys not forgotten"),
        }
        tokio::time::sleep(FORGETTING).await;
    }
}

/// In steps, and for half of the time at most: donors wait for each. Answers how many keys.
async fn forget_before(store: &Store, before: i64) -> Result<usize, StoreError> {
    let (mut keys, mut steps) = (0, Steps::default());
    loop {
        let (began, rows) = (Instant::now(), steps.rows());
        let step = store.write(move |connection| forget_old(connection, before, rows)).await?;
        keys += step.keys;
        if step.all {
            return Ok(keys);
        }
        let time = began.elapsed();
        steps.took(time);
        tokio::time::sleep(time).await;
    }
}
