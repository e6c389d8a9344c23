//! The questions with choices that a form asks, each choice of which is a group, a tag or an opt-in at its distant.

use super::limits;
use super::names::{Kind, Named};
use crate::form::{Question, SubscriptionKind, SubscriptionOption, Title};
use crate::protocol::When;
use crate::relay::i18n::{Label, Language};
use crate::settings::SettingsError;
use serde::Deserialize;

/// `[[forms.<name>.questions]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSettings {
    key: String,
    label: Label,
    choices: Vec<QuestionChoiceSettings>,
    #[serde(default)]
    when: When,
    #[serde(default)]
    required: bool,
}

/// A choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionChoiceSettings {
    value: String,
    label: Label,
    /// Without it the choice is shown, and sends nothing.
    #[serde(rename = "type")]
    kind: Option<String>,
    remote_key: Option<String>,
}

impl QuestionSettings {
    /// Checks what a file can have wrong; `key` is where the question stands.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn check(&self, key: &str) -> Result<(), SettingsError> {
        let unusable = |reason: String| Err(SettingsError::unusable(format!("{key}, key {:?}", self.key), reason));
        let words = std::iter::once(&self.key).chain(self.choices.iter().map(|choice| &choice.value));
        if let Some(word) = words.into_iter().find(|word| !is_word(word)) {
            return unusable(format!("{word:?}: a key and a value have lower-case letters, digits and _ only"));
        }
        if self.choices.is_empty() {
            return unusable("has no choices".to_owned());
        }
        for (at, choice) in self.choices.iter().enumerate() {
            let name = self.name(choice);
            if self.choices[..at].iter().any(|known| known.value == choice.value) {
                return unusable(format!("{:?} is listed twice", choice.value));
            }
            if name.len() > limits::SUBSCRIPTION_NAME {
                return unusable(limits::reason(&format!("{name:?}"), name.len(), limits::SUBSCRIPTION_NAME));
            }
            let remote = choice.remote_key.as_deref().unwrap_or_default().chars().count();
            match choice.kind.as_deref() {
                None if choice.remote_key.is_some() => return unusable(format!("{:?} has no type", choice.value)),
                None => {}
                Some("group" | "tag" | "opt-in") if choice.remote_key.is_none() => {
                    return unusable(format!("remote_key of {:?} is missing", choice.value));
                }
                Some("opt-in") if remote > limits::OPTION => {
                    return unusable(limits::reason("remote_key", remote, limits::OPTION));
                }
                Some("group" | "tag" | "opt-in") => {}
                Some(other) => return unusable(format!("unknown type {other:?}, expected group, tag or opt-in")),
            }
        }
        Ok(())
    }

    /// Returns it in a language.
    pub fn in_language(&self, language: Language) -> Question {
        let choice = |choice: &QuestionChoiceSettings| Title {
            value: choice.value.clone(),
            label: choice.label.text(language).to_owned(),
        };
        Question {
            key: self.key.clone(),
            label: self.label.text(language).to_owned(),
            choices: self.choices.iter().map(choice).collect(),
            required: self.required,
        }
    }

    /// Returns what its choices are at the distant.
    pub fn options(&self) -> impl Iterator<Item = SubscriptionOption> {
        self.choices.iter().filter_map(|choice| {
            Some(SubscriptionOption {
                key: self.name(choice),
                label: String::new(),
                kind: SubscriptionKind::Remote { kind: choice.kind.clone()?, key: choice.remote_key.clone() },
                when: self.when,
                audience: Vec::new(),
                needs_address: false,
            })
        })
    }

    /// Returns the names that the distant must know; `form` is the form's.
    pub fn names(&self, form: &str) -> impl Iterator<Item = Named> {
        let key = format!("forms.{form}.questions");
        self.choices.iter().filter_map(move |choice| {
            let kind = match choice.kind.as_deref()? {
                "group" => Kind::Group,
                "tag" => Kind::Tag,
                _ => return None,
            };
            Some(Named { kind, key: key.clone(), name: choice.remote_key.clone()? })
        })
    }

    /// Returns the choice as a transaction lists it.
    fn name(&self, choice: &QuestionChoiceSettings) -> String {
        [&self.key, ".", &choice.value].concat()
    }
}

/// Checks whether a key or a value has only what can stand in a field's name.
pub(super) fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Checks the questions of a form called `name`.
///
/// # Errors
/// At the first value that cannot be used.
pub fn check(name: &str, questions: &[QuestionSettings]) -> Result<(), SettingsError> {
    let key = format!("forms.{name}.questions");
    for (at, question) in questions.iter().enumerate() {
        question.check(&key)?;
        if question.key == Question::PURPOSE {
            let reason = format!("{:?} is the key of what purposes ask", question.key);
            return Err(SettingsError::unusable(key, reason));
        }
        if questions[..at].iter().any(|known| known.key == question.key) {
            return Err(SettingsError::unusable(key, format!("{:?} is listed twice", question.key)));
        }
    }
    Ok(())
}
