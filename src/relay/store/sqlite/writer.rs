//! The thread that writes: it takes all that waits, and answers after one commit of it.

use super::statement::statement;
use crate::relay::clock::Clock;
use crate::relay::store::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;
use tokio::sync::oneshot;

/// The most writes that share a commit.
const BATCH: usize = 256;

/// What is to be written. It may be done twice: where another write of its batch fails, the first time is taken back.
pub(super) trait Job: Send {
    /// Writes. Returns whether that is to be kept.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells who asked what became of it.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A job whose outcome is awaited.
struct Awaited<T, F> {
    work: F,
    outcome: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

/// Makes a job of `work`, and what its outcome will be told to.
pub(super) fn job<T, F>(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>)
where
    T: Send + 'static,
    F: Fn(&Connection) -> Result<T, StoreError> + Send + 'static,
{
    let (answer, answered) = oneshot::channel();
    (Box::new(Awaited { work, outcome: None, answer }), answered)
}

impl<T, F> Job for Awaited<T, F>
where
    T: Send,
    F: Fn(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.outcome.insert((self.work)(connection)).is_ok()
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let told = match self.outcome {
            Some(Err(error)) => Err(error),
            Some(Ok(value)) => committed.map(|()| value),
            // Its batch ended before it.
            None => Err(committed.err().unwrap_or(StoreError::Closed)),
        };
        // The caller may have gone away; the write still counts.
        drop(self.answer.send(told));
    }
}

/// Writes until nobody can ask any more. `committed_at` is when the last commit succeeded, in milliseconds since 1970;
/// 0 after one that failed.
pub(super) fn write_batches(
    mut connection: Connection,
    jobs: &mpsc::Receiver<Box<dyn Job>>,
    committed_at: &AtomicI64,
    clock: &Clock,
) {
    while let Ok(first) = jobs.recv() {
        let mut batch: Vec<_> = std::iter::once(first).chain(jobs.try_iter()).take(BATCH).collect();
        let committed = write_batch(&mut connection, &mut batch).map_err(|error| error.to_string());
        if let Err(error) = &committed {
            tracing::error!(%error, "store commit failed");
        }
        // Before a caller learns of a failure, this tells of it too.
        committed_at.store(if committed.is_ok() { clock.now() } else { 0 }, Ordering::Relaxed);
        for job in batch {
            job.answer(committed.clone().map_err(StoreError::Commit));
        }
    }
}

/// Runs a batch in one transaction. A job that fails takes back its own work only.
fn write_batch(connection: &mut Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    let together = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if batch.iter_mut().all(|job| job.run(&together)) {
        return together.commit();
    }
    // Only now: for a savepoint, SQLite keeps a copy of each page that is written behind it.
    still_open(&together)?;
    together.rollback()?;
    let apart = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let run = |sql| statement(&apart, sql)?.execute([]);
    for job in batch {
        run("SAVEPOINT job")?;
        let keep = job.run(&apart);
        still_open(&apart)?;
        if !keep {
            run("ROLLBACK TO job")?;
        }
        run("RELEASE job")?;
    }
    apart.commit()
}

/// Checks that the transaction was not taken back as a whole, as a full disk does: what came after would be committed one
/// by one.
fn still_open(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let aborted = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT);
    if transaction.is_autocommit() { Err(rusqlite::Error::SqliteFailure(aborted, None)) } else { Ok(()) }
}

/// Writes what says nothing, to see whether anything can be written.
pub(super) fn beat(connection: &Connection, now: i64) -> Result<(), StoreError> {
    statement(connection, "UPDATE pulse SET at = ?1 WHERE id = 1")?.execute([now])?;
    Ok(())
}
