//! The account against a double of Stripe.

mod client;
mod localstripe;
mod stories;

#[allow(dead_code, reason = "what the tests of the whole relay take")]
#[path = "../../../../../tests/support/stripe/mod.rs"]
mod double;

use super::account::{Account, HintError};
use super::client::StripeClient;
use super::key::ApiKey;
use super::signature::{HEADER, WebhookSecrets};
use crate::relay::payments::provider::Observed;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use double::{ENDPOINT_SECRET, KEY, Stripe};
use std::sync::{Arc, Mutex};

/// The double's time, in seconds since 1970.
const NOW: i64 = 1_798_761_600;

async fn setting() -> (Stripe, StripeClient) {
    let stripe = Stripe::start(NOW).await;
    let client = client(&stripe, KEY);
    (stripe, client)
}

fn client(stripe: &Stripe, key: &str) -> StripeClient {
    StripeClient::new(&stripe.address, ApiKey::new(key.into()).unwrap()).unwrap()
}

fn account(client: StripeClient) -> Account {
    Account::new(client, WebhookSecrets::new(vec![ENDPOINT_SECRET.into()]).unwrap())
}

/// An endpoint that takes messages as the relay does, by the time `NOW`.
struct Endpoint {
    address: String,
    /// What was seen at each message.
    seen: Arc<Mutex<Vec<Observed>>>,
}

impl Endpoint {
    async fn start(account: Arc<Account>) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = seen.clone();
        let take = async move |headers: HeaderMap, body: Bytes| {
            let signature = headers.get(HEADER).map(|it| it.to_str().unwrap());
            match account.hint(signature, &body, NOW) {
                Ok(hint) => {
                    if let Some(hint) = hint {
                        let reading = account.observe(&hint.object).await.unwrap();
                        told.lock().unwrap().extend(reading);
                    }
                    StatusCode::NO_CONTENT
                }
                Err(HintError::Unsigned | HintError::Signature(_) | HintError::Unreadable) => StatusCode::BAD_REQUEST,
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new().fallback(take);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, seen }
    }

    /// Returns what was seen since the last time.
    fn seen(&self) -> Vec<Observed> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }
}
