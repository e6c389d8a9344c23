//! Who may see the pages of whoever runs the relay: a key that opens them, tries of it that are counted, and a cookie that
//! remembers for a week who had it, also over a restart. Another key ends them all.

use super::rate_limit::{RateLimit, TooFast};
use crate::relay::clock::Clock;
use crate::relay::keys::RelaySecret;
use crate::relay::settings::OperatorsPages;
use crate::settings::is_same;
use secrecy::{ExposeSecret, SecretString};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// How often an address may try a key in a minute.
const TRIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// How long one stays signed in.
const LASTS: Duration = Duration::from_secs(7 * 24 * 3600);
/// The cookie's name.
const COOKIE: &str = "campagnodon_operator";

/// What opens the pages.
pub struct SignIn {
    key: SecretString,
    signer: RelaySecret,
    tries: RateLimit,
    behind_tls: bool,
    clock: Clock,
}

impl SignIn {
    /// Takes the key and what the settings say of the way to the pages.
    pub fn new(pages: &OperatorsPages, clock: Clock) -> Self {
        Self {
            key: pages.key.clone(),
            signer: RelaySecret::new(pages.key.clone()),
            tries: RateLimit::per_minute(TRIES),
            behind_tls: pages.behind_tls,
            clock,
        }
    }

    /// Returns the cookie, as `Set-Cookie` has it, of whoever gives the key, or `None` if it is another.
    ///
    /// # Errors
    /// If the address has tried too often.
    pub fn open(&self, address: IpAddr, key: &str) -> Result<Option<String>, TooFast> {
        self.tries.step(address)?;
        if !is_same(self.key.expose_secret(), key) {
            return Ok(None);
        }
        let until = self.seconds().saturating_add(LASTS.as_secs() as i64);
        let value = format!("{until}.{}", self.signer.sign_in_signature(until));
        Ok(Some(self.cookie(&value, LASTS)))
    }

    /// Returns what makes a browser forget the cookie, as `Set-Cookie` has it.
    pub fn forget(&self) -> String {
        self.cookie("", Duration::ZERO)
    }

    fn cookie(&self, value: &str, lasts: Duration) -> String {
        let secure = if self.behind_tls { "; Secure" } else { "" };
        format!("{COOKIE}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}", lasts.as_secs())
    }

    /// Checks whether the cookies of a request, as `Cookie` has them, have one of ours that still holds.
    pub fn is_open(&self, cookies: &str) -> bool {
        let mut ours =
            cookies.split(';').filter_map(|cookie| cookie.trim().split_once('=')).filter(|(name, _)| *name == COOKIE);
        let holds = |(_, value): (&str, &str)| {
            let Some((until, signature)) = value.split_once('.') else { return false };
            let Ok(until) = until.parse() else { return false };
            until > self.seconds() && is_same(&self.signer.sign_in_signature(until), signature)
        };
        ours.any(holds)
    }

    fn seconds(&self) -> i64 {
        self.clock.now() / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "a key of at least thirty-two characters";

    fn sign_in(key: &str, behind_tls: bool, clock: &Clock) -> SignIn {
        let pages = OperatorsPages { listen: "127.0.0.1:1".parse().unwrap(), key: key.into(), behind_tls };
        SignIn::new(&pages, clock.clone())
    }

    #[test]
    fn a_cookie_outlasts_a_restart_and_neither_a_week_nor_another_key() {
        let clock = Clock::fixed(1_800_000_000_000);
        let address = "203.0.113.7".parse().unwrap();
        let first = sign_in(KEY, false, &clock);
        assert_eq!(first.open(address, "another"), Ok(None));
        let cookie = first.open(address, KEY).unwrap().unwrap();
        assert!(cookie.ends_with("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"), "{cookie}");
        let pair = cookie.split(';').next().unwrap();
        let sent = format!("a=b; {pair}; c");
        let again = sign_in(KEY, true, &clock);
        assert!(first.is_open(&sent) && again.is_open(&sent));
        assert!(!sign_in("another key of thirty-two characters or more", false, &clock).is_open(&sent));
        for forged in
            [String::new(), pair.replacen("18", "19", 1), format!("x{pair}"), format!("{pair}x"), format!("{COOKIE}=")]
        {
            assert!(!first.is_open(&forged), "{forged}");
        }
        assert!(again.open(address, KEY).unwrap().unwrap().ends_with("; Secure"));
        assert!(again.forget().contains("=; Path=/; Max-Age=0;"));
        clock.advance(LASTS);
        assert!(!first.is_open(&sent));
    }

    #[test]
    fn tries_are_counted_of_each_address() {
        let sign_in = sign_in(KEY, false, &Clock::fixed(0));
        let [one, other] = ["203.0.113.7", "203.0.113.8"].map(|address| address.parse().unwrap());
        for _ in 0..TRIES.get() {
            assert_eq!(sign_in.open(one, "another"), Ok(None));
        }
        assert!(sign_in.open(one, KEY).is_err(), "also the right one");
        assert!(sign_in.open(other, KEY).is_ok_and(|cookie| cookie.is_some()));
    }
}
