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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_or_one_in_each_language() {
        let read = |text: &str| {
            toml::from_str::<std::collections::BTreeMap<String, Label>>(text).map(|table| table["a"].clone())
        };
        let both = read("a = { fr = \"Mme\", en = \"Ms\" }").unwrap();
        assert_eq!(Language::ALL.map(|language| both.text(language)), ["Mme", "Ms"]);
        assert_eq!(Language::ALL.map(|language| read("a = \"Dr\"").unwrap().text(language).to_owned()), ["Dr", "Dr"]);
        for text in ["a = { fr = \"Mme\" }", "a = { fr = \"a\", en = \"b\", de = \"c\" }", "a = 1"] {
            assert!(read(text).unwrap_err().to_string().contains("one in each language"), "{text}");
        }
    }
}
