//! Promise: programs that send forms by the thousand are kept away, a person who is taken for one loses nothing, and
//! nobody's address is kept.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, SECRET, free_address};
use crate::support::person::{Person, search};
use campagnodon::relay::FormStamp;
use campagnodon::relay::{IdempotencyKey, RelaySecret};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

fn with(transaction: &Value, name: &str, value: &str) -> Value {
    let mut transaction = transaction.clone();
    transaction[name] = json!(value);
    transaction
}

/// The code of the error of the whole form that a page shows.
fn code(page: &str) -> &str {
    let summary = page.split_once(" data-summary data-code=\"").expect("an error").1;
    summary.split_once('"').unwrap().0
}

/// The value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let opening = format!("name=\"{name}\" value=\"");
    page.split_once(opening.as_str()).expect("the field").1.split_once('"').unwrap().0
}

#[tokio::test]
async fn the_field_that_people_do_not_see_must_stay_empty() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, "[guard]\nhoneypot = true\n");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let (person, key) = (Person::new(), donor.key());
    let gift = person.donation(3000);
    let (status, page) = donor.post_form("don", &key, &with(&gift, "website", "https://spam.example")).await;
    assert_eq!((status, code(&page)), (StatusCode::UNPROCESSABLE_ENTITY, "robot_suspected"));
    assert!(page.contains(&person.email) && page.contains(&key) && !page.contains("spam.example"));
    assert_eq!(donor.post_form("don", &key, &with(&gift, "website", "")).await.0, StatusCode::SEE_OTHER);
    donor.only_transaction(&person).await;
}

#[tokio::test]
async fn a_form_sent_sooner_than_a_person_can_is_refused() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, "[guard]\nminimum_seconds = 60\n");
    let donor = Donor::new(&origin.serve().await, &distant.address);
    let person = Person::new();
    let gift = person.donation(3000);
    let form = donor.client.get(donor.absolute("/forms/don")).send().await.unwrap().text().await.unwrap();
    let (key, shown) = (hidden(&form, "idempotency_key"), hidden(&form, "shown"));
    let (status, page) = donor.post_form("don", key, &with(&gift, "shown", shown)).await;
    assert_eq!((status, code(&page)), (StatusCode::UNPROCESSABLE_ENTITY, "robot_suspected"));
    assert_eq!((hidden(&page, "idempotency_key"), hidden(&page, "shown")), (key, shown), "its time counts on");
    assert!(page.contains(&person.email));

    // Missing, another form's, another key's, a day old: the page that comes back has a time that counts.
    let (minute_ago, two_days_ago) = (signed("don", key, 61), signed("don", key, 2 * 24 * 3600));
    for bad in ["", &signed("both", key, 61), &signed("don", &donor.key(), 61), &two_days_ago] {
        let (status, page) = donor.post_form("don", key, &with(&gift, "shown", bad)).await;
        assert_eq!((status, code(&page)), (StatusCode::UNPROCESSABLE_ENTITY, "page_expired"));
        assert!(page.contains(&person.email) && hidden(&page, "shown") != bad);
    }
    assert_eq!(donor.post_form("don", key, &with(&gift, "shown", &minute_ago)).await.0, StatusCode::SEE_OTHER);
    donor.only_transaction(&person).await;
    // Scripts have other means.
    assert_eq!(donor.post_json("don", &donor.key(), &gift).await.0, StatusCode::CREATED);
}

/// The time of a form that was shown so many seconds ago.
fn signed(form: &str, key: &str, seconds: i64) -> String {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let (secret, key) = (RelaySecret::new(SECRET.into()), IdempotencyKey::parse(key).unwrap());
    FormStamp::at(&secret, form, &key, now - seconds).as_str().to_owned()
}

#[tokio::test]
async fn each_address_keeps_a_pace_and_none_is_kept() {
    let distant = TestDistant::start(DISTANT).await;
    let guard =
        "[guard]\nposts_per_minute = 1\ntrusted_proxies = [\"127.0.0.1\"]\nclient_header = \"x-forwarded-for\"\n";
    let origin = Origin::with(&distant.address, guard);
    let mut relay = origin.spawn(free_address()).await;
    let donor = Donor::new(&relay.address, &distant.address);
    let person = Person::new();
    let send = async |address: &str, json: bool| -> Response {
        let request = donor.client.post(donor.absolute("/forms/don")).header("x-forwarded-for", address);
        let request = match json {
            true => request.header("idempotency-key", donor.key()).json(&person.donation(3000)),
            false => request.header("accept", "text/html").form(&[("email", &person.email)]),
        };
        request.send().await.unwrap()
    };
    assert_eq!(send("203.0.113.201", true).await.status(), StatusCode::CREATED);
    let early = send("203.0.113.201", true).await;
    assert_eq!(early.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = early.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(early.json::<Value>().await.unwrap()["code"], "busy");
    let early = send("203.0.113.201", false).await;
    assert_eq!(early.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(early.headers().contains_key("retry-after"));
    let page = early.text().await.unwrap();
    assert!(code(&page) == "busy" && page.contains(&person.email));
    // Another address, and an IPv6 network, which is one.
    assert_eq!(send("203.0.113.202", true).await.status(), StatusCode::CREATED);
    assert_eq!(send("2001:db8:7:7::1", true).await.status(), StatusCode::CREATED);
    assert_eq!(send("2001:db8:7:7:ffff::2", true).await.status(), StatusCode::TOO_MANY_REQUESTS);

    relay.kill();
    assert_eq!(search(&origin.folder, &["203.0.113.20", "2001:db8:7:7"]), []);
}
