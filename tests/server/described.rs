//! Promise: a site can render a form anew from its JSON alone. It says what the HTML says, in the language that is asked for,
//! and is asked for by name: a browser gets the page.

use crate::support::donor::Donor;
use crate::support::origin::Origin;
use campagnodon::form::Form;
use reqwest::{Response, StatusCode};
use serde_json::Value;

const TABLES: &str = r#"
[forms.much]
distant = "main"
campaign = 1
operations = "both"
recurring = true
purposes = [{ key = "seeds", label = "Seeds", campaign = 2 }]
fees = { percent = 1.4, fixed = 25 }
statutes = { label = { fr = "J’accepte", en = "I agree" }, url = "/statuts", for = ["membership"] }
[[forms.much.questions]]
key = "topic"
label = { fr = "Votre sujet", en = "Your topic" }
required = true
choices = [{ value = "rivers", label = { fr = "Rivières", en = "Rivers" } }]
[forms.over]
distant = "main"
campaign = 1
operations = "donation"
closed = true
closed_link = { url = "/autrement" }
[captcha]
enabled = true
"#;

async fn world() -> (Origin, Donor) {
    let origin = Origin::with("http://127.0.0.1:9", TABLES);
    let donor = Donor::new(&origin.serve().await, "");
    (origin, donor)
}

async fn ask(donor: &Donor, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = donor.client.get(donor.absolute(path)).header("accept", "application/json");
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

async fn described(donor: &Donor, form: &str, language: &str) -> Value {
    ask(donor, &format!("/forms/{form}"), &[("accept-language", language)]).await.json().await.unwrap()
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split_once('"').map(|(value, _)| value)
}

/// Every control that a person can use, by the HTML: its name, whether it must be answered, its `autocomplete`.
fn controls(html: &str) -> Vec<(String, bool, Option<String>)> {
    let tags = html.split('<').filter(|tag| tag.starts_with("input ") || tag.starts_with("select "));
    let mut controls: Vec<(String, bool, Option<String>)> = Vec::new();
    for tag in tags.map(|tag| tag.split_once('>').unwrap().0) {
        let name = attribute(tag, "name").unwrap();
        if ["idempotency_key", "shown", "captcha"].contains(&name) || controls.iter().any(|known| known.0 == name) {
            continue;
        }
        let is_fixed = attribute(tag, "type") == Some("hidden");
        let required = is_fixed || tag.contains(" required") || tag.contains(" data-required");
        let autocomplete = attribute(tag, "autocomplete").filter(|_| !is_fixed).map(str::to_owned);
        controls.push((name.to_owned(), required, autocomplete));
    }
    controls
}

#[tokio::test]
async fn it_asks_what_the_html_asks_and_in_that_order() {
    let (_origin, donor) = world().await;
    for form in ["don", "adhesion", "both", "much"] {
        let html = donor.client.get(donor.absolute(&format!("/forms/{form}?fragment"))).send().await.unwrap();
        let html = html.text().await.unwrap();
        let json = described(&donor, form, "*").await;
        let fields = json["fields"].as_array().unwrap();
        let listed: Vec<_> = fields
            .iter()
            .map(|field| {
                let (name, autocomplete) = (field["name"].as_str().unwrap(), field["autocomplete"].as_str());
                // The box of the free amount must be answered where its button is chosen, which no attribute says.
                let required = field["required"].as_bool().unwrap() && name != "free_amount";
                (name.to_owned(), required, autocomplete.map(str::to_owned))
            })
            .collect();
        assert_eq!(listed, controls(&html), "{form}");
        for field in fields {
            let label = field["label"].as_str().unwrap();
            assert!(!label.is_empty(), "{form}: {field}");
            for option in field["options"].as_array().unwrap() {
                let (value, words) = (option["value"].as_str().unwrap(), option["label"].as_str().unwrap());
                assert!(html.contains(&format!("value=\"{value}\"")) && !words.is_empty(), "{form}: {option}");
            }
        }
    }
}

#[tokio::test]
async fn its_offer_is_that_of_the_html() {
    let (_origin, donor) = world().await;
    for form in ["don", "both", "much"] {
        let html = donor.client.get(donor.absolute(&format!("/forms/{form}?fragment"))).send().await.unwrap();
        let html = html.text().await.unwrap();
        let offered = Form::decode(attribute(&html, "data-campagnodon").unwrap()).unwrap().as_object();
        let json = described(&donor, form, "*").await;
        assert_eq!(json["offer"], serde_json::to_value(offered).unwrap(), "{form}");
        assert_eq!((&json["action"], attribute(&html, "action")), (&json["action"], json["action"].as_str()));
        assert_eq!(json["captcha"]["challenge"], format!("/forms/{form}/challenge"));
    }
}

#[tokio::test]
async fn it_speaks_the_language_that_is_asked_for() {
    let (_origin, donor) = world().await;
    let field = |json: &Value, name: &str| {
        json["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap().clone()
    };
    for (asked, language, email, topic, agreed) in [
        ("*", "fr", "Adresse e-mail", "Votre sujet", "J’accepte"),
        ("ja", "fr", "Adresse e-mail", "Votre sujet", "J’accepte"),
        ("en-GB, fr;q=0.5", "en", "E-mail address", "Your topic", "I agree"),
        ("de", "de", "E-Mail-Adresse", "Your topic", "I agree"),
    ] {
        let answer = ask(&donor, "/forms/much", &[("accept-language", asked)]).await;
        assert_eq!(answer.headers()["content-language"], language, "{asked}");
        let json: Value = answer.json().await.unwrap();
        assert_eq!(json["language"], language, "{asked}");
        assert_eq!(field(&json, "email")["label"], email, "{asked}");
        assert_eq!(field(&json, "question_topic")["label"], topic, "{asked}");
        assert_eq!(field(&json, "statutes")["label"], agreed, "{asked}");
        assert!(json["texts"]["required"].as_str().is_some_and(|text| !text.is_empty()), "{asked}");
    }
}

#[tokio::test]
async fn a_browser_gets_the_page_and_caches_know_why() {
    let (_origin, donor) = world().await;
    for (path, accept, kind) in [
        ("/forms/don", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/forms/don", "*/*", "text/html; charset=utf-8"),
        ("/forms/don", "application/json", "application/json"),
        ("/forms/don?fragment", "application/json", "text/html; charset=utf-8"),
        ("/forms/don?embed", "application/json", "text/html; charset=utf-8"),
    ] {
        let answer = donor.client.get(donor.absolute(path)).header("accept", accept).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], kind, "{path} {accept}");
        if path == "/forms/don" {
            let varies: Vec<_> = answer.headers().get_all("vary").iter().collect();
            assert!(
                ["accept", "accept-language"].iter().all(|name| varies.iter().any(|vary| vary == name)),
                "{accept}"
            );
        }
    }
}

#[tokio::test]
async fn an_address_can_name_the_language() {
    let (_origin, donor) = world().await;
    for (query, language) in [
        ("?fragment", "fr"),
        ("?fragment&lang=en", "en"),
        ("?lang=de-CH&fragment", "de"),
        ("?embed&lang=en", "en"),
        ("?lang=en", "en"),
        ("?fragment&lang=ja", "fr"),
        ("?fragment", "fr"),
    ] {
        let request = donor.client.get(donor.absolute(&["/forms/don", query].concat()));
        let html = request.header("accept-language", "it").send().await.unwrap().text().await.unwrap();
        let form = html.split_once("<form").map(|(_, form)| form.split('>').next().unwrap_or_default());
        assert!(form.is_some_and(|form| form.contains(&format!("lang=\"{language}\""))), "{query}: {form:?}");
    }
    let json = ask(&donor, "/forms/don?lang=en", &[("accept-language", "it")]).await.json::<Value>().await.unwrap();
    assert_eq!(json["language"], "en");
}

#[tokio::test]
async fn the_same_is_not_sent_twice() {
    let (_origin, donor) = world().await;
    let first = ask(&donor, "/forms/don", &[]).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let again = ask(&donor, "/forms/don", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status(), &again.headers()["etag"]), (StatusCode::NOT_MODIFIED, &first.headers()["etag"]));
    assert_eq!(again.text().await.unwrap(), "");
    let other = ask(&donor, "/forms/don", &[("if-none-match", &tag), ("accept-language", "en")]).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_takes_nothing_says_why_and_asks_nothing() {
    let (_origin, donor) = world().await;
    let json = described(&donor, "over", "en").await;
    assert_eq!(json["fields"], serde_json::json!([]));
    assert_eq!(json["offer"]["closed"], true);
    assert_eq!(json["notice"]["link"]["url"], "/autrement");
    assert!(json["notice"]["text"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(described(&donor, "don", "en").await["notice"], Value::Null);
    assert_eq!(ask(&donor, "/forms/none", &[]).await.status(), StatusCode::NOT_FOUND);
}
