//! The double of Stripe as a program, for browsers: its API on one port and on another the pages on which people pay, and
//! what their banks do later. It says on a line of JSON where both are, and ends with its standard input.
#![cfg_attr(target_arch = "wasm32", allow(missing_docs, reason = "an empty crate has none"), no_main)]
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a helper of a test may fail the test")]

mod checkout;
#[allow(dead_code, unused_imports, reason = "what it shares with other tests is all used there")]
#[path = "../support/stripe/mod.rs"]
mod stripe;

use axum::extract::{Form, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use campagnodon::relay::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use stripe::{Act, Delivery, ENDPOINT_SECRET, KEY, Stripe};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let stripe = Stripe::start(Clock::default().now() / 1000).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let pages = format!("http://{}", listener.local_addr().unwrap());
    stripe.shows_pages_at(&pages);
    println!("{}", json!({"api": stripe.address, "pages": pages, "key": KEY, "secret": ENDPOINT_SECRET}));
    tokio::spawn(keep_time(stripe.clone()));
    let router = checkout::router().merge(desk()).with_state(stripe);
    tokio::spawn(async move { axum::serve(listener, router).await });
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())).await.unwrap().unwrap();
}

/// Moves its clock with the system's: a message that was signed long ago is not heard.
async fn keep_time(stripe: Stripe) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    loop {
        second.tick().await;
        stripe.advance(1);
    }
}

/// Makes what a test says of banks and messages, and asks of the account.
fn desk() -> Router<Stripe> {
    Router::new()
        .route("/desk/account", get(account))
        .route("/desk/tells", post(tells))
        .route("/desk/does", post(does))
        .route("/desk/delivers-kept", post(delivers_kept))
}

async fn account(State(stripe): State<Stripe>) -> Json<Value> {
    let sessions: Vec<_> = stripe.sessions().iter().filter_map(|id| stripe.object(id)).collect();
    Json(json!({"sessions": sessions, "charges": stripe.charges()}))
}

/// Where its messages go, and how.
#[derive(Deserialize)]
struct Tells {
    endpoint: String,
    delivery: String,
}

async fn tells(State(stripe): State<Stripe>, Form(asked): Form<Tells>) {
    let delivery = match asked.delivery.as_str() {
        "once" => Delivery::Once,
        "kept" => Delivery::Kept,
        other => panic!("no delivery is {other}"),
    };
    stripe.tells(&asked.endpoint, delivery);
}

/// What happens to a session.
#[derive(Deserialize)]
struct Does {
    session: String,
    act: String,
}

async fn does(State(stripe): State<Stripe>, Form(asked): Form<Does>) -> Json<Vec<u16>> {
    let act = match asked.act.as_str() {
        "debit settles" => Act::SepaSettles,
        "debit fails" => Act::SepaFails,
        "debit is returned" => Act::Dispute,
        "expires" => Act::Expire,
        other => panic!("no act is {other}"),
    };
    Json(stripe.does(&asked.session, act).await)
}

async fn delivers_kept(State(stripe): State<Stripe>) -> Json<Vec<u16>> {
    Json(stripe.delivers_kept().await)
}
