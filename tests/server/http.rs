//! Promise: the relay speaks HTTP as RFC 9110 has it. A refusal has the right status, says what would do, and is a page for
//! a browser's visitor and a problem for a program.

use crate::support::donor::Donor;
use crate::support::origin::{Origin, TAGS_KEY};
use crate::support::raw::{Raw, ask};
use reqwest::{Method, StatusCode};
use std::time::Duration;

const TAGS: &str = r#"
[tags]
key = { file = "tags.key" }
[[tags.campaigns]]
distant = "main"
id = 1
"#;

async fn world() -> (Origin, Donor) {
    let origin = Origin::with("http://127.0.0.1:9", TAGS).and("pages = \"site\"\nassets = \"assets\"\n");
    for (folder, file) in [("site", "index.html"), ("assets", "campagnodon.css")] {
        std::fs::create_dir_all(origin.folder.join(folder)).unwrap();
        std::fs::write(origin.folder.join(folder).join(file), "content").unwrap();
    }
    let donor = Donor::new(&origin.serve().await, "");
    (origin, donor)
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_told_which_are() {
    let (_origin, donor) = world().await;
    for (path, methods) in [
        ("/", "GET,HEAD"),
        ("/index.html", "GET,HEAD"),
        ("/none", "GET,HEAD"),
        ("/campagnodon/campagnodon.css", "GET,HEAD"),
        ("/campagnodon/none", "GET,HEAD"),
        ("/health", "GET,HEAD"),
        ("/forms/don", "GET,HEAD,POST"),
        ("/forms/don/challenge", "GET,HEAD"),
        ("/forms/don/goal", "GET,HEAD"),
        ("/payments/none", "GET,HEAD,POST"),
        ("/tags", "GET,HEAD"),
        ("/tags/form", "GET,HEAD"),
        ("/tags/goal", "GET,HEAD"),
    ] {
        for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
            let answer = donor.client.request(method.clone(), donor.absolute(path)).send().await.unwrap();
            let allowed = answer.headers().get("allow").map(|allow| allow.to_str().unwrap().to_owned());
            assert_eq!((answer.status().as_u16(), allowed.as_deref()), (405, Some(methods)), "{method} {path}");
            assert!(answer.text().await.unwrap().contains("\"code\":\"method_not_allowed\""), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_head_is_that_of_the_answer() {
    let (_origin, donor) = world().await;
    for path in ["/", "/none", "/campagnodon/campagnodon.css", "/health", "/forms/don", "/forms/none", "/payments/none"]
    {
        let [whole, head] =
            [Method::GET, Method::HEAD].map(|method| donor.client.request(method, donor.absolute(path)));
        let (whole, head) = (whole.send().await.unwrap(), head.send().await.unwrap());
        assert_eq!(head.status(), whole.status(), "{path}");
        for name in ["content-type", "content-length", "cache-control", "content-security-policy"] {
            assert_eq!(head.headers().get(name), whole.headers().get(name), "{path}: {name}");
        }
        assert_eq!(head.text().await.unwrap(), "", "{path}");
    }
}

#[tokio::test]
async fn a_browser_reads_of_a_refusal_in_a_page() {
    let (_origin, donor) = world().await;
    let post = |path: &str| {
        donor.client.post(donor.absolute(path)).header("content-type", "application/x-www-form-urlencoded")
    };
    let elsewhere = |path: &str| post(path).header("sec-fetch-site", "cross-site").body("email=a");
    for (request, status, code, words) in [
        (elsewhere("/forms/don"), StatusCode::FORBIDDEN, "cross_origin", "Cette demande ne vient pas de notre site"),
        (elsewhere("/payments/a"), StatusCode::FORBIDDEN, "cross_origin", "Cette demande ne vient pas de notre site"),
        (post("/forms/don").body("a".repeat(70_000)), StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "trop longue"),
        (
            donor.client.post(donor.absolute("/forms/don")).header("content-type", "text/plain").body("email=a"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media_type_unsupported",
            "pas pu lire",
        ),
    ] {
        let for_a_program = request.try_clone().unwrap().send().await.unwrap();
        assert_eq!(for_a_program.status(), status);
        assert_eq!(for_a_program.headers()["content-type"], "application/problem+json");
        assert!(for_a_program.text().await.unwrap().contains(&format!("\"code\":\"{code}\"")));
        let for_people = request.header("accept", "text/html,application/xhtml+xml,*/*;q=0.8").send().await.unwrap();
        assert_eq!(for_people.status(), status);
        assert_eq!(for_people.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(for_people.headers()["cache-control"], "no-store");
        assert!(for_people.headers().contains_key("content-security-policy"));
        let page = for_people.text().await.unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains(words), "{page}");
    }
}

#[tokio::test]
async fn who_asks_before_sending_too_much_need_not_send_it() {
    let (_origin, donor) = world().await;
    let head = |length| {
        format!(
            "POST /forms/don HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n\
             content-length: {length}\r\n\r\n"
        )
    };
    let mut large = Raw::saying(&donor.origin, &head(100_000_000)).await;
    assert_eq!(large.status().await, "HTTP/1.1 413 Payload Too Large");
    let mut small = Raw::saying(&donor.origin, &head(2)).await;
    assert_eq!(small.status().await, "HTTP/1.1 100 Continue");
    assert_eq!(small.status().await, "");
    small.say("{}").await.unwrap();
    assert_eq!(small.status().await, "HTTP/1.1 400 Bad Request");
}

#[tokio::test]
async fn who_sends_too_much_all_the_same_reads_why_it_was_refused() {
    let (_origin, donor) = world().await;
    let head = "POST /forms/don HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    let mut announced = Raw::saying(&donor.origin, &format!("{head}content-length: 5000000\r\n\r\n")).await;
    let mut chunked = Raw::saying(&donor.origin, &format!("{head}transfer-encoding: chunked\r\n\r\n")).await;
    for _ in 0..100 {
        announced.say(&"a".repeat(50_000)).await.unwrap();
        chunked.say(&format!("c350\r\n{}\r\n", "a".repeat(50_000))).await.unwrap();
    }
    for mut answered in [announced, chunked] {
        assert_eq!(answered.status().await, "HTTP/1.1 413 Payload Too Large");
        assert!(answered.rest().await.contains("body_too_large"));
    }
}

#[tokio::test]
async fn a_site_may_write_bearer_as_it_likes() {
    let (_origin, donor) = world().await;
    for (given, status) in [
        (format!("Bearer {TAGS_KEY}"), 200),
        (format!("bearer {TAGS_KEY}"), 200),
        (format!("BEARER  {TAGS_KEY}"), 200),
        (format!("Basic {TAGS_KEY}"), 401),
        (format!("Bearer{TAGS_KEY}"), 401),
        (TAGS_KEY.to_owned(), 401),
        ("Bearer".to_owned(), 401),
        (format!("Bearer {}", TAGS_KEY.to_uppercase()), 401),
    ] {
        let answer = donor.client.get(donor.absolute("/tags")).header("authorization", &given).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{given}");
    }
}

#[tokio::test]
async fn the_fragment_is_the_form_alone_whatever_its_value() {
    let (_origin, donor) = world().await;
    for (query, alone) in [
        ("", false),
        ("?fragment", true),
        ("?fragment=", true),
        ("?fragment=x", true),
        ("?a=b&fragment=1", true),
        ("?fragments", false),
        ("?a=fragment", false),
    ] {
        let page = donor.client.get(donor.absolute(&format!("/forms/don{query}"))).send().await.unwrap();
        assert_eq!(page.text().await.unwrap().starts_with("<form"), alone, "{query}");
    }
}

#[tokio::test]
async fn old_and_strange_requests_have_an_answer_each() {
    let (_origin, donor) = world().await;
    for (request, status) in [
        ("GET /health HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK"),
        ("GET http://elsewhere.example/health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "HTTP/1.1 200 OK"),
        ("OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"),
        (
            "GET /health HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            "HTTP/1.1 400 Bad Request",
        ),
        ("GET /health\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("\u{16}\u{3}\u{1}\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ("POST /forms/don HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request"),
    ] {
        let answered = tokio::time::timeout(Duration::from_secs(5), ask(&donor.origin, request)).await.unwrap();
        assert_eq!(answered.lines().next(), Some(status), "{request}");
    }
    // What follows a whole request is the next one.
    let two = "GET /health HTTP/1.1\r\nhost: a\r\n\r\nrubbish\r\n\r\n";
    let answered = ask(&donor.origin, two).await;
    assert!(answered.starts_with("HTTP/1.1 200 OK") && answered.contains("HTTP/1.1 400 Bad Request"), "{answered}");
}
