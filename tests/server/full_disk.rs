//! Promise: while the disk is full, donors and `/health` are told the truth, nothing is acknowledged that is not stored, and
//! nothing need be started again once there is room.
#![cfg(target_os = "linux")]

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, free_address};
use crate::support::person::Person;
use crate::support::proxy::Proxy;
use reqwest::StatusCode;
use serde_json::Value;

async fn health(donor: &Donor) -> (StatusCode, Value) {
    let answer = donor.client.get(donor.absolute("/health")).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_full_disk_is_told_and_gone_when_there_is_room() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let relay = origin.spawn_on_a_small_disk(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let (payer, person, key) = (Person::new(), Person::new(), donor.key());
    let page = donor.give("don", &payer.donation(3000)).await;
    let (status, told) = health(&donor).await;
    assert_eq!((status, &told["status"]), (StatusCode::OK, &"ok".into()));

    relay.let_files_grow(false);
    let request = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", &key);
    let refused = request.json(&person.donation(3000)).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "not_saved");
    let (status, form) = donor.post_form("don", &key, &person.donation(3000)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(form.contains(&person.email) && form.contains(&key) && form.contains("data-code=\"not_saved\""));
    assert_eq!(donor.transactions_of(&person).await.len(), 0, "nothing was sent");
    assert_eq!(donor.press(&page, "pay").await, StatusCode::SERVICE_UNAVAILABLE);
    let (status, told) = health(&donor).await;
    assert_eq!((status, &told["status"]), (StatusCode::SERVICE_UNAVAILABLE, &"failing".into()));
    assert_eq!(told["distants"]["main"]["waiting"], 0, "what was not acknowledged was not stored");

    relay.let_files_grow(true);
    let (status, told) = health(&donor).await;
    assert_eq!((status, &told["status"]), (StatusCode::OK, &"ok".into()));
    assert_eq!(donor.post_json("don", &key, &person.donation(3000)).await.0, StatusCode::CREATED);
    assert_eq!(donor.press(&page, "pay").await, StatusCode::SEE_OTHER);
    donor.until(&payer, "completed").await;
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn a_disk_that_fills_while_the_distant_works_opens_one_transaction() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = Origin::new(&proxy.address);
    let relay = origin.spawn_on_a_small_disk(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    proxy.hold_answers();
    let waiting = donor.post_meanwhile("don", &key, &person.donation(3000));
    proxy.answer_held().await;
    relay.let_files_grow(false);
    proxy.let_answers_through();
    assert_eq!(waiting.await.unwrap().unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);

    relay.let_files_grow(true);
    let (status, answer) = donor.post_json("don", &key, &person.donation(3000)).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    donor.press(answer["payment_url"].as_str().unwrap(), "pay").await;
    donor.until(&person, "completed").await;
}
