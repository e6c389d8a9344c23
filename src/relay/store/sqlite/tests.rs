//! The store on a real file: the contract of every store, and what is SQLite's alone.

mod growth;
mod older;
mod outbox;

use super::*;
use crate::protocol::{Frequency, Status};
use crate::relay::store::contract::{
    ANSWER, LEASE, NOON, StorePlace, begin, claim, key, spend, store_contract, transaction,
};
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;

store_contract! { Folder }

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.0.join("relay.sqlite"), Clock::fixed(NOON)).unwrap()
    }
}

impl StorePlace for Folder {
    fn open(&self, clock: &Clock) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0.join("relay.sqlite"), clock.clone()).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_write_that_fails_takes_nothing_else_back() {
    let folder = Folder::new();
    let store = folder.open();
    let doubled = |idx: &'static str| {
        let new = transaction(idx, Frequency::Once);
        store.write(move |connection| {
            transactions::begin(connection, &new, &key(9, 9), NOON)?;
            connection.execute("INSERT INTO nowhere VALUES (1)", [])?;
            Ok(())
        })
    };
    let (first, failed, last) =
        tokio::join!(begin(&store, "a", key(1, 1)), doubled("b"), begin(&store, "c", key(3, 3)));
    assert!(matches!(failed, Err(StoreError::Failed { .. })));
    assert_eq!((first, last), (Begun::New, Begun::New));
    assert_eq!(begin(&store, "b", key(9, 9)).await, Begun::New, "half of a write is none");
}

#[tokio::test]
async fn whichever_writes_of_a_batch_fail_the_others_are_done_once() {
    for failing in [&[][..], &[0], &[1], &[2], &[0, 2], &[0, 1, 2]] {
        let folder = Folder::new();
        let store = folder.open();
        // Holds the writer until they all wait for it.
        let (go, held) = mpsc::channel();
        let held = Mutex::new(held);
        let holding = store.write(move |_| Ok(held.lock().unwrap().recv().is_ok()));
        let count = |number| {
            let fails = failing.contains(&number);
            store.write(move |connection| {
                connection.execute("UPDATE pulse SET at = at + 1", [])?;
                if fails {
                    connection.execute("INSERT INTO nowhere VALUES (1)", [])?;
                }
                Ok(())
            })
        };
        let told = tokio::join!(holding, count(0), count(1), count(2), async move { go.send(()).unwrap() });
        let failed = [told.1, told.2, told.3].map(|outcome| outcome.is_err());
        assert_eq!(failed, [0, 1, 2].map(|number| failing.contains(&number)));
        let counted = |connection: &Connection| {
            Ok(connection.query_row("SELECT at FROM pulse WHERE id = 1", [], |row| row.get::<_, i64>(0))?)
        };
        assert_eq!(store.read(counted).await.unwrap(), 3 - failing.len() as i64, "{failing:?}");
    }
}

#[tokio::test]
async fn a_donor_takes_few_ended_challenges_along() {
    let folder = Folder::new();
    let store = folder.open();
    let many = "INSERT INTO spent_challenges (nonce, expires_at) WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL
                SELECT n + 1 FROM n WHERE n < 1000) SELECT 'old' || n, 0 FROM n";
    store.write(|connection| Ok(connection.execute_batch(many)?)).await.unwrap();
    spend(&store, "new", 1, NOON).await;
    let count = |connection: &Connection| {
        Ok(connection.query_row("SELECT count(*) FROM spent_challenges", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(count).await.unwrap(), 1000 - 64 + 1);
}

#[tokio::test]
async fn what_cannot_be_written_is_told_and_comes_back() {
    let folder = Folder::new();
    let store = folder.open();
    begin(&store, "a", key(1, 1)).await;
    store.check().await.unwrap();
    let other = Connection::open(folder.0.join("relay.sqlite")).unwrap();
    // Another program that writes for ever, as far as anybody can tell.
    store.write(|connection| Ok(connection.busy_timeout(Duration::ZERO)?)).await.unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let new = transaction("b", Frequency::Once);
    let failed = store.begin(new, key(2, 1)).await.unwrap_err();
    assert!(failed.is_passing(), "{failed}");
    assert!(store.check().await.is_err());
    other.execute_batch("ROLLBACK").unwrap();
    store.check().await.unwrap();
    assert_eq!(begin(&store, "b", key(2, 1)).await, Begun::New);
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
