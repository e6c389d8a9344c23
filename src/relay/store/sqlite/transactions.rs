//! Transactions, the keys they came with, and the events of their payments.

use super::attempt_rows;
use super::statement::statement;
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Started, Status};
use crate::relay::keys::{Hash, hash_among_many};
use crate::relay::store::{Begun, Forgotten, Holder, NewTransaction, Payment, RequestKey, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Begins the transaction, or returns the one that the key began.
pub(super) fn begin(
    connection: &Connection,
    new: &NewTransaction,
    key: &RequestKey,
    now: i64,
) -> Result<Begun, StoreError> {
    match (begin_with(connection, new, key, &key.hash, now)?, key.holder) {
        (Begun::KeyReused, Holder::Many) => {
            begin_with(connection, new, key, &hash_among_many(&key.hash, &key.fingerprint), now)
        }
        (Begun::Again { idx, status, .. }, Holder::Many) if status.is_lost() => {
            statement(connection, "DELETE FROM idempotency_keys WHERE idx = ?1")?.execute([idx])?;
            begin(connection, new, key, now)
        }
        (begun, _) => Ok(begun),
    }
}

fn begin_with(
    connection: &Connection,
    new: &NewTransaction,
    key: &RequestKey,
    hash: &Hash,
    now: i64,
) -> Result<Begun, StoreError> {
    if let Some(begun) = find(connection, &key.fingerprint, hash)? {
        return Ok(begun);
    }
    let recurring_status = new.frequency.is_recurring().then_some(RecurringStatus::Init.as_str());
    statement(
        connection,
        "INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, status,
                                   recurring_status, created_at, came_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        new.idx,
        new.form,
        new.distant,
        new.operation.as_str(),
        new.frequency.as_str(),
        new.amount.cents() as i64,
        new.token_hash,
        Status::Init.as_str(),
        recurring_status,
        now,
        new.from,
    ])?;
    statement(
        connection,
        "INSERT INTO idempotency_keys (key_hash, fingerprint, idx, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![hash, key.fingerprint, new.idx, now])?;
    Ok(Begun::New)
}

/// Returns what became of the transaction that came with this key before, or `None`. First the same one is looked for,
/// also where the key is one of many; its own key may have been free when it came.
pub(super) fn find_begun(connection: &Connection, key: &RequestKey) -> Result<Option<Begun>, StoreError> {
    find(connection, &key.fingerprint, &key.hash)
}

fn find(connection: &Connection, fingerprint: &Hash, hash: &Hash) -> Result<Option<Begun>, StoreError> {
    let mut reused = None;
    for hash in [&hash_among_many(hash, fingerprint), hash] {
        let known = statement(
            connection,
            "SELECT k.fingerprint, k.idx, t.started, t.status
             FROM idempotency_keys k JOIN transactions t USING (idx) WHERE k.key_hash = ?1",
        )?
        .query_row([hash], |row| Ok((row.get::<_, Hash>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)))
        .optional()?;
        match known {
            Some((known, idx, started, status)) if known == *fingerprint => {
                return Ok(Some(Begun::Again { idx, started, status: parse_status(&status)? }));
            }
            Some(_) => reused = Some(Begun::KeyReused),
            None => {}
        }
    }
    Ok(reused)
}

/// Notes that the distant has opened the transaction.
pub(super) fn mark_started(connection: &Connection, idx: &str, started: &Started) -> Result<(), StoreError> {
    statement(
        connection,
        "UPDATE transactions SET started = 1, distant_status = ?2, distant_recurring_status = ?3 WHERE idx = ?1",
    )?
    .execute(params![idx, started.status.as_str(), started.recurring_status.map(RecurringStatus::as_str)])?;
    Ok(())
}

/// Notes what the distant answered.
pub(super) fn note_distant_status(connection: &Connection, idx: &str, answer: &Started) -> Result<(), StoreError> {
    statement(connection, "UPDATE transactions SET distant_status = ?2, distant_recurring_status = ?3 WHERE idx = ?1")?
        .execute(params![idx, answer.status.as_str(), answer.recurring_status.map(RecurringStatus::as_str)])?;
    Ok(())
}

/// Forgets a transaction of which nothing was sent anywhere, so that its key can serve again.
pub(super) fn forget(connection: &Connection, idx: &str) -> Result<(), StoreError> {
    statement(connection, "DELETE FROM transactions WHERE idx = ?1 AND started = 0")?.execute([idx])?;
    Ok(())
}

/// Forgets what nobody asks for any more of transactions that began before `before`, in milliseconds since 1970: their
/// keys, and those that the distant never said it opened, which have no page. Up to `limit` of each, the oldest first.
pub(super) fn forget_old(connection: &Connection, before: i64, limit: usize) -> Result<Forgotten, StoreError> {
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

/// Returns the payment whose page has this token, or `None` if there is none or it was never opened at its distant.
pub(super) fn payment_by_token(connection: &Connection, token_hash: &Hash) -> Result<Option<Payment>, StoreError> {
    payment_where(connection, "token_hash = ?1 AND started = 1", token_hash)
}

pub(super) fn payment_where(
    connection: &Connection,
    condition: &str,
    key: impl rusqlite::ToSql,
) -> Result<Option<Payment>, StoreError> {
    let sql = format!(
        "SELECT idx, form, distant, operation, frequency, amount_cents, status, recurring_status
         FROM transactions WHERE {condition}"
    );
    let payment = statement(connection, &sql)?.query_row([key], |row| Ok(payment_of(row))).optional()?.transpose()?;
    let Some(payment) = payment else { return Ok(None) };
    let attempts = attempt_rows::of(connection, &payment.idx)?;
    Ok(Some(Payment { attempts, ..payment }))
}

fn payment_of(row: &Row<'_>) -> Result<Payment, StoreError> {
    let word = |at: usize| row.get::<_, String>(at);
    Ok(Payment {
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
        attempts: Vec::new(),
    })
}

pub(super) fn parse_status(word: &str) -> Result<Status, StoreError> {
    Status::parse(word).ok_or(StoreError::Unknown("status"))
}

pub(super) fn parse_recurring_status(word: &str) -> Result<RecurringStatus, StoreError> {
    RecurringStatus::parse(word).ok_or(StoreError::Unknown("recurring status"))
}
