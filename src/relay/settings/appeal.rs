//! What a form may have beside, to raise more and to spare people a question: all of it off unless asked for.

use crate::form::Fees;
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

/// `[forms.<name>.fees]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeesSettings {
    /// The part of a payment, in percent, with two decimals at most.
    #[serde(default)]
    pub percent: f64,
    /// What is taken each time, in cents.
    #[serde(default)]
    pub fixed: u16,
}

impl FeesSettings {
    /// Returns the fees that the rules take.
    ///
    /// # Errors
    /// If no provider takes such fees.
    pub fn fees(&self, key: &str) -> Result<Fees, SettingsError> {
        let basis_points = self.percent * 100.0;
        let whole = (0.0..=1000.0).contains(&basis_points).then(|| basis_points.round());
        let whole = whole.filter(|whole| (whole - basis_points).abs() < 1e-6);
        // From 0 to 1000, so nothing is cut off.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let fees = whole.and_then(|whole| Fees::new(whole as u16, self.fixed));
        fees.ok_or_else(|| {
            let reason =
                "percent is 0 to 10 with two decimals at most, fixed 0 to 1000 cents, and one of them is more than 0";
            SettingsError::unusable(key, reason)
        })
    }
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
