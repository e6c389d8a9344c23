//! What banks refused lately.

use super::statement::statement;
use crate::relay::store::StoreError;
use rusqlite::{Connection, params};

/// For how long a refusal is kept: longer than anybody asks for it.
const KEPT: i64 = 24 * 60 * 60 * 1000;

/// Notes that a bank refused a try at `at`. Returns whether that is new, and not long ago.
pub(super) fn note(connection: &Connection, means: &str, object: &str, at: i64, now: i64) -> Result<bool, StoreError> {
    let oldest = now - KEPT;
    statement(connection, "DELETE FROM refusals WHERE at < ?1")?.execute([oldest])?;
    if at < oldest {
        return Ok(false);
    }
    let noted =
        statement(connection, "INSERT INTO refusals (means, object, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
            .execute(params![means, object, at])?;
    Ok(noted > 0)
}

/// Returns when banks refused since `since`, the earliest first.
pub(super) fn since(connection: &Connection, since: i64) -> Result<Vec<i64>, StoreError> {
    statement(connection, "SELECT at FROM refusals WHERE at >= ?1 ORDER BY at")?
        .query_and_then([since], |row| Ok(row.get(0)?))?
        .collect()
}
