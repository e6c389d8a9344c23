//! A provider from its settings, or why not.

use super::account::Account;
use super::client::{ClientError, StripeClient, origin};
use super::key::{ApiKey, KeyError, Mode};
use super::provider::StripeProvider;
use super::signature::{SecretsError, WebhookSecrets};
use crate::relay::clock::Clock;
use crate::relay::public_url::PublicUrl;
use crate::relay::settings::StripeSettings;
use crate::settings::SettingsError;
use std::path::Path;

/// Why an account cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum SetupError {
    /// The key is not one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Donors would reach the page, and Stripe's messages us, in clear.
    #[error("a live key wants a public_url of https: take a test key until there is one")]
    LiveInClear,
    /// Messages could not be checked.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Not the word of a means.
    #[error("{0:?} is not the word of a means, as card or sepa_debit")]
    Means(String),
    /// Stripe cannot be there.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl SetupError {
    /// Returns the key of the settings that is to be mended.
    const fn key(&self) -> &'static str {
        match self {
            Self::Key(_) | Self::LiveInClear => "payments.stripe.key",
            Self::Secrets(_) => "payments.stripe.webhook_secrets",
            Self::Means(_) => "payments.stripe.means",
            Self::Client(_) => "payments.stripe.address",
        }
    }
}

impl StripeProvider {
    /// Makes the provider of the settings; nothing is sent. Relative file names are looked up from `base`.
    ///
    /// # Errors
    /// If a secret is not there or not of its kind, a live key is used in clear, or a word or an address cannot be used.
    pub fn new(
        settings: &StripeSettings,
        base: &Path,
        public_url: &PublicUrl,
        clock: Clock,
    ) -> Result<Self, SettingsError> {
        let (account, title) = (account(settings, base, public_url)?, settings.title()?);
        let pages = origin(&settings.pages)
            .map_err(|error| SettingsError::unusable("payments.stripe.pages", error.to_string()))?;
        Ok(Self { account, kinds: settings.means.clone(), title, pages, clock })
    }
}

/// Returns the account; nothing is sent. Relative file names are looked up from `base`, the folder of the settings.
///
/// # Errors
/// If a secret is not there or not of its kind, a live key is used in clear, or a word or the address cannot be used.
fn account(settings: &StripeSettings, base: &Path, public_url: &PublicUrl) -> Result<Account, SettingsError> {
    let refuse = |error: SetupError| SettingsError::unusable(error.key(), error.to_string());
    let key = ApiKey::new(settings.key.fetch("payments.stripe.key", base, 1)?).map_err(|error| refuse(error.into()))?;
    if key.mode() == Mode::Live && public_url.is_plain_http() {
        return Err(refuse(SetupError::LiveInClear));
    }
    let fetch = |(at, secret): (usize, &crate::settings::SecretSource)| {
        secret.fetch(&format!("payments.stripe.webhook_secrets[{at}]"), base, 1)
    };
    let secrets = settings.webhook_secrets.iter().enumerate().map(fetch).collect::<Result<Vec<_>, _>>()?;
    let secrets = WebhookSecrets::new(secrets).map_err(|error| refuse(error.into()))?;
    let is_word = |text: &&String| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if let Some(text) = settings.means.iter().find(|text| !is_word(text)) {
        return Err(refuse(SetupError::Means(text.clone())));
    }
    let client = StripeClient::new(&settings.address, key).map_err(|error| refuse(error.into()))?;
    Ok(Account::new(client, secrets))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the error of settings whose secrets are in files of a folder of this test.
    fn refusal(key: &str, endpoint: &str, more: &str, public_url: &str) -> Option<String> {
        let name = format!("campagnodon-stripe-{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("key"), key).unwrap();
        std::fs::write(folder.join("endpoint"), endpoint).unwrap();
        let text = format!("key = {{ file = \"key\" }}\nwebhook_secrets = [{{ file = \"endpoint\" }}]\n{more}");
        let settings = toml::from_str::<StripeSettings>(&text).unwrap();
        let result = account(&settings, &folder, &PublicUrl::parse(public_url).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
        result.err().map(|error| error.to_string())
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_its_key() {
        let [secure, clear] = ["https://example.org", "http://127.0.0.1:8080"];
        let (live, test, endpoint) = ("rk_live_51Ab\n", "sk_test_51Ab", "whsec_campagnodon\n");
        for (key, endpoint, more, public_url, expected) in [
            (live, endpoint, "", secure, None),
            (test, endpoint, "means = [\"card\", \"sepa_debit\"]", clear, None),
            (live, endpoint, "", clear, Some("payments.stripe.key: a live key wants a public_url of https")),
            ("pk_live_51Ab", endpoint, "", secure, Some("payments.stripe.key: a publishable key")),
            ("other", endpoint, "", secure, Some("payments.stripe.key: not a key of Stripe")),
            ("", endpoint, "", secure, Some("payments.stripe.key: ")),
            (test, "", "", secure, Some("payments.stripe.webhook_secrets[0]: ")),
            (test, "sk_test_51Ab", "", secure, Some("payments.stripe.webhook_secrets: not the secret of an endpoint")),
            (test, endpoint, "means = [\"Card\"]", secure, Some("payments.stripe.means: \"Card\" is not")),
            (test, endpoint, "address = \"http://example.org\"", secure, Some("payments.stripe.address: http is for")),
        ] {
            let told = refusal(key, endpoint, more, public_url);
            match expected {
                None => assert_eq!(told, None),
                Some(start) => assert!(told.as_ref().is_some_and(|told| told.starts_with(start)), "{start}: {told:?}"),
            }
            assert!(!told.unwrap_or_default().contains("51Ab"), "a secret is printed");
        }
    }

    #[test]
    fn a_key_is_never_written_in_the_settings() {
        let settings = toml::from_str::<StripeSettings>("key = \"sk_live_51Ab\"\nwebhook_secrets = []").unwrap();
        let error =
            account(&settings, Path::new("."), &PublicUrl::parse("https://example.org").unwrap()).err().unwrap();
        assert!(error.to_string().starts_with("payments.stripe.key: a secret is never written"), "{error}");
    }
}
