//! The campaign for which a form collects.

use crate::form::{CampaignLabel, source_label};
use crate::protocol::Amount;
use crate::relay::settings::{euros, limits};
use crate::settings::SettingsError;

/// A campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCampaign {
    /// The distant that it feeds.
    pub distant: String,
    /// The distant's number of it.
    pub id: u64,
    /// What the source label calls it.
    pub title: String,
    /// What it wants to raise, in cents; what the distant says if absent.
    pub goal: Option<u64>,
    /// What was raised elsewhere and counts too, in cents.
    pub raised_before: u64,
}

impl SiteCampaign {
    /// Checks what the settings say; `key` is the table in which they do, and sums are in euros.
    ///
    /// # Errors
    /// If a sum is none.
    pub fn new(
        key: &str,
        (distant, id): (&str, u64),
        title: &str,
        goal: Option<u64>,
        raised_before: u64,
    ) -> Result<Self, SettingsError> {
        let cents = |name: &str, sum: u64| euros(&format!("{key}.{name}"), sum).map(Amount::cents);
        Ok(Self {
            distant: distant.to_owned(),
            id,
            title: title.to_owned(),
            goal: goal.map(|goal| cents("goal", goal)).transpose()?,
            raised_before: if raised_before == 0 { 0 } else { cents("raised_before", raised_before)? },
        })
    }

    /// Checks that the distant can keep the source label, with the longest of the words of `from`; `key` is the table of
    /// the settings that names the campaign.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check_source(&self, key: &str, template: Option<&str>, from: &[String]) -> Result<(), SettingsError> {
        let longest = from.iter().max_by_key(|word| word.len()).map(String::as_str);
        let label = source_label(template, self.label(), longest).unwrap_or_default();
        let length = limits::stored_length(&label);
        if length <= limits::SOURCE {
            return Ok(());
        }
        let reason = limits::reason(&format!("with the campaign of {key} it"), length, limits::SOURCE);
        Err(SettingsError::unusable(format!("distants.{}.source", self.distant), reason))
    }

    /// Returns what the source label says of the campaign.
    pub fn label(&self) -> CampaignLabel<'_> {
        CampaignLabel { id: self.id, title: &self.title }
    }
}
