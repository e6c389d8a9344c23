//! Whether a message is Stripe's: the header `Stripe-Signature`, as
//! [its documentation](https://docs.stripe.com/webhooks#verify-manually) has it.
//!
//! `t=<seconds since 1970>,v1=<hex>[,v1=…]`: HMAC-SHA-256 of the time as it is written, a point, and the body as it came.
//! Several `v1` are there while the secret is being changed; other schemes are not looked at.

use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The header's name.
pub const HEADER: &str = "stripe-signature";

/// How far the time in a signature may be from ours, in seconds: what Stripe's own libraries take.
pub const TOLERANCE: i64 = 300;

/// The secrets of the account's endpoints, as `whsec_…`; several while one is being changed.
#[derive(Clone, Debug)]
pub struct WebhookSecrets(Vec<SecretString>);

/// Why secrets cannot be used. No part of them is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// There is none: every message would be refused.
    #[error("no secret of an endpoint is there")]
    None,
    /// One of them is no secret of an endpoint: everybody could sign with an empty one.
    #[error("not the secret of an endpoint, which begins with whsec_")]
    Unknown,
}

/// Why a message is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The header has no time or no signature of the scheme, or not as it is written.
    #[error("the signature cannot be read")]
    Unreadable,
    /// It was signed too long ago, or in the future.
    #[error("the signature is of another time")]
    OtherTime,
    /// No secret makes such a signature.
    #[error("the signature is not of these secrets")]
    Forged,
}

impl WebhookSecrets {
    /// Takes the secrets.
    ///
    /// # Errors
    /// If there is none, or one is not the secret of an endpoint.
    pub fn new(secrets: Vec<SecretString>) -> Result<Self, SecretsError> {
        let is_known =
            |secret: &SecretString| secret.expose_secret().strip_prefix("whsec_").is_some_and(|it| it.len() >= 8);
        match &secrets[..] {
            [] => Err(SecretsError::None),
            all if all.iter().all(is_known) => Ok(Self(secrets)),
            _ => Err(SecretsError::Unknown),
        }
    }

    /// Checks that a body was signed with one of the secrets, at most [`TOLERANCE`] from `now`, in seconds since 1970. The
    /// time that the comparison takes tells nothing of how much of a signature was right.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self, header: &str, body: &[u8], now: i64) -> Result<(), SignatureError> {
        let (time, signatures) = read(header).ok_or(SignatureError::Unreadable)?;
        let signed = time.parse::<i64>().map_err(|_| SignatureError::Unreadable)?;
        if now.abs_diff(signed) > TOLERANCE.unsigned_abs() {
            return Err(SignatureError::OtherTime);
        }
        let is_of = |secret: &SecretString, signature: &[u8]| {
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else { return false };
            mac.update(time.as_bytes());
            mac.update(b".");
            mac.update(body);
            mac.verify_slice(signature).is_ok()
        };
        let is_right = self.0.iter().any(|secret| signatures.iter().any(|signature| is_of(secret, signature)));
        if is_right { Ok(()) } else { Err(SignatureError::Forged) }
    }
}

/// Returns the time, as it is written, and the signatures of the scheme; `None` where either is not there, or the time is
/// there twice.
fn read(header: &str) -> Option<(&str, Vec<Vec<u8>>)> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let mut times = parts().filter(|(name, _)| *name == "t").map(|(_, time)| time);
    let time = times.next().filter(|time| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))?;
    let signatures: Vec<_> = parts()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, hex)| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok())
        .collect();
    (times.next().is_none() && !signatures.is_empty()).then_some((time, signatures))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_798_761_600;
    const BODY: &str = r#"{"id":"evt_1","object":"event"}"#;
    /// Of npm `stripe` 23.1.0: `generateTestHeaderString({payload, secret: 'whsec_campagnodon', timestamp})`.
    const THEIRS: &str = "a9b3953325ea56b8db221f458a7bbf3ca19fe055b526a97089e23e6c1aa31e58";

    fn secrets(texts: &[&str]) -> WebhookSecrets {
        WebhookSecrets::new(texts.iter().map(|text| (*text).into()).collect()).unwrap()
    }

    fn sign(secret: &str, time: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&[time.as_bytes(), b".", body].concat());
        HEXLOWER_PERMISSIVE.encode(&mac.finalize().into_bytes())
    }

    #[test]
    fn what_stripe_signs_is_taken_and_nothing_else() {
        let good = sign("whsec_campagnodon", &NOW.to_string(), BODY.as_bytes());
        let wrong = sign("whsec_other_one", &NOW.to_string(), BODY.as_bytes());
        use SignatureError::{Forged, OtherTime, Unreadable};
        for (header, now, expected) in [
            (format!("t={NOW},v1={THEIRS}"), NOW, Ok(())),
            (format!("t={NOW},v1={good}"), NOW, Ok(())),
            (format!("t={NOW},v1={}", good.to_uppercase()), NOW, Ok(())),
            (format!("t={NOW}, v1={wrong}, v1={good}"), NOW, Ok(())),
            (format!("t={NOW},v0=00,v1={good},v2=x"), NOW, Ok(())),
            (format!("t={NOW},v1={good}"), NOW + TOLERANCE, Ok(())),
            (format!("t={NOW},v1={good}"), NOW - TOLERANCE, Ok(())),
            (format!("t={NOW},v1={good}"), NOW + TOLERANCE + 1, Err(OtherTime)),
            (format!("t={NOW},v1={good}"), NOW - TOLERANCE - 1, Err(OtherTime)),
            (format!("t={},v1={good}", NOW + 1), NOW, Err(Forged)),
            (format!("t=0{NOW},v1={good}"), NOW, Err(Forged)),
            (format!("t={NOW},v1={wrong}"), NOW, Err(Forged)),
            (format!("t={NOW},v1={}", &good[..62]), NOW, Err(Forged)),
            (format!("t={NOW},v0={good}"), NOW, Err(Unreadable)),
            (format!("t={NOW},v1=xyz"), NOW, Err(Unreadable)),
            (format!("t={NOW},t={NOW},v1={good}"), NOW, Err(Unreadable)),
            (format!("t=-{NOW},v1={good}"), NOW, Err(Unreadable)),
            (format!("t=99999999999999999999,v1={good}"), NOW, Err(Unreadable)),
            (format!("v1={good}"), NOW, Err(Unreadable)),
            (format!("t={NOW}"), NOW, Err(Unreadable)),
            (String::new(), NOW, Err(Unreadable)),
        ] {
            let secrets = secrets(&["whsec_before_that", "whsec_campagnodon"]);
            assert_eq!(secrets.verify(&header, BODY.as_bytes(), now), expected, "{header} at {now}");
        }
    }

    #[test]
    fn only_secrets_of_endpoints_are_taken() {
        for (texts, expected) in [
            (vec![], SecretsError::None),
            (vec![""], SecretsError::Unknown),
            (vec!["whsec_"], SecretsError::Unknown),
            (vec!["sk_test_campagnodon"], SecretsError::Unknown),
            (vec!["whsec_campagnodon", ""], SecretsError::Unknown),
        ] {
            let given = texts.iter().map(|text| (*text).into()).collect();
            assert_eq!(WebhookSecrets::new(given).unwrap_err(), expected, "{texts:?}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_another_message(body in prop::collection::vec(any::<u8>(), 1..200), at: prop::sample::Index, by in 1..=255_u8) {
            let header = format!("t={NOW},v1={}", sign("whsec_campagnodon", &NOW.to_string(), &body));
            let secrets = secrets(&["whsec_campagnodon"]);
            prop_assert_eq!(secrets.verify(&header, &body, NOW), Ok(()));
            let mut other = body.clone();
            other[at.index(body.len())] ^= by;
            prop_assert_eq!(secrets.verify(&header, &other, NOW), Err(SignatureError::Forged));
        }

        #[test]
        fn no_header_breaks_it(header in ".{0,200}", now: i64) {
            prop_assert!(secrets(&["whsec_campagnodon"]).verify(&header, b"", now).is_err());
        }
    }
}
