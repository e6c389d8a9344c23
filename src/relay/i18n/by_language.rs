//! The texts of every language, loaded once.

use super::{Language, Texts, UnknownText};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of every language.
#[derive(Clone, Debug)]
pub struct TextsByLanguage {
    default: Arc<Texts>,
    others: Vec<Arc<Texts>>,
}

impl TextsByLanguage {
    /// Returns the texts of every language, with a site's own in the place of some: by the language's tag, then by key.
    ///
    /// # Errors
    /// At the first key or value that no text of ours has, with the language of the site's text.
    pub fn load(
        default: Language,
        overrides: &BTreeMap<String, BTreeMap<String, String>>,
    ) -> Result<Self, (Language, UnknownText)> {
        let none = BTreeMap::new();
        let load = |language: Language| {
            let overrides = overrides.get(language.tag()).unwrap_or(&none);
            Texts::load(language, overrides).map(Arc::new).map_err(|error| (language, error))
        };
        let others = Language::ALL.into_iter().filter(|language| *language != default).map(load);
        Ok(Self { default: load(default)?, others: others.collect::<Result<_, _>>()? })
    }

    /// Returns the texts in the language of pages that have no other.
    pub fn default(&self) -> Arc<Texts> {
        Arc::clone(&self.default)
    }

    /// Returns the texts in a language.
    pub fn get(&self, language: Language) -> Arc<Texts> {
        let found = self.others.iter().find(|texts| texts.language() == language);
        Arc::clone(found.unwrap_or(&self.default))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_texts_and_its_overrides() {
        let own = |tag: &str, key: &str| {
            BTreeMap::from([(tag.to_owned(), BTreeMap::from([(key.to_owned(), "Give".to_owned())]))])
        };
        let texts = TextsByLanguage::load(Language::French, &own("en", "submit.donation")).unwrap();
        for language in Language::ALL {
            assert_eq!(texts.get(language).language(), language);
            assert_eq!(texts.get(language).get("submit.donation") == "Give", language == Language::English);
        }
        assert_eq!(texts.default().language(), Language::French);
        let (language, _) = TextsByLanguage::load(Language::French, &own("en", "submit.donate")).unwrap_err();
        assert_eq!(language, Language::English);
    }
}
