//! What a person must look at, from the command line, beside a relay that runs or not.

use super::ALL;
use crate::relay::clock::Clock;
use crate::relay::settings::RelaySettings;
use crate::relay::store::{Alarm, SqliteStore, Store, StoreError};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use time::OffsetDateTime;

/// The alarms of a relay's store.
pub struct Alarms {
    store: Arc<dyn Store>,
    distants: Vec<String>,
}

impl Alarms {
    /// Opens the store of these settings. Relative paths are taken from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If the store cannot be used.
    pub fn open(settings: &RelaySettings, base: &Path) -> Result<Self, StoreError> {
        let store = SqliteStore::open(&base.join(&settings.database), Clock::default())?;
        Ok(Self { store: Arc::new(store), distants: settings.distants.keys().cloned().collect() })
    }

    /// Returns a line an alarm: since when, distant, transaction, status, cause, and what the distant said.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn list(&self) -> Result<String, StoreError> {
        let mut lines = String::new();
        for distant in &self.distants {
            for Alarm { idx, status, cause, said, at } in self.store.alarms(distant, ALL).await? {
                let since = OffsetDateTime::from_unix_timestamp(at / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH).date();
                let (status, cause) = (status.as_str(), cause.as_str());
                // A text takes no error.
                let _ = writeln!(lines, "{since}  {distant}  {idx}  {status}  {cause}: {said}");
            }
        }
        Ok(lines)
    }

    /// Closes the alarms of a transaction: a person has looked, and done by hand what was to be done. Returns how many.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn close(&self, idx: &str) -> Result<usize, StoreError> {
        self.store.close_alarms(idx).await
    }

    /// Has what is parked of a transaction delivered again, within a minute: what stood against it is mended. Returns
    /// how many statuses.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn retry(&self, idx: &str) -> Result<usize, StoreError> {
        self.store.retry_parked(idx).await
    }
}
