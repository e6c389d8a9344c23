//! Promise: where a form asks for a proof of work, only a solution of one of its own challenges opens a payment, once; a
//! donor who sends again need not do the work again.

use crate::support::distant::TestDistant;
use crate::support::donor::{Donor, codes_in};
use crate::support::origin::{DISTANT, Origin, SECRET};
use crate::support::person::Person;
use crate::support::proxy::Proxy;
use altcha::{Challenge, HmacAlgorithm, Payload, Solution, SolveChallengeOptions};
use campagnodon::relay::RelaySecret;
use data_encoding::BASE64;
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const CAPTCHA: &str = "[captcha]\nenabled = true\ncost = 1000\n";

async fn challenge(donor: &Donor, form: &str) -> Challenge {
    let answer = donor.client.get(donor.absolute(&format!("/forms/{form}/challenge"))).send().await.unwrap();
    assert_eq!((answer.status(), &answer.headers()["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
    answer.json().await.unwrap()
}

fn solve(challenge: &Challenge) -> Solution {
    altcha::solve_challenge(SolveChallengeOptions { timeout_ms: 0, ..SolveChallengeOptions::new(challenge) })
        .unwrap()
        .unwrap()
}

fn encode(challenge: Challenge, solution: Solution) -> String {
    BASE64.encode(&serde_json::to_vec(&Payload { challenge, solution }).unwrap())
}

async fn solved(donor: &Donor, form: &str) -> String {
    let challenge = challenge(donor, form).await;
    let solution = solve(&challenge);
    encode(challenge, solution)
}

fn with(transaction: &Value, captcha: &str) -> Value {
    let mut transaction = transaction.clone();
    transaction["captcha"] = json!(captcha);
    transaction
}

async fn assert_refused(donor: &Donor, form: &str, transaction: &Value, why: &str) {
    let (status, problem) = donor.post_json(form, &donor.key(), transaction).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{why}: {problem}");
    assert_eq!(problem["errors"], json!([{"field": "captcha", "code": "captcha_invalid"}]), "{why}");
}

#[tokio::test]
async fn a_solution_opens_one_payment_of_its_form() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, CAPTCHA);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    let gift = person.donation(3000);
    let captcha = solved(&donor, "don").await;
    assert_refused(&donor, "both", &with(&gift, &captcha), "another form's").await;
    // A mistake in the answers spends nothing.
    assert_eq!(donor.post_json("don", &key, &with(&person.donation(7), &captcha)).await.0, 422);
    assert_eq!(donor.post_json("don", &key, &with(&gift, &captcha)).await.0, StatusCode::CREATED);
    assert_eq!(donor.post_json("don", &key, &with(&gift, &captcha)).await.0, StatusCode::CREATED, "sent again");
    assert_refused(&donor, "don", &with(&gift, &captcha), "spent").await;
    assert_refused(&donor, "don", &gift, "none").await;
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn what_is_no_solution_is_refused() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, CAPTCHA);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let gift = Person::new().donation(3000);
    let refused = async |captcha: &str, why: &str| assert_refused(&donor, "don", &with(&gift, captcha), why).await;

    for text in ["x", "e30=", &"A".repeat(40_000)] {
        refused(text, "no answer at all").await;
    }
    let fresh = challenge(&donor, "don").await;
    let right = solve(&fresh);
    let late = resigned(&fresh, |parameters| parameters.expires_at = Some(1_700_000_000));
    refused(&encode(late.clone(), solve(&late)), "over").await;
    let endless = resigned(&fresh, |parameters| parameters.expires_at = None);
    refused(&encode(endless, right.clone()), "without an end").await;
    refused(&encode(Challenge { signature: None, ..fresh.clone() }, right.clone()), "unsigned").await;
    let mut easy = fresh.clone();
    easy.parameters.key_prefix.clear();
    refused(&encode(easy.clone(), solve(&easy)), "made easy").await;

    // The right key of a counter whose key does not begin as asked: one try of 256.
    let one = resigned(&fresh, |parameters| parameters.key_prefix = String::new());
    let lazy = altcha::solve_challenge(SolveChallengeOptions {
        counter_start: right.counter.wrapping_add(1),
        ..SolveChallengeOptions::new(&one)
    });
    let lazy = lazy.unwrap().unwrap();
    if !lazy.derived_key.starts_with("00") {
        refused(&encode(fresh.clone(), lazy), "a key that does not begin as asked").await;
        refused(&encode(fresh, right), "right, after a wrong one").await;
    }
    assert_eq!(donor.transactions().await, json!([]), "nothing reached the distant");
}

/// A challenge with other parameters, as only the relay can sign it.
fn resigned(challenge: &Challenge, change: impl FnOnce(&mut altcha::ChallengeParameters)) -> Challenge {
    let mut parameters = challenge.parameters.clone();
    change(&mut parameters);
    let secret = RelaySecret::new(SECRET.into()).challenge_key();
    altcha::sign_challenge(&HmacAlgorithm::Sha256, &mut parameters, None, secret.expose_secret(), None).unwrap()
}

#[tokio::test]
async fn who_sends_again_need_not_solve_again() {
    let mut distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::with(&distant.address, CAPTCHA);
    let donor = Donor::new(&origin.serve().await, &distant.address);

    // The distant was down: nothing was opened, and the proof is spent.
    let (person, key) = (Person::new(), donor.key());
    let gift = with(&person.donation(3000), &solved(&donor, "don").await);
    distant.stop().await;
    assert_eq!(donor.post_json("don", &key, &gift).await.0, StatusCode::SERVICE_UNAVAILABLE);
    distant.start_again().await;
    assert_refused(&donor, "don", &gift, "on another submission").await;
    assert_eq!(donor.post_json("don", &key, &gift).await.0, StatusCode::CREATED);
    donor.only_transaction(&person).await;

    // The answer was lost, and by now the challenge is over.
    let slow = Origin::with(&proxy.address, CAPTCHA);
    let donor = Donor::new(&slow.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    let gift = person.donation(3000);
    proxy.hold_answers();
    let first = donor.post_json("don", &key, &with(&gift, &solved(&donor, "don").await)).await;
    assert_eq!(first.0, StatusCode::SERVICE_UNAVAILABLE);
    proxy.let_answers_through();
    assert_eq!(donor.post_json("don", &key, &with(&gift, "over")).await.0, StatusCode::CREATED);
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn a_page_that_many_have_wants_a_proof_of_each() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, CAPTCHA);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (key, proof) = (donor.key(), solved(&donor, "don").await);
    let first = Person::new().donation(3000);
    assert_eq!(donor.post_form("don", &key, &with(&first, &proof)).await.0, StatusCode::SEE_OTHER);
    assert_eq!(donor.post_form("don", &key, &with(&first, &proof)).await.0, StatusCode::SEE_OTHER, "sent again");
    let other = Person::new().donation(3000);
    for bad in [&other, &with(&other, &proof)] {
        let (status, page) = donor.post_form("don", &key, bad).await;
        assert_eq!((status, codes_in(&page)), (StatusCode::UNPROCESSABLE_ENTITY, vec![("captcha", "captcha_invalid")]));
    }
    let proven = with(&other, &solved(&donor, "don").await);
    assert_eq!(donor.post_form("don", &key, &proven).await.0, StatusCode::SEE_OTHER);
    // A key that has another transaction, and a payment that has ended, are told without one.
    assert_eq!(donor.post_json("don", &key, &with(&Person::new().donation(3000), "x")).await.0, StatusCode::CONFLICT);
    let (_, payment) = donor.post_form("don", &key, &proven).await;
    donor.press(&donor.absolute(&payment), "pay").await;
    assert_eq!(donor.post_json("don", &key, &with(&other, "x")).await.0, StatusCode::CONFLICT);
    assert_eq!(donor.post_form("don", &key, &with(&other, "x")).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_form_sent_without_scripts_is_refused_or_accepted_as_the_site_says() {
    let distant = TestDistant::start(DISTANT).await;
    let strict = Origin::with(&distant.address, CAPTCHA);
    let donor = Donor::new(&strict.serve().await, &distant.address);
    let person = Person::new();
    let page = donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<noscript>") && page.contains("data-captcha=\"/forms/don/challenge\""));
    let (status, page) = donor.post_form("don", &donor.key(), &person.donation(3000)).await;
    assert_eq!((status, codes_in(&page)), (StatusCode::UNPROCESSABLE_ENTITY, vec![("captcha", "captcha_invalid")]));
    assert!(page.contains(&person.email));
    // A page whose module broke down has the solution all the same.
    let gift = with(&person.donation(3000), &solved(&donor, "don").await);
    assert_eq!(donor.post_form("don", &donor.key(), &gift).await.0, StatusCode::SEE_OTHER);

    let accept = format!("{CAPTCHA}without_scripts = \"accept\"\n[guard]\nposts_per_minute = 60\n");
    let lenient = Origin::with(&distant.address, &accept);
    let donor = Donor::new(&lenient.serve().await, &distant.address);
    let page = donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("<noscript>"));
    let gift = Person::new().donation(3000);
    assert_eq!(donor.post_form("don", &donor.key(), &gift).await.0, StatusCode::SEE_OTHER);
    assert_refused(&donor, "don", &gift, "as JSON").await;
}

#[tokio::test]
async fn without_it_in_the_settings_there_is_no_challenge() {
    let origin = Origin::new("http://127.0.0.1:9");
    let donor = Donor::new(&origin.serve().await, "http://127.0.0.1:9");
    for path in ["/forms/don/challenge", "/forms/other/challenge"] {
        assert_eq!(donor.client.get(donor.absolute(path)).send().await.unwrap().status(), StatusCode::NOT_FOUND);
    }
    let page = donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("data-captcha") && !page.contains("<noscript>"));
}
