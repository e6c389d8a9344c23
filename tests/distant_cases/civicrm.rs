//! The scenarios as a CiviCRM 6.17.1 under WordPress answered them, step by step.

use super::place::{ask, read, start};
use super::{is_later, scenarios};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where we differ on purpose: the scenario, its step, the key, and why.
const NAMED: [(&str, usize, &str, &str); 2] = [
    ("test/wrong magic word", 1, "error_message", "the extension's own sentence, in other words"),
    (
        "dsp2info/re-opens after completed then pending (reference weakness)",
        4,
        "error_message",
        "the extension's own sentence, in other words",
    ),
];

#[tokio::test]
async fn civicrm_cases() {
    let answered: Value = serde_json::from_str(&read("tests/data/civicrm-6.17.json").unwrap()).unwrap();
    let recorded = scenarios("tests/data/distant-cases.json").unwrap();
    let (mut equal, mut named, mut later, mut differences) = (0, 0, 0, Vec::new());
    let mut met = BTreeSet::new();
    let answered = answered.as_array().unwrap();
    for theirs in answered {
        let name = theirs["scenario"].as_str().unwrap();
        let scenario = recorded.iter().find(|scenario| scenario["name"] == name).unwrap();
        if is_later(scenario) {
            later += 1;
            continue;
        }
        let (mut is_equal, mut is_named) = (true, false);
        for (step, key) in replay(scenario, theirs).await {
            is_equal = false;
            match NAMED.iter().position(|known| (known.0, known.1, known.2) == (name, step, key.as_str())) {
                Some(place) => {
                    println!("{name}: step {step}, {key}: {}", NAMED[place].3);
                    is_named = met.insert(place);
                }
                None => differences.push(format!("{name}: step {step}, {key}")),
            }
        }
        equal += usize::from(is_equal);
        named += usize::from(is_named);
    }
    let differ = answered.len() - equal - named - later;
    let total = answered.len();
    println!("civicrm cases: {total} total, {equal} equal, {named} named, {later} later, {differ} differ");
    assert!(differences.is_empty(), "{differences:#?}");
    assert_eq!(met.len(), NAMED.len(), "a difference that is named is none");
}

/// What differs: the step and the key.
async fn replay(scenario: &Value, theirs: &Value) -> Vec<(usize, String)> {
    let server = start(scenario).await;
    let mut different = Vec::new();
    let steps = scenario["steps"].as_array().unwrap();
    for (place, (step, recorded)) in steps.iter().zip(theirs["steps"].as_array().unwrap()).enumerate() {
        // The entity and the keys are told by the scenario alone; the rest is what was really sent.
        let mut step = step.clone();
        for (key, value) in recorded["params"].as_object().unwrap() {
            step["params"][key] = value.clone();
        }
        let (status, ours) = ask(&server, "wp-json/civicrm/v3/rest", &step).await;
        let mut keys = compare(recorded["answer"].as_object().unwrap(), ours.as_object().unwrap());
        if recorded["http"] != status {
            keys.push("the HTTP status".to_owned());
        }
        different.extend(keys.into_iter().map(|key| (place + 1, key)));
    }
    different
}

/// The keys that differ. Numbers of the database are its own, and so are the values of a statement.
fn compare(theirs: &Map<String, Value>, ours: &Map<String, Value>) -> Vec<String> {
    let keys: BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
    let is_same = |key: &str| match (key, theirs.get(key), ours.get(key)) {
        ("debug_info" | "id", theirs, ours) => theirs.is_some() == ours.is_some(),
        ("values", Some(Value::Array(theirs)), Some(Value::Array(ours))) => {
            theirs.len() == ours.len()
                && theirs
                    .iter()
                    .zip(ours)
                    .all(|(theirs, ours)| compare(theirs.as_object().unwrap(), ours.as_object().unwrap()).is_empty())
        }
        (_, theirs, ours) => theirs == ours,
    };
    keys.into_iter().filter(|key| !is_same(key)).cloned().collect()
}
