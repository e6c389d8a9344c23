//! Names and keys: what is unguessable, and what is remembered of a request without holding what it said.

use crate::protocol::is_idempotency_key;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// 32 bytes of SHA-256 or HMAC-SHA-256.
pub type Hash = [u8; 32];

/// The operating system has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness: {0}")]
pub struct NoRandomness(getrandom::Error);

/// The key that a donor's form sends with its transaction, made once a form. The relay stores only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that a request gave: 16 to 64 letters, digits, `-` and `_`.
    pub fn parse(text: &str) -> Option<Self> {
        is_idempotency_key(text).then(|| Self(text.to_owned()))
    }

    /// A new key, for a form that is being shown.
    ///
    /// # Errors
    /// If the system gives no randomness.
    pub fn mint() -> Result<Self, NoRandomness> {
        Ok(Self(HEXLOWER.encode(&random::<16>()?)))
    }

    /// The key, for the form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub fn hash(&self) -> Hash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// What is stored of the transaction that came with it, to tell whether the same comes again.
    ///
    /// It is keyed with the key itself, which is not stored: whoever steals the store cannot try persons' data
    /// against it, not even with the relay's secret.
    pub fn fingerprint(&self, payload: &[u8]) -> Hash {
        mac(self.0.as_bytes(), &[payload])
    }
}

/// The relay's own secret, from which the payment pages' addresses are derived.
#[derive(Clone)]
pub struct RelaySecret(SecretString);

impl RelaySecret {
    /// The fewest characters that a secret must have.
    pub const MIN_LENGTH: usize = 32;

    /// Takes the configured secret.
    pub const fn new(secret: SecretString) -> Self {
        Self(secret)
    }

    /// The token in the address of a transaction's payment page: derived, so that it need not be stored.
    pub fn payment_token(&self, idx: &str) -> String {
        let hash = mac(self.0.expose_secret().as_bytes(), &[b"payment", idx.as_bytes()]);
        BASE32_NOPAD.encode(&hash[..20]).to_ascii_lowercase()
    }

    /// The key under which challenges are signed.
    pub fn challenge_key(&self) -> SecretString {
        HEXLOWER.encode(&mac(self.0.expose_secret().as_bytes(), &[b"challenge"])).into()
    }

    /// What signs a form that a tag asked for.
    pub fn tag_mark(&self, text: &str) -> String {
        let hash = mac(self.0.expose_secret().as_bytes(), &[b"tag", text.as_bytes()]);
        BASE32_NOPAD.encode(&hash[..20]).to_ascii_lowercase()
    }

    /// What signs the time at which a form was shown with its idempotency key.
    pub fn shown_mark(&self, form: &str, key: &IdempotencyKey, at: i64) -> String {
        let parts: [&[u8]; 4] = [b"shown", form.as_bytes(), key.0.as_bytes(), &at.to_be_bytes()];
        BASE32_NOPAD.encode(&mac(self.0.expose_secret().as_bytes(), &parts)[..20]).to_ascii_lowercase()
    }
}

/// Whether two signatures are the same. Their hashes are compared, so that the time it takes tells nothing of how much
/// of a forged one was right.
pub fn same_signature(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}

/// What is stored of a payment page's token.
pub fn token_hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

/// A new name for a transaction: `prefix/` and 128 random bits.
///
/// # Errors
/// If the system gives no randomness.
pub fn mint_idx(prefix: &str) -> Result<String, NoRandomness> {
    Ok(format!("{prefix}/{}", BASE32_NOPAD.encode(&random::<16>()?).to_ascii_lowercase()))
}

/// A number in 0..1000, to spread retries.
///
/// # Errors
/// If the system gives no randomness.
pub fn random_permille() -> Result<u16, NoRandomness> {
    Ok(u16::from_le_bytes(random::<2>()?) % 1000)
}

fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Hash {
    // A key of any length is a good one: a longer one than the block is hashed first (RFC 2104).
    let mut mac = match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => return Sha256::digest(key).into(),
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        assert!(IdempotencyKey::parse(IdempotencyKey::mint().unwrap().as_str()).is_some());
    }

    #[test]
    fn fingerprints_depend_on_key_and_payload() {
        let [one, two] = ["0123456789abcdef", "0123456789abcdeg"].map(|key| IdempotencyKey::parse(key).unwrap());
        assert_eq!(one.fingerprint(b"a"), one.fingerprint(b"a"));
        assert_ne!(one.fingerprint(b"a"), one.fingerprint(b"b"));
        assert_ne!(one.fingerprint(b"a"), two.fingerprint(b"a"));
    }

    #[test]
    fn names_are_unguessable_and_tokens_derived() {
        let secret = RelaySecret::new("a secret of at least thirty-two characters".into());
        let idx = mint_idx("campagnodon").unwrap();
        assert_eq!(idx.len(), "campagnodon/".len() + 26);
        assert_ne!(idx, mint_idx("campagnodon").unwrap());
        assert_eq!(secret.payment_token(&idx), secret.payment_token(&idx));
        assert!(!secret.payment_token(&idx).contains(&idx[12..]));
    }
}
