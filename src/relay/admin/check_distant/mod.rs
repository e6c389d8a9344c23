//! Whether a distant is set up as this relay needs it: the path, the keys, the extension, the permission, and the names
//! that the settings use. It changes nothing there.
//!
//! The API user of an origin may read next to nothing. What cannot be compared is said, with the place where CiviCRM
//! shows it.

use crate::distant::civicrm::{CivicrmClient, CivicrmSettings, PATHS};
use crate::distant::{Distant as _, DistantError, Fault};
use crate::relay::admin::report::Report;
use crate::relay::settings::names::{Kind, Named};
use crate::relay::settings::{OperationsSettings, PurposeSettings, RelaySettings};
use crate::settings::SettingsError;
use std::path::Path;

/// What a distant is asked, and what it must know.
pub struct DistantCheck {
    name: String,
    civicrm: CivicrmSettings,
    names: Vec<Named>,
    /// The key of the settings and the campaign's number.
    campaigns: Vec<(String, u64)>,
}

impl DistantCheck {
    /// Makes the check of each distant of the settings. Relative paths are taken from `base`, the folder of the
    /// settings.
    ///
    /// # Errors
    /// If a secret is not there.
    pub fn all(settings: &RelaySettings, base: &Path) -> Result<Vec<Self>, SettingsError> {
        settings.distants.keys().map(|name| Self::new(settings, base, name)).collect()
    }

    /// Makes the check of one distant.
    ///
    /// # Errors
    /// If there is no such distant, or a secret is not there.
    pub fn new(settings: &RelaySettings, base: &Path, name: &str) -> Result<Self, SettingsError> {
        let distant = settings
            .distants
            .get(name)
            .ok_or_else(|| SettingsError::unusable(format!("distants.{name}"), "there is no such distant"))?;
        let forms = settings.forms.iter().filter(|(_, form)| form.distant == name);
        let tags = settings.tags.iter().flat_map(|tags| &tags.campaigns).filter(|campaign| campaign.distant == name);
        let memberships =
            tags.clone().count() > 0 || forms.clone().any(|(_, form)| form.operations != OperationsSettings::Donation);
        let mut campaigns: Vec<_> = forms.map(|(form, of)| (format!("forms.{form}.campaign"), of.campaign)).collect();
        campaigns.extend(tags.map(|campaign| ("tags.campaigns".to_owned(), campaign.id)));
        let mut names = distant.names(name, memberships);
        for (form, of) in settings.forms.iter().filter(|(_, form)| form.distant == name) {
            names.extend(of.questions.iter().flat_map(|question| question.names(form)));
            names.extend(of.purposes.iter().filter_map(|purpose| purpose.name(form)));
            let of_purposes = of.purposes.iter().filter_map(PurposeSettings::campaign);
            campaigns.extend(of_purposes.map(|id| (format!("forms.{form}.purposes"), id)));
        }
        Ok(Self { name: name.to_owned(), civicrm: distant.civicrm(name, base)?, names, campaigns })
    }

    /// Returns the distant's name in the settings.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks the distant, and says what was found.
    pub async fn run(&self) -> Report {
        let mut report = Report::default();
        let client = match CivicrmClient::new(self.civicrm.clone()) {
            Ok(client) => client,
            Err(error) => {
                report.mend(format!("distants.{}.server: {error}", self.name));
                return report;
            }
        };
        if let Err(error) = client.test().await {
            self.explain(&error, &mut report).await;
            return report;
        }
        report.well(format!("{:?} answers; the keys, the extension and the permission are right", self.civicrm.path));
        if let Ok(version) = client.version().await {
            report.well(format!("CiviCRM {version}"));
        }
        self.compare_campaigns(&client, &mut report).await;
        for kind in Kind::ALL {
            self.compare(&client, kind, &mut report).await;
        }
        report.look(
            "its database's isolation level: SELECT @@GLOBAL.transaction_isolation; must say READ-COMMITTED. With \
             MariaDB's own REPEATABLE-READ, donors who give at the same instant block each other, and now and then a \
             contribution is lost. Set transaction_isolation = READ-COMMITTED under [mariadbd] or [mysqld]",
        );
        report
    }

    /// Reports why the distant does not serve, and what to do.
    async fn explain(&self, error: &DistantError, report: &mut Report) {
        let key = |key: &str| format!("distants.{}.{key}", self.name);
        report.mend(match error {
            DistantError::Unserved(fault @ (Fault::SiteKey | Fault::Keys)) => format!("{}: {fault}", key("site_key")),
            DistantError::Unserved(fault @ Fault::ApiKey) => format!(
                "{}: {fault}; the contact must belong to a user of the site who has the permission \"Use Campagnodon API\"",
                key("api_key")
            ),
            DistantError::Unserved(fault @ Fault::Permission) => {
                format!("{fault}: give it to the role of the API user, and nothing else")
            }
            DistantError::Unserved(fault @ Fault::Extension) => {
                format!("{fault}: Administer > System Settings > Extensions")
            }
            DistantError::Unreachable => {
                format!(
                    "{}: {} {error}: is the name right, is it up, does a firewall part you?",
                    key("server"),
                    self.civicrm.server
                )
            }
            // A server that does not know the path says so in many ways, often with a page of its own.
            error if about_the_path(error) => format!("{}: the distant {error}", key("path")),
            error => format!("the distant {error}"),
        });
        if about_the_path(error) {
            self.look_for_the_path(report).await;
        }
    }

    /// Tries the other paths with the same keys, at the same server.
    async fn look_for_the_path(&self, report: &mut Report) {
        let configured = self.civicrm.path.trim_matches('/');
        for (path, system) in PATHS.into_iter().filter(|(path, _)| *path != configured) {
            let settings = CivicrmSettings { path: path.to_owned(), ..self.civicrm.clone() };
            let Ok(client) = CivicrmClient::new(settings) else { continue };
            if client.test().await.is_ok() {
                report.mend(format!("distants.{}.path: {path:?} works ({system}); write it there", self.name));
                return;
            }
        }
        let paths: Vec<_> = PATHS.iter().map(|(path, system)| format!("{path} ({system})")).collect();
        report.look(format!("none of the known paths works with these keys: {}", paths.join(", ")));
    }

    async fn compare_campaigns(&self, client: &CivicrmClient, report: &mut Report) {
        let known = match client.campaigns().await {
            Ok(known) => known,
            Err(error) => {
                report.mend(format!("its campaigns cannot be read: the distant {error}"));
                return;
            }
        };
        for (key, id) in &self.campaigns {
            match known.iter().find(|campaign| campaign.id == *id) {
                Some(campaign) => report.well(format!("{key}: {id} is {:?}", campaign.title)),
                None => report.mend(format!(
                    "{key}: the distant has no campaign {id}, and refuses every donation to it. It has {}",
                    list(known.iter().map(|campaign| format!("{} ({})", campaign.id, campaign.title)))
                )),
            }
        }
    }

    async fn compare(&self, client: &CivicrmClient, kind: Kind, report: &mut Report) {
        let names: Vec<_> = self.names.iter().filter(|named| named.kind == kind).collect();
        if names.is_empty() {
            return;
        }
        let (word, place) = kind.words();
        let (entity, field) = kind.options_of();
        let known = match client.options(entity, field).await {
            Ok(known) if !known.is_empty() => known,
            _ => {
                let names = list(names.iter().map(|named| format!("{:?} ({})", named.name, named.key)));
                report.look(format!("the API user may not read this. Compare in {place}: {word} {names}"));
                return;
            }
        };
        for Named { key, name, .. } in names {
            let is_known = known.iter().any(|(id, known)| id == name || known == name);
            match is_known {
                true => report.well(format!("{key}: {word} {name:?}")),
                false => report.mend(format!(
                    "{key}: the distant has no {word} {name:?}. It has {}",
                    list(known.iter().map(|(_, name)| format!("{name:?}")))
                )),
            }
        }
    }
}

fn about_the_path(error: &DistantError) -> bool {
    matches!(error.cause(), "path" | "not_the_api")
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
