//! How the site looks: its name, logo and style sheet around what is ours, or its own pages.

use super::link::{is_address, is_path};
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
    /// To whom donors can write: an e-mail address, a path of the site or an address. Nobody if absent.
    pub contact: Option<String>,
    /// Whether the distant sends a confirmation by e-mail, which the pages then promise.
    pub confirmation: bool,
    /// The page for payments, in the folder `pages`; a page of ours if absent.
    pub payment_page: Option<PathBuf>,
    /// The page for errors, likewise.
    pub error_page: Option<PathBuf>,
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
        match self.contact.as_deref() {
            Some(contact) if !is_mail(contact) && !is_path(contact) && !is_address(contact) => {
                let reason = format!(
                    "{contact:?} is neither an e-mail address nor a path such as \"/contact.html\" nor an address: \
                     https://example.org"
                );
                Err(SettingsError::unusable("site.contact", reason))
            }
            _ => Ok(()),
        }
    }

    /// Returns where a link to the contact leads, and what it says; `None` if there is none.
    pub fn contact(&self) -> Option<(String, String)> {
        let contact = self.contact.clone()?;
        let url = if is_mail(&contact) { ["mailto:", &contact].concat() } else { contact.clone() };
        Some((url, contact))
    }
}

/// Checks whether a text is an e-mail address by its looks: the settings are not to hold less than what people can use.
fn is_mail(text: &str) -> bool {
    let fits =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "/\\?&:@<>\"".contains(c));
    text.split_once('@').is_some_and(|(name, host)| fits(name) && fits(host) && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads_is_at_the_sites_own_host() {
        let public_url = PublicUrl::parse("https://exemple.org/relais").unwrap();
        let refused = |key: &str, value: &str| {
            let value = Some(value.to_owned());
            let settings = match key {
                "logo" => SiteSettings { logo: value, ..SiteSettings::default() },
                "stylesheet" => SiteSettings { stylesheet: value, ..SiteSettings::default() },
                "home" => SiteSettings { home: value, ..SiteSettings::default() },
                _ => SiteSettings { contact: value, ..SiteSettings::default() },
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
            assert_eq!((refused("home", value), refused("contact", value)), (None, None), "{value}");
        }
        for value in ["accueil", "javascript:alert(1)", "//b.org", "a@b", "@b.org"] {
            assert!(refused("home", value).is_some() && refused("contact", value).is_some(), "{value}");
        }
        assert_eq!(refused("contact", "bonjour@exemple.org"), None);
    }

    #[test]
    fn a_contact_is_a_link() {
        for (contact, url) in [("a@b.org", "mailto:a@b.org"), ("/contact.html", "/contact.html")] {
            let settings = SiteSettings { contact: Some(contact.to_owned()), ..SiteSettings::default() };
            assert_eq!(settings.contact(), Some((url.to_owned(), contact.to_owned())));
        }
        assert_eq!(SiteSettings::default().contact(), None);
    }
}
