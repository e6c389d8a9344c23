//! Promise: whatever a CiviCRM was seen to suffer from, no payment is lost, no donor is sent away for good who can be
//! served a moment later, and the operator reads what it is.

use crate::support::civicrm::{Answer, Civicrm, refusal, row};
use crate::support::donor::Donor;
use crate::support::origin::{Origin, free_address};
use crate::support::person::{Person, search};
use reqwest::StatusCode;
use serde_json::{Value, json};

async fn setting() -> (Civicrm, Origin, Donor) {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    let donor = Donor::new(&origin.serve().await, &civicrm.address);
    (civicrm, origin, donor)
}

fn deadlock() -> Answer {
    refusal(
        json!({"error_code": -31, "error_message": "DB Error: deadlock", "debug_info": "INSERT INTO civicrm_contact"}),
    )
}

#[tokio::test]
async fn an_answer_that_is_not_what_was_asked_is_not_delivered() {
    let (civicrm, _origin, donor) = setting().await;
    let page = donor.give("don", &Person::new().donation(3000)).await;
    civicrm.say("updatestatus", row("init", &Value::Null));
    donor.press(&page, "pay").await;
    let told = donor.until_distant(|told| told["alarms"][0].is_object()).await;
    let idx = civicrm.asked("start")[0]["transaction_idx"].clone();
    let alarm = &told["alarms"][0];
    assert_eq!((&alarm["idx"], &alarm["status"]), (&idx, &json!("completed")));
    assert_eq!((&alarm["cause"], &alarm["said"]), (&json!("disputed"), &json!("init")));
    // It is told again, and the person still has to look: a CiviCRM makes no contribution the second time.
    donor.until_distant(|told| told["waiting"] == 0).await;
    assert_eq!(civicrm.asked("updatestatus").len(), 2);
    let health = donor.health().await;
    assert_eq!(health["status"], "attention");
    assert_eq!(health["distants"]["main"]["alarms"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_was_a_member_already_is_no_alarm() {
    let (civicrm, _origin, donor) = setting().await;
    let page = donor.give("adhesion", &Person::new().full("membership", "yearly", 3500)).await;
    civicrm.say("updatestatus", row("double_membership", &json!("ongoing")));
    donor.press(&page, "pay").await;
    let delivered = |told: &Value| told["waiting"] == 0 && civicrm.asked("updatestatus").len() == 1;
    let told = donor.until_distant(delivered).await;
    assert_eq!(told["alarms"], json!([]));
}

#[tokio::test]
async fn a_series_that_did_not_move_is_not_delivered() {
    let (civicrm, _origin, donor) = setting().await;
    let page = donor.give("don", &Person::new().full("donation", "monthly", 1700)).await;
    civicrm.say("updatestatus", row("completed", &json!("init")));
    donor.press(&page, "pay").await;
    let told = donor.until_distant(|told| told["alarms"][0].is_object()).await;
    assert_eq!(told["alarms"][0]["said"], "completed, init");
}

#[tokio::test]
async fn a_deadlock_is_no_matter_of_the_donors() {
    let (civicrm, _origin, donor) = setting().await;
    civicrm.say("start", deadlock()).say("start", deadlock());
    let page = donor.give("don", &Person::new().donation(3000)).await;
    let started = civicrm.asked("start");
    assert_eq!(started.len(), 3);
    assert!(started.iter().all(|start| start["transaction_idx"] == started[0]["transaction_idx"]), "one idx");
    civicrm.say("updatestatus", deadlock());
    donor.press(&page, "pay").await;
    let told = donor.until_distant(|told| told["waiting"] == 0 && civicrm.asked("updatestatus").len() == 2).await;
    assert_eq!((&told["alarms"], &told["retrying"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn deadlocks_without_end_leave_the_donor_a_second_try() {
    let (civicrm, _origin, donor) = setting().await;
    let (person, key) = (Person::new(), donor.key());
    civicrm.always(deadlock());
    let (status, problem) = donor.post_json("don", &key, &person.donation(3000)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("distant_unavailable")));
    civicrm.mend();
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
    assert_eq!(donor.health().await["status"], "ok", "it served others");
}

#[tokio::test]
async fn what_a_repair_mends_is_an_outage_of_its_kind() {
    let permission = "API permission check failed for Campagnodon/start call; insufficient permission: require x";
    let no_api_key = json!({"code": "civicrm_rest_api_error", "message": "Missing or invalid param \"api_key\".",
        "data": null});
    let no_site_key = json!({"code": "rest_invalid_param", "message": "Invalid parameter(s): key",
        "data": {"status": 400, "params": {"key": "Invalid parameter."}}});
    for (answer, cause) in [
        (
            refusal(json!({"error_code": "not-found", "error_message": "API (Campagnodon, start) does not exist"})),
            "extension",
        ),
        (refusal(json!({"error_code": "unauthorized", "error_message": permission})), "permission"),
        ((500, no_api_key.to_string()), "api_key"),
        ((400, no_site_key.to_string()), "site_key"),
        (refusal(json!({"error_message": "FATAL: Invalid credential"})), "api_key"),
        (
            refusal(json!({"error_message": "FATAL: Login not permitted. Must satisfy guard (site_key, perm)."})),
            "site_key",
        ),
        ((404, "<html>Not found</html>".to_owned()), "path"),
        ((503, "<html>Briefly unavailable for scheduled maintenance</html>".to_owned()), "maintenance"),
        ((500, "<html>Error establishing a database connection</html>".to_owned()), "failing"),
    ] {
        let (civicrm, _origin, donor) = setting().await;
        let (person, key) = (Person::new(), donor.key());
        let page = donor.give("don", &Person::new().donation(3000)).await;
        civicrm.always(answer);
        // The donor is told to try again.
        let (status, problem) = donor.post_json("don", &key, &person.donation(3000)).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::SERVICE_UNAVAILABLE, &json!("distant_unavailable")),
            "{cause}"
        );
        // The operator reads what it is.
        donor.press(&page, "pay").await;
        let told = donor.until_distant(|told| told["retrying"] == 1).await;
        assert_eq!(told["outage"]["cause"], cause, "{told}");
        assert_eq!(
            (&told["alarms"], donor.health().await["status"].as_str().unwrap()),
            (&json!([]), "attention"),
            "{cause}"
        );
        // Once mended, a probe sends what waits, and nobody needs to give for `/health` to know.
        civicrm.mend();
        donor.until_distant(|told| told["waiting"] == 0 && told["outage"].is_null()).await;
        assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED, "{cause}");
    }
}

#[tokio::test]
async fn what_will_never_be_taken_is_parked_at_once_with_its_reason() {
    let changes = "Cannot change contribution status from Failed to Completed.";
    let missing = "Mandatory key(s) missing from params array: financial_type_id";
    for (answer, said) in [
        (json!({"error_code": 0, "error_message": changes}), format!("refused (no code): {changes}")),
        (
            json!({"error_code": "mandatory_missing", "error_message": missing, "fields": ["financial_type_id"]}),
            format!("refused (mandatory_missing.financial_type_id): {missing}"),
        ),
        (
            json!({"error_code": 2001, "error_field": "membership_type_id", "error_message": "'Membre' is not a valid option"}),
            "refused (2001.membership_type_id)".to_owned(),
        ),
    ] {
        let (civicrm, origin, donor) = setting().await;
        let page = donor.give("don", &Person::new().donation(3000)).await;
        civicrm.say("updatestatus", refusal(answer));
        donor.press(&page, "pay").await;
        let told = donor.until_distant(|told| told["parked"] == 1).await;
        assert_eq!((&told["alarms"][0]["cause"], &told["alarms"][0]["said"]), (&json!("refused"), &json!(said)));
        assert_eq!(donor.health().await["status"], "attention");
        // Mended there, a person has it told again.
        let idx = told["alarms"][0]["idx"].as_str().unwrap();
        assert!(origin.command(&["alarms", "--retry", idx]).await.status.success());
        donor.press(&page, "refund").await;
        donor.until_distant(|told| told["waiting"] == 0 && told["alarms"] == json!([])).await;
        let told: Vec<_> = civicrm.asked("updatestatus").iter().map(|update| update["status"].clone()).collect();
        assert_eq!(told, [json!("completed"), json!("completed"), json!("refunded")]);
    }
}

#[tokio::test]
async fn a_person_closes_an_alarm() {
    let (civicrm, origin, donor) = setting().await;
    let page = donor.give("don", &Person::new().donation(3000)).await;
    civicrm.say("updatestatus", refusal(json!({"error_code": 2100, "error_message": "too long"})));
    donor.press(&page, "pay").await;
    let told = donor.until_distant(|told| told["parked"] == 1).await;
    let idx = told["alarms"][0]["idx"].as_str().unwrap();
    assert!(
        !origin.command(&["alarms", "--done", "campagnodon/none"]).await.status.success(),
        "there is no such alarm"
    );
    assert!(origin.command(&["alarms", "--done", idx]).await.status.success());
    let health = donor.health().await;
    let told = &health["distants"]["main"];
    assert_eq!((&health["status"], &told["waiting"], &told["alarms"]), (&json!("ok"), &json!(0), &json!([])));
}

#[tokio::test]
async fn no_answer_brings_a_person_into_the_log() {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    let relay = origin.spawn(free_address()).await;
    let donor = Donor::new(&relay.address, &civicrm.address);
    let person = Person::new();
    let everything = format!(
        "{} {} {} {} {} {} {}",
        person.email,
        person.first_name,
        person.last_name,
        person.street_address,
        person.city,
        person.phone,
        person.birth_date
    );
    let page = donor.give("don", &person.full("donation", "once", 3000)).await;
    let debug = format!("INSERT INTO `civicrm_contact` VALUES ('{everything}') [nativecode=1406]");
    for envelope in [
        json!({"error_code": 2001, "error_field": person.last_name, "error_message": everything, "debug_info": debug}),
        json!({"error_code": everything, "error_message": everything, "debug_info": debug}),
        json!({"error_code": person.email, "error_message": format!("DB Error: {everything}"), "debug_info": debug}),
        json!({"error_code": -3, "error_message": "DB Error: constraint violation", "debug_info": debug, "fields": [person.email]}),
        json!({"error_code": 0, "error_message": format!("Cannot change contribution status from {everything}")}),
    ] {
        civicrm.say("start", refusal(envelope.clone())).say("updatestatus", refusal(envelope));
        let (status, problem) = donor.post_json("don", &donor.key(), &person.full("donation", "once", 5000)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_GATEWAY, &json!("distant_refused")));
        let page = donor.give("don", &person.full("donation", "once", 5000)).await;
        donor.press(&page, "pay").await;
    }
    donor.press(&page, "pay").await;
    donor.until_distant(|told| told["parked"] == 5 && told["waiting"] == 5).await;
    assert_eq!(search(&origin.folder, &person.values()), []);
    let log = std::fs::read_to_string(origin.folder.join("relay.log")).unwrap();
    assert!(log.contains("refused (2001)") && log.contains("refused (-3)"), "the codes are there");
}
