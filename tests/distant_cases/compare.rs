//! How an answer is compared with what a scenario expects.

use super::place::client;
use super::support::distant::TestDistant;
use serde_json::{Map, Value};

/// Compares by the rules that `meta.matching` of the data tells.
pub fn matches(expected: &Value, answer: &Value) -> Result<(), String> {
    for key in ["is_error", "count"] {
        if expected.get(key).is_some_and(|value| !same(value, &answer[key])) {
            return Err(format!("{key} is not {}", expected[key]));
        }
    }
    if let Some(code) = expected["error_code"].as_str().filter(|code| answer["error_code"] != *code) {
        return Err(format!("error_code is not {code}"));
    }
    if expected["values_shape"] == "object keyed by id" {
        let values = answer["values"].as_object().ok_or("values is not an object")?;
        if values.iter().any(|(key, row)| row["id"].as_i64() != key.parse().ok()) {
            return Err("values is not keyed by id".to_owned());
        }
    }
    let mut rows: Vec<&Map<String, Value>> = match &answer["values"] {
        Value::Array(rows) => rows.iter().filter_map(Value::as_object).collect(),
        Value::Object(rows) => rows.values().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    };
    let listed = |key: &str| expected[key].as_array().into_iter().flatten();
    for key in listed("values_absent_keys").filter_map(Value::as_str) {
        if rows.iter().any(|row| row.get(key).is_some_and(|value| !value.is_null())) {
            return Err(format!("{key} is told"));
        }
    }
    for key in listed("values_positive_int").filter_map(Value::as_str) {
        if !rows.iter().all(|row| row[key].as_u64().is_some_and(|number| number > 0)) {
            return Err(format!("{key} is not a positive number"));
        }
    }
    for (name, keys) in expected["row_absent_keys"].as_object().into_iter().flatten() {
        let row = rows.iter().find(|row| row["name"] == *name).ok_or("a named row is absent")?;
        if keys.as_array().unwrap().iter().any(|key| row.contains_key(key.as_str().unwrap())) {
            return Err(format!("{name} has more than it should"));
        }
    }
    for wanted in listed("values_subset").filter_map(Value::as_object) {
        let fits = |row: &&Map<String, Value>| {
            wanted.iter().all(|(key, value)| same(value, row.get(key).unwrap_or(&Value::Null)))
        };
        let place = rows.iter().position(fits).ok_or("a row is absent")?;
        rows.swap_remove(place);
    }
    Ok(())
}

/// Numbers and their texts are the same; `~10000` is any writing of that number.
pub fn same(expected: &Value, value: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text(expected).strip_prefix('~') {
        Some(number) => text(value).parse::<f64>().ok() == number.parse().ok(),
        None => text(expected) == text(value),
    }
}

/// The state that the upstream suites assert, through the page for people.
pub async fn check_probe(server: &TestDistant, probe: &Value) -> Result<(), String> {
    let Some(idx) = probe["idx"].as_str() else { return Ok(()) };
    let address = format!("{}/transactions.json?idx={idx}", server.address);
    let found: Value = client().get(address).send().await.unwrap().json().await.unwrap();
    let transaction = found.get(0).ok_or("no such transaction")?;
    if probe["probe"] == "transaction" {
        let expected = probe["expect"].as_object().unwrap();
        return match expected.iter().all(|(key, value)| transaction[key] == *value) {
            true => Ok(()),
            false => Err(transaction.to_string()),
        };
    }
    let made: Vec<_> =
        transaction["contributions"].as_array().unwrap().iter().filter(|part| part["status"] != "promised").collect();
    if probe["expect_count"].as_u64().is_some_and(|count| count != made.len() as u64) {
        return Err(format!("{} contributions", made.len()));
    }
    let status = &probe["each"]["contribution_status"];
    if !status.is_null() && made.iter().any(|part| part["status"] != *status) {
        return Err(transaction.to_string());
    }
    for amount in probe["amounts"].as_array().into_iter().flatten() {
        if !made.iter().any(|part| part["amount"] == format!("{amount}.00")) {
            return Err(format!("no contribution of {amount}"));
        }
    }
    Ok(())
}
