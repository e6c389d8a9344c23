//! `/forms/{name}`: the form, and what is posted from it.

use super::super::keys::IdempotencyKey;
use super::super::{SiteForm, pages};
use super::body::{self, Kind};
use super::error::HttpError;
use super::{App, headers, site_pages};
use crate::form::{Answers, Refusal};
use crate::protocol::Code;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;
use std::sync::Arc;

/// The answer to a transaction that was opened.
#[derive(Serialize)]
struct Opened {
    /// Absolute: it is also what the distant was told.
    payment_url: String,
}

/// Shows a form in its page; `?fragment` the form alone, for a page that inserts it itself.
pub async fn show(State(relay): App, Path(name): Path<String>, query: RawQuery, request: HeaderMap) -> Response {
    let Some(form) = relay.site.forms.get(&name) else {
        return HttpError::new(Code::NotFound).respond(&relay, &request);
    };
    let filled = Filled::default();
    let fragment = query.0.is_some_and(|query| query.split('&').any(|word| word == "fragment" || word == "fragment="));
    let shown = match fragment {
        true => render_form(&relay, form, &filled),
        false => site_pages::page_of(&relay, form, &filled).await,
    };
    shown
        .map(|html| (headers::KEPT, Html(html)).into_response())
        .unwrap_or_else(|error| error.respond(&relay, &request))
}

/// Takes a transaction, as JSON or as an ordinary form.
pub async fn submit(
    State(relay): App,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(form) = relay.site.forms.get(&name) else {
        return HttpError::new(Code::NotFound).respond(&relay, &headers);
    };
    match (Kind::of(&headers), body::whole(body)) {
        (None, _) => HttpError::new(Code::MediaTypeUnsupported).problem(),
        (Some(_), Err(error)) => error.respond(&relay, &headers),
        (Some(Kind::Json), Ok(body)) => {
            let opened = submit_json(&relay, &name, form, &headers, &body).await;
            opened.unwrap_or_else(HttpError::problem)
        }
        (Some(Kind::Form), Ok(body)) => {
            let opened = submit_form(&relay, &name, form, &body).await;
            opened.unwrap_or_else(|error| error.respond(&relay, &headers))
        }
    }
}

async fn submit_json(
    relay: &Arc<super::Relay>,
    name: &str,
    form: &SiteForm,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, HttpError> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).and_then(IdempotencyKey::parse);
    let key = key.ok_or(HttpError::new(Code::KeyInvalid))?;
    let answers = body::json_answers(body, &form.form)?;
    let token = finish(relay, name, answers, key).await?;
    let location = [(header::LOCATION, payment_path(relay, &token))];
    let opened = Opened { payment_url: [&relay.site.public_url, "/payments/", &token].concat() };
    Ok((StatusCode::CREATED, location, Json(opened)).into_response())
}

async fn submit_form(
    relay: &Arc<super::Relay>,
    name: &str,
    form: &SiteForm,
    body: &[u8],
) -> Result<Response, HttpError> {
    let (answers, key) = body::form_answers(body)?;
    let key = key.as_deref().and_then(IdempotencyKey::parse);
    let outcome = match key.clone() {
        Some(key) => finish(relay, name, answers.clone(), key).await,
        None => Err(HttpError::new(Code::KeyInvalid)),
    };
    let error = match outcome {
        Ok(token) => return Ok(Redirect::to(&payment_path(relay, &token)).into_response()),
        Err(error) => error,
    };
    // A key that went with another transaction is of no more use; the page brings a new one.
    let key = key.filter(|_| error.code != Code::KeyReused);
    let status = error.status();
    let refusal = match error.code {
        Code::InvalidAnswers | Code::Maintenance | Code::CampaignClosed => {
            Some(Refusal { code: error.code, errors: error.errors })
        }
        _ => None,
    };
    let notice = refusal.is_none().then_some(error.code);
    let page = site_pages::page_of(relay, form, &Filled { answers, refusal, notice, key }).await?;
    Ok((status, Html(page)).into_response())
}

/// The path of a payment page: relative, so that the donor stays on the host that they see.
pub fn payment_path(relay: &super::Relay, token: &str) -> String {
    [&relay.site.base_path, "/payments/", token].concat()
}

/// Submits in a task of its own: a donor who goes away must not leave it half done.
async fn finish(
    relay: &Arc<super::Relay>,
    name: &str,
    answers: Answers,
    key: IdempotencyKey,
) -> Result<String, HttpError> {
    let (relay, name) = (Arc::clone(relay), name.to_owned());
    let submission = tokio::spawn(async move {
        match relay.site.forms.get(&name) {
            Some(form) => relay.submit(form, &answers, &key).await.map_err(HttpError::from),
            None => Err(HttpError::new(Code::NotFound)),
        }
    });
    submission.await.unwrap_or(Err(HttpError::new(Code::Internal)))
}

/// How a form is filled when it is shown.
#[derive(Default)]
pub struct Filled {
    /// What was answered.
    pub answers: Answers,
    /// Which answers were refused.
    pub refusal: Option<Refusal>,
    /// What else went wrong.
    pub notice: Option<Code>,
    /// The key that it came with, to be kept; a new one if absent.
    pub key: Option<IdempotencyKey>,
}

/// The form's HTML.
pub fn render_form(relay: &super::Relay, form: &SiteForm, filled: &Filled) -> Result<String, HttpError> {
    let key = match &filled.key {
        Some(key) => key.clone(),
        None => IdempotencyKey::mint().map_err(|error| {
            tracing::error!(%error, "no key for a form");
            HttpError::new(Code::Internal)
        })?,
    };
    let page = pages::FormPage {
        form: &form.form,
        name: &form.name,
        action: &form.action(&relay.site),
        idempotency_key: key.as_str(),
        texts: &form.texts,
        answers: &filled.answers,
        refusal: filled.refusal.as_ref(),
        notice: filled.notice,
    };
    Ok(page.render().into_string())
}
