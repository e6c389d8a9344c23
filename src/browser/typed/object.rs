//! JavaScript's values: what comes in is read by hand, what goes out is written by serde.
//!
//! Reading by serde would bring messages that quote what a person typed, and the writing of floats for them; with the
//! code of each shape, as much again as all the rest.

use crate::protocol::Amount;
use js_sys::Number;
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

/// A value on its way out. One type for all, since serde's code for each shape is what weighs.
pub enum Out {
    /// `null`.
    Null,
    /// A boolean.
    Flag(bool),
    /// A number, at most 2⁵³.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// A plain object.
    Object(Vec<(&'static str, Self)>),
}

impl Out {
    /// Makes a string.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Makes an array of `items`.
    pub fn list<T>(items: &[T], out: impl FnMut(&T) -> Self) -> Self {
        Self::List(items.iter().map(out).collect())
    }

    /// Makes the value, or `null` if there is none.
    pub fn some<T>(value: Option<T>, out: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, out)
    }

    /// Makes a number of cents, or `null` if there is no amount.
    pub fn cents(amount: Option<Amount>) -> Self {
        Self::some(amount, |amount| Self::Number(amount.cents()))
    }

    /// Converts it for JavaScript; `undefined` if a number is above 2⁵³, which no amount is.
    pub fn into_js(self) -> JsValue {
        self.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
    }
}

impl Serialize for Out {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// Reads a whole number, or `None` if it is negative or something else.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a safe integer, and not negative")]
pub fn whole(value: &JsValue) -> Option<u64> {
    value.as_f64().filter(|&number| Number::is_safe_integer(value) && number >= 0.0).map(|number| number as u64)
}
