//! A recorded case, as the original's recorder wrote it.

use super::config::Config;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One line of the file.
#[derive(Deserialize)]
pub struct Case {
    pub id: String,
    /// Marks of behaviour that is to be improved, not copied.
    pub improve: Vec<String>,
    pub config: Config,
    pub campaign: Campaign,
    pub request: Map<String, Value>,
    pub form: Shown,
    pub proposals: Option<Vec<Proposal>>,
    /// `None`: the check was not reached, or crashed.
    pub errors: Option<Map<String, Value>>,
    pub error_args: Option<Map<String, Value>>,
    pub payload: Option<Map<String, Value>>,
}

/// The campaign stored, and the one that the page asks for.
#[derive(Deserialize)]
pub struct Campaign {
    pub id: u64,
    pub title: String,
    pub mode: String,
    pub remote_id: u64,
    pub status: String,
    pub requested_id: Value,
}

/// What is prepared for display.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Shown {
    Form(Box<Form>),
    Nothing(bool),
}

/// The form's parts but the amounts.
#[derive(Deserialize)]
pub struct Form {
    pub types: Vec<String>,
    pub default_type: String,
    pub default_recurrence: String,
    pub recurrences: Value,
    pub subscriptions: Vec<String>,
    pub titles: Vec<Title>,
    pub default_country: Option<String>,
    pub magazine_price: Value,
    pub altcha: bool,
    pub maintenance: bool,
}

/// A title offered.
#[derive(Deserialize)]
pub struct Title {
    pub value: Value,
    pub label: String,
}

/// An amount offered.
#[derive(Deserialize)]
pub struct Proposal {
    pub value: String,
    #[serde(rename = "for")]
    pub choice: String,
    #[serde(default)]
    pub min: Value,
    #[serde(default)]
    pub income: Value,
}

impl Case {
    /// The options of the distant in use.
    pub fn mode(&self) -> &Value {
        &self.config.constant("MODES")[&self.campaign.mode]
    }

    /// The text posted for a field; empty if there is none.
    pub fn typed(&self, field: &str) -> &str {
        self.request.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a difference on the marked point is wanted. `I16` and `I17` only change the message.
    pub fn is_marked(&self) -> bool {
        self.improve.iter().any(|mark| !Self::is_message(mark))
    }

    /// Whether only the fields in error are to be the same, whatever the codes.
    pub fn allows_any_code(&self) -> bool {
        self.improve.iter().any(|mark| Self::is_message(mark))
    }

    fn is_message(mark: &str) -> bool {
        matches!(mark, "I16" | "I17")
    }
}
