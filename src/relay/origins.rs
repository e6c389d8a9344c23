//! The other sites whose pages may show the relay's forms and post them.

use reqwest::Url;

/// The scheme, host and port of a site's pages, as a browser's `Origin` has them (RFC 6454).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOrigin(String);

/// Why a text is no origin of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// It is no scheme and host, or has more than these and a port.
    #[error("is not an origin such as https://www.example.org: a scheme and a host, one each site, and no path behind")]
    NotOrigin,
    /// What is typed in its pages could be read on its way.
    #[error("is not encrypted; what donors type there could be read on its way: https://, or a host of this machine")]
    InTheClear,
}

impl SiteOrigin {
    /// Reads the origin that `text` is.
    ///
    /// # Errors
    /// If it is none, or in the clear on another machine.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text).map_err(|_| OriginError::NotOrigin)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().unwrap_or_default();
        if !bare || !url.username().is_empty() || url.password().is_some() || host.contains('*') {
            return Err(OriginError::NotOrigin);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_here(&url) => {}
            "http" => return Err(OriginError::InTheClear),
            _ => return Err(OriginError::NotOrigin),
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// Returns it as browsers write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks whether it is a host of this machine.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Those of the settings. None may, by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteOrigins(Vec<SiteOrigin>);

impl SiteOrigins {
    /// Takes these, each once.
    pub fn new(mut origins: Vec<SiteOrigin>) -> Self {
        origins.sort_by(|a, b| a.0.cmp(&b.0));
        origins.dedup();
        Self(origins)
    }

    /// Checks whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks whether the origin that a browser says is one of them.
    pub fn has(&self, origin: &str) -> bool {
        self.0.iter().any(|known| known.0 == origin)
    }

    /// Returns each as browsers write it.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(SiteOrigin::as_str)
    }

    /// Returns all of them, with a space between.
    pub fn words(&self) -> String {
        self.iter().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for (text, expected) in [
            ("https://www.example.org", Ok("https://www.example.org")),
            ("https://www.example.org/", Ok("https://www.example.org")),
            ("HTTPS://Www.Example.org:443", Ok("https://www.example.org")),
            ("https://été.fr:8443", Ok("https://xn--t-9fab.fr:8443")),
            ("http://localhost:8000", Ok("http://localhost:8000")),
            ("http://127.0.0.1:8000", Ok("http://127.0.0.1:8000")),
            ("http://[::1]:8000", Ok("http://[::1]:8000")),
            ("http://www.example.org", Err(OriginError::InTheClear)),
            ("*", Err(OriginError::NotOrigin)),
            ("null", Err(OriginError::NotOrigin)),
            ("", Err(OriginError::NotOrigin)),
            ("www.example.org", Err(OriginError::NotOrigin)),
            ("https://*.example.org", Err(OriginError::NotOrigin)),
            ("https://www.example.org/blog", Err(OriginError::NotOrigin)),
            ("https://www.example.org?a", Err(OriginError::NotOrigin)),
            ("https://www.example.org#", Err(OriginError::NotOrigin)),
            ("https://anne@www.example.org", Err(OriginError::NotOrigin)),
            ("https://a.org https://b.org", Err(OriginError::NotOrigin)),
            ("file:///srv", Err(OriginError::NotOrigin)),
            ("https://", Err(OriginError::NotOrigin)),
        ] {
            assert_eq!(SiteOrigin::parse(text).as_ref().map(SiteOrigin::as_str), expected.as_ref().copied(), "{text}");
        }
    }

    #[test]
    fn each_is_there_once_and_no_other() {
        let origins = ["https://b.org", "https://a.org/", "https://a.org"].map(|text| SiteOrigin::parse(text).unwrap());
        let origins = SiteOrigins::new(origins.into());
        assert_eq!(origins.words(), "https://a.org https://b.org");
        assert!(origins.has("https://a.org") && !origins.has("https://a.org/") && !origins.has("https://c.org"));
        assert!(!origins.is_empty() && SiteOrigins::default().is_empty());
    }
}
