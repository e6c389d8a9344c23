//! The site as it will be served: settings checked once, at start.

mod appeal;
mod assets;
mod campaign;
mod form;
mod form_maker;
mod page_modules;
mod pages;
mod period;
pub mod tags;
mod thanks;

pub use assets::{Assets, built_in};
pub use campaign::SiteCampaign;
pub use form::SiteForm;
pub use page_modules::PageModules;
pub use pages::SitePage;
pub use period::{Period, Phase};
pub use thanks::ThanksPage;

use crate::form::Tag;
use crate::relay::association::{Association, Contact};
use crate::relay::clock::Clock;
use crate::relay::html::Look;
use crate::relay::i18n::{Hyperlink, Language, Texts, TextsByLanguage};
use crate::relay::keys::RelaySecret;
use crate::relay::origins::SiteOrigins;
use crate::relay::protection::{Captcha, Guard};
use crate::relay::public_url::PublicUrl;
use crate::relay::settings::{self, RelaySettings, SiteSettings, WithoutScripts};
use crate::relay::tax::TaxRegime;
use crate::settings::SettingsError;
use form_maker::FormMaker;
use pages::{Folder, Place};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tags::{Catalogues, Tags};

/// What the relay serves.
pub struct Site {
    /// The address under which donors reach it. Our own links start with its path, so that they stay on the host that
    /// the donor sees.
    pub public_url: PublicUrl,
    /// Where our own pages find the style sheets and the script.
    pub asset_urls: [String; 3],
    /// Where a payment's page finds its script.
    pub payment_script: String,
    /// Where a form in a frame of another page finds its own.
    pub frame_script: String,
    /// What every transaction's name starts with.
    pub idx_prefix: String,
    /// The relay's own secret.
    pub secret: RelaySecret,
    /// The built module and style sheet.
    pub assets: Assets,
    /// The page's modules.
    pub modules: PageModules,
    /// The folder of the site's pages.
    pub pages: Option<PathBuf>,
    /// What forms tell of the association.
    pub association: Association,
    /// How our own pages look.
    pub look: Look,
    /// Whom donors can ask.
    pub contact: Option<Contact>,
    /// Whether the distant sends a confirmation by e-mail.
    pub confirmation: bool,
    /// The site's page for payments, if it has one.
    pub payment_page: Option<SitePage>,
    /// The site's page for errors, if it has one.
    pub error_page: Option<SitePage>,
    /// The language of pages without a form.
    pub texts: Arc<Texts>,
    /// Where the notice of maintenance leads.
    pub maintenance_link: Option<Hyperlink>,
    /// The forms, by name.
    pub forms: BTreeMap<String, Arc<SiteForm>>,
    /// The same in every other language, by name and tag, for sites that render them anew.
    pub translated: BTreeMap<(String, &'static str), Arc<SiteForm>>,
    /// The forms that pages ask for by a tag, if they may.
    pub tags: Option<Tags>,
    /// The rules of tax relief, if forms show it.
    pub tax: Option<TaxRegime>,
    /// The proof of work, which some forms ask for, and all while somebody tests cards.
    pub captcha: Captcha,
    /// Whether forms that are sent without scripts need it too.
    pub without_scripts: WithoutScripts,
    /// What else keeps programs away.
    pub guard: Arc<Guard>,
    /// The other sites whose pages may show the forms.
    pub origins: SiteOrigins,
    /// What works and is hardly meant so, for whoever looks after the site.
    pub warnings: Vec<String>,
}

impl Site {
    /// Checks the settings. Relative paths are taken from `base`, the folder of the settings' file.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn new(settings: &RelaySettings, base: &Path, clock: &Clock) -> Result<Self, SettingsError> {
        let secret = RelaySecret::new(settings.secret.fetch("secret", base, RelaySecret::MIN_LENGTH)?);
        settings.captcha.check(&settings.guard)?;
        let guard = Arc::new(Guard::new(&settings.guard, clock.clone())?);
        let default_language = settings::language("language", &settings.language)?;
        let texts = load_texts(settings, default_language)?;
        let mut catalogues = Catalogues::new();
        for (name, distant) in &settings.distants {
            for language in Language::ALL {
                catalogues.insert((name.clone(), language.tag()), Arc::new(distant.catalogue(name, language)?));
            }
        }
        let public_url = settings.public_url()?;
        let pages = settings.pages.as_ref().map(|pages| base.join(pages));
        let folder = Folder { folder: pages.as_deref(), public_url: &public_url };
        let options = settings.options.site_options(settings.maintenance, settings.captcha.enabled)?;
        if let Some(statutes) = &settings.options.statutes {
            statutes.check("options.statutes")?;
        }
        let maker = FormMaker {
            options: &options,
            catalogues: &catalogues,
            statutes: settings.options.statutes.as_ref(),
            texts: &texts,
            default_language,
            pages: folder,
        };
        let (mut forms, mut translated) = (BTreeMap::new(), BTreeMap::new());
        let mut warnings = Vec::new();
        for (name, form) in &settings.forms {
            let (made, unoffered) = maker.make(name, form)?;
            for language in Language::ALL.into_iter().filter(|language| *language != made.texts.language()) {
                translated.insert((name.clone(), language.tag()), Arc::new(maker.make_in(name, form, language)?.0));
            }
            forms.insert(name.clone(), Arc::new(made));
            warnings.extend(unoffered);
        }
        let association = settings::association(settings.privacy.as_ref(), settings.legal.as_ref())?;
        settings.site.check(&public_url)?;
        let of_ours = |key: &str, page: &Option<PathBuf>, place| {
            page.as_deref().map(|page| folder.find(key, page, place)).transpose()
        };
        let payment_page = of_ours("site.payment_page", &settings.site.payment_page, Place::Payment)?;
        let error_page = of_ours("site.error_page", &settings.site.error_page, Place::Error)?;
        let captcha = Captcha::new(&settings.captcha, &secret, &public_url, clock.clone());
        if settings.tags.is_some() {
            let unoffered = options.unoffered(&Tag::PLAIN);
            warnings
                .extend(unoffered.iter().map(|amounts| settings::unoffered_reason("a tag without amounts", amounts)));
        }
        let tags = settings
            .tags
            .as_ref()
            .map(|tags| Tags::new(tags, base, secret.clone(), options, catalogues, &texts, &public_url));
        let assets = settings.assets.as_ref().map_or(Assets::BuiltIn, |folder| Assets::Folder(base.join(folder)));
        if assets.read("campagnodon.js").is_none() {
            warnings.push("assets: there is no campagnodon.js, so forms work without scripts alone".to_owned());
        }
        let served = [public_url.path(), "/campagnodon"].concat();
        let tax = settings::tax_regime(&settings.options.tax_relief, &settings.tax_rules)?;
        warnings
            .splice(0..0, tax.iter().flat_map(|tax| tax.warnings(clock.today())).map(|warning| warning.to_string()));
        Ok(Self {
            modules: PageModules::read(&assets, &served),
            asset_urls: [".css", "-pages.css", ".js"].map(|ending| format!("{served}/campagnodon{ending}")),
            payment_script: format!("{served}/campagnodon-payment.js"),
            frame_script: format!("{served}/campagnodon-framed.js"),
            public_url,
            idx_prefix: settings.idx_prefix.clone(),
            secret,
            assets,
            look: look(&settings.site),
            contact: settings.site.contact()?.or_else(|| Some(association.privacy.as_ref()?.contact.clone())),
            confirmation: settings.site.confirmation,
            payment_page,
            error_page,
            pages,
            association,
            texts: texts.default(),
            maintenance_link: settings::link("maintenance_link", settings.maintenance_link.as_ref())?,
            forms,
            translated,
            tags: tags.transpose()?.map(|tags| tags.agreeing_to(settings.options.statutes.clone())),
            tax,
            captcha,
            without_scripts: settings.captcha.without_scripts,
            guard,
            origins: settings.site.origins()?,
            warnings,
        })
    }

    /// Returns the form of that name, one of the settings or one that a tag asked for, or `None`.
    pub fn form(&self, name: &str) -> Option<Arc<SiteForm>> {
        let named = self.forms.get(name).map(Arc::clone);
        named.or_else(|| self.tags.as_ref()?.form_named(name, self.texts.language()).map(Arc::new))
    }

    /// Returns the form of that name in another language, or as it is if that is its own or a tag chose it.
    pub fn form_in(&self, form: Arc<SiteForm>, language: Option<Language>) -> Arc<SiteForm> {
        let key = language.map(|language| (form.name.clone(), language.tag()));
        key.and_then(|key| self.translated.get(&key).map(Arc::clone)).unwrap_or(form)
    }

    /// Returns whom donors support: the site's name, or its host.
    pub fn name(&self) -> &str {
        self.look.name.as_deref().or_else(|| self.public_url.as_url().host_str()).unwrap_or_default()
    }

    /// Returns the path of a payment's page: relative, so that the donor stays on the host that they see.
    pub fn payment_path(&self, token: &str) -> String {
        [self.public_url.path(), "/payments/", token].concat()
    }

    /// Returns the address of a payment's page, as others know it.
    pub fn payment_url(&self, token: &str) -> String {
        [self.public_url.as_str(), "/payments/", token].concat()
    }
}

/// Returns how our own pages look.
fn look(settings: &SiteSettings) -> Look {
    Look {
        name: settings.name.clone(),
        logo: settings.logo.clone(),
        home: settings.home.clone(),
        stylesheet: settings.stylesheet.clone(),
    }
}

/// Loads the texts of every language.
fn load_texts(settings: &RelaySettings, default: Language) -> Result<TextsByLanguage, SettingsError> {
    for tag in settings.texts.keys() {
        settings::language(&format!("texts.{tag}"), tag)?;
    }
    let texts = TextsByLanguage::load(default, &settings.texts);
    texts.map_err(|(language, error)| SettingsError::unusable(format!("texts.{}", language.tag()), error.to_string()))
}
