//! What keeps programs away that send forms by the thousand, whether or not forms ask for a proof of work: a field that
//! people do not see, the time that a person needs, and a pace for each address.
//!
//! Addresses are personal data: they are in memory while they count, and never logged or stored.

mod captcha;
mod card_testing;
mod client_ip;
mod form_stamp;
mod rate_limit;
mod sign_in;

pub use captcha::{Captcha, Unproven};
pub use card_testing::CardTesting;
pub use client_ip::ClientIps;
pub use form_stamp::{FormStamp, FormStampError};
pub use rate_limit::{RateLimit, TooFast};
pub use sign_in::SignIn;

use crate::relay::clock::Clock;
use crate::relay::keys::{IdempotencyKey, RelaySecret};
use crate::relay::settings::GuardSettings;
use crate::settings::SettingsError;
use std::num::NonZeroU32;

/// What the settings ask for.
pub struct Guard {
    /// Whether forms have the field that must stay empty.
    pub honeypot: bool,
    /// Who sends a request.
    pub clients: ClientIps,
    /// The pace that each address must keep, if any.
    pub rate_limit: Option<RateLimit>,
    /// The fewest seconds from showing a form to its post without scripts, if any.
    minimum: Option<NonZeroU32>,
    clock: Clock,
}

impl Guard {
    /// Checks the settings.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn new(settings: &GuardSettings, clock: Clock) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self {
            honeypot: settings.honeypot,
            clients: ClientIps::new(settings.networks()?, settings.client_header.as_deref())?,
            rate_limit: NonZeroU32::new(settings.posts_per_minute).map(RateLimit::per_minute),
            minimum: NonZeroU32::new(settings.minimum_seconds),
            clock,
        })
    }

    /// Checks whether what is sent without scripts has a time or a pace to keep.
    pub const fn holds(&self) -> bool {
        self.rate_limit.is_some() || self.minimum.is_some()
    }

    /// Returns the stamp of a form that is shown now with this key, or `None` where the time does not count.
    pub fn show(&self, secret: &RelaySecret, form: &str, key: &IdempotencyKey) -> Option<FormStamp> {
        self.minimum.map(|_| FormStamp::at(secret, form, key, self.seconds()))
    }

    /// Checks what a form that is sent without scripts brings back of it.
    ///
    /// # Errors
    /// See [`FormStampError`].
    pub fn check_shown(
        &self,
        secret: &RelaySecret,
        form: &str,
        key: &IdempotencyKey,
        text: Option<&str>,
    ) -> Result<(), FormStampError> {
        let Some(minimum) = self.minimum else { return Ok(()) };
        FormStamp::read(secret, form, key, text.unwrap_or_default())?.check(minimum, self.seconds())
    }

    /// Returns the seconds since 1970, UTC.
    fn seconds(&self) -> i64 {
        self.clock.now() / 1000
    }
}
