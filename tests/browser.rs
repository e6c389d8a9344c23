//! Promise: the module shows what the answers ask for, says what is wrong with them, and posts what the rules made.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "browser/page.rs"]
mod page;

use campagnodon::browser::Attached;
use campagnodon::form::{Answers, Form, check, rules::date::Day};
use campagnodon::protocol::Field;
use page::{CREATED, Page, RULES, answer_fetch, field, focused};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn shows_what_is_chosen() {
    let page = Page::new();
    assert!(page.shows("#once-amounts") && !page.shows("#monthly-amounts") && !page.shows("#address"));
    assert!(page.find("#t-amount-donation-monthly-10").disabled() && page.find("#t-first_name").disabled());
    assert!(!page.find("#t-first_name").required());
    page.choose("#t-frequency-monthly");
    assert!(!page.shows("#once-amounts") && page.shows("#monthly-amounts"));
    assert!(page.find("#t-amount-donation-once-30").disabled());
    assert!(!page.find("#t-amount-donation-monthly-10").disabled());
    page.choose("#t-tax_receipt");
    assert!(page.shows("#address") && page.find("#t-first_name").required() && !page.find("#t-phone").required());
    page.choose("#t-operation-membership");
    assert!(!page.shows("#monthly") && page.find("#t-frequency-once").checked(), "memberships are not monthly here");
    assert!(page.shows("#address") && page.find("#t-tax_receipt").disabled());
    page.choose("#t-operation-donation");
    assert!(page.shows("#address") && page.find("#t-tax_receipt").checked(), "the receipt's box is still ticked");
}

#[wasm_bindgen_test]
fn an_amount_follows_to_another_frequency() {
    let page = Page::new();
    page.choose("#t-amount-donation-once-30");
    page.choose("#t-frequency-monthly");
    assert!(page.find("#t-amount-donation-monthly-30").checked());
}

#[wasm_bindgen_test]
fn explains_in_figures() {
    let page = Page::new();
    assert!(!page.shows("#explained"));
    page.choose("#t-amount-donation-once-30");
    assert_eq!(page.text("#explained"), "30 € 10 €");
    assert!(!page.shows("#year") && !page.shows("#magazine"));
    page.choose("#t-frequency-monthly");
    assert_eq!(page.text("#year"), "360 €");
    page.attached.choose_free();
    page.type_in("free_amount", "12,50");
    assert_eq!(page.text("#explained"), "12,50 € 4 €");
    page.type_in("free_amount", "12,5x");
    assert!(!page.shows("#explained"));
    page.choose("#t-operation-membership");
    page.choose("#t-amount-membership-once-35");
    assert_eq!(page.text("#magazine"), "12 € 23 €");
}

#[wasm_bindgen_test]
fn the_free_amount_can_be_chosen_from_its_box() {
    let page = Page::new();
    page.attached.choose_free();
    assert!(page.find("#t-amount-free").checked());
}

#[wasm_bindgen_test]
async fn writes_errors_and_focuses_the_first() {
    let page = Page::new();
    page.choose("#t-tax_receipt");
    assert_eq!(page.submit().await, None);
    assert_eq!(page.error("amount"), "Choose an amount");
    assert_eq!(page.error("email"), "Your e-mail, please");
    assert_eq!(page.error("first_name"), "Your first name, please");
    assert_eq!(page.find("#t-email").get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(focused(), "t-amount-donation-once-30");
    assert!(page.shows("[data-summary]"));
    assert_eq!(page.text("[data-summary] h2"), "To correct:");
    assert_eq!(page.text("[data-summary] a[href='#t-email']"), "Your e-mail, please");
    assert!(!page.find("#t-tax_receipt").has_attribute("aria-invalid"));

    page.type_in("email", "anne");
    assert_eq!(page.error("email"), "");
    assert!(!page.find("#t-email").has_attribute("aria-invalid"));
    page.choose("#t-amount-donation-once-30");
    page.find("#t-tax_receipt").set_checked(false);
    page.attached.update(Some("tax_receipt".to_owned()));
    page.submit().await;
    assert_eq!(page.error("email"), "As in anne@example.org");
    assert_eq!((page.error("first_name"), focused()), (String::new(), "t-email".to_owned()));
}

#[wasm_bindgen_test]
async fn bounds_stand_in_messages() {
    let page = Page::filled();
    page.attached.choose_free();
    page.type_in("free_amount", "0,50");
    page.submit().await;
    assert_eq!(page.error("free_amount"), "At least 1 €");
    page.choose("#t-amount-donation-once-30");
    assert_eq!(page.error("free_amount"), "");
    page.type_in("email", &["a".repeat(300), "@example.org".to_owned()].concat());
    page.submit().await;
    assert_eq!(page.error("email"), "At most 254 characters");
}

#[wasm_bindgen_test]
fn tells_the_amount_that_can_be_given() {
    let page = Page::new();
    assert_eq!(page.attached.update(None), None);
    page.choose("#t-amount-donation-once-30");
    assert_eq!(page.attached.update(None), Some(3000.0));
    assert_eq!(page.attached.choose_free(), None);
    page.type_in("free_amount", "12,50");
    assert_eq!(page.attached.update(None), Some(1250.0));
    page.type_in("free_amount", "0,50");
    assert_eq!(page.attached.update(None), None);
}

#[wasm_bindgen_test]
async fn a_check_writes_errors_and_posts_nothing() {
    let page = Page::filled();
    let calls = answer_fetch(&format!("[{CREATED}]"));
    page.type_in("email", "anne");
    assert_eq!(page.attached.check().ok(), Some(false));
    assert_eq!(page.error("email"), "As in anne@example.org");
    page.type_in("email", "anne@example.org");
    assert_eq!(page.attached.check().ok(), Some(true));
    assert!(!page.shows("[data-summary]") && !page.form.has_attribute("data-busy"));
    assert_eq!(calls.length(), 0);
    assert!(page.submit().await.is_some());
    assert_eq!(page.attached.check().ok(), Some(false), "a post is under way");
    assert!(!page.shows("[data-summary]"));
}

#[wasm_bindgen_test]
async fn posts_the_transaction_and_keeps_the_key() {
    let page = Page::filled();
    page.choose("#t-tax_receipt");
    for (name, text) in [
        ("first_name", " Anne \"Nan\" \\ "),
        ("last_name", "Éluard"),
        ("street_address", "1 rue\u{a0}du Port"),
        ("postal_code", "44000"),
        ("city", "Nantes"),
        ("title", "1"),
        ("birth_date", "31/12/1970"),
    ] {
        page.type_in(name, text);
    }
    page.choose("#t-subscription_paper");
    let calls = answer_fetch(&format!("[null,{CREATED}]"));
    assert_eq!(page.submit().await, None);
    assert_eq!(page.text("[data-summary]"), "Try again");
    assert_eq!(page.find("#t-last_name").value(), "Éluard", "nothing typed is lost");
    assert!(!page.form.has_attribute("data-busy"));
    assert_eq!(page.submit().await.as_deref(), Some("https://pay.example/1"));

    let (first, second) = (calls.get(0), calls.get(1));
    assert_eq!(field(&first, "key").len(), 32);
    assert_eq!(field(&first, "key"), field(&second, "key"));
    assert_eq!(field(&first, "key"), page.key());
    assert_eq!(field(&second, "method"), "POST");
    assert_eq!(field(&second, "type"), "application/json");
    assert!(field(&second, "url").ends_with("/forms/donation"));

    let answers = Answers::default()
        .with(Field::Operation, "donation")
        .with(Field::Frequency, "once")
        .with(Field::Amount, "30")
        .with(Field::Email, "anne@example.org")
        .with(Field::TaxReceipt, "1")
        .with(Field::Title, "1")
        .with(Field::FirstName, " Anne \"Nan\" \\ ")
        .with(Field::LastName, "Éluard")
        .with(Field::BirthDate, "31/12/1970")
        .with(Field::StreetAddress, "1 rue\u{a0}du Port")
        .with(Field::PostalCode, "44000")
        .with(Field::City, "Nantes")
        .with(Field::Country, "FR")
        .with(Field::Subscription("paper".to_owned()), "1");
    let transaction = check(&Form::decode(RULES).unwrap(), &answers, Day::new(2026, 1, 1).unwrap()).unwrap();
    assert_eq!(field(&second, "body"), serde_json::to_string(&transaction).unwrap());
}

#[wasm_bindgen_test]
async fn a_hidden_subscription_is_not_posted() {
    let page = Page::filled();
    page.find("#t-subscription_paper").set_checked(true);
    page.choose("#t-subscription_newsletter");
    let calls = answer_fetch(&format!("[{CREATED}]"));
    page.submit().await;
    assert_eq!(
        field(&calls.get(0), "body"),
        r#"{"operation":"donation","frequency":"once","amount":3000,"email":"anne@example.org","subscriptions":["newsletter"]}"#
    );
}

#[wasm_bindgen_test]
async fn keeps_a_good_key_of_the_html() {
    let page = Page::filled();
    page.find("[name=idempotency_key]").set_value("0123456789abcdef-from-html");
    let calls = answer_fetch(&format!("[{CREATED}]"));
    page.submit().await;
    assert_eq!(field(&calls.get(0), "key"), "0123456789abcdef-from-html");
}

#[wasm_bindgen_test]
async fn a_reused_key_is_replaced_once() {
    let reused = r#"{"status":409,"body":{"code":"idempotency_key_reused"}}"#;
    let page = Page::filled();
    let calls = answer_fetch(&format!("[{reused},{CREATED}]"));
    assert!(page.submit().await.is_some());
    assert_ne!(field(&calls.get(0), "key"), field(&calls.get(1), "key"));
    assert_eq!(field(&calls.get(1), "key"), page.key());

    let page = Page::filled();
    let calls = answer_fetch(&format!("[{reused},{reused},{CREATED}]"));
    assert_eq!(page.submit().await, None);
    assert_eq!((calls.length(), page.text("[data-summary]").as_str()), (2, "Our fault"));
}

#[wasm_bindgen_test]
async fn shows_the_relays_errors() {
    let page = Page::filled();
    answer_fetch(
        r#"[{"status":422,"headers":{"Content-Type":"application/problem+json"},"body":{"code":"invalid_answers","errors":[
            {"field":"email","code":"email_invalid"},{"field":"free_amount","code":"amount_too_small","limit":1250},
            {"field":"subscription_newsletter","code":"not_offered"},{"field":"nowhere","code":"new_code"}]}}]"#,
    );
    assert_eq!(page.submit().await, None);
    assert_eq!(page.error("email"), "As in anne@example.org");
    assert_eq!(page.error("free_amount"), "At least 12,50 €");
    assert_eq!(page.error("subscription_newsletter"), "Not for you");
    assert_eq!(page.text("[data-summary] li:last-child"), "new_code");
    assert_eq!(focused(), "t-email");
    assert!(!page.form.has_attribute("data-busy"));
}

#[wasm_bindgen_test]
async fn other_answers_keep_the_form() {
    for (answer, message) in [
        (r#"{"status":503,"body":{"code":"distant_unavailable"}}"#, "Later"),
        (r#"{"status":500,"body":{"code":"of_a_newer_relay"}}"#, "Our fault"),
        (r#"{"status":422,"body":{"code":"invalid_answers"}}"#, "Our fault"),
        (r#"{"status":502}"#, "Try again"),
        (r#"{"status":200,"body":"\"hello\""}"#, "Try again"),
        (r#"{"status":201}"#, "Try again"),
        (r#"{"status":201,"headers":{"Location":"javascript:alert(1)"}}"#, "Try again"),
    ] {
        let page = Page::filled();
        answer_fetch(&format!("[{answer}]"));
        assert_eq!(page.submit().await, None, "{answer}");
        assert_eq!(page.text("[data-summary]"), message, "{answer}");
        assert!(!page.form.has_attribute("data-busy"));
    }
}

#[wasm_bindgen_test]
async fn goes_to_an_address_of_the_relay() {
    let page = Page::filled();
    answer_fetch(r#"[{"status":201,"headers":{"Location":"/payments/1"}}]"#);
    let address = page.submit().await.unwrap();
    assert!(address.starts_with("http://") && address.ends_with("/payments/1"), "{address}");
}

#[wasm_bindgen_test]
async fn a_second_submit_does_nothing() {
    let page = Page::filled();
    let calls = answer_fetch(&format!("[{CREATED},{CREATED}]"));
    let first = page.attached.submit().ok().unwrap();
    assert!(page.form.has_attribute("data-busy"));
    assert_eq!(page.text("[data-status]"), "Sending");
    assert_eq!(page.submit().await, None);
    assert_eq!(JsFuture::from(first).await.unwrap().as_string().as_deref(), Some("https://pay.example/1"));
    assert_eq!(calls.length(), 1);
    page.attached.rest();
    assert_eq!((page.form.has_attribute("data-busy"), page.text("[data-status]")), (false, String::new()));
    assert!(page.submit().await.is_some());
}

#[wasm_bindgen_test]
fn another_text_is_no_form() {
    let page = Page::new();
    page.form.set_attribute("data-campagnodon", "z").unwrap();
    assert!(Attached::new(page.form.clone()).is_err());
}
