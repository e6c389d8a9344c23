//! Promise: people and programs can read the log: plain lines where it goes to a file or a service's journal, JSON where it
//! is asked for; a request's line has its route, and never its address.

use crate::support::civicrm::Civicrm;
use crate::support::donor::Donor;
use crate::support::origin::{Origin, free_address};
use crate::support::person::Person;
use serde_json::Value;

/// Returns what is logged while somebody gives and pays, and the address of the payment's page. `words` are the shell's, before
/// it becomes the relay.
async fn logged(words: &str) -> (String, String) {
    let civicrm = Civicrm::start().await;
    let origin = Origin::new(&civicrm.server());
    let running = origin.spawn_after(free_address(), words).await;
    let donor = Donor::new(&running.address, "");
    let page = donor.give("don", &Person::new().donation(3000)).await;
    donor.press(&page, "pay").await;
    (std::fs::read_to_string(origin.folder.join("relay.log")).unwrap(), page)
}

#[tokio::test]
async fn a_file_has_plain_lines() {
    let (log, page) = logged("").await;
    for part in [
        r#" INFO campagnodon::relay::http::log: request method=POST route="/forms/{name}" status=201 "#,
        r#" request method=POST route="/payments/{token}" status=303 "#,
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert!(!log.contains('\u{1b}'), "a terminal's colours");
    let (_, token) = page.rsplit_once('/').unwrap();
    assert!(!log.contains(token));
}

#[tokio::test]
async fn programs_have_an_object_a_line() {
    let (log, _) = logged("set -- \"$@\" --log-json").await;
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let is_given = |line: &&Value| line["fields"]["route"] == "/forms/{name}" && line["fields"]["status"] == 201;
    let given = lines.iter().find(is_given).unwrap();
    assert_eq!((&given["level"], &given["fields"]["method"]), (&"INFO".into(), &"POST".into()));
}

#[tokio::test]
async fn why_it_did_not_start_is_an_object_too() {
    let origin = Origin::new("http://127.0.0.1:9").and("public_url = \"no address\"\n");
    let output = origin.command(&["relay", "--log-json"]).await;
    assert!(!output.status.success());
    let said: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(said["level"], "ERROR");
    assert!(said["fields"]["error"].as_str().unwrap().contains("public_url"), "{said}");
}

#[tokio::test]
async fn why_it_did_not_start_is_said_whatever_the_log_leaves_out() {
    let origin = Origin::new("http://127.0.0.1:9").and("public_url = \"no address\"\n");
    for level in ["off", "hyper=info"] {
        let output = origin.command_logging(level, &["relay", "--log-json"]).await;
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains("public_url"), "{level}: {said}");
    }
}

#[tokio::test]
async fn a_level_that_cannot_be_read_is_told() {
    let origin = Origin::new("http://127.0.0.1:9");
    for (level, told) in [("campagnodon=loud", true), ("campagnodon=warn", false), ("info,hyper=off", false)] {
        let output = origin.command_logging(level, &["relay", "--check"]).await;
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.contains("RUST_LOG cannot be read"), told, "{level}: {said}");
    }
}
