//! The standalone distant's settings: where it listens, what it keeps, what people may choose among.

use super::dates;
use crate::settings::{SecretSource, SettingsError};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings; every key has a default but the two secrets. `config/distant.toml` is all of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandaloneSettings {
    /// The address and port to listen on; `127.0.0.1:8081`. The pages for people are served on a loopback address
    /// alone.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The SQLite file, made if absent; `distant.sqlite`. Looked up from the folder of the settings.
    #[serde(default = "default_database")]
    pub database: PathBuf,
    /// Where the site key is: what every origin of this server sends. At least 16 characters.
    pub site_key: SecretSource,
    /// Where the key of the API's user is. At least 16 characters.
    pub api_key: SecretSource,
    /// Whether the pages for people are served, on a loopback address; `true`. Turn them off if a proxy on this
    /// machine serves this port: to us its visitors are this machine.
    #[serde(default = "default_pages")]
    pub pages: bool,
    /// Whom a new transaction is filed under; `never`.
    #[serde(default)]
    pub dedupe: Dedupe,
    /// Accounting categories beside CiviCRM's own `Donation`, `Member Dues`, `Campaign Contribution`, `Event Fee`.
    #[serde(default)]
    pub financial_types: Vec<String>,
    /// The campaigns.
    #[serde(default)]
    pub campaigns: Vec<CampaignSettings>,
    /// The groups that people may subscribe to.
    #[serde(default)]
    pub groups: Vec<GroupSettings>,
    /// The tags that a subscription may put on people.
    #[serde(default)]
    pub tags: Vec<TagSettings>,
    /// The kinds of membership.
    #[serde(default)]
    pub membership_types: Vec<MembershipTypeSettings>,
    /// Faults to be played, for tests alone; none, and no way to play one, if absent.
    pub faults: Option<FaultsSettings>,
}

/// Who may play faults.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultsSettings {
    /// Where the key is that `/faults` asks for. At least 16 characters, and neither of the two others.
    pub key: SecretSource,
}

/// Whom a new transaction is filed under.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dedupe {
    /// Always a new contact.
    #[default]
    Never,
    /// The first contact that has the same e-mail address and no other first name; a new one if there is none.
    Email,
}

/// A campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignSettings {
    /// Its number, which origins send.
    pub id: u32,
    /// What people call it.
    pub title: String,
    /// Its machine name; the title if absent.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The day on which it started: `2026-09-01`.
    pub start_date: Option<String>,
    /// What it wants to raise, in whole euros.
    pub goal: Option<u32>,
}

/// A group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupSettings {
    /// Its number; the next free one if absent.
    pub id: Option<u32>,
    /// Its machine name, which origins send.
    pub name: String,
    /// What people call it; the name if absent.
    pub title: Option<String>,
}

/// A tag.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSettings {
    /// Its number; the next free one if absent.
    pub id: Option<u32>,
    /// Its name, which origins send.
    pub name: String,
}

/// A kind of membership.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipTypeSettings {
    /// Its number; the next free one if absent.
    pub id: Option<u32>,
    /// Its name, which origins send.
    pub name: String,
    /// When it starts; `rolling`.
    #[serde(default)]
    pub period: PeriodKind,
    /// How long it lasts; 12.
    #[serde(default = "default_months")]
    pub duration_months: u32,
    /// Of a fixed period, the month and day on which it starts; `01-01`.
    pub fixed_start: Option<String>,
    /// Of a fixed period, the month and day from which a new member gets the next period as well; none if absent.
    pub fixed_rollover: Option<String>,
}

/// When a membership starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// On the day of the payment.
    #[default]
    Rolling,
    /// On the same day for every member.
    Fixed,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8081))
}

fn default_database() -> PathBuf {
    PathBuf::from("distant.sqlite")
}

const fn default_pages() -> bool {
    true
}

const fn default_months() -> u32 {
    12
}

impl StandaloneSettings {
    /// Reads and checks the TOML file at `path`.
    ///
    /// # Errors
    /// If it cannot be read, or a key or a value cannot be used.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let settings: Self = crate::settings::read(path)?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// The first value that cannot be used, by its key.
    pub fn check(&self) -> Result<(), SettingsError> {
        if self.faults.is_some() && !self.listen.ip().is_loopback() {
            return Err(SettingsError::unusable("faults", "are for tests, and played on a loopback address alone"));
        }
        if self.faults.as_ref().is_some_and(|faults| [&self.site_key, &self.api_key].contains(&&faults.key)) {
            return Err(SettingsError::unusable("faults.key", "is not one of the origins' keys"));
        }
        let mut ids = BTreeSet::new();
        for campaign in &self.campaigns {
            if !ids.insert(campaign.id) || campaign.id == 0 {
                return Err(SettingsError::unusable("campaigns.id", "each wants a number of its own, from 1"));
            }
            if campaign.start_date.as_deref().is_some_and(|day| dates::parse(day).is_none()) {
                return Err(SettingsError::unusable("campaigns.start_date", "is not a day: 2026-09-01"));
            }
        }
        unique("financial_types", self.financial_types.iter().map(|name| (None, name)))?;
        unique("groups", self.groups.iter().map(|group| (group.id, &group.name)))?;
        unique("tags", self.tags.iter().map(|tag| (tag.id, &tag.name)))?;
        unique("membership_types", self.membership_types.iter().map(|kind| (kind.id, &kind.name)))?;
        self.membership_types.iter().try_for_each(MembershipTypeSettings::check)
    }
}

impl MembershipTypeSettings {
    fn check(&self) -> Result<(), SettingsError> {
        if !(1..=1200).contains(&self.duration_months) {
            return Err(SettingsError::unusable("membership_types.duration_months", "is not between 1 and 1200"));
        }
        for (key, day) in [("fixed_start", &self.fixed_start), ("fixed_rollover", &self.fixed_rollover)] {
            let Some(day) = day else { continue };
            if self.period == PeriodKind::Rolling || dates::parse_month_day(day).is_none() {
                let reason = "is a month and a day, 03-01, of a fixed period";
                return Err(SettingsError::unusable(format!("membership_types.{key}"), reason));
            }
        }
        Ok(())
    }

    /// Returns the month and day on which a fixed period starts.
    pub(super) fn fixed_start(&self) -> Option<&str> {
        (self.period == PeriodKind::Fixed).then(|| self.fixed_start.as_deref().unwrap_or("01-01"))
    }
}

/// Checks that names and numbers are each used once, and that no name is all digits: it would be read as a number.
fn unique<'a>(key: &str, items: impl Iterator<Item = (Option<u32>, &'a String)>) -> Result<(), SettingsError> {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (id, name) in items {
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SettingsError::unusable(key, "a name is a text, and not a number"));
        }
        if !names.insert(name) || id.is_some_and(|id| id == 0 || !ids.insert(id)) {
            return Err(SettingsError::unusable(key, "each wants a name and a number of its own"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_defaults() {
        let text = include_str!("../../../config/distant.toml");
        let example: StandaloneSettings = toml::from_str(text).unwrap();
        example.check().unwrap();
        let keys = "site_key = { env = \"A\" }\napi_key = { env = \"B\" }";
        let bare: StandaloneSettings = toml::from_str(keys).unwrap();
        assert_eq!((example.listen, &example.database, example.dedupe), (bare.listen, &bare.database, bare.dedupe));
    }

    #[test]
    fn what_cannot_be_used() {
        for (extra, expected) in [
            ("listn = 1", "unknown field"),
            ("listen = \"192.0.2.1:80\"\nfaults = {key = {env = \"C\"}}", "faults"),
            ("faults = {key = {env = \"A\"}}", "faults.key"),
            ("faults = {}", "missing field"),
            ("dedupe = \"name\"", "unknown variant"),
            ("financial_types = [\"12\"]", "financial_types"),
            ("campaigns = [{id = 0, title = \"T\"}]", "campaigns.id"),
            ("campaigns = [{id = 1, title = \"T\", start_date = \"soon\"}]", "campaigns.start_date"),
            ("tags = [{name = \"a\"}, {name = \"a\"}]", "tags"),
            ("membership_types = [{name = \"a\", fixed_start = \"03-01\"}]", "membership_types.fixed_start"),
            ("membership_types = [{name = \"a\", duration_months = 0}]", "membership_types.duration_months"),
        ] {
            let text = format!("site_key = {{ env = \"A\" }}\napi_key = {{ env = \"B\" }}\n{extra}");
            let said = match toml::from_str::<StandaloneSettings>(&text) {
                Ok(settings) => settings.check().unwrap_err().to_string(),
                Err(error) => error.to_string(),
            };
            assert!(said.contains(expected), "{extra}: {said}");
        }
    }
}
