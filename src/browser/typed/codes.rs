//! The codes of errors.

use super::object::Out;
use crate::protocol::Code;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Returns every code, with what it means.
#[wasm_bindgen]
pub fn codes() -> JsValue {
    Out::Object(Code::ALL.iter().map(|code| (code.as_str(), Out::text(code.description()))).collect()).into_js()
}
