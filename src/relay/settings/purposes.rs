//! What a donation may be for, where the payer chooses: a campaign of the distant, or a financial type.

use super::names::{Kind, Named};
use super::questions::is_word;
use crate::form::{Purpose, PurposeKind, Question, Title};
use crate::relay::i18n::{Label, Language};
use crate::settings::SettingsError;
use serde::Deserialize;

/// `[[forms.<name>.purposes]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeSettings {
    /// The origin's key.
    key: String,
    /// What people read.
    label: Label,
    /// The distant's number of the campaign, in the place of the form's.
    campaign: Option<u64>,
    /// The distant's financial type, in the place of a donation's.
    financial_type: Option<String>,
}

impl PurposeSettings {
    /// Returns what it is at the distant.
    ///
    /// # Errors
    /// If it is nothing there, or two things; `key` is where it stands.
    fn purpose(&self, key: &str) -> Result<Purpose, SettingsError> {
        let unusable = |reason: &str| Err(SettingsError::unusable(format!("{key}, key {:?}", self.key), reason));
        if !is_word(&self.key) {
            return unusable("a key has lower-case letters, digits and _ only");
        }
        let kind = match (self.campaign, self.financial_type.as_deref()) {
            (Some(0), None) => return unusable("campaign is a number from 1"),
            (None, Some("")) => return unusable("financial_type is empty"),
            (Some(id), None) => PurposeKind::Campaign(id),
            (None, Some(name)) => PurposeKind::FinancialType(name.to_owned()),
            _ => return unusable("is either a campaign or a financial_type"),
        };
        Ok(Purpose { key: self.key.clone(), kind })
    }

    /// Returns the number of its campaign.
    pub fn campaign(&self) -> Option<u64> {
        self.campaign
    }

    /// Returns the name that the distant must know; `form` is the form's.
    pub fn name(&self, form: &str) -> Option<Named> {
        let name = self.financial_type.clone()?;
        Some(Named { kind: Kind::FinancialType, key: format!("forms.{form}.purposes"), name })
    }
}

/// Returns the purposes of a form called `name`.
///
/// # Errors
/// At the first value that cannot be used.
pub fn purposes(name: &str, settings: &[PurposeSettings]) -> Result<Vec<Purpose>, SettingsError> {
    let key = format!("forms.{name}.purposes");
    if settings.len() > Purpose::MAX {
        let reason = format!("{} purposes; a form has {} at most", settings.len(), Purpose::MAX);
        return Err(SettingsError::unusable(key, reason));
    }
    let mut purposes: Vec<Purpose> = Vec::new();
    for purpose in settings {
        let purpose = purpose.purpose(&key)?;
        if let Some(known) = purposes.iter().find(|known| known.key == purpose.key || known.kind == purpose.kind) {
            let reason = match known.key == purpose.key {
                true => format!("{:?} is listed twice", purpose.key),
                false => format!("{:?} and {:?} are the same at the distant", known.key, purpose.key),
            };
            return Err(SettingsError::unusable(key, reason));
        }
        purposes.push(purpose);
    }
    Ok(purposes)
}

/// Returns the question that asks for one of them, or `None` if there are none. No answer leaves it to the association.
pub fn question(settings: &[PurposeSettings], label: &str, language: Language) -> Option<Question> {
    let choice = |purpose: &PurposeSettings| Title {
        value: purpose.key.clone(),
        label: purpose.label.text(language).to_owned(),
    };
    (!settings.is_empty()).then(|| Question {
        key: Question::PURPOSE.to_owned(),
        label: label.to_owned(),
        choices: settings.iter().map(choice).collect(),
        required: false,
    })
}
