//! The forms that pages of a content management system ask for by a tag: by whom, and for which campaigns.

use super::LinkSettings;
use crate::settings::SecretSource;
use serde::Deserialize;

/// `[tags]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagsSettings {
    /// What the site's own server shows when it asks, at least 32 characters.
    pub key: SecretSource,
    /// The campaigns for which it may ask.
    pub campaigns: Vec<TagCampaignSettings>,
}

/// `[[tags.campaigns]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagCampaignSettings {
    /// The distant that it feeds: the tag's `origine`.
    pub distant: String,
    /// The distant's number of the campaign: the tag's `id`.
    pub id: u64,
    /// What the source label calls the campaign, and a bare page with its form.
    #[serde(default)]
    pub title: String,
    /// What the campaign wants to raise, in euros; what the distant says if absent.
    pub goal: Option<u64>,
    /// What was raised elsewhere and counts too, in euros.
    #[serde(default)]
    pub raised_before: u64,
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
    /// The words by which an address can say whence somebody comes.
    #[serde(default)]
    pub from: Vec<String>,
}
