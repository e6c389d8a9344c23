//! … and of what is forgotten in time.

use super::{ANSWER, NOON, StorePlace, again, begin, claim, key, record, recorded, told};
use crate::protocol::Status;
use crate::relay::clock::Clock;
use crate::relay::keys::token_hash;
use crate::relay::store::{Begun, Forgotten, Spent, Store};
use std::time::Duration;

/// Spends a challenge that is good for a minute.
pub async fn spend(store: &dyn Store, nonce: &str, submission: u8, now: i64) -> Spent {
    store.spend_challenge(nonce, [submission; 32], now / 1000 + 60).await.unwrap()
}

pub async fn a_challenge_is_spent_on_one_submission_until_it_ends(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    assert_eq!(spend(&*store, "a", 1, NOON).await, Spent::OnThis);
    assert_eq!(spend(&*store, "a", 2, NOON).await, Spent::Before);
    assert_eq!(spend(&*store, "a", 1, NOON).await, Spent::OnThis, "the same, sent again");
    store.void_challenge("a").await.unwrap();
    assert_eq!(spend(&*store, "a", 1, NOON).await, Spent::Before, "a wrong answer was tried");
    // Long after its end it is forgotten; an answer that is so late is refused by its date.
    clock.advance(Duration::from_secs(3600));
    assert_eq!(spend(&*store, "b", 1, clock.now()).await, Spent::OnThis);
    assert_eq!(spend(&*store, "a", 1, clock.now()).await, Spent::OnThis);
}

pub async fn what_is_old_is_forgotten_but_for_the_payment(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    for (idx, number) in [("paid", 1), ("never", 2)] {
        assert_eq!(begin(&*store, idx, key(number, 1)).await, Begun::New);
    }
    store.mark_started("paid", ANSWER).await.unwrap();
    assert_eq!(record(&*store, "paid", Status::Completed).await, recorded());
    let nothing = Forgotten { keys: 0, all: true };
    assert_eq!(store.forget_old(NOON, 200).await.unwrap(), nothing);
    assert_eq!(begin(&*store, "again", key(1, 1)).await, again("paid", true, Status::Completed));
    assert_eq!(store.forget_old(NOON + 1, 200).await.unwrap(), Forgotten { keys: 2, all: true });
    assert_eq!(begin(&*store, "never", key(2, 9)).await, Begun::New, "its name is free again");
    // The payment's page is there, and what the distant must be told.
    let payment = store.payment(token_hash("paid")).await.unwrap().unwrap();
    assert_eq!(payment.status, Status::Completed);
    assert_eq!(told(&claim(&*store).await), [("paid", Status::Completed)]);
}

pub async fn forgetting_goes_in_small_steps(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    for number in 0..25 {
        begin(&*store, &format!("t{number}"), key(number, 1)).await;
    }
    let mut steps = Vec::new();
    while steps.last().is_none_or(|step: &Forgotten| !step.all) {
        steps.push(store.forget_old(NOON + 1, 10).await.unwrap());
    }
    assert!(steps.len() == 3 && steps.iter().all(|step| step.keys <= 10), "{steps:?}");
    for number in 0..25 {
        assert_eq!(begin(&*store, &format!("t{number}"), key(number, 1)).await, Begun::New);
    }
}
