//! Payments: what becomes of a transaction once it is open.
//!
//! A payer chooses a means, which makes an attempt. What a means says of it is looked at, never taken for granted, and what
//! follows is decided by [`crate::relay::settlement`].

mod choosing;
mod hearing;
mod looks;
pub mod offline;
mod offline_provider;
mod pressing;
mod provider;
mod registry;
mod sandbox;
mod spip;
mod stripe;

pub use crate::relay::store::{KeptAttempt, Payment};
pub use choosing::Shown;
pub use offline_provider::Offline;
pub use provider::{
    Attempt, Callback, Checkout, Observed, PaymentProvider, Posted, ProviderError, Reference, Refusal, Taken, Warning,
};
pub use registry::Means;
pub use sandbox::{BEGIN, Sandbox, words};
pub use spip::Spip;
pub use stripe::StripeProvider;

use crate::distant::Distant as _;
use crate::protocol::{BillingDetails, Code, Field, Status};
use crate::relay::clock::Clock;
use crate::relay::distants::Distants;
use crate::relay::i18n::Label;
use crate::relay::key_lock::{KeyLock, KeyLocks};
use crate::relay::keys;
use crate::relay::protection::CardTesting;
use crate::relay::settlement::{Money, Sight, State};
use crate::relay::store::{AlarmCause, Seen, Sighting, Store, StoreError};
use offline::Instructions;
use std::sync::Arc;
use tokio::sync::Notify;

/// How many attempts a transaction may have: more are no payer's, and each is one card that could be tested.
const MOST_ATTEMPTS: u32 = 5;

/// Why an object is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prompt {
    /// A message named it, or we did something to it.
    Told,
    /// Time has passed, or the payer came: what is new of it, a message should have told.
    Unasked,
}

/// Why a payment did not go on.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// The payment has gone on.
    #[error("the payment is {} already", .0.as_str())]
    MovedOn(Status),
    /// The distant gave no billing details.
    #[error("no billing details")]
    NoBillingDetails(Code),
    /// What a provider tells cannot be taken for what was to be paid: another sum, or money of a trial.
    #[error("not the money that was to be paid")]
    NotTaken,
    /// The store knows no such payment.
    #[error("no such payment")]
    NotKnown,
    /// No such means, or not for such a payment.
    #[error("no such means of payment")]
    NoSuchMeans,
    /// The provider did not do it.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shows payments, begins attempts at them, and takes what is seen of these.
pub struct Payments {
    store: Arc<dyn Store>,
    distants: Arc<Distants>,
    means: Arc<Means>,
    card_testing: Arc<CardTesting>,
    clock: Clock,
    /// One attempt of a transaction is begun at a time.
    locks: KeyLocks,
    /// Wakes who looks at what providers hinted at.
    hinted: Notify,
}

impl Payments {
    /// Makes the service from what it needs.
    pub fn new(
        store: Arc<dyn Store>,
        distants: Arc<Distants>,
        means: Arc<Means>,
        card_testing: Arc<CardTesting>,
        clock: Clock,
    ) -> Self {
        Self { store, distants, means, card_testing, clock, locks: KeyLocks::default(), hinted: Notify::new() }
    }

    /// Returns the payment whose page has this token, or `None` if there is none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn find(&self, token: &str) -> Result<Option<Payment>, StoreError> {
        self.store.payment(keys::token_hash(token)).await
    }

    /// Returns the means that the payer can choose now, in their order.
    pub fn choices(&self, payment: &Payment) -> Vec<&'static str> {
        if !is_payable(payment) || self.is_held(payment) {
            return Vec::new();
        }
        let can_begin = payment.attempts.len() < MOST_ATTEMPTS as usize;
        let goes_on = |word: &&str| payment.attempts.iter().any(|kept| self.goes_on(kept, word));
        self.means.of(payment.operation, payment.frequency).filter(|word| can_begin || goes_on(word)).collect()
    }

    /// Returns the means that the payer can choose now, where that is a choice: not the only one, whose buttons stand on our
    /// page.
    pub fn other_means(&self, payment: &Payment) -> Vec<&'static str> {
        let is_shown = !self.actions(payment).is_empty() || self.instructions(payment).is_some();
        let shown = self.own_page_means(payment).filter(|_| is_shown);
        self.choices(payment).into_iter().filter(|word| shown != Some(*word)).collect()
    }

    /// Returns what the payer must do, where the means of the last attempt is one that no page of a provider tells of, or
    /// `None`: also once there is nothing more to do.
    pub fn instructions(&self, payment: &Payment) -> Option<Instructions> {
        let kept = payment.attempts.last().filter(|kept| kept.attempt.state == State::Pending)?;
        let reference = Reference(kept.reference.clone()?);
        self.means.get(&kept.means)?.instructions(payment.amount, &reference).filter(|_| is_payable(payment))
    }

    /// Returns the origins (RFC 6454) of the pages where the payer can go on from ours.
    pub fn origins(&self, payment: &Payment) -> Vec<String> {
        self.choices(payment).into_iter().filter_map(|word| self.means.get(word)?.origin()).collect()
    }

    /// Returns what the choice calls a means, or `None` for a text of ours.
    pub fn title(&self, word: &str) -> Option<&Label> {
        self.means.get(word)?.title()
    }

    /// Checks whether an attempt by a means can still be gone on with.
    fn goes_on(&self, kept: &KeptAttempt, word: &str) -> bool {
        let holds = self.means.get(word).is_some_and(|means| means.holds());
        kept.means == word && (kept.attempt.state == State::Open || (kept.attempt.state == State::Pending && !holds))
    }

    /// Checks whether whoever pays has left for a page of the means: none of its buttons stand on ours.
    pub fn is_elsewhere(&self, payment: &Payment) -> bool {
        payment.attempts.last().is_some_and(|kept| kept.attempt.state == State::Open)
            && self.actions(payment).is_empty()
    }

    /// Waits until nobody else begins an attempt at a transaction, or ends one.
    async fn alone_at(&self, idx: &str) -> KeyLock {
        self.locks.lock(keys::token_hash(idx)).await
    }

    /// Checks whether a bank has an attempt in hand that nobody can stop.
    fn is_held(&self, payment: &Payment) -> bool {
        let holds = |kept: &KeptAttempt| self.means.get(&kept.means).is_none_or(|means| means.holds());
        payment.attempts.iter().any(|kept| kept.attempt.state == State::Pending && holds(kept))
    }

    /// Returns what the payment's page can do to it, as the words of buttons: those of the means that was chosen, or of the
    /// only one there is.
    pub fn actions(&self, payment: &Payment) -> Vec<&'static str> {
        let chosen = self.own_page_means(payment).and_then(|word| self.means.get(word));
        chosen.map(|means| means.actions(payment.status)).unwrap_or_default()
    }

    /// Returns the means whose buttons stand on our page: that of the last attempt, or the only one there is.
    fn own_page_means<'a>(&'a self, payment: &'a Payment) -> Option<&'a str> {
        let last = payment.attempts.last().filter(|kept| !kept.attempt.state.is_lost());
        let mut all = self.means.of(payment.operation, payment.frequency);
        match (last, all.next(), all.next()) {
            (Some(kept), ..) => Some(kept.means.as_str()),
            (None, Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// Fetches what is so of an object, records it, and has the distant told. Returns what became of it, or `None` where the
    /// object tells nothing of a payment of ours.
    async fn look_at(
        &self,
        means: &dyn PaymentProvider,
        reference: &Reference,
        prompt: Prompt,
    ) -> Result<Option<Seen>, PaymentError> {
        let observed = match means.observe(reference).await {
            Err(ProviderError::OtherMode) => {
                self.alarm_of_other_mode(means, reference).await?;
                return Err(ProviderError::OtherMode.into());
            }
            observed => observed?,
        };
        let Some(Observed { idx, number, money, sum, instrument, warnings, mut refusals }) = observed else {
            return Ok(None);
        };
        let (word, sight) = (means.name().to_owned(), Sight::Money(money, sum));
        let sighting = Sighting { idx: idx.clone(), number, means: word, instrument, sight };
        let seen = self.see(sighting).await?;
        if prompt == Prompt::Unasked && means.is_told() && matches!(seen, Seen::Changed { .. }) {
            self.store.miss(means.name(), &idx).await?;
        }
        // A provider that tells no tries apart says once that the attempt is refused.
        let is_news = money == Money::Refused && matches!(seen, Seen::Changed { .. });
        if is_news && refusals.is_empty() {
            refusals.push(Refusal { object: format!("{number}:{idx}"), at: self.clock.now() });
        }
        for Refusal { object, at } in refusals {
            if self.store.note_refusal(means.name(), &object, at).await? {
                self.card_testing.refused(at);
            }
        }
        // An alarm is of the status that follows: of the one before it, it would be raised once more the next time.
        for warning in warnings {
            self.store.raise(&idx, cause_of(warning), means.name()).await?;
        }
        if seen == Seen::NotFound {
            tracing::error!(
                provider = means.name(),
                idx,
                number,
                "money of a transaction that the store does not know"
            );
        }
        Ok(Some(seen))
    }

    /// Raises an alarm of the attempt that an object is, of which the provider answered in its other mode: nothing of it is taken.
    async fn alarm_of_other_mode(&self, means: &dyn PaymentProvider, reference: &Reference) -> Result<(), StoreError> {
        tracing::error!(provider = means.name(), "an answer of the provider's other mode is not taken");
        match self.store.find_attempt(means.name(), &reference.0).await? {
            Some(found) => self.store.raise(&found.payment.idx, AlarmCause::TestMoney, means.name()).await,
            None => Ok(()),
        }
    }

    async fn record(&self, idx: &str, kept: &KeptAttempt, sight: Sight) -> Result<Seen, StoreError> {
        let (number, means) = (kept.attempt.number, kept.means.clone());
        self.see(Sighting { idx: idx.to_owned(), number, means, instrument: None, sight }).await
    }

    async fn see(&self, sighting: Sighting) -> Result<Seen, StoreError> {
        let idx = sighting.idx.clone();
        let seen = self.store.see(sighting).await?;
        if let Seen::Changed { distant, told, late } = &seen {
            if *late {
                tracing::warn!(idx, "money came after the payment was said to be lost: it is completed");
            }
            if let Some(link) = self.distants.get(distant).filter(|_| *told) {
                link.wake();
            }
        }
        Ok(seen)
    }

    /// Fetches the payer's billing details, just in time, for a bank. They are passed on and forgotten.
    ///
    /// The distant refuses them for a payment that has ended; so do we, on our own knowledge, since the distant may not
    /// have been told yet.
    ///
    /// # Errors
    /// [`Code::PaymentMovedOn`], [`Code::DistantUnavailable`], [`Code::DistantRefused`].
    async fn billing_details(&self, payment: &Payment, number: u32, mask: &[Field]) -> Result<BillingDetails, Code> {
        if mask.is_empty() {
            return Ok(BillingDetails::default());
        }
        if !self.store.count_billing_read(&payment.idx, number).await.map_err(|_| Code::Internal)? {
            return Err(Code::PaymentMovedOn);
        }
        let link = self.distants.get(&payment.distant).ok_or(Code::DistantUnavailable)?;
        let billing = link.client.billing_details(&payment.idx).await.map_err(|error| {
            tracing::warn!(distant = link.name, %error, "no billing details");
            if error.is_passing() { Code::DistantUnavailable } else { Code::DistantRefused }
        })?;
        Ok(billing.only(mask))
    }
}

/// Checks whether another attempt may be made.
fn is_payable(payment: &Payment) -> bool {
    payment.held().is_payable()
}

const fn cause_of(warning: Warning) -> AlarmCause {
    match warning {
        Warning::DisputeOpen => AlarmCause::DisputeOpen,
        Warning::RefundFailed => AlarmCause::RefundFailed,
        Warning::TestMoney => AlarmCause::TestMoney,
    }
}
