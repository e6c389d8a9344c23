//! What must be agreed to before anything is sent: of all forms, or of one.

use super::link::checked_url;
use crate::form::Statutes;
use crate::protocol::Operation;
use crate::relay::i18n::{Label, Language};
use crate::settings::SettingsError;
use serde::Deserialize;

/// `statutes = { label = "…", url = "/statuts.html", for = ["membership"] }`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutesSettings {
    /// What people read beside the box.
    label: Label,
    /// Where the text is.
    url: Option<String>,
    /// Who must agree.
    #[serde(default = "members", rename = "for")]
    audience: Vec<Operation>,
}

fn members() -> Vec<Operation> {
    vec![Operation::Membership]
}

impl StatutesSettings {
    /// Checks what a file can have wrong.
    ///
    /// # Errors
    /// If nobody must agree, or the link leads nowhere.
    pub fn check(&self, key: &str) -> Result<(), SettingsError> {
        if self.audience.is_empty() {
            return Err(SettingsError::unusable(format!("{key}.for"), "names nobody: \"donation\", \"membership\""));
        }
        self.url.as_ref().map(|url| checked_url(&format!("{key}.url"), url)).transpose().map(drop)
    }

    /// Returns them in a language.
    pub fn in_language(&self, language: Language) -> Statutes {
        Statutes {
            label: self.label.text(language).to_owned(),
            url: self.url.clone(),
            for_donation: self.audience.contains(&Operation::Donation),
            for_membership: self.audience.contains(&Operation::Membership),
        }
    }
}
