//! An e-mail address that mail can reach.

use super::text::max;
use crate::protocol::Code;
use crate::protocol::compact::{cut_last, parts};

/// Checks an address.
///
/// It has a local part of at most 64 characters, plain (RFC 5321 `dot-string`: CiviCRM takes no quoted one), and a
/// domain of at least two labels (RFC 1035), the last of them letters or `xn--`, two at least: there are no others.
///
/// The domain is in ASCII. The caller converts an international one before, as the WHATWG's URL standard does: by the
/// crate `idna` or, in a page, by `new URL()`. The tables for it would weigh more than all the rules.
///
/// # Errors
/// [`Code::Required`], [`Code::EmailInvalid`], [`Code::TooLong`].
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::email;
/// use campagnodon::protocol::Code;
///
/// assert_eq!(email::check("anne@example.org"), Ok(()));
/// assert_eq!(email::check("anne@example"), Err(Code::EmailInvalid));
/// ```
pub fn check(address: &str) -> Result<(), Code> {
    if address.is_empty() {
        return Err(Code::Required);
    }
    if address.len() > max::EMAIL {
        return Err(Code::TooLong);
    }
    match cut_last(address, b'@') {
        Some((local, domain)) if is_local_part(local) && is_domain(domain) => Ok(()),
        _ => Err(Code::EmailInvalid),
    }
}

fn is_local_part(local: &str) -> bool {
    local.len() <= 64 && parts(local, b'.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom))
}

/// Checks whether a character is `atext` of RFC 5322.
const fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with("-")
            && !label.ends_with("-")
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_top = |top: &str| {
        top.len() > 1
            && (top.bytes().all(|byte| byte.is_ascii_alphabetic())
                || top.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")))
    };
    parts(domain, b'.').all(is_label) && cut_last(domain, b'.').is_some_and(|(_, top)| is_top(top))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long_label = format!("a@{}.org", "b".repeat(64));
        for address in [
            "anne@example.org",
            "a.b+c@d-e.example.org",
            "a/b@example.org",
            "o'neil@example.org",
            "anne@xn--exmple-cua.org",
            "ANNE@EXAMPLE.ORG",
            "anne@example.XN--P1AI",
            "anne@example.museum",
        ] {
            assert_eq!(check(address), Ok(()), "{address}");
        }
        for address in [
            "@",
            "anne",
            "anne@",
            "@b.fr",
            "anne@example",
            "a@b@c.fr",
            "a b@c.fr",
            ".a@b.fr",
            "a.@b.fr",
            "a..b@c.fr",
            "a@b..fr",
            "a@.fr",
            "a@b.fr.",
            "a@-b.fr",
            "a@b-.fr",
            "anne@gmail.c",
            "a@x.y",
            "a@b.12",
            "a@b.c0m",
            "a@b.1fr",
            "a@b.xn-",
            "a@127.0.0.1",
            "\"a b\"@example.org",
            "\"a\\\"b\"@example.org",
            "a@[1.2.3.4]",
            "a@b_c.fr",
            "\"a\"b\"@c.fr",
            "\"\"@c.fr",
            "\"a\\\"@c.fr",
            "a@b.fr;c@d.fr",
            "a@b.fr,c@d.fr",
            "Anne <a@b.fr>",
            "é@b.fr",
            "anne@exämple.org",
            "a\u{200b}@b.fr",
            "a@b\u{200b}.fr",
            "a@é b.fr",
            "a@é\u{a0}b.fr",
            long_local.as_str(),
            long_label.as_str(),
        ] {
            assert_eq!(check(address), Err(Code::EmailInvalid), "{address}");
        }
        assert_eq!(check(&format!("a@{}bb.org", "b.".repeat(60))), Ok(()));
        assert_eq!(check(&format!("a@{}bbb.org", "b.".repeat(60))), Err(Code::TooLong));
    }
}
