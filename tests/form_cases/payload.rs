//! What is sent to the distant, under the original's wire names.

use super::compare::Differences;
use super::original::Case;
use super::php;
use campagnodon::protocol::{Contribution, OptionalSubscription, Personal, Recipient, Start};
use serde_json::{Map, Value, json};

/// Ours by nature: unguessable, and not escaped for HTML.
const OURS: [&str; 3] = ["transaction_idx", "payment_url", "transaction_url"];

/// Compares what is sent; `None` is nothing.
pub fn payload(case: &Case, start: Option<&Start>) -> Differences {
    let theirs = case.payload.clone().map(|payload| comparable("", Value::Object(payload)));
    let ours = start.map(|start| comparable("", wire(start)));
    if theirs == ours {
        return Vec::new();
    }
    let (Some(Some(Value::Object(theirs))), Some(Some(Value::Object(mut ours)))) = (&theirs, ours.clone()) else {
        return vec![format!("payload: theirs {}, ours {}", said(theirs.is_some()), said(ours.is_some()))];
    };
    let mut differences = Vec::new();
    for (key, value) in theirs {
        let our_value = ours.remove(key).unwrap_or_default();
        let same = match key.as_str() {
            "phone" => is_number(value, &our_value),
            _ => *value == our_value,
        };
        if !same {
            differences.push(format!("{key} sent: theirs {value}, ours {our_value}"));
        }
    }
    differences.extend(ours.iter().map(|(key, value)| format!("{key} sent: theirs nothing, ours {value}")));
    differences
}

/// Whether ours, in international form, is the number that theirs says as it was typed.
fn is_number(theirs: &Value, ours: &Value) -> bool {
    let (Some(theirs), Some(ours)) = (theirs.as_str(), ours.as_str()) else { return theirs == ours };
    let digits: String = theirs.chars().filter(char::is_ascii_digit).collect();
    let number = digits.trim_start_matches('0');
    let international = theirs.starts_with('+') || digits.starts_with("00");
    if international { ours.strip_prefix('+') == Some(number) } else { ours.ends_with(number) }
}

const fn said(something: bool) -> &'static str {
    if something { "sent" } else { "nothing" }
}

fn wire(start: &Start) -> Value {
    let mut payload = json!({
        "campagnodon_version": "1",
        "email": start.contact.email.expose(),
        "source": start.source,
        "operation_type": start.operation_type.as_str(),
        "contributions": start.contributions.iter().map(|each| contribution(each, start)).collect::<Vec<_>>(),
        "campaign_id": start.campaign_id,
        "optional_subscriptions": start.optional_subscriptions.iter().map(subscription).collect::<Vec<_>>(),
        "is_recurring": start.operation_type.frequency.is_recurring().then_some(true),
    });
    if let (Some(recipient), Some(payload)) = (start.contact.recipient(), payload.as_object_mut()) {
        payload.extend(address(recipient));
    }
    payload
}

fn contribution(contribution: &Contribution, start: &Start) -> Value {
    json!({
        "financial_type": contribution.financial_type,
        "amount": contribution.amount.to_decimal(),
        "currency": "EUR",
        "source": start.source,
        "membership": contribution.membership,
        "membership_option": contribution
            .membership_option
            .as_ref()
            .map(|(field, answer)| format!("{field}:{}", u8::from(*answer))),
    })
}

fn subscription(subscription: &OptionalSubscription) -> Value {
    json!({
        "name": subscription.name,
        "type": subscription.kind,
        "key": subscription.key,
        "when": subscription.when,
    })
}

fn address(recipient: &Recipient) -> Map<String, Value> {
    let some = |text: &Option<Personal>| text.as_ref().map_or(Value::Null, |text| json!(text.expose()));
    let entries = [
        ("tax_receipt", json!(true)),
        ("prefix", some(&recipient.title)),
        ("first_name", json!(recipient.first_name.expose())),
        ("last_name", json!(recipient.last_name.expose())),
        ("birth_date", some(&recipient.birth_date)),
        ("street_address", json!(recipient.street_address.expose())),
        ("supplemental_address_1", some(&recipient.supplemental_address_1)),
        ("supplemental_address_2", some(&recipient.supplemental_address_2)),
        ("postal_code", json!(recipient.postal_code.expose())),
        ("city", json!(recipient.city.expose())),
        ("country", json!(recipient.country.expose())),
        ("phone", some(&recipient.phone)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// An empty text, `null` and an absent key as one; amounts as numbers, and other numbers as texts.
fn comparable(key: &str, value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(value),
        Value::Number(_) | Value::String(_) if key == "amount" => php::numeric(&value).map(|amount| json!(amount)),
        Value::Number(_) | Value::String(_) => php::text(&value).filter(|text| !text.is_empty()).map(Value::String),
        Value::Array(items) => Some(items.into_iter().filter_map(|item| comparable("", item)).collect()),
        Value::Object(entries) => Some(Value::Object(
            entries
                .into_iter()
                .filter(|(key, _)| !OURS.contains(&key.as_str()))
                .filter_map(|(key, value)| Some((key.clone(), comparable(&key, value)?)))
                .collect(),
        )),
    }
}
