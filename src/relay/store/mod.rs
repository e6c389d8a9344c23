//! The origin's store: SQLite, one writer thread, group commit.
//!
//! Writes queue up; the thread takes all that wait, runs each in a savepoint of one transaction, and answers them only
//! after that one is on the disk (`synchronous=FULL`): a bank's event that we acknowledged must not vanish. Many
//! writers share one sync, which is what limits a durable store.

mod alarms;
mod challenges;
mod file;
mod outbox;
mod statement;
#[cfg(test)]
mod tests;
mod transactions;
mod writer;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;
use writer::{Job, Reply};

pub use alarms::{Alarm, AlarmCause};
pub(in crate::relay) use challenges::{Spent, spend_challenge, void_challenge};
pub use outbox::{Backlog, Delivery};
pub use transactions::{Begun, EventOutcome, Forgotten, NewTransaction, Payment, PaymentEvent};
pub(in crate::relay) use transactions::{forget, forget_old, mark_started};

/// One file a migration, in order; a file that was released never changes.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("schema.sql")),
    M::up(include_str!("challenges.sql")),
    M::up(include_str!("questions.sql")),
    M::up(include_str!("alarms.sql")),
];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// For how long a commit shows that the next one will succeed too, in milliseconds.
const COMMIT_SHOWS: i64 = 10_000;

/// Why the store did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be made.
    #[error("cannot open {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
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

impl StoreError {
    /// Whether the disk is full or fails, or another program holds the file: nothing of the write was done, and the same
    /// can be tried again.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Commit(_) | Self::Closed => true,
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::DiskFull
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::ReadOnly
                )
            ),
            Self::File { .. } | Self::Open { .. } | Self::Migrate { .. } | Self::Unknown(_) => false,
        }
    }
}

/// The origin's store. Cheap to clone; closes when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    writer: mpsc::Sender<Job>,
    reader: Arc<Mutex<Connection>>,
    committed_at: Arc<AtomicI64>,
}

impl Store {
    /// Opens the store at `path`, making it or bringing it to this version's schema.
    ///
    /// # Errors
    /// If the file cannot be opened, or is not ours.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let open_error = |source| StoreError::Open { path: path.to_owned(), source };
        file::private(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        let mut connection = Connection::open(path).map_err(open_error)?;
        file::configure(&connection).map_err(open_error)?;
        file::migrate(&mut connection, &MIGRATIONS)
            .map_err(|source| StoreError::Migrate { path: path.to_owned(), source })?;
        let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(open_error)?;
        file::configure_reader(&reader).map_err(open_error)?;
        let (writer, jobs) = mpsc::channel();
        let committed_at = Arc::new(AtomicI64::new(0));
        let committed = Arc::clone(&committed_at);
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer::write_batches(connection, &jobs, &committed))
            .map_err(|error| StoreError::Commit(error.to_string()))?;
        Ok(Self { writer, reader: Arc::new(Mutex::new(reader)), committed_at })
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
        let left_out = |_| StoreError::Commit("the batch ended before this write".to_owned());
        answered.await.map_err(left_out)?
    }

    /// Whether a write would succeed: one did a moment ago, or does now.
    ///
    /// # Errors
    /// What the write fails with.
    pub async fn check(&self) -> Result<(), StoreError> {
        if now().saturating_sub(self.committed_at.load(Ordering::Relaxed)) < COMMIT_SHOWS {
            return Ok(());
        }
        self.write(writer::beat).await
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

/// Milliseconds since 1970, UTC.
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}
