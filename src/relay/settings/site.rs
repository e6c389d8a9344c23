//! How the site looks: its name, logo and style sheet around what is ours, or its own pages.

use super::association::contact;
use super::link::{is_address, is_path};
use crate::relay::association::Contact;
use crate::relay::origins::{SiteOrigin, SiteOrigins};
use crate::relay::public_url::PublicUrl;
use crate::settings::SettingsError;
use serde::Deserialize;
use std::path::PathBuf;

/// `[site]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteSettings {
    /// What it is called. Nothing if absent.
    pub name: Option<String>,
    /// Its logo: a path of the site, or an address at its host. None if absent.
    pub logo: Option<String>,
    /// Its home page: a path of the site, or an address. `/` if absent.
    pub home: Option<String>,
    /// Its style sheet, beside ours: a path of the site, or an address at its host. None if absent.
    pub stylesheet: Option<String>,
    /// Whom donors can ask: an e-mail address, a path of the site or an address. That of `privacy` if absent.
    pub contact: Option<String>,
    /// Whether the distant sends a confirmation by e-mail, which the pages then promise.
    pub confirmation: bool,
    /// The page for payments, in the folder `pages`; a page of ours if absent.
    pub payment_page: Option<PathBuf>,
    /// The page for errors, likewise.
    pub error_page: Option<PathBuf>,
    /// The other sites whose pages may show the forms and post them, such as `https://www.example.org`. None if absent.
    pub origins: Vec<String>,
}

impl SiteSettings {
    /// Checks the addresses.
    ///
    /// # Errors
    /// At the first that leads nowhere, or for what a page loads to another host.
    pub fn check(&self, public_url: &PublicUrl) -> Result<(), SettingsError> {
        for (key, value) in [("logo", &self.logo), ("stylesheet", &self.stylesheet)] {
            let is_own = |value: &str| (is_path(value) || is_address(value)) && public_url.on_host(value).is_some();
            if let Some(value) = value.as_deref().filter(|value| !is_own(value)) {
                let reason = format!(
                    "{value:?} is neither a path such as \"/{key}\" nor an address at {}: our pages load nothing from \
                     elsewhere",
                    public_url.origin()
                );
                return Err(SettingsError::unusable(format!("site.{key}"), reason));
            }
        }
        if let Some(home) = self.home.as_deref().filter(|home| !is_path(home) && !is_address(home)) {
            let reason = format!("{home:?} is neither a path such as \"/\" nor an address such as https://example.org");
            return Err(SettingsError::unusable("site.home", reason));
        }
        Ok(())
    }

    /// Returns the other sites whose pages may show the forms.
    ///
    /// # Errors
    /// At the first that is no origin, or in the clear.
    pub fn origins(&self) -> Result<SiteOrigins, SettingsError> {
        let origin = |text: &String| {
            SiteOrigin::parse(text)
                .map_err(|error| SettingsError::unusable("site.origins", format!("{text:?} {error}")))
        };
        self.origins.iter().map(origin).collect::<Result<_, _>>().map(SiteOrigins::new)
    }

    /// Returns whom donors can ask, or `None` if the settings say it elsewhere or nowhere.
    ///
    /// # Errors
    /// If it is neither an e-mail address nor a path of the site nor an address.
    pub fn contact(&self) -> Result<Option<Contact>, SettingsError> {
        self.contact.as_deref().map(|text| contact("site.contact", text)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_origin_is_told_with_what_one_is() {
        let told = |text: &str| {
            let settings = SiteSettings { origins: vec![text.to_owned()], ..SiteSettings::default() };
            settings.origins().err().map(|error| error.to_string())
        };
        assert_eq!(told("https://www.example.org"), None);
        for (text, words) in [("*", "such as https://www.example.org"), ("http://www.example.org", "not encrypted")] {
            let reason = told(text).unwrap();
            assert!(
                reason.starts_with(&format!("site.origins: {text:?} is not")) && reason.contains(words),
                "{reason}"
            );
        }
    }

    #[test]
    fn what_a_page_loads_is_at_the_sites_own_host() {
        let public_url = PublicUrl::parse("https://exemple.org/relais").unwrap();
        let refused = |key: &str, value: &str| {
            let value = Some(value.to_owned());
            let settings = match key {
                "logo" => SiteSettings { logo: value, ..SiteSettings::default() },
                "stylesheet" => SiteSettings { stylesheet: value, ..SiteSettings::default() },
                _ => SiteSettings { home: value, ..SiteSettings::default() },
            };
            settings.check(&public_url).err().map(|error| error.to_string())
        };
        for key in ["logo", "stylesheet"] {
            for value in ["/a.svg", "/spip.php?page=style", "https://exemple.org/a.svg"] {
                assert_eq!(refused(key, value), None, "{key} {value}");
            }
            for value in ["", "a.svg", "//b.org/a.svg", "https://b.org/a.svg", "http://exemple.org/a.svg", "data:,a"] {
                assert!(refused(key, value).is_some_and(|reason| reason.starts_with(&format!("site.{key}: "))));
            }
        }
        for value in ["/", "/accueil", "https://b.org/"] {
            assert_eq!(refused("home", value), None, "{value}");
        }
        for value in ["accueil", "javascript:alert(1)", "//b.org", "a@b.org"] {
            assert!(refused("home", value).is_some(), "{value}");
        }
    }
}
