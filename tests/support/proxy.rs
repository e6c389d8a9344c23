//! A proxy before the distant that can hold what goes through it: a request before the distant hears it, or its answer
//! after the distant has done the work. What a relay asks on its own, at its start too, goes through.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::origin::client;

pub struct Proxy {
    pub address: String,
    gates: Arc<Gates>,
}

struct Gates {
    distant: String,
    client: reqwest::Client,
    requests_open: watch::Sender<bool>,
    answers_open: watch::Sender<bool>,
    request_seen: watch::Sender<bool>,
    answer_seen: watch::Sender<bool>,
    held: watch::Sender<usize>,
}

impl Proxy {
    /// Starts a proxy, with everything let through.
    pub async fn start(distant: &str) -> Self {
        let gate = |open| watch::Sender::new(open);
        let gates = Arc::new(Gates {
            distant: distant.to_owned(),
            client: client(),
            requests_open: gate(true),
            answers_open: gate(true),
            request_seen: gate(false),
            answer_seen: gate(false),
            held: watch::Sender::new(0),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&gates));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, gates }
    }

    pub fn hold_requests(&self) {
        self.gates.requests_open.send_replace(false);
    }

    pub fn let_requests_through(&self) {
        self.gates.requests_open.send_replace(true);
    }

    pub fn hold_answers(&self) {
        self.gates.answers_open.send_replace(false);
    }

    pub fn let_answers_through(&self) {
        self.gates.answers_open.send_replace(true);
    }

    /// Waits until a request has come, which may be held.
    pub async fn request_held(&self) {
        until(&self.gates.request_seen).await;
    }

    /// Waits until so many requests are held.
    pub async fn requests_held(&self, count: usize) {
        self.gates.held.subscribe().wait_for(|held| *held == count).await.unwrap();
    }

    /// Waits until the distant has answered; the answer may be held.
    pub async fn answer_held(&self) {
        until(&self.gates.answer_seen).await;
    }
}

async fn until(gate: &watch::Sender<bool>) {
    gate.subscribe().wait_for(|open| *open).await.unwrap();
}

async fn pass(State(gates): State<Arc<Gates>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let of_a_donor = ["action=start", "action=updatestatus"].iter().any(|verb| uri.query().unwrap().contains(verb));
    if of_a_donor {
        gates.request_seen.send_replace(true);
        gates.held.send_modify(|held| *held += 1);
        until(&gates.requests_open).await;
        gates.held.send_modify(|held| *held -= 1);
    }
    let content_type = headers.get(header::CONTENT_TYPE).unwrap().clone();
    let request =
        gates.client.post(format!("{}{uri}", gates.distant)).header(header::CONTENT_TYPE, content_type).body(body);
    let Ok(answer) = request.send().await else {
        return Response::builder().status(502).body(Body::from("no distant behind")).unwrap();
    };
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    if of_a_donor {
        gates.answer_seen.send_replace(true);
        until(&gates.answers_open).await;
    }
    Response::builder().status(status).body(Body::from(body)).unwrap()
}
