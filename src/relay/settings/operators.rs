//! What operators look at: their days, and pages of their own.

use super::moment;
use crate::relay::settings::End;
use crate::settings::{SecretSource, SettingsError};
use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::Path;
use time::UtcOffset;

/// The fewest characters that the key must have.
const KEY_LENGTH: usize = 32;

/// `[operators]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OperatorsSettings {
    /// Where the pages are served; nowhere if absent.
    pub listen: Option<SocketAddr>,
    /// The key that opens them.
    pub key: Option<SecretSource>,
    /// Whether a proxy with TLS stands before them.
    pub behind_tls: bool,
    /// How far the clock of their days is from UTC: `+01:00`. UTC if absent.
    pub utc_offset: Option<String>,
}

/// Where pages are served, and what opens them.
pub struct OperatorsPages {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The key.
    pub key: SecretString,
    /// Whether browsers come by TLS alone.
    pub behind_tls: bool,
}

impl OperatorsSettings {
    /// Returns where the pages are served and what opens them, or `None` where there are none. A relative path is taken
    /// from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If the key is missing, or would go over a network in the clear.
    pub fn pages(&self, base: &Path) -> Result<Option<OperatorsPages>, SettingsError> {
        let Some(listen) = self.listen else { return Ok(None) };
        if !listen.ip().is_loopback() && !self.behind_tls {
            let reason = format!(
                "others can reach {listen}, and the key would go to it in the clear; take 127.0.0.1 and a tunnel (ssh -L), \
                 or put a proxy with TLS before it and set operators.behind_tls = true"
            );
            return Err(SettingsError::unusable("operators.listen", reason));
        }
        let missing = || {
            let reason = "the pages of operators.listen need a key: { env = \"NAME\" } or { file = \"path\" }";
            SettingsError::unusable("operators.key", reason)
        };
        let key = self.key.as_ref().ok_or_else(missing)?.fetch("operators.key", base, KEY_LENGTH)?;
        Ok(Some(OperatorsPages { listen, key, behind_tls: self.behind_tls }))
    }

    /// Returns how far the clock of their days is from UTC.
    ///
    /// # Errors
    /// If it is no offset.
    pub fn offset(&self) -> Result<UtcOffset, SettingsError> {
        self.utc_offset.as_deref().map_or(Ok(UtcOffset::UTC), |text| utc_offset("operators.utc_offset", text))
    }
}

/// Reads how far a clock is from UTC.
///
/// # Errors
/// If it is no offset.
pub fn utc_offset(key: &str, text: &str) -> Result<UtcOffset, SettingsError> {
    let written = format!("2000-01-01T00:00:00{text}").parse().ok();
    let offset = written.and_then(|written| Some(moment(key, &written, End::First).ok()?.offset()));
    offset.ok_or_else(|| SettingsError::unusable(key, format!("{text:?} is no offset from UTC such as +01:00 or Z")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::offset;

    #[test]
    fn offsets() {
        for (text, expected) in [
            ("+01:00", Some(offset!(+1))),
            ("-03:30", Some(offset!(-3:30))),
            ("Z", Some(UtcOffset::UTC)),
            ("", None),
            ("+1", None),
            ("CET", None),
            ("+26:00", None),
        ] {
            assert_eq!(utc_offset("a", text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_key_never_goes_in_the_clear() {
        for (listen, behind_tls, expected) in [
            ("127.0.0.1:1", false, "operators.key"),
            ("[::1]:1", false, "operators.key"),
            ("0.0.0.0:1", true, "operators.key"),
            ("0.0.0.0:1", false, "operators.listen"),
            ("10.0.0.1:1", false, "operators.listen"),
            ("[::]:1", false, "operators.listen"),
        ] {
            let listen = Some(listen.parse().unwrap());
            let settings = OperatorsSettings { listen, behind_tls, ..OperatorsSettings::default() };
            let refused = settings.pages(Path::new("")).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.starts_with(expected), "{listen:?}: {refused}");
        }
        assert!(OperatorsSettings::default().pages(Path::new("")).is_ok_and(|pages| pages.is_none()));
    }
}
