//! The site as it will be served: settings checked once, at start.

mod form;

pub use form::{SiteCampaign, SiteForm};

use super::captcha::Captcha;
use super::guard::Guard;
use super::keys::RelaySecret;
use super::pages::{self, Language, Link, Texts};
use super::settings::{self, RelaySettings, WithoutScripts};
use super::surroundings::Surroundings;
use super::tags::{Profiles, Tags};
use super::tax::TaxRegime;
use super::watched::Watched;
use crate::distant::civicrm::CivicrmClient;
use crate::form::{DistantCatalogue, Tag};
use crate::settings::SettingsError;
use data_encoding::HEXLOWER;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the relay serves.
pub struct Site {
    /// The address under which donors reach it, without a slash at its end.
    pub public_url: String,
    /// How many connections are open at most.
    pub max_connections: usize,
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
    /// The module in hexadecimal digits, for pages that have it inside; none where it was not built.
    pub module: Option<String>,
    /// The folder of the site's pages.
    pub pages: Option<PathBuf>,
    /// The language of pages without a form.
    pub texts: Arc<Texts>,
    /// Where the notice of maintenance leads.
    pub maintenance_link: Option<Link>,
    /// The forms, by name.
    pub forms: BTreeMap<String, Arc<SiteForm>>,
    /// The forms that pages ask for by a tag, if they may.
    pub tags: Option<Tags>,
    /// The pages around those forms.
    pub surroundings: Option<Surroundings>,
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
    /// What works and is hardly meant so, for whoever looks after the site.
    pub warnings: Vec<String>,
}

/// A distant, ready to be asked.
pub struct SiteDistant {
    /// The distant.
    pub distant: Arc<Watched>,
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
        let mut profiles = Profiles::new();
        let mut distants = BTreeMap::new();
        for (name, distant) in &settings.distants {
            for language in Language::ALL {
                profiles.insert((name.clone(), language.tag()), Arc::new(distant.profile(name, language)?));
            }
            let civicrm = distant.civicrm(name, base)?;
            let timeout = civicrm.timeout;
            let client = CivicrmClient::new(civicrm)
                .map_err(|error| SettingsError::unusable(format!("distants.{name}.server"), error.to_string()))?;
            distants.insert(
                name.clone(),
                SiteDistant {
                    distant: Watched::new(name, Arc::new(client)),
                    timeout,
                    at_once: distant.at_once.get().into(),
                    payment_instrument: distant.payment_instrument.clone(),
                },
            );
        }
        let pages = settings.pages.as_ref().map(|pages| base.join(pages));
        let options = settings.options.site_options(settings.maintenance, settings.captcha.enabled)?;
        let mut forms = BTreeMap::new();
        let mut warnings = Vec::new();
        for (name, form) in &settings.forms {
            check_form_name(name)?;
            let key = |key: &str| format!("forms.{name}.{key}");
            let language = match &form.language {
                Some(tag) => settings::language(&key("language"), tag)?,
                None => default_language,
            };
            let profile = profiles.get(&(form.distant.clone(), language.tag())).ok_or_else(|| {
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
            let place = format!("forms.{name}");
            warnings.extend(options.unoffered(&tag).iter().map(|amounts| settings::unoffered_reason(&place, amounts)));
            let page = form.page.as_ref().map(|page| find_page(name, pages.as_deref(), page)).transpose()?;
            let campaign = (form.distant.as_str(), form.campaign);
            let campaign = SiteCampaign::new(
                &format!("forms.{name}"),
                campaign,
                &form.campaign_title,
                form.goal,
                form.raised_before,
            )?;
            campaign.check_source(&format!("forms.{name}"), profile.source.as_deref())?;
            let site_form = SiteForm {
                name: name.clone(),
                id: name.clone(),
                form: offered,
                profile: Arc::clone(profile),
                campaign: Arc::new(campaign),
                texts: texts_in(&texts, language),
                page,
                back: None,
                closed_link: settings::link(&key("closed_link"), form.closed_link.as_ref())?,
            };
            forms.insert(name.clone(), Arc::new(site_form));
        }
        let public_url = settings.public_url()?;
        let base_path = settings.base_path()?;
        let captcha = settings.captcha.enabled.then(|| Captcha::new(&settings.captcha, &secret, &public_url));
        if settings.tags.is_some() {
            let unoffered = options.unoffered(&Tag::PLAIN);
            warnings
                .extend(unoffered.iter().map(|amounts| settings::unoffered_reason("a tag without amounts", amounts)));
        }
        let tags = settings.tags.as_ref().map(|tags| Tags::new(tags, base, secret.clone(), options, profiles, &texts));
        let assets = base.join(&settings.assets);
        Ok(Self {
            module: std::fs::read(assets.join("campagnodon.wasm")).ok().map(|bytes| HEXLOWER.encode(&bytes)),
            asset_urls: [".css", "-pages.css", ".js", ".wasm"]
                .map(|ending| format!("{base_path}/campagnodon/campagnodon{ending}")),
            surroundings: settings.tags.as_ref().and_then(|_| Surroundings::new(&public_url)),
            public_url,
            max_connections: settings.max_connections.get().into(),
            base_path,
            idx_prefix: settings.idx_prefix.clone(),
            secret,
            assets,
            pages,
            texts: texts_in(&texts, default_language),
            maintenance_link: settings::link("maintenance_link", settings.maintenance_link.as_ref())?,
            forms,
            tags: tags.transpose()?,
            distants,
            tax: settings::tax_regime(&settings.options.tax_relief, &settings.tax_rules)?,
            probe: Duration::from_secs(settings.delivery.probe_seconds.get().into()),
            keys_kept: Duration::from_secs(u64::from(settings.forget_keys_after_days.get()) * 24 * 3600),
            captcha,
            without_scripts: settings.captcha.without_scripts,
            guard,
            warnings,
        })
    }

    /// The form of that name: one of the settings, or one that a tag asked for.
    pub fn form(&self, name: &str) -> Option<Arc<SiteForm>> {
        let named = self.forms.get(name).map(Arc::clone);
        named.or_else(|| self.tags.as_ref()?.form_named(name, self.texts.language()).map(Arc::new))
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

fn knows(profile: &DistantCatalogue, key: &str) -> bool {
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
