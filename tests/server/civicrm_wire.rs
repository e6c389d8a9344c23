//! Promise: the CiviCRM client says on the wire what the original plugin says, and never mistakes an answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use campagnodon::distant::civicrm::{CivicrmClient, CivicrmSettings};
use campagnodon::distant::{Distant, DistantError};
use campagnodon::protocol::{
    Amount, Contact, Contribution, Frequency, Identity, Operation, OperationType, RecurringStatus, Start, Started,
    Status, StatusUpdate,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

type Got = (Uri, HeaderMap, Vec<(String, String)>);

/// What the stub got, and what it answers.
struct Stub {
    answer: (StatusCode, &'static [(&'static str, &'static str)], String),
    got: Mutex<Option<Got>>,
}

impl Stub {
    /// A server that answers so, and a client of it.
    async fn new(status: u16, headers: &'static [(&str, &str)], body: impl Into<String>) -> (Arc<Self>, CivicrmClient) {
        let answer = (StatusCode::from_u16(status).unwrap(), headers, body.into());
        let stub = Arc::new(Self { answer, got: Mutex::new(None) });
        let router = Router::new().fallback(Self::handle).with_state(stub.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = CivicrmClient::new(settings(&listener)).unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (stub, client)
    }

    async fn handle(State(stub): State<Arc<Self>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
        let fields = serde_urlencoded::from_bytes(&body).unwrap();
        *stub.got.lock().unwrap() = Some((uri, headers, fields));
        let (status, headers, body) = &stub.answer;
        let mut response = (*status, body.clone()).into_response();
        for (name, value) in *headers {
            response.headers_mut().insert(*name, value.parse().unwrap());
        }
        response
    }

    /// The address and the JSON of the last request, after a look at the rest of it.
    fn got(&self) -> (String, serde_json::Value) {
        let (uri, headers, fields) = self.got.lock().unwrap().take().expect("nothing was sent");
        assert_eq!(headers["user-agent"], "curl");
        assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
        let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["key", "api_key", "json"]);
        assert_eq!((fields[0].1.as_str(), fields[1].1.as_str()), ("site-secret", "user&secret"));
        (uri.to_string(), serde_json::from_str(&fields[2].1).unwrap())
    }
}

fn settings(listener: &TcpListener) -> CivicrmSettings {
    let server = format!("http://{}", listener.local_addr().unwrap());
    CivicrmSettings::new(server, "site-secret".into(), "user&secret".into())
}

fn gift() -> Start {
    Start {
        idx: "site/1".into(),
        operation_type: OperationType::first(Operation::Donation, Frequency::Monthly),
        contact: Contact { email: "anne+gift@example.org".into(), identity: Identity::UNKNOWN },
        contributions: vec![Contribution {
            financial_type: "Donation".into(),
            amount: Amount::from_euros(30).unwrap(),
            membership: None,
            membership_option: None,
        }],
        optional_subscriptions: Vec::new(),
        campaign_id: 7,
        source: Some("Été & Cie".into()),
        payment_url: "https://example.org/pay?a=1&b=2".into(),
        transaction_url: "https://example.org/admin/1".into(),
    }
}

const PATH: &str = "/sites/all/modules/civicrm/extern/rest.php?entity=Campagnodon&action=";

#[tokio::test]
async fn start_is_sent_as_the_original_plugin_sends_it() {
    let answer = r#"{"is_error":0,"count":1,"id":5,"values":[{"id":5,"status":"init","recurring_status":"init"}]}"#;
    let (stub, client) = Stub::new(200, &[], answer).await;
    let started = client.start(&gift()).await;
    assert_eq!(started, Ok(Started { status: Status::Init, recurring_status: Some(RecurringStatus::Init) }));
    let (uri, json) = stub.got();
    assert_eq!(uri, format!("{PATH}start"));
    let expected = serde_json::json!({
        "version": 3, "sequential": 1, "campagnodon_version": "1", "email": "anne+gift@example.org",
        "source": "Été & Cie", "operation_type": "monthly_donation", "is_recurring": true,
        "contributions": [{"financial_type": "Donation", "amount": "30", "currency": "EUR", "source": "Été & Cie"}],
        "campaign_id": "7", "transaction_idx": "site/1", "payment_url": "https://example.org/pay?a=1&b=2",
        "transaction_url": "https://example.org/admin/1", "optional_subscriptions": [],
    });
    assert_eq!(json, expected);
}

#[tokio::test]
async fn the_other_actions() {
    let (stub, client) = Stub::new(200, &[], r#"{"is_error":0,"values":[{"id":1,"value":"ok"}]}"#).await;
    assert_eq!(client.test().await, Ok(()));
    let (uri, json) = stub.got();
    assert_eq!(uri, format!("{PATH}test"));
    assert_eq!(json, serde_json::json!({"version": 3, "sequential": 1, "magicword": "sesame"}));

    // The last row counts.
    let answer =
        r#"{"is_error":0,"values":[{"status":"init"},{"status":"double_membership","recurring_status":null}]}"#;
    let (stub, client) = Stub::new(200, &[], answer).await;
    let update = StatusUpdate {
        idx: "site/1".into(),
        status: Status::Completed,
        payment_instrument: Some("Debit Card".into()),
        recurring_status: None,
    };
    let said = client.update_status(&update).await;
    assert_eq!(said, Ok(Started { status: Status::DoubleMembership, recurring_status: None }));
    let (uri, json) = stub.got();
    assert_eq!(uri, format!("{PATH}updatestatus"));
    let expected = serde_json::json!({"version": 3, "sequential": 1, "transaction_idx": "site/1",
        "status": "completed", "payment_instrument": "Debit Card", "recurring_status": null});
    assert_eq!(json, expected);

    let answer = r#"{"is_error":0,"count":1,"id":0,"values":[{"id":5,"last_name":"Martin","phone":null,"city":""}]}"#;
    let (stub, client) = Stub::new(200, &[], answer).await;
    let details = client.billing_details("site/1").await.unwrap();
    assert_eq!(details.last_name, Some("Martin".into()));
    assert_eq!((details.phone, details.city), (None, None));
    let (uri, json) = stub.got();
    assert_eq!(uri, format!("{PATH}Dsp2info"));
    assert_eq!(json, serde_json::json!({"version": 3, "sequential": 1, "transaction_idx": "site/1"}));

    let answer = r#"{"is_error":0,"values":[{"id":"3","title":"T","goal_revenue":"10000.00","current_revenue":0}]}"#;
    let (stub, client) = Stub::new(200, &[], answer).await;
    let campaigns = client.campaigns().await.unwrap();
    assert_eq!((campaigns[0].id, campaigns[0].goal_cents, campaigns[0].raised_cents), (3, Some(1_000_000), Some(0)));
    let (uri, json) = stub.got();
    assert_eq!(uri, format!("{PATH}campaign"));
    assert_eq!(json, serde_json::json!({"version": 3, "sequential": 1, "options": {"limit": 10000}}));
}

#[tokio::test]
async fn answers_that_are_not_of_the_protocol() {
    let garbled =
        |status, seconds: Option<u64>| DistantError::Garbled { status, retry_after: seconds.map(Duration::from_secs) };
    let row = r#"{"is_error":0,"values":[]}"#;
    for (status, headers, body, expected) in [
        (200, &[][..], "<html>oops</html>", garbled(200, None)),
        (200, &[], "", garbled(200, None)),
        (200, &[], r#"{"values":[{"status":"init"}]}"#, garbled(200, None)),
        (200, &[], r#"{"is_error":0,"values":[{"status":"paid"}]}"#, garbled(200, None)),
        (200, &[], row, garbled(200, None)),
        (503, &[("retry-after", "120")], "later", garbled(503, Some(120))),
        (503, &[("retry-after", "tomorrow")], "later", garbled(503, None)),
        (500, &[], r#"{"is_error":1,"error_code":"internal"}"#, garbled(500, None)),
        (302, &[("location", "/elsewhere")], "", garbled(302, None)),
    ] {
        let (_, client) = Stub::new(status, headers, body).await;
        assert_eq!(client.start(&gift()).await, Err(expected), "{status} {body}");
    }
    let (_, client) = Stub::new(200, &[], " ".repeat((1 << 20) + 1)).await;
    assert_eq!(client.start(&gift()).await, Err(garbled(200, None)));
}

#[tokio::test]
async fn refusals_do_not_quote_what_may_be_personal() {
    let answer = r#"{"is_error":1,"error_message":"bad anne@example.org","error_code":"email_invalid"}"#;
    let (_, client) = Stub::new(200, &[], answer).await;
    let refused = |message: Option<&str>| DistantError::Refused {
        code: Some("email_invalid".into()),
        message: message.map(Into::into),
    };
    assert_eq!(client.start(&gift()).await, Err(refused(None)));
    assert_eq!(client.billing_details("site/1").await, Err(refused(None)));
    assert_eq!(client.test().await, Err(refused(Some("bad anne@example.org"))));

    let (_, client) = Stub::new(200, &[], r#"{"is_error":1,"error_code":0,"error_message":"no"}"#).await;
    assert_eq!(client.start(&gift()).await, Err(DistantError::Refused { code: None, message: None }));
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = CivicrmClient::new(settings(&listener)).unwrap();
    drop(listener);
    assert_eq!(client.start(&gift()).await, Err(DistantError::Unreachable));
}

#[tokio::test]
async fn a_server_that_hangs() {
    // Connections are taken by the system and never read.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = CivicrmClient::new(CivicrmSettings { timeout: Duration::from_millis(100), ..settings(&listener) });
    assert_eq!(client.unwrap().start(&gift()).await, Err(DistantError::Unanswered));
}

#[tokio::test]
async fn a_server_that_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = CivicrmClient::new(settings(&listener)).unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let _ = connection.read(&mut [0; 4096]).await;
            let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"is_error\":0").await;
        }
    });
    assert_eq!(client.start(&gift()).await, Err(DistantError::Unanswered));
}
