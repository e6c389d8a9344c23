//! What providers tell of payments, by their servers or by the payer's browser, and what they ask of the payer.
//!
//! A message is answered once it is noted, and its body goes nowhere else.

use crate::protocol::Code;
use crate::relay::http::problem::HttpError;
use crate::relay::http::state::AppState;
use crate::relay::http::{forms, headers, openapi};
use crate::relay::payments::{Callback, PaymentError, ProviderError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// No message is larger: what one object of a provider has with all its lists, and some more.
pub const LARGEST: usize = 512 * 1024;

/// Takes a message of a provider.
#[utoipa::path(
    post, path = "/payments/events/{means}", operation_id = "tellOfPayment", tag = "payments",
    params(("means" = String, Path, description = "The word of the means, as `payments.means` lists it.")),
    request_body(content = String, content_type = "application/json", description = "As the provider signed it."),
    responses(
        (status = 204, description = "What it hints at is noted, and looked at next."),
        openapi::Hearing,
    )
)]
pub async fn hear(
    State(app): State<AppState>,
    Path(word): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, HttpError> {
    let body = forms::read_body(body)?;
    let headers = texts(&headers);
    let callback = Callback { posted: None, headers: &headers, body: &body, at: app.clock.now() };
    app.payments.hear(&word, callback).await.map_err(refusal)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a browser brings back.
#[derive(Deserialize, IntoParams)]
pub struct Brought {
    /// What the provider signed.
    r: String,
}

/// Takes a payer back from a provider, and what it says of the payment on the way.
#[utoipa::path(
    get, path = "/payments/return", operation_id = "comeBack", tag = "payments",
    params(Brought),
    responses(
        (status = 303, description = "What it says is recorded.",
            headers(("Location" = String, description = "The payment's page."))),
        openapi::Returning,
    )
)]
pub async fn come_back(
    State(app): State<AppState>,
    query: Result<Query<Brought>, QueryRejection>,
) -> Result<Response, HttpError> {
    let Query(Brought { r }) = query.map_err(|_| HttpError::new(Code::BodyInvalid))?;
    let idx = app.payments.brought_back(&r).await.map_err(refusal)?;
    let address = app.site.payment_path(&app.site.secret.payment_token(&idx));
    Ok(([headers::WITHOUT_REFERRER], Redirect::to(&address)).into_response())
}

/// Tells a provider what its bank wants to know of the payer, while the payment waits. It goes nowhere else.
#[utoipa::path(
    post, path = "/payments/billing", operation_id = "askForBillingDetails", tag = "payments",
    request_body(content = String, content_type = "application/json",
        description = "`idx` and `attempt`, as the provider signed them."),
    responses(
        (status = 200, description = "What the provider may know, where the distant knows it.",
            body = serde_json::Value, content_type = "application/json"),
        openapi::Answering,
    )
)]
pub async fn bill(
    State(app): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let body = forms::read_body(body)?;
    let headers = texts(&headers);
    let callback = Callback { posted: None, headers: &headers, body: &body, at: app.clock.now() };
    let billing = app.payments.answer(callback).await.map_err(refusal)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(billing)).into_response())
}

/// Returns the headers that are texts, by their names in lower case.
fn texts(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}

fn refusal(error: PaymentError) -> HttpError {
    match error {
        PaymentError::NoSuchMeans | PaymentError::NotKnown => HttpError::new(Code::NotFound),
        PaymentError::NotTaken => HttpError::new(Code::PaymentNotTaken),
        PaymentError::NoBillingDetails(code) => HttpError::new(code),
        PaymentError::Provider(ProviderError::NotOurs) => {
            tracing::warn!("a message is not the provider's: its signature or its form does not fit");
            HttpError::new(Code::BodyInvalid)
        }
        PaymentError::Store(error) => error.into(),
        PaymentError::Provider(_) | PaymentError::MovedOn(_) => {
            tracing::error!(%error, "a message is not taken");
            HttpError::new(Code::Internal)
        }
    }
}
