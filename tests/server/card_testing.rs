//! Promise: where banks refuse thirty payments within a minute, somebody tests cards: `/health` says so, and for an hour forms
//! that ask for no proof of work ask for one. A donor who does it pays.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use altcha::{Challenge, Payload, SolveChallengeOptions};
use campagnodon::relay::Clock;
use data_encoding::BASE64;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// Opens a payment, of which so many attempts are refused. Returns its page.
async fn refuse(donor: &Donor, person: &Person, times: u32) -> String {
    let page = donor.give("don", &person.donation(3000)).await;
    for _ in 0..times {
        assert_eq!(donor.press(&page, "refuse").await, StatusCode::SEE_OTHER);
    }
    page
}

async fn health(donor: &Donor) -> Value {
    donor.client.get(donor.absolute("/health")).send().await.unwrap().json().await.unwrap()
}

async fn form(donor: &Donor) -> String {
    donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap()
}

async fn solved(donor: &Donor) -> String {
    let answer = donor.client.get(donor.absolute("/forms/don/challenge")).send().await.unwrap();
    let challenge: Challenge = answer.json().await.unwrap();
    let options = SolveChallengeOptions { timeout_ms: 0, ..SolveChallengeOptions::new(&challenge) };
    let solution = altcha::solve_challenge(options).unwrap().unwrap();
    BASE64.encode(&serde_json::to_vec(&Payload { challenge, solution }).unwrap())
}

#[tokio::test]
async fn while_somebody_tests_cards_forms_ask_for_a_proof_of_work() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, "[captcha]\ncost = 1000\n");
    // The library that checks proofs goes by the system's clock.
    let clock = Clock::fixed(Clock::default().now());
    let donor = Donor::new(&origin.serve_at(clock.clone()).await, &distant.address);
    let (tester, person) = (Person::new(), Person::new());
    let challenge = || donor.client.get(donor.absolute("/forms/don/challenge")).send();

    for _ in 0..5 {
        let page = refuse(&donor, &tester, 5).await;
        assert_eq!(donor.press(&page, "refuse").await, StatusCode::CONFLICT, "five cards are enough");
        // Told again, it is the same refusal.
        let again = donor.client.post(&page).form(&[("action", "refuse"), ("attempt", "1")]).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::SEE_OTHER);
    }
    refuse(&donor, &tester, 4).await;
    assert_eq!(health(&donor).await["status"], "ok");
    assert!(!form(&donor).await.contains("data-captcha"));
    assert_eq!(challenge().await.unwrap().status(), StatusCode::NOT_FOUND);

    refuse(&donor, &tester, 1).await;
    let told = health(&donor).await;
    assert_eq!(told["status"], "attention");
    assert!(told["card_testing_until"].is_string(), "{told}");
    let html = form(&donor).await;
    assert!(html.contains("data-captcha") && html.contains("<noscript>"), "{html}");
    let mut gift = person.donation(3000);
    let (status, problem) = donor.post_json("don", &donor.key(), &gift).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"], json!([{"field": "captcha", "code": "captcha_invalid"}]));
    assert_eq!(donor.post_form("don", &donor.key(), &gift).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    // A donor elsewhere, whose browser does the work.
    gift["captcha"] = json!(solved(&donor).await);
    let page = donor.give("don", &gift).await;
    donor.press(&page, "pay").await;
    donor.until(&person, "completed").await;

    clock.advance(Duration::from_secs(60 * 60));
    assert_eq!(health(&donor).await["card_testing_until"], Value::Null);
    assert!(!form(&donor).await.contains("data-captcha"));
    donor.give("don", &Person::new().donation(3000)).await;
}
