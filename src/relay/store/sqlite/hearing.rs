//! Whether the messages of providers come here: when the last one did, and what was seen since then that none told.

use super::alarms;
use super::attempts::{Named, note_looks};
use super::statement::statement;
use crate::relay::store::{AlarmCause, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

/// How long after a message what is seen may be what it told: it came first, and its object was looked at later.
const MAY_BE_TOLD: i64 = 60 * 60 * 1000;

/// Notes that a message of a means came, and the objects that it names. It is silent no more.
pub(super) fn hear(connection: &Connection, means: &str, objects: &[String], now: i64) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO hearing (means, heard_at) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET heard_at = excluded.heard_at, missed_idx = NULL, missed_at = NULL",
    )?
    .execute(params![means, now])?;
    if alarms::close_silence(connection, means)? > 0 {
        tracing::info!(means, "its messages come again");
    }
    note_looks(connection, means, objects, Named::ByMessage, now)
}

/// Notes that something new was seen of a transaction, of which no message of the means came: the first one since the last
/// message, while there is no alarm of that.
pub(super) fn miss(connection: &Connection, means: &str, idx: &str, now: i64) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO hearing (means, missed_idx, missed_at) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET missed_idx = excluded.missed_idx, missed_at = excluded.missed_at
         WHERE missed_at IS NULL AND heard_at <= ?4
           AND NOT EXISTS (SELECT 1 FROM alarms WHERE cause = 'callbacks_silent' AND said = ?1)",
    )?
    .execute(params![means, idx, now, now - MAY_BE_TOLD])?;
    Ok(())
}

/// Returns up to when a means was asked what changed, or `None` before it was.
pub(super) fn swept_at(connection: &Connection, means: &str) -> Result<Option<i64>, StoreError> {
    let mut found = statement(connection, "SELECT swept_at FROM hearing WHERE means = ?1")?;
    Ok(found.query_row([means], |row| row.get(0)).optional()?.flatten())
}

/// Notes that a means was asked what changed until `at`, and the objects that it named.
pub(super) fn note_sweep(
    connection: &Connection,
    means: &str,
    objects: &[String],
    at: i64,
    now: i64,
) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO hearing (means, swept_at) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET swept_at = excluded.swept_at",
    )?
    .execute(params![means, at])?;
    note_looks(connection, means, objects, Named::ByUs, now)
}

/// Checks whether a means was missed before `before` and has not been heard since.
pub(super) fn is_any_silent(connection: &Connection, before: i64) -> Result<bool, StoreError> {
    let mut found = statement(connection, "SELECT 1 FROM hearing WHERE missed_at <= ?1")?;
    Ok(found.exists([before])?)
}

/// Raises the alarm of each means that was missed before `before` and has not been heard since.
pub(super) fn raise_silence(connection: &Connection, before: i64, now: i64) -> Result<(), StoreError> {
    let silent: Vec<(String, String)> =
        statement(connection, "SELECT means, missed_idx FROM hearing WHERE missed_at <= ?1")?
            .query_and_then([before], |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
    for (means, idx) in silent {
        alarms::raise_for(connection, &idx, AlarmCause::CallbacksSilent, &means, now)?;
        statement(connection, "UPDATE hearing SET missed_idx = NULL, missed_at = NULL WHERE means = ?1")?
            .execute([means])?;
    }
    Ok(())
}
