//! Forgetting what is old, now and then, in steps so small that no donor waits for one.

use super::steps::Steps;
use super::{Store, StoreError};
use crate::relay::clock::{Clock, milliseconds};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often old keys are forgotten.
const INTERVAL: Duration = Duration::from_secs(24 * 3600);

/// Forgets keys that are older than `kept`, now and then until the task is dropped. A form sent again after that is a
/// new one.
pub async fn forget_old_keys(store: Arc<dyn Store>, clock: Clock, kept: Duration) {
    loop {
        match forget_before(store.as_ref(), clock.now().saturating_sub(milliseconds(kept))).await {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "old idempotency keys forgotten"),
            Err(error) => tracing::error!(%error, "old idempotency keys not forgotten"),
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Forgets in steps, and for half of the time at most: donors wait for each. Returns how many keys.
async fn forget_before(store: &dyn Store, before: i64) -> Result<usize, StoreError> {
    let (mut keys, mut steps) = (0, Steps::default());
    loop {
        let began = Instant::now();
        let step = store.forget_old(before, steps.rows()).await?;
        keys += step.keys;
        if step.all {
            return Ok(keys);
        }
        let time = began.elapsed();
        steps.took(time);
        tokio::time::sleep(time).await;
    }
}
