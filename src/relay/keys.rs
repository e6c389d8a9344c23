//! Names and keys: what is unguessable, and what is remembered of a request without holding what it said.
//!
//! A transaction's name, a form's key and a payment's token begin with the time at which they were made, and so does what is
//! stored of them: what begins together is together in the store, so that a commit of many has few pages to write, however
//! many there are.

use crate::protocol::is_idempotency_key;
use data_encoding::{BASE32_NOPAD, BASE32HEX_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use hmac::digest::Key;
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
    /// Returns the key that a request gave, or `None` if it is not 16 to 64 letters, digits, `-` and `_`.
    pub fn parse(text: &str) -> Option<Self> {
        is_idempotency_key(text).then(|| Self(text.to_owned()))
    }

    /// Returns a new key, for a form that is being shown: 48 bits of the time, `now` in milliseconds since 1970, and 128
    /// random ones.
    ///
    /// # Errors
    /// If the system gives no randomness.
    pub fn mint(now: i64) -> Result<Self, NoRandomness> {
        Ok(Self(format!("{now:012x}{}", HEXLOWER.encode(&random::<16>()?))))
    }

    /// Returns the key, for the form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what is stored in its place.
    pub fn hash(&self) -> Hash {
        let hash = Sha256::digest(self.0.as_bytes()).into();
        self.time().map_or(hash, |time| led_by(&time, hash))
    }

    /// Returns the 48 bits of the time with which it begins, as those that we draw do and UUIDs of version 7 (RFC 9562), or
    /// `None` where they are none of this century: then they are random, and not to be shown.
    fn time(&self) -> Option<[u8; KEY_TIME]> {
        let digits: Vec<u8> = self.0.bytes().filter(|byte| *byte != b'-').take(2 * KEY_TIME).collect();
        let time: [u8; KEY_TIME] = HEXLOWER_PERMISSIVE.decode(&digits).ok()?.try_into().ok()?;
        let at = time.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        (KEYS_SINCE..KEYS_UNTIL).contains(&at).then_some(time)
    }
}

/// The bytes of the time with which a key begins, two digits each: milliseconds since 1970.
const KEY_TIME: usize = 6;
/// 2020 and 2100, in milliseconds since 1970.
const KEYS_SINCE: u64 = 1_577_836_800_000;
const KEYS_UNTIL: u64 = 4_102_444_800_000;

/// Returns the hash under which a transaction is known that came with a key of many, from the key's and its fingerprint: it
/// is beside the key's.
pub fn hash_among_many(key: &Hash, fingerprint: &Hash) -> Hash {
    led_by(&key[..KEY_TIME], Sha256::digest(fingerprint).into())
}

/// Returns a hash that begins with these bytes. It has 23 bytes of its own at least.
fn led_by(first: &[u8], hash: Hash) -> Hash {
    let mut led = hash;
    let own = hash.len() - first.len();
    led[first.len()..].copy_from_slice(&hash[..own]);
    led[..first.len()].copy_from_slice(first);
    led
}

/// What a signature is for. It is signed too, so that none can stand for another.
#[derive(Clone, Copy)]
enum Purpose {
    /// The address of a payment's page.
    Payment,
    /// Telling whether the same transaction comes again.
    Transaction,
    /// The key of challenges.
    Challenge,
    /// A form that a tag asked for.
    Tag,
    /// The time at which a form was shown.
    FormStamp,
    /// That somebody gave the key of the operators' pages.
    SignIn,
}

impl Purpose {
    /// Returns the word that is signed. Addresses and stores hold what was made with it, so that it never changes.
    const fn word(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Transaction => "transaction",
            Self::Challenge => "challenge",
            Self::Tag => "tag",
            Self::FormStamp => "shown",
            Self::SignIn => "sign-in",
        }
    }
}

/// The relay's own secret, from which the payment pages' addresses are derived: kept as what it signs with.
#[derive(Clone)]
pub struct RelaySecret(Hmac<Sha256>);

impl RelaySecret {
    /// The fewest characters that a secret must have.
    pub const MIN_LENGTH: usize = 32;

    /// Takes the configured secret.
    pub fn new(secret: SecretString) -> Self {
        Self(keyed(secret.expose_secret().as_bytes()))
    }

    /// Returns the token in the address of a transaction's payment page: derived, so that it need not be stored. It begins
    /// with the time of the name, if that has one.
    pub fn payment_token(&self, idx: &str) -> String {
        let time = idx.rsplit_once('/').and_then(|(_, name)| name.get(..TOKEN_TIME)).unwrap_or_default();
        [time, &self.short_signature(Purpose::Payment, &[idx.as_bytes()])].concat()
    }

    /// Returns what is stored of a transaction, to tell whether the same comes again with the same key.
    ///
    /// Whoever steals the store cannot try persons' data against it: they would need the key, of which only a hash is
    /// stored, and, as a page that many have may show it, this secret.
    pub fn fingerprint(&self, key: &IdempotencyKey, payload: &[u8]) -> Hash {
        self.sign(Purpose::Transaction, &[key.0.as_bytes(), payload])
    }

    /// Returns the key under which challenges are signed.
    pub fn challenge_key(&self) -> SecretString {
        HEXLOWER.encode(&self.sign(Purpose::Challenge, &[])).into()
    }

    /// Returns the signature of a form that a tag asked for.
    pub fn tag_signature(&self, text: &str) -> String {
        self.short_signature(Purpose::Tag, &[text.as_bytes()])
    }

    /// Returns the signature of the time at which a form was shown with its idempotency key, in seconds since 1970.
    pub fn stamp_signature(&self, form: &str, key: &IdempotencyKey, at: i64) -> String {
        self.short_signature(Purpose::FormStamp, &[form.as_bytes(), key.0.as_bytes(), &at.to_be_bytes()])
    }

    /// Returns the signature of a sign-in to the operators' pages that ends in that second since 1970. The secret is their
    /// key.
    pub fn sign_in_signature(&self, until: i64) -> String {
        self.short_signature(Purpose::SignIn, &[&until.to_be_bytes()])
    }

    /// Signs: the purpose and the parts, each with its length before it.
    fn sign(&self, purpose: Purpose, parts: &[&[u8]]) -> Hash {
        mac(self.0.clone(), &[&[purpose.word().as_bytes()], parts].concat())
    }

    /// Signs, and returns the first 160 bits, as addresses can have them.
    fn short_signature(&self, purpose: Purpose, parts: &[&[u8]]) -> String {
        BASE32_NOPAD.encode(&self.sign(purpose, parts)[..20]).to_ascii_lowercase()
    }
}

/// The letters of a transaction's name that its payment page's token begins with: eight milliseconds each, fewer than a commit
/// takes.
const TOKEN_TIME: usize = 9;
/// The letters of a signature of 160 bits.
const SIGNATURE: usize = 32;

/// Returns what is stored of a payment page's token.
pub fn token_hash(token: &str) -> Hash {
    let hash = Sha256::digest(token.as_bytes()).into();
    match token.as_bytes().split_at_checked(TOKEN_TIME) {
        Some((time, signature)) if signature.len() == SIGNATURE => led_by(time, hash),
        _ => hash,
    }
}

/// Returns a new name for a transaction: `prefix/`, then 48 bits of the time, `now` in milliseconds since 1970, and 80
/// random ones, in an alphabet that keeps the order.
///
/// # Errors
/// If the system gives no randomness.
pub fn mint_idx(prefix: &str, now: i64) -> Result<String, NoRandomness> {
    let mut bytes = random::<16>()?;
    bytes[..6].copy_from_slice(&now.to_be_bytes()[2..]);
    Ok(format!("{prefix}/{}", BASE32HEX_NOPAD.encode(&bytes).to_ascii_lowercase()))
}

/// Returns 60 random bits, for the reference of a transfer or a cheque.
///
/// # Errors
/// If the system gives no randomness.
pub fn mint_reference() -> Result<u64, NoRandomness> {
    Ok(u64::from_le_bytes(random()?) >> 4)
}

/// Returns 128 random bits, in base64url: the name of a token that serves once.
///
/// # Errors
/// If the system gives no randomness.
pub fn mint_single_use() -> Result<String, NoRandomness> {
    Ok(BASE64URL_NOPAD.encode(&random::<16>()?))
}

/// Returns a random number in 0..1000, to spread retries.
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

/// Returns an HMAC with that key. The key fills a block: a shorter one with zeros behind, a longer one as its hash (RFC
/// 2104), so that there is none that cannot be had.
pub fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Key::<Hmac<Sha256>>::default();
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    Hmac::new(&block)
}

fn mac(mut mac: Hmac<Sha256>, parts: &[&[u8]]) -> Hash {
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
        let mint = || IdempotencyKey::mint(1_800_000_000_000).unwrap();
        assert!(IdempotencyKey::parse(mint().as_str()).is_some());
        assert!(mint() != mint());
    }

    #[test]
    fn what_is_stored_is_in_the_order_of_time() {
        let hash = |key: &str| IdempotencyKey::parse(key).unwrap().hash();
        // 1 800 000 000 000 ms, in an UUID of version 7 with and without its dashes, and one of the page's.
        for key in [
            "01a3185c-5000-7b7e-8a55-d2c41b0f9e37",
            "01A3185C50007b7e8a55d2c41b0f9e37",
            "01a3185c50003f8e2a6c90d14b7e8a55d2c41b0f9e37",
        ] {
            assert_eq!(hash(key)[..6], [0x01, 0xa3, 0x18, 0x5c, 0x50, 0], "{key}");
            assert_eq!(hash(key)[6..], Sha256::digest(key)[..26], "{key}");
        }
        // A key that is random from its first digit on shows nothing of itself; nor does one that has no digits.
        for key in
            ["3f8e2a6c-90d1-4b7e-8a55-d2c41b0f9e37", "order-2027-000000117", "0123456789abcdef", "0-0-0-0-0-0-0-0-"]
        {
            assert_eq!(hash(key)[..], Sha256::digest(key)[..], "{key}");
        }
        let (key, fingerprint) = (hash("01a3185c-5000-7b7e-8a55-d2c41b0f9e37"), [7; 32]);
        let among_many = hash_among_many(&key, &fingerprint);
        assert_eq!(among_many[..6], key[..6]);
        assert_eq!(among_many[6..], Sha256::digest(fingerprint)[..26]);

        let secret = RelaySecret::new("a secret of at least thirty-two characters".into());
        let token = |now| secret.payment_token(&mint_idx("campagnodon", now).unwrap());
        let (first, second) = (token(1_800_000_000_000), token(1_800_000_000_008));
        assert!(token_hash(&first) < token_hash(&second));
        assert_eq!(token_hash(&first)[9..], Sha256::digest(&first)[..23]);
    }

    #[test]
    fn fingerprints_depend_on_secret_key_and_payload() {
        let [one, two] = ["0123456789abcdef", "0123456789abcdeg"].map(|key| IdempotencyKey::parse(key).unwrap());
        let [ours, theirs] = ["a secret of at least thirty-two characters", "another secret of that many characters"]
            .map(|secret| RelaySecret::new(secret.into()));
        assert_eq!(ours.fingerprint(&one, b"a"), ours.fingerprint(&one, b"a"));
        for (secret, key, payload) in [(&ours, &one, b"b"), (&ours, &two, b"a"), (&theirs, &one, b"a")] {
            assert_ne!(ours.fingerprint(&one, b"a"), secret.fingerprint(key, payload));
        }
    }

    #[test]
    fn names_are_unguessable_and_tokens_derived() {
        let secret = RelaySecret::new("a secret of at least thirty-two characters".into());
        let mint = |now| mint_idx("campagnodon", now).unwrap();
        let idx = mint(1_800_000_000_000);
        assert_eq!(idx.len(), "campagnodon/".len() + 26);
        assert_ne!(idx, mint(1_800_000_000_000));
        assert!(idx < mint(1_800_000_000_001), "what began first is first");
        assert_eq!(secret.payment_token(&idx), secret.payment_token(&idx));
        assert!(!secret.payment_token(&idx).contains(&idx[12..]));
    }

    #[test]
    fn a_key_of_any_length_is_the_one_of_rfc_2104() {
        let ones = |length| std::iter::repeat_n(1, length).collect::<Vec<u8>>();
        let hashes: Vec<_> = [0, 16, 63, 64, 65, 200].map(|length| mac(keyed(&ones(length)), &[b"a"])).into();
        for (length, hash) in [0, 16, 63, 64, 65, 200].into_iter().zip(&hashes) {
            let mut theirs = Hmac::<Sha256>::new_from_slice(&ones(length)).unwrap();
            theirs.update(b"\0\0\0\0\0\0\0\x01a");
            assert_eq!(hash[..], theirs.finalize().into_bytes()[..], "{length}");
            assert_eq!(hashes.iter().filter(|other| *other == hash).count(), 1, "{length}");
        }
    }

    /// Payment pages' addresses stay good over an update: these were made by the first version.
    #[test]
    fn signatures_never_change() {
        let secret = RelaySecret::new("a secret of at least thirty-two characters".into());
        let key = IdempotencyKey::parse("0123456789abcdef").unwrap();
        assert_eq!(
            [secret.payment_token("a"), secret.tag_signature("a"), secret.stamp_signature("a", &key, 1)],
            [
                "ctgrtite67l6m6jd76exjgtqsndfsgjq",
                "prdz22s5zfzmizctzyy2op4e4mt3m2z3",
                "pelausja6pfcyfq7el3aefiykecfwo53"
            ]
        );
    }

    #[test]
    fn signatures_depend_on_the_secret_and_on_all_that_is_signed() {
        let key = |text: &str| IdempotencyKey::parse(text).unwrap();
        let [one, other] = ["a secret of at least thirty-two characters", "another secret of that many characters"]
            .map(|text| RelaySecret::new(text.into()));
        let signatures = |secret: &RelaySecret| {
            let shown = |form: &str, text: &str, at| secret.stamp_signature(form, &key(text), at);
            vec![
                secret.payment_token("a"),
                secret.payment_token("b"),
                secret.tag_signature("a"),
                secret.tag_signature("b"),
                shown("a", "0123456789abcdef", 1),
                shown("b", "0123456789abcdef", 1),
                shown("a", "0123456789abcdeg", 1),
                shown("a", "0123456789abcdef", 2),
                secret.challenge_key().expose_secret().to_owned(),
                secret.sign_in_signature(1),
                secret.sign_in_signature(2),
            ]
        };
        let all = [signatures(&one), signatures(&other)].concat();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
