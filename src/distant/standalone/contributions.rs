//! The money: contributions, made from what a transaction promised as soon as it is more than pending.

use super::envelope::{ErrorCode, Failure, Refusal};
use super::transaction::TransactionRow;
use crate::protocol::Status;
use rusqlite::{Transaction, params};

/// Brings the contributions of a transaction to where it stands, and makes those that are not there yet.
pub(super) fn bring_to(
    database: &Transaction<'_>,
    transaction: &TransactionRow,
    status: Status,
    payment_instrument: Option<i64>,
) -> Result<(), Failure> {
    let accounting = accounting_status(status);
    check_change(database, transaction.id, accounting)?;
    database.execute(
        "UPDATE contributions SET status = ?2, payment_instrument_id = coalesce(?3, payment_instrument_id)
         WHERE id IN (SELECT entity_id FROM links WHERE transaction_id = ?1 AND kind = 'contribution')",
        params![transaction.id, accounting, payment_instrument],
    )?;
    if status == Status::Pending {
        return Ok(());
    }
    let promised: Vec<(i64, bool)> = database
        .prepare_cached(
            "SELECT id, financial_type_id IS NOT NULL FROM links
             WHERE transaction_id = ?1 AND kind = 'contribution' AND entity_id IS NULL ORDER BY id",
        )?
        .query_map([transaction.id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (link, has_type) in promised {
        if !has_type {
            return Err(Refusal::unmade("Contribution", "financial_type_id").into());
        }
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

/// Refuses, for all of them, what CiviCRM's accounts refuse of one.
fn check_change(database: &Transaction<'_>, transaction_id: i64, next: &str) -> Result<(), Failure> {
    let sql = "SELECT DISTINCT contributions.status FROM links JOIN contributions ON contributions.id = entity_id
        WHERE transaction_id = ?1 AND kind = 'contribution'";
    let mut statement = database.prepare_cached(sql)?;
    for current in statement.query_map([transaction_id], |row| row.get::<_, String>(0))? {
        let current = current?;
        if current != next && !can_become(&current, next) {
            let text = format!("Cannot change contribution status from {current} to {next}.");
            return Err(Refusal::new(ErrorCode::ChangeRefused, text).into());
        }
    }
    Ok(())
}

/// Returns what CiviCRM 6.17 lets a contribution become.
fn can_become(current: &str, next: &str) -> bool {
    match current {
        "Pending" => matches!(next, "Completed" | "Cancelled" | "Failed"),
        "Completed" => matches!(next, "Cancelled" | "Refunded"),
        "Cancelled" => matches!(next, "Completed" | "Refunded"),
        "Refunded" => matches!(next, "Completed" | "Cancelled"),
        "Failed" => next == "Pending",
        _ => false,
    }
}

/// Returns CiviCRM's name of the accounting status. A double membership is paid: what becomes of it is for people to
/// say.
const fn accounting_status(status: Status) -> &'static str {
    match status {
        Status::Init | Status::Pending => "Pending",
        Status::Completed | Status::DoubleMembership => "Completed",
        Status::Cancelled => "Cancelled",
        Status::Failed => "Failed",
        Status::Refunded => "Refunded",
    }
}
