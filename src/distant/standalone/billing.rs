//! The action `dsp2info`: the one thing that may go back to an origin, and only while a payment is pending.

use super::envelope::{ErrorCode, Failure, Refusal, Rows};
use super::params::Params;
use super::request::IDX_MAX;
use crate::protocol::Status;
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::{Value, json};

const COLUMNS: [&str; 10] = [
    "last_name",
    "first_name",
    "email",
    "street_address",
    "phone",
    "supplemental_address_1",
    "supplemental_address_2",
    "postal_code",
    "city",
    "country",
];

/// Returns the billing details of a transaction, as its payer typed them: nothing that is known of the contact
/// otherwise.
pub(super) fn billing_details(database: &Transaction<'_>, params: &Params) -> Result<Rows, Failure> {
    params.require(&["transaction_idx"])?;
    let idx = params.needed("transaction_idx", IDX_MAX)?;
    let sql = "SELECT * FROM transactions WHERE rtrim(lower(idx)) = rtrim(lower(?1))";
    let found = database.query_row(sql, [idx], |row| {
        let is_open = Status::parse(&row.get::<_, String>("status")?).is_some_and(Status::opens_billing_details);
        Ok((is_open && !row.get::<_, bool>("billing_closed")?, details(row)?))
    });
    match found.optional()? {
        None => Err(Refusal::absent(ErrorCode::TransactionUnknown, "CampagnodonTransaction").into()),
        Some((false, _)) => Err(Refusal::new(ErrorCode::BillingClosed, "the payment is no longer pending").into()),
        Some((true, details)) => Ok(vec![(0, details)]),
    }
}

fn details(row: &Row<'_>) -> rusqlite::Result<Value> {
    let mut details = json!({"id": row.get::<_, i64>("id")?});
    for column in COLUMNS {
        let text: Option<String> = row.get(column)?;
        details[column] = match &text {
            // CiviCRM stumbles over it, and a list comes of it.
            Some(text) if text.contains(char::is_control) => json!([""]),
            text => json!(text),
        };
    }
    Ok(details)
}
