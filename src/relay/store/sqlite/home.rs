//! The address under which this store is served.

use super::statement::statement;
use crate::relay::store::StoreError;
use rusqlite::{Connection, OptionalExtension};

/// Returns the address, or `None` before there is one.
pub(super) fn address(connection: &Connection) -> Result<Option<String>, StoreError> {
    let mut found = statement(connection, "SELECT address FROM home WHERE id = 1")?;
    Ok(found.query_row([], |row| row.get(0)).optional()?)
}

/// Notes the address, in the place of another.
pub(super) fn note(connection: &Connection, address: &str) -> Result<(), StoreError> {
    statement(
        connection,
        "INSERT INTO home (id, address) VALUES (1, ?1) ON CONFLICT DO UPDATE SET address = excluded.address",
    )?
    .execute([address])?;
    Ok(())
}
