//! A form of the site, ready to be shown and checked.

use super::{Period, Phase, Site, SiteCampaign, SitePage, ThanksPage};
use crate::form::{DistantCatalogue, Form};
use crate::protocol::Operation;
use crate::relay::html::Appeal;
use crate::relay::i18n::{Hyperlink, Texts};
use std::borrow::Cow;
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
    /// When it takes payments.
    pub period: Period,
    /// How its distant names things.
    pub catalogue: Arc<DistantCatalogue>,
    /// For what it collects.
    pub campaign: Arc<SiteCampaign>,
    /// What it has beside.
    pub appeal: Arc<Appeal>,
    /// Its texts.
    pub texts: Arc<Texts>,
    /// The page of ours in which it stands.
    pub page: Option<SitePage>,
    /// The path of the page in which it stands, where that page is not ours.
    pub back: Option<String>,
    /// The site's own page of thanks, if it has one.
    pub thanks: Option<ThanksPage>,
    /// Where the notice of a campaign that is over leads.
    pub closed_link: Option<Hyperlink>,
}

impl SiteForm {
    /// Returns the title of a bare page with the form: its campaign's, or what one can do there.
    pub fn title(&self) -> &str {
        match self.form.operations().as_slice() {
            _ if !self.campaign.title.is_empty() => &self.campaign.title,
            [Operation::Membership] => self.texts.get("operation.membership"),
            _ => self.texts.get("operation.donation"),
        }
    }

    /// Returns what it offers at `now`, in milliseconds since 1970 UTC: before it opens and once it is over, nothing.
    pub fn offer(&self, now: i64) -> Cow<'_, Form> {
        match self.period.at(now) {
            Phase::Open => Cow::Borrowed(&self.form),
            Phase::Before(_) | Phase::Over => Cow::Owned(Form { closed: true, ..self.form.clone() }),
        }
    }

    /// Returns the path where the form is shown and posted.
    pub fn action(&self, site: &Site) -> String {
        format!("{}/forms/{}", site.public_url.path(), self.name)
    }

    /// Returns the address where the form is shown and posted, as pages of other sites know it.
    pub fn address(&self, site: &Site) -> String {
        format!("{}/forms/{}", site.public_url, self.name)
    }

    /// Returns the path of the page in which the form stands.
    pub fn place(&self, site: &Site) -> String {
        let page = self.page.as_ref().map(|page| page.path.clone());
        self.back.clone().or(page).unwrap_or_else(|| self.action(site))
    }
}
