//! The ledger of the proof of work: which challenges were spent, and on which submission.

use super::statement::statement;
use crate::relay::keys::Hash;
use crate::relay::store::{Spent, StoreError};
use rusqlite::{Connection, params};

/// How long an entry outlasts its challenge, in milliseconds: clocks are set back at times.
const MARGIN: i64 = 60_000;
/// The most that one donor waits for to be forgotten.
const FORGOTTEN_AT_ONCE: i64 = 64;

/// Spends a challenge, which ends `expires_at` that second since 1970, on the submission with this fingerprint.
/// Forgets some of those that have ended: more than come.
pub(super) fn spend(
    connection: &Connection,
    nonce: &str,
    submission: &Hash,
    expires_at: i64,
    now: i64,
) -> Result<Spent, StoreError> {
    statement(
        connection,
        "DELETE FROM spent_challenges WHERE nonce IN
            (SELECT nonce FROM spent_challenges WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)",
    )?
    .execute([now - MARGIN, FORGOTTEN_AT_ONCE])?;
    statement(connection, "INSERT OR IGNORE INTO spent_challenges (nonce, key_hash, expires_at) VALUES (?1, ?2, ?3)")?
        .execute(params![nonce, submission, expires_at.saturating_mul(1000)])?;
    let spent_on: Option<Hash> = statement(connection, "SELECT key_hash FROM spent_challenges WHERE nonce = ?1")?
        .query_row([nonce], |row| row.get(0))?;
    Ok(if spent_on == Some(*submission) { Spent::OnThis } else { Spent::Before })
}

/// Notes that the answer to a spent challenge was wrong: no other answer to it is tried.
pub(super) fn void(connection: &Connection, nonce: &str) -> Result<(), StoreError> {
    statement(connection, "UPDATE spent_challenges SET key_hash = NULL WHERE nonce = ?1")?.execute([nonce])?;
    Ok(())
}
