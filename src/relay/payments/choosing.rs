//! What whoever pays does: choose a means, go on with it, take another, give up. One attempt can be paid at a time.

use super::provider::{Attempt, Checkout, PaymentProvider, Reference, Taken};
use super::{KeptAttempt, Payment, PaymentError, Payments, Prompt, is_payable, looks};
use crate::protocol::BillingDetails;
use crate::relay::settlement::{Money, Sight, State, Sum};

/// What a provider shows of a payment, which the site knows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What the payer reads of it at the provider's.
    pub label: String,
    /// The language of the payer's page, by its tag.
    pub language: &'static str,
    /// The address of the payment's page of ours.
    pub page: String,
}

impl Payments {
    /// Begins an attempt by a means, or goes on with the one that is open. The provider is told of the payer what its mask
    /// lets through; where that is not to be had, nothing.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn choose(&self, payment: &Payment, word: &str, shown: &Shown) -> Result<Checkout, PaymentError> {
        let _lock = self.alone_at(&payment.idx).await;
        let Some(payment) = self.store.payment_of(&payment.idx).await? else { return Err(PaymentError::NoSuchMeans) };
        let means = self.means.get(word).filter(|means| means.offers(payment.operation, payment.frequency));
        let means = means.ok_or(PaymentError::NoSuchMeans)?;
        if let Some(checkout) = self.go_on(&payment, means.as_ref(), shown).await? {
            return Ok(checkout);
        }
        if !self.choices(&payment).contains(&word) {
            return Err(PaymentError::MovedOn(payment.status));
        }
        self.close_others(&payment).await?;
        let payment = self.store.payment_of(&payment.idx).await?.ok_or(PaymentError::NoSuchMeans)?;
        if !is_payable(&payment) || self.is_held(&payment) {
            return Err(PaymentError::MovedOn(payment.status));
        }
        let number = self.open(&payment, word).await?;
        let billing = self.billing_details(&payment, number, means.mask()).await;
        self.take(&payment, number, means.as_ref(), billing.ok(), shown).await
    }

    /// Goes on with the open attempt by this means, or returns `None` where there is none or nobody can pay it any more.
    async fn go_on(
        &self,
        payment: &Payment,
        means: &dyn PaymentProvider,
        shown: &Shown,
    ) -> Result<Option<Checkout>, PaymentError> {
        let Some(kept) = payment.attempts.iter().find(|kept| self.goes_on(kept, means.name())) else { return Ok(None) };
        let number = kept.attempt.number;
        let Some(reference) = kept.reference.clone().map(Reference) else {
            // The provider's answer was lost: asked again, it is the same attempt.
            let billing = self.billing_details(payment, number, means.mask()).await;
            return self.take(payment, number, means, billing.ok(), shown).await.map(Some);
        };
        if let Some(checkout) = means.resume(&attempt(payment, kept, shown), &reference).await? {
            return Ok(Some(checkout));
        }
        self.look_at(means, &reference, Prompt::Unasked).await?;
        Ok(None)
    }

    /// Sees to it that no open attempt can be paid any more, and looks at what became of each.
    async fn close_others(&self, payment: &Payment) -> Result<(), PaymentError> {
        for kept in payment.attempts.iter().filter(|kept| kept.attempt.state == State::Open) {
            let (Some(means), Some(reference)) = (self.means.get(&kept.means), &kept.reference) else { continue };
            let reference = Reference(reference.clone());
            means.close(&reference).await?;
            self.look_at(means.as_ref(), &reference, Prompt::Told).await?;
        }
        Ok(())
    }

    /// Opens the next attempt. Returns its number.
    pub(super) async fn open(&self, payment: &Payment, word: &str) -> Result<u32, PaymentError> {
        let number = payment.attempts.last().map_or(1, |kept| kept.attempt.number + 1);
        if number > super::MOST_ATTEMPTS {
            return Err(PaymentError::MovedOn(payment.status));
        }
        self.store.open_attempt(&payment.idx, number, word).await?;
        Ok(number)
    }

    /// Has the provider take an attempt, and notes its object.
    pub(super) async fn take(
        &self,
        payment: &Payment,
        number: u32,
        means: &dyn PaymentProvider,
        billing: Option<BillingDetails>,
        shown: &Shown,
    ) -> Result<Checkout, PaymentError> {
        let payment = self.store.payment_of(&payment.idx).await?.ok_or(PaymentError::NoSuchMeans)?;
        let kept = payment.attempts.iter().find(|kept| kept.attempt.number == number);
        let kept = kept.ok_or(PaymentError::NoSuchMeans)?;
        let Taken { reference, checkout, money } = means.begin(&attempt(&payment, kept, shown), billing).await?;
        let look_at = looks::first(self.clock.now());
        self.store.note_reference(&payment.idx, number, &reference.0, look_at).await?;
        if money != Money::Open {
            let sum = Sum::Euros(payment.amount.cents());
            self.record(&payment.idx, kept, Sight::Money(money, sum)).await?;
        }
        Ok(checkout)
    }

    /// Notes that the payer gives up: what could still be paid is closed, and the distant told.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn give_up(&self, payment: &Payment) -> Result<(), PaymentError> {
        let _lock = self.alone_at(&payment.idx).await;
        self.close_others(payment).await?;
        let payment = self.store.payment_of(&payment.idx).await?.ok_or(PaymentError::NoSuchMeans)?;
        if self.is_held(&payment) || payment.status.has_ended() {
            return Err(PaymentError::MovedOn(payment.status));
        }
        let open = |kept: &&KeptAttempt| matches!(kept.attempt.state, State::Open | State::Pending);
        for kept in payment.attempts.iter().filter(open) {
            self.record(&payment.idx, kept, Sight::Money(Money::GivenUp, Sum::Euros(0))).await?;
        }
        if let Some(last) = payment.attempts.last() {
            self.record(&payment.idx, last, Sight::GaveUp).await?;
        }
        Ok(())
    }
}

fn attempt(payment: &Payment, kept: &KeptAttempt, shown: &Shown) -> Attempt {
    let Shown { label, language, page } = shown.clone();
    Attempt {
        idx: payment.idx.clone(),
        number: kept.attempt.number,
        operation: payment.operation,
        frequency: payment.frequency,
        amount: payment.amount,
        opened_at: kept.opened_at,
        label,
        language,
        page,
    }
}
