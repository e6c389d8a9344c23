//! The thread that writes: it takes all that waits, and answers after one commit of it.

use super::statement::statement;
use crate::relay::clock::Clock;
use crate::relay::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;

/// Tells who asked what became of their write.
pub(super) type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// A write: whether it did its work, and whom to tell. One that is dropped was not done.
pub(super) type Job = Box<dyn FnOnce(&Connection) -> (bool, Reply) + Send>;

/// The most writes that share a commit.
const BATCH: usize = 256;

/// Writes until nobody can ask any more. `committed_at` is when the last commit succeeded, in milliseconds since 1970;
/// 0 after one that failed.
pub(super) fn write_batches(
    mut connection: Connection,
    jobs: &mpsc::Receiver<Job>,
    committed_at: &AtomicI64,
    clock: &Clock,
) {
    while let Ok(first) = jobs.recv() {
        // A caller learns of a failure when its job is dropped: once `committed_at` tells of it too.
        let mut batch = std::iter::once(first).chain(jobs.try_iter()).take(BATCH).collect::<Vec<_>>().into_iter();
        let mut replies = Vec::new();
        let committed = write_batch(&mut connection, &mut batch, &mut replies).map_err(|error| error.to_string());
        if let Err(error) = &committed {
            tracing::error!(%error, "store commit failed");
        }
        committed_at.store(if committed.is_ok() { clock.now() } else { 0 }, Ordering::Relaxed);
        for reply in replies {
            reply(committed.clone().map_err(StoreError::Commit));
        }
    }
}

/// Runs a batch in one transaction. A job that fails takes back its own work only.
fn write_batch(
    connection: &mut Connection,
    batch: &mut impl Iterator<Item = Job>,
    replies: &mut Vec<Reply>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Of statements that are kept ready: to parse them for each job would take as long as the job.
    let run = |sql| statement(&transaction, sql)?.execute([]);
    for job in batch {
        run("SAVEPOINT job")?;
        let (keep, reply) = job(&transaction);
        replies.push(reply);
        if transaction.is_autocommit() {
            // A full disk takes back the whole transaction; what came after would be committed one by one.
            return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT), None));
        }
        if !keep {
            run("ROLLBACK TO job")?;
        }
        run("RELEASE job")?;
    }
    transaction.commit()
}

/// Writes what says nothing, to see whether anything can be written.
pub(super) fn beat(connection: &Connection, now: i64) -> Result<(), StoreError> {
    statement(connection, "UPDATE pulse SET at = ?1 WHERE id = 1")?.execute([now])?;
    Ok(())
}
