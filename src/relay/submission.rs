//! One donation: from answers and a key to a payment page.
//!
//! The key decides: however often the same transaction comes with it, one is opened at the distant. What the person
//! answered is in memory here for as long as the distant takes, and nowhere else.

use super::Relay;
use super::captcha::Unproven;
use super::keys::{self, Hash, IdempotencyKey};
use super::site::SiteForm;
use super::store::{Begun, NewTransaction, StoreError, forget, mark_started};
use super::unicode;
use crate::distant::{Distant, DistantError};
use crate::form::rules::date::Day;
use crate::form::{Answers, Form, Opening, Refusal, check};
use crate::protocol::{Code, Field, FieldError, Start, Started, Status, StatusUpdate, Transaction};

/// Whether a submission must bring the proof of work that its form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It must.
    Needed,
    /// It was sent without scripts, and the site lets that pass.
    Waived,
}

/// Who can have the key that a submission brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Its sender alone, who made it: with another transaction it is a mistake.
    Sender,
    /// Everyone who was shown the same page. A site may make its pages once for many, so another transaction is another
    /// donor's.
    Many,
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

impl Relay {
    /// Checks the answers, opens the transaction at the distant, and answers with the payment page's token.
    ///
    /// # Errors
    /// See [`Rejection`].
    pub async fn submit(
        &self,
        form: &SiteForm,
        answers: &Answers,
        proof: Proof,
        key: &IdempotencyKey,
        holder: Holder,
    ) -> Result<String, Rejection> {
        let answers = &unicode::in_one_form(answers);
        let checked = match proof {
            Proof::Needed => check(&form.form, answers, today()),
            Proof::Waived => check(&Form { captcha: false, ..form.form.clone() }, answers, today()),
        };
        let transaction =
            checked.and_then(|transaction| all_shaped(answers, transaction)).map_err(Rejection::Refused)?;
        let (key_hash, fingerprint) =
            (key.hash(), self.site.secret.fingerprint(key, &fingerprinted(form, &transaction)?));
        // The same twice goes one after the other: the second then finds what the first did.
        let _turn = self.turns.take(fingerprint).await;
        let before = self.store.read(move |connection| Begun::before(connection, &key_hash, &fingerprint)).await?;
        match (before, holder) {
            (Some(Begun::KeyReused), Holder::Sender) => return Err(Rejection::KeyReused),
            (Some(Begun::Again { status, .. }), Holder::Many) if status.is_lost() => {
                self.prove(form, &transaction, fingerprint).await?;
            }
            (Some(Begun::Again { status, .. }), _) if status.has_ended() => return Err(Rejection::PaymentEnded),
            // Who has nothing to ask of the distant need not wait for it.
            (Some(Begun::Again { idx, started: true, .. }), _) => return Ok(self.site.secret.payment_token(&idx)),
            (Some(Begun::Again { .. }), _) => {}
            _ => self.prove(form, &transaction, fingerprint).await?,
        }
        let _place = self.place(&form.campaign.distant).await?;
        let new = NewTransaction {
            idx: keys::mint_idx(&self.site.idx_prefix)?,
            form: form.name.clone(),
            distant: form.campaign.distant.clone(),
            operation: transaction.operation,
            frequency: transaction.frequency,
            amount: transaction.amount,
            token_hash: [0; 32],
        };
        let new = NewTransaction { token_hash: keys::token_hash(&self.site.secret.payment_token(&new.idx)), ..new };
        let fresh_idx = new.idx.clone();
        let begin = move |connection: &_| match holder {
            Holder::Sender => new.begin(connection, &key_hash, &fingerprint),
            Holder::Many => new.begin_among_many(connection, &key_hash, &fingerprint),
        };
        let (idx, again) = match self.store.write(begin).await? {
            Begun::New => (fresh_idx, false),
            Begun::Again { status, .. } if status.has_ended() => return Err(Rejection::PaymentEnded),
            Begun::Again { idx, started: true, .. } => return Ok(self.site.secret.payment_token(&idx)),
            Begun::Again { idx, started: false, .. } => (idx, true),
            Begun::KeyReused => return Err(Rejection::KeyReused),
        };
        self.open_at_distant(form, &transaction, idx, again).await
    }

    /// Checks the proof of work of what is new. What came before has passed, and its proof may be over by now.
    async fn prove(&self, form: &SiteForm, transaction: &Transaction, fingerprint: Hash) -> Result<(), Rejection> {
        let (Some(captcha), Some(answer)) = (&self.site.captcha, &transaction.captcha) else { return Ok(()) };
        captcha.prove(&self.store, &form.name, answer, fingerprint).await.map_err(|error| match error {
            Unproven::Store(error) => Rejection::Store(error),
            Unproven::Wrong | Unproven::Spent => {
                tracing::info!(form = form.name, %error, "no proof of work");
                let errors = vec![FieldError::new(Field::Captcha, Code::CaptchaInvalid)];
                Rejection::Refused(Refusal { code: Code::InvalidAnswers, errors })
            }
        })
    }

    async fn open_at_distant(
        &self,
        form: &SiteForm,
        transaction: &Transaction,
        idx: String,
        again: bool,
    ) -> Result<String, Rejection> {
        let token = self.site.secret.payment_token(&idx);
        let payment_url = [&self.site.public_url, "/payments/", &token].concat();
        let opening = Opening {
            idx: &idx,
            campaign_id: form.campaign.id,
            campaign: form.campaign.label(),
            payment_url: &payment_url,
            transaction_url: &payment_url,
        };
        let start = Start::of(transaction, &form.form, &form.profile, &opening).ok_or(Rejection::Unsendable)?;
        let distant = &self.site.distants.get(&form.campaign.distant).ok_or(Rejection::Unsendable)?.distant;
        match start_once(distant.as_ref(), &start, again).await {
            Ok(started) => {
                self.store.write(move |connection| mark_started(connection, &idx, &started)).await?;
                Ok(token)
            }
            Err(error) => {
                tracing::warn!(distant = form.campaign.distant, %error, "transaction not opened");
                // What surely was not opened is forgotten, so that a corrected form can come with the same key. After a
                // try whose answer was lost, nothing is sure.
                if !again && !error.is_ambiguous() {
                    self.store.write(move |connection| forget(connection, &idx)).await?;
                }
                Err(Rejection::Distant(error))
            }
        }
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

/// Opens the transaction at the distant, once.
///
/// After a try whose answer was lost, the distant may have it, or be at work on it; a CiviCRM would refuse a second
/// opening as a duplicate. So it is asked whether it has the transaction before it is told to open it, and after a refusal.
async fn start_once(distant: &dyn Distant, start: &Start, again: bool) -> Result<Started, DistantError> {
    if !again {
        return distant.start(start).await;
    }
    match find(distant, start).await {
        Err(DistantError::Refused { .. }) => {}
        found => return found,
    }
    let refused = match distant.start(start).await {
        Err(refused @ DistantError::Refused { .. }) => refused,
        opened => return opened,
    };
    find(distant, start).await.map_err(|_| refused)
}

/// Asks the distant to note the transaction as pending, which it can only do if it has it, and which creates nothing.
async fn find(distant: &dyn Distant, start: &Start) -> Result<Started, DistantError> {
    let update = StatusUpdate {
        idx: start.idx.clone(),
        status: Status::Pending,
        payment_instrument: None,
        recurring_status: None,
    };
    distant.update_status(&update).await
}

/// What tells one submission from another: all that the transaction says, and the form. The proof of work is not part
/// of it: a second try brings a new one.
fn fingerprinted(form: &SiteForm, transaction: &Transaction) -> Result<Vec<u8>, Rejection> {
    let transaction = Transaction { captcha: None, ..transaction.clone() };
    serde_json::to_vec(&(&form.name, &transaction)).map_err(|_| Rejection::Unsendable)
}

fn today() -> Day {
    let today = super::today();
    let year = u16::try_from(today.year()).unwrap_or(9999);
    Day::new(year, today.month().into(), today.day()).unwrap_or(Day::MAX)
}
