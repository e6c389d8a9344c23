//! Promise: a form takes payments from the moment that it opens to the moment that it closes, by the relay's clock, also
//! where somebody was shown its page before.

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, TAGS_KEY};
use crate::support::person::Person;
use campagnodon::relay::Clock;
use reqwest::StatusCode;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
/// 2026-11-30 23:30 UTC, in milliseconds.
const HALF_AN_HOUR_BEFORE: i64 = 1_796_081_400_000;

const DATED: &str = r#"
[forms.dated]
distant = "main"
campaign = 1
operations = "donation"
opens = 2026-12-01
closes = 2026-12-01T03:00:00+01:00
closed_link = { url = "/autre", label = "Another" }
[tags]
key = { file = "tags.key" }
[[tags.campaigns]]
distant = "main"
id = 1
opens = 2026-12-01
closes = 2026-12-01T03:00:00+01:00
"#;

async fn page(donor: &Donor) -> String {
    let request = donor.client.get(donor.absolute("/forms/dated")).header("accept-encoding", "identity");
    request.send().await.unwrap().text().await.unwrap()
}

/// The form of a tag, and whether the catalogue says that it is closed.
async fn tag(donor: &Donor) -> (String, bool) {
    let ask = |path: &str| donor.client.get(donor.absolute(path)).bearer_auth(TAGS_KEY).send();
    let form = ask("/tags/form?origine=main&id=1&type=don").await.unwrap().text().await.unwrap();
    let catalogue: serde_json::Value = ask("/tags").await.unwrap().json().await.unwrap();
    (form, catalogue["campaigns"][0]["closed"].as_bool().unwrap())
}

#[tokio::test]
async fn before_during_and_after() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::with(&distant.address, DATED);
    let clock = Clock::fixed(HALF_AN_HOUR_BEFORE);
    let donor = Donor::new(&origin.serve_at(clock.clone()).await, &distant.address);
    let gift = || Person::new().donation(3000);

    let before = page(&donor).await;
    assert!(!before.contains("<form") && before.contains("ouvre le 1er décembre 2026"), "{before}");
    assert!(tag(&donor).await.0.contains("ouvre le 1er décembre 2026") && tag(&donor).await.1);
    assert_eq!(donor.post_json("dated", &donor.key(), &gift()).await.0, StatusCode::GONE);
    let (status, refused) = donor.post_form("dated", &donor.key(), &gift()).await;
    assert!(status == StatusCode::GONE && refused.contains("ouvre le"), "{refused}");

    clock.advance(HOUR);
    let open = page(&donor).await;
    assert!(open.contains("<form") && !open.contains("ouvre le"));
    assert!(tag(&donor).await.0.contains("<form") && !tag(&donor).await.1);
    let payment = donor.give("dated", &gift()).await;

    clock.advance(HOUR);
    assert!(page(&donor).await.contains("<form"), "1:30 UTC is half an hour before the end");
    clock.advance(HOUR);
    let over = page(&donor).await;
    assert!(!over.contains("<form") && over.contains("terminée") && over.contains("href=\"/autre\""), "{over}");
    assert!(tag(&donor).await.0.contains("terminée") && tag(&donor).await.1);
    assert_eq!(donor.post_json("dated", &donor.key(), &gift()).await.0, StatusCode::GONE);
    // Who was led to the bank in time can still pay.
    assert_eq!(donor.press(&payment, "pay").await, StatusCode::SEE_OTHER);
}
