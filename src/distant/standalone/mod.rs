//! The standalone distant: a small server that speaks the wire of `campagnodon_civicrm`, on a port and a database of
//! its own. It is for trying the whole project, for tests, and for an association that has no CiviCRM.
//!
//! It answers as a CiviCRM 6.17 with the extension 2.2 does, at each of the three addresses that one may have
//! (`entrance`): it takes the same values and changes of status, refuses the same with the same codes, and quotes in
//! them what it was sent, which is why no caller should keep them. It plays that CiviCRM's faults when told to
//! (`faults`).
//!
//! The actions are `test`, `start`, `updatestatus`, `dsp2info` and `campaign`; `recurrence`, `convert`, `clean` and
//! `migratecontribution` are not built yet, and answer `not-found`. It differs on purpose:
//!
//! | where | CiviCRM and the extension | here, and why |
//! | --- | --- | --- |
//! | every write | two at once can create a contribution twice | one writer at a time |
//! | every refusal | nothing in the log | a stable [`ErrorCode`] there, and nothing that was sent |
//! | a fault of the server | a refusal like another | HTTP 500, so that the origin sends it again |
//! | the keys | looked for in the address too | in the body alone; anything but POST is refused |
//! | `json` that cannot be read | a malformed envelope | a refusal |
//! | `<` and `>` | HTML-encoded as they come in | counted so, kept as sent, encoded when shown |
//! | days | whatever PHP reads | ISO 8601: `01/02/2003` is two days |
//! | `start`, `currency` | not checked | `EUR` or absent |
//! | `start`, amounts | finer than a cent pass | refused |
//! | `updatestatus`, `recurring_status` | not checked | one of four words |
//! | `dsp2info` after a status that was lost | opens again | stays closed once money was taken |
//! | `updatestatus`, `completed` again after a step back | finds its own membership to be a double | does not |
//! | contacts | CiviCRM's dedupe rules | never the same, or by e-mail address and first name |

mod addresses;
mod api;
mod billing;
mod campaigns;
mod contacts;
mod contributions;
mod countries;
mod dates;
mod entrance;
mod envelope;
mod faults;
mod inspect;
mod memberships;
mod pages;
mod params;
mod request;
mod settings;
mod start;
mod statement;
mod store;
mod subscriptions;
mod transaction;
mod update_status;

pub use envelope::ErrorCode;
pub use faults::Fault;
pub use settings::{
    CampaignSettings, Dedupe, FaultsSettings, GroupSettings, MembershipTypeSettings, PeriodKind, StandaloneSettings,
    TagSettings,
};

use crate::server::{self, Routes};
use crate::settings::SettingsError;
use api::Server;
use faults::Faults;
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;
use tokio::net::TcpListener;

/// Shortest key, in characters: too long to guess.
const KEY_MIN: usize = 16;

/// How many connections are open at most. Origins are few.
const CONNECTIONS: usize = 500;

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum StandaloneError {
    /// A setting cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database cannot be opened, or was made by a newer version.
    #[error("cannot open the database {path}: {reason}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// The address cannot be listened on: another program has it, or it is not of this machine.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address and port.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system took the listening socket away.
    #[error("stopped serving: {0}")]
    Serve(std::io::Error),
}

/// The server, with its database open.
pub struct Standalone {
    server: Arc<Server>,
    pages: bool,
    /// What opens the stage of the faults, where there is one.
    stage: Option<SecretString>,
}

impl Standalone {
    /// Fetches the keys and opens the database. Relative paths are looked up from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If a setting cannot be used, a key is not there, or the database cannot be opened.
    pub fn open(settings: &StandaloneSettings, base: &Path) -> Result<Self, StandaloneError> {
        settings.check()?;
        let site_key = settings.site_key.fetch("site_key", base, KEY_MIN)?;
        let api_key = settings.api_key.fetch("api_key", base, KEY_MIN)?;
        let stage = match &settings.faults {
            None => None,
            Some(faults) => Some(faults.key.fetch("faults.key", base, KEY_MIN)?),
        };
        let path = base.join(&settings.database);
        let store = Store::open(&path, settings)
            .map_err(|error| StandaloneError::Database { path, reason: error.to_string() })?;
        let server = Server { store, site_key, api_key, dedupe: settings.dedupe, faults: Faults::default() };
        Ok(Self { server: Arc::new(server), pages: settings.pages, stage })
    }

    /// Serves until `shutdown` is done; requests that are under way are answered first, see [`crate::server::serve`].
    ///
    /// # Errors
    /// If the system takes the socket away.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> Result<(), StandaloneError> {
        let address = listener.local_addr().map_err(StandaloneError::Serve)?;
        let mut router = api::router(self.server.clone());
        let pages = self.pages && address.ip().is_loopback();
        if pages {
            router = router.merge(pages::router(self.server.store.clone()));
        }
        // The settings were checked for it, and the address may have been given anew since.
        if let Some(key) = self.stage.filter(|_| address.ip().is_loopback()) {
            tracing::warn!("anyone with the key of [faults] can make this distant fail: it is for tests alone");
            router = router.merge(faults::router(self.server.faults.clone(), key));
        }
        tracing::info!(%address, pages, "the standalone distant listens");
        server::serve(listener, Routes::new(router), CONNECTIONS, shutdown).await.map_err(StandaloneError::Serve)
    }
}

/// Listens where the settings say.
///
/// # Errors
/// If another program listens there, or the address is not of this machine.
pub async fn listen(settings: &StandaloneSettings) -> Result<TcpListener, StandaloneError> {
    let address = settings.listen;
    TcpListener::bind(address).await.map_err(|source| StandaloneError::Listen { address, source })
}

/// Opens the server and serves until `shutdown` is done. Relative paths are looked up from `base`.
///
/// # Errors
/// As [`Standalone::open`] and [`Standalone::serve`].
pub async fn serve(
    settings: &StandaloneSettings,
    base: &Path,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), StandaloneError> {
    Standalone::open(settings, base)?.serve(listener, shutdown).await
}
