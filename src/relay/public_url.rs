//! The address under which donors reach the relay.

use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// An `http` or `https` address with a host and at most a path behind it. Parsed once, so that nobody else has to ask
/// whether it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Returns the address that `text` is, or `None` where it is not `http` or `https`, or has a query or a fragment.
    pub fn parse(text: &str) -> Option<Self> {
        let fits =
            |url: &Url| matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
        Url::parse(text).ok().filter(fits).map(Self)
    }

    /// Returns the address in ASCII, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Returns its path, without a slash at its end: empty where the relay has the whole host.
    pub fn path(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }

    /// Returns its scheme, host and port, as a browser's `Origin` has them (RFC 6454).
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Checks whether what goes there is in the clear.
    pub fn is_plain_http(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Checks whether what goes there stays on this machine.
    pub fn is_loopback(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// Checks whether what goes there is encrypted, or stays on this machine.
    pub fn is_safe(&self) -> bool {
        !self.is_plain_http() || self.is_loopback()
    }

    /// Returns the address of a path of the same host, or `None` where it leads to another one.
    pub fn on_host(&self, path: &str) -> Option<Url> {
        self.0.join(path).ok().filter(|url| url.origin() == self.0.origin())
    }

    /// Returns the address with all its parts.
    pub const fn as_url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, address, path, origin) in [
            ("https://exemple.org", "https://exemple.org", "", "https://exemple.org"),
            ("https://exemple.org/", "https://exemple.org", "", "https://exemple.org"),
            ("http://127.0.0.1:8080/relais/", "http://127.0.0.1:8080/relais", "/relais", "http://127.0.0.1:8080"),
            ("https://été.fr:443/a", "https://xn--t-9fab.fr/a", "/a", "https://xn--t-9fab.fr"),
        ] {
            let url = PublicUrl::parse(text).unwrap();
            assert_eq!((url.as_str(), url.path(), url.origin().as_str()), (address, path, origin), "{text}");
            assert_eq!(url.is_plain_http(), text.starts_with("http:"));
        }
        for text in
            ["", "exemple.org", "ftp://exemple.org", "https://exemple.org/?a", "https://exemple.org/#a", "https://"]
        {
            assert_eq!(PublicUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_path_stays_on_the_host() {
        let url = PublicUrl::parse("https://exemple.org/relais").unwrap();
        assert_eq!(url.on_host("/spip.php?article1").unwrap().as_str(), "https://exemple.org/spip.php?article1");
        for path in ["//other.org/", "https://other.org/", "http://exemple.org/"] {
            assert_eq!(url.on_host(path), None, "{path}");
        }
    }
}
