//! A value on its way out of the crate's own types: to JavaScript, or as JSON.

use crate::protocol::Amount;
use serde::{Serialize, Serializer};

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
