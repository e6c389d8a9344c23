//! The keys that callers show.

use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// A key, kept so that comparing takes the same time whatever is given.
pub(super) struct KeyCheck(CtOutput<Hmac<Sha256>>);

impl KeyCheck {
    pub fn new(key: &SecretString) -> Self {
        Self(tag(key.expose_secret()))
    }

    pub fn accepts(&self, given: &str) -> bool {
        tag(given) == self.0
    }
}

fn tag(text: &str) -> CtOutput<Hmac<Sha256>> {
    Hmac::<Sha256>::new(&Default::default()).chain_update(text).finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let check = KeyCheck::new(&"0123456789abcdef".into());
        for (given, expected) in [("0123456789abcdef", true), ("0123456789abcdeF", false), ("", false)] {
            assert_eq!(check.accepts(given), expected, "{given}");
        }
    }
}
