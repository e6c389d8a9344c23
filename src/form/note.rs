//! Advice on answers. It blocks nothing: what looks like a slip may be right.

use super::Answers;
use super::rules::{email, postal_code, text};
use crate::protocol::{Field, Personal};

/// Advice on an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The e-mail address looks like a slip of the fingers; this one was probably meant.
    EmailSuggestion(Personal),
    /// The postal code looks like none, in a country whose codes we do not know.
    PostalCodeUnusual,
}

impl Note {
    /// The answer that it is about.
    pub const fn field(&self) -> Field {
        match self {
            Self::EmailSuggestion(_) => Field::Email,
            Self::PostalCodeUnusual => Field::PostalCode,
        }
    }

    /// Its word: the key of its text, in which `{suggestion}` is [`Self::suggestion`].
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::EmailSuggestion(_) => "email_suggestion",
            Self::PostalCodeUnusual => "postal_code_unusual",
        }
    }

    /// What could be answered instead.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::EmailSuggestion(address) => Some(address.expose()),
            Self::PostalCodeUnusual => None,
        }
    }
}

/// What there is to say of answers; of the address, only where one is asked for.
pub(super) fn notes(answers: &Answers, address: bool) -> Vec<Note> {
    let email = email::suggestion(text::trim(answers.get(&Field::Email)))
        .map(|suggestion| Note::EmailSuggestion(Personal::new(suggestion)));
    let country = answers.get(&Field::Country);
    let code = postal_code::normalise(answers.get(&Field::PostalCode), country).unwrap_or_default();
    let is_unusual = address && !country.is_empty() && !code.is_empty() && postal_code::is_unusual(&code, country);
    email.into_iter().chain(is_unusual.then_some(Note::PostalCodeUnusual)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_answers() {
        let noted = |email: &str, code: &str, country: &str, address: bool| {
            let answers = Answers::default()
                .with(Field::Email, email)
                .with(Field::PostalCode, code)
                .with(Field::Country, country);
            notes(&answers, address)
        };
        let suggestion = || Note::EmailSuggestion(Personal::from("anne@gmail.com"));
        assert_eq!(noted("", "", "", true), []);
        assert_eq!(noted(" anne@gmial.com ", "", "LB", true), [suggestion()]);
        assert_eq!(noted("anne@gmail.com", "beirut", "LB", true), [Note::PostalCodeUnusual]);
        assert_eq!(noted("anne@gmial.com", "beirut", "LB", false), [suggestion()]);
        for (code, country) in [("beirut", ""), ("beirut", "AE"), ("1100", "LB"), ("7500", "FR"), ("<b>", "LB")] {
            assert_eq!(noted("anne@gmail.com", code, country, true), []);
        }
    }
}
