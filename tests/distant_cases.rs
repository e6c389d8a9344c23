//! Promise: the reference distant answers as the reference extension does, scenario by scenario.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Map, Value, json};
use support::distant::{API_KEY, SITE_KEY, TestDistant};

/// Scenarios that need an action that is not built yet, or no request at all.
const LATER: [&str; 10] = [
    "permissions/API user has no second-generation API rights (StartTest)",
    "convert/unknown idx",
    "convert/from init, by ids",
    "convert/refused to the same type",
    "convert logic/membership type names resolve, ids stay",
    "convert logic/map: keeps financial_type as ids",
    "recurrence/legacy flat amount",
    "recurrence/future contribution date is kept as a day",
    "double membership/convert to donation then complete",
    "clean/off when no delay is set",
];

/// What the scenarios take for granted.
const FIXTURES: &str = r#"
    groups = [{ name = "Newsletter Subscribers", title = "The Newsletter group" }]
    membership_types = [
        { id = 1, name = "Rolling", period = "rolling" },
        { id = 2, name = "Fixed", period = "fixed", fixed_start = "03-01", fixed_rollover = "11-11" },
    ]
"#;
const CAMPAIGNS: &str = r#"
    campaigns = [
        { id = 1, name = "A campaign", title = "The title", goal = 10000 },
        { id = 2, name = "Another campaign", title = "The title 2" },
    ]
"#;

#[tokio::test]
async fn distant_cases() {
    let cases: Value = serde_json::from_str(include_str!("data/distant-cases.json")).unwrap();
    let scenarios = cases["scenarios"].as_array().unwrap();
    let (mut equal, mut later, mut differences) = (0, 0, Vec::new());
    for scenario in scenarios {
        let name = scenario["name"].as_str().unwrap();
        if LATER.contains(&name) {
            later += 1;
            continue;
        }
        match replay(scenario).await {
            Ok(()) => equal += 1,
            Err(difference) => differences.push(format!("{name}: {difference}")),
        }
    }
    println!("distant cases: {} total, {equal} equal, {later} later, {} differ", scenarios.len(), differences.len());
    assert!(differences.is_empty(), "{differences:#?}");
    assert_eq!(later, LATER.len(), "a name in LATER is of no scenario");
}

async fn replay(scenario: &Value) -> Result<(), String> {
    let dedupes = scenario["settings"]["dedupe_rule"].as_str().is_some_and(|rule| !rule.is_empty());
    let needs_campaigns = scenario["needs"].to_string().contains("campaign:");
    let settings = format!(
        "{}\n{FIXTURES}\n{}",
        if dedupes { "dedupe = \"email\"" } else { "" },
        if needs_campaigns { CAMPAIGNS } else { "" }
    );
    let server = TestDistant::start(&settings).await;
    let scenario = scenario
        .to_string()
        .replace("{{run}}", "run7")
        .replace("{{membership_type:Rolling}}", "1")
        .replace("{{membership_type:Fixed}}", "2");
    let scenario: Value = serde_json::from_str(&scenario).unwrap();
    for (place, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
        let answer = ask(&server, step).await;
        let expected = &step["expect"];
        let verdict = match expected["any_of"].as_array() {
            Some(alternatives) if alternatives.iter().any(|one| matches(one, &answer).is_ok()) => Ok(()),
            Some(_) => Err("no alternative fits".to_owned()),
            None => matches(expected, &answer),
        };
        verdict.map_err(|difference| format!("step {}: {difference}: {answer}", place + 1))?;
    }
    for probe in scenario["probes"].as_array().into_iter().flatten() {
        check_probe(&server, probe).await.map_err(|difference| format!("probe {probe}: {difference}"))?;
    }
    Ok(())
}

async fn ask(server: &TestDistant, step: &Value) -> Value {
    let entity = step["entity"].as_str().unwrap_or("Campagnodon");
    let address = format!(
        "{}/sites/all/modules/civicrm/extern/rest.php?entity={entity}&action={}",
        server.address,
        step["action"].as_str().unwrap()
    );
    let mut params = step["params"].as_object().unwrap().clone();
    params.entry("version").or_insert(json!(3));
    params.entry("sequential").or_insert(json!(1));
    let mut fields = vec![("json".to_owned(), Value::Object(params).to_string())];
    for (name, right) in [("key", SITE_KEY), ("api_key", API_KEY)] {
        match step["credentials"].get(name) {
            Some(Value::Null) => {}
            Some(wrong) => fields.push((name.to_owned(), wrong.as_str().unwrap().to_owned())),
            None => fields.push((name.to_owned(), right.to_owned())),
        }
    }
    let response = client().post(address).form(&fields).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

/// Compares by the rules that `meta.matching` of the data tells.
fn matches(expected: &Value, answer: &Value) -> Result<(), String> {
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
fn same(expected: &Value, value: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text(expected).strip_prefix('~') {
        Some(number) => text(value).parse::<f64>().ok() == number.parse().ok(),
        None => text(expected) == text(value),
    }
}

/// The state that the upstream suites assert, through the page for people.
async fn check_probe(server: &TestDistant, probe: &Value) -> Result<(), String> {
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

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
