//! The store in a file of SQLite: one writer thread, group commit.
//!
//! Writes queue up; the thread takes all that wait, runs them in one transaction, and answers them only after that one is
//! on the disk (`synchronous=FULL`). Many writers share one sync, which is what limits a durable store.

mod alarms;
mod attempt_rows;
mod attempts;
mod challenges;
mod copy;
mod figures;
mod file;
mod hearing;
mod home;
mod listing;
mod outbox;
mod refusals;
mod statement;
#[cfg(test)]
mod tests;
mod transactions;
mod writer;

use super::{
    Alarm, AlarmCause, Backlog, Begun, Concern, Delivery, Figures, Filter, Forgotten, FoundAttempt, Look,
    NewTransaction, Payment, Period, Postponement, RequestKey, Seen, Sighting, Slice, Spent, Store, StoreError, Story,
};
use crate::protocol::Started;
use crate::relay::clock::Clock;
use crate::relay::keys::Hash;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use time::UtcOffset;
use writer::Job;

/// One file a migration, in order; a file that was released never changes.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("schema.sql")),
    M::up(include_str!("challenges.sql")),
    M::up(include_str!("questions.sql")),
    M::up(include_str!("alarms.sql")),
    M::up(include_str!("listing.sql")),
    M::up(include_str!("attempts.sql")),
    M::up(include_str!("hearing.sql")),
    M::up(include_str!("refusals.sql")),
    M::up(include_str!("home.sql")),
];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// For how long a commit shows that the next one will succeed too, in milliseconds.
const COMMIT_SHOWS: i64 = 10_000;

/// A store in a file. Cheap to clone; closes when the last clone is dropped.
#[derive(Clone)]
pub struct SqliteStore {
    writer: mpsc::Sender<Box<dyn Job>>,
    /// A mutex of the standard library: it is held by threads that may block, never across an `await`.
    reader: Arc<Mutex<Connection>>,
    /// What operators ask reads much, and no donor waits for it.
    operators_reader: Arc<Mutex<Connection>>,
    committed_at: Arc<AtomicI64>,
    clock: Clock,
}

impl SqliteStore {
    /// Opens the store at `path`, making it or bringing it to this version's schema.
    ///
    /// # Errors
    /// If the file cannot be opened, or is not ours.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, StoreError> {
        let unopened =
            |error: &dyn std::fmt::Display| StoreError::Open { path: path.to_owned(), reason: error.to_string() };
        file::private(path).map_err(|error| unopened(&error))?;
        let mut connection = Connection::open(path).map_err(|error| unopened(&error))?;
        file::configure(&connection).map_err(|error| unopened(&error))?;
        file::migrate(&mut connection, &MIGRATIONS).map_err(|error| match error {
            Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
                StoreError::Newer { path: path.to_owned() }
            }
            error => StoreError::Migrate { path: path.to_owned(), reason: error.to_string() },
        })?;
        let reader = || -> rusqlite::Result<_> {
            let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            file::configure_reader(&reader)?;
            Ok(Arc::new(Mutex::new(reader)))
        };
        let (reader, operators_reader) =
            reader().and_then(|first| Ok((first, reader()?))).map_err(|error| unopened(&error))?;
        let (writer, jobs) = mpsc::channel();
        let committed_at = Arc::new(AtomicI64::new(0));
        let (committed, time) = (Arc::clone(&committed_at), clock.clone());
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer::write_batches(connection, &jobs, &committed, &time))
            .map_err(|error| StoreError::Commit(error.to_string()))?;
        Ok(Self { writer, reader, operators_reader, committed_at, clock })
    }

    /// Copies the store at `from` to a new file, also while a relay writes to it.
    ///
    /// # Errors
    /// If it cannot be read, or the new file is there already or cannot be written.
    pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
        copy::copy(from, to)
    }

    /// Writes: all of `work` or nothing, on the disk when this returns. It may be done twice, of which the first is taken back.
    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (job, answered) = writer::job(work);
        self.writer.send(job).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Reads what was last committed.
    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        read_by(&self.reader, work).await
    }

    /// Reads what was last committed, for an operator.
    async fn look<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        read_by(&self.operators_reader, work).await
    }
}

async fn read_by<T, F>(reader: &Arc<Mutex<Connection>>, work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
{
    let reader = Arc::clone(reader);
    let read = move || work(&reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Closed)?
}

#[async_trait::async_trait]
impl Store for SqliteStore {
    async fn check(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        if now.saturating_sub(self.committed_at.load(Ordering::Relaxed)) < COMMIT_SHOWS {
            return Ok(());
        }
        self.write(move |connection| writer::beat(connection, now)).await
    }

    async fn find_begun(&self, key: RequestKey) -> Result<Option<Begun>, StoreError> {
        self.read(move |connection| transactions::find_begun(connection, &key)).await
    }

    async fn begin(&self, new: NewTransaction, key: RequestKey) -> Result<Begun, StoreError> {
        let now = self.clock.now();
        self.write(move |connection| transactions::begin(connection, &new, &key, now)).await
    }

    async fn mark_started(&self, idx: &str, answer: Started) -> Result<(), StoreError> {
        let idx = idx.to_owned();
        self.write(move |connection| transactions::mark_started(connection, &idx, &answer)).await
    }

    async fn forget(&self, idx: &str) -> Result<(), StoreError> {
        let idx = idx.to_owned();
        self.write(move |connection| transactions::forget(connection, &idx)).await
    }

    async fn forget_old(&self, before: i64, limit: usize) -> Result<Forgotten, StoreError> {
        self.write(move |connection| transactions::forget_old(connection, before, limit)).await
    }

    async fn payment(&self, token_hash: Hash) -> Result<Option<Payment>, StoreError> {
        self.read(move |connection| transactions::payment_by_token(connection, &token_hash)).await
    }

    async fn payment_of(&self, idx: &str) -> Result<Option<Payment>, StoreError> {
        let idx = idx.to_owned();
        self.read(move |connection| transactions::payment_where(connection, "idx = ?1", idx)).await
    }

    async fn open_attempt(&self, idx: &str, number: u32, means: &str) -> Result<(), StoreError> {
        let (idx, means, now) = (idx.to_owned(), means.to_owned(), self.clock.now());
        self.write(move |connection| attempts::open(connection, &idx, number, &means, now)).await
    }

    async fn note_reference(&self, idx: &str, number: u32, reference: &str, look_at: i64) -> Result<(), StoreError> {
        let (idx, reference) = (idx.to_owned(), reference.to_owned());
        self.write(move |connection| attempts::note_reference(connection, &idx, number, &reference, look_at)).await
    }

    async fn count_billing_read(&self, idx: &str, number: u32) -> Result<bool, StoreError> {
        let idx = idx.to_owned();
        self.write(move |connection| attempts::count_billing_read(connection, &idx, number)).await
    }

    async fn see(&self, sighting: Sighting) -> Result<Seen, StoreError> {
        let now = self.clock.now();
        self.write(move |connection| attempts::see(connection, &sighting, now)).await
    }

    async fn find_attempt(&self, means: &str, reference: &str) -> Result<Option<FoundAttempt>, StoreError> {
        let (means, reference) = (means.to_owned(), reference.to_owned());
        self.read(move |connection| attempts::find(connection, &means, &reference)).await
    }

    async fn waiting_attempts(&self, means: &str, before: i64, limit: usize) -> Result<Vec<FoundAttempt>, StoreError> {
        let means = means.to_owned();
        self.look(move |connection| attempts::waiting(connection, &means, before, limit)).await
    }

    async fn swept_at(&self, means: &str) -> Result<Option<i64>, StoreError> {
        let means = means.to_owned();
        self.read(move |connection| hearing::swept_at(connection, &means)).await
    }

    async fn note_sweep(&self, means: &str, objects: Vec<String>, at: i64) -> Result<(), StoreError> {
        let (means, now) = (means.to_owned(), self.clock.now());
        self.write(move |connection| hearing::note_sweep(connection, &means, &objects, at, now)).await
    }

    async fn hear(&self, means: &str, objects: Vec<String>) -> Result<(), StoreError> {
        let (means, now) = (means.to_owned(), self.clock.now());
        self.write(move |connection| hearing::hear(connection, &means, &objects, now)).await
    }

    async fn miss(&self, means: &str, idx: &str) -> Result<(), StoreError> {
        let (means, idx, now) = (means.to_owned(), idx.to_owned(), self.clock.now());
        self.write(move |connection| hearing::miss(connection, &means, &idx, now)).await
    }

    async fn raise_silence(&self, before: i64) -> Result<(), StoreError> {
        if !self.read(move |connection| hearing::is_any_silent(connection, before)).await? {
            return Ok(());
        }
        let now = self.clock.now();
        self.write(move |connection| hearing::raise_silence(connection, before, now)).await
    }

    async fn due_looks(&self, limit: usize) -> Result<Vec<Look>, StoreError> {
        let now = self.clock.now();
        self.read(move |connection| attempts::due_looks(connection, now, limit)).await
    }

    async fn looked(&self, look: Look, next_at: Option<i64>) -> Result<(), StoreError> {
        self.write(move |connection| attempts::looked(connection, &look, next_at)).await
    }

    async fn note_refusal(&self, means: &str, object: &str, at: i64) -> Result<bool, StoreError> {
        let (means, object, now) = (means.to_owned(), object.to_owned(), self.clock.now());
        self.write(move |connection| refusals::note(connection, &means, &object, at, now)).await
    }

    async fn refusals_since(&self, since: i64) -> Result<Vec<i64>, StoreError> {
        self.read(move |connection| refusals::since(connection, since)).await
    }

    async fn address(&self) -> Result<Option<String>, StoreError> {
        self.read(home::address).await
    }

    async fn note_address(&self, address: &str) -> Result<(), StoreError> {
        let address = address.to_owned();
        self.write(move |connection| home::note(connection, &address)).await
    }

    async fn raise(&self, idx: &str, cause: AlarmCause, said: &str) -> Result<(), StoreError> {
        let (idx, said, now) = (idx.to_owned(), said.to_owned(), self.clock.now());
        self.write(move |connection| alarms::raise_for(connection, &idx, cause, &said, now)).await
    }

    async fn claim(&self, distant: &str, lease: Duration, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let (distant, now) = (distant.to_owned(), self.clock.now());
        self.write(move |connection| outbox::claim(connection, &distant, lease, limit, now)).await
    }

    async fn settle(&self, delivery: Delivery, answer: Started) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(move |connection| outbox::settle(connection, &delivery, &answer, now)).await
    }

    async fn postpone(&self, distant: &str, delivery: Delivery, postponement: Postponement) -> Result<(), StoreError> {
        let (distant, now) = (distant.to_owned(), self.clock.now());
        self.write(move |connection| {
            if let Some((cause, said)) = &postponement.alarm {
                alarms::raise(connection, &distant, &delivery, *cause, said, now)?;
            }
            outbox::postpone(connection, &delivery, &postponement, now)
        })
        .await
    }

    async fn release(&self, distant: &str, limit: usize) -> Result<usize, StoreError> {
        let (distant, now) = (distant.to_owned(), self.clock.now());
        self.write(move |connection| outbox::release(connection, &distant, limit, now)).await
    }

    async fn take_back_leases(&self) -> Result<(), StoreError> {
        self.write(outbox::take_back_leases).await
    }

    async fn backlog(&self, distant: &str) -> Result<Backlog, StoreError> {
        let distant = distant.to_owned();
        self.read(move |connection| outbox::backlog(connection, &distant)).await
    }

    async fn alarms(&self, distant: &str, limit: usize) -> Result<Vec<Alarm>, StoreError> {
        let distant = distant.to_owned();
        self.read(move |connection| alarms::list(connection, &distant, limit)).await
    }

    async fn close_alarms(&self, idx: &str) -> Result<usize, StoreError> {
        let (idx, now) = (idx.to_owned(), self.clock.now());
        self.write(move |connection| {
            outbox::drop_parked(connection, &idx, now)?;
            alarms::close(connection, &idx)
        })
        .await
    }

    async fn retry_parked(&self, idx: &str) -> Result<usize, StoreError> {
        let (idx, now) = (idx.to_owned(), self.clock.now());
        self.write(move |connection| outbox::retry_parked(connection, &idx, now)).await
    }

    async fn deliver_now(&self, idx: &str) -> Result<usize, StoreError> {
        let (idx, now) = (idx.to_owned(), self.clock.now());
        self.write(move |connection| outbox::deliver_now(connection, &idx, now)).await
    }

    async fn list(&self, filter: Filter, before: Option<&str>, limit: usize) -> Result<Slice, StoreError> {
        let before = before.map(str::to_owned);
        self.look(move |connection| listing::list(connection, &filter, before.as_deref(), limit)).await
    }

    async fn story(&self, idx: &str) -> Result<Option<Story>, StoreError> {
        let idx = idx.to_owned();
        self.look(move |connection| listing::story(connection, &idx)).await
    }

    async fn concerns(&self, limit: usize) -> Result<Vec<Concern>, StoreError> {
        self.look(move |connection| listing::concerns(connection, limit)).await
    }

    async fn figures(&self, period: Period, offset: UtcOffset) -> Result<Figures, StoreError> {
        self.look(move |connection| figures::figures(connection, period, offset)).await
    }

    async fn spend_challenge(&self, nonce: &str, submission: Hash, expires_at: i64) -> Result<Spent, StoreError> {
        let (nonce, now) = (nonce.to_owned(), self.clock.now());
        self.write(move |connection| challenges::spend(connection, &nonce, &submission, expires_at, now)).await
    }

    async fn void_challenge(&self, nonce: &str) -> Result<(), StoreError> {
        let nonce = nonce.to_owned();
        self.write(move |connection| challenges::void(connection, &nonce)).await
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let passing = matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::CannotOpen
                    | ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::ReadOnly
            )
        );
        Self::Failed { reason: error.to_string(), passing }
    }
}
