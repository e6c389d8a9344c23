//! The distants: one link each, with all that the relay has of it.

mod campaigns;
mod courier;
mod line;
mod monitored;
mod opening;
mod retry;

pub use campaigns::Raised;
pub use courier::Courier;
pub use line::{Crowded, Place};
pub use monitored::{MonitoredDistant, Outage};
pub use opening::open;

use crate::distant::civicrm::CivicrmClient;
use crate::relay::clock::Clock;
use crate::relay::settings::{DistantSettings, RelaySettings};
use crate::relay::store::Store;
use crate::settings::SettingsError;
use campaigns::Campaigns;
use line::Line;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// What a delivery's lease has beyond the distant's time-out: our own store's time.
const LEASE_MARGIN: Duration = Duration::from_secs(30);

/// Every distant of the settings, by its name there.
pub struct Distants(BTreeMap<String, Arc<Link>>);

/// What the relay has of one distant.
pub struct Link {
    /// Its name in the settings.
    pub name: String,
    /// How it is asked.
    pub client: Arc<MonitoredDistant>,
    /// What its campaigns have raised.
    pub campaigns: Arc<Campaigns>,
    line: Line,
    /// Wakes its courier.
    wake: Notify,
    /// How long a delivery to it is held; longer than its time-out, or it would be delivered twice.
    lease: Duration,
    /// How many requests it serves at once.
    at_once: usize,
    /// Its names for means of payment, by their words.
    instruments: BTreeMap<String, String>,
    /// That of any other.
    payment_instrument: Option<String>,
}

impl Distants {
    /// Makes the link of each distant. Relative paths are taken from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If a secret is missing, or an address cannot be used.
    pub fn new(settings: &RelaySettings, base: &Path, clock: &Clock) -> Result<Self, SettingsError> {
        let link = |(name, distant): (&String, &DistantSettings)| {
            Ok((name.clone(), Arc::new(Link::new(name, distant, base, clock)?)))
        };
        settings.distants.iter().map(link).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the link of that name, or `None` if the settings have none.
    pub fn get(&self, name: &str) -> Option<&Arc<Link>> {
        self.0.get(name)
    }

    /// Returns every link, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.0.values()
    }

    /// Returns the courier of each distant; `probe` is how often one that is down is asked whether it is back.
    pub fn couriers(&self, store: &Arc<dyn Store>, clock: &Clock, probe: Duration) -> Vec<Courier> {
        let courier = |link: &Arc<Link>| Courier::new(Arc::clone(link), Arc::clone(store), clock.clone(), probe);
        self.iter().map(courier).collect()
    }
}

impl Link {
    fn new(name: &str, settings: &DistantSettings, base: &Path, clock: &Clock) -> Result<Self, SettingsError> {
        let civicrm = settings.civicrm(name, base)?;
        let lease = civicrm.timeout + LEASE_MARGIN;
        let client = CivicrmClient::new(civicrm)
            .map_err(|error| SettingsError::unusable(format!("distants.{name}.server"), error.to_string()))?;
        let client = MonitoredDistant::new(name, Arc::new(client), clock.clone());
        let at_once = settings.at_once.get().into();
        Ok(Self {
            name: name.to_owned(),
            campaigns: Campaigns::new(client.clone()),
            client,
            line: Line::new(at_once),
            wake: Notify::new(),
            lease,
            at_once,
            instruments: settings.instruments.clone(),
            payment_instrument: settings.payment_instrument.clone(),
        })
    }

    /// Returns the distant's name for a means of payment, by its word, or `None` if it is told none.
    fn instrument(&self, word: Option<&String>) -> Option<String> {
        word.and_then(|word| self.instruments.get(word)).or(self.payment_instrument.as_ref()).cloned()
    }

    /// Waits for a place at the distant.
    ///
    /// # Errors
    /// If the line before it is full, or goes on too slowly.
    pub async fn place(&self) -> Result<Place, Crowded> {
        self.line.wait().await
    }

    /// Returns a place at the distant if one is free, or `None` where one would have to be waited for.
    pub fn free_place(&self) -> Option<Place> {
        self.line.free_place()
    }

    /// Wakes the courier: there is something to deliver, or the distant may be back.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}
