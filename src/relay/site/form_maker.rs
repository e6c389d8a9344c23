//! From a form in the settings to one that can be shown and checked.

use super::appeal;
use super::pages::{Folder, Place};
use super::tags::Catalogues;
use super::{Period, SiteCampaign, SiteForm, ThanksPage};
use crate::form::{DistantCatalogue, OfferOptions, Purpose};
use crate::protocol::Operation;
use crate::relay::i18n::{Language, TextsByLanguage};
use crate::relay::settings::{self, FormSettings, QuestionSettings, StatutesSettings};
use crate::settings::SettingsError;
use std::sync::Arc;

/// What all forms of the settings have in common.
pub struct FormMaker<'a> {
    /// What holds for all forms.
    pub options: &'a OfferOptions,
    /// How the distants name things.
    pub catalogues: &'a Catalogues,
    /// What must be agreed to in forms that say nothing else.
    pub statutes: Option<&'a StatutesSettings>,
    /// The texts of every language.
    pub texts: &'a TextsByLanguage,
    /// The language of forms that name none.
    pub default_language: Language,
    /// The folder of the site's pages.
    pub pages: Folder<'a>,
}

impl FormMaker<'_> {
    /// Makes the form called `name`. Returns it with what works and is hardly meant so.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn make(&self, name: &str, settings: &FormSettings) -> Result<(SiteForm, Vec<String>), SettingsError> {
        check_name(name)?;
        let language = match &settings.language {
            Some(tag) => settings::language(&format!("forms.{name}.language"), tag)?,
            None => self.default_language,
        };
        self.make_in(name, settings, language)
    }

    /// Makes the same in a language that is not the form's own.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn make_in(
        &self,
        name: &str,
        settings: &FormSettings,
        language: Language,
    ) -> Result<(SiteForm, Vec<String>), SettingsError> {
        let table = format!("forms.{name}");
        let key = |key: &str| format!("{table}.{key}");
        let catalogue = self.catalogues.get(&(settings.distant.clone(), language.tag())).ok_or_else(|| {
            SettingsError::unusable(key("distant"), format!("there is no distants.{}", settings.distant))
        })?;
        let tag = settings.tag(name)?;
        if let Some(unknown) = tag.subscriptions.iter().flatten().find(|key| !knows(catalogue, key)) {
            return Err(SettingsError::unusable(
                key("subscriptions"),
                format!("distants.{}.subscriptions has no key {unknown:?}", settings.distant),
            ));
        }
        let options = OfferOptions { fields: settings.fields.over(self.options.fields), ..self.options.clone() };
        let offered = options.form(catalogue, &tag);
        let mut form =
            offered.map_err(|error| SettingsError::unusable(table.as_str(), settings::offer_reason(&error)))?;
        if let Some(statutes) = &settings.statutes {
            statutes.check(&key("statutes"))?;
        }
        form.statutes = settings.statutes.as_ref().or(self.statutes).map(|statutes| statutes.in_language(language));
        settings::check_questions(name, &settings.questions)?;
        let purposes = settings::purposes(name, &settings.purposes)?;
        if !purposes.is_empty() && !form.has(Operation::Donation) {
            return Err(SettingsError::unusable(key("purposes"), "the form takes no donations"));
        }
        let label = self.texts.get(language).get("appeal.purpose").to_owned();
        form.questions = settings::purpose_question(&settings.purposes, &label, language).into_iter().collect();
        form.questions.extend(settings.questions.iter().map(|question| question.in_language(language)));
        form.fees = settings.fees.as_ref().map(|fees| fees.fees(&key("fees"))).transpose()?;
        let unoffered = self.options.unoffered(&tag);
        let warnings = unoffered.iter().map(|amounts| settings::unoffered_reason(&table, amounts)).collect();
        let find = |page| self.pages.find(&key("page"), page, Place::Form(name));
        let page = settings.page.as_deref().map(find).transpose()?;
        let thanks = settings.thanks.as_deref().map(|url| ThanksPage::new(&key("thanks"), url, self.pages.public_url));
        let of = (settings.distant.as_str(), settings.campaign);
        let campaign = SiteCampaign::new(&table, of, &settings.campaign_title, settings.goal, settings.raised_before)?;
        let appeal = appeal::make(&table, settings, &form, language)?;
        campaign.check_source(&table, catalogue.source.as_deref(), &appeal.from)?;
        let form = SiteForm {
            name: name.to_owned(),
            id: name.to_owned(),
            form,
            period: Period::new(&table, settings.closed, settings.opens.as_ref(), settings.closes.as_ref())?,
            catalogue: with_choices(catalogue, &settings.questions, purposes),
            campaign: Arc::new(campaign),
            appeal: Arc::new(appeal),
            texts: self.texts.get(language),
            page,
            back: None,
            thanks: thanks.transpose()?,
            closed_link: settings::link(&key("closed_link"), settings.closed_link.as_ref())?,
        };
        Ok((form, warnings))
    }
}

fn knows(catalogue: &DistantCatalogue, key: &str) -> bool {
    catalogue.subscriptions.iter().any(|option| option.key == key)
}

/// Returns the catalogue in which the choices of a form's questions are found too, and its purposes.
fn with_choices(
    catalogue: &Arc<DistantCatalogue>,
    questions: &[QuestionSettings],
    purposes: Vec<Purpose>,
) -> Arc<DistantCatalogue> {
    let mut catalogue = Arc::clone(catalogue);
    if !questions.is_empty() {
        Arc::make_mut(&mut catalogue).subscriptions.extend(questions.iter().flat_map(QuestionSettings::options));
    }
    if !purposes.is_empty() {
        Arc::make_mut(&mut catalogue).purposes = purposes;
    }
    catalogue
}

fn check_name(name: &str) -> Result<(), SettingsError> {
    let fits = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    if fits {
        Ok(())
    } else {
        Err(SettingsError::unusable(format!("forms.{name}"), "a name has lower-case letters, digits, - and _ only"))
    }
}
