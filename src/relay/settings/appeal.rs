//! What a form may have beside, to raise more and to spare people a question: all of it off unless asked for.

use crate::settings::SettingsError;

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
