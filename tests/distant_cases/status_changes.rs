//! Every change of a status, as a CiviCRM 6.17.1 took or refused it.

use super::place::{ask, client, read};
use super::support::distant::TestDistant;
use serde_json::{Value, json};

const PATH: &str = "civicrm/ajax/rest";

#[tokio::test]
async fn status_changes() {
    let changes: Value = serde_json::from_str(&read("tests/data/civicrm-status-changes.json").unwrap()).unwrap();
    let changes = changes.as_array().unwrap();
    assert_eq!(changes.len(), 49);
    let server = TestDistant::start("").await;
    let mut differences = Vec::new();
    for change in changes {
        let (from, to) = (change["from"].as_str().unwrap(), change["to"].as_str().unwrap());
        let idx = format!("site/{from}/{to}");
        begin(&server, &idx).await;
        let was = tell(&server, &idx, from).await;
        assert_eq!(was, from, "the way to it");
        let before = seen(&server, &idx).await;
        let said = tell(&server, &idx, to).await;
        if said != change["result"] {
            differences.push(format!("{from} to {to}: {said}"));
        }
        let is_refused = said.starts_with("ERR");
        assert_eq!(seen(&server, &idx).await == before, is_refused || was == said, "{from} to {to}: what remains");
    }
    let (total, differ) = (changes.len(), differences.len());
    println!("status changes: {total} total, {} equal, {differ} differ", total - differ);
    assert!(differences.is_empty(), "{differences:#?}");
}

#[tokio::test]
async fn what_a_status_may_become_hangs_on_its_contributions() {
    let server = TestDistant::start("").await;
    for (place, (steps, last)) in [
        (&["refunded"][..], "refunded"),
        (&["pending", "refunded"], "refunded"),
        (&["init", "refunded"], "ERR Cannot change contribution status from Pending to Refunded."),
        (&["failed", "pending", "completed", "refunded"], "refunded"),
        (&["failed", "pending", "refunded"], "ERR Cannot change contribution status from Pending to Refunded."),
        (&["double_membership", "completed"], "double_membership"),
    ]
    .into_iter()
    .enumerate()
    {
        let idx = format!("site/{place}");
        begin(&server, &idx).await;
        let mut said = String::new();
        for step in steps {
            said = tell(&server, &idx, step).await;
        }
        assert_eq!(said, last, "{steps:?}");
    }
}

async fn begin(server: &TestDistant, idx: &str) {
    let params = json!({"campagnodon_version": "1", "email": "anne@example.org", "transaction_idx": idx,
        "operation_type": "donation", "contributions": [{"financial_type": "Donation", "amount": "12"}]});
    let (_, answer) = ask(server, PATH, &json!({"action": "start", "params": params})).await;
    assert_eq!(answer["is_error"], 0, "{answer}");
}

/// The status that it is in then, or the refusal.
async fn tell(server: &TestDistant, idx: &str, status: &str) -> String {
    let params = json!({"transaction_idx": idx, "status": status});
    let (_, answer) = ask(server, PATH, &json!({"action": "updatestatus", "params": params})).await;
    match answer["error_message"].as_str() {
        Some(text) => format!("ERR {text}"),
        None => answer["values"][0]["status"].as_str().unwrap().to_owned(),
    }
}

async fn seen(server: &TestDistant, idx: &str) -> Value {
    let answer = client().get(format!("{}/transactions.json?idx={idx}", server.address)).send().await.unwrap();
    answer.json().await.unwrap()
}
