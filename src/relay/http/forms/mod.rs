//! `/forms/{name}`: the form, and what is posted from it.

mod body;
mod challenge;
mod submit;

pub use body::{LARGEST, read_body, refuse_large};
pub use challenge::{__path_show as __path_challenge, show as challenge};
pub use submit::{__path_submit, submit};

use super::extract::FormOf;
use super::problem::HttpError;
use super::render::{self, FormState};
use super::state::AppState;
use super::{fresh_page, headers, openapi};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

/// Shows a form in its page; `?fragment` the form alone, for a page that inserts it itself.
#[utoipa::path(
    get, path = "/forms/{name}", operation_id = "showForm", tag = "forms",
    params(
        ("name" = String, Path, description = openapi::NAME),
        ("fragment" = Option<String>, Query, description = "The form alone, whatever its value."),
        ("from" = Option<String>, Query, description = openapi::FROM),
    ),
    responses(
        (status = 200, description = "The form.", body = String, content_type = "text/html"),
        openapi::Showing,
    )
)]
pub async fn show(
    State(app): State<AppState>,
    FormOf(form): FormOf,
    RawQuery(query): RawQuery,
    request: HeaderMap,
) -> Result<Response, HttpError> {
    let from = form.appeal.from_word(query.as_deref()).map(str::to_owned);
    let mark = from.as_ref().map(|word| ["?from=", word].concat()).unwrap_or_default();
    let state = FormState { from, ..FormState::default() };
    let fragment = query.is_some_and(|query| query.split('&').any(|word| word.split('=').next() == Some("fragment")));
    let (html, address) = match fragment {
        true => (render::form(&app, &form, &state)?, format!("/forms/{}?fragment{mark}", form.name)),
        false => (render::page_of(&app, &form, &state).await?, format!("/forms/{}{mark}", form.name)),
    };
    Ok(fresh_page::respond(&app, &request, &address, html))
}

/// Shows the bar of the goal of a form's campaign; nothing where there is none to show.
#[utoipa::path(
    get, path = "/forms/{name}/goal", operation_id = "showGoal", tag = "forms",
    params(("name" = String, Path, description = openapi::NAME)),
    responses(
        (status = 200, description = "The bar.", body = String, content_type = "text/html"),
        (status = 204, description = "There is no goal, or nobody knows how much was raised."),
        openapi::Showing,
    )
)]
pub async fn goal(State(app): State<AppState>, FormOf(form): FormOf) -> Response {
    match render::goal(&app, &form.campaign, &form.texts).await {
        Some(bar) => (headers::SHARED, Html(bar)).into_response(),
        None => (StatusCode::NO_CONTENT, headers::SHARED).into_response(),
    }
}
