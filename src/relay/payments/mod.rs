//! Payments: what becomes of a transaction once it is open.
//!
//! A payer chooses a means, which makes an attempt. What a means says of it is looked at, never taken for granted, and what
//! follows is decided by [`crate::relay::settlement`].

mod looks;
pub mod offline;
mod offline_provider;
mod provider;
mod sandbox;
mod spip;
mod stripe;

pub use crate::relay::store::{KeptAttempt, Payment};
pub use provider::{
    Asked, Attempt, Back, Callback, Checkout, Observed, PaymentProvider, Posted, ProviderError, Reference, Taken,
    Warning,
};
pub use sandbox::{BEGIN, Sandbox, words};
pub use spip::Spip;
pub use stripe::StripeProvider;

use crate::distant::Distant as _;
use crate::protocol::{BillingDetails, Code, Field, Frequency, Operation, Status};
use crate::relay::clock::Clock;
use crate::relay::distants::Distants;
use crate::relay::i18n::Label;
use crate::relay::key_lock::KeyLocks;
use crate::relay::keys;
use crate::relay::protection::CardTesting;
use crate::relay::settlement::{Money, Sight, State, Sum};
use crate::relay::store::{AlarmCause, Seen, Sighting, Store, StoreError};
use offline::Instructions;
use std::sync::Arc;
use tokio::sync::Notify;

/// How many attempts a transaction may have: more are no payer's, and each is one card that could be tested.
const MOST_ATTEMPTS: u32 = 5;

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

/// The means of payment of the settings, in the order in which they are proposed.
pub struct Means(Vec<Arc<dyn PaymentProvider>>);

impl Means {
    /// Makes them from the providers, in the order in which they are proposed.
    pub fn new(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        Self(providers)
    }

    /// Returns the provider of that word, or `None` if the settings have none.
    pub fn get(&self, word: &str) -> Option<&Arc<dyn PaymentProvider>> {
        self.0.iter().find(|provider| provider.name() == word)
    }

    /// Returns every provider, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn PaymentProvider>> {
        self.0.iter()
    }

    /// Returns the words of those that take such payments, in their order.
    pub fn of(&self, operation: Operation, frequency: Frequency) -> impl Iterator<Item = &'static str> {
        let takes = move |provider: &&Arc<dyn PaymentProvider>| provider.offers(operation, frequency);
        self.0.iter().filter(takes).map(|provider| provider.name())
    }
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
        self.means.of(payment.operation, payment.frequency).collect()
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

    /// Begins an attempt by a means, or goes on with the one that is open. The provider is told of the payer what its mask
    /// lets through; where that is not to be had, nothing.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn choose(&self, payment: &Payment, word: &str, shown: &Shown) -> Result<Checkout, PaymentError> {
        let _lock = self.locks.lock(keys::token_hash(&payment.idx)).await;
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
        let goes_on = |state| state == State::Open || (state == State::Pending && !means.holds());
        let open = |kept: &&KeptAttempt| goes_on(kept.attempt.state) && kept.means == means.name();
        let Some(kept) = payment.attempts.iter().find(open) else { return Ok(None) };
        let number = kept.attempt.number;
        let Some(reference) = kept.reference.clone().map(Reference) else {
            // The provider's answer was lost: asked again, it is the same attempt.
            let billing = self.billing_details(payment, number, means.mask()).await;
            return self.take(payment, number, means, billing.ok(), shown).await.map(Some);
        };
        if let Some(checkout) = means.resume(&attempt(payment, kept, shown), &reference).await? {
            return Ok(Some(checkout));
        }
        self.look_at(means, &reference).await?;
        Ok(None)
    }

    /// Sees to it that no open attempt can be paid any more, and looks at what became of each.
    async fn close_others(&self, payment: &Payment) -> Result<(), PaymentError> {
        for kept in payment.attempts.iter().filter(|kept| kept.attempt.state == State::Open) {
            let (Some(means), Some(reference)) = (self.means.get(&kept.means), &kept.reference) else { continue };
            let reference = Reference(reference.clone());
            means.close(&reference).await?;
            self.look_at(means.as_ref(), &reference).await?;
        }
        Ok(())
    }

    /// Opens the next attempt. Returns its number.
    async fn open(&self, payment: &Payment, word: &str) -> Result<u32, PaymentError> {
        let number = payment.attempts.last().map_or(1, |kept| kept.attempt.number + 1);
        if number > MOST_ATTEMPTS {
            return Err(PaymentError::MovedOn(payment.status));
        }
        self.store.open_attempt(&payment.idx, number, word).await?;
        Ok(number)
    }

    /// Has the provider take an attempt, and notes its object.
    async fn take(
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
            if self.look_at(means.as_ref(), &reference).await? == Some(Seen::Outranked) {
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
        let _lock = self.locks.lock(keys::token_hash(&payment.idx)).await;
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

    /// Notes that the payer gives up: what could still be paid is closed, and the distant told.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn give_up(&self, payment: &Payment) -> Result<(), PaymentError> {
        let _lock = self.locks.lock(keys::token_hash(&payment.idx)).await;
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

    /// Takes a message of a provider: notes each object that it hints at. They are looked at once it is answered.
    ///
    /// # Errors
    /// See [`PaymentError`].
    pub async fn hear(&self, word: &str, callback: Callback<'_>) -> Result<(), PaymentError> {
        let means = self.means.get(word).ok_or(PaymentError::NoSuchMeans)?;
        let references = means.hints(callback)?;
        if means.says_all() {
            for reference in &references {
                self.believe(means.as_ref(), reference).await?;
            }
            return Ok(());
        }
        let objects: Vec<_> = references.into_iter().map(|reference| reference.0).collect();
        self.store.note_looks(word, objects).await?;
        self.hinted.notify_one();
        Ok(())
    }

    /// Records what a message says by itself. Whoever sent it learns whether that is what was to be paid.
    async fn believe(&self, means: &dyn PaymentProvider, reference: &Reference) -> Result<(), PaymentError> {
        let Some(observed) = means.observe(reference).await? else { return Ok(()) };
        let payment = self.store.payment_of(&observed.idx).await?.ok_or(PaymentError::NotKnown)?;
        let is_trial = observed.warnings.contains(&Warning::TestMoney);
        let is_money = matches!(observed.money, Money::Paid | Money::Returned(_));
        self.look_at(means, reference).await?;
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
            match self.believe(means.as_ref(), &reference).await {
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
                self.look_at(means.as_ref(), &Reference(reference.clone())).await?;
            }
        }
        Ok(())
    }

    /// Fetches what is so of an object, records it, and has the distant told. Returns what became of it, or `None` where the
    /// object tells nothing of a payment of ours.
    async fn look_at(&self, means: &dyn PaymentProvider, reference: &Reference) -> Result<Option<Seen>, PaymentError> {
        let Some(Observed { idx, number, money, sum, instrument, warnings }) = means.observe(reference).await? else {
            return Ok(None);
        };
        let (word, sight) = (means.name().to_owned(), Sight::Money(money, sum));
        let sighting = Sighting { idx: idx.clone(), number, means: word, instrument, sight };
        let seen = self.see(sighting).await?;
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

    async fn record(&self, idx: &str, kept: &KeptAttempt, sight: Sight) -> Result<Seen, StoreError> {
        let (number, means) = (kept.attempt.number, kept.means.clone());
        self.see(Sighting { idx: idx.to_owned(), number, means, instrument: None, sight }).await
    }

    async fn see(&self, sighting: Sighting) -> Result<Seen, StoreError> {
        let idx = sighting.idx.clone();
        let is_refusal = matches!(sighting.sight, Sight::Money(Money::Refused, _));
        let seen = self.store.see(sighting).await?;
        if let Seen::Changed { distant, told, late } = &seen {
            if is_refusal {
                self.card_testing.refused();
            }
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

const fn cause_of(warning: Warning) -> AlarmCause {
    match warning {
        Warning::DisputeOpen => AlarmCause::DisputeOpen,
        Warning::RefundFailed => AlarmCause::RefundFailed,
        Warning::TestMoney => AlarmCause::TestMoney,
    }
}
