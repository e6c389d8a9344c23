//! A text of the site's own beside ours: one for all languages, or one for each.

use super::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

/// In the settings `"Dr"`, or `{ fr = "Mme", en = "Ms" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Label {
    /// The same in every language.
    Same(String),
    /// One in each, by the language's tag.
    Each(BTreeMap<&'static str, String>),
}

/// A label as the settings have it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, or one in each language: { fr = \"…\", en = \"…\" }")]
enum Written {
    Same(String),
    Each(BTreeMap<String, String>),
}

impl Label {
    /// Returns a label with a text for each tag of a language.
    pub fn each<const N: usize>(texts: [(&'static str, &str); N]) -> Self {
        Self::Each(texts.map(|(tag, text)| (tag, text.to_owned())).into())
    }

    /// Checks whether it says nothing in some language.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Same(text) => text.trim().is_empty(),
            Self::Each(texts) => texts.values().any(|text| text.trim().is_empty()),
        }
    }

    /// Returns the text in a language.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(texts) => texts.get(language.tag()).map_or("", String::as_str),
        }
    }
}

impl TryFrom<Written> for Label {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Same(text) => Ok(Self::Same(text)),
            Written::Each(mut texts) => {
                let each = Language::ALL.into_iter().map(|each| Some((each.tag(), texts.remove(each.tag())?)));
                let each = each.collect::<Option<_>>().filter(|_| texts.is_empty());
                each.map(Self::Each).ok_or("a text, or one in each language: { fr = \"…\", en = \"…\" }")
            }
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
