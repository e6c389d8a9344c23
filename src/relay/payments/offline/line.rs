//! Texts of one line, as banks and letters have them.

use std::fmt;

/// A line of at most `MAX` characters: not empty, without white space around it, without a line break or another
/// control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<const MAX: usize>(String);

/// Why a text is no such line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It has more characters than fit: how many do.
    #[error("it has more than {0} characters")]
    TooLong(usize),
    /// It has a line break, a tab or another control character.
    #[error("it has a line break or another control character")]
    Control,
}

impl<const MAX: usize> Line<MAX> {
    /// Takes a text, without the white space around it.
    ///
    /// # Errors
    /// See [`LineError`].
    pub fn parse(text: &str) -> Result<Self, LineError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(LineError::Empty);
        }
        if text.chars().count() > MAX {
            return Err(LineError::TooLong(MAX));
        }
        if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            return Err(LineError::Control);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (text, expected) in [
            ("Rive", Ok("Rive")),
            (" Rive\u{a0}", Ok("Rive")),
            ("Éloïs", Ok("Éloïs")),
            ("", Err(LineError::Empty)),
            (" \n ", Err(LineError::Empty)),
            ("Rivage", Err(LineError::TooLong(5))),
            ("a\nb", Err(LineError::Control)),
            ("a\u{2028}b", Err(LineError::Control)),
            ("a\tb", Err(LineError::Control)),
        ] {
            let line = Line::<5>::parse(text);
            assert_eq!(line.as_ref().map(Line::as_str).map_err(|error| *error), expected, "{text:?}");
        }
    }
}
