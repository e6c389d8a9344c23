//! One donation: from answers and a key to a payment page.
//!
//! The key decides: however often the same transaction comes with it, one is opened at the distant. What the person
//! answered is in memory here for as long as the distant takes, and nowhere else.

pub mod unicode;

pub use crate::relay::store::{Holder, StoreError};

use crate::distant::DistantError;
use crate::form::{Answers, Form, Opening, Refusal, check};
use crate::protocol::{Code, Field, FieldError, Start, Transaction};
use crate::relay::clock::Clock;
use crate::relay::distants::{self, Crowded, Distants, Link, Place};
use crate::relay::key_lock::KeyLocks;
use crate::relay::keys::{self, Hash, IdempotencyKey};
use crate::relay::protection::{CardTesting, Unproven};
use crate::relay::site::{Site, SiteForm};
use crate::relay::store::{Begun, NewTransaction, RequestKey, Store};
use std::borrow::Cow;
use std::sync::Arc;

/// Takes submissions.
pub struct Submissions {
    site: Arc<Site>,
    store: Arc<dyn Store>,
    distants: Arc<Distants>,
    card_testing: Arc<CardTesting>,
    key_locks: KeyLocks,
    clock: Clock,
}

/// Whether a submission must bring the proof of work that its form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It must.
    Needed,
    /// It was sent without scripts, and the site lets that pass.
    Waived,
}

/// Why a submission opened no payment.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// The answers make no transaction.
    #[error("refused by the rules")]
    Refused(Refusal),
    /// The key came before with another transaction.
    #[error("the key was used with another transaction")]
    KeyReused,
    /// The same came before with the same key, and its payment has ended. Whoever has the key may not be its payer, so
    /// nobody is led to it.
    #[error("the payment has ended")]
    PaymentEnded,
    /// As many donors as the distant can serve are waiting for it.
    #[error("the distant has all it can serve")]
    Busy,
    /// The distant did not open it. The same submission can be sent again.
    #[error("the distant {0}")]
    Distant(DistantError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system failed us.
    #[error(transparent)]
    Randomness(#[from] keys::NoRandomness),
    /// The rules and the payload disagree: a fault of ours.
    #[error("a transaction that passed the check cannot be sent")]
    Unsendable,
}

/// Where a transaction is opened, and for which form.
struct Opener<'a> {
    link: &'a Link,
    place: Place,
    form: &'a SiteForm,
    from: Option<&'a str>,
}

impl Submissions {
    /// Makes the service from what it needs.
    pub fn new(
        site: Arc<Site>,
        store: Arc<dyn Store>,
        distants: Arc<Distants>,
        card_testing: Arc<CardTesting>,
        clock: Clock,
    ) -> Self {
        Self { site, store, distants, card_testing, key_locks: KeyLocks::default(), clock }
    }

    /// Returns the service on a new site, with the same locks.
    pub fn at(&self, site: Arc<Site>) -> Self {
        Self {
            site,
            store: Arc::clone(&self.store),
            distants: Arc::clone(&self.distants),
            card_testing: Arc::clone(&self.card_testing),
            key_locks: self.key_locks.clone(),
            clock: self.clock.clone(),
        }
    }

    /// Checks the answers, opens the transaction at the distant, and returns the payment page's token. `from` is the word
    /// of the form's list that says whence the person comes; what came before keeps that with which it came.
    ///
    /// # Errors
    /// See [`Rejection`].
    pub async fn submit(
        &self,
        form: &SiteForm,
        answers: Answers,
        proof: Proof,
        key: &IdempotencyKey,
        holder: Holder,
        from: Option<&str>,
    ) -> Result<String, Rejection> {
        let answers = unicode::in_one_form(answers);
        let transaction = self.check(form, &answers, proof).map_err(Rejection::Refused)?;
        let fingerprint = self.site.secret.fingerprint(key, &fingerprinted(form, &transaction)?);
        let key = RequestKey { hash: key.hash(), fingerprint, holder };
        // The same twice goes one after the other: the second then finds what the first did.
        let _lock = self.key_locks.lock(fingerprint).await;
        let link = self.distants.get(&form.campaign.distant).ok_or(Rejection::Unsendable)?;
        // Where nothing is waited for or checked before it, the write itself says what came before.
        let free = if transaction.captcha.is_some() { None } else { link.free_place() };
        let (place, asked) = match free {
            Some(place) => (place, false),
            None => match self.known_token(form, &transaction, key).await? {
                Some(token) => return Ok(token),
                None => (link.place().await?, true),
            },
        };
        let new = self.new_transaction(form, &transaction, from)?;
        let fresh_idx = new.idx.clone();
        let (idx, again) = match self.store.begin(new, key).await {
            // What needs no write has its answer also while nothing can be written.
            Err(error) if !asked => {
                return self.known_token(form, &transaction, key).await?.ok_or(Rejection::Store(error));
            }
            Err(error) => return Err(error.into()),
            Ok(Begun::New) => (fresh_idx, false),
            Ok(Begun::Again { status, .. }) if status.has_ended() => return Err(Rejection::PaymentEnded),
            Ok(Begun::Again { idx, started: true, .. }) => return Ok(self.site.secret.payment_token(&idx)),
            Ok(Begun::Again { idx, started: false, .. }) => (idx, true),
            Ok(Begun::KeyReused) => return Err(Rejection::KeyReused),
        };
        let opener = Opener { link, place, form, from };
        self.open(opener, &transaction, idx, again).await
    }

    /// Returns the payment page's token of what came before and has nothing to ask of the distant, so that it need not
    /// wait for it; `None` for what is still to be opened, once its proof of work is checked.
    async fn known_token(
        &self,
        form: &SiteForm,
        transaction: &Transaction,
        key: RequestKey,
    ) -> Result<Option<String>, Rejection> {
        match (self.store.find_begun(key).await?, key.holder) {
            (Some(Begun::KeyReused), Holder::Sender) => return Err(Rejection::KeyReused),
            (Some(Begun::Again { status, .. }), Holder::Many) if status.is_lost() => {
                self.prove(form, transaction, key.fingerprint).await?;
            }
            (Some(Begun::Again { status, .. }), _) if status.has_ended() => return Err(Rejection::PaymentEnded),
            (Some(Begun::Again { idx, started: true, .. }), _) => {
                return Ok(Some(self.site.secret.payment_token(&idx)));
            }
            (Some(Begun::Again { .. }), _) => {}
            _ => self.prove(form, transaction, key.fingerprint).await?,
        }
        Ok(None)
    }

    /// Checks the answers by the form's rules.
    fn check(&self, form: &SiteForm, answers: &Answers, proof: Proof) -> Result<Transaction, Refusal> {
        let today = self.clock.day();
        let offer = form.offer(self.clock.now());
        let checked = match proof {
            Proof::Needed if self.card_testing.is_on() => {
                check(&Form { captcha: true, ..offer.into_owned() }, answers, today)
            }
            Proof::Needed => check(&offer, answers, today),
            Proof::Waived => check(&Form { captcha: false, ..offer.into_owned() }, answers, today),
        };
        checked.and_then(|transaction| all_shaped(answers, transaction))
    }

    /// Returns what the store is to know of the transaction, under a name of its own.
    fn new_transaction(
        &self,
        form: &SiteForm,
        transaction: &Transaction,
        from: Option<&str>,
    ) -> Result<NewTransaction, Rejection> {
        let idx = keys::mint_idx(&self.site.idx_prefix, self.clock.now())?;
        Ok(NewTransaction {
            token_hash: keys::token_hash(&self.site.secret.payment_token(&idx)),
            idx,
            form: form.name.clone(),
            distant: form.campaign.distant.clone(),
            operation: transaction.operation,
            frequency: transaction.frequency,
            amount: transaction.amount,
            from: from.map(str::to_owned),
        })
    }

    /// Checks the proof of work of what is new. What came before has passed, and its proof may be over by now.
    async fn prove(&self, form: &SiteForm, transaction: &Transaction, fingerprint: Hash) -> Result<(), Rejection> {
        let Some(answer) = &transaction.captcha else { return Ok(()) };
        self.site.captcha.prove(self.store.as_ref(), &form.name, answer, fingerprint).await.map_err(|error| match error
        {
            Unproven::Store(error) => Rejection::Store(error),
            Unproven::Wrong | Unproven::Spent => {
                tracing::info!(form = form.name, %error, "no proof of work");
                let errors = vec![FieldError::new(Field::Captcha, Code::CaptchaInvalid)];
                Rejection::Refused(Refusal { code: Code::InvalidAnswers, errors })
            }
        })
    }

    /// Opens the transaction at its distant, and returns the payment page's token.
    async fn open(
        &self,
        Opener { link, place, form, from }: Opener<'_>,
        transaction: &Transaction,
        idx: String,
        again: bool,
    ) -> Result<String, Rejection> {
        let token = self.site.secret.payment_token(&idx);
        let payment_url = self.site.payment_url(&token);
        let opening = Opening {
            idx: &idx,
            campaign_id: form.campaign.id,
            campaign: form.campaign.label(),
            from,
            payment_url: &payment_url,
            transaction_url: &payment_url,
        };
        let start = Start::of(transaction, &form.form, &form.catalogue, &opening).ok_or(Rejection::Unsendable)?;
        let opened = distants::open(link.client.as_ref(), &start, again).await;
        // The next one need not wait for our disk.
        drop(place);
        match opened {
            Ok(started) => {
                self.store.mark_started(&idx, started).await?;
                Ok(token)
            }
            Err(error) => {
                tracing::warn!(distant = link.name, %error, "transaction not opened");
                // What surely was not opened is forgotten, so that a corrected form can come with the same key. After a
                // try whose answer was lost, nothing is sure.
                if !again && !error.is_ambiguous() {
                    self.store.forget(&idx).await?;
                }
                Err(Rejection::Distant(error))
            }
        }
    }
}

impl From<Crowded> for Rejection {
    fn from(_: Crowded) -> Self {
        Self::Busy
    }
}

/// Refuses a value of a shape that its field cannot have, also where the answer was of no matter: nothing that fits the
/// form sends it.
fn all_shaped(answers: &Answers, transaction: Transaction) -> Result<Transaction, Refusal> {
    if answers.malformed().is_empty() {
        return Ok(transaction);
    }
    let errors = answers.malformed().iter().map(|field| FieldError::new(field.clone(), Code::Malformed)).collect();
    Err(Refusal { code: Code::InvalidAnswers, errors })
}

/// Returns what tells one submission from another: all that the transaction says, and the form. The proof of work is
/// not part of it: a second try brings a new one.
fn fingerprinted(form: &SiteForm, transaction: &Transaction) -> Result<Vec<u8>, Rejection> {
    let transaction = match transaction.captcha {
        None => Cow::Borrowed(transaction),
        Some(_) => Cow::Owned(Transaction { captcha: None, ..transaction.clone() }),
    };
    serde_json::to_vec(&(&form.name, &transaction)).map_err(|_| Rejection::Unsendable)
}
