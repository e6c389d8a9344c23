//! An e-mail address that mail can reach.

use super::text::max;
use crate::protocol::Code;
use crate::protocol::plain::{cut_last, parts};

/// Checks an address: a local part of at most 64 characters, plain (RFC 5321 `dot-string`) or quoted, and a domain
/// of at least two labels (RFC 1035).
///
/// The domain is in ASCII. An international one is put into it by the caller before, as the WHATWG's URL standard does:
/// by the crate `idna` or, in a page, by `new URL()`. The tables for it would weigh more than all the rules.
///
/// # Errors
/// [`Code::EmailInvalid`], [`Code::TooLong`].
pub fn check(address: &str) -> Result<(), Code> {
    if address.len() > max::EMAIL {
        return Err(Code::TooLong);
    }
    match cut_last(address, b'@') {
        Some((local, domain)) if is_local_part(local) && is_domain(domain) => Ok(()),
        _ => Err(Code::EmailInvalid),
    }
}

fn is_local_part(local: &str) -> bool {
    if local.is_empty() || local.len() > 64 {
        return false;
    }
    match local.strip_prefix("\"").and_then(|rest| rest.strip_suffix("\"")) {
        Some(quoted) => is_quoted(quoted),
        None => parts(local, b'.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom)),
    }
}

/// `atext` of RFC 5322.
const fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

/// `qcontentSMTP` of RFC 5321: printable ASCII, with `"` and `\` escaped.
fn is_quoted(quoted: &str) -> bool {
    let mut escaped = false;
    let fits = quoted.bytes().all(|byte| {
        let fits = matches!(byte, b' '..=b'~') && (escaped || byte != b'"');
        escaped = !escaped && byte == b'\\';
        fits
    });
    fits && !escaped && !quoted.is_empty()
}

fn is_domain(domain: &str) -> bool {
    let mut labels = 0;
    let fits = parts(domain, b'.').all(|label| {
        labels += 1;
        (1..=63).contains(&label.len())
            && !label.starts_with("-")
            && !label.ends_with("-")
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let top_is_number = cut_last(domain, b'.').is_some_and(|(_, top)| top.bytes().all(|byte| byte.is_ascii_digit()));
    fits && labels > 1 && !top_is_number && domain.len() <= 253
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
            "\"a b\"@example.org",
            "\"a\\\"b\"@example.org",
            "o'neil@example.org",
            "anne@xn--exmple-cua.org",
            "ANNE@EXAMPLE.ORG",
        ] {
            assert_eq!(check(address), Ok(()), "{address}");
        }
        for address in [
            "",
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
            "a@b.12",
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
        assert_eq!(check(&format!("a@{}org", "b.".repeat(130))), Err(Code::TooLong));
    }
}
