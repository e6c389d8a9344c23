//! The proof of work: a challenge for each form (ALTCHA v2, PBKDF2), and whether an answer solves one of ours, once.
//!
//! A challenge is signed and not remembered, so that handing it out costs microseconds. An answer costs a derivation,
//! a millisecond: each challenge is worth one of ours and about 256 of the sender's.

use crate::relay::clock::Clock;
use crate::relay::keys::{Hash, RelaySecret};
use crate::relay::public_url::PublicUrl;
use crate::relay::settings::CaptchaSettings;
use crate::relay::store::{Spent, Store, StoreError};
use crate::settings;
use altcha::{Challenge, ChallengeParameters, CreateChallengeOptions, HmacAlgorithm, Payload, VerifySolutionOptions};
use data_encoding::BASE64;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// What the derived key must begin with, in hexadecimal: one try in 256 does.
const PREFIX: &str = "00";

/// What the settings ask for.
pub struct Captcha {
    key: SecretString,
    cost: u32,
    lifetime: Duration,
    origin: String,
    clock: Clock,
}

/// Why an answer proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    /// It is no answer to a challenge of ours for this form, or a wrong or a late one.
    #[error("no answer to a challenge of ours")]
    Wrong,
    /// Its challenge was spent on another submission.
    #[error("the challenge was spent")]
    Spent,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Captcha {
    /// Takes the settings, which were checked, and the address of the site.
    pub fn new(settings: &CaptchaSettings, secret: &RelaySecret, public_url: &PublicUrl, clock: Clock) -> Self {
        Self {
            key: secret.challenge_key(),
            cost: settings.cost,
            lifetime: Duration::from_secs(settings.lifetime_seconds.into()),
            // Nothing may be good at two sites.
            origin: public_url.origin(),
            clock,
        }
    }

    /// Makes a new challenge for a form.
    ///
    /// # Errors
    /// If the library cannot make one.
    pub fn challenge(&self, form: &str) -> Result<Challenge, altcha::Error> {
        altcha::create_challenge(CreateChallengeOptions {
            algorithm: "PBKDF2/SHA-256".to_owned(),
            cost: self.cost,
            data: Some(self.data(form)),
            expires_at: i64::try_from((self.now() + self.lifetime).as_secs()).ok(),
            hmac_signature_secret: Some(self.key.expose_secret().to_owned()),
            key_prefix: PREFIX.to_owned(),
            ..CreateChallengeOptions::default()
        })
    }

    /// Checks an answer: base64 of the JSON of challenge and solution. Its challenge is then spent, on the submission
    /// with this fingerprint: sent again, the same proof is good for that one, since the donor has done the work.
    ///
    /// # Errors
    /// See [`Unproven`].
    pub async fn prove(&self, store: &dyn Store, form: &str, answer: &str, submission: Hash) -> Result<(), Unproven> {
        let payload = self.read(form, answer).ok_or(Unproven::Wrong)?;
        let ChallengeParameters { nonce, expires_at, .. } = payload.challenge.parameters.clone();
        // A challenge of ours has an end. Spent before it is tried: a wrong answer too costs us one derivation only.
        match store.spend_challenge(&nonce, submission, expires_at.ok_or(Unproven::Wrong)?).await? {
            Spent::OnThis => {}
            Spent::Before => return Err(Unproven::Spent),
        }
        let secret = self.key.expose_secret().to_owned();
        let solved = tokio::task::spawn_blocking(move || {
            altcha::verify_solution(VerifySolutionOptions::new(&payload.challenge, &payload.solution, secret))
        });
        if matches!(solved.await, Ok(Ok(result)) if result.verified) {
            return Ok(());
        }
        store.void_challenge(&nonce).await?;
        Err(Unproven::Wrong)
    }

    /// Reads an answer, or returns `None` if we did not sign its challenge for this form or it is over. Nothing is
    /// derived yet.
    fn read(&self, form: &str, answer: &str) -> Option<Payload> {
        let payload: Payload = serde_json::from_slice(&BASE64.decode(answer.as_bytes()).ok()?).ok()?;
        let Challenge { parameters, signature } = &payload.challenge;
        let algorithm = HmacAlgorithm::Sha256;
        let ours = altcha::sign_challenge(&algorithm, &mut parameters.clone(), None, self.key.expose_secret(), None);
        let signed = settings::is_same(ours.ok()?.signature.as_deref()?, signature.as_deref()?);
        let open = u64::try_from(parameters.expires_at?).is_ok_and(|end| self.now() <= Duration::from_secs(end));
        (signed && open && parameters.data.as_ref() == Some(&self.data(form))).then_some(payload)
    }

    /// Returns the time since 1970, UTC.
    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.now().unsigned_abs())
    }

    /// Returns what a challenge is bound to.
    fn data(&self, form: &str) -> BTreeMap<String, Value> {
        [("form", form), ("origin", &self.origin)].map(|(key, value)| (key.to_owned(), Value::from(value))).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use altcha::Solution;
    use proptest::prelude::*;

    fn captcha(secret: &str, lifetime_seconds: u32, public_url: &str) -> Captcha {
        let settings = CaptchaSettings { cost: 1, lifetime_seconds, ..CaptchaSettings::default() };
        Captcha::new(
            &settings,
            &RelaySecret::new(secret.into()),
            &PublicUrl::parse(public_url).unwrap(),
            Clock::default(),
        )
    }

    fn answer(challenge: Challenge) -> String {
        let solution = Solution { counter: 0, derived_key: String::new(), time: None };
        BASE64.encode(&serde_json::to_vec(&Payload { challenge, solution }).unwrap())
    }

    #[test]
    fn a_challenge_is_ours_alone_and_for_one_form() {
        const SECRET: &str = "a secret of at least thirty-two characters";
        let ours = captcha(SECRET, 60, "https://example.org/give");
        let challenge = ours.challenge("don").unwrap();
        assert!(ours.read("don", &answer(challenge.clone())).is_some());
        assert!(ours.read("adhesion", &answer(challenge.clone())).is_none());
        for other in [
            captcha("another secret of thirty-two characters and more", 60, "https://example.org"),
            captcha(SECRET, 60, "https://example.net"),
        ] {
            assert!(ours.read("don", &answer(other.challenge("don").unwrap())).is_none());
        }
        let changed = |change: &dyn Fn(&mut Challenge)| {
            let mut challenge = challenge.clone();
            change(&mut challenge);
            ours.read("don", &answer(challenge)).is_some()
        };
        assert!(!changed(&|challenge| challenge.signature = None));
        assert!(!changed(&|challenge| challenge.signature = Some(String::new())));
        assert!(!changed(&|challenge| challenge.parameters.cost = 0));
        assert!(!changed(&|challenge| challenge.parameters.key_prefix.clear()));
        assert!(!changed(&|challenge| challenge.parameters.expires_at = None));
        for text in ["", "e30=", "bm8=", "{}", "é"] {
            assert!(ours.read("don", text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let ours = captcha("a secret of at least thirty-two characters", 60, "https://example.org");
            prop_assert!(ours.read("don", &text).is_none());
            prop_assert!(ours.read("don", &BASE64.encode(&bytes)).is_none());
        }

        #[test]
        fn a_challenge_with_another_byte_in_it_is_refused(at in any::<prop::sample::Index>(), byte: u8) {
            let ours = captcha("a secret of at least thirty-two characters", 60, "https://example.org");
            let challenge = serde_json::to_string(&ours.challenge("don").unwrap()).unwrap();
            let mut changed = challenge.clone().into_bytes();
            let at = at.index(changed.len());
            prop_assume!(changed[at] != byte);
            changed[at] = byte;
            let solution = br#","solution":{"counter":0,"derivedKey":""}}"#;
            let answer = |challenge: &[u8]| BASE64.encode(&[br#"{"challenge":"#, challenge, solution].concat());
            prop_assert!(ours.read("don", &answer(challenge.as_bytes())).is_some());
            prop_assert!(ours.read("don", &answer(&changed)).is_none());
        }
    }

    #[test]
    fn a_challenge_ends() {
        let mut ours = captcha("a secret of at least thirty-two characters", 60, "https://example.org");
        let challenge = |captcha: &Captcha| answer(captcha.challenge("don").unwrap());
        assert!(ours.read("don", &challenge(&ours)).is_some());
        ours.lifetime = Duration::ZERO;
        // Its second began before now.
        assert!(ours.read("don", &challenge(&ours)).is_none());
    }
}
