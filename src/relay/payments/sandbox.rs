//! The sandbox: plays the bank, on a page of ours. No money moves.
//!
//! It does what a real provider does to the relay: it asks for billing details when a payment starts, and sends events
//! that may come twice.

use super::Payments;
use crate::protocol::{BillingDetails, Code, Status};
use crate::relay::store::{EventOutcome, Payment, PaymentEvent, StoreError};

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

impl Payments {
    /// Does what the person chose. Returns billing details if these were asked for.
    ///
    /// # Errors
    /// See [`SandboxError`].
    pub async fn act(&self, payment: &Payment, action: Action) -> Result<Option<BillingDetails>, SandboxError> {
        let Some(status) = action.status() else {
            return self.billing_details(payment).await.map(Some).map_err(SandboxError::NoBillingDetails);
        };
        let event = PaymentEvent {
            // A button pressed twice is one event.
            id: format!("sandbox:{}:{}", payment.idx, status.as_str()),
            idx: payment.idx.clone(),
            status,
        };
        match self.record(payment, event).await? {
            EventOutcome::MovedOn(status) => Err(SandboxError::MovedOn(status)),
            EventOutcome::Recorded | EventOutcome::Known | EventOutcome::NotFound => Ok(None),
        }
    }
}
