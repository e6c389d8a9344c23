//! `/forms/{name}/challenge`: what a form's page must solve before it posts.

use super::error::HttpError;
use super::{App, openapi};
use crate::protocol::Code;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
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
pub async fn show(State(relay): App, Path(name): Path<String>, request: HeaderMap) -> Response {
    let (Some(form), Some(captcha)) = (relay.site.form(&name), &relay.site.captcha) else {
        return HttpError::new(Code::NotFound).respond(&relay, &request);
    };
    match captcha.challenge(&form.name) {
        Ok(challenge) => Json(challenge).into_response(),
        Err(error) => {
            tracing::error!(%error, "no challenge for a form");
            HttpError::new(Code::Internal).problem()
        }
    }
}
