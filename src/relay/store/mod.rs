//! The origin's store: what must survive a restart, and nothing of a person.
//!
//! [`Store`] says it in the domain's words; [`sqlite`] keeps it in a file. A write that was answered is on the disk: a
//! bank's event that the relay acknowledged must not vanish.

mod attempts;
#[cfg(test)]
mod contract;
mod forgetting;
mod listing;
mod model;
mod sqlite;
mod steps;

pub use attempts::{KeptAttempt, Look, Seen, Sighting};
pub use forgetting::forget_old_keys;
pub use listing::{
    Concern, Counted, Dimension, Figures, Filter, Happened, Listed, Period, Slice, Story, Tally, Told, Waiting,
};
pub use model::{
    Alarm, AlarmCause, Backlog, Begun, Delivery, Forgotten, FoundAttempt, Holder, NewTransaction, Payment,
    Postponement, RequestKey, Spent,
};
pub use sqlite::SqliteStore;

use crate::protocol::Started;
use crate::relay::keys::Hash;
use std::path::PathBuf;
use std::time::Duration;
use time::UtcOffset;

/// Why the store did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be opened, or is not ours.
    #[error("cannot open {path}: {reason}")]
    Open {
        /// Its file.
        path: PathBuf,
        /// What stands against it.
        reason: String,
    },
    /// The file is of a newer version of this program.
    #[error("{path} is of a newer version of campagnodon: start that one, or put back a backup of this one's")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// The file's schema is not ours.
    #[error("{path} cannot be brought to this version's schema: {reason}")]
    Migrate {
        /// The file.
        path: PathBuf,
        /// What stands against it.
        reason: String,
    },
    /// No copy of it can be made.
    #[error("cannot copy the database to {path}: {reason}")]
    Copy {
        /// The copy's file.
        path: PathBuf,
        /// What stands against it.
        reason: String,
    },
    /// A question or a write failed.
    #[error("the store failed: {reason}")]
    Failed {
        /// What the store says.
        reason: String,
        /// Whether the same can succeed later.
        passing: bool,
    },
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
    /// Checks whether the disk is full or fails, or another program holds the file: nothing of the write was done, and
    /// the same can be tried again.
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Commit(_) | Self::Closed => true,
            Self::Failed { passing, .. } => *passing,
            Self::Open { .. } | Self::Newer { .. } | Self::Migrate { .. } | Self::Copy { .. } | Self::Unknown(_) => {
                false
            }
        }
    }
}

/// What the relay remembers. Every write is all or nothing, and on the disk when its method returns; every method fails
/// with [`StoreError`] where the store does.
#[async_trait::async_trait]
pub trait Store: Send + Sync {
    /// Checks that a write would succeed: one did a moment ago, or does now.
    async fn check(&self) -> Result<(), StoreError>;

    /// Returns what became of the transaction that came with this key before, or `None` if none did. The same
    /// transaction is found first, also where its key is one of many.
    async fn find_begun(&self, key: RequestKey) -> Result<Option<Begun>, StoreError>;

    /// Begins the transaction, or returns the one that the key began. With a key of many, another transaction that came
    /// with it before is another donor's, and one whose payment was lost is begun anew.
    async fn begin(&self, new: NewTransaction, key: RequestKey) -> Result<Begun, StoreError>;

    /// Notes that the distant has opened the transaction, and what it answered.
    async fn mark_started(&self, idx: &str, answer: Started) -> Result<(), StoreError>;

    /// Forgets a transaction of which nothing was sent anywhere, so that its key can serve again.
    async fn forget(&self, idx: &str) -> Result<(), StoreError>;

    /// Forgets what nobody asks for any more of transactions that began before `before`, in milliseconds since 1970:
    /// their keys, and those that the distant never said it opened, which have no page. Up to `limit` of each, the
    /// oldest first.
    async fn forget_old(&self, before: i64, limit: usize) -> Result<Forgotten, StoreError>;

    /// Returns the payment whose page has this token, or `None` if there is none or it was never opened at its distant.
    async fn payment(&self, token_hash: Hash) -> Result<Option<Payment>, StoreError>;

    /// Returns the payment of the transaction of that name, or `None` if there is none.
    async fn payment_of(&self, idx: &str) -> Result<Option<Payment>, StoreError>;

    /// Begins an attempt to pay a transaction; one of that number that is there stays as it is.
    async fn open_attempt(&self, idx: &str, number: u32, means: &str) -> Result<(), StoreError>;

    /// Notes the provider's object of an attempt, and when to look at it, in milliseconds since 1970.
    async fn note_reference(&self, idx: &str, number: u32, reference: &str, look_at: i64) -> Result<(), StoreError>;

    /// Counts that the billing details of a payer are asked for. Returns whether they may be: for an attempt that has not ended,
    /// of a payment that has not, and a few times.
    async fn count_billing_read(&self, idx: &str, number: u32) -> Result<bool, StoreError>;

    /// Records what was seen of an attempt and the duty to tell the distant, in one.
    async fn see(&self, sighting: Sighting) -> Result<Seen, StoreError>;

    /// Returns the attempt of a means whose reference this is, or `None` if there is none.
    async fn find_attempt(&self, means: &str, reference: &str) -> Result<Option<FoundAttempt>, StoreError>;

    /// Returns up to `limit` attempts by a means that wait for their money and did not begin after `before`, the oldest first.
    async fn waiting_attempts(&self, means: &str, before: i64, limit: usize) -> Result<Vec<FoundAttempt>, StoreError>;

    /// Returns up to when a means was asked what changed, in milliseconds since 1970, or `None` before it was.
    async fn swept_at(&self, means: &str) -> Result<Option<i64>, StoreError>;

    /// Notes that a means was asked what changed until `at`, and the objects that it named, which are to be looked at now.
    async fn note_sweep(&self, means: &str, objects: Vec<String>, at: i64) -> Result<(), StoreError>;

    /// Notes that a message of a means came, and the objects that it names, which are to be looked at now.
    async fn hear(&self, means: &str, objects: Vec<String>) -> Result<(), StoreError>;

    /// Notes that something new was seen of a transaction, of which no message of its means came.
    async fn miss(&self, means: &str, idx: &str) -> Result<(), StoreError>;

    /// Raises the alarm of each means of which something was missed before `before`, in milliseconds since 1970, and no
    /// message has come since; the next message closes it.
    async fn raise_silence(&self, before: i64) -> Result<(), StoreError>;

    /// Returns up to `limit` objects that are to be looked at by now, those first that are due first.
    async fn due_looks(&self, limit: usize) -> Result<Vec<Look>, StoreError>;

    /// Notes that an object was looked at, with how often the provider did not answer, and when it is to be looked at
    /// again: never if `next_at` is absent. One that a message named since it was read stays due.
    async fn looked(&self, look: Look, next_at: Option<i64>) -> Result<(), StoreError>;

    /// Notes that a bank refused a try at `at`, in milliseconds since 1970, by the provider's name of it. Returns whether that is
    /// new, and less than a day ago.
    async fn note_refusal(&self, means: &str, object: &str, at: i64) -> Result<bool, StoreError>;

    /// Returns when banks refused since then, within the last day, in milliseconds since 1970, the earliest first.
    async fn refusals_since(&self, since: i64) -> Result<Vec<i64>, StoreError>;

    /// Returns the address under which this is served, or `None` before there is one.
    async fn address(&self) -> Result<Option<String>, StoreError>;

    /// Notes the address under which this is served, in the place of another.
    async fn note_address(&self, address: &str) -> Result<(), StoreError>;

    /// Raises an alarm of a transaction; one that is there already stays as it is.
    async fn raise(&self, idx: &str, cause: AlarmCause, said: &str) -> Result<(), StoreError>;

    /// Takes up to `limit` due deliveries of a distant, for as long as `lease`. Half of them are first tries and half
    /// are retries where both are due, so that neither waits for all of the other.
    async fn claim(&self, distant: &str, lease: Duration, limit: usize) -> Result<Vec<Delivery>, StoreError>;

    /// Notes that the distant has it, and what it answered; the next one of its transaction can be taken.
    async fn settle(&self, delivery: Delivery, answer: Started) -> Result<(), StoreError>;

    /// Puts off what the distant did not take to another time or to a person, and raises the alarm that goes with it.
    async fn postpone(&self, distant: &str, delivery: Delivery, postponement: Postponement) -> Result<(), StoreError>;

    /// Makes due at once what waits because a distant was down, parked entries excepted: up to `limit`, those first
    /// that would have been due first. Returns how many.
    async fn release(&self, distant: &str, limit: usize) -> Result<usize, StoreError>;

    /// Takes back every lease: whoever held one is gone when the store is opened.
    async fn take_back_leases(&self) -> Result<(), StoreError>;

    /// Returns what waits for a distant.
    async fn backlog(&self, distant: &str) -> Result<Backlog, StoreError>;

    /// Returns up to `limit` alarms of a distant, the oldest first.
    async fn alarms(&self, distant: &str, limit: usize) -> Result<Vec<Alarm>, StoreError>;

    /// Closes the alarms of a transaction: a person has looked, and done by hand what was to be done. A status that was
    /// parked is given up. Returns how many alarms.
    async fn close_alarms(&self, idx: &str) -> Result<usize, StoreError>;

    /// Makes due at once what is parked of a transaction, as if it had not been tried. Returns how many.
    async fn retry_parked(&self, idx: &str) -> Result<usize, StoreError>;

    /// Makes due at once all that waits of a transaction, what is parked as if it had not been tried. Returns how many.
    async fn deliver_now(&self, idx: &str) -> Result<usize, StoreError>;

    /// Returns up to `limit` transactions that fit, the newest first: those before the one of that name, if one is given.
    async fn list(&self, filter: Filter, before: Option<&str>, limit: usize) -> Result<Slice, StoreError>;

    /// Returns all that is known of a transaction, or `None` if there is none of that name.
    async fn story(&self, idx: &str) -> Result<Option<Story>, StoreError>;

    /// Returns up to `limit` of what needs a person: what is parked with its alarms, then alarms alone, each the oldest
    /// first.
    async fn concerns(&self, limit: usize) -> Result<Vec<Concern>, StoreError>;

    /// Returns the figures of what began in a period and was opened at its distant; a day is one of this offset.
    async fn figures(&self, period: Period, offset: UtcOffset) -> Result<Figures, StoreError>;

    /// Spends a challenge of the proof of work, which ends `expires_at` that second since 1970, on the submission with
    /// this fingerprint.
    async fn spend_challenge(&self, nonce: &str, submission: Hash, expires_at: i64) -> Result<Spent, StoreError>;

    /// Notes that the answer to a spent challenge was wrong: no other answer to it is tried.
    async fn void_challenge(&self, nonce: &str) -> Result<(), StoreError>;
}
