//! What the pages say: the embedded texts of each language, and what a site puts in their place.
//!
//! A text is known by a dotted key, `message.email.required`, and may have places for values, `{limit}`. Both are the
//! same in every language, and a site's own text can use only the places that ours has. A text that a language lacks is
//! said in another, so that a new one needs no whole file to be tried.

use super::Language;
use super::language::FALLBACKS;
use crate::protocol::{Amount, Code, Field, FieldError};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Where the messages of errors are.
const MESSAGE: &str = "message.";

/// The texts of one language.
#[derive(Clone, Debug)]
pub struct Texts {
    language: Language,
    by_key: BTreeMap<String, String>,
}

/// Why a site's own texts cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownText {
    /// No text has this key.
    #[error("no text is called `{key}`; did you mean `{nearest}`?")]
    Key {
        /// As the site wrote it.
        key: String,
        /// The key that looks most like it.
        nearest: String,
    },
    /// The text has a place for a value that this text does not know.
    #[error("`{key}` has no value `{{{value}}}`; it has {known}")]
    Value {
        /// The text's key.
        key: String,
        /// The value's name, as the site wrote it.
        value: String,
        /// The values that it has.
        known: String,
    },
}

impl Texts {
    /// Returns the texts of a language, with a site's own in the place of some.
    ///
    /// # Errors
    /// At the first key or value that no text of ours has.
    pub fn load(language: Language, overrides: &BTreeMap<String, String>) -> Result<Self, UnknownText> {
        let mut by_key = in_the_first_that_has_it([language].into_iter().chain(FALLBACKS).map(embedded));
        for (key, text) in overrides {
            let Some(ours) = by_key.get_mut(key) else {
                let nearest =
                    by_key.keys().min_by_key(|known| strsim::levenshtein(known, key)).cloned().unwrap_or_default();
                return Err(UnknownText::Key { key: key.clone(), nearest });
            };
            let known = values(ours);
            if let Some(value) = values(text).into_iter().find(|value| !known.contains(value)) {
                let known = known.iter().map(|value| format!("`{{{value}}}`")).collect::<Vec<_>>().join(", ");
                let known = if known.is_empty() { "none".to_owned() } else { known };
                return Err(UnknownText::Value { key: key.clone(), value: value.to_owned(), known });
            }
            ours.clone_from(text);
        }
        Ok(Self { language, by_key })
    }

    /// Returns the language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Returns the text of a key that may be none, or `None`.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// Returns the text of a key. None is missing, which a test makes sure of.
    pub fn get(&self, key: &str) -> &str {
        let text = self.by_key.get(key);
        debug_assert!(text.is_some(), "no text is called {key}");
        text.map_or("", String::as_str)
    }

    /// Returns the text with values in their places.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        for piece in pieces(self.get(key)) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Value(name) => filled.push_str(value_of(name, values)),
            }
        }
        filled
    }

    /// Returns the text with markup in its places.
    pub fn with(&self, key: &str, values: &[(&str, &Markup)]) -> Markup {
        html! {
            @for piece in pieces(self.get(key)) {
                @match piece {
                    Piece::Text(text) => (text),
                    Piece::Value(name) => @if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                        (value)
                    },
                }
            }
        }
    }

    /// Returns the text with an element in each place, in which the page's module writes the figure of that name.
    pub fn figures(&self, key: &str) -> Markup {
        self.markup(key, |name| html! { span data-figure=(name.replace('_', "-")) {} })
    }

    /// Returns the text with what `place` makes of each value's name.
    pub fn markup(&self, key: &str, place: impl Fn(&str) -> Markup) -> Markup {
        html! {
            @for piece in pieces(self.get(key)) {
                @match piece {
                    Piece::Text(text) => (text),
                    Piece::Value(name) => (place(name)),
                }
            }
        }
    }

    /// Returns the message about a refused answer: that of its field and code, else that of the code alone.
    pub fn message(&self, error: &FieldError) -> String {
        let own = [MESSAGE, field_word(&error.field).as_str(), ".", error.code.as_str()].concat();
        let key = if self.by_key.contains_key(&own) { own } else { [MESSAGE, error.code.as_str()].concat() };
        let limit = match error.limit {
            Some(cents) if matches!(error.code, Code::AmountTooSmall | Code::AmountTooLarge) => {
                Amount::from_cents(cents).map(|amount| self.language.money(amount)).unwrap_or_default()
            }
            Some(limit) => limit.to_string(),
            None => String::new(),
        };
        self.fill(&key, &[("limit", &limit)])
    }

    /// Returns the message about a refusal of the whole form.
    pub fn problem(&self, code: Code) -> &str {
        self.get(&[MESSAGE, code.as_str()].concat())
    }

    /// Returns every message and its key without `message.`, for the page's module.
    pub fn messages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_key.iter().filter_map(|(key, text)| Some((key.strip_prefix(MESSAGE)?, text.as_str())))
    }
}

/// Returns how messages name a field: all the optional subscriptions have the same name, and all questions.
fn field_word(field: &Field) -> String {
    match field {
        Field::Subscription(_) => "subscription".to_owned(),
        Field::Question(_) => "question".to_owned(),
        field => field.name(),
    }
}

/// Returns our own texts, by the dotted keys of their tables. A test reads every file, so none can be unreadable.
fn embedded(language: Language) -> BTreeMap<String, String> {
    let mut by_key = BTreeMap::new();
    flatten("", language.texts().parse::<toml::Table>().unwrap_or_default(), &mut by_key);
    by_key
}

/// Returns what the first of several languages says; under a key that it lacks, what the next one does.
fn in_the_first_that_has_it(languages: impl Iterator<Item = BTreeMap<String, String>>) -> BTreeMap<String, String> {
    let mut by_key = BTreeMap::new();
    for language in languages {
        for (key, text) in language {
            by_key.entry(key).or_insert(text);
        }
    }
    by_key
}

fn flatten(prefix: &str, table: toml::Table, by_key: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = [prefix, &key].concat();
        match value {
            toml::Value::String(text) => {
                by_key.insert(key, text);
            }
            toml::Value::Table(table) => flatten(&[&key, "."].concat(), table, by_key),
            _ => {}
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Value(&'a str),
}

/// Cuts a text at its places. A brace that opens none is text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let name = text[open + 1..].split_once('}').map_or("", |(name, _)| name);
        at = open + 1;
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            pieces.extend([Piece::Text(&text[from..open]), Piece::Value(name)]);
            at += name.len() + 1;
            from = at;
        }
    }
    pieces.push(Piece::Text(&text[from..]));
    pieces
}

/// Returns the names of a text's places.
fn values(text: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        Piece::Value(name) => Some(name),
        Piece::Text(_) => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

fn value_of<'a>(name: &str, values: &[(&str, &'a str)]) -> &'a str {
    values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::rules::date::{self, Day};
    use crate::form::rules::{email, phone};

    fn texts(language: Language) -> Texts {
        Texts::load(language, &BTreeMap::new()).unwrap()
    }

    #[test]
    fn no_language_that_is_shipped_lacks_a_text() {
        let french = embedded(Language::French);
        assert!(french.len() > 100);
        let lacking = |language: Language| {
            let has = embedded(language);
            let lacks = french.keys().filter(|key| !has.contains_key(*key)).cloned().collect::<Vec<_>>();
            (!lacks.is_empty()).then_some((language, lacks))
        };
        assert_eq!(Language::ALL.into_iter().filter_map(lacking).collect::<Vec<_>>(), []);
    }

    #[test]
    fn all_languages_say_the_same_things_with_the_same_values() {
        let french = embedded(Language::French);
        for language in Language::ALL {
            for (key, text) in embedded(language) {
                let ours = french.get(&key).map(|text| values(text));
                assert_eq!(Some(values(&text)), ours, "{language:?}: {key}");
                assert!(!text.is_empty(), "{language:?}: {key}");
            }
        }
    }

    #[test]
    fn a_text_that_a_language_lacks_is_said_in_another() {
        let language = |texts: &[&str]| {
            texts.iter().map(|text| (text[..1].to_owned(), (*text).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let languages = [language(&["a de"]), language(&["a en", "b en"]), language(&["a fr", "b fr", "c fr"])];
        let said = in_the_first_that_has_it(languages.into_iter());
        assert_eq!(said, language(&["a de", "b en", "c fr"]));
    }

    #[test]
    fn every_code_and_every_field_of_a_message_has_a_text() {
        for language in Language::ALL {
            let texts = texts(language);
            for code in Code::ALL.iter().copied().filter(|code| code.reaches_people()) {
                assert!(!texts.problem(code).is_empty());
                for field in Field::FIXED {
                    let told = texts.message(&FieldError::with_limit(field.clone(), code, 500));
                    assert!(!told.is_empty() && !told.contains('{'), "{told}");
                }
            }
            for (note, suggests) in [("email_suggestion", true), ("postal_code_unusual", false)] {
                assert_eq!(texts.get(&[MESSAGE, note].concat()).contains("{suggestion}"), suggests);
            }
            for (key, _) in texts.messages() {
                let Some((field, code)) = key.split_once('.') else { continue };
                assert!(matches!(field, "subscription" | "question") || Field::parse(field).is_some(), "{key}");
                assert!(Code::parse(code).is_some(), "{key}");
            }
        }
    }

    /// What messages give as an example, the form takes: the last word that begins as it does.
    #[test]
    fn what_a_message_gives_as_an_example_is_right() {
        let example = |texts: &Texts, key: &str, begins: char| {
            let said = texts.get(&[MESSAGE, key].concat());
            said.rsplit_once(begins).map(|(_, rest)| format!("{begins}{}", rest.trim_end_matches('.')))
        };
        let today = Day::new(2026, 1, 1).unwrap();
        for language in Language::ALL {
            let texts = texts(language);
            let number = example(&texts, "phone_invalid", '+').unwrap();
            assert!(phone::normalise(&number, "FR").is_ok(), "{language:?}: {number}");
            for key in ["date_invalid", "date_impossible"] {
                let day = example(&texts, key, ' ').unwrap();
                assert!(date::birth_date(&day, today).is_ok(), "{language:?}: {day}");
            }
            let address = example(&texts, "email.required", ' ').unwrap();
            assert!(email::check(address.trim()).is_ok(), "{language:?}: {address}");
        }
    }

    #[test]
    fn messages_by_field_then_by_code() {
        let texts = texts(Language::English);
        let told = |field, code, limit| texts.message(&FieldError { field, code, limit });
        assert!(told(Field::Email, Code::Required, None).contains("name@example.org"));
        assert_eq!(told(Field::Captcha, Code::Required, None), texts.problem(Code::Required));
        assert_eq!(told(Field::FreeAmount, Code::AmountTooSmall, Some(1250)), "Choose an amount of €12.50 or more.");
        assert_eq!(told(Field::City, Code::TooLong, Some(64)), "Shorten this answer to 64 characters or fewer.");
        let subscription = Field::Subscription("letter".to_owned());
        assert!(told(subscription, Code::NotOffered, None).starts_with("Untick"));
    }

    #[test]
    fn a_site_puts_its_own_texts_in_place() {
        let own = |key: &str, text: &str| BTreeMap::from([(key.to_owned(), text.to_owned())]);
        let load = |key, text| Texts::load(Language::French, &own(key, text));
        let texts = load("amount.free_hint", "À partir de {min} : {").unwrap();
        assert_eq!(texts.fill("amount.free_hint", &[("min", "{min}")]), "À partir de {min} : {");
        let unknown = load("amount.fre", "").unwrap_err();
        assert_eq!(unknown.to_string(), "no text is called `amount.fre`; did you mean `amount.free`?");
        let unknown = load("amount.free_hint", "{max}").unwrap_err();
        assert_eq!(unknown.to_string(), "`amount.free_hint` has no value `{max}`; it has `{min}`");
    }
}
