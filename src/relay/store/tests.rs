//! The store on a real file: what is written together stands or falls together, and what is told goes in order.

mod growth;
mod older;
mod outbox;

use super::*;
use crate::protocol::{Amount, Frequency, Operation, RecurringStatus, Started, Status};
use std::sync::atomic::AtomicU32;
use std::time::Duration;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn open(&self) -> Store {
        Store::open(&self.0.join("relay.sqlite")).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn transaction(idx: &str, frequency: Frequency) -> NewTransaction {
    NewTransaction {
        idx: idx.to_owned(),
        form: "don".to_owned(),
        distant: "main".to_owned(),
        operation: Operation::Donation,
        frequency,
        amount: Amount::from_euros(30).unwrap(),
        token_hash: crate::relay::keys::token_hash(idx),
    }
}

async fn begin(store: &Store, idx: &str, key: u8, fingerprint: u8) -> Begun {
    let new = transaction(idx, Frequency::Once);
    store.write(move |connection| new.begin(connection, &[key; 32], &[fingerprint; 32])).await.unwrap()
}

async fn begin_among_many(store: &Store, idx: &str, key: u8, fingerprint: u8) -> Begun {
    let new = transaction(idx, Frequency::Once);
    let begin = move |connection: &_| new.begin_among_many(connection, &[key; 32], &[fingerprint; 32]);
    store.write(begin).await.unwrap()
}

fn again(idx: &str, started: bool, status: Status) -> Begun {
    Begun::Again { idx: idx.to_owned(), started, status }
}

async fn spend(store: &Store, nonce: &'static str, key: u8, expires_in: i64) -> Spent {
    let end = now() / 1000 + expires_in;
    store.write(move |connection| spend_challenge(connection, nonce, &[key; 32], end)).await.unwrap()
}

async fn record(store: &Store, idx: &str, status: Status) -> EventOutcome {
    let event = PaymentEvent { id: format!("{idx} {}", status.as_str()), idx: idx.to_owned(), status };
    store.write(move |connection| event.record(connection)).await.unwrap()
}

async fn claim(store: &Store, lease: Duration) -> Vec<(String, Status)> {
    let claimed = store.write(move |connection| Delivery::claim(connection, "main", lease, 8)).await.unwrap();
    claimed.into_iter().map(|delivery| (delivery.idx, delivery.status)).collect()
}

const LEASE: Duration = Duration::from_secs(60);
const ANSWER: Started = Started { status: Status::Completed, recurring_status: None };

#[tokio::test]
async fn a_key_of_many_begins_one_for_each_transaction() {
    let folder = Folder::new();
    let store = folder.open();
    for (idx, fingerprint) in [("a", 1), ("b", 2), ("c", 3)] {
        assert_eq!(begin_among_many(&store, idx, 9, fingerprint).await, Begun::New);
        assert_eq!(begin_among_many(&store, "again", 9, fingerprint).await, again(idx, false, Status::Init));
    }
    // The one that came first is forgotten, and its key free: the others are found all the same.
    store.write(|connection| forget(connection, "a")).await.unwrap();
    assert_eq!(begin_among_many(&store, "again", 9, 2).await, again("b", false, Status::Init));
    assert_eq!(begin(&store, "again", 9, 3).await, again("c", false, Status::Init), "as its only holder would");
    assert_eq!(begin_among_many(&store, "d", 9, 1).await, Begun::New);
    // A lost payment is begun anew, one that was made is not.
    for (lost, next) in [("b", "e"), ("e", "f")] {
        record(&store, lost, Status::Failed).await;
        assert_eq!(begin_among_many(&store, next, 9, 2).await, Begun::New);
        assert_eq!(begin_among_many(&store, "again", 9, 2).await, again(next, false, Status::Init));
    }
    record(&store, "f", Status::Completed).await;
    assert_eq!(begin_among_many(&store, "again", 9, 2).await, again("f", false, Status::Completed));
}

#[tokio::test]
async fn a_key_begins_one_transaction() {
    let folder = Folder::new();
    let store = folder.open();
    assert_eq!(begin(&store, "a", 1, 1).await, Begun::New);
    assert_eq!(begin(&store, "b", 1, 1).await, again("a", false, Status::Init));
    store.write(|connection| mark_started(connection, "a", &ANSWER)).await.unwrap();
    assert_eq!(begin(&store, "b", 1, 1).await, again("a", true, Status::Init));
    assert_eq!(begin(&store, "b", 1, 2).await, Begun::KeyReused);
    // What was started stays; what was not can be forgotten, and its key is free again.
    store.write(|connection| forget(connection, "a")).await.unwrap();
    assert_eq!(begin(&store, "b", 1, 2).await, Begun::KeyReused);
    assert_eq!(begin(&store, "c", 3, 3).await, Begun::New);
    store.write(|connection| forget(connection, "c")).await.unwrap();
    assert_eq!(begin(&store, "d", 3, 4).await, Begun::New);
}

#[tokio::test]
async fn a_write_that_fails_takes_nothing_else_back() {
    let folder = Folder::new();
    let store = folder.open();
    let doubled = |idx: &'static str| {
        let new = transaction(idx, Frequency::Once);
        store.write(move |connection| {
            new.begin(connection, &[9; 32], &[9; 32])?;
            connection.execute("INSERT INTO nowhere VALUES (1)", [])?;
            Ok(())
        })
    };
    let (first, failed, last) = tokio::join!(begin(&store, "a", 1, 1), doubled("b"), begin(&store, "c", 3, 3));
    assert!(matches!(failed, Err(StoreError::Sql(_))));
    assert_eq!((first, last), (Begun::New, Begun::New));
    assert_eq!(begin(&store, "b", 9, 9).await, Begun::New, "half of a write is none");
}

#[tokio::test]
async fn many_writers_are_all_on_the_disk() {
    let folder = Folder::new();
    let store = folder.open();
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..200_u8 {
        let store = store.clone();
        writers.spawn(async move { begin(&store, &format!("t{number}"), number, 1).await });
    }
    while let Some(begun) = writers.join_next().await {
        assert_eq!(begun.unwrap(), Begun::New);
    }
    // As another program sees it, while this one is still open.
    let other = Connection::open_with_flags(folder.0.join("relay.sqlite"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let count: i64 = other.query_row("SELECT count(*) FROM transactions", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 200);
}

#[tokio::test]
async fn an_event_and_the_duty_to_tell_it_are_one() {
    let folder = Folder::new();
    let store = folder.open();
    let series = transaction("a", Frequency::Monthly);
    store.write(move |connection| series.begin(connection, &[1; 32], &[1; 32])).await.unwrap();
    store.write(|connection| mark_started(connection, "a", &ANSWER)).await.unwrap();
    for (status, outcome) in [
        (Status::Pending, EventOutcome::Recorded),
        (Status::Pending, EventOutcome::Known),
        (Status::Refunded, EventOutcome::MovedOn(Status::Pending)),
        (Status::Completed, EventOutcome::Recorded),
        (Status::Pending, EventOutcome::Known),
        (Status::Failed, EventOutcome::MovedOn(Status::Completed)),
    ] {
        assert_eq!(record(&store, "a", status).await, outcome, "{status:?}");
    }
    assert_eq!(record(&store, "none", Status::Completed).await, EventOutcome::NotFound);
    let hash = crate::relay::keys::token_hash("a");
    let payment = store.read(move |connection| Payment::by_token(connection, &hash)).await.unwrap().unwrap();
    assert_eq!((payment.status, payment.recurring_status), (Status::Completed, Some(RecurringStatus::Ongoing)));
    let backlog = store.read(|connection| Backlog::of(connection, "main")).await.unwrap();
    assert_eq!(backlog.waiting, 2);
}

#[tokio::test]
async fn a_transactions_statuses_are_told_in_order_one_by_one() {
    let folder = Folder::new();
    let store = folder.open();
    for idx in ["a", "b"] {
        begin(&store, idx, idx.as_bytes()[0], 1).await;
        record(&store, idx, Status::Pending).await;
    }
    record(&store, "a", Status::Completed).await;
    let due = store.write(|connection| Delivery::claim(connection, "main", LEASE, 8)).await.unwrap();
    assert_eq!(due.len(), 2, "the oldest of each");
    assert!(due.iter().all(|delivery| delivery.status == Status::Pending));
    assert_eq!(claim(&store, LEASE).await, [], "taken is taken");
    let first = due.into_iter().find(|delivery| delivery.idx == "a").unwrap();
    let settled = first.clone();
    store.write(move |connection| settled.settle(connection, &ANSWER)).await.unwrap();
    assert_eq!(claim(&store, LEASE).await, [("a".to_owned(), Status::Completed)]);
}

#[tokio::test]
async fn nothing_is_due_while_a_transactions_oldest_status_waits() {
    let folder = Folder::new();
    let store = folder.open();
    begin(&store, "a", 1, 1).await;
    record(&store, "a", Status::Pending).await;
    let mut due = store.write(|connection| Delivery::claim(connection, "main", LEASE, 8)).await.unwrap();
    let oldest = due.remove(0);
    store.write(move |connection| oldest.postpone(connection, Some(LEASE), true)).await.unwrap();
    record(&store, "a", Status::Completed).await;
    assert_eq!(claim(&store, LEASE).await, []);
    let backlog = store.read(|connection| Backlog::of(connection, "main")).await.unwrap();
    // A courier that took the newer one for due would turn in circles until the older one is.
    assert!(backlog.next_at.unwrap() > now() + 30_000, "due in a minute, not now");
}

#[tokio::test]
async fn what_fails_waits_and_what_dies_comes_back() {
    let folder = Folder::new();
    let store = folder.open();
    begin(&store, "a", 1, 1).await;
    record(&store, "a", Status::Completed).await;
    // A lease that has run out: who held it is gone.
    assert_eq!(claim(&store, Duration::ZERO).await.len(), 1);
    let mut due = store.write(|connection| Delivery::claim(connection, "main", LEASE, 8)).await.unwrap();
    let delivery = due.remove(0);
    store.write(move |connection| delivery.postpone(connection, Some(LEASE), true)).await.unwrap();
    assert_eq!(claim(&store, LEASE).await, [], "not before its time");
    let backlog = store.read(|connection| Backlog::of(connection, "main")).await.unwrap();
    assert_eq!((backlog.waiting, backlog.retrying, backlog.parked), (1, 1, 0));
    // The distant is back.
    assert_eq!(store.write(|connection| Delivery::release(connection, "main", 200)).await.unwrap(), 1);
    let mut due = store.write(|connection| Delivery::claim(connection, "main", LEASE, 8)).await.unwrap();
    assert_eq!(due[0].attempts, 1);
    // The process dies while it delivers, and starts again.
    drop(store);
    let store = folder.open();
    assert_eq!(claim(&store, LEASE).await, []);
    store.write(Delivery::take_back_leases).await.unwrap();
    // Parked: neither time nor a distant that is back wakes it.
    let delivery = due.remove(0);
    store.write(move |connection| delivery.postpone(connection, None, true)).await.unwrap();
    assert_eq!(store.write(|connection| Delivery::release(connection, "main", 200)).await.unwrap(), 0);
    assert_eq!(claim(&store, LEASE).await, []);
    let backlog = store.read(|connection| Backlog::of(connection, "main")).await.unwrap();
    assert_eq!((backlog.waiting, backlog.parked), (1, 1));
}

#[tokio::test]
async fn a_challenge_is_spent_on_one_submission_until_it_ends() {
    let folder = Folder::new();
    let store = folder.open();
    assert_eq!(spend(&store, "a", 1, 60).await, Spent::OnThis);
    assert_eq!(spend(&store, "a", 2, 60).await, Spent::Before);
    assert_eq!(spend(&store, "a", 1, 60).await, Spent::OnThis, "the same, sent again");
    store.write(|connection| void_challenge(connection, "a")).await.unwrap();
    assert_eq!(spend(&store, "a", 1, 60).await, Spent::Before, "a wrong answer was tried");
    assert_eq!(spend(&store, "b", 1, -120).await, Spent::OnThis);
    let count = |connection: &Connection| {
        Ok(connection.query_row("SELECT count(*) FROM spent_challenges", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(count).await.unwrap(), 2);
    // The next one takes those that have ended with it.
    assert_eq!(spend(&store, "c", 1, 60).await, Spent::OnThis);
    assert_eq!(store.read(count).await.unwrap(), 2);
}

#[tokio::test]
async fn what_is_old_is_forgotten_but_for_the_payment() {
    let folder = Folder::new();
    let store = folder.open();
    for (idx, key) in [("paid", 1), ("never", 2)] {
        assert_eq!(begin(&store, idx, key, 1).await, Begun::New);
    }
    store.write(|connection| mark_started(connection, "paid", &ANSWER)).await.unwrap();
    assert_eq!(record(&store, "paid", Status::Completed).await, EventOutcome::Recorded);
    let forget_before = |before| store.write(move |connection| forget_old(connection, before, 200));
    let nothing = Forgotten { keys: 0, all: true };
    assert_eq!(forget_before(now() - 60_000).await.unwrap(), nothing);
    assert_eq!(begin(&store, "again", 1, 1).await, again("paid", true, Status::Completed));
    assert_eq!(forget_before(now() + 60_000).await.unwrap(), Forgotten { keys: 2, all: true });
    assert_eq!(begin(&store, "never", 2, 9).await, Begun::New, "its name is free again");
    // The payment's page is there, and what the distant must be told.
    let hash = crate::relay::keys::token_hash("paid");
    let payment = store.read(move |connection| Payment::by_token(connection, &hash)).await.unwrap().unwrap();
    assert_eq!(payment.status, Status::Completed);
    assert_eq!(claim(&store, LEASE).await, [("paid".to_owned(), Status::Completed)]);
}

#[tokio::test]
async fn forgetting_goes_in_small_steps() {
    let folder = Folder::new();
    let store = folder.open();
    for key in 0..25 {
        begin(&store, &format!("t{key}"), key, 1).await;
    }
    let mut steps = 1;
    loop {
        let step = store.write(|connection| forget_old(connection, now() + 60_000, 10)).await.unwrap();
        assert!(step.keys <= 10, "{step:?}");
        if step.all {
            break;
        }
        steps += 1;
    }
    assert_eq!(steps, 3);
    let left = |connection: &Connection| {
        Ok(connection.query_row("SELECT count(*) FROM transactions", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(left).await.unwrap(), 0);
}

#[tokio::test]
async fn a_donor_takes_few_ended_challenges_along() {
    let folder = Folder::new();
    let store = folder.open();
    let many = "INSERT INTO spent_challenges (nonce, expires_at) WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL
                SELECT n + 1 FROM n WHERE n < 1000) SELECT 'old' || n, 0 FROM n";
    store.write(|connection| Ok(connection.execute_batch(many)?)).await.unwrap();
    spend(&store, "new", 1, 60).await;
    let count = |connection: &Connection| {
        Ok(connection.query_row("SELECT count(*) FROM spent_challenges", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(count).await.unwrap(), 1000 - 64 + 1);
}

#[tokio::test]
async fn what_cannot_be_written_is_told_and_comes_back() {
    let folder = Folder::new();
    let store = folder.open();
    begin(&store, "a", 1, 1).await;
    store.check().await.unwrap();
    let other = Connection::open(folder.0.join("relay.sqlite")).unwrap();
    // Another program that writes for ever, as far as anybody can tell.
    store.write(|connection| Ok(connection.busy_timeout(Duration::ZERO)?)).await.unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let new = transaction("b", Frequency::Once);
    let failed = store.write(move |connection| new.begin(connection, &[2; 32], &[1; 32])).await.unwrap_err();
    assert!(failed.is_passing(), "{failed}");
    assert!(store.check().await.is_err());
    other.execute_batch("ROLLBACK").unwrap();
    store.check().await.unwrap();
    assert_eq!(begin(&store, "b", 2, 1).await, Begun::New);
}

#[cfg(unix)]
#[test]
fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.0.join("relay.sqlite");
    let modes = || {
        let mode = |ending| std::fs::metadata(format!("{}{ending}", path.display())).map(|file| file.permissions());
        ["", "-wal", "-shm"].map(|ending| mode(ending).unwrap().mode() & 0o777)
    };
    let store = folder.open();
    assert_eq!(modes(), [0o600; 3]);
    // As an older version left them.
    for ending in ["", "-wal", "-shm"] {
        let older = PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(format!("{}{ending}", path.display()), older).unwrap();
    }
    let again = folder.open();
    assert_eq!(modes(), [0o600; 3]);
    drop((store, again));
    // Shared with a group on purpose.
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    let _store = folder.open();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
