//! A copy of the file, whole, while a relay writes to it.

use super::file;
use crate::relay::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::Path;

/// Copies the store at `from` to a new file, its owner's alone, which is on the disk when this returns. What is written
/// meanwhile is not in it, and waits for nothing. The store itself stays as it is, of whatever version it is.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let unopened = |error: rusqlite::Error| StoreError::Open { path: from.to_owned(), reason: error.to_string() };
    let store = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unopened)?;
    file::configure_reader(&store).map_err(unopened)?;
    // Any file opens; reading shows whether it is a database.
    store.query_row("SELECT count(*) FROM transactions WHERE 0", [], |_| Ok(())).map_err(unopened)?;
    let uncopied = |reason: String| StoreError::Copy { path: to.to_owned(), reason };
    let name = to.to_str().ok_or_else(|| uncopied("its name is not Unicode".to_owned()))?;
    file::new_and_private(to).map_err(|error| uncopied(error.to_string()))?;
    let written = store.execute("VACUUM INTO ?1", [name]).map_err(|error| error.to_string());
    let kept = written.and_then(|_| sync(to).map_err(|error| error.to_string()));
    kept.map_err(|reason| {
        // Half a copy must not be taken for one.
        let _ = std::fs::remove_file(to);
        uncopied(reason)
    })
}

/// Brings a file and its name to the disk.
fn sync(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()?;
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
