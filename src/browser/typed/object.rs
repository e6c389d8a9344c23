//! JavaScript's values: what comes in is read by hand, what goes out is written by serde.
//!
//! Reading by serde would bring messages that quote what a person typed, and the writing of floats for them; with the
//! code of each shape, as much again as all the rest.

pub use crate::form::wire::Out;

use js_sys::Number;
use serde::Serialize;
use wasm_bindgen::JsValue;

impl Out {
    /// Converts it for JavaScript; `undefined` if a number is above 2⁵³, which no amount is.
    pub fn into_js(self) -> JsValue {
        self.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or_default()
    }
}

/// Reads a whole number, or `None` if it is negative or something else.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a safe integer, and not negative")]
pub fn whole(value: &JsValue) -> Option<u64> {
    value.as_f64().filter(|&number| Number::is_safe_integer(value) && number >= 0.0).map(|number| number as u64)
}
