//! The sandbox: plays the bank, on a page of ours. No money moves.
//!
//! It does what a real provider does to the relay: it asks for billing details when a payment starts, and sends events
//! that may come twice.

use super::Relay;
use super::store::{EventOutcome, Payment, PaymentEvent, StoreError};
use crate::distant::Distant as _;
use crate::protocol::{BillingDetails, Code, Status};

/// What a person can make the sandbox do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The bank takes the money.
    Pay,
    /// The bank says no.
    Refuse,
    /// The payment takes time.
    Pend,
    /// The payer gives up.
    Cancel,
    /// The money goes back.
    Refund,
    /// Shows what a bank would be told of the payer.
    Billing,
}

impl Action {
    /// Every action, by the word of its button.
    pub const ALL: [(&'static str, Self); 6] = [
        ("pay", Self::Pay),
        ("refuse", Self::Refuse),
        ("pend", Self::Pend),
        ("cancel", Self::Cancel),
        ("refund", Self::Refund),
        ("billing", Self::Billing),
    ];

    /// The action of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, action)| action)
    }

    /// Where it leaves the payment.
    const fn status(self) -> Option<Status> {
        match self {
            Self::Pay => Some(Status::Completed),
            Self::Refuse => Some(Status::Failed),
            Self::Pend => Some(Status::Pending),
            Self::Cancel => Some(Status::Cancelled),
            Self::Refund => Some(Status::Refunded),
            Self::Billing => None,
        }
    }
}

/// Why the sandbox did not do it.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The payment has gone on.
    #[error("the payment is {} already", .0.as_str())]
    MovedOn(Status),
    /// The distant gave no billing details.
    #[error("no billing details")]
    NoBillingDetails(Code),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Relay {
    /// Does what the person chose; answers with billing details if these were asked for.
    ///
    /// # Errors
    /// See [`SandboxError`].
    pub async fn sandbox(&self, payment: &Payment, action: Action) -> Result<Option<BillingDetails>, SandboxError> {
        let Some(status) = action.status() else {
            return self.billing_details(payment).await.map(Some).map_err(SandboxError::NoBillingDetails);
        };
        let event = PaymentEvent {
            // A button pressed twice is one event.
            id: format!("sandbox:{}:{}", payment.idx, status.as_str()),
            idx: payment.idx.clone(),
            status,
        };
        match self.store.write(move |connection| event.record(connection)).await? {
            EventOutcome::MovedOn(status) => Err(SandboxError::MovedOn(status)),
            EventOutcome::Recorded => {
                if let Some(courier) = self.couriers.get(&payment.distant) {
                    courier.bell.notify_one();
                }
                Ok(None)
            }
            EventOutcome::Known | EventOutcome::NotFound => Ok(None),
        }
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
        let distant = self.site.distants.get(&payment.distant).ok_or(Code::DistantUnavailable)?;
        distant.distant.billing_details(&payment.idx).await.map_err(|error| {
            tracing::warn!(distant = payment.distant, %error, "no billing details");
            if error.is_passing() { Code::DistantUnavailable } else { Code::DistantRefused }
        })
    }
}
