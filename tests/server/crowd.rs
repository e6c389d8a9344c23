//! Promise: where more give at once than the distant can serve, they wait for their turn, though not for long; and a
//! donation that is finished waits for nobody.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use crate::support::proxy::Proxy;
use reqwest::StatusCode;
use serde_json::Value;
use std::sync::Arc;
use tokio::task::JoinSet;

/// An origin whose distant serves one donor at a time.
fn one_at_once(distant: &str) -> Origin {
    let origin = Origin::new(distant);
    let file = origin.folder.join("relay.toml");
    let settings = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, settings.replace("timeout_seconds = 5", "timeout_seconds = 60\nat_once = 1")).unwrap();
    origin
}

#[tokio::test]
async fn a_crowd_is_served_one_after_the_other() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = one_at_once(&distant.address);
    let donor = Arc::new(Donor::new(&origin.serve().await, &distant.address));
    let mut crowd = JoinSet::new();
    for _ in 0..20 {
        let donor = Arc::clone(&donor);
        crowd.spawn(async move { donor.post_json("don", &donor.key(), &Person::new().donation(3000)).await });
    }
    while let Some(served) = crowd.join_next().await {
        let (status, answer) = served.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{answer}");
    }
    assert_eq!(donor.transactions().await.as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn who_waits_too_long_is_told_and_who_has_finished_does_not_wait() {
    let distant = TestDistant::start(DISTANT).await;
    let proxy = Proxy::start(&distant.address).await;
    let origin = one_at_once(&proxy.address);
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (finished, key) = (Person::new(), donor.key());
    let opened = donor.post_json("don", &key, &finished.donation(3000)).await;
    assert_eq!(opened.0, StatusCode::CREATED);

    // The distant takes for ever over somebody's donation.
    proxy.hold_requests();
    let slow = donor.post_meanwhile("don", &donor.key(), &Person::new().donation(3000));
    proxy.requests_held(1).await;
    let request = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", donor.key());
    let refused = request.json(&Person::new().donation(3000)).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "busy");
    assert_eq!(donor.post_json("don", &key, &finished.donation(3000)).await, opened);
    assert_eq!(donor.post_json("don", &key, &finished.donation(5000)).await.0, StatusCode::CONFLICT);

    proxy.let_requests_through();
    assert_eq!(slow.await.unwrap().unwrap().status(), StatusCode::CREATED);
}
