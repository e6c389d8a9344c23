//! The origin's store: SQLite, one writer thread, group commit.
//!
//! Writes queue up; the thread takes all that wait, runs each in a savepoint of one transaction, and answers them only
//! after that one is on the disk (`synchronous=FULL`): a bank's event that we acknowledged must not vanish. Many
//! writers share one sync, which is what limits a durable store.

mod challenges;
mod outbox;
#[cfg(test)]
mod tests;
mod transactions;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;

pub(in crate::relay) use challenges::{Spent, spend_challenge, void_challenge};
pub use outbox::{Backlog, Delivery};
pub use transactions::{Begun, EventOutcome, NewTransaction, Payment, PaymentEvent};
pub(in crate::relay) use transactions::{forget, forget_old, is_known, mark_started};

/// Why the store did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened as a store.
    #[error("cannot open {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The file's schema is not ours, or newer than this program.
    #[error("{path} cannot be brought to this version's schema: {source}")]
    Migrate {
        /// The file.
        path: PathBuf,
        /// What stands against it.
        source: rusqlite_migration::Error,
    },
    /// A statement failed.
    #[error("the store failed: {0}")]
    Sql(#[from] rusqlite::Error),
    /// The batch that this write was in could not be committed.
    #[error("the store could not commit: {0}")]
    Commit(String),
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// A row holds a word that this version does not know.
    #[error("the store holds an unknown {0}")]
    Unknown(&'static str),
}

type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Job = Box<dyn FnOnce(&Connection) -> (bool, Reply) + Send>;

/// The most writes that share a commit.
const BATCH: usize = 256;

/// The origin's store. Cheap to clone; closes when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    writer: mpsc::Sender<Job>,
    reader: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the store at `path`, making it or bringing it to this version's schema.
    ///
    /// # Errors
    /// If the file cannot be opened, or is not ours.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let open_error = |source| StoreError::Open { path: path.to_owned(), source };
        let mut connection = Connection::open(path).map_err(open_error)?;
        configure(&connection).map_err(open_error)?;
        Migrations::new(vec![M::up(include_str!("schema.sql")), M::up(include_str!("challenges.sql"))])
            .to_latest(&mut connection)
            .map_err(|source| StoreError::Migrate { path: path.to_owned(), source })?;
        let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(open_error)?;
        configure_reader(&reader).map_err(open_error)?;
        let (writer, jobs) = mpsc::channel();
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_batches(connection, &jobs))
            .map_err(|error| StoreError::Commit(error.to_string()))?;
        Ok(Self { writer, reader: Arc::new(Mutex::new(reader)) })
    }

    /// Writes: all of `work` or nothing, on the disk when this returns.
    ///
    /// # Errors
    /// What `work` fails with, or the commit.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let outcome = work(connection);
            let keep = outcome.is_ok();
            // Who asked may be gone; the work stands all the same.
            let reply: Reply =
                Box::new(move |committed| drop(answer.send(outcome.and_then(|value| committed.map(|()| value)))));
            (keep, reply)
        });
        self.writer.send(job).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Reads what was last committed.
    ///
    /// # Errors
    /// What `work` fails with.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let reader = Arc::clone(&self.reader);
        let read = move || work(&reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Closed)?
    }
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.busy_timeout(Duration::from_secs(5))
}

fn configure_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))
}

fn write_batches(mut connection: Connection, jobs: &mpsc::Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let batch = std::iter::once(first).chain(jobs.try_iter()).take(BATCH);
        let mut replies = Vec::new();
        let committed = write_batch(&mut connection, batch, &mut replies).map_err(|error| error.to_string());
        if let Err(error) = &committed {
            tracing::error!(%error, "store commit failed");
        }
        for reply in replies {
            reply(committed.clone().map_err(StoreError::Commit));
        }
    }
}

/// A job that fails takes back its own work only.
fn write_batch(
    connection: &mut Connection,
    batch: impl Iterator<Item = Job>,
    replies: &mut Vec<Reply>,
) -> rusqlite::Result<()> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        let savepoint = transaction.savepoint()?;
        let (keep, reply) = job(&savepoint);
        replies.push(reply);
        if keep {
            savepoint.commit()?;
        }
    }
    transaction.commit()
}

/// Milliseconds since 1970, UTC.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}
