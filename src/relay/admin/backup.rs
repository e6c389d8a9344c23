//! A copy of the relay's database, to be kept elsewhere.

use crate::relay::settings::RelaySettings;
use crate::relay::store::{SqliteStore, StoreError};
use std::path::{Path, PathBuf};

/// Copies the database of these settings to a new file, while the relay runs or not; a file that is there is left as it
/// is. Returns the path of the database. Relative paths in the settings are taken from `base`, their folder.
///
/// # Errors
/// If there is no database, or no copy can be made.
pub fn back_up(settings: &RelaySettings, base: &Path, to: &Path) -> Result<PathBuf, StoreError> {
    let database = base.join(&settings.database);
    SqliteStore::copy(&database, to)?;
    Ok(database)
}
