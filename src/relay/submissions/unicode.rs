//! Answers in one form of Unicode, where they come in: the rules compare and count characters, and know no domain but
//! in ASCII.

use crate::form::Answers;
use crate::form::rules::text::plain;
use crate::protocol::Field;
use icu_normalizer::ComposingNormalizerBorrowed;
use idna::AsciiDenyList;
use std::borrow::Cow;

/// Returns the answers in Normalization Form C, in which an accent is part of its letter where Unicode has such a
/// letter: CiviCRM would take two forms for two people. The e-mail address's domain is in ASCII, as the WHATWG's URL
/// standard puts it (Unicode UTS 46); one that cannot be, or that ASCII stands for nothing, goes, for the rules to
/// refuse.
///
/// In a page, `www/src/ascii.js` does the same.
pub fn in_one_form(answers: Answers) -> Answers {
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    answers.rewritten(|field, answer| match field {
        Field::Email => in_ascii(answer),
        _ => match nfc.normalize(answer) {
            Cow::Borrowed(_) => None,
            Cow::Owned(normalized) => Some(normalized),
        },
    })
}

/// Returns the address with its domain in ASCII, or `None` if it is as it was.
fn in_ascii(address: &str) -> Option<String> {
    let plain = plain(address);
    match plain.rsplit_once('@') {
        Some((local, domain)) if !domain.is_ascii() || domain.to_ascii_lowercase().contains("xn--") => {
            let domain = idna::domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::URL).unwrap_or_default();
            Some([local, "@", &domain].concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_in_ascii() {
        for (address, expected) in [
            ("anne@exämple.org", "anne@xn--exmple-cua.org"),
            (" anne@EXÄMPLE.org\u{a0}", "anne@xn--exmple-cua.org"),
            ("anne@straße.de", "anne@xn--strae-oqa.de"),
            ("anne@例え.テスト", "anne@xn--r8jz45g.xn--zckzah"),
            ("anne@exemple。fr", "anne@exemple.fr"),
            ("anne@é\u{202e}b.fr", "anne@xn--b-9fa.fr"),
            ("anne@xn--exmple-cua.org", "anne@xn--exmple-cua.org"),
            ("anne@xn--a.org", "anne@"),
            ("anne@XN--0.org", "anne@"),
            ("anne@é b.fr", "anne@"),
            ("anne@example.org", "anne@example.org"),
            ("ANNE@EXAMPLE.ORG", "ANNE@EXAMPLE.ORG"),
            ("éva@example.org", "éva@example.org"),
            ("anne", "anne"),
            ("", ""),
        ] {
            assert_eq!(in_ascii(address).as_deref().unwrap_or(address), expected, "{address}");
        }
    }

    #[test]
    fn accents_are_a_part_of_their_letters() {
        let answers = Answers::default()
            .with(Field::FirstName, "He\u{301}le\u{300}ne")
            .with(Field::City, "Ville")
            .with(Field::Email, "anne@exa\u{308}mple.org");
        let answers = in_one_form(answers);
        assert_eq!(answers.get(&Field::FirstName), "Hélène");
        assert_eq!(answers.get(&Field::City), "Ville");
        assert_eq!(answers.get(&Field::Email), "anne@xn--exmple-cua.org");
    }
}
