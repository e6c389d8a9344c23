//! Stripe as a provider of payments.

use super::account::{Account, Object};
use super::checkout::{LIFETIME, NewSession};
use super::refusal::StripeError;
use super::signature::HEADER;
use crate::protocol::{BillingDetails, Field, Frequency, Operation, Status};
use crate::relay::clock::Clock;
use crate::relay::i18n::Label;
use crate::relay::payments::provider::{
    Attempt, Callback, Checkout, Observed, PaymentProvider, ProviderError, Reference, Taken,
};
use crate::relay::settlement::Money;
use secrecy::ExposeSecret;

/// An account of Stripe, and how its means is proposed.
pub struct StripeProvider {
    pub(super) account: Account,
    /// The kinds of means to choose from on its page.
    pub(super) kinds: Vec<String>,
    pub(super) title: Option<Label>,
    /// Where its pages are, as an `Origin` of RFC 6454.
    pub(super) pages: String,
    pub(super) clock: Clock,
}

/// How long the same attempt has the same page, whose answer was lost: what is asked for later must still be payable for
/// half an hour, which is the least that Stripe takes. In seconds.
const STEP: i64 = LIFETIME / 3;

/// Returns when the page of an attempt that began at `opened` is said to have begun, in seconds: the same for a while.
const fn begun(opened: i64, now: i64) -> i64 {
    let age = now.saturating_sub(opened);
    opened + if age < 0 { 0 } else { age / STEP * STEP }
}

fn object(reference: &Reference) -> Result<Object, ProviderError> {
    reference.0.parse().map_err(|_| ProviderError::NotOurs)
}

fn failed(error: StripeError) -> ProviderError {
    match error {
        StripeError::OtherMode => ProviderError::OtherMode,
        error => ProviderError::Failed(error.to_string()),
    }
}

#[async_trait::async_trait]
impl PaymentProvider for StripeProvider {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn title(&self) -> Option<&Label> {
        self.title.as_ref()
    }

    fn is_told(&self) -> bool {
        true
    }

    fn origin(&self) -> Option<String> {
        Some(self.pages.clone())
    }

    fn offers(&self, _: Operation, frequency: Frequency) -> bool {
        !frequency.is_recurring()
    }

    fn mask(&self) -> &'static [Field] {
        &[Field::Email]
    }

    fn actions(&self, _: Status) -> Vec<&'static str> {
        Vec::new()
    }

    fn holds(&self) -> bool {
        true
    }

    /// Opens a page. An answer that is lost was shown to nobody, so that a page with another e-mail address, where the first
    /// is not to be had any more, may take its place.
    async fn begin(&self, attempt: &Attempt, billing: Option<BillingDetails>) -> Result<Taken, ProviderError> {
        let back = [&attempt.page, "?back=1"].concat();
        let email = billing.and_then(|it| it.email);
        let session = NewSession {
            idx: &attempt.idx,
            attempt: attempt.number,
            amount: attempt.amount,
            label: &attempt.label,
            is_donation: attempt.operation == Operation::Donation,
            language: attempt.language,
            success_url: &back,
            cancel_url: &back,
            begun: begun(attempt.opened_at.div_euclid(1000), self.clock.now().div_euclid(1000)),
            means: &self.kinds,
            email: email.as_ref().map(|it| it.expose().as_str()),
        };
        let opened = match self.account.open(&session).await {
            // An address that Stripe does not take: its page asks for another.
            Err(StripeError::Refused { status: 400, .. }) if session.email.is_some() => {
                self.account.open(&NewSession { email: None, ..session }).await
            }
            opened => opened,
        };
        let opened = opened.map_err(failed)?;
        let checkout = Checkout::Redirect(opened.url.expose_secret().to_owned());
        Ok(Taken { reference: Reference(opened.object.to_string()), checkout, money: Money::Open })
    }

    async fn resume(&self, _: &Attempt, reference: &Reference) -> Result<Option<Checkout>, ProviderError> {
        let page = self.account.page(&object(reference)?).await.map_err(failed)?;
        Ok(page.map(|url| Checkout::Redirect(url.expose_secret().to_owned())))
    }

    async fn close(&self, reference: &Reference) -> Result<(), ProviderError> {
        self.account.close(&object(reference)?).await.map_err(failed)
    }

    fn hints(&self, callback: Callback<'_>) -> Result<Vec<Reference>, ProviderError> {
        let signature = callback.headers.iter().find(|(name, _)| *name == HEADER).map(|(_, value)| *value);
        let hint = self.account.hint(signature, callback.body, callback.at.div_euclid(1000));
        let Some(hint) = hint.map_err(|_| ProviderError::NotOurs)? else { return Ok(Vec::new()) };
        if hint.is_refused_try() {
            tracing::warn!(provider = "stripe", event = %hint.event, kind = hint.kind, "a means was refused");
        }
        Ok(vec![Reference(hint.object.to_string())])
    }

    async fn observe(&self, reference: &Reference) -> Result<Option<Observed>, ProviderError> {
        self.account.observe(&object(reference)?).await.map_err(failed)
    }

    async fn refund(&self, reference: &Reference, cents: u64, request: &str) -> Result<Reference, ProviderError> {
        let key = format!("re-{}-{request}", reference.0);
        let refund = self.account.give_back(&object(reference)?, cents, &key).await.map_err(failed)?;
        Ok(Reference(refund.to_string()))
    }

    async fn sweep(&self, since: i64) -> Result<Vec<Reference>, ProviderError> {
        let objects = self.account.sweep(since.div_euclid(1000)).await.map_err(failed)?;
        Ok(objects.into_iter().map(|object| Reference(object.to_string())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_same_for_a_while_and_payable_for_half_an_hour() {
        const OPENED: i64 = 1_798_761_600;
        assert_eq!(begun(OPENED, OPENED - 5), OPENED);
        assert_eq!(begun(OPENED, OPENED), begun(OPENED, OPENED + STEP - 1));
        for age in [0, 1, STEP - 1, STEP, 3599, 86_400, 90 * 86_400] {
            let ends_in = begun(OPENED, OPENED + age) + LIFETIME - (OPENED + age);
            assert!((LIFETIME - STEP + 1..=LIFETIME).contains(&ends_in), "{age}");
        }
    }
}
