//! What a CiviCRM answers: an envelope, and the rows of an action in it.

use crate::distant::decimal;
use crate::protocol::{BillingDetails, Campaign, Personal, RecurringStatus, Started, Status};
use serde_json::{Map, Value};

/// What the distant answered, before anything is made of it.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    /// The rows of an action that was done.
    Rows(Vec<Value>),
    /// The envelope of one that was not.
    No(Map<String, Value>),
    /// JSON without the API's envelope.
    Other(Map<String, Value>),
    /// Something else.
    Garbled,
}

/// Reads an answer.
pub(super) fn read(body: &[u8]) -> Answer {
    let Ok(Value::Object(mut envelope)) = serde_json::from_slice(body) else { return Answer::Garbled };
    let Some(is_error) = envelope.get("is_error") else { return Answer::Other(envelope) };
    match number(is_error).as_deref() {
        Some("0") => {}
        Some("1") => return Answer::No(envelope),
        _ => return Answer::Garbled,
    }
    match envelope.remove("values") {
        Some(Value::Array(rows)) => Answer::Rows(rows),
        Some(Value::Object(rows)) => Answer::Rows(rows.into_iter().map(|(_, row)| row).collect()),
        None => Answer::Rows(Vec::new()),
        Some(_) => Answer::Garbled,
    }
}

/// Returns where the transaction stands, from a row of `start` or `updatestatus`.
pub(super) fn started(row: &Value) -> Option<Started> {
    let status = Status::parse(&text(row, "status")?)?;
    let recurring_status = match text(row, "recurring_status") {
        Some(word) => Some(RecurringStatus::parse(&word)?),
        None => None,
    };
    Some(Started { status, recurring_status })
}

/// Returns the billing details, from the row of `dsp2info`.
pub(super) fn billing_details(row: &Value) -> Option<BillingDetails> {
    row.is_object().then_some(())?;
    let personal = |key: &str| text(row, key).map(Personal::new);
    Some(BillingDetails {
        last_name: personal("last_name"),
        first_name: personal("first_name"),
        email: personal("email"),
        street_address: personal("street_address"),
        supplemental_address_1: personal("supplemental_address_1"),
        supplemental_address_2: personal("supplemental_address_2"),
        postal_code: personal("postal_code"),
        city: personal("city"),
        country: personal("country"),
        phone: personal("phone"),
    })
}

/// Returns a campaign, from a row of `campaign`; `None` if it has no number or no title.
pub(super) fn campaign(row: &Value) -> Option<Campaign> {
    let money = |key: &str| match row.get(key) {
        // A sum that PHP made: `57.300000000000004`; below zero if more was given back than given.
        Some(Value::Number(euros)) => euros.as_f64().map(|euros| Some((euros * 100.0).round() as u64)),
        _ => match text(row, key) {
            Some(text) => decimal::cents(&text).map(Some),
            None => Some(None),
        },
    };
    Some(Campaign {
        id: text(row, "id")?.parse().ok()?,
        title: text(row, "title")?,
        start_date: text(row, "start_date"),
        goal_cents: money("goal_revenue")?,
        raised_cents: money("current_revenue")?,
    })
}

/// Returns the number and the name of an option, from a row of `getoptions`.
pub(super) fn option(row: &Value) -> Option<(String, String)> {
    Some((text(row, "key")?, text(row, "value")?))
}

/// Returns CiviCRM's version, from the row of `System.get`.
pub(super) fn version(row: &Value) -> Option<String> {
    text(row, "version")
}

/// Returns a text or a number under `key`, as text; CiviCRM writes one for the other, or a list of one.
fn text(row: &Value, key: &str) -> Option<String> {
    let value = match row.get(key)? {
        Value::Array(list) => list.first()?,
        value => value,
    };
    number(value).filter(|text| !text.is_empty())
}

fn number(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn envelopes() {
        let row = || Answer::Rows(vec![json!({"id": 1})]);
        let object = |value: Value| value.as_object().cloned().unwrap();
        for (body, expected) in [
            (r#"{"is_error":0,"count":1,"values":[{"id":1}]}"#, row()),
            (r#"{"is_error":"0","values":{"5":{"id":1}}}"#, row()),
            (r#"{"is_error":0}"#, Answer::Rows(vec![])),
            (r#"{"is_error":1,"error_code":-31}"#, Answer::No(object(json!({"is_error": 1, "error_code": -31})))),
            (r#"{"is_error":"1"}"#, Answer::No(object(json!({"is_error": "1"})))),
            (r#"{"code":"rest_no_route"}"#, Answer::Other(object(json!({"code": "rest_no_route"})))),
            (r#"{"is_error":null,"values":[]}"#, Answer::Garbled),
            (r#"{"is_error":0,"values":"text"}"#, Answer::Garbled),
            ("[]", Answer::Garbled),
            ("<html>", Answer::Garbled),
        ] {
            assert_eq!(read(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn a_list_where_a_text_is_meant() {
        let row = json!({"last_name": [""], "first_name": ["Anne"], "city": [], "phone": [["1"]], "country": "FR"});
        let details = billing_details(&row).unwrap();
        assert_eq!((details.last_name, details.first_name), (None, Some("Anne".into())));
        assert_eq!((details.city, details.phone, details.country), (None, None, Some("FR".into())));
        assert!(started(&json!({"status": ["init"], "recurring_status": [""]})).is_some());
    }

    #[test]
    fn statuses_and_campaigns() {
        use {RecurringStatus as R, Status as S};
        for (row, expected) in [
            (json!({"status": "init", "recurring_status": null}), Some((S::Init, None))),
            (json!({"status": "completed", "recurring_status": "ongoing"}), Some((S::Completed, Some(R::Ongoing)))),
            (json!({"status": "pending", "recurring_status": ""}), Some((S::Pending, None))),
            (json!({"status": "paid"}), None),
            (json!({}), None),
        ] {
            let expected = expected.map(|(status, recurring_status)| Started { status, recurring_status });
            assert_eq!(started(&row), expected, "{row}");
        }
        let full = json!({"id": "3", "title": "T", "goal_revenue": "10000.00", "current_revenue": 0});
        let read = campaign(&full).unwrap();
        assert_eq!((read.id, read.goal_cents, read.raised_cents), (3, Some(1_000_000), Some(0)));
        let summed = json!({"id": 3, "title": "T", "current_revenue": 57.300000000000004});
        assert_eq!(campaign(&summed).unwrap().raised_cents, Some(5730));
        assert_eq!(campaign(&json!({"id": 3})), None);
        assert_eq!(campaign(&json!({"id": 3, "title": "T", "goal_revenue": "much"})), None);
    }
}
