//! The fields of a request: which there are, of what kind, and what Stripe refuses of them.

use serde_json::{Map, Value, json};

/// What a field holds.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Text,
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
}

use Kind::{Number, Text, Word};

/// The fields of one call: with `[]` for each place of a list, and `*` for any name.
pub type Fields = &'static [(&'static str, Kind)];

const LANGUAGES: &[&str] = &["auto", "de", "en", "es", "fr", "it", "nl"];
const MEANS: &[&str] = &["bancontact", "card", "ideal", "link", "paypal", "sepa_debit"];
const TYPES: &[&str] = &[
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "refund.created",
    "refund.failed",
    "refund.updated",
];

pub const OPEN: Fields = &[
    ("allowed_payment_method_types[]", Word(MEANS)),
    ("cancel_url", Text),
    ("client_reference_id", Text),
    ("customer_email", Text),
    ("expires_at", Number),
    ("line_items[][price_data][currency]", Word(&["eur"])),
    ("line_items[][price_data][product_data][name]", Text),
    ("line_items[][price_data][unit_amount]", Number),
    ("line_items[][quantity]", Number),
    ("locale", Word(LANGUAGES)),
    ("metadata[*]", Text),
    ("mode", Word(&["payment"])),
    ("payment_intent_data[description]", Text),
    ("payment_intent_data[metadata][*]", Text),
    ("submit_type", Word(&["auto", "book", "donate", "pay"])),
    ("success_url", Text),
    ("ui_mode", Word(&["embedded_page", "elements", "form", "hosted_page"])),
];
pub const RETRIEVE: Fields = &[("expand[]", Text)];
pub const NOTHING: Fields = &[];
pub const REFUND: Fields = &[("amount", Number), ("payment_intent", Text)];
pub const OF_INTENT: Fields = &[("payment_intent", Text), ("limit", Number)];
pub const EVENTS: Fields =
    &[("types[]", Word(TYPES)), ("created[gte]", Number), ("limit", Number), ("starting_after", Text)];

/// A refusal: Stripe's code, and the field.
pub type Refusal = (&'static str, String);

/// Reads a form-encoded request into what Stripe's own library would have been handed.
pub fn read(encoded: &str, fields: Fields) -> Result<Value, Refusal> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(encoded).unwrap();
    let mut whole = json!({});
    for (name, text) in pairs {
        let path = path(&name);
        let (_, kind) =
            fields.iter().find(|(field, _)| fits(field, &path)).ok_or(("parameter_unknown", name.clone()))?;
        let value = match kind {
            Text if text.is_empty() => return Err(("parameter_invalid_empty", name)),
            Text => Value::from(text),
            Number => Value::from(text.parse::<u64>().map_err(|_| ("parameter_invalid_integer", name.clone()))?),
            Word(words) if words.contains(&text.as_str()) => Value::from(text),
            Word(_) => return Err(("parameter_invalid_string", name)),
        };
        put(&mut whole, &path, value);
    }
    Ok(whole)
}

/// Cuts `a[b][0][]` into its parts.
fn path(name: &str) -> Vec<String> {
    name.split('[').map(|part| part.trim_end_matches(']').to_owned()).collect()
}

fn fits(field: &str, given: &[String]) -> bool {
    let field = path(field);
    let same = |(known, given): (&String, &String)| match known.as_str() {
        "" => given.is_empty() || given.parse::<usize>().is_ok(),
        "*" => !given.is_empty() && given.len() <= 40,
        known => known == given,
    };
    field.len() == given.len() && field.iter().zip(given).all(same)
}

fn put(into: &mut Value, path: &[String], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *into = value;
        return;
    };
    if first.is_empty() || first.parse::<usize>().is_ok() {
        if !into.is_array() {
            *into = json!([]);
        }
        let list = into.as_array_mut().unwrap();
        let at = first.parse().unwrap_or(list.len());
        if list.len() <= at {
            list.push(Value::Null);
        }
        return put(&mut list[at], rest, value);
    }
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    put(into.as_object_mut().unwrap().entry(first).or_insert(Value::Null), rest, value);
}

/// Returns what Stripe refuses of a session that is well written.
pub fn check_session(asked: &Value, now: i64) -> Result<(), Refusal> {
    let no = |code: &'static str, field: &str| Err((code, field.to_owned()));
    for field in ["mode", "success_url", "line_items"] {
        if asked.get(field).is_none() {
            return no("parameter_missing", field);
        }
    }
    for field in ["success_url", "cancel_url"] {
        if asked.get(field).is_some_and(|it| reqwest::Url::parse(it.as_str().unwrap()).is_err()) {
            return no("url_invalid", field);
        }
    }
    let price = &asked["line_items"][0]["price_data"];
    match price["unit_amount"].as_u64() {
        None => return no("parameter_missing", "line_items[0][price_data][unit_amount]"),
        Some(..50) => return no("amount_too_small", "line_items[0][price_data][unit_amount]"),
        Some(100_000_000..) => return no("amount_too_large", "line_items[0][price_data][unit_amount]"),
        Some(_) => {}
    }
    if price["product_data"]["name"].is_null() || price["currency"].is_null() {
        return no("parameter_missing", "line_items[0][price_data]");
    }
    let ends = asked["expires_at"].as_i64().unwrap_or(now + 86_400);
    if !(now + 1_800..=now + 86_400).contains(&ends) {
        return no("parameter_invalid_integer", "expires_at");
    }
    let is_address = |text: &str| text.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    if asked.get("customer_email").is_some_and(|it| !is_address(it.as_str().unwrap())) {
        return no("email_invalid", "customer_email");
    }
    let too_long = |metadata: &Value| {
        metadata.as_object().is_some_and(|it| it.values().any(|text| text.as_str().unwrap().len() > 500))
    };
    if too_long(&asked["metadata"]) || too_long(&asked["payment_intent_data"]["metadata"]) {
        return no("metadata_value_too_long", "metadata");
    }
    Ok(())
}
