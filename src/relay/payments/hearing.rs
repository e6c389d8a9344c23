//! What providers tell of payments, and ask of whoever pays: by their servers, or by the browser that comes back.

use super::provider::{Asked, Back, Callback, PaymentProvider, ProviderError, Reference, Warning};
use super::{KeptAttempt, Payment, PaymentError, Payments, Prompt};
use crate::protocol::BillingDetails;
use crate::relay::settlement::{Money, State, Sum};

impl Payments {
    /// Takes a message of a provider: notes each object that it hints at. They are looked at once it is answered.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn hear(&self, word: &str, callback: Callback<'_>) -> Result<(), PaymentError> {
        let means = self.means.get(word).ok_or(PaymentError::NoSuchMeans)?;
        let references = means.hints(callback)?;
        if means.says_all() {
            self.store.hear(word, Vec::new()).await?;
            for reference in &references {
                self.believe(means.as_ref(), reference, Prompt::Told).await?;
            }
            return Ok(());
        }
        self.store.hear(word, references.into_iter().map(|reference| reference.0).collect()).await?;
        self.hinted.notify_one();
        Ok(())
    }

    /// Records what a message says by itself. Whoever sent it learns whether that is what was to be paid.
    async fn believe(
        &self,
        means: &dyn PaymentProvider,
        reference: &Reference,
        prompt: Prompt,
    ) -> Result<(), PaymentError> {
        let Some(observed) = means.observe(reference).await? else { return Ok(()) };
        let payment = self.store.payment_of(&observed.idx).await?.ok_or(PaymentError::NotKnown)?;
        let is_trial = observed.warnings.contains(&Warning::TestMoney);
        let is_money = matches!(observed.money, Money::Paid | Money::Returned(_));
        self.look_at(means, reference, prompt).await?;
        if is_trial || (is_money && observed.sum != Sum::Euros(payment.amount.cents())) {
            tracing::error!(means = means.name(), idx = observed.idx, is_trial, "not the money that was to be paid");
            return Err(PaymentError::NotTaken);
        }
        Ok(())
    }

    /// Takes what a browser brings back from a provider, and records what it says. Returns our name of the transaction.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn brought_back(&self, token: &str) -> Result<String, PaymentError> {
        let now = self.clock.now();
        let found = self.means.iter().find_map(|means| Some((means, means.came_back(token, now)?)));
        let (means, Back { idx, reference }) = found.ok_or(ProviderError::NotOurs)?;
        if let Some(reference) = reference {
            match self.believe(means.as_ref(), &reference, Prompt::Unasked).await {
                // The page says what is so.
                Ok(()) | Err(PaymentError::NotTaken) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(idx)
    }

    /// Returns the billing details that a provider asks for, while the attempt can be paid, and a few times.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn answer(&self, callback: Callback<'_>) -> Result<BillingDetails, PaymentError> {
        let asked = self.means.iter().find_map(|means| Some((means, means.asked(callback).ok()?)));
        let (means, Asked { idx, number, mask }) = asked.ok_or(ProviderError::NotOurs)?;
        let payment = self.store.payment_of(&idx).await?.ok_or(PaymentError::NotKnown)?;
        let is_of = |kept: &KeptAttempt| kept.attempt.number == number && kept.means == means.name();
        if !payment.attempts.iter().any(is_of) {
            return Err(PaymentError::NotKnown);
        }
        self.billing_details(&payment, number, mask).await.map_err(PaymentError::NoBillingDetails)
    }

    /// Looks at the attempts of a payment that a bank has in hand: the payer has come back from there.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn came_back(&self, payment: &Payment) -> Result<(), PaymentError> {
        let at_bank = |kept: &&KeptAttempt| matches!(kept.attempt.state, State::Open | State::Pending);
        for kept in payment.attempts.iter().filter(at_bank) {
            if let (Some(means), Some(reference)) = (self.means.get(&kept.means), &kept.reference) {
                self.look_at(means.as_ref(), &Reference(reference.clone()), Prompt::Unasked).await?;
            }
        }
        Ok(())
    }
}
