//! The post, and what each answer of the relay means for the page.

use super::{Page, errors, errors::Fault};
use crate::protocol::is_idempotency_key;
use gloo_net::http::{Request, Response};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, HtmlInputElement, Url, window};

/// Longer than the relay waits for a distant that does not answer. A second try can take it longer: it asks twice.
const TIME_OUT_MS: u32 = 25_000;

/// Posts the transaction. The address of the payment; or none, with the reason written into the form.
pub async fn post(page: &Page, json: &str) -> Option<String> {
    let mut new_key = false;
    let outcome = loop {
        match send(page, json, new_key).await.unwrap_or(Outcome::Unreachable) {
            // The form stays busy: the page is about to go.
            Outcome::Payment(address) => return Some(address),
            // The key has another transaction already; once is enough to find a free one.
            Outcome::Refused { code, .. } if code == "idempotency_key_reused" && !new_key => new_key = true,
            outcome => break outcome,
        }
    };
    page.set_busy(false);
    match outcome {
        Outcome::Refused { code, faults } if code == "invalid_answers" && !faults.is_empty() => {
            errors::write(page, &faults);
        }
        Outcome::Refused { code, .. } => errors::write_problem(page, &code),
        _ => {
            let offline = window().is_some_and(|window| !window.navigator().on_line());
            errors::write_problem(page, if offline { "offline" } else { "relay_unreachable" });
        }
    }
    None
}

enum Outcome {
    Payment(String),
    Refused {
        code: String,
        faults: Vec<Fault>,
    },
    /// No answer, or one that the relay did not write.
    Unreachable,
}

async fn send(page: &Page, json: &str, new_key: bool) -> Option<Outcome> {
    let request = Request::post(&page.root.attribute("action")?)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", &key(page, new_key)?)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT_MS)))
        .body(json)
        .ok()?;
    let base = request.url();
    let response = request.send().await.ok()?;
    match response.headers().get("Location") {
        Some(location) if response.status() == 201 => payment(&location, &base).map(Outcome::Payment),
        _ => refusal(&response).await,
    }
}

/// The address of the payment, absolute. Only the web's: a `javascript:` address would run in this page.
fn payment(location: &str, base: &str) -> Option<String> {
    let url = Url::new_with_base(location, base).ok()?;
    matches!(url.protocol().as_str(), "https:" | "http:").then(|| url.href())
}

async fn refusal(response: &Response) -> Option<Outcome> {
    let problem = JSON::parse(&response.text().await.ok()?).ok()?;
    let mut faults = Vec::new();
    if let Some(errors) = get(&problem, "errors").and_then(|errors| errors.dyn_into::<Array>().ok()) {
        for at in 0..errors.length() {
            faults.extend(fault_of(&errors.get(at)));
        }
    }
    Some(Outcome::Refused { code: get(&problem, "code")?.as_string()?, faults })
}

fn fault_of(fault: &JsValue) -> Option<Fault> {
    Some(Fault {
        field: get(fault, "field")?.as_string()?,
        code: get(fault, "code")?.as_string()?,
        limit: get(fault, "limit").and_then(|limit| limit.as_f64()).map(|limit| limit as u64),
    })
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok()
}

/// The key of this form: the one it has, so that the same transaction sent twice is one; or a new one, kept in it.
fn key(page: &Page, new: bool) -> Option<String> {
    let input = page.root.first("[name=idempotency_key]")?.unchecked_into::<HtmlInputElement>();
    let key = input.value();
    if !new && is_idempotency_key(&key) { Some(key) } else { make_key(&input) }
}

fn make_key(input: &HtmlInputElement) -> Option<String> {
    let mut bytes = [0; 16];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
    let key = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect::<String>();
    input.set_value(&key);
    Some(key)
}
