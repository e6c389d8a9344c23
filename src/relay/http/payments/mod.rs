//! `/payments/{token}`: where a transaction is paid, and can be come back to.

use super::extract::{PaymentOf, find_payment};
use super::problem::HttpError;
use super::state::AppState;
use super::{forms, openapi, render};
use crate::protocol::{BillingDetails, Code};
use crate::relay::html;
use crate::relay::payments::{self, Callback, Checkout, Payment, PaymentError, ProviderError};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
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
pub async fn show(State(app): State<AppState>, PaymentOf { token, payment }: PaymentOf) -> Response {
    page(&app, &token, &payment, None, None).into_response()
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
    State(app): State<AppState>,
    PaymentOf { token, payment }: PaymentOf,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let notice = match choose(&app, &payment, &forms::read_body(body)?).await {
        Ok(None) => return Ok(Redirect::to(&app.site.payment_path(&token)).into_response()),
        Ok(Some(Checkout::Redirect(address))) => return Ok(Redirect::to(&address).into_response()),
        Ok(Some(Checkout::Page(billing))) => {
            return Ok(page(&app, &token, &payment, Some(&billing), None).into_response());
        }
        Err(PaymentError::MovedOn(_)) => Code::PaymentMovedOn,
        Err(PaymentError::NoBillingDetails(code)) => code,
        Err(PaymentError::Provider(ProviderError::NotOurs)) => return Err(HttpError::new(Code::BodyInvalid)),
        Err(PaymentError::Provider(error)) => {
            tracing::error!(%error, "a payment did not go on");
            Code::Internal
        }
        Err(PaymentError::Store(error)) => HttpError::from(error).code,
    };
    // The page says where the payment stands now.
    let payment = find_payment(&app, &token).await?;
    let refused = HttpError::new(notice);
    let mut response = (refused.status(), page(&app, &token, &payment, None, Some(notice))).into_response();
    response.headers_mut().extend(refused.retry_after());
    Ok(response)
}

/// Does what a button of the payment's page asks for. Returns how the payer goes on, where a payment begins.
async fn choose(app: &AppState, payment: &Payment, body: &[u8]) -> Result<Option<Checkout>, PaymentError> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).map_err(|_| ProviderError::NotOurs)?;
    if fields.iter().any(|(name, word)| name == "action" && word == payments::BEGIN) {
        return app.payments.begin(payment).await.map(Some);
    }
    app.payments.hear(Callback { idx: Some(&payment.idx), headers: &[], body }).await?;
    Ok(None)
}

fn page(
    app: &AppState,
    token: &str,
    payment: &Payment,
    billing: Option<&BillingDetails>,
    notice: Option<Code>,
) -> (StatusCode, Html<String>) {
    let form = app.site.form(&payment.form);
    let form = form.as_deref();
    let texts = form.map_or(&app.site.texts, |form| &form.texts);
    let form_url = form.map(|form| form.place(&app.site));
    let action = app.site.payment_path(token);
    let page = html::PaymentPage {
        title: form.map_or("", |form| &form.campaign.title),
        operation: payment.operation,
        frequency: payment.frequency,
        amount: payment.amount,
        status: payment.status,
        recurring: payment.recurring_status,
        sandbox_action: &action,
        actions: &app.payments.actions(payment),
        form_url: form_url.as_deref(),
        texts,
        billing,
        notice,
    };
    // The script makes the tab forget what it kept of a payment that is made; it needs no module for that.
    let mut shell = render::shell(app, texts, page.heading(), true);
    shell.assets.wasm = None;
    (StatusCode::OK, Html(shell.render(&page.render()).into_string()))
}
