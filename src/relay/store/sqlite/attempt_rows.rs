//! The attempts at a transaction, as they are read with it.

use super::statement::statement;
use crate::relay::settlement::{Attempt, Reason, Returned, State};
use crate::relay::store::{KeptAttempt, StoreError};
use rusqlite::{Connection, Row};

/// Returns the attempts at a transaction, in their order.
pub(super) fn of(connection: &Connection, idx: &str) -> Result<Vec<KeptAttempt>, StoreError> {
    statement(
        connection,
        "SELECT number, means, reference, state, returned_cents, returned_reason, opened_at, changed_at
         FROM attempts WHERE idx = ?1 ORDER BY number",
    )?
    .query_and_then([idx], kept_of)?
    .collect()
}

fn kept_of(row: &Row<'_>) -> Result<KeptAttempt, StoreError> {
    let state = State::parse(&row.get::<_, String>(3)?).ok_or(StoreError::Unknown("state of an attempt"))?;
    let returned = match (row.get::<_, Option<i64>>(4)?, row.get::<_, Option<String>>(5)?) {
        (Some(cents), Some(reason)) => Some(Returned {
            cents: cents.unsigned_abs(),
            reason: Reason::parse(&reason).ok_or(StoreError::Unknown("reason of a refund"))?,
        }),
        _ => None,
    };
    Ok(KeptAttempt {
        attempt: Attempt { number: row.get(0)?, state, returned },
        means: row.get(1)?,
        reference: row.get(2)?,
        opened_at: row.get(6)?,
        changed_at: row.get(7)?,
    })
}
