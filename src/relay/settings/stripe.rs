//! `[payments.stripe]`: the account at Stripe.

use crate::settings::SecretSource;
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
    /// Where Stripe is; only tests have another place.
    #[serde(default = "default_address")]
    pub address: String,
}

fn default_address() -> String {
    "https://api.stripe.com".to_owned()
}
