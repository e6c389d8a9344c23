//! `[payments.spip]`: the site whose SPIP Bank takes payments.

use crate::relay::i18n::Label;
use crate::relay::public_url::PublicUrl;
use crate::settings::{SecretSource, SettingsError};
use secrecy::SecretString;
use serde::Deserialize;
use std::path::Path;

/// The fewest characters that the secret must have, as the plugin wants it too.
const SHORTEST_SECRET: usize = 32;

/// The site whose SPIP Bank takes payments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpipSettings {
    /// Its address, as its own configuration says it: `https`, or `http` on this machine.
    pub address: String,
    /// What the relay and the plugin share, 32 characters or more.
    pub secret: SecretSource,
    /// What the choice of means calls it; by default a text of ours.
    pub title: Option<Label>,
}

impl SpipSettings {
    /// Returns the address and the secret. Relative file names are looked up from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If one of them cannot be used.
    pub fn open(&self, base: &Path) -> Result<(PublicUrl, SecretString), SettingsError> {
        let address = PublicUrl::parse(&self.address).filter(PublicUrl::is_safe);
        let reason = "it must be an address that begins with https://, or with http:// on this machine";
        let address = address.ok_or_else(|| SettingsError::unusable("payments.spip.address", reason))?;
        if self.title.as_ref().is_some_and(Label::is_empty) {
            return Err(SettingsError::unusable("payments.spip.title", "it is empty"));
        }
        Ok((address, self.secret.fetch("payments.spip.secret", base, SHORTEST_SECRET)?))
    }
}
