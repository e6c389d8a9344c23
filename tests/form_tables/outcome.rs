//! A row of a table, and what comes of it.

use super::config::Config;
use super::words::{FREQUENCIES, OPERATIONS};
use campagnodon::protocol::{Frequency, Operation};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Debug;

/// One row.
#[derive(Deserialize)]
pub struct Row {
    #[serde(rename = "in")]
    pub given: Value,
    #[serde(default)]
    pub out: Value,
    /// On what the original stopped.
    pub crash: Option<Value>,
    /// The site options.
    #[serde(default)]
    pub constants: Value,
    /// Marks of behaviour that is to be improved, not copied.
    #[serde(default)]
    pub improve: Vec<String>,
}

/// What comes of a row.
pub enum Outcome {
    Compared {
        theirs: String,
        ours: String,
    },
    /// Our types have no such thing.
    Inexpressible(&'static str),
    /// Ours is another on purpose, and all else is equal.
    Improved(&'static str),
}

pub fn compared<T: Debug>(theirs: &T, ours: &T) -> Outcome {
    Outcome::Compared { theirs: format!("{theirs:?}"), ours: format!("{ours:?}") }
}

pub const NO_AMOUNT: &str = "nothing, or more than an amount can be";

/// Ours, or what our types do not have.
pub type Expressed<T> = Result<T, &'static str>;

impl From<Expressed<Self>> for Outcome {
    fn from(expressed: Expressed<Self>) -> Self {
        expressed.unwrap_or_else(Self::Inexpressible)
    }
}

impl Row {
    /// A text of the input; empty if it is not there.
    pub fn text(&self, key: &str) -> &str {
        self.given[key].as_str().unwrap_or_default()
    }

    pub fn is_marked(&self, mark: &str) -> bool {
        self.improve.iter().any(|known| known == mark)
    }

    pub fn operation(&self) -> Expressed<Operation> {
        let ours = ours(OPERATIONS, self.text("type")).and_then(Operation::parse);
        ours.ok_or("neither a donation nor a membership")
    }

    pub fn frequency(&self) -> Expressed<Frequency> {
        let ours = ours(FREQUENCIES, self.text("recurrence")).and_then(Frequency::parse);
        ours.ok_or("neither once nor monthly nor yearly")
    }

    /// A page that offers `form_type` on a site with these options, and lists `amounts` if they are not null.
    pub fn page(&self, form_type: &str, amounts: &Value) -> Config {
        Config {
            form_type: Some(form_type.to_owned()),
            arg_liste_montants: amounts.clone(),
            arg_souscriptions_perso: Value::Null,
            arg_don_recurrent: json!("1"),
            arg_liste_montants_recurrent: amounts.clone(),
            arg_liste_montants_adhesion: amounts.clone(),
            constants: self.constants.clone(),
        }
    }

    pub fn described(&self) -> String {
        let constants = if self.constants.is_null() { String::new() } else { format!(" with {}", self.constants) };
        format!("{}{constants}", self.given)
    }
}

/// Our word for one of the original's.
pub fn ours<'a>(words: &[(&str, &'a str)], word: &str) -> Option<&'a str> {
    words.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| *ours)
}
