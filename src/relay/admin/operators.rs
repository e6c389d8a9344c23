//! What operators look at and do, from the command line or in pages: transactions, what waits for a distant, figures.
//!
//! What one transaction is, who gave it is known at the distant alone.

use super::{ALL, Days};
use crate::relay::clock::Clock;
use crate::relay::distants::Distants;
use crate::relay::settings::RelaySettings;
use crate::relay::store::{Concern, Figures, Filter, Period, Slice, SqliteStore, Store, StoreError, Story, Waiting};
use crate::settings::SettingsError;
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// Why operators cannot look.
#[derive(Debug, thiserror::Error)]
pub enum OperatorsError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What operators look at and do.
pub struct Operators {
    pub(super) store: Arc<dyn Store>,
    /// Whose couriers are woken, where they run in this process.
    distants: Option<Arc<Distants>>,
    clock: Clock,
    /// Of which clock their days are.
    pub days: Days,
}

impl Operators {
    /// Opens the store of these settings, beside a relay that runs or not. Relative paths are taken from `base`, the
    /// folder of the settings.
    ///
    /// # Errors
    /// If the settings or the store cannot be used.
    pub fn open(settings: &RelaySettings, base: &Path) -> Result<Self, OperatorsError> {
        let days = Days::of(&settings.operators)?;
        let clock = Clock::default();
        let store = SqliteStore::open(&base.join(&settings.database), clock.clone())?;
        Ok(Self { store: Arc::new(store), distants: None, clock, days })
    }

    /// Makes the service of a relay that runs.
    pub fn new(store: Arc<dyn Store>, distants: Arc<Distants>, clock: Clock, days: Days) -> Self {
        Self { store, distants: Some(distants), clock, days }
    }

    /// Returns what time it is, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Returns the moment so many days ago, in milliseconds since 1970.
    pub fn moment_days_ago(&self, number: u16) -> i64 {
        self.clock.now().saturating_sub(i64::from(number) * 24 * 3600 * 1000)
    }

    /// Returns the day that was so many days ago.
    pub fn days_ago(&self, number: u16) -> Date {
        self.days.day(self.moment_days_ago(number))
    }

    /// Returns up to `limit` transactions that fit, the newest first: those before the one of that name, if one is given.
    /// White space in what is searched for is of no matter.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn list(&self, filter: Filter, before: Option<&str>, limit: usize) -> Result<Slice, StoreError> {
        let words = filter.search.as_deref().map(|text| text.split_whitespace().collect::<String>());
        let search = words.filter(|search| !search.is_empty());
        self.store.list(Filter { search, ..filter }, before, limit).await
    }

    /// Returns all that is known of a transaction, or `None` if there is none of that name.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn story(&self, idx: &str) -> Result<Option<Story>, StoreError> {
        self.store.story(idx).await
    }

    /// Returns what needs a person: what is parked with its alarms, then alarms alone, up to `limit`; and whether there is
    /// more.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn concerns(&self, limit: usize) -> Result<(Vec<Concern>, bool), StoreError> {
        let mut concerns = self.store.concerns(limit.saturating_add(1)).await?;
        let more = concerns.len() > limit;
        concerns.truncate(limit);
        Ok((concerns, more))
    }

    /// Returns all that is parked, of one distant or of each, the oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn parked(&self, distant: Option<&str>) -> Result<Vec<Concern>, StoreError> {
        let is_meant = |each: &Concern| each.parked && distant.is_none_or(|distant| distant == each.distant);
        Ok(self.store.concerns(ALL).await?.into_iter().filter(is_meant).collect())
    }

    /// Returns what waits to be told of a transaction, parked or not.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn waiting(&self, idx: &str) -> Result<Vec<Waiting>, StoreError> {
        Ok(self.store.story(idx).await?.map(|story| story.waiting).unwrap_or_default())
    }

    /// Makes due at once all that waits of a transaction; what is parked as if it had not been tried. Returns how many.
    /// A relay in another process takes it within a minute.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deliver(&self, idx: &str) -> Result<usize, StoreError> {
        let made_due = self.store.deliver_now(idx).await?;
        self.wake();
        Ok(made_due)
    }

    /// Wakes the couriers of this process.
    pub(super) fn wake(&self) {
        for link in self.distants.iter().flat_map(|distants| distants.iter()) {
            link.wake();
        }
    }

    /// Closes what needs a person of a transaction: somebody has looked, and done by hand what was to be done. Returns
    /// how many alarms.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn close(&self, idx: &str) -> Result<usize, StoreError> {
        self.store.close_alarms(idx).await
    }

    /// Returns the figures of what began in a period.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn figures(&self, period: Period) -> Result<Figures, StoreError> {
        self.store.figures(period, self.days.offset).await
    }
}
