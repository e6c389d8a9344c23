//! Where scenarios are replayed: a distant with what they take for granted, and the requests to it.

use super::support::distant::{API_KEY, SITE_KEY, TestDistant};
pub use super::support::origin::client;
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read;

/// What the scenarios take for granted.
const FIXTURES: &str = r#"
    groups = [{ name = "Newsletter Subscribers", title = "The Newsletter group" }]
    membership_types = [
        { id = 1, name = "Rolling", period = "rolling" },
        { id = 2, name = "Fixed", period = "fixed", fixed_start = "03-01", fixed_rollover = "11-11" },
    ]
"#;
const CAMPAIGNS: &str = r#"
    campaigns = [
        { id = 1, name = "A campaign", title = "The title", goal = 10000 },
        { id = 2, name = "Another campaign", title = "The title 2" },
    ]
"#;

/// The text of a file, plain or `.gz`.
pub fn read(path: &str) -> Result<String, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut file: Box<dyn Read> = if path.ends_with(".gz") { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut text = String::new();
    file.read_to_string(&mut text).map(|_| text).map_err(|error| error.to_string())
}

/// A distant as a scenario wants it.
pub async fn start(scenario: &Value) -> TestDistant {
    let dedupes = scenario["settings"]["dedupe_rule"].as_str().is_some_and(|rule| !rule.is_empty());
    let needs_campaigns = scenario["needs"].to_string().contains("campaign:");
    let settings = format!(
        "{}\n{FIXTURES}\n{}",
        if dedupes { "dedupe = \"email\"" } else { "" },
        if needs_campaigns { CAMPAIGNS } else { "" }
    );
    TestDistant::start(&settings).await
}

/// The status and the JSON of the answer to a step.
pub async fn ask(server: &TestDistant, path: &str, step: &Value) -> (u16, Value) {
    let entity = step["entity"].as_str().unwrap_or("Campagnodon");
    let address = format!("{}/{path}?entity={entity}&action={}", server.address, step["action"].as_str().unwrap());
    let mut params = step["params"].as_object().unwrap().clone();
    params.entry("version").or_insert(json!(3));
    params.entry("sequential").or_insert(json!(1));
    let mut fields = vec![("json".to_owned(), Value::Object(params).to_string())];
    for (name, right) in [("key", SITE_KEY), ("api_key", API_KEY)] {
        match step["credentials"].get(name) {
            Some(Value::Null) => {}
            Some(wrong) => fields.push((name.to_owned(), wrong.as_str().unwrap().to_owned())),
            None => fields.push((name.to_owned(), right.to_owned())),
        }
    }
    let response = client().post(address).form(&fields).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}
