//! Transfers and cheques, which only a person sees come: what is waited for, what came, what will not.

use super::Operators;
use crate::protocol::Amount;
use crate::relay::payments::offline::{Cheque, Transfer, TransferReference};
use crate::relay::settlement::{Money, Sight, State, Sum};
use crate::relay::store::{FoundAttempt, KeptAttempt, Seen, Sighting, StoreError};

/// The means that a person looks after.
const MEANS: [&str; 2] = [Transfer::NAME, Cheque::NAME];

/// Why what a person says of a payment is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// No transfer or cheque has this reference.
    #[error("no transfer or cheque has the reference {0}")]
    Unknown(String),
    /// Another sum came than was promised, in cents.
    #[error("{} euros were promised, not {}: with --accept-amount it is said to be paid all the same", with_cents(*promised), with_cents(*came))]
    OtherSum {
        /// What was to come.
        promised: Amount,
        /// What came.
        came: Amount,
    },
    /// It is said to have come already.
    #[error("it was said to have come already")]
    CameAlready,
    /// It was said not to come.
    #[error("it was said already that it will not come")]
    GivenUpAlready,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes an amount as a person compares it with a bank's: with two decimals.
fn with_cents(amount: Amount) -> String {
    format!("{}.{:02}", amount.cents() / 100, amount.cents() % 100)
}

/// A transfer or a cheque that somebody promised.
#[derive(Clone, Debug)]
pub struct Promised {
    /// Our name of the transaction.
    pub idx: String,
    /// The word of the means.
    pub means: String,
    /// How much.
    pub amount: Amount,
    /// By what it is known.
    pub reference: TransferReference,
    /// When it was promised, in milliseconds since 1970.
    pub promised_at: i64,
    /// The form that it came from.
    pub form: String,
    number: u32,
    state: State,
}

impl Promised {
    fn of(found: FoundAttempt) -> Option<Self> {
        let KeptAttempt { attempt, means, reference, opened_at, .. } = found.kept()?.clone();
        let reference = TransferReference::parse(&reference?).ok()?;
        let payment = found.payment;
        Some(Self {
            idx: payment.idx,
            means,
            amount: payment.amount,
            reference,
            promised_at: opened_at,
            form: payment.form,
            number: attempt.number,
            state: attempt.state,
        })
    }

    /// Checks what came of it.
    ///
    /// # Errors
    /// If it came already, or is another sum and `accept_amount` does not let that pass. What was given up may still come.
    pub fn check_received(&self, came: Amount, accept_amount: bool) -> Result<(), ByHandError> {
        match self.state {
            State::Paid => Err(ByHandError::CameAlready),
            _ if came != self.amount && !accept_amount => Err(ByHandError::OtherSum { promised: self.amount, came }),
            _ => Ok(()),
        }
    }

    /// Checks that it can be said not to come.
    ///
    /// # Errors
    /// If it came, or that was said already.
    pub const fn check_cancelled(&self) -> Result<(), ByHandError> {
        match self.state {
            State::Paid => Err(ByHandError::CameAlready),
            State::GivenUp => Err(ByHandError::GivenUpAlready),
            _ => Ok(()),
        }
    }
}

impl Operators {
    /// Returns up to `limit` of what is waited for and was promised before `before`, in milliseconds since 1970: the oldest
    /// first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn promised(&self, before: i64, limit: usize) -> Result<Vec<Promised>, StoreError> {
        let mut all = Vec::new();
        for means in MEANS {
            let waiting = self.store.waiting_attempts(means, before, limit).await?;
            all.extend(waiting.into_iter().filter_map(Promised::of));
        }
        all.sort_by_key(|promised| promised.promised_at);
        all.truncate(limit);
        Ok(all)
    }

    /// Returns what was promised with this reference.
    ///
    /// # Errors
    /// If there is none, or the store fails.
    pub async fn promised_with(&self, reference: &TransferReference) -> Result<Promised, ByHandError> {
        for means in MEANS {
            if let Some(found) = self.store.find_attempt(means, reference.as_str()).await? {
                return Promised::of(found).ok_or_else(|| ByHandError::Unknown(reference.to_string()));
            }
        }
        Err(ByHandError::Unknown(reference.to_string()))
    }

    /// Records that it came: the whole of what was promised, as whoever checked it says.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn received(&self, promised: &Promised) -> Result<Seen, StoreError> {
        self.say(promised, Sight::Money(Money::Paid, Sum::Euros(promised.amount.cents()))).await
    }

    /// Records that it will not come. Another attempt at the same payment is not touched.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn will_not_come(&self, promised: &Promised) -> Result<Seen, StoreError> {
        self.say(promised, Sight::GaveUp).await
    }

    async fn say(&self, promised: &Promised, sight: Sight) -> Result<Seen, StoreError> {
        let Promised { idx, number, means, .. } = promised.clone();
        let seen = self.store.see(Sighting { idx, number, means, instrument: None, sight }).await?;
        self.wake();
        Ok(seen)
    }
}
