//! Promise: a form that a tag asked for and that is refused without scripts comes back in the site's own page, with all
//! that was typed; the site learns nothing of it, and where its page cannot be had, ours takes its place.

use crate::support::donor::Donor;
use crate::support::origin::{Origin, TAGS_KEY};
use crate::support::person::Person;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::sync::{Arc, Mutex};

const TAGS: &str = r#"
[tags]
key = { file = "tags.key" }
[[tags.campaigns]]
distant = "main"
id = 1
"#;

/// What the site's page is around its form.
const POLICY: &str = "script-src 'nonce-abc'";

/// A site that answers what it is told to, and remembers what it was asked.
#[derive(Default)]
struct Site {
    answer: Mutex<Option<Answer>>,
    asked: Mutex<Vec<String>>,
}

#[derive(Clone)]
enum Answer {
    Page(String),
    Status(StatusCode),
    Moved,
    Other(String),
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 10_000).await.unwrap();
    site.asked.lock().unwrap().push(format!("{} {} {:?} {body:?}", parts.method, parts.uri, parts.headers));
    match site.answer.lock().unwrap().clone().unwrap() {
        Answer::Page(html) => ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response(),
        Answer::Status(status) => (status, Html("<p>out of order</p>")).into_response(),
        Answer::Moved => Redirect::to("/elsewhere").into_response(),
        Answer::Other(text) => text.into_response(),
    }
}

/// A site, and a relay that is reached under its address.
async fn world() -> (Arc<Site>, Origin, Donor) {
    let site = Arc::new(Site::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::with("http://127.0.0.1:9", TAGS);
    let file = origin.folder.join("relay.toml");
    let public_url = format!("public_url = \"http://{}/relais\"\n", listener.local_addr().unwrap());
    std::fs::write(&file, public_url + &std::fs::read_to_string(&file).unwrap()).unwrap();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&site));
    tokio::spawn(async { axum::serve(listener, router).await });
    let donor = Donor::new(&origin.serve().await, "");
    (site, origin, donor)
}

/// The form of a tag in the site's article, as the site's server asks for it.
async fn form(donor: &Donor) -> String {
    let path = "/tags/form?origine=main&id=1&type=don&montants=30,50&page=/spip.php?article1";
    let request = donor.client.get(donor.absolute(path)).header("authorization", format!("Bearer {TAGS_KEY}"));
    request.send().await.unwrap().text().await.unwrap()
}

fn name(html: &str) -> &str {
    html.split_once("action=\"/relais/forms/").unwrap().1.split_once('"').unwrap().0
}

/// Posts without scripts what cannot be taken.
async fn post(donor: &Donor, form: &str, person: &Person) -> (StatusCode, HeaderMap, String) {
    let fields = [
        ("idempotency_key", "key-of-the-tests-0123456789"),
        ("operation", "donation"),
        ("frequency", "once"),
        ("amount", "30"),
        ("email", "nobody"),
        ("last_name", &person.last_name),
        ("city", "href='#"),
    ];
    let request = donor.client.post(donor.absolute(&format!("/forms/{form}"))).header("accept", "text/html");
    let answer = request.header("cookie", "spip_session=secret").form(&fields).send().await.unwrap();
    (answer.status(), answer.headers().clone(), answer.text().await.unwrap())
}

#[tokio::test]
async fn it_comes_back_in_the_page_of_the_site_which_learns_nothing() {
    let (site, _origin, donor) = world().await;
    let (empty, person) = (form(&donor).await, Person::new());
    let page = "<html><head><title>Soutenir</title></head><body><p>Before</p>FORM<p>After</p></body></html>";
    *site.answer.lock().unwrap() = Some(Answer::Page(page.replace("FORM", &form(&donor).await)));
    let (status, headers, html) = post(&donor, name(&empty), &person).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("<p>Before</p><form") && html.ends_with("</form><p>After</p></body></html>"), "{html}");
    assert!(html.contains("<head><base href=\"/spip.php?article1\"><title>Erreur\u{a0}: Soutenir"), "{html}");
    assert_eq!(html.matches("<form").count(), 1);
    assert!(html.contains(&format!("value=\"{}\"", person.last_name)) && html.contains("value=\"href='#\""));
    assert!(html.contains("value=\"key-of-the-tests-0123456789\"") && html.contains("data-code=\"email_invalid\""));
    assert!(html.contains(&format!("<a href=\"/relais/forms/{}#campagnodon-tag-", name(&empty))));
    // What the page may load is for the site to say; what was typed is kept by nobody on the way.
    assert_eq!(headers["content-security-policy"], POLICY);
    assert_eq!(headers["cache-control"], "no-store");
    let asked = site.asked.lock().unwrap().clone();
    let [asked] = asked.as_slice() else { panic!("{asked:?}") };
    assert!(asked.starts_with("GET /spip.php?article1 ") && asked.ends_with(" b\"\""), "{asked}");
    for told in [person.last_name.as_str(), "nobody", "cookie", "referer", "key-of-the-tests"] {
        assert!(!asked.contains(told), "{told}: {asked}");
    }
}

#[tokio::test]
async fn where_the_page_cannot_be_had_ours_takes_its_place() {
    let (site, _origin, donor) = world().await;
    let (empty, person) = (form(&donor).await, Person::new());
    for answer in [
        Answer::Status(StatusCode::INTERNAL_SERVER_ERROR),
        Answer::Status(StatusCode::UNAUTHORIZED),
        Answer::Moved,
        Answer::Page("<p>The form was taken out of the article.</p>".to_owned()),
        Answer::Page(empty.repeat(1000)),
        Answer::Other(empty.clone()),
    ] {
        *site.answer.lock().unwrap() = Some(answer);
        let (status, headers, html) = post(&donor, name(&empty), &person).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("<body class=\"campagnodon-page\">") && html.contains(&person.last_name), "{html}");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    }
}
