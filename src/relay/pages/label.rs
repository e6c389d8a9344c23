//! A text of the site's own that stands beside ours: one for all languages, or one for each.

use super::Language;
use serde::Deserialize;

/// In the settings `"Dr"`, or `{ fr = "Mme", en = "Ms" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "a text, or one in each language: { fr = \"…\", en = \"…\" }")]
pub enum Label {
    /// The same in every language.
    Same(String),
    /// One in each.
    Each {
        /// In French.
        fr: String,
        /// In English.
        en: String,
    },
}

impl Label {
    /// The text in a language.
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Same(text), _) | (Self::Each { fr: text, .. }, Language::French) => text,
            (Self::Each { en, .. }, Language::English) => en,
        }
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::Same(text.to_owned())
    }
}
