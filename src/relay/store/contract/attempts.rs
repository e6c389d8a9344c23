//! Promises on attempts to pay, and on what is to be looked at.

use super::{LEASE, NOON, StorePlace, begin, claim, key, see, told};
use crate::protocol::Status;
use crate::relay::clock::Clock;
use crate::relay::settlement::{Money, Sight, State, Sum};
use crate::relay::store::{AlarmCause, Look, Seen, Store};
use std::time::Duration;

fn paid(cents: u64) -> Sight {
    Sight::Money(Money::Paid, Sum::Euros(cents))
}

pub async fn attempts_are_kept_and_found_by_their_reference(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    begin(&*store, "a", key(1, 1)).await;
    store.open_attempt("a", 1, "stripe").await.unwrap();
    store.note_reference("a", 1, "cs_1", NOON).await.unwrap();
    clock.advance(LEASE);
    store.open_attempt("a", 2, "transfer").await.unwrap();
    store.open_attempt("a", 2, "cheque").await.unwrap();
    see(&*store, "a", 1, Sight::Money(Money::Refused, Sum::Euros(3000))).await;
    drop(store);
    let store = place.open(&clock);
    let found = store.find_attempt("stripe", "cs_1").await.unwrap().unwrap();
    let [first, second] = &found.payment.attempts[..] else { panic!("{found:?}") };
    assert_eq!(found.kept(), Some(first));
    assert_eq!((first.attempt.state, first.opened_at, first.changed_at), (State::Failed, NOON, NOON + 60_000));
    assert_eq!((second.means.as_str(), &second.reference, second.attempt.state), ("transfer", &None, State::Open));
    assert_eq!(found.payment.status, Status::Init, "a refused card ends an attempt, not the transaction");
    for (means, reference) in [("stripe", "cs_2"), ("transfer", "cs_1")] {
        assert_eq!(store.find_attempt(means, reference).await.unwrap(), None);
    }
    see(&*store, "a", 2, Sight::Money(Money::Pending, Sum::Euros(3000))).await;
    let waiting = store.waiting_attempts("transfer", NOON + 60_000, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|found| found.number).collect::<Vec<_>>(), [2]);
    assert_eq!(store.waiting_attempts("transfer", NOON + 59_999, 10).await.unwrap(), []);
    assert_eq!(store.waiting_attempts("cheque", NOON + 60_000, 10).await.unwrap(), []);
}

pub async fn billing_details_are_asked_for_a_few_times_and_not_after_the_end(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    begin(&*store, "a", key(1, 1)).await;
    let read = async |number| store.count_billing_read("a", number).await.unwrap();
    assert!(!read(1).await, "there is no such attempt");
    for number in [1, 2, 3] {
        store.open_attempt("a", number, "stripe").await.unwrap();
    }
    for _ in 0..5 {
        assert!(read(1).await);
    }
    assert!(!read(1).await);
    see(&*store, "a", 2, Sight::Money(Money::Refused, Sum::Euros(3000))).await;
    assert!(!read(2).await, "the attempt is over");
    assert!(read(3).await);
    see(&*store, "a", 1, paid(3000)).await;
    assert!(!read(3).await, "the payment has ended");
}

pub async fn money_on_two_attempts_is_told_once_and_alarms(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    begin(&*store, "a", key(1, 1)).await;
    see(&*store, "a", 1, paid(3000)).await;
    let again = see(&*store, "a", 2, paid(3000)).await;
    assert_eq!(again, Seen::Changed { distant: "main".to_owned(), told: false, late: false });
    see(&*store, "a", 3, paid(2999)).await;
    let causes = async |store: &dyn Store| -> Vec<_> {
        store.alarms("main", 10).await.unwrap().into_iter().map(|alarm| alarm.cause).collect()
    };
    assert_eq!(causes(&*store).await, [AlarmCause::PaidTwice, AlarmCause::OtherSum]);
    let delivery = claim(&*store).await;
    assert_eq!(told(&delivery), [("a", Status::Completed)]);
    // That the distant has it mends nothing of that.
    store.settle(delivery.into_iter().next().unwrap(), super::ANSWER).await.unwrap();
    store.raise("a", AlarmCause::RefundFailed, "stripe").await.unwrap();
    store.raise("none", AlarmCause::RefundFailed, "stripe").await.unwrap();
    assert_eq!(causes(&*store).await, [AlarmCause::PaidTwice, AlarmCause::OtherSum, AlarmCause::RefundFailed]);
}

pub async fn what_is_to_be_looked_at_comes_when_it_is_due(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    begin(&*store, "a", key(1, 1)).await;
    store.open_attempt("a", 1, "stripe").await.unwrap();
    store.note_reference("a", 1, "cs_1", NOON + 1).await.unwrap();
    assert_eq!(store.swept_at("stripe").await.unwrap(), None);
    store.note_sweep("stripe", vec!["re_1".to_owned(), "re_1".to_owned()], NOON - 1).await.unwrap();
    let look = |object: &str, tries, told| Look { means: "stripe".to_owned(), object: object.to_owned(), tries, told };
    assert_eq!(store.due_looks(10).await.unwrap(), [look("re_1", 0, 0)]);
    // It could not be looked at; a message about it makes it due again at once.
    store.looked(look("re_1", 1, 0), Some(NOON + 60_000)).await.unwrap();
    assert_eq!(store.due_looks(10).await.unwrap(), []);
    store.hear("stripe", vec!["re_1".to_owned()]).await.unwrap();
    assert_eq!(store.due_looks(10).await.unwrap(), [look("re_1", 1, 1)]);
    // One that came while it was looked at is not passed over.
    store.hear("stripe", vec!["re_1".to_owned()]).await.unwrap();
    store.looked(look("re_1", 0, 1), Some(NOON + 60_000)).await.unwrap();
    assert_eq!(store.due_looks(10).await.unwrap(), [look("re_1", 1, 2)]);
    store.looked(look("re_1", 0, 1), None).await.unwrap();
    assert_eq!(store.due_looks(10).await.unwrap(), [look("re_1", 1, 2)]);
    store.looked(look("re_1", 0, 2), None).await.unwrap();
    clock.advance(Duration::from_millis(1));
    drop(store);
    let store = place.open(&clock);
    assert_eq!(store.swept_at("stripe").await.unwrap(), Some(NOON - 1));
    assert_eq!(store.due_looks(10).await.unwrap(), [look("cs_1", 0, 0)]);
    store.looked(look("cs_1", 0, 0), None).await.unwrap();
    assert_eq!(store.due_looks(10).await.unwrap(), []);
}

pub async fn a_refusal_counts_once_and_not_for_ever(place: &dyn StorePlace) {
    const DAY: i64 = 24 * 3_600_000;
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    for (means, object, at, is_new) in [
        ("stripe", "ch_2", NOON, true),
        ("stripe", "ch_1", NOON - 5000, true),
        ("stripe", "ch_1", NOON - 5000, false),
        ("spip", "ch_1", NOON - 6000, true),
        ("stripe", "ch_0", NOON - DAY - 1, false),
    ] {
        assert_eq!(store.note_refusal(means, object, at).await.unwrap(), is_new, "{means} {object}");
    }
    drop(store);
    let store = place.open(&clock);
    assert_eq!(store.refusals_since(NOON - 5000).await.unwrap(), [NOON - 5000, NOON]);
    clock.advance(Duration::from_secs(24 * 3600));
    assert!(!store.note_refusal("stripe", "ch_1", NOON - 5000).await.unwrap());
    assert_eq!(store.refusals_since(0).await.unwrap(), [NOON]);
}

/// What becomes of a means, one after the other.
enum Step {
    /// A message comes.
    Hear,
    /// Something new is seen that none told.
    Miss,
    /// So many hours pass.
    Hours(u64),
    /// The program ends, and starts again.
    Restart,
    /// A person closes the alarm.
    Close,
}

pub async fn a_means_that_is_missed_and_not_heard_for_two_days_is_silent(place: &dyn StorePlace) {
    use Step::{Close, Hear, Hours, Miss, Restart};
    let cases: [(&[Step], usize); 15] = [
        (&[Hours(100)], 0),
        (&[Hear, Hours(100)], 0),
        (&[Miss, Hours(47)], 0),
        (&[Miss, Hours(48)], 1),
        (&[Hear, Hours(2), Miss, Hours(48)], 1),
        // It may have been told just before.
        (&[Hear, Miss, Hours(100)], 0),
        (&[Hear, Hours(2), Miss, Hours(47), Hear, Hours(100)], 0),
        (&[Hear, Hours(200), Miss, Hours(1)], 0),
        (&[Miss, Hours(30), Miss, Hours(18)], 1),
        (&[Miss, Hours(47), Restart, Hours(1)], 1),
        (&[Miss, Hours(48), Miss, Hours(48), Miss, Hours(48)], 1),
        (&[Miss, Hours(48), Hear], 0),
        (&[Miss, Hours(48), Hear, Hours(2), Miss, Hours(48)], 1),
        (&[Miss, Hours(48), Close, Hours(100)], 0),
        (&[Miss, Hours(48), Close, Miss, Hours(48)], 1),
    ];
    let clock = Clock::fixed(NOON);
    for (number, (steps, expected)) in cases.into_iter().enumerate() {
        let (idx, means) = (format!("{number}"), format!("means-{number}"));
        let mut store = place.open(&clock);
        begin(&*store, &idx, key(number as u8, 1)).await;
        for step in steps {
            match step {
                Hear => store.hear(&means, Vec::new()).await.unwrap(),
                Miss => store.miss(&means, &idx).await.unwrap(),
                Hours(hours) => clock.advance(Duration::from_secs(hours * 3600)),
                Close => assert_eq!(store.close_alarms(&idx).await.unwrap(), 1),
                Restart => {
                    drop(store);
                    store = place.open(&clock);
                }
            }
            store.raise_silence(clock.now() - 48 * 3_600_000).await.unwrap();
        }
        let alarms = store.alarms("main", 100).await.unwrap();
        let of_it = alarms.iter().filter(|alarm| alarm.idx == idx);
        let of_it: Vec<_> = of_it.map(|alarm| (alarm.cause, alarm.said.as_str())).collect();
        assert_eq!(of_it, vec![(AlarmCause::CallbacksSilent, means.as_str()); expected], "case {number}");
    }
}
