//! `/forms/{name}`: the form, and what is posted from it.

mod body;
mod challenge;
mod described;
mod submit;

pub use body::{LARGEST, read_body, refuse_large};
pub use challenge::{__path_show as __path_challenge, show as challenge};
pub use submit::{__path_submit, submit};

use super::extract::FormOf;
use super::problem::HttpError;
use super::render::{self, FormState};
use super::state::AppState;
use super::{cross_origin, fresh_page, headers, negotiate, openapi};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use described::DescribedForm;

/// Shows a form in its page; `?fragment` the form alone, for a page that inserts it itself; `?embed` in a page for a frame.
///
/// It is in the language that `lang` names, or else in its own. Who asks for `application/json` gets the same form to render
/// anew, where `Accept-Language` says the language too. To a page of another site that the settings list its addresses are whole.
#[utoipa::path(
    get, path = "/forms/{name}", operation_id = "showForm", tag = "forms",
    params(
        ("name" = String, Path, description = openapi::NAME),
        ("fragment" = Option<String>, Query, description = "The form alone, whatever its value."),
        ("embed" = Option<String>, Query, description = "The form in a page for a frame, whatever its value."),
        ("lang" = Option<String>, Query, description = "The language of its texts, by its tag."),
        ("from" = Option<String>, Query, description = openapi::FROM),
    ),
    responses(
        (status = 200, description = "The form. JSON has an `ETag`, to be sent back as `If-None-Match`.", content(
            (String = "text/html"),
            (DescribedForm = "application/json"),
        )),
        (status = 304, description = "Of JSON: the same as before."),
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
    let elsewhere = cross_origin::is_from_another_site(&request, &app.site.origins);
    let state = FormState { from, elsewhere, ..FormState::default() };
    let query = query.unwrap_or_default();
    let asks = |word: &str| query.split('&').any(|pair| pair.split('=').next() == Some(word));
    let as_json = !asks("fragment") && !asks("embed") && negotiate::prefers_json(&request);
    let accepted = || negotiate::language(&request).filter(|_| as_json);
    let form = app.site.form_in(form, negotiate::named_language(&query).or_else(accepted));
    // Of those who see the same page, those elsewhere see another.
    let (language, place) = (form.texts.language().tag(), if elsewhere { " elsewhere" } else { "" });
    let address = |kind: &str| format!("/forms/{}{kind}{mark} {language}{place}", form.name);
    if asks("fragment") {
        let html = render::form(&app, &form, &state)?;
        return Ok(fresh_page::respond(&app, &request, &address("?fragment"), html));
    }
    if asks("embed") {
        // The frame is the relay's own page, whoever is around it.
        let html = render::framed(&app, &form, &FormState { elsewhere: false, ..state })?;
        let mut response = fresh_page::respond(&app, &request, &address("?embed"), html);
        response.headers_mut().extend(headers::policy_framed_by(&app.site.origins));
        return Ok(response);
    }
    let mut response = if as_json {
        described::respond(&request, &described::describe(&app, &form, &state).await?)?
    } else {
        let html = render::page_of(&app, &form, &FormState { elsewhere: false, ..state }).await?;
        fresh_page::respond(&app, &request, &address(""), html)
    };
    for name in [header::ACCEPT, header::ACCEPT_LANGUAGE] {
        response.headers_mut().append(header::VARY, HeaderValue::from_name(name));
    }
    Ok(response)
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
