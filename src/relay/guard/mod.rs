//! What keeps programs away that send forms by the thousand, whether or not forms ask for a proof of work: a field that
//! people do not see, the time that a person needs, and a pace for each address.
//!
//! Addresses are personal data: they are in memory while they count, and never logged or stored.

mod client;
mod pace;
mod shown;

pub use client::Clients;
pub use pace::{Pace, TooFast};
pub use shown::{Shown, ShownError};

use super::keys::{IdempotencyKey, RelaySecret};
use super::settings::GuardSettings;
use crate::settings::SettingsError;
use std::num::NonZeroU32;

/// The name of the field that must stay empty. A program that fills in forms takes it for one of a person's.
pub const HONEYPOT: &str = "website";

/// What the settings ask for.
pub struct Guard {
    /// Whether forms have the field that must stay empty.
    pub honeypot: bool,
    /// Who sends a request.
    pub clients: Clients,
    /// The pace that each address must keep, if any.
    pub pace: Option<Pace>,
    /// The fewest seconds from showing a form to its post without scripts, if any.
    minimum: Option<NonZeroU32>,
}

impl Guard {
    /// Checks the settings.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn new(settings: &GuardSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self {
            honeypot: settings.honeypot,
            clients: Clients::new(settings.networks()?, settings.client_header.as_deref())?,
            pace: NonZeroU32::new(settings.posts_per_minute).map(Pace::per_minute),
            minimum: NonZeroU32::new(settings.minimum_seconds),
        })
    }

    /// What to write into a form that is shown now with this key; `None` where the time does not count.
    pub fn show(&self, secret: &RelaySecret, form: &str, key: &IdempotencyKey) -> Option<Shown> {
        self.minimum.map(|_| Shown::now(secret, form, key))
    }

    /// Checks what a form that is sent without scripts brings back of it.
    ///
    /// # Errors
    /// See [`ShownError`].
    pub fn check_shown(
        &self,
        secret: &RelaySecret,
        form: &str,
        key: &IdempotencyKey,
        text: Option<&str>,
    ) -> Result<(), ShownError> {
        let Some(minimum) = self.minimum else { return Ok(()) };
        Shown::read(secret, form, key, text.unwrap_or_default())?.check(minimum, shown::now())
    }
}
