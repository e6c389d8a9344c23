//! The store's file: its owner's alone, and how SQLite is to write it.

use super::statement::KEPT_READY;
use rusqlite::Connection;
use rusqlite_migration::Migrations;
use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

/// The longest that the write-ahead log stays after it was longer, in bytes.
const LOG_KEPT: i64 = 16 * 1024 * 1024;

/// Makes the file, if it is absent, so that its owner alone can read it; SQLite gives its other files the same mode.
/// One that everybody can read is taken from them; one that a group can read was shared by somebody on purpose.
pub(super) fn private(path: &Path) -> std::io::Result<()> {
    make(OpenOptions::new().append(true).create(true), path)?;
    #[cfg(unix)]
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        keep_from_everybody(Path::new(&name));
    }
    Ok(())
}

/// Makes a file that its owner alone can read, and that must not be there yet.
pub(super) fn new_and_private(path: &Path) -> std::io::Result<()> {
    make(OpenOptions::new().write(true).create_new(true), path)
}

fn make(options: &mut OpenOptions, path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path).map(drop)
}

#[cfg(unix)]
fn keep_from_everybody(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(mode) = std::fs::metadata(path).map(|file| file.permissions().mode()) else { return };
    if mode & 0o007 == 0 {
        return;
    }
    match std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)) {
        Ok(()) => tracing::warn!(file = %path.display(), "everybody could read the store; now its owner alone"),
        Err(error) => tracing::warn!(file = %path.display(), %error, "everybody can read the store"),
    }
}

/// What a migration can have of the file in memory, in kibibytes: it reads all of it, in no order.
const MIGRATION_CACHE: i64 = 128 * 1024;
/// What the writer has of it afterwards: as SQLite does by itself.
const CACHE: i64 = 2000;

/// Brings the store to this version's schema.
pub(super) fn migrate(
    connection: &mut Connection,
    migrations: &Migrations<'_>,
) -> Result<(), rusqlite_migration::Error> {
    connection.pragma_update(None, "cache_size", -MIGRATION_CACHE)?;
    migrations.to_latest(connection)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    Ok(())
}

/// Configures the connection that writes.
pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "journal_size_limit", LOG_KEPT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    configure_reader(connection)
}

/// Configures one that reads.
pub(super) fn configure_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(KEPT_READY);
    connection.busy_timeout(Duration::from_secs(5))
}
