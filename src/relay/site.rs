//! The site as it will be served: settings checked once, at start.

use super::captcha::Captcha;
use super::guard::Guard;
use super::keys::RelaySecret;
use super::pages::{self, Language, Texts};
use super::settings::{self, RelaySettings, WithoutScripts};
use super::tax::TaxRegime;
use crate::distant::Distant;
use crate::distant::civicrm::CivicrmClient;
use crate::form::{CampaignLabel, Form, Profile};
use crate::protocol::Amount;
use crate::settings::SettingsError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the relay serves.
pub struct Site {
    /// The address under which donors reach it, without a slash at its end.
    pub public_url: String,
    /// The path of that address: what our own links start with, so that they stay on the host that the donor sees.
    pub base_path: String,
    /// Where our own pages find the style sheets, the script and the module.
    pub asset_urls: [String; 4],
    /// What every transaction's name starts with.
    pub idx_prefix: String,
    /// The relay's own secret.
    pub secret: RelaySecret,
    /// The folder of the built module and style sheet.
    pub assets: PathBuf,
    /// The folder of the site's pages.
    pub pages: Option<PathBuf>,
    /// The language of pages without a form.
    pub texts: Arc<Texts>,
    /// The forms, by name.
    pub forms: BTreeMap<String, SiteForm>,
    /// The distants, by name.
    pub distants: BTreeMap<String, SiteDistant>,
    /// The rules of tax relief, if it is told of.
    pub tax: Option<TaxRegime>,
    /// How often a distant that is down is asked whether it is back.
    pub probe: Duration,
    /// How long the keys of transactions are remembered.
    pub keys_kept: Duration,
    /// The proof of work, if forms ask for one.
    pub captcha: Option<Captcha>,
    /// Whether forms that are sent without scripts need it too.
    pub without_scripts: WithoutScripts,
    /// What else keeps programs away.
    pub guard: Guard,
}

/// A form, ready to be shown and checked.
pub struct SiteForm {
    /// Its name in addresses and pages.
    pub name: String,
    /// What it offers.
    pub form: Form,
    /// How its distant names things.
    pub profile: Arc<Profile>,
    /// The distant that it feeds.
    pub distant: String,
    /// The distant's number of the campaign.
    pub campaign: u64,
    /// What the source label calls the campaign.
    pub campaign_title: String,
    /// What its campaign wants to raise, in cents; what the distant says if absent.
    pub goal: Option<u64>,
    /// What was raised elsewhere and counts too, in cents.
    pub raised_before: u64,
    /// Its texts.
    pub texts: Arc<Texts>,
    /// The file of the page in which it stands.
    pub page: Option<PathBuf>,
}

impl SiteForm {
    /// The campaign, for the source label.
    pub fn campaign_label(&self) -> CampaignLabel<'_> {
        CampaignLabel { id: self.campaign, title: &self.campaign_title }
    }

    /// What a bare page with the form is called.
    pub fn title(&self) -> &str {
        if self.campaign_title.is_empty() { &self.name } else { &self.campaign_title }
    }

    /// The path where the form is shown and posted.
    pub fn action(&self, site: &Site) -> String {
        format!("{}/forms/{}", site.base_path, self.name)
    }
}

/// A distant, ready to be asked.
pub struct SiteDistant {
    /// The distant.
    pub distant: Arc<dyn Distant>,
    /// How long it may take to answer.
    pub timeout: Duration,
    /// How many donors it can serve at once.
    pub at_once: usize,
    /// The means of payment's name there.
    pub payment_instrument: Option<String>,
}

impl Site {
    /// Checks the settings. Relative paths are taken from `base`, the folder of the settings' file.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn new(settings: &RelaySettings, base: &Path) -> Result<Self, SettingsError> {
        let secret = RelaySecret::new(settings.secret.fetch("secret", base, RelaySecret::MIN_LENGTH)?);
        settings.captcha.check(&settings.guard)?;
        let guard = Guard::new(&settings.guard)?;
        let default_language = settings::language("language", &settings.language)?;
        let texts = load_texts(settings)?;
        let mut profiles = BTreeMap::new();
        let mut distants = BTreeMap::new();
        for (name, distant) in &settings.distants {
            for language in Language::ALL {
                profiles.insert((name.as_str(), language.tag()), Arc::new(distant.profile(name, language)?));
            }
            let civicrm = distant.civicrm(name, base)?;
            let timeout = civicrm.timeout;
            let client = CivicrmClient::new(civicrm)
                .map_err(|error| SettingsError::unusable(format!("distants.{name}.server"), error.to_string()))?;
            distants.insert(
                name.clone(),
                SiteDistant {
                    distant: Arc::new(client),
                    timeout,
                    at_once: distant.at_once.get().into(),
                    payment_instrument: distant.payment_instrument.clone(),
                },
            );
        }
        let pages = settings.pages.as_ref().map(|pages| base.join(pages));
        let options = settings.options.site_options(settings.maintenance, settings.captcha.enabled)?;
        let mut forms = BTreeMap::new();
        for (name, form) in &settings.forms {
            check_form_name(name)?;
            let key = |key: &str| format!("forms.{name}.{key}");
            let language = match &form.language {
                Some(tag) => settings::language(&key("language"), tag)?,
                None => default_language,
            };
            let profile = profiles.get(&(form.distant.as_str(), language.tag())).ok_or_else(|| {
                SettingsError::unusable(key("distant"), format!("there is no distants.{}", form.distant))
            })?;
            let tag = form.tag(name)?;
            if let Some(unknown) = tag.subscriptions.iter().flatten().find(|key| !knows(profile, key)) {
                return Err(SettingsError::unusable(
                    key("subscriptions"),
                    format!("distants.{}.subscriptions has no key {unknown:?}", form.distant),
                ));
            }
            let mut offered = options
                .form(profile, &tag)
                .map_err(|error| SettingsError::unusable(format!("forms.{name}"), settings::offer_reason(&error)))?;
            offered.closed = form.closed;
            let page = form.page.as_ref().map(|page| find_page(name, pages.as_deref(), page)).transpose()?;
            forms.insert(
                name.clone(),
                SiteForm {
                    name: name.clone(),
                    form: offered,
                    profile: Arc::clone(profile),
                    distant: form.distant.clone(),
                    campaign: form.campaign,
                    campaign_title: form.campaign_title.clone(),
                    goal: form.goal.map(|euros| settings::euros(&key("goal"), euros)).transpose()?.map(Amount::cents),
                    raised_before: match form.raised_before {
                        0 => 0,
                        euros => settings::euros(&key("raised_before"), euros)?.cents(),
                    },
                    texts: texts_in(&texts, language),
                    page,
                },
            );
        }
        let public_url = settings.public_url()?;
        let base_path = settings.base_path()?;
        let captcha = settings.captcha.enabled.then(|| Captcha::new(&settings.captcha, &secret, &public_url));
        Ok(Self {
            asset_urls: [".css", "-pages.css", ".js", ".wasm"]
                .map(|ending| format!("{base_path}/campagnodon/campagnodon{ending}")),
            public_url,
            base_path,
            idx_prefix: settings.idx_prefix.clone(),
            secret,
            assets: base.join(&settings.assets),
            pages,
            texts: texts_in(&texts, default_language),
            forms,
            distants,
            tax: settings::tax_regime(&settings.options.tax_relief, &settings.tax_rules)?,
            probe: Duration::from_secs(settings.delivery.probe_seconds.get().into()),
            keys_kept: Duration::from_secs(u64::from(settings.forget_keys_after_days.get()) * 24 * 3600),
            captcha,
            without_scripts: settings.captcha.without_scripts,
            guard,
        })
    }
}

/// Each language's texts, French first.
fn load_texts(settings: &RelaySettings) -> Result<[Arc<Texts>; 2], SettingsError> {
    for tag in settings.texts.keys() {
        settings::language(&format!("texts.{tag}"), tag)?;
    }
    let load = |language: Language| {
        let overrides = settings.texts.get(language.tag()).cloned().unwrap_or_default();
        let unusable =
            |error: pages::UnknownText| SettingsError::unusable(format!("texts.{}", language.tag()), error.to_string());
        Texts::load(language, &overrides).map(Arc::new).map_err(unusable)
    };
    Ok([load(Language::French)?, load(Language::English)?])
}

fn texts_in([french, english]: &[Arc<Texts>; 2], language: Language) -> Arc<Texts> {
    Arc::clone(match language {
        Language::French => french,
        Language::English => english,
    })
}

fn knows(profile: &Profile, key: &str) -> bool {
    profile.subscriptions.iter().any(|option| option.key == key)
}

fn check_form_name(name: &str) -> Result<(), SettingsError> {
    let fits = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    if fits {
        Ok(())
    } else {
        Err(SettingsError::unusable(format!("forms.{name}"), "a name has lower-case letters, digits, - and _ only"))
    }
}

/// The page's file, which must have a place for the form.
fn find_page(name: &str, pages: Option<&Path>, page: &Path) -> Result<PathBuf, SettingsError> {
    let key = format!("forms.{name}.page");
    let folder = pages.ok_or_else(|| SettingsError::unusable(&key, "the settings name no folder: pages"))?;
    let file = folder.join(page);
    let html = std::fs::read_to_string(&file)
        .map_err(|error| SettingsError::unusable(&key, format!("cannot read {}: {error}", file.display())))?;
    if !pages::names(&html, pages::Place::Form).iter().any(|known| known == name) {
        let place = format!("{} has no <campagnodon-form name=\"{name}\"></campagnodon-form>", file.display());
        return Err(SettingsError::unusable(&key, place));
    }
    Ok(file)
}
