//! Where a relay is at home. A copy of its store elsewhere, made to try something, has the real keys: it must neither take
//! money nor tell the distants.

use super::OperatorsError;
use crate::relay::clock::Clock;
use crate::relay::public_url::PublicUrl;
use crate::relay::settings::RelaySettings;
use crate::relay::store::{SqliteStore, Store, StoreError};
use std::path::Path;

/// Why a store is not served.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// It is at home at another address.
    #[error(
        "the database is of the relay at {home}, and public_url is {here}. A copy must neither take payments nor tell the \
         distants: give it a database of its own. If the relay has moved, say so once: campagnodon moved --config FILE"
    )]
    Elsewhere {
        /// The `public_url` of the settings.
        here: String,
        /// Where it is served.
        home: String,
    },
    /// It cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks that a store is served where it is at home, which is the first address that is not of one machine alone.
///
/// # Errors
/// [`HomeError::Elsewhere`]; if the store fails.
pub async fn check_home(store: &dyn Store, here: &PublicUrl) -> Result<(), HomeError> {
    match store.address().await? {
        Some(home) if home == here.as_str() => Ok(()),
        Some(home) => Err(HomeError::Elsewhere { here: here.to_string(), home }),
        None if here.is_loopback() => Ok(()),
        None => Ok(store.note_address(here.as_str()).await?),
    }
}

/// Notes that the relay of these settings is at home at their `public_url` from now on. Returns that address, and where it
/// was before. Relative paths are taken from `base`, the folder of the settings.
///
/// # Errors
/// If the settings or the store cannot be used.
pub async fn move_home(settings: &RelaySettings, base: &Path) -> Result<(PublicUrl, Option<String>), OperatorsError> {
    let here = settings.public_url()?;
    let store = SqliteStore::open(&base.join(&settings.database), Clock::default())?;
    let home = store.address().await?;
    store.note_address(here.as_str()).await?;
    Ok((here, home))
}
