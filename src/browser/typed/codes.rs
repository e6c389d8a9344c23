//! The codes of errors.

use crate::protocol::Code;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Returns every code; what each means is in the types, which no page has to load.
#[wasm_bindgen]
pub fn codes() -> Array {
    Code::ALL.iter().map(|code| JsValue::from(code.as_str())).collect()
}
