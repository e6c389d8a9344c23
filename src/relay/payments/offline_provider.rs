//! Transfers and cheques as providers: payers are told what to do, and whoever looks after the account says what came.
//!
//! Choosing one is a promise: the payment waits from then on, however long, and another means stays possible.

use super::offline::{Cheque, Instructions, Transfer, TransferReference};
use super::provider::{Attempt, Callback, Checkout, Observed, PaymentProvider, ProviderError, Reference, Taken};
use crate::protocol::{Amount, BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::i18n::Label;
use crate::relay::settlement::Money;

/// A means that is paid without a page of a provider.
pub trait Offline: Send + Sync {
    /// Returns the word of the means.
    fn word(&self) -> &'static str;

    /// Returns what the choice of means calls it, or `None` for a text of ours.
    fn title(&self) -> Option<&Label>;

    /// Checks whether such a payment can be made so.
    fn offers(&self, operation: Operation, frequency: Frequency) -> bool;

    /// Returns what the payer must do.
    fn instructions(&self, amount: Amount, reference: &TransferReference) -> Instructions;
}

impl Offline for Transfer {
    fn word(&self) -> &'static str {
        Self::NAME
    }

    fn title(&self) -> Option<&Label> {
        self.title.as_ref()
    }

    fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        Self::offers(self, operation, frequency)
    }

    fn instructions(&self, amount: Amount, reference: &TransferReference) -> Instructions {
        Instructions::Transfer(Self::instructions(self, amount, reference))
    }
}

impl Offline for Cheque {
    fn word(&self) -> &'static str {
        Self::NAME
    }

    fn title(&self) -> Option<&Label> {
        self.title.as_ref()
    }

    fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        Self::offers(self, operation, frequency)
    }

    fn instructions(&self, amount: Amount, reference: &TransferReference) -> Instructions {
        Instructions::Cheque(Self::instructions(self, amount, reference))
    }
}

#[async_trait::async_trait]
impl<T: Offline> PaymentProvider for T {
    fn name(&self) -> &'static str {
        self.word()
    }

    fn title(&self) -> Option<&Label> {
        Offline::title(self)
    }

    fn instructions(&self, amount: Amount, reference: &Reference) -> Option<Instructions> {
        let reference = TransferReference::parse(&reference.0).ok()?;
        Some(Offline::instructions(self, amount, &reference))
    }

    fn offers(&self, operation: Operation, frequency: Frequency) -> bool {
        Offline::offers(self, operation, frequency)
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

    async fn refund(&self, _: &Reference, _: u64) -> Result<Reference, ProviderError> {
        Err(ProviderError::Unsupported)
    }

    async fn sweep(&self, _: i64) -> Result<Vec<Reference>, ProviderError> {
        Ok(Vec::new())
    }
}
