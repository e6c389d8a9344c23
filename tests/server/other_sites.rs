//! Promise: pages of the sites that the settings list can show a form, post it and have it in a frame; those of no other
//! site can, and whoever is turned away reads why. Who asks at an address that no donor can reach gets one that donors can.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin};
use crate::support::person::Person;
use reqwest::{Method, RequestBuilder, Response, StatusCode};

const LISTED: &str = "https://www.example.org";
const OTHER: &str = "https://www.example.com";
const PUBLIC: &str = "public_url = \"https://relay.example/give\"\n";

async fn world(origins: &str) -> (TestDistant, Origin, Donor) {
    let distant = TestDistant::start(DISTANT).await;
    let tables = format!("[site]\norigins = [{origins}]\n[captcha]\nenabled = false\n");
    let origin = Origin::with(&distant.address, &tables).and(PUBLIC).and("assets = \"assets\"\n");
    std::fs::create_dir_all(origin.folder.join("assets")).unwrap();
    std::fs::write(origin.folder.join("assets/campagnodon.js"), "content").unwrap();
    let donor = Donor::new(&origin.serve().await, &distant.address);
    (distant, origin, donor)
}

async fn listing() -> (TestDistant, Origin, Donor) {
    world(&format!("\"{LISTED}/\", \"http://localhost:8000\"")).await
}

fn header<'a>(answer: &'a Response, name: &str) -> Option<&'a str> {
    answer.headers().get(name).map(|value| value.to_str().unwrap())
}

/// What a browser says of a page of another site that asks.
fn by_a_page(request: RequestBuilder, origin: &str) -> RequestBuilder {
    request.header("origin", origin).header("sec-fetch-site", "cross-site")
}

async fn get(donor: &Donor, path: &str, origin: &str) -> Response {
    by_a_page(donor.client.get(donor.absolute(path)), origin).send().await.unwrap()
}

async fn asked_whether_it_may_post(donor: &Donor, path: &str, origin: &str) -> Response {
    let request = donor.client.request(Method::OPTIONS, donor.absolute(path));
    let request = by_a_page(request, origin).header("access-control-request-method", "POST");
    request.header("access-control-request-headers", "content-type,idempotency-key").send().await.unwrap()
}

#[tokio::test]
async fn a_listed_site_may_read_and_post() {
    let (_distant, _origin, donor) = listing().await;
    for path in ["/forms/don", "/forms/don?fragment", "/forms/don/goal", "/campagnodon/campagnodon.js", "/forms/none"] {
        let answer = get(&donor, path, LISTED).await;
        assert_eq!(header(&answer, "access-control-allow-origin"), Some(LISTED), "{path}");
        let varies = answer.headers().get_all("vary").iter().any(|vary| vary == "origin");
        assert!(varies, "{path} may be kept for another site");
        assert_eq!(header(&answer, "access-control-allow-credentials"), None, "{path}");
    }
    let asked = asked_whether_it_may_post(&donor, "/forms/don", "http://localhost:8000").await;
    assert_eq!(asked.status(), StatusCode::OK);
    assert_eq!(header(&asked, "access-control-allow-origin"), Some("http://localhost:8000"));
    assert_eq!(header(&asked, "access-control-allow-headers"), Some("content-type,idempotency-key"));
    assert_eq!(header(&asked, "access-control-allow-methods"), Some("GET,POST"));

    let person = Person::new();
    let post = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", donor.key());
    let opened = by_a_page(post.json(&person.donation(3000)), LISTED).send().await.unwrap();
    assert_eq!(opened.status(), StatusCode::CREATED);
    assert_eq!(header(&opened, "access-control-allow-origin"), Some(LISTED));
    assert!(header(&opened, "access-control-expose-headers").is_some_and(|names| names.contains("location")));
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn no_other_site_may_and_none_by_default() {
    let (_distant, _origin, listing) = listing().await;
    let (_distant, _origin, plain) = world("").await;
    for (donor, origin) in [(&listing, OTHER), (&listing, "null"), (&plain, LISTED)] {
        for path in ["/forms/don?fragment", "/campagnodon/campagnodon.js"] {
            let answer = get(donor, path, origin).await;
            assert_eq!(header(&answer, "access-control-allow-origin"), None, "{origin} {path}");
            let page = answer.text().await.unwrap();
            assert!(!page.contains("relay.example"), "{origin} {path}");
        }
        let asked = asked_whether_it_may_post(donor, "/forms/don", origin).await;
        assert_eq!(header(&asked, "access-control-allow-origin"), None, "{origin}");
        let post = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", donor.key());
        let refused = by_a_page(post.json(&Person::new().donation(3000)), origin).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{origin}");
        // A browser without scripts shows what it gets.
        let form = donor.client.post(donor.absolute("/forms/don")).form(&[("amount", "30")]);
        let form = by_a_page(form, origin).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let page = form.send().await.unwrap();
        assert_eq!(header(&page, "content-type"), Some("text/html; charset=utf-8"), "{origin}");
        let page = page.text().await.unwrap();
        assert!(page.contains("ne vient pas de notre site"), "{origin}: {page}");
    }
    let asked = asked_whether_it_may_post(&plain, "/forms/don", LISTED).await;
    assert_eq!(asked.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn only_forms_are_taken_from_a_listed_site() {
    let (_distant, _origin, donor) = listing().await;
    for path in ["/payments/none", "/payments/billing", "/payments/events/sandbox"] {
        let post = donor.client.post(donor.absolute(path)).form(&[("action", "pay")]);
        let refused = by_a_page(post, LISTED).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{path}");
        assert_eq!(header(&refused, "access-control-allow-origin"), None, "{path}");
    }
    for path in ["/payments/none", "/tags", "/health", "/"] {
        assert_eq!(header(&get(&donor, path, LISTED).await, "access-control-allow-origin"), None, "{path}");
    }
}

#[tokio::test]
async fn what_a_listed_site_shows_leads_back_by_itself() {
    let (_distant, _origin, donor) = listing().await;
    for (origin, action) in [
        ("https://relay.example", "action=\"/give/forms/don\""),
        (LISTED, "action=\"https://relay.example/give/forms/don\""),
    ] {
        let form = get(&donor, "/forms/don?fragment", origin).await.text().await.unwrap();
        assert!(form.contains(action), "{origin}: {form}");
    }
}

#[tokio::test]
async fn only_the_page_for_a_frame_can_be_in_one() {
    let (_distant, _origin, donor) = listing().await;
    let (_distant, _origin, plain) = world("").await;
    for (donor, path, expected) in [
        (&donor, "/forms/don?embed", "frame-ancestors 'self' http://localhost:8000 https://www.example.org"),
        (&donor, "/forms/don", "frame-ancestors 'self'"),
        (&donor, "/forms/don?fragment", "frame-ancestors 'self'"),
        (&donor, "/payments/none", "frame-ancestors 'self'"),
        (&plain, "/forms/don?embed", "frame-ancestors 'self'"),
    ] {
        let answer = donor.client.get(donor.absolute(path)).header("accept", "text/html").send().await.unwrap();
        let policy = header(&answer, "content-security-policy").unwrap().to_owned();
        assert_eq!(policy.split("; ").last(), Some(expected), "{path}");
        let page = answer.text().await.unwrap();
        assert_eq!(page.contains("<base target=\"_top\">"), path.ends_with("?embed"), "{path}");
    }
}

#[tokio::test]
async fn where_to_pay_is_an_address_that_donors_reach() {
    let (_distant, _origin, donor) = listing().await;
    for (origin, start) in [
        (None, "https://relay.example/give/payments/"),
        (Some("https://relay.example"), "/give/payments/"),
        (Some(LISTED), "/give/payments/"),
    ] {
        let post = donor.client.post(donor.absolute("/forms/don")).header("idempotency-key", donor.key());
        let post = post.json(&Person::new().donation(3000));
        let post = if let Some(origin) = origin { post.header("origin", origin) } else { post };
        let opened = post.send().await.unwrap();
        assert_eq!(opened.status(), StatusCode::CREATED, "{origin:?}");
        let location = header(&opened, "location").unwrap();
        assert!(location.starts_with(start), "{origin:?}: {location}");
    }
}

#[tokio::test]
async fn what_is_no_site_stops_the_start_with_what_one_is() {
    for (origins, words) in [
        ("\"*\"", "site.origins: \"*\" is not an origin such as https://www.example.org"),
        ("\"https://www.example.org/blog\"", "is not an origin such as"),
        ("\"http://www.example.org\"", "is not encrypted"),
    ] {
        let origin = Origin::with("http://127.0.0.1:9", &format!("[site]\norigins = [{origins}]\n"));
        let checked = origin.command(&["relay", "--check"]).await;
        assert!(!checked.status.success(), "{origins}");
        let said = String::from_utf8(checked.stderr).unwrap();
        assert!(said.contains(words), "{said}");
    }
}
