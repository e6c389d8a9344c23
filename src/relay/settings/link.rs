//! A link that a notice may have.

use crate::relay::i18n::{Hyperlink, Label};
use crate::settings::SettingsError;
use serde::Deserialize;

/// `{ url = "/contact.html", label = { fr = "…", en = "…" } }`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSettings {
    /// A path of the site, or an address.
    url: String,
    /// What it says; a text of ours if absent.
    label: Option<Label>,
}

impl LinkSettings {
    fn link(&self, key: &str) -> Result<Hyperlink, SettingsError> {
        Ok(Hyperlink { url: checked_url(&format!("{key}.url"), &self.url)?, label: self.label.clone() })
    }
}

/// Returns where a link leads.
///
/// # Errors
/// If it is neither a path of the site nor an address.
pub fn checked_url(key: &str, url: &str) -> Result<String, SettingsError> {
    let is_mail = || reqwest::Url::parse(url).is_ok_and(|parsed| parsed.scheme() == "mailto");
    if is_path(url) || is_address(url) || is_mail() {
        return Ok(url.to_owned());
    }
    let reason = format!(
        "{url:?} is neither a path such as \"/contact.html\" nor an address: https://example.org, mailto:us@example.org"
    );
    Err(SettingsError::unusable(key, reason))
}

/// Checks whether a text is a path of the site. A browser takes `//a` and `/\a` for another host.
pub fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text[1..].starts_with(['/', '\\']) && !text.contains(char::is_whitespace)
}

/// Checks whether a text is an address of the web.
pub fn is_address(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|parsed| matches!(parsed.scheme(), "http" | "https"))
}

/// Returns the link of a key that may be absent.
///
/// # Errors
/// If it leads nowhere.
pub fn link(key: &str, settings: Option<&LinkSettings>) -> Result<Option<Hyperlink>, SettingsError> {
    settings.map(|settings| settings.link(key)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses() {
        let fits = |url: &str| LinkSettings { url: url.to_owned(), label: None }.link("a").is_ok();
        for url in
            ["/", "/contact.html?a=b#c", "https://example.org/", "http://localhost:8080", "mailto:us@example.org"]
        {
            assert!(fits(url), "{url}");
        }
        for url in
            ["", "contact.html", "//example.org", "/\\example.org", "/a b", "javascript:alert(1)", "data:,a", "https:"]
        {
            assert!(!fits(url), "{url}");
        }
    }
}
