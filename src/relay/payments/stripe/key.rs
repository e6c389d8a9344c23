//! The key of an account, and whether it moves money.

use secrecy::{ExposeSecret, SecretString};

/// Whether money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    Live,
    /// Stripe plays.
    Test,
}

/// A secret key, or a restricted one, of an account.
#[derive(Clone, Debug)]
pub struct ApiKey {
    secret: SecretString,
    mode: Mode,
}

/// Why a key cannot be used. No part of it is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A publishable key, which is for browsers and can do nothing here.
    #[error("a publishable key (pk_) can do nothing here: take a restricted key (rk_) or the secret one (sk_)")]
    Publishable,
    /// Not a key of Stripe.
    #[error("not a key of Stripe, which begins with rk_live_, rk_test_, sk_live_ or sk_test_")]
    Unknown,
}

impl ApiKey {
    /// Takes a key.
    ///
    /// # Errors
    /// If it is a publishable key, or none of Stripe's.
    pub fn new(secret: SecretString) -> Result<Self, KeyError> {
        let text = secret.expose_secret();
        let is = |starts: [&str; 2]| {
            let fits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
            starts.into_iter().any(|start| text.strip_prefix(start).is_some_and(fits))
        };
        let mode = match text {
            _ if text.starts_with("pk_") => return Err(KeyError::Publishable),
            _ if is(["sk_live_", "rk_live_"]) => Mode::Live,
            _ if is(["sk_test_", "rk_test_"]) => Mode::Test,
            _ => return Err(KeyError::Unknown),
        };
        Ok(Self { secret, mode })
    }

    /// Returns whether money moves with it.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Returns it, to be sent.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_that_can_do_something_are_taken() {
        for (text, expected) in [
            ("sk_live_51Ab", Ok(Mode::Live)),
            ("rk_live_51Ab", Ok(Mode::Live)),
            ("sk_test_51Ab", Ok(Mode::Test)),
            ("rk_test_51Ab", Ok(Mode::Test)),
            ("pk_live_51Ab", Err(KeyError::Publishable)),
            ("pk_test_51Ab", Err(KeyError::Publishable)),
            ("whsec_51Ab", Err(KeyError::Unknown)),
            ("sk_live_", Err(KeyError::Unknown)),
            ("sk_test_a\nb", Err(KeyError::Unknown)),
            ("", Err(KeyError::Unknown)),
        ] {
            assert_eq!(ApiKey::new(text.into()).map(|key| key.mode()), expected, "{text}");
        }
    }

    #[test]
    fn a_key_does_not_print() {
        assert!(!format!("{:?}", ApiKey::new("sk_live_51Ab".into()).unwrap()).contains("51Ab"));
    }
}
