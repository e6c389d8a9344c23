//! What a CiviCRM refuses, what it changes, and what it takes and misses later.

use super::{SETTINGS, call, get};
use crate::support::distant::TestDistant;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

const PATH: &str = "wp-json/civicrm/v3/rest";

fn gift(changes: &Value) -> Value {
    let mut params = json!({
        "version": 3, "sequential": 1, "campagnodon_version": "1", "email": "anne@example.org",
        "transaction_idx": "site/1", "operation_type": "donation",
        "contributions": [{"financial_type": "Donation", "amount": "12.50", "currency": "EUR"}],
    });
    for (key, value) in changes.as_object().unwrap() {
        params[key] = value.clone();
    }
    params
}

fn dues(changes: &Value) -> Value {
    let mut part = json!({"financial_type": "Member Dues", "amount": "30", "membership": "Member"});
    for (key, value) in changes.as_object().unwrap() {
        part[key] = value.clone();
    }
    json!({"contributions": [part]})
}

#[tokio::test]
async fn what_is_refused() {
    let server = TestDistant::start(SETTINGS).await;
    let long_email = format!("{}@{}.{}.org", "a".repeat(60), "b".repeat(40), "c".repeat(40));
    let option = "x".repeat(26);
    for (changes, code, key, value) in [
        (json!({"email": "anne..x@example.org"}), json!(0), "error_message", json!("Invalid email")),
        (json!({"email": "\"a b\"@example.org"}), json!(0), "error_message", json!("Invalid email")),
        (json!({"email": "anne@exämple.org"}), json!(0), "error_message", json!("Invalid email")),
        (json!({"email": long_email}), json!(-1), "error_message", json!("DB Error: unknown error")),
        (json!({"payment_url": "https://exämple.org/"}), json!(0), "error_message", json!("Invalid payment_url")),
        (json!({"country": "AN"}), json!(2001), "error_field", json!("country_id")),
        (json!({"prefix": "Sir"}), json!(2001), "error_field", json!("prefix_id")),
        (json!({"first_name": "x".repeat(65)}), json!(2100), "field", json!("first_name")),
        (json!({"last_name": "<".repeat(17)}), json!(2100), "field", json!("last_name")),
        (dues(&json!({"membership_option": option})), json!(-1), "error_message", json!("DB Error: unknown error")),
        (json!({"campaign_id": 99}), json!(-3), "error_message", json!("DB Error: constraint violation")),
        (json!({"campaign_id": "seven"}), json!(2001), "error_field", json!("campaign_id")),
    ] {
        let (status, said) = call(&server, PATH, "start", &gift(&changes)).await;
        assert_eq!((status, &said["is_error"], &said["error_code"]), (200, &json!(1), &code), "{changes}: {said}");
        assert_eq!(said[key], value, "{changes}: {said}");
    }
    for changes in [json!({"first_name": []}), json!({"city": ["Paris"]})] {
        assert_eq!(call(&server, PATH, "start", &gift(&changes)).await, (500, Value::Null), "{changes}");
    }
    let accepted = json!({"first_name": "x".repeat(64), "last_name": "<".repeat(16), "country": "XK"});
    assert_eq!(call(&server, PATH, "start", &gift(&accepted)).await.1["is_error"], 0);
    let (_, again) = call(&server, PATH, "start", &gift(&json!({"transaction_idx": "SITE/1 "}))).await;
    assert_eq!((&again["error_code"], &again["error_message"]), (&json!(-5), &json!("DB Error: already exists")));
}

#[tokio::test]
async fn what_comes_back_otherwise() {
    let server = TestDistant::start(SETTINGS).await;
    let person = json!({"first_name": "null", "last_name": "NULL", "city": "0", "street_address": "1 rue\u{1}Haute",
        "supplemental_address_1": "<b>"});
    call(&server, PATH, "start", &gift(&person)).await;
    let (_, said) = call(&server, PATH, "dsp2info", &json!({"transaction_idx": "site/1"})).await;
    let row = &said["values"][0];
    for (key, expected) in [
        ("first_name", json!("Null")),
        ("last_name", Value::Null),
        ("city", Value::Null),
        ("street_address", json!([""])),
        ("supplemental_address_1", json!("<b>")),
        ("phone", Value::Null),
    ] {
        assert_eq!(row[key], expected, "{key}");
    }
}

#[tokio::test]
async fn what_is_taken_and_missed_when_the_money_is_there() {
    let server = TestDistant::start(SETTINGS).await;
    let source = "s".repeat(129);
    for (place, (changes, code, field)) in [
        (
            json!({"contributions": [{"financial_type": "Nothing", "amount": 5}]}),
            "mandatory_missing",
            "financial_type_id",
        ),
        (dues(&json!({"membership": "Nothing"})), "mandatory_missing", "membership_type_id"),
        (
            {
                let mut long = dues(&json!({}));
                long["source"] = json!(source);
                long
            },
            "2100",
            "source",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let idx = format!("site/{place}");
        let mut start = gift(&changes);
        start["transaction_idx"] = json!(idx);
        assert_eq!(call(&server, PATH, "start", &start).await.1["is_error"], 0, "{changes}");
        let update = json!({"transaction_idx": idx, "status": "completed"});
        for _ in 0..2 {
            let (_, said) = call(&server, PATH, "updatestatus", &update).await;
            let said_code = said["error_code"].as_str().map_or_else(|| said["error_code"].to_string(), str::to_owned);
            assert_eq!(said_code, code, "{said}");
            let named = if said["fields"].is_array() { &said["fields"][0] } else { &said["field"] };
            assert_eq!(named, field, "{said}");
        }
        let found: Value =
            get(&format!("{}/transactions.json?idx={idx}", server.address), None).await.json().await.unwrap();
        assert_eq!(
            (&found[0]["status"], &found[0]["contributions"][0]["status"]),
            (&json!("init"), &json!("promised"))
        );
    }
    let start = gift(&json!({"transaction_idx": "site/paid"}));
    call(&server, PATH, "start", &start).await;
    let update = json!({"transaction_idx": "site/paid", "status": "completed", "payment_instrument": "Bitcoin"});
    assert_eq!(call(&server, PATH, "updatestatus", &update).await.1["values"][0]["status"], "completed");
}

#[tokio::test]
async fn a_list_comes_from_wordpress_and_a_map_from_elsewhere() {
    let server = TestDistant::start(SETTINGS).await;
    for (path, is_list) in
        [(PATH, true), ("civicrm/ajax/rest", false), ("sites/all/modules/civicrm/extern/rest.php", false)]
    {
        let (_, said) = call(&server, path, "campaign", &json!({"sequential": 0})).await;
        assert_eq!((said["values"].is_array(), &said["count"]), (is_list, &json!(2)), "{path}");
    }
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_a_refusal_quotes_is_not_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let server = TestDistant::start(SETTINGS).await;
    let person = json!({"first_name": "Zenobie", "last_name": "Quxfield", "email": "zenobie@example.org"});
    for changes in [json!({"campaign_id": 99}), json!({"prefix": "Zenobie"}), json!({})] {
        let mut params = gift(&person);
        for (key, value) in changes.as_object().unwrap() {
            params[key] = value.clone();
        }
        call(&server, PATH, "start", &params).await;
    }
    let (_, said) = call(&server, PATH, "start", &gift(&person)).await;
    assert!(said["debug_info"].as_str().unwrap().contains("Quxfield"), "{said}");
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("transaction_known") && text.contains("campaign_unknown"), "{text}");
    for secret in ["Zenobie", "zenobie", "Quxfield"] {
        assert!(!text.contains(secret), "{text}");
    }
}
