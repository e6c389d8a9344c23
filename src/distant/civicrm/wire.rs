//! What an origin and a CiviCRM write to each other: the parameters of an action, and the rows of its answer.

use crate::distant::decimal;
use crate::protocol::{
    BillingDetails, Campaign, Contribution, Identity, Personal, RecurringStatus, Start, Started, Status, StatusUpdate,
};
use serde_json::{Map, Value, json};

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

/// Returns the parameters of `start`.
pub(super) fn start_params(start: &Start) -> Value {
    let contributions: Vec<_> = start
        .contributions
        .iter()
        .map(|contribution| self::contribution(contribution, start.source.as_deref()))
        .collect();
    let mut params = json!({
        "version": 3,
        "sequential": 1,
        "campagnodon_version": "1",
        "email": start.contact.email.expose(),
        "source": start.source,
        "operation_type": start.operation_type.as_str(),
        "contributions": contributions,
        "campaign_id": start.campaign_id.to_string(),
        "transaction_idx": start.idx,
        "payment_url": start.payment_url,
        "transaction_url": start.transaction_url,
        "optional_subscriptions": start.optional_subscriptions,
    });
    let mut set = |key: &str, value: Value| params[key] = value;
    if start.operation_type.frequency.is_recurring() {
        set("is_recurring", json!(true));
    }
    let optional = |value: &Option<Personal>| json!(value.as_ref().map(Personal::expose));
    // What nobody gave is no parameter there, as before there were names without addresses.
    if let Identity::Name { first_name, last_name } = &start.contact.identity {
        for (key, name) in [("first_name", first_name), ("last_name", last_name)] {
            if name.is_some() {
                set(key, optional(name));
            }
        }
    }
    if let Some(recipient) = start.contact.recipient() {
        set("tax_receipt", json!(true));
        set("prefix", optional(&recipient.title));
        set("first_name", json!(recipient.first_name.expose()));
        set("last_name", json!(recipient.last_name.expose()));
        set("birth_date", optional(&recipient.birth_date));
        set("street_address", json!(recipient.street_address.expose()));
        set("supplemental_address_1", optional(&recipient.supplemental_address_1));
        set("supplemental_address_2", optional(&recipient.supplemental_address_2));
        set("postal_code", json!(recipient.postal_code.expose()));
        set("city", json!(recipient.city.expose()));
        set("country", json!(recipient.country.expose()));
        set("phone", optional(&recipient.phone));
    }
    params
}

fn contribution(contribution: &Contribution, source: Option<&str>) -> Value {
    let mut row = json!({
        "financial_type": contribution.financial_type,
        "amount": contribution.amount.to_decimal(),
        "currency": "EUR",
        "source": source,
    });
    if let Some(membership) = &contribution.membership {
        row["membership"] = json!(membership);
    }
    if let Some((field, answer)) = &contribution.membership_option {
        row["membership_option"] = json!(format!("{field}:{}", u8::from(*answer)));
    }
    row
}

/// Returns the parameters of `updatestatus`.
pub(super) fn status_params(update: &StatusUpdate) -> Value {
    json!({
        "version": 3,
        "sequential": 1,
        "transaction_idx": update.idx,
        "status": update.status.as_str(),
        "payment_instrument": update.payment_instrument,
        "recurring_status": update.recurring_status.map(RecurringStatus::as_str),
    })
}

/// Reads an answer.
pub(super) fn answer(body: &[u8]) -> Answer {
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
    use crate::protocol::{
        Amount, Contact, Frequency, Operation, OperationType, OptionalSubscription, Recipient, When,
    };

    fn gift() -> Start {
        Start {
            idx: "site/1".into(),
            operation_type: OperationType::first(Operation::Donation, Frequency::Once),
            contact: Contact { email: "anne@example.org".into(), identity: Identity::UNKNOWN },
            contributions: vec![Contribution {
                financial_type: "Donation".into(),
                amount: Amount::from_cents(1250).unwrap(),
                membership: None,
                membership_option: None,
            }],
            optional_subscriptions: Vec::new(),
            campaign_id: 7,
            source: None,
            payment_url: "https://example.org/pay?a=1&b=2".into(),
            transaction_url: "https://example.org/admin/1".into(),
        }
    }

    #[test]
    fn a_gift_with_an_address_alone() {
        let expected = json!({
            "version": 3, "sequential": 1, "campagnodon_version": "1",
            "email": "anne@example.org", "source": null, "operation_type": "donation",
            "contributions": [{"financial_type": "Donation", "amount": "12.50", "currency": "EUR", "source": null}],
            "campaign_id": "7", "transaction_idx": "site/1",
            "payment_url": "https://example.org/pay?a=1&b=2", "transaction_url": "https://example.org/admin/1",
            "optional_subscriptions": [],
        });
        assert_eq!(start_params(&gift()), expected);
    }

    #[test]
    fn a_gift_with_a_name_and_no_receipt() {
        let mut start = gift();
        start.contact.identity = Identity::Name { first_name: Some("Anne".into()), last_name: None };
        let mut expected = start_params(&gift());
        expected["first_name"] = json!("Anne");
        assert_eq!(start_params(&start), expected);
    }

    #[test]
    fn a_membership_with_everything() {
        let mut start = gift();
        start.operation_type = OperationType::first(Operation::Membership, Frequency::Monthly);
        start.source = Some("campaign".into());
        start.contributions[0].membership = Some("Member".into());
        start.contributions[0].membership_option = Some(("custom_3".into(), true));
        start.optional_subscriptions.push(OptionalSubscription {
            name: "news".into(),
            kind: "group".into(),
            key: Some("Newsletter".into()),
            when: When::Completed,
        });
        start.contact.identity = Identity::Recipient(Recipient {
            title: None,
            first_name: "Anne".into(),
            last_name: "Martin".into(),
            birth_date: None,
            street_address: "1 rue Haute".into(),
            supplemental_address_1: None,
            supplemental_address_2: None,
            postal_code: "75001".into(),
            city: "Paris".into(),
            country: "FR".into(),
            phone: Some("0102030405".into()),
        });
        let params = start_params(&start);
        for (key, expected) in [
            ("is_recurring", json!(true)),
            ("tax_receipt", json!(true)),
            ("prefix", Value::Null),
            ("first_name", json!("Anne")),
            ("birth_date", Value::Null),
            ("country", json!("FR")),
            ("phone", json!("0102030405")),
            (
                "optional_subscriptions",
                json!([{"name": "news", "type": "group", "key": "Newsletter", "when": "completed"}]),
            ),
            (
                "contributions",
                json!([{"financial_type": "Donation", "amount": "12.50", "currency": "EUR", "source": "campaign",
                        "membership": "Member", "membership_option": "custom_3:1"}]),
            ),
        ] {
            assert_eq!(params.get(key), Some(&expected), "{key}");
        }
    }

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
            assert_eq!(answer(body.as_bytes()), expected, "{body}");
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
