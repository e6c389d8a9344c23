//! Where `CAMPAGNODON_LOCALSTRIPE` names the program [localstripe](https://github.com/adrienverge/localstripe) (PyPI, 1.15),
//! another author's double: how requests are written, what a payment and a refund look like, and how messages are signed.
//! It has no Checkout and no idempotency, and takes refunds of more than was paid; so no more than this is tried.

use super::*;
use crate::relay::payments::stripe::objects::{Id, IntentStatus, PaymentIntent};
use axum::http::HeaderMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc;

/// The program, until the test is over.
struct Localstripe(Child);

impl Drop for Localstripe {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn post(address: &str, path: &str, fields: &[(&str, &str)]) -> serde_json::Value {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let request = http.post(format!("{address}{path}")).bearer_auth(KEY).form(fields);
    // What it is configured by is answered with nothing.
    serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap_or_default()
}

/// Serves what hands every message on, and returns its address.
async fn listener() -> (String, mpsc::UnboundedReceiver<(String, Bytes)>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let take = move |headers: HeaderMap, body: Bytes| {
        let _ = sender.send((headers[HEADER].to_str().unwrap().to_owned(), body));
        std::future::ready(StatusCode::OK)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(take);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, receiver)
}

#[tokio::test]
async fn another_authors_double_understands_us_and_is_understood() {
    let Some(program) = std::env::var_os("CAMPAGNODON_LOCALSTRIPE") else {
        println!("not tried: CAMPAGNODON_LOCALSTRIPE names no program");
        return;
    };
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = std::env::temp_dir().join(format!("campagnodon-localstripe-{port}"));
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(program);
    command.args(["--from-scratch", "--port", &port.to_string()]).env("TMPDIR", &folder);
    let _running = Localstripe(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    for tries in 0.. {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            break;
        }
        assert!(tries < 500, "it does not answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let address = format!("http://127.0.0.1:{port}");
    let (endpoint, mut messages) = listener().await;
    post(&address, "/_config/webhooks/ours", &[("url", &endpoint), ("secret", ENDPOINT_SECRET)]).await;
    let ours = [("metadata[idx]", "site/1"), ("metadata[attempt]", "1")];
    let payment = [("amount", "1550"), ("currency", "eur"), ("payment_method", "pm_card_visa"), ("confirm", "true")];
    let made = post(&address, "/v1/payment_intents", &[&payment[..], &ours].concat()).await;

    let client = StripeClient::new(&address, ApiKey::new(KEY.into()).unwrap()).unwrap();
    let id = Id::try_from(made["id"].as_str().unwrap().to_owned()).unwrap();
    let intent: PaymentIntent = client.payment_intent(&id).await.unwrap();
    assert_eq!((intent.status, intent.amount), (IntentStatus::Succeeded, 1550));
    assert_eq!((intent.metadata.idx.as_deref(), intent.metadata.attempt.as_deref()), (Some("site/1"), Some("1")));
    assert_eq!(client.give_back(&id, 500, "refund-1").await.unwrap().amount, 500);
    let charge = client.payment_intent(&id).await.unwrap().latest_charge.unwrap();
    assert_eq!(charge.object().unwrap().amount_refunded, 500);

    let (signature, body) = messages.recv().await.unwrap();
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let account = account(client);
    assert!(account.hint(Some(&signature), &body, now).is_ok());
    assert!(account.hint(Some(&signature), &[&body[..], b" "].concat(), now).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}
