//! The money: contributions, made from what a transaction promised as soon as it is more than pending.

use super::update_status::Known;
use crate::protocol::Status;
use rusqlite::{Transaction, params};

/// Brings the contributions of a transaction to where it stands, and makes those that are not there yet.
pub(super) fn bring_to(
    database: &Transaction<'_>,
    transaction: &Known,
    status: Status,
    payment_instrument: Option<i64>,
) -> rusqlite::Result<()> {
    let accounting = accounting_status(status);
    database.execute(
        "UPDATE contributions SET status = ?2, payment_instrument_id = coalesce(?3, payment_instrument_id)
         WHERE id IN (SELECT entity_id FROM links WHERE transaction_id = ?1 AND kind = 'contribution')",
        params![transaction.id, accounting, payment_instrument],
    )?;
    if status == Status::Pending {
        return Ok(());
    }
    let promised: Vec<i64> = database
        .prepare_cached(
            "SELECT id FROM links WHERE transaction_id = ?1 AND kind = 'contribution' AND entity_id IS NULL ORDER BY id",
        )?
        .query_map([transaction.id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for link in promised {
        database.execute(
            "INSERT INTO contributions (contact_id, status, amount_cents, currency, financial_type_id, campaign_id,
                 payment_instrument_id, source, tax_receipt, receive_date)
             SELECT ?2, ?3, amount_cents, currency, financial_type_id, ?4, ?5, ?6, ?7, ?8 FROM links WHERE id = ?1",
            params![
                link,
                transaction.contact_id,
                accounting,
                transaction.campaign_id,
                payment_instrument,
                transaction.source,
                transaction.tax_receipt,
                transaction.started_at,
            ],
        )?;
        let contribution = database.last_insert_rowid();
        database.execute("UPDATE links SET entity_id = ?2 WHERE id = ?1", [link, contribution])?;
    }
    Ok(())
}

/// CiviCRM's name of the accounting status. A double membership is paid: what becomes of it is for people to say.
const fn accounting_status(status: Status) -> &'static str {
    match status {
        Status::Init | Status::Pending => "Pending",
        Status::Completed | Status::DoubleMembership => "Completed",
        Status::Cancelled => "Cancelled",
        Status::Failed => "Failed",
        Status::Refunded => "Refunded",
    }
}
