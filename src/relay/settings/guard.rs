//! What keeps programs away that send forms by the thousand.

use crate::settings::SettingsError;
use ipnet::IpNet;
use serde::Deserialize;
use std::net::IpAddr;
use std::ops::RangeInclusive;

/// The iterations of a try that are worth it: fewer stop nobody, more and a slow telephone works for minutes.
const COSTS: RangeInclusive<u32> = 1_000..=100_000;
/// From a quick form to a page that stood open for a day, in seconds.
const LIFETIMES: RangeInclusive<u32> = 60..=86_400;
/// Nobody can be asked to wait longer, in seconds.
const LONGEST_MINIMUM: u32 = 60;

/// `[captcha]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaptchaSettings {
    /// Whether forms ask for a proof of work.
    pub enabled: bool,
    /// The iterations of PBKDF2 in one try. A browser needs 256 tries on average: of the default's, measured on a
    /// virtual machine's core, 0.3 s. One person in a hundred needs five times as many, which must be less than filling
    /// in takes, also on a telephone that is ten times slower.
    pub cost: u32,
    /// How long a challenge can be answered.
    pub lifetime_seconds: u32,
    /// What holds for forms that are sent without scripts, which cannot do the work.
    pub without_scripts: WithoutScripts,
}

impl Default for CaptchaSettings {
    fn default() -> Self {
        Self { enabled: false, cost: 5_000, lifetime_seconds: 1_200, without_scripts: WithoutScripts::Refuse }
    }
}

/// What holds for forms that are sent without scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutScripts {
    /// They need the proof too, and so cannot be sent.
    Refuse,
    /// They need none; the guard is what holds.
    Accept,
}

impl CaptchaSettings {
    /// Checks that the values make sense, each and together.
    ///
    /// # Errors
    /// At the first that does not.
    pub fn check(&self, guard: &GuardSettings) -> Result<(), SettingsError> {
        within("captcha.cost", self.cost, &COSTS)?;
        within("captcha.lifetime_seconds", self.lifetime_seconds, &LIFETIMES)?;
        let unguarded = guard.minimum_seconds == 0 && guard.posts_per_minute == 0;
        if self.enabled && self.without_scripts == WithoutScripts::Accept && unguarded {
            let reason = "\"accept\" lets every program past that sends an ordinary form; \
                set guard.minimum_seconds or guard.posts_per_minute too";
            return Err(SettingsError::unusable("captcha.without_scripts", reason));
        }
        Ok(())
    }
}

/// `[guard]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GuardSettings {
    /// Whether forms have a field that people do not see, and that must stay empty.
    pub honeypot: bool,
    /// Sooner than this after it was shown, a form sent without scripts is refused; 0 is never.
    pub minimum_seconds: u32,
    /// How many posts one address may make in a minute; 0 is any number.
    pub posts_per_minute: u32,
    /// The proxies whose word is taken for who sends: addresses, or networks such as `10.0.0.0/8`.
    pub trusted_proxies: Vec<String>,
    /// The header in which they write it.
    pub client_header: Option<String>,
}

impl GuardSettings {
    /// Checks that the values make sense.
    ///
    /// # Errors
    /// At the first that does not.
    pub fn check(&self) -> Result<(), SettingsError> {
        within("guard.minimum_seconds", self.minimum_seconds, &(0..=LONGEST_MINIMUM))?;
        match &self.client_header {
            None if !self.trusted_proxies.is_empty() => {
                let reason = "trusted proxies write who sends into a header; name it, such as \"x-forwarded-for\"";
                Err(SettingsError::unusable("guard.client_header", reason))
            }
            Some(_) if self.trusted_proxies.is_empty() => {
                let reason = "anyone can send that header; name the proxies that may, such as [\"127.0.0.1\"]";
                Err(SettingsError::unusable("guard.trusted_proxies", reason))
            }
            Some(name) if name.eq_ignore_ascii_case("forwarded") => {
                let reason = "Forwarded (RFC 7239) is not read; take \"x-forwarded-for\" or \"x-real-ip\"";
                Err(SettingsError::unusable("guard.client_header", reason))
            }
            _ => Ok(()),
        }
    }

    /// Returns the networks of the proxies.
    ///
    /// # Errors
    /// At the first that is neither an address nor a network.
    pub fn networks(&self) -> Result<Vec<IpNet>, SettingsError> {
        let read = |text: &String| {
            let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| {
                let reason =
                    format!("{text:?} is neither an address such as 127.0.0.1 nor a network such as 10.0.0.0/8");
                SettingsError::unusable("guard.trusted_proxies", reason)
            })
        };
        self.trusted_proxies.iter().map(read).collect()
    }
}

fn within(key: &str, value: u32, range: &RangeInclusive<u32>) -> Result<(), SettingsError> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(SettingsError::unusable(key, format!("{value} is not from {} to {}", range.start(), range.end())))
}
