//! The action `updatestatus`: where a payment stands, and what follows from it.

use super::envelope::{ErrorCode, Failure, Refusal, Rows};
use super::params::Params;
use super::request::IDX_MAX;
use super::store::{Named, find};
use super::transaction::TransactionRow;
use super::{contacts, contributions, memberships, subscriptions};
use crate::protocol::{RecurringStatus, Status};
use rusqlite::{Transaction, params};
use serde_json::json;
use time::OffsetDateTime;

/// Plays a deadlock in the middle of `updatestatus`: the status and the contributions are undone, and what was promised
/// points at contributions that are not there. The answer's status is the old one.
pub(super) fn lose_status(database: &Transaction<'_>, params: &Params) -> Result<Rows, Failure> {
    let transaction = TransactionRow::load(database, &params.needed("transaction_idx", IDX_MAX)?)?;
    database.execute(
        "UPDATE links SET entity_id = -id WHERE transaction_id = ?1 AND kind = 'contribution' AND entity_id IS NULL",
        [transaction.id],
    )?;
    row(database, transaction.id)
}

/// Notes the status and does what follows from it. The answer's status is the one that took effect.
pub(super) fn update_status(database: &Transaction<'_>, params: &Params, now: OffsetDateTime) -> Result<Rows, Failure> {
    params.require(&["transaction_idx", "status"])?;
    let refusal = |code, reason| Failure::from(Refusal::new(code, reason));
    let requested = Status::parse(&params.needed("status", 20)?)
        .ok_or_else(|| refusal(ErrorCode::StatusInvalid, "no such status"))?;
    let recurring_status = match params.text("recurring_status", 20)? {
        None => None,
        Some(word) => Some(
            RecurringStatus::parse(&word)
                .ok_or_else(|| refusal(ErrorCode::RecurringStatusInvalid, "no such recurring_status"))?,
        ),
    };
    // What is not known is nothing, and nobody is told.
    let payment_instrument = match params.text("payment_instrument", 255)? {
        None => None,
        Some(text) => find(database, Named::PaymentInstrument, &text)?,
    };
    let transaction = TransactionRow::load(database, &params.needed("transaction_idx", IDX_MAX)?)?;

    let asks =
        requested == Status::Completed && !matches!(transaction.status, Status::Completed | Status::DoubleMembership);
    let already_member = asks && memberships::find_double(database, &transaction, now.date())?;
    let status = effective(requested, transaction.status, already_member);
    database.execute(
        "UPDATE transactions SET status = ?2, recurring_status = coalesce(?3, recurring_status),
             payment_instrument_id = coalesce(?4, payment_instrument_id), billing_closed = billing_closed OR ?5
         WHERE id = ?1",
        params![
            transaction.id,
            status.as_str(),
            recurring_status.map(RecurringStatus::as_str),
            payment_instrument,
            takes_money(status),
        ],
    )?;
    contributions::bring_to(database, &transaction, status, payment_instrument)?;
    if let Some(contact_id) = transaction.contact_id {
        subscriptions::fire(database, transaction.id, contact_id, status)?;
        if status == Status::Completed {
            memberships::open(database, &transaction, contact_id, now.date())?;
            contacts::merge(database, transaction.id, contact_id)?;
        }
    }
    row(database, transaction.id)
}

fn row(database: &Transaction<'_>, id: i64) -> Result<Rows, Failure> {
    let sql = "SELECT status, recurring_status FROM transactions WHERE id = ?1";
    let row = database.query_row(sql, [id], |row| {
        let (status, recurring): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        Ok(json!({"id": id, "status": status, "recurring_status": recurring}))
    })?;
    Ok(vec![(id, row)])
}

/// Returns the status that takes effect: as asked, but for a payment of somebody who is a member already. Whether the
/// contributions can go there is another question.
const fn effective(requested: Status, current: Status, already_member: bool) -> Status {
    match (requested, current) {
        (Status::Completed, Status::DoubleMembership) => Status::DoubleMembership,
        // Told again, which must not undo it.
        (Status::Completed, Status::Completed) => Status::Completed,
        (Status::Completed, _) if already_member => Status::DoubleMembership,
        _ => requested,
    }
}

const fn takes_money(status: Status) -> bool {
    matches!(status, Status::Completed | Status::DoubleMembership | Status::Refunded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_that_take_effect() {
        use Status::*;
        for (requested, current, already_member, expected) in [
            (Completed, Pending, false, Completed),
            (Completed, Pending, true, DoubleMembership),
            (Completed, DoubleMembership, false, DoubleMembership),
            (Completed, Completed, true, Completed),
            (Pending, Completed, false, Pending),
            (Refunded, DoubleMembership, false, Refunded),
            (DoubleMembership, Init, false, DoubleMembership),
        ] {
            assert_eq!(effective(requested, current, already_member), expected, "{requested:?} {current:?}");
        }
    }
}
