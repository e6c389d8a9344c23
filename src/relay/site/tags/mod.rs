//! Forms that a page of a content management system asks for by a tag: `<campagnodon|origine=main|id=1|type=don>`.
//!
//! Only the site's own server can ask, since it has the key. What it asks for is then the form's name, signed: what is
//! posted is checked against the very same offer, nobody can make up another, and nothing need be remembered.

mod parameters;

pub use parameters::{FORM, GOAL, Parameters};

use super::{Period, SiteCampaign, SiteForm, ThanksPage};
use crate::form::{DistantCatalogue, OfferError, OfferOptions};
use crate::protocol::Operation;
use crate::relay::html::Appeal;
use crate::relay::i18n::{Hyperlink, Language, Texts, TextsByLanguage};
use crate::relay::keys::RelaySecret;
use crate::relay::public_url::PublicUrl;
use crate::relay::settings::{StatutesSettings, TagsSettings, from_words, link, offer_reason, unoffered_reason};
use crate::settings::{SettingsError, is_same};
use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What the name of such a form begins with. No form of the settings can have a point in its name.
const PREFIX: &str = "tag.";

/// The catalogue of each distant in each language, by the language's tag.
pub type Catalogues = BTreeMap<(String, &'static str), Arc<DistantCatalogue>>;

/// Why there is no form for a tag: the parameter at fault, and what is wrong with it, for who wrote the tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {reason}")]
pub struct TagError {
    /// The parameter, as the tag has it.
    pub parameter: String,
    /// What is wrong with it.
    pub reason: String,
}

impl TagError {
    fn new(parameter: &str, reason: impl Into<String>) -> Self {
        Self { parameter: parameter.to_owned(), reason: reason.into() }
    }
}

/// What tags can ask for.
pub struct Tags {
    key: SecretString,
    secret: RelaySecret,
    campaigns: Vec<TagCampaign>,
    options: OfferOptions,
    catalogues: Catalogues,
    texts: TextsByLanguage,
    statutes: Option<StatutesSettings>,
    /// What was logged of amounts that tags do not offer: once each, as a page is shown often.
    logged: Mutex<BTreeSet<String>>,
}

/// A campaign for which tags can ask.
pub struct TagCampaign {
    /// The campaign.
    pub campaign: Arc<SiteCampaign>,
    /// The site's own page of thanks, if it has one.
    pub thanks: Option<ThanksPage>,
    /// When it takes payments.
    pub period: Period,
    /// What its forms have beside.
    pub appeal: Arc<Appeal>,
    /// Where its notice leads then.
    pub closed_link: Option<Hyperlink>,
}

impl Tags {
    /// Checks the settings.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn new(
        settings: &TagsSettings,
        base: &Path,
        secret: RelaySecret,
        options: OfferOptions,
        catalogues: Catalogues,
        texts: &TextsByLanguage,
        public_url: &PublicUrl,
    ) -> Result<Self, SettingsError> {
        let mut campaigns: Vec<TagCampaign> = Vec::new();
        for (at, campaign) in settings.campaigns.iter().enumerate() {
            let key = format!("tags.campaigns, number {}", at + 1);
            let (distant, id) = (campaign.distant.as_str(), campaign.id);
            if !catalogues.keys().any(|(known, _)| known == distant) {
                return Err(SettingsError::unusable(
                    format!("{key}.distant"),
                    format!("there is no distants.{distant}"),
                ));
            }
            if campaigns.iter().any(|known| known.is((distant, id))) {
                return Err(SettingsError::unusable(format!("{key}.id"), format!("{id} is listed twice")));
            }
            let checked =
                SiteCampaign::new(&key, (distant, id), &campaign.title, campaign.goal, campaign.raised_before)?;
            let template =
                catalogues.iter().find_map(|((name, _), catalogue)| (name == distant).then_some(&catalogue.source));
            let from = from_words(&format!("{key}.from"), &campaign.from)?;
            let appeal = Appeal { from, ..Appeal::default() };
            checked.check_source(&key, template.and_then(Option::as_deref), &appeal.from)?;
            let closed_link = link(&format!("{key}.closed_link"), campaign.closed_link.as_ref())?;
            let thanks = campaign.thanks.as_deref();
            let thanks = thanks.map(|url| ThanksPage::new(&format!("{key}.thanks"), url, public_url)).transpose()?;
            let period = Period::new(&key, campaign.closed, campaign.opens.as_ref(), campaign.closes.as_ref())?;
            let (campaign, appeal) = (Arc::new(checked), Arc::new(appeal));
            campaigns.push(TagCampaign { campaign, thanks, period, appeal, closed_link });
        }
        let key = settings.key.fetch("tags.key", base, RelaySecret::MIN_LENGTH)?;
        Ok(Self {
            key,
            secret,
            campaigns,
            options,
            catalogues,
            texts: texts.clone(),
            statutes: None,
            logged: Mutex::default(),
        })
    }

    /// Returns the same, whose forms ask to agree to these statutes.
    #[must_use]
    pub fn agreeing_to(self, statutes: Option<StatutesSettings>) -> Self {
        Self { statutes, ..self }
    }

    /// Checks the key of a site's own server.
    pub fn is_key(&self, key: &str) -> bool {
        is_same(self.key.expose_secret(), key)
    }

    /// Returns the campaigns, and the optional subscriptions that each can have.
    pub fn campaigns(&self, language: Language) -> impl Iterator<Item = (&TagCampaign, &DistantCatalogue)> {
        self.campaigns.iter().filter_map(move |each| {
            let catalogue = self.catalogues.get(&(each.campaign.distant.clone(), language.tag()))?;
            Some((each, catalogue.as_ref()))
        })
    }

    /// Returns the form that a tag asks for, in its language or else in `language`.
    ///
    /// # Errors
    /// At the first parameter that cannot be used.
    pub fn form(&self, parameters: &Parameters, language: Language) -> Result<SiteForm, TagError> {
        let known = self.campaign(parameters)?;
        let language = parameters.language()?.unwrap_or(language);
        let tag = parameters.tag()?;
        let catalogue = self.catalogues.get(&(known.campaign.distant.clone(), language.tag()));
        let catalogue = catalogue.ok_or_else(|| TagError::new("origine", "is not a distant of the settings"))?;
        let mut form = self.options.form(catalogue, &tag).map_err(|error| {
            let parameter = match error {
                OfferError::NoAmount(Operation::Membership) if tag.membership_amounts.is_some() => "montants_adhesion",
                OfferError::NoTitle => "origine",
                _ => "montants",
            };
            TagError::new(parameter, offer_reason(&error))
        })?;
        form.statutes = self.statutes.as_ref().map(|statutes| statutes.in_language(language));
        let text = BASE64URL_NOPAD.encode(parameters.to_text()?.as_bytes());
        let mark = self.secret.tag_signature(&text);
        Ok(SiteForm {
            id: ["tag-", &mark[..8]].concat(),
            name: [PREFIX, &text, ".", &mark].concat(),
            form,
            period: known.period,
            catalogue: Arc::clone(catalogue),
            campaign: Arc::clone(&known.campaign),
            appeal: Arc::clone(&known.appeal),
            texts: self.texts.get(language),
            page: None,
            back: parameters.page()?,
            thanks: known.thanks.clone(),
            closed_link: known.closed_link.clone(),
        })
    }

    /// Logs which amounts of a tag's own lists its form does not offer; of the site's lists it is told at start.
    ///
    /// # Errors
    /// As [`Self::form`].
    pub fn warn_of_unoffered(&self, parameters: &Parameters) -> Result<(), TagError> {
        let (origin, id) = parameters.campaign()?;
        let place = format!("a tag of {origin}, campaign {id},");
        for unoffered in self.options.unoffered(&parameters.tag()?).iter().filter(|each| each.of_tag) {
            let reason = unoffered_reason(&place, unoffered);
            if self.logged.lock().unwrap_or_else(PoisonError::into_inner).insert(reason.clone()) {
                tracing::warn!("{reason}");
            }
        }
        Ok(())
    }

    /// Returns the form of that name, or `None` if we did not sign it or would not offer it any more.
    pub fn form_named(&self, name: &str, language: Language) -> Option<SiteForm> {
        let (text, mark) = name.strip_prefix(PREFIX)?.split_once('.')?;
        if !is_same(&self.secret.tag_signature(text), mark) {
            return None;
        }
        let query = String::from_utf8(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        self.form(&Parameters::read(&query, FORM).ok()?, language).ok()
    }

    /// Returns the campaign of a tag, and the texts in its language or else in `language`.
    ///
    /// # Errors
    /// If the settings do not have it.
    pub fn goal(&self, parameters: &Parameters, language: Language) -> Result<(&SiteCampaign, Arc<Texts>), TagError> {
        let campaign = &self.campaign(parameters)?.campaign;
        Ok((campaign, self.texts.get(parameters.language()?.unwrap_or(language))))
    }

    fn campaign(&self, parameters: &Parameters) -> Result<&TagCampaign, TagError> {
        let (distant, id) = parameters.campaign()?;
        if let Some(known) = self.campaigns.iter().find(|known| known.is((distant, id))) {
            return Ok(known);
        }
        let is_origin = self.campaigns.iter().any(|known| known.campaign.distant == distant);
        Err(match is_origin {
            true => TagError::new("id", format!("the relay's settings have no campaign {id} of {distant}")),
            false => TagError::new("origine", format!("the relay's settings have no campaign of {distant:?}")),
        })
    }
}

impl TagCampaign {
    fn is(&self, (distant, id): (&str, u64)) -> bool {
        self.campaign.distant == distant && self.campaign.id == id
    }
}
