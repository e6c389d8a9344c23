//! `/forms/{name}`: the form, and what is posted from it.

use super::super::guard::Shown;
use super::super::keys::IdempotencyKey;
use super::super::settings::WithoutScripts;
use super::super::{Holder, Proof, SiteForm, pages, today};
use super::body::{self, Kind, Posted};
use super::error::HttpError;
use super::{App, headers, kept, openapi, site_pages};
use crate::form::{Answers, Form, Refusal};
use crate::protocol::Code;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// The answer to a transaction that was opened.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Absolute: it is also what the distant was told.
    payment_url: String,
}

/// Shows a form in its page; `?fragment` the form alone, for a page that inserts it itself.
#[utoipa::path(
    get, path = "/forms/{name}", operation_id = "showForm", tag = "forms",
    params(
        ("name" = String, Path, description = openapi::NAME),
        ("fragment" = Option<String>, Query, description = "The form alone, whatever its value."),
    ),
    responses(
        (status = 200, description = "The form.", body = String, content_type = "text/html"),
        openapi::Showing,
    )
)]
pub async fn show(State(relay): App, Path(name): Path<String>, query: RawQuery, request: HeaderMap) -> Response {
    let Some(form) = relay.site.form(&name) else {
        return HttpError::new(Code::NotFound).respond(&relay, &request);
    };
    let filled = Filled::default();
    let fragment = query.0.is_some_and(|query| query.split('&').any(|word| word.split('=').next() == Some("fragment")));
    let (shown, address) = match fragment {
        true => (render_form(&relay, &form, &filled), format!("/forms/{name}?fragment")),
        false => (site_pages::page_of(&relay, &form, &filled).await, format!("/forms/{name}")),
    };
    shown
        .map(|html| kept::respond(&relay, &request, &address, html))
        .unwrap_or_else(|error| error.respond(&relay, &request))
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
pub async fn goal(State(relay): App, Path(name): Path<String>, request: HeaderMap) -> Response {
    let Some(form) = relay.site.form(&name) else {
        return HttpError::new(Code::NotFound).respond(&relay, &request);
    };
    match relay.goal(&form.campaign, &form.texts).await {
        Some(bar) => (headers::SHARED, Html(bar.render().into_string())).into_response(),
        None => (StatusCode::NO_CONTENT, headers::SHARED).into_response(),
    }
}

/// Takes a transaction, as JSON or as an ordinary form.
///
/// Of JSON it also takes less, and answers as typed: any field's value may be the text that a person would type, or
/// `null`; what is missing or wrong is then `invalid_answers`. A key that no form has is `body_invalid`. The same key
/// with the same transaction has the same answer, for as long as the relay remembers keys and until the payment has
/// ended; then, and with another transaction, it is `idempotency_key_reused`.
///
/// An ordinary form's errors are the page again, with what is wrong in it. Many may have been shown the same page, so
/// there another transaction is another donor's, and is opened; the same, once it was paid, is `payment_ended`.
#[utoipa::path(
    post, path = "/forms/{name}", operation_id = "submitForm", tag = "forms",
    params(
        ("name" = String, Path, description = openapi::NAME),
        openapi::KeyParameter,
    ),
    request_body(content(
        (crate::protocol::Transaction = "application/json"),
        (openapi::PostedForm = "application/x-www-form-urlencoded"),
    )),
    responses(
        (status = 201, description = "Of JSON: the transaction is opened, and the distant knows it.", body = Opened,
            headers(("Location" = String, description = "The payment's page."))),
        (status = 303, description = "Of a form: likewise.",
            headers(("Location" = String, description = "The payment's page."))),
        openapi::Posting,
    )
)]
pub async fn submit(
    State(relay): App,
    Path(name): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(form) = relay.site.form(&name) else {
        return HttpError::new(Code::NotFound).respond(&relay, &headers);
    };
    let paced = keep_pace(&relay, peer, &headers);
    match (Kind::of(&headers), body::whole(body)) {
        (None, _) => HttpError::new(Code::MediaTypeUnsupported).respond(&relay, &headers),
        (Some(_), Err(error)) => error.respond(&relay, &headers),
        (Some(Kind::Json), Ok(body)) => {
            let opened = submit_json(&relay, &form, paced, &headers, &body).await;
            opened.unwrap_or_else(HttpError::problem)
        }
        (Some(Kind::Form), Ok(body)) => {
            let opened = submit_form(&relay, &form, paced, &body).await;
            opened.unwrap_or_else(|error| error.respond(&relay, &headers))
        }
    }
}

/// Counts a post of whoever sends it.
fn keep_pace(relay: &super::Relay, peer: SocketAddr, headers: &HeaderMap) -> Result<(), HttpError> {
    let guard = &relay.site.guard;
    guard.pace.as_ref().map_or(Ok(()), |pace| Ok(pace.step(guard.clients.of(peer.ip(), headers))?))
}

async fn submit_json(
    relay: &Arc<super::Relay>,
    form: &Arc<SiteForm>,
    paced: Result<(), HttpError>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, HttpError> {
    paced?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).and_then(IdempotencyKey::parse);
    let key = key.ok_or(HttpError::new(Code::KeyInvalid))?;
    let answers = body::json_answers(body, &form.form)?;
    let opened = finish(relay, form, answers, Proof::Needed, key, Holder::Sender).await;
    // Its sender needs a new key either way.
    let token = opened.map_err(|error| match error.code {
        Code::PaymentEnded => HttpError::new(Code::KeyReused),
        _ => error,
    })?;
    let location = [(header::LOCATION, payment_path(relay, &token))];
    let opened = Opened { payment_url: [&relay.site.public_url, "/payments/", &token].concat() };
    Ok((StatusCode::CREATED, location, Json(opened)).into_response())
}

async fn submit_form(
    relay: &Arc<super::Relay>,
    form: &Arc<SiteForm>,
    paced: Result<(), HttpError>,
    body: &[u8],
) -> Result<Response, HttpError> {
    let posted = body::form_answers(body)?;
    let key = posted.key.as_deref().and_then(IdempotencyKey::parse);
    let proof = match relay.site.without_scripts {
        WithoutScripts::Refuse => Proof::Needed,
        WithoutScripts::Accept => Proof::Waived,
    };
    let outcome = match paced.and_then(|()| admit(relay, form, &posted, key.clone())) {
        Ok(key) => finish(relay, form, posted.answers.clone(), proof, key, Holder::Many).await,
        Err(error) => Err(error),
    };
    let error = match outcome {
        Ok(token) => return Ok(Redirect::to(&payment_path(relay, &token)).into_response()),
        Err(error) => error,
    };
    // What is sent once more is another payment: the page brings a new key.
    let key = key.filter(|_| error.code != Code::PaymentEnded);
    // Its time counts on, unless it is the time that is at fault.
    let shown = posted.shown.filter(|_| key.is_some() && error.code != Code::PageExpired);
    let (status, wait) = (error.status(), error.retry_after());
    let refusal = match error.code {
        Code::InvalidAnswers | Code::Maintenance | Code::CampaignClosed => {
            Some(Refusal { code: error.code, errors: error.errors })
        }
        _ => None,
    };
    let notice = refusal.is_none().then_some(error.code);
    let filled = Filled { answers: posted.answers, refusal, notice, key, shown };
    let mut response = site_pages::refused(relay, form, &filled).await?;
    *response.status_mut() = status;
    response.headers_mut().extend(wait);
    Ok(response)
}

/// Whether what was sent without scripts may be a person's; answers with its key.
fn admit(
    relay: &super::Relay,
    form: &SiteForm,
    posted: &Posted,
    key: Option<IdempotencyKey>,
) -> Result<IdempotencyKey, HttpError> {
    let (key, guard) = (key.ok_or(HttpError::new(Code::KeyInvalid))?, &relay.site.guard);
    if guard.honeypot && posted.trapped {
        return Err(HttpError::new(Code::RobotSuspected));
    }
    guard.check_shown(&relay.site.secret, &form.name, &key, posted.shown.as_deref())?;
    Ok(key)
}

/// The path of a payment page: relative, so that the donor stays on the host that they see.
pub fn payment_path(relay: &super::Relay, token: &str) -> String {
    [&relay.site.base_path, "/payments/", token].concat()
}

/// Submits in a task of its own: a donor who goes away must not leave it half done.
async fn finish(
    relay: &Arc<super::Relay>,
    form: &Arc<SiteForm>,
    answers: Answers,
    proof: Proof,
    key: IdempotencyKey,
    holder: Holder,
) -> Result<String, HttpError> {
    let (relay, form) = (Arc::clone(relay), Arc::clone(form));
    let submission =
        tokio::spawn(async move { relay.submit(&form, &answers, proof, &key, holder).await.map_err(HttpError::from) });
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
    /// When it was shown, signed with that key; now if absent.
    pub shown: Option<String>,
}

impl Filled {
    /// Whether nothing went wrong with it, as nobody has sent it.
    pub const fn is_fresh(&self) -> bool {
        self.refusal.is_none() && self.notice.is_none()
    }
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
    let site = &relay.site;
    let action = form.action(site);
    let stamp = site.guard.show(&site.secret, &form.name, &key);
    let today = today();
    let tax_rule = site.tax.as_ref().and_then(|tax| tax.on(today));
    let shown = Form { tax_relief: tax_rule.map(|rule| rule.relief), ..form.form.clone() };
    let page = pages::FormPage {
        form: &shown,
        id: &form.id,
        action: &action,
        idempotency_key: key.as_str(),
        texts: &form.texts,
        answers: &filled.answers,
        refusal: filled.refusal.as_ref(),
        notice: filled.notice,
        link: if shown.closed { form.closed_link.as_ref() } else { site.maintenance_link.as_ref() },
        guard: pages::GuardFields {
            challenge: &[&action, "/challenge"].concat(),
            scripts_needed: site.captcha.is_some() && site.without_scripts == WithoutScripts::Refuse,
            shown: filled.shown.as_deref().or(stamp.as_ref().map(Shown::as_str)),
            honeypot: site.guard.honeypot,
        },
        tax_rule: tax_rule.map(|rule| (rule, today.year())),
    };
    Ok(page.render().into_string())
}
