//! `/forms/{name}/challenge`: what a form's page must solve before it posts.

use crate::protocol::Code;
use crate::relay::http::extract::FormOf;
use crate::relay::http::openapi;
use crate::relay::http::problem::HttpError;
use crate::relay::http::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// Hands out a new challenge, where forms ask for a proof of work.
#[utoipa::path(
    get, path = "/forms/{name}/challenge", operation_id = "challenge", tag = "forms",
    params(("name" = String, Path, description = openapi::NAME)),
    responses(
        (status = 200, description = "A challenge for one transaction of this form.", body = openapi::Challenge),
        openapi::Showing,
    )
)]
pub async fn show(State(app): State<AppState>, FormOf(form): FormOf) -> Result<Response, HttpError> {
    if !form.form.captcha && !app.card_testing.is_on() {
        return Err(HttpError::new(Code::NotFound));
    }
    let challenge = app.site.captcha.challenge(&form.name).map_err(|error| {
        tracing::error!(%error, "no challenge for a form");
        HttpError::new(Code::Internal)
    })?;
    Ok(Json(challenge).into_response())
}
