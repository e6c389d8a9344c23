//! The messages: signed as Stripe signs them, and delivered as well or as badly as Stripe may.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// How messages are delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Each one once.
    Once,
    /// Each one three times.
    Thrice,
    /// Each one twice, in the same instant.
    Together,
    /// Not now: late, in another order, or never.
    Kept,
}

/// Returns the header of a message.
pub fn signature(secret: &str, time: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(&[time.to_string().as_bytes(), b".", body].concat());
    format!("t={time},v1={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

/// The status of a message that nobody answered.
pub const UNANSWERED: u16 = 0;

/// Delivers messages. Returns the statuses with which that was answered.
pub async fn deliver(
    http: &reqwest::Client,
    endpoint: &str,
    delivery: Delivery,
    events: &[Value],
    now: i64,
) -> Vec<u16> {
    let mut statuses = Vec::new();
    for event in events {
        super::record("object", "event", event);
        let body = event.to_string();
        let header = signature(super::ENDPOINT_SECRET, now, body.as_bytes());
        super::record("message", &header, &Value::from(body.clone()));
        let post = || async {
            let request = http.post(endpoint).header("stripe-signature", &header).body(body.clone());
            let answer = request.header("content-type", "application/json").send().await;
            answer.map_or(UNANSWERED, |answer| answer.status().as_u16())
        };
        match delivery {
            Delivery::Kept => {}
            Delivery::Once => statuses.push(post().await),
            Delivery::Thrice => statuses.extend([post().await, post().await, post().await]),
            Delivery::Together => {
                let (one, other) = tokio::join!(post(), post());
                statuses.extend([one, other]);
            }
        }
    }
    statuses
}
