//! `[payments.stripe]`: the account at Stripe.

use super::offline::said;
use crate::relay::i18n::Label;
use crate::settings::{SecretSource, SettingsError};
use serde::Deserialize;

/// The account at Stripe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripeSettings {
    /// Its restricted or secret key: `rk_live_…`, `sk_test_…`.
    pub key: SecretSource,
    /// The secrets of its webhook endpoints, `whsec_…`: two while one is being changed.
    pub webhook_secrets: Vec<SecretSource>,
    /// The kinds of means that its page proposes, as Stripe names them: `card`, `sepa_debit`. All that the account has on
    /// if none is named.
    #[serde(default)]
    pub means: Vec<String>,
    /// What the choice of means calls it; a text of ours if absent.
    pub title: Option<Label>,
    /// Where its pages are: another host than Stripe's only where the account has one of its own.
    #[serde(default = "default_pages")]
    pub pages: String,
    /// Where Stripe is; only tests have another place.
    #[serde(default = "default_address")]
    pub address: String,
}

impl StripeSettings {
    /// Returns what the choice of means calls it.
    ///
    /// # Errors
    /// If it is empty.
    pub fn title(&self) -> Result<Option<Label>, SettingsError> {
        said("payments.stripe.title", self.title.as_ref())
    }
}

fn default_pages() -> String {
    "https://checkout.stripe.com".to_owned()
}

fn default_address() -> String {
    "https://api.stripe.com".to_owned()
}
