//! A text of the site's own beside ours: one for all languages, or one for each that it is written in.

use super::Language;
use super::language::FALLBACKS;
use serde::Deserialize;
use std::collections::BTreeMap;

/// In the settings `"Dr"`, or `{ fr = "Mme", en = "Ms" }`, which need not have every language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Label {
    /// The same in every language.
    Same(String),
    /// One in some, by the language's tag; at least one.
    Each(BTreeMap<&'static str, String>),
}

/// A label as the settings have it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, or one by language: { fr = \"…\", en = \"…\" }")]
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

    /// Returns the text in a language; if there is none, that in English, in French, or the first there is.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(texts) => {
                let said = [language].into_iter().chain(FALLBACKS).find_map(|language| texts.get(language.tag()));
                said.or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }
}

impl TryFrom<Written> for Label {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let texts = match written {
            Written::Same(text) => return Ok(Self::Same(text)),
            Written::Each(texts) => texts,
        };
        let known = |(tag, text): (String, String)| match Language::parse(&tag) {
            Some(language) => Ok((language.tag(), text)),
            None => Err(format!("{tag:?} is none of the languages {}", Language::known())),
        };
        let texts = texts.into_iter().map(known).collect::<Result<BTreeMap<_, _>, _>>()?;
        if texts.is_empty() {
            return Err(format!("no text: a label has one in at least one of the languages {}", Language::known()));
        }
        Ok(Self::Each(texts))
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

    fn read(text: &str) -> Result<Label, String> {
        let table = toml::from_str::<BTreeMap<String, Label>>(&format!("a = {text}"));
        table.map(|mut table| table.remove("a").unwrap()).map_err(|error| error.to_string())
    }

    #[test]
    fn one_text_or_one_by_language() {
        for (written, french, english) in [
            ("\"Dr\"", "Dr", "Dr"),
            ("{ fr = \"Mme\", en = \"Ms\" }", "Mme", "Ms"),
            ("{ fr = \"Mme\" }", "Mme", "Mme"),
            ("{ en = \"Ms\" }", "Ms", "Ms"),
        ] {
            let label = read(written).unwrap();
            assert_eq!([Language::French, Language::English].map(|language| label.text(language)), [french, english]);
        }
    }

    #[test]
    fn a_label_without_a_text_or_in_an_unknown_language_is_refused() {
        for (written, expected) in [
            ("{ fr = \"a\", eo = \"b\" }", "\"eo\" is none of the languages fr, en"),
            ("{}", "at least one of the languages fr, en"),
            ("1", "a text, or one by language"),
        ] {
            let refusal = read(written).unwrap_err();
            assert!(refusal.contains(expected), "{refusal}");
        }
    }
}
