//! The page's module: the rules, as text in and text out. It touches no element: the scripts in `www/src/` read the
//! form, show what comes back and post it.
//!
//! A module of objects weighs twice as much, and what crosses would cost more than the rules do.

use crate::form::{Form, rules::date::Day, wire};
use wasm_bindgen::prelude::wasm_bindgen;

/// Returns what the page shows with these answers, and the transaction that they make or why they make none: the lines
/// of [`wire::read`]. The form is the text of [`Form::encode`]; the date is today's, where the person is.
///
/// Empty if the form cannot be decoded, since another version of the relay wrote it, or if the date does not exist.
#[wasm_bindgen]
pub fn read(form: &str, answers: &str, year: u16, month: u8, day: u8) -> String {
    match (Form::decode(form), Day::new(year, month, day)) {
        (Ok(form), Some(today)) => wire::read(&form, answers, today),
        _ => String::new(),
    }
}
