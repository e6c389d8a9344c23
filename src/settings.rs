//! Reading a server's settings: one TOML file, and secrets that are never in it.
//!
//! Unknown keys are refused, so that a misspelt key is an error at start and not a silent default.

use secrecy::SecretString;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::path::{Path, PathBuf};
use subtle::ConstantTimeEq;

/// Checks whether a secret or a signature is the one that was given, in a time that tells nothing of how much of it was
/// right.
pub fn is_same(secret: &str, given: &str) -> bool {
    secret.as_bytes().ct_eq(given.as_bytes()).into()
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not TOML, or has a key or value that we do not know.
    #[error("{path}: {reason}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where in it, and why.
        reason: String,
    },
    /// A value is well-formed but cannot be used.
    #[error("{key}: {reason}")]
    Unusable {
        /// The key, with its tables: `forms.donation.amounts`.
        key: String,
        /// Why, and what would do.
        reason: String,
    },
}

impl SettingsError {
    /// Returns a value that cannot be used, by its key.
    pub fn unusable(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Unusable { key: key.into(), reason: reason.into() }
    }
}

/// Reads the TOML file at `path`.
///
/// # Errors
/// If it cannot be read, is not TOML, or does not fit `T`; the text says at which line.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, SettingsError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| SettingsError::Invalid { path: path.to_owned(), reason: error.to_string() })
}

/// Where a secret is: `{ env = "NAME" }` or `{ file = "path" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    /// In the environment, under this name.
    Env(String),
    /// In this file; white space around it is dropped.
    File(PathBuf),
    /// In the settings themselves, where it must not be. [`SecretSource::fetch`] refuses it: the reader of TOML would,
    /// in its error, print it.
    Written,
}

impl<'de> Deserialize<'de> for SecretSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretSourceVisitor)
    }
}

struct SecretSourceVisitor;

impl<'de> Visitor<'de> for SecretSourceVisitor {
    type Value = SecretSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ env = \"NAME\" } or { file = \"path\" }")
    }

    fn visit_str<E>(self, _: &str) -> Result<SecretSource, E> {
        Ok(SecretSource::Written)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SecretSource, A::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Place {
            Env(String),
            File(PathBuf),
        }
        Ok(match Place::deserialize(MapAccessDeserializer::new(map))? {
            Place::Env(name) => SecretSource::Env(name),
            Place::File(path) => SecretSource::File(path),
        })
    }
}

impl SecretSource {
    /// Fetches the secret. Relative file names are looked up from `base`, the folder of the settings.
    ///
    /// # Errors
    /// If it is not there, or is shorter than `min_length` characters.
    pub fn fetch(&self, key: &str, base: &Path, min_length: usize) -> Result<SecretString, SettingsError> {
        let (text, place) = match self {
            Self::Env(name) => {
                let text = std::env::var(name)
                    .map_err(|_| SettingsError::unusable(key, format!("the environment has no {name}")))?;
                (text, format!("the environment's {name}"))
            }
            Self::Written => {
                let reason = "a secret is never written in the settings: { env = \"NAME\" } or { file = \"path\" }";
                return Err(SettingsError::unusable(key, reason));
            }
            Self::File(path) => {
                let path = base.join(path);
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    SettingsError::unusable(key, format!("cannot read {}: {error}", path.display()))
                })?;
                (text, path.display().to_string())
            }
        };
        let text = text.trim();
        if text.chars().count() < min_length {
            return Err(SettingsError::unusable(key, format!("{place} has fewer than {min_length} characters")));
        }
        Ok(SecretString::from(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_secret_is_the_same() {
        for (given, expected) in
            [("0123456789abcdef", true), ("0123456789abcdeF", false), ("0123456789abcde", false), ("", false)]
        {
            assert_eq!(is_same("0123456789abcdef", given), expected, "{given}");
        }
    }
}
