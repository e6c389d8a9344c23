//! The page of a session, as far as its payers meet it: what is paid, by whom, and a button for each thing that can become
//! of it. Stripe's own needs scripts; this one does not, so that what stands before and after it can be tried without.

use super::stripe::{Act, Stripe};
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use serde_json::Value;

/// Each button: its word, what it says, and what becomes of the payment.
const BUTTONS: [(&str, &str, Act); 3] = [
    ("card", "Pay by card", Act::Pay),
    ("declined", "Pay by a card that is declined", Act::Decline),
    ("debit", "Sign a SEPA debit", Act::Sepa),
];

pub fn router() -> Router<Stripe> {
    Router::new().route("/c/pay/{id}", get(show).post(press))
}

async fn show(State(stripe): State<Stripe>, Path(id): Path<String>) -> Html<String> {
    Html(page(&stripe, &stripe.object(&id).unwrap()).into_string())
}

/// Which button was pressed.
#[derive(Deserialize)]
struct Pressed {
    with: String,
}

async fn press(State(stripe): State<Stripe>, Path(id): Path<String>, Form(pressed): Form<Pressed>) -> Response {
    let (.., act) = BUTTONS.into_iter().find(|(word, ..)| *word == pressed.with).unwrap();
    let was_open = stripe.object(&id).unwrap()["status"] == "open";
    stripe.does(&id, act).await;
    let session = stripe.object(&id).unwrap();
    match was_open && session["status"] == "complete" {
        true => Redirect::to(text(&session, "success_url")).into_response(),
        false => Redirect::to(&format!("/c/pay/{id}")).into_response(),
    }
}

fn text<'a>(session: &'a Value, name: &str) -> &'a str {
    session[name].as_str().unwrap_or_default()
}

fn page(stripe: &Stripe, session: &Value) -> Markup {
    let payment = session["payment_intent"].as_str().and_then(|id| stripe.object(id)).unwrap_or_default();
    let charge = payment["latest_charge"].as_str().and_then(|id| stripe.object(id)).unwrap_or_default();
    let status = text(session, "status");
    html! {
        (DOCTYPE)
        html lang=(text(session, "locale")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                link rel="icon" href="data:,";
                title { "Checkout" }
            }
            body data-session=(text(session, "id")) data-status=(status) data-charge=(text(&charge, "status")) {
                @if status == "open" {
                    h1 { (stripe.label(text(session, "id"))) }
                    p data-cents { (session["amount_total"]) }
                    p data-email { (text(session, "customer_email")) }
                    @if charge["status"] == "failed" { p role="alert" { "Your card was declined." } }
                    form method="post" {
                        @for (word, says, _) in BUTTONS { p { button name="with" value=(word) { (says) } } }
                    }
                    p { a href=(text(session, "cancel_url")) { "Back" } }
                } @else {
                    p { "This page is " (status) "." }
                }
            }
        }
    }
}
