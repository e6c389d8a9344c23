//! The relay's settings: one TOML file, every key of it here.
//!
//! `config/relay.toml` shows each key with its default; a test reads it.

mod amounts;
mod appeal;
mod association;
mod distants;
mod fields;
mod forms;
mod guard;
pub(super) mod limits;
mod link;
mod moment;
pub(super) mod names;
mod offline;
mod operators;
mod options;
mod payments;
mod purposes;
mod questions;
mod site;
mod spip;
mod statutes;
mod stripe;
mod tags;
mod tax;

pub(super) use amounts::{euros, list_reason, offer_reason, unoffered_reason};
pub(super) use appeal::from_words;
pub use appeal::{FeesSettings, ImpactSettings, MonthlySettings};
pub(super) use association::association;
pub use association::{LegalSettings, PrivacySettings};
pub use distants::DistantSettings;
pub use fields::FieldsSettings;
pub use forms::{FormSettings, OperationsSettings};
pub use guard::{CaptchaSettings, GuardSettings, WithoutScripts};
pub use link::LinkSettings;
pub(super) use link::{is_path, link};
pub(super) use moment::{End, moment};
pub use offline::{ChequeSettings, TransferSettings};
pub(super) use operators::utc_offset;
pub use operators::{OperatorsPages, OperatorsSettings};
pub use options::OptionsSettings;
pub use payments::{MeansWord, PaymentsSettings};
pub use purposes::PurposeSettings;
pub(super) use purposes::{purposes, question as purpose_question};
pub use questions::QuestionSettings;
pub(super) use questions::check as check_questions;
pub use site::SiteSettings;
pub use spip::SpipSettings;
pub use statutes::StatutesSettings;
pub use stripe::StripeSettings;
pub use tags::{TagCampaignSettings, TagsSettings};
pub use tax::TaxRuleSettings;
pub(super) use tax::regime as tax_regime;

use crate::relay::i18n::Language;
use crate::relay::public_url::PublicUrl;
use crate::settings::{SecretSource, SettingsError};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelaySettings {
    /// The address to listen on.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// How many connections are open at most.
    #[serde(default = "default_connections")]
    pub max_connections: NonZeroU16,
    /// The address under which donors reach the relay; from `listen` if absent.
    pub public_url: Option<String>,
    /// The store's file.
    #[serde(default = "default_database")]
    pub database: PathBuf,
    /// After how many days a transaction's idempotency key is forgotten, and a transaction that never opened.
    #[serde(default = "default_forget_days")]
    pub forget_keys_after_days: NonZeroU16,
    /// The relay's own secret, at least 32 characters.
    pub secret: SecretSource,
    /// Refuse every form, and say that the site is being maintained.
    #[serde(default)]
    pub maintenance: bool,
    /// Where its notice leads. Nowhere if absent.
    pub maintenance_link: Option<LinkSettings>,
    /// What every transaction's name starts with.
    #[serde(default = "default_prefix")]
    pub idx_prefix: String,
    /// The folder of the built module and style sheet, served under `/campagnodon/`. What is in this program if absent.
    pub assets: Option<PathBuf>,
    /// A folder of pages to serve, in which `<campagnodon-form name="…">` stands for a form.
    pub pages: Option<PathBuf>,
    /// How the site looks.
    #[serde(default)]
    pub site: SiteSettings,
    /// The language of forms that name none, by its tag: `fr`.
    #[serde(default = "default_language")]
    pub language: String,
    /// What forms tell of personal data, or that the page around them does.
    pub privacy: Option<PrivacySettings>,
    /// The line of legal mentions under each form. None if absent.
    pub legal: Option<LegalSettings>,
    /// Texts to replace, by language and key.
    #[serde(default)]
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
    /// What holds for all forms.
    #[serde(default)]
    pub options: OptionsSettings,
    /// Rules of tax relief beside ours, or in their place.
    #[serde(default)]
    pub tax_rules: Vec<TaxRuleSettings>,
    /// The distants, by name.
    pub distants: BTreeMap<String, DistantSettings>,
    /// The forms, by name.
    #[serde(default)]
    pub forms: BTreeMap<String, FormSettings>,
    /// The forms that pages ask for by a tag.
    pub tags: Option<TagsSettings>,
    /// The proof of work.
    #[serde(default)]
    pub captcha: CaptchaSettings,
    /// What else keeps programs away.
    #[serde(default)]
    pub guard: GuardSettings,
    /// By which means payers pay.
    #[serde(default)]
    pub payments: PaymentsSettings,
    /// Delivery of statuses.
    #[serde(default)]
    pub delivery: DeliverySettings,
    /// What operators look at.
    #[serde(default)]
    pub operators: OperatorsSettings,
}

/// Delivery of statuses to the distants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeliverySettings {
    /// How often a distant that is down is asked whether it is back.
    pub probe_seconds: NonZeroU16,
}

impl Default for DeliverySettings {
    fn default() -> Self {
        Self { probe_seconds: NonZeroU16::MIN.saturating_add(14) }
    }
}

impl RelaySettings {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// If it cannot be read or holds what we do not know.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        crate::settings::read(path)
    }

    /// Returns the address under which donors reach the relay.
    ///
    /// # Errors
    /// If it is not `http://` or `https://` and a host, has more than a path behind, or is one that a CiviCRM refuses.
    pub fn public_url(&self) -> Result<PublicUrl, SettingsError> {
        let text = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        let url = PublicUrl::parse(&text).ok_or_else(|| {
            SettingsError::unusable("public_url", format!("{text:?} is not an address such as https://example.org"))
        })?;
        limits::check_address("public_url", &text, url.as_url(), PAYMENT_PATH)?;
        Ok(url)
    }
}

/// How much longer a payment page's address is: `/payments/` and a token.
const PAYMENT_PATH: usize = "/payments/".len() + 32;

/// Returns the language with this tag.
pub(super) fn language(key: &str, tag: &str) -> Result<Language, SettingsError> {
    let unknown = || format!("{tag:?} is none of the languages {}", Language::known());
    Language::parse(tag).ok_or_else(|| SettingsError::unusable(key, unknown()))
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

const fn default_connections() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(999)
}

fn default_database() -> PathBuf {
    PathBuf::from("relay.sqlite")
}

const fn default_forget_days() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(89)
}

fn default_prefix() -> String {
    "campagnodon".to_owned()
}

fn default_language() -> String {
    "fr".to_owned()
}
