//! Transactions, the keys they came with, and the events of their payments.

use super::statement::statement;
use super::{StoreError, now};
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Started, Status};
use crate::relay::keys::{Hash, hash_among_many};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// What the store keeps of a transaction: nothing of the person.
#[derive(Clone, Debug)]
pub struct NewTransaction {
    /// Our name for it.
    pub idx: String,
    /// The form it came from.
    pub form: String,
    /// The distant it goes to.
    pub distant: String,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// Of the payment page's token.
    pub token_hash: Hash,
}

/// What became of a request to begin a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is new.
    New,
    /// The same came before with the same key.
    Again {
        /// Our name for it.
        idx: String,
        /// Whether the distant said that it opened it.
        started: bool,
        /// Where its payment stands.
        status: Status,
    },
    /// The key came before with another transaction.
    KeyReused,
}

/// A transaction as its payment page needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Our name for it.
    pub idx: String,
    /// The form it came from.
    pub form: String,
    /// The distant it went to.
    pub distant: String,
    /// What is done.
    pub operation: Operation,
    /// How often.
    pub frequency: Frequency,
    /// Each payment.
    pub amount: Amount,
    /// Where it stands.
    pub status: Status,
    /// Where the series stands, if it is one.
    pub recurring_status: Option<RecurringStatus>,
}

/// What a payment provider says of a payment.
#[derive(Clone, Debug)]
pub struct PaymentEvent {
    /// The provider's name of the event: the same however often it is sent.
    pub id: String,
    /// Our name of the transaction.
    pub idx: String,
    /// Where the payment stands now.
    pub status: Status,
}

/// What became of a payment event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// Recorded, with the duty to tell the distant.
    Recorded,
    /// It was recorded before, or says what is so already.
    Known,
    /// The payment has gone on: this cannot follow.
    MovedOn(Status),
    /// No such transaction.
    NotFound,
}

/// What a step of forgetting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// How many keys it forgot.
    pub keys: usize,
    /// Whether nothing is left to forget.
    pub all: bool,
}

impl NewTransaction {
    /// Begins the transaction, or finds the one that the key began.
    ///
    /// # Errors
    /// If the store fails.
    pub fn begin(&self, connection: &Connection, key_hash: &Hash, fingerprint: &Hash) -> Result<Begun, StoreError> {
        if let Some(begun) = Begun::before(connection, key_hash, fingerprint)? {
            return Ok(begun);
        }
        let now = now();
        let recurring_status = self.frequency.is_recurring().then_some(RecurringStatus::Init.as_str());
        statement(
            connection,
            "INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, status,
                                       recurring_status, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            self.idx,
            self.form,
            self.distant,
            self.operation.as_str(),
            self.frequency.as_str(),
            self.amount.cents() as i64,
            self.token_hash,
            Status::Init.as_str(),
            recurring_status,
            now,
        ])?;
        statement(
            connection,
            "INSERT INTO idempotency_keys (key_hash, fingerprint, idx, created_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![key_hash, fingerprint, self.idx, now])?;
        Ok(Begun::New)
    }

    /// The same with a key that everyone has who was shown the same page: another transaction that came with it before is
    /// another donor's, and this one is known by its fingerprint instead. One whose payment was lost is begun anew.
    ///
    /// # Errors
    /// If the store fails.
    pub fn begin_among_many(
        &self,
        connection: &Connection,
        key_hash: &Hash,
        fingerprint: &Hash,
    ) -> Result<Begun, StoreError> {
        match self.begin(connection, key_hash, fingerprint)? {
            Begun::KeyReused => self.begin(connection, &hash_among_many(fingerprint), fingerprint),
            Begun::Again { idx, status, .. } if status.is_lost() => {
                statement(connection, "DELETE FROM idempotency_keys WHERE idx = ?1")?.execute([idx])?;
                self.begin_among_many(connection, key_hash, fingerprint)
            }
            begun => Ok(begun),
        }
    }
}

impl Begun {
    /// What became of the transaction that came with this key before, if one did. First the same one is looked for, also
    /// where the key is one of many; its own key may have been free when it came.
    ///
    /// # Errors
    /// If the store fails.
    pub fn before(connection: &Connection, key_hash: &Hash, fingerprint: &Hash) -> Result<Option<Self>, StoreError> {
        let mut reused = None;
        for hash in [&hash_among_many(fingerprint), key_hash] {
            let known = statement(
                connection,
                "SELECT k.fingerprint, k.idx, t.started, t.status
                 FROM idempotency_keys k JOIN transactions t USING (idx) WHERE k.key_hash = ?1",
            )?
            .query_row([hash], |row| Ok((row.get::<_, Hash>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)))
            .optional()?;
            match known {
                Some((known, idx, started, status)) if known == *fingerprint => {
                    return Ok(Some(Self::Again { idx, started, status: parse_status(&status)? }));
                }
                Some(_) => reused = Some(Self::KeyReused),
                None => {}
            }
        }
        Ok(reused)
    }
}

/// Notes that the distant has opened the transaction.
pub(in crate::relay) fn mark_started(connection: &Connection, idx: &str, started: &Started) -> Result<(), StoreError> {
    statement(connection, "UPDATE transactions SET started = 1 WHERE idx = ?1")?.execute([idx])?;
    note_distant_status(connection, idx, started)
}

/// Notes what the distant answered.
pub(super) fn note_distant_status(connection: &Connection, idx: &str, answer: &Started) -> Result<(), StoreError> {
    statement(connection, "UPDATE transactions SET distant_status = ?2, distant_recurring_status = ?3 WHERE idx = ?1")?
        .execute(params![idx, answer.status.as_str(), answer.recurring_status.map(RecurringStatus::as_str)])?;
    Ok(())
}

/// Forgets a transaction of which nothing was sent anywhere, so that its key can serve again.
pub(in crate::relay) fn forget(connection: &Connection, idx: &str) -> Result<(), StoreError> {
    statement(connection, "DELETE FROM transactions WHERE idx = ?1 AND started = 0")?.execute([idx])?;
    Ok(())
}

/// Forgets what nobody asks for any more of transactions that began before `before`, in milliseconds since 1970: their
/// keys, and those that the distant never said it opened, which have no page. Up to `limit` of each, the oldest first.
pub(in crate::relay) fn forget_old(
    connection: &Connection,
    before: i64,
    limit: usize,
) -> Result<Forgotten, StoreError> {
    let keys = statement(
        connection,
        "DELETE FROM idempotency_keys WHERE key_hash IN
            (SELECT key_hash FROM idempotency_keys WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)",
    )?
    .execute(params![before, limit as i64])?;
    let transactions = statement(
        connection,
        "DELETE FROM transactions WHERE idx IN
            (SELECT idx FROM transactions t WHERE started = 0 AND created_at < ?1
               AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.idx = t.idx)
             ORDER BY created_at LIMIT ?2)",
    )?
    .execute(params![before, limit as i64])?;
    Ok(Forgotten { keys, all: keys.max(transactions) < limit })
}

impl Payment {
    /// The payment whose page has this token.
    ///
    /// # Errors
    /// If the store fails.
    pub fn by_token(connection: &Connection, token_hash: &Hash) -> Result<Option<Self>, StoreError> {
        Self::find(connection, "token_hash = ?1 AND started = 1", token_hash)
    }

    fn by_idx(connection: &Connection, idx: &str) -> Result<Option<Self>, StoreError> {
        Self::find(connection, "idx = ?1", idx)
    }

    fn find(connection: &Connection, condition: &str, key: impl rusqlite::ToSql) -> Result<Option<Self>, StoreError> {
        let sql = format!(
            "SELECT idx, form, distant, operation, frequency, amount_cents, status, recurring_status
             FROM transactions WHERE {condition}"
        );
        statement(connection, &sql)?.query_row([key], |row| Ok(Self::from_row(row))).optional()?.transpose()
    }

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let word = |at: usize| row.get::<_, String>(at);
        Ok(Self {
            idx: word(0)?,
            form: word(1)?,
            distant: word(2)?,
            operation: Operation::parse(&word(3)?).ok_or(StoreError::Unknown("operation"))?,
            frequency: Frequency::parse(&word(4)?).ok_or(StoreError::Unknown("frequency"))?,
            amount: row
                .get::<_, i64>(5)
                .map(|cents| u64::try_from(cents).ok().and_then(Amount::from_cents))?
                .ok_or(StoreError::Unknown("amount"))?,
            status: parse_status(&word(6)?)?,
            recurring_status: row.get::<_, Option<String>>(7)?.as_deref().map(parse_recurring_status).transpose()?,
        })
    }
}

pub(super) fn parse_status(word: &str) -> Result<Status, StoreError> {
    Status::parse(word).ok_or(StoreError::Unknown("status"))
}

pub(super) fn parse_recurring_status(word: &str) -> Result<RecurringStatus, StoreError> {
    RecurringStatus::parse(word).ok_or(StoreError::Unknown("recurring status"))
}

impl PaymentEvent {
    /// Records the event and the duty to tell the distant, in one.
    ///
    /// # Errors
    /// If the store fails.
    pub fn record(&self, connection: &Connection) -> Result<EventOutcome, StoreError> {
        let Some(payment) = Payment::by_idx(connection, &self.idx)? else { return Ok(EventOutcome::NotFound) };
        let known: bool = statement(connection, "SELECT EXISTS (SELECT 1 FROM payment_events WHERE id = ?1)")?
            .query_row([&self.id], |row| row.get(0))?;
        if known || payment.status == self.status {
            return Ok(EventOutcome::Known);
        }
        if !payment.status.can_become(self.status) {
            return Ok(EventOutcome::MovedOn(payment.status));
        }
        let recurring_status = payment.recurring_status.map(|series| series.after(self.status));
        statement(connection, "INSERT INTO payment_events (id, idx, status, at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.id, self.idx, self.status.as_str(), now()])?;
        statement(connection, "UPDATE transactions SET status = ?2, recurring_status = ?3 WHERE idx = ?1")?
            .execute(params![self.idx, self.status.as_str(), recurring_status.map(RecurringStatus::as_str)])?;
        statement(
            connection,
            "INSERT INTO outbox (idx, distant, status, recurring_status, next_at, head)
             VALUES (?1, ?2, ?3, ?4, ?5, NOT EXISTS (SELECT 1 FROM outbox WHERE idx = ?1))",
        )?
        .execute(params![
            self.idx,
            payment.distant,
            self.status.as_str(),
            recurring_status.map(RecurringStatus::as_str),
            now(),
        ])?;
        Ok(EventOutcome::Recorded)
    }
}
