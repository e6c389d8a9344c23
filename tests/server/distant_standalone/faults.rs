//! The faults that can be played, each as the real one was seen.

use super::{SETTINGS, call, gift, seen};
use crate::support::distant::TestDistant;
use crate::support::origin::client;
use campagnodon::distant::Distant;
use serde_json::{Value, json};

const WORDPRESS: &str = "wp-json/civicrm/v3/rest";
const AJAX: &str = "civicrm/ajax/rest";

fn start(idx: &str) -> Value {
    json!({"campagnodon_version": "1", "email": "anne@example.org", "transaction_idx": idx, "country": "FR",
        "operation_type": "donation", "contributions": [{"financial_type": "Donation", "amount": "12"}]})
}

#[tokio::test]
async fn two_donors_at_the_same_instant() {
    let server = TestDistant::start(SETTINGS).await;
    server.play(&json!({"fault": "deadlock", "times": 2})).await;
    server.play(&json!({"fault": "country_refused", "times": 1})).await;
    for (code, message) in
        [(-31, "DB Error: deadlock"), (-31, "DB Error: deadlock"), (2001, "country_id is not a valid integer")]
    {
        let (status, said) = call(&server, WORDPRESS, "start", &start("site/1")).await;
        assert_eq!((status, &said["error_code"], &said["error_message"]), (200, &json!(code), &json!(message)));
        assert_eq!(seen(&server, "site/1").await, Value::Null);
    }
    assert_eq!(call(&server, WORDPRESS, "start", &start("site/1")).await.1["is_error"], 0);
    assert_eq!(seen(&server, "site/1").await["contact"]["id"], 1, "a deadlock left a contact");
}

#[tokio::test]
async fn a_paid_status_that_is_lost() {
    let server = TestDistant::start(SETTINGS).await;
    server.play(&json!({"fault": "status_lost", "times": 1})).await;
    call(&server, AJAX, "start", &start("site/1")).await;
    let completed = json!({"transaction_idx": "site/1", "status": "completed"});
    for expected in ["init", "completed"] {
        let (_, said) = call(&server, AJAX, "updatestatus", &completed).await;
        let row = &said["values"]["1"];
        assert_eq!((&said["is_error"], &row["status"]), (&json!(0), &json!(expected)), "{said}");
        let found = seen(&server, "site/1").await;
        assert_eq!((&found["status"], &found["contributions"][0]["status"]), (&json!(expected), &json!("promised")));
    }
}

#[tokio::test]
async fn what_a_repair_mends() {
    let server = TestDistant::start(SETTINGS).await;
    let api_key = json!("civicrm_rest_api_error");
    let fatal = "FATAL: Login not permitted. Must satisfy guard (site_key, perm).";
    for (fault, path, status, key, value) in [
        ("extension_disabled", WORDPRESS, 200, "error_code", json!("not-found")),
        ("permission_taken", AJAX, 200, "error_code", json!("unauthorized")),
        ("api_key_changed", WORDPRESS, 500, "code", api_key),
        ("site_key_changed", WORDPRESS, 400, "code", json!("rest_invalid_param")),
        ("api_key_changed", AJAX, 200, "error_message", json!("FATAL: Invalid credential")),
        ("site_key_changed", AJAX, 200, "error_message", json!(fatal)),
        ("maintenance", AJAX, 503, "", Value::Null),
        ("database_down", WORDPRESS, 500, "", Value::Null),
        ("bad_gateway", WORDPRESS, 502, "", Value::Null),
    ] {
        server.play(&json!({"fault": fault})).await;
        for _ in 0..2 {
            let (got, said) = call(&server, path, "start", &start("site/1")).await;
            assert_eq!((got, &said[key]), (status, &value), "{fault}: {said}");
        }
        server.end_faults().await;
        assert_eq!(call(&server, path, "test", &json!({"magicword": "sesame"})).await.1["is_error"], 0, "{fault}");
    }
    assert_eq!(seen(&server, "site/1").await, Value::Null);
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_work() {
    let server = TestDistant::start(SETTINGS).await;
    server.play(&json!({"fault": "answer_lost", "times": 1, "action": "start"})).await;
    assert_eq!(call(&server, WORDPRESS, "test", &json!({"magicword": "sesame"})).await.0, 200);
    let error = super::client(&server).start(&gift("site/1")).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(seen(&server, "site/1").await["status"], "init");
}

#[tokio::test]
async fn an_answer_that_comes_late() {
    let server = TestDistant::start(SETTINGS).await;
    server.play(&json!({"fault": "answer_late", "times": 1, "seconds": 0})).await;
    assert_eq!(call(&server, WORDPRESS, "start", &start("site/1")).await.1["is_error"], 0);
    server.play(&json!({"fault": "answer_late", "times": 1, "seconds": 3600})).await;
    let late = tokio::time::timeout(std::time::Duration::from_millis(500), async {
        call(&server, WORDPRESS, "start", &start("site/2")).await
    });
    assert!(late.await.is_err());
    assert_eq!(seen(&server, "site/2").await["status"], "init");
}

#[tokio::test]
async fn who_may_play() {
    let server = TestDistant::start(SETTINGS).await;
    let address = format!("{}/faults", server.address);
    let order = json!({"fault": "maintenance"});
    for key in ["", "a-site-key-of-the-tests", "an-api-key-of-the-tests"] {
        let request = client().post(&address).bearer_auth(key).json(&order);
        assert_eq!(request.send().await.unwrap().status(), 401, "{key}");
    }
    let request = client().post(&address).bearer_auth("a-key-for-faults-of-the-tests");
    assert_eq!(request.json(&json!({"fault": "fire"})).send().await.unwrap().status(), 422);
    assert_eq!(call(&server, AJAX, "test", &json!({"magicword": "sesame"})).await.0, 200);
    let server = TestDistant::without_faults(SETTINGS).await;
    assert_eq!(client().post(format!("{}/faults", server.address)).send().await.unwrap().status(), 404);
}
