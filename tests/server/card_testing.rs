//! Promise: where banks refuse thirty payments within a minute, somebody tests cards: `/health` says so, and for an hour forms
//! that ask for no proof of work ask for one, also after a restart. A donor who does it pays; who sends a form without scripts
//! passes only where the settings let them and the guard holds.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, OPERATORS_KEY, Origin, free_address};
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
    assert_eq!(donor.health().await["status"], "ok");
    assert!(!form(&donor).await.contains("data-captcha"));
    assert_eq!(challenge().await.unwrap().status(), StatusCode::NOT_FOUND);

    refuse(&donor, &tester, 1).await;
    let told = donor.health().await;
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
    assert_eq!(donor.health().await["card_testing_until"], Value::Null);
    assert!(!form(&donor).await.contains("data-captcha"));
    donor.give("don", &Person::new().donation(3000)).await;
}

/// Tests cards, as many as are noticed.
async fn test_cards(donor: &Donor) {
    let tester = Person::new();
    for _ in 0..6 {
        refuse(donor, &tester, 5).await;
    }
}

#[tokio::test]
async fn a_restart_forgets_nothing_of_it_and_operators_see_it() {
    let distant = TestDistant::start(DISTANT).await;
    let listen = free_address();
    let pages = format!("[operators]\nlisten = \"{listen}\"\nkey = {{ file = \"operators.key\" }}\n");
    let origin = Origin::with(&distant.address, &pages);
    let clock = Clock::fixed(Clock::default().now());
    let (address, serving) = origin.serve_for_now(clock.clone()).await;
    let donor = Donor::new(&address, &distant.address);
    test_cards(&donor).await;
    let until = donor.health().await["card_testing_until"].clone();
    assert!(until.is_string());
    serving.abort();
    clock.advance(Duration::from_secs(59 * 60));
    // The first may still have the operators' address.
    while std::net::TcpListener::bind(listen).is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let donor = Donor::new(&origin.serve_at(clock.clone()).await, &distant.address);
    assert_eq!(donor.health().await["card_testing_until"], until);
    assert!(form(&donor).await.contains("data-captcha"));
    let attention = async || {
        let key = [("key", OPERATORS_KEY), ("next", "/attention")];
        let opened = donor.client.post(format!("http://{listen}/sign-in")).form(&key).send().await.unwrap();
        let cookie = opened.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let page = donor.client.get(format!("http://{listen}/attention")).header("cookie", cookie).send().await;
        page.unwrap().text().await.unwrap()
    };
    assert!(attention().await.contains("cartes volées"));
    clock.advance(Duration::from_secs(60));
    assert_eq!(donor.health().await["card_testing_until"], Value::Null);
    assert!(!attention().await.contains("cartes volées"));
}

#[tokio::test]
async fn without_scripts_one_passes_where_the_guard_holds() {
    for (settings, is_taken, is_needed) in [
        ("[captcha]\nwithout_scripts = \"refuse\"\n", false, true),
        ("[captcha]\nwithout_scripts = \"accept\"\n", false, true),
        ("[captcha]\nwithout_scripts = \"accept\"\n[guard]\nposts_per_minute = 60\n", true, false),
    ] {
        let distant = TestDistant::start(DISTANT).await;
        let origin = Origin::with(&distant.address, settings);
        let donor = Donor::new(&origin.serve().await, &distant.address);
        let gift = Person::new().donation(3000);
        assert_eq!(donor.post_form("don", &donor.key(), &gift).await.0, StatusCode::SEE_OTHER, "{settings}");
        test_cards(&donor).await;
        // The page that was shown before says how to go on, and shows what was typed.
        let gift = Person::new().donation(3000);
        let (status, page) = donor.post_form("don", &donor.key(), &gift).await;
        let expected = if is_taken { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(status, expected, "{settings}");
        if is_needed {
            assert!(page.contains("<noscript>") && page.contains(gift["email"].as_str().unwrap()), "{page}");
        }
        assert_eq!(form(&donor).await.contains("<noscript>"), is_needed, "{settings}");
    }
}
