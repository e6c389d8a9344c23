//! Answers as an object, by the rules of the relay's JSON: a text is what a person would type, an amount may be a
//! number of cents, a box is `true` or `false`, `subscriptions` lists keys. So a transaction can be given as answers
//! too.

use super::misuse::Misuse;
use super::object::whole;
use crate::form::{Answers, Form};
use crate::protocol::Field;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Reads the answers out of an object.
///
/// # Errors
/// If it is not an object, or has a key that no field has. A value that its field cannot have is an error of the field
/// instead.
pub fn answers(object: &JsValue, form: &Form) -> Result<Answers, Misuse> {
    let object: &Object = object.dyn_ref().ok_or_else(|| Misuse::Answers("not an object".to_owned()))?;
    let mut answers = Answers::default();
    let mut cents = None;
    for entry in Object::entries(object) {
        let entry: Array = entry.unchecked_into();
        let (key, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if value.is_undefined() || value.is_null() {
            continue;
        }
        if key == "subscriptions" {
            subscribe(&mut answers, &value, form)?;
            continue;
        }
        let field = Field::parse(&key).ok_or_else(|| Misuse::Answers(["no field is named ", &key].concat()))?;
        if let Some(text) = value.as_string() {
            answers.set(field, text);
        } else if let (Field::Amount, Some(number)) = (&field, whole(&value)) {
            cents = Some(number);
        } else if let (Field::TaxReceipt | Field::Statutes | Field::Fees | Field::Subscription(_), Some(ticked)) =
            (&field, value.as_bool())
        {
            answers.set(field, if ticked { "1" } else { "" });
        } else {
            answers.set_malformed(field);
        }
    }
    // Last, since it depends on the operation and the frequency, which may come after it.
    if let Some(cents) = cents {
        answers.choose_amount(form, cents);
    }
    Ok(answers)
}

/// Ticks those of the keys that the form offers.
fn subscribe(answers: &mut Answers, keys: &JsValue, form: &Form) -> Result<(), Misuse> {
    let invalid = || Misuse::Answers("subscriptions is a list of keys".to_owned());
    for key in keys.dyn_ref::<Array>().ok_or_else(invalid)?.iter() {
        answers.subscribe(form, &key.as_string().ok_or_else(invalid)?);
    }
    Ok(())
}
