//! Promise: the typed module, in a browser, takes objects and gives objects: verdicts, what is shown, figures; and what it
//! posts goes through the browser's own `fetch`.
//!
//! The server of these tests has files alone and takes no form. So a refusal is a `data:` address, which `fetch` answers
//! for any method; and an opened payment is an answer of that server with another status, put into its place.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use campagnodon::browser::typed::{TypedForm, codes, post};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{AbortController, AbortSignal};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
const fetched = window.fetch
/** From now on each answer that `fetch` gets is an opened payment, and the first request is kept. */
export function openPayments(location) {
  window.fetch = async (request) => {
    window.fetch = fetched
    window.posted = { method: request.method, key: request.headers.get('Idempotency-Key'), body: await request.clone().text() }
    await fetched(request)
    return new Response('{}', { status: 201, headers: { Location: location } })
  }
}
export const posted = () => window.posted
export const here = (path) => new URL(path, location.href).href
"#)]
extern "C" {
    #[wasm_bindgen(js_name = openPayments)]
    fn open_payments(location: &str);
    fn posted() -> JsValue;
    fn here(path: &str) -> String;
}

const FORM: &str = "o donation once 100-1000000 3000 5000;o donation monthly - 1000;t 1;r 6600";
const KEY: &str = "0123456789abcdef";

fn form() -> TypedForm {
    TypedForm::new(FORM).unwrap()
}

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn answers() -> JsValue {
    object(r#"{"operation":"donation","frequency":"once","amount":"30","email":"anne@example.org"}"#)
}

/// One member of an object, or of an object in it.
fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

#[wasm_bindgen_test]
fn check_gives_a_transaction_or_errors() {
    let verdict = form().check(&answers(), 2026, 11, 22).unwrap();
    assert_eq!(at(&verdict, "ok"), JsValue::TRUE);
    assert_eq!(at(&verdict, "transaction.amount"), JsValue::from(3000));
    let verdict =
        form().check(&object(r#"{"operation":"donation","frequency":"monthly","amount":31}"#), 2026, 11, 22).unwrap();
    assert_eq!(
        json(&verdict),
        concat!(
            r#"{"ok":false,"code":"invalid_answers","errors":[{"field":"amount","code":"not_offered"},"#,
            r#"{"field":"email","code":"required"}]}"#
        )
    );
}

#[wasm_bindgen_test]
fn view_and_explain_give_what_is_shown_and_the_figures() {
    let view = form().view(&answers()).unwrap();
    assert_eq!(at(&view, "operation"), JsValue::from("donation"));
    assert_eq!(at(&view, "explanation.payment.cost"), JsValue::from(1020));
    let explained = form().explain("donation", "monthly", &JsValue::from(1000)).unwrap();
    assert_eq!(at(&explained, "year.amount"), JsValue::from(12_000));
}

#[wasm_bindgen_test]
fn misuse_is_thrown() {
    assert!(TypedForm::new("a form of tomorrow").is_err());
    assert!(form().check(&JsValue::NULL, 2026, 11, 22).is_err());
    assert!(form().check(&answers(), 2026, 13, 1).is_err());
    assert!(form().explain("gift", "once", &JsValue::from(1000)).is_err());
    assert!(codes().includes(&"relay_unreachable".into(), 0));
}

async fn sent(action: &str, key: &str, signal: AbortSignal) -> JsValue {
    post(json(&answers()), action.to_owned(), key.to_owned(), signal).await
}

fn never() -> AbortSignal {
    AbortController::new().unwrap().signal()
}

#[wasm_bindgen_test]
async fn an_opened_payment_has_its_address() {
    open_payments("/payments/secret");
    let sent = sent(&here("/forms/donation"), KEY, never()).await;
    assert_eq!(at(&sent, "ok"), JsValue::TRUE);
    assert_eq!(at(&sent, "address"), JsValue::from(here("/payments/secret")));
    assert_eq!(at(&posted(), "method"), JsValue::from("POST"));
    assert_eq!(at(&posted(), "key"), JsValue::from(KEY));
    assert_eq!(at(&posted(), "body"), JsValue::from(json(&answers())));
}

#[wasm_bindgen_test]
async fn a_payment_is_on_the_web_alone() {
    open_payments("javascript:alert(1)");
    assert_eq!(at(&sent(&here("/forms/donation"), KEY, never()).await, "code"), JsValue::from("relay_unreachable"));
}

#[wasm_bindgen_test]
async fn a_refusal_has_the_codes_of_the_relay() {
    let refusal =
        r#"{"code":"invalid_answers","errors":[{"field":"free_amount","code":"amount_too_small","limit":500}]}"#;
    let sent = sent(&format!("data:application/problem+json,{refusal}"), KEY, never()).await;
    assert_eq!(at(&sent, "ok"), JsValue::FALSE);
    assert_eq!(at(&sent, "code"), JsValue::from("invalid_answers"));
    assert_eq!(json(&at(&sent, "errors")), r#"[{"field":"free_amount","code":"amount_too_small","limit":500}]"#);
    assert_eq!(at(&sent, "key"), JsValue::from(KEY));
}

#[wasm_bindgen_test]
async fn what_the_relay_did_not_say_is_no_answer() {
    let aborted = AbortController::new().unwrap();
    aborted.abort();
    for (action, key, signal, code) in [
        (here("/nothing/here"), KEY, never(), "relay_unreachable"),
        ("http://127.0.0.1:1/".to_owned(), KEY, never(), "relay_unreachable"),
        (here("/forms/donation"), KEY, aborted.signal(), "relay_unreachable"),
        (here("/forms/donation"), "short", never(), "idempotency_key_invalid"),
    ] {
        assert_eq!(at(&sent(&action, key, signal).await, "code"), JsValue::from(code), "{action}");
    }
}
