//! `/payments/events/{means}`: what providers tell of payments, unasked.
//!
//! A message says only where to look. It is answered once that is noted, and its body goes nowhere else.

use crate::protocol::Code;
use crate::relay::http::problem::HttpError;
use crate::relay::http::state::AppState;
use crate::relay::http::{forms, openapi};
use crate::relay::payments::{Callback, PaymentError, ProviderError};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};

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
    let headers: Vec<_> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let callback = Callback { posted: None, headers: &headers, body: &body, at: app.clock.now() };
    app.payments.hear(&word, callback).await.map_err(|error| match error {
        PaymentError::NoSuchMeans => HttpError::new(Code::NotFound),
        PaymentError::Provider(ProviderError::NotOurs) => {
            tracing::warn!(means = word, "a message is not the provider's: its signature or its form does not fit");
            HttpError::new(Code::BodyInvalid)
        }
        PaymentError::Store(error) => error.into(),
        PaymentError::Provider(_) | PaymentError::MovedOn(_) | PaymentError::NoBillingDetails(_) => {
            tracing::error!(means = word, %error, "a message is not taken");
            HttpError::new(Code::Internal)
        }
    })?;
    Ok(StatusCode::NO_CONTENT)
}
