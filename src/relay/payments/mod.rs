//! Payments: what becomes of a transaction once it is open.

mod provider;
mod sandbox;

pub use crate::relay::store::Payment;
pub use provider::{Attempt, Callback, Checkout, Money, Observed, PaymentProvider, ProviderError, Reference};
pub use sandbox::{BEGIN, Sandbox, words};

use crate::distant::Distant as _;
use crate::protocol::{BillingDetails, Code, Status};
use crate::relay::clock::Clock;
use crate::relay::distants::Distants;
use crate::relay::keys;
use crate::relay::store::{EventOutcome, PaymentEvent, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// How often the provider is asked what changed without a message that came here.
const SWEEP: Duration = Duration::from_secs(3600);

/// Why a payment did not go on.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// The payment has gone on.
    #[error("the payment is {} already", .0.as_str())]
    MovedOn(Status),
    /// The distant gave no billing details.
    #[error("no billing details")]
    NoBillingDetails(Code),
    /// The provider did not do it.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shows payments, begins them with their provider, and takes what it says of them.
pub struct Payments {
    store: Arc<dyn Store>,
    distants: Arc<Distants>,
    provider: Arc<dyn PaymentProvider>,
}

impl Payments {
    /// Makes the service from what it needs.
    pub fn new(store: Arc<dyn Store>, distants: Arc<Distants>, provider: Arc<dyn PaymentProvider>) -> Self {
        Self { store, distants, provider }
    }

    /// Returns the payment whose page has this token, or `None` if there is none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn find(&self, token: &str) -> Result<Option<Payment>, StoreError> {
        self.store.payment(keys::token_hash(token)).await
    }

    /// Returns what the payment's page can do to it, as the words of buttons.
    pub fn actions(&self, payment: &Payment) -> Vec<&'static str> {
        self.provider.actions(payment.status)
    }

    /// Begins a payment with the provider, which is told of the payer what its mask lets through.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn begin(&self, payment: &Payment) -> Result<Checkout, PaymentError> {
        let billing = self.billing_details(payment).await.map_err(PaymentError::NoBillingDetails)?;
        let attempt = Attempt {
            idx: payment.idx.clone(),
            operation: payment.operation,
            frequency: payment.frequency,
            amount: payment.amount,
        };
        Ok(self.provider.begin(&attempt, billing.only(self.provider.mask())).await?)
    }

    /// Takes a message of the provider: looks at each object that it hints at, and records what is so.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn hear(&self, callback: Callback<'_>) -> Result<(), PaymentError> {
        for reference in self.provider.hints(callback)? {
            self.look_at(&reference).await?;
        }
        Ok(())
    }

    /// Fetches what is so of an object, records it, and has the distant told.
    async fn look_at(&self, reference: &Reference) -> Result<(), PaymentError> {
        let Some(Observed { event, idx, money }) = self.provider.observe(reference).await? else { return Ok(()) };
        let id = [self.provider.name(), ":", &event].concat();
        match self.store.record(PaymentEvent { id, idx, status: money.status() }).await? {
            EventOutcome::MovedOn(status) => Err(PaymentError::MovedOn(status)),
            EventOutcome::Recorded { distant } => {
                if let Some(link) = self.distants.get(&distant) {
                    link.wake();
                }
                Ok(())
            }
            EventOutcome::Known | EventOutcome::NotFound => Ok(()),
        }
    }

    /// Looks now and then for what changed without a message that came here, until the task is dropped.
    pub async fn sweep(self: Arc<Self>, clock: Clock) {
        let mut since = clock.now();
        loop {
            tokio::time::sleep(SWEEP).await;
            let now = clock.now();
            match self.provider.sweep(since).await {
                Ok(references) => {
                    for reference in references {
                        if let Err(error) = self.look_at(&reference).await {
                            tracing::warn!(provider = self.provider.name(), %error, "a swept payment did not go on");
                        }
                    }
                    since = now;
                }
                Err(error) => tracing::warn!(provider = self.provider.name(), %error, "not swept"),
            }
        }
    }

    /// Fetches the payer's billing details, just in time, for a bank. They are passed on and forgotten.
    ///
    /// The distant refuses them for a payment that has ended; so do we, on our own knowledge, since the distant may not
    /// have been told yet.
    ///
    /// # Errors
    /// [`Code::PaymentMovedOn`], [`Code::DistantUnavailable`], [`Code::DistantRefused`].
    async fn billing_details(&self, payment: &Payment) -> Result<BillingDetails, Code> {
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
