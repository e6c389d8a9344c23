//! What a path names, as arguments of handlers: the form of that name, the payment of that token.

use super::problem::HttpError;
use super::state::AppState;
use crate::protocol::Code;
use crate::relay::payments::Payment;
use crate::relay::site::SiteForm;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use std::sync::Arc;

/// The form that the path names.
pub struct FormOf(pub Arc<SiteForm>);

/// The payment whose page has the token of the path.
pub struct PaymentOf {
    /// The payer's secret.
    pub token: String,
    /// The payment.
    pub payment: Payment,
}

impl FromRequestParts<AppState> for FormOf {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, HttpError> {
        let name = parameter(parts, app).await?;
        app.site.form(&name).map(Self).ok_or(HttpError::new(Code::NotFound))
    }
}

impl FromRequestParts<AppState> for PaymentOf {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, HttpError> {
        let token = parameter(parts, app).await?;
        let payment = find_payment(app, &token).await?;
        Ok(Self { token, payment })
    }
}

/// Returns the path's only parameter.
async fn parameter(parts: &mut Parts, app: &AppState) -> Result<String, HttpError> {
    let Path(word) = Path::from_request_parts(parts, app).await.map_err(|_| HttpError::new(Code::NotFound))?;
    Ok(word)
}

/// Returns the payment whose page has this token, as it stands now.
///
/// # Errors
/// If there is none, or the store fails.
pub async fn find_payment(app: &AppState, token: &str) -> Result<Payment, HttpError> {
    let found = app.payments.find(token).await.map_err(|error| {
        tracing::error!(%error, "payment not read");
        HttpError::new(Code::Internal)
    })?;
    found.ok_or(HttpError::new(Code::NotFound))
}
