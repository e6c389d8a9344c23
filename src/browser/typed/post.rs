//! The post of a transaction, and what each answer of the relay means: the table of `docs/page.md`.

use super::object::{Out, whole};
use crate::protocol::{Code, is_idempotency_key};
use gloo_net::http::{Request, Response};
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Url};

#[wasm_bindgen]
extern "C" {
    /// Fetches. Not by `gloo_net`'s `send`: that panics where a page's own `fetch` rejects with something other than an
    /// `Error`.
    #[wasm_bindgen(catch)]
    async fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Where to pay, or the code and the errors of a refusal.
type Outcome = Result<String, (String, Out)>;

/// Posts a transaction, as JSON, to the absolute address `action`. It always resolves; whatever the relay did not
/// answer, an abort too, is [`Code::RelayUnreachable`].
#[wasm_bindgen]
pub async fn post(transaction: String, action: String, key: String, signal: AbortSignal) -> JsValue {
    let refused = |code: Code| Err((code.as_str().to_owned(), Out::List(Vec::new())));
    let outcome = if is_idempotency_key(&key) {
        answer(&transaction, &action, &key, &signal).await.unwrap_or_else(|| refused(Code::RelayUnreachable))
    } else {
        refused(Code::KeyInvalid)
    };
    let key = ("key", Out::Text(key));
    let sent = match outcome {
        Ok(address) => vec![("ok", Out::Flag(true)), ("address", Out::Text(address)), key],
        Err((code, errors)) => vec![("ok", Out::Flag(false)), ("code", Out::Text(code)), ("errors", errors), key],
    };
    Out::Object(sent).into_js()
}

/// Returns the payment's address or the refusal, or `None` if the relay answered neither.
async fn answer(transaction: &str, action: &str, key: &str, signal: &AbortSignal) -> Option<Outcome> {
    let request = Request::post(action)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .abort_signal(Some(signal))
        .body(transaction)
        .ok()?;
    let response = Response::from(fetch(&request.into()).await.ok()?.dyn_into::<web_sys::Response>().ok()?);
    if response.status() == 201 {
        return response.headers().get("Location").and_then(|location| payment(&location, action)).map(Ok);
    }
    let told = JsFuture::from(web_sys::Response::from(response).json().ok()?).await.ok()?;
    refusal(&told).map(Err)
}

/// Reads an error answer. Its codes are text: a newer relay may have others.
fn refusal(told: &JsValue) -> Option<(String, Out)> {
    let errors = match get(told, "errors")?.dyn_ref::<Array>() {
        Some(errors) => errors.iter().filter_map(|error| fault(&error)).collect(),
        None => Vec::new(),
    };
    Some((get(told, "code")?.as_string()?, Out::List(errors)))
}

fn fault(error: &JsValue) -> Option<Out> {
    let text = |key| get(error, key)?.as_string().map(|text| (key, Out::Text(text)));
    let mut entries = vec![text("field")?, text("code")?];
    entries.extend(get(error, "limit").as_ref().and_then(whole).map(|limit| ("limit", Out::Number(limit))));
    Some(Out::Object(entries))
}

fn get(value: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(value, &key.into()).ok()
}

/// Returns the payment's address, or `None` if it is not the web's: a `javascript:` address would run in the page that
/// goes there.
fn payment(location: &str, action: &str) -> Option<String> {
    let address = Url::new_with_base(location, action).ok()?;
    matches!(address.protocol().as_str(), "http:" | "https:").then(|| address.href())
}
