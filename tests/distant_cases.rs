//! Promise: the standalone distant answers as the CiviCRM extension does, scenario by scenario, and as a CiviCRM 6.17 with
//! that extension did.
//!
//! `CAMPAGNODON_DISTANT_CASES` names another file of scenarios, plain or `.gz`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "distant_cases/civicrm.rs"]
mod civicrm;
#[path = "distant_cases/compare.rs"]
mod compare;
#[path = "distant_cases/place.rs"]
mod place;
#[path = "distant_cases/status_changes.rs"]
mod status_changes;
mod support;

use compare::{check_probe, matches};
use place::{ask, read, start};
use serde_json::Value;

/// Actions that are not built yet.
const LATER: [&str; 4] = ["convert", "recurrence", "clean", "migratecontribution"];

/// What CiviCRM has guarded since the extension's source was read, by how it refuses it: the record is of before.
const GUARDED: &str = "Cannot change contribution status from Completed to Pending.";

#[tokio::test]
async fn distant_cases() {
    let path =
        std::env::var("CAMPAGNODON_DISTANT_CASES").unwrap_or_else(|_| "tests/data/distant-cases.json".to_owned());
    let scenarios = scenarios(&path).unwrap_or_else(|problem| panic!("{path}: {problem}"));
    let (mut equal, mut later, mut guarded, mut differences) = (0, 0, 0, Vec::new());
    for scenario in &scenarios {
        let name = scenario["name"].as_str().unwrap();
        if is_later(scenario) {
            later += 1;
            continue;
        }
        match replay(scenario).await {
            Ok(()) => equal += 1,
            Err(difference) if difference.contains(GUARDED) => {
                println!("{name}: as CiviCRM 6.17 answers, and not as recorded: {GUARDED}");
                guarded += 1;
            }
            Err(difference) => differences.push(format!("{name}: {difference}")),
        }
    }
    let differ = guarded + differences.len();
    println!("distant cases: {} total, {equal} equal, {later} later, {differ} differ", scenarios.len());
    assert!(differences.is_empty(), "{differences:#?}");
}

/// The scenarios of a file, each with a name and a list of steps.
fn scenarios(path: &str) -> Result<Vec<Value>, String> {
    let cases: Value = serde_json::from_str(&read(path)?).map_err(|error| error.to_string())?;
    let scenarios = cases["scenarios"].as_array().filter(|list| !list.is_empty()).ok_or("no scenario")?;
    for (place, scenario) in scenarios.iter().enumerate() {
        let steps = scenario["steps"].as_array().ok_or_else(|| format!("scenario {}: no steps", place + 1))?;
        let is_step = |step: &Value| step["action"].is_string() && step["params"].is_object();
        if !scenario["name"].is_string() || !steps.iter().all(is_step) {
            return Err(format!("scenario {}: no name, or a step without action and params", place + 1));
        }
    }
    Ok(scenarios.clone())
}

/// Whether it needs an action that is not built yet, or no request at all.
fn is_later(scenario: &Value) -> bool {
    let steps = scenario["steps"].as_array().unwrap();
    steps.is_empty() || steps.iter().any(|step| LATER.contains(&step["action"].as_str().unwrap()))
}

async fn replay(scenario: &Value) -> Result<(), String> {
    let server = start(scenario).await;
    let scenario = scenario
        .to_string()
        .replace("{{run}}", "run7")
        .replace("{{membership_type:Rolling}}", "1")
        .replace("{{membership_type:Fixed}}", "2");
    let scenario: Value = serde_json::from_str(&scenario).unwrap();
    for (place, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
        let (status, answer) = ask(&server, "sites/all/modules/civicrm/extern/rest.php", step).await;
        if status != 200 {
            return Err(format!("step {}: HTTP {status}", place + 1));
        }
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

#[test]
fn a_file_that_cannot_be_used_says_why() {
    for (path, expected) in [
        ("tests/data/absent.json", "No such file"),
        ("tests/data/form-cases.jsonl", "trailing characters"),
        ("tests/data/tables.json", "no scenario"),
        ("Cargo.toml", "expected value"),
    ] {
        let problem = scenarios(path).unwrap_err();
        assert!(problem.contains(expected), "{path}: {problem}");
    }
}
