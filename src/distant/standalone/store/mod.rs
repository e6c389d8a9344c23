//! The standalone distant's database: one SQLite file, one connection, one writer at a time.

mod seed;

use super::envelope::{ErrorCode, Failure, Refusal};
use super::settings::StandaloneSettings;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use rusqlite_migration::{M, MigrationDefinitionError, Migrations};
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One file a migration, in order; a file that was released never changes.
const STEPS: &[M<'static>] = &[M::up(include_str!("01-schema.sql")), M::up(include_str!("02-idx.sql"))];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    /// The file cannot be made or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// SQLite cannot open or write the file.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The file is of a newer version of this program.
    #[error("it is of a newer version of campagnodon: start that one, or put back a backup of this one's")]
    Newer,
    /// A migration failed.
    #[error(transparent)]
    Migration(rusqlite_migration::Error),
}

impl From<rusqlite_migration::Error> for StoreError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
                Self::Newer
            }
            error => Self::Migration(error),
        }
    }
}

/// The database.
#[derive(Clone)]
pub(super) struct Store(Arc<Mutex<Connection>>);

impl Store {
    /// Opens the file, makes it if absent, and brings its tables and what people may choose among up to date.
    pub fn open(path: &Path, settings: &StandaloneSettings) -> Result<Self, StoreError> {
        let mut connection = Connection::open(private(path)?)?;
        prepare(&mut connection, settings)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs `work` in one transaction, which is rolled back if it fails. Off the asynchronous threads: it waits for
    /// the disk.
    pub async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let store = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            // A panic left no half-done work behind: the transaction was rolled back as it unwound.
            let mut connection = store.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        });
        done.await.unwrap_or(Err(Failure::Database(rusqlite::Error::InvalidQuery)))
    }
}

/// Makes the file, if it is absent, so that its owner alone can read it; SQLite gives its other files the same mode.
fn private(path: &Path) -> std::io::Result<&Path> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| path)
}

fn prepare(connection: &mut Connection, settings: &StandaloneSettings) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    MIGRATIONS.to_latest(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    seed::fill(&transaction, settings)?;
    transaction.commit()?;
    Ok(())
}

/// What a parameter may name by its number or its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named {
    /// An accounting category.
    FinancialType,
    /// A means of payment.
    PaymentInstrument,
    /// A form of address.
    Prefix,
    /// A group.
    Group,
    /// A tag.
    Tag,
    /// A kind of membership.
    MembershipType,
}

/// Returns the number of what `text` names, or the refusal that says what is unknown.
pub(super) fn known(database: &Transaction<'_>, named: Named, text: &str) -> Result<i64, Failure> {
    let refusal = || match named {
        Named::Group => Refusal::absent(ErrorCode::GroupUnknown, "Group"),
        Named::Tag => Refusal::absent(ErrorCode::TagUnknown, "Tag"),
        Named::Prefix => Refusal::no_option(ErrorCode::PrefixUnknown, "prefix_id", text),
        Named::FinancialType => Refusal::unmade("Contribution", "financial_type_id"),
        Named::MembershipType => Refusal::unmade("Membership", "membership_type_id"),
        Named::PaymentInstrument => Refusal::unmade("Contribution", "payment_instrument_id"),
    };
    Ok(find(database, named, text)?.ok_or_else(refusal)?)
}

/// Returns the number of what `text` names, if there is one: digits are a number, anything else a name.
pub(super) fn find(transaction: &Transaction<'_>, named: Named, text: &str) -> rusqlite::Result<Option<i64>> {
    let table = match named {
        Named::FinancialType => "financial_types",
        Named::PaymentInstrument => "payment_instruments",
        Named::Prefix => "prefixes",
        Named::Group => "groups",
        Named::Tag => "tags",
        Named::MembershipType => "membership_types",
    };
    let (column, key) = match text.parse::<i64>() {
        Ok(id) => ("id", Value::Integer(id)),
        Err(_) => ("name", Value::Text(text.to_owned())),
    };
    let sql = format!("SELECT id FROM {table} WHERE {column} = ?1");
    transaction.prepare_cached(&sql)?.query_row([key], |row| row.get(0)).optional()
}

/// Returns an open database in memory, for the tests of the actions.
#[cfg(test)]
pub(super) fn in_memory(extra: &str) -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    prepare(&mut connection, &settings(extra)).unwrap();
    connection
}

#[cfg(test)]
fn settings(extra: &str) -> StandaloneSettings {
    let text = format!("site_key = {{ env = \"A\" }}\napi_key = {{ env = \"B\" }}\n{extra}");
    let settings: StandaloneSettings = toml::from_str(&text).unwrap();
    settings.check().unwrap();
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_valid() {
        MIGRATIONS.validate().unwrap();
    }

    #[test]
    fn a_database_of_a_newer_version_is_refused() {
        let mut connection = in_memory("");
        connection.pragma_update(None, "user_version", 99).unwrap();
        let refused = prepare(&mut connection, &settings("")).unwrap_err();
        assert!(matches!(refused, StoreError::Newer), "{refused}");
    }

    #[test]
    fn numbers_and_names() {
        let mut connection = in_memory("financial_types = [\"Books\"]\ngroups = [{name = \"news\"}]");
        let transaction = connection.transaction().unwrap();
        for (named, text, expected) in [
            (Named::FinancialType, "Donation", Some(1)),
            (Named::FinancialType, "2", Some(2)),
            (Named::FinancialType, "Books", Some(5)),
            (Named::FinancialType, "99", None),
            (Named::FinancialType, "donations", None),
            (Named::PaymentInstrument, "Debit Card", Some(2)),
            (Named::Prefix, "Mr.", Some(3)),
            (Named::Group, "news", Some(1)),
            (Named::Tag, "news", None),
        ] {
            assert_eq!(find(&transaction, named, text).unwrap(), expected, "{named:?} {text}");
        }
    }
}
