//! The settings' file, taken again when it changes: forms, texts and what they offer, without a restart. A file that cannot
//! be used changes nothing.
//!
//! What the relay is built around (its address, store, secrets, distants, provider) stays as it was at the start.

use super::http::{self, AppState, HostPages, Services};
use super::settings::RelaySettings;
use super::site::Site;
use crate::server::Routes;
use crate::settings::SettingsError;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::time::{MissedTickBehavior, interval};

/// How often the file is looked at. What changed between two looks may still be written, and waits for the next.
const LOOK: Duration = Duration::from_secs(1);

/// The keys that are taken again, before all tables.
const TAKEN: [&str; 11] = [
    "forms",
    "language",
    "legal",
    "maintenance",
    "maintenance_link",
    "options",
    "pages",
    "privacy",
    "site",
    "tags",
    "tax_rules",
];
/// Those of each distant.
const TAKEN_OF_DISTANTS: [&str; 6] =
    ["financial_types", "magazine_price", "membership_types", "source", "subscriptions", "titles"];

/// When a file was written, and how long it is.
type Stamp = (SystemTime, u64);

/// Says why a site cannot be served, by what the settings do not know.
pub type Check = Box<dyn Fn(&Site) -> Result<(), SettingsError> + Send + Sync>;

/// What takes the settings' file again.
pub struct Reload {
    /// The file.
    pub file: PathBuf,
    /// What it said at the start.
    pub start: toml::Table,
    /// Where the relay listens, whatever the file says.
    pub listen: SocketAddr,
    /// What else a site must pass.
    pub check: Check,
}

impl Reload {
    /// Reads the file as it is at the start.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn new(file: &Path, listen: SocketAddr, check: Check) -> Result<Self, SettingsError> {
        Ok(Self { start: crate::settings::read(file)?, file: file.to_owned(), listen, check })
    }

    /// Looks at the file for ever, and puts new routes in the place of those in force.
    pub async fn watch(self, mut app: AppState, routes: Routes) {
        let (mut taken, mut seen) = (self.stamp(), None);
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let reload = Arc::new(self);
        loop {
            looks.tick().await;
            let stamp = reload.stamp();
            if stamp == taken || stamp.is_none() {
                continue;
            }
            if stamp != seen {
                seen = stamp;
                continue;
            }
            taken = stamp;
            let (reading, before) = (Arc::clone(&reload), app.clone());
            match tokio::task::spawn_blocking(move || reading.read(&before)).await {
                Ok(Ok(site)) => {
                    app = renewed(&app, site);
                    routes.replace(http::router(app.clone()));
                    tracing::info!("the settings have changed and were read again");
                }
                Ok(Err(error)) => {
                    tracing::error!("the settings have changed and cannot be used: {error}. Those before hold")
                }
                Err(error) => tracing::error!(%error, "the settings have changed and were not read. Those before hold"),
            }
        }
    }

    /// Returns the file's stamp, or `None` while it cannot be looked at.
    fn stamp(&self) -> Option<Stamp> {
        let data = std::fs::metadata(&self.file).ok()?;
        Some((data.modified().ok()?, data.len()))
    }

    /// Reads the file, and says what needs a restart.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    fn read(&self, app: &AppState) -> Result<Site, SettingsError> {
        // First as it is, since only this knows the lines.
        RelaySettings::read(&self.file)?;
        let (table, left) = merged(&self.start, crate::settings::read(&self.file)?);
        let mut settings: RelaySettings = toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| {
            SettingsError::Invalid { path: self.file.clone(), reason: error.to_string() }
        })?;
        settings.listen = self.listen;
        let base = self.file.parent().unwrap_or(Path::new(""));
        let mut site = Site::new(&settings, base, &app.clock)?;
        (self.check)(&site)?;
        for key in left {
            tracing::warn!("{key} has changed in the settings: the relay takes it when it is started anew");
        }
        for warning in &site.warnings {
            tracing::warn!("{warning}");
        }
        // Whoever was too fast stays so.
        site.guard = Arc::clone(&app.site.guard);
        Ok(site)
    }
}

/// Returns the services on a new site. What was in progress goes on with the old one.
fn renewed(app: &AppState, site: Site) -> AppState {
    let site = Arc::new(site);
    Arc::new(Services {
        submissions: Arc::new(app.submissions.at(Arc::clone(&site))),
        host_pages: HostPages::of(&site),
        templates: Arc::default(),
        compressed: Arc::default(),
        site,
        ..Services::clone(app)
    })
}

/// Returns the new settings with what only a restart takes as it was, and the keys of that which have changed.
fn merged(start: &toml::Table, mut new: toml::Table) -> (toml::Table, Vec<String>) {
    let mut left = keep(start, &mut new, |key| key == "distants" || key == "texts" || TAKEN.contains(&key), "");
    let was = start.get("distants").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    if let Some(distants) = new.get_mut("distants").and_then(toml::Value::as_table_mut) {
        let known: Vec<_> = was.keys().filter(|name| distants.contains_key(*name)).cloned().collect();
        left.extend(keep(&was, distants, |name| known.iter().any(|known| known == name), "distants."));
        for (name, distant) in distants.iter_mut() {
            let (Some(was), Some(distant)) = (was.get(name).and_then(toml::Value::as_table), distant.as_table_mut())
            else {
                continue;
            };
            let prefix = ["distants.", name, "."].concat();
            left.extend(keep(was, distant, |key| TAKEN_OF_DISTANTS.contains(&key), &prefix));
        }
    }
    (new, left)
}

/// Puts back into `new` what is not taken again, and returns the keys of that which had changed.
fn keep(start: &toml::Table, new: &mut toml::Table, is_taken: impl Fn(&str) -> bool, prefix: &str) -> Vec<String> {
    let mut keys: Vec<_> = start.keys().chain(new.keys()).filter(|key| !is_taken(key)).cloned().collect();
    keys.sort();
    keys.dedup();
    keys.retain(|key| start.get(key) != new.get(key));
    for key in &keys {
        match start.get(key) {
            Some(value) => drop(new.insert(key.clone(), value.clone())),
            None => drop(new.remove(key)),
        }
    }
    keys.into_iter().map(|key| [prefix, &key].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_restart_takes_stays_as_it_was() {
        const START: &str = "listen = \"a\"\nlanguage = \"fr\"\n[distants.main]\nserver = \"a\"\nsource = \"a\"\n[forms.don]\ncampaign = 1";
        for (from, to, changed, expected) in [
            ("campaign = 1", "campaign = 2", true, &[][..]),
            ("language = \"fr\"", "language = \"en\"", true, &[]),
            ("language = \"fr\"", "language = \"fr\"\n[texts.fr]\na = \"b\"", true, &[]),
            ("source = \"a\"", "source = \"b\"", true, &[]),
            ("[forms.don]\ncampaign = 1", "", true, &[]),
            ("listen = \"a\"", "listen = \"b\"", false, &["listen"]),
            ("listen = \"a\"\n", "", false, &["listen"]),
            ("language = \"fr\"", "language = \"fr\"\nsecret = \"a\"", false, &["secret"]),
            ("server = \"a\"", "server = \"b\"", false, &["distants.main.server"]),
            ("[distants.main]", "[distants.other]", false, &["distants.main", "distants.other"]),
        ] {
            let start: toml::Table = START.parse().unwrap();
            let (merged, left) = merged(&start, START.replace(from, to).parse().unwrap());
            assert_eq!(
                (merged != start, left),
                (changed, expected.iter().map(|key| (*key).to_owned()).collect()),
                "{to}"
            );
        }
    }
}
