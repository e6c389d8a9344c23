//! What the distant must still be told.
//!
//! Only the oldest entry of a transaction can be taken, so that its statuses arrive in order. An entry is taken with a
//! lease: if the relay dies while it delivers, the entry comes back when the lease has run out.

use super::transactions::{note_distant_status, parse_recurring_status, parse_status};
use super::{StoreError, now};
use crate::protocol::{RecurringStatus, Started, Status};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::time::Duration;

/// A status to tell, taken with a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The entry.
    pub id: i64,
    /// Our name of the transaction.
    pub idx: String,
    /// The status.
    pub status: Status,
    /// The status of the series, if it is one.
    pub recurring_status: Option<RecurringStatus>,
    /// How often it was tried before.
    pub attempts: u32,
}

/// What waits for a distant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Entries that wait, parked ones too.
    pub waiting: u64,
    /// Entries that failed because the distant was down, and will be tried again.
    pub retrying: u64,
    /// Entries that wait for a person.
    pub parked: u64,
    /// When the next entry that can be taken is due: one behind another of its transaction cannot.
    pub next_at: Option<i64>,
}

impl Delivery {
    /// Takes up to `limit` due entries of a distant, for as long as `lease`.
    pub(in crate::relay) fn claim(
        connection: &Connection,
        distant: &str,
        lease: Duration,
        limit: usize,
    ) -> Result<Vec<Self>, StoreError> {
        let now = now();
        let deliveries = connection
            .prepare_cached(
                "SELECT id, idx, status, recurring_status, attempts FROM outbox o
                 WHERE distant = ?1 AND next_at <= ?2 AND lease_until <= ?2
                   AND NOT EXISTS (SELECT 1 FROM outbox earlier WHERE earlier.idx = o.idx AND earlier.id < o.id)
                 ORDER BY attempts > 0, next_at LIMIT ?3",
            )?
            .query_and_then(params![distant, now, limit as i64], Self::from_row)?
            .collect::<Result<Vec<_>, StoreError>>()?;
        let lease_until = now.saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX));
        for delivery in &deliveries {
            connection
                .prepare_cached("UPDATE outbox SET lease_until = ?2 WHERE id = ?1")?
                .execute(params![delivery.id, lease_until])?;
        }
        Ok(deliveries)
    }

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get(0)?,
            idx: row.get(1)?,
            status: parse_status(&row.get::<_, String>(2)?)?,
            recurring_status: row.get::<_, Option<String>>(3)?.as_deref().map(parse_recurring_status).transpose()?,
            attempts: row.get(4)?,
        })
    }

    /// The distant has it.
    pub(in crate::relay) fn settle(&self, connection: &Connection, answer: &Started) -> Result<(), StoreError> {
        connection.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([self.id])?;
        note_distant_status(connection, &self.idx, answer)
    }

    /// The distant does not have it: to be tried again after `wait`, or parked. `passing` if the reason
    /// may go away by itself.
    pub(in crate::relay) fn postpone(
        &self,
        connection: &Connection,
        wait: Option<Duration>,
        passing: bool,
    ) -> Result<(), StoreError> {
        let next_at = wait.map(|wait| now().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)));
        connection
            .prepare_cached(
                "UPDATE outbox SET attempts = attempts + 1, next_at = ?2, lease_until = 0, passing = ?3 WHERE id = ?1",
            )?
            .execute(params![self.id, next_at, passing])?;
        Ok(())
    }

    /// Takes back every lease: whoever held one is gone when the store is opened.
    pub(in crate::relay) fn take_back_leases(connection: &Connection) -> Result<(), StoreError> {
        connection.execute("UPDATE outbox SET lease_until = 0", [])?;
        Ok(())
    }

    /// Makes due at once what waits because a distant was down, parked entries excepted. Answers how many.
    pub(in crate::relay) fn release(connection: &Connection, distant: &str) -> Result<usize, StoreError> {
        let released = connection.execute(
            "UPDATE outbox SET next_at = ?2 WHERE distant = ?1 AND passing = 1 AND next_at > ?2",
            params![distant, now()],
        )?;
        Ok(released)
    }
}

impl Backlog {
    /// What waits for a distant.
    ///
    /// # Errors
    /// If the store fails.
    pub fn of(connection: &Connection, distant: &str) -> Result<Self, StoreError> {
        let backlog = connection
            .prepare_cached(
                "SELECT count(*), count(*) FILTER (WHERE passing = 1 AND next_at IS NOT NULL),
                        count(*) FILTER (WHERE next_at IS NULL),
                        min(max(next_at, lease_until)) FILTER (WHERE NOT EXISTS
                            (SELECT 1 FROM outbox earlier WHERE earlier.idx = o.idx AND earlier.id < o.id))
                 FROM outbox o WHERE distant = ?1",
            )?
            .query_row([distant], |row| {
                Ok(Self {
                    waiting: row.get::<_, i64>(0)?.unsigned_abs(),
                    retrying: row.get::<_, i64>(1)?.unsigned_abs(),
                    parked: row.get::<_, i64>(2)?.unsigned_abs(),
                    next_at: row.get(3)?,
                })
            })
            .optional()?;
        Ok(backlog.unwrap_or_default())
    }
}
