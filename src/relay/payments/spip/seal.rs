//! What the relay and the plugin say to each other, signed: `tests/spip/vectors.json` has it byte by byte.
//!
//! A token that a browser carries is `v1.<JSON>.<HMAC-SHA-256 of all before the last dot>`, both in base64url without padding.
//! A message of the plugin has the headers of [Standard Webhooks](https://www.standardwebhooks.com). Each use has its own key,
//! HMAC-SHA-256 of its word by the secret, so that none can stand for another.

use crate::relay::keys;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

/// How far the time of a message may be from ours, in seconds.
const TOLERANCE: u64 = 300;
/// No token is longer, in bytes.
const LONGEST: usize = 4000;
/// What tokens begin with.
const VERSION: &str = "v1.";

/// What a token is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// It takes a payer to the site.
    HandOver,
    /// It takes a payer back to the relay.
    Return,
}

/// The keys of the secret that both share.
pub struct Seal {
    hand_over: Hmac<Sha256>,
    events: Hmac<Sha256>,
    back: Hmac<Sha256>,
}

impl Seal {
    /// Makes the keys.
    pub fn new(secret: &SecretString) -> Self {
        let of = |word: &str| {
            let mut mac = keys::keyed(secret.expose_secret().as_bytes());
            mac.update(word.as_bytes());
            keys::keyed(&mac.finalize().into_bytes())
        };
        Self { hand_over: of("handover/1"), events: of("events/1"), back: of("return/1") }
    }

    fn key(&self, purpose: Purpose) -> Hmac<Sha256> {
        match purpose {
            Purpose::HandOver => self.hand_over.clone(),
            Purpose::Return => self.back.clone(),
        }
    }

    /// Returns a token that says this.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn token(&self, purpose: Purpose, claims: &impl Serialize) -> Result<String, serde_json::Error> {
        let signed = [VERSION, &BASE64URL_NOPAD.encode(&serde_json::to_vec(claims)?)].concat();
        let mut mac = self.key(purpose);
        mac.update(signed.as_bytes());
        Ok([&signed, ".", &BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())].concat())
    }

    /// Returns what a token says, or `None` if it is not signed for this purpose.
    pub fn read<T: DeserializeOwned>(&self, purpose: Purpose, token: &str) -> Option<T> {
        let (signed, signature) = token.rsplit_once('.').filter(|_| token.len() <= LONGEST)?;
        let json = signed.strip_prefix(VERSION)?;
        let mut mac = self.key(purpose);
        mac.update(signed.as_bytes());
        mac.verify_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?).ok()?;
        serde_json::from_slice(&BASE64URL_NOPAD.decode(json.as_bytes()).ok()?).ok()
    }

    /// Checks whether the plugin signed a message, five minutes from `at` at most, in milliseconds since 1970. The time that the
    /// comparison takes tells nothing of how much of a signature was right.
    pub fn is_message(&self, headers: &[(&str, &str)], body: &[u8], at: i64) -> bool {
        let header = |wanted: &str| headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let (Some(id), Some(time), Some(signatures)) =
            (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"))
        else {
            return false;
        };
        let is_of_now = time.parse::<i64>().is_ok_and(|time| time.abs_diff(at.div_euclid(1000)) <= TOLERANCE);
        let mut mac = self.events.clone();
        for part in [id.as_bytes(), b".", time.as_bytes(), b".", body] {
            mac.update(part);
        }
        let is_right = |signature: &str| {
            let bytes = signature.strip_prefix("v1,").and_then(|text| BASE64.decode(text.as_bytes()).ok());
            bytes.is_some_and(|bytes| mac.clone().verify_slice(&bytes).is_ok())
        };
        is_of_now && signatures.split(' ').any(is_right)
    }
}
