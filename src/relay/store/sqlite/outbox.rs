//! What the distant must still be told.
//!
//! Only the oldest entry of a transaction, its head, can be taken, so that its statuses arrive in order. An entry is
//! taken with a lease: if the relay dies while it delivers, the entry comes back when the lease has run out.

use super::alarms;
use super::statement::statement;
use super::transactions::{note_distant_status, parse_recurring_status, parse_status};
use crate::protocol::Started;
use crate::relay::clock::milliseconds;
use crate::relay::store::{Backlog, Delivery, Postponement, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::time::Duration;

/// What can be taken of a lane, as an index has it.
pub(super) const DUE: &str = "SELECT id, idx, status, recurring_status, attempts, instrument FROM outbox
    WHERE distant = ?1 AND retry = ?2 AND due_at <= ?3 ORDER BY due_at LIMIT ?4";

/// Takes up to `limit` due entries of a distant, for as long as `lease`. Half of them are first tries and half are
/// retries where both are due, so that neither waits for all of the other.
pub(super) fn claim(
    connection: &Connection,
    distant: &str,
    lease: Duration,
    limit: usize,
    now: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let mut deliveries = due(connection, distant, Lane::First, now, limit)?;
    let mut retries = due(connection, distant, Lane::Retry, now, limit)?;
    deliveries.truncate((limit - limit / 2).max(limit - retries.len()));
    retries.truncate(limit - deliveries.len());
    deliveries.append(&mut retries);
    let lease_until = now.saturating_add(milliseconds(lease));
    for delivery in &deliveries {
        statement(connection, "UPDATE outbox SET lease_until = ?2 WHERE id = ?1")?
            .execute(params![delivery.id, lease_until])?;
    }
    Ok(deliveries)
}

/// Returns the entries of a lane that were due first.
fn due(
    connection: &Connection,
    distant: &str,
    lane: Lane,
    now: i64,
    limit: usize,
) -> Result<Vec<Delivery>, StoreError> {
    statement(connection, DUE)?.query_and_then(params![distant, lane as u8, now, limit as i64], delivery_of)?.collect()
}

fn delivery_of(row: &Row<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.get(0)?,
        idx: row.get(1)?,
        status: parse_status(&row.get::<_, String>(2)?)?,
        recurring_status: row.get::<_, Option<String>>(3)?.as_deref().map(parse_recurring_status).transpose()?,
        attempts: row.get(4)?,
        instrument: row.get(5)?,
    })
}

/// Notes that the distant has it; the next one of its transaction can be taken.
pub(super) fn settle(
    connection: &Connection,
    delivery: &Delivery,
    answer: &Started,
    now: i64,
) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO deliveries (idx, status, tries, answer, at)
         SELECT idx, status, attempts + 1, ?2, ?3 FROM outbox WHERE id = ?1",
    )?
    .execute(params![delivery.id, answer.status.as_str(), now])?;
    statement(connection, "DELETE FROM outbox WHERE id = ?1")?.execute([delivery.id])?;
    next_is_head(connection, &delivery.idx)?;
    alarms::calm(connection, delivery)?;
    note_distant_status(connection, &delivery.idx, answer)
}

fn next_is_head(connection: &Connection, idx: &str) -> Result<(), StoreError> {
    statement(
        connection,
        "UPDATE outbox SET head = 1 WHERE id = (SELECT id FROM outbox WHERE idx = ?1 ORDER BY id LIMIT 1)",
    )?
    .execute([idx])?;
    Ok(())
}

/// Gives up what is parked of a transaction; the next one can be taken.
pub(super) fn drop_parked(connection: &Connection, idx: &str, now: i64) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO deliveries (idx, status, tries, at)
         SELECT idx, status, attempts, ?2 FROM outbox WHERE idx = ?1 AND next_at IS NULL ORDER BY id",
    )?
    .execute(params![idx, now])?;
    statement(connection, "DELETE FROM outbox WHERE idx = ?1 AND next_at IS NULL")?.execute([idx])?;
    next_is_head(connection, idx)
}

/// Makes due at once what is parked of a transaction, as if it had not been tried. Returns how many.
pub(super) fn retry_parked(connection: &Connection, idx: &str, now: i64) -> Result<usize, StoreError> {
    let retried =
        statement(connection, "UPDATE outbox SET next_at = ?2, attempts = 0 WHERE idx = ?1 AND next_at IS NULL")?
            .execute(params![idx, now])?;
    Ok(retried)
}

/// Makes due at once all that waits of a transaction, what is parked as if it had not been tried. Returns how many.
pub(super) fn deliver_now(connection: &Connection, idx: &str, now: i64) -> Result<usize, StoreError> {
    let made_due = statement(
        connection,
        "UPDATE outbox SET next_at = ?2, attempts = CASE WHEN next_at IS NULL THEN 0 ELSE attempts END
         WHERE idx = ?1 AND (next_at IS NULL OR next_at > ?2)",
    )?
    .execute(params![idx, now])?;
    Ok(made_due)
}

/// Puts off a delivery that the distant does not have.
pub(super) fn postpone(
    connection: &Connection,
    delivery: &Delivery,
    Postponement { wait, passing, .. }: &Postponement,
    now: i64,
) -> Result<(), StoreError> {
    let next_at = wait.map(|wait| now.saturating_add(milliseconds(wait)));
    statement(
        connection,
        "UPDATE outbox SET attempts = attempts + 1, next_at = ?2, lease_until = 0, passing = ?3 WHERE id = ?1",
    )?
    .execute(params![delivery.id, next_at, passing])?;
    Ok(())
}

/// Takes back every lease: whoever held one is gone when the store is opened.
pub(super) fn take_back_leases(connection: &Connection) -> Result<(), StoreError> {
    statement(connection, "UPDATE outbox SET lease_until = 0 WHERE lease_until > 0")?.execute([])?;
    Ok(())
}

/// Makes due at once what waits because a distant was down, parked entries excepted: up to `limit`, those first
/// that would have been due first. Returns how many.
pub(super) fn release(connection: &Connection, distant: &str, limit: usize, now: i64) -> Result<usize, StoreError> {
    let released = statement(
        connection,
        "UPDATE outbox SET next_at = ?2 WHERE id IN
            (SELECT id FROM outbox WHERE distant = ?1 AND passing = 1 AND next_at > ?2 ORDER BY next_at LIMIT ?3)",
    )?
    .execute(params![distant, now, limit as i64])?;
    Ok(released)
}

/// The two lines in which entries wait.
#[derive(Clone, Copy)]
enum Lane {
    /// Of those that were never tried.
    First = 0,
    /// Of those that were.
    Retry = 1,
}

/// Returns what waits for a distant.
pub(super) fn backlog(connection: &Connection, distant: &str) -> Result<Backlog, StoreError> {
    let counts = statement(connection, "SELECT waiting, retrying, parked FROM backlogs WHERE distant = ?1")?
        .query_row([distant], |row| {
            Ok(Backlog {
                waiting: row.get::<_, i64>(0)?.unsigned_abs(),
                retrying: row.get::<_, i64>(1)?.unsigned_abs(),
                parked: row.get::<_, i64>(2)?.unsigned_abs(),
                next_at: None,
            })
        })
        .optional()?;
    let Some(counts) = counts else { return Ok(Backlog::default()) };
    let next = |lane: Lane| -> rusqlite::Result<Option<i64>> {
        statement(connection, "SELECT min(due_at) FROM outbox WHERE distant = ?1 AND retry = ?2")?
            .query_row(params![distant, lane as u8], |row| row.get(0))
    };
    let next_at = next(Lane::First)?.into_iter().chain(next(Lane::Retry)?).min();
    Ok(Backlog { next_at, ..counts })
}
