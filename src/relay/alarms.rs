//! What a person must look at, from the command line, beside a relay that runs or not.

use super::RelayError;
use super::settings::RelaySettings;
use super::store::{Alarm, Delivery, Store};
use std::fmt::Write as _;
use std::path::Path;
use time::OffsetDateTime;

/// The most that are listed of a distant.
const LISTED: usize = 1000;

/// The alarms of a relay's store.
pub struct Alarms {
    store: Store,
    distants: Vec<String>,
}

impl Alarms {
    /// Opens the store of these settings. Relative paths are taken from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If the store cannot be used.
    pub fn open(settings: &RelaySettings, base: &Path) -> Result<Self, RelayError> {
        let store = Store::open(&base.join(&settings.database))?;
        Ok(Self { store, distants: settings.distants.keys().cloned().collect() })
    }

    /// A line an alarm: since when, distant, transaction, status, cause, and what the distant said.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn list(&self) -> Result<String, RelayError> {
        let mut lines = String::new();
        for distant in &self.distants {
            let name = distant.clone();
            for alarm in self.store.read(move |connection| Alarm::of(connection, &name, LISTED)).await? {
                let Alarm { idx, status, cause, said, at } = alarm;
                let since = OffsetDateTime::from_unix_timestamp(at / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH).date();
                let (status, cause) = (status.as_str(), cause.as_str());
                // A text takes no error.
                let _ = writeln!(lines, "{since}  {distant}  {idx}  {status}  {cause}: {said}");
            }
        }
        Ok(lines)
    }

    /// A person has looked, and done by hand what was to be done. Answers how many alarms are closed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn close(&self, idx: &str) -> Result<usize, RelayError> {
        let idx = idx.to_owned();
        Ok(self.store.write(move |connection| Alarm::close(connection, &idx)).await?)
    }

    /// What stood against it is mended: what is parked of a transaction is told again, within a minute. Answers how many
    /// statuses.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn retry(&self, idx: &str) -> Result<usize, RelayError> {
        let idx = idx.to_owned();
        Ok(self.store.write(move |connection| Delivery::retry_parked(connection, &idx)).await?)
    }
}
