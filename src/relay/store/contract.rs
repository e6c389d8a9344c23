//! What every store promises, as tests: [`store_contract`] runs them on one.
//!
//! A transaction's statuses are told in order, what is written together stands or falls together, and a restart loses
//! nothing.

mod attempts;
mod forgetting;
mod listing;

pub use attempts::*;
pub use forgetting::*;
pub use listing::*;

use super::{AlarmCause, Begun, Delivery, Holder, NewTransaction, Postponement, RequestKey, Seen, Sighting, Store};
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Started, Status};
use crate::relay::clock::Clock;
use crate::relay::keys::token_hash;
use crate::relay::settlement::{Money, Reason, Returned, Sight, Sum};
use std::sync::Arc;
use std::time::Duration;

/// Where a store is: it can be opened, closed and opened again.
pub trait StorePlace {
    /// Opens the store that is there, or makes one.
    fn open(&self, clock: &Clock) -> Arc<dyn Store>;
}

/// Makes a test of each promise, for the stores of a place: a type with `new()` that is a [`StorePlace`].
macro_rules! store_contract {
    ($place:ty) => {
        $crate::relay::store::contract::store_contract! { $place:
            a_key_begins_one_transaction,
            a_key_of_many_begins_one_for_each_transaction,
            what_is_written_is_there_after_a_restart,
            an_event_and_the_duty_to_tell_it_are_one,
            attempts_are_kept_and_found_by_their_reference,
            billing_details_are_asked_for_a_few_times_and_not_after_the_end,
            money_on_two_attempts_is_told_once_and_alarms,
            what_is_to_be_looked_at_comes_when_it_is_due,
            a_refusal_counts_once_and_not_for_ever,
            a_means_that_is_missed_and_not_heard_for_two_days_is_silent,
            a_transactions_statuses_are_told_in_order_one_by_one,
            nothing_is_due_while_a_transactions_oldest_status_waits,
            what_fails_waits_and_what_dies_comes_back,
            an_alarm_stays_until_a_person_has_looked,
            what_is_parked_can_be_told_again,
            what_waits_can_be_made_due,
            a_list_goes_from_page_to_page_and_keeps_to_its_filter,
            a_story_has_all_that_happened,
            what_needs_a_person_is_found,
            figures_are_of_what_was_opened_in_the_period,
            one_distants_backlog_is_not_anothers,
            a_challenge_is_spent_on_one_submission_until_it_ends,
            what_is_old_is_forgotten_but_for_the_payment,
            forgetting_goes_in_small_steps,
            its_address_is_kept,
        }
    };
    ($place:ty: $($promise:ident,)+) => {$(
        #[tokio::test]
        async fn $promise() {
            $crate::relay::store::contract::$promise(&<$place>::new()).await;
        }
    )+};
}
pub(in crate::relay::store) use store_contract;

/// Noon of a day in 2027.
pub const NOON: i64 = 1_800_000_000_000;
pub const LEASE: Duration = Duration::from_secs(60);
pub const ANSWER: Started = Started { status: Status::Completed, recurring_status: None };

/// Returns a transaction of that name.
pub fn transaction(idx: &str, frequency: Frequency) -> NewTransaction {
    NewTransaction {
        idx: idx.to_owned(),
        form: "don".to_owned(),
        distant: "main".to_owned(),
        operation: Operation::Donation,
        frequency,
        amount: Amount::from_euros(30).unwrap(),
        token_hash: token_hash(idx),
        from: None,
    }
}

/// Returns a key that its sender made.
pub const fn key(key: u8, fingerprint: u8) -> RequestKey {
    RequestKey { hash: [key; 32], fingerprint: [fingerprint; 32], holder: Holder::Sender }
}

const fn key_of_many(number: u8, fingerprint: u8) -> RequestKey {
    RequestKey { holder: Holder::Many, ..key(number, fingerprint) }
}

/// Begins a donation.
pub async fn begin(store: &dyn Store, idx: &str, key: RequestKey) -> Begun {
    store.begin(transaction(idx, Frequency::Once), key).await.unwrap()
}

fn again(idx: &str, started: bool, status: Status) -> Begun {
    Begun::Again { idx: idx.to_owned(), started, status }
}

/// Records what leads the only attempt at a payment to a status.
pub async fn record(store: &dyn Store, idx: &str, status: Status) -> Seen {
    let back = Money::Returned(Returned { cents: 3000, reason: Reason::Refund });
    let seen = match status {
        Status::Init => Money::Open,
        Status::Pending => Money::Pending,
        Status::Completed | Status::DoubleMembership => Money::Paid,
        Status::Cancelled => Money::GivenUp,
        Status::Failed => Money::Refused,
        Status::Refunded => back,
    };
    let seen = see(store, idx, 1, Sight::Money(seen, Sum::Euros(3000))).await;
    if status == Status::Failed && matches!(seen, Seen::Changed { .. }) {
        return see(store, idx, 1, Sight::TimeIsOver).await;
    }
    seen
}

/// Records what is seen of an attempt.
pub async fn see(store: &dyn Store, idx: &str, number: u32, sight: Sight) -> Seen {
    let (idx, means) = (idx.to_owned(), "sandbox".to_owned());
    store.see(Sighting { idx, number, means, instrument: None, sight }).await.unwrap()
}

fn recorded() -> Seen {
    Seen::Changed { distant: "main".to_owned(), told: true, late: false }
}

/// Takes all that is due, with a lease.
pub async fn claim(store: &dyn Store) -> Vec<Delivery> {
    store.claim("main", LEASE, 8).await.unwrap()
}

fn told(deliveries: &[Delivery]) -> Vec<(&str, Status)> {
    deliveries.iter().map(|delivery| (delivery.idx.as_str(), delivery.status)).collect()
}

/// Returns what puts a delivery off for a while, the distant being down.
pub const fn later() -> Postponement {
    Postponement { wait: Some(LEASE), passing: true, alarm: None }
}

async fn counts(store: &dyn Store) -> (u64, u64, u64) {
    let backlog = store.backlog("main").await.unwrap();
    (backlog.waiting, backlog.retrying, backlog.parked)
}

pub async fn a_key_begins_one_transaction(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    assert_eq!(store.find_begun(key(1, 1)).await.unwrap(), None);
    assert_eq!(begin(&*store, "a", key(1, 1)).await, Begun::New);
    assert_eq!(begin(&*store, "b", key(1, 1)).await, again("a", false, Status::Init));
    store.mark_started("a", ANSWER).await.unwrap();
    assert_eq!(begin(&*store, "b", key(1, 1)).await, again("a", true, Status::Init));
    assert_eq!(store.find_begun(key(1, 1)).await.unwrap(), Some(again("a", true, Status::Init)));
    assert_eq!(begin(&*store, "b", key(1, 2)).await, Begun::KeyReused);
    assert_eq!(store.find_begun(key(1, 2)).await.unwrap(), Some(Begun::KeyReused));
    // What was started stays; what was not can be forgotten, and its key is free again.
    store.forget("a").await.unwrap();
    assert_eq!(begin(&*store, "b", key(1, 2)).await, Begun::KeyReused);
    assert_eq!(begin(&*store, "c", key(3, 3)).await, Begun::New);
    store.forget("c").await.unwrap();
    assert_eq!(begin(&*store, "d", key(3, 4)).await, Begun::New);
}

pub async fn a_key_of_many_begins_one_for_each_transaction(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    for (idx, fingerprint) in [("a", 1), ("b", 2), ("c", 3)] {
        assert_eq!(begin(&*store, idx, key_of_many(9, fingerprint)).await, Begun::New);
        assert_eq!(begin(&*store, "again", key_of_many(9, fingerprint)).await, again(idx, false, Status::Init));
    }
    // The one that came first is forgotten, and its key free: the others are found all the same.
    store.forget("a").await.unwrap();
    assert_eq!(begin(&*store, "again", key_of_many(9, 2)).await, again("b", false, Status::Init));
    assert_eq!(begin(&*store, "again", key(9, 3)).await, again("c", false, Status::Init), "as its only holder would");
    assert_eq!(begin(&*store, "d", key_of_many(9, 1)).await, Begun::New);
    // A lost payment is begun anew, one that was made is not.
    for (lost, next) in [("b", "e"), ("e", "f")] {
        record(&*store, lost, Status::Failed).await;
        assert_eq!(begin(&*store, next, key_of_many(9, 2)).await, Begun::New);
        assert_eq!(begin(&*store, "again", key_of_many(9, 2)).await, again(next, false, Status::Init));
    }
    record(&*store, "f", Status::Completed).await;
    assert_eq!(begin(&*store, "again", key_of_many(9, 2)).await, again("f", false, Status::Completed));
}

pub async fn what_is_written_is_there_after_a_restart(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..200_u8 {
        let store = Arc::clone(&store);
        writers.spawn(async move { begin(&*store, &format!("t{number}"), key(number, 1)).await });
    }
    assert_eq!(writers.join_all().await, vec![Begun::New; 200]);
    store.check().await.unwrap();
    drop(store);
    let store = place.open(&clock);
    for number in 0..200_u8 {
        let found = store.find_begun(key(number, 1)).await.unwrap();
        assert_eq!(found, Some(again(&format!("t{number}"), false, Status::Init)));
    }
}

pub async fn an_event_and_the_duty_to_tell_it_are_one(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    store.begin(transaction("a", Frequency::Monthly), key(1, 1)).await.unwrap();
    assert_eq!(store.payment(token_hash("a")).await.unwrap(), None, "it has no page before it is open");
    store.mark_started("a", ANSWER).await.unwrap();
    for (status, outcome) in [
        (Status::Pending, recorded()),
        (Status::Pending, Seen::Known),
        (Status::Completed, recorded()),
        (Status::Completed, Seen::Known),
        (Status::Pending, Seen::Outranked),
        (Status::Failed, Seen::Outranked),
    ] {
        assert_eq!(record(&*store, "a", status).await, outcome, "{status:?}");
    }
    assert_eq!(record(&*store, "none", Status::Completed).await, Seen::NotFound);
    let payment = store.payment(token_hash("a")).await.unwrap().unwrap();
    assert_eq!((payment.status, payment.recurring_status), (Status::Completed, Some(RecurringStatus::Ongoing)));
    assert_eq!((payment.amount, payment.frequency), (Amount::from_euros(30).unwrap(), Frequency::Monthly));
    assert_eq!(counts(&*store).await, (2, 0, 0));
}

pub async fn a_transactions_statuses_are_told_in_order_one_by_one(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    for (idx, number) in [("a", 1), ("b", 2)] {
        begin(&*store, idx, key(number, 1)).await;
        record(&*store, idx, Status::Pending).await;
    }
    record(&*store, "a", Status::Completed).await;
    let due = claim(&*store).await;
    assert_eq!(told(&due), [("a", Status::Pending), ("b", Status::Pending)], "the oldest of each");
    assert_eq!(claim(&*store).await, [], "taken is taken");
    let first = due.into_iter().find(|delivery| delivery.idx == "a").unwrap();
    store.settle(first, ANSWER).await.unwrap();
    assert_eq!(told(&claim(&*store).await), [("a", Status::Completed)]);
}

pub async fn nothing_is_due_while_a_transactions_oldest_status_waits(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    begin(&*store, "a", key(1, 1)).await;
    record(&*store, "a", Status::Pending).await;
    let oldest = claim(&*store).await.remove(0);
    store.postpone("main", oldest, later()).await.unwrap();
    record(&*store, "a", Status::Completed).await;
    assert_eq!(claim(&*store).await, []);
    // A courier that took the newer one for due would turn in circles until the older one is.
    assert_eq!(store.backlog("main").await.unwrap().next_at, Some(NOON + 60_000));
}

pub async fn what_fails_waits_and_what_dies_comes_back(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    begin(&*store, "a", key(1, 1)).await;
    record(&*store, "a", Status::Completed).await;
    // A lease that has run out: whoever held it is gone.
    assert_eq!(claim(&*store).await.len(), 1);
    clock.advance(LEASE);
    let delivery = claim(&*store).await.remove(0);
    store.postpone("main", delivery, later()).await.unwrap();
    clock.advance(LEASE - Duration::from_millis(1));
    assert_eq!(claim(&*store).await, [], "not before its time");
    assert_eq!(counts(&*store).await, (1, 1, 0));
    // The distant is back.
    assert_eq!(store.release("main", 200).await.unwrap(), 1);
    let mut due = claim(&*store).await;
    assert_eq!(due[0].attempts, 1);
    // The process dies while it delivers, and starts again.
    drop(store);
    let store = place.open(&clock);
    assert_eq!(claim(&*store).await, []);
    store.take_back_leases().await.unwrap();
    // Parked: neither time nor a distant that is back wakes it.
    let parked = Postponement { wait: None, passing: true, alarm: None };
    store.postpone("main", due.remove(0), parked).await.unwrap();
    assert_eq!(store.release("main", 200).await.unwrap(), 0);
    clock.advance(Duration::from_secs(365 * 24 * 3600));
    assert_eq!(claim(&*store).await, []);
    assert_eq!(counts(&*store).await, (1, 0, 1));
}

/// Parks the only status of `idx`, with an alarm.
async fn park(store: &dyn Store, idx: &str, number: u8, cause: AlarmCause) {
    begin(store, idx, key(number, 1)).await;
    record(store, idx, Status::Completed).await;
    let delivery = claim(store).await.remove(0);
    let alarm = Some((cause, "no".to_owned()));
    store.postpone("main", delivery, Postponement { wait: None, passing: false, alarm }).await.unwrap();
}

pub async fn an_alarm_stays_until_a_person_has_looked(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    park(&*store, "a", 1, AlarmCause::Refused).await;
    park(&*store, "b", 2, AlarmCause::Disputed).await;
    let alarms = store.alarms("main", 10).await.unwrap();
    let seen: Vec<_> = alarms.iter().map(|alarm| (alarm.idx.as_str(), alarm.cause, alarm.said.as_str())).collect();
    assert_eq!(seen, [("a", AlarmCause::Refused, "no"), ("b", AlarmCause::Disputed, "no")]);
    assert!(alarms.iter().all(|alarm| alarm.at == NOON && alarm.status == Status::Completed));
    assert_eq!(store.alarms("main", 1).await.unwrap().len(), 1);
    assert_eq!(store.alarms("other", 10).await.unwrap(), []);
    assert_eq!(store.close_alarms("a").await.unwrap(), 1);
    assert_eq!(store.close_alarms("a").await.unwrap(), 0);
    assert_eq!(counts(&*store).await, (1, 0, 1), "what a person has done is told no more");
}

pub async fn what_is_parked_can_be_told_again(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    for (idx, number, cause, stays) in [("a", 1, AlarmCause::Refused, 0), ("b", 2, AlarmCause::Disputed, 1)] {
        park(&*store, idx, number, cause).await;
        assert_eq!(store.retry_parked(idx).await.unwrap(), 1);
        assert_eq!(store.retry_parked(idx).await.unwrap(), 0);
        let delivery = claim(&*store).await.remove(0);
        assert_eq!(delivery.attempts, 0);
        store.settle(delivery, ANSWER).await.unwrap();
        // Whether a disputed one made its contribution, a person must see.
        assert_eq!(store.close_alarms(idx).await.unwrap(), stays, "{cause:?}");
    }
    assert_eq!(counts(&*store).await, (0, 0, 0));
}

pub async fn what_waits_can_be_made_due(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    park(&*store, "a", 1, AlarmCause::Refused).await;
    begin(&*store, "b", key(2, 1)).await;
    record(&*store, "b", Status::Pending).await;
    let waits = claim(&*store).await.remove(0);
    store.postpone("main", waits, later()).await.unwrap();
    for idx in ["a", "b"] {
        assert_eq!(store.deliver_now(idx).await.unwrap(), 1);
        assert_eq!(store.deliver_now(idx).await.unwrap(), 0, "{idx} is due already");
    }
    let tried = |deliveries: Vec<Delivery>| -> Vec<_> {
        deliveries.into_iter().map(|delivery| (delivery.idx, delivery.attempts)).collect()
    };
    // What is parked begins anew; what waits goes on, so that it is not tried for ever.
    assert_eq!(tried(claim(&*store).await), [("a".to_owned(), 0), ("b".to_owned(), 1)]);
    assert_eq!(store.deliver_now("none").await.unwrap(), 0);
}

pub async fn one_distants_backlog_is_not_anothers(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    let other = NewTransaction { distant: "other".to_owned(), ..transaction("b", Frequency::Once) };
    begin(&*store, "a", key(1, 1)).await;
    store.begin(other, key(2, 1)).await.unwrap();
    for idx in ["a", "b"] {
        record(&*store, idx, Status::Pending).await;
    }
    assert_eq!(told(&claim(&*store).await), [("a", Status::Pending)]);
    assert_eq!(store.backlog("other").await.unwrap().waiting, 1);
    assert_eq!(store.backlog("none").await.unwrap(), super::Backlog::default());
    assert_eq!(told(&store.claim("other", LEASE, 8).await.unwrap()), [("b", Status::Pending)]);
}

pub async fn its_address_is_kept(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    assert_eq!(place.open(&clock).address().await.unwrap(), None);
    for address in ["https://give.example.org", "https://example.org/give"] {
        place.open(&clock).note_address(address).await.unwrap();
        assert_eq!(place.open(&clock).address().await.unwrap().as_deref(), Some(address));
    }
}
