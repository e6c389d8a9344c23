//! A CiviCRM that plays what a real one was recorded to answer: under WordPress, with what a test makes it say next.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// The one path at which it answers.
pub const PATH: &str = "wp-json/civicrm/v3/rest";

/// An answer: the HTTP status and the body.
pub type Answer = (u16, String);

/// What was asked: the action and its parameters.
pub type Asked = (String, Value);

#[derive(Default)]
struct Script {
    /// Said to the next requests of an action, one after the other.
    next: HashMap<String, VecDeque<Answer>>,
    /// Said to every request, while it is there.
    always: Option<Answer>,
    asked: Vec<Asked>,
}

/// The server; it does what it is asked unless a test says otherwise.
#[derive(Clone)]
pub struct Civicrm {
    pub address: String,
    script: Arc<Mutex<Script>>,
}

impl Civicrm {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let civicrm = Self { address: format!("http://{}", listener.local_addr().unwrap()), script: Arc::default() };
        let router =
            Router::new().route(&format!("/{PATH}"), axum::routing::post(rest)).with_state(civicrm.script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        civicrm
    }

    /// Returns the line of the settings that says where it answers; it belongs to `[distants.main]`.
    pub fn server(&self) -> String {
        format!("{}\"\n    path = \"{PATH}", self.address)
    }

    /// Says this to the next request of an action, after what it is to say before.
    pub fn say(&self, action: &str, answer: Answer) -> &Self {
        self.script.lock().unwrap().next.entry(action.to_owned()).or_default().push_back(answer);
        self
    }

    /// Says this to every request, until [`Self::mend`].
    pub fn always(&self, answer: Answer) {
        self.script.lock().unwrap().always = Some(answer);
    }

    /// Does what it is asked again.
    pub fn mend(&self) {
        self.script.lock().unwrap().always = None;
    }

    /// Returns what it was asked to do, in order.
    pub fn asked(&self, action: &str) -> Vec<Value> {
        let script = self.script.lock().unwrap();
        script.asked.iter().filter(|(name, _)| name == action).map(|(_, params)| params.clone()).collect()
    }
}

/// Returns APIv3's envelope of a refusal.
pub fn refusal(envelope: Value) -> Answer {
    let mut all = json!({"is_error": 1, "entity": "Campagnodon"});
    all.as_object_mut().unwrap().extend(envelope.as_object().unwrap().clone());
    (200, all.to_string())
}

/// Returns the answer of `start` and `updatestatus`.
pub fn row(status: &str, recurring_status: &Value) -> Answer {
    let row = json!({"id": 5, "status": status, "recurring_status": recurring_status});
    (200, json!({"is_error": 0, "version": 3, "count": 1, "id": 5, "values": [row]}).to_string())
}

async fn rest(
    State(script): State<Arc<Mutex<Script>>>,
    Query(query): Query<HashMap<String, String>>,
    body: Bytes,
) -> Response {
    let fields: HashMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap();
    let params: Value = serde_json::from_str(&fields["json"]).unwrap();
    let action = query["action"].to_ascii_lowercase();
    let (status, body) = script.lock().unwrap().answer(&action, params);
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body).into_response()
}

impl Script {
    fn answer(&mut self, action: &str, params: Value) -> Answer {
        self.asked.push((action.to_owned(), params.clone()));
        if let Some(always) = &self.always {
            return always.clone();
        }
        if let Some(next) = self.next.get_mut(action).and_then(VecDeque::pop_front) {
            return next;
        }
        match action {
            "start" => row("init", &params.get("is_recurring").map_or(Value::Null, |_| json!("init"))),
            "updatestatus" => row(params["status"].as_str().unwrap(), &params["recurring_status"]),
            "campaign" => {
                let rows = [json!({"id": "1", "title": "Spring"}), json!({"id": "99", "title": "Autumn"})];
                (200, json!({"is_error": 0, "values": rows}).to_string())
            }
            // The API user may use the extension, and nothing else.
            "getoptions" | "get" => refusal(json!({"error_code": "unauthorized", "error_message":
                "API permission check failed for Contribution/getoptions call; insufficient permission: require x"})),
            "test" => (200, json!({"is_error": 0, "values": [{"id": 1, "value": "ok"}]}).to_string()),
            _ => (200, json!({"is_error": 0, "values": []}).to_string()),
        }
    }
}
