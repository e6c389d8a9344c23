//! The distants: where they are, and how they name things.

use super::{amounts, limits};
use crate::distant::civicrm::CivicrmSettings;
use crate::form::{
    Audience, DistantCatalogue, FinancialTypes, MagazinePrice, MembershipTypes, SubscriptionKind, SubscriptionOption,
    Title,
};
use crate::protocol::{Operation, When};
use crate::relay::i18n::{Label, Language};
use crate::settings::{SecretSource, SettingsError};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::path::Path;
use std::time::Duration;

/// `[distants.<name>]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistantSettings {
    /// The address of the CiviCRM site.
    pub server: String,
    /// The path of its API.
    #[serde(default = "default_path")]
    pub path: String,
    /// The site's key.
    pub site_key: SecretSource,
    /// The API user's key.
    pub api_key: SecretSource,
    /// The `User-Agent` to send.
    #[serde(default = "default_user_agent")]
    pub user_agent: String,
    /// The `Referer` to send, if the site wants one.
    pub referer: Option<String>,
    /// How long the distant may take to answer.
    #[serde(default = "default_timeout")]
    pub timeout_seconds: NonZeroU16,
    /// How many donors it can serve at once; more wait in line, two seconds at most.
    #[serde(default = "default_at_once")]
    pub at_once: NonZeroU16,
    /// The titles to choose from.
    #[serde(default = "default_titles")]
    pub titles: Vec<TitleSettings>,
    /// The label under which contacts and contributions are filed.
    pub source: Option<String>,
    /// The yearly price of the magazine that a membership includes, in euros.
    pub magazine_price: Option<u64>,
    /// The name there of means of payment that `instruments` does not list.
    pub payment_instrument: Option<String>,
    /// The name there of each means of payment, by its word: `transfer`, or `card` as a provider says.
    #[serde(default)]
    pub instruments: BTreeMap<String, String>,
    /// The accounting categories.
    #[serde(default)]
    pub financial_types: FinancialTypesSettings,
    /// The membership types.
    #[serde(default)]
    pub membership_types: MembershipTypesSettings,
    /// What people may subscribe to beside.
    #[serde(default)]
    pub subscriptions: Vec<SubscriptionSettings>,
}

/// A title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleSettings {
    pub(super) value: String,
    label: Label,
}

/// `[distants.<name>.financial_types]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FinancialTypesSettings {
    pub(super) donation: String,
    pub(super) monthly_donation: Option<String>,
    pub(super) yearly_donation: Option<String>,
    pub(super) membership: String,
    pub(super) magazine: Option<String>,
}

impl Default for FinancialTypesSettings {
    fn default() -> Self {
        Self {
            donation: "Donation".to_owned(),
            monthly_donation: None,
            yearly_donation: None,
            membership: "Member Dues".to_owned(),
            magazine: None,
        }
    }
}

/// `[distants.<name>.membership_types]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MembershipTypesSettings {
    pub(super) membership: String,
    pub(super) magazine: String,
}

impl Default for MembershipTypesSettings {
    fn default() -> Self {
        Self { membership: "Member".to_owned(), magazine: "Magazine".to_owned() }
    }
}

/// `[[distants.<name>.subscriptions]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionSettings {
    key: String,
    label: Label,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) remote_key: Option<String>,
    #[serde(default)]
    when: When,
    #[serde(default, rename = "for")]
    audience: Vec<String>,
    #[serde(default)]
    needs_address: bool,
}

impl DistantSettings {
    /// Returns where the distant is and the keys that open it.
    ///
    /// # Errors
    /// If a secret is not there. The client checks the address.
    pub fn civicrm(&self, name: &str, base: &Path) -> Result<CivicrmSettings, SettingsError> {
        let secret = |key: &str, source: &SecretSource| source.fetch(&format!("distants.{name}.{key}"), base, 1);
        Ok(CivicrmSettings {
            server: self.server.clone(),
            path: self.path.clone(),
            key: secret("site_key", &self.site_key)?,
            api_key: secret("api_key", &self.api_key)?,
            referer: self.referer.clone(),
            user_agent: Some(self.user_agent.clone()),
            timeout: Duration::from_secs(self.timeout_seconds.get().into()),
            connect_timeout: Duration::from_secs(5),
        })
    }

    /// Returns how the distant names things, and what people read of them in a language.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn catalogue(&self, name: &str, language: Language) -> Result<DistantCatalogue, SettingsError> {
        let types = &self.financial_types;
        let or_donation = |name: &Option<String>| name.clone().unwrap_or_else(|| types.donation.clone());
        let price = |euros: u64| amounts::euros(&format!("distants.{name}.magazine_price"), euros).map(MagazinePrice);
        Ok(DistantCatalogue {
            titles: self.titles(name, language)?,
            financial_types: FinancialTypes {
                donation: types.donation.clone(),
                monthly_donation: or_donation(&types.monthly_donation),
                yearly_donation: or_donation(&types.yearly_donation),
                membership: types.membership.clone(),
                magazine: types.magazine.clone().unwrap_or_else(|| types.membership.clone()),
            },
            membership_types: MembershipTypes {
                membership: self.membership_types.membership.clone(),
                magazine: self.membership_types.magazine.clone(),
            },
            subscriptions: self.subscriptions(name, language)?,
            purposes: Vec::new(),
            magazine_price: self.magazine_price.filter(|&euros| euros > 0).map(price).transpose()?,
            source: self.source.clone(),
        })
    }

    fn titles(&self, name: &str, language: Language) -> Result<Vec<Title>, SettingsError> {
        let mut titles: Vec<Title> = Vec::new();
        for title in &self.titles {
            // In the form's text a semicolon ends it, and white space may be folded on the way.
            let folded = title.value.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_line = folded == title.value && !title.value.contains(';');
            if title.value.is_empty() || !is_line || titles.iter().any(|known| known.value == title.value) {
                return Err(SettingsError::unusable(
                    format!("distants.{name}.titles"),
                    format!(
                        "{:?} is empty, is there twice, or has a semicolon or more than single spaces between words",
                        title.value
                    ),
                ));
            }
            titles.push(Title { value: title.value.clone(), label: title.label.text(language).to_owned() });
        }
        Ok(titles)
    }

    fn subscriptions(&self, name: &str, language: Language) -> Result<Vec<SubscriptionOption>, SettingsError> {
        let mut options: Vec<SubscriptionOption> = Vec::new();
        for settings in &self.subscriptions {
            let unusable = |reason: String| {
                SettingsError::unusable(format!("distants.{name}.subscriptions, key {:?}", settings.key), reason)
            };
            let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if settings.key.is_empty() || !settings.key.bytes().all(is_word) {
                return Err(unusable("a key has lower-case letters, digits and _ only".to_owned()));
            }
            if options.iter().any(|known| known.key == settings.key) {
                return Err(unusable("is listed twice".to_owned()));
            }
            if settings.key.len() > limits::SUBSCRIPTION_NAME {
                return Err(unusable(limits::reason("it", settings.key.len(), limits::SUBSCRIPTION_NAME)));
            }
            options.push(SubscriptionOption {
                key: settings.key.clone(),
                label: settings.label.text(language).to_owned(),
                kind: settings.kind().map_err(unusable)?,
                when: settings.when,
                audience: settings.audience().map_err(unusable)?,
                needs_address: settings.needs_address,
            });
        }
        Ok(options)
    }
}

impl SubscriptionSettings {
    fn kind(&self) -> Result<SubscriptionKind, String> {
        let key = self.remote_key.as_deref().unwrap_or_default().chars().count();
        match self.kind.as_str() {
            "magazine_pdf" if key + ":1".len() > limits::OPTION => {
                return Err(limits::reason("remote_key", key, limits::OPTION - ":1".len()));
            }
            "opt-in" if key > limits::OPTION => return Err(limits::reason("remote_key", key, limits::OPTION)),
            _ => {}
        }
        match (self.kind.as_str(), &self.remote_key) {
            ("group" | "opt-in" | "tag", Some(_)) => {
                Ok(SubscriptionKind::Remote { kind: self.kind.clone(), key: self.remote_key.clone() })
            }
            ("magazine_pdf", Some(field)) => Ok(SubscriptionKind::MagazinePdf(field.clone())),
            ("group" | "opt-in" | "tag" | "magazine_pdf", None) => Err("remote_key is missing".to_owned()),
            (other, _) => Err(format!("unknown type {other:?}, expected group, opt-in, tag or magazine_pdf")),
        }
    }

    fn audience(&self) -> Result<Vec<Audience>, String> {
        let read = |word: &String| {
            let (operation, on_request) = word.strip_suffix('?').map_or((word.as_str(), false), |word| (word, true));
            Operation::parse(operation).map(|operation| Audience { operation, on_request }).ok_or_else(|| {
                format!("unknown word {word:?} in for, expected donation, donation?, membership or membership?")
            })
        };
        self.audience.iter().map(read).collect()
    }
}

fn default_path() -> String {
    "sites/all/modules/civicrm/extern/rest.php".to_owned()
}

fn default_user_agent() -> String {
    "curl".to_owned()
}

const fn default_timeout() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(14)
}

/// Returns four: a CiviCRM's contacts are made one after the other, and more at once only meet each other's locks.
const fn default_at_once() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(3)
}

fn default_titles() -> Vec<TitleSettings> {
    let woman = [("fr", "Mme"), ("en", "Ms"), ("de", "Frau"), ("es", "Sra."), ("it", "Sig.ra"), ("nl", "Mevr.")];
    let man = [("fr", "M."), ("en", "Mr"), ("de", "Herr"), ("es", "Sr."), ("it", "Sig."), ("nl", "Dhr.")];
    [("Mme", Label::each(woman)), ("M", Label::each(man)), ("Mx", Label::from("Mx"))]
        .map(|(value, label)| TitleSettings { value: value.to_owned(), label })
        .into()
}
