//! A store of an older version is brought to this one's schema with all that it holds.

use super::*;

/// What the version before left: `a` with two statuses to tell, of which the first was tried, `b` parked, `c` never
/// opened.
const ROWS: &str = "
    INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, started, status,
                              created_at)
        VALUES ('a', 'don', 'main', 'donation', 'once', 3000, X'01', 1, 'completed', 1000),
               ('b', 'don', 'main', 'donation', 'once', 3000, X'02', 1, 'completed', 2000),
               ('c', 'don', 'main', 'donation', 'once', 3000, X'03', 0, 'init', 3000);
    INSERT INTO outbox (id, idx, distant, status, attempts, next_at, lease_until, passing)
        VALUES (1, 'a', 'main', 'pending', 2, 5, 9999999999999, 1), (2, 'b', 'main', 'completed', 35, NULL, 0, 0),
               (3, 'a', 'main', 'completed', 0, 5, 0, 0);";

#[tokio::test]
async fn nothing_of_an_older_store_is_lost() {
    let folder = Folder::new();
    let path = folder.0.join("relay.sqlite");
    let mut older = Connection::open(&path).unwrap();
    Migrations::new(vec![STEPS[0].clone(), STEPS[1].clone()]).to_latest(&mut older).unwrap();
    older.execute_batch(ROWS).unwrap();
    for (key, idx) in [(1_u8, "a"), (2, "b"), (3, "c")] {
        let row = rusqlite::params![[key; 32], [9_u8; 32], idx];
        older.execute("INSERT INTO idempotency_keys (key_hash, fingerprint, idx) VALUES (?1, ?2, ?3)", row).unwrap();
    }
    drop(older);

    let store = folder.open();
    let backlog = store.backlog("main").await.unwrap();
    assert_eq!((backlog.waiting, backlog.retrying, backlog.parked), (3, 1, 1));
    assert_eq!(backlog.next_at, Some(9_999_999_999_999), "it was taken");
    store.take_back_leases().await.unwrap();
    let due = claim(&store).await;
    let [pending] = due.as_slice() else { panic!("{due:?}") };
    assert_eq!((pending.idx.as_str(), pending.status, pending.attempts), ("a", Status::Pending, 2));
    store.settle(pending.clone(), ANSWER).await.unwrap();
    let [completed] = &claim(&store).await[..] else { panic!("the next status is due") };
    assert_eq!((completed.idx.as_str(), completed.status), ("a", Status::Completed));
    // The keys are as old as their transactions.
    let known = Begun::Again { idx: "b".to_owned(), started: true, status: Status::Completed };
    assert_eq!(begin(&store, "again", key(2, 9)).await, known);
    let forgotten = store.forget_old(2000, 200).await.unwrap();
    assert_eq!(forgotten, Forgotten { keys: 1, all: true });
    let forgotten = store.forget_old(4000, 200).await.unwrap();
    assert_eq!(forgotten, Forgotten { keys: 2, all: true });
    assert_eq!(begin(&store, "c", key(3, 1)).await, Begun::New, "its name is free again");
}

#[test]
fn migrations_are_valid() {
    MIGRATIONS.validate().unwrap();
}

#[test]
fn a_store_of_a_newer_version_is_left_as_it_is() {
    let folder = Folder::new();
    drop(folder.open());
    let path = folder.0.join("relay.sqlite");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let refused = SqliteStore::open(&path, Clock::fixed(NOON)).err().unwrap();
    assert!(matches!(&refused, StoreError::Newer { .. }) && !refused.is_passing(), "{refused}");
}
