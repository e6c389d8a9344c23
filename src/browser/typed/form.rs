//! A form, as JavaScript holds it.

use super::answers::answers;
use super::misuse::Misuse;
use super::object::{Out, whole};
use super::{verdict, view};
use crate::form::{Explanation, Form, View, check, rules::date::Day};
use crate::protocol::{Amount, Frequency, Operation};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A form; its rules are [`crate::form`]'s.
#[wasm_bindgen]
#[derive(Debug)]
pub struct TypedForm(Form);

#[wasm_bindgen]
impl TypedForm {
    /// Reads the form out of its text, see [`Form::encode`]: of its choices, those that are known.
    ///
    /// # Errors
    /// [`Misuse::Form`].
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, Misuse> {
        Form::decode_known(text).map(Self).map_err(Misuse::Form)
    }

    /// Returns the offer, as a plain object.
    pub fn offer(&self) -> JsValue {
        self.0.as_object().into_js()
    }

    /// Checks answers by [`check`], on that day.
    ///
    /// # Errors
    /// [`Misuse::Answers`], [`Misuse::Date`].
    pub fn check(&self, given: &JsValue, year: u16, month: u8, day: u8) -> Result<JsValue, Misuse> {
        let today = Day::new(year, month, day).ok_or(Misuse::Date)?;
        Ok(verdict::write(&check(&self.0, &answers(given, &self.0)?, today)).into_js())
    }

    /// Returns what to show, by [`View::of`].
    ///
    /// # Errors
    /// [`Misuse::Answers`].
    pub fn view(&self, given: &JsValue) -> Result<JsValue, Misuse> {
        Ok(View::of(&self.0, &answers(given, &self.0)?).map(view::write).map_or(JsValue::NULL, Out::into_js))
    }

    /// Returns the figures of an amount, by [`Explanation::of`].
    ///
    /// # Errors
    /// [`Misuse::Choice`].
    pub fn explain(&self, operation: &str, frequency: &str, amount: &JsValue) -> Result<JsValue, Misuse> {
        let operation = Operation::parse(operation).ok_or(Misuse::Choice)?;
        let frequency = Frequency::parse(frequency).ok_or(Misuse::Choice)?;
        let amount = whole(amount).and_then(Amount::from_cents).ok_or(Misuse::Choice)?;
        Ok(view::write_explanation(Explanation::of(&self.0, operation, frequency, amount)).into_js())
    }
}
