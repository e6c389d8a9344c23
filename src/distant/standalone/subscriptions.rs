//! What optional subscriptions do once they take effect. Each can be done again without harm.

use crate::protocol::Status;
use rusqlite::{Transaction, params};

/// Carries out the subscriptions of a transaction that take effect in `status`.
pub(super) fn fire(database: &Transaction<'_>, id: i64, contact_id: i64, status: Status) -> rusqlite::Result<()> {
    let on_complete = match status {
        Status::Init => false,
        Status::Completed => true,
        _ => return Ok(()),
    };
    let sql = "SELECT kind, entity_id FROM links
        WHERE transaction_id = ?1 AND on_complete = ?2 AND kind IN ('group', 'opt-in', 'tag')";
    let mut statement = database.prepare_cached(sql)?;
    let mut links = statement.query(params![id, on_complete])?;
    while let Some(link) = links.next()? {
        let (kind, entity_id): (String, i64) = (link.get(0)?, link.get(1)?);
        match kind.as_str() {
            "group" => database.execute(
                "INSERT INTO group_contacts (group_id, contact_id, status) VALUES (?1, ?2, 'added')
                 ON CONFLICT DO UPDATE SET status = 'added'",
                [entity_id, contact_id],
            )?,
            "tag" => database.execute("INSERT OR IGNORE INTO contact_tags VALUES (?1, ?2)", [entity_id, contact_id])?,
            _ => database.execute("UPDATE contacts SET do_not_trade = 0 WHERE id = ?1", [entity_id])?,
        };
    }
    Ok(())
}
