//! Promise: `campagnodon check-config` says whether settings can be used; with `--public`, whether the relay is behind its
//! public address and hears payment providers there, or who answers in its place, and what to do about it.

use crate::support::civicrm::Civicrm;
use crate::support::origin::{Origin, free_address};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use campagnodon::relay::{PublicCheck, PublicUrl};
use tokio::net::TcpListener;

/// What a web server answers.
type Answer = fn() -> Response;

/// Returns what is found at an address where one means tells of payments, and whether there is nothing to mend.
async fn check(address: &str, word: &str) -> (bool, String) {
    let report = PublicCheck::new(PublicUrl::parse(address).unwrap(), vec![word.to_owned()]).run().await;
    (report.mends().count() == 0, report.to_string())
}

/// Serves the same answer everywhere, as a web server does that does not know the relay.
async fn somebody_else(answer: Answer) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(move || async move { answer() });
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn a_relay_behind_its_address_refuses_what_is_not_signed() {
    let civicrm = Civicrm::start().await;
    let behind = Origin::new(&civicrm.server());
    let address = behind.serve().await;
    let (well, text) = check(&address, "sandbox").await;
    assert!(well, "{text}");
    for part in [
        "/health: the relay answers, version ",
        "/payments/events/sandbox: the relay hears sandbox",
        "look  public_url: without TLS",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (well, text) = check(&address, "none").await;
    assert!(!well);
    assert!(text.contains("the relay there has no means \"none\""), "{text}");
}

/// Report 13: the webhook's address led to the site's home page, with 200, and all stayed pending.
#[tokio::test]
async fn who_answers_in_its_place_is_told_from_it() {
    let answers: [(Answer, &[&str]); 7] = [
        (
            || Html("<h1>Welcome</h1>").into_response(),
            &["with 200 and \"text/html", "messages are lost", "pass this path on"],
        ),
        (
            || Redirect::permanent("https://www.example.org/").into_response(),
            &["\"https://www.example.org/\" (status 308)"],
        ),
        (|| StatusCode::FORBIDDEN.into_response(), &["refused before the relay (status 403)", "Let this path"]),
        (|| StatusCode::NOT_FOUND.into_response(), &["not known to the web server (status 404)"]),
        (|| StatusCode::BAD_GATEWAY.into_response(), &["fails before the relay (status 502)", "does it run"]),
        // Another program's refusal is none of ours.
        (|| StatusCode::BAD_REQUEST.into_response(), &["something else than the relay (status 400"]),
        (
            || ([(header::CONTENT_TYPE, "application/json")], r#"{"status":"ok"}"#).into_response(),
            &["with 200 and \"application/json\""],
        ),
    ];
    for (answer, parts) in answers {
        let (well, text) = check(&somebody_else(answer).await, "stripe").await;
        assert!(!well, "{text}");
        assert_eq!(text.matches("MEND").count(), 2, "{text}");
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

#[tokio::test]
async fn nobody_there_is_said_once() {
    let (well, text) = check(&format!("http://{}", free_address()), "stripe").await;
    assert!(!well);
    assert!(text.contains("nobody answers"), "{text}");
    assert_eq!(text.matches("MEND").count(), 1, "{text}");
}

#[tokio::test]
async fn a_server_without_tls_behind_https_is_said() {
    let address = somebody_else(|| StatusCode::OK.into_response()).await;
    let (well, text) = check(&address.replace("http:", "https:"), "stripe").await;
    assert!(!well, "{text}");
    assert!(text.contains("MEND  public_url:"), "{text}");
}

#[tokio::test]
async fn the_command_reads_the_settings_and_its_exit_code_says_whether_all_is_well() {
    let civicrm = Civicrm::start().await;
    let behind = Origin::new(&civicrm.server());
    let address = behind.serve().await;
    for (public_url, arguments, well, part) in [
        (address.as_str(), &["check-config", "--public"][..], true, "the relay answers"),
        ("http://127.0.0.1:9", &["check-config", "--public"], false, "nobody answers"),
        ("http://127.0.0.1:9", &["check-config"], true, "the settings can be used"),
        ("nowhere", &["check-config"], false, ""),
    ] {
        let origin = Origin::new(&civicrm.server()).and(&format!("public_url = {public_url:?}\n"));
        let output = origin.command(arguments).await;
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.success(), well, "{public_url}: {text}");
        assert!(text.contains(part), "{part}: {text}");
    }
}
