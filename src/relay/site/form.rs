//! A form of the site, ready to be shown and checked, and the campaign for which it collects.

use super::Site;
use crate::form::{CampaignLabel, DistantCatalogue, Form, source_label};
use crate::protocol::Amount;
use crate::relay::pages::{Link, Texts};
use crate::relay::settings::{euros, limits};
use crate::settings::SettingsError;
use std::path::PathBuf;
use std::sync::Arc;

/// A form.
#[derive(Clone)]
pub struct SiteForm {
    /// Its name in addresses and pages; of one that a tag asked for, all that the tag says.
    pub name: String,
    /// What the ids of its page begin with: letters, digits, `-` and `_`.
    pub id: String,
    /// What it offers.
    pub form: Form,
    /// How its distant names things.
    pub profile: Arc<DistantCatalogue>,
    /// For what it collects.
    pub campaign: Arc<SiteCampaign>,
    /// Its texts.
    pub texts: Arc<Texts>,
    /// The file of the page in which it stands.
    pub page: Option<PathBuf>,
    /// The path of the page in which it stands, where that page is not ours.
    pub back: Option<String>,
    /// Where the notice of a campaign that is over leads.
    pub closed_link: Option<Link>,
}

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

impl SiteForm {
    /// What a bare page with the form is called.
    pub fn title(&self) -> &str {
        if self.campaign.title.is_empty() { &self.id } else { &self.campaign.title }
    }

    /// The path where the form is shown and posted.
    pub fn action(&self, site: &Site) -> String {
        format!("{}/forms/{}", site.base_path, self.name)
    }

    /// The path of the page in which the form stands.
    pub fn place(&self, site: &Site) -> String {
        self.back.clone().unwrap_or_else(|| self.action(site))
    }
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

    /// Checks that the distant can keep the source label; `key` is the table of the settings that names the campaign.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check_source(&self, key: &str, template: Option<&str>) -> Result<(), SettingsError> {
        let length = template.map_or(0, |template| limits::stored_length(&source_label(template, self.label())));
        if length <= limits::SOURCE {
            return Ok(());
        }
        let reason = limits::reason(&format!("with the campaign of {key} it"), length, limits::SOURCE);
        Err(SettingsError::unusable(format!("distants.{}.source", self.distant), reason))
    }

    /// The campaign, for the source label.
    pub fn label(&self) -> CampaignLabel<'_> {
        CampaignLabel { id: self.id, title: &self.title }
    }
}
