//! Promise: docs/openapi.json is what the code gives, what a running relay answers, and what the form's rules write.

mod document;
#[path = "../laws/given.rs"]
#[allow(dead_code, reason = "the laws take the rest")]
mod given;

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, TAGS_KEY};
use crate::support::person::Person;
use campagnodon::form::check;
use document::Document;
use proptest::prelude::*;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::process::Command;

const TABLES: &str = r#"
[forms.over]
distant = "main"
campaign = 1
operations = "donation"
closed = true
[tags]
key = { file = "tags.key" }
[[tags.campaigns]]
distant = "main"
id = 1
title = "Spring"
[[tags.campaigns]]
distant = "main"
id = 2
"#;

#[test]
fn the_committed_document_is_what_the_code_gives() {
    let given = Command::new(env!("CARGO_BIN_EXE_campagnodon")).arg("openapi").output().unwrap();
    assert!(given.status.success());
    let committed = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json")).unwrap_or_default();
    assert!(given.stdout == committed, "refresh it: cargo run --quiet -- openapi > docs/openapi.json");
}

#[test]
fn everything_in_it_is_explained() {
    let document = Document::new();
    for (name, operation) in document.operations() {
        assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{name}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let is = parameter["description"].as_str().unwrap_or_default();
            assert!(!is.is_empty(), "{name}: {} has no description", parameter["name"]);
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert_ne!(response["description"], "", "{name}: {status} has no description");
        }
    }
}

proptest! {
    #[test]
    fn what_the_rules_write_is_a_transaction_of_the_document(
        (form, answers) in given::form().prop_flat_map(|form| (Just(form.clone()), given::good_answers(&form)))
    ) {
        if let Ok(transaction) = check(&form, &answers, given::today()) {
            Document::new().validate("Transaction", &serde_json::to_value(&transaction).unwrap());
        }
    }
}

/// One relay and its donor.
async fn relay(distant: &TestDistant, keys: &str, tables: &str) -> (Origin, Donor) {
    let origin = Origin::with(&distant.address, tables);
    let file = origin.folder.join("relay.toml");
    std::fs::write(&file, [keys, &std::fs::read_to_string(&file).unwrap()].concat()).unwrap();
    let donor = Donor::new(&origin.serve().await, &distant.address);
    (origin, donor)
}

fn ask(donor: &Donor, path: &str) -> RequestBuilder {
    donor.client.get(donor.absolute(path))
}

fn ask_as_a_site(donor: &Donor, path: &str) -> RequestBuilder {
    ask(donor, path).bearer_auth(TAGS_KEY)
}

fn post(donor: &Donor, form: &str, key: &str, body: &Value) -> RequestBuilder {
    donor.client.post(donor.absolute(&format!("/forms/{form}"))).header("idempotency-key", key).json(body)
}

fn press(donor: &Donor, page: &str, action: &str) -> RequestBuilder {
    donor.client.post(page).form(&[("action", action)])
}

#[tokio::test]
async fn a_running_relay_answers_as_the_document_says() {
    let mut document = Document::new();
    let mut distant =
        TestDistant::start(&DISTANT.replace("title = \"Spring\"", "title = \"Spring\", goal = 1000")).await;
    let (_origin, donor) = relay(&distant, "", TABLES).await;
    let (_guarded, fast) = relay(&distant, "", "[guard]\nposts_per_minute = 1\n").await;
    let (_proven, worker) = relay(&distant, "", "[captcha]\nenabled = true\n").await;
    let (_kept, early) = relay(&distant, "maintenance = true\n", "").await;

    let show = "GET /forms/{name}";
    document.hold(show, 200, ask(&donor, "/forms/don")).await;
    document.hold(show, 200, ask(&donor, "/forms/don?fragment")).await;
    document.hold(show, 200, ask(&donor, "/forms/don?embed")).await;
    let as_json = || ask(&donor, "/forms/both").header("accept", "application/json");
    document.hold(show, 200, as_json()).await;
    document.hold(show, 200, ask(&worker, "/forms/don").header("accept", "application/json")).await;
    document.hold(show, 200, ask(&early, "/forms/don").header("accept", "application/json")).await;
    let tag = as_json().send().await.unwrap().headers()["etag"].clone();
    document.hold(show, 304, as_json().header("if-none-match", tag)).await;
    document.hold(show, 404, ask(&donor, "/forms/none")).await;
    document.hold(show, 404, ask(&donor, "/forms/none").header("accept", "text/html")).await;

    let challenge = "GET /forms/{name}/challenge";
    document.hold(challenge, 200, ask(&worker, "/forms/don/challenge")).await;
    document.hold(challenge, 404, ask(&donor, "/forms/don/challenge")).await;

    let goal = "GET /forms/{name}/goal";
    document.hold(goal, 200, ask(&donor, "/forms/don/goal")).await;
    document.hold(goal, 204, ask(&donor, "/forms/lost/goal")).await;
    document.hold(goal, 404, ask(&donor, "/forms/none/goal")).await;

    let submit = "POST /forms/{name}";
    let (key, person) = (donor.key(), Person::new());
    for transaction in [person.donation(3000), person.full("membership", "monthly", 3500)] {
        document.validate("Transaction", &transaction);
        document.hold(submit, 201, post(&donor, "both", &donor.key(), &transaction)).await;
    }
    let opened = document.hold(submit, 201, post(&donor, "don", &key, &person.donation(3000))).await;
    let page = serde_json::from_str::<Value>(&opened).unwrap()["payment_url"].as_str().unwrap().to_owned();
    let as_form = |form: &str, fields: &[(&str, &str)]| {
        donor.client.post(donor.absolute(&format!("/forms/{form}"))).header("accept", "text/html").form(fields)
    };
    let fields = [
        ("idempotency_key", "a-key-of-a-browser-without-scripts"),
        ("operation", "donation"),
        ("frequency", "once"),
        ("amount", "30"),
        ("email", person.email.as_str()),
    ];
    document.validate("PostedForm", &fields.iter().copied().collect());
    document.hold(submit, 303, as_form("don", &fields)).await;
    document.hold(submit, 400, as_form("don", &fields[1..])).await;
    document.hold(submit, 400, post(&donor, "don", "short", &person.donation(3000))).await;
    document.hold(submit, 400, post(&donor, "don", &donor.key(), &json!([]))).await;
    let elsewhere = post(&donor, "don", &donor.key(), &person.donation(3000)).header("sec-fetch-site", "cross-site");
    document.hold(submit, 403, elsewhere.try_clone().unwrap()).await;
    document.hold(submit, 403, elsewhere.header("accept", "text/html")).await;
    document.hold(submit, 404, post(&donor, "none", &donor.key(), &person.donation(3000))).await;
    document.hold(submit, 409, post(&donor, "don", &key, &person.donation(5000))).await;
    document.hold(submit, 410, post(&donor, "over", &donor.key(), &person.donation(3000))).await;
    document.hold(submit, 413, post(&donor, "don", &donor.key(), &json!({ "email": "a".repeat(70_000) }))).await;
    let plain = donor.client.post(donor.absolute("/forms/don")).header("content-type", "text/plain").body("30");
    document.hold(submit, 415, plain).await;
    document.hold(submit, 422, post(&donor, "don", &donor.key(), &json!({ "amount": [] }))).await;
    // Of a shape that is not in the document, and where nobody asks for it.
    for key in ["captcha", "city", "phone"] {
        let mut transaction = person.donation(3000);
        transaction[key] = json!({});
        let refused = document.hold(submit, 422, post(&donor, "don", &donor.key(), &transaction)).await;
        assert!(refused.contains(&format!("{{\"field\":\"{key}\",\"code\":\"malformed\"}}")), "{refused}");
    }
    document.hold(submit, 422, as_form("don", &fields[..2])).await;
    document.hold(submit, 201, post(&fast, "don", &fast.key(), &person.donation(3000))).await;
    document.hold(submit, 429, post(&fast, "don", &fast.key(), &person.donation(3000))).await;
    document.hold(submit, 502, post(&donor, "lost", &donor.key(), &person.donation(3000))).await;
    document.hold(submit, 503, post(&early, "don", &early.key(), &person.donation(3000))).await;

    let (shown, act) = ("GET /payments/{token}", "POST /payments/{token}");
    document.hold(shown, 200, donor.client.get(&page)).await;
    document.hold(shown, 404, ask(&donor, "/payments/none")).await;
    document.validate("PostedAction", &json!({ "action": "billing" }));
    document.hold(act, 200, press(&donor, &page, "billing")).await;
    document.hold(act, 400, press(&donor, &page, "rob")).await;
    document.hold(act, 403, press(&donor, &page, "pay").header("sec-fetch-site", "cross-site")).await;
    document.hold(act, 404, press(&donor, &donor.absolute("/payments/none"), "pay")).await;
    document.hold(act, 413, press(&donor, &page, &"a".repeat(70_000))).await;

    let hear = "POST /payments/events/{means}";
    let tell = |means: &str| donor.client.post(donor.absolute(&format!("/payments/events/{means}")));
    document.hold(hear, 400, tell("sandbox").json(&json!({}))).await;
    document.hold(hear, 403, tell("sandbox").json(&json!({})).header("sec-fetch-site", "cross-site")).await;
    document.hold(hear, 404, tell("none").json(&json!({}))).await;
    document.hold(hear, 413, tell("sandbox").body("a".repeat(600_000))).await;

    let (back, bill) = ("GET /payments/return", "POST /payments/billing");
    let ask_who = || donor.client.post(donor.absolute("/payments/billing"));
    document.hold(back, 400, ask(&donor, "/payments/return?r=v1.e30.AAAA")).await;
    document.hold(bill, 400, ask_who().json(&json!({}))).await;
    document.hold(bill, 403, ask_who().json(&json!({})).header("sec-fetch-site", "cross-site")).await;
    document.hold(bill, 413, ask_who().body("a".repeat(600_000))).await;

    let (form, bar, all) = ("GET /tags/form", "GET /tags/goal", "GET /tags");
    let offer = "/tags/form?origine=main&id=1&type=don";
    document.hold(form, 200, ask_as_a_site(&donor, offer)).await;
    document.hold(form, 401, ask(&donor, offer)).await;
    document.hold(form, 404, ask_as_a_site(&early, offer)).await;
    document.hold(form, 422, ask_as_a_site(&donor, &offer.replace("don", "dons"))).await;
    document.hold(bar, 200, ask_as_a_site(&donor, "/tags/goal?origine=main&id=1")).await;
    document.hold(bar, 204, ask_as_a_site(&donor, "/tags/goal?origine=main&id=2")).await;
    document.hold(bar, 401, ask(&donor, "/tags/goal?origine=main&id=1")).await;
    document.hold(bar, 404, ask_as_a_site(&early, "/tags/goal?origine=main&id=1")).await;
    document.hold(bar, 422, ask_as_a_site(&donor, "/tags/goal?origine=main&id=one")).await;
    document.hold(all, 200, ask_as_a_site(&donor, "/tags")).await;
    document.hold(all, 401, ask(&donor, "/tags")).await;
    document.hold(all, 404, ask_as_a_site(&early, "/tags")).await;

    document.hold("GET /health", 200, ask(&donor, "/health")).await;

    distant.stop().await;
    document.hold(submit, 503, post(&donor, "don", &donor.key(), &person.donation(3000))).await;
    document.hold(act, 503, press(&donor, &page, "billing")).await;
    document.hold(act, 303, press(&donor, &page, "pay")).await;
    document.hold(act, 409, press(&donor, &page, "cancel")).await;

    for (name, operation) in document.operations() {
        let path = name.split_once(' ').unwrap().1.replace("{name}", "don").replace("{token}", "none");
        let path = path.replace("{means}", "sandbox");
        let other = if operation["operationId"] == "health" { Method::POST } else { Method::PUT };
        let answer = donor.client.request(other, donor.absolute(&path)).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{path}");
    }
    // Our own fault, a full disk, a body that comes too slowly, a distant that refuses what it had taken, and what a provider
    // signed are met elsewhere.
    let signed = [(hear, "204"), (hear, "409"), (hear, "503"), (back, "303"), (back, "404"), (back, "503")];
    let asked = [(bill, "200"), (bill, "404"), (bill, "409"), (bill, "502"), (bill, "503")];
    let elsewhere = [&[(act, "502"), ("GET /health", "503")][..], &signed, &asked].concat();
    let unmet = document.unmet();
    let is_met =
        |(name, status): &(String, String)| ["408", "500"].contains(&&**status) || elsewhere.contains(&(name, status));
    assert!(unmet.iter().all(is_met), "{unmet:?}");
}
