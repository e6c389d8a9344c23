//! A transaction, as the actions that follow `start` need it.

use super::envelope::{ErrorCode, Failure, Refusal};
use crate::protocol::Status;
use rusqlite::{OptionalExtension, Transaction};

/// Its row.
pub(super) struct TransactionRow {
    pub id: i64,
    pub status: Status,
    pub contact_id: Option<i64>,
    pub campaign_id: Option<i64>,
    pub source: Option<String>,
    pub tax_receipt: bool,
    pub started_at: String,
}

impl TransactionRow {
    /// Loads the transaction called `idx`, which is compared as CiviCRM's database does.
    ///
    /// # Errors
    /// If there is none, or the database fails.
    pub fn load(database: &Transaction<'_>, idx: &str) -> Result<Self, Failure> {
        let sql = "SELECT id, status, contact_id, campaign_id, source, tax_receipt, started_at
            FROM transactions WHERE rtrim(lower(idx)) = rtrim(lower(?1))";
        let found = database.query_row(sql, [idx], |row| {
            Ok(Self {
                id: row.get("id")?,
                status: Status::parse(&row.get::<_, String>("status")?).ok_or(rusqlite::Error::InvalidQuery)?,
                contact_id: row.get("contact_id")?,
                campaign_id: row.get("campaign_id")?,
                source: row.get("source")?,
                tax_receipt: row.get("tax_receipt")?,
                started_at: row.get("started_at")?,
            })
        });
        let unknown = || Refusal::absent(ErrorCode::TransactionUnknown, "CampagnodonTransaction");
        Ok(found.optional()?.ok_or_else(unknown)?)
    }
}
