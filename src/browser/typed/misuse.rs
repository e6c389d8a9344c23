//! What a site's own code can do wrong. It is thrown; what people do wrong is a verdict.

use crate::form::EncodingError;
use crate::protocol::compact::digits;
use js_sys::Array;
use wasm_bindgen::JsValue;

/// A call that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// The text cannot be read as a form: another version of the relay wrote it, or a part is missing.
    Form(EncodingError),
    /// The object cannot be read as answers, with the reason.
    Answers(String),
    /// There is no such operation, frequency or amount to explain.
    Choice,
    /// The day does not exist.
    Date,
}

impl Misuse {
    fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "form_invalid",
            Self::Answers(_) => "answers_invalid",
            Self::Choice => "choice_invalid",
            Self::Date => "date_invalid",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Form(EncodingError(part)) => ["it cannot be read at part ", &digits(*part as u64)].concat(),
            Self::Answers(reason) => ["these are no answers: ", reason].concat(),
            Self::Choice => "an operation, a frequency and an amount in cents".to_owned(),
            Self::Date => "today is a Date or a text such as 2026-11-22".to_owned(),
        }
    }
}

/// The code and the message, of which `www/typed.js` makes a `CampagnodonError`.
impl From<Misuse> for JsValue {
    fn from(misuse: Misuse) -> Self {
        Array::of2(&misuse.code().into(), &misuse.message().into()).into()
    }
}
