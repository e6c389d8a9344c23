//! What a form may have beside, to raise more and to spare people a question: all of it off unless asked for.

use crate::protocol::{Frequency, Operation};
use crate::relay::i18n::Label;
use crate::settings::SettingsError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[[forms.<name>.impact]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactSettings {
    /// From which amount on, in euros.
    pub amount: u64,
    /// What such an amount does.
    pub text: Label,
    /// For which operation; every one if absent.
    pub operation: Option<Operation>,
    /// For which frequency; every one if absent.
    pub frequency: Option<Frequency>,
}

/// `propose_monthly`, in euros.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a number of euros, or one for single amounts from some on: { 30 = 10, 100 = 15 }")]
pub enum MonthlySettings {
    /// The same beside every single amount.
    Same(u64),
    /// One for single amounts from each of these on.
    Each(BTreeMap<String, u64>),
}

/// The longest word of `from`, in bytes.
const WORD: usize = 64;

/// Checks the words by which an address can say whence somebody comes.
///
/// # Errors
/// If one could be anything but a word of the site's own, or is listed twice.
pub fn from_words(key: &str, words: &[String]) -> Result<Vec<String>, SettingsError> {
    let is_mark = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    for (at, word) in words.iter().enumerate() {
        if word.is_empty() || word.len() > WORD || !word.bytes().all(is_mark) {
            let reason =
                format!("{word:?} is not 1 to {WORD} lower-case letters, digits, -, _ and . such as letter-12");
            return Err(SettingsError::unusable(key, reason));
        }
        if words[..at].contains(word) {
            return Err(SettingsError::unusable(key, format!("{word:?} is listed twice")));
        }
    }
    Ok(words.to_vec())
}
