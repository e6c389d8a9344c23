//! Payments: what becomes of a transaction once it is open.

mod sandbox;

pub use crate::relay::store::Payment;
pub use sandbox::{Action, SandboxError};

use crate::distant::Distant as _;
use crate::protocol::{BillingDetails, Code};
use crate::relay::distants::Distants;
use crate::relay::keys;
use crate::relay::store::{EventOutcome, PaymentEvent, Store, StoreError};
use std::sync::Arc;

/// Shows payments, and takes what their provider says of them.
pub struct Payments {
    store: Arc<dyn Store>,
    distants: Arc<Distants>,
}

impl Payments {
    /// Makes the service from what it needs.
    pub fn new(store: Arc<dyn Store>, distants: Arc<Distants>) -> Self {
        Self { store, distants }
    }

    /// Returns the payment whose page has this token, or `None` if there is none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn find(&self, token: &str) -> Result<Option<Payment>, StoreError> {
        self.store.payment(keys::token_hash(token)).await
    }

    /// Records what a provider says, and has the distant told.
    async fn record(&self, payment: &Payment, event: PaymentEvent) -> Result<EventOutcome, StoreError> {
        let outcome = self.store.record(event).await?;
        if outcome == EventOutcome::Recorded
            && let Some(link) = self.distants.get(&payment.distant)
        {
            link.wake();
        }
        Ok(outcome)
    }

    /// Fetches the payer's billing details, just in time, for a bank. They are passed on and forgotten.
    ///
    /// The distant refuses them for a payment that has ended; so do we, on our own knowledge, since the distant may not
    /// have been told yet.
    ///
    /// # Errors
    /// [`Code::PaymentMovedOn`], [`Code::DistantUnavailable`], [`Code::DistantRefused`].
    pub async fn billing_details(&self, payment: &Payment) -> Result<BillingDetails, Code> {
        if !payment.status.opens_billing_details() {
            return Err(Code::PaymentMovedOn);
        }
        let link = self.distants.get(&payment.distant).ok_or(Code::DistantUnavailable)?;
        link.client.billing_details(&payment.idx).await.map_err(|error| {
            tracing::warn!(distant = link.name, %error, "no billing details");
            if error.is_passing() { Code::DistantUnavailable } else { Code::DistantRefused }
        })
    }
}
