//! How the relay and its distants do.

use crate::relay::distants::{Distants, Outage};
use crate::relay::store::{Alarm, Backlog, Store, StoreError};
use std::sync::Arc;

/// The most alarms that are told of a distant: the oldest.
const ALARMS: usize = 100;

/// Tells how the relay and its distants do.
pub struct Health {
    store: Arc<dyn Store>,
    distants: Arc<Distants>,
}

/// How a distant does, and what waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its name in the settings.
    pub distant: String,
    /// Why it serves nobody, if it does not.
    pub outage: Option<Outage>,
    /// What waits for it.
    pub backlog: Backlog,
    /// What a person must look at, the oldest first, up to 100.
    pub alarms: Vec<Alarm>,
}

impl Condition {
    /// Checks that nothing is amiss.
    pub fn is_well(&self) -> bool {
        self.outage.is_none() && self.alarms.is_empty()
    }
}

impl Health {
    /// Makes the service from what it needs.
    pub fn new(store: Arc<dyn Store>, distants: Arc<Distants>) -> Self {
        Self { store, distants }
    }

    /// Checks that the relay can write what it is told.
    pub async fn can_write(&self) -> bool {
        self.store.check().await.is_ok()
    }

    /// Returns how each distant does, in the order of their names.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn conditions(&self) -> Result<Vec<Condition>, StoreError> {
        let mut conditions = Vec::new();
        for link in self.distants.iter() {
            conditions.push(Condition {
                distant: link.name.clone(),
                outage: link.client.outage(),
                backlog: self.store.backlog(&link.name).await?,
                alarms: self.store.alarms(&link.name, ALARMS).await?,
            });
        }
        Ok(conditions)
    }
}
