//! Promise: where a provider's messages stay away for two days, though its payments go on, `/health` and the operators' alarms
//! say so, also after a restart, until a message comes again; and nothing is lost meanwhile.

use super::desk::Desk;
use crate::support::stripe::{Act, Delivery};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// Lets time pass, here and at Stripe, without any message, until the relay has asked Stripe what changed, and has looked.
async fn pass_in_silence(desk: &Desk, hours: u32) {
    // The second time is after all that the first one led to.
    for time in [HOUR * (hours - 1), HOUR] {
        let asked = || desk.stripe.asked().iter().filter(|(call, _)| call == "GET /v1/events").count();
        let before = asked();
        desk.stripe.advance(time.as_secs().try_into().unwrap());
        desk.clock.advance(time);
        for _ in 0..500 {
            if asked() > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(asked() > before, "Stripe is not asked");
    }
}

/// Returns the status that `/health` tells, and the causes of its alarms with what they are of.
async fn health(desk: &Desk) -> (String, Vec<Value>) {
    let health = desk.donor.health().await;
    let alarms = health["distants"]["main"]["alarms"].as_array().unwrap();
    let alarms = alarms.iter().map(|alarm| json!([alarm["idx"], alarm["cause"], alarm["said"]])).collect();
    (health["status"].as_str().unwrap().to_owned(), alarms)
}

fn well() -> (String, Vec<Value>) {
    ("ok".to_owned(), Vec::new())
}

/// Report 12: the endpoint is switched off at Stripe. All that happens is found all the same, and somebody learns of it.
#[tokio::test]
async fn an_endpoint_that_is_off_is_noticed_and_loses_nothing() {
    let mut desk = Desk::open().await;
    // While its messages come, however rarely, all is well.
    let told = desk.begin(1500).await;
    desk.does(&told, Act::Pay).await;
    desk.donor.until(&told.person, "completed").await;
    pass_in_silence(&desk, 72).await;
    assert_eq!(health(&desk).await, well(), "nothing happened that could have been told");

    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    let [missed, seen] = [desk.begin(1500).await, desk.begin(2500).await];
    for begun in [&missed, &seen] {
        desk.does(begun, Act::Pay).await;
    }
    pass_in_silence(&desk, 2).await;
    for begun in [&missed, &seen] {
        desk.donor.until(&begun.person, "completed").await;
    }
    assert_eq!(health(&desk).await, well(), "a message may be late");
    desk.open_again().await;
    assert_eq!(health(&desk).await, well());
    pass_in_silence(&desk, 50).await;
    let (status, alarms) = health(&desk).await;
    assert_eq!(status, "attention");
    let [alarm] = &alarms[..] else { panic!("{alarms:?}") };
    assert_eq!((&alarm[1], &alarm[2]), (&json!("callbacks_silent"), &json!("stripe")));
    assert!([&missed.idx, &seen.idx].into_iter().any(|idx| alarm[0] == **idx), "{alarm}");
    let listed = desk.origin.command(&["alarms"]).await;
    assert!(String::from_utf8(listed.stdout).unwrap().contains("callbacks_silent: stripe"));

    // It is switched on again.
    desk.wake().await;
    assert_eq!(health(&desk).await, well());
}

/// A payer who comes back brings the news before any sweep: that no message brought it counts as well.
#[tokio::test]
async fn payers_who_come_back_do_not_hide_it() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    let begun = desk.begin(1500).await;
    desk.does(&begun, Act::Pay).await;
    desk.come_back(&begun.page).await;
    desk.donor.until(&begun.person, "completed").await;
    pass_in_silence(&desk, 50).await;
    assert_eq!(health(&desk).await.1, [json!([begun.idx, "callbacks_silent", "stripe"])]);
}

/// What happened while the relay was away, and its messages too, is asked for once it is back.
#[tokio::test]
async fn what_happened_while_the_relay_was_away_is_found() {
    let mut desk = Desk::open().await;
    let begun = desk.begin(1500).await;
    desk.does(&begun, Act::Pay).await;
    desk.donor.until(&begun.person, "completed").await;
    desk.end();
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    desk.does(&begun, Act::Refund(1500)).await;
    desk.stripe.advance(5 * 3600);
    desk.clock.advance(5 * HOUR);
    desk.open_again().await;
    desk.donor.until(&begun.person, "refunded").await;
}
