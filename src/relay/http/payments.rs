//! `/payments/{token}`: where a transaction is paid, and can be come back to.

use super::super::store::Payment;
use super::super::{Action, Relay, SandboxError, keys, pages};
use super::body;
use super::error::HttpError;
use super::forms::payment_path;
use super::site_pages::shell;
use super::{App, openapi};
use crate::protocol::{BillingDetails, Code};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

/// Shows the payment.
#[utoipa::path(
    get, path = "/payments/{token}", operation_id = "showPayment", tag = "payments",
    params(("token" = String, Path, description = "The payer's secret, of `Location`.")),
    responses(
        (status = 200, description = "The payment's page.", body = String, content_type = "text/html"),
        openapi::Showing,
    )
)]
pub async fn show(State(relay): App, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match find(&relay, &token).await {
        Ok(payment) => page(&relay, &token, &payment, None, None).into_response(),
        Err(error) => error.respond(&relay, &headers),
    }
}

/// Does what the payer chose on the sandbox's page.
#[utoipa::path(
    post, path = "/payments/{token}", operation_id = "actOnPayment", tag = "payments",
    params(("token" = String, Path, description = "The payer's secret, of `Location`.")),
    request_body(content = openapi::PostedAction, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "Of `billing`: the page, with what a bank would be told of the payer.",
            body = String, content_type = "text/html"),
        (status = 303, description = "It is done.",
            headers(("Location" = String, description = "The payment's page."))),
        openapi::Acting,
    )
)]
pub async fn act(
    State(relay): App,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let acted = async {
        let payment = find(&relay, &token).await?;
        let body = body::whole(body)?;
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&body).map_err(|_| HttpError::new(Code::BodyInvalid))?;
        let action = fields.iter().find(|(name, _)| name == "action").and_then(|(_, word)| Action::parse(word));
        let action = action.ok_or(HttpError::new(Code::BodyInvalid))?;
        let notice = match relay.sandbox(&payment, action).await {
            Ok(None) => return Ok(Redirect::to(&payment_path(&relay, &token)).into_response()),
            Ok(Some(billing)) => return Ok(page(&relay, &token, &payment, Some(&billing), None).into_response()),
            Err(SandboxError::MovedOn(_)) => Code::PaymentMovedOn,
            Err(SandboxError::NoBillingDetails(code)) => code,
            Err(SandboxError::Store(error)) => HttpError::from(error).code,
        };
        // The page says where the payment stands now.
        let payment = find(&relay, &token).await?;
        let refused = HttpError::new(notice);
        let page = page(&relay, &token, &payment, None, Some(notice));
        let mut response = (refused.status(), page).into_response();
        response.headers_mut().extend(refused.retry_after());
        Ok(response)
    };
    acted.await.unwrap_or_else(|error: HttpError| error.respond(&relay, &headers))
}

async fn find(relay: &Relay, token: &str) -> Result<Payment, HttpError> {
    let hash = keys::token_hash(token);
    match relay.store.read(move |connection| Payment::by_token(connection, &hash)).await {
        Ok(payment) => payment.ok_or(HttpError::new(Code::NotFound)),
        Err(error) => {
            tracing::error!(%error, "payment not read");
            Err(HttpError::new(Code::Internal))
        }
    }
}

fn page(
    relay: &Relay,
    token: &str,
    payment: &Payment,
    billing: Option<&BillingDetails>,
    notice: Option<Code>,
) -> (StatusCode, Html<String>) {
    let form = relay.site.form(&payment.form);
    let form = form.as_deref();
    let texts = form.map_or(&relay.site.texts, |form| &form.texts);
    let form_url = form.map(|form| form.place(&relay.site));
    let action = payment_path(relay, token);
    let page = pages::PaymentPage {
        title: form.map_or("", |form| &form.campaign.title),
        operation: payment.operation,
        frequency: payment.frequency,
        amount: payment.amount,
        status: payment.status,
        recurring: payment.recurring_status,
        sandbox_action: &action,
        form_url: form_url.as_deref(),
        texts,
        billing,
        notice,
    };
    // The script makes the tab forget what it kept of a payment that is made; it needs no module for that.
    let mut shell = shell(relay, texts, page.heading(), true);
    shell.assets.wasm = None;
    (StatusCode::OK, Html(shell.render(&page.render()).into_string()))
}
