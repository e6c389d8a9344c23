//! Promise: whatever fails, and however long, each payment is told once it is back, and once alone.

use super::desk::Desk;
use crate::support::origin::free_address;
use crate::support::stripe::{Act, Delivery, Fault};
use std::time::Duration;

/// Stripe away for three days: what happened there meanwhile is told once it is back.
#[tokio::test]
async fn stripe_away_for_three_days_loses_nothing() {
    let desk = Desk::open().await;
    desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
    let [paid, debited] = [desk.begin(1500).await, desk.begin(2500).await];
    desk.does(&paid, Act::Pay).await;
    desk.does(&debited, Act::Sepa).await;
    desk.stripe.will(&[Fault::Down; 2000]);
    for _ in 0..12 {
        desk.pass(Duration::from_secs(6 * 3600)).await;
        desk.come_back(&paid.page).await;
    }
    assert_eq!(desk.tellings(), 0);
    desk.stripe.recovers();
    desk.pass(Duration::from_secs(24 * 3600)).await;
    desk.donor.until(&paid.person, "completed").await;
    desk.donor.until(&debited.person, "pending").await;
    assert_eq!(desk.tellings(), 2);
}

/// `kill -9` at any point, while messages come and attempts go on: nothing is lost, and nothing twice.
#[tokio::test]
async fn a_relay_that_is_killed_loses_nothing() {
    let listen = free_address();
    let (desk, mut relay) = Desk::spawn(listen).await;
    for round in 0..ROUNDS {
        let begun = desk.begin(1500).await;
        desk.stripe.tells(&desk.endpoint(), Delivery::Kept);
        desk.does(&begun, Act::Pay).await;
        let page = format!("{}?back=1", begun.page);
        let back = tokio::spawn(desk.donor.client.get(page).send());
        let again =
            tokio::spawn(desk.donor.client.post(&begun.page).form(&[("action", "choose"), ("means", "stripe")]).send());
        // Somewhere on the way; where, the machine decides.
        for _ in 0..round * 40 {
            tokio::task::yield_now().await;
        }
        relay.kill();
        drop(tokio::join!(back, again));
        relay = desk.origin.spawn(listen).await;
        desk.stripe.delivers_kept().await;
        desk.donor.until(&begun.person, "completed").await;
        assert_eq!(desk.tellings(), round + 1);
        assert_eq!(desk.stripe.taken(&begun.idx).charges, 1);
    }
}

/// `kill -9` while a message comes: one that was answered is not lost, and one that was not comes again.
#[tokio::test]
async fn a_relay_that_is_killed_while_a_message_comes_loses_nothing() {
    let listen = free_address();
    let (desk, mut relay) = Desk::spawn(listen).await;
    for round in 0..ROUNDS {
        let begun = desk.begin(1500).await;
        let (stripe, session) = (desk.stripe.clone(), begun.session.clone());
        let told = tokio::spawn(async move { stripe.does(&session, Act::Pay).await });
        for _ in 0..round * 10 {
            tokio::task::yield_now().await;
        }
        relay.kill();
        told.await.unwrap();
        relay = desk.origin.spawn(listen).await;
        desk.stripe.delivers_kept().await;
        desk.donor.until(&begun.person, "completed").await;
        assert_eq!((desk.tellings(), desk.stripe.taken(&begun.idx).charges), (round + 1, 1));
    }
}

const ROUNDS: i64 = 12;
