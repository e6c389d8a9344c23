//! Promise: the CiviCRM client and the standalone distant understand each other; the standalone one refuses what a CiviCRM 6.17
//! refuses and plays its faults, and keeps what it promises beyond it: no double, no second look at billing details, no
//! page for strangers.

mod couples;
mod faults;
mod values;

use crate::support::distant::{API_KEY, SITE_KEY, TestDistant};
use campagnodon::distant::civicrm::{CivicrmClient, CivicrmSettings};
use campagnodon::distant::standalone::{Standalone, StandaloneError, StandaloneSettings, listen};
use campagnodon::distant::{Distant, DistantError};
use campagnodon::protocol::{
    Amount, BillingDetails, Contact, Contribution, Frequency, Identity, Operation, OperationType, OptionalSubscription,
    Recipient, RecurringStatus, Start, Started, Status, StatusUpdate, When,
};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const SETTINGS: &str = r#"
    dedupe = "email"
    campaigns = [{ id = 7, title = "Spring", goal = 1000, start_date = "2026-03-01" }, { id = 8, title = "Other" }]
    groups = [{ name = "news" }]
    tags = [{ name = "volunteer" }]
    membership_types = [{ name = "Member", period = "fixed" }]
"#;

fn client(server: &TestDistant) -> CivicrmClient {
    CivicrmClient::new(CivicrmSettings::new(&server.address, SITE_KEY.into(), API_KEY.into())).unwrap()
}

fn gift(idx: &str) -> Start {
    Start {
        idx: idx.into(),
        operation_type: OperationType::first(Operation::Donation, Frequency::Once),
        contact: Contact { email: "anne@example.org".into(), identity: Identity::UNKNOWN },
        contributions: vec![contribution("Donation", 1250)],
        optional_subscriptions: Vec::new(),
        campaign_id: 7,
        source: Some("site".into()),
        payment_url: "https://example.org/pay?a=1&b=2".into(),
        transaction_url: "https://example.org/admin/1".into(),
    }
}

fn contribution(financial_type: &str, cents: u64) -> Contribution {
    Contribution {
        financial_type: financial_type.into(),
        amount: Amount::from_cents(cents).unwrap(),
        membership: None,
        membership_option: None,
    }
}

fn membership(idx: &str) -> Start {
    let mut dues = contribution("Member Dues", 3000);
    dues.membership = Some("Member".into());
    dues.membership_option = Some(("custom_3".into(), true));
    let subscription = |kind: &str, key: &str, when| OptionalSubscription {
        name: key.into(),
        kind: kind.into(),
        key: Some(key.into()),
        when,
    };
    Start {
        operation_type: OperationType::first(Operation::Membership, Frequency::Yearly),
        contact: Contact {
            email: "anne@example.org".into(),
            identity: Identity::Recipient(Recipient {
                title: Some("Ms.".into()),
                first_name: "Anne <b>".into(),
                last_name: "Martin".into(),
                birth_date: Some("1970-12-31".into()),
                street_address: "1 rue Haute".into(),
                supplemental_address_1: None,
                supplemental_address_2: None,
                postal_code: "75001".into(),
                city: "Paris".into(),
                country: "FR".into(),
                phone: Some("+33 1 02 03 04 05".into()),
            }),
        },
        contributions: vec![dues, contribution("Donation", 500)],
        optional_subscriptions: vec![
            subscription("group", "news", When::Init),
            subscription("tag", "volunteer", When::Completed),
            subscription("opt-in", "do_not_trade", When::Completed),
        ],
        ..gift(idx)
    }
}

fn update(idx: &str, status: Status) -> StatusUpdate {
    StatusUpdate { idx: idx.into(), status, payment_instrument: Some("Debit Card".into()), recurring_status: None }
}

fn is_refused<T>(result: &Result<T, DistantError>) -> bool {
    matches!(result, Err(DistantError::Refused { .. }))
}

/// The answer to a call with the right keys.
async fn call(server: &TestDistant, path: &str, action: &str, params: &Value) -> (u16, Value) {
    let fields = [("key", SITE_KEY), ("api_key", API_KEY), ("json", &params.to_string())];
    let address = format!("{}/{path}?entity=Campagnodon&action={action}", server.address);
    let answer = crate::support::origin::client().post(address).form(&fields).send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

async fn seen(server: &TestDistant, idx: &str) -> Value {
    let list: Value = get(&format!("{}/transactions.json?idx={idx}", server.address), None).await.json().await.unwrap();
    list[0].clone()
}

async fn get(address: &str, host: Option<&str>) -> reqwest::Response {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let request = reqwest::Client::builder().no_proxy().build().unwrap().get(address);
    match host {
        Some(host) => request.header("host", host),
        None => request,
    }
    .send()
    .await
    .unwrap()
}

#[tokio::test]
async fn a_membership_from_start_to_paid() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    let started = client.start(&membership("site/1")).await;
    assert_eq!(started, Ok(Started { status: Status::Init, recurring_status: Some(RecurringStatus::Init) }));
    let promised = seen(&server, "site/1").await;
    assert_eq!(promised["contact"]["groups"], json!(["news"]));
    assert_eq!((&promised["contact"]["tags"], &promised["contact"]["do_not_trade"]), (&json!([]), &json!(true)));
    let parts = |status: &str| {
        json!([
            {"financial_type": "Member Dues", "amount": "30.00", "status": status, "membership_type": "Member"},
            {"financial_type": "Donation", "amount": "5.00", "status": status, "membership_type": null},
        ])
    };
    assert_eq!(promised["contributions"], parts("promised"));

    let details = client.billing_details("site/1").await.unwrap();
    let expected = BillingDetails {
        last_name: Some("Martin".into()),
        first_name: Some("Anne <b>".into()),
        email: Some("anne@example.org".into()),
        street_address: Some("1 rue Haute".into()),
        postal_code: Some("75001".into()),
        city: Some("Paris".into()),
        country: Some("FR".into()),
        phone: Some("+33 1 02 03 04 05".into()),
        ..BillingDetails::default()
    };
    assert_eq!(details, expected);

    let ongoing =
        StatusUpdate { recurring_status: Some(RecurringStatus::Ongoing), ..update("site/1", Status::Completed) };
    let paid = client.update_status(&ongoing).await;
    assert_eq!(paid, Ok(Started { status: Status::Completed, recurring_status: Some(RecurringStatus::Ongoing) }));
    let paid = seen(&server, "site/1").await;
    assert_eq!(paid["contributions"], parts("Completed"));
    assert_eq!((&paid["contact"]["tags"], &paid["contact"]["do_not_trade"]), (&json!(["volunteer"]), &json!(false)));
    assert_eq!(
        (&paid["memberships"][0]["option"], &paid["payment_instrument"]),
        (&json!("custom_3:1"), &json!("Debit Card"))
    );
    assert!(is_refused(&client.billing_details("site/1").await));

    let campaigns = client.campaigns().await.unwrap();
    assert_eq!((campaigns[0].goal_cents, campaigns[0].raised_cents), (Some(100_000), Some(3500)));
    assert_eq!((campaigns[1].id, campaigns[1].goal_cents, campaigns[1].raised_cents), (8, None, None));
}

#[tokio::test]
async fn who_is_a_member_already() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    for (idx, expected) in [("site/1", Status::Completed), ("site/2", Status::DoubleMembership)] {
        client.start(&membership(idx)).await.unwrap();
        assert_eq!(client.update_status(&update(idx, Status::Completed)).await.unwrap().status, expected);
    }
    let double = seen(&server, "site/2").await;
    assert_eq!(double["memberships"][0]["cancelled"], "already_member");
    assert_eq!(double["contributions"][0]["status"], "Completed");
    // Set back and paid again, the first is still no double of itself.
    for (status, expected) in [(Status::Cancelled, Status::Cancelled), (Status::Completed, Status::Completed)] {
        assert_eq!(client.update_status(&update("site/1", status)).await.unwrap().status, expected);
    }
}

#[tokio::test]
async fn billing_details_do_not_open_again() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    client.start(&gift("site/1")).await.unwrap();
    for status in [Status::Failed, Status::Pending] {
        client.update_status(&update("site/1", status)).await.unwrap();
    }
    client.billing_details("site/1").await.unwrap();
    client.update_status(&update("site/1", Status::Completed)).await.unwrap();
    assert!(is_refused(&client.update_status(&update("site/1", Status::Pending)).await));
    assert!(is_refused(&client.billing_details("site/1").await));
    assert!(is_refused(&client.billing_details("site/2").await));
}

#[tokio::test]
async fn an_idx_is_opened_once() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    client.start(&gift("site/1")).await.unwrap();
    for idx in ["site/1", "SITE/1", "site/1 "] {
        assert!(is_refused(&client.start(&gift(idx)).await), "{idx}");
        assert_eq!(client.update_status(&update(idx, Status::Pending)).await.unwrap().status, Status::Pending);
    }
    client.start(&gift(" site/1")).await.unwrap();
}

#[tokio::test]
async fn a_refused_start_leaves_nothing() {
    let server = TestDistant::start(SETTINGS).await;
    let client = client(&server);
    let subscription = |kind: &str| OptionalSubscription {
        name: "x".into(),
        kind: kind.into(),
        key: Some("nowhere".into()),
        when: When::Init,
    };
    let with = |kind: &str| Start { optional_subscriptions: vec![subscription(kind)], ..gift("site/1") };
    for start in
        [Start { campaign_id: 9, ..gift("site/1") }, with("group"), with("tag"), with("opt-in"), with("letter")]
    {
        assert!(is_refused(&client.start(&start).await), "{:?}", start.optional_subscriptions);
        assert_eq!(seen(&server, "site/1").await, Value::Null);
    }
    client.start(&gift("site/1")).await.unwrap();
    assert_eq!(seen(&server, "site/1").await["contact"]["id"], 1, "a refused start left a contact");
}

#[tokio::test]
async fn statuses_that_come_at_once_make_nothing_twice() {
    let server = TestDistant::start(SETTINGS).await;
    let client = Arc::new(client(&server));
    client.start(&gift("site/1")).await.unwrap();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.update_status(&update("site/1", Status::Completed)).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().status, Status::Completed);
    }
    assert_eq!(client.campaigns().await.unwrap()[0].raised_cents, Some(1250));
}

#[tokio::test]
async fn the_pages_are_for_this_machine_alone() {
    let server = TestDistant::start(SETTINGS).await;
    client(&server).start(&membership("site/1")).await.unwrap();
    let page = get(&format!("{}/", server.address), None).await;
    assert_eq!((page.headers()["cache-control"].as_bytes(), page.status().as_u16()), (&b"no-store"[..], 200));
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let html = page.text().await.unwrap();
    assert!(html.contains("Anne &lt;b&gt; Martin") && html.contains("35.00 €"), "{html}");
    for path in ["/", "/transactions.json"] {
        let answer = get(&format!("{}{path}", server.address), Some("rebound.example.org")).await;
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (404, ""));
    }
    let closed = TestDistant::start("pages = false").await;
    assert_eq!(get(&format!("{}/", closed.address), None).await.status(), 404);
}

#[tokio::test]
async fn only_post_is_served_and_keys_are_not_looked_for_in_the_address() {
    let server = TestDistant::start("").await;
    let address = format!("{}/civicrm/ajax/REST", server.address).to_lowercase();
    let query = format!("?entity=campagnodon&action=TEST&key={SITE_KEY}&api_key={API_KEY}&json=%7B%7D");
    let said: Value = get(&format!("{address}{query}"), None).await.json().await.unwrap();
    assert!(said["error_message"].as_str().unwrap().contains("POST"), "{said}");
    let said: Value =
        reqwest::Client::new().post(format!("{address}{query}")).send().await.unwrap().json().await.unwrap();
    assert!(said["error_message"].as_str().unwrap().starts_with("FATAL"), "{said}");
}

#[tokio::test]
async fn what_stops_the_server_from_starting() {
    let server = TestDistant::start("").await;
    let mut settings: StandaloneSettings =
        toml::from_str("site_key = { env = \"A\" }\napi_key = { env = \"B\" }").unwrap();
    settings.listen = server.address.trim_start_matches("http://").parse().unwrap();
    let busy = listen(&settings).await.unwrap_err().to_string();
    assert!(busy.contains(&format!("cannot listen on {}", settings.listen)), "{busy}");

    let keys = format!("{{ file = '{}' }}", file!());
    let text = format!("site_key = {keys}\napi_key = {keys}\ndatabase = 'no/such/folder/distant.sqlite'");
    let settings: StandaloneSettings = toml::from_str(&text).unwrap();
    let Err(error) = Standalone::open(&settings, Path::new(env!("CARGO_MANIFEST_DIR"))) else { panic!("opened") };
    assert!(matches!(error, StandaloneError::Database { .. }));
    assert!(error.to_string().contains("no/such/folder/distant.sqlite"), "{error}");
}
