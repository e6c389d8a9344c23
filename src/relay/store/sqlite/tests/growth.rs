//! Nothing takes longer when much is stored or much waits: 100,000 entries, and the plan of each statement.

use super::*;
use crate::relay::store::sqlite::outbox::{self, DUE};
use crate::relay::store::sqlite::statement::slow_steps;
use rusqlite::StatementStatus;

/// Fills a store in which 100,000 entries wait: a third of first tries, a third of retries, a third behind another of their
/// transaction. All are due.
async fn with_much_waiting(folder: &Folder) -> SqliteStore {
    let store = folder.open();
    let fill = "
        CREATE TEMP TABLE n AS WITH RECURSIVE n(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < 66666)
            SELECT n FROM n;
        INSERT INTO transactions (idx, form, distant, operation, frequency, amount_cents, token_hash, started, status,
                                  created_at)
            SELECT 't' || n, 'don', 'main', 'donation', 'once', 3000, CAST('hash ' || n AS BLOB), 1, 'pending', n FROM n;
        INSERT INTO outbox (idx, distant, status, attempts, next_at, passing)
            SELECT 't' || n, 'main', 'pending', n % 2, n, n % 2 FROM n;
        INSERT INTO outbox (idx, distant, status, next_at, head)
            SELECT 't' || n, 'main', 'completed', n, 0 FROM n WHERE n % 2 = 1;
        DROP TABLE n;";
    store.write(|connection| Ok(connection.execute_batch(fill)?)).await.unwrap();
    store
}

#[tokio::test]
async fn eight_of_100_000_are_found_without_a_scan_or_a_sort() {
    let folder = Folder::new();
    let store = with_much_waiting(&folder).await;
    assert_eq!(store.backlog("main").await.unwrap().waiting, 100_000);
    let plan = |connection: &Connection| {
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {DUE}"))?;
        let steps = plan.query_map(("main", 1, 0, 8), |row| row.get(3))?;
        Ok(steps.collect::<rusqlite::Result<Vec<String>>>()?)
    };
    assert_eq!(
        store.read(plan).await.unwrap(),
        ["SEARCH outbox USING INDEX outbox_due (distant=? AND retry=? AND due_at<?)"]
    );
    let steps = |connection: &Connection| {
        assert_eq!(outbox::claim(connection, "main", LEASE, 8, NOON)?.len(), 8);
        let found = connection.prepare_cached(DUE)?;
        Ok([StatementStatus::FullscanStep, StatementStatus::Sort, StatementStatus::VmStep]
            .map(|status| found.get_status(status)))
    };
    let [scanned, sorted, all] = store.write(steps).await.unwrap();
    assert_eq!((scanned, sorted), (0, 0));
    assert!(all < 1000, "{all} steps of SQLite's machine");
}

#[tokio::test]
async fn neither_first_tries_nor_retries_wait_for_all_of_the_other() {
    let folder = Folder::new();
    let store = with_much_waiting(&folder).await;
    let claimed = || store.claim("main", LEASE, 8);
    for _ in 0..3 {
        let attempts: Vec<_> = claimed().await.unwrap().iter().map(|delivery| delivery.attempts).collect();
        assert_eq!(attempts, [0, 0, 0, 0, 1, 1, 1, 1]);
    }
    // Where there is but one kind, it has all places.
    let postpone = "UPDATE outbox SET next_at = NULL WHERE attempts = 0 AND head = 1";
    store.write(|connection| Ok(connection.execute_batch(postpone)?)).await.unwrap();
    assert!(claimed().await.unwrap().iter().all(|delivery| delivery.attempts == 1));
}

#[test]
fn a_plan_that_grows_is_seen() {
    let mut connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.to_latest(&mut connection).unwrap();
    for (sql, slow) in [
        ("SELECT idx FROM transactions WHERE form = ?1", true),
        ("SELECT count(*) FROM outbox", true),
        ("SELECT id FROM outbox WHERE distant = ?1 ORDER BY attempts", true),
        ("DELETE FROM outbox", true),
        ("SELECT idx FROM transactions WHERE idx = ?1", false),
    ] {
        assert_eq!(!slow_steps(&connection, sql).is_empty(), slow, "{sql}");
    }
}

/// `statement` looks at the plan of each that the tests run; so no other way may lead to one.
#[test]
fn every_statement_is_looked_at() {
    for source in [
        include_str!("../alarms.rs"),
        include_str!("../challenges.rs"),
        include_str!("../figures.rs"),
        include_str!("../listing.rs"),
        include_str!("../outbox.rs"),
        include_str!("../transactions.rs"),
        include_str!("../writer.rs"),
    ] {
        for way in ["prepare", "connection.execute", "connection.query", "connection\n"] {
            assert!(!source.contains(way), "{way}");
        }
    }
}

#[test]
fn every_foreign_key_has_an_index() {
    let mut connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.to_latest(&mut connection).unwrap();
    let column = |sql: &str| {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<Vec<String>>>().unwrap()
    };
    let mut keys = 0;
    for table in column("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        for key in column(&format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}')")) {
            let first = format!(
                "SELECT c.name FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c WHERE c.seqno = 0"
            );
            assert!(column(&first).contains(&key), "{table}.{key}");
            keys += 1;
        }
    }
    assert_eq!(keys, 6);
}
