//! Addresses of pages and of mail, as PHP and CiviCRM take them.

use reqwest::Url;

/// Checks whether PHP takes it for an absolute address: in ASCII as it stands, with a host that a name server could
/// know.
pub(super) fn is_url(text: &str) -> bool {
    let is_absolute = Url::parse(text).is_ok_and(|url| url.has_host() && matches!(url.scheme(), "http" | "https"));
    let authority =
        text.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = if host.ends_with(']') { host } else { host.split(':').next().unwrap_or_default() };
    let is_host = host.starts_with('[') || (host.len() <= 253 && host.split('.').all(is_label));
    is_absolute && is_host && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Checks whether PHP takes it for an e-mail address, and CiviCRM too: in ASCII, without quotes, at a domain with a
/// name.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    local.len() <= 64
        && local.split('.').all(is_atom)
        && domain.len() <= 253
        && domain.rsplit_once('.').is_some_and(|(_, top)| !is_number(top))
        && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (email, expected) in [
            ("anne@example.org", true),
            ("a.b+c'd@xn--exmple-cua.example", true),
            ("anne..x@example.org", false),
            (".anne@example.org", false),
            ("anne.@example.org", false),
            ("\"a b\"@example.org", false),
            ("anne@127.0.0.1", false),
            ("anne@[127.0.0.1]", false),
            ("anne@example.123", false),
            ("anne@exämple.org", false),
            ("änne@example.org", false),
            ("anne@example", false),
            ("@example.org", false),
        ] {
            assert_eq!(is_email(email), expected, "{email}");
        }
        let long = format!("https://{}.org/", "a".repeat(64));
        for (url, expected) in [
            ("https://example.org/pay?a=1&b=2", true),
            ("http://127.0.0.1:8080/payments/x", true),
            ("http://[::1]:8080/", true),
            ("https://xn--exmple-cua.org/%C3%A9", true),
            ("https://exämple.org/", false),
            ("https://example.org/é", false),
            ("https://example.org/a b", false),
            ("mailto:anne@example.org", false),
            (long.as_str(), false),
        ] {
            assert_eq!(is_url(url), expected, "{url}");
        }
    }
}
