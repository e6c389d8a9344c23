//! Transfers and cheques as providers: payers are told what to do, and whoever looks after the account says what came.
//!
//! Choosing one is a promise: the payment waits from then on, however long, and another means stays possible.

use super::offline::{Cheque, Instructions, Transfer, TransferReference};
use super::provider::{Attempt, Callback, Checkout, Observed, PaymentProvider, ProviderError, Reference, Taken};
use crate::protocol::{Amount, BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::i18n::Label;
use crate::relay::settlement::Money;

/// A means that is paid without a page of a provider.
pub enum Offline {
    /// A transfer that the payer orders.
    Transfer(Transfer),
    /// A cheque that the payer sends.
    Cheque(Cheque),
}

#[async_trait::async_trait]
impl PaymentProvider for Offline {
    fn name(&self) -> &'static str {
        match self {
            Self::Transfer(_) => Transfer::NAME,
            Self::Cheque(_) => Cheque::NAME,
        }
    }

    fn title(&self) -> Option<&Label> {
        match self {
            Self::Transfer(transfer) => transfer.title.as_ref(),
            Self::Cheque(cheque) => cheque.title.as_ref(),
        }
    }

    fn instructions(&self, amount: Amount, reference: &Reference) -> Option<Instructions> {
        let reference = TransferReference::parse(&reference.0).ok()?;
        Some(match self {
            Self::Transfer(transfer) => Instructions::Transfer(transfer.instructions(amount, &reference)),
            Self::Cheque(cheque) => Instructions::Cheque(cheque.instructions(amount, &reference)),
        })
    }

    fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        match self {
            Self::Transfer(transfer) => transfer.offers(operation, frequency),
            Self::Cheque(cheque) => cheque.offers(operation, frequency),
        }
    }

    fn mask(&self) -> &'static [Field] {
        &[]
    }

    fn actions(&self, _: Status) -> Vec<&'static str> {
        Vec::new()
    }

    /// Returns no: nobody knows whether the payer will do it.
    fn holds(&self) -> bool {
        false
    }

    async fn begin(&self, _: &Attempt, _: Option<BillingDetails>) -> Result<Taken, ProviderError> {
        let minted = TransferReference::mint().map_err(|error| ProviderError::Failed(error.to_string()))?;
        Ok(Taken { reference: Reference(minted.as_str().to_owned()), checkout: Checkout::Page, money: Money::Pending })
    }

    async fn resume(&self, _: &Attempt, _: &Reference) -> Result<Option<Checkout>, ProviderError> {
        Ok(Some(Checkout::Page))
    }

    /// Closes nothing: what a payer has on paper cannot be taken back. Money that comes all the same is seen.
    async fn close(&self, _: &Reference) -> Result<(), ProviderError> {
        Ok(())
    }

    fn hints(&self, _: Callback<'_>) -> Result<Vec<Reference>, ProviderError> {
        Err(ProviderError::NotOurs)
    }

    /// Returns nothing: only a person knows.
    async fn observe(&self, _: &Reference) -> Result<Option<Observed>, ProviderError> {
        Ok(None)
    }

    async fn refund(&self, _: &Reference, _: u64, _: &str) -> Result<Reference, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn sweep(&self, _: i64) -> Result<Vec<Reference>, ProviderError> {
        Ok(Vec::new())
    }
}
