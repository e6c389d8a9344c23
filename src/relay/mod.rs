//! The origin's relay: shows the forms, checks what they send, feeds the distants, and keeps nothing of a person.
//!
//! This file opens and serves: it is the one place that knows every room.

mod admin;
mod association;
mod clock;
mod distants;
mod html;
mod http;
mod i18n;
mod key_lock;
mod keys;
mod means;
mod origins;
mod payments;
mod protection;
mod public_url;
mod reload;
pub mod settings;
pub mod settlement;
mod site;
mod store;
mod submissions;
mod tax;

pub use admin::{
    Alarm, AlarmCause, Alarms, ByHandError, Concern, Days, Dimension, DistantCheck, Figures, Filter, Finding, Happened,
    HomeError, Listed, Operators, OperatorsError, Period, Promised, PublicCheck, Report, Seen, Slice, Story, Tally,
    Told, Verdict, Waiting, back_up, move_home,
};
pub use association::Association;
pub use clock::Clock;
pub use html::{Appeal, FormPage, ProtectionFields};
pub use i18n::{Hyperlink, Language, Texts, UnknownText};
pub use keys::{IdempotencyKey, NoRandomness, RelaySecret};
pub use payments::offline;
pub use payments::{
    Attempt, Callback, Checkout, Observed, PaymentProvider, Posted, ProviderError, Reference, Taken, Warning,
};
pub use protection::{FormStamp, FormStampError};
pub use public_url::PublicUrl;
pub use site::Site;
pub use submissions::unicode::in_one_form;

use crate::distant::Distant as _;
use crate::server::{self, Routes};
use crate::settings::SettingsError;
use admin::Health;
use axum::Router;
use distants::{Courier, Distants};
use http::{AppState, HostPages, Services};
use means::{check_offers, means};
use payments::{Means, Payments};
use protection::{CardTesting, SignIn};
use reload::Reload;
use settings::RelaySettings;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{SqliteStore, Store, StoreError};
use submissions::Submissions;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Returns what a relay answers over HTTP, as an OpenAPI 3.1 document in JSON.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn openapi() -> Result<String, serde_json::Error> {
    http::document().to_pretty_json()
}

/// Checks settings as the relay does when it starts; no store is opened, and nothing is sent. Returns the check of the public
/// address. Relative paths are taken from `base`, the folder of the settings.
///
/// # Errors
/// At the first setting that cannot be used.
pub fn check_settings(settings: &RelaySettings, base: &Path) -> Result<PublicCheck, SettingsError> {
    let clock = Clock::default();
    let site = Site::new(settings, base, &clock)?;
    Distants::new(settings, base, &clock)?;
    let means = means(&settings.payments, base, &site.public_url, &clock)?;
    check_offers(&site, &means)?;
    let told = means.iter().filter(|means| means.is_told()).map(|means| means.name().to_owned());
    Ok(PublicCheck::new(site.public_url, told.collect()))
}

/// Why the relay cannot run.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] crate::settings::SettingsError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store is not served here.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The server failed.
    #[error("the server failed: {0}")]
    Serve(#[from] std::io::Error),
}

/// A relay that is ready to serve.
pub struct Relay {
    state: AppState,
    store: Arc<dyn Store>,
    couriers: Vec<Courier>,
    checks: Vec<DistantCheck>,
    max_connections: usize,
    keys_kept: Duration,
    means: Arc<Means>,
    listen: SocketAddr,
    reload: Option<Reload>,
    operators: Option<(SocketAddr, Router)>,
}

impl Relay {
    /// Checks the settings and opens the store. Relative paths are taken from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If the settings or the store cannot be used.
    pub fn open(settings: &RelaySettings, base: &Path) -> Result<Self, RelayError> {
        Self::open_at(settings, base, Clock::default())
    }

    /// Does the same, with a clock that a test can set.
    ///
    /// # Errors
    /// If the settings or the store cannot be used.
    pub fn open_at(settings: &RelaySettings, base: &Path, clock: Clock) -> Result<Self, RelayError> {
        let site = Arc::new(Site::new(settings, base, &clock)?);
        for warning in &site.warnings {
            tracing::warn!("{warning}");
        }
        let distants = Arc::new(Distants::new(settings, base, &clock)?);
        let checks = DistantCheck::all(settings, base)?;
        let means = Arc::new(means(&settings.payments, base, &site.public_url, &clock)?);
        check_offers(&site, &means)?;
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&base.join(&settings.database), clock.clone())?);
        let probe = Duration::from_secs(settings.delivery.probe_seconds.get().into());
        let card_testing = Arc::new(CardTesting::new(clock.clone()));
        let state = Arc::new(Services {
            submissions: Arc::new(Submissions::new(
                Arc::clone(&site),
                Arc::clone(&store),
                Arc::clone(&distants),
                Arc::clone(&card_testing),
                clock.clone(),
            )),
            payments: Arc::new(Payments::new(
                Arc::clone(&store),
                Arc::clone(&distants),
                Arc::clone(&means),
                Arc::clone(&card_testing),
                clock.clone(),
            )),
            health: Arc::new(Health::new(Arc::clone(&store), Arc::clone(&distants))),
            card_testing,
            host_pages: HostPages::of(&site),
            templates: Arc::default(),
            compressed: Arc::default(),
            distants: Arc::clone(&distants),
            site,
            clock: clock.clone(),
        });
        Ok(Self {
            couriers: distants.couriers(&store, &clock, probe),
            operators: operators_pages(settings, base, &state, &store)?,
            state,
            store,
            checks,
            max_connections: settings.max_connections.get().into(),
            keys_kept: Duration::from_secs(u64::from(settings.forget_keys_after_days.get()) * 24 * 3600),
            means,
            listen: settings.listen,
            reload: None,
        })
    }

    /// Takes the settings again whenever their file changes and can be used, while the relay serves.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn watching(mut self, file: &Path) -> Result<Self, RelayError> {
        let means = Arc::clone(&self.means);
        let check = Box::new(move |site: &Site| check_offers(site, &means));
        self.reload = Some(Reload::new(file, self.listen, check)?);
        Ok(self)
    }

    /// Serves until `shutdown`, then lets requests that have begun end, for a while: see [`crate::server::serve`].
    ///
    /// # Errors
    /// If the store or the server fails.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> Result<(), RelayError> {
        admin::check_home(&*self.store, &self.state.site.public_url).await?;
        self.store.take_back_leases().await?;
        self.recall_refusals().await;
        let mut tasks = JoinSet::new();
        for courier in self.couriers {
            tasks.spawn(courier.run());
        }
        tasks.spawn(check_distants(self.checks, Arc::clone(&self.state.distants)));
        tasks.spawn(Arc::clone(&self.state.payments).watch());
        tasks.spawn(store::forget_old_keys(Arc::clone(&self.store), self.state.clock.clone(), self.keys_kept));
        if let Some((listen, router)) = self.operators {
            let listener = TcpListener::bind(listen).await.map_err(|error| {
                std::io::Error::new(error.kind(), format!("cannot listen on {listen} of operators.listen: {error}"))
            })?;
            // Told to stop, it ends with the other tasks: nobody's donation is on the way there.
            tasks.spawn(async move {
                let served =
                    server::serve(listener, Routes::new(router), OPERATORS_CONNECTIONS, std::future::pending());
                if let Err(error) = served.await {
                    tracing::error!(%error, "the operators' pages are not served");
                }
            });
            tracing::info!("the operators' pages are at http://{listen}");
        }
        let routes = Routes::new(http::router(self.state.clone()));
        if let Some(reload) = self.reload {
            tasks.spawn(reload.watch(self.state, routes.clone()));
        }
        server::serve(listener, routes, self.max_connections, shutdown).await?;
        tasks.shutdown().await;
        Ok(())
    }

    /// Finds again whether somebody tests cards, by what banks refused lately. That it is not known keeps nobody from giving.
    async fn recall_refusals(&self) {
        let since = self.state.clock.now().saturating_sub(clock::milliseconds(CardTesting::COUNTS));
        match self.store.refusals_since(since).await {
            Ok(refusals) => refusals.into_iter().for_each(|at| self.state.card_testing.refused(at)),
            Err(error) => tracing::error!(%error, "whether somebody tests cards is not known"),
        }
    }
}

/// How many connections the operators' pages have at most.
const OPERATORS_CONNECTIONS: usize = 64;

/// Returns where the operators' pages are served, and their routes, if the settings ask for them.
fn operators_pages(
    settings: &RelaySettings,
    base: &Path,
    state: &AppState,
    store: &Arc<dyn Store>,
) -> Result<Option<(SocketAddr, Router)>, SettingsError> {
    let days = Days::of(&settings.operators)?;
    let Some(pages) = settings.operators.pages(base)? else { return Ok(None) };
    let sign_in = SignIn::new(&pages, state.clock.clone());
    let operators = Operators::new(Arc::clone(store), Arc::clone(&state.distants), state.clock.clone(), days);
    Ok(Some((pages.listen, http::operators_router(state.clone(), operators, sign_in))))
}

/// Logs what is to be mended at each distant or in the settings.
async fn check_distants(checks: Vec<DistantCheck>, distants: Arc<Distants>) {
    for check in checks {
        // Seen for the first time: an outage is logged, and the courier asks until it is over.
        if let Some(link) = distants.get(check.name()) {
            let _ = link.client.test().await;
            link.wake();
        }
        for mend in check.run().await.mends() {
            tracing::warn!(distant = check.name(), "check-distant: {mend}");
        }
    }
}
