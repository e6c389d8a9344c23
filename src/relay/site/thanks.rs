//! The site's own page of thanks, to which a payment leads once it is made.

use crate::relay::public_url::PublicUrl;
use crate::relay::settings::is_path;
use crate::settings::SettingsError;
use reqwest::Url;

/// Such a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThanksPage {
    /// Its path, or its address.
    pub url: String,
    /// Its host as an `Origin` has it (RFC 6454), where that is another than ours.
    pub elsewhere: Option<String>,
}

impl ThanksPage {
    /// Checks what `key` says.
    ///
    /// # Errors
    /// If it is neither a path of the site nor an `https` address: what was given, and how often, is not told in the
    /// clear.
    pub fn new(key: &str, url: &str, public_url: &PublicUrl) -> Result<Self, SettingsError> {
        if is_path(url) {
            return Ok(Self { url: url.to_owned(), elsewhere: None });
        }
        let address = Url::parse(url).ok().filter(|address| address.scheme() == "https").ok_or_else(|| {
            let reason =
                format!("{url:?} is neither a path such as \"/thanks\" nor an address: https://example.org/thanks");
            SettingsError::unusable(key, reason)
        })?;
        let origin = address.origin().ascii_serialization();
        Ok(Self { url: address.into(), elsewhere: Some(origin).filter(|origin| *origin != public_url.origin()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_or_an_address_that_is_not_in_the_clear() {
        let public_url = PublicUrl::parse("https://exemple.org/relais").unwrap();
        let made = |url: &str| ThanksPage::new("forms.don.thanks", url, &public_url);
        for (url, elsewhere) in [
            ("/merci?a=b#c", None),
            ("https://exemple.org/merci", None),
            ("https://www.exemple.org/merci", Some("https://www.exemple.org")),
            ("https://exemple.org:8443/", Some("https://exemple.org:8443")),
        ] {
            let page = made(url).unwrap();
            assert_eq!((page.url.as_str(), page.elsewhere.as_deref()), (url, elsewhere));
        }
        for url in
            ["", "merci", "//b.org/merci", "/\\b.org", "http://exemple.org/merci", "javascript:a", "mailto:a@b.org"]
        {
            assert!(made(url).unwrap_err().to_string().starts_with("forms.don.thanks: "), "{url}");
        }
    }
}
