//! What the buttons of a page of ours do that plays a bank.

use super::provider::{Callback, Checkout, PaymentProvider, Posted, ProviderError, Reference};
use super::{Payment, PaymentError, Payments, Prompt, Shown, is_payable};
use crate::protocol::Code;
use crate::relay::settlement::Sight;
use crate::relay::store::Seen;

impl Payments {
    /// Does what a button of our own page says, which plays a bank: of the attempt of that number, of the last one, or of a
    /// new one where the last one is lost.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn press(
        &self,
        payment: &Payment,
        (action, number): (&str, Option<u32>),
        body: &[u8],
        shown: &Shown,
    ) -> Result<(), PaymentError> {
        let is_offered = self.actions(payment).contains(&action);
        let word = self.own_page_means(payment).ok_or(PaymentError::NoSuchMeans)?;
        let means = self.means.get(word).ok_or(PaymentError::NoSuchMeans)?;
        let posted = |number| Posted { idx: &payment.idx, number, amount: payment.amount };
        let callback = |number| Callback { posted: Some(posted(number)), headers: &[], body, at: self.clock.now() };
        // What no button says opens no attempt.
        means.hints(callback(1))?;
        let last = payment.attempts.last().map(|kept| kept.attempt.number);
        let number = match (number, last) {
            (Some(number), _) if payment.attempts.iter().any(|kept| kept.attempt.number == number) => number,
            (Some(_), _) => return Err(ProviderError::NotOurs.into()),
            // No button says it now. Pressed twice, it is known.
            (None, Some(last)) if !is_offered => last,
            (None, None) if !is_offered => return Err(PaymentError::MovedOn(payment.status)),
            (None, _) => self.pressed(payment, means.as_ref(), shown).await?,
        };
        for reference in means.hints(callback(number))? {
            if !is_offered && self.is_news(payment, means.as_ref(), &reference).await? {
                return Err(PaymentError::MovedOn(payment.status));
            }
            if self.look_at(means.as_ref(), &reference, Prompt::Told).await? == Some(Seen::Outranked) {
                return Err(PaymentError::MovedOn(payment.status));
            }
        }
        Ok(())
    }

    /// Checks whether an object tells something new of a payment.
    async fn is_news(
        &self,
        payment: &Payment,
        means: &dyn PaymentProvider,
        reference: &Reference,
    ) -> Result<bool, PaymentError> {
        let observed = means.observe(reference).await?;
        Ok(observed.is_some_and(|it| payment.held().see(it.number, Sight::Money(it.money, it.sum)).is_some()))
    }

    /// Returns the attempt that a button of our page is of: the last one unless it is lost, or a new one.
    async fn pressed(
        &self,
        payment: &Payment,
        means: &dyn PaymentProvider,
        shown: &Shown,
    ) -> Result<u32, PaymentError> {
        let word = means.name();
        let _lock = self.alone_at(&payment.idx).await;
        let Some(payment) = self.store.payment_of(&payment.idx).await? else { return Err(PaymentError::NoSuchMeans) };
        match payment.attempts.last().filter(|kept| !kept.attempt.state.is_lost() && kept.means == word) {
            Some(kept) => Ok(kept.attempt.number),
            None if is_payable(&payment) => {
                let number = self.open(&payment, word).await?;
                self.take(&payment, number, means, None, shown).await?;
                Ok(number)
            }
            None => Err(PaymentError::MovedOn(payment.status)),
        }
    }

    /// Shows what a bank would be told of the payer, as it is when an attempt begins.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn tell(&self, payment: &Payment, shown: &Shown) -> Result<Checkout, PaymentError> {
        let word = self.own_page_means(payment).ok_or(PaymentError::NoSuchMeans)?;
        let means = self.means.get(word).ok_or(PaymentError::NoSuchMeans)?;
        if !payment.status.opens_billing_details() {
            return Err(PaymentError::NoBillingDetails(Code::PaymentMovedOn));
        }
        let number = self.pressed(payment, means.as_ref(), shown).await?;
        let billing = self.billing_details(payment, number, means.mask()).await;
        let billing = billing.map_err(PaymentError::NoBillingDetails)?;
        self.take(payment, number, means.as_ref(), Some(billing), shown).await
    }
}
