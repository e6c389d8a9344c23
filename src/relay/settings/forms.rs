//! The forms of the site, each as a page's tag would ask for it.

use super::{
    FeesSettings, FieldsSettings, ImpactSettings, LinkSettings, MonthlySettings, PurposeSettings, QuestionSettings,
    StatutesSettings, amounts,
};
use crate::form::{Operations, Tag};
use crate::settings::SettingsError;
use serde::Deserialize;
use std::path::PathBuf;

/// `[forms.<name>]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSettings {
    /// The distant that it feeds.
    pub distant: String,
    /// The distant's number of the campaign.
    pub campaign: u64,
    /// What the source label calls the campaign.
    #[serde(default)]
    pub campaign_title: String,
    /// What the campaign wants to raise, in euros; what the distant says if absent.
    pub goal: Option<u64>,
    /// What was raised elsewhere and counts too, in euros.
    #[serde(default)]
    pub raised_before: u64,
    /// What it offers: `donation`, `membership` or `both`.
    pub operations: OperationsSettings,
    /// Whether it offers repeated payments.
    #[serde(default)]
    pub recurring: bool,
    /// The amounts of single donations.
    pub amounts: Option<String>,
    /// The amounts of repeated donations.
    pub recurring_amounts: Option<String>,
    /// The yearly amounts of memberships.
    pub membership_amounts: Option<String>,
    /// The keys of the optional subscriptions to show instead of the usual ones.
    pub subscriptions: Option<Vec<String>>,
    /// Which fields it asks for; those of all forms if absent.
    #[serde(default)]
    pub fields: FieldsSettings,
    /// What must be agreed to; that of all forms if absent.
    pub statutes: Option<StatutesSettings>,
    /// The questions with choices that it asks.
    #[serde(default)]
    pub questions: Vec<QuestionSettings>,
    /// What a donation may be for.
    #[serde(default)]
    pub purposes: Vec<PurposeSettings>,
    /// Its language, by its tag: `fr`.
    pub language: Option<String>,
    /// The page in which it stands, in the folder `pages`; a bare page if absent.
    pub page: Option<PathBuf>,
    /// The site's own page of thanks, to which a payment leads: a path of the site, or an `https` address. A page of ours
    /// if absent.
    pub thanks: Option<String>,
    /// Whether the campaign takes no more payments.
    #[serde(default)]
    pub closed: bool,
    /// From when on it takes payments: a day of UTC, or a time with its offset. Always if absent.
    pub opens: Option<toml::value::Datetime>,
    /// Until when: the end of that day, or that time. For good if absent.
    pub closes: Option<toml::value::Datetime>,
    /// Where its notice leads then. Nowhere if absent.
    pub closed_link: Option<LinkSettings>,
    /// The fees that whoever pays may add. Nothing is asked if absent.
    pub fees: Option<FeesSettings>,
    /// What amounts do.
    #[serde(default)]
    pub impact: Vec<ImpactSettings>,
    /// The monthly donation that one line proposes beside a single one. None if absent.
    pub propose_monthly: Option<MonthlySettings>,
    /// The words by which an address can say whence somebody comes.
    #[serde(default)]
    pub from: Vec<String>,
}

/// What a form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationsSettings {
    /// Donations alone.
    Donation,
    /// Memberships alone.
    Membership,
    /// Both.
    Both,
}

impl FormSettings {
    /// Returns the tag that asks for this form.
    ///
    /// # Errors
    /// If an amount list cannot be read.
    pub fn tag(&self, name: &str) -> Result<Tag, SettingsError> {
        let list = |key: &str, text: &Option<String>| {
            text.as_deref().map(|text| amounts::list(&format!("forms.{name}.{key}"), text)).transpose()
        };
        Ok(Tag {
            operations: match self.operations {
                OperationsSettings::Donation => Operations::Donation,
                OperationsSettings::Membership => Operations::Membership,
                OperationsSettings::Both => Operations::Both,
            },
            recurring: self.recurring,
            amounts: list("amounts", &self.amounts)?,
            recurring_amounts: list("recurring_amounts", &self.recurring_amounts)?,
            membership_amounts: list("membership_amounts", &self.membership_amounts)?,
            subscriptions: self.subscriptions.clone(),
        })
    }
}
