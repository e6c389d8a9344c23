//! Opening a transaction at a distant, however often it is asked: once.

use crate::distant::{Distant, DistantError};
use crate::protocol::{Start, Started, Status, StatusUpdate};

/// Opens the transaction at the distant, once. `again` if an answer may have been lost before.
///
/// After a try whose answer was lost, the distant may have it, or be at work on it; a CiviCRM would refuse a second
/// opening as a duplicate. So it is asked whether it has the transaction before it is told to open it, and after a
/// refusal.
///
/// # Errors
/// Whatever the distant fails with.
pub async fn open(distant: &dyn Distant, start: &Start, again: bool) -> Result<Started, DistantError> {
    if !again {
        return distant.start(start).await;
    }
    match find(distant, start).await {
        Err(DistantError::Refused { .. }) => {}
        found => return found,
    }
    let refused = match distant.start(start).await {
        Err(refused @ DistantError::Refused { .. }) => refused,
        opened => return opened,
    };
    find(distant, start).await.map_err(|_| refused)
}

/// Has the distant note the transaction as pending, which it can only do if it has it, and which creates nothing.
async fn find(distant: &dyn Distant, start: &Start) -> Result<Started, DistantError> {
    let update = StatusUpdate {
        idx: start.idx.clone(),
        status: Status::Pending,
        payment_instrument: None,
        recurring_status: None,
    };
    distant.update_status(&update).await
}
