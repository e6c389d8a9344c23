//! E-mail addresses of international domains, put into ASCII where answers come in: the rules take no other.

use crate::form::Answers;
use crate::form::rules::text::plain;
use crate::protocol::Field;
use idna::AsciiDenyList;
use std::borrow::Cow;

/// The answers with the e-mail address's domain in ASCII, as the WHATWG's URL standard puts it (Unicode UTS 46). A
/// domain that cannot be is left for the rules to refuse.
pub fn in_ascii(answers: &Answers) -> Cow<'_, Answers> {
    match address_in_ascii(answers.get(&Field::Email)) {
        Some(address) => Cow::Owned(answers.clone().with(Field::Email, address)),
        None => Cow::Borrowed(answers),
    }
}

/// `None`: as it is.
fn address_in_ascii(address: &str) -> Option<String> {
    let address = plain(address);
    let (local, domain) = address.rsplit_once('@')?;
    if domain.is_ascii() {
        return None;
    }
    let domain = idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::URL).ok()?;
    Some([local, "@", &domain].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_in_ascii() {
        for (address, expected) in [
            ("anne@exämple.org", Some("anne@xn--exmple-cua.org")),
            (" anne@EXÄMPLE.org\u{a0}", Some("anne@xn--exmple-cua.org")),
            ("anne@straße.de", Some("anne@xn--strae-oqa.de")),
            ("anne@例え.テスト", Some("anne@xn--r8jz45g.xn--zckzah")),
            ("anne@exemple。fr", Some("anne@exemple.fr")),
            ("anne@example.org", None),
            ("ANNE@EXAMPLE.ORG", None),
            ("éva@example.org", None),
            ("anne@é b.fr", None),
            ("anne@é\u{202e}b.fr", Some("anne@xn--b-9fa.fr")),
            ("anne", None),
            ("", None),
        ] {
            assert_eq!(address_in_ascii(address).as_deref(), expected, "{address}");
        }
    }
}
